//! The spec of a task: its definition with every default filled in, and what the request
//! replaces put over it. Here, and nowhere else, the words of the API become what a host runs.

use ferrogate_api::ecs::{
    self, ContainerCondition, ContainerDefinition, ContainerDependency, ContainerOverride,
    ContainerRestartPolicy, KeyValuePair, PidMode, TaskDefinition, TaskOverride,
    VersionConsistency,
};
use ferrogate_records::Scope;
use ferrogate_records::ecr::repository;
use ferrogate_records::ecs::text::own_repository;
use ferrogate_records::spec::{
    Condition, Container, DependsOn, ImageSource, Limits, MountPoint, PIDS_MAX, RestartPolicy,
    STOP_TIMEOUT_S, SecretRef, Spec, Ulimit, VolumesFrom,
};

use super::super::definition::{Size, health_check, tmpfs};
use super::logging;

/// How long a container must have run before it is run again, in seconds
/// (API_ContainerRestartPolicy).
const RESTART_PERIOD_S: u32 = 300;

/// What is decided of a task beside its containers.
pub(in crate::ecs) struct Decided {
    pub(in crate::ecs) size: Size,
    pub(in crate::ecs) storage_gib: u32,
    /// The ARN of its role.
    pub(in crate::ecs) task_role: Option<String>,
    /// The ARN of the role that its secrets are looked up with.
    pub(in crate::ecs) execution_role: Option<String>,
}

/// What finds the digest that a tag of one of the registry's repositories names now.
pub(in crate::ecs) type Digests<'d> = &'d dyn Fn(&Scope, &str, &str) -> Option<String>;

/// What a task of `definition` runs in `scope`, with `overrides` put over it. Both were checked.
pub(in crate::ecs) fn spec(
    scope: &Scope,
    definition: &TaskDefinition,
    overrides: &TaskOverride,
    decided: &Decided,
    digests: Digests<'_>,
) -> Spec {
    let over = |c: &ContainerDefinition| {
        overrides.container_overrides.iter().flatten().find(|o| o.name == c.name)
    };
    let each = definition.container_definitions.iter().flatten();
    let built = each
        .map(|c| container(scope, c, over(c).unwrap_or(&ContainerOverride::default()), digests));
    let mut containers: Vec<_> = built.collect();
    logging::secret_options(definition, &mut containers);
    logging::router_first(&mut containers);
    Spec {
        limits: Limits {
            cpu_units: decided.size.cpu,
            memory_mib: decided.size.memory,
            pids_max: PIDS_MAX,
        },
        storage_gib: decided.storage_gib,
        pid_shared: definition.pid_mode == Some(PidMode::Task),
        fault_injection: definition.enable_fault_injection == Some(true),
        task_role: decided.task_role.clone(),
        execution_role: decided.execution_role.clone(),
        containers,
    }
}

