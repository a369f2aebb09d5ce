// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `logs`.

/// The service `logs`.
pub static SERVICE: crate::Service = crate::Service {
    id: "logs",
    sdk_name: "cloudwatchlogs",
    signing_name: "logs",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "Logs_20140328",
    api_version: "2014-03-28",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "AssociateKmsKey",
        "AssociateSourceToS3TableIntegration",
        "CancelExportTask",
        "CancelImportTask",
        "CreateDelivery",
        "CreateExportTask",
        "CreateImportTask",
        "CreateLogAnomalyDetector",
        "CreateLogGroup",
        "CreateLogStream",
        "CreateLookupTable",
        "CreateScheduledQuery",
        "DeleteAccountPolicy",
        "DeleteDataProtectionPolicy",
        "DeleteDelivery",
        "DeleteDeliveryDestination",
        "DeleteDeliveryDestinationPolicy",
        "DeleteDeliverySource",
        "DeleteDestination",
        "DeleteIndexPolicy",
        "DeleteIntegration",
        "DeleteLogAnomalyDetector",
        "DeleteLogGroup",
        "DeleteLogStream",
        "DeleteLookupTable",
        "DeleteMetricFilter",
        "DeleteQueryDefinition",
        "DeleteResourcePolicy",
        "DeleteRetentionPolicy",
        "DeleteScheduledQuery",
        "DeleteSubscriptionFilter",
        "DeleteTransformer",
        "DescribeAccountPolicies",
        "DescribeConfigurationTemplates",
        "DescribeDeliveries",
        "DescribeDeliveryDestinations",
        "DescribeDeliverySources",
        "DescribeDestinations",
        "DescribeExportTasks",
        "DescribeFieldIndexes",
        "DescribeImportTaskBatches",
        "DescribeImportTasks",
        "DescribeIndexPolicies",
        "DescribeLogGroups",
        "DescribeLogStreams",
        "DescribeLookupTables",
        "DescribeMetricFilters",
        "DescribeQueries",
        "DescribeQueryDefinitions",
        "DescribeResourcePolicies",
        "DescribeSubscriptionFilters",
        "DisassociateKmsKey",
        "DisassociateSourceFromS3TableIntegration",
        "FilterLogEvents",
        "GetDataProtectionPolicy",
        "GetDelivery",
        "GetDeliveryDestination",
        "GetDeliveryDestinationPolicy",
        "GetDeliverySource",
        "GetIntegration",
        "GetLogAnomalyDetector",
        "GetLogEvents",
        "GetLogFields",
        "GetLogGroupFields",
        "GetLogObject",
        "GetLogRecord",
        "GetLookupTable",
        "GetQueryResults",
        "GetScheduledQuery",
        "GetScheduledQueryHistory",
        "GetTransformer",
        "ListAggregateLogGroupSummaries",
        "ListAnomalies",
        "ListIntegrations",
        "ListLogAnomalyDetectors",
        "ListLogGroups",
        "ListLogGroupsForQuery",
        "ListScheduledQueries",
        "ListSourcesForS3TableIntegration",
        "ListTagsForResource",
        "ListTagsLogGroup",
        "PutAccountPolicy",
        "PutBearerTokenAuthentication",
        "PutDataProtectionPolicy",
        "PutDeliveryDestination",
        "PutDeliveryDestinationPolicy",
        "PutDeliverySource",
        "PutDestination",
        "PutDestinationPolicy",
        "PutIndexPolicy",
        "PutIntegration",
        "PutLogEvents",
        "PutLogGroupDeletionProtection",
        "PutMetricFilter",
        "PutQueryDefinition",
        "PutResourcePolicy",
        "PutRetentionPolicy",
        "PutSubscriptionFilter",
        "PutTransformer",
        "StartLiveTail",
        "StartQuery",
        "StopQuery",
        "TagLogGroup",
        "TagResource",
        "TestMetricFilter",
        "TestTransformer",
        "UntagLogGroup",
        "UntagResource",
        "UpdateAnomaly",
        "UpdateDeliveryConfiguration",
        "UpdateLogAnomalyDetector",
        "UpdateLookupTable",
        "UpdateScheduledQuery",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::CreateLogGroup,
        &operation::CreateLogStream,
        &operation::DeleteLogGroup,
        &operation::DeleteLogStream,
        &operation::DeleteMetricFilter,
        &operation::DeleteRetentionPolicy,
        &operation::DescribeLogGroups,
        &operation::DescribeLogStreams,
        &operation::DescribeMetricFilters,
        &operation::DescribeQueries,
        &operation::FilterLogEvents,
        &operation::GetLogEvents,
        &operation::GetQueryResults,
        &operation::ListTagsForResource,
        &operation::ListTagsLogGroup,
        &operation::PutLogEvents,
        &operation::PutMetricFilter,
        &operation::PutRetentionPolicy,
        &operation::StartLiveTail,
        &operation::StartQuery,
        &operation::StopQuery,
        &operation::TagLogGroup,
        &operation::TagResource,
        &operation::TestMetricFilter,
        &operation::UntagLogGroup,
        &operation::UntagResource,
    ],
    errors: &[
        &error::AccessDeniedException,
        &error::DataAlreadyAcceptedException,
        &error::InvalidOperationException,
        &error::InvalidParameterException,
        &error::InvalidSequenceTokenException,
        &error::LimitExceededException,
        &error::MalformedQueryException,
        &error::OperationAbortedException,
        &error::ResourceAlreadyExistsException,
        &error::ResourceNotFoundException,
        &error::ServiceUnavailableException,
        &error::TooManyTagsException,
        &error::UnrecognizedClientException,
        &error::ValidationException,
    ],
};

errors! { SERVICE, {
    AccessDeniedException(access_denied) = error::AccessDeniedException,
    DataAlreadyAcceptedException(data_already_accepted) = error::DataAlreadyAcceptedException,
    InvalidOperationException(invalid_operation) = error::InvalidOperationException,
    InvalidParameterException(invalid_parameter) = error::InvalidParameterException,
    InvalidSequenceTokenException(invalid_sequence_token) = error::InvalidSequenceTokenException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    MalformedQueryException(malformed_query) = error::MalformedQueryException,
    OperationAbortedException(operation_aborted) = error::OperationAbortedException,
    ResourceAlreadyExistsException(resource_already_exists) = error::ResourceAlreadyExistsException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    ServiceUnavailableException(service_unavailable) = error::ServiceUnavailableException,
    TooManyTagsException(too_many_tags) = error::TooManyTagsException,
    UnrecognizedClientException(unrecognized_client) = error::UnrecognizedClientException,
    ValidationException(validation) = error::ValidationException,
} }

