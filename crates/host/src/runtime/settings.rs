//! Settings of the kernel that a task definition may ask for: those of the task's own namespaces.

use ferrogate_link::Container;

/// What of a task's own definition may be asked of the kernel in its namespaces.
const IPC: [&str; 8] = [
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];

/// A kernel setting that is not a namespace's own.
#[derive(Debug, thiserror::Error)]
#[error("kernel setting '{0}' is not allowed")]
pub(super) struct BadSetting(String);

/// The settings of the task's network namespace among a container's: they are the task's.
pub(crate) fn of_network(container: &Container) -> impl Iterator<Item = &(String, String)> {
    container.sysctls.iter().filter(|(name, _)| name.starts_with("net."))
}

/// The settings of its other namespaces, in the definition's order.
///
/// # Errors
/// For any that is not a namespace's own, or whose value could be read as more than a value.
pub(super) fn of_container(container: &Container) -> Result<Vec<(String, String)>, BadSetting> {
    let mut settings = Vec::new();
    for (name, value) in &container.sysctls {
        let plain =
            |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._- \t".contains(&b));
        let known = IPC.contains(&name.as_str())
            || name.starts_with("fs.mqueue.")
            || name.starts_with("net.");
        // A value such as `|/program` is how a setting becomes a way out (CVE-2022-0811).
        if !known || !plain(name) || name.contains("..") || !plain(value) {
            return Err(BadSetting(name.clone()));
        }
        if !name.starts_with("net.") {
            settings.push((name.clone(), value.clone()));
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shim::test_support::container;

    #[test]
    fn a_kernel_setting_of_the_host_is_refused() {
        let with = |name: &str, value: &str| {
            let mut container = container("web");
            container.sysctls = vec![(name.into(), value.into())];
            of_container(&container)
        };
        assert_eq!(with("kernel.shmmax", "65536").unwrap().len(), 1);
        assert_eq!(with("net.core.somaxconn", "1024").unwrap().len(), 0);
        for (name, value) in [
            ("kernel.core_pattern", "|/bin/sh"),
            ("kernel.shmmax", "1+kernel.core_pattern=|/evil"),
            ("kernel.shmmax", "1\nkernel.core_pattern"),
            ("net.../kernel/core_pattern", "x"),
            ("vm.overcommit_memory", "1"),
        ] {
            assert!(with(name, value).is_err(), "{name}={value}");
        }
    }
}
