//! What services there are: DescribeServices, ListServices, ListServicesByNamespace.

use ferrogate_api::Cx;
use ferrogate_api::ecs::{
    DescribeServicesRequest, DescribeServicesResponse, Error, Failure as ApiFailure, LaunchType,
    ListServicesByNamespaceRequest, ListServicesByNamespaceResponse, ListServicesRequest,
    ListServicesResponse, ResourceManagementType, SchedulingStrategy, ServiceField,
};
use ferrogate_records::ecs::service::revision::Launching;
use ferrogate_records::ecs::service::{self, Record};
use ferrogate_records::ecs::{cluster, service::revision};
use ferrogate_state::Entry;
use ferrogate_store::Prefix;

use super::super::cluster::page_size;
use super::super::{Ecs, Result, fault, key};
use super::invalid;
use super::show::{is_listed, tally};
use crate::page::page;

/// Services of one DescribeServices call (API reference).
const DESCRIBE_MAX: usize = 10;
/// Services of one page when no size is asked for (API reference).
const PAGE: i32 = 10;

impl Ecs {
    pub(in crate::ecs) async fn describe_services(
        &self,
        cx: &Cx,
        input: DescribeServicesRequest,
    ) -> Result<DescribeServicesResponse> {
        let cluster = self.cluster(cx, input.cluster.as_deref())?;
        if input.services.is_empty() {
            return Err(invalid("Services cannot be empty."));
        }
        if input.services.len() > DESCRIBE_MAX {
            return Err(invalid("Services can have at most 10 items."));
        }
        let with_tags = input.include.is_some_and(|include| include.contains(&ServiceField::Tags));
        let (mut services, mut failures) = (Vec::new(), Vec::new());
        for text in &input.services {
            match self.service(&cluster, text)? {
                Some(entry) => services.push(self.shown(&entry, with_tags)?),
                None => failures.push(missing(&cluster, text)),
            }
        }
        Ok(DescribeServicesResponse { services: Some(services), failures: Some(failures) })
    }

    pub(in crate::ecs) async fn list_services(
        &self,
        cx: &Cx,
        input: ListServicesRequest,
    ) -> Result<ListServicesResponse> {
        let cluster = self.cluster(cx, input.cluster.as_deref())?;
        let replica = input.scheduling_strategy.as_ref();
        let replica = replica.is_none_or(|strategy| *strategy == SchedulingStrategy::Replica);
        let ours = input.resource_management_type.as_ref();
        let ours = ours.is_none_or(|of| *of == ResourceManagementType::Customer);
        let wanted = |entry: &&std::sync::Arc<Entry<Record>>| {
            replica && ours && is_listed(entry) && self.is_of(entry, input.launch_type.as_ref())
        };
        let services = self.state.table::<Record>();
        let of = prefix(&cluster)?;
        let found = services.under(&of).map_err(fault)?.filter(wanted);
        let list = format!(
            "ListServices {} {:?} {:?} {:?}",
            cluster.key,
            input.launch_type,
            input.scheduling_strategy,
            input.resource_management_type
        );
        let size = page_size(input.max_results, PAGE)?;
        let (page, next_token) =
            page(&list, input.next_token.as_deref(), size, found, |entry| entry.key.to_string())
                .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        let arns = page.iter().map(|entry| entry.arn()).collect();
        Ok(ListServicesResponse { service_arns: Some(arns), next_token })
    }

    /// There are no namespaces yet, so none is found.
    pub(in crate::ecs) async fn list_services_by_namespace(
        &self,
        _: &Cx,
        input: ListServicesByNamespaceRequest,
    ) -> Result<ListServicesByNamespaceResponse> {
        let text = format!("Namespace {} was not found.", input.namespace);
        Err(Error::namespace_not_found(text).into())
    }

    /// Whether the service's tasks are of the launch type that is asked for.
    fn is_of(&self, record: &Record, asked: Option<&LaunchType>) -> bool {
        let Some(asked) = asked else { return true };
        let launch = record.primary().and_then(|primary| {
            let (scope, cluster) = (&record.scope, &record.cluster);
            let at = revision::key(scope, cluster, &record.name, &primary.number);
            let found = self.state.table::<revision::Record>().get(&key(at).ok()?).ok()?;
            found.map(|revision| revision.launch.clone())
        });
        *asked == LaunchType::Fargate && launch == Some(Launching::Fargate)
    }

    /// How many services of a cluster are active, and how many are on their way to their end.
    pub(in crate::ecs) fn services_of(&self, cluster: &cluster::Record) -> Result<(i32, i32)> {
        let services = self.state.table::<Record>();
        let of = prefix(cluster)?;
        let found = services.under(&of).map_err(fault)?;
        Ok(tally(found.map(|entry| &*entry.doc)))
    }
}

fn prefix(cluster: &cluster::Record) -> Result<Prefix> {
    Prefix::new(service::prefix(&cluster.scope, &cluster.name)).map_err(fault)
}

/// What is said of a service that is not there.
fn missing(cluster: &cluster::Record, text: &str) -> ApiFailure {
    let arn = match text.starts_with("arn:") {
        true => text.to_owned(),
        false => service::arn(&cluster.scope, &cluster.name, text),
    };
    ApiFailure { arn: Some(arn), reason: Some("MISSING".into()), detail: None }
}
