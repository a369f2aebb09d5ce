//! Flow logs, and the records that what hosts have counted comes to.

use ferrogate_api::ec2::operation as op;
use ferrogate_base::TimestampMs;
use ferrogate_records::ec2::eni;
use ferrogate_records::ec2::flow_log::window::{Batch, Flow, Logged};
use ferrogate_records::ecs::task::Record;
use ferrogate_services::ec2::flow_log::{Delivery, deliveries};
use serde_json::{Value, json};

use super::{add_task, interface, network, vpc_id};
use crate::rig::{ACCOUNT, REGION, Rig};

const ROLE: &str = "arn:aws:iam::000000000000:role/flow-logs";

fn ask(rest: Value) -> Value {
    let mut ask = json!({
        "ResourceType": "VPC", "ResourceId": [vpc_id()], "TrafficType": "ALL", "LogGroupName": "flows",
        "DeliverLogsPermissionArn": ROLE,
    });
    for (name, value) in rest.as_object().unwrap() {
        match value {
            Value::Null => drop(ask.as_object_mut().unwrap().remove(name)),
            value => ask[name] = value.clone(),
        }
    }
    ask
}

async fn make(rig: &Rig, rest: Value) -> String {
    let made = rig.ok(&op::CreateFlowLogs, ask(rest)).await;
    made["flowLogIdSet"][0].as_str().unwrap().to_owned()
}

fn record(task: &Record) -> eni::Record {
    interface(task, &task.binding.as_ref().unwrap().eni)
}

fn flow(of: &eni::Record, egress: bool, accepted: bool) -> Flow {
    let own = (of.address.into(), 4000);
    let other = ([10, 9, 9, 9].into(), 443);
    Flow {
        interface: of.id.clone(),
        egress,
        accepted,
        from: if egress { own } else { other },
        to: if egress { other } else { own },
        protocol: 6,
        packets: 3,
        bytes: 180,
        first: TimestampMs(1_700_000_003_500),
        last: TimestampMs(1_700_000_009_900),
        tcp_flags: 19,
    }
}

fn batch(of: &eni::Record, flows: Vec<Flow>) -> Batch {
    let logged = Logged {
        interface: of.clone(),
        accepted: flows.iter().any(|flow| flow.accepted),
        rejected: flows.iter().any(|flow| !flow.accepted),
        skipped: false,
        again: false,
    };
    Batch {
        run: "host-1".into(),
        seq: 7,
        begin: TimestampMs(1_700_000_000_000),
        end: TimestampMs(1_700_000_060_000),
        interfaces: vec![logged],
        flows,
    }
}

fn delivered(rig: &Rig, batch: &Batch) -> Vec<Delivery> {
    deliveries(&rig.state.snapshot(), batch).unwrap()
}

fn texts(delivery: &Delivery) -> Vec<&str> {
    delivery.lines.iter().map(|(_, text)| &**text).collect()
}

#[tokio::test]
async fn a_flow_is_a_record_in_the_order_of_aws() {
    let rig = Rig::new().await;
    let id = make(&rig, json!({})).await;
    let of = record(&add_task(&rig, 5, false).await);
    let all = delivered(&rig, &batch(&of, vec![flow(&of, true, true), flow(&of, false, false)]));
    let [one] = &all[..] else { panic!("{all:?}") };
    assert_eq!((&*one.group, &*one.stream), ("flows", &*format!("{}-all", of.id)));
    assert_eq!(one.source, format!("flows/host-1/{id}/{}", of.id));
    assert_eq!(one.first, 7 << 20);
    assert_eq!(one.lines[0].0, 1_700_000_003_500);
    let mut found = texts(one);
    found.sort_unstable();
    let id = &of.id;
    assert_eq!(
        found,
        [
            format!(
                "2 {ACCOUNT} {id} 10.9.9.9 172.31.0.5 443 4000 6 3 180 1700000003 1700000009 \
                 REJECT OK"
            ),
            format!(
                "2 {ACCOUNT} {id} 172.31.0.5 10.9.9.9 4000 443 6 3 180 1700000003 1700000009 \
                 ACCEPT OK"
            ),
        ]
    );
    rig.end().await;
}

#[tokio::test]
async fn a_format_of_one_s_own_has_the_version_of_its_newest_field() {
    let rig = Rig::new().await;
    let format = "${version} ${vpc-id} ${az-id} ${type} ${flow-direction} ${tcp-flags} \
                  ${instance-id} ${ecs-cluster-name} ${ecs-task-id} ${region} ${pkt-dstaddr}";
    make(&rig, json!({"LogFormat": format})).await;
    let task = add_task(&rig, 5, false).await;
    let of = record(&task);
    let all = delivered(&rig, &batch(&of, vec![flow(&of, true, true)]));
    let (vpc, zone) = (vpc_id(), &network().subnets[0].zone_id);
    let wanted = format!("7 {vpc} {zone} IPv4 egress 19 - default {} {REGION} 10.9.9.9", task.id);
    assert_eq!(texts(&all[0]), [wanted]);
    rig.end().await;
}

