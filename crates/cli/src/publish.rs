//! Ports of tasks on loopback addresses of their host.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use ferrogate_api::ecs::{Tag, Task, TransportProtocol};
use ferrogate_base::Transport;

/// The tag of a task that publishes its ports.
pub(crate) const TAG: &str = "ferrogate:publish";

/// One published port: `[[ADDRESS:]HOST:]TASK[/udp]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Publish {
    pub(crate) address: Ipv4Addr,
    /// 0 asks for a free one.
    pub(crate) host: u16,
    pub(crate) task: u16,
    pub(crate) transport: Transport,
}

impl FromStr for Publish {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || {
            format!("'{text}' is no port to publish, such as 8080:80, 127.0.0.2:0:80 or 53:53/udp")
        };
        let port = |text: &str| text.parse::<u16>().map_err(|_| bad());
        let parts: Vec<&str> = text.split(':').collect();
        let (address, host, task) = match parts[..] {
            [task] => ("127.0.0.1", "0", task),
            [host, task] => ("127.0.0.1", host, task),
            [address, host, task] => (address, host, task),
            _ => return Err(bad()),
        };
        let (task, transport) = match task.split_once('/') {
            Some((task, "udp")) => (task, Transport::Udp),
            Some((task, "tcp")) => (task, Transport::Tcp),
            Some(_) => return Err(bad()),
            None => (task, Transport::Tcp),
        };
        let address: Ipv4Addr = address.parse().map_err(|_| bad())?;
        if !address.is_loopback() {
            return Err(format!(
                "{address} is no loopback address: ports are published on 127.0.0.0/8 only"
            ));
        }
        let host = if host.is_empty() { 0 } else { port(host)? };
        let publish = Self { address, host, task: port(task)?, transport };
        if publish.task == 0 { Err(bad()) } else { Ok(publish) }
    }
}

impl fmt::Display for Publish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.address, self.host, self.task)?;
        match self.transport {
            Transport::Tcp => Ok(()),
            Transport::Udp => f.write_str("/udp"),
        }
    }
}

/// The tag that publishes them all. Values of tags can't hold commas (API_Tag), but spaces.
pub(crate) fn tag(ports: &[Publish]) -> Tag {
    let value: Vec<_> = ports.iter().map(Publish::to_string).collect();
    Tag { key: Some(TAG.into()), value: Some(value.join(" ")) }
}

/// What a task's tag publishes now.
pub(crate) fn tagged(task: &Task) -> Vec<Publish> {
    let tag = task.tags.iter().flatten().find(|tag| tag.key.as_deref() == Some(TAG));
    let value = tag.and_then(|tag| tag.value.as_deref()).unwrap_or_default();
    value.split([' ', ',']).filter_map(|pair| pair.parse().ok()).collect()
}

/// Where a task's port answers on its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) address: Ipv4Addr,
    pub(crate) host: u16,
    pub(crate) task: u16,
    pub(crate) transport: Transport,
}

impl Bound {
    /// The URL of what answers there: a web server, as far as is known, or a UDP service.
    pub(crate) fn url(&self) -> String {
        url(self.transport, self.address, self.host)
    }
}

/// The URL of a published port.
pub(crate) fn url(transport: Transport, address: Ipv4Addr, port: u16) -> String {
    let scheme = match transport {
        Transport::Tcp => "http",
        Transport::Udp => "udp",
    };
    format!("{scheme}://{address}:{port}")
}

/// The published ports that are open.
pub(crate) fn bound(task: &Task) -> Vec<Bound> {
    let port = |n: Option<i32>| n.and_then(|n| u16::try_from(n).ok()).filter(|n| *n > 0);
    let bindings =
        task.containers.iter().flatten().flat_map(|c| c.network_bindings.iter().flatten());
    let open = bindings.filter_map(|binding| {
        let address = binding.bind_ip.as_deref()?.parse().ok()?;
        let transport = match binding.protocol {
            Some(TransportProtocol::Udp) => Transport::Udp,
            _ => Transport::Tcp,
        };
        let (host, task) = (port(binding.host_port)?, port(binding.container_port)?);
        Some(Bound { address, host, task, transport })
    });
    let mut found: Vec<Bound> = Vec::new();
    for bound in open {
        if !found.contains(&bound) {
            found.push(bound);
        }
    }
    found
}

/// Where `wanted` answers, when it does.
pub(crate) fn bound_as(task: &Task, wanted: &Publish) -> Option<Bound> {
    bound(task).into_iter().find(|bound| {
        (bound.task, bound.transport) == (wanted.task, wanted.transport)
            && bound.address == wanted.address
            && (wanted.host == 0 || wanted.host == bound.host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_published_in_three_lengths() {
        let shown = |text: &str| text.parse::<Publish>().map(|p| p.to_string());
        assert_eq!(shown("80").unwrap(), "127.0.0.1:0:80");
        assert_eq!(shown("8080:80").unwrap(), "127.0.0.1:8080:80");
        assert_eq!(shown("127.0.0.2:0:80/tcp").unwrap(), "127.0.0.2:0:80");
        assert_eq!(shown("53:53/udp").unwrap(), "127.0.0.1:53:53/udp");
        for bad in ["", "x", "80:0", "0.0.0.0:80:80", "1:2:3:4", "80/udp:80", "99999:80", ":"] {
            assert!(shown(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_tag_says_what_it_publishes() {
        let ports: Vec<Publish> = vec!["8080:80".parse().unwrap(), "90/udp".parse().unwrap()];
        let task = Task { tags: Some(vec![tag(&ports)]), ..Task::default() };
        assert_eq!(tagged(&task), ports);
        assert_eq!(tag(&ports).value.as_deref(), Some("127.0.0.1:8080:80 127.0.0.1:0:90/udp"));
    }
}
