//! Messages of netfilter's netlink, written by hand: what nft would take milliseconds for, or can't
//! say.

use netlink_packet_core::NLM_F_REQUEST;

use crate::netlink::align4;

// linux/netfilter/nfnetlink.h
pub(crate) const NFNL_SUBSYS_NFTABLES: u16 = 10;
const NFNL_MSG_BATCH_BEGIN: u16 = 0x10;
const NFNL_MSG_BATCH_END: u16 = 0x11;
pub(crate) const NLA_F_NESTED: u16 = 1 << 15;

/// What is between the beginning and the end of a batch for nftables: `count` messages, whose
/// numbers are those after `first`. Two numbers more are used.
pub(crate) fn batch(first: u32, count: u32, messages: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut batch = Vec::with_capacity(256);
    let edge = |batch: &mut Vec<u8>, kind, sequence| {
        push(batch, kind, NLM_F_REQUEST, sequence, |b| header(b, 0, NFNL_SUBSYS_NFTABLES));
    };
    edge(&mut batch, NFNL_MSG_BATCH_BEGIN, first);
    messages(&mut batch);
    edge(&mut batch, NFNL_MSG_BATCH_END, first + count + 1);
    batch
}

/// A text, as the kernel reads one.
pub(crate) fn c_string(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().chain([0])
}

/// `struct nlmsghdr` and what `body` adds, with the length set afterwards.
pub(crate) fn push(
    out: &mut Vec<u8>,
    kind: u16,
    flags: u16,
    sequence: u32,
    body: impl FnOnce(&mut Vec<u8>),
) {
    let start = out.len();
    out.extend([0; 4]);
    out.extend(kind.to_ne_bytes());
    out.extend(flags.to_ne_bytes());
    out.extend(sequence.to_ne_bytes());
    out.extend([0; 4]);
    body(out);
    let length = u32::try_from(out.len() - start).expect("a message of ours is small");
    out[start..start + 4].copy_from_slice(&length.to_ne_bytes());
}

/// `struct nfgenmsg`: family, version 0, resource id in network order.
pub(crate) fn header(out: &mut Vec<u8>, family: u8, resource: u16) {
    out.extend([family, 0]);
    out.extend(resource.to_be_bytes());
}

/// `struct nlattr` and what `body` adds, with the length set afterwards.
pub(crate) fn attribute(out: &mut Vec<u8>, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend([0; 2]);
    out.extend(kind.to_ne_bytes());
    body(out);
    let length = u16::try_from(out.len() - start).expect("an attribute of ours is small");
    out[start..start + 2].copy_from_slice(&length.to_ne_bytes());
    out.resize(align4(out.len()), 0);
}

/// The content of the first attribute of `kind` among `attributes`.
pub(crate) fn find(mut attributes: &[u8], kind: u16) -> Option<&[u8]> {
    while let Some((of, content, rest)) = first(attributes) {
        if of == kind {
            return Some(content);
        }
        attributes = rest;
    }
    None
}

/// Hands over the kind and the content of each of `attributes`.
pub(crate) fn each<'a>(mut attributes: &'a [u8], mut take: impl FnMut(u16, &'a [u8])) {
    while let Some((kind, content, rest)) = first(attributes) {
        take(kind, content);
        attributes = rest;
    }
}

/// The kind and the content of the first attribute, and what comes behind it.
fn first(attributes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let [low, high, of, more, ..] = *attributes else { return None };
    let length = usize::from(u16::from_ne_bytes([low, high]));
    let content = attributes.get(4..length)?;
    let kind = u16::from_ne_bytes([of, more]) & !NLA_F_NESTED;
    Some((kind, content, attributes.get(align4(length)..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_padded_but_count_their_own_length() {
        let mut out = Vec::new();
        attribute(&mut out, 7, |b| b.push(1));
        assert_eq!(out.len(), 8);
        assert_eq!(out[..2], 5_u16.to_ne_bytes());
    }

    #[test]
    fn an_attribute_is_found_among_others() {
        let mut out = Vec::new();
        attribute(&mut out, 7, |b| b.push(1));
        attribute(&mut out, NLA_F_NESTED | 8, |b| b.extend([2, 3]));
        assert_eq!(find(&out, 7), Some(&[1][..]));
        assert_eq!(find(&out, 8), Some(&[2, 3][..]));
        assert_eq!(find(&out, 9), None);
        for bad in [&out[..3], &[2, 0, 7, 0], &[9, 0, 7, 0], &[0; 8]] {
            assert_eq!(find(bad, 7), None, "{bad:?}");
        }
    }
}
