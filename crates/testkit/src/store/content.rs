//! What a store in memory holds: pure.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ferrogate_store::{
    Error, Event, Guard, Key, Kv, LeaseId, ListPage, Op, PAGE_BYTES_MAX, Page, Prefix, Result, Rev,
    TXN_OPS_MAX, TxnOut,
};

/// Keys, how they came to be, and leases.
#[derive(Debug, Default)]
pub(super) struct Content {
    now: BTreeMap<Key, Kv>,
    /// The changes of each revision after `compacted`.
    history: Vec<Vec<Event>>,
    compacted: Rev,
    leases: BTreeMap<LeaseId, Lease>,
    last_lease: u64,
}

#[derive(Debug)]
struct Lease {
    ttl: Duration,
    ends: Duration,
}

impl Content {
    pub(super) fn rev(&self) -> Rev {
        Rev(self.compacted.0 + self.history.len() as u64)
    }

    pub(super) fn compacted(&self) -> Rev {
        self.compacted
    }

    pub(super) fn bytes(&self) -> u64 {
        self.now.iter().map(|(key, kv)| (key.as_str().len() + kv.val.len()) as u64).sum()
    }

    pub(super) fn get(&self, key: &Key) -> Option<Kv> {
        self.now.get(key).cloned()
    }

    /// Applies all of `ops` if all guards hold.
    pub(super) fn txn(&mut self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        for op in ops {
            if let Op::Put { lease: Some(lease), .. } = op
                && !self.leases.contains_key(lease)
            {
                return Err(Error::LeaseExpired(*lease));
            }
        }
        let modify = |key| self.now.get(key).map(|kv| kv.modify);
        if !guards.iter().all(|guard| guard.holds(modify(guard.key()))) {
            let found = guards.iter().map(|guard| self.get(guard.key())).collect();
            return Ok(TxnOut::Conflict(found));
        }
        Ok(TxnOut::Committed(self.apply(ops)))
    }

    fn apply(&mut self, ops: &[Op]) -> Rev {
        let next = Rev(self.rev().0 + 1);
        let events: Vec<_> = ops.iter().filter_map(|op| self.apply_one(next, op)).collect();
        if !events.is_empty() {
            self.history.push(events);
        }
        self.rev()
    }

    fn apply_one(&mut self, rev: Rev, op: &Op) -> Option<Event> {
        match op {
            Op::Put { key, val, lease } => {
                let prev = self.now.get(key).cloned();
                let (create, version) =
                    prev.as_ref().map_or((rev, 1), |prev| (prev.create, prev.version + 1));
                let (key, val, lease) = (key.clone(), val.clone(), *lease);
                let kv = Kv { key: key.clone(), val, create, modify: rev, version, lease };
                self.now.insert(key, kv.clone());
                Some(Event::Put { kv, prev })
            }
            Op::Del(key) => {
                let prev = self.now.remove(key)?;
                Some(Event::Del { key: key.clone(), prev: Some(prev) })
            }
        }
    }

    /// What was there at `rev`.
    pub(super) fn at(&self, rev: Rev) -> Result<BTreeMap<Key, Kv>> {
        self.readable(rev)?;
        let mut state = self.now.clone();
        for events in self.history[self.index(rev)..].iter().rev() {
            for event in events.iter().rev() {
                let (Event::Put { prev, .. } | Event::Del { prev, .. }) = event;
                match prev {
                    Some(prev) => drop(state.insert(prev.key.clone(), prev.clone())),
                    None => drop(state.remove(event.key())),
                }
            }
        }
        Ok(state)
    }

    pub(super) fn list(&self, prefix: &Prefix, at: Option<Rev>, page: &Page) -> Result<ListPage> {
        let rev = at.unwrap_or(self.rev());
        let state = self.at(rev)?;
        let after = |key: &Key| page.after.as_ref().is_none_or(|after| key > after);
        let (mut kvs, mut bytes) = (Vec::new(), 0);
        for (_, kv) in state.into_iter().filter(|(key, _)| prefix.contains(key) && after(key)) {
            if kvs.len() == page.limit || bytes > PAGE_BYTES_MAX {
                return Ok(ListPage { kvs, rev, more: true });
            }
            bytes += kv.val.len();
            kvs.push(kv);
        }
        Ok(ListPage { kvs, rev, more: false })
    }

    /// The first transaction after `rev` that touches a key under `prefix`; `None` when there
    /// is none yet.
    pub(super) fn after(&self, rev: Rev, prefix: &Prefix) -> Result<Option<(Rev, Vec<Event>)>> {
        self.readable(rev)?;
        for (events, at) in self.history[self.index(rev)..].iter().zip(rev.0 + 1..) {
            let under: Vec<_> =
                events.iter().filter(|event| prefix.contains(event.key())).cloned().collect();
            if !under.is_empty() {
                return Ok(Some((Rev(at), under)));
            }
        }
        Ok(None)
    }

    fn index(&self, rev: Rev) -> usize {
        usize::try_from(rev.0 - self.compacted.0).unwrap_or(usize::MAX)
    }

    fn readable(&self, rev: Rev) -> Result<()> {
        if rev < self.compacted {
            return Err(Error::Compacted { oldest: self.compacted });
        }
        if rev > self.rev() {
            return Err(Error::Future { asked: rev, current: self.rev() });
        }
        Ok(())
    }

    pub(super) fn compact(&mut self, keep_after: Rev) -> Result<()> {
        if keep_after > self.rev() {
            return Err(Error::Future { asked: keep_after, current: self.rev() });
        }
        if keep_after > self.compacted {
            self.history.drain(..self.index(keep_after));
            self.compacted = keep_after;
        }
        Ok(())
    }

    pub(super) fn grant(&mut self, ttl: Duration, now: Duration) -> LeaseId {
        self.last_lease += 1;
        let id = LeaseId(self.last_lease);
        self.leases.insert(id, Lease { ttl, ends: now + ttl });
        id
    }

    pub(super) fn keep(&mut self, id: LeaseId, now: Duration) -> Result<Duration> {
        let lease = self.leases.get_mut(&id).ok_or(Error::LeaseExpired(id))?;
        lease.ends = now + lease.ttl;
        Ok(lease.ttl)
    }

    /// Ends a lease, and deletes its keys.
    pub(super) fn revoke(&mut self, id: LeaseId) {
        self.leases.remove(&id);
        let of = |kv: &&Kv| kv.lease == Some(id);
        let keys: BTreeSet<Key> = self.now.values().filter(of).map(|kv| kv.key.clone()).collect();
        let ops: Vec<_> = keys.into_iter().map(Op::Del).collect();
        for some in ops.chunks(TXN_OPS_MAX) {
            self.apply(some);
        }
    }

    /// Ends the leases whose time is over; whether there was one.
    pub(super) fn expire(&mut self, now: Duration) -> bool {
        let over: Vec<_> =
            self.leases.iter().filter(|(_, lease)| lease.ends <= now).map(|(id, _)| *id).collect();
        over.iter().for_each(|id| self.revoke(*id));
        !over.is_empty()
    }

    /// When the next lease ends.
    pub(super) fn next_end(&self) -> Option<Duration> {
        self.leases.values().map(|lease| lease.ends).min()
    }

    /// The changes that made the current revision.
    pub(super) fn last(&self) -> &[Event] {
        self.history.last().map_or(&[], Vec::as_slice)
    }
}
