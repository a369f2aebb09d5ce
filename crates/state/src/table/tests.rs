//! Every read of a table against the plainest thing that could give the answer.

use std::collections::BTreeMap;

use ferrogate_base::{HostId, TimestampMs};
use ferrogate_records::Scope;
use ferrogate_records::ecs::task::{
    self, Desired, Ended, InStatus, OnHost, Record, RunningFrom, Status, Wanted, WithInterface,
};
use ferrogate_store::LeaseId;
use proptest::prelude::*;

use super::*;

const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];
const CLUSTERS: [&str; 3] = ["a", "ab", "b"];
const HOSTS: [&str; 2] = ["h1", "h2"];
/// The times at which tasks stop.
const TIMES: u64 = 5;

fn scope(of: usize) -> Scope {
    Scope::new(ACCOUNTS[of].parse().unwrap(), "eu-central-1")
}

/// A task of a cluster, as its status says: bound once it is pending, until it has stopped.
fn record(at: usize, status: Status, wanted: Desired, host: usize, stopped: u64) -> Record {
    let bound = status > Status::Provisioning && status < Status::Stopped;
    let binding = serde_json::json!({
        "host": HOSTS[host], "epoch": 1, "observed": 0, "released": status >= Status::Stopped,
        "eni": {"id": "eni-1", "vpc": "vpc-1", "subnet": "subnet-1", "zone": "z",
            "address": "172.31.0.9", "mac": "02:00:00:00:00:01"},
    });
    let stopped = (status >= Status::Stopped).then_some(stopped);
    let record = serde_json::json!({
        "id": format!("{at:032x}"),
        "scope": {"account": ACCOUNTS[at % 2], "region": "eu-central-1"},
        "cluster": CLUSTERS[at % 3], "family": "web", "revision": 1 + at % 2, "overrides": {},
        "group": "family:web", "started_by": null, "launch": "fargate", "cpu_units": 256,
        "memory_mib": 512, "architecture": "X86_64", "tags": [],
        "network": {"subnets": [], "security_groups": []}, "publish": [],
        "status": status, "desired": wanted, "containers": [], "stop": null, "version": 1,
        "binding": if bound || status == Status::Deleted { binding } else { Default::default() },
        "at": {
            "created": 1, "connectivity": null, "pull_started": null, "pull_stopped": null,
            "started": null, "stopping": null, "execution_stopped": null, "stopped": stopped,
        },
    });
    serde_json::from_value(record).unwrap()
}

fn kv(key: Key, val: Vec<u8>, rev: u64) -> Kv {
    let rev = Rev(rev);
    Kv { key, val: val.into(), create: rev, modify: rev, version: 1, lease: None::<LeaseId> }
}

/// What a key holds, in the plain model: a record, or something unreadable.
type Model = BTreeMap<Key, (u64, Option<Record>)>;

#[derive(Clone, Debug)]
enum Step {
    Put(Box<Record>),
    Newer(usize),
    Del(usize),
    /// Everything is listed again: only those of a few keys are left.
    Anew(usize),
}

fn any_record() -> impl Strategy<Value = Record> {
    let status = prop::sample::select(Status::ALL.to_vec());
    let wanted = prop_oneof![Just(Desired::Running), Just(Desired::Stopped)];
    (0..TASKS, status, wanted, 0..HOSTS.len(), 0..TIMES)
        .prop_map(|(at, status, wanted, host, stopped)| record(at, status, wanted, host, stopped))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => any_record().prop_map(|record| Step::Put(Box::new(record))),
        1 => (0..TASKS).prop_map(Step::Newer),
        4 => (0..TASKS).prop_map(Step::Del),
        1 => (1..4_usize).prop_map(Step::Anew),
    ]
}

const TASKS: usize = 12;

fn key_of(at: usize) -> Key {
    let plain = record(at, Status::Running, Desired::Running, 0, 0);
    Key::new(plain.key()).unwrap()
}

fn value(record: &Record) -> Vec<u8> {
    codec::encode(SCHEMA, record).unwrap().to_vec()
}

