//! What the host's image cache holds, and how it is made smaller.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use ferrogate_base::{TimestampMs, fsio};

use crate::digest::Digest;
use crate::pull::{Cache, Catalog, Image, PullError, Puller};
use crate::seal::break_seal;

/// Which images may stay.
#[derive(Clone, Debug)]
pub struct Keep {
    /// These stay in any case, by their digests: those that tasks run from.
    pub images: HashSet<Digest>,
    /// Of the others, what nobody has used for longer goes, in milliseconds.
    pub idle_ms_max: u64,
    /// Then the longest unused go, until all layers together have no more bytes than this.
    pub bytes_max: u64,
}

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Images forgotten.
    pub images: u64,
    /// Layers removed.
    pub layers: u64,
    /// Bytes that the layers had on disk, each file rounded up to 4 KiB.
    pub unpacked_bytes: u64,
}

impl Puller {
    /// The images in the cache, in no order.
    #[must_use]
    pub fn images(&self) -> Vec<Arc<Image>> {
        self.cache().catalog.lock().images.values().cloned().collect()
    }

    /// Forgets the images that `keep` does not let stay, and removes the layers that no image
    /// stands on any more. Spared as well: images of which somebody holds an `Arc`, and layers
    /// that a pull under way counts on. After a restart of the agent nobody holds one, so
    /// `keep` must name the images of all tasks that run.
    ///
    /// Killed midway, it leaves images that are whole and layers that the next sweep takes.
    ///
    /// # Errors
    /// When something can't be removed; what is gone stays gone.
    pub async fn sweep(&self, keep: Keep) -> Result<Swept, PullError> {
        let (cache, now) = (self.cache().clone(), self.now());
        let swept = tokio::task::spawn_blocking(move || sweep(&cache, &keep, now));
        let swept = swept.await.map_err(io::Error::other).and_then(|done| done);
        swept.map_err(PullError::store("removing images"))
    }
}

fn sweep(cache: &Cache, keep: &Keep, now: TimestampMs) -> io::Result<Swept> {
    let (swept, trash) = {
        let mut catalog = cache.catalog.lock();
        let in_use = in_use(&catalog, keep);
        for digest in &in_use {
            catalog.used.insert(digest.clone(), now);
        }
        let mut stock = Stock::of(cache, &catalog)?;
        let gone = choose(&catalog, &in_use, keep, now, &mut stock);
        let swept = Swept {
            images: gone.len() as u64,
            layers: stock.unneeded().count() as u64,
            unpacked_bytes: stock.unneeded().map(|layer| layer.bytes).sum(),
        };
        forget(cache, &mut catalog, &gone)?;
        note_use(cache, &catalog);
        (swept, set_aside(cache, &stock)?)
    };
    // Renamed away, they are in nobody's way: the lock is not held for this.
    trash.iter().try_for_each(|path| fsio::remove_all(path))?;
    Ok(swept)
}

/// The images that somebody uses now.
fn in_use(catalog: &Catalog, keep: &Keep) -> HashSet<Digest> {
    let held =
        |image: &&Arc<Image>| Arc::strong_count(image) > 1 || keep.images.contains(&image.digest);
    catalog.images.values().filter(held).map(|image| image.digest.clone()).collect()
}

/// A layer on disk, and how many images and pulls want it.
struct Stocked {
    bytes: u64,
    wanted: usize,
}

/// The layers on disk.
struct Stock(HashMap<Digest, Stocked>);

impl Stock {
    fn of(cache: &Cache, catalog: &Catalog) -> io::Result<Self> {
        let stocked = |diff_id: Digest| {
            let bytes = cache.layer_record(&diff_id).map_or(0, |record| record.unpacked_bytes);
            let wanted = catalog.pins.get(&diff_id).copied().unwrap_or(0);
            (diff_id, Stocked { bytes, wanted })
        };
        let mut stock = Self(cache.layers()?.into_iter().map(stocked).collect());
        for image in catalog.images.values() {
            stock.each_of(image, |layer| layer.wanted += 1);
        }
        Ok(stock)
    }

    /// Each layer of an image once, however often the image lists it.
    fn each_of(&mut self, image: &Image, mut change: impl FnMut(&mut Stocked)) {
        let distinct: HashSet<&Digest> = image.config.rootfs.diff_ids.iter().collect();
        for diff_id in distinct {
            if let Some(layer) = self.0.get_mut(diff_id) {
                change(layer);
            }
        }
    }

    fn wanted_bytes(&self) -> u64 {
        self.0.values().filter(|layer| layer.wanted > 0).map(|layer| layer.bytes).sum()
    }

    fn unneeded(&self) -> impl Iterator<Item = &Stocked> {
        self.0.values().filter(|layer| layer.wanted == 0)
    }
}

/// The images that go, of those that nobody uses; the stock is without them then.
fn choose(
    catalog: &Catalog,
    in_use: &HashSet<Digest>,
    keep: &Keep,
    now: TimestampMs,
    stock: &mut Stock,
) -> Vec<Digest> {
    let idle = catalog.images.values().filter(|image| !in_use.contains(&image.digest));
    let mut idle: Vec<_> = idle.map(|image| (catalog.last_used(&image.digest), image)).collect();
    idle.sort_by(|a, b| (a.0, &a.1.digest).cmp(&(b.0, &b.1.digest)));
    let mut gone = Vec::new();
    for (used, image) in idle {
        if now.since_ms(used) <= keep.idle_ms_max && stock.wanted_bytes() <= keep.bytes_max {
            break;
        }
        stock.each_of(image, |layer| layer.wanted -= 1);
        gone.push(image.digest.clone());
    }
    gone
}

/// Forgets images, and what led to them.
fn forget(cache: &Cache, catalog: &mut Catalog, gone: &[Digest]) -> io::Result<()> {
    for digest in gone {
        fsio::remove_all(&cache.record_path("images", digest))?;
        catalog.images.remove(digest);
        catalog.used.remove(digest);
    }
    let led: Vec<Digest> = catalog
        .indexes
        .iter()
        .filter(|(_, image)| !catalog.images.contains_key(*image))
        .map(|(index, _)| index.clone())
        .collect();
    for index in led {
        fsio::remove_all(&cache.record_path("indexes", &index))?;
        catalog.indexes.remove(&index);
    }
    Ok(())
}

/// Writes down when each image was used last, for the agent after this one. A time that can't
/// be written makes an image older than it is, which costs another pull at most.
fn note_use(cache: &Cache, catalog: &Catalog) {
    for (digest, used) in &catalog.used {
        let path = cache.record_path("images", digest);
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(used.0);
        let noted = fs::File::options().write(true).open(&path);
        if let Err(error) = noted.and_then(|file| file.set_modified(time)) {
            tracing::debug!(%error, path = %path.display(), "an image's use can't be noted");
        }
    }
}

/// Takes the names from layers that nobody wants; where they are then.
fn set_aside(cache: &Cache, stock: &Stock) -> io::Result<Vec<PathBuf>> {
    let mut trash = Vec::new();
    for (diff_id, _) in stock.0.iter().filter(|(_, layer)| layer.wanted == 0) {
        let path = cache.trash_path();
        break_seal(cache, diff_id)?;
        fs::rename(cache.layer_path(diff_id), &path)?;
        fsio::remove_all(&cache.record_path("layers", diff_id))?;
        trash.push(path);
    }
    Ok(trash)
}
