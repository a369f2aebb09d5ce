//! What AWS refuses of one container, whatever runs it.

use std::collections::HashSet;

use ferrogate_api::ecs::{
    ContainerDefinition, ContainerRestartPolicy, RegisterTaskDefinitionRequest,
};

use super::{Result, asks_for_fargate, client, health, logging, names, router, secret, tmpfs};

/// The longest name or value of a kernel setting that makes sense.
const SYSCTL_CHARS_MAX: usize = 128;
/// Kernel settings beside `net.*` that a task may have (API_SystemControl).
const SYSCTLS: [&str; 8] = [
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];
/// Exit codes that a restart policy ignores at most (API_ContainerRestartPolicy).
const IGNORED_CODES_MAX: usize = 50;
/// Environment files of one container (API_ContainerDefinition).
const ENVIRONMENT_FILES_MAX: usize = 10;

/// Refuses what AWS refuses of the containers, each for itself.
pub(super) fn check_all(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let containers = &input.container_definitions;
    let mut seen = HashSet::new();
    for container in containers {
        let name = name_of(container)?;
        if !seen.insert(name) {
            return Err(client("Container names must be unique within a task definition."));
        }
        check(name, container, input)?;
    }
    if !containers.iter().any(|c| c.essential.unwrap_or(true)) {
        return Err(client("Task definition doesn't have any essential container."));
    }
    router::check(containers)
}

fn name_of(c: &ContainerDefinition) -> Result<&str> {
    match c.name.as_deref() {
        None | Some("") => Err(client("Container.name should not be null or empty.")),
        Some(name) if !names::is_plain(name) => {
            Err(client("Container.name contains invalid characters."))
        }
        Some(name) => Ok(name),
    }
}

fn check(name: &str, c: &ContainerDefinition, of: &RegisterTaskDefinitionRequest) -> Result<()> {
    image(c)?;
    // Fargate asks for the task's memory itself.
    memory(name, c, of.memory.is_some() || asks_for_fargate(of))?;
    if c.environment.iter().flatten().any(|pair| pair.name.as_deref().is_none_or(str::is_empty)) {
        return Err(client(format!(
            "Invalid setting for container '{name}'. An environment variable has no name."
        )));
    }
    if c.cpu.unwrap_or(0) < 0 {
        return Err(client(format!("Invalid setting for container '{name}'. Invalid 'cpu'.")));
    }
    for (field, value) in [("startTimeout", c.start_timeout), ("stopTimeout", c.stop_timeout)] {
        if value.is_some_and(|seconds| seconds < 0) {
            return Err(client(format!(
                "Invalid setting for container '{name}'. {field} must be 0 or more seconds."
            )));
        }
    }
    environment_files(c)?;
    secret::check(c, of.execution_role_arn.is_some())?;
    c.health_check.as_ref().map_or(Ok(()), |check| health::check(name, check))?;
    c.restart_policy.as_ref().map_or(Ok(()), |policy| restart(name, policy))?;
    system(name, c)?;
    tmpfs::check(name, c)?;
    c.log_configuration.as_ref().map_or(Ok(()), |log| logging::check(name, log))
}

fn image(c: &ContainerDefinition) -> Result<()> {
    // API_ContainerDefinition, and the sign before a digest.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_:./#@".contains(&b);
    match c.image.as_deref() {
        None | Some("") => Err(client("Container.image should not be null or empty.")),
        Some(image) if !image.bytes().all(plain) => {
            Err(client("Container.image contains invalid characters."))
        }
        Some(_) => Ok(()),
    }
}

fn memory(name: &str, c: &ContainerDefinition, of_task: bool) -> Result<()> {
    if !of_task && c.memory.is_none() && c.memory_reservation.is_none() {
        return Err(client(format!(
            "Invalid setting for container '{name}'. At least one of 'memory' or \
             'memoryReservation' must be specified."
        )));
    }
    for (field, value) in [("memory", c.memory), ("memoryReservation", c.memory_reservation)] {
        // Docker's least is 6 MiB (API_ContainerDefinition).
        if value.is_some_and(|mib| mib < 6) {
            return Err(client(format!(
                "Invalid setting for container '{name}'. '{field}' must be at least 6 MiB."
            )));
        }
    }
    match (c.memory, c.memory_reservation) {
        (Some(hard), Some(soft)) if soft > hard => Err(client(format!(
            "Invalid setting for container '{name}'. 'memory' must be greater than or equal to \
             'memoryReservation'."
        ))),
        _ => Ok(()),
    }
}

fn environment_files(c: &ContainerDefinition) -> Result<()> {
    let files = c.environment_files.as_deref().unwrap_or_default();
    if files.len() > ENVIRONMENT_FILES_MAX {
        return Err(client(
            "The maximum number of environment files was exceeded. Specify ten or less and try \
             again.",
        ));
    }
    let arn = |value: &Option<String>| value.as_deref().is_some_and(|v| v.starts_with("arn:"));
    match files.iter().all(|file| arn(&file.value)) {
        true => Ok(()),
        false => Err(client("Invalid arn syntax.")),
    }
}

/// The ranges of API_ContainerRestartPolicy.
fn restart(name: &str, policy: &ContainerRestartPolicy) -> Result<()> {
    if policy.restart_attempt_period.is_some_and(|seconds| !(60..=1800).contains(&seconds)) {
        return Err(client(format!(
            "The 'restartAttemptPeriod' setting for container '{name}' must be between 60 and \
             1800."
        )));
    }
    if policy.ignored_exit_codes.as_ref().is_some_and(|codes| codes.len() > IGNORED_CODES_MAX) {
        return Err(client(format!(
            "The 'ignoredExitCodes' setting for container '{name}' must have at most \
             {IGNORED_CODES_MAX} exit codes."
        )));
    }
    Ok(())
}

fn system(name: &str, c: &ContainerDefinition) -> Result<()> {
    for control in c.system_controls.iter().flatten() {
        let namespace = control.namespace.as_deref().unwrap_or_default();
        let value = control.value.as_deref().unwrap_or_default();
        let known = namespace.starts_with("net.")
            || namespace.starts_with("fs.mqueue.")
            || SYSCTLS.contains(&namespace);
        let plain = |text: &str| {
            (1..=SYSCTL_CHARS_MAX).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" ._-".contains(&b))
                && !text.contains("..")
        };
        if !known || !plain(namespace) || !plain(value) {
            return Err(client(format!(
                "Invalid setting for container '{name}'. The system control '{namespace}' with \
                 the value '{value}' is not allowed."
            )));
        }
    }
    for limit in c.ulimits.iter().flatten() {
        if limit.soft_limit > limit.hard_limit && limit.hard_limit != Some(-1) {
            let name = limit.name.as_ref().map_or("", |name| name.as_str());
            return Err(client(format!("Soft limit exceeds hard limit for ulimit {name}")));
        }
    }
    Ok(())
}
