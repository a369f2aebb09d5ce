//! Publish.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::Cx;
use ferrogate_api::sns::{Error, MessageAttributeValue, PublishInput, PublishResponse};
use ferrogate_records::sns::message::{Attribute, Record, WAITING_MAX};

use super::topic::named;
use super::{Result, Topics, invalid, not_built};

/// The largest message with its attributes, in bytes: AWS has room for 256 KiB, and a record here
/// for a little less.
const BYTES_MAX: usize = 120 << 10;

impl Topics {
    pub(super) async fn publish(&self, cx: &Cx, input: PublishInput) -> Result<PublishResponse> {
        if input.phone_number.is_some() {
            return not_built("A message to a phone number");
        }
        let arn = match (&input.topic_arn, &input.target_arn) {
            (Some(arn), None) | (None, Some(arn)) => arn,
            _ => {
                return invalid(
                    "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
                );
            }
        };
        if input.message.is_empty() {
            return invalid("Invalid parameter: Empty message");
        }
        for (name, given) in [
            ("MessageGroupId", input.message_group_id.is_some()),
            ("MessageDeduplicationId", input.message_deduplication_id.is_some()),
        ] {
            if given {
                return invalid(format!(
                    "Invalid parameter: {name} Reason: The request includes {name} parameter that is not valid for this topic type"
                ));
            }
        }
        let subject = input.subject.as_deref().map(subject).transpose()?;
        let text = text(&input)?;
        let attributes = attributes(&input)?;
        let size: usize = attributes
            .iter()
            .map(|(name, of)| name.len() + of.kind.len() + of.value.len())
            .sum::<usize>()
            + text.len();
        if size > BYTES_MAX {
            return invalid("Invalid parameter: Message too long");
        }
        let id = uuid::Uuid::new_v4().to_string();
        self.change(cx, |view, to| {
            let topic = named(view, arn)?;
            if view.snapshot.table::<Record>().readable().0.count() >= WAITING_MAX {
                return Err(Error::new("Throttled", "Too many messages are waiting.").into());
            }
            let record = Record {
                scope: view.scope.clone(),
                topic: topic.name.clone(),
                id: id.clone(),
                text: text.clone(),
                subject: subject.clone(),
                attributes: attributes.clone(),
                at: self.state.now(),
            };
            to.create(record.key(), &record)?;
            Ok(PublishResponse { message_id: Some(id.clone()), sequence_number: None })
        })
        .await
    }
}

fn subject(text: &str) -> Result<String> {
    let good = !text.is_empty()
        && text.chars().count() < 100
        && !text.chars().any(char::is_control)
        && !text.starts_with(' ');
    match good {
        true => Ok(text.to_owned()),
        false => invalid("Invalid parameter: Subject"),
    }
}

/// The text for endpoints of HTTP: of a structure, what it says for them.
fn text(input: &PublishInput) -> Result<String> {
    match input.message_structure.as_deref() {
        None | Some("") => Ok(input.message.clone()),
        Some("json") => {
            let Ok(all) =
                serde_json::from_str::<BTreeMap<String, serde_json::Value>>(&input.message)
            else {
                return invalid(
                    "Invalid parameter: Message Structure - JSON message body failed to parse",
                );
            };
            let of = |name: &str| all.get(name).and_then(|value| value.as_str()).map(str::to_owned);
            let Some(default) = of("default") else {
                return invalid(
                    "Invalid parameter: Message Structure - No default entry in JSON message body",
                );
            };
            // Those for https alone would need a letter of their own.
            if all.contains_key("https") && of("https") != of("http") {
                return not_built("A message for https that differs from that for http");
            }
            Ok(of("http").unwrap_or(default))
        }
        Some(_) => invalid("Invalid parameter: MessageStructure"),
    }
}

fn attributes(input: &PublishInput) -> Result<BTreeMap<String, Attribute>> {
    let mut all = BTreeMap::new();
    for (name, given) in input.message_attributes.iter().flatten() {
        all.insert(name.clone(), attribute(name, given)?);
    }
    Ok(all)
}

fn attribute(name: &str, given: &MessageAttributeValue) -> Result<Attribute> {
    let kind = given.data_type.clone();
    let value = match kind.split('.').next() {
        Some("String") => given.string_value.clone().filter(|text| !text.is_empty()),
        Some("Number") => match given.string_value.clone() {
            Some(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => Some(text),
            _ => {
                return Err(Error::new(
                    "ParameterValueInvalid",
                    format!("Could not cast message attribute '{name}' value to number."),
                )
                .into());
            }
        },
        Some("Binary") => given.binary_value.as_ref().map(|bytes| STANDARD.encode(bytes)),
        _ => {
            return Err(Error::new("ParameterValueInvalid", format!(
                "The message attribute '{name}' has an invalid message attribute type, the set of \
                 supported type prefixes is Binary, Number, and String."
            ))
            .into());
        }
    };
    match value {
        Some(value) => Ok(Attribute { kind, value }),
        None => Err(Error::new(
            "ParameterValueInvalid",
            format!(
                "The message attribute '{name}' must contain non-empty message attribute value for \
             message attribute type '{kind}'."
            ),
        )
        .into()),
    }
}