fn container(
    scope: &Scope,
    c: &ContainerDefinition,
    over: &ContainerOverride,
    digests: Digests<'_>,
) -> Container {
    let image = text(c.image.as_ref());
    let consistent = c.version_consistency != Some(VersionConsistency::Disabled);
    let linux = c.linux_parameters.as_ref();
    let capabilities = linux.and_then(|linux| linux.capabilities.as_ref());
    Container {
        name: text(c.name.as_ref()),
        source: source(scope, &image, consistent.then_some(digests)),
        image,
        registry_login: c
            .repository_credentials
            .as_ref()
            .and_then(|of| of.credentials_parameter.clone()),
        essential: c.essential.unwrap_or(true),
        entry_point: given(c.entry_point.as_ref()),
        command: given(over.command.as_ref().or(c.command.as_ref())),
        working_directory: c.working_directory.clone(),
        user: c.user.clone(),
        environment: environment(c.environment.as_deref(), over.environment.as_deref()),
        secrets: c.secrets.iter().flatten().map(secret).collect(),
        cpu_units: number(over.cpu.or(c.cpu)).unwrap_or(0),
        memory_mib: number(over.memory.or(c.memory)),
        memory_reservation_mib: number(over.memory_reservation.or(c.memory_reservation)),
        readonly_rootfs: c.readonly_root_filesystem == Some(true),
        init: linux.and_then(|linux| linux.init_process_enabled) == Some(true),
        pseudo_terminal: c.pseudo_terminal == Some(true),
        interactive: c.interactive == Some(true),
        capabilities_add: list(capabilities.and_then(|of| of.add.as_ref())),
        capabilities_drop: list(capabilities.and_then(|of| of.drop.as_ref())),
        // Those that are not built were refused.
        tmpfs: linux
            .and_then(|linux| linux.tmpfs.as_ref())
            .into_iter()
            .flatten()
            .filter_map(|asked| tmpfs(asked).ok())
            .collect(),
        mount_points: c.mount_points.iter().flatten().map(mount_point).collect(),
        volumes_from: c.volumes_from.iter().flatten().map(volumes_from).collect(),
        ulimits: c.ulimits.iter().flatten().filter_map(ulimit).collect(),
        sysctls: c
            .system_controls
            .iter()
            .flatten()
            .map(|s| (text(s.namespace.as_ref()), text(s.value.as_ref())))
            .collect(),
        depends_on: c.depends_on.iter().flatten().filter_map(depends_on).collect(),
        // None has no time at all, as for the ECS agent.
        start_timeout_s: number(c.start_timeout).filter(|seconds| *seconds > 0),
        stop_timeout_s: number(c.stop_timeout).unwrap_or(STOP_TIMEOUT_S),
        labels: c.docker_labels.iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect(),
        restart: c.restart_policy.as_ref().and_then(restart),
        health_check: c.health_check.as_ref().and_then(health_check),
        ports: c
            .port_mappings
            .iter()
            .flatten()
            .filter_map(|p| u16::try_from(p.container_port?).ok())
            .collect(),
        log: logging::driver(scope, c.log_configuration.as_ref()),
        log_options: logging::options(c.log_configuration.as_ref()),
        log_secrets: logging::log_secrets(c.log_configuration.as_ref()),
        log_router: c.firelens_configuration.as_ref().and_then(logging::router),
    }
}

fn text(of: Option<&String>) -> String {
    of.cloned().unwrap_or_default()
}

fn list(of: Option<&Vec<String>>) -> Vec<String> {
    of.cloned().unwrap_or_default()
}

fn number(of: Option<i32>) -> Option<u32> {
    of.and_then(|n| u32::try_from(n).ok())
}

/// An empty list means the image's own.
fn given(words: Option<&Vec<String>>) -> Option<Vec<String>> {
    words.filter(|words| !words.is_empty()).cloned()
}

/// What the request names replaces what the definition has, and is added when it has it not.
fn environment(
    definition: Option<&[KeyValuePair]>,
    over: Option<&[KeyValuePair]>,
) -> Vec<(String, String)> {
    let pair = |p: &KeyValuePair| (text(p.name.as_ref()), text(p.value.as_ref()));
    let mut all: Vec<_> = definition.into_iter().flatten().map(pair).collect();
    for (name, value) in over.into_iter().flatten().map(pair) {
        match all.iter_mut().find(|(old, _)| *old == name) {
            Some((_, old)) => *old = value,
            None => all.push((name, value)),
        }
    }
    all
}

fn secret(of: &ecs::Secret) -> SecretRef {
    SecretRef { name: text(of.name.as_ref()), from: text(of.value_from.as_ref()) }
}

fn mount_point(of: &ecs::MountPoint) -> MountPoint {
    MountPoint {
        volume: text(of.source_volume.as_ref()),
        path: text(of.container_path.as_ref()),
        readonly: of.read_only == Some(true),
    }
}

fn volumes_from(of: &ecs::VolumeFrom) -> VolumesFrom {
    VolumesFrom {
        container: text(of.source_container.as_ref()),
        readonly: of.read_only == Some(true),
    }
}

fn ulimit(of: &ferrogate_api::ecs::Ulimit) -> Option<Ulimit> {
    Some(Ulimit {
        name: of.name.as_ref()?.as_str().to_owned(),
        soft: of.soft_limit?.into(),
        hard: of.hard_limit?.into(),
    })
}

fn restart(of: &ContainerRestartPolicy) -> Option<RestartPolicy> {
    (of.enabled == Some(true)).then(|| RestartPolicy {
        ignored_codes: of.ignored_exit_codes.clone().unwrap_or_default(),
        attempt_period_s: number(of.restart_attempt_period).unwrap_or(RESTART_PERIOD_S),
    })
}

