//! Requests to API destinations: what authorizes them, what they carry, how many at once, and what
//! their answers mean.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ferrogate_auth::{RootKey, Secret, Vault};
use ferrogate_controllers::events::{Telling, Undelivered};
use ferrogate_events::input::Path;
use ferrogate_outgoing::{Answer, Asked, Client, Unsent};
use ferrogate_records::Scope;
use ferrogate_records::events::connection::{
    self, Auth, Credentials, Parameter, Parameters, Status, VAULT,
};
use ferrogate_records::events::destination;
use ferrogate_records::events::rule::{Http, Target};
use ferrogate_state::State;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{HeaderMap, Method};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::time::Instant;

/// How long a request may take (EventBridge user guide, "API destinations").
const DEADLINE: Duration = Duration::from_secs(5);
/// The longest answer with a token.
const TOKEN_BYTES: usize = 64 << 10;
/// A token that is over so soon is replaced (EventBridge user guide, "Authorization methods").
const RENEWED: Duration = Duration::from_secs(60);
/// How long a token is taken to be good that does not say it.
const TOKEN_LASTS: Duration = Duration::from_secs(3600);
/// Requests to one destination at once, and of one account: one that hangs keeps no more places
/// than these from all others.
const AT_ONCE: (usize, usize) = (8, 32);
/// How soon it is tried again when all places are taken, in milliseconds.
const CROWDED_MS: u64 = 500;
/// How long a request waits here for its turn; for a later one it goes back into its queue.
const WAITS: Duration = Duration::from_secs(1);
/// Destinations and connections that are remembered. Who is forgotten begins anew.
const REMEMBERED_MAX: usize = 10_000;

/// Headers that are EventBridge's own or the connection's (EventBridge user guide, "Headers included
/// in requests to API destinations").
const NOT_THEIRS: [&str; 34] = [
    "a-im",
    "accept-charset",
    "accept-datetime",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-md5",
    "date",
    "expect",
    "forwarded",
    "from",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "pragma",
    "proxy-authorization",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "user-agent",
    "upgrade",
    "via",
    "warning",
    "keep-alive",
];

/// Asks them.
pub(crate) struct Endpoints {
    state: Arc<State>,
    client: Client,
    vault: Vault,
    /// By the connection's ARN.
    tokens: Mutex<HashMap<String, Token>>,
    /// By the destination's ARN: when its next request may be sent.
    turns: Mutex<HashMap<String, Instant>>,
    /// Requests that are under way, by destination and by account.
    under_way: Mutex<HashMap<String, usize>>,
}

/// A token, of one version of its connection.
#[derive(Clone)]
struct Token {
    version: u64,
    text: Secret,
    until: Instant,
}

type Told = Result<(), Undelivered>;

impl Endpoints {
    pub(crate) fn new(state: Arc<State>, client: Client, root: &RootKey) -> Self {
        Self {
            state,
            client,
            vault: Vault::new(root, VAULT),
            tokens: Mutex::default(),
            turns: Mutex::default(),
            under_way: Mutex::default(),
        }
    }

    /// Tells an endpoint.
    pub(crate) async fn tell(&self, scope: &Scope, target: &Target, told: &Telling<'_>) -> Told {
        let event = &serde_json::from_str(told.event)
            .map_err(|_| Undelivered::for_good("the event can't be read"))?;
        let to = self.destination(scope, &target.arn)?;
        let by = self.connection(scope, &to.connection_arn)?;
        let credentials = self.opened(&by)?;
        let _places = self.places(scope, &target.arn)?;
        self.turn(&target.arn, to.rate).await?;
        // Who may authorize it changes that, and it is tried again then.
        let auth = self.authorization(&by, &credentials).await;
        let auth = auth.map_err(|refused| Undelivered { again: true, ..refused })?;
        let none = Http::default();
        let theirs = target.http.as_ref().unwrap_or(&none);
        let url = url(&to.endpoint, theirs, event, &credentials.invocation)?;
        let headers = headers(theirs, event, &credentials.invocation, auth)?;
        let method = Method::from_bytes(to.method.as_bytes())
            .map_err(|_| Undelivered::for_good("the destination's method is none"))?;
        let body = match method {
            Method::GET | Method::HEAD | Method::OPTIONS => String::new(),
            _ => with_fields(told.text, &credentials.invocation.body),
        };
        let asked =
            Asked { method, url: &url, headers: &headers, body, deadline: DEADLINE, bytes_max: 0 };
        let answer = self.client.ask(asked).await.map_err(unsent)?;
        if matches!(answer.status, 401 | 407) {
            // The next try gets another token.
            self.tokens.lock().remove(&by.arn());
        }
        judged(&answer)
    }

