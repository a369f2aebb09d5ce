//! Who a container's first process is: `user[:group]` by the image's own passwd and group
//! files, which are untrusted.

use crate::kernel::IdMap;

/// More supplementary groups than this, and an image means harm.
const GROUPS_MAX: usize = 1024;

/// Who the process is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// User id inside.
    pub uid: u32,
    /// Group id inside.
    pub gid: u32,
    /// Supplementary groups: those that name the user, when no group was asked for.
    pub groups: Vec<u32>,
    /// The home folder; `/` when the passwd file does not say.
    pub home: String,
}

/// Why nobody can be this user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserError {
    /// Neither a name in the image's passwd file nor a number.
    #[error("unable to find user {0}: no matching entries in passwd file")]
    NoUser(String),
    /// Neither a name in the image's group file nor a number.
    #[error("unable to find group {0}: no matching entries in group file")]
    NoGroup(String),
    /// A number that is no id.
    #[error("user or group id {0} is not in the range 0-4294967294")]
    OutOfRange(String),
    /// An id that the task has no place for.
    #[error("user or group id {0} is past 65535 and not known before the image is unpacked")]
    NoPlace(u32),
    /// A user in absurdly many groups.
    #[error("user {0} is in more than 1024 groups")]
    TooManyGroups(String),
}

#[derive(Debug)]
struct User<'a> {
    name: &'a str,
    uid: &'a str,
    gid: &'a str,
    home: &'a str,
}

/// Resolves what a task definition or an image asks for. An empty `spec` is root.
///
/// # Errors
/// [`UserError`]; ids that are none, negative or otherwise odd ones are never guessed at.
pub fn resolve(spec: &str, passwd: &str, group: &str) -> Result<Identity, UserError> {
    let (user, wanted_group) = match spec.split_once(':') {
        Some((user, group)) => (user, Some(group).filter(|group| !group.is_empty())),
        None => (spec, None),
    };
    let user = if user.is_empty() { "0" } else { user };
    // A name wins over a number that looks like it.
    let entry = users(passwd)
        .find(|entry| entry.name == user)
        .or_else(|| users(passwd).find(|entry| entry.uid == user));
    let (uid, gid, home) = match &entry {
        Some(entry) => (id(entry.uid)?, id(entry.gid)?, entry.home),
        None if is_number(user) => (id(user)?, 0, "/"),
        None => return Err(UserError::NoUser(user.to_owned())),
    };
    let name = entry.as_ref().map_or("", |entry| entry.name);
    let (gid, groups) = match wanted_group {
        Some(wanted) => (group_id(wanted, group)?, Vec::new()),
        None => (gid, groups_of(name, group)?),
    };
    let home = if home.is_empty() { "/" } else { home };
    Ok(Identity { uid, gid, groups, home: home.to_owned() })
}

fn group_id(wanted: &str, group: &str) -> Result<u32, UserError> {
    let named = lines(group).find(|fields| fields[0] == wanted);
    match named.as_ref().and_then(|fields| fields.get(2)) {
        Some(gid) => id(gid),
        None if is_number(wanted) => id(wanted),
        None => Err(UserError::NoGroup(wanted.to_owned())),
    }
}

fn groups_of(name: &str, group: &str) -> Result<Vec<u32>, UserError> {
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let mut groups = Vec::new();
    for fields in lines(group) {
        let (Some(gid), Some(members)) = (fields.get(2), fields.get(3)) else { continue };
        if members.split(',').any(|member| member == name) {
            groups.push(id(gid)?);
        }
        if groups.len() > GROUPS_MAX {
            return Err(UserError::TooManyGroups(name.to_owned()));
        }
    }
    Ok(groups)
}

fn users(passwd: &str) -> impl Iterator<Item = User<'_>> {
    lines(passwd).filter(|fields| fields.len() >= 4).map(|fields| User {
        name: fields[0],
        uid: fields[2],
        gid: fields[3],
        home: fields.get(5).copied().unwrap_or_default(),
    })
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .map(|line| line.trim().split(':').collect::<Vec<_>>())
        .filter(|fields| !fields[0].is_empty() && !fields[0].starts_with('#'))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn id(text: &str) -> Result<u32, UserError> {
    let out_of_range = || UserError::OutOfRange(text.to_owned());
    if !is_number(text) {
        return Err(out_of_range());
    }
    // The last number stands for none.
    text.parse().ok().filter(|id| *id < u32::MAX).ok_or_else(out_of_range)
}

