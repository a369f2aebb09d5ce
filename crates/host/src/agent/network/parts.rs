//! The parts of the network, as the server has told of them.

use std::collections::{BTreeMap, BTreeSet};

use ferrogate_link::ec2::eni;
use ferrogate_link::{Part, PartKey};
use ferrogate_net::{EniId, Ipv4Net, VpcState};

use super::{peers, state};

/// What was told.
#[derive(Default)]
pub(super) struct Parts {
    /// By VPC. An id that moves to another one moves with its part.
    of: BTreeMap<String, BTreeMap<PartKey, Part>>,
    /// The VPC of each part.
    vpcs: BTreeMap<PartKey, String>,
    /// What is of no VPC, and every VPC may name.
    shared: BTreeMap<PartKey, Part>,
    /// Interfaces with a flow log that are no more, until they are taken.
    gone: Vec<eni::Record>,
    /// Whether everything was told once.
    complete: bool,
}

/// An interface and the ranges that it lies in.
#[derive(Clone, Debug)]
pub(in crate::agent) struct Place {
    pub(in crate::agent) eni: eni::Record,
    pub(in crate::agent) subnet_cidr: Ipv4Net,
    pub(in crate::agent) vpc_cidr: Ipv4Net,
}

/// For which VPCs a part matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// For this one.
    Vpc(String),
    /// For every one.
    All,
}

impl Parts {
    /// Takes a part; for which VPCs it matters.
    pub(super) fn put(&mut self, part: Part) -> Whose {
        let key = part.key();
        let Some(vpc) = part.vpc().map(str::to_owned) else {
            // A gateway may have left its VPC.
            self.forget(&key);
            self.shared.insert(key, part);
            return Whose::All;
        };
        if self.vpcs.get(&key) != Some(&vpc) {
            self.forget(&key);
        }
        self.vpcs.insert(key.clone(), vpc.clone());
        self.of.entry(vpc.clone()).or_default().insert(key, part);
        Whose::Vpc(vpc)
    }

    /// Forgets a part; for which VPCs it mattered, if it was known.
    pub(super) fn forget(&mut self, key: &PartKey) -> Option<Whose> {
        if self.shared.remove(key).is_some() {
            return Some(Whose::All);
        }
        let vpc = self.vpcs.remove(key)?;
        let logged = self.is_logged(&vpc, key);
        if let Some(parts) = self.of.get_mut(&vpc) {
            if let Some(Part::Interface(eni)) = parts.remove(key).filter(|_| logged) {
                self.gone.push(eni);
            }
            if parts.is_empty() {
                self.of.remove(&vpc);
            }
        }
        Some(Whose::Vpc(vpc))
    }

    /// Everything was told: what is not listed is no more.
    pub(super) fn sync(&mut self, listed: &BTreeSet<PartKey>) {
        let gone: Vec<_> = self.vpcs.keys().filter(|key| !listed.contains(key)).cloned().collect();
        for key in gone {
            self.forget(&key);
        }
        self.shared.retain(|key, _| listed.contains(key));
        self.complete = true;
    }

    /// Whether everything was told, and nothing of this VPC.
    pub(super) fn is_gone(&self, vpc: &str) -> bool {
        self.complete && !self.of.contains_key(vpc)
    }

    /// Whether a flow log is of this part.
    fn is_logged(&self, vpc: &str, key: &PartKey) -> bool {
        let Some(parts) = self.of.get(vpc) else { return false };
        let Some(Part::Interface(eni)) = parts.get(key) else { return false };
        parts.values().any(|part| matches!(part, Part::FlowLog(log) if log.is_of(eni)))
    }

    /// Takes the interfaces with a flow log that have ceased to be since this was called last.
    pub(super) fn take_gone(&mut self) -> Vec<eni::Record> {
        std::mem::take(&mut self.gone)
    }

