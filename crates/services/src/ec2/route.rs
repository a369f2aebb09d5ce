//! Routes: which destinations a table may have, and where they may lead.

use ferrogate_api::ec2::{
    CreateRouteRequest, CreateRouteResult, DeleteRouteRequest, Error, ReplaceRouteRequest,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_records::ec2::peering::{self, Status};
use ferrogate_records::ec2::route_table::{Destination, Record, Route, Target};
use ferrogate_records::ec2::{egress_gateway, eni, internet_gateway, nat_gateway, vpc};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::association::apart;
use super::view::View;
use super::{Ec2, Result, cidr, refusal, scope};

/// Routes of a table, for IPv4 and IPv6 apart (VPC quotas).
const ROUTES_MAX: usize = 500;

/// Addresses of AWS's own services within a VPC: no route is for them (VPC guide, "Route
/// tables").
const FORBIDDEN_V4: &str = "169.254.168.0/22";
const FORBIDDEN_V6: &str = "fd00:ec2::/32";

/// The parameters of a request that name the packets of a route, and where they go.
struct Asked<'a> {
    v4: Option<&'a str>,
    v6: Option<&'a str>,
    prefix_list: Option<&'a str>,
    targets: Vec<(&'static str, &'a str)>,
}

macro_rules! asked {
    ($input:expr) => {{
        let input = $input;
        let targets = [
            ("carrierGatewayId", &input.carrier_gateway_id),
            ("coreNetworkArn", &input.core_network_arn),
            ("egressOnlyInternetGatewayId", &input.egress_only_internet_gateway_id),
            ("gatewayId", &input.gateway_id),
            ("instanceId", &input.instance_id),
            ("localGatewayId", &input.local_gateway_id),
            ("natGatewayId", &input.nat_gateway_id),
            ("networkInterfaceId", &input.network_interface_id),
            ("odbNetworkArn", &input.odb_network_arn),
            ("transitGatewayId", &input.transit_gateway_id),
            ("vpcEndpointId", &input.vpc_endpoint_id),
            ("vpcPeeringConnectionId", &input.vpc_peering_connection_id),
        ];
        Asked {
            v4: input.destination_cidr_block.as_deref(),
            v6: input.destination_ipv6_cidr_block.as_deref(),
            prefix_list: input.destination_prefix_list_id.as_deref(),
            targets: targets
                .into_iter()
                .filter_map(|(name, id)| Some((name, id.as_deref()?)))
                .collect(),
        }
    }};
}

