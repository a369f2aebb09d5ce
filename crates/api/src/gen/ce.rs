// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `ce`.

/// The service `ce`.
pub static SERVICE: crate::Service = crate::Service {
    id: "ce",
    sdk_name: "costexplorer",
    signing_name: "ce",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AWSInsightsIndexService",
    api_version: "2017-10-25",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "CreateAnomalyMonitor",
        "CreateAnomalySubscription",
        "CreateCostCategoryDefinition",
        "DeleteAnomalyMonitor",
        "DeleteAnomalySubscription",
        "DeleteCostCategoryDefinition",
        "DescribeCostCategoryDefinition",
        "GetAnomalies",
        "GetAnomalyMonitors",
        "GetAnomalySubscriptions",
        "GetApproximateUsageRecords",
        "GetCommitmentPurchaseAnalysis",
        "GetCostAndUsage",
        "GetCostAndUsageComparisons",
        "GetCostAndUsageWithResources",
        "GetCostCategories",
        "GetCostComparisonDrivers",
        "GetCostForecast",
        "GetDimensionValues",
        "GetReservationCoverage",
        "GetReservationPurchaseRecommendation",
        "GetReservationUtilization",
        "GetRightsizingRecommendation",
        "GetSavingsPlanPurchaseRecommendationDetails",
        "GetSavingsPlansCoverage",
        "GetSavingsPlansPurchaseRecommendation",
        "GetSavingsPlansUtilization",
        "GetSavingsPlansUtilizationDetails",
        "GetTags",
        "GetUsageForecast",
        "ListCommitmentPurchaseAnalyses",
        "ListCostAllocationTagBackfillHistory",
        "ListCostAllocationTags",
        "ListCostCategoryDefinitions",
        "ListCostCategoryResourceAssociations",
        "ListSavingsPlansPurchaseRecommendationGeneration",
        "ListTagsForResource",
        "ProvideAnomalyFeedback",
        "StartCommitmentPurchaseAnalysis",
        "StartCostAllocationTagBackfill",
        "StartSavingsPlansPurchaseRecommendationGeneration",
        "TagResource",
        "UntagResource",
        "UpdateAnomalyMonitor",
        "UpdateAnomalySubscription",
        "UpdateCostAllocationTagsStatus",
        "UpdateCostCategoryDefinition",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::GetCostAndUsage,
    ],
    errors: &[
        &error::BillExpirationException,
        &error::BillingViewHealthStatusException,
        &error::DataUnavailableException,
        &error::InvalidNextTokenException,
        &error::LimitExceededException,
        &error::RequestChangedException,
        &error::ResourceNotFoundException,
    ],
};

errors! { SERVICE, {
    BillExpirationException(bill_expiration) = error::BillExpirationException,
    BillingViewHealthStatusException(billing_view_health_status) = error::BillingViewHealthStatusException,
    DataUnavailableException(data_unavailable) = error::DataUnavailableException,
    InvalidNextTokenException(invalid_next_token) = error::InvalidNextTokenException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    RequestChangedException(request_changed) = error::RequestChangedException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
} }

