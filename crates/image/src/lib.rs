//! Container images: names, manifests, a content-addressed store for the registry that the
//! server offers, and the host's cache of unpacked layers that tasks run from.
//!
//! Two processes use it. The *server*, without root, keeps what was pushed in [`blobs`].
//! The *host's agent* fetches with [`pull::Puller`], and hands every layer to a helper
//! ([`unpack`]) that has no rights outside one folder, because all that an image says about
//! itself (sizes, paths, owners, digests) is a claim of somebody unknown.
//!
//! Deliberately knows nothing of AWS, of tasks, of accounts: the caller says which registry
//! names mean which address ([`registry::Registries`]) and which credentials go there.
//! Read [`pull`] first, then [`unpack`].

#![forbid(unsafe_code)]

pub mod blobs;
pub mod changes;
pub mod digest;
pub mod http;
pub mod inventory;
pub mod layout;
pub mod manifest;
pub mod pull;
pub mod push;
pub mod reference;
pub mod registry;
pub mod seal;
pub mod signal;
pub mod tar;
pub mod unpack;

pub use digest::{Algorithm, Digest, Hasher, Hashing};
pub use manifest::{ImageConfig, Platform};
pub use pull::{Image, Puller};
pub use reference::Reference;
pub use registry::{Credentials, Registries};
