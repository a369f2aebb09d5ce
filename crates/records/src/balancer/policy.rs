//! AWS's security policies of listeners: which versions of TLS and which ciphers each allows, and
//! what of that this engine speaks.
//!
//! The engine speaks TLS 1.2 and 1.3 with authenticated encryption and forward secrecy alone, and
//! no AES with 128 bits in another mode. A policy is offered as far as it goes: what of it is
//! older is never agreed on, and not listed. One that asks for what none of these can give
//! (post-quantum key exchange, FIPS) is not offered.

/// One policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its name.
    pub name: &'static str,
    /// Whether TLS 1.2 is spoken.
    pub tls12: bool,
    /// Whether TLS 1.3 is spoken.
    pub tls13: bool,
}

/// The one that a listener has when nobody says which (API model, `CreateListener`).
pub const DEFAULT: &str = "ELBSecurityPolicy-2016-08";

/// The ciphers of TLS 1.3, as AWS names them, in its order.
pub const CIPHERS_TLS13: &[&str] =
    &["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

/// The ciphers of TLS 1.2 that every policy with that version has and this engine speaks.
pub const CIPHERS_TLS12: &[&str] = &[
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
];

const fn policy(name: &'static str, tls12: bool, tls13: bool) -> Policy {
    Policy { name, tls12, tls13 }
}

/// All that are offered (ALB guide, "Security policies", 2026).
pub const ALL: &[Policy] = &[
    policy("ELBSecurityPolicy-TLS13-1-3-2021-06", false, true),
    policy("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", true, true),
    policy("ELBSecurityPolicy-TLS13-1-2-2021-06", true, true),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", true, true),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", true, true),
    policy("ELBSecurityPolicy-TLS13-1-1-2021-06", true, true),
    policy("ELBSecurityPolicy-TLS13-1-0-2021-06", true, true),
    policy("ELBSecurityPolicy-2016-08", true, false),
    policy("ELBSecurityPolicy-2015-05", true, false),
    policy("ELBSecurityPolicy-TLS-1-0-2015-04", true, false),
    policy("ELBSecurityPolicy-TLS-1-1-2017-01", true, false),
    policy("ELBSecurityPolicy-TLS-1-2-2017-01", true, false),
    policy("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", true, false),
    policy("ELBSecurityPolicy-FS-2018-06", true, false),
    policy("ELBSecurityPolicy-FS-1-1-2019-08", true, false),
    policy("ELBSecurityPolicy-FS-1-2-2019-08", true, false),
    policy("ELBSecurityPolicy-FS-1-2-Res-2019-08", true, false),
    policy("ELBSecurityPolicy-FS-1-2-Res-2020-10", true, false),
];

/// The policy that is called so.
#[must_use]
pub fn find(name: &str) -> Option<&'static Policy> {
    ALL.iter().find(|policy| policy.name == name)
}

/// Whether AWS has a policy of that name that is not offered here.
#[must_use]
pub fn is_not_offered(name: &str) -> bool {
    let base = name.strip_suffix("-PQ-2025-09").or_else(|| name.strip_suffix("-FIPS-2023-04"));
    name.starts_with("ELBSecurityPolicy-")
        && (base.is_some() || name.contains("-FIPS-") || name.contains("RFC9151"))
}

impl Policy {
    /// Its versions as AWS names them.
    #[must_use]
    pub fn protocols(&self) -> Vec<&'static str> {
        let all = [(self.tls12, "TLSv1.2"), (self.tls13, "TLSv1.3")];
        all.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect()
    }

    /// Its ciphers, the preferred one first.
    #[must_use]
    pub fn ciphers(&self) -> Vec<&'static str> {
        let newer = if self.tls13 { CIPHERS_TLS13 } else { &[] };
        let older = if self.tls12 { CIPHERS_TLS12 } else { &[] };
        newer.iter().chain(older).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_has_a_version_and_a_cipher_and_the_default_is_one() {
        assert!(find(DEFAULT).is_some());
        for policy in ALL {
            assert!(!policy.protocols().is_empty() && !policy.ciphers().is_empty());
            assert_eq!(find(policy.name), Some(policy));
            assert!(!is_not_offered(policy.name), "{}", policy.name);
        }
        for other in [
            "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
            "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
        ] {
            assert!(is_not_offered(other) && find(other).is_none(), "{other}");
        }
        assert!(!is_not_offered("ELBSecurityPolicy-1999"));
    }
}
