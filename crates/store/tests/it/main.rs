//! The embedded store under the suite, and what only it must prove: crashes, full disks,
//! locks, doubts.

mod ambiguous;
mod contract;
mod crash;
mod damage;

mod disk_full;
mod open;
mod support;
