//! Load balancers: made with their interfaces, shown, moved, and deleted with all that is theirs.

mod show;

use std::collections::BTreeSet;

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    CreateLoadBalancerInput, CreateLoadBalancerOutput, DeleteLoadBalancerInput,
    DeleteLoadBalancerOutput, DescribeLoadBalancersInput, DescribeLoadBalancersOutput, Error,
    IpAddressType, LoadBalancerSchemeEnum, LoadBalancerTypeEnum, SetIpAddressTypeInput,
    SetIpAddressTypeOutput, SetSecurityGroupsInput, SetSecurityGroupsOutput, SetSubnetsInput,
    SetSubnetsOutput,
};
use ferrogate_records::Tag;
use ferrogate_records::elb::Named;
use ferrogate_records::elb::load_balancer::{self, Record, State, Zone};

use self::show::{show, zones};
use super::change::Change;
use super::view::View;
use super::{
    Elb, Result, arn, attribute, check_name, interface, invalid, new_id, not_built, paging, scope,
    subnets, tag,
};

/// Load balancers of an account in a region (ALB quotas).
const LOAD_BALANCERS_MAX: usize = 50;

/// What a new load balancer is to be.
struct Wanted {
    named: Named,
    dns_number: u32,
    internal: bool,
    subnets: Vec<String>,
    groups: Vec<String>,
    tags: Vec<Tag>,
}

impl Elb {
    pub(super) async fn create_load_balancer(
        &self,
        cx: &Cx,
        input: CreateLoadBalancerInput,
    ) -> Result<CreateLoadBalancerOutput> {
        let wanted = wanted(input)?;
        let made = self
            .change(scope(cx), |view, change| match of_name(view, &wanted.named.name)? {
                Some(old) => as_before(view, &old, &wanted),
                None => make(view, change, &wanted),
            })
            .await?;
        Ok(CreateLoadBalancerOutput { load_balancers: Some(vec![show(&made)]) })
    }

    pub(super) async fn describe_load_balancers(
        &self,
        cx: &Cx,
        input: DescribeLoadBalancersInput,
    ) -> Result<DescribeLoadBalancersOutput> {
        let view = self.view(scope(cx));
        let arns = input.load_balancer_arns.unwrap_or_default();
        let names = input.names.unwrap_or_default();
        if !arns.is_empty() && !names.is_empty() {
            return invalid(
                "Load balancer names and load balancer ARNs cannot be specified at the same time",
            );
        }
        let mut found: Vec<Record> = vec![];
        let mut missing = vec![];
        for text in &arns {
            let named = arn::load_balancer(&view.scope, text)?;
            match named.map(|named| view.load_balancer(&named)).transpose()?.flatten() {
                Some(one) => found.push((**one).clone()),
                None => missing.push(text.as_str()),
            }
        }
        for name in &names {
            match of_name(&view, name)? {
                Some(one) => found.push(one),
                None => missing.push(name),
            }
        }
        if !missing.is_empty() {
            let text = format!("Load balancers '[{}]' not found", missing.join(", "));
            return Err(Error::load_balancer_not_found(text).into());
        }
        if arns.is_empty() && names.is_empty() {
            found = view.all::<Record>()?.into_iter().map(|one| (**one).clone()).collect();
        }
        found.sort_by(|a, b| a.named.cmp(&b.named));
        found.dedup();
        let key = |one: &Record| one.named.name.clone();
        let list = format!("DescribeLoadBalancers {arns:?} {names:?}");
        let (page, next_marker) =
            paging::page(&list, input.marker.as_deref(), input.page_size, found, key)?;
        let load_balancers = Some(page.iter().map(show).collect());
        Ok(DescribeLoadBalancersOutput { load_balancers, next_marker })
    }

