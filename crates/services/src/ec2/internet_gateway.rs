//! Internet gateways.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AttachmentStatus, DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult,
    InternetGateway, InternetGatewayAttachment, Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::internet_gateway::{self, Record};

use super::select::{Ask, Resource, one};
use super::view::{Object, View};
use super::{Ec2, Result, scope, tag, text};

impl Ec2 {
    pub(super) async fn describe_internet_gateways(
        &self,
        cx: &Cx,
        input: DescribeInternetGatewaysRequest,
    ) -> Result<DescribeInternetGatewaysResult> {
        let ask = Ask {
            ids: input.internet_gateway_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (gateways, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeInternetGatewaysResult { internet_gateways: Some(gateways), next_token })
    }
}

impl Object for Record {
    type Shown = InternetGateway;

    fn key(scope: &Scope, id: &str) -> String {
        internet_gateway::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<InternetGateway> {
        let attachment = |vpc: &String| InternetGatewayAttachment {
            // EC2 calls it so, for a gateway that is attached.
            state: Some(AttachmentStatus::from("available")),
            vpc_id: text(&**vpc),
        };
        Ok(InternetGateway {
            attachments: Some(self.vpc.iter().map(attachment).collect()),
            internet_gateway_id: text(&*self.id),
            owner_id: text(self.scope.account.as_str()),
            tags: Some(tag::shown(&self.tags)),
        })
    }
}

impl Resource for InternetGateway {
    const LIST: &'static str = "DescribeInternetGateways";
    const NOT_FOUND: &'static str = "InvalidInternetGatewayID.NotFound";
    const NOUN: &'static str = "internetGateway ID";
    const FILTERS: &'static [&'static str] =
        &["attachment.state", "attachment.vpc-id", "internet-gateway-id", "owner-id"];

    fn id(&self) -> &str {
        self.internet_gateway_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let attachments = self.attachments.as_deref().unwrap_or_default();
        match filter {
            "attachment.state" => {
                attachments.iter().filter_map(|a| Some(a.state.as_ref()?.to_string())).collect()
            }
            "attachment.vpc-id" => attachments.iter().filter_map(|a| a.vpc_id.clone()).collect(),
            "internet-gateway-id" => one(&self.internet_gateway_id),
            "owner-id" => one(&self.owner_id),
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
