//! Amazon EC2: networks.

pub mod address;
pub mod vpc;
