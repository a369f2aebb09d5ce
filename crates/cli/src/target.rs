//! Which engine is meant.

use std::path::{Path, PathBuf};

use ferrogate_auth::Secret;
use ferrogate_auth::sigv4::Credentials;

/// The engine that a verb talks to, and as whom.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where its API is: `http://` or `https://`, host and port.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// Its account; asked of the engine when it is not known.
    pub account: Option<String>,
    /// What requests are signed with. `None` where no key can be read; `doctor` and
    /// `completion` work without.
    pub credentials: Option<Credentials>,
    /// Where these come from.
    pub key_source: KeySource,
    /// The folder of an engine on this machine: its certificate authority is trusted, and
    /// `status` and `doctor` measure its disk.
    pub data_dir: Option<PathBuf>,
}

/// Where the key of requests comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeySource {
    /// There is none.
    #[default]
    Nowhere,
    /// `AWS_ACCESS_KEY_ID` and what belongs to it.
    Environment,
    /// The admin's key of the engine, in this file.
    File(PathBuf),
}

impl std::fmt::Display for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nowhere => f.write_str("nowhere"),
            Self::Environment => f.write_str("AWS_ACCESS_KEY_ID of the environment"),
            Self::File(path) => write!(f, "the engine's admin key, {}", path.display()),
        }
    }
}

impl Target {
    /// What the environment says instead: `FERROGATE_ENDPOINT` or `AWS_ENDPOINT_URL`, and
    /// with either of them the keys and the region of the AWS variables. Without an endpoint
    /// the AWS keys are those of another world, and are used only if there are no others.
    ///
    /// An environment that names another data folder (`FERROGATE_DATA_DIR`) speaks of another
    /// engine than the one the command line named, and is not heard. Not to be called when
    /// the command line gave an address.
    #[must_use]
    pub fn or_from(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let said = |name: &str| variable(name).filter(|value| !value.is_empty());
        let elsewhere = said("FERROGATE_DATA_DIR").zip(self.data_dir.as_ref());
        if elsewhere.is_some_and(|(said, own)| Path::new(&said) != own) {
            return self;
        }
        let endpoint = said("FERROGATE_ENDPOINT").or_else(|| said("AWS_ENDPOINT_URL"));
        let keys = said("AWS_ACCESS_KEY_ID").zip(said("AWS_SECRET_ACCESS_KEY"));
        let keys = keys.map(|(access_key_id, secret)| Credentials {
            access_key_id,
            secret: Secret::new(secret),
            token: said("AWS_SESSION_TOKEN").map(Secret::new),
        });
        match endpoint {
            Some(endpoint) => {
                let endpoint = endpoint.trim_end_matches('/').to_owned();
                if endpoint != self.endpoint {
                    // Another engine has another account.
                    self.account = None;
                }
                self.endpoint = endpoint;
                let region = said("AWS_REGION").or_else(|| said("AWS_DEFAULT_REGION"));
                self.region = region.unwrap_or(self.region);
                if keys.is_some() {
                    self.take_keys(keys);
                }
            }
            None if self.credentials.is_none() => self.take_keys(keys),
            None => {}
        }
        self
    }

    fn take_keys(&mut self, keys: Option<Credentials>) {
        if keys.is_some() {
            self.key_source = KeySource::Environment;
            // Whose they are the engine says: it may have several accounts.
            self.account = None;
        }
        self.credentials = keys;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Target {
        Target {
            endpoint: "http://127.0.0.1:4566".into(),
            region: "us-east-1".into(),
            account: Some("000000000000".into()),
            credentials: Some(Credentials {
                access_key_id: "AKIAOWN".into(),
                secret: Secret::new("own"),
                token: None,
            }),
            key_source: KeySource::File("/key".into()),
            data_dir: None,
        }
    }

    fn key(target: &Target) -> &str {
        &target.credentials.as_ref().unwrap().access_key_id
    }

    #[test]
    fn aws_keys_without_an_endpoint_are_of_another_world() {
        let target = own().or_from(|name| match name {
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("AKIAREAL".into()),
            "AWS_REGION" => Some("eu-west-1".into()),
            _ => None,
        });
        assert_eq!((key(&target), &*target.region), ("AKIAOWN", "us-east-1"));
        assert_eq!(target.key_source, KeySource::File("/key".into()));
    }

    #[test]
    fn the_environment_of_another_folder_is_not_heard() {
        let of = |folder: &str| {
            Target { data_dir: Some(folder.into()), ..own() }.or_from(|name| match name {
                "FERROGATE_DATA_DIR" => Some("/one".into()),
                "FERROGATE_ENDPOINT" => Some("http://127.0.0.1:1".into()),
                _ => None,
            })
        };
        assert_eq!(of("/one").endpoint, "http://127.0.0.1:1");
        assert_eq!(of("/two").endpoint, "http://127.0.0.1:4566");
    }

    #[test]
    fn an_endpoint_comes_with_its_keys_and_region() {
        let target = own().or_from(|name| match name {
            "AWS_ENDPOINT_URL" => Some("http://10.0.0.1:4566/".into()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("AKIAFAR".into()),
            "AWS_REGION" => Some("eu-west-1".into()),
            _ => None,
        });
        assert_eq!((key(&target), &*target.region), ("AKIAFAR", "eu-west-1"));
        assert_eq!(target.endpoint, "http://10.0.0.1:4566");
        assert_eq!(target.key_source, KeySource::Environment);
        assert_eq!(target.account, None);
    }
}
