//! The files of a context or of a stage: what there is, without the content itself.
//!
//! Paths are bytes without a slash at either end; the root is the empty path. Links are
//! followed within the tree and never on the host, so nothing that a tree has can lead out
//! of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Bound;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use ferrogate_image::tar::Segment;

/// Most links that one path may lead through, as Linux has it (path_resolution(7)).
const LINKS_MAX: usize = 40;

/// A file, folder or link.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub what: What,
    /// Permission bits, at most 07777.
    pub mode: u32,
    /// Numeric owner.
    pub uid: u32,
    /// Numeric group.
    pub gid: u32,
    /// Modification time in seconds since 1970.
    pub mtime: i64,
    /// Extended attributes by full name.
    pub xattrs: Vec<(Vec<u8>, Vec<u8>)>,
}

/// The kinds of nodes.
#[derive(Clone, Debug)]
pub enum What {
    /// A folder.
    Dir,
    /// A file, and where its content is.
    File(Content),
    /// A symbolic link and its target as it is written.
    Link(Vec<u8>),
    /// A named pipe.
    Fifo,
    /// A device; it can't be copied.
    Device,
}

/// Where the content of a file is.
#[derive(Clone, Debug)]
pub enum Content {
    /// In a folder of the host.
    Host {
        /// The folder.
        root: Arc<OwnedFd>,
        /// Below it.
        path: Vec<u8>,
        /// In bytes, when it was looked at.
        size: u64,
    },
    /// In an archive.
    Packed {
        /// The archive, not compressed.
        archive: Arc<File>,
        /// Where the content begins in it.
        offset: u64,
        /// In bytes, holes included.
        size: u64,
        /// The parts that the archive has, when not all; they follow each other at `offset`.
        parts: Option<Arc<[Segment]>>,
    },
}

impl Content {
    /// The size of the file in bytes, holes included.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::Host { size, .. } | Self::Packed { size, .. } => *size,
        }
    }
}

impl Node {
    /// A folder of root, made because something in it is.
    #[must_use]
    pub fn folder() -> Self {
        let (what, xattrs) = (What::Dir, Vec::new());
        Self { what, mode: 0o755, uid: 0, gid: 0, mtime: 0, xattrs }
    }

    /// Whether it is a folder.
    #[must_use]
    pub fn is_dir(&self) -> bool {
        matches!(self.what, What::Dir)
    }
}

/// A path that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// More than 40 links.
    #[error("{0} leads through too many links")]
    Loop(String),
    /// Something on the way is no folder.
    #[error("{0} is no folder")]
    NoFolder(String),
}

/// All nodes by path.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: BTreeMap<Vec<u8>, Node>,
}

impl Tree {
    /// The node of a path, its links not followed; the root has none.
    #[must_use]
    pub fn get(&self, path: &[u8]) -> Option<&Node> {
        self.nodes.get(path)
    }

    /// Whether a path is a folder; the root always is.
    #[must_use]
    pub fn is_dir(&self, path: &[u8]) -> bool {
        path.is_empty() || self.get(path).is_some_and(Node::is_dir)
    }

    /// What is below a folder, at any depth, parents first.
    pub fn below(&self, path: &[u8]) -> impl Iterator<Item = (&Vec<u8>, &Node)> {
        // `0` follows `/`: between the two is everything that begins with the path and a slash.
        let (from, to) = if path.is_empty() {
            (Bound::Unbounded, Bound::Unbounded)
        } else {
            let (from, to) = ([path, b"/"].concat(), [path, b"0"].concat());
            (Bound::Included(from), Bound::Excluded(to))
        };
        self.nodes.range((from, to))
    }

    /// Names of what is in a folder itself, in order.
    pub fn children(&self, path: &[u8]) -> impl Iterator<Item = &[u8]> {
        let skip = if path.is_empty() { 0 } else { path.len() + 1 };
        self.below(path).map(move |(path, _)| &path[skip..]).filter(|name| !name.contains(&b'/'))
    }

    /// Puts a node at a path. A folder keeps what it has; anything else takes its place.
    /// Folders on the way are made.
    pub fn put(&mut self, path: &[u8], node: Node) {
        if path.is_empty() {
            return;
        }
        for (at, _) in path.iter().enumerate().filter(|(_, b)| **b == b'/') {
            if !self.is_dir(&path[..at]) {
                self.nodes.insert(path[..at].to_vec(), Node::folder());
            }
        }
        if !(node.is_dir() && self.is_dir(path)) {
            self.clear(path);
        }
        self.nodes.insert(path.to_vec(), node);
    }

