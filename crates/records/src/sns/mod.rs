//! SNS: topics, who subscribes to them, and messages that are on their way.

pub mod message;
pub mod subscription;
pub mod topic;
