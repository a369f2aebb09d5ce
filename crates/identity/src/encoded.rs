//! What a refusal was about, for those who may read it: sealed into the message, opened by
//! `DecodeAuthorizationMessage`.

use ferrogate_auth::{Ask, Caller, Secret};
use ferrogate_policy::{Context, Outcome, Value};
use serde_json::json;

use crate::Identity;
use crate::decide::Decided;

/// The longest message that is opened (API_DecodeAuthorizationMessage).
const MESSAGE_CHARS_MAX: usize = 10_240;

/// A text that no refusal here came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an encoded message of this engine")]
pub struct Undecodable;

impl Identity {
    /// The message of a refusal, for the services that send one; none for what only reads
    /// everything.
    pub(crate) fn message(
        &self,
        caller: &Caller,
        ask: &Ask,
        decided: &Decided,
        circumstances: &Context,
    ) -> Option<String> {
        let name = ask.action.strip_prefix("ec2:")?;
        if name.starts_with("Describe") {
            return None;
        }
        let item = |values: &Value| match values {
            Value::One(value) => vec![json!({"value": value})],
            Value::Many(values) => values.iter().map(|value| json!({"value": value})).collect(),
        };
        let of_ask = ask.keys.iter().map(|(key, value)| (key.as_str(), value));
        let conditions: Vec<_> = circumstances
            .iter()
            .chain(of_ask)
            .map(|(key, values)| json!({"key": key, "values": {"items": item(values)}}))
            .collect();
        let statements: Vec<_> =
            decided.by.iter().map(|by| json!({"statementId": by.sid, "effect": "DENY"})).collect();
        let text = json!({
            "allowed": false,
            "explicitDeny": decided.outcome == Outcome::ExplicitDeny,
            "matchedStatements": {"items": statements},
            "failures": {"items": []},
            "context": {
                "principal": {
                    "id": caller.user_id,
                    "name": caller.user_name(),
                    "arn": caller.arn,
                },
                "action": ask.action,
                "resource": decided.resource,
                "conditions": {"items": conditions},
            },
        });
        // Of the caller's account alone.
        let sealed = self.messages.seal(caller.account.as_str(), &Secret::new(text.to_string()));
        sealed.ok().filter(|sealed| sealed.len() <= MESSAGE_CHARS_MAX)
    }

    /// What a message says.
    ///
    /// # Errors
    /// When it is none that a caller of this account was sent.
    pub fn read_message(&self, reader: &Caller, message: &str) -> Result<String, Undecodable> {
        if message.len() > MESSAGE_CHARS_MAX {
            return Err(Undecodable);
        }
        let text = self.messages.open(reader.account.as_str(), message).map_err(|_| Undecodable)?;
        Ok(text.expose().to_owned())
    }
}
