//! What a container's first process is: program, environment, folder, stop signal. The
//! rules are Docker's.

use ferrogate_image::signal;
use ferrogate_link::Container;
use ferrogate_link::session::Token;

use crate::shim::ImageConfig;

/// Where programs are looked for unless an image or a task definition says so.
pub const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Why there is nothing to run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    /// Neither the image nor the task definition names a program.
    #[error("no command specified")]
    NoCommand,
    /// Text that can't be handed to a program.
    #[error("{0} contains a NUL byte")]
    Nul(&'static str),
    /// A stop signal that Linux does not have.
    #[error("invalid signal: {0}")]
    BadSignal(String),
}

/// The arguments, the program's name first. An entry point of the task definition drops the
/// image's command.
///
/// # Errors
/// [`ProcessError::NoCommand`].
pub fn arguments(container: &Container, image: &ImageConfig) -> Result<Vec<String>, ProcessError> {
    let (entry_point, image_command) = match &container.entry_point {
        Some(entry_point) => (entry_point, &[][..]),
        None => (&image.entrypoint, &image.cmd[..]),
    };
    let command = container.command.as_deref().unwrap_or(image_command);
    let arguments: Vec<String> = entry_point.iter().chain(command).cloned().collect();
    if arguments.first().is_none_or(String::is_empty) {
        return Err(ProcessError::NoCommand);
    }
    no_nul("the command", &arguments)?;
    Ok(arguments)
}

/// The environment, each `NAME=value`, the image's order first: the image's, then what the
/// task definition replaces or adds, then its secrets, then what is still missing of `PATH`,
/// `HOSTNAME`, `HOME` and, with a terminal, `TERM`.
///
/// # Errors
/// [`ProcessError::Nul`].
pub fn environment(
    (container, secrets): (&Container, &[(String, Token)]),
    image: &ImageConfig,
    hostname: &str,
    home: &str,
) -> Result<Vec<String>, ProcessError> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut set = |name: &str, value: &str, replace: bool| match all
        .iter_mut()
        .find(|(known, _)| known == name)
    {
        Some((_, old)) if replace => value.clone_into(old),
        Some(_) => {}
        None => all.push((name.to_owned(), value.to_owned())),
    };
    for variable in &image.env {
        let (name, value) = variable.split_once('=').unwrap_or((variable, ""));
        set(name, value, true);
    }
    for (name, value) in &container.environment {
        set(name, value, true);
    }
    for (name, value) in secrets {
        set(name, value.expose(), true);
    }
    set("PATH", DEFAULT_PATH, false);
    set("HOSTNAME", hostname, false);
    set("HOME", home, false);
    if container.pseudo_terminal {
        set("TERM", "xterm", false);
    }
    let all: Vec<String> = all.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    no_nul("the environment", &all)?;
    Ok(all)
}

/// The folder that the process begins in, as written: `/` when neither says.
#[must_use]
pub fn working_directory(container: &Container, image: &ImageConfig) -> String {
    let asked = container.working_directory.as_deref().filter(|dir| !dir.is_empty());
    let dir = asked.unwrap_or(&image.working_dir);
    if dir.starts_with('/') { dir.to_owned() } else { format!("/{dir}") }
}

/// The user as written.
#[must_use]
pub fn user<'a>(container: &'a Container, image: &'a ImageConfig) -> &'a str {
    container.user.as_deref().filter(|user| !user.is_empty()).unwrap_or(&image.user)
}

/// The signal that asks the process to end: the image's, or SIGTERM.
///
/// # Errors
/// [`ProcessError::BadSignal`].
pub fn stop_signal(image: &ImageConfig) -> Result<i32, ProcessError> {
    match image.stop_signal.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => signal::number(name).ok_or_else(|| ProcessError::BadSignal(name.to_owned())),
        None => Ok(libc::SIGTERM),
    }
}

fn no_nul(what: &'static str, texts: &[String]) -> Result<(), ProcessError> {
    if texts.iter().any(|text| text.contains('\0')) {
        return Err(ProcessError::Nul(what));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shim::test_support::container;

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn an_entry_point_of_the_task_definition_drops_the_images_command() {
        let image = ImageConfig {
            entrypoint: strings(&["/entry", "-x"]),
            cmd: strings(&["serve"]),
            ..ImageConfig::default()
        };
        let mut task = container("web");
        assert_eq!(arguments(&task, &image).unwrap(), ["/entry", "-x", "serve"]);
        task.command = Some(strings(&["other"]));
        assert_eq!(arguments(&task, &image).unwrap(), ["/entry", "-x", "other"]);
        task.entry_point = Some(strings(&["/bin/sh"]));
        assert_eq!(arguments(&task, &image).unwrap(), ["/bin/sh", "other"]);
        task.command = None;
        assert_eq!(arguments(&task, &image).unwrap(), ["/bin/sh"]);
    }

    #[test]
    fn nothing_to_run_is_an_error() {
        let refused = arguments(&container("web"), &ImageConfig::default());
        assert_eq!(refused, Err(ProcessError::NoCommand));
        let image = ImageConfig { cmd: strings(&["a\0b"]), ..ImageConfig::default() };
        assert_eq!(arguments(&container("web"), &image), Err(ProcessError::Nul("the command")));
    }

    #[test]
    fn the_task_definition_replaces_the_images_variables_in_place() {
        let image =
            ImageConfig { env: strings(&["A=1", "PATH=/image", "B=2"]), ..ImageConfig::default() };
        let mut task = container("web");
        task.environment = vec![("B".into(), "3=4".into()), ("C".into(), String::new())];
        let secrets = [("C".to_owned(), Token::new("s"))];
        let environment = environment((&task, &secrets), &image, "host", "/root").unwrap();
        let expected = ["A=1", "PATH=/image", "B=3=4", "C=s", "HOSTNAME=host", "HOME=/root"];
        assert_eq!(environment, expected);
    }

    #[test]
    fn the_stop_signal_is_the_images_or_sigterm() {
        let signal = |name: &str| {
            stop_signal(&ImageConfig { stop_signal: Some(name.into()), ..ImageConfig::default() })
        };
        assert_eq!(signal("SIGRTMIN+3"), Ok(37));
        assert_eq!(signal(""), Ok(15));
        assert_eq!(stop_signal(&ImageConfig::default()), Ok(15));
        assert_eq!(signal("SIGNOPE"), Err(ProcessError::BadSignal("SIGNOPE".into())));
    }

    #[test]
    fn a_relative_working_directory_is_taken_from_the_root() {
        let image = ImageConfig { working_dir: "srv".into(), ..ImageConfig::default() };
        let mut task = container("web");
        assert_eq!(working_directory(&task, &image), "/srv");
        task.working_directory = Some("/app".into());
        assert_eq!(working_directory(&task, &image), "/app");
        assert_eq!(working_directory(&container("x"), &ImageConfig::default()), "/");
    }
}
