//! Names as clients write them: short, or as ARNs. An ARN of another account, region or kind
//! never means an object of this one.

use ferrogate_api::Failure;
use ferrogate_api::ecs::Error;
use ferrogate_base::TaskId;
use ferrogate_records::Scope;
use ferrogate_records::ecs::cluster::DEFAULT;

use super::Result;

/// The family and the revision that a text names; the newest active one without a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FamilyRevision<'a> {
    pub(super) family: &'a str,
    pub(super) revision: Option<u32>,
}

/// The kinds of objects that an ARN of ECS names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource<'a> {
    Cluster(&'a str),
    Task { cluster: &'a str, id: &'a str },
    TaskDefinition(FamilyRevision<'a>),
    CapacityProvider(&'a str),
    Service { cluster: &'a str, name: &'a str },
    ServiceDeployment { cluster: &'a str, service: &'a str, id: &'a str },
    ServiceRevision { cluster: &'a str, service: &'a str, number: &'a str },
    Other(&'a str),
}

/// What an ARN of this account and region names.
pub(super) fn resource<'a>(scope: &Scope, arn: &'a str) -> Result<Resource<'a>> {
    let bad =
        || -> Failure<Error> { Error::invalid_parameter(format!("Invalid ARN: {arn}")).into() };
    let mut parts = arn.splitn(6, ':');
    let mut next = || parts.next().ok_or_else(bad);
    let (prefix, _partition, service) = (next()?, next()?, next()?);
    let (region, account, rest) = (next()?, next()?, next()?);
    if prefix != "arn" || service != "ecs" {
        return Err(bad());
    }
    if region != scope.region || account != scope.account.as_str() {
        return Err(Error::invalid_parameter(format!(
            "{arn} is not in region {} of account {}.",
            scope.region, scope.account
        ))
        .into());
    }
    let (kind, name) = rest.split_once('/').ok_or_else(bad)?;
    Ok(match kind {
        "cluster" => Resource::Cluster(name),
        "task" => match name.split_once('/') {
            Some((cluster, id)) => Resource::Task { cluster, id },
            // The short form of ARNs before 2018 has no cluster.
            None => Resource::Task { cluster: DEFAULT, id: name },
        },
        "task-definition" => Resource::TaskDefinition(family_revision(name)?),
        "capacity-provider" => Resource::CapacityProvider(name),
        "service" => match name.split_once('/') {
            Some((cluster, name)) => Resource::Service { cluster, name },
            // As of tasks.
            None => Resource::Service { cluster: DEFAULT, name },
        },
        "service-deployment" => {
            let (cluster, service, id) = three(name).ok_or_else(bad)?;
            Resource::ServiceDeployment { cluster, service, id }
        }
        "service-revision" => {
            let (cluster, service, number) = three(name).ok_or_else(bad)?;
            Resource::ServiceRevision { cluster, service, number }
        }
        other => Resource::Other(other),
    })
}

fn three(name: &str) -> Option<(&str, &str, &str)> {
    let (first, rest) = name.split_once('/')?;
    let (second, third) = rest.split_once('/')?;
    Some((first, second, third))
}

/// The name of the service in `cluster` that `text` means; `None` for one of another cluster.
pub(super) fn service<'a>(scope: &Scope, cluster: &str, text: &'a str) -> Result<Option<&'a str>> {
    if !text.starts_with("arn:") {
        return Ok(Some(text));
    }
    match resource(scope, text)? {
        Resource::Service { cluster: of, name } => Ok((of == cluster).then_some(name)),
        _ => Err(Error::invalid_parameter("Invalid identifier: Unexpected ARN type.").into()),
    }
}

/// The cluster's name that `text` means.
pub(super) fn cluster<'a>(scope: &Scope, text: Option<&'a str>) -> Result<&'a str> {
    match text {
        None | Some("") => Ok(DEFAULT),
        Some(arn) if arn.starts_with("arn:") => match resource(scope, arn)? {
            Resource::Cluster(name) => Ok(name),
            _ => Err(Error::invalid_parameter("Invalid identifier: Unexpected ARN type.").into()),
        },
        Some(name) => Ok(name),
    }
}

