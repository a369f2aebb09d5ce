//! Services, by their names.

use ferrogate_api::ecs::{DescribeServicesRequest, ListServicesRequest, Service, op};

use crate::client::Api;
use crate::fault::{Fault, Kind};

/// Services of one DescribeServices call (API reference).
const DESCRIBE_MAX: usize = 10;

/// The services of a cluster, by name. A cluster that is not there is a fault, save `default`,
/// which then has none.
pub(super) async fn list(api: &Api, cluster: &str) -> Result<Vec<Service>, Fault> {
    let (mut arns, mut next_token) = (Vec::new(), None);
    loop {
        let input = ListServicesRequest {
            cluster: Some(cluster.into()),
            next_token,
            ..ListServicesRequest::default()
        };
        let page = match api.call::<op::ListServices>(&input).await {
            Err(fault) if fault.is("ClusterNotFoundException") && cluster == "default" => break,
            other => other?,
        };
        arns.extend(page.service_arns.unwrap_or_default());
        next_token = page.next_token;
        if next_token.is_none() {
            break;
        }
    }
    let mut found = Vec::with_capacity(arns.len());
    for some in arns.chunks(DESCRIBE_MAX) {
        found.extend(describe(api, cluster, some.to_vec()).await?);
    }
    found.sort_by(|a, b| a.service_name.cmp(&b.service_name));
    Ok(found)
}

/// One service, by its name or ARN.
pub(super) async fn one(api: &Api, cluster: &str, name: &str) -> Result<Service, Fault> {
    get(api, cluster, name).await?.ok_or_else(|| missing(name, cluster))
}

/// The same, `None` when it is not there.
pub(super) async fn get(api: &Api, cluster: &str, name: &str) -> Result<Option<Service>, Fault> {
    let found = match describe(api, cluster, vec![name.to_owned()]).await {
        Err(fault) if fault.is("ClusterNotFoundException") && cluster == "default" => None,
        other => other?.into_iter().next(),
    };
    Ok(found.filter(|service| service.status.as_deref() != Some("INACTIVE")))
}

async fn describe(api: &Api, cluster: &str, services: Vec<String>) -> Result<Vec<Service>, Fault> {
    let cluster = Some(cluster.to_owned());
    let input = DescribeServicesRequest { cluster, services, include: None };
    let answer = api.call::<op::DescribeServices>(&input).await?;
    Ok(answer.services.unwrap_or_default())
}

/// That there is no such service; also when one was refused for that.
pub(super) fn missing(name: &str, cluster: &str) -> Fault {
    Fault::new(Kind::NotFound, format!("there is no service {name} in the cluster {cluster}"))
        .fix("see `ferrogate services`; `ferrogate deploy NAME --image IMAGE` makes one")
}
