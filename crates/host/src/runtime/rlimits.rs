//! Resource limits of a container's processes (`setrlimit(2)`).

use std::io;

use ferrogate_link::Ulimit;
use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use oci_spec::runtime::{PosixRlimit, PosixRlimitBuilder, PosixRlimitType};

/// Fargate's default number of open files (fargate.md 2.6; `ulimits` overrides it).
const OPEN_FILES: u64 = 65_535;

/// The kernel's default of locked memory for one who is not root, in bytes.
const LOCKED_BYTES: u64 = 64 << 10;

/// Why a container can't have the limits that it asks for.
#[derive(Debug, thiserror::Error)]
pub enum RlimitError {
    /// One that Linux does not have, or whose soft value is above its hard one.
    #[error("invalid resource limit '{0}'")]
    Bad(String),
    /// Real-time priority, for which the kernel's shares and quotas do not hold.
    #[error("resource limit 'rtprio' must be 0")]
    RealTime,
    /// One above what the engine itself may give.
    #[error("resource limit '{name}' of {asked} is more than this host's {most}")]
    AboveHost {
        /// The limit's name as it was asked for.
        name: String,
        /// The hard value asked for.
        asked: u64,
        /// The most that the host gives.
        most: u64,
    },
    /// The kernel would not say or set a limit.
    #[error("setting a resource limit failed")]
    Kernel(#[source] io::Error),
}

/// The limits of a container, with room made for them: a process may not raise a hard limit
/// from inside a user namespace, so the shim, whose children inherit from it, goes first. On
/// a host that does not let it, a default becomes what there is.
///
/// # Errors
/// [`RlimitError`]; one that was asked for is never silently less.
pub fn within_host(ulimits: &[Ulimit]) -> Result<Vec<PosixRlimit>, RlimitError> {
    let mut limits = wanted(ulimits)?;
    for limit in &mut limits {
        let most = make_room(limit).map_err(|e| RlimitError::Kernel(e.into()))?;
        if limit.hard() <= most {
            continue;
        }
        if let Some(asked) = ulimits.iter().find(|u| kind(&u.name) == Some(limit.typ())) {
            let (name, asked) = (asked.name.clone(), limit.hard());
            return Err(RlimitError::AboveHost { name, asked, most });
        }
        *limit = build(limit.typ(), limit.soft().min(most), most);
    }
    Ok(limits)
}

/// Sets the limits for the calling process, which must not be above what it has.
///
/// # Errors
/// [`RlimitError::Kernel`].
pub(super) fn set(limits: &[PosixRlimit]) -> Result<(), RlimitError> {
    for limit in limits {
        let Some(resource) = resource(limit.typ()) else { continue };
        setrlimit(resource, limit.soft(), limit.hard())
            .map_err(|e| RlimitError::Kernel(e.into()))?;
    }
    Ok(())
}

/// Raises the shim's own hard limit to this one, if it may, and gives what it is then.
fn make_room(limit: &PosixRlimit) -> Result<u64, Errno> {
    let Some(resource) = resource(limit.typ()) else { return Ok(u64::MAX) };
    let (soft, hard) = getrlimit(resource)?;
    if limit.hard() <= hard {
        return Ok(hard);
    }
    match setrlimit(resource, soft, limit.hard()) {
        Ok(()) => Ok(limit.hard()),
        Err(Errno::EPERM) => Ok(hard),
        Err(e) => Err(e),
    }
}

/// The defaults, and what the container's definition replaces.
fn wanted(ulimits: &[Ulimit]) -> Result<Vec<PosixRlimit>, RlimitError> {
    use PosixRlimitType::{RlimitCore, RlimitMemlock, RlimitNofile, RlimitRtprio};
    let mut limits: Vec<(PosixRlimitType, u64, u64)> = vec![
        (RlimitNofile, OPEN_FILES, OPEN_FILES),
        (RlimitCore, 0, 0),
        (RlimitMemlock, LOCKED_BYTES, LOCKED_BYTES),
        // Never what the engine has, which a service manager may have given more.
        (RlimitRtprio, 0, 0),
    ];
    for ulimit in ulimits {
        let bad = || RlimitError::Bad(ulimit.name.clone());
        let typ = kind(&ulimit.name).ok_or_else(bad)?;
        let value = |number: i64| match number {
            -1 => Ok(u64::MAX),
            _ => u64::try_from(number).map_err(|_| bad()),
        };
        let (soft, hard) = (value(ulimit.soft)?, value(ulimit.hard)?);
        if soft > hard {
            return Err(bad());
        }
        if typ == RlimitRtprio && hard > 0 {
            return Err(RlimitError::RealTime);
        }
        limits.retain(|(known, ..)| *known != typ);
        limits.push((typ, soft, hard));
    }
    Ok(limits.into_iter().map(|(typ, soft, hard)| build(typ, soft, hard)).collect())
}

fn kind(name: &str) -> Option<PosixRlimitType> {
    use PosixRlimitType as T;
    Some(match name {
        "core" => T::RlimitCore,
        "cpu" => T::RlimitCpu,
        "data" => T::RlimitData,
        "fsize" => T::RlimitFsize,
        "locks" => T::RlimitLocks,
        "memlock" => T::RlimitMemlock,
        "msgqueue" => T::RlimitMsgqueue,
        "nice" => T::RlimitNice,
        "nofile" => T::RlimitNofile,
        "nproc" => T::RlimitNproc,
        "rss" => T::RlimitRss,
        "rtprio" => T::RlimitRtprio,
        "rttime" => T::RlimitRttime,
        "sigpending" => T::RlimitSigpending,
        "stack" => T::RlimitStack,
        _ => return None,
    })
}

fn build(typ: PosixRlimitType, soft: u64, hard: u64) -> PosixRlimit {
    let limit = PosixRlimitBuilder::default().typ(typ).soft(soft).hard(hard).build();
    limit.expect("every field is set")
}

fn resource(kind: PosixRlimitType) -> Option<Resource> {
    use PosixRlimitType as T;
    Some(match kind {
        T::RlimitCore => Resource::RLIMIT_CORE,
        T::RlimitCpu => Resource::RLIMIT_CPU,
        T::RlimitData => Resource::RLIMIT_DATA,
        T::RlimitFsize => Resource::RLIMIT_FSIZE,
        T::RlimitLocks => Resource::RLIMIT_LOCKS,
        T::RlimitMemlock => Resource::RLIMIT_MEMLOCK,
        T::RlimitMsgqueue => Resource::RLIMIT_MSGQUEUE,
        T::RlimitNice => Resource::RLIMIT_NICE,
        T::RlimitNofile => Resource::RLIMIT_NOFILE,
        T::RlimitNproc => Resource::RLIMIT_NPROC,
        T::RlimitRss => Resource::RLIMIT_RSS,
        T::RlimitRtprio => Resource::RLIMIT_RTPRIO,
        T::RlimitRttime => Resource::RLIMIT_RTTIME,
        T::RlimitSigpending => Resource::RLIMIT_SIGPENDING,
        T::RlimitStack => Resource::RLIMIT_STACK,
        T::RlimitAs => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ulimit(name: &str, soft: i64, hard: i64) -> Ulimit {
        Ulimit { name: name.into(), soft, hard }
    }

    #[test]
    fn resource_limits_have_fargates_defaults_unless_replaced() {
        let defaults = wanted(&[]).unwrap();
        let nofile = |limits: &[PosixRlimit]| {
            let found = limits.iter().find(|l| l.typ() == PosixRlimitType::RlimitNofile).unwrap();
            (found.soft(), found.hard())
        };
        assert_eq!(nofile(&defaults), (65_535, 65_535));
        let own = wanted(&[ulimit("nofile", 1024, 4096), ulimit("core", -1, -1)]).unwrap();
        assert_eq!(nofile(&own), (1024, 4096));
        assert_eq!(own.len(), 4);
        for bad in [ulimit("files", 1, 1), ulimit("nofile", 2, 1), ulimit("cpu", -2, 1)] {
            assert!(wanted(&[bad]).is_err());
        }
    }

    #[test]
    fn no_limit_lets_a_task_out_of_its_share_of_the_processors() {
        let rtprio = |limits: &[PosixRlimit]| {
            let found = limits.iter().find(|l| l.typ() == PosixRlimitType::RlimitRtprio).unwrap();
            (found.soft(), found.hard())
        };
        assert_eq!(rtprio(&wanted(&[]).unwrap()), (0, 0));
        assert_eq!(rtprio(&wanted(&[ulimit("rtprio", 0, 0)]).unwrap()), (0, 0));
        for hard in [1, 99, -1] {
            let refused = wanted(&[ulimit("rtprio", 0, hard)]).unwrap_err();
            assert!(matches!(refused, RlimitError::RealTime), "{refused}");
        }
    }

    #[test]
    fn a_default_gives_way_to_the_host_and_a_wish_does_not() {
        let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
        let given = within_host(&[]).unwrap();
        let nofile = given.iter().find(|l| l.typ() == PosixRlimitType::RlimitNofile).unwrap();
        assert!(nofile.hard() == OPEN_FILES || nofile.hard() == most, "{nofile:?}");
        // More than any kernel gives (`fs.nr_open`).
        let wish = [ulimit("nofile", 1 << 40, 1 << 40)];
        let refused = within_host(&wish).unwrap_err();
        assert!(matches!(refused, RlimitError::AboveHost { .. }), "{refused}");
    }
}
