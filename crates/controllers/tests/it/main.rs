//! Controllers over a real store, with a host that the test plays.

mod unknown_fields;
