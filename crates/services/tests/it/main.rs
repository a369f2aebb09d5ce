//! Operations as a client calls them, over a real store and a real log store.

mod awslogs;
mod ec2;
mod identity;
mod log_events;
mod log_groups;
mod rig;
