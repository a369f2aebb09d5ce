// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `ecs`.

/// The service `ecs`.
pub static SERVICE: crate::Service = crate::Service {
    id: "ecs",
    sdk_name: "ecs",
    signing_name: "ecs",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AmazonEC2ContainerServiceV20141113",
    api_version: "2014-11-13",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "ContinueServiceDeployment",
        "CreateCapacityProvider",
        "CreateCluster",
        "CreateDaemon",
        "CreateExpressGatewayService",
        "CreateService",
        "CreateTaskSet",
        "DeleteAccountSetting",
        "DeleteAttributes",
        "DeleteCapacityProvider",
        "DeleteCluster",
        "DeleteDaemon",
        "DeleteDaemonTaskDefinition",
        "DeleteExpressGatewayService",
        "DeleteService",
        "DeleteTaskDefinitions",
        "DeleteTaskSet",
        "DeregisterContainerInstance",
        "DeregisterTaskDefinition",
        "DescribeCapacityProviders",
        "DescribeClusters",
        "DescribeContainerInstances",
        "DescribeDaemon",
        "DescribeDaemonDeployments",
        "DescribeDaemonRevisions",
        "DescribeDaemonTaskDefinition",
        "DescribeExpressGatewayService",
        "DescribeServiceDeployments",
        "DescribeServiceRevisions",
        "DescribeServices",
        "DescribeTaskDefinition",
        "DescribeTaskSets",
        "DescribeTasks",
        "DiscoverPollEndpoint",
        "ExecuteCommand",
        "GetTaskProtection",
        "ListAccountSettings",
        "ListAttributes",
        "ListClusters",
        "ListContainerInstances",
        "ListDaemonDeployments",
        "ListDaemonTaskDefinitions",
        "ListDaemons",
        "ListServiceDeployments",
        "ListServices",
        "ListServicesByNamespace",
        "ListTagsForResource",
        "ListTaskDefinitionFamilies",
        "ListTaskDefinitions",
        "ListTasks",
        "PutAccountSetting",
        "PutAccountSettingDefault",
        "PutAttributes",
        "PutClusterCapacityProviders",
        "RegisterContainerInstance",
        "RegisterDaemonTaskDefinition",
        "RegisterTaskDefinition",
        "RunTask",
        "StartTask",
        "StopServiceDeployment",
        "StopTask",
        "SubmitAttachmentStateChanges",
        "SubmitContainerStateChange",
        "SubmitTaskStateChange",
        "TagResource",
        "UntagResource",
        "UpdateCapacityProvider",
        "UpdateCluster",
        "UpdateClusterSettings",
        "UpdateContainerAgent",
        "UpdateContainerInstancesState",
        "UpdateDaemon",
        "UpdateExpressGatewayService",
        "UpdateService",
        "UpdateServicePrimaryTaskSet",
        "UpdateTaskProtection",
        "UpdateTaskSet",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::ContinueServiceDeployment,
        &operation::CreateCluster,
        &operation::CreateService,
        &operation::DeleteAccountSetting,
        &operation::DeleteCluster,
        &operation::DeleteService,
        &operation::DeleteTaskDefinitions,
        &operation::DeregisterTaskDefinition,
        &operation::DescribeCapacityProviders,
        &operation::DescribeClusters,
        &operation::DescribeServiceDeployments,
        &operation::DescribeServiceRevisions,
        &operation::DescribeServices,
        &operation::DescribeTaskDefinition,
        &operation::DescribeTasks,
        &operation::ExecuteCommand,
        &operation::GetTaskProtection,
        &operation::ListAccountSettings,
        &operation::ListClusters,
        &operation::ListServiceDeployments,
        &operation::ListServices,
        &operation::ListServicesByNamespace,
        &operation::ListTagsForResource,
        &operation::ListTaskDefinitionFamilies,
        &operation::ListTaskDefinitions,
        &operation::ListTasks,
        &operation::PutAccountSetting,
        &operation::PutAccountSettingDefault,
        &operation::PutClusterCapacityProviders,
        &operation::RegisterTaskDefinition,
        &operation::RunTask,
        &operation::StartTask,
        &operation::StopServiceDeployment,
        &operation::StopTask,
        &operation::TagResource,
        &operation::UntagResource,
        &operation::UpdateCluster,
        &operation::UpdateClusterSettings,
        &operation::UpdateService,
        &operation::UpdateTaskProtection,
    ],
    errors: &[
        &error::AccessDeniedException,
        &error::BlockedException,
        &error::ClientException,
        &error::ClusterContainsCapacityProviderException,
        &error::ClusterContainsContainerInstancesException,
        &error::ClusterContainsServicesException,
        &error::ClusterContainsTasksException,
        &error::ClusterNotFoundException,
        &error::ConflictException,
        &error::InvalidParameterException,
        &error::LimitExceededException,
        &error::NamespaceNotFoundException,
        &error::PlatformTaskDefinitionIncompatibilityException,
        &error::PlatformUnknownException,
        &error::ResourceInUseException,
        &error::ResourceNotFoundException,
        &error::ServerException,
        &error::ServiceDeploymentNotFoundException,
        &error::ServiceNotActiveException,
        &error::ServiceNotFoundException,
        &error::TargetNotConnectedException,
        &error::UnsupportedFeatureException,
        &error::UpdateInProgressException,
    ],
};

errors! { SERVICE, {
    AccessDeniedException(access_denied) = error::AccessDeniedException,
    BlockedException(blocked) = error::BlockedException,
    ClientException(client) = error::ClientException,
    ClusterContainsCapacityProviderException(cluster_contains_capacity_provider) = error::ClusterContainsCapacityProviderException,
    ClusterContainsContainerInstancesException(cluster_contains_container_instances) = error::ClusterContainsContainerInstancesException,
    ClusterContainsServicesException(cluster_contains_services) = error::ClusterContainsServicesException,
    ClusterContainsTasksException(cluster_contains_tasks) = error::ClusterContainsTasksException,
    ClusterNotFoundException(cluster_not_found) = error::ClusterNotFoundException,
    ConflictException(conflict) = error::ConflictException,
    InvalidParameterException(invalid_parameter) = error::InvalidParameterException,
    LimitExceededException(limit_exceeded) = error::LimitExceededException,
    NamespaceNotFoundException(namespace_not_found) = error::NamespaceNotFoundException,
    PlatformTaskDefinitionIncompatibilityException(platform_task_definition_incompatibility) = error::PlatformTaskDefinitionIncompatibilityException,
    PlatformUnknownException(platform_unknown) = error::PlatformUnknownException,
    ResourceInUseException(resource_in_use) = error::ResourceInUseException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    ServerException(server) = error::ServerException,
    ServiceDeploymentNotFoundException(service_deployment_not_found) = error::ServiceDeploymentNotFoundException,
    ServiceNotActiveException(service_not_active) = error::ServiceNotActiveException,
    ServiceNotFoundException(service_not_found) = error::ServiceNotFoundException,
    TargetNotConnectedException(target_not_connected) = error::TargetNotConnectedException,
    UnsupportedFeatureException(unsupported_feature) = error::UnsupportedFeatureException,
    UpdateInProgressException(update_in_progress) = error::UpdateInProgressException,
} }

