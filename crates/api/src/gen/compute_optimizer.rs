// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `compute-optimizer`.

/// The service `compute-optimizer`.
pub static SERVICE: crate::Service = crate::Service {
    id: "compute-optimizer",
    sdk_name: "computeoptimizer",
    signing_name: "compute-optimizer",
    protocols: &[crate::Protocol::Cbor, crate::Protocol::Json10],
    target_prefix: "ComputeOptimizerService",
    api_version: "2019-11-01",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "DeleteRecommendationPreferences",
        "DescribeRecommendationExportJobs",
        "ExportAutoScalingGroupRecommendations",
        "ExportEBSVolumeRecommendations",
        "ExportEC2InstanceRecommendations",
        "ExportECSServiceRecommendations",
        "ExportIdleRecommendations",
        "ExportLambdaFunctionRecommendations",
        "ExportLicenseRecommendations",
        "ExportRDSDatabaseRecommendations",
        "GetAutoScalingGroupRecommendations",
        "GetEBSVolumeRecommendations",
        "GetEC2InstanceRecommendations",
        "GetEC2RecommendationProjectedMetrics",
        "GetECSServiceRecommendationProjectedMetrics",
        "GetECSServiceRecommendations",
        "GetEffectiveRecommendationPreferences",
        "GetEnrollmentStatus",
        "GetEnrollmentStatusesForOrganization",
        "GetIdleRecommendations",
        "GetLambdaFunctionRecommendations",
        "GetLicenseRecommendations",
        "GetRDSDatabaseRecommendationProjectedMetrics",
        "GetRDSDatabaseRecommendations",
        "GetRecommendationPreferences",
        "GetRecommendationSummaries",
        "PutRecommendationPreferences",
        "UpdateEnrollmentStatus",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::DeleteRecommendationPreferences,
        &operation::GetECSServiceRecommendationProjectedMetrics,
        &operation::GetECSServiceRecommendations,
        &operation::GetEffectiveRecommendationPreferences,
        &operation::GetEnrollmentStatus,
        &operation::GetRecommendationPreferences,
        &operation::GetRecommendationSummaries,
        &operation::PutRecommendationPreferences,
        &operation::UpdateEnrollmentStatus,
    ],
    errors: &[
        &error::AccessDeniedException,
        &error::InternalServerException,
        &error::InvalidParameterValueException,
        &error::MissingAuthenticationToken,
        &error::OptInRequiredException,
        &error::ResourceNotFoundException,
        &error::ServiceUnavailableException,
        &error::ThrottlingException,
    ],
};

errors! { SERVICE, {
    AccessDeniedException(access_denied) = error::AccessDeniedException,
    InternalServerException(internal_server) = error::InternalServerException,
    InvalidParameterValueException(invalid_parameter_value) = error::InvalidParameterValueException,
    MissingAuthenticationToken(missing_authentication_token) = error::MissingAuthenticationToken,
    OptInRequiredException(opt_in_required) = error::OptInRequiredException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    ServiceUnavailableException(service_unavailable) = error::ServiceUnavailableException,
    ThrottlingException(throttling) = error::ThrottlingException,
} }

