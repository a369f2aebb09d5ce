//! What AWS refuses of a task definition's own fields, whatever runs it.

use ferrogate_api::ecs::{ContainerDefinition, RegisterTaskDefinitionRequest};

use super::{Mode, Result, asks_for_fargate, client, names, size, some, storage_gib};

/// Containers of one definition (service quotas).
const CONTAINERS_MAX: usize = 10;
/// Characters of the name of a role (API_CreateRole).
const ROLE_CHARS_MAX: usize = 64;

pub(super) fn check(input: &RegisterTaskDefinitionRequest, mode: Mode) -> Result<()> {
    if !names::is_plain(&input.family) {
        return Err(client("Family contains invalid characters."));
    }
    if some(input.inference_accelerators.as_ref()) {
        return Err(client("Unsupported field 'inferenceAccelerators'."));
    }
    match input.container_definitions.len() {
        0 => return Err(client("Container list cannot be empty.")),
        1..=CONTAINERS_MAX => {}
        _ => return Err(client("Too many containers.")),
    }
    check_task_role(input.task_role_arn.as_deref())?;
    check_execution_role(input.execution_role_arn.as_deref())?;
    if input.ephemeral_storage.is_some() && !asks_for_fargate(input) {
        return Err(client("Tasks using the EC2 launch type do not support EphemeralStorage."));
    }
    storage_gib(input.ephemeral_storage.as_ref(), mode)?;
    proxy(input)?;
    fits_together(input)
}

/// A task's role is named by its ARN or by its name alone (API_RegisterTaskDefinition).
pub(in crate::ecs) fn check_task_role(role: Option<&str>) -> Result<()> {
    let named = |role: &str| (1..=ROLE_CHARS_MAX).contains(&role.len()) && is_role_path(role);
    match role {
        Some(role) if !is_role_arn(role) && (role.contains('/') || !named(role)) => {
            Err(client("Role is not valid"))
        }
        _ => Ok(()),
    }
}

/// An execution role is named by its ARN only.
pub(in crate::ecs) fn check_execution_role(role: Option<&str>) -> Result<()> {
    match role {
        Some(role) if !is_role_arn(role) => Err(client("Role is not valid")),
        _ => Ok(()),
    }
}

fn is_role_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, role] = parts[..] else { return false };
    partition.starts_with("aws")
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && role.strip_prefix("role/").is_some_and(is_role_path)
}

fn is_role_path(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_+=,.@-/".contains(&b);
    !text.is_empty() && !text.ends_with('/') && text.bytes().all(plain)
}

fn proxy(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    use ferrogate_api::ecs::NetworkMode;
    let Some(proxy) = &input.proxy_configuration else { return Ok(()) };
    if input.network_mode != Some(NetworkMode::Awsvpc) {
        return Err(client("APPMESH proxy configuration is only supported in networkMode=awsvpc"));
    }
    let of = proxy.container_name.as_deref().unwrap_or_default();
    if !input.container_definitions.iter().any(|c| c.name.as_deref() == Some(of)) {
        return Err(client(format!("Proxy container [{of}] does not exist")));
    }
    Ok(())
}

/// What the containers ask for must fit into the task.
fn fits_together(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let sum = |of: &dyn Fn(&ContainerDefinition) -> Option<i32>| -> i64 {
        input.container_definitions.iter().filter_map(of).map(i64::from).sum()
    };
    if let Some(cpu) = input.cpu.as_deref() {
        let task = size::cpu_units(cpu)?;
        if sum(&|c| c.cpu) > i64::from(task) {
            return Err(client(
                "The sum of all container 'cpu' values cannot be greater than the value of the \
                 task 'cpu'.",
            ));
        }
    }
    let Some(memory) = input.memory.as_deref() else { return Ok(()) };
    let task = size::memory_mib(memory)?;
    let larger = |c: &&ContainerDefinition| c.memory.is_some_and(|m| i64::from(m) > task.into());
    if let Some(container) = input.container_definitions.iter().find(larger) {
        let name = container.name.as_deref().unwrap_or_default();
        return Err(client(format!(
            "The 'memory' setting for container '{name}' is greater than for the task."
        )));
    }
    if sum(&|c| c.memory_reservation) > i64::from(task) {
        return Err(client(
            "The sum of all container 'memoryReservation' values cannot be greater than the \
             value of the task 'memory'.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_an_arn_of_iam_and_a_task_s_one_may_be_a_name() {
        for good in [
            "arn:aws:iam::111122223333:role/r",
            "arn:aws:iam::111122223333:role/service-role/R_1+=,.@-x",
            "arn:aws-cn:iam::111122223333:role/r",
            "arn:aws-us-gov:iam::111122223333:role/r",
        ] {
            assert!(check_execution_role(Some(good)).is_ok(), "{good}");
            assert!(check_task_role(Some(good)).is_ok(), "{good}");
        }
        for bad in [
            "",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:user/u",
            "arn:aws:iam::${ACCOUNT}:role/r",
            "arn:aws:ecs:us-east-1:111122223333:cluster/c",
            "a b",
        ] {
            assert!(check_execution_role(Some(bad)).is_err(), "{bad}");
            assert!(check_task_role(Some(bad)).is_err(), "{bad}");
        }
        assert!(check_task_role(Some("app")).is_ok());
        assert!(check_execution_role(Some("app")).is_err());
        assert!(check_task_role(None).is_ok() && check_execution_role(None).is_ok());
    }
}
