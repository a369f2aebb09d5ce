//! What a request claims: read from bytes of a stranger, believed by nobody yet.

use std::borrow::Cow;

use ferrogate_base::TimestampMs;
use http::HeaderMap;

use super::canonical::percent_decode;
use super::date::{parse_basic, parse_date_header};
use super::error::AuthError;
use super::{ALGORITHM, TERMINATOR};

/// The longest validity a presigned request may ask for: seven days.
const EXPIRES_S_MAX: u64 = 604_800;

/// The head of a request, exactly as it arrived.
#[derive(Clone, Copy, Debug)]
pub struct RequestHead<'a> {
    /// The method.
    pub method: &'a str,
    /// The path as sent: neither decoded nor normalised.
    pub path: &'a str,
    /// The query as sent, without the question mark; empty when there is none.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
}

/// Where the signature stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In the `Authorization` header.
    Header,
    /// In the query (a presigned URL), valid for so many seconds where the service heeds it.
    Query { expires_s: u64 },
}

/// A signature and everything it says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// Where it stood.
    pub form: Form,
    /// The access key id.
    pub access_key_id: Cow<'a, str>,
    /// The scope's date, eight digits.
    pub date: Cow<'a, str>,
    /// The scope's region, any text without a slash.
    pub region: Cow<'a, str>,
    /// The scope's service, any text without a slash.
    pub service: Cow<'a, str>,
    /// The names of the signed headers, `;` between them: lower case, sorted, unique,
    /// `host` among them.
    pub signed_headers: Cow<'a, str>,
    /// The signature.
    pub signature: [u8; 32],
    /// The time of signing as it was written.
    pub time_text: Cow<'a, str>,
    /// The time of signing.
    pub time: TimestampMs,
    /// The session token of temporary credentials.
    pub token: Option<Cow<'a, str>>,
}

impl Claim<'_> {
    /// The last moment at which the signature is taken: 15 minutes after it was made. S3 alone
    /// goes by `X-Amz-Expires`; the other services of AWS ignore it.
    #[must_use]
    pub fn valid_until(&self) -> TimestampMs {
        self.time.plus_ms(match self.form {
            Form::Query { expires_s } if self.is_for_s3() => expires_s * 1000,
            Form::Header | Form::Query { .. } => super::SKEW_MS,
        })
    }

    /// Whether the signature stood in the query.
    #[must_use]
    pub fn is_presigned(&self) -> bool {
        matches!(self.form, Form::Query { .. })
    }

    pub(super) fn is_for_s3(&self) -> bool {
        matches!(&*self.service, "s3" | "s3express" | "s3-outposts")
    }
}

/// Reads the signature of a request; `None` when the request doesn't carry one. Decides
/// nothing about its truth, and never panics, whatever the bytes.
///
/// # Errors
/// `Incomplete` when there is one that can't be read, `Unsupported` when it is of a kind
/// that isn't served.
pub fn parse<'a>(head: &RequestHead<'a>) -> Result<Option<Claim<'a>>, AuthError> {
    let header = head.headers.get(http::header::AUTHORIZATION);
    let presigned = head.query.split('&').any(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        name == "X-Amz-Algorithm" || name == "X-Amz-Signature"
    });
    match (header, presigned) {
        (None, false) => Ok(None),
        (Some(_), true) => Err(AuthError::Incomplete(
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the \
             Authorization header should be specified"
                .into(),
        )),
        (Some(value), false) => {
            let text = value.to_str().map_err(|_| {
                AuthError::Incomplete("Authorization header is not ASCII text.".into())
            })?;
            header_form(head, text).map(Some)
        }
        (None, true) => query_form(head).map(Some),
    }
}

