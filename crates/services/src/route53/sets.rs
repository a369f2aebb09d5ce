//! The record sets of a zone: changed together, and listed.

use ferrogate_api::Cx;
use ferrogate_api::route53::{
    ChangeResourceRecordSetsRequest, ChangeResourceRecordSetsResponse, Error,
    ListResourceRecordSetsRequest, ListResourceRecordSetsResponse, RRType,
};
use ferrogate_records::route53::data::Kind;
use ferrogate_records::route53::name::DnsName;
use ferrogate_records::route53::set::{self, OfZone};
use ferrogate_records::route53::zone;

use super::batch::Batch;
use super::{Result, Route53, fault, page_size, show};

/// Record sets of a page, and changes of a batch (Route 53 quotas).
const PAGE_MAX: usize = 300;
const CHANGES_MAX: usize = 1000;

impl Route53 {
    pub(super) async fn change_resource_record_sets(
        &self,
        cx: &Cx,
        input: ChangeResourceRecordSetsRequest,
    ) -> Result<ChangeResourceRecordSetsResponse> {
        let batch = &input.change_batch;
        if batch.changes.len() > CHANGES_MAX {
            let text = format!("Number of records limit of {CHANGES_MAX} exceeded.");
            return Err(Error::invalid_change_batch(text).into());
        }
        self.change(cx, |view, to| {
            let zone = view.zone(&input.hosted_zone_id)?;
            let mut all = Batch::of(view, &zone)?;
            all.apply(&batch.changes)?;
            all.write(to)?;
            to.put(&zone, zone::Record { serial: zone.serial + 1, ..(**zone).clone() })?;
            let change_info = Some(view.submit(to, batch.comment.as_deref())?);
            Ok(ChangeResourceRecordSetsResponse { change_info })
        })
        .await
    }

    pub(super) async fn list_resource_record_sets(
        &self,
        cx: &Cx,
        input: ListResourceRecordSetsRequest,
    ) -> Result<ListResourceRecordSetsResponse> {
        let view = self.view(cx);
        let zone = view.zone(&input.hosted_zone_id)?;
        let size = page_size(input.max_items.as_deref(), PAGE_MAX)?;
        let first = first(&input)?;
        let table = view.snapshot.table::<set::Record>();
        let place = |set: &set::Record| (set.name.reversed(), set.kind.name());
        let mut sets: Vec<_> = table.by::<OfZone>(&zone.id).map_err(fault)?.collect();
        sets.retain(|set| {
            first.as_ref().is_none_or(|(name, kind)| {
                place(set) >= (name.clone(), kind.map_or("", Kind::name))
            })
        });
        sets.sort_by_key(|set| place(set));
        let (page, rest) = sets.split_at(size.min(sets.len()));
        let next = rest.first();
        Ok(ListResourceRecordSetsResponse {
            resource_record_sets: Some(page.iter().map(|set| show::set(set)).collect()),
            is_truncated: Some(next.is_some()),
            next_record_name: next.map(|set| set.name.to_string()),
            next_record_type: next.map(|set| RRType::from(set.kind.name())),
            next_record_identifier: None,
            max_items: Some(size.to_string()),
        })
    }
}

/// Where a list is to begin.
fn first(input: &ListResourceRecordSetsRequest) -> Result<Option<(String, Option<Kind>)>> {
    let bad = |text: &str| Err(Error::invalid_input(text).into());
    let kind = match &input.start_record_type {
        None => None,
        // One that no zone has is behind or before those that are there, by its name.
        Some(asked) => Kind::named(asked.as_str()),
    };
    match &input.start_record_name {
        None if input.start_record_type.is_some() => {
            bad("The input is not valid: a StartRecordType needs a StartRecordName.")
        }
        None => Ok(None),
        Some(name) => match DnsName::parse(name) {
            Ok(name) => Ok(Some((name.reversed(), kind))),
            Err(_) => bad("The StartRecordName is not a domain name."),
        },
    }
}
