// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `elbv2`.

/// The service `elbv2`.
pub static SERVICE: crate::Service = crate::Service {
    id: "elbv2",
    sdk_name: "elasticloadbalancingv2",
    signing_name: "elasticloadbalancing",
    protocols: &[crate::Protocol::Query],
    target_prefix: "",
    api_version: "2015-12-01",
    xmlns: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    query_compatible: false,
    operation_names: &[
        "AddListenerCertificates",
        "AddTags",
        "AddTrustStoreRevocations",
        "CreateListener",
        "CreateLoadBalancer",
        "CreateRule",
        "CreateTargetGroup",
        "CreateTrustStore",
        "DeleteListener",
        "DeleteLoadBalancer",
        "DeleteRule",
        "DeleteSharedTrustStoreAssociation",
        "DeleteTargetGroup",
        "DeleteTrustStore",
        "DeregisterTargets",
        "DescribeAccountLimits",
        "DescribeCapacityReservation",
        "DescribeListenerAttributes",
        "DescribeListenerCertificates",
        "DescribeListeners",
        "DescribeLoadBalancerAttributes",
        "DescribeLoadBalancers",
        "DescribeRules",
        "DescribeSSLPolicies",
        "DescribeTags",
        "DescribeTargetGroupAttributes",
        "DescribeTargetGroups",
        "DescribeTargetHealth",
        "DescribeTrustStoreAssociations",
        "DescribeTrustStoreRevocations",
        "DescribeTrustStores",
        "GetResourcePolicy",
        "GetTrustStoreCaCertificatesBundle",
        "GetTrustStoreRevocationContent",
        "ModifyCapacityReservation",
        "ModifyIpPools",
        "ModifyListener",
        "ModifyListenerAttributes",
        "ModifyLoadBalancerAttributes",
        "ModifyRule",
        "ModifyTargetGroup",
        "ModifyTargetGroupAttributes",
        "ModifyTrustStore",
        "RegisterTargets",
        "RemoveListenerCertificates",
        "RemoveTags",
        "RemoveTrustStoreRevocations",
        "SetIpAddressType",
        "SetRulePriorities",
        "SetSecurityGroups",
        "SetSubnets",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::AddListenerCertificates,
        &operation::AddTags,
        &operation::AddTrustStoreRevocations,
        &operation::CreateListener,
        &operation::CreateLoadBalancer,
        &operation::CreateRule,
        &operation::CreateTargetGroup,
        &operation::CreateTrustStore,
        &operation::DeleteListener,
        &operation::DeleteLoadBalancer,
        &operation::DeleteRule,
        &operation::DeleteSharedTrustStoreAssociation,
        &operation::DeleteTargetGroup,
        &operation::DeleteTrustStore,
        &operation::DeregisterTargets,
        &operation::DescribeAccountLimits,
        &operation::DescribeListenerAttributes,
        &operation::DescribeListenerCertificates,
        &operation::DescribeListeners,
        &operation::DescribeLoadBalancerAttributes,
        &operation::DescribeLoadBalancers,
        &operation::DescribeRules,
        &operation::DescribeSSLPolicies,
        &operation::DescribeTags,
        &operation::DescribeTargetGroupAttributes,
        &operation::DescribeTargetGroups,
        &operation::DescribeTargetHealth,
        &operation::DescribeTrustStoreAssociations,
        &operation::DescribeTrustStoreRevocations,
        &operation::DescribeTrustStores,
        &operation::ModifyListener,
        &operation::ModifyListenerAttributes,
        &operation::ModifyLoadBalancerAttributes,
        &operation::ModifyRule,
        &operation::ModifyTargetGroup,
        &operation::ModifyTargetGroupAttributes,
        &operation::ModifyTrustStore,
        &operation::RegisterTargets,
        &operation::RemoveListenerCertificates,
        &operation::RemoveTags,
        &operation::RemoveTrustStoreRevocations,
        &operation::SetIpAddressType,
        &operation::SetRulePriorities,
        &operation::SetSecurityGroups,
        &operation::SetSubnets,
    ],
    errors: &[
        &error::ALPNPolicyNotSupportedException,
        &error::AllocationIdNotFoundException,
        &error::AvailabilityZoneNotSupportedException,
        &error::CaCertificatesBundleNotFoundException,
        &error::CapacityReservationPendingException,
        &error::CertificateNotFoundException,
        &error::DeleteAssociationSameAccountException,
        &error::DuplicateListenerException,
        &error::DuplicateLoadBalancerNameException,
        &error::DuplicateTagKeysException,
        &error::DuplicateTargetGroupNameException,
        &error::DuplicateTrustStoreNameException,
        &error::HealthUnavailableException,
        &error::IncompatibleProtocolsException,
        &error::InvalidCaCertificatesBundleException,
        &error::InvalidConfigurationRequestException,
        &error::InvalidLoadBalancerActionException,
        &error::InvalidRevocationContentException,
        &error::InvalidSchemeException,
        &error::InvalidSecurityGroupException,
        &error::InvalidSubnetException,
        &error::InvalidTargetException,
        &error::ListenerNotFoundException,
        &error::LoadBalancerNotFoundException,
        &error::OperationNotPermittedException,
        &error::PriorityInUseException,
        &error::ResourceInUseException,
        &error::RevocationContentNotFoundException,
        &error::RevocationIdNotFoundException,
        &error::RuleNotFoundException,
        &error::SSLPolicyNotFoundException,
        &error::SubnetNotFoundException,
        &error::TargetGroupAssociationLimitException,
        &error::TargetGroupNotFoundException,
        &error::TooManyActionsException,
        &error::TooManyCertificatesException,
        &error::TooManyListenersException,
        &error::TooManyLoadBalancersException,
        &error::TooManyRegistrationsForTargetIdException,
        &error::TooManyRulesException,
        &error::TooManyTagsException,
        &error::TooManyTargetGroupsException,
        &error::TooManyTargetsException,
        &error::TooManyTrustStoreRevocationEntriesException,
        &error::TooManyTrustStoresException,
        &error::TooManyUniqueTargetGroupsPerLoadBalancerException,
        &error::TrustStoreAssociationNotFoundException,
        &error::TrustStoreInUseException,
        &error::TrustStoreNotFoundException,
        &error::TrustStoreNotReadyException,
        &error::UnsupportedProtocolException,
    ],
};

errors! { SERVICE, {
    ALPNPolicyNotSupportedException(alpn_policy_not_supported) = error::ALPNPolicyNotSupportedException,
    AllocationIdNotFoundException(allocation_id_not_found) = error::AllocationIdNotFoundException,
    AvailabilityZoneNotSupportedException(availability_zone_not_supported) = error::AvailabilityZoneNotSupportedException,
    CaCertificatesBundleNotFoundException(ca_certificates_bundle_not_found) = error::CaCertificatesBundleNotFoundException,
    CapacityReservationPendingException(capacity_reservation_pending) = error::CapacityReservationPendingException,
    CertificateNotFoundException(certificate_not_found) = error::CertificateNotFoundException,
    DeleteAssociationSameAccountException(delete_association_same_account) = error::DeleteAssociationSameAccountException,
    DuplicateListenerException(duplicate_listener) = error::DuplicateListenerException,
    DuplicateLoadBalancerNameException(duplicate_load_balancer_name) = error::DuplicateLoadBalancerNameException,
    DuplicateTagKeysException(duplicate_tag_keys) = error::DuplicateTagKeysException,
    DuplicateTargetGroupNameException(duplicate_target_group_name) = error::DuplicateTargetGroupNameException,
    DuplicateTrustStoreNameException(duplicate_trust_store_name) = error::DuplicateTrustStoreNameException,
    HealthUnavailableException(health_unavailable) = error::HealthUnavailableException,
    IncompatibleProtocolsException(incompatible_protocols) = error::IncompatibleProtocolsException,
    InvalidCaCertificatesBundleException(invalid_ca_certificates_bundle) = error::InvalidCaCertificatesBundleException,
    InvalidConfigurationRequestException(invalid_configuration_request) = error::InvalidConfigurationRequestException,
    InvalidLoadBalancerActionException(invalid_load_balancer_action) = error::InvalidLoadBalancerActionException,
    InvalidRevocationContentException(invalid_revocation_content) = error::InvalidRevocationContentException,
    InvalidSchemeException(invalid_scheme) = error::InvalidSchemeException,
    InvalidSecurityGroupException(invalid_security_group) = error::InvalidSecurityGroupException,
    InvalidSubnetException(invalid_subnet) = error::InvalidSubnetException,
    InvalidTargetException(invalid_target) = error::InvalidTargetException,
    ListenerNotFoundException(listener_not_found) = error::ListenerNotFoundException,
    LoadBalancerNotFoundException(load_balancer_not_found) = error::LoadBalancerNotFoundException,
    OperationNotPermittedException(operation_not_permitted) = error::OperationNotPermittedException,
    PriorityInUseException(priority_in_use) = error::PriorityInUseException,
    ResourceInUseException(resource_in_use) = error::ResourceInUseException,
    RevocationContentNotFoundException(revocation_content_not_found) = error::RevocationContentNotFoundException,
    RevocationIdNotFoundException(revocation_id_not_found) = error::RevocationIdNotFoundException,
    RuleNotFoundException(rule_not_found) = error::RuleNotFoundException,
    SSLPolicyNotFoundException(ssl_policy_not_found) = error::SSLPolicyNotFoundException,
    SubnetNotFoundException(subnet_not_found) = error::SubnetNotFoundException,
    TargetGroupAssociationLimitException(target_group_association_limit) = error::TargetGroupAssociationLimitException,
    TargetGroupNotFoundException(target_group_not_found) = error::TargetGroupNotFoundException,
    TooManyActionsException(too_many_actions) = error::TooManyActionsException,
    TooManyCertificatesException(too_many_certificates) = error::TooManyCertificatesException,
    TooManyListenersException(too_many_listeners) = error::TooManyListenersException,
    TooManyLoadBalancersException(too_many_load_balancers) = error::TooManyLoadBalancersException,
    TooManyRegistrationsForTargetIdException(too_many_registrations_for_target_id) = error::TooManyRegistrationsForTargetIdException,
    TooManyRulesException(too_many_rules) = error::TooManyRulesException,
    TooManyTagsException(too_many_tags) = error::TooManyTagsException,
    TooManyTargetGroupsException(too_many_target_groups) = error::TooManyTargetGroupsException,
    TooManyTargetsException(too_many_targets) = error::TooManyTargetsException,
    TooManyTrustStoreRevocationEntriesException(too_many_trust_store_revocation_entries) = error::TooManyTrustStoreRevocationEntriesException,
    TooManyTrustStoresException(too_many_trust_stores) = error::TooManyTrustStoresException,
    TooManyUniqueTargetGroupsPerLoadBalancerException(too_many_unique_target_groups_per_load_balancer) = error::TooManyUniqueTargetGroupsPerLoadBalancerException,
    TrustStoreAssociationNotFoundException(trust_store_association_not_found) = error::TrustStoreAssociationNotFoundException,
    TrustStoreInUseException(trust_store_in_use) = error::TrustStoreInUseException,
    TrustStoreNotFoundException(trust_store_not_found) = error::TrustStoreNotFoundException,
    TrustStoreNotReadyException(trust_store_not_ready) = error::TrustStoreNotReadyException,
    UnsupportedProtocolException(unsupported_protocol) = error::UnsupportedProtocolException,
} }

