//! The rules of one container of a task definition.

use std::collections::{HashMap, HashSet};

use ferrogate_api::ecs::{
    ContainerCondition, ContainerDefinition, Error, RegisterTaskDefinitionRequest,
    TransportProtocol, UlimitName,
};

use super::{Result, client, logging, size};
use crate::ecs::names;

/// The longest start and stop timeouts of Fargate, in seconds.
const TIMEOUT_S_MAX: i32 = 120;
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

/// Refuses what AWS refuses of the containers, alone and together.
pub(super) fn check_all(input: &RegisterTaskDefinitionRequest, fargate: bool) -> Result<()> {
    let containers = &input.container_definitions;
    let mut seen = HashSet::new();
    for container in containers {
        let name = container.name.as_deref().unwrap_or_default();
        if !names::is_plain(name) {
            return Err(client(format!(
                "Invalid container name '{name}': it must be 1 to 255 letters, digits, hyphens \
                 and underscores."
            )));
        }
        if !seen.insert(name) {
            return Err(client(format!("Container name '{name}' is used more than once.")));
        }
        check(name, container, fargate, input.memory.is_some())?;
    }
    if !containers.iter().any(|c| c.essential.unwrap_or(true)) {
        return Err(client("At least one container in a task definition must be essential."));
    }
    together(input)?;
    dependencies(containers)
}

fn check(name: &str, c: &ContainerDefinition, fargate: bool, task_memory: bool) -> Result<()> {
    if c.image.as_deref().is_none_or(str::is_empty) {
        return Err(client("Container.image should not be null or empty."));
    }
    not_on_fargate(name, c)?;
    not_built(name, c)?;
    no_real_time(name, c)?;
    if !task_memory && c.memory.is_none() && c.memory_reservation.is_none() {
        return Err(client(format!(
            "Invalid setting for container '{name}'. At least one of 'memory' or \
             'memoryReservation' must be specified."
        )));
    }
    if c.environment.iter().flatten().any(|pair| pair.name.as_deref().is_none_or(str::is_empty)) {
        return Err(client(format!(
            "Invalid setting for container '{name}'. An environment variable has no name."
        )));
    }
    if c.cpu.unwrap_or(0) < 0 {
        return Err(client(format!("Invalid setting for container '{name}'. Invalid 'cpu'.")));
    }
    for (field, value) in [("memory", c.memory), ("memoryReservation", c.memory_reservation)] {
        // Docker's least is 6 MiB (API_ContainerDefinition).
        if value.is_some_and(|mib| mib < 6) {
            return Err(client(format!(
                "Invalid setting for container '{name}'. '{field}' must be at least 6 MiB."
            )));
        }
    }
    if let (Some(hard), Some(soft)) = (c.memory, c.memory_reservation)
        && soft > hard
    {
        return Err(client(format!(
            "Invalid setting for container '{name}'. 'memory' must be at least \
             'memoryReservation'."
        )));
    }
    for (field, value) in [("startTimeout", c.start_timeout), ("stopTimeout", c.stop_timeout)] {
        if value.is_some_and(|s| s < 0 || (fargate && s > TIMEOUT_S_MAX)) {
            return Err(client(format!(
                "Invalid setting for container '{name}'. {field} must be 0 to {TIMEOUT_S_MAX} \
                 seconds."
            )));
        }
    }
    ports(name, c)?;
    linux(name, c)?;
    system(name, c)?;
    c.log_configuration.as_ref().map_or(Ok(()), |log| logging::check(name, log, fargate))
}

/// Fields that Fargate does not take (developer guide, differences for Fargate).
fn not_on_fargate(name: &str, c: &ContainerDefinition) -> Result<()> {
    let some = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|l| !l.is_empty());
    let fields = [
        ("disableNetworking", c.disable_networking == Some(true)),
        ("dnsSearchDomains", some(&c.dns_search_domains)),
        ("dnsServers", some(&c.dns_servers)),
        ("dockerSecurityOptions", some(&c.docker_security_options)),
        ("extraHosts", c.extra_hosts.as_ref().is_some_and(|h| !h.is_empty())),
        ("hostname", c.hostname.is_some()),
        ("links", some(&c.links)),
        ("privileged", c.privileged == Some(true)),
        (
            "resourceRequirements (GPU)",
            c.resource_requirements.as_ref().is_some_and(|r| !r.is_empty()),
        ),
        ("credentialSpecs", some(&c.credential_specs)),
    ];
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => Err(client(format!(
            "Invalid setting for container '{name}'. {field} is not supported on Fargate."
        ))),
        None => Ok(()),
    }
}

