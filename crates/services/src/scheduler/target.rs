//! What schedules do.

use ferrogate_api::scheduler::{
    EcsParameters, EventBridgeParameters, RetryPolicy, Target as Asked,
};
use ferrogate_api::{OrFault, json};
use ferrogate_records::events::rule::Retry;
use ferrogate_records::scheduler::schedule::{Kind, Target};
use ferrogate_records::sns::topic;

use super::universal::{self, Unfit};
use super::{Result, View, invalid, not_built};

/// The largest input, in bytes: what a target takes at most (EventBridge quotas).
const INPUT_MAX: usize = 256 << 10;

pub(super) fn read(view: &View, asked: &Asked) -> Result<Target> {
    for (name, given) in [
        ("DeadLetterConfig", asked.dead_letter_config.is_some()),
        ("KinesisParameters", asked.kinesis_parameters.is_some()),
        ("SageMakerPipelineParameters", asked.sage_maker_pipeline_parameters.is_some()),
        ("SqsParameters", asked.sqs_parameters.is_some()),
    ] {
        if given {
            return not_built(format!("{name} of a schedule's target"));
        }
    }
    let (arn, role_arn) =
        (asked.arn.clone().unwrap_or_default(), asked.role_arn.clone().unwrap_or_default());
    let input = asked.input.clone();
    if input.as_ref().is_some_and(|input| input.len() > INPUT_MAX) {
        return invalid(format!("The Input of a target has at most {INPUT_MAX} bytes."));
    }
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, service, region, account, rest] = *parts else {
        return invalid(format!("Provided Arn is not in correct format: {arn}"));
    };
    let own = region == view.scope.region && account == view.scope.account.as_str();
    let (mut ecs, mut event) = (None, None);
    match service {
        "ecs" if rest.starts_with("cluster/") && own => {
            let Some(asked) = &asked.ecs_parameters else {
                return invalid("EcsParameters is required for a target of Amazon ECS.");
            };
            ecs = Some(parameters(asked)?);
            check_object(input.as_deref())?;
        }
        // Without an input it gets a text of AWS's.
        "sns" if topic::name_of(&view.scope, &arn).is_some() => {}
        "scheduler" if region.is_empty() && account.is_empty() => {
            check_universal(&arn, rest, input.as_deref())?;
        }
        "events" if rest == "event-bus/default" && own => {
            let asked = asked.event_bridge_parameters.as_ref();
            let of = asked.and_then(|of| Some((of.detail_type.clone()?, of.source.clone()?)));
            let Some((detail_type, source)) = of else {
                return invalid("EventBridgeParameters is required for a target of EventBridge.");
            };
            // API model, `Source`, whose pattern looks ahead.
            let good = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte);
            if source.starts_with("aws.") || !source.bytes().all(good) {
                return invalid(format!("The Source {source} of an event is not valid."));
            }
            check_object(input.as_deref())?;
            event = Some(Kind { detail_type, source });
        }
        _ => return not_built(format!("The target {arn} of a schedule")),
    }
    if ecs.is_none() && asked.ecs_parameters.is_some() {
        return invalid("EcsParameters is only for a target of Amazon ECS.");
    }
    if event.is_none() && asked.event_bridge_parameters.is_some() {
        return invalid("EventBridgeParameters is only for a target of EventBridge.");
    }
    Ok(Target { arn, role_arn, input, ecs, event, retry: retry(asked.retry_policy.as_ref()) })
}

/// An operation that the engine serves, and an input that is a request of it: a mistake is told now
/// and not at night.
fn check_universal(arn: &str, rest: &str, input: Option<&str>) -> Result<()> {
    let operation = match universal::find(rest) {
        Ok(operation) => operation,
        Err(Unfit::NotBuilt) => return not_built(format!("The target {arn} of a schedule")),
        Err(Unfit::Reads) => {
            return invalid(format!("{arn} is no target of a schedule: it changes nothing."));
        }
        Err(Unfit::Unknown) => {
            return invalid(format!("Provided Arn is not in correct format: {arn}"));
        }
    };
    match universal::request(operation, input.unwrap_or("{}")) {
        Ok(_) => Ok(()),
        Err(why) => invalid(format!("Invalid RequestJson provided. Reason: {why}")),
    }
}

fn check_object(input: Option<&str>) -> Result<()> {
    match input.map(serde_json::from_str::<serde_json::Value>) {
        None | Some(Ok(serde_json::Value::Object(_))) => Ok(()),
        Some(_) => invalid("The Input of this target must be an object of JSON."),
    }
}

/// What is to run, as it is kept.
fn parameters(ecs: &EcsParameters) -> Result<serde_json::Value> {
    for (name, given) in [
        ("PlacementConstraints", ecs.placement_constraints.as_ref().is_some_and(|v| !v.is_empty())),
        ("PlacementStrategy", ecs.placement_strategy.as_ref().is_some_and(|v| !v.is_empty())),
    ] {
        if given {
            return not_built(format!("{name} of a schedule's target"));
        }
    }
    let named = |tag: &ferrogate_api::Map<String>| {
        tag.keys().all(|name| ["Key", "Value", "key", "value"].contains(&&**name))
    };
    if !ecs.tags.iter().flatten().all(named) {
        return not_built("A tag of EcsParameters that is not written as Key and Value");
    }
    Ok(json::to_value(ecs))
}

fn retry(asked: Option<&RetryPolicy>) -> Retry {
    let default = Retry::default();
    let Some(asked) = asked else { return default };
    let number = |given: Option<i32>, otherwise| {
        given.and_then(|number| u32::try_from(number).ok()).unwrap_or(otherwise)
    };
    Retry {
        age_s: number(asked.maximum_event_age_in_seconds, default.age_s),
        attempts: number(asked.maximum_retry_attempts, default.attempts),
        given: true,
    }
}

/// A target, as it is shown: with the retry policy that it has (Scheduler shows the defaults).
pub(super) fn shown(target: &Target) -> Result<Asked> {
    let number = |number: u32| i32::try_from(number).ok();
    Ok(Asked {
        arn: Some(target.arn.clone()),
        role_arn: Some(target.role_arn.clone()),
        input: target.input.clone(),
        ecs_parameters: target.ecs.as_ref().map(json::from_value).transpose().or_fault()?,
        event_bridge_parameters: target.event.as_ref().map(|of| EventBridgeParameters {
            detail_type: Some(of.detail_type.clone()),
            source: Some(of.source.clone()),
        }),
        retry_policy: Some(RetryPolicy {
            maximum_event_age_in_seconds: number(target.retry.age_s),
            maximum_retry_attempts: number(target.retry.attempts),
        }),
        ..Asked::default()
    })
}
