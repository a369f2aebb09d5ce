//! Signals by the names that images use. The names are docker's, which has more than the
//! kernel's headers: aliases, and real-time signals counted from either end.

/// signal(7), without the alternatives of other architectures.
const NAMES: [(&str, i32); 34] = [
    ("HUP", libc::SIGHUP),
    ("INT", libc::SIGINT),
    ("QUIT", libc::SIGQUIT),
    ("ILL", libc::SIGILL),
    ("TRAP", libc::SIGTRAP),
    ("ABRT", libc::SIGABRT),
    ("IOT", libc::SIGABRT),
    ("BUS", libc::SIGBUS),
    ("FPE", libc::SIGFPE),
    ("KILL", libc::SIGKILL),
    ("USR1", libc::SIGUSR1),
    ("SEGV", libc::SIGSEGV),
    ("USR2", libc::SIGUSR2),
    ("PIPE", libc::SIGPIPE),
    ("ALRM", libc::SIGALRM),
    ("TERM", libc::SIGTERM),
    ("STKFLT", libc::SIGSTKFLT),
    ("CHLD", libc::SIGCHLD),
    ("CLD", libc::SIGCHLD),
    ("CONT", libc::SIGCONT),
    ("STOP", libc::SIGSTOP),
    ("TSTP", libc::SIGTSTP),
    ("TTIN", libc::SIGTTIN),
    ("TTOU", libc::SIGTTOU),
    ("URG", libc::SIGURG),
    ("XCPU", libc::SIGXCPU),
    ("XFSZ", libc::SIGXFSZ),
    ("VTALRM", libc::SIGVTALRM),
    ("PROF", libc::SIGPROF),
    ("WINCH", libc::SIGWINCH),
    ("IO", libc::SIGIO),
    ("POLL", libc::SIGIO),
    ("PWR", libc::SIGPWR),
    ("SYS", libc::SIGSYS),
];

/// The first real-time signal that programs may use: the C library keeps two for itself.
const RTMIN: i32 = 34;
const RTMAX: i32 = 64;

/// The number of a signal that is written as a number, or as a name with or without `SIG`, in
/// letters of either case. `None` for what is no signal.
#[must_use]
pub fn number(text: &str) -> Option<i32> {
    if let Ok(number) = text.parse::<i32>() {
        return (1..=RTMAX).contains(&number).then_some(number);
    }
    let upper = text.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let named = NAMES.iter().find(|(known, _)| *known == name);
    named.map(|(_, number)| *number).or_else(|| real_time(name))
}

/// `RTMIN`, `RTMIN+1` to `RTMIN+15`, `RTMAX-14` to `RTMAX-1`, `RTMAX`.
fn real_time(name: &str) -> Option<i32> {
    let step = |digits: &str, most: i32| {
        let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<i32>().ok().filter(|step| plain && *step <= most)
    };
    match name {
        "RTMIN" => return Some(RTMIN),
        "RTMAX" => return Some(RTMAX),
        _ => {}
    }
    let up = name.strip_prefix("RTMIN+").and_then(|digits| step(digits, 15));
    let down = name.strip_prefix("RTMAX-").and_then(|digits| step(digits, 14));
    up.map(|up| RTMIN + up).or(down.map(|down| RTMAX - down))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_a_name_or_a_number() {
        for (text, expected) in [
            ("SIGQUIT", 3),
            ("quit", 3),
            ("sigQuit", 3),
            ("9", 9),
            ("37", 37),
            ("64", 64),
            ("SIGRTMIN", 34),
            ("SIGRTMIN+3", 37),
            ("rtmin+15", 49),
            ("RTMAX-14", 50),
            ("SIGRTMAX-1", 63),
            ("RTMAX", 64),
            ("SIGIOT", 6),
            ("SIGPOLL", 29),
            ("SIGIO", 29),
            ("SIGCLD", 17),
            ("STKFLT", 16),
            ("SYS", 31),
        ] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_signal_is_refused() {
        for text in [
            "",
            "0",
            "65",
            "-9",
            "SIG",
            "SIGNOPE",
            "SIGSIGTERM",
            "TERM ",
            "RTMIN+",
            "RTMIN+0",
            "RTMIN+16",
            "RTMIN+03",
            "RTMIN-1",
            "RTMIN++1",
            "RTMAX-0",
            "RTMAX-15",
            "RTMAX+1",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
