//! Names of buses and rules.

use std::sync::Arc;

use ferrogate_api::Failure;
use ferrogate_api::events::Error;
use ferrogate_records::Scope;
use ferrogate_records::events::rule;
use ferrogate_state::Entry;

use super::{Result, View, invalid};

/// The bus that everybody has.
pub(super) const DEFAULT: &str = "default";

/// Refuses a bus that is not the default one: others can't be made here.
pub(super) fn check_bus(scope: &Scope, asked: Option<&str>) -> Result<()> {
    match asked {
        None | Some(DEFAULT) => Ok(()),
        Some(arn) if arn == bus_arn(scope) => Ok(()),
        Some(other) => Err(Error::resource_not_found(format!(
            "Event bus {} does not exist.",
            other.rsplit('/').next().unwrap_or(other)
        ))
        .into()),
    }
}

pub(super) fn bus_arn(scope: &Scope) -> String {
    scope.arn("events", &format!("event-bus/{DEFAULT}"))
}

/// The rule of a name.
pub(super) fn named(view: &View, name: &str) -> Result<Arc<Entry<rule::Record>>> {
    view.get::<rule::Record, _>(rule::key(&view.scope, name))?.ok_or_else(|| no_rule(name))
}

pub(super) fn no_rule(name: &str) -> Failure<Error> {
    let text = format!("Rule {name} does not exist on EventBus {DEFAULT}.");
    Error::resource_not_found(text).into()
}

pub(super) fn already_exists(text: String) -> Failure<Error> {
    Error::resource_already_exists(text).into()
}

/// Refuses one more than an account may have.
pub(super) fn too_many(held: usize, most: usize) -> Result<()> {
    match held >= most {
        true => {
            Err(Error::limit_exceeded("The requested resource exceeds the maximum number allowed.")
                .into())
        }
        false => Ok(()),
    }
}

/// Whether a text can be the name of a header (RFC 9110, section 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    let may = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(may)
}

/// Refuses what is no URL of http or https, has a password in it, which every log of it would show,
/// or stands for several hosts. The path may have asterisks where `open`.
pub(super) fn check_endpoint(name: &str, url: &str, open: bool) -> Result<()> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let good = rest.is_some_and(|rest| {
        let (host, after) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let stands_for = after.contains('*') && !open;
        !host.is_empty() && !host.contains(['@', '*']) && !rest.contains('#') && !stands_for
    });
    match good {
        true => Ok(()),
        false => invalid(format!("Parameter {name} is not valid. Reason: It is no valid URL.")),
    }
}

/// How many are answered at once.
pub(super) fn page_size(asked: Option<i32>) -> usize {
    asked.and_then(|size| usize::try_from(size).ok()).map_or(100, |size| size.clamp(1, 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_an_url_of_one_host_without_a_password() {
        for good in ["https://a", "http://a:1/b/*/c?d=*", "https://[::1]/", "https://a?b=@"] {
            assert!(check_endpoint("E", good, true).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "ftp://a",
            "https://",
            "https:///a",
            "https://u:p@a/",
            "https://*.a/b",
            "https://a/#b",
        ] {
            assert!(check_endpoint("E", bad, true).is_err(), "{bad}");
        }
        assert!(check_endpoint("E", "https://a/*", false).is_err());
    }

    #[test]
    fn a_header_has_a_token_for_its_name() {
        assert!(is_token("X-Api-Key") && is_token("a"));
        for bad in ["", "a b", "a:", "ä", "a\r\nb"] {
            assert!(!is_token(bad), "{bad:?}");
        }
    }
}
