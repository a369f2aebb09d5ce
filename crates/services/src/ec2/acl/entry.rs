//! Entries of ACLs: what a request says, and how they come and go.

use ferrogate_api::ec2::{IcmpTypeCode, PortRange, RuleAction};
use ferrogate_records::ec2::acl::{Entry, LAST};
use ferrogate_records::ec2::group::Traffic;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::super::{Result, missing, refuse, wrong};

/// Entries of an ACL in one direction, for each family of addresses, the last one with them
/// (VPC user guide, "Amazon VPC quotas").
const ENTRIES_MAX: usize = 20;

const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMPV6: u8 = 58;

/// What a request says of an entry.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) number: i32,
    pub(super) protocol: String,
    pub(super) action: RuleAction,
    pub(super) egress: bool,
    pub(super) v4: Option<String>,
    pub(super) v6: Option<String>,
    pub(super) icmp: Option<IcmpTypeCode>,
    pub(super) ports: Option<PortRange>,
}

/// The entry that is asked for.
pub(super) fn read(asked: Asked) -> Result<Entry> {
    let allow = match asked.action {
        RuleAction::Allow => true,
        RuleAction::Deny => false,
        RuleAction::Unknown(name) => {
            return wrong(format!("Value ({name}) for parameter ruleAction is invalid."));
        }
    };
    let range = range(asked.v4.as_deref(), asked.v6.as_deref())?;
    Ok(Entry {
        number: number(asked.number)?,
        egress: asked.egress,
        allow,
        traffic: traffic(&asked.protocol, range, asked.icmp, asked.ports)?,
        range,
    })
}

/// Adds an entry in its place.
pub(super) fn add(entries: &mut Vec<Entry>, new: &Entry) -> Result<()> {
    if entries.iter().any(|one| one.egress == new.egress && one.number == new.number) {
        let text = format!("The network acl entry identified by {} already exists.", new.number);
        return refuse("NetworkAclEntryAlreadyExists", text);
    }
    let is_v4 = |entry: &Entry| matches!(entry.range, IpNet::V4(_));
    let beside = |one: &&Entry| one.egress == new.egress && is_v4(one) == is_v4(new);
    if entries.iter().filter(beside).count() + 2 > ENTRIES_MAX {
        let text = "The maximum number of network acl entries has been reached.";
        return refuse("NetworkAclEntryLimitExceeded", text);
    }
    entries.push(new.clone());
    entries.sort_by_key(|one| (one.egress, one.number));
    Ok(())
}

/// Removes the entry with this number.
pub(super) fn remove(entries: &mut Vec<Entry>, number: i32, egress: bool) -> Result<()> {
    let at = entries.iter().position(|e| e.egress == egress && i32::from(e.number) == number);
    match at {
        Some(at) => {
            entries.remove(at);
            Ok(())
        }
        None => {
            let text = format!("The network acl entry identified by {number} does not exist");
            refuse("InvalidNetworkAclEntry.NotFound", text)
        }
    }
}

fn number(asked: i32) -> Result<u16> {
    match u16::try_from(asked) {
        Ok(number) if (1..LAST).contains(&number) => Ok(number),
        _ => wrong(format!(
            "Value ({asked}) for parameter ruleNumber is invalid. The rule number must be between \
             1 and 32766."
        )),
    }
}

/// The one range that is asked for; bits past its length are cleared.
fn range(v4: Option<&str>, v6: Option<&str>) -> Result<IpNet> {
    let bad = |cidr: &str, parameter: &str| {
        wrong(format!(
            "Value ({cidr}) for parameter {parameter} is invalid. This is not a valid CIDR block."
        ))
    };
    match (v4, v6) {
        (Some(cidr), None) => match cidr.parse::<Ipv4Net>() {
            Ok(range) => Ok(range.trunc().into()),
            Err(_) => bad(cidr, "cidrBlock"),
        },
        (None, Some(cidr)) => match cidr.parse::<Ipv6Net>() {
            Ok(range) => Ok(range.trunc().into()),
            Err(_) => bad(cidr, "ipv6CidrBlock"),
        },
        (Some(_), Some(_)) => refuse(
            "InvalidParameterCombination",
            "The parameter ipv6CidrBlock cannot be used with the parameter cidrBlock",
        ),
        (None, None) => missing("cidrBlock"),
    }
}

/// The traffic of a protocol, which is a number here.
fn traffic(
    protocol: &str,
    range: IpNet,
    icmp: Option<IcmpTypeCode>,
    ports: Option<PortRange>,
) -> Result<Traffic> {
    if protocol == "-1" {
        return Ok(Traffic::All);
    }
    let Ok(number) = protocol.parse::<u8>() else {
        return wrong(format!("Invalid value '{protocol}' for IP protocol. Unknown protocol."));
    };
    match (number, range) {
        (TCP | UDP, _) => of_ports(number, ports.unwrap_or_default()),
        (ICMP, _) | (ICMPV6, IpNet::V6(_)) => of_icmp(number, icmp.unwrap_or_default()),
        (protocol, _) => Ok(Traffic::Protocol(protocol)),
    }
}

