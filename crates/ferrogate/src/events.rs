//! Brings events to those who are to be told: a log group by PutLogEvents, a cluster by RunTask with
//! the rights of the target's role, an endpoint by HTTP; API destinations by [`Endpoints`].

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_api::{
    Authority, Cx, Failure, FaultKind, Op, Operation, Operations, access, json, validate,
};
use ferrogate_api::{ecs, events as api_events, logs, sns};
use ferrogate_auth::{Ask, Authorize, RootKey};
use ferrogate_controllers::events::{Courier, Run, Telling, Undelivered};
use ferrogate_identity::{Identity, ServiceCall};
use ferrogate_outgoing::{Client, Rules};
use ferrogate_records::Scope;
use ferrogate_records::events::event::seconds;
use ferrogate_records::events::rule::{Record, Target};
use ferrogate_records::events::{Event, connection};
use ferrogate_records::scheduler::schedule;
use ferrogate_records::sns::message::Letter;
use ferrogate_records::sns::{subscription, topic};
use ferrogate_services as services;
use ferrogate_services::scheduler::universal;
use ferrogate_state::State;
use ferrogate_wire::{Body, RawRequest};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::endpoints::Endpoints;
use crate::internet::Internet;
use crate::settings::Settings;

/// The service that acts with the role of a rule's target, and that with the role of a schedule's.
const EVENTS: &str = "events.amazonaws.com";
const SCHEDULER: &str = "scheduler.amazonaws.com";

/// Tells them.
pub(crate) struct Messenger {
    state: Arc<State>,
    operations: Operations,
    identity: Arc<Identity>,
    client: Client,
    endpoints: Endpoints,
}

/// Where requests of users may go, by the settings.
pub(crate) fn rules(settings: &Settings) -> Rules {
    Rules {
        public: settings.internet == Internet::Host,
        also: settings.webhooks.clone(),
        own: Some(SocketAddr::new(settings.listen.ip(), settings.listen.port())),
    }
}

impl Messenger {
    pub(crate) fn new(
        state: Arc<State>,
        operations: Operations,
        identity: Arc<Identity>,
        client: Client,
        root: &RootKey,
    ) -> Arc<Self> {
        let endpoints = Endpoints::new(state.clone(), client.clone(), root);
        Arc::new(Self { state, operations, identity, client, endpoints })
    }

    /// Calls an operation as somebody, as if it had come through the door.
    async fn call<O: Op>(&self, cx: Cx, input: &Value) -> Result<Value, Refused> {
        self.call_by(O::OPERATION, cx, input).await
    }

    async fn call_by(
        &self,
        operation: &'static Operation,
        cx: Cx,
        input: &Value,
    ) -> Result<Value, Refused> {
        let bad = |text: String| Refused { code: "ValidationException".into(), text, again: false };
        let input = json::decode(input.to_string().as_bytes(), operation.input)
            .map_err(|error| bad(error.to_string()))?;
        validate::check(operation, &input).map_err(|reply| refused(&reply))?;
        if !cx.caller.is_root() {
            let asks = access::asks(operation, &input, &cx.caller, &cx.region);
            cx.may(&asks).map_err(|denied| Refused {
                code: "AccessDeniedException".into(),
                text: denied.to_string(),
                again: false,
            })?;
        }
        let handler =
            self.operations.get(operation).ok_or_else(|| bad("it is not served".into()))?;
        match handler(Arc::new(cx), input).await {
            Ok(output) => {
                let answer = json::encode(&*output, operation.output);
                Ok(serde_json::from_slice(&answer).unwrap_or_default())
            }
            Err(Failure::Aws(reply)) => Err(refused(&reply)),
            Err(Failure::Fault(cause)) => {
                let error = ferrogate_base::errors::chain(&*cause);
                tracing::error!(operation = operation.name, error, "a target could not be told");
                let text = "the engine failed".to_owned();
                Err(Refused { code: "InternalFailure".into(), text, again: true })
            }
        }
    }

    fn root(&self, scope: &Scope, id: &str) -> Cx {
        Cx::root(id, scope.account.clone(), scope.region.as_str(), self.state.now())
    }