fn not_built(name: &str, c: &ContainerDefinition) -> Result<()> {
    let linux = c.linux_parameters.as_ref();
    let fields = [
        ("repositoryCredentials", c.repository_credentials.is_some()),
        ("restartPolicy", c.restart_policy.as_ref().is_some_and(|r| r.enabled == Some(true))),
        ("environmentFiles", c.environment_files.as_ref().is_some_and(|e| !e.is_empty())),
        ("mountPoints", c.mount_points.as_ref().is_some_and(|m| !m.is_empty())),
        ("volumesFrom", c.volumes_from.as_ref().is_some_and(|v| !v.is_empty())),
        ("secrets", c.secrets.as_ref().is_some_and(|s| !s.is_empty())),
        ("healthCheck", c.health_check.is_some()),
        ("dockerLabels", c.docker_labels.as_ref().is_some_and(|l| !l.is_empty())),
        ("firelensConfiguration", c.firelens_configuration.is_some()),
        (
            "linuxParameters.tmpfs",
            linux.is_some_and(|l| l.tmpfs.as_ref().is_some_and(|t| !t.is_empty())),
        ),
    ];
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            Err(Error::not_built(format!("{field} of container '{name}' is not built yet.")).into())
        }
        None => Ok(()),
    }
}

/// The kernel's shares and quotas do not hold for processes of real time.
fn no_real_time(name: &str, c: &ContainerDefinition) -> Result<()> {
    let real_time = c
        .ulimits
        .iter()
        .flatten()
        .any(|limit| limit.name == Some(UlimitName::Rtprio) && limit.hard_limit != Some(0));
    if real_time {
        return Err(client(format!(
            "Invalid ulimit of container '{name}': rtprio must be 0, tasks have no real-time \
             priority."
        )));
    }
    Ok(())
}

fn ports(name: &str, c: &ContainerDefinition) -> Result<()> {
    for mapping in c.port_mappings.iter().flatten() {
        if mapping.container_port_range.is_some() {
            let text = format!("containerPortRange of container '{name}' is not built yet.");
            return Err(Error::not_built(text).into());
        }
        if mapping.name.is_some() || mapping.app_protocol.is_some() {
            let text = format!(
                "name and appProtocol of a port of container '{name}' are not built yet: they \
                 belong to Service Connect."
            );
            return Err(Error::not_built(text).into());
        }
        match mapping.protocol {
            None | Some(TransportProtocol::Tcp | TransportProtocol::Udp) => {}
            Some(_) => return Err(client(format!("Invalid protocol in container '{name}'."))),
        }
        let port = mapping.container_port.unwrap_or(0);
        if !(1..=65535).contains(&port) {
            return Err(client(format!("Invalid 'containerPort' setting for container '{name}'.")));
        }
        if mapping.host_port.is_some_and(|host| host != 0 && host != port) {
            return Err(client(
                "When networkMode=awsvpc, the host ports and container ports in port mappings \
                 must match.",
            ));
        }
    }
    Ok(())
}

fn linux(name: &str, c: &ContainerDefinition) -> Result<()> {
    let Some(linux) = &c.linux_parameters else { return Ok(()) };
    let fields = [
        ("devices", linux.devices.as_ref().is_some_and(|d| !d.is_empty())),
        ("sharedMemorySize", linux.shared_memory_size.is_some()),
        ("maxSwap", linux.max_swap.is_some()),
        ("swappiness", linux.swappiness.is_some()),
    ];
    if let Some((field, _)) = fields.iter().find(|(_, given)| *given) {
        return Err(client(format!(
            "Invalid setting for container '{name}'. linuxParameters.{field} is not supported on \
             Fargate."
        )));
    }
    let added = linux.capabilities.as_ref().and_then(|c| c.add.as_ref());
    match added.into_iter().flatten().find(|added| *added != "SYS_PTRACE") {
        Some(other) => Err(client(format!(
            "Invalid setting for container '{name}'. Fargate does not allow to add the \
             capability {other}; it allows SYS_PTRACE only."
        ))),
        None => Ok(()),
    }
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
            let text = format!("Invalid ulimit of container '{name}': soft is above hard.");
            return Err(client(text));
        }
    }
    Ok(())
}

