//! Images and tags: put, found, removed.

use bytes::Bytes;
use ferrogate_image::manifest::MANIFEST_BYTES_MAX;
use ferrogate_image::{Algorithm, Digest};
use ferrogate_records::Scope;
use ferrogate_records::ecr::image::{self, Record, TAGS_MAX, TagRecord};
use ferrogate_records::ecr::repository;
use ferrogate_state::{Doc, Row, as_read, next, put};
use ferrogate_store::{Guard, Op, Prefix};

use super::manifest::{self, Manifest, Referrer};
use super::{
    Catalog, Image, Reference, RepositoryRow, Result, changed, check_tag, key, names, until_written,
};
use crate::Error;

/// Tags that one transaction removes.
const TAGS_BATCH: usize = 90;

/// What putting an image did.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// The image as it is now.
    pub image: Record,
    /// Whether nothing changed: the repository had the image, under the tag.
    pub known: bool,
}

/// An image with its manifest.
#[derive(Clone, Debug)]
pub struct Found {
    /// The image.
    pub image: Record,
    /// The bytes that were pushed.
    pub manifest: Bytes,
}

/// What deleting did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deleted {
    /// The digest of the image.
    pub digest: String,
    /// The tags that are gone.
    pub tags: Vec<String>,
}

impl Catalog {
    /// The image that `reference` means, from memory.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::NoImage`].
    pub fn image(&self, scope: &Scope, repository: &str, reference: &Reference) -> Result<Image> {
        let repository = self.repository(scope, repository)?;
        let missing = || reference.not_found(&repository);
        let digest = match reference {
            Reference::Digest(digest) => digest.to_string(),
            Reference::Tag(tag) => {
                // A reader's tag may be anything: empty, or longer than a key.
                let at = key(image::tag_key(scope, &repository.name, tag));
                let at = at.map_err(|_| missing())?;
                self.state()
                    .table::<image::TagRecord>()
                    .get(&at)?
                    .ok_or_else(missing)?
                    .digest
                    .clone()
            }
        };
        let at = key(image::key(scope, &repository.name, &digest))?;
        self.state().table::<Record>().get(&at)?.ok_or_else(missing)
    }

    /// The image that `reference` means, with its manifest.
    ///
    /// # Errors
    /// As [`Catalog::image`].
    pub async fn read_image(
        &self,
        scope: &Scope,
        repository: &str,
        reference: &Reference,
    ) -> Result<Found> {
        let image = (**self.image(scope, repository, reference)?).clone();
        let manifest = self.manifest(&image).await?;
        Ok(Found { image, manifest })
    }

    async fn manifest(&self, image: &Record) -> Result<Bytes> {
        let digest = super::digest(&image.digest)?;
        Ok(self.blobs().read(&digest, MANIFEST_BYTES_MAX as u64).await?)
    }

    /// All tags of a repository in the order of their bytes, from memory.
    ///
    /// # Errors
    /// [`Error::NoRepository`].
    pub fn tags(&self, scope: &Scope, repository: &str) -> Result<Vec<String>> {
        self.repository(scope, repository)?;
        let prefix = Prefix::new(image::tag_prefix(scope, repository))?;
        let found = self.state().table::<image::TagRecord>().list(&prefix)?;
        Ok(found.iter().map(|entry| entry.key.name().to_owned()).collect())
    }

    /// Puts an image into a repository, under a tag if one is given. All that it needs must
    /// be there; its subject need not. Putting the same again is fine.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::BadManifest`], [`Error::ManifestTooLarge`],
    /// [`Error::DigestMismatch`], [`Error::LayersMissing`], [`Error::ImagesMissing`],
    /// [`Error::TagImmutable`], [`Error::TagsTooMany`], [`Error::BadTag`].
    pub async fn put_image(
        &self,
        scope: &Scope,
        repository: &str,
        bytes: Bytes,
        content_type: Option<&str>,
        promised: Option<&Digest>,
        tag: Option<&str>,
    ) -> Result<Pushed> {
        self.repository(scope, repository)?;
        if let Some(tag) = tag {
            check_tag(tag)?;
        }
        let algorithm = promised.map_or(Algorithm::Sha256, Digest::algorithm);
        let manifest = Manifest::read(bytes, content_type, algorithm)?;
        if let Some(promised) = promised.filter(|promised| **promised != manifest.digest) {
            let (promised, actual) = (promised.to_string(), manifest.digest.to_string());
            return Err(Error::DigestMismatch { promised, actual });
        }
        let _content = self.0.content.read().await;
        // Looked at before anything is written, so that a bad push leaves nothing.
        self.with_needs(scope, repository, &manifest).await?;
        self.blobs().put_bytes(algorithm, manifest.bytes.clone()).await?;
        until_written!({
            let repository = self.with_needs(scope, repository, &manifest).await?;
            self.record(&repository, &manifest, tag).await?
        })
    }

