//! Network ACLs.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeNetworkAclsRequest, DescribeNetworkAclsResult, IcmpTypeCode, NetworkAcl,
    NetworkAclAssociation, NetworkAclEntry, PortRange, RuleAction, Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::acl::{self, Entry, LAST, Record};
use ferrogate_records::ec2::group::Traffic;
use ipnet::{IpNet, Ipv4Net};

use super::select::{Ask, Resource, flag, one};
use super::view::{Object, View};
use super::{Ec2, Result, scope, tag, text};

impl Ec2 {
    pub(super) async fn describe_network_acls(
        &self,
        cx: &Cx,
        input: DescribeNetworkAclsRequest,
    ) -> Result<DescribeNetworkAclsResult> {
        let ask = Ask {
            ids: input.network_acl_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (network_acls, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeNetworkAclsResult { network_acls: Some(network_acls), next_token })
    }
}

impl Object for Record {
    type Shown = NetworkAcl;

    fn key(scope: &Scope, id: &str) -> String {
        acl::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<NetworkAcl> {
        let association = |one: &acl::Association| NetworkAclAssociation {
            network_acl_association_id: text(&*one.id),
            network_acl_id: text(&*self.id),
            subnet_id: text(&*one.subnet),
        };
        let entries = [true, false].into_iter().flat_map(|egress| {
            let own = self.entries.iter().filter(move |entry| entry.egress == egress);
            own.map(shown).chain([last(egress)])
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
fn last(egress: bool) -> NetworkAclEntry {
    shown(&Entry {
        number: LAST,
        egress,
        allow: false,
        traffic: Traffic::All,
        range: Ipv4Net::default().into(),
    })
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
            "network-acl-id" => one(&self.network_acl_id),
            "owner-id" => one(&self.owner_id),
            "vpc-id" => one(&self.vpc_id),
            // No entry has ports, ICMP types or IPv6.
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
