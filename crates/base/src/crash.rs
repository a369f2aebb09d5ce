//! Named points at which a test lets a process of the engine die, or stand still.
//!
//! A process says once where its orders lie ([`arm`]); a test writes a point's name into the
//! file [`ORDER`] there, and the first process that comes to the point takes the order and
//! dies of SIGKILL. `hold NAME` makes only what has come there wait, while the rest of its
//! process goes on, so that a test can see a state that is short: until the test removes the
//! file [`HELD`]. Who plays all processes in one thread is told of the points instead
//! ([`tell`]). Only builds with debug assertions look for orders: in a release all of this is
//! nothing.

use std::fmt;
use std::path::Path;

/// The name of the file with the order: one point's name, or `hold` and a name.
pub const ORDER: &str = "crash-at";

/// The name that the order's file gets when something is held, for as long as it is.
pub const HELD: &str = "crash-held";

/// Says in which folder this process finds its orders. Only the first call counts.
pub fn arm(dir: &Path) {
    orders::arm(dir);
}

/// Tells `hook` of every point that this thread comes to, instead of looking for orders.
pub fn tell(hook: impl Fn(&str) + 'static) {
    orders::tell(hook);
}

/// Dies or stands still here when that is the order. Names are `process:what`.
#[inline]
pub fn point(name: fmt::Arguments<'_>) {
    orders::point(name);
}

/// Shows the name of an enum's variant and nothing of its fields, for names of points.
pub struct Variant<'v, T>(pub &'v T);

impl<T: fmt::Debug> fmt::Display for Variant<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = format!("{:?}", self.0);
        let end = whole.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(whole.len());
        f.write_str(&whole[..end])
    }
}

#[cfg(debug_assertions)]
mod orders {
    use std::cell::RefCell;
    use std::fmt;
    use std::path::{Path, PathBuf};
    use std::rc::Rc;
    use std::sync::OnceLock;
    use std::time::Duration;

    use tokio::runtime::{Handle, RuntimeFlavor};

    static DIR: OnceLock<PathBuf> = OnceLock::new();

    type Hook = Rc<dyn Fn(&str)>;

    thread_local! {
        static HOOK: RefCell<Option<Hook>> = const { RefCell::new(None) };
    }

    const SIGKILL: i32 = 9;

    unsafe extern "C" {
        // raise(3). This crate needs nothing else of the C library.
        safe fn raise(signal: i32) -> i32;
    }

    pub(super) fn arm(dir: &Path) {
        DIR.get_or_init(|| dir.to_owned());
    }

    pub(super) fn tell(hook: impl Fn(&str) + 'static) {
        HOOK.set(Some(Rc::new(hook)));
    }

    pub(super) fn point(name: fmt::Arguments<'_>) {
        let hook = HOOK.with_borrow(Clone::clone);
        if let Some(hook) = hook {
            return hook(&name.to_string());
        }
        let Some(dir) = DIR.get() else { return };
        let (file, held) = (dir.join(super::ORDER), dir.join(super::HELD));
        // No file is the usual case, and no order.
        let Ok(order) = std::fs::read_to_string(&file) else { return };
        let (order, name) = (order.trim(), name.to_string());
        // Whoever takes the file away has it: of several that come to the point one obeys.
        if order == name {
            if std::fs::remove_file(&file).is_ok() {
                raise(SIGKILL);
            }
        } else if order.strip_prefix("hold ") == Some(&name)
            && std::fs::rename(&file, &held).is_ok()
        {
            hold(&held);
        }
    }

    fn hold(held: &Path) {
        let wait = || {
            while held.exists() {
                std::thread::sleep(Duration::from_millis(5));
            }
        };
        match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
            // Lets another thread go on with what waits for this one.
            Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(wait),
            _ => wait(),
        }
    }
}

#[cfg(not(debug_assertions))]
mod orders {
    use std::fmt;
    use std::path::Path;

    pub(super) fn arm(_: &Path) {}

    pub(super) fn tell(_: impl Fn(&str) + 'static) {}

    #[inline]
    pub(super) fn point(_: fmt::Arguments<'_>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    #[allow(dead_code)] // the fields are what is not shown
    enum Event {
        Plain,
        Named { code: i32 },
        Tuple(u8),
    }

    #[test]
    fn a_variant_shows_its_name_alone() {
        let shown = [
            Variant(&Event::Plain).to_string(),
            Variant(&Event::Named { code: 3 }).to_string(),
            Variant(&Event::Tuple(1)).to_string(),
        ];
        assert_eq!(shown, ["Plain", "Named", "Tuple"]);
    }

    #[test]
    fn who_asks_is_told_of_the_points_of_its_thread() {
        let told = std::rc::Rc::new(std::cell::RefCell::new(vec![]));
        let by = told.clone();
        tell(move |name| by.borrow_mut().push(name.to_owned()));
        point(format_args!("server:this"));
        std::thread::spawn(|| point(format_args!("server:of-another"))).join().unwrap();
        point(format_args!("server:that"));
        assert_eq!(*told.borrow(), ["server:this", "server:that"]);
    }

    #[test]
    fn a_point_that_is_not_ordered_is_passed_and_leaves_the_order() {
        let dir = tempfile::tempdir().unwrap();
        arm(dir.path());
        let order = dir.path().join(ORDER);
        std::fs::write(&order, "agent:another\n").unwrap();
        point(format_args!("agent:this"));
        assert_eq!(std::fs::read_to_string(&order).unwrap(), "agent:another\n");
    }
}
