//! `WWW-Authenticate`: what a registry wants to be shown, and who may be asked for it.

use ferrogate_base::partition;

use super::Url;

/// A challenge that this client can meet (RFC 9110 11.6.1, and the distribution project's
/// token specification).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    Basic,
    Bearer { realm: String, service: Option<String> },
}

impl Challenge {
    /// The best challenge of a header's value: a token rather than the password.
    pub(crate) fn parse(header: &str) -> Option<Self> {
        let mut found = None;
        for (scheme, params) in challenges(header) {
            if scheme.eq_ignore_ascii_case("basic") {
                found.get_or_insert(Self::Basic);
            } else if scheme.eq_ignore_ascii_case("bearer") {
                let param = |name: &str| {
                    params
                        .iter()
                        .find(|(k, _)| k.eq_ignore_ascii_case(name))
                        .map(|(_, v)| v.clone())
                };
                if let Some(realm) = param("realm") {
                    return Some(Self::Bearer { realm, service: param("service") });
                }
            }
        }
        found
    }
}

type Params = Vec<(String, String)>;

/// Splits `Scheme a="b", c=d, Other e="f"` into schemes and their parameters.
fn challenges(header: &str) -> Vec<(String, Params)> {
    let mut all: Vec<(String, Params)> = Vec::new();
    let mut rest = header;
    while all.len() < 8 {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            break;
        }
        let end = rest.find([' ', '\t', ',', '=']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        match after.trim_start().strip_prefix('=') {
            Some(value) if !word.is_empty() => {
                let Some((value, after)) = value_of(value.trim_start()) else { break };
                if let Some((_, params)) = all.last_mut() {
                    params.push((word.to_owned(), value));
                }
                rest = after;
            }
            Some(_) => break,
            None => {
                all.push((word.to_owned(), Vec::new()));
                rest = after;
            }
        }
    }
    all
}

fn value_of(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            _ => value.push(char),
        }
    }
    None
}

/// Whether the registry at `registry` may send this host to `realm` for a token: the same
/// origin, or another host of the same owner by https.
pub(crate) fn realm_allowed(registry: &Url, realm: &Url, companions: &[String]) -> bool {
    if realm.same_origin(registry) || companions.iter().any(|c| realm.is_at(c)) {
        return true;
    }
    let same_owner = match (owner(registry.host()), owner(realm.host())) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    };
    same_owner && !realm.is_plain()
}

/// Domains whose subdomains belong to different people, beside those of AWS. Not the whole public suffix list:
/// what is missing costs an owner the separation from neighbours under the same suffix, who
/// would have to be named by that owner's own registry.
const SHARED: &[&str] = &[
    "azurecr.io",
    "azurewebsites.net",
    "cloudfront.net",
    "pkg.dev",
    "run.app",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "fly.dev",
    "vercel.app",
    "netlify.app",
    "workers.dev",
    "pages.dev",
    "r2.dev",
    "web.app",
    "firebaseapp.com",
    "appspot.com",
    "googleapis.com",
    "windows.net",
    "digitaloceanspaces.com",
    "ngrok.io",
    "ngrok-free.app",
];
/// Second-level names under country codes that are open to everyone (`co.uk`).
const SECOND: &[&str] = &["ac", "co", "com", "edu", "gob", "gov", "ne", "net", "nom", "or", "org"];

/// The registrable domain of a host, if it has one: its last two labels, three under a
/// country's second level. `None` for addresses and for hosts of shared domains, which only
/// match themselves.
fn owner(host: &str) -> Option<&str> {
    let host = host.trim_end_matches('.');
    let labels: Vec<&str> = host.split('.').collect();
    let (Some(last), count) = (labels.last(), labels.len()) else { return None };
    let is_address = host.starts_with('[') || last.bytes().all(|b| b.is_ascii_digit());
    let is_shared = SHARED
        .iter()
        .copied()
        .chain(partition::domains())
        .any(|s| host.strip_suffix(s).is_some_and(|h| h.is_empty() || h.ends_with('.')));
    if is_address || is_shared || count < 2 {
        return None;
    }
    let under_country = last.len() == 2 && SECOND.contains(&labels[count - 2]);
    let wanted = if under_country { 3 } else { 2 };
    if count < wanted {
        return None;
    }
    let len = labels[count - wanted..].iter().map(|l| l.len() + 1).sum::<usize>() - 1;
    Some(&host[host.len() - len..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn challenges_of_known_registries_are_read() {
        let hub = r#"Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="x, y""#;
        let want = Challenge::Bearer {
            realm: "https://auth.docker.io/token".into(),
            service: Some("registry.docker.io".into()),
        };
        assert_eq!(Challenge::parse(hub), Some(want.clone()));
        assert_eq!(Challenge::parse(&format!("Basic realm=\"a\\\"b\", {hub}")), Some(want));
        assert_eq!(Challenge::parse(r#"basic realm=x"#), Some(Challenge::Basic));
        for bad in
            ["", "Negotiate", "Bearer", r#"Bearer realm="open"#, "=,=", "Bearer service=\"x\""]
        {
            assert_eq!(Challenge::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn tokens_are_asked_of_the_same_owner_only() {
        let ask = |registry: &str, realm: &str| {
            realm_allowed(
                &Url::parse(registry).unwrap(),
                &Url::parse(realm).unwrap(),
                &["t.example".into()],
            )
        };
        assert!(ask("https://registry-1.docker.io", "https://auth.docker.io/token"));
        assert!(ask("https://registry.gitlab.com", "https://gitlab.com/jwt/auth"));
        assert!(ask("https://a.co.uk", "https://b.a.co.uk/"));
        assert!(ask("http://127.0.0.1:5000", "http://127.0.0.1:5000/token"));
        assert!(ask("https://evil.org", "https://t.example/"), "configured");
        assert!(!ask("http://127.0.0.1:5000", "http://127.0.0.1:5001/token"));
        assert!(!ask("https://evil.org", "https://auth.docker.io/token"));
        assert!(!ask("https://evil.co.uk", "https://other.co.uk/"));
        assert!(!ask("https://evil.org", "https://169.254.169.254/"));
        assert!(!ask("https://10.0.0.1", "https://9.0.0.1/"));
        assert!(!ask("https://a.azurecr.io", "https://b.azurecr.io/"));
        assert!(!ask("https://a.amazonaws.com", "https://b.amazonaws.com/"));
        assert!(!ask("https://a.amazonaws.com.cn", "https://b.amazonaws.com.cn/"));
        assert!(!ask("https://docker.io", "http://auth.docker.io/"), "downgrade");
        assert!(!ask("https://docker.io", "https://evildocker.io/"));
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_panic(text in "\\PC{0,200}", host in "[a-z.\\[\\]0-9:]{0,30}") {
            let _ = Challenge::parse(&text);
            let _ = owner(&host);
        }
    }
}
