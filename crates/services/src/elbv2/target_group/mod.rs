//! Target groups, of targets that are addresses.

mod check;
mod show;

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    CreateTargetGroupInput, CreateTargetGroupOutput, DeleteTargetGroupInput,
    DeleteTargetGroupOutput, DescribeTargetGroupsInput, DescribeTargetGroupsOutput, Error,
    ModifyTargetGroupInput, ModifyTargetGroupOutput, ProtocolEnum, TargetGroupIpAddressTypeEnum,
    TargetTypeEnum,
};
use ferrogate_records::balancer::{GroupProtocol, Version};
use ferrogate_records::ec2::vpc;
use ferrogate_records::elb::Named;
use ferrogate_records::elb::target_group::{self, Record};

use self::check::Asked;
use self::show::show;
use super::change::Change;
use super::view::View;
use super::{
    Elb, Result, arn, association, check_name, invalid, new_id, not_built, paging, scope, tag,
};

/// Target groups of an account in a region (ALB quotas).
const TARGET_GROUPS_MAX: usize = 3000;

impl Elb {
    pub(super) async fn create_target_group(
        &self,
        cx: &Cx,
        input: CreateTargetGroupInput,
    ) -> Result<CreateTargetGroupOutput> {
        let wanted = wanted(cx, input, self.state.now())?;
        let made = self
            .change(scope(cx), |view, change| match of_name(view, &wanted.named.name)? {
                Some(old) => as_before(old, &wanted),
                None => make(view, change, &wanted),
            })
            .await?;
        Ok(CreateTargetGroupOutput { target_groups: Some(vec![show(&made, None)]) })
    }

    pub(super) async fn describe_target_groups(
        &self,
        cx: &Cx,
        input: DescribeTargetGroupsInput,
    ) -> Result<DescribeTargetGroupsOutput> {
        let view = self.view(scope(cx));
        let arns = input.target_group_arns.unwrap_or_default();
        let names = input.names.unwrap_or_default();
        let ways = [!arns.is_empty(), !names.is_empty(), input.load_balancer_arn.is_some()];
        if ways.into_iter().filter(|given| *given).count() > 1 {
            return invalid(
                "Target group names, target group ARNs, and a load balancer ARN cannot be \
                 specified at the same time",
            );
        }
        let not_found = || Error::target_group_not_found("One or more target groups not found");
        let mut found: Vec<Record> = vec![];
        for text in &arns {
            found.push((**view.find_target_group(text)?).clone());
        }
        for name in &names {
            found.push(of_name(&view, name)?.ok_or_else(not_found)?);
        }
        if arns.is_empty() && names.is_empty() {
            found = view.all::<Record>()?.into_iter().map(|one| (**one).clone()).collect();
        }
        if let Some(text) = &input.load_balancer_arn {
            let of = view.find_load_balancer(text)?;
            let mut used = vec![];
            for group in found {
                if association::user(&view, &group)?.is_some_and(|user| user == of.named) {
                    used.push(group);
                }
            }
            found = used;
        }
        found.sort_by(|a, b| a.named.cmp(&b.named));
        found.dedup();
        let key = |one: &Record| one.named.name.clone();
        let list = format!("DescribeTargetGroups {arns:?} {names:?} {:?}", input.load_balancer_arn);
        let (page, next_marker) =
            paging::page(&list, input.marker.as_deref(), input.page_size, found, key)?;
        let show = |one: &Record| Ok(show(one, association::user(&view, one)?));
        let target_groups = Some(page.iter().map(show).collect::<Result<_>>()?);
        Ok(DescribeTargetGroupsOutput { target_groups, next_marker })
    }

    /// One that is not there is deleted already, as on AWS. Its targets are removed later.
    pub(super) async fn delete_target_group(
        &self,
        cx: &Cx,
        input: DeleteTargetGroupInput,
    ) -> Result<DeleteTargetGroupOutput> {
        self.change(scope(cx), |view, change| {
            let named = arn::target_group(&view.scope, &input.target_group_arn)?;
            let old = named.map(|named| view.target_group(&named)).transpose()?.flatten();
            let Some(old) = old else { return Ok(()) };
            if association::user(view, &old)?.is_some() {
                let text = format!(
                    "Target group '{}' is currently in use by a listener or a rule",
                    old.arn()
                );
                return Err(Error::resource_in_use(text).into());
            }
            change.delete(&old);
            Ok(())
        })
        .await?;
        Ok(DeleteTargetGroupOutput::default())
    }

