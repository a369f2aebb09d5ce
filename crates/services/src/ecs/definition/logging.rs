//! Log drivers: awslogs, awsfirelens and splunk, with their options. What routes is in [`super::router`].

use ferrogate_api::ecs::{ContainerDefinition, Error, LogConfiguration, LogDriver};
use ferrogate_records::ecs::splunk;
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

/// The most lines that may wait for a router.
const ROUTED_LINES_MAX: u64 = 536_870_912;

/// The longest name of a region that is taken.
const REGION_CHARS_MAX: usize = 64;

/// The driver that a container names.
pub(super) fn driver(c: &ContainerDefinition) -> Option<&str> {
    c.log_configuration.as_ref().and_then(|log| log.log_driver.as_ref()).map(LogDriver::as_str)
}

/// Refuses what AWS refuses of a log configuration, whatever runs the task.
pub(super) fn check(name: &str, log: &LogConfiguration) -> Result<()> {
    match log.log_driver {
        Some(LogDriver::Awslogs) => awslogs(name, log)?,
        Some(LogDriver::Awsfirelens) => buffer_limit(log)?,
        Some(LogDriver::Splunk) => collector(name, log)?,
        _ => return Ok(()),
    }
    delivery(log)
}

fn awslogs(name: &str, log: &LogConfiguration) -> Result<()> {
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
    Ok(())
}

/// The options of splunk: names that its driver has, and values that it would start with. One that
/// is a secret is looked at when the task starts.
fn collector(name: &str, log: &LogConfiguration) -> Result<()> {
    let mut options = log.options.clone().unwrap_or_default();
    let secrets = log.secret_options.as_deref().unwrap_or_default();
    let secrets: Vec<&str> = secrets.iter().filter_map(|secret| secret.name.as_deref()).collect();
    let missing = |key: &&str| !options.contains_key(*key) && !secrets.contains(key);
    let missing: Vec<&str> = splunk::NEEDED.into_iter().filter(missing).collect();
    if !missing.is_empty() {
        let text = format!("Log driver splunk requires options: {}", missing.join(", "));
        return Err(client(text));
    }
    let unknown = |name: &&str| !splunk::NAMES.contains(name);
    let mut given = options.keys().map(String::as_str);
    if let Some(other) = given.find(unknown).or_else(|| secrets.iter().copied().find(unknown)) {
        return Err(client(format!("Log driver splunk disallows options: {other}")));
    }
    if let Some(never) = secrets.iter().find(|name| splunk::NEVER_SECRET.contains(name)) {
        return Err(client(format!("Log driver splunk disallows secretOptions: {never}")));
    }
    for secret in secrets {
        // In the place of what is needed, and whose value nobody knows yet.
        match secret {
            "splunk-token" => options.insert(secret.into(), "secret".into()),
            "splunk-url" => options.insert(secret.into(), "https://secret".into()),
            _ => options.remove(secret),
        };
    }
    let read = splunk::Options::read(&options);
    read.map(drop)
        .map_err(|why| client(format!("Invalid log configuration of container '{name}': {why}.")))
}

/// How many lines wait for a router (developer guide: "Configuring Amazon ECS logs for high
/// throughput").
fn buffer_limit(log: &LogConfiguration) -> Result<()> {
    let limit = log.options.as_ref().and_then(|options| options.get("log-driver-buffer-limit"));
    let fits = |text: &String| text.parse().is_ok_and(|lines: u64| lines <= ROUTED_LINES_MAX);
    match limit.filter(|text| !fits(text)) {
        Some(_) => Err(client(format!(
            "Log driver awsfirelens option 'log-driver-buffer-limit' must be between 0 and \
             {ROUTED_LINES_MAX}."
        ))),
        None => Ok(()),
    }
}

/// What every driver has (API_LogConfiguration).
fn delivery(log: &LogConfiguration) -> Result<()> {
    let option = |key: &str| log.options.as_ref().and_then(|options| options.get(key));
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
    let secret = some(log.secret_options.as_ref());
    let what = match driver {
        "awslogs" if secret => "secretOptions".to_owned(),
        // What is none of the driver's is an option of the program that routes.
        "awsfirelens" | "splunk" => return Ok(()),
        "awslogs" => {
            let mut keys = log.options.iter().flat_map(|options| options.keys());
            match keys.find(|key| !OPTIONS.contains(&key.as_str())) {
                Some(other) => format!("The log option {other}"),
                None => return Ok(()),
            }
        }
        _ => format!("The log driver {driver}"),
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

    #[test]
    fn a_collector_is_looked_at_as_far_as_it_is_no_secret() {
        let checked = |options: &[(&str, &str)], secrets: &[&str]| {
            let secret = |name: &&str| ferrogate_api::ecs::Secret {
                name: Some((*name).into()),
                value_from: Some("/a".into()),
            };
            let options = options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
            let log = LogConfiguration {
                log_driver: Some(LogDriver::Splunk),
                options: Some(options.collect()),
                secret_options: Some(secrets.iter().map(secret).collect()),
            };
            check("web", &log).map_err(|refused| format!("{refused:?}"))
        };
        let (token, url) = (("splunk-token", "t"), ("splunk-url", "https://h:8088"));
        assert_eq!(checked(&[token, url], &[]), Ok(()));
        assert_eq!(checked(&[url], &["splunk-token"]), Ok(()));
        assert_eq!(checked(&[], &["splunk-token", "splunk-url", "splunk-gzip"]), Ok(()));
        assert_eq!(checked(&[token, url, ("mode", "blocking")], &[]), Ok(()));
        for (options, secrets, why) in [
            (&[url][..], &[][..], "requires options: splunk-token"),
            (&[], &[], "requires options: splunk-token, splunk-url"),
            (&[token, url, ("splunk-capath", "/c")], &[], "disallows options: splunk-capath"),
            (&[token, url], &["tags"], "disallows options: tags"),
            (&[token, url], &["mode"], "disallows secretOptions: mode"),
            (&[token, ("splunk-url", "h")], &[], "of container 'web': splunk: expected format"),
            (&[token, url, ("mode", "sometimes")], &[], "Invalid log mode"),
            (&[token, url, ("max-buffer-size", "x")], &[], "Invalid max-buffer-size"),
        ] {
            assert!(checked(options, secrets).unwrap_err().contains(why), "{why}");
        }
    }

    #[test]
    fn options_for_the_program_that_routes_are_nobody_else_s() {
        let log = |key: &str, value: &str| LogConfiguration {
            log_driver: Some(LogDriver::Awsfirelens),
            options: Some([(key.to_owned(), value.to_owned())].into()),
            ..LogConfiguration::default()
        };
        for (key, value) in [
            ("Name", "http"),
            ("log-driver-buffer-limit", "0"),
            ("log-driver-buffer-limit", "536870912"),
            ("mode", "blocking"),
        ] {
            assert!(check("web", &log(key, value)).is_ok(), "{key}={value}");
            assert!(check_built("web", &log(key, value)).is_ok(), "{key}={value}");
        }
        for (key, value) in [
            ("log-driver-buffer-limit", "536870913"),
            ("log-driver-buffer-limit", "-1"),
            ("log-driver-buffer-limit", "1m"),
            ("mode", "sometimes"),
            ("max-buffer-size", "much"),
        ] {
            assert!(check("web", &log(key, value)).is_err(), "{key}={value}");
        }
    }
}
