//! A queue in which packets wait: the kernel hands over their numbers, and sends each on when it
//! is told to. What they hold stays in the kernel.
//!
//! nft's own rule for it is not in every kernel; that of iptables is, by way of nftables'
//! compatibility, and is written here by hand. It lets packets pass while nobody takes them, so
//! that they are in time when this process is killed.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use netlink_sys::protocols::NETLINK_NETFILTER;

use super::Delay;
use super::rules::{DELAY, LATE, without};
use crate::error::{Error, Step};

use crate::netlink::{HEADER, Link, NLM_F_ACK, NLM_F_CREATE, NLM_F_REQUEST};
use crate::nfnetlink::{
    NFNL_SUBSYS_NFTABLES, NLA_F_NESTED, attribute, batch, c_string, find, header, push,
};
use crate::rules::run_nft;
use crate::worker;

/// Packets that wait at most; more are lost.
const PACKETS_MAX: u32 = 10_000;
/// How long the queue looks away at most: then it sees that it is to end.
const LOOK_MS: u16 = 50;
/// The queue's number in the task's namespace.
const NUMBER: u16 = 0;

// linux/netfilter/nf_tables.h and nf_tables_compat.h
const NEW_RULE: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 6;
const NLM_F_APPEND: u16 = 0x800;
const NFPROTO_IPV4: u8 = 2;
const NFTA_RULE_TABLE: u16 = 1;
const NFTA_RULE_CHAIN: u16 = 2;
const NFTA_RULE_EXPRESSIONS: u16 = 4;
const NFTA_LIST_ELEM: u16 = 1;
const NFTA_EXPR_NAME: u16 = 1;
const NFTA_EXPR_DATA: u16 = 2;
const NFTA_TARGET_NAME: u16 = 1;
const NFTA_TARGET_REV: u16 = 2;
const NFTA_TARGET_INFO: u16 = 3;
/// `struct xt_NFQ_info_v3` (linux/netfilter/xt_NFQUEUE.h): the queue, how many there are, and that
/// packets pass while nobody takes them.
const NFQUEUE_REVISION: u32 = 3;
const NFQ_FLAG_BYPASS: u16 = 1;

// linux/netfilter/nfnetlink_queue.h
const NFNL_SUBSYS_QUEUE: u16 = 3 << 8;
const PACKET: u16 = NFNL_SUBSYS_QUEUE;
const VERDICT: u16 = NFNL_SUBSYS_QUEUE | 1;
const CONFIG: u16 = NFNL_SUBSYS_QUEUE | 2;
const NFQA_PACKET_HDR: u16 = 1;
const NFQA_VERDICT_HDR: u16 = 2;
const NFQA_CFG_CMD: u16 = 1;
const NFQA_CFG_PARAMS: u16 = 2;
const NFQA_CFG_QUEUE_MAXLEN: u16 = 3;
const NFQA_CFG_MASK: u16 = 4;
const NFQA_CFG_FLAGS: u16 = 5;
const BIND: u8 = 1;
const COPY_META: u8 = 1;
/// Large packets need not be cut up before they wait.
const FLAG_GSO: u32 = 4;
const NF_ACCEPT: u32 = 1;
/// `struct nfgenmsg`.
const GENERIC: usize = 4;

