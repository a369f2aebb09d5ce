//! What `COPY` and `ADD` change, as a tree of the nodes that their layer has.
//!
//! Rules: Dockerfile reference, "COPY" and "ADD". Where it leaves room, BuildKit's way is
//! taken, such as that a pattern may match nothing, which names of files that may be there
//! (`yarn.lock*`) lean on. Where it would lose something silently, it is refused.

use std::fs::File;
use std::sync::Arc;

use crate::layer::{self, LayerError, Packing};
use crate::tree::{Content, Node, PathError, Tree, What, join, parts, shown};
use crate::{context, glob};

/// What is to be copied.
#[derive(Debug)]
pub struct Copying<'a> {
    /// The context, or the files of another stage.
    pub from: &'a Tree,
    /// The files of the stage so far.
    pub onto: &'a Tree,
    /// Paths in `from`, with patterns.
    pub sources: &'a [String],
    /// An absolute path in `onto`; a folder if it ends with a slash.
    pub dest: &'a str,
    /// Owner and group of all that is copied; as they are without.
    pub owner: Option<(u32, u32)>,
    /// Permission bits of all that is copied; as they are without.
    pub mode: Option<u32>,
    /// Files that are archives are unpacked (`ADD`).
    pub unpack: bool,
    /// Times later than this, in seconds since 1970, become this.
    pub newest: Option<i64>,
    /// It is to be the same whatever it is copied onto (`--link`), so links there can't be
    /// followed.
    pub alone: bool,
}

/// Why something can't be copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// No file has this name or form.
    #[error("there is no {0} to copy: it is missing, or left out by .dockerignore")]
    Missing(String),
    /// Several things into one that is no folder.
    #[error("{0} must end with a slash: several things are copied into it")]
    NoFolder(String),
    /// A link on the way to where it is to stand alone.
    #[error(
        "with --link, links of the image are not followed, and {path} leads through one to {to}"
    )]
    Linked {
        /// As it is written.
        path: String,
        /// Where it leads.
        to: String,
    },
    /// A folder would take the place of a file, or the other way round.
    #[error("{path} is {is} in the image, and {comes} would take its place")]
    Clash {
        /// Where.
        path: String,
        /// What it is.
        is: &'static str,
        /// What is copied.
        comes: &'static str,
    },
    /// A path that leads nowhere.
    #[error(transparent)]
    Path(#[from] PathError),
    /// An archive that can't be unpacked.
    #[error("{path} can't be unpacked")]
    Archive {
        /// In the context.
        path: String,
        /// Why.
        #[source]
        source: LayerError,
    },
}

/// Makes the tree of a layer: what is copied, and the folders above it as they are, because
/// a layer's folders take the place of those below them with mode and owner.
///
/// Unpacked archives are kept in files that `scratch` makes.
///
/// # Errors
/// See [`CopyError`].
pub fn plan(
    copying: &Copying<'_>,
    scratch: &mut dyn FnMut() -> std::io::Result<File>,
) -> Result<Tree, CopyError> {
    let mut found = Vec::new();
    for source in copying.sources {
        let some = sources(copying.from, source.as_bytes())?;
        if some.is_empty() && !glob::is_pattern(source.as_bytes()) {
            return Err(CopyError::Missing(source.clone()));
        }
        found.extend(some);
    }
    let dest = copying.onto.resolve(copying.dest.as_bytes(), true)?;
    let slash = copying.dest.ends_with('/') || copying.dest.ends_with("/.");
    if copying.sources.len().max(found.len()) > 1 && !slash {
        return Err(CopyError::NoFolder(copying.dest.to_owned()));
    }
    if copying.alone && !parts(copying.dest.as_bytes()).eq(parts(&dest)) {
        return Err(CopyError::Linked { path: copying.dest.to_owned(), to: shown(&dest) });
    }
    let folder = slash || copying.onto.is_dir(&dest);
    let mut plan = Plan { copying, layer: Tree::default() };
    for source in found {
        plan.source(&source, &dest, folder, scratch)?;
    }
    Ok(plan.layer)
}

