//! The load balancers' nodes on this host.

mod reports;

pub(super) use reports::Reports;
