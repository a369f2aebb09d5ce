//! Keys are paths, so that a prefix never catches a neighbour with a longer name.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The longest key, in bytes.
pub const KEY_BYTES_MAX: usize = 1024;

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not a key: {why}")]
pub struct BadKey {
    /// The beginning of the text.
    pub text: String,
    /// The rule it breaks.
    pub why: &'static str,
}

/// A key: UTF-8, begins with `/`, has no empty segment, does not end in `/`, holds no NUL,
/// at most [`KEY_BYTES_MAX`] bytes. Keys are ordered by their bytes. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<str>);

impl Key {
    /// Checks `text` and takes it as a key.
    ///
    /// # Errors
    /// [`BadKey`] names the rule that `text` breaks.
    pub fn new(text: impl AsRef<str>) -> Result<Self, BadKey> {
        let text = text.as_ref();
        check(text)?;
        Ok(Self(text.into()))
    }

    /// The key made of `segments`: `["a", "b"]` is `/a/b`. A segment that holds `/` is
    /// refused, so text from outside can't step into another part of the tree.
    ///
    /// # Errors
    /// [`BadKey`] when a segment is empty, holds `/` or NUL, or the key gets too long.
    pub fn of<S: AsRef<str>>(segments: &[S]) -> Result<Self, BadKey> {
        let mut text = String::new();
        for segment in segments {
            push_segment(&mut text, segment.as_ref())?;
        }
        Self::new(text)
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment: an object's own id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The segments from first to last.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0[1..].split('/')
    }

    /// The prefix this key lies directly under.
    #[must_use]
    pub fn parent(&self) -> Prefix {
        let end = self.0.rfind('/').map_or(0, |at| at + 1);
        Prefix(self.0[..end].into())
    }

    /// The prefix of all keys below this one: `/a/b` has `/a/b/`.
    #[must_use]
    pub fn children(&self) -> Prefix {
        Prefix(format!("{}/", self.0).into())
    }
}

/// A folder of keys: `/` is all of them, `/a/b/` all that begin with it. Begins and ends
/// with `/`, so `/a/b/` holds `/a/b/c` and neither `/a/b` nor `/a/bc`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(Arc<str>);

impl Prefix {
    /// Checks `text` and takes it as a prefix; the closing `/` may be left out.
    ///
    /// # Errors
    /// [`BadKey`] names the rule that `text` breaks.
    pub fn new(text: impl AsRef<str>) -> Result<Self, BadKey> {
        let text = text.as_ref();
        match text.strip_suffix('/').unwrap_or(text) {
            "" if text == "/" => Ok(Self::root()),
            key => Ok(Key::new(key)?.children()),
        }
    }

    /// The prefix made of `segments`, with the checks of [`Key::of`]; none is the root.
    ///
    /// # Errors
    /// As [`Key::of`].
    pub fn of<S: AsRef<str>>(segments: &[S]) -> Result<Self, BadKey> {
        if segments.is_empty() { Ok(Self::root()) } else { Ok(Key::of(segments)?.children()) }
    }

    /// The prefix of every key.
    #[must_use]
    pub fn root() -> Self {
        Self("/".into())
    }

    /// The prefix as text, with its closing `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `key` lies under this prefix.
    #[must_use]
    pub fn contains(&self, key: &Key) -> bool {
        key.0.starts_with(&*self.0)
    }

    /// The key directly under this prefix with the name `segment`.
    ///
    /// # Errors
    /// As [`Key::of`].
    pub fn key(&self, segment: &str) -> Result<Key, BadKey> {
        let mut text = self.0[..self.0.len() - 1].to_owned();
        push_segment(&mut text, segment)?;
        Key::new(text)
    }

    /// The first text after all keys under this prefix: `/` plus one is `0`.
    pub(crate) fn end(&self) -> String {
        format!("{}0", &self.0[..self.0.len() - 1])
    }
}

fn push_segment(text: &mut String, segment: &str) -> Result<(), BadKey> {
    if segment.contains('/') {
        return Err(bad(segment, "a segment holds no '/'"));
    }
    text.push('/');
    text.push_str(segment);
    Ok(())
}

fn check(text: &str) -> Result<(), BadKey> {
    if text.len() > KEY_BYTES_MAX {
        return Err(bad(text, "at most 1024 bytes"));
    }
    if text.contains('\0') {
        return Err(bad(text, "no NUL"));
    }
    match text.strip_prefix('/') {
        None => Err(bad(text, "begins with '/'")),
        Some(rest) if rest.split('/').any(str::is_empty) => Err(bad(text, "no empty segment")),
        Some(_) => Ok(()),
    }
}

fn bad(text: &str, why: &'static str) -> BadKey {
    BadKey { text: text.chars().take(80).collect(), why }
}

impl FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        Self::new(text)
    }
}

impl FromStr for Prefix {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        Self::new(text)
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_path_without_empty_segments() {
        for good in ["/a", "/a/b", "/a/é", "/a b/.."] {
            assert_eq!(Key::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "/", "a", "/a/", "//a", "/a//b", "/a\0"] {
            assert!(Key::new(bad).is_err(), "{bad:?}");
        }
        assert!(Key::new(format!("/{}", "x".repeat(1023))).is_ok());
        assert!(Key::new(format!("/{}", "x".repeat(1024))).is_err());
    }

    #[test]
    fn a_segment_never_steps_into_another_part_of_the_tree() {
        assert!(Key::of(&["a", "b/c"]).is_err());
        assert!(Key::of(&["a", ""]).is_err());
        assert!(Prefix::root().key("x/y").is_err());
        assert_eq!(Key::of(&["a", "b"]).unwrap().as_str(), "/a/b");
    }

    #[test]
    fn a_prefix_holds_its_children_and_no_neighbour() {
        let prefix = Prefix::new("/a/b").unwrap();
        assert_eq!(prefix.as_str(), "/a/b/");
        assert!(prefix.contains(&Key::new("/a/b/c").unwrap()));
        assert!(!prefix.contains(&Key::new("/a/b").unwrap()));
        assert!(!prefix.contains(&Key::new("/a/bc").unwrap()));
        assert!(Prefix::root().contains(&Key::new("/a").unwrap()));
        assert!(Prefix::new("").is_err());
        assert!(Prefix::new("/a//").is_err());
    }

    #[test]
    fn the_end_of_a_prefix_follows_its_last_key_and_precedes_the_next_neighbour() {
        let end = Prefix::new("/a").unwrap().end();
        assert!("/a/\u{10ffff}" < end.as_str());
        assert!(end.as_str() < "/a1");
        assert!("/\u{10ffff}" < Prefix::root().end().as_str());
    }

    #[test]
    fn parent_and_children_are_inverse() {
        let key = Key::new("/a/b").unwrap();
        assert_eq!(key.children().key("c").unwrap().parent(), key.children());
        assert_eq!(Key::new("/a").unwrap().parent(), Prefix::root());
        assert_eq!(key.name(), "b");
        assert_eq!(key.segments().collect::<Vec<_>>(), ["a", "b"]);
    }
}
