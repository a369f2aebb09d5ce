// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `scheduler`.

/// The service `scheduler`.
pub static SERVICE: crate::Service = crate::Service {
    id: "scheduler",
    sdk_name: "scheduler",
    signing_name: "scheduler",
    protocols: &[crate::Protocol::RestJson],
    target_prefix: "",
    api_version: "2021-06-30",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "CreateSchedule",
        "CreateScheduleGroup",
        "DeleteSchedule",
        "DeleteScheduleGroup",
        "GetSchedule",
        "GetScheduleGroup",
        "ListScheduleGroups",
        "ListSchedules",
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
        "UpdateSchedule",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::CreateSchedule,
        &operation::CreateScheduleGroup,
        &operation::DeleteSchedule,
        &operation::DeleteScheduleGroup,
        &operation::GetSchedule,
        &operation::GetScheduleGroup,
        &operation::ListScheduleGroups,
        &operation::ListSchedules,
        &operation::ListTagsForResource,
        &operation::TagResource,
        &operation::UntagResource,
        &operation::UpdateSchedule,
    ],
    errors: &[
        &error::ConflictException,
        &error::InternalServerException,
        &error::ResourceNotFoundException,
        &error::ServiceQuotaExceededException,
        &error::ThrottlingException,
        &error::ValidationException,
    ],
};

errors! { SERVICE, {
    ConflictException(conflict) = error::ConflictException,
    InternalServerException(internal_server) = error::InternalServerException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    ServiceQuotaExceededException(service_quota_exceeded) = error::ServiceQuotaExceededException,
    ThrottlingException(throttling) = error::ThrottlingException,
    ValidationException(validation) = error::ValidationException,
} }

