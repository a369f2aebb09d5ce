// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `ec2`.

/// The service `ec2`.
pub static SERVICE: crate::Service = crate::Service {
    id: "ec2",
    sdk_name: "ec2",
    signing_name: "ec2",
    protocols: &[crate::Protocol::Ec2],
    target_prefix: "",
    api_version: "2016-11-15",
    xmlns: "http://ec2.amazonaws.com/doc/2016-11-15/",
    query_compatible: false,
    operation_names: &[
        "AcceptAddressTransfer",
        "AcceptCapacityReservationBillingOwnership",
        "AcceptReservedInstancesExchangeQuote",
        "AcceptTransitGatewayClientVpnAttachment",
        "AcceptTransitGatewayMulticastDomainAssociations",
        "AcceptTransitGatewayPeeringAttachment",
        "AcceptTransitGatewayVpcAttachment",
        "AcceptVpcEndpointConnections",
        "AcceptVpcPeeringConnection",
        "AdvertiseByoipCidr",
        "AllocateAddress",
        "AllocateHosts",
        "AllocateIpamPoolCidr",
        "ApplySecurityGroupsToClientVpnTargetNetwork",
        "AssignIpv6Addresses",
        "AssignPrivateIpAddresses",
        "AssignPrivateNatGatewayAddress",
        "AssociateAddress",
        "AssociateCapacityReservationBillingOwner",
        "AssociateClientVpnTargetNetwork",
        "AssociateDhcpOptions",
        "AssociateEnclaveCertificateIamRole",
        "AssociateIamInstanceProfile",
        "AssociateInstanceEventWindow",
        "AssociateIpamByoasn",
        "AssociateIpamResourceDiscovery",
        "AssociateNatGatewayAddress",
        "AssociateRouteServer",
        "AssociateRouteTable",
        "AssociateSecurityGroupVpc",
        "AssociateSubnetCidrBlock",
        "AssociateTransitGatewayMulticastDomain",
        "AssociateTransitGatewayPolicyTable",
        "AssociateTransitGatewayRouteTable",
        "AssociateTrunkInterface",
        "AssociateVpcCidrBlock",
        "AttachClassicLinkVpc",
        "AttachInternetGateway",
        "AttachNetworkInterface",
        "AttachVerifiedAccessTrustProvider",
        "AttachVolume",
        "AttachVpnGateway",
        "AuthorizeClientVpnIngress",
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "BundleInstance",
        "CancelBundleTask",
        "CancelCapacityReservation",
        "CancelCapacityReservationFleets",
        "CancelConversionTask",
        "CancelDeclarativePoliciesReport",
        "CancelExportTask",
        "CancelImageLaunchPermission",
        "CancelImportTask",
        "CancelReservedInstancesListing",
        "CancelSpotFleetRequests",
        "CancelSpotInstanceRequests",
        "ConfirmProductInstance",
        "CopyFpgaImage",
        "CopyImage",
        "CopySnapshot",
        "CopyVolumes",
        "CreateCapacityManagerDataExport",
        "CreateCapacityReservation",
        "CreateCapacityReservationBySplitting",
        "CreateCapacityReservationFleet",
        "CreateCarrierGateway",
        "CreateClientVpnEndpoint",
        "CreateClientVpnRoute",
        "CreateCoipCidr",
        "CreateCoipPool",
        "CreateCustomerGateway",
        "CreateDefaultSubnet",
        "CreateDefaultVpc",
        "CreateDelegateMacVolumeOwnershipTask",
        "CreateDhcpOptions",
        "CreateEgressOnlyInternetGateway",
        "CreateFleet",
        "CreateFlowLogs",
        "CreateFpgaImage",
        "CreateImage",
        "CreateImageUsageReport",
        "CreateInstanceConnectEndpoint",
        "CreateInstanceEventWindow",
        "CreateInstanceExportTask",
        "CreateInternetGateway",
        "CreateInterruptibleCapacityReservationAllocation",
        "CreateIpam",
        "CreateIpamExternalResourceVerificationToken",
        "CreateIpamPolicy",
        "CreateIpamPool",
        "CreateIpamPrefixListResolver",
        "CreateIpamPrefixListResolverTarget",
        "CreateIpamResourceDiscovery",
        "CreateIpamScope",
        "CreateKeyPair",
        "CreateLaunchTemplate",
        "CreateLaunchTemplateVersion",
        "CreateLocalGatewayRoute",
        "CreateLocalGatewayRouteTable",
        "CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation",
        "CreateLocalGatewayRouteTableVpcAssociation",
        "CreateLocalGatewayVirtualInterface",
        "CreateLocalGatewayVirtualInterfaceGroup",
        "CreateMacSystemIntegrityProtectionModificationTask",
        "CreateManagedPrefixList",
        "CreateNatGateway",
        "CreateNetworkAcl",
        "CreateNetworkAclEntry",
        "CreateNetworkInsightsAccessScope",
        "CreateNetworkInsightsPath",
        "CreateNetworkInterface",
        "CreateNetworkInterfacePermission",
        "CreatePlacementGroup",
        "CreatePublicIpv4Pool",
        "CreateReplaceRootVolumeTask",
        "CreateReservedInstancesListing",
        "CreateRestoreImageTask",
        "CreateRoute",
        "CreateRouteServer",
        "CreateRouteServerEndpoint",
        "CreateRouteServerPeer",
        "CreateRouteTable",
        "CreateSecondaryNetwork",
        "CreateSecondarySubnet",
        "CreateSecurityGroup",
        "CreateSnapshot",
        "CreateSnapshots",
        "CreateSpotDatafeedSubscription",
        "CreateStoreImageTask",
        "CreateSubnet",
        "CreateSubnetCidrReservation",
        "CreateTags",
        "CreateTrafficMirrorFilter",
        "CreateTrafficMirrorFilterRule",
        "CreateTrafficMirrorSession",
        "CreateTrafficMirrorTarget",
        "CreateTransitGateway",
        "CreateTransitGatewayConnect",
        "CreateTransitGatewayConnectPeer",
        "CreateTransitGatewayMeteringPolicy",
        "CreateTransitGatewayMeteringPolicyEntry",
        "CreateTransitGatewayMulticastDomain",
        "CreateTransitGatewayPeeringAttachment",
        "CreateTransitGatewayPolicyTable",
        "CreateTransitGatewayPrefixListReference",
        "CreateTransitGatewayRoute",
        "CreateTransitGatewayRouteTable",
        "CreateTransitGatewayRouteTableAnnouncement",
        "CreateTransitGatewayVpcAttachment",
        "CreateVerifiedAccessEndpoint",
        "CreateVerifiedAccessGroup",
        "CreateVerifiedAccessInstance",
        "CreateVerifiedAccessTrustProvider",
        "CreateVolume",
        "CreateVpc",
        "CreateVpcBlockPublicAccessExclusion",
        "CreateVpcEncryptionControl",
        "CreateVpcEndpoint",
        "CreateVpcEndpointConnectionNotification",
        "CreateVpcEndpointServiceConfiguration",
        "CreateVpcPeeringConnection",
        "CreateVpnConcentrator",
        "CreateVpnConnection",
        "CreateVpnConnectionRoute",
        "CreateVpnGateway",
        "DeleteCapacityManagerDataExport",
        "DeleteCarrierGateway",
        "DeleteClientVpnEndpoint",
        "DeleteClientVpnRoute",
        "DeleteCoipCidr",
        "DeleteCoipPool",
        "DeleteCustomerGateway",
        "DeleteDhcpOptions",
        "DeleteEgressOnlyInternetGateway",
        "DeleteFleets",
        "DeleteFlowLogs",
        "DeleteFpgaImage",
        "DeleteImageUsageReport",
        "DeleteInstanceConnectEndpoint",
        "DeleteInstanceEventWindow",
        "DeleteInternetGateway",
        "DeleteIpam",
        "DeleteIpamExternalResourceVerificationToken",
        "DeleteIpamPolicy",
        "DeleteIpamPool",
        "DeleteIpamPrefixListResolver",
        "DeleteIpamPrefixListResolverTarget",
        "DeleteIpamResourceDiscovery",
        "DeleteIpamScope",
        "DeleteKeyPair",
        "DeleteLaunchTemplate",
        "DeleteLaunchTemplateVersions",
        "DeleteLocalGatewayRoute",
        "DeleteLocalGatewayRouteTable",
        "DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation",
        "DeleteLocalGatewayRouteTableVpcAssociation",
        "DeleteLocalGatewayVirtualInterface",
        "DeleteLocalGatewayVirtualInterfaceGroup",
        "DeleteManagedPrefixList",
        "DeleteNatGateway",
        "DeleteNetworkAcl",
        "DeleteNetworkAclEntry",
        "DeleteNetworkInsightsAccessScope",
        "DeleteNetworkInsightsAccessScopeAnalysis",
        "DeleteNetworkInsightsAnalysis",
        "DeleteNetworkInsightsPath",
        "DeleteNetworkInterface",
        "DeleteNetworkInterfacePermission",
        "DeletePlacementGroup",
        "DeletePublicIpv4Pool",
        "DeleteQueuedReservedInstances",
        "DeleteRoute",
        "DeleteRouteServer",
        "DeleteRouteServerEndpoint",
        "DeleteRouteServerPeer",
        "DeleteRouteTable",
        "DeleteSecondaryNetwork",
        "DeleteSecondarySubnet",
        "DeleteSecurityGroup",
        "DeleteSnapshot",
        "DeleteSpotDatafeedSubscription",
        "DeleteSubnet",
        "DeleteSubnetCidrReservation",
        "DeleteTags",
        "DeleteTrafficMirrorFilter",
        "DeleteTrafficMirrorFilterRule",
        "DeleteTrafficMirrorSession",
        "DeleteTrafficMirrorTarget",
        "DeleteTransitGateway",
        "DeleteTransitGatewayClientVpnAttachment",
        "DeleteTransitGatewayConnect",
        "DeleteTransitGatewayConnectPeer",
        "DeleteTransitGatewayMeteringPolicy",
        "DeleteTransitGatewayMeteringPolicyEntry",
        "DeleteTransitGatewayMulticastDomain",
        "DeleteTransitGatewayPeeringAttachment",
        "DeleteTransitGatewayPolicyTable",
        "DeleteTransitGatewayPrefixListReference",
        "DeleteTransitGatewayRoute",
        "DeleteTransitGatewayRouteTable",
        "DeleteTransitGatewayRouteTableAnnouncement",
        "DeleteTransitGatewayVpcAttachment",
        "DeleteVerifiedAccessEndpoint",
        "DeleteVerifiedAccessGroup",
        "DeleteVerifiedAccessInstance",
        "DeleteVerifiedAccessTrustProvider",
        "DeleteVolume",
        "DeleteVpc",
        "DeleteVpcBlockPublicAccessExclusion",
        "DeleteVpcEncryptionControl",
        "DeleteVpcEndpointConnectionNotifications",
        "DeleteVpcEndpointServiceConfigurations",
        "DeleteVpcEndpoints",
        "DeleteVpcPeeringConnection",
        "DeleteVpnConcentrator",
        "DeleteVpnConnection",
        "DeleteVpnConnectionRoute",
        "DeleteVpnGateway",
        "DeprovisionByoipCidr",
        "DeprovisionIpamByoasn",
        "DeprovisionIpamPoolCidr",
        "DeprovisionPublicIpv4PoolCidr",
        "DeregisterImage",
        "DeregisterInstanceEventNotificationAttributes",
        "DeregisterTransitGatewayMulticastGroupMembers",
        "DeregisterTransitGatewayMulticastGroupSources",
        "DescribeAccountAttributes",
        "DescribeAddressTransfers",
        "DescribeAddresses",
        "DescribeAddressesAttribute",
        "DescribeAggregateIdFormat",
        "DescribeAvailabilityZones",
        "DescribeAwsNetworkPerformanceMetricSubscriptions",
        "DescribeBundleTasks",
        "DescribeByoipCidrs",
        "DescribeCapacityBlockExtensionHistory",
        "DescribeCapacityBlockExtensionOfferings",
        "DescribeCapacityBlockOfferings",
        "DescribeCapacityBlockStatus",
        "DescribeCapacityBlocks",
        "DescribeCapacityManagerDataExports",
        "DescribeCapacityReservationBillingRequests",
        "DescribeCapacityReservationFleets",
        "DescribeCapacityReservationTopology",
        "DescribeCapacityReservations",
        "DescribeCarrierGateways",
        "DescribeClassicLinkInstances",
        "DescribeClientVpnAuthorizationRules",
        "DescribeClientVpnConnections",
        "DescribeClientVpnEndpoints",
        "DescribeClientVpnRoutes",
        "DescribeClientVpnTargetNetworks",
        "DescribeCoipPools",
        "DescribeConversionTasks",
        "DescribeCustomerGateways",
        "DescribeDeclarativePoliciesReports",
        "DescribeDhcpOptions",
        "DescribeEgressOnlyInternetGateways",
        "DescribeElasticGpus",
        "DescribeExportImageTasks",
        "DescribeExportTasks",
        "DescribeFastLaunchImages",
        "DescribeFastSnapshotRestores",
        "DescribeFleetHistory",
        "DescribeFleetInstances",
        "DescribeFleets",
        "DescribeFlowLogs",
        "DescribeFpgaImageAttribute",
        "DescribeFpgaImages",
        "DescribeHostReservationOfferings",
        "DescribeHostReservations",
        "DescribeHosts",
        "DescribeIamInstanceProfileAssociations",
        "DescribeIdFormat",
        "DescribeIdentityIdFormat",
        "DescribeImageAttribute",
        "DescribeImageReferences",
        "DescribeImageUsageReportEntries",
        "DescribeImageUsageReports",
        "DescribeImages",
        "DescribeImportImageTasks",
        "DescribeImportSnapshotTasks",
        "DescribeInstanceAttribute",
        "DescribeInstanceConnectEndpoints",
        "DescribeInstanceCreditSpecifications",
        "DescribeInstanceEventNotificationAttributes",
        "DescribeInstanceEventWindows",
        "DescribeInstanceImageMetadata",
        "DescribeInstanceSqlHaHistoryStates",
        "DescribeInstanceSqlHaStates",
        "DescribeInstanceStatus",
        "DescribeInstanceTopology",
        "DescribeInstanceTypeOfferings",
        "DescribeInstanceTypes",
        "DescribeInstances",
        "DescribeInternetGateways",
        "DescribeIpamByoasn",
        "DescribeIpamExternalResourceVerificationTokens",
        "DescribeIpamPolicies",
        "DescribeIpamPoolAllocations",
        "DescribeIpamPools",
        "DescribeIpamPrefixListResolverTargets",
        "DescribeIpamPrefixListResolvers",
        "DescribeIpamResourceDiscoveries",
        "DescribeIpamResourceDiscoveryAssociations",
        "DescribeIpamScopes",
        "DescribeIpams",
        "DescribeIpv6Pools",
        "DescribeKeyPairs",
        "DescribeLaunchTemplateVersions",
        "DescribeLaunchTemplates",
        "DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations",
        "DescribeLocalGatewayRouteTableVpcAssociations",
        "DescribeLocalGatewayRouteTables",
        "DescribeLocalGatewayVirtualInterfaceGroups",
        "DescribeLocalGatewayVirtualInterfaces",
        "DescribeLocalGateways",
        "DescribeLockedSnapshots",
        "DescribeMacHosts",
        "DescribeMacModificationTasks",
        "DescribeManagedPrefixLists",
        "DescribeMovingAddresses",
        "DescribeNatGateways",
        "DescribeNetworkAcls",
        "DescribeNetworkInsightsAccessScopeAnalyses",
        "DescribeNetworkInsightsAccessScopes",
        "DescribeNetworkInsightsAnalyses",
        "DescribeNetworkInsightsPaths",
        "DescribeNetworkInterfaceAttribute",
        "DescribeNetworkInterfacePermissions",
        "DescribeNetworkInterfaces",
        "DescribeOutpostLags",
        "DescribePlacementGroups",
        "DescribePrefixLists",
        "DescribePrincipalIdFormat",
        "DescribePublicIpv4Pools",
        "DescribeRegions",
        "DescribeReplaceRootVolumeTasks",
        "DescribeReservedInstances",
        "DescribeReservedInstancesListings",
        "DescribeReservedInstancesModifications",
        "DescribeReservedInstancesOfferings",
        "DescribeRouteServerEndpoints",
        "DescribeRouteServerPeers",
        "DescribeRouteServers",
        "DescribeRouteTables",
        "DescribeScheduledInstanceAvailability",
        "DescribeScheduledInstances",
        "DescribeSecondaryInterfaces",
        "DescribeSecondaryNetworks",
        "DescribeSecondarySubnets",
        "DescribeSecurityGroupReferences",
        "DescribeSecurityGroupRules",
        "DescribeSecurityGroupVpcAssociations",
        "DescribeSecurityGroups",
        "DescribeServiceLinkVirtualInterfaces",
        "DescribeSnapshotAttribute",
        "DescribeSnapshotTierStatus",
        "DescribeSnapshots",
        "DescribeSpotDatafeedSubscription",
        "DescribeSpotFleetInstances",
        "DescribeSpotFleetRequestHistory",
        "DescribeSpotFleetRequests",
        "DescribeSpotInstanceRequests",
        "DescribeSpotPriceHistory",
        "DescribeStaleSecurityGroups",
        "DescribeStoreImageTasks",
        "DescribeSubnets",
        "DescribeTags",
        "DescribeTrafficMirrorFilterRules",
        "DescribeTrafficMirrorFilters",
        "DescribeTrafficMirrorSessions",
        "DescribeTrafficMirrorTargets",
        "DescribeTransitGatewayAttachments",
        "DescribeTransitGatewayConnectPeers",
        "DescribeTransitGatewayConnects",
        "DescribeTransitGatewayMeteringPolicies",
        "DescribeTransitGatewayMulticastDomains",
        "DescribeTransitGatewayPeeringAttachments",
        "DescribeTransitGatewayPolicyTables",
        "DescribeTransitGatewayRouteTableAnnouncements",
        "DescribeTransitGatewayRouteTables",
        "DescribeTransitGatewayVpcAttachments",
        "DescribeTransitGateways",
        "DescribeTrunkInterfaceAssociations",
        "DescribeVerifiedAccessEndpoints",
        "DescribeVerifiedAccessGroups",
        "DescribeVerifiedAccessInstanceLoggingConfigurations",
        "DescribeVerifiedAccessInstances",
        "DescribeVerifiedAccessTrustProviders",
        "DescribeVolumeAttribute",
        "DescribeVolumeStatus",
        "DescribeVolumes",
        "DescribeVolumesModifications",
        "DescribeVpcAttribute",
        "DescribeVpcBlockPublicAccessExclusions",
        "DescribeVpcBlockPublicAccessOptions",
        "DescribeVpcClassicLink",
        "DescribeVpcClassicLinkDnsSupport",
        "DescribeVpcEncryptionControls",
        "DescribeVpcEndpointAssociations",
        "DescribeVpcEndpointConnectionNotifications",
        "DescribeVpcEndpointConnections",
        "DescribeVpcEndpointServiceConfigurations",
        "DescribeVpcEndpointServicePermissions",
        "DescribeVpcEndpointServices",
        "DescribeVpcEndpoints",
        "DescribeVpcPeeringConnections",
        "DescribeVpcs",
        "DescribeVpnConcentrators",
        "DescribeVpnConnections",
        "DescribeVpnGateways",
        "DetachClassicLinkVpc",
        "DetachInternetGateway",
        "DetachNetworkInterface",
        "DetachVerifiedAccessTrustProvider",
        "DetachVolume",
        "DetachVpnGateway",
        "DisableAddressTransfer",
        "DisableAllowedImagesSettings",
        "DisableAwsNetworkPerformanceMetricSubscription",
        "DisableCapacityManager",
        "DisableEbsEncryptionByDefault",
        "DisableFastLaunch",
        "DisableFastSnapshotRestores",
        "DisableImage",
        "DisableImageBlockPublicAccess",
        "DisableImageDeprecation",
        "DisableImageDeregistrationProtection",
        "DisableInstanceSqlHaStandbyDetections",
        "DisableIpamOrganizationAdminAccount",
        "DisableIpamPolicy",
        "DisableRouteServerPropagation",
        "DisableSerialConsoleAccess",
        "DisableSnapshotBlockPublicAccess",
        "DisableTransitGatewayRouteTablePropagation",
        "DisableVgwRoutePropagation",
        "DisableVpcClassicLink",
        "DisableVpcClassicLinkDnsSupport",
        "DisassociateAddress",
        "DisassociateCapacityReservationBillingOwner",
        "DisassociateClientVpnTargetNetwork",
        "DisassociateEnclaveCertificateIamRole",
        "DisassociateIamInstanceProfile",
        "DisassociateInstanceEventWindow",
        "DisassociateIpamByoasn",
        "DisassociateIpamResourceDiscovery",
        "DisassociateNatGatewayAddress",
        "DisassociateRouteServer",
        "DisassociateRouteTable",
        "DisassociateSecurityGroupVpc",
        "DisassociateSubnetCidrBlock",
        "DisassociateTransitGatewayMulticastDomain",
        "DisassociateTransitGatewayPolicyTable",
        "DisassociateTransitGatewayRouteTable",
        "DisassociateTrunkInterface",
        "DisassociateVpcCidrBlock",
        "EnableAddressTransfer",
        "EnableAllowedImagesSettings",
        "EnableAwsNetworkPerformanceMetricSubscription",
        "EnableCapacityManager",
        "EnableEbsEncryptionByDefault",
        "EnableFastLaunch",
        "EnableFastSnapshotRestores",
        "EnableImage",
        "EnableImageBlockPublicAccess",
        "EnableImageDeprecation",
        "EnableImageDeregistrationProtection",
        "EnableInstanceSqlHaStandbyDetections",
        "EnableIpamOrganizationAdminAccount",
        "EnableIpamPolicy",
        "EnableReachabilityAnalyzerOrganizationSharing",
        "EnableRouteServerPropagation",
        "EnableSerialConsoleAccess",
        "EnableSnapshotBlockPublicAccess",
        "EnableTransitGatewayRouteTablePropagation",
        "EnableVgwRoutePropagation",
        "EnableVolumeIO",
        "EnableVpcClassicLink",
        "EnableVpcClassicLinkDnsSupport",
        "ExportClientVpnClientCertificateRevocationList",
        "ExportClientVpnClientConfiguration",
        "ExportImage",
        "ExportTransitGatewayRoutes",
        "ExportVerifiedAccessInstanceClientConfiguration",
        "GetActiveVpnTunnelStatus",
        "GetAllowedImagesSettings",
        "GetAssociatedEnclaveCertificateIamRoles",
        "GetAssociatedIpv6PoolCidrs",
        "GetAwsNetworkPerformanceData",
        "GetCapacityManagerAttributes",
        "GetCapacityManagerMetricData",
        "GetCapacityManagerMetricDimensions",
        "GetCapacityManagerMonitoredTagKeys",
        "GetCapacityReservationUsage",
        "GetCoipPoolUsage",
        "GetConsoleOutput",
        "GetConsoleScreenshot",
        "GetDeclarativePoliciesReportSummary",
        "GetDefaultCreditSpecification",
        "GetEbsDefaultKmsKeyId",
        "GetEbsEncryptionByDefault",
        "GetEnabledIpamPolicy",
        "GetFlowLogsIntegrationTemplate",
        "GetGroupsForCapacityReservation",
        "GetHostReservationPurchasePreview",
        "GetImageAncestry",
        "GetImageBlockPublicAccessState",
        "GetInstanceMetadataDefaults",
        "GetInstanceTpmEkPub",
        "GetInstanceTypesFromInstanceRequirements",
        "GetInstanceUefiData",
        "GetIpamAddressHistory",
        "GetIpamDiscoveredAccounts",
        "GetIpamDiscoveredPublicAddresses",
        "GetIpamDiscoveredResourceCidrs",
        "GetIpamPolicyAllocationRules",
        "GetIpamPolicyOrganizationTargets",
        "GetIpamPoolAllocations",
        "GetIpamPoolCidrs",
        "GetIpamPrefixListResolverRules",
        "GetIpamPrefixListResolverVersionEntries",
        "GetIpamPrefixListResolverVersions",
        "GetIpamResourceCidrs",
        "GetLaunchTemplateData",
        "GetManagedPrefixListAssociations",
        "GetManagedPrefixListEntries",
        "GetManagedResourceVisibility",
        "GetNetworkInsightsAccessScopeAnalysisFindings",
        "GetNetworkInsightsAccessScopeContent",
        "GetPasswordData",
        "GetReservedInstancesExchangeQuote",
        "GetRouteServerAssociations",
        "GetRouteServerPropagations",
        "GetRouteServerRoutingDatabase",
        "GetSecurityGroupsForVpc",
        "GetSerialConsoleAccessStatus",
        "GetSnapshotBlockPublicAccessState",
        "GetSpotPlacementScores",
        "GetSubnetCidrReservations",
        "GetTransitGatewayAttachmentPropagations",
        "GetTransitGatewayMeteringPolicyEntries",
        "GetTransitGatewayMulticastDomainAssociations",
        "GetTransitGatewayPolicyTableAssociations",
        "GetTransitGatewayPolicyTableEntries",
        "GetTransitGatewayPrefixListReferences",
        "GetTransitGatewayRouteTableAssociations",
        "GetTransitGatewayRouteTablePropagations",
        "GetVerifiedAccessEndpointPolicy",
        "GetVerifiedAccessEndpointTargets",
        "GetVerifiedAccessGroupPolicy",
        "GetVpcResourcesBlockingEncryptionEnforcement",
        "GetVpnConnectionDeviceSampleConfiguration",
        "GetVpnConnectionDeviceTypes",
        "GetVpnTunnelReplacementStatus",
        "ImportClientVpnClientCertificateRevocationList",
        "ImportImage",
        "ImportInstance",
        "ImportKeyPair",
        "ImportSnapshot",
        "ImportVolume",
        "ListImagesInRecycleBin",
        "ListSnapshotsInRecycleBin",
        "ListVolumesInRecycleBin",
        "LockSnapshot",
        "ModifyAddressAttribute",
        "ModifyAvailabilityZoneGroup",
        "ModifyCapacityReservation",
        "ModifyCapacityReservationFleet",
        "ModifyClientVpnEndpoint",
        "ModifyDefaultCreditSpecification",
        "ModifyEbsDefaultKmsKeyId",
        "ModifyFleet",
        "ModifyFpgaImageAttribute",
        "ModifyHosts",
        "ModifyIdFormat",
        "ModifyIdentityIdFormat",
        "ModifyImageAttribute",
        "ModifyInstanceAttribute",
        "ModifyInstanceCapacityReservationAttributes",
        "ModifyInstanceConnectEndpoint",
        "ModifyInstanceCpuOptions",
        "ModifyInstanceCreditSpecification",
        "ModifyInstanceEventStartTime",
        "ModifyInstanceEventWindow",
        "ModifyInstanceMaintenanceOptions",
        "ModifyInstanceMetadataDefaults",
        "ModifyInstanceMetadataOptions",
        "ModifyInstanceNetworkPerformanceOptions",
        "ModifyInstancePlacement",
        "ModifyIpam",
        "ModifyIpamPolicyAllocationRules",
        "ModifyIpamPool",
        "ModifyIpamPoolAllocation",
        "ModifyIpamPrefixListResolver",
        "ModifyIpamPrefixListResolverTarget",
        "ModifyIpamResourceCidr",
        "ModifyIpamResourceDiscovery",
        "ModifyIpamScope",
        "ModifyLaunchTemplate",
        "ModifyLocalGatewayRoute",
        "ModifyManagedPrefixList",
        "ModifyManagedResourceVisibility",
        "ModifyNetworkInterfaceAttribute",
        "ModifyPrivateDnsNameOptions",
        "ModifyPublicIpDnsNameOptions",
        "ModifyReservedInstances",
        "ModifyRouteServer",
        "ModifySecurityGroupRules",
        "ModifySnapshotAttribute",
        "ModifySnapshotTier",
        "ModifySpotFleetRequest",
        "ModifySubnetAttribute",
        "ModifyTrafficMirrorFilterNetworkServices",
        "ModifyTrafficMirrorFilterRule",
        "ModifyTrafficMirrorSession",
        "ModifyTransitGateway",
        "ModifyTransitGatewayMeteringPolicy",
        "ModifyTransitGatewayPrefixListReference",
        "ModifyTransitGatewayVpcAttachment",
        "ModifyVerifiedAccessEndpoint",
        "ModifyVerifiedAccessEndpointPolicy",
        "ModifyVerifiedAccessGroup",
        "ModifyVerifiedAccessGroupPolicy",
        "ModifyVerifiedAccessInstance",
        "ModifyVerifiedAccessInstanceLoggingConfiguration",
        "ModifyVerifiedAccessTrustProvider",
        "ModifyVolume",
        "ModifyVolumeAttribute",
        "ModifyVpcAttribute",
        "ModifyVpcBlockPublicAccessExclusion",
        "ModifyVpcBlockPublicAccessOptions",
        "ModifyVpcEncryptionControl",
        "ModifyVpcEndpoint",
        "ModifyVpcEndpointConnectionNotification",
        "ModifyVpcEndpointServiceConfiguration",
        "ModifyVpcEndpointServicePayerResponsibility",
        "ModifyVpcEndpointServicePermissions",
        "ModifyVpcPeeringConnectionOptions",
        "ModifyVpcTenancy",
        "ModifyVpnConnection",
        "ModifyVpnConnectionOptions",
        "ModifyVpnTunnelCertificate",
        "ModifyVpnTunnelOptions",
        "MonitorInstances",
        "MoveAddressToVpc",
        "MoveByoipCidrToIpam",
        "MoveCapacityReservationInstances",
        "ProvisionByoipCidr",
        "ProvisionIpamByoasn",
        "ProvisionIpamPoolCidr",
        "ProvisionPublicIpv4PoolCidr",
        "PurchaseCapacityBlock",
        "PurchaseCapacityBlockExtension",
        "PurchaseHostReservation",
        "PurchaseReservedInstancesOffering",
        "PurchaseScheduledInstances",
        "RebootInstances",
        "RegisterImage",
        "RegisterInstanceEventNotificationAttributes",
        "RegisterTransitGatewayMulticastGroupMembers",
        "RegisterTransitGatewayMulticastGroupSources",
        "RejectCapacityReservationBillingOwnership",
        "RejectTransitGatewayClientVpnAttachment",
        "RejectTransitGatewayMulticastDomainAssociations",
        "RejectTransitGatewayPeeringAttachment",
        "RejectTransitGatewayVpcAttachment",
        "RejectVpcEndpointConnections",
        "RejectVpcPeeringConnection",
        "ReleaseAddress",
        "ReleaseHosts",
        "ReleaseIpamPoolAllocation",
        "ReplaceIamInstanceProfileAssociation",
        "ReplaceImageCriteriaInAllowedImagesSettings",
        "ReplaceNetworkAclAssociation",
        "ReplaceNetworkAclEntry",
        "ReplaceRoute",
        "ReplaceRouteTableAssociation",
        "ReplaceTransitGatewayRoute",
        "ReplaceVpnTunnel",
        "ReportInstanceStatus",
        "RequestSpotFleet",
        "RequestSpotInstances",
        "ResetAddressAttribute",
        "ResetEbsDefaultKmsKeyId",
        "ResetFpgaImageAttribute",
        "ResetImageAttribute",
        "ResetInstanceAttribute",
        "ResetNetworkInterfaceAttribute",
        "ResetSnapshotAttribute",
        "RestoreAddressToClassic",
        "RestoreImageFromRecycleBin",
        "RestoreManagedPrefixListVersion",
        "RestoreSnapshotFromRecycleBin",
        "RestoreSnapshotTier",
        "RestoreVolumeFromRecycleBin",
        "RevokeClientVpnIngress",
        "RevokeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
        "RunInstances",
        "RunScheduledInstances",
        "SearchLocalGatewayRoutes",
        "SearchTransitGatewayMulticastGroups",
        "SearchTransitGatewayRoutes",
        "SendDiagnosticInterrupt",
        "StartDeclarativePoliciesReport",
        "StartInstances",
        "StartNetworkInsightsAccessScopeAnalysis",
        "StartNetworkInsightsAnalysis",
        "StartVpcEndpointServicePrivateDnsVerification",
        "StopInstances",
        "TerminateClientVpnConnections",
        "TerminateInstances",
        "UnassignIpv6Addresses",
        "UnassignPrivateIpAddresses",
        "UnassignPrivateNatGatewayAddress",
        "UnlockSnapshot",
        "UnmonitorInstances",
        "UpdateCapacityManagerMonitoredTagKeys",
        "UpdateCapacityManagerOrganizationsAccess",
        "UpdateInterruptibleCapacityReservationAllocation",
        "UpdateSecurityGroupRuleDescriptionsEgress",
        "UpdateSecurityGroupRuleDescriptionsIngress",
        "WithdrawByoipCidr",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::AcceptVpcPeeringConnection,
        &operation::AllocateAddress,
        &operation::AssignIpv6Addresses,
        &operation::AssignPrivateIpAddresses,
        &operation::AssociateAddress,
        &operation::AssociateDhcpOptions,
        &operation::AssociateRouteTable,
        &operation::AssociateSubnetCidrBlock,
        &operation::AssociateVpcCidrBlock,
        &operation::AttachInternetGateway,
        &operation::AttachNetworkInterface,
        &operation::AuthorizeSecurityGroupEgress,
        &operation::AuthorizeSecurityGroupIngress,
        &operation::CreateDefaultSubnet,
        &operation::CreateDefaultVpc,
        &operation::CreateDhcpOptions,
        &operation::CreateEgressOnlyInternetGateway,
        &operation::CreateFlowLogs,
        &operation::CreateInternetGateway,
        &operation::CreateManagedPrefixList,
        &operation::CreateNatGateway,
        &operation::CreateNetworkAcl,
        &operation::CreateNetworkAclEntry,
        &operation::CreateNetworkInsightsPath,
        &operation::CreateNetworkInterface,
        &operation::CreateRoute,
        &operation::CreateRouteTable,
        &operation::CreateSecurityGroup,
        &operation::CreateSubnet,
        &operation::CreateSubnetCidrReservation,
        &operation::CreateTags,
        &operation::CreateVpc,
        &operation::CreateVpcEndpoint,
        &operation::CreateVpcPeeringConnection,
        &operation::DeleteDhcpOptions,
        &operation::DeleteEgressOnlyInternetGateway,
        &operation::DeleteFlowLogs,
        &operation::DeleteInternetGateway,
        &operation::DeleteManagedPrefixList,
        &operation::DeleteNatGateway,
        &operation::DeleteNetworkAcl,
        &operation::DeleteNetworkAclEntry,
        &operation::DeleteNetworkInsightsAnalysis,
        &operation::DeleteNetworkInsightsPath,
        &operation::DeleteNetworkInterface,
        &operation::DeleteRoute,
        &operation::DeleteRouteTable,
        &operation::DeleteSecurityGroup,
        &operation::DeleteSubnet,
        &operation::DeleteSubnetCidrReservation,
        &operation::DeleteTags,
        &operation::DeleteVpc,
        &operation::DeleteVpcEndpoints,
        &operation::DeleteVpcPeeringConnection,
        &operation::DescribeAccountAttributes,
        &operation::DescribeAddresses,
        &operation::DescribeAddressesAttribute,
        &operation::DescribeAvailabilityZones,
        &operation::DescribeDhcpOptions,
        &operation::DescribeEgressOnlyInternetGateways,
        &operation::DescribeFlowLogs,
        &operation::DescribeInternetGateways,
        &operation::DescribeManagedPrefixLists,
        &operation::DescribeNatGateways,
        &operation::DescribeNetworkAcls,
        &operation::DescribeNetworkInsightsAnalyses,
        &operation::DescribeNetworkInsightsPaths,
        &operation::DescribeNetworkInterfaceAttribute,
        &operation::DescribeNetworkInterfaces,
        &operation::DescribePrefixLists,
        &operation::DescribeRegions,
        &operation::DescribeRouteTables,
        &operation::DescribeSecurityGroupReferences,
        &operation::DescribeSecurityGroupRules,
        &operation::DescribeSecurityGroups,
        &operation::DescribeStaleSecurityGroups,
        &operation::DescribeSubnets,
        &operation::DescribeTags,
        &operation::DescribeVpcAttribute,
        &operation::DescribeVpcEndpointServices,
        &operation::DescribeVpcEndpoints,
        &operation::DescribeVpcPeeringConnections,
        &operation::DescribeVpcs,
        &operation::DetachInternetGateway,
        &operation::DetachNetworkInterface,
        &operation::DisassociateAddress,
        &operation::DisassociateRouteTable,
        &operation::DisassociateSubnetCidrBlock,
        &operation::DisassociateVpcCidrBlock,
        &operation::GetManagedPrefixListAssociations,
        &operation::GetManagedPrefixListEntries,
        &operation::GetSecurityGroupsForVpc,
        &operation::GetSubnetCidrReservations,
        &operation::ModifyManagedPrefixList,
        &operation::ModifyNetworkInterfaceAttribute,
        &operation::ModifySecurityGroupRules,
        &operation::ModifySubnetAttribute,
        &operation::ModifyVpcAttribute,
        &operation::ModifyVpcEndpoint,
        &operation::ModifyVpcPeeringConnectionOptions,
        &operation::ModifyVpcTenancy,
        &operation::RejectVpcPeeringConnection,
        &operation::ReleaseAddress,
        &operation::ReplaceNetworkAclAssociation,
        &operation::ReplaceNetworkAclEntry,
        &operation::ReplaceRoute,
        &operation::ReplaceRouteTableAssociation,
        &operation::ResetNetworkInterfaceAttribute,
        &operation::RestoreManagedPrefixListVersion,
        &operation::RevokeSecurityGroupEgress,
        &operation::RevokeSecurityGroupIngress,
        &operation::StartNetworkInsightsAnalysis,
        &operation::UnassignIpv6Addresses,
        &operation::UnassignPrivateIpAddresses,
        &operation::UpdateSecurityGroupRuleDescriptionsEgress,
        &operation::UpdateSecurityGroupRuleDescriptionsIngress,
    ],
    errors: &[
    ],
};

errors! { SERVICE, {
} }

structure! { AcceptVpcPeeringConnectionRequest(shape::AcceptVpcPeeringConnectionRequest) { dry_run: Option<bool>, vpc_peering_connection_id: String, } }
structure! { AcceptVpcPeeringConnectionResult(shape::AcceptVpcPeeringConnectionResult) { vpc_peering_connection: Option<VpcPeeringConnection>, } }
structure! { AccountAttribute(shape::AccountAttribute) { attribute_name: Option<String>, attribute_values: Option<Vec<AccountAttributeValue>>, } }
enumeration! { AccountAttributeName { SupportedPlatforms = "supported-platforms", DefaultVpc = "default-vpc", } }
structure! { AccountAttributeValue(shape::AccountAttributeValue) { attribute_value: Option<String>, } }
structure! { AddPrefixListEntry(shape::AddPrefixListEntry) { cidr: String, description: Option<String>, } }
structure! { AdditionalDetail(shape::AdditionalDetail) { additional_detail_type: Option<String>, component: Option<AnalysisComponent>, vpc_endpoint_service: Option<AnalysisComponent>, rule_options: Option<Vec<RuleOption>>, rule_group_type_pairs: Option<Vec<RuleGroupTypePair>>, rule_group_rule_options_pairs: Option<Vec<RuleGroupRuleOptionsPair>>, service_name: Option<String>, load_balancers: Option<Vec<AnalysisComponent>>, } }
structure! { Address(shape::Address) { allocation_id: Option<String>, association_id: Option<String>, domain: Option<DomainType>, network_interface_id: Option<String>, network_interface_owner_id: Option<String>, private_ip_address: Option<String>, tags: Option<Vec<Tag>>, public_ipv4_pool: Option<String>, network_border_group: Option<String>, customer_owned_ip: Option<String>, customer_owned_ipv4_pool: Option<String>, carrier_ip: Option<String>, subnet_id: Option<String>, service_managed: Option<ServiceManaged>, instance_id: Option<String>, public_ip: Option<String>, } }
structure! { AddressAttribute(shape::AddressAttribute) { public_ip: Option<String>, allocation_id: Option<String>, ptr_record: Option<String>, ptr_record_update: Option<PtrUpdateStatus>, } }
enumeration! { AddressAttributeName { DomainName = "domain-name", } }
structure! { AllocateAddressRequest(shape::AllocateAddressRequest) { domain: Option<DomainType>, address: Option<String>, public_ipv4_pool: Option<String>, network_border_group: Option<String>, customer_owned_ipv4_pool: Option<String>, tag_specifications: Option<Vec<TagSpecification>>, ipam_pool_id: Option<String>, dry_run: Option<bool>, } }
structure! { AllocateAddressResult(shape::AllocateAddressResult) { allocation_id: Option<String>, public_ipv4_pool: Option<String>, network_border_group: Option<String>, domain: Option<DomainType>, customer_owned_ip: Option<String>, customer_owned_ipv4_pool: Option<String>, carrier_ip: Option<String>, public_ip: Option<String>, } }
structure! { AlternatePathHint(shape::AlternatePathHint) { component_id: Option<String>, component_arn: Option<String>, } }
structure! { AnalysisAclRule(shape::AnalysisAclRule) { cidr: Option<String>, egress: Option<bool>, port_range: Option<PortRange>, protocol: Option<String>, rule_action: Option<String>, rule_number: Option<i32>, } }
structure! { AnalysisComponent(shape::AnalysisComponent) { id: Option<String>, arn: Option<String>, name: Option<String>, } }
structure! { AnalysisLoadBalancerListener(shape::AnalysisLoadBalancerListener) { load_balancer_port: Option<i32>, instance_port: Option<i32>, } }
structure! { AnalysisLoadBalancerTarget(shape::AnalysisLoadBalancerTarget) { address: Option<String>, availability_zone: Option<String>, availability_zone_id: Option<String>, instance: Option<AnalysisComponent>, port: Option<i32>, } }
structure! { AnalysisPacketHeader(shape::AnalysisPacketHeader) { destination_addresses: Option<Vec<String>>, destination_port_ranges: Option<Vec<PortRange>>, protocol: Option<String>, source_addresses: Option<Vec<String>>, source_port_ranges: Option<Vec<PortRange>>, } }
structure! { AnalysisRouteTableRoute(shape::AnalysisRouteTableRoute) { destination_cidr: Option<String>, destination_prefix_list_id: Option<String>, egress_only_internet_gateway_id: Option<String>, gateway_id: Option<String>, instance_id: Option<String>, nat_gateway_id: Option<String>, network_interface_id: Option<String>, origin: Option<String>, transit_gateway_id: Option<String>, vpc_peering_connection_id: Option<String>, state: Option<String>, carrier_gateway_id: Option<String>, core_network_arn: Option<String>, local_gateway_id: Option<String>, } }
structure! { AnalysisSecurityGroupRule(shape::AnalysisSecurityGroupRule) { cidr: Option<String>, direction: Option<String>, security_group_id: Option<String>, port_range: Option<PortRange>, prefix_list_id: Option<String>, protocol: Option<String>, } }
enumeration! { AnalysisStatus { Running = "running", Succeeded = "succeeded", Failed = "failed", } }
structure! { AssignIpv6AddressesRequest(shape::AssignIpv6AddressesRequest) { ipv6_prefix_count: Option<i32>, ipv6_prefixes: Option<Vec<String>>, network_interface_id: String, ipv6_addresses: Option<Vec<String>>, ipv6_address_count: Option<i32>, } }
structure! { AssignIpv6AddressesResult(shape::AssignIpv6AddressesResult) { assigned_ipv6_addresses: Option<Vec<String>>, assigned_ipv6_prefixes: Option<Vec<String>>, network_interface_id: Option<String>, } }
structure! { AssignPrivateIpAddressesRequest(shape::AssignPrivateIpAddressesRequest) { ipv4_prefixes: Option<Vec<String>>, ipv4_prefix_count: Option<i32>, network_interface_id: String, private_ip_addresses: Option<Vec<String>>, secondary_private_ip_address_count: Option<i32>, allow_reassignment: Option<bool>, } }
structure! { AssignPrivateIpAddressesResult(shape::AssignPrivateIpAddressesResult) { network_interface_id: Option<String>, assigned_private_ip_addresses: Option<Vec<AssignedPrivateIpAddress>>, assigned_ipv4_prefixes: Option<Vec<Ipv4PrefixSpecification>>, } }
structure! { AssignedPrivateIpAddress(shape::AssignedPrivateIpAddress) { private_ip_address: Option<String>, } }
structure! { AssociateAddressRequest(shape::AssociateAddressRequest) { allocation_id: Option<String>, instance_id: Option<String>, public_ip: Option<String>, dry_run: Option<bool>, network_interface_id: Option<String>, private_ip_address: Option<String>, allow_reassociation: Option<bool>, } }
structure! { AssociateAddressResult(shape::AssociateAddressResult) { association_id: Option<String>, } }
structure! { AssociateDhcpOptionsRequest(shape::AssociateDhcpOptionsRequest) { dhcp_options_id: String, vpc_id: String, dry_run: Option<bool>, } }
structure! { AssociateRouteTableRequest(shape::AssociateRouteTableRequest) { gateway_id: Option<String>, public_ipv4_pool: Option<String>, dry_run: Option<bool>, subnet_id: Option<String>, route_table_id: String, } }
structure! { AssociateRouteTableResult(shape::AssociateRouteTableResult) { association_id: Option<String>, association_state: Option<RouteTableAssociationState>, } }
structure! { AssociateSubnetCidrBlockRequest(shape::AssociateSubnetCidrBlockRequest) { ipv6_ipam_pool_id: Option<String>, ipv6_netmask_length: Option<i32>, subnet_id: String, ipv6_cidr_block: Option<String>, } }
structure! { AssociateSubnetCidrBlockResult(shape::AssociateSubnetCidrBlockResult) { ipv6_cidr_block_association: Option<SubnetIpv6CidrBlockAssociation>, subnet_id: Option<String>, } }
structure! { AssociateVpcCidrBlockRequest(shape::AssociateVpcCidrBlockRequest) { cidr_block: Option<String>, ipv6_cidr_block_network_border_group: Option<String>, ipv6_pool: Option<String>, ipv6_cidr_block: Option<String>, ipv4_ipam_pool_id: Option<String>, ipv4_netmask_length: Option<i32>, ipv6_ipam_pool_id: Option<String>, ipv6_netmask_length: Option<i32>, vpc_id: String, amazon_provided_ipv6_cidr_block: Option<bool>, } }
structure! { AssociateVpcCidrBlockResult(shape::AssociateVpcCidrBlockResult) { ipv6_cidr_block_association: Option<VpcIpv6CidrBlockAssociation>, cidr_block_association: Option<VpcCidrBlockAssociation>, vpc_id: Option<String>, } }
structure! { AttachInternetGatewayRequest(shape::AttachInternetGatewayRequest) { dry_run: Option<bool>, internet_gateway_id: String, vpc_id: String, } }
structure! { AttachNetworkInterfaceRequest(shape::AttachNetworkInterfaceRequest) { network_card_index: Option<i32>, ena_srd_specification: Option<EnaSrdSpecification>, ena_queue_count: Option<i32>, dry_run: Option<bool>, network_interface_id: String, instance_id: String, device_index: i32, } }
structure! { AttachNetworkInterfaceResult(shape::AttachNetworkInterfaceResult) { attachment_id: Option<String>, network_card_index: Option<i32>, } }
structure! { AttachmentEnaSrdSpecification(shape::AttachmentEnaSrdSpecification) { ena_srd_enabled: Option<bool>, ena_srd_udp_specification: Option<AttachmentEnaSrdUdpSpecification>, } }
structure! { AttachmentEnaSrdUdpSpecification(shape::AttachmentEnaSrdUdpSpecification) { ena_srd_udp_enabled: Option<bool>, } }
enumeration! { AttachmentStatus { Attaching = "attaching", Attached = "attached", Detaching = "detaching", Detached = "detached", } }
structure! { AttributeBooleanValue(shape::AttributeBooleanValue) { value: Option<bool>, } }
structure! { AttributeValue(shape::AttributeValue) { value: Option<String>, } }
structure! { AuthorizeSecurityGroupEgressRequest(shape::AuthorizeSecurityGroupEgressRequest) { tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, group_id: String, source_security_group_name: Option<String>, source_security_group_owner_id: Option<String>, ip_protocol: Option<String>, from_port: Option<i32>, to_port: Option<i32>, cidr_ip: Option<String>, ip_permissions: Option<Vec<IpPermission>>, } }
structure! { AuthorizeSecurityGroupEgressResult(shape::AuthorizeSecurityGroupEgressResult) { r#return: Option<bool>, security_group_rules: Option<Vec<SecurityGroupRule>>, } }
structure! { AuthorizeSecurityGroupIngressRequest(shape::AuthorizeSecurityGroupIngressRequest) { cidr_ip: Option<String>, from_port: Option<i32>, group_id: Option<String>, group_name: Option<String>, ip_permissions: Option<Vec<IpPermission>>, ip_protocol: Option<String>, source_security_group_name: Option<String>, source_security_group_owner_id: Option<String>, to_port: Option<i32>, tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, } }
structure! { AuthorizeSecurityGroupIngressResult(shape::AuthorizeSecurityGroupIngressResult) { r#return: Option<bool>, security_group_rules: Option<Vec<SecurityGroupRule>>, } }
enumeration! { AutoProvisionZonesState { Enabled = "enabled", Disabled = "disabled", } }
enumeration! { AutoScalingIpsState { Enabled = "enabled", Disabled = "disabled", } }
enumeration! { AvailabilityMode { Zonal = "zonal", Regional = "regional", } }
structure! { AvailabilityZone(shape::AvailabilityZone) { opt_in_status: Option<AvailabilityZoneOptInStatus>, messages: Option<Vec<AvailabilityZoneMessage>>, region_name: Option<String>, zone_name: Option<String>, zone_id: Option<String>, group_name: Option<String>, network_border_group: Option<String>, zone_type: Option<String>, parent_zone_name: Option<String>, parent_zone_id: Option<String>, group_long_name: Option<String>, geography: Option<Vec<AvailabilityZoneGeography>>, sub_geography: Option<Vec<AvailabilityZoneSubGeography>>, state: Option<AvailabilityZoneState>, } }
structure! { AvailabilityZoneAddress(shape::AvailabilityZoneAddress) { availability_zone: Option<String>, availability_zone_id: Option<String>, allocation_ids: Option<Vec<String>>, } }
structure! { AvailabilityZoneGeography(shape::AvailabilityZoneGeography) { name: Option<String>, } }
structure! { AvailabilityZoneMessage(shape::AvailabilityZoneMessage) { message: Option<String>, } }
enumeration! { AvailabilityZoneOptInStatus { OptInNotRequired = "opt-in-not-required", OptedIn = "opted-in", NotOptedIn = "not-opted-in", } }
enumeration! { AvailabilityZoneState { Available = "available", Information = "information", Impaired = "impaired", Unavailable = "unavailable", Constrained = "constrained", } }
structure! { AvailabilityZoneSubGeography(shape::AvailabilityZoneSubGeography) { name: Option<String>, } }
enumeration! { BlockPublicAccessMode { Off = "off", BlockBidirectional = "block-bidirectional", BlockIngress = "block-ingress", } }
structure! { BlockPublicAccessStates(shape::BlockPublicAccessStates) { internet_gateway_block_mode: Option<BlockPublicAccessMode>, } }
structure! { CidrBlock(shape::CidrBlock) { cidr_block: Option<String>, } }
structure! { ConnectionTrackingConfiguration(shape::ConnectionTrackingConfiguration) { tcp_established_timeout: Option<i32>, udp_stream_timeout: Option<i32>, udp_timeout: Option<i32>, } }
structure! { ConnectionTrackingSpecificationRequest(shape::ConnectionTrackingSpecificationRequest) { tcp_established_timeout: Option<i32>, udp_stream_timeout: Option<i32>, udp_timeout: Option<i32>, } }
enumeration! { ConnectivityType { Private = "private", Public = "public", } }
structure! { CreateDefaultSubnetRequest(shape::CreateDefaultSubnetRequest) { availability_zone: Option<String>, dry_run: Option<bool>, ipv6_native: Option<bool>, availability_zone_id: Option<String>, } }
structure! { CreateDefaultSubnetResult(shape::CreateDefaultSubnetResult) { subnet: Option<Subnet>, } }
structure! { CreateDefaultVpcRequest(shape::CreateDefaultVpcRequest) { dry_run: Option<bool>, } }
structure! { CreateDefaultVpcResult(shape::CreateDefaultVpcResult) { vpc: Option<Vpc>, } }
structure! { CreateDhcpOptionsRequest(shape::CreateDhcpOptionsRequest) { dhcp_configurations: Vec<NewDhcpConfiguration>, tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, } }
structure! { CreateDhcpOptionsResult(shape::CreateDhcpOptionsResult) { dhcp_options: Option<DhcpOptions>, } }
structure! { CreateEgressOnlyInternetGatewayRequest(shape::CreateEgressOnlyInternetGatewayRequest) { client_token: Option<String>, dry_run: Option<bool>, vpc_id: String, tag_specifications: Option<Vec<TagSpecification>>, } }
structure! { CreateEgressOnlyInternetGatewayResult(shape::CreateEgressOnlyInternetGatewayResult) { client_token: Option<String>, egress_only_internet_gateway: Option<EgressOnlyInternetGateway>, } }
structure! { CreateFlowLogsRequest(shape::CreateFlowLogsRequest) { dry_run: Option<bool>, client_token: Option<String>, deliver_logs_permission_arn: Option<String>, deliver_cross_account_role: Option<String>, log_group_name: Option<String>, resource_ids: Vec<String>, resource_type: FlowLogsResourceType, traffic_type: Option<TrafficType>, log_destination_type: Option<LogDestinationType>, log_destination: Option<String>, log_format: Option<String>, tag_specifications: Option<Vec<TagSpecification>>, max_aggregation_interval: Option<i32>, destination_options: Option<DestinationOptionsRequest>, } }
structure! { CreateFlowLogsResult(shape::CreateFlowLogsResult) { client_token: Option<String>, flow_log_ids: Option<Vec<String>>, unsuccessful: Option<Vec<UnsuccessfulItem>>, } }
structure! { CreateInternetGatewayRequest(shape::CreateInternetGatewayRequest) { tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, } }
structure! { CreateInternetGatewayResult(shape::CreateInternetGatewayResult) { internet_gateway: Option<InternetGateway>, } }
structure! { CreateManagedPrefixListRequest(shape::CreateManagedPrefixListRequest) { dry_run: Option<bool>, prefix_list_name: String, entries: Option<Vec<AddPrefixListEntry>>, max_entries: i32, tag_specifications: Option<Vec<TagSpecification>>, address_family: String, client_token: Option<String>, } }
structure! { CreateManagedPrefixListResult(shape::CreateManagedPrefixListResult) { prefix_list: Option<ManagedPrefixList>, } }
structure! { CreateNatGatewayRequest(shape::CreateNatGatewayRequest) { availability_mode: Option<AvailabilityMode>, allocation_id: Option<String>, client_token: Option<String>, dry_run: Option<bool>, subnet_id: Option<String>, vpc_id: Option<String>, availability_zone_addresses: Option<Vec<AvailabilityZoneAddress>>, tag_specifications: Option<Vec<TagSpecification>>, connectivity_type: Option<ConnectivityType>, private_ip_address: Option<String>, secondary_allocation_ids: Option<Vec<String>>, secondary_private_ip_addresses: Option<Vec<String>>, secondary_private_ip_address_count: Option<i32>, } }
structure! { CreateNatGatewayResult(shape::CreateNatGatewayResult) { client_token: Option<String>, nat_gateway: Option<NatGateway>, } }
structure! { CreateNetworkAclEntryRequest(shape::CreateNetworkAclEntryRequest) { dry_run: Option<bool>, network_acl_id: String, rule_number: i32, protocol: String, rule_action: RuleAction, egress: bool, cidr_block: Option<String>, ipv6_cidr_block: Option<String>, icmp_type_code: Option<IcmpTypeCode>, port_range: Option<PortRange>, } }
structure! { CreateNetworkAclRequest(shape::CreateNetworkAclRequest) { tag_specifications: Option<Vec<TagSpecification>>, client_token: Option<String>, dry_run: Option<bool>, vpc_id: String, } }
structure! { CreateNetworkAclResult(shape::CreateNetworkAclResult) { network_acl: Option<NetworkAcl>, client_token: Option<String>, } }
structure! { CreateNetworkInsightsPathRequest(shape::CreateNetworkInsightsPathRequest) { source_ip: Option<String>, destination_ip: Option<String>, source: String, destination: Option<String>, protocol: Protocol, destination_port: Option<i32>, tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, client_token: String, filter_at_source: Option<PathRequestFilter>, filter_at_destination: Option<PathRequestFilter>, } }
structure! { CreateNetworkInsightsPathResult(shape::CreateNetworkInsightsPathResult) { network_insights_path: Option<NetworkInsightsPath>, } }
structure! { CreateNetworkInterfaceRequest(shape::CreateNetworkInterfaceRequest) { ipv4_prefixes: Option<Vec<Ipv4PrefixSpecificationRequest>>, ipv4_prefix_count: Option<i32>, ipv6_prefixes: Option<Vec<Ipv6PrefixSpecificationRequest>>, ipv6_prefix_count: Option<i32>, interface_type: Option<NetworkInterfaceCreationType>, tag_specifications: Option<Vec<TagSpecification>>, client_token: Option<String>, enable_primary_ipv6: Option<bool>, connection_tracking_specification: Option<ConnectionTrackingSpecificationRequest>, operator: Option<OperatorRequest>, subnet_id: String, description: Option<String>, private_ip_address: Option<String>, groups: Option<Vec<String>>, private_ip_addresses: Option<Vec<PrivateIpAddressSpecification>>, secondary_private_ip_address_count: Option<i32>, ipv6_addresses: Option<Vec<InstanceIpv6Address>>, ipv6_address_count: Option<i32>, dry_run: Option<bool>, } }
structure! { CreateNetworkInterfaceResult(shape::CreateNetworkInterfaceResult) { network_interface: Option<NetworkInterface>, client_token: Option<String>, } }
structure! { CreateRouteRequest(shape::CreateRouteRequest) { destination_prefix_list_id: Option<String>, vpc_endpoint_id: Option<String>, transit_gateway_id: Option<String>, local_gateway_id: Option<String>, carrier_gateway_id: Option<String>, core_network_arn: Option<String>, odb_network_arn: Option<String>, dry_run: Option<bool>, route_table_id: String, destination_cidr_block: Option<String>, gateway_id: Option<String>, destination_ipv6_cidr_block: Option<String>, egress_only_internet_gateway_id: Option<String>, instance_id: Option<String>, network_interface_id: Option<String>, vpc_peering_connection_id: Option<String>, nat_gateway_id: Option<String>, } }
structure! { CreateRouteResult(shape::CreateRouteResult) { r#return: Option<bool>, } }
structure! { CreateRouteTableRequest(shape::CreateRouteTableRequest) { tag_specifications: Option<Vec<TagSpecification>>, client_token: Option<String>, dry_run: Option<bool>, vpc_id: String, } }
structure! { CreateRouteTableResult(shape::CreateRouteTableResult) { route_table: Option<RouteTable>, client_token: Option<String>, } }
structure! { CreateSecurityGroupRequest(shape::CreateSecurityGroupRequest) { description: String, group_name: String, vpc_id: Option<String>, tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, } }
structure! { CreateSecurityGroupResult(shape::CreateSecurityGroupResult) { group_id: Option<String>, tags: Option<Vec<Tag>>, security_group_arn: Option<String>, } }
structure! { CreateSubnetCidrReservationRequest(shape::CreateSubnetCidrReservationRequest) { subnet_id: String, cidr: String, reservation_type: SubnetCidrReservationType, description: Option<String>, dry_run: Option<bool>, tag_specifications: Option<Vec<TagSpecification>>, } }
structure! { CreateSubnetCidrReservationResult(shape::CreateSubnetCidrReservationResult) { subnet_cidr_reservation: Option<SubnetCidrReservation>, } }
structure! { CreateSubnetRequest(shape::CreateSubnetRequest) { tag_specifications: Option<Vec<TagSpecification>>, availability_zone: Option<String>, availability_zone_id: Option<String>, cidr_block: Option<String>, ipv6_cidr_block: Option<String>, outpost_arn: Option<String>, vpc_id: String, ipv6_native: Option<bool>, ipv4_ipam_pool_id: Option<String>, ipv4_netmask_length: Option<i32>, ipv6_ipam_pool_id: Option<String>, ipv6_netmask_length: Option<i32>, dry_run: Option<bool>, } }
structure! { CreateSubnetResult(shape::CreateSubnetResult) { subnet: Option<Subnet>, } }
structure! { CreateTagsRequest(shape::CreateTagsRequest) { dry_run: Option<bool>, resources: Vec<String>, tags: Vec<Tag>, } }
structure! { CreateVpcEndpointRequest(shape::CreateVpcEndpointRequest) { dry_run: Option<bool>, vpc_endpoint_type: Option<VpcEndpointType>, vpc_id: String, service_name: Option<String>, policy_document: Option<String>, route_table_ids: Option<Vec<String>>, subnet_ids: Option<Vec<String>>, security_group_ids: Option<Vec<String>>, ip_address_type: Option<IpAddressType>, dns_options: Option<DnsOptionsSpecification>, client_token: Option<String>, private_dns_enabled: Option<bool>, tag_specifications: Option<Vec<TagSpecification>>, subnet_configurations: Option<Vec<SubnetConfiguration>>, service_network_arn: Option<String>, resource_configuration_arn: Option<String>, service_region: Option<String>, } }
structure! { CreateVpcEndpointResult(shape::CreateVpcEndpointResult) { vpc_endpoint: Option<VpcEndpoint>, client_token: Option<String>, } }
structure! { CreateVpcPeeringConnectionRequest(shape::CreateVpcPeeringConnectionRequest) { peer_region: Option<String>, tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, vpc_id: String, peer_vpc_id: Option<String>, peer_owner_id: Option<String>, } }
structure! { CreateVpcPeeringConnectionResult(shape::CreateVpcPeeringConnectionResult) { vpc_peering_connection: Option<VpcPeeringConnection>, } }
structure! { CreateVpcRequest(shape::CreateVpcRequest) { cidr_block: Option<String>, ipv6_pool: Option<String>, ipv6_cidr_block: Option<String>, ipv4_ipam_pool_id: Option<String>, ipv4_netmask_length: Option<i32>, ipv6_ipam_pool_id: Option<String>, ipv6_netmask_length: Option<i32>, ipv6_cidr_block_network_border_group: Option<String>, vpc_encryption_control: Option<VpcEncryptionControlConfiguration>, tag_specifications: Option<Vec<TagSpecification>>, dry_run: Option<bool>, instance_tenancy: Option<Tenancy>, amazon_provided_ipv6_cidr_block: Option<bool>, } }
structure! { CreateVpcResult(shape::CreateVpcResult) { vpc: Option<Vpc>, } }
structure! { DeleteDhcpOptionsRequest(shape::DeleteDhcpOptionsRequest) { dhcp_options_id: String, dry_run: Option<bool>, } }
structure! { DeleteEgressOnlyInternetGatewayRequest(shape::DeleteEgressOnlyInternetGatewayRequest) { dry_run: Option<bool>, egress_only_internet_gateway_id: String, } }
structure! { DeleteEgressOnlyInternetGatewayResult(shape::DeleteEgressOnlyInternetGatewayResult) { return_code: Option<bool>, } }
structure! { DeleteFlowLogsRequest(shape::DeleteFlowLogsRequest) { dry_run: Option<bool>, flow_log_ids: Vec<String>, } }
structure! { DeleteFlowLogsResult(shape::DeleteFlowLogsResult) { unsuccessful: Option<Vec<UnsuccessfulItem>>, } }
structure! { DeleteInternetGatewayRequest(shape::DeleteInternetGatewayRequest) { dry_run: Option<bool>, internet_gateway_id: String, } }
structure! { DeleteManagedPrefixListRequest(shape::DeleteManagedPrefixListRequest) { dry_run: Option<bool>, prefix_list_id: String, } }
structure! { DeleteManagedPrefixListResult(shape::DeleteManagedPrefixListResult) { prefix_list: Option<ManagedPrefixList>, } }
structure! { DeleteNatGatewayRequest(shape::DeleteNatGatewayRequest) { dry_run: Option<bool>, nat_gateway_id: String, } }
structure! { DeleteNatGatewayResult(shape::DeleteNatGatewayResult) { nat_gateway_id: Option<String>, } }
structure! { DeleteNetworkAclEntryRequest(shape::DeleteNetworkAclEntryRequest) { dry_run: Option<bool>, network_acl_id: String, rule_number: i32, egress: bool, } }
structure! { DeleteNetworkAclRequest(shape::DeleteNetworkAclRequest) { dry_run: Option<bool>, network_acl_id: String, } }
structure! { DeleteNetworkInsightsAnalysisRequest(shape::DeleteNetworkInsightsAnalysisRequest) { dry_run: Option<bool>, network_insights_analysis_id: String, } }
structure! { DeleteNetworkInsightsAnalysisResult(shape::DeleteNetworkInsightsAnalysisResult) { network_insights_analysis_id: Option<String>, } }
structure! { DeleteNetworkInsightsPathRequest(shape::DeleteNetworkInsightsPathRequest) { dry_run: Option<bool>, network_insights_path_id: String, } }
structure! { DeleteNetworkInsightsPathResult(shape::DeleteNetworkInsightsPathResult) { network_insights_path_id: Option<String>, } }
structure! { DeleteNetworkInterfaceRequest(shape::DeleteNetworkInterfaceRequest) { dry_run: Option<bool>, network_interface_id: String, } }
structure! { DeleteRouteRequest(shape::DeleteRouteRequest) { destination_prefix_list_id: Option<String>, dry_run: Option<bool>, route_table_id: String, destination_cidr_block: Option<String>, destination_ipv6_cidr_block: Option<String>, } }
structure! { DeleteRouteTableRequest(shape::DeleteRouteTableRequest) { dry_run: Option<bool>, route_table_id: String, } }
structure! { DeleteSecurityGroupRequest(shape::DeleteSecurityGroupRequest) { group_id: Option<String>, group_name: Option<String>, dry_run: Option<bool>, } }
structure! { DeleteSecurityGroupResult(shape::DeleteSecurityGroupResult) { r#return: Option<bool>, group_id: Option<String>, } }
structure! { DeleteSubnetCidrReservationRequest(shape::DeleteSubnetCidrReservationRequest) { subnet_cidr_reservation_id: String, dry_run: Option<bool>, } }
structure! { DeleteSubnetCidrReservationResult(shape::DeleteSubnetCidrReservationResult) { deleted_subnet_cidr_reservation: Option<SubnetCidrReservation>, } }
structure! { DeleteSubnetRequest(shape::DeleteSubnetRequest) { subnet_id: String, dry_run: Option<bool>, } }
structure! { DeleteTagsRequest(shape::DeleteTagsRequest) { dry_run: Option<bool>, resources: Vec<String>, tags: Option<Vec<Tag>>, } }
structure! { DeleteVpcEndpointsRequest(shape::DeleteVpcEndpointsRequest) { dry_run: Option<bool>, vpc_endpoint_ids: Vec<String>, } }
structure! { DeleteVpcEndpointsResult(shape::DeleteVpcEndpointsResult) { unsuccessful: Option<Vec<UnsuccessfulItem>>, } }
structure! { DeleteVpcPeeringConnectionRequest(shape::DeleteVpcPeeringConnectionRequest) { dry_run: Option<bool>, vpc_peering_connection_id: String, } }
structure! { DeleteVpcPeeringConnectionResult(shape::DeleteVpcPeeringConnectionResult) { r#return: Option<bool>, } }
structure! { DeleteVpcRequest(shape::DeleteVpcRequest) { vpc_id: String, dry_run: Option<bool>, } }
structure! { DescribeAccountAttributesRequest(shape::DescribeAccountAttributesRequest) { dry_run: Option<bool>, attribute_names: Option<Vec<AccountAttributeName>>, } }
structure! { DescribeAccountAttributesResult(shape::DescribeAccountAttributesResult) { account_attributes: Option<Vec<AccountAttribute>>, } }
structure! { DescribeAddressesAttributeRequest(shape::DescribeAddressesAttributeRequest) { allocation_ids: Option<Vec<String>>, attribute: Option<AddressAttributeName>, next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, } }
structure! { DescribeAddressesAttributeResult(shape::DescribeAddressesAttributeResult) { addresses: Option<Vec<AddressAttribute>>, next_token: Option<String>, } }
structure! { DescribeAddressesRequest(shape::DescribeAddressesRequest) { public_ips: Option<Vec<String>>, dry_run: Option<bool>, filters: Option<Vec<Filter>>, allocation_ids: Option<Vec<String>>, } }
structure! { DescribeAddressesResult(shape::DescribeAddressesResult) { addresses: Option<Vec<Address>>, } }
structure! { DescribeAvailabilityZonesRequest(shape::DescribeAvailabilityZonesRequest) { zone_names: Option<Vec<String>>, zone_ids: Option<Vec<String>>, all_availability_zones: Option<bool>, dry_run: Option<bool>, filters: Option<Vec<Filter>>, } }
structure! { DescribeAvailabilityZonesResult(shape::DescribeAvailabilityZonesResult) { availability_zones: Option<Vec<AvailabilityZone>>, } }
structure! { DescribeDhcpOptionsRequest(shape::DescribeDhcpOptionsRequest) { dhcp_options_ids: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, filters: Option<Vec<Filter>>, } }
structure! { DescribeDhcpOptionsResult(shape::DescribeDhcpOptionsResult) { next_token: Option<String>, dhcp_options: Option<Vec<DhcpOptions>>, } }
structure! { DescribeEgressOnlyInternetGatewaysRequest(shape::DescribeEgressOnlyInternetGatewaysRequest) { dry_run: Option<bool>, egress_only_internet_gateway_ids: Option<Vec<String>>, max_results: Option<i32>, next_token: Option<String>, filters: Option<Vec<Filter>>, } }
structure! { DescribeEgressOnlyInternetGatewaysResult(shape::DescribeEgressOnlyInternetGatewaysResult) { egress_only_internet_gateways: Option<Vec<EgressOnlyInternetGateway>>, next_token: Option<String>, } }
structure! { DescribeFlowLogsRequest(shape::DescribeFlowLogsRequest) { dry_run: Option<bool>, filter: Option<Vec<Filter>>, flow_log_ids: Option<Vec<String>>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { DescribeFlowLogsResult(shape::DescribeFlowLogsResult) { flow_logs: Option<Vec<FlowLog>>, next_token: Option<String>, } }
structure! { DescribeInternetGatewaysRequest(shape::DescribeInternetGatewaysRequest) { next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, internet_gateway_ids: Option<Vec<String>>, filters: Option<Vec<Filter>>, } }
structure! { DescribeInternetGatewaysResult(shape::DescribeInternetGatewaysResult) { internet_gateways: Option<Vec<InternetGateway>>, next_token: Option<String>, } }
structure! { DescribeManagedPrefixListsRequest(shape::DescribeManagedPrefixListsRequest) { dry_run: Option<bool>, filters: Option<Vec<Filter>>, max_results: Option<i32>, next_token: Option<String>, prefix_list_ids: Option<Vec<String>>, } }
structure! { DescribeManagedPrefixListsResult(shape::DescribeManagedPrefixListsResult) { next_token: Option<String>, prefix_lists: Option<Vec<ManagedPrefixList>>, } }
structure! { DescribeNatGatewaysRequest(shape::DescribeNatGatewaysRequest) { dry_run: Option<bool>, filter: Option<Vec<Filter>>, max_results: Option<i32>, nat_gateway_ids: Option<Vec<String>>, next_token: Option<String>, } }
structure! { DescribeNatGatewaysResult(shape::DescribeNatGatewaysResult) { nat_gateways: Option<Vec<NatGateway>>, next_token: Option<String>, } }
structure! { DescribeNetworkAclsRequest(shape::DescribeNetworkAclsRequest) { next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, network_acl_ids: Option<Vec<String>>, filters: Option<Vec<Filter>>, } }
structure! { DescribeNetworkAclsResult(shape::DescribeNetworkAclsResult) { network_acls: Option<Vec<NetworkAcl>>, next_token: Option<String>, } }
structure! { DescribeNetworkInsightsAnalysesRequest(shape::DescribeNetworkInsightsAnalysesRequest) { network_insights_analysis_ids: Option<Vec<String>>, network_insights_path_id: Option<String>, analysis_start_time: Option<crate::Timestamp>, analysis_end_time: Option<crate::Timestamp>, filters: Option<Vec<Filter>>, max_results: Option<i32>, dry_run: Option<bool>, next_token: Option<String>, } }
structure! { DescribeNetworkInsightsAnalysesResult(shape::DescribeNetworkInsightsAnalysesResult) { network_insights_analyses: Option<Vec<NetworkInsightsAnalysis>>, next_token: Option<String>, } }
structure! { DescribeNetworkInsightsPathsRequest(shape::DescribeNetworkInsightsPathsRequest) { network_insights_path_ids: Option<Vec<String>>, filters: Option<Vec<Filter>>, max_results: Option<i32>, dry_run: Option<bool>, next_token: Option<String>, } }
structure! { DescribeNetworkInsightsPathsResult(shape::DescribeNetworkInsightsPathsResult) { network_insights_paths: Option<Vec<NetworkInsightsPath>>, next_token: Option<String>, } }
structure! { DescribeNetworkInterfaceAttributeRequest(shape::DescribeNetworkInterfaceAttributeRequest) { dry_run: Option<bool>, network_interface_id: String, attribute: Option<NetworkInterfaceAttribute>, } }
structure! { DescribeNetworkInterfaceAttributeResult(shape::DescribeNetworkInterfaceAttributeResult) { attachment: Option<NetworkInterfaceAttachment>, description: Option<AttributeValue>, groups: Option<Vec<GroupIdentifier>>, network_interface_id: Option<String>, source_dest_check: Option<AttributeBooleanValue>, associate_public_ip_address: Option<bool>, } }
structure! { DescribeNetworkInterfacesRequest(shape::DescribeNetworkInterfacesRequest) { next_token: Option<String>, max_results: Option<i32>, include_managed_resources: Option<bool>, dry_run: Option<bool>, network_interface_ids: Option<Vec<String>>, filters: Option<Vec<Filter>>, } }
structure! { DescribeNetworkInterfacesResult(shape::DescribeNetworkInterfacesResult) { network_interfaces: Option<Vec<NetworkInterface>>, next_token: Option<String>, } }
structure! { DescribePrefixListsRequest(shape::DescribePrefixListsRequest) { dry_run: Option<bool>, filters: Option<Vec<Filter>>, max_results: Option<i32>, next_token: Option<String>, prefix_list_ids: Option<Vec<String>>, } }
structure! { DescribePrefixListsResult(shape::DescribePrefixListsResult) { next_token: Option<String>, prefix_lists: Option<Vec<PrefixList>>, } }
structure! { DescribeRegionsRequest(shape::DescribeRegionsRequest) { region_names: Option<Vec<String>>, all_regions: Option<bool>, dry_run: Option<bool>, filters: Option<Vec<Filter>>, } }
structure! { DescribeRegionsResult(shape::DescribeRegionsResult) { regions: Option<Vec<Region>>, } }
structure! { DescribeRouteTablesRequest(shape::DescribeRouteTablesRequest) { next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, route_table_ids: Option<Vec<String>>, filters: Option<Vec<Filter>>, } }
structure! { DescribeRouteTablesResult(shape::DescribeRouteTablesResult) { route_tables: Option<Vec<RouteTable>>, next_token: Option<String>, } }
structure! { DescribeSecurityGroupReferencesRequest(shape::DescribeSecurityGroupReferencesRequest) { dry_run: Option<bool>, group_id: Vec<String>, } }
structure! { DescribeSecurityGroupReferencesResult(shape::DescribeSecurityGroupReferencesResult) { security_group_reference_set: Option<Vec<SecurityGroupReference>>, } }
structure! { DescribeSecurityGroupRulesRequest(shape::DescribeSecurityGroupRulesRequest) { filters: Option<Vec<Filter>>, security_group_rule_ids: Option<Vec<String>>, dry_run: Option<bool>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { DescribeSecurityGroupRulesResult(shape::DescribeSecurityGroupRulesResult) { security_group_rules: Option<Vec<SecurityGroupRule>>, next_token: Option<String>, } }
structure! { DescribeSecurityGroupsRequest(shape::DescribeSecurityGroupsRequest) { group_ids: Option<Vec<String>>, group_names: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, filters: Option<Vec<Filter>>, } }
structure! { DescribeSecurityGroupsResult(shape::DescribeSecurityGroupsResult) { next_token: Option<String>, security_groups: Option<Vec<SecurityGroup>>, } }
structure! { DescribeStaleSecurityGroupsRequest(shape::DescribeStaleSecurityGroupsRequest) { dry_run: Option<bool>, max_results: Option<i32>, next_token: Option<String>, vpc_id: String, } }
structure! { DescribeStaleSecurityGroupsResult(shape::DescribeStaleSecurityGroupsResult) { next_token: Option<String>, stale_security_group_set: Option<Vec<StaleSecurityGroup>>, } }
structure! { DescribeSubnetsRequest(shape::DescribeSubnetsRequest) { filters: Option<Vec<Filter>>, subnet_ids: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, } }
structure! { DescribeSubnetsResult(shape::DescribeSubnetsResult) { next_token: Option<String>, subnets: Option<Vec<Subnet>>, } }
structure! { DescribeTagsRequest(shape::DescribeTagsRequest) { dry_run: Option<bool>, filters: Option<Vec<Filter>>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { DescribeTagsResult(shape::DescribeTagsResult) { next_token: Option<String>, tags: Option<Vec<TagDescription>>, } }
structure! { DescribeVpcAttributeRequest(shape::DescribeVpcAttributeRequest) { attribute: VpcAttributeName, vpc_id: String, dry_run: Option<bool>, } }
structure! { DescribeVpcAttributeResult(shape::DescribeVpcAttributeResult) { enable_dns_hostnames: Option<AttributeBooleanValue>, enable_dns_support: Option<AttributeBooleanValue>, enable_network_address_usage_metrics: Option<AttributeBooleanValue>, vpc_id: Option<String>, } }
structure! { DescribeVpcEndpointServicesRequest(shape::DescribeVpcEndpointServicesRequest) { dry_run: Option<bool>, service_names: Option<Vec<String>>, filters: Option<Vec<Filter>>, max_results: Option<i32>, next_token: Option<String>, service_regions: Option<Vec<String>>, } }
structure! { DescribeVpcEndpointServicesResult(shape::DescribeVpcEndpointServicesResult) { service_names: Option<Vec<String>>, service_details: Option<Vec<ServiceDetail>>, next_token: Option<String>, } }
structure! { DescribeVpcEndpointsRequest(shape::DescribeVpcEndpointsRequest) { dry_run: Option<bool>, vpc_endpoint_ids: Option<Vec<String>>, filters: Option<Vec<Filter>>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { DescribeVpcEndpointsResult(shape::DescribeVpcEndpointsResult) { vpc_endpoints: Option<Vec<VpcEndpoint>>, next_token: Option<String>, } }
structure! { DescribeVpcPeeringConnectionsRequest(shape::DescribeVpcPeeringConnectionsRequest) { next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, vpc_peering_connection_ids: Option<Vec<String>>, filters: Option<Vec<Filter>>, } }
structure! { DescribeVpcPeeringConnectionsResult(shape::DescribeVpcPeeringConnectionsResult) { vpc_peering_connections: Option<Vec<VpcPeeringConnection>>, next_token: Option<String>, } }
structure! { DescribeVpcsRequest(shape::DescribeVpcsRequest) { filters: Option<Vec<Filter>>, vpc_ids: Option<Vec<String>>, next_token: Option<String>, max_results: Option<i32>, dry_run: Option<bool>, } }
structure! { DescribeVpcsResult(shape::DescribeVpcsResult) { next_token: Option<String>, vpcs: Option<Vec<Vpc>>, } }
enumeration! { DestinationFileFormat { PlainText = "plain-text", Parquet = "parquet", } }
structure! { DestinationOptionsRequest(shape::DestinationOptionsRequest) { file_format: Option<DestinationFileFormat>, hive_compatible_partitions: Option<bool>, per_hour_partition: Option<bool>, } }
structure! { DestinationOptionsResponse(shape::DestinationOptionsResponse) { file_format: Option<DestinationFileFormat>, hive_compatible_partitions: Option<bool>, per_hour_partition: Option<bool>, } }
structure! { DetachInternetGatewayRequest(shape::DetachInternetGatewayRequest) { dry_run: Option<bool>, internet_gateway_id: String, vpc_id: String, } }
structure! { DetachNetworkInterfaceRequest(shape::DetachNetworkInterfaceRequest) { dry_run: Option<bool>, attachment_id: String, force: Option<bool>, } }
structure! { DhcpConfiguration(shape::DhcpConfiguration) { key: Option<String>, values: Option<Vec<AttributeValue>>, } }
structure! { DhcpOptions(shape::DhcpOptions) { owner_id: Option<String>, tags: Option<Vec<Tag>>, dhcp_options_id: Option<String>, dhcp_configurations: Option<Vec<DhcpConfiguration>>, } }
structure! { DisassociateAddressRequest(shape::DisassociateAddressRequest) { association_id: Option<String>, public_ip: Option<String>, dry_run: Option<bool>, } }
structure! { DisassociateRouteTableRequest(shape::DisassociateRouteTableRequest) { dry_run: Option<bool>, association_id: String, } }
structure! { DisassociateSubnetCidrBlockRequest(shape::DisassociateSubnetCidrBlockRequest) { association_id: String, } }
structure! { DisassociateSubnetCidrBlockResult(shape::DisassociateSubnetCidrBlockResult) { ipv6_cidr_block_association: Option<SubnetIpv6CidrBlockAssociation>, subnet_id: Option<String>, } }
structure! { DisassociateVpcCidrBlockRequest(shape::DisassociateVpcCidrBlockRequest) { association_id: String, } }
structure! { DisassociateVpcCidrBlockResult(shape::DisassociateVpcCidrBlockResult) { ipv6_cidr_block_association: Option<VpcIpv6CidrBlockAssociation>, cidr_block_association: Option<VpcCidrBlockAssociation>, vpc_id: Option<String>, } }
structure! { DnsEntry(shape::DnsEntry) { dns_name: Option<String>, hosted_zone_id: Option<String>, } }
enumeration! { DnsNameState { PendingVerification = "pendingVerification", Verified = "verified", Failed = "failed", } }
structure! { DnsOptions(shape::DnsOptions) { dns_record_ip_type: Option<DnsRecordIpType>, private_dns_only_for_inbound_resolver_endpoint: Option<bool>, private_dns_preference: Option<String>, private_dns_specified_domains: Option<Vec<String>>, } }
structure! { DnsOptionsSpecification(shape::DnsOptionsSpecification) { dns_record_ip_type: Option<DnsRecordIpType>, private_dns_only_for_inbound_resolver_endpoint: Option<bool>, private_dns_preference: Option<String>, private_dns_specified_domains: Option<Vec<String>>, } }
enumeration! { DnsRecordIpType { Ipv4 = "ipv4", Dualstack = "dualstack", Ipv6 = "ipv6", ServiceDefined = "service-defined", } }
enumeration! { DomainType { Vpc = "vpc", Standard = "standard", } }
structure! { EgressOnlyInternetGateway(shape::EgressOnlyInternetGateway) { attachments: Option<Vec<InternetGatewayAttachment>>, egress_only_internet_gateway_id: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { EnaSrdSpecification(shape::EnaSrdSpecification) { ena_srd_enabled: Option<bool>, ena_srd_udp_specification: Option<EnaSrdUdpSpecification>, } }
structure! { EnaSrdUdpSpecification(shape::EnaSrdUdpSpecification) { ena_srd_udp_enabled: Option<bool>, } }
structure! { Explanation(shape::Explanation) { acl: Option<AnalysisComponent>, acl_rule: Option<AnalysisAclRule>, address: Option<String>, addresses: Option<Vec<String>>, attached_to: Option<AnalysisComponent>, availability_zones: Option<Vec<String>>, availability_zone_ids: Option<Vec<String>>, cidrs: Option<Vec<String>>, component: Option<AnalysisComponent>, customer_gateway: Option<AnalysisComponent>, destination: Option<AnalysisComponent>, destination_vpc: Option<AnalysisComponent>, direction: Option<String>, explanation_code: Option<String>, ingress_route_table: Option<AnalysisComponent>, internet_gateway: Option<AnalysisComponent>, load_balancer_arn: Option<String>, classic_load_balancer_listener: Option<AnalysisLoadBalancerListener>, load_balancer_listener_port: Option<i32>, load_balancer_target: Option<AnalysisLoadBalancerTarget>, load_balancer_target_group: Option<AnalysisComponent>, load_balancer_target_groups: Option<Vec<AnalysisComponent>>, load_balancer_target_port: Option<i32>, elastic_load_balancer_listener: Option<AnalysisComponent>, missing_component: Option<String>, nat_gateway: Option<AnalysisComponent>, network_interface: Option<AnalysisComponent>, packet_field: Option<String>, vpc_peering_connection: Option<AnalysisComponent>, port: Option<i32>, port_ranges: Option<Vec<PortRange>>, prefix_list: Option<AnalysisComponent>, protocols: Option<Vec<String>>, route_table_route: Option<AnalysisRouteTableRoute>, route_table: Option<AnalysisComponent>, security_group: Option<AnalysisComponent>, security_group_rule: Option<AnalysisSecurityGroupRule>, security_groups: Option<Vec<AnalysisComponent>>, source_vpc: Option<AnalysisComponent>, state: Option<String>, subnet: Option<AnalysisComponent>, subnet_route_table: Option<AnalysisComponent>, vpc: Option<AnalysisComponent>, vpc_endpoint: Option<AnalysisComponent>, vpn_connection: Option<AnalysisComponent>, vpn_gateway: Option<AnalysisComponent>, transit_gateway: Option<AnalysisComponent>, transit_gateway_route_table: Option<AnalysisComponent>, transit_gateway_route_table_route: Option<TransitGatewayRouteTableRoute>, transit_gateway_attachment: Option<AnalysisComponent>, component_account: Option<String>, component_region: Option<String>, firewall_stateless_rule: Option<FirewallStatelessRule>, firewall_stateful_rule: Option<FirewallStatefulRule>, } }
structure! { Filter(shape::Filter) { name: Option<String>, values: Option<Vec<String>>, } }
structure! { FilterPortRange(shape::FilterPortRange) { from_port: Option<i32>, to_port: Option<i32>, } }
structure! { FirewallStatefulRule(shape::FirewallStatefulRule) { rule_group_arn: Option<String>, sources: Option<Vec<String>>, destinations: Option<Vec<String>>, source_ports: Option<Vec<PortRange>>, destination_ports: Option<Vec<PortRange>>, protocol: Option<String>, rule_action: Option<String>, direction: Option<String>, } }
structure! { FirewallStatelessRule(shape::FirewallStatelessRule) { rule_group_arn: Option<String>, sources: Option<Vec<String>>, destinations: Option<Vec<String>>, source_ports: Option<Vec<PortRange>>, destination_ports: Option<Vec<PortRange>>, protocols: Option<Vec<i32>>, rule_action: Option<String>, priority: Option<i32>, } }
structure! { FlowLog(shape::FlowLog) { creation_time: Option<crate::Timestamp>, deliver_logs_error_message: Option<String>, deliver_logs_permission_arn: Option<String>, deliver_cross_account_role: Option<String>, deliver_logs_status: Option<String>, flow_log_id: Option<String>, flow_log_status: Option<String>, log_group_name: Option<String>, resource_id: Option<String>, traffic_type: Option<TrafficType>, log_destination_type: Option<LogDestinationType>, log_destination: Option<String>, log_format: Option<String>, tags: Option<Vec<Tag>>, max_aggregation_interval: Option<i32>, destination_options: Option<DestinationOptionsResponse>, } }
enumeration! { FlowLogsResourceType { Vpc = "VPC", Subnet = "Subnet", NetworkInterface = "NetworkInterface", TransitGateway = "TransitGateway", TransitGatewayAttachment = "TransitGatewayAttachment", RegionalNatGateway = "RegionalNatGateway", } }
structure! { GetManagedPrefixListAssociationsRequest(shape::GetManagedPrefixListAssociationsRequest) { dry_run: Option<bool>, prefix_list_id: String, max_results: Option<i32>, next_token: Option<String>, } }
structure! { GetManagedPrefixListAssociationsResult(shape::GetManagedPrefixListAssociationsResult) { prefix_list_associations: Option<Vec<PrefixListAssociation>>, next_token: Option<String>, } }
structure! { GetManagedPrefixListEntriesRequest(shape::GetManagedPrefixListEntriesRequest) { dry_run: Option<bool>, prefix_list_id: String, target_version: Option<i64>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { GetManagedPrefixListEntriesResult(shape::GetManagedPrefixListEntriesResult) { entries: Option<Vec<PrefixListEntry>>, next_token: Option<String>, } }
structure! { GetSecurityGroupsForVpcRequest(shape::GetSecurityGroupsForVpcRequest) { vpc_id: String, next_token: Option<String>, max_results: Option<i32>, filters: Option<Vec<Filter>>, dry_run: Option<bool>, } }
structure! { GetSecurityGroupsForVpcResult(shape::GetSecurityGroupsForVpcResult) { next_token: Option<String>, security_group_for_vpcs: Option<Vec<SecurityGroupForVpc>>, } }
structure! { GetSubnetCidrReservationsRequest(shape::GetSubnetCidrReservationsRequest) { filters: Option<Vec<Filter>>, subnet_id: String, dry_run: Option<bool>, next_token: Option<String>, max_results: Option<i32>, } }
structure! { GetSubnetCidrReservationsResult(shape::GetSubnetCidrReservationsResult) { subnet_ipv4_cidr_reservations: Option<Vec<SubnetCidrReservation>>, subnet_ipv6_cidr_reservations: Option<Vec<SubnetCidrReservation>>, next_token: Option<String>, } }
structure! { GroupIdentifier(shape::GroupIdentifier) { group_id: Option<String>, group_name: Option<String>, } }
enumeration! { HostnameType { IpName = "ip-name", ResourceName = "resource-name", } }
structure! { IcmpTypeCode(shape::IcmpTypeCode) { code: Option<i32>, r#type: Option<i32>, } }
structure! { InstanceIpv6Address(shape::InstanceIpv6Address) { ipv6_address: Option<String>, is_primary_ipv6: Option<bool>, } }
structure! { InternetGateway(shape::InternetGateway) { attachments: Option<Vec<InternetGatewayAttachment>>, internet_gateway_id: Option<String>, owner_id: Option<String>, tags: Option<Vec<Tag>>, } }
structure! { InternetGatewayAttachment(shape::InternetGatewayAttachment) { state: Option<AttachmentStatus>, vpc_id: Option<String>, } }
enumeration! { IpAddressType { Ipv4 = "ipv4", Dualstack = "dualstack", Ipv6 = "ipv6", } }
structure! { IpPermission(shape::IpPermission) { ip_protocol: Option<String>, from_port: Option<i32>, to_port: Option<i32>, user_id_group_pairs: Option<Vec<UserIdGroupPair>>, ip_ranges: Option<Vec<IpRange>>, ipv6_ranges: Option<Vec<Ipv6Range>>, prefix_list_ids: Option<Vec<PrefixListId>>, } }
structure! { IpRange(shape::IpRange) { description: Option<String>, cidr_ip: Option<String>, } }
enumeration! { IpSource { Amazon = "amazon", Byoip = "byoip", None = "none", } }
structure! { Ipv4PrefixSpecification(shape::Ipv4PrefixSpecification) { ipv4_prefix: Option<String>, } }
structure! { Ipv4PrefixSpecificationRequest(shape::Ipv4PrefixSpecificationRequest) { ipv4_prefix: Option<String>, } }
enumeration! { Ipv6AddressAttribute { Public = "public", Private = "private", } }
structure! { Ipv6CidrBlock(shape::Ipv6CidrBlock) { ipv6_cidr_block: Option<String>, } }
structure! { Ipv6PrefixSpecification(shape::Ipv6PrefixSpecification) { ipv6_prefix: Option<String>, } }
structure! { Ipv6PrefixSpecificationRequest(shape::Ipv6PrefixSpecificationRequest) { ipv6_prefix: Option<String>, } }
structure! { Ipv6Range(shape::Ipv6Range) { description: Option<String>, cidr_ipv6: Option<String>, } }
structure! { LastError(shape::LastError) { message: Option<String>, code: Option<String>, } }
enumeration! { LogDestinationType { CloudWatchLogs = "cloud-watch-logs", S3 = "s3", KinesisDataFirehose = "kinesis-data-firehose", } }
structure! { ManagedPrefixList(shape::ManagedPrefixList) { prefix_list_id: Option<String>, address_family: Option<String>, state: Option<PrefixListState>, state_message: Option<String>, prefix_list_arn: Option<String>, prefix_list_name: Option<String>, max_entries: Option<i32>, version: Option<i64>, tags: Option<Vec<Tag>>, owner_id: Option<String>, ipam_prefix_list_resolver_target_id: Option<String>, ipam_prefix_list_resolver_sync_enabled: Option<bool>, } }
structure! { ModifyManagedPrefixListRequest(shape::ModifyManagedPrefixListRequest) { dry_run: Option<bool>, prefix_list_id: String, current_version: Option<i64>, prefix_list_name: Option<String>, add_entries: Option<Vec<AddPrefixListEntry>>, remove_entries: Option<Vec<RemovePrefixListEntry>>, max_entries: Option<i32>, ipam_prefix_list_resolver_sync_enabled: Option<bool>, } }
structure! { ModifyManagedPrefixListResult(shape::ModifyManagedPrefixListResult) { prefix_list: Option<ManagedPrefixList>, } }
structure! { ModifyNetworkInterfaceAttributeRequest(shape::ModifyNetworkInterfaceAttributeRequest) { ena_srd_specification: Option<EnaSrdSpecification>, enable_primary_ipv6: Option<bool>, connection_tracking_specification: Option<ConnectionTrackingSpecificationRequest>, associate_public_ip_address: Option<bool>, associated_subnet_ids: Option<Vec<String>>, dry_run: Option<bool>, network_interface_id: String, description: Option<AttributeValue>, source_dest_check: Option<AttributeBooleanValue>, groups: Option<Vec<String>>, attachment: Option<NetworkInterfaceAttachmentChanges>, } }
structure! { ModifySecurityGroupRulesRequest(shape::ModifySecurityGroupRulesRequest) { group_id: String, security_group_rules: Vec<SecurityGroupRuleUpdate>, dry_run: Option<bool>, } }
structure! { ModifySecurityGroupRulesResult(shape::ModifySecurityGroupRulesResult) { r#return: Option<bool>, } }
structure! { ModifySubnetAttributeRequest(shape::ModifySubnetAttributeRequest) { assign_ipv6_address_on_creation: Option<AttributeBooleanValue>, map_public_ip_on_launch: Option<AttributeBooleanValue>, subnet_id: String, map_customer_owned_ip_on_launch: Option<AttributeBooleanValue>, customer_owned_ipv4_pool: Option<String>, enable_dns64: Option<AttributeBooleanValue>, private_dns_hostname_type_on_launch: Option<HostnameType>, enable_resource_name_dns_a_record_on_launch: Option<AttributeBooleanValue>, enable_resource_name_dns_aaaa_record_on_launch: Option<AttributeBooleanValue>, enable_lni_at_device_index: Option<i32>, disable_lni_at_device_index: Option<AttributeBooleanValue>, } }
structure! { ModifyVpcAttributeRequest(shape::ModifyVpcAttributeRequest) { enable_dns_hostnames: Option<AttributeBooleanValue>, enable_dns_support: Option<AttributeBooleanValue>, vpc_id: String, enable_network_address_usage_metrics: Option<AttributeBooleanValue>, } }
structure! { ModifyVpcEndpointRequest(shape::ModifyVpcEndpointRequest) { dry_run: Option<bool>, vpc_endpoint_id: String, reset_policy: Option<bool>, policy_document: Option<String>, add_route_table_ids: Option<Vec<String>>, remove_route_table_ids: Option<Vec<String>>, add_subnet_ids: Option<Vec<String>>, remove_subnet_ids: Option<Vec<String>>, add_security_group_ids: Option<Vec<String>>, remove_security_group_ids: Option<Vec<String>>, ip_address_type: Option<IpAddressType>, dns_options: Option<DnsOptionsSpecification>, private_dns_enabled: Option<bool>, subnet_configurations: Option<Vec<SubnetConfiguration>>, } }
structure! { ModifyVpcEndpointResult(shape::ModifyVpcEndpointResult) { r#return: Option<bool>, } }
structure! { ModifyVpcPeeringConnectionOptionsRequest(shape::ModifyVpcPeeringConnectionOptionsRequest) { accepter_peering_connection_options: Option<PeeringConnectionOptionsRequest>, dry_run: Option<bool>, requester_peering_connection_options: Option<PeeringConnectionOptionsRequest>, vpc_peering_connection_id: String, } }
structure! { ModifyVpcPeeringConnectionOptionsResult(shape::ModifyVpcPeeringConnectionOptionsResult) { accepter_peering_connection_options: Option<PeeringConnectionOptions>, requester_peering_connection_options: Option<PeeringConnectionOptions>, } }
structure! { ModifyVpcTenancyRequest(shape::ModifyVpcTenancyRequest) { vpc_id: String, instance_tenancy: VpcTenancy, dry_run: Option<bool>, } }
structure! { ModifyVpcTenancyResult(shape::ModifyVpcTenancyResult) { return_value: Option<bool>, } }
structure! { NatGateway(shape::NatGateway) { create_time: Option<crate::Timestamp>, delete_time: Option<crate::Timestamp>, failure_code: Option<String>, failure_message: Option<String>, nat_gateway_addresses: Option<Vec<NatGatewayAddress>>, nat_gateway_id: Option<String>, provisioned_bandwidth: Option<ProvisionedBandwidth>, state: Option<NatGatewayState>, subnet_id: Option<String>, vpc_id: Option<String>, tags: Option<Vec<Tag>>, connectivity_type: Option<ConnectivityType>, availability_mode: Option<AvailabilityMode>, auto_scaling_ips: Option<AutoScalingIpsState>, auto_provision_zones: Option<AutoProvisionZonesState>, attached_appliances: Option<Vec<NatGatewayAttachedAppliance>>, route_table_id: Option<String>, } }
structure! { NatGatewayAddress(shape::NatGatewayAddress) { allocation_id: Option<String>, network_interface_id: Option<String>, private_ip: Option<String>, public_ip: Option<String>, association_id: Option<String>, is_primary: Option<bool>, failure_message: Option<String>, status: Option<NatGatewayAddressStatus>, availability_zone: Option<String>, availability_zone_id: Option<String>, } }
enumeration! { NatGatewayAddressStatus { Assigning = "assigning", Unassigning = "unassigning", Associating = "associating", Disassociating = "disassociating", Succeeded = "succeeded", Failed = "failed", } }
enumeration! { NatGatewayApplianceModifyState { Modifying = "modifying", Completed = "completed", Failed = "failed", } }
enumeration! { NatGatewayApplianceState { Attaching = "attaching", Attached = "attached", Detaching = "detaching", Detached = "detached", AttachFailed = "attach-failed", DetachFailed = "detach-failed", } }
enumeration! { NatGatewayApplianceType { NetworkFirewallProxy = "network-firewall-proxy", } }
structure! { NatGatewayAttachedAppliance(shape::NatGatewayAttachedAppliance) { r#type: Option<NatGatewayApplianceType>, appliance_arn: Option<String>, vpc_endpoint_id: Option<String>, attachment_state: Option<NatGatewayApplianceState>, modification_state: Option<NatGatewayApplianceModifyState>, failure_code: Option<String>, failure_message: Option<String>, } }
enumeration! { NatGatewayState { Pending = "pending", Failed = "failed", Available = "available", Deleting = "deleting", Deleted = "deleted", } }
structure! { NetworkAcl(shape::NetworkAcl) { associations: Option<Vec<NetworkAclAssociation>>, entries: Option<Vec<NetworkAclEntry>>, is_default: Option<bool>, network_acl_id: Option<String>, tags: Option<Vec<Tag>>, vpc_id: Option<String>, owner_id: Option<String>, } }
structure! { NetworkAclAssociation(shape::NetworkAclAssociation) { network_acl_association_id: Option<String>, network_acl_id: Option<String>, subnet_id: Option<String>, } }
structure! { NetworkAclEntry(shape::NetworkAclEntry) { cidr_block: Option<String>, egress: Option<bool>, icmp_type_code: Option<IcmpTypeCode>, ipv6_cidr_block: Option<String>, port_range: Option<PortRange>, protocol: Option<String>, rule_action: Option<RuleAction>, rule_number: Option<i32>, } }
structure! { NetworkInsightsAnalysis(shape::NetworkInsightsAnalysis) { network_insights_analysis_id: Option<String>, network_insights_analysis_arn: Option<String>, network_insights_path_id: Option<String>, additional_accounts: Option<Vec<String>>, filter_in_arns: Option<Vec<String>>, filter_out_arns: Option<Vec<String>>, start_date: Option<crate::Timestamp>, status: Option<AnalysisStatus>, status_message: Option<String>, warning_message: Option<String>, network_path_found: Option<bool>, forward_path_components: Option<Vec<PathComponent>>, return_path_components: Option<Vec<PathComponent>>, explanations: Option<Vec<Explanation>>, alternate_path_hints: Option<Vec<AlternatePathHint>>, suggested_accounts: Option<Vec<String>>, tags: Option<Vec<Tag>>, } }
structure! { NetworkInsightsPath(shape::NetworkInsightsPath) { network_insights_path_id: Option<String>, network_insights_path_arn: Option<String>, created_date: Option<crate::Timestamp>, source: Option<String>, destination: Option<String>, source_arn: Option<String>, destination_arn: Option<String>, source_ip: Option<String>, destination_ip: Option<String>, protocol: Option<Protocol>, destination_port: Option<i32>, tags: Option<Vec<Tag>>, filter_at_source: Option<PathFilter>, filter_at_destination: Option<PathFilter>, } }
structure! { NetworkInterface(shape::NetworkInterface) { association: Option<NetworkInterfaceAssociation>, attachment: Option<NetworkInterfaceAttachment>, availability_zone: Option<String>, connection_tracking_configuration: Option<ConnectionTrackingConfiguration>, description: Option<String>, groups: Option<Vec<GroupIdentifier>>, interface_type: Option<NetworkInterfaceType>, ipv6_addresses: Option<Vec<NetworkInterfaceIpv6Address>>, mac_address: Option<String>, network_interface_id: Option<String>, outpost_arn: Option<String>, owner_id: Option<String>, private_dns_name: Option<String>, public_dns_name: Option<String>, public_ip_dns_name_options: Option<PublicIpDnsNameOptions>, private_ip_address: Option<String>, private_ip_addresses: Option<Vec<NetworkInterfacePrivateIpAddress>>, ipv4_prefixes: Option<Vec<Ipv4PrefixSpecification>>, ipv6_prefixes: Option<Vec<Ipv6PrefixSpecification>>, requester_id: Option<String>, requester_managed: Option<bool>, source_dest_check: Option<bool>, status: Option<NetworkInterfaceStatus>, subnet_id: Option<String>, tag_set: Option<Vec<Tag>>, vpc_id: Option<String>, deny_all_igw_traffic: Option<bool>, ipv6_native: Option<bool>, ipv6_address: Option<String>, operator: Option<OperatorResponse>, associated_subnets: Option<Vec<String>>, availability_zone_id: Option<String>, } }
structure! { NetworkInterfaceAssociation(shape::NetworkInterfaceAssociation) { allocation_id: Option<String>, association_id: Option<String>, ip_owner_id: Option<String>, public_dns_name: Option<String>, public_ip: Option<String>, customer_owned_ip: Option<String>, carrier_ip: Option<String>, } }
structure! { NetworkInterfaceAttachment(shape::NetworkInterfaceAttachment) { attach_time: Option<crate::Timestamp>, attachment_id: Option<String>, delete_on_termination: Option<bool>, device_index: Option<i32>, network_card_index: Option<i32>, instance_id: Option<String>, instance_owner_id: Option<String>, status: Option<AttachmentStatus>, ena_srd_specification: Option<AttachmentEnaSrdSpecification>, ena_queue_count: Option<i32>, } }
structure! { NetworkInterfaceAttachmentChanges(shape::NetworkInterfaceAttachmentChanges) { default_ena_queue_count: Option<bool>, ena_queue_count: Option<i32>, attachment_id: Option<String>, delete_on_termination: Option<bool>, } }
enumeration! { NetworkInterfaceAttribute { Description = "description", GroupSet = "groupSet", SourceDestCheck = "sourceDestCheck", Attachment = "attachment", AssociatePublicIpAddress = "associatePublicIpAddress", } }
enumeration! { NetworkInterfaceCreationType { Efa = "efa", EfaOnly = "efa-only", Branch = "branch", Trunk = "trunk", } }
structure! { NetworkInterfaceIpv6Address(shape::NetworkInterfaceIpv6Address) { ipv6_address: Option<String>, public_ipv6_dns_name: Option<String>, is_primary_ipv6: Option<bool>, } }
structure! { NetworkInterfacePrivateIpAddress(shape::NetworkInterfacePrivateIpAddress) { association: Option<NetworkInterfaceAssociation>, primary: Option<bool>, private_dns_name: Option<String>, private_ip_address: Option<String>, } }
enumeration! { NetworkInterfaceStatus { Available = "available", Associated = "associated", Attaching = "attaching", InUse = "in-use", Detaching = "detaching", } }
enumeration! { NetworkInterfaceType { Interface = "interface", NatGateway = "natGateway", Efa = "efa", EfaOnly = "efa-only", Trunk = "trunk", LoadBalancer = "load_balancer", NetworkLoadBalancer = "network_load_balancer", VpcEndpoint = "vpc_endpoint", Branch = "branch", TransitGateway = "transit_gateway", Lambda = "lambda", Quicksight = "quicksight", GlobalAcceleratorManaged = "global_accelerator_managed", ApiGatewayManaged = "api_gateway_managed", GatewayLoadBalancer = "gateway_load_balancer", GatewayLoadBalancerEndpoint = "gateway_load_balancer_endpoint", IotRulesManaged = "iot_rules_managed", AwsCodestarConnectionsManaged = "aws_codestar_connections_managed", } }
structure! { NewDhcpConfiguration(shape::NewDhcpConfiguration) { key: Option<String>, values: Option<Vec<String>>, } }
structure! { OperatorRequest(shape::OperatorRequest) { principal: Option<String>, } }
structure! { OperatorResponse(shape::OperatorResponse) { managed: Option<bool>, principal: Option<String>, hidden_by_default: Option<bool>, } }
structure! { PathComponent(shape::PathComponent) { sequence_number: Option<i32>, acl_rule: Option<AnalysisAclRule>, attached_to: Option<AnalysisComponent>, component: Option<AnalysisComponent>, destination_vpc: Option<AnalysisComponent>, outbound_header: Option<AnalysisPacketHeader>, inbound_header: Option<AnalysisPacketHeader>, route_table_route: Option<AnalysisRouteTableRoute>, security_group_rule: Option<AnalysisSecurityGroupRule>, source_vpc: Option<AnalysisComponent>, subnet: Option<AnalysisComponent>, vpc: Option<AnalysisComponent>, additional_details: Option<Vec<AdditionalDetail>>, transit_gateway: Option<AnalysisComponent>, transit_gateway_route_table_route: Option<TransitGatewayRouteTableRoute>, explanations: Option<Vec<Explanation>>, elastic_load_balancer_listener: Option<AnalysisComponent>, firewall_stateless_rule: Option<FirewallStatelessRule>, firewall_stateful_rule: Option<FirewallStatefulRule>, service_name: Option<String>, } }
structure! { PathFilter(shape::PathFilter) { source_address: Option<String>, source_port_range: Option<FilterPortRange>, destination_address: Option<String>, destination_port_range: Option<FilterPortRange>, } }
structure! { PathRequestFilter(shape::PathRequestFilter) { source_address: Option<String>, source_port_range: Option<RequestFilterPortRange>, destination_address: Option<String>, destination_port_range: Option<RequestFilterPortRange>, } }
enumeration! { PayerResponsibility { ServiceOwner = "ServiceOwner", } }
structure! { PeeringConnectionOptions(shape::PeeringConnectionOptions) { allow_dns_resolution_from_remote_vpc: Option<bool>, allow_egress_from_local_classic_link_to_remote_vpc: Option<bool>, allow_egress_from_local_vpc_to_remote_classic_link: Option<bool>, } }
structure! { PeeringConnectionOptionsRequest(shape::PeeringConnectionOptionsRequest) { allow_dns_resolution_from_remote_vpc: Option<bool>, allow_egress_from_local_classic_link_to_remote_vpc: Option<bool>, allow_egress_from_local_vpc_to_remote_classic_link: Option<bool>, } }
structure! { PortRange(shape::PortRange) { from: Option<i32>, to: Option<i32>, } }
structure! { PrefixList(shape::PrefixList) { cidrs: Option<Vec<String>>, prefix_list_id: Option<String>, prefix_list_name: Option<String>, } }
structure! { PrefixListAssociation(shape::PrefixListAssociation) { resource_id: Option<String>, resource_owner: Option<String>, } }
structure! { PrefixListEntry(shape::PrefixListEntry) { cidr: Option<String>, description: Option<String>, } }
structure! { PrefixListId(shape::PrefixListId) { description: Option<String>, prefix_list_id: Option<String>, } }
enumeration! { PrefixListState { CreateInProgress = "create-in-progress", CreateComplete = "create-complete", CreateFailed = "create-failed", ModifyInProgress = "modify-in-progress", ModifyComplete = "modify-complete", ModifyFailed = "modify-failed", RestoreInProgress = "restore-in-progress", RestoreComplete = "restore-complete", RestoreFailed = "restore-failed", DeleteInProgress = "delete-in-progress", DeleteComplete = "delete-complete", DeleteFailed = "delete-failed", } }
structure! { PrivateDnsDetails(shape::PrivateDnsDetails) { private_dns_name: Option<String>, } }
structure! { PrivateDnsNameOptionsOnLaunch(shape::PrivateDnsNameOptionsOnLaunch) { hostname_type: Option<HostnameType>, enable_resource_name_dns_a_record: Option<bool>, enable_resource_name_dns_aaaa_record: Option<bool>, } }
structure! { PrivateIpAddressSpecification(shape::PrivateIpAddressSpecification) { primary: Option<bool>, private_ip_address: Option<String>, } }
structure! { PropagatingVgw(shape::PropagatingVgw) { gateway_id: Option<String>, } }
enumeration! { Protocol { Tcp = "tcp", Udp = "udp", } }
structure! { ProvisionedBandwidth(shape::ProvisionedBandwidth) { provision_time: Option<crate::Timestamp>, provisioned: Option<String>, request_time: Option<crate::Timestamp>, requested: Option<String>, status: Option<String>, } }
structure! { PtrUpdateStatus(shape::PtrUpdateStatus) { value: Option<String>, status: Option<String>, reason: Option<String>, } }
structure! { PublicIpDnsNameOptions(shape::PublicIpDnsNameOptions) { dns_hostname_type: Option<String>, public_ipv4_dns_name: Option<String>, public_ipv6_dns_name: Option<String>, public_dual_stack_dns_name: Option<String>, } }
structure! { ReferencedSecurityGroup(shape::ReferencedSecurityGroup) { group_id: Option<String>, peering_status: Option<String>, user_id: Option<String>, vpc_id: Option<String>, vpc_peering_connection_id: Option<String>, } }
structure! { Region(shape::Region) { opt_in_status: Option<String>, geography: Option<Vec<RegionGeography>>, region_name: Option<String>, endpoint: Option<String>, } }
structure! { RegionGeography(shape::RegionGeography) { name: Option<String>, } }
structure! { RejectVpcPeeringConnectionRequest(shape::RejectVpcPeeringConnectionRequest) { dry_run: Option<bool>, vpc_peering_connection_id: String, } }
structure! { RejectVpcPeeringConnectionResult(shape::RejectVpcPeeringConnectionResult) { r#return: Option<bool>, } }
structure! { ReleaseAddressRequest(shape::ReleaseAddressRequest) { allocation_id: Option<String>, public_ip: Option<String>, network_border_group: Option<String>, dry_run: Option<bool>, } }
structure! { RemovePrefixListEntry(shape::RemovePrefixListEntry) { cidr: String, } }
structure! { ReplaceNetworkAclAssociationRequest(shape::ReplaceNetworkAclAssociationRequest) { dry_run: Option<bool>, association_id: String, network_acl_id: String, } }
structure! { ReplaceNetworkAclAssociationResult(shape::ReplaceNetworkAclAssociationResult) { new_association_id: Option<String>, } }
structure! { ReplaceNetworkAclEntryRequest(shape::ReplaceNetworkAclEntryRequest) { dry_run: Option<bool>, network_acl_id: String, rule_number: i32, protocol: String, rule_action: RuleAction, egress: bool, cidr_block: Option<String>, ipv6_cidr_block: Option<String>, icmp_type_code: Option<IcmpTypeCode>, port_range: Option<PortRange>, } }
structure! { ReplaceRouteRequest(shape::ReplaceRouteRequest) { destination_prefix_list_id: Option<String>, vpc_endpoint_id: Option<String>, local_target: Option<bool>, transit_gateway_id: Option<String>, local_gateway_id: Option<String>, carrier_gateway_id: Option<String>, core_network_arn: Option<String>, odb_network_arn: Option<String>, dry_run: Option<bool>, route_table_id: String, destination_cidr_block: Option<String>, gateway_id: Option<String>, destination_ipv6_cidr_block: Option<String>, egress_only_internet_gateway_id: Option<String>, instance_id: Option<String>, network_interface_id: Option<String>, vpc_peering_connection_id: Option<String>, nat_gateway_id: Option<String>, } }
structure! { ReplaceRouteTableAssociationRequest(shape::ReplaceRouteTableAssociationRequest) { dry_run: Option<bool>, association_id: String, route_table_id: String, } }
structure! { ReplaceRouteTableAssociationResult(shape::ReplaceRouteTableAssociationResult) { new_association_id: Option<String>, association_state: Option<RouteTableAssociationState>, } }
structure! { RequestFilterPortRange(shape::RequestFilterPortRange) { from_port: Option<i32>, to_port: Option<i32>, } }
structure! { ResetNetworkInterfaceAttributeRequest(shape::ResetNetworkInterfaceAttributeRequest) { dry_run: Option<bool>, network_interface_id: String, source_dest_check: Option<String>, } }
enumeration! { ResourceType { CapacityReservation = "capacity-reservation", ClientVpnEndpoint = "client-vpn-endpoint", CustomerGateway = "customer-gateway", CarrierGateway = "carrier-gateway", CoipPool = "coip-pool", DeclarativePoliciesReport = "declarative-policies-report", DedicatedHost = "dedicated-host", DhcpOptions = "dhcp-options", EgressOnlyInternetGateway = "egress-only-internet-gateway", ElasticIp = "elastic-ip", ElasticGpu = "elastic-gpu", ExportImageTask = "export-image-task", ExportInstanceTask = "export-instance-task", Fleet = "fleet", FpgaImage = "fpga-image", HostReservation = "host-reservation", Image = "image", ImageUsageReport = "image-usage-report", ImportImageTask = "import-image-task", ImportSnapshotTask = "import-snapshot-task", Instance = "instance", InstanceEventWindow = "instance-event-window", InternetGateway = "internet-gateway", Ipam = "ipam", IpamPool = "ipam-pool", IpamScope = "ipam-scope", Ipv4poolEc2 = "ipv4pool-ec2", Ipv6poolEc2 = "ipv6pool-ec2", KeyPair = "key-pair", LaunchTemplate = "launch-template", LocalGateway = "local-gateway", LocalGatewayRouteTable = "local-gateway-route-table", LocalGatewayVirtualInterface = "local-gateway-virtual-interface", LocalGatewayVirtualInterfaceGroup = "local-gateway-virtual-interface-group", LocalGatewayRouteTableVpcAssociation = "local-gateway-route-table-vpc-association", LocalGatewayRouteTableVirtualInterfaceGroupAssociation = "local-gateway-route-table-virtual-interface-group-association", Natgateway = "natgateway", NetworkAcl = "network-acl", NetworkInterface = "network-interface", NetworkInsightsAnalysis = "network-insights-analysis", NetworkInsightsPath = "network-insights-path", NetworkInsightsAccessScope = "network-insights-access-scope", NetworkInsightsAccessScopeAnalysis = "network-insights-access-scope-analysis", OutpostLag = "outpost-lag", PlacementGroup = "placement-group", PrefixList = "prefix-list", ReplaceRootVolumeTask = "replace-root-volume-task", ReservedInstances = "reserved-instances", RouteTable = "route-table", SecurityGroup = "security-group", SecurityGroupRule = "security-group-rule", ServiceLinkVirtualInterface = "service-link-virtual-interface", Snapshot = "snapshot", SpotFleetRequest = "spot-fleet-request", SpotInstancesRequest = "spot-instances-request", Subnet = "subnet", SubnetCidrReservation = "subnet-cidr-reservation", TrafficMirrorFilter = "traffic-mirror-filter", TrafficMirrorSession = "traffic-mirror-session", TrafficMirrorTarget = "traffic-mirror-target", TransitGateway = "transit-gateway", TransitGatewayAttachment = "transit-gateway-attachment", TransitGatewayConnectPeer = "transit-gateway-connect-peer", TransitGatewayMulticastDomain = "transit-gateway-multicast-domain", TransitGatewayPolicyTable = "transit-gateway-policy-table", TransitGatewayMeteringPolicy = "transit-gateway-metering-policy", TransitGatewayRouteTable = "transit-gateway-route-table", TransitGatewayRouteTableAnnouncement = "transit-gateway-route-table-announcement", Volume = "volume", Vpc = "vpc", VpcEndpoint = "vpc-endpoint", VpcEndpointConnection = "vpc-endpoint-connection", VpcEndpointService = "vpc-endpoint-service", VpcEndpointServicePermission = "vpc-endpoint-service-permission", VpcPeeringConnection = "vpc-peering-connection", VpnConnection = "vpn-connection", VpnGateway = "vpn-gateway", VpcFlowLog = "vpc-flow-log", CapacityReservationFleet = "capacity-reservation-fleet", TrafficMirrorFilterRule = "traffic-mirror-filter-rule", VpcEndpointConnectionDeviceType = "vpc-endpoint-connection-device-type", VerifiedAccessInstance = "verified-access-instance", VerifiedAccessGroup = "verified-access-group", VerifiedAccessEndpoint = "verified-access-endpoint", VerifiedAccessPolicy = "verified-access-policy", VerifiedAccessTrustProvider = "verified-access-trust-provider", VpnConnectionDeviceType = "vpn-connection-device-type", VpcBlockPublicAccessExclusion = "vpc-block-public-access-exclusion", VpcEncryptionControl = "vpc-encryption-control", RouteServer = "route-server", RouteServerEndpoint = "route-server-endpoint", RouteServerPeer = "route-server-peer", IpamResourceDiscovery = "ipam-resource-discovery", IpamResourceDiscoveryAssociation = "ipam-resource-discovery-association", InstanceConnectEndpoint = "instance-connect-endpoint", VerifiedAccessEndpointTarget = "verified-access-endpoint-target", IpamExternalResourceVerificationToken = "ipam-external-resource-verification-token", CapacityBlock = "capacity-block", MacModificationTask = "mac-modification-task", IpamPrefixListResolver = "ipam-prefix-list-resolver", IpamPolicy = "ipam-policy", IpamPrefixListResolverTarget = "ipam-prefix-list-resolver-target", SecondaryInterface = "secondary-interface", SecondaryNetwork = "secondary-network", SecondarySubnet = "secondary-subnet", CapacityManagerDataExport = "capacity-manager-data-export", VpnConcentrator = "vpn-concentrator", IpamPoolAllocation = "ipam-pool-allocation", } }
structure! { RestoreManagedPrefixListVersionRequest(shape::RestoreManagedPrefixListVersionRequest) { dry_run: Option<bool>, prefix_list_id: String, previous_version: i64, current_version: i64, } }
structure! { RestoreManagedPrefixListVersionResult(shape::RestoreManagedPrefixListVersionResult) { prefix_list: Option<ManagedPrefixList>, } }
structure! { RevokeSecurityGroupEgressRequest(shape::RevokeSecurityGroupEgressRequest) { security_group_rule_ids: Option<Vec<String>>, dry_run: Option<bool>, group_id: String, source_security_group_name: Option<String>, source_security_group_owner_id: Option<String>, ip_protocol: Option<String>, from_port: Option<i32>, to_port: Option<i32>, cidr_ip: Option<String>, ip_permissions: Option<Vec<IpPermission>>, } }
structure! { RevokeSecurityGroupEgressResult(shape::RevokeSecurityGroupEgressResult) { r#return: Option<bool>, unknown_ip_permissions: Option<Vec<IpPermission>>, revoked_security_group_rules: Option<Vec<RevokedSecurityGroupRule>>, } }
structure! { RevokeSecurityGroupIngressRequest(shape::RevokeSecurityGroupIngressRequest) { cidr_ip: Option<String>, from_port: Option<i32>, group_id: Option<String>, group_name: Option<String>, ip_permissions: Option<Vec<IpPermission>>, ip_protocol: Option<String>, source_security_group_name: Option<String>, source_security_group_owner_id: Option<String>, to_port: Option<i32>, security_group_rule_ids: Option<Vec<String>>, dry_run: Option<bool>, } }
structure! { RevokeSecurityGroupIngressResult(shape::RevokeSecurityGroupIngressResult) { r#return: Option<bool>, unknown_ip_permissions: Option<Vec<IpPermission>>, revoked_security_group_rules: Option<Vec<RevokedSecurityGroupRule>>, } }
structure! { RevokedSecurityGroupRule(shape::RevokedSecurityGroupRule) { security_group_rule_id: Option<String>, group_id: Option<String>, is_egress: Option<bool>, ip_protocol: Option<String>, from_port: Option<i32>, to_port: Option<i32>, cidr_ipv4: Option<String>, cidr_ipv6: Option<String>, prefix_list_id: Option<String>, referenced_group_id: Option<String>, description: Option<String>, } }
structure! { Route(shape::Route) { destination_cidr_block: Option<String>, destination_ipv6_cidr_block: Option<String>, destination_prefix_list_id: Option<String>, egress_only_internet_gateway_id: Option<String>, gateway_id: Option<String>, instance_id: Option<String>, instance_owner_id: Option<String>, nat_gateway_id: Option<String>, transit_gateway_id: Option<String>, local_gateway_id: Option<String>, carrier_gateway_id: Option<String>, network_interface_id: Option<String>, origin: Option<RouteOrigin>, state: Option<RouteState>, vpc_peering_connection_id: Option<String>, core_network_arn: Option<String>, odb_network_arn: Option<String>, ip_address: Option<String>, } }
enumeration! { RouteOrigin { CreateRouteTable = "CreateRouteTable", CreateRoute = "CreateRoute", EnableVgwRoutePropagation = "EnableVgwRoutePropagation", Advertisement = "Advertisement", } }
enumeration! { RouteState { Active = "active", Blackhole = "blackhole", Filtered = "filtered", } }
structure! { RouteTable(shape::RouteTable) { associations: Option<Vec<RouteTableAssociation>>, propagating_vgws: Option<Vec<PropagatingVgw>>, route_table_id: Option<String>, routes: Option<Vec<Route>>, tags: Option<Vec<Tag>>, vpc_id: Option<String>, owner_id: Option<String>, } }
structure! { RouteTableAssociation(shape::RouteTableAssociation) { main: Option<bool>, route_table_association_id: Option<String>, route_table_id: Option<String>, subnet_id: Option<String>, gateway_id: Option<String>, public_ipv4_pool: Option<String>, association_state: Option<RouteTableAssociationState>, } }
structure! { RouteTableAssociationState(shape::RouteTableAssociationState) { state: Option<RouteTableAssociationStateCode>, status_message: Option<String>, } }
enumeration! { RouteTableAssociationStateCode { Associating = "associating", Associated = "associated", Disassociating = "disassociating", Disassociated = "disassociated", Failed = "failed", } }
enumeration! { RuleAction { Allow = "allow", Deny = "deny", } }
structure! { RuleGroupRuleOptionsPair(shape::RuleGroupRuleOptionsPair) { rule_group_arn: Option<String>, rule_options: Option<Vec<RuleOption>>, } }
structure! { RuleGroupTypePair(shape::RuleGroupTypePair) { rule_group_arn: Option<String>, rule_group_type: Option<String>, } }
structure! { RuleOption(shape::RuleOption) { keyword: Option<String>, settings: Option<Vec<String>>, } }
structure! { SecurityGroup(shape::SecurityGroup) { group_id: Option<String>, ip_permissions_egress: Option<Vec<IpPermission>>, tags: Option<Vec<Tag>>, vpc_id: Option<String>, security_group_arn: Option<String>, owner_id: Option<String>, group_name: Option<String>, description: Option<String>, ip_permissions: Option<Vec<IpPermission>>, } }
structure! { SecurityGroupForVpc(shape::SecurityGroupForVpc) { description: Option<String>, group_name: Option<String>, owner_id: Option<String>, group_id: Option<String>, tags: Option<Vec<Tag>>, primary_vpc_id: Option<String>, } }
structure! { SecurityGroupIdentifier(shape::SecurityGroupIdentifier) { group_id: Option<String>, group_name: Option<String>, } }
structure! { SecurityGroupReference(shape::SecurityGroupReference) { group_id: Option<String>, referencing_vpc_id: Option<String>, vpc_peering_connection_id: Option<String>, transit_gateway_id: Option<String>, } }
structure! { SecurityGroupRule(shape::SecurityGroupRule) { security_group_rule_id: Option<String>, group_id: Option<String>, group_owner_id: Option<String>, is_egress: Option<bool>, ip_protocol: Option<String>, from_port: Option<i32>, to_port: Option<i32>, cidr_ipv4: Option<String>, cidr_ipv6: Option<String>, prefix_list_id: Option<String>, referenced_group_info: Option<ReferencedSecurityGroup>, description: Option<String>, tags: Option<Vec<Tag>>, security_group_rule_arn: Option<String>, } }
structure! { SecurityGroupRuleDescription(shape::SecurityGroupRuleDescription) { security_group_rule_id: Option<String>, description: Option<String>, } }
structure! { SecurityGroupRuleRequest(shape::SecurityGroupRuleRequest) { ip_protocol: Option<String>, from_port: Option<i32>, to_port: Option<i32>, cidr_ipv4: Option<String>, cidr_ipv6: Option<String>, prefix_list_id: Option<String>, referenced_group_id: Option<String>, description: Option<String>, } }
structure! { SecurityGroupRuleUpdate(shape::SecurityGroupRuleUpdate) { security_group_rule_id: String, security_group_rule: Option<SecurityGroupRuleRequest>, } }
enumeration! { ServiceConnectivityType { Ipv4 = "ipv4", Ipv6 = "ipv6", } }
structure! { ServiceDetail(shape::ServiceDetail) { service_name: Option<String>, service_id: Option<String>, service_type: Option<Vec<ServiceTypeDetail>>, service_region: Option<String>, availability_zone_ids: Option<Vec<String>>, availability_zones: Option<Vec<String>>, owner: Option<String>, base_endpoint_dns_names: Option<Vec<String>>, private_dns_name: Option<String>, private_dns_names: Option<Vec<PrivateDnsDetails>>, vpc_endpoint_policy_supported: Option<bool>, acceptance_required: Option<bool>, manages_vpc_endpoints: Option<bool>, payer_responsibility: Option<PayerResponsibility>, tags: Option<Vec<Tag>>, private_dns_name_verification_state: Option<DnsNameState>, supported_ip_address_types: Option<Vec<ServiceConnectivityType>>, } }
enumeration! { ServiceManaged { Alb = "alb", Nlb = "nlb", Rnat = "rnat", Rds = "rds", } }
enumeration! { ServiceType { Interface = "Interface", Gateway = "Gateway", GatewayLoadBalancer = "GatewayLoadBalancer", } }
structure! { ServiceTypeDetail(shape::ServiceTypeDetail) { service_type: Option<ServiceType>, } }
structure! { StaleIpPermission(shape::StaleIpPermission) { from_port: Option<i32>, ip_protocol: Option<String>, ip_ranges: Option<Vec<String>>, prefix_list_ids: Option<Vec<String>>, to_port: Option<i32>, user_id_group_pairs: Option<Vec<UserIdGroupPair>>, } }
structure! { StaleSecurityGroup(shape::StaleSecurityGroup) { description: Option<String>, group_id: Option<String>, group_name: Option<String>, stale_ip_permissions: Option<Vec<StaleIpPermission>>, stale_ip_permissions_egress: Option<Vec<StaleIpPermission>>, vpc_id: Option<String>, } }
structure! { StartNetworkInsightsAnalysisRequest(shape::StartNetworkInsightsAnalysisRequest) { network_insights_path_id: String, additional_accounts: Option<Vec<String>>, filter_in_arns: Option<Vec<String>>, filter_out_arns: Option<Vec<String>>, dry_run: Option<bool>, tag_specifications: Option<Vec<TagSpecification>>, client_token: String, } }
structure! { StartNetworkInsightsAnalysisResult(shape::StartNetworkInsightsAnalysisResult) { network_insights_analysis: Option<NetworkInsightsAnalysis>, } }
enumeration! { State { PendingAcceptance = "PendingAcceptance", Pending = "Pending", Available = "Available", Deleting = "Deleting", Deleted = "Deleted", Rejected = "Rejected", Failed = "Failed", Expired = "Expired", Partial = "Partial", } }
structure! { Subnet(shape::Subnet) { availability_zone_id: Option<String>, enable_lni_at_device_index: Option<i32>, map_customer_owned_ip_on_launch: Option<bool>, customer_owned_ipv4_pool: Option<String>, owner_id: Option<String>, assign_ipv6_address_on_creation: Option<bool>, ipv6_cidr_block_association_set: Option<Vec<SubnetIpv6CidrBlockAssociation>>, tags: Option<Vec<Tag>>, subnet_arn: Option<String>, outpost_arn: Option<String>, enable_dns64: Option<bool>, ipv6_native: Option<bool>, private_dns_name_options_on_launch: Option<PrivateDnsNameOptionsOnLaunch>, block_public_access_states: Option<BlockPublicAccessStates>, r#type: Option<String>, subnet_id: Option<String>, state: Option<SubnetState>, vpc_id: Option<String>, cidr_block: Option<String>, available_ip_address_count: Option<i32>, availability_zone: Option<String>, default_for_az: Option<bool>, map_public_ip_on_launch: Option<bool>, } }
structure! { SubnetCidrBlockState(shape::SubnetCidrBlockState) { state: Option<SubnetCidrBlockStateCode>, status_message: Option<String>, } }
enumeration! { SubnetCidrBlockStateCode { Associating = "associating", Associated = "associated", Disassociating = "disassociating", Disassociated = "disassociated", Failing = "failing", Failed = "failed", } }
structure! { SubnetCidrReservation(shape::SubnetCidrReservation) { subnet_cidr_reservation_id: Option<String>, subnet_id: Option<String>, cidr: Option<String>, reservation_type: Option<SubnetCidrReservationType>, owner_id: Option<String>, description: Option<String>, tags: Option<Vec<Tag>>, } }
enumeration! { SubnetCidrReservationType { Prefix = "prefix", Explicit = "explicit", } }
structure! { SubnetConfiguration(shape::SubnetConfiguration) { subnet_id: Option<String>, ipv4: Option<String>, ipv6: Option<String>, } }
structure! { SubnetIpPrefixes(shape::SubnetIpPrefixes) { subnet_id: Option<String>, ip_prefixes: Option<Vec<String>>, } }
structure! { SubnetIpv6CidrBlockAssociation(shape::SubnetIpv6CidrBlockAssociation) { association_id: Option<String>, ipv6_cidr_block: Option<String>, ipv6_cidr_block_state: Option<SubnetCidrBlockState>, ipv6_address_attribute: Option<Ipv6AddressAttribute>, ip_source: Option<IpSource>, } }
enumeration! { SubnetState { Pending = "pending", Available = "available", Unavailable = "unavailable", Failed = "failed", FailedInsufficientCapacity = "failed-insufficient-capacity", } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagDescription(shape::TagDescription) { key: Option<String>, resource_id: Option<String>, resource_type: Option<ResourceType>, value: Option<String>, } }
structure! { TagSpecification(shape::TagSpecification) { resource_type: Option<ResourceType>, tags: Option<Vec<Tag>>, } }
enumeration! { Tenancy { Default = "default", Dedicated = "dedicated", Host = "host", } }
enumeration! { TrafficType { Accept = "ACCEPT", Reject = "REJECT", All = "ALL", } }
structure! { TransitGatewayRouteTableRoute(shape::TransitGatewayRouteTableRoute) { destination_cidr: Option<String>, state: Option<String>, route_origin: Option<String>, prefix_list_id: Option<String>, attachment_id: Option<String>, resource_id: Option<String>, resource_type: Option<String>, } }
structure! { UnassignIpv6AddressesRequest(shape::UnassignIpv6AddressesRequest) { ipv6_prefixes: Option<Vec<String>>, network_interface_id: String, ipv6_addresses: Option<Vec<String>>, } }
structure! { UnassignIpv6AddressesResult(shape::UnassignIpv6AddressesResult) { network_interface_id: Option<String>, unassigned_ipv6_addresses: Option<Vec<String>>, unassigned_ipv6_prefixes: Option<Vec<String>>, } }
structure! { UnassignPrivateIpAddressesRequest(shape::UnassignPrivateIpAddressesRequest) { ipv4_prefixes: Option<Vec<String>>, network_interface_id: String, private_ip_addresses: Option<Vec<String>>, } }
structure! { UnsuccessfulItem(shape::UnsuccessfulItem) { error: Option<UnsuccessfulItemError>, resource_id: Option<String>, } }
structure! { UnsuccessfulItemError(shape::UnsuccessfulItemError) { code: Option<String>, message: Option<String>, } }
structure! { UpdateSecurityGroupRuleDescriptionsEgressRequest(shape::UpdateSecurityGroupRuleDescriptionsEgressRequest) { dry_run: Option<bool>, group_id: Option<String>, group_name: Option<String>, ip_permissions: Option<Vec<IpPermission>>, security_group_rule_descriptions: Option<Vec<SecurityGroupRuleDescription>>, } }
structure! { UpdateSecurityGroupRuleDescriptionsEgressResult(shape::UpdateSecurityGroupRuleDescriptionsEgressResult) { r#return: Option<bool>, } }
structure! { UpdateSecurityGroupRuleDescriptionsIngressRequest(shape::UpdateSecurityGroupRuleDescriptionsIngressRequest) { dry_run: Option<bool>, group_id: Option<String>, group_name: Option<String>, ip_permissions: Option<Vec<IpPermission>>, security_group_rule_descriptions: Option<Vec<SecurityGroupRuleDescription>>, } }
structure! { UpdateSecurityGroupRuleDescriptionsIngressResult(shape::UpdateSecurityGroupRuleDescriptionsIngressResult) { r#return: Option<bool>, } }
structure! { UserIdGroupPair(shape::UserIdGroupPair) { description: Option<String>, user_id: Option<String>, group_name: Option<String>, group_id: Option<String>, vpc_id: Option<String>, vpc_peering_connection_id: Option<String>, peering_status: Option<String>, } }
structure! { Vpc(shape::Vpc) { owner_id: Option<String>, instance_tenancy: Option<Tenancy>, ipv6_cidr_block_association_set: Option<Vec<VpcIpv6CidrBlockAssociation>>, cidr_block_association_set: Option<Vec<VpcCidrBlockAssociation>>, is_default: Option<bool>, encryption_control: Option<VpcEncryptionControl>, tags: Option<Vec<Tag>>, block_public_access_states: Option<BlockPublicAccessStates>, vpc_id: Option<String>, state: Option<VpcState>, cidr_block: Option<String>, dhcp_options_id: Option<String>, } }
enumeration! { VpcAttributeName { EnableDnsSupport = "enableDnsSupport", EnableDnsHostnames = "enableDnsHostnames", EnableNetworkAddressUsageMetrics = "enableNetworkAddressUsageMetrics", } }
structure! { VpcCidrBlockAssociation(shape::VpcCidrBlockAssociation) { association_id: Option<String>, cidr_block: Option<String>, cidr_block_state: Option<VpcCidrBlockState>, } }
structure! { VpcCidrBlockState(shape::VpcCidrBlockState) { state: Option<VpcCidrBlockStateCode>, status_message: Option<String>, } }
enumeration! { VpcCidrBlockStateCode { Associating = "associating", Associated = "associated", Disassociating = "disassociating", Disassociated = "disassociated", Failing = "failing", Failed = "failed", } }
structure! { VpcEncryptionControl(shape::VpcEncryptionControl) { vpc_id: Option<String>, vpc_encryption_control_id: Option<String>, mode: Option<VpcEncryptionControlMode>, state: Option<VpcEncryptionControlState>, state_message: Option<String>, resource_exclusions: Option<VpcEncryptionControlExclusions>, tags: Option<Vec<Tag>>, } }
structure! { VpcEncryptionControlConfiguration(shape::VpcEncryptionControlConfiguration) { mode: VpcEncryptionControlMode, internet_gateway_exclusion: Option<VpcEncryptionControlExclusionStateInput>, egress_only_internet_gateway_exclusion: Option<VpcEncryptionControlExclusionStateInput>, nat_gateway_exclusion: Option<VpcEncryptionControlExclusionStateInput>, virtual_private_gateway_exclusion: Option<VpcEncryptionControlExclusionStateInput>, vpc_peering_exclusion: Option<VpcEncryptionControlExclusionStateInput>, lambda_exclusion: Option<VpcEncryptionControlExclusionStateInput>, vpc_lattice_exclusion: Option<VpcEncryptionControlExclusionStateInput>, elastic_file_system_exclusion: Option<VpcEncryptionControlExclusionStateInput>, } }
structure! { VpcEncryptionControlExclusion(shape::VpcEncryptionControlExclusion) { state: Option<VpcEncryptionControlExclusionState>, state_message: Option<String>, } }
enumeration! { VpcEncryptionControlExclusionState { Enabling = "enabling", Enabled = "enabled", Disabling = "disabling", Disabled = "disabled", } }
enumeration! { VpcEncryptionControlExclusionStateInput { Enable = "enable", Disable = "disable", } }
structure! { VpcEncryptionControlExclusions(shape::VpcEncryptionControlExclusions) { internet_gateway: Option<VpcEncryptionControlExclusion>, egress_only_internet_gateway: Option<VpcEncryptionControlExclusion>, nat_gateway: Option<VpcEncryptionControlExclusion>, virtual_private_gateway: Option<VpcEncryptionControlExclusion>, vpc_peering: Option<VpcEncryptionControlExclusion>, lambda: Option<VpcEncryptionControlExclusion>, vpc_lattice: Option<VpcEncryptionControlExclusion>, elastic_file_system: Option<VpcEncryptionControlExclusion>, } }
enumeration! { VpcEncryptionControlMode { Monitor = "monitor", Enforce = "enforce", } }
enumeration! { VpcEncryptionControlState { EnforceInProgress = "enforce-in-progress", MonitorInProgress = "monitor-in-progress", EnforceFailed = "enforce-failed", MonitorFailed = "monitor-failed", Deleting = "deleting", Deleted = "deleted", Available = "available", Creating = "creating", DeleteFailed = "delete-failed", } }
structure! { VpcEndpoint(shape::VpcEndpoint) { vpc_endpoint_id: Option<String>, vpc_endpoint_type: Option<VpcEndpointType>, vpc_id: Option<String>, service_name: Option<String>, state: Option<State>, policy_document: Option<String>, route_table_ids: Option<Vec<String>>, subnet_ids: Option<Vec<String>>, groups: Option<Vec<SecurityGroupIdentifier>>, ip_address_type: Option<IpAddressType>, dns_options: Option<DnsOptions>, private_dns_enabled: Option<bool>, requester_managed: Option<bool>, network_interface_ids: Option<Vec<String>>, dns_entries: Option<Vec<DnsEntry>>, creation_timestamp: Option<crate::Timestamp>, tags: Option<Vec<Tag>>, owner_id: Option<String>, last_error: Option<LastError>, ipv4_prefixes: Option<Vec<SubnetIpPrefixes>>, ipv6_prefixes: Option<Vec<SubnetIpPrefixes>>, failure_reason: Option<String>, service_network_arn: Option<String>, resource_configuration_arn: Option<String>, service_region: Option<String>, } }
enumeration! { VpcEndpointType { Interface = "Interface", Gateway = "Gateway", GatewayLoadBalancer = "GatewayLoadBalancer", Resource = "Resource", ServiceNetwork = "ServiceNetwork", } }
structure! { VpcIpv6CidrBlockAssociation(shape::VpcIpv6CidrBlockAssociation) { association_id: Option<String>, ipv6_cidr_block: Option<String>, ipv6_cidr_block_state: Option<VpcCidrBlockState>, network_border_group: Option<String>, ipv6_pool: Option<String>, ipv6_address_attribute: Option<Ipv6AddressAttribute>, ip_source: Option<IpSource>, } }
structure! { VpcPeeringConnection(shape::VpcPeeringConnection) { accepter_vpc_info: Option<VpcPeeringConnectionVpcInfo>, expiration_time: Option<crate::Timestamp>, requester_vpc_info: Option<VpcPeeringConnectionVpcInfo>, status: Option<VpcPeeringConnectionStateReason>, tags: Option<Vec<Tag>>, vpc_peering_connection_id: Option<String>, } }
structure! { VpcPeeringConnectionOptionsDescription(shape::VpcPeeringConnectionOptionsDescription) { allow_dns_resolution_from_remote_vpc: Option<bool>, allow_egress_from_local_classic_link_to_remote_vpc: Option<bool>, allow_egress_from_local_vpc_to_remote_classic_link: Option<bool>, } }
structure! { VpcPeeringConnectionStateReason(shape::VpcPeeringConnectionStateReason) { code: Option<VpcPeeringConnectionStateReasonCode>, message: Option<String>, } }
enumeration! { VpcPeeringConnectionStateReasonCode { InitiatingRequest = "initiating-request", PendingAcceptance = "pending-acceptance", Active = "active", Deleted = "deleted", Rejected = "rejected", Failed = "failed", Expired = "expired", Provisioning = "provisioning", Deleting = "deleting", } }
structure! { VpcPeeringConnectionVpcInfo(shape::VpcPeeringConnectionVpcInfo) { cidr_block: Option<String>, ipv6_cidr_block_set: Option<Vec<Ipv6CidrBlock>>, cidr_block_set: Option<Vec<CidrBlock>>, owner_id: Option<String>, peering_options: Option<VpcPeeringConnectionOptionsDescription>, vpc_id: Option<String>, region: Option<String>, } }
enumeration! { VpcState { Pending = "pending", Available = "available", } }
enumeration! { VpcTenancy { Default = "default", } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        AcceptVpcPeeringConnection(super::operation::AcceptVpcPeeringConnection): super::AcceptVpcPeeringConnectionRequest => super::AcceptVpcPeeringConnectionResult,
        AllocateAddress(super::operation::AllocateAddress): super::AllocateAddressRequest => super::AllocateAddressResult,
        AssignIpv6Addresses(super::operation::AssignIpv6Addresses): super::AssignIpv6AddressesRequest => super::AssignIpv6AddressesResult,
        AssignPrivateIpAddresses(super::operation::AssignPrivateIpAddresses): super::AssignPrivateIpAddressesRequest => super::AssignPrivateIpAddressesResult,
        AssociateAddress(super::operation::AssociateAddress): super::AssociateAddressRequest => super::AssociateAddressResult,
        AssociateDhcpOptions(super::operation::AssociateDhcpOptions): super::AssociateDhcpOptionsRequest => crate::Empty,
        AssociateRouteTable(super::operation::AssociateRouteTable): super::AssociateRouteTableRequest => super::AssociateRouteTableResult,
        AssociateSubnetCidrBlock(super::operation::AssociateSubnetCidrBlock): super::AssociateSubnetCidrBlockRequest => super::AssociateSubnetCidrBlockResult,
        AssociateVpcCidrBlock(super::operation::AssociateVpcCidrBlock): super::AssociateVpcCidrBlockRequest => super::AssociateVpcCidrBlockResult,
        AttachInternetGateway(super::operation::AttachInternetGateway): super::AttachInternetGatewayRequest => crate::Empty,
        AttachNetworkInterface(super::operation::AttachNetworkInterface): super::AttachNetworkInterfaceRequest => super::AttachNetworkInterfaceResult,
        AuthorizeSecurityGroupEgress(super::operation::AuthorizeSecurityGroupEgress): super::AuthorizeSecurityGroupEgressRequest => super::AuthorizeSecurityGroupEgressResult,
        AuthorizeSecurityGroupIngress(super::operation::AuthorizeSecurityGroupIngress): super::AuthorizeSecurityGroupIngressRequest => super::AuthorizeSecurityGroupIngressResult,
        CreateDefaultSubnet(super::operation::CreateDefaultSubnet): super::CreateDefaultSubnetRequest => super::CreateDefaultSubnetResult,
        CreateDefaultVpc(super::operation::CreateDefaultVpc): super::CreateDefaultVpcRequest => super::CreateDefaultVpcResult,
        CreateDhcpOptions(super::operation::CreateDhcpOptions): super::CreateDhcpOptionsRequest => super::CreateDhcpOptionsResult,
        CreateEgressOnlyInternetGateway(super::operation::CreateEgressOnlyInternetGateway): super::CreateEgressOnlyInternetGatewayRequest => super::CreateEgressOnlyInternetGatewayResult,
        CreateFlowLogs(super::operation::CreateFlowLogs): super::CreateFlowLogsRequest => super::CreateFlowLogsResult,
        CreateInternetGateway(super::operation::CreateInternetGateway): super::CreateInternetGatewayRequest => super::CreateInternetGatewayResult,
        CreateManagedPrefixList(super::operation::CreateManagedPrefixList): super::CreateManagedPrefixListRequest => super::CreateManagedPrefixListResult,
        CreateNatGateway(super::operation::CreateNatGateway): super::CreateNatGatewayRequest => super::CreateNatGatewayResult,
        CreateNetworkAcl(super::operation::CreateNetworkAcl): super::CreateNetworkAclRequest => super::CreateNetworkAclResult,
        CreateNetworkAclEntry(super::operation::CreateNetworkAclEntry): super::CreateNetworkAclEntryRequest => crate::Empty,
        CreateNetworkInsightsPath(super::operation::CreateNetworkInsightsPath): super::CreateNetworkInsightsPathRequest => super::CreateNetworkInsightsPathResult,
        CreateNetworkInterface(super::operation::CreateNetworkInterface): super::CreateNetworkInterfaceRequest => super::CreateNetworkInterfaceResult,
        CreateRoute(super::operation::CreateRoute): super::CreateRouteRequest => super::CreateRouteResult,
        CreateRouteTable(super::operation::CreateRouteTable): super::CreateRouteTableRequest => super::CreateRouteTableResult,
        CreateSecurityGroup(super::operation::CreateSecurityGroup): super::CreateSecurityGroupRequest => super::CreateSecurityGroupResult,
        CreateSubnet(super::operation::CreateSubnet): super::CreateSubnetRequest => super::CreateSubnetResult,
        CreateSubnetCidrReservation(super::operation::CreateSubnetCidrReservation): super::CreateSubnetCidrReservationRequest => super::CreateSubnetCidrReservationResult,
        CreateTags(super::operation::CreateTags): super::CreateTagsRequest => crate::Empty,
        CreateVpc(super::operation::CreateVpc): super::CreateVpcRequest => super::CreateVpcResult,
        CreateVpcEndpoint(super::operation::CreateVpcEndpoint): super::CreateVpcEndpointRequest => super::CreateVpcEndpointResult,
        CreateVpcPeeringConnection(super::operation::CreateVpcPeeringConnection): super::CreateVpcPeeringConnectionRequest => super::CreateVpcPeeringConnectionResult,
        DeleteDhcpOptions(super::operation::DeleteDhcpOptions): super::DeleteDhcpOptionsRequest => crate::Empty,
        DeleteEgressOnlyInternetGateway(super::operation::DeleteEgressOnlyInternetGateway): super::DeleteEgressOnlyInternetGatewayRequest => super::DeleteEgressOnlyInternetGatewayResult,
        DeleteFlowLogs(super::operation::DeleteFlowLogs): super::DeleteFlowLogsRequest => super::DeleteFlowLogsResult,
        DeleteInternetGateway(super::operation::DeleteInternetGateway): super::DeleteInternetGatewayRequest => crate::Empty,
        DeleteManagedPrefixList(super::operation::DeleteManagedPrefixList): super::DeleteManagedPrefixListRequest => super::DeleteManagedPrefixListResult,
        DeleteNatGateway(super::operation::DeleteNatGateway): super::DeleteNatGatewayRequest => super::DeleteNatGatewayResult,
        DeleteNetworkAcl(super::operation::DeleteNetworkAcl): super::DeleteNetworkAclRequest => crate::Empty,
        DeleteNetworkAclEntry(super::operation::DeleteNetworkAclEntry): super::DeleteNetworkAclEntryRequest => crate::Empty,
        DeleteNetworkInsightsAnalysis(super::operation::DeleteNetworkInsightsAnalysis): super::DeleteNetworkInsightsAnalysisRequest => super::DeleteNetworkInsightsAnalysisResult,
        DeleteNetworkInsightsPath(super::operation::DeleteNetworkInsightsPath): super::DeleteNetworkInsightsPathRequest => super::DeleteNetworkInsightsPathResult,
        DeleteNetworkInterface(super::operation::DeleteNetworkInterface): super::DeleteNetworkInterfaceRequest => crate::Empty,
        DeleteRoute(super::operation::DeleteRoute): super::DeleteRouteRequest => crate::Empty,
        DeleteRouteTable(super::operation::DeleteRouteTable): super::DeleteRouteTableRequest => crate::Empty,
        DeleteSecurityGroup(super::operation::DeleteSecurityGroup): super::DeleteSecurityGroupRequest => super::DeleteSecurityGroupResult,
        DeleteSubnet(super::operation::DeleteSubnet): super::DeleteSubnetRequest => crate::Empty,
        DeleteSubnetCidrReservation(super::operation::DeleteSubnetCidrReservation): super::DeleteSubnetCidrReservationRequest => super::DeleteSubnetCidrReservationResult,
        DeleteTags(super::operation::DeleteTags): super::DeleteTagsRequest => crate::Empty,
        DeleteVpc(super::operation::DeleteVpc): super::DeleteVpcRequest => crate::Empty,
        DeleteVpcEndpoints(super::operation::DeleteVpcEndpoints): super::DeleteVpcEndpointsRequest => super::DeleteVpcEndpointsResult,
        DeleteVpcPeeringConnection(super::operation::DeleteVpcPeeringConnection): super::DeleteVpcPeeringConnectionRequest => super::DeleteVpcPeeringConnectionResult,
        DescribeAccountAttributes(super::operation::DescribeAccountAttributes): super::DescribeAccountAttributesRequest => super::DescribeAccountAttributesResult,
        DescribeAddresses(super::operation::DescribeAddresses): super::DescribeAddressesRequest => super::DescribeAddressesResult,
        DescribeAddressesAttribute(super::operation::DescribeAddressesAttribute): super::DescribeAddressesAttributeRequest => super::DescribeAddressesAttributeResult,
        DescribeAvailabilityZones(super::operation::DescribeAvailabilityZones): super::DescribeAvailabilityZonesRequest => super::DescribeAvailabilityZonesResult,
        DescribeDhcpOptions(super::operation::DescribeDhcpOptions): super::DescribeDhcpOptionsRequest => super::DescribeDhcpOptionsResult,
        DescribeEgressOnlyInternetGateways(super::operation::DescribeEgressOnlyInternetGateways): super::DescribeEgressOnlyInternetGatewaysRequest => super::DescribeEgressOnlyInternetGatewaysResult,
        DescribeFlowLogs(super::operation::DescribeFlowLogs): super::DescribeFlowLogsRequest => super::DescribeFlowLogsResult,
        DescribeInternetGateways(super::operation::DescribeInternetGateways): super::DescribeInternetGatewaysRequest => super::DescribeInternetGatewaysResult,
        DescribeManagedPrefixLists(super::operation::DescribeManagedPrefixLists): super::DescribeManagedPrefixListsRequest => super::DescribeManagedPrefixListsResult,
        DescribeNatGateways(super::operation::DescribeNatGateways): super::DescribeNatGatewaysRequest => super::DescribeNatGatewaysResult,
        DescribeNetworkAcls(super::operation::DescribeNetworkAcls): super::DescribeNetworkAclsRequest => super::DescribeNetworkAclsResult,
        DescribeNetworkInsightsAnalyses(super::operation::DescribeNetworkInsightsAnalyses): super::DescribeNetworkInsightsAnalysesRequest => super::DescribeNetworkInsightsAnalysesResult,
        DescribeNetworkInsightsPaths(super::operation::DescribeNetworkInsightsPaths): super::DescribeNetworkInsightsPathsRequest => super::DescribeNetworkInsightsPathsResult,
        DescribeNetworkInterfaceAttribute(super::operation::DescribeNetworkInterfaceAttribute): super::DescribeNetworkInterfaceAttributeRequest => super::DescribeNetworkInterfaceAttributeResult,
        DescribeNetworkInterfaces(super::operation::DescribeNetworkInterfaces): super::DescribeNetworkInterfacesRequest => super::DescribeNetworkInterfacesResult,
        DescribePrefixLists(super::operation::DescribePrefixLists): super::DescribePrefixListsRequest => super::DescribePrefixListsResult,
        DescribeRegions(super::operation::DescribeRegions): super::DescribeRegionsRequest => super::DescribeRegionsResult,
        DescribeRouteTables(super::operation::DescribeRouteTables): super::DescribeRouteTablesRequest => super::DescribeRouteTablesResult,
        DescribeSecurityGroupReferences(super::operation::DescribeSecurityGroupReferences): super::DescribeSecurityGroupReferencesRequest => super::DescribeSecurityGroupReferencesResult,
        DescribeSecurityGroupRules(super::operation::DescribeSecurityGroupRules): super::DescribeSecurityGroupRulesRequest => super::DescribeSecurityGroupRulesResult,
        DescribeSecurityGroups(super::operation::DescribeSecurityGroups): super::DescribeSecurityGroupsRequest => super::DescribeSecurityGroupsResult,
        DescribeStaleSecurityGroups(super::operation::DescribeStaleSecurityGroups): super::DescribeStaleSecurityGroupsRequest => super::DescribeStaleSecurityGroupsResult,
        DescribeSubnets(super::operation::DescribeSubnets): super::DescribeSubnetsRequest => super::DescribeSubnetsResult,
        DescribeTags(super::operation::DescribeTags): super::DescribeTagsRequest => super::DescribeTagsResult,
        DescribeVpcAttribute(super::operation::DescribeVpcAttribute): super::DescribeVpcAttributeRequest => super::DescribeVpcAttributeResult,
        DescribeVpcEndpointServices(super::operation::DescribeVpcEndpointServices): super::DescribeVpcEndpointServicesRequest => super::DescribeVpcEndpointServicesResult,
        DescribeVpcEndpoints(super::operation::DescribeVpcEndpoints): super::DescribeVpcEndpointsRequest => super::DescribeVpcEndpointsResult,
        DescribeVpcPeeringConnections(super::operation::DescribeVpcPeeringConnections): super::DescribeVpcPeeringConnectionsRequest => super::DescribeVpcPeeringConnectionsResult,
        DescribeVpcs(super::operation::DescribeVpcs): super::DescribeVpcsRequest => super::DescribeVpcsResult,
        DetachInternetGateway(super::operation::DetachInternetGateway): super::DetachInternetGatewayRequest => crate::Empty,
        DetachNetworkInterface(super::operation::DetachNetworkInterface): super::DetachNetworkInterfaceRequest => crate::Empty,
        DisassociateAddress(super::operation::DisassociateAddress): super::DisassociateAddressRequest => crate::Empty,
        DisassociateRouteTable(super::operation::DisassociateRouteTable): super::DisassociateRouteTableRequest => crate::Empty,
        DisassociateSubnetCidrBlock(super::operation::DisassociateSubnetCidrBlock): super::DisassociateSubnetCidrBlockRequest => super::DisassociateSubnetCidrBlockResult,
        DisassociateVpcCidrBlock(super::operation::DisassociateVpcCidrBlock): super::DisassociateVpcCidrBlockRequest => super::DisassociateVpcCidrBlockResult,
        GetManagedPrefixListAssociations(super::operation::GetManagedPrefixListAssociations): super::GetManagedPrefixListAssociationsRequest => super::GetManagedPrefixListAssociationsResult,
        GetManagedPrefixListEntries(super::operation::GetManagedPrefixListEntries): super::GetManagedPrefixListEntriesRequest => super::GetManagedPrefixListEntriesResult,
        GetSecurityGroupsForVpc(super::operation::GetSecurityGroupsForVpc): super::GetSecurityGroupsForVpcRequest => super::GetSecurityGroupsForVpcResult,
        GetSubnetCidrReservations(super::operation::GetSubnetCidrReservations): super::GetSubnetCidrReservationsRequest => super::GetSubnetCidrReservationsResult,
        ModifyManagedPrefixList(super::operation::ModifyManagedPrefixList): super::ModifyManagedPrefixListRequest => super::ModifyManagedPrefixListResult,
        ModifyNetworkInterfaceAttribute(super::operation::ModifyNetworkInterfaceAttribute): super::ModifyNetworkInterfaceAttributeRequest => crate::Empty,
        ModifySecurityGroupRules(super::operation::ModifySecurityGroupRules): super::ModifySecurityGroupRulesRequest => super::ModifySecurityGroupRulesResult,
        ModifySubnetAttribute(super::operation::ModifySubnetAttribute): super::ModifySubnetAttributeRequest => crate::Empty,
        ModifyVpcAttribute(super::operation::ModifyVpcAttribute): super::ModifyVpcAttributeRequest => crate::Empty,
        ModifyVpcEndpoint(super::operation::ModifyVpcEndpoint): super::ModifyVpcEndpointRequest => super::ModifyVpcEndpointResult,
        ModifyVpcPeeringConnectionOptions(super::operation::ModifyVpcPeeringConnectionOptions): super::ModifyVpcPeeringConnectionOptionsRequest => super::ModifyVpcPeeringConnectionOptionsResult,
        ModifyVpcTenancy(super::operation::ModifyVpcTenancy): super::ModifyVpcTenancyRequest => super::ModifyVpcTenancyResult,
        RejectVpcPeeringConnection(super::operation::RejectVpcPeeringConnection): super::RejectVpcPeeringConnectionRequest => super::RejectVpcPeeringConnectionResult,
        ReleaseAddress(super::operation::ReleaseAddress): super::ReleaseAddressRequest => crate::Empty,
        ReplaceNetworkAclAssociation(super::operation::ReplaceNetworkAclAssociation): super::ReplaceNetworkAclAssociationRequest => super::ReplaceNetworkAclAssociationResult,
        ReplaceNetworkAclEntry(super::operation::ReplaceNetworkAclEntry): super::ReplaceNetworkAclEntryRequest => crate::Empty,
        ReplaceRoute(super::operation::ReplaceRoute): super::ReplaceRouteRequest => crate::Empty,
        ReplaceRouteTableAssociation(super::operation::ReplaceRouteTableAssociation): super::ReplaceRouteTableAssociationRequest => super::ReplaceRouteTableAssociationResult,
        ResetNetworkInterfaceAttribute(super::operation::ResetNetworkInterfaceAttribute): super::ResetNetworkInterfaceAttributeRequest => crate::Empty,
        RestoreManagedPrefixListVersion(super::operation::RestoreManagedPrefixListVersion): super::RestoreManagedPrefixListVersionRequest => super::RestoreManagedPrefixListVersionResult,
        RevokeSecurityGroupEgress(super::operation::RevokeSecurityGroupEgress): super::RevokeSecurityGroupEgressRequest => super::RevokeSecurityGroupEgressResult,
        RevokeSecurityGroupIngress(super::operation::RevokeSecurityGroupIngress): super::RevokeSecurityGroupIngressRequest => super::RevokeSecurityGroupIngressResult,
        StartNetworkInsightsAnalysis(super::operation::StartNetworkInsightsAnalysis): super::StartNetworkInsightsAnalysisRequest => super::StartNetworkInsightsAnalysisResult,
        UnassignIpv6Addresses(super::operation::UnassignIpv6Addresses): super::UnassignIpv6AddressesRequest => super::UnassignIpv6AddressesResult,
        UnassignPrivateIpAddresses(super::operation::UnassignPrivateIpAddresses): super::UnassignPrivateIpAddressesRequest => crate::Empty,
        UpdateSecurityGroupRuleDescriptionsEgress(super::operation::UpdateSecurityGroupRuleDescriptionsEgress): super::UpdateSecurityGroupRuleDescriptionsEgressRequest => super::UpdateSecurityGroupRuleDescriptionsEgressResult,
        UpdateSecurityGroupRuleDescriptionsIngress(super::operation::UpdateSecurityGroupRuleDescriptionsIngress): super::UpdateSecurityGroupRuleDescriptionsIngressRequest => super::UpdateSecurityGroupRuleDescriptionsIngressResult,
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

    pub static AcceptVpcPeeringConnection: Operation = Operation { service: &SERVICE, name: "AcceptVpcPeeringConnection", input: &shape::AcceptVpcPeeringConnectionRequest, output: &shape::AcceptVpcPeeringConnectionResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AcceptVpcPeeringConnection", "", &["arn:{partition}:ec2:{region}:{account}:vpc/*", "arn:{partition}:ec2:{region}:{account}:vpc-peering-connection/{VpcPeeringConnectionId}"], &[])]) };
    pub static AllocateAddress: Operation = Operation { service: &SERVICE, name: "AllocateAddress", input: &shape::AllocateAddressRequest, output: &shape::AllocateAddressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AllocateAddress", "", &["arn:{partition}:ec2:{region}:{account}:elastic-ip/*"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "AllocateAddress")])]) };
    pub static AssignIpv6Addresses: Operation = Operation { service: &SERVICE, name: "AssignIpv6Addresses", input: &shape::AssignIpv6AddressesRequest, output: &shape::AssignIpv6AddressesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AssignIpv6Addresses", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"], &[])]) };
    pub static AssignPrivateIpAddresses: Operation = Operation { service: &SERVICE, name: "AssignPrivateIpAddresses", input: &shape::AssignPrivateIpAddressesRequest, output: &shape::AssignPrivateIpAddressesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AssignPrivateIpAddresses", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"], &[])]) };
    pub static AssociateAddress: Operation = Operation { service: &SERVICE, name: "AssociateAddress", input: &shape::AssociateAddressRequest, output: &shape::AssociateAddressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AssociateAddress", "", &["arn:{partition}:ec2:{region}:{account}:elastic-ip/{AllocationId}", "arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}?", "arn:{partition}:ec2:{region}:{account}:instance/{InstanceId}?"], &[])]) };
    pub static AssociateDhcpOptions: Operation = Operation { service: &SERVICE, name: "AssociateDhcpOptions", input: &shape::AssociateDhcpOptionsRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AssociateDhcpOptions", "", &["arn:{partition}:ec2:{region}:{account}:dhcp-options/{DhcpOptionsId}", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static AssociateRouteTable: Operation = Operation { service: &SERVICE, name: "AssociateRouteTable", input: &shape::AssociateRouteTableRequest, output: &shape::AssociateRouteTableResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AssociateRouteTable", "", &["arn:{partition}:ec2:{region}:{account}:route-table/{RouteTableId}", "arn:{partition}:ec2:{region}:{account}:subnet/{SubnetId}?", "arn:{partition}:ec2:{region}:{account}:{GatewayId|ec2}?"], &[])]) };
    pub static AssociateSubnetCidrBlock: Operation = Operation { service: &SERVICE, name: "AssociateSubnetCidrBlock", input: &shape::AssociateSubnetCidrBlockRequest, output: &shape::AssociateSubnetCidrBlockResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AssociateSubnetCidrBlock", "", &["arn:{partition}:ec2:{region}:{account}:subnet/{SubnetId}"], &[])]) };
    pub static AssociateVpcCidrBlock: Operation = Operation { service: &SERVICE, name: "AssociateVpcCidrBlock", input: &shape::AssociateVpcCidrBlockRequest, output: &shape::AssociateVpcCidrBlockResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AssociateVpcCidrBlock", "", &["arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static AttachInternetGateway: Operation = Operation { service: &SERVICE, name: "AttachInternetGateway", input: &shape::AttachInternetGatewayRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AttachInternetGateway", "", &["arn:{partition}:ec2:{region}:{account}:internet-gateway/{InternetGatewayId}", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static AttachNetworkInterface: Operation = Operation { service: &SERVICE, name: "AttachNetworkInterface", input: &shape::AttachNetworkInterfaceRequest, output: &shape::AttachNetworkInterfaceResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AttachNetworkInterface", "", &["arn:{partition}:ec2:{region}:{account}:instance/{InstanceId}", "arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"], &[])]) };
    pub static AuthorizeSecurityGroupEgress: Operation = Operation { service: &SERVICE, name: "AuthorizeSecurityGroupEgress", input: &shape::AuthorizeSecurityGroupEgressRequest, output: &shape::AuthorizeSecurityGroupEgressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AuthorizeSecurityGroupEgress", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "AuthorizeSecurityGroupEgress")])]) };
    pub static AuthorizeSecurityGroupIngress: Operation = Operation { service: &SERVICE, name: "AuthorizeSecurityGroupIngress", input: &shape::AuthorizeSecurityGroupIngressRequest, output: &shape::AuthorizeSecurityGroupIngressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:AuthorizeSecurityGroupIngress", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "AuthorizeSecurityGroupIngress")])]) };
    pub static CreateDefaultSubnet: Operation = Operation { service: &SERVICE, name: "CreateDefaultSubnet", input: &shape::CreateDefaultSubnetRequest, output: &shape::CreateDefaultSubnetResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateDefaultSubnet", "", &[], &[])]) };
    pub static CreateDefaultVpc: Operation = Operation { service: &SERVICE, name: "CreateDefaultVpc", input: &shape::CreateDefaultVpcRequest, output: &shape::CreateDefaultVpcResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateDefaultVpc", "", &[], &[])]) };
    pub static CreateDhcpOptions: Operation = Operation { service: &SERVICE, name: "CreateDhcpOptions", input: &shape::CreateDhcpOptionsRequest, output: &shape::CreateDhcpOptionsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateDhcpOptions", "", &["arn:{partition}:ec2:{region}:{account}:dhcp-options/*"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateDhcpOptions")])]) };
    pub static CreateEgressOnlyInternetGateway: Operation = Operation { service: &SERVICE, name: "CreateEgressOnlyInternetGateway", input: &shape::CreateEgressOnlyInternetGatewayRequest, output: &shape::CreateEgressOnlyInternetGatewayResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateEgressOnlyInternetGateway", "", &["arn:{partition}:ec2:{region}:{account}:egress-only-internet-gateway/*", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateEgressOnlyInternetGateway")])]) };
    pub static CreateFlowLogs: Operation = Operation { service: &SERVICE, name: "CreateFlowLogs", input: &shape::CreateFlowLogsRequest, output: &shape::CreateFlowLogsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateFlowLogs", "", &["arn:{partition}:ec2:{region}:{account}:vpc-flow-log/*", "arn:{partition}:ec2:{region}:{account}:{ResourceIds[]|ec2}"], &[]), Need::new("iam:PassRole", "DeliverLogsPermissionArn", &["{DeliverLogsPermissionArn}"], &[("iam:PassedToService", "vpc-flow-logs.amazonaws.com")]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateFlowLogs")])]) };
    pub static CreateInternetGateway: Operation = Operation { service: &SERVICE, name: "CreateInternetGateway", input: &shape::CreateInternetGatewayRequest, output: &shape::CreateInternetGatewayResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateInternetGateway", "", &["arn:{partition}:ec2:{region}:{account}:internet-gateway/*"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateInternetGateway")])]) };
    pub static CreateManagedPrefixList: Operation = Operation { service: &SERVICE, name: "CreateManagedPrefixList", input: &shape::CreateManagedPrefixListRequest, output: &shape::CreateManagedPrefixListResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateManagedPrefixList", "", &["arn:{partition}:ec2:{region}:{account}:prefix-list/*"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateManagedPrefixList")])]) };
    pub static CreateNatGateway: Operation = Operation { service: &SERVICE, name: "CreateNatGateway", input: &shape::CreateNatGatewayRequest, output: &shape::CreateNatGatewayResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateNatGateway", "", &["arn:{partition}:ec2:{region}:{account}:natgateway/*", "arn:{partition}:ec2:{region}:{account}:subnet/{SubnetId}?", "arn:{partition}:ec2:{region}:{account}:elastic-ip/{AllocationId}?", "arn:{partition}:ec2:{region}:{account}:elastic-ip/{SecondaryAllocationIds[]}?"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateNatGateway")])]) };
    pub static CreateNetworkAcl: Operation = Operation { service: &SERVICE, name: "CreateNetworkAcl", input: &shape::CreateNetworkAclRequest, output: &shape::CreateNetworkAclResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateNetworkAcl", "", &["arn:{partition}:ec2:{region}:{account}:network-acl/*", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateNetworkAcl")])]) };
    pub static CreateNetworkAclEntry: Operation = Operation { service: &SERVICE, name: "CreateNetworkAclEntry", input: &shape::CreateNetworkAclEntryRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateNetworkAclEntry", "", &["arn:{partition}:ec2:{region}:{account}:network-acl/{NetworkAclId}"], &[])]) };
    pub static CreateNetworkInsightsPath: Operation = Operation { service: &SERVICE, name: "CreateNetworkInsightsPath", input: &shape::CreateNetworkInsightsPathRequest, output: &shape::CreateNetworkInsightsPathResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateNetworkInsightsPath", "", &["arn:{partition}:ec2:{region}:{account}:network-insights-path/*", "arn:{partition}:ec2:{region}:{account}:{Source|ec2}", "arn:{partition}:ec2:{region}:{account}:{Destination|ec2}?"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateNetworkInsightsPath")])]) };
    pub static CreateNetworkInterface: Operation = Operation { service: &SERVICE, name: "CreateNetworkInterface", input: &shape::CreateNetworkInterfaceRequest, output: &shape::CreateNetworkInterfaceResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateNetworkInterface", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/*", "arn:{partition}:ec2:{region}:{account}:security-group/{Groups[]}?", "arn:{partition}:ec2:{region}:{account}:subnet/{SubnetId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateNetworkInterface")])]) };
    pub static CreateRoute: Operation = Operation { service: &SERVICE, name: "CreateRoute", input: &shape::CreateRouteRequest, output: &shape::CreateRouteResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateRoute", "", &["arn:{partition}:ec2:{region}:{account}:route-table/{RouteTableId}"], &[])]) };
    pub static CreateRouteTable: Operation = Operation { service: &SERVICE, name: "CreateRouteTable", input: &shape::CreateRouteTableRequest, output: &shape::CreateRouteTableResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateRouteTable", "", &["arn:{partition}:ec2:{region}:{account}:route-table/*", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateRouteTable")])]) };
    pub static CreateSecurityGroup: Operation = Operation { service: &SERVICE, name: "CreateSecurityGroup", input: &shape::CreateSecurityGroupRequest, output: &shape::CreateSecurityGroupResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateSecurityGroup", "", &["arn:{partition}:ec2:{region}:{account}:security-group/*", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}?"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateSecurityGroup")])]) };
    pub static CreateSubnet: Operation = Operation { service: &SERVICE, name: "CreateSubnet", input: &shape::CreateSubnetRequest, output: &shape::CreateSubnetResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateSubnet", "", &["arn:{partition}:ec2:{region}:{account}:subnet/*", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateSubnet")])]) };
    pub static CreateSubnetCidrReservation: Operation = Operation { service: &SERVICE, name: "CreateSubnetCidrReservation", input: &shape::CreateSubnetCidrReservationRequest, output: &shape::CreateSubnetCidrReservationResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateSubnetCidrReservation", "", &["arn:{partition}:ec2:{region}:{account}:subnet/{SubnetId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateSubnetCidrReservation")])]) };
    pub static CreateTags: Operation = Operation { service: &SERVICE, name: "CreateTags", input: &shape::CreateTagsRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateTags", "", &["arn:{partition}:ec2:{region}:{account}:{Resources[]|ec2}"], &[])]) };
    pub static CreateVpc: Operation = Operation { service: &SERVICE, name: "CreateVpc", input: &shape::CreateVpcRequest, output: &shape::CreateVpcResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateVpc", "", &["arn:{partition}:ec2:{region}:{account}:vpc/*"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateVpc")])]) };
    pub static CreateVpcEndpoint: Operation = Operation { service: &SERVICE, name: "CreateVpcEndpoint", input: &shape::CreateVpcEndpointRequest, output: &shape::CreateVpcEndpointResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateVpcEndpoint", "", &["arn:{partition}:ec2:{region}:{account}:vpc-endpoint/*", "arn:{partition}:ec2:{region}:{account}:route-table/{RouteTableIds[]}?", "arn:{partition}:ec2:{region}:{account}:security-group/{SecurityGroupIds[]}?", "arn:{partition}:ec2:{region}:{account}:subnet/{SubnetIds[]}?", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateVpcEndpoint")])]) };
    pub static CreateVpcPeeringConnection: Operation = Operation { service: &SERVICE, name: "CreateVpcPeeringConnection", input: &shape::CreateVpcPeeringConnectionRequest, output: &shape::CreateVpcPeeringConnectionResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:CreateVpcPeeringConnection", "", &["arn:{partition}:ec2:{region}:{account}:vpc-peering-connection/*", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "CreateVpcPeeringConnection")])]) };
    pub static DeleteDhcpOptions: Operation = Operation { service: &SERVICE, name: "DeleteDhcpOptions", input: &shape::DeleteDhcpOptionsRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteDhcpOptions", "", &["arn:{partition}:ec2:{region}:{account}:dhcp-options/{DhcpOptionsId}"], &[])]) };
    pub static DeleteEgressOnlyInternetGateway: Operation = Operation { service: &SERVICE, name: "DeleteEgressOnlyInternetGateway", input: &shape::DeleteEgressOnlyInternetGatewayRequest, output: &shape::DeleteEgressOnlyInternetGatewayResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteEgressOnlyInternetGateway", "", &["arn:{partition}:ec2:{region}:{account}:egress-only-internet-gateway/{EgressOnlyInternetGatewayId}"], &[])]) };
    pub static DeleteFlowLogs: Operation = Operation { service: &SERVICE, name: "DeleteFlowLogs", input: &shape::DeleteFlowLogsRequest, output: &shape::DeleteFlowLogsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteFlowLogs", "", &["arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{FlowLogIds[]}"], &[])]) };
    pub static DeleteInternetGateway: Operation = Operation { service: &SERVICE, name: "DeleteInternetGateway", input: &shape::DeleteInternetGatewayRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteInternetGateway", "", &["arn:{partition}:ec2:{region}:{account}:internet-gateway/{InternetGatewayId}"], &[])]) };
    pub static DeleteManagedPrefixList: Operation = Operation { service: &SERVICE, name: "DeleteManagedPrefixList", input: &shape::DeleteManagedPrefixListRequest, output: &shape::DeleteManagedPrefixListResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteManagedPrefixList", "", &["arn:{partition}:ec2:{region}:{account}:prefix-list/{PrefixListId}"], &[])]) };
    pub static DeleteNatGateway: Operation = Operation { service: &SERVICE, name: "DeleteNatGateway", input: &shape::DeleteNatGatewayRequest, output: &shape::DeleteNatGatewayResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteNatGateway", "", &["arn:{partition}:ec2:{region}:{account}:natgateway/{NatGatewayId}"], &[])]) };
    pub static DeleteNetworkAcl: Operation = Operation { service: &SERVICE, name: "DeleteNetworkAcl", input: &shape::DeleteNetworkAclRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteNetworkAcl", "", &["arn:{partition}:ec2:{region}:{account}:network-acl/{NetworkAclId}"], &[])]) };
    pub static DeleteNetworkAclEntry: Operation = Operation { service: &SERVICE, name: "DeleteNetworkAclEntry", input: &shape::DeleteNetworkAclEntryRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteNetworkAclEntry", "", &["arn:{partition}:ec2:{region}:{account}:network-acl/{NetworkAclId}"], &[])]) };
    pub static DeleteNetworkInsightsAnalysis: Operation = Operation { service: &SERVICE, name: "DeleteNetworkInsightsAnalysis", input: &shape::DeleteNetworkInsightsAnalysisRequest, output: &shape::DeleteNetworkInsightsAnalysisResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteNetworkInsightsAnalysis", "", &["arn:{partition}:ec2:{region}:{account}:network-insights-analysis/{NetworkInsightsAnalysisId}"], &[])]) };
    pub static DeleteNetworkInsightsPath: Operation = Operation { service: &SERVICE, name: "DeleteNetworkInsightsPath", input: &shape::DeleteNetworkInsightsPathRequest, output: &shape::DeleteNetworkInsightsPathResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteNetworkInsightsPath", "", &["arn:{partition}:ec2:{region}:{account}:network-insights-path/{NetworkInsightsPathId}"], &[])]) };
    pub static DeleteNetworkInterface: Operation = Operation { service: &SERVICE, name: "DeleteNetworkInterface", input: &shape::DeleteNetworkInterfaceRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteNetworkInterface", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"], &[])]) };
    pub static DeleteRoute: Operation = Operation { service: &SERVICE, name: "DeleteRoute", input: &shape::DeleteRouteRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteRoute", "", &["arn:{partition}:ec2:{region}:{account}:route-table/{RouteTableId}"], &[])]) };
    pub static DeleteRouteTable: Operation = Operation { service: &SERVICE, name: "DeleteRouteTable", input: &shape::DeleteRouteTableRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteRouteTable", "", &["arn:{partition}:ec2:{region}:{account}:route-table/{RouteTableId}"], &[])]) };
    pub static DeleteSecurityGroup: Operation = Operation { service: &SERVICE, name: "DeleteSecurityGroup", input: &shape::DeleteSecurityGroupRequest, output: &shape::DeleteSecurityGroupResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteSecurityGroup", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}"], &[])]) };
    pub static DeleteSubnet: Operation = Operation { service: &SERVICE, name: "DeleteSubnet", input: &shape::DeleteSubnetRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteSubnet", "", &["arn:{partition}:ec2:{region}:{account}:subnet/{SubnetId}"], &[])]) };
    pub static DeleteSubnetCidrReservation: Operation = Operation { service: &SERVICE, name: "DeleteSubnetCidrReservation", input: &shape::DeleteSubnetCidrReservationRequest, output: &shape::DeleteSubnetCidrReservationResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteSubnetCidrReservation", "", &[], &[])]) };
    pub static DeleteTags: Operation = Operation { service: &SERVICE, name: "DeleteTags", input: &shape::DeleteTagsRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteTags", "", &["arn:{partition}:ec2:{region}:{account}:{Resources[]|ec2}"], &[])]) };
    pub static DeleteVpc: Operation = Operation { service: &SERVICE, name: "DeleteVpc", input: &shape::DeleteVpcRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteVpc", "", &["arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static DeleteVpcEndpoints: Operation = Operation { service: &SERVICE, name: "DeleteVpcEndpoints", input: &shape::DeleteVpcEndpointsRequest, output: &shape::DeleteVpcEndpointsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteVpcEndpoints", "", &["arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{VpcEndpointIds[]}"], &[])]) };
    pub static DeleteVpcPeeringConnection: Operation = Operation { service: &SERVICE, name: "DeleteVpcPeeringConnection", input: &shape::DeleteVpcPeeringConnectionRequest, output: &shape::DeleteVpcPeeringConnectionResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DeleteVpcPeeringConnection", "", &["arn:{partition}:ec2:{region}:{account}:vpc-peering-connection/{VpcPeeringConnectionId}"], &[])]) };
    pub static DescribeAccountAttributes: Operation = Operation { service: &SERVICE, name: "DescribeAccountAttributes", input: &shape::DescribeAccountAttributesRequest, output: &shape::DescribeAccountAttributesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeAccountAttributes", "", &[], &[])]) };
    pub static DescribeAddresses: Operation = Operation { service: &SERVICE, name: "DescribeAddresses", input: &shape::DescribeAddressesRequest, output: &shape::DescribeAddressesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeAddresses", "", &[], &[])]) };
    pub static DescribeAddressesAttribute: Operation = Operation { service: &SERVICE, name: "DescribeAddressesAttribute", input: &shape::DescribeAddressesAttributeRequest, output: &shape::DescribeAddressesAttributeResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeAddressesAttribute", "", &[], &[])]) };
    pub static DescribeAvailabilityZones: Operation = Operation { service: &SERVICE, name: "DescribeAvailabilityZones", input: &shape::DescribeAvailabilityZonesRequest, output: &shape::DescribeAvailabilityZonesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeAvailabilityZones", "", &[], &[])]) };
    pub static DescribeDhcpOptions: Operation = Operation { service: &SERVICE, name: "DescribeDhcpOptions", input: &shape::DescribeDhcpOptionsRequest, output: &shape::DescribeDhcpOptionsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeDhcpOptions", "", &[], &[])]) };
    pub static DescribeEgressOnlyInternetGateways: Operation = Operation { service: &SERVICE, name: "DescribeEgressOnlyInternetGateways", input: &shape::DescribeEgressOnlyInternetGatewaysRequest, output: &shape::DescribeEgressOnlyInternetGatewaysResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeEgressOnlyInternetGateways", "", &[], &[])]) };
    pub static DescribeFlowLogs: Operation = Operation { service: &SERVICE, name: "DescribeFlowLogs", input: &shape::DescribeFlowLogsRequest, output: &shape::DescribeFlowLogsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeFlowLogs", "", &[], &[])]) };
    pub static DescribeInternetGateways: Operation = Operation { service: &SERVICE, name: "DescribeInternetGateways", input: &shape::DescribeInternetGatewaysRequest, output: &shape::DescribeInternetGatewaysResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeInternetGateways", "", &[], &[])]) };
    pub static DescribeManagedPrefixLists: Operation = Operation { service: &SERVICE, name: "DescribeManagedPrefixLists", input: &shape::DescribeManagedPrefixListsRequest, output: &shape::DescribeManagedPrefixListsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeManagedPrefixLists", "", &[], &[])]) };
    pub static DescribeNatGateways: Operation = Operation { service: &SERVICE, name: "DescribeNatGateways", input: &shape::DescribeNatGatewaysRequest, output: &shape::DescribeNatGatewaysResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeNatGateways", "", &[], &[])]) };
    pub static DescribeNetworkAcls: Operation = Operation { service: &SERVICE, name: "DescribeNetworkAcls", input: &shape::DescribeNetworkAclsRequest, output: &shape::DescribeNetworkAclsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeNetworkAcls", "", &[], &[])]) };
    pub static DescribeNetworkInsightsAnalyses: Operation = Operation { service: &SERVICE, name: "DescribeNetworkInsightsAnalyses", input: &shape::DescribeNetworkInsightsAnalysesRequest, output: &shape::DescribeNetworkInsightsAnalysesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeNetworkInsightsAnalyses", "", &[], &[])]) };
    pub static DescribeNetworkInsightsPaths: Operation = Operation { service: &SERVICE, name: "DescribeNetworkInsightsPaths", input: &shape::DescribeNetworkInsightsPathsRequest, output: &shape::DescribeNetworkInsightsPathsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeNetworkInsightsPaths", "", &[], &[])]) };
    pub static DescribeNetworkInterfaceAttribute: Operation = Operation { service: &SERVICE, name: "DescribeNetworkInterfaceAttribute", input: &shape::DescribeNetworkInterfaceAttributeRequest, output: &shape::DescribeNetworkInterfaceAttributeResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeNetworkInterfaceAttribute", "", &[], &[])]) };
    pub static DescribeNetworkInterfaces: Operation = Operation { service: &SERVICE, name: "DescribeNetworkInterfaces", input: &shape::DescribeNetworkInterfacesRequest, output: &shape::DescribeNetworkInterfacesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeNetworkInterfaces", "", &[], &[])]) };
    pub static DescribePrefixLists: Operation = Operation { service: &SERVICE, name: "DescribePrefixLists", input: &shape::DescribePrefixListsRequest, output: &shape::DescribePrefixListsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribePrefixLists", "", &[], &[])]) };
    pub static DescribeRegions: Operation = Operation { service: &SERVICE, name: "DescribeRegions", input: &shape::DescribeRegionsRequest, output: &shape::DescribeRegionsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeRegions", "", &[], &[])]) };
    pub static DescribeRouteTables: Operation = Operation { service: &SERVICE, name: "DescribeRouteTables", input: &shape::DescribeRouteTablesRequest, output: &shape::DescribeRouteTablesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeRouteTables", "", &[], &[])]) };
    pub static DescribeSecurityGroupReferences: Operation = Operation { service: &SERVICE, name: "DescribeSecurityGroupReferences", input: &shape::DescribeSecurityGroupReferencesRequest, output: &shape::DescribeSecurityGroupReferencesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeSecurityGroupReferences", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId[]}"], &[])]) };
    pub static DescribeSecurityGroupRules: Operation = Operation { service: &SERVICE, name: "DescribeSecurityGroupRules", input: &shape::DescribeSecurityGroupRulesRequest, output: &shape::DescribeSecurityGroupRulesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeSecurityGroupRules", "", &[], &[])]) };
    pub static DescribeSecurityGroups: Operation = Operation { service: &SERVICE, name: "DescribeSecurityGroups", input: &shape::DescribeSecurityGroupsRequest, output: &shape::DescribeSecurityGroupsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeSecurityGroups", "", &[], &[])]) };
    pub static DescribeStaleSecurityGroups: Operation = Operation { service: &SERVICE, name: "DescribeStaleSecurityGroups", input: &shape::DescribeStaleSecurityGroupsRequest, output: &shape::DescribeStaleSecurityGroupsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeStaleSecurityGroups", "", &[], &[])]) };
    pub static DescribeSubnets: Operation = Operation { service: &SERVICE, name: "DescribeSubnets", input: &shape::DescribeSubnetsRequest, output: &shape::DescribeSubnetsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeSubnets", "", &[], &[])]) };
    pub static DescribeTags: Operation = Operation { service: &SERVICE, name: "DescribeTags", input: &shape::DescribeTagsRequest, output: &shape::DescribeTagsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeTags", "", &[], &[])]) };
    pub static DescribeVpcAttribute: Operation = Operation { service: &SERVICE, name: "DescribeVpcAttribute", input: &shape::DescribeVpcAttributeRequest, output: &shape::DescribeVpcAttributeResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeVpcAttribute", "", &["arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static DescribeVpcEndpointServices: Operation = Operation { service: &SERVICE, name: "DescribeVpcEndpointServices", input: &shape::DescribeVpcEndpointServicesRequest, output: &shape::DescribeVpcEndpointServicesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeVpcEndpointServices", "", &[], &[])]) };
    pub static DescribeVpcEndpoints: Operation = Operation { service: &SERVICE, name: "DescribeVpcEndpoints", input: &shape::DescribeVpcEndpointsRequest, output: &shape::DescribeVpcEndpointsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeVpcEndpoints", "", &[], &[])]) };
    pub static DescribeVpcPeeringConnections: Operation = Operation { service: &SERVICE, name: "DescribeVpcPeeringConnections", input: &shape::DescribeVpcPeeringConnectionsRequest, output: &shape::DescribeVpcPeeringConnectionsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeVpcPeeringConnections", "", &[], &[])]) };
    pub static DescribeVpcs: Operation = Operation { service: &SERVICE, name: "DescribeVpcs", input: &shape::DescribeVpcsRequest, output: &shape::DescribeVpcsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DescribeVpcs", "", &[], &[])]) };
    pub static DetachInternetGateway: Operation = Operation { service: &SERVICE, name: "DetachInternetGateway", input: &shape::DetachInternetGatewayRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DetachInternetGateway", "", &["arn:{partition}:ec2:{region}:{account}:internet-gateway/{InternetGatewayId}", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static DetachNetworkInterface: Operation = Operation { service: &SERVICE, name: "DetachNetworkInterface", input: &shape::DetachNetworkInterfaceRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DetachNetworkInterface", "", &["arn:{partition}:ec2:{region}:{account}:instance/*", "arn:{partition}:ec2:{region}:{account}:network-interface/*"], &[])]) };
    pub static DisassociateAddress: Operation = Operation { service: &SERVICE, name: "DisassociateAddress", input: &shape::DisassociateAddressRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DisassociateAddress", "", &["arn:{partition}:ec2:{region}:{account}:elastic-ip/*", "arn:{partition}:ec2:{region}:{account}:network-interface/*"], &[])]) };
    pub static DisassociateRouteTable: Operation = Operation { service: &SERVICE, name: "DisassociateRouteTable", input: &shape::DisassociateRouteTableRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DisassociateRouteTable", "", &["arn:{partition}:ec2:{region}:{account}:route-table/*", "arn:{partition}:ec2:{region}:{account}:subnet/*"], &[])]) };
    pub static DisassociateSubnetCidrBlock: Operation = Operation { service: &SERVICE, name: "DisassociateSubnetCidrBlock", input: &shape::DisassociateSubnetCidrBlockRequest, output: &shape::DisassociateSubnetCidrBlockResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DisassociateSubnetCidrBlock", "", &["arn:{partition}:ec2:{region}:{account}:subnet/*"], &[])]) };
    pub static DisassociateVpcCidrBlock: Operation = Operation { service: &SERVICE, name: "DisassociateVpcCidrBlock", input: &shape::DisassociateVpcCidrBlockRequest, output: &shape::DisassociateVpcCidrBlockResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:DisassociateVpcCidrBlock", "", &["arn:{partition}:ec2:{region}:{account}:vpc/*"], &[])]) };
    pub static GetManagedPrefixListAssociations: Operation = Operation { service: &SERVICE, name: "GetManagedPrefixListAssociations", input: &shape::GetManagedPrefixListAssociationsRequest, output: &shape::GetManagedPrefixListAssociationsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:GetManagedPrefixListAssociations", "", &["arn:{partition}:ec2:{region}:{account}:prefix-list/{PrefixListId}"], &[])]) };
    pub static GetManagedPrefixListEntries: Operation = Operation { service: &SERVICE, name: "GetManagedPrefixListEntries", input: &shape::GetManagedPrefixListEntriesRequest, output: &shape::GetManagedPrefixListEntriesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:GetManagedPrefixListEntries", "", &["arn:{partition}:ec2:{region}:{account}:prefix-list/{PrefixListId}"], &[])]) };
    pub static GetSecurityGroupsForVpc: Operation = Operation { service: &SERVICE, name: "GetSecurityGroupsForVpc", input: &shape::GetSecurityGroupsForVpcRequest, output: &shape::GetSecurityGroupsForVpcResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:GetSecurityGroupsForVpc", "", &["arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static GetSubnetCidrReservations: Operation = Operation { service: &SERVICE, name: "GetSubnetCidrReservations", input: &shape::GetSubnetCidrReservationsRequest, output: &shape::GetSubnetCidrReservationsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:GetSubnetCidrReservations", "", &[], &[])]) };
    pub static ModifyManagedPrefixList: Operation = Operation { service: &SERVICE, name: "ModifyManagedPrefixList", input: &shape::ModifyManagedPrefixListRequest, output: &shape::ModifyManagedPrefixListResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifyManagedPrefixList", "", &["arn:{partition}:ec2:{region}:{account}:prefix-list/{PrefixListId}"], &[])]) };
    pub static ModifyNetworkInterfaceAttribute: Operation = Operation { service: &SERVICE, name: "ModifyNetworkInterfaceAttribute", input: &shape::ModifyNetworkInterfaceAttributeRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifyNetworkInterfaceAttribute", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}", "arn:{partition}:ec2:{region}:{account}:security-group/{Groups[]}?"], &[])]) };
    pub static ModifySecurityGroupRules: Operation = Operation { service: &SERVICE, name: "ModifySecurityGroupRules", input: &shape::ModifySecurityGroupRulesRequest, output: &shape::ModifySecurityGroupRulesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifySecurityGroupRules", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}", "arn:{partition}:ec2:{region}:{account}:security-group-rule/{SecurityGroupRules[].SecurityGroupRuleId}"], &[])]) };
    pub static ModifySubnetAttribute: Operation = Operation { service: &SERVICE, name: "ModifySubnetAttribute", input: &shape::ModifySubnetAttributeRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifySubnetAttribute", "", &["arn:{partition}:ec2:{region}:{account}:subnet/{SubnetId}"], &[])]) };
    pub static ModifyVpcAttribute: Operation = Operation { service: &SERVICE, name: "ModifyVpcAttribute", input: &shape::ModifyVpcAttributeRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifyVpcAttribute", "", &["arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static ModifyVpcEndpoint: Operation = Operation { service: &SERVICE, name: "ModifyVpcEndpoint", input: &shape::ModifyVpcEndpointRequest, output: &shape::ModifyVpcEndpointResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifyVpcEndpoint", "", &["arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{VpcEndpointId}", "arn:{partition}:ec2:{region}:{account}:route-table/{AddRouteTableIds[]}?", "arn:{partition}:ec2:{region}:{account}:route-table/{RemoveRouteTableIds[]}?", "arn:{partition}:ec2:{region}:{account}:subnet/{AddSubnetIds[]}?", "arn:{partition}:ec2:{region}:{account}:subnet/{RemoveSubnetIds[]}?", "arn:{partition}:ec2:{region}:{account}:security-group/{AddSecurityGroupIds[]}?", "arn:{partition}:ec2:{region}:{account}:security-group/{RemoveSecurityGroupIds[]}?"], &[])]) };
    pub static ModifyVpcPeeringConnectionOptions: Operation = Operation { service: &SERVICE, name: "ModifyVpcPeeringConnectionOptions", input: &shape::ModifyVpcPeeringConnectionOptionsRequest, output: &shape::ModifyVpcPeeringConnectionOptionsResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifyVpcPeeringConnectionOptions", "", &["arn:{partition}:ec2:{region}:{account}:vpc-peering-connection/{VpcPeeringConnectionId}"], &[])]) };
    pub static ModifyVpcTenancy: Operation = Operation { service: &SERVICE, name: "ModifyVpcTenancy", input: &shape::ModifyVpcTenancyRequest, output: &shape::ModifyVpcTenancyResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ModifyVpcTenancy", "", &["arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}"], &[])]) };
    pub static RejectVpcPeeringConnection: Operation = Operation { service: &SERVICE, name: "RejectVpcPeeringConnection", input: &shape::RejectVpcPeeringConnectionRequest, output: &shape::RejectVpcPeeringConnectionResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:RejectVpcPeeringConnection", "", &["arn:{partition}:ec2:{region}:{account}:vpc-peering-connection/{VpcPeeringConnectionId}"], &[])]) };
    pub static ReleaseAddress: Operation = Operation { service: &SERVICE, name: "ReleaseAddress", input: &shape::ReleaseAddressRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ReleaseAddress", "", &["arn:{partition}:ec2:{region}:{account}:elastic-ip/{AllocationId}"], &[])]) };
    pub static ReplaceNetworkAclAssociation: Operation = Operation { service: &SERVICE, name: "ReplaceNetworkAclAssociation", input: &shape::ReplaceNetworkAclAssociationRequest, output: &shape::ReplaceNetworkAclAssociationResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ReplaceNetworkAclAssociation", "", &["arn:{partition}:ec2:{region}:{account}:network-acl/{NetworkAclId}", "arn:{partition}:ec2:{region}:{account}:subnet/*"], &[])]) };
    pub static ReplaceNetworkAclEntry: Operation = Operation { service: &SERVICE, name: "ReplaceNetworkAclEntry", input: &shape::ReplaceNetworkAclEntryRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ReplaceNetworkAclEntry", "", &["arn:{partition}:ec2:{region}:{account}:network-acl/{NetworkAclId}"], &[])]) };
    pub static ReplaceRoute: Operation = Operation { service: &SERVICE, name: "ReplaceRoute", input: &shape::ReplaceRouteRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ReplaceRoute", "", &["arn:{partition}:ec2:{region}:{account}:route-table/{RouteTableId}"], &[])]) };
    pub static ReplaceRouteTableAssociation: Operation = Operation { service: &SERVICE, name: "ReplaceRouteTableAssociation", input: &shape::ReplaceRouteTableAssociationRequest, output: &shape::ReplaceRouteTableAssociationResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ReplaceRouteTableAssociation", "", &["arn:{partition}:ec2:{region}:{account}:route-table/{RouteTableId}", "arn:{partition}:ec2:{region}:{account}:subnet/*"], &[])]) };
    pub static ResetNetworkInterfaceAttribute: Operation = Operation { service: &SERVICE, name: "ResetNetworkInterfaceAttribute", input: &shape::ResetNetworkInterfaceAttributeRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:ResetNetworkInterfaceAttribute", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"], &[])]) };
    pub static RestoreManagedPrefixListVersion: Operation = Operation { service: &SERVICE, name: "RestoreManagedPrefixListVersion", input: &shape::RestoreManagedPrefixListVersionRequest, output: &shape::RestoreManagedPrefixListVersionResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:RestoreManagedPrefixListVersion", "", &["arn:{partition}:ec2:{region}:{account}:prefix-list/{PrefixListId}"], &[])]) };
    pub static RevokeSecurityGroupEgress: Operation = Operation { service: &SERVICE, name: "RevokeSecurityGroupEgress", input: &shape::RevokeSecurityGroupEgressRequest, output: &shape::RevokeSecurityGroupEgressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:RevokeSecurityGroupEgress", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}"], &[])]) };
    pub static RevokeSecurityGroupIngress: Operation = Operation { service: &SERVICE, name: "RevokeSecurityGroupIngress", input: &shape::RevokeSecurityGroupIngressRequest, output: &shape::RevokeSecurityGroupIngressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:RevokeSecurityGroupIngress", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}"], &[])]) };
    pub static StartNetworkInsightsAnalysis: Operation = Operation { service: &SERVICE, name: "StartNetworkInsightsAnalysis", input: &shape::StartNetworkInsightsAnalysisRequest, output: &shape::StartNetworkInsightsAnalysisResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:StartNetworkInsightsAnalysis", "", &["arn:{partition}:ec2:{region}:{account}:network-insights-analysis/*", "arn:{partition}:ec2:{region}:{account}:network-insights-path/{NetworkInsightsPathId}"], &[]), Need::new("ec2:CreateTags", "TagSpecifications", &["arn:{partition}:ec2:{region}:{account}:{TagSpecifications[].ResourceType}/*"], &[("ec2:CreateAction", "StartNetworkInsightsAnalysis")])]) };
    pub static UnassignIpv6Addresses: Operation = Operation { service: &SERVICE, name: "UnassignIpv6Addresses", input: &shape::UnassignIpv6AddressesRequest, output: &shape::UnassignIpv6AddressesResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:UnassignIpv6Addresses", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"], &[])]) };
    pub static UnassignPrivateIpAddresses: Operation = Operation { service: &SERVICE, name: "UnassignPrivateIpAddresses", input: &shape::UnassignPrivateIpAddressesRequest, output: &crate::operation::EMPTY, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:UnassignPrivateIpAddresses", "", &["arn:{partition}:ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"], &[])]) };
    pub static UpdateSecurityGroupRuleDescriptionsEgress: Operation = Operation { service: &SERVICE, name: "UpdateSecurityGroupRuleDescriptionsEgress", input: &shape::UpdateSecurityGroupRuleDescriptionsEgressRequest, output: &shape::UpdateSecurityGroupRuleDescriptionsEgressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:UpdateSecurityGroupRuleDescriptionsEgress", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}"], &[])]) };
    pub static UpdateSecurityGroupRuleDescriptionsIngress: Operation = Operation { service: &SERVICE, name: "UpdateSecurityGroupRuleDescriptionsIngress", input: &shape::UpdateSecurityGroupRuleDescriptionsIngressRequest, output: &shape::UpdateSecurityGroupRuleDescriptionsIngressResult, errors: &[], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ec2:UpdateSecurityGroupRuleDescriptionsIngress", "", &["arn:{partition}:ec2:{region}:{account}:security-group/{GroupId}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AcceptVpcPeeringConnectionRequest: Shape = Shape::structure("AcceptVpcPeeringConnectionRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("VpcPeeringConnectionId", &VpcPeeringConnectionIdWithResolver).named("vpcPeeringConnectionId").required(), ]);
    pub static AcceptVpcPeeringConnectionResult: Shape = Shape::structure("AcceptVpcPeeringConnectionResult", &[Member::new("VpcPeeringConnection", &VpcPeeringConnection).named("vpcPeeringConnection"), ]);
    pub static AccountAttribute: Shape = Shape::structure("AccountAttribute", &[Member::new("AttributeName", &String).named("attributeName"), Member::new("AttributeValues", &AccountAttributeValueList).named("attributeValueSet"), ]);
    pub static AccountAttributeList: Shape = Shape::new("AccountAttributeList", Kind::List(Member::new("member", &AccountAttribute).named("item")));
    pub static AccountAttributeName: Shape = Shape::new("AccountAttributeName", Kind::String).values(&["supported-platforms", "default-vpc"]);
    pub static AccountAttributeNameStringList: Shape = Shape::new("AccountAttributeNameStringList", Kind::List(Member::new("member", &AccountAttributeName).named("attributeName")));
    pub static AccountAttributeValue: Shape = Shape::structure("AccountAttributeValue", &[Member::new("AttributeValue", &String).named("attributeValue"), ]);
    pub static AccountAttributeValueList: Shape = Shape::new("AccountAttributeValueList", Kind::List(Member::new("member", &AccountAttributeValue).named("item")));
    pub static AddPrefixListEntries: Shape = Shape::new("AddPrefixListEntries", Kind::List(Member::new("member", &AddPrefixListEntry))).min(0.0).max(100.0);
    pub static AddPrefixListEntry: Shape = Shape::structure("AddPrefixListEntry", &[Member::new("Cidr", &String).required(), Member::new("Description", &String), ]);
    pub static AdditionalDetail: Shape = Shape::structure("AdditionalDetail", &[Member::new("AdditionalDetailType", &String).named("additionalDetailType"), Member::new("Component", &AnalysisComponent).named("component"), Member::new("VpcEndpointService", &AnalysisComponent).named("vpcEndpointService"), Member::new("RuleOptions", &RuleOptionList).named("ruleOptionSet"), Member::new("RuleGroupTypePairs", &RuleGroupTypePairList).named("ruleGroupTypePairSet"), Member::new("RuleGroupRuleOptionsPairs", &RuleGroupRuleOptionsPairList).named("ruleGroupRuleOptionsPairSet"), Member::new("ServiceName", &String).named("serviceName"), Member::new("LoadBalancers", &AnalysisComponentList).named("loadBalancerSet"), ]);
    pub static AdditionalDetailList: Shape = Shape::new("AdditionalDetailList", Kind::List(Member::new("member", &AdditionalDetail).named("item")));
    pub static Address: Shape = Shape::structure("Address", &[Member::new("AllocationId", &String).named("allocationId"), Member::new("AssociationId", &String).named("associationId"), Member::new("Domain", &DomainType).named("domain"), Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("NetworkInterfaceOwnerId", &String).named("networkInterfaceOwnerId"), Member::new("PrivateIpAddress", &String).named("privateIpAddress"), Member::new("Tags", &TagList).named("tagSet"), Member::new("PublicIpv4Pool", &String).named("publicIpv4Pool"), Member::new("NetworkBorderGroup", &String).named("networkBorderGroup"), Member::new("CustomerOwnedIp", &String).named("customerOwnedIp"), Member::new("CustomerOwnedIpv4Pool", &String).named("customerOwnedIpv4Pool"), Member::new("CarrierIp", &String).named("carrierIp"), Member::new("SubnetId", &String).named("subnetId"), Member::new("ServiceManaged", &ServiceManaged).named("serviceManaged"), Member::new("InstanceId", &String).named("instanceId"), Member::new("PublicIp", &String).named("publicIp"), ]);
    pub static AddressAttribute: Shape = Shape::structure("AddressAttribute", &[Member::new("PublicIp", &PublicIpAddress).named("publicIp"), Member::new("AllocationId", &AllocationId).named("allocationId"), Member::new("PtrRecord", &String).named("ptrRecord"), Member::new("PtrRecordUpdate", &PtrUpdateStatus).named("ptrRecordUpdate"), ]);
    pub static AddressAttributeName: Shape = Shape::new("AddressAttributeName", Kind::String).values(&["domain-name"]);
    pub static AddressList: Shape = Shape::new("AddressList", Kind::List(Member::new("member", &Address).named("item")));
    pub static AddressMaxResults: Shape = Shape::new("AddressMaxResults", Kind::Integer).min(1.0).max(1000.0);
    pub static AddressSet: Shape = Shape::new("AddressSet", Kind::List(Member::new("member", &AddressAttribute).named("item")));
    pub static AllocateAddressRequest: Shape = Shape::structure("AllocateAddressRequest", &[Member::new("Domain", &DomainType), Member::new("Address", &PublicIpAddress), Member::new("PublicIpv4Pool", &Ipv4PoolEc2Id), Member::new("NetworkBorderGroup", &String), Member::new("CustomerOwnedIpv4Pool", &String), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("IpamPoolId", &IpamPoolId), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static AllocateAddressResult: Shape = Shape::structure("AllocateAddressResult", &[Member::new("AllocationId", &String).named("allocationId"), Member::new("PublicIpv4Pool", &String).named("publicIpv4Pool"), Member::new("NetworkBorderGroup", &String).named("networkBorderGroup"), Member::new("Domain", &DomainType).named("domain"), Member::new("CustomerOwnedIp", &String).named("customerOwnedIp"), Member::new("CustomerOwnedIpv4Pool", &String).named("customerOwnedIpv4Pool"), Member::new("CarrierIp", &String).named("carrierIp"), Member::new("PublicIp", &String).named("publicIp"), ]);
    pub static AllocationId: Shape = Shape::new("AllocationId", Kind::String);
    pub static AllocationIdList: Shape = Shape::new("AllocationIdList", Kind::List(Member::new("member", &AllocationId).named("AllocationId")));
    pub static AllocationIds: Shape = Shape::new("AllocationIds", Kind::List(Member::new("member", &AllocationId).named("item")));
    pub static AlternatePathHint: Shape = Shape::structure("AlternatePathHint", &[Member::new("ComponentId", &String).named("componentId"), Member::new("ComponentArn", &String).named("componentArn"), ]);
    pub static AlternatePathHintList: Shape = Shape::new("AlternatePathHintList", Kind::List(Member::new("member", &AlternatePathHint).named("item")));
    pub static AnalysisAclRule: Shape = Shape::structure("AnalysisAclRule", &[Member::new("Cidr", &String).named("cidr"), Member::new("Egress", &Boolean).named("egress"), Member::new("PortRange", &PortRange).named("portRange"), Member::new("Protocol", &String).named("protocol"), Member::new("RuleAction", &String).named("ruleAction"), Member::new("RuleNumber", &Integer).named("ruleNumber"), ]);
    pub static AnalysisComponent: Shape = Shape::structure("AnalysisComponent", &[Member::new("Id", &String).named("id"), Member::new("Arn", &String).named("arn"), Member::new("Name", &String).named("name"), ]);
    pub static AnalysisComponentList: Shape = Shape::new("AnalysisComponentList", Kind::List(Member::new("member", &AnalysisComponent).named("item")));
    pub static AnalysisLoadBalancerListener: Shape = Shape::structure("AnalysisLoadBalancerListener", &[Member::new("LoadBalancerPort", &Port).named("loadBalancerPort"), Member::new("InstancePort", &Port).named("instancePort"), ]);
    pub static AnalysisLoadBalancerTarget: Shape = Shape::structure("AnalysisLoadBalancerTarget", &[Member::new("Address", &IpAddress).named("address"), Member::new("AvailabilityZone", &String).named("availabilityZone"), Member::new("AvailabilityZoneId", &String).named("availabilityZoneId"), Member::new("Instance", &AnalysisComponent).named("instance"), Member::new("Port", &Port).named("port"), ]);
    pub static AnalysisPacketHeader: Shape = Shape::structure("AnalysisPacketHeader", &[Member::new("DestinationAddresses", &IpAddressList).named("destinationAddressSet"), Member::new("DestinationPortRanges", &PortRangeList).named("destinationPortRangeSet"), Member::new("Protocol", &String).named("protocol"), Member::new("SourceAddresses", &IpAddressList).named("sourceAddressSet"), Member::new("SourcePortRanges", &PortRangeList).named("sourcePortRangeSet"), ]);
    pub static AnalysisRouteTableRoute: Shape = Shape::structure("AnalysisRouteTableRoute", &[Member::new("DestinationCidr", &String).named("destinationCidr"), Member::new("DestinationPrefixListId", &String).named("destinationPrefixListId"), Member::new("EgressOnlyInternetGatewayId", &String).named("egressOnlyInternetGatewayId"), Member::new("GatewayId", &String).named("gatewayId"), Member::new("InstanceId", &String).named("instanceId"), Member::new("NatGatewayId", &String).named("natGatewayId"), Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("Origin", &String).named("origin"), Member::new("TransitGatewayId", &String).named("transitGatewayId"), Member::new("VpcPeeringConnectionId", &String).named("vpcPeeringConnectionId"), Member::new("State", &String).named("state"), Member::new("CarrierGatewayId", &String).named("carrierGatewayId"), Member::new("CoreNetworkArn", &ResourceArn).named("coreNetworkArn"), Member::new("LocalGatewayId", &String).named("localGatewayId"), ]);
    pub static AnalysisSecurityGroupRule: Shape = Shape::structure("AnalysisSecurityGroupRule", &[Member::new("Cidr", &String).named("cidr"), Member::new("Direction", &String).named("direction"), Member::new("SecurityGroupId", &String).named("securityGroupId"), Member::new("PortRange", &PortRange).named("portRange"), Member::new("PrefixListId", &String).named("prefixListId"), Member::new("Protocol", &String).named("protocol"), ]);
    pub static AnalysisStatus: Shape = Shape::new("AnalysisStatus", Kind::String).values(&["running", "succeeded", "failed"]);
    pub static ArnList: Shape = Shape::new("ArnList", Kind::List(Member::new("member", &ResourceArn).named("item")));
    pub static AssignIpv6AddressesRequest: Shape = Shape::structure("AssignIpv6AddressesRequest", &[Member::new("Ipv6PrefixCount", &Integer), Member::new("Ipv6Prefixes", &IpPrefixList).named("Ipv6Prefix"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("Ipv6Addresses", &Ipv6AddressList).named("ipv6Addresses"), Member::new("Ipv6AddressCount", &Integer).named("ipv6AddressCount"), ]);
    pub static AssignIpv6AddressesResult: Shape = Shape::structure("AssignIpv6AddressesResult", &[Member::new("AssignedIpv6Addresses", &Ipv6AddressList).named("assignedIpv6Addresses"), Member::new("AssignedIpv6Prefixes", &IpPrefixList).named("assignedIpv6PrefixSet"), Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), ]);
    pub static AssignPrivateIpAddressesRequest: Shape = Shape::structure("AssignPrivateIpAddressesRequest", &[Member::new("Ipv4Prefixes", &IpPrefixList).named("Ipv4Prefix"), Member::new("Ipv4PrefixCount", &Integer), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("PrivateIpAddresses", &PrivateIpAddressStringList).named("privateIpAddress"), Member::new("SecondaryPrivateIpAddressCount", &Integer).named("secondaryPrivateIpAddressCount"), Member::new("AllowReassignment", &Boolean).named("allowReassignment"), ]);
    pub static AssignPrivateIpAddressesResult: Shape = Shape::structure("AssignPrivateIpAddressesResult", &[Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("AssignedPrivateIpAddresses", &AssignedPrivateIpAddressList).named("assignedPrivateIpAddressesSet"), Member::new("AssignedIpv4Prefixes", &Ipv4PrefixesList).named("assignedIpv4PrefixSet"), ]);
    pub static AssignedPrivateIpAddress: Shape = Shape::structure("AssignedPrivateIpAddress", &[Member::new("PrivateIpAddress", &String).named("privateIpAddress"), ]);
    pub static AssignedPrivateIpAddressList: Shape = Shape::new("AssignedPrivateIpAddressList", Kind::List(Member::new("member", &AssignedPrivateIpAddress).named("item")));
    pub static AssociateAddressRequest: Shape = Shape::structure("AssociateAddressRequest", &[Member::new("AllocationId", &AllocationId), Member::new("InstanceId", &InstanceId), Member::new("PublicIp", &EipAllocationPublicIp), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId"), Member::new("PrivateIpAddress", &String).named("privateIpAddress"), Member::new("AllowReassociation", &Boolean).named("allowReassociation"), ]);
    pub static AssociateAddressResult: Shape = Shape::structure("AssociateAddressResult", &[Member::new("AssociationId", &String).named("associationId"), ]);
    pub static AssociateDhcpOptionsRequest: Shape = Shape::structure("AssociateDhcpOptionsRequest", &[Member::new("DhcpOptionsId", &DefaultingDhcpOptionsId).required(), Member::new("VpcId", &VpcId).required(), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static AssociateRouteTableRequest: Shape = Shape::structure("AssociateRouteTableRequest", &[Member::new("GatewayId", &RouteGatewayId), Member::new("PublicIpv4Pool", &Ipv4PoolEc2Id), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("SubnetId", &SubnetId).named("subnetId"), Member::new("RouteTableId", &RouteTableId).named("routeTableId").required(), ]);
    pub static AssociateRouteTableResult: Shape = Shape::structure("AssociateRouteTableResult", &[Member::new("AssociationId", &String).named("associationId"), Member::new("AssociationState", &RouteTableAssociationState).named("associationState"), ]);
    pub static AssociateSubnetCidrBlockRequest: Shape = Shape::structure("AssociateSubnetCidrBlockRequest", &[Member::new("Ipv6IpamPoolId", &IpamPoolId), Member::new("Ipv6NetmaskLength", &NetmaskLength), Member::new("SubnetId", &SubnetId).named("subnetId").required(), Member::new("Ipv6CidrBlock", &String).named("ipv6CidrBlock"), ]);
    pub static AssociateSubnetCidrBlockResult: Shape = Shape::structure("AssociateSubnetCidrBlockResult", &[Member::new("Ipv6CidrBlockAssociation", &SubnetIpv6CidrBlockAssociation).named("ipv6CidrBlockAssociation"), Member::new("SubnetId", &String).named("subnetId"), ]);
    pub static AssociateVpcCidrBlockRequest: Shape = Shape::structure("AssociateVpcCidrBlockRequest", &[Member::new("CidrBlock", &String), Member::new("Ipv6CidrBlockNetworkBorderGroup", &String), Member::new("Ipv6Pool", &Ipv6PoolEc2Id), Member::new("Ipv6CidrBlock", &String), Member::new("Ipv4IpamPoolId", &IpamPoolId), Member::new("Ipv4NetmaskLength", &NetmaskLength), Member::new("Ipv6IpamPoolId", &IpamPoolId), Member::new("Ipv6NetmaskLength", &NetmaskLength), Member::new("VpcId", &VpcId).named("vpcId").required(), Member::new("AmazonProvidedIpv6CidrBlock", &Boolean).named("amazonProvidedIpv6CidrBlock"), ]);
    pub static AssociateVpcCidrBlockResult: Shape = Shape::structure("AssociateVpcCidrBlockResult", &[Member::new("Ipv6CidrBlockAssociation", &VpcIpv6CidrBlockAssociation).named("ipv6CidrBlockAssociation"), Member::new("CidrBlockAssociation", &VpcCidrBlockAssociation).named("cidrBlockAssociation"), Member::new("VpcId", &String).named("vpcId"), ]);
    pub static AssociatedSubnetList: Shape = Shape::new("AssociatedSubnetList", Kind::List(Member::new("member", &SubnetId).named("item")));
    pub static AttachInternetGatewayRequest: Shape = Shape::structure("AttachInternetGatewayRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("InternetGatewayId", &InternetGatewayId).named("internetGatewayId").required(), Member::new("VpcId", &VpcId).named("vpcId").required(), ]);
    pub static AttachNetworkInterfaceRequest: Shape = Shape::structure("AttachNetworkInterfaceRequest", &[Member::new("NetworkCardIndex", &Integer), Member::new("EnaSrdSpecification", &EnaSrdSpecification), Member::new("EnaQueueCount", &Integer), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("InstanceId", &InstanceId).named("instanceId").required(), Member::new("DeviceIndex", &Integer).named("deviceIndex").required(), ]);
    pub static AttachNetworkInterfaceResult: Shape = Shape::structure("AttachNetworkInterfaceResult", &[Member::new("AttachmentId", &String).named("attachmentId"), Member::new("NetworkCardIndex", &Integer).named("networkCardIndex"), ]);
    pub static AttachmentEnaSrdSpecification: Shape = Shape::structure("AttachmentEnaSrdSpecification", &[Member::new("EnaSrdEnabled", &Boolean).named("enaSrdEnabled"), Member::new("EnaSrdUdpSpecification", &AttachmentEnaSrdUdpSpecification).named("enaSrdUdpSpecification"), ]);
    pub static AttachmentEnaSrdUdpSpecification: Shape = Shape::structure("AttachmentEnaSrdUdpSpecification", &[Member::new("EnaSrdUdpEnabled", &Boolean).named("enaSrdUdpEnabled"), ]);
    pub static AttachmentStatus: Shape = Shape::new("AttachmentStatus", Kind::String).values(&["attaching", "attached", "detaching", "detached"]);
    pub static AttributeBooleanValue: Shape = Shape::structure("AttributeBooleanValue", &[Member::new("Value", &Boolean).named("value"), ]);
    pub static AttributeValue: Shape = Shape::structure("AttributeValue", &[Member::new("Value", &String).named("value"), ]);
    pub static AuthorizeSecurityGroupEgressRequest: Shape = Shape::structure("AuthorizeSecurityGroupEgressRequest", &[Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("GroupId", &SecurityGroupId).named("groupId").required(), Member::new("SourceSecurityGroupName", &String).named("sourceSecurityGroupName"), Member::new("SourceSecurityGroupOwnerId", &String).named("sourceSecurityGroupOwnerId"), Member::new("IpProtocol", &String).named("ipProtocol"), Member::new("FromPort", &Integer).named("fromPort"), Member::new("ToPort", &Integer).named("toPort"), Member::new("CidrIp", &String).named("cidrIp"), Member::new("IpPermissions", &IpPermissionList).named("ipPermissions"), ]);
    pub static AuthorizeSecurityGroupEgressResult: Shape = Shape::structure("AuthorizeSecurityGroupEgressResult", &[Member::new("Return", &Boolean).named("return"), Member::new("SecurityGroupRules", &SecurityGroupRuleList).named("securityGroupRuleSet"), ]);
    pub static AuthorizeSecurityGroupIngressRequest: Shape = Shape::structure("AuthorizeSecurityGroupIngressRequest", &[Member::new("CidrIp", &String), Member::new("FromPort", &Integer), Member::new("GroupId", &SecurityGroupId), Member::new("GroupName", &SecurityGroupName), Member::new("IpPermissions", &IpPermissionList), Member::new("IpProtocol", &String), Member::new("SourceSecurityGroupName", &String), Member::new("SourceSecurityGroupOwnerId", &String), Member::new("ToPort", &Integer), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static AuthorizeSecurityGroupIngressResult: Shape = Shape::structure("AuthorizeSecurityGroupIngressResult", &[Member::new("Return", &Boolean).named("return"), Member::new("SecurityGroupRules", &SecurityGroupRuleList).named("securityGroupRuleSet"), ]);
    pub static AutoProvisionZonesState: Shape = Shape::new("AutoProvisionZonesState", Kind::String).values(&["enabled", "disabled"]);
    pub static AutoScalingIpsState: Shape = Shape::new("AutoScalingIpsState", Kind::String).values(&["enabled", "disabled"]);
    pub static AvailabilityMode: Shape = Shape::new("AvailabilityMode", Kind::String).values(&["zonal", "regional"]);
    pub static AvailabilityZone: Shape = Shape::structure("AvailabilityZone", &[Member::new("OptInStatus", &AvailabilityZoneOptInStatus).named("optInStatus"), Member::new("Messages", &AvailabilityZoneMessageList).named("messageSet"), Member::new("RegionName", &String).named("regionName"), Member::new("ZoneName", &String).named("zoneName"), Member::new("ZoneId", &String).named("zoneId"), Member::new("GroupName", &String).named("groupName"), Member::new("NetworkBorderGroup", &String).named("networkBorderGroup"), Member::new("ZoneType", &String).named("zoneType"), Member::new("ParentZoneName", &String).named("parentZoneName"), Member::new("ParentZoneId", &String).named("parentZoneId"), Member::new("GroupLongName", &String).named("groupLongName"), Member::new("Geography", &AvailabilityZoneGeographyList).named("geographySet"), Member::new("SubGeography", &AvailabilityZoneSubGeographyList).named("subGeographySet"), Member::new("State", &AvailabilityZoneState).named("zoneState"), ]);
    pub static AvailabilityZoneAddress: Shape = Shape::structure("AvailabilityZoneAddress", &[Member::new("AvailabilityZone", &AvailabilityZoneName), Member::new("AvailabilityZoneId", &AvailabilityZoneId), Member::new("AllocationIds", &AllocationIdList).named("AllocationId"), ]);
    pub static AvailabilityZoneAddresses: Shape = Shape::new("AvailabilityZoneAddresses", Kind::List(Member::new("member", &AvailabilityZoneAddress).named("AvailabilityZoneAddress")));
    pub static AvailabilityZoneGeography: Shape = Shape::structure("AvailabilityZoneGeography", &[Member::new("Name", &String).named("name"), ]);
    pub static AvailabilityZoneGeographyList: Shape = Shape::new("AvailabilityZoneGeographyList", Kind::List(Member::new("member", &AvailabilityZoneGeography).named("item")));
    pub static AvailabilityZoneId: Shape = Shape::new("AvailabilityZoneId", Kind::String);
    pub static AvailabilityZoneList: Shape = Shape::new("AvailabilityZoneList", Kind::List(Member::new("member", &AvailabilityZone).named("item")));
    pub static AvailabilityZoneMessage: Shape = Shape::structure("AvailabilityZoneMessage", &[Member::new("Message", &String).named("message"), ]);
    pub static AvailabilityZoneMessageList: Shape = Shape::new("AvailabilityZoneMessageList", Kind::List(Member::new("member", &AvailabilityZoneMessage).named("item")));
    pub static AvailabilityZoneName: Shape = Shape::new("AvailabilityZoneName", Kind::String);
    pub static AvailabilityZoneOptInStatus: Shape = Shape::new("AvailabilityZoneOptInStatus", Kind::String).values(&["opt-in-not-required", "opted-in", "not-opted-in"]);
    pub static AvailabilityZoneState: Shape = Shape::new("AvailabilityZoneState", Kind::String).values(&["available", "information", "impaired", "unavailable", "constrained"]);
    pub static AvailabilityZoneSubGeography: Shape = Shape::structure("AvailabilityZoneSubGeography", &[Member::new("Name", &String).named("name"), ]);
    pub static AvailabilityZoneSubGeographyList: Shape = Shape::new("AvailabilityZoneSubGeographyList", Kind::List(Member::new("member", &AvailabilityZoneSubGeography).named("item")));
    pub static BlockPublicAccessMode: Shape = Shape::new("BlockPublicAccessMode", Kind::String).values(&["off", "block-bidirectional", "block-ingress"]);
    pub static BlockPublicAccessStates: Shape = Shape::structure("BlockPublicAccessStates", &[Member::new("InternetGatewayBlockMode", &BlockPublicAccessMode).named("internetGatewayBlockMode"), ]);
    pub static Boolean: Shape = Shape::new("Boolean", Kind::Boolean);
    pub static BoxedBoolean: Shape = Shape::new("BoxedBoolean", Kind::Boolean);
    pub static CarrierGatewayId: Shape = Shape::new("CarrierGatewayId", Kind::String);
    pub static CidrBlock: Shape = Shape::structure("CidrBlock", &[Member::new("CidrBlock", &String).named("cidrBlock"), ]);
    pub static CidrBlockSet: Shape = Shape::new("CidrBlockSet", Kind::List(Member::new("member", &CidrBlock).named("item")));
    pub static CoipPoolId: Shape = Shape::new("CoipPoolId", Kind::String);
    pub static ComponentAccount: Shape = Shape::new("ComponentAccount", Kind::String);
    pub static ComponentRegion: Shape = Shape::new("ComponentRegion", Kind::String);
    pub static ConnectionTrackingConfiguration: Shape = Shape::structure("ConnectionTrackingConfiguration", &[Member::new("TcpEstablishedTimeout", &Integer).named("tcpEstablishedTimeout"), Member::new("UdpStreamTimeout", &Integer).named("udpStreamTimeout"), Member::new("UdpTimeout", &Integer).named("udpTimeout"), ]);
    pub static ConnectionTrackingSpecificationRequest: Shape = Shape::structure("ConnectionTrackingSpecificationRequest", &[Member::new("TcpEstablishedTimeout", &Integer), Member::new("UdpStreamTimeout", &Integer), Member::new("UdpTimeout", &Integer), ]);
    pub static ConnectivityType: Shape = Shape::new("ConnectivityType", Kind::String).values(&["private", "public"]);
    pub static CoreNetworkArn: Shape = Shape::new("CoreNetworkArn", Kind::String);
    pub static CreateDefaultSubnetRequest: Shape = Shape::structure("CreateDefaultSubnetRequest", &[Member::new("AvailabilityZone", &AvailabilityZoneName), Member::new("DryRun", &Boolean), Member::new("Ipv6Native", &Boolean), Member::new("AvailabilityZoneId", &AvailabilityZoneId), ]);
    pub static CreateDefaultSubnetResult: Shape = Shape::structure("CreateDefaultSubnetResult", &[Member::new("Subnet", &Subnet).named("subnet"), ]);
    pub static CreateDefaultVpcRequest: Shape = Shape::structure("CreateDefaultVpcRequest", &[Member::new("DryRun", &Boolean), ]);
    pub static CreateDefaultVpcResult: Shape = Shape::structure("CreateDefaultVpcResult", &[Member::new("Vpc", &Vpc).named("vpc"), ]);
    pub static CreateDhcpOptionsRequest: Shape = Shape::structure("CreateDhcpOptionsRequest", &[Member::new("DhcpConfigurations", &NewDhcpConfigurationList).named("dhcpConfiguration").required(), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static CreateDhcpOptionsResult: Shape = Shape::structure("CreateDhcpOptionsResult", &[Member::new("DhcpOptions", &DhcpOptions).named("dhcpOptions"), ]);
    pub static CreateEgressOnlyInternetGatewayRequest: Shape = Shape::structure("CreateEgressOnlyInternetGatewayRequest", &[Member::new("ClientToken", &String), Member::new("DryRun", &Boolean), Member::new("VpcId", &VpcId).required(), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), ]);
    pub static CreateEgressOnlyInternetGatewayResult: Shape = Shape::structure("CreateEgressOnlyInternetGatewayResult", &[Member::new("ClientToken", &String).named("clientToken"), Member::new("EgressOnlyInternetGateway", &EgressOnlyInternetGateway).named("egressOnlyInternetGateway"), ]);
    pub static CreateFlowLogsRequest: Shape = Shape::structure("CreateFlowLogsRequest", &[Member::new("DryRun", &Boolean), Member::new("ClientToken", &String), Member::new("DeliverLogsPermissionArn", &String), Member::new("DeliverCrossAccountRole", &String), Member::new("LogGroupName", &String), Member::new("ResourceIds", &FlowLogResourceIds).named("ResourceId").required(), Member::new("ResourceType", &FlowLogsResourceType).required(), Member::new("TrafficType", &TrafficType), Member::new("LogDestinationType", &LogDestinationType), Member::new("LogDestination", &String), Member::new("LogFormat", &String), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("MaxAggregationInterval", &Integer), Member::new("DestinationOptions", &DestinationOptionsRequest), ]);
    pub static CreateFlowLogsResult: Shape = Shape::structure("CreateFlowLogsResult", &[Member::new("ClientToken", &String).named("clientToken"), Member::new("FlowLogIds", &ValueStringList).named("flowLogIdSet"), Member::new("Unsuccessful", &UnsuccessfulItemSet).named("unsuccessful"), ]);
    pub static CreateInternetGatewayRequest: Shape = Shape::structure("CreateInternetGatewayRequest", &[Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static CreateInternetGatewayResult: Shape = Shape::structure("CreateInternetGatewayResult", &[Member::new("InternetGateway", &InternetGateway).named("internetGateway"), ]);
    pub static CreateManagedPrefixListRequest: Shape = Shape::structure("CreateManagedPrefixListRequest", &[Member::new("DryRun", &Boolean), Member::new("PrefixListName", &String).required(), Member::new("Entries", &AddPrefixListEntries).named("Entry"), Member::new("MaxEntries", &Integer).required(), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("AddressFamily", &String).required(), Member::new("ClientToken", &String).idempotency_token(), ]);
    pub static CreateManagedPrefixListResult: Shape = Shape::structure("CreateManagedPrefixListResult", &[Member::new("PrefixList", &ManagedPrefixList).named("prefixList"), ]);
    pub static CreateNatGatewayRequest: Shape = Shape::structure("CreateNatGatewayRequest", &[Member::new("AvailabilityMode", &AvailabilityMode), Member::new("AllocationId", &AllocationId), Member::new("ClientToken", &String).idempotency_token(), Member::new("DryRun", &Boolean), Member::new("SubnetId", &SubnetId), Member::new("VpcId", &VpcId), Member::new("AvailabilityZoneAddresses", &AvailabilityZoneAddresses).named("AvailabilityZoneAddress"), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("ConnectivityType", &ConnectivityType), Member::new("PrivateIpAddress", &String), Member::new("SecondaryAllocationIds", &AllocationIdList).named("SecondaryAllocationId"), Member::new("SecondaryPrivateIpAddresses", &IpList).named("SecondaryPrivateIpAddress"), Member::new("SecondaryPrivateIpAddressCount", &PrivateIpAddressCount), ]);
    pub static CreateNatGatewayResult: Shape = Shape::structure("CreateNatGatewayResult", &[Member::new("ClientToken", &String).named("clientToken"), Member::new("NatGateway", &NatGateway).named("natGateway"), ]);
    pub static CreateNetworkAclEntryRequest: Shape = Shape::structure("CreateNetworkAclEntryRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkAclId", &NetworkAclId).named("networkAclId").required(), Member::new("RuleNumber", &Integer).named("ruleNumber").required(), Member::new("Protocol", &String).named("protocol").required(), Member::new("RuleAction", &RuleAction).named("ruleAction").required(), Member::new("Egress", &Boolean).named("egress").required(), Member::new("CidrBlock", &String).named("cidrBlock"), Member::new("Ipv6CidrBlock", &String).named("ipv6CidrBlock"), Member::new("IcmpTypeCode", &IcmpTypeCode).named("Icmp"), Member::new("PortRange", &PortRange).named("portRange"), ]);
    pub static CreateNetworkAclRequest: Shape = Shape::structure("CreateNetworkAclRequest", &[Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("ClientToken", &String).idempotency_token(), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("VpcId", &VpcId).named("vpcId").required(), ]);
    pub static CreateNetworkAclResult: Shape = Shape::structure("CreateNetworkAclResult", &[Member::new("NetworkAcl", &NetworkAcl).named("networkAcl"), Member::new("ClientToken", &String).named("clientToken"), ]);
    pub static CreateNetworkInsightsPathRequest: Shape = Shape::structure("CreateNetworkInsightsPathRequest", &[Member::new("SourceIp", &IpAddress), Member::new("DestinationIp", &IpAddress), Member::new("Source", &NetworkInsightsResourceId).required(), Member::new("Destination", &NetworkInsightsResourceId), Member::new("Protocol", &Protocol).required(), Member::new("DestinationPort", &Port), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean), Member::new("ClientToken", &String).required().idempotency_token(), Member::new("FilterAtSource", &PathRequestFilter), Member::new("FilterAtDestination", &PathRequestFilter), ]);
    pub static CreateNetworkInsightsPathResult: Shape = Shape::structure("CreateNetworkInsightsPathResult", &[Member::new("NetworkInsightsPath", &NetworkInsightsPath).named("networkInsightsPath"), ]);
    pub static CreateNetworkInterfaceRequest: Shape = Shape::structure("CreateNetworkInterfaceRequest", &[Member::new("Ipv4Prefixes", &Ipv4PrefixList).named("Ipv4Prefix"), Member::new("Ipv4PrefixCount", &Integer), Member::new("Ipv6Prefixes", &Ipv6PrefixList).named("Ipv6Prefix"), Member::new("Ipv6PrefixCount", &Integer), Member::new("InterfaceType", &NetworkInterfaceCreationType), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("ClientToken", &String).idempotency_token(), Member::new("EnablePrimaryIpv6", &Boolean), Member::new("ConnectionTrackingSpecification", &ConnectionTrackingSpecificationRequest), Member::new("Operator", &OperatorRequest), Member::new("SubnetId", &SubnetId).named("subnetId").required(), Member::new("Description", &String).named("description"), Member::new("PrivateIpAddress", &String).named("privateIpAddress"), Member::new("Groups", &SecurityGroupIdStringList).named("SecurityGroupId"), Member::new("PrivateIpAddresses", &PrivateIpAddressSpecificationList).named("privateIpAddresses"), Member::new("SecondaryPrivateIpAddressCount", &Integer).named("secondaryPrivateIpAddressCount"), Member::new("Ipv6Addresses", &InstanceIpv6AddressList).named("ipv6Addresses"), Member::new("Ipv6AddressCount", &Integer).named("ipv6AddressCount"), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static CreateNetworkInterfaceResult: Shape = Shape::structure("CreateNetworkInterfaceResult", &[Member::new("NetworkInterface", &NetworkInterface).named("networkInterface"), Member::new("ClientToken", &String).named("clientToken"), ]);
    pub static CreateRouteRequest: Shape = Shape::structure("CreateRouteRequest", &[Member::new("DestinationPrefixListId", &PrefixListResourceId), Member::new("VpcEndpointId", &VpcEndpointId), Member::new("TransitGatewayId", &TransitGatewayId), Member::new("LocalGatewayId", &LocalGatewayId), Member::new("CarrierGatewayId", &CarrierGatewayId), Member::new("CoreNetworkArn", &CoreNetworkArn), Member::new("OdbNetworkArn", &OdbNetworkArn), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("RouteTableId", &RouteTableId).named("routeTableId").required(), Member::new("DestinationCidrBlock", &String).named("destinationCidrBlock"), Member::new("GatewayId", &RouteGatewayId).named("gatewayId"), Member::new("DestinationIpv6CidrBlock", &String).named("destinationIpv6CidrBlock"), Member::new("EgressOnlyInternetGatewayId", &EgressOnlyInternetGatewayId).named("egressOnlyInternetGatewayId"), Member::new("InstanceId", &InstanceId).named("instanceId"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId"), Member::new("VpcPeeringConnectionId", &VpcPeeringConnectionId).named("vpcPeeringConnectionId"), Member::new("NatGatewayId", &NatGatewayId).named("natGatewayId"), ]);
    pub static CreateRouteResult: Shape = Shape::structure("CreateRouteResult", &[Member::new("Return", &Boolean).named("return"), ]);
    pub static CreateRouteTableRequest: Shape = Shape::structure("CreateRouteTableRequest", &[Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("ClientToken", &String).idempotency_token(), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("VpcId", &VpcId).named("vpcId").required(), ]);
    pub static CreateRouteTableResult: Shape = Shape::structure("CreateRouteTableResult", &[Member::new("RouteTable", &RouteTable).named("routeTable"), Member::new("ClientToken", &String).named("clientToken"), ]);
    pub static CreateSecurityGroupRequest: Shape = Shape::structure("CreateSecurityGroupRequest", &[Member::new("Description", &String).named("GroupDescription").required(), Member::new("GroupName", &String).required(), Member::new("VpcId", &VpcId), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static CreateSecurityGroupResult: Shape = Shape::structure("CreateSecurityGroupResult", &[Member::new("GroupId", &String).named("groupId"), Member::new("Tags", &TagList).named("tagSet"), Member::new("SecurityGroupArn", &String).named("securityGroupArn"), ]);
    pub static CreateSubnetCidrReservationRequest: Shape = Shape::structure("CreateSubnetCidrReservationRequest", &[Member::new("SubnetId", &SubnetId).required(), Member::new("Cidr", &String).required(), Member::new("ReservationType", &SubnetCidrReservationType).required(), Member::new("Description", &String), Member::new("DryRun", &Boolean), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), ]);
    pub static CreateSubnetCidrReservationResult: Shape = Shape::structure("CreateSubnetCidrReservationResult", &[Member::new("SubnetCidrReservation", &SubnetCidrReservation).named("subnetCidrReservation"), ]);
    pub static CreateSubnetRequest: Shape = Shape::structure("CreateSubnetRequest", &[Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("AvailabilityZone", &String), Member::new("AvailabilityZoneId", &String), Member::new("CidrBlock", &String), Member::new("Ipv6CidrBlock", &String), Member::new("OutpostArn", &String), Member::new("VpcId", &VpcId).required(), Member::new("Ipv6Native", &Boolean), Member::new("Ipv4IpamPoolId", &IpamPoolId), Member::new("Ipv4NetmaskLength", &NetmaskLength), Member::new("Ipv6IpamPoolId", &IpamPoolId), Member::new("Ipv6NetmaskLength", &NetmaskLength), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static CreateSubnetResult: Shape = Shape::structure("CreateSubnetResult", &[Member::new("Subnet", &Subnet).named("subnet"), ]);
    pub static CreateTagsRequest: Shape = Shape::structure("CreateTagsRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Resources", &ResourceIdList).named("ResourceId").required(), Member::new("Tags", &TagList).named("Tag").required(), ]);
    pub static CreateVpcEndpointRequest: Shape = Shape::structure("CreateVpcEndpointRequest", &[Member::new("DryRun", &Boolean), Member::new("VpcEndpointType", &VpcEndpointType), Member::new("VpcId", &VpcId).required(), Member::new("ServiceName", &String), Member::new("PolicyDocument", &String), Member::new("RouteTableIds", &VpcEndpointRouteTableIdList).named("RouteTableId"), Member::new("SubnetIds", &VpcEndpointSubnetIdList).named("SubnetId"), Member::new("SecurityGroupIds", &VpcEndpointSecurityGroupIdList).named("SecurityGroupId"), Member::new("IpAddressType", &IpAddressType), Member::new("DnsOptions", &DnsOptionsSpecification), Member::new("ClientToken", &String), Member::new("PrivateDnsEnabled", &Boolean), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("SubnetConfigurations", &SubnetConfigurationsList).named("SubnetConfiguration"), Member::new("ServiceNetworkArn", &ServiceNetworkArn), Member::new("ResourceConfigurationArn", &ResourceConfigurationArn), Member::new("ServiceRegion", &String), ]);
    pub static CreateVpcEndpointResult: Shape = Shape::structure("CreateVpcEndpointResult", &[Member::new("VpcEndpoint", &VpcEndpoint).named("vpcEndpoint"), Member::new("ClientToken", &String).named("clientToken"), ]);
    pub static CreateVpcPeeringConnectionRequest: Shape = Shape::structure("CreateVpcPeeringConnectionRequest", &[Member::new("PeerRegion", &String), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("VpcId", &VpcId).named("vpcId").required(), Member::new("PeerVpcId", &String).named("peerVpcId"), Member::new("PeerOwnerId", &String).named("peerOwnerId"), ]);
    pub static CreateVpcPeeringConnectionResult: Shape = Shape::structure("CreateVpcPeeringConnectionResult", &[Member::new("VpcPeeringConnection", &VpcPeeringConnection).named("vpcPeeringConnection"), ]);
    pub static CreateVpcRequest: Shape = Shape::structure("CreateVpcRequest", &[Member::new("CidrBlock", &String), Member::new("Ipv6Pool", &Ipv6PoolEc2Id), Member::new("Ipv6CidrBlock", &String), Member::new("Ipv4IpamPoolId", &IpamPoolId), Member::new("Ipv4NetmaskLength", &NetmaskLength), Member::new("Ipv6IpamPoolId", &IpamPoolId), Member::new("Ipv6NetmaskLength", &NetmaskLength), Member::new("Ipv6CidrBlockNetworkBorderGroup", &String), Member::new("VpcEncryptionControl", &VpcEncryptionControlConfiguration), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("InstanceTenancy", &Tenancy).named("instanceTenancy"), Member::new("AmazonProvidedIpv6CidrBlock", &Boolean).named("amazonProvidedIpv6CidrBlock"), ]);
    pub static CreateVpcResult: Shape = Shape::structure("CreateVpcResult", &[Member::new("Vpc", &Vpc).named("vpc"), ]);
    pub static DateTime: Shape = Shape::new("DateTime", Kind::Timestamp(None));
    pub static DefaultingDhcpOptionsId: Shape = Shape::new("DefaultingDhcpOptionsId", Kind::String);
    pub static DeleteDhcpOptionsRequest: Shape = Shape::structure("DeleteDhcpOptionsRequest", &[Member::new("DhcpOptionsId", &DhcpOptionsId).required(), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DeleteEgressOnlyInternetGatewayRequest: Shape = Shape::structure("DeleteEgressOnlyInternetGatewayRequest", &[Member::new("DryRun", &Boolean), Member::new("EgressOnlyInternetGatewayId", &EgressOnlyInternetGatewayId).required(), ]);
    pub static DeleteEgressOnlyInternetGatewayResult: Shape = Shape::structure("DeleteEgressOnlyInternetGatewayResult", &[Member::new("ReturnCode", &Boolean).named("returnCode"), ]);
    pub static DeleteFlowLogsRequest: Shape = Shape::structure("DeleteFlowLogsRequest", &[Member::new("DryRun", &Boolean), Member::new("FlowLogIds", &FlowLogIdList).named("FlowLogId").required(), ]);
    pub static DeleteFlowLogsResult: Shape = Shape::structure("DeleteFlowLogsResult", &[Member::new("Unsuccessful", &UnsuccessfulItemSet).named("unsuccessful"), ]);
    pub static DeleteInternetGatewayRequest: Shape = Shape::structure("DeleteInternetGatewayRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("InternetGatewayId", &InternetGatewayId).named("internetGatewayId").required(), ]);
    pub static DeleteManagedPrefixListRequest: Shape = Shape::structure("DeleteManagedPrefixListRequest", &[Member::new("DryRun", &Boolean), Member::new("PrefixListId", &PrefixListResourceId).required(), ]);
    pub static DeleteManagedPrefixListResult: Shape = Shape::structure("DeleteManagedPrefixListResult", &[Member::new("PrefixList", &ManagedPrefixList).named("prefixList"), ]);
    pub static DeleteNatGatewayRequest: Shape = Shape::structure("DeleteNatGatewayRequest", &[Member::new("DryRun", &Boolean), Member::new("NatGatewayId", &NatGatewayId).required(), ]);
    pub static DeleteNatGatewayResult: Shape = Shape::structure("DeleteNatGatewayResult", &[Member::new("NatGatewayId", &String).named("natGatewayId"), ]);
    pub static DeleteNetworkAclEntryRequest: Shape = Shape::structure("DeleteNetworkAclEntryRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkAclId", &NetworkAclId).named("networkAclId").required(), Member::new("RuleNumber", &Integer).named("ruleNumber").required(), Member::new("Egress", &Boolean).named("egress").required(), ]);
    pub static DeleteNetworkAclRequest: Shape = Shape::structure("DeleteNetworkAclRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkAclId", &NetworkAclId).named("networkAclId").required(), ]);
    pub static DeleteNetworkInsightsAnalysisRequest: Shape = Shape::structure("DeleteNetworkInsightsAnalysisRequest", &[Member::new("DryRun", &Boolean), Member::new("NetworkInsightsAnalysisId", &NetworkInsightsAnalysisId).required(), ]);
    pub static DeleteNetworkInsightsAnalysisResult: Shape = Shape::structure("DeleteNetworkInsightsAnalysisResult", &[Member::new("NetworkInsightsAnalysisId", &NetworkInsightsAnalysisId).named("networkInsightsAnalysisId"), ]);
    pub static DeleteNetworkInsightsPathRequest: Shape = Shape::structure("DeleteNetworkInsightsPathRequest", &[Member::new("DryRun", &Boolean), Member::new("NetworkInsightsPathId", &NetworkInsightsPathId).required(), ]);
    pub static DeleteNetworkInsightsPathResult: Shape = Shape::structure("DeleteNetworkInsightsPathResult", &[Member::new("NetworkInsightsPathId", &NetworkInsightsPathId).named("networkInsightsPathId"), ]);
    pub static DeleteNetworkInterfaceRequest: Shape = Shape::structure("DeleteNetworkInterfaceRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), ]);
    pub static DeleteRouteRequest: Shape = Shape::structure("DeleteRouteRequest", &[Member::new("DestinationPrefixListId", &PrefixListResourceId), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("RouteTableId", &RouteTableId).named("routeTableId").required(), Member::new("DestinationCidrBlock", &String).named("destinationCidrBlock"), Member::new("DestinationIpv6CidrBlock", &String).named("destinationIpv6CidrBlock"), ]);
    pub static DeleteRouteTableRequest: Shape = Shape::structure("DeleteRouteTableRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("RouteTableId", &RouteTableId).named("routeTableId").required(), ]);
    pub static DeleteSecurityGroupRequest: Shape = Shape::structure("DeleteSecurityGroupRequest", &[Member::new("GroupId", &SecurityGroupId), Member::new("GroupName", &SecurityGroupName), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DeleteSecurityGroupResult: Shape = Shape::structure("DeleteSecurityGroupResult", &[Member::new("Return", &Boolean).named("return"), Member::new("GroupId", &SecurityGroupId).named("groupId"), ]);
    pub static DeleteSubnetCidrReservationRequest: Shape = Shape::structure("DeleteSubnetCidrReservationRequest", &[Member::new("SubnetCidrReservationId", &SubnetCidrReservationId).required(), Member::new("DryRun", &Boolean), ]);
    pub static DeleteSubnetCidrReservationResult: Shape = Shape::structure("DeleteSubnetCidrReservationResult", &[Member::new("DeletedSubnetCidrReservation", &SubnetCidrReservation).named("deletedSubnetCidrReservation"), ]);
    pub static DeleteSubnetRequest: Shape = Shape::structure("DeleteSubnetRequest", &[Member::new("SubnetId", &SubnetId).required(), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DeleteTagsRequest: Shape = Shape::structure("DeleteTagsRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Resources", &ResourceIdList).named("resourceId").required(), Member::new("Tags", &TagList).named("tag"), ]);
    pub static DeleteVpcEndpointsRequest: Shape = Shape::structure("DeleteVpcEndpointsRequest", &[Member::new("DryRun", &Boolean), Member::new("VpcEndpointIds", &VpcEndpointIdList).named("VpcEndpointId").required(), ]);
    pub static DeleteVpcEndpointsResult: Shape = Shape::structure("DeleteVpcEndpointsResult", &[Member::new("Unsuccessful", &UnsuccessfulItemSet).named("unsuccessful"), ]);
    pub static DeleteVpcPeeringConnectionRequest: Shape = Shape::structure("DeleteVpcPeeringConnectionRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("VpcPeeringConnectionId", &VpcPeeringConnectionId).named("vpcPeeringConnectionId").required(), ]);
    pub static DeleteVpcPeeringConnectionResult: Shape = Shape::structure("DeleteVpcPeeringConnectionResult", &[Member::new("Return", &Boolean).named("return"), ]);
    pub static DeleteVpcRequest: Shape = Shape::structure("DeleteVpcRequest", &[Member::new("VpcId", &VpcId).required(), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DescribeAccountAttributesRequest: Shape = Shape::structure("DescribeAccountAttributesRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("AttributeNames", &AccountAttributeNameStringList).named("attributeName"), ]);
    pub static DescribeAccountAttributesResult: Shape = Shape::structure("DescribeAccountAttributesResult", &[Member::new("AccountAttributes", &AccountAttributeList).named("accountAttributeSet"), ]);
    pub static DescribeAddressesAttributeRequest: Shape = Shape::structure("DescribeAddressesAttributeRequest", &[Member::new("AllocationIds", &AllocationIds).named("AllocationId"), Member::new("Attribute", &AddressAttributeName), Member::new("NextToken", &NextToken), Member::new("MaxResults", &AddressMaxResults), Member::new("DryRun", &Boolean), ]);
    pub static DescribeAddressesAttributeResult: Shape = Shape::structure("DescribeAddressesAttributeResult", &[Member::new("Addresses", &AddressSet).named("addressSet"), Member::new("NextToken", &NextToken).named("nextToken"), ]);
    pub static DescribeAddressesRequest: Shape = Shape::structure("DescribeAddressesRequest", &[Member::new("PublicIps", &PublicIpStringList).named("PublicIp"), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Filters", &FilterList).named("Filter"), Member::new("AllocationIds", &AllocationIdList).named("AllocationId"), ]);
    pub static DescribeAddressesResult: Shape = Shape::structure("DescribeAddressesResult", &[Member::new("Addresses", &AddressList).named("addressesSet"), ]);
    pub static DescribeAvailabilityZonesRequest: Shape = Shape::structure("DescribeAvailabilityZonesRequest", &[Member::new("ZoneNames", &ZoneNameStringList).named("ZoneName"), Member::new("ZoneIds", &ZoneIdStringList).named("ZoneId"), Member::new("AllAvailabilityZones", &Boolean), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeAvailabilityZonesResult: Shape = Shape::structure("DescribeAvailabilityZonesResult", &[Member::new("AvailabilityZones", &AvailabilityZoneList).named("availabilityZoneInfo"), ]);
    pub static DescribeDhcpOptionsMaxResults: Shape = Shape::new("DescribeDhcpOptionsMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeDhcpOptionsRequest: Shape = Shape::structure("DescribeDhcpOptionsRequest", &[Member::new("DhcpOptionsIds", &DhcpOptionsIdStringList).named("DhcpOptionsId"), Member::new("NextToken", &String), Member::new("MaxResults", &DescribeDhcpOptionsMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeDhcpOptionsResult: Shape = Shape::structure("DescribeDhcpOptionsResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("DhcpOptions", &DhcpOptionsList).named("dhcpOptionsSet"), ]);
    pub static DescribeEgressOnlyInternetGatewaysMaxResults: Shape = Shape::new("DescribeEgressOnlyInternetGatewaysMaxResults", Kind::Integer).min(5.0).max(255.0);
    pub static DescribeEgressOnlyInternetGatewaysRequest: Shape = Shape::structure("DescribeEgressOnlyInternetGatewaysRequest", &[Member::new("DryRun", &Boolean), Member::new("EgressOnlyInternetGatewayIds", &EgressOnlyInternetGatewayIdList).named("EgressOnlyInternetGatewayId"), Member::new("MaxResults", &DescribeEgressOnlyInternetGatewaysMaxResults), Member::new("NextToken", &String), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeEgressOnlyInternetGatewaysResult: Shape = Shape::structure("DescribeEgressOnlyInternetGatewaysResult", &[Member::new("EgressOnlyInternetGateways", &EgressOnlyInternetGatewayList).named("egressOnlyInternetGatewaySet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeFlowLogsRequest: Shape = Shape::structure("DescribeFlowLogsRequest", &[Member::new("DryRun", &Boolean), Member::new("Filter", &FilterList), Member::new("FlowLogIds", &FlowLogIdList).named("FlowLogId"), Member::new("MaxResults", &Integer), Member::new("NextToken", &String), ]);
    pub static DescribeFlowLogsResult: Shape = Shape::structure("DescribeFlowLogsResult", &[Member::new("FlowLogs", &FlowLogSet).named("flowLogSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeInternetGatewaysMaxResults: Shape = Shape::new("DescribeInternetGatewaysMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeInternetGatewaysRequest: Shape = Shape::structure("DescribeInternetGatewaysRequest", &[Member::new("NextToken", &String), Member::new("MaxResults", &DescribeInternetGatewaysMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("InternetGatewayIds", &InternetGatewayIdList).named("internetGatewayId"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeInternetGatewaysResult: Shape = Shape::structure("DescribeInternetGatewaysResult", &[Member::new("InternetGateways", &InternetGatewayList).named("internetGatewaySet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeManagedPrefixListsRequest: Shape = Shape::structure("DescribeManagedPrefixListsRequest", &[Member::new("DryRun", &Boolean), Member::new("Filters", &FilterList).named("Filter"), Member::new("MaxResults", &PrefixListMaxResults), Member::new("NextToken", &NextToken), Member::new("PrefixListIds", &ValueStringList).named("PrefixListId"), ]);
    pub static DescribeManagedPrefixListsResult: Shape = Shape::structure("DescribeManagedPrefixListsResult", &[Member::new("NextToken", &NextToken).named("nextToken"), Member::new("PrefixLists", &ManagedPrefixListSet).named("prefixListSet"), ]);
    pub static DescribeNatGatewaysMaxResults: Shape = Shape::new("DescribeNatGatewaysMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeNatGatewaysRequest: Shape = Shape::structure("DescribeNatGatewaysRequest", &[Member::new("DryRun", &Boolean), Member::new("Filter", &FilterList), Member::new("MaxResults", &DescribeNatGatewaysMaxResults), Member::new("NatGatewayIds", &NatGatewayIdStringList).named("NatGatewayId"), Member::new("NextToken", &String), ]);
    pub static DescribeNatGatewaysResult: Shape = Shape::structure("DescribeNatGatewaysResult", &[Member::new("NatGateways", &NatGatewayList).named("natGatewaySet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeNetworkAclsMaxResults: Shape = Shape::new("DescribeNetworkAclsMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeNetworkAclsRequest: Shape = Shape::structure("DescribeNetworkAclsRequest", &[Member::new("NextToken", &String), Member::new("MaxResults", &DescribeNetworkAclsMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkAclIds", &NetworkAclIdStringList).named("NetworkAclId"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeNetworkAclsResult: Shape = Shape::structure("DescribeNetworkAclsResult", &[Member::new("NetworkAcls", &NetworkAclList).named("networkAclSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeNetworkInsightsAnalysesRequest: Shape = Shape::structure("DescribeNetworkInsightsAnalysesRequest", &[Member::new("NetworkInsightsAnalysisIds", &NetworkInsightsAnalysisIdList).named("NetworkInsightsAnalysisId"), Member::new("NetworkInsightsPathId", &NetworkInsightsPathId), Member::new("AnalysisStartTime", &MillisecondDateTime), Member::new("AnalysisEndTime", &MillisecondDateTime), Member::new("Filters", &FilterList).named("Filter"), Member::new("MaxResults", &NetworkInsightsMaxResults), Member::new("DryRun", &Boolean), Member::new("NextToken", &NextToken), ]);
    pub static DescribeNetworkInsightsAnalysesResult: Shape = Shape::structure("DescribeNetworkInsightsAnalysesResult", &[Member::new("NetworkInsightsAnalyses", &NetworkInsightsAnalysisList).named("networkInsightsAnalysisSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeNetworkInsightsPathsRequest: Shape = Shape::structure("DescribeNetworkInsightsPathsRequest", &[Member::new("NetworkInsightsPathIds", &NetworkInsightsPathIdList).named("NetworkInsightsPathId"), Member::new("Filters", &FilterList).named("Filter"), Member::new("MaxResults", &NetworkInsightsMaxResults), Member::new("DryRun", &Boolean), Member::new("NextToken", &NextToken), ]);
    pub static DescribeNetworkInsightsPathsResult: Shape = Shape::structure("DescribeNetworkInsightsPathsResult", &[Member::new("NetworkInsightsPaths", &NetworkInsightsPathList).named("networkInsightsPathSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeNetworkInterfaceAttributeRequest: Shape = Shape::structure("DescribeNetworkInterfaceAttributeRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("Attribute", &NetworkInterfaceAttribute).named("attribute"), ]);
    pub static DescribeNetworkInterfaceAttributeResult: Shape = Shape::structure("DescribeNetworkInterfaceAttributeResult", &[Member::new("Attachment", &NetworkInterfaceAttachment).named("attachment"), Member::new("Description", &AttributeValue).named("description"), Member::new("Groups", &GroupIdentifierList).named("groupSet"), Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("SourceDestCheck", &AttributeBooleanValue).named("sourceDestCheck"), Member::new("AssociatePublicIpAddress", &Boolean).named("associatePublicIpAddress"), ]);
    pub static DescribeNetworkInterfacesMaxResults: Shape = Shape::new("DescribeNetworkInterfacesMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeNetworkInterfacesRequest: Shape = Shape::structure("DescribeNetworkInterfacesRequest", &[Member::new("NextToken", &String), Member::new("MaxResults", &DescribeNetworkInterfacesMaxResults), Member::new("IncludeManagedResources", &Boolean), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkInterfaceIds", &NetworkInterfaceIdList).named("NetworkInterfaceId"), Member::new("Filters", &FilterList).named("filter"), ]);
    pub static DescribeNetworkInterfacesResult: Shape = Shape::structure("DescribeNetworkInterfacesResult", &[Member::new("NetworkInterfaces", &NetworkInterfaceList).named("networkInterfaceSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribePrefixListsRequest: Shape = Shape::structure("DescribePrefixListsRequest", &[Member::new("DryRun", &Boolean), Member::new("Filters", &FilterList).named("Filter"), Member::new("MaxResults", &Integer), Member::new("NextToken", &String), Member::new("PrefixListIds", &PrefixListResourceIdStringList).named("PrefixListId"), ]);
    pub static DescribePrefixListsResult: Shape = Shape::structure("DescribePrefixListsResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("PrefixLists", &PrefixListSet).named("prefixListSet"), ]);
    pub static DescribeRegionsRequest: Shape = Shape::structure("DescribeRegionsRequest", &[Member::new("RegionNames", &RegionNameStringList).named("RegionName"), Member::new("AllRegions", &Boolean), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeRegionsResult: Shape = Shape::structure("DescribeRegionsResult", &[Member::new("Regions", &RegionList).named("regionInfo"), ]);
    pub static DescribeRouteTablesMaxResults: Shape = Shape::new("DescribeRouteTablesMaxResults", Kind::Integer).min(5.0).max(100.0);
    pub static DescribeRouteTablesRequest: Shape = Shape::structure("DescribeRouteTablesRequest", &[Member::new("NextToken", &String), Member::new("MaxResults", &DescribeRouteTablesMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("RouteTableIds", &RouteTableIdStringList).named("RouteTableId"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeRouteTablesResult: Shape = Shape::structure("DescribeRouteTablesResult", &[Member::new("RouteTables", &RouteTableList).named("routeTableSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeSecurityGroupReferencesRequest: Shape = Shape::structure("DescribeSecurityGroupReferencesRequest", &[Member::new("DryRun", &Boolean), Member::new("GroupId", &GroupIds).required(), ]);
    pub static DescribeSecurityGroupReferencesResult: Shape = Shape::structure("DescribeSecurityGroupReferencesResult", &[Member::new("SecurityGroupReferenceSet", &SecurityGroupReferences).named("securityGroupReferenceSet"), ]);
    pub static DescribeSecurityGroupRulesMaxResults: Shape = Shape::new("DescribeSecurityGroupRulesMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeSecurityGroupRulesRequest: Shape = Shape::structure("DescribeSecurityGroupRulesRequest", &[Member::new("Filters", &FilterList).named("Filter"), Member::new("SecurityGroupRuleIds", &SecurityGroupRuleIdList).named("SecurityGroupRuleId"), Member::new("DryRun", &Boolean), Member::new("NextToken", &String), Member::new("MaxResults", &DescribeSecurityGroupRulesMaxResults), ]);
    pub static DescribeSecurityGroupRulesResult: Shape = Shape::structure("DescribeSecurityGroupRulesResult", &[Member::new("SecurityGroupRules", &SecurityGroupRuleList).named("securityGroupRuleSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeSecurityGroupsMaxResults: Shape = Shape::new("DescribeSecurityGroupsMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeSecurityGroupsRequest: Shape = Shape::structure("DescribeSecurityGroupsRequest", &[Member::new("GroupIds", &GroupIdStringList).named("GroupId"), Member::new("GroupNames", &GroupNameStringList).named("GroupName"), Member::new("NextToken", &String), Member::new("MaxResults", &DescribeSecurityGroupsMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeSecurityGroupsResult: Shape = Shape::structure("DescribeSecurityGroupsResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("SecurityGroups", &SecurityGroupList).named("securityGroupInfo"), ]);
    pub static DescribeStaleSecurityGroupsMaxResults: Shape = Shape::new("DescribeStaleSecurityGroupsMaxResults", Kind::Integer).min(5.0).max(255.0);
    pub static DescribeStaleSecurityGroupsNextToken: Shape = Shape::new("DescribeStaleSecurityGroupsNextToken", Kind::String).min(1.0).max(1024.0);
    pub static DescribeStaleSecurityGroupsRequest: Shape = Shape::structure("DescribeStaleSecurityGroupsRequest", &[Member::new("DryRun", &Boolean), Member::new("MaxResults", &DescribeStaleSecurityGroupsMaxResults), Member::new("NextToken", &DescribeStaleSecurityGroupsNextToken), Member::new("VpcId", &VpcId).required(), ]);
    pub static DescribeStaleSecurityGroupsResult: Shape = Shape::structure("DescribeStaleSecurityGroupsResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("StaleSecurityGroupSet", &StaleSecurityGroupSet).named("staleSecurityGroupSet"), ]);
    pub static DescribeSubnetsMaxResults: Shape = Shape::new("DescribeSubnetsMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeSubnetsRequest: Shape = Shape::structure("DescribeSubnetsRequest", &[Member::new("Filters", &FilterList).named("Filter"), Member::new("SubnetIds", &SubnetIdStringList).named("SubnetId"), Member::new("NextToken", &String), Member::new("MaxResults", &DescribeSubnetsMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DescribeSubnetsResult: Shape = Shape::structure("DescribeSubnetsResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("Subnets", &SubnetList).named("subnetSet"), ]);
    pub static DescribeTagsRequest: Shape = Shape::structure("DescribeTagsRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("Filters", &FilterList).named("Filter"), Member::new("MaxResults", &Integer).named("maxResults"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeTagsResult: Shape = Shape::structure("DescribeTagsResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("Tags", &TagDescriptionList).named("tagSet"), ]);
    pub static DescribeVpcAttributeRequest: Shape = Shape::structure("DescribeVpcAttributeRequest", &[Member::new("Attribute", &VpcAttributeName).required(), Member::new("VpcId", &VpcId).required(), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DescribeVpcAttributeResult: Shape = Shape::structure("DescribeVpcAttributeResult", &[Member::new("EnableDnsHostnames", &AttributeBooleanValue).named("enableDnsHostnames"), Member::new("EnableDnsSupport", &AttributeBooleanValue).named("enableDnsSupport"), Member::new("EnableNetworkAddressUsageMetrics", &AttributeBooleanValue).named("enableNetworkAddressUsageMetrics"), Member::new("VpcId", &String).named("vpcId"), ]);
    pub static DescribeVpcEndpointServicesRequest: Shape = Shape::structure("DescribeVpcEndpointServicesRequest", &[Member::new("DryRun", &Boolean), Member::new("ServiceNames", &ValueStringList).named("ServiceName"), Member::new("Filters", &FilterList).named("Filter"), Member::new("MaxResults", &Integer), Member::new("NextToken", &String), Member::new("ServiceRegions", &ValueStringList).named("ServiceRegion"), ]);
    pub static DescribeVpcEndpointServicesResult: Shape = Shape::structure("DescribeVpcEndpointServicesResult", &[Member::new("ServiceNames", &ValueStringList).named("serviceNameSet"), Member::new("ServiceDetails", &ServiceDetailSet).named("serviceDetailSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeVpcEndpointsRequest: Shape = Shape::structure("DescribeVpcEndpointsRequest", &[Member::new("DryRun", &Boolean), Member::new("VpcEndpointIds", &VpcEndpointIdList).named("VpcEndpointId"), Member::new("Filters", &FilterList).named("Filter"), Member::new("MaxResults", &Integer), Member::new("NextToken", &String), ]);
    pub static DescribeVpcEndpointsResult: Shape = Shape::structure("DescribeVpcEndpointsResult", &[Member::new("VpcEndpoints", &VpcEndpointSet).named("vpcEndpointSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeVpcPeeringConnectionsMaxResults: Shape = Shape::new("DescribeVpcPeeringConnectionsMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeVpcPeeringConnectionsRequest: Shape = Shape::structure("DescribeVpcPeeringConnectionsRequest", &[Member::new("NextToken", &String), Member::new("MaxResults", &DescribeVpcPeeringConnectionsMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("VpcPeeringConnectionIds", &VpcPeeringConnectionIdList).named("VpcPeeringConnectionId"), Member::new("Filters", &FilterList).named("Filter"), ]);
    pub static DescribeVpcPeeringConnectionsResult: Shape = Shape::structure("DescribeVpcPeeringConnectionsResult", &[Member::new("VpcPeeringConnections", &VpcPeeringConnectionList).named("vpcPeeringConnectionSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static DescribeVpcsMaxResults: Shape = Shape::new("DescribeVpcsMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static DescribeVpcsRequest: Shape = Shape::structure("DescribeVpcsRequest", &[Member::new("Filters", &FilterList).named("Filter"), Member::new("VpcIds", &VpcIdStringList).named("VpcId"), Member::new("NextToken", &String), Member::new("MaxResults", &DescribeVpcsMaxResults), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DescribeVpcsResult: Shape = Shape::structure("DescribeVpcsResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("Vpcs", &VpcList).named("vpcSet"), ]);
    pub static DestinationFileFormat: Shape = Shape::new("DestinationFileFormat", Kind::String).values(&["plain-text", "parquet"]);
    pub static DestinationOptionsRequest: Shape = Shape::structure("DestinationOptionsRequest", &[Member::new("FileFormat", &DestinationFileFormat), Member::new("HiveCompatiblePartitions", &Boolean), Member::new("PerHourPartition", &Boolean), ]);
    pub static DestinationOptionsResponse: Shape = Shape::structure("DestinationOptionsResponse", &[Member::new("FileFormat", &DestinationFileFormat).named("fileFormat"), Member::new("HiveCompatiblePartitions", &Boolean).named("hiveCompatiblePartitions"), Member::new("PerHourPartition", &Boolean).named("perHourPartition"), ]);
    pub static DetachInternetGatewayRequest: Shape = Shape::structure("DetachInternetGatewayRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("InternetGatewayId", &InternetGatewayId).named("internetGatewayId").required(), Member::new("VpcId", &VpcId).named("vpcId").required(), ]);
    pub static DetachNetworkInterfaceRequest: Shape = Shape::structure("DetachNetworkInterfaceRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("AttachmentId", &NetworkInterfaceAttachmentId).named("attachmentId").required(), Member::new("Force", &Boolean).named("force"), ]);
    pub static DhcpConfiguration: Shape = Shape::structure("DhcpConfiguration", &[Member::new("Key", &String).named("key"), Member::new("Values", &DhcpConfigurationValueList).named("valueSet"), ]);
    pub static DhcpConfigurationList: Shape = Shape::new("DhcpConfigurationList", Kind::List(Member::new("member", &DhcpConfiguration).named("item")));
    pub static DhcpConfigurationValueList: Shape = Shape::new("DhcpConfigurationValueList", Kind::List(Member::new("member", &AttributeValue).named("item")));
    pub static DhcpOptions: Shape = Shape::structure("DhcpOptions", &[Member::new("OwnerId", &String).named("ownerId"), Member::new("Tags", &TagList).named("tagSet"), Member::new("DhcpOptionsId", &String).named("dhcpOptionsId"), Member::new("DhcpConfigurations", &DhcpConfigurationList).named("dhcpConfigurationSet"), ]);
    pub static DhcpOptionsId: Shape = Shape::new("DhcpOptionsId", Kind::String);
    pub static DhcpOptionsIdStringList: Shape = Shape::new("DhcpOptionsIdStringList", Kind::List(Member::new("member", &DhcpOptionsId).named("DhcpOptionsId")));
    pub static DhcpOptionsList: Shape = Shape::new("DhcpOptionsList", Kind::List(Member::new("member", &DhcpOptions).named("item")));
    pub static DisassociateAddressRequest: Shape = Shape::structure("DisassociateAddressRequest", &[Member::new("AssociationId", &ElasticIpAssociationId), Member::new("PublicIp", &EipAllocationPublicIp), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static DisassociateRouteTableRequest: Shape = Shape::structure("DisassociateRouteTableRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("AssociationId", &RouteTableAssociationId).named("associationId").required(), ]);
    pub static DisassociateSubnetCidrBlockRequest: Shape = Shape::structure("DisassociateSubnetCidrBlockRequest", &[Member::new("AssociationId", &SubnetCidrAssociationId).named("associationId").required(), ]);
    pub static DisassociateSubnetCidrBlockResult: Shape = Shape::structure("DisassociateSubnetCidrBlockResult", &[Member::new("Ipv6CidrBlockAssociation", &SubnetIpv6CidrBlockAssociation).named("ipv6CidrBlockAssociation"), Member::new("SubnetId", &String).named("subnetId"), ]);
    pub static DisassociateVpcCidrBlockRequest: Shape = Shape::structure("DisassociateVpcCidrBlockRequest", &[Member::new("AssociationId", &VpcCidrAssociationId).named("associationId").required(), ]);
    pub static DisassociateVpcCidrBlockResult: Shape = Shape::structure("DisassociateVpcCidrBlockResult", &[Member::new("Ipv6CidrBlockAssociation", &VpcIpv6CidrBlockAssociation).named("ipv6CidrBlockAssociation"), Member::new("CidrBlockAssociation", &VpcCidrBlockAssociation).named("cidrBlockAssociation"), Member::new("VpcId", &String).named("vpcId"), ]);
    pub static DnsEntry: Shape = Shape::structure("DnsEntry", &[Member::new("DnsName", &String).named("dnsName"), Member::new("HostedZoneId", &String).named("hostedZoneId"), ]);
    pub static DnsEntrySet: Shape = Shape::new("DnsEntrySet", Kind::List(Member::new("member", &DnsEntry).named("item")));
    pub static DnsNameState: Shape = Shape::new("DnsNameState", Kind::String).values(&["pendingVerification", "verified", "failed"]);
    pub static DnsOptions: Shape = Shape::structure("DnsOptions", &[Member::new("DnsRecordIpType", &DnsRecordIpType).named("dnsRecordIpType"), Member::new("PrivateDnsOnlyForInboundResolverEndpoint", &Boolean).named("privateDnsOnlyForInboundResolverEndpoint"), Member::new("PrivateDnsPreference", &String).named("privateDnsPreference"), Member::new("PrivateDnsSpecifiedDomains", &PrivateDnsSpecifiedDomainSet).named("privateDnsSpecifiedDomainSet"), ]);
    pub static DnsOptionsSpecification: Shape = Shape::structure("DnsOptionsSpecification", &[Member::new("DnsRecordIpType", &DnsRecordIpType), Member::new("PrivateDnsOnlyForInboundResolverEndpoint", &Boolean), Member::new("PrivateDnsPreference", &String), Member::new("PrivateDnsSpecifiedDomains", &PrivateDnsSpecifiedDomainSet).named("PrivateDnsSpecifiedDomain"), ]);
    pub static DnsRecordIpType: Shape = Shape::new("DnsRecordIpType", Kind::String).values(&["ipv4", "dualstack", "ipv6", "service-defined"]);
    pub static DomainType: Shape = Shape::new("DomainType", Kind::String).values(&["vpc", "standard"]);
    pub static EgressOnlyInternetGateway: Shape = Shape::structure("EgressOnlyInternetGateway", &[Member::new("Attachments", &InternetGatewayAttachmentList).named("attachmentSet"), Member::new("EgressOnlyInternetGatewayId", &EgressOnlyInternetGatewayId).named("egressOnlyInternetGatewayId"), Member::new("Tags", &TagList).named("tagSet"), ]);
    pub static EgressOnlyInternetGatewayId: Shape = Shape::new("EgressOnlyInternetGatewayId", Kind::String);
    pub static EgressOnlyInternetGatewayIdList: Shape = Shape::new("EgressOnlyInternetGatewayIdList", Kind::List(Member::new("member", &EgressOnlyInternetGatewayId).named("item")));
    pub static EgressOnlyInternetGatewayList: Shape = Shape::new("EgressOnlyInternetGatewayList", Kind::List(Member::new("member", &EgressOnlyInternetGateway).named("item")));
    pub static EipAllocationPublicIp: Shape = Shape::new("EipAllocationPublicIp", Kind::String);
    pub static ElasticIpAssociationId: Shape = Shape::new("ElasticIpAssociationId", Kind::String);
    pub static EnaSrdSpecification: Shape = Shape::structure("EnaSrdSpecification", &[Member::new("EnaSrdEnabled", &Boolean), Member::new("EnaSrdUdpSpecification", &EnaSrdUdpSpecification), ]);
    pub static EnaSrdUdpSpecification: Shape = Shape::structure("EnaSrdUdpSpecification", &[Member::new("EnaSrdUdpEnabled", &Boolean), ]);
    pub static Explanation: Shape = Shape::structure("Explanation", &[Member::new("Acl", &AnalysisComponent).named("acl"), Member::new("AclRule", &AnalysisAclRule).named("aclRule"), Member::new("Address", &IpAddress).named("address"), Member::new("Addresses", &IpAddressList).named("addressSet"), Member::new("AttachedTo", &AnalysisComponent).named("attachedTo"), Member::new("AvailabilityZones", &ValueStringList).named("availabilityZoneSet"), Member::new("AvailabilityZoneIds", &ValueStringList).named("availabilityZoneIdSet"), Member::new("Cidrs", &ValueStringList).named("cidrSet"), Member::new("Component", &AnalysisComponent).named("component"), Member::new("CustomerGateway", &AnalysisComponent).named("customerGateway"), Member::new("Destination", &AnalysisComponent).named("destination"), Member::new("DestinationVpc", &AnalysisComponent).named("destinationVpc"), Member::new("Direction", &String).named("direction"), Member::new("ExplanationCode", &String).named("explanationCode"), Member::new("IngressRouteTable", &AnalysisComponent).named("ingressRouteTable"), Member::new("InternetGateway", &AnalysisComponent).named("internetGateway"), Member::new("LoadBalancerArn", &ResourceArn).named("loadBalancerArn"), Member::new("ClassicLoadBalancerListener", &AnalysisLoadBalancerListener).named("classicLoadBalancerListener"), Member::new("LoadBalancerListenerPort", &Port).named("loadBalancerListenerPort"), Member::new("LoadBalancerTarget", &AnalysisLoadBalancerTarget).named("loadBalancerTarget"), Member::new("LoadBalancerTargetGroup", &AnalysisComponent).named("loadBalancerTargetGroup"), Member::new("LoadBalancerTargetGroups", &AnalysisComponentList).named("loadBalancerTargetGroupSet"), Member::new("LoadBalancerTargetPort", &Port).named("loadBalancerTargetPort"), Member::new("ElasticLoadBalancerListener", &AnalysisComponent).named("elasticLoadBalancerListener"), Member::new("MissingComponent", &String).named("missingComponent"), Member::new("NatGateway", &AnalysisComponent).named("natGateway"), Member::new("NetworkInterface", &AnalysisComponent).named("networkInterface"), Member::new("PacketField", &String).named("packetField"), Member::new("VpcPeeringConnection", &AnalysisComponent).named("vpcPeeringConnection"), Member::new("Port", &Port).named("port"), Member::new("PortRanges", &PortRangeList).named("portRangeSet"), Member::new("PrefixList", &AnalysisComponent).named("prefixList"), Member::new("Protocols", &StringList).named("protocolSet"), Member::new("RouteTableRoute", &AnalysisRouteTableRoute).named("routeTableRoute"), Member::new("RouteTable", &AnalysisComponent).named("routeTable"), Member::new("SecurityGroup", &AnalysisComponent).named("securityGroup"), Member::new("SecurityGroupRule", &AnalysisSecurityGroupRule).named("securityGroupRule"), Member::new("SecurityGroups", &AnalysisComponentList).named("securityGroupSet"), Member::new("SourceVpc", &AnalysisComponent).named("sourceVpc"), Member::new("State", &String).named("state"), Member::new("Subnet", &AnalysisComponent).named("subnet"), Member::new("SubnetRouteTable", &AnalysisComponent).named("subnetRouteTable"), Member::new("Vpc", &AnalysisComponent).named("vpc"), Member::new("VpcEndpoint", &AnalysisComponent).named("vpcEndpoint"), Member::new("VpnConnection", &AnalysisComponent).named("vpnConnection"), Member::new("VpnGateway", &AnalysisComponent).named("vpnGateway"), Member::new("TransitGateway", &AnalysisComponent).named("transitGateway"), Member::new("TransitGatewayRouteTable", &AnalysisComponent).named("transitGatewayRouteTable"), Member::new("TransitGatewayRouteTableRoute", &TransitGatewayRouteTableRoute).named("transitGatewayRouteTableRoute"), Member::new("TransitGatewayAttachment", &AnalysisComponent).named("transitGatewayAttachment"), Member::new("ComponentAccount", &ComponentAccount).named("componentAccount"), Member::new("ComponentRegion", &ComponentRegion).named("componentRegion"), Member::new("FirewallStatelessRule", &FirewallStatelessRule).named("firewallStatelessRule"), Member::new("FirewallStatefulRule", &FirewallStatefulRule).named("firewallStatefulRule"), ]);
    pub static ExplanationList: Shape = Shape::new("ExplanationList", Kind::List(Member::new("member", &Explanation).named("item")));
    pub static Filter: Shape = Shape::structure("Filter", &[Member::new("Name", &String), Member::new("Values", &ValueStringList).named("Value"), ]);
    pub static FilterList: Shape = Shape::new("FilterList", Kind::List(Member::new("member", &Filter).named("Filter")));
    pub static FilterPortRange: Shape = Shape::structure("FilterPortRange", &[Member::new("FromPort", &Port).named("fromPort"), Member::new("ToPort", &Port).named("toPort"), ]);
    pub static FirewallStatefulRule: Shape = Shape::structure("FirewallStatefulRule", &[Member::new("RuleGroupArn", &ResourceArn).named("ruleGroupArn"), Member::new("Sources", &ValueStringList).named("sourceSet"), Member::new("Destinations", &ValueStringList).named("destinationSet"), Member::new("SourcePorts", &PortRangeList).named("sourcePortSet"), Member::new("DestinationPorts", &PortRangeList).named("destinationPortSet"), Member::new("Protocol", &String).named("protocol"), Member::new("RuleAction", &String).named("ruleAction"), Member::new("Direction", &String).named("direction"), ]);
    pub static FirewallStatelessRule: Shape = Shape::structure("FirewallStatelessRule", &[Member::new("RuleGroupArn", &ResourceArn).named("ruleGroupArn"), Member::new("Sources", &ValueStringList).named("sourceSet"), Member::new("Destinations", &ValueStringList).named("destinationSet"), Member::new("SourcePorts", &PortRangeList).named("sourcePortSet"), Member::new("DestinationPorts", &PortRangeList).named("destinationPortSet"), Member::new("Protocols", &ProtocolIntList).named("protocolSet"), Member::new("RuleAction", &String).named("ruleAction"), Member::new("Priority", &Priority).named("priority"), ]);
    pub static FlowLog: Shape = Shape::structure("FlowLog", &[Member::new("CreationTime", &MillisecondDateTime).named("creationTime"), Member::new("DeliverLogsErrorMessage", &String).named("deliverLogsErrorMessage"), Member::new("DeliverLogsPermissionArn", &String).named("deliverLogsPermissionArn"), Member::new("DeliverCrossAccountRole", &String).named("deliverCrossAccountRole"), Member::new("DeliverLogsStatus", &String).named("deliverLogsStatus"), Member::new("FlowLogId", &String).named("flowLogId"), Member::new("FlowLogStatus", &String).named("flowLogStatus"), Member::new("LogGroupName", &String).named("logGroupName"), Member::new("ResourceId", &String).named("resourceId"), Member::new("TrafficType", &TrafficType).named("trafficType"), Member::new("LogDestinationType", &LogDestinationType).named("logDestinationType"), Member::new("LogDestination", &String).named("logDestination"), Member::new("LogFormat", &String).named("logFormat"), Member::new("Tags", &TagList).named("tagSet"), Member::new("MaxAggregationInterval", &Integer).named("maxAggregationInterval"), Member::new("DestinationOptions", &DestinationOptionsResponse).named("destinationOptions"), ]);
    pub static FlowLogIdList: Shape = Shape::new("FlowLogIdList", Kind::List(Member::new("member", &VpcFlowLogId).named("item")));
    pub static FlowLogResourceId: Shape = Shape::new("FlowLogResourceId", Kind::String);
    pub static FlowLogResourceIds: Shape = Shape::new("FlowLogResourceIds", Kind::List(Member::new("member", &FlowLogResourceId).named("item")));
    pub static FlowLogSet: Shape = Shape::new("FlowLogSet", Kind::List(Member::new("member", &FlowLog).named("item")));
    pub static FlowLogsResourceType: Shape = Shape::new("FlowLogsResourceType", Kind::String).values(&["VPC", "Subnet", "NetworkInterface", "TransitGateway", "TransitGatewayAttachment", "RegionalNatGateway"]);
    pub static GetManagedPrefixListAssociationsMaxResults: Shape = Shape::new("GetManagedPrefixListAssociationsMaxResults", Kind::Integer).min(5.0).max(255.0);
    pub static GetManagedPrefixListAssociationsRequest: Shape = Shape::structure("GetManagedPrefixListAssociationsRequest", &[Member::new("DryRun", &Boolean), Member::new("PrefixListId", &PrefixListResourceId).required(), Member::new("MaxResults", &GetManagedPrefixListAssociationsMaxResults), Member::new("NextToken", &NextToken), ]);
    pub static GetManagedPrefixListAssociationsResult: Shape = Shape::structure("GetManagedPrefixListAssociationsResult", &[Member::new("PrefixListAssociations", &PrefixListAssociationSet).named("prefixListAssociationSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static GetManagedPrefixListEntriesRequest: Shape = Shape::structure("GetManagedPrefixListEntriesRequest", &[Member::new("DryRun", &Boolean), Member::new("PrefixListId", &PrefixListResourceId).required(), Member::new("TargetVersion", &Long), Member::new("MaxResults", &PrefixListMaxResults), Member::new("NextToken", &NextToken), ]);
    pub static GetManagedPrefixListEntriesResult: Shape = Shape::structure("GetManagedPrefixListEntriesResult", &[Member::new("Entries", &PrefixListEntrySet).named("entrySet"), Member::new("NextToken", &NextToken).named("nextToken"), ]);
    pub static GetSecurityGroupsForVpcRequest: Shape = Shape::structure("GetSecurityGroupsForVpcRequest", &[Member::new("VpcId", &VpcId).required(), Member::new("NextToken", &String), Member::new("MaxResults", &GetSecurityGroupsForVpcRequestMaxResults), Member::new("Filters", &FilterList).named("Filter"), Member::new("DryRun", &Boolean), ]);
    pub static GetSecurityGroupsForVpcRequestMaxResults: Shape = Shape::new("GetSecurityGroupsForVpcRequestMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static GetSecurityGroupsForVpcResult: Shape = Shape::structure("GetSecurityGroupsForVpcResult", &[Member::new("NextToken", &String).named("nextToken"), Member::new("SecurityGroupForVpcs", &SecurityGroupForVpcList).named("securityGroupForVpcSet"), ]);
    pub static GetSubnetCidrReservationsMaxResults: Shape = Shape::new("GetSubnetCidrReservationsMaxResults", Kind::Integer).min(5.0).max(1000.0);
    pub static GetSubnetCidrReservationsRequest: Shape = Shape::structure("GetSubnetCidrReservationsRequest", &[Member::new("Filters", &FilterList).named("Filter"), Member::new("SubnetId", &SubnetId).required(), Member::new("DryRun", &Boolean), Member::new("NextToken", &String), Member::new("MaxResults", &GetSubnetCidrReservationsMaxResults), ]);
    pub static GetSubnetCidrReservationsResult: Shape = Shape::structure("GetSubnetCidrReservationsResult", &[Member::new("SubnetIpv4CidrReservations", &SubnetCidrReservationList).named("subnetIpv4CidrReservationSet"), Member::new("SubnetIpv6CidrReservations", &SubnetCidrReservationList).named("subnetIpv6CidrReservationSet"), Member::new("NextToken", &String).named("nextToken"), ]);
    pub static GroupIdStringList: Shape = Shape::new("GroupIdStringList", Kind::List(Member::new("member", &SecurityGroupId).named("groupId")));
    pub static GroupIdentifier: Shape = Shape::structure("GroupIdentifier", &[Member::new("GroupId", &String).named("groupId"), Member::new("GroupName", &String).named("groupName"), ]);
    pub static GroupIdentifierList: Shape = Shape::new("GroupIdentifierList", Kind::List(Member::new("member", &GroupIdentifier).named("item")));
    pub static GroupIdentifierSet: Shape = Shape::new("GroupIdentifierSet", Kind::List(Member::new("member", &SecurityGroupIdentifier).named("item")));
    pub static GroupIds: Shape = Shape::new("GroupIds", Kind::List(Member::new("member", &SecurityGroupId).named("item")));
    pub static GroupNameStringList: Shape = Shape::new("GroupNameStringList", Kind::List(Member::new("member", &SecurityGroupName).named("GroupName")));
    pub static HostnameType: Shape = Shape::new("HostnameType", Kind::String).values(&["ip-name", "resource-name"]);
    pub static IcmpTypeCode: Shape = Shape::structure("IcmpTypeCode", &[Member::new("Code", &Integer).named("code"), Member::new("Type", &Integer).named("type"), ]);
    pub static InstanceId: Shape = Shape::new("InstanceId", Kind::String);
    pub static InstanceIpv6Address: Shape = Shape::structure("InstanceIpv6Address", &[Member::new("Ipv6Address", &String).named("ipv6Address"), Member::new("IsPrimaryIpv6", &Boolean).named("isPrimaryIpv6"), ]);
    pub static InstanceIpv6AddressList: Shape = Shape::new("InstanceIpv6AddressList", Kind::List(Member::new("member", &InstanceIpv6Address).named("item")));
    pub static Integer: Shape = Shape::new("Integer", Kind::Integer);
    pub static InternetGateway: Shape = Shape::structure("InternetGateway", &[Member::new("Attachments", &InternetGatewayAttachmentList).named("attachmentSet"), Member::new("InternetGatewayId", &String).named("internetGatewayId"), Member::new("OwnerId", &String).named("ownerId"), Member::new("Tags", &TagList).named("tagSet"), ]);
    pub static InternetGatewayAttachment: Shape = Shape::structure("InternetGatewayAttachment", &[Member::new("State", &AttachmentStatus).named("state"), Member::new("VpcId", &String).named("vpcId"), ]);
    pub static InternetGatewayAttachmentList: Shape = Shape::new("InternetGatewayAttachmentList", Kind::List(Member::new("member", &InternetGatewayAttachment).named("item")));
    pub static InternetGatewayId: Shape = Shape::new("InternetGatewayId", Kind::String);
    pub static InternetGatewayIdList: Shape = Shape::new("InternetGatewayIdList", Kind::List(Member::new("member", &InternetGatewayId).named("item")));
    pub static InternetGatewayList: Shape = Shape::new("InternetGatewayList", Kind::List(Member::new("member", &InternetGateway).named("item")));
    static IpAddress_pattern: Pattern = Pattern::new("^([0-9]{1,3}.){3}[0-9]{1,3}$");
    pub static IpAddress: Shape = Shape::new("IpAddress", Kind::String).min(0.0).max(15.0).pattern(&IpAddress_pattern);
    pub static IpAddressList: Shape = Shape::new("IpAddressList", Kind::List(Member::new("member", &IpAddress).named("item")));
    pub static IpAddressType: Shape = Shape::new("IpAddressType", Kind::String).values(&["ipv4", "dualstack", "ipv6"]);
    pub static IpList: Shape = Shape::new("IpList", Kind::List(Member::new("member", &String).named("item")));
    pub static IpPermission: Shape = Shape::structure("IpPermission", &[Member::new("IpProtocol", &String).named("ipProtocol"), Member::new("FromPort", &Integer).named("fromPort"), Member::new("ToPort", &Integer).named("toPort"), Member::new("UserIdGroupPairs", &UserIdGroupPairList).named("groups"), Member::new("IpRanges", &IpRangeList).named("ipRanges"), Member::new("Ipv6Ranges", &Ipv6RangeList).named("ipv6Ranges"), Member::new("PrefixListIds", &PrefixListIdList).named("prefixListIds"), ]);
    pub static IpPermissionList: Shape = Shape::new("IpPermissionList", Kind::List(Member::new("member", &IpPermission).named("item")));
    pub static IpPrefixList: Shape = Shape::new("IpPrefixList", Kind::List(Member::new("member", &String).named("item")));
    pub static IpRange: Shape = Shape::structure("IpRange", &[Member::new("Description", &String).named("description"), Member::new("CidrIp", &String).named("cidrIp"), ]);
    pub static IpRangeList: Shape = Shape::new("IpRangeList", Kind::List(Member::new("member", &IpRange).named("item")));
    pub static IpRanges: Shape = Shape::new("IpRanges", Kind::List(Member::new("member", &String).named("item")));
    pub static IpSource: Shape = Shape::new("IpSource", Kind::String).values(&["amazon", "byoip", "none"]);
    pub static IpamPoolId: Shape = Shape::new("IpamPoolId", Kind::String);
    pub static Ipv4PoolEc2Id: Shape = Shape::new("Ipv4PoolEc2Id", Kind::String);
    pub static Ipv4PrefixList: Shape = Shape::new("Ipv4PrefixList", Kind::List(Member::new("member", &Ipv4PrefixSpecificationRequest).named("item")));
    pub static Ipv4PrefixSpecification: Shape = Shape::structure("Ipv4PrefixSpecification", &[Member::new("Ipv4Prefix", &String).named("ipv4Prefix"), ]);
    pub static Ipv4PrefixSpecificationRequest: Shape = Shape::structure("Ipv4PrefixSpecificationRequest", &[Member::new("Ipv4Prefix", &String), ]);
    pub static Ipv4PrefixesList: Shape = Shape::new("Ipv4PrefixesList", Kind::List(Member::new("member", &Ipv4PrefixSpecification).named("item")));
    pub static Ipv6AddressAttribute: Shape = Shape::new("Ipv6AddressAttribute", Kind::String).values(&["public", "private"]);
    pub static Ipv6AddressList: Shape = Shape::new("Ipv6AddressList", Kind::List(Member::new("member", &String).named("item")));
    pub static Ipv6CidrBlock: Shape = Shape::structure("Ipv6CidrBlock", &[Member::new("Ipv6CidrBlock", &String).named("ipv6CidrBlock"), ]);
    pub static Ipv6CidrBlockSet: Shape = Shape::new("Ipv6CidrBlockSet", Kind::List(Member::new("member", &Ipv6CidrBlock).named("item")));
    pub static Ipv6PoolEc2Id: Shape = Shape::new("Ipv6PoolEc2Id", Kind::String);
    pub static Ipv6PrefixList: Shape = Shape::new("Ipv6PrefixList", Kind::List(Member::new("member", &Ipv6PrefixSpecificationRequest).named("item")));
    pub static Ipv6PrefixSpecification: Shape = Shape::structure("Ipv6PrefixSpecification", &[Member::new("Ipv6Prefix", &String).named("ipv6Prefix"), ]);
    pub static Ipv6PrefixSpecificationRequest: Shape = Shape::structure("Ipv6PrefixSpecificationRequest", &[Member::new("Ipv6Prefix", &String), ]);
    pub static Ipv6PrefixesList: Shape = Shape::new("Ipv6PrefixesList", Kind::List(Member::new("member", &Ipv6PrefixSpecification).named("item")));
    pub static Ipv6Range: Shape = Shape::structure("Ipv6Range", &[Member::new("Description", &String).named("description"), Member::new("CidrIpv6", &String).named("cidrIpv6"), ]);
    pub static Ipv6RangeList: Shape = Shape::new("Ipv6RangeList", Kind::List(Member::new("member", &Ipv6Range).named("item")));
    pub static LastError: Shape = Shape::structure("LastError", &[Member::new("Message", &String).named("message"), Member::new("Code", &String).named("code"), ]);
    pub static LocalGatewayId: Shape = Shape::new("LocalGatewayId", Kind::String);
    pub static LogDestinationType: Shape = Shape::new("LogDestinationType", Kind::String).values(&["cloud-watch-logs", "s3", "kinesis-data-firehose"]);
    pub static Long: Shape = Shape::new("Long", Kind::Long);
    pub static ManagedPrefixList: Shape = Shape::structure("ManagedPrefixList", &[Member::new("PrefixListId", &PrefixListResourceId).named("prefixListId"), Member::new("AddressFamily", &String).named("addressFamily"), Member::new("State", &PrefixListState).named("state"), Member::new("StateMessage", &String).named("stateMessage"), Member::new("PrefixListArn", &ResourceArn).named("prefixListArn"), Member::new("PrefixListName", &String).named("prefixListName"), Member::new("MaxEntries", &Integer).named("maxEntries"), Member::new("Version", &Long).named("version"), Member::new("Tags", &TagList).named("tagSet"), Member::new("OwnerId", &String).named("ownerId"), Member::new("IpamPrefixListResolverTargetId", &String).named("ipamPrefixListResolverTargetId"), Member::new("IpamPrefixListResolverSyncEnabled", &Boolean).named("ipamPrefixListResolverSyncEnabled"), ]);
    pub static ManagedPrefixListSet: Shape = Shape::new("ManagedPrefixListSet", Kind::List(Member::new("member", &ManagedPrefixList).named("item")));
    pub static MillisecondDateTime: Shape = Shape::new("MillisecondDateTime", Kind::Timestamp(None));
    pub static ModifyManagedPrefixListRequest: Shape = Shape::structure("ModifyManagedPrefixListRequest", &[Member::new("DryRun", &Boolean), Member::new("PrefixListId", &PrefixListResourceId).required(), Member::new("CurrentVersion", &Long), Member::new("PrefixListName", &String), Member::new("AddEntries", &AddPrefixListEntries).named("AddEntry"), Member::new("RemoveEntries", &RemovePrefixListEntries).named("RemoveEntry"), Member::new("MaxEntries", &Integer), Member::new("IpamPrefixListResolverSyncEnabled", &BoxedBoolean), ]);
    pub static ModifyManagedPrefixListResult: Shape = Shape::structure("ModifyManagedPrefixListResult", &[Member::new("PrefixList", &ManagedPrefixList).named("prefixList"), ]);
    pub static ModifyNetworkInterfaceAttributeRequest: Shape = Shape::structure("ModifyNetworkInterfaceAttributeRequest", &[Member::new("EnaSrdSpecification", &EnaSrdSpecification), Member::new("EnablePrimaryIpv6", &Boolean), Member::new("ConnectionTrackingSpecification", &ConnectionTrackingSpecificationRequest), Member::new("AssociatePublicIpAddress", &Boolean), Member::new("AssociatedSubnetIds", &SubnetIdList).named("AssociatedSubnetId"), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("Description", &AttributeValue).named("description"), Member::new("SourceDestCheck", &AttributeBooleanValue).named("sourceDestCheck"), Member::new("Groups", &SecurityGroupIdStringList).named("SecurityGroupId"), Member::new("Attachment", &NetworkInterfaceAttachmentChanges).named("attachment"), ]);
    pub static ModifySecurityGroupRulesRequest: Shape = Shape::structure("ModifySecurityGroupRulesRequest", &[Member::new("GroupId", &SecurityGroupId).required(), Member::new("SecurityGroupRules", &SecurityGroupRuleUpdateList).named("SecurityGroupRule").required(), Member::new("DryRun", &Boolean), ]);
    pub static ModifySecurityGroupRulesResult: Shape = Shape::structure("ModifySecurityGroupRulesResult", &[Member::new("Return", &Boolean).named("return"), ]);
    pub static ModifySubnetAttributeRequest: Shape = Shape::structure("ModifySubnetAttributeRequest", &[Member::new("AssignIpv6AddressOnCreation", &AttributeBooleanValue), Member::new("MapPublicIpOnLaunch", &AttributeBooleanValue), Member::new("SubnetId", &SubnetId).named("subnetId").required(), Member::new("MapCustomerOwnedIpOnLaunch", &AttributeBooleanValue), Member::new("CustomerOwnedIpv4Pool", &CoipPoolId), Member::new("EnableDns64", &AttributeBooleanValue), Member::new("PrivateDnsHostnameTypeOnLaunch", &HostnameType), Member::new("EnableResourceNameDnsARecordOnLaunch", &AttributeBooleanValue), Member::new("EnableResourceNameDnsAAAARecordOnLaunch", &AttributeBooleanValue), Member::new("EnableLniAtDeviceIndex", &Integer), Member::new("DisableLniAtDeviceIndex", &AttributeBooleanValue), ]);
    pub static ModifyVpcAttributeRequest: Shape = Shape::structure("ModifyVpcAttributeRequest", &[Member::new("EnableDnsHostnames", &AttributeBooleanValue), Member::new("EnableDnsSupport", &AttributeBooleanValue), Member::new("VpcId", &VpcId).named("vpcId").required(), Member::new("EnableNetworkAddressUsageMetrics", &AttributeBooleanValue), ]);
    pub static ModifyVpcEndpointRequest: Shape = Shape::structure("ModifyVpcEndpointRequest", &[Member::new("DryRun", &Boolean), Member::new("VpcEndpointId", &VpcEndpointId).required(), Member::new("ResetPolicy", &Boolean), Member::new("PolicyDocument", &String), Member::new("AddRouteTableIds", &VpcEndpointRouteTableIdList).named("AddRouteTableId"), Member::new("RemoveRouteTableIds", &VpcEndpointRouteTableIdList).named("RemoveRouteTableId"), Member::new("AddSubnetIds", &VpcEndpointSubnetIdList).named("AddSubnetId"), Member::new("RemoveSubnetIds", &VpcEndpointSubnetIdList).named("RemoveSubnetId"), Member::new("AddSecurityGroupIds", &VpcEndpointSecurityGroupIdList).named("AddSecurityGroupId"), Member::new("RemoveSecurityGroupIds", &VpcEndpointSecurityGroupIdList).named("RemoveSecurityGroupId"), Member::new("IpAddressType", &IpAddressType), Member::new("DnsOptions", &DnsOptionsSpecification), Member::new("PrivateDnsEnabled", &Boolean), Member::new("SubnetConfigurations", &SubnetConfigurationsList).named("SubnetConfiguration"), ]);
    pub static ModifyVpcEndpointResult: Shape = Shape::structure("ModifyVpcEndpointResult", &[Member::new("Return", &Boolean).named("return"), ]);
    pub static ModifyVpcPeeringConnectionOptionsRequest: Shape = Shape::structure("ModifyVpcPeeringConnectionOptionsRequest", &[Member::new("AccepterPeeringConnectionOptions", &PeeringConnectionOptionsRequest), Member::new("DryRun", &Boolean), Member::new("RequesterPeeringConnectionOptions", &PeeringConnectionOptionsRequest), Member::new("VpcPeeringConnectionId", &VpcPeeringConnectionId).required(), ]);
    pub static ModifyVpcPeeringConnectionOptionsResult: Shape = Shape::structure("ModifyVpcPeeringConnectionOptionsResult", &[Member::new("AccepterPeeringConnectionOptions", &PeeringConnectionOptions).named("accepterPeeringConnectionOptions"), Member::new("RequesterPeeringConnectionOptions", &PeeringConnectionOptions).named("requesterPeeringConnectionOptions"), ]);
    pub static ModifyVpcTenancyRequest: Shape = Shape::structure("ModifyVpcTenancyRequest", &[Member::new("VpcId", &VpcId).required(), Member::new("InstanceTenancy", &VpcTenancy).required(), Member::new("DryRun", &Boolean), ]);
    pub static ModifyVpcTenancyResult: Shape = Shape::structure("ModifyVpcTenancyResult", &[Member::new("ReturnValue", &Boolean).named("return"), ]);
    pub static NatGateway: Shape = Shape::structure("NatGateway", &[Member::new("CreateTime", &DateTime).named("createTime"), Member::new("DeleteTime", &DateTime).named("deleteTime"), Member::new("FailureCode", &String).named("failureCode"), Member::new("FailureMessage", &String).named("failureMessage"), Member::new("NatGatewayAddresses", &NatGatewayAddressList).named("natGatewayAddressSet"), Member::new("NatGatewayId", &String).named("natGatewayId"), Member::new("ProvisionedBandwidth", &ProvisionedBandwidth).named("provisionedBandwidth"), Member::new("State", &NatGatewayState).named("state"), Member::new("SubnetId", &String).named("subnetId"), Member::new("VpcId", &String).named("vpcId"), Member::new("Tags", &TagList).named("tagSet"), Member::new("ConnectivityType", &ConnectivityType).named("connectivityType"), Member::new("AvailabilityMode", &AvailabilityMode).named("availabilityMode"), Member::new("AutoScalingIps", &AutoScalingIpsState).named("autoScalingIps"), Member::new("AutoProvisionZones", &AutoProvisionZonesState).named("autoProvisionZones"), Member::new("AttachedAppliances", &NatGatewayAttachedApplianceList).named("attachedApplianceSet"), Member::new("RouteTableId", &String).named("routeTableId"), ]);
    pub static NatGatewayAddress: Shape = Shape::structure("NatGatewayAddress", &[Member::new("AllocationId", &String).named("allocationId"), Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("PrivateIp", &String).named("privateIp"), Member::new("PublicIp", &String).named("publicIp"), Member::new("AssociationId", &String).named("associationId"), Member::new("IsPrimary", &Boolean).named("isPrimary"), Member::new("FailureMessage", &String).named("failureMessage"), Member::new("Status", &NatGatewayAddressStatus).named("status"), Member::new("AvailabilityZone", &AvailabilityZoneName).named("availabilityZone"), Member::new("AvailabilityZoneId", &AvailabilityZoneId).named("availabilityZoneId"), ]);
    pub static NatGatewayAddressList: Shape = Shape::new("NatGatewayAddressList", Kind::List(Member::new("member", &NatGatewayAddress).named("item")));
    pub static NatGatewayAddressStatus: Shape = Shape::new("NatGatewayAddressStatus", Kind::String).values(&["assigning", "unassigning", "associating", "disassociating", "succeeded", "failed"]);
    pub static NatGatewayApplianceModifyState: Shape = Shape::new("NatGatewayApplianceModifyState", Kind::String).values(&["modifying", "completed", "failed"]);
    pub static NatGatewayApplianceState: Shape = Shape::new("NatGatewayApplianceState", Kind::String).values(&["attaching", "attached", "detaching", "detached", "attach-failed", "detach-failed"]);
    pub static NatGatewayApplianceType: Shape = Shape::new("NatGatewayApplianceType", Kind::String).values(&["network-firewall-proxy"]);
    pub static NatGatewayAttachedAppliance: Shape = Shape::structure("NatGatewayAttachedAppliance", &[Member::new("Type", &NatGatewayApplianceType).named("type"), Member::new("ApplianceArn", &String).named("applianceArn"), Member::new("VpcEndpointId", &String).named("vpcEndpointId"), Member::new("AttachmentState", &NatGatewayApplianceState).named("attachmentState"), Member::new("ModificationState", &NatGatewayApplianceModifyState).named("modificationState"), Member::new("FailureCode", &String).named("failureCode"), Member::new("FailureMessage", &String).named("failureMessage"), ]);
    pub static NatGatewayAttachedApplianceList: Shape = Shape::new("NatGatewayAttachedApplianceList", Kind::List(Member::new("member", &NatGatewayAttachedAppliance).named("item")));
    pub static NatGatewayId: Shape = Shape::new("NatGatewayId", Kind::String);
    pub static NatGatewayIdStringList: Shape = Shape::new("NatGatewayIdStringList", Kind::List(Member::new("member", &NatGatewayId).named("item")));
    pub static NatGatewayList: Shape = Shape::new("NatGatewayList", Kind::List(Member::new("member", &NatGateway).named("item")));
    pub static NatGatewayState: Shape = Shape::new("NatGatewayState", Kind::String).values(&["pending", "failed", "available", "deleting", "deleted"]);
    pub static NetmaskLength: Shape = Shape::new("NetmaskLength", Kind::Integer);
    pub static NetworkAcl: Shape = Shape::structure("NetworkAcl", &[Member::new("Associations", &NetworkAclAssociationList).named("associationSet"), Member::new("Entries", &NetworkAclEntryList).named("entrySet"), Member::new("IsDefault", &Boolean).named("default"), Member::new("NetworkAclId", &String).named("networkAclId"), Member::new("Tags", &TagList).named("tagSet"), Member::new("VpcId", &String).named("vpcId"), Member::new("OwnerId", &String).named("ownerId"), ]);
    pub static NetworkAclAssociation: Shape = Shape::structure("NetworkAclAssociation", &[Member::new("NetworkAclAssociationId", &String).named("networkAclAssociationId"), Member::new("NetworkAclId", &String).named("networkAclId"), Member::new("SubnetId", &String).named("subnetId"), ]);
    pub static NetworkAclAssociationId: Shape = Shape::new("NetworkAclAssociationId", Kind::String);
    pub static NetworkAclAssociationList: Shape = Shape::new("NetworkAclAssociationList", Kind::List(Member::new("member", &NetworkAclAssociation).named("item")));
    pub static NetworkAclEntry: Shape = Shape::structure("NetworkAclEntry", &[Member::new("CidrBlock", &String).named("cidrBlock"), Member::new("Egress", &Boolean).named("egress"), Member::new("IcmpTypeCode", &IcmpTypeCode).named("icmpTypeCode"), Member::new("Ipv6CidrBlock", &String).named("ipv6CidrBlock"), Member::new("PortRange", &PortRange).named("portRange"), Member::new("Protocol", &String).named("protocol"), Member::new("RuleAction", &RuleAction).named("ruleAction"), Member::new("RuleNumber", &Integer).named("ruleNumber"), ]);
    pub static NetworkAclEntryList: Shape = Shape::new("NetworkAclEntryList", Kind::List(Member::new("member", &NetworkAclEntry).named("item")));
    pub static NetworkAclId: Shape = Shape::new("NetworkAclId", Kind::String);
    pub static NetworkAclIdStringList: Shape = Shape::new("NetworkAclIdStringList", Kind::List(Member::new("member", &NetworkAclId).named("item")));
    pub static NetworkAclList: Shape = Shape::new("NetworkAclList", Kind::List(Member::new("member", &NetworkAcl).named("item")));
    pub static NetworkInsightsAnalysis: Shape = Shape::structure("NetworkInsightsAnalysis", &[Member::new("NetworkInsightsAnalysisId", &NetworkInsightsAnalysisId).named("networkInsightsAnalysisId"), Member::new("NetworkInsightsAnalysisArn", &ResourceArn).named("networkInsightsAnalysisArn"), Member::new("NetworkInsightsPathId", &NetworkInsightsPathId).named("networkInsightsPathId"), Member::new("AdditionalAccounts", &ValueStringList).named("additionalAccountSet"), Member::new("FilterInArns", &ArnList).named("filterInArnSet"), Member::new("FilterOutArns", &ArnList).named("filterOutArnSet"), Member::new("StartDate", &MillisecondDateTime).named("startDate"), Member::new("Status", &AnalysisStatus).named("status"), Member::new("StatusMessage", &String).named("statusMessage"), Member::new("WarningMessage", &String).named("warningMessage"), Member::new("NetworkPathFound", &Boolean).named("networkPathFound"), Member::new("ForwardPathComponents", &PathComponentList).named("forwardPathComponentSet"), Member::new("ReturnPathComponents", &PathComponentList).named("returnPathComponentSet"), Member::new("Explanations", &ExplanationList).named("explanationSet"), Member::new("AlternatePathHints", &AlternatePathHintList).named("alternatePathHintSet"), Member::new("SuggestedAccounts", &ValueStringList).named("suggestedAccountSet"), Member::new("Tags", &TagList).named("tagSet"), ]);
    pub static NetworkInsightsAnalysisId: Shape = Shape::new("NetworkInsightsAnalysisId", Kind::String);
    pub static NetworkInsightsAnalysisIdList: Shape = Shape::new("NetworkInsightsAnalysisIdList", Kind::List(Member::new("member", &NetworkInsightsAnalysisId).named("item")));
    pub static NetworkInsightsAnalysisList: Shape = Shape::new("NetworkInsightsAnalysisList", Kind::List(Member::new("member", &NetworkInsightsAnalysis).named("item")));
    pub static NetworkInsightsMaxResults: Shape = Shape::new("NetworkInsightsMaxResults", Kind::Integer).min(1.0).max(100.0);
    pub static NetworkInsightsPath: Shape = Shape::structure("NetworkInsightsPath", &[Member::new("NetworkInsightsPathId", &NetworkInsightsPathId).named("networkInsightsPathId"), Member::new("NetworkInsightsPathArn", &ResourceArn).named("networkInsightsPathArn"), Member::new("CreatedDate", &MillisecondDateTime).named("createdDate"), Member::new("Source", &String).named("source"), Member::new("Destination", &String).named("destination"), Member::new("SourceArn", &ResourceArn).named("sourceArn"), Member::new("DestinationArn", &ResourceArn).named("destinationArn"), Member::new("SourceIp", &IpAddress).named("sourceIp"), Member::new("DestinationIp", &IpAddress).named("destinationIp"), Member::new("Protocol", &Protocol).named("protocol"), Member::new("DestinationPort", &Integer).named("destinationPort"), Member::new("Tags", &TagList).named("tagSet"), Member::new("FilterAtSource", &PathFilter).named("filterAtSource"), Member::new("FilterAtDestination", &PathFilter).named("filterAtDestination"), ]);
    pub static NetworkInsightsPathId: Shape = Shape::new("NetworkInsightsPathId", Kind::String);
    pub static NetworkInsightsPathIdList: Shape = Shape::new("NetworkInsightsPathIdList", Kind::List(Member::new("member", &NetworkInsightsPathId).named("item")));
    pub static NetworkInsightsPathList: Shape = Shape::new("NetworkInsightsPathList", Kind::List(Member::new("member", &NetworkInsightsPath).named("item")));
    pub static NetworkInsightsResourceId: Shape = Shape::new("NetworkInsightsResourceId", Kind::String);
    pub static NetworkInterface: Shape = Shape::structure("NetworkInterface", &[Member::new("Association", &NetworkInterfaceAssociation).named("association"), Member::new("Attachment", &NetworkInterfaceAttachment).named("attachment"), Member::new("AvailabilityZone", &String).named("availabilityZone"), Member::new("ConnectionTrackingConfiguration", &ConnectionTrackingConfiguration).named("connectionTrackingConfiguration"), Member::new("Description", &String).named("description"), Member::new("Groups", &GroupIdentifierList).named("groupSet"), Member::new("InterfaceType", &NetworkInterfaceType).named("interfaceType"), Member::new("Ipv6Addresses", &NetworkInterfaceIpv6AddressesList).named("ipv6AddressesSet"), Member::new("MacAddress", &String).named("macAddress"), Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("OutpostArn", &String).named("outpostArn"), Member::new("OwnerId", &String).named("ownerId"), Member::new("PrivateDnsName", &String).named("privateDnsName"), Member::new("PublicDnsName", &String).named("publicDnsName"), Member::new("PublicIpDnsNameOptions", &PublicIpDnsNameOptions).named("publicIpDnsNameOptions"), Member::new("PrivateIpAddress", &String).named("privateIpAddress"), Member::new("PrivateIpAddresses", &NetworkInterfacePrivateIpAddressList).named("privateIpAddressesSet"), Member::new("Ipv4Prefixes", &Ipv4PrefixesList).named("ipv4PrefixSet"), Member::new("Ipv6Prefixes", &Ipv6PrefixesList).named("ipv6PrefixSet"), Member::new("RequesterId", &String).named("requesterId"), Member::new("RequesterManaged", &Boolean).named("requesterManaged"), Member::new("SourceDestCheck", &Boolean).named("sourceDestCheck"), Member::new("Status", &NetworkInterfaceStatus).named("status"), Member::new("SubnetId", &String).named("subnetId"), Member::new("TagSet", &TagList).named("tagSet"), Member::new("VpcId", &String).named("vpcId"), Member::new("DenyAllIgwTraffic", &Boolean).named("denyAllIgwTraffic"), Member::new("Ipv6Native", &Boolean).named("ipv6Native"), Member::new("Ipv6Address", &String).named("ipv6Address"), Member::new("Operator", &OperatorResponse).named("operator"), Member::new("AssociatedSubnets", &AssociatedSubnetList).named("associatedSubnetSet"), Member::new("AvailabilityZoneId", &String).named("availabilityZoneId"), ]);
    pub static NetworkInterfaceAssociation: Shape = Shape::structure("NetworkInterfaceAssociation", &[Member::new("AllocationId", &String).named("allocationId"), Member::new("AssociationId", &String).named("associationId"), Member::new("IpOwnerId", &String).named("ipOwnerId"), Member::new("PublicDnsName", &String).named("publicDnsName"), Member::new("PublicIp", &String).named("publicIp"), Member::new("CustomerOwnedIp", &String).named("customerOwnedIp"), Member::new("CarrierIp", &String).named("carrierIp"), ]);
    pub static NetworkInterfaceAttachment: Shape = Shape::structure("NetworkInterfaceAttachment", &[Member::new("AttachTime", &DateTime).named("attachTime"), Member::new("AttachmentId", &String).named("attachmentId"), Member::new("DeleteOnTermination", &Boolean).named("deleteOnTermination"), Member::new("DeviceIndex", &Integer).named("deviceIndex"), Member::new("NetworkCardIndex", &Integer).named("networkCardIndex"), Member::new("InstanceId", &String).named("instanceId"), Member::new("InstanceOwnerId", &String).named("instanceOwnerId"), Member::new("Status", &AttachmentStatus).named("status"), Member::new("EnaSrdSpecification", &AttachmentEnaSrdSpecification).named("enaSrdSpecification"), Member::new("EnaQueueCount", &Integer).named("enaQueueCount"), ]);
    pub static NetworkInterfaceAttachmentChanges: Shape = Shape::structure("NetworkInterfaceAttachmentChanges", &[Member::new("DefaultEnaQueueCount", &Boolean), Member::new("EnaQueueCount", &Integer), Member::new("AttachmentId", &NetworkInterfaceAttachmentId).named("attachmentId"), Member::new("DeleteOnTermination", &Boolean).named("deleteOnTermination"), ]);
    pub static NetworkInterfaceAttachmentId: Shape = Shape::new("NetworkInterfaceAttachmentId", Kind::String);
    pub static NetworkInterfaceAttribute: Shape = Shape::new("NetworkInterfaceAttribute", Kind::String).values(&["description", "groupSet", "sourceDestCheck", "attachment", "associatePublicIpAddress"]);
    pub static NetworkInterfaceCreationType: Shape = Shape::new("NetworkInterfaceCreationType", Kind::String).values(&["efa", "efa-only", "branch", "trunk"]);
    pub static NetworkInterfaceId: Shape = Shape::new("NetworkInterfaceId", Kind::String);
    pub static NetworkInterfaceIdList: Shape = Shape::new("NetworkInterfaceIdList", Kind::List(Member::new("member", &NetworkInterfaceId).named("item")));
    pub static NetworkInterfaceIpv6Address: Shape = Shape::structure("NetworkInterfaceIpv6Address", &[Member::new("Ipv6Address", &String).named("ipv6Address"), Member::new("PublicIpv6DnsName", &String).named("publicIpv6DnsName"), Member::new("IsPrimaryIpv6", &Boolean).named("isPrimaryIpv6"), ]);
    pub static NetworkInterfaceIpv6AddressesList: Shape = Shape::new("NetworkInterfaceIpv6AddressesList", Kind::List(Member::new("member", &NetworkInterfaceIpv6Address).named("item")));
    pub static NetworkInterfaceList: Shape = Shape::new("NetworkInterfaceList", Kind::List(Member::new("member", &NetworkInterface).named("item")));
    pub static NetworkInterfacePrivateIpAddress: Shape = Shape::structure("NetworkInterfacePrivateIpAddress", &[Member::new("Association", &NetworkInterfaceAssociation).named("association"), Member::new("Primary", &Boolean).named("primary"), Member::new("PrivateDnsName", &String).named("privateDnsName"), Member::new("PrivateIpAddress", &String).named("privateIpAddress"), ]);
    pub static NetworkInterfacePrivateIpAddressList: Shape = Shape::new("NetworkInterfacePrivateIpAddressList", Kind::List(Member::new("member", &NetworkInterfacePrivateIpAddress).named("item")));
    pub static NetworkInterfaceStatus: Shape = Shape::new("NetworkInterfaceStatus", Kind::String).values(&["available", "associated", "attaching", "in-use", "detaching"]);
    pub static NetworkInterfaceType: Shape = Shape::new("NetworkInterfaceType", Kind::String).values(&["interface", "natGateway", "efa", "efa-only", "trunk", "load_balancer", "network_load_balancer", "vpc_endpoint", "branch", "transit_gateway", "lambda", "quicksight", "global_accelerator_managed", "api_gateway_managed", "gateway_load_balancer", "gateway_load_balancer_endpoint", "iot_rules_managed", "aws_codestar_connections_managed"]);
    pub static NewDhcpConfiguration: Shape = Shape::structure("NewDhcpConfiguration", &[Member::new("Key", &String), Member::new("Values", &ValueStringList).named("Value"), ]);
    pub static NewDhcpConfigurationList: Shape = Shape::new("NewDhcpConfigurationList", Kind::List(Member::new("member", &NewDhcpConfiguration).named("item")));
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String);
    pub static OdbNetworkArn: Shape = Shape::new("OdbNetworkArn", Kind::String);
    pub static OperatorRequest: Shape = Shape::structure("OperatorRequest", &[Member::new("Principal", &String), ]);
    pub static OperatorResponse: Shape = Shape::structure("OperatorResponse", &[Member::new("Managed", &Boolean).named("managed"), Member::new("Principal", &String).named("principal"), Member::new("HiddenByDefault", &Boolean).named("hiddenByDefault"), ]);
    pub static PathComponent: Shape = Shape::structure("PathComponent", &[Member::new("SequenceNumber", &Integer).named("sequenceNumber"), Member::new("AclRule", &AnalysisAclRule).named("aclRule"), Member::new("AttachedTo", &AnalysisComponent).named("attachedTo"), Member::new("Component", &AnalysisComponent).named("component"), Member::new("DestinationVpc", &AnalysisComponent).named("destinationVpc"), Member::new("OutboundHeader", &AnalysisPacketHeader).named("outboundHeader"), Member::new("InboundHeader", &AnalysisPacketHeader).named("inboundHeader"), Member::new("RouteTableRoute", &AnalysisRouteTableRoute).named("routeTableRoute"), Member::new("SecurityGroupRule", &AnalysisSecurityGroupRule).named("securityGroupRule"), Member::new("SourceVpc", &AnalysisComponent).named("sourceVpc"), Member::new("Subnet", &AnalysisComponent).named("subnet"), Member::new("Vpc", &AnalysisComponent).named("vpc"), Member::new("AdditionalDetails", &AdditionalDetailList).named("additionalDetailSet"), Member::new("TransitGateway", &AnalysisComponent).named("transitGateway"), Member::new("TransitGatewayRouteTableRoute", &TransitGatewayRouteTableRoute).named("transitGatewayRouteTableRoute"), Member::new("Explanations", &ExplanationList).named("explanationSet"), Member::new("ElasticLoadBalancerListener", &AnalysisComponent).named("elasticLoadBalancerListener"), Member::new("FirewallStatelessRule", &FirewallStatelessRule).named("firewallStatelessRule"), Member::new("FirewallStatefulRule", &FirewallStatefulRule).named("firewallStatefulRule"), Member::new("ServiceName", &String).named("serviceName"), ]);
    pub static PathComponentList: Shape = Shape::new("PathComponentList", Kind::List(Member::new("member", &PathComponent).named("item")));
    pub static PathFilter: Shape = Shape::structure("PathFilter", &[Member::new("SourceAddress", &IpAddress).named("sourceAddress"), Member::new("SourcePortRange", &FilterPortRange).named("sourcePortRange"), Member::new("DestinationAddress", &IpAddress).named("destinationAddress"), Member::new("DestinationPortRange", &FilterPortRange).named("destinationPortRange"), ]);
    pub static PathRequestFilter: Shape = Shape::structure("PathRequestFilter", &[Member::new("SourceAddress", &IpAddress), Member::new("SourcePortRange", &RequestFilterPortRange), Member::new("DestinationAddress", &IpAddress), Member::new("DestinationPortRange", &RequestFilterPortRange), ]);
    pub static PayerResponsibility: Shape = Shape::new("PayerResponsibility", Kind::String).values(&["ServiceOwner"]);
    pub static PeeringConnectionOptions: Shape = Shape::structure("PeeringConnectionOptions", &[Member::new("AllowDnsResolutionFromRemoteVpc", &Boolean).named("allowDnsResolutionFromRemoteVpc"), Member::new("AllowEgressFromLocalClassicLinkToRemoteVpc", &Boolean).named("allowEgressFromLocalClassicLinkToRemoteVpc"), Member::new("AllowEgressFromLocalVpcToRemoteClassicLink", &Boolean).named("allowEgressFromLocalVpcToRemoteClassicLink"), ]);
    pub static PeeringConnectionOptionsRequest: Shape = Shape::structure("PeeringConnectionOptionsRequest", &[Member::new("AllowDnsResolutionFromRemoteVpc", &Boolean), Member::new("AllowEgressFromLocalClassicLinkToRemoteVpc", &Boolean), Member::new("AllowEgressFromLocalVpcToRemoteClassicLink", &Boolean), ]);
    pub static Port: Shape = Shape::new("Port", Kind::Integer).min(0.0).max(65535.0);
    pub static PortRange: Shape = Shape::structure("PortRange", &[Member::new("From", &Integer).named("from"), Member::new("To", &Integer).named("to"), ]);
    pub static PortRangeList: Shape = Shape::new("PortRangeList", Kind::List(Member::new("member", &PortRange).named("item")));
    pub static PrefixList: Shape = Shape::structure("PrefixList", &[Member::new("Cidrs", &ValueStringList).named("cidrSet"), Member::new("PrefixListId", &String).named("prefixListId"), Member::new("PrefixListName", &String).named("prefixListName"), ]);
    pub static PrefixListAssociation: Shape = Shape::structure("PrefixListAssociation", &[Member::new("ResourceId", &String).named("resourceId"), Member::new("ResourceOwner", &String).named("resourceOwner"), ]);
    pub static PrefixListAssociationSet: Shape = Shape::new("PrefixListAssociationSet", Kind::List(Member::new("member", &PrefixListAssociation).named("item")));
    pub static PrefixListEntry: Shape = Shape::structure("PrefixListEntry", &[Member::new("Cidr", &String).named("cidr"), Member::new("Description", &String).named("description"), ]);
    pub static PrefixListEntrySet: Shape = Shape::new("PrefixListEntrySet", Kind::List(Member::new("member", &PrefixListEntry).named("item")));
    pub static PrefixListId: Shape = Shape::structure("PrefixListId", &[Member::new("Description", &String).named("description"), Member::new("PrefixListId", &String).named("prefixListId"), ]);
    pub static PrefixListIdList: Shape = Shape::new("PrefixListIdList", Kind::List(Member::new("member", &PrefixListId).named("item")));
    pub static PrefixListIdSet: Shape = Shape::new("PrefixListIdSet", Kind::List(Member::new("member", &String).named("item")));
    pub static PrefixListMaxResults: Shape = Shape::new("PrefixListMaxResults", Kind::Integer).min(1.0).max(100.0);
    pub static PrefixListResourceId: Shape = Shape::new("PrefixListResourceId", Kind::String);
    pub static PrefixListResourceIdStringList: Shape = Shape::new("PrefixListResourceIdStringList", Kind::List(Member::new("member", &PrefixListResourceId).named("item")));
    pub static PrefixListSet: Shape = Shape::new("PrefixListSet", Kind::List(Member::new("member", &PrefixList).named("item")));
    pub static PrefixListState: Shape = Shape::new("PrefixListState", Kind::String).values(&["create-in-progress", "create-complete", "create-failed", "modify-in-progress", "modify-complete", "modify-failed", "restore-in-progress", "restore-complete", "restore-failed", "delete-in-progress", "delete-complete", "delete-failed"]);
    pub static Priority: Shape = Shape::new("Priority", Kind::Integer).min(-1.0).max(65535.0);
    pub static PrivateDnsDetails: Shape = Shape::structure("PrivateDnsDetails", &[Member::new("PrivateDnsName", &String).named("privateDnsName"), ]);
    pub static PrivateDnsDetailsSet: Shape = Shape::new("PrivateDnsDetailsSet", Kind::List(Member::new("member", &PrivateDnsDetails).named("item")));
    pub static PrivateDnsNameOptionsOnLaunch: Shape = Shape::structure("PrivateDnsNameOptionsOnLaunch", &[Member::new("HostnameType", &HostnameType).named("hostnameType"), Member::new("EnableResourceNameDnsARecord", &Boolean).named("enableResourceNameDnsARecord"), Member::new("EnableResourceNameDnsAAAARecord", &Boolean).named("enableResourceNameDnsAAAARecord"), ]);
    pub static PrivateDnsSpecifiedDomainSet: Shape = Shape::new("PrivateDnsSpecifiedDomainSet", Kind::List(Member::new("member", &String).named("item"))).min(0.0).max(10.0);
    pub static PrivateIpAddressCount: Shape = Shape::new("PrivateIpAddressCount", Kind::Integer).min(1.0).max(31.0);
    pub static PrivateIpAddressSpecification: Shape = Shape::structure("PrivateIpAddressSpecification", &[Member::new("Primary", &Boolean).named("primary"), Member::new("PrivateIpAddress", &String).named("privateIpAddress"), ]);
    pub static PrivateIpAddressSpecificationList: Shape = Shape::new("PrivateIpAddressSpecificationList", Kind::List(Member::new("member", &PrivateIpAddressSpecification).named("item")));
    pub static PrivateIpAddressStringList: Shape = Shape::new("PrivateIpAddressStringList", Kind::List(Member::new("member", &String).named("PrivateIpAddress")));
    pub static PropagatingVgw: Shape = Shape::structure("PropagatingVgw", &[Member::new("GatewayId", &String).named("gatewayId"), ]);
    pub static PropagatingVgwList: Shape = Shape::new("PropagatingVgwList", Kind::List(Member::new("member", &PropagatingVgw).named("item")));
    pub static Protocol: Shape = Shape::new("Protocol", Kind::String);
    pub static ProtocolInt: Shape = Shape::new("ProtocolInt", Kind::Integer).min(0.0).max(255.0);
    pub static ProtocolIntList: Shape = Shape::new("ProtocolIntList", Kind::List(Member::new("member", &ProtocolInt).named("item")));
    pub static ProvisionedBandwidth: Shape = Shape::structure("ProvisionedBandwidth", &[Member::new("ProvisionTime", &DateTime).named("provisionTime"), Member::new("Provisioned", &String).named("provisioned"), Member::new("RequestTime", &DateTime).named("requestTime"), Member::new("Requested", &String).named("requested"), Member::new("Status", &String).named("status"), ]);
    pub static PtrUpdateStatus: Shape = Shape::structure("PtrUpdateStatus", &[Member::new("Value", &String).named("value"), Member::new("Status", &String).named("status"), Member::new("Reason", &String).named("reason"), ]);
    pub static PublicIpAddress: Shape = Shape::new("PublicIpAddress", Kind::String);
    pub static PublicIpDnsNameOptions: Shape = Shape::structure("PublicIpDnsNameOptions", &[Member::new("DnsHostnameType", &String).named("dnsHostnameType"), Member::new("PublicIpv4DnsName", &String).named("publicIpv4DnsName"), Member::new("PublicIpv6DnsName", &String).named("publicIpv6DnsName"), Member::new("PublicDualStackDnsName", &String).named("publicDualStackDnsName"), ]);
    pub static PublicIpStringList: Shape = Shape::new("PublicIpStringList", Kind::List(Member::new("member", &String).named("PublicIp")));
    pub static ReferencedSecurityGroup: Shape = Shape::structure("ReferencedSecurityGroup", &[Member::new("GroupId", &String).named("groupId"), Member::new("PeeringStatus", &String).named("peeringStatus"), Member::new("UserId", &String).named("userId"), Member::new("VpcId", &String).named("vpcId"), Member::new("VpcPeeringConnectionId", &String).named("vpcPeeringConnectionId"), ]);
    pub static Region: Shape = Shape::structure("Region", &[Member::new("OptInStatus", &String).named("optInStatus"), Member::new("Geography", &RegionGeographyList).named("geographySet"), Member::new("RegionName", &String).named("regionName"), Member::new("Endpoint", &String).named("regionEndpoint"), ]);
    pub static RegionGeography: Shape = Shape::structure("RegionGeography", &[Member::new("Name", &String).named("name"), ]);
    pub static RegionGeographyList: Shape = Shape::new("RegionGeographyList", Kind::List(Member::new("member", &RegionGeography).named("item")));
    pub static RegionList: Shape = Shape::new("RegionList", Kind::List(Member::new("member", &Region).named("item")));
    pub static RegionNameStringList: Shape = Shape::new("RegionNameStringList", Kind::List(Member::new("member", &String).named("RegionName")));
    pub static RejectVpcPeeringConnectionRequest: Shape = Shape::structure("RejectVpcPeeringConnectionRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("VpcPeeringConnectionId", &VpcPeeringConnectionId).named("vpcPeeringConnectionId").required(), ]);
    pub static RejectVpcPeeringConnectionResult: Shape = Shape::structure("RejectVpcPeeringConnectionResult", &[Member::new("Return", &Boolean).named("return"), ]);
    pub static ReleaseAddressRequest: Shape = Shape::structure("ReleaseAddressRequest", &[Member::new("AllocationId", &AllocationId), Member::new("PublicIp", &String), Member::new("NetworkBorderGroup", &String), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static RemovePrefixListEntries: Shape = Shape::new("RemovePrefixListEntries", Kind::List(Member::new("member", &RemovePrefixListEntry))).min(0.0).max(100.0);
    pub static RemovePrefixListEntry: Shape = Shape::structure("RemovePrefixListEntry", &[Member::new("Cidr", &String).required(), ]);
    pub static ReplaceNetworkAclAssociationRequest: Shape = Shape::structure("ReplaceNetworkAclAssociationRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("AssociationId", &NetworkAclAssociationId).named("associationId").required(), Member::new("NetworkAclId", &NetworkAclId).named("networkAclId").required(), ]);
    pub static ReplaceNetworkAclAssociationResult: Shape = Shape::structure("ReplaceNetworkAclAssociationResult", &[Member::new("NewAssociationId", &String).named("newAssociationId"), ]);
    pub static ReplaceNetworkAclEntryRequest: Shape = Shape::structure("ReplaceNetworkAclEntryRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkAclId", &NetworkAclId).named("networkAclId").required(), Member::new("RuleNumber", &Integer).named("ruleNumber").required(), Member::new("Protocol", &String).named("protocol").required(), Member::new("RuleAction", &RuleAction).named("ruleAction").required(), Member::new("Egress", &Boolean).named("egress").required(), Member::new("CidrBlock", &String).named("cidrBlock"), Member::new("Ipv6CidrBlock", &String).named("ipv6CidrBlock"), Member::new("IcmpTypeCode", &IcmpTypeCode).named("Icmp"), Member::new("PortRange", &PortRange).named("portRange"), ]);
    pub static ReplaceRouteRequest: Shape = Shape::structure("ReplaceRouteRequest", &[Member::new("DestinationPrefixListId", &PrefixListResourceId), Member::new("VpcEndpointId", &VpcEndpointId), Member::new("LocalTarget", &Boolean), Member::new("TransitGatewayId", &TransitGatewayId), Member::new("LocalGatewayId", &LocalGatewayId), Member::new("CarrierGatewayId", &CarrierGatewayId), Member::new("CoreNetworkArn", &CoreNetworkArn), Member::new("OdbNetworkArn", &OdbNetworkArn), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("RouteTableId", &RouteTableId).named("routeTableId").required(), Member::new("DestinationCidrBlock", &String).named("destinationCidrBlock"), Member::new("GatewayId", &RouteGatewayId).named("gatewayId"), Member::new("DestinationIpv6CidrBlock", &String).named("destinationIpv6CidrBlock"), Member::new("EgressOnlyInternetGatewayId", &EgressOnlyInternetGatewayId).named("egressOnlyInternetGatewayId"), Member::new("InstanceId", &InstanceId).named("instanceId"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId"), Member::new("VpcPeeringConnectionId", &VpcPeeringConnectionId).named("vpcPeeringConnectionId"), Member::new("NatGatewayId", &NatGatewayId).named("natGatewayId"), ]);
    pub static ReplaceRouteTableAssociationRequest: Shape = Shape::structure("ReplaceRouteTableAssociationRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("AssociationId", &RouteTableAssociationId).named("associationId").required(), Member::new("RouteTableId", &RouteTableId).named("routeTableId").required(), ]);
    pub static ReplaceRouteTableAssociationResult: Shape = Shape::structure("ReplaceRouteTableAssociationResult", &[Member::new("NewAssociationId", &String).named("newAssociationId"), Member::new("AssociationState", &RouteTableAssociationState).named("associationState"), ]);
    pub static RequestFilterPortRange: Shape = Shape::structure("RequestFilterPortRange", &[Member::new("FromPort", &Port), Member::new("ToPort", &Port), ]);
    pub static ResetNetworkInterfaceAttributeRequest: Shape = Shape::structure("ResetNetworkInterfaceAttributeRequest", &[Member::new("DryRun", &Boolean).named("dryRun"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("SourceDestCheck", &String).named("sourceDestCheck"), ]);
    pub static ResourceArn: Shape = Shape::new("ResourceArn", Kind::String).min(1.0).max(1283.0);
    pub static ResourceConfigurationArn: Shape = Shape::new("ResourceConfigurationArn", Kind::String);
    pub static ResourceIdList: Shape = Shape::new("ResourceIdList", Kind::List(Member::new("member", &TaggableResourceId)));
    pub static ResourceType: Shape = Shape::new("ResourceType", Kind::String).values(&["capacity-reservation", "client-vpn-endpoint", "customer-gateway", "carrier-gateway", "coip-pool", "declarative-policies-report", "dedicated-host", "dhcp-options", "egress-only-internet-gateway", "elastic-ip", "elastic-gpu", "export-image-task", "export-instance-task", "fleet", "fpga-image", "host-reservation", "image", "image-usage-report", "import-image-task", "import-snapshot-task", "instance", "instance-event-window", "internet-gateway", "ipam", "ipam-pool", "ipam-scope", "ipv4pool-ec2", "ipv6pool-ec2", "key-pair", "launch-template", "local-gateway", "local-gateway-route-table", "local-gateway-virtual-interface", "local-gateway-virtual-interface-group", "local-gateway-route-table-vpc-association", "local-gateway-route-table-virtual-interface-group-association", "natgateway", "network-acl", "network-interface", "network-insights-analysis", "network-insights-path", "network-insights-access-scope", "network-insights-access-scope-analysis", "outpost-lag", "placement-group", "prefix-list", "replace-root-volume-task", "reserved-instances", "route-table", "security-group", "security-group-rule", "service-link-virtual-interface", "snapshot", "spot-fleet-request", "spot-instances-request", "subnet", "subnet-cidr-reservation", "traffic-mirror-filter", "traffic-mirror-session", "traffic-mirror-target", "transit-gateway", "transit-gateway-attachment", "transit-gateway-connect-peer", "transit-gateway-multicast-domain", "transit-gateway-policy-table", "transit-gateway-metering-policy", "transit-gateway-route-table", "transit-gateway-route-table-announcement", "volume", "vpc", "vpc-endpoint", "vpc-endpoint-connection", "vpc-endpoint-service", "vpc-endpoint-service-permission", "vpc-peering-connection", "vpn-connection", "vpn-gateway", "vpc-flow-log", "capacity-reservation-fleet", "traffic-mirror-filter-rule", "vpc-endpoint-connection-device-type", "verified-access-instance", "verified-access-group", "verified-access-endpoint", "verified-access-policy", "verified-access-trust-provider", "vpn-connection-device-type", "vpc-block-public-access-exclusion", "vpc-encryption-control", "route-server", "route-server-endpoint", "route-server-peer", "ipam-resource-discovery", "ipam-resource-discovery-association", "instance-connect-endpoint", "verified-access-endpoint-target", "ipam-external-resource-verification-token", "capacity-block", "mac-modification-task", "ipam-prefix-list-resolver", "ipam-policy", "ipam-prefix-list-resolver-target", "secondary-interface", "secondary-network", "secondary-subnet", "capacity-manager-data-export", "vpn-concentrator", "ipam-pool-allocation"]);
    pub static RestoreManagedPrefixListVersionRequest: Shape = Shape::structure("RestoreManagedPrefixListVersionRequest", &[Member::new("DryRun", &Boolean), Member::new("PrefixListId", &PrefixListResourceId).required(), Member::new("PreviousVersion", &Long).required(), Member::new("CurrentVersion", &Long).required(), ]);
    pub static RestoreManagedPrefixListVersionResult: Shape = Shape::structure("RestoreManagedPrefixListVersionResult", &[Member::new("PrefixList", &ManagedPrefixList).named("prefixList"), ]);
    pub static RevokeSecurityGroupEgressRequest: Shape = Shape::structure("RevokeSecurityGroupEgressRequest", &[Member::new("SecurityGroupRuleIds", &SecurityGroupRuleIdList).named("SecurityGroupRuleId"), Member::new("DryRun", &Boolean).named("dryRun"), Member::new("GroupId", &SecurityGroupId).named("groupId").required(), Member::new("SourceSecurityGroupName", &String).named("sourceSecurityGroupName"), Member::new("SourceSecurityGroupOwnerId", &String).named("sourceSecurityGroupOwnerId"), Member::new("IpProtocol", &String).named("ipProtocol"), Member::new("FromPort", &Integer).named("fromPort"), Member::new("ToPort", &Integer).named("toPort"), Member::new("CidrIp", &String).named("cidrIp"), Member::new("IpPermissions", &IpPermissionList).named("ipPermissions"), ]);
    pub static RevokeSecurityGroupEgressResult: Shape = Shape::structure("RevokeSecurityGroupEgressResult", &[Member::new("Return", &Boolean).named("return"), Member::new("UnknownIpPermissions", &IpPermissionList).named("unknownIpPermissionSet"), Member::new("RevokedSecurityGroupRules", &RevokedSecurityGroupRuleList).named("revokedSecurityGroupRuleSet"), ]);
    pub static RevokeSecurityGroupIngressRequest: Shape = Shape::structure("RevokeSecurityGroupIngressRequest", &[Member::new("CidrIp", &String), Member::new("FromPort", &Integer), Member::new("GroupId", &SecurityGroupId), Member::new("GroupName", &SecurityGroupName), Member::new("IpPermissions", &IpPermissionList), Member::new("IpProtocol", &String), Member::new("SourceSecurityGroupName", &String), Member::new("SourceSecurityGroupOwnerId", &String), Member::new("ToPort", &Integer), Member::new("SecurityGroupRuleIds", &SecurityGroupRuleIdList).named("SecurityGroupRuleId"), Member::new("DryRun", &Boolean).named("dryRun"), ]);
    pub static RevokeSecurityGroupIngressResult: Shape = Shape::structure("RevokeSecurityGroupIngressResult", &[Member::new("Return", &Boolean).named("return"), Member::new("UnknownIpPermissions", &IpPermissionList).named("unknownIpPermissionSet"), Member::new("RevokedSecurityGroupRules", &RevokedSecurityGroupRuleList).named("revokedSecurityGroupRuleSet"), ]);
    pub static RevokedSecurityGroupRule: Shape = Shape::structure("RevokedSecurityGroupRule", &[Member::new("SecurityGroupRuleId", &SecurityGroupRuleId).named("securityGroupRuleId"), Member::new("GroupId", &SecurityGroupId).named("groupId"), Member::new("IsEgress", &Boolean).named("isEgress"), Member::new("IpProtocol", &String).named("ipProtocol"), Member::new("FromPort", &Integer).named("fromPort"), Member::new("ToPort", &Integer).named("toPort"), Member::new("CidrIpv4", &String).named("cidrIpv4"), Member::new("CidrIpv6", &String).named("cidrIpv6"), Member::new("PrefixListId", &PrefixListResourceId).named("prefixListId"), Member::new("ReferencedGroupId", &SecurityGroupId).named("referencedGroupId"), Member::new("Description", &String).named("description"), ]);
    pub static RevokedSecurityGroupRuleList: Shape = Shape::new("RevokedSecurityGroupRuleList", Kind::List(Member::new("member", &RevokedSecurityGroupRule).named("item")));
    pub static Route: Shape = Shape::structure("Route", &[Member::new("DestinationCidrBlock", &String).named("destinationCidrBlock"), Member::new("DestinationIpv6CidrBlock", &String).named("destinationIpv6CidrBlock"), Member::new("DestinationPrefixListId", &String).named("destinationPrefixListId"), Member::new("EgressOnlyInternetGatewayId", &String).named("egressOnlyInternetGatewayId"), Member::new("GatewayId", &String).named("gatewayId"), Member::new("InstanceId", &String).named("instanceId"), Member::new("InstanceOwnerId", &String).named("instanceOwnerId"), Member::new("NatGatewayId", &String).named("natGatewayId"), Member::new("TransitGatewayId", &String).named("transitGatewayId"), Member::new("LocalGatewayId", &String).named("localGatewayId"), Member::new("CarrierGatewayId", &CarrierGatewayId).named("carrierGatewayId"), Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("Origin", &RouteOrigin).named("origin"), Member::new("State", &RouteState).named("state"), Member::new("VpcPeeringConnectionId", &String).named("vpcPeeringConnectionId"), Member::new("CoreNetworkArn", &CoreNetworkArn).named("coreNetworkArn"), Member::new("OdbNetworkArn", &OdbNetworkArn).named("odbNetworkArn"), Member::new("IpAddress", &String).named("ipAddress"), ]);
    pub static RouteGatewayId: Shape = Shape::new("RouteGatewayId", Kind::String);
    pub static RouteList: Shape = Shape::new("RouteList", Kind::List(Member::new("member", &Route).named("item")));
    pub static RouteOrigin: Shape = Shape::new("RouteOrigin", Kind::String).values(&["CreateRouteTable", "CreateRoute", "EnableVgwRoutePropagation", "Advertisement"]);
    pub static RouteState: Shape = Shape::new("RouteState", Kind::String).values(&["active", "blackhole", "filtered"]);
    pub static RouteTable: Shape = Shape::structure("RouteTable", &[Member::new("Associations", &RouteTableAssociationList).named("associationSet"), Member::new("PropagatingVgws", &PropagatingVgwList).named("propagatingVgwSet"), Member::new("RouteTableId", &String).named("routeTableId"), Member::new("Routes", &RouteList).named("routeSet"), Member::new("Tags", &TagList).named("tagSet"), Member::new("VpcId", &String).named("vpcId"), Member::new("OwnerId", &String).named("ownerId"), ]);
    pub static RouteTableAssociation: Shape = Shape::structure("RouteTableAssociation", &[Member::new("Main", &Boolean).named("main"), Member::new("RouteTableAssociationId", &String).named("routeTableAssociationId"), Member::new("RouteTableId", &String).named("routeTableId"), Member::new("SubnetId", &String).named("subnetId"), Member::new("GatewayId", &String).named("gatewayId"), Member::new("PublicIpv4Pool", &String).named("publicIpv4Pool"), Member::new("AssociationState", &RouteTableAssociationState).named("associationState"), ]);
    pub static RouteTableAssociationId: Shape = Shape::new("RouteTableAssociationId", Kind::String);
    pub static RouteTableAssociationList: Shape = Shape::new("RouteTableAssociationList", Kind::List(Member::new("member", &RouteTableAssociation).named("item")));
    pub static RouteTableAssociationState: Shape = Shape::structure("RouteTableAssociationState", &[Member::new("State", &RouteTableAssociationStateCode).named("state"), Member::new("StatusMessage", &String).named("statusMessage"), ]);
    pub static RouteTableAssociationStateCode: Shape = Shape::new("RouteTableAssociationStateCode", Kind::String).values(&["associating", "associated", "disassociating", "disassociated", "failed"]);
    pub static RouteTableId: Shape = Shape::new("RouteTableId", Kind::String);
    pub static RouteTableIdStringList: Shape = Shape::new("RouteTableIdStringList", Kind::List(Member::new("member", &RouteTableId).named("item")));
    pub static RouteTableList: Shape = Shape::new("RouteTableList", Kind::List(Member::new("member", &RouteTable).named("item")));
    pub static RuleAction: Shape = Shape::new("RuleAction", Kind::String).values(&["allow", "deny"]);
    pub static RuleGroupRuleOptionsPair: Shape = Shape::structure("RuleGroupRuleOptionsPair", &[Member::new("RuleGroupArn", &ResourceArn).named("ruleGroupArn"), Member::new("RuleOptions", &RuleOptionList).named("ruleOptionSet"), ]);
    pub static RuleGroupRuleOptionsPairList: Shape = Shape::new("RuleGroupRuleOptionsPairList", Kind::List(Member::new("member", &RuleGroupRuleOptionsPair).named("item")));
    pub static RuleGroupTypePair: Shape = Shape::structure("RuleGroupTypePair", &[Member::new("RuleGroupArn", &ResourceArn).named("ruleGroupArn"), Member::new("RuleGroupType", &String).named("ruleGroupType"), ]);
    pub static RuleGroupTypePairList: Shape = Shape::new("RuleGroupTypePairList", Kind::List(Member::new("member", &RuleGroupTypePair).named("item")));
    pub static RuleOption: Shape = Shape::structure("RuleOption", &[Member::new("Keyword", &String).named("keyword"), Member::new("Settings", &StringList).named("settingSet"), ]);
    pub static RuleOptionList: Shape = Shape::new("RuleOptionList", Kind::List(Member::new("member", &RuleOption).named("item")));
    pub static SecurityGroup: Shape = Shape::structure("SecurityGroup", &[Member::new("GroupId", &String).named("groupId"), Member::new("IpPermissionsEgress", &IpPermissionList).named("ipPermissionsEgress"), Member::new("Tags", &TagList).named("tagSet"), Member::new("VpcId", &String).named("vpcId"), Member::new("SecurityGroupArn", &String).named("securityGroupArn"), Member::new("OwnerId", &String).named("ownerId"), Member::new("GroupName", &String).named("groupName"), Member::new("Description", &String).named("groupDescription"), Member::new("IpPermissions", &IpPermissionList).named("ipPermissions"), ]);
    pub static SecurityGroupForVpc: Shape = Shape::structure("SecurityGroupForVpc", &[Member::new("Description", &String).named("description"), Member::new("GroupName", &String).named("groupName"), Member::new("OwnerId", &String).named("ownerId"), Member::new("GroupId", &String).named("groupId"), Member::new("Tags", &TagList).named("tagSet"), Member::new("PrimaryVpcId", &String).named("primaryVpcId"), ]);
    pub static SecurityGroupForVpcList: Shape = Shape::new("SecurityGroupForVpcList", Kind::List(Member::new("member", &SecurityGroupForVpc).named("item")));
    pub static SecurityGroupId: Shape = Shape::new("SecurityGroupId", Kind::String);
    pub static SecurityGroupIdStringList: Shape = Shape::new("SecurityGroupIdStringList", Kind::List(Member::new("member", &SecurityGroupId).named("SecurityGroupId")));
    pub static SecurityGroupIdentifier: Shape = Shape::structure("SecurityGroupIdentifier", &[Member::new("GroupId", &String).named("groupId"), Member::new("GroupName", &String).named("groupName"), ]);
    pub static SecurityGroupList: Shape = Shape::new("SecurityGroupList", Kind::List(Member::new("member", &SecurityGroup).named("item")));
    pub static SecurityGroupName: Shape = Shape::new("SecurityGroupName", Kind::String);
    pub static SecurityGroupReference: Shape = Shape::structure("SecurityGroupReference", &[Member::new("GroupId", &String).named("groupId"), Member::new("ReferencingVpcId", &String).named("referencingVpcId"), Member::new("VpcPeeringConnectionId", &String).named("vpcPeeringConnectionId"), Member::new("TransitGatewayId", &String).named("transitGatewayId"), ]);
    pub static SecurityGroupReferences: Shape = Shape::new("SecurityGroupReferences", Kind::List(Member::new("member", &SecurityGroupReference).named("item")));
    pub static SecurityGroupRule: Shape = Shape::structure("SecurityGroupRule", &[Member::new("SecurityGroupRuleId", &SecurityGroupRuleId).named("securityGroupRuleId"), Member::new("GroupId", &SecurityGroupId).named("groupId"), Member::new("GroupOwnerId", &String).named("groupOwnerId"), Member::new("IsEgress", &Boolean).named("isEgress"), Member::new("IpProtocol", &String).named("ipProtocol"), Member::new("FromPort", &Integer).named("fromPort"), Member::new("ToPort", &Integer).named("toPort"), Member::new("CidrIpv4", &String).named("cidrIpv4"), Member::new("CidrIpv6", &String).named("cidrIpv6"), Member::new("PrefixListId", &PrefixListResourceId).named("prefixListId"), Member::new("ReferencedGroupInfo", &ReferencedSecurityGroup).named("referencedGroupInfo"), Member::new("Description", &String).named("description"), Member::new("Tags", &TagList).named("tagSet"), Member::new("SecurityGroupRuleArn", &String).named("securityGroupRuleArn"), ]);
    pub static SecurityGroupRuleDescription: Shape = Shape::structure("SecurityGroupRuleDescription", &[Member::new("SecurityGroupRuleId", &String), Member::new("Description", &String), ]);
    pub static SecurityGroupRuleDescriptionList: Shape = Shape::new("SecurityGroupRuleDescriptionList", Kind::List(Member::new("member", &SecurityGroupRuleDescription).named("item")));
    pub static SecurityGroupRuleId: Shape = Shape::new("SecurityGroupRuleId", Kind::String);
    pub static SecurityGroupRuleIdList: Shape = Shape::new("SecurityGroupRuleIdList", Kind::List(Member::new("member", &String).named("item")));
    pub static SecurityGroupRuleList: Shape = Shape::new("SecurityGroupRuleList", Kind::List(Member::new("member", &SecurityGroupRule).named("item")));
    pub static SecurityGroupRuleRequest: Shape = Shape::structure("SecurityGroupRuleRequest", &[Member::new("IpProtocol", &String), Member::new("FromPort", &Integer), Member::new("ToPort", &Integer), Member::new("CidrIpv4", &String), Member::new("CidrIpv6", &String), Member::new("PrefixListId", &PrefixListResourceId), Member::new("ReferencedGroupId", &SecurityGroupId), Member::new("Description", &String), ]);
    pub static SecurityGroupRuleUpdate: Shape = Shape::structure("SecurityGroupRuleUpdate", &[Member::new("SecurityGroupRuleId", &SecurityGroupRuleId).required(), Member::new("SecurityGroupRule", &SecurityGroupRuleRequest), ]);
    pub static SecurityGroupRuleUpdateList: Shape = Shape::new("SecurityGroupRuleUpdateList", Kind::List(Member::new("member", &SecurityGroupRuleUpdate).named("item")));
    pub static ServiceConnectivityType: Shape = Shape::new("ServiceConnectivityType", Kind::String).values(&["ipv4", "ipv6"]);
    pub static ServiceDetail: Shape = Shape::structure("ServiceDetail", &[Member::new("ServiceName", &String).named("serviceName"), Member::new("ServiceId", &String).named("serviceId"), Member::new("ServiceType", &ServiceTypeDetailSet).named("serviceType"), Member::new("ServiceRegion", &String).named("serviceRegion"), Member::new("AvailabilityZoneIds", &ValueStringList).named("availabilityZoneIdSet"), Member::new("AvailabilityZones", &ValueStringList).named("availabilityZoneSet"), Member::new("Owner", &String).named("owner"), Member::new("BaseEndpointDnsNames", &ValueStringList).named("baseEndpointDnsNameSet"), Member::new("PrivateDnsName", &String).named("privateDnsName"), Member::new("PrivateDnsNames", &PrivateDnsDetailsSet).named("privateDnsNameSet"), Member::new("VpcEndpointPolicySupported", &Boolean).named("vpcEndpointPolicySupported"), Member::new("AcceptanceRequired", &Boolean).named("acceptanceRequired"), Member::new("ManagesVpcEndpoints", &Boolean).named("managesVpcEndpoints"), Member::new("PayerResponsibility", &PayerResponsibility).named("payerResponsibility"), Member::new("Tags", &TagList).named("tagSet"), Member::new("PrivateDnsNameVerificationState", &DnsNameState).named("privateDnsNameVerificationState"), Member::new("SupportedIpAddressTypes", &SupportedIpAddressTypes).named("supportedIpAddressTypeSet"), ]);
    pub static ServiceDetailSet: Shape = Shape::new("ServiceDetailSet", Kind::List(Member::new("member", &ServiceDetail).named("item")));
    pub static ServiceManaged: Shape = Shape::new("ServiceManaged", Kind::String).values(&["alb", "nlb", "rnat", "rds"]);
    pub static ServiceNetworkArn: Shape = Shape::new("ServiceNetworkArn", Kind::String);
    pub static ServiceType: Shape = Shape::new("ServiceType", Kind::String).values(&["Interface", "Gateway", "GatewayLoadBalancer"]);
    pub static ServiceTypeDetail: Shape = Shape::structure("ServiceTypeDetail", &[Member::new("ServiceType", &ServiceType).named("serviceType"), ]);
    pub static ServiceTypeDetailSet: Shape = Shape::new("ServiceTypeDetailSet", Kind::List(Member::new("member", &ServiceTypeDetail).named("item")));
    pub static StaleIpPermission: Shape = Shape::structure("StaleIpPermission", &[Member::new("FromPort", &Integer).named("fromPort"), Member::new("IpProtocol", &String).named("ipProtocol"), Member::new("IpRanges", &IpRanges).named("ipRanges"), Member::new("PrefixListIds", &PrefixListIdSet).named("prefixListIds"), Member::new("ToPort", &Integer).named("toPort"), Member::new("UserIdGroupPairs", &UserIdGroupPairSet).named("groups"), ]);
    pub static StaleIpPermissionSet: Shape = Shape::new("StaleIpPermissionSet", Kind::List(Member::new("member", &StaleIpPermission).named("item")));
    pub static StaleSecurityGroup: Shape = Shape::structure("StaleSecurityGroup", &[Member::new("Description", &String).named("description"), Member::new("GroupId", &String).named("groupId"), Member::new("GroupName", &String).named("groupName"), Member::new("StaleIpPermissions", &StaleIpPermissionSet).named("staleIpPermissions"), Member::new("StaleIpPermissionsEgress", &StaleIpPermissionSet).named("staleIpPermissionsEgress"), Member::new("VpcId", &String).named("vpcId"), ]);
    pub static StaleSecurityGroupSet: Shape = Shape::new("StaleSecurityGroupSet", Kind::List(Member::new("member", &StaleSecurityGroup).named("item")));
    pub static StartNetworkInsightsAnalysisRequest: Shape = Shape::structure("StartNetworkInsightsAnalysisRequest", &[Member::new("NetworkInsightsPathId", &NetworkInsightsPathId).required(), Member::new("AdditionalAccounts", &ValueStringList).named("AdditionalAccount"), Member::new("FilterInArns", &ArnList).named("FilterInArn"), Member::new("FilterOutArns", &ArnList).named("FilterOutArn"), Member::new("DryRun", &Boolean), Member::new("TagSpecifications", &TagSpecificationList).named("TagSpecification"), Member::new("ClientToken", &String).required().idempotency_token(), ]);
    pub static StartNetworkInsightsAnalysisResult: Shape = Shape::structure("StartNetworkInsightsAnalysisResult", &[Member::new("NetworkInsightsAnalysis", &NetworkInsightsAnalysis).named("networkInsightsAnalysis"), ]);
    pub static State: Shape = Shape::new("State", Kind::String).values(&["PendingAcceptance", "Pending", "Available", "Deleting", "Deleted", "Rejected", "Failed", "Expired", "Partial"]);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static StringList: Shape = Shape::new("StringList", Kind::List(Member::new("member", &String).named("item")));
    pub static Subnet: Shape = Shape::structure("Subnet", &[Member::new("AvailabilityZoneId", &String).named("availabilityZoneId"), Member::new("EnableLniAtDeviceIndex", &Integer).named("enableLniAtDeviceIndex"), Member::new("MapCustomerOwnedIpOnLaunch", &Boolean).named("mapCustomerOwnedIpOnLaunch"), Member::new("CustomerOwnedIpv4Pool", &CoipPoolId).named("customerOwnedIpv4Pool"), Member::new("OwnerId", &String).named("ownerId"), Member::new("AssignIpv6AddressOnCreation", &Boolean).named("assignIpv6AddressOnCreation"), Member::new("Ipv6CidrBlockAssociationSet", &SubnetIpv6CidrBlockAssociationSet).named("ipv6CidrBlockAssociationSet"), Member::new("Tags", &TagList).named("tagSet"), Member::new("SubnetArn", &String).named("subnetArn"), Member::new("OutpostArn", &String).named("outpostArn"), Member::new("EnableDns64", &Boolean).named("enableDns64"), Member::new("Ipv6Native", &Boolean).named("ipv6Native"), Member::new("PrivateDnsNameOptionsOnLaunch", &PrivateDnsNameOptionsOnLaunch).named("privateDnsNameOptionsOnLaunch"), Member::new("BlockPublicAccessStates", &BlockPublicAccessStates).named("blockPublicAccessStates"), Member::new("Type", &String).named("type"), Member::new("SubnetId", &String).named("subnetId"), Member::new("State", &SubnetState).named("state"), Member::new("VpcId", &String).named("vpcId"), Member::new("CidrBlock", &String).named("cidrBlock"), Member::new("AvailableIpAddressCount", &Integer).named("availableIpAddressCount"), Member::new("AvailabilityZone", &String).named("availabilityZone"), Member::new("DefaultForAz", &Boolean).named("defaultForAz"), Member::new("MapPublicIpOnLaunch", &Boolean).named("mapPublicIpOnLaunch"), ]);
    pub static SubnetCidrAssociationId: Shape = Shape::new("SubnetCidrAssociationId", Kind::String);
    pub static SubnetCidrBlockState: Shape = Shape::structure("SubnetCidrBlockState", &[Member::new("State", &SubnetCidrBlockStateCode).named("state"), Member::new("StatusMessage", &String).named("statusMessage"), ]);
    pub static SubnetCidrBlockStateCode: Shape = Shape::new("SubnetCidrBlockStateCode", Kind::String).values(&["associating", "associated", "disassociating", "disassociated", "failing", "failed"]);
    pub static SubnetCidrReservation: Shape = Shape::structure("SubnetCidrReservation", &[Member::new("SubnetCidrReservationId", &SubnetCidrReservationId).named("subnetCidrReservationId"), Member::new("SubnetId", &SubnetId).named("subnetId"), Member::new("Cidr", &String).named("cidr"), Member::new("ReservationType", &SubnetCidrReservationType).named("reservationType"), Member::new("OwnerId", &String).named("ownerId"), Member::new("Description", &String).named("description"), Member::new("Tags", &TagList).named("tagSet"), ]);
    pub static SubnetCidrReservationId: Shape = Shape::new("SubnetCidrReservationId", Kind::String);
    pub static SubnetCidrReservationList: Shape = Shape::new("SubnetCidrReservationList", Kind::List(Member::new("member", &SubnetCidrReservation).named("item")));
    pub static SubnetCidrReservationType: Shape = Shape::new("SubnetCidrReservationType", Kind::String).values(&["prefix", "explicit"]);
    pub static SubnetConfiguration: Shape = Shape::structure("SubnetConfiguration", &[Member::new("SubnetId", &SubnetId), Member::new("Ipv4", &String), Member::new("Ipv6", &String), ]);
    pub static SubnetConfigurationsList: Shape = Shape::new("SubnetConfigurationsList", Kind::List(Member::new("member", &SubnetConfiguration).named("item")));
    pub static SubnetId: Shape = Shape::new("SubnetId", Kind::String);
    pub static SubnetIdList: Shape = Shape::new("SubnetIdList", Kind::List(Member::new("member", &SubnetId).named("AssociatedSubnetId")));
    pub static SubnetIdStringList: Shape = Shape::new("SubnetIdStringList", Kind::List(Member::new("member", &SubnetId).named("SubnetId")));
    pub static SubnetIpPrefixes: Shape = Shape::structure("SubnetIpPrefixes", &[Member::new("SubnetId", &String).named("subnetId"), Member::new("IpPrefixes", &ValueStringList).named("ipPrefixSet"), ]);
    pub static SubnetIpPrefixesList: Shape = Shape::new("SubnetIpPrefixesList", Kind::List(Member::new("member", &SubnetIpPrefixes).named("item")));
    pub static SubnetIpv6CidrBlockAssociation: Shape = Shape::structure("SubnetIpv6CidrBlockAssociation", &[Member::new("AssociationId", &SubnetCidrAssociationId).named("associationId"), Member::new("Ipv6CidrBlock", &String).named("ipv6CidrBlock"), Member::new("Ipv6CidrBlockState", &SubnetCidrBlockState).named("ipv6CidrBlockState"), Member::new("Ipv6AddressAttribute", &Ipv6AddressAttribute).named("ipv6AddressAttribute"), Member::new("IpSource", &IpSource).named("ipSource"), ]);
    pub static SubnetIpv6CidrBlockAssociationSet: Shape = Shape::new("SubnetIpv6CidrBlockAssociationSet", Kind::List(Member::new("member", &SubnetIpv6CidrBlockAssociation).named("item")));
    pub static SubnetList: Shape = Shape::new("SubnetList", Kind::List(Member::new("member", &Subnet).named("item")));
    pub static SubnetState: Shape = Shape::new("SubnetState", Kind::String).values(&["pending", "available", "unavailable", "failed", "failed-insufficient-capacity"]);
    pub static SupportedIpAddressTypes: Shape = Shape::new("SupportedIpAddressTypes", Kind::List(Member::new("member", &ServiceConnectivityType).named("item"))).min(0.0).max(2.0);
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &String).named("key"), Member::new("Value", &String).named("value"), ]);
    pub static TagDescription: Shape = Shape::structure("TagDescription", &[Member::new("Key", &String).named("key"), Member::new("ResourceId", &String).named("resourceId"), Member::new("ResourceType", &ResourceType).named("resourceType"), Member::new("Value", &String).named("value"), ]);
    pub static TagDescriptionList: Shape = Shape::new("TagDescriptionList", Kind::List(Member::new("member", &TagDescription).named("item")));
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag).named("item")));
    pub static TagSpecification: Shape = Shape::structure("TagSpecification", &[Member::new("ResourceType", &ResourceType).named("resourceType"), Member::new("Tags", &TagList).named("Tag"), ]);
    pub static TagSpecificationList: Shape = Shape::new("TagSpecificationList", Kind::List(Member::new("member", &TagSpecification).named("item")));
    pub static TaggableResourceId: Shape = Shape::new("TaggableResourceId", Kind::String);
    pub static Tenancy: Shape = Shape::new("Tenancy", Kind::String).values(&["default", "dedicated", "host"]);
    pub static TrafficType: Shape = Shape::new("TrafficType", Kind::String).values(&["ACCEPT", "REJECT", "ALL"]);
    pub static TransitGatewayId: Shape = Shape::new("TransitGatewayId", Kind::String);
    pub static TransitGatewayRouteTableRoute: Shape = Shape::structure("TransitGatewayRouteTableRoute", &[Member::new("DestinationCidr", &String).named("destinationCidr"), Member::new("State", &String).named("state"), Member::new("RouteOrigin", &String).named("routeOrigin"), Member::new("PrefixListId", &String).named("prefixListId"), Member::new("AttachmentId", &String).named("attachmentId"), Member::new("ResourceId", &String).named("resourceId"), Member::new("ResourceType", &String).named("resourceType"), ]);
    pub static UnassignIpv6AddressesRequest: Shape = Shape::structure("UnassignIpv6AddressesRequest", &[Member::new("Ipv6Prefixes", &IpPrefixList).named("Ipv6Prefix"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("Ipv6Addresses", &Ipv6AddressList).named("ipv6Addresses"), ]);
    pub static UnassignIpv6AddressesResult: Shape = Shape::structure("UnassignIpv6AddressesResult", &[Member::new("NetworkInterfaceId", &String).named("networkInterfaceId"), Member::new("UnassignedIpv6Addresses", &Ipv6AddressList).named("unassignedIpv6Addresses"), Member::new("UnassignedIpv6Prefixes", &IpPrefixList).named("unassignedIpv6PrefixSet"), ]);
    pub static UnassignPrivateIpAddressesRequest: Shape = Shape::structure("UnassignPrivateIpAddressesRequest", &[Member::new("Ipv4Prefixes", &IpPrefixList).named("Ipv4Prefix"), Member::new("NetworkInterfaceId", &NetworkInterfaceId).named("networkInterfaceId").required(), Member::new("PrivateIpAddresses", &PrivateIpAddressStringList).named("privateIpAddress"), ]);
    pub static UnsuccessfulItem: Shape = Shape::structure("UnsuccessfulItem", &[Member::new("Error", &UnsuccessfulItemError).named("error"), Member::new("ResourceId", &String).named("resourceId"), ]);
    pub static UnsuccessfulItemError: Shape = Shape::structure("UnsuccessfulItemError", &[Member::new("Code", &String).named("code"), Member::new("Message", &String).named("message"), ]);
    pub static UnsuccessfulItemSet: Shape = Shape::new("UnsuccessfulItemSet", Kind::List(Member::new("member", &UnsuccessfulItem).named("item")));
    pub static UpdateSecurityGroupRuleDescriptionsEgressRequest: Shape = Shape::structure("UpdateSecurityGroupRuleDescriptionsEgressRequest", &[Member::new("DryRun", &Boolean), Member::new("GroupId", &SecurityGroupId), Member::new("GroupName", &SecurityGroupName), Member::new("IpPermissions", &IpPermissionList), Member::new("SecurityGroupRuleDescriptions", &SecurityGroupRuleDescriptionList).named("SecurityGroupRuleDescription"), ]);
    pub static UpdateSecurityGroupRuleDescriptionsEgressResult: Shape = Shape::structure("UpdateSecurityGroupRuleDescriptionsEgressResult", &[Member::new("Return", &Boolean).named("return"), ]);
    pub static UpdateSecurityGroupRuleDescriptionsIngressRequest: Shape = Shape::structure("UpdateSecurityGroupRuleDescriptionsIngressRequest", &[Member::new("DryRun", &Boolean), Member::new("GroupId", &SecurityGroupId), Member::new("GroupName", &SecurityGroupName), Member::new("IpPermissions", &IpPermissionList), Member::new("SecurityGroupRuleDescriptions", &SecurityGroupRuleDescriptionList).named("SecurityGroupRuleDescription"), ]);
    pub static UpdateSecurityGroupRuleDescriptionsIngressResult: Shape = Shape::structure("UpdateSecurityGroupRuleDescriptionsIngressResult", &[Member::new("Return", &Boolean).named("return"), ]);
    pub static UserIdGroupPair: Shape = Shape::structure("UserIdGroupPair", &[Member::new("Description", &String).named("description"), Member::new("UserId", &String).named("userId"), Member::new("GroupName", &String).named("groupName"), Member::new("GroupId", &String).named("groupId"), Member::new("VpcId", &String).named("vpcId"), Member::new("VpcPeeringConnectionId", &String).named("vpcPeeringConnectionId"), Member::new("PeeringStatus", &String).named("peeringStatus"), ]);
    pub static UserIdGroupPairList: Shape = Shape::new("UserIdGroupPairList", Kind::List(Member::new("member", &UserIdGroupPair).named("item")));
    pub static UserIdGroupPairSet: Shape = Shape::new("UserIdGroupPairSet", Kind::List(Member::new("member", &UserIdGroupPair).named("item")));
    pub static ValueStringList: Shape = Shape::new("ValueStringList", Kind::List(Member::new("member", &String).named("item")));
    pub static Vpc: Shape = Shape::structure("Vpc", &[Member::new("OwnerId", &String).named("ownerId"), Member::new("InstanceTenancy", &Tenancy).named("instanceTenancy"), Member::new("Ipv6CidrBlockAssociationSet", &VpcIpv6CidrBlockAssociationSet).named("ipv6CidrBlockAssociationSet"), Member::new("CidrBlockAssociationSet", &VpcCidrBlockAssociationSet).named("cidrBlockAssociationSet"), Member::new("IsDefault", &Boolean).named("isDefault"), Member::new("EncryptionControl", &VpcEncryptionControl).named("encryptionControl"), Member::new("Tags", &TagList).named("tagSet"), Member::new("BlockPublicAccessStates", &BlockPublicAccessStates).named("blockPublicAccessStates"), Member::new("VpcId", &String).named("vpcId"), Member::new("State", &VpcState).named("state"), Member::new("CidrBlock", &String).named("cidrBlock"), Member::new("DhcpOptionsId", &String).named("dhcpOptionsId"), ]);
    pub static VpcAttributeName: Shape = Shape::new("VpcAttributeName", Kind::String).values(&["enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics"]);
    pub static VpcCidrAssociationId: Shape = Shape::new("VpcCidrAssociationId", Kind::String);
    pub static VpcCidrBlockAssociation: Shape = Shape::structure("VpcCidrBlockAssociation", &[Member::new("AssociationId", &String).named("associationId"), Member::new("CidrBlock", &String).named("cidrBlock"), Member::new("CidrBlockState", &VpcCidrBlockState).named("cidrBlockState"), ]);
    pub static VpcCidrBlockAssociationSet: Shape = Shape::new("VpcCidrBlockAssociationSet", Kind::List(Member::new("member", &VpcCidrBlockAssociation).named("item")));
    pub static VpcCidrBlockState: Shape = Shape::structure("VpcCidrBlockState", &[Member::new("State", &VpcCidrBlockStateCode).named("state"), Member::new("StatusMessage", &String).named("statusMessage"), ]);
    pub static VpcCidrBlockStateCode: Shape = Shape::new("VpcCidrBlockStateCode", Kind::String).values(&["associating", "associated", "disassociating", "disassociated", "failing", "failed"]);
    pub static VpcEncryptionControl: Shape = Shape::structure("VpcEncryptionControl", &[Member::new("VpcId", &VpcId).named("vpcId"), Member::new("VpcEncryptionControlId", &VpcEncryptionControlId).named("vpcEncryptionControlId"), Member::new("Mode", &VpcEncryptionControlMode).named("mode"), Member::new("State", &VpcEncryptionControlState).named("state"), Member::new("StateMessage", &String).named("stateMessage"), Member::new("ResourceExclusions", &VpcEncryptionControlExclusions).named("resourceExclusions"), Member::new("Tags", &TagList).named("tagSet"), ]);
    pub static VpcEncryptionControlConfiguration: Shape = Shape::structure("VpcEncryptionControlConfiguration", &[Member::new("Mode", &VpcEncryptionControlMode).required(), Member::new("InternetGatewayExclusion", &VpcEncryptionControlExclusionStateInput), Member::new("EgressOnlyInternetGatewayExclusion", &VpcEncryptionControlExclusionStateInput), Member::new("NatGatewayExclusion", &VpcEncryptionControlExclusionStateInput), Member::new("VirtualPrivateGatewayExclusion", &VpcEncryptionControlExclusionStateInput), Member::new("VpcPeeringExclusion", &VpcEncryptionControlExclusionStateInput), Member::new("LambdaExclusion", &VpcEncryptionControlExclusionStateInput), Member::new("VpcLatticeExclusion", &VpcEncryptionControlExclusionStateInput), Member::new("ElasticFileSystemExclusion", &VpcEncryptionControlExclusionStateInput), ]);
    pub static VpcEncryptionControlExclusion: Shape = Shape::structure("VpcEncryptionControlExclusion", &[Member::new("State", &VpcEncryptionControlExclusionState).named("state"), Member::new("StateMessage", &String).named("stateMessage"), ]);
    pub static VpcEncryptionControlExclusionState: Shape = Shape::new("VpcEncryptionControlExclusionState", Kind::String).values(&["enabling", "enabled", "disabling", "disabled"]);
    pub static VpcEncryptionControlExclusionStateInput: Shape = Shape::new("VpcEncryptionControlExclusionStateInput", Kind::String).values(&["enable", "disable"]);
    pub static VpcEncryptionControlExclusions: Shape = Shape::structure("VpcEncryptionControlExclusions", &[Member::new("InternetGateway", &VpcEncryptionControlExclusion).named("internetGateway"), Member::new("EgressOnlyInternetGateway", &VpcEncryptionControlExclusion).named("egressOnlyInternetGateway"), Member::new("NatGateway", &VpcEncryptionControlExclusion).named("natGateway"), Member::new("VirtualPrivateGateway", &VpcEncryptionControlExclusion).named("virtualPrivateGateway"), Member::new("VpcPeering", &VpcEncryptionControlExclusion).named("vpcPeering"), Member::new("Lambda", &VpcEncryptionControlExclusion).named("lambda"), Member::new("VpcLattice", &VpcEncryptionControlExclusion).named("vpcLattice"), Member::new("ElasticFileSystem", &VpcEncryptionControlExclusion).named("elasticFileSystem"), ]);
    pub static VpcEncryptionControlId: Shape = Shape::new("VpcEncryptionControlId", Kind::String);
    pub static VpcEncryptionControlMode: Shape = Shape::new("VpcEncryptionControlMode", Kind::String).values(&["monitor", "enforce"]);
    pub static VpcEncryptionControlState: Shape = Shape::new("VpcEncryptionControlState", Kind::String).values(&["enforce-in-progress", "monitor-in-progress", "enforce-failed", "monitor-failed", "deleting", "deleted", "available", "creating", "delete-failed"]);
    pub static VpcEndpoint: Shape = Shape::structure("VpcEndpoint", &[Member::new("VpcEndpointId", &String).named("vpcEndpointId"), Member::new("VpcEndpointType", &VpcEndpointType).named("vpcEndpointType"), Member::new("VpcId", &String).named("vpcId"), Member::new("ServiceName", &String).named("serviceName"), Member::new("State", &State).named("state"), Member::new("PolicyDocument", &String).named("policyDocument"), Member::new("RouteTableIds", &ValueStringList).named("routeTableIdSet"), Member::new("SubnetIds", &ValueStringList).named("subnetIdSet"), Member::new("Groups", &GroupIdentifierSet).named("groupSet"), Member::new("IpAddressType", &IpAddressType).named("ipAddressType"), Member::new("DnsOptions", &DnsOptions).named("dnsOptions"), Member::new("PrivateDnsEnabled", &Boolean).named("privateDnsEnabled"), Member::new("RequesterManaged", &Boolean).named("requesterManaged"), Member::new("NetworkInterfaceIds", &ValueStringList).named("networkInterfaceIdSet"), Member::new("DnsEntries", &DnsEntrySet).named("dnsEntrySet"), Member::new("CreationTimestamp", &MillisecondDateTime).named("creationTimestamp"), Member::new("Tags", &TagList).named("tagSet"), Member::new("OwnerId", &String).named("ownerId"), Member::new("LastError", &LastError).named("lastError"), Member::new("Ipv4Prefixes", &SubnetIpPrefixesList).named("ipv4PrefixSet"), Member::new("Ipv6Prefixes", &SubnetIpPrefixesList).named("ipv6PrefixSet"), Member::new("FailureReason", &String).named("failureReason"), Member::new("ServiceNetworkArn", &ServiceNetworkArn).named("serviceNetworkArn"), Member::new("ResourceConfigurationArn", &ResourceConfigurationArn).named("resourceConfigurationArn"), Member::new("ServiceRegion", &String).named("serviceRegion"), ]);
    pub static VpcEndpointId: Shape = Shape::new("VpcEndpointId", Kind::String);
    pub static VpcEndpointIdList: Shape = Shape::new("VpcEndpointIdList", Kind::List(Member::new("member", &VpcEndpointId).named("item")));
    pub static VpcEndpointRouteTableIdList: Shape = Shape::new("VpcEndpointRouteTableIdList", Kind::List(Member::new("member", &RouteTableId).named("item")));
    pub static VpcEndpointSecurityGroupIdList: Shape = Shape::new("VpcEndpointSecurityGroupIdList", Kind::List(Member::new("member", &SecurityGroupId).named("item")));
    pub static VpcEndpointSet: Shape = Shape::new("VpcEndpointSet", Kind::List(Member::new("member", &VpcEndpoint).named("item")));
    pub static VpcEndpointSubnetIdList: Shape = Shape::new("VpcEndpointSubnetIdList", Kind::List(Member::new("member", &SubnetId).named("item")));
    pub static VpcEndpointType: Shape = Shape::new("VpcEndpointType", Kind::String).values(&["Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork"]);
    pub static VpcFlowLogId: Shape = Shape::new("VpcFlowLogId", Kind::String);
    pub static VpcId: Shape = Shape::new("VpcId", Kind::String);
    pub static VpcIdStringList: Shape = Shape::new("VpcIdStringList", Kind::List(Member::new("member", &VpcId).named("VpcId")));
    pub static VpcIpv6CidrBlockAssociation: Shape = Shape::structure("VpcIpv6CidrBlockAssociation", &[Member::new("AssociationId", &String).named("associationId"), Member::new("Ipv6CidrBlock", &String).named("ipv6CidrBlock"), Member::new("Ipv6CidrBlockState", &VpcCidrBlockState).named("ipv6CidrBlockState"), Member::new("NetworkBorderGroup", &String).named("networkBorderGroup"), Member::new("Ipv6Pool", &String).named("ipv6Pool"), Member::new("Ipv6AddressAttribute", &Ipv6AddressAttribute).named("ipv6AddressAttribute"), Member::new("IpSource", &IpSource).named("ipSource"), ]);
    pub static VpcIpv6CidrBlockAssociationSet: Shape = Shape::new("VpcIpv6CidrBlockAssociationSet", Kind::List(Member::new("member", &VpcIpv6CidrBlockAssociation).named("item")));
    pub static VpcList: Shape = Shape::new("VpcList", Kind::List(Member::new("member", &Vpc).named("item")));
    pub static VpcPeeringConnection: Shape = Shape::structure("VpcPeeringConnection", &[Member::new("AccepterVpcInfo", &VpcPeeringConnectionVpcInfo).named("accepterVpcInfo"), Member::new("ExpirationTime", &DateTime).named("expirationTime"), Member::new("RequesterVpcInfo", &VpcPeeringConnectionVpcInfo).named("requesterVpcInfo"), Member::new("Status", &VpcPeeringConnectionStateReason).named("status"), Member::new("Tags", &TagList).named("tagSet"), Member::new("VpcPeeringConnectionId", &String).named("vpcPeeringConnectionId"), ]);
    pub static VpcPeeringConnectionId: Shape = Shape::new("VpcPeeringConnectionId", Kind::String);
    pub static VpcPeeringConnectionIdList: Shape = Shape::new("VpcPeeringConnectionIdList", Kind::List(Member::new("member", &VpcPeeringConnectionId).named("item")));
    pub static VpcPeeringConnectionIdWithResolver: Shape = Shape::new("VpcPeeringConnectionIdWithResolver", Kind::String);
    pub static VpcPeeringConnectionList: Shape = Shape::new("VpcPeeringConnectionList", Kind::List(Member::new("member", &VpcPeeringConnection).named("item")));
    pub static VpcPeeringConnectionOptionsDescription: Shape = Shape::structure("VpcPeeringConnectionOptionsDescription", &[Member::new("AllowDnsResolutionFromRemoteVpc", &Boolean).named("allowDnsResolutionFromRemoteVpc"), Member::new("AllowEgressFromLocalClassicLinkToRemoteVpc", &Boolean).named("allowEgressFromLocalClassicLinkToRemoteVpc"), Member::new("AllowEgressFromLocalVpcToRemoteClassicLink", &Boolean).named("allowEgressFromLocalVpcToRemoteClassicLink"), ]);
    pub static VpcPeeringConnectionStateReason: Shape = Shape::structure("VpcPeeringConnectionStateReason", &[Member::new("Code", &VpcPeeringConnectionStateReasonCode).named("code"), Member::new("Message", &String).named("message"), ]);
    pub static VpcPeeringConnectionStateReasonCode: Shape = Shape::new("VpcPeeringConnectionStateReasonCode", Kind::String).values(&["initiating-request", "pending-acceptance", "active", "deleted", "rejected", "failed", "expired", "provisioning", "deleting"]);
    pub static VpcPeeringConnectionVpcInfo: Shape = Shape::structure("VpcPeeringConnectionVpcInfo", &[Member::new("CidrBlock", &String).named("cidrBlock"), Member::new("Ipv6CidrBlockSet", &Ipv6CidrBlockSet).named("ipv6CidrBlockSet"), Member::new("CidrBlockSet", &CidrBlockSet).named("cidrBlockSet"), Member::new("OwnerId", &String).named("ownerId"), Member::new("PeeringOptions", &VpcPeeringConnectionOptionsDescription).named("peeringOptions"), Member::new("VpcId", &String).named("vpcId"), Member::new("Region", &String).named("region"), ]);
    pub static VpcState: Shape = Shape::new("VpcState", Kind::String).values(&["pending", "available"]);
    pub static VpcTenancy: Shape = Shape::new("VpcTenancy", Kind::String).values(&["default"]);
    pub static ZoneIdStringList: Shape = Shape::new("ZoneIdStringList", Kind::List(Member::new("member", &String).named("ZoneId")));
    pub static ZoneNameStringList: Shape = Shape::new("ZoneNameStringList", Kind::List(Member::new("member", &String).named("ZoneName")));
}