fn depends_on(of: &ContainerDependency) -> Option<DependsOn> {
    let condition = match of.condition.as_ref()? {
        ContainerCondition::Start => Condition::Start,
        ContainerCondition::Complete => Condition::Complete,
        ContainerCondition::Success => Condition::Success,
        ContainerCondition::Healthy => Condition::Healthy,
        ContainerCondition::Unknown(_) => return None,
    };
    Some(DependsOn { container: text(of.container_name.as_ref()), condition })
}

/// `ACCOUNT.dkr.ecr.REGION.amazonaws.com/repository` is this engine's own registry when the
/// account is the task's: images of other accounts are not its to run. A tag is pulled as what
/// it names now, whatever it names when the pull comes; one that names nothing stays a tag, and
/// the pull says so, as on AWS.
fn source(scope: &Scope, image: &str, digests: Option<Digests<'_>>) -> ImageSource {
    let registry = image.split('/').next().and_then(repository::scope_of_host);
    let ours = registry.filter(|registry| registry.account == scope.account);
    let (Some(registry), Some((repository, reference))) = (ours, own_repository(image)) else {
        return ImageSource::Foreign;
    };
    let named = digests.and_then(|digests| digests(&registry, repository, reference));
    ImageSource::Own {
        repository: repository.into(),
        reference: named.unwrap_or_else(|| reference.into()),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use ferrogate_api::json;
    use serde_json::{Value, json};

    pub(in crate::ecs::run) fn built(containers: Value, overrides: Value) -> Spec {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let definition = json::from_value(&json!({"containerDefinitions": containers})).unwrap();
        let size = Size { cpu: 256, memory: 512 };
        let decided = Decided { size, storage_gib: 21, task_role: None, execution_role: None };
        let digests = |scope: &Scope, repository: &str, reference: &str| {
            (reference == "1").then(|| format!("sha256:{repository} in {}", scope.region))
        };
        spec(&scope, &definition, &json::from_value(&overrides).unwrap(), &decided, &digests)
    }

    fn source_of(image: &str) -> ImageSource {
        source_with(json!({"name": "a", "image": image}))
    }

    fn source_with(container: Value) -> ImageSource {
        built(json!([container]), json!({})).containers.remove(0).source
    }

    #[test]
    fn what_nobody_says_has_its_default() {
        let spec = built(json!([{"name": "a", "image": "i"}]), json!({}));
        assert_eq!((spec.limits.cpu_units, spec.limits.memory_mib), (256, 512));
        assert_eq!((spec.limits.pids_max, spec.storage_gib), (4096, 21));
        assert_eq!(spec.containers, [Container::plain("a", "i")]);
    }

    #[test]
    fn overrides_replace_command_environment_and_sizes_of_the_named_container() {
        let containers = json!([
            {"name": "a", "image": "i", "command": ["x"], "cpu": 1,
             "environment": [{"name": "K", "value": "1"}, {"name": "E"}]},
            {"name": "b", "image": "i", "command": [], "entryPoint": ["e"]}]);
        let overrides = json!({"containerOverrides": [{
            "name": "a", "command": ["y", "z"], "cpu": 2, "memory": 3, "memoryReservation": 1,
            "environment": [{"name": "K", "value": "2"}, {"name": "L", "value": "3"}]}]});
        let spec = built(containers, overrides);
        let (a, b) = (&spec.containers[0], &spec.containers[1]);
        assert_eq!(a.command.as_deref(), Some(&["y".to_owned(), "z".to_owned()][..]));
        assert_eq!((a.cpu_units, a.memory_mib, a.memory_reservation_mib), (2, Some(3), Some(1)));
        let environment: Vec<_> =
            a.environment.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(environment, [("K", "2"), ("E", ""), ("L", "3")]);
        assert_eq!(b.command, None, "the image's own");
        assert_eq!(b.entry_point.as_deref(), Some(&["e".to_owned()][..]));
        assert!(b.environment.is_empty());
    }

    #[test]
    fn a_tmpfs_is_what_its_options_say() {
        let linux = json!({"tmpfs": [{"containerPath": "/run", "size": 8,
            "mountOptions": ["exec", "mode=755"]}]});
        let containers = json!([{"name": "a", "image": "i", "linuxParameters": linux}]);
        let spec = built(containers, json!({}));
        let [tmpfs] = &spec.containers[0].tmpfs[..] else { panic!("it has one") };
        assert_eq!((&*tmpfs.path, tmpfs.size_mib, tmpfs.mode), ("/run", 8, 0o755));
        assert!(tmpfs.exec && !tmpfs.suid && !tmpfs.readonly);
    }

    #[test]
    fn volumes_and_labels_are_those_of_the_definition() {
        let containers = json!([
            {"name": "a", "image": "i", "dockerLabels": {"team": "web"},
             "mountPoints": [{"sourceVolume": "v", "containerPath": "/v", "readOnly": true},
                             {"sourceVolume": "w", "containerPath": "/w"}]},
            {"name": "b", "image": "i", "volumesFrom": [{"sourceContainer": "a"},
                                                        {"sourceContainer": "c", "readOnly": true}]},
            {"name": "c", "image": "i"}]);
        let spec = built(containers, json!({}));
        let [a, b, _] = &spec.containers[..] else { panic!("there are three") };
        let points: Vec<_> =
            a.mount_points.iter().map(|p| (&*p.volume, &*p.path, p.readonly)).collect();
        assert_eq!(points, [("v", "/v", true), ("w", "/w", false)]);
        let from: Vec<_> = b.volumes_from.iter().map(|f| (&*f.container, f.readonly)).collect();
        assert_eq!(from, [("a", false), ("c", true)]);
        assert_eq!(a.labels.get("team").map(String::as_str), Some("web"));
    }

    #[test]
    fn what_is_run_again_and_checked_is_what_was_asked_for() {
        let policy = json!({"enabled": true, "ignoredExitCodes": [0, 3]});
        let check = json!({"command": ["CMD-SHELL", "x"], "interval": 7, "startPeriod": 9});
        let on = json!([{"containerName": "a", "condition": "HEALTHY"}]);
        let containers = json!([
            {"name": "a", "image": "i", "restartPolicy": policy, "healthCheck": check},
            {"name": "b", "image": "i", "restartPolicy": {"enabled": false}, "dependsOn": on}]);
        let spec = built(containers, json!({}));
        let (a, b) = (&spec.containers[0], &spec.containers[1]);
        let wanted = RestartPolicy { ignored_codes: vec![0, 3], attempt_period_s: 300 };
        assert_eq!((a.restart.as_ref(), b.restart.as_ref()), (Some(&wanted), None));
        let check = a.health_check.as_ref().expect("it has one");
        assert_eq!((check.interval_s, check.start_period_s, check.retries), (7, 9, 3));
        assert_eq!(b.depends_on[0].condition, Condition::Healthy);
    }

    #[test]
    fn an_image_of_the_account_is_the_one_that_its_tag_names_now() {
        let own = |repository: &str, reference: &str| ImageSource::Own {
            repository: repository.into(),
            reference: reference.into(),
        };
        let host = "000000000000.dkr.ecr.us-east-1.amazonaws.com";
        assert_eq!(
            source_of(&format!("{host}/team/web:1")),
            own("team/web", "sha256:team/web in us-east-1")
        );
        let there = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/team/web:1";
        assert_eq!(source_of(there), own("team/web", "sha256:team/web in eu-west-1"));
        assert_eq!(source_of(&format!("{host}/team/web")), own("team/web", "latest"));
        assert_eq!(source_of(&format!("{host}/team/web@sha256:0")), own("team/web", "sha256:0"));
        for (asked, reference) in [("enabled", "sha256:team/web in us-east-1"), ("disabled", "1")] {
            let image = format!("{host}/team/web:1");
            let asked = json!({"name": "a", "image": image, "versionConsistency": asked});
            assert_eq!(source_with(asked), own("team/web", reference));
        }
        for foreign in ["999999999999.dkr.ecr.us-east-1.amazonaws.com/team/web:1", "nginx"] {
            assert_eq!(source_of(foreign), ImageSource::Foreign, "{foreign}");
        }
    }
}
