// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `sns`.

/// The service `sns`.
pub static SERVICE: crate::Service = crate::Service {
    id: "sns",
    sdk_name: "sns",
    signing_name: "sns",
    protocols: &[crate::Protocol::Query],
    target_prefix: "",
    api_version: "2010-03-31",
    xmlns: "http://sns.amazonaws.com/doc/2010-03-31/",
    query_compatible: false,
    operation_names: &[
        "AddPermission",
        "CheckIfPhoneNumberIsOptedOut",
        "ConfirmSubscription",
        "CreatePlatformApplication",
        "CreatePlatformEndpoint",
        "CreateSMSSandboxPhoneNumber",
        "CreateTopic",
        "DeleteEndpoint",
        "DeletePlatformApplication",
        "DeleteSMSSandboxPhoneNumber",
        "DeleteTopic",
        "GetDataProtectionPolicy",
        "GetEndpointAttributes",
        "GetPlatformApplicationAttributes",
        "GetSMSAttributes",
        "GetSMSSandboxAccountStatus",
        "GetSubscriptionAttributes",
        "GetTopicAttributes",
        "ListEndpointsByPlatformApplication",
        "ListOriginationNumbers",
        "ListPhoneNumbersOptedOut",
        "ListPlatformApplications",
        "ListSMSSandboxPhoneNumbers",
        "ListSubscriptions",
        "ListSubscriptionsByTopic",
        "ListTagsForResource",
        "ListTopics",
        "OptInPhoneNumber",
        "Publish",
        "PublishBatch",
        "PutDataProtectionPolicy",
        "RemovePermission",
        "SetEndpointAttributes",
        "SetPlatformApplicationAttributes",
        "SetSMSAttributes",
        "SetSubscriptionAttributes",
        "SetTopicAttributes",
        "Subscribe",
        "TagResource",
        "Unsubscribe",
        "UntagResource",
        "VerifySMSSandboxPhoneNumber",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::ConfirmSubscription,
        &operation::CreateTopic,
        &operation::DeleteTopic,
        &operation::GetSubscriptionAttributes,
        &operation::GetTopicAttributes,
        &operation::ListSubscriptions,
        &operation::ListSubscriptionsByTopic,
        &operation::ListTagsForResource,
        &operation::ListTopics,
        &operation::Publish,
        &operation::SetSubscriptionAttributes,
        &operation::SetTopicAttributes,
        &operation::Subscribe,
        &operation::TagResource,
        &operation::Unsubscribe,
        &operation::UntagResource,
    ],
    errors: &[
        &error::AuthorizationErrorException,
        &error::ConcurrentAccessException,
        &error::EndpointDisabledException,
        &error::FilterPolicyLimitExceededException,
        &error::InternalErrorException,
        &error::InvalidParameterException,
        &error::InvalidParameterValueException,
        &error::InvalidSecurityException,
        &error::InvalidStateException,
        &error::KMSAccessDeniedException,
        &error::KMSDisabledException,
        &error::KMSInvalidStateException,
        &error::KMSNotFoundException,
        &error::KMSOptInRequired,
        &error::KMSThrottlingException,
        &error::NotFoundException,
        &error::PlatformApplicationDisabledException,
        &error::ReplayLimitExceededException,
        &error::ResourceNotFoundException,
        &error::StaleTagException,
        &error::SubscriptionLimitExceededException,
        &error::TagLimitExceededException,
        &error::TagPolicyException,
        &error::TopicLimitExceededException,
        &error::ValidationException,
    ],
};

