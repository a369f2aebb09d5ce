//! What Application Auto Scaling knows of the services that it scales.

use serde::{Deserialize, Serialize};

use crate::Scope;

pub mod activity;
pub mod policy;
pub mod progress;
pub mod schedule;
pub mod scheduled;
pub mod target;

/// The service that is scaled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Of {
    /// Where it is.
    pub scope: Scope,
    /// Its cluster's name.
    pub cluster: String,
    /// Its name.
    pub service: String,
}

impl Of {
    /// `service/cluster/name`: how it is called.
    #[must_use]
    pub fn resource(&self) -> String {
        format!("service/{}/{}", self.cluster, self.service)
    }

    /// The key of a record of `kind` about it.
    fn key(&self, kind: &str, names: &[&str]) -> String {
        let all: Vec<&str> =
            [&*self.cluster, &*self.service].into_iter().chain(names.iter().copied()).collect();
        self.scope.key(kind, &all)
    }

    /// The prefix of the keys of the records of `kind` about it.
    fn below(&self, kind: &str) -> String {
        self.scope.below(kind, &[&self.cluster, &self.service])
    }
}
