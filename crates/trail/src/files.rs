//! The trail's files: the two lanes, and what has begun.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use crate::chain::Key;
use crate::intents::Intents;
use crate::lane::Lane;
use crate::{Entry, LANES, Options, TrailError};

/// The files of an open trail. They belong together: what has begun is looked for in a lane.
pub(crate) struct Files {
    pub(crate) lanes: [Lane; 2],
    pub(crate) intents: Intents,
}

impl Files {
    /// Opens them, and takes down what an earlier process had begun and not ended.
    pub(crate) fn open(
        folder: &Path,
        key: &Key,
        options: Options,
        now: u64,
    ) -> Result<Self, TrailError> {
        let [changes, others] = [0, 1].map(|at| {
            let bytes_max = options.lane_bytes[at];
            Lane::open(folder.join(LANES[at]), key.clone(), options, bytes_max)
        });
        let (mut changes, others) = (changes?, others?);
        let (mut intents, found) = Intents::open(folder, key.clone())?;
        let failed = |error| TrailError::new("opened", folder)(error);
        let ended: HashSet<String> =
            changes.ids_from(found.from).map_err(failed)?.into_iter().collect();
        for entry in found.entries.iter().filter(|entry| !ended.contains(&entry.id)) {
            changes.append(entry, now).map_err(failed)?;
        }
        changes.sync().map_err(failed)?;
        intents.renew(changes.next()).map_err(failed)?;
        Ok(Self { lanes: [changes, others], intents })
    }

    pub(crate) fn append(&mut self, entry: &Entry, now: u64) -> io::Result<()> {
        self.lanes[usize::from(entry.other)].append(entry, now)
    }

    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.lanes[0].sync().and(self.lanes[1].sync())
    }

    /// Writes the file of what has begun anew when it is long.
    pub(crate) fn shorten(&mut self) -> io::Result<()> {
        if !self.intents.is_long() {
            return Ok(());
        }
        self.lanes[0].sync()?;
        self.intents.renew(self.lanes[0].next())
    }
}
