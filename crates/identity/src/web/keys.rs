//! Keys of OpenID Connect providers (RFC 7517), and whether one of them has signed a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

use super::token::{Algorithm, Token};

/// Keys of one provider: AWS takes a hundred of RSA and a hundred of elliptic curves (IAM user
/// guide, "Create an OpenID Connect identity provider").
const KEYS_MAX: usize = 200;

/// The keys of a provider, as far as they are of a kind that signs tokens here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    id: Option<String>,
    algorithm: Option<String>,
    public: Public,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Public {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    P384(Vec<u8>),
}

/// Why a token is not taken as its provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// None of the keys is the one that it names.
    NoKey,
    /// That key has not signed it.
    Mismatch,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    used: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Keys {
    /// Reads a set of keys; those of other kinds and those that can't be read are passed over.
    /// `None` if it is no set, or has more keys than there may be.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let set: Set = serde_json::from_slice(text).ok()?;
        if set.keys.len() > KEYS_MAX {
            return None;
        }
        let keys =
            set.keys.into_iter().filter_map(|key| Key::of(serde_json::from_value(key).ok()?));
        Some(Self(keys.collect()))
    }

    /// Whether the key that a token names has signed it. A token that names none is only its
    /// provider's if there is but one key that it can be of.
    ///
    /// # Errors
    /// [`Unproven`].
    pub fn verify(&self, token: &Token) -> Result<(), Unproven> {
        let mut fitting = self.0.iter().filter(|key| key.fits(token));
        let key = fitting.next().ok_or(Unproven::NoKey)?;
        if token.key_id.is_none() && fitting.next().is_some() {
            return Err(Unproven::NoKey);
        }
        key.verify(token).ok_or(Unproven::Mismatch)
    }
}