    /// Gets a token for a connection that needs one.
    pub(crate) async fn authorize(&self, of: &connection::Record) -> Told {
        let credentials = self.opened(of)?;
        self.tokens.lock().remove(&of.arn());
        self.authorization(of, &credentials).await.map(drop)
    }

    fn destination(&self, scope: &Scope, arn: &str) -> Result<destination::Record, Undelivered> {
        let gone = || Undelivered::for_good("the API destination does not exist");
        let (name, _) = destination::named(scope, arn).ok_or_else(gone)?;
        let table = self.state.table::<destination::Record>();
        let found = table.get(&destination::key(scope, name));
        let found = found.map_err(|_| Undelivered::for_now("the API destination can't be read"))?;
        let found = found.filter(|found| found.arn() == arn).ok_or_else(gone)?;
        Ok((**found).clone())
    }

    fn connection(&self, scope: &Scope, arn: &str) -> Result<connection::Record, Undelivered> {
        let gone = || Undelivered::for_good("the connection does not exist");
        let (name, _) = connection::named(scope, arn).ok_or_else(gone)?;
        let table = self.state.table::<connection::Record>();
        let found = table.get(&connection::key(scope, name));
        let found = found.map_err(|_| Undelivered::for_now("the connection can't be read"))?;
        let found = found.filter(|found| found.arn() == arn).ok_or_else(gone)?;
        match found.status {
            Status::Authorized => Ok((**found).clone()),
            Status::Authorizing => Err(Undelivered::for_now("the connection is being authorized")),
            Status::Deauthorized => Err(Undelivered::for_now("the connection is not authorized")),
        }
    }

    fn opened(&self, of: &connection::Record) -> Result<Credentials, Undelivered> {
        let lost = || Undelivered::for_good("the connection's credentials can't be opened");
        let text = self.vault.open(&of.arn(), &of.sealed).map_err(|_| lost())?;
        serde_json::from_str(text.expose()).map_err(|_| lost())
    }

