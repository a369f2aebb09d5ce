//! XML to a [`Value`], guided by the shape: unknown elements are skipped, prefixes are
//! ignored, and no entity beyond XML's own five is expanded.

use ferrogate_api::{Kind, Location, Map, Member, Shape, Value};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::super::query::scalar;
use super::super::{DEPTH_MAX, ProtocolError};

/// Reads the root element of `body` as `shape`, whatever its name.
pub(crate) fn decode(shape: &'static Shape, body: &[u8]) -> Result<Value, ProtocolError> {
    let text = std::str::from_utf8(body).map_err(|_| ProtocolError::Malformed)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut decoder = Decoder { reader };
    loop {
        match decoder.next()? {
            Event::Start(start) => {
                let value = decoder.value(shape, &start, "body", 0)?;
                decoder.end()?;
                return Ok(value);
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Text(text) if text.iter().all(u8::is_ascii_whitespace) => {}
            _ => return Err(ProtocolError::Malformed),
        }
    }
}

struct Decoder<'x> {
    reader: Reader<&'x [u8]>,
}

impl<'x> Decoder<'x> {
    fn next(&mut self) -> Result<Event<'x>, ProtocolError> {
        self.reader.read_event().map_err(|_| ProtocolError::Malformed)
    }

    /// Nothing but white space and comments follows the root.
    fn end(&mut self) -> Result<(), ProtocolError> {
        loop {
            match self.next()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.iter().all(u8::is_ascii_whitespace) => {}
                _ => return Err(ProtocolError::Malformed),
            }
        }
    }

    /// Reads the content of an element up to its end tag.
    fn value(
        &mut self,
        shape: &'static Shape,
        start: &BytesStart<'x>,
        name: &str,
        depth: usize,
    ) -> Result<Value, ProtocolError> {
        if depth > DEPTH_MAX {
            return Err(ProtocolError::TooDeep);
        }
        match &shape.kind {
            Kind::Structure(structure) => self.structure(structure.members, start, depth),
            Kind::List(element) => self.list(element, depth),
            Kind::Map(key, element) => self.map(key, element, depth),
            _ => scalar(shape, &self.text()?, name),
        }
    }

    fn structure(
        &mut self,
        members: &'static [Member],
        start: &BytesStart<'x>,
        depth: usize,
    ) -> Result<Value, ProtocolError> {
        let mut fields = vec![Value::Absent; members.len()];
        for (member, field) in members.iter().zip(&mut fields).filter(|(m, _)| m.xml_attribute) {
            let found = start.try_get_attribute(member.wire_name());
            if let Some(attribute) = found.map_err(|_| ProtocolError::Malformed)? {
                let text = attribute.unescape_value().map_err(|_| ProtocolError::Malformed)?;
                *field = scalar(member.shape, &text, member.name)?;
            }
        }
        while let Some(child) = self.child()? {
            let name = child.local_name();
            let find = |names: fn(&Member) -> &'static str| {
                members.iter().position(|member| {
                    member.location == Location::Body
                        && !member.xml_attribute
                        && local(names(member)).as_bytes() == name.as_ref()
                })
            };
            let Some(at) = find(Member::wire_name).or_else(|| find(Member::element_name)) else {
                self.skip(&child)?;
                continue;
            };
            let member = &members[at];
            match (&member.shape.kind, member.flattened) {
                (Kind::List(element), true) => {
                    let item = self.value(element.shape, &child, element.name, depth + 1)?;
                    match &mut fields[at] {
                        Value::List(items) => items.push(item),
                        field => *field = Value::List(vec![item]),
                    }
                }
                (Kind::Map(key, element), true) => {
                    let entry = self.entry(key, element, depth + 1)?;
                    match &mut fields[at] {
                        Value::Map(entries) => drop(entries.insert(entry.0, entry.1)),
                        field => *field = Value::Map(Map::from([entry])),
                    }
                }
                _ => fields[at] = self.value(member.shape, &child, member.name, depth + 1)?,
            }
        }
        Ok(Value::Struct(fields))
    }

    /// Every element in a list counts, whatever its name.
    fn list(&mut self, element: &'static Member, depth: usize) -> Result<Value, ProtocolError> {
        let mut items = Vec::new();
        while let Some(child) = self.child()? {
            items.push(self.value(element.shape, &child, element.name, depth + 1)?);
        }
        Ok(Value::List(items))
    }

    fn map(
        &mut self,
        key: &'static Member,
        element: &'static Member,
        depth: usize,
    ) -> Result<Value, ProtocolError> {
        let mut entries = Map::new();
        while self.child()?.is_some() {
            let (key, value) = self.entry(key, element, depth + 1)?;
            entries.insert(key, value);
        }
        Ok(Value::Map(entries))
    }

    fn entry(
        &mut self,
        key: &'static Member,
        element: &'static Member,
        depth: usize,
    ) -> Result<(String, Value), ProtocolError> {
        let (key_name, value_name) =
            (key.location_name.unwrap_or("key"), element.location_name.unwrap_or("value"));
        let mut entry = (None, Value::Absent);
        while let Some(child) = self.child()? {
            let name = child.local_name();
            if name.as_ref() == local(key_name).as_bytes() {
                entry.0 = Some(self.text()?);
            } else if name.as_ref() == local(value_name).as_bytes() {
                entry.1 = self.value(element.shape, &child, element.name, depth + 1)?;
            } else {
                self.skip(&child)?;
            }
        }
        let key =
            entry.0.ok_or_else(|| ProtocolError::Type("A map entry has no key".to_owned()))?;
        Ok((key, entry.1))
    }

    /// The next element inside the current one, or none at its end. Text between
    /// elements is skipped.
    fn child(&mut self) -> Result<Option<BytesStart<'x>>, ProtocolError> {
        loop {
            match self.next()? {
                Event::Start(start) => return Ok(Some(start)),
                Event::End(_) => return Ok(None),
                Event::Eof | Event::DocType(_) => return Err(ProtocolError::Malformed),
                _ => {}
            }
        }
    }

    fn skip(&mut self, start: &BytesStart<'x>) -> Result<(), ProtocolError> {
        self.reader.read_to_end(start.name()).map(drop).map_err(|_| ProtocolError::Malformed)
    }

    /// The text of an element that has no elements.
    fn text(&mut self) -> Result<String, ProtocolError> {
        let mut out = String::new();
        loop {
            match self.next()? {
                Event::Text(text) => {
                    out.push_str(&text.xml_content().map_err(|_| ProtocolError::Malformed)?);
                }
                Event::CData(data) => {
                    out.push_str(&data.xml_content().map_err(|_| ProtocolError::Malformed)?);
                }
                Event::GeneralRef(reference) => out.push(character(&reference)?),
                Event::End(_) => return Ok(out),
                Event::Comment(_) | Event::PI(_) => {}
                _ => return Err(ProtocolError::Malformed),
            }
        }
    }
}

/// The character behind `&amp;` or `&#10;`.
fn character(reference: &BytesRef<'_>) -> Result<char, ProtocolError> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| ProtocolError::Malformed)? {
        return Ok(c);
    }
    match reference.as_ref() {
        b"amp" => Ok('&'),
        b"lt" => Ok('<'),
        b"gt" => Ok('>'),
        b"quot" => Ok('"'),
        b"apos" => Ok('\''),
        _ => Err(ProtocolError::Malformed),
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
