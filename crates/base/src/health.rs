//! How the parts of a process are: what health checks answer, and people are shown.

use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;

/// How a part is, or all of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It does its work.
    Ok,
    /// It does its work, but not all of it.
    Troubled,
    /// It does not do its work.
    Down,
}

impl Status {
    /// As health checks write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Troubled => "troubled",
            Self::Down => "down",
        }
    }
}

/// How a part is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// In one word.
    pub status: Status,
    /// Why it is not well. Strangers may read it: names of things that users made have no
    /// place here.
    pub reason: Option<String>,
    /// How often it panicked, or ended and was started again, since the process began.
    pub restarts: u64,
}

impl Condition {
    /// All is well.
    pub const OK: Self = Self { status: Status::Ok, reason: None, restarts: 0 };

    /// It does not do its work, for this reason.
    #[must_use]
    pub fn down(reason: &str) -> Self {
        Self { status: Status::Down, reason: Some(reason.to_owned()), restarts: 0 }
    }
}

/// What a process is worth without a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing can be run while it is down.
    Vital,
    /// The rest goes on while it is down.
    Useful,
}

/// What a part says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The part's name.
    pub name: &'static str,
    /// What its absence means.
    pub need: Need,
    /// How it is.
    pub condition: Condition,
}

/// The parts of a process that say how they are. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Health(Arc<RwLock<Vec<Part>>>);

struct Part {
    name: &'static str,
    need: Need,
    look: Box<dyn Fn() -> Condition + Send + Sync>,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Health {
    /// From now on `look` says how the part is. It must not block: every health check asks.
    pub fn add(
        &self,
        name: &'static str,
        need: Need,
        look: impl Fn() -> Condition + Send + Sync + 'static,
    ) {
        self.0.write().push(Part { name, need, look: Box::new(look) });
    }

    /// What all parts say now, in the order in which they were added.
    #[must_use]
    pub fn reports(&self) -> Vec<Report> {
        let report =
            |part: &Part| Report { name: part.name, need: part.need, condition: (part.look)() };
        self.0.read().iter().map(report).collect()
    }
}

/// How all parts are together: down when a vital one is, troubled when any is not well.
#[must_use]
pub fn overall(reports: &[Report]) -> Status {
    let of = |report: &Report| match (report.need, report.condition.status) {
        (Need::Useful, Status::Down) => Status::Troubled,
        (_, status) => status,
    };
    reports.iter().map(of).max().unwrap_or(Status::Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_is_down_with_a_vital_part_and_troubled_with_any_other() {
        let report = |need, status| Report {
            name: "part",
            need,
            condition: Condition { status, reason: None, restarts: 0 },
        };
        assert_eq!(overall(&[]), Status::Ok);
        let ok = report(Need::Vital, Status::Ok);
        for (need, status, whole) in [
            (Need::Vital, Status::Ok, Status::Ok),
            (Need::Vital, Status::Troubled, Status::Troubled),
            (Need::Vital, Status::Down, Status::Down),
            (Need::Useful, Status::Ok, Status::Ok),
            (Need::Useful, Status::Troubled, Status::Troubled),
            (Need::Useful, Status::Down, Status::Troubled),
        ] {
            assert_eq!(overall(&[ok.clone(), report(need, status)]), whole, "{need:?} {status:?}");
        }
    }

    #[test]
    fn a_part_is_asked_anew_each_time() {
        let (health, well) = (Health::default(), Arc::new(RwLock::new(true)));
        let look = well.clone();
        health.add("part", Need::Vital, move || {
            if *look.read() { Condition::OK } else { Condition::down("it is tired") }
        });
        assert_eq!(overall(&health.reports()), Status::Ok);
        *well.write() = false;
        let [report] = &health.reports()[..] else { panic!("one part") };
        assert_eq!(
            (report.name, report.condition.reason.as_deref()),
            ("part", Some("it is tired"))
        );
    }
}
