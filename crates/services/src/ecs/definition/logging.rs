//! Log drivers: awslogs, with its options.

use ferrogate_api::ecs::{Error, LogConfiguration};

use ferrogate_records::ecs::text::parse_size;

use super::{Result, client};

/// The options of awslogs that have their effect.
const OPTIONS: [&str; 6] = [
    "awslogs-create-group",
    "awslogs-group",
    "awslogs-region",
    "awslogs-stream-prefix",
    "max-buffer-size",
    "mode",
];

/// The longest name of a region that is taken.
const REGION_CHARS_MAX: usize = 64;

/// Refuses a log configuration that Fargate refuses, or that is not built.
pub(super) fn check(name: &str, log: &LogConfiguration, fargate: bool) -> Result<()> {
    let driver = log.log_driver.as_ref().map_or("", |driver| driver.as_str());
    match driver {
        "awslogs" => {}
        "splunk" | "awsfirelens" => {
            let text = format!("The log driver {driver} of container '{name}' is not built yet.");
            return Err(Error::not_built(text).into());
        }
        _ => {
            return Err(client(format!(
                "Log driver '{driver}' of container '{name}' is not supported. Fargate supports \
                 awslogs, splunk and awsfirelens."
            )));
        }
    }
    if log.secret_options.as_ref().is_some_and(|secrets| !secrets.is_empty()) {
        let text = format!("secretOptions of container '{name}' is not built yet.");
        return Err(Error::not_built(text).into());
    }
    let empty = Default::default();
    let options = log.options.as_ref().unwrap_or(&empty);
    if let Some(other) = options.keys().find(|key| !OPTIONS.contains(&key.as_str())) {
        let text = format!("The log option {other} of container '{name}' is not built yet.");
        return Err(Error::not_built(text).into());
    }
    let needed: &[&str] = if fargate {
        &["awslogs-group", "awslogs-region", "awslogs-stream-prefix"]
    } else {
        &["awslogs-group", "awslogs-region"]
    };
    if let Some(missing) = needed.iter().find(|key| !options.contains_key(**key)) {
        return Err(client(format!(
            "Log driver awslogs requires options: {}. Container '{name}' lacks {missing}.",
            needed.join(", ")
        )));
    }
    if let Some(empty) = needed.iter().find(|key| options[**key].is_empty()) {
        return Err(client(format!(
            "Log driver awslogs option '{empty}' should not be null or empty."
        )));
    }
    // Not even `false` is taken.
    if options.get("awslogs-create-group").is_some_and(|create| create != "true") {
        return Err(client(
            "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else \
             omit option.",
        ));
    }
    let region = options.get("awslogs-region").map_or("", String::as_str);
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !(1..=REGION_CHARS_MAX).contains(&region.len()) || !region.bytes().all(plain) {
        return Err(client(format!("Container '{name}' has an invalid awslogs-region.")));
    }
    match options.get("mode").map(String::as_str) {
        None | Some("blocking" | "non-blocking") => {}
        Some(mode) => return Err(client(format!("Invalid log mode '{mode}'."))),
    }
    let size = options.get("max-buffer-size");
    if size.is_some_and(|size| parse_size(size).is_none()) {
        return Err(client(format!("Invalid max-buffer-size '{}'.", options["max-buffer-size"])));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::ecs::LogDriver;

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
    fn what_the_host_could_not_read_is_refused_when_registered() {
        for (key, value) in [("max-buffer-size", "25m"), ("awslogs-create-group", "true")] {
            assert!(check("web", &with(key, value), true).is_ok(), "{key}={value}");
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
            assert!(check("web", &with(key, value), true).is_err(), "{key}={value}");
        }
    }
}
