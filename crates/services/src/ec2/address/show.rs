//! Elastic addresses as they are shown.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    Address, AddressAttribute, DescribeAddressesAttributeRequest, DescribeAddressesAttributeResult,
    DescribeAddressesRequest, DescribeAddressesResult, DomainType, Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::elastic_address::Record;
use ferrogate_records::ec2::eni;

use super::super::select::{Ask, Resource, one};
use super::super::view::{Object, View};
use super::super::{Ec2, Result, refuse, scope, tag, text};
use super::{POOL, key};

impl Ec2 {
    pub(in super::super) async fn describe_addresses(
        &self,
        cx: &Cx,
        input: DescribeAddressesRequest,
    ) -> Result<DescribeAddressesResult> {
        let ask = Ask { ids: input.allocation_ids, filters: input.filters, ..Ask::default() };
        let (mut addresses, _) = self.view(scope(cx)).describe::<Record>(ask)?;
        if let Some(asked) = input.public_ips.filter(|asked| !asked.is_empty()) {
            let has = |ip: &String| addresses.iter().any(|one| one.public_ip.as_ref() == Some(ip));
            if let Some(missing) = asked.iter().find(|ip| !has(ip)) {
                return refuse(
                    "InvalidAddress.NotFound",
                    format!("Address '{missing}' not found."),
                );
            }
            addresses.retain(|one| one.public_ip.as_ref().is_some_and(|ip| asked.contains(ip)));
        }
        Ok(DescribeAddressesResult { addresses: Some(addresses) })
    }

    pub(in super::super) async fn describe_addresses_attribute(
        &self,
        cx: &Cx,
        input: DescribeAddressesAttributeRequest,
    ) -> Result<DescribeAddressesAttributeResult> {
        let ask = Ask {
            ids: input.allocation_ids,
            filters: None,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (addresses, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        // The only attribute is a name that no address can be given here.
        let shown = |address: Address| AddressAttribute {
            public_ip: address.public_ip,
            allocation_id: address.allocation_id,
            ..AddressAttribute::default()
        };
        let addresses = Some(addresses.into_iter().map(shown).collect());
        Ok(DescribeAddressesAttributeResult { addresses, next_token })
    }
}

impl Object for Record {
    type Shown = Address;

    fn key(scope: &Scope, id: &str) -> String {
        key(scope, id)
    }

    fn show(&self, view: &View) -> Result<Address> {
        let mut shown = Address {
            allocation_id: text(&*self.id),
            domain: Some(DomainType::Vpc),
            tags: Some(tag::shown(&self.tags)),
            public_ipv4_pool: text(POOL),
            network_border_group: text(&*self.scope.region),
            public_ip: text(self.address.to_string()),
            ..Address::default()
        };
        if let Some(with) = &self.association {
            let eni = view.get::<eni::Record>(&with.eni)?;
            shown.association_id = text(&*with.id);
            shown.network_interface_id = text(&*with.eni);
            shown.network_interface_owner_id = text(self.scope.account.as_str());
            shown.private_ip_address = text(with.private.to_string());
            shown.subnet_id = eni.map(|eni| eni.subnet.clone());
        }
        Ok(shown)
    }
}

impl Resource for Address {
    const LIST: &'static str = "DescribeAddresses";
    const NOT_FOUND: &'static str = "InvalidAllocationID.NotFound";
    const NOUN: &'static str = "allocation ID";
    const FILTERS: &'static [&'static str] = &[
        "allocation-id",
        "association-id",
        "domain",
        "instance-id",
        "network-border-group",
        "network-interface-id",
        "network-interface-owner-id",
        "private-ip-address",
        "public-ip",
    ];

    fn id(&self) -> &str {
        self.allocation_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "allocation-id" => one(&self.allocation_id),
            "association-id" => one(&self.association_id),
            "domain" => self.domain.iter().map(ToString::to_string).collect(),
            "network-border-group" => one(&self.network_border_group),
            "network-interface-id" => one(&self.network_interface_id),
            "network-interface-owner-id" => one(&self.network_interface_owner_id),
            "private-ip-address" => one(&self.private_ip_address),
            "public-ip" => one(&self.public_ip),
            // There are no instances.
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
