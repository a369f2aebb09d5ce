//! Zones in lists.

use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::route53::{
    Error, HostedZoneOwner, HostedZoneSummary, HostedZoneType, ListHostedZonesByNameRequest,
    ListHostedZonesByNameResponse, ListHostedZonesByVPCRequest, ListHostedZonesByVPCResponse,
    ListHostedZonesRequest, ListHostedZonesResponse,
};
use ferrogate_records::route53::name::DnsName;
use ferrogate_records::route53::zone;
use ferrogate_state::Entry;

use super::{Result, Route53, bare, fault, page_size, show};

/// So many a page has at most.
const PAGE_MAX: usize = 100;

impl Route53 {
    pub(super) async fn list_hosted_zones(
        &self,
        cx: &Cx,
        input: ListHostedZonesRequest,
    ) -> Result<ListHostedZonesResponse> {
        let view = self.view(cx);
        let size = page_size(input.max_items.as_deref(), PAGE_MAX)?;
        if let Some(HostedZoneType::Unknown(other)) = &input.hosted_zone_type {
            let text = format!("{other} is not a type of hosted zones.");
            return Err(Error::invalid_input(text).into());
        }
        if input.delegation_set_id.is_some() {
            return Err(super::not_built("A reusable delegation set"));
        }
        // In the order of their ids. The marker is the first of the next page.
        let from = input.marker.as_deref().map(|marker| bare(marker, "/hostedzone/"));
        let zones =
            view.zones()?.into_iter().filter(|zone| from.is_none_or(|from| *zone.id >= *from));
        let zones: Vec<_> = zones.collect();
        let (page, rest) = zones.split_at(size.min(zones.len()));
        Ok(ListHostedZonesResponse {
            hosted_zones: Some(
                page.iter().map(|zone| show::zone(&view, zone)).collect::<Result<_>>()?,
            ),
            marker: Some(input.marker.unwrap_or_default()),
            is_truncated: Some(!rest.is_empty()),
            next_marker: rest.first().map(|zone| zone.id.clone()),
            max_items: Some(size.to_string()),
        })
    }

    pub(super) async fn list_hosted_zones_by_name(
        &self,
        cx: &Cx,
        input: ListHostedZonesByNameRequest,
    ) -> Result<ListHostedZonesByNameResponse> {
        let view = self.view(cx);
        let size = page_size(input.max_items.as_deref(), PAGE_MAX)?;
        let from = match input.dns_name.as_deref() {
            None => None,
            Some(name) => Some(DnsName::parse(name).map_err(|_| {
                Error::invalid_domain_name(format!("The domain name {name} is not valid."))
            })?),
        };
        let from_id = input.hosted_zone_id.as_deref().map(|id| bare(id, "/hostedzone/"));
        if from.is_none() && from_id.is_some() {
            let text = "A HostedZoneId can only be specified with a DNSName.";
            return Err(Error::invalid_input(text).into());
        }
        // In the order of their labels, from the last one.
        let place = |zone: &zone::Record| (zone.name.reversed(), zone.id.clone());
        let first =
            from.as_ref().map(|name| (name.reversed(), from_id.unwrap_or_default().to_owned()));
        let mut zones: Vec<&Arc<Entry<zone::Record>>> = view.zones()?;
        zones.retain(|zone| first.as_ref().is_none_or(|first| place(zone) >= *first));
        zones.sort_by_key(|zone| place(zone));
        let (page, rest) = zones.split_at(size.min(zones.len()));
        let next = rest.first();
        Ok(ListHostedZonesByNameResponse {
            hosted_zones: Some(
                page.iter().map(|zone| show::zone(&view, zone)).collect::<Result<_>>()?,
            ),
            dns_name: input.dns_name,
            hosted_zone_id: input.hosted_zone_id,
            is_truncated: Some(next.is_some()),
            next_dns_name: next.map(|zone| zone.name.to_string()),
            next_hosted_zone_id: next.map(|zone| zone.id.clone()),
            max_items: Some(size.to_string()),
        })
    }

    pub(super) async fn list_hosted_zones_by_vpc(
        &self,
        cx: &Cx,
        input: ListHostedZonesByVPCRequest,
    ) -> Result<ListHostedZonesByVPCResponse> {
        let view = self.view(cx);
        let size = page_size(input.max_items.as_deref(), PAGE_MAX)?;
        let all = view.snapshot.table::<zone::Record>().all().map_err(fault)?;
        let is_of = |vpc: &zone::Vpc| {
            vpc.id == input.vpc_id
                && vpc.scope.region == input.vpc_region.as_str()
                && vpc.scope.account == cx.account
        };
        let from = input.next_token.as_deref();
        let zones = all.filter(|zone| zone.vpcs.iter().any(is_of));
        let zones: Vec<_> =
            zones.filter(|zone| from.is_none_or(|from| *zone.id >= *from)).collect();
        let (page, rest) = zones.split_at(size.min(zones.len()));
        let summary = |zone: &&Arc<Entry<zone::Record>>| HostedZoneSummary {
            hosted_zone_id: Some(zone.id.clone()),
            name: Some(zone.name.to_string()),
            owner: Some(HostedZoneOwner {
                owning_account: Some(zone.account.to_string()),
                owning_service: None,
            }),
        };
        Ok(ListHostedZonesByVPCResponse {
            hosted_zone_summaries: Some(page.iter().map(summary).collect()),
            max_items: Some(size.to_string()),
            next_token: rest.first().map(|zone| zone.id.clone()),
        })
    }
}
