//! One frame of a channel: a head of fixed length, and what it carries.

use bytes::{BufMut as _, Bytes, BytesMut};
use ferrogate_base::TimestampMs;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Where the fields of the head are (session-manager-plugin, `ClientMessage`).
const KIND: usize = 4;
const VERSION: usize = 36;
const CREATED: usize = 40;
const SEQUENCE: usize = 48;
const FLAGS: usize = 56;
const ID: usize = 64;
const DIGEST: usize = 80;
const PAYLOAD_TYPE: usize = 112;
const PAYLOAD_LENGTH: usize = 116;

/// The head's length as it says it itself: without the payload's length, which follows it.
const HEAD: u32 = 116;

/// The length of all that comes before the payload.
pub const HEAD_BYTES: usize = 120;

/// The longest payload that is read. Stock clients send 1,024 bytes of input at a time.
pub const PAYLOAD_BYTES_MAX: usize = 64 << 10;

/// The frame is the first one of its stream.
pub const SYN: u64 = 1;
/// The frame is the last one of its stream.
pub const FIN: u64 = 2;

/// The version of the frames.
const SCHEMA: u32 = 1;

/// What a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// From the user.
    Input,
    /// To the user.
    Output,
    /// A frame of a stream has arrived.
    Acknowledge,
    /// To the user: the session is over.
    Closed,
    /// To the user: what was paused goes on.
    Start,
    /// To the user: nothing is to be sent for now.
    Pause,
}

impl Kind {
    const ALL: [(Self, &str); 6] = [
        (Self::Input, "input_stream_data"),
        (Self::Output, "output_stream_data"),
        (Self::Acknowledge, "acknowledge"),
        (Self::Closed, "channel_closed"),
        (Self::Start, "start_publication"),
        (Self::Pause, "pause_publication"),
    ];

    /// As frames write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    fn read(name: &[u8]) -> Option<Self> {
        let padding = |b: &u8| *b == 0 || *b == b' ';
        let end = name.iter().rposition(|b| !padding(b)).map_or(0, |at| at + 1);
        let start = name.iter().position(|b| !padding(b)).unwrap_or(end);
        let name = &name[start..end];
        Self::ALL.iter().find(|(_, known)| known.as_bytes() == name).map(|(kind, _)| *kind)
    }
}

/// A frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it is for.
    pub kind: Kind,
    /// When it was made.
    pub created: TimestampMs,
    /// Its number within its stream, from 0 on.
    pub sequence: i64,
    /// [`SYN`] and [`FIN`].
    pub flags: u64,
    /// Its own id.
    pub id: Uuid,
    /// What its payload is: see [`crate::payload`].
    pub payload_type: u32,
    /// What it carries.
    pub payload: Bytes,
}

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMessage {
    /// They are fewer than a head, or the head says another length.
    #[error("a frame has another length than it says")]
    Length,
    /// Nobody knows what it is for.
    #[error("a frame is of no known kind")]
    Kind,
    /// Its payload is not what it was when it was sent.
    #[error("a frame's payload is not what its digest says")]
    Digest,
    /// Its number is none.
    #[error("a frame has a negative number")]
    Sequence,
}

impl Message {
    /// A frame that is made now.
    #[must_use]
    pub fn new(kind: Kind, created: TimestampMs, payload_type: u32, payload: Bytes) -> Self {
        Self { kind, created, sequence: 0, flags: 0, id: Uuid::new_v4(), payload_type, payload }
    }

    /// Reads a frame. Costs the hashing of its payload, and no more than that for any bytes.
    ///
    /// # Errors
    /// [`BadMessage`].
    pub fn decode(bytes: &Bytes) -> Result<Self, BadMessage> {
        if bytes.len() < HEAD_BYTES || bytes.len() > HEAD_BYTES + PAYLOAD_BYTES_MAX {
            return Err(BadMessage::Length);
        }
        let payload = bytes.slice(HEAD_BYTES..);
        let length = u32_at(bytes, PAYLOAD_LENGTH);
        if u32_at(bytes, 0) != HEAD || usize::try_from(length) != Ok(payload.len()) {
            return Err(BadMessage::Length);
        }
        let kind = Kind::read(&bytes[KIND..VERSION]).ok_or(BadMessage::Kind)?;
        let sequence = i64::try_from(u64_at(bytes, SEQUENCE)).map_err(|_| BadMessage::Sequence)?;
        if !payload.is_empty() && Sha256::digest(&payload)[..] != bytes[DIGEST..PAYLOAD_TYPE] {
            return Err(BadMessage::Digest);
        }
        Ok(Self {
            kind,
            created: TimestampMs(u64_at(bytes, CREATED)),
            sequence,
            flags: u64_at(bytes, FLAGS),
            // The lower half comes first.
            id: Uuid::from_u64_pair(u64_at(bytes, ID + 8), u64_at(bytes, ID)),
            payload_type: u32_at(bytes, PAYLOAD_TYPE),
            payload,
        })
    }

