//! The sealer: frozen tables to segments, small segments to larger ones, and what nobody
//! may read any more away.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ferrogate_base::errors::chain;
use futures_util::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;

use super::Step;
use super::merge;
use super::shared::{Frozen, Shared, Table};
use super::sweep;
use crate::event::StoredEvent;
use crate::key::GroupKey;
use crate::manifest::{Change, Edit, ManifestError};
use crate::segment::{Meta, SegmentError, encode};
use crate::wal;

/// Why events stay where they are for now.
#[derive(Debug, thiserror::Error)]
pub(super) enum SealError {
    #[error("writing the segment {path}")]
    Object {
        path: String,
        #[source]
        source: object_store::Error,
    },
    #[error("encoding a segment")]
    Encode(#[source] parquet::errors::ParquetError),
    #[error("reading segments to merge")]
    Read(#[from] SegmentError),
    #[error("recording segments")]
    Manifest(#[from] ManifestError),
    #[error("removing old files of the write-ahead log")]
    Wal(#[source] std::io::Error),
    #[error("the runtime is stopping")]
    Stopping,
}

pub(super) struct Sealer {
    shared: Arc<Shared>,
}

impl Sealer {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Works until a shutdown is asked for; what is frozen then is still in the log.
    pub(super) async fn run(self) {
        if let Err(error) = self.remove_orphans().await {
            tracing::warn!(error = chain(&error), "can't remove segments left by a crash");
        }
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(10));
        let sweep = Duration::from_millis(self.shared.options.sweep_ms);
        loop {
            let pause = match self.round().await {
                Ok(()) => {
                    backoff.reset();
                    sweep
                }
                Err(error) => {
                    self.failed(&error);
                    backoff.next_delay()
                }
            };
            tokio::select! {
                () = self.shared.work.notified() => {}
                () = tokio::time::sleep(pause) => {}
                () = self.shared.shutdown.requested() => return,
            }
        }
    }

    fn failed(&self, error: &SealError) {
        let text = chain(error);
        tracing::error!(error = text, "can't seal or merge log events; trying again");
        // A merge that fails holds nobody up.
        if self.shared.view.read().frozen.is_some() {
            self.shared.seals.send_modify(|seals| {
                seals.failed += 1;
                seals.failure = Some(text.into());
            });
        }
    }

    async fn round(&self) -> Result<(), SealError> {
        let frozen = self.shared.view.read().frozen.clone();
        if let Some(frozen) = frozen {
            self.seal(frozen).await?;
        }
        sweep::run(&self.shared).await?;
        while merge::run(&self.shared).await? {
            if self.shared.shutdown.is_requested() {
                break;
            }
        }
        self.remove_doomed().await
    }

    /// Writes a frozen table's segments and makes them and the log's new start known in
    /// one edit.
    async fn seal(&self, frozen: Frozen) -> Result<(), SealError> {
        let mut edit = Edit::new();
        let groups = frozen.table.read().groups();
        let mut id = self.shared.view.read().state.next_segment;
        for group in groups {
            let (shared, table) = (self.shared.clone(), frozen.table.clone());
            let wanted = group.clone();
            let events = blocking(move || Ok(readable(&shared, &table, &wanted))).await?;
            if !events.is_empty() {
                let meta = write_segment(&self.shared, id, 0, group, events).await?;
                edit.push(Change::AddSegment(meta));
                id += 1;
            }
        }
        self.shared.options.probe.at(Step::SegmentsWritten);
        {
            let table = frozen.table.read();
            let (wal_from, next_seq) = (frozen.wal_from, table.next_seq);
            edit.push(Change::Counters { wal_from, next_seq, next_segment: id });
            edit.extend(table.sources.iter().map(|(id, mark)| Change::Source {
                id: id.clone(),
                last_seq: mark.last_seq,
                at_ms: mark.at_ms,
            }));
        }
        let shared = self.shared.clone();
        blocking(move || Ok(shared.commit(edit, |view| view.frozen = None)?)).await?;
        self.shared.options.probe.at(Step::SealCommitted);
        self.shared.seals.send_modify(|seals| {
            seals.done += 1;
            seals.failure = None;
        });
        let shared = self.shared.clone();
        blocking(move || {
            wal::remove_before(&shared.wal_dir, frozen.wal_from).map_err(SealError::Wal)
        })
        .await
    }

    /// Deletes the objects of removed segments that no reader holds any more.
    async fn remove_doomed(&self) -> Result<(), SealError> {
        let free: Vec<Arc<_>> = {
            let mut doomed = self.shared.doomed.lock();
            let (held, free) = doomed.drain(..).partition(|s| Arc::strong_count(s) > 1);
            *doomed = held;
            free
        };
        for segment in free {
            self.shared.cache.forget(segment.meta.id);
            // What can't be deleted now is an orphan that the next start removes.
            if let Err(error) = self.remove(&segment.meta.path).await {
                tracing::warn!(error = chain(&error), "can't delete a removed segment");
            }
        }
        Ok(())
    }

    async fn remove(&self, path: &str) -> Result<(), SealError> {
        match self.shared.objects.delete(&Path::from(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(source) => Err(SealError::Object { path: path.into(), source }),
        }
    }

    /// Deletes segments that the manifest does not know: a crash came between.
    async fn remove_orphans(&self) -> Result<(), SealError> {
        let known: HashSet<String> = {
            let view = self.shared.view.read();
            let segments = view.state.segments.values().flat_map(|s| s.values());
            segments.map(|s| s.meta.path.clone()).collect()
        };
        let folder = Path::from("segments");
        let found = self.shared.objects.list(Some(&folder));
        let orphans: Vec<String> = found
            .map_ok(|object| object.location.to_string())
            .try_filter(|path| std::future::ready(!known.contains(path)))
            .try_collect()
            .await
            .map_err(|source| SealError::Object { path: folder.to_string(), source })?;
        for path in orphans {
            self.remove(&path).await?;
        }
        Ok(())
    }
}

/// The group's events that are neither deleted nor past their retention.
fn readable(shared: &Shared, table: &Table, group: &GroupKey) -> Vec<StoredEvent> {
    let mut events = table.read().sorted(group);
    let now_ms = shared.now_ms();
    let view = shared.view.read();
    let expiry_ms = view.state.expiry_ms(group, now_ms);
    events.retain(|e| e.ts_ms() >= expiry_ms && e.id.seq >= view.state.first_seq(group, &e.stream));
    events
}

/// Encodes a segment and puts it where segments lie.
pub(super) async fn write_segment(
    shared: &Arc<Shared>,
    id: u64,
    level: u32,
    group: GroupKey,
    events: Vec<StoredEvent>,
) -> Result<Meta, SealError> {
    let encoded = blocking(move || encode(id, level, &group, &events).map_err(SealError::Encode));
    let (meta, bytes) = encoded.await?;
    let put = shared.objects.put(&Path::from(meta.path.as_str()), bytes.into()).await;
    put.map_err(|source| SealError::Object { path: meta.path.clone(), source })?;
    Ok(meta)
}

/// Runs `work` where it may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SealError> + Send + 'static,
) -> Result<T, SealError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| SealError::Stopping)?
}