    async fn log(&self, rule: &Record, target: &Target, text: &str, id: &str) -> Told {
        let Some(group) = target.arn.split(":log-group:").nth(1) else {
            return Err(Undelivered::for_good("the target is no log group"));
        };
        let group = group.trim_end_matches(":*");
        let stream = format!("{}/{}", rule.name, target.id);
        let event = json!({"timestamp": self.state.now().0, "message": text});
        let put = json!({"logGroupName": group, "logStreamName": stream, "logEvents": [event]});
        let cx = || self.root(&rule.scope, id);
        match self.call::<logs::op::PutLogEvents>(cx(), &put).await {
            Err(refused) if refused.code == "ResourceNotFoundException" => {}
            other => return other.map(drop).map_err(Into::into),
        }
        let make = json!({"logGroupName": group, "logStreamName": stream});
        match self.call::<logs::op::CreateLogStream>(cx(), &make).await {
            Err(refused) if refused.code != "ResourceAlreadyExistsException" => {
                return Err(refused.into());
            }
            _ => {}
        }
        Ok(self.call::<logs::op::PutLogEvents>(cx(), &put).await.map(drop)?)
    }

    async fn run(&self, rule: &Record, target: &Target, text: &str, id: &str) -> Told {
        let role = target.role_arn.as_deref().unwrap_or_default();
        let cx = self.acting(role, (EVENTS, &rule.arn(), &rule.name), &rule.scope, id)?;
        let by = format!("events-rule/{}", rule.name);
        let input = run_task(target.ecs.as_ref(), &target.arn, &by, text, id)?;
        Ok(self.call::<ecs::op::RunTask>(cx, &input).await.map(drop)?)
    }

    /// Acts with a role, as a service that does so for something with an ARN and a name.
    fn acting(
        &self,
        role: &str,
        (service, source_arn, name): (&'static str, &str, &str),
        scope: &Scope,
        id: &str,
    ) -> Result<Cx, Undelivered> {
        let call = ServiceCall { service, source_arn, source_account: &scope.account };
        let acting = self.identity.acting_for(role, &call, name);
        let caller = acting.map_err(|error| {
            Undelivered::for_good(format!("the role {role} can't be assumed: {error}"))
        })?;
        let (caller, context) = self.identity.within(caller, &scope.region);
        let who: Arc<dyn Authorize> = self.identity.clone();
        Ok(Cx {
            caller: Arc::new(caller),
            authority: Authority::new(who, Arc::new(context)),
            user_agent: service.to_owned(),
            ..self.root(scope, id)
        })
    }

    async fn scheduled(&self, of: &schedule::Record, run: &Run<'_>) -> Told {
        let target = &of.target;
        let source = schedule::source_arn(of);
        let as_whom = (SCHEDULER, &*source, &*of.name);
        let cx = self.acting(&target.role_arn, as_whom, &of.scope, run.id)?;
        let text = target.input.as_ref().map(|input| filled(input, of, run));
        let text = text.as_deref();
        if target.ecs.is_some() {
            let by = format!("chronos-schedule/{}", of.name);
            let text = text.unwrap_or("{}");
            let input = run_task(target.ecs.as_ref(), &target.arn, &by, text, run.id)?;
            return Ok(self.call::<ecs::op::RunTask>(cx, &input).await.map(drop)?);
        }
        if let Some(kind) = &target.event {
            let entry = json!({
                "Source": kind.source, "DetailType": kind.detail_type, "Resources": [of.arn()],
                "Detail": text.unwrap_or("{}"), "EventBusName": target.arn,
            });
            let put = json!({"Entries": [entry]});
            let answer = self.call::<api_events::op::PutEvents>(cx, &put).await?;
            // What was not taken is told in an answer that is none of a failure.
            let failed = answer["FailedEntryCount"].as_i64().is_some_and(|count| count > 0);
            return match failed {
                false => Ok(()),
                true => Err(Undelivered::for_now("the bus of events did not take it")),
            };
        }
        if let Some(operation) = universal::operation_of(&target.arn) {
            let request = universal::request(operation, text.unwrap_or("{}"));
            let mut request = request.map_err(Undelivered::for_good)?;
            universal::give_token(operation, &mut request, &token(run.id));
            return Ok(self.call_by(operation, cx, &request).await.map(drop)?);
        }
        let text = text.map_or_else(|| notification(of, run).to_string(), str::to_owned);
        let publish = json!({"TopicArn": target.arn, "Message": text});
        Ok(self.call::<sns::op::Publish>(cx, &publish).await.map(drop)?)
    }
}

type Told = Result<(), Undelivered>;

/// An input with what is known of the run in the place of its names (Scheduler user guide, "Adding
/// context attributes").
fn filled(input: &str, of: &schedule::Record, run: &Run<'_>) -> String {
    input
        .replace("<aws.scheduler.schedule-arn>", &of.arn())
        .replace("<aws.scheduler.scheduled-time>", &seconds(run.due))
        .replace("<aws.scheduler.execution-id>", &token(run.id))
        .replace("<aws.scheduler.attempt-number>", &run.attempt.to_string())
}

/// What a target is told that its schedule says nothing to.
fn notification(of: &schedule::Record, run: &Run<'_>) -> Value {
    json!({
        "version": "0",
        "id": token(run.id),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": of.scope.account.as_str(),
        "time": seconds(run.due),
        "region": of.scope.region,
        "resources": [of.arn()],
        "detail": "{}",
    })
}

/// What RunTask is asked for a cluster.
fn run_task(
    ecs: Option<&Value>,
    cluster: &str,
    by: &str,
    text: &str,
    id: &str,
) -> Result<Value, Undelivered> {
    let asked = ecs.cloned().unwrap_or_default();
    let mut input = Map::new();
    let mut take = |from: &str, to: &str, change: fn(&Value) -> Value| {
        if let Some(value) = asked.get(from).filter(|value| !value.is_null()) {
            input.insert(to.to_owned(), change(value));
        }
    };
    take("TaskDefinitionArn", "taskDefinition", Value::clone);
    take("TaskCount", "count", Value::clone);
    take("LaunchType", "launchType", Value::clone);
    take("NetworkConfiguration", "networkConfiguration", lower);
    take("PlatformVersion", "platformVersion", Value::clone);
    take("Group", "group", Value::clone);
    take("CapacityProviderStrategy", "capacityProviderStrategy", lower);
    take("EnableECSManagedTags", "enableECSManagedTags", Value::clone);
    take("EnableExecuteCommand", "enableExecuteCommand", Value::clone);
    take("PropagateTags", "propagateTags", Value::clone);
    take("ReferenceId", "referenceId", Value::clone);
    take("Tags", "tags", lower);
    input.insert("cluster".into(), cluster.into());
    let by: String = by.chars().take(36).collect();
    input.insert("startedBy".into(), by.into());
    // However often it is told, it runs once.
    input.insert("clientToken".into(), token(id).into());
    if let Some(overrides) = overrides(text)? {
        input.insert("overrides".into(), overrides);
    }
    Ok(Value::Object(input))
}

/// What the target's text says of the task, as RunTask takes it; what it says beside that reaches
/// no task (EventBridge user guide, "Amazon ECS tasks").
fn overrides(text: &str) -> Result<Option<Value>, Undelivered> {
    const KNOWN: [&str; 6] = [
        "containerOverrides",
        "cpu",
        "memory",
        "executionRoleArn",
        "taskRoleArn",
        "ephemeralStorage",
    ];
    match serde_json::from_str(text) {
        Ok(Value::Object(mut fields)) => {
            fields.retain(|name, _| KNOWN.contains(&&**name));
            Ok((!fields.is_empty()).then_some(Value::Object(fields)))
        }
        _ => Err(Undelivered::for_good("what a task is told must be an object of JSON")),
    }
}

/// The same with names as ECS writes them.
fn lower(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let first = |name: &String| {
                let (head, tail) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
                head.to_lowercase() + tail
            };
            fields.iter().map(|(name, value)| (first(name), lower(value))).collect()
        }
        Value::Array(all) => all.iter().map(lower).collect(),
        other => other.clone(),
    }
}

