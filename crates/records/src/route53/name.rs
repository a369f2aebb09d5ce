//! Names of DNS, as Route 53 takes and shows them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name without the dot at its end, in lower case; an asterisk is a whole label or nowhere, and
/// stands for others as the first one only. The root is no name here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DnsName(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// A label is empty or longer than 63 characters, or the name is longer than 255.
    #[error("DomainLabelTooLong (Domain label is too long)")]
    Length,
    /// A label is empty.
    #[error("DomainLabelEmpty (Domain label is empty)")]
    Empty,
    /// Letters, digits, hyphens and underscores are taken, and an asterisk as a whole label.
    #[error("UnsupportedCharacter (Value contains unsupported characters)")]
    Character,
}

impl DnsName {
    /// Reads a name, with or without the dot at its end. `\052` is an asterisk.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Self, Bad> {
        let text = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let text = text.replace("\\052", "*");
        if text.len() > 253 {
            return Err(Bad::Length);
        }
        for label in text.split('.') {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            match label {
                "" => return Err(Bad::Empty),
                "*" => {}
                _ if label.len() > 63 => return Err(Bad::Length),
                _ if label.bytes().all(plain) => {}
                _ => return Err(Bad::Character),
            }
        }
        Ok(Self(text))
    }

    /// The name, without a dot at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is `zone` or below it.
    #[must_use]
    pub fn is_within(&self, zone: &Self) -> bool {
        let rest = self.0.strip_suffix(&zone.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// Its labels from the last to the first, in which order Route 53 lists names.
    #[must_use]
    pub fn reversed(&self) -> String {
        let mut labels: Vec<&str> = self.0.split('.').collect();
        labels.reverse();
        labels.join(".")
    }
}

/// As Route 53 shows it: with a dot at its end, an asterisk as `\052`.
impl fmt::Display for DnsName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.0.replace('*', "\\052"))
    }
}

impl TryFrom<String> for DnsName {
    type Error = Bad;

    fn try_from(text: String) -> Result<Self, Bad> {
        Self::parse(&text)
    }
}

impl From<DnsName> for String {
    fn from(name: DnsName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_without_case_and_shown_with_a_dot() {
        for (text, shown) in [
            ("Web.Example.internal", "web.example.internal."),
            ("*.example.internal.", "\\052.example.internal."),
            ("\\052.example.internal", "\\052.example.internal."),
            ("_sip._tcp.a", "_sip._tcp.a."),
            // As others have zones: it stands for nothing there.
            ("api.*.example.internal", "api.\\052.example.internal."),
            ("internal", "internal."),
        ] {
            assert_eq!(DnsName::parse(text).unwrap().to_string(), shown);
        }
        let long = ["a".repeat(64), "b".into()].join(".");
        for (text, bad) in [
            ("", Bad::Empty),
            (".", Bad::Empty),
            ("a..b", Bad::Empty),
            ("a*.b", Bad::Character),
            ("ä.b", Bad::Character),
            ("a b", Bad::Character),
            (&long, Bad::Length),
            (&["abcdefgh"; 32].join("."), Bad::Length),
        ] {
            assert_eq!(DnsName::parse(text), Err(bad), "{text}");
        }
    }

    #[test]
    fn a_zone_has_itself_and_what_is_below() {
        let name = |text| DnsName::parse(text).unwrap();
        assert!(name("a.b").is_within(&name("b")) && name("b").is_within(&name("b")));
        assert!(!name("ab").is_within(&name("b")) && !name("b").is_within(&name("a.b")));
    }
}
