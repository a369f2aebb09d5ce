//! How a page is found.
//!
//! Everything that may hold wanted events (a stream in a memory table, a segment, a row
//! group of a segment) is a unit that starts somewhere in reading order. Units are looked
//! at by their start; once the page is full and the next unit starts behind its last event,
//! the page is right. Memory is bounded by the page and one row group, not by what matches.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ferrogate_base::errors::chain;
use tokio::runtime::Handle;

use super::QueryError;
use super::collect::{Collector, Direction};
use crate::event::{EventId, StoredEvent};
use crate::key::{GroupKey, Streams};
use crate::pattern::Pattern;
use crate::segment::{Block, RowGroup, Segment, Sketch, Sketches, load, row_groups, sketches};
use crate::store::{Shared, Table};

/// Events read from a memory table under its lock in one go.
const TABLE_CHUNK: usize = 512;

/// What is looked for.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    pub(super) group: GroupKey,
    pub(super) streams: Streams,
    /// The first event that is wanted.
    pub(super) low: EventId,
    /// The last event that is wanted.
    pub(super) high: EventId,
    pub(super) direction: Direction,
    pub(super) pattern: Option<Arc<Pattern>>,
    pub(super) events_max: usize,
    pub(super) bytes_max: usize,
    /// Bytes to look at before giving back what there is.
    pub(super) scan_bytes: u64,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Found {
    /// In reading order.
    pub(super) events: Vec<StoredEvent>,
    /// The first event, in reading order, that may be on the next page; none when there is
    /// no next page.
    pub(super) next: Option<EventId>,
}

/// Finds a page.
pub(super) async fn run(shared: &Arc<Shared>, scan: Scan) -> Result<Found, QueryError> {
    let permit = shared.readers.acquire().await.map_err(|_| QueryError::Closed)?;
    let (work, handle) = (shared.clone(), Handle::current());
    let found = tokio::task::spawn_blocking(move || Scanner::new(&work, scan, handle).run());
    let found = found.await.map_err(|_| QueryError::Closed)?;
    drop(permit);
    found
}

enum Unit {
    Table { table: Table, stream: Arc<str> },
    Segment(Arc<Segment>),
    RowGroup { segment: Arc<Segment>, index: usize },
}

struct Scanner<'a> {
    shared: &'a Shared,
    scan: Scan,
    handle: Handle,
    /// By start in reading order, then by the order they were found in.
    units: BTreeMap<(u128, u64), Unit>,
    units_found: u64,
    /// The first number that no deletion hides, in each stream and elsewhere.
    first_seqs: HashMap<String, u64>,
    first_seq: u64,
    page: Collector,
    scanned_bytes: u64,
}

impl<'a> Scanner<'a> {
    fn new(shared: &'a Shared, mut scan: Scan, handle: Handle) -> Self {
        let now_ms = shared.now_ms();
        let view = shared.view.read();
        let expiry = EventId::before_ms(view.state.expiry_ms(&scan.group, now_ms));
        scan.low = scan.low.max(expiry);
        let tables = view.tables();
        let segments = view.state.segments.get(&scan.group);
        let segments: Vec<_> = segments.into_iter().flat_map(|s| s.values().cloned()).collect();
        let first_seq = view.state.deleted_groups.get(&scan.group).copied().unwrap_or(0);
        let first_seqs = view.state.deleted_streams.get(&scan.group).cloned().unwrap_or_default();
        drop(view);
        let page = Collector::new(scan.events_max, scan.bytes_max);
        let (units, units_found, scanned_bytes) = (BTreeMap::new(), 0, 0);
        let mut scanner = Self {
            shared,
            scan,
            handle,
            units,
            units_found,
            first_seqs,
            first_seq,
            page,
            scanned_bytes,
        };
        scanner.add_tables(tables);
        scanner.add_segments(segments);
        scanner
    }

    fn add_tables(&mut self, tables: Vec<Table>) {
        for table in tables {
            let extents = table.read().extents(&self.scan.group);
            for (stream, extent) in extents {
                if self.scan.streams.includes(&stream) {
                    let unit = Unit::Table { table: table.clone(), stream };
                    self.add(extent.first_ts_ms, extent.last_ts_ms, unit);
                }
            }
        }
    }

    fn add_segments(&mut self, segments: Vec<Arc<Segment>>) {
        for segment in segments {
            let streams = || {
                segment.meta.streams.iter().filter(|s| {
                    self.scan.streams.includes(&s.name) && s.last_seq >= self.first_seq(&s.name)
                })
            };
            let first = streams().map(|s| s.first_ts_ms).min();
            let last = streams().map(|s| s.last_ts_ms).max();
            if let (Some(first), Some(last)) = (first, last) {
                self.add(first, last, Unit::Segment(segment));
            }
        }
    }

    /// Adds a unit with events between two timestamps, unless none of them is wanted.
    fn add(&mut self, first_ms: u64, last_ms: u64, unit: Unit) {
        let low = EventId::before_ms(first_ms).max(self.scan.low);
        let high = EventId::after_ms(last_ms).min(self.scan.high);
        if low <= high {
            let start = match self.scan.direction {
                Direction::Forward => self.scan.direction.rank(low),
                Direction::Backward => self.scan.direction.rank(high),
            };
            self.units_found += 1;
            self.units.insert((start, self.units_found), unit);
        }
    }

    fn run(mut self) -> Result<Found, QueryError> {
        let mut more = false;
        while let Some(((start, _), unit)) = self.units.pop_first() {
            if self.page.refuses(start) {
                more = true;
                break;
            }
            if self.scanned_bytes >= self.scan.scan_bytes && start > self.start() {
                // All that starts before is looked at, so the page is right up to here.
                self.page.cut(start);
                more = true;
                break;
            }
            more |= self.look(unit)?;
        }
        more |= self.page.overflowed();
        let next = self.page.bound().filter(|_| more).map(|rank| self.scan.direction.id(rank));
        Ok(Found { events: self.page.into_events(), next })
    }

