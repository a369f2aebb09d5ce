//! SetAlarmState, EnableAlarmActions, DisableAlarmActions.

use std::collections::BTreeSet;

use ferrogate_api::cloudwatch::{
    DisableAlarmActionsInput, EnableAlarmActionsInput, Error, SetAlarmStateInput, StateValue,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::cloudwatch::state::{self as alarm_state, Value};
use ferrogate_records::cloudwatch::{Alarm as Of, history};

use super::put::{AT_ONCE, check_action, tell};
use super::{Alarms, Found, Result, View, invalid};
use crate::change::Change;

impl Alarms {
    pub(super) async fn set_alarm_state(
        &self,
        cx: &Cx,
        input: SetAlarmStateInput,
    ) -> Result<Empty> {
        let value = match &input.state_value {
            StateValue::Ok => Value::Ok,
            StateValue::Alarm => Value::Alarm,
            StateValue::InsufficientData => Value::InsufficientData,
            StateValue::Unknown(other) => {
                return invalid(format!("{other} is no state of an alarm."));
            }
        };
        if let Some(data) = &input.state_reason_data
            && serde_json::from_str::<serde_json::Value>(data).is_err()
        {
            let text = "StateReasonData was not valid JSON";
            return Err(Error::invalid_format_fault(text).into());
        }
        self.change(cx, |view, to| {
            let Some(alarm) = view.found(&input.alarm_name)? else {
                return Err(Error::resource_not_found("").into());
            };
            let now = self.state.now();
            let head = alarm.of().head();
            let before = view.known(alarm.of())?;
            let mut next = before.clone();
            let why = (input.state_reason.clone(), input.state_reason_data.clone());
            next.set(head, value, why, now);
            if let Found::Composite(alarm) = &alarm {
                let by = match &alarm.suppressor {
                    Some(by) => view.found(&by.name)?,
                    None => None,
                };
                let by = by.map(|by| view.known(by.of())).transpose()?;
                next.keep_back(&before, alarm.suppressed_by(by.as_ref()), now);
            }
            if next.transition != before.transition {
                tell(
                    view,
                    to,
                    head.name,
                    &[&|number| history::Record::of_state(number, &before, &next)],
                )?;
            }
            // Who deletes the alarm at the same moment meets this.
            alarm.touch(to)?;
            to.replace(view, alarm_state::key(head.scope, head.name), next)?;
            Ok(Empty {})
        })
        .await
    }

    pub(super) async fn enable_alarm_actions(
        &self,
        cx: &Cx,
        input: EnableAlarmActionsInput,
    ) -> Result<Empty> {
        self.switch(cx, &input.alarm_names, true).await
    }

    pub(super) async fn disable_alarm_actions(
        &self,
        cx: &Cx,
        input: DisableAlarmActionsInput,
    ) -> Result<Empty> {
        self.switch(cx, &input.alarm_names, false).await
    }

    /// Lets the actions of alarms have an effect, or none. Names of no alarm are passed over.
    async fn switch(&self, cx: &Cx, names: &[String], enabled: bool) -> Result<Empty> {
        let names: BTreeSet<&String> = names.iter().collect();
        let names: Vec<&String> = names.into_iter().collect();
        for some in names.chunks(AT_ONCE) {
            self.change(cx, |view, to| self.switch_some(view, to, some, enabled)).await?;
        }
        Ok(Empty {})
    }

    fn switch_some(
        &self,
        view: &View,
        to: &mut Change,
        names: &[&String],
        enabled: bool,
    ) -> Result<()> {
        let now = self.state.now();
        for name in names {
            let Some(old) = view.found(name)? else { continue };
            let head = old.of().head();
            if head.actions_enabled == enabled {
                continue;
            }
            for action in head.all_actions() {
                check_action(view, action, enabled)?;
            }
            let shown = view.known(old.of())?;
            let told = |to: &mut Change, next: Of<'_>| {
                let change = history::Change::Update;
                let item =
                    |number| history::Record::of_configuration(number, next, &shown, change, now);
                tell(view, to, name, &[&item])
            };
            match &old {
                Found::Metric(old) => {
                    let mut next = old.doc.record.clone();
                    (next.actions_enabled, next.configured_at) = (enabled, now);
                    told(to, Of::Metric(&next))?;
                    to.put(old, next)?;
                }
                Found::Composite(old) => {
                    let mut next = old.doc.record.clone();
                    (next.actions_enabled, next.configured_at) = (enabled, now);
                    told(to, Of::Composite(&next))?;
                    to.put(old, next)?;
                }
            }
        }
        Ok(())
    }
}
