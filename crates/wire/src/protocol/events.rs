//! Answers that are streams of events (`application/vnd.amazon.eventstream`): each event is a
//! message with headers and a payload, both under checksums. Written for the JSON protocols.

use bytes::{BufMut as _, Bytes, BytesMut};
use ferrogate_api::StreamEvent;
use ferrogate_api::json::JsonEncoder;
use ferrogate_api::operation::EMPTY;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// The type of the whole answer.
const CONTENT_TYPE: &str = "application/vnd.amazon.eventstream";

/// A header's value is a text.
const TEXT: u8 = 7;

/// What stands before the headers: two lengths and a checksum of them.
const PRELUDE_BYTES: usize = 12;

/// The headers of the answer itself.
pub(crate) fn headers(request_id: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    headers
}

/// What the JSON protocols answer beside the events: nothing here, yet clients wait for it.
pub(crate) fn initial_response() -> Bytes {
    message(":event-type", "initial-response", "event", b"{}")
}

/// The message of an event.
pub(crate) fn event(of: &StreamEvent) -> Bytes {
    let mut payload = Vec::with_capacity(512);
    // A structure knows its own shape.
    of.value.write(&EMPTY, &mut JsonEncoder::new(&mut payload));
    match of.is_exception {
        true => message(":exception-type", of.name, "exception", &payload),
        false => message(":event-type", of.name, "event", &payload),
    }
}

fn message(kind: &str, name: &str, what: &str, payload: &[u8]) -> Bytes {
    let mut headers = BytesMut::new();
    for (name, value) in
        [(kind, name), (":content-type", "application/json"), (":message-type", what)]
    {
        headers.put_u8(u8::try_from(name.len()).expect("our names are short"));
        headers.put_slice(name.as_bytes());
        headers.put_u8(TEXT);
        headers.put_u16(u16::try_from(value.len()).expect("our values are short"));
        headers.put_slice(value.as_bytes());
    }
    let total = PRELUDE_BYTES + headers.len() + payload.len() + 4;
    let length = |length: usize| u32::try_from(length).expect("events are bounded");
    let mut message = BytesMut::with_capacity(total);
    message.put_u32(length(total));
    message.put_u32(length(headers.len()));
    message.put_u32(crc32fast::hash(&message));
    message.put_slice(&headers);
    message.put_slice(payload);
    message.put_u32(crc32fast::hash(&message));
    message.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::Empty;

    /// As botocore's `EventStreamHeaderParser` and `MessagePrelude` read it.
    fn read(message: &[u8]) -> (Vec<(String, String)>, Vec<u8>) {
        let number = |at: usize| u32::from_be_bytes(message[at..at + 4].try_into().unwrap());
        let (total, headers_bytes) = (number(0) as usize, number(4) as usize);
        assert_eq!(total, message.len());
        assert_eq!(number(8), crc32fast::hash(&message[..8]));
        assert_eq!(number(total - 4), crc32fast::hash(&message[..total - 4]));
        let (mut rest, payload) = message[12..total - 4].split_at(headers_bytes);
        let mut headers = Vec::new();
        while let [length, more @ ..] = rest {
            let (name, more) = more.split_at(usize::from(*length));
            assert_eq!(more[0], 7);
            let length = usize::from(u16::from_be_bytes([more[1], more[2]]));
            let (value, more) = more[3..].split_at(length);
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            headers.push((text(name), text(value)));
            rest = more;
        }
        (headers, payload.to_vec())
    }

    fn header(message: &[u8], name: &str) -> Option<String> {
        read(message).0.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    #[test]
    fn the_first_message_is_the_protocol_s() {
        let first = initial_response();
        assert_eq!(header(&first, ":event-type").as_deref(), Some("initial-response"));
        assert_eq!(header(&first, ":message-type").as_deref(), Some("event"));
        assert_eq!(read(&first).1, b"{}");
    }

    #[test]
    fn an_exception_says_so_in_its_headers() {
        for (is_exception, kind, what) in
            [(false, ":event-type", "event"), (true, ":exception-type", "exception")]
        {
            let value = Box::new(Empty::default());
            let message = event(&StreamEvent { name: "sessionStart", is_exception, value });
            assert_eq!(header(&message, kind).as_deref(), Some("sessionStart"));
            assert_eq!(header(&message, ":message-type").as_deref(), Some(what));
            assert_eq!(header(&message, ":content-type").as_deref(), Some("application/json"));
        }
    }
}
