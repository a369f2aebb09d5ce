//! Images in a file: an OCI layout in a tar, or what `docker save` writes.
//!
//! For `ferrogate image load x.tar`: it tells which images the file has and hands out their
//! documents and blobs, for the caller to push to a registry, which verifies every digest.
//! Reads the file in place and keeps only a list of its members in memory. All of it blocks:
//! call it where that is fine.

mod docker;
mod oci;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;

use crate::digest::{Digest, Hasher};
use crate::manifest::{Document, ManifestError, Platform};
use crate::tar::{Kind, Reader, TarError};

/// Most members of the file.
const MEMBERS_MAX: usize = 100_000;
/// Most symbolic links followed from one member to the next; docker's are one step.
const LINKS_MAX: usize = 8;
const READ_BYTES: usize = 1 << 20;

/// Why a file holds no image that can be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// The file can't be read.
    #[error("the file can't be read")]
    Io(#[from] io::Error),
    /// It is no tar archive, or a damaged one.
    #[error("the file is no plain tar archive")]
    Tar(#[from] TarError),
    /// It is packed.
    #[error("the file is compressed with {0}: unpack it first")]
    Compressed(&'static str),
    /// A document in it can't be used.
    #[error("{name} can't be used")]
    Document {
        /// The member.
        name: String,
        /// Why.
        #[source]
        source: ManifestError,
    },
    /// JSON of another shape than expected.
    #[error("{name} can't be read")]
    Json {
        /// The member.
        name: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// Understood, and refused.
    #[error("{0}")]
    Refused(String),
}

/// A manifest or index to push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedDocument {
    /// Digest of its bytes.
    pub digest: Digest,
    /// What to send it as.
    pub media_type: String,
    /// The bytes, exactly as they must be sent.
    pub bytes: Vec<u8>,
}

/// A blob to push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedBlob {
    /// The digest it claims.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
}

/// One image of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedImage {
    /// The names it was saved under, such as `nginx:latest`; may be none.
    pub names: Vec<String>,
    /// All blobs its documents stand on, each once. To be pushed first.
    pub blobs: Vec<LoadedBlob>,
    /// Documents in the order to push them; the last one is the image that gets the tag.
    pub documents: Vec<LoadedDocument>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    offset: u64,
    len: u64,
}

/// An opened file.
#[derive(Debug)]
pub struct Archive {
    file: Arc<File>,
    members: HashMap<String, Span>,
    /// Blobs by digest; filled in as images are found.
    blobs: HashMap<Digest, Span>,
    images: Vec<LoadedImage>,
}

impl Archive {
    /// Opens a file and finds its images. Of an index with some platforms missing, as newer
    /// `docker save` writes it, only the image for `platform` is taken.
    ///
    /// # Errors
    /// See [`LayoutError`].
    pub fn open(path: &Path, platform: &Platform) -> Result<Self, LayoutError> {
        // Without NONBLOCK a pipe would be waited for until somebody writes into it.
        let file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)?;
        if !file.metadata()?.is_file() {
            return Err(LayoutError::Refused("it is no regular file".to_owned()));
        }
        refuse_compressed(&file)?;
        let members = members(&file)?;
        let (blobs, images) = (HashMap::new(), Vec::new());
        let mut archive = Self { file: Arc::new(file), members, blobs, images };
        archive.images = if archive.members.contains_key("index.json") {
            oci::images(&mut archive, platform)?
        } else if archive.members.contains_key("manifest.json") {
            docker::images(&mut archive)?
        } else {
            let text = "the file is neither an OCI layout (index.json) nor of docker save \
                        (manifest.json)";
            return Err(LayoutError::Refused(text.to_owned()));
        };
        Ok(archive)
    }

    /// The images of the file.
    #[must_use]
    pub fn images(&self) -> &[LoadedImage] {
        &self.images
    }

    /// Reads a blob of one of the images from its start. Readers don't disturb each other.
    ///
    /// # Errors
    /// When no image has such a blob.
    pub fn blob(&self, digest: &Digest) -> Result<BlobReader, LayoutError> {
        let span = self.blobs.get(digest);
        let span = *span.ok_or_else(|| LayoutError::Refused(format!("no blob {digest}")))?;
        Ok(self.reader(span))
    }

    fn reader(&self, span: Span) -> BlobReader {
        BlobReader { file: Arc::clone(&self.file), offset: span.offset, left: span.len }
    }

    /// A whole member of at most `bytes_max` bytes.
    fn read(&self, name: &str, bytes_max: usize) -> Result<Vec<u8>, LayoutError> {
        let span = self.member(name)?;
        if span.len > bytes_max as u64 {
            return Err(LayoutError::Refused(format!("{name} is larger than {bytes_max} bytes")));
        }
        let mut bytes = Vec::new();
        self.reader(span).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn json<T: serde::de::DeserializeOwned>(
        &self,
        name: &str,
        max: usize,
    ) -> Result<T, LayoutError> {
        let bytes = self.read(name, max)?;
        serde_json::from_slice(&bytes)
            .map_err(|source| LayoutError::Json { name: name.to_owned(), source })
    }

    fn member(&self, name: &str) -> Result<Span, LayoutError> {
        let found = self.members.get(name).copied();
        found.ok_or_else(|| LayoutError::Refused(format!("the file lacks {name:?}")))
    }

    fn digest_of(&self, span: Span) -> Result<Digest, LayoutError> {
        let mut reader = self.reader(span);
        let mut hasher = Hasher::sha256();
        let mut buffer = vec![0; READ_BYTES];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(hasher.finish()),
                n => hasher.update(&buffer[..n]),
            }
        }
    }
}

