//! What hosts must know, by kind: where its records are, which host each is for, with which
//! number, and what there is to know.

use std::marker::PhantomData;
use std::sync::Arc;

use ferrogate_base::HostId;
use ferrogate_link::session::version::{BALANCERS, ENDPOINTS, GATEWAYS, IPV6, PEERINGS};
use ferrogate_link::{Body, Object, ObjectKey, Part};
use ferrogate_records::Kind;
use ferrogate_records::ec2::{
    acl, egress_gateway, eni, flow_log, group, internet_gateway, nat_gateway, peering, prefix_list,
    route_table, subnet, vpc, vpc_endpoint,
};
use ferrogate_records::ecs::task::{self, OnHost};
use ferrogate_records::elb::node;
use ferrogate_records::route53::{set, zone};
use ferrogate_records::spec::Spec;
use ferrogate_state::{Changes, Entry, Fault, State};
use ferrogate_store::Key;

use crate::ecs::assignment::{Place, Unreadable, assignment};

/// One kind of things that hosts must know. Each thing follows from one record.
pub(super) trait Source: Send + Sync {
    /// The kind of the records: the first part of their keys.
    fn kind(&self) -> &'static str;

    /// The first version of the session whose hosts are told of them.
    fn since(&self) -> u32 {
        0
    }

    /// Lets `changes` hear of the records, first of all of each that there is.
    fn watch(&self, state: &State, changes: &Changes);

    /// Whether every record can be read that `host` may have to know something because of: else
    /// nobody knows what it must not know.
    fn is_whole(&self, state: &State, host: &HostId) -> bool;

    /// What `host` must know because of the record under `at`, and its number. Quick.
    ///
    /// # Errors
    /// When the record can't be read.
    fn wanted(
        &self,
        state: &State,
        host: &HostId,
        at: &Key,
    ) -> Result<Option<(ObjectKey, u64)>, Fault>;

    /// What there is to know, when `host` must know something because of that record.
    ///
    /// # Errors
    /// When the record, or one that it needs, can't be read.
    fn object(&self, state: &State, host: &HostId, at: &Key) -> Result<Option<Object>, Fault>;
}

/// All kinds. A new one is a line here.
const SOURCES: &[&dyn Source] = &[
    &Bindings,
    &Everywhere::<vpc::Record>(PhantomData),
    &Everywhere::<subnet::Record>(PhantomData),
    &Everywhere::<route_table::Record>(PhantomData),
    &Everywhere::<acl::Record>(PhantomData),
    &Everywhere::<group::Record>(PhantomData),
    &Everywhere::<eni::Record>(PhantomData),
    &Everywhere::<prefix_list::Record>(PhantomData),
    &Everywhere::<internet_gateway::Record>(PhantomData),
    &Everywhere::<nat_gateway::Record>(PhantomData),
    &Everywhere::<flow_log::Record>(PhantomData),
    &Everywhere::<peering::Record>(PhantomData),
    &Everywhere::<vpc_endpoint::Record>(PhantomData),
    &Everywhere::<egress_gateway::Record>(PhantomData),
    &Nodes,
    &Everywhere::<zone::Record>(PhantomData),
    &Everywhere::<set::Record>(PhantomData),
];

/// What a host is told of in a session of that version.
pub(super) fn sources(protocol: u32) -> impl Iterator<Item = &'static dyn Source> {
    SOURCES.iter().copied().filter(move |source| source.since() <= protocol)
}

/// The source of the record under `at`, in a session of that version.
pub(super) fn source_of(protocol: u32, at: &Key) -> Option<&'static dyn Source> {
    let kind = at.as_str().split('/').nth(1)?;
    sources(protocol).find(|source| source.kind() == kind)
}

type Task = Entry<task::Record>;

/// The bindings of tasks.
struct Bindings;

impl Bindings {
    /// The task under `at`, when it is bound to `host`.
    fn here(state: &State, host: &HostId, at: &Key) -> Result<Option<Arc<Task>>, Fault> {
        let here = |task: &Arc<Task>| {
            task.binding.as_ref().is_some_and(|binding| binding.host == *host && !binding.released)
        };
        Ok(state.table::<task::Record>().get(at)?.filter(here))
    }
}

impl Source for Bindings {
    fn kind(&self) -> &'static str {
        task::KIND
    }

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<task::Record>(changes);
    }

    fn is_whole(&self, state: &State, host: &HostId) -> bool {
        state.table::<task::Record>().readable_by::<OnHost>(host).1 == 0
    }

    fn wanted(
        &self,
        state: &State,
        host: &HostId,
        at: &Key,
    ) -> Result<Option<(ObjectKey, u64)>, Fault> {
        let Some(task) = Self::here(state, host, at)? else { return Ok(None) };
        Ok(task.task_key().map(|key| (ObjectKey::Task(key), task.generation)))
    }

    fn object(&self, state: &State, host: &HostId, at: &Key) -> Result<Option<Object>, Fault> {
        let Some(task) = Self::here(state, host, at)? else { return Ok(None) };
        let at = task.spec_key().map(Key::new).transpose()?;
        let spec = at.map(|at| state.table::<Spec>().get(&at)).transpose()?.flatten();
        let Some(spec) = spec else {
            return Err(contradiction(Unreadable::NoSpec(task.id.to_string())));
        };
        let place = Place::of(&state.snapshot(), &task)?;
        let assignment = assignment(&task, &spec, place).map_err(contradiction)?;
        let body = Body::Task(Box::new(assignment));
        Ok(Some(Object { generation: task.generation, body }))
    }
}

