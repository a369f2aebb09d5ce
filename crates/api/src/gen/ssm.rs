// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `ssm`.

/// The service `ssm`.
pub static SERVICE: crate::Service = crate::Service {
    id: "ssm",
    signing_name: "ssm",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "AmazonSSM",
    api_version: "2014-11-06",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "AddTagsToResource",
        "AssociateOpsItemRelatedItem",
        "CancelCommand",
        "CancelMaintenanceWindowExecution",
        "CreateActivation",
        "CreateAssociation",
        "CreateAssociationBatch",
        "CreateDocument",
        "CreateMaintenanceWindow",
        "CreateOpsItem",
        "CreateOpsMetadata",
        "CreatePatchBaseline",
        "CreateResourceDataSync",
        "DeleteActivation",
        "DeleteAssociation",
        "DeleteDocument",
        "DeleteInventory",
        "DeleteMaintenanceWindow",
        "DeleteOpsItem",
        "DeleteOpsMetadata",
        "DeleteParameter",
        "DeleteParameters",
        "DeletePatchBaseline",
        "DeleteResourceDataSync",
        "DeleteResourcePolicy",
        "DeregisterManagedInstance",
        "DeregisterPatchBaselineForPatchGroup",
        "DeregisterTargetFromMaintenanceWindow",
        "DeregisterTaskFromMaintenanceWindow",
        "DescribeActivations",
        "DescribeAssociation",
        "DescribeAssociationExecutionTargets",
        "DescribeAssociationExecutions",
        "DescribeAutomationExecutions",
        "DescribeAutomationStepExecutions",
        "DescribeAvailablePatches",
        "DescribeDocument",
        "DescribeDocumentPermission",
        "DescribeEffectiveInstanceAssociations",
        "DescribeEffectivePatchesForPatchBaseline",
        "DescribeInstanceAssociationsStatus",
        "DescribeInstanceInformation",
        "DescribeInstancePatchStates",
        "DescribeInstancePatchStatesForPatchGroup",
        "DescribeInstancePatches",
        "DescribeInstanceProperties",
        "DescribeInventoryDeletions",
        "DescribeMaintenanceWindowExecutionTaskInvocations",
        "DescribeMaintenanceWindowExecutionTasks",
        "DescribeMaintenanceWindowExecutions",
        "DescribeMaintenanceWindowSchedule",
        "DescribeMaintenanceWindowTargets",
        "DescribeMaintenanceWindowTasks",
        "DescribeMaintenanceWindows",
        "DescribeMaintenanceWindowsForTarget",
        "DescribeOpsItems",
        "DescribeParameters",
        "DescribePatchBaselines",
        "DescribePatchGroupState",
        "DescribePatchGroups",
        "DescribePatchProperties",
        "DescribeSessions",
        "DisassociateOpsItemRelatedItem",
        "GetAccessToken",
        "GetAutomationExecution",
        "GetCalendarState",
        "GetCommandInvocation",
        "GetConnectionStatus",
        "GetDefaultPatchBaseline",
        "GetDeployablePatchSnapshotForInstance",
        "GetDocument",
        "GetExecutionPreview",
        "GetInventory",
        "GetInventorySchema",
        "GetMaintenanceWindow",
        "GetMaintenanceWindowExecution",
        "GetMaintenanceWindowExecutionTask",
        "GetMaintenanceWindowExecutionTaskInvocation",
        "GetMaintenanceWindowTask",
        "GetOpsItem",
        "GetOpsMetadata",
        "GetOpsSummary",
        "GetParameter",
        "GetParameterHistory",
        "GetParameters",
        "GetParametersByPath",
        "GetPatchBaseline",
        "GetPatchBaselineForPatchGroup",
        "GetResourcePolicies",
        "GetServiceSetting",
        "LabelParameterVersion",
        "ListAssociationVersions",
        "ListAssociations",
        "ListCommandInvocations",
        "ListCommands",
        "ListComplianceItems",
        "ListComplianceSummaries",
        "ListDocumentMetadataHistory",
        "ListDocumentVersions",
        "ListDocuments",
        "ListInventoryEntries",
        "ListNodes",
        "ListNodesSummary",
        "ListOpsItemEvents",
        "ListOpsItemRelatedItems",
        "ListOpsMetadata",
        "ListResourceComplianceSummaries",
        "ListResourceDataSync",
        "ListTagsForResource",
        "ModifyDocumentPermission",
        "PutComplianceItems",
        "PutInventory",
        "PutParameter",
        "PutResourcePolicy",
        "RegisterDefaultPatchBaseline",
        "RegisterPatchBaselineForPatchGroup",
        "RegisterTargetWithMaintenanceWindow",
        "RegisterTaskWithMaintenanceWindow",
        "RemoveTagsFromResource",
        "ResetServiceSetting",
        "ResumeSession",
        "SendAutomationSignal",
        "SendCommand",
        "StartAccessRequest",
        "StartAssociationsOnce",
        "StartAutomationExecution",
        "StartChangeRequestExecution",
        "StartExecutionPreview",
        "StartSession",
        "StopAutomationExecution",
        "TerminateSession",
        "UnlabelParameterVersion",
        "UpdateAssociation",
        "UpdateAssociationStatus",
        "UpdateDocument",
        "UpdateDocumentDefaultVersion",
        "UpdateDocumentMetadata",
        "UpdateMaintenanceWindow",
        "UpdateMaintenanceWindowTarget",
        "UpdateMaintenanceWindowTask",
        "UpdateManagedInstanceRole",
        "UpdateOpsItem",
        "UpdateOpsMetadata",
        "UpdatePatchBaseline",
        "UpdateResourceDataSync",
        "UpdateServiceSetting",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::ResumeSession,
        &operation::TerminateSession,
    ],
    errors: &[
        &error::DoesNotExistException,
        &error::InternalServerError,
    ],
};

