//! Answers of the REST protocols.

use ferrogate_api::json::JsonEncoder;
use ferrogate_api::operation::EMPTY;
use ferrogate_api::{
    Encoder, ErrorReply, Kind, Location, Member, Operation, Protocol, Service, Shape, Timestamp,
    Wire,
};
use http::{HeaderName, HeaderValue, StatusCode, header as names};

use super::super::xml::{PROLOG, Style, XmlEncoder};
use super::super::{ResponseParts, error_members, json, query_code, query_fault, response};
use super::header;

pub(crate) fn encode_output(
    protocol: Protocol,
    operation: &'static Operation,
    output: &dyn Wire,
) -> ResponseParts {
    let mut parts = response(operation.http.code, content_type(protocol), Vec::new());
    output.write(operation.output, &mut Splitter { protocol, parts: &mut parts });
    parts
}

pub(crate) fn encode_error(
    protocol: Protocol,
    service: &Service,
    error: &ErrorReply,
    request_id: &str,
) -> ResponseParts {
    let body = match protocol {
        Protocol::RestXml => xml_error(service, error, request_id),
        _ => json::error_body(error, false),
    };
    let mut parts = response(error.status, content_type(protocol), body);
    if protocol == Protocol::RestJson
        && let Ok(code) = HeaderValue::from_str(&error.code)
    {
        parts.headers.insert(HeaderName::from_static("x-amzn-errortype"), code);
    }
    // Members of an error may travel in headers, too.
    error_members(error, |member, value| {
        if member.location == Location::Header {
            header::write(member, value, &mut parts.headers);
        }
    });
    parts
}

/// S3 answers with the bare error; every other service wraps it.
fn xml_error(service: &Service, error: &ErrorReply, request_id: &str) -> Vec<u8> {
    let bare = service.id == "s3";
    let mut encoder = XmlEncoder::with_prolog(Style::Rest, PROLOG);
    if !bare {
        encoder.open("ErrorResponse");
        encoder.namespace(service.xmlns);
    }
    encoder.open("Error");
    if !bare {
        encoder.text("Type", query_fault(error));
    }
    encoder.text("Code", query_code(error));
    if bare || !error.message.text.is_empty() {
        encoder.text("Message", &error.message.text);
    }
    error_members(error, |member, value| {
        if member.location == Location::Body {
            encoder.member(member, value);
        }
    });
    if bare {
        encoder.text("RequestId", request_id);
        encoder.text("HostId", request_id);
        encoder.close("Error");
    } else {
        encoder.close("Error");
        encoder.text("RequestId", request_id);
        encoder.close("ErrorResponse");
    }
    encoder.into_bytes()
}

const fn content_type(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::RestXml => "application/xml",
        _ => "application/json",
    }
}

/// Takes the output's structure apart: each member to the place where it travels.
struct Splitter<'p> {
    protocol: Protocol,
    parts: &'p mut ResponseParts,
}

