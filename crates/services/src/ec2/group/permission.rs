//! What a request says of rules, read without a look at any record.

use ferrogate_api::ec2::{IpPermission, UserIdGroupPair};
use ferrogate_records::ec2::group::Traffic;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::super::{Result, missing, new_id, refuse, wrong};
use super::name::rule_description;

/// A rule that a request names.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The id that it gets if it is added.
    pub(super) id: String,
    pub(super) traffic: Traffic,
    pub(super) peer: AskedPeer,
    pub(super) description: Option<String>,
}

/// Whom it is about, as the request says it.
#[derive(Clone, Debug)]
pub(super) enum AskedPeer {
    Range(IpNet),
    PrefixList(String),
    Group(Box<UserIdGroupPair>),
}

/// The parameters of a request that name one rule without `IpPermissions`.
#[derive(Debug, Default)]
pub(super) struct Flat {
    pub(super) cidr: Option<String>,
    pub(super) protocol: Option<String>,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) group_name: Option<String>,
    pub(super) group_owner: Option<String>,
}

/// The rules that a request names, in one of its two forms.
pub(super) fn asked(permissions: Option<Vec<IpPermission>>, flat: Flat) -> Result<Vec<Asked>> {
    let permissions = permissions.unwrap_or_default();
    match (permissions.is_empty(), flat.first()) {
        (false, None) => read(permissions),
        (true, Some(_)) => read(flat.permissions()?),
        (false, Some(parameter)) => refuse(
            "InvalidParameterCombination",
            format!(
                "The parameter '{parameter}' may not be used in combination with 'ipPermissions'"
            ),
        ),
        (true, None) => missing("ipPermissions"),
    }
}

impl Flat {
    /// The first of them that is given.
    pub(super) fn first(&self) -> Option<&'static str> {
        [
            ("ipProtocol", self.protocol.is_some()),
            ("fromPort", self.from.is_some()),
            ("toPort", self.to.is_some()),
            ("cidrIp", self.cidr.is_some()),
            ("sourceSecurityGroupName", self.group_name.is_some()),
            ("sourceSecurityGroupOwnerId", self.group_owner.is_some()),
        ]
        .into_iter()
        .find_map(|(name, given)| given.then_some(name))
    }

    fn permissions(self) -> Result<Vec<IpPermission>> {
        let Some(name) = self.group_name else { return self.of_range() };
        let beside = Self { group_name: None, group_owner: None, ..self }.first();
        if let Some(parameter) = beside {
            let text = format!(
                "The parameter '{parameter}' may not be used in combination with \
                 'sourceSecurityGroupName'"
            );
            return refuse("InvalidParameterCombination", text);
        }
        let pair = UserIdGroupPair {
            group_name: Some(name),
            user_id: self.group_owner,
            ..UserIdGroupPair::default()
        };
        // "Grants full ICMP, UDP, and TCP access."
        Ok([("tcp", 0, 65_535), ("udp", 0, 65_535), ("icmp", -1, -1)]
            .map(|(protocol, from, to)| IpPermission {
                ip_protocol: Some(protocol.into()),
                from_port: Some(from),
                to_port: Some(to),
                user_id_group_pairs: Some(vec![pair.clone()]),
                ..IpPermission::default()
            })
            .into())
    }

    fn of_range(self) -> Result<Vec<IpPermission>> {
        let Some(cidr) = self.cidr else { return missing("cidrIp") };
        let range = ferrogate_api::ec2::IpRange { cidr_ip: Some(cidr), description: None };
        Ok(vec![IpPermission {
            ip_protocol: self.protocol,
            from_port: self.from,
            to_port: self.to,
            ip_ranges: Some(vec![range]),
            ..IpPermission::default()
        }])
    }
}

/// A rule for each peer of each permission.
pub(super) fn read(permissions: Vec<IpPermission>) -> Result<Vec<Asked>> {
    let mut all: Vec<Asked> = vec![];
    for permission in permissions {
        let Some(protocol) = permission.ip_protocol else { return missing("ipProtocol") };
        let traffic = traffic(&protocol, permission.from_port, permission.to_port)?;
        let before = all.len();
        let mut add = |peer, description| {
            let description = rule_description(description)?;
            all.push(Asked { id: new_id("sgr"), traffic, peer, description });
            Result::Ok(())
        };
        for range in permission.ip_ranges.into_iter().flatten() {
            add(AskedPeer::Range(v4(&range.cidr_ip.unwrap_or_default())?), range.description)?;
        }
        for range in permission.ipv6_ranges.into_iter().flatten() {
            add(AskedPeer::Range(v6(&range.cidr_ipv6.unwrap_or_default())?), range.description)?;
        }
        for list in permission.prefix_list_ids.into_iter().flatten() {
            let Some(id) = list.prefix_list_id else { return missing("prefixListId") };
            add(AskedPeer::PrefixList(id), list.description)?;
        }
        for mut pair in permission.user_id_group_pairs.into_iter().flatten() {
            let description = pair.description.take();
            add(AskedPeer::Group(Box::new(pair)), description)?;
        }
        if all.len() == before {
            let text =
                "Missing source specification: include source security group or CIDR information";
            return refuse("MissingParameter", text);
        }
    }
    Ok(all)
}

