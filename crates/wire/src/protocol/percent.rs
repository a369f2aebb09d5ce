//! Percent-encoding, in paths and in forms.

use std::borrow::Cow;

use super::ProtocolError;

/// A form or query string with more parameters than this is refused.
const PAIRS_MAX: usize = 100_000;

/// Decodes `%XX`, and `+` as a blank when `plus` says so (forms, not paths). Text that
/// is not UTF-8 afterwards is malformed; a stray `%` stands for itself.
pub(super) fn decode(text: &str, plus: bool) -> Result<Cow<'_, str>, ProtocolError> {
    let special = |b: u8| b == b'%' || (plus && b == b'+');
    if !text.bytes().any(special) {
        return Ok(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits"));
                at += 3;
                continue;
            }
            (b'+', ..) if plus => out.push(b' '),
            (other, ..) => out.push(other),
        }
        at += 1;
    }
    String::from_utf8(out).map(Cow::Owned).map_err(|_| ProtocolError::Malformed)
}

/// A parameter's name and value, decoded.
pub(super) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The parameters of a form or query string, decoded, in the order they came.
pub(super) fn pairs(text: &str) -> Result<Vec<Pair<'_>>, ProtocolError> {
    let mut out = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        if out.len() == PAIRS_MAX {
            return Err(ProtocolError::Malformed);
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        out.push((decode(name, true)?, decode(value, true)?));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_decoded_and_a_stray_percent_stays() {
        assert_eq!(decode("a%20b+c", true).unwrap(), "a b c");
        assert_eq!(decode("a%20b+c", false).unwrap(), "a b+c");
        assert_eq!(decode("100%", true).unwrap(), "100%");
        assert_eq!(decode("%zz%4", true).unwrap(), "%zz%4");
        assert_eq!(decode("%ff", true), Err(ProtocolError::Malformed));
    }

    #[test]
    fn too_many_parameters_are_refused() {
        let text = "a&".repeat(PAIRS_MAX + 1);
        assert_eq!(pairs(&text), Err(ProtocolError::Malformed));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = pairs(&text);
        }
    }
}
