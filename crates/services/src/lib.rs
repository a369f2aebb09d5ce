//! The operations of AWS's services: each checks what is asked, has its effect in one guarded
//! transaction, and answers from the records.
//!
//! One folder per service; a service never imports another one: what two share is a record.
//! Knows nothing of bytes on the wire, of hosts, or of how a desired state comes true. Read
//! [`ecs`] first.

pub mod acm;
pub mod autoscaling;
mod bucket_name;
pub mod ce;
mod change;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod compute_optimizer;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod elbv2;
pub mod events;
pub mod execution;
pub mod iam;
pub mod keyring;
pub mod kms;
pub mod logs;
pub mod network;
pub mod organizations;
mod own;
mod page;
mod principals;
pub mod route53;
pub mod scheduler;
pub mod secretsmanager;
pub mod session_rights;
pub mod sns;
pub mod ssm;
pub mod sts;
pub mod task_secrets;
