//! Elastic Load Balancing, version 2: application load balancers.
//!
//! A file per noun. What an operation sees is a [`view`] of the records at one revision, what it
//! does is a [`change`]. Which listener forwards to which target group is decided by the
//! listeners alone; see [`association`].

mod account;
mod action;
mod arn;
mod association;
mod attribute;
pub mod bucket;
mod change;
mod condition;
mod health;
mod interface;
mod listener;
mod load_balancer;
mod paging;
mod rule;
mod subnets;
mod tag;
mod target;
mod target_group;
mod tls;
mod transform;
mod trust_store;
mod view;

use std::sync::Arc;

use ferrogate_api::elbv2::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_records::Scope;
use ferrogate_state::{Fault, State};

use self::bucket::Buckets;
use crate::network::ensure_default;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of load balancing over the engine's state.
pub struct Elb {
    state: Arc<State>,
    buckets: Option<Buckets>,
}

/// Puts every operation of load balancing that is built into the table. `buckets` are those that
/// logs may go to and trust stores are read from; without it there are none.
pub fn register(table: &mut Operations, state: Arc<State>, buckets: Option<Buckets>) {
    let elb = Arc::new(Elb { state, buckets });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let elb = elb.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let elb = elb.clone();
                async move {
                    ensure_default(&elb.state, &scope(&cx)).await.map_err(fault)?;
                    elb.$method(&cx, input).await
                }
            });
        })*};
    }
    serve! {
        AddListenerCertificates => add_listener_certificates,
        AddTags => add_tags,
        AddTrustStoreRevocations => add_trust_store_revocations,
        CreateListener => create_listener,
        CreateLoadBalancer => create_load_balancer,
        CreateRule => create_rule,
        CreateTargetGroup => create_target_group,
        CreateTrustStore => create_trust_store,
        DeleteListener => delete_listener,
        DeleteLoadBalancer => delete_load_balancer,
        DeleteRule => delete_rule,
        DeleteSharedTrustStoreAssociation => delete_shared_trust_store_association,
        DeleteTargetGroup => delete_target_group,
        DeleteTrustStore => delete_trust_store,
        DeregisterTargets => deregister_targets,
        DescribeAccountLimits => describe_account_limits,
        DescribeListenerAttributes => describe_listener_attributes,
        DescribeListenerCertificates => describe_listener_certificates,
        DescribeListeners => describe_listeners,
        DescribeLoadBalancerAttributes => describe_load_balancer_attributes,
        DescribeLoadBalancers => describe_load_balancers,
        DescribeRules => describe_rules,
        DescribeSSLPolicies => describe_ssl_policies,
        DescribeTags => describe_tags,
        DescribeTargetGroupAttributes => describe_target_group_attributes,
        DescribeTargetGroups => describe_target_groups,
        DescribeTargetHealth => describe_target_health,
        DescribeTrustStoreAssociations => describe_trust_store_associations,
        DescribeTrustStoreRevocations => describe_trust_store_revocations,
        DescribeTrustStores => describe_trust_stores,
        ModifyListener => modify_listener,
        ModifyListenerAttributes => modify_listener_attributes,
        ModifyLoadBalancerAttributes => modify_load_balancer_attributes,
        ModifyRule => modify_rule,
        ModifyTargetGroup => modify_target_group,
        ModifyTargetGroupAttributes => modify_target_group_attributes,
        ModifyTrustStore => modify_trust_store,
        RegisterTargets => register_targets,
        RemoveListenerCertificates => remove_listener_certificates,
        RemoveTags => remove_tags,
        RemoveTrustStoreRevocations => remove_trust_store_revocations,
        SetIpAddressType => set_ip_address_type,
        SetRulePriorities => set_rule_priorities,
        SetSecurityGroups => set_security_groups,
        SetSubnets => set_subnets,
    }
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// A failure that is nobody's mistake outside.
fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}

/// Refuses what breaks a rule that the model does not say.
fn invalid<T>(text: impl Into<String>) -> Result<T> {
    Err(Error::new("ValidationError", text.into()).into())
}

/// Refuses by its name what has no effect yet.
fn not_built<T>(what: impl std::fmt::Display) -> Result<T> {
    Err(Error::not_built(format!("{what} is not built yet.")).into())
}

/// A new number, of 16 hexadecimal digits.
fn new_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..16].to_owned()
}

/// Whether a name can be one of a load balancer or target group: letters, digits and hyphens,
/// with no hyphen at its edges.
///
/// # Errors
/// AWS's, which begins with `noun`.
fn check_name(noun: &str, name: &str) -> Result<()> {
    if name.is_empty() {
        return invalid(format!("{noun} name cannot be empty"));
    }
    if name.chars().count() > 32 {
        return invalid(format!("{noun} name '{name}' cannot be longer than '32' characters"));
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return invalid(format!(
            "{noun} name '{name}' can only contain characters that are alphanumeric characters \
             and hyphens(-)"
        ));
    }
    if name.starts_with('-') || name.ends_with('-') {
        return invalid(format!("{noun} name '{name}' cannot begin or end with '-'"));
    }
    Ok(())
}
