//! How well the host is locked for other people's code (security.md 4). Nothing here stops
//! the engine; each line makes a way out of a container longer.

use super::check::{Check, System};

/// A number of the kernel that should have one of these values.
struct Setting {
    name: &'static str,
    path: &'static str,
    good: &'static [u64],
    fix: &'static str,
}

const SETTINGS: &[Setting] = &[
    Setting {
        name: "KSM",
        path: "/sys/kernel/mm/ksm/run",
        good: &[0],
        fix: "echo 0 > /sys/kernel/mm/ksm/run: shared pages tell tasks about each other",
    },
    Setting {
        name: "SMT",
        path: "/sys/devices/system/cpu/smt/active",
        good: &[0],
        fix: "boot with nosmt if tasks of several owners share this host",
    },
    Setting {
        name: "unprivileged BPF",
        path: "/proc/sys/kernel/unprivileged_bpf_disabled",
        good: &[1, 2],
        fix: "sysctl -w kernel.unprivileged_bpf_disabled=1",
    },
    Setting {
        name: "kernel addresses",
        path: "/proc/sys/kernel/kptr_restrict",
        good: &[1, 2],
        fix: "sysctl -w kernel.kptr_restrict=1",
    },
    Setting {
        name: "kernel log",
        path: "/proc/sys/kernel/dmesg_restrict",
        good: &[1],
        fix: "sysctl -w kernel.dmesg_restrict=1",
    },
    Setting {
        name: "ptrace scope",
        path: "/proc/sys/kernel/yama/ptrace_scope",
        good: &[1, 2, 3],
        fix: "sysctl -w kernel.yama.ptrace_scope=1 (CONFIG_SECURITY_YAMA)",
    },
    Setting {
        name: "io_uring",
        path: "/proc/sys/kernel/io_uring_disabled",
        good: &[1, 2],
        fix: "sysctl -w kernel.io_uring_disabled=2",
    },
    Setting {
        name: "protected symlinks",
        path: "/proc/sys/fs/protected_symlinks",
        good: &[1],
        fix: "sysctl -w fs.protected_symlinks=1",
    },
    Setting {
        name: "protected hardlinks",
        path: "/proc/sys/fs/protected_hardlinks",
        good: &[1],
        fix: "sysctl -w fs.protected_hardlinks=1",
    },
    Setting {
        name: "protected fifos",
        path: "/proc/sys/fs/protected_fifos",
        good: &[1, 2],
        fix: "sysctl -w fs.protected_fifos=1",
    },
    Setting {
        name: "protected regular files",
        path: "/proc/sys/fs/protected_regular",
        good: &[1, 2],
        fix: "sysctl -w fs.protected_regular=1",
    },
];

/// Connections that the host follows at least.
const CONNTRACK_MIN: u64 = 131_072;

pub(super) fn checks(system: &System) -> Vec<Check> {
    let mut checks: Vec<_> = SETTINGS.iter().map(|setting| judge(system, setting)).collect();
    checks.extend([swap(system), core_pattern(system), processor(system), conntrack(system)]);
    checks.extend(watchdog(system));
    checks
}

fn judge(system: &System, setting: &Setting) -> Check {
    match system.number(setting.path) {
        Some(n) => Check::want(setting.name, setting.good.contains(&n), n.to_string(), setting.fix),
        // What the kernel does not have at all can't be used either, save what locks it.
        None if matches!(setting.name, "KSM" | "SMT") => Check::good(setting.name, "not there"),
        None => Check::advise(setting.name, "the kernel has no such lock").fix(setting.fix),
    }
}

fn swap(system: &System) -> Check {
    let text = system.read("/proc/swaps").unwrap_or_default();
    let on = text.lines().count() > 1;
    let found = if on { "on: memory of tasks may reach the disk" } else { "off" };
    Check::want("swap", !on, found, "swapoff -a, or use encrypted swap")
}

fn core_pattern(system: &System) -> Check {
    let pattern = system.read("/proc/sys/kernel/core_pattern").unwrap_or_default();
    let piped = pattern.starts_with('|');
    let fix = "sysctl -w kernel.core_pattern=core: a pipe runs a program of the host as root on a \
               task's memory";
    Check::want("core dumps", !piped, pattern, fix)
}

/// The weaknesses of the processor against which the kernel does nothing.
fn processor(system: &System) -> Check {
    let folder = std::fs::read_dir(system.path("/sys/devices/system/cpu/vulnerabilities"));
    let mut open: Vec<String> = folder
        .into_iter()
        .flatten()
        .flatten()
        .filter(|file| {
            let text = std::fs::read_to_string(file.path()).unwrap_or_default();
            text.trim_start().starts_with("Vulnerable")
        })
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    open.sort();
    let found = if open.is_empty() { "nothing known is open".to_owned() } else { open.join(", ") };
    let fix = "install the processor's microcode (intel-microcode, amd64-microcode); no \
               mitigations=off";
    Check::want("processor", open.is_empty(), found, fix)
}

fn conntrack(system: &System) -> Check {
    match system.number("/proc/sys/net/netfilter/nf_conntrack_max") {
        Some(n) => Check::want(
            "followed connections",
            n >= CONNTRACK_MIN,
            n.to_string(),
            "sysctl -w net.netfilter.nf_conntrack_max=262144",
        ),
        None => Check::good("followed connections", "none yet"),
    }
}

/// Where the kernel can watch over its watchers, it should.
fn watchdog(system: &System) -> Option<Check> {
    let n = system.number("/proc/sys/fs/fanotify/watchdog_timeout")?;
    let fix = "sysctl -w fs.fanotify.watchdog_timeout=30";
    Some(Check::want("fanotify watchdog", n > 0, n.to_string(), fix))
}

#[cfg(test)]
mod tests {
    use super::super::check::{State, made_of};
    use super::*;

    fn find(files: &[(&str, &str)], name: &str) -> Check {
        let (_dir, system) = made_of(files);
        checks(&system).into_iter().find(|check| check.name == name).unwrap()
    }

    #[test]
    fn a_loose_setting_is_named_with_its_fix() {
        let loose = find(&[("/proc/sys/fs/protected_symlinks", "0\n")], "protected symlinks");
        assert_eq!(loose.state, State::Advised);
        assert_eq!(loose.fix.as_deref(), Some("sysctl -w fs.protected_symlinks=1"));
        let tight = find(&[("/proc/sys/fs/protected_symlinks", "1\n")], "protected symlinks");
        assert_eq!((tight.state, tight.fix), (State::Good, None));
    }

    #[test]
    fn swap_pipes_and_open_weaknesses_are_seen() {
        let heads = "Filename Type Size Used Priority\n";
        assert_eq!(find(&[("/proc/swaps", heads)], "swap").state, State::Good);
        let on = format!("{heads}/dev/sda2 partition 1 0 -2\n");
        assert_eq!(find(&[("/proc/swaps", &on)], "swap").state, State::Advised);
        let pipe = [("/proc/sys/kernel/core_pattern", "|/usr/lib/handler %P\n")];
        assert_eq!(find(&pipe, "core dumps").state, State::Advised);
        let open = [
            ("/sys/devices/system/cpu/vulnerabilities/mds", "Vulnerable; SMT\n"),
            ("/sys/devices/system/cpu/vulnerabilities/l1tf", "Mitigation: PTE\n"),
        ];
        assert_eq!(find(&open, "processor").found, "mds");
    }
}