impl Splitter<'_> {
    fn outside(&mut self, member: &'static Member, value: &dyn Wire) {
        match member.location {
            Location::Header => header::write(member, value, &mut self.parts.headers),
            Location::Headers => header::write_prefixed(member, value, &mut self.parts.headers),
            Location::StatusCode => {
                let mut text = Vec::new();
                value.write(member.shape, &mut JsonEncoder::new(&mut text));
                if let Ok(status) = StatusCode::from_bytes(&text) {
                    self.parts.status = status;
                }
            }
            Location::Body | Location::Uri | Location::QueryString => {}
        }
    }

    fn payload(&mut self, member: &'static Member, value: &dyn Wire) {
        let raw = matches!(member.shape.kind, Kind::Blob | Kind::String);
        if !value.is_set() {
            self.untyped();
            return;
        }
        let body = if raw {
            let mut raw = Raw(Vec::new());
            value.write(member.shape, &mut raw);
            // A content type of the model's own, where there is a header for it, wins.
            let kind = match member.shape.kind {
                Kind::Blob => "application/octet-stream",
                _ => "text/plain",
            };
            let own = self.parts.headers.get(names::CONTENT_TYPE).map(HeaderValue::as_bytes);
            if own == Some(content_type(self.protocol).as_bytes()) {
                self.parts.headers.insert(names::CONTENT_TYPE, HeaderValue::from_static(kind));
            }
            raw.0
        } else if self.protocol == Protocol::RestXml {
            let name = member.location_name.unwrap_or(member.shape.name);
            let mut encoder = XmlEncoder::with_prolog(Style::Rest, PROLOG);
            encoder.open(name);
            let own = match &member.shape.kind {
                Kind::Structure(structure) => structure.xmlns,
                _ => None,
            };
            encoder.model_namespace(member.xmlns.or(own));
            value.write(member.shape, &mut encoder);
            encoder.close(name);
            encoder.into_bytes()
        } else {
            let mut body = Vec::new();
            value.write(member.shape, &mut JsonEncoder::new(&mut body));
            body
        };
        self.parts.body = body.into();
    }

    /// No body, so no type of it.
    fn untyped(&mut self) {
        self.parts.headers.remove(names::CONTENT_TYPE);
    }
}

impl Encoder for Splitter<'_> {
    fn structure(&mut self, shape: &'static Shape, fields: &[&dyn Wire]) {
        let Kind::Structure(structure) = &shape.kind else { return };
        for (member, field) in structure.members.iter().zip(fields) {
            if field.is_set() {
                self.outside(member, *field);
            }
        }
        let in_body = structure.members.iter().any(|member| member.location.in_answer_body());
        if let Some(at) = structure.payload {
            self.payload(&structure.members[at], fields[at]);
        } else if std::ptr::eq(shape, &raw const EMPTY) {
            self.untyped();
        } else if self.protocol != Protocol::RestXml {
            let mut body = Vec::with_capacity(256);
            JsonEncoder::new(&mut body).structure(shape, fields);
            self.parts.body = body.into();
        } else if in_body {
            let mut encoder = XmlEncoder::with_prolog(Style::Rest, PROLOG);
            encoder.open(shape.name);
            encoder.model_namespace(structure.xmlns);
            encoder.structure(shape, fields);
            encoder.close(shape.name);
            self.parts.body = encoder.into_bytes().into();
        }
    }

    // An output is always a structure.
    fn boolean(&mut self, _: bool) {}
    fn integer(&mut self, _: i64) {}
    fn float(&mut self, _: f64) {}
    fn string(&mut self, _: &str) {}
    fn blob(&mut self, _: &[u8]) {}
    fn timestamp(&mut self, _: &'static Shape, _: Timestamp) {}
    fn document(&mut self, _: &serde_json::Value) {}
    fn null(&mut self) {}

    fn list(&mut self, _: &'static Shape, _: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {}

    fn map<'a>(
        &mut self,
        _: &'static Shape,
        _: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
    }
}

/// A payload of text or bytes as it is.
struct Raw(Vec<u8>);

impl Encoder for Raw {
    fn string(&mut self, value: &str) {
        self.0.extend_from_slice(value.as_bytes());
    }

    fn blob(&mut self, value: &[u8]) {
        self.0.extend_from_slice(value);
    }

    // A payload of this kind is a string or a blob.
    fn boolean(&mut self, _: bool) {}
    fn integer(&mut self, _: i64) {}
    fn float(&mut self, _: f64) {}
    fn timestamp(&mut self, _: &'static Shape, _: Timestamp) {}
    fn document(&mut self, _: &serde_json::Value) {}
    fn null(&mut self) {}
    fn structure(&mut self, _: &'static Shape, _: &[&dyn Wire]) {}

    fn list(&mut self, _: &'static Shape, _: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {}

    fn map<'a>(
        &mut self,
        _: &'static Shape,
        _: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
    }
}
