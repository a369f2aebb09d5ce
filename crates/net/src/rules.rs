//! Puts rules into the kernel, each change in one transaction: elements by netlink, which takes
//! microseconds, and all else by nft, which takes milliseconds to start.

use std::fs;
use std::io::{self, Read, Write};
use std::ops::RangeInclusive;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use netlink_sys::protocols::NETLINK_NETFILTER;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use parking_lot::Mutex;

use crate::error::{Error, Step};
use crate::netlink::{BURST_MAX, HEADER, Link, NLM_F_ACK, NLM_F_CREATE, NLM_F_REQUEST};
use crate::nfnetlink::{
    NFNL_SUBSYS_NFTABLES, NLA_F_NESTED, attribute, batch, c_string, find, header, push,
};
use crate::policy::{Change, Element, Leads, TABLE, Verdict, text};

/// The same in every VPC.
const FRAME: &str = include_str!("ruleset.nft");

// linux/netfilter/nf_tables.h
const NEW_SET_ELEM: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 12;
const DEL_SET_ELEM: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 14;
const NEW_GEN: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 15;
const GET_GEN: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 16;
const GET_TABLE: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 1;
const NFPROTO_INET: u8 = 1;
const NFTA_TABLE_NAME: u16 = 1;
const NFTA_GEN_ID: u16 = 1;
const NFTA_SET_ELEM_LIST_TABLE: u16 = 1;
const NFTA_SET_ELEM_LIST_SET: u16 = 2;
const NFTA_SET_ELEM_LIST_ELEMENTS: u16 = 3;
const NFTA_LIST_ELEM: u16 = 1;
const NFTA_SET_ELEM_KEY: u16 = 1;
const NFTA_SET_ELEM_DATA: u16 = 2;
const NFTA_SET_ELEM_KEY_END: u16 = 10;
const NFTA_DATA_VALUE: u16 = 1;
const NFTA_DATA_VERDICT: u16 = 2;
const NFTA_VERDICT_CODE: u16 = 1;
const NFTA_VERDICT_CHAIN: u16 = 2;
const NFT_JUMP: i32 = -3;
const NFT_GOTO: i32 = -4;

/// How many parts the flows of an interface are counted in.
const PARTS: u32 = 512;
/// The least and the greatest share of a part: between 4,096 and 32,768 flows in all.
const SHARES: RangeInclusive<u32> = 8..=64;

/// How long nft may take. Ten thousand rules take it tens of milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// So many elements are changed by netlink at once: what they take fits a socket's buffer.
const ELEMENTS_MAX: usize = 1000;
/// An attribute's length has 16 bits.
const ELEMENTS_OF_MESSAGE_MAX: usize = 200;

/// The rules of the namespace that the calling thread is in.
pub(crate) struct Rules {
    link: Link,
    table: String,
    /// The kernel's number of the last change that was made here, if no other came between.
    generation: Option<u32>,
}

impl Rules {
    pub(crate) fn open() -> Result<Self, Error> {
        Self::open_table(TABLE)
    }

    /// For another table than a router's.
    pub(crate) fn open_table(table: &str) -> Result<Self, Error> {
        let link = Link::open(NETLINK_NETFILTER).step("open a netfilter socket")?;
        Ok(Self { link, table: table.to_owned(), generation: None })
    }

    /// Replaces all rules by the frame and what `changes` adds to it.
    pub(crate) fn load(&mut self, changes: &[Change]) -> Result<(), Error> {
        run_nft(&format!("{}{}", frame(), text(changes)))?;
        self.remember()
    }

    /// Makes the changes, all or none.
    pub(crate) fn change(&mut self, changes: &[Change]) -> Result<(), Error> {
        if changes.is_empty() {
            return Ok(());
        }
        let elements: Option<Vec<_>> = changes.iter().map(of_element).collect();
        let messages = elements.as_deref().map(messages).unwrap_or_default();
        let fits = changes.len() <= ELEMENTS_MAX && messages.len() <= BURST_MAX;
        if fits && !messages.is_empty() {
            self.send(&messages).step("change the rules of a VPC")?;
        } else {
            run_nft(&text(changes))?;
        }
        // Each transaction has the next number: another one means that somebody else's came too.
        let next = self.generation.map(|before| before.wrapping_add(1).max(1));
        let current = self.current()?;
        self.generation = next.filter(|next| *next == current);
        Ok(())
    }

    /// Whether nobody else has changed any rule of the namespace since.
    pub(crate) fn are_as_left(&mut self) -> Result<bool, Error> {
        let current = self.current()?;
        Ok(self.generation == Some(current))
    }

    /// Takes what is there for what was made here.
    pub(crate) fn remember(&mut self) -> Result<(), Error> {
        self.generation = Some(self.current()?);
        Ok(())
    }

