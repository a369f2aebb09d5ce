//! What becomes of a peering connection: accepted, rejected, deleted.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AcceptVpcPeeringConnectionRequest, AcceptVpcPeeringConnectionResult,
    DeleteVpcPeeringConnectionRequest, DeleteVpcPeeringConnectionResult,
    ModifyVpcPeeringConnectionOptionsRequest, ModifyVpcPeeringConnectionOptionsResult,
    PeeringConnectionOptions, PeeringConnectionOptionsRequest, RejectVpcPeeringConnectionRequest,
    RejectVpcPeeringConnectionResult,
};
use ferrogate_records::ec2::peering::{Record, Side, Status};
use ferrogate_records::ec2::vpc;
use ferrogate_state::Entry;

use super::super::change::Change;
use super::super::view::View;
use super::super::{Ec2, Result, refuse, refuse_not_built, scope};
use super::{ACTIVE_MAX, FAILED, full, of_vpc, show, vpc_of};

impl Ec2 {
    pub(in super::super) async fn accept_vpc_peering_connection(
        &self,
        cx: &Cx,
        input: AcceptVpcPeeringConnectionRequest,
    ) -> Result<AcceptVpcPeeringConnectionResult> {
        let made = self
            .change(scope(cx), |view, change| {
                let old = view.find::<Record>(&input.vpc_peering_connection_id)?;
                check_accepter(view, &old, "accept")?;
                check_pending(view, &old, "active")?;
                let next = accepted(view, &old)?;
                take_turns(view, change, &old)?;
                change.put(&old, next.clone())?;
                show::show(view, &next)
            })
            .await?;
        Ok(AcceptVpcPeeringConnectionResult { vpc_peering_connection: Some(made) })
    }

