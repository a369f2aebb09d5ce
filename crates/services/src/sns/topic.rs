//! CreateTopic, DeleteTopic, ListTopics, GetTopicAttributes, SetTopicAttributes.

use std::sync::Arc;

use ferrogate_api::sns::{
    CreateTopicInput, CreateTopicResponse, DeleteTopicInput, Error, GetTopicAttributesInput,
    GetTopicAttributesResponse, ListTopicsInput, ListTopicsResponse, SetTopicAttributesInput,
    Topic,
};
use ferrogate_api::{Cx, Empty, Failure, Map};
use ferrogate_records::sns::subscription::{self, OfTopic};
use ferrogate_records::sns::topic::{self, Record};
use ferrogate_state::Entry;
use ferrogate_store::Prefix;

use super::tags::accepted;
use super::{Result, Topics, View, fault, invalid, not_built};
use crate::page;

/// Topics of an account in a region; AWS has room for more.
const TOPICS_MAX: usize = 1000;
/// What a list answers at once (SNS API).
pub(super) const PAGE: usize = 100;

impl Topics {
    pub(super) async fn create_topic(
        &self,
        cx: &Cx,
        input: CreateTopicInput,
    ) -> Result<CreateTopicResponse> {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if input.name.ends_with(".fifo") {
            return not_built("A FIFO topic");
        }
        if input.name.is_empty() || input.name.len() > 256 || !input.name.bytes().all(good) {
            return invalid("Invalid parameter: Topic Name");
        }
        if input.data_protection_policy.is_some() {
            return not_built("DataProtectionPolicy of a topic");
        }
        let tags = accepted(input.tags.as_deref().unwrap_or_default())?;
        let mut display_name = None;
        for (name, value) in input.attributes.iter().flatten() {
            display_name = Some(attribute(name, value)?.to_owned()).or(display_name);
        }
        self.change(cx, |view, to| {
            let topic_arn = Some(topic::arn(&view.scope, &input.name));
            if let Some(old) = view.get::<Record, _>(topic::key(&view.scope, &input.name))? {
                // The same topic again, unless it is asked for otherwise (API: CreateTopic).
                let differs = |asked: &String| *asked != old.display_name;
                if display_name.as_ref().is_some_and(differs) {
                    return invalid(
                        "Invalid parameter: Attributes Reason: Topic already exists with \
                         different attributes",
                    );
                }
                if input.tags.is_some() && tags != old.tags {
                    return invalid(
                        "Invalid parameter: Tags Reason: Topic already exists with different tags",
                    );
                }
                return Ok(CreateTopicResponse { topic_arn });
            }
            if own(view)?.len() >= TOPICS_MAX {
                let text = format!("The maximum of {TOPICS_MAX} topics is reached.");
                return Err(Error::topic_limit_exceeded(text).into());
            }
            let new = Record {
                scope: view.scope.clone(),
                name: input.name.clone(),
                display_name: display_name.clone().unwrap_or_default(),
                tags: tags.clone(),
                created_at: self.state.now(),
            };
            to.create(new.key(), &new)?;
            Ok(CreateTopicResponse { topic_arn })
        })
        .await
    }

    pub(super) async fn delete_topic(&self, cx: &Cx, input: DeleteTopicInput) -> Result<Empty> {
        self.change(cx, |view, to| {
            let name = name_of(view, &input.topic_arn)?;
            // One that is not there is gone already (API: DeleteTopic).
            let Some(old) = view.get::<Record, _>(topic::key(&view.scope, name))? else {
                return Ok(Empty {});
            };
            let of = (view.scope.clone(), name.to_owned());
            let table = view.snapshot.table::<subscription::Record>();
            for subscription in table.by::<OfTopic>(&of).map_err(fault)? {
                to.delete(subscription);
            }
            to.delete(&old);
            Ok(Empty {})
        })
        .await
    }

