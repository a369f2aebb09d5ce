// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `cloudwatch`.

/// The service `cloudwatch`.
pub static SERVICE: crate::Service = crate::Service {
    id: "cloudwatch",
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
        &operation::GetMetricData,
        &operation::GetMetricStatistics,
        &operation::ListMetrics,
        &operation::PutMetricData,
    ],
    errors: &[
        &error::InternalServiceFault,
        &error::InvalidNextToken,
        &error::InvalidParameterCombinationException,
        &error::InvalidParameterValueException,
        &error::MissingRequiredParameterException,
    ],
};

errors! { SERVICE, {
    InternalServiceFault(internal_service_fault) = error::InternalServiceFault,
    InvalidNextToken(invalid_next_token) = error::InvalidNextToken,
    InvalidParameterCombinationException(invalid_parameter_combination) = error::InvalidParameterCombinationException,
    InvalidParameterValueException(invalid_parameter_value) = error::InvalidParameterValueException,
    MissingRequiredParameterException(missing_required_parameter) = error::MissingRequiredParameterException,
} }

structure! { Datapoint(shape::Datapoint) { timestamp: Option<crate::Timestamp>, sample_count: Option<f64>, average: Option<f64>, sum: Option<f64>, minimum: Option<f64>, maximum: Option<f64>, unit: Option<StandardUnit>, extended_statistics: Option<crate::Map<f64>>, } }
structure! { Dimension(shape::Dimension) { name: Option<String>, value: Option<String>, } }
structure! { DimensionFilter(shape::DimensionFilter) { name: String, value: Option<String>, } }
structure! { Entity(shape::Entity) { key_attributes: Option<crate::Map<String>>, attributes: Option<crate::Map<String>>, } }
structure! { EntityMetricData(shape::EntityMetricData) { entity: Option<Entity>, metric_data: Option<Vec<MetricDatum>>, } }
structure! { GetMetricDataInput(shape::GetMetricDataInput) { metric_data_queries: Vec<MetricDataQuery>, start_time: crate::Timestamp, end_time: crate::Timestamp, next_token: Option<String>, scan_by: Option<ScanBy>, max_datapoints: Option<i32>, label_options: Option<LabelOptions>, } }
structure! { GetMetricDataOutput(shape::GetMetricDataOutput) { metric_data_results: Option<Vec<MetricDataResult>>, next_token: Option<String>, messages: Option<Vec<MessageData>>, } }
structure! { GetMetricStatisticsInput(shape::GetMetricStatisticsInput) { namespace: String, metric_name: String, dimensions: Option<Vec<Dimension>>, start_time: crate::Timestamp, end_time: crate::Timestamp, period: i32, statistics: Option<Vec<Statistic>>, extended_statistics: Option<Vec<String>>, unit: Option<StandardUnit>, } }
structure! { GetMetricStatisticsOutput(shape::GetMetricStatisticsOutput) { label: Option<String>, datapoints: Option<Vec<Datapoint>>, } }
structure! { LabelOptions(shape::LabelOptions) { timezone: Option<String>, } }
structure! { ListMetricsInput(shape::ListMetricsInput) { namespace: Option<String>, metric_name: Option<String>, dimensions: Option<Vec<DimensionFilter>>, next_token: Option<String>, recently_active: Option<RecentlyActive>, include_linked_accounts: Option<bool>, owning_account: Option<String>, } }
structure! { ListMetricsOutput(shape::ListMetricsOutput) { metrics: Option<Vec<Metric>>, next_token: Option<String>, owning_accounts: Option<Vec<String>>, } }
structure! { MessageData(shape::MessageData) { code: Option<String>, value: Option<String>, } }
structure! { Metric(shape::Metric) { namespace: Option<String>, metric_name: Option<String>, dimensions: Option<Vec<Dimension>>, } }
structure! { MetricDataQuery(shape::MetricDataQuery) { id: Option<String>, metric_stat: Option<MetricStat>, expression: Option<String>, label: Option<String>, return_data: Option<bool>, period: Option<i32>, account_id: Option<String>, } }
structure! { MetricDataResult(shape::MetricDataResult) { id: Option<String>, label: Option<String>, timestamps: Option<Vec<crate::Timestamp>>, values: Option<Vec<f64>>, status_code: Option<StatusCode>, messages: Option<Vec<MessageData>>, } }
structure! { MetricDatum(shape::MetricDatum) { metric_name: String, dimensions: Option<Vec<Dimension>>, timestamp: Option<crate::Timestamp>, value: Option<f64>, statistic_values: Option<StatisticSet>, values: Option<Vec<f64>>, counts: Option<Vec<f64>>, unit: Option<StandardUnit>, storage_resolution: Option<i32>, } }
structure! { MetricStat(shape::MetricStat) { metric: Option<Metric>, period: Option<i32>, stat: Option<String>, unit: Option<StandardUnit>, } }
structure! { PutMetricDataInput(shape::PutMetricDataInput) { namespace: String, metric_data: Option<Vec<MetricDatum>>, entity_metric_data: Option<Vec<EntityMetricData>>, strict_entity_validation: Option<bool>, } }
enumeration! { RecentlyActive { Pt3h = "PT3H", } }
enumeration! { ScanBy { TimestampDescending = "TimestampDescending", TimestampAscending = "TimestampAscending", } }
enumeration! { StandardUnit { Seconds = "Seconds", Microseconds = "Microseconds", Milliseconds = "Milliseconds", Bytes = "Bytes", Kilobytes = "Kilobytes", Megabytes = "Megabytes", Gigabytes = "Gigabytes", Terabytes = "Terabytes", Bits = "Bits", Kilobits = "Kilobits", Megabits = "Megabits", Gigabits = "Gigabits", Terabits = "Terabits", Percent = "Percent", Count = "Count", BytesSecond = "Bytes/Second", KilobytesSecond = "Kilobytes/Second", MegabytesSecond = "Megabytes/Second", GigabytesSecond = "Gigabytes/Second", TerabytesSecond = "Terabytes/Second", BitsSecond = "Bits/Second", KilobitsSecond = "Kilobits/Second", MegabitsSecond = "Megabits/Second", GigabitsSecond = "Gigabits/Second", TerabitsSecond = "Terabits/Second", CountSecond = "Count/Second", None = "None", } }
enumeration! { Statistic { SampleCount = "SampleCount", Average = "Average", Sum = "Sum", Minimum = "Minimum", Maximum = "Maximum", } }
structure! { StatisticSet(shape::StatisticSet) { sample_count: f64, sum: f64, minimum: f64, maximum: f64, } }
enumeration! { StatusCode { Complete = "Complete", InternalError = "InternalError", PartialData = "PartialData", Forbidden = "Forbidden", } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        GetMetricData(super::operation::GetMetricData): super::GetMetricDataInput => super::GetMetricDataOutput,
        GetMetricStatistics(super::operation::GetMetricStatistics): super::GetMetricStatisticsInput => super::GetMetricStatisticsOutput,
        ListMetrics(super::operation::ListMetrics): super::ListMetricsInput => super::ListMetricsOutput,
        PutMetricData(super::operation::PutMetricData): super::PutMetricDataInput => crate::Empty,
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

    pub static GetMetricData: Operation = Operation { service: &SERVICE, name: "GetMetricData", input: &shape::GetMetricDataInput, output: &shape::GetMetricDataOutput, errors: &[&error::InvalidNextToken], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetMetricDataResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:GetMetricData", "", &[], &[])]) };
    pub static GetMetricStatistics: Operation = Operation { service: &SERVICE, name: "GetMetricStatistics", input: &shape::GetMetricStatisticsInput, output: &shape::GetMetricStatisticsOutput, errors: &[&error::InternalServiceFault, &error::InvalidParameterCombinationException, &error::InvalidParameterValueException, &error::MissingRequiredParameterException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetMetricStatisticsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:GetMetricStatistics", "", &[], &[])]) };
    pub static ListMetrics: Operation = Operation { service: &SERVICE, name: "ListMetrics", input: &shape::ListMetricsInput, output: &shape::ListMetricsOutput, errors: &[&error::InternalServiceFault, &error::InvalidParameterValueException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListMetricsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:ListMetrics", "", &[], &[])]) };
    pub static PutMetricData: Operation = Operation { service: &SERVICE, name: "PutMetricData", input: &shape::PutMetricDataInput, output: &crate::operation::EMPTY, errors: &[&error::InternalServiceFault, &error::InvalidParameterCombinationException, &error::InvalidParameterValueException, &error::MissingRequiredParameterException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudwatch:PutMetricData", "", &[], &[("cloudwatch:namespace", "{Namespace}")])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static InternalServiceFault: ErrorShape = ErrorShape::new(&shape::InternalServiceFault, "InternalServiceError", 500, true);
    pub static InvalidNextToken: ErrorShape = ErrorShape::new(&shape::InvalidNextToken, "InvalidNextToken", 400, false);
    pub static InvalidParameterCombinationException: ErrorShape = ErrorShape::new(&shape::InvalidParameterCombinationException, "InvalidParameterCombination", 400, false);
    pub static InvalidParameterValueException: ErrorShape = ErrorShape::new(&shape::InvalidParameterValueException, "InvalidParameterValue", 400, false);
    pub static MissingRequiredParameterException: ErrorShape = ErrorShape::new(&shape::MissingRequiredParameterException, "MissingParameter", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccountId: Shape = Shape::new("AccountId", Kind::String).min(1.0).max(255.0);
    pub static AwsQueryErrorMessage: Shape = Shape::new("AwsQueryErrorMessage", Kind::String);
    pub static Counts: Shape = Shape::new("Counts", Kind::List(Member::new("member", &DatapointValue)));
    pub static Datapoint: Shape = Shape::structure("Datapoint", &[Member::new("Timestamp", &Timestamp), Member::new("SampleCount", &DatapointValue), Member::new("Average", &DatapointValue), Member::new("Sum", &DatapointValue), Member::new("Minimum", &DatapointValue), Member::new("Maximum", &DatapointValue), Member::new("Unit", &StandardUnit), Member::new("ExtendedStatistics", &DatapointValueMap), ]);
    pub static DatapointValue: Shape = Shape::new("DatapointValue", Kind::Float);
    pub static DatapointValueMap: Shape = Shape::new("DatapointValueMap", Kind::Map(Member::new("key", &ExtendedStatistic), Member::new("value", &DatapointValue)));
    pub static DatapointValues: Shape = Shape::new("DatapointValues", Kind::List(Member::new("member", &DatapointValue)));
    pub static Datapoints: Shape = Shape::new("Datapoints", Kind::List(Member::new("member", &Datapoint)));
    pub static Dimension: Shape = Shape::structure("Dimension", &[Member::new("Name", &DimensionName).required(), Member::new("Value", &DimensionValue).required(), ]);
    pub static DimensionFilter: Shape = Shape::structure("DimensionFilter", &[Member::new("Name", &DimensionName).required(), Member::new("Value", &DimensionValue), ]);
    pub static DimensionFilters: Shape = Shape::new("DimensionFilters", Kind::List(Member::new("member", &DimensionFilter))).max(10.0);
    pub static DimensionName: Shape = Shape::new("DimensionName", Kind::String).min(1.0).max(255.0);
    pub static DimensionValue: Shape = Shape::new("DimensionValue", Kind::String).min(1.0).max(1024.0);
    pub static Dimensions: Shape = Shape::new("Dimensions", Kind::List(Member::new("member", &Dimension))).max(30.0);
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
    pub static ExtendedStatistic: Shape = Shape::new("ExtendedStatistic", Kind::String);
    pub static ExtendedStatistics: Shape = Shape::new("ExtendedStatistics", Kind::List(Member::new("member", &ExtendedStatistic))).min(1.0).max(10.0);
    pub static FaultDescription: Shape = Shape::new("FaultDescription", Kind::String);
    pub static GetMetricDataInput: Shape = Shape::structure("GetMetricDataInput", &[Member::new("MetricDataQueries", &MetricDataQueries).required(), Member::new("StartTime", &Timestamp).required(), Member::new("EndTime", &Timestamp).required(), Member::new("NextToken", &NextToken), Member::new("ScanBy", &ScanBy), Member::new("MaxDatapoints", &GetMetricDataMaxDatapoints), Member::new("LabelOptions", &LabelOptions), ]);
    pub static GetMetricDataLabelTimezone: Shape = Shape::new("GetMetricDataLabelTimezone", Kind::String);
    pub static GetMetricDataMaxDatapoints: Shape = Shape::new("GetMetricDataMaxDatapoints", Kind::Integer);
    pub static GetMetricDataOutput: Shape = Shape::structure("GetMetricDataOutput", &[Member::new("MetricDataResults", &MetricDataResults), Member::new("NextToken", &NextToken), Member::new("Messages", &MetricDataResultMessages), ]);
    pub static GetMetricStatisticsInput: Shape = Shape::structure("GetMetricStatisticsInput", &[Member::new("Namespace", &Namespace).required(), Member::new("MetricName", &MetricName).required(), Member::new("Dimensions", &Dimensions), Member::new("StartTime", &Timestamp).required(), Member::new("EndTime", &Timestamp).required(), Member::new("Period", &Period).required(), Member::new("Statistics", &Statistics), Member::new("ExtendedStatistics", &ExtendedStatistics), Member::new("Unit", &StandardUnit), ]);
    pub static GetMetricStatisticsOutput: Shape = Shape::structure("GetMetricStatisticsOutput", &[Member::new("Label", &MetricLabel), Member::new("Datapoints", &Datapoints), ]);
    pub static IncludeLinkedAccounts: Shape = Shape::new("IncludeLinkedAccounts", Kind::Boolean);
    pub static InternalServiceFault: Shape = Shape::structure("InternalServiceFault", &[Member::new("Message", &FaultDescription), ]);
    pub static InvalidNextToken: Shape = Shape::structure("InvalidNextToken", &[Member::new("message", &ErrorMessage), ]);
    pub static InvalidParameterCombinationException: Shape = Shape::structure("InvalidParameterCombinationException", &[Member::new("message", &AwsQueryErrorMessage), ]);
    pub static InvalidParameterValueException: Shape = Shape::structure("InvalidParameterValueException", &[Member::new("message", &AwsQueryErrorMessage), ]);
    pub static LabelOptions: Shape = Shape::structure("LabelOptions", &[Member::new("Timezone", &GetMetricDataLabelTimezone), ]);
    pub static ListMetricsInput: Shape = Shape::structure("ListMetricsInput", &[Member::new("Namespace", &Namespace), Member::new("MetricName", &MetricName), Member::new("Dimensions", &DimensionFilters), Member::new("NextToken", &NextToken), Member::new("RecentlyActive", &RecentlyActive), Member::new("IncludeLinkedAccounts", &IncludeLinkedAccounts), Member::new("OwningAccount", &AccountId), ]);
    pub static ListMetricsOutput: Shape = Shape::structure("ListMetricsOutput", &[Member::new("Metrics", &Metrics), Member::new("NextToken", &NextToken), Member::new("OwningAccounts", &OwningAccounts), ]);
    pub static MessageData: Shape = Shape::structure("MessageData", &[Member::new("Code", &MessageDataCode), Member::new("Value", &MessageDataValue), ]);
    pub static MessageDataCode: Shape = Shape::new("MessageDataCode", Kind::String);
    pub static MessageDataValue: Shape = Shape::new("MessageDataValue", Kind::String);
    pub static Metric: Shape = Shape::structure("Metric", &[Member::new("Namespace", &Namespace), Member::new("MetricName", &MetricName), Member::new("Dimensions", &Dimensions), ]);
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
    pub static Period: Shape = Shape::new("Period", Kind::Integer).min(1.0);
    pub static PutMetricDataInput: Shape = Shape::structure("PutMetricDataInput", &[Member::new("Namespace", &Namespace).required(), Member::new("MetricData", &MetricData), Member::new("EntityMetricData", &EntityMetricDataList), Member::new("StrictEntityValidation", &StrictEntityValidation), ]);
    pub static RecentlyActive: Shape = Shape::new("RecentlyActive", Kind::String).values(&["PT3H"]);
    pub static ReturnData: Shape = Shape::new("ReturnData", Kind::Boolean);
    pub static ScanBy: Shape = Shape::new("ScanBy", Kind::String).values(&["TimestampDescending", "TimestampAscending"]);
    pub static StandardUnit: Shape = Shape::new("StandardUnit", Kind::String).values(&["Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None"]);
    pub static Stat: Shape = Shape::new("Stat", Kind::String);
    pub static Statistic: Shape = Shape::new("Statistic", Kind::String).values(&["SampleCount", "Average", "Sum", "Minimum", "Maximum"]);
    pub static StatisticSet: Shape = Shape::structure("StatisticSet", &[Member::new("SampleCount", &DatapointValue).required(), Member::new("Sum", &DatapointValue).required(), Member::new("Minimum", &DatapointValue).required(), Member::new("Maximum", &DatapointValue).required(), ]);
    pub static Statistics: Shape = Shape::new("Statistics", Kind::List(Member::new("member", &Statistic))).min(1.0).max(5.0);
    pub static StatusCode: Shape = Shape::new("StatusCode", Kind::String).values(&["Complete", "InternalError", "PartialData", "Forbidden"]);
    pub static StorageResolution: Shape = Shape::new("StorageResolution", Kind::Integer).min(1.0);
    pub static StrictEntityValidation: Shape = Shape::new("StrictEntityValidation", Kind::Boolean);
    pub static Timestamp: Shape = Shape::new("Timestamp", Kind::Timestamp(None));
    pub static Timestamps: Shape = Shape::new("Timestamps", Kind::List(Member::new("member", &Timestamp)));
    pub static Values: Shape = Shape::new("Values", Kind::List(Member::new("member", &DatapointValue)));
}
