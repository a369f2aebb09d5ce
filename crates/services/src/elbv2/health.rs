//! How targets are, in AWS's words (API model, `TargetHealth`; ALB user guide, "Target health
//! status").

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    DescribeTargetHealthInput, DescribeTargetHealthOutput, TargetDescription, TargetHealth,
    TargetHealthDescription, TargetHealthReasonEnum, TargetHealthStateEnum,
};
use ferrogate_records::ec2::eni;
use ferrogate_records::elb::health::{self, Health};
use ferrogate_records::elb::target::{self, Record};
use ferrogate_records::elb::{load_balancer, target_group};

use super::view::View;
use super::{Elb, Result, association, fault, scope};

impl Elb {
    pub(super) async fn describe_target_health(
        &self,
        cx: &Cx,
        input: DescribeTargetHealthInput,
    ) -> Result<DescribeTargetHealthOutput> {
        let view = self.view(scope(cx));
        let group = view.find_target_group(&input.target_group_arn)?;
        let user = association::user(&view, &group)?;
        let user = user.map(|named| view.load_balancer(&named)).transpose()?.flatten();
        let asked = input.targets.filter(|targets| !targets.is_empty());
        let mut found = vec![];
        match asked {
            Some(targets) => {
                for target in targets {
                    let address = super::target::address(&target)?;
                    let port = super::target::port(&group, &target);
                    let at = target::key(&view.scope, &group.named, address, port);
                    found.push(match view.asked::<Record>(at)? {
                        Some(one) => describe(&view, &group, user.as_deref().map(|u| &**u), &one)?,
                        None => not_registered(&group, &target, port),
                    });
                }
            }
            None => {
                for one in view.under::<Record>(target::prefix(&view.scope, &group.named))? {
                    found.push(describe(&view, &group, user.as_deref().map(|u| &**u), &one)?);
                }
            }
        }
        Ok(DescribeTargetHealthOutput { target_health_descriptions: Some(found) })
    }
}

fn describe(
    view: &View,
    group: &target_group::Record,
    user: Option<&load_balancer::Record>,
    one: &Record,
) -> Result<TargetHealthDescription> {
    let target = TargetDescription {
        id: Some(one.address.to_string()),
        port: Some(i32::from(one.port)),
        availability_zone: Some(one.zone.clone().unwrap_or_else(|| "all".to_owned())),
        quic_server_id: None,
    };
    Ok(shown(group, target, one.port, state(view, group, user, one)?))
}

fn shown(
    group: &target_group::Record,
    target: TargetDescription,
    port: u16,
    health: TargetHealth,
) -> TargetHealthDescription {
    TargetHealthDescription {
        target: Some(target),
        health_check_port: Some(group.check.port.unwrap_or(port).to_string()),
        target_health: Some(health),
        ..TargetHealthDescription::default()
    }
}

fn not_registered(
    group: &target_group::Record,
    target: &TargetDescription,
    port: u16,
) -> TargetHealthDescription {
    let target = TargetDescription { port: Some(i32::from(port)), ..target.clone() };
    let health = because(
        TargetHealthStateEnum::Unused,
        TargetHealthReasonEnum::TargetNotRegistered,
        "Target is not registered to the target group",
    );
    shown(group, target, port, health)
}

fn because(
    state: TargetHealthStateEnum,
    reason: TargetHealthReasonEnum,
    text: &str,
) -> TargetHealth {
    TargetHealth { state: Some(state), reason: Some(reason), description: Some(text.to_owned()) }
}

fn state(
    view: &View,
    group: &target_group::Record,
    user: Option<&load_balancer::Record>,
    one: &Record,
) -> Result<TargetHealth> {
    use TargetHealthReasonEnum as Reason;
    use TargetHealthStateEnum as State;
    if one.draining_until.is_some() {
        let text = "Target deregistration is in progress";
        return Ok(because(State::Draining, Reason::TargetDeregistrationInProgress, text));
    }
    let Some(user) = user else {
        let text = "Target group is not configured to receive traffic from the load balancer";
        return Ok(because(State::Unused, Reason::TargetNotInUse, text));
    };
    if is_of_load_balancer(view, group, one)? {
        let text = "The IP address cannot be used as a target, as it is in use by a load balancer";
        return Ok(because(State::Unused, Reason::TargetIpUnusable, text));
    }
    let enabled = |zone: &String| user.zones.iter().any(|of| of.zone == *zone);
    if one.zone.as_ref().is_some_and(|zone| !enabled(zone)) {
        let text = "Target is in an Availability Zone that is not enabled for the load balancer";
        return Ok(because(State::Unused, Reason::TargetNotInUse, text));
    }
    let found = view.asked::<health::Record>(health::of_target(one))?;
    let found = found.filter(|found| found.registration == one.registration);
    Ok(match found.as_ref().map(|found| &found.health) {
        None => because(
            State::Initial,
            Reason::ElbRegistrationInProgress,
            "Target registration is in progress",
        ),
        Some(Health::Initial) => because(
            State::Initial,
            Reason::ElbInitialHealthChecking,
            "Initial health checks in progress",
        ),
        Some(Health::Healthy) => {
            TargetHealth { state: Some(State::Healthy), ..TargetHealth::default() }
        }
        Some(Health::Unhealthy { reason, description }) => TargetHealth {
            state: Some(State::Unhealthy),
            reason: Some(Reason::from(reason.as_str())),
            description: Some(description.clone()),
        },
    })
}

/// Whether a load balancer has the address.
fn is_of_load_balancer(view: &View, group: &target_group::Record, one: &Record) -> Result<bool> {
    let of = (view.scope.clone(), group.vpc.clone());
    let table = view.snapshot().table::<eni::Record>();
    let mut all = table.by::<eni::OfVpc>(&of).map_err(fault)?;
    let has = |eni: &eni::Record| {
        matches!(eni.owner, eni::Owner::LoadBalancer(_))
            && eni.addresses().any(|a| a == one.address)
    };
    Ok(all.any(|eni| has(eni)))
}
