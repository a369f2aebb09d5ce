//! AWS KMS: keys and the names they have.

pub mod alias;
pub mod grant;
pub mod key;

/// The service in ARNs.
pub const SERVICE: &str = "kms";

/// The vault that the material of keys is sealed in.
pub const VAULT: &str = "kms-keys";

use crate::Scope;

/// How a text names a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named<'t> {
    /// By its id.
    Id(&'t str),
    /// By an alias: `alias/…`.
    Alias(&'t str),
}

/// What a text names as seen from `here`: an id, an alias, or the ARN of one; `None` if it can name
/// no key. Keys of other accounts can be named, of other regions not.
#[must_use]
pub fn named<'t>(here: &Scope, text: &'t str) -> Option<(Scope, Named<'t>)> {
    if !text.starts_with("arn:") {
        let named = if text.starts_with("alias/") { Named::Alias(text) } else { Named::Id(text) };
        return Some((here.clone(), named));
    }
    let ["arn", _, SERVICE, region, account, rest] = text.splitn(6, ':').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let scope = Scope::new(account.parse().ok()?, region);
    let named = match rest.strip_prefix("key/") {
        Some(id) => Named::Id(id),
        None => rest.starts_with("alias/").then_some(Named::Alias(rest))?,
    };
    (region == here.region).then_some((scope, named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_in_four_ways() {
        let here = Scope::new("111122223333".parse().unwrap(), "eu-west-1");
        let id = |text| match named(&here, text) {
            Some((scope, Named::Id(id))) => format!("{} {id}", scope.account),
            Some((scope, Named::Alias(name))) => format!("{} {name}", scope.account),
            None => String::new(),
        };
        assert_eq!(id("k"), "111122223333 k");
        assert_eq!(id("alias/a"), "111122223333 alias/a");
        assert_eq!(id("arn:aws:kms:eu-west-1:444455556666:key/k"), "444455556666 k");
        assert_eq!(id("arn:aws:kms:eu-west-1:444455556666:alias/a/b"), "444455556666 alias/a/b");
        assert_eq!(id("arn:aws:kms:us-east-1:444455556666:key/k"), "");
        assert_eq!(id("arn:aws:s3:eu-west-1:444455556666:key/k"), "");
        assert_eq!(id("arn:aws:kms:eu-west-1:x:key/k"), "");
        assert_eq!(id("arn:aws:kms:eu-west-1:444455556666:k"), "");
    }
}
