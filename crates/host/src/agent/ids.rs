//! Which user ids of the host are this engine's: one block of them, reserved among all engines
//! of the host.
//!
//! The registry is a folder that ends with the machine's life, as all tasks do: a file for each
//! block that is taken, named by its number, which says whose it is.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;
use nix::fcntl::{Flock, FlockArg};
use serde::{Deserialize, Serialize};

use super::slots::Slot;
use crate::kernel::IDS;

/// Where engines agree about their ids.
pub(super) const REGISTRY: &str = "/run/ferrogate/ids";

/// The first id that is a task's (security: far above all that can have an account).
const FIRST: u32 = 1 << 20;

/// Slots of one block: more than the tasks of a host, and those that are kept warm.
pub(super) const SLOTS_MAX: u32 = 1024;

/// Ids of one block.
const BLOCK: u32 = SLOTS_MAX * IDS;

/// Blocks that there are below the kernel's last id, which stands for none.
const BLOCKS: u32 = (u32::MAX - FIRST) / BLOCK;

/// Which ids the host's own tools give to containers of its users (subuid(5), subgid(5)).
const SUBORDINATE: [&str; 2] = ["/etc/subuid", "/etc/subgid"];

/// The block of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block(u32);

/// Whose a block is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owner {
    /// The engine's mark on objects of the kernel.
    pub(super) instance: String,
    /// Its agent's folder.
    pub(super) data_dir: PathBuf,
}

impl Block {
    /// The first user id of a slot.
    pub(super) fn base(self, slot: Slot) -> u32 {
        self.first() + slot * IDS
    }

    fn first(self) -> u32 {
        FIRST + self.0 * BLOCK
    }

    fn overlaps(self, (start, count): (u64, u64)) -> bool {
        let first = u64::from(self.first());
        start < first + u64::from(BLOCK) && first < start.saturating_add(count)
    }
}

/// The block that `owner` has, or a free one, which is its own from now on. One whose owner does
/// not live any more, as `lives` says, is free.
///
/// # Errors
/// When the registry can't be used, or other engines have all blocks.
pub(super) fn reserve(
    registry: &Path,
    owner: &Owner,
    lives: impl Fn(&Owner) -> bool,
) -> io::Result<Block> {
    let _lock = lock(registry)?;
    let mut taken = Vec::new();
    for (block, found) in entries(registry)? {
        match found {
            Some(found) if found == *owner => return Ok(block),
            Some(found) if lives(&found) => taken.push(block),
            Some(_) => fsio::remove_all(&path(registry, block))?,
            // Whoever has it may run tasks: nobody else gets it before the machine starts anew.
            None => {
                let path = path(registry, block);
                tracing::error!(path = %path.display(), "nobody knows whose user ids these are");
                taken.push(block);
            }
        }
    }
    let given = subordinate();
    let free: Vec<Block> = (0..BLOCKS).map(Block).filter(|block| !taken.contains(block)).collect();
    let apart = free.iter().find(|block| !given.iter().any(|range| block.overlaps(*range)));
    let block = *apart.or(free.first()).ok_or_else(|| {
        io::Error::other(format!("{BLOCKS} engines have all user ids; see {}", registry.display()))
    })?;
    fsio::write_atomic(&path(registry, block), &serde_json::to_vec(owner)?, 0o600)?;
    Ok(block)
}

/// Lets go of what the engine `instance` has. Nothing of it may run any more.
///
/// # Errors
/// When the registry can't be used.
pub(super) fn release(registry: &Path, instance: &str) -> io::Result<()> {
    if !registry.exists() {
        return Ok(());
    }
    let _lock = lock(registry)?;
    for (block, owner) in entries(registry)? {
        if owner.is_some_and(|owner| owner.instance == instance) {
            fsio::remove_all(&path(registry, block))?;
        }
    }
    // One that is not empty stays, and so does a folder above it that others use.
    if fs::remove_dir(registry).is_ok()
        && let Some(above) = registry.parent()
    {
        let _ = fs::remove_dir(above);
    }
    Ok(())
}

/// Makes the registry where it is missing and holds it, for a few reads and a write. The last
/// engine to leave removes it, so it may be gone, or another, once it is held.
fn lock(registry: &Path) -> io::Result<Flock<File>> {
    let if_there = |found: io::Result<File>| match found {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    };
    loop {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(registry)?;
        let Some(folder) = if_there(File::open(registry))? else { continue };
        let held = Flock::lock(folder, FlockArg::LockExclusive).map_err(|(_, e)| e)?;
        let Some(now) = if_there(File::open(registry))? else { continue };
        if now.metadata()?.ino() == held.metadata()?.ino() {
            return Ok(held);
        }
    }
}

