//! What is refused of a document when it is saved, in the order and the words in which AWS says it.

use std::collections::HashSet;

use crate::condition::{Compare, is_date};
use crate::document::{Document, Either, Principals, VERSION_2012, Written};
use crate::policy::Kind;

/// The partitions of AWS.
const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// How the sixth part of IAM's ARNs may begin.
const IAM_PATHS: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// What is wrong with a document: the message of `MalformedPolicyDocument`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It is no JSON, or has not the shape of a policy.
    #[error("Syntax errors in policy.")]
    Syntax,
    /// As AWS says it of trust policies.
    #[error("This policy contains invalid Json")]
    Json,
    /// Policies of users, groups and roles have the newer version.
    #[error("Policy document must be version 2012-10-17 or greater.")]
    Version,
    /// A value that can't be read.
    #[error("The policy failed legacy parsing")]
    Legacy,
    /// Two statements have one name.
    #[error("Statement IDs (SID) in a single policy must be unique.")]
    SameSid,
    /// A name has other letters than it may.
    #[error(
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
    )]
    Sid,
    /// A policy of an identity says whom it is about.
    #[error("Policy document should not specify a principal.")]
    Principal,
    /// A policy of a resource does not.
    #[error("Missing required field Principal")]
    NoPrincipal,
    /// It is about nobody that there can be.
    #[error("Invalid principal in policy: {0}")]
    InvalidPrincipal(String),
    /// What a trust policy can't have.
    #[error("Has prohibited field Resource")]
    ProhibitedResource,
    /// A statement has no action.
    #[error("Policy statement must contain actions.")]
    NoActions,
    /// A statement has no resource.
    #[error("Policy statement must contain resources.")]
    NoResources,
    /// Neither an ARN nor `*`.
    #[error("Resource {0} must be in ARN format or \"*\".")]
    NoArn(String),
    /// An ARN of nobody.
    #[error("Partition \"{partition}\" is not valid for resource \"{resource}\".")]
    Partition {
        /// What stands where the partition does.
        partition: String,
        /// The ARN with all its parts.
        resource: String,
    },
    /// An ARN without its service.
    #[error("Resource vendor must be fully qualified and cannot contain regexes.")]
    Vendor,
    /// An ARN of IAM of no kind.
    #[error("IAM resource path must either be \"*\" or start with {}.", IAM_PATHS.join(", "))]
    IamPath,
    /// IAM has no regions.
    #[error("IAM resource {0} cannot contain region information.")]
    IamRegion(String),
    /// Nor do the names of buckets.
    #[error("Resource {0} can not contain region information.")]
    Region(String),
    /// An action without its service.
    #[error("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    NoVendor,
    /// An action with too many parts.
    #[error("Actions/Condition can contain only one colon.")]
    Colons,
    /// A service that can't be one.
    #[error("Vendor {0} is not valid")]
    InvalidVendor(String),
    /// What a trust policy can't let anybody do.
    #[error(
        "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity"
    )]
    TrustAction,
}

/// Refuses what AWS refuses of a policy of this kind.
pub(crate) fn check(document: &Document, kind: Kind) -> Result<(), Malformed> {
    let all = &document.statements;
    if kind == Kind::Identity && document.version.as_deref() != Some(VERSION_2012) {
        return Err(Malformed::Version);
    }
    if all.iter().any(fails_legacy_parsing) {
        return Err(Malformed::Legacy);
    }
    sids(all, kind)?;
    for statement in all {
        principal(statement, kind)?;
    }
    if all.iter().any(|statement| is_empty(statement.actions.as_ref())) {
        return Err(Malformed::NoActions);
    }
    let is_about_its_own = matches!(kind, Kind::Trust | Kind::Repository);
    if is_about_its_own && all.iter().any(|statement| statement.resources.is_some()) {
        return Err(Malformed::ProhibitedResource);
    }
    for named in all.iter().filter_map(|statement| statement.resources.as_ref()) {
        named.of.iter().try_for_each(|arn| resource(arn))?;
    }
    for named in all.iter().filter_map(|statement| statement.actions.as_ref()) {
        named.of.iter().try_for_each(|name| action(name, kind))?;
    }
    if !is_about_its_own && all.iter().any(|statement| is_empty(statement.resources.as_ref())) {
        return Err(Malformed::NoResources);
    }
    Ok(())
}

fn is_empty(named: Option<&Either<Vec<String>>>) -> bool {
    named.is_none_or(|named| named.of.is_empty())
}

fn fails_legacy_parsing(statement: &Written) -> bool {
    let has_no_date = statement.conditions.iter().any(|(operator, _, values)| {
        matches!(operator.compare, Compare::Date(_)) && values.iter().any(|value| !is_date(value))
    });
    let resources = statement.resources.iter().flat_map(|named| &named.of);
    !statement.effect_has_its_case
        || has_no_date
        || resources.into_iter().any(|arn| lacks_part(arn))
}