    /// With its listeners and interfaces. One that is not there is deleted already, as on AWS.
    pub(super) async fn delete_load_balancer(
        &self,
        cx: &Cx,
        input: DeleteLoadBalancerInput,
    ) -> Result<DeleteLoadBalancerOutput> {
        self.change(scope(cx), |view, change| {
            let named = arn::load_balancer(&view.scope, &input.load_balancer_arn)?;
            let old = named.map(|named| view.load_balancer(&named)).transpose()?.flatten();
            let Some(old) = old else { return Ok(()) };
            if attribute::is_protected(&old) {
                let text = format!(
                    "Load balancer '{}' cannot be deleted because deletion protection is enabled",
                    old.arn()
                );
                return Err(Error::operation_not_permitted(text).into());
            }
            change.take_turn(view, &old.vpc)?;
            for listener in view.listeners(&old.named)? {
                change.delete(&listener);
            }
            for zone in &old.zones {
                interface::remove(view, change, zone)?;
            }
            change.delete(&old);
            Ok(())
        })
        .await?;
        Ok(DeleteLoadBalancerOutput::default())
    }

    pub(super) async fn set_security_groups(
        &self,
        cx: &Cx,
        input: SetSecurityGroupsInput,
    ) -> Result<SetSecurityGroupsOutput> {
        if input.enforce_security_group_inbound_rules_on_private_link_traffic.is_some() {
            return invalid(
                "'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic' can only be specified for \
                 LoadBalancer type 'network'.",
            );
        }
        let groups = self
            .change(scope(cx), |view, change| {
                let old = view.find_load_balancer(&input.load_balancer_arn)?;
                if input.security_groups.is_empty() {
                    return invalid("At least one security group must be specified");
                }
                let groups = subnets::groups(view, &old.vpc, &input.security_groups)?;
                change.take_turn(view, &old.vpc)?;
                for zone in &old.zones {
                    interface::regroup(view, change, zone, &groups)?;
                }
                change.put(&old, Record { groups: groups.clone(), ..(**old).clone() })?;
                Ok(groups)
            })
            .await?;
        Ok(SetSecurityGroupsOutput {
            security_group_ids: Some(groups),
            ..SetSecurityGroupsOutput::default()
        })
    }

    /// Interfaces in subnets that it has already stay as they are.
    pub(super) async fn set_subnets(
        &self,
        cx: &Cx,
        input: SetSubnetsInput,
    ) -> Result<SetSubnetsOutput> {
        check_ip_type(input.ip_address_type.as_ref())?;
        check_no_source_nat(input.enable_prefix_for_ipv6_source_nat.is_some())?;
        let ids = subnets::asked(input.subnets, input.subnet_mappings)?;
        let made = self
            .change(scope(cx), |view, change| {
                let old = view.find_load_balancer(&input.load_balancer_arn)?;
                let found = subnets::find(view, &ids)?;
                if found.iter().any(|one| one.vpc != old.vpc) {
                    let text = "The subnets must belong to the VPC of the load balancer";
                    return Err(Error::invalid_configuration_request(text).into());
                }
                change.take_turn(view, &old.vpc)?;
                let stays = |zone: &&Zone| found.iter().any(|one| one.id == zone.subnet);
                for zone in old.zones.iter().filter(|zone| !stays(zone)) {
                    interface::remove(view, change, zone)?;
                }
                let mut made = (**old).clone();
                made.zones.retain(|zone| stays(&zone));
                let mut taken = BTreeSet::new();
                for subnet in &found {
                    if old.zones.iter().all(|zone| zone.subnet != subnet.id) {
                        let zone = interface::make(view, change, &old, subnet, &mut taken)?;
                        made.zones.push(zone);
                    }
                }
                made.zones.sort_by(|a, b| a.zone.cmp(&b.zone));
                change.put(&old, made.clone())?;
                Ok(made)
            })
            .await?;
        Ok(SetSubnetsOutput {
            availability_zones: Some(zones(&made)),
            ip_address_type: Some(IpAddressType::Ipv4),
            ..SetSubnetsOutput::default()
        })
    }

    pub(super) async fn set_ip_address_type(
        &self,
        cx: &Cx,
        input: SetIpAddressTypeInput,
    ) -> Result<SetIpAddressTypeOutput> {
        self.view(scope(cx)).find_load_balancer(&input.load_balancer_arn)?;
        check_ip_type(Some(&input.ip_address_type))?;
        Ok(SetIpAddressTypeOutput { ip_address_type: Some(IpAddressType::Ipv4) })
    }
}