    /// The repository, which has all that a manifest needs. What is missing only because the
    /// repository is being changed is looked for again.
    async fn with_needs(
        &self,
        scope: &Scope,
        repository: &str,
        manifest: &Manifest,
    ) -> Result<RepositoryRow> {
        until_written!({
            let row = self.settled(scope, repository).await?;
            match self.check_needs(&row.record, manifest).await {
                Ok(()) => Some(row),
                Err(refused) if self.settled(scope, repository).await?.modify == row.modify => {
                    return Err(refused);
                }
                Err(_) => None,
            }
        })
    }

    async fn check_needs(
        &self,
        repository: &repository::Record,
        manifest: &Manifest,
    ) -> Result<()> {
        let digests = self.missing_layers(repository, &manifest.layers).await?;
        if !digests.is_empty() {
            let (repository, registry) = names(repository);
            return Err(Error::LayersMissing { repository, registry, digests });
        }
        let mut digests = Vec::new();
        for digest in &manifest.images {
            let digest = digest.to_string();
            let at = key(image::key(&repository.scope, &repository.name, &digest))?;
            if self.state().table::<Record>().get(&at)?.is_none() {
                digests.push(digest);
            }
        }
        if !digests.is_empty() {
            let (repository, registry) = names(repository);
            return Err(Error::ImagesMissing { repository, registry, digests });
        }
        Ok(())
    }

    /// Writes the image's record and moves the tag, in one transaction. `None` when
    /// something of it was changed meanwhile.
    async fn record(
        &self,
        repository: &RepositoryRow,
        manifest: &Manifest,
        tag: Option<&str>,
    ) -> Result<Option<Pushed>> {
        let (scope, name) = (&repository.record.scope, &repository.record.name);
        let digest = manifest.digest.to_string();
        let at = key(image::key(scope, name, &digest))?;
        let current = self.state().read::<Record>(&at).await?;
        let guard = as_read(&at, current.as_ref());
        let is_new = current.is_none();
        let mut image = match current {
            Some(row) => row.record,
            None => Doc::new(self.new_record(&repository.record, manifest)),
        };
        let mut guards = vec![repository.unchanged(), guard];
        let mut ops = vec![changed(repository)?];
        let moved = match tag {
            Some(tag) => {
                self.move_tag(&repository.record, &digest, tag, &mut guards, &mut ops).await?
            }
            None => false,
        };
        if !is_new && !moved {
            return Ok(Some(Pushed { image: image.record, known: true }));
        }
        if let Some(tag) = tag.filter(|_| moved) {
            image.tags.push(tag.to_owned());
            image.tags.sort();
            image.tags.dedup();
            if image.tags.len() > TAGS_MAX {
                return Err(Error::TagsTooMany { digest, max: TAGS_MAX });
            }
        }
        ops.push(put(at, &image)?);
        let written = self.try_write(&guards, &ops).await?;
        Ok(written.then_some(Pushed { image: image.record, known: false }))
    }

    /// What it takes to make `tag` stand for `digest`; `false` when it does.
    async fn move_tag(
        &self,
        repository: &repository::Record,
        digest: &str,
        tag: &str,
        guards: &mut Vec<Guard>,
        ops: &mut Vec<Op>,
    ) -> Result<bool> {
        let (scope, name) = (&repository.scope, &repository.name);
        let at = key(image::tag_key(scope, name, tag))?;
        let current = self.state().read::<TagRecord>(&at).await?;
        guards.push(as_read(&at, current.as_ref()));
        match &current {
            None => {}
            Some(row) if row.record.digest == digest => return Ok(false),
            Some(_) if !repository.mutability.may_move(tag) => {
                return Err(Error::TagImmutable { repository: name.clone(), tag: tag.into() });
            }
            Some(row) => {
                let from = key(image::key(scope, name, &row.record.digest))?;
                if let Some(mut old) = self.state().read::<Record>(&from).await? {
                    guards.push(old.unchanged());
                    old.record.tags.retain(|other| other != tag);
                    ops.push(put(from, &old.record)?);
                }
            }
        }
        let moved = next(current.as_ref(), TagRecord { digest: digest.to_owned() });
        ops.push(put(at, &moved)?);
        Ok(true)
    }

    fn new_record(&self, repository: &repository::Record, manifest: &Manifest) -> Record {
        Record {
            scope: repository.scope.clone(),
            repository: repository.name.clone(),
            digest: manifest.digest.to_string(),
            media_type: manifest.media_type.to_owned(),
            artifact_type: manifest.artifact_type.clone(),
            manifest_bytes: manifest.bytes.len() as u64,
            content_bytes: manifest.content_bytes,
            pushed_at: self.now(),
            subject: manifest.subject.as_ref().map(ToString::to_string),
            layers: manifest.layers.iter().map(|part| part.digest.to_string()).collect(),
            images: manifest.images.iter().map(ToString::to_string).collect(),
            tags: Vec::new(),
        }
    }

