//! Which registry names mean which address, and who may be told the credentials.

use std::fmt;
use std::net::IpAddr;

/// What a registry is shown to prove who asks. Never printed.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub enum Credentials {
    /// Nobody in particular.
    #[default]
    Anonymous,
    /// User and password, or user `AWS` and the token of an ECR login.
    Basic {
        /// The name.
        user: String,
        /// The secret.
        password: String,
    },
    /// A bearer token that the registry takes as it is.
    Bearer(String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Basic { .. } => "Basic(hidden)",
            Self::Bearer(_) => "Bearer(hidden)",
        })
    }
}

/// A rule for registries whose name matches a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// A registry name as in a reference, port included; a label `*` stands for exactly one
    /// label, so `*.dkr.ecr.*.amazonaws.com` is every account's registry in every region.
    pub pattern: String,
    /// Where its API is: `http://` or `https://`, host, optional port. The operator's word:
    /// it may be plain http and at any address. It is told the registry's name as `ns` in the
    /// query, as mirrors of containerd are. `None` asks the name itself, by https.
    pub endpoint: Option<String>,
    /// Further hosts (`host` or `host:port`) that belong to the registry: it may send to them
    /// for tokens and for content, by plain http and at any address too.
    pub companions: Vec<String>,
}

impl Rule {
    /// Whether it is of a registry of this name.
    #[must_use]
    pub fn covers(&self, registry: &str) -> bool {
        matches(&self.pattern, registry)
    }
}

/// The rules of a host, asked in order; the first match decides.
#[derive(Clone, Debug)]
pub struct Registries {
    /// The rules.
    pub rules: Vec<Rule>,
    /// Whether a reference may name a loopback registry (`localhost:5000/app`) without a
    /// rule. It is then asked by plain http. Hosts that run strangers' task definitions
    /// set it to `false`.
    pub allow_loopback: bool,
    /// Addresses never connected to without a rule, such as the control plane's own.
    pub denied: Vec<IpAddr>,
    /// Certificates of authorities trusted beside the system's, PEM.
    pub extra_roots_pem: Vec<u8>,
}

impl Default for Registries {
    fn default() -> Self {
        let rules = Vec::new();
        Self { rules, allow_loopback: true, denied: Vec::new(), extra_roots_pem: Vec::new() }
    }
}

impl Registries {
    /// The first rule for a registry name.
    #[must_use]
    pub fn rule(&self, registry: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.covers(registry))
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    let split = |text: &str| -> (Vec<String>, Option<String>) {
        let text = text.to_ascii_lowercase();
        if text.starts_with('[') {
            return (vec![text], None);
        }
        match text.rsplit_once(':') {
            Some((host, port)) => (labels(host), Some(port.to_owned())),
            None => (labels(&text), None),
        }
    };
    let (pattern, pattern_port) = split(pattern);
    let (name, port) = split(name);
    pattern_port == port
        && pattern.len() == name.len()
        && pattern.iter().zip(&name).all(|(p, n)| p == "*" || p == n)
}

fn labels(host: &str) -> Vec<String> {
    host.split('.').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_exactly_one_label() {
        let ecr = "*.dkr.ecr.*.amazonaws.com";
        assert!(matches(ecr, "123456789012.dkr.ecr.eu-west-1.amazonaws.com"));
        assert!(!matches(ecr, "dkr.ecr.eu-west-1.amazonaws.com"));
        assert!(!matches(ecr, "a.b.dkr.ecr.eu-west-1.amazonaws.com"));
        assert!(!matches(ecr, "1.dkr.ecr.eu-west-1.amazonaws.com.evil.org"));
        assert!(!matches(ecr, "1.dkr.ecr.eu-west-1.amazonaws.com:444"));
        assert!(matches("[::1]:5000", "[::1]:5000") && !matches("[::1]:5000", "[::1]:5001"));
        assert!(matches("localhost:5000", "localhost:5000"));
    }

    #[test]
    fn credentials_do_not_print() {
        let secret = Credentials::Basic { user: "u".into(), password: "hunter2".into() };
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
