//! Archives as trees.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write};
use std::sync::Arc;

use ferrogate_image::tar::{Entry, Kind, Reader};
use ferrogate_image::{Digest, Hasher};

use super::LayerError;
use super::content::{At, from_start};
use crate::tree::{Content, Node, Tree, What, join, parts, shown};

/// What stands before the name of what a layer takes away (OCI image layer specification,
/// "Whiteouts"), and the name that says so of all that lower layers have in a folder.
const WHITEOUT: &[u8] = b".wh.";
const OPAQUE: &[u8] = b".wh..wh..opq";
/// zstd windows up to 128 MiB, the most that its own tools take without being asked.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;
/// The most that an archive may unpack to, in bytes: as much as a task's disk has, and as
/// the engine takes of a layer.
pub const UNPACKED_BYTES_MAX: u64 = 20 << 30;
/// Longest path in bytes (path_resolution(7)), most folders on it, and most entries.
const PATH_BYTES_MAX: usize = 4096;
const DEPTH_MAX: usize = 256;
const ENTRIES_MAX: usize = 2_000_000;

/// How an archive is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all, as far as its first bytes tell.
    Plain,
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
    /// In a way that is not built.
    Other(&'static str),
}

impl Packing {
    /// By the first bytes of a file; media types and names of files are wrong often enough.
    ///
    /// # Errors
    /// The file's.
    pub fn of(file: &File) -> io::Result<Self> {
        let mut magic = Vec::new();
        let file = Arc::new(file.try_clone()?);
        At { file, offset: 0 }.take(6).read_to_end(&mut magic)?;
        Ok(match &magic[..] {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            [b'B', b'Z', b'h', ..] => Self::Other("bzip2"),
            [0xfd, b'7', b'z', b'X', b'Z', 0] => Self::Other("xz"),
            _ => Self::Plain,
        })
    }
}

/// Unpacks a compressed archive into a file, to its end; answers the digest of what came
/// out, which is at most [`UNPACKED_BYTES_MAX`]. A plain one is copied.
///
/// # Errors
/// See [`LayerError`].
pub fn plain(packed: &Arc<File>, into: File) -> Result<Digest, LayerError> {
    plain_within(packed, into, UNPACKED_BYTES_MAX)
}

fn plain_within(packed: &Arc<File>, into: File, bytes_max: u64) -> Result<Digest, LayerError> {
    let input = from_start(packed);
    let mut source: Box<dyn Read> = match Packing::of(packed)? {
        Packing::Plain => Box::new(input),
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(input)),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
            Box::new(decoder)
        }
        Packing::Other(name) => return Err(LayerError::Compressed(name)),
    };
    let (mut hasher, mut out) = (Hasher::sha256(), BufWriter::new(into));
    let (mut buffer, mut left) = (vec![0; 256 << 10], bytes_max);
    loop {
        match source.read(&mut buffer)? {
            0 => break,
            n => {
                left = left.checked_sub(n as u64).ok_or(LayerError::TooLarge)?;
                hasher.update(&buffer[..n]);
                out.write_all(&buffer[..n])?;
            }
        }
    }
    out.flush()?;
    Ok(hasher.finish())
}

/// Puts a layer onto the tree of those below it.
///
/// # Errors
/// See [`LayerError`].
pub fn apply(tree: &mut Tree, layer: &Arc<File>) -> Result<(), LayerError> {
    let (mut taken, mut added) = (Vec::new(), Tree::default());
    read(layer, &mut |path, entry| {
        let at = path.iter().rposition(|b| *b == b'/').map_or(0, |at| at + 1);
        let (folder, name) = (&path[..at.saturating_sub(1)], &path[at..]);
        if name == OPAQUE {
            taken.push((folder.to_vec(), true));
        } else if let Some(name) = name.strip_prefix(WHITEOUT) {
            taken.push((join(folder, name), false));
        } else {
            let node = match entry {
                Entered::Node(node) => node,
                Entered::Same(other) => {
                    let found = added.get(&other).or_else(|| tree.get(&other)).cloned();
                    found
                        .ok_or_else(|| LayerError::Entry(format!("{} is no file", shown(&other))))?
                }
            };
            added.put(&path, node);
        }
        Ok(())
    })?;
    // What a layer takes away is of those below, wherever in the layer it stands.
    for (path, only_inside) in taken {
        if only_inside { tree.clear(&path) } else { tree.remove(&path) }
    }
    for (path, node) in added.below(b"") {
        tree.put(path, node.clone());
    }
    Ok(())
}

/// An archive that is no layer, as a tree; `None` when it is no archive. It must be plain.
///
/// # Errors
/// See [`LayerError`]: it begins as an archive and does not go on as one.
pub fn archive(file: &Arc<File>) -> Result<Option<Tree>, LayerError> {
    let mut input = from_start(file);
    if input.fill_buf()?.is_empty() || !matches!(Reader::new(input).next_entry(), Ok(Some(_))) {
        return Ok(None);
    }
    let mut tree = Tree::default();
    read(file, &mut |path, entry| {
        let node = match entry {
            Entered::Node(node) => node,
            Entered::Same(other) => tree
                .get(&other)
                .cloned()
                .ok_or_else(|| LayerError::Entry(format!("{} is no file", shown(&other))))?,
        };
        tree.put(&path, node);
        Ok(())
    })?;
    Ok(Some(tree))
}

/// What an entry is: a node, or another name of one.
enum Entered {
    Node(Node),
    Same(Vec<u8>),
}

