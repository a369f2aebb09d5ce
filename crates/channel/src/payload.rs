//! What frames carry: numbers of payload types, and their JSON.
//!
//! Names and values are those of session-manager-plugin; `Ferrogate` in [`Opening`] is ours.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::message::{Kind, Message};

/// Bytes of the terminal, or of standard output.
pub const OUTPUT: u32 = 1;
/// The terminal's [`Size`].
pub const SIZE: u32 = 3;
/// The session's kind is offered to the client.
pub const HANDSHAKE_REQUEST: u32 = 5;
/// The client has understood that.
pub const HANDSHAKE_RESPONSE: u32 = 6;
/// The session begins.
pub const HANDSHAKE_COMPLETE: u32 = 7;
/// A number of four bytes that asks for something: [`TERMINATE`].
pub const FLAG: u32 = 10;
/// Bytes of standard error, for clients that can tell it apart.
pub const STDERR: u32 = 11;
/// The program's code as text, for clients that can tell it apart.
pub const EXIT_CODE: u32 = 12;

/// The user ends the session.
pub const TERMINATE: u32 = 2;

/// Bytes of output in a frame: what the agent of SSM sends.
pub const OUTPUT_BYTES: usize = 1024;

/// The first thing that is said on a websocket, as text. What is not looked at may be anything:
/// clients differ in it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Opening {
    /// The version of this.
    #[serde(default)]
    pub message_schema_version: Value,
    /// A number of the client's own.
    #[serde(default)]
    pub request_id: Value,
    /// What it proves itself with.
    pub token_value: String,
    /// The client's id.
    #[serde(default)]
    pub client_id: Value,
    /// The client's version.
    #[serde(default)]
    pub client_version: Value,
    /// What only our own client says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ferrogate: Option<Wishes>,
}

/// What our own client wants otherwise than the stock ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Wishes {
    /// The terminal's size; without one there is no terminal, and standard error and the code
    /// come by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal: Option<Size>,
    /// The program is to be who the container's own is, not root.
    pub as_container: bool,
    /// Instead of the command files are copied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<Copy>,
}

/// Files that are to be copied: see [`crate::files`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Copy {
    /// From the container, with this path there.
    Read(String),
    /// Into the container, to this path there.
    Write(String),
}

/// The size of a terminal, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Size {
    /// Columns.
    pub cols: u32,
    /// Lines.
    pub rows: u32,
}

/// Which frame has arrived.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Acknowledged {
    /// Its kind.
    #[serde(rename = "AcknowledgedMessageType")]
    pub kind: String,
    /// Its id.
    #[serde(rename = "AcknowledgedMessageId")]
    pub id: String,
    /// Its number.
    #[serde(rename = "AcknowledgedMessageSequenceNumber")]
    pub sequence: i64,
    /// Whether it is one of a stream.
    #[serde(rename = "IsSequentialMessage")]
    pub is_sequential: bool,
}

/// The frame that says that `message` has arrived.
#[must_use]
pub fn acknowledge(message: &Message, now: ferrogate_base::TimestampMs) -> Message {
    let acknowledged = Acknowledged {
        kind: message.kind.as_str().to_owned(),
        id: message.id.to_string(),
        sequence: message.sequence,
        is_sequential: true,
    };
    let flags = crate::message::SYN | crate::message::FIN;
    let payload = body(&acknowledged);
    Message { flags, ..Message::new(Kind::Acknowledge, now, 0, payload) }
}

/// The kind of session that is offered: a program whose terminal the user's is.
#[must_use]
pub fn handshake_request() -> Bytes {
    body(&json!({
        // What newer clients look for before they use flags.
        "AgentVersion": "3.3.0.0",
        "RequestedClientActions": [{
            "ActionType": "SessionType",
            "ActionParameters": { "SessionType": "InteractiveCommands", "Properties": {} },
        }],
    }))
}

/// Why the client can't have the session that was offered, if it said so.
#[must_use]
pub fn refused_by(response: &[u8]) -> Option<String> {
    let response: Value = serde_json::from_slice(response).ok()?;
    let failed = |action: &&Value| action["ActionStatus"] != json!(1);
    let action = response["ProcessedClientActions"].as_array()?.iter().find(failed)?;
    Some(action["Error"].as_str().unwrap_or("it gave no reason").to_owned())
}