/// The id of the task in `cluster` that `text` means; `None` for one of another cluster.
pub(super) fn task(scope: &Scope, cluster: &str, text: &str) -> Result<Option<TaskId>> {
    Ok(task_id(scope, cluster, text)?.and_then(|id| id.parse().ok()))
}

/// The same as it stands in `text`. Of the right length and letters, but perhaps no id that
/// a task here can have.
pub(super) fn task_id<'a>(scope: &Scope, cluster: &str, text: &'a str) -> Result<Option<&'a str>> {
    let id = if text.starts_with("arn:") {
        match resource(scope, text)? {
            Resource::Task { cluster: of, .. } if of != cluster => return Ok(None),
            Resource::Task { id, .. } => id,
            _ => {
                let text = "Invalid identifier: Unexpected ARN type.";
                return Err(Error::invalid_parameter(text).into());
            }
        }
    } else {
        text
    };
    let length = id.len();
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        let text = format!("Invalid identifier: Identifier is for {text}.");
        return Err(Error::invalid_parameter(text).into());
    }
    if length != 32 && length != 36 {
        let text = "taskId length should be one of [32,36]";
        return Err(Error::invalid_parameter(text).into());
    }
    Ok(Some(id))
}

/// Whether `text` is the id of a task as every task here has one.
pub(super) fn is_task_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The task definition that `text` means: `family`, `family:revision`, or an ARN.
pub(super) fn task_definition<'a>(scope: &Scope, text: &'a str) -> Result<FamilyRevision<'a>> {
    if !text.starts_with("arn:") {
        return family_revision(text);
    }
    match resource(scope, text)? {
        Resource::TaskDefinition(found) => Ok(found),
        _ => Err(Error::client("Invalid task definition: unexpected ARN type.").into()),
    }
}

fn family_revision(text: &str) -> Result<FamilyRevision<'_>> {
    let Some((family, revision)) = text.split_once(':') else {
        return Ok(FamilyRevision { family: text, revision: None });
    };
    match revision.parse() {
        Ok(revision) if revision > 0 => Ok(FamilyRevision { family, revision: Some(revision) }),
        _ => Err(Error::client(format!("Invalid revision number. Number: {revision}")).into()),
    }
}

/// Whether `name` has 1-255 letters, digits, hyphens and underscores (API model).
pub(super) fn is_plain(name: &str) -> bool {
    (1..=255).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope::new("123456789012".parse().unwrap(), "us-east-1")
    }

    const ARN: &str = "arn:aws:ecs:us-east-1:123456789012:";

    #[test]
    fn a_cluster_is_named_by_name_by_arn_or_not_at_all() {
        let arn = format!("{ARN}cluster/web");
        for (text, name) in [(None, "default"), (Some("web"), "web"), (Some(&*arn), "web")] {
            assert_eq!(cluster(&scope(), text).unwrap(), name);
        }
        assert!(cluster(&scope(), Some(&format!("{ARN}task/a/b"))).is_err());
    }

    #[test]
    fn an_arn_of_another_account_or_region_is_refused() {
        for arn in [
            "arn:aws:ecs:eu-west-1:123456789012:cluster/web",
            "arn:aws:ecs:us-east-1:000000000000:cluster/web",
            "arn:aws:iam::123456789012:role/x",
            "arn:aws:ecs",
            "arn:",
        ] {
            assert!(cluster(&scope(), Some(arn)).is_err(), "{arn}");
        }
    }

    #[test]
    fn a_task_is_found_by_id_and_by_both_forms_of_arn() {
        let id = "0123456789abcdef0123456789abcdef";
        let found = |text: &str| task(&scope(), "web", text).unwrap().map(|id| id.to_string());
        assert_eq!(found(id).as_deref(), Some(id));
        assert_eq!(found(&format!("{ARN}task/web/{id}")).as_deref(), Some(id));
        assert_eq!(found(&format!("{ARN}task/other/{id}")), None);
        for bad in ["", "short", "../../../../../../etc/passwd"] {
            assert!(task(&scope(), "web", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_revision_is_a_positive_number() {
        let read = |text| task_definition(&scope(), text);
        let web = |revision| FamilyRevision { family: "web", revision };
        assert_eq!(read("web").unwrap(), web(None));
        assert_eq!(read("web:7").unwrap(), web(Some(7)));
        for bad in ["web:0", "web:x", "web:", "web:-1", "web:99999999999"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