errors! { SERVICE, {
    AuthorizationErrorException(authorization_error) = error::AuthorizationErrorException,
    ConcurrentAccessException(concurrent_access) = error::ConcurrentAccessException,
    EndpointDisabledException(endpoint_disabled) = error::EndpointDisabledException,
    FilterPolicyLimitExceededException(filter_policy_limit_exceeded) = error::FilterPolicyLimitExceededException,
    InternalErrorException(internal_error) = error::InternalErrorException,
    InvalidParameterException(invalid_parameter) = error::InvalidParameterException,
    InvalidParameterValueException(invalid_parameter_value) = error::InvalidParameterValueException,
    InvalidSecurityException(invalid_security) = error::InvalidSecurityException,
    InvalidStateException(invalid_state) = error::InvalidStateException,
    KMSAccessDeniedException(kms_access_denied) = error::KMSAccessDeniedException,
    KMSDisabledException(kms_disabled) = error::KMSDisabledException,
    KMSInvalidStateException(kms_invalid_state) = error::KMSInvalidStateException,
    KMSNotFoundException(kms_not_found) = error::KMSNotFoundException,
    KMSOptInRequired(kms_opt_in_required) = error::KMSOptInRequired,
    KMSThrottlingException(kms_throttling) = error::KMSThrottlingException,
    NotFoundException(not_found) = error::NotFoundException,
    PlatformApplicationDisabledException(platform_application_disabled) = error::PlatformApplicationDisabledException,
    ReplayLimitExceededException(replay_limit_exceeded) = error::ReplayLimitExceededException,
    ResourceNotFoundException(resource_not_found) = error::ResourceNotFoundException,
    StaleTagException(stale_tag) = error::StaleTagException,
    SubscriptionLimitExceededException(subscription_limit_exceeded) = error::SubscriptionLimitExceededException,
    TagLimitExceededException(tag_limit_exceeded) = error::TagLimitExceededException,
    TagPolicyException(tag_policy) = error::TagPolicyException,
    TopicLimitExceededException(topic_limit_exceeded) = error::TopicLimitExceededException,
    ValidationException(validation) = error::ValidationException,
} }

