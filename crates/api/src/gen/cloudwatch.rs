// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `cloudwatch`.

/// The service `cloudwatch`.
pub static SERVICE: crate::Service = crate::Service {
    id: "cloudwatch",
    sdk_name: "cloudwatch",
    signing_name: "monitoring",
    protocols: &[crate::Protocol::Cbor, crate::Protocol::Json10, crate::Protocol::Query],
    target_prefix: "GraniteServiceVersion20100801",
    api_version: "2010-08-01",
    xmlns: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    query_compatible: true,
    operation_names: &[
        "DeleteAlarmMuteRule",
        "DeleteAlarms",
        "DeleteAnomalyDetector",
        "DeleteDashboards",
        "DeleteInsightRules",
        "DeleteMetricStream",
        "DescribeAlarmContributors",
        "DescribeAlarmHistory",
        "DescribeAlarms",
        "DescribeAlarmsForMetric",
        "DescribeAnomalyDetectors",
        "DescribeInsightRules",
        "DisableAlarmActions",
        "DisableInsightRules",
        "EnableAlarmActions",
        "EnableInsightRules",
        "GetAlarmMuteRule",
        "GetDashboard",
        "GetInsightRuleReport",
        "GetMetricData",
        "GetMetricStatistics",
        "GetMetricStream",
        "GetMetricWidgetImage",
        "GetOTelEnrichment",
        "ListAlarmMuteRules",
        "ListDashboards",
        "ListManagedInsightRules",
        "ListMetricStreams",
        "ListMetrics",
        "ListTagsForResource",
        "PutAlarmMuteRule",
        "PutAnomalyDetector",
        "PutCompositeAlarm",
        "PutDashboard",
        "PutInsightRule",
        "PutManagedInsightRules",
        "PutMetricAlarm",
        "PutMetricData",
        "PutMetricStream",
        "SetAlarmState",
        "StartMetricStreams",
        "StartOTelEnrichment",
        "StopMetricStreams",
        "StopOTelEnrichment",
        "TagResource",
        "UntagResource",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::DeleteAlarms,
        &operation::DescribeAlarmHistory,
        &operation::DescribeAlarms,
        &operation::DescribeAlarmsForMetric,
        &operation::DisableAlarmActions,
        &operation::EnableAlarmActions,
        &operation::GetMetricData,
        &operation::GetMetricStatistics,
        &operation::ListMetrics,
        &operation::ListTagsForResource,
        &operation::PutCompositeAlarm,
        &operation::PutMetricAlarm,
        &operation::PutMetricData,
        &operation::SetAlarmState,
        &operation::TagResource,
        &operation::UntagResource,
    ],
    errors: &[
        &error::ConcurrentModificationException,
        &error::ConflictException,
        &error::InternalServiceFault,
        &error::InvalidFormatFault,
        &error::InvalidNextToken,
        &error::InvalidParameterCombinationException,
        &error::InvalidParameterValueException,
        &error::LimitExceededFault,
        &error::MissingRequiredParameterException,
        &error::ResourceNotFound,
        &error::ResourceNotFoundException,
    ],
};

errors! { SERVICE, {
    ConcurrentModificationException(concurrent_modification) = error::ConcurrentModificationException,
    ConflictException(conflict) = error::ConflictException,
    InternalServiceFault(internal_service_fault) = error::InternalServiceFault,
    InvalidFormatFault(invalid_format_fault) = error::InvalidFormatFault,
    InvalidNextToken(invalid_next_token) = error::InvalidNextToken,
    InvalidParameterCombinationException(invalid_parameter_combination) = error::InvalidParameterCombinationException,
    InvalidParameterValueException(invalid_parameter_value) = error::InvalidParameterValueException,
    LimitExceededFault(limit_exceeded_fault) = error::LimitExceededFault,
    MissingRequiredParameterException(missing_required_parameter) = error::MissingRequiredParameterException,
    ResourceNotFound(resource_not_found) = error::ResourceNotFound,
    ResourceNotFoundException(resource_not_found_exception) = error::ResourceNotFoundException,
} }

