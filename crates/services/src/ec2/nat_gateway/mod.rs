//! NAT gateways: the way out of subnets whose interfaces have no public address.

mod make;
mod show;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    ConnectivityType, CreateNatGatewayRequest, CreateNatGatewayResult, DeleteNatGatewayRequest,
    DeleteNatGatewayResult, DescribeNatGatewaysRequest, DescribeNatGatewaysResult, NatGateway,
    NatGatewayState,
};
use ferrogate_records::ec2::eni;
use ferrogate_records::ec2::nat_gateway::{Record, State};

use self::make::Wanted;
use super::address;
use super::interface::place;
use super::select::Ask;
use super::token::Once;
use super::{Ec2, Result, missing, new_id, refuse_not_built, scope, tag};

impl Ec2 {
    pub(super) async fn create_nat_gateway(
        &self,
        cx: &Cx,
        mut input: CreateNatGatewayRequest,
    ) -> Result<CreateNatGatewayResult> {
        let client_token = input.client_token.take();
        let once = Once::new(cx, "CreateNatGateway", client_token.as_deref(), &input)?;
        check_built(&input)?;
        let Some(subnet) = input.subnet_id else { return missing("subnetId") };
        let Some(allocation) = input.allocation_id else {
            return super::refuse(
                "MissingParameter",
                "The request must include the AllocationId parameter. Add the required parameter \
                 and retry the request.",
            );
        };
        let wanted = Wanted {
            id: new_id("nat"),
            eni: new_id("eni"),
            association: new_id("eipassoc"),
            subnet,
            allocation,
            private: input.private_ip_address.as_deref().map(place::parse).transpose()?,
            tags: tag::accepted(input.tag_specifications, "natgateway")?,
            at: self.state.now(),
        };
        let made = self
            .make::<Record>(scope(cx), once, wanted.id.clone(), |view, change| {
                make::make(view, change, &wanted)
            })
            .await?;
        // A request that comes again finds it as it is.
        let state = match made.state {
            Some(NatGatewayState::Available | NatGatewayState::Failed) => {
                Some(NatGatewayState::Pending)
            }
            other => other,
        };
        let shown = NatGateway { state, failure_code: None, failure_message: None, ..made };
        Ok(CreateNatGatewayResult { client_token, nat_gateway: Some(shown) })
    }

    pub(super) async fn delete_nat_gateway(
        &self,
        cx: &Cx,
        input: DeleteNatGatewayRequest,
    ) -> Result<DeleteNatGatewayResult> {
        let now = self.state.now();
        self.change(scope(cx), |view, change| {
            let gateway = view.find::<Record>(&input.nat_gateway_id)?;
            if gateway.state == State::Deleted {
                // As long as it is shown, it can be asked for once more.
                return Ok(());
            }
            let mut next = (**gateway).clone();
            (next.state, next.deleted_at) = (State::Deleted, Some(now));
            let eni = gateway.eni.as_deref();
            if let Some(eni) = eni.map(|id| view.get::<eni::Record>(id)).transpose()?.flatten() {
                change.delete(&eni);
                place::give_back(view, change, &eni, eni.addresses())?;
                address::part(view, change, &eni.public)?;
            }
            change.take_turn(view, &gateway.vpc)?;
            change.put(&gateway, next)
        })
        .await?;
        Ok(DeleteNatGatewayResult { nat_gateway_id: Some(input.nat_gateway_id) })
    }

    pub(super) async fn describe_nat_gateways(
        &self,
        cx: &Cx,
        input: DescribeNatGatewaysRequest,
    ) -> Result<DescribeNatGatewaysResult> {
        let ask = Ask {
            ids: input.nat_gateway_ids,
            filters: input.filter,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (gateways, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeNatGatewaysResult { nat_gateways: Some(gateways), next_token })
    }
}

/// What of a new gateway is not built is refused by its name.
fn check_built(input: &CreateNatGatewayRequest) -> Result<()> {
    let some = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
    refuse_not_built(&[
        ("connectivityType private", input.connectivity_type == Some(ConnectivityType::Private)),
        (
            "availabilityMode regional",
            input.availability_mode.as_ref().is_some_and(|mode| mode.to_string() != "zonal"),
        ),
        ("vpcId", input.vpc_id.is_some()),
        (
            "availabilityZoneAddress",
            input.availability_zone_addresses.as_ref().is_some_and(|list| !list.is_empty()),
        ),
        ("secondaryAllocationId", some(&input.secondary_allocation_ids)),
        ("secondaryPrivateIpAddress", some(&input.secondary_private_ip_addresses)),
        (
            "secondaryPrivateIpAddressCount",
            input.secondary_private_ip_address_count.is_some_and(|count| count != 0),
        ),
    ])
}
