//! The answers, in the agent's words.

use std::collections::BTreeMap;

use ferrogate_link::Assignment;
use http::StatusCode;
use serde::Serialize;
use serde_json::json;

use super::credentials;
use super::document::{self, Sources};
use super::fault::{Asked, refused};
use super::route::{Ask, Fault, Operation, Version};
use super::serve::Answers;
use super::stats::Stats;
use super::time::clock_drift;
use super::{Endpoint, Metadata};

/// One answer.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) content: Content,
}

/// What an answer has beside its status.
#[derive(Debug, PartialEq)]
pub(super) enum Content {
    /// A JSON document.
    Json(Vec<u8>),
    /// A line of plain text.
    Text(String),
    /// Where what is asked for is.
    Location(String),
}

impl Answer {
    pub(super) fn json(status: StatusCode, document: &impl Serialize) -> Self {
        let document = serde_json::to_vec(document).expect("documents are texts and numbers");
        Self { status, content: Content::Json(document) }
    }

    fn ok(document: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, document)
    }

    pub(super) fn text(status: StatusCode, text: impl Into<String>) -> Self {
        Self { status, content: Content::Text(text.into()) }
    }

    /// There is nothing under this path.
    pub(super) fn nothing() -> Self {
        Self::text(StatusCode::NOT_FOUND, "404 page not found\n")
    }
}

impl Answers for Endpoint {
    async fn answer(&self, ask: Ask<'_>, body: Option<&[u8]>) -> Answer {
        match ask {
            Ask::Container { version, id } => self.container(version, id),
            Ask::Task { version, id, tags } => self.task(version, id, tags),
            Ask::ContainerStats { version, id } => self.container_stats(version, id).await,
            Ask::TaskStats { version, id } => self.task_stats(version, id).await,
            Ask::Credentials { version, id } => {
                let Assignment { key, spec, .. } = &*self.metadata.assignment;
                let (has_role, lent) = (spec.task_role.is_some(), &self.host.lent);
                credentials::answer(key, has_role, lent, (version, id))
            }
            Ask::Protection { id } => protection(&self.metadata, id, body),
            Ask::Fault { id, fault, operation } => {
                self.fault(id, fault, operation, body.unwrap_or_default()).await
            }
        }
    }
}

impl Endpoint {
    fn container(&self, version: Version, id: &str) -> Answer {
        let Some(at) = self.metadata.container(id) else {
            return no_container(version, id);
        };
        self.with_sources(|sources| Answer::ok(&document::container(sources, version, at)))
    }

    fn task(&self, version: Version, id: Option<&str>, tags: bool) -> Answer {
        match id {
            Some(id) if self.metadata.container(id).is_none() => {
                no_task(version, "task metadata", id)
            }
            _ => self.with_sources(|sources| Answer::ok(&document::task(sources, version, tags))),
        }
    }

    async fn container_stats(&self, version: Version, id: &str) -> Answer {
        let Some(at) = self.metadata.container(id) else {
            return match version {
                Version::V2 => no_stats(StatusCode::BAD_REQUEST, id),
                Version::V3 | Version::V4 => no_task(version, "container stats", id),
            };
        };
        let looks = self.looks().await;
        match looks.as_ref().and_then(|looks| self.stats(looks, at, version)) {
            Some(stats) => Answer::ok(&stats),
            None if version == Version::V4 => no_stats(StatusCode::INTERNAL_SERVER_ERROR, id),
            None => no_stats(StatusCode::BAD_REQUEST, id),
        }
    }

    async fn task_stats(&self, version: Version, id: Option<&str>) -> Answer {
        if let Some(id) = id.filter(|id| self.metadata.container(id).is_none()) {
            return no_task(version, "task stats", id);
        }
        let looks = self.looks().await;
        let containers = 0..self.metadata.assignment.spec.containers.len();
        let each = containers.map(|at| {
            let stats = looks.as_ref().and_then(|looks| self.stats(looks, at, version));
            let shown =
                stats.map_or(Shown::nothing(version), |stats| Shown::Stats(Box::new(stats)));
            (self.metadata.id(at), shown)
        });
        Answer::ok(&each.collect::<BTreeMap<_, _>>())
    }

