// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `route53`.

/// The service `route53`.
pub static SERVICE: crate::Service = crate::Service {
    id: "route53",
    sdk_name: "route53",
    signing_name: "route53",
    protocols: &[crate::Protocol::RestXml],
    target_prefix: "",
    api_version: "2013-04-01",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "ActivateKeySigningKey",
        "AssociateVPCWithHostedZone",
        "ChangeCidrCollection",
        "ChangeResourceRecordSets",
        "ChangeTagsForResource",
        "CreateCidrCollection",
        "CreateHealthCheck",
        "CreateHostedZone",
        "CreateKeySigningKey",
        "CreateQueryLoggingConfig",
        "CreateReusableDelegationSet",
        "CreateTrafficPolicy",
        "CreateTrafficPolicyInstance",
        "CreateTrafficPolicyVersion",
        "CreateVPCAssociationAuthorization",
        "DeactivateKeySigningKey",
        "DeleteCidrCollection",
        "DeleteHealthCheck",
        "DeleteHostedZone",
        "DeleteKeySigningKey",
        "DeleteQueryLoggingConfig",
        "DeleteReusableDelegationSet",
        "DeleteTrafficPolicy",
        "DeleteTrafficPolicyInstance",
        "DeleteVPCAssociationAuthorization",
        "DisableHostedZoneDNSSEC",
        "DisassociateVPCFromHostedZone",
        "EnableHostedZoneDNSSEC",
        "GetAccountLimit",
        "GetChange",
        "GetCheckerIpRanges",
        "GetDNSSEC",
        "GetGeoLocation",
        "GetHealthCheck",
        "GetHealthCheckCount",
        "GetHealthCheckLastFailureReason",
        "GetHealthCheckStatus",
        "GetHostedZone",
        "GetHostedZoneCount",
        "GetHostedZoneLimit",
        "GetQueryLoggingConfig",
        "GetReusableDelegationSet",
        "GetReusableDelegationSetLimit",
        "GetTrafficPolicy",
        "GetTrafficPolicyInstance",
        "GetTrafficPolicyInstanceCount",
        "ListCidrBlocks",
        "ListCidrCollections",
        "ListCidrLocations",
        "ListGeoLocations",
        "ListHealthChecks",
        "ListHostedZones",
        "ListHostedZonesByName",
        "ListHostedZonesByVPC",
        "ListQueryLoggingConfigs",
        "ListResourceRecordSets",
        "ListReusableDelegationSets",
        "ListTagsForResource",
        "ListTagsForResources",
        "ListTrafficPolicies",
        "ListTrafficPolicyInstances",
        "ListTrafficPolicyInstancesByHostedZone",
        "ListTrafficPolicyInstancesByPolicy",
        "ListTrafficPolicyVersions",
        "ListVPCAssociationAuthorizations",
        "TestDNSAnswer",
        "UpdateHealthCheck",
        "UpdateHostedZoneComment",
        "UpdateHostedZoneFeatures",
        "UpdateTrafficPolicyComment",
        "UpdateTrafficPolicyInstance",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::AssociateVPCWithHostedZone,
        &operation::ChangeResourceRecordSets,
        &operation::ChangeTagsForResource,
        &operation::CreateHostedZone,
        &operation::CreateVPCAssociationAuthorization,
        &operation::DeleteHostedZone,
        &operation::DeleteVPCAssociationAuthorization,
        &operation::DisassociateVPCFromHostedZone,
        &operation::GetChange,
        &operation::GetHostedZone,
        &operation::GetHostedZoneCount,
        &operation::ListHostedZones,
        &operation::ListHostedZonesByName,
        &operation::ListHostedZonesByVPC,
        &operation::ListResourceRecordSets,
        &operation::ListTagsForResource,
        &operation::ListTagsForResources,
        &operation::ListVPCAssociationAuthorizations,
        &operation::UpdateHostedZoneComment,
    ],
    errors: &[
        &error::ConcurrentModification,
        &error::ConflictingDomainExists,
        &error::DelegationSetNotAvailable,
        &error::DelegationSetNotReusable,
        &error::HostedZoneAlreadyExists,
        &error::HostedZoneNotEmpty,
        &error::InvalidChangeBatch,
        &error::InvalidDomainName,
        &error::InvalidInput,
        &error::InvalidPaginationToken,
        &error::InvalidVPCId,
        &error::LastVPCAssociation,
        &error::LimitsExceeded,
        &error::NoSuchChange,
        &error::NoSuchDelegationSet,
        &error::NoSuchHealthCheck,
        &error::NoSuchHostedZone,
        &error::NotAuthorizedException,
        &error::PriorRequestNotComplete,
        &error::PublicZoneVPCAssociation,
        &error::ThrottlingException,
        &error::TooManyHostedZones,
        &error::TooManyVPCAssociationAuthorizations,
        &error::VPCAssociationAuthorizationNotFound,
        &error::VPCAssociationNotFound,
    ],
};

errors! { SERVICE, {
    ConcurrentModification(concurrent_modification) = error::ConcurrentModification,
    ConflictingDomainExists(conflicting_domain_exists) = error::ConflictingDomainExists,
    DelegationSetNotAvailable(delegation_set_not_available) = error::DelegationSetNotAvailable,
    DelegationSetNotReusable(delegation_set_not_reusable) = error::DelegationSetNotReusable,
    HostedZoneAlreadyExists(hosted_zone_already_exists) = error::HostedZoneAlreadyExists,
    HostedZoneNotEmpty(hosted_zone_not_empty) = error::HostedZoneNotEmpty,
    InvalidChangeBatch(invalid_change_batch) = error::InvalidChangeBatch,
    InvalidDomainName(invalid_domain_name) = error::InvalidDomainName,
    InvalidInput(invalid_input) = error::InvalidInput,
    InvalidPaginationToken(invalid_pagination_token) = error::InvalidPaginationToken,
    InvalidVPCId(invalid_vpc_id) = error::InvalidVPCId,
    LastVPCAssociation(last_vpc_association) = error::LastVPCAssociation,
    LimitsExceeded(limits_exceeded) = error::LimitsExceeded,
    NoSuchChange(no_such_change) = error::NoSuchChange,
    NoSuchDelegationSet(no_such_delegation_set) = error::NoSuchDelegationSet,
    NoSuchHealthCheck(no_such_health_check) = error::NoSuchHealthCheck,
    NoSuchHostedZone(no_such_hosted_zone) = error::NoSuchHostedZone,
    NotAuthorizedException(not_authorized) = error::NotAuthorizedException,
    PriorRequestNotComplete(prior_request_not_complete) = error::PriorRequestNotComplete,
    PublicZoneVPCAssociation(public_zone_vpc_association) = error::PublicZoneVPCAssociation,
    ThrottlingException(throttling) = error::ThrottlingException,
    TooManyHostedZones(too_many_hosted_zones) = error::TooManyHostedZones,
    TooManyVPCAssociationAuthorizations(too_many_vpc_association_authorizations) = error::TooManyVPCAssociationAuthorizations,
    VPCAssociationAuthorizationNotFound(vpc_association_authorization_not_found) = error::VPCAssociationAuthorizationNotFound,
    VPCAssociationNotFound(vpc_association_not_found) = error::VPCAssociationNotFound,
} }

