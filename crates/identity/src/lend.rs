//! Credentials of tasks' roles.

use ferrogate_auth::{Ask, Authorize, Caller, Denied, Principal, Session, TaskBinding};
use ferrogate_base::{TaskId, partition};
use ferrogate_policy::Context;
use ferrogate_records::Scope;
use ferrogate_records::ecs::task;

use crate::Identity;
use crate::session::{Credentials, Grant};
use crate::trust::{NotTrusted, ServiceCall, trusted};

/// How long they last: as long as those of AWS, six hours.
const SECONDS: u64 = 6 * 3600;

impl Identity {
    /// Credentials of the role with this ARN for a task that is bound. They end with the binding.
    #[must_use]
    pub fn lend(&self, task: &task::Record, role: &str) -> Option<Credentials> {
        let binding = task.binding.as_ref()?;
        let caller = match self.acting(task, role) {
            Ok(caller) => caller,
            Err(error) => {
                tracing::warn!(task = %task.id, role, %error, "a task has no credentials");
                return None;
            }
        };
        let issued = self.issue(Grant {
            caller,
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

    /// Whom a task acts as with one of its roles: a session that is named by the task's id.
    ///
    /// # Errors
    /// When the role is not there, is another account's, or does not trust tasks.
    pub fn acting(&self, task: &task::Record, role: &str) -> Result<Caller, NotTrusted> {
        self.acting_as_task(&task.scope, &task.id, role)
    }

    /// The same of a task that may have no record any more.
    ///
    /// # Errors
    /// As [`Self::acting`].
    pub fn acting_as_task(
        &self,
        scope: &Scope,
        task: &TaskId,
        role: &str,
    ) -> Result<Caller, NotTrusted> {
        let partition = partition::name(&scope.region);
        let source = format!("arn:{partition}:ecs:{}:{}:*", scope.region, scope.account);
        let call = ServiceCall {
            service: "ecs-tasks.amazonaws.com",
            source_arn: &source,
            source_account: &scope.account,
        };
        self.acting_for(role, &call, task.as_str())
    }

    /// Whom a service of AWS acts as with a role, in a session of this name.
    ///
    /// # Errors
    /// When the role is not there, is another account's, or does not trust the service.
    pub fn acting_for(
        &self,
        role: &str,
        call: &ServiceCall<'_>,
        session: &str,
    ) -> Result<Caller, NotTrusted> {
        let role = trusted(&self.state, role, call)?;
        let owner = &role.owner;
        // A role is passed within its account only.
        if owner.account != *call.source_account {
            return Err(NotTrusted::Refused);
        }
        let arn = format!(
            "arn:{}:sts::{}:assumed-role/{}/{session}",
            owner.partition, owner.account, role.name
        );
        Ok(Caller {
            account: owner.account.clone(),
            arn,
            user_id: format!("{}:{session}", role.id),
            principal: Principal::Role { name: role.name.clone(), arn: role.arn() },
            session: None,
        })
    }

    /// Whether the engine may do this for a task with the rights of whom it [acts](Self::acting)
    /// as. It is asked from within, as AWS's own services ask.
    ///
    /// # Errors
    /// The first refusal.
    pub fn may_for_task(&self, caller: &Caller, region: &str, asks: &[Ask]) -> Result<(), Denied> {
        let (caller, circumstances) = self.within(caller.clone(), region);
        self.authorize(&caller, asks, &circumstances)
    }

    /// A caller whom the engine acts as, with a session that begins now, and the circumstances of
    /// what is asked from within.
    #[must_use]
    pub fn within(&self, caller: Caller, region: &str) -> (Caller, Context) {
        let now = self.clock.now();
        let session =
            Session { issued: now, expires: now.plus_ms(SECONDS * 1000), ..Session::default() };
        let caller = Caller { session: Some(Box::new(session)), ..caller };
        let seconds = (now.0 / 1000).to_string();
        let circumstances: Context = [
            ("aws:RequestedRegion", region),
            ("aws:SecureTransport", "true"),
            ("aws:CurrentTime", &seconds),
            ("aws:EpochTime", &seconds),
            ("aws:ViaAWSService", "false"),
            ("aws:PrincipalIsAWSService", "false"),
        ]
        .into_iter()
        .collect();
        (caller, circumstances)
    }
}
