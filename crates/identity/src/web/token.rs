//! Tokens of OpenID Connect providers (RFC 7515, RFC 7519): what they claim, before anybody has
//! looked whether their provider has signed them.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ferrogate_base::TimestampMs;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What AWS reads tags and the source identity from (IAM user guide, "Passing session tags using
/// AssumeRoleWithWebIdentity").
const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";
/// Tags and audiences of one token.
const LIST_MAX: usize = 50;

/// How a token is signed (RFC 7518, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// With SHA-384.
    Rs384,
    /// With SHA-512.
    Rs512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
}

/// A token that can be read. Nothing in it is proven.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// How it says that it is signed.
    pub algorithm: Algorithm,
    /// By which key of its provider.
    pub key_id: Option<String>,
    /// What is signed.
    pub signed: String,
    /// The signature.
    pub signature: Vec<u8>,
    /// What it says.
    pub claims: Claims,
}

/// What a token says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// Who has made it, with `https://`.
    pub issuer: String,
    /// Whom it is about.
    pub subject: String,
    /// For whom it is: the party that it was given to, where it names one (`azp`), else its first
    /// audience; AWS tests that one against the provider's.
    pub audience: String,
    /// All its audiences.
    pub audiences: Vec<String>,
    /// How its subject was recognised.
    pub methods: Vec<String>,
    /// From when on it is over, in seconds.
    pub expires_s: u64,
    /// Until when it is not good yet, in seconds.
    pub not_before_s: Option<u64>,
    /// Tags of the session.
    pub tags: BTreeMap<String, String>,
    /// Keys of those that go down a chain of roles.
    pub transitive: Vec<String>,
    /// Who is behind the session.
    pub source_identity: Option<String>,
}

/// Why a token is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no signed JWT.
    #[error(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access \
         Token)"
    )]
    NoToken,
    /// It is signed in a way that AWS does not take.
    #[error("The token's algorithm is not supported: RS256, RS384, RS512, ES256 and ES384 are.")]
    Algorithm,
    /// AWS takes the algorithm, and it is not built here.
    #[error("Tokens that are signed by ES512 are not built yet.")]
    NotBuilt,
    /// It has an extension that must be understood.
    #[error("The token's header has a crit member, which is not supported.")]
    Critical,
    /// A claim is not there.
    #[error("Missing a required claim: {0}")]
    Missing(&'static str),
    /// A claim is not what it must be.
    #[error("The claim {0} of the token is malformed.")]
    Malformed(&'static str),
    /// Its issuer is no address.
    #[error("iss must start with https://")]
    Issuer,
}

/// Why a token is not good now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// It is over.
    #[error(
        "Token expired: current date/time {now_s} must be before the expiration date/time{end_s}"
    )]
    Expired {
        /// The time, in seconds.
        now_s: u64,
        /// When it ended, in seconds.
        end_s: u64,
    },
    /// It is not good yet.
    #[error("Token is not valid yet: current date/time {now_s} must not be before {from_s}")]
    NotYet {
        /// The time, in seconds.
        now_s: u64,
        /// From when on it is good, in seconds.
        from_s: u64,
    },
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

impl Token {
    /// Reads a token in its compact form.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let parts: Vec<&str> = text.trim_end_matches(['\n', '\r']).splitn(4, '.').collect();
        let [header, payload, signature] = parts[..] else { return Err(Unreadable::NoToken) };
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Unreadable::NoToken);
        let read: Header =
            serde_json::from_slice(&bytes(header)?).map_err(|_| Unreadable::NoToken)?;
        let claims: Map<String, Value> =
            serde_json::from_slice(&bytes(payload)?).map_err(|_| Unreadable::NoToken)?;
        let algorithm = match &*read.alg {
            "RS256" => Algorithm::Rs256,
            "RS384" => Algorithm::Rs384,
            "RS512" => Algorithm::Rs512,
            "ES256" => Algorithm::Es256,
            "ES384" => Algorithm::Es384,
            "ES512" => return Err(Unreadable::NotBuilt),
            _ => return Err(Unreadable::Algorithm),
        };
        if read.crit.is_some() {
            return Err(Unreadable::Critical);
        }
        Ok(Self {
            algorithm,
            key_id: read.kid,
            signed: format!("{header}.{payload}"),
            signature: bytes(signature)?,
            claims: Claims::read(&claims)?,
        })
    }
}

