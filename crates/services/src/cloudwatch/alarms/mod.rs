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

use ferrogate_api::Operations;
use ferrogate_api::cloudwatch::{Error, op};
use ferrogate_records::cloudwatch::{alarm, state as alarm_state};
use ferrogate_state::{Entry, State};

use crate::own::{View, fault, own, scope};

/// The operations about alarms over the engine's state.
pub struct Alarms {
    state: Arc<State>,
}

own!(Alarms, |text| Error::new("ValidationError", text));

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

type Alarm = Arc<Entry<alarm::Record>>;

impl View {
    /// The alarm of a name.
    fn alarm(&self, name: &str) -> Result<Option<Alarm>> {
        self.get(alarm::key(&self.scope, name))
    }

    /// The state of an alarm, if it has one.
    fn state_of(&self, alarm: &alarm::Record) -> Result<Option<Arc<Entry<alarm_state::Record>>>> {
        let found =
            self.get::<alarm_state::Record, _>(alarm_state::key(&alarm.scope, &alarm.name))?;
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
