//! The load balancer that a service stands behind.

use ferrogate_api::ecs::Service;

use crate::client::Api;
use crate::fault::Fault;

/// Where a service answers: its load balancer's name at this engine's port, which leads there by
/// it. `None` without a load balancer.
pub(super) async fn url(api: &Api, service: &Service) -> Result<Option<String>, Fault> {
    let mut groups = service.load_balancers.iter().flatten();
    let Some(group) = groups.find_map(|of| of.target_group_arn.as_deref()) else {
        return Ok(None);
    };
    of_group(api, group).await
}

/// Where the targets of a group answer.
pub(super) async fn of_group(api: &Api, group: &str) -> Result<Option<String>, Fault> {
    let Some(balancer) = api.balancer_of(group).await? else { return Ok(None) };
    Ok(api.balancer_name(&balancer).await?.map(|name| api.at_name(&name)))
}

/// What Application Auto Scaling calls the service's group at its load balancer.
pub(super) async fn label(api: &Api, service: &Service) -> Result<Option<String>, Fault> {
    let mut groups = service.load_balancers.iter().flatten();
    let Some(group) = groups.find_map(|of| of.target_group_arn.as_deref()) else {
        return Ok(None);
    };
    let Some(balancer) = api.balancer_of(group).await? else { return Ok(None) };
    let after = |arn: &str, what: &str| arn.split_once(what).map(|(_, rest)| rest.to_owned());
    let parts = after(&balancer, ":loadbalancer/").zip(after(group, ":targetgroup/"));
    Ok(parts.map(|(balancer, group)| format!("{balancer}/targetgroup/{group}")))
}
