//! What a ciphertext of KMS says openly: the key that opens it. So a request with nothing but a
//! ciphertext names its resource, too.
//!
//! The form is this engine's own, as AWS's is: to everybody else it is bytes.

/// What every ciphertext begins with; another form gets another.
const FORM: u8 = 1;
/// So long is `region:account:id` at most.
const NAME_BYTES_MAX: usize = 128;

/// The open part of a ciphertext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The region of the key.
    pub region: String,
    /// Its account.
    pub account: String,
    /// Its id.
    pub key: String,
    /// Which of the key's materials encrypted it: their number, from 0.
    pub material: u32,
}

impl Header {
    /// The header's bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let name = format!("{}:{}:{}", self.region, self.account, self.key);
        let mut out = vec![FORM, u8::try_from(name.len()).unwrap_or(u8::MAX)];
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&self.material.to_be_bytes());
        out
    }

    /// The header of a ciphertext, and what comes after it; `None` of what is none.
    #[must_use]
    pub fn read(ciphertext: &[u8]) -> Option<(Self, &[u8])> {
        let [FORM, length, rest @ ..] = ciphertext else { return None };
        let length = usize::from(*length);
        let (name, rest) = rest.split_at_checked(length).filter(|_| length <= NAME_BYTES_MAX)?;
        let (material, rest) = rest.split_first_chunk::<4>()?;
        let mut parts = std::str::from_utf8(name).ok()?.split(':');
        let (region, account, key) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = |text: &str| {
            let may_be = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            !text.is_empty() && text.bytes().all(may_be)
        };
        if parts.next().is_some() || ![region, account, key].into_iter().all(plain) {
            return None;
        }
        let material = u32::from_be_bytes(*material);
        let header =
            Self { region: region.into(), account: account.into(), key: key.into(), material };
        Some((header, rest))
    }

    /// The ARN of the key, in the partition that stands for all.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:kms:{}:{}:key/{}", self.region, self.account, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            region: "eu-west-1".into(),
            account: "111122223333".into(),
            key: "1234abcd-12ab-34cd-56ef-1234567890ab".into(),
            material: 7,
        }
    }

    #[test]
    fn a_ciphertext_names_its_key() {
        let mut text = header().write();
        text.extend_from_slice(b"rest");
        assert_eq!(Header::read(&text), Some((header(), &b"rest"[..])));
        assert_eq!(
            header().arn(),
            "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        );
    }

    #[test]
    fn what_is_no_ciphertext_names_none() {
        let whole = header().write();
        for at in 0..whole.len() {
            assert_eq!(Header::read(&whole[..at]), None, "up to {at}");
        }
        let wide = Header { key: "*".into(), ..header() };
        assert_eq!(Header::read(&wide.write()), None);
        let longer = Header { key: "a:b".into(), ..header() };
        assert_eq!(Header::read(&longer.write()), None);
        assert_eq!(Header::read(&[255; 300]), None);
    }
}
