//! Lines that hang together: each has a MAC over its text and the MAC of the line before it.

use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha256;

use crate::Entry;

/// The MAC of a line.
pub(crate) type Link = [u8; 32];

/// What the first line of all hangs on.
pub(crate) const FIRST: Link = [0; 32];

/// The key of the chains. Who has it can write them anew.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// From secret bytes.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(*bytes)
    }

    /// The link of a line with this text after the line with the link `before`.
    pub(crate) fn link(&self, before: &Link, text: &[u8]) -> Link {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(before);
        mac.update(text);
        mac.finalize().into_bytes().into()
    }
}

/// The text of a line: what it is found by, with blanks between, and then the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// Its number in its lane, from 1 on.
    pub(crate) n: u64,
    /// When it happened, in milliseconds.
    pub(crate) at: u64,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) id: &'a str,
    pub(crate) event: &'a str,
}

/// A line as it is written, with its link, and a line feed at its end.
pub(crate) fn write(key: &Key, before: &Link, n: u64, entry: &Entry) -> (Vec<u8>, Link) {
    let Entry { at, account, region, id, event, .. } = entry;
    let [account, region, id] = [account, region, id].map(|word| one_word(word));
    // JSON has no line feed that would not be a blank as well.
    let event = event.replace('\n', " ");
    let text = format!("{n} {at} {account} {region} {id} {event}");
    let link = key.link(before, text.as_bytes());
    (format!("{} {text}\n", hex::encode(link)).into_bytes(), link)
}

/// A text of others as a word that is never empty.
fn one_word(text: &str) -> String {
    match text {
        "" => "-".to_owned(),
        text => text.replace(|c: char| c.is_whitespace() || c.is_control(), "_"),
    }
}

/// The link and the text of a line without its line feed.
pub(crate) fn split(line: &[u8]) -> Option<(Link, &[u8])> {
    let (link, text) = (line.get(..64)?, line.get(65..)?);
    let mut read = FIRST;
    hex::decode_to_slice(link, &mut read).ok()?;
    (line[64] == b' ').then_some((read, text))
}

/// The text of a line, read.
pub(crate) fn read(text: &[u8]) -> Option<Line<'_>> {
    let mut parts = std::str::from_utf8(text).ok()?.splitn(6, ' ');
    let mut word = || parts.next().filter(|word| !word.is_empty());
    Some(Line {
        n: word()?.parse().ok()?,
        at: word()?.parse().ok()?,
        account: word()?,
        region: word()?,
        id: word()?,
        event: word()?,
    })
}
