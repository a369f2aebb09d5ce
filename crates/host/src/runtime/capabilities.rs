//! Which capabilities a container's processes may have.

use caps::{Capability, CapsHashSet};

/// What every container has unless it drops it: Docker's default set, which Fargate gives.
pub const DEFAULT: [Capability; 14] = [
    Capability::CAP_CHOWN,
    Capability::CAP_DAC_OVERRIDE,
    Capability::CAP_FSETID,
    Capability::CAP_FOWNER,
    Capability::CAP_MKNOD,
    Capability::CAP_NET_RAW,
    Capability::CAP_SETGID,
    Capability::CAP_SETUID,
    Capability::CAP_SETFCAP,
    Capability::CAP_SETPCAP,
    Capability::CAP_NET_BIND_SERVICE,
    Capability::CAP_SYS_CHROOT,
    Capability::CAP_KILL,
    Capability::CAP_AUDIT_WRITE,
];

/// A capability that a container of ours can't have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("capability '{0}' can't be added to a container")]
pub struct Refused(pub String);

/// The set after `drop`, then `add`. Names are as ECS writes them: without `CAP_`, or `ALL`.
/// Dropping what is unknown drops nothing; adding `ALL` adds the default set.
///
/// # Errors
/// For anything added that is neither in the default set nor `SYS_PTRACE` (Fargate's rule,
/// `KernelCapabilities`).
pub fn resolve(add: &[String], drop: &[String]) -> Result<CapsHashSet, Refused> {
    let mut set: CapsHashSet = DEFAULT.into_iter().collect();
    for name in drop {
        match plain(name).as_str() {
            "ALL" => set.clear(),
            name => set.retain(|capability| plain(&capability.to_string()) != name),
        }
    }
    for name in add {
        match plain(name).as_str() {
            "ALL" => set.extend(DEFAULT),
            "SYS_PTRACE" => {
                set.insert(Capability::CAP_SYS_PTRACE);
            }
            wanted => {
                let known = DEFAULT.into_iter().find(|c| plain(&c.to_string()) == wanted);
                set.insert(known.ok_or_else(|| Refused(name.clone()))?);
            }
        }
    }
    Ok(set)
}

fn plain(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    upper.strip_prefix("CAP_").map_or(upper.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(add: &[&str], drop: &[&str]) -> Result<Vec<String>, Refused> {
        let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let set = resolve(&own(add), &own(drop))?;
        let mut names: Vec<_> = set.iter().map(|c| plain(&c.to_string())).collect();
        names.sort();
        Ok(names)
    }

    #[test]
    fn the_default_set_has_fourteen() {
        assert_eq!(names(&[], &[]).unwrap().len(), 14);
    }

    #[test]
    fn dropping_comes_before_adding() {
        assert_eq!(names(&["KILL"], &["ALL"]).unwrap(), ["KILL"]);
        assert_eq!(names(&["ALL"], &["NET_RAW"]).unwrap().len(), 14);
        assert!(!names(&[], &["NET_RAW"]).unwrap().contains(&"NET_RAW".to_owned()));
    }

    #[test]
    fn only_ptrace_comes_on_top() {
        assert!(names(&["SYS_PTRACE"], &[]).unwrap().contains(&"SYS_PTRACE".to_owned()));
        for refused in ["SYS_ADMIN", "NET_ADMIN", "nonsense"] {
            assert_eq!(names(&[refused], &[]), Err(Refused(refused.into())));
        }
    }
}