structure! { AcceleratorCountRequest(shape::AcceleratorCountRequest) { min: Option<i32>, max: Option<i32>, } }
enumeration! { AcceleratorManufacturer { AmazonWebServices = "amazon-web-services", Amd = "amd", Nvidia = "nvidia", Xilinx = "xilinx", Habana = "habana", } }
enumeration! { AcceleratorName { A100 = "a100", Inferentia = "inferentia", K520 = "k520", K80 = "k80", M60 = "m60", RadeonProV520 = "radeon-pro-v520", T4 = "t4", Vu9p = "vu9p", V100 = "v100", A10g = "a10g", H100 = "h100", T4g = "t4g", } }
structure! { AcceleratorTotalMemoryMiBRequest(shape::AcceleratorTotalMemoryMiBRequest) { min: Option<i32>, max: Option<i32>, } }
enumeration! { AcceleratorType { Gpu = "gpu", Fpga = "fpga", Inference = "inference", } }
enumeration! { AccessType { Public = "PUBLIC", Private = "PRIVATE", } }
structure! { AdvancedConfiguration(shape::AdvancedConfiguration) { alternate_target_group_arn: Option<String>, production_listener_rule: Option<String>, test_listener_rule: Option<String>, role_arn: Option<String>, } }
enumeration! { ApplicationProtocol { Http = "http", Http2 = "http2", Grpc = "grpc", } }
enumeration! { AssignPublicIp { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { Attachment(shape::Attachment) { id: Option<String>, r#type: Option<String>, status: Option<String>, details: Option<Vec<KeyValuePair>>, } }
structure! { Attribute(shape::Attribute) { name: Option<String>, value: Option<String>, target_type: Option<TargetType>, target_id: Option<String>, } }
enumeration! { AutoRepairActionsStatus { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { AutoRepairConfiguration(shape::AutoRepairConfiguration) { actions_status: Option<AutoRepairActionsStatus>, } }
structure! { AutoScalingGroupProvider(shape::AutoScalingGroupProvider) { auto_scaling_group_arn: Option<String>, managed_scaling: Option<ManagedScaling>, managed_termination_protection: Option<ManagedTerminationProtection>, managed_draining: Option<ManagedDraining>, } }
enumeration! { AvailabilityZoneRebalancing { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { AwsVpcConfiguration(shape::AwsVpcConfiguration) { subnets: Option<Vec<String>>, security_groups: Option<Vec<String>>, assign_public_ip: Option<AssignPublicIp>, } }
enumeration! { BareMetal { Included = "included", Required = "required", Excluded = "excluded", } }
structure! { BaselineEbsBandwidthMbpsRequest(shape::BaselineEbsBandwidthMbpsRequest) { min: Option<i32>, max: Option<i32>, } }
enumeration! { BurstablePerformance { Included = "included", Required = "required", Excluded = "excluded", } }
enumeration! { CPUArchitecture { X8664 = "X86_64", Arm64 = "ARM64", } }
structure! { CanaryConfiguration(shape::CanaryConfiguration) { canary_percent: Option<f64>, canary_bake_time_in_minutes: Option<i32>, } }
enumeration! { CapacityOptionType { OnDemand = "ON_DEMAND", Spot = "SPOT", Reserved = "RESERVED", } }
structure! { CapacityProvider(shape::CapacityProvider) { capacity_provider_arn: Option<String>, name: Option<String>, cluster: Option<String>, status: Option<CapacityProviderStatus>, auto_scaling_group_provider: Option<AutoScalingGroupProvider>, managed_instances_provider: Option<ManagedInstancesProvider>, update_status: Option<CapacityProviderUpdateStatus>, update_status_reason: Option<String>, tags: Option<Vec<Tag>>, r#type: Option<CapacityProviderType>, } }
enumeration! { CapacityProviderField { Tags = "TAGS", } }
enumeration! { CapacityProviderStatus { Provisioning = "PROVISIONING", Active = "ACTIVE", Deprovisioning = "DEPROVISIONING", Inactive = "INACTIVE", } }
structure! { CapacityProviderStrategyItem(shape::CapacityProviderStrategyItem) { capacity_provider: Option<String>, weight: Option<i32>, base: Option<i32>, } }
enumeration! { CapacityProviderType { Ec2Autoscaling = "EC2_AUTOSCALING", ManagedInstances = "MANAGED_INSTANCES", Fargate = "FARGATE", FargateSpot = "FARGATE_SPOT", } }
enumeration! { CapacityProviderUpdateStatus { CreateInProgress = "CREATE_IN_PROGRESS", CreateComplete = "CREATE_COMPLETE", CreateFailed = "CREATE_FAILED", DeleteInProgress = "DELETE_IN_PROGRESS", DeleteComplete = "DELETE_COMPLETE", DeleteFailed = "DELETE_FAILED", UpdateInProgress = "UPDATE_IN_PROGRESS", UpdateComplete = "UPDATE_COMPLETE", UpdateFailed = "UPDATE_FAILED", } }
enumeration! { CapacityReservationPreference { ReservationsOnly = "RESERVATIONS_ONLY", ReservationsFirst = "RESERVATIONS_FIRST", ReservationsExcluded = "RESERVATIONS_EXCLUDED", } }
structure! { CapacityReservationRequest(shape::CapacityReservationRequest) { reservation_group_arn: Option<String>, reservation_preference: Option<CapacityReservationPreference>, } }
structure! { Cluster(shape::Cluster) { cluster_arn: Option<String>, cluster_name: Option<String>, configuration: Option<ClusterConfiguration>, status: Option<String>, registered_container_instances_count: Option<i32>, running_tasks_count: Option<i32>, pending_tasks_count: Option<i32>, active_services_count: Option<i32>, statistics: Option<Vec<KeyValuePair>>, tags: Option<Vec<Tag>>, settings: Option<Vec<ClusterSetting>>, capacity_providers: Option<Vec<String>>, default_capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, attachments: Option<Vec<Attachment>>, attachments_status: Option<String>, service_connect_defaults: Option<ClusterServiceConnectDefaults>, } }
structure! { ClusterConfiguration(shape::ClusterConfiguration) { execute_command_configuration: Option<ExecuteCommandConfiguration>, managed_storage_configuration: Option<ManagedStorageConfiguration>, } }
enumeration! { ClusterField { Attachments = "ATTACHMENTS", Configurations = "CONFIGURATIONS", Settings = "SETTINGS", Statistics = "STATISTICS", Tags = "TAGS", } }
structure! { ClusterServiceConnectDefaults(shape::ClusterServiceConnectDefaults) { namespace: Option<String>, } }
structure! { ClusterServiceConnectDefaultsRequest(shape::ClusterServiceConnectDefaultsRequest) { namespace: String, } }
structure! { ClusterSetting(shape::ClusterSetting) { name: Option<ClusterSettingName>, value: Option<String>, } }
enumeration! { ClusterSettingName { ContainerInsights = "containerInsights", } }
enumeration! { Compatibility { Ec2 = "EC2", Fargate = "FARGATE", External = "EXTERNAL", ManagedInstances = "MANAGED_INSTANCES", } }
enumeration! { Connectivity { Connected = "CONNECTED", Disconnected = "DISCONNECTED", } }
structure! { Container(shape::Container) { container_arn: Option<String>, task_arn: Option<String>, name: Option<String>, image: Option<String>, image_digest: Option<String>, runtime_id: Option<String>, last_status: Option<String>, exit_code: Option<i32>, reason: Option<String>, network_bindings: Option<Vec<NetworkBinding>>, network_interfaces: Option<Vec<NetworkInterface>>, health_status: Option<HealthStatus>, managed_agents: Option<Vec<ManagedAgent>>, cpu: Option<String>, memory: Option<String>, memory_reservation: Option<String>, gpu_ids: Option<Vec<String>>, } }
enumeration! { ContainerCondition { Start = "START", Complete = "COMPLETE", Success = "SUCCESS", Healthy = "HEALTHY", } }
structure! { ContainerDefinition(shape::ContainerDefinition) { name: Option<String>, image: Option<String>, repository_credentials: Option<RepositoryCredentials>, cpu: Option<i32>, memory: Option<i32>, memory_reservation: Option<i32>, links: Option<Vec<String>>, port_mappings: Option<Vec<PortMapping>>, essential: Option<bool>, restart_policy: Option<ContainerRestartPolicy>, entry_point: Option<Vec<String>>, command: Option<Vec<String>>, environment: Option<Vec<KeyValuePair>>, environment_files: Option<Vec<EnvironmentFile>>, mount_points: Option<Vec<MountPoint>>, volumes_from: Option<Vec<VolumeFrom>>, linux_parameters: Option<LinuxParameters>, secrets: Option<Vec<Secret>>, depends_on: Option<Vec<ContainerDependency>>, start_timeout: Option<i32>, stop_timeout: Option<i32>, version_consistency: Option<VersionConsistency>, hostname: Option<String>, user: Option<String>, working_directory: Option<String>, disable_networking: Option<bool>, privileged: Option<bool>, readonly_root_filesystem: Option<bool>, dns_servers: Option<Vec<String>>, dns_search_domains: Option<Vec<String>>, extra_hosts: Option<Vec<HostEntry>>, docker_security_options: Option<Vec<String>>, interactive: Option<bool>, pseudo_terminal: Option<bool>, docker_labels: Option<crate::Map<String>>, ulimits: Option<Vec<Ulimit>>, log_configuration: Option<LogConfiguration>, health_check: Option<HealthCheck>, system_controls: Option<Vec<SystemControl>>, resource_requirements: Option<Vec<ResourceRequirement>>, firelens_configuration: Option<FirelensConfiguration>, credential_specs: Option<Vec<String>>, } }
structure! { ContainerDependency(shape::ContainerDependency) { container_name: Option<String>, condition: Option<ContainerCondition>, } }
structure! { ContainerImage(shape::ContainerImage) { container_name: Option<String>, image_digest: Option<String>, image: Option<String>, } }
structure! { ContainerOverride(shape::ContainerOverride) { name: Option<String>, command: Option<Vec<String>>, environment: Option<Vec<KeyValuePair>>, environment_files: Option<Vec<EnvironmentFile>>, cpu: Option<i32>, memory: Option<i32>, memory_reservation: Option<i32>, resource_requirements: Option<Vec<ResourceRequirement>>, } }
structure! { ContainerRestartPolicy(shape::ContainerRestartPolicy) { enabled: Option<bool>, ignored_exit_codes: Option<Vec<i32>>, restart_attempt_period: Option<i32>, } }
structure! { ContinueServiceDeploymentRequest(shape::ContinueServiceDeploymentRequest) { service_deployment_arn: String, hook_id: String, action: Option<DeploymentLifecycleHookAction>, } }
structure! { ContinueServiceDeploymentResponse(shape::ContinueServiceDeploymentResponse) { service_deployment_arn: Option<String>, } }
enumeration! { CpuManufacturer { Intel = "intel", Amd = "amd", AmazonWebServices = "amazon-web-services", } }
structure! { CreateClusterRequest(shape::CreateClusterRequest) { cluster_name: Option<String>, tags: Option<Vec<Tag>>, settings: Option<Vec<ClusterSetting>>, configuration: Option<ClusterConfiguration>, capacity_providers: Option<Vec<String>>, default_capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, service_connect_defaults: Option<ClusterServiceConnectDefaultsRequest>, } }
structure! { CreateClusterResponse(shape::CreateClusterResponse) { cluster: Option<Cluster>, } }
structure! { CreateServiceRequest(shape::CreateServiceRequest) { cluster: Option<String>, service_name: String, task_definition: Option<String>, availability_zone_rebalancing: Option<AvailabilityZoneRebalancing>, load_balancers: Option<Vec<LoadBalancer>>, service_registries: Option<Vec<ServiceRegistry>>, desired_count: Option<i32>, client_token: Option<String>, launch_type: Option<LaunchType>, capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, platform_version: Option<String>, role: Option<String>, deployment_configuration: Option<DeploymentConfiguration>, placement_constraints: Option<Vec<PlacementConstraint>>, placement_strategy: Option<Vec<PlacementStrategy>>, network_configuration: Option<NetworkConfiguration>, health_check_grace_period_seconds: Option<i32>, scheduling_strategy: Option<SchedulingStrategy>, deployment_controller: Option<DeploymentController>, tags: Option<Vec<Tag>>, enable_ecs_managed_tags: Option<bool>, propagate_tags: Option<PropagateTags>, enable_execute_command: Option<bool>, service_connect_configuration: Option<ServiceConnectConfiguration>, volume_configurations: Option<Vec<ServiceVolumeConfiguration>>, vpc_lattice_configurations: Option<Vec<VpcLatticeConfiguration>>, } }
structure! { CreateServiceResponse(shape::CreateServiceResponse) { service: Option<Service>, } }
structure! { CreatedAt(shape::CreatedAt) { before: Option<crate::Timestamp>, after: Option<crate::Timestamp>, } }
structure! { DeleteAccountSettingRequest(shape::DeleteAccountSettingRequest) { name: SettingName, principal_arn: Option<String>, } }
structure! { DeleteAccountSettingResponse(shape::DeleteAccountSettingResponse) { setting: Option<Setting>, } }
structure! { DeleteClusterRequest(shape::DeleteClusterRequest) { cluster: String, } }
structure! { DeleteClusterResponse(shape::DeleteClusterResponse) { cluster: Option<Cluster>, } }
structure! { DeleteServiceRequest(shape::DeleteServiceRequest) { cluster: Option<String>, service: String, force: Option<bool>, } }
structure! { DeleteServiceResponse(shape::DeleteServiceResponse) { service: Option<Service>, } }
structure! { DeleteTaskDefinitionsRequest(shape::DeleteTaskDefinitionsRequest) { task_definitions: Vec<String>, } }
structure! { DeleteTaskDefinitionsResponse(shape::DeleteTaskDefinitionsResponse) { task_definitions: Option<Vec<TaskDefinition>>, failures: Option<Vec<Failure>>, } }
structure! { Deployment(shape::Deployment) { id: Option<String>, status: Option<String>, task_definition: Option<String>, desired_count: Option<i32>, pending_count: Option<i32>, running_count: Option<i32>, failed_tasks: Option<i32>, created_at: Option<crate::Timestamp>, updated_at: Option<crate::Timestamp>, capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, launch_type: Option<LaunchType>, platform_version: Option<String>, platform_family: Option<String>, network_configuration: Option<NetworkConfiguration>, rollout_state: Option<DeploymentRolloutState>, rollout_state_reason: Option<String>, service_connect_configuration: Option<ServiceConnectConfiguration>, service_connect_resources: Option<Vec<ServiceConnectServiceResource>>, volume_configurations: Option<Vec<ServiceVolumeConfiguration>>, fargate_ephemeral_storage: Option<DeploymentEphemeralStorage>, vpc_lattice_configurations: Option<Vec<VpcLatticeConfiguration>>, } }
structure! { DeploymentAlarms(shape::DeploymentAlarms) { alarm_names: Option<Vec<String>>, rollback: Option<bool>, enable: Option<bool>, } }
structure! { DeploymentCircuitBreaker(shape::DeploymentCircuitBreaker) { enable: Option<bool>, rollback: Option<bool>, } }
structure! { DeploymentConfiguration(shape::DeploymentConfiguration) { deployment_circuit_breaker: Option<DeploymentCircuitBreaker>, maximum_percent: Option<i32>, minimum_healthy_percent: Option<i32>, alarms: Option<DeploymentAlarms>, strategy: Option<DeploymentStrategy>, bake_time_in_minutes: Option<i32>, lifecycle_hooks: Option<Vec<DeploymentLifecycleHook>>, linear_configuration: Option<LinearConfiguration>, canary_configuration: Option<CanaryConfiguration>, } }
structure! { DeploymentController(shape::DeploymentController) { r#type: Option<DeploymentControllerType>, } }
enumeration! { DeploymentControllerType { Ecs = "ECS", CodeDeploy = "CODE_DEPLOY", External = "EXTERNAL", } }
structure! { DeploymentEphemeralStorage(shape::DeploymentEphemeralStorage) { kms_key_id: Option<String>, } }
structure! { DeploymentLifecycleHook(shape::DeploymentLifecycleHook) { target_type: Option<DeploymentLifecycleHookTargetType>, hook_target_arn: Option<String>, role_arn: Option<String>, lifecycle_stages: Option<Vec<DeploymentLifecycleHookStage>>, hook_details: Option<serde_json::Value>, timeout_configuration: Option<DeploymentLifecycleHookTimeoutConfiguration>, } }
enumeration! { DeploymentLifecycleHookAction { Rollback = "ROLLBACK", Continue = "CONTINUE", } }
structure! { DeploymentLifecycleHookDetail(shape::DeploymentLifecycleHookDetail) { hook_id: Option<String>, target_type: Option<DeploymentLifecycleHookTargetType>, target_arn: Option<String>, status: Option<DeploymentLifecycleHookStatus>, expires_at: Option<crate::Timestamp>, timeout_action: Option<DeploymentLifecycleHookAction>, } }
enumeration! { DeploymentLifecycleHookStage { ReconcileService = "RECONCILE_SERVICE", PreScaleUp = "PRE_SCALE_UP", PostScaleUp = "POST_SCALE_UP", TestTrafficShift = "TEST_TRAFFIC_SHIFT", PostTestTrafficShift = "POST_TEST_TRAFFIC_SHIFT", PreProductionTrafficShift = "PRE_PRODUCTION_TRAFFIC_SHIFT", ProductionTrafficShift = "PRODUCTION_TRAFFIC_SHIFT", PostProductionTrafficShift = "POST_PRODUCTION_TRAFFIC_SHIFT", } }
enumeration! { DeploymentLifecycleHookStatus { AwaitingAction = "AWAITING_ACTION", InProgress = "IN_PROGRESS", Succeeded = "SUCCEEDED", Failed = "FAILED", TimedOut = "TIMED_OUT", } }
enumeration! { DeploymentLifecycleHookTargetType { AwsLambda = "AWS_LAMBDA", Pause = "PAUSE", } }
structure! { DeploymentLifecycleHookTimeoutConfiguration(shape::DeploymentLifecycleHookTimeoutConfiguration) { timeout_in_minutes: Option<i32>, action: Option<DeploymentLifecycleHookAction>, } }
enumeration! { DeploymentRolloutState { Completed = "COMPLETED", Failed = "FAILED", InProgress = "IN_PROGRESS", } }
enumeration! { DeploymentStrategy { Rolling = "ROLLING", BlueGreen = "BLUE_GREEN", Linear = "LINEAR", Canary = "CANARY", } }
structure! { DeregisterTaskDefinitionRequest(shape::DeregisterTaskDefinitionRequest) { task_definition: String, } }
structure! { DeregisterTaskDefinitionResponse(shape::DeregisterTaskDefinitionResponse) { task_definition: Option<TaskDefinition>, } }
structure! { DescribeCapacityProvidersRequest(shape::DescribeCapacityProvidersRequest) { capacity_providers: Option<Vec<String>>, cluster: Option<String>, include: Option<Vec<CapacityProviderField>>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { DescribeCapacityProvidersResponse(shape::DescribeCapacityProvidersResponse) { capacity_providers: Option<Vec<CapacityProvider>>, failures: Option<Vec<Failure>>, next_token: Option<String>, } }
structure! { DescribeClustersRequest(shape::DescribeClustersRequest) { clusters: Option<Vec<String>>, include: Option<Vec<ClusterField>>, } }
structure! { DescribeClustersResponse(shape::DescribeClustersResponse) { clusters: Option<Vec<Cluster>>, failures: Option<Vec<Failure>>, } }
structure! { DescribeServiceDeploymentsRequest(shape::DescribeServiceDeploymentsRequest) { service_deployment_arns: Vec<String>, } }
structure! { DescribeServiceDeploymentsResponse(shape::DescribeServiceDeploymentsResponse) { service_deployments: Option<Vec<ServiceDeployment>>, failures: Option<Vec<Failure>>, } }
structure! { DescribeServiceRevisionsRequest(shape::DescribeServiceRevisionsRequest) { service_revision_arns: Vec<String>, } }
structure! { DescribeServiceRevisionsResponse(shape::DescribeServiceRevisionsResponse) { service_revisions: Option<Vec<ServiceRevision>>, failures: Option<Vec<Failure>>, } }
structure! { DescribeServicesRequest(shape::DescribeServicesRequest) { cluster: Option<String>, services: Vec<String>, include: Option<Vec<ServiceField>>, } }
structure! { DescribeServicesResponse(shape::DescribeServicesResponse) { services: Option<Vec<Service>>, failures: Option<Vec<Failure>>, } }
structure! { DescribeTaskDefinitionRequest(shape::DescribeTaskDefinitionRequest) { task_definition: String, include: Option<Vec<TaskDefinitionField>>, } }
structure! { DescribeTaskDefinitionResponse(shape::DescribeTaskDefinitionResponse) { task_definition: Option<TaskDefinition>, tags: Option<Vec<Tag>>, } }
structure! { DescribeTasksRequest(shape::DescribeTasksRequest) { cluster: Option<String>, tasks: Vec<String>, include: Option<Vec<TaskField>>, } }
structure! { DescribeTasksResponse(shape::DescribeTasksResponse) { tasks: Option<Vec<Task>>, failures: Option<Vec<Failure>>, } }
enumeration! { DesiredStatus { Running = "RUNNING", Pending = "PENDING", Stopped = "STOPPED", } }
structure! { Device(shape::Device) { host_path: Option<String>, container_path: Option<String>, permissions: Option<Vec<DeviceCgroupPermission>>, } }
enumeration! { DeviceCgroupPermission { Read = "read", Write = "write", Mknod = "mknod", } }
structure! { DockerVolumeConfiguration(shape::DockerVolumeConfiguration) { scope: Option<Scope>, autoprovision: Option<bool>, driver: Option<String>, driver_opts: Option<crate::Map<String>>, labels: Option<crate::Map<String>>, } }
enumeration! { EBSResourceType { Volume = "volume", } }
structure! { EBSTagSpecification(shape::EBSTagSpecification) { resource_type: Option<EBSResourceType>, tags: Option<Vec<Tag>>, propagate_tags: Option<PropagateTags>, } }
structure! { ECSManagedResources(shape::ECSManagedResources) { ingress_paths: Option<Vec<ManagedIngressPath>>, auto_scaling: Option<ManagedAutoScaling>, metric_alarms: Option<Vec<ManagedMetricAlarm>>, service_security_groups: Option<Vec<ManagedSecurityGroup>>, log_groups: Option<Vec<ManagedLogGroup>>, } }
structure! { EFSAuthorizationConfig(shape::EFSAuthorizationConfig) { access_point_id: Option<String>, iam: Option<EFSAuthorizationConfigIAM>, } }
enumeration! { EFSAuthorizationConfigIAM { Enabled = "ENABLED", Disabled = "DISABLED", } }
enumeration! { EFSTransitEncryption { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { EFSVolumeConfiguration(shape::EFSVolumeConfiguration) { file_system_id: Option<String>, root_directory: Option<String>, transit_encryption: Option<EFSTransitEncryption>, transit_encryption_port: Option<i32>, authorization_config: Option<EFSAuthorizationConfig>, } }
structure! { EnvironmentFile(shape::EnvironmentFile) { value: Option<String>, r#type: Option<EnvironmentFileType>, } }
enumeration! { EnvironmentFileType { S3 = "s3", } }
structure! { EphemeralStorage(shape::EphemeralStorage) { size_in_gib: Option<i32>, } }
structure! { ExecuteCommandConfiguration(shape::ExecuteCommandConfiguration) { kms_key_id: Option<String>, logging: Option<ExecuteCommandLogging>, log_configuration: Option<ExecuteCommandLogConfiguration>, } }
structure! { ExecuteCommandLogConfiguration(shape::ExecuteCommandLogConfiguration) { cloud_watch_log_group_name: Option<String>, cloud_watch_encryption_enabled: Option<bool>, s3_bucket_name: Option<String>, s3_encryption_enabled: Option<bool>, s3_key_prefix: Option<String>, } }
enumeration! { ExecuteCommandLogging { None = "NONE", Default = "DEFAULT", Override = "OVERRIDE", } }
structure! { ExecuteCommandRequest(shape::ExecuteCommandRequest) { cluster: Option<String>, container: Option<String>, command: String, interactive: bool, task: String, } }
structure! { ExecuteCommandResponse(shape::ExecuteCommandResponse) { cluster_arn: Option<String>, container_arn: Option<String>, container_name: Option<String>, interactive: Option<bool>, session: Option<Session>, task_arn: Option<String>, } }
structure! { FSxWindowsFileServerAuthorizationConfig(shape::FSxWindowsFileServerAuthorizationConfig) { credentials_parameter: Option<String>, domain: Option<String>, } }
structure! { FSxWindowsFileServerVolumeConfiguration(shape::FSxWindowsFileServerVolumeConfiguration) { file_system_id: Option<String>, root_directory: Option<String>, authorization_config: Option<FSxWindowsFileServerAuthorizationConfig>, } }
structure! { Failure(shape::Failure) { arn: Option<String>, reason: Option<String>, detail: Option<String>, } }
structure! { FirelensConfiguration(shape::FirelensConfiguration) { r#type: Option<FirelensConfigurationType>, options: Option<crate::Map<String>>, } }
enumeration! { FirelensConfigurationType { Fluentd = "fluentd", Fluentbit = "fluentbit", } }
structure! { GetTaskProtectionRequest(shape::GetTaskProtectionRequest) { cluster: String, tasks: Option<Vec<String>>, } }
structure! { GetTaskProtectionResponse(shape::GetTaskProtectionResponse) { protected_tasks: Option<Vec<ProtectedTask>>, failures: Option<Vec<Failure>>, } }
structure! { HealthCheck(shape::HealthCheck) { command: Option<Vec<String>>, interval: Option<i32>, timeout: Option<i32>, retries: Option<i32>, start_period: Option<i32>, } }
enumeration! { HealthStatus { Healthy = "HEALTHY", Unhealthy = "UNHEALTHY", UnknownValue = "UNKNOWN", } }
structure! { HostEntry(shape::HostEntry) { hostname: Option<String>, ip_address: Option<String>, } }
structure! { HostVolumeProperties(shape::HostVolumeProperties) { source_path: Option<String>, } }
structure! { InferenceAccelerator(shape::InferenceAccelerator) { device_name: Option<String>, device_type: Option<String>, } }
structure! { InferenceAcceleratorOverride(shape::InferenceAcceleratorOverride) { device_name: Option<String>, device_type: Option<String>, } }
structure! { InfrastructureOptimization(shape::InfrastructureOptimization) { scale_in_after: Option<i32>, } }
enumeration! { InstanceGeneration { Current = "current", Previous = "previous", } }
structure! { InstanceLaunchTemplate(shape::InstanceLaunchTemplate) { ec2_instance_profile_arn: Option<String>, network_configuration: Option<ManagedInstancesNetworkConfiguration>, storage_configuration: Option<ManagedInstancesStorageConfiguration>, local_storage_configuration: Option<ManagedInstancesLocalStorageConfiguration>, monitoring: Option<ManagedInstancesMonitoringOptions>, capacity_option_type: Option<CapacityOptionType>, instance_metadata_tags_propagation: Option<bool>, instance_requirements: Option<InstanceRequirementsRequest>, fips_enabled: Option<bool>, capacity_reservations: Option<CapacityReservationRequest>, } }
structure! { InstanceRequirementsRequest(shape::InstanceRequirementsRequest) { vcpu_count: Option<VCpuCountRangeRequest>, memory_mib: Option<MemoryMiBRequest>, cpu_manufacturers: Option<Vec<CpuManufacturer>>, memory_gib_per_vcpu: Option<MemoryGiBPerVCpuRequest>, excluded_instance_types: Option<Vec<String>>, instance_generations: Option<Vec<InstanceGeneration>>, spot_max_price_percentage_over_lowest_price: Option<i32>, on_demand_max_price_percentage_over_lowest_price: Option<i32>, bare_metal: Option<BareMetal>, burstable_performance: Option<BurstablePerformance>, require_hibernate_support: Option<bool>, network_interface_count: Option<NetworkInterfaceCountRequest>, local_storage: Option<LocalStorage>, local_storage_types: Option<Vec<LocalStorageType>>, total_local_storage_gb: Option<TotalLocalStorageGBRequest>, baseline_ebs_bandwidth_mbps: Option<BaselineEbsBandwidthMbpsRequest>, accelerator_types: Option<Vec<AcceleratorType>>, accelerator_count: Option<AcceleratorCountRequest>, accelerator_manufacturers: Option<Vec<AcceleratorManufacturer>>, accelerator_names: Option<Vec<AcceleratorName>>, accelerator_total_memory_mib: Option<AcceleratorTotalMemoryMiBRequest>, network_bandwidth_gbps: Option<NetworkBandwidthGbpsRequest>, allowed_instance_types: Option<Vec<String>>, max_spot_price_as_percentage_of_optimal_on_demand_price: Option<i32>, } }
enumeration! { IpcMode { Host = "host", Task = "task", None = "none", } }
structure! { KernelCapabilities(shape::KernelCapabilities) { add: Option<Vec<String>>, drop: Option<Vec<String>>, } }
structure! { KeyValuePair(shape::KeyValuePair) { name: Option<String>, value: Option<String>, } }
enumeration! { LaunchType { Ec2 = "EC2", Fargate = "FARGATE", External = "EXTERNAL", ManagedInstances = "MANAGED_INSTANCES", } }
structure! { LinearConfiguration(shape::LinearConfiguration) { step_percent: Option<f64>, step_bake_time_in_minutes: Option<i32>, } }
structure! { LinuxParameters(shape::LinuxParameters) { capabilities: Option<KernelCapabilities>, devices: Option<Vec<Device>>, init_process_enabled: Option<bool>, shared_memory_size: Option<i32>, tmpfs: Option<Vec<Tmpfs>>, max_swap: Option<i32>, swappiness: Option<i32>, } }
structure! { ListAccountSettingsRequest(shape::ListAccountSettingsRequest) { name: Option<SettingName>, value: Option<String>, principal_arn: Option<String>, effective_settings: Option<bool>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListAccountSettingsResponse(shape::ListAccountSettingsResponse) { settings: Option<Vec<Setting>>, next_token: Option<String>, } }
structure! { ListClustersRequest(shape::ListClustersRequest) { next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListClustersResponse(shape::ListClustersResponse) { cluster_arns: Option<Vec<String>>, next_token: Option<String>, } }
structure! { ListServiceDeploymentsRequest(shape::ListServiceDeploymentsRequest) { service: String, cluster: Option<String>, status: Option<Vec<ServiceDeploymentStatus>>, created_at: Option<CreatedAt>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListServiceDeploymentsResponse(shape::ListServiceDeploymentsResponse) { service_deployments: Option<Vec<ServiceDeploymentBrief>>, next_token: Option<String>, } }
structure! { ListServicesByNamespaceRequest(shape::ListServicesByNamespaceRequest) { namespace: String, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListServicesByNamespaceResponse(shape::ListServicesByNamespaceResponse) { service_arns: Option<Vec<String>>, next_token: Option<String>, } }
structure! { ListServicesRequest(shape::ListServicesRequest) { cluster: Option<String>, next_token: Option<String>, max_results: Option<i32>, launch_type: Option<LaunchType>, scheduling_strategy: Option<SchedulingStrategy>, resource_management_type: Option<ResourceManagementType>, } }
structure! { ListServicesResponse(shape::ListServicesResponse) { service_arns: Option<Vec<String>>, next_token: Option<String>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_arn: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { tags: Option<Vec<Tag>>, } }
structure! { ListTaskDefinitionFamiliesRequest(shape::ListTaskDefinitionFamiliesRequest) { family_prefix: Option<String>, status: Option<TaskDefinitionFamilyStatus>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListTaskDefinitionFamiliesResponse(shape::ListTaskDefinitionFamiliesResponse) { families: Option<Vec<String>>, next_token: Option<String>, } }
structure! { ListTaskDefinitionsRequest(shape::ListTaskDefinitionsRequest) { family_prefix: Option<String>, status: Option<TaskDefinitionStatus>, sort: Option<SortOrder>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { ListTaskDefinitionsResponse(shape::ListTaskDefinitionsResponse) { task_definition_arns: Option<Vec<String>>, next_token: Option<String>, } }
structure! { ListTasksRequest(shape::ListTasksRequest) { cluster: Option<String>, container_instance: Option<String>, family: Option<String>, next_token: Option<String>, max_results: Option<i32>, started_by: Option<String>, service_name: Option<String>, desired_status: Option<DesiredStatus>, launch_type: Option<LaunchType>, daemon_name: Option<String>, } }
structure! { ListTasksResponse(shape::ListTasksResponse) { task_arns: Option<Vec<String>>, next_token: Option<String>, } }
structure! { LoadBalancer(shape::LoadBalancer) { target_group_arn: Option<String>, load_balancer_name: Option<String>, container_name: Option<String>, container_port: Option<i32>, advanced_configuration: Option<AdvancedConfiguration>, } }
enumeration! { LocalStorage { Included = "included", Required = "required", Excluded = "excluded", } }
enumeration! { LocalStorageType { Hdd = "hdd", Ssd = "ssd", } }
structure! { LogConfiguration(shape::LogConfiguration) { log_driver: Option<LogDriver>, options: Option<crate::Map<String>>, secret_options: Option<Vec<Secret>>, } }
enumeration! { LogDriver { JsonFile = "json-file", Syslog = "syslog", Journald = "journald", Gelf = "gelf", Fluentd = "fluentd", Awslogs = "awslogs", Splunk = "splunk", Awsfirelens = "awsfirelens", } }
structure! { ManagedAgent(shape::ManagedAgent) { last_started_at: Option<crate::Timestamp>, name: Option<ManagedAgentName>, reason: Option<String>, last_status: Option<String>, } }
enumeration! { ManagedAgentName { ExecuteCommandAgent = "ExecuteCommandAgent", } }
structure! { ManagedApplicationAutoScalingPolicy(shape::ManagedApplicationAutoScalingPolicy) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, policy_type: Option<String>, target_value: Option<f64>, metric: Option<String>, } }
structure! { ManagedAutoScaling(shape::ManagedAutoScaling) { scalable_target: Option<ManagedScalableTarget>, application_auto_scaling_policies: Option<Vec<ManagedApplicationAutoScalingPolicy>>, } }
structure! { ManagedCertificate(shape::ManagedCertificate) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, domain_name: Option<String>, } }
enumeration! { ManagedDraining { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { ManagedIngressPath(shape::ManagedIngressPath) { access_type: Option<AccessType>, endpoint: Option<String>, load_balancer: Option<ManagedLoadBalancer>, load_balancer_security_groups: Option<Vec<ManagedSecurityGroup>>, certificate: Option<ManagedCertificate>, listener: Option<ManagedListener>, rule: Option<ManagedListenerRule>, target_groups: Option<Vec<ManagedTargetGroup>>, } }
structure! { ManagedInstancesLocalStorageConfiguration(shape::ManagedInstancesLocalStorageConfiguration) { use_local_storage: Option<bool>, } }
enumeration! { ManagedInstancesMonitoringOptions { Basic = "BASIC", Detailed = "DETAILED", } }
structure! { ManagedInstancesNetworkConfiguration(shape::ManagedInstancesNetworkConfiguration) { subnets: Option<Vec<String>>, security_groups: Option<Vec<String>>, } }
structure! { ManagedInstancesProvider(shape::ManagedInstancesProvider) { infrastructure_role_arn: Option<String>, instance_launch_template: Option<InstanceLaunchTemplate>, propagate_tags: Option<PropagateMITags>, infrastructure_optimization: Option<InfrastructureOptimization>, auto_repair_configuration: Option<AutoRepairConfiguration>, } }
structure! { ManagedInstancesStorageConfiguration(shape::ManagedInstancesStorageConfiguration) { storage_size_gib: Option<i32>, } }
structure! { ManagedListener(shape::ManagedListener) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, } }
structure! { ManagedListenerRule(shape::ManagedListenerRule) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, } }
structure! { ManagedLoadBalancer(shape::ManagedLoadBalancer) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, scheme: Option<String>, subnet_ids: Option<Vec<String>>, security_group_ids: Option<Vec<String>>, } }
structure! { ManagedLogGroup(shape::ManagedLogGroup) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, log_group_name: Option<String>, } }
structure! { ManagedMetricAlarm(shape::ManagedMetricAlarm) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, } }
enumeration! { ManagedResourceStatus { Provisioning = "PROVISIONING", Active = "ACTIVE", Deprovisioning = "DEPROVISIONING", Deleted = "DELETED", Failed = "FAILED", } }
structure! { ManagedScalableTarget(shape::ManagedScalableTarget) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, min_capacity: Option<i32>, max_capacity: Option<i32>, } }
structure! { ManagedScaling(shape::ManagedScaling) { status: Option<ManagedScalingStatus>, target_capacity: Option<i32>, minimum_scaling_step_size: Option<i32>, maximum_scaling_step_size: Option<i32>, instance_warmup_period: Option<i32>, } }
enumeration! { ManagedScalingStatus { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { ManagedSecurityGroup(shape::ManagedSecurityGroup) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, } }
structure! { ManagedStorageConfiguration(shape::ManagedStorageConfiguration) { kms_key_id: Option<String>, fargate_ephemeral_storage_kms_key_id: Option<String>, } }
structure! { ManagedTargetGroup(shape::ManagedTargetGroup) { arn: Option<String>, status: Option<ManagedResourceStatus>, status_reason: Option<String>, updated_at: Option<crate::Timestamp>, health_check_path: Option<String>, health_check_port: Option<i32>, port: Option<i32>, } }
enumeration! { ManagedTerminationProtection { Enabled = "ENABLED", Disabled = "DISABLED", } }
structure! { MemoryGiBPerVCpuRequest(shape::MemoryGiBPerVCpuRequest) { min: Option<f64>, max: Option<f64>, } }
structure! { MemoryMiBRequest(shape::MemoryMiBRequest) { min: Option<i32>, max: Option<i32>, } }
structure! { MountPoint(shape::MountPoint) { source_volume: Option<String>, container_path: Option<String>, read_only: Option<bool>, } }
structure! { NetworkBandwidthGbpsRequest(shape::NetworkBandwidthGbpsRequest) { min: Option<f64>, max: Option<f64>, } }
structure! { NetworkBinding(shape::NetworkBinding) { bind_ip: Option<String>, container_port: Option<i32>, host_port: Option<i32>, protocol: Option<TransportProtocol>, container_port_range: Option<String>, host_port_range: Option<String>, } }
structure! { NetworkConfiguration(shape::NetworkConfiguration) { awsvpc_configuration: Option<AwsVpcConfiguration>, } }
structure! { NetworkInterface(shape::NetworkInterface) { attachment_id: Option<String>, private_ipv4_address: Option<String>, ipv6_address: Option<String>, } }
structure! { NetworkInterfaceCountRequest(shape::NetworkInterfaceCountRequest) { min: Option<i32>, max: Option<i32>, } }
enumeration! { NetworkMode { Bridge = "bridge", Host = "host", Awsvpc = "awsvpc", None = "none", } }
enumeration! { OSFamily { WindowsServer2019Full = "WINDOWS_SERVER_2019_FULL", WindowsServer2019Core = "WINDOWS_SERVER_2019_CORE", WindowsServer2016Full = "WINDOWS_SERVER_2016_FULL", WindowsServer2004Core = "WINDOWS_SERVER_2004_CORE", WindowsServer2022Core = "WINDOWS_SERVER_2022_CORE", WindowsServer2022Full = "WINDOWS_SERVER_2022_FULL", WindowsServer2025Core = "WINDOWS_SERVER_2025_CORE", WindowsServer2025Full = "WINDOWS_SERVER_2025_FULL", WindowsServer20h2Core = "WINDOWS_SERVER_20H2_CORE", Linux = "LINUX", } }
enumeration! { PidMode { Host = "host", Task = "task", } }
structure! { PlacementConstraint(shape::PlacementConstraint) { r#type: Option<PlacementConstraintType>, expression: Option<String>, } }
enumeration! { PlacementConstraintType { DistinctInstance = "distinctInstance", MemberOf = "memberOf", } }
structure! { PlacementStrategy(shape::PlacementStrategy) { r#type: Option<PlacementStrategyType>, field: Option<String>, } }
enumeration! { PlacementStrategyType { Random = "random", Spread = "spread", Binpack = "binpack", } }
structure! { PortMapping(shape::PortMapping) { container_port: Option<i32>, host_port: Option<i32>, protocol: Option<TransportProtocol>, name: Option<String>, app_protocol: Option<ApplicationProtocol>, container_port_range: Option<String>, } }
enumeration! { PropagateMITags { CapacityProvider = "CAPACITY_PROVIDER", None = "NONE", } }
enumeration! { PropagateTags { TaskDefinition = "TASK_DEFINITION", Service = "SERVICE", None = "NONE", } }
structure! { ProtectedTask(shape::ProtectedTask) { task_arn: Option<String>, protection_enabled: Option<bool>, expiration_date: Option<crate::Timestamp>, } }
structure! { ProxyConfiguration(shape::ProxyConfiguration) { r#type: Option<ProxyConfigurationType>, container_name: Option<String>, properties: Option<Vec<KeyValuePair>>, } }
enumeration! { ProxyConfigurationType { Appmesh = "APPMESH", } }
structure! { PutAccountSettingDefaultRequest(shape::PutAccountSettingDefaultRequest) { name: SettingName, value: String, } }
structure! { PutAccountSettingDefaultResponse(shape::PutAccountSettingDefaultResponse) { setting: Option<Setting>, } }
structure! { PutAccountSettingRequest(shape::PutAccountSettingRequest) { name: SettingName, value: String, principal_arn: Option<String>, } }
structure! { PutAccountSettingResponse(shape::PutAccountSettingResponse) { setting: Option<Setting>, } }
structure! { PutClusterCapacityProvidersRequest(shape::PutClusterCapacityProvidersRequest) { cluster: String, capacity_providers: Vec<String>, default_capacity_provider_strategy: Vec<CapacityProviderStrategyItem>, } }
structure! { PutClusterCapacityProvidersResponse(shape::PutClusterCapacityProvidersResponse) { cluster: Option<Cluster>, } }
structure! { RegisterTaskDefinitionRequest(shape::RegisterTaskDefinitionRequest) { family: String, task_role_arn: Option<String>, execution_role_arn: Option<String>, network_mode: Option<NetworkMode>, container_definitions: Vec<ContainerDefinition>, volumes: Option<Vec<Volume>>, placement_constraints: Option<Vec<TaskDefinitionPlacementConstraint>>, requires_compatibilities: Option<Vec<Compatibility>>, cpu: Option<String>, memory: Option<String>, tags: Option<Vec<Tag>>, pid_mode: Option<PidMode>, ipc_mode: Option<IpcMode>, proxy_configuration: Option<ProxyConfiguration>, inference_accelerators: Option<Vec<InferenceAccelerator>>, ephemeral_storage: Option<EphemeralStorage>, runtime_platform: Option<RuntimePlatform>, enable_fault_injection: Option<bool>, } }
structure! { RegisterTaskDefinitionResponse(shape::RegisterTaskDefinitionResponse) { task_definition: Option<TaskDefinition>, tags: Option<Vec<Tag>>, } }
structure! { RepositoryCredentials(shape::RepositoryCredentials) { credentials_parameter: Option<String>, } }
structure! { ResolvedConfiguration(shape::ResolvedConfiguration) { load_balancers: Option<Vec<ServiceRevisionLoadBalancer>>, } }
enumeration! { ResourceManagementType { Customer = "CUSTOMER", Ecs = "ECS", } }
structure! { ResourceRequirement(shape::ResourceRequirement) { value: Option<String>, r#type: Option<ResourceType>, } }
enumeration! { ResourceType { Gpu = "GPU", InferenceAccelerator = "InferenceAccelerator", } }
structure! { Rollback(shape::Rollback) { reason: Option<String>, started_at: Option<crate::Timestamp>, service_revision_arn: Option<String>, } }
structure! { RunTaskRequest(shape::RunTaskRequest) { capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, cluster: Option<String>, count: Option<i32>, enable_ecs_managed_tags: Option<bool>, enable_execute_command: Option<bool>, group: Option<String>, launch_type: Option<LaunchType>, network_configuration: Option<NetworkConfiguration>, overrides: Option<TaskOverride>, placement_constraints: Option<Vec<PlacementConstraint>>, placement_strategy: Option<Vec<PlacementStrategy>>, platform_version: Option<String>, propagate_tags: Option<PropagateTags>, reference_id: Option<String>, started_by: Option<String>, tags: Option<Vec<Tag>>, task_definition: String, client_token: Option<String>, volume_configurations: Option<Vec<TaskVolumeConfiguration>>, } }
structure! { RunTaskResponse(shape::RunTaskResponse) { tasks: Option<Vec<Task>>, failures: Option<Vec<Failure>>, } }
structure! { RuntimePlatform(shape::RuntimePlatform) { cpu_architecture: Option<CPUArchitecture>, operating_system_family: Option<OSFamily>, } }
structure! { S3FilesVolumeConfiguration(shape::S3FilesVolumeConfiguration) { file_system_arn: Option<String>, root_directory: Option<String>, transit_encryption_port: Option<i32>, access_point_arn: Option<String>, } }
structure! { Scale(shape::Scale) { value: Option<f64>, unit: Option<ScaleUnit>, } }
enumeration! { ScaleUnit { Percent = "PERCENT", } }
enumeration! { SchedulingStrategy { Replica = "REPLICA", Daemon = "DAEMON", } }
enumeration! { Scope { Task = "task", Shared = "shared", } }
structure! { Secret(shape::Secret) { name: Option<String>, value_from: Option<String>, } }
structure! { Service(shape::Service) { service_arn: Option<String>, service_name: Option<String>, cluster_arn: Option<String>, load_balancers: Option<Vec<LoadBalancer>>, service_registries: Option<Vec<ServiceRegistry>>, status: Option<String>, desired_count: Option<i32>, running_count: Option<i32>, pending_count: Option<i32>, launch_type: Option<LaunchType>, capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, platform_version: Option<String>, platform_family: Option<String>, task_definition: Option<String>, deployment_configuration: Option<DeploymentConfiguration>, task_sets: Option<Vec<TaskSet>>, deployments: Option<Vec<Deployment>>, role_arn: Option<String>, events: Option<Vec<ServiceEvent>>, created_at: Option<crate::Timestamp>, current_service_deployment: Option<String>, current_service_revisions: Option<Vec<ServiceCurrentRevisionSummary>>, placement_constraints: Option<Vec<PlacementConstraint>>, placement_strategy: Option<Vec<PlacementStrategy>>, network_configuration: Option<NetworkConfiguration>, health_check_grace_period_seconds: Option<i32>, scheduling_strategy: Option<SchedulingStrategy>, deployment_controller: Option<DeploymentController>, tags: Option<Vec<Tag>>, created_by: Option<String>, enable_ecs_managed_tags: Option<bool>, propagate_tags: Option<PropagateTags>, enable_execute_command: Option<bool>, availability_zone_rebalancing: Option<AvailabilityZoneRebalancing>, resource_management_type: Option<ResourceManagementType>, } }
structure! { ServiceConnectAccessLogConfiguration(shape::ServiceConnectAccessLogConfiguration) { format: Option<ServiceConnectAccessLoggingFormat>, include_query_parameters: Option<ServiceConnectIncludeQueryParameters>, } }
enumeration! { ServiceConnectAccessLoggingFormat { Text = "TEXT", Json = "JSON", } }
structure! { ServiceConnectClientAlias(shape::ServiceConnectClientAlias) { port: Option<i32>, dns_name: Option<String>, test_traffic_rules: Option<ServiceConnectTestTrafficRules>, } }
structure! { ServiceConnectConfiguration(shape::ServiceConnectConfiguration) { enabled: Option<bool>, namespace: Option<String>, services: Option<Vec<ServiceConnectService>>, log_configuration: Option<LogConfiguration>, access_log_configuration: Option<ServiceConnectAccessLogConfiguration>, } }
enumeration! { ServiceConnectIncludeQueryParameters { Disabled = "DISABLED", Enabled = "ENABLED", } }
structure! { ServiceConnectService(shape::ServiceConnectService) { port_name: Option<String>, discovery_name: Option<String>, client_aliases: Option<Vec<ServiceConnectClientAlias>>, ingress_port_override: Option<i32>, timeout: Option<TimeoutConfiguration>, tls: Option<ServiceConnectTlsConfiguration>, } }
structure! { ServiceConnectServiceResource(shape::ServiceConnectServiceResource) { discovery_name: Option<String>, discovery_arn: Option<String>, } }
structure! { ServiceConnectTestTrafficHeaderMatchRules(shape::ServiceConnectTestTrafficHeaderMatchRules) { exact: Option<String>, } }
structure! { ServiceConnectTestTrafficHeaderRules(shape::ServiceConnectTestTrafficHeaderRules) { name: Option<String>, value: Option<ServiceConnectTestTrafficHeaderMatchRules>, } }
structure! { ServiceConnectTestTrafficRules(shape::ServiceConnectTestTrafficRules) { header: Option<ServiceConnectTestTrafficHeaderRules>, } }
structure! { ServiceConnectTlsCertificateAuthority(shape::ServiceConnectTlsCertificateAuthority) { aws_pca_authority_arn: Option<String>, } }
structure! { ServiceConnectTlsConfiguration(shape::ServiceConnectTlsConfiguration) { issuer_certificate_authority: Option<ServiceConnectTlsCertificateAuthority>, kms_key: Option<String>, role_arn: Option<String>, } }
structure! { ServiceCurrentRevisionSummary(shape::ServiceCurrentRevisionSummary) { arn: Option<String>, requested_task_count: Option<i32>, running_task_count: Option<i32>, pending_task_count: Option<i32>, } }
structure! { ServiceDeployment(shape::ServiceDeployment) { service_deployment_arn: Option<String>, service_arn: Option<String>, cluster_arn: Option<String>, created_at: Option<crate::Timestamp>, started_at: Option<crate::Timestamp>, finished_at: Option<crate::Timestamp>, stopped_at: Option<crate::Timestamp>, updated_at: Option<crate::Timestamp>, source_service_revisions: Option<Vec<ServiceRevisionSummary>>, target_service_revision: Option<ServiceRevisionSummary>, status: Option<ServiceDeploymentStatus>, status_reason: Option<String>, lifecycle_stage: Option<ServiceDeploymentLifecycleStage>, lifecycle_hook_details: Option<Vec<DeploymentLifecycleHookDetail>>, deployment_configuration: Option<DeploymentConfiguration>, rollback: Option<Rollback>, deployment_circuit_breaker: Option<ServiceDeploymentCircuitBreaker>, alarms: Option<ServiceDeploymentAlarms>, } }
structure! { ServiceDeploymentAlarms(shape::ServiceDeploymentAlarms) { status: Option<ServiceDeploymentRollbackMonitorsStatus>, alarm_names: Option<Vec<String>>, triggered_alarm_names: Option<Vec<String>>, } }
structure! { ServiceDeploymentBrief(shape::ServiceDeploymentBrief) { service_deployment_arn: Option<String>, service_arn: Option<String>, cluster_arn: Option<String>, started_at: Option<crate::Timestamp>, created_at: Option<crate::Timestamp>, finished_at: Option<crate::Timestamp>, target_service_revision_arn: Option<String>, status: Option<ServiceDeploymentStatus>, status_reason: Option<String>, } }
structure! { ServiceDeploymentCircuitBreaker(shape::ServiceDeploymentCircuitBreaker) { status: Option<ServiceDeploymentRollbackMonitorsStatus>, failure_count: Option<i32>, threshold: Option<i32>, } }
enumeration! { ServiceDeploymentLifecycleStage { ReconcileService = "RECONCILE_SERVICE", PreScaleUp = "PRE_SCALE_UP", ScaleUp = "SCALE_UP", PostScaleUp = "POST_SCALE_UP", TestTrafficShift = "TEST_TRAFFIC_SHIFT", PostTestTrafficShift = "POST_TEST_TRAFFIC_SHIFT", ProductionTrafficShift = "PRODUCTION_TRAFFIC_SHIFT", PostProductionTrafficShift = "POST_PRODUCTION_TRAFFIC_SHIFT", BakeTime = "BAKE_TIME", CleanUp = "CLEAN_UP", } }
enumeration! { ServiceDeploymentRollbackMonitorsStatus { Triggered = "TRIGGERED", Monitoring = "MONITORING", MonitoringComplete = "MONITORING_COMPLETE", Disabled = "DISABLED", } }
enumeration! { ServiceDeploymentStatus { Pending = "PENDING", Successful = "SUCCESSFUL", Stopped = "STOPPED", StopRequested = "STOP_REQUESTED", InProgress = "IN_PROGRESS", RollbackRequested = "ROLLBACK_REQUESTED", RollbackInProgress = "ROLLBACK_IN_PROGRESS", RollbackSuccessful = "ROLLBACK_SUCCESSFUL", RollbackFailed = "ROLLBACK_FAILED", } }
structure! { ServiceEvent(shape::ServiceEvent) { id: Option<String>, created_at: Option<crate::Timestamp>, message: Option<String>, } }
enumeration! { ServiceField { Tags = "TAGS", } }
structure! { ServiceManagedEBSVolumeConfiguration(shape::ServiceManagedEBSVolumeConfiguration) { encrypted: Option<bool>, kms_key_id: Option<String>, volume_type: Option<String>, size_in_gib: Option<i32>, snapshot_id: Option<String>, volume_initialization_rate: Option<i32>, iops: Option<i32>, throughput: Option<i32>, tag_specifications: Option<Vec<EBSTagSpecification>>, role_arn: Option<String>, filesystem_type: Option<TaskFilesystemType>, } }
structure! { ServiceRegistry(shape::ServiceRegistry) { registry_arn: Option<String>, port: Option<i32>, container_name: Option<String>, container_port: Option<i32>, } }
structure! { ServiceRevision(shape::ServiceRevision) { service_revision_arn: Option<String>, service_arn: Option<String>, cluster_arn: Option<String>, task_definition: Option<String>, capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, launch_type: Option<LaunchType>, platform_version: Option<String>, platform_family: Option<String>, load_balancers: Option<Vec<LoadBalancer>>, service_registries: Option<Vec<ServiceRegistry>>, network_configuration: Option<NetworkConfiguration>, container_images: Option<Vec<ContainerImage>>, guard_duty_enabled: Option<bool>, service_connect_configuration: Option<ServiceConnectConfiguration>, volume_configurations: Option<Vec<ServiceVolumeConfiguration>>, fargate_ephemeral_storage: Option<DeploymentEphemeralStorage>, created_at: Option<crate::Timestamp>, vpc_lattice_configurations: Option<Vec<VpcLatticeConfiguration>>, resolved_configuration: Option<ResolvedConfiguration>, ecs_managed_resources: Option<ECSManagedResources>, } }
structure! { ServiceRevisionLoadBalancer(shape::ServiceRevisionLoadBalancer) { target_group_arn: Option<String>, production_listener_rule: Option<String>, } }
structure! { ServiceRevisionSummary(shape::ServiceRevisionSummary) { arn: Option<String>, requested_task_count: Option<i32>, running_task_count: Option<i32>, pending_task_count: Option<i32>, requested_test_traffic_weight: Option<f64>, requested_production_traffic_weight: Option<f64>, } }
structure! { ServiceVolumeConfiguration(shape::ServiceVolumeConfiguration) { name: Option<String>, managed_ebs_volume: Option<ServiceManagedEBSVolumeConfiguration>, } }
structure! { Session(shape::Session) { session_id: Option<String>, stream_url: Option<String>, token_value: Option<String>, } }
structure! { Setting(shape::Setting) { name: Option<SettingName>, value: Option<String>, principal_arn: Option<String>, r#type: Option<SettingType>, } }
enumeration! { SettingName { ServiceLongArnFormat = "serviceLongArnFormat", TaskLongArnFormat = "taskLongArnFormat", ContainerInstanceLongArnFormat = "containerInstanceLongArnFormat", AwsvpcTrunking = "awsvpcTrunking", ContainerInsights = "containerInsights", FargateFIPSMode = "fargateFIPSMode", TagResourceAuthorization = "tagResourceAuthorization", FargateTaskRetirementWaitPeriod = "fargateTaskRetirementWaitPeriod", GuardDutyActivate = "guardDutyActivate", DefaultLogDriverMode = "defaultLogDriverMode", FargateEventWindows = "fargateEventWindows", } }
enumeration! { SettingType { User = "user", AwsManaged = "aws_managed", } }
enumeration! { SortOrder { Asc = "ASC", Desc = "DESC", } }
enumeration! { StabilityStatus { SteadyState = "STEADY_STATE", Stabilizing = "STABILIZING", } }
structure! { StartTaskRequest(shape::StartTaskRequest) { cluster: Option<String>, container_instances: Vec<String>, enable_ecs_managed_tags: Option<bool>, enable_execute_command: Option<bool>, group: Option<String>, network_configuration: Option<NetworkConfiguration>, overrides: Option<TaskOverride>, propagate_tags: Option<PropagateTags>, reference_id: Option<String>, started_by: Option<String>, tags: Option<Vec<Tag>>, task_definition: String, volume_configurations: Option<Vec<TaskVolumeConfiguration>>, } }
structure! { StartTaskResponse(shape::StartTaskResponse) { tasks: Option<Vec<Task>>, failures: Option<Vec<Failure>>, } }
structure! { StopServiceDeploymentRequest(shape::StopServiceDeploymentRequest) { service_deployment_arn: String, stop_type: Option<StopServiceDeploymentStopType>, } }
structure! { StopServiceDeploymentResponse(shape::StopServiceDeploymentResponse) { service_deployment_arn: Option<String>, } }
enumeration! { StopServiceDeploymentStopType { Abort = "ABORT", Rollback = "ROLLBACK", } }
structure! { StopTaskRequest(shape::StopTaskRequest) { cluster: Option<String>, task: String, reason: Option<String>, } }
structure! { StopTaskResponse(shape::StopTaskResponse) { task: Option<Task>, } }
structure! { SystemControl(shape::SystemControl) { namespace: Option<String>, value: Option<String>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { resource_arn: String, tags: Vec<Tag>, } }
structure! { TagResourceResponse(shape::TagResourceResponse) { } }
enumeration! { TargetType { ContainerInstance = "container-instance", } }
structure! { Task(shape::Task) { attachments: Option<Vec<Attachment>>, attributes: Option<Vec<Attribute>>, availability_zone: Option<String>, capacity_provider_name: Option<String>, cluster_arn: Option<String>, connectivity: Option<Connectivity>, connectivity_at: Option<crate::Timestamp>, container_instance_arn: Option<String>, containers: Option<Vec<Container>>, cpu: Option<String>, created_at: Option<crate::Timestamp>, desired_status: Option<String>, enable_execute_command: Option<bool>, execution_stopped_at: Option<crate::Timestamp>, group: Option<String>, health_status: Option<HealthStatus>, inference_accelerators: Option<Vec<InferenceAccelerator>>, last_status: Option<String>, launch_type: Option<LaunchType>, memory: Option<String>, overrides: Option<TaskOverride>, platform_version: Option<String>, platform_family: Option<String>, pull_started_at: Option<crate::Timestamp>, pull_stopped_at: Option<crate::Timestamp>, started_at: Option<crate::Timestamp>, started_by: Option<String>, stop_code: Option<TaskStopCode>, stopped_at: Option<crate::Timestamp>, stopped_reason: Option<String>, stopping_at: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, task_arn: Option<String>, task_definition_arn: Option<String>, version: Option<i64>, ephemeral_storage: Option<EphemeralStorage>, fargate_ephemeral_storage: Option<TaskEphemeralStorage>, } }
structure! { TaskDefinition(shape::TaskDefinition) { task_definition_arn: Option<String>, container_definitions: Option<Vec<ContainerDefinition>>, family: Option<String>, task_role_arn: Option<String>, execution_role_arn: Option<String>, network_mode: Option<NetworkMode>, revision: Option<i32>, volumes: Option<Vec<Volume>>, status: Option<TaskDefinitionStatus>, requires_attributes: Option<Vec<Attribute>>, placement_constraints: Option<Vec<TaskDefinitionPlacementConstraint>>, compatibilities: Option<Vec<Compatibility>>, runtime_platform: Option<RuntimePlatform>, requires_compatibilities: Option<Vec<Compatibility>>, cpu: Option<String>, memory: Option<String>, inference_accelerators: Option<Vec<InferenceAccelerator>>, pid_mode: Option<PidMode>, ipc_mode: Option<IpcMode>, proxy_configuration: Option<ProxyConfiguration>, registered_at: Option<crate::Timestamp>, deregistered_at: Option<crate::Timestamp>, delete_requested_at: Option<crate::Timestamp>, registered_by: Option<String>, ephemeral_storage: Option<EphemeralStorage>, enable_fault_injection: Option<bool>, } }
enumeration! { TaskDefinitionFamilyStatus { Active = "ACTIVE", Inactive = "INACTIVE", All = "ALL", } }
enumeration! { TaskDefinitionField { Tags = "TAGS", } }
structure! { TaskDefinitionPlacementConstraint(shape::TaskDefinitionPlacementConstraint) { r#type: Option<TaskDefinitionPlacementConstraintType>, expression: Option<String>, } }
enumeration! { TaskDefinitionPlacementConstraintType { MemberOf = "memberOf", } }
enumeration! { TaskDefinitionStatus { Active = "ACTIVE", Inactive = "INACTIVE", DeleteInProgress = "DELETE_IN_PROGRESS", } }
structure! { TaskEphemeralStorage(shape::TaskEphemeralStorage) { size_in_gib: Option<i32>, kms_key_id: Option<String>, } }
enumeration! { TaskField { Tags = "TAGS", } }
enumeration! { TaskFilesystemType { Ext3 = "ext3", Ext4 = "ext4", Xfs = "xfs", Ntfs = "ntfs", } }
structure! { TaskManagedEBSVolumeConfiguration(shape::TaskManagedEBSVolumeConfiguration) { encrypted: Option<bool>, kms_key_id: Option<String>, volume_type: Option<String>, size_in_gib: Option<i32>, snapshot_id: Option<String>, volume_initialization_rate: Option<i32>, iops: Option<i32>, throughput: Option<i32>, tag_specifications: Option<Vec<EBSTagSpecification>>, role_arn: String, termination_policy: Option<TaskManagedEBSVolumeTerminationPolicy>, filesystem_type: Option<TaskFilesystemType>, } }
structure! { TaskManagedEBSVolumeTerminationPolicy(shape::TaskManagedEBSVolumeTerminationPolicy) { delete_on_termination: bool, } }
structure! { TaskOverride(shape::TaskOverride) { container_overrides: Option<Vec<ContainerOverride>>, cpu: Option<String>, inference_accelerator_overrides: Option<Vec<InferenceAcceleratorOverride>>, execution_role_arn: Option<String>, memory: Option<String>, task_role_arn: Option<String>, ephemeral_storage: Option<EphemeralStorage>, } }
structure! { TaskSet(shape::TaskSet) { id: Option<String>, task_set_arn: Option<String>, service_arn: Option<String>, cluster_arn: Option<String>, started_by: Option<String>, external_id: Option<String>, status: Option<String>, task_definition: Option<String>, computed_desired_count: Option<i32>, pending_count: Option<i32>, running_count: Option<i32>, created_at: Option<crate::Timestamp>, updated_at: Option<crate::Timestamp>, launch_type: Option<LaunchType>, capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, platform_version: Option<String>, platform_family: Option<String>, network_configuration: Option<NetworkConfiguration>, load_balancers: Option<Vec<LoadBalancer>>, service_registries: Option<Vec<ServiceRegistry>>, scale: Option<Scale>, stability_status: Option<StabilityStatus>, stability_status_at: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, fargate_ephemeral_storage: Option<DeploymentEphemeralStorage>, } }
enumeration! { TaskStopCode { TaskFailedToStart = "TaskFailedToStart", EssentialContainerExited = "EssentialContainerExited", UserInitiated = "UserInitiated", ServiceSchedulerInitiated = "ServiceSchedulerInitiated", SpotInterruption = "SpotInterruption", TerminationNotice = "TerminationNotice", } }
structure! { TaskVolumeConfiguration(shape::TaskVolumeConfiguration) { name: String, managed_ebs_volume: Option<TaskManagedEBSVolumeConfiguration>, } }
structure! { TimeoutConfiguration(shape::TimeoutConfiguration) { idle_timeout_seconds: Option<i32>, per_request_timeout_seconds: Option<i32>, } }
structure! { Tmpfs(shape::Tmpfs) { container_path: Option<String>, size: Option<i32>, mount_options: Option<Vec<String>>, } }
structure! { TotalLocalStorageGBRequest(shape::TotalLocalStorageGBRequest) { min: Option<f64>, max: Option<f64>, } }
enumeration! { TransportProtocol { Tcp = "tcp", Udp = "udp", } }
structure! { Ulimit(shape::Ulimit) { name: Option<UlimitName>, soft_limit: Option<i32>, hard_limit: Option<i32>, } }
enumeration! { UlimitName { Core = "core", Cpu = "cpu", Data = "data", Fsize = "fsize", Locks = "locks", Memlock = "memlock", Msgqueue = "msgqueue", Nice = "nice", Nofile = "nofile", Nproc = "nproc", Rss = "rss", Rtprio = "rtprio", Rttime = "rttime", Sigpending = "sigpending", Stack = "stack", } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceResponse(shape::UntagResourceResponse) { } }
structure! { UpdateClusterRequest(shape::UpdateClusterRequest) { cluster: String, settings: Option<Vec<ClusterSetting>>, configuration: Option<ClusterConfiguration>, service_connect_defaults: Option<ClusterServiceConnectDefaultsRequest>, } }
structure! { UpdateClusterResponse(shape::UpdateClusterResponse) { cluster: Option<Cluster>, } }
structure! { UpdateClusterSettingsRequest(shape::UpdateClusterSettingsRequest) { cluster: String, settings: Vec<ClusterSetting>, } }
structure! { UpdateClusterSettingsResponse(shape::UpdateClusterSettingsResponse) { cluster: Option<Cluster>, } }
structure! { UpdateServiceRequest(shape::UpdateServiceRequest) { cluster: Option<String>, service: String, desired_count: Option<i32>, task_definition: Option<String>, capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>, deployment_configuration: Option<DeploymentConfiguration>, availability_zone_rebalancing: Option<AvailabilityZoneRebalancing>, network_configuration: Option<NetworkConfiguration>, placement_constraints: Option<Vec<PlacementConstraint>>, placement_strategy: Option<Vec<PlacementStrategy>>, platform_version: Option<String>, force_new_deployment: Option<bool>, health_check_grace_period_seconds: Option<i32>, deployment_controller: Option<DeploymentController>, enable_execute_command: Option<bool>, enable_ecs_managed_tags: Option<bool>, load_balancers: Option<Vec<LoadBalancer>>, propagate_tags: Option<PropagateTags>, service_registries: Option<Vec<ServiceRegistry>>, service_connect_configuration: Option<ServiceConnectConfiguration>, volume_configurations: Option<Vec<ServiceVolumeConfiguration>>, vpc_lattice_configurations: Option<Vec<VpcLatticeConfiguration>>, } }
structure! { UpdateServiceResponse(shape::UpdateServiceResponse) { service: Option<Service>, } }
structure! { UpdateTaskProtectionRequest(shape::UpdateTaskProtectionRequest) { cluster: String, tasks: Vec<String>, protection_enabled: bool, expires_in_minutes: Option<i32>, } }
structure! { UpdateTaskProtectionResponse(shape::UpdateTaskProtectionResponse) { protected_tasks: Option<Vec<ProtectedTask>>, failures: Option<Vec<Failure>>, } }
structure! { VCpuCountRangeRequest(shape::VCpuCountRangeRequest) { min: Option<i32>, max: Option<i32>, } }
enumeration! { VersionConsistency { Enabled = "enabled", Disabled = "disabled", } }
structure! { Volume(shape::Volume) { name: Option<String>, host: Option<HostVolumeProperties>, docker_volume_configuration: Option<DockerVolumeConfiguration>, efs_volume_configuration: Option<EFSVolumeConfiguration>, s3files_volume_configuration: Option<S3FilesVolumeConfiguration>, fsx_windows_file_server_volume_configuration: Option<FSxWindowsFileServerVolumeConfiguration>, configured_at_launch: Option<bool>, } }
structure! { VolumeFrom(shape::VolumeFrom) { source_container: Option<String>, read_only: Option<bool>, } }
structure! { VpcLatticeConfiguration(shape::VpcLatticeConfiguration) { role_arn: Option<String>, target_group_arn: Option<String>, port_name: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        ContinueServiceDeployment(super::operation::ContinueServiceDeployment): super::ContinueServiceDeploymentRequest => super::ContinueServiceDeploymentResponse,
        CreateCluster(super::operation::CreateCluster): super::CreateClusterRequest => super::CreateClusterResponse,
        CreateService(super::operation::CreateService): super::CreateServiceRequest => super::CreateServiceResponse,
        DeleteAccountSetting(super::operation::DeleteAccountSetting): super::DeleteAccountSettingRequest => super::DeleteAccountSettingResponse,
        DeleteCluster(super::operation::DeleteCluster): super::DeleteClusterRequest => super::DeleteClusterResponse,
        DeleteService(super::operation::DeleteService): super::DeleteServiceRequest => super::DeleteServiceResponse,
        DeleteTaskDefinitions(super::operation::DeleteTaskDefinitions): super::DeleteTaskDefinitionsRequest => super::DeleteTaskDefinitionsResponse,
        DeregisterTaskDefinition(super::operation::DeregisterTaskDefinition): super::DeregisterTaskDefinitionRequest => super::DeregisterTaskDefinitionResponse,
        DescribeCapacityProviders(super::operation::DescribeCapacityProviders): super::DescribeCapacityProvidersRequest => super::DescribeCapacityProvidersResponse,
        DescribeClusters(super::operation::DescribeClusters): super::DescribeClustersRequest => super::DescribeClustersResponse,
        DescribeServiceDeployments(super::operation::DescribeServiceDeployments): super::DescribeServiceDeploymentsRequest => super::DescribeServiceDeploymentsResponse,
        DescribeServiceRevisions(super::operation::DescribeServiceRevisions): super::DescribeServiceRevisionsRequest => super::DescribeServiceRevisionsResponse,
        DescribeServices(super::operation::DescribeServices): super::DescribeServicesRequest => super::DescribeServicesResponse,
        DescribeTaskDefinition(super::operation::DescribeTaskDefinition): super::DescribeTaskDefinitionRequest => super::DescribeTaskDefinitionResponse,
        DescribeTasks(super::operation::DescribeTasks): super::DescribeTasksRequest => super::DescribeTasksResponse,
        ExecuteCommand(super::operation::ExecuteCommand): super::ExecuteCommandRequest => super::ExecuteCommandResponse,
        GetTaskProtection(super::operation::GetTaskProtection): super::GetTaskProtectionRequest => super::GetTaskProtectionResponse,
        ListAccountSettings(super::operation::ListAccountSettings): super::ListAccountSettingsRequest => super::ListAccountSettingsResponse,
        ListClusters(super::operation::ListClusters): super::ListClustersRequest => super::ListClustersResponse,
        ListServiceDeployments(super::operation::ListServiceDeployments): super::ListServiceDeploymentsRequest => super::ListServiceDeploymentsResponse,
        ListServices(super::operation::ListServices): super::ListServicesRequest => super::ListServicesResponse,
        ListServicesByNamespace(super::operation::ListServicesByNamespace): super::ListServicesByNamespaceRequest => super::ListServicesByNamespaceResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        ListTaskDefinitionFamilies(super::operation::ListTaskDefinitionFamilies): super::ListTaskDefinitionFamiliesRequest => super::ListTaskDefinitionFamiliesResponse,
        ListTaskDefinitions(super::operation::ListTaskDefinitions): super::ListTaskDefinitionsRequest => super::ListTaskDefinitionsResponse,
        ListTasks(super::operation::ListTasks): super::ListTasksRequest => super::ListTasksResponse,
        PutAccountSetting(super::operation::PutAccountSetting): super::PutAccountSettingRequest => super::PutAccountSettingResponse,
        PutAccountSettingDefault(super::operation::PutAccountSettingDefault): super::PutAccountSettingDefaultRequest => super::PutAccountSettingDefaultResponse,
        PutClusterCapacityProviders(super::operation::PutClusterCapacityProviders): super::PutClusterCapacityProvidersRequest => super::PutClusterCapacityProvidersResponse,
        RegisterTaskDefinition(super::operation::RegisterTaskDefinition): super::RegisterTaskDefinitionRequest => super::RegisterTaskDefinitionResponse,
        RunTask(super::operation::RunTask): super::RunTaskRequest => super::RunTaskResponse,
        StartTask(super::operation::StartTask): super::StartTaskRequest => super::StartTaskResponse,
        StopServiceDeployment(super::operation::StopServiceDeployment): super::StopServiceDeploymentRequest => super::StopServiceDeploymentResponse,
        StopTask(super::operation::StopTask): super::StopTaskRequest => super::StopTaskResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => super::TagResourceResponse,
        UntagResource(super::operation::UntagResource): super::UntagResourceRequest => super::UntagResourceResponse,
        UpdateCluster(super::operation::UpdateCluster): super::UpdateClusterRequest => super::UpdateClusterResponse,
        UpdateClusterSettings(super::operation::UpdateClusterSettings): super::UpdateClusterSettingsRequest => super::UpdateClusterSettingsResponse,
        UpdateService(super::operation::UpdateService): super::UpdateServiceRequest => super::UpdateServiceResponse,
        UpdateTaskProtection(super::operation::UpdateTaskProtection): super::UpdateTaskProtectionRequest => super::UpdateTaskProtectionResponse,
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

    pub static ContinueServiceDeployment: Operation = Operation { service: &SERVICE, name: "ContinueServiceDeployment", input: &shape::ContinueServiceDeploymentRequest, output: &shape::ContinueServiceDeploymentResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException, &error::ServiceDeploymentNotFoundException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:ContinueServiceDeployment", "", &["arn:{partition}:ecs:{region}:{account}:service/*", "{serviceDeploymentArn}"], &[])]) };
    pub static CreateCluster: Operation = Operation { service: &SERVICE, name: "CreateCluster", input: &shape::CreateClusterRequest, output: &shape::CreateClusterResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::NamespaceNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:CreateCluster", "", &["arn:{partition}:ecs:{region}:{account}:cluster/{clusterName=default}"], &[("ecs:capacity-provider", "arn:{partition}:ecs:{region}:{account}:capacity-provider/{capacityProviders[]}")]), Need::new("ecs:TagResource", "tags", &["arn:{partition}:ecs:{region}:{account}:cluster/{clusterName=default}"], &[("ecs:CreateAction", "CreateCluster")])]) };
    pub static CreateService: Operation = Operation { service: &SERVICE, name: "CreateService", input: &shape::CreateServiceRequest, output: &shape::CreateServiceResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::NamespaceNotFoundException, &error::PlatformTaskDefinitionIncompatibilityException, &error::PlatformUnknownException, &error::ServerException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:CreateService", "", &["arn:{partition}:ecs:{region}:{account}:service/{cluster=default|name}/{serviceName}"], &[("ecs:auto-assign-public-ip", "{networkConfiguration.awsvpcConfiguration.assignPublicIp|enabled}"), ("ecs:capacity-provider", "arn:{partition}:ecs:{region}:{account}:capacity-provider/{capacityProviderStrategy[].capacityProvider}"), ("ecs:enable-ebs-volumes", "{volumeConfigurations[].managedEBSVolume.roleArn|there}"), ("ecs:enable-ecs-managed-tags", "{enableECSManagedTags}"), ("ecs:enable-execute-command", "{enableExecuteCommand}"), ("ecs:enable-service-connect", "{serviceConnectConfiguration.enabled}"), ("ecs:enable-vpc-lattice", "{vpcLatticeConfigurations[].roleArn|there}"), ("ecs:namespace", "{serviceConnectConfiguration.namespace}"), ("ecs:propagate-tags", "{propagateTags}"), ("ecs:subnet", "arn:{partition}:ec2:{region}:{account}:subnet/{networkConfiguration.awsvpcConfiguration.subnets[]}"), ("ecs:task-definition", "arn:{partition}:ecs:{region}:{account}:task-definition/{taskDefinition}")]), Need::new("iam:PassRole", "role", &["arn:{partition}:iam::{account}:role/{role}"], &[("iam:PassedToService", "ecs.amazonaws.com")]), Need::new("ecs:TagResource", "tags", &["arn:{partition}:ecs:{region}:{account}:service/{cluster=default|name}/{serviceName}"], &[("ecs:CreateAction", "CreateService")])]) };
    pub static DeleteAccountSetting: Operation = Operation { service: &SERVICE, name: "DeleteAccountSetting", input: &shape::DeleteAccountSettingRequest, output: &shape::DeleteAccountSettingResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:DeleteAccountSetting", "", &[], &[("ecs:account-setting", "{name}")])]) };
    pub static DeleteCluster: Operation = Operation { service: &SERVICE, name: "DeleteCluster", input: &shape::DeleteClusterRequest, output: &shape::DeleteClusterResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterContainsCapacityProviderException, &error::ClusterContainsContainerInstancesException, &error::ClusterContainsServicesException, &error::ClusterContainsTasksException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::UpdateInProgressException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:DeleteCluster", "", &["arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}"], &[])]) };
    pub static DeleteService: Operation = Operation { service: &SERVICE, name: "DeleteService", input: &shape::DeleteServiceRequest, output: &shape::DeleteServiceResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::ServiceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:DeleteService", "", &["arn:{partition}:ecs:{region}:{account}:service/{cluster=default|name}/{service}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
    pub static DeleteTaskDefinitions: Operation = Operation { service: &SERVICE, name: "DeleteTaskDefinitions", input: &shape::DeleteTaskDefinitionsRequest, output: &shape::DeleteTaskDefinitionsResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:DeleteTaskDefinitions", "", &["arn:{partition}:ecs:{region}:{account}:task-definition/{taskDefinitions[]}"], &[])]) };
    pub static DeregisterTaskDefinition: Operation = Operation { service: &SERVICE, name: "DeregisterTaskDefinition", input: &shape::DeregisterTaskDefinitionRequest, output: &shape::DeregisterTaskDefinitionResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:DeregisterTaskDefinition", "", &[], &[])]) };
    pub static DescribeCapacityProviders: Operation = Operation { service: &SERVICE, name: "DescribeCapacityProviders", input: &shape::DescribeCapacityProvidersRequest, output: &shape::DescribeCapacityProvidersResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:DescribeCapacityProviders", "", &["arn:{partition}:ecs:{region}:{account}:capacity-provider/{capacityProviders[]}"], &[])]) };
    pub static DescribeClusters: Operation = Operation { service: &SERVICE, name: "DescribeClusters", input: &shape::DescribeClustersRequest, output: &shape::DescribeClustersResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:DescribeClusters", "", &["arn:{partition}:ecs:{region}:{account}:cluster/{clusters[]=default}"], &[])]) };
    pub static DescribeServiceDeployments: Operation = Operation { service: &SERVICE, name: "DescribeServiceDeployments", input: &shape::DescribeServiceDeploymentsRequest, output: &shape::DescribeServiceDeploymentsResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::ServiceNotFoundException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:DescribeServiceDeployments", "", &["arn:{partition}:ecs:{region}:{account}:service/*", "{serviceDeploymentArns[]}"], &[])]) };
    pub static DescribeServiceRevisions: Operation = Operation { service: &SERVICE, name: "DescribeServiceRevisions", input: &shape::DescribeServiceRevisionsRequest, output: &shape::DescribeServiceRevisionsResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::ServiceNotFoundException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:DescribeServiceRevisions", "", &["arn:{partition}:ecs:{region}:{account}:service/*", "{serviceRevisionArns[]}"], &[])]) };
    pub static DescribeServices: Operation = Operation { service: &SERVICE, name: "DescribeServices", input: &shape::DescribeServicesRequest, output: &shape::DescribeServicesResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:DescribeServices", "", &["arn:{partition}:ecs:{region}:{account}:service/{cluster=default|name}/{services[]}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
    pub static DescribeTaskDefinition: Operation = Operation { service: &SERVICE, name: "DescribeTaskDefinition", input: &shape::DescribeTaskDefinitionRequest, output: &shape::DescribeTaskDefinitionResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:DescribeTaskDefinition", "", &[], &[])]) };
    pub static DescribeTasks: Operation = Operation { service: &SERVICE, name: "DescribeTasks", input: &shape::DescribeTasksRequest, output: &shape::DescribeTasksResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:DescribeTasks", "", &["arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/{tasks[]}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
    pub static ExecuteCommand: Operation = Operation { service: &SERVICE, name: "ExecuteCommand", input: &shape::ExecuteCommandRequest, output: &shape::ExecuteCommandResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::TargetNotConnectedException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:ExecuteCommand", "", &["arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}", "arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/{task}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}"), ("ecs:container-name", "{container}"), ("ecs:task", "arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/{task}")])]) };
    pub static GetTaskProtection: Operation = Operation { service: &SERVICE, name: "GetTaskProtection", input: &shape::GetTaskProtectionRequest, output: &shape::GetTaskProtectionResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServerException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:GetTaskProtection", "", &["arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/{tasks[]}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
    pub static ListAccountSettings: Operation = Operation { service: &SERVICE, name: "ListAccountSettings", input: &shape::ListAccountSettingsRequest, output: &shape::ListAccountSettingsResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListAccountSettings", "", &[], &[])]) };
    pub static ListClusters: Operation = Operation { service: &SERVICE, name: "ListClusters", input: &shape::ListClustersRequest, output: &shape::ListClustersResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListClusters", "", &[], &[])]) };
    pub static ListServiceDeployments: Operation = Operation { service: &SERVICE, name: "ListServiceDeployments", input: &shape::ListServiceDeploymentsRequest, output: &shape::ListServiceDeploymentsResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::ServiceNotFoundException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListServiceDeployments", "", &["arn:{partition}:ecs:{region}:{account}:service/{cluster=default|name}/{service}"], &[])]) };
    pub static ListServices: Operation = Operation { service: &SERVICE, name: "ListServices", input: &shape::ListServicesRequest, output: &shape::ListServicesResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListServices", "", &[], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
    pub static ListServicesByNamespace: Operation = Operation { service: &SERVICE, name: "ListServicesByNamespace", input: &shape::ListServicesByNamespaceRequest, output: &shape::ListServicesByNamespaceResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::NamespaceNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListServicesByNamespace", "", &[], &[("ecs:namespace", "{namespace}")])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListTagsForResource", "", &["{resourceArn}"], &[])]) };
    pub static ListTaskDefinitionFamilies: Operation = Operation { service: &SERVICE, name: "ListTaskDefinitionFamilies", input: &shape::ListTaskDefinitionFamiliesRequest, output: &shape::ListTaskDefinitionFamiliesResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListTaskDefinitionFamilies", "", &[], &[])]) };
    pub static ListTaskDefinitions: Operation = Operation { service: &SERVICE, name: "ListTaskDefinitions", input: &shape::ListTaskDefinitionsRequest, output: &shape::ListTaskDefinitionsResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListTaskDefinitions", "", &[], &[])]) };
    pub static ListTasks: Operation = Operation { service: &SERVICE, name: "ListTasks", input: &shape::ListTasksRequest, output: &shape::ListTasksResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::ServiceNotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: true, access: Access::needs(&[Need::new("ecs:ListTasks", "", &["arn:{partition}:ecs:{region}:{account}:container-instance/{cluster=default|name}/{containerInstance}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
    pub static PutAccountSetting: Operation = Operation { service: &SERVICE, name: "PutAccountSetting", input: &shape::PutAccountSettingRequest, output: &shape::PutAccountSettingResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:PutAccountSetting", "", &[], &[("ecs:account-setting", "{name}")])]) };
    pub static PutAccountSettingDefault: Operation = Operation { service: &SERVICE, name: "PutAccountSettingDefault", input: &shape::PutAccountSettingDefaultRequest, output: &shape::PutAccountSettingDefaultResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:PutAccountSettingDefault", "", &[], &[("ecs:account-setting", "{name}")])]) };
    pub static PutClusterCapacityProviders: Operation = Operation { service: &SERVICE, name: "PutClusterCapacityProviders", input: &shape::PutClusterCapacityProvidersRequest, output: &shape::PutClusterCapacityProvidersResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ResourceInUseException, &error::ServerException, &error::UpdateInProgressException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:PutClusterCapacityProviders", "", &["arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}"], &[("ecs:capacity-provider", "arn:{partition}:ecs:{region}:{account}:capacity-provider/{capacityProviders[]}")])]) };
    pub static RegisterTaskDefinition: Operation = Operation { service: &SERVICE, name: "RegisterTaskDefinition", input: &shape::RegisterTaskDefinitionRequest, output: &shape::RegisterTaskDefinitionResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::InvalidParameterException, &error::LimitExceededException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:RegisterTaskDefinition", "", &["arn:{partition}:ecs:{region}:{account}:task-definition/{family}"], &[("ecs:compute-compatibility", "{requiresCompatibilities[]}"), ("ecs:privileged", "{containerDefinitions[].privileged|any}"), ("ecs:task-cpu", "{cpu}"), ("ecs:task-memory", "{memory}")]), Need::new("iam:PassRole", "taskRoleArn", &["arn:{partition}:iam::{account}:role/{taskRoleArn}"], &[("iam:PassedToService", "ecs-tasks.amazonaws.com")]), Need::new("iam:PassRole", "executionRoleArn", &["arn:{partition}:iam::{account}:role/{executionRoleArn}"], &[("iam:PassedToService", "ecs-tasks.amazonaws.com")]), Need::new("ecs:TagResource", "tags", &["arn:{partition}:ecs:{region}:{account}:task-definition/{family}"], &[("ecs:CreateAction", "RegisterTaskDefinition")])]) };
    pub static RunTask: Operation = Operation { service: &SERVICE, name: "RunTask", input: &shape::RunTaskRequest, output: &shape::RunTaskResponse, errors: &[&error::AccessDeniedException, &error::BlockedException, &error::ClientException, &error::ClusterNotFoundException, &error::ConflictException, &error::InvalidParameterException, &error::PlatformTaskDefinitionIncompatibilityException, &error::PlatformUnknownException, &error::ServerException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:RunTask", "", &["arn:{partition}:ecs:{region}:{account}:task-definition/{taskDefinition}"], &[("ecs:capacity-provider", "arn:{partition}:ecs:{region}:{account}:capacity-provider/{capacityProviderStrategy[].capacityProvider}"), ("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}"), ("ecs:enable-ebs-volumes", "{volumeConfigurations[].managedEBSVolume.roleArn|there}"), ("ecs:enable-execute-command", "{enableExecuteCommand}"), ("ecs:task-cpu", "{overrides.cpu}"), ("ecs:task-memory", "{overrides.memory}")]), Need::new("iam:PassRole", "overrides.taskRoleArn", &["arn:{partition}:iam::{account}:role/{overrides.taskRoleArn}"], &[("iam:PassedToService", "ecs-tasks.amazonaws.com")]), Need::new("iam:PassRole", "overrides.executionRoleArn", &["arn:{partition}:iam::{account}:role/{overrides.executionRoleArn}"], &[("iam:PassedToService", "ecs-tasks.amazonaws.com")]), Need::new("ecs:TagResource", "tags", &["arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/*"], &[("ecs:CreateAction", "RunTask")])]) };
    pub static StartTask: Operation = Operation { service: &SERVICE, name: "StartTask", input: &shape::StartTaskRequest, output: &shape::StartTaskResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::NamespaceNotFoundException, &error::ServerException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:StartTask", "", &["arn:{partition}:ecs:{region}:{account}:task-definition/{taskDefinition}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}"), ("ecs:container-instances", "arn:{partition}:ecs:{region}:{account}:container-instance/{cluster=default|name}/{containerInstances[]}"), ("ecs:enable-ebs-volumes", "{volumeConfigurations[].managedEBSVolume.roleArn|there}"), ("ecs:enable-execute-command", "{enableExecuteCommand}")]), Need::new("iam:PassRole", "overrides.taskRoleArn", &["arn:{partition}:iam::{account}:role/{overrides.taskRoleArn}"], &[("iam:PassedToService", "ecs-tasks.amazonaws.com")]), Need::new("iam:PassRole", "overrides.executionRoleArn", &["arn:{partition}:iam::{account}:role/{overrides.executionRoleArn}"], &[("iam:PassedToService", "ecs-tasks.amazonaws.com")]), Need::new("ecs:TagResource", "tags", &["arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/*"], &[("ecs:CreateAction", "StartTask")])]) };
    pub static StopServiceDeployment: Operation = Operation { service: &SERVICE, name: "StopServiceDeployment", input: &shape::StopServiceDeploymentRequest, output: &shape::StopServiceDeploymentResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ConflictException, &error::InvalidParameterException, &error::ServerException, &error::ServiceDeploymentNotFoundException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:StopServiceDeployment", "", &["arn:{partition}:ecs:{region}:{account}:service/*", "{serviceDeploymentArn}"], &[])]) };
    pub static StopTask: Operation = Operation { service: &SERVICE, name: "StopTask", input: &shape::StopTaskRequest, output: &shape::StopTaskResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:StopTask", "", &["arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/{task}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &shape::TagResourceResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::LimitExceededException, &error::ResourceNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:TagResource", "", &["{resourceArn}"], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &shape::UntagResourceResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:UntagResource", "", &["{resourceArn}"], &[])]) };
    pub static UpdateCluster: Operation = Operation { service: &SERVICE, name: "UpdateCluster", input: &shape::UpdateClusterRequest, output: &shape::UpdateClusterResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::NamespaceNotFoundException, &error::ServerException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:UpdateCluster", "", &["arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}"], &[])]) };
    pub static UpdateClusterSettings: Operation = Operation { service: &SERVICE, name: "UpdateClusterSettings", input: &shape::UpdateClusterSettingsRequest, output: &shape::UpdateClusterSettingsResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ServerException, &error::UpdateInProgressException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:UpdateClusterSettings", "", &["arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}"], &[])]) };
    pub static UpdateService: Operation = Operation { service: &SERVICE, name: "UpdateService", input: &shape::UpdateServiceRequest, output: &shape::UpdateServiceResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::NamespaceNotFoundException, &error::PlatformTaskDefinitionIncompatibilityException, &error::PlatformUnknownException, &error::ServerException, &error::ServiceNotActiveException, &error::ServiceNotFoundException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:UpdateService", "", &["arn:{partition}:ecs:{region}:{account}:service/{cluster=default|name}/{service}"], &[("ecs:auto-assign-public-ip", "{networkConfiguration.awsvpcConfiguration.assignPublicIp|enabled}"), ("ecs:capacity-provider", "arn:{partition}:ecs:{region}:{account}:capacity-provider/{capacityProviderStrategy[].capacityProvider}"), ("ecs:enable-ebs-volumes", "{volumeConfigurations[].managedEBSVolume.roleArn|there}"), ("ecs:enable-ecs-managed-tags", "{enableECSManagedTags}"), ("ecs:enable-execute-command", "{enableExecuteCommand}"), ("ecs:enable-service-connect", "{serviceConnectConfiguration.enabled}"), ("ecs:enable-vpc-lattice", "{vpcLatticeConfigurations[].roleArn|there}"), ("ecs:namespace", "{serviceConnectConfiguration.namespace}"), ("ecs:propagate-tags", "{propagateTags}"), ("ecs:subnet", "arn:{partition}:ec2:{region}:{account}:subnet/{networkConfiguration.awsvpcConfiguration.subnets[]}"), ("ecs:task-definition", "arn:{partition}:ecs:{region}:{account}:task-definition/{taskDefinition}")])]) };
    pub static UpdateTaskProtection: Operation = Operation { service: &SERVICE, name: "UpdateTaskProtection", input: &shape::UpdateTaskProtectionRequest, output: &shape::UpdateTaskProtectionResponse, errors: &[&error::AccessDeniedException, &error::ClientException, &error::ClusterNotFoundException, &error::InvalidParameterException, &error::ResourceNotFoundException, &error::ServerException, &error::UnsupportedFeatureException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ecs:UpdateTaskProtection", "", &["arn:{partition}:ecs:{region}:{account}:task/{cluster=default|name}/{tasks[]}"], &[("ecs:cluster", "arn:{partition}:ecs:{region}:{account}:cluster/{cluster=default}")])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AccessDeniedException: ErrorShape = ErrorShape::new(&shape::AccessDeniedException, "AccessDeniedException", 400, false);
    pub static BlockedException: ErrorShape = ErrorShape::new(&shape::BlockedException, "BlockedException", 400, false);
    pub static ClientException: ErrorShape = ErrorShape::new(&shape::ClientException, "ClientException", 400, false);
    pub static ClusterContainsCapacityProviderException: ErrorShape = ErrorShape::new(&shape::ClusterContainsCapacityProviderException, "ClusterContainsCapacityProviderException", 400, false);
    pub static ClusterContainsContainerInstancesException: ErrorShape = ErrorShape::new(&shape::ClusterContainsContainerInstancesException, "ClusterContainsContainerInstancesException", 400, false);
    pub static ClusterContainsServicesException: ErrorShape = ErrorShape::new(&shape::ClusterContainsServicesException, "ClusterContainsServicesException", 400, false);
    pub static ClusterContainsTasksException: ErrorShape = ErrorShape::new(&shape::ClusterContainsTasksException, "ClusterContainsTasksException", 400, false);
    pub static ClusterNotFoundException: ErrorShape = ErrorShape::new(&shape::ClusterNotFoundException, "ClusterNotFoundException", 400, false);
    pub static ConflictException: ErrorShape = ErrorShape::new(&shape::ConflictException, "ConflictException", 400, false);
    pub static InvalidParameterException: ErrorShape = ErrorShape::new(&shape::InvalidParameterException, "InvalidParameterException", 400, false);
    pub static LimitExceededException: ErrorShape = ErrorShape::new(&shape::LimitExceededException, "LimitExceededException", 400, false);
    pub static NamespaceNotFoundException: ErrorShape = ErrorShape::new(&shape::NamespaceNotFoundException, "NamespaceNotFoundException", 400, false);
    pub static PlatformTaskDefinitionIncompatibilityException: ErrorShape = ErrorShape::new(&shape::PlatformTaskDefinitionIncompatibilityException, "PlatformTaskDefinitionIncompatibilityException", 400, false);
    pub static PlatformUnknownException: ErrorShape = ErrorShape::new(&shape::PlatformUnknownException, "PlatformUnknownException", 400, false);
    pub static ResourceInUseException: ErrorShape = ErrorShape::new(&shape::ResourceInUseException, "ResourceInUseException", 400, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFoundException", 400, false);
    pub static ServerException: ErrorShape = ErrorShape::new(&shape::ServerException, "ServerException", 500, true);
    pub static ServiceDeploymentNotFoundException: ErrorShape = ErrorShape::new(&shape::ServiceDeploymentNotFoundException, "ServiceDeploymentNotFoundException", 400, false);
    pub static ServiceNotActiveException: ErrorShape = ErrorShape::new(&shape::ServiceNotActiveException, "ServiceNotActiveException", 400, false);
    pub static ServiceNotFoundException: ErrorShape = ErrorShape::new(&shape::ServiceNotFoundException, "ServiceNotFoundException", 400, false);
    pub static TargetNotConnectedException: ErrorShape = ErrorShape::new(&shape::TargetNotConnectedException, "TargetNotConnectedException", 400, false);
    pub static UnsupportedFeatureException: ErrorShape = ErrorShape::new(&shape::UnsupportedFeatureException, "UnsupportedFeatureException", 400, false);
    pub static UpdateInProgressException: ErrorShape = ErrorShape::new(&shape::UpdateInProgressException, "UpdateInProgressException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AcceleratorCountRequest: Shape = Shape::structure("AcceleratorCountRequest", &[Member::new("min", &BoxedInteger), Member::new("max", &BoxedInteger), ]);
    pub static AcceleratorManufacturer: Shape = Shape::new("AcceleratorManufacturer", Kind::String).values(&["amazon-web-services", "amd", "nvidia", "xilinx", "habana"]);
    pub static AcceleratorManufacturerSet: Shape = Shape::new("AcceleratorManufacturerSet", Kind::List(Member::new("member", &AcceleratorManufacturer)));
    pub static AcceleratorName: Shape = Shape::new("AcceleratorName", Kind::String).values(&["a100", "inferentia", "k520", "k80", "m60", "radeon-pro-v520", "t4", "vu9p", "v100", "a10g", "h100", "t4g"]);
    pub static AcceleratorNameSet: Shape = Shape::new("AcceleratorNameSet", Kind::List(Member::new("member", &AcceleratorName)));
    pub static AcceleratorTotalMemoryMiBRequest: Shape = Shape::structure("AcceleratorTotalMemoryMiBRequest", &[Member::new("min", &BoxedInteger), Member::new("max", &BoxedInteger), ]);
    pub static AcceleratorType: Shape = Shape::new("AcceleratorType", Kind::String).values(&["gpu", "fpga", "inference"]);
    pub static AcceleratorTypeSet: Shape = Shape::new("AcceleratorTypeSet", Kind::List(Member::new("member", &AcceleratorType)));
    pub static AccessDeniedException: Shape = Shape::structure("AccessDeniedException", &[Member::new("message", &String), ]);
    pub static AccessType: Shape = Shape::new("AccessType", Kind::String).values(&["PUBLIC", "PRIVATE"]);
    pub static AdvancedConfiguration: Shape = Shape::structure("AdvancedConfiguration", &[Member::new("alternateTargetGroupArn", &String), Member::new("productionListenerRule", &String), Member::new("testListenerRule", &String), Member::new("roleArn", &String), ]);
    pub static AllowedInstanceType: Shape = Shape::new("AllowedInstanceType", Kind::String).min(1.0).max(30.0);
    pub static AllowedInstanceTypeSet: Shape = Shape::new("AllowedInstanceTypeSet", Kind::List(Member::new("member", &AllowedInstanceType))).min(0.0).max(400.0);
    pub static ApplicationProtocol: Shape = Shape::new("ApplicationProtocol", Kind::String).values(&["http", "http2", "grpc"]);
    pub static AssignPublicIp: Shape = Shape::new("AssignPublicIp", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static Attachment: Shape = Shape::structure("Attachment", &[Member::new("id", &String), Member::new("type", &String), Member::new("status", &String), Member::new("details", &AttachmentDetails), ]);
    pub static AttachmentDetails: Shape = Shape::new("AttachmentDetails", Kind::List(Member::new("member", &KeyValuePair)));
    pub static Attachments: Shape = Shape::new("Attachments", Kind::List(Member::new("member", &Attachment)));
    pub static Attribute: Shape = Shape::structure("Attribute", &[Member::new("name", &String).required(), Member::new("value", &String), Member::new("targetType", &TargetType), Member::new("targetId", &String), ]);
    pub static Attributes: Shape = Shape::new("Attributes", Kind::List(Member::new("member", &Attribute)));
    pub static AutoRepairActionsStatus: Shape = Shape::new("AutoRepairActionsStatus", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static AutoRepairConfiguration: Shape = Shape::structure("AutoRepairConfiguration", &[Member::new("actionsStatus", &AutoRepairActionsStatus), ]);
    pub static AutoScalingGroupProvider: Shape = Shape::structure("AutoScalingGroupProvider", &[Member::new("autoScalingGroupArn", &String).required(), Member::new("managedScaling", &ManagedScaling), Member::new("managedTerminationProtection", &ManagedTerminationProtection), Member::new("managedDraining", &ManagedDraining), ]);
    pub static AvailabilityZoneRebalancing: Shape = Shape::new("AvailabilityZoneRebalancing", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static AwsVpcConfiguration: Shape = Shape::structure("AwsVpcConfiguration", &[Member::new("subnets", &StringList).required(), Member::new("securityGroups", &StringList), Member::new("assignPublicIp", &AssignPublicIp), ]);
    pub static BareMetal: Shape = Shape::new("BareMetal", Kind::String).values(&["included", "required", "excluded"]);
    pub static BaselineEbsBandwidthMbpsRequest: Shape = Shape::structure("BaselineEbsBandwidthMbpsRequest", &[Member::new("min", &BoxedInteger), Member::new("max", &BoxedInteger), ]);
    pub static BlockedException: Shape = Shape::structure("BlockedException", &[Member::new("message", &String), ]);
    pub static Boolean: Shape = Shape::new("Boolean", Kind::Boolean);
    pub static BoxedBoolean: Shape = Shape::new("BoxedBoolean", Kind::Boolean);
    pub static BoxedDouble: Shape = Shape::new("BoxedDouble", Kind::Float);
    pub static BoxedInteger: Shape = Shape::new("BoxedInteger", Kind::Integer);
    pub static BurstablePerformance: Shape = Shape::new("BurstablePerformance", Kind::String).values(&["included", "required", "excluded"]);
    pub static CPUArchitecture: Shape = Shape::new("CPUArchitecture", Kind::String).values(&["X86_64", "ARM64"]);
    pub static CanaryConfiguration: Shape = Shape::structure("CanaryConfiguration", &[Member::new("canaryPercent", &Double), Member::new("canaryBakeTimeInMinutes", &Integer), ]);
    pub static CapacityOptionType: Shape = Shape::new("CapacityOptionType", Kind::String).values(&["ON_DEMAND", "SPOT", "RESERVED"]);
    pub static CapacityProvider: Shape = Shape::structure("CapacityProvider", &[Member::new("capacityProviderArn", &String), Member::new("name", &String), Member::new("cluster", &String), Member::new("status", &CapacityProviderStatus), Member::new("autoScalingGroupProvider", &AutoScalingGroupProvider), Member::new("managedInstancesProvider", &ManagedInstancesProvider), Member::new("updateStatus", &CapacityProviderUpdateStatus), Member::new("updateStatusReason", &String), Member::new("tags", &Tags), Member::new("type", &CapacityProviderType), ]);
    pub static CapacityProviderField: Shape = Shape::new("CapacityProviderField", Kind::String).values(&["TAGS"]);
    pub static CapacityProviderFieldList: Shape = Shape::new("CapacityProviderFieldList", Kind::List(Member::new("member", &CapacityProviderField)));
    pub static CapacityProviderStatus: Shape = Shape::new("CapacityProviderStatus", Kind::String).values(&["PROVISIONING", "ACTIVE", "DEPROVISIONING", "INACTIVE"]);
    pub static CapacityProviderStrategy: Shape = Shape::new("CapacityProviderStrategy", Kind::List(Member::new("member", &CapacityProviderStrategyItem)));
    pub static CapacityProviderStrategyItem: Shape = Shape::structure("CapacityProviderStrategyItem", &[Member::new("capacityProvider", &String).required(), Member::new("weight", &CapacityProviderStrategyItemWeight), Member::new("base", &CapacityProviderStrategyItemBase), ]);
    pub static CapacityProviderStrategyItemBase: Shape = Shape::new("CapacityProviderStrategyItemBase", Kind::Integer).min(0.0).max(100000.0);
    pub static CapacityProviderStrategyItemWeight: Shape = Shape::new("CapacityProviderStrategyItemWeight", Kind::Integer).min(0.0).max(1000.0);
    pub static CapacityProviderType: Shape = Shape::new("CapacityProviderType", Kind::String).values(&["EC2_AUTOSCALING", "MANAGED_INSTANCES", "FARGATE", "FARGATE_SPOT"]);
    pub static CapacityProviderUpdateStatus: Shape = Shape::new("CapacityProviderUpdateStatus", Kind::String).values(&["CREATE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_FAILED", "DELETE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_FAILED", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "UPDATE_FAILED"]);
    pub static CapacityProviders: Shape = Shape::new("CapacityProviders", Kind::List(Member::new("member", &CapacityProvider)));
    pub static CapacityReservationPreference: Shape = Shape::new("CapacityReservationPreference", Kind::String).values(&["RESERVATIONS_ONLY", "RESERVATIONS_FIRST", "RESERVATIONS_EXCLUDED"]);
    pub static CapacityReservationRequest: Shape = Shape::structure("CapacityReservationRequest", &[Member::new("reservationGroupArn", &String), Member::new("reservationPreference", &CapacityReservationPreference), ]);
    pub static ClientException: Shape = Shape::structure("ClientException", &[Member::new("message", &String), ]);
    pub static Cluster: Shape = Shape::structure("Cluster", &[Member::new("clusterArn", &String), Member::new("clusterName", &String), Member::new("configuration", &ClusterConfiguration), Member::new("status", &String), Member::new("registeredContainerInstancesCount", &Integer), Member::new("runningTasksCount", &Integer), Member::new("pendingTasksCount", &Integer), Member::new("activeServicesCount", &Integer), Member::new("statistics", &Statistics), Member::new("tags", &Tags), Member::new("settings", &ClusterSettings), Member::new("capacityProviders", &StringList), Member::new("defaultCapacityProviderStrategy", &CapacityProviderStrategy), Member::new("attachments", &Attachments), Member::new("attachmentsStatus", &String), Member::new("serviceConnectDefaults", &ClusterServiceConnectDefaults), ]);
    pub static ClusterConfiguration: Shape = Shape::structure("ClusterConfiguration", &[Member::new("executeCommandConfiguration", &ExecuteCommandConfiguration), Member::new("managedStorageConfiguration", &ManagedStorageConfiguration), ]);
    pub static ClusterContainsCapacityProviderException: Shape = Shape::structure("ClusterContainsCapacityProviderException", &[Member::new("message", &String), ]);
    pub static ClusterContainsContainerInstancesException: Shape = Shape::structure("ClusterContainsContainerInstancesException", &[Member::new("message", &String), ]);
    pub static ClusterContainsServicesException: Shape = Shape::structure("ClusterContainsServicesException", &[Member::new("message", &String), ]);
    pub static ClusterContainsTasksException: Shape = Shape::structure("ClusterContainsTasksException", &[Member::new("message", &String), ]);
    pub static ClusterField: Shape = Shape::new("ClusterField", Kind::String).values(&["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"]);
    pub static ClusterFieldList: Shape = Shape::new("ClusterFieldList", Kind::List(Member::new("member", &ClusterField)));
    pub static ClusterNotFoundException: Shape = Shape::structure("ClusterNotFoundException", &[Member::new("message", &String), ]);
    pub static ClusterServiceConnectDefaults: Shape = Shape::structure("ClusterServiceConnectDefaults", &[Member::new("namespace", &String), ]);
    pub static ClusterServiceConnectDefaultsRequest: Shape = Shape::structure("ClusterServiceConnectDefaultsRequest", &[Member::new("namespace", &String).required(), ]);
    pub static ClusterSetting: Shape = Shape::structure("ClusterSetting", &[Member::new("name", &ClusterSettingName), Member::new("value", &String), ]);
    pub static ClusterSettingName: Shape = Shape::new("ClusterSettingName", Kind::String).values(&["containerInsights"]);
    pub static ClusterSettings: Shape = Shape::new("ClusterSettings", Kind::List(Member::new("member", &ClusterSetting)));
    pub static Clusters: Shape = Shape::new("Clusters", Kind::List(Member::new("member", &Cluster)));
    pub static Compatibility: Shape = Shape::new("Compatibility", Kind::String).values(&["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]);
    pub static CompatibilityList: Shape = Shape::new("CompatibilityList", Kind::List(Member::new("member", &Compatibility)));
    pub static ConflictException: Shape = Shape::structure("ConflictException", &[Member::new("resourceIds", &ResourceIds), Member::new("message", &String), ]);
    pub static Connectivity: Shape = Shape::new("Connectivity", Kind::String).values(&["CONNECTED", "DISCONNECTED"]);
    pub static Container: Shape = Shape::structure("Container", &[Member::new("containerArn", &String), Member::new("taskArn", &String), Member::new("name", &String), Member::new("image", &String), Member::new("imageDigest", &String), Member::new("runtimeId", &String), Member::new("lastStatus", &String), Member::new("exitCode", &BoxedInteger), Member::new("reason", &String), Member::new("networkBindings", &NetworkBindings), Member::new("networkInterfaces", &NetworkInterfaces), Member::new("healthStatus", &HealthStatus), Member::new("managedAgents", &ManagedAgents), Member::new("cpu", &String), Member::new("memory", &String), Member::new("memoryReservation", &String), Member::new("gpuIds", &GpuIds), ]);
    pub static ContainerCondition: Shape = Shape::new("ContainerCondition", Kind::String).values(&["START", "COMPLETE", "SUCCESS", "HEALTHY"]);
    pub static ContainerDefinition: Shape = Shape::structure("ContainerDefinition", &[Member::new("name", &String), Member::new("image", &String), Member::new("repositoryCredentials", &RepositoryCredentials), Member::new("cpu", &Integer), Member::new("memory", &BoxedInteger), Member::new("memoryReservation", &BoxedInteger), Member::new("links", &StringList), Member::new("portMappings", &PortMappingList), Member::new("essential", &BoxedBoolean), Member::new("restartPolicy", &ContainerRestartPolicy), Member::new("entryPoint", &StringList), Member::new("command", &StringList), Member::new("environment", &EnvironmentVariables), Member::new("environmentFiles", &EnvironmentFiles), Member::new("mountPoints", &MountPointList), Member::new("volumesFrom", &VolumeFromList), Member::new("linuxParameters", &LinuxParameters), Member::new("secrets", &SecretList), Member::new("dependsOn", &ContainerDependencies), Member::new("startTimeout", &BoxedInteger), Member::new("stopTimeout", &BoxedInteger), Member::new("versionConsistency", &VersionConsistency), Member::new("hostname", &String), Member::new("user", &String), Member::new("workingDirectory", &String), Member::new("disableNetworking", &BoxedBoolean), Member::new("privileged", &BoxedBoolean), Member::new("readonlyRootFilesystem", &BoxedBoolean), Member::new("dnsServers", &StringList), Member::new("dnsSearchDomains", &StringList), Member::new("extraHosts", &HostEntryList), Member::new("dockerSecurityOptions", &StringList), Member::new("interactive", &BoxedBoolean), Member::new("pseudoTerminal", &BoxedBoolean), Member::new("dockerLabels", &DockerLabelsMap), Member::new("ulimits", &UlimitList), Member::new("logConfiguration", &LogConfiguration), Member::new("healthCheck", &HealthCheck), Member::new("systemControls", &SystemControls), Member::new("resourceRequirements", &ResourceRequirements), Member::new("firelensConfiguration", &FirelensConfiguration), Member::new("credentialSpecs", &StringList), ]);
    pub static ContainerDefinitions: Shape = Shape::new("ContainerDefinitions", Kind::List(Member::new("member", &ContainerDefinition)));
    pub static ContainerDependencies: Shape = Shape::new("ContainerDependencies", Kind::List(Member::new("member", &ContainerDependency)));
    pub static ContainerDependency: Shape = Shape::structure("ContainerDependency", &[Member::new("containerName", &String).required(), Member::new("condition", &ContainerCondition).required(), ]);
    pub static ContainerImage: Shape = Shape::structure("ContainerImage", &[Member::new("containerName", &String), Member::new("imageDigest", &String), Member::new("image", &String), ]);
    pub static ContainerImages: Shape = Shape::new("ContainerImages", Kind::List(Member::new("member", &ContainerImage)));
    pub static ContainerOverride: Shape = Shape::structure("ContainerOverride", &[Member::new("name", &String), Member::new("command", &StringList), Member::new("environment", &EnvironmentVariables), Member::new("environmentFiles", &EnvironmentFiles), Member::new("cpu", &BoxedInteger), Member::new("memory", &BoxedInteger), Member::new("memoryReservation", &BoxedInteger), Member::new("resourceRequirements", &ResourceRequirements), ]);
    pub static ContainerOverrides: Shape = Shape::new("ContainerOverrides", Kind::List(Member::new("member", &ContainerOverride)));
    pub static ContainerRestartPolicy: Shape = Shape::structure("ContainerRestartPolicy", &[Member::new("enabled", &BoxedBoolean).required(), Member::new("ignoredExitCodes", &IntegerList), Member::new("restartAttemptPeriod", &BoxedInteger), ]);
    pub static Containers: Shape = Shape::new("Containers", Kind::List(Member::new("member", &Container)));
    pub static ContinueServiceDeploymentRequest: Shape = Shape::structure("ContinueServiceDeploymentRequest", &[Member::new("serviceDeploymentArn", &String).required(), Member::new("hookId", &String).required(), Member::new("action", &DeploymentLifecycleHookAction), ]);
    pub static ContinueServiceDeploymentResponse: Shape = Shape::structure("ContinueServiceDeploymentResponse", &[Member::new("serviceDeploymentArn", &String), ]);
    pub static CpuManufacturer: Shape = Shape::new("CpuManufacturer", Kind::String).values(&["intel", "amd", "amazon-web-services"]);
    pub static CpuManufacturerSet: Shape = Shape::new("CpuManufacturerSet", Kind::List(Member::new("member", &CpuManufacturer)));
    pub static CreateClusterRequest: Shape = Shape::structure("CreateClusterRequest", &[Member::new("clusterName", &String), Member::new("tags", &Tags), Member::new("settings", &ClusterSettings), Member::new("configuration", &ClusterConfiguration), Member::new("capacityProviders", &StringList), Member::new("defaultCapacityProviderStrategy", &CapacityProviderStrategy), Member::new("serviceConnectDefaults", &ClusterServiceConnectDefaultsRequest), ]);
    pub static CreateClusterResponse: Shape = Shape::structure("CreateClusterResponse", &[Member::new("cluster", &Cluster), ]);
    pub static CreateServiceRequest: Shape = Shape::structure("CreateServiceRequest", &[Member::new("cluster", &String), Member::new("serviceName", &String).required(), Member::new("taskDefinition", &String), Member::new("availabilityZoneRebalancing", &AvailabilityZoneRebalancing), Member::new("loadBalancers", &LoadBalancers), Member::new("serviceRegistries", &ServiceRegistries), Member::new("desiredCount", &BoxedInteger), Member::new("clientToken", &String), Member::new("launchType", &LaunchType), Member::new("capacityProviderStrategy", &CapacityProviderStrategy), Member::new("platformVersion", &String), Member::new("role", &String), Member::new("deploymentConfiguration", &DeploymentConfiguration), Member::new("placementConstraints", &PlacementConstraints), Member::new("placementStrategy", &PlacementStrategies), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("healthCheckGracePeriodSeconds", &BoxedInteger), Member::new("schedulingStrategy", &SchedulingStrategy), Member::new("deploymentController", &DeploymentController), Member::new("tags", &Tags), Member::new("enableECSManagedTags", &Boolean), Member::new("propagateTags", &PropagateTags), Member::new("enableExecuteCommand", &Boolean), Member::new("serviceConnectConfiguration", &ServiceConnectConfiguration), Member::new("volumeConfigurations", &ServiceVolumeConfigurations), Member::new("vpcLatticeConfigurations", &VpcLatticeConfigurations), ]);
    pub static CreateServiceResponse: Shape = Shape::structure("CreateServiceResponse", &[Member::new("service", &Service), ]);
    pub static CreatedAt: Shape = Shape::structure("CreatedAt", &[Member::new("before", &Timestamp), Member::new("after", &Timestamp), ]);
    pub static DeleteAccountSettingRequest: Shape = Shape::structure("DeleteAccountSettingRequest", &[Member::new("name", &SettingName).required(), Member::new("principalArn", &String), ]);
    pub static DeleteAccountSettingResponse: Shape = Shape::structure("DeleteAccountSettingResponse", &[Member::new("setting", &Setting), ]);
    pub static DeleteClusterRequest: Shape = Shape::structure("DeleteClusterRequest", &[Member::new("cluster", &String).required(), ]);
    pub static DeleteClusterResponse: Shape = Shape::structure("DeleteClusterResponse", &[Member::new("cluster", &Cluster), ]);
    pub static DeleteServiceRequest: Shape = Shape::structure("DeleteServiceRequest", &[Member::new("cluster", &String), Member::new("service", &String).required(), Member::new("force", &BoxedBoolean), ]);
    pub static DeleteServiceResponse: Shape = Shape::structure("DeleteServiceResponse", &[Member::new("service", &Service), ]);
    pub static DeleteTaskDefinitionsRequest: Shape = Shape::structure("DeleteTaskDefinitionsRequest", &[Member::new("taskDefinitions", &StringList).required(), ]);
    pub static DeleteTaskDefinitionsResponse: Shape = Shape::structure("DeleteTaskDefinitionsResponse", &[Member::new("taskDefinitions", &TaskDefinitionList), Member::new("failures", &Failures), ]);
    pub static Deployment: Shape = Shape::structure("Deployment", &[Member::new("id", &String), Member::new("status", &String), Member::new("taskDefinition", &String), Member::new("desiredCount", &Integer), Member::new("pendingCount", &Integer), Member::new("runningCount", &Integer), Member::new("failedTasks", &Integer), Member::new("createdAt", &Timestamp), Member::new("updatedAt", &Timestamp), Member::new("capacityProviderStrategy", &CapacityProviderStrategy), Member::new("launchType", &LaunchType), Member::new("platformVersion", &String), Member::new("platformFamily", &String), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("rolloutState", &DeploymentRolloutState), Member::new("rolloutStateReason", &String), Member::new("serviceConnectConfiguration", &ServiceConnectConfiguration), Member::new("serviceConnectResources", &ServiceConnectServiceResourceList), Member::new("volumeConfigurations", &ServiceVolumeConfigurations), Member::new("fargateEphemeralStorage", &DeploymentEphemeralStorage), Member::new("vpcLatticeConfigurations", &VpcLatticeConfigurations), ]);
    pub static DeploymentAlarms: Shape = Shape::structure("DeploymentAlarms", &[Member::new("alarmNames", &StringList).required(), Member::new("rollback", &Boolean).required(), Member::new("enable", &Boolean).required(), ]);
    pub static DeploymentCircuitBreaker: Shape = Shape::structure("DeploymentCircuitBreaker", &[Member::new("enable", &Boolean).required(), Member::new("rollback", &Boolean).required(), ]);
    pub static DeploymentConfiguration: Shape = Shape::structure("DeploymentConfiguration", &[Member::new("deploymentCircuitBreaker", &DeploymentCircuitBreaker), Member::new("maximumPercent", &BoxedInteger), Member::new("minimumHealthyPercent", &BoxedInteger), Member::new("alarms", &DeploymentAlarms), Member::new("strategy", &DeploymentStrategy), Member::new("bakeTimeInMinutes", &BoxedInteger), Member::new("lifecycleHooks", &DeploymentLifecycleHookList), Member::new("linearConfiguration", &LinearConfiguration), Member::new("canaryConfiguration", &CanaryConfiguration), ]);
    pub static DeploymentController: Shape = Shape::structure("DeploymentController", &[Member::new("type", &DeploymentControllerType).required(), ]);
    pub static DeploymentControllerType: Shape = Shape::new("DeploymentControllerType", Kind::String).values(&["ECS", "CODE_DEPLOY", "EXTERNAL"]);
    pub static DeploymentEphemeralStorage: Shape = Shape::structure("DeploymentEphemeralStorage", &[Member::new("kmsKeyId", &String), ]);
    pub static DeploymentLifecycleHook: Shape = Shape::structure("DeploymentLifecycleHook", &[Member::new("targetType", &DeploymentLifecycleHookTargetType), Member::new("hookTargetArn", &String), Member::new("roleArn", &IAMRoleArn), Member::new("lifecycleStages", &DeploymentLifecycleHookStageList), Member::new("hookDetails", &HookDetails), Member::new("timeoutConfiguration", &DeploymentLifecycleHookTimeoutConfiguration), ]);
    pub static DeploymentLifecycleHookAction: Shape = Shape::new("DeploymentLifecycleHookAction", Kind::String).values(&["ROLLBACK", "CONTINUE"]);
    pub static DeploymentLifecycleHookDetail: Shape = Shape::structure("DeploymentLifecycleHookDetail", &[Member::new("hookId", &String), Member::new("targetType", &DeploymentLifecycleHookTargetType), Member::new("targetArn", &String), Member::new("status", &DeploymentLifecycleHookStatus), Member::new("expiresAt", &Timestamp), Member::new("timeoutAction", &DeploymentLifecycleHookAction), ]);
    pub static DeploymentLifecycleHookDetailList: Shape = Shape::new("DeploymentLifecycleHookDetailList", Kind::List(Member::new("member", &DeploymentLifecycleHookDetail)));
    pub static DeploymentLifecycleHookDuration: Shape = Shape::new("DeploymentLifecycleHookDuration", Kind::Integer).min(1.0).max(20160.0);
    pub static DeploymentLifecycleHookList: Shape = Shape::new("DeploymentLifecycleHookList", Kind::List(Member::new("member", &DeploymentLifecycleHook)));
    pub static DeploymentLifecycleHookStage: Shape = Shape::new("DeploymentLifecycleHookStage", Kind::String).values(&["RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"]);
    pub static DeploymentLifecycleHookStageList: Shape = Shape::new("DeploymentLifecycleHookStageList", Kind::List(Member::new("member", &DeploymentLifecycleHookStage)));
    pub static DeploymentLifecycleHookStatus: Shape = Shape::new("DeploymentLifecycleHookStatus", Kind::String).values(&["AWAITING_ACTION", "IN_PROGRESS", "SUCCEEDED", "FAILED", "TIMED_OUT"]);
    pub static DeploymentLifecycleHookTargetType: Shape = Shape::new("DeploymentLifecycleHookTargetType", Kind::String).values(&["AWS_LAMBDA", "PAUSE"]);
    pub static DeploymentLifecycleHookTimeoutConfiguration: Shape = Shape::structure("DeploymentLifecycleHookTimeoutConfiguration", &[Member::new("timeoutInMinutes", &DeploymentLifecycleHookDuration), Member::new("action", &DeploymentLifecycleHookAction), ]);
    pub static DeploymentRolloutState: Shape = Shape::new("DeploymentRolloutState", Kind::String).values(&["COMPLETED", "FAILED", "IN_PROGRESS"]);
    pub static DeploymentStrategy: Shape = Shape::new("DeploymentStrategy", Kind::String).values(&["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"]);
    pub static Deployments: Shape = Shape::new("Deployments", Kind::List(Member::new("member", &Deployment)));
    pub static DeregisterTaskDefinitionRequest: Shape = Shape::structure("DeregisterTaskDefinitionRequest", &[Member::new("taskDefinition", &String).required(), ]);
    pub static DeregisterTaskDefinitionResponse: Shape = Shape::structure("DeregisterTaskDefinitionResponse", &[Member::new("taskDefinition", &TaskDefinition), ]);
    pub static DescribeCapacityProvidersRequest: Shape = Shape::structure("DescribeCapacityProvidersRequest", &[Member::new("capacityProviders", &StringList), Member::new("cluster", &String), Member::new("include", &CapacityProviderFieldList), Member::new("maxResults", &BoxedInteger), Member::new("nextToken", &String), ]);
    pub static DescribeCapacityProvidersResponse: Shape = Shape::structure("DescribeCapacityProvidersResponse", &[Member::new("capacityProviders", &CapacityProviders), Member::new("failures", &Failures), Member::new("nextToken", &String), ]);
    pub static DescribeClustersRequest: Shape = Shape::structure("DescribeClustersRequest", &[Member::new("clusters", &StringList), Member::new("include", &ClusterFieldList), ]);
    pub static DescribeClustersResponse: Shape = Shape::structure("DescribeClustersResponse", &[Member::new("clusters", &Clusters), Member::new("failures", &Failures), ]);
    pub static DescribeServiceDeploymentsRequest: Shape = Shape::structure("DescribeServiceDeploymentsRequest", &[Member::new("serviceDeploymentArns", &StringList).required(), ]);
    pub static DescribeServiceDeploymentsResponse: Shape = Shape::structure("DescribeServiceDeploymentsResponse", &[Member::new("serviceDeployments", &ServiceDeployments), Member::new("failures", &Failures), ]);
    pub static DescribeServiceRevisionsRequest: Shape = Shape::structure("DescribeServiceRevisionsRequest", &[Member::new("serviceRevisionArns", &StringList).required(), ]);
    pub static DescribeServiceRevisionsResponse: Shape = Shape::structure("DescribeServiceRevisionsResponse", &[Member::new("serviceRevisions", &ServiceRevisions), Member::new("failures", &Failures), ]);
    pub static DescribeServicesRequest: Shape = Shape::structure("DescribeServicesRequest", &[Member::new("cluster", &String), Member::new("services", &StringList).required(), Member::new("include", &ServiceFieldList), ]);
    pub static DescribeServicesResponse: Shape = Shape::structure("DescribeServicesResponse", &[Member::new("services", &Services), Member::new("failures", &Failures), ]);
    pub static DescribeTaskDefinitionRequest: Shape = Shape::structure("DescribeTaskDefinitionRequest", &[Member::new("taskDefinition", &String).required(), Member::new("include", &TaskDefinitionFieldList), ]);
    pub static DescribeTaskDefinitionResponse: Shape = Shape::structure("DescribeTaskDefinitionResponse", &[Member::new("taskDefinition", &TaskDefinition), Member::new("tags", &Tags), ]);
    pub static DescribeTasksRequest: Shape = Shape::structure("DescribeTasksRequest", &[Member::new("cluster", &String), Member::new("tasks", &StringList).required(), Member::new("include", &TaskFieldList), ]);
    pub static DescribeTasksResponse: Shape = Shape::structure("DescribeTasksResponse", &[Member::new("tasks", &Tasks), Member::new("failures", &Failures), ]);
    pub static DesiredStatus: Shape = Shape::new("DesiredStatus", Kind::String).values(&["RUNNING", "PENDING", "STOPPED"]);
    pub static Device: Shape = Shape::structure("Device", &[Member::new("hostPath", &String).required(), Member::new("containerPath", &String), Member::new("permissions", &DeviceCgroupPermissions), ]);
    pub static DeviceCgroupPermission: Shape = Shape::new("DeviceCgroupPermission", Kind::String).values(&["read", "write", "mknod"]);
    pub static DeviceCgroupPermissions: Shape = Shape::new("DeviceCgroupPermissions", Kind::List(Member::new("member", &DeviceCgroupPermission)));
    pub static DevicesList: Shape = Shape::new("DevicesList", Kind::List(Member::new("member", &Device)));
    pub static DockerLabelsMap: Shape = Shape::new("DockerLabelsMap", Kind::Map(Member::new("key", &String), Member::new("value", &String)));
    pub static DockerVolumeConfiguration: Shape = Shape::structure("DockerVolumeConfiguration", &[Member::new("scope", &Scope), Member::new("autoprovision", &BoxedBoolean), Member::new("driver", &String), Member::new("driverOpts", &StringMap), Member::new("labels", &StringMap), ]);
    pub static Double: Shape = Shape::new("Double", Kind::Float);
    pub static Duration: Shape = Shape::new("Duration", Kind::Integer).min(0.0).max(2147483647.0);
    pub static EBSKMSKeyId: Shape = Shape::new("EBSKMSKeyId", Kind::String);
    pub static EBSResourceType: Shape = Shape::new("EBSResourceType", Kind::String).values(&["volume"]);
    pub static EBSSnapshotId: Shape = Shape::new("EBSSnapshotId", Kind::String);
    pub static EBSTagSpecification: Shape = Shape::structure("EBSTagSpecification", &[Member::new("resourceType", &EBSResourceType).required(), Member::new("tags", &Tags), Member::new("propagateTags", &PropagateTags), ]);
    pub static EBSTagSpecifications: Shape = Shape::new("EBSTagSpecifications", Kind::List(Member::new("member", &EBSTagSpecification)));
    pub static EBSVolumeType: Shape = Shape::new("EBSVolumeType", Kind::String);
    pub static ECSManagedResources: Shape = Shape::structure("ECSManagedResources", &[Member::new("ingressPaths", &ManagedIngressPaths), Member::new("autoScaling", &ManagedAutoScaling), Member::new("metricAlarms", &ManagedMetricAlarms), Member::new("serviceSecurityGroups", &ManagedSecurityGroups), Member::new("logGroups", &ManagedLogGroups), ]);
    pub static ECSVolumeName: Shape = Shape::new("ECSVolumeName", Kind::String);
    pub static EFSAuthorizationConfig: Shape = Shape::structure("EFSAuthorizationConfig", &[Member::new("accessPointId", &String), Member::new("iam", &EFSAuthorizationConfigIAM), ]);
    pub static EFSAuthorizationConfigIAM: Shape = Shape::new("EFSAuthorizationConfigIAM", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static EFSTransitEncryption: Shape = Shape::new("EFSTransitEncryption", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static EFSVolumeConfiguration: Shape = Shape::structure("EFSVolumeConfiguration", &[Member::new("fileSystemId", &String).required(), Member::new("rootDirectory", &String), Member::new("transitEncryption", &EFSTransitEncryption), Member::new("transitEncryptionPort", &BoxedInteger), Member::new("authorizationConfig", &EFSAuthorizationConfig), ]);
    pub static EnvironmentFile: Shape = Shape::structure("EnvironmentFile", &[Member::new("value", &String).required(), Member::new("type", &EnvironmentFileType).required(), ]);
    pub static EnvironmentFileType: Shape = Shape::new("EnvironmentFileType", Kind::String).values(&["s3"]);
    pub static EnvironmentFiles: Shape = Shape::new("EnvironmentFiles", Kind::List(Member::new("member", &EnvironmentFile)));
    pub static EnvironmentVariables: Shape = Shape::new("EnvironmentVariables", Kind::List(Member::new("member", &KeyValuePair))).sensitive();
    pub static EphemeralStorage: Shape = Shape::structure("EphemeralStorage", &[Member::new("sizeInGiB", &Integer).required(), ]);
    pub static ExcludedInstanceType: Shape = Shape::new("ExcludedInstanceType", Kind::String).min(1.0).max(30.0);
    pub static ExcludedInstanceTypeSet: Shape = Shape::new("ExcludedInstanceTypeSet", Kind::List(Member::new("member", &ExcludedInstanceType))).min(0.0).max(400.0);
    pub static ExecuteCommandConfiguration: Shape = Shape::structure("ExecuteCommandConfiguration", &[Member::new("kmsKeyId", &String), Member::new("logging", &ExecuteCommandLogging), Member::new("logConfiguration", &ExecuteCommandLogConfiguration), ]);
    pub static ExecuteCommandLogConfiguration: Shape = Shape::structure("ExecuteCommandLogConfiguration", &[Member::new("cloudWatchLogGroupName", &String), Member::new("cloudWatchEncryptionEnabled", &Boolean), Member::new("s3BucketName", &String), Member::new("s3EncryptionEnabled", &Boolean), Member::new("s3KeyPrefix", &String), ]);
    pub static ExecuteCommandLogging: Shape = Shape::new("ExecuteCommandLogging", Kind::String).values(&["NONE", "DEFAULT", "OVERRIDE"]);
    pub static ExecuteCommandRequest: Shape = Shape::structure("ExecuteCommandRequest", &[Member::new("cluster", &String), Member::new("container", &String), Member::new("command", &String).required(), Member::new("interactive", &Boolean).required(), Member::new("task", &String).required(), ]);
    pub static ExecuteCommandResponse: Shape = Shape::structure("ExecuteCommandResponse", &[Member::new("clusterArn", &String), Member::new("containerArn", &String), Member::new("containerName", &String), Member::new("interactive", &Boolean), Member::new("session", &Session), Member::new("taskArn", &String), ]);
    pub static FSxWindowsFileServerAuthorizationConfig: Shape = Shape::structure("FSxWindowsFileServerAuthorizationConfig", &[Member::new("credentialsParameter", &String).required(), Member::new("domain", &String).required(), ]);
    pub static FSxWindowsFileServerVolumeConfiguration: Shape = Shape::structure("FSxWindowsFileServerVolumeConfiguration", &[Member::new("fileSystemId", &String).required(), Member::new("rootDirectory", &String).required(), Member::new("authorizationConfig", &FSxWindowsFileServerAuthorizationConfig).required(), ]);
    pub static Failure: Shape = Shape::structure("Failure", &[Member::new("arn", &String), Member::new("reason", &String), Member::new("detail", &String), ]);
    pub static Failures: Shape = Shape::new("Failures", Kind::List(Member::new("member", &Failure)));
    pub static FirelensConfiguration: Shape = Shape::structure("FirelensConfiguration", &[Member::new("type", &FirelensConfigurationType).required(), Member::new("options", &FirelensConfigurationOptionsMap), ]);
    pub static FirelensConfigurationOptionsMap: Shape = Shape::new("FirelensConfigurationOptionsMap", Kind::Map(Member::new("key", &String), Member::new("value", &String)));
    pub static FirelensConfigurationType: Shape = Shape::new("FirelensConfigurationType", Kind::String).values(&["fluentd", "fluentbit"]);
    pub static GetTaskProtectionRequest: Shape = Shape::structure("GetTaskProtectionRequest", &[Member::new("cluster", &String).required(), Member::new("tasks", &StringList), ]);
    pub static GetTaskProtectionResponse: Shape = Shape::structure("GetTaskProtectionResponse", &[Member::new("protectedTasks", &ProtectedTasks), Member::new("failures", &Failures), ]);
    pub static GpuIds: Shape = Shape::new("GpuIds", Kind::List(Member::new("member", &String)));
    pub static HealthCheck: Shape = Shape::structure("HealthCheck", &[Member::new("command", &StringList).required(), Member::new("interval", &BoxedInteger), Member::new("timeout", &BoxedInteger), Member::new("retries", &BoxedInteger), Member::new("startPeriod", &BoxedInteger), ]);
    pub static HealthStatus: Shape = Shape::new("HealthStatus", Kind::String).values(&["HEALTHY", "UNHEALTHY", "UNKNOWN"]);
    pub static HookDetails: Shape = Shape::new("HookDetails", Kind::Document);
    pub static HostEntry: Shape = Shape::structure("HostEntry", &[Member::new("hostname", &String).required(), Member::new("ipAddress", &String).required(), ]);
    pub static HostEntryList: Shape = Shape::new("HostEntryList", Kind::List(Member::new("member", &HostEntry)));
    pub static HostVolumeProperties: Shape = Shape::structure("HostVolumeProperties", &[Member::new("sourcePath", &String), ]);
    pub static IAMRoleArn: Shape = Shape::new("IAMRoleArn", Kind::String);
    pub static InferenceAccelerator: Shape = Shape::structure("InferenceAccelerator", &[Member::new("deviceName", &String).required(), Member::new("deviceType", &String).required(), ]);
    pub static InferenceAcceleratorOverride: Shape = Shape::structure("InferenceAcceleratorOverride", &[Member::new("deviceName", &String), Member::new("deviceType", &String), ]);
    pub static InferenceAcceleratorOverrides: Shape = Shape::new("InferenceAcceleratorOverrides", Kind::List(Member::new("member", &InferenceAcceleratorOverride)));
    pub static InferenceAccelerators: Shape = Shape::new("InferenceAccelerators", Kind::List(Member::new("member", &InferenceAccelerator)));
    pub static InfrastructureOptimization: Shape = Shape::structure("InfrastructureOptimization", &[Member::new("scaleInAfter", &BoxedInteger), ]);
    pub static InstanceGeneration: Shape = Shape::new("InstanceGeneration", Kind::String).values(&["current", "previous"]);
    pub static InstanceGenerationSet: Shape = Shape::new("InstanceGenerationSet", Kind::List(Member::new("member", &InstanceGeneration)));
    pub static InstanceLaunchTemplate: Shape = Shape::structure("InstanceLaunchTemplate", &[Member::new("ec2InstanceProfileArn", &String).required(), Member::new("networkConfiguration", &ManagedInstancesNetworkConfiguration).required(), Member::new("storageConfiguration", &ManagedInstancesStorageConfiguration), Member::new("localStorageConfiguration", &ManagedInstancesLocalStorageConfiguration), Member::new("monitoring", &ManagedInstancesMonitoringOptions), Member::new("capacityOptionType", &CapacityOptionType), Member::new("instanceMetadataTagsPropagation", &BoxedBoolean), Member::new("instanceRequirements", &InstanceRequirementsRequest), Member::new("fipsEnabled", &BoxedBoolean), Member::new("capacityReservations", &CapacityReservationRequest), ]);
    pub static InstanceRequirementsRequest: Shape = Shape::structure("InstanceRequirementsRequest", &[Member::new("vCpuCount", &VCpuCountRangeRequest).required(), Member::new("memoryMiB", &MemoryMiBRequest).required(), Member::new("cpuManufacturers", &CpuManufacturerSet), Member::new("memoryGiBPerVCpu", &MemoryGiBPerVCpuRequest), Member::new("excludedInstanceTypes", &ExcludedInstanceTypeSet), Member::new("instanceGenerations", &InstanceGenerationSet), Member::new("spotMaxPricePercentageOverLowestPrice", &BoxedInteger), Member::new("onDemandMaxPricePercentageOverLowestPrice", &BoxedInteger), Member::new("bareMetal", &BareMetal), Member::new("burstablePerformance", &BurstablePerformance), Member::new("requireHibernateSupport", &BoxedBoolean), Member::new("networkInterfaceCount", &NetworkInterfaceCountRequest), Member::new("localStorage", &LocalStorage), Member::new("localStorageTypes", &LocalStorageTypeSet), Member::new("totalLocalStorageGB", &TotalLocalStorageGBRequest), Member::new("baselineEbsBandwidthMbps", &BaselineEbsBandwidthMbpsRequest), Member::new("acceleratorTypes", &AcceleratorTypeSet), Member::new("acceleratorCount", &AcceleratorCountRequest), Member::new("acceleratorManufacturers", &AcceleratorManufacturerSet), Member::new("acceleratorNames", &AcceleratorNameSet), Member::new("acceleratorTotalMemoryMiB", &AcceleratorTotalMemoryMiBRequest), Member::new("networkBandwidthGbps", &NetworkBandwidthGbpsRequest), Member::new("allowedInstanceTypes", &AllowedInstanceTypeSet), Member::new("maxSpotPriceAsPercentageOfOptimalOnDemandPrice", &BoxedInteger), ]);
    pub static Integer: Shape = Shape::new("Integer", Kind::Integer);
    pub static IntegerList: Shape = Shape::new("IntegerList", Kind::List(Member::new("member", &BoxedInteger)));
    pub static InvalidParameterException: Shape = Shape::structure("InvalidParameterException", &[Member::new("message", &String), ]);
    pub static IpcMode: Shape = Shape::new("IpcMode", Kind::String).values(&["host", "task", "none"]);
    pub static KernelCapabilities: Shape = Shape::structure("KernelCapabilities", &[Member::new("add", &StringList), Member::new("drop", &StringList), ]);
    pub static KeyValuePair: Shape = Shape::structure("KeyValuePair", &[Member::new("name", &String), Member::new("value", &String), ]);
    pub static LaunchType: Shape = Shape::new("LaunchType", Kind::String).values(&["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]);
    pub static LimitExceededException: Shape = Shape::structure("LimitExceededException", &[Member::new("message", &String), ]);
    pub static LinearConfiguration: Shape = Shape::structure("LinearConfiguration", &[Member::new("stepPercent", &Double), Member::new("stepBakeTimeInMinutes", &Integer), ]);
    pub static LinuxParameters: Shape = Shape::structure("LinuxParameters", &[Member::new("capabilities", &KernelCapabilities), Member::new("devices", &DevicesList), Member::new("initProcessEnabled", &BoxedBoolean), Member::new("sharedMemorySize", &BoxedInteger), Member::new("tmpfs", &TmpfsList), Member::new("maxSwap", &BoxedInteger), Member::new("swappiness", &BoxedInteger), ]);
    pub static ListAccountSettingsRequest: Shape = Shape::structure("ListAccountSettingsRequest", &[Member::new("name", &SettingName), Member::new("value", &String), Member::new("principalArn", &String), Member::new("effectiveSettings", &Boolean), Member::new("nextToken", &String), Member::new("maxResults", &Integer), ]);
    pub static ListAccountSettingsResponse: Shape = Shape::structure("ListAccountSettingsResponse", &[Member::new("settings", &Settings), Member::new("nextToken", &String), ]);
    pub static ListClustersRequest: Shape = Shape::structure("ListClustersRequest", &[Member::new("nextToken", &String), Member::new("maxResults", &BoxedInteger), ]);
    pub static ListClustersResponse: Shape = Shape::structure("ListClustersResponse", &[Member::new("clusterArns", &StringList), Member::new("nextToken", &String), ]);
    pub static ListServiceDeploymentsRequest: Shape = Shape::structure("ListServiceDeploymentsRequest", &[Member::new("service", &String).required(), Member::new("cluster", &String), Member::new("status", &ServiceDeploymentStatusList), Member::new("createdAt", &CreatedAt), Member::new("nextToken", &String), Member::new("maxResults", &BoxedInteger), ]);
    pub static ListServiceDeploymentsResponse: Shape = Shape::structure("ListServiceDeploymentsResponse", &[Member::new("serviceDeployments", &ServiceDeploymentsBrief), Member::new("nextToken", &String), ]);
    pub static ListServicesByNamespaceRequest: Shape = Shape::structure("ListServicesByNamespaceRequest", &[Member::new("namespace", &String).required(), Member::new("nextToken", &String), Member::new("maxResults", &BoxedInteger), ]);
    pub static ListServicesByNamespaceResponse: Shape = Shape::structure("ListServicesByNamespaceResponse", &[Member::new("serviceArns", &StringList), Member::new("nextToken", &String), ]);
    pub static ListServicesRequest: Shape = Shape::structure("ListServicesRequest", &[Member::new("cluster", &String), Member::new("nextToken", &String), Member::new("maxResults", &BoxedInteger), Member::new("launchType", &LaunchType), Member::new("schedulingStrategy", &SchedulingStrategy), Member::new("resourceManagementType", &ResourceManagementType), ]);
    pub static ListServicesResponse: Shape = Shape::structure("ListServicesResponse", &[Member::new("serviceArns", &StringList), Member::new("nextToken", &String), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("resourceArn", &String).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("tags", &Tags), ]);
    pub static ListTaskDefinitionFamiliesRequest: Shape = Shape::structure("ListTaskDefinitionFamiliesRequest", &[Member::new("familyPrefix", &String), Member::new("status", &TaskDefinitionFamilyStatus), Member::new("nextToken", &String), Member::new("maxResults", &BoxedInteger), ]);
    pub static ListTaskDefinitionFamiliesResponse: Shape = Shape::structure("ListTaskDefinitionFamiliesResponse", &[Member::new("families", &StringList), Member::new("nextToken", &String), ]);
    pub static ListTaskDefinitionsRequest: Shape = Shape::structure("ListTaskDefinitionsRequest", &[Member::new("familyPrefix", &String), Member::new("status", &TaskDefinitionStatus), Member::new("sort", &SortOrder), Member::new("nextToken", &String), Member::new("maxResults", &BoxedInteger), ]);
    pub static ListTaskDefinitionsResponse: Shape = Shape::structure("ListTaskDefinitionsResponse", &[Member::new("taskDefinitionArns", &StringList), Member::new("nextToken", &String), ]);
    pub static ListTasksRequest: Shape = Shape::structure("ListTasksRequest", &[Member::new("cluster", &String), Member::new("containerInstance", &String), Member::new("family", &String), Member::new("nextToken", &String), Member::new("maxResults", &BoxedInteger), Member::new("startedBy", &String), Member::new("serviceName", &String), Member::new("desiredStatus", &DesiredStatus), Member::new("launchType", &LaunchType), Member::new("daemonName", &String), ]);
    pub static ListTasksResponse: Shape = Shape::structure("ListTasksResponse", &[Member::new("taskArns", &StringList), Member::new("nextToken", &String), ]);
    pub static LoadBalancer: Shape = Shape::structure("LoadBalancer", &[Member::new("targetGroupArn", &String), Member::new("loadBalancerName", &String), Member::new("containerName", &String), Member::new("containerPort", &BoxedInteger), Member::new("advancedConfiguration", &AdvancedConfiguration), ]);
    pub static LoadBalancers: Shape = Shape::new("LoadBalancers", Kind::List(Member::new("member", &LoadBalancer)));
    pub static LocalStorage: Shape = Shape::new("LocalStorage", Kind::String).values(&["included", "required", "excluded"]);
    pub static LocalStorageType: Shape = Shape::new("LocalStorageType", Kind::String).values(&["hdd", "ssd"]);
    pub static LocalStorageTypeSet: Shape = Shape::new("LocalStorageTypeSet", Kind::List(Member::new("member", &LocalStorageType)));
    pub static LogConfiguration: Shape = Shape::structure("LogConfiguration", &[Member::new("logDriver", &LogDriver).required(), Member::new("options", &LogConfigurationOptionsMap), Member::new("secretOptions", &SecretList), ]);
    pub static LogConfigurationOptionsMap: Shape = Shape::new("LogConfigurationOptionsMap", Kind::Map(Member::new("key", &String), Member::new("value", &String)));
    pub static LogDriver: Shape = Shape::new("LogDriver", Kind::String).values(&["json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens"]);
    pub static Long: Shape = Shape::new("Long", Kind::Long);
    pub static ManagedAgent: Shape = Shape::structure("ManagedAgent", &[Member::new("lastStartedAt", &Timestamp), Member::new("name", &ManagedAgentName), Member::new("reason", &String), Member::new("lastStatus", &String), ]);
    pub static ManagedAgentName: Shape = Shape::new("ManagedAgentName", Kind::String).values(&["ExecuteCommandAgent"]);
    pub static ManagedAgents: Shape = Shape::new("ManagedAgents", Kind::List(Member::new("member", &ManagedAgent)));
    pub static ManagedApplicationAutoScalingPolicies: Shape = Shape::new("ManagedApplicationAutoScalingPolicies", Kind::List(Member::new("member", &ManagedApplicationAutoScalingPolicy)));
    pub static ManagedApplicationAutoScalingPolicy: Shape = Shape::structure("ManagedApplicationAutoScalingPolicy", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), Member::new("policyType", &String).required(), Member::new("targetValue", &Double).required(), Member::new("metric", &String).required(), ]);
    pub static ManagedAutoScaling: Shape = Shape::structure("ManagedAutoScaling", &[Member::new("scalableTarget", &ManagedScalableTarget), Member::new("applicationAutoScalingPolicies", &ManagedApplicationAutoScalingPolicies), ]);
    pub static ManagedCertificate: Shape = Shape::structure("ManagedCertificate", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), Member::new("domainName", &String).required(), ]);
    pub static ManagedDraining: Shape = Shape::new("ManagedDraining", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static ManagedIngressPath: Shape = Shape::structure("ManagedIngressPath", &[Member::new("accessType", &AccessType).required(), Member::new("endpoint", &String).required(), Member::new("loadBalancer", &ManagedLoadBalancer), Member::new("loadBalancerSecurityGroups", &ManagedSecurityGroups), Member::new("certificate", &ManagedCertificate), Member::new("listener", &ManagedListener), Member::new("rule", &ManagedListenerRule), Member::new("targetGroups", &ManagedTargetGroups), ]);
    pub static ManagedIngressPaths: Shape = Shape::new("ManagedIngressPaths", Kind::List(Member::new("member", &ManagedIngressPath)));
    pub static ManagedInstancesLocalStorageConfiguration: Shape = Shape::structure("ManagedInstancesLocalStorageConfiguration", &[Member::new("useLocalStorage", &Boolean), ]);
    pub static ManagedInstancesMonitoringOptions: Shape = Shape::new("ManagedInstancesMonitoringOptions", Kind::String).values(&["BASIC", "DETAILED"]);
    pub static ManagedInstancesNetworkConfiguration: Shape = Shape::structure("ManagedInstancesNetworkConfiguration", &[Member::new("subnets", &StringList), Member::new("securityGroups", &StringList), ]);
    pub static ManagedInstancesProvider: Shape = Shape::structure("ManagedInstancesProvider", &[Member::new("infrastructureRoleArn", &String), Member::new("instanceLaunchTemplate", &InstanceLaunchTemplate), Member::new("propagateTags", &PropagateMITags), Member::new("infrastructureOptimization", &InfrastructureOptimization), Member::new("autoRepairConfiguration", &AutoRepairConfiguration), ]);
    pub static ManagedInstancesStorageConfiguration: Shape = Shape::structure("ManagedInstancesStorageConfiguration", &[Member::new("storageSizeGiB", &TaskVolumeStorageGiB), ]);
    pub static ManagedListener: Shape = Shape::structure("ManagedListener", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), ]);
    pub static ManagedListenerRule: Shape = Shape::structure("ManagedListenerRule", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), ]);
    pub static ManagedLoadBalancer: Shape = Shape::structure("ManagedLoadBalancer", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), Member::new("scheme", &String).required(), Member::new("subnetIds", &StringList), Member::new("securityGroupIds", &StringList), ]);
    pub static ManagedLogGroup: Shape = Shape::structure("ManagedLogGroup", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), Member::new("logGroupName", &String).required(), ]);
    pub static ManagedLogGroups: Shape = Shape::new("ManagedLogGroups", Kind::List(Member::new("member", &ManagedLogGroup)));
    pub static ManagedMetricAlarm: Shape = Shape::structure("ManagedMetricAlarm", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), ]);
    pub static ManagedMetricAlarms: Shape = Shape::new("ManagedMetricAlarms", Kind::List(Member::new("member", &ManagedMetricAlarm)));
    pub static ManagedResourceStatus: Shape = Shape::new("ManagedResourceStatus", Kind::String).values(&["PROVISIONING", "ACTIVE", "DEPROVISIONING", "DELETED", "FAILED"]);
    pub static ManagedScalableTarget: Shape = Shape::structure("ManagedScalableTarget", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), Member::new("minCapacity", &Integer).required(), Member::new("maxCapacity", &Integer).required(), ]);
    pub static ManagedScaling: Shape = Shape::structure("ManagedScaling", &[Member::new("status", &ManagedScalingStatus), Member::new("targetCapacity", &ManagedScalingTargetCapacity), Member::new("minimumScalingStepSize", &ManagedScalingStepSize), Member::new("maximumScalingStepSize", &ManagedScalingStepSize), Member::new("instanceWarmupPeriod", &ManagedScalingInstanceWarmupPeriod), ]);
    pub static ManagedScalingInstanceWarmupPeriod: Shape = Shape::new("ManagedScalingInstanceWarmupPeriod", Kind::Integer).min(0.0).max(10000.0);
    pub static ManagedScalingStatus: Shape = Shape::new("ManagedScalingStatus", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static ManagedScalingStepSize: Shape = Shape::new("ManagedScalingStepSize", Kind::Integer).min(1.0).max(10000.0);
    pub static ManagedScalingTargetCapacity: Shape = Shape::new("ManagedScalingTargetCapacity", Kind::Integer).min(1.0).max(100.0);
    pub static ManagedSecurityGroup: Shape = Shape::structure("ManagedSecurityGroup", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), ]);
    pub static ManagedSecurityGroups: Shape = Shape::new("ManagedSecurityGroups", Kind::List(Member::new("member", &ManagedSecurityGroup)));
    pub static ManagedStorageConfiguration: Shape = Shape::structure("ManagedStorageConfiguration", &[Member::new("kmsKeyId", &String), Member::new("fargateEphemeralStorageKmsKeyId", &String), ]);
    pub static ManagedTargetGroup: Shape = Shape::structure("ManagedTargetGroup", &[Member::new("arn", &String), Member::new("status", &ManagedResourceStatus).required(), Member::new("statusReason", &String), Member::new("updatedAt", &Timestamp).required(), Member::new("healthCheckPath", &String).required(), Member::new("healthCheckPort", &Integer).required(), Member::new("port", &Integer).required(), ]);
    pub static ManagedTargetGroups: Shape = Shape::new("ManagedTargetGroups", Kind::List(Member::new("member", &ManagedTargetGroup)));
    pub static ManagedTerminationProtection: Shape = Shape::new("ManagedTerminationProtection", Kind::String).values(&["ENABLED", "DISABLED"]);
    pub static MemoryGiBPerVCpuRequest: Shape = Shape::structure("MemoryGiBPerVCpuRequest", &[Member::new("min", &BoxedDouble), Member::new("max", &BoxedDouble), ]);
    pub static MemoryMiBRequest: Shape = Shape::structure("MemoryMiBRequest", &[Member::new("min", &BoxedInteger).required(), Member::new("max", &BoxedInteger), ]);
    pub static MountPoint: Shape = Shape::structure("MountPoint", &[Member::new("sourceVolume", &String), Member::new("containerPath", &String), Member::new("readOnly", &BoxedBoolean), ]);
    pub static MountPointList: Shape = Shape::new("MountPointList", Kind::List(Member::new("member", &MountPoint)));
    pub static NamespaceNotFoundException: Shape = Shape::structure("NamespaceNotFoundException", &[Member::new("message", &String), ]);
    pub static NetworkBandwidthGbpsRequest: Shape = Shape::structure("NetworkBandwidthGbpsRequest", &[Member::new("min", &BoxedDouble), Member::new("max", &BoxedDouble), ]);
    pub static NetworkBinding: Shape = Shape::structure("NetworkBinding", &[Member::new("bindIP", &String), Member::new("containerPort", &BoxedInteger), Member::new("hostPort", &BoxedInteger), Member::new("protocol", &TransportProtocol), Member::new("containerPortRange", &String), Member::new("hostPortRange", &String), ]);
    pub static NetworkBindings: Shape = Shape::new("NetworkBindings", Kind::List(Member::new("member", &NetworkBinding)));
    pub static NetworkConfiguration: Shape = Shape::structure("NetworkConfiguration", &[Member::new("awsvpcConfiguration", &AwsVpcConfiguration), ]);
    pub static NetworkInterface: Shape = Shape::structure("NetworkInterface", &[Member::new("attachmentId", &String), Member::new("privateIpv4Address", &String), Member::new("ipv6Address", &String), ]);
    pub static NetworkInterfaceCountRequest: Shape = Shape::structure("NetworkInterfaceCountRequest", &[Member::new("min", &BoxedInteger), Member::new("max", &BoxedInteger), ]);
    pub static NetworkInterfaces: Shape = Shape::new("NetworkInterfaces", Kind::List(Member::new("member", &NetworkInterface)));
    pub static NetworkMode: Shape = Shape::new("NetworkMode", Kind::String).values(&["bridge", "host", "awsvpc", "none"]);
    pub static OSFamily: Shape = Shape::new("OSFamily", Kind::String).values(&["WINDOWS_SERVER_2019_FULL", "WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2016_FULL", "WINDOWS_SERVER_2004_CORE", "WINDOWS_SERVER_2022_CORE", "WINDOWS_SERVER_2022_FULL", "WINDOWS_SERVER_2025_CORE", "WINDOWS_SERVER_2025_FULL", "WINDOWS_SERVER_20H2_CORE", "LINUX"]);
    pub static PidMode: Shape = Shape::new("PidMode", Kind::String).values(&["host", "task"]);
    pub static PlacementConstraint: Shape = Shape::structure("PlacementConstraint", &[Member::new("type", &PlacementConstraintType), Member::new("expression", &String), ]);
    pub static PlacementConstraintType: Shape = Shape::new("PlacementConstraintType", Kind::String).values(&["distinctInstance", "memberOf"]);
    pub static PlacementConstraints: Shape = Shape::new("PlacementConstraints", Kind::List(Member::new("member", &PlacementConstraint)));
    pub static PlacementStrategies: Shape = Shape::new("PlacementStrategies", Kind::List(Member::new("member", &PlacementStrategy)));
    pub static PlacementStrategy: Shape = Shape::structure("PlacementStrategy", &[Member::new("type", &PlacementStrategyType), Member::new("field", &String), ]);
    pub static PlacementStrategyType: Shape = Shape::new("PlacementStrategyType", Kind::String).values(&["random", "spread", "binpack"]);
    pub static PlatformTaskDefinitionIncompatibilityException: Shape = Shape::structure("PlatformTaskDefinitionIncompatibilityException", &[Member::new("message", &String), ]);
    pub static PlatformUnknownException: Shape = Shape::structure("PlatformUnknownException", &[Member::new("message", &String), ]);
    pub static PortMapping: Shape = Shape::structure("PortMapping", &[Member::new("containerPort", &BoxedInteger), Member::new("hostPort", &BoxedInteger), Member::new("protocol", &TransportProtocol), Member::new("name", &String), Member::new("appProtocol", &ApplicationProtocol), Member::new("containerPortRange", &String), ]);
    pub static PortMappingList: Shape = Shape::new("PortMappingList", Kind::List(Member::new("member", &PortMapping)));
    pub static PortNumber: Shape = Shape::new("PortNumber", Kind::Integer).min(0.0).max(65535.0);
    pub static PropagateMITags: Shape = Shape::new("PropagateMITags", Kind::String).values(&["CAPACITY_PROVIDER", "NONE"]);
    pub static PropagateTags: Shape = Shape::new("PropagateTags", Kind::String).values(&["TASK_DEFINITION", "SERVICE", "NONE"]);
    pub static ProtectedTask: Shape = Shape::structure("ProtectedTask", &[Member::new("taskArn", &String), Member::new("protectionEnabled", &Boolean), Member::new("expirationDate", &Timestamp), ]);
    pub static ProtectedTasks: Shape = Shape::new("ProtectedTasks", Kind::List(Member::new("member", &ProtectedTask)));
    pub static ProxyConfiguration: Shape = Shape::structure("ProxyConfiguration", &[Member::new("type", &ProxyConfigurationType), Member::new("containerName", &String).required(), Member::new("properties", &ProxyConfigurationProperties), ]);
    pub static ProxyConfigurationProperties: Shape = Shape::new("ProxyConfigurationProperties", Kind::List(Member::new("member", &KeyValuePair)));
    pub static ProxyConfigurationType: Shape = Shape::new("ProxyConfigurationType", Kind::String).values(&["APPMESH"]);
    pub static PutAccountSettingDefaultRequest: Shape = Shape::structure("PutAccountSettingDefaultRequest", &[Member::new("name", &SettingName).required(), Member::new("value", &String).required(), ]);
    pub static PutAccountSettingDefaultResponse: Shape = Shape::structure("PutAccountSettingDefaultResponse", &[Member::new("setting", &Setting), ]);
    pub static PutAccountSettingRequest: Shape = Shape::structure("PutAccountSettingRequest", &[Member::new("name", &SettingName).required(), Member::new("value", &String).required(), Member::new("principalArn", &String), ]);
    pub static PutAccountSettingResponse: Shape = Shape::structure("PutAccountSettingResponse", &[Member::new("setting", &Setting), ]);
    pub static PutClusterCapacityProvidersRequest: Shape = Shape::structure("PutClusterCapacityProvidersRequest", &[Member::new("cluster", &String).required(), Member::new("capacityProviders", &StringList).required(), Member::new("defaultCapacityProviderStrategy", &CapacityProviderStrategy).required(), ]);
    pub static PutClusterCapacityProvidersResponse: Shape = Shape::structure("PutClusterCapacityProvidersResponse", &[Member::new("cluster", &Cluster), ]);
    pub static RegisterTaskDefinitionRequest: Shape = Shape::structure("RegisterTaskDefinitionRequest", &[Member::new("family", &String).required(), Member::new("taskRoleArn", &String), Member::new("executionRoleArn", &String), Member::new("networkMode", &NetworkMode), Member::new("containerDefinitions", &ContainerDefinitions).required(), Member::new("volumes", &VolumeList), Member::new("placementConstraints", &TaskDefinitionPlacementConstraints), Member::new("requiresCompatibilities", &CompatibilityList), Member::new("cpu", &String), Member::new("memory", &String), Member::new("tags", &Tags), Member::new("pidMode", &PidMode), Member::new("ipcMode", &IpcMode), Member::new("proxyConfiguration", &ProxyConfiguration), Member::new("inferenceAccelerators", &InferenceAccelerators), Member::new("ephemeralStorage", &EphemeralStorage), Member::new("runtimePlatform", &RuntimePlatform), Member::new("enableFaultInjection", &BoxedBoolean), ]);
    pub static RegisterTaskDefinitionResponse: Shape = Shape::structure("RegisterTaskDefinitionResponse", &[Member::new("taskDefinition", &TaskDefinition), Member::new("tags", &Tags), ]);
    pub static RepositoryCredentials: Shape = Shape::structure("RepositoryCredentials", &[Member::new("credentialsParameter", &String).required(), ]).sensitive();
    pub static RequiresAttributes: Shape = Shape::new("RequiresAttributes", Kind::List(Member::new("member", &Attribute)));
    pub static ResolvedConfiguration: Shape = Shape::structure("ResolvedConfiguration", &[Member::new("loadBalancers", &ServiceRevisionLoadBalancers), ]);
    pub static ResourceIds: Shape = Shape::new("ResourceIds", Kind::List(Member::new("member", &String)));
    pub static ResourceInUseException: Shape = Shape::structure("ResourceInUseException", &[Member::new("message", &String), ]);
    pub static ResourceManagementType: Shape = Shape::new("ResourceManagementType", Kind::String).values(&["CUSTOMER", "ECS"]);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("message", &String), ]);
    pub static ResourceRequirement: Shape = Shape::structure("ResourceRequirement", &[Member::new("value", &String).required(), Member::new("type", &ResourceType).required(), ]);
    pub static ResourceRequirements: Shape = Shape::new("ResourceRequirements", Kind::List(Member::new("member", &ResourceRequirement)));
    pub static ResourceType: Shape = Shape::new("ResourceType", Kind::String).values(&["GPU", "InferenceAccelerator"]);
    pub static Rollback: Shape = Shape::structure("Rollback", &[Member::new("reason", &String), Member::new("startedAt", &Timestamp), Member::new("serviceRevisionArn", &String), ]);
    pub static RunTaskRequest: Shape = Shape::structure("RunTaskRequest", &[Member::new("capacityProviderStrategy", &CapacityProviderStrategy), Member::new("cluster", &String), Member::new("count", &BoxedInteger), Member::new("enableECSManagedTags", &Boolean), Member::new("enableExecuteCommand", &Boolean), Member::new("group", &String), Member::new("launchType", &LaunchType), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("overrides", &TaskOverride), Member::new("placementConstraints", &PlacementConstraints), Member::new("placementStrategy", &PlacementStrategies), Member::new("platformVersion", &String), Member::new("propagateTags", &PropagateTags), Member::new("referenceId", &String), Member::new("startedBy", &String), Member::new("tags", &Tags), Member::new("taskDefinition", &String).required(), Member::new("clientToken", &String).idempotency_token(), Member::new("volumeConfigurations", &TaskVolumeConfigurations), ]);
    pub static RunTaskResponse: Shape = Shape::structure("RunTaskResponse", &[Member::new("tasks", &Tasks), Member::new("failures", &Failures), ]);
    pub static RuntimePlatform: Shape = Shape::structure("RuntimePlatform", &[Member::new("cpuArchitecture", &CPUArchitecture), Member::new("operatingSystemFamily", &OSFamily), ]);
    pub static S3FilesVolumeConfiguration: Shape = Shape::structure("S3FilesVolumeConfiguration", &[Member::new("fileSystemArn", &String).required(), Member::new("rootDirectory", &String), Member::new("transitEncryptionPort", &BoxedInteger), Member::new("accessPointArn", &String), ]);
    pub static Scale: Shape = Shape::structure("Scale", &[Member::new("value", &Double), Member::new("unit", &ScaleUnit), ]);
    pub static ScaleUnit: Shape = Shape::new("ScaleUnit", Kind::String).values(&["PERCENT"]);
    pub static SchedulingStrategy: Shape = Shape::new("SchedulingStrategy", Kind::String).values(&["REPLICA", "DAEMON"]);
    pub static Scope: Shape = Shape::new("Scope", Kind::String).values(&["task", "shared"]);
    pub static Secret: Shape = Shape::structure("Secret", &[Member::new("name", &String).required(), Member::new("valueFrom", &String).required(), ]);
    pub static SecretList: Shape = Shape::new("SecretList", Kind::List(Member::new("member", &Secret)));
    pub static SensitiveString: Shape = Shape::new("SensitiveString", Kind::String).sensitive();
    pub static ServerException: Shape = Shape::structure("ServerException", &[Member::new("message", &String), ]);
    pub static Service: Shape = Shape::structure("Service", &[Member::new("serviceArn", &String), Member::new("serviceName", &String), Member::new("clusterArn", &String), Member::new("loadBalancers", &LoadBalancers), Member::new("serviceRegistries", &ServiceRegistries), Member::new("status", &String), Member::new("desiredCount", &Integer), Member::new("runningCount", &Integer), Member::new("pendingCount", &Integer), Member::new("launchType", &LaunchType), Member::new("capacityProviderStrategy", &CapacityProviderStrategy), Member::new("platformVersion", &String), Member::new("platformFamily", &String), Member::new("taskDefinition", &String), Member::new("deploymentConfiguration", &DeploymentConfiguration), Member::new("taskSets", &TaskSets), Member::new("deployments", &Deployments), Member::new("roleArn", &String), Member::new("events", &ServiceEvents), Member::new("createdAt", &Timestamp), Member::new("currentServiceDeployment", &String), Member::new("currentServiceRevisions", &ServiceCurrentRevisionSummaryList), Member::new("placementConstraints", &PlacementConstraints), Member::new("placementStrategy", &PlacementStrategies), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("healthCheckGracePeriodSeconds", &BoxedInteger), Member::new("schedulingStrategy", &SchedulingStrategy), Member::new("deploymentController", &DeploymentController), Member::new("tags", &Tags), Member::new("createdBy", &String), Member::new("enableECSManagedTags", &Boolean), Member::new("propagateTags", &PropagateTags), Member::new("enableExecuteCommand", &Boolean), Member::new("availabilityZoneRebalancing", &AvailabilityZoneRebalancing), Member::new("resourceManagementType", &ResourceManagementType), ]);
    pub static ServiceConnectAccessLogConfiguration: Shape = Shape::structure("ServiceConnectAccessLogConfiguration", &[Member::new("format", &ServiceConnectAccessLoggingFormat).required(), Member::new("includeQueryParameters", &ServiceConnectIncludeQueryParameters), ]);
    pub static ServiceConnectAccessLoggingFormat: Shape = Shape::new("ServiceConnectAccessLoggingFormat", Kind::String).values(&["TEXT", "JSON"]);
    pub static ServiceConnectClientAlias: Shape = Shape::structure("ServiceConnectClientAlias", &[Member::new("port", &PortNumber).required(), Member::new("dnsName", &String), Member::new("testTrafficRules", &ServiceConnectTestTrafficRules), ]);
    pub static ServiceConnectClientAliasList: Shape = Shape::new("ServiceConnectClientAliasList", Kind::List(Member::new("member", &ServiceConnectClientAlias)));
    pub static ServiceConnectConfiguration: Shape = Shape::structure("ServiceConnectConfiguration", &[Member::new("enabled", &Boolean).required(), Member::new("namespace", &String), Member::new("services", &ServiceConnectServiceList), Member::new("logConfiguration", &LogConfiguration), Member::new("accessLogConfiguration", &ServiceConnectAccessLogConfiguration), ]);
    pub static ServiceConnectIncludeQueryParameters: Shape = Shape::new("ServiceConnectIncludeQueryParameters", Kind::String).values(&["DISABLED", "ENABLED"]);
    pub static ServiceConnectService: Shape = Shape::structure("ServiceConnectService", &[Member::new("portName", &String).required(), Member::new("discoveryName", &String), Member::new("clientAliases", &ServiceConnectClientAliasList), Member::new("ingressPortOverride", &PortNumber), Member::new("timeout", &TimeoutConfiguration), Member::new("tls", &ServiceConnectTlsConfiguration), ]);
    pub static ServiceConnectServiceList: Shape = Shape::new("ServiceConnectServiceList", Kind::List(Member::new("member", &ServiceConnectService)));
    pub static ServiceConnectServiceResource: Shape = Shape::structure("ServiceConnectServiceResource", &[Member::new("discoveryName", &String), Member::new("discoveryArn", &String), ]);
    pub static ServiceConnectServiceResourceList: Shape = Shape::new("ServiceConnectServiceResourceList", Kind::List(Member::new("member", &ServiceConnectServiceResource)));
    pub static ServiceConnectTestTrafficHeaderMatchRules: Shape = Shape::structure("ServiceConnectTestTrafficHeaderMatchRules", &[Member::new("exact", &String).required(), ]);
    pub static ServiceConnectTestTrafficHeaderRules: Shape = Shape::structure("ServiceConnectTestTrafficHeaderRules", &[Member::new("name", &String).required(), Member::new("value", &ServiceConnectTestTrafficHeaderMatchRules), ]);
    pub static ServiceConnectTestTrafficRules: Shape = Shape::structure("ServiceConnectTestTrafficRules", &[Member::new("header", &ServiceConnectTestTrafficHeaderRules).required(), ]);
    pub static ServiceConnectTlsCertificateAuthority: Shape = Shape::structure("ServiceConnectTlsCertificateAuthority", &[Member::new("awsPcaAuthorityArn", &String), ]);
    pub static ServiceConnectTlsConfiguration: Shape = Shape::structure("ServiceConnectTlsConfiguration", &[Member::new("issuerCertificateAuthority", &ServiceConnectTlsCertificateAuthority).required(), Member::new("kmsKey", &String), Member::new("roleArn", &String), ]);
    pub static ServiceCurrentRevisionSummary: Shape = Shape::structure("ServiceCurrentRevisionSummary", &[Member::new("arn", &String), Member::new("requestedTaskCount", &Integer), Member::new("runningTaskCount", &Integer), Member::new("pendingTaskCount", &Integer), ]);
    pub static ServiceCurrentRevisionSummaryList: Shape = Shape::new("ServiceCurrentRevisionSummaryList", Kind::List(Member::new("member", &ServiceCurrentRevisionSummary)));
    pub static ServiceDeployment: Shape = Shape::structure("ServiceDeployment", &[Member::new("serviceDeploymentArn", &String), Member::new("serviceArn", &String), Member::new("clusterArn", &String), Member::new("createdAt", &Timestamp), Member::new("startedAt", &Timestamp), Member::new("finishedAt", &Timestamp), Member::new("stoppedAt", &Timestamp), Member::new("updatedAt", &Timestamp), Member::new("sourceServiceRevisions", &ServiceRevisionsSummaryList), Member::new("targetServiceRevision", &ServiceRevisionSummary), Member::new("status", &ServiceDeploymentStatus), Member::new("statusReason", &String), Member::new("lifecycleStage", &ServiceDeploymentLifecycleStage), Member::new("lifecycleHookDetails", &DeploymentLifecycleHookDetailList), Member::new("deploymentConfiguration", &DeploymentConfiguration), Member::new("rollback", &Rollback), Member::new("deploymentCircuitBreaker", &ServiceDeploymentCircuitBreaker), Member::new("alarms", &ServiceDeploymentAlarms), ]);
    pub static ServiceDeploymentAlarms: Shape = Shape::structure("ServiceDeploymentAlarms", &[Member::new("status", &ServiceDeploymentRollbackMonitorsStatus), Member::new("alarmNames", &StringList), Member::new("triggeredAlarmNames", &StringList), ]);
    pub static ServiceDeploymentBrief: Shape = Shape::structure("ServiceDeploymentBrief", &[Member::new("serviceDeploymentArn", &String), Member::new("serviceArn", &String), Member::new("clusterArn", &String), Member::new("startedAt", &Timestamp), Member::new("createdAt", &Timestamp), Member::new("finishedAt", &Timestamp), Member::new("targetServiceRevisionArn", &String), Member::new("status", &ServiceDeploymentStatus), Member::new("statusReason", &String), ]);
    pub static ServiceDeploymentCircuitBreaker: Shape = Shape::structure("ServiceDeploymentCircuitBreaker", &[Member::new("status", &ServiceDeploymentRollbackMonitorsStatus), Member::new("failureCount", &Integer), Member::new("threshold", &Integer), ]);
    pub static ServiceDeploymentLifecycleStage: Shape = Shape::new("ServiceDeploymentLifecycleStage", Kind::String).values(&["RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP"]);
    pub static ServiceDeploymentNotFoundException: Shape = Shape::structure("ServiceDeploymentNotFoundException", &[Member::new("message", &String), ]);
    pub static ServiceDeploymentRollbackMonitorsStatus: Shape = Shape::new("ServiceDeploymentRollbackMonitorsStatus", Kind::String).values(&["TRIGGERED", "MONITORING", "MONITORING_COMPLETE", "DISABLED"]);
    pub static ServiceDeploymentStatus: Shape = Shape::new("ServiceDeploymentStatus", Kind::String).values(&["PENDING", "SUCCESSFUL", "STOPPED", "STOP_REQUESTED", "IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"]);
    pub static ServiceDeploymentStatusList: Shape = Shape::new("ServiceDeploymentStatusList", Kind::List(Member::new("member", &ServiceDeploymentStatus)));
    pub static ServiceDeployments: Shape = Shape::new("ServiceDeployments", Kind::List(Member::new("member", &ServiceDeployment)));
    pub static ServiceDeploymentsBrief: Shape = Shape::new("ServiceDeploymentsBrief", Kind::List(Member::new("member", &ServiceDeploymentBrief)));
    pub static ServiceEvent: Shape = Shape::structure("ServiceEvent", &[Member::new("id", &String), Member::new("createdAt", &Timestamp), Member::new("message", &String), ]);
    pub static ServiceEvents: Shape = Shape::new("ServiceEvents", Kind::List(Member::new("member", &ServiceEvent)));
    pub static ServiceField: Shape = Shape::new("ServiceField", Kind::String).values(&["TAGS"]);
    pub static ServiceFieldList: Shape = Shape::new("ServiceFieldList", Kind::List(Member::new("member", &ServiceField)));
    pub static ServiceManagedEBSVolumeConfiguration: Shape = Shape::structure("ServiceManagedEBSVolumeConfiguration", &[Member::new("encrypted", &BoxedBoolean), Member::new("kmsKeyId", &EBSKMSKeyId), Member::new("volumeType", &EBSVolumeType), Member::new("sizeInGiB", &BoxedInteger), Member::new("snapshotId", &EBSSnapshotId), Member::new("volumeInitializationRate", &BoxedInteger), Member::new("iops", &BoxedInteger), Member::new("throughput", &BoxedInteger), Member::new("tagSpecifications", &EBSTagSpecifications), Member::new("roleArn", &IAMRoleArn).required(), Member::new("filesystemType", &TaskFilesystemType), ]);
    pub static ServiceNotActiveException: Shape = Shape::structure("ServiceNotActiveException", &[Member::new("message", &String), ]);
    pub static ServiceNotFoundException: Shape = Shape::structure("ServiceNotFoundException", &[Member::new("message", &String), ]);
    pub static ServiceRegistries: Shape = Shape::new("ServiceRegistries", Kind::List(Member::new("member", &ServiceRegistry)));
    pub static ServiceRegistry: Shape = Shape::structure("ServiceRegistry", &[Member::new("registryArn", &String), Member::new("port", &BoxedInteger), Member::new("containerName", &String), Member::new("containerPort", &BoxedInteger), ]);
    pub static ServiceRevision: Shape = Shape::structure("ServiceRevision", &[Member::new("serviceRevisionArn", &String), Member::new("serviceArn", &String), Member::new("clusterArn", &String), Member::new("taskDefinition", &String), Member::new("capacityProviderStrategy", &CapacityProviderStrategy), Member::new("launchType", &LaunchType), Member::new("platformVersion", &String), Member::new("platformFamily", &String), Member::new("loadBalancers", &LoadBalancers), Member::new("serviceRegistries", &ServiceRegistries), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("containerImages", &ContainerImages), Member::new("guardDutyEnabled", &Boolean), Member::new("serviceConnectConfiguration", &ServiceConnectConfiguration), Member::new("volumeConfigurations", &ServiceVolumeConfigurations), Member::new("fargateEphemeralStorage", &DeploymentEphemeralStorage), Member::new("createdAt", &Timestamp), Member::new("vpcLatticeConfigurations", &VpcLatticeConfigurations), Member::new("resolvedConfiguration", &ResolvedConfiguration), Member::new("ecsManagedResources", &ECSManagedResources), ]);
    pub static ServiceRevisionLoadBalancer: Shape = Shape::structure("ServiceRevisionLoadBalancer", &[Member::new("targetGroupArn", &String), Member::new("productionListenerRule", &String), ]);
    pub static ServiceRevisionLoadBalancers: Shape = Shape::new("ServiceRevisionLoadBalancers", Kind::List(Member::new("member", &ServiceRevisionLoadBalancer)));
    pub static ServiceRevisionSummary: Shape = Shape::structure("ServiceRevisionSummary", &[Member::new("arn", &String), Member::new("requestedTaskCount", &Integer), Member::new("runningTaskCount", &Integer), Member::new("pendingTaskCount", &Integer), Member::new("requestedTestTrafficWeight", &Double), Member::new("requestedProductionTrafficWeight", &Double), ]);
    pub static ServiceRevisions: Shape = Shape::new("ServiceRevisions", Kind::List(Member::new("member", &ServiceRevision)));
    pub static ServiceRevisionsSummaryList: Shape = Shape::new("ServiceRevisionsSummaryList", Kind::List(Member::new("member", &ServiceRevisionSummary)));
    pub static ServiceVolumeConfiguration: Shape = Shape::structure("ServiceVolumeConfiguration", &[Member::new("name", &ECSVolumeName).required(), Member::new("managedEBSVolume", &ServiceManagedEBSVolumeConfiguration), ]);
    pub static ServiceVolumeConfigurations: Shape = Shape::new("ServiceVolumeConfigurations", Kind::List(Member::new("member", &ServiceVolumeConfiguration)));
    pub static Services: Shape = Shape::new("Services", Kind::List(Member::new("member", &Service)));
    pub static Session: Shape = Shape::structure("Session", &[Member::new("sessionId", &String), Member::new("streamUrl", &String), Member::new("tokenValue", &SensitiveString), ]);
    pub static Setting: Shape = Shape::structure("Setting", &[Member::new("name", &SettingName), Member::new("value", &String), Member::new("principalArn", &String), Member::new("type", &SettingType), ]);
    pub static SettingName: Shape = Shape::new("SettingName", Kind::String);
    pub static SettingType: Shape = Shape::new("SettingType", Kind::String).values(&["user", "aws_managed"]);
    pub static Settings: Shape = Shape::new("Settings", Kind::List(Member::new("member", &Setting)));
    pub static SortOrder: Shape = Shape::new("SortOrder", Kind::String).values(&["ASC", "DESC"]);
    pub static StabilityStatus: Shape = Shape::new("StabilityStatus", Kind::String).values(&["STEADY_STATE", "STABILIZING"]);
    pub static StartTaskRequest: Shape = Shape::structure("StartTaskRequest", &[Member::new("cluster", &String), Member::new("containerInstances", &StringList).required(), Member::new("enableECSManagedTags", &Boolean), Member::new("enableExecuteCommand", &Boolean), Member::new("group", &String), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("overrides", &TaskOverride), Member::new("propagateTags", &PropagateTags), Member::new("referenceId", &String), Member::new("startedBy", &String), Member::new("tags", &Tags), Member::new("taskDefinition", &String).required(), Member::new("volumeConfigurations", &TaskVolumeConfigurations), ]);
    pub static StartTaskResponse: Shape = Shape::structure("StartTaskResponse", &[Member::new("tasks", &Tasks), Member::new("failures", &Failures), ]);
    pub static Statistics: Shape = Shape::new("Statistics", Kind::List(Member::new("member", &KeyValuePair)));
    pub static StopServiceDeploymentRequest: Shape = Shape::structure("StopServiceDeploymentRequest", &[Member::new("serviceDeploymentArn", &String).required(), Member::new("stopType", &StopServiceDeploymentStopType), ]);
    pub static StopServiceDeploymentResponse: Shape = Shape::structure("StopServiceDeploymentResponse", &[Member::new("serviceDeploymentArn", &String), ]);
    pub static StopServiceDeploymentStopType: Shape = Shape::new("StopServiceDeploymentStopType", Kind::String).values(&["ABORT", "ROLLBACK"]);
    pub static StopTaskRequest: Shape = Shape::structure("StopTaskRequest", &[Member::new("cluster", &String), Member::new("task", &String).required(), Member::new("reason", &String), ]);
    pub static StopTaskResponse: Shape = Shape::structure("StopTaskResponse", &[Member::new("task", &Task), ]);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static StringList: Shape = Shape::new("StringList", Kind::List(Member::new("member", &String)));
    pub static StringMap: Shape = Shape::new("StringMap", Kind::Map(Member::new("key", &String), Member::new("value", &String)));
    pub static SystemControl: Shape = Shape::structure("SystemControl", &[Member::new("namespace", &String), Member::new("value", &String), ]);
    pub static SystemControls: Shape = Shape::new("SystemControls", Kind::List(Member::new("member", &SystemControl)));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("key", &TagKey), Member::new("value", &TagValue), ]);
    static TagKey_pattern: Pattern = Pattern::new("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0).pattern(&TagKey_pattern);
    pub static TagKeys: Shape = Shape::new("TagKeys", Kind::List(Member::new("member", &TagKey)));
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("resourceArn", &String).required(), Member::new("tags", &Tags).required(), ]);
    pub static TagResourceResponse: Shape = Shape::structure("TagResourceResponse", &[]);
    static TagValue_pattern: Pattern = Pattern::new("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0).pattern(&TagValue_pattern);
    pub static Tags: Shape = Shape::new("Tags", Kind::List(Member::new("member", &Tag))).min(0.0).max(50.0);
    pub static TargetNotConnectedException: Shape = Shape::structure("TargetNotConnectedException", &[Member::new("message", &String), ]);
    pub static TargetType: Shape = Shape::new("TargetType", Kind::String).values(&["container-instance"]);
    pub static Task: Shape = Shape::structure("Task", &[Member::new("attachments", &Attachments), Member::new("attributes", &Attributes), Member::new("availabilityZone", &String), Member::new("capacityProviderName", &String), Member::new("clusterArn", &String), Member::new("connectivity", &Connectivity), Member::new("connectivityAt", &Timestamp), Member::new("containerInstanceArn", &String), Member::new("containers", &Containers), Member::new("cpu", &String), Member::new("createdAt", &Timestamp), Member::new("desiredStatus", &String), Member::new("enableExecuteCommand", &Boolean), Member::new("executionStoppedAt", &Timestamp), Member::new("group", &String), Member::new("healthStatus", &HealthStatus), Member::new("inferenceAccelerators", &InferenceAccelerators), Member::new("lastStatus", &String), Member::new("launchType", &LaunchType), Member::new("memory", &String), Member::new("overrides", &TaskOverride), Member::new("platformVersion", &String), Member::new("platformFamily", &String), Member::new("pullStartedAt", &Timestamp), Member::new("pullStoppedAt", &Timestamp), Member::new("startedAt", &Timestamp), Member::new("startedBy", &String), Member::new("stopCode", &TaskStopCode), Member::new("stoppedAt", &Timestamp), Member::new("stoppedReason", &String), Member::new("stoppingAt", &Timestamp), Member::new("tags", &Tags), Member::new("taskArn", &String), Member::new("taskDefinitionArn", &String), Member::new("version", &Long), Member::new("ephemeralStorage", &EphemeralStorage), Member::new("fargateEphemeralStorage", &TaskEphemeralStorage), ]);
    pub static TaskDefinition: Shape = Shape::structure("TaskDefinition", &[Member::new("taskDefinitionArn", &String), Member::new("containerDefinitions", &ContainerDefinitions), Member::new("family", &String), Member::new("taskRoleArn", &String), Member::new("executionRoleArn", &String), Member::new("networkMode", &NetworkMode), Member::new("revision", &Integer), Member::new("volumes", &VolumeList), Member::new("status", &TaskDefinitionStatus), Member::new("requiresAttributes", &RequiresAttributes), Member::new("placementConstraints", &TaskDefinitionPlacementConstraints), Member::new("compatibilities", &CompatibilityList), Member::new("runtimePlatform", &RuntimePlatform), Member::new("requiresCompatibilities", &CompatibilityList), Member::new("cpu", &String), Member::new("memory", &String), Member::new("inferenceAccelerators", &InferenceAccelerators), Member::new("pidMode", &PidMode), Member::new("ipcMode", &IpcMode), Member::new("proxyConfiguration", &ProxyConfiguration), Member::new("registeredAt", &Timestamp), Member::new("deregisteredAt", &Timestamp), Member::new("deleteRequestedAt", &Timestamp), Member::new("registeredBy", &String), Member::new("ephemeralStorage", &EphemeralStorage), Member::new("enableFaultInjection", &BoxedBoolean), ]);
    pub static TaskDefinitionFamilyStatus: Shape = Shape::new("TaskDefinitionFamilyStatus", Kind::String).values(&["ACTIVE", "INACTIVE", "ALL"]);
    pub static TaskDefinitionField: Shape = Shape::new("TaskDefinitionField", Kind::String).values(&["TAGS"]);
    pub static TaskDefinitionFieldList: Shape = Shape::new("TaskDefinitionFieldList", Kind::List(Member::new("member", &TaskDefinitionField)));
    pub static TaskDefinitionList: Shape = Shape::new("TaskDefinitionList", Kind::List(Member::new("member", &TaskDefinition)));
    pub static TaskDefinitionPlacementConstraint: Shape = Shape::structure("TaskDefinitionPlacementConstraint", &[Member::new("type", &TaskDefinitionPlacementConstraintType), Member::new("expression", &String), ]);
    pub static TaskDefinitionPlacementConstraintType: Shape = Shape::new("TaskDefinitionPlacementConstraintType", Kind::String).values(&["memberOf"]);
    pub static TaskDefinitionPlacementConstraints: Shape = Shape::new("TaskDefinitionPlacementConstraints", Kind::List(Member::new("member", &TaskDefinitionPlacementConstraint)));
    pub static TaskDefinitionStatus: Shape = Shape::new("TaskDefinitionStatus", Kind::String).values(&["ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"]);
    pub static TaskEphemeralStorage: Shape = Shape::structure("TaskEphemeralStorage", &[Member::new("sizeInGiB", &Integer), Member::new("kmsKeyId", &String), ]);
    pub static TaskField: Shape = Shape::new("TaskField", Kind::String).values(&["TAGS"]);
    pub static TaskFieldList: Shape = Shape::new("TaskFieldList", Kind::List(Member::new("member", &TaskField)));
    pub static TaskFilesystemType: Shape = Shape::new("TaskFilesystemType", Kind::String).values(&["ext3", "ext4", "xfs", "ntfs"]);
    pub static TaskManagedEBSVolumeConfiguration: Shape = Shape::structure("TaskManagedEBSVolumeConfiguration", &[Member::new("encrypted", &BoxedBoolean), Member::new("kmsKeyId", &EBSKMSKeyId), Member::new("volumeType", &EBSVolumeType), Member::new("sizeInGiB", &BoxedInteger), Member::new("snapshotId", &EBSSnapshotId), Member::new("volumeInitializationRate", &BoxedInteger), Member::new("iops", &BoxedInteger), Member::new("throughput", &BoxedInteger), Member::new("tagSpecifications", &EBSTagSpecifications), Member::new("roleArn", &IAMRoleArn).required(), Member::new("terminationPolicy", &TaskManagedEBSVolumeTerminationPolicy), Member::new("filesystemType", &TaskFilesystemType), ]);
    pub static TaskManagedEBSVolumeTerminationPolicy: Shape = Shape::structure("TaskManagedEBSVolumeTerminationPolicy", &[Member::new("deleteOnTermination", &BoxedBoolean).required(), ]);
    pub static TaskOverride: Shape = Shape::structure("TaskOverride", &[Member::new("containerOverrides", &ContainerOverrides), Member::new("cpu", &String), Member::new("inferenceAcceleratorOverrides", &InferenceAcceleratorOverrides), Member::new("executionRoleArn", &String), Member::new("memory", &String), Member::new("taskRoleArn", &String), Member::new("ephemeralStorage", &EphemeralStorage), ]);
    pub static TaskSet: Shape = Shape::structure("TaskSet", &[Member::new("id", &String), Member::new("taskSetArn", &String), Member::new("serviceArn", &String), Member::new("clusterArn", &String), Member::new("startedBy", &String), Member::new("externalId", &String), Member::new("status", &String), Member::new("taskDefinition", &String), Member::new("computedDesiredCount", &Integer), Member::new("pendingCount", &Integer), Member::new("runningCount", &Integer), Member::new("createdAt", &Timestamp), Member::new("updatedAt", &Timestamp), Member::new("launchType", &LaunchType), Member::new("capacityProviderStrategy", &CapacityProviderStrategy), Member::new("platformVersion", &String), Member::new("platformFamily", &String), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("loadBalancers", &LoadBalancers), Member::new("serviceRegistries", &ServiceRegistries), Member::new("scale", &Scale), Member::new("stabilityStatus", &StabilityStatus), Member::new("stabilityStatusAt", &Timestamp), Member::new("tags", &Tags), Member::new("fargateEphemeralStorage", &DeploymentEphemeralStorage), ]);
    pub static TaskSets: Shape = Shape::new("TaskSets", Kind::List(Member::new("member", &TaskSet)));
    pub static TaskStopCode: Shape = Shape::new("TaskStopCode", Kind::String).values(&["TaskFailedToStart", "EssentialContainerExited", "UserInitiated", "ServiceSchedulerInitiated", "SpotInterruption", "TerminationNotice"]);
    pub static TaskVolumeConfiguration: Shape = Shape::structure("TaskVolumeConfiguration", &[Member::new("name", &ECSVolumeName).required(), Member::new("managedEBSVolume", &TaskManagedEBSVolumeConfiguration), ]);
    pub static TaskVolumeConfigurations: Shape = Shape::new("TaskVolumeConfigurations", Kind::List(Member::new("member", &TaskVolumeConfiguration)));
    pub static TaskVolumeStorageGiB: Shape = Shape::new("TaskVolumeStorageGiB", Kind::Integer).min(1.0);
    pub static Tasks: Shape = Shape::new("Tasks", Kind::List(Member::new("member", &Task)));
    pub static TimeoutConfiguration: Shape = Shape::structure("TimeoutConfiguration", &[Member::new("idleTimeoutSeconds", &Duration), Member::new("perRequestTimeoutSeconds", &Duration), ]);
    pub static Timestamp: Shape = Shape::new("Timestamp", Kind::Timestamp(None));
    pub static Tmpfs: Shape = Shape::structure("Tmpfs", &[Member::new("containerPath", &String).required(), Member::new("size", &Integer).required(), Member::new("mountOptions", &StringList), ]);
    pub static TmpfsList: Shape = Shape::new("TmpfsList", Kind::List(Member::new("member", &Tmpfs)));
    pub static TotalLocalStorageGBRequest: Shape = Shape::structure("TotalLocalStorageGBRequest", &[Member::new("min", &BoxedDouble), Member::new("max", &BoxedDouble), ]);
    pub static TransportProtocol: Shape = Shape::new("TransportProtocol", Kind::String).values(&["tcp", "udp"]);
    pub static Ulimit: Shape = Shape::structure("Ulimit", &[Member::new("name", &UlimitName).required(), Member::new("softLimit", &Integer).required(), Member::new("hardLimit", &Integer).required(), ]);
    pub static UlimitList: Shape = Shape::new("UlimitList", Kind::List(Member::new("member", &Ulimit)));
    pub static UlimitName: Shape = Shape::new("UlimitName", Kind::String).values(&["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"]);
    pub static UnsupportedFeatureException: Shape = Shape::structure("UnsupportedFeatureException", &[Member::new("message", &String), ]);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("resourceArn", &String).required(), Member::new("tagKeys", &TagKeys).required(), ]);
    pub static UntagResourceResponse: Shape = Shape::structure("UntagResourceResponse", &[]);
    pub static UpdateClusterRequest: Shape = Shape::structure("UpdateClusterRequest", &[Member::new("cluster", &String).required(), Member::new("settings", &ClusterSettings), Member::new("configuration", &ClusterConfiguration), Member::new("serviceConnectDefaults", &ClusterServiceConnectDefaultsRequest), ]);
    pub static UpdateClusterResponse: Shape = Shape::structure("UpdateClusterResponse", &[Member::new("cluster", &Cluster), ]);
    pub static UpdateClusterSettingsRequest: Shape = Shape::structure("UpdateClusterSettingsRequest", &[Member::new("cluster", &String).required(), Member::new("settings", &ClusterSettings).required(), ]);
    pub static UpdateClusterSettingsResponse: Shape = Shape::structure("UpdateClusterSettingsResponse", &[Member::new("cluster", &Cluster), ]);
    pub static UpdateInProgressException: Shape = Shape::structure("UpdateInProgressException", &[Member::new("message", &String), ]);
    pub static UpdateServiceRequest: Shape = Shape::structure("UpdateServiceRequest", &[Member::new("cluster", &String), Member::new("service", &String).required(), Member::new("desiredCount", &BoxedInteger), Member::new("taskDefinition", &String), Member::new("capacityProviderStrategy", &CapacityProviderStrategy), Member::new("deploymentConfiguration", &DeploymentConfiguration), Member::new("availabilityZoneRebalancing", &AvailabilityZoneRebalancing), Member::new("networkConfiguration", &NetworkConfiguration), Member::new("placementConstraints", &PlacementConstraints), Member::new("placementStrategy", &PlacementStrategies), Member::new("platformVersion", &String), Member::new("forceNewDeployment", &Boolean), Member::new("healthCheckGracePeriodSeconds", &BoxedInteger), Member::new("deploymentController", &DeploymentController), Member::new("enableExecuteCommand", &BoxedBoolean), Member::new("enableECSManagedTags", &BoxedBoolean), Member::new("loadBalancers", &LoadBalancers), Member::new("propagateTags", &PropagateTags), Member::new("serviceRegistries", &ServiceRegistries), Member::new("serviceConnectConfiguration", &ServiceConnectConfiguration), Member::new("volumeConfigurations", &ServiceVolumeConfigurations), Member::new("vpcLatticeConfigurations", &VpcLatticeConfigurations), ]);
    pub static UpdateServiceResponse: Shape = Shape::structure("UpdateServiceResponse", &[Member::new("service", &Service), ]);
    pub static UpdateTaskProtectionRequest: Shape = Shape::structure("UpdateTaskProtectionRequest", &[Member::new("cluster", &String).required(), Member::new("tasks", &StringList).required(), Member::new("protectionEnabled", &Boolean).required(), Member::new("expiresInMinutes", &BoxedInteger), ]);
    pub static UpdateTaskProtectionResponse: Shape = Shape::structure("UpdateTaskProtectionResponse", &[Member::new("protectedTasks", &ProtectedTasks), Member::new("failures", &Failures), ]);
    pub static VCpuCountRangeRequest: Shape = Shape::structure("VCpuCountRangeRequest", &[Member::new("min", &BoxedInteger).required(), Member::new("max", &BoxedInteger), ]);
    pub static VersionConsistency: Shape = Shape::new("VersionConsistency", Kind::String).values(&["enabled", "disabled"]);
    pub static Volume: Shape = Shape::structure("Volume", &[Member::new("name", &String), Member::new("host", &HostVolumeProperties), Member::new("dockerVolumeConfiguration", &DockerVolumeConfiguration), Member::new("efsVolumeConfiguration", &EFSVolumeConfiguration), Member::new("s3filesVolumeConfiguration", &S3FilesVolumeConfiguration), Member::new("fsxWindowsFileServerVolumeConfiguration", &FSxWindowsFileServerVolumeConfiguration), Member::new("configuredAtLaunch", &BoxedBoolean), ]);
    pub static VolumeFrom: Shape = Shape::structure("VolumeFrom", &[Member::new("sourceContainer", &String), Member::new("readOnly", &BoxedBoolean), ]);
    pub static VolumeFromList: Shape = Shape::new("VolumeFromList", Kind::List(Member::new("member", &VolumeFrom)));
    pub static VolumeList: Shape = Shape::new("VolumeList", Kind::List(Member::new("member", &Volume)));
    pub static VpcLatticeConfiguration: Shape = Shape::structure("VpcLatticeConfiguration", &[Member::new("roleArn", &IAMRoleArn).required(), Member::new("targetGroupArn", &String).required(), Member::new("portName", &String).required(), ]);
    pub static VpcLatticeConfigurations: Shape = Shape::new("VpcLatticeConfigurations", Kind::List(Member::new("member", &VpcLatticeConfiguration)));
}
