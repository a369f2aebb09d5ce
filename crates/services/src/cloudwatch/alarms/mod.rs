//! CloudWatch's alarms: what is asked of them is checked and written here; `controllers` looks
//! at their metrics, changes their states, and has their actions carried out.
//!
//! There are alarms on metrics and alarms on other alarms; they share names, states and histories.
//! An alarm's configuration and its state are two records: people write the first one, and the
//! engine (or SetAlarmState) the second. Read [`put`] first.

mod composite;
mod delete;
mod history;
mod list;
mod put;
mod query;
mod state;
mod tags;
mod view;

use std::sync::Arc;

use ferrogate_api::Operations;
use ferrogate_api::cloudwatch::{Error, op};
use ferrogate_records::Tag;
use ferrogate_records::cloudwatch::{
    Alarm as Of, alarm, composite as composite_alarm, state as alarm_state,
};
use ferrogate_state::{Entry, State};

use crate::change::Change;
use crate::own::{View, fault, own, scope};

/// The operations about alarms over the engine's state.
pub struct Alarms {
    state: Arc<State>,
}

own!(Alarms, text => Error::new("ValidationError", text));

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
        PutCompositeAlarm => put_composite_alarm,
        PutMetricAlarm => put_metric_alarm,
        SetAlarmState => set_alarm_state,
        TagResource => tag_resource,
        UntagResource => untag_resource,
    }
}

type Alarm = Arc<Entry<alarm::Record>>;
type Composite = Arc<Entry<composite_alarm::Record>>;

/// An alarm of either kind, with what it was read as.
enum Found {
    Metric(Alarm),
    Composite(Composite),
}

impl Found {
    /// What it is.
    fn of(&self) -> Of<'_> {
        match self {
            Self::Metric(alarm) => Of::Metric(alarm),
            Self::Composite(alarm) => Of::Composite(alarm),
        }
    }

    fn tags(&self) -> &[Tag] {
        match self {
            Self::Metric(alarm) => &alarm.tags,
            Self::Composite(alarm) => &alarm.tags,
        }
    }

    /// Writes it with other tags.
    fn put_tags(&self, to: &mut Change, tags: Vec<Tag>) -> Result<()> {
        match self {
            Self::Metric(old) => to.put(old, alarm::Record { tags, ..old.doc.record.clone() }),
            Self::Composite(old) => {
                to.put(old, composite_alarm::Record { tags, ..old.doc.record.clone() })
            }
        }
    }

    /// Writes it as it is: whoever changes or removes it at the same time meets this.
    fn touch(&self, to: &mut Change) -> Result<()> {
        match self {
            Self::Metric(alarm) => to.touch(alarm),
            Self::Composite(alarm) => to.touch(alarm),
        }
    }

    fn delete(&self, to: &mut Change) {
        match self {
            Self::Metric(alarm) => to.delete(alarm),
            Self::Composite(alarm) => to.delete(alarm),
        }
    }
}

impl View {
    /// The metric alarm of a name.
    fn alarm(&self, name: &str) -> Result<Option<Alarm>> {
        self.get(alarm::key(&self.scope, name))
    }

    /// The composite alarm of a name.
    fn composite(&self, name: &str) -> Result<Option<Composite>> {
        self.get(composite_alarm::key(&self.scope, name))
    }

    /// The alarm of a name, of either kind.
    fn found(&self, name: &str) -> Result<Option<Found>> {
        Ok(match self.alarm(name)? {
            Some(alarm) => Some(Found::Metric(alarm)),
            None => self.composite(name)?.map(Found::Composite),
        })
    }

    /// The record of an alarm's state, if there is one.
    fn state_of(&self, alarm: Of<'_>) -> Result<Option<Arc<Entry<alarm_state::Record>>>> {
        let head = alarm.head();
        let key = alarm_state::key(head.scope, head.name);
        let found = self.get::<alarm_state::Record, _>(key)?;
        Ok(found.filter(|state| state.alarm_created_at == head.created_at))
    }

    /// How an alarm is: as a new one when nothing is known.
    fn known(&self, alarm: Of<'_>) -> Result<alarm_state::Record> {
        let state = self.state_of(alarm)?;
        Ok(state
            .map_or_else(|| alarm_state::Record::of_new(alarm), |state| state.doc.record.clone()))
    }

    /// The caller's metric alarms here, by their names.
    fn alarms(&self) -> Result<Vec<Alarm>> {
        let all = self.snapshot.table::<alarm::Record>().all().map_err(fault)?;
        let mut own: Vec<_> = all.filter(|alarm| alarm.scope == self.scope).cloned().collect();
        own.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(own)
    }

    /// The caller's alarms here, of both kinds, by their names.
    fn all(&self) -> Result<Vec<Found>> {
        let mut all: Vec<_> = self.alarms()?.into_iter().map(Found::Metric).collect();
        all.extend(self.composites()?.into_iter().map(Found::Composite));
        all.sort_by(|a, b| a.of().head().name.cmp(b.of().head().name));
        Ok(all)
    }

    /// The caller's composite alarms here, by their names.
    fn composites(&self) -> Result<Vec<Composite>> {
        let all = self.snapshot.table::<composite_alarm::Record>().all().map_err(fault)?;
        let mut own: Vec<_> = all.filter(|alarm| alarm.scope == self.scope).cloned().collect();
        own.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(own)
    }
}