/// A folder and those above it that are missing, for `WORKDIR`; an empty tree when it is
/// there.
///
/// # Errors
/// When a part of the path is a file.
pub fn folder(onto: &Tree, path: &str) -> Result<Tree, CopyError> {
    let path_there = onto.resolve(path.as_bytes(), true)?;
    if onto.is_dir(&path_there) {
        return Ok(Tree::default());
    }
    if onto.get(&path_there).is_some() {
        let (is, comes) = ("a file", "a folder");
        return Err(CopyError::Clash { path: shown(&path_there), is, comes });
    }
    let copying = Copying {
        from: onto,
        onto,
        sources: &[],
        dest: path,
        owner: None,
        mode: None,
        unpack: false,
        newest: None,
        alone: false,
    };
    let mut plan = Plan { copying: &copying, layer: Tree::default() };
    plan.put(&path_there, Node::folder())?;
    Ok(plan.layer)
}

/// A path that was found, and the name by which it was.
struct Source {
    path: Vec<u8>,
    name: Vec<u8>,
}

fn sources(from: &Tree, text: &[u8]) -> Result<Vec<Source>, CopyError> {
    if !glob::is_pattern(text) {
        let path = from.resolve(text, true)?;
        let there = path.is_empty() || from.get(&path).is_some();
        let name = parts(text).next_back().unwrap_or_default().to_vec();
        return Ok(there.then_some(Source { path, name }).into_iter().collect());
    }
    let mut found: Vec<Vec<u8>> = vec![Vec::new()];
    for part in parts(text) {
        let mut next = Vec::new();
        for folder in &found {
            let folder = from.resolve(folder, true)?;
            if glob::is_pattern(part) {
                let names = from.children(&folder).filter(|name| glob::matches(part, name));
                next.extend(names.map(|name| join(&folder, name)));
            } else {
                let path = from.resolve(&join(&folder, part), false)?;
                next.extend(from.get(&path).is_some().then_some(path));
            }
        }
        found = next;
    }
    let mut all = Vec::new();
    for path in found {
        let name = parts(&path).next_back().unwrap_or_default().to_vec();
        let path = from.resolve(&path, true)?;
        // A link that leads nowhere is no source.
        if from.is_dir(&path) || from.get(&path).is_some() {
            all.push(Source { path, name });
        }
    }
    Ok(all)
}

struct Plan<'a> {
    copying: &'a Copying<'a>,
    layer: Tree,
}

impl Plan<'_> {
    fn source(
        &mut self,
        source: &Source,
        dest: &[u8],
        folder: bool,
        scratch: &mut dyn FnMut() -> std::io::Result<File>,
    ) -> Result<(), CopyError> {
        let from = self.copying.from;
        if from.is_dir(&source.path) {
            // Its content is copied, not the folder itself; where there was none before, the
            // new one is like it.
            if !self.copying.onto.is_dir(dest) && !self.layer.is_dir(dest) {
                let like = from.get(&source.path).cloned().unwrap_or_else(Node::folder);
                self.copied(dest, like)?;
            }
            return self.all(from, &source.path, dest);
        }
        let node = from.get(&source.path).cloned().expect("it was found before");
        if let (true, What::File(content)) = (self.copying.unpack, &node.what) {
            let unpacked = unpacked(content, scratch).map_err(|source_error| {
                CopyError::Archive { path: shown(&source.path), source: source_error }
            })?;
            if let Some(tree) = unpacked {
                return self.all(&tree, b"", dest);
            }
        }
        let path = if folder { join(dest, &source.name) } else { dest.to_vec() };
        // A link there is followed, as by cp(1).
        let path = self.copying.onto.resolve(&path, true)?;
        self.copied(&path, node)
    }

    /// Everything below a folder, below another.
    fn all(&mut self, from: &Tree, folder: &[u8], dest: &[u8]) -> Result<(), CopyError> {
        let skip = if folder.is_empty() { 0 } else { folder.len() + 1 };
        for (path, node) in from.below(folder) {
            self.copied(&join(dest, &path[skip..]), node.clone())?;
        }
        Ok(())
    }

    /// A node with the owner, mode and time that copies get.
    fn copied(&mut self, path: &[u8], mut node: Node) -> Result<(), CopyError> {
        if let Some((uid, gid)) = self.copying.owner {
            (node.uid, node.gid) = (uid, gid);
        }
        if let Some(mode) = self.copying.mode
            && !matches!(node.what, What::Link(_))
        {
            node.mode = mode;
        }
        if let Some(newest) = self.copying.newest {
            node.mtime = node.mtime.min(newest);
        }
        self.put(path, node)
    }

    fn put(&mut self, path: &[u8], node: Node) -> Result<(), CopyError> {
        let there = self.layer.get(path).or_else(|| self.copying.onto.get(path));
        if let Some(there) = there {
            let word = |node: &Node| match node.what {
                What::Dir => "a folder",
                What::Link(_) => "a link",
                _ => "a file",
            };
            if there.is_dir() != node.is_dir() {
                let (is, comes) = (word(there), word(&node));
                return Err(CopyError::Clash { path: shown(path), is, comes });
            }
        }
        if path.is_empty() {
            return Ok(());
        }
        for (at, _) in path.iter().enumerate().filter(|(_, b)| **b == b'/') {
            let above = &path[..at];
            if self.layer.get(above).is_some() {
                continue;
            }
            let folder = match self.copying.onto.get(above) {
                Some(folder) => folder.clone(),
                None => {
                    let (uid, gid) = self.copying.owner.unwrap_or_default();
                    Node { uid, gid, ..Node::folder() }
                }
            };
            if !folder.is_dir() {
                return Err(PathError::NoFolder(shown(above)).into());
            }
            self.layer.put(above, folder);
        }
        self.layer.put(path, node);
        Ok(())
    }
}

