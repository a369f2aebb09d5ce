//! The signature code against the published vectors and against another signer.

mod oracle;
mod robustness;
mod vectors;
