//! Real containers on a real kernel. Needs root, cgroups, overlay file systems and Debian's
//! `busybox-static`; fails without them. Everything that a test makes is below its own
//! temporary folder and its own cgroup.

mod dead;
mod escape;
mod exec;
mod health;
mod layers;
mod life;
mod limits;
mod mounts;
mod neighbours;
mod nursery;
mod pids;
mod process;
mod reconnect;
mod restart;
mod rig;
mod spool;
mod surface;
mod volume;
mod volumes;