    /// Whether the table is there.
    pub(crate) fn exist(&mut self) -> Result<bool, Error> {
        let table: Vec<u8> = c_string(&self.table).collect();
        let name = |b: &mut Vec<u8>| attribute(b, NFTA_TABLE_NAME, |b| b.extend(table));
        match self.ask(GET_TABLE, NFPROTO_INET, name) {
            Ok(_) => Ok(true),
            Err(e) if e.raw_os_error() == Some(libc::ENOENT) => Ok(false),
            Err(e) => Err(Error::kernel("look for the rules of a VPC", e)),
        }
    }

    fn current(&mut self) -> Result<u32, Error> {
        let answer = self.ask(GET_GEN, 0, |_| {}).step("ask for the rules' number")?;
        let (kind, body) = answer.unwrap_or_default();
        let id = find(&body, NFTA_GEN_ID).filter(|_| kind == NEW_GEN);
        let id = id.and_then(|id| id.try_into().ok()).map(u32::from_be_bytes);
        id.ok_or_else(|| Error::kernel("ask for the rules' number", io::ErrorKind::InvalidData))
    }

    /// One question: the kind of the answer, and its attributes.
    fn ask(
        &mut self,
        kind: u16,
        family: u8,
        attributes: impl FnOnce(&mut Vec<u8>),
    ) -> io::Result<Option<(u16, Vec<u8>)>> {
        let sequence = self.link.take_sequences(1);
        let mut question = Vec::with_capacity(64);
        push(&mut question, kind, NLM_F_REQUEST | NLM_F_ACK, sequence, |b| {
            header(b, family, 0);
            attributes(b);
        });
        self.link.send(&question)?;
        let mut answer = None;
        self.link.hear(sequence, sequence, 1, |kind, whole| {
            answer = whole.get(HEADER + 4..).map(|body| (kind, body.to_vec()));
        })?;
        Ok(answer)
    }

    fn send(&mut self, messages: &[&[(u16, &Element)]]) -> io::Result<()> {
        let count = u32::try_from(messages.len()).expect("they are few");
        let first = self.link.take_sequences(count + 2);
        let bytes = batch(first, count, |bytes| {
            for (same, sequence) in messages.iter().zip(first + 1..) {
                message(bytes, same, sequence);
            }
        });
        self.link.send(&bytes)?;
        self.link.hear(first, first + count + 1, count, |_, _| {})
    }
}

/// Elements that one message can carry: of one set, all come or all go.
fn messages<'a, 'c>(all: &'a [(u16, &'c Element)]) -> Vec<&'a [(u16, &'c Element)]> {
    all.chunk_by(|(a, of), (b, with)| a == b && of.set == with.set)
        .flat_map(|same| same.chunks(ELEMENTS_OF_MESSAGE_MAX))
        .collect()
}

/// With the share of an eighth of the flows that the kernel tracks in a namespace.
fn frame() -> String {
    let most = fs::read_to_string("/proc/sys/net/netfilter/nf_conntrack_max");
    let most = most.ok().and_then(|most| most.trim().parse::<u32>().ok());
    let share =
        most.map_or(*SHARES.end(), |most| (most / 8 / PARTS).clamp(*SHARES.start(), *SHARES.end()));
    FRAME.replace("over @FLOWS@ }", &format!("over {share} }}"))
}

fn of_element(change: &Change) -> Option<(u16, &Element)> {
    match change {
        Change::Add(element) => Some((NEW_SET_ELEM, element)),
        Change::Remove(element) => Some((DEL_SET_ELEM, element)),
        _ => None,
    }
}

/// Elements of one set, to be put in or taken out.
fn message(out: &mut Vec<u8>, same: &[(u16, &Element)], sequence: u32) {
    let (kind, first) = same[0];
    let create = if kind == NEW_SET_ELEM { NLM_F_CREATE } else { 0 };
    push(out, kind, NLM_F_REQUEST | NLM_F_ACK | create, sequence, |b| {
        header(b, NFPROTO_INET, 0);
        attribute(b, NFTA_SET_ELEM_LIST_TABLE, |b| b.extend(c_string(TABLE)));
        attribute(b, NFTA_SET_ELEM_LIST_SET, |b| b.extend(c_string(&first.set)));
        attribute(b, NLA_F_NESTED | NFTA_SET_ELEM_LIST_ELEMENTS, |b| {
            for (_, element) in same {
                attribute(b, NLA_F_NESTED | NFTA_LIST_ELEM, |b| write(b, element, create != 0));
            }
        });
    });
}

