//! What comes over a channel: frames, both directions of a stream of them, command lines, files.

use bytes::Bytes;
use ferrogate_base::TimestampMs;
use ferrogate_channel::cipher::{Cipher, Side, Unopened};
use ferrogate_channel::files;
use ferrogate_channel::message::{Kind, Message};
use ferrogate_channel::payload;
use ferrogate_channel::receiving::{AHEAD_BYTES_MAX, AHEAD_MAX, Receiving, Taken};
use ferrogate_channel::sending::Sending;
use ferrogate_channel::words;

pub(super) const WORDS: &[&str] = &[
    "input_stream_data               ",
    "output_stream_data",
    "acknowledge",
    "channel_closed",
    "\u{0}\u{0}\u{0}\u{74}",
    "\u{0}\u{0}\u{0}\u{1}",
    "{\"cols\":80,\"rows\":24}",
    "\"AcknowledgedMessageSequenceNumber\":",
    "\"TokenValue\":",
    "\"Ferrogate\":",
    "\"KMSEncryption\"",
    "\"KMSCipherTextKey\":",
    "\"Challenge\":",
];
pub(super) const LINES: &[&str] = &["'", "\"", "\\", "#", " ", "\n", "sh -c", "$"];
pub(super) const FILES: &[&str] =
    &["{\"file\":{\"path\":\"", "{\"folder\":", "{\"link\":", "\"end\"", "..", "/", "\"size\":"];

fn frame(kind: Kind, sequence: i64, payload_type: u32, payload: &[u8]) -> Message {
    let payload = Bytes::copy_from_slice(payload);
    Message { sequence, ..Message::new(kind, TimestampMs(1), payload_type, payload) }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let input = frame(Kind::Input, 0, payload::OUTPUT, b"ls\r");
    let all = [
        input.encode(),
        payload::acknowledge(&input, TimestampMs(2)).encode(),
        frame(Kind::Input, 1, payload::SIZE, br#"{"cols":80,"rows":24}"#).encode(),
        frame(Kind::Input, 2, payload::HANDSHAKE_RESPONSE, &payload::handshake_response("1", None))
            .encode(),
    ];
    all.iter().map(|bytes| bytes.to_vec()).collect()
}

/// Whatever comes, it is read as it is written, and what is kept of it has a bound.
pub(super) fn message(data: &[u8]) {
    let _ = serde_json::from_slice::<payload::Opening>(data);
    let _ = (payload::refused_by(data), payload::data_key(data), payload::challenged(data));
    let _ = payload::kms_offered(data);
    let cipher = Cipher::new(&[7; 64], Side::User).ok().flatten().expect("it has a key's length");
    assert_eq!(cipher.open(data), Err(Unopened));
    let bytes = Bytes::copy_from_slice(data);
    let Ok(message) = Message::decode(&bytes) else { return };
    assert_eq!(Message::decode(&message.encode()).as_ref(), Ok(&message));
    let (mut receiving, mut sending) = (Receiving::default(), Sending::default());
    let now = std::time::Instant::now();
    sending.send(message.clone(), now);
    sending.acknowledged(message.sequence);
    for _ in 0..2 {
        let taken = receiving.take(message.clone());
        assert_eq!(taken == Taken::Yes, message.sequence < AHEAD_MAX);
    }
    assert!(receiving.kept() <= 1 && message.payload.len() <= AHEAD_BYTES_MAX);
    assert_eq!(receiving.pop().is_some(), message.sequence == 0);
}

pub(super) fn line_seeds() -> Vec<Vec<u8>> {
    super::texts(&["/bin/sh", "sh -c 'echo \"x\" #y'", "a\\ b # c", "\"a\\\"b\" ''"])
}

pub(super) fn line(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(split) = words::split(text) {
        assert_eq!(words::split(&words::join(&split)), Ok(split));
    }
}

pub(super) fn file_seeds() -> Vec<Vec<u8>> {
    let head = |json: &[u8]| {
        let length = u32::try_from(json.len()).expect("it is short");
        [&length.to_be_bytes(), json].concat()
    };
    vec![
        head(br#"{"file":{"path":"a","mode":420,"changed_s":0,"size":1}}"#),
        head(br#"{"folder":{"path":"a/b","mode":493}}"#),
        head(br#"{"link":{"path":"a/c","target":"../x"}}"#),
        head(br#""end""#),
    ]
}

pub(super) fn file_heads(data: &[u8]) {
    let mut from = data;
    while files::read_head(&mut from).is_ok() {}
}
