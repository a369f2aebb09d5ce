//! PutRule, DeleteRule, DescribeRule, ListRules, EnableRule, DisableRule, TestEventPattern, and what
//! is known of buses.

use ferrogate_api::events::{
    DeleteRuleRequest, DescribeEventBusRequest, DescribeEventBusResponse, DescribeRuleRequest,
    DescribeRuleResponse, DisableRuleRequest, EnableRuleRequest, Error, EventBus,
    ListEventBusesRequest, ListEventBusesResponse, ListRulesRequest, ListRulesResponse,
    PutRuleRequest, PutRuleResponse, Rule, RuleState, TestEventPatternRequest,
    TestEventPatternResponse,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_events::Pattern;
use ferrogate_records::autoscaling::schedule::Schedule;
use ferrogate_records::events::rule::{self, RULES_MAX, Record};

use super::names::{DEFAULT, bus_arn, check_bus, named, page_size};
use super::tags::accepted;
use super::{EventBridge, Result, fault, invalid, not_built, scope};
use crate::page;

impl EventBridge {
    pub(super) async fn put_rule(&self, cx: &Cx, input: PutRuleRequest) -> Result<PutRuleResponse> {
        check_bus(&scope(cx), input.event_bus_name.as_deref())?;
        let tags = accepted(input.tags.as_deref().unwrap_or_default())?;
        let pattern = input.event_pattern.clone().filter(|text| !text.is_empty());
        let schedule = input.schedule_expression.clone().filter(|text| !text.is_empty());
        if pattern.is_none() && schedule.is_none() {
            return invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        if let Some(text) = &pattern {
            parsed(text)?;
        }
        if let Some(text) = &schedule {
            check_schedule(text)?;
        }
        let enabled = match &input.state {
            None | Some(RuleState::Enabled) => true,
            Some(RuleState::Disabled) => false,
            Some(other) => return not_built(format!("The state {} of a rule", other.as_str())),
        };
        self.change(cx, |view, to| {
            let key = rule::key(&view.scope, &input.name);
            let now = self.state.now();
            let new = Record {
                scope: view.scope.clone(),
                name: input.name.clone(),
                bus: DEFAULT.to_owned(),
                pattern: pattern.clone(),
                schedule: schedule.clone(),
                enabled,
                description: input.description.clone(),
                role_arn: input.role_arn.clone(),
                targets: vec![],
                tags: tags.clone(),
                created_at: now,
                scheduled_at: now,
                last: None,
            };
            let rule_arn = Some(new.arn());
            if let Some(old) = view.get::<Record, _>(key.clone())? {
                let same = old.schedule == new.schedule && old.enabled == new.enabled;
                // Its tags are its own: those of a request that changes it count for nothing.
                let next = Record {
                    targets: old.targets.clone(),
                    tags: old.tags.clone(),
                    created_at: old.created_at,
                    scheduled_at: if same { old.scheduled_at } else { now },
                    last: old.last.filter(|_| same),
                    ..new
                };
                to.put(&old, next)?;
                return Ok(PutRuleResponse { rule_arn });
            }
            let table = view.snapshot.table::<Record>();
            if table.count::<rule::InScope>(&view.scope).map_err(fault)? >= RULES_MAX {
                let text = "The requested resource exceeds the maximum number allowed.";
                return Err(Error::limit_exceeded(text).into());
            }
            to.create(key, &new)?;
            Ok(PutRuleResponse { rule_arn })
        })
        .await
    }

    pub(super) async fn delete_rule(&self, cx: &Cx, input: DeleteRuleRequest) -> Result<Empty> {
        check_bus(&scope(cx), input.event_bus_name.as_deref())?;
        self.change(cx, |view, to| {
            // One that is not there is gone already (API: DeleteRule).
            let Some(old) = view.get::<Record, _>(rule::key(&view.scope, &input.name))? else {
                return Ok(Empty {});
            };
            if !old.targets.is_empty() {
                return invalid("Rule can't be deleted since it has targets.");
            }
            to.delete(&old);
            Ok(Empty {})
        })
        .await
    }

    pub(super) async fn describe_rule(
        &self,
        cx: &Cx,
        input: DescribeRuleRequest,
    ) -> Result<DescribeRuleResponse> {
        let view = self.view(cx);
        check_bus(&view.scope, input.event_bus_name.as_deref())?;
        let rule = named(&view, &input.name)?;
        Ok(DescribeRuleResponse {
            name: Some(rule.name.clone()),
            arn: Some(rule.arn()),
            event_pattern: rule.pattern.clone(),
            schedule_expression: rule.schedule.clone(),
            state: Some(state(&rule)),
            description: rule.description.clone(),
            role_arn: rule.role_arn.clone(),
            managed_by: None,
            event_bus_name: Some(DEFAULT.to_owned()),
            created_by: Some(rule.scope.account.to_string()),
        })
    }

    pub(super) async fn list_rules(
        &self,
        cx: &Cx,
        input: ListRulesRequest,
    ) -> Result<ListRulesResponse> {
        let view = self.view(cx);
        check_bus(&view.scope, input.event_bus_name.as_deref())?;
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let table = view.snapshot.table::<Record>();
        let all = table.by::<rule::InScope>(&view.scope).map_err(fault)?;
        let mut found: Vec<_> = all.filter(|rule| rule.name.starts_with(prefix)).cloned().collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        let list = format!("rules {} {prefix}", view.scope.prefix("r"));
        let size = page_size(input.limit);
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, size, found, |rule| rule.name.clone()).map_err(bad_token)?;
        let rules = Some(page.iter().map(|rule| shown(rule)).collect());
        Ok(ListRulesResponse { rules, next_token })
    }

    pub(super) async fn enable_rule(&self, cx: &Cx, input: EnableRuleRequest) -> Result<Empty> {
        check_bus(&scope(cx), input.event_bus_name.as_deref())?;
        self.switch(cx, &input.name, true).await
    }

    pub(super) async fn disable_rule(&self, cx: &Cx, input: DisableRuleRequest) -> Result<Empty> {
        check_bus(&scope(cx), input.event_bus_name.as_deref())?;
        self.switch(cx, &input.name, false).await
    }

    async fn switch(&self, cx: &Cx, name: &str, enabled: bool) -> Result<Empty> {
        self.change(cx, |view, to| {
            let old = named(view, name)?;
            if old.enabled != enabled {
                // What was due while it was disabled is not due.
                let now = self.state.now();
                let next = Record { enabled, scheduled_at: now, ..old.doc.record.clone() };
                to.put(&old, next)?;
            }
            Ok(Empty {})
        })
        .await
    }

    pub(super) async fn test_event_pattern(
        &self,
        _: &Cx,
        input: TestEventPatternRequest,
    ) -> Result<TestEventPatternResponse> {
        let pattern = parsed(&input.event_pattern)?;
        let Ok(event) = serde_json::from_str::<serde_json::Value>(&input.event) else {
            return invalid("Parameter Event is not valid.");
        };
        // What an event must have (API: TestEventPattern). Of its resources AWS says so too, and
        // takes an event without.
        const MUST: [&str; 6] = ["id", "account", "source", "time", "region", "detail-type"];
        if let Some(lacking) = MUST.iter().find(|name| event.get(name).is_none()) {
            return invalid(format!(
                "Parameter Event is not valid. Reason: The event must contain the field {lacking}."
            ));
        }
        Ok(TestEventPatternResponse { result: Some(pattern.matches(&event)) })
    }

    pub(super) async fn describe_event_bus(
        &self,
        cx: &Cx,
        input: DescribeEventBusRequest,
    ) -> Result<DescribeEventBusResponse> {
        let scope = scope(cx);
        check_bus(&scope, input.name.as_deref())?;
        Ok(DescribeEventBusResponse {
            name: Some(DEFAULT.to_owned()),
            arn: Some(bus_arn(&scope)),
            ..DescribeEventBusResponse::default()
        })
    }

    pub(super) async fn list_event_buses(
        &self,
        cx: &Cx,
        input: ListEventBusesRequest,
    ) -> Result<ListEventBusesResponse> {
        let prefix = input.name_prefix.as_deref().unwrap_or_default();
        let bus = EventBus {
            name: Some(DEFAULT.to_owned()),
            arn: Some(bus_arn(&scope(cx))),
            ..EventBus::default()
        };
        let event_buses = if DEFAULT.starts_with(prefix) { vec![bus] } else { vec![] };
        Ok(ListEventBusesResponse { event_buses: Some(event_buses), next_token: None })
    }
}

/// The pattern that a text is.
fn parsed(text: &str) -> Result<Pattern> {
    Pattern::parse(text).map_err(|bad| {
        let text = format!("Event pattern is not valid. Reason: {bad}");
        Error::invalid_event_pattern(text).into()
    })
}

/// A rule has a rate or a cron expression; a single time is Scheduler's.
fn check_schedule(text: &str) -> Result<()> {
    match Schedule::parse(text, None) {
        Ok(_) if !text.starts_with("at(") => Ok(()),
        _ => invalid("Parameter ScheduleExpression is not valid."),
    }
}

pub(super) fn bad_token(_: page::BadToken) -> Failure<Error> {
    Error::new("ValidationException", "The nextToken is not valid.").into()
}

fn state(rule: &Record) -> RuleState {
    if rule.enabled { RuleState::Enabled } else { RuleState::Disabled }
}

fn shown(rule: &Record) -> Rule {
    Rule {
        name: Some(rule.name.clone()),
        arn: Some(rule.arn()),
        event_pattern: rule.pattern.clone(),
        state: Some(state(rule)),
        description: rule.description.clone(),
        schedule_expression: rule.schedule.clone(),
        role_arn: rule.role_arn.clone(),
        managed_by: None,
        event_bus_name: Some(DEFAULT.to_owned()),
    }
}
