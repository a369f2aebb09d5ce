//! Resource limits of a container's processes (`setrlimit(2)`).

use std::io;

use ferrogate_link::Ulimit;
use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Fargate's default number of open files (fargate.md 2.6; `ulimits` overrides it).
const OPEN_FILES: u64 = 65_535;

/// The kernel's default of locked memory for one who is not root, in bytes.
const LOCKED_BYTES: u64 = 64 << 10;

/// A limit of a process.
#[derive(Clone, Copy, Debug)]
pub struct Rlimit {
    resource: Resource,
    soft: u64,
    hard: u64,
}

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
pub fn within_host(ulimits: &[Ulimit]) -> Result<Vec<Rlimit>, RlimitError> {
    let mut limits = wanted(ulimits)?;
    for limit in &mut limits {
        let most = make_room(limit).map_err(|e| RlimitError::Kernel(e.into()))?;
        if limit.hard <= most {
            continue;
        }
        if let Some(asked) = ulimits.iter().find(|u| kind(&u.name) == Some(limit.resource)) {
            let (name, asked) = (asked.name.clone(), limit.hard);
            return Err(RlimitError::AboveHost { name, asked, most });
        }
        *limit = Rlimit { soft: limit.soft.min(most), hard: most, ..*limit };
    }
    Ok(limits)
}

/// Sets the limits for the calling process, which must not be above what it has.
///
/// # Errors
/// [`RlimitError::Kernel`].
pub(super) fn set(limits: &[Rlimit]) -> Result<(), RlimitError> {
    for limit in limits {
        setrlimit(limit.resource, limit.soft, limit.hard)
            .map_err(|e| RlimitError::Kernel(e.into()))?;
    }
    Ok(())
}

/// Raises the shim's own hard limit to this one, if it may, and gives what it is then.
fn make_room(limit: &Rlimit) -> Result<u64, Errno> {
    let (soft, hard) = getrlimit(limit.resource)?;
    if limit.hard <= hard {
        return Ok(hard);
    }
    match setrlimit(limit.resource, soft, limit.hard) {
        Ok(()) => Ok(limit.hard),
        Err(Errno::EPERM) => Ok(hard),
        Err(e) => Err(e),
    }
}

/// The defaults, and what the container's definition replaces.
fn wanted(ulimits: &[Ulimit]) -> Result<Vec<Rlimit>, RlimitError> {
    use Resource as R;
    let limit = |resource, soft, hard| Rlimit { resource, soft, hard };
    let mut limits = vec![
        limit(R::RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        limit(R::RLIMIT_CORE, 0, 0),
        limit(R::RLIMIT_MEMLOCK, LOCKED_BYTES, LOCKED_BYTES),
        // Never what the engine has, which a service manager may have given more.
        limit(R::RLIMIT_RTPRIO, 0, 0),
    ];
    for ulimit in ulimits {
        let bad = || RlimitError::Bad(ulimit.name.clone());
        let resource = kind(&ulimit.name).ok_or_else(bad)?;
        let value = |number: i64| match number {
            -1 => Ok(u64::MAX),
            _ => u64::try_from(number).map_err(|_| bad()),
        };
        let (soft, hard) = (value(ulimit.soft)?, value(ulimit.hard)?);
        if soft > hard {
            return Err(bad());
        }
        if resource == R::RLIMIT_RTPRIO && hard > 0 {
            return Err(RlimitError::RealTime);
        }
        limits.retain(|known| known.resource != resource);
        limits.push(limit(resource, soft, hard));
    }
    Ok(limits)
}

fn kind(name: &str) -> Option<Resource> {
    use Resource as R;
    Some(match name {
        "core" => R::RLIMIT_CORE,
        "cpu" => R::RLIMIT_CPU,
        "data" => R::RLIMIT_DATA,
        "fsize" => R::RLIMIT_FSIZE,
        "locks" => R::RLIMIT_LOCKS,
        "memlock" => R::RLIMIT_MEMLOCK,
        "msgqueue" => R::RLIMIT_MSGQUEUE,
        "nice" => R::RLIMIT_NICE,
        "nofile" => R::RLIMIT_NOFILE,
        "nproc" => R::RLIMIT_NPROC,
        "rss" => R::RLIMIT_RSS,
        "rtprio" => R::RLIMIT_RTPRIO,
        "rttime" => R::RLIMIT_RTTIME,
        "sigpending" => R::RLIMIT_SIGPENDING,
        "stack" => R::RLIMIT_STACK,
        _ => return None,
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
        let nofile = |limits: &[Rlimit]| {
            let found = limits.iter().find(|l| l.resource == Resource::RLIMIT_NOFILE).unwrap();
            (found.soft, found.hard)
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
        let rtprio = |limits: &[Rlimit]| {
            let found = limits.iter().find(|l| l.resource == Resource::RLIMIT_RTPRIO).unwrap();
            (found.soft, found.hard)
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
        let nofile = given.iter().find(|l| l.resource == Resource::RLIMIT_NOFILE).unwrap();
        assert!(nofile.hard == OPEN_FILES || nofile.hard == most, "{nofile:?}");
        // More than any kernel gives (`fs.nr_open`).
        let wish = [ulimit("nofile", 1 << 40, 1 << 40)];
        let refused = within_host(&wish).unwrap_err();
        assert!(matches!(refused, RlimitError::AboveHost { .. }), "{refused}");
    }
}
