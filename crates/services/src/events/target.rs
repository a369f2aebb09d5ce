//! PutTargets, RemoveTargets, ListTargetsByRule, ListRuleNamesByTarget.

use std::collections::BTreeMap;

use ferrogate_api::events::{
    EcsParameters, Error, HttpParameters, InputTransformer, ListRuleNamesByTargetRequest,
    ListRuleNamesByTargetResponse, ListTargetsByRuleRequest, ListTargetsByRuleResponse,
    PutTargetsRequest, PutTargetsResponse, PutTargetsResultEntry, RemoveTargetsRequest,
    RemoveTargetsResponse, RemoveTargetsResultEntry, RetryPolicy, Target as Asked,
};
use ferrogate_api::{Cx, OrFault, json};
use ferrogate_events::Transformer;
use ferrogate_events::input::{Bad, Path};
use ferrogate_records::events::rule::{self, Http, Input, Record, Retry, TARGETS_MAX, Target};
use ferrogate_records::sns::topic;

use super::destination::check_arn;
use super::names::{check_bus, is_token, named, page_size};
use super::rule::bad_token;
use super::{EventBridge, Result, View, fault, invalid, not_built, scope};
use crate::page;

impl EventBridge {
    pub(super) async fn put_targets(
        &self,
        cx: &Cx,
        input: PutTargetsRequest,
    ) -> Result<PutTargetsResponse> {
        check_bus(&scope(cx), input.event_bus_name.as_deref())?;
        self.change(cx, |view, to| {
            let old = named(view, &input.rule)?;
            let mut targets = old.targets.clone();
            for asked in &input.targets {
                let target = read(view, asked)?;
                match targets.iter_mut().find(|one| one.id == target.id) {
                    Some(one) => *one = target,
                    None => targets.push(target),
                }
            }
            if targets.len() > TARGETS_MAX {
                let text = "The requested resource exceeds the maximum number allowed.";
                return Err(Error::limit_exceeded(text).into());
            }
            to.put(&old, Record { targets, ..old.doc.record.clone() })?;
            Ok(PutTargetsResponse {
                failed_entry_count: Some(0),
                failed_entries: Some(Vec::<PutTargetsResultEntry>::new()),
            })
        })
        .await
    }

    pub(super) async fn remove_targets(
        &self,
        cx: &Cx,
        input: RemoveTargetsRequest,
    ) -> Result<RemoveTargetsResponse> {
        check_bus(&scope(cx), input.event_bus_name.as_deref())?;
        self.change(cx, |view, to| {
            let old = named(view, &input.rule)?;
            let known = |id: &&String| old.targets.iter().any(|target| target.id == **id);
            let failed: Vec<_> = input
                .ids
                .iter()
                .filter(|id| !known(id))
                .map(|id| RemoveTargetsResultEntry {
                    target_id: Some(id.clone()),
                    error_code: Some("ResourceNotFoundException".into()),
                    error_message: Some(format!(
                        "Rule {} does not have a target with the Id {id}.",
                        input.rule
                    )),
                })
                .collect();
            let mut targets = old.targets.clone();
            targets.retain(|target| !input.ids.contains(&target.id));
            if targets.len() < old.targets.len() {
                to.put(&old, Record { targets, ..old.doc.record.clone() })?;
            }
            Ok(RemoveTargetsResponse {
                failed_entry_count: i32::try_from(failed.len()).ok(),
                failed_entries: Some(failed),
            })
        })
        .await
    }

    pub(super) async fn list_targets_by_rule(
        &self,
        cx: &Cx,
        input: ListTargetsByRuleRequest,
    ) -> Result<ListTargetsByRuleResponse> {
        let view = self.view(cx);
        check_bus(&view.scope, input.event_bus_name.as_deref())?;
        let rule = named(&view, &input.rule)?;
        let mut all = rule.targets.clone();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        let list = format!("targets {}", rule.key);
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, page_size(input.limit), all, |one| one.id.clone())
                .map_err(bad_token)?;
        let targets = page.iter().map(shown).collect::<Result<_>>()?;
        Ok(ListTargetsByRuleResponse { targets: Some(targets), next_token })
    }

    pub(super) async fn list_rule_names_by_target(
        &self,
        cx: &Cx,
        input: ListRuleNamesByTargetRequest,
    ) -> Result<ListRuleNamesByTargetResponse> {
        let view = self.view(cx);
        check_bus(&view.scope, input.event_bus_name.as_deref())?;
        let table = view.snapshot.table::<Record>();
        let all = table.by::<rule::InScope>(&view.scope).map_err(fault)?;
        let tells =
            |rule: &Record| rule.targets.iter().any(|target| target.arn == input.target_arn);
        let mut names: Vec<_> =
            all.filter(|rule| tells(rule)).map(|rule| rule.name.clone()).collect();
        names.sort();
        let list = format!("rules by target {} {}", view.scope.prefix("r"), input.target_arn);
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, page_size(input.limit), names, Clone::clone)
                .map_err(bad_token)?;
        Ok(ListRuleNamesByTargetResponse { rule_names: Some(page), next_token })
    }
}

