//! ARNs of IAM's things, read.

/// What an ARN of IAM names: `arn:partition:iam::account:kind/path/name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`.
    pub partition: &'a str,
    /// 12 digits, or `aws` for what AWS gives to all.
    pub account: &'a str,
    /// `user`, `role`, `group`, `policy`, `instance-profile`.
    pub kind: &'a str,
    /// What stands between kind and name, with a slash before and after.
    pub path: &'a str,
    /// The last part.
    pub name: &'a str,
}

impl<'a> Arn<'a> {
    /// Reads an ARN; `None` if it is none of IAM's or names nothing. A name says in which record
    /// to look; whether that is the one that is meant its own ARN says, which is compared as a
    /// whole.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        if arn != "arn" || service != "iam" || !region.is_empty() {
            return None;
        }
        let (kind, _) = resource.split_once('/')?;
        let rest = &resource[kind.len()..];
        let at = rest.rfind('/')? + 1;
        let (path, name) = rest.split_at(at);
        (!name.is_empty()).then_some(Self { partition, account, kind, path, name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_read_is_the_whole_text(text in "(arn:aws:iam::1:)?[a-z/:\u{e9}]{0,12}") {
            if let Some(arn) = Arn::parse(&text) {
                let Arn { partition, account, kind, path, name } = arn;
                prop_assert_eq!(format!("arn:{partition}:iam::{account}:{kind}{path}{name}"), text);
            }
        }
    }

    #[test]
    fn an_arn_has_a_kind_a_path_and_a_name() {
        let arn = Arn::parse("arn:aws:iam::111122223333:role/a/b/c").unwrap();
        assert_eq!(
            (arn.account, arn.kind, arn.path, arn.name),
            ("111122223333", "role", "/a/b/", "c")
        );
        let arn = Arn::parse("arn:aws:iam::aws:policy/ReadOnlyAccess").unwrap();
        assert_eq!((arn.account, arn.path, arn.name), ("aws", "/", "ReadOnlyAccess"));
        for none in [
            "",
            "arn:aws:iam::1:root",
            "arn:aws:iam:eu:1:role/x",
            "arn:aws:s3:::a/b",
            "arn:aws:iam::1:role/",
        ] {
            assert_eq!(Arn::parse(none), None, "{none}");
        }
    }
}
