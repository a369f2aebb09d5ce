//! Amazon ECS.

pub mod cluster;
pub mod launch;
pub mod multiline;
pub mod service;
pub mod setting;
pub mod splunk;
pub mod task;
pub mod task_definition;
pub mod text;
pub mod usage;
