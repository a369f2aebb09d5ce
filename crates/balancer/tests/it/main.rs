//! A node over loopback: its clients, its targets, and what it tells.

mod desync;
mod faults;
mod health;
mod hold;
mod http2;
mod logs;
mod mutual;
mod proxy;
mod rig;
mod targets;
mod tls;