structure! { ConfirmSubscriptionInput(shape::ConfirmSubscriptionInput) { topic_arn: String, token: String, authenticate_on_unsubscribe: Option<String>, } }
structure! { ConfirmSubscriptionResponse(shape::ConfirmSubscriptionResponse) { subscription_arn: Option<String>, } }
structure! { CreateTopicInput(shape::CreateTopicInput) { name: String, attributes: Option<crate::Map<String>>, tags: Option<Vec<Tag>>, data_protection_policy: Option<String>, } }
structure! { CreateTopicResponse(shape::CreateTopicResponse) { topic_arn: Option<String>, } }
structure! { DeleteTopicInput(shape::DeleteTopicInput) { topic_arn: String, } }
structure! { GetSubscriptionAttributesInput(shape::GetSubscriptionAttributesInput) { subscription_arn: String, } }
structure! { GetSubscriptionAttributesResponse(shape::GetSubscriptionAttributesResponse) { attributes: Option<crate::Map<String>>, } }
structure! { GetTopicAttributesInput(shape::GetTopicAttributesInput) { topic_arn: String, } }
structure! { GetTopicAttributesResponse(shape::GetTopicAttributesResponse) { attributes: Option<crate::Map<String>>, } }
structure! { ListSubscriptionsByTopicInput(shape::ListSubscriptionsByTopicInput) { topic_arn: String, next_token: Option<String>, } }
structure! { ListSubscriptionsByTopicResponse(shape::ListSubscriptionsByTopicResponse) { subscriptions: Option<Vec<Subscription>>, next_token: Option<String>, } }
structure! { ListSubscriptionsInput(shape::ListSubscriptionsInput) { next_token: Option<String>, } }
structure! { ListSubscriptionsResponse(shape::ListSubscriptionsResponse) { subscriptions: Option<Vec<Subscription>>, next_token: Option<String>, } }
structure! { ListTagsForResourceRequest(shape::ListTagsForResourceRequest) { resource_arn: String, } }
structure! { ListTagsForResourceResponse(shape::ListTagsForResourceResponse) { tags: Option<Vec<Tag>>, } }
structure! { ListTopicsInput(shape::ListTopicsInput) { next_token: Option<String>, } }
structure! { ListTopicsResponse(shape::ListTopicsResponse) { topics: Option<Vec<Topic>>, next_token: Option<String>, } }
structure! { MessageAttributeValue(shape::MessageAttributeValue) { data_type: String, string_value: Option<String>, binary_value: Option<bytes::Bytes>, } }
structure! { PublishInput(shape::PublishInput) { topic_arn: Option<String>, target_arn: Option<String>, phone_number: Option<String>, message: String, subject: Option<String>, message_structure: Option<String>, message_attributes: Option<crate::Map<MessageAttributeValue>>, message_deduplication_id: Option<String>, message_group_id: Option<String>, } }
structure! { PublishResponse(shape::PublishResponse) { message_id: Option<String>, sequence_number: Option<String>, } }
structure! { SetSubscriptionAttributesInput(shape::SetSubscriptionAttributesInput) { subscription_arn: String, attribute_name: String, attribute_value: Option<String>, } }
structure! { SetTopicAttributesInput(shape::SetTopicAttributesInput) { topic_arn: String, attribute_name: String, attribute_value: Option<String>, } }
structure! { SubscribeInput(shape::SubscribeInput) { topic_arn: String, protocol: String, endpoint: Option<String>, attributes: Option<crate::Map<String>>, return_subscription_arn: Option<bool>, } }
structure! { SubscribeResponse(shape::SubscribeResponse) { subscription_arn: Option<String>, } }
structure! { Subscription(shape::Subscription) { subscription_arn: Option<String>, owner: Option<String>, protocol: Option<String>, endpoint: Option<String>, topic_arn: Option<String>, } }
structure! { Tag(shape::Tag) { key: Option<String>, value: Option<String>, } }
structure! { TagResourceRequest(shape::TagResourceRequest) { resource_arn: String, tags: Vec<Tag>, } }
structure! { TagResourceResponse(shape::TagResourceResponse) { } }
structure! { Topic(shape::Topic) { topic_arn: Option<String>, } }
structure! { UnsubscribeInput(shape::UnsubscribeInput) { subscription_arn: String, } }
structure! { UntagResourceRequest(shape::UntagResourceRequest) { resource_arn: String, tag_keys: Vec<String>, } }
structure! { UntagResourceResponse(shape::UntagResourceResponse) { } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        ConfirmSubscription(super::operation::ConfirmSubscription): super::ConfirmSubscriptionInput => super::ConfirmSubscriptionResponse,
        CreateTopic(super::operation::CreateTopic): super::CreateTopicInput => super::CreateTopicResponse,
        DeleteTopic(super::operation::DeleteTopic): super::DeleteTopicInput => crate::Empty,
        GetSubscriptionAttributes(super::operation::GetSubscriptionAttributes): super::GetSubscriptionAttributesInput => super::GetSubscriptionAttributesResponse,
        GetTopicAttributes(super::operation::GetTopicAttributes): super::GetTopicAttributesInput => super::GetTopicAttributesResponse,
        ListSubscriptions(super::operation::ListSubscriptions): super::ListSubscriptionsInput => super::ListSubscriptionsResponse,
        ListSubscriptionsByTopic(super::operation::ListSubscriptionsByTopic): super::ListSubscriptionsByTopicInput => super::ListSubscriptionsByTopicResponse,
        ListTagsForResource(super::operation::ListTagsForResource): super::ListTagsForResourceRequest => super::ListTagsForResourceResponse,
        ListTopics(super::operation::ListTopics): super::ListTopicsInput => super::ListTopicsResponse,
        Publish(super::operation::Publish): super::PublishInput => super::PublishResponse,
        SetSubscriptionAttributes(super::operation::SetSubscriptionAttributes): super::SetSubscriptionAttributesInput => crate::Empty,
        SetTopicAttributes(super::operation::SetTopicAttributes): super::SetTopicAttributesInput => crate::Empty,
        Subscribe(super::operation::Subscribe): super::SubscribeInput => super::SubscribeResponse,
        TagResource(super::operation::TagResource): super::TagResourceRequest => super::TagResourceResponse,
        Unsubscribe(super::operation::Unsubscribe): super::UnsubscribeInput => crate::Empty,
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

    pub static ConfirmSubscription: Operation = Operation { service: &SERVICE, name: "ConfirmSubscription", input: &shape::ConfirmSubscriptionInput, output: &shape::ConfirmSubscriptionResponse, errors: &[&error::AuthorizationErrorException, &error::FilterPolicyLimitExceededException, &error::InternalErrorException, &error::InvalidParameterException, &error::NotFoundException, &error::ReplayLimitExceededException, &error::SubscriptionLimitExceededException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ConfirmSubscriptionResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:ConfirmSubscription", "", &["{TopicArn}"], &[])]) };
    pub static CreateTopic: Operation = Operation { service: &SERVICE, name: "CreateTopic", input: &shape::CreateTopicInput, output: &shape::CreateTopicResponse, errors: &[&error::AuthorizationErrorException, &error::ConcurrentAccessException, &error::InternalErrorException, &error::InvalidParameterException, &error::InvalidSecurityException, &error::StaleTagException, &error::TagLimitExceededException, &error::TagPolicyException, &error::TopicLimitExceededException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("CreateTopicResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:CreateTopic", "", &["arn:{partition}:sns:{region}:{account}:{Name}"], &[]), Need::new("sns:TagResource", "Tags", &["arn:{partition}:sns:{region}:{account}:{Name}"], &[])]) };
    pub static DeleteTopic: Operation = Operation { service: &SERVICE, name: "DeleteTopic", input: &shape::DeleteTopicInput, output: &crate::operation::EMPTY, errors: &[&error::AuthorizationErrorException, &error::ConcurrentAccessException, &error::InternalErrorException, &error::InvalidParameterException, &error::InvalidStateException, &error::NotFoundException, &error::StaleTagException, &error::TagPolicyException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:DeleteTopic", "", &["{TopicArn}"], &[])]) };
    pub static GetSubscriptionAttributes: Operation = Operation { service: &SERVICE, name: "GetSubscriptionAttributes", input: &shape::GetSubscriptionAttributesInput, output: &shape::GetSubscriptionAttributesResponse, errors: &[&error::AuthorizationErrorException, &error::InternalErrorException, &error::InvalidParameterException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetSubscriptionAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:GetSubscriptionAttributes", "", &[], &[])]) };
    pub static GetTopicAttributes: Operation = Operation { service: &SERVICE, name: "GetTopicAttributes", input: &shape::GetTopicAttributesInput, output: &shape::GetTopicAttributesResponse, errors: &[&error::AuthorizationErrorException, &error::InternalErrorException, &error::InvalidParameterException, &error::InvalidSecurityException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("GetTopicAttributesResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:GetTopicAttributes", "", &["{TopicArn}"], &[])]) };
    pub static ListSubscriptions: Operation = Operation { service: &SERVICE, name: "ListSubscriptions", input: &shape::ListSubscriptionsInput, output: &shape::ListSubscriptionsResponse, errors: &[&error::AuthorizationErrorException, &error::InternalErrorException, &error::InvalidParameterException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListSubscriptionsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:ListSubscriptions", "", &[], &[])]) };
    pub static ListSubscriptionsByTopic: Operation = Operation { service: &SERVICE, name: "ListSubscriptionsByTopic", input: &shape::ListSubscriptionsByTopicInput, output: &shape::ListSubscriptionsByTopicResponse, errors: &[&error::AuthorizationErrorException, &error::InternalErrorException, &error::InvalidParameterException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListSubscriptionsByTopicResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:ListSubscriptionsByTopic", "", &["{TopicArn}"], &[])]) };
    pub static ListTagsForResource: Operation = Operation { service: &SERVICE, name: "ListTagsForResource", input: &shape::ListTagsForResourceRequest, output: &shape::ListTagsForResourceResponse, errors: &[&error::AuthorizationErrorException, &error::ConcurrentAccessException, &error::InvalidParameterException, &error::ResourceNotFoundException, &error::TagPolicyException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListTagsForResourceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:ListTagsForResource", "", &["{ResourceArn}"], &[])]) };
    pub static ListTopics: Operation = Operation { service: &SERVICE, name: "ListTopics", input: &shape::ListTopicsInput, output: &shape::ListTopicsResponse, errors: &[&error::AuthorizationErrorException, &error::InternalErrorException, &error::InvalidParameterException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("ListTopicsResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:ListTopics", "", &[], &[])]) };
    pub static Publish: Operation = Operation { service: &SERVICE, name: "Publish", input: &shape::PublishInput, output: &shape::PublishResponse, errors: &[&error::AuthorizationErrorException, &error::EndpointDisabledException, &error::InternalErrorException, &error::InvalidParameterException, &error::InvalidParameterValueException, &error::InvalidSecurityException, &error::KMSAccessDeniedException, &error::KMSDisabledException, &error::KMSInvalidStateException, &error::KMSNotFoundException, &error::KMSOptInRequired, &error::KMSThrottlingException, &error::NotFoundException, &error::PlatformApplicationDisabledException, &error::ValidationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("PublishResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:Publish", "", &["{TopicArn}"], &[])]) };
    pub static SetSubscriptionAttributes: Operation = Operation { service: &SERVICE, name: "SetSubscriptionAttributes", input: &shape::SetSubscriptionAttributesInput, output: &crate::operation::EMPTY, errors: &[&error::AuthorizationErrorException, &error::FilterPolicyLimitExceededException, &error::InternalErrorException, &error::InvalidParameterException, &error::NotFoundException, &error::ReplayLimitExceededException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:SetSubscriptionAttributes", "", &[], &[])]) };
    pub static SetTopicAttributes: Operation = Operation { service: &SERVICE, name: "SetTopicAttributes", input: &shape::SetTopicAttributesInput, output: &crate::operation::EMPTY, errors: &[&error::AuthorizationErrorException, &error::InternalErrorException, &error::InvalidParameterException, &error::InvalidSecurityException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:SetTopicAttributes", "", &["{TopicArn}"], &[])]) };
    pub static Subscribe: Operation = Operation { service: &SERVICE, name: "Subscribe", input: &shape::SubscribeInput, output: &shape::SubscribeResponse, errors: &[&error::AuthorizationErrorException, &error::FilterPolicyLimitExceededException, &error::InternalErrorException, &error::InvalidParameterException, &error::InvalidSecurityException, &error::NotFoundException, &error::ReplayLimitExceededException, &error::SubscriptionLimitExceededException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("SubscribeResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:Subscribe", "", &["{TopicArn}"], &[("sns:Endpoint", "{Endpoint}"), ("sns:Protocol", "{Protocol}")])]) };
    pub static TagResource: Operation = Operation { service: &SERVICE, name: "TagResource", input: &shape::TagResourceRequest, output: &shape::TagResourceResponse, errors: &[&error::AuthorizationErrorException, &error::ConcurrentAccessException, &error::InvalidParameterException, &error::ResourceNotFoundException, &error::StaleTagException, &error::TagLimitExceededException, &error::TagPolicyException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("TagResourceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:TagResource", "", &["{ResourceArn}"], &[])]) };
    pub static Unsubscribe: Operation = Operation { service: &SERVICE, name: "Unsubscribe", input: &shape::UnsubscribeInput, output: &crate::operation::EMPTY, errors: &[&error::AuthorizationErrorException, &error::InternalErrorException, &error::InvalidParameterException, &error::InvalidSecurityException, &error::NotFoundException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:Unsubscribe", "", &[], &[])]) };
    pub static UntagResource: Operation = Operation { service: &SERVICE, name: "UntagResource", input: &shape::UntagResourceRequest, output: &shape::UntagResourceResponse, errors: &[&error::AuthorizationErrorException, &error::ConcurrentAccessException, &error::InvalidParameterException, &error::ResourceNotFoundException, &error::StaleTagException, &error::TagLimitExceededException, &error::TagPolicyException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: Some("UntagResourceResult"), input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("sns:UntagResource", "", &["{ResourceArn}"], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static AuthorizationErrorException: ErrorShape = ErrorShape::new(&shape::AuthorizationErrorException, "AuthorizationError", 403, false);
    pub static ConcurrentAccessException: ErrorShape = ErrorShape::new(&shape::ConcurrentAccessException, "ConcurrentAccess", 400, false);
    pub static EndpointDisabledException: ErrorShape = ErrorShape::new(&shape::EndpointDisabledException, "EndpointDisabled", 400, false);
    pub static FilterPolicyLimitExceededException: ErrorShape = ErrorShape::new(&shape::FilterPolicyLimitExceededException, "FilterPolicyLimitExceeded", 403, false);
    pub static InternalErrorException: ErrorShape = ErrorShape::new(&shape::InternalErrorException, "InternalError", 500, true);
    pub static InvalidParameterException: ErrorShape = ErrorShape::new(&shape::InvalidParameterException, "InvalidParameter", 400, false);
    pub static InvalidParameterValueException: ErrorShape = ErrorShape::new(&shape::InvalidParameterValueException, "ParameterValueInvalid", 400, false);
    pub static InvalidSecurityException: ErrorShape = ErrorShape::new(&shape::InvalidSecurityException, "InvalidSecurity", 403, false);
    pub static InvalidStateException: ErrorShape = ErrorShape::new(&shape::InvalidStateException, "InvalidState", 400, false);
    pub static KMSAccessDeniedException: ErrorShape = ErrorShape::new(&shape::KMSAccessDeniedException, "KMSAccessDenied", 400, false);
    pub static KMSDisabledException: ErrorShape = ErrorShape::new(&shape::KMSDisabledException, "KMSDisabled", 400, false);
    pub static KMSInvalidStateException: ErrorShape = ErrorShape::new(&shape::KMSInvalidStateException, "KMSInvalidState", 400, false);
    pub static KMSNotFoundException: ErrorShape = ErrorShape::new(&shape::KMSNotFoundException, "KMSNotFound", 400, false);
    pub static KMSOptInRequired: ErrorShape = ErrorShape::new(&shape::KMSOptInRequired, "KMSOptInRequired", 403, false);
    pub static KMSThrottlingException: ErrorShape = ErrorShape::new(&shape::KMSThrottlingException, "KMSThrottling", 400, false);
    pub static NotFoundException: ErrorShape = ErrorShape::new(&shape::NotFoundException, "NotFound", 404, false);
    pub static PlatformApplicationDisabledException: ErrorShape = ErrorShape::new(&shape::PlatformApplicationDisabledException, "PlatformApplicationDisabled", 400, false);
    pub static ReplayLimitExceededException: ErrorShape = ErrorShape::new(&shape::ReplayLimitExceededException, "ReplayLimitExceeded", 403, false);
    pub static ResourceNotFoundException: ErrorShape = ErrorShape::new(&shape::ResourceNotFoundException, "ResourceNotFound", 404, false);
    pub static StaleTagException: ErrorShape = ErrorShape::new(&shape::StaleTagException, "StaleTag", 400, false);
    pub static SubscriptionLimitExceededException: ErrorShape = ErrorShape::new(&shape::SubscriptionLimitExceededException, "SubscriptionLimitExceeded", 403, false);
    pub static TagLimitExceededException: ErrorShape = ErrorShape::new(&shape::TagLimitExceededException, "TagLimitExceeded", 400, false);
    pub static TagPolicyException: ErrorShape = ErrorShape::new(&shape::TagPolicyException, "TagPolicy", 400, false);
    pub static TopicLimitExceededException: ErrorShape = ErrorShape::new(&shape::TopicLimitExceededException, "TopicLimitExceeded", 403, false);
    pub static ValidationException: ErrorShape = ErrorShape::new(&shape::ValidationException, "ValidationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static AmazonResourceName: Shape = Shape::new("AmazonResourceName", Kind::String).min(1.0).max(1011.0);
    pub static AuthorizationErrorException: Shape = Shape::structure("AuthorizationErrorException", &[Member::new("message", &string), ]);
    pub static Binary: Shape = Shape::new("Binary", Kind::Blob);
    pub static ConcurrentAccessException: Shape = Shape::structure("ConcurrentAccessException", &[Member::new("message", &string), ]);
    pub static ConfirmSubscriptionInput: Shape = Shape::structure("ConfirmSubscriptionInput", &[Member::new("TopicArn", &topicARN).required(), Member::new("Token", &token).required(), Member::new("AuthenticateOnUnsubscribe", &authenticateOnUnsubscribe), ]);
    pub static ConfirmSubscriptionResponse: Shape = Shape::structure("ConfirmSubscriptionResponse", &[Member::new("SubscriptionArn", &subscriptionARN), ]);
    pub static CreateTopicInput: Shape = Shape::structure("CreateTopicInput", &[Member::new("Name", &topicName).required(), Member::new("Attributes", &TopicAttributesMap), Member::new("Tags", &TagList), Member::new("DataProtectionPolicy", &attributeValue), ]);
    pub static CreateTopicResponse: Shape = Shape::structure("CreateTopicResponse", &[Member::new("TopicArn", &topicARN), ]);
    pub static DeleteTopicInput: Shape = Shape::structure("DeleteTopicInput", &[Member::new("TopicArn", &topicARN).required(), ]);
    pub static EndpointDisabledException: Shape = Shape::structure("EndpointDisabledException", &[Member::new("message", &string), ]);
    pub static FilterPolicyLimitExceededException: Shape = Shape::structure("FilterPolicyLimitExceededException", &[Member::new("message", &string), ]);
    pub static GetSubscriptionAttributesInput: Shape = Shape::structure("GetSubscriptionAttributesInput", &[Member::new("SubscriptionArn", &subscriptionARN).required(), ]);
    pub static GetSubscriptionAttributesResponse: Shape = Shape::structure("GetSubscriptionAttributesResponse", &[Member::new("Attributes", &SubscriptionAttributesMap), ]);
    pub static GetTopicAttributesInput: Shape = Shape::structure("GetTopicAttributesInput", &[Member::new("TopicArn", &topicARN).required(), ]);
    pub static GetTopicAttributesResponse: Shape = Shape::structure("GetTopicAttributesResponse", &[Member::new("Attributes", &TopicAttributesMap), ]);
    pub static InternalErrorException: Shape = Shape::structure("InternalErrorException", &[Member::new("message", &string), ]);
    pub static InvalidParameterException: Shape = Shape::structure("InvalidParameterException", &[Member::new("message", &string), ]);
    pub static InvalidParameterValueException: Shape = Shape::structure("InvalidParameterValueException", &[Member::new("message", &string), ]);
    pub static InvalidSecurityException: Shape = Shape::structure("InvalidSecurityException", &[Member::new("message", &string), ]);
    pub static InvalidStateException: Shape = Shape::structure("InvalidStateException", &[Member::new("message", &string), ]);
    pub static KMSAccessDeniedException: Shape = Shape::structure("KMSAccessDeniedException", &[Member::new("message", &string), ]);
    pub static KMSDisabledException: Shape = Shape::structure("KMSDisabledException", &[Member::new("message", &string), ]);
    pub static KMSInvalidStateException: Shape = Shape::structure("KMSInvalidStateException", &[Member::new("message", &string), ]);
    pub static KMSNotFoundException: Shape = Shape::structure("KMSNotFoundException", &[Member::new("message", &string), ]);
    pub static KMSOptInRequired: Shape = Shape::structure("KMSOptInRequired", &[Member::new("message", &string), ]);
    pub static KMSThrottlingException: Shape = Shape::structure("KMSThrottlingException", &[Member::new("message", &string), ]);
    pub static ListSubscriptionsByTopicInput: Shape = Shape::structure("ListSubscriptionsByTopicInput", &[Member::new("TopicArn", &topicARN).required(), Member::new("NextToken", &nextToken), ]);
    pub static ListSubscriptionsByTopicResponse: Shape = Shape::structure("ListSubscriptionsByTopicResponse", &[Member::new("Subscriptions", &SubscriptionsList), Member::new("NextToken", &nextToken), ]);
    pub static ListSubscriptionsInput: Shape = Shape::structure("ListSubscriptionsInput", &[Member::new("NextToken", &nextToken), ]);
    pub static ListSubscriptionsResponse: Shape = Shape::structure("ListSubscriptionsResponse", &[Member::new("Subscriptions", &SubscriptionsList), Member::new("NextToken", &nextToken), ]);
    pub static ListTagsForResourceRequest: Shape = Shape::structure("ListTagsForResourceRequest", &[Member::new("ResourceArn", &AmazonResourceName).required(), ]);
    pub static ListTagsForResourceResponse: Shape = Shape::structure("ListTagsForResourceResponse", &[Member::new("Tags", &TagList), ]);
    pub static ListTopicsInput: Shape = Shape::structure("ListTopicsInput", &[Member::new("NextToken", &nextToken), ]);
    pub static ListTopicsResponse: Shape = Shape::structure("ListTopicsResponse", &[Member::new("Topics", &TopicsList), Member::new("NextToken", &nextToken), ]);
    pub static MessageAttributeMap: Shape = Shape::new("MessageAttributeMap", Kind::Map(Member::new("key", &String).named("Name"), Member::new("value", &MessageAttributeValue).named("Value")));
    pub static MessageAttributeValue: Shape = Shape::structure("MessageAttributeValue", &[Member::new("DataType", &String).required(), Member::new("StringValue", &String), Member::new("BinaryValue", &Binary), ]);
    pub static NotFoundException: Shape = Shape::structure("NotFoundException", &[Member::new("message", &string), ]);
    pub static PhoneNumber: Shape = Shape::new("PhoneNumber", Kind::String).sensitive();
    pub static PlatformApplicationDisabledException: Shape = Shape::structure("PlatformApplicationDisabledException", &[Member::new("message", &string), ]);
    pub static PublishInput: Shape = Shape::structure("PublishInput", &[Member::new("TopicArn", &topicARN), Member::new("TargetArn", &String), Member::new("PhoneNumber", &PhoneNumber), Member::new("Message", &message).required(), Member::new("Subject", &subject), Member::new("MessageStructure", &messageStructure), Member::new("MessageAttributes", &MessageAttributeMap), Member::new("MessageDeduplicationId", &String), Member::new("MessageGroupId", &String), ]);
    pub static PublishResponse: Shape = Shape::structure("PublishResponse", &[Member::new("MessageId", &messageId), Member::new("SequenceNumber", &String), ]);
    pub static ReplayLimitExceededException: Shape = Shape::structure("ReplayLimitExceededException", &[Member::new("message", &string), ]);
    pub static ResourceNotFoundException: Shape = Shape::structure("ResourceNotFoundException", &[Member::new("message", &string), ]);
    pub static SetSubscriptionAttributesInput: Shape = Shape::structure("SetSubscriptionAttributesInput", &[Member::new("SubscriptionArn", &subscriptionARN).required(), Member::new("AttributeName", &attributeName).required(), Member::new("AttributeValue", &attributeValue), ]);
    pub static SetTopicAttributesInput: Shape = Shape::structure("SetTopicAttributesInput", &[Member::new("TopicArn", &topicARN).required(), Member::new("AttributeName", &attributeName).required(), Member::new("AttributeValue", &attributeValue), ]);
    pub static StaleTagException: Shape = Shape::structure("StaleTagException", &[Member::new("message", &string), ]);
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static SubscribeInput: Shape = Shape::structure("SubscribeInput", &[Member::new("TopicArn", &topicARN).required(), Member::new("Protocol", &protocol).required(), Member::new("Endpoint", &endpoint), Member::new("Attributes", &SubscriptionAttributesMap), Member::new("ReturnSubscriptionArn", &boolean), ]);
    pub static SubscribeResponse: Shape = Shape::structure("SubscribeResponse", &[Member::new("SubscriptionArn", &subscriptionARN), ]);
    pub static Subscription: Shape = Shape::structure("Subscription", &[Member::new("SubscriptionArn", &subscriptionARN), Member::new("Owner", &account), Member::new("Protocol", &protocol), Member::new("Endpoint", &endpoint), Member::new("TopicArn", &topicARN), ]);
    pub static SubscriptionAttributesMap: Shape = Shape::new("SubscriptionAttributesMap", Kind::Map(Member::new("key", &attributeName), Member::new("value", &attributeValue)));
    pub static SubscriptionLimitExceededException: Shape = Shape::structure("SubscriptionLimitExceededException", &[Member::new("message", &string), ]);
    pub static SubscriptionsList: Shape = Shape::new("SubscriptionsList", Kind::List(Member::new("member", &Subscription)));
    pub static Tag: Shape = Shape::structure("Tag", &[Member::new("Key", &TagKey).required(), Member::new("Value", &TagValue).required(), ]);
    pub static TagKey: Shape = Shape::new("TagKey", Kind::String).min(1.0).max(128.0);
    pub static TagKeyList: Shape = Shape::new("TagKeyList", Kind::List(Member::new("member", &TagKey)));
    pub static TagLimitExceededException: Shape = Shape::structure("TagLimitExceededException", &[Member::new("message", &string), ]);
    pub static TagList: Shape = Shape::new("TagList", Kind::List(Member::new("member", &Tag)));
    pub static TagPolicyException: Shape = Shape::structure("TagPolicyException", &[Member::new("message", &string), ]);
    pub static TagResourceRequest: Shape = Shape::structure("TagResourceRequest", &[Member::new("ResourceArn", &AmazonResourceName).required(), Member::new("Tags", &TagList).required(), ]);
    pub static TagResourceResponse: Shape = Shape::structure("TagResourceResponse", &[]);
    pub static TagValue: Shape = Shape::new("TagValue", Kind::String).min(0.0).max(256.0);
    pub static Topic: Shape = Shape::structure("Topic", &[Member::new("TopicArn", &topicARN), ]);
    pub static TopicAttributesMap: Shape = Shape::new("TopicAttributesMap", Kind::Map(Member::new("key", &attributeName), Member::new("value", &attributeValue)));
    pub static TopicLimitExceededException: Shape = Shape::structure("TopicLimitExceededException", &[Member::new("message", &string), ]);
    pub static TopicsList: Shape = Shape::new("TopicsList", Kind::List(Member::new("member", &Topic)));
    pub static UnsubscribeInput: Shape = Shape::structure("UnsubscribeInput", &[Member::new("SubscriptionArn", &subscriptionARN).required(), ]);
    pub static UntagResourceRequest: Shape = Shape::structure("UntagResourceRequest", &[Member::new("ResourceArn", &AmazonResourceName).required(), Member::new("TagKeys", &TagKeyList).required(), ]);
    pub static UntagResourceResponse: Shape = Shape::structure("UntagResourceResponse", &[]);
    pub static ValidationException: Shape = Shape::structure("ValidationException", &[Member::new("Message", &string).required(), ]);
    pub static account: Shape = Shape::new("account", Kind::String);
    pub static attributeName: Shape = Shape::new("attributeName", Kind::String);
    pub static attributeValue: Shape = Shape::new("attributeValue", Kind::String);
    pub static authenticateOnUnsubscribe: Shape = Shape::new("authenticateOnUnsubscribe", Kind::String);
    pub static boolean: Shape = Shape::new("boolean", Kind::Boolean);
    pub static endpoint: Shape = Shape::new("endpoint", Kind::String);
    pub static message: Shape = Shape::new("message", Kind::String);
    pub static messageId: Shape = Shape::new("messageId", Kind::String);
    pub static messageStructure: Shape = Shape::new("messageStructure", Kind::String);
    pub static nextToken: Shape = Shape::new("nextToken", Kind::String);
    pub static protocol: Shape = Shape::new("protocol", Kind::String);
    pub static string: Shape = Shape::new("string", Kind::String);
    pub static subject: Shape = Shape::new("subject", Kind::String);
    pub static subscriptionARN: Shape = Shape::new("subscriptionARN", Kind::String);
    pub static token: Shape = Shape::new("token", Kind::String);
    pub static topicARN: Shape = Shape::new("topicARN", Kind::String);
    pub static topicName: Shape = Shape::new("topicName", Kind::String);
}
