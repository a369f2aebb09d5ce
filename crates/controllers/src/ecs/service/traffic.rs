//! What load balancers say of a task.

use ferrogate_records::ecs::service::{Balanced, Stage};
use ferrogate_records::ecs::task::{Desired, Record};
use ferrogate_records::elb::health::{self, Health};
use ferrogate_records::elb::target;
use ferrogate_records::spec;
use ferrogate_state::{Fault, Snapshot};
use ferrogate_store::Key;

/// What they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Traffic {
    /// No load balancer forwards to it.
    None,
    /// It is not registered yet, or its checks go on.
    Awaited,
    /// It answers as it must, with each of its ports.
    Fit,
    /// It does not.
    Unfit {
        /// The target group's ARN.
        group: String,
        /// The port.
        port: u16,
        /// What its checks say.
        reason: String,
    },
}

impl Traffic {
    /// What is said of the task.
    ///
    /// # Errors
    /// When a record can't be read.
    pub(super) fn of(all: &Snapshot, task: &Record) -> Result<Self, Fault> {
        let Some(of) = task.service.as_ref().and_then(|member| member.balancing.as_ref()) else {
            return Ok(Self::None);
        };
        if task.desired == Desired::Stopped || of.stage == Stage::Waiting {
            return Ok(Self::Awaited);
        }
        let mut worst = Self::Fit;
        for one in &of.groups {
            match Self::with(all, task, one)? {
                Self::Unfit { group, port, reason } => {
                    return Ok(Self::Unfit { group, port, reason });
                }
                Self::Awaited => worst = Self::Awaited,
                Self::Fit | Self::None => {}
            }
        }
        Ok(worst)
    }

    fn with(all: &Snapshot, task: &Record, of: &Balanced) -> Result<Self, Fault> {
        let unfit = |reason: &str| Self::Unfit {
            group: of.group.target_group_arn(&task.scope),
            port: of.port,
            reason: reason.to_owned(),
        };
        let Some(binding) = &task.binding else { return Ok(Self::Awaited) };
        let at = target::key(&task.scope, &of.group, binding.eni.address, of.port);
        let target = all.table::<target::Record>().get(&Key::new(at)?)?;
        let own = target.filter(|target| {
            target.registration == task.id.as_str() && target.draining_until.is_none()
        });
        let Some(target) = own else {
            // Somebody has taken it out of its group, or the group is gone.
            return Ok(unfit("Target is not registered to the target group"));
        };
        let at = Key::new(health::of_target(&target))?;
        let found = all.table::<health::Record>().get(&at)?;
        let found = found.filter(|found| found.registration == target.registration);
        Ok(match found.as_ref().map(|found| &found.health) {
            None | Some(Health::Initial) => Self::Awaited,
            Some(Health::Healthy) => Self::Fit,
            Some(Health::Unhealthy { description, .. }) => unfit(description),
        })
    }

    /// Why a task whose health checks have failed is stopped.
    pub(super) fn stop_reason(&self, task: &Record) -> String {
        match self {
            Self::Unfit { group, .. } if task.health() != spec::Health::Unhealthy => {
                format!("Task failed ELB health checks in (target-group {group})")
            }
            _ => "Task failed container health checks".into(),
        }
    }

    /// What the events of its service tell of that.
    pub(super) fn event(&self, service: &str, task: &Record) -> String {
        match self {
            Self::Unfit { group, port, reason } if task.health() != spec::Health::Unhealthy => {
                format!(
                    "(service {service}) (port {port}) is unhealthy in (target-group {group}) due \
                     to (reason {reason})"
                )
            }
            _ => format!("(service {service}) (task {}) failed container health checks.", task.id),
        }
    }
}
