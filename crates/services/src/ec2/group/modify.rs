//! Rules change, and how they are described.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    Error, IpPermission, IpRange, Ipv6Range, ModifySecurityGroupRulesRequest,
    ModifySecurityGroupRulesResult, PrefixListId, SecurityGroupRule, SecurityGroupRuleDescription,
    SecurityGroupRuleRequest, UpdateSecurityGroupRuleDescriptionsEgressRequest,
    UpdateSecurityGroupRuleDescriptionsEgressResult,
    UpdateSecurityGroupRuleDescriptionsIngressRequest,
    UpdateSecurityGroupRuleDescriptionsIngressResult, UserIdGroupPair,
};
use ferrogate_records::ec2::group::{Record, Rule};

use super::super::select::{check_form, not_found};
use super::super::view::View;
use super::super::{Ec2, Result, scope};
use super::permission::{Asked, read};
use super::rules::{Of, check_new, name_peers, resolve};
use super::{find, name, quota};

impl Ec2 {
    pub(in super::super) async fn modify_security_group_rules(
        &self,
        cx: &Cx,
        input: ModifySecurityGroupRulesRequest,
    ) -> Result<ModifySecurityGroupRulesResult> {
        let mut updates: Vec<(String, Asked)> = vec![];
        for update in input.security_group_rules {
            let id = update.security_group_rule_id;
            check_form::<SecurityGroupRule>(&[&id])?;
            if updates.iter().any(|(other, _)| *other == id) {
                let text = format!("The security group rule ID '{id}' is specified more than once");
                return Err(Error::new("InvalidParameterValue", text).into());
            }
            updates.push((id, whole(update.security_group_rule.unwrap_or_default())?));
        }
        self.change(scope(cx), |view, change| {
            let group = find(view, Some(&input.group_id), None)?;
            let mut next = (**group).clone();
            for (id, asked) in &updates {
                let new = replace(view, &mut next, id, asked)?;
                name_peers(view, change, &group, &[new])?;
            }
            for egress in [false, true] {
                check_distinct(next.rules(egress))?;
                quota::rules(view, next.rules(egress), None)?;
            }
            change.put(&group, next)?;
            Ok(ModifySecurityGroupRulesResult { r#return: Some(true) })
        })
        .await
    }

    pub(in super::super) async fn update_security_group_rule_descriptions_ingress(
        &self,
        cx: &Cx,
        input: UpdateSecurityGroupRuleDescriptionsIngressRequest,
    ) -> Result<UpdateSecurityGroupRuleDescriptionsIngressResult> {
        let of = Of { id: input.group_id, name: input.group_name, egress: false };
        let what = Descriptions::of(input.ip_permissions, input.security_group_rule_descriptions)?;
        self.describe_rules(cx, &of, &what).await?;
        Ok(UpdateSecurityGroupRuleDescriptionsIngressResult { r#return: Some(true) })
    }

    pub(in super::super) async fn update_security_group_rule_descriptions_egress(
        &self,
        cx: &Cx,
        input: UpdateSecurityGroupRuleDescriptionsEgressRequest,
    ) -> Result<UpdateSecurityGroupRuleDescriptionsEgressResult> {
        let of = Of { id: input.group_id, name: input.group_name, egress: true };
        let what = Descriptions::of(input.ip_permissions, input.security_group_rule_descriptions)?;
        self.describe_rules(cx, &of, &what).await?;
        Ok(UpdateSecurityGroupRuleDescriptionsEgressResult { r#return: Some(true) })
    }

    async fn describe_rules(&self, cx: &Cx, of: &Of, what: &Descriptions) -> Result<()> {
        self.change(scope(cx), |view, change| {
            let group = find(view, of.id.as_deref(), of.name.as_deref())?;
            let mut next = (**group).clone();
            let rules = next.rules_mut(of.egress);
            match what {
                Descriptions::ById(all) => describe_by_id(rules, all)?,
                Descriptions::ByValue(all) => {
                    describe_by_value(rules, resolve(view, &group, all, &[])?)?;
                }
            }
            change.put(&group, next)
        })
        .await
    }
}

/// New descriptions of rules.
enum Descriptions {
    ById(Vec<(String, Option<String>)>),
    ByValue(Vec<Asked>),
}

impl Descriptions {
    fn of(
        values: Option<Vec<IpPermission>>,
        ids: Option<Vec<SecurityGroupRuleDescription>>,
    ) -> Result<Self> {
        let (values, ids) = (values.unwrap_or_default(), ids.unwrap_or_default());
        match (values.is_empty(), ids.is_empty()) {
            (false, true) => Ok(Self::ByValue(read(values)?)),
            (true, false) => {
                let one = |of: SecurityGroupRuleDescription| {
                    let id = of.security_group_rule_id.unwrap_or_default();
                    check_form::<SecurityGroupRule>(&[&id])?;
                    Ok((id, name::rule_description(of.description)?))
                };
                Ok(Self::ById(ids.into_iter().map(one).collect::<Result<_>>()?))
            }
            (false, false) => {
                let text = "The parameter 'securityGroupRuleDescriptions' may not be used in \
                            combination with 'ipPermissions'";
                Err(Error::new("InvalidParameterCombination", text).into())
            }
            (true, true) => {
                let text = "Either 'ipPermissions' or 'securityGroupRuleDescriptions' should be \
                            provided.";
                Err(Error::new("MissingParameter", text).into())
            }
        }
    }
}

fn describe_by_id(rules: &mut [Rule], all: &[(String, Option<String>)]) -> Result<()> {
    for (id, description) in all {
        match rules.iter_mut().find(|rule| rule.id == *id) {
            Some(rule) => rule.description.clone_from(description),
            None => return Err(not_found::<SecurityGroupRule>(&[id]).into()),
        }
    }
    Ok(())
}

fn describe_by_value(rules: &mut [Rule], all: Vec<Rule>) -> Result<()> {
    for new in all {
        let is = |rule: &&mut Rule| rule.traffic == new.traffic && rule.peer == new.peer;
        let Some(rule) = rules.iter_mut().find(is) else {
            let text = "The specified rule does not exist in this security group.";
            return Err(Error::new("InvalidPermission.NotFound", text).into());
        };
        rule.description = new.description;
    }
    Ok(())
}

/// What a rule is to be: it is given as a whole, with one peer.
fn whole(rule: SecurityGroupRuleRequest) -> Result<Asked> {
    let description = rule.description;
    let permission = IpPermission {
        ip_protocol: rule.ip_protocol,
        from_port: rule.from_port,
        to_port: rule.to_port,
        ip_ranges: rule
            .cidr_ipv4
            .map(|cidr| vec![IpRange { cidr_ip: Some(cidr), description: description.clone() }]),
        ipv6_ranges: rule.cidr_ipv6.map(|cidr| {
            vec![Ipv6Range { cidr_ipv6: Some(cidr), description: description.clone() }]
        }),
        prefix_list_ids: rule.prefix_list_id.map(|id| {
            vec![PrefixListId { prefix_list_id: Some(id), description: description.clone() }]
        }),
        user_id_group_pairs: rule.referenced_group_id.map(|id| {
            vec![UserIdGroupPair {
                group_id: Some(id),
                description: description.clone(),
                ..UserIdGroupPair::default()
            }]
        }),
    };
    let mut asked = read(vec![permission])?;
    match (asked.pop(), asked.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => {
            let text = "Only one of cidrIpv4, cidrIpv6, prefixListId and referencedGroupId can be \
                        specified";
            Err(Error::new("InvalidParameterCombination", text).into())
        }
    }
}

/// Gives the rule `id` of the group other values; the rule as it is then.
fn replace(view: &View, group: &mut Record, id: &str, asked: &Asked) -> Result<Rule> {
    let mut new = resolve(view, group, std::slice::from_ref(asked), &[])?;
    let mut rules = group.ingress.iter_mut().chain(&mut group.egress);
    match (rules.find(|rule| rule.id == id), new.pop()) {
        (Some(rule), Some(new)) => {
            rule.traffic = new.traffic;
            rule.peer = new.peer;
            rule.description = new.description;
            Ok(rule.clone())
        }
        _ => Err(not_found::<SecurityGroupRule>(&[id]).into()),
    }
}

/// Whether the rules of a direction are all different.
fn check_distinct(rules: &[Rule]) -> Result<()> {
    for (n, rule) in rules.iter().enumerate() {
        check_new(std::slice::from_ref(rule), &rules[..n])?;
    }
    Ok(())
}
