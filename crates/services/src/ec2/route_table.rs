//! Route tables.

use ferrogate_api::ec2::{
    CreateRouteTableRequest, CreateRouteTableResult, DeleteRouteTableRequest,
    DescribeRouteTablesRequest, DescribeRouteTablesResult, Route, RouteOrigin, RouteState,
    RouteTable, RouteTableAssociation, Tag,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Scope;
use ferrogate_records::ec2::peering::{self, Status};
use ferrogate_records::ec2::route_table::{self, Destination, Record, Target, With};
use ferrogate_records::ec2::{egress_gateway, eni, internet_gateway, nat_gateway, vpc};
use ipnet::IpNet;

use super::select::{Ask, Resource, flag, one};
use super::token::Once;
use super::view::{Object, View};
use super::{Ec2, Result, association, new_id, refusal, scope, tag, text};

/// Route tables of a VPC (VPC quotas).
const TABLES_MAX: usize = 200;

impl Ec2 {
    pub(super) async fn create_route_table(
        &self,
        cx: &Cx,
        mut input: CreateRouteTableRequest,
    ) -> Result<CreateRouteTableResult> {
        let client_token = input.client_token.take();
        let once = Once::new(cx, "CreateRouteTable", client_token.as_deref(), &input)?;
        let record = Record {
            scope: scope(cx),
            id: new_id("rtb"),
            vpc: input.vpc_id.clone(),
            associations: vec![],
            routes: vec![],
            tags: tag::accepted(input.tag_specifications, "route-table")?,
        };
        let made = self.make::<Record>(scope(cx), once, record.id.clone(), |view, change| {
            let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
            if view.route_tables(&vpc.id)?.len() >= TABLES_MAX {
                let text = "The maximum number of route tables has been reached.";
                return Err(refusal("RouteTableLimitExceeded", text));
            }
            change.take_turn(view, &vpc.id)?;
            change.create(route_table::key(&view.scope, &record.id), &record)
        });
        Ok(CreateRouteTableResult { route_table: Some(made.await?), client_token })
    }

    pub(super) async fn delete_route_table(
        &self,
        cx: &Cx,
        input: DeleteRouteTableRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let table = view.find::<Record>(&input.route_table_id)?;
            if !table.associations.is_empty() {
                let text = format!(
                    "The routeTable '{}' has dependencies and cannot be deleted.",
                    table.id
                );
                return Err(refusal("DependencyViolation", text));
            }
            change.take_turn(view, &table.vpc)?;
            change.delete(&table);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn describe_route_tables(
        &self,
        cx: &Cx,
        input: DescribeRouteTablesRequest,
    ) -> Result<DescribeRouteTablesResult> {
        let ask = Ask {
            ids: input.route_table_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (route_tables, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeRouteTablesResult { route_tables: Some(route_tables), next_token })
    }
}

impl Object for Record {
    type Shown = RouteTable;

    fn key(scope: &Scope, id: &str) -> String {
        route_table::key(scope, id)
    }

    fn show(&self, view: &View) -> Result<RouteTable> {
        let vpc = view.get::<vpc::Record>(&self.vpc)?;
        let ranges = vpc.iter().flat_map(|vpc| vpc.all_ranges());
        let mut routes: Vec<Route> = ranges.map(local).collect();
        for route in &self.routes {
            routes.push(shown(view, &self.vpc, route)?);
        }
        let associations = self.associations.iter().map(|one| shown_association(self, one));
        Ok(RouteTable {
            associations: Some(associations.collect()),
            propagating_vgws: Some(vec![]),
            route_table_id: text(&*self.id),
            routes: Some(routes),
            tags: Some(tag::shown(&self.tags)),
            vpc_id: text(&*self.vpc),
            owner_id: text(self.scope.account.as_str()),
        })
    }
}

fn shown_association(of: &Record, one: &route_table::Association) -> RouteTableAssociation {
    let (subnet, gateway) = match &one.with {
        With::Main => (None, None),
        With::Subnet(id) => (text(&**id), None),
        With::Gateway(id) => (None, text(&**id)),
    };
    RouteTableAssociation {
        main: Some(one.with == With::Main),
        route_table_association_id: text(&*one.id),
        route_table_id: text(&*of.id),
        subnet_id: subnet,
        gateway_id: gateway,
        association_state: Some(association::state()),
        ..RouteTableAssociation::default()
    }
}

fn local(range: IpNet) -> Route {
    let (v4, v6) = match range {
        IpNet::V4(range) => (text(range.to_string()), None),
        IpNet::V6(range) => (None, text(range.to_string())),
    };
    Route {
        destination_cidr_block: v4,
        destination_ipv6_cidr_block: v6,
        gateway_id: text("local"),
        origin: Some(RouteOrigin::CreateRouteTable),
        state: Some(RouteState::Active),
        ..Route::default()
    }
}

fn shown(view: &View, vpc: &str, route: &route_table::Route) -> Result<Route> {
    let mut shown = Route { origin: Some(RouteOrigin::CreateRoute), ..Route::default() };
    match &route.to {
        Destination::Range(IpNet::V4(range)) => {
            shown.destination_cidr_block = text(range.to_string());
        }
        Destination::Range(IpNet::V6(range)) => {
            shown.destination_ipv6_cidr_block = text(range.to_string());
        }
        Destination::PrefixList(id) => shown.destination_prefix_list_id = text(&**id),
    }
    let leads = match &route.via {
        Target::InternetGateway(id) => {
            shown.gateway_id = text(&**id);
            let gateway = view.get::<internet_gateway::Record>(id)?;
            gateway.is_some_and(|gateway| gateway.vpc.as_deref() == Some(vpc))
        }
        Target::Interface(id) => {
            shown.network_interface_id = text(&**id);
            view.get::<eni::Record>(id)?.is_some_and(|eni| eni.owner != eni::Owner::User)
        }
        Target::EgressOnlyGateway(id) => {
            shown.egress_only_internet_gateway_id = text(&**id);
            view.get::<egress_gateway::Record>(id)?.is_some()
        }
        Target::NatGateway(id) => {
            shown.nat_gateway_id = text(&**id);
            view.get::<nat_gateway::Record>(id)?.is_some_and(|one| one.over_since().is_none())
        }
        Target::Peering(id) => {
            shown.vpc_peering_connection_id = text(&**id);
            view.get::<peering::Record>(id)?.is_some_and(|one| one.status == Status::Active)
        }
        Target::Endpoint(id) => {
            shown.gateway_id = text(&**id);
            false
        }
    };
    shown.state = Some(if leads { RouteState::Active } else { RouteState::Blackhole });
    Ok(shown)
}

impl Resource for RouteTable {
    const LIST: &'static str = "DescribeRouteTables";
    const NOT_FOUND: &'static str = "InvalidRouteTableID.NotFound";
    const NOUN: &'static str = "routeTable ID";
    const FILTERS: &'static [&'static str] = &[
        "association.gateway-id",
        "association.main",
        "association.route-table-association-id",
        "association.route-table-id",
        "association.subnet-id",
        "owner-id",
        "route-table-id",
        "route.carrier-gateway-id",
        "route.destination-cidr-block",
        "route.destination-ipv6-cidr-block",
        "route.destination-prefix-list-id",
        "route.egress-only-internet-gateway-id",
        "route.gateway-id",
        "route.instance-id",
        "route.local-gateway-id",
        "route.nat-gateway-id",
        "route.origin",
        "route.state",
        "route.transit-gateway-id",
        "route.vpc-peering-connection-id",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.route_table_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        if let Some(filter) = filter.strip_prefix("association.") {
            return self.associations.iter().flatten().flat_map(|a| of_use(a, filter)).collect();
        }
        if let Some(filter) = filter.strip_prefix("route.") {
            return self
                .routes
                .iter()
                .flatten()
                .flat_map(|route| of_route(route, filter))
                .collect();
        }
        match filter {
            "owner-id" => one(&self.owner_id),
            "route-table-id" => one(&self.route_table_id),
            _ => one(&self.vpc_id),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}

fn of_use(association: &RouteTableAssociation, filter: &str) -> Vec<String> {
    match filter {
        "gateway-id" => one(&association.gateway_id),
        "main" => flag(association.main),
        "route-table-association-id" => one(&association.route_table_association_id),
        "route-table-id" => one(&association.route_table_id),
        // The main association is with no subnet.
        _ => one(&association.subnet_id),
    }
}

fn of_route(route: &Route, filter: &str) -> Vec<String> {
    match filter {
        "destination-cidr-block" => one(&route.destination_cidr_block),
        "destination-ipv6-cidr-block" => one(&route.destination_ipv6_cidr_block),
        "destination-prefix-list-id" => one(&route.destination_prefix_list_id),
        "egress-only-internet-gateway-id" => one(&route.egress_only_internet_gateway_id),
        "gateway-id" => one(&route.gateway_id),
        "nat-gateway-id" => one(&route.nat_gateway_id),
        "origin" => route.origin.iter().map(ToString::to_string).collect(),
        "state" => route.state.iter().map(ToString::to_string).collect(),
        "vpc-peering-connection-id" => one(&route.vpc_peering_connection_id),
        // No route leads to an instance, or to a carrier, local or transit gateway.
        _ => vec![],
    }
}