/// A token of RunTask, which has at most 64 characters, for a delivery.
fn token(id: &str) -> String {
    let tail = id.rsplit('/').next().unwrap_or(id);
    let place = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let end = tail.len().min(47);
    format!("{place:016x}{}", tail.get(..end).unwrap_or_default())
}

/// Why an operation was not done.
struct Refused {
    code: String,
    text: String,
    again: bool,
}

fn refused(reply: &ferrogate_api::ErrorReply) -> Refused {
    Refused {
        code: reply.code.to_string(),
        text: reply.message.to_string(),
        again: reply.fault == FaultKind::Server || reply.code.contains("Throttling"),
    }
}

impl From<Refused> for Undelivered {
    fn from(refused: Refused) -> Self {
        let why = format!("{}: {}", refused.code, refused.text);
        match refused.again {
            true => Self::for_now(why),
            false => Self::for_good(why),
        }
    }
}

#[async_trait]
impl Courier for Messenger {
    async fn tell(&self, rule: &Record, target: &Target, told: &Telling<'_>) -> Told {
        match target.arn.split(':').nth(2) {
            Some("logs") => self.log(rule, target, told.text, told.id).await,
            Some("ecs") => self.run(rule, target, told.text, told.id).await,
            Some("events") => {
                let role = target.role_arn.as_deref().unwrap_or_default();
                let by = (EVENTS, &*rule.arn(), &*rule.name);
                let cx = self.acting(role, by, &rule.scope, told.id)?;
                let ask = Ask::new("events:InvokeApiDestination", target.arn.as_str());
                cx.may(&[ask]).map_err(|denied| Undelivered::for_good(denied.to_string()))?;
                self.endpoints.tell(&rule.scope, target, told).await
            }
            _ => Err(Undelivered::for_good("nothing of the kind is told here")),
        }
    }

