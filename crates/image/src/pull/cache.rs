//! What is on this host: records of images and layers, in memory and on disk.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::{TimestampMs, fsio};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::resolve::Found;
use super::{Image, PullError};
use crate::digest::{Algorithm, Digest};
use crate::manifest::ImageConfig;
use crate::unpack::Report;

const SCHEMA: u32 = 1;
/// The helpers of an agent that was killed are gone in far less.
const HELPERS_END_WITHIN: Duration = Duration::from_secs(10);

/// An image as it is written down.
#[derive(Serialize, Deserialize)]
struct ImageRecord {
    schema: u32,
    digest: Digest,
    compressed_bytes: u64,
    config: ImageConfig,
}

/// Which image of an index this host runs.
#[derive(Serialize, Deserialize)]
struct IndexRecord {
    schema: u32,
    image: Digest,
}

/// A layer as it is written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LayerRecord {
    schema: u32,
    pub(crate) unpacked_bytes: u64,
    pub(crate) entries: u64,
}

impl LayerRecord {
    pub(super) fn new(report: &Report) -> Self {
        Self { schema: SCHEMA, unpacked_bytes: report.unpacked_bytes, entries: report.entries }
    }
}

#[derive(Default)]
pub(crate) struct Catalog {
    pub(crate) images: HashMap<Digest, Arc<Image>>,
    pub(crate) indexes: HashMap<Digest, Digest>,
    /// Layers that pulls under way count on.
    pub(crate) pins: HashMap<Digest, usize>,
    /// When each image was asked for last; on disk it is the time of the image's record.
    pub(crate) used: HashMap<Digest, TimestampMs>,
}

/// Records and paths. Every decision to remove a layer is made and carried out under the
/// catalogue's lock, and so is every pin: a layer found after pinning stays.
#[derive(Clone)]
pub(crate) struct Cache(Arc<State>);

pub(crate) struct State {
    root: PathBuf,
    pub(crate) catalog: Mutex<Catalog>,
}

/// Keeps layers from being removed while it lives.
pub(super) struct Pins {
    cache: Cache,
    diff_ids: Vec<Digest>,
}

impl Drop for Pins {
    fn drop(&mut self) {
        let mut catalog = self.cache.0.catalog.lock();
        for diff_id in &self.diff_ids {
            if let Some(count) = catalog.pins.get_mut(diff_id) {
                *count -= 1;
                if *count == 0 {
                    catalog.pins.remove(diff_id);
                }
            }
        }
    }
}

impl std::ops::Deref for Cache {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl Cache {
    /// What is below `root`, to look at: nothing is made, loaded or removed.
    pub(crate) fn at(root: &Path) -> Self {
        Self(Arc::new(State { root: root.to_owned(), catalog: Mutex::default() }))
    }

    pub(super) fn open(root: &Path) -> Result<Self, PullError> {
        let cache = Self::at(root);
        let mut make = fs::DirBuilder::new();
        // Nobody but root walks in here: setuid files of images lie below.
        make.recursive(true).mode(0o700);
        for kind in ["layers", "images", "indexes"] {
            let made = make.create(root.join(kind).join("sha256"));
            made.map_err(PullError::store("making the image folder"))?;
        }
        cache.remove_leftovers().map_err(PullError::store("removing leftovers"))?;
        cache.load().map_err(PullError::store("reading the image records"))?;
        Ok(cache)
    }

    /// An image by its own digest or by that of an index that leads to it; it is used `now`.
    pub(super) fn image(&self, digest: &Digest, now: TimestampMs) -> Option<Arc<Image>> {
        let mut catalog = self.catalog.lock();
        let digest = catalog.indexes.get(digest).unwrap_or(digest);
        let image = catalog.images.get(digest).cloned()?;
        catalog.used.insert(image.digest.clone(), now);
        Some(image)
    }

    pub(super) fn pin(&self, diff_ids: &[Digest]) -> Pins {
        let mut catalog = self.catalog.lock();
        for diff_id in diff_ids {
            *catalog.pins.entry(diff_id.clone()).or_default() += 1;
        }
        Pins { cache: self.clone(), diff_ids: diff_ids.to_vec() }
    }

