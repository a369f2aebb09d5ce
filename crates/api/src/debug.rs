//! `Debug` for every structure, written once over the tables: members whose shape is
//! sensitive show as `***`, so no secret reaches a log through `{:?}`.

use std::fmt::{self, Write as _};

use crate::schema::{Kind, Shape};
use crate::{Encoder, Timestamp, Wire};

/// Writes `value` in the style of Rust, unset members left out.
pub(crate) fn fmt(
    value: &dyn Wire,
    shape: &'static Shape,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut printer = Printer { out: String::new() };
    value.write(shape, &mut printer);
    f.write_str(&printer.out)
}

struct Printer {
    out: String,
}

impl Printer {
    fn show(&mut self, value: impl fmt::Debug) {
        write!(self.out, "{value:?}").expect("writing to a string cannot fail");
    }

    fn guarded(&mut self, value: &dyn Wire, shape: &'static Shape) {
        if shape.sensitive {
            self.out.push_str("***");
        } else {
            value.write(shape, self);
        }
    }
}

impl Encoder for Printer {
    fn boolean(&mut self, value: bool) {
        self.show(value);
    }

    fn integer(&mut self, value: i64) {
        self.show(value);
    }

    fn float(&mut self, value: f64) {
        self.show(value);
    }

    fn string(&mut self, value: &str) {
        self.show(value);
    }

    fn blob(&mut self, value: &[u8]) {
        write!(self.out, "{} bytes", value.len()).expect("writing to a string cannot fail");
    }

    fn timestamp(&mut self, _: &'static Shape, value: Timestamp) {
        write!(self.out, "{value}").expect("writing to a string cannot fail");
    }

    fn document(&mut self, value: &serde_json::Value) {
        write!(self.out, "{value}").expect("writing to a string cannot fail");
    }

    fn null(&mut self) {
        self.out.push_str("null");
    }

    fn structure(&mut self, shape: &'static Shape, fields: &[&dyn Wire]) {
        self.out.push_str(shape.name);
        self.out.push_str(" {");
        let mut separator = " ";
        for (member, field) in shape.members().iter().zip(fields) {
            if field.is_set() {
                self.out.push_str(separator);
                self.out.push_str(member.name);
                self.out.push_str(": ");
                self.guarded(*field, member.shape);
                separator = ", ";
            }
        }
        self.out.push_str(" }");
    }

    fn list(&mut self, shape: &'static Shape, items: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {
        self.out.push('[');
        let mut separator = "";
        for item in items {
            self.out.push_str(separator);
            match &shape.kind {
                Kind::List(element) => self.guarded(item, element.shape),
                _ => item.write(shape, self),
            }
            separator = ", ";
        }
        self.out.push(']');
    }

    fn map<'a>(
        &mut self,
        shape: &'static Shape,
        entries: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
        self.out.push('{');
        let mut separator = "";
        for (key, value) in entries {
            self.out.push_str(separator);
            self.show(key);
            self.out.push_str(": ");
            match &shape.kind {
                Kind::Map(_, element) => self.guarded(value, element.shape),
                _ => value.write(shape, self),
            }
            separator = ", ";
        }
        self.out.push('}');
    }
}
