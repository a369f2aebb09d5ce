//! Log drivers: awslogs, with its options.

use ferrogate_api::ecs::{ContainerDefinition, Error, LogConfiguration, LogDriver};

use ferrogate_records::ecs::text::parse_size;

use super::{Result, client, some};

/// The options of awslogs that have their effect.
const OPTIONS: [&str; 8] = [
    "awslogs-create-group",
    "awslogs-datetime-format",
    "awslogs-group",
    "awslogs-multiline-pattern",
    "awslogs-region",
    "awslogs-stream-prefix",
    "max-buffer-size",
    "mode",
];

/// The longest name of a region that is taken.
const REGION_CHARS_MAX: usize = 64;

/// The driver that a container names.
pub(super) fn driver(c: &ContainerDefinition) -> Option<&str> {
    c.log_configuration.as_ref().and_then(|log| log.log_driver.as_ref()).map(LogDriver::as_str)
}

/// FireLens needs a container that routes what the others write.
pub(super) fn check_router(containers: &[ContainerDefinition]) -> Result<()> {
    let routed = containers.iter().any(|c| driver(c) == Some("awsfirelens"));
    if routed && !containers.iter().any(|c| c.firelens_configuration.is_some()) {
        return Err(client(
            "When awsfirelens log driver is specified in log configuration, a firelens \
             configuration object must be configured in one of the containers.",
        ));
    }
    Ok(())
}

/// Refuses what AWS refuses of a log configuration, whatever runs the task.
pub(super) fn check(name: &str, log: &LogConfiguration) -> Result<()> {
    if log.log_driver != Some(LogDriver::Awslogs) {
        return Ok(());
    }
    let option = |key: &str| log.options.as_ref().and_then(|options| options.get(key));
    let needed = ["awslogs-region", "awslogs-group"];
    let missing: Vec<&str> = needed.into_iter().filter(|key| option(key).is_none()).collect();
    if !missing.is_empty() {
        let text = format!("Log driver awslogs requires options: {}", missing.join(", "));
        return Err(client(text));
    }
    let empty = |key: &&str| option(key).is_some_and(String::is_empty);
    let given = ["awslogs-region", "awslogs-group", "awslogs-stream-prefix"];
    if let Some(empty) = given.into_iter().find(empty) {
        return Err(client(format!(
            "Log driver awslogs option '{empty}' should not be null or empty."
        )));
    }
    // Not even `false` is taken.
    if option("awslogs-create-group").is_some_and(|create| create != "true") {
        return Err(client(
            "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else \
             omit option.",
        ));
    }
    let region = option("awslogs-region").map_or("", String::as_str);
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if region.len() > REGION_CHARS_MAX || !region.bytes().all(plain) {
        return Err(client(format!("Container '{name}' has an invalid awslogs-region.")));
    }
    if let Some(mode) =
        option("mode").filter(|mode| !matches!(&***mode, "blocking" | "non-blocking"))
    {
        return Err(client(format!("Invalid log mode '{mode}'.")));
    }
    match option("max-buffer-size").filter(|size| parse_size(size).is_none()) {
        Some(size) => Err(client(format!("Invalid max-buffer-size '{size}'."))),
        None => Ok(()),
    }
}

/// Refuses what Fargate refuses besides.
pub(super) fn check_fargate(log: &LogConfiguration) -> Result<()> {
    let driver = log.log_driver.as_ref().map_or("", LogDriver::as_str);
    match driver {
        "awslogs" => {}
        "splunk" | "awsfirelens" => return Ok(()),
        other => {
            return Err(client(format!(
                "{other} is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]"
            )));
        }
    }
    match &log.options {
        Some(options) if options.contains_key("awslogs-stream-prefix") => Ok(()),
        _ => Err(client(
            "Fargate requires log configuration options to include awslogs-stream-prefix to \
             support log driver awslogs.",
        )),
    }
}

/// Refuses by name what has no effect yet.
pub(super) fn check_built(name: &str, log: &LogConfiguration) -> Result<()> {
    let driver = log.log_driver.as_ref().map_or("", LogDriver::as_str);
    let what = if driver != "awslogs" {
        format!("The log driver {driver}")
    } else if some(log.secret_options.as_ref()) {
        "secretOptions".to_owned()
    } else {
        let mut keys = log.options.iter().flat_map(|options| options.keys());
        match keys.find(|key| !OPTIONS.contains(&key.as_str())) {
            Some(other) => format!("The log option {other}"),
            None => return Ok(()),
        }
    };
    Err(Error::not_built(format!("{what} of container '{name}' is not built yet.")).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(key: &str, value: &str) -> LogConfiguration {
        let mut options: std::collections::BTreeMap<String, String> = [
            ("awslogs-group", "/ecs/web"),
            ("awslogs-region", "us-east-1"),
            ("awslogs-stream-prefix", "p"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
        options.insert(key.into(), value.into());
        LogConfiguration {
            log_driver: Some(LogDriver::Awslogs),
            options: Some(options),
            ..LogConfiguration::default()
        }
    }

    #[test]
    fn an_option_without_effect_is_refused_by_name() {
        for option in OPTIONS {
            assert!(check_built("web", &with(option, "x")).is_ok(), "{option}");
        }
        // A pattern that is none is found when the task starts, as on AWS.
        assert!(check("web", &with("awslogs-multiline-pattern", "^(")).is_ok());
        for option in ["awslogs-format", "awslogs-endpoint", "awslogs-stream", "tag"] {
            assert!(check_built("web", &with(option, "x")).is_err(), "{option}");
        }
    }

    #[test]
    fn what_the_host_could_not_read_is_refused_when_registered() {
        for (key, value) in [("max-buffer-size", "25m"), ("awslogs-create-group", "true")] {
            assert!(check("web", &with(key, value)).is_ok(), "{key}={value}");
        }
        for (key, value) in [
            ("awslogs-create-group", "false"),
            ("awslogs-create-group", "yes"),
            ("awslogs-create-group", ""),
            ("awslogs-group", ""),
            ("awslogs-stream-prefix", ""),
            ("max-buffer-size", "10mm"),
            ("max-buffer-size", "99999999999999g"),
            ("max-buffer-size", "much"),
            ("awslogs-region", ""),
            ("awslogs-region", "us/east"),
            ("awslogs-region", &"r".repeat(65)),
            ("mode", "sometimes"),
        ] {
            assert!(check("web", &with(key, value)).is_err(), "{key}={value}");
        }
    }
}
