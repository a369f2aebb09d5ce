//! Which path asks for what: pure.

/// A version of the task metadata endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// The first one: there the address alone says who asks.
    V2,
    V3,
    V4,
}

/// What is asked for. `id` is a container's, as the path has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask<'p> {
    /// One container.
    Container { version: Version, id: &'p str },
    /// The task, with its tags or without. Version 2 has no id.
    Task { version: Version, id: Option<&'p str>, tags: bool },
    /// What one container uses.
    ContainerStats { version: Version, id: &'p str },
    /// What each container of the task uses.
    TaskStats { version: Version, id: Option<&'p str> },
    /// Credentials of the task's role, which has its own id; by the first or second version.
    Credentials { version: u8, id: &'p str },
    /// Whether the task is protected from being stopped.
    Protection { id: &'p str },
    /// A fault of the network that is to be begun, ended or looked at.
    Fault { id: &'p str, fault: Fault, operation: Operation },
}

/// A kind of faults of a task's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Fault {
    /// A port that swallows what is sent to it.
    BlackholePort,
    /// Packets that come late.
    Latency,
    /// Packets that are lost.
    PacketLoss,
}

impl Fault {
    const ALL: [Self; 3] = [Self::BlackholePort, Self::Latency, Self::PacketLoss];

    /// As paths have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::BlackholePort => "network-blackhole-port",
            Self::Latency => "network-latency",
            Self::PacketLoss => "network-packet-loss",
        }
    }
}

/// What is to be done about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Start,
    Stop,
    Status,
}

/// What the clean `path` asks for; `query` is what comes after its question mark.
pub(super) fn route<'p>(path: &'p str, query: Option<&'p str>) -> Option<Ask<'p>> {
    let (version, rest) = path.strip_prefix('/')?.split_once('/')?;
    match version {
        "v1" if rest == "credentials" => {
            let id = query.into_iter().flat_map(|query| query.split('&'));
            let id = id.filter_map(|pair| pair.strip_prefix("id=")).next();
            Some(Ask::Credentials { version: 1, id: id.unwrap_or_default() })
        }
        "v2" => v2(rest),
        "v3" => by_id(Version::V3, rest),
        "v4" => by_id(Version::V4, rest),
        "api" => api(rest),
        _ => None,
    }
}

fn v2(rest: &str) -> Option<Ask<'_>> {
    let (version, id) = (Version::V2, None);
    let (what, container) = rest.split_once('/').unwrap_or((rest, ""));
    match (what, container) {
        ("metadata", "") => Some(Ask::Task { version, id, tags: false }),
        ("metadataWithTags", "") => Some(Ask::Task { version, id, tags: true }),
        ("stats", "") => Some(Ask::TaskStats { version, id }),
        ("metadata", id) => Some(Ask::Container { version, id }),
        ("stats", id) => Some(Ask::ContainerStats { version, id }),
        ("credentials", id) if rest.contains('/') => Some(Ask::Credentials { version: 2, id }),
        _ => None,
    }
}

fn by_id(version: Version, rest: &str) -> Option<Ask<'_>> {
    let Some((id, what)) = rest.split_once('/') else {
        return Some(Ask::Container { version, id: rest });
    };
    let of = Some(id);
    match what {
        "task" => Some(Ask::Task { version, id: of, tags: false }),
        "taskWithTags" => Some(Ask::Task { version, id: of, tags: true }),
        "stats" => Some(Ask::ContainerStats { version, id }),
        "task/stats" => Some(Ask::TaskStats { version, id: of }),
        _ => None,
    }
}

fn api(rest: &str) -> Option<Ask<'_>> {
    let (id, what) = rest.split_once('/')?;
    if what == "task-protection/v1/state" {
        return Some(Ask::Protection { id });
    }
    let (fault, operation) = what.strip_prefix("fault/v1/")?.split_once('/')?;
    let fault = Fault::ALL.into_iter().find(|known| known.name() == fault)?;
    let operation = match operation {
        "start" => Operation::Start,
        "stop" => Operation::Stop,
        "status" => Operation::Status,
        _ => return None,
    };
    Some(Ask::Fault { id, fault, operation })
}

