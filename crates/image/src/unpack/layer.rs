//! One layer archive, entry by entry, into a tree.

use std::error::Error as _;
use std::io::{self, BufRead, Read};
use std::os::fd::OwnedFd;

use super::source::{Broken, Source};
use super::tree::{Tree, check};
use super::{Limits, Outcome, Report};
use crate::tar::{Kind, Reader, TarError};

/// Why an entry was not unpacked.
#[derive(Debug)]
pub(super) enum Fault {
    /// The archive's doing.
    Refused(String),
    /// The disk is full.
    NoSpace(String),
    /// The system's doing.
    Failed(String),
}

impl Fault {
    pub(super) fn refused(text: impl Into<String>) -> Self {
        Self::Refused(text.into())
    }

    /// Sorts an error of the file system: what only odd names and links can cause is the
    /// archive's doing.
    pub(super) fn io(what: &str, path: &[u8], error: rustix::io::Errno) -> Self {
        use rustix::io::Errno;
        let text = format!("{what} {}: {error}", shown(path));
        match error {
            Errno::NOSPC | Errno::DQUOT => Self::NoSpace(text),
            Errno::NAMETOOLONG
            | Errno::LOOP
            | Errno::NOTDIR
            | Errno::NOENT
            | Errno::XDEV
            | Errno::MLINK
            | Errno::ISDIR
            | Errno::EXIST
            | Errno::NOTEMPTY
            | Errno::ILSEQ
            | Errno::INVAL => Self::Refused(text),
            _ => Self::Failed(text),
        }
    }
}

impl From<TarError> for Fault {
    fn from(error: TarError) -> Self {
        match error {
            TarError::Io(source) => Self::from(source),
            other => Self::Refused(other.to_string()),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Broken>()) {
            Some(broken) => Self::Refused(broken.0.clone()),
            None => Self::Failed(match error.source() {
                Some(source) => format!("reading the layer: {error}: {source}"),
                None => format!("reading the layer: {error}"),
            }),
        }
    }
}

impl From<Fault> for Outcome {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(text) => Self::Refused(text),
            Fault::NoSpace(text) => Self::NoSpace(text),
            Fault::Failed(text) => Self::Failed(text),
        }
    }
}

/// A path for people: printable, and not too long.
pub(super) fn shown(path: &[u8]) -> String {
    let text = String::from_utf8_lossy(&path[..path.len().min(200)]).into_owned();
    format!("{text:?}")
}

/// Unpacks the layer that `input` carries into the folder `root`.
pub(super) fn unpack<R: Read>(input: R, root: OwnedFd, limits: Limits) -> Result<Report, Fault> {
    let mut reader = Reader::new(Source::new(input, limits)?);
    let mut tree = Tree::new(root, limits);
    while let Some(entry) = reader.next_entry()? {
        let Some(path) = Path::of(&entry.path, &limits)? else { continue };
        tree.count_entry()?;
        match path {
            Path::Opaque(folder) => tree.make_opaque(&folder)?,
            Path::Whiteout(parts) => tree.whiteout(&parts)?,
            Path::Plain(parts) => plain(&mut tree, &mut reader, &entry, &parts)?,
        }
    }
    let diff_id = reader.into_inner().finish()?;
    tree.finish(diff_id)
}

fn plain<R: BufRead>(
    tree: &mut Tree,
    reader: &mut Reader<R>,
    entry: &crate::tar::Entry,
    parts: &[&[u8]],
) -> Result<(), Fault> {
    if parts.is_empty() && entry.kind != Kind::Dir {
        return Err(Fault::refused("the root of the layer is no folder"));
    }
    check(entry, &tree.limits)?;
    tree.note_owner(entry);
    match entry.kind {
        Kind::Dir => tree.dir(entry, parts),
        Kind::File => tree.file(entry, parts, reader),
        Kind::Symlink => tree.symlink(entry, parts),
        Kind::HardLink => {
            let target = parts_of(&entry.link, &tree.limits)?;
            tree.hard_link(parts, &target)
        }
        Kind::Fifo => tree.fifo(entry, parts),
        Kind::Char | Kind::Block => {
            tree.skip_device();
            Ok(())
        }
    }
}

/// What an entry's name means. Names that start with `.wh.` are whiteouts, as aufs had them
/// and OCI kept them.
pub(super) enum Path<'a> {
    Plain(Vec<&'a [u8]>),
    Whiteout(Vec<&'a [u8]>),
    Opaque(Vec<&'a [u8]>),
}

const WHITEOUT: &[u8] = b".wh.";

impl<'a> Path<'a> {
    /// `None` for aufs' own book-keeping, which every unpacker leaves out.
    pub(super) fn of(path: &'a [u8], limits: &Limits) -> Result<Option<Self>, Fault> {
        let mut parts = parts_of(path, limits)?;
        if parts.iter().any(|part| part.starts_with(b".wh..wh.") && *part != b".wh..wh..opq") {
            return Ok(None);
        }
        let Some((last, parents)) = parts.split_last() else { return Ok(Some(Self::Plain(parts))) };
        if parents.iter().any(|part| part.starts_with(WHITEOUT)) {
            return Err(Fault::refused(format!("an entry below a whiteout: {}", shown(path))));
        }
        if *last == b".wh..wh..opq" {
            parts.pop();
            return Ok(Some(Self::Opaque(parts)));
        }
        let Some(hidden) = last.strip_prefix(WHITEOUT) else { return Ok(Some(Self::Plain(parts))) };
        if matches!(hidden, b"" | b"." | b"..") {
            return Err(Fault::refused(format!("a whiteout of nothing: {}", shown(path))));
        }
        parts.pop();
        parts.push(hidden);
        Ok(Some(Self::Whiteout(parts)))
    }
}

/// The components of a path below the layer's root. A leading slash means nothing.
pub(super) fn parts_of<'a>(path: &'a [u8], limits: &Limits) -> Result<Vec<&'a [u8]>, Fault> {
    if path.len() > limits.path_bytes_max {
        let max = limits.path_bytes_max;
        return Err(Fault::refused(format!("a path over {max} bytes: {}", shown(path))));
    }
    let parts: Vec<&[u8]> =
        path.split(|b| *b == b'/').filter(|part| !matches!(*part, b"" | b".")).collect();
    if parts.contains(&&b".."[..]) {
        return Err(Fault::refused(format!("a path with .. in it: {}", shown(path))));
    }
    if parts.len() > limits.components_max {
        let max = limits.components_max;
        return Err(Fault::refused(format!("a path of over {max} components: {}", shown(path))));
    }
    Ok(parts)
}
