//! What depends on the network mode: ports, and the settings that awsvpc leaves no room for.

use std::collections::HashSet;

use ferrogate_api::ecs::{
    ContainerDefinition, NetworkMode, PortMapping, RegisterTaskDefinitionRequest, TransportProtocol,
};

use super::{Result, client, some};

/// The longest name of a port (API_PortMapping).
const NAME_CHARS_MAX: usize = 64;
/// Ranges of ports of one container (API_PortMapping).
const RANGES_MAX: usize = 100;

pub(super) fn check(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let mode = mode(input);
    for container in &input.container_definitions {
        if *mode == NetworkMode::Awsvpc {
            without_awsvpc(container)?;
        }
        if *mode == NetworkMode::None && some(container.port_mappings.as_ref()) {
            return Err(client("Port mappings are not supported when networkMode=none."));
        }
        let name = container.name.as_deref().unwrap_or_default();
        for mapping in container.port_mappings.iter().flatten() {
            port(name, mapping, mode)?;
        }
        ranges(name, container)?;
    }
    unique(input, mode)
}

/// The network mode; a definition that names none has docker's (API_TaskDefinition).
pub(super) fn mode(input: &RegisterTaskDefinitionRequest) -> &NetworkMode {
    input.network_mode.as_ref().unwrap_or(&NetworkMode::Bridge)
}

/// Settings of a container's network that is not its own with awsvpc, but the task's.
fn without_awsvpc(c: &ContainerDefinition) -> Result<()> {
    let fields = [
        (some(c.links.as_ref()), "Links are not supported"),
        (c.hostname.is_some(), "hostname is not supported on container"),
        (some(c.dns_servers.as_ref()), "DNS servers are not supported on container"),
        (some(c.dns_search_domains.as_ref()), "DNS search domains are not supported on container"),
        (some(c.extra_hosts.as_ref()), "Extra hosts are not supported on container"),
        (c.disable_networking == Some(true), "Disable Networking is not supported on container"),
    ];
    match fields.iter().find(|(given, _)| *given) {
        Some((_, what)) => Err(client(format!("{what} when networkMode=awsvpc."))),
        None => Ok(()),
    }
}

fn port(name: &str, mapping: &PortMapping, mode: &NetworkMode) -> Result<()> {
    let invalid =
        |field: &str| client(format!("Invalid '{field}' setting for container '{name}'."));
    match mapping.protocol {
        None | Some(TransportProtocol::Tcp | TransportProtocol::Udp) => {}
        Some(_) => return Err(client(format!("Invalid protocol in container '{name}'."))),
    }
    if mapping.name.as_deref().is_some_and(|label| !is_port_name(label)) {
        return Err(invalid("name"));
    }
    if let Some(text) = &mapping.container_port_range {
        if mapping.container_port.is_some() || mapping.host_port.is_some() {
            return Err(client(format!(
                "Invalid port mapping for container '{name}': cannot specify both single port and \
                 port range."
            )));
        }
        return if range(text).is_some() { Ok(()) } else { Err(invalid("containerPortRange")) };
    }
    let port = mapping.container_port.unwrap_or(0);
    if !(1..=65535).contains(&port) {
        return Err(invalid("containerPort"));
    }
    let host = mapping.host_port.unwrap_or(0);
    if !(0..=65535).contains(&host) {
        return Err(invalid("hostPort"));
    }
    let same = matches!(mode, NetworkMode::Awsvpc | NetworkMode::Host);
    if same && host != 0 && host != port {
        return Err(client(format!(
            "When networkMode={mode}, the host ports and container ports in port mappings must \
             match."
        )));
    }
    Ok(())
}

/// 1 to 64 lowercase letters, digits, underscores and hyphens, the first no hyphen
/// (API_PortMapping).
fn is_port_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
    (1..=NAME_CHARS_MAX).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(plain)
}

/// The first and the last port of a range.
fn range(text: &str) -> Option<(u16, u16)> {
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    let (first, last) = text.split_once('-')?;
    Some((port(first)?, port(last)?)).filter(|(first, last)| first < last)
}

/// The ports that a mapping has.
fn ports(mapping: &PortMapping) -> Option<(u16, u16)> {
    match &mapping.container_port_range {
        Some(text) => range(text),
        None => u16::try_from(mapping.container_port?).ok().map(|port| (port, port)),
    }
}

/// Containers that share a network share its ports; names are the task's in any mode.
fn unique(input: &RegisterTaskDefinitionRequest, mode: &NetworkMode) -> Result<()> {
    let (mut taken, mut labels) = (Vec::new(), HashSet::new());
    let shared = matches!(mode, NetworkMode::Awsvpc | NetworkMode::Host);
    for mapping in input.container_definitions.iter().flat_map(|c| c.port_mappings.iter().flatten())
    {
        if let Some(label) = &mapping.name
            && !labels.insert(label)
        {
            return Err(client(format!(
                "When networkMode={mode}, port mapping name is already used"
            )));
        }
        let Some((first, last)) = ports(mapping).filter(|_| shared) else { continue };
        let protocol = mapping.protocol.clone().unwrap_or(TransportProtocol::Tcp);
        let meets = |(from, to, of): &(u16, u16, TransportProtocol)| {
            *of == protocol && *from <= last && first <= *to
        };
        if taken.iter().any(meets) {
            let which = if first == last { format!("{first}") } else { format!("{first}-{last}") };
            return Err(client(format!(
                "{} container port '{which}' is used multiple times in task when \
                 networkMode={mode}.",
                protocol.as_str().to_ascii_uppercase()
            )));
        }
        taken.push((first, last, protocol));
    }
    Ok(())
}

/// So many ranges one container may have (API_PortMapping).
fn ranges(name: &str, c: &ContainerDefinition) -> Result<()> {
    let mappings = c.port_mappings.iter().flatten();
    match mappings.filter(|mapping| mapping.container_port_range.is_some()).count() {
        ..=RANGES_MAX => Ok(()),
        _ => Err(client(format!(
            "Container '{name}' has more than {RANGES_MAX} port mappings with containerPortRange."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ports_are_those_of_the_api() {
        let long = "x".repeat(64);
        for good in ["http", "web-80-tcp", "8080", "a_b", "_x", &long] {
            assert!(is_port_name(good), "{good}");
        }
        for bad in ["", "-x", "Web", "a b", "a.b", "ä", &format!("{long}x")] {
            assert!(!is_port_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_range_goes_up() {
        assert_eq!(range("8080-8090"), Some((8080, 8090)));
        for bad in ["", "80", "80-80", "90-80", "0-9", "1-70000", "a-b", "1-2-3"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
