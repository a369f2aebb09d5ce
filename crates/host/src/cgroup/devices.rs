//! The devices that a task may use.

use std::fmt;

/// A character device, or all of one driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) major: u32,
    /// `None` stands for every one of the driver's.
    pub(super) minor: Option<u32>,
}

/// Those that every container has, and terminals (the kernel's admin-guide/devices.txt). Each
/// may be read, written and made.
pub(super) const DEVICES: [Device; 9] = [
    one(1, 3), // null
    one(1, 5), // zero
    one(1, 7), // full
    one(1, 8), // random
    one(1, 9), // urandom
    one(5, 0), // tty
    one(5, 1), // console
    one(5, 2), // ptmx
    Device { major: 136, minor: None },
];

const fn one(major: u32, minor: u32) -> Device {
    Device { major, minor: Some(minor) }
}

/// As version 1 takes it in `devices.allow`.
impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            Some(minor) => write!(f, "c {}:{minor} rwm", self.major),
            None => write!(f, "c {}:* rwm", self.major),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_written_as_version_1_takes_it() {
        assert_eq!(one(1, 3).to_string(), "c 1:3 rwm");
        assert_eq!(Device { major: 136, minor: None }.to_string(), "c 136:* rwm");
    }
}
