//! Which records what was counted comes to, in which flow logs.

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_records::Scope;
use ferrogate_records::ec2::eni::Owner;
use ferrogate_records::ec2::flow_log::window::{Batch, Flow, Logged};
use ferrogate_records::ec2::flow_log::{OfVpc, Record};
use ferrogate_records::ec2::{subnet, vpc};
use ferrogate_records::ecs::task;
use ferrogate_state::{Entry, Fault, Snapshot};
use ferrogate_store::Key;

use super::format::{Format, Line, Says};

/// More records than a batch can have of one interface.
const NUMBERS: u64 = 1 << 20;

/// Records for one log stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whose log group.
    pub scope: Scope,
    /// The log group.
    pub group: String,
    /// The stream.
    pub stream: String,
    /// Names what numbers the records, for ever.
    pub source: String,
    /// The first one's number: the same for the same batch.
    pub first: u64,
    /// The records in the order of their times, in milliseconds.
    pub lines: Vec<(u64, String)>,
}

/// What `batch` comes to by the flow logs that there are.
///
/// # Errors
/// When records can't be read.
pub fn deliveries(snapshot: &Snapshot, batch: &Batch) -> Result<Vec<Delivery>, Fault> {
    let mut flows: HashMap<&str, Vec<&Flow>> = HashMap::new();
    for flow in &batch.flows {
        flows.entry(&flow.interface).or_default().push(flow);
    }
    let mut all = Vec::new();
    for of in &batch.interfaces {
        let own = flows.get(&*of.interface.id).map_or(&[][..], Vec::as_slice);
        let about = About::of(snapshot, of)?;
        let vpc = (of.interface.scope.clone(), of.interface.vpc.clone());
        for log in snapshot.table::<Record>().by::<OfVpc>(&vpc)? {
            if log.is_of(&of.interface) {
                all.push(about.delivery(batch, of, own, log));
            }
        }
    }
    Ok(all)
}

/// What is known of an interface's surroundings.
struct About {
    zone: Option<String>,
    task: Option<Arc<Entry<task::Record>>>,
    ranges: Vec<ipnet::IpNet>,
}

impl About {
    fn of(snapshot: &Snapshot, of: &Logged) -> Result<Self, Fault> {
        let interface = &of.interface;
        let subnet = Key::new(subnet::key(&interface.scope, &interface.subnet))?;
        let subnet = snapshot.table::<subnet::Record>().get(&subnet)?;
        let vpc = Key::new(vpc::key(&interface.scope, &interface.vpc))?;
        let vpc = snapshot.table::<vpc::Record>().get(&vpc)?;
        let task = match &interface.owner {
            Owner::Task { cluster, id } => {
                let task = Key::new(task::key(&interface.scope, cluster, id))?;
                snapshot.table::<task::Record>().get(&task)?
            }
            _ => None,
        };
        Ok(Self {
            zone: subnet.map(|subnet| subnet.zone_id.clone()),
            task,
            ranges: vpc.map(|vpc| vpc.ranges().map(Into::into).collect()).unwrap_or_default(),
        })
    }

    fn delivery(&self, batch: &Batch, of: &Logged, own: &[&Flow], log: &Record) -> Delivery {
        let format = Format::of(&log.format);
        let line = |says| {
            format.line(&Line {
                batch,
                of,
                zone: self.zone.as_deref(),
                task: self.task.as_ref().map(|task| &***task),
                ranges: &self.ranges,
                says,
            })
        };
        let id = &of.interface.id;
        let own = own.iter().filter(|flow| log.traffic.has(flow.accepted));
        let mut lines: Vec<_> = own.map(|flow| (flow.first.0, line(Says::Flow(flow)))).collect();
        let has = |accepted| log.traffic.has(accepted);
        let idle = !(of.accepted && has(true) || of.rejected && has(false));
        if of.skipped && !of.again {
            lines.push((batch.begin.0, line(Says::SkipData)));
        } else if idle && !of.again {
            lines.push((batch.begin.0, line(Says::NoData)));
        }
        lines.sort();
        Delivery {
            scope: log.scope.clone(),
            group: log.group.clone(),
            stream: log.stream(id),
            source: format!("flows/{}/{}/{id}", batch.run, log.id),
            first: batch.seq * NUMBERS,
            lines,
        }
    }
}
