//! Attributes of load balancers, target groups and listeners: which keys there are, what their
//! values may be, and which of them have their effect.

mod key;

use std::collections::BTreeMap;
use std::path::Path;

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    DescribeListenerAttributesInput, DescribeListenerAttributesOutput,
    DescribeLoadBalancerAttributesInput, DescribeLoadBalancerAttributesOutput,
    DescribeTargetGroupAttributesInput, DescribeTargetGroupAttributesOutput, ListenerAttribute,
    LoadBalancerAttribute, ModifyListenerAttributesInput, ModifyListenerAttributesOutput,
    ModifyLoadBalancerAttributesInput, ModifyLoadBalancerAttributesOutput,
    ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput, TargetGroupAttribute,
};
use ferrogate_records::elb::load_balancer;

use self::key::{LISTENER, LOAD_BALANCER, Noun, TARGET_GROUP};
use super::{Elb, Result, invalid, scope};

/// Attributes of one request (API model).
const MODIFIED_MAX: usize = 20;

/// What is set, by key.
type Set = BTreeMap<String, String>;

macro_rules! attributes {
    ($describe:ident, $modify:ident, $find:ident, $arn:ident, $noun:ident, $shown:ident,
     $DescribeIn:ident, $DescribeOut:ident, $ModifyIn:ident, $ModifyOut:ident) => {
        impl Elb {
            pub(super) async fn $describe(
                &self,
                cx: &Cx,
                input: $DescribeIn,
            ) -> Result<$DescribeOut> {
                let view = self.view(scope(cx));
                let of = view.$find(&input.$arn)?;
                let attributes = shown(&$noun, &of.attributes);
                let show = |(key, value)| $shown { key: Some(key), value: Some(value) };
                Ok($DescribeOut { attributes: Some(attributes.map(show).collect()) })
            }

            pub(super) async fn $modify(&self, cx: &Cx, input: $ModifyIn) -> Result<$ModifyOut> {
                let given = input.attributes.into_iter();
                let given =
                    given.map(|one| (one.key.unwrap_or_default(), one.value.unwrap_or_default()));
                let given: Vec<_> = given.collect();
                let set = self
                    .change(scope(cx), |view, change| {
                        let old = view.$find(&input.$arn)?;
                        let mut next = (**old).clone();
                        let buckets = self.buckets.as_ref().map(|buckets| &*buckets.names);
                        modify(&$noun, &mut next.attributes, &given, buckets)?;
                        let set = next.attributes.clone();
                        change.put(&old, next)?;
                        Ok(set)
                    })
                    .await?;
                let show = |(key, value)| $shown { key: Some(key), value: Some(value) };
                Ok($ModifyOut { attributes: Some(shown(&$noun, &set).map(show).collect()) })
            }
        }
    };
}

attributes!(
    describe_load_balancer_attributes,
    modify_load_balancer_attributes,
    find_load_balancer,
    load_balancer_arn,
    LOAD_BALANCER,
    LoadBalancerAttribute,
    DescribeLoadBalancerAttributesInput,
    DescribeLoadBalancerAttributesOutput,
    ModifyLoadBalancerAttributesInput,
    ModifyLoadBalancerAttributesOutput
);
attributes!(
    describe_target_group_attributes,
    modify_target_group_attributes,
    find_target_group,
    target_group_arn,
    TARGET_GROUP,
    TargetGroupAttribute,
    DescribeTargetGroupAttributesInput,
    DescribeTargetGroupAttributesOutput,
    ModifyTargetGroupAttributesInput,
    ModifyTargetGroupAttributesOutput
);
attributes!(
    describe_listener_attributes,
    modify_listener_attributes,
    find_listener,
    listener_arn,
    LISTENER,
    ListenerAttribute,
    DescribeListenerAttributesInput,
    DescribeListenerAttributesOutput,
    ModifyListenerAttributesInput,
    ModifyListenerAttributesOutput
);

/// Whether the load balancer may not be deleted.
pub(super) fn is_protected(of: &load_balancer::Record) -> bool {
    of.attributes.get("deletion_protection.enabled").is_some_and(|value| value == "true")
}

/// All attributes of such an object, those that are not set with their defaults.
fn shown<'a>(noun: &'a Noun, set: &'a Set) -> impl Iterator<Item = (String, String)> + 'a {
    let value = |key: &key::Key| set.get(key.name).map_or(key.default, String::as_str).to_owned();
    noun.keys
        .iter()
        .filter(|key| !key.hidden || set.contains_key(key.name))
        .map(move |key| (key.name.to_owned(), value(key)))
}

/// Sets attributes.
///
/// # Errors
/// AWS's for a key or value that it does not know; an error that names the key for a value that
/// would have no effect.
fn modify(
    noun: &Noun,
    set: &mut Set,
    given: &[(String, String)],
    buckets: Option<&Path>,
) -> Result<()> {
    if given.len() > MODIFIED_MAX {
        return invalid(format!("Up to '{MODIFIED_MAX}' attributes can be modified"));
    }
    for (n, (name, value)) in given.iter().enumerate() {
        if given[..n].iter().any(|(other, _)| other == name) {
            return invalid(format!("Attribute key '{name}' has been specified more than once"));
        }
        let Some(key) = noun.keys.iter().find(|key| key.name == name) else {
            return invalid(format!("{} attribute key '{name}' is not recognized", noun.name));
        };
        key.check(value, buckets.is_some())?;
        if value == key.default {
            set.remove(name);
        } else {
            set.insert(name.clone(), value.clone());
        }
    }
    (noun.agree)(set, buckets)
}
