//! Zones, regions, and what an account may have there.

use ferrogate_api::ec2::operation as op;
use serde_json::json;

use super::vpc_id;
use crate::rig::{REGION, Rig, column};

#[tokio::test]
async fn places_and_attributes_are_those_of_the_region() {
    let rig = Rig::new().await;
    let zones = rig.ok(&op::DescribeAvailabilityZones, json!({})).await;
    let names: Vec<_> = ["a", "b", "c"].map(|letter| format!("{REGION}{letter}")).into();
    assert_eq!(column(&zones, "availabilityZoneInfo", "zoneName"), names);
    let one = rig.ok(&op::DescribeAvailabilityZones, json!({"ZoneId": ["euc1-az2"]})).await;
    assert_eq!(column(&one, "availabilityZoneInfo", "zoneName"), [&*names[1]]);
    assert_eq!(one["availabilityZoneInfo"][0]["groupLongName"], "Europe (Frankfurt) 1");
    let (code, text) =
        rig.refused(&op::DescribeAvailabilityZones, json!({"ZoneName": ["x"]})).await;
    assert_eq!((&*code, &*text), ("InvalidParameterValue", "Invalid availability zone: [x]"));

    let regions = rig.ok(&op::DescribeRegions, json!({})).await;
    assert_eq!(column(&regions, "regionInfo", "regionName"), [REGION]);
    let other = json!({"RegionName": ["mars-1"]});
    assert_eq!(rig.refused(&op::DescribeRegions, other).await.0, "InvalidParameterValue");

    let attributes = json!({"attributeName": ["default-vpc"]});
    let attributes = rig.ok(&op::DescribeAccountAttributes, attributes).await;
    let set = &attributes["accountAttributeSet"];
    assert_eq!(set.as_array().unwrap().len(), 1);
    assert_eq!(set[0]["attributeValueSet"][0]["attributeValue"], *vpc_id());
    let all = rig.ok(&op::DescribeAccountAttributes, json!({})).await;
    let mut names = column(&all, "accountAttributeSet", "attributeName");
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "default-vpc",
            "max-elastic-ips",
            "max-instances",
            "supported-platforms",
            "vpc-max-elastic-ips",
            "vpc-max-security-groups-per-interface",
        ]
    );
    rig.end().await;
}
