//! `ferrogate can`: whether somebody may do something, and by which statement.
//!
//! IAM's own simulator is asked, as anybody can ask it, with the condition keys that each call of
//! the principal has.

mod principal;
mod statement;

use ferrogate_api::iam::{
    ContextEntry, ContextKeyTypeEnum, EvaluationResult, SimulatePrincipalPolicyRequest, op,
};

use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::{Api, document};
use crate::denied;
use crate::fault::{Fault, Outcome};
use crate::moment::now;
use crate::ui::Ui;
pub(crate) use principal::Principal;

/// The exit code when it may not.
const MAY_NOT: u8 = 1;

#[derive(Clone, Debug, clap::Args)]
pub struct CanArgs {
    /// Role or user: its name or ARN, a session's ARN, or `me`
    #[arg(value_name = "PRINCIPAL")]
    pub(crate) principal: String,
    /// As in policies: ecs:RunTask
    #[arg(value_name = "ACTION", value_parser = parse_action)]
    pub(crate) action: String,
    /// ARN of what it is done to; without one only statements about all resources match
    #[arg(value_name = "RESOURCE", default_value = "*")]
    pub(crate) resource: String,
    /// A condition key of the request: KEY=VALUE, again for each value
    #[arg(long, value_name = "KEY=VALUE", value_parser = parse_context)]
    pub(crate) context: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

fn parse_action(text: &str) -> Result<String, String> {
    let is = text.split_once(':').is_some_and(|(of, name)| {
        !of.is_empty() && !name.is_empty() && !text.contains(['*', '?', ' '])
    });
    is.then(|| text.to_owned()).ok_or_else(|| format!("'{text}' is no action, such as ecs:RunTask"))
}

fn parse_context(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(key, _)| !key.is_empty());
    let (key, value) = pair.ok_or_else(|| format!("'{text}' is not KEY=VALUE"))?;
    Ok((key.to_owned(), value.to_owned()))
}

pub(crate) async fn run(args: CanArgs, api: &Api, ui: &Ui) -> Outcome {
    let principal = Principal::find(api, &args.principal).await?;
    let input = SimulatePrincipalPolicyRequest {
        policy_source_arn: principal.arn.clone(),
        action_names: vec![args.action.clone()],
        resource_arns: Some(vec![args.resource.clone()]),
        context_entries: Some(entries(&principal, api.region(), &args.context)),
        ..SimulatePrincipalPolicyRequest::default()
    };
    let found = api.form_of::<op::SimulatePrincipalPolicy>(&input).await?;
    let result = found.evaluation_results.as_deref().and_then(<[_]>::first);
    let result = result.cloned().ok_or_else(|| {
        Fault::failed("the answer to SimulatePrincipalPolicy makes no sense")
            .why("it has no result")
    })?;
    let decision = decision(&result).to_owned();
    let by = match args.output.format().is_document() {
        true => vec![],
        false => statement::matched(api, &principal, &result).await,
    };
    let programs = || Answer::one(document(&found), vec![decision.clone()]);
    args.output.show(ui, programs, |_| {
        lines(&args, &principal, &result, &by).iter().try_for_each(|(name, text)| {
            let name = ui.terminal.dim(&format!("{name:<9}"));
            ui.data(&format!("{name} {}", ui.terminal.foreign(text)))
        })
    })?;
    Ok(if decision == "allowed" { 0 } else { MAY_NOT })
}

fn decision(result: &EvaluationResult) -> &str {
    result.eval_decision.as_ref().map_or("implicitDeny", |decision| decision.as_str())
}

