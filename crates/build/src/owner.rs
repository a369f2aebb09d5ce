//! Who owns what is copied: `user[:group]`, by numbers or by the names of an image.

use std::io::Read as _;

use crate::layer;
use crate::tree::{Tree, What};

/// Largest `/etc/passwd` and `/etc/group` that are read, in bytes.
const NAMES_BYTES_MAX: u64 = 1 << 20;

/// The ids that a text means in an image. A user without group has the group that
/// `/etc/passwd` gives it; a number that is not in there is its own group.
///
/// # Errors
/// In words: a name that the image does not know.
pub fn find(text: &str, tree: &Tree) -> Result<(u32, u32), String> {
    let (user, group) = match text.split_once(':') {
        Some((user, group)) => (user, Some(group)),
        None => (text, None),
    };
    if user.is_empty() || group == Some("") {
        return Err(format!("'{text}' is no USER[:GROUP]"));
    }
    let number = user.parse::<u32>().ok();
    // name:password:uid:gid:… (passwd(5)); name:password:gid:… (group(5)).
    let known = || {
        lines(tree, b"etc/passwd").into_iter().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            let (uid, gid) = (fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?);
            let fits = number.map_or(fields[0] == user, |number| number == uid);
            fits.then_some((uid, gid))
        })
    };
    let (uid, gid) = match (number, group) {
        (Some(number), Some(_)) => (number, number),
        (Some(number), None) => known().unwrap_or((number, number)),
        (None, _) => {
            known().ok_or_else(|| format!("the image's /etc/passwd has no user {user}"))?
        }
    };
    let Some(group) = group else { return Ok((uid, gid)) };
    if let Ok(number) = group.parse() {
        return Ok((uid, number));
    }
    let found = lines(tree, b"etc/group").into_iter().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        if fields[0] == group { fields.get(2)?.parse().ok() } else { None }
    });
    found
        .map(|gid| (uid, gid))
        .ok_or_else(|| format!("the image's /etc/group has no group {group}"))
}

fn lines(tree: &Tree, path: &[u8]) -> Vec<String> {
    let Ok(path) = tree.resolve(path, true) else { return Vec::new() };
    let Some(What::File(content)) = tree.get(&path).map(|node| &node.what) else {
        return Vec::new();
    };
    let mut bytes = Vec::new();
    let read = layer::open(content).map(|file| file.take(NAMES_BYTES_MAX).read_to_end(&mut bytes));
    if !matches!(read, Ok(Ok(_))) {
        return Vec::new();
    }
    String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context;
    use crate::ignore::Ignore;

    #[test]
    fn names_are_those_of_the_image() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("etc")).unwrap();
        std::fs::write(dir.path().join("etc/passwd"), "root:x:0:0::/:\nweb:x:33:34::/:\n").unwrap();
        std::fs::write(dir.path().join("etc/group"), "root:x:0:\nstaff:x:50:web\n").unwrap();
        let tree = context::read(dir.path(), &Ignore::default()).unwrap();
        for (text, ids) in [
            ("web", (33, 34)),
            ("33", (33, 34)),
            ("1000", (1000, 1000)),
            ("web:staff", (33, 50)),
            ("5:6", (5, 6)),
            ("root:6", (0, 6)),
        ] {
            assert_eq!(find(text, &tree), Ok(ids), "{text}");
        }
        for text in ["nobody", "web:nogroup", ":5", "5:", "-1"] {
            assert!(find(text, &tree).is_err(), "{text}");
        }
        assert_eq!(find("7", &Tree::default()), Ok((7, 7)));
    }
}
