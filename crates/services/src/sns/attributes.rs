//! GetSubscriptionAttributes, SetSubscriptionAttributes.

use ferrogate_api::sns::{
    GetSubscriptionAttributesInput, GetSubscriptionAttributesResponse,
    SetSubscriptionAttributesInput,
};
use ferrogate_api::{Cx, Empty, Map};
use ferrogate_events::Pattern;
use ferrogate_records::sns::subscription::Record;
use ferrogate_records::sns::topic;

use super::subscription::known;
use super::{Result, Topics, invalid, not_built};

impl Topics {
    pub(super) async fn get_subscription_attributes(
        &self,
        cx: &Cx,
        input: GetSubscriptionAttributesInput,
    ) -> Result<GetSubscriptionAttributesResponse> {
        let of = known(&self.view(cx), &input.subscription_arn)?;
        let mut attributes: Map<String> = [
            ("SubscriptionArn", of.arn()),
            ("TopicArn", topic::arn(&of.scope, &of.topic)),
            ("Owner", of.scope.account.to_string()),
            ("Protocol", of.protocol.clone()),
            ("Endpoint", of.endpoint.clone()),
            ("RawMessageDelivery", of.raw.to_string()),
            ("PendingConfirmation", (!of.confirmed).to_string()),
            ("ConfirmationWasAuthenticated", of.guarded.to_string()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        if let Some(filter) = &of.filter {
            attributes.insert("FilterPolicy".to_owned(), filter.clone());
            let scope = if of.filters_text { "MessageBody" } else { "MessageAttributes" };
            attributes.insert("FilterPolicyScope".to_owned(), scope.to_owned());
        }
        Ok(GetSubscriptionAttributesResponse { attributes: Some(attributes) })
    }

    pub(super) async fn set_subscription_attributes(
        &self,
        cx: &Cx,
        input: SetSubscriptionAttributesInput,
    ) -> Result<Empty> {
        let value = input.attribute_value.clone().unwrap_or_default();
        self.change(cx, |view, to| {
            let old = known(view, &input.subscription_arn)?;
            let mut next = old.doc.record.clone();
            set(&mut next, &input.attribute_name, &value)?;
            to.put(&old, next)?;
            Ok(Empty {})
        })
        .await
    }
}

/// Sets an attribute that has an effect.
pub(super) fn set(of: &mut Record, name: &str, value: &str) -> Result<()> {
    match name {
        "FilterPolicy" if value.is_empty() || value == "{}" => of.filter = None,
        "FilterPolicy" => {
            if let Err(bad) = Pattern::parse(value) {
                return invalid(format!("Invalid parameter: FilterPolicy: {bad}"));
            }
            of.filter = Some(value.to_owned());
        }
        "FilterPolicyScope" => match value {
            "MessageAttributes" => of.filters_text = false,
            "MessageBody" => of.filters_text = true,
            _ => return invalid("Invalid parameter: FilterPolicyScope"),
        },
        "RawMessageDelivery" => match value {
            "true" => of.raw = true,
            "false" => of.raw = false,
            _ => return invalid("Invalid parameter: RawMessageDelivery"),
        },
        "DeliveryPolicy" | "RedrivePolicy" | "SubscriptionRoleArn" | "ReplayPolicy" => {
            return not_built(format!("{name} of a subscription"));
        }
        _ => return invalid("Invalid parameter: AttributeName"),
    }
    Ok(())
}
