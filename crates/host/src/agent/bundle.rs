//! What a shim is told to run: the assignment with the images of its containers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ferrogate_link::session::{RegistryLogin, Token};
use ferrogate_link::{Assignment, Container};

use super::firelens;
use super::images::Pulled;
use super::trust::Trusted;
use super::{metadata, names, splunk};
use crate::runtime::stage::DISK;
use crate::runtime::volumes::ROUTER;
use crate::shim::{Bundle, ContainerBundle, ImageConfig};

/// Where on a task's disk its volumes are: no container has this name.
const VOLUMES: &str = ".volumes";

/// The folder in which a task's router makes its socket, as it is seen from outside the task: the
/// task's disk is mounted in the shim's own mount namespace alone.
pub(super) fn router_folder(shim: i32) -> PathBuf {
    let root = format!("/proc/{shim}/root");
    Path::new(&root).join(&DISK[1..]).join(VOLUMES).join(ROUTER)
}

/// The variables of containers whose values are secrets, by the containers' names.
pub(super) type SecretValues = BTreeMap<String, Vec<(String, Token)>>;

/// The logins to registries that containers' images are pulled with, by the containers' names.
pub(super) type Logins = BTreeMap<String, RegistryLogin>;

/// The task of `assignment`, whose containers have the images `pulled`, in the same order, and
/// these secrets: their variables, and the options of their log drivers.
///
/// # Errors
/// When what its router is to do makes no sense, or what a log driver is.
pub(super) fn bundle(
    assignment: &Assignment,
    pulled: &[Pulled],
    (secrets, log_options): (&SecretValues, &SecretValues),
    trusted: &Trusted,
) -> Result<Bundle, String> {
    let eni = &assignment.eni;
    let hostname = eni.private_dns_name.clone();
    let dns = names::dns(eni);
    let each = assignment.spec.containers.iter().zip(pulled);
    let mut containers: Vec<_> = each
        .clone()
        .map(|(container, image)| ContainerBundle {
            container: with_trust(with_environment(container, assignment), image, secrets, trusted),
            secrets: secrets.get(&container.name).cloned().unwrap_or_default(),
            image: image_of(&image.config, assignment.commit.is_some()),
            layers: image.image.layers.clone(),
            writable: Path::new(DISK).join(&container.name),
            log_router: None,
            collector: None,
        })
        .collect();
    let router = firelens::router(assignment).map_err(|error| error.to_string())?;
    if let Some((index, router)) = router
        && let Some(container) = containers.get_mut(index)
    {
        container.log_router = Some(router);
    }
    for ((of, image), container) in each.zip(&mut containers) {
        let options = log_options.get(&of.name).map(Vec::as_slice).unwrap_or_default();
        let settings = splunk::settings(assignment, of, image, &container.secrets, options);
        container.collector =
            settings.map_err(|why| format!("failed to validate logger args: {why}"))?;
    }
    Ok(Bundle {
        key: assignment.key.clone(),
        hostname,
        address: eni.address,
        dns_servers: dns.servers,
        dns_search: dns.search,
        limits: assignment.spec.limits,
        volumes: Path::new(DISK).join(VOLUMES),
        pid_shared: assignment.spec.pid_shared,
        files: trusted.files.clone(),
        containers,
    })
}

/// What a container has of its image. A step of a build has no volumes: what it writes there is
/// kept, and a folder that is made for a volume is no change of the step's (BuildKit).
fn image_of(config: &ImageConfig, is_build_step: bool) -> ImageConfig {
    let mut config = config.clone();
    if is_build_step {
        config.volumes.clear();
    }
    config
}

/// What every container finds in its environment on Fargate: where its metadata is, and, unless
/// it says otherwise, where it runs. SDKs name the first of these in what they send, and programs
/// tell by it that they run in a task.
fn with_environment(container: &Container, assignment: &Assignment) -> Container {
    let mut container = container.clone();
    let region = assignment.region.as_str();
    for (name, value) in [
        ("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"),
        ("AWS_REGION", region),
        ("AWS_DEFAULT_REGION", region),
    ] {
        if !container.environment.iter().any(|(key, _)| key == name) {
            container.environment.push((name.into(), value.to_owned()));
        }
    }
    let router = firelens::environment(&container);
    let router = router.into_iter().map(|(name, value)| (name, value.to_owned()));
    // Set only for who has a role: SDKs look nowhere else once it is there.
    let role = assignment.spec.task_role.as_ref();
    let role = role.map(|_| metadata::credentials_environment(&assignment.key));
    for (name, value) in metadata::environment(&assignment.key, &container.name)
        .into_iter()
        .chain(role)
        .chain(router)
    {
        container.environment.retain(|(key, _)| key != name);
        container.environment.push((name.into(), value));
    }
    container
}

/// Tells the SDKs in a container what to trust, unless somebody has told them otherwise.
fn with_trust(
    mut container: Container,
    image: &Pulled,
    secrets: &SecretValues,
    trusted: &Trusted,
) -> Container {
    let secrets = secrets.get(&container.name).map(Vec::as_slice).unwrap_or_default();
    let secret = |name: &str| secrets.iter().any(|(of, _)| of == name);
    for (name, value) in trusted.environment(&container.environment, secret, &image.config.env) {
        container.environment.push((name.to_owned(), value.to_owned()));
    }
    container
}

#[cfg(test)]
mod tests {
    use super::super::on_disk::tests::kept;
    use super::*;
    use crate::shim::runtime_id;
    use ferrogate_base::{Epoch, TaskId, TaskKey};

    #[test]
    fn a_step_of_a_build_has_no_volumes() {
        let config = ImageConfig { volumes: vec!["/data".into()], ..ImageConfig::default() };
        assert_eq!(image_of(&config, false), config);
        assert_eq!(image_of(&config, true), ImageConfig::default());
    }

    #[test]
    fn a_container_is_told_where_it_runs_unless_it_says_so_itself() {
        let mut container = Container::plain("app", "image");
        container.environment = vec![
            ("AWS_REGION".into(), "eu-north-1".into()),
            ("ECS_AGENT_URI".into(), "http://elsewhere".into()),
        ];
        let key = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
        let assignment = Assignment { region: "eu-west-1".into(), ..kept(&key, 1).assignment };
        let id = runtime_id(&key, "app");
        let environment = with_environment(&container, &assignment).environment;
        let found: Vec<_> = environment.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            found,
            [
                ("AWS_REGION", "eu-north-1"),
                ("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"),
                ("AWS_DEFAULT_REGION", "eu-west-1"),
                ("ECS_CONTAINER_METADATA_URI", &format!("http://169.254.170.2/v3/{id}")),
                ("ECS_CONTAINER_METADATA_URI_V4", &format!("http://169.254.170.2/v4/{id}")),
                ("ECS_AGENT_URI", &format!("http://169.254.170.2/api/{id}")),
            ]
        );
    }
}
