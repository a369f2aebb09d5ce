//! Records of flow logs: which fields they can have, and what each says. Facts: VPC user guide,
//! "Flow log records".

use std::net::IpAddr;

use ferrogate_records::ec2::eni::Owner;
use ferrogate_records::ec2::flow_log::window::{Batch, Flow, Logged};
use ferrogate_records::ecs::task;

use super::super::Result;
use super::invalid;

/// The fields of a record when none are asked for.
pub(super) const DEFAULT: &str = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} \
                                  ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} \
                                  ${end} ${action} ${log-status}";

/// The fields, and in which version of the format each came.
const FIELDS: &[(&str, u8)] = &[
    ("version", 2),
    ("account-id", 2),
    ("interface-id", 2),
    ("srcaddr", 2),
    ("dstaddr", 2),
    ("srcport", 2),
    ("dstport", 2),
    ("protocol", 2),
    ("packets", 2),
    ("bytes", 2),
    ("start", 2),
    ("end", 2),
    ("action", 2),
    ("log-status", 2),
    ("vpc-id", 3),
    ("subnet-id", 3),
    ("instance-id", 3),
    ("tcp-flags", 3),
    ("type", 3),
    ("pkt-srcaddr", 3),
    ("pkt-dstaddr", 3),
    ("region", 4),
    ("az-id", 4),
    ("sublocation-type", 4),
    ("sublocation-id", 4),
    ("pkt-src-aws-service", 5),
    ("pkt-dst-aws-service", 5),
    ("flow-direction", 5),
    ("traffic-path", 5),
    ("ecs-cluster-arn", 7),
    ("ecs-cluster-name", 7),
    ("ecs-container-instance-arn", 7),
    ("ecs-container-instance-id", 7),
    ("ecs-container-id", 7),
    ("ecs-second-container-id", 7),
    ("ecs-service-name", 7),
    ("ecs-task-definition-arn", 7),
    ("ecs-task-arn", 7),
    ("ecs-task-id", 7),
    ("reject-reason", 8),
];

/// Checks a format that is asked for: fields as `${name}`, with a space between them.
pub(in super::super) fn check(format: &str) -> Result<()> {
    let known = |name: &&str| FIELDS.iter().any(|(field, _)| field == name);
    let unknown = |word: &str| name(word).filter(known).is_none();
    if format.trim().is_empty() {
        return invalid("LogFormat must have at least one field.");
    }
    match format.split(' ').find(|word| unknown(word)) {
        Some(word) => invalid(format!("LogFormat has an unknown field: '{word}'")),
        None => Ok(()),
    }
}

/// The name in `${name}`.
fn name(word: &str) -> Option<&str> {
    word.strip_prefix("${")?.strip_suffix('}')
}

/// The fields that one flow log writes.
pub(super) struct Format<'f> {
    names: Vec<&'f str>,
    version: u8,
}

impl<'f> Format<'f> {
    /// The fields of a format that was checked. One of a newer engine says nothing.
    pub(super) fn of(format: &'f str) -> Self {
        let names: Vec<&str> = format.split(' ').filter_map(name).collect();
        let version = |name: &&str| FIELDS.iter().find(|(field, _)| field == name);
        let version = names.iter().filter_map(version).map(|(_, version)| *version).max();
        Self { names, version: version.unwrap_or(2) }
    }

    /// A record.
    pub(super) fn line(&self, line: &Line<'_>) -> String {
        let value = |name: &&str| line.value(name, self.version).unwrap_or_else(|| "-".into());
        self.names.iter().map(value).collect::<Vec<_>>().join(" ")
    }
}

/// What a record says.
pub(super) struct Line<'l> {
    pub(super) batch: &'l Batch,
    pub(super) of: &'l Logged,
    /// The zone's id, if its subnet is still there.
    pub(super) zone: Option<&'l str>,
    /// The task that the interface is for, if it is still known.
    pub(super) task: Option<&'l task::Record>,
    /// The ranges of the VPC.
    pub(super) ranges: &'l [ipnet::IpNet],
    pub(super) says: Says<'l>,
}

