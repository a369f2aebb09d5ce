//! A NAT gateway: a namespace with one interface of its VPC, which forwards what is routed to it
//! as its own address, and lets nothing in that it has not begun.

use std::fs::File;
use std::net::Ipv4Addr;
use std::os::fd::BorrowedFd;

use crate::error::Error;
use crate::id::Eni;
use crate::pin::Pins;
use crate::rules::run_nft;
use crate::{sysctl, worker};

/// What it does with packets. What is meant for itself is answered by nobody.
fn rules(address: Ipv4Addr) -> String {
    // AWS: source ports of a NAT gateway are 1024 to 65535.
    format!(
        "table inet nat
         delete table inet nat
         table inet nat {{
             chain input {{
                 type filter hook input priority 0; policy drop;
             }}
             chain forward {{
                 type filter hook forward priority 0; policy drop;
                 ip daddr 169.254.0.0/16 drop
                 ct state new,established,related accept
             }}
             chain translation {{
                 type nat hook postrouting priority 100; policy accept;
                 meta nfproto ipv4 meta l4proto {{ tcp, udp }} snat ip to {address}:1024-65535
                 meta nfproto ipv4 snat ip to {address}
             }}
         }}\n"
    )
}

/// Makes its namespace and pins it: it outlives the process.
pub(crate) fn make(pins: &Pins, eni: &Eni) -> Result<File, Error> {
    let name = eni.id.as_str();
    pins.remove(name)?;
    let make = || {
        worker::enter_new()?;
        run_nft(&rules(eni.address))?;
        pins.pin_current(name)?;
        worker::current()
    };
    std::thread::scope(|scope| {
        scope.spawn(make).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Has it forward, once it is joined to its VPC.
pub(crate) fn open(netns: BorrowedFd<'_>) -> Result<(), Error> {
    let open = || {
        worker::enter(netns)?;
        sysctl::set_nat()
    };
    std::thread::scope(|scope| {
        scope.spawn(open).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
