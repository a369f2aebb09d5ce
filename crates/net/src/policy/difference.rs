//! What has to be changed for one set of rules to become another: pure.

use std::fmt::Write as _;
use std::sync::Arc;

use super::cell::Key;
use super::flow_log;
use super::plan::{Elements, Leads, Ruleset};

/// The table that all of it is in.
pub(crate) const TABLE: &str = "ferrogate";

/// Chains that `ruleset.nft` makes, and that have no other rules than those that are planned.
const OF_FRAME: [&str; 7] = [
    "forward",
    "tracked",
    "left",
    "refused_group_egress",
    "refused_group_ingress",
    "refused_acl_egress",
    "refused_acl_ingress",
];

/// Where the kernel calls a chain that few VPCs have: a route table is chosen before a zone is,
/// and both before conntrack (-200) and the route; addresses are translated where the kernel does so.
fn hook(chain: &str) -> Option<&'static str> {
    match chain {
        "steer" => Some("type filter hook prerouting priority -260; policy accept;"),
        "zones" => Some("type filter hook prerouting priority -250; policy accept;"),
        "incoming" => Some("type nat hook prerouting priority -100; policy accept;"),
        "outgoing" => Some("type nat hook postrouting priority 100; policy accept;"),
        flow_log::CHAIN => Some("type filter hook forward priority 10; policy accept;"),
        _ => None,
    }
}

/// One change of the kernel's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    NewSet {
        name: String,
        kind: &'static str,
        ranges: bool,
    },
    /// Makes the sets of counters.
    NewCounters,
    NewChain(String),
    /// Replaces the rules of a chain.
    Rules(String, Vec<String>),
    Remove(Element),
    Add(Element),
    /// Empties a chain that is dropped, so that it names no other.
    Empty(String),
    DropChain(String),
    DropSet(String),
    DropCounters,
}

/// An element in its set or map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) set: String,
    pub(crate) key: Key,
    /// Whether its set's elements are ranges.
    pub(crate) ranges: bool,
    pub(crate) leads: Leads,
}

/// Rules, and the elements of the interfaces that are attached.
#[derive(Clone, Copy)]
pub(crate) struct Whole<'a> {
    pub(crate) ruleset: &'a Ruleset,
    pub(crate) seated: &'a Elements,
}

/// In the order in which the kernel takes them, in one transaction.
pub(crate) fn difference(old: Whole<'_>, new: Whole<'_>) -> Vec<Change> {
    let mut changes = begun(old.ruleset, new.ruleset);
    changes.extend(elements(old, new));
    changes.extend(ended(old.ruleset, new.ruleset));
    changes
}

/// What is made where the frame alone is there.
pub(crate) fn from_nothing(new: Whole<'_>) -> Vec<Change> {
    let (ruleset, seated) = (&Ruleset::default(), &Elements::new());
    difference(Whole { ruleset, seated }, new)
}

/// New sets and chains, and the rules that ask them.
fn begun(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, set) in &new.sets {
        if !old.sets.contains_key(name) {
            let (kind, ranges) = (set.kind, set.ranges);
            changes.push(Change::NewSet { name: name.clone(), kind, ranges });
        }
    }
    if new.counted && !old.counted {
        changes.push(Change::NewCounters);
    }
    let is_new =
        |name: &&String| !old.chains.contains_key(*name) && !OF_FRAME.contains(&name.as_str());
    changes.extend(new.chains.keys().filter(is_new).cloned().map(Change::NewChain));
    for (name, lines) in &new.chains {
        if old.chains.get(name) != Some(lines) {
            changes.push(Change::Rules(name.clone(), lines.clone()));
        }
    }
    changes
}

/// All that go before all that come: none that comes may overlap one that goes.
fn elements(old: Whole<'_>, new: Whole<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, set) in &old.ruleset.sets {
        // A set that is dropped takes its elements along.
        let Some(kept) = new.ruleset.sets.get(name) else { continue };
        if Arc::ptr_eq(set, kept) {
            continue;
        }
        let gone = set.keys.difference(&kept.keys);
        let of_set = |key| Element { ranges: set.ranges, ..element(name, key, &Leads::Nowhere) };
        changes.extend(gone.map(|key| Change::Remove(of_set(key))));
    }
    let dropped =
        |set: &String| old.ruleset.sets.contains_key(set) && !new.ruleset.sets.contains_key(set);
    for ((set, key), leads) in old.seated {
        if new.seated.get(&(set.clone(), key.clone())) != Some(leads) && !dropped(set) {
            changes.push(Change::Remove(element(set, key, leads)));
        }
    }
    for (name, set) in &new.ruleset.sets {
        let had = old.ruleset.sets.get(name);
        if had.is_some_and(|had| Arc::ptr_eq(had, set)) {
            continue;
        }
        let come = set.keys.iter().filter(|key| !had.is_some_and(|had| had.keys.contains(key)));
        let of_set = |key| Element { ranges: set.ranges, ..element(name, key, &Leads::Nowhere) };
        changes.extend(come.map(|key| Change::Add(of_set(key))));
    }
    for ((set, key), leads) in new.seated {
        let made_anew = !old.ruleset.sets.contains_key(set) && new.ruleset.sets.contains_key(set);
        if made_anew || old.seated.get(&(set.clone(), key.clone())) != Some(leads) {
            changes.push(Change::Add(element(set, key, leads)));
        }
    }
    changes
}

