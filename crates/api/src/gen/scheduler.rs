// Written by `cargo xtask codegen`; do not edit.

//! The types and tables of `scheduler`.

/// The service `scheduler`.
pub static SERVICE: crate::Service = crate::Service {
    id: "scheduler",
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
    ],
    errors: &[
    ],
};

errors! { SERVICE, {
} }


/// The operations as types, to fill the table with.
pub mod op {
    operations! { super::Error;
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

}

/// The tables of errors.
pub mod error {
    #![allow(non_upper_case_globals, missing_docs)]
}

/// The tables of shapes.
pub mod shape {
    #![allow(non_upper_case_globals, missing_docs, unused_imports)]
    use crate::schema::{Kind, Location, Member, Pattern, Shape, TimestampFormat};

}
