//! SNS: topics, their subscriptions over HTTP, and what is published.
//!
//! A message is written once for each subscription that is meant, in the transaction that publishes
//! it; `controllers` delivers it. Read [`topic`] first, then [`subscription`].

mod attributes;
mod door;
mod publish;
mod subscription;
mod tags;
mod topic;

use std::sync::Arc;

use ferrogate_api::Operations;
use ferrogate_api::sns::{Error, op};
use ferrogate_records::Scope;
use ferrogate_state::State;

use crate::change::Change;
use crate::own::{self, View, fault, own, scope};

/// The operations of Topics over the engine's state.
pub struct Topics {
    state: Arc<State>,
    /// Where the API is reached: what endpoints are told to visit.
    endpoint: String,
}

own!(Topics, text => Error::invalid_parameter(text));

/// Puts every operation of Topics that is built into the table.
pub fn register(table: &mut Operations, topics: Arc<Topics>) {
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let topics = topics.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let topics = topics.clone();
                async move { topics.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        ConfirmSubscription => confirm_subscription,
        CreateTopic => create_topic,
        DeleteTopic => delete_topic,
        GetSubscriptionAttributes => get_subscription_attributes,
        GetTopicAttributes => get_topic_attributes,
        ListSubscriptions => list_subscriptions,
        ListSubscriptionsByTopic => list_subscriptions_by_topic,
        ListTagsForResource => list_tags_for_resource,
        ListTopics => list_topics,
        Publish => publish,
        SetSubscriptionAttributes => set_subscription_attributes,
        SetTopicAttributes => set_topic_attributes,
        Subscribe => subscribe,
        TagResource => tag_resource,
        Unsubscribe => unsubscribe,
        UntagResource => untag_resource,
    }
}

impl Topics {
    /// Topics over `state`. `endpoint` is where endpoints reach the API, such as
    /// `http://127.0.0.1:4566`.
    #[must_use]
    pub fn new(state: Arc<State>, endpoint: String) -> Arc<Self> {
        Arc::new(Self { state, endpoint })
    }

    /// Answers what an endpoint asks without a signature, by the query of the URL that it was sent:
    /// to confirm its subscription, or to end it. The text of the answer; `None` for anything
    /// that it may not ask.
    pub async fn at_the_door(&self, query: &str) -> Option<String> {
        let all = door::parameters(query);
        let of = |name: &str| all.get(name).map(String::as_str);
        match of("Action")? {
            "ConfirmSubscription" => {
                let (topic, token) = (of("TopicArn")?, of("Token")?);
                let scope = door::scope(topic)?;
                let arn = self.confirm(&scope, topic, token, false).await.ok()?;
                Some(door::confirmed(&arn))
            }
            "Unsubscribe" => {
                let arn = of("SubscriptionArn")?;
                let scope = door::scope(arn)?;
                self.end(&scope, arn, true).await.ok()?;
                Some(door::ended())
            }
            _ => None,
        }
    }

    async fn change_in<R>(
        &self,
        scope: &Scope,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        own::change(&self.state, scope, plan).await
    }
}
