//! What a store's tasks and readers share, and who may change what.
//!
//! The writer alone replaces the active table and puts a frozen one in its place; the
//! sealer alone takes the frozen one away. Every change of the manifest goes through
//! [`Shared::commit`]: on disk first, then in the view, in one order.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use ferrogate_base::{Clock, Shutdown};
use object_store::ObjectStore;
use parking_lot::{Mutex, RwLock};
use tokio::sync::{Notify, Semaphore, watch};

use super::Options;
use crate::event::StoredEvent;
use crate::key::{GroupKey, StreamKey};
use crate::manifest::{Change, Edit, Manifest, ManifestError, State};
use crate::memtable::Memtable;
use crate::segment::{BlockCache, Segment};
use crate::tail::Hub;
use crate::wal::{Group, Wal};

pub(crate) type Table = Arc<RwLock<Memtable>>;

/// A table that takes no more events, on its way into segments.
#[derive(Clone, Debug)]
pub(crate) struct Frozen {
    pub(crate) table: Table,
    /// Once it is sealed, the log is needed from this file on.
    pub(crate) wal_from: u64,
}

/// What readers see. Replaced piece by piece under its lock, which nobody holds for long.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) active: Table,
    pub(crate) frozen: Option<Frozen>,
    pub(crate) state: State,
}

/// How sealing goes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seals {
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Why the last try failed; none when it did not.
    pub(crate) failure: Option<Arc<str>>,
}

pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) objects: Arc<dyn ObjectStore>,
    pub(crate) wal_dir: PathBuf,
    pub(crate) view: RwLock<View>,
    pub(crate) wal: Mutex<Wal>,
    pub(crate) manifest: Mutex<Manifest>,
    /// Removed segments whose objects are to be deleted once no reader holds them.
    pub(crate) doomed: Mutex<Vec<Arc<Segment>>>,
    pub(crate) cache: BlockCache,
    pub(crate) tails: Hub,
    pub(crate) readers: Semaphore,
    /// Wakes the sealer.
    pub(crate) work: Notify,
    pub(crate) seals: watch::Sender<Seals>,
    pub(crate) shutdown: Shutdown,
    /// Held while the store is open.
    pub(crate) lock: Mutex<Option<File>>,
}

impl Shared {
    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now().0
    }

    /// Makes a group durable, then readable, then hands it to tails. Blocks on the disk.
    pub(crate) fn store(&self, group: Group) -> io::Result<()> {
        self.wal.lock().append(&group.encode())?;
        let active = {
            let mut view = self.view.write();
            for batch in &group.batches {
                if let Some((id, last_seq)) = &batch.source {
                    let (id, last_seq, at_ms) = (id.clone(), *last_seq, group.ingest_ms);
                    view.state.apply(vec![Change::Source { id, last_seq, at_ms }]);
                }
            }
            view.active.clone()
        };
        let stored: Vec<(GroupKey, Vec<StoredEvent>)> = active.write().insert(group, |_, _| true);
        self.tails.publish(&stored);
        Ok(())
    }

    /// Lets a new table take events; the old one waits for the sealer. Blocks on the disk.
    pub(crate) fn freeze(&self) -> io::Result<()> {
        let wal_from = self.wal.lock().rotate()?;
        let mut view = self.view.write();
        debug_assert!(view.frozen.is_none(), "one table is sealed at a time");
        let table = std::mem::take(&mut view.active);
        view.frozen = Some(Frozen { table, wal_from });
        drop(view);
        self.options.probe.at(super::Step::Frozen);
        self.work.notify_one();
        Ok(())
    }

    /// Makes an edit durable and then visible, together with `also`. Blocks on the disk.
    pub(crate) fn commit(
        &self,
        edit: Edit,
        also: impl FnOnce(&mut View),
    ) -> Result<(), ManifestError> {
        let mut manifest = self.manifest.lock();
        manifest.commit(&edit, || self.view.read().state.to_changes())?;
        let mut view = self.view.write();
        let removed = view.state.apply(edit);
        also(&mut view);
        self.doomed.lock().extend(removed);
        Ok(())
    }

    /// Deletes a group's events before number `before_seq`. Blocks on the disk.
    pub(crate) fn delete_group(
        &self,
        group: &GroupKey,
        before_seq: u64,
    ) -> Result<(), ManifestError> {
        let mut edit = vec![Change::DeleteGroup { group: group.clone(), before_seq }];
        if let Some(segments) = self.view.read().state.segments.get(group) {
            let old = segments.values().filter(|s| s.meta.last_seq < before_seq);
            edit.extend(old.map(|s| Change::RemoveSegment { group: group.clone(), id: s.meta.id }));
        }
        self.commit(edit, |view| view.each_table(|table| table.remove_group(group)))?;
        self.work.notify_one();
        Ok(())
    }

    /// Deletes a stream's events before number `before_seq`. Blocks on the disk.
    pub(crate) fn delete_stream(
        &self,
        stream: &StreamKey,
        before_seq: u64,
    ) -> Result<(), ManifestError> {
        let edit = vec![Change::DeleteStream { stream: stream.clone(), before_seq }];
        self.commit(edit, |view| view.each_table(|table| table.remove_stream(stream)))?;
        self.work.notify_one();
        Ok(())
    }
}

impl View {
    fn each_table(&self, change: impl Fn(&mut Memtable)) {
        change(&mut self.active.write());
        if let Some(frozen) = &self.frozen {
            change(&mut frozen.table.write());
        }
    }

    /// The tables that hold events, the older one first.
    pub(crate) fn tables(&self) -> Vec<Table> {
        let frozen = self.frozen.as_ref().map(|f| f.table.clone());
        frozen.into_iter().chain([self.active.clone()]).collect()
    }
}
