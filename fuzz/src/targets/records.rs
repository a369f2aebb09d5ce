//! Records as the store holds them: a newer engine or a broken disk wrote the bytes.

use ferrogate_records::ec2::address;
use ferrogate_records::ecr::{image, repository};
use ferrogate_records::ecs::{cluster, setting, task, task_definition};
use ferrogate_records::host;
use ferrogate_records::logs::{group, stream};
use ferrogate_state::SCHEMA;
use ferrogate_store::{Key, codec};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{operations, rig};
use crate::request::split_once;

pub(super) const WORDS: &[&str] = &[
    "\"schema\":1",
    "\"schema\":2",
    "\"v\":1",
    "\"status\":",
    "\"id\":",
    "\"account\":",
    "\"region\":",
    "\"000000000000\"",
    "null",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"family\":",
    "\"revision\":",
    "\"name\":",
    "\"containers\":",
    "\"desired\":",
    "\"epoch\":",
    "\"tags\":",
    "\"created\":",
    "\"digest\":",
];

pub(super) fn read(data: &[u8]) {
    let (kind, value) = split_once(data, b"\n").unwrap_or((b"", data));
    let key = Key::new("/kind/000000000000/us-east-1/x").expect("a good key");
    match std::str::from_utf8(kind).unwrap_or_default() {
        cluster::KIND => one::<cluster::Record>(&key, value),
        task::KIND => one::<task::Record>(&key, value),
        task_definition::KIND => one::<task_definition::Record>(&key, value),
        setting::KIND => one::<setting::Record>(&key, value),
        host::KIND => one::<host::Record>(&key, value),
        address::KIND => one::<address::Record>(&key, value),
        group::KIND => one::<group::Record>(&key, value),
        stream::KIND => one::<stream::Record>(&key, value),
        repository::KIND => one::<repository::Record>(&key, value),
        image::KIND => one::<image::Record>(&key, value),
        image::TAG_KIND => one::<image::TagRecord>(&key, value),
        _ => {}
    }
}

/// What is read is written again, and then reads the same.
fn one<T: Serialize + DeserializeOwned>(key: &Key, value: &[u8]) {
    let Ok(record) = codec::decode::<T>(key, SCHEMA, value) else { return };
    let written = codec::encode(SCHEMA, &record).expect("a record that was read can be written");
    let again: T = codec::decode(key, SCHEMA, &written).expect("what was written can be read");
    let again = codec::encode(SCHEMA, &again).expect("it could be written before");
    assert_eq!(whole(&again), whole(&written), "a record changes by being kept");
}

/// A document without its fractions, whose last digit may change by being read.
fn whole(bytes: &[u8]) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Number(number) if number.is_f64() => *value = Value::Null,
            Value::Array(all) => all.iter_mut().for_each(strip),
            Value::Object(all) => all.values_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::from_slice(bytes).expect("it was just written");
    strip(&mut value);
    value
}

/// What an engine wrote that served the seeds of the operations.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let calls = [operations::ecs_seeds(), operations::logs_seeds(), operations::ecr_seeds()];
    let services: [fn(&[u8]); 3] = [operations::ecs, operations::logs, operations::ecr];
    for (serve, seeds) in services.into_iter().zip(calls) {
        seeds.iter().for_each(|seed| serve(seed));
    }
    rig::with(false, |rig| {
        rig.records()
            .into_iter()
            .map(|kv| {
                let kind = kv.key.segments().next().unwrap_or_default().as_bytes();
                [kind, b"\n", &kv.val].concat()
            })
            .collect()
    })
}