impl Element {
    /// One that is there because of an interface.
    pub(crate) fn at((set, key): (String, Key), leads: Leads) -> Self {
        Self { set, key, ranges: false, leads }
    }
}

fn element(set: &str, key: &Key, leads: &Leads) -> Element {
    Element { set: set.to_owned(), key: key.clone(), ranges: false, leads: leads.clone() }
}

fn ended(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    let gone = || old.chains.keys().filter(|name| !new.chains.contains_key(*name)).cloned();
    let sets = old.sets.keys().filter(|name| !new.sets.contains_key(*name)).cloned();
    let chains = gone().map(Change::Empty).chain(gone().map(Change::DropChain));
    let counters = (old.counted && !new.counted).then_some(Change::DropCounters);
    chains.chain(sets.map(Change::DropSet)).chain(counters).collect()
}

/// The changes in nft's words.
pub(crate) fn text(changes: &[Change]) -> String {
    let mut text = String::new();
    // Elements of one set are one command: nft takes its time for each.
    let together = |a: &Change, b: &Change| match (a, b) {
        (Change::Add(a), Change::Add(b)) | (Change::Remove(a), Change::Remove(b)) => a.set == b.set,
        _ => false,
    };
    for same in changes.chunk_by(together) {
        write(&mut text, same).expect("writing to a string cannot fail");
    }
    text
}

fn write(out: &mut String, same: &[Change]) -> std::fmt::Result {
    match &same[0] {
        Change::NewSet { name, kind, ranges } => {
            let flags = if *ranges { " flags interval;" } else { "" };
            writeln!(out, "add set inet {TABLE} {name} {{ type {kind};{flags} }}")
        }
        Change::NewCounters => flow_log::sets()
            .iter()
            .try_for_each(|(name, of)| writeln!(out, "add set inet {TABLE} {name} {{ {of} }}")),
        Change::DropCounters => flow_log::sets()
            .iter()
            .try_for_each(|(name, _)| writeln!(out, "delete set inet {TABLE} {name}")),
        Change::NewChain(name) => match hook(name) {
            Some(hook) => writeln!(out, "add chain inet {TABLE} {name} {{ {hook} }}"),
            None => writeln!(out, "add chain inet {TABLE} {name}"),
        },
        Change::Rules(name, lines) => {
            writeln!(out, "flush chain inet {TABLE} {name}")?;
            lines.iter().try_for_each(|line| writeln!(out, "add rule inet {TABLE} {name} {line}"))
        }
        Change::Add(Element { set, .. }) => write_elements(out, "add", set, same),
        Change::Remove(Element { set, .. }) => write_elements(out, "delete", set, same),
        Change::Empty(name) => writeln!(out, "flush chain inet {TABLE} {name}"),
        Change::DropChain(name) => writeln!(out, "delete chain inet {TABLE} {name}"),
        Change::DropSet(name) => writeln!(out, "delete set inet {TABLE} {name}"),
    }
}

fn write_elements(out: &mut String, verb: &str, set: &str, same: &[Change]) -> std::fmt::Result {
    write!(out, "{verb} element inet {TABLE} {set} {{ ")?;
    for change in same {
        match change {
            Change::Add(Element { key, leads: Leads::To(to), .. }) => {
                write!(out, "{key} : {to}, ")?
            }
            Change::Add(Element { key, leads: Leads::Mark(to), .. }) => {
                write!(out, "{key} : {to}, ")?
            }
            Change::Add(Element { key, leads: Leads::Zone(to), .. }) => {
                write!(out, "{key} : {to}, ")?
            }
            Change::Add(Element { key, leads: Leads::Address(to), .. }) => {
                write!(out, "{key} : {to}, ")?
            }
            Change::Add(Element { key, .. }) | Change::Remove(Element { key, .. }) => {
                write!(out, "{key}, ")?;
            }
            _ => {}
        }
    }
    writeln!(out, "}}")
}