enumeration! { AcceleratedRecoveryStatus { Enabling = "ENABLING", EnableFailed = "ENABLE_FAILED", EnablingHostedZoneLocked = "ENABLING_HOSTED_ZONE_LOCKED", Enabled = "ENABLED", Disabling = "DISABLING", DisableFailed = "DISABLE_FAILED", Disabled = "DISABLED", DisablingHostedZoneLocked = "DISABLING_HOSTED_ZONE_LOCKED", } }
structure! { AliasTarget(shape::AliasTarget) { hosted_zone_id: Option<String>, dns_name: Option<String>, evaluate_target_health: Option<bool>, } }
structure! { AssociateVPCWithHostedZoneRequest(shape::AssociateVPCWithHostedZoneRequest) { hosted_zone_id: String, vpc: VPC, comment: Option<String>, } }
structure! { AssociateVPCWithHostedZoneResponse(shape::AssociateVPCWithHostedZoneResponse) { change_info: Option<ChangeInfo>, } }
structure! { Change(shape::Change) { action: ChangeAction, resource_record_set: ResourceRecordSet, } }
enumeration! { ChangeAction { Create = "CREATE", Delete = "DELETE", Upsert = "UPSERT", } }
structure! { ChangeBatch(shape::ChangeBatch) { comment: Option<String>, changes: Vec<Change>, } }
structure! { ChangeInfo(shape::ChangeInfo) { id: Option<String>, status: Option<ChangeStatus>, submitted_at: Option<crate::Timestamp>, comment: Option<String>, } }
structure! { ChangeResourceRecordSetsRequest(shape::ChangeResourceRecordSetsRequest) { hosted_zone_id: String, change_batch: ChangeBatch, } }
structure! { ChangeResourceRecordSetsResponse(shape::ChangeResourceRecordSetsResponse) { change_info: Option<ChangeInfo>, } }
enumeration! { ChangeStatus { Pending = "PENDING", Insync = "INSYNC", } }
structure! { ChangeTagsForResourceRequest(shape::ChangeTagsForResourceRequest) { resource_type: TagResourceType, resource_id: String, add_tags: Option<Vec<Tag>>, remove_tag_keys: Option<Vec<String>>, } }
structure! { ChangeTagsForResourceResponse(shape::ChangeTagsForResourceResponse) { } }
structure! { CidrRoutingConfig(shape::CidrRoutingConfig) { collection_id: Option<String>, location_name: Option<String>, } }
structure! { Coordinates(shape::Coordinates) { latitude: Option<String>, longitude: Option<String>, } }
structure! { CreateHostedZoneRequest(shape::CreateHostedZoneRequest) { name: String, vpc: Option<VPC>, caller_reference: String, hosted_zone_config: Option<HostedZoneConfig>, delegation_set_id: Option<String>, } }
structure! { CreateHostedZoneResponse(shape::CreateHostedZoneResponse) { hosted_zone: Option<HostedZone>, change_info: Option<ChangeInfo>, delegation_set: Option<DelegationSet>, vpc: Option<VPC>, location: Option<String>, } }
structure! { CreateVPCAssociationAuthorizationRequest(shape::CreateVPCAssociationAuthorizationRequest) { hosted_zone_id: String, vpc: VPC, } }
structure! { CreateVPCAssociationAuthorizationResponse(shape::CreateVPCAssociationAuthorizationResponse) { hosted_zone_id: Option<String>, vpc: Option<VPC>, } }
structure! { DelegationSet(shape::DelegationSet) { id: Option<String>, caller_reference: Option<String>, name_servers: Option<Vec<String>>, } }
structure! { DeleteHostedZoneRequest(shape::DeleteHostedZoneRequest) { id: String, } }
structure! { DeleteHostedZoneResponse(shape::DeleteHostedZoneResponse) { change_info: Option<ChangeInfo>, } }
structure! { DeleteVPCAssociationAuthorizationRequest(shape::DeleteVPCAssociationAuthorizationRequest) { hosted_zone_id: String, vpc: VPC, } }
structure! { DeleteVPCAssociationAuthorizationResponse(shape::DeleteVPCAssociationAuthorizationResponse) { } }
structure! { DisassociateVPCFromHostedZoneRequest(shape::DisassociateVPCFromHostedZoneRequest) { hosted_zone_id: String, vpc: VPC, comment: Option<String>, } }
structure! { DisassociateVPCFromHostedZoneResponse(shape::DisassociateVPCFromHostedZoneResponse) { change_info: Option<ChangeInfo>, } }
structure! { GeoLocation(shape::GeoLocation) { continent_code: Option<String>, country_code: Option<String>, subdivision_code: Option<String>, } }
structure! { GeoProximityLocation(shape::GeoProximityLocation) { aws_region: Option<String>, local_zone_group: Option<String>, coordinates: Option<Coordinates>, bias: Option<i32>, } }
structure! { GetChangeRequest(shape::GetChangeRequest) { id: String, } }
structure! { GetChangeResponse(shape::GetChangeResponse) { change_info: Option<ChangeInfo>, } }
structure! { GetHostedZoneCountRequest(shape::GetHostedZoneCountRequest) { } }
structure! { GetHostedZoneCountResponse(shape::GetHostedZoneCountResponse) { hosted_zone_count: Option<i64>, } }
structure! { GetHostedZoneRequest(shape::GetHostedZoneRequest) { id: String, } }
structure! { GetHostedZoneResponse(shape::GetHostedZoneResponse) { hosted_zone: Option<HostedZone>, delegation_set: Option<DelegationSet>, vp_cs: Option<Vec<VPC>>, } }
structure! { HostedZone(shape::HostedZone) { id: Option<String>, name: Option<String>, caller_reference: Option<String>, config: Option<HostedZoneConfig>, resource_record_set_count: Option<i64>, linked_service: Option<LinkedService>, features: Option<HostedZoneFeatures>, } }
structure! { HostedZoneConfig(shape::HostedZoneConfig) { comment: Option<String>, private_zone: Option<bool>, } }
structure! { HostedZoneFailureReasons(shape::HostedZoneFailureReasons) { accelerated_recovery: Option<String>, } }
structure! { HostedZoneFeatures(shape::HostedZoneFeatures) { accelerated_recovery_status: Option<AcceleratedRecoveryStatus>, failure_reasons: Option<HostedZoneFailureReasons>, } }
structure! { HostedZoneOwner(shape::HostedZoneOwner) { owning_account: Option<String>, owning_service: Option<String>, } }
structure! { HostedZoneSummary(shape::HostedZoneSummary) { hosted_zone_id: Option<String>, name: Option<String>, owner: Option<HostedZoneOwner>, } }
enumeration! { HostedZoneType { PrivateHostedZone = "PrivateHostedZone", } }
structure! { LinkedService(shape::LinkedService) { service_principal: Option<String>, description: Option<String>, } }
structure! { ListHostedZonesByNameRequest(shape::ListHostedZonesByNameRequest) { dns_name: Option<String>, hosted_zone_id: Option<String>, max_items: Option<String>, } }
structure! { ListHostedZonesByNameResponse(shape::ListHostedZonesByNameResponse) { hosted_zones: Option<Vec<HostedZone>>, dns_name: Option<String>, hosted_zone_id: Option<String>, is_truncated: Option<bool>, next_dns_name: Option<String>, next_hosted_zone_id: Option<String>, max_items: Option<String>, } }
structure! { ListHostedZonesByVPCRequest(shape::ListHostedZonesByVPCRequest) { vpc_id: String, vpc_region: VPCRegion, max_items: Option<String>, next_token: Option<String>, } }
structure! { ListHostedZonesByVPCResponse(shape::ListHostedZonesByVPCResponse) { hosted_zone_summaries: Option<Vec<HostedZoneSummary>>, max_items: Option<String>, next_token: Option<String>, } }
structure! { ListHostedZonesRequest(shape::ListHostedZonesRequest) { marker: Option<String>, max_items: Option<String>, delegation_set_id: Option<String>, hosted_zone_type: Option<HostedZoneType>, } }
structure! { ListHostedZonesResponse(shape::ListHostedZonesResponse) { hosted_zones: Option<Vec<HostedZone>>, marker: Option<String>, is_truncated: Option<bool>, next_marker: Option<String>, max_items: Option<String>, } }
structure! { ListResourceRecordSetsRequest(shape::ListResourceRecordSetsRequest) { hosted_zone_id: String, start_record_name: Option<String>, start_record_type: Option<RRType>, start_record_identifier: Option<String>, max_items: Option<String>, } }
structure! { ListResourceRecordSetsResponse(shape::ListResourceRecordSetsResponse) { resource_record_sets: Option<Vec<ResourceRecordSet>>, is_truncated: Option<bool>, next_record_name: Option<String>, next_record_type: Option<RRType>, next_record_identifier: Option<String>, max_items: Option<String>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_type: TagResourceType, resource_id: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { resource_tag_set: Option<ResourceTagSet>, } }
structure! { ListTagsForResourcesRequest(shape::ListTagsForResourcesRequest) { resource_type: TagResourceType, resource_ids: Vec<String>, } }
structure! { ListTagsForResourcesResponse(shape::ListTagsForResourcesResponse) { resource_tag_sets: Option<Vec<ResourceTagSet>>, } }
structure! { ListVPCAssociationAuthorizationsRequest(shape::ListVPCAssociationAuthorizationsRequest) { hosted_zone_id: String, next_token: Option<String>, max_results: Option<String>, } }
structure! { ListVPCAssociationAuthorizationsResponse(shape::ListVPCAssociationAuthorizationsResponse) { hosted_zone_id: Option<String>, next_token: Option<String>, vp_cs: Option<Vec<VPC>>, } }
enumeration! { RRType { Soa = "SOA", A = "A", Txt = "TXT", Ns = "NS", Cname = "CNAME", Mx = "MX", Naptr = "NAPTR", Ptr = "PTR", Srv = "SRV", Spf = "SPF", Aaaa = "AAAA", Caa = "CAA", Ds = "DS", Tlsa = "TLSA", Sshfp = "SSHFP", Svcb = "SVCB", Https = "HTTPS", } }
structure! { ResourceRecord(shape::ResourceRecord) { value: Option<String>, } }
structure! { ResourceRecordSet(shape::ResourceRecordSet) { name: Option<String>, r#type: Option<RRType>, set_identifier: Option<String>, weight: Option<i64>, region: Option<ResourceRecordSetRegion>, geo_location: Option<GeoLocation>, failover: Option<ResourceRecordSetFailover>, multi_value_answer: Option<bool>, ttl: Option<i64>, resource_records: Option<Vec<ResourceRecord>>, alias_target: Option<AliasTarget>, health_check_id: Option<String>, traffic_policy_instance_id: Option<String>, cidr_routing_config: Option<CidrRoutingConfig>, geo_proximity_location: Option<GeoProximityLocation>, } }
enumeration! { ResourceRecordSetFailover { Primary = "PRIMARY", Secondary = "SECONDARY", } }
enumeration! { ResourceRecordSetRegion { UsEast1 = "us-east-1", UsEast2 = "us-east-2", UsWest1 = "us-west-1", UsWest2 = "us-west-2", CaCentral1 = "ca-central-1", EuWest1 = "eu-west-1", EuWest2 = "eu-west-2", EuWest3 = "eu-west-3", EuCentral1 = "eu-central-1", EuCentral2 = "eu-central-2", ApSoutheast1 = "ap-southeast-1", ApSoutheast2 = "ap-southeast-2", ApSoutheast3 = "ap-southeast-3", ApNortheast1 = "ap-northeast-1", ApNortheast2 = "ap-northeast-2", ApNortheast3 = "ap-northeast-3", EuNorth1 = "eu-north-1", SaEast1 = "sa-east-1", CnNorth1 = "cn-north-1", CnNorthwest1 = "cn-northwest-1", ApEast1 = "ap-east-1", MeSouth1 = "me-south-1", MeCentral1 = "me-central-1", ApSouth1 = "ap-south-1", ApSouth2 = "ap-south-2", AfSouth1 = "af-south-1", EuSouth1 = "eu-south-1", EuSouth2 = "eu-south-2", ApSoutheast4 = "ap-southeast-4", IlCentral1 = "il-central-1", CaWest1 = "ca-west-1", ApSoutheast5 = "ap-southeast-5", MxCentral1 = "mx-central-1", ApSoutheast7 = "ap-southeast-7", UsGovEast1 = "us-gov-east-1", UsGovWest1 = "us-gov-west-1", ApEast2 = "ap-east-2", ApSoutheast6 = "ap-southeast-6", EuscDeEast1 = "eusc-de-east-1", } }
structure! { ResourceTagSet(shape::ResourceTagSet) { resource_type: Option<TagResourceType>, resource_id: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
enumeration! { TagResourceType { Healthcheck = "healthcheck", Hostedzone = "hostedzone", } }
structure! { UpdateHostedZoneCommentRequest(shape::UpdateHostedZoneCommentRequest) { id: String, comment: Option<String>, } }
structure! { UpdateHostedZoneCommentResponse(shape::UpdateHostedZoneCommentResponse) { hosted_zone: Option<HostedZone>, } }
structure! { VPC(shape::VPC) { vpc_region: Option<VPCRegion>, vpc_id: Option<String>, } }
enumeration! { VPCRegion { UsEast1 = "us-east-1", UsEast2 = "us-east-2", UsWest1 = "us-west-1", UsWest2 = "us-west-2", EuWest1 = "eu-west-1", EuWest2 = "eu-west-2", EuWest3 = "eu-west-3", EuCentral1 = "eu-central-1", EuCentral2 = "eu-central-2", ApEast1 = "ap-east-1", MeSouth1 = "me-south-1", UsGovWest1 = "us-gov-west-1", UsGovEast1 = "us-gov-east-1", UsIsoEast1 = "us-iso-east-1", UsIsoWest1 = "us-iso-west-1", UsIsobEast1 = "us-isob-east-1", MeCentral1 = "me-central-1", ApSoutheast1 = "ap-southeast-1", ApSoutheast2 = "ap-southeast-2", ApSoutheast3 = "ap-southeast-3", ApSouth1 = "ap-south-1", ApSouth2 = "ap-south-2", ApNortheast1 = "ap-northeast-1", ApNortheast2 = "ap-northeast-2", ApNortheast3 = "ap-northeast-3", EuNorth1 = "eu-north-1", SaEast1 = "sa-east-1", CaCentral1 = "ca-central-1", CnNorth1 = "cn-north-1", CnNorthwest1 = "cn-northwest-1", AfSouth1 = "af-south-1", EuSouth1 = "eu-south-1", EuSouth2 = "eu-south-2", ApSoutheast4 = "ap-southeast-4", IlCentral1 = "il-central-1", CaWest1 = "ca-west-1", ApSoutheast5 = "ap-southeast-5", MxCentral1 = "mx-central-1", UsIsofSouth1 = "us-isof-south-1", UsIsofEast1 = "us-isof-east-1", ApSoutheast7 = "ap-southeast-7", ApEast2 = "ap-east-2", EuIsoeWest1 = "eu-isoe-west-1", ApSoutheast6 = "ap-southeast-6", UsIsobWest1 = "us-isob-west-1", EuscDeEast1 = "eusc-de-east-1", } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AssociateVPCWithHostedZone(super::operation::AssociateVPCWithHostedZone): super::AssociateVPCWithHostedZoneRequest => super::AssociateVPCWithHostedZoneResponse,
        ChangeResourceRecordSets(super::operation::ChangeResourceRecordSets): super::ChangeResourceRecordSetsRequest => super::ChangeResourceRecordSetsResponse,
        ChangeTagsForResource(super::operation::ChangeTagsForResource): super::ChangeTagsForResourceRequest => super::ChangeTagsForResourceResponse,
        CreateHostedZone(super::operation::CreateHostedZone): super::CreateHostedZoneRequest => super::CreateHostedZoneResponse,
        CreateVPCAssociationAuthorization(super::operation::CreateVPCAssociationAuthorization): super::CreateVPCAssociationAuthorizationRequest => super::CreateVPCAssociationAuthorizationResponse,
        DeleteHostedZone(super::operation::DeleteHostedZone): super::DeleteHostedZoneRequest => super::DeleteHostedZoneResponse,
        DeleteVPCAssociationAuthorization(super::operation::DeleteVPCAssociationAuthorization): super::DeleteVPCAssociationAuthorizationRequest => super::DeleteVPCAssociationAuthorizationResponse,
        DisassociateVPCFromHostedZone(super::operation::DisassociateVPCFromHostedZone): super::DisassociateVPCFromHostedZoneRequest => super::DisassociateVPCFromHostedZoneResponse,
        GetChange(super::operation::GetChange): super::GetChangeRequest => super::GetChangeResponse,
        GetHostedZone(super::operation::GetHostedZone): super::GetHostedZoneRequest => super::GetHostedZoneResponse,
        GetHostedZoneCount(super::operation::GetHostedZoneCount): super::GetHostedZoneCountRequest => super::GetHostedZoneCountResponse,
        ListHostedZones(super::operation::ListHostedZones): super::ListHostedZonesRequest => super::ListHostedZonesResponse,
        ListHostedZonesByName(super::operation::ListHostedZonesByName): super::ListHostedZonesByNameRequest => super::ListHostedZonesByNameResponse,
        ListHostedZonesByVPC(super::operation::ListHostedZonesByVPC): super::ListHostedZonesByVPCRequest => super::ListHostedZonesByVPCResponse,
        ListResourceRecordSets(super::operation::ListResourceRecordSets): super::ListResourceRecordSetsRequest => super::ListResourceRecordSetsResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        ListTagsForResources(super::operation::ListTagsForResources): super::ListTagsForResourcesRequest => super::ListTagsForResourcesResponse,
        ListVPCAssociationAuthorizations(super::operation::ListVPCAssociationAuthorizations): super::ListVPCAssociationAuthorizationsRequest => super::ListVPCAssociationAuthorizationsResponse,
        UpdateHostedZoneComment(super::operation::UpdateHostedZoneComment): super::UpdateHostedZoneCommentRequest => super::UpdateHostedZoneCommentResponse,
    }
}

/// The tables of operations.
pub mod operation {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::access::{Access, Need};
    use crate::operation::HttpBinding;
    use crate::schema::Xmlns;
    use crate::Operation;
    use super::{SERVICE, error, shape};

    pub static AssociateVPCWithHostedZone: Operation = Operation { service: &SERVICE, name: "AssociateVPCWithHostedZone", input: &shape::AssociateVPCWithHostedZoneRequest, output: &shape::AssociateVPCWithHostedZoneResponse, errors: &[&error::ConflictingDomainExists, &error::InvalidInput, &error::InvalidVPCId, &error::LimitsExceeded, &error::NoSuchHostedZone, &error::NotAuthorizedException, &error::PriorRequestNotComplete, &error::PublicZoneVPCAssociation], http: HttpBinding { method: "POST", uri: "/2013-04-01/hostedzone/{Id}/associatevpc", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("AssociateVPCWithHostedZoneRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:AssociateVPCWithHostedZone", "", &["arn:{partition}:route53:::hostedzone/{HostedZoneId}"], &[])]) };
    pub static ChangeResourceRecordSets: Operation = Operation { service: &SERVICE, name: "ChangeResourceRecordSets", input: &shape::ChangeResourceRecordSetsRequest, output: &shape::ChangeResourceRecordSetsResponse, errors: &[&error::InvalidChangeBatch, &error::InvalidInput, &error::NoSuchHealthCheck, &error::NoSuchHostedZone, &error::PriorRequestNotComplete], http: HttpBinding { method: "POST", uri: "/2013-04-01/hostedzone/{Id}/rrset/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("ChangeResourceRecordSetsRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:ChangeResourceRecordSets", "", &["arn:{partition}:route53:::hostedzone/{HostedZoneId}"], &[])]) };
    pub static ChangeTagsForResource: Operation = Operation { service: &SERVICE, name: "ChangeTagsForResource", input: &shape::ChangeTagsForResourceRequest, output: &shape::ChangeTagsForResourceResponse, errors: &[&error::InvalidInput, &error::NoSuchHealthCheck, &error::NoSuchHostedZone, &error::PriorRequestNotComplete, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/2013-04-01/tags/{ResourceType}/{ResourceId}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("ChangeTagsForResourceRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:ChangeTagsForResource", "", &["arn:{partition}:route53:::{ResourceType}/{ResourceId}"], &[])]) };
    pub static CreateHostedZone: Operation = Operation { service: &SERVICE, name: "CreateHostedZone", input: &shape::CreateHostedZoneRequest, output: &shape::CreateHostedZoneResponse, errors: &[&error::ConflictingDomainExists, &error::DelegationSetNotAvailable, &error::DelegationSetNotReusable, &error::HostedZoneAlreadyExists, &error::InvalidDomainName, &error::InvalidInput, &error::InvalidVPCId, &error::NoSuchDelegationSet, &error::TooManyHostedZones], http: HttpBinding { method: "POST", uri: "/2013-04-01/hostedzone", code: 201 }, host_prefix: None, result_wrapper: None, input_element: Some("CreateHostedZoneRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:CreateHostedZone", "", &[], &[])]) };
    pub static CreateVPCAssociationAuthorization: Operation = Operation { service: &SERVICE, name: "CreateVPCAssociationAuthorization", input: &shape::CreateVPCAssociationAuthorizationRequest, output: &shape::CreateVPCAssociationAuthorizationResponse, errors: &[&error::ConcurrentModification, &error::InvalidInput, &error::InvalidVPCId, &error::NoSuchHostedZone, &error::TooManyVPCAssociationAuthorizations], http: HttpBinding { method: "POST", uri: "/2013-04-01/hostedzone/{Id}/authorizevpcassociation", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("CreateVPCAssociationAuthorizationRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:CreateVPCAssociationAuthorization", "", &["arn:{partition}:route53:::hostedzone/{HostedZoneId}"], &[])]) };
    pub static DeleteHostedZone: Operation = Operation { service: &SERVICE, name: "DeleteHostedZone", input: &shape::DeleteHostedZoneRequest, output: &shape::DeleteHostedZoneResponse, errors: &[&error::HostedZoneNotEmpty, &error::InvalidDomainName, &error::InvalidInput, &error::NoSuchHostedZone, &error::PriorRequestNotComplete], http: HttpBinding { method: "DELETE", uri: "/2013-04-01/hostedzone/{Id}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:DeleteHostedZone", "", &["arn:{partition}:route53:::hostedzone/{Id}"], &[])]) };
    pub static DeleteVPCAssociationAuthorization: Operation = Operation { service: &SERVICE, name: "DeleteVPCAssociationAuthorization", input: &shape::DeleteVPCAssociationAuthorizationRequest, output: &shape::DeleteVPCAssociationAuthorizationResponse, errors: &[&error::ConcurrentModification, &error::InvalidInput, &error::InvalidVPCId, &error::NoSuchHostedZone, &error::VPCAssociationAuthorizationNotFound], http: HttpBinding { method: "POST", uri: "/2013-04-01/hostedzone/{Id}/deauthorizevpcassociation", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("DeleteVPCAssociationAuthorizationRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:DeleteVPCAssociationAuthorization", "", &["arn:{partition}:route53:::hostedzone/{HostedZoneId}"], &[])]) };
    pub static DisassociateVPCFromHostedZone: Operation = Operation { service: &SERVICE, name: "DisassociateVPCFromHostedZone", input: &shape::DisassociateVPCFromHostedZoneRequest, output: &shape::DisassociateVPCFromHostedZoneResponse, errors: &[&error::InvalidInput, &error::InvalidVPCId, &error::LastVPCAssociation, &error::NoSuchHostedZone, &error::VPCAssociationNotFound], http: HttpBinding { method: "POST", uri: "/2013-04-01/hostedzone/{Id}/disassociatevpc", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("DisassociateVPCFromHostedZoneRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:DisassociateVPCFromHostedZone", "", &["arn:{partition}:route53:::hostedzone/{HostedZoneId}"], &[])]) };
    pub static GetChange: Operation = Operation { service: &SERVICE, name: "GetChange", input: &shape::GetChangeRequest, output: &shape::GetChangeResponse, errors: &[&error::InvalidInput, &error::NoSuchChange], http: HttpBinding { method: "GET", uri: "/2013-04-01/change/{Id}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:GetChange", "", &["arn:{partition}:route53:::change/{Id}"], &[])]) };
    pub static GetHostedZone: Operation = Operation { service: &SERVICE, name: "GetHostedZone", input: &shape::GetHostedZoneRequest, output: &shape::GetHostedZoneResponse, errors: &[&error::InvalidInput, &error::NoSuchHostedZone], http: HttpBinding { method: "GET", uri: "/2013-04-01/hostedzone/{Id}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:GetHostedZone", "", &["arn:{partition}:route53:::hostedzone/{Id}"], &[])]) };
    pub static GetHostedZoneCount: Operation = Operation { service: &SERVICE, name: "GetHostedZoneCount", input: &shape::GetHostedZoneCountRequest, output: &shape::GetHostedZoneCountResponse, errors: &[&error::InvalidInput], http: HttpBinding { method: "GET", uri: "/2013-04-01/hostedzonecount", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:GetHostedZoneCount", "", &[], &[])]) };
    pub static ListHostedZones: Operation = Operation { service: &SERVICE, name: "ListHostedZones", input: &shape::ListHostedZonesRequest, output: &shape::ListHostedZonesResponse, errors: &[&error::DelegationSetNotReusable, &error::InvalidInput, &error::NoSuchDelegationSet], http: HttpBinding { method: "GET", uri: "/2013-04-01/hostedzone", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:ListHostedZones", "", &[], &[])]) };
    pub static ListHostedZonesByName: Operation = Operation { service: &SERVICE, name: "ListHostedZonesByName", input: &shape::ListHostedZonesByNameRequest, output: &shape::ListHostedZonesByNameResponse, errors: &[&error::InvalidDomainName, &error::InvalidInput], http: HttpBinding { method: "GET", uri: "/2013-04-01/hostedzonesbyname", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:ListHostedZonesByName", "", &[], &[])]) };
    pub static ListHostedZonesByVPC: Operation = Operation { service: &SERVICE, name: "ListHostedZonesByVPC", input: &shape::ListHostedZonesByVPCRequest, output: &shape::ListHostedZonesByVPCResponse, errors: &[&error::InvalidInput, &error::InvalidPaginationToken], http: HttpBinding { method: "GET", uri: "/2013-04-01/hostedzonesbyvpc", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:ListHostedZonesByVPC", "", &[], &[])]) };
    pub static ListResourceRecordSets: Operation = Operation { service: &SERVICE, name: "ListResourceRecordSets", input: &shape::ListResourceRecordSetsRequest, output: &shape::ListResourceRecordSetsResponse, errors: &[&error::InvalidInput, &error::NoSuchHostedZone], http: HttpBinding { method: "GET", uri: "/2013-04-01/hostedzone/{Id}/rrset", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:ListResourceRecordSets", "", &["arn:{partition}:route53:::hostedzone/{HostedZoneId}"], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::InvalidInput, &error::NoSuchHealthCheck, &error::NoSuchHostedZone, &error::PriorRequestNotComplete, &error::ThrottlingException], http: HttpBinding { method: "GET", uri: "/2013-04-01/tags/{ResourceType}/{ResourceId}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:ListTagsForResource", "", &["arn:{partition}:route53:::{ResourceType}/{ResourceId}"], &[])]) };
    pub static ListTagsForResources: Operation = Operation { service: &SERVICE, name: "ListTagsForResources", input: &shape::ListTagsForResourcesRequest, output: &shape::ListTagsForResourcesResponse, errors: &[&error::InvalidInput, &error::NoSuchHealthCheck, &error::NoSuchHostedZone, &error::PriorRequestNotComplete, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/2013-04-01/tags/{ResourceType}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("ListTagsForResourcesRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:ListTagsForResources", "", &["arn:{partition}:route53:::{ResourceType}/{ResourceIds[]}"], &[])]) };
    pub static ListVPCAssociationAuthorizations: Operation = Operation { service: &SERVICE, name: "ListVPCAssociationAuthorizations", input: &shape::ListVPCAssociationAuthorizationsRequest, output: &shape::ListVPCAssociationAuthorizationsResponse, errors: &[&error::InvalidInput, &error::InvalidPaginationToken, &error::NoSuchHostedZone], http: HttpBinding { method: "GET", uri: "/2013-04-01/hostedzone/{Id}/authorizevpcassociation", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("route53:ListVPCAssociationAuthorizations", "", &["arn:{partition}:route53:::hostedzone/{HostedZoneId}"], &[])]) };
    pub static UpdateHostedZoneComment: Operation = Operation { service: &SERVICE, name: "UpdateHostedZoneComment", input: &shape::UpdateHostedZoneCommentRequest, output: &shape::UpdateHostedZoneCommentResponse, errors: &[&error::InvalidInput, &error::NoSuchHostedZone, &error::PriorRequestNotComplete], http: HttpBinding { method: "POST", uri: "/2013-04-01/hostedzone/{Id}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: Some("UpdateHostedZoneCommentRequest"), input_xmlns: Some(Xmlns { prefix: None, uri: "https://route53.amazonaws.com/doc/2013-04-01/" }), readonly: false, access: Access::needs(&[Need::new("route53:UpdateHostedZoneComment", "", &["arn:{partition}:route53:::hostedzone/{Id}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static ConcurrentModification: ErrorShape = ErrorShape::new(&shape::ConcurrentModification, "ConcurrentModification", 400, false);
    pub static ConflictingDomainExists: ErrorShape = ErrorShape::new(&shape::ConflictingDomainExists, "ConflictingDomainExists", 400, false);
    pub static DelegationSetNotAvailable: ErrorShape = ErrorShape::new(&shape::DelegationSetNotAvailable, "DelegationSetNotAvailable", 400, false);
    pub static DelegationSetNotReusable: ErrorShape = ErrorShape::new(&shape::DelegationSetNotReusable, "DelegationSetNotReusable", 400, false);
    pub static HostedZoneAlreadyExists: ErrorShape = ErrorShape::new(&shape::HostedZoneAlreadyExists, "HostedZoneAlreadyExists", 409, false);
    pub static HostedZoneNotEmpty: ErrorShape = ErrorShape::new(&shape::HostedZoneNotEmpty, "HostedZoneNotEmpty", 400, false);
    pub static InvalidChangeBatch: ErrorShape = ErrorShape::new(&shape::InvalidChangeBatch, "InvalidChangeBatch", 400, false);
    pub static InvalidDomainName: ErrorShape = ErrorShape::new(&shape::InvalidDomainName, "InvalidDomainName", 400, false);
    pub static InvalidInput: ErrorShape = ErrorShape::new(&shape::InvalidInput, "InvalidInput", 400, false);
    pub static InvalidPaginationToken: ErrorShape = ErrorShape::new(&shape::InvalidPaginationToken, "InvalidPaginationToken", 400, false);
    pub static InvalidVPCId: ErrorShape = ErrorShape::new(&shape::InvalidVPCId, "InvalidVPCId", 400, false);
    pub static LastVPCAssociation: ErrorShape = ErrorShape::new(&shape::LastVPCAssociation, "LastVPCAssociation", 400, false);
    pub static LimitsExceeded: ErrorShape = ErrorShape::new(&shape::LimitsExceeded, "LimitsExceeded", 400, false);
    pub static NoSuchChange: ErrorShape = ErrorShape::new(&shape::NoSuchChange, "NoSuchChange", 404, false);
    pub static NoSuchDelegationSet: ErrorShape = ErrorShape::new(&shape::NoSuchDelegationSet, "NoSuchDelegationSet", 400, false);
    pub static NoSuchHealthCheck: ErrorShape = ErrorShape::new(&shape::NoSuchHealthCheck, "NoSuchHealthCheck", 404, false);
    pub static NoSuchHostedZone: ErrorShape = ErrorShape::new(&shape::NoSuchHostedZone, "NoSuchHostedZone", 404, false);
    pub static NotAuthorizedException: ErrorShape = ErrorShape::new(&shape::NotAuthorizedException, "NotAuthorizedException", 401, false);
    pub static PriorRequestNotComplete: ErrorShape = ErrorShape::new(&shape::PriorRequestNotComplete, "PriorRequestNotComplete", 400, false);
    pub static PublicZoneVPCAssociation: ErrorShape = ErrorShape::new(&shape::PublicZoneVPCAssociation, "PublicZoneVPCAssociation", 400, false);
    pub static ThrottlingException: ErrorShape = ErrorShape::new(&shape::ThrottlingException, "ThrottlingException", 400, false);
    pub static TooManyHostedZones: ErrorShape = ErrorShape::new(&shape::TooManyHostedZones, "TooManyHostedZones", 400, false);
    pub static TooManyVPCAssociationAuthorizations: ErrorShape = ErrorShape::new(&shape::TooManyVPCAssociationAuthorizations, "TooManyVPCAssociationAuthorizations", 400, false);
    pub static VPCAssociationAuthorizationNotFound: ErrorShape = ErrorShape::new(&shape::VPCAssociationAuthorizationNotFound, "VPCAssociationAuthorizationNotFound", 404, false);
    pub static VPCAssociationNotFound: ErrorShape = ErrorShape::new(&shape::VPCAssociationNotFound, "VPCAssociationNotFound", 404, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AWSAccountID: Shape = Shape::new("AWSAccountID", Kind::String);
    pub static AWSRegion: Shape = Shape::new("AWSRegion", Kind::String).min(1.0).max(64.0);
    pub static AcceleratedRecoveryStatus: Shape = Shape::new("AcceleratedRecoveryStatus", Kind::String).values(&["ENABLING", "ENABLE_FAILED", "ENABLING_HOSTED_ZONE_LOCKED", "ENABLED", "DISABLING", "DISABLE_FAILED", "DISABLED", "DISABLING_HOSTED_ZONE_LOCKED"]);
    pub static AliasHealthEnabled: Shape = Shape::new("AliasHealthEnabled", Kind::Boolean);
    pub static AliasTarget: Shape = Shape::structure("AliasTarget", &[Member::new("HostedZoneId", &ResourceId).required(), Member::new("DNSName", &DNSName).required(), Member::new("EvaluateTargetHealth", &AliasHealthEnabled).required(), ]);
    pub static AssociateVPCComment: Shape = Shape::new("AssociateVPCComment", Kind::String);
    pub static AssociateVPCWithHostedZoneRequest: Shape = Shape::structure("AssociateVPCWithHostedZoneRequest", &[Member::new("HostedZoneId", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("VPC", &VPC).required(), Member::new("Comment", &AssociateVPCComment), ]);
    pub static AssociateVPCWithHostedZoneResponse: Shape = Shape::structure("AssociateVPCWithHostedZoneResponse", &[Member::new("ChangeInfo", &ChangeInfo).required(), ]);
    pub static Bias: Shape = Shape::new("Bias", Kind::Integer).min(-99.0).max(99.0);
    pub static Change: Shape = Shape::structure("Change", &[Member::new("Action", &ChangeAction).required(), Member::new("ResourceRecordSet", &ResourceRecordSet).required(), ]);
    pub static ChangeAction: Shape = Shape::new("ChangeAction", Kind::String).values(&["CREATE", "DELETE", "UPSERT"]);
    pub static ChangeBatch: Shape = Shape::structure("ChangeBatch", &[Member::new("Comment", &ResourceDescription), Member::new("Changes", &Changes).required(), ]);
    pub static ChangeId: Shape = Shape::new("ChangeId", Kind::String).min(1.0).max(6500.0);
    pub static ChangeInfo: Shape = Shape::structure("ChangeInfo", &[Member::new("Id", &ResourceId).required(), Member::new("Status", &ChangeStatus).required(), Member::new("SubmittedAt", &TimeStamp).required(), Member::new("Comment", &ResourceDescription), ]);
    pub static ChangeResourceRecordSetsRequest: Shape = Shape::structure("ChangeResourceRecordSetsRequest", &[Member::new("HostedZoneId", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("ChangeBatch", &ChangeBatch).required(), ]);
    pub static ChangeResourceRecordSetsResponse: Shape = Shape::structure("ChangeResourceRecordSetsResponse", &[Member::new("ChangeInfo", &ChangeInfo).required(), ]);
    pub static ChangeStatus: Shape = Shape::new("ChangeStatus", Kind::String).values(&["PENDING", "INSYNC"]);
    pub static ChangeTagsForResourceRequest: Shape = Shape::structure("ChangeTagsForResourceRequest", &[Member::new("ResourceType", &TagResourceType).named("ResourceType").at(Location::Uri).required(), Member::new("ResourceId", &TagResourceId).named("ResourceId").at(Location::Uri).required(), Member::new("AddTags", &TagList), Member::new("RemoveTagKeys", &TagKeyList), ]);
    pub static ChangeTagsForResourceResponse: Shape = Shape::structure("ChangeTagsForResourceResponse", &[]);
    pub static Changes: Shape = Shape::new("Changes", Kind::List(Member::new("member", &Change).named("Change"))).min(1.0);
    static CidrLocationNameDefaultAllowed_pattern: Pattern = Pattern::new("[0-9A-Za-z_\\-\\*]+");
    pub static CidrLocationNameDefaultAllowed: Shape = Shape::new("CidrLocationNameDefaultAllowed", Kind::String).min(1.0).max(16.0).pattern(&CidrLocationNameDefaultAllowed_pattern);
    pub static CidrRoutingConfig: Shape = Shape::structure("CidrRoutingConfig", &[Member::new("CollectionId", &UUID).required(), Member::new("LocationName", &CidrLocationNameDefaultAllowed).required(), ]);
    pub static ConcurrentModification: Shape = Shape::structure("ConcurrentModification", &[Member::new("message", &ErrorMessage), ]);
    pub static ConflictingDomainExists: Shape = Shape::structure("ConflictingDomainExists", &[Member::new("message", &ErrorMessage), ]);
    pub static Coordinates: Shape = Shape::structure("Coordinates", &[Member::new("Latitude", &Latitude).required(), Member::new("Longitude", &Longitude).required(), ]);
    pub static CreateHostedZoneRequest: Shape = Shape::structure("CreateHostedZoneRequest", &[Member::new("Name", &DNSName).required(), Member::new("VPC", &VPC), Member::new("CallerReference", &Nonce).required(), Member::new("HostedZoneConfig", &HostedZoneConfig), Member::new("DelegationSetId", &ResourceId), ]);
    pub static CreateHostedZoneResponse: Shape = Shape::structure("CreateHostedZoneResponse", &[Member::new("HostedZone", &HostedZone).required(), Member::new("ChangeInfo", &ChangeInfo).required(), Member::new("DelegationSet", &DelegationSet).required(), Member::new("VPC", &VPC), Member::new("Location", &ResourceURI).named("Location").at(Location::Header).required(), ]);
    pub static CreateVPCAssociationAuthorizationRequest: Shape = Shape::structure("CreateVPCAssociationAuthorizationRequest", &[Member::new("HostedZoneId", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("VPC", &VPC).required(), ]);
    pub static CreateVPCAssociationAuthorizationResponse: Shape = Shape::structure("CreateVPCAssociationAuthorizationResponse", &[Member::new("HostedZoneId", &ResourceId).required(), Member::new("VPC", &VPC).required(), ]);
    pub static DNSName: Shape = Shape::new("DNSName", Kind::String).max(1024.0);
    pub static DelegationSet: Shape = Shape::structure("DelegationSet", &[Member::new("Id", &ResourceId), Member::new("CallerReference", &Nonce), Member::new("NameServers", &DelegationSetNameServers).required(), ]);
    pub static DelegationSetNameServers: Shape = Shape::new("DelegationSetNameServers", Kind::List(Member::new("member", &DNSName).named("NameServer"))).min(1.0);
    pub static DelegationSetNotAvailable: Shape = Shape::structure("DelegationSetNotAvailable", &[Member::new("message", &ErrorMessage), ]);
    pub static DelegationSetNotReusable: Shape = Shape::structure("DelegationSetNotReusable", &[Member::new("message", &ErrorMessage), ]);
    pub static DeleteHostedZoneRequest: Shape = Shape::structure("DeleteHostedZoneRequest", &[Member::new("Id", &ResourceId).named("Id").at(Location::Uri).required(), ]);
    pub static DeleteHostedZoneResponse: Shape = Shape::structure("DeleteHostedZoneResponse", &[Member::new("ChangeInfo", &ChangeInfo).required(), ]);
    pub static DeleteVPCAssociationAuthorizationRequest: Shape = Shape::structure("DeleteVPCAssociationAuthorizationRequest", &[Member::new("HostedZoneId", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("VPC", &VPC).required(), ]);
    pub static DeleteVPCAssociationAuthorizationResponse: Shape = Shape::structure("DeleteVPCAssociationAuthorizationResponse", &[]);
    pub static DisassociateVPCComment: Shape = Shape::new("DisassociateVPCComment", Kind::String);
    pub static DisassociateVPCFromHostedZoneRequest: Shape = Shape::structure("DisassociateVPCFromHostedZoneRequest", &[Member::new("HostedZoneId", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("VPC", &VPC).required(), Member::new("Comment", &DisassociateVPCComment), ]);
    pub static DisassociateVPCFromHostedZoneResponse: Shape = Shape::structure("DisassociateVPCFromHostedZoneResponse", &[Member::new("ChangeInfo", &ChangeInfo).required(), ]);
    pub static ErrorMessage: Shape = Shape::new("ErrorMessage", Kind::String);
    pub static ErrorMessages: Shape = Shape::new("ErrorMessages", Kind::List(Member::new("member", &ErrorMessage).named("Message")));
    pub static FailureReason: Shape = Shape::new("FailureReason", Kind::String);
    pub static GeoLocation: Shape = Shape::structure("GeoLocation", &[Member::new("ContinentCode", &GeoLocationContinentCode), Member::new("CountryCode", &GeoLocationCountryCode), Member::new("SubdivisionCode", &GeoLocationSubdivisionCode), ]);
    pub static GeoLocationContinentCode: Shape = Shape::new("GeoLocationContinentCode", Kind::String).min(2.0).max(2.0);
    pub static GeoLocationCountryCode: Shape = Shape::new("GeoLocationCountryCode", Kind::String).min(1.0).max(2.0);
    pub static GeoLocationSubdivisionCode: Shape = Shape::new("GeoLocationSubdivisionCode", Kind::String).min(1.0).max(3.0);
    pub static GeoProximityLocation: Shape = Shape::structure("GeoProximityLocation", &[Member::new("AWSRegion", &AWSRegion), Member::new("LocalZoneGroup", &LocalZoneGroup), Member::new("Coordinates", &Coordinates), Member::new("Bias", &Bias), ]);
    pub static GetChangeRequest: Shape = Shape::structure("GetChangeRequest", &[Member::new("Id", &ChangeId).named("Id").at(Location::Uri).required(), ]);
    pub static GetChangeResponse: Shape = Shape::structure("GetChangeResponse", &[Member::new("ChangeInfo", &ChangeInfo).required(), ]);
    pub static GetHostedZoneCountRequest: Shape = Shape::structure("GetHostedZoneCountRequest", &[]);
    pub static GetHostedZoneCountResponse: Shape = Shape::structure("GetHostedZoneCountResponse", &[Member::new("HostedZoneCount", &HostedZoneCount).required(), ]);
    pub static GetHostedZoneRequest: Shape = Shape::structure("GetHostedZoneRequest", &[Member::new("Id", &ResourceId).named("Id").at(Location::Uri).required(), ]);
    pub static GetHostedZoneResponse: Shape = Shape::structure("GetHostedZoneResponse", &[Member::new("HostedZone", &HostedZone).required(), Member::new("DelegationSet", &DelegationSet), Member::new("VPCs", &VPCs), ]);
    pub static HealthCheckId: Shape = Shape::new("HealthCheckId", Kind::String).max(64.0);
    pub static HostedZone: Shape = Shape::structure("HostedZone", &[Member::new("Id", &ResourceId).required(), Member::new("Name", &DNSName).required(), Member::new("CallerReference", &Nonce).required(), Member::new("Config", &HostedZoneConfig), Member::new("ResourceRecordSetCount", &HostedZoneRRSetCount), Member::new("LinkedService", &LinkedService), Member::new("Features", &HostedZoneFeatures), ]);
    pub static HostedZoneAlreadyExists: Shape = Shape::structure("HostedZoneAlreadyExists", &[Member::new("message", &ErrorMessage), ]);
    pub static HostedZoneConfig: Shape = Shape::structure("HostedZoneConfig", &[Member::new("Comment", &ResourceDescription), Member::new("PrivateZone", &IsPrivateZone), ]);
    pub static HostedZoneCount: Shape = Shape::new("HostedZoneCount", Kind::Long);
    pub static HostedZoneFailureReasons: Shape = Shape::structure("HostedZoneFailureReasons", &[Member::new("AcceleratedRecovery", &FailureReason), ]);
    pub static HostedZoneFeatures: Shape = Shape::structure("HostedZoneFeatures", &[Member::new("AcceleratedRecoveryStatus", &AcceleratedRecoveryStatus), Member::new("FailureReasons", &HostedZoneFailureReasons), ]);
    pub static HostedZoneNotEmpty: Shape = Shape::structure("HostedZoneNotEmpty", &[Member::new("message", &ErrorMessage), ]);
    pub static HostedZoneOwner: Shape = Shape::structure("HostedZoneOwner", &[Member::new("OwningAccount", &AWSAccountID), Member::new("OwningService", &HostedZoneOwningService), ]);
    pub static HostedZoneOwningService: Shape = Shape::new("HostedZoneOwningService", Kind::String).max(128.0);
    pub static HostedZoneRRSetCount: Shape = Shape::new("HostedZoneRRSetCount", Kind::Long);
    pub static HostedZoneSummaries: Shape = Shape::new("HostedZoneSummaries", Kind::List(Member::new("member", &HostedZoneSummary).named("HostedZoneSummary")));
    pub static HostedZoneSummary: Shape = Shape::structure("HostedZoneSummary", &[Member::new("HostedZoneId", &ResourceId).required(), Member::new("Name", &DNSName).required(), Member::new("Owner", &HostedZoneOwner).required(), ]);
    pub static HostedZoneType: Shape = Shape::new("HostedZoneType", Kind::String).values(&["PrivateHostedZone"]);
    pub static HostedZones: Shape = Shape::new("HostedZones", Kind::List(Member::new("member", &HostedZone).named("HostedZone")));
    pub static InvalidChangeBatch: Shape = Shape::structure("InvalidChangeBatch", &[Member::new("messages", &ErrorMessages), Member::new("message", &ErrorMessage), ]);
    pub static InvalidDomainName: Shape = Shape::structure("InvalidDomainName", &[Member::new("message", &ErrorMessage), ]);
    pub static InvalidInput: Shape = Shape::structure("InvalidInput", &[Member::new("message", &ErrorMessage), ]);
    pub static InvalidPaginationToken: Shape = Shape::structure("InvalidPaginationToken", &[Member::new("message", &ErrorMessage), ]);
    pub static InvalidVPCId: Shape = Shape::structure("InvalidVPCId", &[Member::new("message", &ErrorMessage), ]);
    pub static IsPrivateZone: Shape = Shape::new("IsPrivateZone", Kind::Boolean);
    pub static LastVPCAssociation: Shape = Shape::structure("LastVPCAssociation", &[Member::new("message", &ErrorMessage), ]);
    static Latitude_pattern: Pattern = Pattern::new("[-+]?[0-9]{1,2}(\\.[0-9]{0,2})?");
    pub static Latitude: Shape = Shape::new("Latitude", Kind::String).min(1.0).max(6.0).pattern(&Latitude_pattern);
    pub static LimitsExceeded: Shape = Shape::structure("LimitsExceeded", &[Member::new("message", &ErrorMessage), ]);
    pub static LinkedService: Shape = Shape::structure("LinkedService", &[Member::new("ServicePrincipal", &ServicePrincipal), Member::new("Description", &ResourceDescription), ]);
    pub static ListHostedZonesByNameRequest: Shape = Shape::structure("ListHostedZonesByNameRequest", &[Member::new("DNSName", &DNSName).named("dnsname").at(Location::QueryString), Member::new("HostedZoneId", &ResourceId).named("hostedzoneid").at(Location::QueryString), Member::new("MaxItems", &PageMaxItems).named("maxitems").at(Location::QueryString), ]);
    pub static ListHostedZonesByNameResponse: Shape = Shape::structure("ListHostedZonesByNameResponse", &[Member::new("HostedZones", &HostedZones).required(), Member::new("DNSName", &DNSName), Member::new("HostedZoneId", &ResourceId), Member::new("IsTruncated", &PageTruncated).required(), Member::new("NextDNSName", &DNSName), Member::new("NextHostedZoneId", &ResourceId), Member::new("MaxItems", &PageMaxItems).required(), ]);
    pub static ListHostedZonesByVPCRequest: Shape = Shape::structure("ListHostedZonesByVPCRequest", &[Member::new("VPCId", &VPCId).named("vpcid").at(Location::QueryString).required(), Member::new("VPCRegion", &VPCRegion).named("vpcregion").at(Location::QueryString).required(), Member::new("MaxItems", &PageMaxItems).named("maxitems").at(Location::QueryString), Member::new("NextToken", &PaginationToken).named("nexttoken").at(Location::QueryString), ]);
    pub static ListHostedZonesByVPCResponse: Shape = Shape::structure("ListHostedZonesByVPCResponse", &[Member::new("HostedZoneSummaries", &HostedZoneSummaries).required(), Member::new("MaxItems", &PageMaxItems).required(), Member::new("NextToken", &PaginationToken), ]);
    pub static ListHostedZonesRequest: Shape = Shape::structure("ListHostedZonesRequest", &[Member::new("Marker", &PageMarker).named("marker").at(Location::QueryString), Member::new("MaxItems", &PageMaxItems).named("maxitems").at(Location::QueryString), Member::new("DelegationSetId", &ResourceId).named("delegationsetid").at(Location::QueryString), Member::new("HostedZoneType", &HostedZoneType).named("hostedzonetype").at(Location::QueryString), ]);
    pub static ListHostedZonesResponse: Shape = Shape::structure("ListHostedZonesResponse", &[Member::new("HostedZones", &HostedZones).required(), Member::new("Marker", &PageMarker).required(), Member::new("IsTruncated", &PageTruncated).required(), Member::new("NextMarker", &PageMarker), Member::new("MaxItems", &PageMaxItems).required(), ]);
    pub static ListResourceRecordSetsRequest: Shape = Shape::structure("ListResourceRecordSetsRequest", &[Member::new("HostedZoneId", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("StartRecordName", &DNSName).named("name").at(Location::QueryString), Member::new("StartRecordType", &RRType).named("type").at(Location::QueryString), Member::new("StartRecordIdentifier", &ResourceRecordSetIdentifier).named("identifier").at(Location::QueryString), Member::new("MaxItems", &PageMaxItems).named("maxitems").at(Location::QueryString), ]);
    pub static ListResourceRecordSetsResponse: Shape = Shape::structure("ListResourceRecordSetsResponse", &[Member::new("ResourceRecordSets", &ResourceRecordSets).required(), Member::new("IsTruncated", &PageTruncated).required(), Member::new("NextRecordName", &DNSName), Member::new("NextRecordType", &RRType), Member::new("NextRecordIdentifier", &ResourceRecordSetIdentifier), Member::new("MaxItems", &PageMaxItems).required(), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("ResourceType", &TagResourceType).named("ResourceType").at(Location::Uri).required(), Member::new("ResourceId", &TagResourceId).named("ResourceId").at(Location::Uri).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("ResourceTagSet", &ResourceTagSet).required(), ]);
    pub static ListTagsForResourcesRequest: Shape = Shape::structure("ListTagsForResourcesRequest", &[Member::new("ResourceType", &TagResourceType).named("ResourceType").at(Location::Uri).required(), Member::new("ResourceIds", &TagResourceIdList).required(), ]);
    pub static ListTagsForResourcesResponse: Shape = Shape::structure("ListTagsForResourcesResponse", &[Member::new("ResourceTagSets", &ResourceTagSetList).required(), ]);
    pub static ListVPCAssociationAuthorizationsRequest: Shape = Shape::structure("ListVPCAssociationAuthorizationsRequest", &[Member::new("HostedZoneId", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("NextToken", &PaginationToken).named("nexttoken").at(Location::QueryString), Member::new("MaxResults", &MaxResults).named("maxresults").at(Location::QueryString), ]);
    pub static ListVPCAssociationAuthorizationsResponse: Shape = Shape::structure("ListVPCAssociationAuthorizationsResponse", &[Member::new("HostedZoneId", &ResourceId).required(), Member::new("NextToken", &PaginationToken), Member::new("VPCs", &VPCs).required(), ]);
    pub static LocalZoneGroup: Shape = Shape::new("LocalZoneGroup", Kind::String).min(1.0).max(64.0);
    static Longitude_pattern: Pattern = Pattern::new("[-+]?[0-9]{1,3}(\\.[0-9]{0,2})?");
    pub static Longitude: Shape = Shape::new("Longitude", Kind::String).min(1.0).max(7.0).pattern(&Longitude_pattern);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::String);
    pub static NoSuchChange: Shape = Shape::structure("NoSuchChange", &[Member::new("message", &ErrorMessage), ]);
    pub static NoSuchDelegationSet: Shape = Shape::structure("NoSuchDelegationSet", &[Member::new("message", &ErrorMessage), ]);
    pub static NoSuchHealthCheck: Shape = Shape::structure("NoSuchHealthCheck", &[Member::new("message", &ErrorMessage), ]);
    pub static NoSuchHostedZone: Shape = Shape::structure("NoSuchHostedZone", &[Member::new("message", &ErrorMessage), ]);
    pub static Nonce: Shape = Shape::new("Nonce", Kind::String).min(1.0).max(128.0);
    pub static NotAuthorizedException: Shape = Shape::structure("NotAuthorizedException", &[Member::new("message", &ErrorMessage), ]);
    pub static PageMarker: Shape = Shape::new("PageMarker", Kind::String).max(64.0);
    pub static PageMaxItems: Shape = Shape::new("PageMaxItems", Kind::String);
    pub static PageTruncated: Shape = Shape::new("PageTruncated", Kind::Boolean);
    pub static PaginationToken: Shape = Shape::new("PaginationToken", Kind::String).max(1024.0);
    pub static PriorRequestNotComplete: Shape = Shape::structure("PriorRequestNotComplete", &[Member::new("message", &ErrorMessage), ]);
    pub static PublicZoneVPCAssociation: Shape = Shape::structure("PublicZoneVPCAssociation", &[Member::new("message", &ErrorMessage), ]);
    pub static RData: Shape = Shape::new("RData", Kind::String).max(4000.0);
    pub static RRType: Shape = Shape::new("RRType", Kind::String).values(&["SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS", "TLSA", "SSHFP", "SVCB", "HTTPS"]);
    pub static ResourceDescription: Shape = Shape::new("ResourceDescription", Kind::String).max(256.0);
    pub static ResourceId: Shape = Shape::new("ResourceId", Kind::String).max(32.0);
    pub static ResourceRecord: Shape = Shape::structure("ResourceRecord", &[Member::new("Value", &RData).required(), ]);
    pub static ResourceRecordSet: Shape = Shape::structure("ResourceRecordSet", &[Member::new("Name", &DNSName).required(), Member::new("Type", &RRType).required(), Member::new("SetIdentifier", &ResourceRecordSetIdentifier), Member::new("Weight", &ResourceRecordSetWeight), Member::new("Region", &ResourceRecordSetRegion), Member::new("GeoLocation", &GeoLocation), Member::new("Failover", &ResourceRecordSetFailover), Member::new("MultiValueAnswer", &ResourceRecordSetMultiValueAnswer), Member::new("TTL", &TTL), Member::new("ResourceRecords", &ResourceRecords), Member::new("AliasTarget", &AliasTarget), Member::new("HealthCheckId", &HealthCheckId), Member::new("TrafficPolicyInstanceId", &TrafficPolicyInstanceId), Member::new("CidrRoutingConfig", &CidrRoutingConfig), Member::new("GeoProximityLocation", &GeoProximityLocation), ]);
    pub static ResourceRecordSetFailover: Shape = Shape::new("ResourceRecordSetFailover", Kind::String).values(&["PRIMARY", "SECONDARY"]);
    pub static ResourceRecordSetIdentifier: Shape = Shape::new("ResourceRecordSetIdentifier", Kind::String).min(1.0).max(128.0);
    pub static ResourceRecordSetMultiValueAnswer: Shape = Shape::new("ResourceRecordSetMultiValueAnswer", Kind::Boolean);
    pub static ResourceRecordSetRegion: Shape = Shape::new("ResourceRecordSetRegion", Kind::String).min(1.0).max(64.0).values(&["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-central-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "eu-north-1", "sa-east-1", "cn-north-1", "cn-northwest-1", "ap-east-1", "me-south-1", "me-central-1", "ap-south-1", "ap-south-2", "af-south-1", "eu-south-1", "eu-south-2", "ap-southeast-4", "il-central-1", "ca-west-1", "ap-southeast-5", "mx-central-1", "ap-southeast-7", "us-gov-east-1", "us-gov-west-1", "ap-east-2", "ap-southeast-6", "eusc-de-east-1"]);
    pub static ResourceRecordSetWeight: Shape = Shape::new("ResourceRecordSetWeight", Kind::Long).min(0.0).max(255.0);
    pub static ResourceRecordSets: Shape = Shape::new("ResourceRecordSets", Kind::List(Member::new("member", &ResourceRecordSet).named("ResourceRecordSet")));
    pub static ResourceRecords: Shape = Shape::new("ResourceRecords", Kind::List(Member::new("member", &ResourceRecord).named("ResourceRecord"))).min(1.0);
    pub static ResourceTagSet: Shape = Shape::structure("ResourceTagSet", &[Member::new("ResourceType", &TagResourceType), Member::new("ResourceId", &TagResourceId), Member::new("Tags", &TagList), ]);
    pub static ResourceTagSetList: Shape = Shape::new("ResourceTagSetList", Kind::List(Member::new("member", &ResourceTagSet).named("ResourceTagSet")));
    pub static ResourceURI: Shape = Shape::new("ResourceURI", Kind::String).max(1024.0);
    pub static ServicePrincipal: Shape = Shape::new("ServicePrincipal", Kind::String).max(128.0);
    pub static TTL: Shape = Shape::new("TTL", Kind::Long).min(0.0).max(2147483647.0);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey), Member::new("Value", &TagValue), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).max(128.0);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey).named("Key"))).min(1.0).max(10.0);
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag).named("Tag"))).min(1.0).max(10.0);
    pub static TagResourceId: Shape = Shape::new("TagResourceId", Kind::String).max(64.0);
    pub static TagResourceIdList: Shape = Shape::new("TagResourceIdList", Kind::List(Member::new("member", &TagResourceId).named("ResourceId"))).min(1.0).max(10.0);
    pub static TagResourceType: Shape = Shape::new("TagResourceType", Kind::String).values(&["healthcheck", "hostedzone"]);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).max(256.0);
    pub static ThrottlingException: Shape = Shape::structure("ThrottlingException", &[Member::new("message", &ErrorMessage), ]);
    pub static TimeStamp: Shape = Shape::new("TimeStamp", Kind::Timestamp(None));
    pub static TooManyHostedZones: Shape = Shape::structure("TooManyHostedZones", &[Member::new("message", &ErrorMessage), ]);
    pub static TooManyVPCAssociationAuthorizations: Shape = Shape::structure("TooManyVPCAssociationAuthorizations", &[Member::new("message", &ErrorMessage), ]);
    pub static TrafficPolicyInstanceId: Shape = Shape::new("TrafficPolicyInstanceId", Kind::String).min(1.0).max(36.0);
    static UUID_pattern: Pattern = Pattern::new("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
    pub static UUID: Shape = Shape::new("UUID", Kind::String).pattern(&UUID_pattern);
    pub static UpdateHostedZoneCommentRequest: Shape = Shape::structure("UpdateHostedZoneCommentRequest", &[Member::new("Id", &ResourceId).named("Id").at(Location::Uri).required(), Member::new("Comment", &ResourceDescription), ]);
    pub static UpdateHostedZoneCommentResponse: Shape = Shape::structure("UpdateHostedZoneCommentResponse", &[Member::new("HostedZone", &HostedZone).required(), ]);
    pub static VPC: Shape = Shape::structure("VPC", &[Member::new("VPCRegion", &VPCRegion), Member::new("VPCId", &VPCId), ]);
    pub static VPCAssociationAuthorizationNotFound: Shape = Shape::structure("VPCAssociationAuthorizationNotFound", &[Member::new("message", &ErrorMessage), ]);
    pub static VPCAssociationNotFound: Shape = Shape::structure("VPCAssociationNotFound", &[Member::new("message", &ErrorMessage), ]);
    pub static VPCId: Shape = Shape::new("VPCId", Kind::String).max(1024.0);
    pub static VPCRegion: Shape = Shape::new("VPCRegion", Kind::String).min(1.0).max(64.0).values(&["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-central-2", "ap-east-1", "me-south-1", "us-gov-west-1", "us-gov-east-1", "us-iso-east-1", "us-iso-west-1", "us-isob-east-1", "me-central-1", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-south-1", "ap-south-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "eu-north-1", "sa-east-1", "ca-central-1", "cn-north-1", "cn-northwest-1", "af-south-1", "eu-south-1", "eu-south-2", "ap-southeast-4", "il-central-1", "ca-west-1", "ap-southeast-5", "mx-central-1", "us-isof-south-1", "us-isof-east-1", "ap-southeast-7", "ap-east-2", "eu-isoe-west-1", "ap-southeast-6", "us-isob-west-1", "eusc-de-east-1"]);
    pub static VPCs: Shape = Shape::new("VPCs", Kind::List(Member::new("member", &VPC).named("VPC"))).min(1.0);
}
