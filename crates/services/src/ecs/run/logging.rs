//! Where the output of a task's containers goes: log streams of this engine, or a container of
//! the task that routes it.

use std::collections::BTreeMap;

use ferrogate_api::ecs::{
    FirelensConfiguration, FirelensConfigurationType, LogConfiguration, LogDriver as Driver,
    TaskDefinition,
};
use ferrogate_records::Scope;
use ferrogate_records::ecs::multiline::of_datetime_format;
use ferrogate_records::ecs::text::parse_size;
use ferrogate_records::spec::{
    Condition, Container, DependsOn, LogDriver, LogMode, LogRouter, LogRouterKind, LogTarget,
    SecretRef,
};

/// The default buffer of the non-blocking mode, 10 MiB (ECS: `max-buffer-size`).
const BUFFER_BYTES: u64 = 10 << 20;

/// What happens to lines that are not taken, when nobody says it.
const NON_BLOCKING: LogMode = LogMode::NonBlocking { buffer_bytes: BUFFER_BYTES, lines_max: None };

/// How many lines wait for a router when nobody says it (docker: `fluentd-buffer-limit`).
const ROUTED_LINES: u64 = 1 << 20;

/// Of the options, the one that says how many lines wait for a router.
const BUFFER_LIMIT: &str = "log-driver-buffer-limit";

/// Where a container's output goes.
pub(super) fn driver(scope: &Scope, configuration: Option<&LogConfiguration>) -> LogDriver {
    let none = BTreeMap::new();
    let Some(configuration) = configuration else { return LogDriver::None };
    let options = configuration.options.as_ref().unwrap_or(&none);
    match &configuration.log_driver {
        Some(Driver::Awslogs) => awslogs(scope, options),
        Some(Driver::Awsfirelens) => LogDriver::Awsfirelens(routed(options)),
        Some(Driver::Splunk) => LogDriver::Splunk(mode(options, NON_BLOCKING)),
        _ => LogDriver::None,
    }
}

fn awslogs(scope: &Scope, options: &BTreeMap<String, String>) -> LogDriver {
    let option = |name: &str| options.get(name).cloned();
    let (group, prefix) = (option("awslogs-group"), option("awslogs-stream-prefix"));
    let (Some(group), Some(stream_prefix)) = (group, prefix) else { return LogDriver::None };
    LogDriver::Awslogs(LogTarget {
        region: option("awslogs-region").unwrap_or_else(|| scope.region.clone()),
        group,
        stream_prefix,
        create_group: option("awslogs-create-group").as_deref() == Some("true"),
        mode: mode(options, NON_BLOCKING),
        multiline: multiline(options),
    })
}

/// What waits for a router is counted in lines: one that asks for bytes gets both.
fn routed(options: &BTreeMap<String, String>) -> LogMode {
    let lines = options.get(BUFFER_LIMIT).and_then(|text| text.parse().ok());
    let lines_max = Some(lines.unwrap_or(ROUTED_LINES));
    mode(options, LogMode::NonBlocking { buffer_bytes: u64::MAX, lines_max })
}

/// `mode` and `max-buffer-size`, which every log driver has (API_LogConfiguration).
fn mode(options: &BTreeMap<String, String>, otherwise: LogMode) -> LogMode {
    let size = options.get("max-buffer-size").and_then(|text| parse_size(text));
    match (options.get("mode").map(String::as_str), otherwise) {
        (Some("blocking"), _) | (_, LogMode::Blocking) => LogMode::Blocking,
        (_, LogMode::NonBlocking { buffer_bytes, lines_max }) => {
            LogMode::NonBlocking { buffer_bytes: size.unwrap_or(buffer_bytes), lines_max }
        }
    }
}

/// Of a driver that [`driver`] gives its effect to.
pub(super) fn options(configuration: Option<&LogConfiguration>) -> BTreeMap<String, String> {
    let built =
        |driver: &Driver| matches!(driver, Driver::Awslogs | Driver::Awsfirelens | Driver::Splunk);
    let known = configuration.filter(|c| c.log_driver.as_ref().is_some_and(built));
    known.and_then(|c| c.options.clone()).unwrap_or_default()
}

/// Fargate's log router hands both options to docker's driver, which looks at the format first;
/// what is empty is not given.
fn multiline(options: &BTreeMap<String, String>) -> Option<String> {
    let given = |name: &str| options.get(name).filter(|text| !text.is_empty());
    let format = given("awslogs-datetime-format").map(|format| of_datetime_format(format));
    format.or_else(|| given("awslogs-multiline-pattern").cloned())
}

/// How a container routes; it was checked.
pub(super) fn router(of: &FirelensConfiguration) -> Option<LogRouter> {
    let kind = match of.r#type.as_ref()? {
        FirelensConfigurationType::Fluentbit => LogRouterKind::Fluentbit,
        FirelensConfigurationType::Fluentd => LogRouterKind::Fluentd,
        FirelensConfigurationType::Unknown(_) => return None,
    };
    let option = |name: &str| of.options.as_ref().and_then(|options| options.get(name));
    let own = option("config-file-type").filter(|from| *from == "file");
    Some(LogRouter {
        kind,
        metadata: option("enable-ecs-log-metadata").is_none_or(|text| is_true(text)),
        include: own.and_then(|_| option("config-file-value").cloned()),
    })
}

