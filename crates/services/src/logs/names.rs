//! Names of groups and streams, and the forms in which clients write them.

use ferrogate_api::logs::Error;
use ferrogate_records::Scope;

use super::{Result, no_group};

/// The longest name, in characters (API model); also, for streams, in bytes: the log store
/// keeps no longer ones.
const NAME_MAX: usize = 512;

/// Checks the name of a group that is to be made (API_CreateLogGroup).
pub(super) fn check_group(name: &str) -> std::result::Result<(), String> {
    let good = |c: char| c.is_ascii_alphanumeric() || "_-/.#".contains(c);
    check_name("logGroupName", name, good, "[\\.\\-_/#A-Za-z0-9]+")?;
    if name.starts_with("aws/") {
        return Err("Log groups starting with aws/ are reserved for AWS.".into());
    }
    Ok(())
}

/// Checks the name of a stream that is to be made (API_CreateLogStream).
pub(super) fn check_stream(name: &str) -> std::result::Result<(), String> {
    check_name("logStreamName", name, |c| !":*\0".contains(c), "[^:*]*")
}

/// The limits of the model, which a task definition's log options have not met, and those of
/// the log store.
fn check_name(
    member: &str,
    name: &str,
    good: impl Fn(char) -> bool,
    pattern: &str,
) -> std::result::Result<(), String> {
    let rule = if name.is_empty() {
        "Member must have length greater than or equal to 1".to_owned()
    } else if name.len() > NAME_MAX {
        format!("Member must have length less than or equal to {NAME_MAX}")
    } else if !name.chars().all(good) {
        format!("Member must satisfy regular expression pattern: {pattern}")
    } else {
        return Ok(());
    };
    Err(format!(
        "1 validation error detected: Value at '{member}' failed to satisfy constraint: {rule}"
    ))
}

/// The group that a request means by its name or by its name or ARN.
pub(super) fn group(
    scope: &Scope,
    name: Option<String>,
    identifier: Option<String>,
) -> Result<String> {
    match (name, identifier) {
        (Some(name), None) => Ok(name),
        (None, Some(identifier)) => Ok(from_identifier(scope, &identifier)?.to_owned()),
        (Some(_), Some(_)) => Err(Error::validation(
            "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
        )
        .into()),
        (None, None) => {
            Err(Error::validation("Either a LogGroup name or a LogGroup ARN is required.").into())
        }
    }
}

/// The group's name in a name or an ARN, with or without `:*` behind it.
pub(super) fn from_identifier<'a>(scope: &Scope, text: &'a str) -> Result<&'a str> {
    if text.starts_with("arn:") { from_arn(scope, text) } else { Ok(text) }
}

/// The group's name in an ARN. One of another account or region is not found here.
pub(super) fn from_arn<'a>(scope: &Scope, arn: &'a str) -> Result<&'a str> {
    let bad = || Error::invalid_parameter(format!("The resource ARN '{arn}' is not valid."));
    let parts: Vec<&str> = arn.splitn(7, ':').collect();
    let ["arn", _, "logs", region, account, "log-group", name] = parts[..] else {
        return Err(bad().into());
    };
    let name = name.strip_suffix(":*").unwrap_or(name);
    if name.is_empty() || name.contains([':', '*']) {
        return Err(bad().into());
    }
    if region != scope.region || account != scope.account.as_str() {
        return Err(no_group().into());
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::{Failure, ServiceError};

    fn scope() -> Scope {
        Scope::new("000000000000".parse().unwrap(), "us-east-1")
    }

    fn code<T>(result: Result<T>) -> String {
        match result {
            Ok(_) => "ok".into(),
            Err(Failure::Aws(error)) => error.code().into(),
            Err(Failure::Fault(cause)) => panic!("{cause}"),
        }
    }

    #[test]
    fn a_group_is_named_in_three_forms() {
        for text in [
            "/ecs/web",
            "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/web",
            "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/web:*",
        ] {
            assert_eq!(from_identifier(&scope(), text).unwrap(), "/ecs/web");
        }
    }

    #[test]
    fn an_arn_of_elsewhere_or_of_something_else_names_no_group() {
        for (arn, refusal) in [
            ("arn:aws:logs:eu-west-1:000000000000:log-group:a", "ResourceNotFoundException"),
            ("arn:aws:logs:us-east-1:111111111111:log-group:a", "ResourceNotFoundException"),
            ("arn:aws:logs:us-east-1:000000000000:destination:a", "InvalidParameterException"),
            ("arn:aws:logs:us-east-1:000000000000:log-group:", "InvalidParameterException"),
            ("arn:aws:logs:us-east-1:000000000000:log-group::*", "InvalidParameterException"),
            (
                "arn:aws:logs:us-east-1:000000000000:log-group:a:log-stream:b",
                "InvalidParameterException",
            ),
            ("arn:aws:s3:::bucket", "InvalidParameterException"),
        ] {
            assert_eq!(code(from_arn(&scope(), arn)), refusal, "{arn}");
        }
    }

    #[test]
    fn a_request_names_its_group_once() {
        let some = || Some("a".to_owned());
        assert_eq!(group(&scope(), some(), None).unwrap(), "a");
        assert_eq!(group(&scope(), None, some()).unwrap(), "a");
        assert_eq!(code(group(&scope(), some(), some())), "ValidationException");
        assert_eq!(code(group(&scope(), None, None)), "ValidationException");
    }

    #[test]
    fn names_are_those_of_the_api() {
        let long = "x".repeat(513);
        for (name, group, stream) in [
            ("/ecs/web#1_a.b-c", true, true),
            ("", false, false),
            (&*long, false, false),
            ("aws/lambda", false, true),
            ("a b", false, true),
            ("a:b", false, false),
            ("a*", false, false),
            ("ü", false, true),
        ] {
            assert_eq!(check_group(name).is_ok(), group, "{name}");
            assert_eq!(check_stream(name).is_ok(), stream, "{name}");
        }
    }
}
