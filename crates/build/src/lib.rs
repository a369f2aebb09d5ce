//! Images from Dockerfiles: the language, the context, and layers whose bytes depend on
//! nothing but what went in.
//!
//! Deliberately knows no registry, no engine and no network: whoever builds hands over the
//! layers of base images as open files, and takes new layers as files. It runs nothing
//! either. All of it blocks: call it where that is fine.
//!
//! Read [`dockerfile`] first (what is said), then [`stage`] (what it does to an image's
//! configuration), then [`copy`] (what it does to its files).

#![forbid(unsafe_code)]

pub mod config;
pub mod context;
pub mod copy;
pub mod dockerfile;
pub mod glob;
pub mod ignore;
pub mod layer;
pub mod owner;
pub mod stage;
pub mod tree;