/// The files of an archive; `None` when it is none.
fn unpacked(
    content: &Content,
    scratch: &mut dyn FnMut() -> std::io::Result<File>,
) -> Result<Option<Tree>, LayerError> {
    let Content::Host { root, path, size } = content else { return Ok(None) };
    let mut file = Arc::new(context::open(root, path, *size)?);
    match Packing::of(&file)? {
        Packing::Plain => {}
        Packing::Other(name) => return Err(LayerError::Compressed(name)),
        Packing::Gzip | Packing::Zstd => {
            let into = Arc::new(scratch()?);
            match layer::plain(&file, into.try_clone()?) {
                Ok(_) => file = into,
                // Begins like a packed file and is none: what the kernel refuses has a number.
                Err(LayerError::Io(error)) if error.raw_os_error().is_none() => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }
    layer::archive(&file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ignore::Ignore;
    use std::path::Path;

    fn scratch() -> std::io::Result<File> {
        tempfile::tempfile()
    }

    /// A tree from paths: those that end in a slash are folders, `a>b` is a link.
    fn tree(paths: &[&str]) -> (tempfile::TempDir, Tree) {
        let dir = tempfile::tempdir().unwrap();
        for path in paths {
            let (path, link) = path.split_once('>').unwrap_or((path, ""));
            let full = dir.path().join(path);
            std::fs::create_dir_all(full.parent().unwrap_or(Path::new("/"))).unwrap();
            if path.ends_with('/') {
                std::fs::create_dir_all(&full).unwrap();
            } else if link.is_empty() {
                std::fs::write(&full, path).unwrap();
            } else {
                std::os::unix::fs::symlink(link, &full).unwrap();
            }
        }
        let tree = context::read(dir.path(), &Ignore::default()).unwrap();
        (dir, tree)
    }

    fn copied(from: &[&str], onto: &[&str], words: &[&str]) -> Result<Vec<String>, String> {
        let ((_one, from), (_two, onto)) = (tree(from), tree(onto));
        let (dest, sources) = words.split_last().unwrap();
        let sources: Vec<_> = sources.iter().map(|s| (*s).to_owned()).collect();
        let copying = Copying {
            from: &from,
            onto: &onto,
            sources: &sources,
            dest,
            owner: None,
            mode: None,
            unpack: false,
            newest: None,
            alone: false,
        };
        let layer = plan(&copying, &mut scratch).map_err(|error| error.to_string())?;
        Ok(layer.below(b"").map(|(path, _)| shown(path)).collect())
    }

    #[test]
    fn copies_land_where_docker_puts_them() {
        let from = ["a.txt", "b.txt", "src/main.c", "src/deep/x", "out>../../etc/passwd", "in>src"];
        let cases: &[(&[&str], &[&str], &[&str])] = &[
            // A file, to a name and into folders that are there or end with a slash.
            (&["a.txt", "/x"], &[], &["/x"]),
            (&["a.txt", "/x/"], &[], &["/x", "/x/a.txt"]),
            (&["a.txt", "/x"], &["x/"], &["/x", "/x/a.txt"]),
            // The content of a folder, and of the context.
            (&["src", "/x"], &[], &["/x", "/x/deep", "/x/deep/x", "/x/main.c"]),
            (&["src/", "/"], &[], &["/deep", "/deep/x", "/main.c"]),
            (&["in", "/x"], &[], &["/x", "/x/deep", "/x/deep/x", "/x/main.c"]),
            // Several, and patterns.
            (&["*.txt", "src/main.c", "/x/"], &[], &["/x", "/x/a.txt", "/x/b.txt", "/x/main.c"]),
            (&["s*/d?ep/[x-z]", "/y"], &[], &["/y"]),
            // Through links of the image.
            (
                &["a.txt", "/lib/"],
                &["usr/lib/", "lib>usr/lib"],
                &["/usr", "/usr/lib", "/usr/lib/a.txt"],
            ),
            (&["a.txt", "/conf"], &["etc/", "conf>etc/c"], &["/etc", "/etc/c"]),
        ];
        for (words, onto, expected) in cases {
            assert_eq!(copied(&from, onto, words).unwrap(), *expected, "{words:?}");
        }
    }

    #[test]
    fn a_pattern_may_match_nothing_and_a_name_must_be_there() {
        let from = ["package.json", "src/main.c"];
        for (words, expected) in [
            // Next.js's own template: whichever lock file there is.
            (
                &["package.json", "yarn.lock*", "package-lock.json*", "pnpm-lock.yaml*", "/app/"][..],
                &["/app", "/app/package.json"][..],
            ),
            (&["package.json", "yar[n].lock", ".np?rc", "/app/"], &["/app", "/app/package.json"]),
            (&["requirements*.txt", "/app/"], &[]),
            (&["nowhere/*.c", "src/*.h", "/app/"], &[]),
            (&["src/*", "nowhere/*", "/app/"], &["/app", "/app/main.c"]),
        ] {
            assert_eq!(copied(&from, &[], words).unwrap(), *expected, "{words:?}");
        }
        let missing = copied(&from, &[], &["package.json", "yarn.lock", "/app/"]).unwrap_err();
        assert!(missing.contains("there is no yarn.lock to copy"), "{missing}");
        // As in BuildKit, what is written counts, not what matches.
        let file = copied(&from, &[], &["package.json", "yarn.lock*", "/app"]).unwrap_err();
        assert!(file.contains("/app must end with a slash"), "{file}");
    }

    #[test]
    fn a_copy_that_stands_alone_follows_no_links() {
        let ((_one, from), (_two, onto)) = (tree(&["a"]), tree(&["usr/lib/", "lib>usr/lib"]));
        let sources = ["a".to_owned()];
        let copying = |dest| Copying {
            from: &from,
            onto: &onto,
            sources: &sources,
            dest,
            owner: None,
            mode: None,
            unpack: false,
            newest: None,
            alone: true,
        };
        assert!(plan(&copying("/usr/./lib/"), &mut scratch).is_ok());
        let told = plan(&copying("/lib/"), &mut scratch).unwrap_err().to_string();
        assert!(told.contains("/lib/ leads through one to /usr/lib"), "{told}");
    }

    #[test]
    fn a_link_of_the_context_leads_nowhere_outside() {
        let missing = copied(&["out>../../etc/passwd"], &["etc/"], &["out", "/x"]);
        assert!(missing.unwrap_err().contains("there is no out to copy"));
        let absolute = copied(&["out>/etc/hostname"], &[], &["out", "/x"]);
        assert!(absolute.unwrap_err().contains("there is no out to copy"));
        assert!(copied(&["a"], &[], &["../../../etc/passwd", "/x"]).is_err());
        // As a part of a folder it is a link, as it was.
        let within = copied(&["d/out>/etc/hostname"], &[], &["d", "/x"]);
        assert_eq!(within.unwrap(), ["/x", "/x/out"]);
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        for (words, onto, part) in [
            (["d", "/"], &["x"][..], "/x is a file in the image, and a folder would"),
            (["d", "/"], &["x>y", "y/"], "/x is a link in the image, and a folder would"),
            (["a", "/b/c"], &["b"], "/b is no folder"),
            (["nothing", "/"], &[], "there is no nothing to copy"),
            (["*", "/x"], &[], "/x must end with a slash"),
        ] {
            let told = copied(&["d/x/y", "a"], onto, &words).unwrap_err();
            assert!(told.contains(part), "{words:?}: {told}");
        }
    }

    #[test]
    fn owner_mode_and_time_are_of_what_is_copied_and_folders_above_stay_as_they_are() {
        let ((_one, from), (_two, mut onto)) = (tree(&["a"]), tree(&[]));
        onto.put(b"tmp", Node { mode: 0o1777, uid: 5, ..Node::folder() });
        let sources = ["a".to_owned()];
        let copying = Copying {
            from: &from,
            onto: &onto,
            sources: &sources,
            dest: "/tmp/new/a",
            owner: Some((7, 8)),
            mode: Some(0o600),
            unpack: false,
            newest: Some(10),
            alone: false,
        };
        let layer = plan(&copying, &mut scratch).unwrap();
        let of = |path: &[u8]| {
            let node = layer.get(path).unwrap();
            (node.mode, node.uid, node.gid, node.mtime)
        };
        assert_eq!(of(b"tmp"), (0o1777, 5, 0, 0));
        assert_eq!(of(b"tmp/new"), (0o755, 7, 8, 0));
        assert_eq!(of(b"tmp/new/a"), (0o600, 7, 8, 10));
    }

    #[test]
    fn added_archives_are_unpacked_and_other_files_are_not() {
        let (dir, _) = tree(&["a"]);
        let (_inner, packed) = tree(&["one", "two/three"]);
        let file = Arc::new(File::create(dir.path().join("x.tar")).unwrap());
        layer::write(&packed, &file).unwrap();
        let bytes = std::fs::read(dir.path().join("x.tar")).unwrap();
        let zstd = zstd::encode_all(&bytes[..], 1).unwrap();
        std::fs::write(dir.path().join("x.tzst"), zstd).unwrap();
        let from = context::read(dir.path(), &Ignore::default()).unwrap();
        let add = |name: &str| {
            let sources = [name.to_owned()];
            let copying = Copying {
                from: &from,
                onto: &Tree::default(),
                sources: &sources,
                dest: "/in/",
                owner: None,
                mode: None,
                unpack: true,
                newest: None,
                alone: false,
            };
            let layer = plan(&copying, &mut scratch).unwrap();
            layer.below(b"").map(|(path, _)| shown(path)).collect::<Vec<_>>()
        };
        assert_eq!(add("x.tar"), ["/in", "/in/one", "/in/two", "/in/two/three"]);
        assert_eq!(add("x.tzst"), ["/in", "/in/one", "/in/two", "/in/two/three"]);
        assert_eq!(add("a"), ["/in", "/in/a"]);
    }

    #[test]
    fn a_missing_working_folder_is_made() {
        let (_dir, onto) = tree(&["srv>var/srv", "var/"]);
        let made = |path: &str| {
            let tree = folder(&onto, path).map_err(|e| e.to_string())?;
            Ok::<_, String>(tree.below(b"").map(|(path, _)| shown(path)).collect::<Vec<_>>())
        };
        assert_eq!(made("/srv/app").unwrap(), ["/var", "/var/srv", "/var/srv/app"]);
        assert_eq!(made("/var").unwrap(), [""; 0]);
    }
}
