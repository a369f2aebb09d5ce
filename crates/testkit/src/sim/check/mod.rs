//! What must hold: at every commit, and once the faults have stopped.

pub(crate) mod commits;
pub(crate) mod end;