#[tokio::test]
async fn what_an_interface_forwards_shows_its_own_address_and_the_packet_s() {
    let rig = Rig::new().await;
    let format = "${srcaddr} ${pkt-srcaddr} ${dstaddr} ${pkt-dstaddr}";
    make(&rig, json!({"LogFormat": format})).await;
    let of = record(&add_task(&rig, 5, false).await);
    let forwarded = Flow { from: ([10, 1, 1, 1].into(), 1), ..flow(&of, true, true) };
    let all = delivered(&rig, &batch(&of, vec![forwarded]));
    assert_eq!(texts(&all[0]), ["172.31.0.5 10.1.1.1 10.9.9.9 10.9.9.9"]);
    rig.end().await;
}

#[tokio::test]
async fn each_log_has_its_traffic_and_says_when_there_is_none() {
    let rig = Rig::new().await;
    let task = add_task(&rig, 5, false).await;
    let of = record(&task);
    make(
        &rig,
        json!({"TrafficType": "REJECT", "ResourceType": "NetworkInterface", "ResourceId": [of.id]}),
    )
    .await;
    make(
        &rig,
        json!({"TrafficType": "ACCEPT", "ResourceType": "Subnet", "ResourceId": [of.subnet]}),
    )
    .await;
    let other = json!({"ResourceType": "Subnet", "ResourceId": [network().subnets[1].id]});
    make(&rig, other).await;
    let mut sent = batch(&of, vec![flow(&of, true, true)]);
    let mut all = delivered(&rig, &sent);
    all.sort_by(|a, b| a.stream.cmp(&b.stream));
    let [accepts, rejects] = &all[..] else { panic!("{all:?}") };
    assert_eq!(accepts.stream, format!("{}-accept", of.id));
    assert!(texts(accepts)[0].ends_with("ACCEPT OK"));
    assert_eq!(rejects.stream, format!("{}-reject", of.id));
    let idle = format!("2 {ACCOUNT} {} - - - - - - - 1700000000 1700000060 -", of.id);
    assert_eq!(texts(rejects), [format!("{idle} NODATA")]);

    // What comes in a second batch of the window says none of that again.
    sent.interfaces[0].again = true;
    let all = delivered(&rig, &sent);
    let lines: usize = all.iter().map(|of| of.lines.len()).sum();
    assert_eq!(lines, 1);
    sent.interfaces[0].again = false;
    sent.interfaces[0].skipped = true;
    let all = delivered(&rig, &sent);
    let skipped = all.iter().flat_map(texts).filter(|text| *text == format!("{idle} SKIPDATA"));
    assert_eq!(skipped.count(), 2);
    rig.end().await;
}

#[tokio::test]
async fn a_token_makes_logs_once_and_a_resource_takes_its_logs_along() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateVpc, json!({"CidrBlock": "10.0.0.0/16"})).await;
    let vpc = made["vpc"]["vpcId"].as_str().unwrap();
    let asked = ask(json!({"ResourceId": [vpc, vpc_id()], "ClientToken": "once"}));
    let first = rig.ok(&op::CreateFlowLogs, asked.clone()).await;
    assert_eq!(first["flowLogIdSet"].as_array().unwrap().len(), 2);
    assert_eq!(first["clientToken"], "once");
    assert_eq!(rig.ok(&op::CreateFlowLogs, asked).await["flowLogIdSet"], first["flowLogIdSet"]);
    let other = ask(json!({"TrafficType": "REJECT", "ClientToken": "once"}));
    assert_eq!(rig.refused(&op::CreateFlowLogs, other).await.0, "IdempotentParameterMismatch");
    rig.ok(&op::DeleteVpc, json!({"VpcId": vpc})).await;
    let left = rig.ok(&op::DescribeFlowLogs, json!({})).await;
    let left = left["flowLogSet"].as_array().unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["resourceId"], vpc_id());
    rig.end().await;
}

#[tokio::test]
async fn what_is_no_flow_log_is_refused() {
    let rig = Rig::new().await;
    let arn = format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:g:*");
    let id = make(&rig, json!({"LogGroupName": null, "LogDestination": arn})).await;
    let shown = rig.ok(&op::DescribeFlowLogs, json!({"FlowLogId": [id]})).await;
    let shown = &shown["flowLogSet"][0];
    assert_eq!(shown["logGroupName"], "g");
    assert_eq!(shown["logDestination"], arn.trim_end_matches(":*"));
    for (rest, code) in [
        (json!({"LogGroupName": "a b"}), "InvalidParameter"),
        (
            json!({"LogGroupName": null, "LogDestination": "arn:aws:s3:::bucket"}),
            "InvalidParameter",
        ),
        (json!({"DeliverLogsPermissionArn": "role"}), "InvalidParameter"),
        (json!({"LogFormat": "version"}), "InvalidParameter"),
        (json!({"LogFormat": " "}), "InvalidParameter"),
        (json!({"LogDestinationType": "kinesis-data-firehose"}), "UnsupportedOperation"),
        (json!({"ResourceType": "TransitGateway"}), "UnsupportedOperation"),
        (json!({"DestinationOptions": {"FileFormat": "parquet"}}), "UnsupportedOperation"),
        (json!({"ResourceType": "Subnet"}), "InvalidSubnetID.NotFound"),
        (json!({"DryRun": true}), "DryRunOperation"),
    ] {
        let refused = rig.refused(&op::CreateFlowLogs, ask(rest.clone())).await;
        assert_eq!(refused.0, code, "{rest}: {}", refused.1);
    }
    rig.end().await;
}
