//! What a cluster lifts of Fargate's limits: the tag `ferrogate:mode` of a cluster says whether
//! its tasks may be what containers can be, or what AWS's Fargate lets them be.

use std::ops::RangeInclusive;

use ferrogate_api::ecs::Error;
use ferrogate_records::Tag;
use ferrogate_records::ecs::cluster::{Record, Status};

use super::{Ecs, Result, scope};

/// The tag.
const MODE_TAG: &str = "ferrogate:mode";
/// Its values.
const STRICT: &str = "strict";
const EXTENDED: &str = "extended";

/// Whose limits hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Those of AWS's Fargate.
    #[default]
    Strict,
    /// Those that a host can keep.
    Extended,
}

impl Mode {
    /// That of a cluster with these tags.
    pub(super) fn of(tags: &[Tag]) -> Self {
        match tags.iter().find(|tag| tag.key == MODE_TAG) {
            Some(tag) if tag.value == EXTENDED => Self::Extended,
            _ => Self::Strict,
        }
    }

    /// Refuses tags of a cluster that ask for a mode that there is not.
    pub(super) fn check(tags: &[Tag]) -> Result<()> {
        match tags.iter().find(|tag| tag.key == MODE_TAG) {
            Some(tag) if ![STRICT, EXTENDED].contains(&&*tag.value) => {
                let text = format!("The tag {MODE_TAG} of a cluster is {STRICT} or {EXTENDED}.");
                Err(Error::invalid_parameter(text).into())
            }
            _ => Ok(()),
        }
    }

    /// The sizes that a task may have in any combination, in CPU units and in MiB; `None` where
    /// there is a table of them.
    pub(super) fn free_sizes(self) -> Option<(RangeInclusive<u32>, RangeInclusive<u32>)> {
        match self {
            Self::Strict => None,
            // A 32nd of a processor is 3 ms in each 100, the least that does not stutter; the
            // most is what ECS takes on container instances (API_RegisterTaskDefinition).
            Self::Extended => Some((32..=196_608, 32..=1 << 20)),
        }
    }

    /// The longest start and stop timeouts, in seconds.
    pub(super) fn timeout_s_max(self) -> i32 {
        match self {
            // API_ContainerDefinition.
            Self::Strict => 120,
            Self::Extended => 3600,
        }
    }

    /// The largest disk of a task, in GiB.
    pub(super) fn storage_gib_max(self) -> i32 {
        match self {
            // API_EphemeralStorage.
            Self::Strict => 200,
            Self::Extended => 2048,
        }
    }
}

impl Ecs {
    /// The mode in which definitions are looked at: they belong to an account, and a cluster of
    /// it that is extended may run what another refuses.
    pub(super) fn widest_mode(&self, cx: &ferrogate_api::Cx) -> Mode {
        let scope = scope(cx);
        let clusters = self.state.table::<Record>();
        let mut active = clusters.readable().0.filter(|cluster| cluster.status == Status::Active);
        match active.any(|c| c.scope == scope && Mode::of(&c.tags) == Mode::Extended) {
            true => Mode::Extended,
            false => Mode::Strict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(value: &str) -> Vec<Tag> {
        vec![Tag { key: MODE_TAG.into(), value: value.into() }]
    }

    #[test]
    fn a_cluster_is_strict_unless_its_tag_says_otherwise() {
        assert_eq!(Mode::of(&[]), Mode::Strict);
        assert_eq!(Mode::of(&tags("strict")), Mode::Strict);
        assert_eq!(Mode::of(&tags("extended")), Mode::Extended);
        let other = [Tag { key: "mode".into(), value: "extended".into() }];
        assert_eq!(Mode::of(&other), Mode::Strict);
    }

    #[test]
    fn a_mode_that_there_is_not_is_refused() {
        assert!(Mode::check(&tags("extended")).is_ok() && Mode::check(&[]).is_ok());
        for bad in ["", "Extended", "free"] {
            assert!(Mode::check(&tags(bad)).is_err(), "{bad}");
        }
    }
}
