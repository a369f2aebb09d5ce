//! The network that tasks of a class are bound into, as it was at one revision.

use ferrogate_base::TimestampMs;
use ferrogate_records::Tag;
use ferrogate_records::ec2::{eni, group, public_address, public_pool, range, subnet, turn};
use ferrogate_records::ecs::{setting, task};
use ferrogate_state::{Doc, Fault, Row, Snapshot, put};
use ferrogate_store::{Guard, Key, Op, Prefix, Rev};
use std::collections::HashSet;
use std::net::Ipv4Addr;

use crate::ecs::placement::Class;

/// Tags of a task that its interface has too: those of ECS itself.
const MANAGED: &str = "aws:ecs:";

/// The subnets of a class that are still there, and its VPC's turn.
pub(super) struct Network {
    snapshot: Snapshot,
    pub(super) subnets: Vec<subnet::Record>,
    /// `None` when none of the subnets is there.
    pub(super) turn: Option<Turn>,
    /// Whether tasks have an address of IPv6 where their subnet has some (`dualStackIPv6`).
    pub(super) dual_stack: bool,
}

type Rows = Vec<Row<task::Record>>;

/// What a task needs of the network that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Subnet,
    Group,
    Address,
    PublicAddress,
}

impl Missing {
    /// Why a task of the class does not start, as AWS says it.
    pub(super) fn reason(self, class: &Class) -> String {
        let subnet = class.subnets.last().map(String::as_str).unwrap_or_default();
        let code = match self {
            Self::Subnet => "InvalidSubnetID.NotFound",
            Self::Group => "InvalidGroup.NotFound",
            Self::Address => "InsufficientFreeAddressesInSubnet",
            // What EC2 says when it has no public address to give (EC2's error codes).
            Self::PublicAddress => "InsufficientAddressCapacity",
        };
        let with = if class.public { " with public IP assignment enabled" } else { "" };
        format!(
            "Unexpected EC2 error while attempting to Create Network Interface{with} in subnet \
             '{subnet}': {code}"
        )
    }
}

impl Network {
    pub(super) fn of(snapshot: Snapshot, class: &Class) -> Result<Self, Fault> {
        let mut subnets = Vec::new();
        for id in &class.subnets {
            let key = Key::new(subnet::key(&class.scope, id))?;
            let found = snapshot.table::<subnet::Record>().get(&key)?;
            subnets.extend(found.map(|entry| (**entry).clone()));
        }
        let turn = match subnets.first() {
            Some(first) => Turn::of(&snapshot, class, &first.vpc)?,
            None => None,
        };
        let dual_stack = setting::is_dual_stack(setting_of(&snapshot, class)?.as_deref());
        Ok(Self { snapshot, subnets, turn, dual_stack })
    }

    /// Those of `rows` whose groups are all there, and those who miss one.
    pub(super) fn split(&self, rows: Rows) -> Result<(Rows, Rows), Fault> {
        let (mut whole, mut without) = (Vec::new(), Vec::new());
        for row in rows {
            let has = self.has_groups(&row.record)?;
            if has { whole.push(row) } else { without.push(row) }
        }
        Ok((whole, without))
    }

    fn has_groups(&self, task: &task::Record) -> Result<bool, Fault> {
        for id in &task.network.security_groups {
            let key = Key::new(group::key(&task.scope, id))?;
            if self.snapshot.table::<group::Record>().get(&key)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What the account has set `dualStackIPv6` to.
fn setting_of(snapshot: &Snapshot, class: &Class) -> Result<Option<String>, Fault> {
    let key = Key::new(setting::key(&class.scope, setting::ACCOUNT, setting::DUAL_STACK))?;
    let found = snapshot.table::<setting::Record>().get(&key)?;
    Ok(found.map(|entry| entry.value.clone()))
}

/// The public addresses that tasks of a class can get.
#[derive(Debug, Default)]
pub(super) struct Publics {
    pool: public_pool::Record,
    taken: HashSet<Ipv4Addr>,
}

impl Publics {
    /// Those that are free, of what is told at this revision; nobody asks for a class that
    /// gets none.
    pub(super) fn of(snapshot: &Snapshot, class: &Class) -> Result<Self, Fault> {
        if !class.public {
            return Ok(Self::default());
        }
        let pool = snapshot.table::<public_pool::Record>().get(&Key::new(public_pool::key())?)?;
        let prefix = Prefix::new(public_address::prefix())?;
        // The key says it all: an address is taken also when its record can't be read.
        let keys = snapshot.table::<public_address::Record>();
        let taken = keys.keys(&prefix).filter_map(|key| key.name().parse().ok()).collect();
        Ok(Self { pool: pool.map(|pool| **pool).unwrap_or_default(), taken })
    }

    /// One that is free, and no more from now on.
    pub(super) fn take(&mut self) -> Option<Ipv4Addr> {
        let start = uuid::Uuid::new_v4().as_u64_pair().0;
        let address = self.pool.free(start, |one| self.taken.contains(&one))?;
        self.taken.insert(address);
        Some(address)
    }
}

/// The turn of a VPC: what is bound with it, is bound into the network as it was seen.
#[derive(Clone)]
pub(super) struct Turn {
    key: Key,
    record: Doc<turn::Record>,
    modify: Rev,
}

impl Turn {
    fn of(snapshot: &Snapshot, class: &Class, vpc: &str) -> Result<Option<Self>, Fault> {
        let key = Key::new(turn::key(&class.scope, vpc))?;
        let found = snapshot.table::<turn::Record>().get(&key)?;
        Ok(found.map(|entry| Self { key, record: entry.doc.clone(), modify: entry.modify }))
    }

    /// Takes it within a transaction.
    pub(super) fn take(&self, guards: &mut Vec<Guard>, ops: &mut Vec<Op>) -> Result<(), Fault> {
        guards.push(Guard::ModIs(self.key.clone(), self.modify));
        ops.push(put(self.key.clone(), &self.record.with(self.record.record.next()))?);
        Ok(())
    }

    /// It was taken by the transaction `rev`.
    pub(super) fn taken(&mut self, rev: Rev) {
        self.record = self.record.with(self.record.record.next());
        self.modify = rev;
    }
}

/// A new interface of the task.
pub(super) fn interface(
    task: &task::Record,
    subnet: &subnet::Record,
    address: Ipv4Addr,
    public: Option<Ipv4Addr>,
    dual_stack: bool,
    now: TimestampMs,
) -> eni::Record {
    let random = uuid::Uuid::new_v4();
    let bytes = random.as_bytes();
    // A locally administered unicast address (IEEE 802), as those of EC2 are.
    let mac = format!(
        "02:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}",
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]
    );
    let stands_for = |public| eni::PublicAddress {
        private: address,
        public,
        allocation: None,
        association: None,
    };
    let managed = |tag: &&Tag| tag.key.starts_with(MANAGED);
    eni::Record {
        scope: task.scope.clone(),
        id: format!("eni-{}", &random.simple().to_string()[..17]),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address,
        more_addresses: vec![],
        public: public.map(stands_for).into_iter().collect(),
        // Of 2^64 or more: no two are the same.
        ipv6_addresses: (subnet.ipv6_cidr.iter().filter(|_| dual_stack))
            .map(|one| range::usable6(one.range, uuid::Uuid::new_v4().as_u128()))
            .collect(),
        mac,
        groups: task.network.security_groups.clone(),
        source_dest_check: true,
        owner: eni::Owner::Task { cluster: task.cluster.clone(), id: task.id.clone() },
        description: String::new(),
        created_at: now,
        tags: task.tags.iter().filter(managed).cloned().collect(),
    }
}