    /// The rank before which nothing is wanted.
    fn start(&self) -> u128 {
        match self.scan.direction {
            Direction::Forward => self.scan.direction.rank(self.scan.low),
            Direction::Backward => self.scan.direction.rank(self.scan.high),
        }
    }

    /// Looks through a unit; tells whether it has events for the next page.
    fn look(&mut self, unit: Unit) -> Result<bool, QueryError> {
        match unit {
            Unit::Table { table, stream } => Ok(self.look_through_table(&table, &stream)),
            Unit::Segment(segment) => {
                let groups = row_groups(&*self.shared.objects, &segment);
                let groups = self.handle.block_on(groups)?;
                let sketches = self.sketches(&segment);
                for group in groups {
                    if self.may_hold(&group) && self.may_match(sketches.get(group.index)) {
                        let index = group.index;
                        let unit = Unit::RowGroup { segment: segment.clone(), index };
                        self.add(group.first_ts_ms, group.last_ts_ms, unit);
                    }
                }
                Ok(false)
            }
            Unit::RowGroup { segment, index } => {
                let block = self.block(&segment, index)?;
                self.scanned_bytes += block.bytes() as u64;
                Ok(self.look_through_block(&block))
            }
        }
    }

    /// What is known of the texts of the segment's row groups; nothing when they are all wanted.
    fn sketches(&mut self, segment: &Segment) -> Vec<Sketch> {
        if self.scan.pattern.is_none() {
            return Vec::new();
        }
        let Sketches { start, end, .. } = segment.meta.sketches.unwrap_or_default();
        self.scanned_bytes += end.saturating_sub(start);
        let found = self.handle.block_on(sketches(&*self.shared.objects, segment));
        found.unwrap_or_else(|error| {
            // The rows have checksums of their own, and are looked at instead.
            tracing::warn!(error = chain(&error), "a segment's sketches can't be used");
            Vec::new()
        })
    }

    fn may_match(&self, sketch: Option<&Sketch>) -> bool {
        let (Some(sketch), Some(pattern)) = (sketch, &self.scan.pattern) else { return true };
        pattern.may_match(|text| sketch.may_have(text))
    }

    fn may_hold(&self, group: &RowGroup) -> bool {
        let between = |name: &str| *group.first_stream <= *name && *name <= *group.last_stream;
        match &self.scan.streams {
            Streams::All => true,
            Streams::Named(names) => names.iter().any(|n| between(n)),
            // Sorted: the last stream is at or behind the prefix, the first one is not behind
            // all that start with it.
            Streams::Prefix(prefix) => {
                *group.last_stream >= **prefix
                    && (*group.first_stream <= **prefix
                        || group.first_stream.starts_with(&**prefix))
            }
        }
    }

    fn block(&self, segment: &Segment, index: usize) -> Result<Arc<Block>, QueryError> {
        let key = (segment.meta.id, index);
        if let Some(block) = self.shared.cache.get(key) {
            return Ok(block);
        }
        let block = load(&*self.shared.objects, segment, index);
        let block = Arc::new(self.handle.block_on(block)?);
        self.shared.cache.put(key, block.clone());
        Ok(block)
    }

    fn look_through_table(&mut self, table: &Table, stream: &str) -> bool {
        let direction = self.scan.direction;
        let (mut low, mut high) = (self.scan.low, self.scan.high);
        loop {
            let backward = direction == Direction::Backward;
            let chunk =
                table.read().read(&self.scan.group, stream, (low, high), backward, TABLE_CHUNK);
            for event in &chunk {
                let rank = direction.rank(event.id);
                if self.page.refuses(rank) {
                    return true;
                }
                self.scanned_bytes += event.message.len() as u64;
                if self.wanted(stream, event.id, &event.message) {
                    self.page.take(rank, event.clone());
                }
            }
            match chunk.last() {
                Some(last) if chunk.len() == TABLE_CHUNK && backward => high = last.id.previous(),
                Some(last) if chunk.len() == TABLE_CHUNK => low = last.id.next(),
                _ => return false,
            }
        }
    }

    fn look_through_block(&mut self, block: &Block) -> bool {
        let mut more = false;
        for (stream, run) in block.runs() {
            if !self.scan.streams.includes(stream) {
                continue;
            }
            let rows = block.between(run, self.scan.low, self.scan.high);
            more |= match self.scan.direction {
                Direction::Forward => self.look_through_rows(block, stream, rows),
                Direction::Backward => self.look_through_rows(block, stream, rows.rev()),
            };
        }
        more
    }

    fn look_through_rows(
        &mut self,
        block: &Block,
        stream: &Arc<str>,
        rows: impl Iterator<Item = usize>,
    ) -> bool {
        for row in rows {
            let rank = self.scan.direction.rank(block.id(row));
            if self.page.refuses(rank) {
                return true;
            }
            if self.wanted(stream, block.id(row), block.message(row)) {
                self.page.take(rank, block.event(stream, row));
            }
        }
        false
    }

    fn wanted(&self, stream: &str, id: EventId, message: &str) -> bool {
        let matches = || self.scan.pattern.as_ref().is_none_or(|p| p.matches(message));
        id.seq >= self.first_seq(stream) && matches()
    }

    fn first_seq(&self, stream: &str) -> u64 {
        self.first_seqs.get(stream).copied().unwrap_or(0).max(self.first_seq)
    }
}