    /// The header that authorizes a request.
    async fn authorization(
        &self,
        of: &connection::Record,
        credentials: &Credentials,
    ) -> Result<(HeaderName, HeaderValue), Undelivered> {
        let secret = |name: HeaderName, text: &str| {
            let mut value = HeaderValue::from_str(text)
                .map_err(|_| Undelivered::for_good("a credential is no value of a header"))?;
            value.set_sensitive(true);
            Ok((name, value))
        };
        match &credentials.auth {
            Auth::Basic { username, password } => {
                secret(AUTHORIZATION, &basic(username, &password.0))
            }
            Auth::ApiKey { name, value } => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| Undelivered::for_good("the API key's name is no header"))?;
                secret(name, &value.0)
            }
            Auth::OAuth { client_id, client_secret, endpoint, method, parameters } => {
                let arn = of.arn();
                let kept = self.tokens.lock().get(&arn).cloned();
                let good = kept.filter(|token| {
                    token.version == of.version && token.until > Instant::now() + RENEWED
                });
                let token = match good {
                    Some(token) => token,
                    None => {
                        let client = (&**client_id, &*client_secret.0);
                        let (text, until) =
                            self.token(client, (endpoint, method), parameters).await?;
                        let token = Token { version: of.version, text, until };
                        let mut tokens = self.tokens.lock();
                        if tokens.len() >= REMEMBERED_MAX {
                            tokens.clear();
                        }
                        tokens.insert(arn, token.clone());
                        token
                    }
                };
                secret(AUTHORIZATION, &format!("Bearer {}", token.text.expose()))
            }
        }
    }

    /// Gets a token, and until when it is good (RFC 6749, sections 4.4 and 5.1).
    async fn token(
        &self,
        (id, password): (&str, &str),
        (endpoint, method): (&str, &str),
        parameters: &Parameters,
    ) -> Result<(Secret, Instant), Undelivered> {
        let refused = |why: &str| Undelivered::for_now(format!("the authorization endpoint {why}"));
        let mut fields: Vec<(&str, &str)> =
            parameters.body.iter().map(|one| (&*one.key, &*one.value.0)).collect();
        if !fields.iter().any(|(name, _)| *name == "grant_type") {
            fields.insert(0, ("grant_type", "client_credentials"));
        }
        let form = fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value)));
        let form = form.collect::<Vec<_>>().join("&");
        let mut url = with_query(endpoint, parameters.query.iter().map(pair));
        let mut body = String::new();
        if method == "GET" {
            url = with_query(&url, fields.into_iter());
        } else {
            body = form;
        }
        let mut headers = HeaderMap::new();
        put(&mut headers, "accept", "application/json")?;
        put(&mut headers, "content-type", "application/x-www-form-urlencoded; charset=utf-8")?;
        put(&mut headers, "authorization", &basic(id, password))?;
        for one in parameters.header.iter().filter(|one| is_theirs(&one.key)) {
            put(&mut headers, &one.key, &one.value.0)?;
        }
        let headers: Vec<_> = listed(headers);
        let asked = Asked {
            method: Method::from_bytes(method.as_bytes()).map_err(|_| refused("has no method"))?,
            url: &url,
            headers: &headers,
            body,
            deadline: DEADLINE,
            bytes_max: TOKEN_BYTES,
        };
        let answer = self
            .client
            .ask(asked)
            .await
            .map_err(|error| Undelivered { why: format!("no token: {error}"), ..unsent(error) })?;
        match answer.status {
            200..=299 => {}
            // It says what is wrong with the credentials; it is for their owner to change them.
            status @ (400..=428 | 430..=499) => {
                return Err(Undelivered {
                    again: matches!(status, 408 | 409 | 425),
                    ..refused(&format!("answered {status}"))
                });
            }
            status => return Err(refused(&format!("answered {status}"))),
        }
        let page: Value =
            serde_json::from_slice(&answer.body).map_err(|_| refused("answered with no JSON"))?;
        let text = page["access_token"].as_str().filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| refused("answered without access_token"))?;
        // Some write it as a text.
        let lasts = page["expires_in"]
            .as_f64()
            .or_else(|| page["expires_in"].as_str()?.parse().ok())
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .unwrap_or(TOKEN_LASTS)
            .min(Duration::from_secs(24 * 3600));
        Ok((Secret::new(text), Instant::now() + lasts))
    }

    /// Takes a place for a request to a destination.
    fn places(&self, scope: &Scope, arn: &str) -> Result<Places<'_>, Undelivered> {
        let names = [arn.to_owned(), scope.account.to_string()];
        let mut under_way = self.under_way.lock();
        let (of_one, of_account) = AT_ONCE;
        let full = names
            .iter()
            .zip([of_one, of_account])
            .any(|(name, most)| under_way.get(name).copied().unwrap_or_default() >= most);
        if full {
            return Err(Undelivered::not_yet("too many requests are under way", CROWDED_MS));
        }
        for name in &names {
            *under_way.entry(name.clone()).or_default() += 1;
        }
        drop(under_way);
        Ok(Places { of: self, names })
    }

    /// Waits for the turn of a request to a destination that takes so many a second.
    async fn turn(&self, arn: &str, rate: u32) -> Told {
        let gap = Duration::from_secs(1) / rate.max(1);
        let (wait, now) = {
            let mut turns = self.turns.lock();
            let now = Instant::now();
            if turns.len() >= REMEMBERED_MAX {
                turns.retain(|_, next| *next > now);
            }
            let next = turns.get(arn).copied().unwrap_or(now).max(now);
            let wait = next - now;
            if wait > WAITS {
                let ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                return Err(Undelivered::not_yet("the destination takes no more now", ms));
            }
            turns.insert(arn.to_owned(), next + gap);
            (wait, now)
        };
        tokio::time::sleep_until(now + wait).await;
        Ok(())
    }
}

/// Places of a request that is under way.
struct Places<'a> {
    of: &'a Endpoints,
    names: [String; 2],
}

impl Drop for Places<'_> {
    fn drop(&mut self) {
        let mut under_way = self.of.under_way.lock();
        for name in &self.names {
            match under_way.get_mut(name) {
                Some(count) if *count > 1 => *count -= 1,
                _ => drop(under_way.remove(name)),
            }
        }
    }
}

/// What an answer means (EventBridge user guide, "API destinations": 401, 407, 409, 429 and 5xx are
/// tried again, after what `Retry-After` says if that is longer; a negative one ends it).
fn judged(answer: &Answer) -> Told {
    let status = answer.status;
    let why = format!("the endpoint answered {status}");
    match status {
        200..=299 => Ok(()),
        401 | 407 | 409 | 429 | 500.. => {
            let after = answer.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            match after.and_then(|text| text.trim().parse::<i64>().ok()) {
                Some(..0) => Err(Undelivered::for_good(format!("{why} and wants no other try"))),
                Some(seconds) => Err(Undelivered {
                    after_ms: Some(seconds.unsigned_abs().saturating_mul(1000)),
                    ..Undelivered::for_now(why)
                }),
                None => Err(Undelivered::for_now(why)),
            }
        }
        _ => Err(Undelivered::for_good(why)),
    }
}

