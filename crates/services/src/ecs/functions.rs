//! Where the functions of lifecycle hooks are called: the setting `functions`.

use std::collections::BTreeMap;

use ferrogate_records::Scope;

/// What the ARN of a function has between account and name.
const KIND: &str = ":function:";

/// URLs by the names or ARNs of functions.
#[derive(Clone, Debug, Default)]
pub struct Functions(BTreeMap<String, String>);

impl Functions {
    /// Those of the setting.
    #[must_use]
    pub fn new(urls: BTreeMap<String, String>) -> Self {
        Self(urls)
    }

    /// Where the function with this ARN is called, which may end with a version or an alias. What
    /// the setting says of just that one is before what it says of the function, and what it says
    /// of an ARN before what it says of a name. A name is one of a function in any account; whose
    /// hook it is and whose function are the same account, and region, in any case.
    #[must_use]
    pub fn url(&self, scope: &Scope, arn: &str) -> Option<&str> {
        let of = scope.arn("lambda", "function:");
        let name = arn.strip_prefix(&*of).filter(|name| is_name(name))?;
        let plain = name.split(':').next().unwrap_or(name);
        let plain_arn = format!("{of}{plain}");
        let found = [arn, &plain_arn, name, plain].into_iter().find_map(|key| self.0.get(key));
        found.map(String::as_str)
    }
}

/// Whether a key of the setting names a function.
#[must_use]
pub fn is_function(key: &str) -> bool {
    let name = match key.starts_with("arn:") {
        true => key.split_once(KIND).map_or("", |(_, name)| name),
        false => key,
    };
    is_name(name)
}

/// A name, and perhaps a version or an alias (API model of Lambda, `FunctionName`).
fn is_name(name: &str) -> bool {
    let plain = |part: &str| {
        let of = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'$');
        (1..=128).contains(&part.len()) && part.bytes().all(of)
    };
    let mut parts = name.split(':');
    parts.next().is_some_and(plain) && parts.next().is_none_or(plain) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_very_function_is_before_what_is_said_of_more() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let arn = "arn:aws:lambda:us-east-1:000000000000:function:check";
        let urls = [
            (format!("{arn}:live"), "1"),
            (arn.to_owned(), "2"),
            ("check:old".into(), "3"),
            ("other".into(), "4"),
        ];
        let of = Functions::new(urls.map(|(key, url)| (key, url.to_owned())).into());
        let url = |name: &str| of.url(&scope, &arn.replace("check", name));
        assert_eq!(url("check:live"), Some("1"));
        assert_eq!(url("check"), Some("2"));
        assert_eq!(url("check:old"), Some("2"), "an ARN is before a name");
        assert_eq!(url("other:live"), Some("4"));
        for name in ["unknown", "", ":live", "check:", "check:a:b", "a/b", "other\n"] {
            assert_eq!(url(name), None, "{name}");
        }
        for arn in [
            "other",
            "arn:aws:lambda:us-east-1:111111111111:function:other",
            "arn:aws:lambda:us-east-2:000000000000:function:other",
            "arn:aws:sns:us-east-1:000000000000:function:other",
        ] {
            assert_eq!(of.url(&scope, arn), None, "{arn}");
        }
    }

    #[test]
    fn a_key_of_the_setting_names_a_function() {
        for key in ["a", "a:live", "arn:aws:lambda:us-east-1:000000000000:function:a:$LATEST"] {
            assert!(is_function(key), "{key}");
        }
        for key in ["", "a b", "a:b:c", "arn:aws:lambda:us-east-1:000000000000:a", "https://a"] {
            assert!(!is_function(key), "{key}");
        }
    }
}
