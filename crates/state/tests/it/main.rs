//! The records in memory over a real store: fresh when asked, of one revision, closed when in
//! doubt.

mod feed;
mod flaky;
mod snapshot;
mod support;
