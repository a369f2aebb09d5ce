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

/// The same, for who is shown it beside what matters: `None` also when the caller may not know.
pub(super) async fn shown_url(api: &Api, service: &Service) -> Result<Option<String>, Fault> {
    match url(api, service).await {
        Err(fault) if fault.is("AccessDenied") => Ok(None),
        found => found,
    }
}

/// Where the targets of a group answer; `None` when it is gone, or its load balancer: a service
/// names its group for as long as it is there itself.
pub(super) async fn of_group(api: &Api, group: &str) -> Result<Option<String>, Fault> {
    let Some(balancer) = there(api.balancer_of(group).await)? else { return Ok(None) };
    Ok(there(api.balancer_name(&balancer).await)?.map(|name| api.at_name(&name)))
}

/// What was found; nothing of what is gone.
fn there(found: Result<Option<String>, Fault>) -> Result<Option<String>, Fault> {
    let gone = ["TargetGroupNotFound", "LoadBalancerNotFound"];
    match found {
        Err(fault) if gone.iter().any(|code| fault.is(code)) => Ok(None),
        found => found,
    }
}

/// What Application Auto Scaling calls the service's group at its load balancer.
pub(super) async fn label(api: &Api, service: &Service) -> Result<Option<String>, Fault> {
    let mut groups = service.load_balancers.iter().flatten();
    let Some(group) = groups.find_map(|of| of.target_group_arn.as_deref()) else {
        return Ok(None);
    };
    let Some(balancer) = there(api.balancer_of(group).await)? else { return Ok(None) };
    let after = |arn: &str, what: &str| arn.split_once(what).map(|(_, rest)| rest.to_owned());
    let parts = after(&balancer, ":loadbalancer/").zip(after(group, ":targetgroup/"));
    Ok(parts.map(|(balancer, group)| format!("{balancer}/targetgroup/{group}")))
}
