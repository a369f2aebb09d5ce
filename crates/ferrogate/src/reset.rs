//! Development mode's reset: every task stopped, every record gone, as after a first start.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use ferrogate_metrics::MetricStore;
use ferrogate_records::ecs::task::{Desired, Record, Stop, StopCode};
use ferrogate_records::logs::group;
use ferrogate_records::{host, term};
use ferrogate_state::{State, put};
use ferrogate_store::{Key, Op, Prefix, TXN_OPS_MAX, list_all};
use ferrogate_telemetry::{GroupKey, LogStore};

/// How long tasks may take to stop.
const STOPPED_MAX: Duration = Duration::from_secs(120);

/// Empties the engine. Hosts stay, since they are what the engine runs on, and so does who
/// leads it.
pub(crate) async fn reset(
    state: Arc<State>,
    logs: LogStore,
    metrics: MetricStore,
) -> anyhow::Result<()> {
    tokio::time::timeout(STOPPED_MAX, stop_all(&state)).await.context("tasks do not stop")??;
    for group in state.table::<group::Record>().all()? {
        let key = GroupKey {
            account: group.scope.account.clone(),
            region: group.scope.region.clone(),
            group: group.name.clone(),
        };
        logs.delete_group(&key).await?;
    }
    metrics.clear().await?;
    let kept = [host::KIND, host::LEDGER_KIND, term::KIND].map(|kind| format!("/{kind}/"));
    let (kvs, _) = list_all(&*state.store, &Prefix::root()).await?;
    let gone: Vec<_> = kvs
        .into_iter()
        .map(|kv| kv.key)
        .filter(|key| !kept.iter().any(|kept| key.as_str().starts_with(kept.as_str())))
        .map(Op::Del)
        .collect();
    for ops in gone.chunks(TXN_OPS_MAX) {
        if let Some(rev) = state.commit(&[], ops).await? {
            state.at(rev).await?;
        }
    }
    Ok(())
}

/// Asks every task to stop, until each has given back its place.
async fn stop_all(state: &State) -> anyhow::Result<()> {
    let mut changes = state.changes::<Record>();
    loop {
        let mut held = false;
        for entry in state.table::<Record>().all()? {
            held |= entry.holds_place();
            if entry.desired == Desired::Running {
                held = true;
                ask_stop(state, &entry.key).await?;
            }
        }
        if !held {
            return Ok(());
        }
        let _: Option<BTreeSet<Key>> = changes.next().await;
    }
}

async fn ask_stop(state: &State, key: &Key) -> anyhow::Result<()> {
    // Changed meanwhile: the loop comes back to it.
    let Some(mut row) = state.read::<Record>(key).await? else { return Ok(()) };
    let stop = Stop { code: StopCode::UserInitiated, reason: "The engine is reset".into() };
    row.record.ask_stop(stop, state.now());
    row.record.version += 1;
    let guard = row.unchanged();
    state.commit(&[guard], &[put(row.key, &row.record)?]).await?;
    Ok(())
}