    pub(in super::super) async fn reject_vpc_peering_connection(
        &self,
        cx: &Cx,
        input: RejectVpcPeeringConnectionRequest,
    ) -> Result<RejectVpcPeeringConnectionResult> {
        self.change(scope(cx), |view, change| {
            let old = view.find::<Record>(&input.vpc_peering_connection_id)?;
            check_accepter(view, &old, "reject")?;
            check_pending(view, &old, "rejected")?;
            let message = format!("Rejected by {}", view.scope.account);
            over(view, change, &old, Status::Rejected, message)
        })
        .await?;
        Ok(RejectVpcPeeringConnectionResult { r#return: Some(true) })
    }

    pub(in super::super) async fn delete_vpc_peering_connection(
        &self,
        cx: &Cx,
        input: DeleteVpcPeeringConnectionRequest,
    ) -> Result<DeleteVpcPeeringConnectionResult> {
        self.change(scope(cx), |view, change| {
            let old = view.find::<Record>(&input.vpc_peering_connection_id)?;
            match old.status {
                Status::Active | Status::PendingAcceptance => {}
                // One that failed stays as it is; one that is over can't be over once more.
                Status::Failed | Status::Rejected | Status::Deleted => {
                    return refuse_transition(view, &old, "deleting");
                }
            }
            let message = format!("Deleted by {}", view.scope.account);
            over(view, change, &old, Status::Deleted, message)
        })
        .await?;
        Ok(DeleteVpcPeeringConnectionResult { r#return: Some(true) })
    }

    pub(in super::super) async fn modify_vpc_peering_connection_options(
        &self,
        cx: &Cx,
        input: ModifyVpcPeeringConnectionOptionsRequest,
    ) -> Result<ModifyVpcPeeringConnectionOptionsResult> {
        let requester = input.requester_peering_connection_options;
        let accepter = input.accepter_peering_connection_options;
        for asked in [&requester, &accepter].into_iter().flatten() {
            check_options(asked)?;
        }
        self.change(scope(cx), |view, change| {
            let found = view.find::<Record>(&input.vpc_peering_connection_id)?;
            if found.status != Status::Active {
                let text = format!(
                    "Peering {} is not active. Peering options can be added only to active \
                     peerings.",
                    found.id
                );
                return refuse("OperationNotPermitted", text);
            }
            let mut next = (**found).clone();
            let requester = set_options(view, &mut next.requester, requester.as_ref())?;
            let accepter = set_options(view, &mut next.accepter, accepter.as_ref())?;
            if next != **found {
                change.put(&found, next)?;
            }
            Ok(ModifyVpcPeeringConnectionOptionsResult {
                accepter_peering_connection_options: accepter,
                requester_peering_connection_options: requester,
            })
        })
        .await
    }
}

/// AWS has ended ClassicLink.
fn check_options(asked: &PeeringConnectionOptionsRequest) -> Result<()> {
    refuse_not_built(&[
        (
            "allowEgressFromLocalClassicLinkToRemoteVpc",
            asked.allow_egress_from_local_classic_link_to_remote_vpc == Some(true),
        ),
        (
            "allowEgressFromLocalVpcToRemoteClassicLink",
            asked.allow_egress_from_local_vpc_to_remote_classic_link == Some(true),
        ),
    ])
}

/// Sets what is asked for of a side, which its owner alone may, there where it is.
fn set_options(
    view: &View,
    side: &mut Side,
    asked: Option<&PeeringConnectionOptionsRequest>,
) -> Result<Option<PeeringConnectionOptions>> {
    let Some(asked) = asked else { return Ok(None) };
    if side.scope != view.scope {
        let text = format!("User {} cannot modify the options of {}", view.scope.account, side.vpc);
        return refuse("OperationNotPermitted", text);
    }
    if let Some(on) = asked.allow_dns_resolution_from_remote_vpc {
        side.resolves_names = on;
    }
    Ok(Some(PeeringConnectionOptions {
        allow_dns_resolution_from_remote_vpc: Some(side.resolves_names),
        allow_egress_from_local_classic_link_to_remote_vpc: Some(false),
        allow_egress_from_local_vpc_to_remote_classic_link: Some(false),
    }))
}

/// The connection once it is accepted: active, or failed when its VPCs overlap by now.
fn accepted(view: &View, old: &Record) -> Result<Record> {
    let mut next = old.clone();
    let sides = (vpc_of(view, &old.requester)?, vpc_of(view, &old.accepter)?);
    let (Some(one), Some(other)) = sides else { return Ok(failed(view, next)) };
    if overlap(&one, &other) {
        return Ok(failed(view, next));
    }
    let active = of_vpc(view, &old.accepter.vpc)?;
    if active.iter().filter(|one| one.status == Status::Active).count() >= ACTIVE_MAX {
        return full();
    }
    next.requester.cidrs = one.ranges().collect();
    next.accepter.cidrs = other.ranges().collect();
    next.status = Status::Active;
    Ok(next)
}

fn failed(view: &View, mut record: Record) -> Record {
    record.status = Status::Failed;
    record.message = Some(FAILED.to_owned());
    record.over_at = Some(view.now);
    record
}

/// Ends a connection, which is shown for a while.
fn over(
    view: &View,
    change: &mut Change,
    old: &Entry<Record>,
    status: Status,
    message: String,
) -> Result<()> {
    take_turns(view, change, old)?;
    let next =
        Record { status, message: Some(message), over_at: Some(view.now), ..(**old).clone() };
    change.put(old, next)
}

/// Whether the caller is who was asked, where he was.
fn check_accepter(view: &View, record: &Record, verb: &str) -> Result<()> {
    if record.accepter.scope == view.scope {
        return Ok(());
    }
    let text = format!("User {} cannot {verb} peering {}", view.scope.account, record.id);
    refuse("OperationNotPermitted", text)
}

fn check_pending(view: &View, record: &Record, to: &str) -> Result<()> {
    match record.status {
        Status::PendingAcceptance if view.now < record.expires_at => Ok(()),
        _ => refuse_transition(view, record, to),
    }
}

fn refuse_transition<T>(view: &View, record: &Record, to: &str) -> Result<T> {
    let text = format!(
        "Invalid state transition for {}, attempted to transition from {} to {to}",
        record.id,
        show::code(view, record)
    );
    refuse("InvalidStateTransition", text)
}

/// Takes the turns of both VPCs, of those that are there.
pub(super) fn take_turns(view: &View, change: &mut Change, record: &Record) -> Result<()> {
    for side in [&record.requester, &record.accepter] {
        change.take_turn_of(view.snapshot(), &side.scope, &side.vpc)?;
    }
    Ok(())
}

/// Whether ranges of the two meet: then no route could tell them apart.
pub(super) fn overlap(one: &vpc::Record, other: &vpc::Record) -> bool {
    one.ranges().any(|a| other.ranges().any(|b| a.contains(&b) || b.contains(&a)))
}
