//! Certificates that the engine has issued are issued again before they end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_controllers::certificates::{self, Issuer};
use ferrogate_records::acm::certificate::{self, Origin, Record};
use ferrogate_state::Fault;
use ferrogate_store::Key;
use serde_json::{Value, json};

use crate::balancers::{certificate_of, stored, until};
use crate::bed::{Bed, scope};

const DAY_MS: u64 = 24 * 3600 * 1000;
/// The bed's clock stands there.
const NOW_MS: u64 = 5000;

/// Fails the first time.
#[derive(Default)]
struct Authority(AtomicUsize);

impl Issuer for Authority {
    fn renewed(&self, old: &Record, now: TimestampMs) -> Result<Record, Fault> {
        if self.0.fetch_add(1, Ordering::Relaxed) == 0 {
            return Err(Fault::Part("no", "not now".into()));
        }
        let mut next = old.clone();
        next.version = "renewed".into();
        next.says.not_after = TimestampMs(now.0 + 395 * DAY_MS);
        next.renewed_at = Some(now);
        Ok(next)
    }
}

fn certificate(id: &str, origin: Origin, not_after: u64) -> (String, Value) {
    let mut record = Record { id: id.into(), origin, ..certificate_of("v1") };
    record.says.not_after = TimestampMs(not_after);
    stored(record.key(), json!(record))
}

#[tokio::test]
async fn what_is_about_to_end_is_renewed_and_nothing_else_is() {
    let bed = Bed::with(&[
        certificate("ends", Origin::Issued, NOW_MS + 60 * DAY_MS),
        certificate("over", Origin::Issued, 1),
        certificate("lasts", Origin::Issued, NOW_MS + 60 * DAY_MS + 1),
        certificate("brought", Origin::Imported, NOW_MS + 1),
    ])
    .await;
    let shutdown = Shutdown::new();
    certificates::start(&bed.cx, Arc::new(Authority::default()), &bed.health, &shutdown);
    for id in ["ends", "over"] {
        let at = certificate::key(&scope(), id);
        until::<Record>(&bed, at, |found| {
            found.is_some_and(|found| found.version == "renewed" && found.renewed_at.is_some())
        })
        .await;
    }
    for id in ["lasts", "brought"] {
        let at = Key::new(certificate::key(&scope(), id)).unwrap();
        let found = bed.state.table::<Record>().get(&at).unwrap().unwrap();
        assert_eq!(found.version, "v1", "{id}");
    }
    shutdown.finish().await;
    bed.end().await;
}
