//! What a frame of the write-ahead log says, as bytes.
//!
//! Numbers are LEB128; a text is its length and its bytes. The first byte tells the kind.

use crate::event::Event;
use crate::key::{GroupKey, StreamKey};

const KIND_OPENED: u8 = 1;
const KIND_GROUP: u8 = 2;

/// A batch as it is stored: what the source had sent before is gone from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Admitted {
    pub(crate) stream: StreamKey,
    /// The source and the number of its last event here.
    pub(crate) source: Option<(String, u64)>,
    pub(crate) events: Vec<Event>,
}

/// One group commit. Its events count on from `first_seq`, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) first_seq: u64,
    pub(crate) ingest_ms: u64,
    pub(crate) batches: Vec<Admitted>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Record {
    /// A file's first record: how long the file before was when it was left.
    Opened {
        previous_len: u64,
    },
    Group(Group),
}

impl Group {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = vec![KIND_GROUP];
        number(&mut out, self.first_seq);
        number(&mut out, self.ingest_ms);
        number(&mut out, self.batches.len() as u64);
        self.batches.iter().for_each(|b| batch(&mut out, b));
        out
    }
}

impl Record {
    pub(super) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Opened { previous_len } => {
                let mut out = vec![KIND_OPENED];
                number(&mut out, *previous_len);
                out
            }
            Self::Group(group) => group.encode(),
        }
    }

    /// The record in `bytes`; none when this version can't read it.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        let mut reader = Reader(rest);
        let record = match *kind {
            KIND_OPENED => Self::Opened { previous_len: reader.number()? },
            KIND_GROUP => Self::Group(reader.group()?),
            _ => return None,
        };
        reader.0.is_empty().then_some(record)
    }
}

fn batch(out: &mut Vec<u8>, batch: &Admitted) {
    let StreamKey { group, stream } = &batch.stream;
    for part in [group.account.as_str(), &group.region, &group.group, stream] {
        text(out, part);
    }
    match &batch.source {
        None => out.push(0),
        Some((id, last_seq)) => {
            out.push(1);
            text(out, id);
            number(out, *last_seq);
        }
    }
    number(out, batch.events.len() as u64);
    for event in &batch.events {
        number(out, event.ts_ms);
        text(out, &event.message);
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn group(&mut self) -> Option<Group> {
        let (first_seq, ingest_ms) = (self.number()?, self.number()?);
        let batches = self.many(Self::batch)?;
        Some(Group { first_seq, ingest_ms, batches })
    }

    fn batch(&mut self) -> Option<Admitted> {
        let account = self.text()?.parse().ok()?;
        let group = GroupKey { account, region: self.text()?, group: self.text()? };
        let stream = group.stream(self.text()?);
        let source = match self.byte()? {
            0 => None,
            1 => Some((self.text()?, self.number()?)),
            _ => return None,
        };
        let events = self.many(|r| Some(Event { ts_ms: r.number()?, message: r.text()? }))?;
        Some(Admitted { stream, source, events })
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = usize::try_from(self.number()?).ok()?;
        // Each takes a byte at least: a wrong count can't make us reserve memory.
        let mut all = Vec::with_capacity(count.min(self.0.len()));
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            value |= part.checked_shl(shift).filter(|v| v >> shift == part)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn text(&mut self) -> Option<String> {
        let len = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::test_group;
    use proptest::prelude::*;

    fn groups() -> impl Strategy<Value = Group> {
        let event = (any::<u64>(), ".{0,20}").prop_map(|(ts_ms, message)| Event { ts_ms, message });
        let source = prop::option::of((".{0,8}", any::<u64>()));
        let batch = (".{0,8}", ".{0,8}", source, prop::collection::vec(event, 0..5)).prop_map(
            |(group, stream, source, events)| Admitted {
                stream: test_group(&group).stream(stream),
                source,
                events,
            },
        );
        (any::<u64>(), any::<u64>(), prop::collection::vec(batch, 0..4))
            .prop_map(|(first_seq, ingest_ms, batches)| Group { first_seq, ingest_ms, batches })
    }

    proptest! {
        #[test]
        fn a_record_reads_what_was_written(group in groups(), previous_len in any::<u64>()) {
            for record in [Record::Group(group), Record::Opened { previous_len }] {
                prop_assert_eq!(Record::decode(&record.encode()), Some(record.clone()));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            // Not every record has one encoding only, but reading again must agree.
            if let Some(record) = Record::decode(&bytes) {
                prop_assert_eq!(Record::decode(&record.encode()), Some(record.clone()));
            }
        }
    }

    #[test]
    fn a_count_without_content_is_refused() {
        let mut bytes = vec![KIND_GROUP, 1, 1];
        number(&mut bytes, u64::MAX);
        assert_eq!(Record::decode(&bytes), None);
    }
}