enumeration! { ActionAfterCompletion { None = "NONE", Delete = "DELETE", } }
enumeration! { AssignPublicIp { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { AwsVpcConfiguration(shape::AwsVpcConfiguration) { assign_public_ip: Option<AssignPublicIp>, security_groups: Option<Vec<String>>, subnets: Option<Vec<String>>, } }
structure! { CapacityProviderStrategyItem(shape::CapacityProviderStrategyItem) { base: Option<i32>, capacity_provider: Option<String>, weight: Option<i32>, } }
structure! { CreateScheduleGroupInput(shape::CreateScheduleGroupInput) { client_token: Option<String>, name: String, tags: Option<Vec<Tag>>, } }
structure! { CreateScheduleGroupOutput(shape::CreateScheduleGroupOutput) { schedule_group_arn: Option<String>, } }
structure! { CreateScheduleInput(shape::CreateScheduleInput) { action_after_completion: Option<ActionAfterCompletion>, client_token: Option<String>, description: Option<String>, end_date: Option<crate::Timestamp>, flexible_time_window: FlexibleTimeWindow, group_name: Option<String>, kms_key_arn: Option<String>, name: String, schedule_expression: String, schedule_expression_timezone: Option<String>, start_date: Option<crate::Timestamp>, state: Option<ScheduleState>, target: Target, } }
structure! { CreateScheduleOutput(shape::CreateScheduleOutput) { schedule_arn: Option<String>, } }
structure! { DeadLetterConfig(shape::DeadLetterConfig) { arn: Option<String>, } }
structure! { DeleteScheduleGroupInput(shape::DeleteScheduleGroupInput) { client_token: Option<String>, name: String, } }
structure! { DeleteScheduleGroupOutput(shape::DeleteScheduleGroupOutput) { } }
structure! { DeleteScheduleInput(shape::DeleteScheduleInput) { client_token: Option<String>, group_name: Option<String>, name: String, } }
structure! { DeleteScheduleOutput(shape::DeleteScheduleOutput) { } }
structure! { EcsParameters(shape::EcsParameters) { capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, enable_ecs_managed_tags: Option<bool>, enable_execute_command: Option<bool>, group: Option<String>, launch_type: Option<LaunchType>, network_configuration: Option<NetworkConfiguration>, placement_constraints: Option<Vec<PlacementConstraint>>, placement_strategy: Option<Vec<PlacementStrategy>>, platform_version: Option<String>, propagate_tags: Option<PropagateTags>, reference_id: Option<String>, tags: Option<Vec<crate::Map<String>>>, task_count: Option<i32>, task_definition_arn: Option<String>, } }
structure! { EventBridgeParameters(shape::EventBridgeParameters) { detail_type: Option<String>, source: Option<String>, } }
structure! { FlexibleTimeWindow(shape::FlexibleTimeWindow) { maximum_window_in_minutes: Option<i32>, mode: Option<FlexibleTimeWindowMode>, } }
enumeration! { FlexibleTimeWindowMode { Off = "OFF", Flexible = "FLEXIBLE", } }
structure! { GetScheduleGroupInput(shape::GetScheduleGroupInput) { name: String, } }
structure! { GetScheduleGroupOutput(shape::GetScheduleGroupOutput) { arn: Option<String>, creation_date: Option<crate::Timestamp>, last_modification_date: Option<crate::Timestamp>, name: Option<String>, state: Option<ScheduleGroupState>, } }
structure! { GetScheduleInput(shape::GetScheduleInput) { group_name: Option<String>, name: String, } }
structure! { GetScheduleOutput(shape::GetScheduleOutput) { action_after_completion: Option<ActionAfterCompletion>, arn: Option<String>, creation_date: Option<crate::Timestamp>, description: Option<String>, end_date: Option<crate::Timestamp>, flexible_time_window: Option<FlexibleTimeWindow>, group_name: Option<String>, kms_key_arn: Option<String>, last_modification_date: Option<crate::Timestamp>, name: Option<String>, schedule_expression: Option<String>, schedule_expression_timezone: Option<String>, start_date: Option<crate::Timestamp>, state: Option<ScheduleState>, target: Option<Target>, } }
structure! { KinesisParameters(shape::KinesisParameters) { partition_key: Option<String>, } }
enumeration! { LaunchType { Ec2 = "EC2", Fargate = "FARGATE", External = "EXTERNAL", } }
structure! { ListScheduleGroupsInput(shape::ListScheduleGroupsInput) { max_results: Option<i32>, name_prefix: Option<String>, next_token: Option<String>, } }
structure! { ListScheduleGroupsOutput(shape::ListScheduleGroupsOutput) { next_token: Option<String>, schedule_groups: Option<Vec<ScheduleGroupSummary>>, } }
structure! { ListSchedulesInput(shape::ListSchedulesInput) { group_name: Option<String>, max_results: Option<i32>, name_prefix: Option<String>, next_token: Option<String>, state: Option<ScheduleState>, } }
structure! { ListSchedulesOutput(shape::ListSchedulesOutput) { next_token: Option<String>, schedules: Option<Vec<ScheduleSummary>>, } }
structure! { ListTagsForResourceInput(shape::ListTagsForResourceInput) { resource_arn: String, } }
structure! { ListTagsForResourceOutput(shape::ListTagsForResourceOutput) { tags: Option<Vec<Tag>>, } }
structure! { NetworkConfiguration(shape::NetworkConfiguration) { awsvpc_configuration: Option<AwsVpcConfiguration>, } }
structure! { PlacementConstraint(shape::PlacementConstraint) { expression: Option<String>, r#type: Option<PlacementConstraintType>, } }
enumeration! { PlacementConstraintType { DistinctInstance = "distinctInstance", MemberOf = "memberOf", } }
structure! { PlacementStrategy(shape::PlacementStrategy) { field: Option<String>, r#type: Option<PlacementStrategyType>, } }
enumeration! { PlacementStrategyType { Random = "random", Spread = "spread", Binpack = "binpack", } }
enumeration! { PropagateTags { TaskDefinition = "TASK_DEFINITION", } }
structure! { RetryPolicy(shape::RetryPolicy) { maximum_event_age_in_seconds: Option<i32>, maximum_retry_attempts: Option<i32>, } }
structure! { SageMakerPipelineParameter(shape::SageMakerPipelineParameter) { name: Option<String>, value: Option<String>, } }
structure! { SageMakerPipelineParameters(shape::SageMakerPipelineParameters) { pipeline_parameter_list: Option<Vec<SageMakerPipelineParameter>>, } }
enumeration! { ScheduleGroupState { Active = "ACTIVE", Deleting = "DELETING", } }
structure! { ScheduleGroupSummary(shape::ScheduleGroupSummary) { arn: Option<String>, creation_date: Option<crate::Timestamp>, last_modification_date: Option<crate::Timestamp>, name: Option<String>, state: Option<ScheduleGroupState>, } }
enumeration! { ScheduleState { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { ScheduleSummary(shape::ScheduleSummary) { arn: Option<String>, creation_date: Option<crate::Timestamp>, group_name: Option<String>, last_modification_date: Option<crate::Timestamp>, name: Option<String>, state: Option<ScheduleState>, target: Option<TargetSummary>, } }
structure! { SqsParameters(shape::SqsParameters) { message_group_id: Option<String>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceInput(shape::TagResourceInput) { resource_arn: String, tags: Vec<Tag>, } }
structure! { TagResourceOutput(shape::TagResourceOutput) { } }
structure! { Target(shape::Target) { arn: Option<String>, dead_letter_config: Option<DeadLetterConfig>, ecs_parameters: Option<EcsParameters>, event_bridge_parameters: Option<EventBridgeParameters>, input: Option<String>, kinesis_parameters: Option<KinesisParameters>, retry_policy: Option<RetryPolicy>, role_arn: Option<String>, sage_maker_pipeline_parameters: Option<SageMakerPipelineParameters>, sqs_parameters: Option<SqsParameters>, } }
structure! { TargetSummary(shape::TargetSummary) { arn: Option<String>, } }
structure! { UntagResourceInput(shape::UntagResourceInput) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceOutput(shape::UntagResourceOutput) { } }
structure! { UpdateScheduleInput(shape::UpdateScheduleInput) { action_after_completion: Option<ActionAfterCompletion>, client_token: Option<String>, description: Option<String>, end_date: Option<crate::Timestamp>, flexible_time_window: FlexibleTimeWindow, group_name: Option<String>, kms_key_arn: Option<String>, name: String, schedule_expression: String, schedule_expression_timezone: Option<String>, start_date: Option<crate::Timestamp>, state: Option<ScheduleState>, target: Target, } }
structure! { UpdateScheduleOutput(shape::UpdateScheduleOutput) { schedule_arn: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        CreateSchedule(super::operation::CreateSchedule): super::CreateScheduleInput => super::CreateScheduleOutput,
        CreateScheduleGroup(super::operation::CreateScheduleGroup): super::CreateScheduleGroupInput => super::CreateScheduleGroupOutput,
        DeleteSchedule(super::operation::DeleteSchedule): super::DeleteScheduleInput => super::DeleteScheduleOutput,
        DeleteScheduleGroup(super::operation::DeleteScheduleGroup): super::DeleteScheduleGroupInput => super::DeleteScheduleGroupOutput,
        GetSchedule(super::operation::GetSchedule): super::GetScheduleInput => super::GetScheduleOutput,
        GetScheduleGroup(super::operation::GetScheduleGroup): super::GetScheduleGroupInput => super::GetScheduleGroupOutput,
        ListScheduleGroups(super::operation::ListScheduleGroups): super::ListScheduleGroupsInput => super::ListScheduleGroupsOutput,
        ListSchedules(super::operation::ListSchedules): super::ListSchedulesInput => super::ListSchedulesOutput,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceInput => super::ListTagsForResourceOutput,
        TagResource(super::operation::TagResource): super::TagResourceInput => super::TagResourceOutput,
        UntagResource(super::operation::UntagResource): super::UntagResourceInput => super::UntagResourceOutput,
        UpdateSchedule(super::operation::UpdateSchedule): super::UpdateScheduleInput => super::UpdateScheduleOutput,
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

    pub static CreateSchedule: Operation = Operation { service: &SERVICE, name: "CreateSchedule", input: &shape::CreateScheduleInput, output: &shape::CreateScheduleOutput, errors: &[&error::ConflictException, &error::InternalServerException, &error::ResourceNotFoundException, &error::ServiceQuotaExceededException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/schedules/{Name}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:CreateSchedule", "", &["arn:{partition}:scheduler:{region}:{account}:schedule/{GroupName=default}/{Name}"], &[]), Need::new("iam:PassRole", "Target.RoleArn", &["{Target.RoleArn}"], &[("iam:PassedToService", "scheduler.amazonaws.com")])]) };
    pub static CreateScheduleGroup: Operation = Operation { service: &SERVICE, name: "CreateScheduleGroup", input: &shape::CreateScheduleGroupInput, output: &shape::CreateScheduleGroupOutput, errors: &[&error::ConflictException, &error::InternalServerException, &error::ServiceQuotaExceededException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/schedule-groups/{Name}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:CreateScheduleGroup", "", &["arn:{partition}:scheduler:{region}:{account}:schedule-group/{Name}"], &[]), Need::new("scheduler:TagResource", "Tags", &["arn:{partition}:scheduler:{region}:{account}:schedule-group/{Name}"], &[])]) };
    pub static DeleteSchedule: Operation = Operation { service: &SERVICE, name: "DeleteSchedule", input: &shape::DeleteScheduleInput, output: &shape::DeleteScheduleOutput, errors: &[&error::ConflictException, &error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "DELETE", uri: "/schedules/{Name}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:DeleteSchedule", "", &["arn:{partition}:scheduler:{region}:{account}:schedule/{GroupName=default}/{Name}"], &[])]) };
    pub static DeleteScheduleGroup: Operation = Operation { service: &SERVICE, name: "DeleteScheduleGroup", input: &shape::DeleteScheduleGroupInput, output: &shape::DeleteScheduleGroupOutput, errors: &[&error::ConflictException, &error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "DELETE", uri: "/schedule-groups/{Name}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:DeleteScheduleGroup", "", &["arn:{partition}:scheduler:{region}:{account}:schedule-group/{Name}"], &[])]) };
    pub static GetSchedule: Operation = Operation { service: &SERVICE, name: "GetSchedule", input: &shape::GetScheduleInput, output: &shape::GetScheduleOutput, errors: &[&error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "GET", uri: "/schedules/{Name}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:GetSchedule", "", &["arn:{partition}:scheduler:{region}:{account}:schedule/{GroupName=default}/{Name}"], &[])]) };
    pub static GetScheduleGroup: Operation = Operation { service: &SERVICE, name: "GetScheduleGroup", input: &shape::GetScheduleGroupInput, output: &shape::GetScheduleGroupOutput, errors: &[&error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "GET", uri: "/schedule-groups/{Name}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:GetScheduleGroup", "", &["arn:{partition}:scheduler:{region}:{account}:schedule-group/{Name}"], &[])]) };
    pub static ListScheduleGroups: Operation = Operation { service: &SERVICE, name: "ListScheduleGroups", input: &shape::ListScheduleGroupsInput, output: &shape::ListScheduleGroupsOutput, errors: &[&error::InternalServerException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "GET", uri: "/schedule-groups", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:ListScheduleGroups", "", &[], &[])]) };
    pub static ListSchedules: Operation = Operation { service: &SERVICE, name: "ListSchedules", input: &shape::ListSchedulesInput, output: &shape::ListSchedulesOutput, errors: &[&error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "GET", uri: "/schedules", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:ListSchedules", "", &[], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceInput, output: &shape::ListTagsForResourceOutput, errors: &[&error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "GET", uri: "/tags/{ResourceArn}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:ListTagsForResource", "", &["{ResourceArn}"], &[])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceInput, output: &shape::TagResourceOutput, errors: &[&error::ConflictException, &error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/tags/{ResourceArn}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:TagResource", "", &["{ResourceArn}"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceInput, output: &shape::UntagResourceOutput, errors: &[&error::ConflictException, &error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "DELETE", uri: "/tags/{ResourceArn}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:UntagResource", "", &["{ResourceArn}"], &[])]) };
    pub static UpdateSchedule: Operation = Operation { service: &SERVICE, name: "UpdateSchedule", input: &shape::UpdateScheduleInput, output: &shape::UpdateScheduleOutput, errors: &[&error::ConflictException, &error::InternalServerException, &error::ResourceNotFoundException, &error::ThrottlingException, &error::ValidationException], http: HttpBinding { method: "PUT", uri: "/schedules/{Name}", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("scheduler:UpdateSchedule", "", &["arn:{partition}:scheduler:{region}:{account}:schedule/{GroupName=default}/{Name}"], &[]), Need::new("iam:PassRole", "Target.RoleArn", &["{Target.RoleArn}"], &[("iam:PassedToService", "scheduler.amazonaws.com")])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static ConflictException: ErrorShape = ErrorShape::new(&shape::ConflictException, "ConflictException", 409, false);
    pub static InternalServerException: ErrorShape = ErrorShape::new(&shape::InternalServerException, "InternalServerException", 500, true);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 404, false);
    pub static ServiceQuotaExceededException: ErrorShape = ErrorShape::new(&shape::ServiceQuotaExceededException, "ServiceQuotaExceededException", 402, false);
    pub static ThrottlingException: ErrorShape = ErrorShape::new(&shape::ThrottlingException, "ThrottlingException", 429, false);
    pub static ValidationException: ErrorShape = ErrorShape::new(&shape::ValidationException, "ValidationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static ActionAfterCompletion: Shape = Shape::new("ActionAfterCompletion", Kind::String).values(&["NONE", "DELETE"]);
    pub static AssignPublicIp: Shape = Shape::new("AssignPublicIp", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static AwsVpcConfiguration: Shape = Shape::structure("AwsVpcConfiguration", &[Member::new("AssignPublicIp", &AssignPublicIp), Member::new("SecurityGroups", &SecurityGroups), Member::new("Subnets", &Subnets).required(), ]);
    pub static CapacityProvider: Shape = Shape::new("CapacityProvider", Kind::String).min(1.0).max(255.0);
    pub static CapacityProviderStrategy: Shape = Shape::new("CapacityProviderStrategy", Kind::List(Member::new("member", &CapacityProviderStrategyItem))).min(0.0).max(6.0);
    pub static CapacityProviderStrategyItem: Shape = Shape::structure("CapacityProviderStrategyItem", &[Member::new("base", &CapacityProviderStrategyItemBase), Member::new("capacityProvider", &CapacityProvider).required(), Member::new("weight", &CapacityProviderStrategyItemWeight), ]);
    pub static CapacityProviderStrategyItemBase: Shape = Shape::new("CapacityProviderStrategyItemBase", Kind::Integer).min(0.0).max(100000.0);
    pub static CapacityProviderStrategyItemWeight: Shape = Shape::new("CapacityProviderStrategyItemWeight", Kind::Integer).min(0.0).max(1000.0);
    static ClientToken_pattern: Pattern = Pattern::new("^[a-zA-Z0-9-_]+$");
    pub static ClientToken: Shape = Shape::new("ClientToken", Kind::String).min(1.0).max(64.0).pattern(&ClientToken_pattern);
    pub static ConflictException: Shape = Shape::structure("ConflictException", &[Member::new("Message", &String).required(), ]);
    pub static CreateScheduleGroupInput: Shape = Shape::structure("CreateScheduleGroupInput", &[Member::new("ClientToken", &ClientToken).idempotency_token(), Member::new("Name", &ScheduleGroupName).named("Name").at(Location::Uri).required(), Member::new("Tags", &TagList), ]);
    pub static CreateScheduleGroupOutput: Shape = Shape::structure("CreateScheduleGroupOutput", &[Member::new("ScheduleGroupArn", &ScheduleGroupArn).required(), ]);
    pub static CreateScheduleInput: Shape = Shape::structure("CreateScheduleInput", &[Member::new("ActionAfterCompletion", &ActionAfterCompletion), Member::new("ClientToken", &ClientToken).idempotency_token(), Member::new("Description", &Description), Member::new("EndDate", &EndDate), Member::new("FlexibleTimeWindow", &FlexibleTimeWindow).required(), Member::new("GroupName", &ScheduleGroupName), Member::new("KmsKeyArn", &KmsKeyArn), Member::new("Name", &Name).named("Name").at(Location::Uri).required(), Member::new("ScheduleExpression", &ScheduleExpression).required(), Member::new("ScheduleExpressionTimezone", &ScheduleExpressionTimezone), Member::new("StartDate", &StartDate), Member::new("State", &ScheduleState), Member::new("Target", &Target).required(), ]);
    pub static CreateScheduleOutput: Shape = Shape::structure("CreateScheduleOutput", &[Member::new("ScheduleArn", &ScheduleArn).required(), ]);
    pub static CreationDate: Shape = Shape::new("CreationDate", Kind::Timestamp(None));
    pub static DeadLetterConfig: Shape = Shape::structure("DeadLetterConfig", &[Member::new("Arn", &DeadLetterConfigArnString), ]);
    static DeadLetterConfigArnString_pattern: Pattern = Pattern::new("^arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+$");
    pub static DeadLetterConfigArnString: Shape = Shape::new("DeadLetterConfigArnString", Kind::String).min(1.0).max(1600.0).pattern(&DeadLetterConfigArnString_pattern);
    pub static DeleteScheduleGroupInput: Shape = Shape::structure("DeleteScheduleGroupInput", &[Member::new("ClientToken", &ClientToken).named("clientToken").at(Location::QueryString).idempotency_token(), Member::new("Name", &ScheduleGroupName).named("Name").at(Location::Uri).required(), ]);
    pub static DeleteScheduleGroupOutput: Shape = Shape::structure("DeleteScheduleGroupOutput", &[]);
    pub static DeleteScheduleInput: Shape = Shape::structure("DeleteScheduleInput", &[Member::new("ClientToken", &ClientToken).named("clientToken").at(Location::QueryString).idempotency_token(), Member::new("GroupName", &ScheduleGroupName).named("groupName").at(Location::QueryString), Member::new("Name", &Name).named("Name").at(Location::Uri).required(), ]);
    pub static DeleteScheduleOutput: Shape = Shape::structure("DeleteScheduleOutput", &[]);
    pub static Description: Shape = Shape::new("Description", Kind::String).min(0.0).max(512.0);
    pub static DetailType: Shape = Shape::new("DetailType", Kind::String).min(1.0).max(128.0);
    pub static EcsParameters: Shape = Shape::structure("EcsParameters", &[Member::new("CapacityProviderStrategy", &CapacityProviderStrategy), Member::new("EnableECSManagedTags", &EnableECSManagedTags), Member::new("EnableExecuteCommand", &EnableExecuteCommand), Member::new("Group", &Group), Member::new("LaunchType", &LaunchType), Member::new("NetworkConfiguration", &NetworkConfiguration), Member::new("PlacementConstraints", &PlacementConstraints), Member::new("PlacementStrategy", &PlacementStrategies), Member::new("PlatformVersion", &PlatformVersion), Member::new("PropagateTags", &PropagateTags), Member::new("ReferenceId", &ReferenceId), Member::new("Tags", &Tags), Member::new("TaskCount", &TaskCount), Member::new("TaskDefinitionArn", &TaskDefinitionArn).required(), ]);
    pub static EnableECSManagedTags: Shape = Shape::new("EnableECSManagedTags", Kind::Boolean);
    pub static EnableExecuteCommand: Shape = Shape::new("EnableExecuteCommand", Kind::Boolean);
    pub static EndDate: Shape = Shape::new("EndDate", Kind::Timestamp(None));
    pub static EventBridgeParameters: Shape = Shape::structure("EventBridgeParameters", &[Member::new("DetailType", &DetailType).required(), Member::new("Source", &Source).required(), ]);
    pub static FlexibleTimeWindow: Shape = Shape::structure("FlexibleTimeWindow", &[Member::new("MaximumWindowInMinutes", &MaximumWindowInMinutes), Member::new("Mode", &FlexibleTimeWindowMode).required(), ]);
    pub static FlexibleTimeWindowMode: Shape = Shape::new("FlexibleTimeWindowMode", Kind::String).values(&["OFF", "FLEXIBLE"]);
    pub static GetScheduleGroupInput: Shape = Shape::structure("GetScheduleGroupInput", &[Member::new("Name", &ScheduleGroupName).named("Name").at(Location::Uri).required(), ]);
    pub static GetScheduleGroupOutput: Shape = Shape::structure("GetScheduleGroupOutput", &[Member::new("Arn", &ScheduleGroupArn), Member::new("CreationDate", &CreationDate), Member::new("LastModificationDate", &LastModificationDate), Member::new("Name", &ScheduleGroupName), Member::new("State", &ScheduleGroupState), ]);
    pub static GetScheduleInput: Shape = Shape::structure("GetScheduleInput", &[Member::new("GroupName", &ScheduleGroupName).named("groupName").at(Location::QueryString), Member::new("Name", &Name).named("Name").at(Location::Uri).required(), ]);
    pub static GetScheduleOutput: Shape = Shape::structure("GetScheduleOutput", &[Member::new("ActionAfterCompletion", &ActionAfterCompletion), Member::new("Arn", &ScheduleArn), Member::new("CreationDate", &CreationDate), Member::new("Description", &Description), Member::new("EndDate", &EndDate), Member::new("FlexibleTimeWindow", &FlexibleTimeWindow), Member::new("GroupName", &ScheduleGroupName), Member::new("KmsKeyArn", &KmsKeyArn), Member::new("LastModificationDate", &LastModificationDate), Member::new("Name", &Name), Member::new("ScheduleExpression", &ScheduleExpression), Member::new("ScheduleExpressionTimezone", &ScheduleExpressionTimezone), Member::new("StartDate", &StartDate), Member::new("State", &ScheduleState), Member::new("Target", &Target), ]);
    pub static Group: Shape = Shape::new("Group", Kind::String).min(1.0).max(255.0);
    pub static InternalServerException: Shape = Shape::structure("InternalServerException", &[Member::new("Message", &String).required(), ]);
    pub static KinesisParameters: Shape = Shape::structure("KinesisParameters", &[Member::new("PartitionKey", &TargetPartitionKey).required(), ]);
    static KmsKeyArn_pattern: Pattern = Pattern::new("^arn:aws(-[a-z]+)?:kms:[a-z0-9\\-]+:\\d{12}:(key|alias)\\/[0-9a-zA-Z-_]*$");
    pub static KmsKeyArn: Shape = Shape::new("KmsKeyArn", Kind::String).min(1.0).max(2048.0).pattern(&KmsKeyArn_pattern);
    pub static LastModificationDate: Shape = Shape::new("LastModificationDate", Kind::Timestamp(None));
    pub static LaunchType: Shape = Shape::new("LaunchType", Kind::String).values(&["EC2", "FARGATE", "EXTERNAL"]);
    pub static ListScheduleGroupsInput: Shape = Shape::structure("ListScheduleGroupsInput", &[Member::new("MaxResults", &MaxResults).named("MaxResults").at(Location::QueryString), Member::new("NamePrefix", &ScheduleGroupNamePrefix).named("NamePrefix").at(Location::QueryString), Member::new("NextToken", &NextToken).named("NextToken").at(Location::QueryString), ]);
    pub static ListScheduleGroupsOutput: Shape = Shape::structure("ListScheduleGroupsOutput", &[Member::new("NextToken", &NextToken), Member::new("ScheduleGroups", &ScheduleGroupList).required(), ]);
    pub static ListSchedulesInput: Shape = Shape::structure("ListSchedulesInput", &[Member::new("GroupName", &ScheduleGroupName).named("ScheduleGroup").at(Location::QueryString), Member::new("MaxResults", &MaxResults).named("MaxResults").at(Location::QueryString), Member::new("NamePrefix", &NamePrefix).named("NamePrefix").at(Location::QueryString), Member::new("NextToken", &NextToken).named("NextToken").at(Location::QueryString), Member::new("State", &ScheduleState).named("State").at(Location::QueryString), ]);
    pub static ListSchedulesOutput: Shape = Shape::structure("ListSchedulesOutput", &[Member::new("NextToken", &NextToken), Member::new("Schedules", &ScheduleList).required(), ]);
    pub static ListTagsForResourceInput: Shape = Shape::structure("ListTagsForResourceInput", &[Member::new("ResourceArn", &TagResourceArn).named("ResourceArn").at(Location::Uri).required(), ]);
    pub static ListTagsForResourceOutput: Shape = Shape::structure("ListTagsForResourceOutput", &[Member::new("Tags", &TagList), ]);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer).min(1.0).max(100.0);
    pub static MaximumEventAgeInSeconds: Shape = Shape::new("MaximumEventAgeInSeconds", Kind::Integer).min(60.0).max(86400.0);
    pub static MaximumRetryAttempts: Shape = Shape::new("MaximumRetryAttempts", Kind::Integer).min(0.0).max(185.0);
    pub static MaximumWindowInMinutes: Shape = Shape::new("MaximumWindowInMinutes", Kind::Integer).min(1.0).max(1440.0);
    pub static MessageGroupId: Shape = Shape::new("MessageGroupId", Kind::String).min(1.0).max(128.0);
    static Name_pattern: Pattern = Pattern::new("^[0-9a-zA-Z-_.]+$");
    pub static Name: Shape = Shape::new("Name", Kind::String).min(1.0).max(64.0).pattern(&Name_pattern);
    static NamePrefix_pattern: Pattern = Pattern::new("^[0-9a-zA-Z-_.]+$");
    pub static NamePrefix: Shape = Shape::new("NamePrefix", Kind::String).min(1.0).max(64.0).pattern(&NamePrefix_pattern);
    pub static NetworkConfiguration: Shape = Shape::structure("NetworkConfiguration", &[Member::new("awsvpcConfiguration", &AwsVpcConfiguration), ]);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String).min(1.0).max(2048.0);
    pub static PlacementConstraint: Shape = Shape::structure("PlacementConstraint", &[Member::new("expression", &PlacementConstraintExpression), Member::new("type", &PlacementConstraintType), ]);
    pub static PlacementConstraintExpression: Shape = Shape::new("PlacementConstraintExpression", Kind::String).min(0.0).max(2000.0);
    pub static PlacementConstraintType: Shape = Shape::new("PlacementConstraintType", Kind::String).values(&["distinctInstance", "memberOf"]);
    pub static PlacementConstraints: Shape = Shape::new("PlacementConstraints", Kind::List(Member::new("member", &PlacementConstraint))).min(0.0).max(10.0);
    pub static PlacementStrategies: Shape = Shape::new("PlacementStrategies", Kind::List(Member::new("member", &PlacementStrategy))).min(0.0).max(5.0);
    pub static PlacementStrategy: Shape = Shape::structure("PlacementStrategy", &[Member::new("field", &PlacementStrategyField), Member::new("type", &PlacementStrategyType), ]);
    pub static PlacementStrategyField: Shape = Shape::new("PlacementStrategyField", Kind::String).min(0.0).max(255.0);
    pub static PlacementStrategyType: Shape = Shape::new("PlacementStrategyType", Kind::String).values(&["random", "spread", "binpack"]);
    pub static PlatformVersion: Shape = Shape::new("PlatformVersion", Kind::String).min(1.0).max(64.0);
    pub static PropagateTags: Shape = Shape::new("PropagateTags", Kind::String).values(&["TASK_DEFINITION"]);
    pub static ReferenceId: Shape = Shape::new("ReferenceId", Kind::String).min(0.0).max(1024.0);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("Message", &String).required(), ]);
    pub static RetryPolicy: Shape = Shape::structure("RetryPolicy", &[Member::new("MaximumEventAgeInSeconds", &MaximumEventAgeInSeconds), Member::new("MaximumRetryAttempts", &MaximumRetryAttempts), ]);
    static RoleArn_pattern: Pattern = Pattern::new("^arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$");
    pub static RoleArn: Shape = Shape::new("RoleArn", Kind::String).min(1.0).max(1600.0).pattern(&RoleArn_pattern);
    pub static SageMakerPipelineParameter: Shape = Shape::structure("SageMakerPipelineParameter", &[Member::new("Name", &SageMakerPipelineParameterName).required(), Member::new("Value", &SageMakerPipelineParameterValue).required(), ]);
    pub static SageMakerPipelineParameterList: Shape = Shape::new("SageMakerPipelineParameterList", Kind::List(Member::new("member", &SageMakerPipelineParameter))).min(0.0).max(200.0);
    static SageMakerPipelineParameterName_pattern: Pattern = Pattern::new("^[A-Za-z0-9\\-_]*$");
    pub static SageMakerPipelineParameterName: Shape = Shape::new("SageMakerPipelineParameterName", Kind::String).min(1.0).max(256.0).pattern(&SageMakerPipelineParameterName_pattern);
    pub static SageMakerPipelineParameterValue: Shape = Shape::new("SageMakerPipelineParameterValue", Kind::String).min(1.0).max(1024.0);
    pub static SageMakerPipelineParameters: Shape = Shape::structure("SageMakerPipelineParameters", &[Member::new("PipelineParameterList", &SageMakerPipelineParameterList), ]);
    pub static ScheduleArn: Shape = Shape::new("ScheduleArn", Kind::String).min(1.0).max(1224.0);
    pub static ScheduleExpression: Shape = Shape::new("ScheduleExpression", Kind::String).min(1.0).max(256.0);
    pub static ScheduleExpressionTimezone: Shape = Shape::new("ScheduleExpressionTimezone", Kind::String).min(1.0).max(50.0);
    pub static ScheduleGroupArn: Shape = Shape::new("ScheduleGroupArn", Kind::String).min(1.0).max(1224.0);
    pub static ScheduleGroupList: Shape = Shape::new("ScheduleGroupList", Kind::List(Member::new("member", &ScheduleGroupSummary)));
    static ScheduleGroupName_pattern: Pattern = Pattern::new("^[0-9a-zA-Z-_.]+$");
    pub static ScheduleGroupName: Shape = Shape::new("ScheduleGroupName", Kind::String).min(1.0).max(64.0).pattern(&ScheduleGroupName_pattern);
    static ScheduleGroupNamePrefix_pattern: Pattern = Pattern::new("^[0-9a-zA-Z-_.]+$");
    pub static ScheduleGroupNamePrefix: Shape = Shape::new("ScheduleGroupNamePrefix", Kind::String).min(1.0).max(64.0).pattern(&ScheduleGroupNamePrefix_pattern);
    pub static ScheduleGroupState: Shape = Shape::new("ScheduleGroupState", Kind::String).values(&["ACTIVE", "DELETING"]);
    pub static ScheduleGroupSummary: Shape = Shape::structure("ScheduleGroupSummary", &[Member::new("Arn", &ScheduleGroupArn), Member::new("CreationDate", &CreationDate), Member::new("LastModificationDate", &LastModificationDate), Member::new("Name", &ScheduleGroupName), Member::new("State", &ScheduleGroupState), ]);
    pub static ScheduleList: Shape = Shape::new("ScheduleList", Kind::List(Member::new("member", &ScheduleSummary)));
    pub static ScheduleState: Shape = Shape::new("ScheduleState", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static ScheduleSummary: Shape = Shape::structure("ScheduleSummary", &[Member::new("Arn", &ScheduleArn), Member::new("CreationDate", &CreationDate), Member::new("GroupName", &ScheduleGroupName), Member::new("LastModificationDate", &LastModificationDate), Member::new("Name", &Name), Member::new("State", &ScheduleState), Member::new("Target", &TargetSummary), ]);
    pub static SecurityGroup: Shape = Shape::new("SecurityGroup", Kind::String).min(1.0).max(1000.0);
    pub static SecurityGroups: Shape = Shape::new("SecurityGroups", Kind::List(Member::new("member", &SecurityGroup))).min(1.0).max(5.0);
    pub static ServiceQuotaExceededException: Shape = Shape::structure("ServiceQuotaExceededException", &[Member::new("Message", &String).required(), ]);
    pub static Source: Shape = Shape::new("Source", Kind::String).min(1.0).max(256.0);
    pub static SqsParameters: Shape = Shape::structure("SqsParameters", &[Member::new("MessageGroupId", &MessageGroupId), ]);
    pub static StartDate: Shape = Shape::new("StartDate", Kind::Timestamp(None));
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static Subnet: Shape = Shape::new("Subnet", Kind::String).min(1.0).max(1000.0);
    pub static Subnets: Shape = Shape::new("Subnets", Kind::List(Member::new("member", &Subnet))).min(1.0).max(16.0);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue).required(), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey))).min(0.0).max(200.0);
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag))).min(0.0).max(200.0);
    pub static TagMap: Shape = Shape::new("TagMap", Kind::Map(Member::new("key", &TagKey), Member::new("value", &TagValue)));
    static TagResourceArn_pattern: Pattern = Pattern::new("^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+$");
    pub static TagResourceArn: Shape = Shape::new("TagResourceArn", Kind::String).min(1.0).max(1011.0).pattern(&TagResourceArn_pattern);
    pub static TagResourceInput: Shape = Shape::structure("TagResourceInput", &[Member::new("ResourceArn", &TagResourceArn).named("ResourceArn").at(Location::Uri).required(), Member::new("Tags", &TagList).required(), ]);
    pub static TagResourceOutput: Shape = Shape::structure("TagResourceOutput", &[]);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(1.0).max(256.0);
    pub static Tags: Shape = Shape::new("Tags", Kind::List(Member::new("member", &TagMap))).min(0.0).max(50.0);
    pub static Target: Shape = Shape::structure("Target", &[Member::new("Arn", &TargetArn).required(), Member::new("DeadLetterConfig", &DeadLetterConfig), Member::new("EcsParameters", &EcsParameters), Member::new("EventBridgeParameters", &EventBridgeParameters), Member::new("Input", &TargetInput), Member::new("KinesisParameters", &KinesisParameters), Member::new("RetryPolicy", &RetryPolicy), Member::new("RoleArn", &RoleArn).required(), Member::new("SageMakerPipelineParameters", &SageMakerPipelineParameters), Member::new("SqsParameters", &SqsParameters), ]);
    pub static TargetArn: Shape = Shape::new("TargetArn", Kind::String).min(1.0).max(1600.0);
    pub static TargetInput: Shape = Shape::new("TargetInput", Kind::String).min(1.0);
    pub static TargetPartitionKey: Shape = Shape::new("TargetPartitionKey", Kind::String).min(1.0).max(256.0);
    pub static TargetSummary: Shape = Shape::structure("TargetSummary", &[Member::new("Arn", &TargetArn).required(), ]);
    pub static TaskCount: Shape = Shape::new("TaskCount", Kind::Integer).min(1.0).max(10.0);
    pub static TaskDefinitionArn: Shape = Shape::new("TaskDefinitionArn", Kind::String).min(1.0).max(1600.0);
    pub static ThrottlingException: Shape = Shape::structure("ThrottlingException", &[Member::new("Message", &String).required(), ]);
    pub static UntagResourceInput: Shape = Shape::structure("UntagResourceInput", &[Member::new("ResourceArn", &TagResourceArn).named("ResourceArn").at(Location::Uri).required(), Member::new("TagKeys", &TagKeyList).named("TagKeys").at(Location::QueryString).required(), ]);
    pub static UntagResourceOutput: Shape = Shape::structure("UntagResourceOutput", &[]);
    pub static UpdateScheduleInput: Shape = Shape::structure("UpdateScheduleInput", &[Member::new("ActionAfterCompletion", &ActionAfterCompletion), Member::new("ClientToken", &ClientToken).idempotency_token(), Member::new("Description", &Description), Member::new("EndDate", &EndDate), Member::new("FlexibleTimeWindow", &FlexibleTimeWindow).required(), Member::new("GroupName", &ScheduleGroupName), Member::new("KmsKeyArn", &KmsKeyArn), Member::new("Name", &Name).named("Name").at(Location::Uri).required(), Member::new("ScheduleExpression", &ScheduleExpression).required(), Member::new("ScheduleExpressionTimezone", &ScheduleExpressionTimezone), Member::new("StartDate", &StartDate), Member::new("State", &ScheduleState), Member::new("Target", &Target).required(), ]);
    pub static UpdateScheduleOutput: Shape = Shape::structure("UpdateScheduleOutput", &[Member::new("ScheduleArn", &ScheduleArn).required(), ]);
    pub static ValidationException: Shape = Shape::structure("ValidationException", &[Member::new("Message", &String).required(), ]);
}