fn unsent(error: Unsent) -> Undelivered {
    let why = error.to_string();
    match error.may_pass() {
        true => Undelivered::for_now(why),
        false => Undelivered::for_good(why),
    }
}

/// An endpoint with what its asterisks stand for, and with its query; of a parameter that both name
/// the connection's counts.
fn url(
    endpoint: &str,
    theirs: &Http,
    event: &Value,
    connection: &Parameters,
) -> Result<String, Undelivered> {
    let mut url = String::new();
    let mut values = theirs.path.iter();
    for (n, piece) in endpoint.split('*').enumerate() {
        if n > 0 {
            let value = values.next().ok_or_else(|| {
                Undelivered::for_good("the endpoint has more asterisks than there are values")
            })?;
            let value = stands_for(value, event);
            // Nothing but a segment: who may fill in a name can't lead to other paths.
            match &*value {
                "." | ".." => url.push_str(&value.replace('.', "%2E")),
                value => url.push_str(&coded(value)),
            }
        }
        url.push_str(piece);
    }
    let own = |name: &str| connection.query.iter().any(|one| one.key == name);
    let given: Vec<_> = theirs
        .query
        .iter()
        .filter(|(name, _)| !own(name))
        .map(|(name, value)| (name.clone(), stands_for(value, event)))
        .collect();
    let given = given.iter().map(|(name, value)| (&**name, &**value));
    Ok(with_query(&url, given.chain(connection.query.iter().map(pair))))
}

fn headers(
    theirs: &Http,
    event: &Value,
    connection: &Parameters,
    (name, value): (HeaderName, HeaderValue),
) -> Result<Vec<(HeaderName, HeaderValue)>, Undelivered> {
    let mut all = HeaderMap::new();
    put(&mut all, CONTENT_TYPE.as_str(), "application/json; charset=utf-8")?;
    for (name, value) in theirs.header.iter().filter(|(name, _)| is_theirs(name)) {
        put(&mut all, name, &stands_for(value, event))?;
    }
    for one in connection.header.iter().filter(|one| is_theirs(&one.key)) {
        put(&mut all, &one.key, &one.value.0)?;
    }
    all.insert(name, value);
    for (name, value) in [
        ("user-agent", "Amazon/EventBridge/ApiDestinations"),
        ("range", "bytes=0-1048575"),
        ("accept-encoding", "gzip,deflate"),
        ("connection", "close"),
    ] {
        put(&mut all, name, value)?;
    }
    Ok(listed(all))
}

fn listed(all: HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
    all.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn put(all: &mut HeaderMap, name: &str, value: &str) -> Told {
    let bad = |what| Undelivered::for_good(format!("{name} can't be {what} of a header"));
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad("the name"))?;
    let value = HeaderValue::from_str(value).map_err(|_| bad("with this value"))?;
    all.insert(key, value);
    Ok(())
}

fn is_theirs(name: &str) -> bool {
    !NOT_THEIRS.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// A value of a target, or what it is the path of.
fn stands_for(value: &str, event: &Value) -> String {
    let Some(path) = value.starts_with("$.").then(|| Path::parse(value).ok()).flatten() else {
        return value.to_owned();
    };
    match path.find(event) {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// A body with fields put into it, if it is an object.
fn with_fields(text: &str, fields: &[Parameter]) -> String {
    if fields.is_empty() {
        return text.to_owned();
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(mut object)) => {
            for one in fields {
                object.insert(one.key.clone(), one.value.0.clone().into());
            }
            Value::Object(object).to_string()
        }
        _ => text.to_owned(),
    }
}

fn pair(one: &Parameter) -> (&str, &str) {
    (&one.key, &one.value.0)
}

fn with_query<'a>(url: &str, all: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut url = url.to_owned();
    for (name, value) in all {
        let between = match (url.contains('?'), url.ends_with(['?', '&'])) {
            (false, _) => "?",
            (true, true) => "",
            (true, false) => "&",
        };
        url.push_str(between);
        url.push_str(&format!("{}={}", coded(name), coded(value)));
    }
    url
}

fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{name}:{password}")))
}

