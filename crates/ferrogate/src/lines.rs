//! Joins the control plane's log lines to the service that stores them.

use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_base::errors::chain;
use ferrogate_base::{TimestampMs, crash};
use ferrogate_controllers::host::{LogSink, NotReady};
use ferrogate_exec::{LogTo, SessionLog};
use ferrogate_identity::Identity;
use ferrogate_link::{FlowBatch, LogBatch, LogLine};
use ferrogate_records::ecs::multiline::Start;
use ferrogate_records::ecs::task;
use ferrogate_records::spec::{LogDriver, LogTarget, Spec};
use ferrogate_services::ec2::flow_log::{Delivery, deliveries};
use ferrogate_services::execution::{ExecutionRoles, NotActing};
use ferrogate_services::logs::awslogs::{Line, Target};
use ferrogate_services::logs::{AwslogsError, AwslogsSink};
use ferrogate_state::{Entry, Fault, State};
use ferrogate_store::Key;

/// Lines of containers with the awslogs driver, on their way into CloudWatch Logs.
pub(crate) struct Lines {
    state: Arc<State>,
    sink: AwslogsSink,
    roles: ExecutionRoles,
}

impl Lines {
    pub(crate) fn new(state: Arc<State>, sink: AwslogsSink, identity: Arc<Identity>) -> Self {
        Self { roles: ExecutionRoles::new(state.clone(), identity), state, sink }
    }

    /// What the task runs; nothing when nobody knows it any more.
    fn spec(&self, task: &task::Record) -> Result<Option<Arc<Entry<Spec>>>, Fault> {
        let Some(at) = task.spec_key() else { return Ok(None) };
        Ok(self.state.table::<Spec>().get(&Key::new(at)?)?)
    }
}

impl Lines {
    /// Stores records of a flow log; the group and the stream are made where there is none.
    async fn deliver(&self, of: Delivery) -> Result<(), AwslogsError> {
        let target = Target {
            account: &of.scope.account,
            region: &of.scope.region,
            group: &of.group,
            stream: &of.stream,
            create_group: true,
        };
        let line = |(ts_ms, text)| Line { ts_ms, text, span: 1 };
        let lines = of.lines.into_iter().map(line).collect();
        match self.sink.append(target, &of.source, of.first, lines).await {
            Err(error) if error.is_lasting() => {
                let error = chain(&error).to_string();
                tracing::warn!(group = of.group, error, "records of a flow log dropped");
                Ok(())
            }
            other => other.map(drop),
        }
    }
}

/// Lines that sessions with containers write.
pub(crate) struct SessionLines(AwslogsSink);

impl SessionLines {
    pub(crate) fn new(sink: AwslogsSink) -> Self {
        Self(sink)
    }
}

#[async_trait]
impl SessionLog for SessionLines {
    async fn append(
        &self,
        to: &LogTo,
        first: u64,
        lines: Vec<(TimestampMs, String)>,
    ) -> Result<(), String> {
        let target = Target {
            account: &to.account,
            region: &to.region,
            group: &to.group,
            stream: &to.stream,
            create_group: false,
        };
        let line = |(at, text): (TimestampMs, String)| Line { ts_ms: at.0, text, span: 1 };
        let lines = lines.into_iter().map(line).collect();
        let stored = self.0.append(target, &to.stream, first, lines).await;
        stored.map(drop).map_err(|error| chain(&error))
    }
}

fn target<'t>(task: &'t task::Record, of: &'t LogTarget, stream: &'t str) -> Target<'t> {
    Target {
        account: &task.scope.account,
        region: &of.region,
        group: &of.group,
        stream,
        create_group: of.create_group,
    }
}

#[async_trait]
impl LogSink for Lines {
    async fn make_ready(&self, task: &task::Record) -> Result<(), NotReady> {
        let spec = self.spec(task).map_err(|fault| NotReady::Failed(chain(&fault)))?;
        let Some(spec) = spec else { return Ok(()) };
        let acting = self.roles.of(task, &spec).map_err(|error| match error {
            NotActing::Refused(why) => {
                NotReady::Refused(format!("ResourceInitializationError: {why}"))
            }
            error @ NotActing::Fault(_) => NotReady::Failed(chain(&error)),
        })?;
        acting.may_pull(&spec).map_err(NotReady::Refused)?;
        for container in &spec.containers {
            let LogDriver::Awslogs(of) = &container.log else { continue };
            // As docker's driver, which reads it before it asks for the stream.
            if let Some(Err(bad)) = of.multiline.as_deref().map(Start::new) {
                let text = format!(
                    "ResourceInitializationError: failed to validate logger args: {bad} : exit \
                     status 1"
                );
                return Err(NotReady::Refused(text));
            }
            acting.may_log(container).map_err(NotReady::Refused)?;
            let stream = of.stream(&container.name, &task.id);
            self.sink.ensure_stream(target(task, of, &stream)).await.map_err(
                |error| match error {
                    // As Fargate's agent says it.
                    AwslogsError::NoGroup
                    | AwslogsError::BadName(_)
                    | AwslogsError::BadLines(_) => NotReady::Refused(format!(
                        "ResourceInitializationError: failed to validate logger args: create \
                         stream has been retried 1 times: failed to create Cloudwatch log stream: \
                         {error} : exit status 1"
                    )),
                    AwslogsError::State(_) | AwslogsError::Store(_) => {
                        NotReady::Failed(chain(&error))
                    }
                },
            )?;
        }
        Ok(())
    }

    async fn append(&self, task: &task::Record, batch: LogBatch) -> Result<u64, String> {
        let (last, container) = (batch.last_seq(), &batch.container);
        let spec = self.spec(task).map_err(|fault| chain(&fault))?;
        let Some(spec) = spec else { return Ok(last) };
        let Some(of) = spec.log_target(container) else { return Ok(last) };
        let acting = match self.roles.of(task, &spec) {
            Ok(acting) => Ok(acting),
            Err(NotActing::Refused(why)) => Err(why),
            Err(error @ NotActing::Fault(_)) => return Err(chain(&error)),
        };
        // As on AWS, where the driver tells nobody but its host.
        if let Err(why) = acting.and_then(|acting| acting.may_write(of, container)) {
            tracing::warn!(task = %task.id, container, why, "lines dropped");
            return Ok(last);
        }
        let stream = of.stream(container, &task.id);
        let source = format!("{}/{container}", batch.key);
        let line = |of: LogLine| Line { ts_ms: of.at.0, text: of.text, span: of.span };
        let lines = batch.lines.into_iter().map(line).collect();
        crash::point(format_args!("server:before-lines"));
        let stored =
            self.sink.append(target(task, of, &stream), &source, batch.first_seq, lines).await;
        crash::point(format_args!("server:after-lines"));
        match stored {
            // Nobody will ever take these lines, and the container must not wait for ever.
            Err(error) if error.is_lasting() => {
                tracing::warn!(task = %task.id, container, error = %chain(&error), "lines dropped");
                Ok(last)
            }
            other => other.map_err(|error| chain(&error)),
        }
    }

    async fn record(&self, batch: &FlowBatch) -> Result<(), String> {
        let all = deliveries(&self.state.snapshot(), batch).map_err(|fault| chain(&fault))?;
        for delivery in all {
            self.deliver(delivery).await.map_err(|error| chain(&error))?;
        }
        Ok(())
    }
}
