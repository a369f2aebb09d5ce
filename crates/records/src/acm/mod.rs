//! AWS Certificate Manager: certificates, with their sealed keys.

pub mod certificate;

/// The service in ARNs.
pub const SERVICE: &str = "acm";

/// The vault that the keys of certificates are sealed in.
pub const VAULT: &str = "acm-keys";
