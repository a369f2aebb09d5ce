//! `firelensConfiguration`: the container of a task that routes what the others write.

use ferrogate_api::ecs::{
    ContainerDefinition, Error, FirelensConfiguration, FirelensConfigurationType,
};

use super::{Result, client, logging};

/// The options of a router (developer guide, "Example Amazon ECS task definition: Route logs to
/// FireLens").
const OPTIONS: [&str; 3] = ["enable-ecs-log-metadata", "config-file-type", "config-file-value"];

/// Refuses what AWS refuses of the containers together: a router and who logs to it need each
/// other, and there is one.
pub(super) fn check(containers: &[ContainerDefinition]) -> Result<()> {
    let mut routers = containers.iter().filter_map(|c| c.firelens_configuration.as_ref());
    let router = routers.next();
    if routers.next().is_some() {
        return Err(client(
            "Only one container of a task definition can have a firelens configuration object.",
        ));
    }
    let routed = containers.iter().any(|c| logging::driver(c) == Some("awsfirelens"));
    match (router, routed) {
        (None, true) => Err(client(
            "When awsfirelens log driver is specified in log configuration, a firelens \
             configuration object must be configured in one of the containers.",
        )),
        (Some(_), false) => Err(client(
            "When a firelensConfiguration object is specified, at least one container has to be \
             configured with the awsfirelens log driver.",
        )),
        (Some(router), true) => one(router),
        (None, false) => Ok(()),
    }
}

fn one(router: &FirelensConfiguration) -> Result<()> {
    if let Some(FirelensConfigurationType::Unknown(other)) = &router.r#type {
        return Err(client(format!(
            "{other} is not a valid firelens configuration type. Must be one of \
             [fluentd,fluentbit]"
        )));
    }
    let mut keys = router.options.iter().flat_map(|options| options.keys());
    if let Some(other) = keys.find(|key| !OPTIONS.contains(&key.as_str())) {
        return Err(client(format!("Invalid firelens configuration option '{other}'.")));
    }
    let option = |key: &str| router.options.as_ref().and_then(|options| options.get(key));
    match (option("config-file-type").map(String::as_str), option("config-file-value")) {
        (Some("s3"), Some(value)) if !value.starts_with("arn:") => {
            Err(client("Invalid arn syntax."))
        }
        (Some("file" | "s3"), Some(value)) if !value.is_empty() => Ok(()),
        (Some("file" | "s3"), _) => Err(client(
            "When the firelens configuration option 'config-file-type' is specified, \
             'config-file-value' must be specified too.",
        )),
        (Some(other), _) => Err(client(format!(
            "Invalid firelens configuration option 'config-file-type': {other}. Must be one of \
             [file,s3]"
        ))),
        (None, Some(_)) => Err(client(
            "When the firelens configuration option 'config-file-value' is specified, \
             'config-file-type' must be specified too.",
        )),
        (None, None) => Ok(()),
    }
}

/// Refuses by name what has no effect yet: Fargate itself runs no task whose router has its file
/// in S3.
pub(super) fn check_built(name: &str, router: &FirelensConfiguration) -> Result<()> {
    let from = router.options.as_ref().and_then(|options| options.get("config-file-type"));
    if from.is_some_and(|from| from == "s3") {
        let text = format!(
            "The firelens configuration option 'config-file-type' s3 of container '{name}' is not \
             built yet."
        );
        return Err(Error::not_built(text).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::json;
    use serde_json::{Value, json};

    fn checked(options: &Value) -> Result<()> {
        let containers = [
            json!({"name": "a", "logConfiguration": {"logDriver": "awsfirelens"}}),
            json!({"name": "r", "firelensConfiguration": {"type": "fluentbit", "options": options}}),
        ];
        let containers = containers.map(|c| json::from_value::<ContainerDefinition>(&c).unwrap());
        check(&containers)?;
        check_built("r", containers[1].firelens_configuration.as_ref().unwrap())
    }

    #[test]
    fn a_file_of_its_own_lies_in_the_router_s_image() {
        let (from, value) = ("config-file-type", "config-file-value");
        for good in [
            json!({}),
            json!({from: "file", value: "/extra.conf"}),
            json!({"enable-ecs-log-metadata": "false"}),
        ] {
            assert!(checked(&good).is_ok(), "{good}");
        }
        for bad in [
            json!({from: "file"}),
            json!({from: "file", value: ""}),
            json!({value: "/extra.conf"}),
            json!({from: "http", value: "/extra.conf"}),
            json!({from: "s3", value: "s3://bucket/extra.conf"}),
            json!({from: "s3", value: "arn:aws:s3:::bucket/extra.conf"}),
            json!({"tag": "x"}),
        ] {
            assert!(checked(&bad).is_err(), "{bad}");
        }
    }
}
