//! The task definition of a run.

use ferrogate_api::ecs::{
    Compatibility, ContainerDefinition, KeyValuePair, LogConfiguration, LogDriver, NetworkMode,
    PortMapping, RegisterTaskDefinitionRequest, TransportProtocol,
};

use ferrogate_base::{Transport, partition};

use super::RunArgs;
use crate::client::Api;
use crate::fault::Fault;
use crate::logs::Source;

/// Fargate wants a role that may pull from ECR and write logs; every account has this one.
const EXECUTION_ROLE: &str = "ecsTaskExecutionRole";
/// What stands before the container's name in its log stream.
const STREAM_PREFIX: &str = "ecs";
const NAME_MAX: usize = 255;

/// What a run's task is to be.
pub(super) async fn request(
    args: &RunArgs,
    name: &str,
    image: &str,
    api: &Api,
) -> Result<RegisterTaskDefinitionRequest, Fault> {
    let list = |words: Vec<String>| Some(words).filter(|words| !words.is_empty());
    let container = ContainerDefinition {
        command: list(args.command.clone()),
        entry_point: args.entrypoint.as_deref().map(entry_point).transpose()?,
        environment: Some(args.env.iter().map(|(n, v)| pair(n, v)).collect()),
        port_mappings: Some(ports(args)),
        user: args.user.clone(),
        working_directory: args.workdir.clone(),
        ..ContainerDefinition::default()
    };
    register(name, image, container, (&args.cpu, &args.memory), api).await
}

/// A program of an image, instead of the image's own.
pub(crate) struct Program<'a> {
    /// The name of its family.
    pub(crate) name: &'a str,
    pub(crate) image: &'a str,
    pub(crate) words: &'a [String],
    /// Variables beside the image's.
    pub(crate) env: &'a [(String, String)],
    /// CPU units and MiB of memory: a size of Fargate.
    pub(crate) size: (&'a str, &'a str),
    /// Whether its task has a public address.
    pub(crate) public: bool,
}

/// What a program's task is to be.
pub(super) async fn of(
    program: &Program<'_>,
    api: &Api,
) -> Result<RegisterTaskDefinitionRequest, Fault> {
    let container = ContainerDefinition {
        entry_point: Some(program.words.to_vec()),
        environment: Some(program.env.iter().map(|(n, v)| pair(n, v)).collect()),
        ..ContainerDefinition::default()
    };
    register(program.name, program.image, container, program.size, api).await
}

/// What the tasks of a program are to be that serves at a port, by the image's own entry point.
pub(crate) async fn serving(
    program: &Program<'_>,
    port: Option<u16>,
    api: &Api,
) -> Result<RegisterTaskDefinitionRequest, Fault> {
    let mapping = |port| PortMapping {
        container_port: Some(i32::from(port)),
        protocol: Some(TransportProtocol::Tcp),
        ..PortMapping::default()
    };
    let container = ContainerDefinition {
        environment: Some(program.env.iter().map(|(n, v)| pair(n, v)).collect()),
        port_mappings: Some(port.into_iter().map(mapping).collect()),
        ..ContainerDefinition::default()
    };
    register(program.name, program.image, container, program.size, api).await
}

/// What is registered: one essential container that logs into `/ecs/NAME`.
async fn register(
    name: &str,
    image: &str,
    container: ContainerDefinition,
    (cpu, memory): (&str, &str),
    api: &Api,
) -> Result<RegisterTaskDefinitionRequest, Fault> {
    let (account, partition) = (api.account().await?, partition::name(api.region()));
    let container = ContainerDefinition {
        name: Some(name.to_owned()),
        image: Some(image.to_owned()),
        essential: Some(true),
        log_configuration: Some(log(name, api.region())),
        ..container
    };
    Ok(RegisterTaskDefinitionRequest {
        family: name.to_owned(),
        execution_role_arn: Some(format!("arn:{partition}:iam::{account}:role/{EXECUTION_ROLE}")),
        network_mode: Some(NetworkMode::Awsvpc),
        container_definitions: vec![container],
        requires_compatibilities: Some(vec![Compatibility::Fargate]),
        cpu: Some(cpu.to_owned()),
        memory: Some(memory.to_owned()),
        ..RegisterTaskDefinitionRequest::default()
    })
}

