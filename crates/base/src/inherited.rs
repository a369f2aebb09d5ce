//! Open files that a process was started with: their numbers come in an environment
//! variable, as `name:number,name:number`.

use std::os::fd::{FromRawFd, OwnedFd, RawFd};

/// The variable.
pub const VARIABLE: &str = "FERROGATE_FDS";

/// Takes the inherited files, each once: the variable's numbers are this process's own from
/// now on. Call it once, before anything else opens files by number.
#[must_use]
pub fn take() -> Vec<(String, OwnedFd)> {
    parse(&std::env::var(VARIABLE).unwrap_or_default())
        .into_iter()
        .map(|(name, fd)| {
            // SAFETY: whoever started this process left the file open under this number for
            // it alone, and `take` is called once, so nobody else owns the number.
            (name, unsafe { OwnedFd::from_raw_fd(fd) })
        })
        .collect()
}

/// The numbers in the variable's text; the three standard ones are never among them.
fn parse(text: &str) -> Vec<(String, RawFd)> {
    text.split(',')
        .filter_map(|pair| pair.split_once(':'))
        .filter_map(|(name, fd)| Some((name.to_owned(), fd.parse().ok()?)))
        .filter(|(_, fd)| *fd > 2)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_names_files_by_number() {
        assert_eq!(parse("a:3,b:17"), [("a".to_owned(), 3), ("b".to_owned(), 17)]);
        assert!(parse("").is_empty());
        assert!(parse("a:0,b,c:x,d:-1").is_empty());
    }
}
