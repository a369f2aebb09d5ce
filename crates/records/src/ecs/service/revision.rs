//! Revisions of a service: what a deployment of it runs. Never changes, but for the digests that
//! its first task has found.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Balanced;
use crate::ecs::cluster::StrategyItem;
use crate::ecs::task::{Network, Publish};
use crate::ecs::task_definition;
use crate::kind::kind;
use crate::spec::{ImageSource, Spec};
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "service_revision";

kind!(Record as KIND);

/// A revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// The name of its cluster.
    pub cluster: String,
    /// The name of its service.
    pub service: String,
    /// Its number.
    pub number: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// The family of its task definition.
    pub family: String,
    /// The revision of the family.
    pub revision: u32,
    /// What its tasks run.
    pub spec: Spec,
    /// `X86_64` or `ARM64`.
    pub architecture: String,
    /// The tags of the task definition.
    pub definition_tags: Vec<Tag>,
    /// How its tasks are placed and paid for.
    pub launch: Launching,
    /// The platform version that was asked for.
    pub platform_version: String,
    /// Where its tasks may be placed in the network.
    pub network: Network,
    /// Ports of its tasks that people reach on an address of the host.
    pub publish: Vec<Publish>,
    /// The target groups that its tasks are registered with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balancers: Vec<Balanced>,
    /// The digests of the images that its first task has run, by container: its other tasks run
    /// the same (ECS: version consistency).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub digests: BTreeMap<String, String>,
}

/// How the tasks of a service are placed and paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Launching {
    /// By launch type `FARGATE`.
    Fargate,
    /// By a capacity provider strategy.
    Strategy(Vec<StrategyItem>),
}

impl Record {
    /// `arn:aws:ecs:region:account:service-revision/cluster/service/number`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.cluster, &self.service, &self.number)
    }

    /// What its tasks run from now on: images of other registries by the digests that its first
    /// task has found.
    #[must_use]
    pub fn pinned(&self) -> Spec {
        let mut spec = self.spec.clone();
        for container in &mut spec.containers {
            if let (ImageSource::Foreign, Some(digest)) =
                (&container.source, self.digests.get(&container.name))
            {
                container.image = pinned(&container.image, digest);
            }
        }
        spec
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.cluster, &self.service, &self.number)
    }

    /// The ARN of its task definition.
    #[must_use]
    pub fn task_definition_arn(&self) -> String {
        task_definition::arn(&self.scope, &self.family, self.revision)
    }
}

/// The ARN of a revision.
#[must_use]
pub fn arn(scope: &Scope, cluster: &str, service: &str, number: &str) -> String {
    scope.arn("ecs", &format!("service-revision/{cluster}/{service}/{number}"))
}

/// The key of a revision.
#[must_use]
pub fn key(scope: &Scope, cluster: &str, service: &str, number: &str) -> String {
    scope.key(KIND, &[cluster, service, number])
}

/// The prefix of a service's revisions.
#[must_use]
pub fn prefix(scope: &Scope, cluster: &str, service: &str) -> String {
    scope.below(KIND, &[cluster, service])
}

/// An image's name with a digest in the place of its tag.
fn pinned(image: &str, digest: &str) -> String {
    if image.contains('@') {
        return image.to_owned();
    }
    // A colon before the last slash is that of a port.
    let path = image.rfind('/').map_or(0, |slash| slash + 1);
    let name = image[path..].find(':').map_or(image, |colon| &image[..path + colon]);
    format!("{name}@{digest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_takes_the_place_of_the_tag() {
        for (image, name) in [
            ("nginx", "nginx@sha256:1"),
            ("nginx:1.25", "nginx@sha256:1"),
            ("localhost:5000/web", "localhost:5000/web@sha256:1"),
            ("localhost:5000/a/web:2", "localhost:5000/a/web@sha256:1"),
            ("web@sha256:2", "web@sha256:2"),
        ] {
            assert_eq!(pinned(image, "sha256:1"), name);
        }
    }
}