impl Identity {
    /// What user and group are on the host.
    ///
    /// # Errors
    /// [`UserError::NoPlace`] when the task lacks one of them, or of the other groups.
    pub fn on_host(&self, ids: &IdMap) -> Result<(u32, u32), UserError> {
        for group in &self.groups {
            ids.host_gid(*group).ok_or(UserError::NoPlace(*group))?;
        }
        let uid = ids.host_uid(self.uid).ok_or(UserError::NoPlace(self.uid))?;
        let gid = ids.host_gid(self.gid).ok_or(UserError::NoPlace(self.gid))?;
        Ok((uid, gid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\n\
        www:x:33:34:www:/var/www:/bin/false\n\
        big:x:4294967296:0::/:\n\
        neg:x:-1:0::/:\n\
        1000:x:7:7::/odd:\n";
    const GROUP: &str = "root:x:0:\nwww:x:34:\nlog:x:4:www,root\ndocker:x:99:www\nhuge:x:70000:\n";

    fn who(spec: &str) -> Result<(u32, u32, Vec<u32>, String), UserError> {
        let identity = resolve(spec, PASSWD, GROUP)?;
        Ok((identity.uid, identity.gid, identity.groups, identity.home))
    }

    #[test]
    fn names_and_numbers_resolve_as_docker_resolves_them() {
        assert_eq!(who("").unwrap(), (0, 0, vec![4], "/root".into()));
        assert_eq!(who("www").unwrap(), (33, 34, vec![4, 99], "/var/www".into()));
        assert_eq!(who("33").unwrap(), (33, 34, vec![4, 99], "/var/www".into()));
        assert_eq!(who("www:docker").unwrap(), (33, 99, vec![], "/var/www".into()));
        assert_eq!(who("12:13").unwrap(), (12, 13, vec![], "/".into()));
        assert_eq!(who("12").unwrap(), (12, 0, vec![], "/".into()));
        assert_eq!(who(":log").unwrap(), (0, 4, vec![], "/root".into()));
        assert_eq!(who("1000").unwrap(), (7, 7, vec![], "/odd".into()));
    }

    #[test]
    fn an_id_that_could_wrap_to_root_is_refused() {
        for bad in ["4294967296", "4294967295", "18446744073709551616", "0:4294967296"] {
            assert!(matches!(who(bad), Err(UserError::OutOfRange(_))), "{bad}");
        }
        for bad in ["-2", "0x0", "+0", " 0", "1e3", "nobody"] {
            assert!(matches!(who(bad), Err(UserError::NoUser(_))), "{bad}");
        }
        assert_eq!(who("1000650000").unwrap().0, 1_000_650_000);
        assert_eq!(who("0:huge").unwrap().1, 70_000);
        assert!(matches!(who("-1"), Err(UserError::OutOfRange(_))));
        assert!(matches!(who("0:-1"), Err(UserError::NoGroup(_))));
        assert!(matches!(who("big"), Err(UserError::OutOfRange(_))));
        assert!(matches!(who("neg"), Err(UserError::OutOfRange(_))));
    }

    #[test]
    fn an_id_that_the_task_has_no_place_for_is_refused() {
        let who = |spec: &str| resolve(spec, PASSWD, GROUP).unwrap();
        let plain = IdMap::plain(1 << 20);
        assert_eq!(who("33").on_host(&plain).unwrap(), ((1 << 20) + 33, (1 << 20) + 34));
        assert_eq!(who("70001").on_host(&plain), Err(UserError::NoPlace(70_001)));
        let ids = IdMap::with(1 << 20, [(70_001, 0)]).unwrap();
        assert_eq!(who("70001").on_host(&ids).unwrap(), ((1 << 20) + 65_534, 1 << 20));
        assert_eq!(who("70001:huge").on_host(&ids), Err(UserError::NoPlace(70_000)));
    }

    #[test]
    fn a_user_in_absurdly_many_groups_is_refused() {
        let group: String = (0..2000).map(|gid| format!("g{gid}:x:{gid}:www\n")).collect();
        let error = resolve("www", PASSWD, &group).unwrap_err();
        assert_eq!(error, UserError::TooManyGroups("www".into()));
    }
}
