//! A batch of changes to the record sets of a zone: all of them, or none.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_api::route53::{
    AliasTarget, Change as Asked, ChangeAction, Error, ResourceRecordSet,
};
use ferrogate_records::elb::load_balancer;
use ferrogate_records::route53::data::{Data, Kind};
use ferrogate_records::route53::name::DnsName;
use ferrogate_records::route53::set::{self, OfZone, Says};
use ferrogate_records::route53::zone;
use ferrogate_state::Entry;
use ferrogate_store::TXN_OPS_MAX;

use super::{Result, View, bare, fault, not_built};
use crate::change::Change;

/// Record sets of a zone, and values of a set (Route 53 quotas).
const SETS_MAX: usize = 10_000;
const VALUES_MAX: usize = 400;
/// Characters of all values of a batch (Route 53 quotas); those of an UPSERT count twice there.
const CHARACTERS_MAX: usize = 32_000;
/// Record sets that are written in one transaction: with them go the zone and the change. Route 53
/// takes a thousand values in a batch.
const AT_ONCE: usize = TXN_OPS_MAX - 2;

/// Which set it is.
type Place = (DnsName, Kind);

/// The sets of a zone as a batch leaves them.
pub(super) struct Batch<'z> {
    view: &'z View<'z>,
    zone: &'z zone::Record,
    before: BTreeMap<Place, Arc<Entry<set::Record>>>,
    now: BTreeMap<Place, Says>,
}

impl<'z> Batch<'z> {
    /// The sets as they are.
    pub(super) fn of(view: &'z View<'z>, zone: &'z zone::Record) -> Result<Self> {
        let table = view.snapshot.table::<set::Record>();
        let sets = table.by::<OfZone>(&zone.id).map_err(fault)?;
        let place = |set: &set::Record| (set.name.clone(), set.kind);
        let before: BTreeMap<_, _> = sets.map(|set| (place(set), set.clone())).collect();
        let now = before.iter().map(|(place, set)| (place.clone(), set.says.clone())).collect();
        Ok(Self { view, zone, before, now })
    }

    /// Makes the changes, in their order.
    ///
    /// # Errors
    /// All that is wrong with them, in one text.
    pub(super) fn apply(&mut self, changes: &[Asked]) -> Result<()> {
        let mut wrong = vec![];
        if changes.iter().map(characters).sum::<usize>() > CHARACTERS_MAX {
            wrong.push(format!("Number of characters limit of {CHARACTERS_MAX} exceeded."));
        }
        for change in changes {
            if let Err(text) = self.apply_one(change)? {
                wrong.push(text);
            }
        }
        if wrong.is_empty() {
            wrong.extend(self.conflicts()?);
        }
        if wrong.is_empty() && self.now.len() > SETS_MAX {
            wrong.push(format!("Limits Exceeded: MAX_RRSETS_BY_ZONE ({SETS_MAX})"));
        }
        if wrong.is_empty() {
            return Ok(());
        }
        Err(Error::invalid_change_batch(format!("[{}]", wrong.join(", "))).into())
    }

    /// Makes one; why it can't be, when it can't.
    fn apply_one(&mut self, change: &Asked) -> Result<std::result::Result<(), String>> {
        let set = &change.resource_record_set;
        refuse_policies(set)?;
        let (place, says) = match self.read(set)? {
            Ok(read) => read,
            Err(text) => return Ok(Err(text)),
        };
        let (name, kind) = &place;
        let named = format!("[name='{name}', type='{}']", kind.name());
        let is_apex = *name == self.zone.name;
        let found = self.now.get(&place);
        let done = match &change.action {
            ChangeAction::Create if found.is_some() => {
                Err(format!("Tried to create resource record set {named} but it already exists"))
            }
            ChangeAction::Create | ChangeAction::Upsert => {
                self.now.insert(place, says);
                Ok(())
            }
            ChangeAction::Delete if is_apex && *kind == Kind::Ns => {
                Err("A HostedZone must contain at least one NS record for the zone itself."
                    .to_owned())
            }
            ChangeAction::Delete if is_apex && *kind == Kind::Soa => {
                Err("A HostedZone must contain exactly one SOA record.".to_owned())
            }
            ChangeAction::Delete => match found {
                None => {
                    Err(format!("Tried to delete resource record set {named} but it was not found"))
                }
                Some(found) if !is_same(found, &says) => Err(format!(
                    "Tried to delete resource record set {named} but the values provided do not \
                     match the current values"
                )),
                Some(_) => {
                    self.now.remove(&place);
                    Ok(())
                }
            },
            ChangeAction::Unknown(other) => Err(format!("{other} is not an action")),
        };
        Ok(done)
    }

