//! Trees as layers. The bytes depend on the tree alone: entries are sorted, owners are
//! numbers, times are whole seconds, nothing is compressed.

use std::fs::File;
use std::io::{self, BufWriter};
use std::sync::Arc;

use ferrogate_image::tar::{Entry, Kind, Writer};
use ferrogate_image::unpack::{LayerCheck, Limits, Meaning};
use ferrogate_image::{Digest, Hashing};

use super::LayerError;
use super::content::{self, Stored};
use crate::tree::{Content, Node, Tree, What, shown};

/// A layer that was written.
#[derive(Debug)]
pub struct Written {
    /// Digest of its bytes, compressed or not: it is not.
    pub digest: Digest,
    /// How many bytes it has.
    pub size: u64,
    /// The same tree, with its contents in the layer: sources may change from now on.
    pub tree: Tree,
}

/// Writes all of a tree into an empty file.
///
/// # Errors
/// See [`LayerError`]; devices can't be written.
pub fn write(tree: &Tree, into: &Arc<File>) -> Result<Written, LayerError> {
    let sink = Hashing::new(BufWriter::new(into.as_ref()));
    let (mut writer, mut written) = (Writer::new(sink), Tree::default());
    let mut check = LayerCheck::new(Limits::default());
    for (path, node) in tree.below(b"") {
        let fail = |source| LayerError::File { path: shown(path), source };
        let mut entry = entry(path, node).map_err(fail)?;
        let Stored { mut bytes, parts } = match &node.what {
            What::File(content) => content::stored(content).map_err(fail)?,
            _ => Stored { bytes: Box::new(io::empty()), parts: None },
        };
        entry.sparse = parts.as_ref().map(|parts| parts.to_vec());
        admit(&mut check, &entry).map_err(|why| LayerError::Refused { path: shown(path), why })?;
        let offset = writer.entry(&entry, &mut *bytes).map_err(fail)?;
        let mut node = node.clone();
        if let What::File(content) = &mut node.what {
            let (archive, size) = (Arc::clone(into), content.size());
            *content = Content::Packed { archive, offset, size, parts };
        }
        written.put(path, node);
    }
    let (digest, size) = writer.finish()?.finish();
    Ok(Written { digest, size, tree: written })
}

/// Lets an entry through that a host unpacks to what it is.
fn admit(check: &mut LayerCheck, entry: &Entry) -> Result<(), String> {
    match check.admit(entry)? {
        Meaning::Something => Ok(()),
        Meaning::Gone => Err("its name would mean that something is gone".into()),
    }
}

fn entry(path: &[u8], node: &Node) -> io::Result<Entry> {
    let (mut path, mut link, mut size) = (path.to_vec(), Vec::new(), 0);
    let kind = match &node.what {
        What::Dir => {
            path.push(b'/');
            Kind::Dir
        }
        What::File(content) => {
            size = content.size();
            Kind::File
        }
        What::Link(target) => {
            link.clone_from(target);
            Kind::Symlink
        }
        What::Fifo => Kind::Fifo,
        What::Device => return Err(io::Error::other("it is a device")),
    };
    Ok(Entry {
        path,
        link,
        kind,
        mode: node.mode,
        uid: node.uid.into(),
        gid: node.gid.into(),
        mtime: (node.mtime, 0),
        size,
        sparse: None,
        xattrs: node.xattrs.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context;
    use crate::ignore::Ignore;
    use crate::layer::apply;
    use ferrogate_image::tar::Segment;
    use std::io::Read as _;
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::{Duration, UNIX_EPOCH};

    fn written(folder: &std::path::Path) -> (Written, Arc<File>) {
        let file = Arc::new(tempfile::tempfile().unwrap());
        let tree = context::read(folder, &Ignore::default()).unwrap();
        (write(&tree, &file).unwrap(), file)
    }

    #[test]
    fn a_layer_is_read_as_it_was_written_and_the_same_tree_is_the_same_bytes() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("d")).unwrap();
        std::fs::write(dir.path().join("d/hello"), "hello").unwrap();
        std::os::unix::fs::symlink("d/hello", dir.path().join("link")).unwrap();
        let (first, file) = written(dir.path());
        assert_eq!(first.digest, written(dir.path()).0.digest);
        assert_eq!(first.size, file.metadata().unwrap().len());
        // The context is gone, and what was copied of it is not.
        dir.close().unwrap();
        let mut tree = Tree::default();
        apply(&mut tree, &file).unwrap();
        for tree in [&first.tree, &tree] {
            let What::File(content) = &tree.get(b"d/hello").unwrap().what else { panic!() };
            let mut text = String::new();
            io::Read::read_to_string(&mut content::open(content).unwrap(), &mut text).unwrap();
            assert_eq!(text, "hello");
            assert!(matches!(&tree.get(b"link").unwrap().what, What::Link(to) if to == b"d/hello"));
        }
    }

    #[test]
    fn parts_of_a_sparse_file_stay_parts() {
        let (_, plain) = written(tempfile::tempdir().unwrap().path());
        let parts = [(0, 5), (1 << 30, 0)].map(|(offset, len)| Segment { offset, len });
        std::os::unix::fs::FileExt::write_all_at(&*plain, b"begin", 0).unwrap();
        let what = What::File(Content::Packed {
            archive: plain,
            offset: 0,
            size: 1 << 30,
            parts: Some(parts.into()),
        });
        let mut tree = Tree::default();
        tree.put(b"holes", Node { what, mode: 0o644, ..Node::folder() });
        let file = Arc::new(tempfile::tempfile().unwrap());
        assert!(write(&tree, &file).unwrap().size < 8192);
        let mut again = Tree::default();
        apply(&mut again, &file).unwrap();
        let What::File(content) = &again.get(b"holes").unwrap().what else { panic!() };
        let mut begin = [1; 7];
        content::open(content).unwrap().read_exact(&mut begin).unwrap();
        assert_eq!((&begin, content.size()), (b"begin\0\0", 1 << 30));
    }

    #[test]
    fn a_name_that_means_that_something_is_gone_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(".wh.x"), "").unwrap();
        let tree = context::read(dir.path(), &Ignore::default()).unwrap();
        let told = write(&tree, &Arc::new(tempfile::tempfile().unwrap())).unwrap_err();
        assert!(told.to_string().contains("/.wh.x can't be part of an image"), "{told}");
    }

    #[test]
    fn the_bytes_are_the_same_on_every_machine() {
        let dir = tempfile::tempdir().unwrap();
        let (mode, time) = (std::fs::Permissions::from_mode, UNIX_EPOCH + Duration::from_secs(7));
        std::fs::create_dir(dir.path().join("d")).unwrap();
        std::fs::write(dir.path().join("d/hello"), "hello").unwrap();
        std::fs::set_permissions(dir.path().join("d/hello"), mode(0o640)).unwrap();
        std::fs::set_permissions(dir.path().join("d"), mode(0o755)).unwrap();
        for path in ["d/hello", "d"] {
            File::open(dir.path().join(path)).unwrap().set_modified(time).unwrap();
        }
        // As Python's tarfile writes these two entries, with one end mark and no padding.
        let expected = "sha256:37eed71655d7418ab943e1125dde3fbd7e9b5e9a0a70cd900d978cd8c580eed5";
        assert_eq!(written(dir.path()).0.digest.to_string(), expected);
    }
}