/// A range of IPv4 addresses; bits past its length are cleared.
pub(super) fn v4(cidr: &str) -> Result<IpNet> {
    cidr.parse::<Ipv4Net>().map(|range| range.trunc().into()).or_else(|_| malformed(cidr))
}

/// A range of IPv6 addresses; bits past its length are cleared.
pub(super) fn v6(cidr: &str) -> Result<IpNet> {
    cidr.parse::<Ipv6Net>().map(|range| range.trunc().into()).or_else(|_| malformed(cidr))
}

fn malformed<T>(cidr: &str) -> Result<T> {
    wrong(format!("CIDR block {cidr} is malformed"))
}

const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMPV6: u8 = 58;

/// The traffic of a protocol, by its name or number, and of ports, or of an ICMP type and code.
pub(super) fn traffic(protocol: &str, from: Option<i32>, to: Option<i32>) -> Result<Traffic> {
    let number = match &*protocol.to_ascii_lowercase() {
        // Ports of all protocols, and of protocols without any, do not count.
        "-1" => return Ok(Traffic::All),
        "icmp" => ICMP,
        "tcp" => TCP,
        "udp" => UDP,
        "icmpv6" => ICMPV6,
        number => match number.parse::<u8>() {
            Ok(number) => number,
            Err(_) => {
                let text = format!("Invalid value '{protocol}' for IP protocol. Unknown protocol.");
                return wrong(text);
            }
        },
    };
    match (number, from, to) {
        (TCP | UDP, Some(from), Some(to)) => ports(number, from, to),
        (TCP | UDP, _, _) => both("TCP/UDP"),
        (ICMP | ICMPV6, Some(kind), Some(code)) => icmp(number, kind, code),
        (ICMPV6, None, None) => Ok(Traffic::Icmp { protocol: ICMPV6, kind: None, code: None }),
        (ICMP | ICMPV6, _, _) => both("ICMP"),
        (protocol, _, _) => Ok(Traffic::Protocol(protocol)),
    }
}

fn both<T>(what: &str) -> Result<T> {
    wrong(format!(
        "Invalid value 'Must specify both from and to ports with {what}.' for portRange."
    ))
}

fn ports(protocol: u8, from: i32, to: i32) -> Result<Traffic> {
    let port =
        |n: i32| u16::try_from(n).or_else(|_| wrong(format!("TCP/UDP port ({n}) out of range")));
    let (from, to) = (port(from)?, port(to)?);
    if from > to {
        return wrong(format!("Invalid TCP/UDP port range ({from}:{to})"));
    }
    Ok(Traffic::Ports { protocol, from, to })
}

