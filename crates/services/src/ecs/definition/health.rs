//! `healthCheck`: what shows whether a container does its work.

use ferrogate_api::ecs::HealthCheck as Asked;
use ferrogate_records::spec::HealthCheck;

use super::{Result, client};

/// What nobody says, in seconds and in checks (API_HealthCheck).
const INTERVAL_S: i32 = 30;
const TIMEOUT_S: i32 = 5;
const RETRIES: i32 = 3;

/// What AWS refuses, whatever runs the container.
pub(super) fn check(name: &str, asked: &Asked) -> Result<()> {
    for (what, value, least, most) in [
        ("interval", asked.interval, 5, 300),
        ("timeout", asked.timeout, 2, 60),
        ("retries", asked.retries, 1, 10),
        ("start period", asked.start_period, 0, 300),
    ] {
        let bound = match value {
            Some(value) if value < least => {
                format!("greater than or equal to the minimum allowed value {least}")
            }
            Some(value) if value > most => {
                format!("less than or equal to the maximum allowed value {most}")
            }
            _ => continue,
        };
        return Err(client(format!("Health check {what} must be {bound} for container '{name}'")));
    }
    match asked.command.iter().flatten().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["CMD" | "CMD-SHELL"] => {
            Err(client(format!("Health check command must not be empty for container '{name}'")))
        }
        _ => Ok(()),
    }
}

/// The form in which AWS gives it back.
pub(super) fn fill(asked: &mut Asked) {
    asked.interval.get_or_insert(INTERVAL_S);
    asked.timeout.get_or_insert(TIMEOUT_S);
    asked.retries.get_or_insert(RETRIES);
}

/// What a host runs; `None` when there is nothing to. AWS takes a command that begins with no
/// word of its own, and runs no check then, as docker does (aws-cdk#34389).
pub(in crate::ecs) fn built(asked: &Asked) -> Option<HealthCheck> {
    let (form, rest) = asked.command.as_ref()?.split_first()?;
    let command = match form.as_str() {
        "CMD" => rest.to_vec(),
        "CMD-SHELL" => {
            ["/bin/sh", "-c"].map(str::to_owned).into_iter().chain(rest.iter().cloned()).collect()
        }
        _ => return None,
    };
    let number = |asked: Option<i32>, default: i32| {
        u32::try_from(asked.unwrap_or(default)).unwrap_or_default()
    };
    Some(HealthCheck {
        command,
        interval_s: number(asked.interval, INTERVAL_S),
        timeout_s: number(asked.timeout, TIMEOUT_S),
        retries: number(asked.retries, RETRIES),
        start_period_s: number(asked.start_period, 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(command: &[&str]) -> Asked {
        let command = command.iter().map(|&word| word.to_owned()).collect();
        Asked { command: Some(command), ..Asked::default() }
    }

    #[test]
    fn a_check_is_a_program_or_a_line_of_the_shell_or_none() {
        let run = |command: &[&str]| built(&asked(command)).map(|check| check.command);
        assert_eq!(run(&["CMD", "curl", "-f"]).unwrap(), ["curl", "-f"]);
        assert_eq!(run(&["CMD-SHELL", "a || b"]).unwrap(), ["/bin/sh", "-c", "a || b"]);
        assert_eq!(run(&["CMD-SHELL", "a", "b"]).unwrap(), ["/bin/sh", "-c", "a", "b"]);
        assert_eq!(run(&["NONE"]), None);
        assert_eq!(run(&["/healthcheck"]), None);
    }

    #[test]
    fn what_nobody_says_has_its_default() {
        let check = built(&asked(&["CMD", "true"])).unwrap();
        assert_eq!((check.interval_s, check.timeout_s), (30, 5));
        assert_eq!((check.retries, check.start_period_s), (3, 0));
    }
}