/// As Go reads a boolean; the ECS agent warns of what is none and leaves it at that.
fn is_true(text: &str) -> bool {
    !matches!(text, "0" | "f" | "F" | "false" | "FALSE" | "False")
}

/// Options of a driver of the host's whose values are secrets.
pub(super) fn log_secrets(configuration: Option<&LogConfiguration>) -> Vec<SecretRef> {
    let own = configuration.filter(|c| c.log_driver == Some(Driver::Splunk));
    let secrets = own.and_then(|c| c.secret_options.as_ref()).into_iter().flatten();
    let named = secrets.filter_map(|s| Some((s.name.clone()?, s.value_from.clone()?)));
    named.map(|(name, from)| SecretRef { name, from }).collect()
}

/// Options whose values are secrets: variables of the router, which its configuration names where
/// the value would be (ECS agent). So the values are in no file, and with nobody else.
pub(super) fn secret_options(definition: &TaskDefinition, containers: &mut [Container]) {
    let Some(at) = containers.iter().position(|c| c.log_router.is_some()) else { return };
    let kind = containers[at].log_router.as_ref().map(|router| router.kind);
    for (index, c) in definition.container_definitions.iter().flatten().enumerate() {
        let log = c.log_configuration.as_ref();
        let routed = log.filter(|log| log.log_driver == Some(Driver::Awsfirelens));
        let options = routed.and_then(|log| log.secret_options.as_ref()).into_iter().flatten();
        for option in options {
            let (Some(name), Some(from)) = (&option.name, &option.value_from) else { continue };
            let variable = format!("{name}_{index}");
            let place = match kind {
                Some(LogRouterKind::Fluentd) => format!("\"#{{ENV['{variable}']}}\""),
                _ => format!("${{{variable}}}"),
            };
            containers[index].log_options.insert(name.clone(), place);
            containers[at].secrets.push(SecretRef { name: variable, from: from.clone() });
        }
    }
}

