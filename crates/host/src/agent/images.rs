//! Images of containers: which registry, which credentials, and what a shim needs of them.

mod sealing;
mod tidy;
pub(super) mod used;

use std::sync::Arc;

use ferrogate_base::{crash, partition};
use ferrogate_image::pull::{Image, Progress, PullError, Puller, PullerOptions};
use ferrogate_image::reference::BadReference;
use ferrogate_image::registry::Rule;
use ferrogate_image::{Credentials, Digest, Reference};
use ferrogate_link::session::RegistryLogin;
use ferrogate_link::{Assignment, Container, FailureKind, ImageSource};
use futures_util::future::try_join_all;
use tokio::sync::watch;

use super::bundle::Logins;
use super::failure::{Failure, text};
use super::{Host, Options};
use crate::shim::ImageConfig;

pub(super) use sealing::keep_sealed;
pub(super) use tidy::{check_room, keep_tidy};

/// A container's image, on this host.
pub(super) struct Pulled {
    pub(super) container: String,
    pub(super) digest: String,
    pub(super) config: ImageConfig,
    /// Keeps the layers from being collected for as long as somebody has it.
    pub(super) image: Arc<Image>,
}

/// The images of this host, and the way to the engine's own registry.
pub(super) struct Images {
    puller: Puller,
    /// Where images of ECR's registries are. Those that tasks may pull from are this engine's,
    /// whatever the region; the server has them all at one address.
    ecr: Vec<Rule>,
    /// The token of the engine's own registry, once the server has said it.
    token: watch::Sender<Option<String>>,
}

impl Images {
    /// Opens the host's images. Blocks on the disk.
    pub(super) fn open(options: &Options) -> Result<Self, String> {
        let mut puller = PullerOptions::new(options.data_dir.join("images"));
        puller.registries.allow_loopback = false;
        let ecr: Vec<Rule> = partition::registry_patterns()
            .map(|pattern| Rule {
                pattern,
                endpoint: Some(options.registry.clone()),
                companions: vec![],
            })
            .collect();
        puller.registries.rules.extend(ecr.clone());
        let puller = Puller::open(puller).map_err(|error| error.reason())?;
        Ok(Self { puller, ecr, token: watch::Sender::new(None) })
    }

    /// Whether an image is of one of ECR's registries.
    fn is_ecr(&self, reference: &Reference) -> bool {
        self.ecr.iter().any(|rule| rule.covers(reference.registry()))
    }

    /// The server's registry takes this token.
    pub(super) fn welcome(&self, token: String) {
        self.token.send_replace(Some(token));
    }

    /// The token of the engine's own registry, as soon as the server has said it.
    pub(super) async fn token(&self) -> String {
        let mut token = self.token.subscribe();
        let said = token.wait_for(Option::is_some).await;
        said.ok().and_then(|token| token.clone()).unwrap_or_default()
    }
}

/// The images of all containers of a task, in their order: those that are `decided`, because an
/// earlier agent has made its containers of them, else as their names lead to them now; those of
/// registries elsewhere with the `logins` of their containers. Dropping the future gives the pulls
/// up.
pub(super) async fn pull(
    host: &Arc<Host>,
    assignment: &Assignment,
    decided: &[Digest],
    logins: &Logins,
) -> Result<Vec<Pulled>, Failure> {
    let containers = &assignment.spec.containers;
    if are_here(host, decided, containers.len())
        && let Some(images) = cached(host, decided)
    {
        let pulled = containers.iter().zip(images);
        return Ok(pulled.map(|(container, image)| Pulled::new(container, image)).collect());
    }
    let login = |c: &Container| logins.get(&c.name).map_or(Credentials::Anonymous, shown);
    try_join_all(containers.iter().map(|c| one(host.clone(), c.clone(), login(c)))).await
}