/// The answer of a client that takes the session.
#[must_use]
pub fn handshake_response(version: &str) -> Bytes {
    body(&json!({
        "ClientVersion": version,
        "ProcessedClientActions": [{
            "ActionType": "SessionType", "ActionStatus": 1, "ActionResult": null, "Error": "",
        }],
        "Errors": [],
    }))
}

/// The session begins, so many nanoseconds after it was offered.
#[must_use]
pub fn handshake_complete(took_ns: u64) -> Bytes {
    body(&json!({ "HandshakeTimeToComplete": took_ns, "CustomerMessage": "" }))
}

/// The end of a session, as clients show it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Closed {
    /// The frame's id.
    pub message_id: String,
    /// When, in milliseconds since the epoch.
    pub created_date: String,
    /// What the session was with.
    pub destination_id: String,
    /// The session.
    pub session_id: String,
    /// `channel_closed`.
    pub message_type: String,
    /// The version of this.
    pub schema_version: i32,
    /// Why, when there is more to say than that.
    pub output: String,
}

/// The frame that ends a session.
#[must_use]
pub fn closed(
    session: &str,
    target: &str,
    output: &str,
    now: ferrogate_base::TimestampMs,
) -> Message {
    let frame = Message::new(Kind::Closed, now, 0, Bytes::new());
    let closed = Closed {
        message_id: frame.id.to_string(),
        created_date: now.0.to_string(),
        destination_id: target.to_owned(),
        session_id: session.to_owned(),
        message_type: Kind::Closed.as_str().to_owned(),
        schema_version: 1,
        output: output.to_owned(),
    };
    let payload = body(&closed);
    Message { flags: crate::message::SYN | crate::message::FIN, payload, ..frame }
}

/// A structure as JSON.
pub fn body(of: &impl Serialize) -> Bytes {
    serde_json::to_vec(of).expect("structures of texts and numbers are JSON").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::TimestampMs;

    #[test]
    fn what_a_stock_client_opens_with_is_read() {
        let text = r#"{"MessageSchemaVersion":"1.0","RequestId":"r","TokenValue":"t","ClientId":"c","ClientVersion":"1.2.553.0"}"#;
        let opening: Opening = serde_json::from_str(text).unwrap();
        assert_eq!((opening.token_value.as_str(), opening.ferrogate), ("t", None));
        // The least that some send, and what nobody here knows.
        let opening: Opening = serde_json::from_str(r#"{"TokenValue":"t","X":1}"#).unwrap();
        assert_eq!(opening.client_id, Value::Null);
        // pyssm-client says its version as a number.
        let text = r#"{"MessageSchemaVersion":1,"TokenValue":"t","ClientId":null}"#;
        assert!(serde_json::from_str::<Opening>(text).is_ok());
        assert!(serde_json::from_str::<Opening>("{}").is_err());
    }

    #[test]
    fn an_acknowledgement_says_which_frame_it_is_of() {
        let now = TimestampMs(7);
        let frame = Message { sequence: 4, ..Message::new(Kind::Input, now, OUTPUT, Bytes::new()) };
        let acknowledged = acknowledge(&frame, now);
        assert_eq!((acknowledged.kind, acknowledged.flags), (Kind::Acknowledge, 3));
        let said: Value = serde_json::from_slice(&acknowledged.payload).unwrap();
        assert_eq!(said["AcknowledgedMessageSequenceNumber"], 4);
        assert_eq!(said["AcknowledgedMessageType"], "input_stream_data");
        assert_eq!(said["AcknowledgedMessageId"], frame.id.to_string());
    }

    #[test]
    fn a_client_that_can_not_have_the_session_says_why() {
        assert_eq!(refused_by(&handshake_response("1")), None);
        let failed = br#"{"ProcessedClientActions":[{"ActionStatus":2,"Error":"too old"}]}"#;
        assert_eq!(refused_by(failed).as_deref(), Some("too old"));
        assert_eq!(refused_by(b"{"), None);
    }
}
