// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `events`.

/// The service `events`.
pub static SERVICE: crate::Service = crate::Service {
    id: "events",
    sdk_name: "eventbridge",
    signing_name: "events",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AWSEvents",
    api_version: "2015-10-07",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "ActivateEventSource",
        "CancelReplay",
        "CreateApiDestination",
        "CreateArchive",
        "CreateConnection",
        "CreateEndpoint",
        "CreateEventBus",
        "CreatePartnerEventSource",
        "DeactivateEventSource",
        "DeauthorizeConnection",
        "DeleteApiDestination",
        "DeleteArchive",
        "DeleteConnection",
        "DeleteEndpoint",
        "DeleteEventBus",
        "DeletePartnerEventSource",
        "DeleteRule",
        "DescribeApiDestination",
        "DescribeArchive",
        "DescribeConnection",
        "DescribeEndpoint",
        "DescribeEventBus",
        "DescribeEventSource",
        "DescribePartnerEventSource",
        "DescribeReplay",
        "DescribeRule",
        "DisableRule",
        "EnableRule",
        "ListApiDestinations",
        "ListArchives",
        "ListConnections",
        "ListEndpoints",
        "ListEventBuses",
        "ListEventSources",
        "ListPartnerEventSourceAccounts",
        "ListPartnerEventSources",
        "ListReplays",
        "ListRuleNamesByTarget",
        "ListRules",
        "ListTagsForResource",
        "ListTargetsByRule",
        "PutEvents",
        "PutPartnerEvents",
        "PutPermission",
        "PutRule",
        "PutTargets",
        "RemovePermission",
        "RemoveTargets",
        "StartReplay",
        "TagResource",
        "TestEventPattern",
        "UntagResource",
        "UpdateApiDestination",
        "UpdateArchive",
        "UpdateConnection",
        "UpdateEndpoint",
        "UpdateEventBus",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::CreateApiDestination,
        &operation::CreateConnection,
        &operation::DeauthorizeConnection,
        &operation::DeleteApiDestination,
        &operation::DeleteConnection,
        &operation::DeleteRule,
        &operation::DescribeApiDestination,
        &operation::DescribeConnection,
        &operation::DescribeEventBus,
        &operation::DescribeRule,
        &operation::DisableRule,
        &operation::EnableRule,
        &operation::ListApiDestinations,
        &operation::ListConnections,
        &operation::ListEventBuses,
        &operation::ListRuleNamesByTarget,
        &operation::ListRules,
        &operation::ListTagsForResource,
        &operation::ListTargetsByRule,
        &operation::PutEvents,
        &operation::PutRule,
        &operation::PutTargets,
        &operation::RemoveTargets,
        &operation::TagResource,
        &operation::TestEventPattern,
        &operation::UntagResource,
        &operation::UpdateApiDestination,
        &operation::UpdateConnection,
    ],
    errors: &[
        &error::AccessDeniedException,
        &error::ConcurrentModificationException,
        &error::InternalException,
        &error::InvalidEventPatternException,
        &error::LimitExceededException,
        &error::ManagedRuleException,
        &error::ResourceAlreadyExistsException,
        &error::ResourceNotFoundException,
        &error::ThrottlingException,
    ],
};

errors! { SERVICE, {
    AccessDeniedException(access_denied) = error::AccessDeniedException,
    ConcurrentModificationException(concurrent_modification) = error::ConcurrentModificationException,
    InternalException(internal) = error::InternalException,
    InvalidEventPatternException(invalid_event_pattern) = error::InvalidEventPatternException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    ManagedRuleException(managed_rule) = error::ManagedRuleException,
    ResourceAlreadyExistsException(resource_already_exists) = error::ResourceAlreadyExistsException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    ThrottlingException(throttling) = error::ThrottlingException,
} }

