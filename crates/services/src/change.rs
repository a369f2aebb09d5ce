//! A change of records: what is written, and what of it must still be as it was seen.

use ferrogate_state::{Entry, Fault, create, put};
use ferrogate_store::{Guard, Key, Op};
use serde::Serialize;

/// Tries before a change that meets others each time is given up.
pub(crate) const TRIES_MAX: u32 = 32;

/// One transaction. No record may be written twice in it.
#[derive(Default)]
pub(crate) struct Change {
    pub(crate) guards: Vec<Guard>,
    pub(crate) ops: Vec<Op>,
}

impl Change {
    /// Writes a new record, which must not be there.
    pub(crate) fn create<T: Serialize>(&mut self, key: String, record: &T) -> Result<(), Fault> {
        let key = Key::new(key)?;
        self.guards.push(Guard::Absent(key.clone()));
        self.ops.push(create(key, record)?);
        Ok(())
    }

    /// Writes the next version of a record.
    pub(crate) fn put<T: Serialize>(&mut self, old: &Entry<T>, record: T) -> Result<(), Fault> {
        self.guards.push(old.unchanged());
        self.ops.push(put(old.key.clone(), &old.doc.with(record))?);
        Ok(())
    }

    /// Writes the next version of a record under another key, which must be free.
    pub(crate) fn rename<T: Serialize>(
        &mut self,
        old: &Entry<T>,
        key: String,
        record: T,
    ) -> Result<(), Fault> {
        let key = Key::new(key)?;
        if key == old.key {
            return self.put(old, record);
        }
        self.delete(old);
        self.guards.push(Guard::Absent(key.clone()));
        self.ops.push(put(key, &old.doc.with(record))?);
        Ok(())
    }

    /// Removes a record.
    pub(crate) fn delete<T>(&mut self, old: &Entry<T>) {
        self.guards.push(old.unchanged());
        self.ops.push(Op::Del(old.key.clone()));
    }
}
