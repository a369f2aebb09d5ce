// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `application-autoscaling`.

/// The service `application-autoscaling`.
pub static SERVICE: crate::Service = crate::Service {
    id: "application-autoscaling",
    sdk_name: "applicationautoscaling",
    signing_name: "application-autoscaling",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AnyScaleFrontendService",
    api_version: "2016-02-06",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "DeleteScalingPolicy",
        "DeleteScheduledAction",
        "DeregisterScalableTarget",
        "DescribeScalableTargets",
        "DescribeScalingActivities",
        "DescribeScalingPolicies",
        "DescribeScheduledActions",
        "GetPredictiveScalingForecast",
        "ListTagsForResource",
        "PutScalingPolicy",
        "PutScheduledAction",
        "RegisterScalableTarget",
        "TagResource",
        "UntagResource",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::DeleteScalingPolicy,
        &operation::DeleteScheduledAction,
        &operation::DeregisterScalableTarget,
        &operation::DescribeScalableTargets,
        &operation::DescribeScalingActivities,
        &operation::DescribeScalingPolicies,
        &operation::DescribeScheduledActions,
        &operation::ListTagsForResource,
        &operation::PutScalingPolicy,
        &operation::PutScheduledAction,
        &operation::RegisterScalableTarget,
        &operation::TagResource,
        &operation::UntagResource,
    ],
    errors: &[
        &error::ConcurrentUpdateException,
        &error::FailedResourceAccessException,
        &error::InternalServiceException,
        &error::InvalidNextTokenException,
        &error::LimitExceededException,
        &error::ObjectNotFoundException,
        &error::ResourceNotFoundException,
        &error::TooManyTagsException,
        &error::ValidationException,
    ],
};

errors! { SERVICE, {
    ConcurrentUpdateException(concurrent_update) = error::ConcurrentUpdateException,
    FailedResourceAccessException(failed_resource_access) = error::FailedResourceAccessException,
    InternalServiceException(internal_service) = error::InternalServiceException,
    InvalidNextTokenException(invalid_next_token) = error::InvalidNextTokenException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    ObjectNotFoundException(object_not_found) = error::ObjectNotFoundException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    TooManyTagsException(too_many_tags) = error::TooManyTagsException,
    ValidationException(validation) = error::ValidationException,
} }

