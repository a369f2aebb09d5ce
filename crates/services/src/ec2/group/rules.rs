//! Rules come and go.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult,
    AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult, Error,
    RevokeSecurityGroupEgressRequest, RevokeSecurityGroupEgressResult,
    RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResult, SecurityGroupRule,
    UserIdGroupPair,
};
use ferrogate_records::Tag;
use ferrogate_records::ec2::group::{Peer, Record, Rule};
use ferrogate_records::ec2::peering::Status;
use ferrogate_records::ec2::{prefix_list, vpc};

use super::super::change::Change;
use super::super::select::{Resource, check_form, not_found};
use super::super::view::View;
use super::super::{Ec2, Result, scope, tag};
use super::peered::{Peered, Peers};
use super::permission::{Asked, AskedPeer, Flat, asked};
use super::{find, named, quota, show};

/// The one rule that a request names without `IpPermissions`; four requests have the same
/// parameters, each with a type of its own.
macro_rules! flat {
    ($input:ident) => {
        Flat {
            cidr: $input.cidr_ip,
            protocol: $input.ip_protocol,
            from: $input.from_port,
            to: $input.to_port,
            group_name: $input.source_security_group_name,
            group_owner: $input.source_security_group_owner_id,
        }
    };
}

/// The group and the direction that rules are of.
pub(super) struct Of {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) egress: bool,
}

/// Which rules of a group are revoked.
enum Revoke {
    Ids(Vec<String>),
    Values(Vec<Asked>),
}

impl Ec2 {
    pub(in super::super) async fn authorize_security_group_ingress(
        &self,
        cx: &Cx,
        input: AuthorizeSecurityGroupIngressRequest,
    ) -> Result<AuthorizeSecurityGroupIngressResult> {
        let flat = flat!(input);
        let wanted = asked(input.ip_permissions, flat)?;
        let tags = tag::accepted(input.tag_specifications, "security-group-rule")?;
        let of = Of { id: input.group_id, name: input.group_name, egress: false };
        Ok(AuthorizeSecurityGroupIngressResult {
            r#return: Some(true),
            security_group_rules: Some(self.authorize(cx, &of, &wanted, &tags).await?),
        })
    }

    pub(in super::super) async fn authorize_security_group_egress(
        &self,
        cx: &Cx,
        input: AuthorizeSecurityGroupEgressRequest,
    ) -> Result<AuthorizeSecurityGroupEgressResult> {
        let flat = flat!(input);
        check_no_flat(&flat)?;
        let wanted = asked(input.ip_permissions, flat)?;
        let tags = tag::accepted(input.tag_specifications, "security-group-rule")?;
        let of = Of { id: Some(input.group_id), name: None, egress: true };
        Ok(AuthorizeSecurityGroupEgressResult {
            r#return: Some(true),
            security_group_rules: Some(self.authorize(cx, &of, &wanted, &tags).await?),
        })
    }

    pub(in super::super) async fn revoke_security_group_ingress(
        &self,
        cx: &Cx,
        input: RevokeSecurityGroupIngressRequest,
    ) -> Result<RevokeSecurityGroupIngressResult> {
        let flat = flat!(input);
        let which = which(input.security_group_rule_ids, input.ip_permissions, flat)?;
        let of = Of { id: input.group_id, name: input.group_name, egress: false };
        self.revoke(cx, &of, &which).await
    }

    pub(in super::super) async fn revoke_security_group_egress(
        &self,
        cx: &Cx,
        input: RevokeSecurityGroupEgressRequest,
    ) -> Result<RevokeSecurityGroupEgressResult> {
        let flat = flat!(input);
        check_no_flat(&flat)?;
        let which = which(input.security_group_rule_ids, input.ip_permissions, flat)?;
        let of = Of { id: Some(input.group_id), name: None, egress: true };
        let revoked = self.revoke(cx, &of, &which).await?;
        Ok(RevokeSecurityGroupEgressResult {
            r#return: revoked.r#return,
            unknown_ip_permissions: revoked.unknown_ip_permissions,
            revoked_security_group_rules: revoked.revoked_security_group_rules,
        })
    }

