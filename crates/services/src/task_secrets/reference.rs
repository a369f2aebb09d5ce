//! Where the value of a task's secret is: `valueFrom` of a task definition.

/// Where a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// A parameter of the task's own account and region, by its name, or with a version.
    Name(String),
    /// A parameter by its ARN.
    Parameter {
        /// The region that it is in.
        region: String,
        /// The account that has it.
        account: String,
        /// Its ARN, without a version.
        arn: String,
        /// The ARN as it was written.
        written: String,
    },
    /// A secret of Secrets Manager.
    Secret(SecretPart),
}

/// A secret of Secrets Manager, and which part of which version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SecretPart {
    /// The region that it is in.
    pub(crate) region: String,
    /// The account that has it.
    pub(crate) account: String,
    /// Its ARN, without what follows it.
    pub(crate) arn: String,
    /// The member of its JSON document that is meant; all of its text when there is none.
    pub(crate) key: Option<String>,
    /// The staging label of the version that is meant.
    pub(crate) stage: Option<String>,
    /// The id of the version that is meant.
    pub(crate) version: Option<String>,
}

/// A text that says nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is neither a parameter's name, nor the ARN of a parameter or a secret")]
pub(crate) struct Nowhere;

impl Reference {
    /// Reads what a task definition says.
    pub(crate) fn parse(text: &str) -> Result<Self, Nowhere> {
        if !text.starts_with("arn:") {
            return name(text).map(Self::Name);
        }
        let parts: Vec<&str> = text.split(':').collect();
        let [_, _, service, region, account, ..] = parts[..] else { return Err(Nowhere) };
        let digits = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        if region.is_empty() || !digits {
            return Err(Nowhere);
        }
        let (region, account) = (region.to_owned(), account.to_owned());
        match (service, &parts[5..]) {
            ("ssm", [resource] | [resource, _]) => {
                let of = resource.strip_prefix("parameter/").ok_or(Nowhere)?;
                name(of)?;
                let arn = parts[..6].join(":");
                Ok(Self::Parameter { region, account, arn, written: text.to_owned() })
            }
            ("secretsmanager", ["secret", of, part @ ..]) if !of.is_empty() => {
                let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
                let (key, stage, version) = match part {
                    [] => (None, None, None),
                    [key, stage, version] => (given(key), given(stage), given(version)),
                    _ => return Err(Nowhere),
                };
                let arn = parts[..7].join(":");
                Ok(Self::Secret(SecretPart { region, account, arn, key, stage, version }))
            }
            _ => Err(Nowhere),
        }
    }
}

/// A parameter's name with what may select its version.
fn name(text: &str) -> Result<String, Nowhere> {
    let (name, selector) = text.split_once(':').unwrap_or((text, "latest"));
    let plain = |text: &str, more: &[u8]| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b) || more.contains(&b);
        !text.is_empty() && text.bytes().all(plain)
    };
    if plain(name, b"/") && plain(selector, b"") { Ok(text.to_owned()) } else { Err(Nowhere) }
}

/// The member of a JSON document: its text, or as JSON writes what is none. `None` when the document
/// is no object, or has it not.
pub(crate) fn member(document: &str, key: &str) -> Option<String> {
    let document: serde_json::Value = serde_json::from_str(document).ok()?;
    match document.get(key)? {
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> SecretPart {
        match Reference::parse(text) {
            Ok(Reference::Secret(part)) => part,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_secret_may_be_followed_by_a_key_a_stage_and_a_version() {
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/db-AbCdEf";
        let plain = part(arn);
        assert_eq!((&*plain.arn, plain.key, plain.stage, plain.version), (arn, None, None, None));
        let whole = part(&format!("{arn}:user:AWSPREVIOUS:"));
        assert_eq!((&*whole.arn, &*whole.region), (arn, "eu-west-1"));
        assert_eq!(whole.key.as_deref(), Some("user"));
        assert_eq!((whole.stage.as_deref(), whole.version), (Some("AWSPREVIOUS"), None));
        assert_eq!(part(&format!("{arn}:::v1")).version.as_deref(), Some("v1"));
        for bad in [":user", ":user:", ":a:b:c:d"] {
            assert_eq!(Reference::parse(&format!("{arn}{bad}")), Err(Nowhere), "{bad}");
        }
    }

    #[test]
    fn a_parameter_is_named_or_has_an_arn() {
        let arn = "arn:aws:ssm:us-east-1:000000000000:parameter/a/b";
        for (text, of) in [(arn.to_owned(), arn), (format!("{arn}:2"), arn)] {
            let found = Reference::parse(&text).unwrap();
            let Reference::Parameter { arn, written, .. } = found else { panic!("{found:?}") };
            assert_eq!((&*arn, &*written), (of, &*text));
        }
        assert_eq!(Reference::parse("/a/b:live"), Ok(Reference::Name("/a/b:live".into())));
        for bad in [
            "",
            "a b",
            "a:",
            ":1",
            "a:b:c",
            "arn:",
            "arn:aws:ssm:r:1:parameter/a",
            "arn:aws:ssm:us-east-1:000000000000:document/a",
            "arn:aws:s3:::b",
        ] {
            assert_eq!(Reference::parse(bad), Err(Nowhere), "{bad}");
        }
    }

    #[test]
    fn a_member_that_is_no_text_is_as_json_writes_it() {
        let document = r#"{"user": "a\"b", "port": 5432, "tls": true, "more": {"x": 1}}"#;
        let of = |key: &str| member(document, key);
        assert_eq!(of("user").as_deref(), Some("a\"b"));
        assert_eq!(of("port").as_deref(), Some("5432"));
        assert_eq!(of("tls").as_deref(), Some("true"));
        assert_eq!(of("more").as_deref(), Some(r#"{"x":1}"#));
        assert_eq!((of("none"), member("text", "user"), member("[1]", "0")), (None, None, None));
    }
}