impl Claims {
    fn read(all: &Map<String, Value>) -> Result<Self, Unreadable> {
        let issuer = text(all, "iss")?.ok_or(Unreadable::Missing("iss"))?;
        if !issuer.starts_with("https://") {
            return Err(Unreadable::Issuer);
        }
        let subject = text(all, "sub")?.ok_or(Unreadable::Missing("sub"))?;
        if subject.is_empty() || subject.chars().count() > 255 {
            return Err(Unreadable::Malformed("sub"));
        }
        let audiences = texts(all, "aud")?;
        let first = audiences.first().ok_or(Unreadable::Missing("aud"))?.clone();
        let (tags, transitive) = tags(all)?;
        Ok(Self {
            issuer,
            subject,
            audience: text(all, "azp")?.unwrap_or(first),
            audiences,
            methods: texts(all, "amr")?,
            expires_s: seconds(all, "exp")?.ok_or(Unreadable::Missing("exp"))?,
            not_before_s: seconds(all, "nbf")?,
            tags,
            transitive,
            source_identity: source_identity(all)?,
        })
    }

    /// The address of its provider, as records have it.
    #[must_use]
    pub fn provider(&self) -> &str {
        self.issuer.strip_prefix("https://").unwrap_or_default().trim_end_matches('/')
    }

    /// Whether it is good at this time. Clocks of providers are taken as right: AWS tells of no
    /// leeway.
    ///
    /// # Errors
    /// [`NotNow`].
    pub fn check_time(&self, now: TimestampMs) -> Result<(), NotNow> {
        let now_s = now.0 / 1000;
        if now_s >= self.expires_s {
            return Err(NotNow::Expired { now_s, end_s: self.expires_s });
        }
        match self.not_before_s {
            Some(from_s) if now_s < from_s => Err(NotNow::NotYet { now_s, from_s }),
            _ => Ok(()),
        }
    }
}

fn text(all: &Map<String, Value>, name: &'static str) -> Result<Option<String>, Unreadable> {
    match all.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Unreadable::Malformed(name)),
    }
}

/// As AssumeRole takes it (API_AssumeRole).
fn source_identity(all: &Map<String, Value>) -> Result<Option<String>, Unreadable> {
    let said = text(all, SOURCE_IDENTITY)?;
    let is_good = said.as_ref().is_none_or(|said| {
        let known = |c: char| c.is_alphanumeric() || "_+=,.@-".contains(c);
        (2..=256).contains(&said.chars().count())
            && said.chars().all(known)
            && !said.to_ascii_lowercase().starts_with("aws:")
    });
    if is_good { Ok(said) } else { Err(Unreadable::Malformed(SOURCE_IDENTITY)) }
}

/// One text, or several.
fn texts(all: &Map<String, Value>, name: &'static str) -> Result<Vec<String>, Unreadable> {
    let malformed = || Unreadable::Malformed(name);
    match all.get(name) {
        None | Some(Value::Null) => Ok(vec![]),
        Some(Value::String(text)) => Ok(vec![text.clone()]),
        Some(Value::Array(many)) if many.len() <= LIST_MAX => {
            many.iter().map(|one| one.as_str().map(str::to_owned).ok_or_else(malformed)).collect()
        }
        Some(_) => Err(malformed()),
    }
}

/// A moment: AWS wants whole seconds; fractions that providers write are cut off.
fn seconds(all: &Map<String, Value>, name: &'static str) -> Result<Option<u64>, Unreadable> {
    match all.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => {
            let whole = number.as_u64().or_else(|| {
                let seconds = number.as_f64().filter(|seconds| (0.0..1e15).contains(seconds))?;
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                Some(seconds as u64)
            });
            whole.map(Some).ok_or(Unreadable::Malformed(name))
        }
        Some(_) => Err(Unreadable::Malformed(name)),
    }
}

type Tags = (BTreeMap<String, String>, Vec<String>);

