//! What follows from what is known of a service.

use ferrogate_base::TimestampMs;
use ferrogate_metrics::rightsize::{
    self, Advice, Container, Headroom, Load, Resource, Rules, Series, Size, Vary,
};
use ferrogate_metrics::store::ReadError;
use ferrogate_metrics::{MetricId, MetricStore};

use super::Prices;
use super::subject::{DAY_MS, Subject};

/// Minutes of use that AWS wants before it says anything: 24 hours of the last 14 days.
const MINUTES_LEAST: f64 = 24.0 * 60.0;
/// Minutes of use below which nothing is said to anybody.
const PRELIMINARY_LEAST: f64 = 2.0;
/// What is left free above the use of less than a day, which has not seen what a day brings.
const PRELIMINARY_HEADROOM: f64 = 0.3;
/// Hours of a month, as prices are told for one (AWS).
const MONTH_H: f64 = 730.0;
/// Values of a minute: one each 20 seconds.
const VALUE_S: f64 = 20.0;

/// How services are looked at.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// The rules.
    pub(super) rules: Rules,
    /// Days of use that count.
    pub(super) days: u32,
    /// Whether less than a day of use is enough.
    pub(super) preliminary: bool,
    /// When it is.
    pub(super) now: TimestampMs,
}

/// What is said of a service.
pub(super) struct Assessed {
    pub(super) load: Load,
    pub(super) current: Size,
    pub(super) advice: Advice,
    /// Days of use that it follows from.
    pub(super) days: f64,
    /// Dollars a month for the present size, and for the one that is advised: what their prices
    /// come to by the tasks that ran. First without the discount of Spot, then with it.
    pub(super) monthly: [(f64, Option<f64>); 2],
}

/// Why nothing is said of a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unfit {
    /// So many minutes of use were measured, which is too little.
    TooLittle(f64),
    /// It is scaled by steps.
    Steps,
    /// It is scaled by its CPU and by its memory.
    BothTracked,
}

impl Unfit {
    /// A code and a text for who asked about the service by its name.
    pub(super) fn told(self) -> (&'static str, String) {
        match self {
            Self::TooLittle(minutes) => (
                "InsufficientMetrics",
                format!(
                    "{minutes:.0} minutes of use were measured; 24 hours of them are needed. The \
                     filter Finding with the value Preliminary asks for what can be said before."
                ),
            ),
            Self::Steps => (
                "UnsupportedScalingPolicy",
                "The service has a step scaling policy: another size would change what its steps \
                 mean."
                    .into(),
            ),
            Self::BothTracked => (
                "UnsupportedScalingPolicy",
                "The service is scaled by its CPU and by its memory: neither can have another \
                 size without being scaled otherwise."
                    .into(),
            ),
        }
    }
}

impl Look {
    /// The first instant that counts.
    pub(super) fn from(&self) -> TimestampMs {
        TimestampMs(self.now.0.saturating_sub(u64::from(self.days) * DAY_MS))
    }

    /// What is said of a service. Reads the disk.
    pub(super) fn at(
        &self,
        of: &Subject,
        metrics: &MetricStore,
        prices: &Prices,
    ) -> Result<Result<Assessed, Unfit>, ReadError> {
        match of.scaling {
            scaling if scaling.steps => return Ok(Err(Unfit::Steps)),
            scaling if scaling.cpu && scaling.memory => return Ok(Err(Unfit::BothTracked)),
            _ => {}
        }
        let load = self.load(of, metrics)?;
        Ok(self.assess(of, load, prices))
    }

