//! Structures that are kept as JSON and come back as they were.

use ferrogate_api::{Encoder, Kept, Shape, Timestamp, Value, Wire, ecr, ecs, json};

fn container() -> ecs::ContainerDefinition {
    let text = r#"{"name":"web","image":"nginx","cpu":0,"essential":true,
        "command":["a","b"],"dockerLabels":{"k":"v"},
        "logConfiguration":{"logDriver":"awslogs","options":{"x":"y"}},
        "ulimits":[{"name":"nofile","softLimit":1,"hardLimit":2}],
        "futureMember":{"deep":[1]}}"#;
    json::from_str(text).unwrap()
}

#[test]
fn what_was_accepted_comes_back() {
    let kept = json::to_string(&container());
    assert!(!kept.contains("futureMember"), "no member that the model lacks is kept");
    let back: ecs::ContainerDefinition = json::from_str(&kept).unwrap();
    assert_eq!(back, container());
    assert_eq!(back.cpu, Some(0));
    assert_eq!(back.log_configuration.unwrap().log_driver, Some(ecs::LogDriver::Awslogs));
}

#[test]
fn milliseconds_survive() {
    let task = ecs::Task { created_at: Some(Timestamp(1_767_323_045_678)), ..Default::default() };
    assert_eq!(json::to_string(&task), r#"{"createdAt":1767323045.678}"#);
    let back: ecs::Task = json::from_str(&json::to_string(&task)).unwrap();
    assert_eq!(back, task);
}

#[test]
fn a_missing_required_member_is_named() {
    let error = json::from_str::<ecs::StopTaskRequest>("{}").unwrap_err();
    assert!(error.to_string().contains("expected a string"), "{error}");
}

#[test]
fn secrets_do_not_print() {
    let environment =
        ecs::KeyValuePair { name: Some("PASSWORD".into()), value: Some("hidden".into()) };
    let container = ecs::ContainerDefinition {
        name: Some("web".to_owned()),
        environment: Some(vec![environment]),
        ..Default::default()
    };
    let printed = format!("{container:?}");
    assert!(printed.contains("web") && printed.contains("***"), "{printed}");
    assert!(!printed.contains("hidden"), "{printed}");
    assert!(json::to_string(&container).contains("hidden"), "but the client gets them");
}

#[test]
fn bytes_are_base64() {
    let request = ecr::UploadLayerPartRequest {
        layer_part_blob: bytes::Bytes::from_static(b"\x00\xff"),
        ..Default::default()
    };
    let text = json::to_string(&request);
    assert!(text.contains(r#""layerPartBlob":"AP8=""#), "{text}");
    assert_eq!(json::from_str::<ecr::UploadLayerPartRequest>(&text).unwrap(), request);
}

/// An answer as a handler writes it that has its tasks encoded already.
struct Described(Vec<Kept<ecs::Task>>);

impl Wire for Described {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.structure(&ecs::shape::DescribeTasksResponse, &[&self.0, &Value::Absent]);
    }
}

fn task(n: i64) -> ecs::Task {
    ecs::Task {
        created_at: Some(Timestamp(1_767_323_045_678 + n)),
        tags: Some(vec![ecs::Tag { key: Some("\"\u{1}é".into()), value: Some(String::new()) }]),
        containers: Some(vec![ecs::Container { exit_code: Some(-1), ..Default::default() }]),
        overrides: Some(ecs::TaskOverride::default()),
        enable_execute_command: Some(false),
        version: Some(n),
        ..Default::default()
    }
}

#[test]
fn an_encoded_structure_is_written_as_the_structure_itself() {
    let tasks: Vec<_> = (0..50).map(task).collect();
    let kept = Described(tasks.iter().map(Kept::new).collect());
    let plain = ecs::DescribeTasksResponse { tasks: Some(tasks.clone()), failures: None };
    let shape = &ecs::shape::DescribeTasksResponse;
    assert_eq!(json::encode(&kept, shape), json::to_vec(&plain));
    let values: Vec<_> = kept.0.iter().map(Kept::value).collect();
    assert_eq!(values, tasks);
    assert_eq!(format!("{:?}", kept.0[7]), format!("{:?}", tasks[7]));
    assert!(kept.0[7] == Kept::new(&tasks[7]) && kept.0[7] != kept.0[8]);
}
