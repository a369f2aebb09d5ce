//! Rules of listeners.

use std::collections::BTreeSet;

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    CreateRuleInput, CreateRuleOutput, DeleteRuleInput, DeleteRuleOutput, DescribeRulesInput,
    DescribeRulesOutput, Error, ModifyRuleInput, ModifyRuleOutput, Rule as Shown,
    SetRulePrioritiesInput, SetRulePrioritiesOutput,
};
use ferrogate_records::elb::listener::{Record, Rule};

use super::{
    Elb, Result, action, association, condition, invalid, listener, new_id, paging, scope, tag,
    tls, transform,
};

/// Rules of a load balancer beside those that are defaults (ALB quotas).
const RULES_MAX: usize = 100;
const PRIORITIES: std::ops::RangeInclusive<i32> = 1..=50_000;

impl Elb {
    pub(super) async fn create_rule(
        &self,
        cx: &Cx,
        input: CreateRuleInput,
    ) -> Result<CreateRuleOutput> {
        let transforms = transform::read(input.transforms.as_deref().unwrap_or_default())?;
        let priority = priority(Some(input.priority))?;
        let conditions = condition::read(&input.conditions)?;
        let tags = tag::accepted(input.tags)?;
        let id = new_id();
        let made = self
            .change(scope(cx), |view, change| {
                let old = view.find_listener(&input.listener_arn)?;
                let of = listener::owner(view, &old)?;
                let wanted = action::read(view, &of, &input.actions)?;
                if old.rules.iter().any(|rule| rule.priority == priority) {
                    let text = format!("Priority '{priority}' is currently in use");
                    return Err(Error::priority_in_use(text).into());
                }
                let all = view.listeners(&of.named)?;
                if all.iter().map(|one| one.rules.len()).sum::<usize>() >= RULES_MAX {
                    let text = format!("The maximum number of rules is {RULES_MAX}");
                    return Err(Error::too_many_rules(text).into());
                }
                association::allow(view, change, &of, &wanted.groups)?;
                change.touch(&of)?;
                let rule = Rule {
                    id: id.clone(),
                    priority,
                    conditions: conditions.clone(),
                    transforms: transforms.clone(),
                    action: wanted.action,
                    tags: tags.clone(),
                };
                let mut next = (**old).clone();
                next.rules.push(rule.clone());
                next.rules.sort_by_key(|rule| rule.priority);
                let shown = show(&next, &rule);
                tls::check_redirects(&next)?;
                tls::check_versions(view, &next)?;
                change.put(&old, next)?;
                Ok(shown)
            })
            .await?;
        Ok(CreateRuleOutput { rules: Some(vec![made]) })
    }

    pub(super) async fn describe_rules(
        &self,
        cx: &Cx,
        input: DescribeRulesInput,
    ) -> Result<DescribeRulesOutput> {
        let view = self.view(scope(cx));
        let arns = input.rule_arns.unwrap_or_default();
        // By priority, the default one last: the order in which they count.
        let mut found: Vec<(u32, Shown)> = vec![];
        let all = |listener: &Record| {
            let rules = listener.rules.iter().map(|rule| (rule.priority, show(listener, rule)));
            rules.chain([(u32::MAX, default(listener))]).collect::<Vec<_>>()
        };
        match (&input.listener_arn, arns.is_empty()) {
            (Some(text), true) => found.extend(all(&**view.find_listener(text)?)),
            (None, false) => {
                for text in &arns {
                    let (listener, rule) = view.find_rule(text)?;
                    let arn = Some(listener.rule_arn(&rule));
                    found.extend(all(&listener).into_iter().filter(|(_, one)| one.rule_arn == arn));
                }
            }
            _ => return invalid("You must specify either listener rule ARNs or a listener ARN"),
        }
        let key = |(priority, one): &(u32, Shown)| {
            format!("{priority:010} {}", one.rule_arn.as_deref().unwrap_or_default())
        };
        found.sort_by_key(key);
        found.dedup_by_key(|one| key(one));
        let list = format!("DescribeRules {arns:?} {:?}", input.listener_arn);
        let (page, next_marker) =
            paging::page(&list, input.marker.as_deref(), input.page_size, found, key)?;
        let rules = Some(page.into_iter().map(|(_, shown)| shown).collect());
        Ok(DescribeRulesOutput { rules, next_marker })
    }

