//! `secrets`: variables whose values are looked up when a task starts.

use std::collections::HashSet;

use ferrogate_api::Failure;
use ferrogate_api::ecs::{ContainerDefinition, Error, KeyValuePair, RepositoryCredentials, Secret};

use super::{Result, client};
use crate::task_secrets::reference::{Reference, SecretPart};

/// Characters of what says where a value is (the words of the refusal).
const FROM_CHARS_MAX: usize = 2048;

/// Characters of a secret's name (API_CreateSecret).
const SECRET_NAME_CHARS_MAX: usize = 512;

/// Refuses what AWS refuses of the secrets of a container, and of those of its log driver.
pub(super) fn check(c: &ContainerDefinition, has_role: bool) -> Result<()> {
    let secrets = c.secrets.as_deref().unwrap_or_default();
    let log = c.log_configuration.as_ref().and_then(|log| log.secret_options.as_deref());
    for (list, environment) in
        [(secrets, c.environment.as_deref()), (log.unwrap_or_default(), None)]
    {
        if !list.is_empty() && !has_role {
            return Err(client(
                "When you are specifying container secrets, you must also specify a value for \
                 'executionRoleArn'.",
            ));
        }
        check_list(c.name.as_deref().unwrap_or_default(), list, environment)?;
    }
    c.repository_credentials.as_ref().map_or(Ok(()), |of| check_login(c, of, has_role))
}

/// The secret is named by its ARN, or by its name where it is of the task's own region
/// (API_RepositoryCredentials).
fn check_login(c: &ContainerDefinition, of: &RepositoryCredentials, has_role: bool) -> Result<()> {
    if !has_role {
        return Err(client(
            "When you are specifying repository credentials, you must also specify a value for \
             'executionRoleArn'.",
        ));
    }
    let at = of.credentials_parameter.as_deref().unwrap_or_default();
    let whole = |part: &SecretPart| {
        (&part.key, &part.stage, &part.version) == (&None, &None, &None) && part.arn == at
    };
    let good = match Reference::parse(at) {
        Ok(Reference::Secret(part)) => whole(&part),
        _ => {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"/_+=.@-".contains(&b);
            (1..=SECRET_NAME_CHARS_MAX).contains(&at.len()) && at.bytes().all(plain)
        }
    };
    if good {
        return Ok(());
    }
    let of = c.name.as_deref().unwrap_or_default();
    Err(client(format!(
        "The repository credentials parameter specified for container '{of}' is invalid. Parameter \
         names can include up to 255 (uppercase and lowercase), numbers, hyphens, and underscores \
         are allowed. Spaces are not allowed."
    )))
}

fn check_list(of: &str, secrets: &[Secret], environment: Option<&[KeyValuePair]>) -> Result<()> {
    let mut seen = HashSet::new();
    for secret in secrets {
        let name = secret.name.as_deref().unwrap_or_default();
        if name.is_empty() || name.contains(['=', '\0', '\n']) {
            return Err(client(format!(
                "Invalid setting for container '{of}'. A secret has no name that a variable can \
                 have."
            )));
        }
        if !seen.insert(name) {
            return Err(client(format!(
                "Duplicate secret names found: {name}. Each secret name must be unique."
            )));
        }
        if is_shared(name, environment) {
            return Err(shared(name));
        }
        let from = secret.value_from.as_deref().unwrap_or_default();
        if from.len() > FROM_CHARS_MAX || Reference::parse(from).is_err() {
            return Err(client(format!(
                "The Systems Manager parameter name specified for secret {name} is invalid. The \
                 parameter name can be up to {FROM_CHARS_MAX} characters and include the \
                 following letters and symbols: a-zA-Z0-9_.-"
            )));
        }
    }
    Ok(())
}

/// Whether a secret's name is that of a variable too.
pub(in crate::ecs) fn is_shared(name: &str, environment: Option<&[KeyValuePair]>) -> bool {
    environment.into_iter().flatten().any(|pair| pair.name.as_deref() == Some(name))
}

/// The refusal of a name that both a secret and a variable have.
pub(in crate::ecs) fn shared(name: &str) -> Failure<Error> {
    client(format!(
        "The secret name must be unique and not shared with any new or existing environment \
         variables set on the container, such as '{name}'."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::json;
    use serde_json::{Value, json};

    #[test]
    fn a_login_is_named_by_a_name_or_a_whole_arn_and_needs_a_role() {
        let arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:hub-AbCdEf";
        let checked = |at: &str, has_role| {
            let container =
                json!({"name": "a", "repositoryCredentials": {"credentialsParameter": at}});
            let refused = check(&json::from_value(&container).unwrap(), has_role);
            refused.map_err(|refused| format!("{refused:?}"))
        };
        for good in ["hub", "team/hub", arn] {
            assert_eq!(checked(good, true), Ok(()), "{good}");
            assert!(checked(good, false).unwrap_err().contains("executionRoleArn"));
        }
        let long = "a".repeat(513);
        for bad in ["", "a b", &format!("{arn}:key::"), "arn:aws:ssm:r:1:parameter/a", &long] {
            let refused = checked(bad, true).unwrap_err();
            assert!(refused.contains("specified for container 'a' is invalid."), "{bad}");
        }
    }

    fn checked(secrets: &Value, has_role: bool) -> std::result::Result<(), String> {
        let container = json!({"name": "a", "secrets": secrets,
            "environment": [{"name": "TAKEN", "value": "1"}]});
        let container = json::from_value(&container).unwrap();
        check(&container, has_role).map_err(|refused| format!("{refused:?}"))
    }

    #[test]
    fn a_secret_has_a_name_of_its_own_and_a_place() {
        let arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf";
        for from in [
            "a",
            "/a/b",
            "a:3",
            "arn:aws:ssm:us-east-1:000000000000:parameter/a",
            arn,
            &format!("{arn}:key::"),
            &format!("{arn}::AWSPREVIOUS:"),
        ] {
            let one = json!([{"name": "A", "valueFrom": from}]);
            assert_eq!(checked(&one, true), Ok(()), "{from}");
            assert!(checked(&one, false).unwrap_err().contains("executionRoleArn"));
        }
        for from in [
            "",
            "a b",
            "arn:aws:s3:::bucket/key",
            "arn:aws:ssm:r:1:document/a",
            &format!("{arn}:key"),
            &format!("{arn}:::"),
            &"a".repeat(2049),
        ] {
            let refused = checked(&json!([{"name": "A", "valueFrom": from}]), true);
            match from.ends_with(":::") {
                true => assert_eq!(refused, Ok(()), "{from}"),
                false => assert!(refused.unwrap_err().contains("specified for secret A"), "{from}"),
            }
        }
        let twice = json!([{"name": "A", "valueFrom": "a"}, {"name": "A", "valueFrom": "b"}]);
        assert!(checked(&twice, true).unwrap_err().contains("Duplicate secret names found: A."));
        let taken = json!([{"name": "TAKEN", "valueFrom": "a"}]);
        assert!(checked(&taken, true).unwrap_err().contains("such as 'TAKEN'"));
        let log = json!({"name": "a", "logConfiguration": {"logDriver": "awsfirelens",
            "secretOptions": [{"name": "A", "valueFrom": "a b"}]}});
        assert!(check(&json::from_value(&log).unwrap(), true).is_err());
        for name in ["", "A=B", "A\nB"] {
            assert!(checked(&json!([{"name": name, "valueFrom": "a"}]), true).is_err());
        }
    }
}
