//! `AWS/ApplicationELB`: what the nodes of load balancers have counted (CloudWatch metrics for
//! your Application Load Balancer). Most is told only when it is not nothing, as by AWS; requests
//! per target are told as 0 too, so that who scales by them may scale in.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ferrogate_link::balancer::{Counters, GroupCounters, Health, NodeId, Report};
use ferrogate_records::elb::{load_balancer, node};
use ferrogate_state::Snapshot;
use ferrogate_store::Prefix;

use super::batch::{Batch, Of};

const BALANCER: &str = "LoadBalancer";
const GROUP: &str = "TargetGroup";
const ZONE: &str = "AvailabilityZone";

/// Remembers what each node had counted.
#[derive(Default)]
pub(super) struct Meter(HashMap<NodeId, Arc<Report>>);

/// What is counted of a whole load balancer's target group.
#[derive(Default)]
struct Group<'r> {
    requests: u64,
    healthy: BTreeSet<Target<'r>>,
    unhealthy: BTreeSet<Target<'r>>,
}

type Target<'r> = (&'r std::net::IpAddr, u16);

impl Meter {
    /// Adds what was counted since the last time. A node that is seen for the first time has
    /// counted nothing yet, for nobody knows what was told of it before.
    pub(super) fn take(
        &mut self,
        batch: &mut Batch,
        all: &Snapshot,
        latest: impl Fn(&NodeId) -> Option<Arc<Report>>,
    ) {
        let mut now = HashMap::new();
        for balancer in all.table::<load_balancer::Record>().readable().0 {
            let Ok(prefix) = Prefix::new(node::prefix(&balancer.scope, &balancer.named)) else {
                continue;
            };
            let nodes = all.table::<node::Record>();
            // One that can't be read is told of by who compiles them.
            let nodes = nodes.list(&prefix).unwrap_or_default();
            let reports = nodes.iter().filter_map(|node| {
                let report = latest(&node.node.id)?;
                Some((node.node.zone.as_str(), self.0.get(&node.node.id).cloned(), report))
            });
            let reports: Vec<_> = reports.collect();
            one(batch, balancer, &reports);
            now.extend(reports.into_iter().map(|(_, _, report)| (report.node.clone(), report)));
        }
        self.0 = now;
    }
}

/// Zone, report before, report now.
type Told<'z> = (&'z str, Option<Arc<Report>>, Arc<Report>);

