//! Snapshots: all kinds at one revision, whoever writes meanwhile.

use std::sync::Arc;

use ferrogate_records::ec2::address;
use ferrogate_records::ecs::setting;
use ferrogate_state::Snapshot;
use ferrogate_store::{Op, Rev, codec};

use crate::support::{Bed, key, set, within};

const WRITERS: usize = 4;
const WRITES: usize = 60;

/// A transaction that writes `count` into a record of either kind.
fn both(writer: usize, count: usize) -> [Op; 2] {
    let address = address::Record { eni: count.to_string() };
    let at = key(&format!("/address/w{writer}"));
    [
        set(&format!("w{writer}"), &count.to_string()),
        Op::put(at, codec::encode(1, &address).unwrap()),
    ]
}

/// What the two records of a writer say: the same, or the snapshot is of two revisions.
fn counts(now: &Snapshot, writer: usize) -> Option<(usize, usize)> {
    let setting = now.table::<setting::Record>().get(&format!("/setting/w{writer}")).unwrap();
    let address = now.table::<address::Record>().get(&format!("/address/w{writer}")).unwrap();
    assert_eq!(setting.is_some(), address.is_some());
    let (setting, address) = setting.zip(address)?;
    assert_eq!(setting.modify, address.modify);
    assert!(setting.modify <= now.rev());
    let address = address.eni.parse().unwrap();
    Some((setting.value.parse().unwrap(), address))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_snapshot_has_all_of_a_transaction_or_nothing_of_it() {
    let bed = Arc::new(Bed::new());
    let state = bed.state().await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let bed = bed.clone();
            tokio::spawn(async move {
                let mut last = Rev(0);
                for count in 0..WRITES {
                    last = bed.commit(&both(writer, count)).await;
                }
                last
            })
        })
        .collect();
    let mut held = Vec::new();
    let mut rev = Rev(0);
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        let now = state.snapshot();
        assert!(now.rev() >= rev, "revisions go forward");
        rev = now.rev();
        for writer in 0..WRITERS {
            if let Some((setting, address)) = counts(&now, writer) {
                assert_eq!(setting, address);
            }
        }
        held.push((now.clone(), (0..WRITERS).map(|w| counts(&now, w)).collect::<Vec<_>>()));
        tokio::task::yield_now().await;
    }
    let mut last = Rev(0);
    for writer in writers {
        last = last.max(writer.await.unwrap());
    }
    let now = within(state.at(last)).await.unwrap();
    for writer in 0..WRITERS {
        assert_eq!(counts(&now, writer), Some((WRITES - 1, WRITES - 1)));
    }
    for (snapshot, seen) in held {
        let again: Vec<_> = (0..WRITERS).map(|w| counts(&snapshot, w)).collect();
        assert_eq!(again, seen, "what was taken stays as it was");
    }
    drop(state);
    Arc::into_inner(bed).unwrap().end().await;
}

#[tokio::test]
async fn waiting_for_a_revision_gives_all_kinds_at_it_or_later() {
    let bed = Bed::new();
    let state = bed.state().await;
    for count in 0..20 {
        let rev = bed.commit(&both(0, count)).await;
        let now = within(state.at(rev)).await.unwrap();
        assert!(now.rev() >= rev);
        assert_eq!(counts(&now, 0), Some((count, count)));
    }
    bed.end().await;
}
