//! AWS's partitions: groups of regions that share nothing with each other, each with its own
//! name in ARNs and its own domain, and the names of registries, which end in it.

/// A partition: how its regions begin, its name in ARNs, its domain, and that of endpoints which
/// are reached by IPv6 too, where it has such.
struct Partition {
    regions: &'static str,
    name: &'static str,
    domain: &'static str,
    dual: Option<&'static str>,
}

const ON_AWS: &str = "on.aws";

/// All but the commercial one, which every other region belongs to.
const OTHERS: [Partition; 7] = [
    Partition {
        regions: "cn-",
        name: "aws-cn",
        domain: "amazonaws.com.cn",
        dual: Some("on.amazonwebservices.com.cn"),
    },
    Partition {
        regions: "us-gov-",
        name: "aws-us-gov",
        domain: "amazonaws.com",
        dual: Some(ON_AWS),
    },
    Partition { regions: "eusc-", name: "aws-eusc", domain: "amazonaws.eu", dual: None },
    Partition { regions: "us-iso-", name: "aws-iso", domain: "c2s.ic.gov", dual: None },
    Partition { regions: "us-isob-", name: "aws-iso-b", domain: "sc2s.sgov.gov", dual: None },
    Partition { regions: "eu-isoe-", name: "aws-iso-e", domain: "cloud.adc-e.uk", dual: None },
    Partition { regions: "us-isof-", name: "aws-iso-f", domain: "csp.hci.ic.gov", dual: None },
];

const COMMERCIAL: Partition =
    Partition { regions: "", name: "aws", domain: "amazonaws.com", dual: Some(ON_AWS) };

fn of(region: &str) -> &'static Partition {
    OTHERS.iter().find(|other| region.starts_with(other.regions)).unwrap_or(&COMMERCIAL)
}

/// What stands second in ARNs of `region`: `aws`, `aws-cn`, `aws-us-gov`.
#[must_use]
pub fn name(region: &str) -> &'static str {
    of(region).name
}

/// What the names of endpoints in `region` end with: `amazonaws.com`, `amazonaws.com.cn`.
#[must_use]
pub fn domain(region: &str) -> &'static str {
    of(region).domain
}

/// The endings of all partitions, each once.
pub fn domains() -> impl Iterator<Item = &'static str> {
    let of_others = OTHERS.iter().map(|other| other.domain);
    of_others.filter(|domain| *domain != COMMERCIAL.domain).chain([COMMERCIAL.domain])
}

/// The name of an account's registry in image references:
/// `account.dkr.ecr.region.amazonaws.com`, with its partition's domain.
#[must_use]
pub fn registry(account: &str, region: &str) -> String {
    format!("{account}.dkr.ecr.{region}.{}", domain(region))
}

/// Longer than any region's name, and short enough for a key.
const REGION_BYTES_MAX: usize = 32;

/// How a registry's name goes on after its account, before its region: as names are that lead to
/// IPv4, and as those are that lead to both versions.
const ECR: [&str; 2] = ["dkr.ecr", "dkr.ecr-fips"];
const ECR_DUAL: [&str; 2] = ["dkr-ecr", "dkr-ecr-fips"];

/// What names of registries look like, in every partition, with `*` for account and region.
pub fn registry_patterns() -> impl Iterator<Item = String> {
    let all = domains().flat_map(|domain| ECR.map(|ecr| (ecr, domain)));
    let dual = [ON_AWS].into_iter().chain(OTHERS.iter().filter_map(|other| other.dual));
    let dual: std::collections::BTreeSet<_> = dual.collect();
    let dual = dual.into_iter().flat_map(|domain| ECR_DUAL.map(|ecr| (ecr, domain)));
    all.chain(dual).map(|(ecr, domain)| format!("*.{ecr}.*.{domain}"))
}

/// The account and region whose registry has this name, or one of its others (of endpoints that are
/// reached by IPv6 too, or are validated by FIPS 140); `None` for all other registries.
#[must_use]
pub fn of_registry(name: &str) -> Option<(&str, &str)> {
    let (account, rest) = name.split_once('.')?;
    let after = |ecr: &&str| rest.strip_prefix(*ecr)?.strip_prefix('.');
    let (rest, is_dual) = match ECR.iter().find_map(after) {
        Some(rest) => (rest, false),
        None => (ECR_DUAL.iter().find_map(after)?, true),
    };
    let (region, ending) = rest.split_once('.')?;
    let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    let is_region = (1..=REGION_BYTES_MAX).contains(&region.len()) && region.bytes().all(plain);
    let Partition { domain, dual, .. } = of(region);
    let ends = if is_dual { *dual == Some(ending) } else { ending == *domain };
    (is_account && is_region && ends).then_some((account, region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_s_name_is_its_account_and_region() {
        for (region, name) in [
            ("eu-west-1", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"),
            ("us-gov-west-1", "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com"),
            ("cn-north-1", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"),
        ] {
            assert_eq!(registry("123456789012", region), name);
            assert_eq!(of_registry(name), Some(("123456789012", region)));
        }
        for (region, name) in [
            ("eu-west-1", "123456789012.dkr-ecr.eu-west-1.on.aws"),
            ("us-gov-east-1", "123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com"),
            ("us-gov-east-1", "123456789012.dkr-ecr-fips.us-gov-east-1.on.aws"),
            ("cn-north-1", "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn"),
        ] {
            assert_eq!(of_registry(name), Some(("123456789012", region)), "{name}");
        }
        for other in [
            "localhost:4566",
            "123456789012.dkr-ecr.eu-west-1.amazonaws.com",
            "123456789012.dkr.ecr.eu-west-1.on.aws",
            "123456789012.dkr-ecr.cn-north-1.on.aws",
            "123456789012.dkr-ecr.us-iso-east-1.on.aws",
            "123456789012.api.ecr.eu-west-1.amazonaws.com",
            "12.dkr.ecr.eu-west-1.amazonaws.com",
            "123456789012.dkr.ecr..amazonaws.com",
            "123456789012.dkr.ecr.cn-north-1.amazonaws.com",
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn",
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.org",
            &registry("123456789012", &"eu-".repeat(400)),
        ] {
            assert_eq!(of_registry(other), None, "{other}");
        }
    }

    #[test]
    fn a_region_is_in_one_partition() {
        for (region, partition, ending) in [
            ("us-east-1", "aws", "amazonaws.com"),
            ("eu-central-1", "aws", "amazonaws.com"),
            ("cn-northwest-1", "aws-cn", "amazonaws.com.cn"),
            ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
            ("us-iso-east-1", "aws-iso", "c2s.ic.gov"),
            ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"),
            ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
        ] {
            assert_eq!((name(region), domain(region)), (partition, ending), "{region}");
            assert_eq!(domains().filter(|domain| *domain == ending).count(), 1, "{ending}");
        }
    }
}
