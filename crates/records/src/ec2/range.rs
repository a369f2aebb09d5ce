//! Ranges of addresses, as AWS hands addresses out of them.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// How many addresses the range has.
#[must_use]
pub fn size(range: Ipv4Net) -> u64 {
    1 << (32 - u32::from(range.prefix_len()))
}

/// The `n`th address of the range, 0 for its base; `None` past its end.
#[must_use]
pub fn nth(range: Ipv4Net, n: u64) -> Option<Ipv4Addr> {
    let n = u32::try_from(n).ok().filter(|n| u64::from(*n) < size(range))?;
    Some(Ipv4Addr::from(u32::from(range.network()) + n))
}

/// How many addresses of a subnet interfaces may have: AWS keeps the first four and the last
/// of each to itself.
#[must_use]
pub fn usable(subnet: Ipv4Net) -> u64 {
    size(subnet).saturating_sub(RESERVED_FIRST + RESERVED_LAST)
}

/// The `n`th address of a subnet that an interface may have.
#[must_use]
pub fn nth_usable(subnet: Ipv4Net, n: u64) -> Option<Ipv4Addr> {
    if n < usable(subnet) { nth(subnet, n + RESERVED_FIRST) } else { None }
}

/// Whether AWS keeps the address of the subnet to itself.
#[must_use]
pub fn is_reserved(subnet: Ipv4Net, address: Ipv4Addr) -> bool {
    let at = u64::from(u32::from(address).wrapping_sub(u32::from(subnet.network())));
    at < RESERVED_FIRST || at + RESERVED_LAST >= size(subnet)
}

/// An address of a subnet of IPv6 that an interface may have, which one `random` says.
#[must_use]
pub fn usable6(subnet: Ipv6Net, random: u128) -> Ipv6Addr {
    let hosts = hosts6(subnet);
    // All but the first four and the last.
    let choices = hosts - u128::from(RESERVED_FIRST + RESERVED_LAST) + 1;
    let at = u128::from(RESERVED_FIRST) + random % choices;
    Ipv6Addr::from(u128::from(subnet.network()) | at)
}

/// Whether AWS keeps the address of the subnet of IPv6 to itself: the first four and the last
/// (VPC user guide, "Subnet sizing for IPv6").
#[must_use]
pub fn is_reserved6(subnet: Ipv6Net, address: Ipv6Addr) -> bool {
    let at = u128::from(address).wrapping_sub(u128::from(subnet.network()));
    at < u128::from(RESERVED_FIRST) || at >= hosts6(subnet)
}

/// The last of the subnet's addresses, counted from 0. No subnet is smaller than a /64.
fn hosts6(subnet: Ipv6Net) -> u128 {
    u128::from(subnet.hostmask())
}

/// A range for a VPC that asks for one of its provider's: a `/56` of the addresses that are
/// nobody's on the internet (RFC 4193), as `random` says. AWS's are of the internet. None meets
/// `fd00:ec2::/32`, where AWS's own services are.
#[must_use]
pub fn provided6(random: u128) -> Ipv6Net {
    const LOCAL: u128 = 0xfd << 120;
    // At least 1 in the second byte, so not of fd00::/16.
    let id = (random >> 80) & 0xffff_ffff_ffff;
    let id = if id >> 40 == 0 { id | (1 << 40) } else { id };
    Ipv6Net::new_assert(Ipv6Addr::from(LOCAL | (id << 72)), 56)
}

const RESERVED_FIRST: u64 = 4;
const RESERVED_LAST: u64 = 1;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn aws_keeps_five_addresses_of_a_subnet() {
        let subnet: Ipv4Net = "10.0.0.0/28".parse().unwrap();
        assert_eq!(usable(subnet), 11);
        assert_eq!(nth_usable(subnet, 0), Some(Ipv4Addr::new(10, 0, 0, 4)));
        assert_eq!(nth_usable(subnet, 10), Some(Ipv4Addr::new(10, 0, 0, 14)));
        assert_eq!(nth_usable(subnet, 11), None);
    }

    proptest! {
        #[test]
        fn an_address_of_ipv6_that_is_chosen_is_usable(random: u128, bits in 44u8..=64) {
            let subnet = Ipv6Net::new(random.rotate_left(7).into(), bits).unwrap().trunc();
            let address = usable6(subnet, random);
            prop_assert!(subnet.contains(&address) && !is_reserved6(subnet, address));
            let nth = |n| Ipv6Addr::from(u128::from(subnet.network()) + n);
            let first_are = (0..4).all(|n| is_reserved6(subnet, nth(n)));
            prop_assert!(first_are);
            prop_assert!(is_reserved6(subnet, subnet.broadcast()));
        }

        #[test]
        fn a_range_that_is_provided_is_local_and_never_aws_s_own(random: u128) {
            let range = provided6(random);
            let of = |text: &str| text.parse::<Ipv6Net>().unwrap();
            prop_assert_eq!(range, range.trunc());
            prop_assert_eq!(range.prefix_len(), 56);
            prop_assert!(of("fd00::/8").contains(&range) && !of("fd00::/16").contains(&range));
        }

        #[test]
        fn an_address_is_usable_or_reserved(base: u32, bits in 0u8..=32, n in 0u64..300) {
            let subnet = Ipv4Net::new(base.into(), bits).unwrap().trunc();
            if let Some(address) = nth(subnet, n) {
                prop_assert!(subnet.contains(&address));
                let is_usable = n >= 4 && nth_usable(subnet, n - 4) == Some(address);
                prop_assert_ne!(is_usable, is_reserved(subnet, address));
            } else {
                prop_assert!(n >= size(subnet));
            }
        }
    }
}
