//! NAT gateways as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::ec2::{
    AvailabilityMode, ConnectivityType, NatGateway, NatGatewayAddress, NatGatewayAddressStatus,
    NatGatewayState, Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::nat_gateway::{self, Record, State};

use super::super::select::{Resource, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};

impl Object for Record {
    type Shown = NatGateway;

    fn key(scope: &Scope, id: &str) -> String {
        nat_gateway::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<NatGateway> {
        let connectivity = match self.private {
            true => ConnectivityType::Private,
            false => ConnectivityType::Public,
        };
        Ok(NatGateway {
            create_time: Some(Timestamp::from(self.created_at)),
            delete_time: self.over_since().map(Timestamp::from),
            failure_code: self.failure.as_ref().map(|failure| failure.code.clone()),
            failure_message: self.failure.as_ref().map(|failure| failure.text.clone()),
            nat_gateway_addresses: Some(vec![address(self)]),
            nat_gateway_id: text(&*self.id),
            state: Some(match self.state {
                State::Available => NatGatewayState::Available,
                State::Failed => NatGatewayState::Failed,
                State::Deleted => NatGatewayState::Deleted,
            }),
            subnet_id: text(&*self.subnet),
            vpc_id: text(&*self.vpc),
            tags: Some(tag::shown(&self.tags)),
            connectivity_type: Some(connectivity),
            availability_mode: Some(AvailabilityMode::Zonal),
            ..NatGateway::default()
        })
    }
}

/// Its address, also of one that has none any more.
fn address(gateway: &Record) -> NatGatewayAddress {
    let status = match gateway.state {
        State::Available | State::Deleted => NatGatewayAddressStatus::Succeeded,
        State::Failed => NatGatewayAddressStatus::Failed,
    };
    NatGatewayAddress {
        allocation_id: gateway.allocation.clone(),
        network_interface_id: gateway.eni.clone(),
        private_ip: gateway.address.map(|address| address.to_string()),
        public_ip: gateway.public.map(|address| address.to_string()),
        association_id: gateway.association.clone(),
        is_primary: Some(true),
        status: Some(status),
        ..NatGatewayAddress::default()
    }
}

impl Resource for NatGateway {
    const LIST: &'static str = "DescribeNatGateways";
    const NOT_FOUND: &'static str = "NatGatewayNotFound";
    const NOUN: &'static str = "NAT gateway";
    const MALFORMED: Option<(&'static str, &'static str)> = Some(("NatGatewayMalformed", "nat-"));
    const FILTERS: &'static [&'static str] = &["nat-gateway-id", "state", "subnet-id", "vpc-id"];

    fn absent(missing: &[&str]) -> String {
        match missing {
            [id] => format!("NAT gateway {id} was not found"),
            ids => format!("NAT gateways {} were not found", ids.join(", ")),
        }
    }

    fn id(&self) -> &str {
        self.nat_gateway_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "nat-gateway-id" => one(&self.nat_gateway_id),
            "state" => self.state.iter().map(ToString::to_string).collect(),
            "subnet-id" => one(&self.subnet_id),
            _ => one(&self.vpc_id),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
