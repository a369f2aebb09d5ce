//! Lines of logs, in AWS's format (ALB guide, "Access log entries", "Connection log entries" and
//! "Health check log entries").

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use ferrogate_base::clock::civil_from_days;

/// How much of a user agent is logged.
const USER_AGENT_MAX: usize = 8 << 10;

/// Microseconds since 1970.
pub type Micros = u64;

/// One request, as the access log tells of it.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// `http`, `https`, `h2`, `grpcs`, `ws` or `wss`.
    pub kind: &'static str,
    /// When the answer began, or the client went.
    pub time: Micros,
    /// `app/NAME/ID`.
    pub balancer: String,
    /// Who asked.
    pub client: Option<SocketAddr>,
    /// Who was asked.
    pub target: Option<SocketAddr>,
    /// Until it was sent to a target; nothing when it was not.
    pub request_time: Option<Duration>,
    /// Until the target began to answer; nothing when it did not.
    pub target_time: Option<Duration>,
    /// Until its answer was passed on; nothing when it was not.
    pub response_time: Option<Duration>,
    /// What the client was told.
    pub status: u16,
    /// What the target has said.
    pub target_status: Option<u16>,
    /// Bytes of the request.
    pub received: u64,
    /// Bytes of the answer.
    pub sent: u64,
    /// Its first line, with the whole URL.
    pub request: String,
    /// `User-Agent`.
    pub user_agent: Option<String>,
    /// The cipher that was agreed on.
    pub cipher: Option<&'static str>,
    /// The version of TLS.
    pub protocol: Option<&'static str>,
    /// The target group's ARN.
    pub group: Option<String>,
    /// `X-Amzn-Trace-Id`.
    pub trace: Option<String>,
    /// The name that the client asked for in its handshake.
    pub domain: Option<String>,
    /// The ARN of the certificate that it got, or `session-reused`.
    pub certificate: Option<String>,
    /// The rule's priority, 0 for the default one; nothing when none was looked at.
    pub priority: Option<u32>,
    /// When the request came.
    pub created: Micros,
    /// What was done with it, in the order in which it was.
    pub actions: Vec<&'static str>,
    /// How dangerous it was, unless it kept to the rules.
    pub class: Option<&'static str>,
    /// Why.
    pub reason: Option<&'static str>,
    /// Where it was led.
    pub redirect: Option<String>,
    /// The connection's id.
    pub connection: String,
    /// The host that a transform has made.
    pub host: Option<String>,
    /// The path and query that a transform has made.
    pub uri: Option<String>,
    /// What became of the transforms.
    pub transform: Option<&'static str>,
    /// The node's address.
    pub node: Option<Ipv4Addr>,
}

impl Access {
    /// The line, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = String::with_capacity(512);
        let out = &mut line;
        // Writing to a string never fails.
        let _ = write!(out, "{} {} {}", self.kind, iso(self.time), self.balancer);
        plain(out, self.client);
        plain(out, self.target);
        for took in [self.request_time, self.target_time, self.response_time] {
            match took {
                Some(took) => drop(write!(out, " {:.3}", took.as_secs_f64())),
                None => out.push_str(" -1"),
            }
        }
        plain(out, Some(self.status));
        plain(out, self.target_status);
        let _ = write!(out, " {} {}", self.received, self.sent);
        quoted(out, Some(&self.request));
        quoted(
            out,
            self.user_agent.as_deref().map(|of| &of[..of.floor_char_boundary(USER_AGENT_MAX)]),
        );
        plain(out, self.cipher);
        plain(out, self.protocol);
        plain(out, self.group.as_deref());
        quoted(out, self.trace.as_deref());
        quoted(out, self.domain.as_deref());
        quoted(out, self.certificate.as_deref());
        match self.priority {
            Some(priority) => drop(write!(out, " {priority}")),
            None => out.push_str(" -1"),
        }
        let _ = write!(out, " {}", iso(self.created));
        quoted(out, (!self.actions.is_empty()).then(|| self.actions.join(",")).as_deref());
        quoted(out, self.redirect.as_deref());
        // No action fails for a reason that AWS has a word for.
        quoted(out, None);
        quoted(out, self.target.map(|of| of.to_string()).as_deref());
        quoted(out, self.target_status.map(|of| of.to_string()).as_deref());
        quoted(out, self.class);
        quoted(out, self.reason);
        let _ = write!(out, " {}", self.connection);
        quoted(out, self.host.as_deref());
        quoted(out, self.uri.as_deref());
        quoted(out, self.transform);
        plain(out, self.node);
        line
    }
}

