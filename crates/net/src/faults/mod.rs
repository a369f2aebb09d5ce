//! Faults of a task's network that the task asks for: ports that swallow what is sent to them,
//! packets that get lost, packets that come late.
//!
//! All of it is rules in the task's own network namespace, so that it reaches nobody else and ends
//! with the namespace. Ports and losses are the kernel's alone: what runs is read back from it,
//! and goes on whoever is killed. What comes late passes through a queue of this process
//! ([`late`]): packets are in time again when it ends.

mod late;
mod rules;

use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Transport;
use ipnet::IpNet;
use parking_lot::Mutex;

use crate::error::{Error, Step};
use crate::rules::run_nft;
use crate::within::within;
use late::Late;

/// The faults of one task. Every call blocks for some milliseconds.
#[derive(Debug)]
pub struct Faults {
    netns: Arc<OwnedFd>,
    late: Mutex<Option<Late>>,
}

/// Which way packets go, as the task sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the task.
    Ingress,
    /// From the task.
    Egress,
}

/// A port, of the task or of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// Whether it is a port of the task, or of those that it talks to.
    pub direction: Direction,
    /// What it is a port of.
    pub transport: Transport,
    /// Its number.
    pub port: u16,
}

/// What of a task's packets a fault strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struck {
    /// Those to these addresses,
    pub to: Vec<IpNet>,
    /// but for those to these,
    pub spared: Vec<IpNet>,
    /// of so many flows in a hundred.
    pub flows_percent: u8,
}

/// How late packets come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// By so much in the middle,
    pub by: Duration,
    /// and so much more or less.
    pub jitter: Duration,
}

/// An address, or a range of them in CIDR notation.
#[must_use]
pub fn addresses(text: &str) -> Option<IpNet> {
    let one = text.parse::<std::net::IpAddr>().map(IpNet::from);
    one.ok().or_else(|| text.parse::<IpNet>().ok().map(|range| range.trunc()))
}

impl Faults {
    /// The faults of the task whose network namespace this is. Those of an earlier process that
    /// are the kernel's go on.
    #[must_use]
    pub fn new(netns: OwnedFd) -> Self {
        Self { netns: Arc::new(netns), late: Mutex::new(None) }
    }

    /// From now on the port swallows what is sent to it, but to the addresses that are spared.
    ///
    /// # Errors
    /// When the kernel takes no such rules.
    pub fn swallow(&self, port: Port, spared: &[IpNet]) -> Result<(), Error> {
        if self.swallows(port)? {
            return Ok(());
        }
        self.nft(rules::swallowing(port, spared))
    }

    /// Ends it. None is fine.
    ///
    /// # Errors
    /// As above.
    pub fn stop_swallowing(&self, port: Port) -> Result<(), Error> {
        if self.swallows(port)? {
            return self.nft(rules::not_swallowing(port));
        }
        Ok(())
    }

    /// Whether a port swallows what is sent to it.
    ///
    /// # Errors
    /// When the kernel can't be asked.
    pub fn swallows(&self, port: Port) -> Result<bool, Error> {
        self.has(&["chain", "inet", rules::PORTS, &rules::chain(port)])
    }

    /// From now on so many packets in a hundred are lost of what `struck` says.
    ///
    /// # Errors
    /// When the kernel takes no such rules.
    pub fn lose(&self, percent: u8, struck: &Struck) -> Result<(), Error> {
        self.nft(rules::losing(percent, struck))
    }

    /// Ends it. None is fine.
    ///
    /// # Errors
    /// As above.
    pub fn stop_losing(&self) -> Result<(), Error> {
        self.nft(rules::without("netdev", rules::LOSS))
    }

    /// Whether packets are lost.
    ///
    /// # Errors
    /// When the kernel can't be asked.
    pub fn loses(&self) -> Result<bool, Error> {
        self.has(&["table", "netdev", rules::LOSS])
    }

    /// From now on packets come late of what `struck` says, until this is dropped.
    ///
    /// # Errors
    /// [`Error::NoQueue`], or when the kernel takes no such rules.
    pub fn delay(&self, delay: Delay, struck: &Struck) -> Result<(), Error> {
        let mut late = self.late.lock();
        if let Some(earlier) = late.take() {
            // It has the queue until it has ended.
            earlier.stop();
        }
        *late = Some(Late::start(self.netns.clone(), delay, rules::delaying(struck))?);
        Ok(())
    }

    /// Ends it: what waits is sent. None is fine.
    pub fn stop_delaying(&self) {
        if let Some(late) = self.late.lock().take() {
            late.stop();
        }
    }

    /// Whether packets come late.
    #[must_use]
    pub fn delays(&self) -> bool {
        self.late.lock().as_ref().is_some_and(Late::runs)
    }

    fn nft(&self, rules: String) -> Result<(), Error> {
        within(&self.netns, move || run_nft(&rules))
    }

    /// Whether nft can list it.
    fn has(&self, what: &[&str]) -> Result<bool, Error> {
        let what: Vec<String> = what.iter().map(|word| (*word).to_owned()).collect();
        within(&self.netns, move || {
            let listed = Command::new("nft")
                .arg("list")
                .args(what)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .output()
                .step("run nft")?;
            let said = String::from_utf8_lossy(&listed.stderr);
            match listed.status.success() {
                true => Ok(true),
                false if said.contains("No such file or directory") => Ok(false),
                false => Err(Error::Rules(said.trim().into())),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_single_or_ranges() {
        let read = |text| addresses(text).map(|range| range.to_string());
        assert_eq!(read("10.0.0.1").as_deref(), Some("10.0.0.1/32"));
        assert_eq!(read("10.0.0.1/8").as_deref(), Some("10.0.0.0/8"));
        assert_eq!(read("0.0.0.0/0").as_deref(), Some("0.0.0.0/0"));
        assert_eq!(read("fe80::1").as_deref(), Some("fe80::1/128"));
        for bad in ["", "10.0.0", "10.0.0.1/33", "example.com", "10.0.0.1; drop", " 10.0.0.1"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
