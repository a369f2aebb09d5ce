//! The two capacity providers that every account has.

use ferrogate_api::Cx;
use ferrogate_api::ecs::{
    CapacityProvider, CapacityProviderStatus, DescribeCapacityProvidersRequest,
    DescribeCapacityProvidersResponse, Error, Failure,
};

use super::cluster::{PROVIDERS, page_size};
use super::names::{self, Resource};
use super::{Ecs, Result, scope};
use crate::page::page;

impl Ecs {
    pub(super) async fn describe_capacity_providers(
        &self,
        cx: &Cx,
        input: DescribeCapacityProvidersRequest,
    ) -> Result<DescribeCapacityProvidersResponse> {
        let scope = scope(cx);
        if input.cluster.is_some() {
            let text = "cluster of DescribeCapacityProviders is not built yet.";
            return Err(Error::not_built(text).into());
        }
        let size = page_size(input.max_results.map(|n| n.min(100)), 100)?;
        let asked = input.capacity_providers.filter(|names| !names.is_empty());
        let asked = asked.unwrap_or_else(|| PROVIDERS.map(str::to_owned).to_vec());
        let (mut found, mut failures) = (Vec::new(), Vec::new());
        for text in asked {
            let name = if text.starts_with("arn:") {
                match names::resource(&scope, &text)? {
                    Resource::CapacityProvider(name) => name.to_owned(),
                    _ => return Err(Error::invalid_parameter("Unexpected ARN type.").into()),
                }
            } else {
                text
            };
            let arn = scope.arn("ecs", &format!("capacity-provider/{name}"));
            if PROVIDERS.contains(&&*name) {
                found.push(CapacityProvider {
                    capacity_provider_arn: Some(arn),
                    name: Some(name),
                    status: Some(CapacityProviderStatus::Active),
                    tags: Some(vec![]),
                    ..CapacityProvider::default()
                });
            } else {
                let reason = Some("MISSING".into());
                failures.push(Failure { arn: Some(arn), reason, detail: None });
            }
        }
        found.sort_by(|a: &CapacityProvider, b| a.name.cmp(&b.name));
        let name = |provider: &CapacityProvider| provider.name.clone().unwrap_or_default();
        let token = input.next_token.as_deref();
        let (found, next_token) = page("DescribeCapacityProviders", token, size, found, name)
            .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        Ok(DescribeCapacityProvidersResponse {
            capacity_providers: Some(found),
            failures: Some(failures),
            next_token,
        })
    }
}