fn header_form<'a>(head: &RequestHead<'a>, text: &'a str) -> Result<Claim<'a>, AuthError> {
    let Some(rest) = text.strip_prefix(ALGORITHM).and_then(|r| r.strip_prefix([' ', '\t'])) else {
        return Err(foreign_scheme(text));
    };
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for part in rest.split(',').map(|p| p.trim_matches([' ', '\t'])) {
        let Some((key, value)) = part.split_once('=') else {
            return Err(AuthError::Incomplete(format!(
                "'{}' not a valid key=value pair (missing equal-sign) in Authorization header: \
                 '{}'.",
                shown(part),
                shown(text)
            )));
        };
        let slot = match key {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed_headers,
            "Signature" => &mut signature,
            _ => continue,
        };
        if slot.replace(value).is_some() {
            return Err(AuthError::Incomplete(format!("Authorization header repeats '{key}'.")));
        }
    }
    let missing = |name: &str| {
        AuthError::Incomplete(format!("Authorization header requires '{name}' parameter."))
    };
    let scope = scope(Cow::Borrowed(credential.ok_or_else(|| missing("Credential"))?))?;
    let signed_headers = signed_headers.ok_or_else(|| missing("SignedHeaders"))?;
    let signature = signature.ok_or_else(|| missing("Signature"))?;
    let (time_text, time) = header_time(head.headers)?;
    finish(Parts {
        form: Form::Header,
        scope,
        signed_headers: signed_headers.into(),
        signature,
        time_text: time_text.into(),
        time,
        token: text_of(head.headers, "x-amz-security-token")?.map(Cow::Borrowed),
    })
}

fn query_form<'a>(head: &RequestHead<'a>) -> Result<Claim<'a>, AuthError> {
    let mut found: [Option<Cow<'a, str>>; 7] = Default::default();
    const NAMES: [&str; 7] = [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Security-Token",
    ];
    for pair in head.query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let Some(i) = NAMES.iter().position(|n| *n == name) else { continue };
        if found[i].replace(decoded(value)?).is_some() {
            return Err(AuthError::Incomplete(format!("Query string repeats '{name}'.")));
        }
    }
    let [algorithm, credential, date, expires, signed_headers, signature, token] = found;
    let missing = |i: usize| {
        AuthError::Incomplete(format!("AWS query-string parameters must include '{}'.", NAMES[i]))
    };
    let algorithm = algorithm.ok_or_else(|| missing(0))?;
    if algorithm != ALGORITHM {
        return Err(foreign_scheme(&algorithm));
    }
    let scope = scope(credential.ok_or_else(|| missing(1))?)?;
    let time_text = date.ok_or_else(|| missing(2))?;
    let time = parse_basic(&time_text).ok_or_else(|| bad_date(&time_text))?;
    let expires = expires.ok_or_else(|| missing(3))?;
    let expires_s = expires.parse().ok().filter(|s| (1..=EXPIRES_S_MAX).contains(s));
    let expires_s = expires_s.ok_or_else(|| {
        AuthError::Incomplete(format!(
            "X-Amz-Expires must be between 1 and {EXPIRES_S_MAX} seconds"
        ))
    })?;
    let signed_headers = signed_headers.ok_or_else(|| missing(4))?;
    let signature = signature.ok_or_else(|| missing(5))?;
    let form = Form::Query { expires_s };
    finish(Parts { form, scope, signed_headers, signature: &signature, time_text, time, token })
}

struct Parts<'a, 's> {
    form: Form,
    scope: Scope<'a>,
    signed_headers: Cow<'a, str>,
    signature: &'s str,
    time_text: Cow<'a, str>,
    time: TimestampMs,
    token: Option<Cow<'a, str>>,
}

fn finish<'a>(parts: Parts<'a, '_>) -> Result<Claim<'a>, AuthError> {
    let [access_key_id, date, region, service] = parts.scope;
    if !parts.time_text.starts_with(&*date) && date_of(parts.time) != date {
        return Err(AuthError::Incomplete(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from \
             HTTP: '{}' != '{}', from '{}'.",
            shown(&date),
            date_of(parts.time),
            shown(&parts.time_text)
        )));
    }
    check_signed_headers(&parts.signed_headers)?;
    let mut signature = [0; 32];
    // Upper case would be another text with the same bytes; AWS takes lower case only.
    let lower = parts.signature.bytes().all(|b| !b.is_ascii_uppercase());
    if !lower || hex::decode_to_slice(parts.signature, &mut signature).is_err() {
        return Err(AuthError::Mismatch);
    }
    Ok(Claim {
        form: parts.form,
        access_key_id,
        date,
        region,
        service,
        signed_headers: parts.signed_headers,
        signature,
        time_text: parts.time_text,
        time: parts.time,
        token: parts.token,
    })
}

