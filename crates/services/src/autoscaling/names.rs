//! What requests call the services that are scaled.

use ferrogate_api::Failure;
use ferrogate_api::application_autoscaling::{Error, ScalableDimension, ServiceNamespace};
use ferrogate_records::Scope;
use ferrogate_records::autoscaling::Of;

use super::{Result, invalid, not_built};

/// Items of a page: at most, and when nothing is said (API model, `MaxResults`).
const PAGE_MAX: usize = 50;

/// The service that a request is about.
pub(super) fn of(
    scope: &Scope,
    namespace: &ServiceNamespace,
    resource: &str,
    dimension: &ScalableDimension,
) -> Result<Of> {
    kind(namespace, Some(dimension))?;
    let mut parts = resource.split('/');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("service"), Some(cluster), Some(service), None)
            if !cluster.is_empty() && !service.is_empty() =>
        {
            let (cluster, service) = (cluster.to_owned(), service.to_owned());
            Ok(Of { scope: scope.clone(), cluster, service })
        }
        _ => invalid(UNSUPPORTED),
    }
}

const UNSUPPORTED: &str = "Unsupported service namespace, resource type or scalable dimension";

/// Refuses what is no service of ECS.
pub(super) fn kind(
    namespace: &ServiceNamespace,
    dimension: Option<&ScalableDimension>,
) -> Result<()> {
    if *namespace != ServiceNamespace::Ecs {
        return not_built(format!("Scaling what is of {}", namespace.as_str()));
    }
    match dimension {
        None | Some(ScalableDimension::EcsServiceDesiredCount) => Ok(()),
        Some(_) => invalid(UNSUPPORTED),
    }
}

/// Which services a list is asked about: all, or one.
pub(super) fn is_of(scope: &Scope, of: &Of, resource: Option<&str>) -> bool {
    of.scope == *scope && resource.is_none_or(|resource| of.resource() == resource)
}

/// How many a page has.
pub(super) fn page_size(asked: Option<i32>) -> Result<usize> {
    match asked.map(usize::try_from) {
        None => Ok(PAGE_MAX),
        Some(Ok(size)) if (1..=PAGE_MAX).contains(&size) => Ok(size),
        Some(_) => invalid(format!("MaxResults must be between 1 and {PAGE_MAX}.")),
    }
}

pub(super) fn bad_token(_: crate::page::BadToken) -> Failure<Error> {
    Error::invalid_next_token("The next token is invalid.").into()
}

/// What and where, as errors name it.
pub(super) fn called(of: &Of) -> String {
    let resource = of.resource();
    format!("resource ID: {resource}, scalable dimension: ecs:service:DesiredCount")
}

pub(super) fn not_registered(of: &Of) -> Failure<Error> {
    let text = format!("No scalable target registered for namespace: ecs, {}", called(of));
    Error::object_not_found(text).into()
}

pub(super) fn not_found(what: &str, of: &Of, name: Option<(&str, &str)>) -> Failure<Error> {
    let name = name.map(|(what, name)| format!(", {what}: {name}")).unwrap_or_default();
    let text = format!("No {what} found for service namespace: ecs, {}{name}", called(of));
    Error::object_not_found(text).into()
}