/// A blob's content.
#[derive(Debug)]
pub struct BlobReader {
    file: Arc<File>,
    offset: u64,
    left: u64,
}

impl BlobReader {
    /// How many bytes are left to read.
    #[must_use]
    pub fn remaining(&self) -> u64 {
        self.left
    }
}

impl Read for BlobReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        let read = self.file.read_at(&mut out[..most], self.offset)?;
        if read == 0 && most > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.offset += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

fn parse(name: &str, bytes: &[u8], media_type: &str) -> Result<Document, LayoutError> {
    let kind = Some(media_type).filter(|kind| !kind.is_empty());
    Document::parse(bytes, kind)
        .map_err(|source| LayoutError::Document { name: name.to_owned(), source })
}

fn refuse_compressed(file: &File) -> Result<(), LayoutError> {
    let mut magic = [0; 4];
    let len = file.read_at(&mut magic, 0)?;
    match &magic[..len] {
        [0x1f, 0x8b, ..] => Err(LayoutError::Compressed("gzip")),
        [0x28, 0xb5, 0x2f, 0xfd] => Err(LayoutError::Compressed("zstd")),
        [b'B', b'Z', b'h', _] => Err(LayoutError::Compressed("bzip2")),
        [0xfd, b'7', b'z', b'X'] => Err(LayoutError::Compressed("xz")),
        _ => Ok(()),
    }
}

/// Where each regular member's content is. Symbolic links, which old `docker save` writes
/// for layers that occur twice, are resolved by name among the members.
fn members(file: &File) -> Result<HashMap<String, Span>, LayoutError> {
    let mut reader = Reader::new(BufReader::with_capacity(READ_BYTES, file));
    let mut members = HashMap::new();
    let mut links = Vec::new();
    while let Some(entry) = reader.next_entry()? {
        if members.len() + links.len() >= MEMBERS_MAX {
            return Err(LayoutError::Refused(format!("the file has over {MEMBERS_MAX} members")));
        }
        let Some(name) = normal("", &entry.path) else { continue };
        match entry.kind {
            Kind::File if entry.sparse.is_none() => {
                let span = Span { offset: reader.offset(), len: reader.remaining() };
                members.insert(name, span);
            }
            Kind::Symlink | Kind::HardLink => {
                let folder = match entry.kind {
                    Kind::Symlink => name.rsplit_once('/').map_or("", |(folder, _)| folder),
                    _ => "",
                };
                if let Some(target) = normal(folder, &entry.link) {
                    links.push((name, target));
                }
            }
            _ => {}
        }
    }
    for _ in 0..LINKS_MAX {
        for (name, target) in &links {
            if let Some(span) = members.get(target).copied() {
                members.entry(name.clone()).or_insert(span);
            }
        }
    }
    Ok(members)
}

/// The path of a member, `..` taken out; `None` when it leaves the archive or is no text.
fn normal(folder: &str, path: &[u8]) -> Option<String> {
    let path = std::str::from_utf8(path).ok()?;
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn member_names_are_normalised_and_stay_inside() {
        assert_eq!(normal("", b"./a//b").as_deref(), Some("a/b"));
        assert_eq!(normal("a", b"../b/layer.tar").as_deref(), Some("b/layer.tar"));
        assert_eq!(normal("a", b"../../b"), None);
        assert_eq!(normal("", b"\xff"), None);
    }
}
