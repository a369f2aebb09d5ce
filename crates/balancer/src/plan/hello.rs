//! What a server's hello says was agreed on (RFC 8446 4.1.3, RFC 5246 7.4.1.3): read from what this
//! node itself has sent, for handshakes that fail later.

/// Bytes that are looked at: a hello of the ciphers and groups that are spoken here is shorter.
pub const BYTES_MAX: usize = 512;

const HANDSHAKE_RECORD: u8 = 22;
const SERVER_HELLO: u8 = 2;
const SUPPORTED_VERSIONS: u16 = 43;
const KEY_SHARE: u16 = 51;
const TLS13: u16 = 0x0304;

/// What was agreed on, in the numbers of the registries of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hello {
    /// Whether it is TLS 1.3.
    pub tls13: bool,
    /// The cipher.
    pub cipher: u16,
    /// The group of the key exchange, where the hello names it.
    pub group: Option<u16>,
}

/// Reads the hello that a server's first bytes begin with; `None` for anything else.
#[must_use]
pub fn read(sent: &[u8]) -> Option<Hello> {
    let mut at = Bytes(sent);
    if at.u8()? != HANDSHAKE_RECORD {
        return None;
    }
    at.take(4)?;
    if at.u8()? != SERVER_HELLO {
        return None;
    }
    // Its length, the version of old, random bytes.
    at.take(3 + 2 + 32)?;
    let session = at.u8()?;
    at.take(session.into())?;
    let cipher = at.u16()?;
    at.u8()?;
    let mut hello = Hello { tls13: false, cipher, group: None };
    let Some(length) = at.u16() else { return Some(hello) };
    let mut extensions = Bytes(at.take(length.into())?);
    while let Some(kind) = extensions.u16() {
        let length = extensions.u16()?;
        let mut value = Bytes(extensions.take(length.into())?);
        match kind {
            SUPPORTED_VERSIONS => hello.tls13 = value.u16()? == TLS13,
            KEY_SHARE => hello.group = value.u16(),
            _ => {}
        }
    }
    Some(hello)
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (first, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(first)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|of| of[0])
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2).map(|of| u16::from_be_bytes([of[0], of[1]]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(extensions: &[u8]) -> Vec<u8> {
        let mut body = vec![3, 3];
        body.extend([7; 32]);
        body.extend([2, 9, 9]);
        body.extend([0x13, 0x01, 0]);
        body.extend((extensions.len() as u16).to_be_bytes());
        body.extend(extensions);
        let mut all = vec![22, 3, 3];
        all.extend((body.len() as u16 + 4).to_be_bytes());
        all.extend([2, 0, 0, body.len() as u8]);
        all.extend(body);
        all
    }

    #[test]
    fn what_was_agreed_on_is_read_and_nothing_else_is() {
        let newer = hello(&[0, 43, 0, 2, 3, 4, 0, 51, 0, 4, 0, 29, 0, 0]);
        let read_so = Hello { tls13: true, cipher: 0x1301, group: Some(29) };
        assert_eq!(read(&newer), Some(read_so));
        let older = hello(&[0xff, 1, 0, 1, 0]);
        assert_eq!(read(&older), Some(Hello { tls13: false, cipher: 0x1301, group: None }));
        // Cut anywhere, it is nothing or what is there.
        for end in 0..newer.len() {
            assert!(read(&newer[..end]).is_none_or(|of| of.group.is_none()), "{end}");
        }
        for other in [&b"HTTP/1.1 200 OK"[..], &[21, 3, 3, 0, 2, 2, 40], &[]] {
            assert_eq!(read(other), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_fail(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
