//! `linuxParameters.tmpfs`: file systems in a container's memory.

use std::collections::HashSet;

use ferrogate_api::ecs::{ContainerDefinition, Error, Tmpfs as Asked};
use ferrogate_records::spec::Tmpfs;

use super::{Result, client};

/// The mount options of API_Tmpfs that say nothing more.
const FLAGS: [&str; 33] = [
    "defaults",
    "ro",
    "rw",
    "suid",
    "nosuid",
    "dev",
    "nodev",
    "exec",
    "noexec",
    "sync",
    "async",
    "dirsync",
    "remount",
    "mand",
    "nomand",
    "atime",
    "noatime",
    "diratime",
    "nodiratime",
    "bind",
    "rbind",
    "unbindable",
    "runbindable",
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave",
    "relatime",
    "norelatime",
    "strictatime",
    "nostrictatime",
];
/// Those with a value after an equals sign.
const WITH_VALUE: [&str; 6] = ["mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol"];
/// Permissions that a file system begins with (Docker).
const MODE: u32 = 0o1777;

/// What AWS refuses, whatever runs the container.
pub(super) fn check(name: &str, c: &ContainerDefinition) -> Result<()> {
    let no = |what: String| Err(client(format!("Invalid setting for container '{name}'. {what}")));
    let mut paths = HashSet::new();
    for asked in all(c) {
        let path = asked.container_path.as_deref().unwrap_or_default();
        let plain = path.trim_end_matches('/');
        if !path.starts_with('/') || plain.is_empty() {
            return no(format!("The tmpfs path '{path}' must be an absolute path below /."));
        }
        if !paths.insert(plain) {
            return no(format!("Several tmpfs have the path '{plain}'."));
        }
        if asked.size.is_none_or(|mib| mib < 1) {
            return no(format!("The size of the tmpfs at '{path}' must be at least 1 MiB."));
        }
        let known = |option: &str| match option.split_once('=') {
            Some((key, value)) => WITH_VALUE.contains(&key) && !value.is_empty(),
            None => FLAGS.contains(&option),
        };
        let options = || asked.mount_options.iter().flatten();
        if let Some(other) = options().find(|option| !known(option)) {
            return no(format!("Invalid mount option '{other}' of the tmpfs at '{path}'."));
        }
    }
    Ok(())
}

/// What this engine gives no effect.
pub(super) fn check_built(name: &str, c: &ContainerDefinition) -> Result<()> {
    for asked in all(c) {
        if let Err(what) = built(asked) {
            let text = format!("{what} in a tmpfs of container '{name}' is not built yet.");
            return Err(Error::not_built(text).into());
        }
    }
    Ok(())
}

fn all(c: &ContainerDefinition) -> impl Iterator<Item = &Asked> {
    c.linux_parameters.iter().flat_map(|linux| linux.tmpfs.iter().flatten())
}

/// The file system that is asked for: as Docker makes one, without programs, devices and setuid
/// until an option says otherwise, the last one of several.
///
/// # Errors
/// With what is not built.
pub(in crate::ecs) fn built(asked: &Asked) -> std::result::Result<Tmpfs, String> {
    let path = asked.container_path.as_deref().unwrap_or_default().trim_end_matches('/');
    let kernel = ["/proc", "/sys", "/dev"];
    let below =
        |of: &str| path.strip_prefix(of).is_some_and(|p| p.is_empty() || p.starts_with('/'));
    if path != SHARED_MEMORY && kernel.into_iter().any(below) {
        return Err(format!("the path '{path}'"));
    }
    let mut tmpfs = Tmpfs {
        path: path.to_owned(),
        size_mib: asked.size.and_then(|mib| u32::try_from(mib).ok()).unwrap_or(1),
        mode: MODE,
        ..Tmpfs::default()
    };
    for option in asked.mount_options.iter().flatten() {
        let unbuilt = || format!("the mount option '{option}'");
        let number = |text: &str, radix| u32::from_str_radix(text, radix).map_err(|_| unbuilt());
        match option.split_once('=').unwrap_or((option, "")) {
            // Of memory, a write is never later, and the kernel's own rule is for times.
            ("defaults" | "async" | "nodev" | "relatime", _) => {}
            ("ro", _) => tmpfs.readonly = true,
            ("rw", _) => tmpfs.readonly = false,
            ("exec", _) => tmpfs.exec = true,
            ("noexec", _) => tmpfs.exec = false,
            ("suid", _) => tmpfs.suid = true,
            ("nosuid", _) => tmpfs.suid = false,
            ("noatime", _) => tmpfs.noatime = true,
            ("atime", _) => tmpfs.noatime = false,
            ("mode", value) => {
                let mode = number(value, 8)?;
                tmpfs.mode = Some(mode).filter(|mode| *mode <= 0o7777).ok_or_else(unbuilt)?;
            }
            ("uid", value) => tmpfs.uid = number(value, 10)?,
            ("gid", value) => tmpfs.gid = number(value, 10)?,
            ("nr_inodes", value) => tmpfs.inodes = Some(number(value, 10)?),
            _ => return Err(unbuilt()),
        }
    }
    Ok(tmpfs)
}

/// Where a container has memory to share with itself.
const SHARED_MEMORY: &str = "/dev/shm";

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, options: &[&str]) -> std::result::Result<Tmpfs, String> {
        built(&Asked {
            container_path: Some(path.into()),
            size: Some(8),
            mount_options: Some(options.iter().map(|&option| option.into()).collect()),
        })
    }

    #[test]
    fn the_last_option_counts_and_without_one_nothing_is_run_from_it() {
        let plain = of("/run/", &["defaults"]).unwrap();
        let expected = Tmpfs { path: "/run".into(), size_mib: 8, mode: 0o1777, ..Tmpfs::default() };
        assert_eq!(plain, expected);
        let more = ["noexec", "exec", "suid", "mode=750", "uid=33", "gid=34", "nr_inodes=9", "ro"];
        let more = of("/run", &more).unwrap();
        let expected = Tmpfs {
            readonly: true,
            exec: true,
            suid: true,
            mode: 0o750,
            uid: 33,
            gid: 34,
            inodes: Some(9),
            ..expected
        };
        assert_eq!(more, expected);
    }

    #[test]
    fn what_has_no_effect_here_is_named() {
        for option in ["dev", "shared", "sync", "remount", "nr_inodes=4k", "mode=99", "uid=me"] {
            assert_eq!(of("/a", &[option]), Err(format!("the mount option '{option}'")));
        }
        for path in ["/proc", "/sys/fs", "/dev", "/dev/mqueue"] {
            assert_eq!(of(path, &[]), Err(format!("the path '{path}'")));
        }
        assert!(of("/dev/shm", &[]).is_ok() && of("/device", &[]).is_ok());
    }
}
