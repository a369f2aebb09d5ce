//! What a definition needs of the place that runs it, in the words of ECS.

use std::collections::BTreeSet;

use ferrogate_api::ecs::{
    Attribute, ContainerDefinition, FirelensConfiguration, NetworkMode,
    RegisterTaskDefinitionRequest, Secret,
};
use ferrogate_records::ecs::text::own_repository;

use super::{logging, some};

/// The versions of docker's API in which what a container asks for appeared.
const DOCKER_API: &str = "com.amazonaws.ecs.capability.docker-remote-api.";

/// The attributes, each once.
pub(super) fn attributes(input: &RegisterTaskDefinitionRequest) -> Vec<Attribute> {
    let mut names = BTreeSet::from([format!("{DOCKER_API}1.18")]);
    for container in &input.container_definitions {
        of_container(container, input, &mut names);
    }
    let role = input.task_role_arn.is_some();
    let task = [
        ("com.amazonaws.ecs.capability.task-iam-role", role),
        (
            "com.amazonaws.ecs.capability.task-iam-role-network-host",
            role && input.network_mode == Some(NetworkMode::Host),
        ),
        ("ecs.capability.task-eni", input.network_mode == Some(NetworkMode::Awsvpc)),
        ("ecs.capability.extensible-ephemeral-storage", input.ephemeral_storage.is_some()),
        (
            "ecs.capability.pid-ipc-namespace-sharing",
            input.pid_mode.is_some() || input.ipc_mode.is_some(),
        ),
    ];
    add(&task, &mut names);
    names.into_iter().map(|name| Attribute { name: Some(name), ..Attribute::default() }).collect()
}

fn of_container(
    c: &ContainerDefinition,
    of: &RegisterTaskDefinitionRequest,
    names: &mut BTreeSet<String>,
) {
    let driver = logging::driver(c);
    if let Some(driver) = driver {
        names.insert(format!("com.amazonaws.ecs.capability.logging-driver.{driver}"));
    }
    if let Some(router) = &c.firelens_configuration {
        of_router(router, names);
    }
    let awslogs = driver == Some("awslogs");
    let option = |key: &str| {
        let options = c.log_configuration.as_ref().and_then(|log| log.options.as_ref());
        options.is_some_and(|options| options.contains_key(key))
    };
    let ecr = c.image.as_deref().is_some_and(|image| own_repository(image).is_some());
    let role = of.execution_role_arn.is_some();
    let any = |list: Option<&Vec<Secret>>, asm: bool| {
        let from = |secret: &Secret| {
            secret.value_from.as_deref().is_some_and(|from| from.contains(":secretsmanager:"))
        };
        list.into_iter().flatten().any(|secret| from(secret) == asm)
    };
    let secrets = |asm| any(c.secrets.as_ref(), asm);
    let log = c.log_configuration.as_ref().and_then(|log| log.secret_options.as_ref());
    let log_secrets = |asm| any(log, asm);
    let fields = [
        ("ecs.capability.execution-role-awslogs", awslogs && role),
        ("com.amazonaws.ecs.capability.ecr-auth", ecr),
        ("ecs.capability.execution-role-ecr-pull", ecr && role),
        ("com.amazonaws.ecs.capability.privileged-container", c.privileged == Some(true)),
        ("ecs.capability.container-ordering", some(c.depends_on.as_ref())),
        (
            "ecs.capability.private-registry-authentication.secretsmanager",
            c.repository_credentials.is_some(),
        ),
        ("ecs.capability.secrets.ssm.environment-variables", secrets(false)),
        ("ecs.capability.secrets.asm.environment-variables", secrets(true)),
        ("ecs.capability.secrets.ssm.bootstrap.log-driver", log_secrets(false)),
        ("ecs.capability.secrets.asm.bootstrap.log-driver", log_secrets(true)),
        (
            "ecs.capability.logging-driver.awsfirelens.log-driver-buffer-limit",
            driver == Some("awsfirelens") && option("log-driver-buffer-limit"),
        ),
    ];
    add(&fields, names);
    let versions = [
        ("1.17", c.readonly_root_filesystem == Some(true)),
        ("1.19", awslogs),
        ("1.21", c.memory_reservation.is_some()),
        ("1.28", option("mode") || option("max-buffer-size")),
        ("1.29", option("awslogs-create-group")),
    ];
    let needed = versions.iter().filter(|(_, needed)| *needed);
    names.extend(needed.map(|(version, _)| format!("{DOCKER_API}{version}")));
}

fn of_router(router: &FirelensConfiguration, names: &mut BTreeSet<String>) {
    if let Some(kind) = &router.r#type {
        names.insert(format!("ecs.capability.firelens.{kind}"));
    }
    let options = router.options.as_ref();
    if let Some(from) = options.and_then(|options| options.get("config-file-type")) {
        names.insert(format!("ecs.capability.firelens.options.config.{from}"));
    }
}

fn add(fields: &[(&str, bool)], names: &mut BTreeSet<String>) {
    names.extend(fields.iter().filter(|(_, needed)| *needed).map(|(name, _)| (*name).to_owned()));
}
