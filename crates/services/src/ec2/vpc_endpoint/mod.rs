//! Interface endpoints: how a VPC reaches the engine's own services, and nothing else of it.

mod make;
mod modify;
mod service;
mod show;

use ferrogate_api::ec2::{
    CreateVpcEndpointRequest, CreateVpcEndpointResult, DeleteVpcEndpointsRequest,
    DeleteVpcEndpointsResult, DescribeVpcEndpointServicesRequest,
    DescribeVpcEndpointServicesResult, DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult,
    DnsRecordIpType, IpAddressType, ModifyVpcEndpointRequest, ModifyVpcEndpointResult,
    SecurityGroupIdentifier, State, UnsuccessfulItem, UnsuccessfulItemError, VpcEndpoint,
    VpcEndpointType,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_policy::{Kind, Policy};
use ferrogate_records::ec2::vpc_endpoint::{OfVpc, Record, Service, prefix};
use ferrogate_records::ec2::{group, subnet, vpc};
use ferrogate_records::route53::zone;

use self::make::Wanted;
use super::change::Change;
use super::select::Ask;
use super::token::Once;
use super::view::{Entries, View};
use super::{Ec2, Result, fault, new_id, refuse, refuse_not_built, scope, tag, text};

/// Bytes of a policy (VPC user guide, "Amazon VPC quotas").
const POLICY_BYTES_MAX: usize = 20_480;
/// Endpoints of a VPC (the same).
const OF_VPC_MAX: usize = 50;

impl Ec2 {
    pub(super) async fn create_vpc_endpoint(
        &self,
        cx: &Cx,
        mut input: CreateVpcEndpointRequest,
    ) -> Result<CreateVpcEndpointResult> {
        let client_token = input.client_token.take();
        let once = Once::new(cx, "CreateVpcEndpoint", client_token.as_deref(), &input)?;
        check_built(&input)?;
        let wanted = Wanted {
            id: new_id("vpce"),
            label: new_id("x")[2..10].to_owned(),
            service: service(cx, &input)?,
            vpc: input.vpc_id,
            subnets: distinct(input.subnet_ids.unwrap_or_default()),
            groups: input.security_group_ids.unwrap_or_default(),
            private_dns: input.private_dns_enabled.unwrap_or(true),
            policy: input.policy_document.map(policy).transpose()?,
            tags: tag::accepted(input.tag_specifications, "vpc-endpoint")?,
            at: self.state.now(),
        };
        let made = self
            .make::<Record>(scope(cx), once, wanted.id.clone(), |view, change| {
                make::make(view, change, &wanted)
            })
            .await?;
        let shown = VpcEndpoint { state: Some(State::from("pending")), ..made };
        Ok(CreateVpcEndpointResult { vpc_endpoint: Some(shown), client_token })
    }

    pub(super) async fn modify_vpc_endpoint(
        &self,
        cx: &Cx,
        input: ModifyVpcEndpointRequest,
    ) -> Result<ModifyVpcEndpointResult> {
        let asked = modify::Asked::read(input)?;
        self.change(scope(cx), |view, change| modify::modify(view, change, &asked)).await?;
        Ok(ModifyVpcEndpointResult { r#return: Some(true) })
    }

    pub(super) async fn delete_vpc_endpoints(
        &self,
        cx: &Cx,
        input: DeleteVpcEndpointsRequest,
    ) -> Result<DeleteVpcEndpointsResult> {
        let ids = distinct(input.vpc_endpoint_ids);
        let unsuccessful = self.change(scope(cx), |view, change| {
            let mut unsuccessful = vec![];
            for id in &ids {
                match view.find::<Record>(id) {
                    Ok(endpoint) => {
                        make::vacate(view, change, &endpoint.places)?;
                        change.take_turn(view, &endpoint.vpc)?;
                        change.delete(&endpoint);
                    }
                    Err(Failure::Aws(error)) => {
                        use ferrogate_api::ServiceError;
                        let (code, message) = (text(error.code()), text(error.message()));
                        let error = Some(UnsuccessfulItemError { code, message });
                        unsuccessful.push(UnsuccessfulItem { error, resource_id: text(&**id) });
                    }
                    Err(fault) => return Err(fault),
                }
            }
            Ok(unsuccessful)
        });
        Ok(DeleteVpcEndpointsResult { unsuccessful: Some(unsuccessful.await?) })
    }

    pub(super) async fn describe_vpc_endpoints(
        &self,
        cx: &Cx,
        input: DescribeVpcEndpointsRequest,
    ) -> Result<DescribeVpcEndpointsResult> {
        let ask = Ask {
            ids: input.vpc_endpoint_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (endpoints, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeVpcEndpointsResult { vpc_endpoints: Some(endpoints), next_token })
    }

    pub(super) async fn describe_vpc_endpoint_services(
        &self,
        cx: &Cx,
        input: DescribeVpcEndpointServicesRequest,
    ) -> Result<DescribeVpcEndpointServicesResult> {
        service::describe(&scope(cx).region, input)
    }
}

/// The endpoints of a VPC.
pub(super) fn of_vpc<'v>(view: &'v View, vpc: &str) -> Result<Entries<'v, Record>> {
    view.of_vpc::<Record, OfVpc>(vpc)
}

/// The service that a new endpoint is to lead to.
fn service(cx: &Cx, input: &CreateVpcEndpointRequest) -> Result<Service> {
    let Some(name) = input.service_name.as_deref() else { return super::missing("ServiceName") };
    let short = name.strip_prefix(&prefix(&scope(cx).region));
    if let Some("s3" | "dynamodb") = short {
        refuse_not_built(&[(&format!("An endpoint for {name}"), true)])?;
    }
    // Of AWS, not here: nobody would answer.
    if let Some("ecr.dkr" | "ssmmessages" | "ecs-agent" | "ecs-telemetry") = short {
        refuse_not_built(&[(&format!("An endpoint for {name}"), true)])?;
    }
    let Some(service) = short.and_then(Service::of) else {
        let text = format!("The Vpc Endpoint Service '{name}' does not exist");
        return refuse("InvalidServiceName", text);
    };
    match input.vpc_endpoint_type.as_ref().unwrap_or(&VpcEndpointType::Gateway) {
        VpcEndpointType::Interface => Ok(service),
        other => {
            let text = format!(
                "Endpoint type ({other}) does not match available service types ([Interface])."
            );
            refuse("InvalidParameter", text)
        }
    }
}

/// What of a new endpoint is not built is refused by its name.
fn check_built(input: &CreateVpcEndpointRequest) -> Result<()> {
    if input.route_table_ids.as_ref().is_some_and(|ids| !ids.is_empty())
        && input.vpc_endpoint_type == Some(VpcEndpointType::Interface)
    {
        let text = "Route table IDs are only supported for Gateway type VPC Endpoint.";
        return refuse("InvalidParameter", text);
    }
    let is_v4 = |of: &IpAddressType| *of == IpAddressType::Ipv4;
    refuse_not_built(&[
        ("ipAddressType other than ipv4", !input.ip_address_type.as_ref().is_none_or(is_v4)),
        ("dnsOptions", input.dns_options.as_ref().is_some_and(|of| !is_plain(of))),
        (
            "subnetConfigurations",
            input.subnet_configurations.as_ref().is_some_and(|list| !list.is_empty()),
        ),
        ("serviceNetworkArn", input.service_network_arn.is_some()),
        ("resourceConfigurationArn", input.resource_configuration_arn.is_some()),
        ("serviceRegion", input.service_region.is_some()),
    ])
}

/// Whether options of DNS ask for nothing but what is so already.
fn is_plain(options: &ferrogate_api::ec2::DnsOptionsSpecification) -> bool {
    let is_v4 = |of: &DnsRecordIpType| {
        matches!(of, DnsRecordIpType::Ipv4 | DnsRecordIpType::ServiceDefined)
    };
    options.dns_record_ip_type.as_ref().is_none_or(is_v4)
        && options.private_dns_only_for_inbound_resolver_endpoint != Some(true)
        && options.private_dns_preference.is_none()
        && options.private_dns_specified_domains.as_ref().is_none_or(Vec::is_empty)
}

/// A policy as it is kept.
fn policy(document: String) -> Result<String> {
    if document.len() > POLICY_BYTES_MAX {
        let text = format!("The policy document can have at most {POLICY_BYTES_MAX} characters.");
        return refuse("InvalidPolicyDocument", text);
    }
    match Policy::parse(&document, Kind::Resource) {
        Ok(_) => Ok(document),
        Err(error) => {
            let text = format!("The specified policy document is not valid: {error}");
            refuse("InvalidPolicyDocument", text)
        }
    }
}

/// Each once, in their order.
fn distinct(ids: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(ids.len());
    for id in ids {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

/// The groups as they are shown.
fn groups(view: &View, ids: &[String]) -> Result<Vec<SecurityGroupIdentifier>> {
    let shown = |id: &String| {
        let group = view.get::<group::Record>(id)?;
        Ok(SecurityGroupIdentifier {
            group_id: text(&**id),
            group_name: group.map(|group| group.name.clone()),
        })
    };
    ids.iter().map(shown).collect()
}

/// Whether an endpoint of the VPC can have the service's own name.
fn check_private_dns(view: &View, vpc: &vpc::Record, id: &str, service: Service) -> Result<()> {
    if !vpc.dns_support || !vpc.dns_hostnames {
        let text = format!(
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC \
             attributes set to true for {}",
            vpc.id
        );
        return refuse("InvalidParameter", text);
    }
    let name = service.dns_name(&view.scope.region);
    let others = of_vpc(view, &vpc.id)?;
    let mut others = others.iter().filter(|one| one.id != id && one.private_dns);
    let mut zones = view.snapshot().table::<zone::Record>().all().map_err(fault)?;
    if others.any(|one| one.service == service.name)
        || zones.any(|zone| is_named(zone, &name) && zone.vpcs.iter().any(|of| of.id == vpc.id))
    {
        let text = format!(
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain \
             for {name} in the VPC {}",
            vpc.id
        );
        return refuse("InvalidParameter", text);
    }
    Ok(())
}

fn is_named(zone: &zone::Record, name: &str) -> bool {
    zone.name.as_str().trim_end_matches('.') == name
}

/// A subnet of the VPC, which a request names.
fn subnet_of(
    view: &View,
    vpc: &str,
    id: &str,
) -> Result<std::sync::Arc<ferrogate_state::Entry<subnet::Record>>> {
    let subnet = view.find::<subnet::Record>(id)?;
    if subnet.vpc != vpc {
        let text = format!("The subnet ID '{id}' is not in the VPC {vpc}");
        return refuse("InvalidParameter", text);
    }
    Ok(subnet)
}

/// Takes part in the VPC's turns, as whoever puts something into it.
fn take_turn(view: &View, change: &mut Change, vpc: &str) -> Result<()> {
    change.take_turn(view, vpc).map(drop)
}