/// An ARN that leaves a part out where others follow, and has too few of them; or has no service.
fn lacks_part(arn: &str) -> bool {
    let Some(rest) = arn.strip_prefix("arn:aws:") else { return false };
    let colons = arn.bytes().filter(|byte| *byte == b':').count();
    rest.starts_with(':') || colons < 5 && arn.contains("::")
}

fn sids(all: &[Written], kind: Kind) -> Result<(), Malformed> {
    let mut known = HashSet::new();
    for sid in all.iter().filter_map(|statement| statement.sid.as_deref()) {
        // Policies of resources may have others: KMS's own are called "Enable IAM User Permissions".
        let is_free = matches!(kind, Kind::Resource | Kind::Repository);
        if !is_free && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Malformed::Sid);
        }
        // Several may have no name.
        if !sid.is_empty() && !known.insert(sid) {
            return Err(Malformed::SameSid);
        }
    }
    Ok(())
}

fn principal(statement: &Written, kind: Kind) -> Result<(), Malformed> {
    match (&statement.principal, kind) {
        (Some(_), Kind::Identity) => Err(Malformed::Principal),
        (None, Kind::Identity) => Ok(()),
        (None, Kind::Trust | Kind::Resource | Kind::Repository) => Err(Malformed::NoPrincipal),
        (Some(Either { of: Principals::Everyone, .. }), Kind::Trust) => {
            Err(Malformed::InvalidPrincipal("\"STAR\":\"*\"".into()))
        }
        (Some(Either { of: Principals::Everyone, .. }), Kind::Resource | Kind::Repository) => {
            Ok(())
        }
        (Some(Either { of: Principals::Named(kinds), .. }), _) => {
            let all = kinds.iter().flat_map(|(kind, all)| all.iter().map(move |one| (kind, one)));
            let wrong = all.into_iter().find(|(kind, one)| !is_principal(kind, one));
            wrong.map_or(Ok(()), |(kind, one)| {
                Err(Malformed::InvalidPrincipal(format!("\"{kind}\":\"{one}\"")))
            })
        }
    }
}

/// A principal has no wildcards, but for `*` alone.
fn is_principal(kind: &str, one: &str) -> bool {
    match kind {
        "AWS" => {
            let is_account = one.len() == 12 && one.bytes().all(|byte| byte.is_ascii_digit());
            let is_arn = one.starts_with("arn:") && one.splitn(6, ':').count() == 6;
            one == "*" || is_account || is_arn && !one.contains(['*', '?'])
        }
        "Service" => one.contains('.') && !one.contains(['*', '?', ' ']),
        _ => !one.is_empty(),
    }
}

fn resource(arn: &str) -> Result<(), Malformed> {
    if arn == "*" {
        return Ok(());
    }
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, partition, rest @ ..] = &*parts else { return Err(Malformed::NoArn(arn.to_owned())) };
    if !PARTITIONS.contains(partition) {
        // Whatever stands before the first colon is taken as "arn".
        let missing = (rest.len()..4).map(|_| "*");
        let all: Vec<&str> = ["arn", *partition].into_iter().chain(rest.iter().copied()).collect();
        let resource = all.into_iter().chain(missing).collect::<Vec<_>>().join(":");
        return Err(Malformed::Partition { partition: (*partition).to_owned(), resource });
    }
    let part = |at: usize| rest.get(at).copied();
    let service = part(0).filter(|service| !service.is_empty() && !service.contains(['*', '?']));
    let Some(service) = service else { return Err(Malformed::Vendor) };
    let region = part(1).filter(|region| !region.is_empty() && *region != "*");
    let path = part(3).unwrap_or("*");
    match (service, region) {
        ("iam", Some(_)) => Err(Malformed::IamRegion(arn.to_owned())),
        ("iam", None) => {
            let known = path == "*" || IAM_PATHS.iter().any(|known| path.starts_with(known));
            // The root of an account has no path.
            if known || path == "root" { Ok(()) } else { Err(Malformed::IamPath) }
        }
        // Access points have a region, and an account.
        ("s3", Some(_)) if part(2).is_none_or(str::is_empty) => {
            Err(Malformed::Region(arn.to_owned()))
        }
        _ => Ok(()),
    }
}

fn action(name: &str, kind: Kind) -> Result<(), Malformed> {
    if kind == Kind::Trust && !is_of_trust(name) {
        return Err(Malformed::TrustAction);
    }
    if name == "*" {
        return Ok(());
    }
    let Some((vendor, rest)) = name.split_once(':') else { return Err(Malformed::NoVendor) };
    if rest.contains(':') {
        return Err(Malformed::Colons);
    }
    let may_be = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if vendor.is_empty() || !vendor.bytes().all(may_be) {
        return Err(Malformed::InvalidVendor(vendor.to_owned()));
    }
    Ok(())
}

fn is_of_trust(action: &str) -> bool {
    action.get(..4).is_some_and(|vendor| vendor.eq_ignore_ascii_case("sts:"))
}