/// The router starts before those that log to it, and stops after them, unless it waits for
/// others itself: what else is said of the order counts (ECS agent).
pub(super) fn router_first(containers: &mut [Container]) {
    let Some(router) = containers.iter().find(|c| c.log_router.is_some()) else { return };
    if !router.depends_on.is_empty() || !router.volumes_from.is_empty() {
        return;
    }
    let name = router.name.clone();
    for container in containers.iter_mut().filter(|c| c.name != name) {
        let routed = matches!(container.log, LogDriver::Awsfirelens(_));
        if routed && container.depends_on.iter().all(|on| on.container != name) {
            let on = DependsOn { container: name.clone(), condition: Condition::Start };
            container.depends_on.push(on);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::spec::tests::built;
    use super::*;
    use serde_json::{Value, json};

    fn with_log(configuration: &Value) -> Container {
        let container = json!({"name": "a", "image": "i", "logConfiguration": configuration});
        built(json!([container]), json!({})).containers.remove(0)
    }

    #[test]
    fn a_secret_option_is_a_variable_of_the_router_that_its_configuration_names() {
        for (kind, place) in [("fluentbit", "${apikey_1}"), ("fluentd", "\"#{ENV['apikey_1']}\"")] {
            let containers = json!([
                {"name": "r", "image": "i", "firelensConfiguration": {"type": kind},
                 "secrets": [{"name": "OWN", "valueFrom": "o"}]},
                {"name": "a", "image": "i", "logConfiguration": {"logDriver": "awsfirelens",
                 "options": {"Name": "http"},
                 "secretOptions": [{"name": "apikey", "valueFrom": "/k"}]}}]);
            let spec = built(containers, json!({}));
            let (router, app) = (&spec.containers[0], &spec.containers[1]);
            let secret =
                |name: &str, from: &str| SecretRef { name: name.into(), from: from.into() };
            assert_eq!(router.secrets, [secret("OWN", "o"), secret("apikey_1", "/k")]);
            assert!(app.secrets.is_empty());
            assert_eq!(app.log_options["apikey"], place);
            assert_eq!(app.log_options["Name"], "http");
        }
    }

    #[test]
    fn options_of_a_log_driver_are_kept_as_they_are_written() {
        let options =
            json!({"awslogs-group": "g", "awslogs-stream-prefix": "p", "mode": "blocking"});
        let of =
            |driver: &str| with_log(&json!({"logDriver": driver, "options": options})).log_options;
        assert_eq!(json!(of("awslogs")), options);
        assert_eq!(json!(of("awsfirelens")), options);
        assert_eq!(json!(of("splunk")), options);
        assert!(of("syslog").is_empty(), "no effect, no options");
        assert!(with_log(&Value::Null).log_options.is_empty());
    }

    #[test]
    fn a_log_goes_to_a_stream_of_each_task() {
        let options = |more: Value| {
            let mut all = json!({"awslogs-group": "/ecs/web", "awslogs-stream-prefix": "p"});
            all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let container = with_log(&json!({"logDriver": "awslogs", "options": all}));
            let LogDriver::Awslogs(target) = container.log else { panic!("it has a log") };
            target
        };
        let plain = options(json!({}));
        let task: ferrogate_base::TaskId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        assert_eq!(plain.stream("a", &task), format!("p/a/{task}"));
        assert_eq!((&*plain.region, &*plain.group), ("us-east-1", "/ecs/web"));
        let buffer = |buffer_bytes| LogMode::NonBlocking { buffer_bytes, lines_max: None };
        assert_eq!(plain.mode, buffer(10 << 20));
        let more = options(json!({"mode": "non-blocking", "max-buffer-size": "25m",
            "awslogs-region": "eu-west-1", "awslogs-create-group": "true"}));
        assert_eq!(more.mode, buffer(25 << 20));
        assert!(more.create_group && more.region == "eu-west-1");
        assert_eq!(options(json!({"mode": "blocking"})).mode, LogMode::Blocking);
        let (format, pattern) = ("awslogs-datetime-format", "awslogs-multiline-pattern");
        for (given, is) in [
            (json!({}), None),
            (json!({pattern: "^{"}), Some("^{")),
            (json!({format: "%Y"}), Some("[0-9]{4}")),
            (json!({format: "%Y", pattern: "^{"}), Some("[0-9]{4}")),
            (json!({format: "", pattern: "^{"}), Some("^{")),
            (json!({format: "", pattern: ""}), None),
        ] {
            assert_eq!(options(given.clone()).multiline.as_deref(), is, "{given}");
        }
    }

    #[test]
    fn what_waits_for_a_router_is_counted_in_lines() {
        let mode = |options: Value| {
            let container = with_log(&json!({"logDriver": "awsfirelens", "options": options}));
            let LogDriver::Awsfirelens(mode) = container.log else { panic!("it is routed") };
            mode
        };
        let kept =
            |buffer_bytes, lines| LogMode::NonBlocking { buffer_bytes, lines_max: Some(lines) };
        assert_eq!(mode(json!({"Name": "null"})), kept(u64::MAX, 1 << 20));
        assert_eq!(mode(json!({"log-driver-buffer-limit": "7"})), kept(u64::MAX, 7));
        assert_eq!(mode(json!({"max-buffer-size": "1k"})), kept(1024, 1 << 20));
        assert_eq!(mode(json!({"mode": "blocking"})), LogMode::Blocking);
        assert_eq!(mode(Value::Null), kept(u64::MAX, 1 << 20));
    }

    fn router_of(options: Value) -> LogRouter {
        let firelens = json!({"type": "fluentbit", "options": options});
        let container = json!({"name": "a", "image": "i", "firelensConfiguration": firelens});
        let built = built(json!([container]), json!({})).containers.remove(0);
        built.log_router.expect("it routes")
    }

    #[test]
    fn a_router_adds_metadata_unless_it_is_told_not_to() {
        for (text, metadata) in [("true", true), ("false", false), ("0", false), ("no", true)] {
            let router = router_of(json!({"enable-ecs-log-metadata": text}));
            assert_eq!(router.metadata, metadata, "{text}");
        }
        assert!(router_of(Value::Null).metadata);
        let own = json!({"config-file-type": "file", "config-file-value": "/extra.conf"});
        assert_eq!(router_of(own).include.as_deref(), Some("/extra.conf"));
    }

    #[test]
    fn who_logs_to_a_router_starts_after_it() {
        let needs = |router: Value| {
            let log = json!({"logDriver": "awsfirelens"});
            let mut router = router;
            let more = json!({"name": "r", "image": "i", "logConfiguration": log,
                "firelensConfiguration": {"type": "fluentd"}});
            router.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let on = json!([{"containerName": "r", "condition": "HEALTHY"}]);
            let containers = json!([
                {"name": "a", "image": "i", "logConfiguration": log},
                {"name": "b", "image": "i", "logConfiguration": log, "dependsOn": on},
                {"name": "c", "image": "i"},
                router]);
            let spec = built(containers, json!({}));
            let of = |c: &Container| c.depends_on.iter().map(|on| on.condition).collect::<Vec<_>>();
            spec.containers.iter().map(of).collect::<Vec<_>>()
        };
        let started = vec![Condition::Start];
        assert_eq!(needs(json!({})), [started, vec![Condition::Healthy], vec![], vec![]]);
        for waits in [
            json!({"dependsOn": [{"containerName": "c", "condition": "START"}]}),
            json!({"volumesFrom": [{"sourceContainer": "a"}]}),
        ] {
            assert_eq!(needs(waits)[0], [], "a circle might come of it");
        }
    }
}
