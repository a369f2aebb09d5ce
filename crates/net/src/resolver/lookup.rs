//! Names that the engine looks up for a task, as the task itself would.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use hickory_proto::op::{Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RData, RecordType};
use tokio::time::timeout;

use super::Resolver;
use super::answer::{Decision, decide, write};
use super::upstream::Way;

/// How long a query waits for zones to be known: libraries ask again after five seconds.
const WAIT_MAX: Duration = Duration::from_secs(4);

impl Resolver {
    /// What to do with a query. `waited`: all zones should be known by now.
    pub(super) fn choose(&self, packet: &[u8], turn: usize, waited: bool) -> Decision {
        let (names, zones) = (self.names.load(), self.zones.load());
        let whole = waited || *self.whole.borrow();
        let decision = decide(&names, &zones, packet, turn, whole);
        if self.is_on() { decision } else { decision.refused() }
    }

    /// Waits until all zones are known, and no longer than who asks does.
    pub(super) async fn wait_for_zones(&self) {
        let mut whole = self.whole.subscribe();
        drop(timeout(WAIT_MAX, whole.wait_for(|whole| *whole)).await);
    }

    /// The addresses of a name, IPv4 before IPv6; none when it has none.
    ///
    /// # Errors
    /// When it is no name, or nobody answers.
    pub async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let mut absolute = Name::from_ascii(name).map_err(io::Error::other)?;
        absolute.set_fqdn(true);
        let mut found = self.ask(&absolute, RecordType::A).await?;
        let others = self.ask(&absolute, RecordType::AAAA).await;
        found.extend(if found.is_empty() { others? } else { others.unwrap_or_default() });
        Ok(found)
    }

    async fn ask(&self, name: &Name, kind: RecordType) -> io::Result<Vec<IpAddr>> {
        let mut query = Message::query();
        query.metadata.recursion_desired = true;
        query.add_query(Query::query(name.clone(), kind));
        let packet = query.to_vec().map_err(io::Error::other)?;
        let turn = usize::from(query.metadata.id);
        let mut decision = self.choose(&packet, turn, false);
        if matches!(decision, Decision::Wait) {
            self.wait_for_zones().await;
            decision = self.choose(&packet, turn, true);
        }
        let bytes = match decision {
            Decision::Ignore | Decision::Wait => None,
            Decision::Reply(message) => write(&message, usize::from(u16::MAX)),
            Decision::Ask(ask) => self.forward(&ask, Way::Tcp, usize::from(u16::MAX)).await,
        };
        let bytes = bytes.ok_or_else(|| io::Error::other("the resolver does not answer"))?;
        let answer = Message::from_vec(&bytes).map_err(io::Error::other)?;
        match answer.metadata.response_code {
            ResponseCode::NoError | ResponseCode::NXDomain => {}
            code => return Err(io::Error::other(format!("the resolver says {code}"))),
        }
        let address = |data: &RData| match data {
            RData::A(a) => Some(IpAddr::V4(a.0)),
            RData::AAAA(a) => Some(IpAddr::V6(a.0)),
            _ => None,
        };
        Ok(answer.answers.iter().filter_map(|record| address(&record.data)).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::super::Names;
    use super::*;

    #[tokio::test]
    async fn a_name_of_the_vpc_has_its_address_and_another_has_none() {
        let address = Ipv4Addr::new(10, 0, 0, 5);
        let names = Names::new().host("ip-10-0-0-5.ec2.internal", address);
        let resolver = Resolver::new(names, vec![]);
        let found = resolver.addresses("ip-10-0-0-5.ec2.internal").await.unwrap();
        assert_eq!(found, [IpAddr::V4(address)]);
        assert!(resolver.addresses("other.example").await.unwrap().is_empty());
        assert!(resolver.addresses(&"a".repeat(300)).await.is_err());
        resolver.turn(false);
        assert!(resolver.addresses("ip-10-0-0-5.ec2.internal").await.is_err());
    }
}