/// The target that is asked for, if it can be told anything.
fn read(view: &View, asked: &Asked) -> Result<Target> {
    let (id, arn) = (asked.id.clone().unwrap_or_default(), asked.arn.clone().unwrap_or_default());
    refuse_not_built(asked)?;
    let kind = kind_of(view, &arn)?;
    let ecs = match (kind, &asked.ecs_parameters) {
        (Kind::Cluster, Some(ecs)) => Some(parameters(&id, ecs)?),
        (Kind::Cluster, None) => {
            return invalid(format!("Parameter EcsParameters must be specified for target {id}."));
        }
        (_, Some(_)) => {
            return invalid(format!("Parameter(s) EcsParameters not valid for target {id}."));
        }
        (_, None) => None,
    };
    if matches!(kind, Kind::Cluster | Kind::Destination) && asked.role_arn.is_none() {
        return invalid(format!("RoleArn is required for target {arn}."));
    }
    let http = match (kind, &asked.http_parameters) {
        (Kind::Destination, Some(asked)) => Some(http(&id, asked)?),
        (_, Some(_)) => {
            return invalid(format!("Parameter(s) HttpParameters not valid for target {id}."));
        }
        (_, None) => None,
    };
    Ok(Target {
        input: input(&id, asked)?,
        retry: retry(asked.retry_policy.as_ref()),
        role_arn: asked.role_arn.clone(),
        id,
        arn,
        ecs,
        http,
    })
}

#[derive(Clone, Copy)]
enum Kind {
    LogGroup,
    Cluster,
    Topic,
    Destination,
}

/// What an ARN is of, when it is of something that is told here.
fn kind_of(view: &View, arn: &str) -> Result<Kind> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, service, region, account, rest] = *parts else {
        return invalid(format!("Provided Arn is not in correct format. Arn: {arn}"));
    };
    let own = region == view.scope.region && account == view.scope.account.as_str();
    let kind = match service {
        "logs" if rest.starts_with("log-group:") => Kind::LogGroup,
        "ecs" if rest.starts_with("cluster/") => Kind::Cluster,
        "sns" if topic::name_of(&view.scope, arn).is_some() || !own => Kind::Topic,
        "events" if rest.starts_with("api-destination/") => {
            if own {
                check_arn(view, arn)?;
            }
            Kind::Destination
        }
        _ => return not_built(format!("The target {arn}")),
    };
    match own {
        true => Ok(kind),
        false => not_built(format!("The target {arn} of another account or region")),
    }
}

fn refuse_not_built(asked: &Asked) -> Result<()> {
    for (name, given) in [
        ("KinesisParameters", asked.kinesis_parameters.is_some()),
        ("RunCommandParameters", asked.run_command_parameters.is_some()),
        ("BatchParameters", asked.batch_parameters.is_some()),
        ("SqsParameters", asked.sqs_parameters.is_some()),
        ("RedshiftDataParameters", asked.redshift_data_parameters.is_some()),
        ("SageMakerPipelineParameters", asked.sage_maker_pipeline_parameters.is_some()),
        ("AppSyncParameters", asked.app_sync_parameters.is_some()),
        ("DeadLetterConfig", asked.dead_letter_config.is_some()),
    ] {
        if given {
            return not_built(format!("{name} of a target"));
        }
    }
    Ok(())
}

/// What requests to an endpoint carry, as it is kept.
fn http(id: &str, asked: &HttpParameters) -> Result<Http> {
    let read = Http {
        path: asked.path_parameter_values.clone().unwrap_or_default(),
        header: asked.header_parameters.clone().unwrap_or_default().into_iter().collect(),
        query: asked.query_string_parameters.clone().unwrap_or_default().into_iter().collect(),
    };
    if let Some(bad) = read.header.keys().find(|name| !is_token(name)) {
        return invalid(format!("{bad} of target {id} is no name of a header."));
    }
    let values = read.path.iter().chain(read.header.values()).chain(read.query.values());
    for path in values.filter(|value| value.starts_with("$.")) {
        if Path::parse(path).is_err() {
            return invalid(format!("Invalid path in HttpParameters for target {id} : {path}."));
        }
    }
    Ok(read)
}

