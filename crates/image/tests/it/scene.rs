//! A folder to unpack into, with neighbours that must stay as they are.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use ferrogate_image::unpack::{Limits, Report, UnpackCommand, UnpackError};

pub(crate) fn helper() -> UnpackCommand {
    UnpackCommand::new(env!("CARGO_BIN_EXE_ferrogate-unpack"), [] as [&str; 0])
}

pub(crate) fn need_root() {
    assert!(rustix::process::geteuid().is_root(), "these tests need root: they map 65,536 ids");
}

/// What a file is, down to its inode and times, and what it holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    inode: u64,
    mode: u32,
    owner: (u32, u32),
    changed: (i64, i64),
    links: u64,
    content: Option<Vec<u8>>,
}

/// Every file below `root`.
pub(crate) fn census(root: &Path) -> BTreeMap<PathBuf, Seen> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            if meta.is_dir() {
                folders.push(path.clone());
            }
            let seen = Seen {
                inode: meta.ino(),
                mode: meta.mode(),
                owner: (meta.uid(), meta.gid()),
                changed: (meta.ctime(), meta.ctime_nsec()),
                links: meta.nlink(),
                content: meta.is_file().then(|| fs::read(&path).unwrap()),
            };
            all.insert(path, seen);
        }
    }
    all
}

/// `canary/…` beside `layer/`, which is unpacked into.
pub(crate) struct Scene {
    folder: tempfile::TempDir,
    before: BTreeMap<PathBuf, Seen>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        need_root();
        let folder = tempfile::tempdir().unwrap();
        let canary = folder.path().join("canary");
        fs::create_dir_all(canary.join("sub")).unwrap();
        fs::write(canary.join("secret"), "untouched").unwrap();
        fs::write(canary.join("sub/other"), "untouched too").unwrap();
        std::os::unix::fs::symlink("secret", canary.join("link")).unwrap();
        let before = census(&canary);
        fs::create_dir(folder.path().join("layer")).unwrap();
        Self { folder, before }
    }

    pub(crate) fn canary(&self) -> PathBuf {
        self.folder.path().join("canary")
    }

    pub(crate) fn layer(&self) -> PathBuf {
        self.folder.path().join("layer")
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.layer().join(path)
    }

    pub(crate) async fn unpack(&self, archive: &[u8]) -> Result<Report, UnpackError> {
        self.unpack_within(archive, &Limits::default()).await
    }

    pub(crate) async fn unpack_within(
        &self,
        archive: &[u8],
        limits: &Limits,
    ) -> Result<Report, UnpackError> {
        let mut unpacking = helper().start(&self.layer(), limits).await?;
        for chunk in archive.chunks(64 << 10) {
            if !unpacking.feed(chunk).await {
                break;
            }
        }
        let done = unpacking.finish().await;
        self.assert_untouched();
        done
    }

    pub(crate) async fn refused(&self, archive: &[u8]) -> String {
        self.refused_within(archive, &Limits::default()).await
    }

    pub(crate) async fn refused_within(&self, archive: &[u8], limits: &Limits) -> String {
        match self.unpack_within(archive, limits).await {
            Err(UnpackError::Refused(reason)) => reason,
            other => panic!("not refused: {other:?}"),
        }
    }

    pub(crate) fn assert_untouched(&self) {
        assert_eq!(census(&self.canary()), self.before, "something outside the layer changed");
        let mut names: Vec<_> =
            fs::read_dir(self.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["canary", "layer"], "something beside the layer appeared");
    }
}