/// The longest region and the longest service of a scope.
const SCOPE_PART_BYTES_MAX: usize = 64;

/// Access key id, date, region, service.
type Scope<'a> = [Cow<'a, str>; 4];

fn scope(credential: Cow<'_, str>) -> Result<Scope<'_>, AuthError> {
    let bad = || {
        AuthError::Incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got '{}'",
            shown(&credential)
        ))
    };
    let mut parts = credential.split('/');
    let all: [&str; 5] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    if parts.next().is_some() || all.iter().any(|p| p.is_empty()) {
        return Err(bad());
    }
    let [key, date, region, service, terminator] = all;
    if terminator != TERMINATOR {
        return Err(AuthError::Incomplete(format!(
            "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
            shown(terminator)
        )));
    }
    // They become part of names and keys; the longest real ones are half as long.
    if [region, service].iter().any(|part| part.len() > SCOPE_PART_BYTES_MAX) {
        return Err(bad());
    }
    if date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad());
    }
    Ok(match &credential {
        Cow::Borrowed(text) => {
            let mut parts = text.split('/');
            std::array::from_fn(|_| Cow::Borrowed(parts.next().unwrap_or_default()))
        }
        Cow::Owned(_) => [key, date, region, service].map(|p| Cow::Owned(p.to_owned())),
    })
}

/// Lower case, sorted, unique, `host` among them: then the list is in canonical form as it
/// stands, and no header can be signed twice.
fn check_signed_headers(list: &str) -> Result<(), AuthError> {
    let mut last = "";
    for name in list.split(';') {
        let plain = name.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase());
        if !plain || name <= last {
            return Err(AuthError::Incomplete(
                "'SignedHeaders' must be lower-case names, sorted, with ';' between them.".into(),
            ));
        }
        last = name;
    }
    if !list.split(';').any(|name| name == "host") {
        return Err(AuthError::Incomplete(
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".into(),
        ));
    }
    Ok(())
}

fn header_time(headers: &HeaderMap) -> Result<(&str, TimestampMs), AuthError> {
    if let Some(text) = text_of(headers, "x-amz-date")? {
        return Ok((text, parse_basic(text).ok_or_else(|| bad_date(text))?));
    }
    let Some(text) = text_of(headers, "date")? else {
        return Err(AuthError::Incomplete(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
                .into(),
        ));
    };
    Ok((text, parse_date_header(text).ok_or_else(|| bad_date(text))?))
}

/// The only value of a header; an error when it is repeated or isn't ASCII.
fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, AuthError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok(text) if values.next().is_none() => Ok(Some(text.trim_matches([' ', '\t']))),
        _ => Err(AuthError::Incomplete(format!("Header '{name}' must be one ASCII text."))),
    }
}

fn decoded(value: &str) -> Result<Cow<'_, str>, AuthError> {
    if !value.contains('%') {
        return Ok(Cow::Borrowed(value));
    }
    String::from_utf8(percent_decode(value.as_bytes()))
        .map(Cow::Owned)
        .map_err(|_| AuthError::Incomplete("Query string is not UTF-8.".into()))
}

fn date_of(time: TimestampMs) -> String {
    let mut text = super::date::format_basic(time);
    text.truncate(8);
    text
}

fn bad_date(text: &str) -> AuthError {
    AuthError::Incomplete(format!(
        "Date must be in ISO-8601 'basic format'. Got '{}'.",
        shown(text)
    ))
}

fn foreign_scheme(text: &str) -> AuthError {
    match text.split([' ', '\t']).next().unwrap_or_default() {
        "AWS" => AuthError::Unsupported(
            "Signature version 2 is not supported; please use AWS4-HMAC-SHA256.",
        ),
        scheme if scheme.starts_with("AWS4-ECDSA") => AuthError::Unsupported(
            "Signature version 4A is not supported; please use AWS4-HMAC-SHA256.",
        ),
        _ => AuthError::Unsupported("Unsupported Authorization Type"),
    }
}

/// As much of a stranger's text as an error message may repeat.
fn shown(text: &str) -> &str {
    match text.char_indices().nth(128) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