/// The path without empty parts, `.` and `..`, when it has some: the agent sends whoever asks
/// for it there.
pub(super) fn cleaned(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let mut clean = format!("/{}", parts.join("/"));
    if path.ends_with('/') && !parts.is_empty() {
        clean.push('/');
    }
    (clean != path).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Version::{V2, V3, V4};

    fn asked(path: &str) -> Option<Ask<'_>> {
        route(path, None)
    }

    #[test]
    fn each_path_of_the_agent_asks_for_its_own_thing() {
        let (tags, of) = (false, Some("i"));
        for (version, prefix) in [(V3, "/v3/i"), (V4, "/v4/i")] {
            let ask = |rest: &str| {
                let path = format!("{prefix}{rest}");
                // The answer borrows the path.
                format!("{:?}", asked(&path))
            };
            let is = |ask: Ask<'_>| format!("{:?}", Some(ask));
            assert_eq!(ask(""), is(Ask::Container { version, id: "i" }));
            assert_eq!(ask("/task"), is(Ask::Task { version, id: of, tags }));
            assert_eq!(ask("/taskWithTags"), is(Ask::Task { version, id: of, tags: true }));
            assert_eq!(ask("/stats"), is(Ask::ContainerStats { version, id: "i" }));
            assert_eq!(ask("/task/stats"), is(Ask::TaskStats { version, id: of }));
            for nothing in ["/tasks", "/task/", "/stats/x", "/x"] {
                assert_eq!(ask(nothing), "None", "{nothing}");
            }
        }
        for path in ["/v2/metadata", "/v2/metadata/"] {
            assert_eq!(asked(path), Some(Ask::Task { version: V2, id: None, tags }));
        }
        assert_eq!(asked("/v2/metadata/i"), Some(Ask::Container { version: V2, id: "i" }));
        let with_tags = Ask::Task { version: V2, id: None, tags: true };
        assert_eq!(asked("/v2/metadataWithTags"), Some(with_tags));
        assert_eq!(asked("/v2/stats"), Some(Ask::TaskStats { version: V2, id: None }));
        assert_eq!(asked("/v2/stats/i"), Some(Ask::ContainerStats { version: V2, id: "i" }));
    }

    #[test]
    fn credentials_and_the_agents_api_have_their_paths() {
        assert_eq!(asked("/v2/credentials/i"), Some(Ask::Credentials { version: 2, id: "i" }));
        assert_eq!(asked("/v2/credentials/"), Some(Ask::Credentials { version: 2, id: "" }));
        assert_eq!(asked("/v2/credentials"), None);
        let first = route("/v1/credentials", Some("a=b&id=i"));
        assert_eq!(first, Some(Ask::Credentials { version: 1, id: "i" }));
        assert_eq!(asked("/v1/credentials"), Some(Ask::Credentials { version: 1, id: "" }));
        assert_eq!(asked("/api/i/task-protection/v1/state"), Some(Ask::Protection { id: "i" }));
        for fault in Fault::ALL {
            let path = format!("/api/i/fault/v1/{}/stop", fault.name());
            let wanted = Ask::Fault { id: "i", fault, operation: Operation::Stop };
            assert_eq!(asked(&path), Some(wanted));
        }
        let nothing = [
            "/",
            "/v4",
            "/v5/i",
            "/api/i",
            "/api/i/fault/v1/x/start",
            "",
            "v4/i",
            "/api/i/fault/v1/network-latency/begin",
            "/api/i/fault/v1/network-latency",
        ];
        assert!(nothing.iter().all(|path| asked(path).is_none()));
    }

    #[test]
    fn a_path_is_cleaned_once() {
        let cleaned = |path| super::cleaned(path);
        assert_eq!(cleaned("//v4//i/./task").as_deref(), Some("/v4/i/task"));
        assert_eq!(cleaned("/v4/i/../../../x/").as_deref(), Some("/x/"));
        assert_eq!(cleaned("//").as_deref(), Some("/"));
        assert!(["/", "/v4/i/task", "/v2/metadata/"].iter().all(|path| cleaned(path).is_none()));
    }
}
