// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `cloudtrail`.

/// The service `cloudtrail`.
pub static SERVICE: crate::Service = crate::Service {
    id: "cloudtrail",
    sdk_name: "cloudtrail",
    signing_name: "cloudtrail",
    protocols: &[crate::Protocol::Json11],
    target_prefix: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
    api_version: "2013-11-01",
    xmlns: "",
    query_compatible: false,
    operation_names: &[
        "AddTags",
        "CancelQuery",
        "CreateChannel",
        "CreateDashboard",
        "CreateEventDataStore",
        "CreateTrail",
        "DeleteChannel",
        "DeleteDashboard",
        "DeleteEventDataStore",
        "DeleteResourcePolicy",
        "DeleteTrail",
        "DeregisterOrganizationDelegatedAdmin",
        "DescribeQuery",
        "DescribeTrails",
        "DisableFederation",
        "EnableFederation",
        "GenerateQuery",
        "GetChannel",
        "GetDashboard",
        "GetEventConfiguration",
        "GetEventDataStore",
        "GetEventSelectors",
        "GetImport",
        "GetInsightSelectors",
        "GetQueryResults",
        "GetResourcePolicy",
        "GetTrail",
        "GetTrailStatus",
        "ListChannels",
        "ListDashboards",
        "ListEventDataStores",
        "ListImportFailures",
        "ListImports",
        "ListInsightsData",
        "ListInsightsMetricData",
        "ListPublicKeys",
        "ListQueries",
        "ListTags",
        "ListTrails",
        "LookupEvents",
        "PutEventConfiguration",
        "PutEventSelectors",
        "PutInsightSelectors",
        "PutResourcePolicy",
        "RegisterOrganizationDelegatedAdmin",
        "RemoveTags",
        "RestoreEventDataStore",
        "SearchSampleQueries",
        "StartDashboardRefresh",
        "StartEventDataStoreIngestion",
        "StartImport",
        "StartLogging",
        "StartQuery",
        "StopEventDataStoreIngestion",
        "StopImport",
        "StopLogging",
        "UpdateChannel",
        "UpdateDashboard",
        "UpdateEventDataStore",
        "UpdateTrail",
    ],
    unsigned_names: &[
    ],
    operations: &[
        &operation::LookupEvents,
    ],
    errors: &[
        &error::InvalidEventCategoryException,
        &error::InvalidLookupAttributesException,
        &error::InvalidMaxResultsException,
        &error::InvalidNextTokenException,
        &error::InvalidTimeRangeException,
        &error::OperationNotPermittedException,
        &error::UnsupportedOperationException,
    ],
};

errors! { SERVICE, {
    InvalidEventCategoryException(invalid_event_category) = error::InvalidEventCategoryException,
    InvalidLookupAttributesException(invalid_lookup_attributes) = error::InvalidLookupAttributesException,
    InvalidMaxResultsException(invalid_max_results) = error::InvalidMaxResultsException,
    InvalidNextTokenException(invalid_next_token) = error::InvalidNextTokenException,
    InvalidTimeRangeException(invalid_time_range) = error::InvalidTimeRangeException,
    OperationNotPermittedException(operation_not_permitted) = error::OperationNotPermittedException,
    UnsupportedOperationException(unsupported_operation) = error::UnsupportedOperationException,
} }

structure! { Event(shape::Event) { event_id: Option<String>, event_name: Option<String>, read_only: Option<String>, access_key_id: Option<String>, event_time: Option<crate::Timestamp>, event_source: Option<String>, username: Option<String>, resources: Option<Vec<Resource>>, cloud_trail_event: Option<String>, } }
enumeration! { EventCategory { Insight = "insight", } }
structure! { LookupAttribute(shape::LookupAttribute) { attribute_key: LookupAttributeKey, attribute_value: String, } }
enumeration! { LookupAttributeKey { EventId = "EventId", EventName = "EventName", ReadOnly = "ReadOnly", Username = "Username", ResourceType = "ResourceType", ResourceName = "ResourceName", EventSource = "EventSource", AccessKeyId = "AccessKeyId", } }
structure! { LookupEventsRequest(shape::LookupEventsRequest) { lookup_attributes: Option<Vec<LookupAttribute>>, start_time: Option<crate::Timestamp>, end_time: Option<crate::Timestamp>, event_category: Option<EventCategory>, max_results: Option<i32>, next_token: Option<String>, } }
structure! { LookupEventsResponse(shape::LookupEventsResponse) { events: Option<Vec<Event>>, next_token: Option<String>, } }
structure! { Resource(shape::Resource) { resource_type: Option<String>, resource_name: Option<String>, } }

