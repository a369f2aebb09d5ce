//! Where the use that advice is made of is kept.
//!
//! What `AWS/ECS` says is percent of a size, and the size changes with every deployment: these are
//! units and MiB, of tasks and of each of their containers.

use crate::MetricId;

/// The namespace. The engine alone puts values into it.
pub const NAMESPACE: &str = "Ferrogate/ECS";
/// The dimension that names the cluster.
pub const CLUSTER: &str = "ClusterName";
/// The dimension that names the service.
pub const SERVICE: &str = "ServiceName";
/// The dimension that names the container; without it a value is of a whole task.
pub const CONTAINER: &str = "ContainerName";

/// What was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// CPU units, on average over 20 seconds.
    Cpu,
    /// MiB of memory at one time, without the cache that nothing uses.
    Memory,
}

impl Resource {
    /// The metric's name.
    #[must_use]
    pub fn metric(self) -> &'static str {
        match self {
            Self::Cpu => "CpuUsed",
            Self::Memory => "MemoryUsed",
        }
    }

    /// CloudWatch's word for the unit of its values.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Cpu => "None",
            Self::Memory => "Megabytes",
        }
    }

    /// The metric of the tasks of a service, or of one container of theirs.
    #[must_use]
    pub fn of(self, place: (&str, &str), names: (&str, &str), container: Option<&str>) -> MetricId {
        let ((account, region), (cluster, service)) = (place, names);
        let dimension = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let container = container.map(|container| (CONTAINER, container));
        let dimensions = [(CLUSTER, cluster)].into_iter().chain(container);
        MetricId {
            account: account.to_owned(),
            region: region.to_owned(),
            namespace: NAMESPACE.to_owned(),
            name: self.metric().to_owned(),
            // By name.
            dimensions: dimensions.chain([(SERVICE, service)]).map(dimension).collect(),
        }
    }
}
