//! What to do about what went wrong, by what the engine or the kernel says.

use ferrogate_api::ecs::Task;

/// About a refusal of the API.
pub(crate) fn refusal(code: &str, message: &str) -> Option<&'static str> {
    let has = |part: &str| message.contains(part);
    Some(match code.trim_end_matches("Exception") {
        "UnrecognizedClient" | "InvalidClientTokenId" | "AuthFailure" => {
            "these keys are of another engine: eval \"$(sudo ferrogate env)\""
        }
        "InvalidSignature" | "SignatureDoesNotMatch"
            if has("expired") || has("not yet current") =>
        {
            "this machine's clock and the engine's are apart: set them right"
        }
        "InvalidSignature" | "SignatureDoesNotMatch" => {
            "the secret key is not that of the engine: eval \"$(sudo ferrogate env)\""
        }
        "ExpiredToken" => "get new temporary credentials",
        "AccessDenied" => "use a key that may do this",
        "ClusterNotFound" => "see `aws ecs list-clusters`, or create it: `aws ecs create-cluster`",
        "RepositoryNotFound" => "see `ferrogate image ls`; `ferrogate image load` brings images in",
        "ImageNotFound" => "see `ferrogate image ls`",
        "InvalidParameter" if has("task was not found") => "see `ferrogate ps -a`",
        "Client" if has("No Fargate configuration") => SIZES,
        _ => return None,
    })
}

/// The sizes that Fargate has (fargate.md, from the developer guide).
const SIZES: &str = "CPU 256 takes 512, 1024 or 2048 MiB; 512 takes 1024 to 4096; 1024 takes 2048 to \
                     8192; 2048 takes 4096 to 16384; 4096 takes 8192 to 30720, by 1024";

const FULL: &str = "make room on the host: `ferrogate doctor` shows what is free";

/// What stopped a task, by parts of the reasons that the engine gives, and what helps.
const STOPS: &[(&[&str], &str)] = &[
    (&["no space left"], FULL),
    (&["OutOfDiskError"], FULL),
    (&["host's disk is full"], FULL),
    (
        &["HostLost"],
        "run it again; what the engine's own log says of that moment shows who ended it",
    ),
    (
        &["dependency graph", "timed out"],
        "the container that was waited for was not ready within startTimeout: see its log and its \
         health check",
    ),
    (
        &["dependency graph"],
        "the container that was waited for failed: see its exit code, its log and its health check",
    ),
    (
        &["CannotPullContainerError", "not found"],
        "check the image's name and tag; local ones are in `ferrogate image ls`, and \
         `ferrogate image load` brings one in",
    ),
    (
        &["CannotPullContainerError", "does not contain descriptor matching platform"],
        "the image is made for another architecture: build it for this one",
    ),
    (
        &["CannotPullContainerError", "this host runs"],
        "the image is made for another architecture: build it for this one",
    ),
    (
        &["CannotPullContainerError", "pull access denied"],
        "check the image's name; if the registry wants credentials, push the image into this \
         engine's registry instead",
    ),
    (
        &["CannotPullContainerError", "toomanyrequests"],
        "the registry's limit is reached: wait, or push the image into this engine's registry",
    ),
    (
        &["CannotPullContainerError", "nauthorized"],
        "the registry wants credentials: push the image into this engine's registry instead",
    ),
    (
        &["CannotPullContainerError", "certificate"],
        "this host does not trust the registry's certificate: push the image into this engine's \
         registry instead",
    ),
    (
        &["CannotPullContainerError", "i/o timeout"],
        "the registry is too slow for this host: try again, or push the image into this engine's \
         registry",
    ),
    (
        &["CannotPullContainerError"],
        "check that the registry can be reached from this host; images loaded with \
         `ferrogate image load` need no network",
    ),
    (
        &["exec format error"],
        "the program is for another architecture, or a script without #! in its first line",
    ),
    (
        &["executable file not found"],
        "the program is not in the image: check the command and --entrypoint",
    ),
    (
        &["no such file or directory"],
        "the program is not in the image: check the command and --entrypoint",
    ),
    (&["permission denied"], "the program may not be executed: check its mode and --user"),
    (&["OutOfMemory"], "give it more memory: --memory with twice as much"),
    (&["is taken"], "choose another host port, or 0 for a free one: -p 0:PORT"),
    (&["address already in use"], "choose another host port, or 0 for a free one: -p 0:PORT"),
    (
        &["unable to pull secrets", "is not authorized"],
        "allow the execution role what the reason names: aws iam put-role-policy",
    ),
    (
        &["unable to pull secrets", "invalid ssm parameters"],
        "write the parameters first: aws ssm put-parameter",
    ),
    (
        &["unable to pull secrets"],
        "check the execution role and what the secrets of the task definition name",
    ),
    (
        &["ResourceInitializationError", "log"],
        "create the log group, or have it made: awslogs-create-group of the container's log \
         configuration",
    ),
    (&["ResourceInitializationError"], "check the log group and the roles of the task definition"),
    (&["apacity"], "stop other tasks, or give the engine a larger host"),
];

