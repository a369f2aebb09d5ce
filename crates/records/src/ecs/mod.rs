//! Amazon ECS.

pub mod cluster;
pub mod definition;
pub mod setting;
pub mod task;
pub mod task_definition;
pub mod text;
