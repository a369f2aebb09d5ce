//! Elastic Load Balancing: application load balancers, their listeners with the rules, target
//! groups and the targets in them.
//!
//! A name may be given again to another object of its kind, so what names one of these names it
//! by name and number ([`Named`]). The interfaces of a load balancer are [`eni`](crate::ec2::eni)
//! records, made and removed with it.

pub mod action;
pub mod health;
pub mod listener;
pub mod load_balancer;
pub mod node;
pub mod target;
pub mod target_group;
pub mod trust_store;

use serde::{Deserialize, Serialize};

use crate::Scope;

/// The service in ARNs.
pub const SERVICE: &str = "elasticloadbalancing";

/// A load balancer or a target group, by name and number: one that is made later under the same
/// name is another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Named {
    /// 1-32 letters, digits and hyphens.
    pub name: String,
    /// 16 hexadecimal digits.
    pub id: String,
}

impl Named {
    /// `app/NAME/ID`: as descriptions of interfaces, logs and metrics name a load balancer.
    #[must_use]
    pub fn app(&self) -> String {
        format!("app/{}/{}", self.name, self.id)
    }

    /// The ARN of the load balancer that is called so.
    #[must_use]
    pub fn load_balancer_arn(&self, scope: &Scope) -> String {
        scope.arn(SERVICE, &format!("loadbalancer/{}", self.app()))
    }

    /// The ARN of the trust store that is called so.
    #[must_use]
    pub fn trust_store_arn(&self, scope: &Scope) -> String {
        scope.arn(SERVICE, &format!("truststore/{}/{}", self.name, self.id))
    }

    /// The ARN of the target group that is called so.
    #[must_use]
    pub fn target_group_arn(&self, scope: &Scope) -> String {
        scope.arn(SERVICE, &format!("targetgroup/{}/{}", self.name, self.id))
    }
}