    /// Takes a node away, with all below it.
    pub fn remove(&mut self, path: &[u8]) {
        self.nodes.remove(path);
        self.clear(path);
    }

    /// Empties a folder.
    pub fn clear(&mut self, path: &[u8]) {
        let below: Vec<_> = self.below(path).map(|(path, _)| path.clone()).collect();
        for path in below {
            self.nodes.remove(&path);
        }
    }

    /// The path that a path means after its links and `..` are followed; the last link too
    /// when `last`. Parts that are not there stay as they are written.
    ///
    /// # Errors
    /// See [`PathError`].
    pub fn resolve(&self, path: &[u8], last: bool) -> Result<Vec<u8>, PathError> {
        let mut todo: Vec<Vec<u8>> = parts(path).rev().map(<[u8]>::to_vec).collect();
        let (mut at, mut links) = (Vec::new(), 0);
        while let Some(part) = todo.pop() {
            if part == b".." {
                at.truncate(at.iter().rposition(|b| *b == b'/').unwrap_or(0));
                continue;
            }
            let next = join(&at, &part);
            match self.get(&next).map(|node| &node.what) {
                Some(What::Link(target)) if last || !todo.is_empty() => {
                    links += 1;
                    if links > LINKS_MAX {
                        return Err(PathError::Loop(shown(path)));
                    }
                    if target.starts_with(b"/") {
                        at.clear();
                    }
                    todo.extend(parts(target).rev().map(<[u8]>::to_vec));
                }
                None | Some(What::Dir) => at = next,
                Some(_) if todo.is_empty() => at = next,
                Some(_) => return Err(PathError::NoFolder(shown(&next))),
            }
        }
        Ok(at)
    }
}

/// The parts of a path, without empty ones and `.`.
pub(crate) fn parts(path: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    path.split(|b| *b == b'/').filter(|part| !part.is_empty() && *part != b".")
}

/// A path in a folder.
pub(crate) fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() { name.to_vec() } else { [folder, b"/", name].concat() }
}

/// A path for people, from the root on.
pub(crate) fn shown(path: &[u8]) -> String {
    format!("/{}", String::from_utf8_lossy(path.strip_prefix(b"/").unwrap_or(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(target: &str) -> Node {
        Node { what: What::Link(target.as_bytes().to_vec()), ..Node::folder() }
    }

    fn tree(links: &[(&str, &str)], folders: &[&str]) -> Tree {
        let mut tree = Tree::default();
        for folder in folders {
            tree.put(folder.as_bytes(), Node::folder());
        }
        for (path, target) in links {
            tree.put(path.as_bytes(), link(target));
        }
        tree
    }

    #[test]
    fn links_are_followed_inside_and_never_lead_out() {
        let tree = tree(
            &[
                ("lib", "usr/lib"),
                ("a/up", "../../../etc"),
                ("a/abs", "/usr"),
                ("x", "y"),
                ("y", "x"),
            ],
            &["usr/lib", "a", "etc"],
        );
        let to = |path: &str| tree.resolve(path.as_bytes(), true).map(|path| shown(&path));
        assert_eq!(to("/lib/x.so").unwrap(), "/usr/lib/x.so");
        assert_eq!(to("a/up/passwd").unwrap(), "/etc/passwd");
        assert_eq!(to("a/abs/../etc/.//q").unwrap(), "/etc/q");
        assert_eq!(to("../..").unwrap(), "/");
        assert_eq!(to("x"), Err(PathError::Loop("/x".into())));
        assert_eq!(tree.resolve(b"lib", false).unwrap(), b"lib");
    }

    #[test]
    fn what_takes_the_place_of_a_folder_takes_its_files_too() {
        let mut tree = tree(&[], &["a/b/c", "a-b", "a0"]);
        tree.put(b"a", Node { mode: 0o700, ..Node::folder() });
        assert_eq!(tree.children(b"").collect::<Vec<_>>(), [&b"a"[..], b"a-b", b"a0"]);
        assert_eq!(tree.below(b"a").count(), 2);
        tree.put(b"a", link("x"));
        assert_eq!(tree.below(b"a").count(), 0);
        tree.put(b"a/z", Node::folder());
        assert!(tree.is_dir(b"a"));
        tree.remove(b"a");
        assert_eq!(tree.below(b"").count(), 2);
    }
}