/// Does the step to both.
fn step_on(table: &mut Table<Record>, model: &mut Model, step: Step, rev: u64) {
    let mut put = |model: &mut Model, key: Key, record: Option<Record>| {
        let val = record.as_ref().map_or_else(|| br#"{"v":2}"#.to_vec(), value);
        *table = table.after(vec![Event::Put { kv: kv(key.clone(), val, rev), prev: None }]);
        model.insert(key, (rev, record));
    };
    match step {
        Step::Put(record) => put(model, Key::new(record.key()).unwrap(), Some(*record)),
        Step::Newer(at) => put(model, key_of(at), None),
        Step::Del(at) => {
            *table = table.after(vec![Event::Del { key: key_of(at), prev: None }]);
            model.remove(&key_of(at));
        }
        Step::Anew(each) => {
            let mut at = 0;
            model.retain(|_, _| {
                at += 1;
                at % each == 0
            });
            let kvs = model.iter().map(|(key, (rev, record))| {
                let val = record.as_ref().map_or_else(|| br#"{"v":2}"#.to_vec(), value);
                kv(key.clone(), val, *rev)
            });
            *table = Table::of(kvs.collect());
        }
    }
}

/// The keys of the model's readable records for which `wanted` holds, and whether an
/// unreadable one lies under `place`.
fn scan(model: &Model, place: &str, wanted: impl Fn(&Record) -> bool) -> (Vec<Key>, usize) {
    let found = model.iter().filter(|(_, (_, record))| record.as_ref().is_some_and(&wanted));
    let unreadable = model
        .iter()
        .filter(|(key, (_, record))| record.is_none() && key.as_str().starts_with(place));
    (found.map(|(key, _)| key.clone()).collect(), unreadable.count())
}

fn keys<'e>(entries: impl Iterator<Item = &'e Arc<Entry<Record>>>) -> Vec<Key> {
    entries.map(|entry| entry.key.clone()).collect()
}

fn check_index<I: Index<Of = Record>>(
    table: &Table<Record>,
    model: &Model,
    value: &I::Value,
) -> Result<(), TestCaseError> {
    let is = |record: &Record| I::value(record).as_ref() == Some(value);
    let (want, unreadable) = scan(model, &I::place(value), is);
    let (readable, missing) = table.readable_by::<I>(value);
    prop_assert_eq!(keys(readable), want.clone());
    prop_assert_eq!(missing, unreadable);
    match table.by::<I>(value) {
        Ok(found) => prop_assert!(unreadable == 0 && keys(found) == want),
        Err(_) => prop_assert!(unreadable > 0),
    }
    match table.count::<I>(value) {
        Ok(count) => prop_assert!(unreadable == 0 && count == want.len()),
        Err(_) => prop_assert!(unreadable > 0),
    }
    Ok(())
}

fn check_indexes(table: &Table<Record>, model: &Model) -> Result<(), TestCaseError> {
    for account in 0..ACCOUNTS.len() {
        let scope = scope(account);
        check_index::<WithInterface>(table, model, &scope)?;
        for cluster in CLUSTERS {
            let prefix = task::prefix(&scope, cluster);
            for status in Status::ALL {
                check_index::<InStatus>(table, model, &(prefix.clone(), status))?;
            }
            check_index::<Wanted>(table, model, &(prefix.clone(), Desired::Running))?;
            check_index::<Wanted>(table, model, &(prefix, Desired::Stopped))?;
        }
        for revision in 1..=3 {
            let definition = ferrogate_records::ecs::task_definition::key(&scope, "web", revision);
            check_index::<RunningFrom>(table, model, &definition)?;
        }
    }
    for host in HOSTS.iter().chain(&["none"]) {
        check_index::<OnHost>(table, model, &HostId((*host).into()))?;
    }
    for time in 0..=TIMES {
        let time = TimestampMs(time);
        check_index::<Ended>(table, model, &time)?;
        let over = |record: &Record| Ended::value(record).is_some_and(|at| at <= time);
        let mut found = keys(table.readable_up_to::<Ended>(&time));
        found.sort();
        prop_assert_eq!(found, scan(model, "/", over).0);
    }
    Ok(())
}

fn check_keys(table: &Table<Record>, model: &Model) -> Result<(), TestCaseError> {
    for at in 0..TASKS {
        match (table.get(&key_of(at)), model.get(&key_of(at))) {
            (Err(error), Some((_, None))) => {
                prop_assert!(error.0.to_string().contains(key_of(at).as_str()));
            }
            (Ok(Some(entry)), Some((rev, Some(record)))) => {
                prop_assert_eq!(&entry.doc.record, record);
                prop_assert_eq!(entry.modify, Rev(*rev));
            }
            (Ok(None), None) => {}
            (found, want) => prop_assert!(false, "{found:?} for {want:?}"),
        }
    }
    let mut prefixes = vec!["/".to_owned(), "/task/".into(), "/tas/".into()];
    prefixes.extend(CLUSTERS.iter().map(|cluster| task::prefix(&scope(0), cluster)));
    for prefix in prefixes {
        let (want, unreadable) = scan(model, &prefix, |record| record.key().starts_with(&prefix));
        let prefix = Prefix::new(prefix).unwrap();
        let mut all = table.keys(&prefix).cloned().collect::<Vec<_>>();
        all.sort();
        let known: Vec<_> = model.keys().filter(|key| prefix.contains(key)).cloned().collect();
        prop_assert_eq!(all, known);
        match table.under(&prefix) {
            Ok(found) => prop_assert!(unreadable == 0 && keys(found) == want),
            Err(_) => prop_assert!(unreadable > 0),
        }
    }
    let (readable, unreadable) = table.readable();
    prop_assert_eq!((keys(readable), unreadable), scan(model, "/", |_| true));
    prop_assert_eq!(table.all().is_err(), unreadable > 0);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_happened_to_a_table_every_read_is_what_a_scan_would_find(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let (mut table, mut model) = (Table::new(), Model::new());
        let mut held = Vec::new();
        for (rev, step) in (1..).zip(steps) {
            step_on(&mut table, &mut model, step, rev);
            held.push((table.after(vec![]), model.clone()));
        }
        // Each is as it was made, whatever followed it.
        for (table, model) in held {
            check_keys(&table, &model)?;
            check_indexes(&table, &model)?;
        }
    }
}

#[test]
fn a_large_table_loses_what_is_deleted_and_nothing_else() {
    const MANY: usize = 400;
    // Every one once, in an order that has nothing to do with that of their keys.
    let order = |step: usize| (0..MANY).map(move |n| n * step % MANY);
    let (mut table, mut model) = (Table::new(), Model::new());
    for (rev, at) in (1..).zip(order(159)) {
        let record = record(at, Status::ALL[at % 9], Desired::Running, at % 2, at as u64 % TIMES);
        step_on(&mut table, &mut model, Step::Put(Box::new(record)), rev);
    }
    let full = (table.after(vec![]), model.clone());
    for (rev, at) in (1..).zip(order(77)) {
        step_on(&mut table, &mut model, Step::Del(at), rev);
        if at % 40 == 0 {
            check_keys(&table, &model).unwrap();
            check_indexes(&table, &model).unwrap();
        }
    }
    assert_eq!((table.readable().0.count(), model.len()), (0, 0));
    check_keys(&full.0, &full.1).unwrap();
    check_indexes(&full.0, &full.1).unwrap();
}

#[test]
fn lists_are_in_key_order_and_go_either_way() {
    let put = |at| kv(key_of(at), value(&record(at, Status::Running, Desired::Running, 0, 0)), 1);
    let table = Table::<Record>::of((0..TASKS).rev().map(put).collect());
    let prefix = Prefix::new(task::prefix(&scope(0), "a")).unwrap();
    let forward = keys(table.under(&prefix).unwrap());
    assert_eq!(forward, [key_of(0), key_of(6)]);
    let mut backward = keys(table.under(&prefix).unwrap().rev());
    backward.reverse();
    assert_eq!(backward, forward);
}

#[test]
fn an_unreadable_record_fails_only_reads_that_may_have_to_answer_it() {
    let (mine, other) = (key_of(0), key_of(1));
    let table = Table::<Record>::of(vec![
        kv(mine, value(&record(0, Status::Running, Desired::Running, 0, 0)), 1),
        kv(other, br#"{"v":2}"#.to_vec(), 1),
    ]);
    let running =
        |scope: usize, cluster| (task::prefix(&self::scope(scope), cluster), Status::Running);
    assert_eq!(table.count::<InStatus>(&running(0, "a")).unwrap(), 1);
    assert!(table.count::<InStatus>(&running(1, "ab")).is_err());
    assert!(table.by::<WithInterface>(&scope(0)).is_ok());
    assert!(table.by::<WithInterface>(&scope(1)).is_err());
    assert!(table.by::<OnHost>(&HostId("h1".into())).is_err(), "it may be on any host");
    assert_eq!(table.readable_by::<OnHost>(&HostId("h1".into())).0.count(), 1);
}