    /// What a change says of which set.
    fn read(&self, set: &ResourceRecordSet) -> Result<std::result::Result<(Place, Says), String>> {
        let zone = &self.zone.name;
        let text = set.name.as_deref().unwrap_or_default();
        let name = match DnsName::parse(text) {
            Ok(name) => name,
            Err(why) => return Ok(Err(format!("FATAL problem: {why} encountered with '{text}'"))),
        };
        if !name.is_within(zone) {
            let text = format!("RRSet with DNS name {name} is not permitted in zone {zone}");
            return Ok(Err(text));
        }
        let kind = set.r#type.as_ref().map_or("", |kind| kind.as_str());
        let Some(kind) = Kind::named(kind) else {
            return Err(not_built(&format!("A resource record set of type {kind}")));
        };
        if kind == Kind::Cname && name == *zone {
            let text = format!(
                "RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {zone}"
            );
            return Ok(Err(text));
        }
        let says = match &set.alias_target {
            Some(alias) => self.alias(set, alias, &name, kind)?,
            None => values(set, &name, kind),
        };
        Ok(says.map(|says| ((name, kind), says)))
    }

    /// An alias of another name of the zone, or of a load balancer: others are not built.
    fn alias(
        &self,
        set: &ResourceRecordSet,
        alias: &AliasTarget,
        name: &DnsName,
        kind: Kind,
    ) -> Result<std::result::Result<Says, String>> {
        let bad = |text: String| Ok(Err(text));
        if set.ttl.is_some() || set.resource_records.as_ref().is_some_and(|all| !all.is_empty()) {
            return bad(format!(
                "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and \
                 ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change \
                 with [Action, Name={name}, Type={}, SetIdentifier=null]",
                kind.name()
            ));
        }
        let target = alias.dns_name.as_deref().unwrap_or_default();
        let Ok(of) = DnsName::parse(target) else {
            return bad(format!("The alias target {target} is not a domain name"));
        };
        let zone = bare(alias.hosted_zone_id.as_deref().unwrap_or_default(), "/hostedzone/");
        let evaluates = alias.evaluate_target_health.unwrap_or(false);
        if zone != self.zone.id {
            if !load_balancer::is_hosted_zone(zone) {
                return Err(not_built("An alias of a name outside of its hosted zone"));
            }
            return Ok(Ok(Says::Alias { of, evaluates, zone: Some(zone.to_owned()) }));
        }
        if !of.is_within(&self.zone.name) || of == *name || matches!(kind, Kind::Ns | Kind::Soa) {
            return bad(format!(
                "Tried to create an alias that targets {of}, type {} in zone {zone}, but the \
                 alias target name does not lie within the target zone",
                kind.name()
            ));
        }
        Ok(Ok(Says::Alias { of, evaluates, zone: None }))
    }

    /// Whether there is what an alias is of. One that was made may outlive it.
    fn is_there(&self, of: &DnsName, zone: Option<&str>, kind: Kind) -> Result<bool> {
        let Some(zone) = zone else { return Ok(self.now.contains_key(&(of.clone(), kind))) };
        // Consoles put it before the names of load balancers that speak both versions of IP.
        let name = of.as_str().strip_prefix("dualstack.").unwrap_or(of.as_str());
        let table = self.view.snapshot.table::<load_balancer::Record>();
        let mut all = table.all().map_err(fault)?;
        let found = all.any(|of| of.hosted_zone() == Some(zone) && of.dns_name() == name);
        Ok(found && matches!(kind, Kind::A | Kind::Aaaa))
    }

    /// What can't be beside each other, or leads nowhere.
    fn conflicts(&self) -> Result<Vec<String>> {
        let zone = &self.zone.name;
        let mut wrong = vec![];
        for ((name, kind), says) in &self.now {
            let is_changed =
                self.before.get(&(name.clone(), *kind)).is_none_or(|set| set.says != *says);
            if *kind == Kind::Cname && self.kinds_of(name).count() > 1 {
                wrong.push(format!(
                    "RRSet of type CNAME with DNS name {name} is not permitted as it conflicts \
                     with other records with the same DNS name in zone {zone}"
                ));
            }
            if let Says::Alias { of, zone, .. } = says
                && is_changed
                && !self.is_there(of, zone.as_deref(), *kind)?
            {
                wrong.push(format!(
                    "Tried to create an alias that targets {of}, type {} in zone {}, but the alias \
                     target name was not found",
                    kind.name(),
                    zone.as_ref().unwrap_or(&self.zone.id)
                ));
            }
        }
        Ok(wrong)
    }