    pub(super) async fn list_topics(
        &self,
        cx: &Cx,
        input: ListTopicsInput,
    ) -> Result<ListTopicsResponse> {
        let view = self.view(cx);
        let list = format!("topics {}", view.scope.prefix("t"));
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, PAGE, own(&view)?, |topic| topic.key.to_string())
                .map_err(bad_token)?;
        let shown = |topic: &Arc<Entry<Record>>| Topic { topic_arn: Some(topic.arn()) };
        Ok(ListTopicsResponse { topics: Some(page.iter().map(shown).collect()), next_token })
    }

    pub(super) async fn get_topic_attributes(
        &self,
        cx: &Cx,
        input: GetTopicAttributesInput,
    ) -> Result<GetTopicAttributesResponse> {
        let view = self.view(cx);
        let topic = named(&view, &input.topic_arn)?;
        let of = (view.scope.clone(), topic.name.clone());
        let table = view.snapshot.table::<subscription::Record>();
        let all: Vec<_> = table.by::<OfTopic>(&of).map_err(fault)?.collect();
        let confirmed = all.iter().filter(|one| one.confirmed).count();
        let pending = all.len() - confirmed;
        let attributes: Map<String> = [
            ("TopicArn", topic.arn()),
            ("Owner", topic.scope.account.to_string()),
            ("DisplayName", topic.display_name.clone()),
            ("SubscriptionsConfirmed", confirmed.to_string()),
            ("SubscriptionsPending", pending.to_string()),
            ("SubscriptionsDeleted", "0".to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        Ok(GetTopicAttributesResponse { attributes: Some(attributes) })
    }

    pub(super) async fn set_topic_attributes(
        &self,
        cx: &Cx,
        input: SetTopicAttributesInput,
    ) -> Result<Empty> {
        let value = input.attribute_value.clone().unwrap_or_default();
        let display_name = attribute(&input.attribute_name, &value)?;
        self.change(cx, |view, to| {
            let old = named(view, &input.topic_arn)?;
            let display_name = display_name.to_owned();
            to.put(&old, Record { display_name, ..old.doc.record.clone() })?;
            Ok(Empty {})
        })
        .await
    }
}

/// The value of the one attribute that has an effect, if it is that.
fn attribute<'v>(name: &str, value: &'v str) -> Result<&'v str> {
    match name {
        "DisplayName" if value.chars().count() <= 100 => Ok(value),
        "DisplayName" => invalid("Invalid parameter: DisplayName"),
        "FifoTopic" if value == "false" => Ok(""),
        "Policy"
        | "DeliveryPolicy"
        | "KmsMasterKeyId"
        | "SignatureVersion"
        | "TracingConfig"
        | "FifoTopic"
        | "ContentBasedDeduplication"
        | "ArchivePolicy"
        | "FifoThroughputScope" => not_built(format!("{name} of a topic")),
        _ => invalid("Invalid parameter: AttributeName"),
    }
}

/// The caller's topics here, by their keys.
fn own(view: &View) -> Result<Vec<Arc<Entry<Record>>>> {
    let prefix = Prefix::new(view.scope.prefix(topic::KIND)).map_err(fault)?;
    view.snapshot.table::<Record>().list(&prefix).map_err(fault)
}

/// The name in the ARN of a topic of the caller's own.
pub(super) fn name_of<'a>(view: &View, arn: &'a str) -> Result<&'a str> {
    match topic::name_of(&view.scope, arn) {
        Some(name) => Ok(name),
        None if arn.splitn(6, ':').count() == 6 && arn.starts_with("arn:") => Err(not_found()),
        None => invalid("Invalid parameter: TopicArn"),
    }
}

/// The topic of an ARN of the caller's own.
pub(super) fn named(view: &View, arn: &str) -> Result<Arc<Entry<Record>>> {
    let name = name_of(view, arn)?;
    view.get::<Record, _>(topic::key(&view.scope, name))?.ok_or_else(not_found)
}

pub(super) fn not_found() -> Failure<Error> {
    Error::not_found("Topic does not exist").into()
}

pub(super) fn bad_token(_: page::BadToken) -> Failure<Error> {
    Error::invalid_parameter("Invalid parameter: NextToken").into()
}
