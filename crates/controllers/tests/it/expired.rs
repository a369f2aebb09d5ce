//! Keys and secrets go with all that is theirs once their time is over, and not before.

use ferrogate_base::TimestampMs;
use ferrogate_records::kms::key::{Policy, State};
use ferrogate_records::kms::{alias, grant, key};
use ferrogate_records::secretsmanager::secret::{Deletion, Version};
use ferrogate_records::secretsmanager::{secret, value};
use ferrogate_store::{Key, Read};
use serde_json::{Value, json};

use crate::bed::{Bed, scope};

fn key(id: &str, state: State) -> (String, Value) {
    let policy = Policy { document: "{}".into(), principals: Default::default() };
    let record = key::Record {
        scope: scope(),
        id: id.into(),
        description: String::new(),
        state,
        service: None,
        policy,
        materials: vec![],
        rotation: None,
        created_at: TimestampMs(1),
        tags: vec![],
    };
    (key::key(&scope(), id), json!(record))
}

fn named(name: &str, target: &str) -> (String, Value) {
    let (created_at, updated_at) = (TimestampMs(1), TimestampMs(1));
    let (name, target) = (name.to_owned(), target.to_owned());
    let at = alias::key(&scope(), &name);
    (at, json!(alias::Record { scope: scope(), name, target, created_at, updated_at }))
}

fn granted(id: usize, key: &str) -> (String, Value) {
    let id = id.to_string();
    let record = json!({
        "scope": scope(), "key_id": key, "id": id, "grantee": {"arn": "arn:aws:iam::1:root"},
        "operations": ["Decrypt"], "issuer": "", "created_at": 1,
    });
    (grant::key(&scope(), key, &id), record)
}

fn secret(name: &str, deletion: Option<u64>, versions: usize) -> secret::Record {
    let version = |n| {
        let id = format!("version-{n}");
        Version { id, stages: vec![], created_at: TimestampMs(1), kms_key: None }
    };
    secret::Record {
        scope: scope(),
        name: name.into(),
        suffix: "AbCdEf".into(),
        description: None,
        of_type: None,
        kms_key: None,
        versions: (0..versions).map(version).collect(),
        policy: None,
        deletion: deletion.map(|at| Deletion { asked_at: TimestampMs(1), at: TimestampMs(at) }),
        created_at: TimestampMs(1),
        changed_at: TimestampMs(1),
        accessed_at: None,
        tags: vec![],
    }
}

fn values(of: &secret::Record) -> Vec<(String, Value)> {
    let record = json!({"data_key": "", "sealed": "", "binary": false});
    of.versions.iter().map(|one| (value::key(of, &one.id), record.clone())).collect()
}

async fn is_there(bed: &Bed, key: &str) -> bool {
    let key = Key::new(key).unwrap();
    let (mut found, _) = bed.state.store.get(&[key], Read::Linear).await.unwrap();
    found.pop().flatten().is_some()
}

/// Waits until a record is gone, however long the machine takes: the run's own deadline ends it.
async fn gone(bed: &Bed, key: &str) {
    let mut changes = bed.state.changes::<secret::Record>();
    bed.state.tell::<key::Record>(&changes);
    tokio::time::timeout(crate::bed::DEADLINE, async {
        while is_there(bed, key).await {
            changes.next().await;
        }
    })
    .await
    .unwrap_or_else(|_| panic!("{key} is still there"));
}

#[tokio::test]
async fn what_is_over_goes_with_all_that_is_its_own() {
    // The bed's clock stands at 5000.
    let never = u64::MAX;
    let over = State::PendingDeletion { at: TimestampMs(1), window_d: 7 };
    let waits = State::PendingDeletion { at: TimestampMs(never), window_d: 7 };
    let (long, kept) = (secret("long/one", Some(1), 150), secret("kept", Some(never), 1));
    let mut all = vec![
        key("over", over),
        key("waits", waits),
        named("alias/a", "over"),
        named("alias/b", "waits"),
        (secret::key(&scope(), "long/one"), json!(long)),
        (secret::key(&scope(), "kept"), json!(kept)),
    ];
    // More than one transaction takes.
    all.extend((0..150).map(|id| granted(id, "over")));
    all.push(granted(0, "waits"));
    all.extend(values(&kept));
    all.extend(values(&long));
    for (_, record) in &mut all {
        record["v"] = 1.into();
    }
    let bed = Bed::with(&all).await;
    gone(&bed, &key::key(&scope(), "over")).await;
    gone(&bed, &secret::key(&scope(), "long/one")).await;
    for (at, _) in values(&long) {
        assert!(!is_there(&bed, &at).await, "{at}");
    }
    assert!(!is_there(&bed, &alias::key(&scope(), "alias/a")).await);
    for id in 0..150 {
        assert!(!is_there(&bed, &granted(id, "over").0).await, "grant {id}");
    }
    assert!(is_there(&bed, &granted(0, "waits").0).await);
    for at in [
        key::key(&scope(), "waits"),
        alias::key(&scope(), "alias/b"),
        secret::key(&scope(), "kept"),
    ] {
        assert!(is_there(&bed, &at).await, "{at}");
    }
    assert!(is_there(&bed, &values(&kept)[0].0).await);
    bed.end().await;
}
