//! Attachments: there are no instances, and what the engine attaches, only it detaches.

use ferrogate_api::ec2::{
    AttachNetworkInterfaceRequest, AttachNetworkInterfaceResult, DetachNetworkInterfaceRequest,
    Error,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::ec2::eni::Record;

use super::super::{Ec2, Result, scope};

/// What the ids of attachments begin with that services of AWS make.
const OF_SERVICES: &str = "ela-attach";

impl Ec2 {
    pub(in super::super) async fn attach_network_interface(
        &self,
        cx: &Cx,
        input: AttachNetworkInterfaceRequest,
    ) -> Result<AttachNetworkInterfaceResult> {
        self.view(scope(cx)).find::<Record>(&input.network_interface_id)?;
        let text = format!("The instance ID '{}' does not exist", input.instance_id);
        Err(Error::new("InvalidInstanceID.NotFound", text).into())
    }

    pub(in super::super) async fn detach_network_interface(
        &self,
        _: &Cx,
        input: DetachNetworkInterfaceRequest,
    ) -> Result<Empty> {
        no_attachment(&input.attachment_id)
    }
}

/// The refusal to change an attachment.
pub(super) fn no_attachment<T>(id: &str) -> Result<T> {
    let error = if id.starts_with(OF_SERVICES) {
        let text = format!("You are not allowed to manage '{OF_SERVICES}' attachments.");
        Error::new("OperationNotPermitted", text)
    } else {
        let text = format!("The interface attachment ID '{id}' does not exist");
        Error::new("InvalidAttachmentID.NotFound", text)
    };
    Err(error.into())
}