structure! { Action(shape::Action) { r#type: Option<ActionTypeEnum>, target_group_arn: Option<String>, authenticate_oidc_config: Option<AuthenticateOidcActionConfig>, authenticate_cognito_config: Option<AuthenticateCognitoActionConfig>, order: Option<i32>, redirect_config: Option<RedirectActionConfig>, fixed_response_config: Option<FixedResponseActionConfig>, forward_config: Option<ForwardActionConfig>, jwt_validation_config: Option<JwtValidationActionConfig>, } }
enumeration! { ActionTypeEnum { Forward = "forward", AuthenticateOidc = "authenticate-oidc", AuthenticateCognito = "authenticate-cognito", Redirect = "redirect", FixedResponse = "fixed-response", JwtValidation = "jwt-validation", } }
structure! { AddListenerCertificatesInput(shape::AddListenerCertificatesInput) { listener_arn: String, certificates: Vec<Certificate>, } }
structure! { AddListenerCertificatesOutput(shape::AddListenerCertificatesOutput) { certificates: Option<Vec<Certificate>>, } }
structure! { AddTagsInput(shape::AddTagsInput) { resource_arns: Vec<String>, tags: Vec<Tag>, } }
structure! { AddTagsOutput(shape::AddTagsOutput) { } }
structure! { AddTrustStoreRevocationsInput(shape::AddTrustStoreRevocationsInput) { trust_store_arn: String, revocation_contents: Option<Vec<RevocationContent>>, } }
structure! { AddTrustStoreRevocationsOutput(shape::AddTrustStoreRevocationsOutput) { trust_store_revocations: Option<Vec<TrustStoreRevocation>>, } }
structure! { AdministrativeOverride(shape::AdministrativeOverride) { state: Option<TargetAdministrativeOverrideStateEnum>, reason: Option<TargetAdministrativeOverrideReasonEnum>, description: Option<String>, } }
enumeration! { AdvertiseTrustStoreCaNamesEnum { On = "on", Off = "off", } }
structure! { AnomalyDetection(shape::AnomalyDetection) { result: Option<AnomalyResultEnum>, mitigation_in_effect: Option<MitigationInEffectEnum>, } }
enumeration! { AnomalyResultEnum { Anomalous = "anomalous", Normal = "normal", } }
enumeration! { AuthenticateCognitoActionConditionalBehaviorEnum { Deny = "deny", Allow = "allow", Authenticate = "authenticate", } }
structure! { AuthenticateCognitoActionConfig(shape::AuthenticateCognitoActionConfig) { user_pool_arn: Option<String>, user_pool_client_id: Option<String>, user_pool_domain: Option<String>, session_cookie_name: Option<String>, scope: Option<String>, session_timeout: Option<i64>, authentication_request_extra_params: Option<crate::Map<String>>, on_unauthenticated_request: Option<AuthenticateCognitoActionConditionalBehaviorEnum>, } }
enumeration! { AuthenticateOidcActionConditionalBehaviorEnum { Deny = "deny", Allow = "allow", Authenticate = "authenticate", } }
structure! { AuthenticateOidcActionConfig(shape::AuthenticateOidcActionConfig) { issuer: Option<String>, authorization_endpoint: Option<String>, token_endpoint: Option<String>, user_info_endpoint: Option<String>, client_id: Option<String>, client_secret: Option<String>, session_cookie_name: Option<String>, scope: Option<String>, session_timeout: Option<i64>, authentication_request_extra_params: Option<crate::Map<String>>, on_unauthenticated_request: Option<AuthenticateOidcActionConditionalBehaviorEnum>, use_existing_client_secret: Option<bool>, } }
structure! { AvailabilityZone(shape::AvailabilityZone) { zone_name: Option<String>, subnet_id: Option<String>, outpost_id: Option<String>, load_balancer_addresses: Option<Vec<LoadBalancerAddress>>, source_nat_ipv6_prefixes: Option<Vec<String>>, } }
structure! { Certificate(shape::Certificate) { certificate_arn: Option<String>, is_default: Option<bool>, } }
structure! { Cipher(shape::Cipher) { name: Option<String>, priority: Option<i32>, } }
structure! { CreateListenerInput(shape::CreateListenerInput) { load_balancer_arn: String, protocol: Option<ProtocolEnum>, port: Option<i32>, ssl_policy: Option<String>, certificates: Option<Vec<Certificate>>, default_actions: Vec<Action>, alpn_policy: Option<Vec<String>>, tags: Option<Vec<Tag>>, mutual_authentication: Option<MutualAuthenticationAttributes>, } }
structure! { CreateListenerOutput(shape::CreateListenerOutput) { listeners: Option<Vec<Listener>>, } }
structure! { CreateLoadBalancerInput(shape::CreateLoadBalancerInput) { name: String, subnets: Option<Vec<String>>, subnet_mappings: Option<Vec<SubnetMapping>>, security_groups: Option<Vec<String>>, scheme: Option<LoadBalancerSchemeEnum>, tags: Option<Vec<Tag>>, r#type: Option<LoadBalancerTypeEnum>, ip_address_type: Option<IpAddressType>, customer_owned_ipv4_pool: Option<String>, enable_prefix_for_ipv6_source_nat: Option<EnablePrefixForIpv6SourceNatEnum>, ipam_pools: Option<IpamPools>, } }
structure! { CreateLoadBalancerOutput(shape::CreateLoadBalancerOutput) { load_balancers: Option<Vec<LoadBalancer>>, } }
structure! { CreateRuleInput(shape::CreateRuleInput) { listener_arn: String, conditions: Vec<RuleCondition>, priority: i32, actions: Vec<Action>, tags: Option<Vec<Tag>>, transforms: Option<Vec<RuleTransform>>, } }
structure! { CreateRuleOutput(shape::CreateRuleOutput) { rules: Option<Vec<Rule>>, } }
structure! { CreateTargetGroupInput(shape::CreateTargetGroupInput) { name: String, protocol: Option<ProtocolEnum>, protocol_version: Option<String>, port: Option<i32>, vpc_id: Option<String>, health_check_protocol: Option<ProtocolEnum>, health_check_port: Option<String>, health_check_enabled: Option<bool>, health_check_path: Option<String>, health_check_interval_seconds: Option<i32>, health_check_timeout_seconds: Option<i32>, healthy_threshold_count: Option<i32>, unhealthy_threshold_count: Option<i32>, matcher: Option<Matcher>, target_type: Option<TargetTypeEnum>, tags: Option<Vec<Tag>>, ip_address_type: Option<TargetGroupIpAddressTypeEnum>, target_control_port: Option<i32>, } }
structure! { CreateTargetGroupOutput(shape::CreateTargetGroupOutput) { target_groups: Option<Vec<TargetGroup>>, } }
structure! { CreateTrustStoreInput(shape::CreateTrustStoreInput) { name: String, ca_certificates_bundle_s3_bucket: String, ca_certificates_bundle_s3_key: String, ca_certificates_bundle_s3_object_version: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { CreateTrustStoreOutput(shape::CreateTrustStoreOutput) { trust_stores: Option<Vec<TrustStore>>, } }
structure! { DeleteListenerInput(shape::DeleteListenerInput) { listener_arn: String, } }
structure! { DeleteListenerOutput(shape::DeleteListenerOutput) { } }
structure! { DeleteLoadBalancerInput(shape::DeleteLoadBalancerInput) { load_balancer_arn: String, } }
structure! { DeleteLoadBalancerOutput(shape::DeleteLoadBalancerOutput) { } }
structure! { DeleteRuleInput(shape::DeleteRuleInput) { rule_arn: String, } }
structure! { DeleteRuleOutput(shape::DeleteRuleOutput) { } }
structure! { DeleteSharedTrustStoreAssociationInput(shape::DeleteSharedTrustStoreAssociationInput) { trust_store_arn: String, resource_arn: String, } }
structure! { DeleteSharedTrustStoreAssociationOutput(shape::DeleteSharedTrustStoreAssociationOutput) { } }
structure! { DeleteTargetGroupInput(shape::DeleteTargetGroupInput) { target_group_arn: String, } }
structure! { DeleteTargetGroupOutput(shape::DeleteTargetGroupOutput) { } }
structure! { DeleteTrustStoreInput(shape::DeleteTrustStoreInput) { trust_store_arn: String, } }
structure! { DeleteTrustStoreOutput(shape::DeleteTrustStoreOutput) { } }
structure! { DeregisterTargetsInput(shape::DeregisterTargetsInput) { target_group_arn: String, targets: Vec<TargetDescription>, } }
structure! { DeregisterTargetsOutput(shape::DeregisterTargetsOutput) { } }
structure! { DescribeAccountLimitsInput(shape::DescribeAccountLimitsInput) { marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeAccountLimitsOutput(shape::DescribeAccountLimitsOutput) { limits: Option<Vec<Limit>>, next_marker: Option<String>, } }
structure! { DescribeListenerAttributesInput(shape::DescribeListenerAttributesInput) { listener_arn: String, } }
structure! { DescribeListenerAttributesOutput(shape::DescribeListenerAttributesOutput) { attributes: Option<Vec<ListenerAttribute>>, } }
structure! { DescribeListenerCertificatesInput(shape::DescribeListenerCertificatesInput) { listener_arn: String, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeListenerCertificatesOutput(shape::DescribeListenerCertificatesOutput) { certificates: Option<Vec<Certificate>>, next_marker: Option<String>, } }
structure! { DescribeListenersInput(shape::DescribeListenersInput) { load_balancer_arn: Option<String>, listener_arns: Option<Vec<String>>, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeListenersOutput(shape::DescribeListenersOutput) { listeners: Option<Vec<Listener>>, next_marker: Option<String>, } }
structure! { DescribeLoadBalancerAttributesInput(shape::DescribeLoadBalancerAttributesInput) { load_balancer_arn: String, } }
structure! { DescribeLoadBalancerAttributesOutput(shape::DescribeLoadBalancerAttributesOutput) { attributes: Option<Vec<LoadBalancerAttribute>>, } }
structure! { DescribeLoadBalancersInput(shape::DescribeLoadBalancersInput) { load_balancer_arns: Option<Vec<String>>, names: Option<Vec<String>>, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeLoadBalancersOutput(shape::DescribeLoadBalancersOutput) { load_balancers: Option<Vec<LoadBalancer>>, next_marker: Option<String>, } }
structure! { DescribeRulesInput(shape::DescribeRulesInput) { listener_arn: Option<String>, rule_arns: Option<Vec<String>>, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeRulesOutput(shape::DescribeRulesOutput) { rules: Option<Vec<Rule>>, next_marker: Option<String>, } }
structure! { DescribeSSLPoliciesInput(shape::DescribeSSLPoliciesInput) { names: Option<Vec<String>>, marker: Option<String>, page_size: Option<i32>, load_balancer_type: Option<LoadBalancerTypeEnum>, } }
structure! { DescribeSSLPoliciesOutput(shape::DescribeSSLPoliciesOutput) { ssl_policies: Option<Vec<SslPolicy>>, next_marker: Option<String>, } }
structure! { DescribeTagsInput(shape::DescribeTagsInput) { resource_arns: Vec<String>, } }
structure! { DescribeTagsOutput(shape::DescribeTagsOutput) { tag_descriptions: Option<Vec<TagDescription>>, } }
structure! { DescribeTargetGroupAttributesInput(shape::DescribeTargetGroupAttributesInput) { target_group_arn: String, } }
structure! { DescribeTargetGroupAttributesOutput(shape::DescribeTargetGroupAttributesOutput) { attributes: Option<Vec<TargetGroupAttribute>>, } }
structure! { DescribeTargetGroupsInput(shape::DescribeTargetGroupsInput) { load_balancer_arn: Option<String>, target_group_arns: Option<Vec<String>>, names: Option<Vec<String>>, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeTargetGroupsOutput(shape::DescribeTargetGroupsOutput) { target_groups: Option<Vec<TargetGroup>>, next_marker: Option<String>, } }
structure! { DescribeTargetHealthInput(shape::DescribeTargetHealthInput) { target_group_arn: String, targets: Option<Vec<TargetDescription>>, include: Option<Vec<DescribeTargetHealthInputIncludeEnum>>, } }
enumeration! { DescribeTargetHealthInputIncludeEnum { AnomalyDetection = "AnomalyDetection", All = "All", } }
structure! { DescribeTargetHealthOutput(shape::DescribeTargetHealthOutput) { target_health_descriptions: Option<Vec<TargetHealthDescription>>, } }
structure! { DescribeTrustStoreAssociationsInput(shape::DescribeTrustStoreAssociationsInput) { trust_store_arn: String, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeTrustStoreAssociationsOutput(shape::DescribeTrustStoreAssociationsOutput) { trust_store_associations: Option<Vec<TrustStoreAssociation>>, next_marker: Option<String>, } }
structure! { DescribeTrustStoreRevocation(shape::DescribeTrustStoreRevocation) { trust_store_arn: Option<String>, revocation_id: Option<i64>, revocation_type: Option<RevocationType>, number_of_revoked_entries: Option<i64>, } }
structure! { DescribeTrustStoreRevocationsInput(shape::DescribeTrustStoreRevocationsInput) { trust_store_arn: String, revocation_ids: Option<Vec<i64>>, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeTrustStoreRevocationsOutput(shape::DescribeTrustStoreRevocationsOutput) { trust_store_revocations: Option<Vec<DescribeTrustStoreRevocation>>, next_marker: Option<String>, } }
structure! { DescribeTrustStoresInput(shape::DescribeTrustStoresInput) { trust_store_arns: Option<Vec<String>>, names: Option<Vec<String>>, marker: Option<String>, page_size: Option<i32>, } }
structure! { DescribeTrustStoresOutput(shape::DescribeTrustStoresOutput) { trust_stores: Option<Vec<TrustStore>>, next_marker: Option<String>, } }
enumeration! { EnablePrefixForIpv6SourceNatEnum { On = "on", Off = "off", } }
enumeration! { EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum { On = "on", Off = "off", } }
structure! { FixedResponseActionConfig(shape::FixedResponseActionConfig) { message_body: Option<String>, status_code: Option<String>, content_type: Option<String>, } }
structure! { ForwardActionConfig(shape::ForwardActionConfig) { target_groups: Option<Vec<TargetGroupTuple>>, target_group_stickiness_config: Option<TargetGroupStickinessConfig>, } }
structure! { HostHeaderConditionConfig(shape::HostHeaderConditionConfig) { values: Option<Vec<String>>, regex_values: Option<Vec<String>>, } }
structure! { HostHeaderRewriteConfig(shape::HostHeaderRewriteConfig) { rewrites: Option<Vec<RewriteConfig>>, } }
structure! { HttpHeaderConditionConfig(shape::HttpHeaderConditionConfig) { http_header_name: Option<String>, values: Option<Vec<String>>, regex_values: Option<Vec<String>>, } }
structure! { HttpRequestMethodConditionConfig(shape::HttpRequestMethodConditionConfig) { values: Option<Vec<String>>, } }
enumeration! { IpAddressType { Ipv4 = "ipv4", Dualstack = "dualstack", DualstackWithoutPublicIpv4 = "dualstack-without-public-ipv4", } }
structure! { IpamPools(shape::IpamPools) { ipv4_ipam_pool_id: Option<String>, } }
structure! { JwtValidationActionAdditionalClaim(shape::JwtValidationActionAdditionalClaim) { format: Option<JwtValidationActionAdditionalClaimFormatEnum>, name: Option<String>, values: Option<Vec<String>>, } }
enumeration! { JwtValidationActionAdditionalClaimFormatEnum { SingleString = "single-string", StringArray = "string-array", SpaceSeparatedValues = "space-separated-values", } }
structure! { JwtValidationActionConfig(shape::JwtValidationActionConfig) { jwks_endpoint: Option<String>, issuer: Option<String>, additional_claims: Option<Vec<JwtValidationActionAdditionalClaim>>, } }
structure! { Limit(shape::Limit) { name: Option<String>, max: Option<String>, } }
structure! { Listener(shape::Listener) { listener_arn: Option<String>, load_balancer_arn: Option<String>, port: Option<i32>, protocol: Option<ProtocolEnum>, certificates: Option<Vec<Certificate>>, ssl_policy: Option<String>, default_actions: Option<Vec<Action>>, alpn_policy: Option<Vec<String>>, mutual_authentication: Option<MutualAuthenticationAttributes>, } }
structure! { ListenerAttribute(shape::ListenerAttribute) { key: Option<String>, value: Option<String>, } }
structure! { LoadBalancer(shape::LoadBalancer) { load_balancer_arn: Option<String>, dns_name: Option<String>, canonical_hosted_zone_id: Option<String>, created_time: Option<crate::Timestamp>, load_balancer_name: Option<String>, scheme: Option<LoadBalancerSchemeEnum>, vpc_id: Option<String>, state: Option<LoadBalancerState>, r#type: Option<LoadBalancerTypeEnum>, availability_zones: Option<Vec<AvailabilityZone>>, security_groups: Option<Vec<String>>, ip_address_type: Option<IpAddressType>, customer_owned_ipv4_pool: Option<String>, enforce_security_group_inbound_rules_on_private_link_traffic: Option<String>, enable_prefix_for_ipv6_source_nat: Option<EnablePrefixForIpv6SourceNatEnum>, ipam_pools: Option<IpamPools>, } }
structure! { LoadBalancerAddress(shape::LoadBalancerAddress) { ip_address: Option<String>, allocation_id: Option<String>, private_ipv4_address: Option<String>, ipv6_address: Option<String>, } }
structure! { LoadBalancerAttribute(shape::LoadBalancerAttribute) { key: Option<String>, value: Option<String>, } }
enumeration! { LoadBalancerSchemeEnum { InternetFacing = "internet-facing", Internal = "internal", } }
structure! { LoadBalancerState(shape::LoadBalancerState) { code: Option<LoadBalancerStateEnum>, reason: Option<String>, } }
enumeration! { LoadBalancerStateEnum { Active = "active", Provisioning = "provisioning", ActiveImpaired = "active_impaired", Failed = "failed", } }
enumeration! { LoadBalancerTypeEnum { Application = "application", Network = "network", Gateway = "gateway", } }
structure! { Matcher(shape::Matcher) { http_code: Option<String>, grpc_code: Option<String>, } }
enumeration! { MitigationInEffectEnum { Yes = "yes", No = "no", } }
structure! { ModifyListenerAttributesInput(shape::ModifyListenerAttributesInput) { listener_arn: String, attributes: Vec<ListenerAttribute>, } }
structure! { ModifyListenerAttributesOutput(shape::ModifyListenerAttributesOutput) { attributes: Option<Vec<ListenerAttribute>>, } }
structure! { ModifyListenerInput(shape::ModifyListenerInput) { listener_arn: String, port: Option<i32>, protocol: Option<ProtocolEnum>, ssl_policy: Option<String>, certificates: Option<Vec<Certificate>>, default_actions: Option<Vec<Action>>, alpn_policy: Option<Vec<String>>, mutual_authentication: Option<MutualAuthenticationAttributes>, } }
structure! { ModifyListenerOutput(shape::ModifyListenerOutput) { listeners: Option<Vec<Listener>>, } }
structure! { ModifyLoadBalancerAttributesInput(shape::ModifyLoadBalancerAttributesInput) { load_balancer_arn: String, attributes: Vec<LoadBalancerAttribute>, } }
structure! { ModifyLoadBalancerAttributesOutput(shape::ModifyLoadBalancerAttributesOutput) { attributes: Option<Vec<LoadBalancerAttribute>>, } }
structure! { ModifyRuleInput(shape::ModifyRuleInput) { rule_arn: String, conditions: Option<Vec<RuleCondition>>, actions: Option<Vec<Action>>, transforms: Option<Vec<RuleTransform>>, reset_transforms: Option<bool>, } }
structure! { ModifyRuleOutput(shape::ModifyRuleOutput) { rules: Option<Vec<Rule>>, } }
structure! { ModifyTargetGroupAttributesInput(shape::ModifyTargetGroupAttributesInput) { target_group_arn: String, attributes: Vec<TargetGroupAttribute>, } }
structure! { ModifyTargetGroupAttributesOutput(shape::ModifyTargetGroupAttributesOutput) { attributes: Option<Vec<TargetGroupAttribute>>, } }
structure! { ModifyTargetGroupInput(shape::ModifyTargetGroupInput) { target_group_arn: String, health_check_protocol: Option<ProtocolEnum>, health_check_port: Option<String>, health_check_path: Option<String>, health_check_enabled: Option<bool>, health_check_interval_seconds: Option<i32>, health_check_timeout_seconds: Option<i32>, healthy_threshold_count: Option<i32>, unhealthy_threshold_count: Option<i32>, matcher: Option<Matcher>, } }
structure! { ModifyTargetGroupOutput(shape::ModifyTargetGroupOutput) { target_groups: Option<Vec<TargetGroup>>, } }
structure! { ModifyTrustStoreInput(shape::ModifyTrustStoreInput) { trust_store_arn: String, ca_certificates_bundle_s3_bucket: String, ca_certificates_bundle_s3_key: String, ca_certificates_bundle_s3_object_version: Option<String>, } }
structure! { ModifyTrustStoreOutput(shape::ModifyTrustStoreOutput) { trust_stores: Option<Vec<TrustStore>>, } }
structure! { MutualAuthenticationAttributes(shape::MutualAuthenticationAttributes) { mode: Option<String>, trust_store_arn: Option<String>, ignore_client_certificate_expiry: Option<bool>, trust_store_association_status: Option<TrustStoreAssociationStatusEnum>, advertise_trust_store_ca_names: Option<AdvertiseTrustStoreCaNamesEnum>, } }
structure! { PathPatternConditionConfig(shape::PathPatternConditionConfig) { values: Option<Vec<String>>, regex_values: Option<Vec<String>>, } }
enumeration! { ProtocolEnum { Http = "HTTP", Https = "HTTPS", Tcp = "TCP", Tls = "TLS", Udp = "UDP", TcpUdp = "TCP_UDP", Geneve = "GENEVE", Quic = "QUIC", TcpQuic = "TCP_QUIC", } }
structure! { QueryStringConditionConfig(shape::QueryStringConditionConfig) { values: Option<Vec<QueryStringKeyValuePair>>, } }
structure! { QueryStringKeyValuePair(shape::QueryStringKeyValuePair) { key: Option<String>, value: Option<String>, } }
structure! { RedirectActionConfig(shape::RedirectActionConfig) { protocol: Option<String>, port: Option<String>, host: Option<String>, path: Option<String>, query: Option<String>, status_code: Option<RedirectActionStatusCodeEnum>, } }
enumeration! { RedirectActionStatusCodeEnum { Http301 = "HTTP_301", Http302 = "HTTP_302", } }
structure! { RegisterTargetsInput(shape::RegisterTargetsInput) { target_group_arn: String, targets: Vec<TargetDescription>, } }
structure! { RegisterTargetsOutput(shape::RegisterTargetsOutput) { } }
structure! { RemoveListenerCertificatesInput(shape::RemoveListenerCertificatesInput) { listener_arn: String, certificates: Vec<Certificate>, } }
structure! { RemoveListenerCertificatesOutput(shape::RemoveListenerCertificatesOutput) { } }
structure! { RemoveTagsInput(shape::RemoveTagsInput) { resource_arns: Vec<String>, tag_keys: Vec<String>, } }
structure! { RemoveTagsOutput(shape::RemoveTagsOutput) { } }
structure! { RemoveTrustStoreRevocationsInput(shape::RemoveTrustStoreRevocationsInput) { trust_store_arn: String, revocation_ids: Vec<i64>, } }
structure! { RemoveTrustStoreRevocationsOutput(shape::RemoveTrustStoreRevocationsOutput) { } }
structure! { RevocationContent(shape::RevocationContent) { s3_bucket: Option<String>, s3_key: Option<String>, s3_object_version: Option<String>, revocation_type: Option<RevocationType>, } }
enumeration! { RevocationType { Crl = "CRL", } }
structure! { RewriteConfig(shape::RewriteConfig) { regex: Option<String>, replace: Option<String>, } }
structure! { Rule(shape::Rule) { rule_arn: Option<String>, priority: Option<String>, conditions: Option<Vec<RuleCondition>>, actions: Option<Vec<Action>>, is_default: Option<bool>, transforms: Option<Vec<RuleTransform>>, } }
structure! { RuleCondition(shape::RuleCondition) { field: Option<String>, values: Option<Vec<String>>, host_header_config: Option<HostHeaderConditionConfig>, path_pattern_config: Option<PathPatternConditionConfig>, http_header_config: Option<HttpHeaderConditionConfig>, query_string_config: Option<QueryStringConditionConfig>, http_request_method_config: Option<HttpRequestMethodConditionConfig>, source_ip_config: Option<SourceIpConditionConfig>, regex_values: Option<Vec<String>>, } }
structure! { RulePriorityPair(shape::RulePriorityPair) { rule_arn: Option<String>, priority: Option<i32>, } }
structure! { RuleTransform(shape::RuleTransform) { r#type: Option<TransformTypeEnum>, host_header_rewrite_config: Option<HostHeaderRewriteConfig>, url_rewrite_config: Option<UrlRewriteConfig>, } }
structure! { SetIpAddressTypeInput(shape::SetIpAddressTypeInput) { load_balancer_arn: String, ip_address_type: IpAddressType, } }
structure! { SetIpAddressTypeOutput(shape::SetIpAddressTypeOutput) { ip_address_type: Option<IpAddressType>, } }
structure! { SetRulePrioritiesInput(shape::SetRulePrioritiesInput) { rule_priorities: Vec<RulePriorityPair>, } }
structure! { SetRulePrioritiesOutput(shape::SetRulePrioritiesOutput) { rules: Option<Vec<Rule>>, } }
structure! { SetSecurityGroupsInput(shape::SetSecurityGroupsInput) { load_balancer_arn: String, security_groups: Vec<String>, enforce_security_group_inbound_rules_on_private_link_traffic: Option<EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum>, } }
structure! { SetSecurityGroupsOutput(shape::SetSecurityGroupsOutput) { security_group_ids: Option<Vec<String>>, enforce_security_group_inbound_rules_on_private_link_traffic: Option<EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum>, } }
structure! { SetSubnetsInput(shape::SetSubnetsInput) { load_balancer_arn: String, subnets: Option<Vec<String>>, subnet_mappings: Option<Vec<SubnetMapping>>, ip_address_type: Option<IpAddressType>, enable_prefix_for_ipv6_source_nat: Option<EnablePrefixForIpv6SourceNatEnum>, } }
structure! { SetSubnetsOutput(shape::SetSubnetsOutput) { availability_zones: Option<Vec<AvailabilityZone>>, ip_address_type: Option<IpAddressType>, enable_prefix_for_ipv6_source_nat: Option<EnablePrefixForIpv6SourceNatEnum>, } }
structure! { SourceIpConditionConfig(shape::SourceIpConditionConfig) { values: Option<Vec<String>>, } }
structure! { SslPolicy(shape::SslPolicy) { ssl_protocols: Option<Vec<String>>, ciphers: Option<Vec<Cipher>>, name: Option<String>, supported_load_balancer_types: Option<Vec<String>>, } }
structure! { SubnetMapping(shape::SubnetMapping) { subnet_id: Option<String>, allocation_id: Option<String>, private_ipv4_address: Option<String>, ipv6_address: Option<String>, source_nat_ipv6_prefix: Option<String>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagDescription(shape::TagDescription) { resource_arn: Option<String>, tags: Option<Vec<Tag>>, } }
enumeration! { TargetAdministrativeOverrideReasonEnum { AdministrativeOverrideUnknown = "AdministrativeOverride.Unknown", AdministrativeOverrideNoOverride = "AdministrativeOverride.NoOverride", AdministrativeOverrideZonalShiftActive = "AdministrativeOverride.ZonalShiftActive", AdministrativeOverrideZonalShiftDelegatedToDns = "AdministrativeOverride.ZonalShiftDelegatedToDns", } }
enumeration! { TargetAdministrativeOverrideStateEnum { UnknownValue = "unknown", NoOverride = "no_override", ZonalShiftActive = "zonal_shift_active", ZonalShiftDelegatedToDns = "zonal_shift_delegated_to_dns", } }
structure! { TargetDescription(shape::TargetDescription) { id: Option<String>, port: Option<i32>, availability_zone: Option<String>, quic_server_id: Option<String>, } }
structure! { TargetGroup(shape::TargetGroup) { target_group_arn: Option<String>, target_group_name: Option<String>, protocol: Option<ProtocolEnum>, port: Option<i32>, vpc_id: Option<String>, health_check_protocol: Option<ProtocolEnum>, health_check_port: Option<String>, health_check_enabled: Option<bool>, health_check_interval_seconds: Option<i32>, health_check_timeout_seconds: Option<i32>, healthy_threshold_count: Option<i32>, unhealthy_threshold_count: Option<i32>, health_check_path: Option<String>, matcher: Option<Matcher>, load_balancer_arns: Option<Vec<String>>, target_type: Option<TargetTypeEnum>, protocol_version: Option<String>, ip_address_type: Option<TargetGroupIpAddressTypeEnum>, target_control_port: Option<i32>, } }
structure! { TargetGroupAttribute(shape::TargetGroupAttribute) { key: Option<String>, value: Option<String>, } }
enumeration! { TargetGroupIpAddressTypeEnum { Ipv4 = "ipv4", Ipv6 = "ipv6", } }
structure! { TargetGroupStickinessConfig(shape::TargetGroupStickinessConfig) { enabled: Option<bool>, duration_seconds: Option<i32>, } }
structure! { TargetGroupTuple(shape::TargetGroupTuple) { target_group_arn: Option<String>, weight: Option<i32>, } }
structure! { TargetHealth(shape::TargetHealth) { state: Option<TargetHealthStateEnum>, reason: Option<TargetHealthReasonEnum>, description: Option<String>, } }
structure! { TargetHealthDescription(shape::TargetHealthDescription) { target: Option<TargetDescription>, health_check_port: Option<String>, target_health: Option<TargetHealth>, anomaly_detection: Option<AnomalyDetection>, administrative_override: Option<AdministrativeOverride>, } }
enumeration! { TargetHealthReasonEnum { ElbRegistrationInProgress = "Elb.RegistrationInProgress", ElbInitialHealthChecking = "Elb.InitialHealthChecking", TargetResponseCodeMismatch = "Target.ResponseCodeMismatch", TargetTimeout = "Target.Timeout", TargetFailedHealthChecks = "Target.FailedHealthChecks", TargetNotRegistered = "Target.NotRegistered", TargetNotInUse = "Target.NotInUse", TargetDeregistrationInProgress = "Target.DeregistrationInProgress", TargetInvalidState = "Target.InvalidState", TargetIpUnusable = "Target.IpUnusable", TargetHealthCheckDisabled = "Target.HealthCheckDisabled", ElbInternalError = "Elb.InternalError", } }
enumeration! { TargetHealthStateEnum { Initial = "initial", Healthy = "healthy", Unhealthy = "unhealthy", UnhealthyDraining = "unhealthy.draining", Unused = "unused", Draining = "draining", Unavailable = "unavailable", } }
enumeration! { TargetTypeEnum { Instance = "instance", Ip = "ip", Lambda = "lambda", Alb = "alb", } }
enumeration! { TransformTypeEnum { HostHeaderRewrite = "host-header-rewrite", UrlRewrite = "url-rewrite", } }
structure! { TrustStore(shape::TrustStore) { name: Option<String>, trust_store_arn: Option<String>, status: Option<TrustStoreStatus>, number_of_ca_certificates: Option<i32>, total_revoked_entries: Option<i64>, } }
structure! { TrustStoreAssociation(shape::TrustStoreAssociation) { resource_arn: Option<String>, } }
enumeration! { TrustStoreAssociationStatusEnum { Active = "active", Removed = "removed", } }
structure! { TrustStoreRevocation(shape::TrustStoreRevocation) { trust_store_arn: Option<String>, revocation_id: Option<i64>, revocation_type: Option<RevocationType>, number_of_revoked_entries: Option<i64>, } }
enumeration! { TrustStoreStatus { Active = "ACTIVE", Creating = "CREATING", } }
structure! { UrlRewriteConfig(shape::UrlRewriteConfig) { rewrites: Option<Vec<RewriteConfig>>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AddListenerCertificates(super::operation::AddListenerCertificates): super::AddListenerCertificatesInput => super::AddListenerCertificatesOutput,
        AddTags(super::operation::AddTags): super::AddTagsInput => super::AddTagsOutput,
        AddTrustStoreRevocations(super::operation::AddTrustStoreRevocations): super::AddTrustStoreRevocationsInput => super::AddTrustStoreRevocationsOutput,
        CreateListener(super::operation::CreateListener): super::CreateListenerInput => super::CreateListenerOutput,
        CreateLoadBalancer(super::operation::CreateLoadBalancer): super::CreateLoadBalancerInput => super::CreateLoadBalancerOutput,
        CreateRule(super::operation::CreateRule): super::CreateRuleInput => super::CreateRuleOutput,
        CreateTargetGroup(super::operation::CreateTargetGroup): super::CreateTargetGroupInput => super::CreateTargetGroupOutput,
        CreateTrustStore(super::operation::CreateTrustStore): super::CreateTrustStoreInput => super::CreateTrustStoreOutput,
        DeleteListener(super::operation::DeleteListener): super::DeleteListenerInput => super::DeleteListenerOutput,
        DeleteLoadBalancer(super::operation::DeleteLoadBalancer): super::DeleteLoadBalancerInput => super::DeleteLoadBalancerOutput,
        DeleteRule(super::operation::DeleteRule): super::DeleteRuleInput => super::DeleteRuleOutput,
        DeleteSharedTrustStoreAssociation(super::operation::DeleteSharedTrustStoreAssociation): super::DeleteSharedTrustStoreAssociationInput => super::DeleteSharedTrustStoreAssociationOutput,
        DeleteTargetGroup(super::operation::DeleteTargetGroup): super::DeleteTargetGroupInput => super::DeleteTargetGroupOutput,
        DeleteTrustStore(super::operation::DeleteTrustStore): super::DeleteTrustStoreInput => super::DeleteTrustStoreOutput,
        DeregisterTargets(super::operation::DeregisterTargets): super::DeregisterTargetsInput => super::DeregisterTargetsOutput,
        DescribeAccountLimits(super::operation::DescribeAccountLimits): super::DescribeAccountLimitsInput => super::DescribeAccountLimitsOutput,
        DescribeListenerAttributes(super::operation::DescribeListenerAttributes): super::DescribeListenerAttributesInput => super::DescribeListenerAttributesOutput,
        DescribeListenerCertificates(super::operation::DescribeListenerCertificates): super::DescribeListenerCertificatesInput => super::DescribeListenerCertificatesOutput,
        DescribeListeners(super::operation::DescribeListeners): super::DescribeListenersInput => super::DescribeListenersOutput,
        DescribeLoadBalancerAttributes(super::operation::DescribeLoadBalancerAttributes): super::DescribeLoadBalancerAttributesInput => super::DescribeLoadBalancerAttributesOutput,
        DescribeLoadBalancers(super::operation::DescribeLoadBalancers): super::DescribeLoadBalancersInput => super::DescribeLoadBalancersOutput,
        DescribeRules(super::operation::DescribeRules): super::DescribeRulesInput => super::DescribeRulesOutput,
        DescribeSSLPolicies(super::operation::DescribeSSLPolicies): super::DescribeSSLPoliciesInput => super::DescribeSSLPoliciesOutput,
        DescribeTags(super::operation::DescribeTags): super::DescribeTagsInput => super::DescribeTagsOutput,
        DescribeTargetGroupAttributes(super::operation::DescribeTargetGroupAttributes): super::DescribeTargetGroupAttributesInput => super::DescribeTargetGroupAttributesOutput,
        DescribeTargetGroups(super::operation::DescribeTargetGroups): super::DescribeTargetGroupsInput => super::DescribeTargetGroupsOutput,
        DescribeTargetHealth(super::operation::DescribeTargetHealth): super::DescribeTargetHealthInput => super::DescribeTargetHealthOutput,
        DescribeTrustStoreAssociations(super::operation::DescribeTrustStoreAssociations): super::DescribeTrustStoreAssociationsInput => super::DescribeTrustStoreAssociationsOutput,
        DescribeTrustStoreRevocations(super::operation::DescribeTrustStoreRevocations): super::DescribeTrustStoreRevocationsInput => super::DescribeTrustStoreRevocationsOutput,
        DescribeTrustStores(super::operation::DescribeTrustStores): super::DescribeTrustStoresInput => super::DescribeTrustStoresOutput,
        ModifyListener(super::operation::ModifyListener): super::ModifyListenerInput => super::ModifyListenerOutput,
        ModifyListenerAttributes(super::operation::ModifyListenerAttributes): super::ModifyListenerAttributesInput => super::ModifyListenerAttributesOutput,
        ModifyLoadBalancerAttributes(super::operation::ModifyLoadBalancerAttributes): super::ModifyLoadBalancerAttributesInput => super::ModifyLoadBalancerAttributesOutput,
        ModifyRule(super::operation::ModifyRule): super::ModifyRuleInput => super::ModifyRuleOutput,
        ModifyTargetGroup(super::operation::ModifyTargetGroup): super::ModifyTargetGroupInput => super::ModifyTargetGroupOutput,
        ModifyTargetGroupAttributes(super::operation::ModifyTargetGroupAttributes): super::ModifyTargetGroupAttributesInput => super::ModifyTargetGroupAttributesOutput,
        ModifyTrustStore(super::operation::ModifyTrustStore): super::ModifyTrustStoreInput => super::ModifyTrustStoreOutput,
        RegisterTargets(super::operation::RegisterTargets): super::RegisterTargetsInput => super::RegisterTargetsOutput,
        RemoveListenerCertificates(super::operation::RemoveListenerCertificates): super::RemoveListenerCertificatesInput => super::RemoveListenerCertificatesOutput,
        RemoveTags(super::operation::RemoveTags): super::RemoveTagsInput => super::RemoveTagsOutput,
        RemoveTrustStoreRevocations(super::operation::RemoveTrustStoreRevocations): super::RemoveTrustStoreRevocationsInput => super::RemoveTrustStoreRevocationsOutput,
        SetIpAddressType(super::operation::SetIpAddressType): super::SetIpAddressTypeInput => super::SetIpAddressTypeOutput,
        SetRulePriorities(super::operation::SetRulePriorities): super::SetRulePrioritiesInput => super::SetRulePrioritiesOutput,
        SetSecurityGroups(super::operation::SetSecurityGroups): super::SetSecurityGroupsInput => super::SetSecurityGroupsOutput,
        SetSubnets(super::operation::SetSubnets): super::SetSubnetsInput => super::SetSubnetsOutput,
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

    pub static AddListenerCertificates: Operation = Operation { service: &SERVICE, name: "AddListenerCertificates", input: &shape::AddListenerCertificatesInput, output: &shape::AddListenerCertificatesOutput, errors: &[&error::CertificateNotFoundException, &error::ListenerNotFoundException, &error::TooManyCertificatesException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("AddListenerCertificatesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:AddListenerCertificates", "", &["{ListenerArn}"], &[])]) };
    pub static AddTags: Operation = Operation { service: &SERVICE, name: "AddTags", input: &shape::AddTagsInput, output: &shape::AddTagsOutput, errors: &[&error::DuplicateTagKeysException, &error::ListenerNotFoundException, &error::LoadBalancerNotFoundException, &error::RuleNotFoundException, &error::TargetGroupNotFoundException, &error::TooManyTagsException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("AddTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:AddTags", "", &["{ResourceArns[]}"], &[])]) };
    pub static AddTrustStoreRevocations: Operation = Operation { service: &SERVICE, name: "AddTrustStoreRevocations", input: &shape::AddTrustStoreRevocationsInput, output: &shape::AddTrustStoreRevocationsOutput, errors: &[&error::InvalidRevocationContentException, &error::RevocationContentNotFoundException, &error::TooManyTrustStoreRevocationEntriesException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("AddTrustStoreRevocationsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:AddTrustStoreRevocations", "", &["{TrustStoreArn}"], &[]), Need::new("s3:GetObject", "RevocationContents", &["arn:{partition}:s3:::{RevocationContents[].S3Bucket}/{RevocationContents[].S3Key}"], &[])]) };
    pub static CreateListener: Operation = Operation { service: &SERVICE, name: "CreateListener", input: &shape::CreateListenerInput, output: &shape::CreateListenerOutput, errors: &[&error::ALPNPolicyNotSupportedException, &error::CertificateNotFoundException, &error::DuplicateListenerException, &error::IncompatibleProtocolsException, &error::InvalidConfigurationRequestException, &error::InvalidLoadBalancerActionException, &error::LoadBalancerNotFoundException, &error::SSLPolicyNotFoundException, &error::TargetGroupAssociationLimitException, &error::TargetGroupNotFoundException, &error::TooManyActionsException, &error::TooManyCertificatesException, &error::TooManyListenersException, &error::TooManyRegistrationsForTargetIdException, &error::TooManyTagsException, &error::TooManyTargetsException, &error::TooManyUniqueTargetGroupsPerLoadBalancerException, &error::TrustStoreNotFoundException, &error::TrustStoreNotReadyException, &error::UnsupportedProtocolException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateListenerResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:CreateListener", "", &["{LoadBalancerArn}"], &[("elasticloadbalancing:ListenerProtocol", "{Protocol}"), ("elasticloadbalancing:SecurityPolicy", "{SslPolicy}")]), Need::new("elasticloadbalancing:AddTags", "Tags", &["{LoadBalancerArn}"], &[("elasticloadbalancing:CreateAction", "CreateListener")])]) };
    pub static CreateLoadBalancer: Operation = Operation { service: &SERVICE, name: "CreateLoadBalancer", input: &shape::CreateLoadBalancerInput, output: &shape::CreateLoadBalancerOutput, errors: &[&error::AllocationIdNotFoundException, &error::AvailabilityZoneNotSupportedException, &error::DuplicateLoadBalancerNameException, &error::DuplicateTagKeysException, &error::InvalidConfigurationRequestException, &error::InvalidSchemeException, &error::InvalidSecurityGroupException, &error::InvalidSubnetException, &error::OperationNotPermittedException, &error::ResourceInUseException, &error::SubnetNotFoundException, &error::TooManyLoadBalancersException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateLoadBalancerResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:CreateLoadBalancer", "", &["arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{Type=application|elb}/{Name}/*"], &[("elasticloadbalancing:Scheme", "{Scheme=internet-facing}"), ("elasticloadbalancing:SecurityGroup", "{SecurityGroups[]}"), ("elasticloadbalancing:Subnet", "{Subnets[]}")]), Need::new("elasticloadbalancing:AddTags", "Tags", &["arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{Type=application|elb}/{Name}/*"], &[("elasticloadbalancing:CreateAction", "CreateLoadBalancer")])]) };
    pub static CreateRule: Operation = Operation { service: &SERVICE, name: "CreateRule", input: &shape::CreateRuleInput, output: &shape::CreateRuleOutput, errors: &[&error::IncompatibleProtocolsException, &error::InvalidConfigurationRequestException, &error::InvalidLoadBalancerActionException, &error::ListenerNotFoundException, &error::PriorityInUseException, &error::TargetGroupAssociationLimitException, &error::TargetGroupNotFoundException, &error::TooManyActionsException, &error::TooManyRegistrationsForTargetIdException, &error::TooManyRulesException, &error::TooManyTagsException, &error::TooManyTargetGroupsException, &error::TooManyTargetsException, &error::TooManyUniqueTargetGroupsPerLoadBalancerException, &error::UnsupportedProtocolException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateRuleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:CreateRule", "", &["{ListenerArn}"], &[]), Need::new("elasticloadbalancing:AddTags", "Tags", &["{ListenerArn}"], &[("elasticloadbalancing:CreateAction", "CreateRule")])]) };
    pub static CreateTargetGroup: Operation = Operation { service: &SERVICE, name: "CreateTargetGroup", input: &shape::CreateTargetGroupInput, output: &shape::CreateTargetGroupOutput, errors: &[&error::DuplicateTargetGroupNameException, &error::InvalidConfigurationRequestException, &error::TooManyTagsException, &error::TooManyTargetGroupsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateTargetGroupResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:CreateTargetGroup", "", &["arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{Name}/*"], &[]), Need::new("elasticloadbalancing:AddTags", "Tags", &["arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{Name}/*"], &[("elasticloadbalancing:CreateAction", "CreateTargetGroup")])]) };
    pub static CreateTrustStore: Operation = Operation { service: &SERVICE, name: "CreateTrustStore", input: &shape::CreateTrustStoreInput, output: &shape::CreateTrustStoreOutput, errors: &[&error::CaCertificatesBundleNotFoundException, &error::DuplicateTagKeysException, &error::DuplicateTrustStoreNameException, &error::InvalidCaCertificatesBundleException, &error::TooManyTagsException, &error::TooManyTrustStoresException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateTrustStoreResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:CreateTrustStore", "", &["arn:{partition}:elasticloadbalancing:{region}:{account}:truststore/{Name}/*"], &[]), Need::new("elasticloadbalancing:AddTags", "Tags", &["arn:{partition}:elasticloadbalancing:{region}:{account}:truststore/{Name}/*"], &[("elasticloadbalancing:CreateAction", "CreateTrustStore")]), Need::new("s3:GetObject", "CaCertificatesBundleS3Key", &["arn:{partition}:s3:::{CaCertificatesBundleS3Bucket}/{CaCertificatesBundleS3Key}"], &[])]) };
    pub static DeleteListener: Operation = Operation { service: &SERVICE, name: "DeleteListener", input: &shape::DeleteListenerInput, output: &shape::DeleteListenerOutput, errors: &[&error::ListenerNotFoundException, &error::ResourceInUseException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeleteListenerResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DeleteListener", "", &["{ListenerArn}"], &[])]) };
    pub static DeleteLoadBalancer: Operation = Operation { service: &SERVICE, name: "DeleteLoadBalancer", input: &shape::DeleteLoadBalancerInput, output: &shape::DeleteLoadBalancerOutput, errors: &[&error::LoadBalancerNotFoundException, &error::OperationNotPermittedException, &error::ResourceInUseException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeleteLoadBalancerResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DeleteLoadBalancer", "", &["{LoadBalancerArn}"], &[])]) };
    pub static DeleteRule: Operation = Operation { service: &SERVICE, name: "DeleteRule", input: &shape::DeleteRuleInput, output: &shape::DeleteRuleOutput, errors: &[&error::OperationNotPermittedException, &error::RuleNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeleteRuleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DeleteRule", "", &["{RuleArn}"], &[])]) };
    pub static DeleteSharedTrustStoreAssociation: Operation = Operation { service: &SERVICE, name: "DeleteSharedTrustStoreAssociation", input: &shape::DeleteSharedTrustStoreAssociationInput, output: &shape::DeleteSharedTrustStoreAssociationOutput, errors: &[&error::DeleteAssociationSameAccountException, &error::TrustStoreAssociationNotFoundException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeleteSharedTrustStoreAssociationResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DeleteSharedTrustStoreAssociation", "", &["{TrustStoreArn}"], &[])]) };
    pub static DeleteTargetGroup: Operation = Operation { service: &SERVICE, name: "DeleteTargetGroup", input: &shape::DeleteTargetGroupInput, output: &shape::DeleteTargetGroupOutput, errors: &[&error::ResourceInUseException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeleteTargetGroupResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DeleteTargetGroup", "", &["{TargetGroupArn}"], &[])]) };
    pub static DeleteTrustStore: Operation = Operation { service: &SERVICE, name: "DeleteTrustStore", input: &shape::DeleteTrustStoreInput, output: &shape::DeleteTrustStoreOutput, errors: &[&error::TrustStoreInUseException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeleteTrustStoreResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DeleteTrustStore", "", &["{TrustStoreArn}"], &[])]) };
    pub static DeregisterTargets: Operation = Operation { service: &SERVICE, name: "DeregisterTargets", input: &shape::DeregisterTargetsInput, output: &shape::DeregisterTargetsOutput, errors: &[&error::InvalidTargetException, &error::TargetGroupNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DeregisterTargetsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DeregisterTargets", "", &["{TargetGroupArn}"], &[])]) };
    pub static DescribeAccountLimits: Operation = Operation { service: &SERVICE, name: "DescribeAccountLimits", input: &shape::DescribeAccountLimitsInput, output: &shape::DescribeAccountLimitsOutput, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeAccountLimitsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeAccountLimits", "", &[], &[])]) };
    pub static DescribeListenerAttributes: Operation = Operation { service: &SERVICE, name: "DescribeListenerAttributes", input: &shape::DescribeListenerAttributesInput, output: &shape::DescribeListenerAttributesOutput, errors: &[&error::ListenerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeListenerAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeListenerAttributes", "", &[], &[])]) };
    pub static DescribeListenerCertificates: Operation = Operation { service: &SERVICE, name: "DescribeListenerCertificates", input: &shape::DescribeListenerCertificatesInput, output: &shape::DescribeListenerCertificatesOutput, errors: &[&error::ListenerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeListenerCertificatesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeListenerCertificates", "", &[], &[])]) };
    pub static DescribeListeners: Operation = Operation { service: &SERVICE, name: "DescribeListeners", input: &shape::DescribeListenersInput, output: &shape::DescribeListenersOutput, errors: &[&error::ListenerNotFoundException, &error::LoadBalancerNotFoundException, &error::UnsupportedProtocolException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeListenersResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeListeners", "", &[], &[])]) };
    pub static DescribeLoadBalancerAttributes: Operation = Operation { service: &SERVICE, name: "DescribeLoadBalancerAttributes", input: &shape::DescribeLoadBalancerAttributesInput, output: &shape::DescribeLoadBalancerAttributesOutput, errors: &[&error::LoadBalancerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeLoadBalancerAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeLoadBalancerAttributes", "", &[], &[])]) };
    pub static DescribeLoadBalancers: Operation = Operation { service: &SERVICE, name: "DescribeLoadBalancers", input: &shape::DescribeLoadBalancersInput, output: &shape::DescribeLoadBalancersOutput, errors: &[&error::LoadBalancerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeLoadBalancersResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeLoadBalancers", "", &[], &[])]) };
    pub static DescribeRules: Operation = Operation { service: &SERVICE, name: "DescribeRules", input: &shape::DescribeRulesInput, output: &shape::DescribeRulesOutput, errors: &[&error::ListenerNotFoundException, &error::RuleNotFoundException, &error::UnsupportedProtocolException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeRulesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeRules", "", &[], &[])]) };
    pub static DescribeSSLPolicies: Operation = Operation { service: &SERVICE, name: "DescribeSSLPolicies", input: &shape::DescribeSSLPoliciesInput, output: &shape::DescribeSSLPoliciesOutput, errors: &[&error::SSLPolicyNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeSSLPoliciesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeSSLPolicies", "", &[], &[])]) };
    pub static DescribeTags: Operation = Operation { service: &SERVICE, name: "DescribeTags", input: &shape::DescribeTagsInput, output: &shape::DescribeTagsOutput, errors: &[&error::ListenerNotFoundException, &error::LoadBalancerNotFoundException, &error::RuleNotFoundException, &error::TargetGroupNotFoundException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeTags", "", &[], &[])]) };
    pub static DescribeTargetGroupAttributes: Operation = Operation { service: &SERVICE, name: "DescribeTargetGroupAttributes", input: &shape::DescribeTargetGroupAttributesInput, output: &shape::DescribeTargetGroupAttributesOutput, errors: &[&error::TargetGroupNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeTargetGroupAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeTargetGroupAttributes", "", &[], &[])]) };
    pub static DescribeTargetGroups: Operation = Operation { service: &SERVICE, name: "DescribeTargetGroups", input: &shape::DescribeTargetGroupsInput, output: &shape::DescribeTargetGroupsOutput, errors: &[&error::LoadBalancerNotFoundException, &error::TargetGroupNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeTargetGroupsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeTargetGroups", "", &[], &[])]) };
    pub static DescribeTargetHealth: Operation = Operation { service: &SERVICE, name: "DescribeTargetHealth", input: &shape::DescribeTargetHealthInput, output: &shape::DescribeTargetHealthOutput, errors: &[&error::HealthUnavailableException, &error::InvalidTargetException, &error::TargetGroupNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeTargetHealthResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeTargetHealth", "", &[], &[])]) };
    pub static DescribeTrustStoreAssociations: Operation = Operation { service: &SERVICE, name: "DescribeTrustStoreAssociations", input: &shape::DescribeTrustStoreAssociationsInput, output: &shape::DescribeTrustStoreAssociationsOutput, errors: &[&error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeTrustStoreAssociationsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeTrustStoreAssociations", "", &[], &[])]) };
    pub static DescribeTrustStoreRevocations: Operation = Operation { service: &SERVICE, name: "DescribeTrustStoreRevocations", input: &shape::DescribeTrustStoreRevocationsInput, output: &shape::DescribeTrustStoreRevocationsOutput, errors: &[&error::RevocationIdNotFoundException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeTrustStoreRevocationsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeTrustStoreRevocations", "", &[], &[])]) };
    pub static DescribeTrustStores: Operation = Operation { service: &SERVICE, name: "DescribeTrustStores", input: &shape::DescribeTrustStoresInput, output: &shape::DescribeTrustStoresOutput, errors: &[&error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeTrustStoresResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:DescribeTrustStores", "", &[], &[])]) };
    pub static ModifyListener: Operation = Operation { service: &SERVICE, name: "ModifyListener", input: &shape::ModifyListenerInput, output: &shape::ModifyListenerOutput, errors: &[&error::ALPNPolicyNotSupportedException, &error::CertificateNotFoundException, &error::DuplicateListenerException, &error::IncompatibleProtocolsException, &error::InvalidConfigurationRequestException, &error::InvalidLoadBalancerActionException, &error::ListenerNotFoundException, &error::SSLPolicyNotFoundException, &error::TargetGroupAssociationLimitException, &error::TargetGroupNotFoundException, &error::TooManyActionsException, &error::TooManyCertificatesException, &error::TooManyListenersException, &error::TooManyRegistrationsForTargetIdException, &error::TooManyTargetsException, &error::TooManyUniqueTargetGroupsPerLoadBalancerException, &error::TrustStoreNotFoundException, &error::TrustStoreNotReadyException, &error::UnsupportedProtocolException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ModifyListenerResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:ModifyListener", "", &["{ListenerArn}"], &[("elasticloadbalancing:ListenerProtocol", "{Protocol}"), ("elasticloadbalancing:SecurityPolicy", "{SslPolicy}")])]) };
    pub static ModifyListenerAttributes: Operation = Operation { service: &SERVICE, name: "ModifyListenerAttributes", input: &shape::ModifyListenerAttributesInput, output: &shape::ModifyListenerAttributesOutput, errors: &[&error::InvalidConfigurationRequestException, &error::ListenerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ModifyListenerAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:ModifyListenerAttributes", "", &["{ListenerArn}"], &[])]) };
    pub static ModifyLoadBalancerAttributes: Operation = Operation { service: &SERVICE, name: "ModifyLoadBalancerAttributes", input: &shape::ModifyLoadBalancerAttributesInput, output: &shape::ModifyLoadBalancerAttributesOutput, errors: &[&error::InvalidConfigurationRequestException, &error::LoadBalancerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ModifyLoadBalancerAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:ModifyLoadBalancerAttributes", "", &["{LoadBalancerArn}"], &[])]) };
    pub static ModifyRule: Operation = Operation { service: &SERVICE, name: "ModifyRule", input: &shape::ModifyRuleInput, output: &shape::ModifyRuleOutput, errors: &[&error::IncompatibleProtocolsException, &error::InvalidLoadBalancerActionException, &error::OperationNotPermittedException, &error::RuleNotFoundException, &error::TargetGroupAssociationLimitException, &error::TargetGroupNotFoundException, &error::TooManyActionsException, &error::TooManyRegistrationsForTargetIdException, &error::TooManyTargetsException, &error::TooManyUniqueTargetGroupsPerLoadBalancerException, &error::UnsupportedProtocolException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ModifyRuleResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:ModifyRule", "", &["{RuleArn}"], &[])]) };
    pub static ModifyTargetGroup: Operation = Operation { service: &SERVICE, name: "ModifyTargetGroup", input: &shape::ModifyTargetGroupInput, output: &shape::ModifyTargetGroupOutput, errors: &[&error::InvalidConfigurationRequestException, &error::TargetGroupNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ModifyTargetGroupResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:ModifyTargetGroup", "", &["{TargetGroupArn}"], &[])]) };
    pub static ModifyTargetGroupAttributes: Operation = Operation { service: &SERVICE, name: "ModifyTargetGroupAttributes", input: &shape::ModifyTargetGroupAttributesInput, output: &shape::ModifyTargetGroupAttributesOutput, errors: &[&error::InvalidConfigurationRequestException, &error::TargetGroupNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ModifyTargetGroupAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:ModifyTargetGroupAttributes", "", &["{TargetGroupArn}"], &[])]) };
    pub static ModifyTrustStore: Operation = Operation { service: &SERVICE, name: "ModifyTrustStore", input: &shape::ModifyTrustStoreInput, output: &shape::ModifyTrustStoreOutput, errors: &[&error::CaCertificatesBundleNotFoundException, &error::InvalidCaCertificatesBundleException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ModifyTrustStoreResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:ModifyTrustStore", "", &["{TrustStoreArn}"], &[]), Need::new("s3:GetObject", "CaCertificatesBundleS3Key", &["arn:{partition}:s3:::{CaCertificatesBundleS3Bucket}/{CaCertificatesBundleS3Key}"], &[])]) };
    pub static RegisterTargets: Operation = Operation { service: &SERVICE, name: "RegisterTargets", input: &shape::RegisterTargetsInput, output: &shape::RegisterTargetsOutput, errors: &[&error::InvalidTargetException, &error::TargetGroupNotFoundException, &error::TooManyRegistrationsForTargetIdException, &error::TooManyTargetsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("RegisterTargetsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:RegisterTargets", "", &["{TargetGroupArn}"], &[])]) };
    pub static RemoveListenerCertificates: Operation = Operation { service: &SERVICE, name: "RemoveListenerCertificates", input: &shape::RemoveListenerCertificatesInput, output: &shape::RemoveListenerCertificatesOutput, errors: &[&error::ListenerNotFoundException, &error::OperationNotPermittedException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("RemoveListenerCertificatesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:RemoveListenerCertificates", "", &["{ListenerArn}"], &[])]) };
    pub static RemoveTags: Operation = Operation { service: &SERVICE, name: "RemoveTags", input: &shape::RemoveTagsInput, output: &shape::RemoveTagsOutput, errors: &[&error::ListenerNotFoundException, &error::LoadBalancerNotFoundException, &error::RuleNotFoundException, &error::TargetGroupNotFoundException, &error::TooManyTagsException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("RemoveTagsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:RemoveTags", "", &["{ResourceArns[]}"], &[])]) };
    pub static RemoveTrustStoreRevocations: Operation = Operation { service: &SERVICE, name: "RemoveTrustStoreRevocations", input: &shape::RemoveTrustStoreRevocationsInput, output: &shape::RemoveTrustStoreRevocationsOutput, errors: &[&error::RevocationIdNotFoundException, &error::TrustStoreNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("RemoveTrustStoreRevocationsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:RemoveTrustStoreRevocations", "", &["{TrustStoreArn}"], &[])]) };
    pub static SetIpAddressType: Operation = Operation { service: &SERVICE, name: "SetIpAddressType", input: &shape::SetIpAddressTypeInput, output: &shape::SetIpAddressTypeOutput, errors: &[&error::InvalidConfigurationRequestException, &error::InvalidSubnetException, &error::LoadBalancerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SetIpAddressTypeResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:SetIpAddressType", "", &["{LoadBalancerArn}"], &[])]) };
    pub static SetRulePriorities: Operation = Operation { service: &SERVICE, name: "SetRulePriorities", input: &shape::SetRulePrioritiesInput, output: &shape::SetRulePrioritiesOutput, errors: &[&error::OperationNotPermittedException, &error::PriorityInUseException, &error::RuleNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SetRulePrioritiesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:SetRulePriorities", "", &["{RulePriorities[].RuleArn}"], &[])]) };
    pub static SetSecurityGroups: Operation = Operation { service: &SERVICE, name: "SetSecurityGroups", input: &shape::SetSecurityGroupsInput, output: &shape::SetSecurityGroupsOutput, errors: &[&error::InvalidConfigurationRequestException, &error::InvalidSecurityGroupException, &error::LoadBalancerNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SetSecurityGroupsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:SetSecurityGroups", "", &["{LoadBalancerArn}"], &[("elasticloadbalancing:SecurityGroup", "{SecurityGroups[]}")])]) };
    pub static SetSubnets: Operation = Operation { service: &SERVICE, name: "SetSubnets", input: &shape::SetSubnetsInput, output: &shape::SetSubnetsOutput, errors: &[&error::AllocationIdNotFoundException, &error::AvailabilityZoneNotSupportedException, &error::CapacityReservationPendingException, &error::InvalidConfigurationRequestException, &error::InvalidSubnetException, &error::LoadBalancerNotFoundException, &error::SubnetNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SetSubnetsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("elasticloadbalancing:SetSubnets", "", &["{LoadBalancerArn}"], &[("elasticloadbalancing:Subnet", "{Subnets[]}")])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static ALPNPolicyNotSupportedException: ErrorShape = ErrorShape::new(&shape::ALPNPolicyNotSupportedException, "ALPNPolicyNotFound", 400, false);
    pub static AllocationIdNotFoundException: ErrorShape = ErrorShape::new(&shape::AllocationIdNotFoundException, "AllocationIdNotFound", 400, false);
    pub static AvailabilityZoneNotSupportedException: ErrorShape = ErrorShape::new(&shape::AvailabilityZoneNotSupportedException, "AvailabilityZoneNotSupported", 400, false);
    pub static CaCertificatesBundleNotFoundException: ErrorShape = ErrorShape::new(&shape::CaCertificatesBundleNotFoundException, "CaCertificatesBundleNotFound", 400, false);
    pub static CapacityReservationPendingException: ErrorShape = ErrorShape::new(&shape::CapacityReservationPendingException, "CapacityReservationPending", 400, false);
    pub static CertificateNotFoundException: ErrorShape = ErrorShape::new(&shape::CertificateNotFoundException, "CertificateNotFound", 400, false);
    pub static DeleteAssociationSameAccountException: ErrorShape = ErrorShape::new(&shape::DeleteAssociationSameAccountException, "DeleteAssociationSameAccount", 400, false);
    pub static DuplicateListenerException: ErrorShape = ErrorShape::new(&shape::DuplicateListenerException, "DuplicateListener", 400, false);
    pub static DuplicateLoadBalancerNameException: ErrorShape = ErrorShape::new(&shape::DuplicateLoadBalancerNameException, "DuplicateLoadBalancerName", 400, false);
    pub static DuplicateTagKeysException: ErrorShape = ErrorShape::new(&shape::DuplicateTagKeysException, "DuplicateTagKeys", 400, false);
    pub static DuplicateTargetGroupNameException: ErrorShape = ErrorShape::new(&shape::DuplicateTargetGroupNameException, "DuplicateTargetGroupName", 400, false);
    pub static DuplicateTrustStoreNameException: ErrorShape = ErrorShape::new(&shape::DuplicateTrustStoreNameException, "DuplicateTrustStoreName", 400, false);
    pub static HealthUnavailableException: ErrorShape = ErrorShape::new(&shape::HealthUnavailableException, "HealthUnavailable", 500, true);
    pub static IncompatibleProtocolsException: ErrorShape = ErrorShape::new(&shape::IncompatibleProtocolsException, "IncompatibleProtocols", 400, false);
    pub static InvalidCaCertificatesBundleException: ErrorShape = ErrorShape::new(&shape::InvalidCaCertificatesBundleException, "InvalidCaCertificatesBundle", 400, false);
    pub static InvalidConfigurationRequestException: ErrorShape = ErrorShape::new(&shape::InvalidConfigurationRequestException, "InvalidConfigurationRequest", 400, false);
    pub static InvalidLoadBalancerActionException: ErrorShape = ErrorShape::new(&shape::InvalidLoadBalancerActionException, "InvalidLoadBalancerAction", 400, false);
    pub static InvalidRevocationContentException: ErrorShape = ErrorShape::new(&shape::InvalidRevocationContentException, "InvalidRevocationContent", 400, false);
    pub static InvalidSchemeException: ErrorShape = ErrorShape::new(&shape::InvalidSchemeException, "InvalidScheme", 400, false);
    pub static InvalidSecurityGroupException: ErrorShape = ErrorShape::new(&shape::InvalidSecurityGroupException, "InvalidSecurityGroup", 400, false);
    pub static InvalidSubnetException: ErrorShape = ErrorShape::new(&shape::InvalidSubnetException, "InvalidSubnet", 400, false);
    pub static InvalidTargetException: ErrorShape = ErrorShape::new(&shape::InvalidTargetException, "InvalidTarget", 400, false);
    pub static ListenerNotFoundException: ErrorShape = ErrorShape::new(&shape::ListenerNotFoundException, "ListenerNotFound", 400, false);
    pub static LoadBalancerNotFoundException: ErrorShape = ErrorShape::new(&shape::LoadBalancerNotFoundException, "LoadBalancerNotFound", 400, false);
    pub static OperationNotPermittedException: ErrorShape = ErrorShape::new(&shape::OperationNotPermittedException, "OperationNotPermitted", 400, false);
    pub static PriorityInUseException: ErrorShape = ErrorShape::new(&shape::PriorityInUseException, "PriorityInUse", 400, false);
    pub static ResourceInUseException: ErrorShape = ErrorShape::new(&shape::ResourceInUseException, "ResourceInUse", 400, false);
    pub static RevocationContentNotFoundException: ErrorShape = ErrorShape::new(&shape::RevocationContentNotFoundException, "RevocationContentNotFound", 400, false);
    pub static RevocationIdNotFoundException: ErrorShape = ErrorShape::new(&shape::RevocationIdNotFoundException, "RevocationIdNotFound", 400, false);
    pub static RuleNotFoundException: ErrorShape = ErrorShape::new(&shape::RuleNotFoundException, "RuleNotFound", 400, false);
    pub static SSLPolicyNotFoundException: ErrorShape = ErrorShape::new(&shape::SSLPolicyNotFoundException, "SSLPolicyNotFound", 400, false);
    pub static SubnetNotFoundException: ErrorShape = ErrorShape::new(&shape::SubnetNotFoundException, "SubnetNotFound", 400, false);
    pub static TargetGroupAssociationLimitException: ErrorShape = ErrorShape::new(&shape::TargetGroupAssociationLimitException, "TargetGroupAssociationLimit", 400, false);
    pub static TargetGroupNotFoundException: ErrorShape = ErrorShape::new(&shape::TargetGroupNotFoundException, "TargetGroupNotFound", 400, false);
    pub static TooManyActionsException: ErrorShape = ErrorShape::new(&shape::TooManyActionsException, "TooManyActions", 400, false);
    pub static TooManyCertificatesException: ErrorShape = ErrorShape::new(&shape::TooManyCertificatesException, "TooManyCertificates", 400, false);
    pub static TooManyListenersException: ErrorShape = ErrorShape::new(&shape::TooManyListenersException, "TooManyListeners", 400, false);
    pub static TooManyLoadBalancersException: ErrorShape = ErrorShape::new(&shape::TooManyLoadBalancersException, "TooManyLoadBalancers", 400, false);
    pub static TooManyRegistrationsForTargetIdException: ErrorShape = ErrorShape::new(&shape::TooManyRegistrationsForTargetIdException, "TooManyRegistrationsForTargetId", 400, false);
    pub static TooManyRulesException: ErrorShape = ErrorShape::new(&shape::TooManyRulesException, "TooManyRules", 400, false);
    pub static TooManyTagsException: ErrorShape = ErrorShape::new(&shape::TooManyTagsException, "TooManyTags", 400, false);
    pub static TooManyTargetGroupsException: ErrorShape = ErrorShape::new(&shape::TooManyTargetGroupsException, "TooManyTargetGroups", 400, false);
    pub static TooManyTargetsException: ErrorShape = ErrorShape::new(&shape::TooManyTargetsException, "TooManyTargets", 400, false);
    pub static TooManyTrustStoreRevocationEntriesException: ErrorShape = ErrorShape::new(&shape::TooManyTrustStoreRevocationEntriesException, "TooManyTrustStoreRevocationEntries", 400, false);
    pub static TooManyTrustStoresException: ErrorShape = ErrorShape::new(&shape::TooManyTrustStoresException, "TooManyTrustStores", 400, false);
    pub static TooManyUniqueTargetGroupsPerLoadBalancerException: ErrorShape = ErrorShape::new(&shape::TooManyUniqueTargetGroupsPerLoadBalancerException, "TooManyUniqueTargetGroupsPerLoadBalancer", 400, false);
    pub static TrustStoreAssociationNotFoundException: ErrorShape = ErrorShape::new(&shape::TrustStoreAssociationNotFoundException, "AssociationNotFound", 400, false);
    pub static TrustStoreInUseException: ErrorShape = ErrorShape::new(&shape::TrustStoreInUseException, "TrustStoreInUse", 400, false);
    pub static TrustStoreNotFoundException: ErrorShape = ErrorShape::new(&shape::TrustStoreNotFoundException, "TrustStoreNotFound", 400, false);
    pub static TrustStoreNotReadyException: ErrorShape = ErrorShape::new(&shape::TrustStoreNotReadyException, "TrustStoreNotReady", 400, false);
    pub static UnsupportedProtocolException: ErrorShape = ErrorShape::new(&shape::UnsupportedProtocolException, "UnsupportedProtocol", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static ALPNPolicyNotSupportedException: Shape = Shape::structure("ALPNPolicyNotSupportedException", &[]);
    pub static Action: Shape = Shape::structure("Action", &[Member::new("Type", &ActionTypeEnum).required(), Member::new("TargetGroupArn", &TargetGroupArn), Member::new("AuthenticateOidcConfig", &AuthenticateOidcActionConfig), Member::new("AuthenticateCognitoConfig", &AuthenticateCognitoActionConfig), Member::new("Order", &ActionOrder), Member::new("RedirectConfig", &RedirectActionConfig), Member::new("FixedResponseConfig", &FixedResponseActionConfig), Member::new("ForwardConfig", &ForwardActionConfig), Member::new("JwtValidationConfig", &JwtValidationActionConfig), ]);
    pub static ActionOrder: Shape = Shape::new("ActionOrder", Kind::Integer).min(1.0).max(50000.0);
    pub static ActionTypeEnum: Shape = Shape::new("ActionTypeEnum", Kind::String).values(&["forward", "authenticate-oidc", "authenticate-cognito", "redirect", "fixed-response", "jwt-validation"]);
    pub static Actions: Shape = Shape::new("Actions", Kind::List(Member::new("member", &Action)));
    pub static AddListenerCertificatesInput: Shape = Shape::structure("AddListenerCertificatesInput", &[Member::new("ListenerArn", &ListenerArn).required(), Member::new("Certificates", &CertificateList).required(), ]);
    pub static AddListenerCertificatesOutput: Shape = Shape::structure("AddListenerCertificatesOutput", &[Member::new("Certificates", &CertificateList), ]);
    pub static AddTagsInput: Shape = Shape::structure("AddTagsInput", &[Member::new("ResourceArns", &ResourceArns).required(), Member::new("Tags", &TagList).required(), ]);
    pub static AddTagsOutput: Shape = Shape::structure("AddTagsOutput", &[]);
    pub static AddTrustStoreRevocationsInput: Shape = Shape::structure("AddTrustStoreRevocationsInput", &[Member::new("TrustStoreArn", &TrustStoreArn).required(), Member::new("RevocationContents", &RevocationContents), ]);
    pub static AddTrustStoreRevocationsOutput: Shape = Shape::structure("AddTrustStoreRevocationsOutput", &[Member::new("TrustStoreRevocations", &TrustStoreRevocations), ]);
    pub static AdministrativeOverride: Shape = Shape::structure("AdministrativeOverride", &[Member::new("State", &TargetAdministrativeOverrideStateEnum), Member::new("Reason", &TargetAdministrativeOverrideReasonEnum), Member::new("Description", &Description), ]);
    pub static AdvertiseTrustStoreCaNamesEnum: Shape = Shape::new("AdvertiseTrustStoreCaNamesEnum", Kind::String).values(&["on", "off"]);
    pub static AllocationId: Shape = Shape::new("AllocationId", Kind::String);
    pub static AllocationIdNotFoundException: Shape = Shape::structure("AllocationIdNotFoundException", &[]);
    pub static AlpnPolicyName: Shape = Shape::new("AlpnPolicyName", Kind::List(Member::new("member", &AlpnPolicyValue)));
    pub static AlpnPolicyValue: Shape = Shape::new("AlpnPolicyValue", Kind::String);
    pub static AnomalyDetection: Shape = Shape::structure("AnomalyDetection", &[Member::new("Result", &AnomalyResultEnum), Member::new("MitigationInEffect", &MitigationInEffectEnum), ]);
    pub static AnomalyResultEnum: Shape = Shape::new("AnomalyResultEnum", Kind::String).values(&["anomalous", "normal"]);
    pub static AuthenticateCognitoActionAuthenticationRequestExtraParams: Shape = Shape::new("AuthenticateCognitoActionAuthenticationRequestExtraParams", Kind::Map(Member::new("key", &AuthenticateCognitoActionAuthenticationRequestParamName), Member::new("value", &AuthenticateCognitoActionAuthenticationRequestParamValue)));
    pub static AuthenticateCognitoActionAuthenticationRequestParamName: Shape = Shape::new("AuthenticateCognitoActionAuthenticationRequestParamName", Kind::String);
    pub static AuthenticateCognitoActionAuthenticationRequestParamValue: Shape = Shape::new("AuthenticateCognitoActionAuthenticationRequestParamValue", Kind::String);
    pub static AuthenticateCognitoActionConditionalBehaviorEnum: Shape = Shape::new("AuthenticateCognitoActionConditionalBehaviorEnum", Kind::String).values(&["deny", "allow", "authenticate"]);
    pub static AuthenticateCognitoActionConfig: Shape = Shape::structure("AuthenticateCognitoActionConfig", &[Member::new("UserPoolArn", &AuthenticateCognitoActionUserPoolArn).required(), Member::new("UserPoolClientId", &AuthenticateCognitoActionUserPoolClientId).required(), Member::new("UserPoolDomain", &AuthenticateCognitoActionUserPoolDomain).required(), Member::new("SessionCookieName", &AuthenticateCognitoActionSessionCookieName), Member::new("Scope", &AuthenticateCognitoActionScope), Member::new("SessionTimeout", &AuthenticateCognitoActionSessionTimeout), Member::new("AuthenticationRequestExtraParams", &AuthenticateCognitoActionAuthenticationRequestExtraParams), Member::new("OnUnauthenticatedRequest", &AuthenticateCognitoActionConditionalBehaviorEnum), ]);
    pub static AuthenticateCognitoActionScope: Shape = Shape::new("AuthenticateCognitoActionScope", Kind::String);
    pub static AuthenticateCognitoActionSessionCookieName: Shape = Shape::new("AuthenticateCognitoActionSessionCookieName", Kind::String);
    pub static AuthenticateCognitoActionSessionTimeout: Shape = Shape::new("AuthenticateCognitoActionSessionTimeout", Kind::Long);
    pub static AuthenticateCognitoActionUserPoolArn: Shape = Shape::new("AuthenticateCognitoActionUserPoolArn", Kind::String);
    pub static AuthenticateCognitoActionUserPoolClientId: Shape = Shape::new("AuthenticateCognitoActionUserPoolClientId", Kind::String);
    pub static AuthenticateCognitoActionUserPoolDomain: Shape = Shape::new("AuthenticateCognitoActionUserPoolDomain", Kind::String);
    pub static AuthenticateOidcActionAuthenticationRequestExtraParams: Shape = Shape::new("AuthenticateOidcActionAuthenticationRequestExtraParams", Kind::Map(Member::new("key", &AuthenticateOidcActionAuthenticationRequestParamName), Member::new("value", &AuthenticateOidcActionAuthenticationRequestParamValue)));
    pub static AuthenticateOidcActionAuthenticationRequestParamName: Shape = Shape::new("AuthenticateOidcActionAuthenticationRequestParamName", Kind::String);
    pub static AuthenticateOidcActionAuthenticationRequestParamValue: Shape = Shape::new("AuthenticateOidcActionAuthenticationRequestParamValue", Kind::String);
    pub static AuthenticateOidcActionAuthorizationEndpoint: Shape = Shape::new("AuthenticateOidcActionAuthorizationEndpoint", Kind::String);
    pub static AuthenticateOidcActionClientId: Shape = Shape::new("AuthenticateOidcActionClientId", Kind::String);
    pub static AuthenticateOidcActionClientSecret: Shape = Shape::new("AuthenticateOidcActionClientSecret", Kind::String);
    pub static AuthenticateOidcActionConditionalBehaviorEnum: Shape = Shape::new("AuthenticateOidcActionConditionalBehaviorEnum", Kind::String).values(&["deny", "allow", "authenticate"]);
    pub static AuthenticateOidcActionConfig: Shape = Shape::structure("AuthenticateOidcActionConfig", &[Member::new("Issuer", &AuthenticateOidcActionIssuer).required(), Member::new("AuthorizationEndpoint", &AuthenticateOidcActionAuthorizationEndpoint).required(), Member::new("TokenEndpoint", &AuthenticateOidcActionTokenEndpoint).required(), Member::new("UserInfoEndpoint", &AuthenticateOidcActionUserInfoEndpoint).required(), Member::new("ClientId", &AuthenticateOidcActionClientId).required(), Member::new("ClientSecret", &AuthenticateOidcActionClientSecret), Member::new("SessionCookieName", &AuthenticateOidcActionSessionCookieName), Member::new("Scope", &AuthenticateOidcActionScope), Member::new("SessionTimeout", &AuthenticateOidcActionSessionTimeout), Member::new("AuthenticationRequestExtraParams", &AuthenticateOidcActionAuthenticationRequestExtraParams), Member::new("OnUnauthenticatedRequest", &AuthenticateOidcActionConditionalBehaviorEnum), Member::new("UseExistingClientSecret", &AuthenticateOidcActionUseExistingClientSecret), ]);
    pub static AuthenticateOidcActionIssuer: Shape = Shape::new("AuthenticateOidcActionIssuer", Kind::String);
    pub static AuthenticateOidcActionScope: Shape = Shape::new("AuthenticateOidcActionScope", Kind::String);
    pub static AuthenticateOidcActionSessionCookieName: Shape = Shape::new("AuthenticateOidcActionSessionCookieName", Kind::String);
    pub static AuthenticateOidcActionSessionTimeout: Shape = Shape::new("AuthenticateOidcActionSessionTimeout", Kind::Long);
    pub static AuthenticateOidcActionTokenEndpoint: Shape = Shape::new("AuthenticateOidcActionTokenEndpoint", Kind::String);
    pub static AuthenticateOidcActionUseExistingClientSecret: Shape = Shape::new("AuthenticateOidcActionUseExistingClientSecret", Kind::Boolean);
    pub static AuthenticateOidcActionUserInfoEndpoint: Shape = Shape::new("AuthenticateOidcActionUserInfoEndpoint", Kind::String);
    pub static AvailabilityZone: Shape = Shape::structure("AvailabilityZone", &[Member::new("ZoneName", &ZoneName), Member::new("SubnetId", &SubnetId), Member::new("OutpostId", &OutpostId), Member::new("LoadBalancerAddresses", &LoadBalancerAddresses), Member::new("SourceNatIpv6Prefixes", &SourceNatIpv6Prefixes), ]);
    pub static AvailabilityZoneNotSupportedException: Shape = Shape::structure("AvailabilityZoneNotSupportedException", &[]);
    pub static AvailabilityZones: Shape = Shape::new("AvailabilityZones", Kind::List(Member::new("member", &AvailabilityZone)));
    pub static CaCertificatesBundleNotFoundException: Shape = Shape::structure("CaCertificatesBundleNotFoundException", &[]);
    pub static CanonicalHostedZoneId: Shape = Shape::new("CanonicalHostedZoneId", Kind::String);
    pub static CapacityReservationPendingException: Shape = Shape::structure("CapacityReservationPendingException", &[]);
    pub static Certificate: Shape = Shape::structure("Certificate", &[Member::new("CertificateArn", &CertificateArn), Member::new("IsDefault", &Default), ]);
    pub static CertificateArn: Shape = Shape::new("CertificateArn", Kind::String);
    pub static CertificateList: Shape = Shape::new("CertificateList", Kind::List(Member::new("member", &Certificate)));
    pub static CertificateNotFoundException: Shape = Shape::structure("CertificateNotFoundException", &[]);
    pub static Cipher: Shape = Shape::structure("Cipher", &[Member::new("Name", &CipherName), Member::new("Priority", &CipherPriority), ]);
    pub static CipherName: Shape = Shape::new("CipherName", Kind::String);
    pub static CipherPriority: Shape = Shape::new("CipherPriority", Kind::Integer);
    pub static Ciphers: Shape = Shape::new("Ciphers", Kind::List(Member::new("member", &Cipher)));
    pub static ConditionFieldName: Shape = Shape::new("ConditionFieldName", Kind::String).max(64.0);
    pub static CreateListenerInput: Shape = Shape::structure("CreateListenerInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn).required(), Member::new("Protocol", &ProtocolEnum), Member::new("Port", &Port), Member::new("SslPolicy", &SslPolicyName), Member::new("Certificates", &CertificateList), Member::new("DefaultActions", &Actions).required(), Member::new("AlpnPolicy", &AlpnPolicyName), Member::new("Tags", &TagList), Member::new("MutualAuthentication", &MutualAuthenticationAttributes), ]);
    pub static CreateListenerOutput: Shape = Shape::structure("CreateListenerOutput", &[Member::new("Listeners", &Listeners), ]);
    pub static CreateLoadBalancerInput: Shape = Shape::structure("CreateLoadBalancerInput", &[Member::new("Name", &LoadBalancerName).required(), Member::new("Subnets", &Subnets), Member::new("SubnetMappings", &SubnetMappings), Member::new("SecurityGroups", &SecurityGroups), Member::new("Scheme", &LoadBalancerSchemeEnum), Member::new("Tags", &TagList), Member::new("Type", &LoadBalancerTypeEnum), Member::new("IpAddressType", &IpAddressType), Member::new("CustomerOwnedIpv4Pool", &CustomerOwnedIpv4Pool), Member::new("EnablePrefixForIpv6SourceNat", &EnablePrefixForIpv6SourceNatEnum), Member::new("IpamPools", &IpamPools), ]);
    pub static CreateLoadBalancerOutput: Shape = Shape::structure("CreateLoadBalancerOutput", &[Member::new("LoadBalancers", &LoadBalancers), ]);
    pub static CreateRuleInput: Shape = Shape::structure("CreateRuleInput", &[Member::new("ListenerArn", &ListenerArn).required(), Member::new("Conditions", &RuleConditionList).required(), Member::new("Priority", &RulePriority).required(), Member::new("Actions", &Actions).required(), Member::new("Tags", &TagList), Member::new("Transforms", &RuleTransformList), ]);
    pub static CreateRuleOutput: Shape = Shape::structure("CreateRuleOutput", &[Member::new("Rules", &Rules), ]);
    pub static CreateTargetGroupInput: Shape = Shape::structure("CreateTargetGroupInput", &[Member::new("Name", &TargetGroupName).required(), Member::new("Protocol", &ProtocolEnum), Member::new("ProtocolVersion", &ProtocolVersion), Member::new("Port", &Port), Member::new("VpcId", &VpcId), Member::new("HealthCheckProtocol", &ProtocolEnum), Member::new("HealthCheckPort", &HealthCheckPort), Member::new("HealthCheckEnabled", &HealthCheckEnabled), Member::new("HealthCheckPath", &Path), Member::new("HealthCheckIntervalSeconds", &HealthCheckIntervalSeconds), Member::new("HealthCheckTimeoutSeconds", &HealthCheckTimeoutSeconds), Member::new("HealthyThresholdCount", &HealthCheckThresholdCount), Member::new("UnhealthyThresholdCount", &HealthCheckThresholdCount), Member::new("Matcher", &Matcher), Member::new("TargetType", &TargetTypeEnum), Member::new("Tags", &TagList), Member::new("IpAddressType", &TargetGroupIpAddressTypeEnum), Member::new("TargetControlPort", &TargetControlPort), ]);
    pub static CreateTargetGroupOutput: Shape = Shape::structure("CreateTargetGroupOutput", &[Member::new("TargetGroups", &TargetGroups), ]);
    pub static CreateTrustStoreInput: Shape = Shape::structure("CreateTrustStoreInput", &[Member::new("Name", &TrustStoreName).required(), Member::new("CaCertificatesBundleS3Bucket", &S3Bucket).required(), Member::new("CaCertificatesBundleS3Key", &S3Key).required(), Member::new("CaCertificatesBundleS3ObjectVersion", &S3ObjectVersion), Member::new("Tags", &TagList), ]);
    pub static CreateTrustStoreOutput: Shape = Shape::structure("CreateTrustStoreOutput", &[Member::new("TrustStores", &TrustStores), ]);
    pub static CreatedTime: Shape = Shape::new("CreatedTime", Kind::Timestamp(None));
    static CustomerOwnedIpv4Pool_pattern: Pattern = Pattern::new("^(ipv4pool-coip-)[a-zA-Z0-9]+$");
    pub static CustomerOwnedIpv4Pool: Shape = Shape::new("CustomerOwnedIpv4Pool", Kind::String).max(256.0).pattern(&CustomerOwnedIpv4Pool_pattern);
    pub static DNSName: Shape = Shape::new("DNSName", Kind::String);
    pub static Default: Shape = Shape::new("Default", Kind::Boolean);
    pub static DeleteAssociationSameAccountException: Shape = Shape::structure("DeleteAssociationSameAccountException", &[]);
    pub static DeleteListenerInput: Shape = Shape::structure("DeleteListenerInput", &[Member::new("ListenerArn", &ListenerArn).required(), ]);
    pub static DeleteListenerOutput: Shape = Shape::structure("DeleteListenerOutput", &[]);
    pub static DeleteLoadBalancerInput: Shape = Shape::structure("DeleteLoadBalancerInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn).required(), ]);
    pub static DeleteLoadBalancerOutput: Shape = Shape::structure("DeleteLoadBalancerOutput", &[]);
    pub static DeleteRuleInput: Shape = Shape::structure("DeleteRuleInput", &[Member::new("RuleArn", &RuleArn).required(), ]);
    pub static DeleteRuleOutput: Shape = Shape::structure("DeleteRuleOutput", &[]);
    pub static DeleteSharedTrustStoreAssociationInput: Shape = Shape::structure("DeleteSharedTrustStoreAssociationInput", &[Member::new("TrustStoreArn", &TrustStoreArn).required(), Member::new("ResourceArn", &ResourceArn).required(), ]);
    pub static DeleteSharedTrustStoreAssociationOutput: Shape = Shape::structure("DeleteSharedTrustStoreAssociationOutput", &[]);
    pub static DeleteTargetGroupInput: Shape = Shape::structure("DeleteTargetGroupInput", &[Member::new("TargetGroupArn", &TargetGroupArn).required(), ]);
    pub static DeleteTargetGroupOutput: Shape = Shape::structure("DeleteTargetGroupOutput", &[]);
    pub static DeleteTrustStoreInput: Shape = Shape::structure("DeleteTrustStoreInput", &[Member::new("TrustStoreArn", &TrustStoreArn).required(), ]);
    pub static DeleteTrustStoreOutput: Shape = Shape::structure("DeleteTrustStoreOutput", &[]);
    pub static DeregisterTargetsInput: Shape = Shape::structure("DeregisterTargetsInput", &[Member::new("TargetGroupArn", &TargetGroupArn).required(), Member::new("Targets", &TargetDescriptions).required(), ]);
    pub static DeregisterTargetsOutput: Shape = Shape::structure("DeregisterTargetsOutput", &[]);
    pub static DescribeAccountLimitsInput: Shape = Shape::structure("DescribeAccountLimitsInput", &[Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeAccountLimitsOutput: Shape = Shape::structure("DescribeAccountLimitsOutput", &[Member::new("Limits", &Limits), Member::new("NextMarker", &Marker), ]);
    pub static DescribeListenerAttributesInput: Shape = Shape::structure("DescribeListenerAttributesInput", &[Member::new("ListenerArn", &ListenerArn).required(), ]);
    pub static DescribeListenerAttributesOutput: Shape = Shape::structure("DescribeListenerAttributesOutput", &[Member::new("Attributes", &ListenerAttributes), ]);
    pub static DescribeListenerCertificatesInput: Shape = Shape::structure("DescribeListenerCertificatesInput", &[Member::new("ListenerArn", &ListenerArn).required(), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeListenerCertificatesOutput: Shape = Shape::structure("DescribeListenerCertificatesOutput", &[Member::new("Certificates", &CertificateList), Member::new("NextMarker", &Marker), ]);
    pub static DescribeListenersInput: Shape = Shape::structure("DescribeListenersInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn), Member::new("ListenerArns", &ListenerArns), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeListenersOutput: Shape = Shape::structure("DescribeListenersOutput", &[Member::new("Listeners", &Listeners), Member::new("NextMarker", &Marker), ]);
    pub static DescribeLoadBalancerAttributesInput: Shape = Shape::structure("DescribeLoadBalancerAttributesInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn).required(), ]);
    pub static DescribeLoadBalancerAttributesOutput: Shape = Shape::structure("DescribeLoadBalancerAttributesOutput", &[Member::new("Attributes", &LoadBalancerAttributes), ]);
    pub static DescribeLoadBalancersInput: Shape = Shape::structure("DescribeLoadBalancersInput", &[Member::new("LoadBalancerArns", &LoadBalancerArns), Member::new("Names", &LoadBalancerNames), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeLoadBalancersOutput: Shape = Shape::structure("DescribeLoadBalancersOutput", &[Member::new("LoadBalancers", &LoadBalancers), Member::new("NextMarker", &Marker), ]);
    pub static DescribeRulesInput: Shape = Shape::structure("DescribeRulesInput", &[Member::new("ListenerArn", &ListenerArn), Member::new("RuleArns", &RuleArns), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeRulesOutput: Shape = Shape::structure("DescribeRulesOutput", &[Member::new("Rules", &Rules), Member::new("NextMarker", &Marker), ]);
    pub static DescribeSSLPoliciesInput: Shape = Shape::structure("DescribeSSLPoliciesInput", &[Member::new("Names", &SslPolicyNames), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), Member::new("LoadBalancerType", &LoadBalancerTypeEnum), ]);
    pub static DescribeSSLPoliciesOutput: Shape = Shape::structure("DescribeSSLPoliciesOutput", &[Member::new("SslPolicies", &SslPolicies), Member::new("NextMarker", &Marker), ]);
    pub static DescribeTagsInput: Shape = Shape::structure("DescribeTagsInput", &[Member::new("ResourceArns", &ResourceArns).required(), ]);
    pub static DescribeTagsOutput: Shape = Shape::structure("DescribeTagsOutput", &[Member::new("TagDescriptions", &TagDescriptions), ]);
    pub static DescribeTargetGroupAttributesInput: Shape = Shape::structure("DescribeTargetGroupAttributesInput", &[Member::new("TargetGroupArn", &TargetGroupArn).required(), ]);
    pub static DescribeTargetGroupAttributesOutput: Shape = Shape::structure("DescribeTargetGroupAttributesOutput", &[Member::new("Attributes", &TargetGroupAttributes), ]);
    pub static DescribeTargetGroupsInput: Shape = Shape::structure("DescribeTargetGroupsInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn), Member::new("TargetGroupArns", &TargetGroupArns), Member::new("Names", &TargetGroupNames), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeTargetGroupsOutput: Shape = Shape::structure("DescribeTargetGroupsOutput", &[Member::new("TargetGroups", &TargetGroups), Member::new("NextMarker", &Marker), ]);
    pub static DescribeTargetHealthInput: Shape = Shape::structure("DescribeTargetHealthInput", &[Member::new("TargetGroupArn", &TargetGroupArn).required(), Member::new("Targets", &TargetDescriptions), Member::new("Include", &ListOfDescribeTargetHealthIncludeOptions), ]);
    pub static DescribeTargetHealthInputIncludeEnum: Shape = Shape::new("DescribeTargetHealthInputIncludeEnum", Kind::String).values(&["AnomalyDetection", "All"]);
    pub static DescribeTargetHealthOutput: Shape = Shape::structure("DescribeTargetHealthOutput", &[Member::new("TargetHealthDescriptions", &TargetHealthDescriptions), ]);
    pub static DescribeTrustStoreAssociationsInput: Shape = Shape::structure("DescribeTrustStoreAssociationsInput", &[Member::new("TrustStoreArn", &TrustStoreArn).required(), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeTrustStoreAssociationsOutput: Shape = Shape::structure("DescribeTrustStoreAssociationsOutput", &[Member::new("TrustStoreAssociations", &TrustStoreAssociations), Member::new("NextMarker", &Marker), ]);
    pub static DescribeTrustStoreRevocation: Shape = Shape::structure("DescribeTrustStoreRevocation", &[Member::new("TrustStoreArn", &TrustStoreArn), Member::new("RevocationId", &RevocationId), Member::new("RevocationType", &RevocationType), Member::new("NumberOfRevokedEntries", &NumberOfRevokedEntries), ]);
    pub static DescribeTrustStoreRevocationResponse: Shape = Shape::new("DescribeTrustStoreRevocationResponse", Kind::List(Member::new("member", &DescribeTrustStoreRevocation)));
    pub static DescribeTrustStoreRevocationsInput: Shape = Shape::structure("DescribeTrustStoreRevocationsInput", &[Member::new("TrustStoreArn", &TrustStoreArn).required(), Member::new("RevocationIds", &RevocationIds), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeTrustStoreRevocationsOutput: Shape = Shape::structure("DescribeTrustStoreRevocationsOutput", &[Member::new("TrustStoreRevocations", &DescribeTrustStoreRevocationResponse), Member::new("NextMarker", &Marker), ]);
    pub static DescribeTrustStoresInput: Shape = Shape::structure("DescribeTrustStoresInput", &[Member::new("TrustStoreArns", &TrustStoreArns), Member::new("Names", &TrustStoreNames), Member::new("Marker", &Marker), Member::new("PageSize", &PageSize), ]);
    pub static DescribeTrustStoresOutput: Shape = Shape::structure("DescribeTrustStoresOutput", &[Member::new("TrustStores", &TrustStores), Member::new("NextMarker", &Marker), ]);
    pub static Description: Shape = Shape::new("Description", Kind::String);
    pub static DuplicateListenerException: Shape = Shape::structure("DuplicateListenerException", &[]);
    pub static DuplicateLoadBalancerNameException: Shape = Shape::structure("DuplicateLoadBalancerNameException", &[]);
    pub static DuplicateTagKeysException: Shape = Shape::structure("DuplicateTagKeysException", &[]);
    pub static DuplicateTargetGroupNameException: Shape = Shape::structure("DuplicateTargetGroupNameException", &[]);
    pub static DuplicateTrustStoreNameException: Shape = Shape::structure("DuplicateTrustStoreNameException", &[]);
    pub static EnablePrefixForIpv6SourceNatEnum: Shape = Shape::new("EnablePrefixForIpv6SourceNatEnum", Kind::String).values(&["on", "off"]);
    pub static EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: Shape = Shape::new("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", Kind::String);
    pub static EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum: Shape = Shape::new("EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum", Kind::String).values(&["on", "off"]);
    pub static FixedResponseActionConfig: Shape = Shape::structure("FixedResponseActionConfig", &[Member::new("MessageBody", &FixedResponseActionMessage), Member::new("StatusCode", &FixedResponseActionStatusCode).required(), Member::new("ContentType", &FixedResponseActionContentType), ]);
    pub static FixedResponseActionContentType: Shape = Shape::new("FixedResponseActionContentType", Kind::String).min(0.0).max(32.0);
    pub static FixedResponseActionMessage: Shape = Shape::new("FixedResponseActionMessage", Kind::String).min(0.0).max(1024.0);
    static FixedResponseActionStatusCode_pattern: Pattern = Pattern::new("^(2|4|5)\\d\\d$");
    pub static FixedResponseActionStatusCode: Shape = Shape::new("FixedResponseActionStatusCode", Kind::String).pattern(&FixedResponseActionStatusCode_pattern);
    pub static ForwardActionConfig: Shape = Shape::structure("ForwardActionConfig", &[Member::new("TargetGroups", &TargetGroupList), Member::new("TargetGroupStickinessConfig", &TargetGroupStickinessConfig), ]);
    pub static GrpcCode: Shape = Shape::new("GrpcCode", Kind::String);
    pub static HealthCheckEnabled: Shape = Shape::new("HealthCheckEnabled", Kind::Boolean);
    pub static HealthCheckIntervalSeconds: Shape = Shape::new("HealthCheckIntervalSeconds", Kind::Integer).min(5.0).max(300.0);
    pub static HealthCheckPort: Shape = Shape::new("HealthCheckPort", Kind::String);
    pub static HealthCheckThresholdCount: Shape = Shape::new("HealthCheckThresholdCount", Kind::Integer).min(2.0).max(10.0);
    pub static HealthCheckTimeoutSeconds: Shape = Shape::new("HealthCheckTimeoutSeconds", Kind::Integer).min(2.0).max(120.0);
    pub static HealthUnavailableException: Shape = Shape::structure("HealthUnavailableException", &[]);
    pub static HostHeaderConditionConfig: Shape = Shape::structure("HostHeaderConditionConfig", &[Member::new("Values", &ListOfString), Member::new("RegexValues", &ListOfString), ]);
    pub static HostHeaderRewriteConfig: Shape = Shape::structure("HostHeaderRewriteConfig", &[Member::new("Rewrites", &RewriteConfigList), ]);
    pub static HttpCode: Shape = Shape::new("HttpCode", Kind::String);
    pub static HttpHeaderConditionConfig: Shape = Shape::structure("HttpHeaderConditionConfig", &[Member::new("HttpHeaderName", &HttpHeaderConditionName), Member::new("Values", &ListOfString), Member::new("RegexValues", &ListOfString), ]);
    pub static HttpHeaderConditionName: Shape = Shape::new("HttpHeaderConditionName", Kind::String);
    pub static HttpRequestMethodConditionConfig: Shape = Shape::structure("HttpRequestMethodConditionConfig", &[Member::new("Values", &ListOfString), ]);
    pub static IPv6Address: Shape = Shape::new("IPv6Address", Kind::String);
    pub static IgnoreClientCertificateExpiry: Shape = Shape::new("IgnoreClientCertificateExpiry", Kind::Boolean);
    pub static IncompatibleProtocolsException: Shape = Shape::structure("IncompatibleProtocolsException", &[]);
    pub static InvalidCaCertificatesBundleException: Shape = Shape::structure("InvalidCaCertificatesBundleException", &[]);
    pub static InvalidConfigurationRequestException: Shape = Shape::structure("InvalidConfigurationRequestException", &[]);
    pub static InvalidLoadBalancerActionException: Shape = Shape::structure("InvalidLoadBalancerActionException", &[]);
    pub static InvalidRevocationContentException: Shape = Shape::structure("InvalidRevocationContentException", &[]);
    pub static InvalidSchemeException: Shape = Shape::structure("InvalidSchemeException", &[]);
    pub static InvalidSecurityGroupException: Shape = Shape::structure("InvalidSecurityGroupException", &[]);
    pub static InvalidSubnetException: Shape = Shape::structure("InvalidSubnetException", &[]);
    pub static InvalidTargetException: Shape = Shape::structure("InvalidTargetException", &[]);
    pub static IpAddress: Shape = Shape::new("IpAddress", Kind::String);
    pub static IpAddressType: Shape = Shape::new("IpAddressType", Kind::String).values(&["ipv4", "dualstack", "dualstack-without-public-ipv4"]);
    static IpamPoolId_pattern: Pattern = Pattern::new("^(ipam-pool-)[a-zA-Z0-9]+$");
    pub static IpamPoolId: Shape = Shape::new("IpamPoolId", Kind::String).max(1000.0).pattern(&IpamPoolId_pattern);
    pub static IpamPools: Shape = Shape::structure("IpamPools", &[Member::new("Ipv4IpamPoolId", &IpamPoolId), ]);
    pub static IsDefault: Shape = Shape::new("IsDefault", Kind::Boolean);
    pub static JwtValidationActionAdditionalClaim: Shape = Shape::structure("JwtValidationActionAdditionalClaim", &[Member::new("Format", &JwtValidationActionAdditionalClaimFormatEnum).required(), Member::new("Name", &JwtValidationActionAdditionalClaimName).required(), Member::new("Values", &JwtValidationActionAdditionalClaimValues).required(), ]);
    pub static JwtValidationActionAdditionalClaimFormatEnum: Shape = Shape::new("JwtValidationActionAdditionalClaimFormatEnum", Kind::String).values(&["single-string", "string-array", "space-separated-values"]);
    pub static JwtValidationActionAdditionalClaimName: Shape = Shape::new("JwtValidationActionAdditionalClaimName", Kind::String);
    pub static JwtValidationActionAdditionalClaimValue: Shape = Shape::new("JwtValidationActionAdditionalClaimValue", Kind::String);
    pub static JwtValidationActionAdditionalClaimValues: Shape = Shape::new("JwtValidationActionAdditionalClaimValues", Kind::List(Member::new("member", &JwtValidationActionAdditionalClaimValue)));
    pub static JwtValidationActionAdditionalClaims: Shape = Shape::new("JwtValidationActionAdditionalClaims", Kind::List(Member::new("member", &JwtValidationActionAdditionalClaim)));
    pub static JwtValidationActionConfig: Shape = Shape::structure("JwtValidationActionConfig", &[Member::new("JwksEndpoint", &JwtValidationActionJwksEndpoint).required(), Member::new("Issuer", &JwtValidationActionIssuer).required(), Member::new("AdditionalClaims", &JwtValidationActionAdditionalClaims), ]);
    pub static JwtValidationActionIssuer: Shape = Shape::new("JwtValidationActionIssuer", Kind::String);
    pub static JwtValidationActionJwksEndpoint: Shape = Shape::new("JwtValidationActionJwksEndpoint", Kind::String);
    pub static Limit: Shape = Shape::structure("Limit", &[Member::new("Name", &Name), Member::new("Max", &Max), ]);
    pub static Limits: Shape = Shape::new("Limits", Kind::List(Member::new("member", &Limit)));
    pub static ListOfDescribeTargetHealthIncludeOptions: Shape = Shape::new("ListOfDescribeTargetHealthIncludeOptions", Kind::List(Member::new("member", &DescribeTargetHealthInputIncludeEnum)));
    pub static ListOfString: Shape = Shape::new("ListOfString", Kind::List(Member::new("member", &StringValue)));
    pub static Listener: Shape = Shape::structure("Listener", &[Member::new("ListenerArn", &ListenerArn), Member::new("LoadBalancerArn", &LoadBalancerArn), Member::new("Port", &Port), Member::new("Protocol", &ProtocolEnum), Member::new("Certificates", &CertificateList), Member::new("SslPolicy", &SslPolicyName), Member::new("DefaultActions", &Actions), Member::new("AlpnPolicy", &AlpnPolicyName), Member::new("MutualAuthentication", &MutualAuthenticationAttributes), ]);
    pub static ListenerArn: Shape = Shape::new("ListenerArn", Kind::String);
    pub static ListenerArns: Shape = Shape::new("ListenerArns", Kind::List(Member::new("member", &ListenerArn)));
    pub static ListenerAttribute: Shape = Shape::structure("ListenerAttribute", &[Member::new("Key", &ListenerAttributeKey), Member::new("Value", &ListenerAttributeValue), ]);
    static ListenerAttributeKey_pattern: Pattern = Pattern::new("^[a-zA-Z0-9._]+$");
    pub static ListenerAttributeKey: Shape = Shape::new("ListenerAttributeKey", Kind::String).max(256.0).pattern(&ListenerAttributeKey_pattern);
    pub static ListenerAttributeValue: Shape = Shape::new("ListenerAttributeValue", Kind::String);
    pub static ListenerAttributes: Shape = Shape::new("ListenerAttributes", Kind::List(Member::new("member", &ListenerAttribute)));
    pub static ListenerNotFoundException: Shape = Shape::structure("ListenerNotFoundException", &[]);
    pub static Listeners: Shape = Shape::new("Listeners", Kind::List(Member::new("member", &Listener)));
    pub static LoadBalancer: Shape = Shape::structure("LoadBalancer", &[Member::new("LoadBalancerArn", &LoadBalancerArn), Member::new("DNSName", &DNSName), Member::new("CanonicalHostedZoneId", &CanonicalHostedZoneId), Member::new("CreatedTime", &CreatedTime), Member::new("LoadBalancerName", &LoadBalancerName), Member::new("Scheme", &LoadBalancerSchemeEnum), Member::new("VpcId", &VpcId), Member::new("State", &LoadBalancerState), Member::new("Type", &LoadBalancerTypeEnum), Member::new("AvailabilityZones", &AvailabilityZones), Member::new("SecurityGroups", &SecurityGroups), Member::new("IpAddressType", &IpAddressType), Member::new("CustomerOwnedIpv4Pool", &CustomerOwnedIpv4Pool), Member::new("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", &EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic), Member::new("EnablePrefixForIpv6SourceNat", &EnablePrefixForIpv6SourceNatEnum), Member::new("IpamPools", &IpamPools), ]);
    pub static LoadBalancerAddress: Shape = Shape::structure("LoadBalancerAddress", &[Member::new("IpAddress", &IpAddress), Member::new("AllocationId", &AllocationId), Member::new("PrivateIPv4Address", &PrivateIPv4Address), Member::new("IPv6Address", &IPv6Address), ]);
    pub static LoadBalancerAddresses: Shape = Shape::new("LoadBalancerAddresses", Kind::List(Member::new("member", &LoadBalancerAddress)));
    pub static LoadBalancerArn: Shape = Shape::new("LoadBalancerArn", Kind::String);
    pub static LoadBalancerArns: Shape = Shape::new("LoadBalancerArns", Kind::List(Member::new("member", &LoadBalancerArn)));
    pub static LoadBalancerAttribute: Shape = Shape::structure("LoadBalancerAttribute", &[Member::new("Key", &LoadBalancerAttributeKey), Member::new("Value", &LoadBalancerAttributeValue), ]);
    static LoadBalancerAttributeKey_pattern: Pattern = Pattern::new("^[a-zA-Z0-9._]+$");
    pub static LoadBalancerAttributeKey: Shape = Shape::new("LoadBalancerAttributeKey", Kind::String).max(256.0).pattern(&LoadBalancerAttributeKey_pattern);
    pub static LoadBalancerAttributeValue: Shape = Shape::new("LoadBalancerAttributeValue", Kind::String).max(1024.0);
    pub static LoadBalancerAttributes: Shape = Shape::new("LoadBalancerAttributes", Kind::List(Member::new("member", &LoadBalancerAttribute))).max(20.0);
    pub static LoadBalancerName: Shape = Shape::new("LoadBalancerName", Kind::String);
    pub static LoadBalancerNames: Shape = Shape::new("LoadBalancerNames", Kind::List(Member::new("member", &LoadBalancerName)));
    pub static LoadBalancerNotFoundException: Shape = Shape::structure("LoadBalancerNotFoundException", &[]);
    pub static LoadBalancerSchemeEnum: Shape = Shape::new("LoadBalancerSchemeEnum", Kind::String).values(&["internet-facing", "internal"]);
    pub static LoadBalancerState: Shape = Shape::structure("LoadBalancerState", &[Member::new("Code", &LoadBalancerStateEnum), Member::new("Reason", &StateReason), ]);
    pub static LoadBalancerStateEnum: Shape = Shape::new("LoadBalancerStateEnum", Kind::String).values(&["active", "provisioning", "active_impaired", "failed"]);
    pub static LoadBalancerTypeEnum: Shape = Shape::new("LoadBalancerTypeEnum", Kind::String).values(&["application", "network", "gateway"]);
    pub static LoadBalancers: Shape = Shape::new("LoadBalancers", Kind::List(Member::new("member", &LoadBalancer)));
    pub static Marker: Shape = Shape::new("Marker", Kind::String);
    pub static Matcher: Shape = Shape::structure("Matcher", &[Member::new("HttpCode", &HttpCode), Member::new("GrpcCode", &GrpcCode), ]);
    pub static Max: Shape = Shape::new("Max", Kind::String);
    pub static MitigationInEffectEnum: Shape = Shape::new("MitigationInEffectEnum", Kind::String).values(&["yes", "no"]);
    pub static Mode: Shape = Shape::new("Mode", Kind::String);
    pub static ModifyListenerAttributesInput: Shape = Shape::structure("ModifyListenerAttributesInput", &[Member::new("ListenerArn", &ListenerArn).required(), Member::new("Attributes", &ListenerAttributes).required(), ]);
    pub static ModifyListenerAttributesOutput: Shape = Shape::structure("ModifyListenerAttributesOutput", &[Member::new("Attributes", &ListenerAttributes), ]);
    pub static ModifyListenerInput: Shape = Shape::structure("ModifyListenerInput", &[Member::new("ListenerArn", &ListenerArn).required(), Member::new("Port", &Port), Member::new("Protocol", &ProtocolEnum), Member::new("SslPolicy", &SslPolicyName), Member::new("Certificates", &CertificateList), Member::new("DefaultActions", &Actions), Member::new("AlpnPolicy", &AlpnPolicyName), Member::new("MutualAuthentication", &MutualAuthenticationAttributes), ]);
    pub static ModifyListenerOutput: Shape = Shape::structure("ModifyListenerOutput", &[Member::new("Listeners", &Listeners), ]);
    pub static ModifyLoadBalancerAttributesInput: Shape = Shape::structure("ModifyLoadBalancerAttributesInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn).required(), Member::new("Attributes", &LoadBalancerAttributes).required(), ]);
    pub static ModifyLoadBalancerAttributesOutput: Shape = Shape::structure("ModifyLoadBalancerAttributesOutput", &[Member::new("Attributes", &LoadBalancerAttributes), ]);
    pub static ModifyRuleInput: Shape = Shape::structure("ModifyRuleInput", &[Member::new("RuleArn", &RuleArn).required(), Member::new("Conditions", &RuleConditionList), Member::new("Actions", &Actions), Member::new("Transforms", &RuleTransformList), Member::new("ResetTransforms", &ResetTransforms), ]);
    pub static ModifyRuleOutput: Shape = Shape::structure("ModifyRuleOutput", &[Member::new("Rules", &Rules), ]);
    pub static ModifyTargetGroupAttributesInput: Shape = Shape::structure("ModifyTargetGroupAttributesInput", &[Member::new("TargetGroupArn", &TargetGroupArn).required(), Member::new("Attributes", &TargetGroupAttributes).required(), ]);
    pub static ModifyTargetGroupAttributesOutput: Shape = Shape::structure("ModifyTargetGroupAttributesOutput", &[Member::new("Attributes", &TargetGroupAttributes), ]);
    pub static ModifyTargetGroupInput: Shape = Shape::structure("ModifyTargetGroupInput", &[Member::new("TargetGroupArn", &TargetGroupArn).required(), Member::new("HealthCheckProtocol", &ProtocolEnum), Member::new("HealthCheckPort", &HealthCheckPort), Member::new("HealthCheckPath", &Path), Member::new("HealthCheckEnabled", &HealthCheckEnabled), Member::new("HealthCheckIntervalSeconds", &HealthCheckIntervalSeconds), Member::new("HealthCheckTimeoutSeconds", &HealthCheckTimeoutSeconds), Member::new("HealthyThresholdCount", &HealthCheckThresholdCount), Member::new("UnhealthyThresholdCount", &HealthCheckThresholdCount), Member::new("Matcher", &Matcher), ]);
    pub static ModifyTargetGroupOutput: Shape = Shape::structure("ModifyTargetGroupOutput", &[Member::new("TargetGroups", &TargetGroups), ]);
    pub static ModifyTrustStoreInput: Shape = Shape::structure("ModifyTrustStoreInput", &[Member::new("TrustStoreArn", &TrustStoreArn).required(), Member::new("CaCertificatesBundleS3Bucket", &S3Bucket).required(), Member::new("CaCertificatesBundleS3Key", &S3Key).required(), Member::new("CaCertificatesBundleS3ObjectVersion", &S3ObjectVersion), ]);
    pub static ModifyTrustStoreOutput: Shape = Shape::structure("ModifyTrustStoreOutput", &[Member::new("TrustStores", &TrustStores), ]);
    pub static MutualAuthenticationAttributes: Shape = Shape::structure("MutualAuthenticationAttributes", &[Member::new("Mode", &Mode), Member::new("TrustStoreArn", &TrustStoreArn), Member::new("IgnoreClientCertificateExpiry", &IgnoreClientCertificateExpiry), Member::new("TrustStoreAssociationStatus", &TrustStoreAssociationStatusEnum), Member::new("AdvertiseTrustStoreCaNames", &AdvertiseTrustStoreCaNamesEnum), ]);
    pub static Name: Shape = Shape::new("Name", Kind::String);
    pub static NumberOfCaCertificates: Shape = Shape::new("NumberOfCaCertificates", Kind::Integer);
    pub static NumberOfRevokedEntries: Shape = Shape::new("NumberOfRevokedEntries", Kind::Long);
    pub static OperationNotPermittedException: Shape = Shape::structure("OperationNotPermittedException", &[]);
    pub static OutpostId: Shape = Shape::new("OutpostId", Kind::String);
    pub static PageSize: Shape = Shape::new("PageSize", Kind::Integer).min(1.0).max(400.0);
    pub static Path: Shape = Shape::new("Path", Kind::String).min(1.0).max(1024.0);
    pub static PathPatternConditionConfig: Shape = Shape::structure("PathPatternConditionConfig", &[Member::new("Values", &ListOfString), Member::new("RegexValues", &ListOfString), ]);
    pub static Port: Shape = Shape::new("Port", Kind::Integer).min(1.0).max(65535.0);
    pub static PriorityInUseException: Shape = Shape::structure("PriorityInUseException", &[]);
    pub static PrivateIPv4Address: Shape = Shape::new("PrivateIPv4Address", Kind::String);
    pub static ProtocolEnum: Shape = Shape::new("ProtocolEnum", Kind::String).values(&["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"]);
    pub static ProtocolVersion: Shape = Shape::new("ProtocolVersion", Kind::String);
    pub static QueryStringConditionConfig: Shape = Shape::structure("QueryStringConditionConfig", &[Member::new("Values", &QueryStringKeyValuePairList), ]);
    pub static QueryStringKeyValuePair: Shape = Shape::structure("QueryStringKeyValuePair", &[Member::new("Key", &StringValue), Member::new("Value", &StringValue), ]);
    pub static QueryStringKeyValuePairList: Shape = Shape::new("QueryStringKeyValuePairList", Kind::List(Member::new("member", &QueryStringKeyValuePair)));
    pub static QuicServerId: Shape = Shape::new("QuicServerId", Kind::String).min(1.0).max(256.0);
    pub static RedirectActionConfig: Shape = Shape::structure("RedirectActionConfig", &[Member::new("Protocol", &RedirectActionProtocol), Member::new("Port", &RedirectActionPort), Member::new("Host", &RedirectActionHost), Member::new("Path", &RedirectActionPath), Member::new("Query", &RedirectActionQuery), Member::new("StatusCode", &RedirectActionStatusCodeEnum).required(), ]);
    pub static RedirectActionHost: Shape = Shape::new("RedirectActionHost", Kind::String).min(1.0).max(128.0);
    pub static RedirectActionPath: Shape = Shape::new("RedirectActionPath", Kind::String).min(1.0).max(128.0);
    pub static RedirectActionPort: Shape = Shape::new("RedirectActionPort", Kind::String);
    static RedirectActionProtocol_pattern: Pattern = Pattern::new("^(HTTPS?|#\\{protocol\\})$");
    pub static RedirectActionProtocol: Shape = Shape::new("RedirectActionProtocol", Kind::String).pattern(&RedirectActionProtocol_pattern);
    pub static RedirectActionQuery: Shape = Shape::new("RedirectActionQuery", Kind::String).min(0.0).max(128.0);
    pub static RedirectActionStatusCodeEnum: Shape = Shape::new("RedirectActionStatusCodeEnum", Kind::String).values(&["HTTP_301", "HTTP_302"]);
    pub static RegisterTargetsInput: Shape = Shape::structure("RegisterTargetsInput", &[Member::new("TargetGroupArn", &TargetGroupArn).required(), Member::new("Targets", &TargetDescriptions).required(), ]);
    pub static RegisterTargetsOutput: Shape = Shape::structure("RegisterTargetsOutput", &[]);
    pub static RemoveListenerCertificatesInput: Shape = Shape::structure("RemoveListenerCertificatesInput", &[Member::new("ListenerArn", &ListenerArn).required(), Member::new("Certificates", &CertificateList).required(), ]);
    pub static RemoveListenerCertificatesOutput: Shape = Shape::structure("RemoveListenerCertificatesOutput", &[]);
    pub static RemoveTagsInput: Shape = Shape::structure("RemoveTagsInput", &[Member::new("ResourceArns", &ResourceArns).required(), Member::new("TagKeys", &TagKeys).required(), ]);
    pub static RemoveTagsOutput: Shape = Shape::structure("RemoveTagsOutput", &[]);
    pub static RemoveTrustStoreRevocationsInput: Shape = Shape::structure("RemoveTrustStoreRevocationsInput", &[Member::new("TrustStoreArn", &TrustStoreArn).required(), Member::new("RevocationIds", &RevocationIds).required(), ]);
    pub static RemoveTrustStoreRevocationsOutput: Shape = Shape::structure("RemoveTrustStoreRevocationsOutput", &[]);
    pub static ResetTransforms: Shape = Shape::new("ResetTransforms", Kind::Boolean);
    pub static ResourceArn: Shape = Shape::new("ResourceArn", Kind::String);
    pub static ResourceArns: Shape = Shape::new("ResourceArns", Kind::List(Member::new("member", &ResourceArn)));
    pub static ResourceInUseException: Shape = Shape::structure("ResourceInUseException", &[]);
    pub static RevocationContent: Shape = Shape::structure("RevocationContent", &[Member::new("S3Bucket", &S3Bucket), Member::new("S3Key", &S3Key), Member::new("S3ObjectVersion", &S3ObjectVersion), Member::new("RevocationType", &RevocationType), ]);
    pub static RevocationContentNotFoundException: Shape = Shape::structure("RevocationContentNotFoundException", &[]);
    pub static RevocationContents: Shape = Shape::new("RevocationContents", Kind::List(Member::new("member", &RevocationContent)));
    pub static RevocationId: Shape = Shape::new("RevocationId", Kind::Long);
    pub static RevocationIdNotFoundException: Shape = Shape::structure("RevocationIdNotFoundException", &[]);
    pub static RevocationIds: Shape = Shape::new("RevocationIds", Kind::List(Member::new("member", &RevocationId)));
    pub static RevocationType: Shape = Shape::new("RevocationType", Kind::String).values(&["CRL"]);
    pub static RewriteConfig: Shape = Shape::structure("RewriteConfig", &[Member::new("Regex", &StringValue).required(), Member::new("Replace", &StringValue).required(), ]);
    pub static RewriteConfigList: Shape = Shape::new("RewriteConfigList", Kind::List(Member::new("member", &RewriteConfig)));
    pub static Rule: Shape = Shape::structure("Rule", &[Member::new("RuleArn", &RuleArn), Member::new("Priority", &String), Member::new("Conditions", &RuleConditionList), Member::new("Actions", &Actions), Member::new("IsDefault", &IsDefault), Member::new("Transforms", &RuleTransformList), ]);
    pub static RuleArn: Shape = Shape::new("RuleArn", Kind::String);
    pub static RuleArns: Shape = Shape::new("RuleArns", Kind::List(Member::new("member", &RuleArn)));
    pub static RuleCondition: Shape = Shape::structure("RuleCondition", &[Member::new("Field", &ConditionFieldName), Member::new("Values", &ListOfString), Member::new("HostHeaderConfig", &HostHeaderConditionConfig), Member::new("PathPatternConfig", &PathPatternConditionConfig), Member::new("HttpHeaderConfig", &HttpHeaderConditionConfig), Member::new("QueryStringConfig", &QueryStringConditionConfig), Member::new("HttpRequestMethodConfig", &HttpRequestMethodConditionConfig), Member::new("SourceIpConfig", &SourceIpConditionConfig), Member::new("RegexValues", &ListOfString), ]);
    pub static RuleConditionList: Shape = Shape::new("RuleConditionList", Kind::List(Member::new("member", &RuleCondition)));
    pub static RuleNotFoundException: Shape = Shape::structure("RuleNotFoundException", &[]);
    pub static RulePriority: Shape = Shape::new("RulePriority", Kind::Integer).min(1.0).max(50000.0);
    pub static RulePriorityList: Shape = Shape::new("RulePriorityList", Kind::List(Member::new("member", &RulePriorityPair)));
    pub static RulePriorityPair: Shape = Shape::structure("RulePriorityPair", &[Member::new("RuleArn", &RuleArn), Member::new("Priority", &RulePriority), ]);
    pub static RuleTransform: Shape = Shape::structure("RuleTransform", &[Member::new("Type", &TransformTypeEnum).required(), Member::new("HostHeaderRewriteConfig", &HostHeaderRewriteConfig), Member::new("UrlRewriteConfig", &UrlRewriteConfig), ]);
    pub static RuleTransformList: Shape = Shape::new("RuleTransformList", Kind::List(Member::new("member", &RuleTransform)));
    pub static Rules: Shape = Shape::new("Rules", Kind::List(Member::new("member", &Rule)));
    pub static S3Bucket: Shape = Shape::new("S3Bucket", Kind::String);
    pub static S3Key: Shape = Shape::new("S3Key", Kind::String);
    pub static S3ObjectVersion: Shape = Shape::new("S3ObjectVersion", Kind::String);
    pub static SSLPolicyNotFoundException: Shape = Shape::structure("SSLPolicyNotFoundException", &[]);
    pub static SecurityGroupId: Shape = Shape::new("SecurityGroupId", Kind::String);
    pub static SecurityGroups: Shape = Shape::new("SecurityGroups", Kind::List(Member::new("member", &SecurityGroupId)));
    pub static SetIpAddressTypeInput: Shape = Shape::structure("SetIpAddressTypeInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn).required(), Member::new("IpAddressType", &IpAddressType).required(), ]);
    pub static SetIpAddressTypeOutput: Shape = Shape::structure("SetIpAddressTypeOutput", &[Member::new("IpAddressType", &IpAddressType), ]);
    pub static SetRulePrioritiesInput: Shape = Shape::structure("SetRulePrioritiesInput", &[Member::new("RulePriorities", &RulePriorityList).required(), ]);
    pub static SetRulePrioritiesOutput: Shape = Shape::structure("SetRulePrioritiesOutput", &[Member::new("Rules", &Rules), ]);
    pub static SetSecurityGroupsInput: Shape = Shape::structure("SetSecurityGroupsInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn).required(), Member::new("SecurityGroups", &SecurityGroups).required(), Member::new("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", &EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum), ]);
    pub static SetSecurityGroupsOutput: Shape = Shape::structure("SetSecurityGroupsOutput", &[Member::new("SecurityGroupIds", &SecurityGroups), Member::new("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", &EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum), ]);
    pub static SetSubnetsInput: Shape = Shape::structure("SetSubnetsInput", &[Member::new("LoadBalancerArn", &LoadBalancerArn).required(), Member::new("Subnets", &Subnets), Member::new("SubnetMappings", &SubnetMappings), Member::new("IpAddressType", &IpAddressType), Member::new("EnablePrefixForIpv6SourceNat", &EnablePrefixForIpv6SourceNatEnum), ]);
    pub static SetSubnetsOutput: Shape = Shape::structure("SetSubnetsOutput", &[Member::new("AvailabilityZones", &AvailabilityZones), Member::new("IpAddressType", &IpAddressType), Member::new("EnablePrefixForIpv6SourceNat", &EnablePrefixForIpv6SourceNatEnum), ]);
    pub static SourceIpConditionConfig: Shape = Shape::structure("SourceIpConditionConfig", &[Member::new("Values", &ListOfString), ]);
    pub static SourceNatIpv6Prefix: Shape = Shape::new("SourceNatIpv6Prefix", Kind::String);
    pub static SourceNatIpv6Prefixes: Shape = Shape::new("SourceNatIpv6Prefixes", Kind::List(Member::new("member", &SourceNatIpv6Prefix)));
    pub static SslPolicies: Shape = Shape::new("SslPolicies", Kind::List(Member::new("member", &SslPolicy)));
    pub static SslPolicy: Shape = Shape::structure("SslPolicy", &[Member::new("SslProtocols", &SslProtocols), Member::new("Ciphers", &Ciphers), Member::new("Name", &SslPolicyName), Member::new("SupportedLoadBalancerTypes", &ListOfString), ]);
    pub static SslPolicyName: Shape = Shape::new("SslPolicyName", Kind::String);
    pub static SslPolicyNames: Shape = Shape::new("SslPolicyNames", Kind::List(Member::new("member", &SslPolicyName)));
    pub static SslProtocol: Shape = Shape::new("SslProtocol", Kind::String);
    pub static SslProtocols: Shape = Shape::new("SslProtocols", Kind::List(Member::new("member", &SslProtocol)));
    pub static StateReason: Shape = Shape::new("StateReason", Kind::String);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static StringValue: Shape = Shape::new("StringValue", Kind::String);
    pub static SubnetId: Shape = Shape::new("SubnetId", Kind::String);
    pub static SubnetMapping: Shape = Shape::structure("SubnetMapping", &[Member::new("SubnetId", &SubnetId), Member::new("AllocationId", &AllocationId), Member::new("PrivateIPv4Address", &PrivateIPv4Address), Member::new("IPv6Address", &IPv6Address), Member::new("SourceNatIpv6Prefix", &SourceNatIpv6Prefix), ]);
    pub static SubnetMappings: Shape = Shape::new("SubnetMappings", Kind::List(Member::new("member", &SubnetMapping)));
    pub static SubnetNotFoundException: Shape = Shape::structure("SubnetNotFoundException", &[]);
    pub static Subnets: Shape = Shape::new("Subnets", Kind::List(Member::new("member", &SubnetId)));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue), ]);
    pub static TagDescription: Shape = Shape::structure("TagDescription", &[Member::new("ResourceArn", &ResourceArn), Member::new("Tags", &TagList), ]);
    pub static TagDescriptions: Shape = Shape::new("TagDescriptions", Kind::List(Member::new("member", &TagDescription)));
    static TagKey_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0).pattern(&TagKey_pattern);
    pub static TagKeys: Shape = Shape::new("TagKeys", Kind::List(Member::new("member", &TagKey)));
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag))).min(1.0);
    static TagValue_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0).pattern(&TagValue_pattern);
    pub static TargetAdministrativeOverrideReasonEnum: Shape = Shape::new("TargetAdministrativeOverrideReasonEnum", Kind::String).values(&["AdministrativeOverride.Unknown", "AdministrativeOverride.NoOverride", "AdministrativeOverride.ZonalShiftActive", "AdministrativeOverride.ZonalShiftDelegatedToDns"]);
    pub static TargetAdministrativeOverrideStateEnum: Shape = Shape::new("TargetAdministrativeOverrideStateEnum", Kind::String).values(&["unknown", "no_override", "zonal_shift_active", "zonal_shift_delegated_to_dns"]);
    pub static TargetControlPort: Shape = Shape::new("TargetControlPort", Kind::Integer).min(1.0).max(65535.0);
    pub static TargetDescription: Shape = Shape::structure("TargetDescription", &[Member::new("Id", &TargetId).required(), Member::new("Port", &Port), Member::new("AvailabilityZone", &ZoneName), Member::new("QuicServerId", &QuicServerId), ]);
    pub static TargetDescriptions: Shape = Shape::new("TargetDescriptions", Kind::List(Member::new("member", &TargetDescription)));
    pub static TargetGroup: Shape = Shape::structure("TargetGroup", &[Member::new("TargetGroupArn", &TargetGroupArn), Member::new("TargetGroupName", &TargetGroupName), Member::new("Protocol", &ProtocolEnum), Member::new("Port", &Port), Member::new("VpcId", &VpcId), Member::new("HealthCheckProtocol", &ProtocolEnum), Member::new("HealthCheckPort", &HealthCheckPort), Member::new("HealthCheckEnabled", &HealthCheckEnabled), Member::new("HealthCheckIntervalSeconds", &HealthCheckIntervalSeconds), Member::new("HealthCheckTimeoutSeconds", &HealthCheckTimeoutSeconds), Member::new("HealthyThresholdCount", &HealthCheckThresholdCount), Member::new("UnhealthyThresholdCount", &HealthCheckThresholdCount), Member::new("HealthCheckPath", &Path), Member::new("Matcher", &Matcher), Member::new("LoadBalancerArns", &LoadBalancerArns), Member::new("TargetType", &TargetTypeEnum), Member::new("ProtocolVersion", &ProtocolVersion), Member::new("IpAddressType", &TargetGroupIpAddressTypeEnum), Member::new("TargetControlPort", &TargetControlPort), ]);
    pub static TargetGroupArn: Shape = Shape::new("TargetGroupArn", Kind::String);
    pub static TargetGroupArns: Shape = Shape::new("TargetGroupArns", Kind::List(Member::new("member", &TargetGroupArn)));
    pub static TargetGroupAssociationLimitException: Shape = Shape::structure("TargetGroupAssociationLimitException", &[]);
    pub static TargetGroupAttribute: Shape = Shape::structure("TargetGroupAttribute", &[Member::new("Key", &TargetGroupAttributeKey), Member::new("Value", &TargetGroupAttributeValue), ]);
    static TargetGroupAttributeKey_pattern: Pattern = Pattern::new("^[a-zA-Z0-9._]+$");
    pub static TargetGroupAttributeKey: Shape = Shape::new("TargetGroupAttributeKey", Kind::String).max(256.0).pattern(&TargetGroupAttributeKey_pattern);
    pub static TargetGroupAttributeValue: Shape = Shape::new("TargetGroupAttributeValue", Kind::String);
    pub static TargetGroupAttributes: Shape = Shape::new("TargetGroupAttributes", Kind::List(Member::new("member", &TargetGroupAttribute)));
    pub static TargetGroupIpAddressTypeEnum: Shape = Shape::new("TargetGroupIpAddressTypeEnum", Kind::String).values(&["ipv4", "ipv6"]);
    pub static TargetGroupList: Shape = Shape::new("TargetGroupList", Kind::List(Member::new("member", &TargetGroupTuple)));
    pub static TargetGroupName: Shape = Shape::new("TargetGroupName", Kind::String);
    pub static TargetGroupNames: Shape = Shape::new("TargetGroupNames", Kind::List(Member::new("member", &TargetGroupName)));
    pub static TargetGroupNotFoundException: Shape = Shape::structure("TargetGroupNotFoundException", &[]);
    pub static TargetGroupStickinessConfig: Shape = Shape::structure("TargetGroupStickinessConfig", &[Member::new("Enabled", &TargetGroupStickinessEnabled), Member::new("DurationSeconds", &TargetGroupStickinessDurationSeconds), ]);
    pub static TargetGroupStickinessDurationSeconds: Shape = Shape::new("TargetGroupStickinessDurationSeconds", Kind::Integer);
    pub static TargetGroupStickinessEnabled: Shape = Shape::new("TargetGroupStickinessEnabled", Kind::Boolean);
    pub static TargetGroupTuple: Shape = Shape::structure("TargetGroupTuple", &[Member::new("TargetGroupArn", &TargetGroupArn), Member::new("Weight", &TargetGroupWeight), ]);
    pub static TargetGroupWeight: Shape = Shape::new("TargetGroupWeight", Kind::Integer);
    pub static TargetGroups: Shape = Shape::new("TargetGroups", Kind::List(Member::new("member", &TargetGroup)));
    pub static TargetHealth: Shape = Shape::structure("TargetHealth", &[Member::new("State", &TargetHealthStateEnum), Member::new("Reason", &TargetHealthReasonEnum), Member::new("Description", &Description), ]);
    pub static TargetHealthDescription: Shape = Shape::structure("TargetHealthDescription", &[Member::new("Target", &TargetDescription), Member::new("HealthCheckPort", &HealthCheckPort), Member::new("TargetHealth", &TargetHealth), Member::new("AnomalyDetection", &AnomalyDetection), Member::new("AdministrativeOverride", &AdministrativeOverride), ]);
    pub static TargetHealthDescriptions: Shape = Shape::new("TargetHealthDescriptions", Kind::List(Member::new("member", &TargetHealthDescription)));
    pub static TargetHealthReasonEnum: Shape = Shape::new("TargetHealthReasonEnum", Kind::String).values(&["Elb.RegistrationInProgress", "Elb.InitialHealthChecking", "Target.ResponseCodeMismatch", "Target.Timeout", "Target.FailedHealthChecks", "Target.NotRegistered", "Target.NotInUse", "Target.DeregistrationInProgress", "Target.InvalidState", "Target.IpUnusable", "Target.HealthCheckDisabled", "Elb.InternalError"]);
    pub static TargetHealthStateEnum: Shape = Shape::new("TargetHealthStateEnum", Kind::String).values(&["initial", "healthy", "unhealthy", "unhealthy.draining", "unused", "draining", "unavailable"]);
    pub static TargetId: Shape = Shape::new("TargetId", Kind::String);
    pub static TargetTypeEnum: Shape = Shape::new("TargetTypeEnum", Kind::String).values(&["instance", "ip", "lambda", "alb"]);
    pub static TooManyActionsException: Shape = Shape::structure("TooManyActionsException", &[]);
    pub static TooManyCertificatesException: Shape = Shape::structure("TooManyCertificatesException", &[]);
    pub static TooManyListenersException: Shape = Shape::structure("TooManyListenersException", &[]);
    pub static TooManyLoadBalancersException: Shape = Shape::structure("TooManyLoadBalancersException", &[]);
    pub static TooManyRegistrationsForTargetIdException: Shape = Shape::structure("TooManyRegistrationsForTargetIdException", &[]);
    pub static TooManyRulesException: Shape = Shape::structure("TooManyRulesException", &[]);
    pub static TooManyTagsException: Shape = Shape::structure("TooManyTagsException", &[]);
    pub static TooManyTargetGroupsException: Shape = Shape::structure("TooManyTargetGroupsException", &[]);
    pub static TooManyTargetsException: Shape = Shape::structure("TooManyTargetsException", &[]);
    pub static TooManyTrustStoreRevocationEntriesException: Shape = Shape::structure("TooManyTrustStoreRevocationEntriesException", &[]);
    pub static TooManyTrustStoresException: Shape = Shape::structure("TooManyTrustStoresException", &[]);
    pub static TooManyUniqueTargetGroupsPerLoadBalancerException: Shape = Shape::structure("TooManyUniqueTargetGroupsPerLoadBalancerException", &[]);
    pub static TotalRevokedEntries: Shape = Shape::new("TotalRevokedEntries", Kind::Long);
    pub static TransformTypeEnum: Shape = Shape::new("TransformTypeEnum", Kind::String).values(&["host-header-rewrite", "url-rewrite"]);
    pub static TrustStore: Shape = Shape::structure("TrustStore", &[Member::new("Name", &TrustStoreName), Member::new("TrustStoreArn", &TrustStoreArn), Member::new("Status", &TrustStoreStatus), Member::new("NumberOfCaCertificates", &NumberOfCaCertificates), Member::new("TotalRevokedEntries", &TotalRevokedEntries), ]);
    pub static TrustStoreArn: Shape = Shape::new("TrustStoreArn", Kind::String);
    pub static TrustStoreArns: Shape = Shape::new("TrustStoreArns", Kind::List(Member::new("member", &TrustStoreArn)));
    pub static TrustStoreAssociation: Shape = Shape::structure("TrustStoreAssociation", &[Member::new("ResourceArn", &TrustStoreAssociationResourceArn), ]);
    pub static TrustStoreAssociationNotFoundException: Shape = Shape::structure("TrustStoreAssociationNotFoundException", &[]);
    pub static TrustStoreAssociationResourceArn: Shape = Shape::new("TrustStoreAssociationResourceArn", Kind::String);
    pub static TrustStoreAssociationStatusEnum: Shape = Shape::new("TrustStoreAssociationStatusEnum", Kind::String).values(&["active", "removed"]);
    pub static TrustStoreAssociations: Shape = Shape::new("TrustStoreAssociations", Kind::List(Member::new("member", &TrustStoreAssociation)));
    pub static TrustStoreInUseException: Shape = Shape::structure("TrustStoreInUseException", &[]);
    static TrustStoreName_pattern: Pattern = Pattern::new("^([a-zA-Z0-9]+-)*[a-zA-Z0-9]+$");
    pub static TrustStoreName: Shape = Shape::new("TrustStoreName", Kind::String).min(1.0).max(32.0).pattern(&TrustStoreName_pattern);
    pub static TrustStoreNames: Shape = Shape::new("TrustStoreNames", Kind::List(Member::new("member", &TrustStoreName)));
    pub static TrustStoreNotFoundException: Shape = Shape::structure("TrustStoreNotFoundException", &[]);
    pub static TrustStoreNotReadyException: Shape = Shape::structure("TrustStoreNotReadyException", &[]);
    pub static TrustStoreRevocation: Shape = Shape::structure("TrustStoreRevocation", &[Member::new("TrustStoreArn", &TrustStoreArn), Member::new("RevocationId", &RevocationId), Member::new("RevocationType", &RevocationType), Member::new("NumberOfRevokedEntries", &NumberOfRevokedEntries), ]);
    pub static TrustStoreRevocations: Shape = Shape::new("TrustStoreRevocations", Kind::List(Member::new("member", &TrustStoreRevocation)));
    pub static TrustStoreStatus: Shape = Shape::new("TrustStoreStatus", Kind::String).values(&["ACTIVE", "CREATING"]);
    pub static TrustStores: Shape = Shape::new("TrustStores", Kind::List(Member::new("member", &TrustStore)));
    pub static UnsupportedProtocolException: Shape = Shape::structure("UnsupportedProtocolException", &[]);
    pub static UrlRewriteConfig: Shape = Shape::structure("UrlRewriteConfig", &[Member::new("Rewrites", &RewriteConfigList), ]);
    pub static VpcId: Shape = Shape::new("VpcId", Kind::String);
    pub static ZoneName: Shape = Shape::new("ZoneName", Kind::String);
}
