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

use ferrogate_api::sns::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Key;

use crate::change::{self, Change, Sight};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of Topics over the engine's state.
pub struct Topics {
    state: Arc<State>,
    /// Where the API is reached: what endpoints are told to visit.
    endpoint: String,
}

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

/// What an operation sees.
struct View {
    scope: Scope,
    snapshot: Snapshot,
}

impl Sight for View {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl View {
    /// The record under a key.
    fn get<T: Kind>(&self, key: String) -> Result<Option<Arc<Entry<T>>>> {
        let key = Key::new(key).map_err(fault)?;
        self.snapshot.table::<T>().get(&key).map_err(fault)
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

    fn view(&self, cx: &Cx) -> View {
        View { scope: scope(cx), snapshot: self.state.snapshot() }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        self.change_in(&scope(cx), plan).await
    }

    async fn change_in<R>(
        &self,
        scope: &Scope,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let see = |snapshot| View { scope: scope.clone(), snapshot };
        change::apply(&self.state, see, plan).await
    }
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// Refuses what breaks a rule that the model does not say.
fn invalid<T>(text: impl Into<String>) -> Result<T> {
    Err(Error::invalid_parameter(text.into()).into())
}

/// Refuses by its name what has no effect yet.
fn not_built<T>(what: impl std::fmt::Display) -> Result<T> {
    Err(Error::not_built(format!("{what} is not built yet.")).into())
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
