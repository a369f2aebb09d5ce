//! AWS Secrets Manager: secrets, and their values, which lie apart from them.

pub mod secret;
pub mod value;

/// The service in ARNs, and as it calls others.
pub const SERVICE: &str = "secretsmanager";
