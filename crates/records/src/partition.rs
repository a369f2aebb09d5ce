//! AWS's partitions: groups of regions that share nothing with each other, each with its own
//! name in ARNs and its own domain.

/// A partition: how its regions begin, its name in ARNs, its domain.
struct Partition {
    regions: &'static str,
    name: &'static str,
    domain: &'static str,
}

/// All but the commercial one, which every other region belongs to.
const OTHERS: [Partition; 7] = [
    Partition { regions: "cn-", name: "aws-cn", domain: "amazonaws.com.cn" },
    Partition { regions: "us-gov-", name: "aws-us-gov", domain: "amazonaws.com" },
    Partition { regions: "eusc-", name: "aws-eusc", domain: "amazonaws.eu" },
    Partition { regions: "us-iso-", name: "aws-iso", domain: "c2s.ic.gov" },
    Partition { regions: "us-isob-", name: "aws-iso-b", domain: "sc2s.sgov.gov" },
    Partition { regions: "eu-isoe-", name: "aws-iso-e", domain: "cloud.adc-e.uk" },
    Partition { regions: "us-isof-", name: "aws-iso-f", domain: "csp.hci.ic.gov" },
];

const COMMERCIAL: Partition = Partition { regions: "", name: "aws", domain: "amazonaws.com" };

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

#[cfg(test)]
mod tests {
    use super::*;

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
        }
    }
}
