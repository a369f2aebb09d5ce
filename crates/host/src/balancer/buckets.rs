//! Which buckets there are, told to the server: it sees no folder but its own, and in there an empty
//! one for each, in one that is root's.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, mkdirat, unlinkat};

use super::relay::{folder, names, root};

/// The folder of all of them in the server's.
pub const FOLDER: &str = "buckets";

/// Shows the server that these are there, and no others.
///
/// # Errors
/// When the server's folder can't be used, or what is there is not root's.
pub fn show(server: &Path, buckets: &BTreeSet<String>) -> io::Result<()> {
    let all = folder(&root(server)?, FOLDER)?;
    let shown: BTreeSet<_> = names(&all)?.into_iter().collect();
    for name in buckets.difference(&shown) {
        mkdirat(&all, name.as_str(), Mode::from_raw_mode(0o755))?;
    }
    for name in shown.difference(buckets) {
        unlinkat(&all, name.as_str(), AtFlags::REMOVEDIR)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_sees_what_is_there_and_leads_nobody_elsewhere() {
        let (server, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let of = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        show(server.path(), &of(&["a", "b"])).unwrap();
        show(server.path(), &of(&["b", "c"])).unwrap();
        let there = |name: &str| server.path().join(FOLDER).join(name).is_dir();
        assert_eq!(["a", "b", "c"].map(there), [false, true, true]);
        show(server.path(), &of(&[])).unwrap();
        std::fs::remove_dir(server.path().join(FOLDER)).unwrap();
        std::os::unix::fs::symlink(other.path(), server.path().join(FOLDER)).unwrap();
        assert!(show(server.path(), &of(&["a"])).is_err());
        assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 0);
    }
}