/// Whether these are the images of so many containers, and are all here.
pub(super) fn are_here(host: &Host, digests: &[Digest], containers: usize) -> bool {
    digests.len() == containers && cached(host, digests).is_some()
}

/// These images, if they are all here.
fn cached(host: &Host, digests: &[Digest]) -> Option<Vec<Arc<Image>>> {
    digests.iter().map(|digest| host.images.puller.cached(digest)).collect()
}

/// A login as the registry is shown it.
fn shown(login: &RegistryLogin) -> Credentials {
    Credentials::Basic {
        user: login.user.expose().to_owned(),
        password: login.password.expose().to_owned(),
    }
}

async fn one(host: Arc<Host>, container: Container, login: Credentials) -> Result<Pulled, Failure> {
    let failed = |reason: String| Failure {
        kind: FailureKind::Pull,
        container: Some(container.name.clone()),
        reason,
    };
    let reference = reference(&container).map_err(|bad| failed(text(bad)))?;
    let credentials = match (&container.source, host.images.is_ecr(&reference)) {
        (ImageSource::Own { .. }, true) => Credentials::Bearer(host.images.token().await),
        (ImageSource::Foreign, false) => login,
        // An account's images are no other's, and nobody gives this host a login to AWS.
        (ImageSource::Own { .. }, false) | (ImageSource::Foreign, true) => {
            return Err(failed(forbidden(&reference)));
        }
    };
    crash::point(format_args!("agent:before-pull"));
    let image = fetch(&host, &reference, &credentials).await.map_err(|error| {
        // The kind's name comes before every reason already.
        let reason = error.reason();
        let prefix = format!("{}: ", FailureKind::Pull.ecs_name());
        failed(reason.strip_prefix(&prefix).unwrap_or(&reason).to_owned())
    })?;
    crash::point(format_args!("agent:after-pull"));
    Ok(Pulled::new(&container, image))
}

/// What a container's image means: the name as its user writes it, and for one of this engine
/// what the server has found it to be.
fn reference(container: &Container) -> Result<Reference, BadReference> {
    let ImageSource::Own { repository, reference } = &container.source else {
        return container.image.parse();
    };
    let registry = container.image.split('/').next().unwrap_or_default();
    let separator = if reference.contains(':') { '@' } else { ':' };
    format!("{registry}/{repository}{separator}{reference}").parse()
}

/// The registry of a task's account and region, as images name it.
pub(super) fn registry_of(assignment: &Assignment) -> String {
    partition::registry(assignment.account.as_str(), &assignment.region)
}

/// What a registry of ECR answers to who may not pull from it, in containerd's words.
fn forbidden(reference: &Reference) -> String {
    let (registry, version) = (reference.registry(), reference.locator());
    format!(
        "pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: \
         pulling from host {registry} failed with status code [manifests {version}]: \
         403 Forbidden: it is not a registry of the task's account on this engine"
    )
}

/// Fetches an image; when the disk is full, once more without those that nobody uses.
async fn fetch(
    host: &Host,
    reference: &Reference,
    credentials: &Credentials,
) -> Result<Arc<Image>, PullError> {
    let progress = Progress::default();
    let fetched = host.images.puller.ensure(reference, credentials, &progress).await;
    match fetched {
        Err(error) if error.is_full() => {
            tidy::make_room(host).await;
            host.images.puller.ensure(reference, credentials, &progress).await
        }
        fetched => fetched,
    }
}

impl Pulled {
    fn new(container: &Container, image: Arc<Image>) -> Self {
        let config = &image.config.config;
        Self {
            container: container.name.clone(),
            digest: image.digest.to_string(),
            config: ImageConfig {
                entrypoint: config.entrypoint.clone(),
                cmd: config.cmd.clone(),
                env: config.env.clone(),
                user: config.user.clone(),
                working_dir: config.working_dir.clone(),
                volumes: config.volumes.clone(),
                stop_signal: config.stop_signal.clone(),
            },
            image,
        }
    }
}