    async fn authorize(
        &self,
        cx: &Cx,
        of: &Of,
        wanted: &[Asked],
        tags: &[Tag],
    ) -> Result<Vec<SecurityGroupRule>> {
        self.change(scope(cx), |view, change| {
            let group = find(view, of.id.as_deref(), of.name.as_deref())?;
            let added = resolve(view, &group, wanted, tags)?;
            check_new(&added, group.rules(of.egress))?;
            let mut next = (**group).clone();
            next.rules_mut(of.egress).extend(added.iter().cloned());
            quota::rules(view, next.rules(of.egress), None)?;
            name_peers(view, change, &group, &added)?;
            change.put(&group, next)?;
            let shown = added.iter().map(|rule| show::rule(view, &group, of.egress, rule));
            shown.collect()
        })
        .await
    }

    async fn revoke(
        &self,
        cx: &Cx,
        of: &Of,
        which: &Revoke,
    ) -> Result<RevokeSecurityGroupIngressResult> {
        self.change(scope(cx), |view, change| {
            let group = find(view, of.id.as_deref(), of.name.as_deref())?;
            let rules = group.rules(of.egress);
            let (gone, unknown) = match which {
                Revoke::Ids(ids) => (by_ids(rules, ids)?, vec![]),
                Revoke::Values(values) => by_values(view, &group, of.egress, values)?,
            };
            let is_gone = |rule: &Rule| gone.contains(&rule.id);
            let revoked = rules.iter().filter(|rule| is_gone(rule));
            let revoked = revoked.map(|rule| show::revoked(view, &group, of.egress, rule));
            let revoked = revoked.collect::<Result<_>>()?;
            if !gone.is_empty() {
                let mut next = (**group).clone();
                next.rules_mut(of.egress).retain(|rule| !is_gone(rule));
                change.put(&group, next)?;
            }
            Ok(RevokeSecurityGroupIngressResult {
                r#return: Some(true),
                unknown_ip_permissions: Some(show::permissions(
                    &Peers::of(view, &group.vpc)?,
                    &unknown,
                )?),
                revoked_security_group_rules: Some(revoked),
            })
        })
        .await
    }
}

/// What the models have, and AWS never offered, for rules of what goes out.
fn check_no_flat(flat: &Flat) -> Result<()> {
    let Some(parameter) = flat.first() else { return Ok(()) };
    let text = format!("The parameter {parameter} is not supported. Use ipPermissions instead.");
    Err(Error::new("InvalidParameterValue", text).into())
}

fn which(
    ids: Option<Vec<String>>,
    permissions: Option<Vec<ferrogate_api::ec2::IpPermission>>,
    flat: Flat,
) -> Result<Revoke> {
    let has_values = permissions.as_ref().is_some_and(|all| !all.is_empty());
    match ids.filter(|ids| !ids.is_empty()) {
        None if has_values || flat.first().is_some() => {
            Ok(Revoke::Values(asked(permissions, flat)?))
        }
        None => {
            let text = "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.";
            Err(Error::new("MissingParameter", text).into())
        }
        Some(_) if has_values || flat.first().is_some() => {
            let text = "The parameter 'securityGroupRuleIds' may not be used in combination with \
                        'ipPermissions'";
            Err(Error::new("InvalidParameterCombination", text).into())
        }
        Some(ids) => {
            check_form::<SecurityGroupRule>(&ids)?;
            Ok(Revoke::Ids(ids))
        }
    }
}

/// The rules that the group would have of what is asked for.
pub(super) fn resolve(
    view: &View,
    group: &Record,
    wanted: &[Asked],
    tags: &[Tag],
) -> Result<Vec<Rule>> {
    let rule = |asked: &Asked| {
        Ok(Rule {
            id: asked.id.clone(),
            traffic: asked.traffic,
            peer: peer(view, group, &asked.peer)?,
            description: asked.description.clone(),
            tags: tags.to_vec(),
        })
    };
    wanted.iter().map(rule).collect()
}

fn peer(view: &View, group: &Record, asked: &AskedPeer) -> Result<Peer> {
    match asked {
        AskedPeer::Range(range) => Ok(Peer::Range(*range)),
        AskedPeer::PrefixList(id) => {
            Ok(Peer::PrefixList(view.find::<prefix_list::Record>(id)?.id.clone()))
        }
        AskedPeer::Group(pair) => Ok(Peer::Group(group_of(view, group, pair)?)),
    }
}

