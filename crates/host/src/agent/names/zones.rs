//! Hosted zones, as the server has told of them and their record sets.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use ferrogate_link::ObjectKey;
use ferrogate_link::route53::{data, set, zone};
use ferrogate_net::resolver::Zone;
use ferrogate_net::resolver::zone::{Data, Kind, Says};

/// What was told.
#[derive(Default)]
pub(super) struct Zones {
    zones: BTreeMap<String, Told>,
    /// By zone: a set may be told before its zone.
    sets: HashMap<String, BTreeMap<ObjectKey, set::Record>>,
    /// VPCs that resolve by no hosted zone: their `enableDnsHostnames` is off (Route 53 guide,
    /// "Considerations when working with a private hosted zone").
    nameless: HashSet<String>,
}

struct Told {
    record: zone::Record,
    zone: Arc<Zone>,
}

impl Zones {
    /// The zones that a VPC resolves by.
    pub(super) fn of(&self, vpc: &str) -> Vec<Arc<Zone>> {
        if self.nameless.contains(vpc) {
            return vec![];
        }
        let all = self.zones.values();
        let of = all.filter(|told| told.record.vpcs.iter().any(|one| one.id == vpc));
        of.map(|told| told.zone.clone()).collect()
    }

    pub(super) fn set_hostnames(&mut self, vpc: &str, on: bool) {
        match on {
            true => self.nameless.remove(vpc),
            false => self.nameless.insert(vpc.to_owned()),
        };
    }

    /// Takes a zone; the VPCs whose zones are others now.
    pub(super) fn put_zone(&mut self, record: zone::Record) -> BTreeSet<String> {
        let vpcs = |record: &zone::Record| -> BTreeSet<String> {
            record.vpcs.iter().map(|vpc| vpc.id.clone()).collect()
        };
        let now = vpcs(&record);
        if let Some(told) = self.zones.get_mut(&record.id) {
            let changed = vpcs(&told.record).symmetric_difference(&now).cloned().collect();
            told.record = record;
            return changed;
        }
        let zone = Arc::new(Zone::new(record.name.as_str()));
        for set in self.sets.get(&record.id).into_iter().flat_map(BTreeMap::values) {
            put(&zone, set);
        }
        self.zones.insert(record.id.clone(), Told { record, zone });
        now
    }

    /// Takes a record set. The resolvers have it with its zone.
    pub(super) fn put_set(&mut self, set: set::Record) -> ObjectKey {
        let key = ObjectKey::RecordSet(set::key(&set.zone, &set.name, set.kind));
        if let Some(told) = self.zones.get(&set.zone) {
            put(&told.zone, &set);
        }
        self.sets.entry(set.zone.clone()).or_default().insert(key.clone(), set);
        key
    }

    /// Forgets a zone or a set; the VPCs whose zones are others now.
    pub(super) fn forget(&mut self, key: &ObjectKey) -> BTreeSet<String> {
        match key {
            ObjectKey::Zone(id) => {
                let gone = self.zones.remove(id).into_iter().flat_map(|told| told.record.vpcs);
                return gone.map(|vpc| vpc.id).collect();
            }
            ObjectKey::RecordSet(_) => {
                let found = self.sets.iter_mut().find_map(|(_, sets)| sets.remove(key));
                if let Some(set) = found {
                    if let Some(told) = self.zones.get(&set.zone) {
                        told.zone.remove(set.name.as_str(), kind(set.kind));
                    }
                    self.sets.retain(|_, sets| !sets.is_empty());
                }
            }
            ObjectKey::Task(_) | ObjectKey::Network(_) | ObjectKey::Balancer(_) => {}
        }
        BTreeSet::new()
    }

    /// Forgets what is not listed; the VPCs whose zones are others now.
    pub(super) fn sync(&mut self, listed: &BTreeSet<ObjectKey>) -> BTreeSet<String> {
        let zones = self.zones.keys().map(|id| ObjectKey::Zone(id.clone()));
        let sets = self.sets.values().flat_map(BTreeMap::keys).cloned();
        let gone: Vec<_> = zones.chain(sets).filter(|key| !listed.contains(key)).collect();
        gone.iter().flat_map(|key| self.forget(key)).collect()
    }
}

fn put(zone: &Zone, set: &set::Record) {
    let says = match &set.says {
        set::Says::Values { ttl_s, values } => {
            Says::Values(*ttl_s, values.iter().map(value).collect())
        }
        set::Says::Alias { of, .. } => Says::Alias(of.as_str().to_owned()),
    };
    zone.put(set.name.as_str(), kind(set.kind), says);
}

fn kind(kind: data::Kind) -> Kind {
    match kind {
        data::Kind::A => Kind::A,
        data::Kind::Aaaa => Kind::Aaaa,
        data::Kind::Caa => Kind::Caa,
        data::Kind::Cname => Kind::Cname,
        data::Kind::Mx => Kind::Mx,
        data::Kind::Ns => Kind::Ns,
        data::Kind::Ptr => Kind::Ptr,
        data::Kind::Soa => Kind::Soa,
        data::Kind::Spf => Kind::Spf,
        data::Kind::Srv => Kind::Srv,
        data::Kind::Txt => Kind::Txt,
    }
}

fn value(value: &data::Data) -> Data {
    let text = |name: &ferrogate_link::route53::name::DnsName| name.as_str().to_owned();
    match value {
        data::Data::A(address) => Data::A(*address),
        data::Data::Aaaa(address) => Data::Aaaa(*address),
        data::Data::Name(name) => Data::Name(text(name)),
        data::Data::Mx { preference, host } => Data::Mx(*preference, text(host)),
        data::Data::Srv { priority, weight, port, target } => {
            Data::Srv(*priority, *weight, *port, text(target))
        }
        data::Data::Txt(strings) => Data::Txt(strings.clone()),
        data::Data::Caa { flags, tag, value } => Data::Caa(*flags, tag.clone(), value.clone()),
        data::Data::Soa { names: [first, who], numbers } => {
            Data::Soa(text(first), text(who), *numbers)
        }
    }
}