    /// The frame as bytes.
    ///
    /// # Panics
    /// When its payload is longer than any that is read.
    #[must_use]
    pub fn encode(&self) -> Bytes {
        assert!(self.payload.len() <= PAYLOAD_BYTES_MAX, "a payload is cut before it is sent");
        let mut bytes = BytesMut::with_capacity(HEAD_BYTES + self.payload.len());
        bytes.put_u32(HEAD);
        let name = self.kind.as_str();
        bytes.put_slice(name.as_bytes());
        bytes.put_bytes(b' ', VERSION - KIND - name.len());
        bytes.put_u32(SCHEMA);
        bytes.put_u64(self.created.0);
        bytes.put_i64(self.sequence);
        bytes.put_u64(self.flags);
        let (upper, lower) = self.id.as_u64_pair();
        bytes.put_u64(lower);
        bytes.put_u64(upper);
        bytes.put_slice(&Sha256::digest(&self.payload));
        bytes.put_u32(self.payload_type);
        bytes.put_u32(u32::try_from(self.payload.len()).expect("it was looked at above"));
        bytes.put_slice(&self.payload);
        bytes.freeze()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("the head is there"))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_be_bytes(bytes[at..at + 8].try_into().expect("the head is there"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message() -> Message {
        let id = Uuid::from_u128(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff);
        Message {
            kind: Kind::Output,
            created: TimestampMs(0x0102_0304_0506_0708),
            sequence: 5,
            flags: SYN,
            id,
            payload_type: 1,
            payload: Bytes::from_static(b"hello"),
        }
    }

    /// As a stock client has them on the wire.
    #[test]
    fn the_fields_are_where_others_read_them() {
        let bytes = message().encode();
        assert_eq!(bytes.len(), 125);
        assert_eq!(&bytes[..4], [0, 0, 0, 116]);
        assert_eq!(&bytes[4..36], b"output_stream_data              ");
        assert_eq!(&bytes[36..40], [0, 0, 0, 1]);
        assert_eq!(&bytes[40..48], [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(&bytes[48..64], [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(bytes[64..72], [0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]);
        assert_eq!(bytes[72..80], [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77]);
        assert_eq!(&bytes[80..84], [0x2c, 0xf2, 0x4d, 0xba]);
        assert_eq!(&bytes[112..120], [0, 0, 0, 1, 0, 0, 0, 5]);
        assert_eq!(&bytes[120..], b"hello");
        assert_eq!(Message::decode(&bytes), Ok(message()));
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        let changed = |at: usize, to: u8| {
            let mut bytes = BytesMut::from(&message().encode()[..]);
            bytes[at] = to;
            Message::decode(&bytes.freeze())
        };
        assert_eq!(changed(3, 117), Err(BadMessage::Length));
        assert_eq!(changed(119, 4), Err(BadMessage::Length));
        assert_eq!(changed(116, 0xff), Err(BadMessage::Length));
        assert_eq!(changed(4, b'x'), Err(BadMessage::Kind));
        assert_eq!(changed(48, 0x80), Err(BadMessage::Sequence));
        assert_eq!(changed(80, 0), Err(BadMessage::Digest));
        assert_eq!(changed(124, b'x'), Err(BadMessage::Digest));
        let whole = message().encode();
        for length in 0..whole.len() {
            assert_eq!(Message::decode(&whole.slice(..length)), Err(BadMessage::Length));
        }
        let long = Bytes::from(vec![0; HEAD_BYTES + PAYLOAD_BYTES_MAX + 1]);
        assert_eq!(Message::decode(&long), Err(BadMessage::Length));
    }

    /// Some clients pad with zeros, and some write no digest of nothing.
    #[test]
    fn a_name_may_be_padded_by_either_and_an_empty_payload_needs_no_digest() {
        let empty = Message { payload: Bytes::new(), ..message() };
        let mut bytes = BytesMut::from(&empty.encode()[..]);
        bytes[22..36].fill(0);
        bytes[80..112].fill(0);
        assert_eq!(Message::decode(&bytes.freeze()), Ok(empty));
    }

    proptest! {
        #[test]
        fn a_frame_is_read_as_it_was_written(
            kind in 0..Kind::ALL.len(),
            created in any::<u64>(),
            sequence in 0..=i64::MAX,
            flags in any::<u64>(),
            id in any::<u128>(),
            payload_type in any::<u32>(),
            payload in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let message = Message {
                kind: Kind::ALL[kind].0,
                created: TimestampMs(created),
                sequence,
                flags,
                id: Uuid::from_u128(id),
                payload_type,
                payload: payload.into(),
            };
            prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            drop(Message::decode(&bytes.into()));
        }
    }
}
