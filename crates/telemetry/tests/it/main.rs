//! The log store as its callers use it, and what must hold when it is killed, when the
//! disk is full, when memory is short.

mod crash;
mod disk_full;
mod lifecycle;
mod limits;
mod model;
mod paging;
mod sources;
mod support;
