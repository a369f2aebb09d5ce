//! Turns at a VPC: who puts a part or an interface into a VPC, or takes a part away, writes
//! the VPC's turn in the same transaction, guarded by what it has read of it. So what was seen
//! of the parts (that a range is free, that a subnet has no interface, that a group is named
//! by no rule) still holds when it counts, also for two who read at the same time. A prefix
//! list, which is of no VPC, has turns too: who names it takes one, and who deletes it. So has an
//! account for things of which it may have so many: who makes one takes one.

use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "vpc-turn";

kind!(Record as KIND);

/// How often something was put into the VPC or taken from it. It is there as long as the VPC,
/// or the prefix list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The number of turns taken.
    pub taken: u64,
}

impl Record {
    /// The record once one more turn is taken.
    #[must_use]
    pub fn next(self) -> Self {
        Self { taken: self.taken + 1 }
    }
}

/// The key of the turn of `vpc`, of a prefix list, or of a kind of things that are counted.
#[must_use]
pub fn key(scope: &Scope, vpc: &str) -> String {
    scope.key(KIND, &[vpc])
}
