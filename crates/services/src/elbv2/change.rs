//! A change of load balancing: what is written, and what of it must still be as it was seen.

use ferrogate_records::Scope;
use ferrogate_records::ec2::turn;
use ferrogate_state::{Entry, Fault, create, put};
use ferrogate_store::{Guard, Key, Op};
use serde::Serialize;

use super::view::View;
use super::{Elb, Result, fault};

/// Tries before a change that meets others each time is given up.
const TRIES_MAX: u32 = 32;

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

    /// Writes a record as it is: whoever changes or removes it at the same time meets this.
    pub(super) fn touch<T: Clone + Serialize>(&mut self, old: &Entry<T>) -> Result<()> {
        if self.ops.iter().any(|op| *op.key() == old.key) {
            return Ok(());
        }
        self.put(old, (**old).clone())
    }

    /// Removes a record.
    pub(super) fn delete<T>(&mut self, old: &Entry<T>) {
        self.guards.push(old.unchanged());
        self.ops.push(Op::Del(old.key.clone()));
    }

    /// Takes the turn of a VPC, see [`turn`].
    pub(super) fn take_turn(&mut self, view: &View, vpc: &str) -> Result<()> {
        let key = Key::new(turn::key(&view.scope, vpc)).map_err(fault)?;
        if let Some(turn) = view.get::<turn::Record>(&key)? {
            self.put(&turn, turn.next())?;
        }
        Ok(())
    }
}

impl Elb {
    /// What is there now.
    pub(super) fn view(&self, scope: Scope) -> View {
        View::new(scope, self.state.snapshot(), self.state.now())
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    pub(super) async fn change<R>(
        &self,
        scope: Scope,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let mut view = self.view(scope.clone());
        for _ in 0..TRIES_MAX {
            let mut change = Change::default();
            let made = plan(&view, &mut change)?;
            if change.ops.is_empty() {
                return Ok(made);
            }
            let committed = self.state.commit(&change.guards, &change.ops).await;
            if let Some(rev) = committed.map_err(fault)? {
                self.state.at(rev).await.map_err(fault)?;
                return Ok(made);
            }
            // Who was first has written already; what that was may be a moment away.
            let snapshot = self.state.synced().await.map_err(fault)?;
            view = View::new(scope.clone(), snapshot, self.state.now());
        }
        Err(fault(Fault::Contended(TRIES_MAX)))
    }
}