    fn load(&self, of: &Subject, metrics: &MetricStore) -> Result<Load, ReadError> {
        // An earlier service of the same name is another one.
        let from = self.from().max(of.service.created_at);
        let series = |resource, container: Option<&str>| {
            metrics.peaks(&metric(of, resource, container), from, self.now)
        };
        let mut containers = Vec::new();
        for container in &of.revision.spec.containers {
            let name = Some(container.name.as_str());
            containers.push(Container {
                name: container.name.clone(),
                limit_mib: container.memory_mib,
                cpu: series(Resource::Cpu, name)?,
                memory: series(Resource::Memory, name)?,
                killed_at_mib: of.past.containers.get(&container.name).copied(),
            });
        }
        Ok(Load {
            cpu: series(Resource::Cpu, None)?,
            memory: series(Resource::Memory, None)?,
            killed_at_mib: of.past.killed_at_mib,
            containers,
        })
    }

    fn assess(&self, of: &Subject, load: Load, prices: &Prices) -> Result<Assessed, Unfit> {
        let minutes = load.memory.minutes();
        let killed = load.killed_at_mib.is_some() || !of.past.containers.is_empty();
        let enough = match self.preliminary {
            false => minutes >= MINUTES_LEAST,
            // Who is killed before anything can be measured needs an answer most.
            true => minutes >= PRELIMINARY_LEAST || killed,
        };
        if !enough {
            return Err(Unfit::TooLittle(minutes));
        }
        let limits = of.revision.spec.limits;
        let current = Size { cpu_units: limits.cpu_units, memory_mib: limits.memory_mib };
        let vary = Vary { cpu: !of.scaling.cpu, memory: !of.scaling.memory };
        let at_list = if of.revision.architecture == "ARM64" { prices.arm } else { prices.x86 };
        let rules = self.rules(minutes);
        let Some(advice) = rightsize::advise(&load, current, vary, &rules, &at_list) else {
            return Err(Unfit::TooLittle(minutes));
        };
        let hours = self.tasks(&load.memory) * MONTH_H;
        let discounted = 1.0 - of.past.spot_share() * (1.0 - prices.spot);
        let monthly = [1.0, discounted].map(|share| {
            let of = |size| at_list.hour(size) * hours * share;
            (of(current), advice.option.as_ref().map(|option| of(option.size)))
        });
        let days = match minutes < MINUTES_LEAST {
            true => minutes / MINUTES_LEAST,
            false => f64::from(self.days),
        };
        Ok(Assessed { load, current, advice, days, monthly })
    }

    fn rules(&self, minutes: f64) -> Rules {
        if minutes >= MINUTES_LEAST {
            return self.rules;
        }
        let more = |of: Headroom| Headroom(of.0.max(PRELIMINARY_HEADROOM));
        Rules { cpu: more(self.rules.cpu), memory: more(self.rules.memory), ..self.rules }
    }

    /// How many tasks there were on average since the first was measured.
    fn tasks(&self, memory: &Series) -> f64 {
        let Some(first) = memory.0.first() else { return 0.0 };
        let seconds = (self.now.since_ms(first.at) as f64 / 1000.0).max(60.0);
        let values: f64 = memory.0.iter().map(|peak| peak.count).sum();
        values * VALUE_S / seconds
    }
}

/// What a service's tasks, or a container of theirs, use.
pub(super) fn metric(of: &Subject, resource: Resource, container: Option<&str>) -> MetricId {
    let service = &of.service;
    let place = (service.scope.account.as_str(), service.scope.region.as_str());
    resource.of(place, (&service.cluster, &service.name), container)
}

/// Percent of `size` that are used where `used` was used of `current`: at least, and at most. Who
/// had no more may want more, nobody knows how much.
pub(super) fn projected(used: f64, current: u32, size: u32) -> (f64, f64) {
    const AT_THE_END: f64 = 0.95;
    let percent = (used * 100.0 / f64::from(size.max(1))).min(100.0);
    let at_the_end = used >= f64::from(current) * AT_THE_END;
    (percent, if at_the_end { 100.0 } else { percent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_had_no_more_may_want_more() {
        assert_eq!(projected(128.0, 256, 512), (25.0, 25.0));
        assert_eq!(projected(250.0, 256, 500), (50.0, 100.0));
        assert_eq!(projected(600.0, 1024, 512), (100.0, 100.0));
    }
}
