//! A service with an operation that is called without a signature.

use std::sync::Arc;

use ferrogate_api::operation::{EMPTY, HttpBinding};
use ferrogate_api::{Cx, Empty, Op, Operation, Protocol, Reply, Service, ecs};

pub(crate) static SERVICE: Service = Service {
    id: "open",
    sdk_name: "open",
    signing_name: "open",
    protocols: &[Protocol::Query],
    target_prefix: "",
    api_version: "2001-01-01",
    xmlns: "",
    query_compatible: false,
    operation_names: &["Knock"],
    unsigned_names: &["Knock"],
    operations: &[&KNOCK],
    errors: &[],
};

static KNOCK: Operation = Operation {
    service: &SERVICE,
    name: "Knock",
    input: &EMPTY,
    output: &EMPTY,
    errors: &[],
    http: HttpBinding { method: "POST", uri: "/", code: 200 },
    host_prefix: None,
    result_wrapper: None,
    input_element: None,
    input_xmlns: None,
    readonly: true,
    access: ferrogate_api::access::Access::open(),
};

pub(crate) enum Knock {}

impl Op for Knock {
    type Input = Empty;
    type Output = Empty;
    type Error = ecs::Error;
    const OPERATION: &'static Operation = &KNOCK;
}

pub(crate) async fn knock(cx: Arc<Cx>, _: Empty) -> Reply<Knock> {
    assert!(cx.signature.is_none() && !cx.caller.is_root(), "nobody has signed");
    Ok(Empty::default())
}