/// One connection, as the connection log tells of it.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// When it was there, or had failed.
    pub time: Micros,
    /// Whose it is.
    pub client: Option<SocketAddr>,
    /// The listener's port.
    pub port: u16,
    /// The version of TLS, of a listener that speaks it.
    pub protocol: Option<&'static str>,
    /// The cipher that was agreed on.
    pub cipher: Option<&'static str>,
    /// How long the handshake took; nothing when it failed.
    pub handshake: Option<Duration>,
    /// What the client's certificate says, of a listener that asks for one.
    pub certificate: Option<Leaf>,
    /// `Success`, or why there is no connection; nothing without TLS.
    pub status: Option<Status>,
    /// The connection's id.
    pub id: String,
    /// How keys were exchanged.
    pub exchange: Option<&'static str>,
    /// `app/NAME/ID`.
    pub balancer: String,
    /// The node's address.
    pub node: Option<Ipv4Addr>,
}

/// What the log tells of a client's certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Its subject, as RFC 2253 writes it.
    pub subject: String,
    /// `NotBefore=…;NotAfter=…`.
    pub validity: String,
    /// Its serial number, in hexadecimal digits.
    pub serial: String,
}

/// What became of a connection with TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is there.
    Success,
    /// It is not, for this reason (ALB guide, "Error reason codes").
    Failed(&'static str),
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Success => f.write_str("Success"),
            Self::Failed(why) => write!(f, "Failed:{why}"),
        }
    }
}

impl Connection {
    /// The line, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = iso(self.time);
        let out = &mut line;
        plain(out, self.client.map(|client| client.ip()));
        plain(out, self.client.map(|client| client.port()));
        plain(out, Some(self.port));
        plain(out, self.protocol);
        plain(out, self.cipher);
        plain(out, self.handshake.map(|took| format!("{:.3}", took.as_secs_f64())));
        match &self.certificate {
            Some(Leaf { subject, validity, serial }) => {
                quoted(out, Some(subject));
                plain(out, Some(validity));
                plain(out, Some(serial));
            }
            None => out.push_str(" - - -"),
        }
        plain(out, self.status);
        plain(out, Some(&self.id));
        plain(out, self.exchange);
        plain(out, Some(&self.balancer));
        plain(out, self.node);
        line
    }
}

/// One look at a target, as the health check log tells of it.
#[derive(Clone, Debug)]
pub struct Check<'c> {
    /// `http`, `https`, `h2` or `grpc`.
    pub kind: &'static str,
    /// When it began.
    pub time: Micros,
    /// How long it took.
    pub took: Duration,
    /// Who was looked at.
    pub target: SocketAddr,
    /// The target group's name.
    pub group: &'c str,
    /// What it has answered with.
    pub code: Option<u16>,
    /// Why it is no success (ALB guide, "Error reason codes").
    pub failed: Option<&'static str>,
}

impl Check<'_> {
    /// The line, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = format!("{} {}", self.kind, iso(self.time));
        let out = &mut line;
        plain(out, Some(format_args!("{:.9}", self.took.as_secs_f64())));
        plain(out, Some(self.target));
        plain(out, Some(self.group));
        plain(out, Some(if self.failed.is_none() { "PASS" } else { "FAIL" }));
        plain(out, self.code);
        plain(out, self.failed);
        line
    }
}

fn plain(out: &mut String, value: Option<impl std::fmt::Display>) {
    match value {
        Some(value) => drop(write!(out, " {value}")),
        None => out.push_str(" -"),
    }
}

/// What users say can't end a field, or a line.
fn quoted(out: &mut String, value: Option<&str>) {
    out.push_str(" \"");
    for c in value.filter(|value| !value.is_empty()).unwrap_or("-").chars() {
        match c {
            ' '..='~' if c != '"' && c != '\\' => out.push(c),
            c => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(out, "\\x{byte:02X}");
                }
            }
        }
    }
    out.push('"');
}