    /// Writes an image down whose layers are all here.
    pub(super) async fn record(
        &self,
        digest: Digest,
        config: ImageConfig,
        compressed_bytes: u64,
        now: TimestampMs,
    ) -> Result<Arc<Image>, PullError> {
        let cache = self.clone();
        let recorded = tokio::task::spawn_blocking(move || {
            let record = ImageRecord { schema: SCHEMA, digest, compressed_bytes, config };
            cache.write("images", &record.digest, &record)?;
            let image = Arc::new(cache.image_of(record));
            let mut catalog = cache.catalog.lock();
            catalog.images.insert(image.digest.clone(), Arc::clone(&image));
            catalog.used.insert(image.digest.clone(), now);
            Ok(image)
        });
        let recorded = recorded.await.map_err(io::Error::other).and_then(|done| done);
        recorded.map_err(PullError::store("recording an image"))
    }

    /// Remembers which image an index led to.
    pub(super) async fn note_index(&self, found: &Found) -> Result<(), PullError> {
        let Some(index) = found.index.clone() else { return Ok(()) };
        if self.catalog.lock().indexes.get(&index) == Some(&found.digest) {
            return Ok(());
        }
        let (cache, image) = (self.clone(), found.digest.clone());
        let noted = tokio::task::spawn_blocking(move || {
            cache.write(
                "indexes",
                &index,
                &IndexRecord { schema: SCHEMA, image: image.clone() },
            )?;
            cache.catalog.lock().indexes.insert(index, image);
            Ok(())
        });
        let noted = noted.await.map_err(io::Error::other).and_then(|done| done);
        noted.map_err(PullError::store("recording an index"))
    }

    pub(crate) fn layer_path(&self, diff_id: &Digest) -> PathBuf {
        self.layers_folder().join(file_name(diff_id))
    }

    /// What a layer was when it was sealed.
    pub(crate) fn seal_path(&self, diff_id: &Digest) -> PathBuf {
        self.layers_folder().join(format!("{}.seal", file_name(diff_id)))
    }

    pub(super) fn partial_path(&self, diff_id: &Digest) -> PathBuf {
        self.layers_folder().join(format!("{}.tmp-{}", file_name(diff_id), Uuid::new_v4()))
    }

    /// A name for what is about to be removed; removed at the next start if it is not before.
    pub(crate) fn trash_path(&self) -> PathBuf {
        self.layers_folder().join(format!("trash.tmp-{}", Uuid::new_v4()))
    }

    pub(super) fn write_layer_record(
        &self,
        diff_id: &Digest,
        record: &LayerRecord,
    ) -> io::Result<()> {
        self.write("layers", diff_id, record)
    }

    pub(crate) fn layer_record(&self, diff_id: &Digest) -> Option<LayerRecord> {
        read(&self.record_path("layers", diff_id))
    }

    pub(crate) fn record_path(&self, kind: &str, digest: &Digest) -> PathBuf {
        self.root.join(kind).join("sha256").join(format!("{}.json", file_name(digest)))
    }

    /// The diff ids of all layers here.
    pub(crate) fn layers(&self) -> io::Result<Vec<Digest>> {
        let entries = fs::read_dir(self.layers_folder())?;
        let names = entries.map(|entry| entry.map(|e| e.file_name()));
        let names = names.collect::<io::Result<Vec<_>>>()?;
        Ok(names.iter().filter_map(|name| digest_of(name.to_str()?)).collect())
    }

    /// The images of each layer as their records say: their digests, each with those of the
    /// indexes that lead to it.
    pub(crate) fn images_by_layer(&self) -> io::Result<HashMap<Digest, Vec<Digest>>> {
        let mut named: HashMap<Digest, Vec<Digest>> = HashMap::new();
        for path in json_files(&self.root.join("indexes").join("sha256"))? {
            let index = path.file_stem().and_then(|name| name.to_str()).and_then(digest_of);
            if let (Some(index), Some(record)) = (index, read::<IndexRecord>(&path)) {
                named.entry(record.image).or_default().push(index);
            }
        }
        let mut of_layers: HashMap<Digest, Vec<Digest>> = HashMap::new();
        for path in json_files(&self.root.join("images").join("sha256"))? {
            let Some(record) = read::<ImageRecord>(&path) else { continue };
            let indexes = named.remove(&record.digest).unwrap_or_default();
            let distinct: HashSet<Digest> = record.config.rootfs.diff_ids.into_iter().collect();
            for diff_id in distinct {
                let images = of_layers.entry(diff_id).or_default();
                images.push(record.digest.clone());
                images.extend(indexes.iter().cloned());
            }
        }
        Ok(of_layers)
    }

    fn layers_folder(&self) -> PathBuf {
        self.root.join("layers").join("sha256")
    }