structure! { CreateLogGroupRequest(shape::CreateLogGroupRequest) { log_group_name: String, kms_key_id: Option<String>, tags: Option<crate::Map<String>>, log_group_class: Option<LogGroupClass>, deletion_protection_enabled: Option<bool>, } }
structure! { CreateLogStreamRequest(shape::CreateLogStreamRequest) { log_group_name: String, log_stream_name: String, } }
enumeration! { DataProtectionStatus { Activated = "ACTIVATED", Deleted = "DELETED", Archived = "ARCHIVED", Disabled = "DISABLED", } }
structure! { DeleteLogGroupRequest(shape::DeleteLogGroupRequest) { log_group_name: String, } }
structure! { DeleteLogStreamRequest(shape::DeleteLogStreamRequest) { log_group_name: String, log_stream_name: String, } }
structure! { DeleteMetricFilterRequest(shape::DeleteMetricFilterRequest) { log_group_name: String, filter_name: String, } }
structure! { DeleteRetentionPolicyRequest(shape::DeleteRetentionPolicyRequest) { log_group_name: String, } }
structure! { DescribeLogGroupsRequest(shape::DescribeLogGroupsRequest) { account_identifiers: Option<Vec<String>>, log_group_name_prefix: Option<String>, log_group_name_pattern: Option<String>, next_token: Option<String>, limit: Option<i32>, include_linked_accounts: Option<bool>, log_group_class: Option<LogGroupClass>, log_group_identifiers: Option<Vec<String>>, } }
structure! { DescribeLogGroupsResponse(shape::DescribeLogGroupsResponse) { log_groups: Option<Vec<LogGroup>>, next_token: Option<String>, } }
structure! { DescribeLogStreamsRequest(shape::DescribeLogStreamsRequest) { log_group_name: Option<String>, log_group_identifier: Option<String>, log_stream_name_prefix: Option<String>, order_by: Option<OrderBy>, descending: Option<bool>, next_token: Option<String>, limit: Option<i32>, } }
structure! { DescribeLogStreamsResponse(shape::DescribeLogStreamsResponse) { log_streams: Option<Vec<LogStream>>, next_token: Option<String>, } }
structure! { DescribeMetricFiltersRequest(shape::DescribeMetricFiltersRequest) { log_group_name: Option<String>, filter_name_prefix: Option<String>, next_token: Option<String>, limit: Option<i32>, metric_name: Option<String>, metric_namespace: Option<String>, } }
structure! { DescribeMetricFiltersResponse(shape::DescribeMetricFiltersResponse) { metric_filters: Option<Vec<MetricFilter>>, next_token: Option<String>, } }
structure! { DescribeQueriesRequest(shape::DescribeQueriesRequest) { log_group_name: Option<String>, status: Option<QueryStatus>, max_results: Option<i32>, next_token: Option<String>, query_language: Option<QueryLanguage>, } }
structure! { DescribeQueriesResponse(shape::DescribeQueriesResponse) { queries: Option<Vec<QueryInfo>>, next_token: Option<String>, } }
structure! { Entity(shape::Entity) { key_attributes: Option<crate::Map<String>>, attributes: Option<crate::Map<String>>, } }
enumeration! { EntityRejectionErrorType { InvalidEntity = "InvalidEntity", InvalidTypeValue = "InvalidTypeValue", InvalidKeyAttributes = "InvalidKeyAttributes", InvalidAttributes = "InvalidAttributes", EntitySizeTooLarge = "EntitySizeTooLarge", UnsupportedLogGroupType = "UnsupportedLogGroupType", MissingRequiredFields = "MissingRequiredFields", } }
structure! { FilterLogEventsRequest(shape::FilterLogEventsRequest) { log_group_name: Option<String>, log_group_identifier: Option<String>, log_stream_names: Option<Vec<String>>, log_stream_name_prefix: Option<String>, start_time: Option<i64>, end_time: Option<i64>, filter_pattern: Option<String>, next_token: Option<String>, limit: Option<i32>, interleaved: Option<bool>, unmask: Option<bool>, } }
structure! { FilterLogEventsResponse(shape::FilterLogEventsResponse) { events: Option<Vec<FilteredLogEvent>>, searched_log_streams: Option<Vec<SearchedLogStream>>, next_token: Option<String>, } }
structure! { FilteredLogEvent(shape::FilteredLogEvent) { log_stream_name: Option<String>, timestamp: Option<i64>, message: Option<String>, ingestion_time: Option<i64>, event_id: Option<String>, } }
structure! { GetLogEventsRequest(shape::GetLogEventsRequest) { log_group_name: Option<String>, log_group_identifier: Option<String>, log_stream_name: String, start_time: Option<i64>, end_time: Option<i64>, next_token: Option<String>, limit: Option<i32>, start_from_head: Option<bool>, unmask: Option<bool>, } }
structure! { GetLogEventsResponse(shape::GetLogEventsResponse) { events: Option<Vec<OutputLogEvent>>, next_forward_token: Option<String>, next_backward_token: Option<String>, } }
structure! { GetQueryResultsRequest(shape::GetQueryResultsRequest) { query_id: String, next_token: Option<String>, max_items: Option<i32>, } }
structure! { GetQueryResultsResponse(shape::GetQueryResultsResponse) { query_language: Option<QueryLanguage>, results: Option<Vec<Vec<ResultField>>>, statistics: Option<QueryStatistics>, status: Option<QueryStatus>, encryption_key: Option<String>, next_token: Option<String>, } }
enumeration! { InheritedProperty { AccountDataProtection = "ACCOUNT_DATA_PROTECTION", } }
structure! { InputLogEvent(shape::InputLogEvent) { timestamp: i64, message: String, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_arn: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { tags: Option<crate::Map<String>>, } }
structure! { ListTagsLogGroupRequest(shape::ListTagsLogGroupRequest) { log_group_name: String, } }
structure! { ListTagsLogGroupResponse(shape::ListTagsLogGroupResponse) { tags: Option<crate::Map<String>>, } }
structure! { LiveTailSessionLogEvent(shape::LiveTailSessionLogEvent) { log_stream_name: Option<String>, log_group_identifier: Option<String>, message: Option<String>, timestamp: Option<i64>, ingestion_time: Option<i64>, } }
structure! { LiveTailSessionMetadata(shape::LiveTailSessionMetadata) { sampled: Option<bool>, } }
structure! { LiveTailSessionStart(shape::LiveTailSessionStart) { request_id: Option<String>, session_id: Option<String>, log_group_identifiers: Option<Vec<String>>, log_stream_names: Option<Vec<String>>, log_stream_name_prefixes: Option<Vec<String>>, log_event_filter_pattern: Option<String>, } }
structure! { LiveTailSessionUpdate(shape::LiveTailSessionUpdate) { session_metadata: Option<LiveTailSessionMetadata>, session_results: Option<Vec<LiveTailSessionLogEvent>>, } }
structure! { LogGroup(shape::LogGroup) { log_group_name: Option<String>, creation_time: Option<i64>, retention_in_days: Option<i32>, metric_filter_count: Option<i32>, arn: Option<String>, stored_bytes: Option<i64>, kms_key_id: Option<String>, data_protection_status: Option<DataProtectionStatus>, inherited_properties: Option<Vec<InheritedProperty>>, log_group_class: Option<LogGroupClass>, log_group_arn: Option<String>, deletion_protection_enabled: Option<bool>, bearer_token_authentication_enabled: Option<bool>, } }
enumeration! { LogGroupClass { Standard = "STANDARD", InfrequentAccess = "INFREQUENT_ACCESS", Delivery = "DELIVERY", } }
structure! { LogStream(shape::LogStream) { log_stream_name: Option<String>, creation_time: Option<i64>, first_event_timestamp: Option<i64>, last_event_timestamp: Option<i64>, last_ingestion_time: Option<i64>, upload_sequence_token: Option<String>, arn: Option<String>, stored_bytes: Option<i64>, } }
structure! { MetricFilter(shape::MetricFilter) { filter_name: Option<String>, filter_pattern: Option<String>, metric_transformations: Option<Vec<MetricTransformation>>, creation_time: Option<i64>, log_group_name: Option<String>, apply_on_transformed_logs: Option<bool>, field_selection_criteria: Option<String>, emit_system_field_dimensions: Option<Vec<String>>, } }
structure! { MetricFilterMatchRecord(shape::MetricFilterMatchRecord) { event_number: Option<i64>, event_message: Option<String>, extracted_values: Option<crate::Map<String>>, } }
structure! { MetricTransformation(shape::MetricTransformation) { metric_name: Option<String>, metric_namespace: Option<String>, metric_value: Option<String>, default_value: Option<f64>, dimensions: Option<crate::Map<String>>, unit: Option<StandardUnit>, } }
enumeration! { OrderBy { LogStreamName = "LogStreamName", LastEventTime = "LastEventTime", } }
structure! { OutputLogEvent(shape::OutputLogEvent) { timestamp: Option<i64>, message: Option<String>, ingestion_time: Option<i64>, } }
structure! { PutLogEventsRequest(shape::PutLogEventsRequest) { log_group_name: String, log_stream_name: String, log_events: Vec<InputLogEvent>, sequence_token: Option<String>, entity: Option<Entity>, } }
structure! { PutLogEventsResponse(shape::PutLogEventsResponse) { next_sequence_token: Option<String>, rejected_log_events_info: Option<RejectedLogEventsInfo>, rejected_entity_info: Option<RejectedEntityInfo>, } }
structure! { PutMetricFilterRequest(shape::PutMetricFilterRequest) { log_group_name: String, filter_name: String, filter_pattern: String, metric_transformations: Vec<MetricTransformation>, apply_on_transformed_logs: Option<bool>, field_selection_criteria: Option<String>, emit_system_field_dimensions: Option<Vec<String>>, } }
structure! { PutRetentionPolicyRequest(shape::PutRetentionPolicyRequest) { log_group_name: String, retention_in_days: i32, } }
structure! { QueryInfo(shape::QueryInfo) { query_language: Option<QueryLanguage>, query_id: Option<String>, query_string: Option<String>, status: Option<QueryStatus>, create_time: Option<i64>, log_group_name: Option<String>, query_duration: Option<i64>, bytes_scanned: Option<f64>, user_identity: Option<String>, } }
enumeration! { QueryLanguage { Cwli = "CWLI", Sql = "SQL", Ppl = "PPL", } }
structure! { QueryStatistics(shape::QueryStatistics) { records_matched: Option<f64>, records_scanned: Option<f64>, estimated_records_skipped: Option<f64>, bytes_scanned: Option<f64>, estimated_bytes_skipped: Option<f64>, log_groups_scanned: Option<f64>, } }
enumeration! { QueryStatus { Scheduled = "Scheduled", Running = "Running", Complete = "Complete", Failed = "Failed", Cancelled = "Cancelled", Timeout = "Timeout", UnknownValue = "Unknown", } }
structure! { RejectedEntityInfo(shape::RejectedEntityInfo) { error_type: Option<EntityRejectionErrorType>, } }
structure! { RejectedLogEventsInfo(shape::RejectedLogEventsInfo) { too_new_log_event_start_index: Option<i32>, too_old_log_event_end_index: Option<i32>, expired_log_event_end_index: Option<i32>, } }
structure! { ResultField(shape::ResultField) { field: Option<String>, value: Option<String>, } }
structure! { SearchedLogStream(shape::SearchedLogStream) { log_stream_name: Option<String>, searched_completely: Option<bool>, } }
structure! { SessionStreamingException(shape::SessionStreamingException) { message: Option<String>, } }
structure! { SessionTimeoutException(shape::SessionTimeoutException) { message: Option<String>, } }
enumeration! { StandardUnit { Seconds = "Seconds", Microseconds = "Microseconds", Milliseconds = "Milliseconds", Bytes = "Bytes", Kilobytes = "Kilobytes", Megabytes = "Megabytes", Gigabytes = "Gigabytes", Terabytes = "Terabytes", Bits = "Bits", Kilobits = "Kilobits", Megabits = "Megabits", Gigabits = "Gigabits", Terabits = "Terabits", Percent = "Percent", Count = "Count", BytesSecond = "Bytes/Second", KilobytesSecond = "Kilobytes/Second", MegabytesSecond = "Megabytes/Second", GigabytesSecond = "Gigabytes/Second", TerabytesSecond = "Terabytes/Second", BitsSecond = "Bits/Second", KilobitsSecond = "Kilobits/Second", MegabitsSecond = "Megabits/Second", GigabitsSecond = "Gigabits/Second", TerabitsSecond = "Terabits/Second", CountSecond = "Count/Second", None = "None", } }
structure! { StartLiveTailRequest(shape::StartLiveTailRequest) { log_group_identifiers: Vec<String>, log_stream_names: Option<Vec<String>>, log_stream_name_prefixes: Option<Vec<String>>, log_event_filter_pattern: Option<String>, } }
structure! { StartLiveTailResponse(shape::StartLiveTailResponse) { response_stream: Option<StartLiveTailResponseStream>, } }
structure! { StartLiveTailResponseStream(shape::StartLiveTailResponseStream) { session_start: Option<LiveTailSessionStart>, session_update: Option<LiveTailSessionUpdate>, session_timeout_exception: Option<SessionTimeoutException>, session_streaming_exception: Option<SessionStreamingException>, } }
structure! { StartQueryRequest(shape::StartQueryRequest) { query_language: Option<QueryLanguage>, log_group_name: Option<String>, log_group_names: Option<Vec<String>>, log_group_identifiers: Option<Vec<String>>, start_time: i64, end_time: i64, query_string: String, limit: Option<i32>, } }
structure! { StartQueryResponse(shape::StartQueryResponse) { query_id: Option<String>, } }
structure! { StopQueryRequest(shape::StopQueryRequest) { query_id: String, } }
structure! { StopQueryResponse(shape::StopQueryResponse) { success: Option<bool>, } }
structure! { TagLogGroupRequest(shape::TagLogGroupRequest) { log_group_name: String, tags: crate::Map<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { resource_arn: String, tags: crate::Map<String>, } }
structure! { TestMetricFilterRequest(shape::TestMetricFilterRequest) { filter_pattern: String, log_event_messages: Vec<String>, } }
structure! { TestMetricFilterResponse(shape::TestMetricFilterResponse) { matches: Option<Vec<MetricFilterMatchRecord>>, } }
structure! { UntagLogGroupRequest(shape::UntagLogGroupRequest) { log_group_name: String, tags: Vec<String>, } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { resource_arn: String, tag_keys: Vec<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        CreateLogGroup(super::operation::CreateLogGroup): super::CreateLogGroupRequest => crate::Empty,
        CreateLogStream(super::operation::CreateLogStream): super::CreateLogStreamRequest => crate::Empty,
        DeleteLogGroup(super::operation::DeleteLogGroup): super::DeleteLogGroupRequest => crate::Empty,
        DeleteLogStream(super::operation::DeleteLogStream): super::DeleteLogStreamRequest => crate::Empty,
        DeleteMetricFilter(super::operation::DeleteMetricFilter): super::DeleteMetricFilterRequest => crate::Empty,
        DeleteRetentionPolicy(super::operation::DeleteRetentionPolicy): super::DeleteRetentionPolicyRequest => crate::Empty,
        DescribeLogGroups(super::operation::DescribeLogGroups): super::DescribeLogGroupsRequest => super::DescribeLogGroupsResponse,
        DescribeLogStreams(super::operation::DescribeLogStreams): super::DescribeLogStreamsRequest => super::DescribeLogStreamsResponse,
        DescribeMetricFilters(super::operation::DescribeMetricFilters): super::DescribeMetricFiltersRequest => super::DescribeMetricFiltersResponse,
        DescribeQueries(super::operation::DescribeQueries): super::DescribeQueriesRequest => super::DescribeQueriesResponse,
        FilterLogEvents(super::operation::FilterLogEvents): super::FilterLogEventsRequest => super::FilterLogEventsResponse,
        GetLogEvents(super::operation::GetLogEvents): super::GetLogEventsRequest => super::GetLogEventsResponse,
        GetQueryResults(super::operation::GetQueryResults): super::GetQueryResultsRequest => super::GetQueryResultsResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        ListTagsLogGroup(super::operation::ListTagsLogGroup): super::ListTagsLogGroupRequest => super::ListTagsLogGroupResponse,
        PutLogEvents(super::operation::PutLogEvents): super::PutLogEventsRequest => super::PutLogEventsResponse,
        PutMetricFilter(super::operation::PutMetricFilter): super::PutMetricFilterRequest => crate::Empty,
        PutRetentionPolicy(super::operation::PutRetentionPolicy): super::PutRetentionPolicyRequest => crate::Empty,
        StartLiveTail(super::operation::StartLiveTail): super::StartLiveTailRequest => super::StartLiveTailResponse,
        StartQuery(super::operation::StartQuery): super::StartQueryRequest => super::StartQueryResponse,
        StopQuery(super::operation::StopQuery): super::StopQueryRequest => super::StopQueryResponse,
        TagLogGroup(super::operation::TagLogGroup): super::TagLogGroupRequest => crate::Empty,
        TagResource(super::operation::TagResource): super::TagResourceRequest => crate::Empty,
        TestMetricFilter(super::operation::TestMetricFilter): super::TestMetricFilterRequest => super::TestMetricFilterResponse,
        UntagLogGroup(super::operation::UntagLogGroup): super::UntagLogGroupRequest => crate::Empty,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => crate::Empty,
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

    pub static CreateLogGroup: Operation = Operation { service: &SERVICE, name: "CreateLogGroup", input: &shape::CreateLogGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::OperationAbortedException, &error::ResourceAlreadyExistsException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:CreateLogGroup", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[]), Need::new("logs:TagResource", "tags", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}"], &[])]) };
    pub static CreateLogStream: Operation = Operation { service: &SERVICE, name: "CreateLogStream", input: &shape::CreateLogStreamRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::ResourceAlreadyExistsException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:CreateLogStream", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:{logStreamName}"], &[])]) };
    pub static DeleteLogGroup: Operation = Operation { service: &SERVICE, name: "DeleteLogGroup", input: &shape::DeleteLogGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::OperationAbortedException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DeleteLogGroup", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static DeleteLogStream: Operation = Operation { service: &SERVICE, name: "DeleteLogStream", input: &shape::DeleteLogStreamRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::OperationAbortedException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DeleteLogStream", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:{logStreamName}"], &[])]) };
    pub static DeleteMetricFilter: Operation = Operation { service: &SERVICE, name: "DeleteMetricFilter", input: &shape::DeleteMetricFilterRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::OperationAbortedException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DeleteMetricFilter", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static DeleteRetentionPolicy: Operation = Operation { service: &SERVICE, name: "DeleteRetentionPolicy", input: &shape::DeleteRetentionPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::OperationAbortedException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DeleteRetentionPolicy", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static DescribeLogGroups: Operation = Operation { service: &SERVICE, name: "DescribeLogGroups", input: &shape::DescribeLogGroupsRequest, output: &shape::DescribeLogGroupsResponse, errors: &[&error::InvalidParameterException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DescribeLogGroups", "", &["arn:{partition}:logs:{region}:{account}:log-group::log-stream:"], &[])]) };
    pub static DescribeLogStreams: Operation = Operation { service: &SERVICE, name: "DescribeLogStreams", input: &shape::DescribeLogStreamsRequest, output: &shape::DescribeLogStreamsResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DescribeLogStreams", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName,logGroupIdentifier|group}:log-stream:"], &[])]) };
    pub static DescribeMetricFilters: Operation = Operation { service: &SERVICE, name: "DescribeMetricFilters", input: &shape::DescribeMetricFiltersRequest, output: &shape::DescribeMetricFiltersResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DescribeMetricFilters", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static DescribeQueries: Operation = Operation { service: &SERVICE, name: "DescribeQueries", input: &shape::DescribeQueriesRequest, output: &shape::DescribeQueriesResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:DescribeQueries", "", &[], &[])]) };
    pub static FilterLogEvents: Operation = Operation { service: &SERVICE, name: "FilterLogEvents", input: &shape::FilterLogEventsRequest, output: &shape::FilterLogEventsResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:FilterLogEvents", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName,logGroupIdentifier|group}:log-stream:"], &[])]) };
    pub static GetLogEvents: Operation = Operation { service: &SERVICE, name: "GetLogEvents", input: &shape::GetLogEventsRequest, output: &shape::GetLogEventsResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:GetLogEvents", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName,logGroupIdentifier|group}:log-stream:{logStreamName}"], &[])]) };
    pub static GetQueryResults: Operation = Operation { service: &SERVICE, name: "GetQueryResults", input: &shape::GetQueryResultsRequest, output: &shape::GetQueryResultsResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:GetQueryResults", "", &[], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:ListTagsForResource", "", &["{resourceArn}"], &[])]) };
    pub static ListTagsLogGroup: Operation = Operation { service: &SERVICE, name: "ListTagsLogGroup", input: &shape::ListTagsLogGroupRequest, output: &shape::ListTagsLogGroupResponse, errors: &[&error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:ListTagsLogGroup", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static PutLogEvents: Operation = Operation { service: &SERVICE, name: "PutLogEvents", input: &shape::PutLogEventsRequest, output: &shape::PutLogEventsResponse, errors: &[&error::DataAlreadyAcceptedException, &error::InvalidParameterException, &error::InvalidSequenceTokenException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::UnrecognizedClientException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:PutLogEvents", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:{logStreamName}"], &[])]) };
    pub static PutMetricFilter: Operation = Operation { service: &SERVICE, name: "PutMetricFilter", input: &shape::PutMetricFilterRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidOperationException, &error::InvalidParameterException, &error::LimitExceededException, &error::OperationAbortedException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:PutMetricFilter", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static PutRetentionPolicy: Operation = Operation { service: &SERVICE, name: "PutRetentionPolicy", input: &shape::PutRetentionPolicyRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::OperationAbortedException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:PutRetentionPolicy", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static StartLiveTail: Operation = Operation { service: &SERVICE, name: "StartLiveTail", input: &shape::StartLiveTailRequest, output: &shape::StartLiveTailResponse, errors: &[&error::AccessDeniedException, &error::InvalidOperationException, &error::InvalidParameterException, &error::LimitExceededException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: Some("stream-"), result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:StartLiveTail", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupIdentifiers[]|group}:log-stream:"], &[])]) };
    pub static StartQuery: Operation = Operation { service: &SERVICE, name: "StartQuery", input: &shape::StartQueryRequest, output: &shape::StartQueryResponse, errors: &[&error::InvalidParameterException, &error::LimitExceededException, &error::MalformedQueryException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:StartQuery", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName,logGroupNames[],logGroupIdentifiers[]|group}:log-stream:"], &[])]) };
    pub static StopQuery: Operation = Operation { service: &SERVICE, name: "StopQuery", input: &shape::StopQueryRequest, output: &shape::StopQueryResponse, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:StopQuery", "", &[], &[])]) };
    pub static TagLogGroup: Operation = Operation { service: &SERVICE, name: "TagLogGroup", input: &shape::TagLogGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:TagLogGroup", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::TooManyTagsException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:TagResource", "", &["{resourceArn}"], &[])]) };
    pub static TestMetricFilter: Operation = Operation { service: &SERVICE, name: "TestMetricFilter", input: &shape::TestMetricFilterRequest, output: &shape::TestMetricFilterResponse, errors: &[&error::InvalidParameterException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:TestMetricFilter", "", &[], &[])]) };
    pub static UntagLogGroup: Operation = Operation { service: &SERVICE, name: "UntagLogGroup", input: &shape::UntagLogGroupRequest, output: &crate::operation::EMPTY, errors: &[&error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:UntagLogGroup", "", &["arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:log-stream:"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &crate::operation::EMPTY, errors: &[&error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServiceUnavailableException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("logs:UntagResource", "", &["{resourceArn}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AccessDeniedException: ErrorShape = ErrorShape::new(&shape::AccessDeniedException, "AccessDeniedException", 400, false);
    pub static DataAlreadyAcceptedException: ErrorShape = ErrorShape::new(&shape::DataAlreadyAcceptedException, "DataAlreadyAcceptedException", 400, false);
    pub static InvalidOperationException: ErrorShape = ErrorShape::new(&shape::InvalidOperationException, "InvalidOperationException", 400, false);
    pub static InvalidParameterException: ErrorShape = ErrorShape::new(&shape::InvalidParameterException, "InvalidParameterException", 400, false);
    pub static InvalidSequenceTokenException: ErrorShape = ErrorShape::new(&shape::InvalidSequenceTokenException, "InvalidSequenceTokenException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static MalformedQueryException: ErrorShape = ErrorShape::new(&shape::MalformedQueryException, "MalformedQueryException", 400, false);
    pub static OperationAbortedException: ErrorShape = ErrorShape::new(&shape::OperationAbortedException, "OperationAbortedException", 400, false);
    pub static ResourceAlreadyExistsException: ErrorShape = ErrorShape::new(&shape::ResourceAlreadyExistsException, "ResourceAlreadyExistsException", 400, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 400, false);
    pub static ServiceUnavailableException: ErrorShape = ErrorShape::new(&shape::ServiceUnavailableException, "ServiceUnavailableException", 500, true);
    pub static TooManyTagsException: ErrorShape = ErrorShape::new(&shape::TooManyTagsException, "TooManyTagsException", 400, false);
    pub static UnrecognizedClientException: ErrorShape = ErrorShape::new(&shape::UnrecognizedClientException, "UnrecognizedClientException", 400, false);
    pub static ValidationException: ErrorShape = ErrorShape::new(&shape::ValidationException, "ValidationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccessDeniedException: Shape = Shape::structure("AccessDeniedException", &[]);
    static AccountId_pattern: Pattern = Pattern::new("^\\d{12}$");
    pub static AccountId: Shape = Shape::new("AccountId", Kind::String).min(12.0).max(12.0).pattern(&AccountId_pattern);
    pub static AccountIds: Shape = Shape::new("AccountIds", Kind::List(Member::new("member", &AccountId))).min(0.0).max(20.0);
    static AmazonResourceName_pattern: Pattern = Pattern::new("[\\w+=/:,.@-]*");
    pub static AmazonResourceName: Shape = Shape::new("AmazonResourceName", Kind::String).min(1.0).max(1011.0).pattern(&AmazonResourceName_pattern);
    pub static ApplyOnTransformedLogs: Shape = Shape::new("ApplyOnTransformedLogs", Kind::Boolean);
    pub static Arn: Shape = Shape::new("Arn", Kind::String);
    pub static BearerTokenAuthenticationEnabled: Shape = Shape::new("BearerTokenAuthenticationEnabled", Kind::Boolean);
    pub static BytesScannedValue: Shape = Shape::new("BytesScannedValue", Kind::Float);
    pub static CreateLogGroupRequest: Shape = Shape::structure("CreateLogGroupRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("kmsKeyId", &KmsKeyId), Member::new("tags", &Tags), Member::new("logGroupClass", &LogGroupClass), Member::new("deletionProtectionEnabled", &DeletionProtectionEnabled), ]);
    pub static CreateLogStreamRequest: Shape = Shape::structure("CreateLogStreamRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("logStreamName", &LogStreamName).required(), ]);
    pub static DataAlreadyAcceptedException: Shape = Shape::structure("DataAlreadyAcceptedException", &[Member::new("expectedSequenceToken", &SequenceToken), ]);
    pub static DataProtectionStatus: Shape = Shape::new("DataProtectionStatus", Kind::String).values(&["ACTIVATED", "DELETED", "ARCHIVED", "DISABLED"]);
    pub static Days: Shape = Shape::new("Days", Kind::Integer);
    pub static DefaultValue: Shape = Shape::new("DefaultValue", Kind::Float);
    pub static DeleteLogGroupRequest: Shape = Shape::structure("DeleteLogGroupRequest", &[Member::new("logGroupName", &LogGroupName).required(), ]);
    pub static DeleteLogStreamRequest: Shape = Shape::structure("DeleteLogStreamRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("logStreamName", &LogStreamName).required(), ]);
    pub static DeleteMetricFilterRequest: Shape = Shape::structure("DeleteMetricFilterRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("filterName", &FilterName).required(), ]);
    pub static DeleteRetentionPolicyRequest: Shape = Shape::structure("DeleteRetentionPolicyRequest", &[Member::new("logGroupName", &LogGroupName).required(), ]);
    pub static DeletionProtectionEnabled: Shape = Shape::new("DeletionProtectionEnabled", Kind::Boolean);
    pub static Descending: Shape = Shape::new("Descending", Kind::Boolean);
    pub static DescribeLimit: Shape = Shape::new("DescribeLimit", Kind::Integer).min(1.0).max(50.0);
    pub static DescribeLogGroupsLogGroupIdentifiers: Shape = Shape::new("DescribeLogGroupsLogGroupIdentifiers", Kind::List(Member::new("member", &LogGroupIdentifier))).min(1.0).max(50.0);
    pub static DescribeLogGroupsRequest: Shape = Shape::structure("DescribeLogGroupsRequest", &[Member::new("accountIdentifiers", &AccountIds), Member::new("logGroupNamePrefix", &LogGroupName), Member::new("logGroupNamePattern", &LogGroupNamePattern), Member::new("nextToken", &NextToken), Member::new("limit", &DescribeLimit), Member::new("includeLinkedAccounts", &IncludeLinkedAccounts), Member::new("logGroupClass", &LogGroupClass), Member::new("logGroupIdentifiers", &DescribeLogGroupsLogGroupIdentifiers), ]);
    pub static DescribeLogGroupsResponse: Shape = Shape::structure("DescribeLogGroupsResponse", &[Member::new("logGroups", &LogGroups), Member::new("nextToken", &NextToken), ]);
    pub static DescribeLogStreamsRequest: Shape = Shape::structure("DescribeLogStreamsRequest", &[Member::new("logGroupName", &LogGroupName), Member::new("logGroupIdentifier", &LogGroupIdentifier), Member::new("logStreamNamePrefix", &LogStreamName), Member::new("orderBy", &OrderBy), Member::new("descending", &Descending), Member::new("nextToken", &NextToken), Member::new("limit", &DescribeLimit), ]);
    pub static DescribeLogStreamsResponse: Shape = Shape::structure("DescribeLogStreamsResponse", &[Member::new("logStreams", &LogStreams), Member::new("nextToken", &NextToken), ]);
    pub static DescribeMetricFiltersRequest: Shape = Shape::structure("DescribeMetricFiltersRequest", &[Member::new("logGroupName", &LogGroupName), Member::new("filterNamePrefix", &FilterName), Member::new("nextToken", &NextToken), Member::new("limit", &DescribeLimit), Member::new("metricName", &MetricName), Member::new("metricNamespace", &MetricNamespace), ]);
    pub static DescribeMetricFiltersResponse: Shape = Shape::structure("DescribeMetricFiltersResponse", &[Member::new("metricFilters", &MetricFilters), Member::new("nextToken", &NextToken), ]);
    pub static DescribeQueriesMaxResults: Shape = Shape::new("DescribeQueriesMaxResults", Kind::Integer).min(1.0).max(1000.0);
    pub static DescribeQueriesRequest: Shape = Shape::structure("DescribeQueriesRequest", &[Member::new("logGroupName", &LogGroupName), Member::new("status", &QueryStatus), Member::new("maxResults", &DescribeQueriesMaxResults), Member::new("nextToken", &NextToken), Member::new("queryLanguage", &QueryLanguage), ]);
    pub static DescribeQueriesResponse: Shape = Shape::structure("DescribeQueriesResponse", &[Member::new("queries", &QueryInfoList), Member::new("nextToken", &NextToken), ]);
    pub static Dimensions: Shape = Shape::new("Dimensions", Kind::Map(Member::new("key", &DimensionsKey), Member::new("value", &DimensionsValue)));
    pub static DimensionsKey: Shape = Shape::new("DimensionsKey", Kind::String).max(255.0);
    pub static DimensionsValue: Shape = Shape::new("DimensionsValue", Kind::String).max(255.0);
    pub static EmitSystemFields: Shape = Shape::new("EmitSystemFields", Kind::List(Member::new("member", &SystemField)));
    pub static EncryptionKey: Shape = Shape::new("EncryptionKey", Kind::String).max(256.0);
    pub static Entity: Shape = Shape::structure("Entity", &[Member::new("keyAttributes", &EntityKeyAttributes), Member::new("attributes", &EntityAttributes), ]);
    pub static EntityAttributes: Shape = Shape::new("EntityAttributes", Kind::Map(Member::new("key", &EntityAttributesKey), Member::new("value", &EntityAttributesValue))).min(0.0).max(10.0);
    pub static EntityAttributesKey: Shape = Shape::new("EntityAttributesKey", Kind::String).min(1.0).max(256.0);
    pub static EntityAttributesValue: Shape = Shape::new("EntityAttributesValue", Kind::String).min(1.0).max(512.0);
    pub static EntityKeyAttributes: Shape = Shape::new("EntityKeyAttributes", Kind::Map(Member::new("key", &EntityKeyAttributesKey), Member::new("value", &EntityKeyAttributesValue))).min(2.0).max(4.0);
    pub static EntityKeyAttributesKey: Shape = Shape::new("EntityKeyAttributesKey", Kind::String).min(1.0).max(32.0);
    pub static EntityKeyAttributesValue: Shape = Shape::new("EntityKeyAttributesValue", Kind::String).min(1.0).max(512.0);
    pub static EntityRejectionErrorType: Shape = Shape::new("EntityRejectionErrorType", Kind::String).values(&["InvalidEntity", "InvalidTypeValue", "InvalidKeyAttributes", "InvalidAttributes", "EntitySizeTooLarge", "UnsupportedLogGroupType", "MissingRequiredFields"]);
    pub static EventId: Shape = Shape::new("EventId", Kind::String);
    pub static EventMessage: Shape = Shape::new("EventMessage", Kind::String).min(1.0);
    pub static EventNumber: Shape = Shape::new("EventNumber", Kind::Long);
    pub static EventsLimit: Shape = Shape::new("EventsLimit", Kind::Integer).min(1.0).max(10000.0);
    pub static EventsLimitStartQuery: Shape = Shape::new("EventsLimitStartQuery", Kind::Integer).min(1.0).max(100000.0);
    pub static ExtractedValues: Shape = Shape::new("ExtractedValues", Kind::Map(Member::new("key", &Token), Member::new("value", &Value)));
    pub static Field: Shape = Shape::new("Field", Kind::String);
    pub static FieldSelectionCriteria: Shape = Shape::new("FieldSelectionCriteria", Kind::String).min(0.0).max(2000.0);
    pub static FilterCount: Shape = Shape::new("FilterCount", Kind::Integer);
    pub static FilterLogEventsRequest: Shape = Shape::structure("FilterLogEventsRequest", &[Member::new("logGroupName", &LogGroupName), Member::new("logGroupIdentifier", &LogGroupIdentifier), Member::new("logStreamNames", &InputLogStreamNames), Member::new("logStreamNamePrefix", &LogStreamName), Member::new("startTime", &Timestamp), Member::new("endTime", &Timestamp), Member::new("filterPattern", &FilterPattern), Member::new("nextToken", &NextToken), Member::new("limit", &EventsLimit), Member::new("interleaved", &Interleaved), Member::new("unmask", &Unmask), ]);
    pub static FilterLogEventsResponse: Shape = Shape::structure("FilterLogEventsResponse", &[Member::new("events", &FilteredLogEvents), Member::new("searchedLogStreams", &SearchedLogStreams), Member::new("nextToken", &NextToken), ]);
    static FilterName_pattern: Pattern = Pattern::new("[^:*]*");
    pub static FilterName: Shape = Shape::new("FilterName", Kind::String).min(1.0).max(512.0).pattern(&FilterName_pattern);
    pub static FilterPattern: Shape = Shape::new("FilterPattern", Kind::String).min(0.0).max(1024.0);
    pub static FilteredLogEvent: Shape = Shape::structure("FilteredLogEvent", &[Member::new("logStreamName", &LogStreamName), Member::new("timestamp", &Timestamp), Member::new("message", &EventMessage), Member::new("ingestionTime", &Timestamp), Member::new("eventId", &EventId), ]);
    pub static FilteredLogEvents: Shape = Shape::new("FilteredLogEvents", Kind::List(Member::new("member", &FilteredLogEvent)));
    pub static GetLogEventsRequest: Shape = Shape::structure("GetLogEventsRequest", &[Member::new("logGroupName", &LogGroupName), Member::new("logGroupIdentifier", &LogGroupIdentifier), Member::new("logStreamName", &LogStreamName).required(), Member::new("startTime", &Timestamp), Member::new("endTime", &Timestamp), Member::new("nextToken", &NextToken), Member::new("limit", &EventsLimit), Member::new("startFromHead", &StartFromHead), Member::new("unmask", &Unmask), ]);
    pub static GetLogEventsResponse: Shape = Shape::structure("GetLogEventsResponse", &[Member::new("events", &OutputLogEvents), Member::new("nextForwardToken", &NextToken), Member::new("nextBackwardToken", &NextToken), ]);
    pub static GetQueryResultsMaxItems: Shape = Shape::new("GetQueryResultsMaxItems", Kind::Integer).min(0.0).max(10000.0);
    pub static GetQueryResultsNextToken: Shape = Shape::new("GetQueryResultsNextToken", Kind::String).max(1024.0);
    pub static GetQueryResultsRequest: Shape = Shape::structure("GetQueryResultsRequest", &[Member::new("queryId", &QueryId).required(), Member::new("nextToken", &GetQueryResultsNextToken), Member::new("maxItems", &GetQueryResultsMaxItems), ]);
    pub static GetQueryResultsResponse: Shape = Shape::structure("GetQueryResultsResponse", &[Member::new("queryLanguage", &QueryLanguage), Member::new("results", &QueryResults), Member::new("statistics", &QueryStatistics), Member::new("status", &QueryStatus), Member::new("encryptionKey", &EncryptionKey), Member::new("nextToken", &GetQueryResultsNextToken), ]);
    pub static IncludeLinkedAccounts: Shape = Shape::new("IncludeLinkedAccounts", Kind::Boolean);
    pub static InheritedProperties: Shape = Shape::new("InheritedProperties", Kind::List(Member::new("member", &InheritedProperty)));
    pub static InheritedProperty: Shape = Shape::new("InheritedProperty", Kind::String).values(&["ACCOUNT_DATA_PROTECTION"]);
    pub static InputLogEvent: Shape = Shape::structure("InputLogEvent", &[Member::new("timestamp", &Timestamp).required(), Member::new("message", &EventMessage).required(), ]);
    pub static InputLogEvents: Shape = Shape::new("InputLogEvents", Kind::List(Member::new("member", &InputLogEvent))).min(1.0).max(10000.0);
    pub static InputLogStreamNames: Shape = Shape::new("InputLogStreamNames", Kind::List(Member::new("member", &LogStreamName))).min(1.0).max(100.0);
    pub static Interleaved: Shape = Shape::new("Interleaved", Kind::Boolean);
    pub static InvalidOperationException: Shape = Shape::structure("InvalidOperationException", &[]);
    pub static InvalidParameterException: Shape = Shape::structure("InvalidParameterException", &[]);
    pub static InvalidSequenceTokenException: Shape = Shape::structure("InvalidSequenceTokenException", &[Member::new("expectedSequenceToken", &SequenceToken), ]);
    pub static IsSampled: Shape = Shape::new("IsSampled", Kind::Boolean);
    pub static KmsKeyId: Shape = Shape::new("KmsKeyId", Kind::String).max(256.0);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("resourceArn", &AmazonResourceName).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("tags", &Tags), ]);
    pub static ListTagsLogGroupRequest: Shape = Shape::structure("ListTagsLogGroupRequest", &[Member::new("logGroupName", &LogGroupName).required(), ]);
    pub static ListTagsLogGroupResponse: Shape = Shape::structure("ListTagsLogGroupResponse", &[Member::new("tags", &Tags), ]);
    pub static LiveTailSessionLogEvent: Shape = Shape::structure("LiveTailSessionLogEvent", &[Member::new("logStreamName", &LogStreamName), Member::new("logGroupIdentifier", &LogGroupIdentifier), Member::new("message", &EventMessage), Member::new("timestamp", &Timestamp), Member::new("ingestionTime", &Timestamp), ]);
    pub static LiveTailSessionMetadata: Shape = Shape::structure("LiveTailSessionMetadata", &[Member::new("sampled", &IsSampled), ]);
    pub static LiveTailSessionResults: Shape = Shape::new("LiveTailSessionResults", Kind::List(Member::new("member", &LiveTailSessionLogEvent)));
    pub static LiveTailSessionStart: Shape = Shape::structure("LiveTailSessionStart", &[Member::new("requestId", &RequestId), Member::new("sessionId", &SessionId), Member::new("logGroupIdentifiers", &StartLiveTailLogGroupIdentifiers), Member::new("logStreamNames", &InputLogStreamNames), Member::new("logStreamNamePrefixes", &InputLogStreamNames), Member::new("logEventFilterPattern", &FilterPattern), ]);
    pub static LiveTailSessionUpdate: Shape = Shape::structure("LiveTailSessionUpdate", &[Member::new("sessionMetadata", &LiveTailSessionMetadata), Member::new("sessionResults", &LiveTailSessionResults), ]);
    pub static LogEventIndex: Shape = Shape::new("LogEventIndex", Kind::Integer);
    pub static LogGroup: Shape = Shape::structure("LogGroup", &[Member::new("logGroupName", &LogGroupName), Member::new("creationTime", &Timestamp), Member::new("retentionInDays", &Days), Member::new("metricFilterCount", &FilterCount), Member::new("arn", &Arn), Member::new("storedBytes", &StoredBytes), Member::new("kmsKeyId", &KmsKeyId), Member::new("dataProtectionStatus", &DataProtectionStatus), Member::new("inheritedProperties", &InheritedProperties), Member::new("logGroupClass", &LogGroupClass), Member::new("logGroupArn", &Arn), Member::new("deletionProtectionEnabled", &DeletionProtectionEnabled), Member::new("bearerTokenAuthenticationEnabled", &BearerTokenAuthenticationEnabled), ]);
    pub static LogGroupClass: Shape = Shape::new("LogGroupClass", Kind::String).values(&["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]);
    static LogGroupIdentifier_pattern: Pattern = Pattern::new("[\\w#+=/:,.@-]*");
    pub static LogGroupIdentifier: Shape = Shape::new("LogGroupIdentifier", Kind::String).min(1.0).max(2048.0).pattern(&LogGroupIdentifier_pattern);
    pub static LogGroupIdentifiers: Shape = Shape::new("LogGroupIdentifiers", Kind::List(Member::new("member", &LogGroupIdentifier)));
    static LogGroupName_pattern: Pattern = Pattern::new("[\\.\\-_/#A-Za-z0-9]+");
    pub static LogGroupName: Shape = Shape::new("LogGroupName", Kind::String).min(1.0).max(512.0).pattern(&LogGroupName_pattern);
    static LogGroupNamePattern_pattern: Pattern = Pattern::new("[\\.\\-_/#A-Za-z0-9]*");
    pub static LogGroupNamePattern: Shape = Shape::new("LogGroupNamePattern", Kind::String).min(0.0).max(512.0).pattern(&LogGroupNamePattern_pattern);
    pub static LogGroupNames: Shape = Shape::new("LogGroupNames", Kind::List(Member::new("member", &LogGroupName)));
    pub static LogGroups: Shape = Shape::new("LogGroups", Kind::List(Member::new("member", &LogGroup)));
    pub static LogStream: Shape = Shape::structure("LogStream", &[Member::new("logStreamName", &LogStreamName), Member::new("creationTime", &Timestamp), Member::new("firstEventTimestamp", &Timestamp), Member::new("lastEventTimestamp", &Timestamp), Member::new("lastIngestionTime", &Timestamp), Member::new("uploadSequenceToken", &SequenceToken), Member::new("arn", &Arn), Member::new("storedBytes", &StoredBytes), ]);
    static LogStreamName_pattern: Pattern = Pattern::new("[^:*]*");
    pub static LogStreamName: Shape = Shape::new("LogStreamName", Kind::String).min(1.0).max(512.0).pattern(&LogStreamName_pattern);
    pub static LogStreamSearchedCompletely: Shape = Shape::new("LogStreamSearchedCompletely", Kind::Boolean);
    pub static LogStreams: Shape = Shape::new("LogStreams", Kind::List(Member::new("member", &LogStream)));
    pub static MalformedQueryException: Shape = Shape::structure("MalformedQueryException", &[Member::new("queryCompileError", &QueryCompileError), ]);
    pub static Message: Shape = Shape::new("Message", Kind::String);
    pub static MetricFilter: Shape = Shape::structure("MetricFilter", &[Member::new("filterName", &FilterName), Member::new("filterPattern", &FilterPattern), Member::new("metricTransformations", &MetricTransformations), Member::new("creationTime", &Timestamp), Member::new("logGroupName", &LogGroupName), Member::new("applyOnTransformedLogs", &ApplyOnTransformedLogs), Member::new("fieldSelectionCriteria", &FieldSelectionCriteria), Member::new("emitSystemFieldDimensions", &EmitSystemFields), ]);
    pub static MetricFilterMatchRecord: Shape = Shape::structure("MetricFilterMatchRecord", &[Member::new("eventNumber", &EventNumber), Member::new("eventMessage", &EventMessage), Member::new("extractedValues", &ExtractedValues), ]);
    pub static MetricFilterMatches: Shape = Shape::new("MetricFilterMatches", Kind::List(Member::new("member", &MetricFilterMatchRecord)));
    pub static MetricFilters: Shape = Shape::new("MetricFilters", Kind::List(Member::new("member", &MetricFilter)));
    static MetricName_pattern: Pattern = Pattern::new("[^:*$]*");
    pub static MetricName: Shape = Shape::new("MetricName", Kind::String).max(255.0).pattern(&MetricName_pattern);
    static MetricNamespace_pattern: Pattern = Pattern::new("[^:*$]*");
    pub static MetricNamespace: Shape = Shape::new("MetricNamespace", Kind::String).max(255.0).pattern(&MetricNamespace_pattern);
    pub static MetricTransformation: Shape = Shape::structure("MetricTransformation", &[Member::new("metricName", &MetricName).required(), Member::new("metricNamespace", &MetricNamespace).required(), Member::new("metricValue", &MetricValue).required(), Member::new("defaultValue", &DefaultValue), Member::new("dimensions", &Dimensions), Member::new("unit", &StandardUnit), ]);
    pub static MetricTransformations: Shape = Shape::new("MetricTransformations", Kind::List(Member::new("member", &MetricTransformation))).min(1.0).max(1.0);
    pub static MetricValue: Shape = Shape::new("MetricValue", Kind::String).max(100.0);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String).min(1.0);
    pub static OperationAbortedException: Shape = Shape::structure("OperationAbortedException", &[]);
    pub static OrderBy: Shape = Shape::new("OrderBy", Kind::String).values(&["LogStreamName", "LastEventTime"]);
    pub static OutputLogEvent: Shape = Shape::structure("OutputLogEvent", &[Member::new("timestamp", &Timestamp), Member::new("message", &EventMessage), Member::new("ingestionTime", &Timestamp), ]);
    pub static OutputLogEvents: Shape = Shape::new("OutputLogEvents", Kind::List(Member::new("member", &OutputLogEvent)));
    pub static PutLogEventsRequest: Shape = Shape::structure("PutLogEventsRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("logStreamName", &LogStreamName).required(), Member::new("logEvents", &InputLogEvents).required(), Member::new("sequenceToken", &SequenceToken), Member::new("entity", &Entity), ]);
    pub static PutLogEventsResponse: Shape = Shape::structure("PutLogEventsResponse", &[Member::new("nextSequenceToken", &SequenceToken), Member::new("rejectedLogEventsInfo", &RejectedLogEventsInfo), Member::new("rejectedEntityInfo", &RejectedEntityInfo), ]);
    pub static PutMetricFilterRequest: Shape = Shape::structure("PutMetricFilterRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("filterName", &FilterName).required(), Member::new("filterPattern", &FilterPattern).required(), Member::new("metricTransformations", &MetricTransformations).required(), Member::new("applyOnTransformedLogs", &ApplyOnTransformedLogs), Member::new("fieldSelectionCriteria", &FieldSelectionCriteria), Member::new("emitSystemFieldDimensions", &EmitSystemFields), ]);
    pub static PutRetentionPolicyRequest: Shape = Shape::structure("PutRetentionPolicyRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("retentionInDays", &Days).required(), ]);
    pub static QueryCharOffset: Shape = Shape::new("QueryCharOffset", Kind::Integer);
    pub static QueryCompileError: Shape = Shape::structure("QueryCompileError", &[Member::new("location", &QueryCompileErrorLocation), Member::new("message", &Message), ]);
    pub static QueryCompileErrorLocation: Shape = Shape::structure("QueryCompileErrorLocation", &[Member::new("startCharOffset", &QueryCharOffset), Member::new("endCharOffset", &QueryCharOffset), ]);
    pub static QueryDuration: Shape = Shape::new("QueryDuration", Kind::Long);
    pub static QueryId: Shape = Shape::new("QueryId", Kind::String).min(1.0).max(256.0);
    pub static QueryInfo: Shape = Shape::structure("QueryInfo", &[Member::new("queryLanguage", &QueryLanguage), Member::new("queryId", &QueryId), Member::new("queryString", &QueryString), Member::new("status", &QueryStatus), Member::new("createTime", &Timestamp), Member::new("logGroupName", &LogGroupName), Member::new("queryDuration", &QueryDuration), Member::new("bytesScanned", &BytesScannedValue), Member::new("userIdentity", &UserIdentity), ]);
    pub static QueryInfoList: Shape = Shape::new("QueryInfoList", Kind::List(Member::new("member", &QueryInfo)));
    pub static QueryLanguage: Shape = Shape::new("QueryLanguage", Kind::String).values(&["CWLI", "SQL", "PPL"]);
    pub static QueryResults: Shape = Shape::new("QueryResults", Kind::List(Member::new("member", &ResultRows)));
    pub static QueryStatistics: Shape = Shape::structure("QueryStatistics", &[Member::new("recordsMatched", &StatsValue), Member::new("recordsScanned", &StatsValue), Member::new("estimatedRecordsSkipped", &StatsValue), Member::new("bytesScanned", &StatsValue), Member::new("estimatedBytesSkipped", &StatsValue), Member::new("logGroupsScanned", &StatsValue), ]);
    pub static QueryStatus: Shape = Shape::new("QueryStatus", Kind::String).values(&["Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"]);
    pub static QueryString: Shape = Shape::new("QueryString", Kind::String).min(0.0).max(10000.0);
    pub static RejectedEntityInfo: Shape = Shape::structure("RejectedEntityInfo", &[Member::new("errorType", &EntityRejectionErrorType).required(), ]);
    pub static RejectedLogEventsInfo: Shape = Shape::structure("RejectedLogEventsInfo", &[Member::new("tooNewLogEventStartIndex", &LogEventIndex), Member::new("tooOldLogEventEndIndex", &LogEventIndex), Member::new("expiredLogEventEndIndex", &LogEventIndex), ]);
    pub static RequestId: Shape = Shape::new("RequestId", Kind::String).min(0.0).max(256.0);
    pub static ResourceAlreadyExistsException: Shape = Shape::structure("ResourceAlreadyExistsException", &[]);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[]);
    pub static ResultField: Shape = Shape::structure("ResultField", &[Member::new("field", &Field), Member::new("value", &Value), ]);
    pub static ResultRows: Shape = Shape::new("ResultRows", Kind::List(Member::new("member", &ResultField)));
    pub static SearchedLogStream: Shape = Shape::structure("SearchedLogStream", &[Member::new("logStreamName", &LogStreamName), Member::new("searchedCompletely", &LogStreamSearchedCompletely), ]);
    pub static SearchedLogStreams: Shape = Shape::new("SearchedLogStreams", Kind::List(Member::new("member", &SearchedLogStream)));
    pub static SequenceToken: Shape = Shape::new("SequenceToken", Kind::String).min(1.0);
    pub static ServiceUnavailableException: Shape = Shape::structure("ServiceUnavailableException", &[]);
    pub static SessionId: Shape = Shape::new("SessionId", Kind::String).min(0.0).max(256.0);
    pub static SessionStreamingException: Shape = Shape::structure("SessionStreamingException", &[Member::new("message", &Message), ]);
    pub static SessionTimeoutException: Shape = Shape::structure("SessionTimeoutException", &[Member::new("message", &Message), ]);
    pub static StandardUnit: Shape = Shape::new("StandardUnit", Kind::String).values(&["Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None"]);
    pub static StartFromHead: Shape = Shape::new("StartFromHead", Kind::Boolean);
    pub static StartLiveTailLogGroupIdentifiers: Shape = Shape::new("StartLiveTailLogGroupIdentifiers", Kind::List(Member::new("member", &LogGroupIdentifier))).min(1.0).max(10.0);
    pub static StartLiveTailRequest: Shape = Shape::structure("StartLiveTailRequest", &[Member::new("logGroupIdentifiers", &StartLiveTailLogGroupIdentifiers).required(), Member::new("logStreamNames", &InputLogStreamNames), Member::new("logStreamNamePrefixes", &InputLogStreamNames), Member::new("logEventFilterPattern", &FilterPattern), ]);
    pub static StartLiveTailResponse: Shape = Shape::structure("StartLiveTailResponse", &[Member::new("responseStream", &StartLiveTailResponseStream), ]);
    pub static StartLiveTailResponseStream: Shape = Shape::structure("StartLiveTailResponseStream", &[Member::new("sessionStart", &LiveTailSessionStart), Member::new("sessionUpdate", &LiveTailSessionUpdate), Member::new("SessionTimeoutException", &SessionTimeoutException), Member::new("SessionStreamingException", &SessionStreamingException), ]);
    pub static StartQueryRequest: Shape = Shape::structure("StartQueryRequest", &[Member::new("queryLanguage", &QueryLanguage), Member::new("logGroupName", &LogGroupName), Member::new("logGroupNames", &LogGroupNames), Member::new("logGroupIdentifiers", &LogGroupIdentifiers), Member::new("startTime", &Timestamp).required(), Member::new("endTime", &Timestamp).required(), Member::new("queryString", &QueryString).required(), Member::new("limit", &EventsLimitStartQuery), ]);
    pub static StartQueryResponse: Shape = Shape::structure("StartQueryResponse", &[Member::new("queryId", &QueryId), ]);
    pub static StatsValue: Shape = Shape::new("StatsValue", Kind::Float);
    pub static StopQueryRequest: Shape = Shape::structure("StopQueryRequest", &[Member::new("queryId", &QueryId).required(), ]);
    pub static StopQueryResponse: Shape = Shape::structure("StopQueryResponse", &[Member::new("success", &Success), ]);
    pub static StoredBytes: Shape = Shape::new("StoredBytes", Kind::Long).min(0.0);
    pub static Success: Shape = Shape::new("Success", Kind::Boolean);
    pub static SystemField: Shape = Shape::new("SystemField", Kind::String);
    static TagKey_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$");
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0).pattern(&TagKey_pattern);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey))).min(0.0).max(50.0);
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &TagKey))).min(1.0);
    pub static TagLogGroupRequest: Shape = Shape::structure("TagLogGroupRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("tags", &Tags).required(), ]);
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("resourceArn", &AmazonResourceName).required(), Member::new("tags", &Tags).required(), ]);
    static TagValue_pattern: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).max(256.0).pattern(&TagValue_pattern);
    pub static Tags: Shape = Shape::new("Tags", Kind::Map(Member::new("key", &TagKey), Member::new("value", &TagValue))).min(1.0).max(50.0);
    pub static TestEventMessages: Shape = Shape::new("TestEventMessages", Kind::List(Member::new("member", &EventMessage))).min(1.0).max(50.0);
    pub static TestMetricFilterRequest: Shape = Shape::structure("TestMetricFilterRequest", &[Member::new("filterPattern", &FilterPattern).required(), Member::new("logEventMessages", &TestEventMessages).required(), ]);
    pub static TestMetricFilterResponse: Shape = Shape::structure("TestMetricFilterResponse", &[Member::new("matches", &MetricFilterMatches), ]);
    pub static Timestamp: Shape = Shape::new("Timestamp", Kind::Long).min(0.0);
    pub static Token: Shape = Shape::new("Token", Kind::String);
    pub static TooManyTagsException: Shape = Shape::structure("TooManyTagsException", &[Member::new("message", &Message), Member::new("resourceName", &AmazonResourceName), ]);
    pub static Unmask: Shape = Shape::new("Unmask", Kind::Boolean);
    pub static UnrecognizedClientException: Shape = Shape::structure("UnrecognizedClientException", &[]);
    pub static UntagLogGroupRequest: Shape = Shape::structure("UntagLogGroupRequest", &[Member::new("logGroupName", &LogGroupName).required(), Member::new("tags", &TagList).required(), ]);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("resourceArn", &AmazonResourceName).required(), Member::new("tagKeys", &TagKeyList).required(), ]);
    pub static UserIdentity: Shape = Shape::new("UserIdentity", Kind::String).min(1.0).max(2048.0);
    pub static ValidationException: Shape = Shape::structure("ValidationException", &[]);
    pub static Value: Shape = Shape::new("Value", Kind::String);
}
