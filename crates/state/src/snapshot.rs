//! All tables as they were at one revision.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ferrogate_records::Kind;
use ferrogate_records::kind::{self, Kinds};
use ferrogate_store::{Event, Key, Kv, Rev};

use crate::table::Table;

/// All records that are kept in memory, as they were at one revision. Cheap to take and to
/// clone, and holds nobody up however long it is held.
#[derive(Clone)]
pub struct Snapshot(Arc<Inner>);

struct Inner {
    rev: Rev,
    tables: BTreeMap<&'static str, Arc<dyn AnyTable>>,
}

impl Snapshot {
    /// The revision.
    #[must_use]
    pub fn rev(&self) -> Rev {
        self.0.rev
    }

    /// The records of one kind.
    #[must_use]
    pub fn table<T: Kind>(&self) -> &Table<T> {
        let table: &dyn Any = &**self.0.tables.get(T::KIND).expect(LISTED);
        table.downcast_ref().expect(LISTED)
    }

    /// The same, to be held longer than this.
    #[must_use]
    pub fn shared<T: Kind>(&self) -> Arc<Table<T>> {
        let table: Arc<dyn Any + Send + Sync> = self.0.tables.get(T::KIND).expect(LISTED).clone();
        table.downcast().unwrap_or_else(|_| unreachable!("{LISTED}"))
    }

    /// Nothing, before the first revision.
    pub(crate) fn empty() -> Self {
        let mut tables = Tables::default();
        kind::each(&mut tables);
        Self(Arc::new(Inner { rev: Rev(0), tables: tables.0 }))
    }

    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.0.tables.keys().copied()
    }

    /// What holds exactly `kvs`, by kind, at `rev`.
    pub(crate) fn of(rev: Rev, kvs: BTreeMap<&'static str, Vec<Kv>>) -> Self {
        let Self(empty) = Self::empty();
        let mut tables = empty.tables.clone();
        for (kind, kvs) in kvs {
            if let Some(table) = tables.get_mut(kind) {
                *table = table.anew(kvs);
            }
        }
        Self(Arc::new(Inner { rev, tables }))
    }

    /// What is there after the changes of the transaction `rev`, and which keys of each kind
    /// these were.
    pub(crate) fn after(&self, rev: Rev, events: Vec<Event>) -> (Self, Changed) {
        let mut by_kind: BTreeMap<&'static str, Vec<Event>> = BTreeMap::new();
        for event in events {
            // Most of the store's kinds are not kept in memory.
            let kind = event.key().segments().next().unwrap_or_default();
            if let Some((kind, _)) = self.0.tables.get_key_value(kind) {
                by_kind.entry(kind).or_default().push(event);
            }
        }
        let mut tables = self.0.tables.clone();
        let mut changed = Changed::new();
        for (kind, events) in by_kind {
            changed.insert(kind, events.iter().map(|event| event.key().clone()).collect());
            if let Some(table) = tables.get_mut(kind) {
                *table = table.after(events);
            }
        }
        (Self(Arc::new(Inner { rev, tables })), changed)
    }

    /// The keys of all records by their kinds, also of those that can't be read.
    pub(crate) fn keys(&self) -> Changed {
        self.0.tables.iter().map(|(kind, table)| (*kind, table.all_keys())).collect()
    }
}

/// Keys by their kinds.
pub(crate) type Changed = BTreeMap<&'static str, BTreeSet<Key>>;

const LISTED: &str = "a type is a kind only when it is in the list of all, each under its name";

/// A table of whatever kind.
trait AnyTable: Any + Send + Sync {
    fn after(&self, events: Vec<Event>) -> Arc<dyn AnyTable>;
    fn anew(&self, kvs: Vec<Kv>) -> Arc<dyn AnyTable>;
    fn all_keys(&self) -> BTreeSet<Key>;
}

impl<T: Kind> AnyTable for Table<T> {
    fn after(&self, events: Vec<Event>) -> Arc<dyn AnyTable> {
        Arc::new(Self::after(self, events))
    }

    fn anew(&self, kvs: Vec<Kv>) -> Arc<dyn AnyTable> {
        Arc::new(Self::of(kvs))
    }

    fn all_keys(&self) -> BTreeSet<Key> {
        Self::all_keys(self)
    }
}

/// An empty table of each kind.
#[derive(Default)]
struct Tables(BTreeMap<&'static str, Arc<dyn AnyTable>>);

impl Kinds for Tables {
    fn add<T: Kind>(&mut self) {
        self.0.insert(T::KIND, Arc::new(Table::<T>::new()));
    }
}