    /// How many sets are to be written or removed.
    fn differing(&self) -> usize {
        let gone = self.before.keys().filter(|place| !self.now.contains_key(place)).count();
        let is_new = |(place, says): &(&Place, &Says)| {
            self.before.get(place).is_none_or(|set| set.says != **says)
        };
        gone + self.now.iter().filter(is_new).count()
    }

    fn kinds_of<'b>(&'b self, name: &'b DnsName) -> impl Iterator<Item = Kind> + 'b {
        let from = (name.clone(), Kind::A);
        let of = self.now.range(from..).take_while(move |((other, _), _)| other == name);
        of.map(|((_, kind), _)| *kind)
    }

    /// Writes what differs.
    ///
    /// # Errors
    /// When that is more than a transaction has room for.
    pub(super) fn write(self, to: &mut Change) -> Result<()> {
        if self.differing() > AT_ONCE {
            let text =
                format!("[A batch that changes more than {AT_ONCE} record sets is not built yet.]");
            return Err(Error::invalid_change_batch(text).into());
        }
        for (place, set) in &self.before {
            match self.now.get(place) {
                None => to.delete(set),
                Some(says) if *says != set.says => {
                    to.put(set, set::Record { says: says.clone(), ..(***set).clone() })?;
                }
                Some(_) => {}
            }
        }
        for ((name, kind), says) in self.now {
            if !self.before.contains_key(&(name.clone(), kind)) {
                let zone = self.zone.id.clone();
                let key = set::key(&zone, &name, kind);
                to.create(key, &set::Record { zone, name, kind, says })?;
            }
        }
        Ok(())
    }
}

/// The characters of a change's values.
fn characters(change: &Asked) -> usize {
    let values = change.resource_record_set.resource_records.iter().flatten();
    let characters = |text: &String| text.chars().count();
    let all: usize = values.filter_map(|one| one.value.as_ref()).map(characters).sum();
    if change.action == ChangeAction::Upsert { 2 * all } else { all }
}

/// Refuses what would make one name several sets: none is built.
fn refuse_policies(set: &ResourceRecordSet) -> Result<()> {
    let given = [
        ("Weighted routing", set.weight.is_some()),
        ("Latency routing", set.region.is_some()),
        ("Geolocation routing", set.geo_location.is_some()),
        ("Failover routing", set.failover.is_some()),
        ("Multivalue answer routing", set.multi_value_answer.is_some()),
        ("IP-based routing", set.cidr_routing_config.is_some()),
        ("Geoproximity routing", set.geo_proximity_location.is_some()),
        ("A traffic policy", set.traffic_policy_instance_id.is_some()),
        ("A health check", set.health_check_id.is_some()),
        ("A set identifier", set.set_identifier.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((what, _)) => Err(not_built(what)),
        None => Ok(()),
    }
}

fn values(
    set: &ResourceRecordSet,
    name: &DnsName,
    kind: Kind,
) -> std::result::Result<Says, String> {
    let records = set.resource_records.as_deref().unwrap_or_default();
    let (Some(ttl), false) = (set.ttl, records.is_empty()) else {
        return Err(format!(
            "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and \
             ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with \
             [Action, Name={name}, Type={}, SetIdentifier=null]",
            kind.name()
        ));
    };
    let Ok(ttl_s) = u32::try_from(ttl).map(|ttl| ttl.min(0x7fff_ffff)) else {
        return Err(format!("The TTL {ttl} is not one of 0 to 2147483647"));
    };
    if records.len() > VALUES_MAX {
        return Err(format!("Number of values limit of {VALUES_MAX} exceeded"));
    }
    if matches!(kind, Kind::Cname | Kind::Soa) && records.len() > 1 {
        return Err(format!(
            "The RRSet with DNS name {name} and type {} can have one value only",
            kind.name()
        ));
    }
    let mut values: Vec<Data> = vec![];
    for record in records {
        let text = record.value.as_deref().unwrap_or_default();
        let value =
            Data::parse(kind, text).map_err(|why| format!("Invalid Resource Record: '{why}'"))?;
        if values.contains(&value) {
            return Err(format!("Duplicate Resource Record: '{text}'"));
        }
        values.push(value);
    }
    Ok(Says::Values { ttl_s, values })
}

/// Whether two say the same: the order of values says nothing.
fn is_same(one: &Says, other: &Says) -> bool {
    match (one, other) {
        (
            Says::Values { ttl_s, values },
            Says::Values { ttl_s: other_ttl_s, values: other_values },
        ) => {
            ttl_s == other_ttl_s
                && values.len() == other_values.len()
                && values.iter().all(|value| other_values.contains(value))
        }
        _ => one == other,
    }
}
