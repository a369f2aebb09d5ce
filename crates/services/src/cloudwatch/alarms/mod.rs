//! CloudWatch's alarms: what is asked of them is checked and written here; `controllers` looks
//! at their metrics, changes their states, and has their actions carried out.
//!
//! An alarm's configuration and its state are two records: people write the first one, and the
//! engine (or SetAlarmState) the second. Read [`put`] first.

mod history;
mod list;
mod put;
mod state;
mod tags;
mod view;

use std::sync::Arc;

use ferrogate_api::cloudwatch::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_records::Scope;
use ferrogate_records::cloudwatch::{alarm, state as alarm_state};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Key;

use crate::change::{self, Change, Sight};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations about alarms over the engine's state.
pub struct Alarms {
    state: Arc<State>,
}

/// Puts every operation about alarms that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>) {
    let alarms = Arc::new(Alarms { state });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let alarms = alarms.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let alarms = alarms.clone();
                async move { alarms.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        DeleteAlarms => delete_alarms,
        DescribeAlarmHistory => describe_alarm_history,
        DescribeAlarms => describe_alarms,
        DescribeAlarmsForMetric => describe_alarms_for_metric,
        DisableAlarmActions => disable_alarm_actions,
        EnableAlarmActions => enable_alarm_actions,
        ListTagsForResource => list_tags_for_resource,
        PutMetricAlarm => put_metric_alarm,
        SetAlarmState => set_alarm_state,
        TagResource => tag_resource,
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

type Alarm = Arc<Entry<alarm::Record>>;

impl View {
    /// The alarm of a name.
    fn alarm(&self, name: &str) -> Result<Option<Alarm>> {
        let key = Key::new(alarm::key(&self.scope, name)).map_err(fault)?;
        self.snapshot.table::<alarm::Record>().get(&key).map_err(fault)
    }

    /// The state of an alarm, if it has one.
    fn state_of(&self, alarm: &alarm::Record) -> Result<Option<Arc<Entry<alarm_state::Record>>>> {
        let key = Key::new(alarm_state::key(&alarm.scope, &alarm.name)).map_err(fault)?;
        let found = self.snapshot.table::<alarm_state::Record>().get(&key).map_err(fault)?;
        Ok(found.filter(|state| state.alarm_created_at == alarm.created_at))
    }

    /// The caller's alarms here, by their names.
    fn alarms(&self) -> Result<Vec<Alarm>> {
        let all = self.snapshot.table::<alarm::Record>().all().map_err(fault)?;
        let mut own: Vec<_> = all.filter(|alarm| alarm.scope == self.scope).cloned().collect();
        own.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(own)
    }
}

impl Alarms {
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
        let scope = scope(cx);
        let see = |snapshot| View { scope: scope.clone(), snapshot };
        change::apply(&self.state, see, plan).await
    }
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// Refuses what breaks a rule that the model does not say.
fn invalid<T>(text: impl Into<String>) -> Result<T> {
    Err(Error::new("ValidationError", text.into()).into())
}

/// Refuses by its name what has no effect yet.
fn not_built<T>(what: impl std::fmt::Display) -> Result<T> {
    Err(Error::not_built(format!("{what} is not built yet.")).into())
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