/// What there is to say.
#[derive(Clone, Copy)]
pub(super) enum Says<'l> {
    Flow(&'l Flow),
    /// Nothing was seen.
    NoData,
    /// Something was not counted.
    SkipData,
}

impl Line<'_> {
    fn value(&self, name: &str, version: u8) -> Option<String> {
        let interface = &self.of.interface;
        let own = match name {
            "version" => version.to_string(),
            "account-id" => interface.scope.account.to_string(),
            "interface-id" => interface.id.clone(),
            "vpc-id" => interface.vpc.clone(),
            "subnet-id" => interface.subnet.clone(),
            "region" => interface.scope.region.clone(),
            "az-id" => self.zone?.to_owned(),
            "log-status" => self.status().to_owned(),
            "start" => self.times().0.to_string(),
            "end" => self.times().1.to_string(),
            name if name.starts_with("ecs-") => return self.of_ecs(name),
            _ => return self.of_flow(name),
        };
        Some(own)
    }

    fn status(&self) -> &'static str {
        match self.says {
            Says::Flow(_) => "OK",
            Says::NoData => "NODATA",
            Says::SkipData => "SKIPDATA",
        }
    }

    /// In seconds.
    fn times(&self) -> (u64, u64) {
        match self.says {
            Says::Flow(flow) => (flow.first.0 / 1000, flow.last.0 / 1000),
            Says::NoData | Says::SkipData => (self.batch.begin.0 / 1000, self.batch.end.0 / 1000),
        }
    }

    fn of_flow(&self, name: &str) -> Option<String> {
        let Says::Flow(flow) = self.says else { return None };
        Some(match name {
            "srcaddr" if flow.egress => self.shown(flow.from.0).to_string(),
            "srcaddr" | "pkt-srcaddr" => flow.from.0.to_string(),
            "dstaddr" if !flow.egress => self.shown(flow.to.0).to_string(),
            "dstaddr" | "pkt-dstaddr" => flow.to.0.to_string(),
            "srcport" => flow.from.1.to_string(),
            "dstport" => flow.to.1.to_string(),
            "protocol" => flow.protocol.to_string(),
            "packets" => flow.packets.to_string(),
            "bytes" => flow.bytes.to_string(),
            "action" if flow.accepted => "ACCEPT".into(),
            "action" => "REJECT".into(),
            "tcp-flags" => flow.tcp_flags.to_string(),
            "type" if flow.from.0.is_ipv6() => "IPv6".into(),
            "type" => "IPv4".into(),
            "flow-direction" if flow.egress => "egress".into(),
            "flow-direction" => "ingress".into(),
            // To another resource of the VPC.
            "traffic-path" if flow.egress && self.is_local(flow.to.0) => "1".into(),
            _ => return None,
        })
    }

    /// The interface's own side is always its first address: what it forwards too.
    fn shown(&self, address: IpAddr) -> IpAddr {
        match address {
            IpAddr::V4(_) => self.of.interface.address.into(),
            IpAddr::V6(_) => address,
        }
    }

    fn is_local(&self, to: IpAddr) -> bool {
        self.ranges.iter().any(|range| range.contains(&to))
    }

    fn of_ecs(&self, name: &str) -> Option<String> {
        let Owner::Task { cluster, id } = &self.of.interface.owner else { return None };
        let scope = &self.of.interface.scope;
        Some(match name {
            "ecs-cluster-name" => cluster.clone(),
            "ecs-cluster-arn" => scope.arn("ecs", &format!("cluster/{cluster}")),
            "ecs-task-id" => id.to_string(),
            "ecs-task-arn" => scope.arn("ecs", &format!("task/{cluster}/{id}")),
            "ecs-container-id" => self.container(0)?,
            "ecs-second-container-id" => self.container(1)?,
            _ => return None,
        })
    }

    fn container(&self, at: usize) -> Option<String> {
        self.task?.containers.get(at).map(|container| container.id.clone())
    }
}