    /// The interfaces of a VPC that a flow log is of.
    pub(super) fn logged(&self, vpc: &str) -> BTreeMap<EniId, eni::Record> {
        let of = || self.of.get(vpc).into_iter().flat_map(BTreeMap::values);
        let logs: Vec<_> = of()
            .filter_map(|part| match part {
                Part::FlowLog(log) => Some(log),
                _ => None,
            })
            .collect();
        let interfaces = of().filter_map(|part| match part {
            Part::Interface(eni) if logs.iter().any(|log| log.is_of(eni)) => Some(eni),
            _ => None,
        });
        interfaces.filter_map(|eni| Some((eni.id.parse().ok()?, eni.clone()))).collect()
    }

    /// Where an interface is.
    pub(super) fn place(&self, vpc: &str, eni: &str) -> Option<Place> {
        let parts = self.of.get(vpc)?;
        let Part::Interface(eni) = parts.get(&PartKey::Interface(eni.to_owned()))? else {
            return None;
        };
        let Part::Subnet(subnet) = parts.get(&PartKey::Subnet(eni.subnet.clone()))? else {
            return None;
        };
        let Part::Vpc(vpc) = parts.get(&PartKey::Vpc(vpc.to_owned()))? else { return None };
        Some(Place { eni: eni.clone(), subnet_cidr: subnet.cidr, vpc_cidr: vpc.cidr.range })
    }

    /// What the parts of a VPC come to, after `last`; `None` before everything was told.
    pub(super) fn state(&self, vpc: &str, last: Option<&VpcState>) -> Option<VpcState> {
        if !self.complete {
            return None;
        }
        let none = BTreeMap::new();
        let own = self.of.get(vpc).unwrap_or(&none).values();
        let peers = peers::of(vpc, &self.of, self.shared.values());
        Some(state::of(own.chain(self.shared.values()), peers, last))
    }

    /// The VPCs that are peered with this one: what is in it may matter to their rules.
    pub(super) fn peers_of(&self, vpc: &str) -> Vec<String> {
        peers::others(vpc, self.shared.values()).map(|(_, other)| other.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::ec2::default_network::DefaultNetwork;

    use crate::agent::network::testing::{interface_of, list_of, parts, scope};

    #[test]
    fn nothing_is_in_force_before_everything_was_told() {
        let network = DefaultNetwork::of(&scope());
        let vpc = &network.parts.vpc.id;
        let mut told = Parts::default();
        let all = parts(&network);
        let keys: BTreeSet<_> = all.iter().map(Part::key).collect();
        for part in all {
            assert_eq!(told.put(part), Whose::Vpc(vpc.clone()));
        }
        assert!(told.state(vpc, None).is_none() && !told.is_gone("vpc-of-nobody"));
        told.sync(&keys);
        assert_eq!(told.state(vpc, None).unwrap().subnets.len(), 3);
    }

    #[test]
    fn what_is_not_listed_or_is_forgotten_is_gone() {
        let network = DefaultNetwork::of(&scope());
        let vpc = &network.parts.vpc.id;
        let mut told = Parts::default();
        let all = parts(&network);
        let mut keys: BTreeSet<_> = all.iter().map(Part::key).collect();
        all.into_iter().for_each(|part| drop(told.put(part)));
        let eni = Part::Interface(interface_of(&network, 0, 0));
        let key = eni.key();
        told.put(eni.clone());
        told.sync(&keys);
        assert_eq!(told.state(vpc, None).unwrap().interfaces.len(), 0);
        told.put(eni);
        assert_eq!(told.state(vpc, None).unwrap().interfaces.len(), 1);
        assert_eq!(told.forget(&key), Some(Whose::Vpc(vpc.clone())));
        assert_eq!(told.forget(&key), None);
        let list = Part::PrefixList(list_of(&["10.9.0.0/16"]));
        assert_eq!(told.put(list.clone()), Whose::All);
        assert_eq!(told.forget(&list.key()), Some(Whose::All));
        told.put(list);
        keys.clear();
        told.sync(&keys);
        assert_eq!(told.state(vpc, None), Some(VpcState::default()));
        assert!(told.is_gone(vpc));
        assert!(told.of.is_empty() && told.vpcs.is_empty() && told.shared.is_empty());
    }
}
