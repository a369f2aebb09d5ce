//! The network that every account has without asking for it.

use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::ec2::default_network::{DefaultNetwork, Mark, mark_key};
use ferrogate_records::ec2::{address, dhcp_options, eni, public_pool};
use ferrogate_records::ecs::task;
use ferrogate_state::{Doc, Fault, State, create, put};
use ferrogate_store::{Guard, Key};
use ipnet::Ipv4Net;

/// Has the default VPC of `scope` made, unless it was once. Of two who ask at once one makes
/// it; both see it when they are answered.
///
/// # Errors
/// When the store fails.
pub(crate) async fn ensure_default(state: &State, scope: &Scope) -> Result<(), Fault> {
    let mark = Key::new(mark_key(scope))?;
    if state.table::<Mark>().get(&mark)?.is_some() {
        return Ok(());
    }
    let guard = Guard::Absent(mark.clone());
    let mut ops = vec![create(mark, &Mark::default())?];
    let options = dhcp_options::Record::default_of(scope);
    ops.push(create(Key::new(dhcp_options::key(scope, &options.id))?, &options)?);
    for (key, record) in DefaultNetwork::of(scope).entries() {
        ops.push(create::<serde_json::Value>(Key::new(key)?, &record)?);
    }
    match state.commit(&[guard], &ops).await? {
        Some(rev) => state.at(rev).await?,
        None => state.synced().await?,
    };
    Ok(())
}

/// Gives the interface of every task that holds one its record, if it has none: an engine
/// before this one knew interfaces from the tasks alone. To be called before a host is told of
/// the network.
///
/// # Errors
/// When the store fails.
pub async fn give_interfaces(state: &State) -> Result<(), Fault> {
    let tasks = state.table::<task::Record>();
    for task in tasks.readable().0.filter(|task| task.holds_place()) {
        let Some(eni) = interface(task, state.now()) else { continue };
        let at = Key::new(eni::key(&task.scope, &eni.id))?;
        if state.table::<eni::Record>().get(&at)?.is_some() {
            continue;
        }
        ensure_default(state, &task.scope).await?;
        let place = Key::new(address::key(&task.scope, &eni.subnet, eni.address))?;
        let taken = address::Record { eni: eni.id.clone() };
        let ops = [create(at.clone(), &eni)?, create(place, &taken)?];
        let guards = [Guard::Absent(at), task.unchanged()];
        if let Some(rev) = state.commit_from_reserve(&guards, &ops).await? {
            state.at(rev).await?;
        }
    }
    Ok(())
}

/// Has public addresses come from `range` from now on. To be called before any is given.
///
/// # Errors
/// When the store fails.
pub async fn set_public_range(state: &State, range: Ipv4Net) -> Result<(), Fault> {
    let key = Key::new(public_pool::key())?;
    let pool = public_pool::Record { range };
    let written = state.table::<public_pool::Record>().get(&key)?;
    if written.is_some_and(|written| **written == pool) {
        return Ok(());
    }
    let op = put(key, &Doc::new(pool))?;
    match state.commit_from_reserve(&[], &[op]).await? {
        Some(rev) => state.at(rev).await?,
        None => state.synced().await?,
    };
    Ok(())
}

fn interface(task: &task::Record, now: TimestampMs) -> Option<eni::Record> {
    let held = &task.binding.as_ref()?.eni;
    Some(eni::Record {
        scope: task.scope.clone(),
        id: held.id.clone(),
        vpc: held.vpc.clone(),
        subnet: held.subnet.clone(),
        zone: held.zone.clone(),
        address: held.address,
        more_addresses: vec![],
        public: vec![],
        ipv6_addresses: vec![],
        mac: held.mac.clone(),
        groups: task.network.security_groups.clone(),
        source_dest_check: true,
        owner: eni::Owner::Task { cluster: task.cluster.clone(), id: task.id.clone() },
        description: String::new(),
        created_at: now,
        tags: task.tags.iter().filter(|tag| tag.key.starts_with("aws:ecs:")).cloned().collect(),
    })
}