structure! { CostCategoryValues(shape::CostCategoryValues) { key: Option<String>, values: Option<Vec<String>>, match_options: Option<Vec<MatchOption>>, } }
structure! { DateInterval(shape::DateInterval) { start: Option<String>, end: Option<String>, } }
enumeration! { Dimension { Az = "AZ", InstanceType = "INSTANCE_TYPE", LinkedAccount = "LINKED_ACCOUNT", PayerAccount = "PAYER_ACCOUNT", LinkedAccountName = "LINKED_ACCOUNT_NAME", Operation = "OPERATION", PurchaseType = "PURCHASE_TYPE", Region = "REGION", Service = "SERVICE", ServiceCode = "SERVICE_CODE", UsageType = "USAGE_TYPE", UsageTypeGroup = "USAGE_TYPE_GROUP", RecordType = "RECORD_TYPE", OperatingSystem = "OPERATING_SYSTEM", Tenancy = "TENANCY", Scope = "SCOPE", Platform = "PLATFORM", SubscriptionId = "SUBSCRIPTION_ID", LegalEntityName = "LEGAL_ENTITY_NAME", DeploymentOption = "DEPLOYMENT_OPTION", DatabaseEngine = "DATABASE_ENGINE", CacheEngine = "CACHE_ENGINE", InstanceTypeFamily = "INSTANCE_TYPE_FAMILY", BillingEntity = "BILLING_ENTITY", ReservationId = "RESERVATION_ID", ResourceId = "RESOURCE_ID", RightsizingType = "RIGHTSIZING_TYPE", SavingsPlansType = "SAVINGS_PLANS_TYPE", SavingsPlanArn = "SAVINGS_PLAN_ARN", PaymentOption = "PAYMENT_OPTION", AgreementEndDateTimeAfter = "AGREEMENT_END_DATE_TIME_AFTER", AgreementEndDateTimeBefore = "AGREEMENT_END_DATE_TIME_BEFORE", InvoicingEntity = "INVOICING_ENTITY", AnomalyTotalImpactAbsolute = "ANOMALY_TOTAL_IMPACT_ABSOLUTE", AnomalyTotalImpactPercentage = "ANOMALY_TOTAL_IMPACT_PERCENTAGE", } }
structure! { DimensionValues(shape::DimensionValues) { key: Option<Dimension>, values: Option<Vec<String>>, match_options: Option<Vec<MatchOption>>, } }
structure! { DimensionValuesWithAttributes(shape::DimensionValuesWithAttributes) { value: Option<String>, attributes: Option<crate::Map<String>>, } }
structure! { Expression(shape::Expression) { or: Option<Vec<Expression>>, and: Option<Vec<Expression>>, not: Option<Box<Expression>>, dimensions: Option<DimensionValues>, tags: Option<TagValues>, cost_categories: Option<CostCategoryValues>, } }
structure! { GetCostAndUsageRequest(shape::GetCostAndUsageRequest) { time_period: DateInterval, granularity: Granularity, filter: Option<Expression>, metrics: Vec<String>, group_by: Option<Vec<GroupDefinition>>, billing_view_arn: Option<String>, next_page_token: Option<String>, } }
structure! { GetCostAndUsageResponse(shape::GetCostAndUsageResponse) { next_page_token: Option<String>, group_definitions: Option<Vec<GroupDefinition>>, results_by_time: Option<Vec<ResultByTime>>, dimension_value_attributes: Option<Vec<DimensionValuesWithAttributes>>, } }
enumeration! { Granularity { Daily = "DAILY", Monthly = "MONTHLY", Hourly = "HOURLY", } }
structure! { Group(shape::Group) { keys: Option<Vec<String>>, metrics: Option<crate::Map<MetricValue>>, } }
structure! { GroupDefinition(shape::GroupDefinition) { r#type: Option<GroupDefinitionType>, key: Option<String>, } }
enumeration! { GroupDefinitionType { Dimension = "DIMENSION", Tag = "TAG", CostCategory = "COST_CATEGORY", } }
enumeration! { MatchOption { Equals = "EQUALS", Absent = "ABSENT", StartsWith = "STARTS_WITH", EndsWith = "ENDS_WITH", Contains = "CONTAINS", CaseSensitive = "CASE_SENSITIVE", CaseInsensitive = "CASE_INSENSITIVE", GreaterThanOrEqual = "GREATER_THAN_OR_EQUAL", } }
structure! { MetricValue(shape::MetricValue) { amount: Option<String>, unit: Option<String>, } }
structure! { ResultByTime(shape::ResultByTime) { time_period: Option<DateInterval>, total: Option<crate::Map<MetricValue>>, groups: Option<Vec<Group>>, estimated: Option<bool>, } }
structure! { TagValues(shape::TagValues) { key: Option<String>, values: Option<Vec<String>>, match_options: Option<Vec<MatchOption>>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        GetCostAndUsage(super::operation::GetCostAndUsage): super::GetCostAndUsageRequest => super::GetCostAndUsageResponse,
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

    pub static GetCostAndUsage: Operation = Operation { service: &SERVICE, name: "GetCostAndUsage", input: &shape::GetCostAndUsageRequest, output: &shape::GetCostAndUsageResponse, errors: &[&error::BillExpirationException, &error::BillingViewHealthStatusException, &error::DataUnavailableException, &error::InvalidNextTokenException, &error::LimitExceededException, &error::RequestChangedException, &error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ce:GetCostAndUsage", "", &["arn:{partition}:billing::{account}:billingview/{BillingViewArn}?"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static BillExpirationException: ErrorShape = ErrorShape::new(&shape::BillExpirationException, "BillExpirationException", 400, false);
    pub static BillingViewHealthStatusException: ErrorShape = ErrorShape::new(&shape::BillingViewHealthStatusException, "BillingViewHealthStatusException", 400, false);
    pub static DataUnavailableException: ErrorShape = ErrorShape::new(&shape::DataUnavailableException, "DataUnavailableException", 400, false);
    pub static InvalidNextTokenException: ErrorShape = ErrorShape::new(&shape::InvalidNextTokenException, "InvalidNextTokenException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static RequestChangedException: ErrorShape = ErrorShape::new(&shape::RequestChangedException, "RequestChangedException", 400, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static Arn: Shape = Shape::new("Arn", Kind::String).min(20.0).max(2048.0);
    pub static AttributeType: Shape = Shape::new("AttributeType", Kind::String);
    pub static AttributeValue: Shape = Shape::new("AttributeValue", Kind::String);
    pub static Attributes: Shape = Shape::new("Attributes", Kind::Map(Member::new("key", &AttributeType), Member::new("value", &AttributeValue)));
    pub static BillExpirationException: Shape = Shape::structure("BillExpirationException", &[Member::new("Message", &ErrorMessage), ]);
    static BillingViewArn_pattern: Pattern = Pattern::new("^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/[-a-zA-Z0-9/:_+=.-@]{1,43}$");
    pub static BillingViewArn: Shape = Shape::new("BillingViewArn", Kind::String).min(20.0).max(2048.0).pattern(&BillingViewArn_pattern);
    pub static BillingViewHealthStatusException: Shape = Shape::structure("BillingViewHealthStatusException", &[Member::new("Message", &ErrorMessage), ]);
    pub static CostCategoryName: Shape = Shape::new("CostCategoryName", Kind::String).min(1.0).max(50.0);
    pub static CostCategoryValues: Shape = Shape::structure("CostCategoryValues", &[Member::new("Key", &CostCategoryName), Member::new("Values", &Values), Member::new("MatchOptions", &MatchOptions), ]);
    pub static DataUnavailableException: Shape = Shape::structure("DataUnavailableException", &[Member::new("Message", &ErrorMessage), ]);
    pub static DateInterval: Shape = Shape::structure("DateInterval", &[Member::new("Start", &YearMonthDay).required(), Member::new("End", &YearMonthDay).required(), ]);
    pub static Dimension: Shape = Shape::new("Dimension", Kind::String).values(&["AZ", "INSTANCE_TYPE", "LINKED_ACCOUNT", "PAYER_ACCOUNT", "LINKED_ACCOUNT_NAME", "OPERATION", "PURCHASE_TYPE", "REGION", "SERVICE", "SERVICE_CODE", "USAGE_TYPE", "USAGE_TYPE_GROUP", "RECORD_TYPE", "OPERATING_SYSTEM", "TENANCY", "SCOPE", "PLATFORM", "SUBSCRIPTION_ID", "LEGAL_ENTITY_NAME", "DEPLOYMENT_OPTION", "DATABASE_ENGINE", "CACHE_ENGINE", "INSTANCE_TYPE_FAMILY", "BILLING_ENTITY", "RESERVATION_ID", "RESOURCE_ID", "RIGHTSIZING_TYPE", "SAVINGS_PLANS_TYPE", "SAVINGS_PLAN_ARN", "PAYMENT_OPTION", "AGREEMENT_END_DATE_TIME_AFTER", "AGREEMENT_END_DATE_TIME_BEFORE", "INVOICING_ENTITY", "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "ANOMALY_TOTAL_IMPACT_PERCENTAGE"]);
    pub static DimensionValues: Shape = Shape::structure("DimensionValues", &[Member::new("Key", &Dimension), Member::new("Values", &Values), Member::new("MatchOptions", &MatchOptions), ]);
    pub static DimensionValuesWithAttributes: Shape = Shape::structure("DimensionValuesWithAttributes", &[Member::new("Value", &Value), Member::new("Attributes", &Attributes), ]);
    pub static DimensionValuesWithAttributesList: Shape = Shape::new("DimensionValuesWithAttributesList", Kind::List(Member::new("member", &DimensionValuesWithAttributes)));
    pub static ErrorMessage: Shape = Shape::new("ErrorMessage", Kind::String);
    pub static Estimated: Shape = Shape::new("Estimated", Kind::Boolean);
    pub static Expression: Shape = Shape::structure("Expression", &[Member::new("Or", &Expressions), Member::new("And", &Expressions), Member::new("Not", &Expression), Member::new("Dimensions", &DimensionValues), Member::new("Tags", &TagValues), Member::new("CostCategories", &CostCategoryValues), ]);
    pub static Expressions: Shape = Shape::new("Expressions", Kind::List(Member::new("member", &Expression)));
    pub static GetCostAndUsageRequest: Shape = Shape::structure("GetCostAndUsageRequest", &[Member::new("TimePeriod", &DateInterval).required(), Member::new("Granularity", &Granularity).required(), Member::new("Filter", &Expression), Member::new("Metrics", &MetricNames).required(), Member::new("GroupBy", &GroupDefinitions), Member::new("BillingViewArn", &BillingViewArn), Member::new("NextPageToken", &NextPageToken), ]);
    pub static GetCostAndUsageResponse: Shape = Shape::structure("GetCostAndUsageResponse", &[Member::new("NextPageToken", &NextPageToken), Member::new("GroupDefinitions", &GroupDefinitions), Member::new("ResultsByTime", &ResultsByTime), Member::new("DimensionValueAttributes", &DimensionValuesWithAttributesList), ]);
    pub static Granularity: Shape = Shape::new("Granularity", Kind::String).values(&["DAILY", "MONTHLY", "HOURLY"]);
    pub static Group: Shape = Shape::structure("Group", &[Member::new("Keys", &Keys), Member::new("Metrics", &Metrics), ]);
    pub static GroupDefinition: Shape = Shape::structure("GroupDefinition", &[Member::new("Type", &GroupDefinitionType), Member::new("Key", &GroupDefinitionKey), ]);
    static GroupDefinitionKey_pattern: Pattern = Pattern::new("[\\S\\s]*");
    pub static GroupDefinitionKey: Shape = Shape::new("GroupDefinitionKey", Kind::String).min(0.0).max(1024.0).pattern(&GroupDefinitionKey_pattern);
    pub static GroupDefinitionType: Shape = Shape::new("GroupDefinitionType", Kind::String).values(&["DIMENSION", "TAG", "COST_CATEGORY"]);
    pub static GroupDefinitions: Shape = Shape::new("GroupDefinitions", Kind::List(Member::new("member", &GroupDefinition)));
    pub static Groups: Shape = Shape::new("Groups", Kind::List(Member::new("member", &Group)));
    pub static InvalidNextTokenException: Shape = Shape::structure("InvalidNextTokenException", &[Member::new("Message", &ErrorMessage), ]);
    pub static Key: Shape = Shape::new("Key", Kind::String);
    pub static Keys: Shape = Shape::new("Keys", Kind::List(Member::new("member", &Key)));
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("Message", &ErrorMessage), ]);
    pub static MatchOption: Shape = Shape::new("MatchOption", Kind::String).values(&["EQUALS", "ABSENT", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "CASE_SENSITIVE", "CASE_INSENSITIVE", "GREATER_THAN_OR_EQUAL"]);
    pub static MatchOptions: Shape = Shape::new("MatchOptions", Kind::List(Member::new("member", &MatchOption)));
    pub static MetricAmount: Shape = Shape::new("MetricAmount", Kind::String);
    static MetricName_pattern: Pattern = Pattern::new("[\\S\\s]*");
    pub static MetricName: Shape = Shape::new("MetricName", Kind::String).min(0.0).max(1024.0).pattern(&MetricName_pattern);
    pub static MetricNames: Shape = Shape::new("MetricNames", Kind::List(Member::new("member", &MetricName)));
    pub static MetricUnit: Shape = Shape::new("MetricUnit", Kind::String);
    pub static MetricValue: Shape = Shape::structure("MetricValue", &[Member::new("Amount", &MetricAmount), Member::new("Unit", &MetricUnit), ]);
    pub static Metrics: Shape = Shape::new("Metrics", Kind::Map(Member::new("key", &MetricName), Member::new("value", &MetricValue)));
    static NextPageToken_pattern: Pattern = Pattern::new("[\\S\\s]*");
    pub static NextPageToken: Shape = Shape::new("NextPageToken", Kind::String).min(0.0).max(8192.0).pattern(&NextPageToken_pattern);
    pub static RequestChangedException: Shape = Shape::structure("RequestChangedException", &[Member::new("Message", &ErrorMessage), ]);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("Message", &ErrorMessage), Member::new("ResourceName", &Arn), ]);
    pub static ResultByTime: Shape = Shape::structure("ResultByTime", &[Member::new("TimePeriod", &DateInterval), Member::new("Total", &Metrics), Member::new("Groups", &Groups), Member::new("Estimated", &Estimated), ]);
    pub static ResultsByTime: Shape = Shape::new("ResultsByTime", Kind::List(Member::new("member", &ResultByTime)));
    static TagKey_pattern: Pattern = Pattern::new("[\\S\\s]*");
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(0.0).max(1024.0).pattern(&TagKey_pattern);
    pub static TagValues: Shape = Shape::structure("TagValues", &[Member::new("Key", &TagKey), Member::new("Values", &Values), Member::new("MatchOptions", &MatchOptions), ]);
    static Value_pattern: Pattern = Pattern::new("[\\S\\s]*");
    pub static Value: Shape = Shape::new("Value", Kind::String).min(0.0).max(1024.0).pattern(&Value_pattern);
    pub static Values: Shape = Shape::new("Values", Kind::List(Member::new("member", &Value)));
    static YearMonthDay_pattern: Pattern = Pattern::new("(\\d{4}-\\d{2}-\\d{2})(T\\d{2}:\\d{2}:\\d{2}Z)?");
    pub static YearMonthDay: Shape = Shape::new("YearMonthDay", Kind::String).min(0.0).max(40.0).pattern(&YearMonthDay_pattern);
}
