//! `ferrogate env`: what AWS tools need to know, as lines for a shell.

use std::process::ExitCode;

use anyhow::Context;
use ferrogate_auth::AdminKey;

use crate::settings::Settings;

pub(crate) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let path = settings.layout.admin_key();
    if !path.exists() {
        anyhow::bail!(
            "no engine was ever started in {}: run `sudo ferrogate up --detach` first",
            settings.layout.root().display()
        );
    }
    let key = AdminKey::load_or_create(&path).context("the admin key is root's to read")?;
    let endpoint = settings.endpoint();
    for (name, value) in [
        ("AWS_ENDPOINT_URL", endpoint.as_str()),
        ("AWS_REGION", &settings.region),
        ("AWS_DEFAULT_REGION", &settings.region),
        ("AWS_ACCESS_KEY_ID", &key.access_key_id),
        ("AWS_SECRET_ACCESS_KEY", key.secret.expose()),
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_PAGER", ""),
        ("FERROGATE_ENDPOINT", &endpoint),
        ("FERROGATE_DATA_DIR", &settings.layout.root().to_string_lossy()),
    ] {
        println!("export {name}={}", quoted(value));
    }
    Ok(ExitCode::SUCCESS)
}

/// A word that a shell takes as it is.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_a_value_stays_a_quote() {
        assert_eq!(quoted("a'b"), r"'a'\''b'");
    }
}
