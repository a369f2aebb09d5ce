//! Uploads under way, in memory: whose they are, who works on them, how long ago.

use std::collections::HashMap;

use ferrogate_base::TimestampMs;

use super::{BlobOptions, UploadId};
use crate::digest::Hasher;

/// What is known of an upload beside its file.
pub(super) struct Session {
    /// Who started it; nobody after a restart.
    owner: String,
    /// When somebody began to work on it last.
    touched: TimestampMs,
    pub(super) busy: bool,
    /// The digest so far and how many bytes it covers. Lost at a restart; then finishing
    /// reads the file once more.
    pub(super) seen: Option<(Hasher, u64)>,
}

/// All of them. No owner has more than a share, and nobody can keep others out by starting
/// uploads and leaving them: then the longest left goes.
#[derive(Default)]
pub(super) struct Sessions(HashMap<UploadId, Session>);

/// A new upload has no place: all that could make room are being written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full {
    pub(super) max: usize,
}

impl Sessions {
    /// Starts an upload; answers the one that had to go for it.
    pub(super) fn start(
        &mut self,
        id: UploadId,
        owner: &str,
        now: TimestampMs,
        options: &BlobOptions,
    ) -> Result<Option<UploadId>, Full> {
        let gone = self.in_the_way(owner, options)?;
        if let Some(gone) = gone {
            self.0.remove(&gone);
        }
        let seen = Some((Hasher::sha256(), 0));
        self.0.insert(id, Session { owner: owner.to_owned(), touched: now, busy: false, seen });
        Ok(gone)
    }

    /// Takes up an upload that was found on the disk.
    pub(super) fn found(&mut self, id: UploadId, touched: TimestampMs) {
        self.0.insert(id, Session { owner: String::new(), touched, busy: false, seen: None });
    }

    pub(super) fn get_mut(&mut self, id: &UploadId) -> Option<&mut Session> {
        self.0.get_mut(id)
    }

    /// Begins to work on an upload.
    pub(super) fn touch(&mut self, id: &UploadId, now: TimestampMs) -> Option<&mut Session> {
        let session = self.0.get_mut(id)?;
        session.touched = now;
        Some(session)
    }

    pub(super) fn remove(&mut self, id: &UploadId) {
        self.0.remove(id);
    }

    pub(super) fn ids(&self) -> Vec<UploadId> {
        self.0.keys().copied().collect()
    }

    /// The upload that goes for a new one of `owner`, if one has to.
    fn in_the_way(&self, owner: &str, options: &BlobOptions) -> Result<Option<UploadId>, Full> {
        let share = options.uploads_of_one_max;
        let (whose, max) = if self.of(owner).count() >= share {
            (owner, share)
        } else if self.0.len() >= options.uploads_max {
            (self.greediest(), options.uploads_max)
        } else {
            return Ok(None);
        };
        let idle = self.of(whose).filter(|(_, session)| !session.busy);
        let oldest = idle.min_by_key(|(id, session)| (session.touched, **id));
        oldest.map(|(id, _)| Some(*id)).ok_or(Full { max })
    }

    fn of<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = (&'a UploadId, &'a Session)> {
        self.0.iter().filter(move |(_, session)| session.owner == owner)
    }

    /// Who has the most.
    fn greediest(&self) -> &str {
        let mut counts = HashMap::<&str, usize>::new();
        for session in self.0.values() {
            *counts.entry(&session.owner).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(owner, count)| (*count, *owner)).map_or("", |(o, _)| o)
    }
}
