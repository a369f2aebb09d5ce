//! `X-Amzn-Trace-Id`.

use std::fmt::Write as _;

/// A header that is longer is replaced as a whole.
const BYTES_MAX: usize = 7 << 10;

/// The header as it is passed on. `seconds` since 1970, `random` for the rest of the id.
#[must_use]
pub fn passed_on(came: Option<&str>, seconds: u64, random: [u64; 2]) -> String {
    let id = format!("1-{:08x}-{:016x}{:08x}", seconds as u32, random[0], random[1] as u32);
    let fields = came.filter(|came| came.len() <= BYTES_MAX).map(fields).unwrap_or_default();
    let is_root = |(key, _): &&(&str, &str)| key.eq_ignore_ascii_case("root");
    let Some((_, root)) = fields.iter().find(is_root) else {
        return rest(format!("Root={id}"), &fields);
    };
    rest(format!("Self={id};Root={root}"), &fields)
}

fn rest(mut value: String, fields: &[(&str, &str)]) -> String {
    for (key, field) in fields {
        if !key.eq_ignore_ascii_case("root") && !key.eq_ignore_ascii_case("self") {
            let _ = write!(value, ";{key}={field}");
        }
    }
    value
}

fn fields(header: &str) -> Vec<(&str, &str)> {
    let all = header.split(';').filter_map(|field| field.trim().split_once('='));
    all.filter(|(key, value)| !key.is_empty() && !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "1-67891233-00000000000000ab00000001";

    fn of(came: Option<&str>) -> String {
        passed_on(came, 0x6789_1233, [0xab, 1])
    }

    #[test]
    fn a_root_stays_and_self_is_this_one() {
        assert_eq!(of(None), format!("Root={ID}"));
        assert_eq!(of(Some("")), format!("Root={ID}"));
        assert_eq!(of(Some("CalledFrom=app")), format!("Root={ID};CalledFrom=app"));
        let root = "1-67891234-12456789abcdef012345678";
        assert_eq!(
            of(Some(&format!("Self=1-2-3; Root={root};A=b"))),
            format!("Self={ID};Root={root};A=b")
        );
        assert_eq!(of(Some(&format!("Root=x;A={}", "y".repeat(BYTES_MAX)))), format!("Root={ID}"));
    }
}
