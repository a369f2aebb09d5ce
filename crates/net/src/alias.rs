//! Facts kept in interface aliases: what an agent needs to know of a namespace that an
//! earlier one made stays in the kernel, so the two can never disagree.

use ipnet::Ipv4Net;

use crate::id::{Eni, EniId, PeeringId, VpcId};

/// First word of every alias; a later form takes another.
const FORM: &str = "ferrogate1";

/// The alias of a VPC's `lo`, set when the VPC is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VpcMark {
    pub(crate) instance: String,
    pub(crate) vpc: VpcId,
    pub(crate) cidr: Ipv4Net,
}

impl VpcMark {
    pub(crate) fn to_alias(&self) -> String {
        format!("{FORM} {} {} {}", self.instance, self.vpc, self.cidr)
    }

    pub(crate) fn parse(alias: &str) -> Option<Self> {
        let [form, instance, vpc, cidr] = words(alias)?;
        (form == FORM).then_some(())?;
        Some(Self { instance: instance.into(), vpc: vpc.parse().ok()?, cidr: cidr.parse().ok()? })
    }
}

/// The alias of an ENI's interface in its VPC, set when the ENI is complete.
pub(crate) fn of_eni(eni: &Eni) -> String {
    let Eni { id, address, subnet, gateway, mac, .. } = eni;
    let six = eni.address6.map(|address| format!(" {address}")).unwrap_or_default();
    format!("{FORM} {id} {address} {subnet} {gateway} {mac}{six}")
}

/// The alias of the VPC's uplink, set when it is complete.
pub(crate) fn of_uplink() -> String {
    format!("{FORM} uplink")
}

/// The alias of an end of a peering connection, set when that end is complete.
pub(crate) fn of_peering(id: &PeeringId, other: &VpcId) -> String {
    format!("{FORM} peering {id} {other}")
}

/// Reads what [`of_peering`] wrote: the connection, and the VPC that it leads to.
pub(crate) fn parse_peering(alias: &str) -> Option<(PeeringId, VpcId)> {
    let [form, kind, id, other] = words(alias)?;
    (form == FORM && kind == "peering").then_some(())?;
    Some((id.parse().ok()?, other.parse().ok()?))
}

/// Reads what [`of_eni`] wrote on the interface `host_if` of `vpc`.
pub(crate) fn parse_eni(alias: &str, vpc: &VpcId, host_if: &str) -> Option<Eni> {
    // The last word is there for who has an address of IPv6.
    let (words, address6) = match words::<7>(alias) {
        Some([words @ .., six]) => (words, Some(six.parse().ok()?)),
        None => (words::<6>(alias)?, None),
    };
    let [form, id, address, subnet, gateway, mac] = words;
    (form == FORM).then_some(())?;
    Some(Eni {
        id: id.parse::<EniId>().ok()?,
        vpc: vpc.clone(),
        address: address.parse().ok()?,
        subnet: subnet.parse().ok()?,
        gateway: gateway.parse().ok()?,
        address6,
        mac: mac.parse().ok()?,
        host_if: host_if.into(),
    })
}

fn words<const N: usize>(alias: &str) -> Option<[&str; N]> {
    alias.split(' ').collect::<Vec<_>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Mac;

    #[test]
    fn aliases_read_what_they_wrote_and_fit_the_kernel() {
        let vpc: VpcId = "v".repeat(64).parse().unwrap();
        let mark = VpcMark {
            instance: "abcd".into(),
            vpc: vpc.clone(),
            cidr: "10.0.0.0/16".parse().unwrap(),
        };
        assert_eq!(VpcMark::parse(&mark.to_alias()), Some(mark));
        let eni = Eni {
            id: "e".repeat(64).parse().unwrap(),
            vpc: vpc.clone(),
            address: [255, 255, 255, 254].into(),
            subnet: "255.255.255.240/28".parse().unwrap(),
            gateway: [255, 255, 255, 241].into(),
            address6: None,
            mac: Mac([0xfe; 6]),
            host_if: "e1".into(),
        };
        let alias = of_eni(&eni);
        assert!(alias.len() < 256, "IFALIASZ is 256");
        assert_eq!(parse_eni(&alias, &vpc, "e1"), Some(eni.clone()));
        let both = Eni { address6: Some("fdff:ffff::ffff:ffff:ffff:ffff".parse().unwrap()), ..eni };
        let alias = of_eni(&both);
        assert!(alias.len() < 256, "IFALIASZ is 256");
        assert_eq!(parse_eni(&alias, &vpc, "e1"), Some(both));
    }

    #[test]
    fn a_foreign_alias_is_not_taken_for_ours() {
        let vpc: VpcId = "vpc-1".parse().unwrap();
        for alias in ["", "ferrogate1", "other a vpc-1 10.0.0.0/16", "ferrogate1 a b c d e f"] {
            assert_eq!(VpcMark::parse(alias), None, "{alias}");
            assert_eq!(parse_eni(alias, &vpc, "e1"), None, "{alias}");
        }
    }
}
