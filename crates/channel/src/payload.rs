//! What frames carry: numbers of payload types, and their JSON.
//!
//! Names and values are those of session-manager-plugin; `Ferrogate` in [`Opening`] is ours.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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
/// The client is to show that it has the data key: see [`Challenge`].
pub const CHALLENGE_REQUEST: u32 = 8;
/// It shows that.
pub const CHALLENGE_RESPONSE: u32 = 9;
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

/// The kind of action of a handshake that has a channel encrypted.
const KMS_ENCRYPTION: &str = "KMSEncryption";

/// A key of KMS that is to protect a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KmsOffer {
    /// What the client calls the key.
    pub key: String,
    /// What newer clients put into the encryption context too, so that a data key is worth
    /// nothing in another channel.
    pub challenge: String,
}

/// The kind of session that is offered: a program whose terminal the user's is; encrypted under a
/// data key of the client's, if one of KMS's keys is named.
#[must_use]
pub fn handshake_request(kms: Option<&KmsOffer>) -> Bytes {
    let mut actions = vec![json!({
        "ActionType": "SessionType",
        "ActionParameters": { "SessionType": "InteractiveCommands", "Properties": {} },
    })];
    actions.extend(kms.map(|KmsOffer { key, challenge }| {
        json!({
            "ActionType": KMS_ENCRYPTION,
            "ActionParameters": { "KMSKeyId": key, "Challenge": challenge },
        })
    }));
    body(&json!({
        // What newer clients look for before they use flags.
        "AgentVersion": "3.3.0.0",
        "RequestedClientActions": actions,
    }))
}

/// The key of KMS that a channel is to be protected with, of what is offered to a client.
#[must_use]
pub fn kms_offered(request: &[u8]) -> Option<KmsOffer> {
    let request: Value = serde_json::from_slice(request).ok()?;
    let wanted = |action: &&Value| action["ActionType"] == json!(KMS_ENCRYPTION);
    let action = request["RequestedClientActions"].as_array()?.iter().find(wanted)?;
    let of = |name: &str| action["ActionParameters"][name].as_str().unwrap_or_default().to_owned();
    Some(KmsOffer { key: of("KMSKeyId"), challenge: of("Challenge") })
}

/// Why a client can't have the session that was offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Whether it is the encryption that it can't have.
    pub of_encryption: bool,
    /// Its number for that.
    pub status: i64,
    /// In its words.
    pub why: String,
}

/// Why the client can't have the session that was offered, if it said so.
#[must_use]
pub fn refused_by(response: &[u8]) -> Option<Refusal> {
    let response: Value = serde_json::from_slice(response).ok()?;
    let failed = |action: &&Value| action["ActionStatus"] != json!(1);
    let action = response["ProcessedClientActions"].as_array()?.iter().find(failed)?;
    Some(Refusal {
        of_encryption: action["ActionType"] == json!(KMS_ENCRYPTION),
        status: action["ActionStatus"].as_i64().unwrap_or_default(),
        why: action["Error"].as_str().unwrap_or("it gave no reason").to_owned(),
    })
}

/// A data key that a client had KMS make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKey {
    /// The data key, encrypted by KMS.
    pub ciphertext: Vec<u8>,
    /// Whether the challenge of the offer is in its encryption context.
    pub challenged: bool,
}

/// The data key of a client's answer, if it has one.
#[must_use]
pub fn data_key(response: &[u8]) -> Option<SealedKey> {
    let response: Value = serde_json::from_slice(response).ok()?;
    let of = |action: &&Value| action["ActionType"] == json!(KMS_ENCRYPTION);
    let action = response["ProcessedClientActions"].as_array()?.iter().find(of)?;
    let result = &action["ActionResult"];
    Some(SealedKey {
        ciphertext: STANDARD.decode(result["KMSCipherTextKey"].as_str()?).ok()?,
        challenged: result["ChallengeAcknowledgement"] == json!(true),
    })
}

/// What a client is to know of a data key: bytes by chance, encrypted; and its answer, the same
/// bytes encrypted by it.
#[must_use]
pub fn challenge(sealed: &[u8]) -> Bytes {
    body(&json!({ "Challenge": STANDARD.encode(sealed) }))
}

