//! How targets are checked, as requests ask for it (API model; ALB user guide, "Health checks").

use ferrogate_api::elbv2::{Matcher, ProtocolEnum};
use ferrogate_records::balancer::{CodeRange, GroupProtocol, HealthCheck, Version};

use super::super::{Result, invalid};

/// The codes that a healthy target may answer with: HTTP's, and gRPC's.
const HTTP_CODES: std::ops::RangeInclusive<u16> = 200..=499;
const GRPC_CODES: std::ops::RangeInclusive<u16> = 0..=99;

/// What a request says of the checks; what it does not say stays.
pub(super) struct Asked {
    pub(super) enabled: Option<bool>,
    pub(super) protocol: Option<ProtocolEnum>,
    pub(super) port: Option<String>,
    pub(super) path: Option<String>,
    pub(super) interval: Option<i32>,
    pub(super) timeout: Option<i32>,
    pub(super) healthy: Option<i32>,
    pub(super) unhealthy: Option<i32>,
    pub(super) matcher: Option<Matcher>,
}

/// What AWS fills in, and the codes as they are shown.
pub(super) fn default(version: Version) -> (HealthCheck, String) {
    let (path, code) = match version {
        Version::Http1 | Version::Http2 => ("/", 200),
        // A method that nobody has: a server that says so works.
        Version::Grpc => ("/AWS.ALB/healthcheck", 12),
    };
    let check = HealthCheck {
        enabled: true,
        protocol: GroupProtocol::Http,
        port: None,
        path: path.to_owned(),
        interval_s: 30,
        timeout_s: 5,
        healthy: 5,
        unhealthy: 2,
        matcher: vec![CodeRange { from: code, to: code }],
    };
    (check, code.to_string())
}

impl Asked {
    /// The checks as they become, and the codes as they were asked for.
    ///
    /// # Errors
    /// AWS's, for what can't be.
    pub(super) fn over(
        &self,
        mut check: HealthCheck,
        mut matcher: String,
        version: Version,
    ) -> Result<(HealthCheck, String)> {
        if self.enabled == Some(false) {
            return invalid(
                "Health check enabled must be true for target groups with target type 'ip'",
            );
        }
        match &self.protocol {
            None => {}
            Some(ProtocolEnum::Http) => check.protocol = GroupProtocol::Http,
            Some(ProtocolEnum::Https) => check.protocol = GroupProtocol::Https,
            Some(other) => {
                return invalid(format!(
                    "Health check protocol '{other}' is not supported for target groups with the \
                     HTTP protocol"
                ));
            }
        }
        if let Some(port) = &self.port {
            check.port = self::port(port)?;
        }
        if let Some(path) = &self.path {
            if !path.starts_with('/') {
                return invalid(format!("Health check path '{path}' must begin with '/'"));
            }
            if path.bytes().any(|b| !b.is_ascii_graphic()) {
                return invalid(format!(
                    "Health check path '{path}' contains characters that are not valid"
                ));
            }
            check.path.clone_from(path);
        }
        let set = |to: &mut u32, asked: Option<i32>| {
            if let Some(asked) = asked.and_then(|asked| u32::try_from(asked).ok()) {
                *to = asked;
            }
        };
        set(&mut check.interval_s, self.interval);
        set(&mut check.timeout_s, self.timeout);
        set(&mut check.healthy, self.healthy);
        set(&mut check.unhealthy, self.unhealthy);
        if check.timeout_s >= check.interval_s {
            return invalid(format!(
                "Health check timeout '{}' must be smaller than the interval '{}'",
                check.timeout_s, check.interval_s
            ));
        }
        if let Some(asked) = &self.matcher {
            let (kind, own, other) = match version {
                Version::Http1 | Version::Http2 => {
                    (Codes::Http, &asked.http_code, &asked.grpc_code)
                }
                Version::Grpc => (Codes::Grpc, &asked.grpc_code, &asked.http_code),
            };
            match (own, other) {
                (Some(_), Some(_)) => {
                    return invalid("You cannot specify both HTTP and gRPC codes");
                }
                (Some(codes), None) => {
                    check.matcher = kind.read(codes)?;
                    matcher.clone_from(codes);
                }
                (None, _) => {
                    let name = kind.name();
                    return invalid(format!("Health check matcher {name} code cannot be empty"));
                }
            }
        }
        Ok((check, matcher))
    }
}

fn port(text: &str) -> Result<Option<u16>> {
    if text == "traffic-port" {
        return Ok(None);
    }
    match text.parse::<u16>() {
        Ok(port) if port > 0 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(port)),
        _ => invalid(format!(
            "Health check port '{text}' must be 'traffic-port' or a port number between '1' and \
             '65535'"
        )),
    }
}

/// Whose codes a matcher has.
#[derive(Clone, Copy)]
enum Codes {
    Http,
    Grpc,
}

impl Codes {
    fn name(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::Grpc => "GRPC",
        }
    }

    /// `200`, `200,202` or `200-299`, and what is made of these.
    fn read(self, text: &str) -> Result<Vec<CodeRange>> {
        let (all, digits) = match self {
            Self::Http => (HTTP_CODES, 3..=3),
            Self::Grpc => (GRPC_CODES, 1..=2),
        };
        let code = |text: &str| {
            let is_number =
                digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<u16>().ok().filter(|code| is_number && all.contains(code))
        };
        let range = |part: &str| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let (from, to) = (code(from)?, code(to)?);
            (from <= to).then_some(CodeRange { from, to })
        };
        match text.split(',').map(range).collect::<Option<Vec<_>>>() {
            Some(ranges) => Ok(ranges),
            None => invalid(format!(
                "Health check matcher {} code '{text}' must be within '{}-{}' inclusive",
                self.name(),
                all.start(),
                all.end()
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_single_ones_lists_and_ranges() {
        let read = |text: &str| {
            let ranges = Codes::Http.read(text).map_err(drop)?;
            Ok(ranges.into_iter().map(|one| (one.from, one.to)).collect::<Vec<_>>())
        };
        assert_eq!(read("200"), Ok(vec![(200, 200)]));
        assert_eq!(read("200,202"), Ok(vec![(200, 200), (202, 202)]));
        assert_eq!(read("200-299,404"), Ok(vec![(200, 299), (404, 404)]));
        for wrong in ["", "200,", "199", "500", "299-200", "20", "+20", "200 ", "200-", "0200"] {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
        let read = |text: &str| {
            let ranges = Codes::Grpc.read(text).map_err(drop)?;
            Ok(ranges.into_iter().map(|one| (one.from, one.to)).collect::<Vec<_>>())
        };
        assert_eq!(read("0"), Ok(vec![(0, 0)]));
        assert_eq!(read("0,12"), Ok(vec![(0, 0), (12, 12)]));
        assert_eq!(read("0-99"), Ok(vec![(0, 99)]));
        for wrong in ["", "100", "200", "-1", "012", "5-0"] {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
    }

    #[test]
    fn ports_are_the_targets_own_or_a_number() {
        let read = |text: &str| port(text).map_err(drop);
        assert_eq!(read("traffic-port"), Ok(None));
        assert_eq!(read("8080"), Ok(Some(8080)));
        for wrong in ["0", "65536", "", "http", "+80", "-1"] {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
    }
}