/// What the containers reserve must fit into the task, and no port may be used twice.
fn together(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let sum = |of: &dyn Fn(&ContainerDefinition) -> Option<i32>| -> i64 {
        input.container_definitions.iter().filter_map(of).map(i64::from).sum()
    };
    if let Some(cpu) = input.cpu.as_deref() {
        let task = size::cpu_units(cpu)?;
        if sum(&|c| c.cpu) > i64::from(task) {
            return Err(client(
                "The sum of the containers' 'cpu' must be at most the task's 'cpu'.",
            ));
        }
    }
    if let Some(memory) = input.memory.as_deref() {
        let task = size::memory_mib(memory)?;
        let largest = input.container_definitions.iter().filter_map(|c| c.memory).max();
        let reserved = sum(&|c| c.memory_reservation);
        if largest.map(i64::from).unwrap_or(0).max(reserved) > i64::from(task) {
            return Err(client(
                "A container's 'memory', and the sum of the containers' 'memoryReservation', \
                 must be at most the task's 'memory'.",
            ));
        }
    }
    let mut ports = HashSet::new();
    for mapping in input.container_definitions.iter().flat_map(|c| c.port_mappings.iter().flatten())
    {
        let protocol = mapping.protocol.clone().unwrap_or(TransportProtocol::Tcp);
        if !ports.insert((mapping.container_port, protocol)) {
            return Err(client(format!(
                "The port {} is used by more than one port mapping.",
                mapping.container_port.unwrap_or(0)
            )));
        }
    }
    Ok(())
}

fn dependencies(containers: &[ContainerDefinition]) -> Result<()> {
    let essential: HashMap<&str, bool> = containers
        .iter()
        .filter_map(|c| Some((c.name.as_deref()?, c.essential.unwrap_or(true))))
        .collect();
    let mut edges: HashMap<&str, Vec<&str>> = HashMap::new();
    for container in containers {
        let name = container.name.as_deref().unwrap_or_default();
        for dependency in container.depends_on.iter().flatten() {
            let on = dependency.container_name.as_deref().unwrap_or_default();
            let Some(on_essential) = essential.get(on) else {
                return Err(client(format!(
                    "Container '{name}' depends on container '{on}', which does not exist."
                )));
            };
            match dependency.condition {
                Some(ContainerCondition::Start) => {}
                Some(ContainerCondition::Complete | ContainerCondition::Success) => {
                    if *on_essential {
                        return Err(client(format!(
                            "Container '{on}' is essential: the conditions COMPLETE and SUCCESS \
                             are not allowed for it."
                        )));
                    }
                }
                Some(ContainerCondition::Healthy) => {
                    let text = "The condition HEALTHY is not built yet.";
                    return Err(Error::not_built(text).into());
                }
                _ => return Err(client(format!("Invalid condition in container '{name}'."))),
            }
            edges.entry(name).or_default().push(on);
        }
    }
    if has_cycle(&edges) {
        return Err(client("The containers' dependsOn have a cycle."));
    }
    Ok(())
}

/// Takes away nodes that depend on nothing until none is left, or only cycles are.
fn has_cycle(edges: &HashMap<&str, Vec<&str>>) -> bool {
    let mut left = edges.clone();
    loop {
        let free: Vec<_> = left
            .iter()
            .filter(|(_, on)| !on.iter().any(|on| left.contains_key(on)))
            .map(|(name, _)| *name)
            .collect();
        if free.is_empty() {
            return !left.is_empty();
        }
        for name in free {
            left.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_found_and_a_diamond_is_none() {
        let diamond = HashMap::from([("a", vec!["b", "c"]), ("b", vec!["d"]), ("c", vec!["d"])]);
        assert!(!has_cycle(&diamond));
        let cycle = HashMap::from([("a", vec!["b"]), ("b", vec!["a"]), ("c", vec!["a"])]);
        assert!(has_cycle(&cycle));
        assert!(has_cycle(&HashMap::from([("a", vec!["a"])])));
    }
}
