//! The cookies by which clients stay with their target.
//!
//! A value is opaque to clients: the time until which it holds and a digest of what it is for.
//! A client that makes one up chooses its target among those that it could have been given.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::COOKIE;
use sha2::{Digest, Sha256};

/// Of a target.
pub const LB: &str = "AWSALB";
/// The same, for requests from other sites.
pub const LB_CORS: &str = "AWSALBCORS";
/// Of a target group.
pub const GROUP: &str = "AWSALBTG";
/// The same, for requests from other sites.
pub const GROUP_CORS: &str = "AWSALBTGCORS";
/// Of a target, as long as the application's cookie is there.
pub const APP: &str = "AWSALBAPP-0";
/// For how long browsers keep them, whatever their time is.
const WEEK_S: u64 = 7 * 24 * 3600;

/// Stands for `what` until `until`, in seconds since 1970. `of` tells load balancers apart.
#[must_use]
pub fn value(of: &str, what: &str, until: u64) -> String {
    let mut bytes = until.to_be_bytes().to_vec();
    bytes.extend_from_slice(&digest(of, what, until));
    STANDARD.encode(bytes)
}

/// The one of `all` that a value stands for at `now`.
pub fn read<'a, T>(
    of: &str,
    value: &str,
    now: u64,
    all: impl IntoIterator<Item = (T, &'a str)>,
) -> Option<T> {
    let bytes = STANDARD.decode(value).ok()?;
    let (until, digest_of) = bytes.split_at_checked(8)?;
    let until = u64::from_be_bytes(until.try_into().ok()?);
    (now < until).then_some(())?;
    all.into_iter().find(|(_, what)| digest(of, what, until) == digest_of).map(|(it, _)| it)
}

fn digest(of: &str, what: &str, until: u64) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [of, what] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.update(until.to_be_bytes());
    hash.finalize().into()
}

/// The value of the first cookie of that name.
#[must_use]
pub fn get<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';'));
    pairs.find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value.trim_matches('"'))
    })
}

/// Whether a `Set-Cookie` sets a cookie of that name.
#[must_use]
pub fn sets(set_cookie: &str, name: &str) -> bool {
    set_cookie.split_once('=').is_some_and(|(key, _)| key.trim() == name)
}

/// Both `Set-Cookie` values that give a client `value`.
#[must_use]
pub fn set(names: (&str, &str), value: &str, now: u64) -> [String; 2] {
    let expires = http_date(now + WEEK_S);
    let (plain, cors) = names;
    [
        format!("{plain}={value}; Expires={expires}; Path=/"),
        format!("{cors}={value}; Expires={expires}; Path=/; SameSite=None"),
    ]
}

/// RFC 9110 5.6.7.
#[must_use]
pub fn http_date(seconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days from civil, the other way round (era of 400 years, years from March on).
    let z = days + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let mp = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!(
        "{}, {day:02} {} {year} {:02}:{:02}:{:02} GMT",
        DAYS[(days % 7) as usize],
        MONTHS[(month - 1) as usize],
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_for_its_target_until_its_time_is_over() {
        let all = || [(1, "10.0.0.1:80"), (2, "10.0.0.2:80")];
        let cookie = value("lb", "10.0.0.2:80", 1000);
        assert_eq!(read("lb", &cookie, 999, all()), Some(2));
        assert_eq!(read("lb", &cookie, 1000, all()), None);
        assert_eq!(read("other", &cookie, 999, all()), None);
        assert_eq!(read("lb", &cookie, 999, [(1, "10.0.0.1:80")]), None);
        for bad in ["", "x", "AAAA", "%2B"] {
            assert_eq!(read("lb", bad, 0, all()), None, "{bad}");
        }
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "XAWSALB=0; AWSALB=a=b; AWSALBCORS=\"c\"".parse().unwrap());
        headers.append(COOKIE, "AWSALB=later".parse().unwrap());
        assert_eq!(get(&headers, LB), Some("a=b"));
        assert_eq!(get(&headers, LB_CORS), Some("c"));
        assert_eq!(get(&headers, GROUP), None);
        assert!(sets("sid=1; Path=/", "sid") && !sets("sid2=1", "sid"));
    }

    #[test]
    fn dates_are_those_of_http() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(951_782_400), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