enumeration! { AutoScalingConfiguration { TargetTrackingScalingCpu = "TargetTrackingScalingCpu", TargetTrackingScalingMemory = "TargetTrackingScalingMemory", } }
structure! { ContainerConfiguration(shape::ContainerConfiguration) { container_name: Option<String>, memory_size_configuration: Option<MemorySizeConfiguration>, cpu: Option<i32>, } }
structure! { ContainerRecommendation(shape::ContainerRecommendation) { container_name: Option<String>, memory_size_configuration: Option<MemorySizeConfiguration>, cpu: Option<i32>, } }
enumeration! { Currency { Usd = "USD", Cny = "CNY", } }
enumeration! { CurrentPerformanceRisk { VeryLow = "VeryLow", Low = "Low", Medium = "Medium", High = "High", } }
structure! { CurrentPerformanceRiskRatings(shape::CurrentPerformanceRiskRatings) { high: Option<i64>, medium: Option<i64>, low: Option<i64>, very_low: Option<i64>, } }
enumeration! { CustomizableMetricHeadroom { Percent30 = "PERCENT_30", Percent20 = "PERCENT_20", Percent10 = "PERCENT_10", Percent0 = "PERCENT_0", } }
enumeration! { CustomizableMetricName { CpuUtilization = "CpuUtilization", MemoryUtilization = "MemoryUtilization", } }
structure! { CustomizableMetricParameters(shape::CustomizableMetricParameters) { threshold: Option<CustomizableMetricThreshold>, headroom: Option<CustomizableMetricHeadroom>, } }
enumeration! { CustomizableMetricThreshold { P90 = "P90", P95 = "P95", P995 = "P99_5", } }
structure! { DeleteRecommendationPreferencesRequest(shape::DeleteRecommendationPreferencesRequest) { resource_type: ResourceType, scope: Option<Scope>, recommendation_preference_names: Vec<RecommendationPreferenceName>, } }
structure! { DeleteRecommendationPreferencesResponse(shape::DeleteRecommendationPreferencesResponse) { } }
structure! { ECSEffectiveRecommendationPreferences(shape::ECSEffectiveRecommendationPreferences) { savings_estimation_mode: Option<ECSSavingsEstimationMode>, } }
structure! { ECSEstimatedMonthlySavings(shape::ECSEstimatedMonthlySavings) { currency: Option<Currency>, value: Option<f64>, } }
structure! { ECSSavingsEstimationMode(shape::ECSSavingsEstimationMode) { source: Option<ECSSavingsEstimationModeSource>, } }
enumeration! { ECSSavingsEstimationModeSource { PublicPricing = "PublicPricing", CostExplorerRightsizing = "CostExplorerRightsizing", CostOptimizationHub = "CostOptimizationHub", } }
structure! { ECSSavingsOpportunityAfterDiscounts(shape::ECSSavingsOpportunityAfterDiscounts) { savings_opportunity_percentage: Option<f64>, estimated_monthly_savings: Option<ECSEstimatedMonthlySavings>, } }
enumeration! { ECSServiceLaunchType { Ec2 = "EC2", Fargate = "Fargate", } }
enumeration! { ECSServiceMetricName { Cpu = "Cpu", Memory = "Memory", } }
enumeration! { ECSServiceMetricStatistic { Maximum = "Maximum", Average = "Average", } }
structure! { ECSServiceProjectedMetric(shape::ECSServiceProjectedMetric) { name: Option<ECSServiceMetricName>, timestamps: Option<Vec<crate::Timestamp>>, upper_bound_values: Option<Vec<f64>>, lower_bound_values: Option<Vec<f64>>, } }
structure! { ECSServiceProjectedUtilizationMetric(shape::ECSServiceProjectedUtilizationMetric) { name: Option<ECSServiceMetricName>, statistic: Option<ECSServiceMetricStatistic>, lower_bound_value: Option<f64>, upper_bound_value: Option<f64>, } }
structure! { ECSServiceRecommendation(shape::ECSServiceRecommendation) { service_arn: Option<String>, account_id: Option<String>, current_service_configuration: Option<ServiceConfiguration>, utilization_metrics: Option<Vec<ECSServiceUtilizationMetric>>, lookback_period_in_days: Option<f64>, launch_type: Option<ECSServiceLaunchType>, last_refresh_timestamp: Option<crate::Timestamp>, finding: Option<ECSServiceRecommendationFinding>, finding_reason_codes: Option<Vec<ECSServiceRecommendationFindingReasonCode>>, service_recommendation_options: Option<Vec<ECSServiceRecommendationOption>>, current_performance_risk: Option<CurrentPerformanceRisk>, effective_recommendation_preferences: Option<ECSEffectiveRecommendationPreferences>, tags: Option<Vec<Tag>>, } }
structure! { ECSServiceRecommendationFilter(shape::ECSServiceRecommendationFilter) { name: Option<ECSServiceRecommendationFilterName>, values: Option<Vec<String>>, } }
enumeration! { ECSServiceRecommendationFilterName { Finding = "Finding", FindingReasonCode = "FindingReasonCode", } }
enumeration! { ECSServiceRecommendationFinding { Optimized = "Optimized", Underprovisioned = "Underprovisioned", Overprovisioned = "Overprovisioned", } }
enumeration! { ECSServiceRecommendationFindingReasonCode { MemoryOverprovisioned = "MemoryOverprovisioned", MemoryUnderprovisioned = "MemoryUnderprovisioned", CPUOverprovisioned = "CPUOverprovisioned", CPUUnderprovisioned = "CPUUnderprovisioned", } }
structure! { ECSServiceRecommendationOption(shape::ECSServiceRecommendationOption) { memory: Option<i32>, cpu: Option<i32>, savings_opportunity: Option<SavingsOpportunity>, savings_opportunity_after_discounts: Option<ECSSavingsOpportunityAfterDiscounts>, projected_utilization_metrics: Option<Vec<ECSServiceProjectedUtilizationMetric>>, container_recommendations: Option<Vec<ContainerRecommendation>>, } }
structure! { ECSServiceRecommendedOptionProjectedMetric(shape::ECSServiceRecommendedOptionProjectedMetric) { recommended_cpu_units: Option<i32>, recommended_memory_size: Option<i32>, projected_metrics: Option<Vec<ECSServiceProjectedMetric>>, } }
structure! { ECSServiceUtilizationMetric(shape::ECSServiceUtilizationMetric) { name: Option<ECSServiceMetricName>, statistic: Option<ECSServiceMetricStatistic>, value: Option<f64>, } }
structure! { EffectivePreferredResource(shape::EffectivePreferredResource) { name: Option<PreferredResourceName>, include_list: Option<Vec<String>>, effective_include_list: Option<Vec<String>>, exclude_list: Option<Vec<String>>, } }
enumeration! { EnhancedInfrastructureMetrics { Active = "Active", Inactive = "Inactive", } }
structure! { EstimatedMonthlySavings(shape::EstimatedMonthlySavings) { currency: Option<Currency>, value: Option<f64>, } }
structure! { ExternalMetricsPreference(shape::ExternalMetricsPreference) { source: Option<ExternalMetricsSource>, } }
enumeration! { ExternalMetricsSource { Datadog = "Datadog", Dynatrace = "Dynatrace", NewRelic = "NewRelic", Instana = "Instana", } }
enumeration! { Finding { Underprovisioned = "Underprovisioned", Overprovisioned = "Overprovisioned", Optimized = "Optimized", NotOptimized = "NotOptimized", } }
enumeration! { FindingReasonCode { MemoryOverprovisioned = "MemoryOverprovisioned", MemoryUnderprovisioned = "MemoryUnderprovisioned", } }
structure! { GetECSServiceRecommendationProjectedMetricsRequest(shape::GetECSServiceRecommendationProjectedMetricsRequest) { service_arn: String, stat: MetricStatistic, period: i32, start_time: crate::Timestamp, end_time: crate::Timestamp, } }
structure! { GetECSServiceRecommendationProjectedMetricsResponse(shape::GetECSServiceRecommendationProjectedMetricsResponse) { recommended_option_projected_metrics: Option<Vec<ECSServiceRecommendedOptionProjectedMetric>>, } }
structure! { GetECSServiceRecommendationsRequest(shape::GetECSServiceRecommendationsRequest) { service_arns: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, filters: Option<Vec<ECSServiceRecommendationFilter>>, account_ids: Option<Vec<String>>, } }
structure! { GetECSServiceRecommendationsResponse(shape::GetECSServiceRecommendationsResponse) { next_token: Option<String>, ecs_service_recommendations: Option<Vec<ECSServiceRecommendation>>, errors: Option<Vec<GetRecommendationError>>, } }
structure! { GetEffectiveRecommendationPreferencesRequest(shape::GetEffectiveRecommendationPreferencesRequest) { resource_arn: String, } }
structure! { GetEffectiveRecommendationPreferencesResponse(shape::GetEffectiveRecommendationPreferencesResponse) { enhanced_infrastructure_metrics: Option<EnhancedInfrastructureMetrics>, external_metrics_preference: Option<ExternalMetricsPreference>, look_back_period: Option<LookBackPeriodPreference>, utilization_preferences: Option<Vec<UtilizationPreference>>, preferred_resources: Option<Vec<EffectivePreferredResource>>, } }
structure! { GetEnrollmentStatusRequest(shape::GetEnrollmentStatusRequest) { } }
structure! { GetEnrollmentStatusResponse(shape::GetEnrollmentStatusResponse) { status: Option<Status>, status_reason: Option<String>, member_accounts_enrolled: Option<bool>, last_updated_timestamp: Option<crate::Timestamp>, number_of_member_accounts_opted_in: Option<i32>, } }
structure! { GetRecommendationError(shape::GetRecommendationError) { identifier: Option<String>, code: Option<String>, message: Option<String>, } }
structure! { GetRecommendationPreferencesRequest(shape::GetRecommendationPreferencesRequest) { resource_type: ResourceType, scope: Option<Scope>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { GetRecommendationPreferencesResponse(shape::GetRecommendationPreferencesResponse) { next_token: Option<String>, recommendation_preferences_details: Option<Vec<RecommendationPreferencesDetail>>, } }
structure! { GetRecommendationSummariesRequest(shape::GetRecommendationSummariesRequest) { account_ids: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { GetRecommendationSummariesResponse(shape::GetRecommendationSummariesResponse) { next_token: Option<String>, recommendation_summaries: Option<Vec<RecommendationSummary>>, } }
enumeration! { IdleFinding { Idle = "Idle", Unattached = "Unattached", Unused = "Unused", } }
structure! { IdleSummary(shape::IdleSummary) { name: Option<IdleFinding>, value: Option<f64>, } }
structure! { InferredWorkloadSaving(shape::InferredWorkloadSaving) { inferred_workload_types: Option<Vec<InferredWorkloadType>>, estimated_monthly_savings: Option<EstimatedMonthlySavings>, } }
enumeration! { InferredWorkloadType { AmazonEmr = "AmazonEmr", ApacheCassandra = "ApacheCassandra", ApacheHadoop = "ApacheHadoop", Memcached = "Memcached", Nginx = "Nginx", PostgreSql = "PostgreSql", Redis = "Redis", Kafka = "Kafka", SQLServer = "SQLServer", } }
enumeration! { InferredWorkloadTypesPreference { Active = "Active", Inactive = "Inactive", } }
enumeration! { LookBackPeriodPreference { Days14 = "DAYS_14", Days32 = "DAYS_32", Days93 = "DAYS_93", } }
structure! { MemorySizeConfiguration(shape::MemorySizeConfiguration) { memory: Option<i32>, memory_reservation: Option<i32>, } }
enumeration! { MetricStatistic { Maximum = "Maximum", Average = "Average", } }
structure! { PreferredResource(shape::PreferredResource) { name: Option<PreferredResourceName>, include_list: Option<Vec<String>>, exclude_list: Option<Vec<String>>, } }
enumeration! { PreferredResourceName { Ec2InstanceTypes = "Ec2InstanceTypes", } }
structure! { PutRecommendationPreferencesRequest(shape::PutRecommendationPreferencesRequest) { resource_type: ResourceType, scope: Option<Scope>, enhanced_infrastructure_metrics: Option<EnhancedInfrastructureMetrics>, inferred_workload_types: Option<InferredWorkloadTypesPreference>, external_metrics_preference: Option<ExternalMetricsPreference>, look_back_period: Option<LookBackPeriodPreference>, utilization_preferences: Option<Vec<UtilizationPreference>>, preferred_resources: Option<Vec<PreferredResource>>, savings_estimation_mode: Option<SavingsEstimationMode>, } }
structure! { PutRecommendationPreferencesResponse(shape::PutRecommendationPreferencesResponse) { } }
structure! { ReasonCodeSummary(shape::ReasonCodeSummary) { name: Option<FindingReasonCode>, value: Option<f64>, } }
enumeration! { RecommendationPreferenceName { EnhancedInfrastructureMetrics = "EnhancedInfrastructureMetrics", InferredWorkloadTypes = "InferredWorkloadTypes", ExternalMetricsPreference = "ExternalMetricsPreference", LookBackPeriodPreference = "LookBackPeriodPreference", PreferredResources = "PreferredResources", UtilizationPreferences = "UtilizationPreferences", } }
structure! { RecommendationPreferencesDetail(shape::RecommendationPreferencesDetail) { scope: Option<Scope>, resource_type: Option<ResourceType>, enhanced_infrastructure_metrics: Option<EnhancedInfrastructureMetrics>, inferred_workload_types: Option<InferredWorkloadTypesPreference>, external_metrics_preference: Option<ExternalMetricsPreference>, look_back_period: Option<LookBackPeriodPreference>, utilization_preferences: Option<Vec<UtilizationPreference>>, preferred_resources: Option<Vec<EffectivePreferredResource>>, savings_estimation_mode: Option<SavingsEstimationMode>, } }
enumeration! { RecommendationSourceType { Ec2Instance = "Ec2Instance", AutoScalingGroup = "AutoScalingGroup", EbsVolume = "EbsVolume", LambdaFunction = "LambdaFunction", EcsService = "EcsService", License = "License", RdsDBInstance = "RdsDBInstance", RdsDBInstanceStorage = "RdsDBInstanceStorage", AuroraDBClusterStorage = "AuroraDBClusterStorage", NatGateway = "NatGateway", } }
structure! { RecommendationSummary(shape::RecommendationSummary) { summaries: Option<Vec<Summary>>, idle_summaries: Option<Vec<IdleSummary>>, recommendation_resource_type: Option<RecommendationSourceType>, account_id: Option<String>, savings_opportunity: Option<SavingsOpportunity>, idle_savings_opportunity: Option<SavingsOpportunity>, aggregated_savings_opportunity: Option<SavingsOpportunity>, current_performance_risk_ratings: Option<CurrentPerformanceRiskRatings>, inferred_workload_savings: Option<Vec<InferredWorkloadSaving>>, } }
enumeration! { ResourceType { Ec2Instance = "Ec2Instance", AutoScalingGroup = "AutoScalingGroup", EbsVolume = "EbsVolume", LambdaFunction = "LambdaFunction", NotApplicable = "NotApplicable", EcsService = "EcsService", License = "License", RdsDBInstance = "RdsDBInstance", AuroraDBClusterStorage = "AuroraDBClusterStorage", Idle = "Idle", } }
enumeration! { SavingsEstimationMode { AfterDiscounts = "AfterDiscounts", BeforeDiscounts = "BeforeDiscounts", } }
structure! { SavingsOpportunity(shape::SavingsOpportunity) { savings_opportunity_percentage: Option<f64>, estimated_monthly_savings: Option<EstimatedMonthlySavings>, } }
structure! { Scope(shape::Scope) { name: Option<ScopeName>, value: Option<String>, } }
enumeration! { ScopeName { Organization = "Organization", AccountId = "AccountId", ResourceArn = "ResourceArn", } }
structure! { ServiceConfiguration(shape::ServiceConfiguration) { memory: Option<i32>, cpu: Option<i32>, container_configurations: Option<Vec<ContainerConfiguration>>, auto_scaling_configuration: Option<AutoScalingConfiguration>, task_definition_arn: Option<String>, } }
enumeration! { Status { Active = "Active", Inactive = "Inactive", Pending = "Pending", Failed = "Failed", } }
structure! { Summary(shape::Summary) { name: Option<Finding>, value: Option<f64>, reason_code_summaries: Option<Vec<ReasonCodeSummary>>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { UpdateEnrollmentStatusRequest(shape::UpdateEnrollmentStatusRequest) { status: Status, include_member_accounts: Option<bool>, } }
structure! { UpdateEnrollmentStatusResponse(shape::UpdateEnrollmentStatusResponse) { status: Option<Status>, status_reason: Option<String>, } }
structure! { UtilizationPreference(shape::UtilizationPreference) { metric_name: Option<CustomizableMetricName>, metric_parameters: Option<CustomizableMetricParameters>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        DeleteRecommendationPreferences(super::operation::DeleteRecommendationPreferences): super::DeleteRecommendationPreferencesRequest => super::DeleteRecommendationPreferencesResponse,
        GetECSServiceRecommendationProjectedMetrics(super::operation::GetECSServiceRecommendationProjectedMetrics): super::GetECSServiceRecommendationProjectedMetricsRequest => super::GetECSServiceRecommendationProjectedMetricsResponse,
        GetECSServiceRecommendations(super::operation::GetECSServiceRecommendations): super::GetECSServiceRecommendationsRequest => super::GetECSServiceRecommendationsResponse,
        GetEffectiveRecommendationPreferences(super::operation::GetEffectiveRecommendationPreferences): super::GetEffectiveRecommendationPreferencesRequest => super::GetEffectiveRecommendationPreferencesResponse,
        GetEnrollmentStatus(super::operation::GetEnrollmentStatus): super::GetEnrollmentStatusRequest => super::GetEnrollmentStatusResponse,
        GetRecommendationPreferences(super::operation::GetRecommendationPreferences): super::GetRecommendationPreferencesRequest => super::GetRecommendationPreferencesResponse,
        GetRecommendationSummaries(super::operation::GetRecommendationSummaries): super::GetRecommendationSummariesRequest => super::GetRecommendationSummariesResponse,
        PutRecommendationPreferences(super::operation::PutRecommendationPreferences): super::PutRecommendationPreferencesRequest => super::PutRecommendationPreferencesResponse,
        UpdateEnrollmentStatus(super::operation::UpdateEnrollmentStatus): super::UpdateEnrollmentStatusRequest => super::UpdateEnrollmentStatusResponse,
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

    pub static DeleteRecommendationPreferences: Operation = Operation { service: &SERVICE, name: "DeleteRecommendationPreferences", input: &shape::DeleteRecommendationPreferencesRequest, output: &shape::DeleteRecommendationPreferencesResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::OptInRequiredException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:DeleteRecommendationPreferences", "", &[], &[("compute-optimizer:ResourceType", "{resourceType}")])]) };
    pub static GetECSServiceRecommendationProjectedMetrics: Operation = Operation { service: &SERVICE, name: "GetECSServiceRecommendationProjectedMetrics", input: &shape::GetECSServiceRecommendationProjectedMetricsRequest, output: &shape::GetECSServiceRecommendationProjectedMetricsResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::OptInRequiredException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:GetECSServiceRecommendationProjectedMetrics", "", &[], &[])]) };
    pub static GetECSServiceRecommendations: Operation = Operation { service: &SERVICE, name: "GetECSServiceRecommendations", input: &shape::GetECSServiceRecommendationsRequest, output: &shape::GetECSServiceRecommendationsResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::OptInRequiredException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:GetECSServiceRecommendations", "", &[], &[])]) };
    pub static GetEffectiveRecommendationPreferences: Operation = Operation { service: &SERVICE, name: "GetEffectiveRecommendationPreferences", input: &shape::GetEffectiveRecommendationPreferencesRequest, output: &shape::GetEffectiveRecommendationPreferencesResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::OptInRequiredException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:GetEffectiveRecommendationPreferences", "", &[], &[("compute-optimizer:ResourceType", "EcsService")])]) };
    pub static GetEnrollmentStatus: Operation = Operation { service: &SERVICE, name: "GetEnrollmentStatus", input: &shape::GetEnrollmentStatusRequest, output: &shape::GetEnrollmentStatusResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:GetEnrollmentStatus", "", &[], &[])]) };
    pub static GetRecommendationPreferences: Operation = Operation { service: &SERVICE, name: "GetRecommendationPreferences", input: &shape::GetRecommendationPreferencesRequest, output: &shape::GetRecommendationPreferencesResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::OptInRequiredException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:GetRecommendationPreferences", "", &[], &[("compute-optimizer:ResourceType", "{resourceType}")])]) };
    pub static GetRecommendationSummaries: Operation = Operation { service: &SERVICE, name: "GetRecommendationSummaries", input: &shape::GetRecommendationSummariesRequest, output: &shape::GetRecommendationSummariesResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::OptInRequiredException, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:GetRecommendationSummaries", "", &[], &[])]) };
    pub static PutRecommendationPreferences: Operation = Operation { service: &SERVICE, name: "PutRecommendationPreferences", input: &shape::PutRecommendationPreferencesRequest, output: &shape::PutRecommendationPreferencesResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::OptInRequiredException, &error::ResourceNotFoundException, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:PutRecommendationPreferences", "", &[], &[("compute-optimizer:ResourceType", "{resourceType}")])]) };
    pub static UpdateEnrollmentStatus: Operation = Operation { service: &SERVICE, name: "UpdateEnrollmentStatus", input: &shape::UpdateEnrollmentStatusRequest, output: &shape::UpdateEnrollmentStatusResponse, errors: &[&error::AccessDeniedException, &error::InternalServerException, &error::InvalidParameterValueException, &error::MissingAuthenticationToken, &error::ServiceUnavailableException, &error::ThrottlingException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("compute-optimizer:UpdateEnrollmentStatus", "", &[], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AccessDeniedException: ErrorShape = ErrorShape::new(&shape::AccessDeniedException, "AccessDeniedException", 403, false);
    pub static InternalServerException: ErrorShape = ErrorShape::new(&shape::InternalServerException, "InternalServerException", 500, true);
    pub static InvalidParameterValueException: ErrorShape = ErrorShape::new(&shape::InvalidParameterValueException, "InvalidParameterValueException", 400, false);
    pub static MissingAuthenticationToken: ErrorShape = ErrorShape::new(&shape::MissingAuthenticationToken, "MissingAuthenticationToken", 403, false);
    pub static OptInRequiredException: ErrorShape = ErrorShape::new(&shape::OptInRequiredException, "OptInRequiredException", 403, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 404, false);
    pub static ServiceUnavailableException: ErrorShape = ErrorShape::new(&shape::ServiceUnavailableException, "ServiceUnavailableException", 503, true);
    pub static ThrottlingException: ErrorShape = ErrorShape::new(&shape::ThrottlingException, "ThrottlingException", 429, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AccessDeniedException: Shape = Shape::structure("AccessDeniedException", &[Member::new("message", &ErrorMessage), ]);
    pub static AccountId: Shape = Shape::new("AccountId", Kind::String);
    pub static AccountIds: Shape = Shape::new("AccountIds", Kind::List(Member::new("member", &AccountId)));
    pub static AutoScalingConfiguration: Shape = Shape::new("AutoScalingConfiguration", Kind::String).values(&["TargetTrackingScalingCpu", "TargetTrackingScalingMemory"]);
    pub static Code: Shape = Shape::new("Code", Kind::String);
    pub static ContainerConfiguration: Shape = Shape::structure("ContainerConfiguration", &[Member::new("containerName", &ContainerName), Member::new("memorySizeConfiguration", &MemorySizeConfiguration), Member::new("cpu", &NullableCpu), ]);
    pub static ContainerConfigurations: Shape = Shape::new("ContainerConfigurations", Kind::List(Member::new("member", &ContainerConfiguration)));
    pub static ContainerName: Shape = Shape::new("ContainerName", Kind::String);
    pub static ContainerRecommendation: Shape = Shape::structure("ContainerRecommendation", &[Member::new("containerName", &ContainerName), Member::new("memorySizeConfiguration", &MemorySizeConfiguration), Member::new("cpu", &NullableCpu), ]);
    pub static ContainerRecommendations: Shape = Shape::new("ContainerRecommendations", Kind::List(Member::new("member", &ContainerRecommendation)));
    pub static CpuSize: Shape = Shape::new("CpuSize", Kind::Integer);
    pub static Currency: Shape = Shape::new("Currency", Kind::String).values(&["USD", "CNY"]);
    pub static CurrentPerformanceRisk: Shape = Shape::new("CurrentPerformanceRisk", Kind::String).values(&["VeryLow", "Low", "Medium", "High"]);
    pub static CurrentPerformanceRiskRatings: Shape = Shape::structure("CurrentPerformanceRiskRatings", &[Member::new("high", &High), Member::new("medium", &Medium), Member::new("low", &Low), Member::new("veryLow", &VeryLow), ]);
    pub static CustomizableMetricHeadroom: Shape = Shape::new("CustomizableMetricHeadroom", Kind::String).values(&["PERCENT_30", "PERCENT_20", "PERCENT_10", "PERCENT_0"]);
    pub static CustomizableMetricName: Shape = Shape::new("CustomizableMetricName", Kind::String).values(&["CpuUtilization", "MemoryUtilization"]);
    pub static CustomizableMetricParameters: Shape = Shape::structure("CustomizableMetricParameters", &[Member::new("threshold", &CustomizableMetricThreshold), Member::new("headroom", &CustomizableMetricHeadroom), ]);
    pub static CustomizableMetricThreshold: Shape = Shape::new("CustomizableMetricThreshold", Kind::String).values(&["P90", "P95", "P99_5"]);
    pub static DeleteRecommendationPreferencesRequest: Shape = Shape::structure("DeleteRecommendationPreferencesRequest", &[Member::new("resourceType", &ResourceType).required(), Member::new("scope", &Scope), Member::new("recommendationPreferenceNames", &RecommendationPreferenceNames).required(), ]);
    pub static DeleteRecommendationPreferencesResponse: Shape = Shape::structure("DeleteRecommendationPreferencesResponse", &[]);
    pub static ECSEffectiveRecommendationPreferences: Shape = Shape::structure("ECSEffectiveRecommendationPreferences", &[Member::new("savingsEstimationMode", &ECSSavingsEstimationMode), ]);
    pub static ECSEstimatedMonthlySavings: Shape = Shape::structure("ECSEstimatedMonthlySavings", &[Member::new("currency", &Currency), Member::new("value", &Value), ]);
    pub static ECSSavingsEstimationMode: Shape = Shape::structure("ECSSavingsEstimationMode", &[Member::new("source", &ECSSavingsEstimationModeSource), ]);
    pub static ECSSavingsEstimationModeSource: Shape = Shape::new("ECSSavingsEstimationModeSource", Kind::String).values(&["PublicPricing", "CostExplorerRightsizing", "CostOptimizationHub"]);
    pub static ECSSavingsOpportunityAfterDiscounts: Shape = Shape::structure("ECSSavingsOpportunityAfterDiscounts", &[Member::new("savingsOpportunityPercentage", &SavingsOpportunityPercentage), Member::new("estimatedMonthlySavings", &ECSEstimatedMonthlySavings), ]);
    pub static ECSServiceLaunchType: Shape = Shape::new("ECSServiceLaunchType", Kind::String).values(&["EC2", "Fargate"]);
    pub static ECSServiceMetricName: Shape = Shape::new("ECSServiceMetricName", Kind::String).values(&["Cpu", "Memory"]);
    pub static ECSServiceMetricStatistic: Shape = Shape::new("ECSServiceMetricStatistic", Kind::String).values(&["Maximum", "Average"]);
    pub static ECSServiceProjectedMetric: Shape = Shape::structure("ECSServiceProjectedMetric", &[Member::new("name", &ECSServiceMetricName), Member::new("timestamps", &Timestamps), Member::new("upperBoundValues", &MetricValues), Member::new("lowerBoundValues", &MetricValues), ]);
    pub static ECSServiceProjectedMetrics: Shape = Shape::new("ECSServiceProjectedMetrics", Kind::List(Member::new("member", &ECSServiceProjectedMetric)));
    pub static ECSServiceProjectedUtilizationMetric: Shape = Shape::structure("ECSServiceProjectedUtilizationMetric", &[Member::new("name", &ECSServiceMetricName), Member::new("statistic", &ECSServiceMetricStatistic), Member::new("lowerBoundValue", &LowerBoundValue), Member::new("upperBoundValue", &UpperBoundValue), ]);
    pub static ECSServiceProjectedUtilizationMetrics: Shape = Shape::new("ECSServiceProjectedUtilizationMetrics", Kind::List(Member::new("member", &ECSServiceProjectedUtilizationMetric)));
    pub static ECSServiceRecommendation: Shape = Shape::structure("ECSServiceRecommendation", &[Member::new("serviceArn", &ServiceArn), Member::new("accountId", &AccountId), Member::new("currentServiceConfiguration", &ServiceConfiguration), Member::new("utilizationMetrics", &ECSServiceUtilizationMetrics), Member::new("lookbackPeriodInDays", &LookBackPeriodInDays), Member::new("launchType", &ECSServiceLaunchType), Member::new("lastRefreshTimestamp", &LastRefreshTimestamp), Member::new("finding", &ECSServiceRecommendationFinding), Member::new("findingReasonCodes", &ECSServiceRecommendationFindingReasonCodes), Member::new("serviceRecommendationOptions", &ECSServiceRecommendationOptions), Member::new("currentPerformanceRisk", &CurrentPerformanceRisk), Member::new("effectiveRecommendationPreferences", &ECSEffectiveRecommendationPreferences), Member::new("tags", &Tags), ]);
    pub static ECSServiceRecommendationFilter: Shape = Shape::structure("ECSServiceRecommendationFilter", &[Member::new("name", &ECSServiceRecommendationFilterName), Member::new("values", &FilterValues), ]);
    pub static ECSServiceRecommendationFilterName: Shape = Shape::new("ECSServiceRecommendationFilterName", Kind::String).values(&["Finding", "FindingReasonCode"]);
    pub static ECSServiceRecommendationFilters: Shape = Shape::new("ECSServiceRecommendationFilters", Kind::List(Member::new("member", &ECSServiceRecommendationFilter)));
    pub static ECSServiceRecommendationFinding: Shape = Shape::new("ECSServiceRecommendationFinding", Kind::String).values(&["Optimized", "Underprovisioned", "Overprovisioned"]);
    pub static ECSServiceRecommendationFindingReasonCode: Shape = Shape::new("ECSServiceRecommendationFindingReasonCode", Kind::String).values(&["MemoryOverprovisioned", "MemoryUnderprovisioned", "CPUOverprovisioned", "CPUUnderprovisioned"]);
    pub static ECSServiceRecommendationFindingReasonCodes: Shape = Shape::new("ECSServiceRecommendationFindingReasonCodes", Kind::List(Member::new("member", &ECSServiceRecommendationFindingReasonCode)));
    pub static ECSServiceRecommendationOption: Shape = Shape::structure("ECSServiceRecommendationOption", &[Member::new("memory", &NullableMemory), Member::new("cpu", &NullableCpu), Member::new("savingsOpportunity", &SavingsOpportunity), Member::new("savingsOpportunityAfterDiscounts", &ECSSavingsOpportunityAfterDiscounts), Member::new("projectedUtilizationMetrics", &ECSServiceProjectedUtilizationMetrics), Member::new("containerRecommendations", &ContainerRecommendations), ]);
    pub static ECSServiceRecommendationOptions: Shape = Shape::new("ECSServiceRecommendationOptions", Kind::List(Member::new("member", &ECSServiceRecommendationOption)));
    pub static ECSServiceRecommendations: Shape = Shape::new("ECSServiceRecommendations", Kind::List(Member::new("member", &ECSServiceRecommendation)));
    pub static ECSServiceRecommendedOptionProjectedMetric: Shape = Shape::structure("ECSServiceRecommendedOptionProjectedMetric", &[Member::new("recommendedCpuUnits", &CpuSize), Member::new("recommendedMemorySize", &MemorySize), Member::new("projectedMetrics", &ECSServiceProjectedMetrics), ]);
    pub static ECSServiceRecommendedOptionProjectedMetrics: Shape = Shape::new("ECSServiceRecommendedOptionProjectedMetrics", Kind::List(Member::new("member", &ECSServiceRecommendedOptionProjectedMetric)));
    pub static ECSServiceUtilizationMetric: Shape = Shape::structure("ECSServiceUtilizationMetric", &[Member::new("name", &ECSServiceMetricName), Member::new("statistic", &ECSServiceMetricStatistic), Member::new("value", &MetricValue), ]);
    pub static ECSServiceUtilizationMetrics: Shape = Shape::new("ECSServiceUtilizationMetrics", Kind::List(Member::new("member", &ECSServiceUtilizationMetric)));
    pub static EffectivePreferredResource: Shape = Shape::structure("EffectivePreferredResource", &[Member::new("name", &PreferredResourceName), Member::new("includeList", &PreferredResourceValues), Member::new("effectiveIncludeList", &PreferredResourceValues), Member::new("excludeList", &PreferredResourceValues), ]);
    pub static EffectivePreferredResources: Shape = Shape::new("EffectivePreferredResources", Kind::List(Member::new("member", &EffectivePreferredResource)));
    pub static EnhancedInfrastructureMetrics: Shape = Shape::new("EnhancedInfrastructureMetrics", Kind::String).values(&["Active", "Inactive"]);
    pub static ErrorMessage: Shape = Shape::new("ErrorMessage", Kind::String);
    pub static EstimatedMonthlySavings: Shape = Shape::structure("EstimatedMonthlySavings", &[Member::new("currency", &Currency), Member::new("value", &Value), ]);
    pub static ExternalMetricsPreference: Shape = Shape::structure("ExternalMetricsPreference", &[Member::new("source", &ExternalMetricsSource), ]);
    pub static ExternalMetricsSource: Shape = Shape::new("ExternalMetricsSource", Kind::String).values(&["Datadog", "Dynatrace", "NewRelic", "Instana"]);
    pub static FilterValue: Shape = Shape::new("FilterValue", Kind::String);
    pub static FilterValues: Shape = Shape::new("FilterValues", Kind::List(Member::new("member", &FilterValue)));
    pub static Finding: Shape = Shape::new("Finding", Kind::String).values(&["Underprovisioned", "Overprovisioned", "Optimized", "NotOptimized"]);
    pub static FindingReasonCode: Shape = Shape::new("FindingReasonCode", Kind::String).values(&["MemoryOverprovisioned", "MemoryUnderprovisioned"]);
    pub static GetECSServiceRecommendationProjectedMetricsRequest: Shape = Shape::structure("GetECSServiceRecommendationProjectedMetricsRequest", &[Member::new("serviceArn", &ServiceArn).required(), Member::new("stat", &MetricStatistic).required(), Member::new("period", &Period).required(), Member::new("startTime", &Timestamp).required(), Member::new("endTime", &Timestamp).required(), ]);
    pub static GetECSServiceRecommendationProjectedMetricsResponse: Shape = Shape::structure("GetECSServiceRecommendationProjectedMetricsResponse", &[Member::new("recommendedOptionProjectedMetrics", &ECSServiceRecommendedOptionProjectedMetrics), ]);
    pub static GetECSServiceRecommendationsRequest: Shape = Shape::structure("GetECSServiceRecommendationsRequest", &[Member::new("serviceArns", &ServiceArns), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), Member::new("filters", &ECSServiceRecommendationFilters), Member::new("accountIds", &AccountIds), ]);
    pub static GetECSServiceRecommendationsResponse: Shape = Shape::structure("GetECSServiceRecommendationsResponse", &[Member::new("nextToken", &NextToken), Member::new("ecsServiceRecommendations", &ECSServiceRecommendations), Member::new("errors", &GetRecommendationErrors), ]);
    pub static GetEffectiveRecommendationPreferencesRequest: Shape = Shape::structure("GetEffectiveRecommendationPreferencesRequest", &[Member::new("resourceArn", &ResourceArn).required(), ]);
    pub static GetEffectiveRecommendationPreferencesResponse: Shape = Shape::structure("GetEffectiveRecommendationPreferencesResponse", &[Member::new("enhancedInfrastructureMetrics", &EnhancedInfrastructureMetrics), Member::new("externalMetricsPreference", &ExternalMetricsPreference), Member::new("lookBackPeriod", &LookBackPeriodPreference), Member::new("utilizationPreferences", &UtilizationPreferences), Member::new("preferredResources", &EffectivePreferredResources), ]);
    pub static GetEnrollmentStatusRequest: Shape = Shape::structure("GetEnrollmentStatusRequest", &[]);
    pub static GetEnrollmentStatusResponse: Shape = Shape::structure("GetEnrollmentStatusResponse", &[Member::new("status", &Status), Member::new("statusReason", &StatusReason), Member::new("memberAccountsEnrolled", &MemberAccountsEnrolled), Member::new("lastUpdatedTimestamp", &LastUpdatedTimestamp), Member::new("numberOfMemberAccountsOptedIn", &NumberOfMemberAccountsOptedIn), ]);
    pub static GetRecommendationError: Shape = Shape::structure("GetRecommendationError", &[Member::new("identifier", &Identifier), Member::new("code", &Code), Member::new("message", &Message), ]);
    pub static GetRecommendationErrors: Shape = Shape::new("GetRecommendationErrors", Kind::List(Member::new("member", &GetRecommendationError)));
    pub static GetRecommendationPreferencesRequest: Shape = Shape::structure("GetRecommendationPreferencesRequest", &[Member::new("resourceType", &ResourceType).required(), Member::new("scope", &Scope), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), ]);
    pub static GetRecommendationPreferencesResponse: Shape = Shape::structure("GetRecommendationPreferencesResponse", &[Member::new("nextToken", &NextToken), Member::new("recommendationPreferencesDetails", &RecommendationPreferencesDetails), ]);
    pub static GetRecommendationSummariesRequest: Shape = Shape::structure("GetRecommendationSummariesRequest", &[Member::new("accountIds", &AccountIds), Member::new("nextToken", &NextToken), Member::new("maxResults", &MaxResults), ]);
    pub static GetRecommendationSummariesResponse: Shape = Shape::structure("GetRecommendationSummariesResponse", &[Member::new("nextToken", &NextToken), Member::new("recommendationSummaries", &RecommendationSummaries), ]);
    pub static High: Shape = Shape::new("High", Kind::Long);
    pub static Identifier: Shape = Shape::new("Identifier", Kind::String);
    pub static IdleFinding: Shape = Shape::new("IdleFinding", Kind::String).values(&["Idle", "Unattached", "Unused"]);
    pub static IdleSummaries: Shape = Shape::new("IdleSummaries", Kind::List(Member::new("member", &IdleSummary)));
    pub static IdleSummary: Shape = Shape::structure("IdleSummary", &[Member::new("name", &IdleFinding), Member::new("value", &SummaryValue), ]);
    pub static IncludeMemberAccounts: Shape = Shape::new("IncludeMemberAccounts", Kind::Boolean);
    pub static InferredWorkloadSaving: Shape = Shape::structure("InferredWorkloadSaving", &[Member::new("inferredWorkloadTypes", &InferredWorkloadTypes), Member::new("estimatedMonthlySavings", &EstimatedMonthlySavings), ]);
    pub static InferredWorkloadSavings: Shape = Shape::new("InferredWorkloadSavings", Kind::List(Member::new("member", &InferredWorkloadSaving)));
    pub static InferredWorkloadType: Shape = Shape::new("InferredWorkloadType", Kind::String).values(&["AmazonEmr", "ApacheCassandra", "ApacheHadoop", "Memcached", "Nginx", "PostgreSql", "Redis", "Kafka", "SQLServer"]);
    pub static InferredWorkloadTypes: Shape = Shape::new("InferredWorkloadTypes", Kind::List(Member::new("member", &InferredWorkloadType)));
    pub static InferredWorkloadTypesPreference: Shape = Shape::new("InferredWorkloadTypesPreference", Kind::String).values(&["Active", "Inactive"]);
    pub static InternalServerException: Shape = Shape::structure("InternalServerException", &[Member::new("message", &ErrorMessage), ]);
    pub static InvalidParameterValueException: Shape = Shape::structure("InvalidParameterValueException", &[Member::new("message", &ErrorMessage), ]);
    pub static LastRefreshTimestamp: Shape = Shape::new("LastRefreshTimestamp", Kind::Timestamp(None));
    pub static LastUpdatedTimestamp: Shape = Shape::new("LastUpdatedTimestamp", Kind::Timestamp(None));
    pub static LookBackPeriodInDays: Shape = Shape::new("LookBackPeriodInDays", Kind::Float);
    pub static LookBackPeriodPreference: Shape = Shape::new("LookBackPeriodPreference", Kind::String).values(&["DAYS_14", "DAYS_32", "DAYS_93"]);
    pub static Low: Shape = Shape::new("Low", Kind::Long);
    pub static LowerBoundValue: Shape = Shape::new("LowerBoundValue", Kind::Float);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer).min(0.0).max(1000.0);
    pub static Medium: Shape = Shape::new("Medium", Kind::Long);
    pub static MemberAccountsEnrolled: Shape = Shape::new("MemberAccountsEnrolled", Kind::Boolean);
    pub static MemorySize: Shape = Shape::new("MemorySize", Kind::Integer);
    pub static MemorySizeConfiguration: Shape = Shape::structure("MemorySizeConfiguration", &[Member::new("memory", &NullableMemory), Member::new("memoryReservation", &NullableMemoryReservation), ]);
    pub static Message: Shape = Shape::new("Message", Kind::String);
    pub static MetricStatistic: Shape = Shape::new("MetricStatistic", Kind::String).values(&["Maximum", "Average"]);
    pub static MetricValue: Shape = Shape::new("MetricValue", Kind::Float);
    pub static MetricValues: Shape = Shape::new("MetricValues", Kind::List(Member::new("member", &MetricValue)));
    pub static MissingAuthenticationToken: Shape = Shape::structure("MissingAuthenticationToken", &[Member::new("message", &ErrorMessage), ]);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String);
    pub static NullableCpu: Shape = Shape::new("NullableCpu", Kind::Integer);
    pub static NullableMemory: Shape = Shape::new("NullableMemory", Kind::Integer);
    pub static NullableMemoryReservation: Shape = Shape::new("NullableMemoryReservation", Kind::Integer);
    pub static NumberOfMemberAccountsOptedIn: Shape = Shape::new("NumberOfMemberAccountsOptedIn", Kind::Integer);
    pub static OptInRequiredException: Shape = Shape::structure("OptInRequiredException", &[Member::new("message", &ErrorMessage), ]);
    pub static Period: Shape = Shape::new("Period", Kind::Integer);
    pub static PreferredResource: Shape = Shape::structure("PreferredResource", &[Member::new("name", &PreferredResourceName), Member::new("includeList", &PreferredResourceValues), Member::new("excludeList", &PreferredResourceValues), ]);
    pub static PreferredResourceName: Shape = Shape::new("PreferredResourceName", Kind::String).values(&["Ec2InstanceTypes"]);
    pub static PreferredResourceValue: Shape = Shape::new("PreferredResourceValue", Kind::String);
    pub static PreferredResourceValues: Shape = Shape::new("PreferredResourceValues", Kind::List(Member::new("member", &PreferredResourceValue)));
    pub static PreferredResources: Shape = Shape::new("PreferredResources", Kind::List(Member::new("member", &PreferredResource)));
    pub static PutRecommendationPreferencesRequest: Shape = Shape::structure("PutRecommendationPreferencesRequest", &[Member::new("resourceType", &ResourceType).required(), Member::new("scope", &Scope), Member::new("enhancedInfrastructureMetrics", &EnhancedInfrastructureMetrics), Member::new("inferredWorkloadTypes", &InferredWorkloadTypesPreference), Member::new("externalMetricsPreference", &ExternalMetricsPreference), Member::new("lookBackPeriod", &LookBackPeriodPreference), Member::new("utilizationPreferences", &UtilizationPreferences), Member::new("preferredResources", &PreferredResources), Member::new("savingsEstimationMode", &SavingsEstimationMode), ]);
    pub static PutRecommendationPreferencesResponse: Shape = Shape::structure("PutRecommendationPreferencesResponse", &[]);
    pub static ReasonCodeSummaries: Shape = Shape::new("ReasonCodeSummaries", Kind::List(Member::new("member", &ReasonCodeSummary)));
    pub static ReasonCodeSummary: Shape = Shape::structure("ReasonCodeSummary", &[Member::new("name", &FindingReasonCode), Member::new("value", &SummaryValue), ]);
    pub static RecommendationPreferenceName: Shape = Shape::new("RecommendationPreferenceName", Kind::String).values(&["EnhancedInfrastructureMetrics", "InferredWorkloadTypes", "ExternalMetricsPreference", "LookBackPeriodPreference", "PreferredResources", "UtilizationPreferences"]);
    pub static RecommendationPreferenceNames: Shape = Shape::new("RecommendationPreferenceNames", Kind::List(Member::new("member", &RecommendationPreferenceName)));
    pub static RecommendationPreferencesDetail: Shape = Shape::structure("RecommendationPreferencesDetail", &[Member::new("scope", &Scope), Member::new("resourceType", &ResourceType), Member::new("enhancedInfrastructureMetrics", &EnhancedInfrastructureMetrics), Member::new("inferredWorkloadTypes", &InferredWorkloadTypesPreference), Member::new("externalMetricsPreference", &ExternalMetricsPreference), Member::new("lookBackPeriod", &LookBackPeriodPreference), Member::new("utilizationPreferences", &UtilizationPreferences), Member::new("preferredResources", &EffectivePreferredResources), Member::new("savingsEstimationMode", &SavingsEstimationMode), ]);
    pub static RecommendationPreferencesDetails: Shape = Shape::new("RecommendationPreferencesDetails", Kind::List(Member::new("member", &RecommendationPreferencesDetail)));
    pub static RecommendationSourceType: Shape = Shape::new("RecommendationSourceType", Kind::String).values(&["Ec2Instance", "AutoScalingGroup", "EbsVolume", "LambdaFunction", "EcsService", "License", "RdsDBInstance", "RdsDBInstanceStorage", "AuroraDBClusterStorage", "NatGateway"]);
    pub static RecommendationSummaries: Shape = Shape::new("RecommendationSummaries", Kind::List(Member::new("member", &RecommendationSummary)));
    pub static RecommendationSummary: Shape = Shape::structure("RecommendationSummary", &[Member::new("summaries", &Summaries), Member::new("idleSummaries", &IdleSummaries), Member::new("recommendationResourceType", &RecommendationSourceType), Member::new("accountId", &AccountId), Member::new("savingsOpportunity", &SavingsOpportunity), Member::new("idleSavingsOpportunity", &SavingsOpportunity), Member::new("aggregatedSavingsOpportunity", &SavingsOpportunity), Member::new("currentPerformanceRiskRatings", &CurrentPerformanceRiskRatings), Member::new("inferredWorkloadSavings", &InferredWorkloadSavings), ]);
    pub static ResourceArn: Shape = Shape::new("ResourceArn", Kind::String);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("message", &ErrorMessage), ]);
    pub static ResourceType: Shape = Shape::new("ResourceType", Kind::String).values(&["Ec2Instance", "AutoScalingGroup", "EbsVolume", "LambdaFunction", "NotApplicable", "EcsService", "License", "RdsDBInstance", "AuroraDBClusterStorage", "Idle"]);
    pub static SavingsEstimationMode: Shape = Shape::new("SavingsEstimationMode", Kind::String).values(&["AfterDiscounts", "BeforeDiscounts"]);
    pub static SavingsOpportunity: Shape = Shape::structure("SavingsOpportunity", &[Member::new("savingsOpportunityPercentage", &SavingsOpportunityPercentage), Member::new("estimatedMonthlySavings", &EstimatedMonthlySavings), ]);
    pub static SavingsOpportunityPercentage: Shape = Shape::new("SavingsOpportunityPercentage", Kind::Float);
    pub static Scope: Shape = Shape::structure("Scope", &[Member::new("name", &ScopeName), Member::new("value", &ScopeValue), ]);
    pub static ScopeName: Shape = Shape::new("ScopeName", Kind::String).values(&["Organization", "AccountId", "ResourceArn"]);
    pub static ScopeValue: Shape = Shape::new("ScopeValue", Kind::String);
    pub static ServiceArn: Shape = Shape::new("ServiceArn", Kind::String);
    pub static ServiceArns: Shape = Shape::new("ServiceArns", Kind::List(Member::new("member", &ServiceArn)));
    pub static ServiceConfiguration: Shape = Shape::structure("ServiceConfiguration", &[Member::new("memory", &NullableMemory), Member::new("cpu", &NullableCpu), Member::new("containerConfigurations", &ContainerConfigurations), Member::new("autoScalingConfiguration", &AutoScalingConfiguration), Member::new("taskDefinitionArn", &TaskDefinitionArn), ]);
    pub static ServiceUnavailableException: Shape = Shape::structure("ServiceUnavailableException", &[Member::new("message", &ErrorMessage), ]);
    pub static Status: Shape = Shape::new("Status", Kind::String).values(&["Active", "Inactive", "Pending", "Failed"]);
    pub static StatusReason: Shape = Shape::new("StatusReason", Kind::String);
    pub static Summaries: Shape = Shape::new("Summaries", Kind::List(Member::new("member", &Summary)));
    pub static Summary: Shape = Shape::structure("Summary", &[Member::new("name", &Finding), Member::new("value", &SummaryValue), Member::new("reasonCodeSummaries", &ReasonCodeSummaries), ]);
    pub static SummaryValue: Shape = Shape::new("SummaryValue", Kind::Float);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("key", &TagKey), Member::new("value", &TagValue), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String);
    pub static Tags: Shape = Shape::new("Tags", Kind::List(Member::new("member", &Tag)));
    pub static TaskDefinitionArn: Shape = Shape::new("TaskDefinitionArn", Kind::String);
    pub static ThrottlingException: Shape = Shape::structure("ThrottlingException", &[Member::new("message", &ErrorMessage).required(), ]);
    pub static Timestamp: Shape = Shape::new("Timestamp", Kind::Timestamp(None));
    pub static Timestamps: Shape = Shape::new("Timestamps", Kind::List(Member::new("member", &Timestamp)));
    pub static UpdateEnrollmentStatusRequest: Shape = Shape::structure("UpdateEnrollmentStatusRequest", &[Member::new("status", &Status).required(), Member::new("includeMemberAccounts", &IncludeMemberAccounts), ]);
    pub static UpdateEnrollmentStatusResponse: Shape = Shape::structure("UpdateEnrollmentStatusResponse", &[Member::new("status", &Status), Member::new("statusReason", &StatusReason), ]);
    pub static UpperBoundValue: Shape = Shape::new("UpperBoundValue", Kind::Float);
    pub static UtilizationPreference: Shape = Shape::structure("UtilizationPreference", &[Member::new("metricName", &CustomizableMetricName), Member::new("metricParameters", &CustomizableMetricParameters), ]);
    pub static UtilizationPreferences: Shape = Shape::new("UtilizationPreferences", Kind::List(Member::new("member", &UtilizationPreference)));
    pub static Value: Shape = Shape::new("Value", Kind::Float);
    pub static VeryLow: Shape = Shape::new("VeryLow", Kind::Long);
}
