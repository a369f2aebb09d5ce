//! Whose request is this? Decided by the marks of the protocols, the scope of the
//! signature breaking ties.
//!
//! In this order: CBOR by path, JSON by `X-Amz-Target`, query by `Action` and `Version`,
//! REST by path where the scope allows it. S3 comes last and needs a mark of its own, so
//! that a mistyped path never names a bucket.

use std::borrow::Cow;

use ferrogate_api::{Operation, Protocol, Service};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{HeaderMap, Method};

use crate::template::Template;

/// What a request's head, and for the query protocols its form, says of its aim.
#[derive(Clone, Debug)]
pub(crate) struct Routed {
    /// The protocol it speaks, and answers to it.
    pub(crate) protocol: Protocol,
    /// The service, when it is known.
    pub(crate) service: Option<&'static Service>,
    pub(crate) target: Target,
}

/// What a request aims at.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// An operation that we serve.
    Operation(&'static Operation),
    /// An operation that AWS has and we don't serve.
    NotServed(String),
    /// No operation that AWS has.
    Unknown { name: String, version: String },
    /// The form in the body has to be read first.
    Form,
    /// Nothing at all was recognised; the service that the signature is for, if any.
    Nowhere { scope: String },
}

impl Target {
    /// The operation's name, if AWS has such a one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Operation(operation) => Some(operation.name),
            Self::NotServed(name) => Some(name),
            Self::Unknown { .. } | Self::Form | Self::Nowhere { .. } => None,
        }
    }
}

/// The services, made ready for look-ups.
#[derive(Debug)]
pub(crate) struct Router {
    services: &'static [&'static Service],
    rest: Vec<Path>,
}

#[derive(Debug)]
struct Path {
    operation: &'static Operation,
    protocol: Protocol,
    template: Template,
}

