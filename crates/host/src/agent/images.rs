//! Images of containers: which registry, which credentials, and what a shim needs of them.

mod tidy;
mod used;

use std::path::Path;
use std::sync::Arc;

use ferrogate_base::crash;
use ferrogate_executor::{Assignment, Container, FailureKind, ImageSource};
use ferrogate_image::pull::{Image, Progress, PullError, Puller, PullerOptions};
use ferrogate_image::registry::Rule;
use ferrogate_image::{Credentials, Reference};
use futures_util::future::try_join_all;
use tokio::sync::watch;

use super::failure::{Failure, text};
use super::{Host, Options};
use crate::shim::ImageConfig;

pub(super) use tidy::{check_room, keep_tidy};

/// The name by which this engine's own registry is known to the puller, whatever its account
/// and region: the server says where it is.
const OWN: &str = "registry.ferrogate.internal";

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
    /// The token of the engine's own registry, once the server has said it.
    token: watch::Sender<Option<String>>,
}

impl Images {
    /// Opens the host's images. Blocks on the disk.
    pub(super) fn open(options: &Options) -> Result<Self, String> {
        let mut puller = PullerOptions::new(options.data_dir.join("images"));
        puller.registries.allow_loopback = false;
        puller.registries.rules.push(Rule {
            pattern: OWN.into(),
            endpoint: Some(options.registry.clone()),
            companions: vec![],
        });
        let puller = Puller::open(puller).map_err(|error| error.reason())?;
        Ok(Self { puller, token: watch::Sender::new(None) })
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

/// The images of all containers of a task, in their order: those that an earlier agent has
/// made its containers of, else as their names lead to them now.
pub(super) async fn pull(
    host: &Arc<Host>,
    assignment: &Assignment,
) -> Result<Vec<Pulled>, Failure> {
    let dir = host.task_dir(&assignment.key);
    if let Some(images) = decided(host, &dir, assignment.containers.len()) {
        let pulled = assignment.containers.iter().zip(images);
        return Ok(pulled.map(|(container, image)| Pulled::new(container, image)).collect());
    }
    let pulls: Vec<_> =
        assignment.containers.iter().map(|c| one(host.clone(), c.clone())).collect();
    let pulled = try_join_all(pulls).await?;
    let digests: Vec<_> = pulled.iter().map(|pulled| &pulled.image.digest).collect();
    used::write(&dir, &digests).map_err(Failure::resource)?;
    Ok(pulled)
}

/// The images that an earlier agent has decided on, if they are all here.
fn decided(host: &Host, dir: &Path, containers: usize) -> Option<Vec<Arc<Image>>> {
    let digests = used::read(dir).unwrap_or_else(|error| {
        tracing::warn!(%error, dir = %dir.display(), "a task's images are looked up again");
        None
    })?;
    let images = digests.iter().map(|digest| host.images.puller.cached(digest));
    images.collect::<Option<Vec<_>>>().filter(|images| images.len() == containers)
}

async fn one(host: Arc<Host>, container: Container) -> Result<Pulled, Failure> {
    let failed = |reason: String| Failure {
        kind: FailureKind::Pull,
        container: Some(container.name.clone()),
        reason,
    };
    let (reference, credentials) = match &container.source {
        ImageSource::Own { repository, reference } => {
            let separator = if reference.contains(':') { '@' } else { ':' };
            let name = format!("{OWN}/{repository}{separator}{reference}");
            (name, Credentials::Bearer(host.images.token().await))
        }
        ImageSource::Foreign => (container.image.clone(), Credentials::Anonymous),
    };
    let reference: Reference = reference.parse().map_err(|bad| failed(text(bad)))?;
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