/// All blocks that somebody has taken; `None` when the file doesn't say who.
fn entries(registry: &Path) -> io::Result<Vec<(Block, Option<Owner>)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(registry)? {
        let name = entry?.file_name();
        let Some(number) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
        let text = fs::read(path(registry, Block(number))).unwrap_or_default();
        all.push((Block(number), serde_json::from_slice(&text).ok()));
    }
    Ok(all)
}

fn path(registry: &Path, block: Block) -> PathBuf {
    registry.join(block.0.to_string())
}

/// The ranges of ids that the host's own tools may give away.
fn subordinate() -> Vec<(u64, u64)> {
    SUBORDINATE
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .flat_map(|text| text.lines().filter_map(range).collect::<Vec<_>>())
        .collect()
}

/// `user:first:count`
fn range(line: &str) -> Option<(u64, u64)> {
    let mut numbers = line.split(':').skip(1).map(|number| number.trim().parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(instance: &str) -> Owner {
        Owner { instance: instance.into(), data_dir: format!("/data/{instance}").into() }
    }

    fn all_live(_: &Owner) -> bool {
        true
    }

    #[test]
    fn two_engines_have_different_ids_and_keep_them() {
        let dir = tempfile::tempdir().unwrap();
        let registry = dir.path().join("ids");
        let one = reserve(&registry, &owner("one"), all_live).unwrap();
        let two = reserve(&registry, &owner("two"), all_live).unwrap();
        assert!(one.base(SLOTS_MAX - 1) + IDS <= two.base(0), "{one:?} {two:?}");
        assert_eq!(reserve(&registry, &owner("one"), all_live).unwrap(), one);
        assert_eq!(reserve(&registry, &owner("two"), all_live).unwrap(), two);
        release(&registry, "one").unwrap();
        assert_eq!(reserve(&registry, &owner("three"), all_live).unwrap(), one);
        assert_eq!(reserve(&registry, &owner("two"), all_live).unwrap(), two);
        release(&registry, "two").unwrap();
        assert!(registry.exists());
        release(&registry, "three").unwrap();
        assert!(!registry.exists());
        release(&registry, "three").unwrap();
    }

    #[test]
    fn what_an_engine_left_that_is_gone_is_free_again() {
        let dir = tempfile::tempdir().unwrap();
        let gone = reserve(dir.path(), &owner("gone"), all_live).unwrap();
        let lives = |owner: &Owner| owner.instance != "gone";
        assert_eq!(reserve(dir.path(), &owner("new"), lives).unwrap(), gone);
        assert_eq!(entries(dir.path()).unwrap(), [(gone, Some(owner("new")))]);
    }

    #[test]
    fn ids_whose_file_is_damaged_are_nobody_elses() {
        let dir = tempfile::tempdir().unwrap();
        let mut all = Vec::new();
        for (number, damage) in ["", "no owner", "{\"instance\":\"e1\""].into_iter().enumerate() {
            let instance = format!("e{number}");
            let block = reserve(dir.path(), &owner(&instance), all_live).unwrap();
            fs::write(path(dir.path(), block), damage).unwrap();
            all.push(block);
        }
        let folder = reserve(dir.path(), &owner("folder"), all_live).unwrap();
        fs::remove_file(path(dir.path(), folder)).unwrap();
        fs::create_dir(path(dir.path(), folder)).unwrap();
        all.push(folder);
        let none_lives = |_: &Owner| false;
        let new = reserve(dir.path(), &owner("new"), none_lives).unwrap();
        assert!(!all.contains(&new), "{new:?} of {all:?}");
        // Its agent can't know either; what runs keeps the ids that it has.
        assert!(!all.contains(&reserve(dir.path(), &owner("e0"), none_lives).unwrap()));
    }

    #[test]
    fn every_id_of_every_block_is_one_that_the_kernel_knows() {
        let last = Block(BLOCKS - 1);
        let end = u64::from(last.first()) + u64::from(BLOCK);
        assert!(end <= u64::from(u32::MAX) && BLOCKS >= 60, "{BLOCKS}");
        assert_eq!(Block(0).base(0), 1 << 20);
    }

    #[test]
    fn a_full_registry_says_so() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..BLOCKS {
            reserve(dir.path(), &owner(&format!("e{number}")), all_live).unwrap();
        }
        let error = reserve(dir.path(), &owner("more"), all_live).unwrap_err().to_string();
        assert!(error.contains("have all user ids"), "{error}");
    }

    #[test]
    fn ranges_of_the_hosts_users_are_known_by_their_bounds() {
        assert_eq!(range("containers:2147483647:2147483648"), Some((2_147_483_647, 2_147_483_648)));
        assert_eq!(range("# nothing"), None);
        let block = Block(0);
        assert!(block.overlaps((100_000, 1 << 20)));
        assert!(!block.overlaps((100_000, 65_536)));
        assert!(block.overlaps((u64::from(FIRST) + 7, 1)));
        assert!(!Block(1).overlaps((u64::from(FIRST), u64::from(BLOCK))));
    }
}
