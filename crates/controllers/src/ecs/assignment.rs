//! What a host is told to run, from a task's record and its spec: pure.

use ferrogate_base::TaskKey;
use ferrogate_link as link;
use ferrogate_records::ec2::vpc::private_dns_name;
use ferrogate_records::ec2::{dhcp_options, range, subnet, vpc};
use ferrogate_records::ecs::task;
use ferrogate_records::spec::Spec;
use ferrogate_state::{Fault, Snapshot};
use ferrogate_store::Key;
use ipnet::{Ipv4Net, Ipv6Net};

/// Why no host can be told to run the task: its records contradict each other.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The task has no binding.
    #[error("task {0} is not bound")]
    Unbound(String),
    /// Its spec is gone.
    #[error("task {0} has no spec")]
    NoSpec(String),
    /// Its subnet is not in its VPC.
    #[error("subnet {0} is not in the VPC")]
    NoSubnet(String),
}

/// Where a task's interface is. A subnet with an interface can't be deleted, nor can its VPC.
#[derive(Clone, Debug)]
pub struct Place {
    /// The VPC's first range.
    pub vpc: Ipv4Net,
    /// The subnet's range.
    pub subnet: Ipv4Net,
    /// The subnet's range of IPv6, if it has one.
    pub subnet6: Option<Ipv6Net>,
    /// Whom tasks ask about names; `None` as every VPC has it until it is given other options.
    pub dns: Option<link::Dns>,
}

impl Place {
    /// The place of the task's interface; `None` when it has none, or the network is gone.
    ///
    /// # Errors
    /// When a record can't be read.
    pub fn of(state: &Snapshot, record: &task::Record) -> Result<Option<Self>, Fault> {
        let Some(binding) = &record.binding else { return Ok(None) };
        let subnet = Key::new(subnet::key(&record.scope, &binding.eni.subnet))?;
        let vpc = Key::new(vpc::key(&record.scope, &binding.eni.vpc))?;
        let subnet = state.table::<subnet::Record>().get(&subnet)?;
        let vpc = state.table::<vpc::Record>().get(&vpc)?;
        let (Some(vpc), Some(subnet)) = (vpc, subnet) else { return Ok(None) };
        let dns = dns(state, &vpc)?;
        let subnet6 = subnet.ipv6_cidr.as_ref().map(|one| one.range);
        Ok(Some(Self { vpc: vpc.cidr.range, subnet: subnet.cidr, subnet6, dns }))
    }
}

/// Whom tasks of the VPC ask about names, when it has options of its own.
fn dns(state: &Snapshot, vpc: &vpc::Record) -> Result<Option<link::Dns>, Fault> {
    let nobody = link::Dns { servers: vec![], search: vec![] };
    if vpc.dhcp_options == dhcp_options::NONE {
        return Ok(Some(nobody));
    }
    if vpc.dhcp_options == dhcp_options::default_id(&vpc.scope) {
        return Ok(None);
    }
    let key = Key::new(dhcp_options::key(&vpc.scope, &vpc.dhcp_options))?;
    let options = state.table::<dhcp_options::Record>().get(&key)?;
    Ok(options.map(|set| link::Dns { servers: set.servers(), search: set.domains() }))
}

/// What the task's host is told.
///
/// # Errors
/// When the records contradict each other; they were checked when they were written.
pub fn assignment(
    record: &task::Record,
    spec: &Spec,
    place: Option<Place>,
) -> Result<link::Assignment, Unreadable> {
    let binding =
        record.binding.as_ref().ok_or_else(|| Unreadable::Unbound(record.id.to_string()))?;
    Ok(link::Assignment {
        key: TaskKey { task: record.id.clone(), epoch: binding.epoch },
        desired: desired(record.told()),
        observed: binding.observed,
        account: record.scope.account.clone(),
        region: record.scope.region.clone(),
        zone: binding.eni.zone.clone(),
        task_arn: record.arn(),
        cluster_arn: record.cluster_arn(),
        family: record.family.clone(),
        revision: record.revision,
        created_at: record.at.created,
        container_ids: record.containers.iter().map(|container| container.id.clone()).collect(),
        tags: record.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect(),
        eni: eni(record, &binding.eni, place)?,
        spec: spec.clone(),
        commit: record.commit.clone(),
        publish: record.publish.iter().map(publish).collect(),
    })
}

/// A port as it is asked for, in the host's words.
pub(crate) fn publish(of: &task::Publish) -> link::Publish {
    link::Publish {
        host_address: of.host_address,
        host_port: of.host_port,
        task_port: of.task_port,
        transport: of.transport,
        generation: of.generation,
    }
}

/// The same in the host's words.
#[must_use]
pub fn desired(of: task::Desired) -> link::Desired {
    match of {
        task::Desired::Running => link::Desired::Running,
        task::Desired::Stopped => link::Desired::Stopped,
    }
}

fn eni(
    record: &task::Record,
    eni: &task::Eni,
    place: Option<Place>,
) -> Result<link::Eni, Unreadable> {
    let no_subnet = || Unreadable::NoSubnet(eni.subnet.clone());
    let place = place.ok_or_else(no_subnet)?;
    Ok(link::Eni {
        id: eni.id.clone(),
        vpc: eni.vpc.clone(),
        vpc_cidr: place.vpc.to_string(),
        subnet_cidr: place.subnet.to_string(),
        address: eni.address,
        gateway: range::nth(place.subnet, 1).ok_or_else(no_subnet)?,
        mac: eni.mac.clone(),
        private_dns_name: private_dns_name(&record.scope.region, eni.address),
        dns: place.dns,
        // A range that an interface has an address of is not taken from its subnet.
        ipv6: eni
            .ipv6
            .zip(place.subnet6)
            .map(|(address, subnet)| link::EniIpv6 { address, subnet_cidr: subnet.to_string() }),
    })
}