fn write(out: &mut Vec<u8>, element: &Element, with_data: bool) {
    let value = |b: &mut Vec<u8>, of: u16, bytes: &[u8]| {
        attribute(b, NLA_F_NESTED | of, |b| {
            attribute(b, NFTA_DATA_VALUE, |b| b.extend_from_slice(bytes));
        });
    };
    let (first, last) = element.key.ends();
    value(out, NFTA_SET_ELEM_KEY, &first);
    if element.ranges {
        value(out, NFTA_SET_ELEM_KEY_END, &last);
    }
    match &element.leads {
        _ if !with_data => {}
        Leads::Nowhere => {}
        Leads::Zone(zone) => value(out, NFTA_SET_ELEM_DATA, &zone.to_ne_bytes()),
        Leads::Address(to) => value(out, NFTA_SET_ELEM_DATA, &to.octets()),
        Leads::Mark(mark) => value(out, NFTA_SET_ELEM_DATA, &mark.to_ne_bytes()),
        Leads::To(to) => {
            let (code, chain) = match to {
                Verdict::Jump(chain) => (NFT_JUMP, chain),
                Verdict::Goto(chain) => (NFT_GOTO, chain),
            };
            attribute(out, NLA_F_NESTED | NFTA_SET_ELEM_DATA, |b| {
                attribute(b, NLA_F_NESTED | NFTA_DATA_VERDICT, |b| {
                    attribute(b, NFTA_VERDICT_CODE, |b| b.extend(code.to_be_bytes()));
                    attribute(b, NFTA_VERDICT_CHAIN, |b| b.extend(c_string(chain)));
                });
            });
        }
    }
}

/// Runs `nft -f -` in the calling thread's namespace.
pub(crate) fn run_nft(rules: &str) -> Result<(), Error> {
    run_within(Command::new("nft").args(["-f", "-"]), rules, PATIENCE).map(drop)
}

/// A table of the calling thread's namespace as nft lists it; `None` when there is none.
pub(crate) fn listed(table: &str) -> Result<Option<String>, Error> {
    let list = ["-s", "list", "table", "inet", table];
    match run_within(Command::new("nft").args(list), "", PATIENCE) {
        Ok(listed) => Ok(Some(listed)),
        Err(Error::Rules(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Runs a program that reads `input`, and kills it when it takes longer than `limit`: nobody
/// else can use the thread of the VPC meanwhile. What it says, which a pipe must hold.
fn run_within(program: &mut Command, input: &str, limit: Duration) -> Result<String, Error> {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .step("start nft")?;
    let (ended, end) = mpsc::channel::<()>();
    // Its number is its own until it is waited for, which happens under this lock.
    let running = Arc::new(Mutex::new(true));
    let (watched, pid) = (running.clone(), Pid::from_raw(child.id().cast_signed()));
    let watch = thread::spawn(move || {
        let late = end.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        late && *watched.lock() && kill(pid, Signal::SIGKILL).is_ok()
    });
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let stdout = child.stdout.take();
    let written = stdin.map_or(Ok(()), |mut stdin| stdin.write_all(input.as_bytes()));
    let mut said = Vec::new();
    let read = stderr.map_or(Ok(0), |mut stderr| stderr.read_to_end(&mut said));
    let mut told = String::new();
    let heard = stdout.map_or(Ok(0), |mut stdout| stdout.read_to_string(&mut told));
    let status = {
        let mut running = running.lock();
        *running = false;
        child.wait()
    };
    drop(ended);
    if watch.join().unwrap_or(false) {
        return Err(Error::kernel("wait for nft", io::ErrorKind::TimedOut));
    }
    let status = status.step("wait for nft")?;
    read.step("read what nft says")?;
    if !status.success() {
        return Err(Error::Rules(String::from_utf8_lossy(&said).trim().into()));
    }
    written.step("hand nft its rules")?;
    heard.step("read what nft says")?;
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_hangs_is_killed_and_one_that_fails_says_why() {
        let mut shell = Command::new("sh");
        let hangs = shell.args(["-c", "exec sleep 1000"]);
        // More than a pipe holds: it is not read either.
        let input = "x".repeat(200_000);
        let late = run_within(hangs, &input, Duration::from_millis(50)).unwrap_err();
        assert!(
            matches!(&late, Error::Kernel { source, .. }
            if source.kind() == io::ErrorKind::TimedOut),
            "{late}"
        );
        let mut shell = Command::new("sh");
        let fails = shell.args(["-c", "cat >/dev/null; yes no | head -c 200000 >&2; exit 1"]);
        let Error::Rules(said) = run_within(fails, "rules", PATIENCE).unwrap_err() else {
            panic!("it failed by itself");
        };
        assert_eq!(said.len(), 200_000, "all of it");
        assert!(run_within(&mut Command::new("cat"), "rules", PATIENCE).is_ok());
    }
}