fn icmp(protocol: u8, kind: i32, code: i32) -> Result<Traffic> {
    let read = |n: i32, what: &str| match n {
        -1 => Ok(None),
        n => {
            u8::try_from(n).map(Some).or_else(|_| wrong(format!("ICMP {what} ({n}) out of range")))
        }
    };
    let (kind, code) = (read(kind, "type")?, read(code, "code")?);
    if kind.is_none() && code.is_some() {
        return wrong("ICMP code must be -1 when the ICMP type is -1");
    }
    Ok(Traffic::Icmp { protocol, kind, code })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::{Failure, ServiceError};

    fn refusal<T: std::fmt::Debug>(result: Result<T>) -> (String, String) {
        match result {
            Err(Failure::Aws(error)) => (error.code().into(), error.message().into()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_protocol_is_a_name_or_a_number_and_its_ports_count_where_it_has_any() {
        let icmp = |protocol, kind, code| Traffic::Icmp { protocol, kind, code };
        for (protocol, from, to, traffic_is) in [
            ("-1", Some(22), Some(22), Traffic::All),
            ("tcp", Some(22), Some(80), Traffic::Ports { protocol: 6, from: 22, to: 80 }),
            ("6", Some(0), Some(65_535), Traffic::Ports { protocol: 6, from: 0, to: 65_535 }),
            ("UDP", Some(53), Some(53), Traffic::Ports { protocol: 17, from: 53, to: 53 }),
            ("17", Some(53), Some(53), Traffic::Ports { protocol: 17, from: 53, to: 53 }),
            ("icmp", Some(-1), Some(-1), icmp(1, None, None)),
            ("1", Some(3), Some(4), icmp(1, Some(3), Some(4))),
            ("icmp", Some(8), Some(-1), icmp(1, Some(8), None)),
            ("icmpv6", None, None, icmp(58, None, None)),
            ("58", Some(128), Some(0), icmp(58, Some(128), Some(0))),
            ("50", Some(1), Some(2), Traffic::Protocol(50)),
            ("0", None, None, Traffic::Protocol(0)),
        ] {
            assert_eq!(traffic(protocol, from, to).unwrap(), traffic_is, "{protocol}");
        }
    }

    #[test]
    fn what_is_no_traffic_is_refused_in_the_words_of_ec2() {
        let both = |what| {
            format!(
                "Invalid value 'Must specify both from and to ports with {what}.' for portRange."
            )
        };
        let unknown = |name| format!("Invalid value '{name}' for IP protocol. Unknown protocol.");
        for (protocol, from, to, text) in [
            ("tcp", Some(22), None, both("TCP/UDP")),
            ("udp", None, None, both("TCP/UDP")),
            ("icmp", None, None, both("ICMP")),
            ("icmpv6", Some(1), None, both("ICMP")),
            ("tcp", Some(-1), Some(22), "TCP/UDP port (-1) out of range".into()),
            ("tcp", Some(22), Some(65_536), "TCP/UDP port (65536) out of range".into()),
            ("tcp", Some(80), Some(22), "Invalid TCP/UDP port range (80:22)".into()),
            ("icmp", Some(256), Some(0), "ICMP type (256) out of range".into()),
            ("icmp", Some(8), Some(-2), "ICMP code (-2) out of range".into()),
            ("icmp", Some(-1), Some(0), "ICMP code must be -1 when the ICMP type is -1".into()),
            ("all", None, None, unknown("all")),
            ("256", None, None, unknown("256")),
            ("", None, None, unknown("")),
        ] {
            let refused = refusal(traffic(protocol, from, to));
            assert_eq!(refused, ("InvalidParameterValue".into(), text), "{protocol}");
        }
    }

    #[test]
    fn ranges_are_shown_by_their_first_address() {
        assert_eq!(v4("100.68.0.18/18").unwrap().to_string(), "100.68.0.0/18");
        assert_eq!(v6("2001:db8::1/64").unwrap().to_string(), "2001:db8::/64");
        for cidr in ["10.0.0.1", "10.0.0.0/33", "::/0", "", "anywhere"] {
            let (_, text) = refusal(v4(cidr));
            assert_eq!(text, format!("CIDR block {cidr} is malformed"));
        }
        assert_eq!(refusal(v6("0.0.0.0/0")).1, "CIDR block 0.0.0.0/0 is malformed");
    }

    #[test]
    fn a_request_names_rules_in_one_of_two_forms() {
        let flat = || Flat {
            cidr: Some("10.0.0.0/8".into()),
            protocol: Some("tcp".into()),
            from: Some(1),
            to: Some(2),
            ..Flat::default()
        };
        let group = || Flat { group_name: Some("web".into()), ..Flat::default() };
        let one = asked(None, flat()).unwrap();
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].traffic, Traffic::Ports { protocol: 6, from: 1, to: 2 });
        let traffics: Vec<_> = asked(None, group()).unwrap().iter().map(|a| a.traffic).collect();
        assert_eq!(
            traffics,
            [
                Traffic::Ports { protocol: 6, from: 0, to: 65_535 },
                Traffic::Ports { protocol: 17, from: 0, to: 65_535 },
                Traffic::Icmp { protocol: 1, kind: None, code: None },
            ]
        );
        let permission = IpPermission { ip_protocol: Some("-1".into()), ..Default::default() };
        for (permissions, flat, code) in [
            (None, Flat::default(), "MissingParameter"),
            (Some(vec![]), Flat::default(), "MissingParameter"),
            (Some(vec![permission.clone()]), Flat::default(), "MissingParameter"),
            (Some(vec![permission]), flat(), "InvalidParameterCombination"),
            (None, Flat { cidr: None, ..flat() }, "MissingParameter"),
            (None, Flat { protocol: None, ..flat() }, "MissingParameter"),
            (None, Flat { to: Some(3), ..group() }, "InvalidParameterCombination"),
        ] {
            assert_eq!(refusal(asked(permissions, flat)).0, code);
        }
    }
}
