//! Log drivers: awslogs, with its options.

use ferrogate_api::ecs::{Error, LogConfiguration};

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

/// Digits and a unit: b, k, m, g, in either case (Docker's `max-buffer-size`).
fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_suffix('b').unwrap_or(&text);
    text.strip_suffix(['k', 'm', 'g']).unwrap_or(text).parse().ok()
}