/// Reads what is asked for, and refuses what can't be, or is not built, by its name.
fn wanted(input: CreateLoadBalancerInput) -> Result<Wanted> {
    match input.r#type {
        None | Some(LoadBalancerTypeEnum::Application) => {}
        Some(other) => return not_built(format_args!("Type '{other}'")),
    }
    check_name("Load balancer", &input.name)?;
    if input.name.starts_with("internal-") {
        let text = format!("Load balancer name '{}' cannot begin with 'internal-'", input.name);
        return invalid(text);
    }
    check_ip_type(input.ip_address_type.as_ref())?;
    check_no_source_nat(input.enable_prefix_for_ipv6_source_nat.is_some())?;
    if input.customer_owned_ipv4_pool.is_some() {
        return not_built("CustomerOwnedIpv4Pool");
    }
    if input.ipam_pools.is_some() {
        return not_built("IpamPools");
    }
    let mut subnets = subnets::asked(input.subnets, input.subnet_mappings)?;
    subnets.sort();
    Ok(Wanted {
        named: Named { name: input.name, id: new_id() },
        dns_number: uuid::Uuid::new_v4().as_fields().0,
        internal: input.scheme == Some(LoadBalancerSchemeEnum::Internal),
        subnets,
        groups: input.security_groups.unwrap_or_default(),
        tags: tag::accepted(input.tags)?,
    })
}

fn check_ip_type(asked: Option<&IpAddressType>) -> Result<()> {
    match asked {
        None | Some(IpAddressType::Ipv4) => Ok(()),
        Some(other) => not_built(format_args!("IpAddressType '{other}'")),
    }
}

fn check_no_source_nat(given: bool) -> Result<()> {
    if !given {
        return Ok(());
    }
    invalid("'EnablePrefixForIpv6SourceNat' can only be specified for LoadBalancer type 'network'.")
}

fn of_name(view: &View, name: &str) -> Result<Option<Record>> {
    let found = view.asked::<Record>(load_balancer::key(&view.scope, name))?;
    Ok(found.map(|one| (**one).clone()))
}

/// The load balancer that the same request made before; another request is refused.
fn as_before(view: &View, old: &Record, wanted: &Wanted) -> Result<Record> {
    let found = subnets::find(view, &wanted.subnets)?;
    let mut groups = subnets::groups(view, &found[0].vpc, &wanted.groups)?;
    let (mut own, mut subnets): (Vec<_>, Vec<_>) =
        (old.groups.clone(), old.zones.iter().map(|zone| zone.subnet.clone()).collect());
    for list in [&mut groups, &mut own, &mut subnets] {
        list.sort();
    }
    let same = old.internal == wanted.internal
        && subnets == wanted.subnets
        && own == groups
        && tag::same(&old.tags, &wanted.tags);
    if same {
        return Ok(old.clone());
    }
    let text = format!(
        "A load balancer with the same name '{}' exists, but with different settings",
        old.named.name
    );
    Err(Error::duplicate_load_balancer_name(text).into())
}

fn make(view: &View, change: &mut Change, wanted: &Wanted) -> Result<Record> {
    let found = subnets::find(view, &wanted.subnets)?;
    let vpc = found[0].vpc.clone();
    let groups = subnets::groups(view, &vpc, &wanted.groups)?;
    if !wanted.internal {
        subnets::check_internet(view, &vpc)?;
    }
    if view.all::<Record>()?.len() >= LOAD_BALANCERS_MAX {
        let text =
            format!("The maximum number of load balancers has been reached: {LOAD_BALANCERS_MAX}");
        return Err(Error::too_many_load_balancers(text).into());
    }
    change.take_turn(view, &vpc)?;
    let mut record = Record {
        scope: view.scope.clone(),
        named: wanted.named.clone(),
        dns_number: wanted.dns_number,
        internal: wanted.internal,
        vpc,
        zones: vec![],
        groups,
        state: State::Provisioning,
        attributes: Default::default(),
        created_at: view.now,
        tags: wanted.tags.clone(),
    };
    let mut taken = BTreeSet::new();
    for subnet in &found {
        let zone = interface::make(view, change, &record, subnet, &mut taken)?;
        record.zones.push(zone);
    }
    record.zones.sort_by(|a, b| a.zone.cmp(&b.zone));
    change.create(load_balancer::key(&view.scope, &record.named.name), &record)?;
    Ok(record)
}
