//! The data plane of application load balancers: one node, a load balancer in one subnet.
//!
//! It is told what to do as one whole value, listens on the node's address, decides about each
//! request by the rules of its listener, passes it on to a target over connections that it
//! keeps, looks how targets are, and tells that and what it has counted. It knows nothing of the
//! API, the store or how it came into its network.
//!
//! Read [`plan`] for what is decided, purely, then [`node`] for what is done.

pub mod node;
pub mod plan;
pub mod process;
