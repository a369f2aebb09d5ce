//! Amazon EC2: networks.
//!
//! What an account has of a network is records; [`default_network`] makes those that AWS makes
//! by itself. Who puts a part into a VPC, or takes one away, takes its [`turn`].

pub mod acl;
pub mod address;
pub mod default_network;
pub mod dhcp_options;
pub mod egress_gateway;
pub mod elastic_address;
pub mod eni;
pub mod flow_log;
pub mod group;
pub mod insights;
pub mod internet_gateway;
pub mod nat_gateway;
pub mod peering;
pub mod prefix_list;
pub mod public_address;
pub mod public_pool;
pub mod range;
pub mod route_table;
pub mod subnet;
pub mod turn;
pub mod vpc;
pub mod vpc_endpoint;

/// Makes a record one of a VPC's parts: its key by id, and the index of its VPC.
macro_rules! part {
    ($kind:expr) => {
        /// The key of the object `id`.
        #[must_use]
        pub fn key(scope: &$crate::Scope, id: &str) -> String {
            scope.key($kind, &[id])
        }

        /// By their VPC.
        pub struct OfVpc;

        impl $crate::kind::Index for OfVpc {
            type Of = Record;
            type Value = ($crate::Scope, String);

            fn value(record: &Record) -> Option<Self::Value> {
                Some((record.scope.clone(), record.vpc.clone()))
            }

            fn place((scope, _): &Self::Value) -> String {
                scope.prefix($kind)
            }
        }
    };
}
pub(crate) use part;
