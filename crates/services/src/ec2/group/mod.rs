//! Security groups and their rules.
//!
//! What a request asks for is read by [`permission`], without a look at any record, and then
//! met with what is there: [`rules`] adds and removes, [`modify`] changes.

mod modify;
mod name;
mod peered;
mod permission;
mod quota;
mod references;
mod rules;
mod show;

pub(super) use quota::rules as check_rules;

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    CreateSecurityGroupRequest, CreateSecurityGroupResult, DeleteSecurityGroupRequest,
    DeleteSecurityGroupResult, DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult,
    DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult, Error,
};
use ferrogate_records::ec2::group::{self, Peer, Record, Rule, Traffic};
use ferrogate_records::ec2::vpc;
use ferrogate_state::Entry;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::select::{Ask, Resource, select};
use super::view::View;
use super::{Ec2, Result, new_id, scope, tag, text};

impl Ec2 {
    pub(super) async fn create_security_group(
        &self,
        cx: &Cx,
        input: CreateSecurityGroupRequest,
    ) -> Result<CreateSecurityGroupResult> {
        let name = name::group(&input.group_name)?;
        let description = name::group_description(&input.description)?;
        let tags = tag::accepted(input.tag_specifications, "security-group")?;
        let (id, rule_ids) = (new_id("sg"), [new_id("sgr"), new_id("sgr")]);
        let record = self
            .change(scope(cx), |view, change| {
                let vpc = vpc_of(view, input.vpc_id.as_deref())?;
                quota::groups(view)?;
                if view.groups(&vpc.id)?.iter().any(|other| name::same(&other.name, name)) {
                    let text =
                        format!("The security group '{name}' already exists for VPC '{}'", vpc.id);
                    return Err(Error::new("InvalidGroup.Duplicate", text).into());
                }
                let record = Record {
                    scope: view.scope.clone(),
                    id: id.clone(),
                    vpc: vpc.id.clone(),
                    name: name.to_owned(),
                    description: description.to_owned(),
                    ingress: vec![],
                    egress: all_out(&vpc, &rule_ids),
                    tags: tags.clone(),
                };
                change.take_turn(view, &vpc.id)?;
                change.create(group::key(&view.scope, &id), &record)?;
                Ok(record)
            })
            .await?;
        Ok(CreateSecurityGroupResult {
            group_id: text(&*record.id),
            tags: Some(tag::shown(&record.tags)),
            security_group_arn: Some(show::arn(&record)),
        })
    }

    pub(super) async fn delete_security_group(
        &self,
        cx: &Cx,
        input: DeleteSecurityGroupRequest,
    ) -> Result<DeleteSecurityGroupResult> {
        self.change(scope(cx), |view, change| {
            let group = find(view, input.group_id.as_deref(), input.group_name.as_deref())?;
            if group.is_default() {
                let text = format!(
                    "the specified group: \"{}\" name: \"{}\" cannot be deleted by a user",
                    group.id, group.name
                );
                return Err(Error::new("CannotDelete", text).into());
            }
            if is_used(view, &group)? {
                let text = format!("resource {} has a dependent object", group.id);
                return Err(Error::new("DependencyViolation", text).into());
            }
            change.take_turn(view, &group.vpc)?;
            change.delete(&group);
            Ok(DeleteSecurityGroupResult { r#return: Some(true), group_id: text(&*group.id) })
        })
        .await
    }

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
                ids.push(named(&view, &name)?.id.clone());
            }
        }
        let ask = Ask {
            ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (found, next_token) = view.describe::<Record>(ask)?;
        let security_groups = Some(found.into_iter().map(|shown| shown.group).collect());
        Ok(DescribeSecurityGroupsResult { security_groups, next_token })
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
                for rule in group.rules(egress) {
                    all.push(show::rule(&view, group, egress, rule)?);
                }
            }
        }
        let (rules, next_token) = select(all, ask)?;
        Ok(DescribeSecurityGroupRulesResult { security_group_rules: Some(rules), next_token })
    }
}

/// The VPC that a group is made for: the default one when none is named.
fn vpc_of(view: &View, id: Option<&str>) -> Result<Arc<Entry<vpc::Record>>> {
    match id {
        Some(id) => view.find(id),
        None => view
            .default_vpc()?
            .ok_or_else(|| Error::new("VPCIdNotSpecified", "No default VPC for this user").into()),
    }
}

/// What every new group has: all may go out.
fn all_out(vpc: &vpc::Record, ids: &[String; 2]) -> Vec<Rule> {
    let rule = |id: &String, everywhere: IpNet| Rule {
        id: id.clone(),
        traffic: Traffic::All,
        peer: Peer::Range(everywhere),
        description: None,
        tags: vec![],
    };
    let mut rules = vec![rule(&ids[0], Ipv4Net::default().into())];
    if !vpc.ipv6_cidrs.is_empty() {
        rules.push(rule(&ids[1], Ipv6Net::default().into()));
    }
    rules
}

/// Whether an interface is in the group, or a rule of another group of its VPC names it. What a
/// peered VPC names may go: the rule is stale then.
fn is_used(view: &View, group: &Record) -> Result<bool> {
    let names = |rule: &Rule| rule.peer == Peer::Group(group.id.clone());
    let others = view.all::<Record>()?;
    let mut others = others.iter().filter(|other| other.id != group.id && other.vpc == group.vpc);
    let mut interfaces = view.interfaces(&group.vpc)?.into_iter();
    Ok(others.any(|other| other.ingress.iter().chain(&other.egress).any(names))
        || interfaces.any(|eni| eni.groups.contains(&group.id)))
}

/// The group that a request is about, by its id, or by its name when it is the default VPC's.
fn find(view: &View, id: Option<&str>, name: Option<&str>) -> Result<Arc<Entry<Record>>> {
    match (id, name) {
        (Some(id), None) => view.find(id),
        (None, Some(name)) => named(view, name),
        (Some(_), Some(_)) => {
            let text = "The parameter groupName cannot be used with the parameter groupId";
            Err(Error::new("InvalidParameterCombination", text).into())
        }
        (None, None) => {
            let text = "The request must contain the parameter groupName or groupId";
            Err(Error::new("MissingParameter", text).into())
        }
    }
}

/// The group of the default VPC with this name: other groups are asked for by id.
fn named(view: &View, name: &str) -> Result<Arc<Entry<Record>>> {
    let vpc = view.default_vpc()?.map(|vpc| vpc.id.clone()).unwrap_or_default();
    let found = view.groups(&vpc)?.into_iter().find(|group| name::same(&group.name, name));
    found.cloned().ok_or_else(|| {
        let text = format!("The security group '{name}' does not exist in default VPC '{vpc}'");
        Error::new(show::Shown::NOT_FOUND, text).into()
    })
}
