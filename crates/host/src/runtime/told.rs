//! Why the runtime library could not make a container. The first process is another process
//! and sends back its outermost error alone, "failed to set sysctl"; which one, and why, it
//! says in what it logs on the way.

use std::fmt::{Debug, Write as _};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, Write as _};

use nix::sys::memfd::{MFdFlags, memfd_create};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// What is logged while a container is made, in memory that its processes share.
#[derive(Debug)]
pub(super) struct Told(File);

impl Told {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(memfd_create(c"told", MFdFlags::MFD_CLOEXEC)?.into()))
    }

    /// Does `make`, and what the library's processes do in it, while the errors that it logs
    /// are kept.
    pub(super) fn during<T>(&self, make: impl FnOnce() -> T) -> io::Result<T> {
        let listener = Listener(self.0.try_clone()?);
        Ok(tracing::subscriber::with_default(listener, make))
    }

    /// The first error that was logged: where it is met, it is logged with its cause.
    pub(super) fn first(mut self) -> Option<String> {
        self.0.rewind().ok()?;
        let line = BufReader::new(self.0).lines().next()?.ok()?;
        Some(line).filter(|line| !line.is_empty())
    }
}

struct Listener(File);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR && metadata.target().starts_with("libcontainer")
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::ERROR)
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let text = format!("{}{}", line.message, line.fields).replace('\n', " ");
        // What could not be kept is a cause that is not told; the error itself is.
        drop(writeln!(&self.0, "{text}"));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            _ => write!(self.fields, ": {value:?}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_of_the_library_is_told_with_its_cause() {
        let told = Told::new().unwrap();
        told.during(|| {
            tracing::warn!(target: "libcontainer::x", "only a warning");
            tracing::error!(target: "elsewhere", "not the library's");
            tracing::error!(target: "libcontainer::x", err = ?"EINVAL", "setting a={}", 1);
            tracing::error!(target: "libcontainer::y", "failed to set sysctl");
        })
        .unwrap();
        assert_eq!(told.first().as_deref(), Some("setting a=1: \"EINVAL\""));
        assert_eq!(Told::new().unwrap().first(), None);
    }
}
