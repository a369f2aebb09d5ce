//! Subscribe, ConfirmSubscription, Unsubscribe, and the lists of subscriptions.

use std::sync::Arc;

use ferrogate_api::sns::{
    ConfirmSubscriptionInput, ConfirmSubscriptionResponse, Error, ListSubscriptionsByTopicInput,
    ListSubscriptionsByTopicResponse, ListSubscriptionsInput, ListSubscriptionsResponse,
    SubscribeInput, SubscribeResponse, Subscription, UnsubscribeInput,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_records::Scope;
use ferrogate_records::events::delivery::{self, Receiver};
use ferrogate_records::sns::message::confirmation;
use ferrogate_records::sns::subscription::{self, OF_TOPIC_MAX, OfTopic, PENDING_MS, Record};
use ferrogate_state::Entry;
use ferrogate_store::Prefix;

use super::attributes::set;
use super::topic::{PAGE, bad_token, name_of, named as topic_named};
use super::{Result, Topics, View, fault, invalid, not_built};
use crate::page;

/// The longest URL of an endpoint.
const ENDPOINT_MAX: usize = 2048;

impl Topics {
    pub(super) async fn subscribe(
        &self,
        cx: &Cx,
        input: SubscribeInput,
    ) -> Result<SubscribeResponse> {
        let endpoint = endpoint(&input)?;
        let (id, letter) = (uuid::Uuid::new_v4().to_string(), uuid::Uuid::new_v4().to_string());
        let token = token()?;
        let whole = input.return_subscription_arn == Some(true);
        self.change(cx, |view, to| {
            let topic = topic_named(view, &input.topic_arn)?;
            let now = self.state.now();
            let mut new = Record {
                scope: view.scope.clone(),
                topic: topic.name.clone(),
                id: id.clone(),
                protocol: input.protocol.clone(),
                endpoint: endpoint.clone(),
                token: token.clone(),
                confirmed: false,
                filter: None,
                filters_text: false,
                raw: false,
                guarded: false,
                created_at: now,
            };
            for (name, value) in input.attributes.iter().flatten() {
                set(&mut new, name, value)?;
            }
            let of = (view.scope.clone(), topic.name.clone());
            let table = view.snapshot.table::<Record>();
            let there: Vec<_> = table.by::<OfTopic>(&of).map_err(fault)?.collect();
            let answer = |of: &Record| SubscribeResponse {
                subscription_arn: Some(match of.confirmed || whole {
                    true => of.arn(),
                    false => "pending confirmation".to_owned(),
                }),
            };
            let same = |old: &&&Arc<Entry<Record>>| {
                (&old.protocol, &old.endpoint) == (&new.protocol, &new.endpoint)
            };
            if let Some(old) = there.iter().find(same) {
                let asked = |of: &Record| (of.filter.clone(), of.filters_text, of.raw);
                if input.attributes.is_some() && asked(old) != asked(&new) {
                    return invalid(
                        "Invalid parameter: Attributes Reason: Subscription already exists with \
                         different attributes",
                    );
                }
                if !old.confirmed {
                    // Whoever asks again is asked again, and the time begins anew.
                    let next = Record { created_at: now, ..old.doc.record.clone() };
                    ask(to, &next, &letter, &self.endpoint, now)?;
                    to.put(old, next)?;
                }
                return Ok(answer(old));
            }
            let over = |old: &&&Arc<Entry<Record>>| {
                !old.confirmed && now.since_ms(old.created_at) >= PENDING_MS
            };
            let stale: Vec<_> = there.iter().filter(over).collect();
            if there.len() - stale.len() >= OF_TOPIC_MAX {
                let text = format!("The maximum of {OF_TOPIC_MAX} subscriptions is reached.");
                return Err(Error::subscription_limit_exceeded(text).into());
            }
            stale.into_iter().take(OF_TOPIC_MAX).for_each(|old| to.delete(old));
            // Who deletes the topic at the same moment meets this.
            to.touch(&topic)?;
            ask(to, &new, &letter, &self.endpoint, now)?;
            to.create(new.key(), &new)?;
            Ok(answer(&new))
        })
        .await
    }

    pub(super) async fn confirm_subscription(
        &self,
        cx: &Cx,
        input: ConfirmSubscriptionInput,
    ) -> Result<ConfirmSubscriptionResponse> {
        let guarded = input.authenticate_on_unsubscribe.as_deref() == Some("true");
        let scope = super::scope(cx);
        let arn = self.confirm(&scope, &input.topic_arn, &input.token, guarded).await?;
        Ok(ConfirmSubscriptionResponse { subscription_arn: Some(arn) })
    }

    /// Confirms the subscription to a topic whose endpoint was sent this token.
    ///
    /// # Errors
    /// In AWS's words, when there is none.
    pub(super) async fn confirm(
        &self,
        scope: &Scope,
        topic_arn: &str,
        token: &str,
        guarded: bool,
    ) -> Result<String> {
        self.change_in(scope, |view, to| {
            let topic = topic_named(view, topic_arn)?;
            let of = (view.scope.clone(), topic.name.clone());
            let table = view.snapshot.table::<Record>();
            let mut all = table.by::<OfTopic>(&of).map_err(fault)?;
            let now = self.state.now();
            let is_over = |of: &Record| !of.confirmed && now.since_ms(of.created_at) >= PENDING_MS;
            let found = all.find(|one| same(&one.token, token) && !is_over(one));
            let Some(old) = found else { return invalid("Invalid token") };
            if !old.confirmed {
                to.put(old, Record { confirmed: true, guarded, ..old.doc.record.clone() })?;
            }
            Ok(old.arn())
        })
        .await
    }

    pub(super) async fn unsubscribe(&self, cx: &Cx, input: UnsubscribeInput) -> Result<Empty> {
        self.end(&super::scope(cx), &input.subscription_arn, false).await?;
        Ok(Empty {})
    }

    /// Ends a subscription. One that is not there is gone already; one that only its owner may
    /// end is left to the owner when an endpoint asks.
    pub(super) async fn end(&self, scope: &Scope, arn: &str, by_endpoint: bool) -> Result<()> {
        self.change_in(scope, |view, to| {
            match named(view, arn)? {
                Some(old) if by_endpoint && old.guarded => {
                    let text = "Unsubscribe needs the signature of the subscription's owner";
                    return Err(Error::authorization_error(text).into());
                }
                Some(old) => to.delete(&old),
                None => {}
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn list_subscriptions(
        &self,
        cx: &Cx,
        input: ListSubscriptionsInput,
    ) -> Result<ListSubscriptionsResponse> {
        let view = self.view(cx);
        let prefix = Prefix::new(view.scope.prefix(subscription::KIND)).map_err(fault)?;
        let all = view.snapshot.table::<Record>().list(&prefix).map_err(fault)?;
        let list = format!("subscriptions {}", view.scope.prefix("s"));
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, PAGE, all, |one| one.key.to_string()).map_err(bad_token)?;
        let subscriptions = Some(page.iter().map(|one| shown(one)).collect());
        Ok(ListSubscriptionsResponse { subscriptions, next_token })
    }

    pub(super) async fn list_subscriptions_by_topic(
        &self,
        cx: &Cx,
        input: ListSubscriptionsByTopicInput,
    ) -> Result<ListSubscriptionsByTopicResponse> {
        let view = self.view(cx);
        let topic = topic_named(&view, &input.topic_arn)?;
        let of = (view.scope.clone(), topic.name.clone());
        let table = view.snapshot.table::<Record>();
        let all: Vec<_> = table.by::<OfTopic>(&of).map_err(fault)?.cloned().collect();
        let list = format!("subscriptions {}", topic.key);
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, PAGE, all, |one| one.key.to_string()).map_err(bad_token)?;
        let subscriptions = Some(page.iter().map(|one| shown(one)).collect());
        Ok(ListSubscriptionsByTopicResponse { subscriptions, next_token })
    }
}

/// Puts into the queue of a subscription what its endpoint is asked.
fn ask(
    to: &mut crate::change::Change,
    of: &Record,
    id: &str,
    endpoint: &str,
    now: ferrogate_base::TimestampMs,
) -> Result<()> {
    let letter = confirmation(of, id, endpoint, now);
    let waits = delivery::Record {
        scope: of.scope.clone(),
        to: Receiver::Subscription { topic: of.topic.clone(), id: of.id.clone() },
        id: format!("{:020}-{id}", now.0),
        body: serde_json::to_string(&letter).map_err(Failure::fault)?,
        at: now,
        attempts: 0,
        next_at: now,
    };
    to.create(waits.key(), &waits)
}

/// The URL that messages are to be sent to.
fn endpoint(input: &SubscribeInput) -> Result<String> {
    let scheme = match &*input.protocol {
        "http" => "http://",
        "https" => "https://",
        "sqs" | "lambda" | "email" | "email-json" | "sms" | "application" | "firehose" => {
            return not_built(format!("The protocol {} of a subscription", input.protocol));
        }
        other => {
            return invalid(format!(
                "Invalid parameter: Amazon SNS does not support this protocol string: {other}"
            ));
        }
    };
    let endpoint = input.endpoint.clone().unwrap_or_default();
    let rest = endpoint.strip_prefix(scheme);
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let bad = |c: char| c.is_control() || c.is_whitespace();
    if host.is_empty() || endpoint.len() > ENDPOINT_MAX || endpoint.chars().any(bad) {
        return match rest {
            None => invalid("Invalid parameter: Endpoint must match the specified protocol"),
            Some(_) => invalid("Invalid parameter: Endpoint"),
        };
    }
    Ok(endpoint)
}

/// What only an endpoint knows that was sent it: 256 bits.
fn token() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Failure::fault)?;
    Ok(hex::encode(bytes))
}

/// Whether two tokens are the same; takes as long for each.
fn same(one: &str, other: &str) -> bool {
    let differs = one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differs == 0
}

/// The subscription of an ARN of the caller's own; `None` when there is none.
pub(super) fn named(view: &View, arn: &str) -> Result<Option<Arc<Entry<Record>>>> {
    let Some((topic_arn, id)) = arn.rsplit_once(':') else {
        return invalid("Invalid parameter: SubscriptionArn");
    };
    if !arn.starts_with("arn:") || arn.splitn(7, ':').count() != 7 {
        let text = "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 \
                    elements, not 1";
        return invalid(text);
    }
    let topic = name_of(view, topic_arn)?;
    view.get::<Record, _>(subscription::key(&view.scope, topic, id))
}

/// The same, which must be there.
pub(super) fn known(view: &View, arn: &str) -> Result<Arc<Entry<Record>>> {
    named(view, arn)?
        .ok_or_else(|| -> Failure<Error> { Error::not_found("Subscription does not exist").into() })
}

fn shown(of: &Record) -> Subscription {
    let arn = if of.confirmed { of.arn() } else { "PendingConfirmation".to_owned() };
    Subscription {
        subscription_arn: Some(arn),
        owner: Some(of.scope.account.to_string()),
        protocol: Some(of.protocol.clone()),
        endpoint: Some(of.endpoint.clone()),
        topic_arn: Some(ferrogate_records::sns::topic::arn(&of.scope, &of.topic)),
    }
}
