//! Peering connections: asked for by one VPC's owner, accepted by the other's.

mod change;
mod show;

pub(super) use show::code;

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    CreateVpcPeeringConnectionRequest, CreateVpcPeeringConnectionResult,
    DescribeVpcPeeringConnectionsRequest, DescribeVpcPeeringConnectionsResult,
    VpcPeeringConnection, VpcPeeringConnectionStateReason, VpcPeeringConnectionStateReasonCode,
};
use ferrogate_base::AccountId;
use ferrogate_records::Scope;
use ferrogate_records::ec2::peering::{self, ANSWER_WITHIN_MS, Record, Side, Status};
use ferrogate_records::ec2::vpc;
use ferrogate_state::Entry;
use ferrogate_store::Key;

use super::select::Ask;
use super::view::View;
use super::{Ec2, Result, fault, missing, new_id, refuse, scope, tag, wrong};

/// Active connections of a VPC, and requests of one that nobody has answered (VPC quotas).
const ACTIVE_MAX: usize = 50;
const PENDING_MAX: usize = 25;

/// Why a connection can't be, as AWS says it.
const FAILED: &str = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range";

impl Ec2 {
    pub(super) async fn create_vpc_peering_connection(
        &self,
        cx: &Cx,
        input: CreateVpcPeeringConnectionRequest,
    ) -> Result<CreateVpcPeeringConnectionResult> {
        let Some(peer) = input.peer_vpc_id.clone() else { return missing("peerVpcId") };
        let peer = Side {
            scope: peer_scope(cx, &input)?,
            vpc: peer,
            cidrs: vec![],
            resolves_names: false,
        };
        let tags = tag::accepted(input.tag_specifications, "vpc-peering-connection")?;
        let id = new_id("pcx");
        let made = self
            .change(scope(cx), |view, change| {
                let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
                if peer.scope == view.scope {
                    view.find::<vpc::Record>(&peer.vpc)?;
                }
                check_room(view, &vpc.id, &peer)?;
                let requester = Side {
                    scope: view.scope.clone(),
                    vpc: vpc.id.clone(),
                    cidrs: vpc.ranges().collect(),
                    resolves_names: false,
                };
                let possible =
                    vpc_of(view, &peer)?.is_some_and(|other| !change::overlap(&vpc, &other));
                let record = Record {
                    scope: view.scope.clone(),
                    id: id.clone(),
                    requester,
                    accepter: peer.clone(),
                    status: if possible { Status::PendingAcceptance } else { Status::Failed },
                    message: (!possible).then(|| FAILED.to_owned()),
                    expires_at: ferrogate_base::TimestampMs(view.now.0 + ANSWER_WITHIN_MS),
                    over_at: (!possible).then_some(view.now),
                    tags: tags.clone(),
                };
                change::take_turns(view, change, &record)?;
                change.create(peering::key(&id), &record)?;
                show::show(view, &record)
            })
            .await?;
        let status = VpcPeeringConnectionStateReason {
            code: Some(VpcPeeringConnectionStateReasonCode::InitiatingRequest),
            message: Some(format!("Initiating Request to {}", peer.scope.account)),
        };
        let made = VpcPeeringConnection { status: Some(status), ..made };
        Ok(CreateVpcPeeringConnectionResult { vpc_peering_connection: Some(made) })
    }

    pub(super) async fn describe_vpc_peering_connections(
        &self,
        cx: &Cx,
        input: DescribeVpcPeeringConnectionsRequest,
    ) -> Result<DescribeVpcPeeringConnectionsResult> {
        let ask = Ask {
            ids: input.vpc_peering_connection_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (connections, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeVpcPeeringConnectionsResult {
            vpc_peering_connections: Some(connections),
            next_token,
        })
    }
}

/// Whose the other VPC is, and where: the caller's own, if nothing else is said.
fn peer_scope(cx: &Cx, input: &CreateVpcPeeringConnectionRequest) -> Result<Scope> {
    let account = match input.peer_owner_id.as_deref().map(str::parse::<AccountId>) {
        None => cx.account.clone(),
        Some(Ok(account)) => account,
        Some(Err(_)) => return wrong("Value for parameter peerOwnerId is invalid."),
    };
    let region = input.peer_region.clone().unwrap_or_else(|| cx.region.to_string());
    Ok(Scope::new(account, region))
}

/// The connections of a VPC that packets take, or may take once they are accepted.
pub(super) fn of_vpc(view: &View, vpc: &str) -> Result<Vec<Arc<Entry<Record>>>> {
    let mut all = all_of_vpc(view, vpc)?;
    all.retain(|one| match one.status {
        Status::Active => true,
        Status::PendingAcceptance => view.now < one.expires_at,
        Status::Rejected | Status::Failed | Status::Deleted => false,
    });
    Ok(all)
}

/// All connections of a VPC, those that are over too.
pub(super) fn all_of_vpc(view: &View, vpc: &str) -> Result<Vec<Arc<Entry<Record>>>> {
    let of = (view.scope.clone(), vpc.to_owned());
    let table = view.snapshot().table::<Record>();
    let asked = table.by::<peering::OfRequester>(&of).map_err(fault)?;
    let was_asked = table.by::<peering::OfAccepter>(&of).map_err(fault)?;
    Ok(asked.chain(was_asked).cloned().collect())
}

/// Whether the VPC can ask for a connection with another one.
fn check_room(view: &View, vpc: &str, peer: &Side) -> Result<()> {
    let all = of_vpc(view, vpc)?;
    let with = |one: &&Arc<Entry<Record>>| {
        one.sides_from(&view.scope, vpc)
            .is_some_and(|(_, other)| other.scope == peer.scope && other.vpc == peer.vpc)
    };
    if all.iter().any(|one| with(&one)) {
        let text = "A VPC peering connection already exists between the VPCs.";
        return refuse("VpcPeeringConnectionAlreadyExists", text);
    }
    let count = |status| all.iter().filter(|one| one.status == status).count();
    if count(Status::PendingAcceptance) >= PENDING_MAX {
        let text = "The maximum number of outstanding VPC peering connection requests has been \
                    reached.";
        return refuse("OutstandingVpcPeeringConnectionLimitExceeded", text);
    }
    if count(Status::Active) >= ACTIVE_MAX {
        return full();
    }
    Ok(())
}

fn full<T>() -> Result<T> {
    let text = "The maximum number of active VPC peering connections has been reached.";
    refuse("ActiveVpcPeeringConnectionPerVpcLimitExceeded", text)
}

/// The VPC of a side, whosever it is.
pub(super) fn vpc_of(view: &View, side: &Side) -> Result<Option<Arc<Entry<vpc::Record>>>> {
    // What can't be a key is the id of nothing.
    let Ok(key) = Key::new(vpc::key(&side.scope, &side.vpc)) else { return Ok(None) };
    view.snapshot().table::<vpc::Record>().get(&key).map_err(fault)
}
