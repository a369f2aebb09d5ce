//! Names of buckets and of what lies in them, where both are folders and files.

/// Whether it can be a bucket's name (S3 guide, "General purpose bucket naming rules").
pub(crate) fn is_name(name: &str) -> bool {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let within = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    (3..=63).contains(&name.len())
        && name.bytes().all(within)
        && edge(name.bytes().next())
        && edge(name.bytes().last())
}

/// What names of objects begin with, as a path below a bucket: without a slash at either end, and
/// with one between its parts. `None` when it leads to no folder below.
pub(crate) fn prefix(given: &str) -> Option<String> {
    let parts: Vec<&str> = given.split('/').filter(|part| !part.is_empty()).collect();
    let is_part = |part: &str| {
        !matches!(part, "." | "..") && part.len() <= 255 && !part.chars().any(char::is_control)
    };
    let path = parts.join("/");
    // A key of S3 has at most 1,024 bytes, the object's own name among them.
    (parts.iter().copied().all(is_part) && path.len() <= 900).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_leads_to_a_folder_below_its_bucket() {
        for (given, path) in
            [("", ""), ("/", ""), ("a", "a"), ("/a//b/", "a/b"), ("a b/ü", "a b/ü")]
        {
            assert_eq!(prefix(given).as_deref(), Some(path), "{given}");
        }
        let (long, deep) = ("x".repeat(256), "x/".repeat(500));
        for bad in ["..", "a/../b", "./a", "a/.", "a\0", "a\n", &long, &deep] {
            assert_eq!(prefix(bad), None, "{bad}");
        }
    }
}
