//! Ranges of addresses, as AWS hands addresses out of them.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

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
