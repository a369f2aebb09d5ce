//! A change of records: what is written, and what of it must still be as it was seen.
//!
//! What a service's operation does is a plan: from what it sees, purely, to one transaction and
//! an answer. [`apply`] commits it, or has it made anew when something of it was changed
//! meanwhile.

use ferrogate_api::Failure;
use ferrogate_records::ec2::turn;
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Fault, Snapshot, State, create, put};
use ferrogate_store::{Guard, Key, Op, TXN_OPS_MAX};
use serde::Serialize;

/// Tries before a change that meets others each time is given up.
pub(crate) const TRIES_MAX: u32 = 32;

/// A step of a change, which fails for our own reasons alone.
type Step<T, E> = Result<T, Failure<E>>;

/// What a plan sees.
pub(crate) trait Sight {
    /// Whose records it is about, and where.
    fn scope(&self) -> &Scope;

    /// The records.
    fn snapshot(&self) -> &Snapshot;
}

/// One transaction. No record may be written twice in it.
#[derive(Default)]
pub(crate) struct Change {
    guards: Vec<Guard>,
    ops: Vec<Op>,
}

impl Change {
    /// Writes a new record, which must not be there.
    pub(crate) fn create<T: Serialize, E>(&mut self, key: String, record: &T) -> Step<(), E> {
        let key = Key::new(key).map_err(fault)?;
        self.guards.push(Guard::Absent(key.clone()));
        self.ops.push(create(key, record).map_err(fault)?);
        Ok(())
    }

    /// Writes the next version of a record.
    pub(crate) fn put<T: Serialize, E>(&mut self, old: &Entry<T>, record: T) -> Step<(), E> {
        self.guards.push(old.unchanged());
        self.ops.push(put(old.key.clone(), &old.doc.with(record)).map_err(fault)?);
        Ok(())
    }

    /// Writes a record in the place of whatever is there.
    pub(crate) fn replace<T: Kind, E>(
        &mut self,
        sight: &impl Sight,
        key: String,
        record: T,
    ) -> Step<(), E> {
        let at = Key::new(key).map_err(fault)?;
        match sight.snapshot().table::<T>().get(&at).map_err(fault)? {
            Some(old) => self.put(&old, record),
            None => self.create(at.to_string(), &record),
        }
    }

    /// Writes a record as it is, unless it is written already: whoever changes or removes it at
    /// the same time meets this change.
    pub(crate) fn touch<T: Clone + Serialize, E>(&mut self, old: &Entry<T>) -> Step<(), E> {
        if self.writes(&old.key) { Ok(()) } else { self.put(old, (**old).clone()) }
    }

    /// Writes the next version of a record under another key, which must be free.
    pub(crate) fn rename<T: Serialize, E>(
        &mut self,
        old: &Entry<T>,
        key: String,
        record: T,
    ) -> Step<(), E> {
        let key = Key::new(key).map_err(fault)?;
        if key == old.key {
            return self.put(old, record);
        }
        self.delete(old);
        self.guards.push(Guard::Absent(key.clone()));
        self.ops.push(put(key, &old.doc.with(record)).map_err(fault)?);
        Ok(())
    }

    /// Removes a record.
    pub(crate) fn delete<T>(&mut self, old: &Entry<T>) {
        self.guards.push(old.unchanged());
        self.ops.push(Op::Del(old.key.clone()));
    }

    /// Writes a record over what lies under a key: it goes with a record that is guarded.
    pub(crate) fn overwrite<T: Serialize, E>(&mut self, key: Key, record: &T) -> Step<(), E> {
        self.ops.push(create(key, record).map_err(fault)?);
        Ok(())
    }

    /// Removes what lies under a key, whatever it is by then: it goes with a record that is guarded.
    pub(crate) fn delete_under(&mut self, key: Key) {
        self.ops.push(Op::Del(key));
    }

    /// Takes the turn of a VPC or a prefix list, see [`turn`]. Whether it still has one.
    pub(crate) fn take_turn<E>(&mut self, sight: &impl Sight, vpc: &str) -> Step<bool, E> {
        self.take_turn_of(sight.snapshot(), sight.scope(), vpc)
    }

