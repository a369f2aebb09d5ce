//! Security groups and their rules, as they are shown.

use ferrogate_api::ec2::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, ReferencedSecurityGroup,
    RevokedSecurityGroupRule, SecurityGroup, SecurityGroupForVpc, SecurityGroupRule, Tag,
    UserIdGroupPair,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::group::{self, Peer, Record, Rule, Traffic};
use ipnet::IpNet;

use super::super::select::{Resource, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};
use super::peered::Peers;

/// A group as it is shown, and what else its filters ask for.
pub(in super::super) struct Shown {
    pub(super) group: SecurityGroup,
    /// The names of the groups that its rules name, of what comes in and of what goes out.
    names: [Vec<String>; 2],
}

/// The names of the groups that rules name: they are shown by id alone.
fn names(view: &View, rules: &[Rule]) -> Result<Vec<String>> {
    let mut names = vec![];
    for rule in rules {
        if let Peer::Group(id) = &rule.peer {
            names.extend(view.get::<Record>(id)?.map(|group| group.name.clone()));
        }
    }
    Ok(names)
}

impl Object for Record {
    type Shown = Shown;

    fn key(scope: &Scope, id: &str) -> String {
        group::key(scope, id)
    }

    fn show(&self, view: &View) -> Result<Shown> {
        let peers = Peers::of(view, &self.vpc)?;
        let names = [names(view, &self.ingress)?, names(view, &self.egress)?];
        let group = SecurityGroup {
            group_id: text(&*self.id),
            ip_permissions: Some(permissions(&peers, &self.ingress)?),
            ip_permissions_egress: Some(permissions(&peers, &self.egress)?),
            tags: Some(tag::shown(&self.tags)),
            vpc_id: text(&*self.vpc),
            security_group_arn: Some(arn(self)),
            owner_id: text(self.scope.account.as_str()),
            group_name: text(&*self.name),
            description: text(&*self.description),
        };
        Ok(Shown { group, names })
    }
}

/// The ARN of a group.
pub(super) fn arn(group: &Record) -> String {
    group.scope.arn("ec2", &format!("security-group/{}", group.id))
}

/// A rule as a refusal of EC2 names it.
pub(super) fn words(rule: &Rule) -> String {
    let peer = match &rule.peer {
        Peer::Range(range) => range.to_string(),
        Peer::PrefixList(id) | Peer::Group(id) => id.clone(),
    };
    let all = |of: Option<u8>| of.map_or_else(|| "ALL".to_owned(), |n| n.to_string());
    let (protocol, _, _) = numbers(rule.traffic);
    let protocol = protocol.to_ascii_uppercase();
    let traffic = match rule.traffic {
        Traffic::All => "ALL".to_owned(),
        Traffic::Protocol(_) => protocol,
        Traffic::Ports { from, to, .. } => format!("{protocol}, from port: {from}, to port: {to}"),
        Traffic::Icmp { kind, code, .. } => {
            format!("{protocol}, type: {}, code: {}", all(kind), all(code))
        }
    };
    format!("peer: {peer}, {traffic}, ALLOW")
}

/// Rules as EC2 shows them in a group: one permission for all rules of the same traffic.
pub(super) fn permissions<'r>(
    peers: &Peers<'_>,
    rules: impl IntoIterator<Item = &'r Rule>,
) -> Result<Vec<IpPermission>> {
    let mut all: Vec<(Traffic, IpPermission)> = vec![];
    for rule in rules {
        let at = all.iter().position(|(traffic, _)| *traffic == rule.traffic);
        let at = at.unwrap_or_else(|| {
            all.push((rule.traffic, permission(rule.traffic)));
            all.len() - 1
        });
        add(peers, &mut all[at].1, rule)?;
    }
    Ok(all.into_iter().map(|(_, permission)| permission).collect())
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

fn add(peers: &Peers<'_>, permission: &mut IpPermission, rule: &Rule) -> Result<()> {
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
            let pair = UserIdGroupPair { description, ..peers.pair(id)? };
            permission.user_id_group_pairs.get_or_insert_default().push(pair);
        }
    }
    Ok(())
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

pub(super) fn rule(
    view: &View,
    group: &Record,
    is_egress: bool,
    rule: &Rule,
) -> Result<SecurityGroupRule> {
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
            let pair = Peers::of(view, &group.vpc)?.pair(id)?;
            shown.referenced_group_info = Some(ReferencedSecurityGroup {
                group_id: pair.group_id,
                user_id: pair.user_id,
                vpc_id: pair.vpc_id,
                vpc_peering_connection_id: pair.vpc_peering_connection_id,
                peering_status: pair.peering_status,
            });
        }
    }
    Ok(shown)
}

/// A rule that a group has no more.
pub(super) fn revoked(
    view: &View,
    group: &Record,
    is_egress: bool,
    of: &Rule,
) -> Result<RevokedSecurityGroupRule> {
    let shown = rule(view, group, is_egress, of)?;
    Ok(RevokedSecurityGroupRule {
        security_group_rule_id: shown.security_group_rule_id,
        group_id: shown.group_id,
        is_egress: shown.is_egress,
        ip_protocol: shown.ip_protocol,
        from_port: shown.from_port,
        to_port: shown.to_port,
        cidr_ipv4: shown.cidr_ipv4,
        cidr_ipv6: shown.cidr_ipv6,
        prefix_list_id: shown.prefix_list_id,
        referenced_group_id: shown.referenced_group_info.and_then(|info| info.group_id),
        description: shown.description,
    })
}

/// A group as interfaces of its VPC may use it.
pub(super) fn for_vpc(group: &Record) -> SecurityGroupForVpc {
    SecurityGroupForVpc {
        description: text(&*group.description),
        group_name: text(&*group.name),
        owner_id: text(group.scope.account.as_str()),
        group_id: text(&*group.id),
        tags: Some(tag::shown(&group.tags)),
        primary_vpc_id: text(&*group.vpc),
    }
}

impl Resource for Shown {
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
        self.group.group_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "description" => one(&self.group.description),
            "group-id" => one(&self.group.group_id),
            "group-name" => one(&self.group.group_name),
            "owner-id" => one(&self.group.owner_id),
            "vpc-id" => one(&self.group.vpc_id),
            "ip-permission.group-name" => self.names[0].clone(),
            "egress.ip-permission.group-name" => self.names[1].clone(),
            _ => match filter.strip_prefix("egress.") {
                Some(filter) => permission_facts(&self.group.ip_permissions_egress, filter),
                None => permission_facts(&self.group.ip_permissions, filter),
            },
        }
    }

    fn tags(&self) -> &[Tag] {
        self.group.tags.as_deref().unwrap_or_default()
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
        _ => each
            .flat_map(|p| p.prefix_list_ids.iter().flatten())
            .filter_map(|list| list.prefix_list_id.clone())
            .collect(),
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

impl Resource for SecurityGroupForVpc {
    const LIST: &'static str = "GetSecurityGroupsForVpc";
    const NOT_FOUND: &'static str = Shown::NOT_FOUND;
    const NOUN: &'static str = Shown::NOUN;
    const FILTERS: &'static [&'static str] =
        &["description", "group-id", "group-name", "owner-id", "primary-vpc-id"];

    fn id(&self) -> &str {
        self.group_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "description" => one(&self.description),
            "group-id" => one(&self.group_id),
            "group-name" => one(&self.group_name),
            "owner-id" => one(&self.owner_id),
            _ => one(&self.primary_vpc_id),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