/// Packets that come late, until this is stopped or dropped.
#[derive(Debug)]
pub(super) struct Late {
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Late {
    /// Delays what `rules` put into the chain [`LATE`] of the table [`DELAY`].
    pub(super) fn start(netns: Arc<OwnedFd>, delay: Delay, rules: String) -> Result<Self, Error> {
        let ends = Arc::new(AtomicBool::new(false));
        let (told, ready) = mpsc::channel();
        let asked = ends.clone();
        let thread = std::thread::Builder::new().name("late packets".into()).spawn(move || {
            let opened = worker::enter(netns.as_fd()).and_then(|()| open(&rules));
            match opened {
                Ok(queue) => {
                    drop(told.send(Ok(())));
                    Waiting::new(queue, delay).run(&asked);
                }
                Err(error) => drop(told.send(Err(error))),
            }
        });
        let thread = Some(thread.step("start a thread")?);
        let gone = |_| Error::kernel("start a queue of packets", io::Error::other("it panicked"));
        ready.recv().map_err(gone)??;
        Ok(Self { ends, thread })
    }

    /// Whether the queue goes on.
    pub(super) fn runs(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Ends it, and waits for that.
    pub(super) fn stop(mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // One that panicked has ended, and the kernel lets packets pass since.
            drop(thread.join());
        }
    }
}

impl Drop for Late {
    fn drop(&mut self) {
        // It ends by itself within a moment, for which nobody has to wait.
        self.ends.store(true, Ordering::Relaxed);
    }
}

/// Takes the queue, and then has packets come into it.
fn open(rules: &str) -> Result<Link, Error> {
    run_nft(rules)?;
    let opened = take().and_then(|queue| put_in().map(|()| queue));
    if opened.is_err() {
        // The first error is the one to tell.
        drop(run_nft(&without("ip", DELAY)));
    }
    opened.map_err(Error::NoQueue)
}

/// The queue of the namespace that the calling thread is in, for nobody else.
fn take() -> io::Result<Link> {
    let mut queue = Link::open(NETLINK_NETFILTER)?;
    queue.lose_what_is_over()?;
    configure(&mut queue, |b| {
        attribute(b, NFQA_CFG_CMD, |b| {
            b.extend([BIND, 0]);
            b.extend(u16::from(NFPROTO_IPV4).to_be_bytes());
        });
    })?;
    configure(&mut queue, |b| {
        attribute(b, NFQA_CFG_PARAMS, |b| {
            b.extend(0_u32.to_be_bytes());
            b.push(COPY_META);
        });
        attribute(b, NFQA_CFG_QUEUE_MAXLEN, |b| b.extend(PACKETS_MAX.to_be_bytes()));
        attribute(b, NFQA_CFG_FLAGS, |b| b.extend(FLAG_GSO.to_be_bytes()));
        attribute(b, NFQA_CFG_MASK, |b| b.extend(FLAG_GSO.to_be_bytes()));
    })?;
    Ok(queue)
}

fn configure(queue: &mut Link, attributes: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
    let sequence = queue.take_sequences(1);
    let mut message = Vec::with_capacity(64);
    push(&mut message, CONFIG, NLM_F_REQUEST | NLM_F_ACK, sequence, |b| {
        header(b, 0, NUMBER);
        attributes(b);
    });
    queue.send(&message)?;
    queue.wait_ack(sequence)
}

/// The rule that puts what is late into the queue.
fn put_in() -> io::Result<()> {
    let mut link = Link::open(NETLINK_NETFILTER)?;
    let first = link.take_sequences(3);
    let flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_APPEND;
    let batch = batch(first, 1, |batch| {
        push(batch, NEW_RULE, flags, first + 1, |b| {
            header(b, NFPROTO_IPV4, 0);
            rule(b);
        });
    });
    link.send(&batch)?;
    link.wait_ack(first + 1)
}

fn rule(out: &mut Vec<u8>) {
    let nested = |kind| NLA_F_NESTED | kind;
    attribute(out, NFTA_RULE_TABLE, |b| b.extend(c_string(DELAY)));
    attribute(out, NFTA_RULE_CHAIN, |b| b.extend(c_string(LATE)));
    attribute(out, nested(NFTA_RULE_EXPRESSIONS), |b| {
        attribute(b, nested(NFTA_LIST_ELEM), |b| {
            attribute(b, NFTA_EXPR_NAME, |b| b.extend(c_string("target")));
            attribute(b, nested(NFTA_EXPR_DATA), |b| {
                attribute(b, NFTA_TARGET_NAME, |b| b.extend(c_string("NFQUEUE")));
                attribute(b, NFTA_TARGET_REV, |b| b.extend(NFQUEUE_REVISION.to_be_bytes()));
                attribute(b, NFTA_TARGET_INFO, |b| {
                    for part in [NUMBER, 1, NFQ_FLAG_BYPASS, 0] {
                        b.extend(part.to_ne_bytes());
                    }
                });
            });
        });
    });
}

/// The packets that wait.
struct Waiting {
    queue: Link,
    delay: Delay,
    /// By when each is to go on.
    due: BinaryHeap<Reverse<(Instant, u32)>>,
    dice: u64,
}

impl Waiting {
    fn new(queue: Link, delay: Delay) -> Self {
        let dice = RandomState::new().build_hasher().finish() | 1;
        Self { queue, delay, due: BinaryHeap::new(), dice }
    }

    fn run(mut self, ends: &AtomicBool) {
        while !ends.load(Ordering::Relaxed) {
            if let Err(error) = self.turn() {
                tracing::warn!(%error, "packets of a task are not delayed any more");
                break;
            }
        }
        self.end();
    }