    pub(super) async fn modify_target_group(
        &self,
        cx: &Cx,
        input: ModifyTargetGroupInput,
    ) -> Result<ModifyTargetGroupOutput> {
        let asked = Asked {
            enabled: input.health_check_enabled,
            protocol: input.health_check_protocol,
            port: input.health_check_port,
            path: input.health_check_path,
            interval: input.health_check_interval_seconds,
            timeout: input.health_check_timeout_seconds,
            healthy: input.healthy_threshold_count,
            unhealthy: input.unhealthy_threshold_count,
            matcher: input.matcher,
        };
        let made = self
            .change(scope(cx), |view, change| {
                let old = view.find_target_group(&input.target_group_arn)?;
                let (check, matcher) =
                    asked.over(old.check.clone(), old.matcher.clone(), old.version)?;
                let next = Record { check, matcher, ..(**old).clone() };
                change.put(&old, next.clone())?;
                Ok(show(&next, association::user(view, &next)?))
            })
            .await?;
        Ok(ModifyTargetGroupOutput { target_groups: Some(vec![made]) })
    }
}

/// Reads what is asked for, and refuses what can't be, or is not built, by its name.
fn wanted(
    cx: &Cx,
    input: CreateTargetGroupInput,
    now: ferrogate_base::TimestampMs,
) -> Result<Record> {
    check_name("Target group", &input.name)?;
    let kind = input.target_type.unwrap_or(TargetTypeEnum::Instance);
    if kind != TargetTypeEnum::Ip {
        return not_built(format_args!("TargetType '{kind}'"));
    }
    if input.ip_address_type.is_some_and(|of| of != TargetGroupIpAddressTypeEnum::Ipv4) {
        return not_built("IpAddressType 'ipv6'");
    }
    if input.target_control_port.is_some() {
        return not_built("TargetControlPort");
    }
    let (Some(protocol), Some(port)) = (input.protocol, input.port) else {
        return invalid(format!("A target group of type '{kind}' must have a protocol and a port"));
    };
    let protocol = match protocol {
        ProtocolEnum::Http => GroupProtocol::Http,
        ProtocolEnum::Https => GroupProtocol::Https,
        other => return not_built(format_args!("Protocol '{other}' of a target group")),
    };
    let version = match input.protocol_version.as_deref() {
        None | Some("HTTP1") => Version::Http1,
        Some("HTTP2") => Version::Http2,
        Some("GRPC") => Version::Grpc,
        Some(other) => {
            return invalid(format!(
                "Protocol version '{other}' must be one of 'GRPC', 'HTTP1', 'HTTP2'"
            ));
        }
    };
    let Some(vpc) = input.vpc_id else {
        return invalid("A VPC ID is required for target groups with target type 'ip'");
    };
    let asked = Asked {
        enabled: input.health_check_enabled,
        protocol: input.health_check_protocol,
        port: input.health_check_port,
        path: input.health_check_path,
        interval: input.health_check_interval_seconds,
        timeout: input.health_check_timeout_seconds,
        healthy: input.healthy_threshold_count,
        unhealthy: input.unhealthy_threshold_count,
        matcher: input.matcher,
    };
    let (check, matcher) = check::default(version);
    let (check, matcher) = asked.over(check, matcher, version)?;
    Ok(Record {
        scope: scope(cx),
        named: Named { name: input.name, id: new_id() },
        vpc,
        protocol,
        version,
        port: u16::try_from(port).unwrap_or(u16::MAX),
        check,
        matcher,
        load_balancer: None,
        attributes: Default::default(),
        created_at: now,
        tags: tag::accepted(input.tags)?,
    })
}

fn of_name(view: &View, name: &str) -> Result<Option<Record>> {
    let found = view.asked::<Record>(target_group::key(&view.scope, name))?;
    Ok(found.map(|one| (**one).clone()))
}

/// The group that the same request made before; another request is refused.
fn as_before(old: Record, wanted: &Record) -> Result<Record> {
    let like = Record {
        named: old.named.clone(),
        created_at: old.created_at,
        load_balancer: old.load_balancer.clone(),
        attributes: old.attributes.clone(),
        tags: old.tags.clone(),
        ..wanted.clone()
    };
    if like == old && tag::same(&old.tags, &wanted.tags) {
        return Ok(old);
    }
    let text = format!(
        "A target group with the same name '{}' exists, but with different settings",
        old.named.name
    );
    Err(Error::duplicate_target_group_name(text).into())
}

fn make(view: &View, change: &mut Change, wanted: &Record) -> Result<Record> {
    if view.asked::<vpc::Record>(vpc::key(&view.scope, &wanted.vpc))?.is_none() {
        return invalid(format!("The VPC ID '{}' is not found", wanted.vpc));
    }
    if view.all::<Record>()?.len() >= TARGET_GROUPS_MAX {
        let text =
            format!("The maximum number of target groups has been reached: {TARGET_GROUPS_MAX}");
        return Err(Error::too_many_target_groups(text).into());
    }
    change.create(target_group::key(&view.scope, &wanted.named.name), wanted)?;
    Ok(wanted.clone())
}
