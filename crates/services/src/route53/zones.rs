//! Hosted zones: made, shown, described, deleted.

use ferrogate_api::Cx;
use ferrogate_api::route53::{
    CreateHostedZoneRequest, CreateHostedZoneResponse, DelegationSet, DeleteHostedZoneRequest,
    DeleteHostedZoneResponse, Error, GetChangeRequest, GetChangeResponse,
    GetHostedZoneCountRequest, GetHostedZoneCountResponse, GetHostedZoneRequest,
    GetHostedZoneResponse, UpdateHostedZoneCommentRequest, UpdateHostedZoneCommentResponse,
};
use ferrogate_records::route53::data::{Data, Kind};
use ferrogate_records::route53::name::DnsName;
use ferrogate_records::route53::set::{self, OfZone, Says};
use ferrogate_records::route53::{change, zone};
use ferrogate_store::Key;

use super::associate::{check_free, vpc_of};
use super::{Result, Route53, bare, fault, new_id, not_built, show, shown_change};
use crate::change::Change;

/// Zones of an account (Route 53 quotas).
const MAX: usize = 500;

/// The name servers of every private zone: nobody asks them.
const NAME_SERVERS: [&str; 4] = [
    "ns-1536.awsdns-00.co.uk",
    "ns-0.awsdns-00.com",
    "ns-1024.awsdns-00.org",
    "ns-512.awsdns-00.net",
];

impl Route53 {
    pub(super) async fn create_hosted_zone(
        &self,
        cx: &Cx,
        input: CreateHostedZoneRequest,
    ) -> Result<CreateHostedZoneResponse> {
        let name = DnsName::parse(&input.name).ok().filter(|name| !name.as_str().starts_with('*'));
        let Some(name) = name else {
            let text = format!("The domain name {} is not valid.", input.name);
            return Err(Error::invalid_domain_name(text).into());
        };
        let Some(vpc) = &input.vpc else { return Err(not_built("A public hosted zone")) };
        if input.delegation_set_id.is_some() {
            return Err(not_built("A reusable delegation set"));
        }
        let comment = input.hosted_zone_config.and_then(|config| config.comment);
        let id = new_id('Z');
        self.change(cx, |view, to| {
            let zones = view.zones()?;
            if zones.iter().any(|zone| zone.caller_reference == input.caller_reference) {
                let text = "A hosted zone has already been created with the specified caller \
                            reference.";
                return Err(Error::hosted_zone_already_exists(text).into());
            }
            if zones.len() >= MAX {
                let text = format!("Limits Exceeded: MAX_HOSTED_ZONES_BY_ACCOUNT ({MAX})");
                return Err(Error::too_many_hosted_zones(text).into());
            }
            let vpc = vpc_of(view, vpc, Some(&cx.account))?;
            check_free(view, to, &vpc, &name)?;
            let record = zone::Record {
                account: cx.account.clone(),
                id: id.clone(),
                name: name.clone(),
                caller_reference: input.caller_reference.clone(),
                comment: comment.clone(),
                vpcs: vec![vpc],
                authorized: vec![],
                serial: 0,
                created_at: view.state.now(),
                tags: vec![],
            };
            to.create(zone::key(&id), &record)?;
            apex(to, &record)?;
            let change_info = view.submit(to, None)?;
            let mut shown = show::zone(view, &record)?;
            shown.resource_record_set_count = Some(2);
            Ok(CreateHostedZoneResponse {
                hosted_zone: Some(shown),
                change_info: Some(change_info),
                delegation_set: Some(DelegationSet {
                    name_servers: Some(NAME_SERVERS.map(str::to_owned).to_vec()),
                    ..DelegationSet::default()
                }),
                vpc: Some(show::vpc(&record.vpcs[0])),
                location: Some(format!("https://route53.amazonaws.com/2013-04-01/hostedzone/{id}")),
            })
        })
        .await
    }

