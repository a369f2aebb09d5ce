//! May this caller do this? The one place that is asked.

use crate::keys::Caller;

/// Actions that need no permission (API_GetCallerIdentity of STS).
const OPEN_TO_ALL: [&str; 1] = ["sts:GetCallerIdentity"];

/// A refusal, in the words of AWS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "User: {caller} is not authorized to perform: {action} on resource: {resource} because no \
     identity-based policy allows the {action} action"
)]
pub struct Denied {
    /// The caller's ARN.
    pub caller: String,
    /// The action, such as `ecs:RunTask`.
    pub action: String,
    /// The first resource the caller may not touch.
    pub resource: String,
}

/// Decides what callers may do. Until identities exist this is: an account's root may do
/// everything in its account, anybody else nothing.
#[derive(Clone, Debug, Default)]
pub struct Authorizer(());

impl Authorizer {
    /// The authoriser.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether `caller` may do `action` (`service:Operation`) on every one of `resources`
    /// (ARNs or `*`; none means `*`).
    ///
    /// # Errors
    /// [`Denied`], with the first resource that is out of reach: one of another account,
    /// or any at all for a caller who isn't the root.
    pub fn authorize(
        &self,
        caller: &Caller,
        action: &str,
        resources: &[&str],
    ) -> Result<(), Denied> {
        if OPEN_TO_ALL.contains(&action) {
            return Ok(());
        }
        let foreign = |arn: &&&str| account_of(arn).is_some_and(|a| a != caller.account.as_str());
        let resource = if caller.root {
            match resources.iter().find(foreign) {
                Some(resource) => resource,
                None => return Ok(()),
            }
        } else {
            resources.first().unwrap_or(&"*")
        };
        Err(Denied {
            caller: caller.arn.clone(),
            action: action.to_owned(),
            resource: (*resource).to_owned(),
        })
    }
}

/// The account an ARN names: its fifth field, unless that is empty or `aws`, which stands
/// for what AWS gives to all.
fn account_of(arn: &str) -> Option<&str> {
    let account = arn.strip_prefix("arn:")?.split(':').nth(3)?;
    (!account.is_empty() && account != "aws").then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> Caller {
        Caller::root("111122223333".parse().unwrap())
    }

    fn user() -> Caller {
        let arn = "arn:aws:iam::111122223333:user/bob".to_owned();
        Caller { arn, user_id: "AIDABOB".into(), root: false, ..root() }
    }

    #[test]
    fn root_may_do_everything_in_its_account() {
        let may = |resources: &[&str]| Authorizer::new().authorize(&root(), "ecs:Any", resources);
        assert_eq!(may(&[]), Ok(()));
        assert_eq!(may(&["*", "arn:aws:ecs:eu-west-1:111122223333:cluster/a"]), Ok(()));
        assert_eq!(may(&["arn:aws:s3:::bucket", "arn:aws:iam::aws:policy/ReadOnly"]), Ok(()));
    }

    #[test]
    fn root_is_nobody_in_another_account() {
        let theirs = "arn:aws:ecs:eu-west-1:444455556666:cluster/a";
        let denied = Authorizer::new().authorize(&root(), "ecs:DeleteCluster", &["*", theirs]);
        assert_eq!(denied.unwrap_err().resource, theirs);
    }

    #[test]
    fn anybody_else_is_denied_in_the_words_of_aws() {
        let denied = Authorizer::new().authorize(&user(), "ecs:RunTask", &[]).unwrap_err();
        assert_eq!(
            denied.to_string(),
            "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: ecs:RunTask \
             on resource: * because no identity-based policy allows the ecs:RunTask action"
        );
    }

    #[test]
    fn anybody_may_ask_who_they_are() {
        assert_eq!(Authorizer::new().authorize(&user(), "sts:GetCallerIdentity", &[]), Ok(()));
    }
}
