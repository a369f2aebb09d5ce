//! Services: shown, deployed, scaled, given the right size, put behind a load balancer, rolled back.

pub(crate) mod autoscale;
mod balancer;
pub(crate) mod deploy;
pub(crate) mod events;
pub(crate) mod expose;
mod find;
mod follow;
pub(crate) mod ls;
pub(crate) mod rightsize;
pub(crate) mod rollback;
pub(crate) mod scale;
pub(crate) mod top;

use ferrogate_api::ecs::{DescribeServicesResponse, Service};
use ferrogate_api::json;

use crate::answer::Answer;

/// Services as DescribeServices answers them.
fn answer(found: Vec<Service>) -> Answer {
    let names = found.iter().map(|service| arn(service).to_owned()).collect();
    let answer = DescribeServicesResponse { services: Some(found), failures: Some(vec![]) };
    Answer::of(json::to_value(&answer), "services", names)
}

fn arn(service: &Service) -> &str {
    service.service_arn.as_deref().unwrap_or_default()
}

fn name(service: &Service) -> &str {
    service.service_name.as_deref().unwrap_or_default()
}

/// `FAMILY:REVISION` of a definition's ARN.
fn short(definition: &str) -> &str {
    definition.rsplit_once('/').map_or(definition, |(_, short)| short)
}