/// A text within an URL (RFC 3986, section 2.3: all but unreserved characters are encoded).
fn coded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(byte.into());
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ferrogate_records::events::connection::Hidden;
    use serde_json::json;

    use super::*;

    fn one(key: &str, value: &str) -> Parameter {
        Parameter { key: key.into(), value: Hidden(value.into()), secret: true }
    }

    fn http(path: &[&str], header: &[(&str, &str)], query: &[(&str, &str)]) -> Http {
        let map = |all: &[(&str, &str)]| {
            all.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
        };
        Http {
            path: path.iter().map(|value| (*value).into()).collect(),
            header: map(header),
            query: map(query),
        }
    }

    #[test]
    fn an_url_is_filled_and_the_connections_parameters_count() {
        let event = json!({"detail": {"id": "a/b c", "n": 7, "up": ".."}});
        let of = |endpoint: &str, http: &Http, query: &[Parameter]| {
            let connection = Parameters { query: query.to_vec(), ..Parameters::default() };
            url(endpoint, http, &event, &connection)
        };
        let none = http(&[], &[], &[]);
        assert_eq!(of("https://a/b", &none, &[]).unwrap(), "https://a/b");
        let both = http(&["$.detail.id", "x"], &[], &[]);
        assert_eq!(of("https://a/*/b/*", &both, &[]).unwrap(), "https://a/a%2Fb%20c/b/x");
        let up = http(&["$.detail.up"], &[], &[]);
        assert_eq!(of("https://a/*/b", &up, &[]).unwrap(), "https://a/%2E%2E/b");
        assert!(of("https://a/*/b", &none, &[]).is_err());
        let asked = http(&[], &[], &[("k", "theirs"), ("n", "$.detail.n"), ("m", "$.detail.m")]);
        assert_eq!(
            of("https://a/b?c=d", &asked, &[one("k", "o&u=r")]).unwrap(),
            "https://a/b?c=d&m=&n=7&k=o%26u%3Dr"
        );
    }

    #[test]
    fn headers_are_theirs_but_for_those_of_the_connection_and_of_the_bridge() {
        let event = json!({"detail": {"id": "x"}});
        let asked = http(
            &[],
            &[
                ("X-Id", "$.detail.id"),
                ("X-Both", "theirs"),
                ("User-Agent", "me"),
                ("Host", "b"),
                ("Authorization", "mine"),
                ("Content-Type", "text/xml"),
            ],
            &[],
        );
        let connection =
            Parameters { header: vec![one("x-both", "the connection's")], ..Default::default() };
        let auth = (AUTHORIZATION, HeaderValue::from_static("Bearer t"));
        let all: HeaderMap =
            headers(&asked, &event, &connection, auth).unwrap().into_iter().collect();
        let is = |name: &str, value: &str| assert_eq!(all.get(name).unwrap(), value, "{name}");
        is("x-id", "x");
        is("x-both", "the connection's");
        is("user-agent", "Amazon/EventBridge/ApiDestinations");
        is("authorization", "Bearer t");
        is("content-type", "text/xml");
        assert!(all.get("host").is_none());
        let broken = http(&[], &[("x", "$.detail.id")], &[]);
        let auth = (AUTHORIZATION, HeaderValue::from_static("t"));
        let event = json!({"detail": {"id": "a\r\nb: c"}});
        assert!(headers(&broken, &event, &connection, auth).is_err());
    }

    #[test]
    fn answers_mean_what_the_user_guide_says() {
        let of = |status, after: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(after) = after {
                headers.insert(RETRY_AFTER, HeaderValue::from_static(after));
            }
            judged(&Answer { status, headers, body: vec![] })
        };
        for status in [200, 201, 204] {
            assert!(of(status, None).is_ok());
        }
        for status in [301, 302, 400, 403, 404, 422] {
            assert!(!of(status, None).unwrap_err().again, "{status}");
        }
        for status in [401, 407, 409, 429, 500, 503] {
            assert!(of(status, None).unwrap_err().again, "{status}");
        }
        assert_eq!(of(429, Some("30")).unwrap_err().after_ms, Some(30_000));
        assert!(!of(503, Some("-1")).unwrap_err().again);
        let dated = of(503, Some("Wed, 21 Oct 2026 07:28:00 GMT")).unwrap_err();
        assert!(dated.again && dated.after_ms.is_none());
    }

    #[test]
    fn fields_go_into_objects_alone() {
        let fields = [one("k", "v")];
        assert_eq!(with_fields(r#"{"a":1,"k":2}"#, &fields), r#"{"a":1,"k":"v"}"#);
        assert_eq!(with_fields("[1]", &fields), "[1]");
        assert_eq!(with_fields("\"x\"", &fields), "\"x\"");
        assert_eq!(with_fields("{ }", &[]), "{ }");
    }
}