fn one(batch: &mut Batch, of: &load_balancer::Record, reports: &[Told<'_>]) {
    let name = of.named.app();
    let mut add = |more: &[(&'static str, &str)], name_of: &str, unit, value: f64| {
        let mut dimensions = vec![(BALANCER, name.as_str())];
        dimensions.extend_from_slice(more);
        let namespace = "AWS/ApplicationELB";
        let of = Of { scope: &of.scope, namespace, dimensions: &dimensions };
        batch.add(of, name_of, unit, value);
    };
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for (zone, before, report) in reports {
        let in_zone = [(ZONE, *zone)];
        let connections = report.counters.active_connections;
        let counted = match before {
            Some(before) => node_counts(&since(before, report)),
            None => vec![],
        };
        for more in [&[][..], &in_zone] {
            if connections > 0 {
                add(more, "ActiveConnectionCount", "Count", connections as f64);
            }
            for (name, unit, count) in counted.iter().filter(|(_, _, count)| *count > 0) {
                add(more, name, unit, *count as f64);
            }
        }
        for (arn, now) in &report.groups {
            let group = groups.entry(arn).or_default();
            let Some(before) = before else { continue };
            let then = before.groups.get(arn).copied();
            let then = then.filter(|_| before.run == report.run).unwrap_or_default();
            group.requests += now.requests.saturating_sub(then.requests);
            let of_group = [(GROUP, short(arn))];
            let both = [(GROUP, short(arn)), (ZONE, *zone)];
            for (name, count) in group_counts(then, *now).into_iter().filter(|(_, n)| *n > 0) {
                // All requests of the balancer are counted by the node.
                let whole: &[&[_]] = &[&of_group, &both, &[], &in_zone];
                for more in if name == "RequestCount" { &whole[..2] } else { whole } {
                    add(more, name, "Count", count as f64);
                }
            }
        }
        let mut seen: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for target in &report.targets {
            let group = groups.entry(&target.group).or_default();
            let (healthy, unhealthy) = seen.entry(&target.group).or_default();
            match target.health {
                Health::Healthy => {
                    group.healthy.insert((&target.address, target.port));
                    *healthy += 1;
                }
                Health::Unhealthy(_) => {
                    group.unhealthy.insert((&target.address, target.port));
                    *unhealthy += 1;
                }
                Health::Initial | Health::Draining | Health::Unused | Health::Unavailable => {}
            }
        }
        for (arn, (healthy, unhealthy)) in seen {
            let both = [(GROUP, short(arn)), (ZONE, *zone)];
            add(&both, "HealthyHostCount", "Count", healthy.into());
            add(&both, "UnHealthyHostCount", "Count", unhealthy.into());
        }
    }
    for (arn, group) in groups {
        let of_group = [(GROUP, short(arn))];
        // One that works for any node works.
        let unhealthy = group.unhealthy.difference(&group.healthy).count();
        let healthy = group.healthy.len();
        if healthy + unhealthy > 0 {
            add(&of_group, "HealthyHostCount", "Count", healthy as f64);
            add(&of_group, "UnHealthyHostCount", "Count", unhealthy as f64);
            // Of all when none is healthy: then all are asked.
            let asked = if healthy > 0 { healthy } else { unhealthy };
            let each = group.requests as f64 / asked as f64;
            add(&of_group, "RequestCountPerTarget", "Count", each);
        }
    }
}

/// What a node has counted since it told `before`; of another process, all that this one has.
fn since(before: &Report, now: &Report) -> Counters {
    let then = if before.run == now.run { before.counters } else { Counters::default() };
    let now = now.counters;
    macro_rules! less {
        ($($field:ident),*) => {
            Counters { $($field: now.$field.saturating_sub(then.$field),)* }
        };
    }
    less!(
        active_connections,
        new_connections,
        rejected_connections,
        requests,
        processed_bytes,
        fixed_responses,
        redirects,
        redirects_too_long,
        elb_3xx,
        elb_4xx,
        elb_500,
        elb_502,
        elb_503,
        elb_504,
        elb_5xx,
        tls_errors,
        invalid_headers_dropped,
        invalid_headers_forwarded,
        desync_requests
    )
}

fn node_counts(of: &Counters) -> Vec<(&'static str, &'static str, u64)> {
    vec![
        ("NewConnectionCount", "Count", of.new_connections),
        ("RejectedConnectionCount", "Count", of.rejected_connections),
        ("RequestCount", "Count", of.requests),
        ("ProcessedBytes", "Bytes", of.processed_bytes),
        ("HTTP_Fixed_Response_Count", "Count", of.fixed_responses),
        ("HTTP_Redirect_Count", "Count", of.redirects),
        ("HTTP_Redirect_Url_Limit_Exceeded_Count", "Count", of.redirects_too_long),
        ("HTTPCode_ELB_3XX_Count", "Count", of.elb_3xx),
        ("HTTPCode_ELB_4XX_Count", "Count", of.elb_4xx),
        ("HTTPCode_ELB_5XX_Count", "Count", of.elb_5xx),
        ("HTTPCode_ELB_500_Count", "Count", of.elb_500),
        ("HTTPCode_ELB_502_Count", "Count", of.elb_502),
        ("HTTPCode_ELB_503_Count", "Count", of.elb_503),
        ("HTTPCode_ELB_504_Count", "Count", of.elb_504),
        ("ClientTLSNegotiationErrorCount", "Count", of.tls_errors),
        ("DroppedInvalidHeaderRequestCount", "Count", of.invalid_headers_dropped),
        ("ForwardedInvalidHeaderRequestCount", "Count", of.invalid_headers_forwarded),
        ("DesyncMitigationMode_NonCompliant_Request_Count", "Count", of.desync_requests),
    ]
}

fn group_counts(then: GroupCounters, now: GroupCounters) -> Vec<(&'static str, u64)> {
    let less = |of: fn(&GroupCounters) -> u64| of(&now).saturating_sub(of(&then));
    vec![
        ("RequestCount", less(|of| of.requests)),
        ("HTTPCode_Target_2XX_Count", less(|of| of.target_2xx)),
        ("HTTPCode_Target_3XX_Count", less(|of| of.target_3xx)),
        ("HTTPCode_Target_4XX_Count", less(|of| of.target_4xx)),
        ("HTTPCode_Target_5XX_Count", less(|of| of.target_5xx)),
        ("TargetConnectionErrorCount", less(|of| of.connection_errors)),
        ("UnhealthyRoutingRequestCount", less(|of| of.unhealthy_routing)),
    ]
}

/// `targetgroup/NAME/ID` of an ARN.
fn short(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::TimestampMs;
    use ferrogate_link::balancer::{TargetHealth, Unhealthy};
    use ferrogate_records::elb::Named;

    const ARN: &str = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/g/1";

    fn balancer() -> load_balancer::Record {
        load_balancer::Record {
            scope: crate::ecs::testing::scope(),
            named: Named { name: "lb".into(), id: "1".into() },
            dns_number: 1,
            internal: true,
            vpc: "vpc-1".into(),
            zones: vec![],
            groups: vec![],
            state: load_balancer::State::Active,
            attributes: BTreeMap::new(),
            created_at: TimestampMs(0),
            tags: vec![],
        }
    }

    fn report(run: &str, requests: u64, health: [Health; 2]) -> Arc<Report> {
        let target = |(at, health)| TargetHealth {
            group: ARN.into(),
            address: [10, 0, 0, at].into(),
            port: 80,
            health,
            drained: false,
        };
        let counters = Counters { requests, active_connections: 2, ..Counters::default() };
        let group = GroupCounters { requests, target_2xx: requests, ..GroupCounters::default() };
        Arc::new(Report {
            node: NodeId("eni-1".into()),
            run: run.into(),
            seq: 1,
            generation: 1,
            trouble: None,
            targets: (1_u8..).zip(health).map(target).collect(),
            counters,
            groups: [(ARN.to_owned(), group)].into(),
            asked: [].into(),
            lines: None,
        })
    }

    /// Sums by name, of the whole balancer and of its target group.
    fn sums(reports: &[Told<'_>]) -> BTreeMap<String, f64> {
        let mut batch = Batch::new(TimestampMs(0));
        one(&mut batch, &balancer(), reports);
        let zoned = |datum: &ferrogate_metrics::Datum| {
            datum.metric.dimensions.iter().any(|(name, _)| name == ZONE)
        };
        let named = |datum: ferrogate_metrics::Datum| {
            let of = if datum.metric.dimensions.len() > 1 { "group " } else { "" };
            (format!("{of}{}", datum.metric.name), datum.values.sum)
        };
        batch.data().into_iter().filter(|datum| !zoned(datum)).map(named).collect()
    }

    #[test]
    fn what_was_counted_since_is_told_and_a_target_that_works_for_one_node_works() {
        let bad = || Health::Unhealthy(Unhealthy::Timeout);
        let both = || [Health::Healthy, bad()];
        let reports = [
            ("a", Some(report("r", 100, both())), report("r", 130, both())),
            // Another process: it has counted all that it tells.
            ("b", Some(report("r", 500, both())), report("s", 20, [bad(), bad()])),
            // Seen for the first time: nobody knows what was told before.
            ("c", None, report("t", 9, both())),
        ];
        let found = sums(&reports);
        let of = |name: &str| found.get(name).copied();
        assert_eq!(of("RequestCount"), Some(50.0));
        assert_eq!(of("group RequestCount"), Some(50.0));
        assert_eq!(of("HTTPCode_Target_2XX_Count"), Some(50.0));
        assert_eq!(of("HTTPCode_Target_5XX_Count"), None);
        assert_eq!(of("ActiveConnectionCount"), Some(6.0));
        assert_eq!(of("group HealthyHostCount"), Some(1.0));
        assert_eq!(of("group UnHealthyHostCount"), Some(1.0));
        assert_eq!(of("group RequestCountPerTarget"), Some(50.0));
    }

    #[test]
    fn requests_per_target_are_told_when_there_are_none_and_are_of_all_when_all_fail() {
        let bad = || Health::Unhealthy(Unhealthy::Timeout);
        let none = report("r", 7, [Health::Healthy, Health::Healthy]);
        let found = sums(&[("a", Some(none.clone()), none)]);
        assert_eq!(found.get("group RequestCountPerTarget"), Some(&0.0));
        assert_eq!(found.get("RequestCount"), None);
        let found =
            sums(&[("a", Some(report("r", 0, [bad(), bad()])), report("r", 8, [bad(), bad()]))]);
        assert_eq!(found.get("group RequestCountPerTarget"), Some(&4.0));
    }
}
