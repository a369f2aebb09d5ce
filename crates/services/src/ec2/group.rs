//! Security groups and their rules.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult,
    DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult, Error, IpPermission, IpRange,
    Ipv6Range, PrefixListId, ReferencedSecurityGroup, SecurityGroup, SecurityGroupRule, Tag,
    UserIdGroupPair,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::group::{self, Peer, Record, Rule, Traffic};
use ipnet::IpNet;

use super::select::{Ask, Resource, one, select};
use super::view::{Object, View};
use super::{Ec2, Result, scope, tag, text};

impl Ec2 {
    pub(super) async fn describe_security_groups(
        &self,
        cx: &Cx,
        input: DescribeSecurityGroupsRequest,
    ) -> Result<DescribeSecurityGroupsResult> {
        let view = self.view(scope(cx));
        let mut ids = input.group_ids;
        if let Some(names) = input.group_names.filter(|names| !names.is_empty()) {
            let ids = ids.get_or_insert_default();
            for name in names {
                ids.push(named(&view, &name)?);
            }
        }
        let ask = Ask {
            ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (security_groups, next_token) = view.describe::<Record>(ask)?;
        Ok(DescribeSecurityGroupsResult { security_groups: Some(security_groups), next_token })
    }

    pub(super) async fn describe_security_group_rules(
        &self,
        cx: &Cx,
        input: DescribeSecurityGroupRulesRequest,
    ) -> Result<DescribeSecurityGroupRulesResult> {
        let view = self.view(scope(cx));
        let ask = Ask {
            ids: input.security_group_rule_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let mut all = vec![];
        for group in view.all::<Record>()? {
            for egress in [false, true] {
                all.extend(group.rules(egress).iter().map(|rule| shown_rule(group, egress, rule)));
            }
        }
        let (rules, next_token) = select(all, ask)?;
        Ok(DescribeSecurityGroupRulesResult { security_group_rules: Some(rules), next_token })
    }
}

/// The id of the group of the default VPC with this name: other groups are asked for by id.
fn named(view: &View, name: &str) -> Result<String> {
    let vpc = view.default_vpc()?.map(|vpc| vpc.id.clone()).unwrap_or_default();
    let found = view.groups(&vpc)?.into_iter().find(|group| group.name == name);
    found.map(|group| group.id.clone()).ok_or_else(|| {
        let text = format!("The security group '{name}' does not exist in default VPC '{vpc}'");
        Error::new(SecurityGroup::NOT_FOUND, text).into()
    })
}

impl Object for Record {
    type Shown = SecurityGroup;

    fn key(scope: &Scope, id: &str) -> String {
        group::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<SecurityGroup> {
        Ok(SecurityGroup {
            group_id: text(&*self.id),
            ip_permissions: Some(permissions(&self.scope, &self.ingress)),
            ip_permissions_egress: Some(permissions(&self.scope, &self.egress)),
            tags: Some(tag::shown(&self.tags)),
            vpc_id: text(&*self.vpc),
            security_group_arn: Some(self.scope.arn("ec2", &format!("security-group/{}", self.id))),
            owner_id: text(self.scope.account.as_str()),
            group_name: text(&*self.name),
            description: text(&*self.description),
        })
    }
}

/// Rules as EC2 shows them in a group: one permission for all rules of the same traffic.
fn permissions(scope: &Scope, rules: &[Rule]) -> Vec<IpPermission> {
    let mut all: Vec<(Traffic, IpPermission)> = vec![];
    for rule in rules {
        let at = all.iter().position(|(traffic, _)| *traffic == rule.traffic);
        let at = at.unwrap_or_else(|| {
            all.push((rule.traffic, permission(rule.traffic)));
            all.len() - 1
        });
        add(scope, &mut all[at].1, rule);
    }
    all.into_iter().map(|(_, permission)| permission).collect()
}

fn permission(traffic: Traffic) -> IpPermission {
    let (protocol, from, to) = numbers(traffic);
    IpPermission {
        ip_protocol: Some(protocol),
        from_port: from,
        to_port: to,
        user_id_group_pairs: Some(vec![]),
        ip_ranges: Some(vec![]),
        ipv6_ranges: Some(vec![]),
        prefix_list_ids: Some(vec![]),
    }
}

fn add(scope: &Scope, permission: &mut IpPermission, rule: &Rule) {
    let description = rule.description.clone();
    match &rule.peer {
        Peer::Range(IpNet::V4(range)) => permission
            .ip_ranges
            .get_or_insert_default()
            .push(IpRange { cidr_ip: text(range.to_string()), description }),
        Peer::Range(IpNet::V6(range)) => permission
            .ipv6_ranges
            .get_or_insert_default()
            .push(Ipv6Range { cidr_ipv6: text(range.to_string()), description }),
        Peer::PrefixList(id) => permission
            .prefix_list_ids
            .get_or_insert_default()
            .push(PrefixListId { prefix_list_id: text(&**id), description }),
        Peer::Group(id) => {
            permission.user_id_group_pairs.get_or_insert_default().push(UserIdGroupPair {
                user_id: text(scope.account.as_str()),
                group_id: text(&**id),
                description,
                ..UserIdGroupPair::default()
            });
        }
    }
}

/// A rule's protocol, as EC2 names it, and its ports, or ICMP type and code; none where all
/// are meant.
fn numbers(traffic: Traffic) -> (String, Option<i32>, Option<i32>) {
    let name = |protocol: u8| match protocol {
        1 => "icmp".to_owned(),
        6 => "tcp".to_owned(),
        17 => "udp".to_owned(),
        58 => "icmpv6".to_owned(),
        other => other.to_string(),
    };
    let number = |of: Option<u8>| Some(of.map_or(-1, i32::from));
    match traffic {
        Traffic::All => ("-1".into(), None, None),
        Traffic::Protocol(protocol) => (name(protocol), None, None),
        Traffic::Ports { protocol, from, to } => {
            (name(protocol), Some(from.into()), Some(to.into()))
        }
        Traffic::Icmp { protocol, kind, code } => (name(protocol), number(kind), number(code)),
    }
}

fn shown_rule(group: &Record, is_egress: bool, rule: &Rule) -> SecurityGroupRule {
    let scope = &group.scope;
    let (protocol, from, to) = numbers(rule.traffic);
    let mut shown = SecurityGroupRule {
        security_group_rule_arn: Some(
            scope.arn("ec2", &format!("security-group-rule/{}", rule.id)),
        ),
        security_group_rule_id: text(&*rule.id),
        group_id: text(&*group.id),
        group_owner_id: text(scope.account.as_str()),
        is_egress: Some(is_egress),
        ip_protocol: Some(protocol),
        // Here, and only here, all ports are -1.
        from_port: from.or(Some(-1)),
        to_port: to.or(Some(-1)),
        description: rule.description.clone(),
        tags: Some(tag::shown(&rule.tags)),
        ..SecurityGroupRule::default()
    };
    match &rule.peer {
        Peer::Range(IpNet::V4(range)) => shown.cidr_ipv4 = text(range.to_string()),
        Peer::Range(IpNet::V6(range)) => shown.cidr_ipv6 = text(range.to_string()),
        Peer::PrefixList(id) => shown.prefix_list_id = text(&**id),
        Peer::Group(id) => {
            shown.referenced_group_info = Some(ReferencedSecurityGroup {
                group_id: text(&**id),
                user_id: text(scope.account.as_str()),
                ..ReferencedSecurityGroup::default()
            });
        }
    }
    shown
}

impl Resource for SecurityGroup {
    const LIST: &'static str = "DescribeSecurityGroups";
    const NOT_FOUND: &'static str = "InvalidGroup.NotFound";
    const NOUN: &'static str = "security group";
    const MALFORMED: Option<(&'static str, &'static str)> =
        Some(("InvalidGroupId.Malformed", "sg-"));
    const FILTERS: &'static [&'static str] = &[
        "description",
        "egress.ip-permission.cidr",
        "egress.ip-permission.from-port",
        "egress.ip-permission.group-id",
        "egress.ip-permission.group-name",
        "egress.ip-permission.ipv6-cidr",
        "egress.ip-permission.prefix-list-id",
        "egress.ip-permission.protocol",
        "egress.ip-permission.to-port",
        "egress.ip-permission.user-id",
        "group-id",
        "group-name",
        "ip-permission.cidr",
        "ip-permission.from-port",
        "ip-permission.group-id",
        "ip-permission.group-name",
        "ip-permission.ipv6-cidr",
        "ip-permission.prefix-list-id",
        "ip-permission.protocol",
        "ip-permission.to-port",
        "ip-permission.user-id",
        "owner-id",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.group_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "description" => one(&self.description),
            "group-id" => one(&self.group_id),
            "group-name" => one(&self.group_name),
            "owner-id" => one(&self.owner_id),
            "vpc-id" => one(&self.vpc_id),
            _ => match filter.strip_prefix("egress.") {
                Some(filter) => permission_facts(&self.ip_permissions_egress, filter),
                None => permission_facts(&self.ip_permissions, filter),
            },
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}

fn permission_facts(permissions: &Option<Vec<IpPermission>>, filter: &str) -> Vec<String> {
    let each = permissions.iter().flatten();
    let pairs = each.clone().flat_map(|p| p.user_id_group_pairs.iter().flatten());
    match filter {
        "ip-permission.cidr" => each
            .flat_map(|p| p.ip_ranges.iter().flatten())
            .filter_map(|r| r.cidr_ip.clone())
            .collect(),
        "ip-permission.protocol" => each.filter_map(|p| p.ip_protocol.clone()).collect(),
        "ip-permission.group-id" => pairs.filter_map(|pair| pair.group_id.clone()).collect(),
        "ip-permission.user-id" => pairs.filter_map(|pair| pair.user_id.clone()).collect(),
        "ip-permission.from-port" => {
            each.filter_map(|p| p.from_port).map(|port| port.to_string()).collect()
        }
        "ip-permission.to-port" => {
            each.filter_map(|p| p.to_port).map(|port| port.to_string()).collect()
        }
        "ip-permission.ipv6-cidr" => each
            .flat_map(|p| p.ipv6_ranges.iter().flatten())
            .filter_map(|r| r.cidr_ipv6.clone())
            .collect(),
        "ip-permission.prefix-list-id" => each
            .flat_map(|p| p.prefix_list_ids.iter().flatten())
            .filter_map(|list| list.prefix_list_id.clone())
            .collect(),
        // References are shown by id alone.
        _ => vec![],
    }
}

impl Resource for SecurityGroupRule {
    const LIST: &'static str = "DescribeSecurityGroupRules";
    const NOT_FOUND: &'static str = "InvalidSecurityGroupRuleId.NotFound";
    const NOUN: &'static str = "security group rule ID";
    const MALFORMED: Option<(&'static str, &'static str)> =
        Some(("InvalidSecurityGroupRuleId.Malformed", "sgr-"));
    const FILTERS: &'static [&'static str] = &["group-id", "security-group-rule-id"];

    fn id(&self) -> &str {
        self.security_group_rule_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "group-id" => one(&self.group_id),
            "security-group-rule-id" => one(&self.security_group_rule_id),
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
