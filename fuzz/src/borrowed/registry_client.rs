//! `ferrogate-image`: addresses and challenges of registries.

#[path = "../../../crates/image/src/http/challenge.rs"]
pub(crate) mod challenge;
#[path = "../../../crates/image/src/http/url.rs"]
mod url;

pub(crate) use url::Url;
