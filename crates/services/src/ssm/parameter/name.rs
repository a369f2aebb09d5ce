//! How parameters are named: `name`, `name:3`, `name:label`, or an ARN.

use ferrogate_api::ssm::Error;
use ferrogate_records::Scope;
use ferrogate_records::ssm::parameter::names_of;

use super::super::Result;
use super::invalid;

/// Characters of a name (API_PutParameter).
const NAME_CHARS_MAX: usize = 1011;
/// Levels of a hierarchy (API_PutParameter).
const LEVELS_MAX: usize = 15;

/// A parameter that a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// As the request writes it.
    pub(super) written: String,
    /// The names that are meant, the likelier first; none of another account or region.
    pub(super) names: Vec<String>,
    /// Which version of it: a number or a label.
    pub(super) selector: Option<String>,
}

impl Asked {
    /// What a request asks for in `scope`.
    pub(super) fn parse(scope: &Scope, text: &str) -> Result<Self> {
        let asked = |names, selector: Option<&str>| Self {
            written: text.to_owned(),
            names,
            selector: selector.map(str::to_owned),
        };
        if text.starts_with("arn:") {
            let parts: Vec<&str> = text.splitn(7, ':').collect();
            let ["arn", _, "ssm", region, account, resource, ..] = parts[..] else {
                return Err(invalid(
                    "Invalid parameter Name. Please use correct syntax for referencing a version/label <name>:<version/label>",
                ));
            };
            let own = region == scope.region && account == scope.account.as_str();
            let name = resource.strip_prefix("parameter/").filter(|_| own);
            return Ok(asked(name.map(names_of).unwrap_or_default(), parts.get(6).copied()));
        }
        let (name, selector) = match text.split_once(':') {
            Some((name, selector)) => (name, Some(selector)),
            None => (text, None),
        };
        characters(name)?;
        if selector.is_some_and(|selector| selector.is_empty() || selector.contains(':')) {
            return Err(invalid(
                "Invalid parameter Name. Please use correct syntax for referencing a version/label <name>:<version/label>",
            ));
        }
        Ok(asked(vec![name.to_owned()], selector))
    }

    /// The same of a request that is about a parameter as a whole.
    pub(super) fn whole(scope: &Scope, text: &str) -> Result<Self> {
        let asked = Self::parse(scope, text)?;
        match asked.selector {
            Some(_) => Err(bad_characters()),
            None => Ok(asked),
        }
    }
}

/// Refuses names that no parameter can have.
fn characters(name: &str) -> Result<()> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_.-/".contains(&b);
    match !name.is_empty() && name.bytes().all(plain) {
        true => Ok(()),
        false => Err(bad_characters()),
    }
}

fn bad_characters() -> ferrogate_api::Failure<Error> {
    invalid(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, \
         it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a \
         mix of letters, numbers and the following 3 symbols .-_",
    )
}

/// Refuses names that no new parameter can have.
pub(super) fn check_new(name: &str) -> Result<()> {
    characters(name)?;
    if name.len() > NAME_CHARS_MAX {
        return Err(invalid(format!(
            "Parameter name: it can have at most {NAME_CHARS_MAX} characters."
        )));
    }
    let bare = name.strip_prefix('/').unwrap_or(name).to_ascii_lowercase();
    let levels: Vec<&str> = bare.split('/').collect();
    if bare.starts_with("aws") && levels.len() > 1 {
        let text = format!("No access to reserved parameter name: {name}.");
        return Err(Error::new("AccessDeniedException", text).into());
    }
    if bare.starts_with("ssm") && levels.len() > 1 {
        return Err(bad_characters());
    }
    if bare.starts_with("aws") || bare.starts_with("ssm") {
        return Err(invalid(
            "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).",
        ));
    }
    if levels.len() > 1 && !name.starts_with('/') {
        return Err(invalid("Parameter name must be a fully qualified name."));
    }
    if levels.iter().any(|level| level.is_empty()) {
        return Err(bad_characters());
    }
    if levels.len() > LEVELS_MAX {
        let text = format!("A parameter name can have at most {LEVELS_MAX} levels of a hierarchy.");
        return Err(Error::hierarchy_level_limit_exceeded(text).into());
    }
    Ok(())
}

/// A path with its closing slash.
pub(super) fn path(text: &str) -> Result<String> {
    let inner = text.strip_prefix('/').filter(|_| characters(text).is_ok());
    let Some(inner) = inner else {
        return Err(invalid(
            "The parameter doesn't meet the parameter name requirements. The parameter name must \
             begin with a forward slash \"/\". It can't be prefixed with \\\"aws\\\" or \
             \\\"ssm\\\" (case-insensitive). It must use only letters, numbers, or the following \
             symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. \
             All sub-paths, if specified, must use the forward slash symbol \"/\". Valid example: \
             /get/parameters2-/by1./path0_.",
        ));
    };
    let inner = inner.trim_end_matches('/');
    Ok(if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope::new("000000000000".parse().unwrap(), "us-east-1")
    }

    #[test]
    fn a_version_is_selected_after_the_name_or_the_arn() {
        let asked = |text: &str| {
            let asked = Asked::parse(&scope(), text).unwrap();
            (asked.names.join(" "), asked.selector)
        };
        let of =
            |names: &str, selector: Option<&str>| (names.to_owned(), selector.map(str::to_owned));
        assert_eq!(asked("/a/b"), of("/a/b", None));
        assert_eq!(asked("a:3"), of("a", Some("3")));
        assert_eq!(asked("/a/b:live"), of("/a/b", Some("live")));
        let arn = "arn:aws:ssm:us-east-1:000000000000:parameter/a/b";
        assert_eq!(asked(arn), of("/a/b", None));
        assert_eq!(asked(&format!("{arn}:2")), of("/a/b", Some("2")));
        assert_eq!(asked(&arn.replace("us-east-1", "eu-west-1")), of("", None));
        assert_eq!(asked(&arn.replace("0000:", "0001:")), of("", None));
        for bad in ["", ":3", "a:", "a:b:c", "a b", "a@b", "{a}", "arn:aws:s3:::b", "é"] {
            assert!(Asked::parse(&scope(), bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn new_names_are_plain_and_hierarchies_begin_with_a_slash() {
        for good in ["a", "/a", "/a/b", "a.b-c_d", "/x/aws", "/x/ssm/y", "Production"] {
            assert!(check_new(good).is_ok(), "{good}");
        }
        let deep = |levels: usize| "/a".repeat(levels);
        assert!(check_new(&deep(15)).is_ok() && check_new(&deep(16)).is_err());
        let long = "a".repeat(1012);
        for bad in [
            "", "a/b", "/a//b", "/a/", "//a", "aws", "AWS-x", "/aws/x", "ssm", "SSMx", "/ssm/x",
            "a b", "a:1", &long,
        ] {
            assert!(check_new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_path_begins_with_a_slash_and_may_end_with_one() {
        for (text, whole) in [("/", "/"), ("/a", "/a/"), ("/a/b/", "/a/b/")] {
            assert_eq!(path(text).unwrap(), whole);
        }
        assert!(path("a").is_err() && path("/a b").is_err());
    }
}