/// What is to run, as it is kept.
fn parameters(id: &str, ecs: &EcsParameters) -> Result<serde_json::Value> {
    for (name, given) in [
        ("PlacementConstraints", ecs.placement_constraints.as_ref().is_some_and(|v| !v.is_empty())),
        ("PlacementStrategy", ecs.placement_strategy.as_ref().is_some_and(|v| !v.is_empty())),
    ] {
        if given {
            return not_built(format!("{name} of target {id}"));
        }
    }
    if !(1..=10).contains(&ecs.task_count.unwrap_or(1)) {
        return invalid(format!("TaskCount of target {id} must be from 1 to 10."));
    }
    Ok(json::to_value(ecs))
}

/// What it is told.
fn input(id: &str, asked: &Asked) -> Result<Input> {
    let given =
        [asked.input.is_some(), asked.input_path.is_some(), asked.input_transformer.is_some()];
    if given.into_iter().filter(|given| *given).count() > 1 {
        return invalid(format!(
            "Only one of Input, InputPath, or InputTransformer must be provided for target {id}."
        ));
    }
    if let Some(text) = &asked.input {
        return match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => Ok(Input::Fixed(text.clone())),
            Err(_) => invalid(format!("JSON syntax error in input for target {id}.")),
        };
    }
    if let Some(path) = &asked.input_path {
        return match Path::parse(path) {
            Ok(_) => Ok(Input::Path(path.clone())),
            Err(_) => invalid(format!("Invalid InputPath for target {id} : {path}.")),
        };
    }
    let Some(transformer) = &asked.input_transformer else { return Ok(Input::Event) };
    let paths: BTreeMap<_, _> = transformer.input_paths_map.clone().unwrap_or_default();
    let template = transformer.input_template.clone().unwrap_or_default();
    let named = paths.iter().map(|(name, path)| (&**name, &**path));
    match Transformer::parse(named, &template) {
        Ok(_) => Ok(Input::Transformer { paths, template }),
        Err(Bad::Placeholder(name)) => {
            invalid(format!("InputTemplate for target {id} contains invalid placeholder {name}."))
        }
        Err(Bad::Path(path)) => invalid(format!("Invalid InputPathsMap for target {id} : {path}.")),
        Err(Bad::Reserved(name)) => {
            invalid(format!("InputPathsMap for target {id} contains the reserved key {name}."))
        }
    }
}

/// How long it is tried. The model has said that the numbers are within their bounds.
fn retry(asked: Option<&RetryPolicy>) -> Retry {
    let Some(asked) = asked else { return Retry::default() };
    let number = |given: Option<i32>, otherwise| {
        given.and_then(|number| u32::try_from(number).ok()).unwrap_or(otherwise)
    };
    let default = Retry::default();
    Retry {
        age_s: number(asked.maximum_event_age_in_seconds, default.age_s),
        attempts: number(asked.maximum_retry_attempts, default.attempts),
        given: true,
    }
}

fn shown(target: &Target) -> Result<Asked> {
    let (mut text, mut path, mut transformer) = (None, None, None);
    match &target.input {
        Input::Event => {}
        Input::Fixed(fixed) => text = Some(fixed.clone()),
        Input::Path(at) => path = Some(at.clone()),
        Input::Transformer { paths, template } => {
            transformer = Some(InputTransformer {
                input_paths_map: (!paths.is_empty()).then(|| paths.clone()),
                input_template: Some(template.clone()),
            });
        }
    }
    let number = |number: u32| i32::try_from(number).ok();
    Ok(Asked {
        id: Some(target.id.clone()),
        arn: Some(target.arn.clone()),
        role_arn: target.role_arn.clone(),
        input: text,
        input_path: path,
        input_transformer: transformer,
        ecs_parameters: target.ecs.as_ref().map(json::from_value).transpose().or_fault()?,
        http_parameters: target.http.as_ref().map(|http| HttpParameters {
            path_parameter_values: (!http.path.is_empty()).then(|| http.path.clone()),
            header_parameters: (!http.header.is_empty()).then(|| http.header.clone()),
            query_string_parameters: (!http.query.is_empty()).then(|| http.query.clone()),
        }),
        retry_policy: target.retry.given.then(|| RetryPolicy {
            maximum_retry_attempts: number(target.retry.attempts),
            maximum_event_age_in_seconds: number(target.retry.age_s),
        }),
        ..Asked::default()
    })
}
