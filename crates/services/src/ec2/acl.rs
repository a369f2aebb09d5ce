//! Network ACLs: the default one, which lets everything through.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeNetworkAclsRequest, DescribeNetworkAclsResult, NetworkAcl, NetworkAclAssociation,
    NetworkAclEntry, RuleAction, Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc::Vpc;

use super::select::{Ask, Resource, flag, one, select};
use super::{Ec2, Result, part_id, scope, text};

/// The number of the rule that is last and can't be removed; shown as `*` in consoles.
const LAST_RULE: i32 = 32_767;

impl Ec2 {
    pub(super) fn describe_network_acls(
        &self,
        cx: &Cx,
        input: DescribeNetworkAclsRequest,
    ) -> Result<DescribeNetworkAclsResult> {
        let scope = scope(cx);
        let ask = Ask {
            ids: input.network_acl_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let all = vec![default_acl(&scope, &Vpc::default_of(&scope))];
        let (network_acls, next_token) = select(all, ask)?;
        Ok(DescribeNetworkAclsResult { network_acls: Some(network_acls), next_token })
    }
}

fn default_acl(scope: &Scope, vpc: &Vpc) -> NetworkAcl {
    let id = part_id("acl", vpc, "default");
    let associations = vpc.subnets.iter().map(|subnet| NetworkAclAssociation {
        network_acl_association_id: Some(part_id("aclassoc", vpc, &subnet.id)),
        network_acl_id: text(&*id),
        subnet_id: text(&*subnet.id),
    });
    NetworkAcl {
        associations: Some(associations.collect()),
        entries: Some(vec![
            entry(true, 100, RuleAction::Allow),
            entry(true, LAST_RULE, RuleAction::Deny),
            entry(false, 100, RuleAction::Allow),
            entry(false, LAST_RULE, RuleAction::Deny),
        ]),
        is_default: Some(true),
        network_acl_id: Some(id),
        tags: Some(vec![]),
        vpc_id: text(&*vpc.id),
        owner_id: text(scope.account.as_str()),
    }
}

fn entry(egress: bool, number: i32, action: RuleAction) -> NetworkAclEntry {
    NetworkAclEntry {
        cidr_block: text("0.0.0.0/0"),
        egress: Some(egress),
        protocol: text("-1"),
        rule_action: Some(action),
        rule_number: Some(number),
        ..NetworkAclEntry::default()
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
