//! Network ACLs as they are shown.

use ferrogate_api::ec2::{
    IcmpTypeCode, NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange, RuleAction, Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::acl::{self, Entry, LAST, LAST_V6, Record};
use ferrogate_records::ec2::group::Traffic;
use ferrogate_records::ec2::vpc;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::super::select::{Resource, flag, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};

impl Object for Record {
    type Shown = NetworkAcl;

    fn key(scope: &Scope, id: &str) -> String {
        acl::key(scope, id)
    }

    fn show(&self, view: &View) -> Result<NetworkAcl> {
        let has_v6 = |vpc: &vpc::Record| !vpc.ipv6_cidrs.is_empty();
        let v6 = self.entries.iter().any(|entry| matches!(entry.range, IpNet::V6(_)))
            || view.get::<vpc::Record>(&self.vpc)?.is_some_and(|vpc| has_v6(&vpc));
        let association = |one: &acl::Association| NetworkAclAssociation {
            network_acl_association_id: text(&*one.id),
            network_acl_id: text(&*self.id),
            subnet_id: text(&*one.subnet),
        };
        let entries = [true, false].into_iter().flat_map(|egress| {
            let own = self.entries.iter().filter(move |entry| entry.egress == egress);
            let last_v6 = v6.then(|| last(egress, LAST_V6, Ipv6Net::default().into()));
            own.map(shown).chain([last(egress, LAST, Ipv4Net::default().into())]).chain(last_v6)
        });
        Ok(NetworkAcl {
            associations: Some(self.associations.iter().map(association).collect()),
            entries: Some(entries.collect()),
            is_default: Some(self.is_default),
            network_acl_id: text(&*self.id),
            tags: Some(tag::shown(&self.tags)),
            vpc_id: text(&*self.vpc),
            owner_id: text(self.scope.account.as_str()),
        })
    }
}

/// The entry that every ACL ends with: nothing else passes.
fn last(egress: bool, number: u16, range: IpNet) -> NetworkAclEntry {
    shown(&Entry { number, egress, allow: false, traffic: Traffic::All, range })
}

fn shown(entry: &Entry) -> NetworkAclEntry {
    let (protocol, ports, icmp) = match entry.traffic {
        Traffic::All => (-1, None, None),
        Traffic::Protocol(protocol) => (i16::from(protocol), None, None),
        Traffic::Ports { protocol, from, to } => {
            let ports = PortRange { from: Some(from.into()), to: Some(to.into()) };
            (i16::from(protocol), Some(ports), None)
        }
        Traffic::Icmp { protocol, kind, code } => {
            let number = |of: Option<u8>| Some(of.map_or(-1, i32::from));
            let icmp = IcmpTypeCode { code: number(code), r#type: number(kind) };
            (i16::from(protocol), None, Some(icmp))
        }
    };
    let (v4, v6) = match entry.range {
        IpNet::V4(range) => (text(range.to_string()), None),
        IpNet::V6(range) => (None, text(range.to_string())),
    };
    NetworkAclEntry {
        cidr_block: v4,
        egress: Some(entry.egress),
        icmp_type_code: icmp,
        ipv6_cidr_block: v6,
        port_range: ports,
        protocol: text(protocol.to_string()),
        rule_action: Some(if entry.allow { RuleAction::Allow } else { RuleAction::Deny }),
        rule_number: Some(entry.number.into()),
    }
}

impl Resource for NetworkAcl {
    const LIST: &'static str = "DescribeNetworkAcls";
    const NOT_FOUND: &'static str = "InvalidNetworkAclID.NotFound";
    const NOUN: &'static str = "networkAcl ID";
    const FILTERS: &'static [&'static str] = &[
        "association.association-id",
        "association.network-acl-id",
        "association.subnet-id",
        "default",
        "entry.cidr",
        "entry.egress",
        "entry.icmp.code",
        "entry.icmp.type",
        "entry.ipv6-cidr",
        "entry.port-range.from",
        "entry.port-range.to",
        "entry.protocol",
        "entry.rule-action",
        "entry.rule-number",
        "network-acl-id",
        "owner-id",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.network_acl_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let associations = self.associations.iter().flatten();
        let entries = self.entries.iter().flatten();
        match filter {
            "association.association-id" => {
                associations.filter_map(|a| a.network_acl_association_id.clone()).collect()
            }
            "association.network-acl-id" => {
                associations.filter_map(|a| a.network_acl_id.clone()).collect()
            }
            "association.subnet-id" => associations.filter_map(|a| a.subnet_id.clone()).collect(),
            "default" => flag(self.is_default),
            "entry.cidr" => entries.filter_map(|e| e.cidr_block.clone()).collect(),
            "entry.egress" => entries.flat_map(|e| flag(e.egress)).collect(),
            "entry.protocol" => entries.filter_map(|e| e.protocol.clone()).collect(),
            "entry.rule-action" => {
                entries.filter_map(|e| e.rule_action.as_ref().map(ToString::to_string)).collect()
            }
            "entry.rule-number" => {
                entries.filter_map(|e| e.rule_number.as_ref().map(i32::to_string)).collect()
            }
            "entry.ipv6-cidr" => entries.filter_map(|e| e.ipv6_cidr_block.clone()).collect(),
            "entry.icmp.code" => numbers(entries.map(|e| e.icmp_type_code.as_ref()?.code)),
            "entry.icmp.type" => numbers(entries.map(|e| e.icmp_type_code.as_ref()?.r#type)),
            "entry.port-range.from" => numbers(entries.map(|e| e.port_range.as_ref()?.from)),
            "entry.port-range.to" => numbers(entries.map(|e| e.port_range.as_ref()?.to)),
            "network-acl-id" => one(&self.network_acl_id),
            "owner-id" => one(&self.owner_id),
            _ => one(&self.vpc_id),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}

fn numbers(of: impl Iterator<Item = Option<i32>>) -> Vec<String> {
    of.flatten().map(|n| n.to_string()).collect()
}
