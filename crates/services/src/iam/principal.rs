//! What is done to users, groups and roles alike: their inline policies, the managed ones that
//! are attached, their boundaries.

use ferrogate_api::iam::{AttachedPermissionsBoundary, Error, PermissionsBoundaryAttachmentType};
use ferrogate_base::AccountId;
use ferrogate_records::Kind;
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{group, policy, role, user};
use ferrogate_state::Entry;

use super::quota::Quota;
use super::view::{Managed, View};
use super::{Iam, Result, document, quota};
use crate::change::Change;
use ferrogate_api::{Cx, Empty};

/// A user, a group or a role.
pub(super) trait Principal: Kind + Clone {
    /// `user`, as texts name it.
    const WHAT: &'static str;
    /// How many managed policies it can have attached.
    const ATTACHED: Quota;
    /// How many characters its inline policies can have together.
    const INLINE: Quota;

    fn key(account: &AccountId, name: &str) -> String;
    fn name(&self) -> &str;
    fn grants(&self) -> &Grants;
    fn grants_mut(&mut self) -> &mut Grants;

    /// Refuses what only AWS changes.
    fn check_own(&self) -> Result<()> {
        Ok(())
    }

    fn missing(name: &str) -> Error {
        Error::no_such_entity(format!("The {} with name {name} cannot be found.", Self::WHAT))
    }

    /// `User with name X already exists.`
    fn exists(name: &str) -> Error {
        let mut what = Self::WHAT.to_owned();
        what[..1].make_ascii_uppercase();
        Error::entity_already_exists(format!("{what} with name {name} already exists."))
    }
}

macro_rules! principal {
    ($($record:ident, $what:literal, $attached:ident, $inline:ident $(, $own:ident)?;)*) => {
        $(impl Principal for $record::Record {
            const WHAT: &'static str = $what;
            const ATTACHED: Quota = quota::$attached;
            const INLINE: Quota = quota::$inline;

            fn key(account: &AccountId, name: &str) -> String {
                $record::key(account, name)
            }

            fn name(&self) -> &str {
                &self.name
            }

            fn grants(&self) -> &Grants {
                &self.grants
            }

            fn grants_mut(&mut self) -> &mut Grants {
                &mut self.grants
            }

            $(fn check_own(&self) -> Result<()> {
                $own(self)
            })?
        })*
    };
}

principal! {
    user, "user", ATTACHED_TO_USER, INLINE_OF_USER;
    group, "group", ATTACHED_TO_GROUP, INLINE_OF_GROUP;
    role, "role", ATTACHED_TO_ROLE, INLINE_OF_ROLE, not_linked;
}

/// Service-linked roles are changed by their services alone.
fn not_linked(role: &role::Record) -> Result<()> {
    if role.service.is_none() {
        return Ok(());
    }
    Err(Error::unmodifiable_entity(format!(
        "Cannot perform the operation on the protected role '{}' - this role is only modifiable \
         by AWS",
        role.name
    ))
    .into())
}

impl Iam {
    /// Changes what a user, a group or a role may, or who may be it.
    pub(super) async fn alter_own<P: Principal>(
        &self,
        cx: &Cx,
        name: &str,
        alter: impl Fn(&View, &mut Change, &mut P) -> Result<()>,
    ) -> Result<Empty> {
        self.alter(cx, name, |view, change, new: &mut P| {
            new.check_own()?;
            alter(view, change, new)
        })
        .await
    }