/// Load balancers: each node is for the host that carries it.
struct Nodes;

impl Nodes {
    fn here(
        state: &State,
        host: &HostId,
        at: &Key,
    ) -> Result<Option<Arc<Entry<node::Record>>>, Fault> {
        Ok(state.table::<node::Record>().get(at)?.filter(|node| node.host == *host))
    }
}

impl Source for Nodes {
    fn kind(&self) -> &'static str {
        node::KIND
    }

    fn since(&self) -> u32 {
        BALANCERS
    }

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<node::Record>(changes);
    }

    fn is_whole(&self, state: &State, host: &HostId) -> bool {
        state.table::<node::Record>().readable_by::<node::OnHost>(host).1 == 0
    }

    fn wanted(
        &self,
        state: &State,
        host: &HostId,
        at: &Key,
    ) -> Result<Option<(ObjectKey, u64)>, Fault> {
        let node = Self::here(state, host, at)?;
        Ok(node.map(|node| (ObjectKey::Balancer(node.node.id.clone()), node.modify.0)))
    }

    fn object(&self, state: &State, host: &HostId, at: &Key) -> Result<Option<Object>, Fault> {
        let node = Self::here(state, host, at)?;
        Ok(node.map(|node| Object {
            generation: node.modify.0,
            body: Body::Balancer(Box::new(node.node.clone())),
        }))
    }
}

/// Records of one kind, of which every host is told all, as they are: parts of the network, zones
/// and their record sets. Which of them matter to a host depends on where tasks are, and they are
/// small.
struct Everywhere<T>(PhantomData<fn() -> T>);

/// A kind of such records.
trait Told: Kind {
    /// The first version of the session whose hosts are told of it.
    const SINCE: u32;

    /// The record as a host is told of it.
    fn body(&self) -> Body;
}

macro_rules! told {
    ($($record:ty => $body:expr, since $version:expr;)*) => {$(
        impl Told for $record {
            const SINCE: u32 = $version;

            fn body(&self) -> Body {
                $body(self.clone())
            }
        }
    )*};
}

told! {
    vpc::Record => |of| network(Part::Vpc(of)), since 0;
    subnet::Record => |of| network(Part::Subnet(of)), since 0;
    route_table::Record => |of| network(Part::RouteTable(of)), since 0;
    acl::Record => |of| network(Part::Acl(of)), since 0;
    group::Record => |of| network(Part::Group(of)), since 0;
    eni::Record => |of| network(Part::Interface(of)), since 0;
    prefix_list::Record => |of| network(Part::PrefixList(of)), since 0;
    internet_gateway::Record => |of| network(Part::InternetGateway(of)), since GATEWAYS;
    nat_gateway::Record => |of| network(Part::NatGateway(of)), since GATEWAYS;
    flow_log::Record => |of| network(Part::FlowLog(of)), since GATEWAYS;
    peering::Record => |of| network(Part::Peering(of)), since PEERINGS;
    vpc_endpoint::Record => |of: vpc_endpoint::Record| network(Part::Endpoint(of.without_policy())),
        since ENDPOINTS;
    egress_gateway::Record => |of| network(Part::EgressGateway(of)), since IPV6;
    zone::Record => |of| Body::Zone(Box::new(of)), since PEERINGS;
    set::Record => |of| Body::RecordSet(Box::new(of)), since PEERINGS;
}

fn network(part: Part) -> Body {
    Body::Network(Box::new(part))
}

impl<T: Told> Source for Everywhere<T> {
    fn kind(&self) -> &'static str {
        T::KIND
    }

    fn since(&self) -> u32 {
        T::SINCE
    }

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<T>(changes);
    }

    /// What can't be read lets nothing pass, or doesn't resolve: that is safe, and concerns itself
    /// alone.
    fn is_whole(&self, _: &State, _: &HostId) -> bool {
        true
    }

    fn wanted(
        &self,
        state: &State,
        host: &HostId,
        at: &Key,
    ) -> Result<Option<(ObjectKey, u64)>, Fault> {
        let found = self.object(state, host, at)?;
        Ok(found.map(|object| (object.key(), object.generation)))
    }

    fn object(&self, state: &State, _: &HostId, at: &Key) -> Result<Option<Object>, Fault> {
        let found = state.table::<T>().get(at)?;
        Ok(found.map(|entry| Object { generation: entry.modify.0, body: entry.body() }))
    }
}

fn contradiction(why: Unreadable) -> Fault {
    Fault::Contradiction(Box::new(why))
}
