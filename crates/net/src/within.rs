//! Work in a task's network namespace.

use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::Arc;

use crate::error::{Error, Step};
use crate::worker;

/// Does it on a thread of its own in the namespace. Blocks for as long.
pub(crate) fn within<T: Send + 'static>(
    netns: &Arc<OwnedFd>,
    job: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let netns = netns.clone();
    let thread = std::thread::Builder::new().name("in a namespace".into()).spawn(move || {
        worker::enter(netns.as_fd())?;
        job()
    });
    let done = thread.step("start a thread")?.join();
    done.unwrap_or_else(|_| Err(Error::kernel("work in a namespace", io::Error::other("a panic"))))
}
