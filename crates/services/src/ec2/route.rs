//! Route tables: the main one, which leads nowhere but within the VPC.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeRouteTablesRequest, DescribeRouteTablesResult, Route, RouteOrigin, RouteState,
    RouteTable, RouteTableAssociation, RouteTableAssociationState, RouteTableAssociationStateCode,
    Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc::Vpc;

use super::select::{Ask, Resource, flag, one, select};
use super::{Ec2, Result, part_id, scope, text};

impl Ec2 {
    pub(super) fn describe_route_tables(
        &self,
        cx: &Cx,
        input: DescribeRouteTablesRequest,
    ) -> Result<DescribeRouteTablesResult> {
        let scope = scope(cx);
        let ask = Ask {
            ids: input.route_table_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let all = vec![main(&scope, &Vpc::default_of(&scope))];
        let (route_tables, next_token) = select(all, ask)?;
        Ok(DescribeRouteTablesResult { route_tables: Some(route_tables), next_token })
    }
}

fn main(scope: &Scope, vpc: &Vpc) -> RouteTable {
    let id = part_id("rtb", vpc, "main");
    let associated = RouteTableAssociationState {
        state: Some(RouteTableAssociationStateCode::Associated),
        status_message: None,
    };
    RouteTable {
        associations: Some(vec![RouteTableAssociation {
            main: Some(true),
            route_table_association_id: Some(part_id("rtbassoc", vpc, "main")),
            route_table_id: text(&*id),
            association_state: Some(associated),
            ..RouteTableAssociation::default()
        }]),
        propagating_vgws: Some(vec![]),
        route_table_id: Some(id),
        routes: Some(vec![Route {
            destination_cidr_block: text(vpc.cidr),
            gateway_id: text("local"),
            origin: Some(RouteOrigin::CreateRouteTable),
            state: Some(RouteState::Active),
            ..Route::default()
        }]),
        tags: Some(vec![]),
        vpc_id: text(&*vpc.id),
        owner_id: text(scope.account.as_str()),
    }
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
        let associations = self.associations.iter().flatten();
        let routes = self.routes.iter().flatten();
        match filter {
            "association.main" => associations.flat_map(|a| flag(a.main)).collect(),
            "association.route-table-association-id" => {
                associations.filter_map(|a| a.route_table_association_id.clone()).collect()
            }
            "association.route-table-id" => {
                associations.filter_map(|a| a.route_table_id.clone()).collect()
            }
            // The main association is with no subnet.
            "association.subnet-id" => associations.filter_map(|a| a.subnet_id.clone()).collect(),
            "owner-id" => one(&self.owner_id),
            "route-table-id" => one(&self.route_table_id),
            "route.destination-cidr-block" => {
                routes.filter_map(|r| r.destination_cidr_block.clone()).collect()
            }
            "route.gateway-id" => routes.filter_map(|r| r.gateway_id.clone()).collect(),
            "route.origin" => {
                routes.filter_map(|r| r.origin.as_ref().map(ToString::to_string)).collect()
            }
            "route.state" => {
                routes.filter_map(|r| r.state.as_ref().map(ToString::to_string)).collect()
            }
            "vpc-id" => one(&self.vpc_id),
            // No route leads to anything else.
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
