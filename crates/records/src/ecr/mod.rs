//! Amazon ECR: repositories, their images, tags, layers and policies.

pub mod image;
pub mod policy;
pub mod repository;