/// The tags: within one object, or each in a claim of its own, for providers that can't nest.
fn tags(all: &Map<String, Value>) -> Result<Tags, Unreadable> {
    let malformed = || Unreadable::Malformed(TAGS);
    let mut given: Vec<(&str, &Value)> = vec![];
    let mut down: Vec<&Value> = vec![];
    if let Some(nested) = all.get(TAGS) {
        let nested = nested.as_object().ok_or_else(malformed)?;
        if let Some(tags) = nested.get("principal_tags") {
            let tags = tags.as_object().ok_or_else(malformed)?;
            given.extend(tags.iter().map(|(key, value)| (&**key, value)));
        }
        down.extend(nested.get("transitive_tag_keys"));
    }
    let flat = all.iter().filter_map(|(name, value)| {
        Some((name.strip_prefix(TAGS)?.strip_prefix("/principal_tags/")?, value))
    });
    given.extend(flat);
    down.extend(all.get(&format!("{TAGS}/transitive_tag_keys")));
    let mut tags = BTreeMap::new();
    for (key, value) in given {
        let value = match value {
            Value::String(text) => text,
            Value::Array(one) => match &one[..] {
                [Value::String(text)] => text,
                _ => return Err(malformed()),
            },
            _ => return Err(malformed()),
        };
        let (key_fits, value_fits) =
            ((1..=128).contains(&key.chars().count()), value.chars().count() <= 256);
        if !key_fits || !value_fits || tags.len() >= LIST_MAX {
            return Err(malformed());
        }
        tags.insert(key.to_owned(), value.clone());
    }
    let mut transitive = vec![];
    for keys in down {
        let keys = keys.as_array().filter(|keys| keys.len() <= LIST_MAX).ok_or_else(malformed)?;
        for key in keys {
            transitive.push(key.as_str().ok_or_else(malformed)?.to_owned());
        }
    }
    Ok((tags, transitive))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn token(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.c2ln", part(header), part(claims))
    }

    fn claims(more: Value) -> Value {
        let mut all = json!({
            "iss": "https://oidc.example.com/id/1F", "sub": "system:a", "aud": "sts", "exp": 100,
        });
        for (name, value) in more.as_object().unwrap() {
            match value.is_null() {
                true => drop(all.as_object_mut().unwrap().remove(name)),
                false => all[name] = value.clone(),
            }
        }
        all
    }

    fn read(more: Value) -> Result<Claims, Unreadable> {
        let token = Token::read(&token(&json!({"alg": "RS256", "kid": "a"}), &claims(more)))?;
        Ok(token.claims)
    }

    #[test]
    fn what_a_token_says_is_read() {
        let tags = json!({"principal_tags": {"Team": ["a"]}, "transitive_tag_keys": ["Team"]});
        let read = read(json!({
            "aud": ["one", "two"], "azp": "two", "amr": ["authenticated"], "nbf": 3, "exp": 9.5,
            TAGS: tags, "https://aws.amazon.com/tags/principal_tags/Cost": "b",
            SOURCE_IDENTITY: "ann",
        }))
        .unwrap();
        assert_eq!((&*read.audience, read.audiences.len()), ("two", 2));
        assert_eq!((read.expires_s, read.not_before_s), (9, Some(3)));
        assert_eq!(read.provider(), "oidc.example.com/id/1F");
        assert_eq!(read.tags.keys().collect::<Vec<_>>(), ["Cost", "Team"]);
        assert_eq!((read.transitive.len(), &*read.tags["Team"]), (1, "a"));
        assert_eq!(read.source_identity.as_deref(), Some("ann"));
    }

    #[test]
    fn what_must_be_there_is_named_when_it_is_not() {
        for (more, error) in [
            (json!({"iss": null}), Unreadable::Missing("iss")),
            (json!({"iss": "oidc.example.com"}), Unreadable::Issuer),
            (json!({"sub": null}), Unreadable::Missing("sub")),
            (json!({"sub": ""}), Unreadable::Malformed("sub")),
            (json!({"aud": null}), Unreadable::Missing("aud")),
            (json!({"aud": []}), Unreadable::Missing("aud")),
            (json!({"aud": [1]}), Unreadable::Malformed("aud")),
            (json!({"exp": null}), Unreadable::Missing("exp")),
            (json!({"exp": "100"}), Unreadable::Malformed("exp")),
            (json!({"exp": -1}), Unreadable::Malformed("exp")),
            (json!({"nbf": 1e300}), Unreadable::Malformed("nbf")),
            (json!({SOURCE_IDENTITY: "a b"}), Unreadable::Malformed(SOURCE_IDENTITY)),
            (json!({TAGS: []}), Unreadable::Malformed(TAGS)),
            (json!({TAGS: {"principal_tags": {"a": ["b", "c"]}}}), Unreadable::Malformed(TAGS)),
        ] {
            assert_eq!(read(more), Err(error));
        }
    }

    #[test]
    fn what_is_not_signed_as_it_must_be_is_no_token() {
        let of = |header: Value| Token::read(&token(&header, &claims(json!({})))).unwrap_err();
        for alg in ["none", "HS256", "PS256", "rs256", "EdDSA"] {
            assert_eq!(of(json!({"alg": alg})), Unreadable::Algorithm, "{alg}");
        }
        assert_eq!(of(json!({"alg": "ES512"})), Unreadable::NotBuilt);
        assert_eq!(of(json!({"alg": "RS256", "crit": ["b64"]})), Unreadable::Critical);
        assert_eq!(of(json!({})), Unreadable::NoToken);
        for text in ["", "a", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "..", "\u{e9}.e30.e30"] {
            assert_eq!(Token::read(text), Err(Unreadable::NoToken), "{text}");
        }
    }

    #[test]
    fn a_token_is_good_from_its_beginning_to_its_end() {
        let claims = read(json!({"nbf": 50})).unwrap();
        let at = |s: u64| claims.check_time(TimestampMs(s * 1000));
        assert_eq!(at(49), Err(NotNow::NotYet { now_s: 49, from_s: 50 }));
        assert_eq!((at(50), at(99)), (Ok(()), Ok(())));
        let over = at(100).unwrap_err();
        assert_eq!(over, NotNow::Expired { now_s: 100, end_s: 100 });
        let text = "Token expired: current date/time 100 must be before the expiration \
                    date/time100";
        assert_eq!(over.to_string(), text);
    }
}
