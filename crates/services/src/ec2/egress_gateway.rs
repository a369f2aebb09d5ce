//! Egress-only internet gateways: the way out of IPv6, by which nothing comes in.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AttachmentStatus, CreateEgressOnlyInternetGatewayRequest,
    CreateEgressOnlyInternetGatewayResult, DeleteEgressOnlyInternetGatewayRequest,
    DeleteEgressOnlyInternetGatewayResult, DescribeEgressOnlyInternetGatewaysRequest,
    DescribeEgressOnlyInternetGatewaysResult, EgressOnlyInternetGateway, InternetGatewayAttachment,
    Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::egress_gateway::{self, Record};
use ferrogate_records::ec2::vpc;

use super::select::{Ask, Resource};
use super::token::Once;
use super::view::{Object, View};
use super::{Ec2, Result, new_id, refuse, scope, tag, text};

/// Egress-only gateways of a region (VPC quotas).
const MAX: usize = 5;

impl Ec2 {
    pub(super) async fn create_egress_only_internet_gateway(
        &self,
        cx: &Cx,
        mut input: CreateEgressOnlyInternetGatewayRequest,
    ) -> Result<CreateEgressOnlyInternetGatewayResult> {
        let client_token = input.client_token.take();
        let operation = "CreateEgressOnlyInternetGateway";
        let once = Once::new(cx, operation, client_token.as_deref(), &input)?;
        let tags = tag::accepted(input.tag_specifications, "egress-only-internet-gateway")?;
        let id = new_id("eigw");
        let made = self
            .make::<Record>(scope(cx), once, id.clone(), |view, change| {
                let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
                if view.all::<Record>()?.len() >= MAX {
                    let text = "The maximum number of egress only internet gateways has been \
                                reached.";
                    return refuse("EgressOnlyInternetGatewayLimitExceeded", text);
                }
                let record = Record {
                    scope: view.scope.clone(),
                    id: id.clone(),
                    vpc: vpc.id.clone(),
                    tags: tags.clone(),
                };
                change.take_turn(view, &vpc.id)?;
                change.create(egress_gateway::key(&view.scope, &id), &record)
            })
            .await?;
        Ok(CreateEgressOnlyInternetGatewayResult {
            client_token,
            egress_only_internet_gateway: Some(made),
        })
    }

    pub(super) async fn delete_egress_only_internet_gateway(
        &self,
        cx: &Cx,
        input: DeleteEgressOnlyInternetGatewayRequest,
    ) -> Result<DeleteEgressOnlyInternetGatewayResult> {
        self.change(scope(cx), |view, change| {
            let gateway = view.find::<Record>(&input.egress_only_internet_gateway_id)?;
            change.take_turn(view, &gateway.vpc)?;
            change.delete(&gateway);
            Ok(())
        })
        .await?;
        Ok(DeleteEgressOnlyInternetGatewayResult { return_code: Some(true) })
    }

    pub(super) async fn describe_egress_only_internet_gateways(
        &self,
        cx: &Cx,
        input: DescribeEgressOnlyInternetGatewaysRequest,
    ) -> Result<DescribeEgressOnlyInternetGatewaysResult> {
        let ask = Ask {
            ids: input.egress_only_internet_gateway_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (gateways, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeEgressOnlyInternetGatewaysResult {
            egress_only_internet_gateways: Some(gateways),
            next_token,
        })
    }
}

impl Object for Record {
    type Shown = EgressOnlyInternetGateway;

    fn key(scope: &Scope, id: &str) -> String {
        egress_gateway::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<EgressOnlyInternetGateway> {
        Ok(EgressOnlyInternetGateway {
            attachments: Some(vec![InternetGatewayAttachment {
                state: Some(AttachmentStatus::Attached),
                vpc_id: text(&*self.vpc),
            }]),
            egress_only_internet_gateway_id: text(&*self.id),
            tags: Some(tag::shown(&self.tags)),
        })
    }
}

impl Resource for EgressOnlyInternetGateway {
    const LIST: &'static str = "DescribeEgressOnlyInternetGateways";
    const NOT_FOUND: &'static str = "InvalidGatewayID.NotFound";
    const NOUN: &'static str = "eigw ID";
    // Only tags choose (API reference).
    const FILTERS: &'static [&'static str] = &[];

    fn id(&self) -> &str {
        self.egress_only_internet_gateway_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, _: &str) -> Vec<String> {
        vec![]
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
