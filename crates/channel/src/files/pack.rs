//! Reading files for the channel.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::{FilesError, Head, write_head};

/// Writes `path`, and what is below it when it is a folder, to the channel. A link of that name
/// is followed; those below it are copied as links. What can't be copied is left out, and said at
/// the end to both sides.
///
/// # Errors
/// [`FilesError`].
pub fn pack(path: &Path, to: &mut impl Write) -> Result<(), FilesError> {
    let mut packing = Packing { to, left_out: None };
    let name = name_of(path);
    let begun = fs::metadata(path).map_err(at(path)).and_then(|meta| {
        packing.one(path, &name, &meta)?;
        packing.below(path.to_owned(), name.clone(), meta.is_dir())
    });
    match begun {
        Ok(()) => {}
        Err(FilesError::File { path, source }) => packing.leave_out(format!("{path}: {source}")),
        Err(broken) => return Err(broken),
    }
    let Packing { to, left_out } = packing;
    match left_out {
        None => write_head(to, &Head::End)?,
        Some(reason) => {
            write_head(to, &Head::Failed(reason.clone()))?;
            to.flush().map_err(FilesError::Broken)?;
            return Err(FilesError::Failed(reason));
        }
    }
    to.flush().map_err(FilesError::Broken)
}

/// By what name it is known at the other side, if that has no other: `/` and `..` have none of
/// their own.
fn name_of(path: &Path) -> String {
    let own = path.file_name().map(|name| name.to_string_lossy().into_owned());
    own.unwrap_or_else(|| "copy".into())
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> FilesError {
    let path = path.display().to_string();
    move |source| FilesError::File { path, source }
}

struct Packing<'w, W> {
    to: &'w mut W,
    /// The first that could not be copied, and why.
    left_out: Option<String>,
}

impl<W: Write> Packing<'_, W> {
    fn leave_out(&mut self, reason: String) {
        self.left_out.get_or_insert(reason);
    }

    /// What is below a folder, folder by folder: as deep as it may be, without a call for each.
    fn below(&mut self, path: PathBuf, name: String, is_dir: bool) -> Result<(), FilesError> {
        let mut folders = if is_dir { vec![(path, name)] } else { vec![] };
        while let Some((folder, name)) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.leave_out(format!("{}: {error}", folder.display()));
                    continue;
                }
            };
            for entry in entries {
                let entry = entry.map_err(at(&folder))?;
                let path = entry.path();
                let Ok(own) = entry.file_name().into_string() else {
                    self.leave_out(format!("{}: its name is no text", path.display()));
                    continue;
                };
                let name = format!("{name}/{own}");
                let done = entry.metadata().map_err(at(&path)).and_then(|meta| {
                    self.one(&path, &name, &meta)?;
                    Ok(meta.is_dir())
                });
                match done {
                    Ok(true) => folders.push((path, name)),
                    Ok(false) => {}
                    Err(FilesError::File { path, source }) => {
                        self.leave_out(format!("{path}: {source}"));
                    }
                    Err(broken) => return Err(broken),
                }
            }
        }
        Ok(())
    }

    fn one(&mut self, path: &Path, name: &str, meta: &Metadata) -> Result<(), FilesError> {
        let name = name.to_owned();
        let mode = meta.mode() & 0o777;
        if meta.is_dir() {
            return write_head(self.to, &Head::Folder { path: name, mode });
        }
        if meta.is_symlink() {
            let target = fs::read_link(path).map_err(at(path))?;
            let Ok(target) = target.into_os_string().into_string() else {
                return Err(at(path)(io::Error::other("what it points to is no text")));
            };
            return write_head(self.to, &Head::Link { path: name, target });
        }
        if !meta.is_file() {
            return Err(at(path)(io::Error::other("it is neither a file, a folder nor a link")));
        }
        // What is something else by now is not waited for.
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
        let file = File::options().read(true).custom_flags(flags).open(path).map_err(at(path))?;
        let size = meta.len();
        let changed_s = meta.mtime();
        write_head(self.to, &Head::File { path: name, mode, changed_s, size })?;
        self.content(path, file, size)
    }

    /// As many bytes as were announced, whatever becomes of the file meanwhile.
    fn content(&mut self, path: &Path, file: File, size: u64) -> Result<(), FilesError> {
        let mut left = size;
        let mut file = file.take(size);
        let mut chunk = vec![0; 64 << 10];
        while left > 0 {
            let length = match file.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => length,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.leave_out(format!("{}: {error}", path.display()));
                    break;
                }
            };
            self.to.write_all(&chunk[..length]).map_err(FilesError::Broken)?;
            left -= length as u64;
        }
        if left > 0 {
            self.leave_out(format!("{}: it became shorter while it was copied", path.display()));
            io::copy(&mut io::repeat(0).take(left), self.to).map_err(FilesError::Broken)?;
        }
        Ok(())
    }
}
