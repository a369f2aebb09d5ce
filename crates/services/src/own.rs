//! How a service that keeps records of its callers' own looks at them, and changes them.
//!
//! [`own!`] gives a service what it says in its own voice; the rest is the same for all.

use std::sync::Arc;

use ferrogate_api::{Cx, Failure};
use ferrogate_records::tag::{Tag, merge};
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Key;

use crate::change::{self, Change, Sight};

/// What an operation sees.
pub(crate) struct View {
    /// Whose records it is about, and where.
    pub(crate) scope: Scope,
    /// The records.
    pub(crate) snapshot: Snapshot,
}

impl Sight for View {
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl View {
    /// What is there now.
    pub(crate) fn of(state: &State, scope: Scope) -> Self {
        Self { scope, snapshot: state.snapshot() }
    }

    /// The record under a key.
    pub(crate) fn get<T: Kind, E>(&self, key: String) -> Result<Option<Arc<Entry<T>>>, Failure<E>> {
        let key = Key::new(key).map_err(fault)?;
        self.snapshot.table::<T>().get(&key).map_err(fault)
    }
}

/// Commits what `plan` makes of what it sees, and answers with what else it makes; from the start
/// when something of it was changed meanwhile. Every read afterwards sees it.
pub(crate) async fn change<R, E>(
    state: &State,
    scope: &Scope,
    plan: impl Fn(&View, &mut Change) -> Result<R, Failure<E>>,
) -> Result<R, Failure<E>> {
    let see = |snapshot| View { scope: scope.clone(), snapshot };
    change::apply(state, see, plan).await
}

/// Where a request comes from.
pub(crate) fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

pub(crate) fn fault<E>(cause: impl Into<Fault>) -> Failure<E> {
    Failure::fault(cause.into())
}

/// The views and changes of the service `$of`, and its two refusals: `$invalid` is the error of
/// what breaks a rule that the model does not say, by its text.
macro_rules! own {
    ($of:ty, $text:ident => $invalid:expr) => {
        type Result<T> = std::result::Result<T, ferrogate_api::Failure<Error>>;

        impl $of {
            fn view(&self, cx: &ferrogate_api::Cx) -> View {
                View::of(&self.state, scope(cx))
            }

            async fn change<R>(
                &self,
                cx: &ferrogate_api::Cx,
                plan: impl Fn(&View, &mut $crate::change::Change) -> Result<R>,
            ) -> Result<R> {
                $crate::own::change(&self.state, &scope(cx), plan).await
            }
        }

        /// Refuses what breaks a rule that the model does not say.
        fn invalid<T>(text: impl Into<String>) -> Result<T> {
            let $text: String = text.into();
            Err($invalid.into())
        }

        /// Refuses by its name what has no effect yet.
        fn not_built<T>(what: impl std::fmt::Display) -> Result<T> {
            Err(Error::not_built(format!("{what} is not built yet.")).into())
        }
    };
}
pub(crate) use own;

/// Tags of one object (AWS's limit of all tags).
pub(crate) const TAGS_MAX: usize = 50;

/// What is wrong with tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadTags {
    /// A key is one of AWS's own.
    Reserved,
    /// There are more than [`TAGS_MAX`].
    TooMany,
}

/// The tags of a request. Of two with the same key the second counts.
pub(crate) fn tags(
    asked: impl IntoIterator<Item = (Option<String>, Option<String>)>,
) -> Result<Vec<Tag>, BadTags> {
    let one = |(key, value): (Option<String>, Option<String>)| Tag {
        key: key.unwrap_or_default(),
        value: value.unwrap_or_default(),
    };
    let asked: Vec<Tag> = asked.into_iter().map(one).collect();
    if asked.iter().any(|tag| tag.key.starts_with("aws:")) {
        return Err(BadTags::Reserved);
    }
    tagged(&[], &asked)
}

/// An object's tags with others put over them.
pub(crate) fn tagged(old: &[Tag], new: &[Tag]) -> Result<Vec<Tag>, BadTags> {
    let mut tags = old.to_vec();
    merge(&mut tags, new.to_vec());
    if tags.len() > TAGS_MAX { Err(BadTags::TooMany) } else { Ok(tags) }
}

/// An object's tags but those with one of these keys.
pub(crate) fn untagged(old: &[Tag], keys: &[String]) -> Vec<Tag> {
    old.iter().filter(|tag| !keys.contains(&tag.key)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(key: &str, value: &str) -> (Option<String>, Option<String>) {
        (Some(key.to_owned()), Some(value.to_owned()))
    }

    #[test]
    fn tags_are_put_over_one_another_and_are_no_more_than_fifty() {
        let old = tags([pair("a", "1"), pair("a", "2"), pair("b", "1")]).unwrap();
        assert_eq!(old, tags([pair("a", "2"), pair("b", "1")]).unwrap());
        let new = tags([pair("b", "3")]).unwrap();
        assert_eq!(tagged(&old, &new).unwrap(), tags([pair("a", "2"), pair("b", "3")]).unwrap());
        assert_eq!(untagged(&old, &["b".to_owned(), "c".to_owned()]), old[..1]);
        assert_eq!(tags([pair("aws:x", "1")]), Err(BadTags::Reserved));
        let many = |count: usize| (0..count).map(|n| pair(&n.to_string(), ""));
        let full = tags(many(TAGS_MAX)).unwrap();
        assert_eq!(tags(many(TAGS_MAX + 1)), Err(BadTags::TooMany));
        assert_eq!(tagged(&full, &old), Err(BadTags::TooMany));
    }
}
