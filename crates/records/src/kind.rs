//! The kinds of records that are kept in memory, and by what else than its key a record of a
//! kind is found there.
//!
//! Beside a record stands `kind!`, which names its indexes; here stands the list of all kinds.
//! Who keeps them walks that list, so a new kind changes nothing outside this crate.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::acm::certificate;
use crate::autoscaling::{
    activity, policy as scaling_policy, progress, scheduled, target as scalable_target,
};
use crate::cloudwatch::{alarm, composite, history as alarm_history, state as alarm_state};
use crate::compute_optimizer::settings as optimizer_settings;
use crate::ec2::{
    acl, address, default_network, dhcp_options, egress_gateway, elastic_address, eni, flow_log,
    group as security_group, insights, internet_gateway, nat_gateway, peering, prefix_list,
    public_address, public_pool, route_table, subnet, turn, vpc, vpc_endpoint,
};
use crate::ecr::{image, policy as repository_policy, repository};
use crate::ecs::{cluster, service, setting, task, task_definition, usage};
use crate::elb::{
    health as target_health, listener, load_balancer, node as balancer_node, target, target_group,
    trust_store,
};
use crate::events::{bus, connection, delivery, destination, entry, rule};
use crate::iam::{
    access_key, account, deletion, group as iam_group, instance_profile, last_used, mfa_device,
    oidc_provider, policy, role, user,
};
use crate::kms::{alias as kms_alias, grant as kms_grant, key as kms_key};
use crate::logs::{group, metric_filter, stream};
use crate::organizations::policy as control_policy;
use crate::route53::{change, set, zone};
use crate::scheduler::{group as schedule_group, schedule};
use crate::secretsmanager::secret;
use crate::sns::{message, subscription, topic};
use crate::ssm::parameter;
use crate::{host, spec, term};

/// A kind of records that is kept in memory. `kind!` makes a type one.
pub trait Kind: Kept + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The first segment of their keys.
    const KIND: &'static str;

    /// Names all indexes of the kind.
    fn indexes(to: &mut impl Indexes<Self>);
}

/// Something that records of a kind are found by: a host, a definition, a state.
pub trait Index: Declared + Send + Sync + 'static {
    /// The records.
    type Of: Kind;
    /// What they are found by.
    type Value: Ord + Clone + Send + Sync + 'static;

    /// What the record is found by; `None` leaves it out of the index.
    fn value(record: &Self::Of) -> Option<Self::Value>;

    /// The prefix of the keys that records found by `value` can have, with its closing slash.
    /// One elsewhere is none of them, also when it can't be read.
    fn place(_value: &Self::Value) -> String {
        format!("/{}/", Self::Of::KIND)
    }
}

/// Takes the indexes of a kind, one after the other.
pub trait Indexes<T> {
    /// Takes one.
    fn add<I: Index<Of = T>>(&mut self);
}

/// Takes the kinds, one after the other.
pub trait Kinds {
    /// Takes one.
    fn add<T: Kind>(&mut self);
}

/// Of a type that is in the list of all kinds.
pub trait Kept {}

/// Of an index that its kind names.
pub trait Declared {}

/// Makes a record a kind that is kept in memory, with its indexes:
/// `kind!(Record as KIND, by OfHost, OfDefinition)`.
macro_rules! kind {
    ($record:ty as $kind:expr $(, by $($index:ty),+)?) => {
        impl $crate::kind::Kind for $record {
            const KIND: &'static str = $kind;

            fn indexes(_to: &mut impl $crate::kind::Indexes<Self>) {
                $($(_to.add::<$index>();)+)?
            }
        }

        $($(impl $crate::kind::Declared for $index {})+)?
    };
}
pub(crate) use kind;

macro_rules! kept {
    ($($record:ty),* $(,)?) => {
        /// Names all kinds.
        pub fn each(to: &mut impl Kinds) {
            $(to.add::<$record>();)*
        }

        $(impl Kept for $record {})*
    };
}

kept! {
    access_key::Record,
    account::Record,
    account::alias::Record,
    acl::Record,
    activity::Record,
    address::Record,
    alarm::Record,
    alarm_history::Record,
    alarm_state::Record,
    balancer_node::Record,
    bus::Record,
    certificate::Record,
    cluster::Record,
    composite::Record,
    connection::Record,
    control_policy::Record,
    default_network::Mark,
    deletion::Record,
    delivery::Record,
    destination::Record,
    dhcp_options::Record,
    egress_gateway::Record,
    elastic_address::Record,
    eni::Record,
    entry::Record,
    flow_log::Record,
    group::Record,
    host::Record,
    iam_group::Record,
    image::Record,
    image::TagRecord,
    insights::analysis::Record,
    insights::path::Record,
    instance_profile::Record,
    internet_gateway::Record,
    kms_alias::Record,
    kms_grant::Record,
    kms_key::Record,
    listener::Record,
    message::Record,
    load_balancer::Record,
    last_used::Record,
    metric_filter::Record,
    mfa_device::Record,
    nat_gateway::Record,
    oidc_provider::Record,
    optimizer_settings::Record,
    parameter::Record,
    peering::Record,
    policy::Record,
    policy::version::Record,
    progress::Record,
    prefix_list::Record,
    prefix_list::version::Record,
    public_address::Record,
    public_pool::Record,
    repository::Record,
    repository_policy::Record,
    role::Record,
    rule::Record,
    scalable_target::Record,
    scaling_policy::Record,
    schedule::Record,
    schedule_group::Record,
    scheduled::Record,
    route_table::Record,
    security_group::Record,
    secret::Record,
    service::Record,
    service::events::Record,
    service::history::Record,
    service::revision::Record,
    setting::Record,
    spec::Spec,
    stream::Record,
    subnet::Record,
    subscription::Record,
    target::Record,
    target_group::Record,
    trust_store::Record,
    trust_store::revocation::Record,
    target_health::Record,
    task::Record,
    task_definition::Record,
    term::Record,
    topic::Record,
    zone::Record,
    set::Record,
    change::Record,
    turn::Record,
    usage::Record,
    user::Record,
    vpc::Record,
    vpc_endpoint::Record,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[derive(Default)]
    struct Names(Vec<&'static str>);

    impl Kinds for Names {
        fn add<T: Kind>(&mut self) {
            self.0.push(T::KIND);
        }
    }

    #[test]
    fn no_two_kinds_lie_in_the_same_place() {
        let mut names = Names::default();
        each(&mut names);
        let different: BTreeSet<_> = names.0.iter().collect();
        assert_eq!(different.len(), names.0.len(), "{:?}", names.0);
        assert!(names.0.iter().all(|name| !name.is_empty() && !name.contains('/')));
    }
}
