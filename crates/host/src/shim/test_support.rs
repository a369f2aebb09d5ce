//! Values that tests of several modules begin with.

use ferrogate_link::Container;

/// An essential container with nothing said about it.
pub(crate) fn container(name: &str) -> Container {
    Container::plain(name, "image")
}