enumeration! { AdjustmentType { ChangeInCapacity = "ChangeInCapacity", PercentChangeInCapacity = "PercentChangeInCapacity", ExactCapacity = "ExactCapacity", } }
structure! { Alarm(shape::Alarm) { alarm_name: Option<String>, alarm_arn: Option<String>, } }
structure! { CustomizedMetricSpecification(shape::CustomizedMetricSpecification) { metric_name: Option<String>, namespace: Option<String>, dimensions: Option<Vec<MetricDimension>>, statistic: Option<MetricStatistic>, unit: Option<String>, metrics: Option<Vec<TargetTrackingMetricDataQuery>>, } }
structure! { DeleteScalingPolicyRequest(shape::DeleteScalingPolicyRequest) { policy_name: String, service_namespace: ServiceNamespace, resource_id: String, scalable_dimension: ScalableDimension, } }
structure! { DeleteScalingPolicyResponse(shape::DeleteScalingPolicyResponse) { } }
structure! { DeleteScheduledActionRequest(shape::DeleteScheduledActionRequest) { service_namespace: ServiceNamespace, scheduled_action_name: String, resource_id: String, scalable_dimension: ScalableDimension, } }
structure! { DeleteScheduledActionResponse(shape::DeleteScheduledActionResponse) { } }
structure! { DeregisterScalableTargetRequest(shape::DeregisterScalableTargetRequest) { service_namespace: ServiceNamespace, resource_id: String, scalable_dimension: ScalableDimension, } }
structure! { DeregisterScalableTargetResponse(shape::DeregisterScalableTargetResponse) { } }
structure! { DescribeScalableTargetsRequest(shape::DescribeScalableTargetsRequest) { service_namespace: ServiceNamespace, resource_ids: Option<Vec<String>>, scalable_dimension: Option<ScalableDimension>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { DescribeScalableTargetsResponse(shape::DescribeScalableTargetsResponse) { scalable_targets: Option<Vec<ScalableTarget>>, next_token: Option<String>, } }
structure! { DescribeScalingActivitiesRequest(shape::DescribeScalingActivitiesRequest) { service_namespace: ServiceNamespace, resource_id: Option<String>, scalable_dimension: Option<ScalableDimension>, max_results: Option<i32>, next_token: Option<String>, include_not_scaled_activities: Option<bool>, } }
structure! { DescribeScalingActivitiesResponse(shape::DescribeScalingActivitiesResponse) { scaling_activities: Option<Vec<ScalingActivity>>, next_token: Option<String>, } }
structure! { DescribeScalingPoliciesRequest(shape::DescribeScalingPoliciesRequest) { policy_names: Option<Vec<String>>, service_namespace: ServiceNamespace, resource_id: Option<String>, scalable_dimension: Option<ScalableDimension>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { DescribeScalingPoliciesResponse(shape::DescribeScalingPoliciesResponse) { scaling_policies: Option<Vec<ScalingPolicy>>, next_token: Option<String>, } }
structure! { DescribeScheduledActionsRequest(shape::DescribeScheduledActionsRequest) { scheduled_action_names: Option<Vec<String>>, service_namespace: ServiceNamespace, resource_id: Option<String>, scalable_dimension: Option<ScalableDimension>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { DescribeScheduledActionsResponse(shape::DescribeScheduledActionsResponse) { scheduled_actions: Option<Vec<ScheduledAction>>, next_token: Option<String>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_arn: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { tags: Option<crate::Map<String>>, } }
enumeration! { MetricAggregationType { Average = "Average", Minimum = "Minimum", Maximum = "Maximum", } }
structure! { MetricDimension(shape::MetricDimension) { name: Option<String>, value: Option<String>, } }
enumeration! { MetricStatistic { Average = "Average", Minimum = "Minimum", Maximum = "Maximum", SampleCount = "SampleCount", Sum = "Sum", } }
enumeration! { MetricType { DynamoDBReadCapacityUtilization = "DynamoDBReadCapacityUtilization", DynamoDBWriteCapacityUtilization = "DynamoDBWriteCapacityUtilization", ALBRequestCountPerTarget = "ALBRequestCountPerTarget", RDSReaderAverageCPUUtilization = "RDSReaderAverageCPUUtilization", RDSReaderAverageDatabaseConnections = "RDSReaderAverageDatabaseConnections", EC2SpotFleetRequestAverageCPUUtilization = "EC2SpotFleetRequestAverageCPUUtilization", EC2SpotFleetRequestAverageNetworkIn = "EC2SpotFleetRequestAverageNetworkIn", EC2SpotFleetRequestAverageNetworkOut = "EC2SpotFleetRequestAverageNetworkOut", SageMakerVariantInvocationsPerInstance = "SageMakerVariantInvocationsPerInstance", ECSServiceAverageCPUUtilization = "ECSServiceAverageCPUUtilization", ECSServiceAverageMemoryUtilization = "ECSServiceAverageMemoryUtilization", AppStreamAverageCapacityUtilization = "AppStreamAverageCapacityUtilization", ComprehendInferenceUtilization = "ComprehendInferenceUtilization", LambdaProvisionedConcurrencyUtilization = "LambdaProvisionedConcurrencyUtilization", CassandraReadCapacityUtilization = "CassandraReadCapacityUtilization", CassandraWriteCapacityUtilization = "CassandraWriteCapacityUtilization", KafkaBrokerStorageUtilization = "KafkaBrokerStorageUtilization", ElastiCacheEngineCPUUtilization = "ElastiCacheEngineCPUUtilization", ElastiCacheDatabaseMemoryUsagePercentage = "ElastiCacheDatabaseMemoryUsagePercentage", ElastiCachePrimaryEngineCPUUtilization = "ElastiCachePrimaryEngineCPUUtilization", ElastiCacheReplicaEngineCPUUtilization = "ElastiCacheReplicaEngineCPUUtilization", ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage = "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage", NeptuneReaderAverageCPUUtilization = "NeptuneReaderAverageCPUUtilization", SageMakerVariantProvisionedConcurrencyUtilization = "SageMakerVariantProvisionedConcurrencyUtilization", ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage = "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage", SageMakerInferenceComponentInvocationsPerCopy = "SageMakerInferenceComponentInvocationsPerCopy", WorkSpacesAverageUserSessionsCapacityUtilization = "WorkSpacesAverageUserSessionsCapacityUtilization", SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution = "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution", SageMakerVariantConcurrentRequestsPerModelHighResolution = "SageMakerVariantConcurrentRequestsPerModelHighResolution", } }
structure! { NotScaledReason(shape::NotScaledReason) { code: Option<String>, max_capacity: Option<i32>, min_capacity: Option<i32>, current_capacity: Option<i32>, } }
enumeration! { PolicyType { StepScaling = "StepScaling", TargetTrackingScaling = "TargetTrackingScaling", PredictiveScaling = "PredictiveScaling", } }
structure! { PredefinedMetricSpecification(shape::PredefinedMetricSpecification) { predefined_metric_type: Option<MetricType>, resource_label: Option<String>, } }
structure! { PredictiveScalingCustomizedMetricSpecification(shape::PredictiveScalingCustomizedMetricSpecification) { metric_data_queries: Option<Vec<PredictiveScalingMetricDataQuery>>, } }
enumeration! { PredictiveScalingMaxCapacityBreachBehavior { HonorMaxCapacity = "HonorMaxCapacity", IncreaseMaxCapacity = "IncreaseMaxCapacity", } }
structure! { PredictiveScalingMetric(shape::PredictiveScalingMetric) { dimensions: Option<Vec<PredictiveScalingMetricDimension>>, metric_name: Option<String>, namespace: Option<String>, } }
structure! { PredictiveScalingMetricDataQuery(shape::PredictiveScalingMetricDataQuery) { id: Option<String>, expression: Option<String>, metric_stat: Option<PredictiveScalingMetricStat>, label: Option<String>, return_data: Option<bool>, } }
structure! { PredictiveScalingMetricDimension(shape::PredictiveScalingMetricDimension) { name: Option<String>, value: Option<String>, } }
structure! { PredictiveScalingMetricSpecification(shape::PredictiveScalingMetricSpecification) { target_value: Option<f64>, predefined_metric_pair_specification: Option<PredictiveScalingPredefinedMetricPairSpecification>, predefined_scaling_metric_specification: Option<PredictiveScalingPredefinedScalingMetricSpecification>, predefined_load_metric_specification: Option<PredictiveScalingPredefinedLoadMetricSpecification>, customized_scaling_metric_specification: Option<PredictiveScalingCustomizedMetricSpecification>, customized_load_metric_specification: Option<PredictiveScalingCustomizedMetricSpecification>, customized_capacity_metric_specification: Option<PredictiveScalingCustomizedMetricSpecification>, } }
structure! { PredictiveScalingMetricStat(shape::PredictiveScalingMetricStat) { metric: Option<PredictiveScalingMetric>, stat: Option<String>, unit: Option<String>, } }
enumeration! { PredictiveScalingMode { ForecastOnly = "ForecastOnly", ForecastAndScale = "ForecastAndScale", } }
structure! { PredictiveScalingPolicyConfiguration(shape::PredictiveScalingPolicyConfiguration) { metric_specifications: Option<Vec<PredictiveScalingMetricSpecification>>, mode: Option<PredictiveScalingMode>, scheduling_buffer_time: Option<i32>, max_capacity_breach_behavior: Option<PredictiveScalingMaxCapacityBreachBehavior>, max_capacity_buffer: Option<i32>, } }
structure! { PredictiveScalingPredefinedLoadMetricSpecification(shape::PredictiveScalingPredefinedLoadMetricSpecification) { predefined_metric_type: Option<String>, resource_label: Option<String>, } }
structure! { PredictiveScalingPredefinedMetricPairSpecification(shape::PredictiveScalingPredefinedMetricPairSpecification) { predefined_metric_type: Option<String>, resource_label: Option<String>, } }
structure! { PredictiveScalingPredefinedScalingMetricSpecification(shape::PredictiveScalingPredefinedScalingMetricSpecification) { predefined_metric_type: Option<String>, resource_label: Option<String>, } }
structure! { PutScalingPolicyRequest(shape::PutScalingPolicyRequest) { policy_name: String, service_namespace: ServiceNamespace, resource_id: String, scalable_dimension: ScalableDimension, policy_type: Option<PolicyType>, step_scaling_policy_configuration: Option<StepScalingPolicyConfiguration>, target_tracking_scaling_policy_configuration: Option<TargetTrackingScalingPolicyConfiguration>, predictive_scaling_policy_configuration: Option<PredictiveScalingPolicyConfiguration>, } }
structure! { PutScalingPolicyResponse(shape::PutScalingPolicyResponse) { policy_arn: Option<String>, alarms: Option<Vec<Alarm>>, } }
structure! { PutScheduledActionRequest(shape::PutScheduledActionRequest) { service_namespace: ServiceNamespace, schedule: Option<String>, timezone: Option<String>, scheduled_action_name: String, resource_id: String, scalable_dimension: ScalableDimension, start_time: Option<crate::Timestamp>, end_time: Option<crate::Timestamp>, scalable_target_action: Option<ScalableTargetAction>, } }
structure! { PutScheduledActionResponse(shape::PutScheduledActionResponse) { } }
structure! { RegisterScalableTargetRequest(shape::RegisterScalableTargetRequest) { service_namespace: ServiceNamespace, resource_id: String, scalable_dimension: ScalableDimension, min_capacity: Option<i32>, max_capacity: Option<i32>, role_arn: Option<String>, suspended_state: Option<SuspendedState>, tags: Option<crate::Map<String>>, } }
structure! { RegisterScalableTargetResponse(shape::RegisterScalableTargetResponse) { scalable_target_arn: Option<String>, } }
enumeration! { ScalableDimension { EcsServiceDesiredCount = "ecs:service:DesiredCount", Ec2SpotFleetRequestTargetCapacity = "ec2:spot-fleet-request:TargetCapacity", ElasticmapreduceInstancegroupInstanceCount = "elasticmapreduce:instancegroup:InstanceCount", AppstreamFleetDesiredCapacity = "appstream:fleet:DesiredCapacity", DynamodbTableReadCapacityUnits = "dynamodb:table:ReadCapacityUnits", DynamodbTableWriteCapacityUnits = "dynamodb:table:WriteCapacityUnits", DynamodbIndexReadCapacityUnits = "dynamodb:index:ReadCapacityUnits", DynamodbIndexWriteCapacityUnits = "dynamodb:index:WriteCapacityUnits", RdsClusterReadReplicaCount = "rds:cluster:ReadReplicaCount", SagemakerVariantDesiredInstanceCount = "sagemaker:variant:DesiredInstanceCount", CustomResourceResourceTypeProperty = "custom-resource:ResourceType:Property", ComprehendDocumentClassifierEndpointDesiredInferenceUnits = "comprehend:document-classifier-endpoint:DesiredInferenceUnits", ComprehendEntityRecognizerEndpointDesiredInferenceUnits = "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits", LambdaFunctionProvisionedConcurrency = "lambda:function:ProvisionedConcurrency", CassandraTableReadCapacityUnits = "cassandra:table:ReadCapacityUnits", CassandraTableWriteCapacityUnits = "cassandra:table:WriteCapacityUnits", KafkaBrokerStorageVolumeSize = "kafka:broker-storage:VolumeSize", ElasticacheCacheClusterNodes = "elasticache:cache-cluster:Nodes", ElasticacheReplicationGroupNodeGroups = "elasticache:replication-group:NodeGroups", ElasticacheReplicationGroupReplicas = "elasticache:replication-group:Replicas", NeptuneClusterReadReplicaCount = "neptune:cluster:ReadReplicaCount", SagemakerVariantDesiredProvisionedConcurrency = "sagemaker:variant:DesiredProvisionedConcurrency", SagemakerInferenceComponentDesiredCopyCount = "sagemaker:inference-component:DesiredCopyCount", WorkspacesWorkspacespoolDesiredUserSessions = "workspaces:workspacespool:DesiredUserSessions", } }
structure! { ScalableTarget(shape::ScalableTarget) { service_namespace: Option<ServiceNamespace>, resource_id: Option<String>, scalable_dimension: Option<ScalableDimension>, min_capacity: Option<i32>, max_capacity: Option<i32>, predicted_capacity: Option<i32>, role_arn: Option<String>, creation_time: Option<crate::Timestamp>, suspended_state: Option<SuspendedState>, scalable_target_arn: Option<String>, } }
structure! { ScalableTargetAction(shape::ScalableTargetAction) { min_capacity: Option<i32>, max_capacity: Option<i32>, } }
structure! { ScalingActivity(shape::ScalingActivity) { activity_id: Option<String>, service_namespace: Option<ServiceNamespace>, resource_id: Option<String>, scalable_dimension: Option<ScalableDimension>, description: Option<String>, cause: Option<String>, start_time: Option<crate::Timestamp>, end_time: Option<crate::Timestamp>, status_code: Option<ScalingActivityStatusCode>, status_message: Option<String>, details: Option<String>, not_scaled_reasons: Option<Vec<NotScaledReason>>, } }
enumeration! { ScalingActivityStatusCode { Pending = "Pending", InProgress = "InProgress", Successful = "Successful", Overridden = "Overridden", Unfulfilled = "Unfulfilled", Failed = "Failed", } }
structure! { ScalingPolicy(shape::ScalingPolicy) { policy_arn: Option<String>, policy_name: Option<String>, service_namespace: Option<ServiceNamespace>, resource_id: Option<String>, scalable_dimension: Option<ScalableDimension>, policy_type: Option<PolicyType>, step_scaling_policy_configuration: Option<StepScalingPolicyConfiguration>, target_tracking_scaling_policy_configuration: Option<TargetTrackingScalingPolicyConfiguration>, predictive_scaling_policy_configuration: Option<PredictiveScalingPolicyConfiguration>, alarms: Option<Vec<Alarm>>, creation_time: Option<crate::Timestamp>, } }
structure! { ScheduledAction(shape::ScheduledAction) { scheduled_action_name: Option<String>, scheduled_action_arn: Option<String>, service_namespace: Option<ServiceNamespace>, schedule: Option<String>, timezone: Option<String>, resource_id: Option<String>, scalable_dimension: Option<ScalableDimension>, start_time: Option<crate::Timestamp>, end_time: Option<crate::Timestamp>, scalable_target_action: Option<ScalableTargetAction>, creation_time: Option<crate::Timestamp>, } }
enumeration! { ServiceNamespace { Ecs = "ecs", Elasticmapreduce = "elasticmapreduce", Ec2 = "ec2", Appstream = "appstream", Dynamodb = "dynamodb", Rds = "rds", Sagemaker = "sagemaker", CustomResource = "custom-resource", Comprehend = "comprehend", Lambda = "lambda", Cassandra = "cassandra", Kafka = "kafka", Elasticache = "elasticache", Neptune = "neptune", Workspaces = "workspaces", } }
structure! { StepAdjustment(shape::StepAdjustment) { metric_interval_lower_bound: Option<f64>, metric_interval_upper_bound: Option<f64>, scaling_adjustment: Option<i32>, } }
structure! { StepScalingPolicyConfiguration(shape::StepScalingPolicyConfiguration) { adjustment_type: Option<AdjustmentType>, step_adjustments: Option<Vec<StepAdjustment>>, min_adjustment_magnitude: Option<i32>, cooldown: Option<i32>, metric_aggregation_type: Option<MetricAggregationType>, } }
structure! { SuspendedState(shape::SuspendedState) { dynamic_scaling_in_suspended: Option<bool>, dynamic_scaling_out_suspended: Option<bool>, scheduled_scaling_suspended: Option<bool>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { resource_arn: String, tags: crate::Map<String>, } }
structure! { TagResourceResponse(shape::TagResourceResponse) { } }
structure! { TargetTrackingMetric(shape::TargetTrackingMetric) { dimensions: Option<Vec<TargetTrackingMetricDimension>>, metric_name: Option<String>, namespace: Option<String>, } }
structure! { TargetTrackingMetricDataQuery(shape::TargetTrackingMetricDataQuery) { expression: Option<String>, id: Option<String>, label: Option<String>, metric_stat: Option<TargetTrackingMetricStat>, return_data: Option<bool>, } }
structure! { TargetTrackingMetricDimension(shape::TargetTrackingMetricDimension) { name: Option<String>, value: Option<String>, } }
structure! { TargetTrackingMetricStat(shape::TargetTrackingMetricStat) { metric: Option<TargetTrackingMetric>, stat: Option<String>, unit: Option<String>, } }
structure! { TargetTrackingScalingPolicyConfiguration(shape::TargetTrackingScalingPolicyConfiguration) { target_value: Option<f64>, predefined_metric_specification: Option<PredefinedMetricSpecification>, customized_metric_specification: Option<CustomizedMetricSpecification>, scale_out_cooldown: Option<i32>, scale_in_cooldown: Option<i32>, disable_scale_in: Option<bool>, } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceResponse(shape::UntagResourceResponse) { } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        DeleteScalingPolicy(super::operation::DeleteScalingPolicy): super::DeleteScalingPolicyRequest => super::DeleteScalingPolicyResponse,
        DeleteScheduledAction(super::operation::DeleteScheduledAction): super::DeleteScheduledActionRequest => super::DeleteScheduledActionResponse,
        DeregisterScalableTarget(super::operation::DeregisterScalableTarget): super::DeregisterScalableTargetRequest => super::DeregisterScalableTargetResponse,
        DescribeScalableTargets(super::operation::DescribeScalableTargets): super::DescribeScalableTargetsRequest => super::DescribeScalableTargetsResponse,
        DescribeScalingActivities(super::operation::DescribeScalingActivities): super::DescribeScalingActivitiesRequest => super::DescribeScalingActivitiesResponse,
        DescribeScalingPolicies(super::operation::DescribeScalingPolicies): super::DescribeScalingPoliciesRequest => super::DescribeScalingPoliciesResponse,
        DescribeScheduledActions(super::operation::DescribeScheduledActions): super::DescribeScheduledActionsRequest => super::DescribeScheduledActionsResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        PutScalingPolicy(super::operation::PutScalingPolicy): super::PutScalingPolicyRequest => super::PutScalingPolicyResponse,
        PutScheduledAction(super::operation::PutScheduledAction): super::PutScheduledActionRequest => super::PutScheduledActionResponse,
        RegisterScalableTarget(super::operation::RegisterScalableTarget): super::RegisterScalableTargetRequest => super::RegisterScalableTargetResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => super::TagResourceResponse,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => super::UntagResourceResponse,
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

    pub static DeleteScalingPolicy: Operation = Operation { service: &SERVICE, name: "DeleteScalingPolicy", input: &shape::DeleteScalingPolicyRequest, output: &shape::DeleteScalingPolicyResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::ObjectNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:DeleteScalingPolicy", "", &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"], &[("application-autoscaling:scalable-dimension", "{ScalableDimension}"), ("application-autoscaling:service-namespace", "{ServiceNamespace}")])]) };
    pub static DeleteScheduledAction: Operation = Operation { service: &SERVICE, name: "DeleteScheduledAction", input: &shape::DeleteScheduledActionRequest, output: &shape::DeleteScheduledActionResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::ObjectNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:DeleteScheduledAction", "", &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"], &[("application-autoscaling:scalable-dimension", "{ScalableDimension}"), ("application-autoscaling:service-namespace", "{ServiceNamespace}")])]) };
    pub static DeregisterScalableTarget: Operation = Operation { service: &SERVICE, name: "DeregisterScalableTarget", input: &shape::DeregisterScalableTargetRequest, output: &shape::DeregisterScalableTargetResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::ObjectNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:DeregisterScalableTarget", "", &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"], &[("application-autoscaling:scalable-dimension", "{ScalableDimension}"), ("application-autoscaling:service-namespace", "{ServiceNamespace}")])]) };
    pub static DescribeScalableTargets: Operation = Operation { service: &SERVICE, name: "DescribeScalableTargets", input: &shape::DescribeScalableTargetsRequest, output: &shape::DescribeScalableTargetsResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::InvalidNextTokenException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:DescribeScalableTargets", "", &[], &[])]) };
    pub static DescribeScalingActivities: Operation = Operation { service: &SERVICE, name: "DescribeScalingActivities", input: &shape::DescribeScalingActivitiesRequest, output: &shape::DescribeScalingActivitiesResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::InvalidNextTokenException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:DescribeScalingActivities", "", &[], &[])]) };
    pub static DescribeScalingPolicies: Operation = Operation { service: &SERVICE, name: "DescribeScalingPolicies", input: &shape::DescribeScalingPoliciesRequest, output: &shape::DescribeScalingPoliciesResponse, errors: &[&error::ConcurrentUpdateException, &error::FailedResourceAccessException, &error::InternalServiceException, &error::InvalidNextTokenException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:DescribeScalingPolicies", "", &[], &[])]) };
    pub static DescribeScheduledActions: Operation = Operation { service: &SERVICE, name: "DescribeScheduledActions", input: &shape::DescribeScheduledActionsRequest, output: &shape::DescribeScheduledActionsResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::InvalidNextTokenException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:DescribeScheduledActions", "", &[], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::ResourceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:ListTagsForResource", "", &["{ResourceARN}"], &[])]) };
    pub static PutScalingPolicy: Operation = Operation { service: &SERVICE, name: "PutScalingPolicy", input: &shape::PutScalingPolicyRequest, output: &shape::PutScalingPolicyResponse, errors: &[&error::ConcurrentUpdateException, &error::FailedResourceAccessException, &error::InternalServiceException, &error::LimitExceededException, &error::ObjectNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:PutScalingPolicy", "", &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"], &[("application-autoscaling:scalable-dimension", "{ScalableDimension}"), ("application-autoscaling:service-namespace", "{ServiceNamespace}")])]) };
    pub static PutScheduledAction: Operation = Operation { service: &SERVICE, name: "PutScheduledAction", input: &shape::PutScheduledActionRequest, output: &shape::PutScheduledActionResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::LimitExceededException, &error::ObjectNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:PutScheduledAction", "", &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"], &[("application-autoscaling:scalable-dimension", "{ScalableDimension}"), ("application-autoscaling:service-namespace", "{ServiceNamespace}")])]) };
    pub static RegisterScalableTarget: Operation = Operation { service: &SERVICE, name: "RegisterScalableTarget", input: &shape::RegisterScalableTargetRequest, output: &shape::RegisterScalableTargetResponse, errors: &[&error::ConcurrentUpdateException, &error::InternalServiceException, &error::LimitExceededException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:RegisterScalableTarget", "", &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"], &[("application-autoscaling:scalable-dimension", "{ScalableDimension}"), ("application-autoscaling:service-namespace", "{ServiceNamespace}")]), Need::new("iam:PassRole", "RoleARN", &["{RoleARN}"], &[("iam:PassedToService", "ecs.application-autoscaling.amazonaws.com")]), Need::new("application-autoscaling:TagResource", "Tags", &["arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*"], &[("application-autoscaling:scalable-dimension", "{ScalableDimension}"), ("application-autoscaling:service-namespace", "{ServiceNamespace}")])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &shape::TagResourceResponse, errors: &[&error::ResourceNotFoundException, &error::TooManyTagsException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:TagResource", "", &["{ResourceARN}"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &shape::UntagResourceResponse, errors: &[&error::ResourceNotFoundException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("application-autoscaling:UntagResource", "", &["{ResourceARN}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static ConcurrentUpdateException: ErrorShape = ErrorShape::new(&shape::ConcurrentUpdateException, "ConcurrentUpdateException", 400, false);
    pub static FailedResourceAccessException: ErrorShape = ErrorShape::new(&shape::FailedResourceAccessException, "FailedResourceAccessException", 400, false);
    pub static InternalServiceException: ErrorShape = ErrorShape::new(&shape::InternalServiceException, "InternalServiceException", 400, false);
    pub static InvalidNextTokenException: ErrorShape = ErrorShape::new(&shape::InvalidNextTokenException, "InvalidNextTokenException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static ObjectNotFoundException: ErrorShape = ErrorShape::new(&shape::ObjectNotFoundException, "ObjectNotFoundException", 400, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 400, false);
    pub static TooManyTagsException: ErrorShape = ErrorShape::new(&shape::TooManyTagsException, "TooManyTagsException", 400, false);
    pub static ValidationException: ErrorShape = ErrorShape::new(&shape::ValidationException, "ValidationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AdjustmentType: Shape = Shape::new("AdjustmentType", Kind::String).values(&["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]);
    pub static Alarm: Shape = Shape::structure("Alarm", &[Member::new("AlarmName", &ResourceId).required(), Member::new("AlarmARN", &ResourceId).required(), ]);
    pub static Alarms: Shape = Shape::new("Alarms", Kind::List(Member::new("member", &Alarm)));
    static AmazonResourceName_pattern: Pattern = Pattern::new("^arn:.+:application-autoscaling:.+:[0-9]+:scalable-target\\/[a-zA-Z0-9-]+$");
    pub static AmazonResourceName: Shape = Shape::new("AmazonResourceName", Kind::String).min(1.0).max(1011.0).pattern(&AmazonResourceName_pattern);
    pub static ConcurrentUpdateException: Shape = Shape::structure("ConcurrentUpdateException", &[Member::new("Message", &ErrorMessage), ]);
    pub static Cooldown: Shape = Shape::new("Cooldown", Kind::Integer);
    pub static CustomizedMetricSpecification: Shape = Shape::structure("CustomizedMetricSpecification", &[Member::new("MetricName", &MetricName), Member::new("Namespace", &MetricNamespace), Member::new("Dimensions", &MetricDimensions), Member::new("Statistic", &MetricStatistic), Member::new("Unit", &MetricUnit), Member::new("Metrics", &TargetTrackingMetricDataQueries), ]);
    pub static DeleteScalingPolicyRequest: Shape = Shape::structure("DeleteScalingPolicyRequest", &[Member::new("PolicyName", &ResourceIdMaxLen1600).required(), Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), ]);
    pub static DeleteScalingPolicyResponse: Shape = Shape::structure("DeleteScalingPolicyResponse", &[]);
    pub static DeleteScheduledActionRequest: Shape = Shape::structure("DeleteScheduledActionRequest", &[Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ScheduledActionName", &ResourceIdMaxLen1600).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), ]);
    pub static DeleteScheduledActionResponse: Shape = Shape::structure("DeleteScheduledActionResponse", &[]);
    pub static DeregisterScalableTargetRequest: Shape = Shape::structure("DeregisterScalableTargetRequest", &[Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), ]);
    pub static DeregisterScalableTargetResponse: Shape = Shape::structure("DeregisterScalableTargetResponse", &[]);
    pub static DescribeScalableTargetsRequest: Shape = Shape::structure("DescribeScalableTargetsRequest", &[Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceIds", &ResourceIdsMaxLen1600), Member::new("ScalableDimension", &ScalableDimension), Member::new("MaxResults", &MaxResults), Member::new("NextToken", &XmlString), ]);
    pub static DescribeScalableTargetsResponse: Shape = Shape::structure("DescribeScalableTargetsResponse", &[Member::new("ScalableTargets", &ScalableTargets), Member::new("NextToken", &XmlString), ]);
    pub static DescribeScalingActivitiesRequest: Shape = Shape::structure("DescribeScalingActivitiesRequest", &[Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600), Member::new("ScalableDimension", &ScalableDimension), Member::new("MaxResults", &MaxResults), Member::new("NextToken", &XmlString), Member::new("IncludeNotScaledActivities", &IncludeNotScaledActivities), ]);
    pub static DescribeScalingActivitiesResponse: Shape = Shape::structure("DescribeScalingActivitiesResponse", &[Member::new("ScalingActivities", &ScalingActivities), Member::new("NextToken", &XmlString), ]);
    pub static DescribeScalingPoliciesRequest: Shape = Shape::structure("DescribeScalingPoliciesRequest", &[Member::new("PolicyNames", &ResourceIdsMaxLen1600), Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600), Member::new("ScalableDimension", &ScalableDimension), Member::new("MaxResults", &MaxResults), Member::new("NextToken", &XmlString), ]);
    pub static DescribeScalingPoliciesResponse: Shape = Shape::structure("DescribeScalingPoliciesResponse", &[Member::new("ScalingPolicies", &ScalingPolicies), Member::new("NextToken", &XmlString), ]);
    pub static DescribeScheduledActionsRequest: Shape = Shape::structure("DescribeScheduledActionsRequest", &[Member::new("ScheduledActionNames", &ResourceIdsMaxLen1600), Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600), Member::new("ScalableDimension", &ScalableDimension), Member::new("MaxResults", &MaxResults), Member::new("NextToken", &XmlString), ]);
    pub static DescribeScheduledActionsResponse: Shape = Shape::structure("DescribeScheduledActionsResponse", &[Member::new("ScheduledActions", &ScheduledActions), Member::new("NextToken", &XmlString), ]);
    pub static DisableScaleIn: Shape = Shape::new("DisableScaleIn", Kind::Boolean);
    pub static ErrorMessage: Shape = Shape::new("ErrorMessage", Kind::String);
    pub static ExceptionMessage: Shape = Shape::new("ExceptionMessage", Kind::String);
    static Expression_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static Expression: Shape = Shape::new("Expression", Kind::String).min(1.0).max(2048.0).pattern(&Expression_pattern);
    pub static FailedResourceAccessException: Shape = Shape::structure("FailedResourceAccessException", &[Member::new("Message", &ErrorMessage), ]);
    static Id_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static Id: Shape = Shape::new("Id", Kind::String).min(1.0).max(255.0).pattern(&Id_pattern);
    pub static IncludeNotScaledActivities: Shape = Shape::new("IncludeNotScaledActivities", Kind::Boolean);
    pub static InternalServiceException: Shape = Shape::structure("InternalServiceException", &[Member::new("Message", &ErrorMessage), ]);
    pub static InvalidNextTokenException: Shape = Shape::structure("InvalidNextTokenException", &[Member::new("Message", &ErrorMessage), ]);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("Message", &ErrorMessage), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("ResourceARN", &AmazonResourceName).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("Tags", &TagMap), ]);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer);
    pub static MetricAggregationType: Shape = Shape::new("MetricAggregationType", Kind::String).values(&["Average", "Minimum", "Maximum"]);
    pub static MetricDimension: Shape = Shape::structure("MetricDimension", &[Member::new("Name", &MetricDimensionName).required(), Member::new("Value", &MetricDimensionValue).required(), ]);
    pub static MetricDimensionName: Shape = Shape::new("MetricDimensionName", Kind::String);
    pub static MetricDimensionValue: Shape = Shape::new("MetricDimensionValue", Kind::String);
    pub static MetricDimensions: Shape = Shape::new("MetricDimensions", Kind::List(Member::new("member", &MetricDimension)));
    pub static MetricName: Shape = Shape::new("MetricName", Kind::String);
    pub static MetricNamespace: Shape = Shape::new("MetricNamespace", Kind::String);
    pub static MetricScale: Shape = Shape::new("MetricScale", Kind::Float);
    pub static MetricStatistic: Shape = Shape::new("MetricStatistic", Kind::String).values(&["Average", "Minimum", "Maximum", "SampleCount", "Sum"]);
    pub static MetricType: Shape = Shape::new("MetricType", Kind::String).values(&["DynamoDBReadCapacityUtilization", "DynamoDBWriteCapacityUtilization", "ALBRequestCountPerTarget", "RDSReaderAverageCPUUtilization", "RDSReaderAverageDatabaseConnections", "EC2SpotFleetRequestAverageCPUUtilization", "EC2SpotFleetRequestAverageNetworkIn", "EC2SpotFleetRequestAverageNetworkOut", "SageMakerVariantInvocationsPerInstance", "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", "AppStreamAverageCapacityUtilization", "ComprehendInferenceUtilization", "LambdaProvisionedConcurrencyUtilization", "CassandraReadCapacityUtilization", "CassandraWriteCapacityUtilization", "KafkaBrokerStorageUtilization", "ElastiCacheEngineCPUUtilization", "ElastiCacheDatabaseMemoryUsagePercentage", "ElastiCachePrimaryEngineCPUUtilization", "ElastiCacheReplicaEngineCPUUtilization", "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage", "NeptuneReaderAverageCPUUtilization", "SageMakerVariantProvisionedConcurrencyUtilization", "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage", "SageMakerInferenceComponentInvocationsPerCopy", "WorkSpacesAverageUserSessionsCapacityUtilization", "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution", "SageMakerVariantConcurrentRequestsPerModelHighResolution"]);
    pub static MetricUnit: Shape = Shape::new("MetricUnit", Kind::String);
    pub static MinAdjustmentMagnitude: Shape = Shape::new("MinAdjustmentMagnitude", Kind::Integer);
    pub static NotScaledReason: Shape = Shape::structure("NotScaledReason", &[Member::new("Code", &XmlString).required(), Member::new("MaxCapacity", &ResourceCapacity), Member::new("MinCapacity", &ResourceCapacity), Member::new("CurrentCapacity", &ResourceCapacity), ]);
    pub static NotScaledReasons: Shape = Shape::new("NotScaledReasons", Kind::List(Member::new("member", &NotScaledReason)));
    pub static ObjectNotFoundException: Shape = Shape::structure("ObjectNotFoundException", &[Member::new("Message", &ErrorMessage), ]);
    static PolicyName_pattern: Pattern = Pattern::new("\\p{Print}+");
    pub static PolicyName: Shape = Shape::new("PolicyName", Kind::String).min(1.0).max(256.0).pattern(&PolicyName_pattern);
    pub static PolicyType: Shape = Shape::new("PolicyType", Kind::String).values(&["StepScaling", "TargetTrackingScaling", "PredictiveScaling"]);
    pub static PredefinedMetricSpecification: Shape = Shape::structure("PredefinedMetricSpecification", &[Member::new("PredefinedMetricType", &MetricType).required(), Member::new("ResourceLabel", &ResourceLabel), ]);
    pub static PredictiveScalingCustomizedMetricSpecification: Shape = Shape::structure("PredictiveScalingCustomizedMetricSpecification", &[Member::new("MetricDataQueries", &PredictiveScalingMetricDataQueries).required(), ]);
    pub static PredictiveScalingMaxCapacityBreachBehavior: Shape = Shape::new("PredictiveScalingMaxCapacityBreachBehavior", Kind::String).values(&["HonorMaxCapacity", "IncreaseMaxCapacity"]);
    pub static PredictiveScalingMaxCapacityBuffer: Shape = Shape::new("PredictiveScalingMaxCapacityBuffer", Kind::Integer).min(0.0).max(100.0);
    pub static PredictiveScalingMetric: Shape = Shape::structure("PredictiveScalingMetric", &[Member::new("Dimensions", &PredictiveScalingMetricDimensions), Member::new("MetricName", &PredictiveScalingMetricName), Member::new("Namespace", &PredictiveScalingMetricNamespace), ]);
    pub static PredictiveScalingMetricDataQueries: Shape = Shape::new("PredictiveScalingMetricDataQueries", Kind::List(Member::new("member", &PredictiveScalingMetricDataQuery)));
    pub static PredictiveScalingMetricDataQuery: Shape = Shape::structure("PredictiveScalingMetricDataQuery", &[Member::new("Id", &Id).required(), Member::new("Expression", &Expression), Member::new("MetricStat", &PredictiveScalingMetricStat), Member::new("Label", &XmlString), Member::new("ReturnData", &ReturnData), ]);
    pub static PredictiveScalingMetricDimension: Shape = Shape::structure("PredictiveScalingMetricDimension", &[Member::new("Name", &PredictiveScalingMetricDimensionName).required(), Member::new("Value", &PredictiveScalingMetricDimensionValue).required(), ]);
    static PredictiveScalingMetricDimensionName_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static PredictiveScalingMetricDimensionName: Shape = Shape::new("PredictiveScalingMetricDimensionName", Kind::String).min(1.0).max(255.0).pattern(&PredictiveScalingMetricDimensionName_pattern);
    static PredictiveScalingMetricDimensionValue_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static PredictiveScalingMetricDimensionValue: Shape = Shape::new("PredictiveScalingMetricDimensionValue", Kind::String).min(1.0).max(1024.0).pattern(&PredictiveScalingMetricDimensionValue_pattern);
    pub static PredictiveScalingMetricDimensions: Shape = Shape::new("PredictiveScalingMetricDimensions", Kind::List(Member::new("member", &PredictiveScalingMetricDimension)));
    static PredictiveScalingMetricName_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static PredictiveScalingMetricName: Shape = Shape::new("PredictiveScalingMetricName", Kind::String).min(1.0).max(255.0).pattern(&PredictiveScalingMetricName_pattern);
    static PredictiveScalingMetricNamespace_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static PredictiveScalingMetricNamespace: Shape = Shape::new("PredictiveScalingMetricNamespace", Kind::String).min(1.0).max(255.0).pattern(&PredictiveScalingMetricNamespace_pattern);
    pub static PredictiveScalingMetricSpecification: Shape = Shape::structure("PredictiveScalingMetricSpecification", &[Member::new("TargetValue", &MetricScale).required(), Member::new("PredefinedMetricPairSpecification", &PredictiveScalingPredefinedMetricPairSpecification), Member::new("PredefinedScalingMetricSpecification", &PredictiveScalingPredefinedScalingMetricSpecification), Member::new("PredefinedLoadMetricSpecification", &PredictiveScalingPredefinedLoadMetricSpecification), Member::new("CustomizedScalingMetricSpecification", &PredictiveScalingCustomizedMetricSpecification), Member::new("CustomizedLoadMetricSpecification", &PredictiveScalingCustomizedMetricSpecification), Member::new("CustomizedCapacityMetricSpecification", &PredictiveScalingCustomizedMetricSpecification), ]);
    pub static PredictiveScalingMetricSpecifications: Shape = Shape::new("PredictiveScalingMetricSpecifications", Kind::List(Member::new("member", &PredictiveScalingMetricSpecification)));
    pub static PredictiveScalingMetricStat: Shape = Shape::structure("PredictiveScalingMetricStat", &[Member::new("Metric", &PredictiveScalingMetric).required(), Member::new("Stat", &XmlString).required(), Member::new("Unit", &PredictiveScalingMetricUnit), ]);
    pub static PredictiveScalingMetricType: Shape = Shape::new("PredictiveScalingMetricType", Kind::String).min(1.0).max(128.0);
    static PredictiveScalingMetricUnit_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static PredictiveScalingMetricUnit: Shape = Shape::new("PredictiveScalingMetricUnit", Kind::String).min(1.0).max(1023.0).pattern(&PredictiveScalingMetricUnit_pattern);
    pub static PredictiveScalingMode: Shape = Shape::new("PredictiveScalingMode", Kind::String).values(&["ForecastOnly", "ForecastAndScale"]);
    pub static PredictiveScalingPolicyConfiguration: Shape = Shape::structure("PredictiveScalingPolicyConfiguration", &[Member::new("MetricSpecifications", &PredictiveScalingMetricSpecifications).required(), Member::new("Mode", &PredictiveScalingMode), Member::new("SchedulingBufferTime", &PredictiveScalingSchedulingBufferTime), Member::new("MaxCapacityBreachBehavior", &PredictiveScalingMaxCapacityBreachBehavior), Member::new("MaxCapacityBuffer", &PredictiveScalingMaxCapacityBuffer), ]);
    pub static PredictiveScalingPredefinedLoadMetricSpecification: Shape = Shape::structure("PredictiveScalingPredefinedLoadMetricSpecification", &[Member::new("PredefinedMetricType", &PredictiveScalingMetricType).required(), Member::new("ResourceLabel", &ResourceLabel), ]);
    pub static PredictiveScalingPredefinedMetricPairSpecification: Shape = Shape::structure("PredictiveScalingPredefinedMetricPairSpecification", &[Member::new("PredefinedMetricType", &PredictiveScalingMetricType).required(), Member::new("ResourceLabel", &ResourceLabel), ]);
    pub static PredictiveScalingPredefinedScalingMetricSpecification: Shape = Shape::structure("PredictiveScalingPredefinedScalingMetricSpecification", &[Member::new("PredefinedMetricType", &PredictiveScalingMetricType).required(), Member::new("ResourceLabel", &ResourceLabel), ]);
    pub static PredictiveScalingSchedulingBufferTime: Shape = Shape::new("PredictiveScalingSchedulingBufferTime", Kind::Integer).min(0.0).max(3600.0);
    pub static PutScalingPolicyRequest: Shape = Shape::structure("PutScalingPolicyRequest", &[Member::new("PolicyName", &PolicyName).required(), Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), Member::new("PolicyType", &PolicyType), Member::new("StepScalingPolicyConfiguration", &StepScalingPolicyConfiguration), Member::new("TargetTrackingScalingPolicyConfiguration", &TargetTrackingScalingPolicyConfiguration), Member::new("PredictiveScalingPolicyConfiguration", &PredictiveScalingPolicyConfiguration), ]);
    pub static PutScalingPolicyResponse: Shape = Shape::structure("PutScalingPolicyResponse", &[Member::new("PolicyARN", &ResourceIdMaxLen1600).required(), Member::new("Alarms", &Alarms), ]);
    pub static PutScheduledActionRequest: Shape = Shape::structure("PutScheduledActionRequest", &[Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("Schedule", &ResourceIdMaxLen1600), Member::new("Timezone", &ResourceIdMaxLen1600), Member::new("ScheduledActionName", &ScheduledActionName).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), Member::new("StartTime", &TimestampType), Member::new("EndTime", &TimestampType), Member::new("ScalableTargetAction", &ScalableTargetAction), ]);
    pub static PutScheduledActionResponse: Shape = Shape::structure("PutScheduledActionResponse", &[]);
    pub static RegisterScalableTargetRequest: Shape = Shape::structure("RegisterScalableTargetRequest", &[Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), Member::new("MinCapacity", &ResourceCapacity), Member::new("MaxCapacity", &ResourceCapacity), Member::new("RoleARN", &ResourceIdMaxLen1600), Member::new("SuspendedState", &SuspendedState), Member::new("Tags", &TagMap), ]);
    pub static RegisterScalableTargetResponse: Shape = Shape::structure("RegisterScalableTargetResponse", &[Member::new("ScalableTargetARN", &XmlString), ]);
    pub static ResourceCapacity: Shape = Shape::new("ResourceCapacity", Kind::Integer);
    pub static ResourceId: Shape = Shape::new("ResourceId", Kind::String);
    static ResourceIdMaxLen1600_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static ResourceIdMaxLen1600: Shape = Shape::new("ResourceIdMaxLen1600", Kind::String).min(1.0).max(1600.0).pattern(&ResourceIdMaxLen1600_pattern);
    pub static ResourceIdsMaxLen1600: Shape = Shape::new("ResourceIdsMaxLen1600", Kind::List(Member::new("member", &ResourceIdMaxLen1600))).max(50.0);
    pub static ResourceLabel: Shape = Shape::new("ResourceLabel", Kind::String).min(1.0).max(1023.0);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("Message", &ExceptionMessage), Member::new("ResourceName", &AmazonResourceName), ]);
    pub static ReturnData: Shape = Shape::new("ReturnData", Kind::Boolean);
    pub static ScalableDimension: Shape = Shape::new("ScalableDimension", Kind::String).values(&["ecs:service:DesiredCount", "ec2:spot-fleet-request:TargetCapacity", "elasticmapreduce:instancegroup:InstanceCount", "appstream:fleet:DesiredCapacity", "dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits", "dynamodb:index:ReadCapacityUnits", "dynamodb:index:WriteCapacityUnits", "rds:cluster:ReadReplicaCount", "sagemaker:variant:DesiredInstanceCount", "custom-resource:ResourceType:Property", "comprehend:document-classifier-endpoint:DesiredInferenceUnits", "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits", "lambda:function:ProvisionedConcurrency", "cassandra:table:ReadCapacityUnits", "cassandra:table:WriteCapacityUnits", "kafka:broker-storage:VolumeSize", "elasticache:cache-cluster:Nodes", "elasticache:replication-group:NodeGroups", "elasticache:replication-group:Replicas", "neptune:cluster:ReadReplicaCount", "sagemaker:variant:DesiredProvisionedConcurrency", "sagemaker:inference-component:DesiredCopyCount", "workspaces:workspacespool:DesiredUserSessions"]);
    pub static ScalableTarget: Shape = Shape::structure("ScalableTarget", &[Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), Member::new("MinCapacity", &ResourceCapacity).required(), Member::new("MaxCapacity", &ResourceCapacity).required(), Member::new("PredictedCapacity", &ResourceCapacity), Member::new("RoleARN", &ResourceIdMaxLen1600).required(), Member::new("CreationTime", &TimestampType).required(), Member::new("SuspendedState", &SuspendedState), Member::new("ScalableTargetARN", &XmlString), ]);
    pub static ScalableTargetAction: Shape = Shape::structure("ScalableTargetAction", &[Member::new("MinCapacity", &ResourceCapacity), Member::new("MaxCapacity", &ResourceCapacity), ]);
    pub static ScalableTargets: Shape = Shape::new("ScalableTargets", Kind::List(Member::new("member", &ScalableTarget)));
    pub static ScalingActivities: Shape = Shape::new("ScalingActivities", Kind::List(Member::new("member", &ScalingActivity)));
    pub static ScalingActivity: Shape = Shape::structure("ScalingActivity", &[Member::new("ActivityId", &ResourceId).required(), Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), Member::new("Description", &XmlString).required(), Member::new("Cause", &XmlString).required(), Member::new("StartTime", &TimestampType).required(), Member::new("EndTime", &TimestampType), Member::new("StatusCode", &ScalingActivityStatusCode).required(), Member::new("StatusMessage", &XmlString), Member::new("Details", &XmlString), Member::new("NotScaledReasons", &NotScaledReasons), ]);
    pub static ScalingActivityStatusCode: Shape = Shape::new("ScalingActivityStatusCode", Kind::String).values(&["Pending", "InProgress", "Successful", "Overridden", "Unfulfilled", "Failed"]);
    pub static ScalingAdjustment: Shape = Shape::new("ScalingAdjustment", Kind::Integer);
    pub static ScalingPolicies: Shape = Shape::new("ScalingPolicies", Kind::List(Member::new("member", &ScalingPolicy)));
    pub static ScalingPolicy: Shape = Shape::structure("ScalingPolicy", &[Member::new("PolicyARN", &ResourceIdMaxLen1600).required(), Member::new("PolicyName", &PolicyName).required(), Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension).required(), Member::new("PolicyType", &PolicyType).required(), Member::new("StepScalingPolicyConfiguration", &StepScalingPolicyConfiguration), Member::new("TargetTrackingScalingPolicyConfiguration", &TargetTrackingScalingPolicyConfiguration), Member::new("PredictiveScalingPolicyConfiguration", &PredictiveScalingPolicyConfiguration), Member::new("Alarms", &Alarms), Member::new("CreationTime", &TimestampType).required(), ]);
    pub static ScalingSuspended: Shape = Shape::new("ScalingSuspended", Kind::Boolean);
    pub static ScheduledAction: Shape = Shape::structure("ScheduledAction", &[Member::new("ScheduledActionName", &ScheduledActionName).required(), Member::new("ScheduledActionARN", &ResourceIdMaxLen1600).required(), Member::new("ServiceNamespace", &ServiceNamespace).required(), Member::new("Schedule", &ResourceIdMaxLen1600).required(), Member::new("Timezone", &ResourceIdMaxLen1600), Member::new("ResourceId", &ResourceIdMaxLen1600).required(), Member::new("ScalableDimension", &ScalableDimension), Member::new("StartTime", &TimestampType), Member::new("EndTime", &TimestampType), Member::new("ScalableTargetAction", &ScalableTargetAction), Member::new("CreationTime", &TimestampType).required(), ]);
    pub static ScheduledActionName: Shape = Shape::new("ScheduledActionName", Kind::String).min(1.0).max(256.0);
    pub static ScheduledActions: Shape = Shape::new("ScheduledActions", Kind::List(Member::new("member", &ScheduledAction)));
    pub static ServiceNamespace: Shape = Shape::new("ServiceNamespace", Kind::String).values(&["ecs", "elasticmapreduce", "ec2", "appstream", "dynamodb", "rds", "sagemaker", "custom-resource", "comprehend", "lambda", "cassandra", "kafka", "elasticache", "neptune", "workspaces"]);
    pub static StepAdjustment: Shape = Shape::structure("StepAdjustment", &[Member::new("MetricIntervalLowerBound", &MetricScale), Member::new("MetricIntervalUpperBound", &MetricScale), Member::new("ScalingAdjustment", &ScalingAdjustment).required(), ]);
    pub static StepAdjustments: Shape = Shape::new("StepAdjustments", Kind::List(Member::new("member", &StepAdjustment)));
    pub static StepScalingPolicyConfiguration: Shape = Shape::structure("StepScalingPolicyConfiguration", &[Member::new("AdjustmentType", &AdjustmentType), Member::new("StepAdjustments", &StepAdjustments), Member::new("MinAdjustmentMagnitude", &MinAdjustmentMagnitude), Member::new("Cooldown", &Cooldown), Member::new("MetricAggregationType", &MetricAggregationType), ]);
    pub static SuspendedState: Shape = Shape::structure("SuspendedState", &[Member::new("DynamicScalingInSuspended", &ScalingSuspended), Member::new("DynamicScalingOutSuspended", &ScalingSuspended), Member::new("ScheduledScalingSuspended", &ScalingSuspended), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey))).min(0.0).max(200.0);
    pub static TagMap: Shape = Shape::new("TagMap", Kind::Map(Member::new("key", &TagKey), Member::new("value", &TagValue)));
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("ResourceARN", &AmazonResourceName).required(), Member::new("Tags", &TagMap).required(), ]);
    pub static TagResourceResponse: Shape = Shape::structure("TagResourceResponse", &[]);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0);
    pub static TargetTrackingMetric: Shape = Shape::structure("TargetTrackingMetric", &[Member::new("Dimensions", &TargetTrackingMetricDimensions), Member::new("MetricName", &TargetTrackingMetricName), Member::new("Namespace", &TargetTrackingMetricNamespace), ]);
    pub static TargetTrackingMetricDataQueries: Shape = Shape::new("TargetTrackingMetricDataQueries", Kind::List(Member::new("member", &TargetTrackingMetricDataQuery)));
    pub static TargetTrackingMetricDataQuery: Shape = Shape::structure("TargetTrackingMetricDataQuery", &[Member::new("Expression", &Expression), Member::new("Id", &Id).required(), Member::new("Label", &XmlString), Member::new("MetricStat", &TargetTrackingMetricStat), Member::new("ReturnData", &ReturnData), ]);
    pub static TargetTrackingMetricDimension: Shape = Shape::structure("TargetTrackingMetricDimension", &[Member::new("Name", &TargetTrackingMetricDimensionName).required(), Member::new("Value", &TargetTrackingMetricDimensionValue).required(), ]);
    static TargetTrackingMetricDimensionName_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static TargetTrackingMetricDimensionName: Shape = Shape::new("TargetTrackingMetricDimensionName", Kind::String).min(1.0).max(255.0).pattern(&TargetTrackingMetricDimensionName_pattern);
    static TargetTrackingMetricDimensionValue_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static TargetTrackingMetricDimensionValue: Shape = Shape::new("TargetTrackingMetricDimensionValue", Kind::String).min(1.0).max(1024.0).pattern(&TargetTrackingMetricDimensionValue_pattern);
    pub static TargetTrackingMetricDimensions: Shape = Shape::new("TargetTrackingMetricDimensions", Kind::List(Member::new("member", &TargetTrackingMetricDimension)));
    static TargetTrackingMetricName_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static TargetTrackingMetricName: Shape = Shape::new("TargetTrackingMetricName", Kind::String).min(1.0).max(255.0).pattern(&TargetTrackingMetricName_pattern);
    static TargetTrackingMetricNamespace_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static TargetTrackingMetricNamespace: Shape = Shape::new("TargetTrackingMetricNamespace", Kind::String).min(1.0).max(255.0).pattern(&TargetTrackingMetricNamespace_pattern);
    pub static TargetTrackingMetricStat: Shape = Shape::structure("TargetTrackingMetricStat", &[Member::new("Metric", &TargetTrackingMetric).required(), Member::new("Stat", &XmlString).required(), Member::new("Unit", &TargetTrackingMetricUnit), ]);
    static TargetTrackingMetricUnit_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static TargetTrackingMetricUnit: Shape = Shape::new("TargetTrackingMetricUnit", Kind::String).min(1.0).max(1023.0).pattern(&TargetTrackingMetricUnit_pattern);
    pub static TargetTrackingScalingPolicyConfiguration: Shape = Shape::structure("TargetTrackingScalingPolicyConfiguration", &[Member::new("TargetValue", &MetricScale).required(), Member::new("PredefinedMetricSpecification", &PredefinedMetricSpecification), Member::new("CustomizedMetricSpecification", &CustomizedMetricSpecification), Member::new("ScaleOutCooldown", &Cooldown), Member::new("ScaleInCooldown", &Cooldown), Member::new("DisableScaleIn", &DisableScaleIn), ]);
    pub static TimestampType: Shape = Shape::new("TimestampType", Kind::Timestamp(None));
    pub static TooManyTagsException: Shape = Shape::structure("TooManyTagsException", &[Member::new("Message", &ExceptionMessage), Member::new("ResourceName", &AmazonResourceName), ]);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("ResourceARN", &AmazonResourceName).required(), Member::new("TagKeys", &TagKeyList).required(), ]);
    pub static UntagResourceResponse: Shape = Shape::structure("UntagResourceResponse", &[]);
    pub static ValidationException: Shape = Shape::structure("ValidationException", &[Member::new("Message", &ErrorMessage), ]);
    static XmlString_pattern: Pattern = Pattern::new("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*");
    pub static XmlString: Shape = Shape::new("XmlString", Kind::String).pattern(&XmlString_pattern);
}
