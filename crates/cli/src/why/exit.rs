//! What exit codes mean: pure.

/// Signals that end programs, by number (signal(7), x86-64 and ARM).
const SIGNALS: &[(i32, &str, &str)] = &[
    (1, "SIGHUP", "its terminal was closed"),
    (2, "SIGINT", "as Ctrl-C does"),
    (3, "SIGQUIT", "it was told to quit"),
    (4, "SIGILL", "it ran an instruction that this processor does not have"),
    (5, "SIGTRAP", "it ran into a breakpoint"),
    (6, "SIGABRT", "it gave up by itself, as on a failed assertion"),
    (7, "SIGBUS", "it used memory that is not there"),
    (8, "SIGFPE", "it divided by zero, or the like"),
    (9, "SIGKILL", "it was killed, which no program can prevent"),
    (11, "SIGSEGV", "it used memory that is not its own"),
    (13, "SIGPIPE", "it wrote to somebody who had gone"),
    (15, "SIGTERM", "it was told to end"),
    (24, "SIGXCPU", "it used more CPU time than its ulimit gives it"),
    (25, "SIGXFSZ", "it wrote a file larger than its ulimit allows"),
    (31, "SIGSYS", "it made a system call that containers may not make"),
];

/// What the code of a container that has ended means; `reason` is what the engine says of it.
pub(super) fn meaning(code: i32, reason: Option<&str>) -> String {
    let of_memory = reason.is_some_and(|reason| reason.contains("OutOfMemory"));
    match code {
        0 => "it ended by itself and reports no error".into(),
        125 => "the shells' and docker's code for a container that could not be run".into(),
        126 => "the shells' code for a program that may not be executed".into(),
        127 => "the shells' code for a program that was not found".into(),
        137 if of_memory => "SIGKILL: the kernel killed it, since its memory was used up".into(),
        129..=159 => {
            let number = code - 128;
            match SIGNALS.iter().find(|(signal, ..)| *signal == number) {
                Some((_, name, why)) => format!("{name}: {why}"),
                None => format!("signal {number}"),
            }
        }
        _ => "the program's own code for what went wrong".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_signals_and_shells_are_known() {
        let told = |code| meaning(code, None);
        assert!(told(0).contains("no error"));
        assert!(told(1).contains("own code") && told(255).contains("own code"));
        assert!(told(126).contains("executed") && told(127).contains("not found"));
        assert!(told(139).starts_with("SIGSEGV") && told(143).starts_with("SIGTERM"));
        assert!(told(137).starts_with("SIGKILL: it was killed"));
        let memory = Some("OutOfMemoryError: Container killed due to memory usage");
        assert!(meaning(137, memory).contains("memory was used up"));
        assert_eq!(told(128 + 17), "signal 17");
    }
}