    /// Sends on what waits. The kernel drops what came by a hook that is gone, so nothing is put
    /// into the queue first, and the table goes when it is empty.
    fn end(mut self) {
        let emptied = run_nft(&format!("flush chain ip {DELAY} {LATE}\n"));
        while self.queue.has_more(0).unwrap_or(false) && self.receive().is_ok() {}
        let all = std::mem::take(&mut self.due).into_iter().map(|Reverse((_, id))| id);
        let sent = send_on(&self.queue, all);
        if let Err(error) = emptied.and_then(|()| run_nft(&without("ip", DELAY))) {
            tracing::warn!(%error, "the rules of what comes late can't be removed");
        }
        if let Err(error) = sent {
            tracing::warn!(%error, "packets that came late are lost");
        }
    }

    /// Waits for what comes or is due.
    fn turn(&mut self) -> io::Result<()> {
        let now = Instant::now();
        let next = self.due.peek().map(|Reverse((at, _))| at.saturating_duration_since(now));
        // Rounded up: what is due in less than a millisecond would be asked for again and again.
        let next = next.map_or(LOOK_MS, |next| {
            u16::try_from(next.as_micros().div_ceil(1000)).unwrap_or(LOOK_MS)
        });
        if self.queue.has_more(next.min(LOOK_MS))? {
            self.receive()?;
        }
        let now = Instant::now();
        let mut ready = Vec::new();
        while let Some(Reverse((at, id))) = self.due.peek().copied()
            && at <= now
        {
            self.due.pop();
            ready.push(id);
        }
        send_on(&self.queue, ready.into_iter())
    }

    fn receive(&mut self) -> io::Result<()> {
        let (delay, dice, due) = (self.delay, &mut self.dice, &mut self.due);
        let now = Instant::now();
        self.queue.receive(|raw| {
            if raw.kind == PACKET
                && let Some(id) = packet_id(raw.whole)
            {
                due.push(Reverse((now + lateness(delay, roll(dice)), id)));
            }
        })
    }
}

/// `struct nfqnl_msg_packet_hdr` begins with the number.
fn packet_id(message: &[u8]) -> Option<u32> {
    let of = find(message.get(HEADER + GENERIC..)?, NFQA_PACKET_HDR)?;
    Some(u32::from_be_bytes(of.get(..4)?.try_into().ok()?))
}

/// Lets packets go on.
fn send_on(queue: &Link, ids: impl Iterator<Item = u32>) -> io::Result<()> {
    let mut verdicts = Vec::new();
    for id in ids {
        push(&mut verdicts, VERDICT, NLM_F_REQUEST, 0, |b| {
            header(b, 0, NUMBER);
            attribute(b, NFQA_VERDICT_HDR, |b| {
                b.extend(NF_ACCEPT.to_be_bytes());
                b.extend(id.to_be_bytes());
            });
        });
        // Far below what a socket takes at once.
        if verdicts.len() > 16 << 10 {
            queue.send(&verdicts)?;
            verdicts.clear();
        }
    }
    if verdicts.is_empty() { Ok(()) } else { queue.send(&verdicts) }
}

/// How late a packet is, by a number from the dice.
fn lateness(delay: Delay, roll: u64) -> Duration {
    let span = delay.jitter.as_micros().saturating_mul(2).saturating_add(1);
    let more = Duration::from_micros(u64::try_from(u128::from(roll) % span).unwrap_or(0));
    (delay.by + more).saturating_sub(delay.jitter)
}

/// The next number (xorshift).
fn roll(dice: &mut u64) -> u64 {
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    *dice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_late_within_the_jitter_and_never_early() {
        let ms = Duration::from_millis;
        let delay = Delay { by: ms(100), jitter: ms(20) };
        let mut dice = 7;
        let all: Vec<_> = (0..1000).map(|_| lateness(delay, roll(&mut dice))).collect();
        assert!(all.iter().all(|late| (ms(80)..=ms(120)).contains(late)));
        assert!(all.iter().any(|late| *late < ms(90)) && all.iter().any(|late| *late > ms(110)));
        let only = Delay { by: ms(5), jitter: ms(0) };
        assert_eq!(lateness(only, roll(&mut dice)), ms(5));
        let jitter = Delay { by: ms(0), jitter: ms(9) };
        assert!((0..100).all(|_| lateness(jitter, roll(&mut dice)) <= ms(9)));
    }

    #[test]
    fn a_packet_s_number_is_read() {
        let mut message = Vec::new();
        push(&mut message, PACKET, 0, 0, |b| {
            header(b, 2, NUMBER);
            attribute(b, 9, |b| b.push(1));
            attribute(b, NFQA_PACKET_HDR, |b| b.extend([0, 0, 1, 2, 8, 0, 4]));
        });
        assert_eq!(packet_id(&message), Some(258));
        assert_eq!(packet_id(&message[..20]), None);
        assert_eq!(packet_id(&[]), None);
    }
}