impl Ec2 {
    pub(super) async fn create_route(
        &self,
        cx: &Cx,
        input: CreateRouteRequest,
    ) -> Result<CreateRouteResult> {
        let asked = asked!(&input);
        let to = destination(asked.v4, asked.v6, asked.prefix_list)?;
        self.change(scope(cx), |view, change| {
            let table = view.find::<Record>(&input.route_table_id)?;
            let via = target(view, &table, &asked)?;
            check_destination(view, &table, to, &via)?;
            if position(&table, to).is_some() {
                return Err(exists(to));
            }
            check_room(&table, to)?;
            let mut new = (**table).clone();
            new.routes.push(Route { to: Destination::Range(to), via });
            change.take_turn(view, &table.vpc)?;
            change.put(&table, new)
        })
        .await?;
        Ok(CreateRouteResult { r#return: Some(true) })
    }

    pub(super) async fn replace_route(&self, cx: &Cx, input: ReplaceRouteRequest) -> Result<Empty> {
        let asked = asked!(&input);
        let to = destination(asked.v4, asked.v6, asked.prefix_list)?;
        self.change(scope(cx), |view, change| {
            let table = view.find::<Record>(&input.route_table_id)?;
            if is_local(view, &table, to)? {
                return check_stays_local(input.local_target, &asked);
            }
            let Some(at) = position(&table, to) else {
                let text = format!(
                    "There is no route defined for '{to}' in the route table. Use CreateRoute \
                     instead."
                );
                return Err(refusal("InvalidParameterValue", text));
            };
            if input.local_target == Some(true) {
                let text = format!("The route for '{to}' is not a local route.");
                return Err(refusal("InvalidParameterValue", text));
            }
            let via = target(view, &table, &asked)?;
            check_destination(view, &table, to, &via)?;
            let mut new = (**table).clone();
            new.routes[at].via = via;
            change.take_turn(view, &table.vpc)?;
            change.put(&table, new)
        })
        .await?;
        Ok(Empty::default())
    }

    pub(super) async fn delete_route(&self, cx: &Cx, input: DeleteRouteRequest) -> Result<Empty> {
        let to = destination(
            input.destination_cidr_block.as_deref(),
            input.destination_ipv6_cidr_block.as_deref(),
            input.destination_prefix_list_id.as_deref(),
        )?;
        self.change(scope(cx), |view, change| {
            let table = view.find::<Record>(&input.route_table_id)?;
            if is_local(view, &table, to)? {
                let text = format!("cannot remove local route {to} in route table {}", table.id);
                return Err(refusal("InvalidParameterValue", text));
            }
            let Some(at) = position(&table, to) else {
                let parameter = match to {
                    IpNet::V4(_) => "destination-cidr-block",
                    IpNet::V6(_) => "destination-ipv6-cidr-block",
                };
                let text = format!("no route with {parameter} {to} in route table {}", table.id);
                return Err(refusal("InvalidRoute.NotFound", text));
            };
            let mut new = (**table).clone();
            new.routes.remove(at);
            change.take_turn(view, &table.vpc)?;
            change.put(&table, new)?;
            Ok(Empty::default())
        })
        .await
    }
}

/// The one destination that a request names.
fn destination(v4: Option<&str>, v6: Option<&str>, prefix_list: Option<&str>) -> Result<IpNet> {
    match (v4, v6, prefix_list) {
        (Some(range), None, None) => cidr::of_family(range, false, "destinationCidrBlock"),
        (None, Some(range), None) => cidr::of_family(range, true, "destinationIpv6CidrBlock"),
        (None, None, Some(id)) => {
            let text = format!("The prefix list ID '{id}' does not exist");
            Err(refusal("InvalidPrefixListID.NotFound", text))
        }
        (None, None, None) => {
            let text = "The request must contain exactly one of destinationCidrBlock, \
                        destinationIpv6CidrBlock or destinationPrefixListId";
            Err(refusal("MissingParameter", text))
        }
        _ => {
            let text = "Only one of destinationCidrBlock, destinationIpv6CidrBlock and \
                        destinationPrefixListId can be specified.";
            Err(refusal("InvalidParameterCombination", text))
        }
    }
}

/// The one target that a request names, when a route of the table can lead there.
fn target(view: &View, table: &Record, asked: &Asked<'_>) -> Result<Target> {
    match asked.targets[..] {
        [("gatewayId", id)] => gateway(view, table, id),
        [("natGatewayId", id)] => nat_gateway(view, table, id),
        [("egressOnlyInternetGatewayId", id)] => egress_gateway(view, table, id),
        [("vpcPeeringConnectionId", id)] => peering(view, table, id),
        [("networkInterfaceId", id)] => {
            let eni = view.find::<eni::Record>(id)?;
            if eni.vpc != table.vpc {
                return Err(apart(table, &format!("interface {id}")));
            }
            Ok(Target::Interface(eni.id.clone()))
        }
        [(parameter, id)] => Err(absent(parameter, id)),
        [] => {
            let text = "The request must contain exactly one of gatewayId, natGatewayId, \
                        networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, \
                        transitGatewayId, vpcEndpointId or instanceId";
            Err(refusal("MissingParameter", text))
        }
        [(first, _), (second, _), ..] => {
            let text = format!("Only one target can be specified, not both {first} and {second}.");
            Err(refusal("InvalidParameterCombination", text))
        }
    }
}

fn gateway(view: &View, table: &Record, id: &str) -> Result<Target> {
    if id == "local" {
        let text = "Value (local) for parameter gatewayId is invalid.";
        return Err(refusal("InvalidParameterValue", text));
    }
    let Some(gateway) = view.get::<internet_gateway::Record>(id)? else {
        return Err(absent("gatewayId", id));
    };
    if gateway.vpc.as_ref() != Some(&table.vpc) {
        return Err(apart(table, &format!("network gateway {id}")));
    }
    Ok(Target::InternetGateway(gateway.id.clone()))
}

fn nat_gateway(view: &View, table: &Record, id: &str) -> Result<Target> {
    let found = view.get::<nat_gateway::Record>(id)?;
    match found.filter(|gateway| gateway.over_since().is_none()) {
        None => Err(absent("natGatewayId", id)),
        Some(gateway) if gateway.vpc != table.vpc => {
            Err(apart(table, &format!("NAT gateway {id}")))
        }
        Some(gateway) => Ok(Target::NatGateway(gateway.id.clone())),
    }
}

fn egress_gateway(view: &View, table: &Record, id: &str) -> Result<Target> {
    match view.get::<egress_gateway::Record>(id)? {
        None => Err(absent("egressOnlyInternetGatewayId", id)),
        Some(gateway) if gateway.vpc != table.vpc => {
            Err(apart(table, &format!("egress only internet gateway {id}")))
        }
        Some(gateway) => Ok(Target::EgressOnlyGateway(gateway.id.clone())),
    }
}

/// One that nobody has accepted yet may be routed to: it is a blackhole until then.
fn peering(view: &View, table: &Record, id: &str) -> Result<Target> {
    let is_open = |status| matches!(status, Status::Active | Status::PendingAcceptance);
    let found = view.get::<peering::Record>(id)?;
    match found.filter(|one| is_open(one.status)) {
        None => Err(absent("vpcPeeringConnectionId", id)),
        Some(one) if one.sides_from(&view.scope, &table.vpc).is_none() => {
            Err(apart(table, &format!("peering connection {id}")))
        }
        Some(one) => Ok(Target::Peering(one.id.clone())),
    }
}

/// That the target is not there; nor can it be, of a kind that is not built.
fn absent(parameter: &str, id: &str) -> Failure<Error> {
    let (code, noun) = match parameter {
        "carrierGatewayId" => ("InvalidCarrierGatewayID.NotFound", "carrierGateway ID"),
        "coreNetworkArn" => ("InvalidCoreNetworkArn.NotFound", "core network ARN"),
        "instanceId" => ("InvalidInstanceID.NotFound", "instance ID"),
        "localGatewayId" => ("InvalidLocalGatewayID.NotFound", "localGateway ID"),
        "natGatewayId" => ("InvalidNatGatewayID.NotFound", "natGateway ID"),
        "odbNetworkArn" => ("InvalidOdbNetworkArn.NotFound", "ODB network ARN"),
        "transitGatewayId" => ("InvalidTransitGatewayID.NotFound", "transitGateway ID"),
        "vpcEndpointId" => ("InvalidVpcEndpointId.NotFound", "vpcEndpoint ID"),
        "vpcPeeringConnectionId" => {
            ("InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection ID")
        }
        // Also of an egress-only gateway.
        _ => ("InvalidGatewayID.NotFound", "gateway ID"),
    };
    refusal(code, format!("The {noun} '{id}' does not exist"))
}

/// Whether the table can have a route for `to` that leads to `via`.
fn check_destination(view: &View, table: &Record, to: IpNet, via: &Target) -> Result<()> {
    if is_forbidden(to) {
        let text = format!("The destination CIDR block {to} is reserved for services of AWS.");
        return Err(refusal("InvalidParameterValue", text));
    }
    check_family(to, via)?;
    let Some(vpc) = view.get::<vpc::Record>(&table.vpc)? else { return Ok(()) };
    if vpc.all_ranges().any(|local| local == to) {
        return Err(exists(to));
    }
    if vpc.all_ranges().any(|local| local.contains(&to)) {
        check_within(view, &vpc, to, via)?;
    }
    Ok(())
}

/// Whether packets of the destination's family can go there: an egress-only gateway is for IPv6
/// alone, a NAT gateway here for IPv4.
fn check_family(to: IpNet, via: &Target) -> Result<()> {
    let text = match (to, via) {
        (IpNet::V4(_), Target::EgressOnlyGateway(id)) => {
            format!("Egress only internet gateway {id} can be the target of IPv6 routes only.")
        }
        (IpNet::V6(_), Target::NatGateway(id)) => {
            return Err(
                Error::not_built(format!("A route of IPv6 to {id} is not built yet.")).into()
            );
        }
        _ => return Ok(()),
    };
    Err(refusal("InvalidParameterValue", text))
}

/// Whether the table of a VPC can have a route that is more specific than its local one.
fn check_within(view: &View, vpc: &vpc::Record, range: IpNet, via: &Target) -> Result<()> {
    if !matches!(via, Target::Interface(_)) {
        let text = format!(
            "The destination CIDR block {range} is equal to or more specific than one of this \
             VPC's CIDR blocks. This route can target only an interface or an instance."
        );
        return Err(refusal("InvalidParameterValue", text));
    }
    let mut subnets = view.subnets(&vpc.id)?.into_iter();
    if !subnets.any(|subnet| subnet.all_ranges().any(|own| own == range)) {
        let text = "Route destination doesn't match any subnet CIDR blocks.";
        return Err(refusal("InvalidParameterValue", text));
    }
    Ok(())
}

fn is_forbidden(to: IpNet) -> bool {
    match to {
        IpNet::V4(to) => FORBIDDEN_V4.parse().is_ok_and(|range: Ipv4Net| range.contains(&to)),
        IpNet::V6(to) => FORBIDDEN_V6.parse().is_ok_and(|range: Ipv6Net| range.contains(&to)),
    }
}

/// Whether the table's route for `to` is the one that each range of its VPC has.
fn is_local(view: &View, table: &Record, to: IpNet) -> Result<bool> {
    let vpc = view.get::<vpc::Record>(&table.vpc)?;
    Ok(vpc.is_some_and(|vpc| vpc.all_ranges().any(|range| range == to)))
}

/// A local route can be set to what it is; that it leads elsewhere is not built.
fn check_stays_local(local: Option<bool>, asked: &Asked<'_>) -> Result<()> {
    match (local, &asked.targets[..]) {
        (Some(true), []) | (_, [("gatewayId", "local")]) => Ok(()),
        _ => Err(Error::not_built("Another target of the local route is not built yet.").into()),
    }
}

fn position(table: &Record, to: IpNet) -> Option<usize> {
    table.routes.iter().position(|route| route.to == Destination::Range(to))
}

fn exists(to: IpNet) -> Failure<Error> {
    refusal("RouteAlreadyExists", format!("The route identified by {to} already exists."))
}

fn check_room(table: &Record, to: IpNet) -> Result<()> {
    let is_v6 = matches!(to, IpNet::V6(_));
    let alike = |route: &&Route| match route.to {
        Destination::Range(other) => matches!(other, IpNet::V6(_)) == is_v6,
        Destination::PrefixList(_) => true,
    };
    if table.routes.iter().filter(alike).count() >= ROUTES_MAX {
        let text = "The maximum number of routes has been reached.";
        return Err(refusal("RouteLimitExceeded", text));
    }
    Ok(())
}
