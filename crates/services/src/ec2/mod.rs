//! Amazon EC2: the networks that tasks run in.
//!
//! A file per noun. What an operation sees is a [`view`] of the records at one revision, what
//! it does is a [`change`]. [`select`] is what every Describe operation does alike: ids,
//! filters, pages.

mod account;
mod acl;
mod address;
mod association;
mod attribute;
mod change;
mod cidr;
mod default;
mod dhcp_options;
mod egress_gateway;
mod filter;
pub mod flow_log;
mod group;
mod insights;
mod interface;
mod internet_gateway;
mod ipv6_range;
mod nat_gateway;
mod peering;
mod place;
mod prefix_list;
mod reach;
mod reservation;
mod route;
mod route_table;
mod select;
mod subnet;
mod subnet_range;
mod tag;
mod tagging;
mod token;
mod view;
mod vpc;
mod vpc_endpoint;
mod vpc_range;

use std::sync::Arc;

use ferrogate_api::ec2::{Error, op};
use ferrogate_api::{Common, Cx, Failure, Operations};
use ferrogate_records::Scope;
use ferrogate_state::{Fault, State};

use crate::network::ensure_default;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of EC2 over the engine's state.
pub struct Ec2 {
    state: Arc<State>,
}

/// Puts every operation of EC2 that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>) {
    let ec2 = Arc::new(Ec2 { state });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$(
            serve!(@one $op => $method, |input| input.dry_run);
        )*};
        (@without_dry_run $($op:ident => $method:ident),* $(,)?) => {$(
            serve!(@one $op => $method, |_| None);
        )*};
        (@one $op:ident => $method:ident, $dry:expr) => {{
            let ec2 = ec2.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let ec2 = ec2.clone();
                async move {
                    dry_run(&input, $dry)?;
                    ensure_default(&ec2.state, &scope(&cx)).await.map_err(fault)?;
                    ec2.$method(&cx, input).await
                }
            });
        }};
    }
    serve! {
        AcceptVpcPeeringConnection => accept_vpc_peering_connection,
        AllocateAddress => allocate_address,
        AssociateAddress => associate_address,
        AssociateDhcpOptions => associate_dhcp_options,
        AssociateRouteTable => associate_route_table,
        AttachInternetGateway => attach_internet_gateway,
        AttachNetworkInterface => attach_network_interface,
        AuthorizeSecurityGroupEgress => authorize_security_group_egress,
        AuthorizeSecurityGroupIngress => authorize_security_group_ingress,
        CreateDefaultSubnet => create_default_subnet,
        CreateDefaultVpc => create_default_vpc,
        CreateDhcpOptions => create_dhcp_options,
        CreateEgressOnlyInternetGateway => create_egress_only_internet_gateway,
        CreateFlowLogs => create_flow_logs,
        CreateInternetGateway => create_internet_gateway,
        CreateManagedPrefixList => create_managed_prefix_list,
        CreateNatGateway => create_nat_gateway,
        CreateNetworkAcl => create_network_acl,
        CreateNetworkAclEntry => create_network_acl_entry,
        CreateNetworkInsightsPath => create_network_insights_path,
        CreateNetworkInterface => create_network_interface,
        CreateRoute => create_route,
        CreateRouteTable => create_route_table,
        CreateSecurityGroup => create_security_group,
        CreateSubnet => create_subnet,
        CreateSubnetCidrReservation => create_subnet_cidr_reservation,
        CreateTags => create_tags,
        CreateVpc => create_vpc,
        CreateVpcEndpoint => create_vpc_endpoint,
        CreateVpcPeeringConnection => create_vpc_peering_connection,
        DeleteDhcpOptions => delete_dhcp_options,
        DeleteEgressOnlyInternetGateway => delete_egress_only_internet_gateway,
        DeleteFlowLogs => delete_flow_logs,
        DeleteInternetGateway => delete_internet_gateway,
        DeleteManagedPrefixList => delete_managed_prefix_list,
        DeleteNatGateway => delete_nat_gateway,
        DeleteNetworkAcl => delete_network_acl,
        DeleteNetworkAclEntry => delete_network_acl_entry,
        DeleteNetworkInsightsAnalysis => delete_network_insights_analysis,
        DeleteNetworkInsightsPath => delete_network_insights_path,
        DeleteNetworkInterface => delete_network_interface,
        DeleteRoute => delete_route,
        DeleteRouteTable => delete_route_table,
        DeleteSecurityGroup => delete_security_group,
        DeleteSubnet => delete_subnet,
        DeleteSubnetCidrReservation => delete_subnet_cidr_reservation,
        DeleteTags => delete_tags,
        DeleteVpc => delete_vpc,
        DeleteVpcEndpoints => delete_vpc_endpoints,
        DeleteVpcPeeringConnection => delete_vpc_peering_connection,
        DescribeAccountAttributes => describe_account_attributes,
        DescribeAddresses => describe_addresses,
        DescribeAddressesAttribute => describe_addresses_attribute,
        DescribeAvailabilityZones => describe_availability_zones,
        DescribeDhcpOptions => describe_dhcp_options,
        DescribeEgressOnlyInternetGateways => describe_egress_only_internet_gateways,
        DescribeFlowLogs => describe_flow_logs,
        DescribeInternetGateways => describe_internet_gateways,
        DescribeManagedPrefixLists => describe_managed_prefix_lists,
        DescribeNatGateways => describe_nat_gateways,
        DescribeNetworkAcls => describe_network_acls,
        DescribeNetworkInsightsAnalyses => describe_network_insights_analyses,
        DescribeNetworkInsightsPaths => describe_network_insights_paths,
        DescribeNetworkInterfaceAttribute => describe_network_interface_attribute,
        DescribeNetworkInterfaces => describe_network_interfaces,
        DescribePrefixLists => describe_prefix_lists,
        DescribeRegions => describe_regions,
        DescribeRouteTables => describe_route_tables,
        DescribeSecurityGroupReferences => describe_security_group_references,
        DescribeSecurityGroupRules => describe_security_group_rules,
        DescribeSecurityGroups => describe_security_groups,
        DescribeStaleSecurityGroups => describe_stale_security_groups,
        DescribeSubnets => describe_subnets,
        DescribeTags => describe_tags,
        DescribeVpcAttribute => describe_vpc_attribute,
        DescribeVpcEndpointServices => describe_vpc_endpoint_services,
        DescribeVpcEndpoints => describe_vpc_endpoints,
        DescribeVpcPeeringConnections => describe_vpc_peering_connections,
        DescribeVpcs => describe_vpcs,
        DetachInternetGateway => detach_internet_gateway,
        DetachNetworkInterface => detach_network_interface,
        DisassociateAddress => disassociate_address,
        DisassociateRouteTable => disassociate_route_table,
        GetManagedPrefixListAssociations => get_managed_prefix_list_associations,
        GetManagedPrefixListEntries => get_managed_prefix_list_entries,
        GetSecurityGroupsForVpc => get_security_groups_for_vpc,
        GetSubnetCidrReservations => get_subnet_cidr_reservations,
        ModifyManagedPrefixList => modify_managed_prefix_list,
        ModifyNetworkInterfaceAttribute => modify_network_interface_attribute,
        ModifySecurityGroupRules => modify_security_group_rules,
        ModifyVpcEndpoint => modify_vpc_endpoint,
        ModifyVpcPeeringConnectionOptions => modify_vpc_peering_connection_options,
        ModifyVpcTenancy => modify_vpc_tenancy,
        RejectVpcPeeringConnection => reject_vpc_peering_connection,
        ReleaseAddress => release_address,
        ReplaceNetworkAclAssociation => replace_network_acl_association,
        ReplaceNetworkAclEntry => replace_network_acl_entry,
        ReplaceRoute => replace_route,
        ReplaceRouteTableAssociation => replace_route_table_association,
        ResetNetworkInterfaceAttribute => reset_network_interface_attribute,
        RestoreManagedPrefixListVersion => restore_managed_prefix_list_version,
        RevokeSecurityGroupEgress => revoke_security_group_egress,
        RevokeSecurityGroupIngress => revoke_security_group_ingress,
        StartNetworkInsightsAnalysis => start_network_insights_analysis,
        UpdateSecurityGroupRuleDescriptionsEgress => update_security_group_rule_descriptions_egress,
        UpdateSecurityGroupRuleDescriptionsIngress => update_security_group_rule_descriptions_ingress,
    }
    serve! {
        @without_dry_run
        AssignIpv6Addresses => assign_ipv6_addresses,
        AssignPrivateIpAddresses => assign_private_ip_addresses,
        AssociateSubnetCidrBlock => associate_subnet_cidr_block,
        AssociateVpcCidrBlock => associate_vpc_cidr_block,
        DisassociateSubnetCidrBlock => disassociate_subnet_cidr_block,
        DisassociateVpcCidrBlock => disassociate_vpc_cidr_block,
        ModifySubnetAttribute => modify_subnet_attribute,
        ModifyVpcAttribute => modify_vpc_attribute,
        UnassignIpv6Addresses => unassign_ipv6_addresses,
        UnassignPrivateIpAddresses => unassign_private_ip_addresses,
    }
}

