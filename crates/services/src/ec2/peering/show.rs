//! Peering connections as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::ec2::{
    CidrBlock, Ipv6CidrBlock, Tag, VpcPeeringConnection, VpcPeeringConnectionOptionsDescription,
    VpcPeeringConnectionStateReason, VpcPeeringConnectionStateReasonCode as Code,
    VpcPeeringConnectionVpcInfo,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::peering::{self, KIND, Record, Side, Status};
use ferrogate_records::ec2::vpc::Association;

use super::super::select::{Resource, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};
use super::vpc_of;

impl Object for Record {
    type Shown = VpcPeeringConnection;

    fn key(_: &Scope, id: &str) -> String {
        peering::key(id)
    }

    fn place(_: &Scope) -> String {
        format!("/{KIND}/")
    }

    fn is_seen_by(&self, scope: &Scope) -> bool {
        // One that failed never reached the other owner.
        self.requester.scope == *scope
            || (self.accepter.scope == *scope && self.status != Status::Failed)
    }

    fn show(&self, view: &View) -> Result<VpcPeeringConnection> {
        show(view, self)
    }
}

/// Where a connection stands now.
pub(in super::super) fn code(view: &View, record: &Record) -> Code {
    match record.status {
        Status::PendingAcceptance if view.now >= record.expires_at => Code::Expired,
        Status::PendingAcceptance => Code::PendingAcceptance,
        Status::Active => Code::Active,
        Status::Rejected => Code::Rejected,
        Status::Failed => Code::Failed,
        Status::Deleted => Code::Deleted,
    }
}

pub(super) fn show(view: &View, record: &Record) -> Result<VpcPeeringConnection> {
    let code = code(view, record);
    let message = match (&record.message, &code) {
        (Some(message), _) => message.clone(),
        (None, Code::PendingAcceptance) => {
            format!("Pending Acceptance by {}", record.accepter.scope.account)
        }
        (None, Code::Expired) => "Expired".to_owned(),
        (None, _) => "Active".to_owned(),
    };
    let pending = code == Code::PendingAcceptance;
    Ok(VpcPeeringConnection {
        accepter_vpc_info: Some(side(view, &record.accepter, !pending)?),
        expiration_time: pending.then(|| Timestamp::from(record.expires_at)),
        requester_vpc_info: Some(side(view, &record.requester, true)?),
        status: Some(VpcPeeringConnectionStateReason { code: Some(code), message: Some(message) }),
        tags: Some(tag::shown(&record.tags)),
        vpc_peering_connection_id: text(&*record.id),
    })
}

/// A side, with its ranges as they are now, or were last; they are told once it has answered.
fn side(view: &View, side: &Side, told: bool) -> Result<VpcPeeringConnectionVpcInfo> {
    let ranges = match vpc_of(view, side)? {
        _ if !told => vec![],
        Some(vpc) => vpc.ranges().collect(),
        None => side.cidrs.clone(),
    };
    let six = match vpc_of(view, side)? {
        Some(vpc) if told => vpc.ipv6_cidrs.clone(),
        _ => vec![],
    };
    let block6 = |one: &Association<ipnet::Ipv6Net>| Ipv6CidrBlock {
        ipv6_cidr_block: text(one.range.to_string()),
    };
    let block = |range: &ipnet::Ipv4Net| CidrBlock { cidr_block: text(range.to_string()) };
    let options = VpcPeeringConnectionOptionsDescription {
        allow_dns_resolution_from_remote_vpc: Some(side.resolves_names),
        allow_egress_from_local_classic_link_to_remote_vpc: Some(false),
        allow_egress_from_local_vpc_to_remote_classic_link: Some(false),
    };
    Ok(VpcPeeringConnectionVpcInfo {
        cidr_block: ranges.first().map(ToString::to_string),
        cidr_block_set: told.then(|| ranges.iter().map(block).collect()),
        ipv6_cidr_block_set: (!six.is_empty()).then(|| six.iter().map(block6).collect()),
        owner_id: text(side.scope.account.as_str()),
        peering_options: told.then_some(options),
        vpc_id: text(&*side.vpc),
        region: text(&*side.scope.region),
    })
}

impl Resource for VpcPeeringConnection {
    const LIST: &'static str = "DescribeVpcPeeringConnections";
    const NOT_FOUND: &'static str = "InvalidVpcPeeringConnectionID.NotFound";
    const NOUN: &'static str = "vpcPeeringConnection ID";
    const MALFORMED: Option<(&'static str, &'static str)> =
        Some(("InvalidVpcPeeringConnectionId.Malformed", "pcx-"));
    const FILTERS: &'static [&'static str] = &[
        "accepter-vpc-info.cidr-block",
        "accepter-vpc-info.owner-id",
        "accepter-vpc-info.vpc-id",
        "expiration-time",
        "requester-vpc-info.cidr-block",
        "requester-vpc-info.owner-id",
        "requester-vpc-info.vpc-id",
        "status-code",
        "status-message",
        "vpc-peering-connection-id",
    ];

    fn id(&self) -> &str {
        self.vpc_peering_connection_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let of = |side: &Option<VpcPeeringConnectionVpcInfo>, filter: &str| {
            side.iter().flat_map(|side| side_facts(side, filter)).collect()
        };
        if let Some(filter) = filter.strip_prefix("accepter-vpc-info.") {
            return of(&self.accepter_vpc_info, filter);
        }
        if let Some(filter) = filter.strip_prefix("requester-vpc-info.") {
            return of(&self.requester_vpc_info, filter);
        }
        let status = self.status.as_ref();
        match filter {
            "expiration-time" => {
                let iso = |at: &Timestamp| {
                    let mut out = String::new();
                    at.write_iso(true, &mut out).ok().map(|()| out)
                };
                self.expiration_time.iter().filter_map(iso).collect()
            }
            "status-code" => {
                status.iter().filter_map(|status| Some(status.code.as_ref()?.to_string())).collect()
            }
            "status-message" => status.iter().filter_map(|status| status.message.clone()).collect(),
            _ => one(&self.vpc_peering_connection_id),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}

fn side_facts(side: &VpcPeeringConnectionVpcInfo, filter: &str) -> Vec<String> {
    match filter {
        "cidr-block" => one(&side.cidr_block),
        "owner-id" => one(&side.owner_id),
        _ => one(&side.vpc_id),
    }
}
