//! Attributes of interfaces, one by one.

use ferrogate_api::ec2::{
    AttributeBooleanValue, AttributeValue, DescribeNetworkInterfaceAttributeRequest,
    DescribeNetworkInterfaceAttributeResult, Error, ModifyNetworkInterfaceAttributeRequest,
    NetworkInterfaceAttribute as Attribute, ResetNetworkInterfaceAttributeRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::ec2::eni::Record;

use super::super::view::Object;
use super::super::{Ec2, Result, scope};
use super::{description, groups, own, unsupported};

/// What of an interface is changed.
enum Change {
    Description(String),
    Groups(Vec<String>),
    SourceDestCheck(bool),
}

impl Ec2 {
    pub(in super::super) async fn describe_network_interface_attribute(
        &self,
        cx: &Cx,
        input: DescribeNetworkInterfaceAttributeRequest,
    ) -> Result<DescribeNetworkInterfaceAttributeResult> {
        let view = self.view(scope(cx));
        let shown = view.find::<Record>(&input.network_interface_id)?.show(&view)?;
        let Some(attribute) = input.attribute else {
            let text = "The request must contain the parameter attribute";
            return Err(Error::new("MissingParameter", text).into());
        };
        let mut result = DescribeNetworkInterfaceAttributeResult {
            network_interface_id: shown.network_interface_id,
            ..DescribeNetworkInterfaceAttributeResult::default()
        };
        match attribute {
            Attribute::Attachment => result.attachment = shown.attachment,
            Attribute::Description => {
                result.description = Some(AttributeValue { value: shown.description });
            }
            Attribute::GroupSet => result.groups = shown.groups,
            Attribute::SourceDestCheck => {
                let value = shown.source_dest_check;
                result.source_dest_check = Some(AttributeBooleanValue { value });
            }
            // Whether it came with one; an elastic one came later.
            Attribute::AssociatePublicIpAddress => {
                let public = shown.association.filter(|one| one.allocation_id.is_none());
                result.associate_public_ip_address = Some(public.is_some());
            }
            Attribute::Unknown(name) => {
                let text = format!("Value ({name}) for parameter attribute is invalid.");
                return Err(Error::new("InvalidParameterValue", text).into());
            }
        }
        Ok(result)
    }

    pub(in super::super) async fn modify_network_interface_attribute(
        &self,
        cx: &Cx,
        input: ModifyNetworkInterfaceAttributeRequest,
    ) -> Result<Empty> {
        let id = input.network_interface_id.clone();
        let what = read(input)?;
        self.change(scope(cx), |view, change| {
            let eni = own(view, &id)?;
            let mut next = (**eni).clone();
            match &what {
                Change::Description(text) => next.description.clone_from(text),
                Change::SourceDestCheck(is) => next.source_dest_check = *is,
                Change::Groups(ids) => {
                    // A group that an interface gets must not be deleted meanwhile.
                    change.take_turn(view, &eni.vpc)?;
                    next.groups = groups(view, &eni.vpc, None, ids)?;
                }
            }
            change.put(&eni, next)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(in super::super) async fn reset_network_interface_attribute(
        &self,
        cx: &Cx,
        input: ResetNetworkInterfaceAttributeRequest,
    ) -> Result<Empty> {
        if input.source_dest_check.is_none() {
            let text = "The request must contain the parameter sourceDestCheck";
            return Err(Error::new("MissingParameter", text).into());
        }
        self.change(scope(cx), |view, change| {
            let eni = own(view, &input.network_interface_id)?;
            let mut next = (**eni).clone();
            next.source_dest_check = true;
            change.put(&eni, next)?;
            Ok(Empty::default())
        })
        .await
    }
}

/// The one attribute that a request changes.
fn read(input: ModifyNetworkInterfaceAttributeRequest) -> Result<Change> {
    check_built(&input)?;
    let groups = input.groups.filter(|groups| !groups.is_empty());
    let text = input.description.map(|of| of.value.unwrap_or_default());
    let check = input.source_dest_check.and_then(|of| of.value);
    match (text, groups, check) {
        (Some(text), None, None) => Ok(Change::Description(description(Some(text))?)),
        (None, Some(groups), None) => Ok(Change::Groups(groups)),
        (None, None, Some(check)) => Ok(Change::SourceDestCheck(check)),
        (None, None, None) => {
            Err(Error::new("MissingParameter", "No attributes specified.").into())
        }
        _ => {
            let text = "Fields for multiple attribute types specified";
            Err(Error::new("InvalidParameterCombination", text).into())
        }
    }
}

fn check_built(input: &ModifyNetworkInterfaceAttributeRequest) -> Result<()> {
    if let Some(attachment) = &input.attachment {
        let id = attachment.attachment_id.as_deref().unwrap_or_default();
        return super::attachment::no_attachment(id);
    }
    let given = [
        ("EnaSrdSpecification", input.ena_srd_specification.is_some()),
        ("EnablePrimaryIpv6", input.enable_primary_ipv6 == Some(true)),
        ("ConnectionTrackingSpecification", input.connection_tracking_specification.is_some()),
        ("AssociatePublicIpAddress", input.associate_public_ip_address == Some(true)),
        (
            "AssociatedSubnetIds",
            input.associated_subnet_ids.as_ref().is_some_and(|all| !all.is_empty()),
        ),
    ];
    match given.into_iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((parameter, _)) => unsupported(parameter),
    }
}
