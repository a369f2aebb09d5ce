//! PutCompositeAlarm.

use std::collections::BTreeSet;

use ferrogate_api::cloudwatch::PutCompositeAlarmInput;
use ferrogate_api::{Cx, Empty};
use ferrogate_base::TimestampMs;
use ferrogate_metrics::alarm::composite::Rule;
use ferrogate_records::cloudwatch::composite::{Record, Suppressor};
use ferrogate_records::cloudwatch::{Alarm as Of, alarm, history, state as alarm_state};

use super::put::{check_action, check_room, tell};
use super::tags::accepted;
use super::{Alarms, Result, View, invalid};

/// Composite alarms that one alarm may be in (CloudWatch quotas).
const PARENTS_MAX: usize = 150;

impl Alarms {
    pub(super) async fn put_composite_alarm(
        &self,
        cx: &Cx,
        input: PutCompositeAlarmInput,
    ) -> Result<Empty> {
        let tags = accepted(input.tags.clone())?;
        self.change(cx, |view, to| {
            let now = self.state.now();
            let wanted = read(view, &input, now)?;
            if let Some(old) = view.composite(&wanted.name)? {
                // Its tags are its own: those of a request that changes it count for nothing.
                let next = Record { created_at: old.created_at, tags: old.tags.clone(), ..wanted };
                let of = Of::Composite(&next);
                let shown = view.known(of)?;
                let update = history::Change::Update;
                let item =
                    |number| history::Record::of_configuration(number, of, &shown, update, now);
                tell(view, to, &next.name, &[&item])?;
                to.put(&old, next)?;
                return Ok(Empty {});
            }
            check_room(view)?;
            if view.alarm(&wanted.name)?.is_some() {
                return invalid(format!("{} is the name of a metric alarm.", wanted.name));
            }
            let new = Record { tags: tags.clone(), ..wanted };
            let of = Of::Composite(&new);
            let state = alarm_state::Record::of_new(of);
            let create = history::Change::Create;
            let item = |number| history::Record::of_configuration(number, of, &state, create, now);
            tell(view, to, &new.name, &[&item])?;
            to.create(new.key(), &new)?;
            // In the place of what is left of an earlier one of the name; who makes a metric alarm
            // of the name at the same time meets this.
            to.replace(view, alarm_state::key(&new.scope, &new.name), state.clone())?;
            Ok(Empty {})
        })
        .await
    }
}

/// The alarm that a request asks for, with no tags.
fn read(view: &View, input: &PutCompositeAlarmInput, now: TimestampMs) -> Result<Record> {
    if input.alarm_name.chars().any(char::is_control) {
        return invalid("AlarmName must not contain ASCII control characters.");
    }
    let record = Record {
        scope: view.scope.clone(),
        name: input.alarm_name.clone(),
        description: input.alarm_description.clone(),
        actions_enabled: input.actions_enabled.unwrap_or(true),
        ok_actions: input.ok_actions.clone().unwrap_or_default(),
        alarm_actions: input.alarm_actions.clone().unwrap_or_default(),
        insufficient_data_actions: input.insufficient_data_actions.clone().unwrap_or_default(),
        rule: input.alarm_rule.clone(),
        children: children(view, &input.alarm_name, &input.alarm_rule)?,
        suppressor: suppressor(view, input)?,
        created_at: now,
        configured_at: now,
        tags: vec![],
    };
    for action in record.head().all_actions() {
        if action.split(':').nth(2) == Some("autoscaling") {
            return invalid(format!("A composite alarm can't have the action {action}."));
        }
        check_action(view, action, record.actions_enabled)?;
    }
    Ok(record)
}

/// The names of the alarms in a rule, which are there.
fn children(view: &View, of: &str, text: &str) -> Result<Vec<String>> {
    let rule = match Rule::parse(text) {
        Ok(rule) => rule,
        Err(bad) => return invalid(format!("Error in AlarmRule [{bad}]")),
    };
    let (mut names, mut missing) = (BTreeSet::new(), vec![]);
    for written in rule.alarms() {
        match alarm::name_of(&view.scope, written) {
            Some(name) if view.found(name)?.is_some() => drop(names.insert(name.to_owned())),
            _ => missing.push(written),
        }
    }
    if !missing.is_empty() {
        return invalid(format!(
            "Could not save the composite alarm as alarms [{}] in the alarm rule do not exist",
            missing.join(", ")
        ));
    }
    let composites = view.composites()?;
    for name in &names {
        let others = composites.iter().filter(|other| other.name != of);
        if others.filter(|other| other.children.contains(name)).count() >= PARENTS_MAX {
            return invalid(format!(
                "The alarm {name} is in the rules of {PARENTS_MAX} composite alarms already."
            ));
        }
    }
    Ok(names.into_iter().collect())
}

fn suppressor(view: &View, input: &PutCompositeAlarmInput) -> Result<Option<Suppressor>> {
    let periods = [
        ("ActionsSuppressorWaitPeriod", input.actions_suppressor_wait_period),
        ("ActionsSuppressorExtensionPeriod", input.actions_suppressor_extension_period),
    ];
    let Some(written) = &input.actions_suppressor else {
        return match periods.iter().find(|(_, given)| given.is_some()) {
            Some((name, _)) => invalid(format!("{name} must not be set without ActionsSuppressor")),
            None => Ok(None),
        };
    };
    let mut seconds = [0, 0];
    for (to, (name, given)) in seconds.iter_mut().zip(periods) {
        let Some(given) = given else { return invalid(format!("{name} must not be null")) };
        match u32::try_from(given) {
            Ok(given) => *to = given,
            Err(_) => return invalid(format!("{name} must be greater than or equal to 0")),
        }
    }
    let name = alarm::name_of(&view.scope, written);
    let name = match name {
        Some(name) if name == input.alarm_name => {
            return invalid("A composite alarm can't suppress its own actions.");
        }
        Some(name) if view.found(name)?.is_some() => name.to_owned(),
        _ => return invalid(format!("The ActionsSuppressor {written} does not exist.")),
    };
    let [wait_s, extension_s] = seconds;
    Ok(Some(Suppressor { name, written: written.clone(), wait_s, extension_s }))
}