/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
        LookupEvents(super::operation::LookupEvents): super::LookupEventsRequest => super::LookupEventsResponse,
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

    pub static LookupEvents: Operation = Operation { service: &SERVICE, name: "LookupEvents", input: &shape::LookupEventsRequest, output: &shape::LookupEventsResponse, errors: &[&error::InvalidEventCategoryException, &error::InvalidLookupAttributesException, &error::InvalidMaxResultsException, &error::InvalidNextTokenException, &error::InvalidTimeRangeException, &error::OperationNotPermittedException, &error::UnsupportedOperationException], http: HttpBinding { method: "POST", uri: "/", code: 200 }, host_prefix: None, result_wrapper: None, input_element: None, input_xmlns: None, readonly: false, access: Access::needs(&[Need::new("cloudtrail:LookupEvents", "", &[], &[])]) };
}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
    use super::shape;
    use crate::ErrorShape;

    pub static InvalidEventCategoryException: ErrorShape = ErrorShape::new(&shape::InvalidEventCategoryException, "InvalidEventCategoryException", 400, false);
    pub static InvalidLookupAttributesException: ErrorShape = ErrorShape::new(&shape::InvalidLookupAttributesException, "InvalidLookupAttributesException", 400, false);
    pub static InvalidMaxResultsException: ErrorShape = ErrorShape::new(&shape::InvalidMaxResultsException, "InvalidMaxResultsException", 400, false);
    pub static InvalidNextTokenException: ErrorShape = ErrorShape::new(&shape::InvalidNextTokenException, "InvalidNextTokenException", 400, false);
    pub static InvalidTimeRangeException: ErrorShape = ErrorShape::new(&shape::InvalidTimeRangeException, "InvalidTimeRangeException", 400, false);
    pub static OperationNotPermittedException: ErrorShape = ErrorShape::new(&shape::OperationNotPermittedException, "OperationNotPermittedException", 400, false);
    pub static UnsupportedOperationException: ErrorShape = ErrorShape::new(&shape::UnsupportedOperationException, "UnsupportedOperationException", 400, false);
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

    pub static Date: Shape = Shape::new("Date", Kind::Timestamp(None));
    pub static Event: Shape = Shape::structure("Event", &[Member::new("EventId", &String), Member::new("EventName", &String), Member::new("ReadOnly", &String), Member::new("AccessKeyId", &String), Member::new("EventTime", &Date), Member::new("EventSource", &String), Member::new("Username", &String), Member::new("Resources", &ResourceList), Member::new("CloudTrailEvent", &String), ]);
    pub static EventCategory: Shape = Shape::new("EventCategory", Kind::String).values(&["insight"]);
    pub static EventsList: Shape = Shape::new("EventsList", Kind::List(Member::new("member", &Event)));
    pub static InvalidEventCategoryException: Shape = Shape::structure("InvalidEventCategoryException", &[]);
    pub static InvalidLookupAttributesException: Shape = Shape::structure("InvalidLookupAttributesException", &[]);
    pub static InvalidMaxResultsException: Shape = Shape::structure("InvalidMaxResultsException", &[]);
    pub static InvalidNextTokenException: Shape = Shape::structure("InvalidNextTokenException", &[]);
    pub static InvalidTimeRangeException: Shape = Shape::structure("InvalidTimeRangeException", &[]);
    pub static LookupAttribute: Shape = Shape::structure("LookupAttribute", &[Member::new("AttributeKey", &LookupAttributeKey).required(), Member::new("AttributeValue", &LookupAttributeValue).required(), ]);
    pub static LookupAttributeKey: Shape = Shape::new("LookupAttributeKey", Kind::String).values(&["EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId"]);
    pub static LookupAttributeValue: Shape = Shape::new("LookupAttributeValue", Kind::String).min(1.0).max(2000.0);
    pub static LookupAttributesList: Shape = Shape::new("LookupAttributesList", Kind::List(Member::new("member", &LookupAttribute)));
    pub static LookupEventsRequest: Shape = Shape::structure("LookupEventsRequest", &[Member::new("LookupAttributes", &LookupAttributesList), Member::new("StartTime", &Date), Member::new("EndTime", &Date), Member::new("EventCategory", &EventCategory), Member::new("MaxResults", &MaxResults), Member::new("NextToken", &NextToken), ]);
    pub static LookupEventsResponse: Shape = Shape::structure("LookupEventsResponse", &[Member::new("Events", &EventsList), Member::new("NextToken", &NextToken), ]);
    pub static MaxResults: Shape = Shape::new("MaxResults", Kind::Integer).min(1.0).max(50.0);
    pub static NextToken: Shape = Shape::new("NextToken", Kind::String);
    pub static OperationNotPermittedException: Shape = Shape::structure("OperationNotPermittedException", &[]);
    pub static Resource: Shape = Shape::structure("Resource", &[Member::new("ResourceType", &String), Member::new("ResourceName", &String), ]);
    pub static ResourceList: Shape = Shape::new("ResourceList", Kind::List(Member::new("member", &Resource)));
    pub static String: Shape = Shape::new("String", Kind::String);
    pub static UnsupportedOperationException: Shape = Shape::structure("UnsupportedOperationException", &[]);
}
