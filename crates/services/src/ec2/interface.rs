//! Network interfaces: one for each task that holds an address.

use ferrogate_api::ec2::{
    AttachmentStatus, DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult,
    GroupIdentifier, NetworkInterface, NetworkInterfaceAttachment,
    NetworkInterfacePrivateIpAddress, NetworkInterfaceStatus, NetworkInterfaceType, Tag,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_records::ec2::vpc::{Vpc, private_dns_name};
use ferrogate_records::ecs::task::{Binding, Record, Status, WithInterface};
use sha2::{Digest, Sha256};

use super::select::{Ask, Resource, flag, one, select};
use super::{Ec2, Result, fault, group, scope, text};

/// Who makes the interfaces of tasks.
const REQUESTER: &str = "amazon-ecs";
/// Tags of a task that its interface has too: those of ECS itself.
const MANAGED: &str = "aws:ecs:";

impl Ec2 {
    pub(super) fn describe_network_interfaces(
        &self,
        cx: &Cx,
        input: DescribeNetworkInterfacesRequest,
    ) -> Result<DescribeNetworkInterfacesResult> {
        let scope = scope(cx);
        let vpc = Vpc::default_of(&scope);
        let tasks = self.state.table();
        let all = tasks
            .by::<WithInterface>(&scope)
            .map_err(fault)?
            .filter_map(|task| Some((task, task.binding.as_ref()?)))
            .map(|(task, binding)| shown(task, binding, &vpc))
            .collect();
        let ask = Ask {
            ids: input.network_interface_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (network_interfaces, next_token) = select(all, ask)?;
        Ok(DescribeNetworkInterfacesResult {
            network_interfaces: Some(network_interfaces),
            next_token,
        })
    }
}

fn shown(task: &Record, binding: &Binding, vpc: &Vpc) -> NetworkInterface {
    let (scope, eni) = (&task.scope, &binding.eni);
    let address = eni.address.to_string();
    let name = private_dns_name(&scope.region, eni.address);
    let group = |id: &String| GroupIdentifier {
        group_id: text(&**id),
        group_name: (*id == vpc.default_group).then(|| group::DEFAULT.to_owned()),
    };
    let managed = task.tags.iter().filter(|tag| tag.key.starts_with(MANAGED));
    let tags = managed.map(|tag| Tag { key: text(&*tag.key), value: text(&*tag.value) }).collect();
    let zone = vpc.subnet(&eni.subnet).map(|subnet| subnet.zone_id.clone());
    NetworkInterface {
        attachment: Some(attachment(task)),
        availability_zone: text(&*eni.zone),
        availability_zone_id: zone,
        description: Some(scope.arn("ecs", &format!("attachment/{}", task.attachment_id()))),
        groups: Some(task.network.security_groups.iter().map(group).collect()),
        interface_type: Some(NetworkInterfaceType::Interface),
        ipv6_addresses: Some(vec![]),
        mac_address: text(&*eni.mac),
        network_interface_id: text(&*eni.id),
        owner_id: text(scope.account.as_str()),
        private_dns_name: text(&*name),
        private_ip_address: text(&*address),
        private_ip_addresses: Some(vec![NetworkInterfacePrivateIpAddress {
            association: None,
            primary: Some(true),
            private_dns_name: Some(name),
            private_ip_address: Some(address),
        }]),
        requester_id: text(REQUESTER),
        requester_managed: Some(true),
        source_dest_check: Some(true),
        status: Some(NetworkInterfaceStatus::InUse),
        subnet_id: text(&*eni.subnet),
        tag_set: Some(tags),
        vpc_id: text(&*eni.vpc),
        ..NetworkInterface::default()
    }
}

fn attachment(task: &Record) -> NetworkInterfaceAttachment {
    let status = match task.status {
        Status::Deprovisioning | Status::Stopped | Status::Deleted => AttachmentStatus::Detaching,
        _ if task.at.connectivity.is_some() => AttachmentStatus::Attached,
        _ => AttachmentStatus::Attaching,
    };
    let hash = hex::encode(Sha256::digest(task.attachment_id()));
    NetworkInterfaceAttachment {
        attach_time: task.at.connectivity.map(Timestamp::from),
        attachment_id: Some(format!("ela-attach-{}", &hash[..17])),
        delete_on_termination: Some(false),
        device_index: Some(1),
        network_card_index: Some(0),
        instance_owner_id: text(REQUESTER),
        status: Some(status),
        ..NetworkInterfaceAttachment::default()
    }
}

impl Resource for NetworkInterface {
    const LIST: &'static str = "DescribeNetworkInterfaces";
    const NOT_FOUND: &'static str = "InvalidNetworkInterfaceID.NotFound";
    const NOUN: &'static str = "networkInterface ID";
    const MALFORMED: Option<(&'static str, &'static str)> =
        Some(("InvalidNetworkInterfaceId.Malformed", "eni-"));
    const FILTERS: &'static [&'static str] = &[
        "addresses.association.owner-id",
        "addresses.association.public-ip",
        "addresses.primary",
        "addresses.private-ip-address",
        "association.allocation-id",
        "association.association-id",
        "association.ip-owner-id",
        "association.public-dns-name",
        "association.public-ip",
        "attachment.attach-time",
        "attachment.attachment-id",
        "attachment.delete-on-termination",
        "attachment.device-index",
        "attachment.instance-id",
        "attachment.instance-owner-id",
        "attachment.nat-gateway-id",
        "attachment.status",
        "availability-zone",
        "availability-zone-id",
        "description",
        "group-id",
        "group-name",
        "interface-type",
        "ipv6-addresses.ipv6-address",
        "mac-address",
        "network-interface-id",
        "owner-id",
        "private-dns-name",
        "private-ip-address",
        "requester-id",
        "requester-managed",
        "source-dest-check",
        "status",
        "subnet-id",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.network_interface_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let groups = self.groups.iter().flatten();
        let addresses = self.private_ip_addresses.iter().flatten();
        match filter {
            "addresses.primary" => addresses.flat_map(|a| flag(a.primary)).collect(),
            "addresses.private-ip-address" => {
                addresses.filter_map(|a| a.private_ip_address.clone()).collect()
            }
            "availability-zone" => one(&self.availability_zone),
            "availability-zone-id" => one(&self.availability_zone_id),
            "description" => one(&self.description),
            "group-id" => groups.filter_map(|group| group.group_id.clone()).collect(),
            "group-name" => groups.filter_map(|group| group.group_name.clone()).collect(),
            "interface-type" => vec!["interface".into()],
            "mac-address" => one(&self.mac_address),
            "network-interface-id" => one(&self.network_interface_id),
            "owner-id" => one(&self.owner_id),
            "private-dns-name" => one(&self.private_dns_name),
            "private-ip-address" => one(&self.private_ip_address),
            "requester-id" => one(&self.requester_id),
            "requester-managed" => flag(self.requester_managed),
            "source-dest-check" => flag(self.source_dest_check),
            "status" => vec!["in-use".into()],
            "subnet-id" => one(&self.subnet_id),
            "vpc-id" => one(&self.vpc_id),
            _ => match (filter.strip_prefix("attachment."), &self.attachment) {
                (Some(filter), Some(attachment)) => attachment_facts(attachment, filter),
                // No interface has a public address or IPv6.
                _ => vec![],
            },
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tag_set.as_deref().unwrap_or_default()
    }
}

fn attachment_facts(attachment: &NetworkInterfaceAttachment, filter: &str) -> Vec<String> {
    match filter {
        "attach-time" => {
            let iso = |at: &Timestamp| {
                let mut out = String::new();
                at.write_iso(true, &mut out).ok().map(|()| out)
            };
            attachment.attach_time.iter().filter_map(iso).collect()
        }
        "attachment-id" => one(&attachment.attachment_id),
        "delete-on-termination" => flag(attachment.delete_on_termination),
        "device-index" => attachment.device_index.iter().map(i32::to_string).collect(),
        "instance-owner-id" => one(&attachment.instance_owner_id),
        "status" => attachment.status.iter().map(ToString::to_string).collect(),
        _ => vec![],
    }
}
