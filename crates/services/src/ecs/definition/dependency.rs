//! `dependsOn`: containers that wait for others.

use std::collections::HashMap;

use ferrogate_api::ecs::{ContainerCondition, ContainerDefinition, ContainerDependency};

use super::{Result, client, health};

/// What depends on what, by name.
pub(super) type Edges<'a> = HashMap<&'a str, Vec<&'a str>>;

pub(super) fn check(containers: &[ContainerDefinition]) -> Result<()> {
    let mut edges = Edges::new();
    for container in containers {
        let name = container.name.as_deref().unwrap_or_default();
        for dependency in container.depends_on.iter().flatten() {
            edges.entry(name).or_default().push(target(name, dependency, containers)?);
        }
    }
    if has_cycle(&edges) {
        return Err(client("The containers' dependsOn have a cycle."));
    }
    Ok(())
}

/// The container that a dependency names, if it can come into the state that is waited for.
fn target<'a>(
    name: &str,
    dependency: &'a ContainerDependency,
    containers: &[ContainerDefinition],
) -> Result<&'a str> {
    let on = dependency.container_name.as_deref().unwrap_or_default();
    let Some(target) = containers.iter().find(|c| c.name.as_deref() == Some(on)) else {
        // The plus sign is AWS's own.
        return Err(client(format!(
            "Cannot depend on container + '{on}' because it does not exist"
        )));
    };
    let ends = |condition: &ContainerCondition| {
        matches!(condition, ContainerCondition::Complete | ContainerCondition::Success)
    };
    match &dependency.condition {
        Some(condition) if ends(condition) && target.essential.unwrap_or(true) => Err(client(
            "A dependency container with SUCCESS or COMPLETE condition cannot be an essential \
             container",
        )),
        Some(ContainerCondition::Healthy) if !is_checked(target) => Err(client(
            "A dependency container with HEALTHY condition must have health check configured",
        )),
        None | Some(ContainerCondition::Unknown(_)) => {
            Err(client(format!("Invalid condition in container '{name}'.")))
        }
        Some(_) => Ok(on),
    }
}

/// Whether a check can ever pass.
fn is_checked(container: &ContainerDefinition) -> bool {
    container.health_check.as_ref().and_then(health::built).is_some()
}

/// Takes away nodes that depend on nothing until none is left, or only cycles are.
pub(super) fn has_cycle(edges: &Edges<'_>) -> bool {
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