/// For people.
fn lines(
    args: &CanArgs,
    principal: &Principal,
    result: &EvaluationResult,
    by: &[String],
) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("principal", principal.arn.clone()),
        ("action", args.action.clone()),
        ("resource", args.resource.clone()),
    ];
    let decision = decision(result);
    let says = if decision == "explicitDeny" { "denied by" } else { "by" };
    lines.extend(by.iter().map(|statement| (says, statement.clone())));
    let boundary = result.permissions_boundary_decision_detail.as_ref();
    let bounded = boundary.and_then(|detail| detail.allowed_by_permissions_boundary) == Some(false);
    if bounded {
        lines.push(("boundary", "the permissions boundary does not allow it".into()));
    }
    let organization = result.organizations_decision_detail.as_ref();
    let controlled = organization.and_then(|of| of.allowed_by_organizations) == Some(false);
    if controlled {
        let text = "a service control policy of the account does not allow it";
        lines.push(("account", text.into()));
    }
    // Where a resource is named they are told of it.
    let specific = result.resource_specific_results.iter().flatten();
    let specific = specific.flat_map(|one| one.missing_context_values.iter().flatten());
    let missing = result.missing_context_values.iter().flatten().chain(specific);
    let missing: Vec<&str> = missing.map(String::as_str).collect();
    if !missing.is_empty() {
        let keys = missing.join(", ");
        lines.push(("hangs on", format!("{keys}: tell them with --context KEY=VALUE")));
    }
    if controlled {
        let fix =
            "have who manages the account change it: ferrogate account policy ACCOUNT --set FILE";
        lines.push(("fix", fix.into()));
    } else if decision == "implicitDeny" && missing.is_empty() {
        let to = if bounded { "the boundary" } else { "a policy" };
        let whose = denied::whose(&principal.arn);
        let statement = denied::statement(&[&args.action], &[&args.resource]);
        lines.push(("fix", format!("add to {to} of {whose}: {statement}")));
    }
    lines.push(("unseen", "policies of the resource itself, and of sessions".into()));
    let decision = match decision {
        "allowed" => "allowed",
        "explicitDeny" => "denied: a statement says so",
        _ => "denied: no statement allows it",
    };
    lines.push(("decision", decision.into()));
    lines
}

/// The condition keys that each call of the principal has; those that are given stand before them.
fn entries(principal: &Principal, region: &str, given: &[(String, String)]) -> Vec<ContextEntry> {
    let mut all: Vec<(String, Vec<String>)> = vec![];
    let mut put = |key: &str, value: &str| match all
        .iter_mut()
        .find(|(known, _)| known.eq_ignore_ascii_case(key))
    {
        Some((_, values)) => values.push(value.to_owned()),
        None => all.push((key.to_owned(), vec![value.to_owned()])),
    };
    given.iter().for_each(|(key, value)| put(key, value));
    let now = now();
    let mut time = String::new();
    // Writing to a text can't fail.
    let _ = now.write_iso(false, &mut time);
    let seconds = (now.0 / 1000).to_string();
    let own = [
        ("aws:CurrentTime", &*time),
        ("aws:EpochTime", &*seconds),
        ("aws:RequestedRegion", region),
    ];
    let known: Vec<(String, String)> = own
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .chain(principal.keys())
        .collect();
    for (key, value) in known {
        if !given.iter().any(|(told, _)| told.eq_ignore_ascii_case(&key)) {
            put(&key, &value);
        }
    }
    let entry = |(key, values): (String, Vec<String>)| {
        // Those that have several values have a type that says so (API_ContextEntry).
        let several = values.len() > 1 || key.eq_ignore_ascii_case("aws:TagKeys");
        ContextEntry {
            context_key_name: Some(key),
            context_key_values: Some(values),
            context_key_type: Some(match several {
                true => ContextKeyTypeEnum::StringList,
                false => ContextKeyTypeEnum::String,
            }),
        }
    };
    all.into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_and_keys_are_read() {
        assert!(parse_action("ecs:RunTask").is_ok());
        for wrong in ["RunTask", "ecs:", ":x", "ecs:*", ""] {
            assert!(parse_action(wrong).is_err(), "{wrong}");
        }
        assert_eq!(parse_context("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert!(parse_context("=b").is_err() && parse_context("a").is_err());
    }

    #[test]
    fn what_is_told_stands_before_what_is_known() {
        let principal = Principal {
            arn: "arn:aws:iam::1:role/app".into(),
            id: None,
            tags: vec![("team".into(), "red".into())],
        };
        let given = [
            ("AWS:requestedregion".to_owned(), "x".to_owned()),
            ("aws:TagKeys".into(), "a".into()),
            ("aws:TagKeys".into(), "b".into()),
        ];
        let all = entries(&principal, "us-east-1", &given);
        let of = |key: &str| {
            let found = all.iter().filter(|entry| entry.context_key_name.as_deref() == Some(key));
            found.flat_map(|entry| entry.context_key_values.clone().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(of("AWS:requestedregion"), ["x"]);
        assert!(of("aws:RequestedRegion").is_empty());
        assert_eq!(of("aws:TagKeys"), ["a", "b"]);
        assert_eq!(of("aws:PrincipalTag/team"), ["red"]);
        assert_eq!(of("aws:PrincipalArn"), ["arn:aws:iam::1:role/app"]);
    }
}