/// Ends a request that only asks whether it would be allowed; `asked` reads that.
fn dry_run<I>(input: &I, asked: impl Fn(&I) -> Option<bool>) -> Result<()> {
    if asked(input) == Some(true) {
        let text = "Request would have succeeded, but DryRun flag is set.";
        return Err(Error::from(Common::new("DryRunOperation", text).with_status(412)).into());
    }
    Ok(())
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// A failure that is nobody's mistake outside.
fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}

/// What AWS answers to a mistake.
fn refusal(code: &'static str, text: impl Into<String>) -> Failure<Error> {
    Error::new(code, text.into()).into()
}

/// Refuses a request without a parameter that it must have.
fn missing<T>(parameter: &str) -> Result<T> {
    refuse("MissingParameter", format!("The request must contain the parameter {parameter}"))
}

/// Refuses a value.
fn wrong<T>(text: impl Into<String>) -> Result<T> {
    refuse("InvalidParameterValue", text)
}

fn refuse<T>(code: &'static str, text: impl Into<String>) -> Result<T> {
    Err(refusal(code, text))
}

/// Refuses the first of these parameters that is given: it would have no effect.
fn refuse_not_built(parameters: &[(&str, bool)]) -> Result<()> {
    match parameters.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Error::not_built(format!("{name} is not built yet.")).into()),
        None => Ok(()),
    }
}

/// A new id with this prefix, such as `vpc`.
fn new_id(prefix: &str) -> String {
    format!("{prefix}-{}", &uuid::Uuid::new_v4().simple().to_string()[..17])
}

fn text(value: impl Into<String>) -> Option<String> {
    Some(value.into())
}
