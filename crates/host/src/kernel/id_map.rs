//! Which ids a task has, and what they are on the host. Pure.

use super::IDS;

/// Nobody's: the owner that a file has whose own no task has.
pub const NOBODY: u32 = 65_534;

/// A task's ids.
///
/// They are 0 to 65,535, the task's own range on the host. A user past them, as some platforms
/// give to every container, takes the place of nobody, and so does a group: what the image has
/// of such owners is nobody's too, and thereby the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdMap {
    base: u32,
    uid: Option<u32>,
    gid: Option<u32>,
}

/// Ids that follow each other inside and on the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first one's number inside.
    pub inside: u32,
    /// The first one's number on the host.
    pub host: u32,
    /// How many.
    pub count: u32,
}

/// More than one user, or group, past 65,535 in one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ids {0} and {1} are both past 65535, and a task may have one such")]
pub struct TooMany(u32, u32);

impl IdMap {
    /// The ids that begin at `base` on the host.
    #[must_use]
    pub fn plain(base: u32) -> Self {
        Self { base, uid: None, gid: None }
    }

    /// The same with a place for each of these users and groups.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn with(base: u32, who: impl IntoIterator<Item = (u32, u32)>) -> Result<Self, TooMany> {
        let mut map = Self::plain(base);
        for (uid, gid) in who {
            for (place, id) in [(&mut map.uid, uid), (&mut map.gid, gid)] {
                match *place {
                    _ if id < IDS => {}
                    Some(other) if other != id => return Err(TooMany(other, id)),
                    _ => *place = Some(id),
                }
            }
        }
        Ok(map)
    }

    /// What id 0 is on the host.
    #[must_use]
    pub fn base(&self) -> u32 {
        self.base
    }

    /// Whether all are where they are in a file system of the image.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.uid.is_none() && self.gid.is_none()
    }

    /// What a user is on the host, if the task has it.
    #[must_use]
    pub fn host_uid(&self, uid: u32) -> Option<u32> {
        host(&self.uids(), uid)
    }

    /// What a group is on the host, if the task has it.
    #[must_use]
    pub fn host_gid(&self, gid: u32) -> Option<u32> {
        host(&self.gids(), gid)
    }

    /// All users.
    #[must_use]
    pub fn uids(&self) -> Vec<Range> {
        self.ranges(self.uid)
    }

    /// All groups.
    #[must_use]
    pub fn gids(&self) -> Vec<Range> {
        self.ranges(self.gid)
    }

    fn ranges(&self, foreign: Option<u32>) -> Vec<Range> {
        let range = |inside: u32, offset: u32, count: u32| Range {
            inside,
            host: self.base + offset,
            count,
        };
        match foreign {
            None => vec![range(0, 0, IDS)],
            Some(id) => vec![
                range(0, 0, NOBODY),
                range(id, NOBODY, 1),
                range(NOBODY + 1, NOBODY + 1, IDS - NOBODY - 1),
            ],
        }
    }
}

fn host(ranges: &[Range], id: u32) -> Option<u32> {
    ranges.iter().find_map(|range| {
        let offset = id.checked_sub(range.inside).filter(|offset| *offset < range.count)?;
        Some(range.host + offset)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: u32 = 1 << 20;

    #[test]
    fn ordinary_users_leave_the_map_plain() {
        let map = IdMap::with(BASE, [(0, 0), (1000, 65_535)]).unwrap();
        assert_eq!(map, IdMap::plain(BASE));
        assert_eq!(map.uids(), [Range { inside: 0, host: BASE, count: 65_536 }]);
        assert_eq!(map.host_uid(65_535), Some(BASE + 65_535));
        assert_eq!((map.host_uid(65_536), map.host_gid(u32::MAX)), (None, None));
    }

    #[test]
    fn a_user_past_all_others_is_in_nobodys_place() {
        let map = IdMap::with(BASE, [(0, 0), (1_000_650_000, 0), (1_000_650_000, 0)]).unwrap();
        assert!(!map.is_plain());
        assert_eq!(map.host_uid(1_000_650_000), Some(BASE + NOBODY));
        assert_eq!((map.host_uid(NOBODY), map.host_gid(NOBODY)), (None, Some(BASE + NOBODY)));
        assert_eq!(map.host_uid(NOBODY + 1), Some(BASE + NOBODY + 1));
        let hosts: u32 = map.uids().iter().map(|range| range.count).sum();
        assert_eq!((hosts, map.gids().len()), (IDS, 1));
    }

    #[test]
    fn two_such_users_are_one_too_many() {
        let error = IdMap::with(BASE, [(70_000, 0), (80_000, 0)]).unwrap_err();
        assert_eq!(error, TooMany(70_000, 80_000));
        assert!(IdMap::with(BASE, [(70_000, 80_000)]).is_ok());
    }
}
