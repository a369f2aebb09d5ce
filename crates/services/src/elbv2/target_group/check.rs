//! How targets are checked, as requests ask for it (API model; ALB user guide, "Health checks").

use ferrogate_api::elbv2::{Matcher, ProtocolEnum};
use ferrogate_records::balancer::{CodeRange, GroupProtocol, HealthCheck, Version};

use super::super::{Result, invalid, not_built};

/// The codes of HTTP that a healthy target may answer with.
const HTTP_CODES: std::ops::RangeInclusive<u16> = 200..=499;

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

/// What AWS fills in for a group of HTTP.
pub(super) fn default() -> HealthCheck {
    HealthCheck {
        enabled: true,
        protocol: GroupProtocol::Http,
        port: None,
        path: "/".to_owned(),
        interval_s: 30,
        timeout_s: 5,
        healthy: 5,
        unhealthy: 2,
        matcher: vec![CodeRange { from: 200, to: 200 }],
    }
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
            None | Some(ProtocolEnum::Http) => {}
            Some(ProtocolEnum::Https) => return not_built("HealthCheckProtocol 'HTTPS'"),
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
            let codes = match (version, &asked.http_code, &asked.grpc_code) {
                (_, Some(_), Some(_)) => {
                    return invalid("You cannot specify both HTTP and gRPC codes");
                }
                (Version::Http1 | Version::Http2, None, Some(_)) => {
                    return invalid(
                        "GRPC codes can only be specified for target groups with protocol version \
                         'GRPC'",
                    );
                }
                (_, http, grpc) => http.as_ref().or(grpc.as_ref()),
            };
            if let Some(codes) = codes {
                check.matcher = self::codes(codes)?;
                matcher.clone_from(codes);
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

/// `200`, `200,202` or `200-299`, and what is made of these.
fn codes(text: &str) -> Result<Vec<CodeRange>> {
    let code = |text: &str| {
        let digits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|code| digits && HTTP_CODES.contains(code))
    };
    let range = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (code(from)?, code(to)?);
        (from <= to).then_some(CodeRange { from, to })
    };
    match text.split(',').map(range).collect::<Option<Vec<_>>>() {
        Some(ranges) => Ok(ranges),
        None => invalid(format!(
            "Health check matcher HTTP code '{text}' must be within '200-499' inclusive"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_single_ones_lists_and_ranges() {
        let read = |text: &str| {
            let ranges = codes(text).map_err(drop)?;
            Ok(ranges.into_iter().map(|one| (one.from, one.to)).collect::<Vec<_>>())
        };
        assert_eq!(read("200"), Ok(vec![(200, 200)]));
        assert_eq!(read("200,202"), Ok(vec![(200, 200), (202, 202)]));
        assert_eq!(read("200-299,404"), Ok(vec![(200, 299), (404, 404)]));
        for wrong in ["", "200,", "199", "500", "299-200", "20", "+20", "200 ", "200-", "0200"] {
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
