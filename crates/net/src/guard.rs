//! The source check: which (interface, MAC, address) may send. Loaded whole by nft when a
//! VPC is made or adopted; single ENIs are put in and out by netlink, which takes
//! microseconds where starting nft takes milliseconds.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use netlink_sys::protocols::NETLINK_NETFILTER;

use crate::error::{Error, Step};
use crate::id::Eni;
use crate::netlink::{Link, NLM_F_ACK, NLM_F_CREATE, NLM_F_REQUEST};
use crate::nfnetlink::{
    NFNL_SUBSYS_NFTABLES, NLA_F_NESTED, attribute, batch_of_one, c_string, header, push,
};

const RULESET: &str = include_str!("ruleset.nft");
pub(crate) const TABLE: &str = "ferrogate";
const SET: &str = "sources";

// linux/netfilter/nf_tables.h
const NEW_SET_ELEM: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 12;
const DEL_SET_ELEM: u16 = (NFNL_SUBSYS_NFTABLES << 8) | 14;
const NFPROTO_IPV4: u8 = 2;
const NFTA_SET_ELEM_LIST_TABLE: u16 = 1;
const NFTA_SET_ELEM_LIST_SET: u16 = 2;
const NFTA_SET_ELEM_LIST_ELEMENTS: u16 = 3;
const NFTA_LIST_ELEM: u16 = 1;
const NFTA_SET_ELEM_KEY: u16 = 1;
const NFTA_DATA_VALUE: u16 = 1;

/// Replaces the rules of the namespace that the calling thread is in, with `enis` as the
/// only sources, in one step. Takes milliseconds: it runs `nft`.
pub(crate) fn load<'a>(enis: impl Iterator<Item = &'a Eni>) -> Result<(), Error> {
    run_nft(&render(enis))
}

fn render<'a>(enis: impl Iterator<Item = &'a Eni>) -> String {
    let sources: Vec<String> =
        enis.map(|eni| format!("\"{}\" . {} . {}", eni.host_if, eni.mac, eni.address)).collect();
    let elements = if sources.is_empty() {
        String::new()
    } else {
        format!("elements = {{ {} }}", sources.join(", "))
    };
    // The comment at the top names the mark too; only the set's line is filled.
    RULESET.replace("\n        @ELEMENTS@\n", &format!("\n        {elements}\n"))
}

/// Runs `nft -f -` in the calling thread's namespace.
pub(crate) fn run_nft(rules: &str) -> Result<(), Error> {
    let mut child = Command::new("nft")
        .args(["-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .step("start nft")?;
    let mut stdin = child.stdin.take().expect("stdin was asked to be a pipe");
    let written = stdin.write_all(rules.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().step("wait for nft")?;
    if !output.status.success() {
        return Err(Error::Rules(String::from_utf8_lossy(&output.stderr).trim().into()));
    }
    written.step("hand nft its rules")
}

/// Puts single sources in and out.
pub(crate) struct Guard(Link);

impl Guard {
    /// For the namespace that the calling thread is in.
    pub(crate) fn open() -> Result<Self, Error> {
        Ok(Self(Link::open(NETLINK_NETFILTER).step("open a netfilter socket")?))
    }

    /// Lets `eni` send on the interface with `index`. There already is fine.
    pub(crate) fn allow(&mut self, index: u32, eni: &Eni) -> Result<(), Error> {
        self.change(NEW_SET_ELEM, NLM_F_CREATE, index, eni)
            .step(format!("admit the source {}", eni.address))
    }

    /// Takes the right back. Gone already is fine.
    pub(crate) fn forbid(&mut self, index: u32, eni: &Eni) -> Result<(), Error> {
        match self.change(DEL_SET_ELEM, 0, index, eni) {
            Err(e) if e.raw_os_error() == Some(libc::ENOENT) => Ok(()),
            done => done.step(format!("withdraw the source {}", eni.address)),
        }
    }

    fn change(&mut self, kind: u16, flags: u16, index: u32, eni: &Eni) -> io::Result<()> {
        let first = self.0.take_sequences(3);
        let flags = NLM_F_REQUEST | NLM_F_ACK | flags;
        let batch = batch_of_one(first, |batch| {
            push(batch, kind, flags, first + 1, |b| {
                header(b, NFPROTO_IPV4, 0);
                element(b, &key(index, eni));
            });
        });
        self.0.send(&batch)?;
        self.0.wait_ack(first + 1)
    }
}

/// `iface_index . ether_addr . ipv4_addr` as nft lays it out: each part padded to 4 bytes.
fn key(index: u32, eni: &Eni) -> [u8; 16] {
    let mut key = [0; 16];
    key[..4].copy_from_slice(&index.to_ne_bytes());
    key[4..10].copy_from_slice(&eni.mac.0);
    key[12..].copy_from_slice(&eni.address.octets());
    key
}

fn element(out: &mut Vec<u8>, key: &[u8]) {
    attribute(out, NFTA_SET_ELEM_LIST_TABLE, |b| b.extend(c_string(TABLE)));
    attribute(out, NFTA_SET_ELEM_LIST_SET, |b| b.extend(c_string(SET)));
    attribute(out, NLA_F_NESTED | NFTA_SET_ELEM_LIST_ELEMENTS, |b| {
        attribute(b, NLA_F_NESTED | NFTA_LIST_ELEM, |b| {
            attribute(b, NLA_F_NESTED | NFTA_SET_ELEM_KEY, |b| {
                attribute(b, NFTA_DATA_VALUE, |b| b.extend_from_slice(key));
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Mac;

    fn eni(last: u8) -> Eni {
        Eni {
            id: format!("eni-{last}").parse().unwrap(),
            vpc: "vpc-1".parse().unwrap(),
            address: [10, 0, 0, last].into(),
            subnet: "10.0.0.0/24".parse().unwrap(),
            gateway: [10, 0, 0, 1].into(),
            mac: Mac([2, 0, 10, 0, 0, last]),
            host_if: format!("e{last}"),
        }
    }

    #[test]
    fn rules_name_every_source_once() {
        let rules = render([eni(5), eni(6)].iter());
        assert!(rules.contains(
            "elements = { \"e5\" . 02:00:0a:00:00:05 . 10.0.0.5, \
             \"e6\" . 02:00:0a:00:00:06 . 10.0.0.6 }"
        ));
        assert!(!render([].iter()).contains("elements ="));
    }

    #[test]
    fn a_key_is_index_mac_padding_address() {
        assert_eq!(key(1, &eni(9))[..4], 1_u32.to_ne_bytes());
        assert_eq!(key(1, &eni(9))[4..], [2, 0, 10, 0, 0, 9, 0, 0, 10, 0, 0, 9]);
    }
}