    /// In the order of the agent's checks: how often, what, who, whether the task may.
    async fn fault(&self, id: &str, fault: Fault, operation: Operation, body: &[u8]) -> Answer {
        let at = self.metadata.container(id);
        if self.faults.is_too_often(at, fault, operation) {
            let said = "You have reached maximum request limit";
            return Answer::text(StatusCode::TOO_MANY_REQUESTS, said);
        }
        let asked = match Asked::of(fault, operation, body) {
            Ok(asked) => asked,
            Err(answer) => return answer,
        };
        let Assignment { spec, task_arn, .. } = &*self.metadata.assignment;
        match at {
            None => refused(StatusCode::NOT_FOUND, &format!("unable to lookup container: {id}")),
            Some(_) if !spec.fault_injection => {
                let said = format!("enableFaultInjection is not enabled for task: {task_arn}");
                refused(StatusCode::BAD_REQUEST, &said)
            }
            Some(_) => self.faults.does(asked).await,
        }
    }

    fn with_sources(&self, answer: impl FnOnce(Sources<'_>) -> Answer) -> Answer {
        let (metadata, clock) = (&self.metadata, clock_drift());
        let disk_bytes = self.host.room.used(&metadata.assignment.key);
        let (timeline, tags) = (metadata.timeline.lock(), metadata.tags.lock());
        answer(Sources {
            assignment: &metadata.assignment,
            timeline: &timeline,
            tags: &tags,
            clock: clock.as_ref(),
            disk_bytes,
        })
    }
}

/// What one of a task's containers uses, among others.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown<'s> {
    Stats(Box<Stats<'s>>),
    /// It does not run: an empty object, since version 4.
    Nothing {},
    /// The same before.
    Null(()),
}

impl Shown<'_> {
    fn nothing(version: Version) -> Self {
        match version {
            Version::V2 | Version::V3 => Self::Null(()),
            Version::V4 => Self::Nothing {},
        }
    }
}

fn no_stats(status: StatusCode, id: &str) -> Answer {
    Answer::json(status, &format!("Unable to get container stats for: {id}"))
}

/// The id is of no container of the task that asks for one.
fn no_container(version: Version, id: &str) -> Answer {
    let said = |version: &str| {
        format!(
            "{version} container metadata handler: unable to get container ID from request: \
             unable to get docker ID from v3 endpoint ID: {id}"
        )
    };
    let (status, said) = match version {
        Version::V2 => {
            let said = format!("Unable to generate metadata for container '{id}'");
            (StatusCode::BAD_REQUEST, said)
        }
        Version::V3 => (StatusCode::INTERNAL_SERVER_ERROR, said("V3")),
        Version::V4 => (StatusCode::NOT_FOUND, said("V4")),
    };
    Answer::json(status, &said)
}

/// The id is of no container of the task that asks for something of the task.
fn no_task(version: Version, what: &str, id: &str) -> Answer {
    let (status, version) = match version {
        Version::V2 | Version::V3 if what.ends_with("stats") => (StatusCode::BAD_REQUEST, "V3"),
        Version::V2 | Version::V3 => (StatusCode::INTERNAL_SERVER_ERROR, "V3"),
        Version::V4 => (StatusCode::NOT_FOUND, "V4"),
    };
    let said = format!(
        "{version} {what} handler: unable to get task arn from request: unable to get task Arn \
         from v3 endpoint ID: {id}"
    );
    Answer::json(status, &said)
}

/// The agent asks ECS with the credentials of the task's role, and no task is given some.
fn protection(metadata: &Metadata, id: &str, body: Option<&[u8]>) -> Answer {
    let error = |status, code: &str, said: &str| {
        Answer::json(status, &json!({"error": {"Code": code, "Message": said}}))
    };
    let arn = &metadata.assignment.task_arn;
    let error_of_task = |status, code: &str, said: &str| {
        Answer::json(status, &json!({"error": {"Arn": arn, "Code": code, "Message": said}}))
    };
    let wanted = body.map(serde_json::from_slice::<ProtectionWanted>);
    if let Some(Err(_)) = wanted {
        let said = "UpdateTaskProtection: failed to decode request";
        return error(StatusCode::BAD_REQUEST, "InvalidParameterException", said);
    }
    if metadata.container(id).is_none() {
        let said = "Failed to find a task for the request";
        return error(StatusCode::NOT_FOUND, "ResourceNotFoundException", said);
    }
    if let Some(Ok(ProtectionWanted { enabled: None, .. })) = wanted {
        let said = "Invalid request: does not contain 'ProtectionEnabled' field";
        return error_of_task(StatusCode::BAD_REQUEST, "InvalidParameterException", said);
    }
    let said = "Invalid Request: no task IAM role credentials available for task";
    error_of_task(StatusCode::FORBIDDEN, "AccessDeniedException", said)
}

/// What a task may say of its own protection.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ProtectionWanted {
    #[serde(rename = "ProtectionEnabled")]
    enabled: Option<bool>,
    /// Checked to be a number, as the agent does.
    #[serde(rename = "ExpiresInMinutes")]
    _minutes: Option<i64>,
}