/// About a task that stopped; `None` when its reason explains itself.
pub(crate) fn stopped(task: &Task) -> Option<&'static str> {
    let mut said = task.stopped_reason.clone().unwrap_or_default();
    for container in task.containers.iter().flatten() {
        said.push('\n');
        said.push_str(container.reason.as_deref().unwrap_or_default());
    }
    let known = STOPS.iter().find(|(parts, _)| parts.iter().all(|part| said.contains(part)));
    if let Some((_, fix)) = known {
        return Some(fix);
    }
    let exit = task.containers.iter().flatten().find_map(|c| c.exit_code);
    match exit {
        Some(137) => Some("it was killed: see whether --memory is too small"),
        Some(126 | 127) => Some("the program can't be run: check the command and --entrypoint"),
        Some(132 | 134..=136 | 139) => {
            Some("the program crashed: its last lines may say where; so may a run of it elsewhere")
        }
        _ => None,
    }
}

/// What a task without a host waits for, by parts of what the scheduler says, and what helps.
const WAITS: &[(&str, &str)] = &[
    ("No host is connected", "see `ferrogate status`: the engine's agent does not run"),
    ("are not connected", "start the agents of the other hosts, or run a smaller task"),
    (
        "of memory",
        "stop tasks, run a smaller one, or promise memory more than once: memory-overcommit",
    ),
    (
        "of disk",
        "stop tasks, ask for less ephemeral storage, or promise disks more often: disk-overcommit",
    ),
    ("CPU units", "stop tasks, run a smaller one, or promise CPUs more often: cpu-overcommit"),
    ("another task", "stop tasks: the host has as many as it takes"),
    ("No address", "stop tasks, or name more subnets in its network configuration"),
];

/// About a task that has no host, by why.
pub(crate) fn pending(why: &str) -> Option<&'static str> {
    WAITS.iter().find(|(part, _)| why.contains(part)).map(|(_, fix)| *fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::ecs::Container;

    fn task(reason: &str, container: Option<&str>, exit_code: Option<i32>) -> Task {
        let container =
            Container { reason: container.map(str::to_owned), exit_code, ..Container::default() };
        Task {
            stopped_reason: Some(reason.into()),
            containers: Some(vec![container]),
            ..Task::default()
        }
    }

    #[test]
    fn the_narrowest_known_reason_gives_the_fix() {
        let pull = task("CannotPullContainerError: ref web:9 not found", None, None);
        assert!(stopped(&pull).unwrap().contains("name and tag"));
        let memory =
            task("Essential container in task exited", Some("OutOfMemoryError: x"), Some(137));
        assert!(stopped(&memory).unwrap().contains("--memory with twice"));
        let killed = task("Essential container in task exited", None, Some(137));
        assert!(stopped(&killed).unwrap().contains("killed"));
        assert_eq!(stopped(&task("Essential container in task exited", None, Some(1))), None);
        // A child of it was killed, and it ended in order all the same (amazon-ecs-agent#2467).
        let child =
            task("Essential container in task exited", Some("OutOfMemoryError: x"), Some(0));
        assert!(stopped(&child).unwrap().contains("--memory with twice"));
        let crashed = task("Essential container in task exited", None, Some(139));
        assert!(stopped(&crashed).unwrap().contains("crashed"));
        let lost = "CannotStartContainerError: dependency graph: [a] has timed out.";
        assert!(stopped(&task(lost, None, None)).unwrap().contains("startTimeout"));
    }

    #[test]
    fn what_is_waited_for_has_a_remedy() {
        assert!(pending("No host has 256 CPU units free.").unwrap().contains("cpu-overcommit"));
        let both = "No host has 256 CPU units and 512 MiB of memory free.";
        assert!(pending(both).unwrap().contains("memory-overcommit"));
        assert!(pending("No host is connected.").unwrap().contains("status"));
        assert_eq!(pending("something new"), None);
    }
}
