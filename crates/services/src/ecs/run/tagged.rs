//! What this engine's own tags ask of a task: ports to publish, and a layer to keep.

use std::net::Ipv4Addr;

use ferrogate_base::Transport;
use ferrogate_records::Tag;
use ferrogate_records::ecs::task::Publish;
use ferrogate_records::spec::Spec;
use ferrogate_registry::is_tag;

use super::super::Result;
use super::invalid;

/// The tag that publishes ports of a task on loopback addresses of its host: pairs
/// `[address:]host port:task port` with blanks between.
pub(in crate::ecs) const PUBLISH_TAG: &str = "ferrogate:publish";
/// The tag that has what the task's container wrote kept as a layer, once it has ended with 0:
/// its value is a tag of the registry's repository of builds.
pub(in crate::ecs) const COMMIT_TAG: &str = "ferrogate:commit";
/// Published ports of one task.
const PUBLISH_MAX: usize = 16;

/// Where what a task writes is kept.
pub(super) fn committed(tags: &[Tag], spec: &Spec) -> Result<Option<String>> {
    let Some(tag) = tags.iter().find(|tag| tag.key == COMMIT_TAG) else { return Ok(None) };
    if spec.containers.len() != 1 {
        return Err(invalid(format!("The tag {COMMIT_TAG} is for tasks with one container.")));
    }
    if !is_tag(&tag.value) {
        return Err(invalid(format!("The tag {COMMIT_TAG} takes the tag of an image.")));
    }
    Ok(Some(tag.value.clone()))
}

/// Refuses tags that would keep what a task writes, of a task that runs already: what becomes
/// of it was decided at its start.
pub(in crate::ecs) fn check_commit(tags: &[Tag], decided: Option<&str>) -> Result<()> {
    match tags.iter().find(|tag| tag.key == COMMIT_TAG) {
        Some(tag) if Some(&*tag.value) != decided => {
            Err(invalid(format!("The tag {COMMIT_TAG} is given in RunTask, and to no task later.")))
        }
        _ => Ok(()),
    }
}

/// The ports that a task's tags publish, each once. One that they published `before` stays what
/// it is; a new one is of this `generation`.
pub(in crate::ecs) fn published(
    tags: &[Tag],
    before: &[Publish],
    generation: u64,
) -> Result<Vec<Publish>> {
    let Some(tag) = tags.iter().find(|tag| tag.key == PUBLISH_TAG) else { return Ok(vec![]) };
    let mut ports: Vec<Publish> = Vec::new();
    for pair in tag.value.split([',', ' ']).filter(|pair| !pair.is_empty()) {
        let parsed = parse_publish(pair).ok_or_else(|| {
            invalid(format!(
                "The tag {PUBLISH_TAG} has '{pair}'; it takes [loopback address:]host port:task \
                 port[/tcp or /udp]."
            ))
        })?;
        if !ports.iter().any(|port| asks_the_same(port, &parsed)) {
            let old = before.iter().find(|old| asks_the_same(old, &parsed));
            ports.push(old.cloned().unwrap_or(Publish { generation, ..parsed }));
        }
    }
    if ports.len() > PUBLISH_MAX {
        return Err(invalid("A task can publish at most 16 ports."));
    }
    Ok(ports)
}

fn asks_the_same(one: &Publish, other: &Publish) -> bool {
    let asked = |of: &Publish| (of.host_address, of.host_port, of.task_port, of.transport);
    asked(one) == asked(other)
}

fn parse_publish(pair: &str) -> Option<Publish> {
    let (pair, transport) = match pair.rsplit_once('/') {
        Some((pair, "udp")) => (pair, Transport::Udp),
        Some((pair, "tcp")) => (pair, Transport::Tcp),
        Some(_) => return None,
        None => (pair, Transport::Tcp),
    };
    let (host, task) = pair.rsplit_once(':')?;
    let (address, port) = match host.rsplit_once(':') {
        Some((address, port)) => (address.parse().ok()?, port),
        None => (Ipv4Addr::LOCALHOST, host),
    };
    let publish = Publish {
        host_address: address,
        host_port: port.parse().ok()?,
        task_port: task.parse().ok().filter(|port| *port > 0)?,
        transport,
        generation: 0,
        bound: None,
        refused: None,
    };
    publish.host_address.is_loopback().then_some(publish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_port_is_on_loopback() {
        let read =
            |text: &str| parse_publish(text).map(|p| (p.host_address, p.host_port, p.task_port));
        assert_eq!(read("8080:80"), Some((Ipv4Addr::LOCALHOST, 8080, 80)));
        assert_eq!(read("127.0.0.9:0:80"), Some((Ipv4Addr::new(127, 0, 0, 9), 0, 80)));
        for bad in ["80", "0.0.0.0:80:80", "10.0.0.1:80:80", "x:80", "80:0", "80:99999", ""] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_published_port_is_of_tcp_unless_it_says_udp() {
        let read = |text: &str| parse_publish(text).map(|p| (p.task_port, p.transport));
        assert_eq!(read("8080:80"), Some((80, Transport::Tcp)));
        assert_eq!(read("8080:80/tcp"), Some((80, Transport::Tcp)));
        assert_eq!(read("127.0.0.9:0:53/udp"), Some((53, Transport::Udp)));
        for bad in ["53:53/sctp", "53:53/", "53/udp:53", "53:53/udp/udp"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    fn tagged(value: &str) -> Vec<Tag> {
        vec![Tag { key: PUBLISH_TAG.into(), value: value.into() }]
    }

    #[test]
    fn a_port_that_stays_keeps_what_it_is_and_one_that_comes_back_is_new() {
        let mut first = published(&tagged("8080:80 0:80 8080:80"), &[], 0).unwrap();
        assert_eq!(first.len(), 2);
        first[0].bound = Some(8080);
        let moved = published(&tagged("9090:80 8080:80"), &first, 5).unwrap();
        assert_eq!((moved[0].generation, moved[0].bound), (5, None));
        assert_eq!(moved[1], first[0]);
        let back = published(&tagged("0:80"), &moved, 6).unwrap();
        assert_eq!((back[0].generation, back[0].bound), (6, None));
    }
}
