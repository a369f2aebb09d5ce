//! Network interfaces as they are shown.

use std::net::Ipv6Addr;

use ferrogate_api::Timestamp;
use ferrogate_api::ec2::{
    AttachmentStatus, GroupIdentifier, NetworkInterface, NetworkInterfaceAssociation,
    NetworkInterfaceAttachment, NetworkInterfaceIpv6Address, NetworkInterfacePrivateIpAddress,
    NetworkInterfaceStatus, NetworkInterfaceType, Tag,
};
use ferrogate_base::TaskId;
use ferrogate_records::Scope;
use ferrogate_records::ec2::eni::{self, Owner, Record};
use ferrogate_records::ec2::vpc::private_dns_name;
use ferrogate_records::ec2::{group, public_address, subnet, vpc};
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_store::Key;
use sha2::{Digest, Sha256};

use super::super::select::{Resource, flag, one};
use super::super::view::{Object, View};
use super::super::{Result, fault, tag, text};

/// Who makes the interfaces of tasks.
const REQUESTER: &str = "amazon-ecs";
/// Who makes the interfaces of load balancers.
const BALANCERS: &str = "amazon-elb";

impl Object for Record {
    type Shown = NetworkInterface;

    fn key(scope: &Scope, id: &str) -> String {
        eni::key(scope, id)
    }

    fn show(&self, view: &View) -> Result<NetworkInterface> {
        let mut groups = vec![];
        for id in &self.groups {
            let group = view.get::<group::Record>(id)?;
            groups.push(GroupIdentifier {
                group_id: text(&**id),
                group_name: group.map(|group| group.name.clone()),
            });
        }
        let subnet = view.get::<subnet::Record>(&self.subnet)?;
        let region = &self.scope.region;
        let addresses = self.addresses().enumerate();
        let named = view.get::<vpc::Record>(&self.vpc)?.is_some_and(|vpc| vpc.dns_hostnames);
        let association =
            |address| self.public_of(address).map(|one| association(self, one, named));
        let private = addresses.map(|(n, address)| NetworkInterfacePrivateIpAddress {
            association: association(address),
            primary: Some(n == 0),
            private_dns_name: Some(private_dns_name(region, address)),
            private_ip_address: text(address.to_string()),
        });
        let mut shown = NetworkInterface {
            association: association(self.address),
            availability_zone: text(&*self.zone),
            availability_zone_id: subnet.map(|subnet| subnet.zone_id.clone()),
            description: text(&*self.description),
            groups: Some(groups),
            interface_type: Some(NetworkInterfaceType::Interface),
            ipv6_address: self.ipv6_addresses.first().map(ToString::to_string),
            ipv6_addresses: Some(self.ipv6_addresses.iter().map(ipv6).collect()),
            mac_address: text(&*self.mac),
            network_interface_id: text(&*self.id),
            owner_id: text(self.scope.account.as_str()),
            private_dns_name: Some(private_dns_name(region, self.address)),
            private_ip_address: text(self.address.to_string()),
            private_ip_addresses: Some(private.collect()),
            requester_managed: Some(self.owner != Owner::User),
            source_dest_check: Some(self.source_dest_check),
            status: Some(NetworkInterfaceStatus::Available),
            subnet_id: text(&*self.subnet),
            tag_set: Some(tag::shown(&self.tags)),
            vpc_id: text(&*self.vpc),
            ..NetworkInterface::default()
        };
        match &self.owner {
            Owner::Task { cluster, id } => of_task(view, cluster, id, &mut shown)?,
            Owner::NatGateway(id) => of_nat_gateway(self, id, &mut shown),
            Owner::LoadBalancer(_) => of_load_balancer(self, &mut shown),
            Owner::Endpoint(_) => of_endpoint(self, &mut shown),
            Owner::User => {}
        }
        Ok(shown)
    }
}

fn ipv6(address: &Ipv6Addr) -> NetworkInterfaceIpv6Address {
    NetworkInterfaceIpv6Address {
        ipv6_address: text(address.to_string()),
        is_primary_ipv6: Some(false),
        ..NetworkInterfaceIpv6Address::default()
    }
}

/// A public address of the interface; with its name in a VPC whose public addresses have one.
fn association(
    eni: &Record,
    public: &eni::PublicAddress,
    named: bool,
) -> NetworkInterfaceAssociation {
    let owner = match public.allocation {
        Some(_) => eni.scope.account.as_str(),
        None => "amazon",
    };
    let name = named.then(|| public_address::dns_name(&eni.scope.region, public.public));
    NetworkInterfaceAssociation {
        allocation_id: public.allocation.clone(),
        association_id: public.association.clone(),
        ip_owner_id: text(owner),
        // EC2 shows it empty, not as missing.
        public_dns_name: Some(name.unwrap_or_default()),
        public_ip: text(public.public.to_string()),
        ..NetworkInterfaceAssociation::default()
    }
}

