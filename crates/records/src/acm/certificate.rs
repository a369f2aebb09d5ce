//! Certificates: what they say, and the key of each, sealed.

use std::fmt;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::SERVICE;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "certificate";

kind!(Record as KIND);

/// A certificate. Whoever begins to use it writes it in the same transaction, so it never goes
/// while somebody does. Debug shows nothing of its key, sealed or not.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// What its ARN ends with.
    pub id: String,
    /// Where it is from.
    pub origin: Origin,
    /// Tells what it is now from what it was before it was imported or issued again.
    pub version: String,
    /// The certificate in PEM.
    pub body: String,
    /// Those that certify it, in PEM: each certifies the one before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// The key in PEM, sealed in [`super::VAULT`] for the ARN.
    pub sealed: String,
    /// What the certificate says.
    pub says: Says,
    /// When it was imported or asked for first.
    pub created_at: TimestampMs,
    /// When what it is now was imported or issued.
    pub issued_at: TimestampMs,
    /// When it was issued again, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed_at: Option<TimestampMs>,
    /// The token of the request that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// Where a certificate is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Somebody has imported it.
    Imported,
    /// The engine's own authority has issued it.
    Issued,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Says {
    /// The subject's common name, else the first of `names`; empty without either.
    pub domain: String,
    /// The names in it, `domain` among them.
    pub names: Vec<String>,
    /// The serial number, two hexadecimal digits between colons.
    pub serial: String,
    /// The subject, as ACM shows it.
    pub subject: String,
    /// The issuer's organisation, else its common name.
    pub issuer: String,
    /// `RSA_2048`, `EC_prime256v1` and so on.
    pub key_algorithm: String,
    /// `SHA256WITHRSA` and so on.
    pub signature_algorithm: String,
    /// From when it holds.
    pub not_before: TimestampMs,
    /// Until when it holds.
    pub not_after: TimestampMs,
    /// ACM's names for what the key may do.
    pub key_usages: Vec<String>,
    /// ACM's names for what it is for, each with its object identifier.
    pub extended_key_usages: Vec<(String, String)>,
}

impl Record {
    /// `arn:aws:acm:…:certificate/ID`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.id)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.id)
    }

    /// The length of its key in bits.
    #[must_use]
    pub fn key_bits(&self) -> u32 {
        let digits = |c: &char| c.is_ascii_digit();
        let of = self.says.key_algorithm.split('_').nth(1).unwrap_or_default();
        let of = of.trim_start_matches("prime").trim_start_matches("secp");
        of.chars().take_while(digits).collect::<String>().parse().unwrap_or(0)
    }

    /// Whether its time is over.
    #[must_use]
    pub fn is_expired(&self, now: TimestampMs) -> bool {
        now > self.says.not_after
    }

    /// The whole chain in PEM, its own first.
    #[must_use]
    pub fn full_chain(&self) -> String {
        let mut all = self.body.trim_end().to_owned();
        all.push('\n');
        all.push_str(self.chain.as_deref().unwrap_or_default());
        all
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("arn", &self.arn())
            .field("version", &self.version)
            .field("says", &self.says)
            .finish_non_exhaustive()
    }
}

/// The ARN of the certificate with this id.
#[must_use]
pub fn arn(scope: &Scope, id: &str) -> String {
    scope.arn(SERVICE, &format!("certificate/{id}"))
}

/// The key of the certificate with this id.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}

/// The id in the ARN of a certificate of this account and region; `None` for anything else.
#[must_use]
pub fn id_of<'t>(scope: &Scope, text: &'t str) -> Option<&'t str> {
    let id = text.rsplit_once(":certificate/")?.1;
    (!id.is_empty() && !id.contains('/') && arn(scope, id) == text).then_some(id)
}

/// The key of the certificate with this ARN, of whatever account and region.
#[must_use]
pub fn key_of(text: &str) -> Option<String> {
    let ["arn", _, SERVICE, region, account, _] = text.splitn(6, ':').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let scope = Scope::new(account.parse().ok()?, region);
    id_of(&scope, text).map(|id| key(&scope, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_of_an_arn_names_a_certificate() {
        let scope = Scope::new("111122223333".parse().unwrap(), "eu-west-1");
        let own = "arn:aws:acm:eu-west-1:111122223333:certificate/a-b";
        assert_eq!(id_of(&scope, own), Some("a-b"));
        assert_eq!(key_of(own), Some(key(&scope, "a-b")));
        for other in [
            &own.replace("eu-west-1", "eu-west-2"),
            &own.replace("111122223333", "111122223334"),
            &own.replace("acm", "iam"),
            &format!("{own}/c"),
            "certificate/a-b",
            "arn:aws:acm:eu-west-1:111122223333:certificate/",
        ] {
            assert_eq!(id_of(&scope, other), None, "{other}");
        }
    }
}
