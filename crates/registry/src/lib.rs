//! The engine's own image registry: what is in it, and the OCI distribution API that
//! `docker`, `podman` and `skopeo` speak.
//!
//! [`Catalog`] is the one place that knows how images are put, found and removed; ECR's API
//! (`services`) and the HTTP face here ([`Registry`]) are both thin over it. Content lies in
//! `ferrogate_image::blobs` once for all repositories, and records in the store say which
//! repository has what.
//!
//! Deliberately knows nothing of AWS's wire formats, of servers and sockets: [`Registry::serve`]
//! takes any request whose body streams. Read [`catalog`] first, then [`http`].

#![forbid(unsafe_code)]

pub mod catalog;
mod error;
pub mod http;
pub mod token;

pub use catalog::Catalog;
pub use error::Error;
pub use ferrogate_image::Digest;
pub use ferrogate_image::blobs::{BlobError, BlobOptions, BlobStore};
pub use ferrogate_image::reference::is_tag;
pub use http::{Options, Registry};
pub use token::TokenKey;