    async fn invoke(&self, of: &schedule::Record, run: &Run<'_>) -> Told {
        self.scheduled(of, run).await
    }

    async fn send(&self, to: &subscription::Record, letter: &Letter) -> Told {
        let mut headers = vec![
            ("content-type", "text/plain; charset=UTF-8".to_owned()),
            ("user-agent", "Amazon Simple Notification Service Agent".to_owned()),
            ("x-amz-sns-message-type", letter.kind.clone()),
            ("x-amz-sns-message-id", letter.message.clone()),
            ("x-amz-sns-topic-arn", topic::arn(&to.scope, &to.topic)),
        ];
        if letter.kind == "Notification" {
            headers.push(("x-amz-sns-subscription-arn", to.arn()));
        }
        if letter.raw {
            headers.push(("x-amz-sns-rawdelivery", "true".to_owned()));
        }
        match self.client.post(&to.endpoint, &headers, letter.body.clone()).await {
            Ok(200..=299) => Ok(()),
            // SNS developer guide, "Message delivery retries": these mean that it never will.
            Ok(status @ (400..=428 | 430..=499)) => {
                Err(Undelivered::for_good(format!("the endpoint answered {status}")))
            }
            Ok(status) => Err(Undelivered::for_now(format!("the endpoint answered {status}"))),
            Err(unsent) if unsent.may_pass() => Err(Undelivered::for_now(unsent.to_string())),
            Err(unsent) => Err(Undelivered::for_good(unsent.to_string())),
        }
    }

    async fn may_forward(&self, _: &Record, _: &Target, _: &Event) -> Told {
        Err(Undelivered::for_good("nothing of the kind is told here"))
    }

    async fn authorize(&self, of: &connection::Record) -> Told {
        self.endpoints.authorize(of).await
    }
}

/// What is answered to anything else, whatever is wrong with it.
const NO_ANSWER: &str =
    "<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>";

/// Answers endpoints that confirm or end their subscriptions.
pub(crate) async fn door(
    topics: Arc<services::sns::Topics>,
    request: RawRequest,
) -> Response<Body> {
    let query = request.request.uri().query().unwrap_or_default().to_owned();
    let (status, text) = match topics.at_the_door(&query).await {
        Some(text) => (StatusCode::OK, text),
        None => (StatusCode::FORBIDDEN, NO_ANSWER.to_owned()),
    };
    let mut answer = Response::new(Body::whole(text));
    *answer.status_mut() = status;
    let kind = HeaderValue::from_static("text/xml");
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_run_is_asked_as_ecs_takes_it() {
        let target = Target {
            id: "t".into(),
            arn: "arn:aws:ecs:us-east-1:000000000000:cluster/c".into(),
            role_arn: None,
            input: Default::default(),
            ecs: Some(json!({
                "TaskDefinitionArn": "d", "TaskCount": 2, "LaunchType": "FARGATE",
                "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["s"], "AssignPublicIp": "ENABLED"}},
                "Tags": [{"Key": "Key", "Value": "Value"}],
            })),
            http: None,
            retry: Default::default(),
        };
        let by = format!("events-rule/{}", "r".repeat(64));
        let input = |text| run_task(target.ecs.as_ref(), &target.arn, &by, text, "/a/b/1");
        let text = r#"{"containerOverrides":[{"name":"a"}],"detail":1}"#;
        let asked = input(text).unwrap();
        assert_eq!(
            asked["networkConfiguration"]["awsvpcConfiguration"]["assignPublicIp"],
            "ENABLED"
        );
        assert_eq!(asked["tags"], json!([{"key": "Key", "value": "Value"}]));
        assert_eq!(asked["overrides"], json!({"containerOverrides": [{"name": "a"}]}));
        assert!(asked["startedBy"].as_str().unwrap().len() <= 36);
        assert!(input("\"text\"").is_err());
    }

    #[test]
    fn a_token_is_of_one_delivery_and_fits() {
        let one = token(
            "/event-delivery/0/r/rule/a/1/00000000000000000001-0000-8f3a2c1e-0000-0000-0000-000000000000",
        );
        let other = token(
            "/event-delivery/0/r/rule/b/1/00000000000000000001-0000-8f3a2c1e-0000-0000-0000-000000000000",
        );
        assert!(one.len() <= 64 && one != other, "{one}");
    }
}