    /// Changes what is told of a user, a group or a role.
    pub(super) async fn alter<P: Principal>(
        &self,
        cx: &Cx,
        name: &str,
        alter: impl Fn(&View, &mut Change, &mut P) -> Result<()>,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = view.find::<P>(name)?;
            let mut new = (**old).clone();
            alter(view, change, &mut new)?;
            change.put(&old, new)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn put_inline<P: Principal>(
        &self,
        cx: &Cx,
        name: &str,
        policy: &str,
        text: &str,
    ) -> Result<Empty> {
        document::check(text)?;
        self.alter_own::<P>(cx, name, |_, _, new| {
            let inline = &mut new.grants_mut().inline;
            inline.insert(policy.to_owned(), document::kept(text));
            let size: usize = inline.values().map(|text| document::size(text)).sum();
            let kept: usize = inline.values().map(String::len).sum();
            if size > P::INLINE.most || kept > document::KEPT_MAX {
                return Err(Error::limit_exceeded(format!(
                    "Maximum policy size of {} bytes exceeded for {} {name}",
                    P::INLINE.most,
                    P::WHAT,
                ))
                .into());
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn delete_inline<P: Principal>(
        &self,
        cx: &Cx,
        name: &str,
        policy: &str,
    ) -> Result<Empty> {
        self.alter_own::<P>(cx, name, |_, _, new| {
            let found = new.grants_mut().inline.remove(policy);
            found.map(drop).ok_or_else(|| no_inline::<P>(policy).into())
        })
        .await
    }

    /// The document of an inline policy, as answers have it.
    pub(super) fn inline<P: Principal>(&self, cx: &Cx, name: &str, policy: &str) -> Result<String> {
        let found = self.view(cx).find::<P>(name)?;
        let text = found.grants().inline.get(policy).ok_or_else(|| no_inline::<P>(policy))?;
        Ok(document::shown(text))
    }

    pub(super) fn inline_names<P: Principal>(&self, cx: &Cx, name: &str) -> Result<Vec<String>> {
        Ok(self.view(cx).find::<P>(name)?.grants().inline.keys().cloned().collect())
    }

    pub(super) async fn attach<P: Principal>(
        &self,
        cx: &Cx,
        name: &str,
        arn: &str,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let policy = view.managed(arn)?;
            let old = view.find::<P>(name)?;
            old.check_own()?;
            let policy = policy.ok_or_else(|| not_attachable("Policy", arn))?;
            if matches!(&policy, Managed::Aws(policy) if policy.is_of_services()) {
                let text = "Cannot attach a Service Role Policy to a Customer Role.";
                return Err(Error::policy_not_attachable(text).into());
            }
            let mut new = (**old).clone();
            let attached = &mut new.grants_mut().attached;
            if attached.iter().any(|known| known == arn) {
                return Ok(Empty::default());
            }
            P::ATTACHED.one_more(attached.len())?;
            attached.push(arn.to_owned());
            change.put(&old, new)?;
            count(change, &policy, |policy| policy.attachments += 1)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn detach<P: Principal>(
        &self,
        cx: &Cx,
        name: &str,
        arn: &str,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let policy = view.managed(arn)?;
            let old = view.find::<P>(name)?;
            old.check_own()?;
            let mut new = (**old).clone();
            let attached = &mut new.grants_mut().attached;
            let at = attached.iter().position(|known| known == arn);
            attached.remove(at.ok_or_else(|| no_policy(arn))?);
            change.put(&old, new)?;
            // One that is attached is there; were it not, it could be detached all the same.
            if let Some(policy) = policy {
                count(change, &policy, |policy| {
                    policy.attachments = policy.attachments.saturating_sub(1);
                })?;
            }
            Ok(Empty::default())
        })
        .await
    }
}

/// Writes what follows of a managed policy's uses. AWS's own are never deleted, and need none.
fn count(change: &mut Change, policy: &Managed, count: impl Fn(&mut policy::Record)) -> Result<()> {
    let Managed::Own(old) = policy else { return Ok(()) };
    let mut new = (***old).clone();
    count(&mut new);
    change.put(old, new)
}

/// Sets, changes or takes off a boundary, and writes what follows of the policies' uses.
pub(super) fn bound(
    view: &View,
    change: &mut Change,
    boundary: &mut Option<String>,
    arn: Option<&str>,
) -> Result<()> {
    if boundary.as_deref() == arn {
        return Ok(());
    }
    if let Some(arn) = arn {
        let policy = view.managed(arn)?.ok_or_else(|| not_attachable("Scope ARN:", arn))?;
        if matches!(&policy, Managed::Aws(policy) if policy.is_of_services()) {
            return Err(not_attachable("Scope ARN:", arn).into());
        }
        count(change, &policy, |policy| policy.boundaries += 1)?;
    }
    if let Some(old) = boundary.take()
        && let Some(policy) = view.managed(&old)?
    {
        count(change, &policy, |policy| policy.boundaries = policy.boundaries.saturating_sub(1))?;
    }
    *boundary = arn.map(str::to_owned);
    Ok(())
}

/// A boundary as answers have it.
pub(super) fn shown_boundary(boundary: Option<&String>) -> Option<AttachedPermissionsBoundary> {
    Some(AttachedPermissionsBoundary {
        // What AWS answers, though its model has another word.
        permissions_boundary_type: Some(PermissionsBoundaryAttachmentType::Unknown(
            "Policy".into(),
        )),
        permissions_boundary_arn: Some(boundary?.clone()),
    })
}

/// Refuses to delete who has policies.
pub(super) fn check_bare(grants: &Grants) -> Result<()> {
    let text = match grants {
        Grants { attached, .. } if !attached.is_empty() => "detach all policies",
        Grants { inline, .. } if !inline.is_empty() => "delete policies",
        _ => return Ok(()),
    };
    Err(delete_conflict(text).into())
}

pub(super) fn delete_conflict(what: &str) -> Error {
    Error::delete_conflict(format!("Cannot delete entity, must {what} first."))
}

pub(super) fn no_policy(arn: &str) -> Error {
    Error::no_such_entity(format!("Policy {arn} was not found."))
}

fn not_attachable(what: &str, arn: &str) -> Error {
    Error::no_such_entity(format!("{what} {arn} does not exist or is not attachable."))
}

fn no_inline<P: Principal>(policy: &str) -> Error {
    let text = format!("The {} policy with name {policy} cannot be found.", P::WHAT);
    Error::no_such_entity(text)
}

/// The name that an entry of a list of users, groups or roles has in it.
pub(super) fn place<P: Principal>(entry: &Entry<P>) -> String {
    entry.name().to_ascii_lowercase()
}