enumeration! { ActionsSuppressedBy { WaitPeriod = "WaitPeriod", ExtensionPeriod = "ExtensionPeriod", Alarm = "Alarm", } }
structure! { AlarmHistoryItem(shape::AlarmHistoryItem) { alarm_name: Option<String>, alarm_contributor_id: Option<String>, alarm_type: Option<AlarmType>, timestamp: Option<crate::Timestamp>, history_item_type: Option<HistoryItemType>, history_summary: Option<String>, history_data: Option<String>, alarm_contributor_attributes: Option<crate::Map<String>>, } }
structure! { AlarmPromQLCriteria(shape::AlarmPromQLCriteria) { query: Option<String>, pending_period: Option<i32>, recovery_period: Option<i32>, } }
enumeration! { AlarmType { CompositeAlarm = "CompositeAlarm", MetricAlarm = "MetricAlarm", } }
enumeration! { ComparisonOperator { GreaterThanOrEqualToThreshold = "GreaterThanOrEqualToThreshold", GreaterThanThreshold = "GreaterThanThreshold", LessThanThreshold = "LessThanThreshold", LessThanOrEqualToThreshold = "LessThanOrEqualToThreshold", LessThanLowerOrGreaterThanUpperThreshold = "LessThanLowerOrGreaterThanUpperThreshold", LessThanLowerThreshold = "LessThanLowerThreshold", GreaterThanUpperThreshold = "GreaterThanUpperThreshold", } }
structure! { CompositeAlarm(shape::CompositeAlarm) { actions_enabled: Option<bool>, alarm_actions: Option<Vec<String>>, alarm_arn: Option<String>, alarm_configuration_updated_timestamp: Option<crate::Timestamp>, alarm_description: Option<String>, alarm_name: Option<String>, alarm_rule: Option<String>, insufficient_data_actions: Option<Vec<String>>, ok_actions: Option<Vec<String>>, state_reason: Option<String>, state_reason_data: Option<String>, state_updated_timestamp: Option<crate::Timestamp>, state_value: Option<StateValue>, state_transitioned_timestamp: Option<crate::Timestamp>, actions_suppressed_by: Option<ActionsSuppressedBy>, actions_suppressed_reason: Option<String>, actions_suppressor: Option<String>, actions_suppressor_wait_period: Option<i32>, actions_suppressor_extension_period: Option<i32>, } }
structure! { Datapoint(shape::Datapoint) { timestamp: Option<crate::Timestamp>, sample_count: Option<f64>, average: Option<f64>, sum: Option<f64>, minimum: Option<f64>, maximum: Option<f64>, unit: Option<StandardUnit>, extended_statistics: Option<crate::Map<f64>>, } }
structure! { DeleteAlarmsInput(shape::DeleteAlarmsInput) { alarm_names: Vec<String>, } }
structure! { DescribeAlarmHistoryInput(shape::DescribeAlarmHistoryInput) { alarm_name: Option<String>, alarm_contributor_id: Option<String>, alarm_types: Option<Vec<AlarmType>>, history_item_type: Option<HistoryItemType>, start_date: Option<crate::Timestamp>, end_date: Option<crate::Timestamp>, max_records: Option<i32>, next_token: Option<String>, scan_by: Option<ScanBy>, } }
structure! { DescribeAlarmHistoryOutput(shape::DescribeAlarmHistoryOutput) { alarm_history_items: Option<Vec<AlarmHistoryItem>>, next_token: Option<String>, } }
structure! { DescribeAlarmsForMetricInput(shape::DescribeAlarmsForMetricInput) { metric_name: String, namespace: String, statistic: Option<Statistic>, extended_statistic: Option<String>, dimensions: Option<Vec<Dimension>>, period: Option<i32>, unit: Option<StandardUnit>, } }
structure! { DescribeAlarmsForMetricOutput(shape::DescribeAlarmsForMetricOutput) { metric_alarms: Option<Vec<MetricAlarm>>, } }
structure! { DescribeAlarmsInput(shape::DescribeAlarmsInput) { alarm_names: Option<Vec<String>>, alarm_name_prefix: Option<String>, alarm_types: Option<Vec<AlarmType>>, children_of_alarm_name: Option<String>, parents_of_alarm_name: Option<String>, state_value: Option<StateValue>, action_prefix: Option<String>, max_records: Option<i32>, next_token: Option<String>, } }
structure! { DescribeAlarmsOutput(shape::DescribeAlarmsOutput) { composite_alarms: Option<Vec<CompositeAlarm>>, metric_alarms: Option<Vec<MetricAlarm>>, next_token: Option<String>, } }
structure! { Dimension(shape::Dimension) { name: Option<String>, value: Option<String>, } }
structure! { DimensionFilter(shape::DimensionFilter) { name: String, value: Option<String>, } }
structure! { DisableAlarmActionsInput(shape::DisableAlarmActionsInput) { alarm_names: Vec<String>, } }
structure! { EnableAlarmActionsInput(shape::EnableAlarmActionsInput) { alarm_names: Vec<String>, } }
structure! { Entity(shape::Entity) { key_attributes: Option<crate::Map<String>>, attributes: Option<crate::Map<String>>, } }
structure! { EntityMetricData(shape::EntityMetricData) { entity: Option<Entity>, metric_data: Option<Vec<MetricDatum>>, } }
structure! { EvaluationCriteria(shape::EvaluationCriteria) { prom_ql_criteria: Option<AlarmPromQLCriteria>, } }
enumeration! { EvaluationState { PartialData = "PARTIAL_DATA", EvaluationFailure = "EVALUATION_FAILURE", EvaluationError = "EVALUATION_ERROR", } }
structure! { GetMetricDataInput(shape::GetMetricDataInput) { metric_data_queries: Vec<MetricDataQuery>, start_time: crate::Timestamp, end_time: crate::Timestamp, next_token: Option<String>, scan_by: Option<ScanBy>, max_datapoints: Option<i32>, label_options: Option<LabelOptions>, } }
structure! { GetMetricDataOutput(shape::GetMetricDataOutput) { metric_data_results: Option<Vec<MetricDataResult>>, next_token: Option<String>, messages: Option<Vec<MessageData>>, } }
structure! { GetMetricStatisticsInput(shape::GetMetricStatisticsInput) { namespace: String, metric_name: String, dimensions: Option<Vec<Dimension>>, start_time: crate::Timestamp, end_time: crate::Timestamp, period: i32, statistics: Option<Vec<Statistic>>, extended_statistics: Option<Vec<String>>, unit: Option<StandardUnit>, } }
structure! { GetMetricStatisticsOutput(shape::GetMetricStatisticsOutput) { label: Option<String>, datapoints: Option<Vec<Datapoint>>, } }
enumeration! { HistoryItemType { ConfigurationUpdate = "ConfigurationUpdate", StateUpdate = "StateUpdate", Action = "Action", AlarmContributorStateUpdate = "AlarmContributorStateUpdate", AlarmContributorAction = "AlarmContributorAction", } }
structure! { LabelOptions(shape::LabelOptions) { timezone: Option<String>, } }
structure! { ListMetricsInput(shape::ListMetricsInput) { namespace: Option<String>, metric_name: Option<String>, dimensions: Option<Vec<DimensionFilter>>, next_token: Option<String>, recently_active: Option<RecentlyActive>, include_linked_accounts: Option<bool>, owning_account: Option<String>, } }
structure! { ListMetricsOutput(shape::ListMetricsOutput) { metrics: Option<Vec<Metric>>, next_token: Option<String>, owning_accounts: Option<Vec<String>>, } }
structure! { ListTagsForResourceInput(shape::ListTagsForResourceInput) { resource_arn: String, } }
structure! { ListTagsForResourceOutput(shape::ListTagsForResourceOutput) { tags: Option<Vec<Tag>>, } }
structure! { MessageData(shape::MessageData) { code: Option<String>, value: Option<String>, } }
structure! { Metric(shape::Metric) { namespace: Option<String>, metric_name: Option<String>, dimensions: Option<Vec<Dimension>>, } }
structure! { MetricAlarm(shape::MetricAlarm) { alarm_name: Option<String>, alarm_arn: Option<String>, alarm_description: Option<String>, alarm_configuration_updated_timestamp: Option<crate::Timestamp>, actions_enabled: Option<bool>, ok_actions: Option<Vec<String>>, alarm_actions: Option<Vec<String>>, insufficient_data_actions: Option<Vec<String>>, state_value: Option<StateValue>, state_reason: Option<String>, state_reason_data: Option<String>, state_updated_timestamp: Option<crate::Timestamp>, metric_name: Option<String>, namespace: Option<String>, statistic: Option<Statistic>, extended_statistic: Option<String>, dimensions: Option<Vec<Dimension>>, period: Option<i32>, unit: Option<StandardUnit>, evaluation_periods: Option<i32>, datapoints_to_alarm: Option<i32>, threshold: Option<f64>, comparison_operator: Option<ComparisonOperator>, treat_missing_data: Option<String>, evaluate_low_sample_count_percentile: Option<String>, metrics: Option<Vec<MetricDataQuery>>, threshold_metric_id: Option<String>, evaluation_state: Option<EvaluationState>, state_transitioned_timestamp: Option<crate::Timestamp>, evaluation_criteria: Option<EvaluationCriteria>, evaluation_interval: Option<i32>, } }
structure! { MetricDataQuery(shape::MetricDataQuery) { id: Option<String>, metric_stat: Option<MetricStat>, expression: Option<String>, label: Option<String>, return_data: Option<bool>, period: Option<i32>, account_id: Option<String>, } }
structure! { MetricDataResult(shape::MetricDataResult) { id: Option<String>, label: Option<String>, timestamps: Option<Vec<crate::Timestamp>>, values: Option<Vec<f64>>, status_code: Option<StatusCode>, messages: Option<Vec<MessageData>>, } }
structure! { MetricDatum(shape::MetricDatum) { metric_name: String, dimensions: Option<Vec<Dimension>>, timestamp: Option<crate::Timestamp>, value: Option<f64>, statistic_values: Option<StatisticSet>, values: Option<Vec<f64>>, counts: Option<Vec<f64>>, unit: Option<StandardUnit>, storage_resolution: Option<i32>, } }
structure! { MetricStat(shape::MetricStat) { metric: Option<Metric>, period: Option<i32>, stat: Option<String>, unit: Option<StandardUnit>, } }
structure! { PutCompositeAlarmInput(shape::PutCompositeAlarmInput) { actions_enabled: Option<bool>, alarm_actions: Option<Vec<String>>, alarm_description: Option<String>, alarm_name: String, alarm_rule: String, insufficient_data_actions: Option<Vec<String>>, ok_actions: Option<Vec<String>>, tags: Option<Vec<Tag>>, actions_suppressor: Option<String>, actions_suppressor_wait_period: Option<i32>, actions_suppressor_extension_period: Option<i32>, } }
structure! { PutMetricAlarmInput(shape::PutMetricAlarmInput) { alarm_name: String, alarm_description: Option<String>, actions_enabled: Option<bool>, ok_actions: Option<Vec<String>>, alarm_actions: Option<Vec<String>>, insufficient_data_actions: Option<Vec<String>>, metric_name: Option<String>, namespace: Option<String>, statistic: Option<Statistic>, extended_statistic: Option<String>, dimensions: Option<Vec<Dimension>>, period: Option<i32>, unit: Option<StandardUnit>, evaluation_periods: Option<i32>, datapoints_to_alarm: Option<i32>, threshold: Option<f64>, comparison_operator: Option<ComparisonOperator>, treat_missing_data: Option<String>, evaluate_low_sample_count_percentile: Option<String>, metrics: Option<Vec<MetricDataQuery>>, tags: Option<Vec<Tag>>, threshold_metric_id: Option<String>, evaluation_criteria: Option<EvaluationCriteria>, evaluation_interval: Option<i32>, } }
structure! { PutMetricDataInput(shape::PutMetricDataInput) { namespace: String, metric_data: Option<Vec<MetricDatum>>, entity_metric_data: Option<Vec<EntityMetricData>>, strict_entity_validation: Option<bool>, } }
enumeration! { RecentlyActive { Pt3h = "PT3H", } }
enumeration! { ScanBy { TimestampDescending = "TimestampDescending", TimestampAscending = "TimestampAscending", } }
structure! { SetAlarmStateInput(shape::SetAlarmStateInput) { alarm_name: String, state_value: StateValue, state_reason: String, state_reason_data: Option<String>, } }
enumeration! { StandardUnit { Seconds = "Seconds", Microseconds = "Microseconds", Milliseconds = "Milliseconds", Bytes = "Bytes", Kilobytes = "Kilobytes", Megabytes = "Megabytes", Gigabytes = "Gigabytes", Terabytes = "Terabytes", Bits = "Bits", Kilobits = "Kilobits", Megabits = "Megabits", Gigabits = "Gigabits", Terabits = "Terabits", Percent = "Percent", Count = "Count", BytesSecond = "Bytes/Second", KilobytesSecond = "Kilobytes/Second", MegabytesSecond = "Megabytes/Second", GigabytesSecond = "Gigabytes/Second", TerabytesSecond = "Terabytes/Second", BitsSecond = "Bits/Second", KilobitsSecond = "Kilobits/Second", MegabitsSecond = "Megabits/Second", GigabitsSecond = "Gigabits/Second", TerabitsSecond = "Terabits/Second", CountSecond = "Count/Second", None = "None", } }
enumeration! { StateValue { Ok = "OK", Alarm = "ALARM", InsufficientData = "INSUFFICIENT_DATA", } }
enumeration! { Statistic { SampleCount = "SampleCount", Average = "Average", Sum = "Sum", Minimum = "Minimum", Maximum = "Maximum", } }
structure! { StatisticSet(shape::StatisticSet) { sample_count: f64, sum: f64, minimum: f64, maximum: f64, } }
enumeration! { StatusCode { Complete = "Complete", InternalError = "InternalError", PartialData = "PartialData", Forbidden = "Forbidden", } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceInput(shape::TagResourceInput) { resource_arn: String, tags: Vec<Tag>, } }
structure! { TagResourceOutput(shape::TagResourceOutput) { } }
structure! { UntagResourceInput(shape::UntagResourceInput) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceOutput(shape::UntagResourceOutput) { } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        DeleteAlarms(super::operation::DeleteAlarms): super::DeleteAlarmsInput => crate::Empty,
        DescribeAlarmHistory(super::operation::DescribeAlarmHistory): super::DescribeAlarmHistoryInput => super::DescribeAlarmHistoryOutput,
        DescribeAlarms(super::operation::DescribeAlarms): super::DescribeAlarmsInput => super::DescribeAlarmsOutput,
        DescribeAlarmsForMetric(super::operation::DescribeAlarmsForMetric): super::DescribeAlarmsForMetricInput => super::DescribeAlarmsForMetricOutput,
        DisableAlarmActions(super::operation::DisableAlarmActions): super::DisableAlarmActionsInput => crate::Empty,
        EnableAlarmActions(super::operation::EnableAlarmActions): super::EnableAlarmActionsInput => crate::Empty,
        GetMetricData(super::operation::GetMetricData): super::GetMetricDataInput => super::GetMetricDataOutput,
        GetMetricStatistics(super::operation::GetMetricStatistics): super::GetMetricStatisticsInput => super::GetMetricStatisticsOutput,
        ListMetrics(super::operation::ListMetrics): super::ListMetricsInput => super::ListMetricsOutput,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceInput => super::ListTagsForResourceOutput,
        PutCompositeAlarm(super::operation::PutCompositeAlarm): super::PutCompositeAlarmInput => crate::Empty,
        PutMetricAlarm(super::operation::PutMetricAlarm): super::PutMetricAlarmInput => crate::Empty,
        PutMetricData(super::operation::PutMetricData): super::PutMetricDataInput => crate::Empty,
        SetAlarmState(super::operation::SetAlarmState): super::SetAlarmStateInput => crate::Empty,
        TagResource(super::operation::TagResource): super::TagResourceInput => super::TagResourceOutput,
        UntagResource(super::operation::UntagResource): super::UntagResourceInput => super::UntagResourceOutput,
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

    pub static DeleteAlarms: Operation = Operation { service: &SERVICE, name: "DeleteAlarms", input: &shape::DeleteAlarmsInput, output: &crate::operation::EMPTY, errors: &[&error::ResourceNotFound], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:DeleteAlarms", "", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmNames[]}"], &[])]) };
    pub static DescribeAlarmHistory: Operation = Operation { service: &SERVICE, name: "DescribeAlarmHistory", input: &shape::DescribeAlarmHistoryInput, output: &shape::DescribeAlarmHistoryOutput, errors: &[&error::InvalidNextToken], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeAlarmHistoryResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:DescribeAlarmHistory", "", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}"], &[])]) };
    pub static DescribeAlarms: Operation = Operation { service: &SERVICE, name: "DescribeAlarms", input: &shape::DescribeAlarmsInput, output: &shape::DescribeAlarmsOutput, errors: &[&error::InvalidNextToken], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeAlarmsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:DescribeAlarms", "", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmNames[]}"], &[])]) };
    pub static DescribeAlarmsForMetric: Operation = Operation { service: &SERVICE, name: "DescribeAlarmsForMetric", input: &shape::DescribeAlarmsForMetricInput, output: &shape::DescribeAlarmsForMetricOutput, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("DescribeAlarmsForMetricResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:DescribeAlarmsForMetric", "", &[], &[])]) };
    pub static DisableAlarmActions: Operation = Operation { service: &SERVICE, name: "DisableAlarmActions", input: &shape::DisableAlarmActionsInput, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:DisableAlarmActions", "", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmNames[]}"], &[])]) };
    pub static EnableAlarmActions: Operation = Operation { service: &SERVICE, name: "EnableAlarmActions", input: &shape::EnableAlarmActionsInput, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:EnableAlarmActions", "", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmNames[]}"], &[])]) };
    pub static GetMetricData: Operation = Operation { service: &SERVICE, name: "GetMetricData", input: &shape::GetMetricDataInput, output: &shape::GetMetricDataOutput, errors: &[&error::InvalidNextToken], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetMetricDataResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:GetMetricData", "", &[], &[])]) };
    pub static GetMetricStatistics: Operation = Operation { service: &SERVICE, name: "GetMetricStatistics", input: &shape::GetMetricStatisticsInput, output: &shape::GetMetricStatisticsOutput, errors: &[&error::InternalServiceFault, &error::InvalidParameterCombinationException, &error::InvalidParameterValueException, &error::MissingRequiredParameterException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetMetricStatisticsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:GetMetricStatistics", "", &[], &[])]) };
    pub static ListMetrics: Operation = Operation { service: &SERVICE, name: "ListMetrics", input: &shape::ListMetricsInput, output: &shape::ListMetricsOutput, errors: &[&error::InternalServiceFault, &error::InvalidParameterValueException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListMetricsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:ListMetrics", "", &[], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceInput, output: &shape::ListTagsForResourceOutput, errors: &[&error::InternalServiceFault, &error::InvalidParameterValueException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListTagsForResourceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:ListTagsForResource", "", &["{ResourceARN}"], &[])]) };
    pub static PutCompositeAlarm: Operation = Operation { service: &SERVICE, name: "PutCompositeAlarm", input: &shape::PutCompositeAlarmInput, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededFault], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:PutCompositeAlarm", "", &[], &[("cloudwatch:AlarmActions", "{AlarmActions[]}")]), Need::new("cloudwatch:TagResource", "Tags", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}"], &[])]) };
    pub static PutMetricAlarm: Operation = Operation { service: &SERVICE, name: "PutMetricAlarm", input: &shape::PutMetricAlarmInput, output: &crate::operation::EMPTY, errors: &[&error::LimitExceededFault], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:PutMetricAlarm", "", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}"], &[("cloudwatch:AlarmActions", "{AlarmActions[]}")]), Need::new("cloudwatch:TagResource", "Tags", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}"], &[])]) };
    pub static PutMetricData: Operation = Operation { service: &SERVICE, name: "PutMetricData", input: &shape::PutMetricDataInput, output: &crate::operation::EMPTY, errors: &[&error::InternalServiceFault, &error::InvalidParameterCombinationException, &error::InvalidParameterValueException, &error::MissingRequiredParameterException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:PutMetricData", "", &[], &[("cloudwatch:namespace", "{Namespace}")])]) };
    pub static SetAlarmState: Operation = Operation { service: &SERVICE, name: "SetAlarmState", input: &shape::SetAlarmStateInput, output: &crate::operation::EMPTY, errors: &[&error::InvalidFormatFault, &error::ResourceNotFound], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:SetAlarmState", "", &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}"], &[])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceInput, output: &shape::TagResourceOutput, errors: &[&error::ConcurrentModificationException, &error::ConflictException, &error::InternalServiceFault, &error::InvalidParameterValueException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("TagResourceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:TagResource", "", &["{ResourceARN}"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceInput, output: &shape::UntagResourceOutput, errors: &[&error::ConcurrentModificationException, &error::ConflictException, &error::InternalServiceFault, &error::InvalidParameterValueException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("UntagResourceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:UntagResource", "", &["{ResourceARN}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static ConcurrentModificationException: ErrorShape = ErrorShape::new(&shape::ConcurrentModificationException, "ConcurrentModificationException", 429, false);
    pub static ConflictException: ErrorShape = ErrorShape::new(&shape::ConflictException, "ConflictException", 409, false);
    pub static InternalServiceFault: ErrorShape = ErrorShape::new(&shape::InternalServiceFault, "InternalServiceError", 500, true);
    pub static InvalidFormatFault: ErrorShape = ErrorShape::new(&shape::InvalidFormatFault, "InvalidFormat", 400, false);
    pub static InvalidNextToken: ErrorShape = ErrorShape::new(&shape::InvalidNextToken, "InvalidNextToken", 400, false);
    pub static InvalidParameterCombinationException: ErrorShape = ErrorShape::new(&shape::InvalidParameterCombinationException, "InvalidParameterCombination", 400, false);
    pub static InvalidParameterValueException: ErrorShape = ErrorShape::new(&shape::InvalidParameterValueException, "InvalidParameterValue", 400, false);
    pub static LimitExceededFault: ErrorShape = ErrorShape::new(&shape::LimitExceededFault, "LimitExceeded", 400, false);
    pub static MissingRequiredParameterException: ErrorShape = ErrorShape::new(&shape::MissingRequiredParameterException, "MissingParameter", 400, false);
    pub static ResourceNotFound: ErrorShape = ErrorShape::new(&shape::ResourceNotFound, "ResourceNotFound", 404, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 404, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccountId: Shape = Shape::new("AccountId", Kind::String).min(1.0).max(255.0);
    pub static ActionPrefix: Shape = Shape::new("ActionPrefix", Kind::String).min(1.0).max(1024.0);
    pub static ActionsEnabled: Shape = Shape::new("ActionsEnabled", Kind::Boolean);
    pub static ActionsSuppressedBy: Shape = Shape::new("ActionsSuppressedBy", Kind::String).values(&["WaitPeriod", "ExtensionPeriod", "Alarm"]);
    pub static ActionsSuppressedReason: Shape = Shape::new("ActionsSuppressedReason", Kind::String).min(0.0).max(1024.0);
    pub static AlarmArn: Shape = Shape::new("AlarmArn", Kind::String).min(1.0).max(1600.0);
    pub static AlarmDescription: Shape = Shape::new("AlarmDescription", Kind::String).min(0.0).max(1024.0);
    pub static AlarmHistoryItem: Shape = Shape::structure("AlarmHistoryItem", &[Member::new("AlarmName", &AlarmName), Member::new("AlarmContributorId", &ContributorId), Member::new("AlarmType", &AlarmType), Member::new("Timestamp", &Timestamp), Member::new("HistoryItemType", &HistoryItemType), Member::new("HistorySummary", &HistorySummary), Member::new("HistoryData", &HistoryData), Member::new("AlarmContributorAttributes", &ContributorAttributes), ]);
    pub static AlarmHistoryItems: Shape = Shape::new("AlarmHistoryItems", Kind::List(Member::new("member", &AlarmHistoryItem)));
    pub static AlarmName: Shape = Shape::new("AlarmName", Kind::String).min(1.0).max(255.0);
    pub static AlarmNamePrefix: Shape = Shape::new("AlarmNamePrefix", Kind::String).min(1.0).max(255.0);
    pub static AlarmNames: Shape = Shape::new("AlarmNames", Kind::List(Member::new("member", &AlarmName))).max(100.0);
    pub static AlarmPromQLCriteria: Shape = Shape::structure("AlarmPromQLCriteria", &[Member::new("Query", &Query).required(), Member::new("PendingPeriod", &PendingPeriod), Member::new("RecoveryPeriod", &RecoveryPeriod), ]);
    pub static AlarmRule: Shape = Shape::new("AlarmRule", Kind::String).min(1.0).max(10240.0);
    pub static AlarmType: Shape = Shape::new("AlarmType", Kind::String).values(&["CompositeAlarm", "MetricAlarm"]);
    pub static AlarmTypes: Shape = Shape::new("AlarmTypes", Kind::List(Member::new("member", &AlarmType)));
    pub static AmazonResourceName: Shape = Shape::new("AmazonResourceName", Kind::String).min(1.0).max(1024.0);
    pub static AttributeName: Shape = Shape::new("AttributeName", Kind::String).min(1.0).max(255.0);
    pub static AttributeValue: Shape = Shape::new("AttributeValue", Kind::String).min(1.0).max(1024.0);
    pub static AwsQueryErrorMessage: Shape = Shape::new("AwsQueryErrorMessage", Kind::String);
    pub static ComparisonOperator: Shape = Shape::new("ComparisonOperator", Kind::String).values(&["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold", "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"]);
    pub static CompositeAlarm: Shape = Shape::structure("CompositeAlarm", &[Member::new("ActionsEnabled", &ActionsEnabled), Member::new("AlarmActions", &ResourceList), Member::new("AlarmArn", &AlarmArn), Member::new("AlarmConfigurationUpdatedTimestamp", &Timestamp), Member::new("AlarmDescription", &AlarmDescription), Member::new("AlarmName", &AlarmName), Member::new("AlarmRule", &AlarmRule), Member::new("InsufficientDataActions", &ResourceList), Member::new("OKActions", &ResourceList), Member::new("StateReason", &StateReason), Member::new("StateReasonData", &StateReasonData), Member::new("StateUpdatedTimestamp", &Timestamp), Member::new("StateValue", &StateValue), Member::new("StateTransitionedTimestamp", &Timestamp), Member::new("ActionsSuppressedBy", &ActionsSuppressedBy), Member::new("ActionsSuppressedReason", &ActionsSuppressedReason), Member::new("ActionsSuppressor", &AlarmArn), Member::new("ActionsSuppressorWaitPeriod", &SuppressorPeriod), Member::new("ActionsSuppressorExtensionPeriod", &SuppressorPeriod), ]);
    pub static CompositeAlarms: Shape = Shape::new("CompositeAlarms", Kind::List(Member::new("member", &CompositeAlarm)));
    pub static ConcurrentModificationException: Shape = Shape::structure("ConcurrentModificationException", &[]);
    pub static ConflictException: Shape = Shape::structure("ConflictException", &[Member::new("Message", &ErrorMessage), ]);
    pub static ContributorAttributes: Shape = Shape::new("ContributorAttributes", Kind::Map(Member::new("key", &AttributeName), Member::new("value", &AttributeValue))).min(0.0).max(150.0);
    pub static ContributorId: Shape = Shape::new("ContributorId", Kind::String).min(1.0).max(16.0);
    pub static Counts: Shape = Shape::new("Counts", Kind::List(Member::new("member", &DatapointValue)));
    pub static Datapoint: Shape = Shape::structure("Datapoint", &[Member::new("Timestamp", &Timestamp), Member::new("SampleCount", &DatapointValue), Member::new("Average", &DatapointValue), Member::new("Sum", &DatapointValue), Member::new("Minimum", &DatapointValue), Member::new("Maximum", &DatapointValue), Member::new("Unit", &StandardUnit), Member::new("ExtendedStatistics", &DatapointValueMap), ]);
    pub static DatapointValue: Shape = Shape::new("DatapointValue", Kind::Float);
    pub static DatapointValueMap: Shape = Shape::new("DatapointValueMap", Kind::Map(Member::new("key", &ExtendedStatistic), Member::new("value", &DatapointValue)));
    pub static DatapointValues: Shape = Shape::new("DatapointValues", Kind::List(Member::new("member", &DatapointValue)));
    pub static Datapoints: Shape = Shape::new("Datapoints", Kind::List(Member::new("member", &Datapoint)));
    pub static DatapointsToAlarm: Shape = Shape::new("DatapointsToAlarm", Kind::Integer).min(1.0);
    pub static DeleteAlarmsInput: Shape = Shape::structure("DeleteAlarmsInput", &[Member::new("AlarmNames", &AlarmNames).required(), ]);
    pub static DescribeAlarmHistoryInput: Shape = Shape::structure("DescribeAlarmHistoryInput", &[Member::new("AlarmName", &AlarmName), Member::new("AlarmContributorId", &ContributorId), Member::new("AlarmTypes", &AlarmTypes), Member::new("HistoryItemType", &HistoryItemType), Member::new("StartDate", &Timestamp), Member::new("EndDate", &Timestamp), Member::new("MaxRecords", &MaxRecords), Member::new("NextToken", &NextToken), Member::new("ScanBy", &ScanBy), ]);
    pub static DescribeAlarmHistoryOutput: Shape = Shape::structure("DescribeAlarmHistoryOutput", &[Member::new("AlarmHistoryItems", &AlarmHistoryItems), Member::new("NextToken", &NextToken), ]);
    pub static DescribeAlarmsForMetricInput: Shape = Shape::structure("DescribeAlarmsForMetricInput", &[Member::new("MetricName", &MetricName).required(), Member::new("Namespace", &Namespace).required(), Member::new("Statistic", &Statistic), Member::new("ExtendedStatistic", &ExtendedStatistic), Member::new("Dimensions", &Dimensions), Member::new("Period", &Period), Member::new("Unit", &StandardUnit), ]);
    pub static DescribeAlarmsForMetricOutput: Shape = Shape::structure("DescribeAlarmsForMetricOutput", &[Member::new("MetricAlarms", &MetricAlarms), ]);
    pub static DescribeAlarmsInput: Shape = Shape::structure("DescribeAlarmsInput", &[Member::new("AlarmNames", &AlarmNames), Member::new("AlarmNamePrefix", &AlarmNamePrefix), Member::new("AlarmTypes", &AlarmTypes), Member::new("ChildrenOfAlarmName", &AlarmName), Member::new("ParentsOfAlarmName", &AlarmName), Member::new("StateValue", &StateValue), Member::new("ActionPrefix", &ActionPrefix), Member::new("MaxRecords", &MaxRecords), Member::new("NextToken", &NextToken), ]);
    pub static DescribeAlarmsOutput: Shape = Shape::structure("DescribeAlarmsOutput", &[Member::new("CompositeAlarms", &CompositeAlarms), Member::new("MetricAlarms", &MetricAlarms), Member::new("NextToken", &NextToken), ]);
    pub static Dimension: Shape = Shape::structure("Dimension", &[Member::new("Name", &DimensionName).required(), Member::new("Value", &DimensionValue).required(), ]);
    pub static DimensionFilter: Shape = Shape::structure("DimensionFilter", &[Member::new("Name", &DimensionName).required(), Member::new("Value", &DimensionValue), ]);
    pub static DimensionFilters: Shape = Shape::new("DimensionFilters", Kind::List(Member::new("member", &DimensionFilter))).max(10.0);
    pub static DimensionName: Shape = Shape::new("DimensionName", Kind::String).min(1.0).max(255.0);
    pub static DimensionValue: Shape = Shape::new("DimensionValue", Kind::String).min(1.0).max(1024.0);
    pub static Dimensions: Shape = Shape::new("Dimensions", Kind::List(Member::new("member", &Dimension))).max(30.0);
    pub static DisableAlarmActionsInput: Shape = Shape::structure("DisableAlarmActionsInput", &[Member::new("AlarmNames", &AlarmNames).required(), ]);
    pub static EnableAlarmActionsInput: Shape = Shape::structure("EnableAlarmActionsInput", &[Member::new("AlarmNames", &AlarmNames).required(), ]);
    pub static Entity: Shape = Shape::structure("Entity", &[Member::new("KeyAttributes", &EntityKeyAttributesMap), Member::new("Attributes", &EntityAttributesMap), ]);
    pub static EntityAttributesMap: Shape = Shape::new("EntityAttributesMap", Kind::Map(Member::new("key", &EntityAttributesMapKeyString), Member::new("value", &EntityAttributesMapValueString))).min(0.0).max(10.0);
    pub static EntityAttributesMapKeyString: Shape = Shape::new("EntityAttributesMapKeyString", Kind::String).min(1.0).max(256.0);
    pub static EntityAttributesMapValueString: Shape = Shape::new("EntityAttributesMapValueString", Kind::String).min(1.0).max(2048.0);
    pub static EntityKeyAttributesMap: Shape = Shape::new("EntityKeyAttributesMap", Kind::Map(Member::new("key", &EntityKeyAttributesMapKeyString), Member::new("value", &EntityKeyAttributesMapValueString))).min(2.0).max(4.0);
    pub static EntityKeyAttributesMapKeyString: Shape = Shape::new("EntityKeyAttributesMapKeyString", Kind::String).min(1.0).max(32.0);
    pub static EntityKeyAttributesMapValueString: Shape = Shape::new("EntityKeyAttributesMapValueString", Kind::String).min(1.0).max(2048.0);
    pub static EntityMetricData: Shape = Shape::structure("EntityMetricData", &[Member::new("Entity", &Entity), Member::new("MetricData", &MetricData), ]);
    pub static EntityMetricDataList: Shape = Shape::new("EntityMetricDataList", Kind::List(Member::new("member", &EntityMetricData)));
    pub static ErrorMessage: Shape = Shape::new("ErrorMessage", Kind::String).min(1.0).max(255.0);
    pub static EvaluateLowSampleCountPercentile: Shape = Shape::new("EvaluateLowSampleCountPercentile", Kind::String).min(1.0).max(255.0);
    pub static EvaluationCriteria: Shape = Shape::structure("EvaluationCriteria", &[Member::new("PromQLCriteria", &AlarmPromQLCriteria), ]).union();
    pub static EvaluationInterval: Shape = Shape::new("EvaluationInterval", Kind::Integer).min(10.0).max(3600.0);
    pub static EvaluationPeriods: Shape = Shape::new("EvaluationPeriods", Kind::Integer).min(1.0);
    pub static EvaluationState: Shape = Shape::new("EvaluationState", Kind::String).values(&["PARTIAL_DATA", "EVALUATION_FAILURE", "EVALUATION_ERROR"]);
    pub static ExtendedStatistic: Shape = Shape::new("ExtendedStatistic", Kind::String);
    pub static ExtendedStatistics: Shape = Shape::new("ExtendedStatistics", Kind::List(Member::new("member", &ExtendedStatistic))).min(1.0).max(10.0);
    pub static FaultDescription: Shape = Shape::new("FaultDescription", Kind::String);
    pub static GetMetricDataInput: Shape = Shape::structure("GetMetricDataInput", &[Member::new("MetricDataQueries", &MetricDataQueries).required(), Member::new("StartTime", &Timestamp).required(), Member::new("EndTime", &Timestamp).required(), Member::new("NextToken", &NextToken), Member::new("ScanBy", &ScanBy), Member::new("MaxDatapoints", &GetMetricDataMaxDatapoints), Member::new("LabelOptions", &LabelOptions), ]);
    pub static GetMetricDataLabelTimezone: Shape = Shape::new("GetMetricDataLabelTimezone", Kind::String);
    pub static GetMetricDataMaxDatapoints: Shape = Shape::new("GetMetricDataMaxDatapoints", Kind::Integer);
    pub static GetMetricDataOutput: Shape = Shape::structure("GetMetricDataOutput", &[Member::new("MetricDataResults", &MetricDataResults), Member::new("NextToken", &NextToken), Member::new("Messages", &MetricDataResultMessages), ]);
    pub static GetMetricStatisticsInput: Shape = Shape::structure("GetMetricStatisticsInput", &[Member::new("Namespace", &Namespace).required(), Member::new("MetricName", &MetricName).required(), Member::new("Dimensions", &Dimensions), Member::new("StartTime", &Timestamp).required(), Member::new("EndTime", &Timestamp).required(), Member::new("Period", &Period).required(), Member::new("Statistics", &Statistics), Member::new("ExtendedStatistics", &ExtendedStatistics), Member::new("Unit", &StandardUnit), ]);
    pub static GetMetricStatisticsOutput: Shape = Shape::structure("GetMetricStatisticsOutput", &[Member::new("Label", &MetricLabel), Member::new("Datapoints", &Datapoints), ]);
    pub static HistoryData: Shape = Shape::new("HistoryData", Kind::String).min(1.0).max(4095.0);
    pub static HistoryItemType: Shape = Shape::new("HistoryItemType", Kind::String).values(&["ConfigurationUpdate", "StateUpdate", "Action", "AlarmContributorStateUpdate", "AlarmContributorAction"]);
    pub static HistorySummary: Shape = Shape::new("HistorySummary", Kind::String).min(1.0).max(255.0);
    pub static IncludeLinkedAccounts: Shape = Shape::new("IncludeLinkedAccounts", Kind::Boolean);
    pub static InternalServiceFault: Shape = Shape::structure("InternalServiceFault", &[Member::new("Message", &FaultDescription), ]);
    pub static InvalidFormatFault: Shape = Shape::structure("InvalidFormatFault", &[Member::new("message", &ErrorMessage), ]);
    pub static InvalidNextToken: Shape = Shape::structure("InvalidNextToken", &[Member::new("message", &ErrorMessage), ]);
    pub static InvalidParameterCombinationException: Shape = Shape::structure("InvalidParameterCombinationException", &[Member::new("message", &AwsQueryErrorMessage), ]);
    pub static InvalidParameterValueException: Shape = Shape::structure("InvalidParameterValueException", &[Member::new("message", &AwsQueryErrorMessage), ]);
    pub static LabelOptions: Shape = Shape::structure("LabelOptions", &[Member::new("Timezone", &GetMetricDataLabelTimezone), ]);
    pub static LimitExceededFault: Shape = Shape::structure("LimitExceededFault", &[Member::new("message", &ErrorMessage), ]);
    pub static ListMetricsInput: Shape = Shape::structure("ListMetricsInput", &[Member::new("Namespace", &Namespace), Member::new("MetricName", &MetricName), Member::new("Dimensions", &DimensionFilters), Member::new("NextToken", &NextToken), Member::new("RecentlyActive", &RecentlyActive), Member::new("IncludeLinkedAccounts", &IncludeLinkedAccounts), Member::new("OwningAccount", &AccountId), ]);
    pub static ListMetricsOutput: Shape = Shape::structure("ListMetricsOutput", &[Member::new("Metrics", &Metrics), Member::new("NextToken", &NextToken), Member::new("OwningAccounts", &OwningAccounts), ]);
    pub static ListTagsForResourceInput: Shape = Shape::structure("ListTagsForResourceInput", &[Member::new("ResourceARN", &AmazonResourceName).required(), ]);
    pub static ListTagsForResourceOutput: Shape = Shape::structure("ListTagsForResourceOutput", &[Member::new("Tags", &TagList), ]);
    pub static MaxRecords: Shape = Shape::new("MaxRecords", Kind::Integer).min(1.0).max(100.0);
    pub static MessageData: Shape = Shape::structure("MessageData", &[Member::new("Code", &MessageDataCode), Member::new("Value", &MessageDataValue), ]);
    pub static MessageDataCode: Shape = Shape::new("MessageDataCode", Kind::String);
    pub static MessageDataValue: Shape = Shape::new("MessageDataValue", Kind::String);
    pub static Metric: Shape = Shape::structure("Metric", &[Member::new("Namespace", &Namespace), Member::new("MetricName", &MetricName), Member::new("Dimensions", &Dimensions), ]);
    pub static MetricAlarm: Shape = Shape::structure("MetricAlarm", &[Member::new("AlarmName", &AlarmName), Member::new("AlarmArn", &AlarmArn), Member::new("AlarmDescription", &AlarmDescription), Member::new("AlarmConfigurationUpdatedTimestamp", &Timestamp), Member::new("ActionsEnabled", &ActionsEnabled), Member::new("OKActions", &ResourceList), Member::new("AlarmActions", &ResourceList), Member::new("InsufficientDataActions", &ResourceList), Member::new("StateValue", &StateValue), Member::new("StateReason", &StateReason), Member::new("StateReasonData", &StateReasonData), Member::new("StateUpdatedTimestamp", &Timestamp), Member::new("MetricName", &MetricName), Member::new("Namespace", &Namespace), Member::new("Statistic", &Statistic), Member::new("ExtendedStatistic", &ExtendedStatistic), Member::new("Dimensions", &Dimensions), Member::new("Period", &Period), Member::new("Unit", &StandardUnit), Member::new("EvaluationPeriods", &EvaluationPeriods), Member::new("DatapointsToAlarm", &DatapointsToAlarm), Member::new("Threshold", &Threshold), Member::new("ComparisonOperator", &ComparisonOperator), Member::new("TreatMissingData", &TreatMissingData), Member::new("EvaluateLowSampleCountPercentile", &EvaluateLowSampleCountPercentile), Member::new("Metrics", &MetricDataQueries), Member::new("ThresholdMetricId", &MetricId), Member::new("EvaluationState", &EvaluationState), Member::new("StateTransitionedTimestamp", &Timestamp), Member::new("EvaluationCriteria", &EvaluationCriteria), Member::new("EvaluationInterval", &EvaluationInterval), ]);
    pub static MetricAlarms: Shape = Shape::new("MetricAlarms", Kind::List(Member::new("member", &MetricAlarm)));
    pub static MetricData: Shape = Shape::new("MetricData", Kind::List(Member::new("member", &MetricDatum)));
    pub static MetricDataQueries: Shape = Shape::new("MetricDataQueries", Kind::List(Member::new("member", &MetricDataQuery)));
    pub static MetricDataQuery: Shape = Shape::structure("MetricDataQuery", &[Member::new("Id", &MetricId).required(), Member::new("MetricStat", &MetricStat), Member::new("Expression", &MetricExpression), Member::new("Label", &MetricLabel), Member::new("ReturnData", &ReturnData), Member::new("Period", &Period), Member::new("AccountId", &AccountId), ]);
    pub static MetricDataResult: Shape = Shape::structure("MetricDataResult", &[Member::new("Id", &MetricId), Member::new("Label", &MetricLabel), Member::new("Timestamps", &Timestamps), Member::new("Values", &DatapointValues), Member::new("StatusCode", &StatusCode), Member::new("Messages", &MetricDataResultMessages), ]);
    pub static MetricDataResultMessages: Shape = Shape::new("MetricDataResultMessages", Kind::List(Member::new("member", &MessageData)));
    pub static MetricDataResults: Shape = Shape::new("MetricDataResults", Kind::List(Member::new("member", &MetricDataResult)));
    pub static MetricDatum: Shape = Shape::structure("MetricDatum", &[Member::new("MetricName", &MetricName).required(), Member::new("Dimensions", &Dimensions), Member::new("Timestamp", &Timestamp), Member::new("Value", &DatapointValue), Member::new("StatisticValues", &StatisticSet), Member::new("Values", &Values), Member::new("Counts", &Counts), Member::new("Unit", &StandardUnit), Member::new("StorageResolution", &StorageResolution), ]);
    pub static MetricExpression: Shape = Shape::new("MetricExpression", Kind::String).min(1.0).max(2048.0);
    pub static MetricId: Shape = Shape::new("MetricId", Kind::String).min(1.0).max(255.0);
    pub static MetricLabel: Shape = Shape::new("MetricLabel", Kind::String);
    pub static MetricName: Shape = Shape::new("MetricName", Kind::String).min(1.0).max(255.0);
    pub static MetricStat: Shape = Shape::structure("MetricStat", &[Member::new("Metric", &Metric).required(), Member::new("Period", &Period).required(), Member::new("Stat", &Stat).required(), Member::new("Unit", &StandardUnit), ]);
    pub static Metrics: Shape = Shape::new("Metrics", Kind::List(Member::new("member", &Metric)));
    pub static MissingRequiredParameterException: Shape = Shape::structure("MissingRequiredParameterException", &[Member::new("message", &AwsQueryErrorMessage), ]);
    static Namespace_pattern: Pattern = Pattern::new("[^:].*");
    pub static Namespace: Shape = Shape::new("Namespace", Kind::String).min(1.0).max(255.0).pattern(&Namespace_pattern);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String);
    pub static OwningAccounts: Shape = Shape::new("OwningAccounts", Kind::List(Member::new("member", &AccountId)));
    pub static PendingPeriod: Shape = Shape::new("PendingPeriod", Kind::Integer).min(0.0).max(86400.0);
    pub static Period: Shape = Shape::new("Period", Kind::Integer).min(1.0);
    pub static PutCompositeAlarmInput: Shape = Shape::structure("PutCompositeAlarmInput", &[Member::new("ActionsEnabled", &ActionsEnabled), Member::new("AlarmActions", &ResourceList), Member::new("AlarmDescription", &AlarmDescription), Member::new("AlarmName", &AlarmName).required(), Member::new("AlarmRule", &AlarmRule).required(), Member::new("InsufficientDataActions", &ResourceList), Member::new("OKActions", &ResourceList), Member::new("Tags", &TagList), Member::new("ActionsSuppressor", &AlarmArn), Member::new("ActionsSuppressorWaitPeriod", &SuppressorPeriod), Member::new("ActionsSuppressorExtensionPeriod", &SuppressorPeriod), ]);
    pub static PutMetricAlarmInput: Shape = Shape::structure("PutMetricAlarmInput", &[Member::new("AlarmName", &AlarmName).required(), Member::new("AlarmDescription", &AlarmDescription), Member::new("ActionsEnabled", &ActionsEnabled), Member::new("OKActions", &ResourceList), Member::new("AlarmActions", &ResourceList), Member::new("InsufficientDataActions", &ResourceList), Member::new("MetricName", &MetricName), Member::new("Namespace", &Namespace), Member::new("Statistic", &Statistic), Member::new("ExtendedStatistic", &ExtendedStatistic), Member::new("Dimensions", &Dimensions), Member::new("Period", &Period), Member::new("Unit", &StandardUnit), Member::new("EvaluationPeriods", &EvaluationPeriods), Member::new("DatapointsToAlarm", &DatapointsToAlarm), Member::new("Threshold", &Threshold), Member::new("ComparisonOperator", &ComparisonOperator), Member::new("TreatMissingData", &TreatMissingData), Member::new("EvaluateLowSampleCountPercentile", &EvaluateLowSampleCountPercentile), Member::new("Metrics", &MetricDataQueries), Member::new("Tags", &TagList), Member::new("ThresholdMetricId", &MetricId), Member::new("EvaluationCriteria", &EvaluationCriteria), Member::new("EvaluationInterval", &EvaluationInterval), ]);
    pub static PutMetricDataInput: Shape = Shape::structure("PutMetricDataInput", &[Member::new("Namespace", &Namespace).required(), Member::new("MetricData", &MetricData), Member::new("EntityMetricData", &EntityMetricDataList), Member::new("StrictEntityValidation", &StrictEntityValidation), ]);
    pub static Query: Shape = Shape::new("Query", Kind::String).min(1.0).max(10000.0);
    pub static RecentlyActive: Shape = Shape::new("RecentlyActive", Kind::String).values(&["PT3H"]);
    pub static RecoveryPeriod: Shape = Shape::new("RecoveryPeriod", Kind::Integer).min(0.0).max(86400.0);
    pub static ResourceId: Shape = Shape::new("ResourceId", Kind::String);
    pub static ResourceList: Shape = Shape::new("ResourceList", Kind::List(Member::new("member", &ResourceName))).max(5.0);
    pub static ResourceName: Shape = Shape::new("ResourceName", Kind::String).min(1.0).max(1024.0);
    pub static ResourceNotFound: Shape = Shape::structure("ResourceNotFound", &[Member::new("message", &ErrorMessage), ]);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("ResourceType", &ResourceType), Member::new("ResourceId", &ResourceId), ]);
    pub static ResourceType: Shape = Shape::new("ResourceType", Kind::String);
    pub static ReturnData: Shape = Shape::new("ReturnData", Kind::Boolean);
    pub static ScanBy: Shape = Shape::new("ScanBy", Kind::String).values(&["TimestampDescending", "TimestampAscending"]);
    pub static SetAlarmStateInput: Shape = Shape::structure("SetAlarmStateInput", &[Member::new("AlarmName", &AlarmName).required(), Member::new("StateValue", &StateValue).required(), Member::new("StateReason", &StateReason).required(), Member::new("StateReasonData", &StateReasonData), ]);
    pub static StandardUnit: Shape = Shape::new("StandardUnit", Kind::String).values(&["Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None"]);
    pub static Stat: Shape = Shape::new("Stat", Kind::String);
    pub static StateReason: Shape = Shape::new("StateReason", Kind::String).min(0.0).max(1023.0);
    pub static StateReasonData: Shape = Shape::new("StateReasonData", Kind::String).min(0.0).max(4000.0);
    pub static StateValue: Shape = Shape::new("StateValue", Kind::String).values(&["OK", "ALARM", "INSUFFICIENT_DATA"]);
    pub static Statistic: Shape = Shape::new("Statistic", Kind::String).values(&["SampleCount", "Average", "Sum", "Minimum", "Maximum"]);
    pub static StatisticSet: Shape = Shape::structure("StatisticSet", &[Member::new("SampleCount", &DatapointValue).required(), Member::new("Sum", &DatapointValue).required(), Member::new("Minimum", &DatapointValue).required(), Member::new("Maximum", &DatapointValue).required(), ]);
    pub static Statistics: Shape = Shape::new("Statistics", Kind::List(Member::new("member", &Statistic))).min(1.0).max(5.0);
    pub static StatusCode: Shape = Shape::new("StatusCode", Kind::String).values(&["Complete", "InternalError", "PartialData", "Forbidden"]);
    pub static StorageResolution: Shape = Shape::new("StorageResolution", Kind::Integer).min(1.0);
    pub static StrictEntityValidation: Shape = Shape::new("StrictEntityValidation", Kind::Boolean);
    pub static SuppressorPeriod: Shape = Shape::new("SuppressorPeriod", Kind::Integer);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue).required(), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey)));
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag)));
    pub static TagResourceInput: Shape = Shape::structure("TagResourceInput", &[Member::new("ResourceARN", &AmazonResourceName).required(), Member::new("Tags", &TagList).required(), ]);
    pub static TagResourceOutput: Shape = Shape::structure("TagResourceOutput", &[]);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0);
    pub static Threshold: Shape = Shape::new("Threshold", Kind::Float);
    pub static Timestamp: Shape = Shape::new("Timestamp", Kind::Timestamp(None));
    pub static Timestamps: Shape = Shape::new("Timestamps", Kind::List(Member::new("member", &Timestamp)));
    pub static TreatMissingData: Shape = Shape::new("TreatMissingData", Kind::String).min(1.0).max(255.0);
    pub static UntagResourceInput: Shape = Shape::structure("UntagResourceInput", &[Member::new("ResourceARN", &AmazonResourceName).required(), Member::new("TagKeys", &TagKeyList).required(), ]);
    pub static UntagResourceOutput: Shape = Shape::structure("UntagResourceOutput", &[]);
    pub static Values: Shape = Shape::new("Values", Kind::List(Member::new("member", &DatapointValue)));
}
