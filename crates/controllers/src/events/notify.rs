//! Carries out what alarms ask for of topics: the action comes off the alarm's state in the
//! transaction that writes the message.

use async_trait::async_trait;
use ferrogate_base::crash;
use ferrogate_records::cloudwatch::{Alarm, alarm, composite, history, state};
use ferrogate_records::events::alarm as of_alarms;
use ferrogate_records::sns::{message, topic};
use ferrogate_state::{Changes, Doc, Fault, State, create, put};
use ferrogate_store::{Guard, Key};

use crate::alarm::next_numbers;
use crate::engine::{Cx, Next, Reconciler};

/// Tells topics of alarms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notify;

#[async_trait]
impl Reconciler for Notify {
    const NAME: &'static str = "alarm-messages";
    const AT_ONCE: usize = 8;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<state::Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let Some(state) = all.table::<state::Record>().get(key)? else {
            return Ok(Next::WhenChanged);
        };
        let is_mine =
            |firing: &&state::Firing| topic::name_of(&state.scope, &firing.action).is_some();
        let Some(firing) = state.pending.iter().find(is_mine).cloned() else {
            return Ok(Next::WhenChanged);
        };
        let now = cx.state.now();
        let (mut guards, mut ops) = (vec![state.unchanged()], vec![]);
        let mut next = state.doc.record.clone();
        next.pending.retain(|other| *other != firing);
        let at = Key::new(alarm::key(&state.scope, &state.name))?;
        let metric = all.table::<alarm::Record>().get(&at)?;
        let at = Key::new(composite::key(&state.scope, &state.name))?;
        let composite = all.table::<composite::Record>().get(&at)?;
        let alarm = match state.composite {
            true => composite.as_deref().map(|alarm| Alarm::Composite(alarm)),
            false => metric.as_deref().map(|alarm| Alarm::Metric(alarm)),
        };
        let alarm = alarm.filter(|alarm| alarm.head().created_at == state.alarm_created_at);
        let name = topic::name_of(&state.scope, &firing.action).unwrap_or_default();
        let topic = Key::new(topic::key(&state.scope, name))?;
        let topic = all.table::<topic::Record>().get(&topic)?;
        let failed = topic.is_none().then_some("The topic does not exist.");
        if let (Some(alarm), Some(topic)) = (alarm, &topic) {
            let old = before(&all, &state, &firing);
            let (subject, text) = of_alarms::message(alarm, &state, &firing, &old);
            let message = message::Record {
                scope: state.scope.clone(),
                topic: topic.name.clone(),
                id: uuid::Uuid::new_v4().to_string(),
                text,
                subject: Some(subject),
                attributes: Default::default(),
                at: now,
            };
            guards.push(topic.unchanged());
            ops.push(create(Key::new(message.key())?, &message)?);
        }
        let number = next_numbers(&all, &next).next().expect("there is one at least");
        let item = history::Record::of_action(number, &next, &firing, failed, now);
        let at = Key::new(item.key())?;
        let old = all.table::<history::Record>().get(&at)?;
        guards.push(old.as_ref().map_or(Guard::Absent(at.clone()), |old| old.unchanged()));
        let doc = old.map_or_else(|| Doc::new(item.clone()), |old| old.doc.with(item.clone()));
        ops.push(put(at, &doc)?);
        ops.push(put(key.clone(), &state.doc.with(next))?);
        crash::point(format_args!("server:before-notify-events"));
        Ok(match cx.commit(&guards, &ops).await? {
            Some(_) => Next::Now,
            None => Next::AfterConflict,
        })
    }
}

/// What the alarm was before, as its history has it.
fn before(
    all: &ferrogate_state::Snapshot,
    state: &state::Record,
    firing: &state::Firing,
) -> String {
    let of = (state.scope.clone(), state.name.clone());
    let table = all.table::<history::Record>();
    let old = table.readable_by::<history::OfAlarm>(&of).0.filter_map(|item| {
        let old = item.old_state()?;
        (item.at <= firing.at).then_some((item.number, old))
    });
    let old = old.max_by_key(|(number, _)| *number).map(|(_, old)| old);
    old.unwrap_or_else(|| "INSUFFICIENT_DATA".to_owned())
}
