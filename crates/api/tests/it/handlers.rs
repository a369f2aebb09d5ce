//! The table of operations.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use ferrogate_api::{Cx, Failure, Operations, Value, ecs};
use ferrogate_base::TimestampMs;

fn cx() -> Arc<Cx> {
    let account = "123456789012".parse().unwrap();
    Arc::new(Cx::root("id", account, "eu-west-1", TimestampMs(0)))
}

/// The handlers here never wait.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the handler waits"),
    }
}

fn describe(name: &str) -> Value {
    let operation = &ecs::operation::StopTask;
    ferrogate_api::json::decode(format!("{{\"task\":\"{name}\"}}").as_bytes(), operation.input)
        .unwrap()
}

#[test]
fn a_handler_gets_its_types_and_answers_in_them() {
    let mut operations = Operations::new();
    operations.on::<ecs::op::StopTask, _, _>(async |cx: Arc<Cx>, input: ecs::StopTaskRequest| {
        if input.task == "gone" {
            return Err(ecs::Error::invalid_parameter("The referenced task was not found.").into());
        }
        if input.task == "broken" {
            return Err(Failure::fault("the disk is full"));
        }
        let task = ecs::Task {
            task_arn: Some(format!("{}/{}", cx.region, input.task)),
            ..Default::default()
        };
        Ok(ecs::StopTaskResponse { task: Some(task) })
    });
    assert_eq!(operations.len(), 1);
    assert!(operations.get(&ecs::operation::RunTask).is_none());
    let handler = operations.get(&ecs::operation::StopTask).unwrap();

    let output = now(handler(cx(), describe("t1"))).unwrap_or_else(|_| panic!("an error"));
    let shape = ecs::operation::StopTask.output;
    let json = ferrogate_api::json::encode(&*output, shape);
    assert_eq!(json, br#"{"task":{"taskArn":"eu-west-1/t1"}}"#);

    match now(handler(cx(), describe("gone"))) {
        Err(Failure::Aws(reply)) => {
            assert_eq!(reply.code, "InvalidParameterException");
            assert_eq!(reply.status, 400);
        }
        _ => panic!("no error"),
    }
    match now(handler(cx(), describe("broken"))) {
        Err(Failure::Fault(cause)) => assert_eq!(cause.to_string(), "the disk is full"),
        _ => panic!("no fault"),
    }
}

#[test]
fn a_value_the_validator_would_refuse_is_a_fault_not_a_panic() {
    let mut operations = Operations::new();
    operations.on::<ecs::op::StopTask, _, _>(async |_, _| Ok(ecs::StopTaskResponse::default()));
    let handler = operations.get(&ecs::operation::StopTask).unwrap();
    for value in [Value::Absent, Value::Struct(Vec::new()), Value::from("x")] {
        assert!(matches!(now(handler(cx(), value)), Err(Failure::Fault(_))));
    }
}