impl Key {
    fn of(jwk: Jwk) -> Option<Self> {
        if jwk.used.is_some_and(|used| used != "sig") {
            return None;
        }
        let bytes =
            |text: Option<&String>| URL_SAFE_NO_PAD.decode(text?.trim_end_matches('=')).ok();
        let public = match (&*jwk.kty, jwk.crv.as_deref()) {
            ("RSA", _) => {
                let number = |text| {
                    let bytes = bytes(text)?;
                    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
                    Some(bytes[zeros..].to_vec())
                };
                Public::Rsa { n: number(jwk.n.as_ref())?, e: number(jwk.e.as_ref())? }
            }
            ("EC", Some(curve)) => {
                let (x, y) = (bytes(jwk.x.as_ref())?, bytes(jwk.y.as_ref())?);
                // SEC 1, section 2.3.3: not compressed.
                let point = [&[4][..], &x, &y].concat();
                match (curve, x.len(), y.len()) {
                    ("P-256", 32, 32) => Public::P256(point),
                    ("P-384", 48, 48) => Public::P384(point),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Self { id: jwk.kid, algorithm: jwk.alg, public })
    }

    /// Whether a token can be of this key: by its name, its kind, and what the key says that it
    /// is for.
    fn fits(&self, token: &Token) -> bool {
        use Algorithm::{Es256, Es384, Rs256, Rs384, Rs512};
        let (name, kind) = match (token.algorithm, &self.public) {
            (Rs256, Public::Rsa { .. }) => ("RS256", true),
            (Rs384, Public::Rsa { .. }) => ("RS384", true),
            (Rs512, Public::Rsa { .. }) => ("RS512", true),
            (Es256, Public::P256(_)) => ("ES256", true),
            (Es384, Public::P384(_)) => ("ES384", true),
            (Rs256 | Rs384 | Rs512 | Es256 | Es384, _) => ("", false),
        };
        let is_named = token.key_id.is_none() || token.key_id == self.id;
        kind && is_named && self.algorithm.as_ref().is_none_or(|algorithm| algorithm == name)
    }

    fn verify(&self, token: &Token) -> Option<()> {
        let (signed, signature) = (token.signed.as_bytes(), &*token.signature);
        let proven =
            match &self.public {
                Public::Rsa { n, e } => {
                    let parameters = match token.algorithm {
                        Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
                        Algorithm::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
                        Algorithm::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
                        Algorithm::Es256 | Algorithm::Es384 => return None,
                    };
                    RsaPublicKeyComponents { n, e }.verify(parameters, signed, signature)
                }
                Public::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                    .verify(signed, signature),
                Public::P384(point) => UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point)
                    .verify(signed, signature),
            };
        proven.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    /// Made by another implementation of JOSE, whose private keys were thrown away.
    #[derive(Deserialize)]
    struct Vectors {
        keys: Value,
        tokens: BTreeMap<String, String>,
    }

    fn vectors() -> Vectors {
        serde_json::from_str(include_str!("vectors.json")).unwrap()
    }

    fn keys(set: &Value) -> Keys {
        Keys::read(set.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn tokens_of_each_algorithm_are_proven_by_their_keys_alone() {
        let Vectors { keys: set, tokens } = vectors();
        assert_eq!(tokens.len(), 5);
        let all = keys(&set);
        for (algorithm, text) in &tokens {
            let token = Token::read(text).unwrap();
            assert_eq!(all.verify(&token), Ok(()), "{algorithm}");
            for at in [0, token.signature.len() / 2, token.signature.len() - 1] {
                let mut other = token.clone();
                other.signature[at] ^= 1;
                assert_eq!(all.verify(&other), Err(Unproven::Mismatch), "{algorithm} {at}");
            }
            let other = Token { signed: format!("{}A", token.signed), ..token.clone() };
            assert_eq!(all.verify(&other), Err(Unproven::Mismatch));
            let short = Token { signature: vec![], ..token.clone() };
            assert_eq!(all.verify(&short), Err(Unproven::Mismatch));
            let stranger = Token { key_id: Some("z".into()), ..token.clone() };
            assert_eq!(all.verify(&stranger), Err(Unproven::NoKey));
            assert_eq!(Keys::default().verify(&token), Err(Unproven::NoKey));
            let unnamed = Token { key_id: None, ..token };
            assert_eq!(all.verify(&unnamed), Ok(()), "there is one key of its kind");
        }
    }

    #[test]
    fn a_key_signs_only_what_it_is_for() {
        let Vectors { keys: set, tokens } = vectors();
        let token = Token::read(&tokens["RS256"]).unwrap();
        let altered = |name: &str, value: Value| {
            let mut set = set.clone();
            set["keys"][0][name] = value;
            keys(&set).verify(&token)
        };
        assert_eq!(altered("alg", json!("RS256")), Ok(()));
        for (name, value) in [
            ("alg", json!("RS512")),
            ("use", json!("enc")),
            ("kty", json!("oct")),
            ("n", json!(7)),
            ("e", json!("*")),
        ] {
            assert_eq!(altered(name, value), Err(Unproven::NoKey), "{name}");
        }
        // One of another algorithm is no key of this one, whatever its name.
        let confused = Token { algorithm: Algorithm::Es256, ..token.clone() };
        assert_eq!(keys(&set).verify(&confused), Err(Unproven::NoKey));
        let mut two = set.clone();
        let again = two["keys"][0].clone();
        two["keys"].as_array_mut().unwrap().push(again);
        let unnamed = Token { key_id: None, ..token };
        assert_eq!(keys(&two).verify(&unnamed), Err(Unproven::NoKey), "which of the two?");
    }

    #[test]
    fn what_is_no_set_of_keys_is_none() {
        for text in ["", "[]", "{}", "{\"keys\": 1}"] {
            assert_eq!(Keys::read(text.as_bytes()), None, "{text}");
        }
        let many = json!({"keys": vec![json!({}); KEYS_MAX + 1]});
        assert_eq!(Keys::read(many.to_string().as_bytes()), None);
        assert_eq!(Keys::read(b"{\"keys\": [1, {}, {\"kty\": \"EC\"}]}"), Some(Keys::default()));
    }
}
