//! Joins the control plane's log lines to the service that stores them.

use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_base::crash;
use ferrogate_base::errors::chain;
use ferrogate_controllers::ecs::assignment::log_targets;
use ferrogate_controllers::host::{LogSink, NotReady};
use ferrogate_link::{LogBatch, LogTarget};
use ferrogate_records::ecs::{task, task_definition};
use ferrogate_services::logs::awslogs::Target;
use ferrogate_services::logs::{AwslogsError, AwslogsSink};
use ferrogate_state::{Fault, State};
use ferrogate_store::Key;

/// Lines of containers with the awslogs driver, on their way into CloudWatch Logs.
pub(crate) struct Lines {
    state: Arc<State>,
    sink: AwslogsSink,
}

impl Lines {
    pub(crate) fn new(state: Arc<State>, sink: AwslogsSink) -> Self {
        Self { state, sink }
    }

    fn targets(&self, task: &task::Record) -> Result<Vec<(String, LogTarget)>, Fault> {
        let at = task_definition::key(&task.scope, &task.family, task.revision);
        match self.state.table::<task_definition::Record>().get(&Key::new(at)?)? {
            Some(definition) => {
                log_targets(task, &definition).map_err(|e| Fault::Contradiction(Box::new(e)))
            }
            None => Ok(vec![]),
        }
    }
}

fn target<'t>(task: &'t task::Record, of: &'t LogTarget) -> Target<'t> {
    Target {
        account: &task.scope.account,
        region: &of.region,
        group: &of.group,
        stream: &of.stream,
        create_group: of.create_group,
    }
}

#[async_trait]
impl LogSink for Lines {
    async fn make_ready(&self, task: &task::Record) -> Result<(), NotReady> {
        let targets = self.targets(task).map_err(|fault| NotReady::Failed(chain(&fault)))?;
        for (_, of) in targets {
            self.sink.ensure_stream(target(task, &of)).await.map_err(|error| match error {
                // As Fargate's agent says it.
                AwslogsError::NoGroup | AwslogsError::BadName(_) | AwslogsError::BadLines(_) => {
                    NotReady::Refused(format!(
                        "failed to validate logger args: create stream has been retried 1 times: \
                         failed to create Cloudwatch log stream: {error} : exit status 1"
                    ))
                }
                AwslogsError::State(_) | AwslogsError::Store(_) => NotReady::Failed(chain(&error)),
            })?;
        }
        Ok(())
    }

    async fn append(&self, task: &task::Record, batch: LogBatch) -> Result<u64, String> {
        let last = batch.first_seq + batch.lines.len() as u64 - 1;
        let targets = self.targets(task).map_err(|fault| chain(&fault))?;
        let Some((container, of)) = targets.iter().find(|(name, _)| *name == batch.container)
        else {
            return Ok(last);
        };
        let source = format!("{}/{container}", batch.key);
        let lines = batch.lines.into_iter().map(|line| (line.at.0, line.text)).collect();
        crash::point(format_args!("server:before-lines"));
        let stored = self.sink.append(target(task, of), &source, batch.first_seq, lines).await;
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
}
