//! Removing what nothing needs any more.

use std::collections::HashSet;

use ferrogate_image::Digest;
use ferrogate_image::blobs::Collected;
use ferrogate_records::Scope;
use ferrogate_records::ecr::image::{self, LAYER_KIND, Layer, layer_prefix};
use ferrogate_records::ecr::repository::{Record, Status};
use ferrogate_state::Row;
use ferrogate_store::{Op, Prefix, list_all};

use super::{Catalog, Result, changed};
use crate::Error;

/// Layers that one transaction removes.
const BATCH: usize = 90;

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads that nobody went on with.
    pub uploads: Collected,
    /// Layers that no image of their repository needs.
    pub layers: u64,
    /// Content that no repository has.
    pub content: Collected,
}

impl Catalog {
    /// Ends deletions that were cut short, and removes: uploads left lying; layers that no
    /// image of their repository needs and that came more than `grace_ms` ago (a push sends
    /// its layers first, its manifest last, so choose it longer than a push may take); and
    /// content without a record of the same age.
    ///
    /// Content is looked through while no upload can end, which takes as long as listing
    /// its folder: call it hourly, not all the time.
    ///
    /// # Errors
    /// When a record or the folder can't be read; what was removed stays so.
    pub async fn sweep(&self, grace_ms: u64) -> Result<Swept> {
        let mut swept = Swept { uploads: self.blobs().expire().await?, ..Swept::default() };
        for repository in self.state().table::<Record>().all()? {
            match repository.status {
                Status::Active => {
                    let (scope, name) = (&repository.scope, &repository.name);
                    swept.layers += self.sweep_layers(scope, name, grace_ms).await?;
                }
                Status::Deleting => {
                    if let Some(row) = self.state().read::<Record>(&repository.key).await?
                        && row.record.status == Status::Deleting
                    {
                        self.empty(row).await?;
                    }
                }
            }
        }
        let _alone = self.0.content.write().await;
        swept.content = self.blobs().gc(self.live().await?, grace_ms).await?;
        Ok(swept)
    }

    async fn sweep_layers(&self, scope: &Scope, name: &str, grace_ms: u64) -> Result<u64> {
        let mut removed = 0;
        loop {
            let repository = match self.settled(scope, name).await {
                Err(Error::NoRepository { .. }) => return Ok(removed),
                repository => repository?,
            };
            let batch = self.unneeded_layers(&repository.record, grace_ms).await?;
            if batch.is_empty() {
                return Ok(removed);
            }
            // A push that looked at these layers before they go meets a conflict.
            let mut guards = vec![repository.unchanged()];
            let mut ops = vec![changed(&repository)?];
            for row in &batch {
                guards.push(row.unchanged());
                ops.push(Op::Del(row.key.clone()));
            }
            if !self.try_write(&guards, &ops).await? {
                return Ok(removed); // busy: the next sweep comes back to it
            }
            removed += batch.len() as u64;
        }
    }

    async fn unneeded_layers(&self, of: &Record, grace_ms: u64) -> Result<Vec<Row<Layer>>> {
        let mut needed = HashSet::new();
        for image in self.images_of(of)? {
            needed.extend(image.layers.iter().cloned());
        }
        let prefix = Prefix::new(layer_prefix(&of.scope, &of.name))?;
        let (found, _) = list_all(&*self.state().store, &prefix).await?;
        let mut unneeded = Vec::new();
        for kv in found {
            let row = ferrogate_state::row::<Layer>(kv)?;
            let old = self.now().since_ms(row.record.at) >= grace_ms;
            if old && !needed.contains(row.key.name()) {
                unneeded.push(row);
            }
        }
        unneeded.truncate(BATCH);
        Ok(unneeded)
    }

    /// All content that a record names.
    async fn live(&self) -> Result<HashSet<Digest>> {
        let layers = Prefix::of(&[LAYER_KIND])?;
        let (found, _) = list_all(&*self.state().store, &layers).await?;
        let mut live: HashSet<Digest> =
            found.iter().filter_map(|kv| kv.key.name().parse().ok()).collect();
        for image in self.state().table::<image::Record>().all()? {
            live.extend(image.digest.parse());
        }
        Ok(live)
    }
}
