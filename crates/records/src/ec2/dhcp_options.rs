//! Sets of DHCP options: what those in a VPC are told of names.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use super::default_network::stable_id;
use super::vpc::private_domain;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "dhcp-options";

kind!(Record as KIND);

/// What a VPC is associated with that has no options at all.
pub const NONE: &str = "default";

/// The value that stands for the VPC's own resolver.
pub const PROVIDED: &str = "AmazonProvidedDNS";

/// The address of every VPC's own resolver (VPC user guide, "Amazon DNS server").
const RESOLVER: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 253);

const DOMAIN: &str = "domain-name";
const SERVERS: &str = "domain-name-servers";

/// A set. It never changes; VPCs are associated with another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `dopt-…`.
    pub id: String,
    /// The options, no two with the same key.
    pub options: Vec<Setting>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// An option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Such as `domain-name`.
    pub key: String,
    /// Its values, in order.
    pub values: Vec<String>,
}

impl Record {
    /// The set that every account has in a region, and every VPC until it is given another.
    #[must_use]
    pub fn default_of(scope: &Scope) -> Self {
        let setting = |key: &str, value: String| Setting { key: key.into(), values: vec![value] };
        Self {
            scope: scope.clone(),
            id: default_id(scope),
            options: vec![
                setting(DOMAIN, private_domain(&scope.region)),
                setting(SERVERS, PROVIDED.into()),
            ],
            tags: vec![],
        }
    }

    /// The domains in which short names are looked up.
    #[must_use]
    pub fn domains(&self) -> Vec<String> {
        let words = self.values(DOMAIN).iter().flat_map(|value| value.split_whitespace());
        words.map(str::to_owned).collect()
    }

    /// Who is asked about names.
    #[must_use]
    pub fn servers(&self) -> Vec<IpAddr> {
        let server = |value: &String| match value.as_str() {
            PROVIDED => Some(RESOLVER.into()),
            address => address.parse().ok(),
        };
        self.values(SERVERS).iter().filter_map(server).collect()
    }

    fn values(&self, key: &str) -> &[String] {
        let of_key = self.options.iter().find(|setting| setting.key == key);
        of_key.map_or(&[], |setting| &setting.values)
    }
}

/// The key of the set `id`.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}

/// The id of the set that every account has in a region.
#[must_use]
pub fn default_id(scope: &Scope) -> String {
    format!("dopt-{}", stable_id(scope, "dhcp"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_set_names_the_resolver_and_the_region_s_domain() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let set = Record::default_of(&scope);
        assert_eq!(set.domains(), ["ec2.internal"]);
        assert_eq!(set.servers(), [IpAddr::V4(RESOLVER)]);
        let elsewhere = Scope { region: "eu-west-1".into(), ..scope };
        assert_eq!(Record::default_of(&elsewhere).domains(), ["eu-west-1.compute.internal"]);
        let none = Record { options: vec![], ..set };
        assert!(none.domains().is_empty() && none.servers().is_empty());
    }
}