/// The id of the group that a pair names: of the same VPC, or of one that is peered with it.
fn group_of(view: &View, group: &Record, pair: &UserIdGroupPair) -> Result<String> {
    let peered = match &pair.group_id {
        Some(id) => Peers::of(view, &group.vpc)?.find(id)?,
        None => None,
    };
    let peered = peered.filter(|peered| peered.connection.status == Status::Active);
    if let Some(asked) = &pair.vpc_peering_connection_id
        && peered.as_ref().is_none_or(|peered| peered.connection.id != *asked)
    {
        let text = format!("The vpcPeeringConnection ID '{asked}' does not exist");
        return Err(Error::new("InvalidVpcPeeringConnectionID.NotFound", text).into());
    }
    if let Some(Peered { group: other, .. }) = peered {
        let is_owner = |user: &String| user.is_empty() || user == other.scope.account.as_str();
        // One of the caller's own needs no owner.
        let own = other.scope.account == view.scope.account;
        if pair.user_id.as_ref().map_or(own, is_owner) {
            return Ok(other.id.clone());
        }
    }
    let account = view.scope.account.as_str();
    if pair.user_id.as_deref().is_some_and(|user| !user.is_empty() && user != account) {
        let named = pair.group_id.as_deref().or(pair.group_name.as_deref()).unwrap_or_default();
        return Err(not_found::<show::Shown>(&[named]).into());
    }
    let other = match (&pair.group_id, &pair.group_name) {
        // EC2 shows a name beside the id, and takes what it has shown.
        (Some(id), _) => view.find::<Record>(id)?,
        (None, Some(name)) => named(view, name)?,
        (None, None) => find(view, None, None)?,
    };
    if other.vpc != group.vpc {
        let text = "You have specified two resources that belong to different networks.";
        return Err(Error::new(show::Shown::NOT_FOUND, text).into());
    }
    Ok(other.id.clone())
}

/// Whether no rule is named twice, and none is there already.
pub(super) fn check_new(added: &[Rule], present: &[Rule]) -> Result<()> {
    let same = |a: &Rule, b: &Rule| a.traffic == b.traffic && a.peer == b.peer;
    for (n, rule) in added.iter().enumerate() {
        if added[..n].iter().any(|other| same(other, rule)) {
            let text = "The same permission must not appear multiple times";
            return Err(Error::new("InvalidParameterValue", text).into());
        }
        if present.iter().any(|other| same(other, rule)) {
            let text = format!("the specified rule \"{}\" already exists", show::words(rule));
            return Err(Error::new("InvalidPermission.Duplicate", text).into());
        }
    }
    Ok(())
}

/// Sees to it that what new rules name is still there when they are: whoever deletes it takes
/// the same turn.
pub(super) fn name_peers(
    view: &View,
    change: &mut Change,
    group: &Record,
    added: &[Rule],
) -> Result<()> {
    for rule in added {
        match &rule.peer {
            Peer::Group(id) if *id != group.id => change.take_turn(view, &group.vpc)?,
            Peer::PrefixList(id) => change.take_turn(view, id)?,
            Peer::Group(_) | Peer::Range(_) => true,
        };
    }
    Ok(())
}

fn by_ids(rules: &[Rule], ids: &[String]) -> Result<Vec<String>> {
    let has = |id: &str| rules.iter().any(|rule| rule.id == id);
    let missing: Vec<&str> = ids.iter().map(String::as_str).filter(|id| !has(id)).collect();
    if missing.is_empty() {
        return Ok(ids.to_vec());
    }
    Err(not_found::<SecurityGroupRule>(&missing).into())
}

/// The ids of the rules with these values, and what no rule has: that is shown for a group of
/// the default VPC, and refused for others.
fn by_values(
    view: &View,
    group: &Record,
    egress: bool,
    values: &[Asked],
) -> Result<(Vec<String>, Vec<Rule>)> {
    let (mut gone, mut unknown) = (vec![], vec![]);
    for value in resolve(view, group, values, &[])? {
        let is = |rule: &&Rule| rule.traffic == value.traffic && rule.peer == value.peer;
        match group.rules(egress).iter().find(is) {
            Some(rule) => gone.push(rule.id.clone()),
            None => unknown.push(value),
        }
    }
    let of_default = view.get::<vpc::Record>(&group.vpc)?.is_some_and(|vpc| vpc.is_default);
    if !unknown.is_empty() && !of_default {
        let text = "The specified rule does not exist in this security group.";
        return Err(Error::new("InvalidPermission.NotFound", text).into());
    }
    Ok((gone, unknown))
}
