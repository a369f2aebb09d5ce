//! Task protection: what scaling in and deployments leave alone.

use ferrogate_api::Cx;
use ferrogate_api::ecs::{
    Failure as ApiFailure, GetTaskProtectionRequest, GetTaskProtectionResponse, ProtectedTask,
    UpdateTaskProtectionRequest, UpdateTaskProtectionResponse,
};
use ferrogate_base::TimestampMs;
use ferrogate_records::ecs::cluster;
use ferrogate_records::ecs::task::{self, Desired, Record, Status};
use ferrogate_state::put;

use super::super::reply::time;
use super::super::{Ecs, Result, fault, key, names};
use super::invalid;

/// Tasks of one UpdateTaskProtection call, and of one GetTaskProtection call (API reference).
const UPDATE_MAX: usize = 10;
const GET_MAX: usize = 100;
/// How long a task is protected that is not said otherwise, and at most (API reference).
const MINUTES: i32 = 120;
const MINUTES_MAX: i32 = 2880;
const MINUTE_MS: u64 = 60_000;

/// Why the protection of one task is not changed.
enum Not {
    Found,
    Valid(&'static str),
}

impl Ecs {
    pub(in crate::ecs) async fn update_task_protection(
        &self,
        cx: &Cx,
        input: UpdateTaskProtectionRequest,
    ) -> Result<UpdateTaskProtectionResponse> {
        let cluster = self.cluster(cx, Some(&input.cluster))?;
        if !(1..=UPDATE_MAX).contains(&input.tasks.len()) {
            return Err(invalid("tasks must have 1 to 10 items."));
        }
        let minutes = input.expires_in_minutes.unwrap_or(MINUTES);
        if !(1..=MINUTES_MAX).contains(&minutes) {
            return Err(invalid("expiresInMinutes must be 1 to 2880."));
        }
        let until = self.state.now().plus_ms(u64::from(minutes.unsigned_abs()) * MINUTE_MS);
        let until = input.protection_enabled.then_some(until);
        let (mut protected, mut failures) = (Vec::new(), Vec::new());
        for text in &input.tasks {
            match self.protect(&cluster, text, until).await? {
                Ok(record) => protected.push(shown(&record, self.state.now())),
                Err(not) => failures.push(failure(&cluster, text, &not)),
            }
        }
        Ok(UpdateTaskProtectionResponse {
            protected_tasks: Some(protected),
            failures: Some(failures),
        })
    }

    pub(in crate::ecs) async fn get_task_protection(
        &self,
        cx: &Cx,
        input: GetTaskProtectionRequest,
    ) -> Result<GetTaskProtectionResponse> {
        let cluster = self.cluster(cx, Some(&input.cluster))?;
        let asked = input.tasks.unwrap_or_default();
        if asked.is_empty() {
            return Err(invalid("Tasks cannot be empty."));
        }
        if asked.len() > GET_MAX {
            return Err(invalid("tasks can have at most 100 items."));
        }
        let (mut protected, mut failures) = (Vec::new(), Vec::new());
        for text in &asked {
            let found = match names::task(&cluster.scope, &cluster.name, text)? {
                Some(id) => {
                    let at = key(task::key(&cluster.scope, &cluster.name, &id))?;
                    self.state.table::<Record>().get(&at).map_err(fault)?
                }
                None => None,
            };
            match found.map_or(Err(Not::Found), |entry| valid(&entry).map(|()| entry)) {
                Ok(entry) => protected.push(shown(&entry, self.state.now())),
                Err(not) => failures.push(failure(&cluster, text, &not)),
            }
        }
        Ok(GetTaskProtectionResponse { protected_tasks: Some(protected), failures: Some(failures) })
    }

    async fn protect(
        &self,
        cluster: &cluster::Record,
        text: &str,
        until: Option<TimestampMs>,
    ) -> Result<std::result::Result<Record, Not>> {
        let Some(id) = names::task(&cluster.scope, &cluster.name, text)? else {
            return Ok(Err(Not::Found));
        };
        let at = key(task::key(&cluster.scope, &cluster.name, &id))?;
        loop {
            let Some(mut row) = self.state.read::<Record>(&at).await.map_err(fault)? else {
                return Ok(Err(Not::Found));
            };
            if let Err(not) = valid(&row.record) {
                return Ok(Err(not));
            }
            if let Some(member) = &mut row.record.service {
                member.protected_until = until;
            }
            row.record.version += 1;
            let op = put(at.clone(), &row.record).map_err(fault)?;
            if self.try_write(&[row.unchanged()], &[op]).await? {
                return Ok(Ok((*row.record).clone()));
            }
        }
    }
}

/// Whether the task can be protected.
fn valid(record: &Record) -> std::result::Result<(), Not> {
    if record.status >= Status::Deleted {
        return Err(Not::Found);
    }
    if record.service.is_none() {
        return Err(Not::Valid("Task protection is only supported for tasks of a service."));
    }
    if record.desired == Desired::Stopped {
        return Err(Not::Valid("The task is stopping or has stopped."));
    }
    Ok(())
}

fn shown(record: &Record, now: TimestampMs) -> ProtectedTask {
    let until = record.service.as_ref().and_then(|member| member.protected_until);
    let until = until.filter(|until| now < *until);
    ProtectedTask {
        task_arn: Some(record.arn()),
        protection_enabled: Some(until.is_some()),
        expiration_date: until.map(time),
    }
}

fn failure(cluster: &cluster::Record, text: &str, not: &Not) -> ApiFailure {
    let arn = match text.starts_with("arn:") {
        true => text.to_owned(),
        false => cluster.scope.arn("ecs", &format!("task/{}/{text}", cluster.name)),
    };
    let (reason, detail) = match not {
        Not::Found => ("MISSING", None),
        Not::Valid(detail) => ("TASK_NOT_VALID", Some((*detail).to_owned())),
    };
    ApiFailure { arn: Some(arn), reason: Some(reason.into()), detail }
}
