//! Which VPCs resolve by a zone.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::route53::{
    AssociateVPCWithHostedZoneRequest, AssociateVPCWithHostedZoneResponse,
    CreateVPCAssociationAuthorizationRequest, CreateVPCAssociationAuthorizationResponse,
    DeleteVPCAssociationAuthorizationRequest, DeleteVPCAssociationAuthorizationResponse,
    DisassociateVPCFromHostedZoneRequest, DisassociateVPCFromHostedZoneResponse, Error,
    ListVPCAssociationAuthorizationsRequest, ListVPCAssociationAuthorizationsResponse, VPC,
};
use ferrogate_base::AccountId;
use ferrogate_records::Scope;
use ferrogate_records::ec2::{vpc, vpc_endpoint};
use ferrogate_records::route53::name::DnsName;
use ferrogate_records::route53::zone;
use ferrogate_state::Entry;
use ferrogate_store::Key;

use crate::change::Change;

use super::{Result, Route53, View, fault, no_zone, page_size, show};

/// VPCs of a zone, and VPCs of others that may be associated with it (Route 53 quotas).
const VPCS_MAX: usize = 300;
const AUTHORIZED_MAX: usize = 1000;

impl Route53 {
    pub(super) async fn associate_vpc_with_hosted_zone(
        &self,
        cx: &Cx,
        input: AssociateVPCWithHostedZoneRequest,
    ) -> Result<AssociateVPCWithHostedZoneResponse> {
        self.change(cx, |view, to| {
            let old = view.any_zone(&input.hosted_zone_id)?;
            let old = old.ok_or_else(|| no_zone(&input.hosted_zone_id))?;
            let vpc = vpc_of(view, &input.vpc, Some(&cx.account))?;
            if old.account != cx.account && !old.authorized.contains(&vpc) {
                let text = "The VPC that you're trying to associate with the private hosted zone \
                            hasn't been authorized for it.";
                return Err(Error::not_authorized(text).into());
            }
            check_free(view, to, &vpc, &old.name)?;
            if old.vpcs.len() >= VPCS_MAX {
                let text = format!("Limits Exceeded: MAX_VPCS_PER_HOSTED_ZONE ({VPCS_MAX})");
                return Err(Error::limits_exceeded(text).into());
            }
            let mut next = (**old).clone();
            next.vpcs.push(vpc);
            to.put(&old, next)?;
            let change_info = Some(view.submit(to, input.comment.as_deref())?);
            Ok(AssociateVPCWithHostedZoneResponse { change_info })
        })
        .await
    }

    pub(super) async fn disassociate_vpc_from_hosted_zone(
        &self,
        cx: &Cx,
        input: DisassociateVPCFromHostedZoneRequest,
    ) -> Result<DisassociateVPCFromHostedZoneResponse> {
        self.change(cx, |view, to| {
            let old = view.any_zone(&input.hosted_zone_id)?;
            let old = old.ok_or_else(|| no_zone(&input.hosted_zone_id))?;
            // The owner of the zone may take any VPC away, also one that is gone; the owner of
            // a VPC that one.
            let asked = named(&input.vpc)?;
            let is_it = |vpc: &&zone::Vpc| {
                let may = old.account == cx.account || vpc.scope.account == cx.account;
                may && vpc.id == asked.1 && vpc.scope.region == asked.0
            };
            let Some(found) = old.vpcs.iter().find(is_it) else {
                if old.account != cx.account {
                    return Err(no_zone(&input.hosted_zone_id));
                }
                let text = format!(
                    "The VPC: {} in {} is not associated with the hosted zone: {}",
                    asked.1, asked.0, old.id
                );
                return Err(Error::vpc_association_not_found(text).into());
            };
            if old.vpcs.len() == 1 {
                let text = "Cannot remove last VPC association for the private zone";
                return Err(Error::last_vpc_association(text).into());
            }
            let mut next = (**old).clone();
            next.vpcs.retain(|vpc| vpc != found);
            to.put(&old, next)?;
            let change_info = Some(view.submit(to, input.comment.as_deref())?);
            Ok(DisassociateVPCFromHostedZoneResponse { change_info })
        })
        .await
    }

    pub(super) async fn create_vpc_association_authorization(
        &self,
        cx: &Cx,
        input: CreateVPCAssociationAuthorizationRequest,
    ) -> Result<CreateVPCAssociationAuthorizationResponse> {
        self.change(cx, |view, to| {
            let old = view.zone(&input.hosted_zone_id)?;
            let vpc = vpc_of(view, &input.vpc, None)?;
            let shown = CreateVPCAssociationAuthorizationResponse {
                hosted_zone_id: Some(old.id.clone()),
                vpc: Some(show::vpc(&vpc)),
            };
            if old.authorized.contains(&vpc) {
                return Ok(shown);
            }
            if old.authorized.len() >= AUTHORIZED_MAX {
                let text = "The maximum number of authorizations has been reached.";
                return Err(Error::too_many_vpc_association_authorizations(text).into());
            }
            let mut next = (**old).clone();
            next.authorized.push(vpc);
            to.put(&old, next)?;
            Ok(shown)
        })
        .await
    }

