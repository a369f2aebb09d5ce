//! What the store holds: one type per kind of object, and the key that it lies under.
//!
//! Pure data and pure rules; knows nothing of the store's transactions, of wire formats, or
//! of hosts. Values are JSON; fields that an older engine does not know are kept by the
//! store's codec. Read [`key`] and [`kind`] first, then [`ecs::task`].

pub mod acm;
pub mod autoscaling;
pub mod balancer;
pub mod cloudwatch;
pub mod compute_optimizer;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod elb;
pub mod events;
pub mod host;
pub mod iam;
pub mod key;
pub mod kind;
pub mod kms;
pub mod logs;
pub mod op;
pub mod organizations;
pub mod route53;
pub mod scheduler;
pub mod secretsmanager;
pub mod sns;
pub mod spec;
pub mod ssm;
pub mod tag;
pub mod term;

pub use key::Scope;
pub use kind::{Index, Kind};
pub use tag::Tag;
