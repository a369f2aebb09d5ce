//! The managed policies that AWS gives to all accounts: of those services that are served, and
//! what administrators use. Each in the version that was in force in August 2026; earlier ones
//! are not kept. `policies.json` is written from AWS's own documents.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ferrogate_base::TimestampMs;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::arn::Arn;

/// A managed policy of AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    /// Its name, which is unique among all, with its case.
    pub name: String,
    /// `/`, `/service-role/`, `/aws-service-role/`, `/job-function/`.
    pub path: String,
    /// `ANPA…`: made from its name, not AWS's own.
    pub id: String,
    /// The number of its version: 3 is shown as `v3`.
    pub version: u32,
    /// When AWS made the policy.
    pub created_at: TimestampMs,
    /// When AWS made this version.
    pub updated_at: TimestampMs,
    /// What it says.
    pub document: String,
}

impl Managed {
    /// `arn:partition:iam::aws:policy/path/name`.
    #[must_use]
    pub fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:iam::aws:policy{}{}", self.path, self.name)
    }

    /// Whether only a service-linked role has it: nobody attaches it.
    #[must_use]
    pub fn is_of_services(&self) -> bool {
        self.path == "/aws-service-role/"
    }
}

#[derive(Deserialize)]
struct Written {
    name: String,
    path: String,
    version: u32,
    created: String,
    updated: String,
    document: String,
}

static ALL: LazyLock<BTreeMap<String, Managed>> = LazyLock::new(|| {
    let all: Vec<Written> =
        serde_json::from_str(include_str!("policies.json")).expect("tested to be readable");
    all.into_iter().map(|written| (written.name.clone(), read(written))).collect()
});

fn read(written: Written) -> Managed {
    let Written { name, path, version, created, updated, document } = written;
    let (created_at, updated_at) = (time(&created), time(&updated));
    Managed { id: id(&name), name, path, version, created_at, updated_at, document }
}

/// The policy with an ARN of any partition, which is compared as a whole.
#[must_use]
pub fn find(arn: &str) -> Option<&'static Managed> {
    let named = Arn::parse(arn)?;
    let policy = ALL.get(named.name)?;
    (policy.arn(named.partition) == arn).then_some(policy)
}

/// All, in the order of their names.
pub fn all() -> impl Iterator<Item = &'static Managed> {
    ALL.values()
}

fn id(name: &str) -> String {
    let digits = Sha256::digest(name);
    let digit = |byte: &u8| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(byte % 32)]);
    // Not of the form that names an account: the first digit is one of the lower half.
    let first = char::from(b'A' + digits[0] % 16);
    format!("ANPA{first}{}", digits[1..17].iter().map(digit).collect::<String>())
}

/// `2015-02-06T18:39:46.000Z`, as the file has it.
fn time(text: &str) -> TimestampMs {
    let field = |range: std::ops::Range<usize>| -> i64 {
        text.get(range).and_then(|digits| digits.parse().ok()).expect("tested to be readable")
    };
    let (year, month, day) = (field(0..4), field(5..7), field(8..10));
    let seconds = field(11..13) * 3600 + field(14..16) * 60 + field(17..19);
    // The days since 1970 of a date of the Gregorian calendar, with March as the first month.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    let ms = (days * 86_400 + seconds) * 1000;
    TimestampMs(u64::try_from(ms).expect("AWS is younger than 1970"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_is_found_by_its_whole_arn() {
        assert!(all().count() > 40);
        for policy in all() {
            assert_eq!(find(&policy.arn("aws")), Some(policy));
            assert_eq!(find(&policy.arn("aws-cn")), Some(policy));
            assert_eq!((policy.id.len(), super::super::id::account_of(&policy.id)), (21, None));
            assert!(policy.version > 0 && policy.created_at <= policy.updated_at);
        }
        let execution =
            find("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");
        assert!(execution.unwrap().document.contains("ecr:BatchGetImage"));
        for other in [
            "policy/AmazonECSTaskExecutionRolePolicy",
            "policy/administratoraccess",
            "role/AdministratorAccess",
        ] {
            assert_eq!(find(&format!("arn:aws:iam::aws:{other}")), None, "{other}");
        }
        assert_eq!(find("arn:aws:iam::111122223333:policy/AdministratorAccess"), None);
    }

    #[test]
    fn times_are_those_of_the_calendar() {
        assert_eq!(time("1970-01-01T00:00:01.000Z"), TimestampMs(1000));
        assert_eq!(time("2015-02-06T18:39:46.000Z"), TimestampMs(1_423_247_986_000));
        assert_eq!(time("2024-02-29T00:00:00.000Z"), TimestampMs(1_709_164_800_000));
    }
}
