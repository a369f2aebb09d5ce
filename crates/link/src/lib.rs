//! The link between the control plane and its hosts: what a host is told to run, what it tells
//! back, and the framed session that carries both.
//!
//! Desired state goes down as [`Object`]s with their numbers, of which [`Assignment`]s are one
//! kind; observed state comes up as [`Observation`]s, log lines as [`LogBatch`]es. Each is keyed
//! by (task, epoch) or by (source, sequence), so that sending it twice has the effect of sending
//! it once. Programs that people run within containers have [`stream`]s of their own.
//!
//! Knows nothing of the store, of AWS's wire formats, or of how a host runs a container.
//! Read [`assignment`] first, then [`object`] and [`session`].

pub mod arrival;
pub mod assignment;
pub mod balancer;
pub mod network;
pub mod object;
pub mod observation;
pub mod session;
pub mod stream;
pub mod usage;

pub use arrival::Arrival;
pub use assignment::{Assignment, Desired, Dns, Eni, EniIpv6, Publish};
pub use ferrogate_records::ec2::flow_log::window::Batch as FlowBatch;
pub use ferrogate_records::ecs::{multiline, splunk};
pub use ferrogate_records::spec::{
    Condition, Container, DependsOn, Health, HealthCheck, ImageSource, Limits, LogDriver, LogMode,
    LogRouter, LogRouterKind, LogTarget, MountPoint, RestartPolicy, STORAGE_GIB, Said, Spec, Tmpfs,
    Ulimit, VolumesFrom,
};
pub use ferrogate_records::{Scope, ec2, route53};
pub use network::{Part, PartKey};
pub use object::{Body, Object, ObjectKey};
pub use observation::{
    Event, FACT_COST_MAX, FailureKind, LOG_BATCH_COST_MAX, LogBatch, LogLine, Observation,
};
