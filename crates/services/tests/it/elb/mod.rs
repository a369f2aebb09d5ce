//! Load balancers as their API shows them.

mod attributes;
mod ecs;
mod listeners;
mod load_balancers;
mod rules;
mod target_groups;
mod targets;
mod tls;
mod trust_stores;

use ferrogate_api::Operation;
use ferrogate_api::elbv2::operation as op;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use serde_json::{Value, json};

use crate::rig::{Rig, scope};

fn network() -> DefaultNetwork {
    DefaultNetwork::of(&scope())
}

/// The ids of the default subnets, each in a zone of its own.
fn subnets() -> Vec<String> {
    network().subnets.iter().map(|subnet| subnet.id.clone()).collect()
}

fn balancer(name: &str) -> Value {
    json!({"Name": name, "Subnets": &subnets()[..2]})
}

/// Makes a load balancer: its ARN.
async fn make_balancer(rig: &Rig, name: &str) -> String {
    let made = rig.ok(&op::CreateLoadBalancer, balancer(name)).await;
    text(&made["LoadBalancers"][0]["LoadBalancerArn"])
}

fn group(name: &str) -> Value {
    let vpc = network().parts.vpc.id;
    json!({"Name": name, "Protocol": "HTTP", "Port": 80, "VpcId": vpc, "TargetType": "ip"})
}

/// Makes a target group: its ARN.
async fn make_group(rig: &Rig, name: &str) -> String {
    let made = rig.ok(&op::CreateTargetGroup, group(name)).await;
    text(&made["TargetGroups"][0]["TargetGroupArn"])
}

fn forward(group: &str) -> Value {
    json!([{"Type": "forward", "TargetGroupArn": group}])
}

fn listener(balancer: &str, port: u16, actions: Value) -> Value {
    json!({"LoadBalancerArn": balancer, "Protocol": "HTTP", "Port": port, "DefaultActions": actions})
}

/// Makes a listener on port 80: its ARN.
async fn make_listener(rig: &Rig, balancer: &str, actions: Value) -> String {
    let made = rig.ok(&op::CreateListener, listener(balancer, 80, actions)).await;
    text(&made["Listeners"][0]["ListenerArn"])
}

fn fixed(code: &str) -> Value {
    json!([{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": code}}])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The object with something else in it.
fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}

/// Calls an operation that must be refused: the code as clients see it, and the text.
async fn refusal(rig: &Rig, operation: &Operation, ask: Value) -> (String, String) {
    let (code, text) = rig.refused(operation, ask).await;
    // The model names shapes; the protocol leaves their last word out (botocore's model,
    // `error.code`).
    (code.trim_end_matches("Exception").to_owned(), text)
}