structure! { ApiDestination(shape::ApiDestination) { api_destination_arn: Option<String>, name: Option<String>, api_destination_state: Option<ApiDestinationState>, connection_arn: Option<String>, invocation_endpoint: Option<String>, http_method: Option<ApiDestinationHttpMethod>, invocation_rate_limit_per_second: Option<i32>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, } }
enumeration! { ApiDestinationHttpMethod { Post = "POST", Get = "GET", Head = "HEAD", Options = "OPTIONS", Put = "PUT", Patch = "PATCH", Delete = "DELETE", } }
enumeration! { ApiDestinationState { Active = "ACTIVE", Inactive = "INACTIVE", } }
structure! { AppSyncParameters(shape::AppSyncParameters) { graph_ql_operation: Option<String>, } }
enumeration! { AssignPublicIp { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { AwsVpcConfiguration(shape::AwsVpcConfiguration) { subnets: Option<Vec<String>>, security_groups: Option<Vec<String>>, assign_public_ip: Option<AssignPublicIp>, } }
structure! { BatchArrayProperties(shape::BatchArrayProperties) { size: Option<i32>, } }
structure! { BatchParameters(shape::BatchParameters) { job_definition: Option<String>, job_name: Option<String>, array_properties: Option<BatchArrayProperties>, retry_strategy: Option<BatchRetryStrategy>, } }
structure! { BatchRetryStrategy(shape::BatchRetryStrategy) { attempts: Option<i32>, } }
structure! { CapacityProviderStrategyItem(shape::CapacityProviderStrategyItem) { capacity_provider: Option<String>, weight: Option<i32>, base: Option<i32>, } }
structure! { Connection(shape::Connection) { connection_arn: Option<String>, name: Option<String>, connection_state: Option<ConnectionState>, state_reason: Option<String>, authorization_type: Option<ConnectionAuthorizationType>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, last_authorized_time: Option<crate::Timestamp>, } }
structure! { ConnectionApiKeyAuthResponseParameters(shape::ConnectionApiKeyAuthResponseParameters) { api_key_name: Option<String>, } }
structure! { ConnectionAuthResponseParameters(shape::ConnectionAuthResponseParameters) { basic_auth_parameters: Option<ConnectionBasicAuthResponseParameters>, o_auth_parameters: Option<ConnectionOAuthResponseParameters>, api_key_auth_parameters: Option<ConnectionApiKeyAuthResponseParameters>, invocation_http_parameters: Option<ConnectionHttpParameters>, connectivity_parameters: Option<DescribeConnectionConnectivityParameters>, } }
enumeration! { ConnectionAuthorizationType { Basic = "BASIC", OauthClientCredentials = "OAUTH_CLIENT_CREDENTIALS", ApiKey = "API_KEY", } }
structure! { ConnectionBasicAuthResponseParameters(shape::ConnectionBasicAuthResponseParameters) { username: Option<String>, } }
structure! { ConnectionBodyParameter(shape::ConnectionBodyParameter) { key: Option<String>, value: Option<String>, is_value_secret: Option<bool>, } }
structure! { ConnectionHeaderParameter(shape::ConnectionHeaderParameter) { key: Option<String>, value: Option<String>, is_value_secret: Option<bool>, } }
structure! { ConnectionHttpParameters(shape::ConnectionHttpParameters) { header_parameters: Option<Vec<ConnectionHeaderParameter>>, query_string_parameters: Option<Vec<ConnectionQueryStringParameter>>, body_parameters: Option<Vec<ConnectionBodyParameter>>, } }
structure! { ConnectionOAuthClientResponseParameters(shape::ConnectionOAuthClientResponseParameters) { client_id: Option<String>, } }
enumeration! { ConnectionOAuthHttpMethod { Get = "GET", Post = "POST", Put = "PUT", } }
structure! { ConnectionOAuthResponseParameters(shape::ConnectionOAuthResponseParameters) { client_parameters: Option<ConnectionOAuthClientResponseParameters>, authorization_endpoint: Option<String>, http_method: Option<ConnectionOAuthHttpMethod>, o_auth_http_parameters: Option<ConnectionHttpParameters>, } }
structure! { ConnectionQueryStringParameter(shape::ConnectionQueryStringParameter) { key: Option<String>, value: Option<String>, is_value_secret: Option<bool>, } }
enumeration! { ConnectionState { Creating = "CREATING", Updating = "UPDATING", Deleting = "DELETING", Authorized = "AUTHORIZED", Deauthorized = "DEAUTHORIZED", Authorizing = "AUTHORIZING", Deauthorizing = "DEAUTHORIZING", Active = "ACTIVE", FailedConnectivity = "FAILED_CONNECTIVITY", } }
structure! { ConnectivityResourceConfigurationArn(shape::ConnectivityResourceConfigurationArn) { resource_configuration_arn: String, } }
structure! { ConnectivityResourceParameters(shape::ConnectivityResourceParameters) { resource_parameters: ConnectivityResourceConfigurationArn, } }
structure! { CreateApiDestinationRequest(shape::CreateApiDestinationRequest) { name: String, description: Option<String>, connection_arn: String, invocation_endpoint: String, http_method: ApiDestinationHttpMethod, invocation_rate_limit_per_second: Option<i32>, } }
structure! { CreateApiDestinationResponse(shape::CreateApiDestinationResponse) { api_destination_arn: Option<String>, api_destination_state: Option<ApiDestinationState>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, } }
structure! { CreateConnectionApiKeyAuthRequestParameters(shape::CreateConnectionApiKeyAuthRequestParameters) { api_key_name: String, api_key_value: String, } }
structure! { CreateConnectionAuthRequestParameters(shape::CreateConnectionAuthRequestParameters) { basic_auth_parameters: Option<CreateConnectionBasicAuthRequestParameters>, o_auth_parameters: Option<CreateConnectionOAuthRequestParameters>, api_key_auth_parameters: Option<CreateConnectionApiKeyAuthRequestParameters>, invocation_http_parameters: Option<ConnectionHttpParameters>, connectivity_parameters: Option<ConnectivityResourceParameters>, } }
structure! { CreateConnectionBasicAuthRequestParameters(shape::CreateConnectionBasicAuthRequestParameters) { username: String, password: String, } }
structure! { CreateConnectionOAuthClientRequestParameters(shape::CreateConnectionOAuthClientRequestParameters) { client_id: String, client_secret: String, } }
structure! { CreateConnectionOAuthRequestParameters(shape::CreateConnectionOAuthRequestParameters) { client_parameters: CreateConnectionOAuthClientRequestParameters, authorization_endpoint: String, http_method: ConnectionOAuthHttpMethod, o_auth_http_parameters: Option<ConnectionHttpParameters>, } }
structure! { CreateConnectionRequest(shape::CreateConnectionRequest) { name: String, description: Option<String>, authorization_type: ConnectionAuthorizationType, auth_parameters: CreateConnectionAuthRequestParameters, invocation_connectivity_parameters: Option<ConnectivityResourceParameters>, kms_key_identifier: Option<String>, } }
structure! { CreateConnectionResponse(shape::CreateConnectionResponse) { connection_arn: Option<String>, connection_state: Option<ConnectionState>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, } }
structure! { DeadLetterConfig(shape::DeadLetterConfig) { arn: Option<String>, } }
structure! { DeauthorizeConnectionRequest(shape::DeauthorizeConnectionRequest) { name: String, } }
structure! { DeauthorizeConnectionResponse(shape::DeauthorizeConnectionResponse) { connection_arn: Option<String>, connection_state: Option<ConnectionState>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, last_authorized_time: Option<crate::Timestamp>, } }
structure! { DeleteApiDestinationRequest(shape::DeleteApiDestinationRequest) { name: String, } }
structure! { DeleteApiDestinationResponse(shape::DeleteApiDestinationResponse) { } }
structure! { DeleteConnectionRequest(shape::DeleteConnectionRequest) { name: String, } }
structure! { DeleteConnectionResponse(shape::DeleteConnectionResponse) { connection_arn: Option<String>, connection_state: Option<ConnectionState>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, last_authorized_time: Option<crate::Timestamp>, } }
structure! { DeleteRuleRequest(shape::DeleteRuleRequest) { name: String, event_bus_name: Option<String>, force: Option<bool>, } }
structure! { DescribeApiDestinationRequest(shape::DescribeApiDestinationRequest) { name: String, } }
structure! { DescribeApiDestinationResponse(shape::DescribeApiDestinationResponse) { api_destination_arn: Option<String>, name: Option<String>, description: Option<String>, api_destination_state: Option<ApiDestinationState>, connection_arn: Option<String>, invocation_endpoint: Option<String>, http_method: Option<ApiDestinationHttpMethod>, invocation_rate_limit_per_second: Option<i32>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, } }
structure! { DescribeConnectionConnectivityParameters(shape::DescribeConnectionConnectivityParameters) { resource_parameters: Option<DescribeConnectionResourceParameters>, } }
structure! { DescribeConnectionRequest(shape::DescribeConnectionRequest) { name: String, } }
structure! { DescribeConnectionResourceParameters(shape::DescribeConnectionResourceParameters) { resource_configuration_arn: Option<String>, resource_association_arn: Option<String>, } }
structure! { DescribeConnectionResponse(shape::DescribeConnectionResponse) { connection_arn: Option<String>, name: Option<String>, description: Option<String>, invocation_connectivity_parameters: Option<DescribeConnectionConnectivityParameters>, connection_state: Option<ConnectionState>, state_reason: Option<String>, authorization_type: Option<ConnectionAuthorizationType>, secret_arn: Option<String>, kms_key_identifier: Option<String>, auth_parameters: Option<ConnectionAuthResponseParameters>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, last_authorized_time: Option<crate::Timestamp>, } }
structure! { DescribeEventBusRequest(shape::DescribeEventBusRequest) { name: Option<String>, } }
structure! { DescribeEventBusResponse(shape::DescribeEventBusResponse) { name: Option<String>, arn: Option<String>, description: Option<String>, kms_key_identifier: Option<String>, dead_letter_config: Option<DeadLetterConfig>, policy: Option<String>, log_config: Option<LogConfig>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, } }
structure! { DescribeRuleRequest(shape::DescribeRuleRequest) { name: String, event_bus_name: Option<String>, } }
structure! { DescribeRuleResponse(shape::DescribeRuleResponse) { name: Option<String>, arn: Option<String>, event_pattern: Option<String>, schedule_expression: Option<String>, state: Option<RuleState>, description: Option<String>, role_arn: Option<String>, managed_by: Option<String>, event_bus_name: Option<String>, created_by: Option<String>, } }
structure! { DisableRuleRequest(shape::DisableRuleRequest) { name: String, event_bus_name: Option<String>, } }
structure! { EcsParameters(shape::EcsParameters) { task_definition_arn: Option<String>, task_count: Option<i32>, launch_type: Option<LaunchType>, network_configuration: Option<NetworkConfiguration>, platform_version: Option<String>, group: Option<String>, capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, enable_ecs_managed_tags: Option<bool>, enable_execute_command: Option<bool>, placement_constraints: Option<Vec<PlacementConstraint>>, placement_strategy: Option<Vec<PlacementStrategy>>, propagate_tags: Option<PropagateTags>, reference_id: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { EnableRuleRequest(shape::EnableRuleRequest) { name: String, event_bus_name: Option<String>, } }
structure! { EventBus(shape::EventBus) { name: Option<String>, arn: Option<String>, description: Option<String>, policy: Option<String>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, } }
structure! { HttpParameters(shape::HttpParameters) { path_parameter_values: Option<Vec<String>>, header_parameters: Option<crate::Map<String>>, query_string_parameters: Option<crate::Map<String>>, } }
enumeration! { IncludeDetail { None = "NONE", Full = "FULL", } }
structure! { InputTransformer(shape::InputTransformer) { input_paths_map: Option<crate::Map<String>>, input_template: Option<String>, } }
structure! { KinesisParameters(shape::KinesisParameters) { partition_key_path: Option<String>, } }
enumeration! { LaunchType { Ec2 = "EC2", Fargate = "FARGATE", External = "EXTERNAL", } }
enumeration! { Level { Off = "OFF", Error = "ERROR", Info = "INFO", Trace = "TRACE", } }
structure! { ListApiDestinationsRequest(shape::ListApiDestinationsRequest) { name_prefix: Option<String>, connection_arn: Option<String>, next_token: Option<String>, limit: Option<i32>, } }
structure! { ListApiDestinationsResponse(shape::ListApiDestinationsResponse) { api_destinations: Option<Vec<ApiDestination>>, next_token: Option<String>, } }
structure! { ListConnectionsRequest(shape::ListConnectionsRequest) { name_prefix: Option<String>, connection_state: Option<ConnectionState>, next_token: Option<String>, limit: Option<i32>, } }
structure! { ListConnectionsResponse(shape::ListConnectionsResponse) { connections: Option<Vec<Connection>>, next_token: Option<String>, } }
structure! { ListEventBusesRequest(shape::ListEventBusesRequest) { name_prefix: Option<String>, next_token: Option<String>, limit: Option<i32>, } }
structure! { ListEventBusesResponse(shape::ListEventBusesResponse) { event_buses: Option<Vec<EventBus>>, next_token: Option<String>, } }
structure! { ListRuleNamesByTargetRequest(shape::ListRuleNamesByTargetRequest) { target_arn: String, event_bus_name: Option<String>, next_token: Option<String>, limit: Option<i32>, } }
structure! { ListRuleNamesByTargetResponse(shape::ListRuleNamesByTargetResponse) { rule_names: Option<Vec<String>>, next_token: Option<String>, } }
structure! { ListRulesRequest(shape::ListRulesRequest) { name_prefix: Option<String>, event_bus_name: Option<String>, next_token: Option<String>, limit: Option<i32>, } }
structure! { ListRulesResponse(shape::ListRulesResponse) { rules: Option<Vec<Rule>>, next_token: Option<String>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_arn: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { tags: Option<Vec<Tag>>, } }
structure! { ListTargetsByRuleRequest(shape::ListTargetsByRuleRequest) { rule: String, event_bus_name: Option<String>, next_token: Option<String>, limit: Option<i32>, } }
structure! { ListTargetsByRuleResponse(shape::ListTargetsByRuleResponse) { targets: Option<Vec<Target>>, next_token: Option<String>, } }
structure! { LogConfig(shape::LogConfig) { include_detail: Option<IncludeDetail>, level: Option<Level>, } }
structure! { NetworkConfiguration(shape::NetworkConfiguration) { awsvpc_configuration: Option<AwsVpcConfiguration>, } }
structure! { PlacementConstraint(shape::PlacementConstraint) { r#type: Option<PlacementConstraintType>, expression: Option<String>, } }
enumeration! { PlacementConstraintType { DistinctInstance = "distinctInstance", MemberOf = "memberOf", } }
structure! { PlacementStrategy(shape::PlacementStrategy) { r#type: Option<PlacementStrategyType>, field: Option<String>, } }
enumeration! { PlacementStrategyType { Random = "random", Spread = "spread", Binpack = "binpack", } }
enumeration! { PropagateTags { TaskDefinition = "TASK_DEFINITION", } }
structure! { PutEventsRequest(shape::PutEventsRequest) { entries: Vec<PutEventsRequestEntry>, endpoint_id: Option<String>, } }
structure! { PutEventsRequestEntry(shape::PutEventsRequestEntry) { time: Option<crate::Timestamp>, source: Option<String>, resources: Option<Vec<String>>, detail_type: Option<String>, detail: Option<String>, event_bus_name: Option<String>, trace_header: Option<String>, } }
structure! { PutEventsResponse(shape::PutEventsResponse) { failed_entry_count: Option<i32>, entries: Option<Vec<PutEventsResultEntry>>, } }
structure! { PutEventsResultEntry(shape::PutEventsResultEntry) { event_id: Option<String>, error_code: Option<String>, error_message: Option<String>, } }
structure! { PutRuleRequest(shape::PutRuleRequest) { name: String, schedule_expression: Option<String>, event_pattern: Option<String>, state: Option<RuleState>, description: Option<String>, role_arn: Option<String>, tags: Option<Vec<Tag>>, event_bus_name: Option<String>, } }
structure! { PutRuleResponse(shape::PutRuleResponse) { rule_arn: Option<String>, } }
structure! { PutTargetsRequest(shape::PutTargetsRequest) { rule: String, event_bus_name: Option<String>, targets: Vec<Target>, } }
structure! { PutTargetsResponse(shape::PutTargetsResponse) { failed_entry_count: Option<i32>, failed_entries: Option<Vec<PutTargetsResultEntry>>, } }
structure! { PutTargetsResultEntry(shape::PutTargetsResultEntry) { target_id: Option<String>, error_code: Option<String>, error_message: Option<String>, } }
structure! { RedshiftDataParameters(shape::RedshiftDataParameters) { secret_manager_arn: Option<String>, database: Option<String>, db_user: Option<String>, sql: Option<String>, statement_name: Option<String>, with_event: Option<bool>, sqls: Option<Vec<String>>, } }
structure! { RemoveTargetsRequest(shape::RemoveTargetsRequest) { rule: String, event_bus_name: Option<String>, ids: Vec<String>, force: Option<bool>, } }
structure! { RemoveTargetsResponse(shape::RemoveTargetsResponse) { failed_entry_count: Option<i32>, failed_entries: Option<Vec<RemoveTargetsResultEntry>>, } }
structure! { RemoveTargetsResultEntry(shape::RemoveTargetsResultEntry) { target_id: Option<String>, error_code: Option<String>, error_message: Option<String>, } }
structure! { RetryPolicy(shape::RetryPolicy) { maximum_retry_attempts: Option<i32>, maximum_event_age_in_seconds: Option<i32>, } }
structure! { Rule(shape::Rule) { name: Option<String>, arn: Option<String>, event_pattern: Option<String>, state: Option<RuleState>, description: Option<String>, schedule_expression: Option<String>, role_arn: Option<String>, managed_by: Option<String>, event_bus_name: Option<String>, } }
enumeration! { RuleState { Enabled = "ENABLED", Disabled = "DISABLED", EnabledWithAllCloudtrailManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", } }
structure! { RunCommandParameters(shape::RunCommandParameters) { run_command_targets: Option<Vec<RunCommandTarget>>, } }
structure! { RunCommandTarget(shape::RunCommandTarget) { key: Option<String>, values: Option<Vec<String>>, } }
structure! { SageMakerPipelineParameter(shape::SageMakerPipelineParameter) { name: Option<String>, value: Option<String>, } }
structure! { SageMakerPipelineParameters(shape::SageMakerPipelineParameters) { pipeline_parameter_list: Option<Vec<SageMakerPipelineParameter>>, } }
structure! { SqsParameters(shape::SqsParameters) { message_group_id: Option<String>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { resource_arn: String, tags: Vec<Tag>, } }
structure! { TagResourceResponse(shape::TagResourceResponse) { } }
structure! { Target(shape::Target) { id: Option<String>, arn: Option<String>, role_arn: Option<String>, input: Option<String>, input_path: Option<String>, input_transformer: Option<InputTransformer>, kinesis_parameters: Option<KinesisParameters>, run_command_parameters: Option<RunCommandParameters>, ecs_parameters: Option<EcsParameters>, batch_parameters: Option<BatchParameters>, sqs_parameters: Option<SqsParameters>, http_parameters: Option<HttpParameters>, redshift_data_parameters: Option<RedshiftDataParameters>, sage_maker_pipeline_parameters: Option<SageMakerPipelineParameters>, dead_letter_config: Option<DeadLetterConfig>, retry_policy: Option<RetryPolicy>, app_sync_parameters: Option<AppSyncParameters>, } }
structure! { TestEventPatternRequest(shape::TestEventPatternRequest) { event_pattern: String, event: String, } }
structure! { TestEventPatternResponse(shape::TestEventPatternResponse) { result: Option<bool>, } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceResponse(shape::UntagResourceResponse) { } }
structure! { UpdateApiDestinationRequest(shape::UpdateApiDestinationRequest) { name: String, description: Option<String>, connection_arn: Option<String>, invocation_endpoint: Option<String>, http_method: Option<ApiDestinationHttpMethod>, invocation_rate_limit_per_second: Option<i32>, } }
structure! { UpdateApiDestinationResponse(shape::UpdateApiDestinationResponse) { api_destination_arn: Option<String>, api_destination_state: Option<ApiDestinationState>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, } }
structure! { UpdateConnectionApiKeyAuthRequestParameters(shape::UpdateConnectionApiKeyAuthRequestParameters) { api_key_name: Option<String>, api_key_value: Option<String>, } }
structure! { UpdateConnectionAuthRequestParameters(shape::UpdateConnectionAuthRequestParameters) { basic_auth_parameters: Option<UpdateConnectionBasicAuthRequestParameters>, o_auth_parameters: Option<UpdateConnectionOAuthRequestParameters>, api_key_auth_parameters: Option<UpdateConnectionApiKeyAuthRequestParameters>, invocation_http_parameters: Option<ConnectionHttpParameters>, connectivity_parameters: Option<ConnectivityResourceParameters>, } }
structure! { UpdateConnectionBasicAuthRequestParameters(shape::UpdateConnectionBasicAuthRequestParameters) { username: Option<String>, password: Option<String>, } }
structure! { UpdateConnectionOAuthClientRequestParameters(shape::UpdateConnectionOAuthClientRequestParameters) { client_id: Option<String>, client_secret: Option<String>, } }
structure! { UpdateConnectionOAuthRequestParameters(shape::UpdateConnectionOAuthRequestParameters) { client_parameters: Option<UpdateConnectionOAuthClientRequestParameters>, authorization_endpoint: Option<String>, http_method: Option<ConnectionOAuthHttpMethod>, o_auth_http_parameters: Option<ConnectionHttpParameters>, } }
structure! { UpdateConnectionRequest(shape::UpdateConnectionRequest) { name: String, description: Option<String>, authorization_type: Option<ConnectionAuthorizationType>, auth_parameters: Option<UpdateConnectionAuthRequestParameters>, invocation_connectivity_parameters: Option<ConnectivityResourceParameters>, kms_key_identifier: Option<String>, } }
structure! { UpdateConnectionResponse(shape::UpdateConnectionResponse) { connection_arn: Option<String>, connection_state: Option<ConnectionState>, creation_time: Option<crate::Timestamp>, last_modified_time: Option<crate::Timestamp>, last_authorized_time: Option<crate::Timestamp>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        CreateApiDestination(super::operation::CreateApiDestination): super::CreateApiDestinationRequest => super::CreateApiDestinationResponse,
        CreateConnection(super::operation::CreateConnection): super::CreateConnectionRequest => super::CreateConnectionResponse,
        DeauthorizeConnection(super::operation::DeauthorizeConnection): super::DeauthorizeConnectionRequest => super::DeauthorizeConnectionResponse,
        DeleteApiDestination(super::operation::DeleteApiDestination): super::DeleteApiDestinationRequest => super::DeleteApiDestinationResponse,
        DeleteConnection(super::operation::DeleteConnection): super::DeleteConnectionRequest => super::DeleteConnectionResponse,
        DeleteRule(super::operation::DeleteRule): super::DeleteRuleRequest => crate::Empty,
        DescribeApiDestination(super::operation::DescribeApiDestination): super::DescribeApiDestinationRequest => super::DescribeApiDestinationResponse,
        DescribeConnection(super::operation::DescribeConnection): super::DescribeConnectionRequest => super::DescribeConnectionResponse,
        DescribeEventBus(super::operation::DescribeEventBus): super::DescribeEventBusRequest => super::DescribeEventBusResponse,
        DescribeRule(super::operation::DescribeRule): super::DescribeRuleRequest => super::DescribeRuleResponse,
        DisableRule(super::operation::DisableRule): super::DisableRuleRequest => crate::Empty,
        EnableRule(super::operation::EnableRule): super::EnableRuleRequest => crate::Empty,
        ListApiDestinations(super::operation::ListApiDestinations): super::ListApiDestinationsRequest => super::ListApiDestinationsResponse,
        ListConnections(super::operation::ListConnections): super::ListConnectionsRequest => super::ListConnectionsResponse,
        ListEventBuses(super::operation::ListEventBuses): super::ListEventBusesRequest => super::ListEventBusesResponse,
        ListRuleNamesByTarget(super::operation::ListRuleNamesByTarget): super::ListRuleNamesByTargetRequest => super::ListRuleNamesByTargetResponse,
        ListRules(super::operation::ListRules): super::ListRulesRequest => super::ListRulesResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        ListTargetsByRule(super::operation::ListTargetsByRule): super::ListTargetsByRuleRequest => super::ListTargetsByRuleResponse,
        PutEvents(super::operation::PutEvents): super::PutEventsRequest => super::PutEventsResponse,
        PutRule(super::operation::PutRule): super::PutRuleRequest => super::PutRuleResponse,
        PutTargets(super::operation::PutTargets): super::PutTargetsRequest => super::PutTargetsResponse,
        RemoveTargets(super::operation::RemoveTargets): super::RemoveTargetsRequest => super::RemoveTargetsResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => super::TagResourceResponse,
        TestEventPattern(super::operation::TestEventPattern): super::TestEventPatternRequest => super::TestEventPatternResponse,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => super::UntagResourceResponse,
        UpdateApiDestination(super::operation::UpdateApiDestination): super::UpdateApiDestinationRequest => super::UpdateApiDestinationResponse,
        UpdateConnection(super::operation::UpdateConnection): super::UpdateConnectionRequest => super::UpdateConnectionResponse,
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

    pub static CreateApiDestination: Operation = Operation { service: &SERVICE, name: "CreateApiDestination", input: &shape::CreateApiDestinationRequest, output: &shape::CreateApiDestinationResponse, errors: &[&error::InternalException, &error::LimitExceededException, &error::ResourceAlreadyExistsException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:CreateApiDestination", "", &["arn:{partition}:events:{region}:{account}:api-destination/{Name}", "{ConnectionArn}"], &[])]) };
    pub static CreateConnection: Operation = Operation { service: &SERVICE, name: "CreateConnection", input: &shape::CreateConnectionRequest, output: &shape::CreateConnectionResponse, errors: &[&error::AccessDeniedException, &error::InternalException, &error::LimitExceededException, &error::ResourceAlreadyExistsException, &error::ResourceNotFoundException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:CreateConnection", "", &["arn:{partition}:events:{region}:{account}:connection/{Name}"], &[])]) };
    pub static DeauthorizeConnection: Operation = Operation { service: &SERVICE, name: "DeauthorizeConnection", input: &shape::DeauthorizeConnectionRequest, output: &shape::DeauthorizeConnectionResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DeauthorizeConnection", "", &["arn:{partition}:events:{region}:{account}:connection/{Name}"], &[])]) };
    pub static DeleteApiDestination: Operation = Operation { service: &SERVICE, name: "DeleteApiDestination", input: &shape::DeleteApiDestinationRequest, output: &shape::DeleteApiDestinationResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DeleteApiDestination", "", &["arn:{partition}:events:{region}:{account}:api-destination/{Name}"], &[])]) };
    pub static DeleteConnection: Operation = Operation { service: &SERVICE, name: "DeleteConnection", input: &shape::DeleteConnectionRequest, output: &shape::DeleteConnectionResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DeleteConnection", "", &["arn:{partition}:events:{region}:{account}:connection/{Name}"], &[])]) };
    pub static DeleteRule: Operation = Operation { service: &SERVICE, name: "DeleteRule", input: &shape::DeleteRuleRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DeleteRule", "", &["arn:{partition}:events:{region}:{account}:rule/{Name}"], &[])]) };
    pub static DescribeApiDestination: Operation = Operation { service: &SERVICE, name: "DescribeApiDestination", input: &shape::DescribeApiDestinationRequest, output: &shape::DescribeApiDestinationResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DescribeApiDestination", "", &["arn:{partition}:events:{region}:{account}:api-destination/{Name}"], &[])]) };
    pub static DescribeConnection: Operation = Operation { service: &SERVICE, name: "DescribeConnection", input: &shape::DescribeConnectionRequest, output: &shape::DescribeConnectionResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DescribeConnection", "", &["arn:{partition}:events:{region}:{account}:connection/{Name}"], &[])]) };
    pub static DescribeEventBus: Operation = Operation { service: &SERVICE, name: "DescribeEventBus", input: &shape::DescribeEventBusRequest, output: &shape::DescribeEventBusResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DescribeEventBus", "", &["arn:{partition}:events:{region}:{account}:event-bus/{Name=default}"], &[])]) };
    pub static DescribeRule: Operation = Operation { service: &SERVICE, name: "DescribeRule", input: &shape::DescribeRuleRequest, output: &shape::DescribeRuleResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DescribeRule", "", &["arn:{partition}:events:{region}:{account}:rule/{Name}"], &[])]) };
    pub static DisableRule: Operation = Operation { service: &SERVICE, name: "DisableRule", input: &shape::DisableRuleRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:DisableRule", "", &["arn:{partition}:events:{region}:{account}:rule/{Name}"], &[])]) };
    pub static EnableRule: Operation = Operation { service: &SERVICE, name: "EnableRule", input: &shape::EnableRuleRequest, output: &crate::operation::EMPTY, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:EnableRule", "", &["arn:{partition}:events:{region}:{account}:rule/{Name}"], &[])]) };
    pub static ListApiDestinations: Operation = Operation { service: &SERVICE, name: "ListApiDestinations", input: &shape::ListApiDestinationsRequest, output: &shape::ListApiDestinationsResponse, errors: &[&error::InternalException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:ListApiDestinations", "", &[], &[])]) };
    pub static ListConnections: Operation = Operation { service: &SERVICE, name: "ListConnections", input: &shape::ListConnectionsRequest, output: &shape::ListConnectionsResponse, errors: &[&error::InternalException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:ListConnections", "", &[], &[])]) };
    pub static ListEventBuses: Operation = Operation { service: &SERVICE, name: "ListEventBuses", input: &shape::ListEventBusesRequest, output: &shape::ListEventBusesResponse, errors: &[&error::InternalException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:ListEventBuses", "", &[], &[])]) };
    pub static ListRuleNamesByTarget: Operation = Operation { service: &SERVICE, name: "ListRuleNamesByTarget", input: &shape::ListRuleNamesByTargetRequest, output: &shape::ListRuleNamesByTargetResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:ListRuleNamesByTarget", "", &[], &[])]) };
    pub static ListRules: Operation = Operation { service: &SERVICE, name: "ListRules", input: &shape::ListRulesRequest, output: &shape::ListRulesResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:ListRules", "", &[], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:ListTagsForResource", "", &["{ResourceARN}"], &[])]) };
    pub static ListTargetsByRule: Operation = Operation { service: &SERVICE, name: "ListTargetsByRule", input: &shape::ListTargetsByRuleRequest, output: &shape::ListTargetsByRuleResponse, errors: &[&error::InternalException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:ListTargetsByRule", "", &["arn:{partition}:events:{region}:{account}:rule/{Rule}"], &[])]) };
    pub static PutEvents: Operation = Operation { service: &SERVICE, name: "PutEvents", input: &shape::PutEventsRequest, output: &shape::PutEventsResponse, errors: &[&error::InternalException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:PutEvents", "", &["arn:{partition}:events:{region}:{account}:event-bus/{Entries[].EventBusName=default}"], &[("events:detail-type", "{Entries[].DetailType}"), ("events:source", "{Entries[].Source}")])]) };
    pub static PutRule: Operation = Operation { service: &SERVICE, name: "PutRule", input: &shape::PutRuleRequest, output: &shape::PutRuleResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::InvalidEventPatternException, &error::LimitExceededException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:PutRule", "", &["arn:{partition}:events:{region}:{account}:rule/{Name}"], &[]), Need::new("events:TagResource", "Tags", &["arn:{partition}:events:{region}:{account}:rule/{Name}"], &[]), Need::new("iam:PassRole", "RoleArn", &["{RoleArn}"], &[("iam:PassedToService", "events.amazonaws.com")])]) };
    pub static PutTargets: Operation = Operation { service: &SERVICE, name: "PutTargets", input: &shape::PutTargetsRequest, output: &shape::PutTargetsResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::LimitExceededException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:PutTargets", "", &["arn:{partition}:events:{region}:{account}:rule/{Rule}"], &[("events:TargetArn", "{Targets[].Arn}")]), Need::new("iam:PassRole", "Targets[].RoleArn", &["{Targets[].RoleArn}"], &[("iam:PassedToService", "events.amazonaws.com")])]) };
    pub static RemoveTargets: Operation = Operation { service: &SERVICE, name: "RemoveTargets", input: &shape::RemoveTargetsRequest, output: &shape::RemoveTargetsResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:RemoveTargets", "", &["arn:{partition}:events:{region}:{account}:rule/{Rule}"], &[])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &shape::TagResourceResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:TagResource", "", &["{ResourceARN}"], &[])]) };
    pub static TestEventPattern: Operation = Operation { service: &SERVICE, name: "TestEventPattern", input: &shape::TestEventPatternRequest, output: &shape::TestEventPatternResponse, errors: &[&error::InternalException, &error::InvalidEventPatternException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:TestEventPattern", "", &[], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &shape::UntagResourceResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::ManagedRuleException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:UntagResource", "", &["{ResourceARN}"], &[])]) };
    pub static UpdateApiDestination: Operation = Operation { service: &SERVICE, name: "UpdateApiDestination", input: &shape::UpdateApiDestinationRequest, output: &shape::UpdateApiDestinationResponse, errors: &[&error::ConcurrentModificationException, &error::InternalException, &error::LimitExceededException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:UpdateApiDestination", "", &["arn:{partition}:events:{region}:{account}:api-destination/{Name}"], &[])]) };
    pub static UpdateConnection: Operation = Operation { service: &SERVICE, name: "UpdateConnection", input: &shape::UpdateConnectionRequest, output: &shape::UpdateConnectionResponse, errors: &[&error::AccessDeniedException, &error::ConcurrentModificationException, &error::InternalException, &error::LimitExceededException, &error::ResourceNotFoundException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("events:UpdateConnection", "", &["arn:{partition}:events:{region}:{account}:connection/{Name}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AccessDeniedException: ErrorShape = ErrorShape::new(&shape::AccessDeniedException, "AccessDeniedException", 400, false);
    pub static ConcurrentModificationException: ErrorShape = ErrorShape::new(&shape::ConcurrentModificationException, "ConcurrentModificationException", 400, false);
    pub static InternalException: ErrorShape = ErrorShape::new(&shape::InternalException, "InternalException", 500, true);
    pub static InvalidEventPatternException: ErrorShape = ErrorShape::new(&shape::InvalidEventPatternException, "InvalidEventPatternException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static ManagedRuleException: ErrorShape = ErrorShape::new(&shape::ManagedRuleException, "ManagedRuleException", 400, false);
    pub static ResourceAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::ResourceAlreadyExistsException, "ResourceAlreadyExistsException", 400, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 400, false);
    pub static ThrottlingException: ErrorShape = ErrorShape::new(&shape::ThrottlingException, "ThrottlingException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccessDeniedException: Shape = Shape::structure("AccessDeniedException", &[]);
    pub static ApiDestination: Shape = Shape::structure("ApiDestination", &[Member::new("ApiDestinationArn", &ApiDestinationArn), Member::new("Name", &ApiDestinationName), Member::new("ApiDestinationState", &ApiDestinationState), Member::new("ConnectionArn", &ConnectionArn), Member::new("InvocationEndpoint", &HttpsEndpoint), Member::new("HttpMethod", &ApiDestinationHttpMethod), Member::new("InvocationRateLimitPerSecond", &ApiDestinationInvocationRateLimitPerSecond), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), ]);
    pub static ApiDestinationArn: Shape = Shape::new("ApiDestinationArn", Kind::String).min(1.0).max(1600.0);
    static ApiDestinationDescription_pattern: Pattern = Pattern::new(".*");
    pub static ApiDestinationDescription: Shape = Shape::new("ApiDestinationDescription", Kind::String).max(512.0).pattern(&ApiDestinationDescription_pattern);
    pub static ApiDestinationHttpMethod: Shape = Shape::new("ApiDestinationHttpMethod", Kind::String).values(&["POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]);
    pub static ApiDestinationInvocationRateLimitPerSecond: Shape = Shape::new("ApiDestinationInvocationRateLimitPerSecond", Kind::Integer).min(1.0);
    static ApiDestinationName_pattern: Pattern = Pattern::new("[\\.\\-_A-Za-z0-9]+");
    pub static ApiDestinationName: Shape = Shape::new("ApiDestinationName", Kind::String).min(1.0).max(64.0).pattern(&ApiDestinationName_pattern);
    pub static ApiDestinationResponseList: Shape = Shape::new("ApiDestinationResponseList", Kind::List(Member::new("member", &ApiDestination)));
    pub static ApiDestinationState: Shape = Shape::new("ApiDestinationState", Kind::String).values(&["ACTIVE", "INACTIVE"]);
    pub static AppSyncParameters: Shape = Shape::structure("AppSyncParameters", &[Member::new("GraphQLOperation", &GraphQLOperation), ]);
    pub static Arn: Shape = Shape::new("Arn", Kind::String).min(1.0).max(1600.0);
    pub static AssignPublicIp: Shape = Shape::new("AssignPublicIp", Kind::String).values(&["ENABLED", "DISABLED"]);
    static AuthHeaderParameters_pattern: Pattern = Pattern::new("^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$");
    pub static AuthHeaderParameters: Shape = Shape::new("AuthHeaderParameters", Kind::String).min(1.0).max(512.0).pattern(&AuthHeaderParameters_pattern);
    static AuthHeaderParametersSensitive_pattern: Pattern = Pattern::new("^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$");
    pub static AuthHeaderParametersSensitive: Shape = Shape::new("AuthHeaderParametersSensitive", Kind::String).min(1.0).max(512.0).sensitive().pattern(&AuthHeaderParametersSensitive_pattern);
    pub static AwsVpcConfiguration: Shape = Shape::structure("AwsVpcConfiguration", &[Member::new("Subnets", &StringList).required(), Member::new("SecurityGroups", &StringList), Member::new("AssignPublicIp", &AssignPublicIp), ]);
    pub static BatchArrayProperties: Shape = Shape::structure("BatchArrayProperties", &[Member::new("Size", &Integer), ]);
    pub static BatchParameters: Shape = Shape::structure("BatchParameters", &[Member::new("JobDefinition", &String).required(), Member::new("JobName", &String).required(), Member::new("ArrayProperties", &BatchArrayProperties), Member::new("RetryStrategy", &BatchRetryStrategy), ]);
    pub static BatchRetryStrategy: Shape = Shape::structure("BatchRetryStrategy", &[Member::new("Attempts", &Integer), ]);
    pub static Boolean: Shape = Shape::new("Boolean", Kind::Boolean);
    pub static CapacityProvider: Shape = Shape::new("CapacityProvider", Kind::String).min(1.0).max(255.0);
    pub static CapacityProviderStrategy: Shape = Shape::new("CapacityProviderStrategy", Kind::List(Member::new("member", &CapacityProviderStrategyItem))).max(6.0);
    pub static CapacityProviderStrategyItem: Shape = Shape::structure("CapacityProviderStrategyItem", &[Member::new("capacityProvider", &CapacityProvider).required(), Member::new("weight", &CapacityProviderStrategyItemWeight), Member::new("base", &CapacityProviderStrategyItemBase), ]);
    pub static CapacityProviderStrategyItemBase: Shape = Shape::new("CapacityProviderStrategyItemBase", Kind::Integer).min(0.0).max(100000.0);
    pub static CapacityProviderStrategyItemWeight: Shape = Shape::new("CapacityProviderStrategyItemWeight", Kind::Integer).min(0.0).max(1000.0);
    pub static ConcurrentModificationException: Shape = Shape::structure("ConcurrentModificationException", &[]);
    pub static Connection: Shape = Shape::structure("Connection", &[Member::new("ConnectionArn", &ConnectionArn), Member::new("Name", &ConnectionName), Member::new("ConnectionState", &ConnectionState), Member::new("StateReason", &ConnectionStateReason), Member::new("AuthorizationType", &ConnectionAuthorizationType), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), Member::new("LastAuthorizedTime", &Timestamp), ]);
    pub static ConnectionApiKeyAuthResponseParameters: Shape = Shape::structure("ConnectionApiKeyAuthResponseParameters", &[Member::new("ApiKeyName", &AuthHeaderParameters), ]);
    static ConnectionArn_pattern: Pattern = Pattern::new("^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$");
    pub static ConnectionArn: Shape = Shape::new("ConnectionArn", Kind::String).min(1.0).max(1600.0).pattern(&ConnectionArn_pattern);
    pub static ConnectionAuthResponseParameters: Shape = Shape::structure("ConnectionAuthResponseParameters", &[Member::new("BasicAuthParameters", &ConnectionBasicAuthResponseParameters), Member::new("OAuthParameters", &ConnectionOAuthResponseParameters), Member::new("ApiKeyAuthParameters", &ConnectionApiKeyAuthResponseParameters), Member::new("InvocationHttpParameters", &ConnectionHttpParameters), Member::new("ConnectivityParameters", &DescribeConnectionConnectivityParameters), ]);
    pub static ConnectionAuthorizationType: Shape = Shape::new("ConnectionAuthorizationType", Kind::String).values(&["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"]);
    pub static ConnectionBasicAuthResponseParameters: Shape = Shape::structure("ConnectionBasicAuthResponseParameters", &[Member::new("Username", &AuthHeaderParameters), ]);
    pub static ConnectionBodyParameter: Shape = Shape::structure("ConnectionBodyParameter", &[Member::new("Key", &String), Member::new("Value", &SensitiveString), Member::new("IsValueSecret", &Boolean), ]);
    pub static ConnectionBodyParametersList: Shape = Shape::new("ConnectionBodyParametersList", Kind::List(Member::new("member", &ConnectionBodyParameter))).min(0.0).max(100.0);
    static ConnectionDescription_pattern: Pattern = Pattern::new(".*");
    pub static ConnectionDescription: Shape = Shape::new("ConnectionDescription", Kind::String).max(512.0).pattern(&ConnectionDescription_pattern);
    pub static ConnectionHeaderParameter: Shape = Shape::structure("ConnectionHeaderParameter", &[Member::new("Key", &HeaderKey), Member::new("Value", &HeaderValueSensitive), Member::new("IsValueSecret", &Boolean), ]);
    pub static ConnectionHeaderParametersList: Shape = Shape::new("ConnectionHeaderParametersList", Kind::List(Member::new("member", &ConnectionHeaderParameter))).min(0.0).max(100.0);
    pub static ConnectionHttpParameters: Shape = Shape::structure("ConnectionHttpParameters", &[Member::new("HeaderParameters", &ConnectionHeaderParametersList), Member::new("QueryStringParameters", &ConnectionQueryStringParametersList), Member::new("BodyParameters", &ConnectionBodyParametersList), ]);
    static ConnectionName_pattern: Pattern = Pattern::new("[\\.\\-_A-Za-z0-9]+");
    pub static ConnectionName: Shape = Shape::new("ConnectionName", Kind::String).min(1.0).max(64.0).pattern(&ConnectionName_pattern);
    pub static ConnectionOAuthClientResponseParameters: Shape = Shape::structure("ConnectionOAuthClientResponseParameters", &[Member::new("ClientID", &AuthHeaderParameters), ]);
    pub static ConnectionOAuthHttpMethod: Shape = Shape::new("ConnectionOAuthHttpMethod", Kind::String).values(&["GET", "POST", "PUT"]);
    pub static ConnectionOAuthResponseParameters: Shape = Shape::structure("ConnectionOAuthResponseParameters", &[Member::new("ClientParameters", &ConnectionOAuthClientResponseParameters), Member::new("AuthorizationEndpoint", &HttpsEndpoint), Member::new("HttpMethod", &ConnectionOAuthHttpMethod), Member::new("OAuthHttpParameters", &ConnectionHttpParameters), ]);
    pub static ConnectionQueryStringParameter: Shape = Shape::structure("ConnectionQueryStringParameter", &[Member::new("Key", &QueryStringKey), Member::new("Value", &QueryStringValueSensitive), Member::new("IsValueSecret", &Boolean), ]);
    pub static ConnectionQueryStringParametersList: Shape = Shape::new("ConnectionQueryStringParametersList", Kind::List(Member::new("member", &ConnectionQueryStringParameter))).min(0.0).max(100.0);
    pub static ConnectionResponseList: Shape = Shape::new("ConnectionResponseList", Kind::List(Member::new("member", &Connection)));
    pub static ConnectionState: Shape = Shape::new("ConnectionState", Kind::String).values(&["CREATING", "UPDATING", "DELETING", "AUTHORIZED", "DEAUTHORIZED", "AUTHORIZING", "DEAUTHORIZING", "ACTIVE", "FAILED_CONNECTIVITY"]);
    pub static ConnectionStateReason: Shape = Shape::new("ConnectionStateReason", Kind::String).max(512.0);
    pub static ConnectivityResourceConfigurationArn: Shape = Shape::structure("ConnectivityResourceConfigurationArn", &[Member::new("ResourceConfigurationArn", &ResourceConfigurationArn).required(), ]);
    pub static ConnectivityResourceParameters: Shape = Shape::structure("ConnectivityResourceParameters", &[Member::new("ResourceParameters", &ConnectivityResourceConfigurationArn).required(), ]);
    pub static CreateApiDestinationRequest: Shape = Shape::structure("CreateApiDestinationRequest", &[Member::new("Name", &ApiDestinationName).required(), Member::new("Description", &ApiDestinationDescription), Member::new("ConnectionArn", &ConnectionArn).required(), Member::new("InvocationEndpoint", &HttpsEndpoint).required(), Member::new("HttpMethod", &ApiDestinationHttpMethod).required(), Member::new("InvocationRateLimitPerSecond", &ApiDestinationInvocationRateLimitPerSecond), ]);
    pub static CreateApiDestinationResponse: Shape = Shape::structure("CreateApiDestinationResponse", &[Member::new("ApiDestinationArn", &ApiDestinationArn), Member::new("ApiDestinationState", &ApiDestinationState), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), ]);
    pub static CreateConnectionApiKeyAuthRequestParameters: Shape = Shape::structure("CreateConnectionApiKeyAuthRequestParameters", &[Member::new("ApiKeyName", &AuthHeaderParameters).required(), Member::new("ApiKeyValue", &AuthHeaderParametersSensitive).required(), ]);
    pub static CreateConnectionAuthRequestParameters: Shape = Shape::structure("CreateConnectionAuthRequestParameters", &[Member::new("BasicAuthParameters", &CreateConnectionBasicAuthRequestParameters), Member::new("OAuthParameters", &CreateConnectionOAuthRequestParameters), Member::new("ApiKeyAuthParameters", &CreateConnectionApiKeyAuthRequestParameters), Member::new("InvocationHttpParameters", &ConnectionHttpParameters), Member::new("ConnectivityParameters", &ConnectivityResourceParameters), ]);
    pub static CreateConnectionBasicAuthRequestParameters: Shape = Shape::structure("CreateConnectionBasicAuthRequestParameters", &[Member::new("Username", &AuthHeaderParameters).required(), Member::new("Password", &AuthHeaderParametersSensitive).required(), ]);
    pub static CreateConnectionOAuthClientRequestParameters: Shape = Shape::structure("CreateConnectionOAuthClientRequestParameters", &[Member::new("ClientID", &AuthHeaderParameters).required(), Member::new("ClientSecret", &AuthHeaderParametersSensitive).required(), ]);
    pub static CreateConnectionOAuthRequestParameters: Shape = Shape::structure("CreateConnectionOAuthRequestParameters", &[Member::new("ClientParameters", &CreateConnectionOAuthClientRequestParameters).required(), Member::new("AuthorizationEndpoint", &HttpsEndpoint).required(), Member::new("HttpMethod", &ConnectionOAuthHttpMethod).required(), Member::new("OAuthHttpParameters", &ConnectionHttpParameters), ]);
    pub static CreateConnectionRequest: Shape = Shape::structure("CreateConnectionRequest", &[Member::new("Name", &ConnectionName).required(), Member::new("Description", &ConnectionDescription), Member::new("AuthorizationType", &ConnectionAuthorizationType).required(), Member::new("AuthParameters", &CreateConnectionAuthRequestParameters).required(), Member::new("InvocationConnectivityParameters", &ConnectivityResourceParameters), Member::new("KmsKeyIdentifier", &KmsKeyIdentifier), ]);
    pub static CreateConnectionResponse: Shape = Shape::structure("CreateConnectionResponse", &[Member::new("ConnectionArn", &ConnectionArn), Member::new("ConnectionState", &ConnectionState), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), ]);
    pub static CreatedBy: Shape = Shape::new("CreatedBy", Kind::String).min(1.0).max(128.0);
    pub static Database: Shape = Shape::new("Database", Kind::String).min(1.0).max(64.0);
    pub static DbUser: Shape = Shape::new("DbUser", Kind::String).min(1.0).max(128.0);
    pub static DeadLetterConfig: Shape = Shape::structure("DeadLetterConfig", &[Member::new("Arn", &ResourceArn), ]);
    pub static DeauthorizeConnectionRequest: Shape = Shape::structure("DeauthorizeConnectionRequest", &[Member::new("Name", &ConnectionName).required(), ]);
    pub static DeauthorizeConnectionResponse: Shape = Shape::structure("DeauthorizeConnectionResponse", &[Member::new("ConnectionArn", &ConnectionArn), Member::new("ConnectionState", &ConnectionState), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), Member::new("LastAuthorizedTime", &Timestamp), ]);
    pub static DeleteApiDestinationRequest: Shape = Shape::structure("DeleteApiDestinationRequest", &[Member::new("Name", &ApiDestinationName).required(), ]);
    pub static DeleteApiDestinationResponse: Shape = Shape::structure("DeleteApiDestinationResponse", &[]);
    pub static DeleteConnectionRequest: Shape = Shape::structure("DeleteConnectionRequest", &[Member::new("Name", &ConnectionName).required(), ]);
    pub static DeleteConnectionResponse: Shape = Shape::structure("DeleteConnectionResponse", &[Member::new("ConnectionArn", &ConnectionArn), Member::new("ConnectionState", &ConnectionState), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), Member::new("LastAuthorizedTime", &Timestamp), ]);
    pub static DeleteRuleRequest: Shape = Shape::structure("DeleteRuleRequest", &[Member::new("Name", &RuleName).required(), Member::new("EventBusName", &EventBusNameOrArn), Member::new("Force", &Boolean), ]);
    pub static DescribeApiDestinationRequest: Shape = Shape::structure("DescribeApiDestinationRequest", &[Member::new("Name", &ApiDestinationName).required(), ]);
    pub static DescribeApiDestinationResponse: Shape = Shape::structure("DescribeApiDestinationResponse", &[Member::new("ApiDestinationArn", &ApiDestinationArn), Member::new("Name", &ApiDestinationName), Member::new("Description", &ApiDestinationDescription), Member::new("ApiDestinationState", &ApiDestinationState), Member::new("ConnectionArn", &ConnectionArn), Member::new("InvocationEndpoint", &HttpsEndpoint), Member::new("HttpMethod", &ApiDestinationHttpMethod), Member::new("InvocationRateLimitPerSecond", &ApiDestinationInvocationRateLimitPerSecond), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), ]);
    pub static DescribeConnectionConnectivityParameters: Shape = Shape::structure("DescribeConnectionConnectivityParameters", &[Member::new("ResourceParameters", &DescribeConnectionResourceParameters).required(), ]);
    pub static DescribeConnectionRequest: Shape = Shape::structure("DescribeConnectionRequest", &[Member::new("Name", &ConnectionName).required(), ]);
    pub static DescribeConnectionResourceParameters: Shape = Shape::structure("DescribeConnectionResourceParameters", &[Member::new("ResourceConfigurationArn", &ResourceConfigurationArn).required(), Member::new("ResourceAssociationArn", &ResourceAssociationArn).required(), ]);
    pub static DescribeConnectionResponse: Shape = Shape::structure("DescribeConnectionResponse", &[Member::new("ConnectionArn", &ConnectionArn), Member::new("Name", &ConnectionName), Member::new("Description", &ConnectionDescription), Member::new("InvocationConnectivityParameters", &DescribeConnectionConnectivityParameters), Member::new("ConnectionState", &ConnectionState), Member::new("StateReason", &ConnectionStateReason), Member::new("AuthorizationType", &ConnectionAuthorizationType), Member::new("SecretArn", &SecretsManagerSecretArn), Member::new("KmsKeyIdentifier", &KmsKeyIdentifier), Member::new("AuthParameters", &ConnectionAuthResponseParameters), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), Member::new("LastAuthorizedTime", &Timestamp), ]);
    pub static DescribeEventBusRequest: Shape = Shape::structure("DescribeEventBusRequest", &[Member::new("Name", &EventBusNameOrArn), ]);
    pub static DescribeEventBusResponse: Shape = Shape::structure("DescribeEventBusResponse", &[Member::new("Name", &String), Member::new("Arn", &String), Member::new("Description", &EventBusDescription), Member::new("KmsKeyIdentifier", &KmsKeyIdentifier), Member::new("DeadLetterConfig", &DeadLetterConfig), Member::new("Policy", &String), Member::new("LogConfig", &LogConfig), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), ]);
    pub static DescribeRuleRequest: Shape = Shape::structure("DescribeRuleRequest", &[Member::new("Name", &RuleName).required(), Member::new("EventBusName", &EventBusNameOrArn), ]);
    pub static DescribeRuleResponse: Shape = Shape::structure("DescribeRuleResponse", &[Member::new("Name", &RuleName), Member::new("Arn", &RuleArn), Member::new("EventPattern", &EventPattern), Member::new("ScheduleExpression", &ScheduleExpression), Member::new("State", &RuleState), Member::new("Description", &RuleDescription), Member::new("RoleArn", &RoleArn), Member::new("ManagedBy", &ManagedBy), Member::new("EventBusName", &EventBusName), Member::new("CreatedBy", &CreatedBy), ]);
    pub static DisableRuleRequest: Shape = Shape::structure("DisableRuleRequest", &[Member::new("Name", &RuleName).required(), Member::new("EventBusName", &EventBusNameOrArn), ]);
    pub static EcsParameters: Shape = Shape::structure("EcsParameters", &[Member::new("TaskDefinitionArn", &Arn).required(), Member::new("TaskCount", &LimitMin1), Member::new("LaunchType", &LaunchType), Member::new("NetworkConfiguration", &NetworkConfiguration), Member::new("PlatformVersion", &String), Member::new("Group", &String), Member::new("CapacityProviderStrategy", &CapacityProviderStrategy), Member::new("EnableECSManagedTags", &Boolean), Member::new("EnableExecuteCommand", &Boolean), Member::new("PlacementConstraints", &PlacementConstraints), Member::new("PlacementStrategy", &PlacementStrategies), Member::new("PropagateTags", &PropagateTags), Member::new("ReferenceId", &ReferenceId), Member::new("Tags", &TagList), ]);
    pub static EnableRuleRequest: Shape = Shape::structure("EnableRuleRequest", &[Member::new("Name", &RuleName).required(), Member::new("EventBusName", &EventBusNameOrArn), ]);
    static EndpointId_pattern: Pattern = Pattern::new("^[A-Za-z0-9\\-]+[\\.][A-Za-z0-9\\-]+$");
    pub static EndpointId: Shape = Shape::new("EndpointId", Kind::String).min(1.0).max(50.0).pattern(&EndpointId_pattern);
    pub static ErrorCode: Shape = Shape::new("ErrorCode", Kind::String);
    pub static ErrorMessage: Shape = Shape::new("ErrorMessage", Kind::String);
    pub static EventBus: Shape = Shape::structure("EventBus", &[Member::new("Name", &String), Member::new("Arn", &String), Member::new("Description", &EventBusDescription), Member::new("Policy", &String), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), ]);
    pub static EventBusDescription: Shape = Shape::new("EventBusDescription", Kind::String).max(512.0);
    pub static EventBusList: Shape = Shape::new("EventBusList", Kind::List(Member::new("member", &EventBus)));
    static EventBusName_pattern: Pattern = Pattern::new("[/\\.\\-_A-Za-z0-9]+");
    pub static EventBusName: Shape = Shape::new("EventBusName", Kind::String).min(1.0).max(256.0).pattern(&EventBusName_pattern);
    static EventBusNameOrArn_pattern: Pattern = Pattern::new("(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+");
    pub static EventBusNameOrArn: Shape = Shape::new("EventBusNameOrArn", Kind::String).min(1.0).max(1600.0).pattern(&EventBusNameOrArn_pattern);
    pub static EventId: Shape = Shape::new("EventId", Kind::String).max(64.0);
    pub static EventPattern: Shape = Shape::new("EventPattern", Kind::String).max(4096.0);
    pub static EventResource: Shape = Shape::new("EventResource", Kind::String).max(2048.0);
    pub static EventResourceList: Shape = Shape::new("EventResourceList", Kind::List(Member::new("member", &EventResource)));
    pub static EventTime: Shape = Shape::new("EventTime", Kind::Timestamp(None));
    pub static GraphQLOperation: Shape = Shape::new("GraphQLOperation", Kind::String).min(1.0).max(1048576.0).sensitive();
    static HeaderKey_pattern: Pattern = Pattern::new("^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$");
    pub static HeaderKey: Shape = Shape::new("HeaderKey", Kind::String).max(512.0).pattern(&HeaderKey_pattern);
    pub static HeaderParametersMap: Shape = Shape::new("HeaderParametersMap", Kind::Map(Member::new("key", &HeaderKey), Member::new("value", &HeaderValue)));
    static HeaderValue_pattern: Pattern = Pattern::new("^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$");
    pub static HeaderValue: Shape = Shape::new("HeaderValue", Kind::String).max(512.0).pattern(&HeaderValue_pattern);
    static HeaderValueSensitive_pattern: Pattern = Pattern::new("^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$");
    pub static HeaderValueSensitive: Shape = Shape::new("HeaderValueSensitive", Kind::String).max(512.0).sensitive().pattern(&HeaderValueSensitive_pattern);
    pub static HttpParameters: Shape = Shape::structure("HttpParameters", &[Member::new("PathParameterValues", &PathParameterList), Member::new("HeaderParameters", &HeaderParametersMap), Member::new("QueryStringParameters", &QueryStringParametersMap), ]);
    static HttpsEndpoint_pattern: Pattern = Pattern::new("^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$");
    pub static HttpsEndpoint: Shape = Shape::new("HttpsEndpoint", Kind::String).min(1.0).max(2048.0).pattern(&HttpsEndpoint_pattern);
    pub static IncludeDetail: Shape = Shape::new("IncludeDetail", Kind::String).values(&["NONE", "FULL"]);
    pub static InputTransformer: Shape = Shape::structure("InputTransformer", &[Member::new("InputPathsMap", &TransformerPaths), Member::new("InputTemplate", &TransformerInput).required(), ]);
    static InputTransformerPathKey_pattern: Pattern = Pattern::new("[A-Za-z0-9\\_\\-]+");
    pub static InputTransformerPathKey: Shape = Shape::new("InputTransformerPathKey", Kind::String).min(1.0).max(256.0).pattern(&InputTransformerPathKey_pattern);
    pub static Integer: Shape = Shape::new("Integer", Kind::Integer);
    pub static InternalException: Shape = Shape::structure("InternalException", &[]);
    pub static InvalidEventPatternException: Shape = Shape::structure("InvalidEventPatternException", &[]);
    pub static KinesisParameters: Shape = Shape::structure("KinesisParameters", &[Member::new("PartitionKeyPath", &TargetPartitionKeyPath).required(), ]);
    static KmsKeyIdentifier_pattern: Pattern = Pattern::new("^[a-zA-Z0-9_\\-/:]*$");
    pub static KmsKeyIdentifier: Shape = Shape::new("KmsKeyIdentifier", Kind::String).max(2048.0).pattern(&KmsKeyIdentifier_pattern);
    pub static LaunchType: Shape = Shape::new("LaunchType", Kind::String).values(&["EC2", "FARGATE", "EXTERNAL"]);
    pub static Level: Shape = Shape::new("Level", Kind::String).values(&["OFF", "ERROR", "INFO", "TRACE"]);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[]);
    pub static LimitMax100: Shape = Shape::new("LimitMax100", Kind::Integer).min(1.0).max(100.0);
    pub static LimitMin1: Shape = Shape::new("LimitMin1", Kind::Integer).min(1.0);
    pub static ListApiDestinationsRequest: Shape = Shape::structure("ListApiDestinationsRequest", &[Member::new("NamePrefix", &ApiDestinationName), Member::new("ConnectionArn", &ConnectionArn), Member::new("NextToken", &NextToken), Member::new("Limit", &LimitMax100), ]);
    pub static ListApiDestinationsResponse: Shape = Shape::structure("ListApiDestinationsResponse", &[Member::new("ApiDestinations", &ApiDestinationResponseList), Member::new("NextToken", &NextToken), ]);
    pub static ListConnectionsRequest: Shape = Shape::structure("ListConnectionsRequest", &[Member::new("NamePrefix", &ConnectionName), Member::new("ConnectionState", &ConnectionState), Member::new("NextToken", &NextToken), Member::new("Limit", &LimitMax100), ]);
    pub static ListConnectionsResponse: Shape = Shape::structure("ListConnectionsResponse", &[Member::new("Connections", &ConnectionResponseList), Member::new("NextToken", &NextToken), ]);
    pub static ListEventBusesRequest: Shape = Shape::structure("ListEventBusesRequest", &[Member::new("NamePrefix", &EventBusName), Member::new("NextToken", &NextToken), Member::new("Limit", &LimitMax100), ]);
    pub static ListEventBusesResponse: Shape = Shape::structure("ListEventBusesResponse", &[Member::new("EventBuses", &EventBusList), Member::new("NextToken", &NextToken), ]);
    pub static ListRuleNamesByTargetRequest: Shape = Shape::structure("ListRuleNamesByTargetRequest", &[Member::new("TargetArn", &TargetArn).required(), Member::new("EventBusName", &EventBusNameOrArn), Member::new("NextToken", &NextToken), Member::new("Limit", &LimitMax100), ]);
    pub static ListRuleNamesByTargetResponse: Shape = Shape::structure("ListRuleNamesByTargetResponse", &[Member::new("RuleNames", &RuleNameList), Member::new("NextToken", &NextToken), ]);
    pub static ListRulesRequest: Shape = Shape::structure("ListRulesRequest", &[Member::new("NamePrefix", &RuleName), Member::new("EventBusName", &EventBusNameOrArn), Member::new("NextToken", &NextToken), Member::new("Limit", &LimitMax100), ]);
    pub static ListRulesResponse: Shape = Shape::structure("ListRulesResponse", &[Member::new("Rules", &RuleResponseList), Member::new("NextToken", &NextToken), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("ResourceARN", &Arn).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("Tags", &TagList), ]);
    pub static ListTargetsByRuleRequest: Shape = Shape::structure("ListTargetsByRuleRequest", &[Member::new("Rule", &RuleName).required(), Member::new("EventBusName", &EventBusNameOrArn), Member::new("NextToken", &NextToken), Member::new("Limit", &LimitMax100), ]);
    pub static ListTargetsByRuleResponse: Shape = Shape::structure("ListTargetsByRuleResponse", &[Member::new("Targets", &TargetList), Member::new("NextToken", &NextToken), ]);
    pub static LogConfig: Shape = Shape::structure("LogConfig", &[Member::new("IncludeDetail", &IncludeDetail), Member::new("Level", &Level), ]);
    pub static ManagedBy: Shape = Shape::new("ManagedBy", Kind::String).min(1.0).max(128.0);
    pub static ManagedRuleException: Shape = Shape::structure("ManagedRuleException", &[]);
    pub static MaximumEventAgeInSeconds: Shape = Shape::new("MaximumEventAgeInSeconds", Kind::Integer).min(60.0).max(86400.0);
    pub static MaximumRetryAttempts: Shape = Shape::new("MaximumRetryAttempts", Kind::Integer).min(0.0).max(185.0);
    pub static MessageGroupId: Shape = Shape::new("MessageGroupId", Kind::String).max(100.0);
    pub static NetworkConfiguration: Shape = Shape::structure("NetworkConfiguration", &[Member::new("awsvpcConfiguration", &AwsVpcConfiguration), ]);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String).min(1.0).max(2048.0);
    static NonPartnerEventBusNameOrArn_pattern: Pattern = Pattern::new("(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+");
    pub static NonPartnerEventBusNameOrArn: Shape = Shape::new("NonPartnerEventBusNameOrArn", Kind::String).min(1.0).max(1600.0).pattern(&NonPartnerEventBusNameOrArn_pattern);
    pub static PathParameter: Shape = Shape::new("PathParameter", Kind::String);
    pub static PathParameterList: Shape = Shape::new("PathParameterList", Kind::List(Member::new("member", &PathParameter)));
    pub static PlacementConstraint: Shape = Shape::structure("PlacementConstraint", &[Member::new("type", &PlacementConstraintType), Member::new("expression", &PlacementConstraintExpression), ]);
    pub static PlacementConstraintExpression: Shape = Shape::new("PlacementConstraintExpression", Kind::String).max(2000.0);
    pub static PlacementConstraintType: Shape = Shape::new("PlacementConstraintType", Kind::String).values(&["distinctInstance", "memberOf"]);
    pub static PlacementConstraints: Shape = Shape::new("PlacementConstraints", Kind::List(Member::new("member", &PlacementConstraint))).max(10.0);
    pub static PlacementStrategies: Shape = Shape::new("PlacementStrategies", Kind::List(Member::new("member", &PlacementStrategy))).max(5.0);
    pub static PlacementStrategy: Shape = Shape::structure("PlacementStrategy", &[Member::new("type", &PlacementStrategyType), Member::new("field", &PlacementStrategyField), ]);
    pub static PlacementStrategyField: Shape = Shape::new("PlacementStrategyField", Kind::String).max(255.0);
    pub static PlacementStrategyType: Shape = Shape::new("PlacementStrategyType", Kind::String).values(&["random", "spread", "binpack"]);
    pub static PropagateTags: Shape = Shape::new("PropagateTags", Kind::String).values(&["TASK_DEFINITION"]);
    pub static PutEventsRequest: Shape = Shape::structure("PutEventsRequest", &[Member::new("Entries", &PutEventsRequestEntryList).required(), Member::new("EndpointId", &EndpointId), ]);
    pub static PutEventsRequestEntry: Shape = Shape::structure("PutEventsRequestEntry", &[Member::new("Time", &EventTime), Member::new("Source", &String), Member::new("Resources", &EventResourceList), Member::new("DetailType", &String), Member::new("Detail", &String), Member::new("EventBusName", &NonPartnerEventBusNameOrArn), Member::new("TraceHeader", &TraceHeader), ]);
    pub static PutEventsRequestEntryList: Shape = Shape::new("PutEventsRequestEntryList", Kind::List(Member::new("member", &PutEventsRequestEntry))).min(1.0).max(10.0);
    pub static PutEventsResponse: Shape = Shape::structure("PutEventsResponse", &[Member::new("FailedEntryCount", &Integer), Member::new("Entries", &PutEventsResultEntryList), ]);
    pub static PutEventsResultEntry: Shape = Shape::structure("PutEventsResultEntry", &[Member::new("EventId", &EventId), Member::new("ErrorCode", &ErrorCode), Member::new("ErrorMessage", &ErrorMessage), ]);
    pub static PutEventsResultEntryList: Shape = Shape::new("PutEventsResultEntryList", Kind::List(Member::new("member", &PutEventsResultEntry)));
    pub static PutRuleRequest: Shape = Shape::structure("PutRuleRequest", &[Member::new("Name", &RuleName).required(), Member::new("ScheduleExpression", &ScheduleExpression), Member::new("EventPattern", &EventPattern), Member::new("State", &RuleState), Member::new("Description", &RuleDescription), Member::new("RoleArn", &RoleArn), Member::new("Tags", &TagList), Member::new("EventBusName", &EventBusNameOrArn), ]);
    pub static PutRuleResponse: Shape = Shape::structure("PutRuleResponse", &[Member::new("RuleArn", &RuleArn), ]);
    pub static PutTargetsRequest: Shape = Shape::structure("PutTargetsRequest", &[Member::new("Rule", &RuleName).required(), Member::new("EventBusName", &EventBusNameOrArn), Member::new("Targets", &TargetList).required(), ]);
    pub static PutTargetsResponse: Shape = Shape::structure("PutTargetsResponse", &[Member::new("FailedEntryCount", &Integer), Member::new("FailedEntries", &PutTargetsResultEntryList), ]);
    pub static PutTargetsResultEntry: Shape = Shape::structure("PutTargetsResultEntry", &[Member::new("TargetId", &TargetId), Member::new("ErrorCode", &ErrorCode), Member::new("ErrorMessage", &ErrorMessage), ]);
    pub static PutTargetsResultEntryList: Shape = Shape::new("PutTargetsResultEntryList", Kind::List(Member::new("member", &PutTargetsResultEntry)));
    static QueryStringKey_pattern: Pattern = Pattern::new("[^\\x00-\\x1F\\x7F]+");
    pub static QueryStringKey: Shape = Shape::new("QueryStringKey", Kind::String).max(512.0).pattern(&QueryStringKey_pattern);
    pub static QueryStringParametersMap: Shape = Shape::new("QueryStringParametersMap", Kind::Map(Member::new("key", &QueryStringKey), Member::new("value", &QueryStringValue)));
    static QueryStringValue_pattern: Pattern = Pattern::new("[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+");
    pub static QueryStringValue: Shape = Shape::new("QueryStringValue", Kind::String).max(512.0).pattern(&QueryStringValue_pattern);
    static QueryStringValueSensitive_pattern: Pattern = Pattern::new("[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+");
    pub static QueryStringValueSensitive: Shape = Shape::new("QueryStringValueSensitive", Kind::String).max(512.0).sensitive().pattern(&QueryStringValueSensitive_pattern);
    pub static RedshiftDataParameters: Shape = Shape::structure("RedshiftDataParameters", &[Member::new("SecretManagerArn", &RedshiftSecretManagerArn), Member::new("Database", &Database).required(), Member::new("DbUser", &DbUser), Member::new("Sql", &Sql), Member::new("StatementName", &StatementName), Member::new("WithEvent", &Boolean), Member::new("Sqls", &Sqls), ]);
    static RedshiftSecretManagerArn_pattern: Pattern = Pattern::new("(^arn:aws([a-z]|\\-)*:secretsmanager:[a-z0-9-.]+:.*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)");
    pub static RedshiftSecretManagerArn: Shape = Shape::new("RedshiftSecretManagerArn", Kind::String).min(1.0).max(1600.0).pattern(&RedshiftSecretManagerArn_pattern);
    pub static ReferenceId: Shape = Shape::new("ReferenceId", Kind::String).max(1024.0);
    pub static RemoveTargetsRequest: Shape = Shape::structure("RemoveTargetsRequest", &[Member::new("Rule", &RuleName).required(), Member::new("EventBusName", &EventBusNameOrArn), Member::new("Ids", &TargetIdList).required(), Member::new("Force", &Boolean), ]);
    pub static RemoveTargetsResponse: Shape = Shape::structure("RemoveTargetsResponse", &[Member::new("FailedEntryCount", &Integer), Member::new("FailedEntries", &RemoveTargetsResultEntryList), ]);
    pub static RemoveTargetsResultEntry: Shape = Shape::structure("RemoveTargetsResultEntry", &[Member::new("TargetId", &TargetId), Member::new("ErrorCode", &ErrorCode), Member::new("ErrorMessage", &ErrorMessage), ]);
    pub static RemoveTargetsResultEntryList: Shape = Shape::new("RemoveTargetsResultEntryList", Kind::List(Member::new("member", &RemoveTargetsResultEntry)));
    pub static ResourceAlreadyExistsException: Shape = Shape::structure("ResourceAlreadyExistsException", &[]);
    pub static ResourceArn: Shape = Shape::new("ResourceArn", Kind::String).min(1.0).max(1600.0);
    pub static ResourceAssociationArn: Shape = Shape::new("ResourceAssociationArn", Kind::String).min(17.0).max(2048.0);
    static ResourceConfigurationArn_pattern: Pattern = Pattern::new("^(?:^arn:[a-z0-9\\-]+:vpc-lattice:[a-zA-Z0-9\\-]+:\\d{12}:resourceconfiguration/rcfg-[0-9a-z]{17}$|^$)");
    pub static ResourceConfigurationArn: Shape = Shape::new("ResourceConfigurationArn", Kind::String).min(0.0).max(2048.0).pattern(&ResourceConfigurationArn_pattern);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[]);
    pub static RetryPolicy: Shape = Shape::structure("RetryPolicy", &[Member::new("MaximumRetryAttempts", &MaximumRetryAttempts), Member::new("MaximumEventAgeInSeconds", &MaximumEventAgeInSeconds), ]);
    pub static RoleArn: Shape = Shape::new("RoleArn", Kind::String).min(1.0).max(1600.0);
    pub static Rule: Shape = Shape::structure("Rule", &[Member::new("Name", &RuleName), Member::new("Arn", &RuleArn), Member::new("EventPattern", &EventPattern), Member::new("State", &RuleState), Member::new("Description", &RuleDescription), Member::new("ScheduleExpression", &ScheduleExpression), Member::new("RoleArn", &RoleArn), Member::new("ManagedBy", &ManagedBy), Member::new("EventBusName", &EventBusName), ]);
    pub static RuleArn: Shape = Shape::new("RuleArn", Kind::String).min(1.0).max(1600.0);
    pub static RuleDescription: Shape = Shape::new("RuleDescription", Kind::String).max(512.0);
    static RuleName_pattern: Pattern = Pattern::new("[\\.\\-_A-Za-z0-9]+");
    pub static RuleName: Shape = Shape::new("RuleName", Kind::String).min(1.0).max(64.0).pattern(&RuleName_pattern);
    pub static RuleNameList: Shape = Shape::new("RuleNameList", Kind::List(Member::new("member", &RuleName)));
    pub static RuleResponseList: Shape = Shape::new("RuleResponseList", Kind::List(Member::new("member", &Rule)));
    pub static RuleState: Shape = Shape::new("RuleState", Kind::String).values(&["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]);
    pub static RunCommandParameters: Shape = Shape::structure("RunCommandParameters", &[Member::new("RunCommandTargets", &RunCommandTargets).required(), ]);
    pub static RunCommandTarget: Shape = Shape::structure("RunCommandTarget", &[Member::new("Key", &RunCommandTargetKey).required(), Member::new("Values", &RunCommandTargetValues).required(), ]);
    static RunCommandTargetKey_pattern: Pattern = Pattern::new("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$");
    pub static RunCommandTargetKey: Shape = Shape::new("RunCommandTargetKey", Kind::String).min(1.0).max(128.0).pattern(&RunCommandTargetKey_pattern);
    pub static RunCommandTargetValue: Shape = Shape::new("RunCommandTargetValue", Kind::String).min(1.0).max(256.0);
    pub static RunCommandTargetValues: Shape = Shape::new("RunCommandTargetValues", Kind::List(Member::new("member", &RunCommandTargetValue))).min(1.0).max(50.0);
    pub static RunCommandTargets: Shape = Shape::new("RunCommandTargets", Kind::List(Member::new("member", &RunCommandTarget))).min(1.0).max(5.0);
    pub static SageMakerPipelineParameter: Shape = Shape::structure("SageMakerPipelineParameter", &[Member::new("Name", &SageMakerPipelineParameterName).required(), Member::new("Value", &SageMakerPipelineParameterValue).required(), ]);
    pub static SageMakerPipelineParameterList: Shape = Shape::new("SageMakerPipelineParameterList", Kind::List(Member::new("member", &SageMakerPipelineParameter))).min(0.0).max(200.0);
    static SageMakerPipelineParameterName_pattern: Pattern = Pattern::new("^[a-zA-Z0-9](-*[a-zA-Z0-9])*$");
    pub static SageMakerPipelineParameterName: Shape = Shape::new("SageMakerPipelineParameterName", Kind::String).min(1.0).max(256.0).pattern(&SageMakerPipelineParameterName_pattern);
    pub static SageMakerPipelineParameterValue: Shape = Shape::new("SageMakerPipelineParameterValue", Kind::String).max(1024.0);
    pub static SageMakerPipelineParameters: Shape = Shape::structure("SageMakerPipelineParameters", &[Member::new("PipelineParameterList", &SageMakerPipelineParameterList), ]);
    pub static ScheduleExpression: Shape = Shape::new("ScheduleExpression", Kind::String).max(256.0);
    pub static SecretsManagerSecretArn: Shape = Shape::new("SecretsManagerSecretArn", Kind::String).min(20.0).max(2048.0);
    pub static SensitiveString: Shape = Shape::new("SensitiveString", Kind::String).sensitive();
    pub static Sql: Shape = Shape::new("Sql", Kind::String).min(1.0).max(100000.0).sensitive();
    pub static Sqls: Shape = Shape::new("Sqls", Kind::List(Member::new("member", &Sql))).min(0.0).max(40.0).sensitive();
    pub static SqsParameters: Shape = Shape::structure("SqsParameters", &[Member::new("MessageGroupId", &MessageGroupId), ]);
    pub static StatementName: Shape = Shape::new("StatementName", Kind::String).min(1.0).max(500.0);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static StringList: Shape = Shape::new("StringList", Kind::List(Member::new("member", &String)));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue).required(), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey)));
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag)));
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("ResourceARN", &Arn).required(), Member::new("Tags", &TagList).required(), ]);
    pub static TagResourceResponse: Shape = Shape::structure("TagResourceResponse", &[]);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0);
    pub static Target: Shape = Shape::structure("Target", &[Member::new("Id", &TargetId).required(), Member::new("Arn", &TargetArn).required(), Member::new("RoleArn", &RoleArn), Member::new("Input", &TargetInput), Member::new("InputPath", &TargetInputPath), Member::new("InputTransformer", &InputTransformer), Member::new("KinesisParameters", &KinesisParameters), Member::new("RunCommandParameters", &RunCommandParameters), Member::new("EcsParameters", &EcsParameters), Member::new("BatchParameters", &BatchParameters), Member::new("SqsParameters", &SqsParameters), Member::new("HttpParameters", &HttpParameters), Member::new("RedshiftDataParameters", &RedshiftDataParameters), Member::new("SageMakerPipelineParameters", &SageMakerPipelineParameters), Member::new("DeadLetterConfig", &DeadLetterConfig), Member::new("RetryPolicy", &RetryPolicy), Member::new("AppSyncParameters", &AppSyncParameters), ]);
    pub static TargetArn: Shape = Shape::new("TargetArn", Kind::String).min(1.0).max(1600.0);
    static TargetId_pattern: Pattern = Pattern::new("[\\.\\-_A-Za-z0-9]+");
    pub static TargetId: Shape = Shape::new("TargetId", Kind::String).min(1.0).max(64.0).pattern(&TargetId_pattern);
    pub static TargetIdList: Shape = Shape::new("TargetIdList", Kind::List(Member::new("member", &TargetId))).min(1.0).max(100.0);
    pub static TargetInput: Shape = Shape::new("TargetInput", Kind::String).max(8192.0);
    pub static TargetInputPath: Shape = Shape::new("TargetInputPath", Kind::String).max(256.0);
    pub static TargetList: Shape = Shape::new("TargetList", Kind::List(Member::new("member", &Target))).min(1.0).max(100.0);
    pub static TargetPartitionKeyPath: Shape = Shape::new("TargetPartitionKeyPath", Kind::String).max(256.0);
    pub static TestEventPatternRequest: Shape = Shape::structure("TestEventPatternRequest", &[Member::new("EventPattern", &EventPattern).required(), Member::new("Event", &String).required(), ]);
    pub static TestEventPatternResponse: Shape = Shape::structure("TestEventPatternResponse", &[Member::new("Result", &Boolean), ]);
    pub static ThrottlingException: Shape = Shape::structure("ThrottlingException", &[]);
    pub static Timestamp: Shape = Shape::new("Timestamp", Kind::Timestamp(None));
    pub static TraceHeader: Shape = Shape::new("TraceHeader", Kind::String).min(1.0).max(500.0);
    pub static TransformerInput: Shape = Shape::new("TransformerInput", Kind::String).min(1.0).max(8192.0);
    pub static TransformerPaths: Shape = Shape::new("TransformerPaths", Kind::Map(Member::new("key", &InputTransformerPathKey), Member::new("value", &TargetInputPath))).max(100.0);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("ResourceARN", &Arn).required(), Member::new("TagKeys", &TagKeyList).required(), ]);
    pub static UntagResourceResponse: Shape = Shape::structure("UntagResourceResponse", &[]);
    pub static UpdateApiDestinationRequest: Shape = Shape::structure("UpdateApiDestinationRequest", &[Member::new("Name", &ApiDestinationName).required(), Member::new("Description", &ApiDestinationDescription), Member::new("ConnectionArn", &ConnectionArn), Member::new("InvocationEndpoint", &HttpsEndpoint), Member::new("HttpMethod", &ApiDestinationHttpMethod), Member::new("InvocationRateLimitPerSecond", &ApiDestinationInvocationRateLimitPerSecond), ]);
    pub static UpdateApiDestinationResponse: Shape = Shape::structure("UpdateApiDestinationResponse", &[Member::new("ApiDestinationArn", &ApiDestinationArn), Member::new("ApiDestinationState", &ApiDestinationState), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), ]);
    pub static UpdateConnectionApiKeyAuthRequestParameters: Shape = Shape::structure("UpdateConnectionApiKeyAuthRequestParameters", &[Member::new("ApiKeyName", &AuthHeaderParameters), Member::new("ApiKeyValue", &AuthHeaderParametersSensitive), ]);
    pub static UpdateConnectionAuthRequestParameters: Shape = Shape::structure("UpdateConnectionAuthRequestParameters", &[Member::new("BasicAuthParameters", &UpdateConnectionBasicAuthRequestParameters), Member::new("OAuthParameters", &UpdateConnectionOAuthRequestParameters), Member::new("ApiKeyAuthParameters", &UpdateConnectionApiKeyAuthRequestParameters), Member::new("InvocationHttpParameters", &ConnectionHttpParameters), Member::new("ConnectivityParameters", &ConnectivityResourceParameters), ]);
    pub static UpdateConnectionBasicAuthRequestParameters: Shape = Shape::structure("UpdateConnectionBasicAuthRequestParameters", &[Member::new("Username", &AuthHeaderParameters), Member::new("Password", &AuthHeaderParametersSensitive), ]);
    pub static UpdateConnectionOAuthClientRequestParameters: Shape = Shape::structure("UpdateConnectionOAuthClientRequestParameters", &[Member::new("ClientID", &AuthHeaderParameters), Member::new("ClientSecret", &AuthHeaderParametersSensitive), ]);
    pub static UpdateConnectionOAuthRequestParameters: Shape = Shape::structure("UpdateConnectionOAuthRequestParameters", &[Member::new("ClientParameters", &UpdateConnectionOAuthClientRequestParameters), Member::new("AuthorizationEndpoint", &HttpsEndpoint), Member::new("HttpMethod", &ConnectionOAuthHttpMethod), Member::new("OAuthHttpParameters", &ConnectionHttpParameters), ]);
    pub static UpdateConnectionRequest: Shape = Shape::structure("UpdateConnectionRequest", &[Member::new("Name", &ConnectionName).required(), Member::new("Description", &ConnectionDescription), Member::new("AuthorizationType", &ConnectionAuthorizationType), Member::new("AuthParameters", &UpdateConnectionAuthRequestParameters), Member::new("InvocationConnectivityParameters", &ConnectivityResourceParameters), Member::new("KmsKeyIdentifier", &KmsKeyIdentifier), ]);
    pub static UpdateConnectionResponse: Shape = Shape::structure("UpdateConnectionResponse", &[Member::new("ConnectionArn", &ConnectionArn), Member::new("ConnectionState", &ConnectionState), Member::new("CreationTime", &Timestamp), Member::new("LastModifiedTime", &Timestamp), Member::new("LastAuthorizedTime", &Timestamp), ]);
}
