use ferrogate_base::{Epoch, TaskId, TaskKey};
use ferrogate_link::LogMode;

use super::*;
use crate::agent::on_disk::tests::kept;

const PATTERNS: [(&str, &str); 2] = [("include-pattern", "^[A-Z]"), ("exclude-pattern", "debug")];

fn routed(name: &str, options: &[(&str, &str)]) -> Container {
    Container {
        log: LogDriver::Awsfirelens(LogMode::Blocking),
        log_options: options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        ..Container::plain(name, "i")
    }
}

/// A task whose router also logs, as none of its own.
fn task(router: LogRouter, others: Vec<Container>) -> Assignment {
    let key = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
    let mut assignment = kept(&key, 3).assignment;
    let router = Container { log_router: Some(router), ..Container::plain("log_router", "i") };
    assignment.spec.containers = others.into_iter().chain([router]).collect();
    assignment
}

fn written(of: &Assignment) -> (usize, LogRouterBundle) {
    router(of).unwrap().expect("it has a router")
}

fn of_kind(kind: LogRouterKind) -> LogRouter {
    LogRouter { kind, metadata: true, include: Some("/extra.conf".into()) }
}

#[test]
fn fluent_bit_is_told_where_each_container_s_records_go() {
    let options = [("Name", "http"), ("Port", "8080"), ("mode", "blocking")];
    let app = routed("app", &[&options[..], &PATTERNS].concat());
    let of = task(of_kind(LogRouterKind::Fluentbit), vec![app, routed("own", &[])]);
    let (index, bundle) = written(&of);
    assert_eq!((index, &*bundle.path), (2, "/fluent-bit/etc/fluent-bit.conf"));
    assert_eq!(
        bundle.config,
        "\
[INPUT]
    Name forward
    unix_path /var/run/fluent.sock
    Mem_Buf_Limit 25MB

[INPUT]
    Name forward
    Listen 127.0.0.1
    Port 24224

[INPUT]
    Name tcp
    Tag firelens-healthcheck
    Listen 127.0.0.1
    Port 8877

[FILTER]
    Name grep
    Match app-firelens*
    Regex log ^[A-Z]

[FILTER]
    Name grep
    Match app-firelens*
    Exclude log debug

[FILTER]
    Name record_modifier
    Match *
    Record ecs_cluster default
    Record ecs_task_arn arn:aws:ecs:us-east-1:000000000000:task/default/1
    Record ecs_task_definition web:1

@INCLUDE /extra.conf

[OUTPUT]
    Name null
    Match firelens-healthcheck

[OUTPUT]
    Name http
    Match app-firelens*
    Port 8080

"
    );
}

#[test]
fn fluentd_is_told_the_same_in_its_own_words() {
    let options = [("@type", "file"), ("path", "/logs"), ("log-driver-buffer-limit", "9")];
    let app = routed("app", &[&options[..], &PATTERNS].concat());
    let of = task(of_kind(LogRouterKind::Fluentd), vec![app]);
    let (index, bundle) = written(&of);
    assert_eq!((index, &*bundle.path), (1, "/fluentd/etc/fluent.conf"));
    assert_eq!(
        bundle.config,
        "\
<source>
    @type unix
    path /var/run/fluent.sock
</source>

<source>
    @type forward
    bind 127.0.0.1
    port 24224
</source>

<filter app-firelens**>
    @type grep
    <regexp>
        key log
        pattern ^[A-Z]
    </regexp>
</filter>

<filter app-firelens**>
    @type grep
    <exclude>
        key log
        pattern debug
    </exclude>
</filter>

<filter **>
    @type record_transformer
    <record>
        ecs_cluster default
        ecs_task_arn arn:aws:ecs:us-east-1:000000000000:task/default/1
        ecs_task_definition web:1
    </record>
</filter>

@include /extra.conf

<match app-firelens**>
    @type file
    path /logs
</match>

"
    );
}

#[test]
fn what_waits_in_a_router_is_half_of_its_memory() {
    for (reservation, memory, buffer) in
        [(Some(100), Some(400), "50MB"), (None, Some(400), "200MB"), (None, Some(1), "25MB")]
    {
        let mut of = task(of_kind(LogRouterKind::Fluentbit), vec![routed("app", &[])]);
        of.spec.containers[1].memory_reservation_mib = reservation;
        of.spec.containers[1].memory_mib = memory;
        let config = written(&of).1.config;
        assert!(config.contains(&format!("Mem_Buf_Limit {buffer}\n")), "{config}");
    }
}

#[test]
fn options_of_no_output_are_refused_in_the_agent_s_words() {
    let of = task(of_kind(LogRouterKind::Fluentbit), vec![routed("app", &[("Host", "h")])]);
    let error = router(&of).unwrap_err();
    assert!(error.to_string().ends_with(
        "unable to apply log options of container app to firelens config: missing output key Name \
         which is required for firelens configuration of type fluentbit"
    ));
}

#[test]
fn without_metadata_records_are_what_was_written() {
    let router = LogRouter { kind: LogRouterKind::Fluentbit, metadata: false, include: None };
    let config = written(&task(router, vec![routed("app", &[])])).1.config;
    assert!(!config.contains("FILTER") && !config.contains("INCLUDE"), "{config}");
}

#[test]
fn who_logs_to_a_router_finds_it_in_its_environment() {
    let reached = [("FLUENT_HOST", "127.0.0.1"), ("FLUENT_PORT", "24224")];
    assert_eq!(environment(&routed("app", &[])), reached);
    let of = task(of_kind(LogRouterKind::Fluentd), vec![Container::plain("app", "i")]);
    assert_eq!(environment(&of.spec.containers[0]), []);
    assert_eq!(environment(&of.spec.containers[1]), [("FLUENT_UID", "0")]);
}