    fn write<T: Serialize>(&self, kind: &str, digest: &Digest, record: &T) -> io::Result<()> {
        let bytes = serde_json::to_vec(record).map_err(io::Error::other)?;
        fsio::write_atomic(&self.record_path(kind, digest), &bytes, 0o600)
    }

    fn image_of(&self, record: ImageRecord) -> Image {
        let diff_ids = &record.config.rootfs.diff_ids;
        Image {
            layers: diff_ids.iter().map(|diff_id| self.layer_path(diff_id)).collect(),
            digest: record.digest,
            compressed_bytes: record.compressed_bytes,
            config: record.config,
        }
    }

    fn remove_leftovers(&self) -> io::Result<()> {
        for kind in ["layers", "images", "indexes"] {
            for entry in fs::read_dir(self.root.join(kind).join("sha256"))? {
                let path = entry?.path();
                let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
                if name.contains(".tmp-") || name.ends_with(".new") {
                    remove_leftover(&path)?;
                }
            }
        }
        Ok(())
    }

    fn load(&self) -> io::Result<()> {
        let mut catalog = self.catalog.lock();
        for path in json_files(&self.root.join("images").join("sha256"))? {
            let record = read::<ImageRecord>(&path).filter(|record| record.schema == SCHEMA);
            let image = record.map(|record| self.image_of(record));
            match image.filter(|image| image.layers.iter().all(|layer| layer.is_dir())) {
                Some(image) => {
                    catalog.used.insert(image.digest.clone(), written_at(&path)?);
                    catalog.images.insert(image.digest.clone(), Arc::new(image));
                }
                // Of no use: the image is fetched again when it is asked for.
                None => fsio::remove_all(&path)?,
            }
        }
        for path in json_files(&self.root.join("indexes").join("sha256"))? {
            let name = path.file_stem().and_then(|n| n.to_str()).and_then(digest_of);
            let record = read::<IndexRecord>(&path).filter(|record| record.schema == SCHEMA);
            match (name, record) {
                (Some(index), Some(record)) if catalog.images.contains_key(&record.image) => {
                    catalog.indexes.insert(index, record.image);
                }
                _ => fsio::remove_all(&path)?,
            }
        }
        Ok(())
    }
}

/// sha256 by its digits alone, so that a layer's folder is named as documented; anything
/// else with its algorithm in front.
fn file_name(digest: &Digest) -> String {
    match digest.algorithm() {
        Algorithm::Sha256 => digest.hex().to_owned(),
        other => format!("{}-{}", other.name(), digest.hex()),
    }
}

fn digest_of(name: &str) -> Option<Digest> {
    match name.split_once('-') {
        Some((algorithm, hex)) => format!("{algorithm}:{hex}").parse().ok(),
        None => format!("sha256:{name}").parse().ok(),
    }
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// When a record was written, or said to have been.
fn written_at(path: &Path) -> io::Result<TimestampMs> {
    let since = fs::metadata(path)?.modified()?.duration_since(std::time::UNIX_EPOCH);
    let ms = since.map_or(0, |since| since.as_millis());
    Ok(TimestampMs(u64::try_from(ms).unwrap_or(u64::MAX)))
}

fn json_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path()));
    let is_json = |path: &PathBuf| path.extension().is_some_and(|e| e == "json");
    Ok(paths.collect::<io::Result<Vec<_>>>()?.into_iter().filter(is_json).collect())
}

impl Catalog {
    /// When an image was asked for last.
    pub(crate) fn last_used(&self, digest: &Digest) -> TimestampMs {
        self.used.get(digest).copied().unwrap_or_default()
    }
}

/// Removes what an agent that was killed was at. Its helpers end with their input, and may write
/// until then. Blocks.
fn remove_leftover(path: &Path) -> io::Result<()> {
    let until = Instant::now() + HELPERS_END_WITHIN;
    loop {
        match fsio::remove_all(path) {
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(2));
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_still_writes_into_a_leftover_keeps_no_agent_from_starting() {
        let root = tempfile::tempdir().unwrap();
        drop(Cache::open(root.path()).unwrap());
        let left = root.path().join("layers/sha256/abc.tmp-1");
        fs::create_dir(&left).unwrap();
        std::thread::scope(|scope| {
            // A helper that works on until it hears that its input has ended.
            let helper =
                scope.spawn(|| (0..5000).all(|n| fs::write(left.join(n.to_string()), "").is_ok()));
            while !left.join("9").exists() && !helper.is_finished() {
                std::thread::yield_now();
            }
            Cache::open(root.path()).unwrap();
        });
        assert!(!left.exists());
    }
}
