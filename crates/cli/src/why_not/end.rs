//! The ends of a path: what people call them, and which interface or address is meant.

use std::net::Ipv4Addr;

use ferrogate_api::ec2::{DescribeNetworkInterfacesRequest, Filter, NetworkInterface, op};
use ferrogate_api::ecs::Task;

use crate::client::Api;
use crate::fault::{Fault, Kind};
use crate::tasks::{self, Which};

/// An end of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct End {
    /// Its network interface; none for an address that is whose it may be.
    pub(super) interface: Option<String>,
    /// The address, where one was named.
    pub(super) address: Option<Ipv4Addr>,
    /// The address of the task, where one was named.
    pub(super) of_task: Option<Ipv4Addr>,
    /// What it is called where it is told of.
    pub(super) name: String,
}

/// Who sends: an interface in any case.
pub(super) async fn source(api: &Api, cluster: &str, word: &str) -> Result<End, Fault> {
    match word.parse() {
        Ok(address) => with_address(api, address).await,
        Err(_) => named(api, cluster, word).await,
    }
}

/// Who is to receive: an address may be anybody's.
pub(super) async fn destination(api: &Api, cluster: &str, word: &str) -> Result<End, Fault> {
    match word.parse() {
        Ok(address) => Ok(End { address: Some(address), name: word.to_owned(), ..End::default() }),
        Err(_) => named(api, cluster, word).await,
    }
}

async fn named(api: &Api, cluster: &str, word: &str) -> Result<End, Fault> {
    if word.starts_with("eni-") {
        return Ok(End { interface: Some(word.into()), name: word.into(), ..End::default() });
    }
    let task = tasks::find_one(api, cluster, word, Which::Running).await?;
    match of_task(&task, "networkInterfaceId") {
        Some(interface) => {
            let address = of_task(&task, "privateIPv4Address").unwrap_or_default();
            let name = format!("{interface} {address} of task {}", tasks::short(&task));
            let interface = Some(interface.to_owned());
            Ok(End { interface, of_task: address.parse().ok(), address: None, name })
        }
        None => Err(Fault::failed(format!("the task {} has no address yet", tasks::short(&task)))
            .why("its host has not been chosen")
            .fix(format!("see `ferrogate why {}`", tasks::short(&task)))),
    }
}

/// A detail of a task's attachment to the network.
fn of_task<'t>(task: &'t Task, name: &str) -> Option<&'t str> {
    let attachments = task.attachments.iter().flatten();
    let mut details = attachments.flat_map(|attachment| attachment.details.iter().flatten());
    details.find(|detail| detail.name.as_deref() == Some(name))?.value.as_deref()
}

/// The interface with an address. Two VPCs may have the same addresses.
async fn with_address(api: &Api, address: Ipv4Addr) -> Result<End, Fault> {
    let filter = Filter {
        name: Some("addresses.private-ip-address".into()),
        values: Some(vec![address.to_string()]),
    };
    let ask = DescribeNetworkInterfacesRequest {
        filters: Some(vec![filter]),
        ..DescribeNetworkInterfacesRequest::default()
    };
    let found = api.form_of::<op::DescribeNetworkInterfaces>(&ask).await?.network_interfaces;
    let id = |one: &NetworkInterface| one.network_interface_id.clone();
    let ids: Vec<String> = found.iter().flatten().filter_map(id).collect();
    match &ids[..] {
        [id] => Ok(End {
            interface: Some(id.clone()),
            address: Some(address),
            name: format!("{id} {address}"),
            ..End::default()
        }),
        [] => Err(Fault::not_found(format!("no network interface has the address {address}"))
            .fix("packets are sent by an interface: name one, or a task")),
        several => {
            Err(Fault::new(Kind::Invalid, format!("{} interfaces have {address}", several.len()))
                .why(format!("they are {}", several.join(", ")))
                .fix("name one of them"))
        }
    }
}