/// The sealed bytes of a [`challenge`] or an answer to one.
#[must_use]
pub fn challenged(said: &[u8]) -> Option<Vec<u8>> {
    let said: Value = serde_json::from_slice(said).ok()?;
    STANDARD.decode(said["Challenge"].as_str()?).ok()
}

/// The answer of a client that takes the session, with its data key where one was asked for; or
/// with why it has none.
#[must_use]
pub fn handshake_response(version: &str, key: Option<&Result<SealedKey, String>>) -> Bytes {
    let action = |kind, status, result, error| {
        json!({
            "ActionType": kind, "ActionStatus": status, "ActionResult": result, "Error": error,
        })
    };
    let mut actions = vec![action("SessionType", 1, Value::Null, "")];
    actions.extend(key.map(|key| match key {
        Ok(SealedKey { ciphertext, challenged }) => {
            let result = json!({
                "KMSCipherTextKey": STANDARD.encode(ciphertext),
                "ChallengeAcknowledgement": challenged,
            });
            action(KMS_ENCRYPTION, 1, result, "")
        }
        Err(why) => action(KMS_ENCRYPTION, 2, Value::Null, why),
    }));
    body(&json!({ "ClientVersion": version, "ProcessedClientActions": actions, "Errors": [] }))
}

/// The session begins, so many nanoseconds after it was offered; `message` is shown to the user.
#[must_use]
pub fn handshake_complete(took_ns: u64, message: &str) -> Bytes {
    body(&json!({ "HandshakeTimeToComplete": took_ns, "CustomerMessage": message }))
}

/// What the user is to be shown of that.
#[must_use]
pub fn customer_message(said: &[u8]) -> String {
    let said: Value = serde_json::from_slice(said).unwrap_or_default();
    said["CustomerMessage"].as_str().unwrap_or_default().to_owned()
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
        assert_eq!(refused_by(&handshake_response("1", None)), None);
        let failed = br#"{"ProcessedClientActions":[{"ActionStatus":2,"Error":"too old"}]}"#;
        let refusal = |of_encryption, status, why: &str| {
            Some(Refusal { of_encryption, status, why: why.to_owned() })
        };
        assert_eq!(refused_by(failed), refusal(false, 2, "too old"));
        assert_eq!(refused_by(b"{"), None);
        let none = handshake_response("1", Some(&Err("denied".into())));
        assert_eq!(refused_by(&none), refusal(true, 2, "denied"));
        assert_eq!(data_key(&none), None);
    }

    #[test]
    fn a_key_of_kms_is_offered_and_a_data_key_is_the_answer() {
        assert_eq!(kms_offered(&handshake_request(None)), None);
        let offer = KmsOffer { key: "alias/x".into(), challenge: "Y2g=".into() };
        let request = handshake_request(Some(&offer));
        assert_eq!(kms_offered(&request), Some(offer));
        let request: Value = serde_json::from_slice(&request).unwrap();
        let names = request["RequestedClientActions"].as_array().unwrap();
        assert_eq!(names[1]["ActionType"], "KMSEncryption");
        assert_eq!(names[1]["ActionParameters"]["KMSKeyId"], "alias/x");
        // As the stock client writes it, which knows of no challenge within the context.
        let stock = br#"{"ClientVersion":"1.2.707.0","ProcessedClientActions":[{"ActionType":"SessionType","ActionStatus":1,"ActionResult":null,"Error":""},{"ActionType":"KMSEncryption","ActionStatus":1,"ActionResult":{"KMSCipherTextKey":"AQID","KMSCipherTextHash":null},"Error":""}],"Errors":null}"#;
        let key = SealedKey { ciphertext: vec![1, 2, 3], challenged: false };
        assert_eq!(data_key(stock), Some(key));
        let key = SealedKey { ciphertext: vec![9], challenged: true };
        let answer = handshake_response("1", Some(&Ok(key.clone())));
        assert_eq!((data_key(&answer), refused_by(&answer)), (Some(key), None));
        assert_eq!(challenged(&challenge(b"x")).as_deref(), Some(&b"x"[..]));
        for bad in [&b"{"[..], br#"{"Challenge":7}"#, br#"{"Challenge":"?"}"#] {
            assert_eq!(challenged(bad), None);
        }
    }
}