errors! { SERVICE, {
    DoesNotExistException(does_not_exist) = error::DoesNotExistException,
    InternalServerError(internal_server_error) = error::InternalServerError,
} }

structure! { ResumeSessionRequest(shape::ResumeSessionRequest) { session_id: String, } }
structure! { ResumeSessionResponse(shape::ResumeSessionResponse) { session_id: Option<String>, token_value: Option<String>, stream_url: Option<String>, } }
structure! { TerminateSessionRequest(shape::TerminateSessionRequest) { session_id: String, } }
structure! { TerminateSessionResponse(shape::TerminateSessionResponse) { session_id: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        ResumeSession(super::operation::ResumeSession): super::ResumeSessionRequest => super::ResumeSessionResponse,
        TerminateSession(super::operation::TerminateSession): super::TerminateSessionRequest => super::TerminateSessionResponse,
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

    pub static ResumeSession: Operation = Operation { service: &SERVICE, name: "ResumeSession", input: &shape::ResumeSessionRequest, output: &shape::ResumeSessionResponse, errors: &[&error::DoesNotExistException, &error::InternalServerError], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:ResumeSession", "", &["arn:{partition}:ssm:{region}:{account}:session/{SessionId}"], &[])]) };
    pub static TerminateSession: Operation = Operation { service: &SERVICE, name: "TerminateSession", input: &shape::TerminateSessionRequest, output: &shape::TerminateSessionResponse, errors: &[&error::InternalServerError], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("ssm:TerminateSession", "", &["arn:{partition}:ssm:{region}:{account}:session/{SessionId}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static DoesNotExistException: ErrorShape = ErrorShape::new(&shape::DoesNotExistException, "DoesNotExistException", 400, false);
    pub static InternalServerError: ErrorShape = ErrorShape::new(&shape::InternalServerError, "InternalServerError", 500, true);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static DoesNotExistException: Shape = Shape::structure("DoesNotExistException", &[Member::new("Message", &String), ]);
    pub static InternalServerError: Shape = Shape::structure("InternalServerError", &[Member::new("Message", &String), ]);
    pub static ResumeSessionRequest: Shape = Shape::structure("ResumeSessionRequest", &[Member::new("SessionId", &SessionId).required(), ]);
    pub static ResumeSessionResponse: Shape = Shape::structure("ResumeSessionResponse", &[Member::new("SessionId", &SessionId), Member::new("TokenValue", &TokenValue), Member::new("StreamUrl", &StreamUrl), ]);
    pub static SessionId: Shape = Shape::new("SessionId", Kind::String).min(1.0).max(96.0);
    pub static StreamUrl: Shape = Shape::new("StreamUrl", Kind::String);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static TerminateSessionRequest: Shape = Shape::structure("TerminateSessionRequest", &[Member::new("SessionId", &SessionId).required(), ]);
    pub static TerminateSessionResponse: Shape = Shape::structure("TerminateSessionResponse", &[Member::new("SessionId", &SessionId), ]);
    pub static TokenValue: Shape = Shape::new("TokenValue", Kind::String).min(0.0).max(300.0);
}
