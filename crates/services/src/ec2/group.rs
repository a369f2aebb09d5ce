//! Security groups and their rules: the default group lets in all from itself, and all out.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult,
    DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult, Error, IpPermission, IpRange,
    ReferencedSecurityGroup, SecurityGroup, SecurityGroupRule, Tag, UserIdGroupPair,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc::Vpc;

use super::select::{Ask, Resource, one, select};
use super::{Ec2, Result, part_id, scope, text};

/// The name of each VPC's default group.
pub(super) const DEFAULT: &str = "default";
/// All protocols, as rules write them.
const ALL_PROTOCOLS: &str = "-1";
const EVERYWHERE: &str = "0.0.0.0/0";

impl Ec2 {
    pub(super) fn describe_security_groups(
        &self,
        cx: &Cx,
        input: DescribeSecurityGroupsRequest,
    ) -> Result<DescribeSecurityGroupsResult> {
        let scope = scope(cx);
        let vpc = Vpc::default_of(&scope);
        let names = input.group_names.filter(|names| !names.is_empty());
        if let Some(name) = names.iter().flatten().find(|name| *name != DEFAULT) {
            let text =
                format!("The security group '{name}' does not exist in default VPC '{}'", vpc.id);
            return Err(Error::new(SecurityGroup::NOT_FOUND, text).into());
        }
        let ask = Ask {
            ids: input.group_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (security_groups, next_token) = select(vec![default_group(&scope, &vpc)], ask)?;
        Ok(DescribeSecurityGroupsResult { security_groups: Some(security_groups), next_token })
    }

    pub(super) fn describe_security_group_rules(
        &self,
        cx: &Cx,
        input: DescribeSecurityGroupRulesRequest,
    ) -> Result<DescribeSecurityGroupRulesResult> {
        let scope = scope(cx);
        let ask = Ask {
            ids: input.security_group_rule_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let all = default_rules(&scope, &Vpc::default_of(&scope));
        let (rules, next_token) = select(all, ask)?;
        Ok(DescribeSecurityGroupRulesResult { security_group_rules: Some(rules), next_token })
    }
}

fn default_group(scope: &Scope, vpc: &Vpc) -> SecurityGroup {
    let all = IpPermission {
        ip_protocol: text(ALL_PROTOCOLS),
        user_id_group_pairs: Some(vec![]),
        ip_ranges: Some(vec![]),
        ipv6_ranges: Some(vec![]),
        prefix_list_ids: Some(vec![]),
        ..IpPermission::default()
    };
    let itself = UserIdGroupPair {
        user_id: text(scope.account.as_str()),
        group_id: text(&*vpc.default_group),
        ..UserIdGroupPair::default()
    };
    let everywhere = IpRange { cidr_ip: text(EVERYWHERE), description: None };
    SecurityGroup {
        group_id: text(&*vpc.default_group),
        ip_permissions: Some(vec![IpPermission {
            user_id_group_pairs: Some(vec![itself]),
            ..all.clone()
        }]),
        ip_permissions_egress: Some(vec![IpPermission {
            ip_ranges: Some(vec![everywhere]),
            ..all
        }]),
        tags: Some(vec![]),
        vpc_id: text(&*vpc.id),
        security_group_arn: Some(
            scope.arn("ec2", &format!("security-group/{}", vpc.default_group)),
        ),
        owner_id: text(scope.account.as_str()),
        group_name: text(DEFAULT),
        description: text("default VPC security group"),
    }
}

fn default_rules(scope: &Scope, vpc: &Vpc) -> Vec<SecurityGroupRule> {
    let rule = |direction: &str, is_egress: bool| {
        let id = part_id("sgr", vpc, &format!("rule {direction}"));
        SecurityGroupRule {
            security_group_rule_arn: Some(scope.arn("ec2", &format!("security-group-rule/{id}"))),
            security_group_rule_id: Some(id),
            group_id: text(&*vpc.default_group),
            group_owner_id: text(scope.account.as_str()),
            is_egress: Some(is_egress),
            ip_protocol: text(ALL_PROTOCOLS),
            from_port: Some(-1),
            to_port: Some(-1),
            tags: Some(vec![]),
            ..SecurityGroupRule::default()
        }
    };
    let itself = ReferencedSecurityGroup {
        group_id: text(&*vpc.default_group),
        user_id: text(scope.account.as_str()),
        ..ReferencedSecurityGroup::default()
    };
    vec![
        SecurityGroupRule { referenced_group_info: Some(itself), ..rule("in", false) },
        SecurityGroupRule { cidr_ipv4: text(EVERYWHERE), ..rule("out", true) },
    ]
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
        // The rules of the default group have no ports, IPv6 ranges or prefix lists.
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
