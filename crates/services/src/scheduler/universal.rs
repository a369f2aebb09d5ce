//! Targets that are an operation of any service: `arn:aws:scheduler:::aws-sdk:ecs:updateService`.

use ferrogate_api::schema::{Kind, Member, Shape};
use ferrogate_api::{Operation, SERVICES, json, validate};
use serde_json::{Map, Value};

/// Why an operation can't be a target.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// AWS has none of this name.
    Unknown,
    /// It changes nothing.
    Reads,
    /// It is not served.
    NotBuilt,
}

/// The operation that `aws-sdk:SERVICE:operation` names.
pub(super) fn find(rest: &str) -> Result<&'static Operation, Unfit> {
    let (service, action) = named(rest).ok_or(Unfit::Unknown)?;
    // A service that AWS has and the engine has not is none of a mistake.
    let service = SERVICES.iter().find(|of| of.sdk_name == service).ok_or(Unfit::NotBuilt)?;
    let is = |name: &str| is_written(name, action);
    let Some(name) = service.operation_names.iter().find(|name| is(name)) else {
        return Err(Unfit::Unknown);
    };
    let operation = service.operations.iter().find(|of| of.name == *name).ok_or(Unfit::NotBuilt)?;
    match operation.reads() {
        true => Err(Unfit::Reads),
        false => Ok(operation),
    }
}

/// The operation that the ARN of a schedule's target names, if it names one.
#[must_use]
pub fn operation_of(arn: &str) -> Option<&'static Operation> {
    find(arn.split_once(":scheduler:::")?.1).ok()
}

fn named(rest: &str) -> Option<(&str, &str)> {
    rest.strip_prefix("aws-sdk:")?.split_once(':')
}

/// Whether `text` is a name of the model as SDKs for Java write it: its first letter is small.
fn is_written(name: &str, text: &str) -> bool {
    let mut own = name.chars();
    own.next()
        .is_some_and(|first| text.strip_prefix(first.to_ascii_lowercase()) == Some(own.as_str()))
}

/// What a request of an operation holds when a schedule's input says it: names of members may begin
/// with a capital or not, whatever the model has.
///
/// # Errors
/// When it is no object of JSON, or no request of the operation; the text is for whoever wrote it.
pub fn request(operation: &Operation, input: &str) -> Result<Value, String> {
    let mut value: Value = match serde_json::from_str(input) {
        Ok(value @ Value::Object(_)) => value,
        _ => return Err("it is not an object of JSON".to_owned()),
    };
    rename(operation, operation.input, &mut value)?;
    let read = json::decode(value.to_string().as_bytes(), operation.input);
    let read = read.map_err(|error| error.to_string())?;
    validate::check(operation, &read).map_err(|reply| reply.message.to_string())?;
    Ok(value)
}

/// Fills in tokens that SDKs would make up, so that what is done again is done once.
pub fn give_token(operation: &Operation, request: &mut Value, token: &str) {
    let (Kind::Structure(shape), Value::Object(fields)) = (&operation.input.kind, request) else {
        return;
    };
    let is = |member: &&Member| {
        member.idempotency_token || member.name.eq_ignore_ascii_case("clientToken")
    };
    for member in shape.members.iter().filter(is) {
        fields.entry(wire_name(member)).or_insert_with(|| token.into());
    }
}

/// The name of a member in JSON.
fn wire_name(member: &Member) -> &'static str {
    member.location_name.unwrap_or(member.name)
}

fn rename(operation: &Operation, shape: &Shape, value: &mut Value) -> Result<(), String> {
    match (&shape.kind, value) {
        (Kind::Structure(structure), Value::Object(fields)) => {
            let mut renamed = Map::new();
            for (key, mut value) in std::mem::take(fields) {
                let member = structure.members.iter().find(|member| {
                    let name = member.name;
                    key == name || is_written(&key, name) || is_written(name, &key)
                });
                let Some(member) = member else {
                    return Err(format!(
                        "the field '{key}' is not supported by api '{}' for the service '{}'",
                        operation.name, operation.service.sdk_name
                    ));
                };
                rename(operation, member.shape, &mut value)?;
                renamed.insert(wire_name(member).to_owned(), value);
            }
            *fields = renamed;
        }
        (Kind::List(of), Value::Array(all)) => {
            all.iter_mut().try_for_each(|value| rename(operation, of.shape, value))?;
        }
        (Kind::Map(_, of), Value::Object(all)) => {
            all.values_mut().try_for_each(|value| rename(operation, of.shape, value))?;
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_operation_is_named_as_sdks_name_it() {
        for (rest, name) in [
            ("aws-sdk:ecs:updateService", "UpdateService"),
            ("aws-sdk:cloudwatchlogs:putRetentionPolicy", "PutRetentionPolicy"),
            ("aws-sdk:applicationautoscaling:registerScalableTarget", "RegisterScalableTarget"),
            ("aws-sdk:elasticloadbalancingv2:modifyListener", "ModifyListener"),
        ] {
            assert_eq!(find(rest).map(|of| of.name), Ok(name), "{rest}");
            let arn = format!("arn:aws:scheduler:::{rest}");
            assert_eq!(operation_of(&arn).map(|of| of.name), Some(name));
        }
        for (rest, why) in [
            ("aws-sdk:ecs:UpdateService", Unfit::Unknown),
            ("aws-sdk:ecs:sleep", Unfit::Unknown),
            ("aws-sdk:ecs:describeServices", Unfit::Reads),
            ("aws-sdk:ecs:registerContainerInstance", Unfit::NotBuilt),
            ("aws-sdk:rds:stopDBInstance", Unfit::NotBuilt),
            ("aws-sdk:ecs", Unfit::Unknown),
            ("ecs:updateService", Unfit::Unknown),
        ] {
            assert_eq!(find(rest).map(|of| of.name), Err(why), "{rest}");
        }
        assert!(operation_of("arn:aws:ecs:eu-west-1:000000000000:cluster/c").is_none());
    }

    #[test]
    fn names_may_begin_with_a_capital_and_what_is_unknown_is_told() {
        let update = find("aws-sdk:ecs:updateService").unwrap();
        let wanted = json!({"cluster": "c", "service": "s", "desiredCount": 0,
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}});
        for given in [
            json!({"Cluster": "c", "Service": "s", "DesiredCount": 0,
                "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["subnet-1"]}}}),
            wanted.clone(),
        ] {
            assert_eq!(request(update, &given.to_string()), Ok(wanted.clone()));
        }
        for (given, why) in [
            (json!({"Service": "s", "Count": 1}), "the field 'Count' is not supported by api"),
            (json!({"Cluster": "c"}), "service"),
            (json!({"Service": "s", "DesiredCount": "none"}), "converted to an Integer"),
            (json!([]), "not an object"),
        ] {
            let said = request(update, &given.to_string()).unwrap_err();
            assert!(said.to_lowercase().contains(&why.to_lowercase()), "{given}: {said}");
        }
    }

    #[test]
    fn what_is_done_again_has_the_same_token() {
        let run = find("aws-sdk:ecs:runTask").unwrap();
        let mut asked = json!({"taskDefinition": "t"});
        give_token(run, &mut asked, "once");
        assert_eq!(asked["clientToken"], "once");
        give_token(run, &mut asked, "twice");
        assert_eq!(asked["clientToken"], "once");
        let update = find("aws-sdk:ecs:updateService").unwrap();
        let mut asked = json!({"service": "s"});
        give_token(update, &mut asked, "once");
        assert_eq!(asked, json!({"service": "s"}));
    }
}
