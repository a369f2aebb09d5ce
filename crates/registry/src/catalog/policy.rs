//! Documents attached to repositories: kept as they were sent, checked by who takes them.

use std::collections::BTreeMap;

use ferrogate_records::Scope;
use ferrogate_records::ecr::policy::{self, Purpose, Record};
use ferrogate_state::{as_read, next, put};
use ferrogate_store::Op;

use super::{Catalog, Result, key, until_written};

impl Catalog {
    /// A repository's document.
    ///
    /// # Errors
    /// [`crate::Error::NoRepository`].
    pub async fn policy(
        &self,
        scope: &Scope,
        repository: &str,
        purpose: Purpose,
    ) -> Result<Option<Record>> {
        self.repository(scope, repository)?;
        let at = key(policy::key(scope, repository, purpose))?;
        Ok(self.state().read::<Record>(&at).await?.map(|row| row.record.record))
    }

    /// Attaches a document to a repository, over the one that is there. `principals` are the
    /// unique ids of whom it names.
    ///
    /// # Errors
    /// [`crate::Error::NoRepository`].
    pub async fn set_policy(
        &self,
        scope: &Scope,
        repository: &str,
        purpose: Purpose,
        text: &str,
        principals: &BTreeMap<String, String>,
    ) -> Result<()> {
        let at = key(policy::key(scope, repository, purpose))?;
        until_written!({
            let row = self.settled(scope, repository).await?;
            let known = self.state().read::<Record>(&at).await?;
            let (text, principals) = (text.to_owned(), principals.clone());
            let record = next(known.as_ref(), Record { text, at: self.now(), principals });
            let guards = [row.unchanged(), as_read(&at, known.as_ref())];
            self.try_write(&guards, &[put(at.clone(), &record)?]).await?.then_some(())
        })
    }

    /// Takes a repository's document away and returns it; `None` when there is none.
    ///
    /// # Errors
    /// [`crate::Error::NoRepository`].
    pub async fn delete_policy(
        &self,
        scope: &Scope,
        repository: &str,
        purpose: Purpose,
    ) -> Result<Option<Record>> {
        self.repository(scope, repository)?;
        let at = key(policy::key(scope, repository, purpose))?;
        until_written!({
            let Some(row) = self.state().read::<Record>(&at).await? else { return Ok(None) };
            let written = self.try_write(&[row.unchanged()], &[Op::Del(at.clone())]).await?;
            written.then_some(Some(row.record.record))
        })
    }
}
