//! Credentials of tasks' roles.

use ferrogate_auth::{Caller, Principal, Session, TaskBinding};
use ferrogate_base::partition;
use ferrogate_records::ecs::task;

use crate::Identity;
use crate::session::{Credentials, Grant};
use crate::trust::{ServiceCall, trusted};

/// How long they last: as long as those of AWS, six hours.
const SECONDS: u64 = 6 * 3600;

impl Identity {
    /// Credentials of the role with this ARN for a task that is bound. They end with the binding.
    #[must_use]
    pub fn lend(&self, task: &task::Record, role: &str) -> Option<Credentials> {
        let binding = task.binding.as_ref()?;
        let scope = &task.scope;
        let partition = partition::name(&scope.region);
        let source = format!("arn:{partition}:ecs:{}:{}:*", scope.region, scope.account);
        let call = ServiceCall {
            service: "ecs-tasks.amazonaws.com",
            source_arn: &source,
            source_account: &scope.account,
        };
        let role = match trusted(&self.state, role, &call) {
            // A role is passed within its account only.
            Ok(found) if found.owner.account == scope.account => found,
            Ok(_) => return None,
            Err(error) => {
                tracing::warn!(task = %task.id, role, %error, "a task has no credentials");
                return None;
            }
        };
        let owner = &role.owner;
        let arn = format!(
            "arn:{}:sts::{}:assumed-role/{}/{}",
            owner.partition, owner.account, role.name, task.id
        );
        let issued = self.issue(Grant {
            caller: Caller {
                account: owner.account.clone(),
                arn,
                user_id: format!("{}:{}", role.id, task.id),
                principal: Principal::Role { name: role.name.clone(), arn: role.arn() },
                session: None,
            },
            seconds: SECONDS,
            session: Session {
                task: Some(TaskBinding { record: task.key(), epoch: binding.epoch }),
                ..Session::default()
            },
        });
        match issued {
            Ok(issued) => Some(issued),
            Err(error) => {
                tracing::error!(task = %task.id, %error, "a task has no credentials");
                None
            }
        }
    }
}