impl Router {
    pub(crate) fn new(services: &'static [&'static Service]) -> Self {
        let mut rest = Vec::new();
        for service in services {
            let speaks = |p: &&Protocol| matches!(p, Protocol::RestJson | Protocol::RestXml);
            let Some(&protocol) = service.protocols.iter().find(speaks) else { continue };
            rest.extend(service.operations.iter().map(|&operation| Path {
                operation,
                protocol,
                template: Template::new(operation.http.uri),
            }));
        }
        rest.sort_by_key(|path: &Path| std::cmp::Reverse(path.template.weight()));
        Self { services, rest }
    }

    /// Routes by the head. `scope` is the service in the scope of the signature.
    pub(crate) fn by_head(&self, parts: &Parts, scope: Option<&str>) -> Routed {
        if parts.headers.get("smithy-protocol").is_some_and(|v| v == "rpc-v2-cbor") {
            return self.cbor(parts.uri.path());
        }
        if let Some(target) = parts.headers.get("x-amz-target") {
            return self.json(target, &parts.headers);
        }
        let query = parts.uri.query().unwrap_or_default();
        if parts.method == Method::POST && is_form(&parts.headers) {
            let protocol = if scope == Some("ec2") { Protocol::Ec2 } else { Protocol::Query };
            return Routed { protocol, service: None, target: Target::Form };
        }
        if parts.method == Method::GET && form_value(query, "Action").is_some() {
            return self.by_form(query, scope);
        }
        self.rest(parts, query, scope)
    }

    /// Routes a request of the query protocols by its form.
    pub(crate) fn by_form(&self, form: &str, scope: Option<&str>) -> Routed {
        let name = form_value(form, "Action").unwrap_or_default();
        let version = form_value(form, "Version").unwrap_or_default();
        let speaks = |s: &&&'static Service| {
            s.protocols.iter().any(|p| matches!(p, Protocol::Query | Protocol::Ec2))
        };
        let of_query = || self.services.iter().filter(speaks);
        let by_version = of_query().filter(|s| s.api_version == version);
        let by_scope = |s: &&&'static Service| scope == Some(s.signing_name);
        let service = by_version
            .clone()
            .find(by_scope)
            .or_else(|| by_version.clone().next())
            // A version we don't serve is another interface: it is not guessed at.
            .or_else(|| of_query().find(by_scope).filter(|_| version.is_empty()))
            .copied();
        let protocol = match service {
            Some(s) if s.protocols.contains(&Protocol::Ec2) => Protocol::Ec2,
            None if scope == Some("ec2") => Protocol::Ec2,
            _ => Protocol::Query,
        };
        let unknown = |name: &str| Target::Unknown {
            name: shown(name).into(),
            version: shown(&version).into(),
        };
        let target = service.map_or_else(|| unknown(&name), |s| target(s, &name, unknown));
        Routed { protocol, service, target }
    }

    fn cbor(&self, path: &str) -> Routed {
        let found = path.rsplit_once("/service/").and_then(|(_, rest)| {
            let (prefix, name) = rest.split_once("/operation/")?;
            Some((prefix, name.trim_end_matches('/')))
        });
        let (prefix, name) = found.unwrap_or_default();
        self.rpc(Protocol::Cbor, prefix, name)
    }

    fn json(&self, target: &HeaderValue, headers: &HeaderMap) -> Routed {
        let text = target.to_str().unwrap_or_default();
        // Some prefixes have dots of their own.
        let (prefix, name) = text.rsplit_once('.').unwrap_or(("", text));
        let old = content_type(headers) == "application/x-amz-json-1.0";
        self.rpc(if old { Protocol::Json10 } else { Protocol::Json11 }, prefix, name)
    }

    fn rpc(&self, protocol: Protocol, prefix: &str, name: &str) -> Routed {
        let service =
            self.services.iter().find(|s| !prefix.is_empty() && s.target_prefix == prefix).copied();
        let unknown =
            |name: &str| Target::Unknown { name: shown(name).into(), version: String::new() };
        let spoken = |s: &'static Service| {
            let json = |p: &&Protocol| matches!(p, Protocol::Json10 | Protocol::Json11);
            let own = s.protocols.iter().find(|p| **p == protocol);
            let near = || s.protocols.iter().find(json).filter(|_| protocol != Protocol::Cbor);
            own.or_else(near).copied()
        };
        match service.and_then(|s| Some((s, spoken(s)?))) {
            Some((s, protocol)) => {
                Routed { protocol, service: Some(s), target: target(s, name, unknown) }
            }
            // Nobody's: the prefix is what tells most.
            None => {
                Routed { protocol, service: None, target: unknown(&format!("{prefix}.{name}")) }
            }
        }
    }

    fn rest(&self, parts: &Parts, query: &str, scope: Option<&str>) -> Routed {
        let path = parts.uri.path();
        let s3 = scope.map_or_else(
            || parts.headers.contains_key("x-amz-content-sha256"),
            |s| matches!(s, "s3" | "s3express"),
        );
        let wanted = match scope {
            Some(scope) => Some(Cow::Borrowed(scope)),
            // Several services keep tags under the same path: the ARN says whose they are.
            None => service_of_tags(path).map(Cow::Owned),
        };
        let meant = |found: &&Path| {
            let service = found.operation.service;
            match service.signing_name {
                "s3" => s3,
                own => !s3 && wanted.as_deref().is_none_or(|name| name == own),
            }
        };
        let matching = |found: &&Path| {
            found.operation.http.method == parts.method && found.template.matches(path, query)
        };
        if let Some(found) = self.rest.iter().filter(meant).find(matching) {
            return Routed {
                protocol: found.protocol,
                service: Some(found.operation.service),
                target: Target::Operation(found.operation),
            };
        }
        let found = self.rest.iter().find(meant).filter(|_| wanted.is_some());
        let service = found.map(|found| found.operation.service);
        let protocol = match found {
            Some(found) => found.protocol,
            None if s3 => Protocol::RestXml,
            None => Protocol::RestJson,
        };
        let target = match (service, s3) {
            (None, false) => Target::Nowhere { scope: shown(scope.unwrap_or_default()).to_owned() },
            _ => Target::Unknown {
                name: format!("{} {}", parts.method, shown(path)),
                version: String::new(),
            },
        };
        Routed { protocol, service, target }
    }
}

fn target(service: &'static Service, name: &str, unknown: impl FnOnce(&str) -> Target) -> Target {
    match service.operation(name) {
        Some(operation) => Target::Operation(operation),
        None if service.knows(name) => Target::NotServed(name.to_owned()),
        None => unknown(name),
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    let value = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}

fn is_form(headers: &HeaderMap) -> bool {
    content_type(headers).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The value of a key of a form whose values need no decoding when they are valid.
fn form_value<'a>(form: &'a str, key: &str) -> Option<Cow<'a, str>> {
    form.split('&')
        .find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == key))
        .map(|(_, value)| Cow::Borrowed(value))
}

/// The service that the ARN in `/tags/{arn}` names.
fn service_of_tags(path: &str) -> Option<String> {
    let arn = path.strip_prefix("/tags/")?;
    let arn = arn.replace("%3A", ":").replace("%3a", ":");
    let service = arn.strip_prefix("arn:")?.split(':').nth(1)?;
    Some(service.to_owned())
}

/// As much of a stranger's text as an answer may repeat.
fn shown(text: &str) -> &str {
    match text.char_indices().nth(128) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