    pub(super) async fn get_hosted_zone(
        &self,
        cx: &Cx,
        input: GetHostedZoneRequest,
    ) -> Result<GetHostedZoneResponse> {
        let view = self.view(cx);
        let zone = view.zone(&input.id)?;
        Ok(GetHostedZoneResponse {
            hosted_zone: Some(show::zone(&view, &zone)?),
            delegation_set: None,
            vp_cs: Some(zone.vpcs.iter().map(show::vpc).collect()),
        })
    }

    pub(super) async fn get_hosted_zone_count(
        &self,
        cx: &Cx,
        _: GetHostedZoneCountRequest,
    ) -> Result<GetHostedZoneCountResponse> {
        let count = self.view(cx).zones()?.len();
        Ok(GetHostedZoneCountResponse { hosted_zone_count: i64::try_from(count).ok() })
    }

    pub(super) async fn update_hosted_zone_comment(
        &self,
        cx: &Cx,
        input: UpdateHostedZoneCommentRequest,
    ) -> Result<UpdateHostedZoneCommentResponse> {
        self.change(cx, |view, to| {
            let old = view.zone(&input.id)?;
            let next = zone::Record { comment: input.comment.clone(), ..(**old).clone() };
            let hosted_zone = Some(show::zone(view, &next)?);
            to.put(&old, next)?;
            Ok(UpdateHostedZoneCommentResponse { hosted_zone })
        })
        .await
    }

    pub(super) async fn delete_hosted_zone(
        &self,
        cx: &Cx,
        input: DeleteHostedZoneRequest,
    ) -> Result<DeleteHostedZoneResponse> {
        self.change(cx, |view, to| {
            let zone = view.zone(&input.id)?;
            let table = view.snapshot.table::<set::Record>();
            let sets: Vec<_> = table.by::<OfZone>(&zone.id).map_err(fault)?.collect();
            if sets.iter().any(|set| !is_required(&zone, set)) {
                let text = "The specified hosted zone contains non-required resource record sets \
                            and so cannot be deleted.";
                return Err(Error::hosted_zone_not_empty(text).into());
            }
            sets.into_iter().for_each(|set| to.delete(set));
            to.delete(&zone);
            Ok(DeleteHostedZoneResponse { change_info: Some(view.submit(to, None)?) })
        })
        .await
    }

    pub(super) async fn get_change(
        &self,
        cx: &Cx,
        input: GetChangeRequest,
    ) -> Result<GetChangeResponse> {
        let id = bare(&input.id, "/change/");
        let key = Key::new(change::key(id)).ok();
        let table = self.state.table::<change::Record>();
        let found = key.map(|key| table.get(&key).map_err(fault)).transpose()?.flatten();
        match found.filter(|found| found.account == cx.account) {
            Some(found) => Ok(GetChangeResponse { change_info: Some(shown_change(&found)) }),
            None => {
                let text = format!("Could not find resource with ID: {id}");
                Err(Error::no_such_change(text).into())
            }
        }
    }
}

/// What every zone has of its own.
fn apex(to: &mut Change, zone: &zone::Record) -> Result<()> {
    let name = |text: &str| DnsName::parse(text).expect("it is a name");
    let servers = NAME_SERVERS.iter().map(|server| Data::Name(name(server))).collect();
    let soa = Data::Soa {
        names: [name(NAME_SERVERS[1]), name("awsdns-hostmaster.amazon.com")],
        numbers: [1, 7200, 900, 1_209_600, 86_400],
    };
    for (kind, ttl_s, values) in [(Kind::Ns, 172_800, servers), (Kind::Soa, 900, vec![soa])] {
        let record = set::Record {
            zone: zone.id.clone(),
            name: zone.name.clone(),
            kind,
            says: Says::Values { ttl_s, values },
        };
        to.create(set::key(&zone.id, &zone.name, kind), &record)?;
    }
    Ok(())
}

/// Whether a set is one that every zone has.
pub(super) fn is_required(zone: &zone::Record, set: &set::Record) -> bool {
    set.name == zone.name && matches!(set.kind, Kind::Ns | Kind::Soa)
}
