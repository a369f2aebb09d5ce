//! A change of the network: what is written, and what of it must still be as it was seen.

use ferrogate_records::Scope;
use ferrogate_records::ec2::turn;
use ferrogate_state::{Entry, Fault, create, put};
use ferrogate_store::{Guard, Key, Op};
use serde::Serialize;

use super::view::View;
use super::{Ec2, Result, fault};

/// Tries before a change that meets others each time is given up.
pub(super) const TRIES_MAX: u32 = 32;

/// One transaction.
#[derive(Default)]
pub(super) struct Change {
    guards: Vec<Guard>,
    ops: Vec<Op>,
}

impl Change {
    /// Writes a new record, which must not be there.
    pub(super) fn create<T: Serialize>(&mut self, key: String, record: &T) -> Result<()> {
        let key = Key::new(key).map_err(fault)?;
        self.guards.push(Guard::Absent(key.clone()));
        self.ops.push(create(key, record).map_err(fault)?);
        Ok(())
    }

    /// Writes the next version of a record.
    pub(super) fn put<T: Serialize>(&mut self, old: &Entry<T>, record: T) -> Result<()> {
        self.guards.push(old.unchanged());
        self.ops.push(put(old.key.clone(), &old.doc.with(record)).map_err(fault)?);
        Ok(())
    }

    /// Writes a record as it is: whoever removes it at the same time meets this change.
    pub(super) fn touch<T: Clone + Serialize>(&mut self, old: &Entry<T>) -> Result<()> {
        self.put(old, (**old).clone())
    }

    /// Removes a record.
    pub(super) fn delete<T>(&mut self, old: &Entry<T>) {
        self.guards.push(old.unchanged());
        self.ops.push(Op::Del(old.key.clone()));
    }

    /// Takes the turn of a VPC or a prefix list, see [`turn`]. Whether it still has one.
    pub(super) fn take_turn(&mut self, view: &View, vpc: &str) -> Result<bool> {
        self.take_turn_of(view, &view.scope, vpc)
    }

    /// Takes the turn of a VPC that may be another account's.
    pub(super) fn take_turn_of(&mut self, view: &View, scope: &Scope, vpc: &str) -> Result<bool> {
        let key = Key::new(turn::key(scope, vpc)).map_err(fault)?;
        let turn = view.snapshot().table::<turn::Record>().get(&key).map_err(fault)?;
        if let Some(turn) = &turn
            && !self.ops.iter().any(|op| *op.key() == key)
        {
            self.put(turn, turn.next())?;
        }
        Ok(turn.is_some())
    }

    /// Ends the turns of a VPC or a prefix list that goes.
    pub(super) fn end_turns(&mut self, view: &View, vpc: &str) -> Result<()> {
        let key = Key::new(turn::key(&view.scope, vpc)).map_err(fault)?;
        if let Some(turn) = view.snapshot().table::<turn::Record>().get(&key).map_err(fault)? {
            self.delete(&turn);
        }
        Ok(())
    }
}

impl Ec2 {
    /// What is there now.
    pub(super) fn view(&self, scope: Scope) -> View {
        View::new(scope, self.state.snapshot(), self.state.now())
    }

    /// What is there with all that was committed before this call.
    pub(super) async fn view_of_now(&self, scope: Scope) -> Result<View> {
        let snapshot = self.state.synced().await.map_err(fault)?;
        Ok(View::new(scope, snapshot, self.state.now()))
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from
    /// the start when something of it was changed meanwhile. Every read afterwards sees it.
    pub(super) async fn change<R>(
        &self,
        scope: Scope,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let mut view = self.view(scope.clone());
        for _ in 0..TRIES_MAX {
            if let Some(made) = self.attempt(&view, &plan).await? {
                return Ok(made);
            }
            // Who was first has written already; what that was may be a moment away.
            view = self.view_of_now(scope.clone()).await?;
        }
        Err(fault(Fault::Contended(TRIES_MAX)))
    }

    /// Commits what `plan` makes of `view`; `None` when something of it was changed meanwhile.
    pub(super) async fn attempt<R>(
        &self,
        view: &View,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<Option<R>> {
        let mut change = Change::default();
        let made = plan(view, &mut change)?;
        if change.ops.is_empty() {
            return Ok(Some(made));
        }
        let committed = self.state.commit(&change.guards, &change.ops).await.map_err(fault)?;
        let Some(rev) = committed else { return Ok(None) };
        self.state.at(rev).await.map_err(fault)?;
        Ok(Some(made))
    }
}
