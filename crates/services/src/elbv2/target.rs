//! Targets: registered with groups, and taken out of them.

use std::net::Ipv4Addr;

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    DeregisterTargetsInput, DeregisterTargetsOutput, Error, RegisterTargetsInput,
    RegisterTargetsOutput, TargetDescription,
};
use ferrogate_records::ec2::{subnet, vpc};
use ferrogate_records::elb::target::{self, Record};
use ferrogate_records::elb::target_group;
use ipnet::Ipv4Net;

use super::view::View;
use super::{Elb, Result, invalid, new_id, scope};

/// Targets of a group (ALB quotas: targets per load balancer).
const TARGETS_MAX: usize = 1000;
/// Targets that are written in one transaction.
const AT_ONCE: usize = 50;
/// Where targets outside the VPC may be (API model, `TargetDescription`).
const PRIVATE: [&str; 4] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];
/// The zone of a target outside the VPC.
const EVERYWHERE: &str = "all";

impl Elb {
    /// A target that is registered already stays as it is; one that drains takes requests again.
    pub(super) async fn register_targets(
        &self,
        cx: &Cx,
        input: RegisterTargetsInput,
    ) -> Result<RegisterTargetsOutput> {
        let registration = new_id();
        for targets in chunks(&input.targets) {
            self.change(scope(cx), |view, change| {
                let group = view.find_target_group(&input.target_group_arn)?;
                let all = |target: &TargetDescription| wanted(view, &group, target, &registration);
                let mut wanted = targets.iter().map(all).collect::<Result<Vec<_>>>()?;
                wanted.sort_by_key(|one| (one.address, one.port));
                wanted.dedup_by_key(|one| (one.address, one.port));
                let there: Vec<_> =
                    view.under::<Record>(target::prefix(&view.scope, &group.named))?;
                let stays = there.iter().filter(|one| one.draining_until.is_none());
                let is_new = |one: &&Record| there.iter().all(|other| other.key() != one.key());
                if stays.count() + wanted.iter().filter(is_new).count() > TARGETS_MAX {
                    let text = format!("A target group can have at most {TARGETS_MAX} targets");
                    return Err(Error::too_many_targets(text).into());
                }
                for one in wanted {
                    match view.asked::<Record>(one.key())? {
                        None => change.create(one.key(), &one)?,
                        Some(old) if old.draining_until.is_some() || old.zone != one.zone => {
                            change.put(&old, one)?;
                        }
                        Some(_) => {}
                    }
                }
                // A group that is deleted at the same moment gets none.
                change.touch(&group)
            })
            .await?;
        }
        Ok(RegisterTargetsOutput::default())
    }

    /// Open requests of the targets may go on as long as their group says.
    pub(super) async fn deregister_targets(
        &self,
        cx: &Cx,
        input: DeregisterTargetsInput,
    ) -> Result<DeregisterTargetsOutput> {
        for targets in chunks(&input.targets) {
            self.change(scope(cx), |view, change| {
                let group = view.find_target_group(&input.target_group_arn)?;
                let until = view.now.plus_ms(group.drain_ms());
                for target in targets {
                    for old in matching(view, &group, target)? {
                        if old.draining_until.is_none() {
                            let next = Record { draining_until: Some(until), ..(**old).clone() };
                            change.put(&old, next)?;
                        }
                    }
                }
                Ok(())
            })
            .await?;
        }
        Ok(DeregisterTargetsOutput::default())
    }
}

fn chunks(targets: &[TargetDescription]) -> impl Iterator<Item = &[TargetDescription]> {
    // A request without any names its group all the same.
    let none: &[TargetDescription] = &[];
    targets.chunks(AT_ONCE).chain(targets.is_empty().then_some(none))
}

/// The targets of a group that a request names: without a port, those of the group's port.
pub(super) fn matching(
    view: &View,
    group: &target_group::Record,
    target: &TargetDescription,
) -> Result<Vec<std::sync::Arc<ferrogate_state::Entry<Record>>>> {
    let address = address(target)?;
    let port = port(group, target);
    let at = target::key(&view.scope, &group.named, address, port);
    Ok(view.asked::<Record>(at)?.into_iter().collect())
}

/// The address that a target is called by.
pub(super) fn address(target: &TargetDescription) -> Result<Ipv4Addr> {
    let id = target.id.as_deref().unwrap_or_default();
    id.parse().map_err(|_| {
        let text = format!("The IP address '{id}' is not a valid IPv4 address");
        Error::new("ValidationError", text).into()
    })
}

/// The port of a target.
pub(super) fn port(group: &target_group::Record, target: &TargetDescription) -> u16 {
    target.port.and_then(|port| u16::try_from(port).ok()).unwrap_or(group.port)
}

/// The target that a request registers.
fn wanted(
    view: &View,
    group: &target_group::Record,
    target: &TargetDescription,
    registration: &str,
) -> Result<Record> {
    let address = address(target)?;
    if target.quic_server_id.is_some() {
        return invalid("QuicServerId is not supported for target groups with the HTTP protocol");
    }
    Ok(Record {
        scope: view.scope.clone(),
        group: group.named.clone(),
        address,
        port: port(group, target),
        zone: zone(view, group, address, target.availability_zone.as_deref())?,
        registration: registration.to_owned(),
        registered_at: view.now,
        draining_until: None,
        task: None,
    })
}

/// The zone of a target: that of its subnet, or all.
fn zone(
    view: &View,
    group: &target_group::Record,
    address: Ipv4Addr,
    asked: Option<&str>,
) -> Result<Option<String>> {
    let vpc = view.asked::<vpc::Record>(vpc::key(&view.scope, &group.vpc))?;
    let inside = vpc.is_some_and(|vpc| vpc.ranges().any(|range| range.contains(&address)));
    if inside {
        let subnets = view.all::<subnet::Record>()?;
        let of = subnets.iter().find(|one| one.vpc == group.vpc && one.cidr.contains(&address));
        let own = of.map(|subnet| subnet.zone.clone());
        return match asked {
            Some(EVERYWHERE) => Ok(None),
            Some(zone) if own.as_deref() != Some(zone) => invalid(format!(
                "The Availability Zone '{zone}' is not that of the IP address '{address}'"
            )),
            // Nobody answers at an address of no subnet.
            _ => Ok(own),
        };
    }
    let private = PRIVATE.iter().filter_map(|range| range.parse::<Ipv4Net>().ok());
    if !private.into_iter().any(|range| range.contains(&address)) {
        let text = format!("The IP address '{address}' is not within a valid range");
        return Err(Error::invalid_target(text).into());
    }
    match asked {
        Some(EVERYWHERE) => Ok(None),
        _ => {
            let text = format!(
                "You must specify the value 'all' for the Availability Zone parameter when you \
                 register the IP address '{address}', which is outside of the VPC '{}'",
                group.vpc
            );
            Err(Error::invalid_target(text).into())
        }
    }
}