    pub(super) async fn modify_rule(
        &self,
        cx: &Cx,
        input: ModifyRuleInput,
    ) -> Result<ModifyRuleOutput> {
        let reset = input.reset_transforms == Some(true);
        let transforms = input.transforms.as_deref().filter(|all| !all.is_empty());
        if reset && transforms.is_some() {
            return invalid("You cannot specify both Transforms and ResetTransforms");
        }
        let transforms = transforms.map(transform::read).transpose()?;
        let transforms = if reset { Some(vec![]) } else { transforms };
        let conditions = input.conditions.as_deref().filter(|all| !all.is_empty());
        let conditions = conditions.map(condition::read).transpose()?;
        let actions = input.actions.as_deref().filter(|all| !all.is_empty());
        if conditions.is_none() && actions.is_none() && transforms.is_none() {
            return invalid("Either conditions or actions must be specified");
        }
        let made = self
            .change(scope(cx), |view, change| {
                let (old, id) = view.find_rule(&input.rule_arn)?;
                let of = listener::owner(view, &old)?;
                let mut next = (**old).clone();
                let Some(rule) = next.rules.iter_mut().find(|rule| rule.id == id) else {
                    return of_default("modified", &input.rule_arn);
                };
                if let Some(conditions) = &conditions {
                    rule.conditions.clone_from(conditions);
                }
                if let Some(transforms) = &transforms {
                    rule.transforms.clone_from(transforms);
                }
                if let Some(actions) = actions {
                    let wanted = action::read(view, &of, actions)?;
                    association::allow(view, change, &of, &wanted.groups)?;
                    rule.action = wanted.action;
                }
                let rule = rule.clone();
                let shown = show(&next, &rule);
                tls::check_redirects(&next)?;
                tls::check_versions(view, &next)?;
                change.put(&old, next)?;
                Ok(shown)
            })
            .await?;
        Ok(ModifyRuleOutput { rules: Some(vec![made]) })
    }

    pub(super) async fn delete_rule(
        &self,
        cx: &Cx,
        input: DeleteRuleInput,
    ) -> Result<DeleteRuleOutput> {
        self.change(scope(cx), |view, change| {
            let (old, id) = view.find_rule(&input.rule_arn)?;
            if old.default_rule == id {
                return of_default("deleted", &input.rule_arn);
            }
            let mut next = (**old).clone();
            next.rules.retain(|rule| rule.id != id);
            change.put(&old, next)
        })
        .await?;
        Ok(DeleteRuleOutput::default())
    }

    /// All at once: what one gives up another may take.
    pub(super) async fn set_rule_priorities(
        &self,
        cx: &Cx,
        input: SetRulePrioritiesInput,
    ) -> Result<SetRulePrioritiesOutput> {
        let mut asked: Vec<(String, u32)> = vec![];
        for pair in &input.rule_priorities {
            let (arn, at) = (pair.rule_arn.clone().unwrap_or_default(), priority(pair.priority)?);
            if asked.iter().any(|(_, other)| *other == at) {
                return invalid(format!("Priority '{at}' was provided multiple times"));
            }
            asked.push((arn, at));
        }
        let made = self
            .change(scope(cx), |view, change| {
                let mut listener = None;
                let mut moved = vec![];
                for (arn, at) in &asked {
                    let (of, id) = view.find_rule(arn)?;
                    if of.default_rule == id {
                        return of_default("re-prioritized", arn);
                    }
                    let first = listener.get_or_insert_with(|| of.clone());
                    if first.key != of.key {
                        return invalid("All rules must belong to the same listener");
                    }
                    moved.push((id, *at));
                }
                let Some(old) = listener else {
                    return invalid("At least one rule priority must be specified");
                };
                let mut next = (**old).clone();
                for rule in &mut next.rules {
                    if let Some((_, at)) = moved.iter().find(|(id, _)| *id == rule.id) {
                        rule.priority = *at;
                    }
                }
                let mut taken = BTreeSet::new();
                if let Some(twice) = next.rules.iter().find(|rule| !taken.insert(rule.priority)) {
                    let text = format!("Priority '{}' is currently in use", twice.priority);
                    return Err(Error::priority_in_use(text).into());
                }
                next.rules.sort_by_key(|rule| rule.priority);
                let is_moved = |rule: &&Rule| moved.iter().any(|(id, _)| *id == rule.id);
                let shown = next.rules.iter().filter(is_moved).map(|rule| show(&next, rule));
                let shown: Vec<_> = shown.collect();
                change.put(&old, next)?;
                Ok(shown)
            })
            .await?;
        Ok(SetRulePrioritiesOutput { rules: Some(made) })
    }
}

fn priority(asked: Option<i32>) -> Result<u32> {
    let asked = asked.unwrap_or_default();
    match u32::try_from(asked) {
        Ok(at) if PRIORITIES.contains(&asked) => Ok(at),
        _ => invalid(format!("Priority '{asked}' must be between '1' and '50000' inclusive")),
    }
}

fn of_default<T>(what: &str, arn: &str) -> Result<T> {
    let text = format!("Default rule '{arn}' cannot be {what}");
    Err(Error::operation_not_permitted(text).into())
}

fn show(listener: &Record, rule: &Rule) -> Shown {
    Shown {
        rule_arn: Some(listener.rule_arn(&rule.id)),
        priority: Some(rule.priority.to_string()),
        conditions: Some(rule.conditions.iter().map(condition::show).collect()),
        actions: Some(vec![action::show(&listener.scope, &rule.action)]),
        is_default: Some(false),
        transforms: Some(rule.transforms.iter().map(transform::show).collect()),
    }
}

fn default(listener: &Record) -> Shown {
    Shown {
        rule_arn: Some(listener.rule_arn(&listener.default_rule)),
        priority: Some("default".to_owned()),
        conditions: Some(vec![]),
        actions: Some(vec![action::show(&listener.scope, &listener.default_action)]),
        is_default: Some(true),
        transforms: Some(vec![]),
    }
}