    /// Deletes an image with all its tags.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::NoImage`], [`Error::ImageNeeded`].
    pub async fn delete_image(
        &self,
        scope: &Scope,
        repository: &str,
        digest: &Digest,
    ) -> Result<Deleted> {
        let mut gone = Vec::new();
        until_written!({
            let (entry, row) = self.for_removal(scope, repository, digest).await?;
            self.check_not_needed(&entry.record, &row.record)?;
            let more = row.record.tags.len() > TAGS_BATCH;
            let some: Vec<String> = row.record.tags.iter().take(TAGS_BATCH).cloned().collect();
            let written = self.remove(&entry, &row, &some, !more).await?;
            if written {
                gone.extend(some);
            }
            (written && !more).then(|| {
                gone.sort();
                Deleted { digest: row.record.record.digest, tags: std::mem::take(&mut gone) }
            })
        })
    }

    /// Removes a tag; with `image_too` the image goes with its last tag, as by ECR's
    /// BatchDeleteImage.
    ///
    /// # Errors
    /// [`Error::NoRepository`], [`Error::NoImage`], [`Error::ImageNeeded`].
    pub async fn delete_tag(
        &self,
        scope: &Scope,
        repository: &str,
        tag: &str,
        image_too: bool,
    ) -> Result<Deleted> {
        let reference = Reference::Tag(tag.to_owned());
        until_written!({
            let found = self.image(scope, repository, &reference)?;
            let digest = super::digest(&found.digest)?;
            let (entry, row) = self.for_removal(scope, repository, &digest).await?;
            if row.record.tags.iter().any(|known| known == tag) {
                let last = image_too && row.record.tags.len() == 1;
                if last {
                    self.check_not_needed(&entry.record, &row.record)?;
                }
                let tags = vec![tag.to_owned()];
                let written = self.remove(&entry, &row, &tags, last).await?;
                written.then_some(Deleted { digest: row.record.record.digest, tags })
            } else {
                None // it was moved since the look into memory
            }
        })
    }

    async fn for_removal(
        &self,
        scope: &Scope,
        repository: &str,
        digest: &Digest,
    ) -> Result<(RepositoryRow, Row<Record>)> {
        let entry = self.settled(scope, repository).await?;
        let at = key(image::key(scope, repository, &digest.to_string()))?;
        match self.state().read::<Record>(&at).await? {
            Some(row) => Ok((entry, row)),
            None => Err(Reference::Digest(digest.clone()).not_found(&entry.record)),
        }
    }

    /// An image that an index names can't go before the index.
    fn check_not_needed(&self, repository: &repository::Record, image: &Record) -> Result<()> {
        let needs = |other: &&Image| other.images.contains(&image.digest);
        let by: Vec<String> = self
            .images_of(repository)?
            .iter()
            .filter(needs)
            .map(|index| index.digest.clone())
            .collect();
        if by.is_empty() { Ok(()) } else { Err(Error::ImageNeeded { by }) }
    }

    /// Removes tags of an image, and the image itself when it is to go `whole`.
    async fn remove(
        &self,
        repository: &RepositoryRow,
        row: &Row<Record>,
        tags: &[String],
        whole: bool,
    ) -> Result<bool> {
        let (scope, name) = (&repository.record.scope, &repository.record.name);
        let mut ops = vec![changed(repository)?];
        for tag in tags {
            ops.push(Op::Del(key(image::tag_key(scope, name, tag))?));
        }
        ops.push(if whole {
            Op::Del(row.key.clone())
        } else {
            let mut image = row.record.clone();
            image.tags.retain(|tag| !tags.contains(tag));
            put(row.key.clone(), &image)?
        });
        self.try_write(&[repository.unchanged(), row.unchanged()], &ops).await
    }

    /// The images that are about `subject`, by digest, at most `size` of them after `last`,
    /// and whether there are more. A repository need not have the subject itself.
    ///
    /// # Errors
    /// [`Error::NoRepository`], or a manifest that can't be read.
    pub async fn referrers(
        &self,
        scope: &Scope,
        repository: &str,
        subject: &Digest,
        artifact_types: &[String],
        last: Option<&str>,
        size: usize,
    ) -> Result<(Vec<Referrer>, bool)> {
        let repository = self.repository(scope, repository)?;
        let wanted = |image: &Image| {
            let kind = image.artifact_type.as_ref();
            last.is_none_or(|last| image.digest.as_str() > last)
                && (artifact_types.is_empty() || kind.is_some_and(|k| artifact_types.contains(k)))
        };
        let about = (image::prefix(&repository.scope, &repository.name), subject.to_string());
        let images = self.state().table::<Record>();
        let images: Vec<Image> =
            images.by::<image::About>(&about)?.filter(|image| wanted(image)).cloned().collect();
        let more = images.len() > size;
        let mut referrers = Vec::with_capacity(images.len().min(size));
        for image in images.into_iter().take(size) {
            referrers.push(Referrer {
                media_type: image.media_type.clone(),
                digest: image.digest.clone(),
                size: image.manifest_bytes,
                artifact_type: image.artifact_type.clone(),
                annotations: manifest::annotations(&self.manifest(&image).await?)?,
            });
        }
        Ok((referrers, more))
    }
}
