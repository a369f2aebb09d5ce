//! Interface endpoints: how a VPC reaches the engine's own services.

use std::net::Ipv4Addr;

use ferrogate_base::{TimestampMs, partition};
use serde::{Deserialize, Serialize};

use super::part;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "vpc-endpoint";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// An interface endpoint. Each of its interfaces is an [`eni`](super::eni) of its own, made and
/// removed with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `vpce-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// What it leads to: the last part of a service's name, [`Service::name`].
    pub service: String,
    /// Where it answers, at most one for each zone.
    pub places: Vec<Place>,
    /// The security groups of its interfaces.
    pub groups: Vec<String>,
    /// Whether the service's own names lead to it in the VPC, as long as the VPC has names.
    pub private_dns: bool,
    /// Its policy; without one everything passes.
    #[serde(default)]
    pub policy: Option<String>,
    /// What its own names have behind its id: eight letters or digits.
    pub label: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// An endpoint in one subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The subnet.
    pub subnet: String,
    /// The subnet's zone.
    pub zone: String,
    /// The interface, `eni-…`.
    pub eni: String,
    /// The interface's address.
    pub address: Ipv4Addr,
}

/// A service that endpoints lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// What stands last in its name: `logs` of `com.amazonaws.us-east-1.logs`.
    pub name: &'static str,
    /// What requests to it are signed for.
    pub signing: &'static str,
}

/// All of them, by name (AWS PrivateLink guide, "AWS services that integrate"): those that the
/// engine serves and that AWS has endpoints for in every region.
pub const SERVICES: &[Service] = &[
    Service { name: "application-autoscaling", signing: "application-autoscaling" },
    Service { name: "ec2", signing: "ec2" },
    Service { name: "ecr.api", signing: "ecr" },
    Service { name: "ecs", signing: "ecs" },
    Service { name: "elasticloadbalancing", signing: "elasticloadbalancing" },
    Service { name: "kms", signing: "kms" },
    Service { name: "logs", signing: "logs" },
    Service { name: "monitoring", signing: "monitoring" },
    Service { name: "secretsmanager", signing: "secretsmanager" },
    Service { name: "ssm", signing: "ssm" },
    Service { name: "sts", signing: "sts" },
];

impl Service {
    /// The service that is called `name`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        SERVICES.iter().find(|service| service.name == name).copied()
    }

    /// Its whole name: `com.amazonaws.us-east-1.logs`; what comes first is the partition's domain.
    #[must_use]
    pub fn full_name(self, region: &str) -> String {
        format!("{}{}", prefix(region), self.name)
    }

    /// The name that SDKs ask for in a region: `logs.us-east-1.amazonaws.com`.
    #[must_use]
    pub fn dns_name(self, region: &str) -> String {
        format!("{}.{region}.{}", self.host(), partition::domain(region))
    }

    /// What the names of endpoints to it end with: `logs.us-east-1.vpce.amazonaws.com`.
    #[must_use]
    pub fn base_name(self, region: &str) -> String {
        format!("{}.{region}.vpce.{}", self.host(), partition::domain(region))
    }

    /// In host names the parts of a name stand the other way round.
    fn host(self) -> &'static str {
        match self.name {
            "ecr.api" => "api.ecr",
            name => name,
        }
    }
}

/// What the names of a region's services begin with: `com.amazonaws.us-east-1.`.
#[must_use]
pub fn prefix(region: &str) -> String {
    let mut domain: Vec<_> = partition::domain(region).split('.').collect();
    domain.reverse();
    format!("{}.{region}.", domain.join("."))
}

impl Record {
    /// The names that are its alone, with the addresses that each leads to: one for all of it,
    /// and one for each zone.
    #[must_use]
    pub fn own_names(&self) -> Vec<(String, Vec<Ipv4Addr>)> {
        let Some(service) = Service::of(&self.service) else { return vec![] };
        let base = service.base_name(&self.scope.region);
        let (id, label) = (&self.id, &self.label);
        let all = self.places.iter().map(|place| place.address).collect();
        let zonal = self
            .places
            .iter()
            .map(|place| (format!("{id}-{label}-{}.{base}", place.zone), vec![place.address]));
        std::iter::once((format!("{id}-{label}.{base}"), all)).chain(zonal).collect()
    }

    /// It, without its policy: what hosts are told.
    #[must_use]
    pub fn without_policy(self) -> Self {
        Self { policy: None, ..self }
    }

    /// The service's own name, when it leads here for the VPC.
    #[must_use]
    pub fn private_name(&self) -> Option<String> {
        let service = Service::of(&self.service).filter(|_| self.private_dns)?;
        Some(service.dns_name(&self.scope.region))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_the_names_that_sdks_ask_for() {
        let of = |name: &str, region: &str| {
            let service = Service::of(name).unwrap();
            (service.full_name(region), service.dns_name(region), service.base_name(region))
        };
        assert_eq!(
            of("ecr.api", "us-east-1"),
            (
                "com.amazonaws.us-east-1.ecr.api".to_owned(),
                "api.ecr.us-east-1.amazonaws.com".to_owned(),
                "api.ecr.us-east-1.vpce.amazonaws.com".to_owned()
            )
        );
        assert_eq!(of("logs", "cn-north-1").0, "cn.com.amazonaws.cn-north-1.logs");
        assert_eq!(of("logs", "cn-north-1").1, "logs.cn-north-1.amazonaws.com.cn");
        assert_eq!(Service::of("s3"), None);
    }

    #[test]
    fn an_endpoint_has_a_name_of_its_own_and_one_for_each_zone() {
        let place = |n: u8, zone: &str| Place {
            subnet: format!("subnet-{n}"),
            zone: zone.into(),
            eni: format!("eni-{n}"),
            address: Ipv4Addr::new(10, 0, n, 4),
        };
        let of = Record {
            scope: Scope::new("000000000000".parse().unwrap(), "us-east-1"),
            id: "vpce-1".into(),
            vpc: "vpc-1".into(),
            service: "logs".into(),
            places: vec![place(1, "us-east-1a"), place(2, "us-east-1b")],
            groups: vec![],
            private_dns: false,
            policy: None,
            label: "abcdefgh".into(),
            created_at: TimestampMs(0),
            tags: vec![],
        };
        let names = of.own_names();
        let addresses: Vec<_> = names.iter().map(|(_, addresses)| addresses.len()).collect();
        assert_eq!(addresses, [2, 1, 1]);
        assert_eq!(names[0].0, "vpce-1-abcdefgh.logs.us-east-1.vpce.amazonaws.com");
        assert_eq!(names[2].0, "vpce-1-abcdefgh-us-east-1b.logs.us-east-1.vpce.amazonaws.com");
        assert_eq!(of.private_name(), None);
        let with = Record { private_dns: true, ..of };
        assert_eq!(with.private_name().as_deref(), Some("logs.us-east-1.amazonaws.com"));
    }
}