/// What the interface of a NAT gateway is shown with besides.
fn of_nat_gateway(eni: &Record, gateway: &str, shown: &mut NetworkInterface) {
    let hash = hex::encode(Sha256::digest(&eni.id));
    shown.description = Some(format!("Interface for NAT Gateway {gateway}"));
    shown.interface_type = Some(NetworkInterfaceType::from("nat_gateway"));
    shown.requester_id = text(eni.scope.account.as_str());
    shown.status = Some(NetworkInterfaceStatus::InUse);
    shown.attachment = Some(NetworkInterfaceAttachment {
        attach_time: Some(Timestamp::from(eni.created_at)),
        attachment_id: Some(format!("ela-attach-{}", &hash[..17])),
        delete_on_termination: Some(false),
        device_index: Some(1),
        network_card_index: Some(0),
        instance_owner_id: text("amazon-aws"),
        status: Some(AttachmentStatus::Attached),
        ..NetworkInterfaceAttachment::default()
    });
}

/// What the interface of an endpoint is shown with besides.
fn of_endpoint(eni: &Record, shown: &mut NetworkInterface) {
    let hash = hex::encode(Sha256::digest(&eni.id));
    shown.interface_type = Some(NetworkInterfaceType::VpcEndpoint);
    shown.requester_id = text(eni.scope.account.as_str());
    shown.status = Some(NetworkInterfaceStatus::InUse);
    shown.attachment = Some(NetworkInterfaceAttachment {
        attach_time: Some(Timestamp::from(eni.created_at)),
        attachment_id: Some(format!("ela-attach-{}", &hash[..17])),
        delete_on_termination: Some(false),
        device_index: Some(1),
        network_card_index: Some(0),
        instance_owner_id: text("amazon-aws"),
        status: Some(AttachmentStatus::Attached),
        ..NetworkInterfaceAttachment::default()
    });
}

/// What the interface of a load balancer is shown with besides.
fn of_load_balancer(eni: &Record, shown: &mut NetworkInterface) {
    let hash = hex::encode(Sha256::digest(&eni.id));
    shown.requester_id = text(BALANCERS);
    shown.status = Some(NetworkInterfaceStatus::InUse);
    shown.attachment = Some(NetworkInterfaceAttachment {
        attach_time: Some(Timestamp::from(eni.created_at)),
        attachment_id: Some(format!("ela-attach-{}", &hash[..17])),
        delete_on_termination: Some(false),
        device_index: Some(1),
        network_card_index: Some(0),
        instance_owner_id: text(BALANCERS),
        status: Some(AttachmentStatus::Attached),
        ..NetworkInterfaceAttachment::default()
    });
}

/// What the interface of a task is shown with besides.
fn of_task(view: &View, cluster: &str, id: &TaskId, shown: &mut NetworkInterface) -> Result<()> {
    shown.requester_id = text(REQUESTER);
    shown.status = Some(NetworkInterfaceStatus::InUse);
    let key = Key::new(task::key(&view.scope, cluster, id)).map_err(fault)?;
    let task = view.snapshot().table::<task::Record>().get(&key).map_err(fault)?;
    if let Some(task) = task {
        let name = format!("attachment/{}", task.attachment_id());
        shown.description = Some(view.scope.arn("ecs", &name));
        shown.attachment = Some(attachment(&task));
    }
    Ok(())
}

fn attachment(task: &task::Record) -> NetworkInterfaceAttachment {
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
        "operator.managed",
        "operator.principal",
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
            "interface-type" => self.interface_type.iter().map(ToString::to_string).collect(),
            "ipv6-addresses.ipv6-address" => {
                let all = self.ipv6_addresses.iter().flatten();
                all.filter_map(|one| one.ipv6_address.clone()).collect()
            }
            "mac-address" => one(&self.mac_address),
            "network-interface-id" => one(&self.network_interface_id),
            // No service manages one in the way that this tells.
            "operator.managed" => vec!["false".into()],
            "owner-id" => one(&self.owner_id),
            "private-dns-name" => one(&self.private_dns_name),
            "private-ip-address" => one(&self.private_ip_address),
            "requester-id" => one(&self.requester_id),
            "requester-managed" => flag(self.requester_managed),
            "source-dest-check" => flag(self.source_dest_check),
            "status" => self.status.iter().map(ToString::to_string).collect(),
            "subnet-id" => one(&self.subnet_id),
            "vpc-id" => one(&self.vpc_id),
            _ => {
                let of = |one: &NetworkInterfacePrivateIpAddress| one.association.clone();
                if let Some(filter) = filter.strip_prefix("attachment.") {
                    return self
                        .attachment
                        .iter()
                        .flat_map(|a| attachment_facts(a, filter))
                        .collect();
                }
                if let Some(filter) = filter.strip_prefix("association.") {
                    return self.association.iter().flat_map(|a| public_facts(a, filter)).collect();
                }
                if let Some(filter) = filter.strip_prefix("addresses.association.") {
                    return addresses
                        .filter_map(of)
                        .flat_map(|a| public_facts(&a, filter))
                        .collect();
                }
                vec![]
            }
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tag_set.as_deref().unwrap_or_default()
    }
}

fn public_facts(association: &NetworkInterfaceAssociation, filter: &str) -> Vec<String> {
    match filter {
        "allocation-id" => one(&association.allocation_id),
        "association-id" => one(&association.association_id),
        "ip-owner-id" | "owner-id" => one(&association.ip_owner_id),
        "public-dns-name" => one(&association.public_dns_name),
        _ => one(&association.public_ip),
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
