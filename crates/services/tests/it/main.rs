//! Operations as a client calls them, over a real store and a real log store.

mod acm;
mod alarms;
mod autoscaling;
mod awslogs;
mod cloudtrail;
mod compute_optimizer;
mod ec2;
mod ecs_accounts;
mod ecs_clusters;
mod ecs_definitions;
mod ecs_descriptions;
mod ecs_services;
mod ecs_specs;
mod ecs_tasks;
mod elb;
mod execution;
mod extended;
mod iam;
mod identity;
mod insights;
mod kms;
mod log_events;
mod log_groups;
mod metric_filters;
mod metrics;
mod organizations;
mod parameters;
mod refusals;
mod rig;
mod route53;
#[path = "../../../identity/tests/it/sample.rs"]
mod sample;
mod scheduler;
mod secrets;
mod task_secrets;
mod unknown_fields;