/// Where the run's task writes.
pub(super) fn log_source(name: &str, id: &str) -> Source {
    Source {
        group: format!("/ecs/{name}"),
        stream: format!("{STREAM_PREFIX}/{name}/{id}"),
        label: name.to_owned(),
    }
}

fn log(name: &str, region: &str) -> LogConfiguration {
    let options = [
        ("awslogs-group", format!("/ecs/{name}")),
        ("awslogs-create-group", "true".to_owned()),
        ("awslogs-region", region.to_owned()),
        ("awslogs-stream-prefix", STREAM_PREFIX.to_owned()),
    ];
    LogConfiguration {
        log_driver: Some(LogDriver::Awslogs),
        options: Some(options.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()),
        secret_options: None,
    }
}

fn ports(args: &RunArgs) -> Vec<PortMapping> {
    let mut ports: Vec<(u16, bool)> = args
        .publish
        .iter()
        .map(|publish| (publish.task, publish.transport == Transport::Udp))
        .collect();
    ports.sort_unstable();
    ports.dedup();
    let mapping = |(port, udp): (u16, bool)| PortMapping {
        container_port: Some(i32::from(port)),
        protocol: Some(if udp { TransportProtocol::Udp } else { TransportProtocol::Tcp }),
        ..PortMapping::default()
    };
    ports.into_iter().map(mapping).collect()
}

pub(crate) fn pair(name: &str, value: &str) -> KeyValuePair {
    KeyValuePair { name: Some(name.to_owned()), value: Some(value.to_owned()) }
}

/// One word as docker takes it, or a list as Dockerfiles write it.
fn entry_point(text: &str) -> Result<Vec<String>, Fault> {
    if !text.starts_with('[') {
        return Ok(vec![text.to_owned()]);
    }
    serde_json::from_str(text).map_err(|error| {
        Fault::usage(format!("--entrypoint {text} is no JSON list of words"))
            .because(&error)
            .fix(r#"write it like --entrypoint '["sh", "-c"]'"#)
    })
}

/// `NAME=VALUE`, or `NAME` for the value it has here.
pub(crate) fn parse_env(text: &str) -> Result<(String, String), String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, value.to_owned()),
        None => (
            text,
            std::env::var(text).map_err(|_| format!("the variable '{text}' is not set here"))?,
        ),
    };
    match name {
        "" => Err("the variable has no name".into()),
        name => Ok((name.to_owned(), value)),
    }
}

/// A name that a family and a container may have.
pub(crate) fn parse_name(text: &str) -> Result<String, String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (1..=NAME_MAX).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(format!("a name has 1 to {NAME_MAX} letters, digits, hyphens and underscores"))
    }
}

/// The name of a run that got none: the last part of the image's.
pub(super) fn name_of(image: &str) -> String {
    let image = image.split('@').next().unwrap_or(image);
    let last = image.rsplit('/').next().unwrap_or(image);
    let name = last.split(':').next().unwrap_or(last);
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let name: String = name.chars().map(plain).take(NAME_MAX).collect();
    if name.is_empty() { "task".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_called_like_its_image() {
        for (image, name) in [
            ("web:1", "web"),
            ("nginx", "nginx"),
            ("ghcr.io/a/my.tool:1.2@sha256:00", "my-tool"),
            ("localhost:5000/x", "x"),
        ] {
            assert_eq!(name_of(image), name, "{image}");
            assert!(parse_name(name).is_ok());
        }
        assert!(parse_name("a/b").is_err() && parse_name("").is_err());
    }

    #[test]
    fn an_entry_point_is_a_word_or_a_list() {
        assert_eq!(entry_point("/bin/sh -c").unwrap(), ["/bin/sh -c"]);
        assert_eq!(entry_point(r#"["sh","-c"]"#).unwrap(), ["sh", "-c"]);
        assert!(entry_point("[sh]").is_err());
    }

    #[test]
    fn variables_have_a_value_or_that_of_the_shell() {
        assert_eq!(parse_env("A=b=c").unwrap(), ("A".into(), "b=c".into()));
        assert_eq!(parse_env("PATH").unwrap().1, std::env::var("PATH").unwrap());
        assert!(parse_env("=x").is_err() && parse_env("NO_SUCH_VARIABLE_HERE").is_err());
    }
}
