//! Internet gateways.

use ferrogate_api::ec2::{
    AttachInternetGatewayRequest, AttachmentStatus, CreateInternetGatewayRequest,
    CreateInternetGatewayResult, DeleteInternetGatewayRequest, DescribeInternetGatewaysRequest,
    DescribeInternetGatewaysResult, DetachInternetGatewayRequest, InternetGateway,
    InternetGatewayAttachment, Tag,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Scope;
use ferrogate_records::ec2::internet_gateway::{self, Record};
use ferrogate_records::ec2::vpc;

use super::select::{Ask, Resource, one};
use super::view::{Object, View};
use super::{Ec2, Result, new_id, refusal, scope, tag, text};

/// Internet gateways of a region (VPC quotas).
const MAX: usize = 5;

impl Ec2 {
    pub(super) async fn create_internet_gateway(
        &self,
        cx: &Cx,
        input: CreateInternetGatewayRequest,
    ) -> Result<CreateInternetGatewayResult> {
        let tags = tag::accepted(input.tag_specifications, "internet-gateway")?;
        let record = Record { scope: scope(cx), id: new_id("igw"), vpc: None, tags };
        let made = self.change(scope(cx), |view, change| {
            if view.all::<Record>()?.len() >= MAX {
                let text = "The maximum number of internet gateways has been reached.";
                return Err(refusal("InternetGatewayLimitExceeded", text));
            }
            change.create(internet_gateway::key(&view.scope, &record.id), &record)?;
            record.show(view)
        });
        Ok(CreateInternetGatewayResult { internet_gateway: Some(made.await?) })
    }

    pub(super) async fn delete_internet_gateway(
        &self,
        cx: &Cx,
        input: DeleteInternetGatewayRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let gateway = view.find::<Record>(&input.internet_gateway_id)?;
            if gateway.vpc.is_some() {
                let id = &gateway.id;
                let text =
                    format!("The internetGateway '{id}' has dependencies and cannot be deleted.");
                return Err(refusal("DependencyViolation", text));
            }
            change.delete(&gateway);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn attach_internet_gateway(
        &self,
        cx: &Cx,
        input: AttachInternetGatewayRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let gateway = view.find::<Record>(&input.internet_gateway_id)?;
            let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
            if let Some(other) = &gateway.vpc {
                let text =
                    format!("resource {} is already attached to network {other}", gateway.id);
                return Err(refusal("Resource.AlreadyAssociated", text));
            }
            if !view.internet_gateways(&vpc.id)?.is_empty() {
                let text = format!("Network {} already has an internet gateway attached", vpc.id);
                return Err(refusal("InvalidParameterValue", text));
            }
            change.take_turn(view, &vpc.id)?;
            change.put(&gateway, Record { vpc: Some(vpc.id.clone()), ..(**gateway).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn detach_internet_gateway(
        &self,
        cx: &Cx,
        input: DetachInternetGatewayRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let gateway = view.find::<Record>(&input.internet_gateway_id)?;
            let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
            if gateway.vpc.as_ref() != Some(&vpc.id) {
                let text = format!("resource {} is not attached to network {}", gateway.id, vpc.id);
                return Err(refusal("Gateway.NotAttached", text));
            }
            if view.interfaces(&vpc.id)?.iter().any(|eni| !eni.public.is_empty()) {
                let text = format!(
                    "Network {} has some mapped public address(es). Please unmap those public \
                     address(es) before detaching the gateway.",
                    vpc.id
                );
                return Err(refusal("DependencyViolation", text));
            }
            change.take_turn(view, &vpc.id)?;
            change.put(&gateway, Record { vpc: None, ..(**gateway).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

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
