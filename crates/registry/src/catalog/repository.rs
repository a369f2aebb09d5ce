//! Repositories: made, found, changed, deleted with all that is in them.

use ferrogate_records::ecr::repository::{self, Mutability, Record, Status};
use ferrogate_records::ecr::{image, policy};
use ferrogate_records::{Scope, Tag};
use ferrogate_state::{Row, create, put};
use ferrogate_store::{Guard, Op, Prefix};

use super::{Catalog, Image, Repository, Result, check_name, key, missing, names, until_written};
use crate::Error;

/// Operations of one transaction that removes a repository's content.
const BATCH: usize = 90;

impl Catalog {
    /// The repository `name`.
    ///
    /// # Errors
    /// [`Error::NoRepository`].
    pub fn repository(&self, scope: &Scope, name: &str) -> Result<Repository> {
        let missing = || missing(scope, name);
        if check_name(name).is_err() {
            return Err(missing());
        }
        let found = self.state().table::<Record>().get(&key(repository::key(scope, name))?)?;
        found.filter(|entry| entry.status == Status::Active).ok_or_else(missing)
    }

    /// All repositories of a scope by name, from memory.
    ///
    /// # Errors
    /// When the records can't be read.
    pub fn repositories(&self, scope: &Scope) -> Result<Vec<Repository>> {
        let prefix = Prefix::new(scope.prefix(repository::KIND))?;
        let mut found = self.state().table::<Record>().list(&prefix)?;
        found.retain(|entry| entry.status == Status::Active);
        // Keys escape the slash, which names sort by.
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// Makes a repository.
    ///
    /// # Errors
    /// [`Error::RepositoryExists`], [`Error::BadName`].
    pub async fn create_repository(
        &self,
        scope: &Scope,
        name: &str,
        mutability: Mutability,
        tags: Vec<Tag>,
    ) -> Result<Record> {
        check_name(name)?;
        let record = Record {
            scope: scope.clone(),
            name: name.to_owned(),
            created_at: self.now(),
            status: Status::Active,
            mutability,
            tags,
            changes: 0,
        };
        let at = key(repository::key(scope, name))?;
        until_written!({
            let existing = self.state().read::<Record>(&at).await?;
            if let Some(row) = existing {
                if row.record.status == Status::Active {
                    let (name, registry) = names(&record);
                    return Err(Error::RepositoryExists { name, registry });
                }
                self.empty(row).await?;
            }
            let op = create(at.clone(), &record)?;
            self.try_write(&[Guard::Absent(at.clone())], &[op]).await?.then_some(())
        })?;
        Ok(record)
    }

    /// The repository `name`, made if it is missing: what a push in development mode does.
    ///
    /// # Errors
    /// As [`Catalog::create_repository`].
    pub async fn ensure_repository(&self, scope: &Scope, name: &str) -> Result<()> {
        if self.repository(scope, name).is_ok() {
            return Ok(());
        }
        match self.create_repository(scope, name, Mutability::Mutable, vec![]).await {
            Ok(_) | Err(Error::RepositoryExists { .. }) => Ok(()),
            Err(e) => Err(e),
        }
    }

    /// Changes a repository's record; returns it as it is now.
    ///
    /// # Errors
    /// [`Error::NoRepository`], or what `change` refuses.
    pub async fn change_repository<E: From<Error>>(
        &self,
        scope: &Scope,
        name: &str,
        change: impl Fn(&mut Record) -> Result<(), E>,
    ) -> Result<Record, E> {
        let written: Result<Record> = until_written!({
            let row = self.settled(scope, name).await?;
            let mut record = row.record.clone();
            change(&mut record)?;
            let op = put(row.key.clone(), &record).map_err(Error::from)?;
            self.try_write(&[row.unchanged()], &[op]).await?.then_some(record.record)
        });
        Ok(written?)
    }

    /// Deletes a repository, with `force` also one that has images. Its layers' content goes
    /// with the next sweep.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::RepositoryNotEmpty`].
    pub async fn delete_repository(
        &self,
        scope: &Scope,
        name: &str,
        force: bool,
    ) -> Result<Record> {
        let record = until_written!({
            let row = self.settled(scope, name).await?;
            self.check_empty(&row.record, force)?;
            let mut record = row.record.clone();
            record.status = Status::Deleting;
            let op = put(row.key.clone(), &record)?;
            self.try_write(&[row.unchanged()], &[op]).await?.then_some(record.record)
        })?;
        // From here on nothing can be added, so the rest may take several transactions. If
        // this is cut short, the next sweep or the next repository of this name ends it.
        let at = key(repository::key(scope, name))?;
        if let Some(row) = self.state().read::<Record>(&at).await?
            && row.record.status == Status::Deleting
        {
            self.empty(row).await?;
        }
        Ok(Record { status: Status::Active, ..record })
    }

    fn check_empty(&self, repository: &Record, force: bool) -> Result<()> {
        if force || self.images_of(repository)?.is_empty() {
            return Ok(());
        }
        let (name, registry) = names(repository);
        Err(Error::RepositoryNotEmpty { name, registry })
    }

    /// All images of a repository, by digest.
    ///
    /// # Errors
    /// When the records can't be read.
    pub fn images_of(&self, repository: &Record) -> Result<Vec<Image>> {
        self.images_under(&image::prefix(&repository.scope, &repository.name))
    }

    /// Removes what is under a repository that is being deleted, and its record last. Picks
    /// up what an earlier attempt has left.
    pub(super) async fn empty(&self, row: Row<Record>) -> Result<()> {
        let (scope, name) = (&row.record.scope, &row.record.name);
        for prefix in [
            image::tag_prefix(scope, name),
            image::prefix(scope, name),
            image::layer_prefix(scope, name),
        ] {
            let prefix = Prefix::new(prefix)?;
            let (found, _) = ferrogate_store::list_all(&*self.state().store, &prefix).await?;
            for batch in found.chunks(BATCH) {
                let ops: Vec<Op> = batch.iter().map(|kv| Op::Del(kv.key.clone())).collect();
                self.try_write(&[row.unchanged()], &ops).await?;
            }
        }
        let mut ops = vec![Op::Del(row.key.clone())];
        for purpose in policy::Purpose::ALL {
            ops.push(Op::Del(key(policy::key(scope, name, purpose))?));
        }
        // A conflict means that somebody else has done the same.
        self.try_write(&[row.unchanged()], &ops).await?;
        Ok(())
    }
}
