//! The parts of a task definition that the engine acts on, read from the API's own JSON.
//!
//! The JSON is the one truth; these types are a view of it. What they don't list is either
//! refused when a definition is registered or has no effect on a host (Docker labels).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A registered task definition, as far as a host needs it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// CPU units of the task, as text.
    pub cpu: Option<String>,
    /// MiB of the task, as text.
    pub memory: Option<String>,
    /// Its containers.
    pub container_definitions: Vec<Container>,
    /// `X86_64` or `ARM64`, and `LINUX`.
    pub runtime_platform: Option<RuntimePlatform>,
    /// The role that the engine acts with for the task.
    pub execution_role_arn: Option<String>,
    /// The role that the task's programs act with.
    pub task_role_arn: Option<String>,
}

/// Which machine a task's images are made for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuntimePlatform {
    /// `X86_64` or `ARM64`.
    pub cpu_architecture: Option<String>,
    /// `LINUX`.
    pub operating_system_family: Option<String>,
}

/// One container.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct Container {
    pub name: String,
    pub image: String,
    #[serde(default)]
    pub cpu: u32,
    pub memory: Option<u32>,
    pub memory_reservation: Option<u32>,
    #[serde(default = "yes")]
    pub essential: bool,
    #[serde(default)]
    pub entry_point: Vec<String>,
    #[serde(default)]
    pub command: Vec<String>,
    #[serde(default)]
    pub environment: Vec<KeyValue>,
    pub working_directory: Option<String>,
    pub user: Option<String>,
    #[serde(default)]
    pub readonly_root_filesystem: bool,
    #[serde(default)]
    pub pseudo_terminal: bool,
    #[serde(default)]
    pub interactive: bool,
    #[serde(default)]
    pub port_mappings: Vec<PortMapping>,
    #[serde(default)]
    pub depends_on: Vec<Dependency>,
    pub start_timeout: Option<u32>,
    pub stop_timeout: Option<u32>,
    #[serde(default)]
    pub ulimits: Vec<Ulimit>,
    #[serde(default)]
    pub system_controls: Vec<SystemControl>,
    pub linux_parameters: Option<LinuxParameters>,
    pub log_configuration: Option<LogConfiguration>,
}

fn yes() -> bool {
    true
}

/// A pair of texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct KeyValue {
    pub name: String,
    #[serde(default)]
    pub value: String,
}

/// A port that a container listens on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct PortMapping {
    pub container_port: Option<u16>,
}

/// A condition on another container.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct Dependency {
    pub container_name: String,
    pub condition: String,
}

/// A resource limit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct Ulimit {
    pub name: String,
    pub soft_limit: i64,
    pub hard_limit: i64,
}

/// A kernel setting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct SystemControl {
    pub namespace: String,
    pub value: String,
}

/// Linux settings of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct LinuxParameters {
    #[serde(default)]
    pub init_process_enabled: bool,
    pub capabilities: Option<Capabilities>,
}

/// Capabilities that differ from the default set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct Capabilities {
    #[serde(default)]
    pub add: Vec<String>,
    #[serde(default)]
    pub drop: Vec<String>,
}

/// Where a container's output goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct LogConfiguration {
    pub log_driver: String,
    #[serde(default)]
    pub options: std::collections::BTreeMap<String, String>,
}

/// What a RunTask request replaces in a task definition, as the API's own JSON.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct Overrides {
    pub container_overrides: Vec<ContainerOverride>,
    pub cpu: Option<String>,
    pub memory: Option<String>,
}

/// What a RunTask request replaces in one container.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "each field is the API's field of the same name")]
pub struct ContainerOverride {
    pub name: Option<String>,
    pub command: Option<Vec<String>>,
    pub environment: Option<Vec<KeyValue>>,
    pub cpu: Option<u32>,
    pub memory: Option<u32>,
    pub memory_reservation: Option<u32>,
}

impl Definition {
    /// Reads the view from the record's JSON.
    ///
    /// # Errors
    /// When the JSON is not a task definition: a fault, since it was checked when registered.
    pub fn read(definition: &Value) -> Result<Self, serde_json::Error> {
        Self::deserialize(definition)
    }

    /// The definition with `overrides` put over it.
    #[must_use]
    pub fn overridden(mut self, overrides: &Overrides) -> Self {
        self.cpu = overrides.cpu.clone().or(self.cpu);
        self.memory = overrides.memory.clone().or(self.memory);
        for over in &overrides.container_overrides {
            let name = over.name.as_deref();
            let found = self.container_definitions.iter_mut().find(|c| Some(&*c.name) == name);
            if let Some(container) = found {
                container.apply(over);
            }
        }
        self
    }
}

impl Container {
    fn apply(&mut self, over: &ContainerOverride) {
        if let Some(command) = &over.command {
            self.command.clone_from(command);
        }
        for pair in over.environment.iter().flatten() {
            match self.environment.iter_mut().find(|p| p.name == pair.name) {
                Some(old) => old.value.clone_from(&pair.value),
                None => self.environment.push(pair.clone()),
            }
        }
        self.cpu = over.cpu.unwrap_or(self.cpu);
        self.memory = over.memory.or(self.memory);
        self.memory_reservation = over.memory_reservation.or(self.memory_reservation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn overrides_replace_command_and_environment_of_the_named_container() {
        let definition = Definition::read(&json!({
            "containerDefinitions": [
                {"name": "a", "image": "i", "command": ["x"],
                 "environment": [{"name": "K", "value": "1"}]},
                {"name": "b", "image": "i"}],
        }))
        .unwrap();
        let overrides = Overrides::deserialize(json!({
            "cpu": "512",
            "containerOverrides": [{"name": "a", "command": ["y", "z"],
                "environment": [{"name": "K", "value": "2"}, {"name": "L", "value": "3"}]}],
        }))
        .unwrap();
        let result = definition.overridden(&overrides);
        assert_eq!(result.cpu.as_deref(), Some("512"));
        let a = &result.container_definitions[0];
        assert_eq!(a.command, ["y", "z"]);
        assert_eq!(a.environment.len(), 2);
        assert_eq!(a.environment[0].value, "2");
        assert!(result.container_definitions[1].command.is_empty());
        assert!(result.container_definitions[1].essential);
    }
}