fn of_ports(protocol: u8, ports: PortRange) -> Result<Traffic> {
    let port = |of: Option<i32>, name| match of {
        None => missing(name),
        Some(n) => u16::try_from(n).or_else(|_| {
            wrong(format!("Value ({n}) for parameter {name} is invalid. Port out of range."))
        }),
    };
    let (from, to) = (port(ports.from, "portRange.from")?, port(ports.to, "portRange.to")?);
    if from > to {
        return wrong(format!("Invalid TCP/UDP port range ({from}:{to})"));
    }
    Ok(Traffic::Ports { protocol, from, to })
}

fn of_icmp(protocol: u8, of: IcmpTypeCode) -> Result<Traffic> {
    let number = |of: Option<i32>, name| match of {
        None => missing(name),
        Some(-1) => Ok(None),
        Some(n) => u8::try_from(n)
            .map(Some)
            .or_else(|_| wrong(format!("Value ({n}) for parameter {name} is invalid."))),
    };
    let kind = number(of.r#type, "icmpTypeCode.type")?;
    let code = number(of.code, "icmpTypeCode.code")?;
    if kind.is_none() && code.is_some() {
        return wrong("icmpTypeCode.code must be -1 when icmpTypeCode.type is -1");
    }
    Ok(Traffic::Icmp { protocol, kind, code })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::{Failure, ServiceError};

    fn code<T: std::fmt::Debug>(result: Result<T>) -> String {
        match result {
            Err(Failure::Aws(error)) => error.code().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    fn ports(from: i32, to: i32) -> Option<PortRange> {
        Some(PortRange { from: Some(from), to: Some(to) })
    }

    fn icmp(kind: i32, code: i32) -> Option<IcmpTypeCode> {
        Some(IcmpTypeCode { code: Some(code), r#type: Some(kind) })
    }

    #[test]
    fn traffic_is_a_number_with_what_it_needs() {
        let (v4, v6) = (range(Some("0.0.0.0/0"), None), range(None, Some("::/0")));
        let (v4, v6) = (v4.unwrap(), v6.unwrap());
        let of = |protocol, kind, code| Traffic::Icmp { protocol, kind, code };
        for (protocol, range, types, range_of_ports, is) in [
            ("-1", v4, icmp(8, 0), ports(1, 2), Traffic::All),
            ("6", v4, None, ports(80, 81), Traffic::Ports { protocol: 6, from: 80, to: 81 }),
            ("1", v4, icmp(-1, -1), None, of(1, None, None)),
            ("58", v6, icmp(128, -1), None, of(58, Some(128), None)),
            ("58", v4, icmp(128, -1), None, Traffic::Protocol(58)),
            ("50", v4, None, ports(1, 2), Traffic::Protocol(50)),
        ] {
            assert_eq!(traffic(protocol, range, types, range_of_ports).unwrap(), is, "{protocol}");
        }
        for (protocol, range, types, range_of_ports, refused) in [
            ("tcp", v4, None, ports(1, 2), "InvalidParameterValue"),
            ("256", v4, None, None, "InvalidParameterValue"),
            ("6", v4, None, None, "MissingParameter"),
            ("17", v4, None, ports(2, 1), "InvalidParameterValue"),
            ("17", v4, None, ports(-1, 65_536), "InvalidParameterValue"),
            ("1", v4, None, None, "MissingParameter"),
            ("1", v4, icmp(-1, 0), None, "InvalidParameterValue"),
            ("58", v6, None, None, "MissingParameter"),
        ] {
            assert_eq!(
                code(traffic(protocol, range, types, range_of_ports)),
                refused,
                "{protocol}"
            );
        }
    }

    #[test]
    fn a_number_is_taken_once_in_each_direction_and_nineteen_fit() {
        let entry = |number, egress, range: IpNet| Entry {
            number,
            egress,
            allow: true,
            traffic: Traffic::All,
            range,
        };
        let (v4, v6) = (Ipv4Net::default().into(), Ipv6Net::default().into());
        let mut entries = vec![];
        for number in (1..=19).rev() {
            add(&mut entries, &entry(number, false, v4)).unwrap();
        }
        assert!(entries.is_sorted_by_key(|entry| entry.number));
        assert_eq!(code(add(&mut entries, &entry(20, false, v4))), "NetworkAclEntryLimitExceeded");
        assert_eq!(code(add(&mut entries, &entry(1, false, v6))), "NetworkAclEntryAlreadyExists");
        add(&mut entries, &entry(20, false, v6)).unwrap();
        add(&mut entries, &entry(1, true, v4)).unwrap();
        remove(&mut entries, 1, true).unwrap();
        assert_eq!(code(remove(&mut entries, 1, true)), "InvalidNetworkAclEntry.NotFound");
        assert_eq!(code(number(0)), "InvalidParameterValue");
        assert_eq!(code(number(32_767)), "InvalidParameterValue");
        assert_eq!(number(32_766).unwrap(), 32_766);
    }
}
