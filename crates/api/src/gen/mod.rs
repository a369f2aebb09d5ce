// Written by `cargo xtask codegen`; do not edit.

pub mod acm;
pub mod application_autoscaling;
pub mod ce;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod compute_optimizer;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod elbv2;
pub mod events;
pub mod iam;
pub mod kms;
pub mod logs;
pub mod organizations;
pub mod route53;
pub mod scheduler;
pub mod secretsmanager;
pub mod sns;
pub mod ssm;
pub mod sts;

/// The services we offer, sorted by id.
pub static SERVICES: &[&crate::Service] = &[
    &acm::SERVICE,
    &application_autoscaling::SERVICE,
    &ce::SERVICE,
    &cloudtrail::SERVICE,
    &cloudwatch::SERVICE,
    &compute_optimizer::SERVICE,
    &ec2::SERVICE,
    &ecr::SERVICE,
    &ecs::SERVICE,
    &elbv2::SERVICE,
    &events::SERVICE,
    &iam::SERVICE,
    &kms::SERVICE,
    &logs::SERVICE,
    &organizations::SERVICE,
    &route53::SERVICE,
    &scheduler::SERVICE,
    &secretsmanager::SERVICE,
    &sns::SERVICE,
    &ssm::SERVICE,
    &sts::SERVICE,
];
