//! Which capabilities a container's processes may have.

use oci_spec::runtime::{Capabilities, Capability};

/// What every container has unless it drops it: Docker's default set, which Fargate gives.
pub const DEFAULT: [Capability; 14] = [
    Capability::Chown,
    Capability::DacOverride,
    Capability::Fsetid,
    Capability::Fowner,
    Capability::Mknod,
    Capability::NetRaw,
    Capability::Setgid,
    Capability::Setuid,
    Capability::Setfcap,
    Capability::Setpcap,
    Capability::NetBindService,
    Capability::SysChroot,
    Capability::Kill,
    Capability::AuditWrite,
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
pub fn resolve(add: &[String], drop: &[String]) -> Result<Capabilities, Refused> {
    let mut set: Capabilities = DEFAULT.into_iter().collect();
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
                set.insert(Capability::SysPtrace);
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