    /// Takes the turn of a VPC that may be another account's.
    pub(crate) fn take_turn_of<E>(
        &mut self,
        snapshot: &Snapshot,
        scope: &Scope,
        vpc: &str,
    ) -> Step<bool, E> {
        let key = Key::new(turn::key(scope, vpc)).map_err(fault)?;
        let turn = snapshot.table::<turn::Record>().get(&key).map_err(fault)?;
        if let Some(turn) = turn.as_ref().filter(|_| !self.writes(&key)) {
            self.put(turn, turn.next())?;
        }
        Ok(turn.is_some())
    }

    /// Takes a turn of the account for one more thing of which it may have so many: of two that
    /// take it at once, one sees what the other has made.
    pub(crate) fn take_turn_for<E>(&mut self, sight: &impl Sight, what: &str) -> Step<(), E> {
        let key = turn::key(sight.scope(), what);
        let at = Key::new(&key).map_err(fault)?;
        match sight.snapshot().table::<turn::Record>().get(&at).map_err(fault)? {
            Some(turn) => self.put(&turn, turn.next()),
            None => self.create(key, &turn::Record::default()),
        }
    }

    /// Ends the turns of a VPC or a prefix list that goes.
    pub(crate) fn end_turns<E>(&mut self, sight: &impl Sight, vpc: &str) -> Step<(), E> {
        let key = Key::new(turn::key(sight.scope(), vpc)).map_err(fault)?;
        if let Some(turn) = sight.snapshot().table::<turn::Record>().get(&key).map_err(fault)? {
            self.delete(&turn);
        }
        Ok(())
    }

    /// Whether one transaction has room for it.
    pub(crate) fn fits(&self) -> bool {
        self.ops.len() <= TXN_OPS_MAX && self.guards.len() <= TXN_OPS_MAX
    }

    /// Commits it, and waits until every read sees it. Whether everything was as it was seen.
    pub(crate) async fn commit(self, state: &State) -> Result<bool, Fault> {
        let Some(rev) = state.commit(&self.guards, &self.ops).await? else { return Ok(false) };
        state.at(rev).await?;
        Ok(true)
    }

    /// As [`Change::commit`]; one that writes nothing asks nobody.
    async fn commit_any(self, state: &State) -> Result<bool, Fault> {
        if self.ops.is_empty() { Ok(true) } else { self.commit(state).await }
    }

    fn writes(&self, key: &Key) -> bool {
        self.ops.iter().any(|op| op.key() == key)
    }
}

/// Commits what `plan` makes of a sight, and answers with what else it makes; from the start, with
/// a sight of what is there by then, when something of it was changed meanwhile. Every read
/// afterwards sees it.
pub(crate) async fn apply<V, R, E>(
    state: &State,
    see: impl Fn(Snapshot) -> V,
    plan: impl Fn(&V, &mut Change) -> Step<R, E>,
) -> Step<R, E> {
    let mut sight = see(state.snapshot());
    for _ in 0..TRIES_MAX {
        if let Some(made) = attempt(state, &sight, &plan).await? {
            return Ok(made);
        }
        // Who was first has written already; what that was may be a moment away.
        sight = see(state.synced().await.map_err(fault)?);
    }
    Err(fault(Fault::Contended(TRIES_MAX)))
}

/// Commits what `plan` makes of `sight`; `None` when something of it was changed meanwhile.
pub(crate) async fn attempt<V, R, E>(
    state: &State,
    sight: &V,
    plan: impl Fn(&V, &mut Change) -> Step<R, E>,
) -> Step<Option<R>, E> {
    let mut change = Change::default();
    let made = plan(sight, &mut change)?;
    // The rest is the same for all changes, and compiled once.
    Ok(change.commit_any(state).await.map_err(fault)?.then_some(made))
}

fn fault<E>(cause: impl Into<Fault>) -> Failure<E> {
    Failure::fault(cause.into())
}