/// `2026-11-30T15:00:00.123456Z`.
fn iso(at: Micros) -> String {
    let (days, of_day) = (at / 86_400_000_000, at % 86_400_000_000);
    let (year, month, day) = civil_from_days(i64::try_from(days).unwrap_or_default());
    let (seconds, micros) = (of_day / 1_000_000, of_day % 1_000_000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_every_field_in_its_place() {
        let at = 1_530_145_400_186_641;
        let line = Access {
            kind: "h2",
            time: at,
            balancer: "app/web/50dc6c495c0c9188".into(),
            client: Some("10.0.1.252:48160".parse().unwrap()),
            target: Some("10.0.0.66:9000".parse().unwrap()),
            request_time: Some(Duration::from_micros(1500)),
            target_time: Some(Duration::from_millis(2)),
            response_time: Some(Duration::ZERO),
            status: 200,
            target_status: Some(201),
            received: 5,
            sent: 257,
            request: "GET https://10.0.2.105:773/ HTTP/2.0".into(),
            user_agent: Some("curl/7.46 \"x\" \u{2603}\n".into()),
            cipher: Some("ECDHE-RSA-AES128-GCM-SHA256"),
            protocol: Some("TLSv1.2"),
            group: Some("arn:tg".into()),
            trace: Some("Root=1-58337327-72bd00b0343d75b906739c42".into()),
            domain: Some("a.test".into()),
            certificate: Some("session-reused".into()),
            priority: Some(0),
            created: at - 1,
            actions: vec!["rewrite", "forward"],
            class: Some("Ambiguous"),
            reason: Some("BothTeClPresent"),
            redirect: None,
            connection: "TID_1".into(),
            host: Some("b.test".into()),
            uri: None,
            transform: Some("TransformSuccess"),
            node: Some([10, 0, 0, 1].into()),
        }
        .line();
        assert_eq!(
            line,
            "h2 2018-06-28T00:23:20.186641Z app/web/50dc6c495c0c9188 10.0.1.252:48160 \
             10.0.0.66:9000 0.002 0.002 0.000 200 201 5 257 \"GET https://10.0.2.105:773/ \
             HTTP/2.0\" \"curl/7.46 \\x22x\\x22 \\xE2\\x98\\x83\\x0A\" ECDHE-RSA-AES128-GCM-SHA256 \
             TLSv1.2 arn:tg \"Root=1-58337327-72bd00b0343d75b906739c42\" \"a.test\" \
             \"session-reused\" 0 2018-06-28T00:23:20.186640Z \"rewrite,forward\" \"-\" \"-\" \
             \"10.0.0.66:9000\" \"201\" \"Ambiguous\" \"BothTeClPresent\" TID_1 \"b.test\" \"-\" \"TransformSuccess\" \
             10.0.0.1"
        );
    }

    #[test]
    fn what_is_not_known_has_its_sign() {
        let line = Access {
            kind: "http",
            request: "- http://a/- -".into(),
            status: 460,
            ..Access::default()
        };
        assert_eq!(
            line.line(),
            "http 1970-01-01T00:00:00.000000Z  - - -1 -1 -1 460 - 0 0 \"- http://a/- -\" \"-\" - - - \
             \"-\" \"-\" \"-\" -1 1970-01-01T00:00:00.000000Z \"-\" \"-\" \"-\" \"-\" \"-\" \"-\" \
             \"-\"  \"-\" \"-\" \"-\" -"
        );
    }

    #[test]
    fn a_connection_is_told_of_as_on_aws() {
        let at = 1_696_439_115_514_108;
        let mut of = Connection {
            time: at,
            client: Some("203.0.113.1:36280".parse().unwrap()),
            port: 443,
            protocol: Some("TLSv1.2"),
            cipher: Some("ECDHE-RSA-AES128-GCM-SHA256"),
            handshake: Some(Duration::from_millis(4036)),
            certificate: Some(Leaf {
                subject: "CN=a \"b\".com,O=end".into(),
                validity: "NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z".into(),
                serial: "FEF257372D5C14D4".into(),
            }),
            status: Some(Status::Success),
            id: "TID_3180a73013c8ca4bac2f731159d4b0fe".into(),
            exchange: Some("x25519"),
            balancer: "app/web/1".into(),
            node: Some([10, 0, 0, 1].into()),
        };
        let leaf = "\"CN=a \\x22b\\x22.com,O=end\" \
                    NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4";
        assert_eq!(
            of.line(),
            format!(
                "2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 \
                 ECDHE-RSA-AES128-GCM-SHA256 4.036 {leaf} Success \
                 TID_3180a73013c8ca4bac2f731159d4b0fe x25519 app/web/1 10.0.0.1"
            )
        );
        of.status = Some(Status::Failed("ClientCertUntrusted"));
        of.handshake = None;
        assert!(of.line().contains(" ECDHE-RSA-AES128-GCM-SHA256 - \"CN="), "{}", of.line());
        assert!(of.line().contains(" Failed:ClientCertUntrusted TID_"), "{}", of.line());
        let clear = Connection { client: of.client, port: 80, time: at, ..Connection::default() };
        assert_eq!(
            clear.line(),
            "2023-10-04T17:05:15.514108Z 203.0.113.1 36280 80 - - - - - - -  -  -"
        );
    }

    #[test]
    fn a_look_is_told_of_as_on_aws() {
        let mut of = Check {
            kind: "http",
            time: 1_761_914_699_875_678,
            took: Duration::from_nanos(19_584_011),
            target: "172.31.20.97:80".parse().unwrap(),
            group: "HCLogsTestIPs",
            code: Some(200),
            failed: None,
        };
        assert_eq!(
            of.line(),
            "http 2025-10-31T12:44:59.875678Z 0.019584011 172.31.20.97:80 HCLogsTestIPs PASS 200 -"
        );
        (of.code, of.failed) = (None, Some("RequestTimedOut"));
        assert!(of.line().ends_with(" HCLogsTestIPs FAIL - RequestTimedOut"));
    }
}
