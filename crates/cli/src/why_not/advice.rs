//! What an explanation means, and the commands of the aws CLI that show or mend it: pure.

use ferrogate_api::ec2::Explanation;

use super::told::{Asked, id, range, way};

/// What stops packets, in a sentence.
pub(super) fn meaning(fault: &Explanation) -> String {
    let code = fault.explanation_code.as_deref().unwrap_or_default();
    let way = way(fault.direction.as_deref() == Some("egress"));
    let address = fault.address.as_deref().unwrap_or_default();
    let ports = fault.port_ranges.iter().flatten().map(range).collect::<Vec<_>>().join(", ");
    let said = match code {
        "ENI_SG_RULES_MISMATCH" => {
            format!("no rule of {} lets {way} to port {ports}", groups(fault).join(", "))
        }
        "SG_HAS_NO_RULES" => format!("{} has no rules at all", groups(fault).join(", ")),
        "SUBNET_ACL_RESTRICTION" => match &fault.acl {
            Some(_) => format!("it does not let {way} to port {ports}"),
            None => "the subnet has no network ACL".into(),
        },
        "NO_ROUTE_TO_DESTINATION" => format!("no route is for {address}"),
        "BAD_STATE_ROUTE" => "its route leads to what is not there".into(),
        "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" => {
            "who speaks with the internet needs a public address".into()
        }
        "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS" => {
            format!("{address} is a private address, and the route leads to the internet")
        }
        "NO_POSSIBLE_DESTINATION" => format!("nothing has the address {address}"),
        "ENI_SOURCE_DEST_CHECK_RESTRICTION" => {
            format!("{address} is not its own, and it takes no other address")
        }
        "DISCONNECTED_VPCS" => {
            let (own, other) = (id(fault.vpc.as_ref()), id(fault.destination_vpc.as_ref()));
            format!("{own} and {other} are not connected")
        }
        "NO_SOURCE_OR_DESTINATION" => {
            format!("{} is gone", fault.missing_component.as_deref().unwrap_or("an end"))
        }
        _ => "they do not pass".into(),
    };
    format!("{said} ({code})")
}

/// The commands, each with the word before it.
pub(super) fn commands(asked: &Asked, fault: &Explanation) -> Vec<(&'static str, String)> {
    let egress = fault.direction.as_deref() == Some("egress");
    let code = fault.explanation_code.as_deref().unwrap_or_default();
    match code {
        "ENI_SG_RULES_MISMATCH" | "SG_HAS_NO_RULES" => of_groups(asked, fault, egress),
        "SUBNET_ACL_RESTRICTION" => {
            let acl = fault.acl.iter().map(|acl| {
                let id = id(Some(acl));
                ("see", format!("aws ec2 describe-network-acls --network-acl-ids {id}"))
            });
            acl.collect()
        }
        "NO_ROUTE_TO_DESTINATION" | "BAD_STATE_ROUTE" => {
            let table = fault.route_table.iter().map(|table| {
                let id = id(Some(table));
                ("see", format!("aws ec2 describe-route-tables --route-table-ids {id}"))
            });
            table.collect()
        }
        "NO_POSSIBLE_DESTINATION" => {
            let address = fault.address.as_deref().unwrap_or_default();
            let filter = format!("Name=addresses.private-ip-address,Values={address}");
            vec![("see", format!("aws ec2 describe-network-interfaces --filters {filter}"))]
        }
        "ENI_SOURCE_DEST_CHECK_RESTRICTION" => {
            let id = id(fault.network_interface.as_ref());
            vec![(
                "see",
                format!("aws ec2 describe-network-interfaces --network-interface-ids {id}"),
            )]
        }
        _ => vec![],
    }
}

fn groups(fault: &Explanation) -> Vec<&str> {
    let groups = fault.security_groups.iter().flatten();
    let groups: Vec<_> = groups.map(|group| id(Some(group))).collect();
    if groups.is_empty() { vec!["no group"] } else { groups }
}

/// A look at the rules of the groups, and the rule that would let the packets pass. Whose
/// address is not known is not made up.
fn of_groups(asked: &Asked, fault: &Explanation, egress: bool) -> Vec<(&'static str, String)> {
    let Some(first) = fault.security_groups.iter().flatten().next() else { return vec![] };
    let all = groups(fault).join(",");
    let filter = format!("Name=group-id,Values={all}");
    let mut commands =
        vec![("see", format!("aws ec2 describe-security-group-rules --filters {filter}"))];
    let far = if egress { &asked.destination } else { &asked.source };
    if let (Some(port), Some(address)) = (asked.port, far.address.or(far.of_task)) {
        let (way, protocol) = (if egress { "egress" } else { "ingress" }, asked.protocol.name());
        let group = id(Some(first));
        commands.push((
            "fix",
            format!(
                "aws ec2 authorize-security-group-{way} --group-id {group} --protocol {protocol} \
                 --port {port} --cidr {address}/32"
            ),
        ));
    }
    commands
}
