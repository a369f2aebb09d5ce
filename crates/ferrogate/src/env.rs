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
        ("REGISTRY_AUTH_FILE", &settings.layout.registry_auth().to_string_lossy()),
        ("SSL_CERT_DIR", &certificates(settings)),
        ("FERROGATE_ENDPOINT", &endpoint),
        ("FERROGATE_DATA_DIR", &settings.layout.root().to_string_lossy()),
    ] {
        println!("export {name}={}", quoted(value));
    }
    Ok(ExitCode::SUCCESS)
}

/// The folders of certificates that clients trust: the engine's own authority before what the
/// shell had, or the system's.
fn certificates(settings: &Settings) -> String {
    let own = settings.layout.tls().to_string_lossy().into_owned();
    let before = std::env::var("SSL_CERT_DIR").ok().filter(|dirs| !dirs.is_empty());
    let before = before.unwrap_or_else(|| "/etc/ssl/certs".into());
    let others = before.split(':').filter(|dir| *dir != own);
    std::iter::once(&*own).chain(others).collect::<Vec<_>>().join(":")
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
