//! What an agent says of a connection that has come by an interface endpoint, before it carries
//! it to the server: on a socket that nobody but root can open, so that no client says it.

use std::io;
use std::net::SocketAddr;

use ferrogate_base::AccountId;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest of it.
const SAID_BYTES_MAX: u16 = 1024;
/// The port of an endpoint at which TLS is spoken.
const TLS_PORT: u16 = 443;

/// Whence a connection comes. It is said as `ACCOUNT REGION vpce-… PORT CLIENT`, with its length in
/// two bytes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Whose the endpoint is.
    pub account: AccountId,
    /// The endpoint's region.
    pub region: String,
    /// `vpce-…`.
    pub endpoint: String,
    /// The port of the endpoint.
    pub port: u16,
    /// The private address and the port of who has connected.
    pub client: SocketAddr,
}

impl Arrival {
    /// As an agent says it.
    ///
    /// # Errors
    /// When it is too long to be said.
    pub fn say(&self) -> io::Result<Vec<u8>> {
        let Self { account, region, endpoint, port, client } = self;
        let text = format!("{account} {region} {endpoint} {port} {client}");
        let length = u16::try_from(text.len()).ok().filter(|length| *length <= SAID_BYTES_MAX);
        let length = length.ok_or(io::ErrorKind::InvalidInput)?;
        Ok([&length.to_be_bytes(), text.as_bytes()].concat())
    }

    /// Reads what an agent says, and nothing of what follows.
    ///
    /// # Errors
    /// The stream's, and `InvalidData` for what is none.
    pub async fn hear(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let length = stream.read_u16().await?;
        if length > SAID_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut said = vec![0; usize::from(length)];
        stream.read_exact(&mut said).await?;
        let read = std::str::from_utf8(&said).ok().and_then(Self::read);
        read.ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// Reads what is said, without its length.
    #[must_use]
    pub fn read(said: &str) -> Option<Self> {
        let mut words = said.split(' ');
        let mut next = || words.next().filter(|word| !word.is_empty());
        let of = Self {
            account: next()?.parse().ok()?,
            region: next()?.to_owned(),
            endpoint: next()?.to_owned(),
            port: next()?.parse().ok()?,
            client: next()?.parse().ok()?,
        };
        next().is_none().then_some(of)
    }

    /// Whether TLS is spoken on it.
    #[must_use]
    pub fn speaks_tls(&self) -> bool {
        self.port == TLS_PORT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival() -> Arrival {
        Arrival {
            account: "000000000000".parse().unwrap(),
            region: "us-east-1".into(),
            endpoint: "vpce-1".into(),
            port: 443,
            client: "10.0.0.5:40000".parse().unwrap(),
        }
    }

    #[tokio::test]
    async fn what_is_said_is_heard_and_nothing_of_what_follows() {
        let said = [arrival().say().unwrap(), b"GET /".to_vec()].concat();
        let mut stream = &said[..];
        assert_eq!(Arrival::hear(&mut stream).await.unwrap(), arrival());
        assert_eq!(stream, b"GET /");
    }

    #[tokio::test]
    async fn what_is_not_whole_is_no_arrival() {
        let whole = "000000000000 us-east-1 vpce-1 443 10.0.0.5:1";
        assert!(Arrival::read(whole).is_some());
        for said in [
            "",
            "000000000000 us-east-1 vpce-1 443",
            "000000000000 us-east-1 vpce-1 443 10.0.0.5",
            "000000000000 us-east-1 vpce-1 443 10.0.0.5:1 more",
            "000000000000  vpce-1 443 10.0.0.5:1",
            "account us-east-1 vpce-1 443 10.0.0.5:1",
            "000000000000 us-east-1 vpce-1 70000 10.0.0.5:1",
        ] {
            assert_eq!(Arrival::read(said), None, "{said}");
        }
        assert!(Arrival::hear(&mut &b"\xff\xff"[..]).await.is_err());
        assert!(Arrival::hear(&mut &b"\x00\x05ab"[..]).await.is_err());
        let long = Arrival { region: "r".repeat(2000), ..arrival() };
        assert!(long.say().is_err());
    }
}