    pub(super) async fn delete_vpc_association_authorization(
        &self,
        cx: &Cx,
        input: DeleteVPCAssociationAuthorizationRequest,
    ) -> Result<DeleteVPCAssociationAuthorizationResponse> {
        self.change(cx, |view, to| {
            let old = view.zone(&input.hosted_zone_id)?;
            let (region, id) = named(&input.vpc)?;
            let is_it = |vpc: &zone::Vpc| vpc.id == id && vpc.scope.region == region;
            if !old.authorized.iter().any(is_it) {
                let text = "The VPC that you specified is not authorized to be associated with \
                            the hosted zone.";
                return Err(Error::vpc_association_authorization_not_found(text).into());
            }
            let mut next = (**old).clone();
            next.authorized.retain(|vpc| !is_it(vpc));
            to.put(&old, next)?;
            Ok(DeleteVPCAssociationAuthorizationResponse {})
        })
        .await
    }

    pub(super) async fn list_vpc_association_authorizations(
        &self,
        cx: &Cx,
        input: ListVPCAssociationAuthorizationsRequest,
    ) -> Result<ListVPCAssociationAuthorizationsResponse> {
        let view = self.view(cx);
        let zone = view.zone(&input.hosted_zone_id)?;
        let size = page_size(input.max_results.as_deref(), 50)?;
        let first = match input.next_token.as_deref().map(str::parse::<usize>) {
            None => 0,
            Some(Ok(first)) if first <= zone.authorized.len() => first,
            Some(_) => {
                let text = "The token is not one of a page.";
                return Err(Error::invalid_pagination_token(text).into());
            }
        };
        let page = zone.authorized.iter().skip(first).take(size);
        let more = first + size < zone.authorized.len();
        Ok(ListVPCAssociationAuthorizationsResponse {
            hosted_zone_id: Some(zone.id.clone()),
            next_token: more.then(|| (first + size).to_string()),
            vp_cs: Some(page.map(show::vpc).collect()),
        })
    }
}

/// The region and id of a VPC that a request names.
fn named(asked: &VPC) -> Result<(&str, &str)> {
    match (&asked.vpc_region, &asked.vpc_id) {
        (Some(region), Some(id)) => Ok((region.as_str(), id)),
        _ => Err(Error::invalid_vpc_id("The VPC's id and its region are both needed.").into()),
    }
}

/// The VPC that a request names, which is there and, if one is given, of that account.
pub(super) fn vpc_of(view: &View<'_>, asked: &VPC, owner: Option<&AccountId>) -> Result<zone::Vpc> {
    let (region, id) = named(asked)?;
    let found = match owner {
        Some(owner) => at(view, &Scope::new(owner.clone(), region), id)?,
        None => {
            let mut all = view.snapshot.table::<vpc::Record>().all().map_err(fault)?;
            all.find(|vpc| vpc.id == id && vpc.scope.region == region).cloned()
        }
    };
    let Some(vpc) = found else {
        return Err(Error::invalid_vpc_id("The VPC ID is invalid.").into());
    };
    Ok(zone::Vpc { scope: vpc.scope.clone(), id: vpc.id.clone() })
}

fn at(view: &View<'_>, scope: &Scope, id: &str) -> Result<Option<Arc<Entry<vpc::Record>>>> {
    // What can't be a key is the id of nothing.
    let Ok(key) = Key::new(vpc::key(scope, id)) else { return Ok(None) };
    view.snapshot.table::<vpc::Record>().get(&key).map_err(fault)
}

/// That the VPC resolves by no other zone of this name: none could be told from the other. It takes
/// the VPC's turn, as endpoints do, so of two that come at once one sees the other.
pub(super) fn check_free(
    view: &View<'_>,
    to: &mut Change,
    vpc: &zone::Vpc,
    name: &DnsName,
) -> Result<()> {
    if !to.take_turn_of(&view.snapshot, &vpc.scope, &vpc.id)? {
        return Err(Error::invalid_vpc_id("The VPC ID is invalid.").into());
    }
    let mut zones = view.snapshot.table::<zone::Record>().all().map_err(fault)?;
    match zones.find(|zone| zone.name == *name && zone.vpcs.contains(vpc)) {
        None => check_endpoints(view, vpc, name),
        Some(other) => conflict(vpc, &other.id),
    }
}

/// That no endpoint of the VPC has the name: it lies in a zone of AWS's own there.
fn check_endpoints(view: &View<'_>, vpc: &zone::Vpc, name: &DnsName) -> Result<()> {
    let of = (vpc.scope.clone(), vpc.id.clone());
    let table = view.snapshot.table::<vpc_endpoint::Record>();
    let mut endpoints = table.by::<vpc_endpoint::OfVpc>(&of).map_err(fault)?;
    let name = name.as_str().trim_end_matches('.');
    match endpoints.find(|one| one.private_name().is_some_and(|private| private == name)) {
        None => Ok(()),
        Some(endpoint) => conflict(vpc, &endpoint.id),
    }
}

fn conflict(vpc: &zone::Vpc, other: &str) -> Result<()> {
    let text = format!(
        "The VPC {} in region {} has already been associated with the hosted zone {other} with the \
         same domain name.",
        vpc.id, vpc.scope.region
    );
    Err(Error::conflicting_domain_exists(text).into())
}