fn read(
    archive: &Arc<File>,
    take: &mut dyn FnMut(Vec<u8>, Entered) -> Result<(), LayerError>,
) -> Result<(), LayerError> {
    let mut reader = Reader::new(BufReader::new(from_start(archive)));
    let mut left = ENTRIES_MAX;
    while let Some(entry) = reader.next_entry()? {
        let too_many = || LayerError::Entry("it has too many".into());
        left = left.checked_sub(1).ok_or_else(too_many)?;
        let path = inside(&entry.path)?;
        if path.is_empty() {
            continue;
        }
        let what = match entry.kind {
            Kind::HardLink => {
                let other = inside(&entry.link)?;
                take(path, Entered::Same(other))?;
                continue;
            }
            Kind::File => What::File(Content::Packed {
                archive: Arc::clone(archive),
                offset: reader.offset(),
                size: entry.size,
                parts: entry.sparse.as_deref().map(Arc::from),
            }),
            Kind::Symlink => What::Link(entry.link.clone()),
            Kind::Dir => What::Dir,
            Kind::Fifo => What::Fifo,
            Kind::Char | Kind::Block => What::Device,
        };
        take(path, Entered::Node(node(entry, what)?))?;
    }
    Ok(())
}

fn node(entry: Entry, what: What) -> Result<Node, LayerError> {
    let id = |id: u64| {
        u32::try_from(id)
            .map_err(|_| LayerError::Entry(format!("{} is of owner {id}", shown(&entry.path))))
    };
    let (uid, gid) = (id(entry.uid)?, id(entry.gid)?);
    Ok(Node { what, mode: entry.mode, uid, gid, mtime: entry.mtime.0, xattrs: entry.xattrs })
}

/// The path of an entry without `.` and empty parts; `..` would leave the archive.
fn inside(path: &[u8]) -> Result<Vec<u8>, LayerError> {
    let mut clean = Vec::new();
    if path.len() > PATH_BYTES_MAX || parts(path).count() > DEPTH_MAX {
        return Err(LayerError::Entry("a path is too long, or too deep".into()));
    }
    for part in parts(path) {
        if part == b".." {
            return Err(LayerError::Entry(format!("{} leads out of it", shown(path))));
        }
        clean = join(&clean, part);
    }
    Ok(clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_image::tar::Writer;

    /// An archive of empty files; names that end in a slash are folders, `a>b` is a link.
    fn packed(names: &[&str]) -> Arc<File> {
        let mut writer = Writer::new(tempfile::tempfile().unwrap());
        for name in names {
            let (name, link) = name.split_once('>').unwrap_or((name, ""));
            let kind = match (name.ends_with('/'), link) {
                (true, _) => Kind::Dir,
                (_, "") => Kind::File,
                _ => Kind::HardLink,
            };
            let entry = Entry {
                path: name.into(),
                link: link.into(),
                kind,
                mode: 0o644,
                uid: 7,
                gid: 8,
                mtime: (9, 0),
                size: 0,
                sparse: None,
                xattrs: Vec::new(),
            };
            writer.entry(&entry, &mut io::empty()).unwrap();
        }
        Arc::new(writer.finish().unwrap())
    }

    fn paths(tree: &Tree) -> Vec<String> {
        tree.below(b"").map(|(path, _)| shown(path)).collect()
    }

    #[test]
    fn a_layer_adds_and_takes_away() {
        let mut tree = Tree::default();
        apply(&mut tree, &packed(&["a/", "a/x", "a/y", "b/", "b/z", "./c"])).unwrap();
        // The new file of the opaque folder stays, although it comes before the mark.
        apply(&mut tree, &packed(&["a/new", "a/.wh..wh..opq", ".wh.c", "b/.wh.z", "b/w>a/new"]))
            .unwrap();
        assert_eq!(paths(&tree), ["/a", "/a/new", "/b", "/b/w"]);
        assert_eq!(tree.get(b"b/w").map(|n| (n.uid, n.gid, n.mtime)), Some((7, 8, 9)));
    }

    #[test]
    fn an_entry_that_leads_out_is_refused() {
        let deep = "a/".repeat(300);
        for names in [&["../x"][..], &["a/../../x"], &["x>y"], &[&deep]] {
            let told = apply(&mut Tree::default(), &packed(names)).unwrap_err();
            assert!(matches!(told, LayerError::Entry(_)), "{told}");
        }
    }

    #[test]
    fn what_is_no_archive_is_told_apart() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&[b'x'; 2000]).unwrap();
        assert!(archive(&Arc::new(file)).unwrap().is_none());
        assert!(archive(&Arc::new(tempfile::tempfile().unwrap())).unwrap().is_none());
        assert_eq!(paths(&archive(&packed(&["a"])).unwrap().unwrap()), ["/a"]);
    }

    #[test]
    fn packed_archives_come_out_as_they_went_in() {
        let bytes = vec![b'x'; 100_000];
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&bytes).unwrap();
        let zstd = zstd::encode_all(&bytes[..], 1).unwrap();
        for packed in [gzip.finish().unwrap(), zstd, bytes.clone()] {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&packed).unwrap();
            let (file, into) = (Arc::new(file), tempfile::tempfile().unwrap());
            let digest = plain(&file, into.try_clone().unwrap()).unwrap();
            assert_eq!(digest, Digest::of(&bytes));
            assert_eq!(into.metadata().unwrap().len(), 100_000);
            let little = plain_within(&file, tempfile::tempfile().unwrap(), 99_999);
            assert!(matches!(little, Err(LayerError::TooLarge)));
        }
    }
}
