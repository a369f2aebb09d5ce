//! Zones and their record sets, as they are shown.

use ferrogate_api::route53::{
    AliasTarget, HostedZone, HostedZoneConfig, RRType, ResourceRecord, ResourceRecordSet, VPC,
    VPCRegion,
};
use ferrogate_records::route53::set::{self, OfZone, Says};
use ferrogate_records::route53::zone;

use super::{Result, View, fault};

/// A zone, with the number of its record sets.
pub(super) fn zone(view: &View<'_>, zone: &zone::Record) -> Result<HostedZone> {
    let sets = view.snapshot.table::<set::Record>().count::<OfZone>(&zone.id).map_err(fault)?;
    Ok(HostedZone {
        id: Some(format!("/hostedzone/{}", zone.id)),
        name: Some(zone.name.to_string()),
        caller_reference: Some(zone.caller_reference.clone()),
        config: Some(HostedZoneConfig { comment: zone.comment.clone(), private_zone: Some(true) }),
        resource_record_set_count: i64::try_from(sets).ok(),
        ..HostedZone::default()
    })
}

pub(super) fn vpc(vpc: &zone::Vpc) -> VPC {
    VPC { vpc_region: Some(VPCRegion::from(&*vpc.scope.region)), vpc_id: Some(vpc.id.clone()) }
}

pub(super) fn set(set: &set::Record) -> ResourceRecordSet {
    let mut shown = ResourceRecordSet {
        name: Some(set.name.to_string()),
        r#type: Some(RRType::from(set.kind.name())),
        ..ResourceRecordSet::default()
    };
    match &set.says {
        Says::Values { ttl_s, values } => {
            let record = |value: &dyn ToString| ResourceRecord { value: Some(value.to_string()) };
            shown.ttl = Some(i64::from(*ttl_s));
            shown.resource_records = Some(values.iter().map(|value| record(value)).collect());
        }
        Says::Alias { of, evaluates, zone } => {
            shown.alias_target = Some(AliasTarget {
                hosted_zone_id: Some(zone.as_ref().unwrap_or(&set.zone).clone()),
                dns_name: Some(of.to_string()),
                evaluate_target_health: Some(*evaluates),
            });
        }
    }
    shown
}
