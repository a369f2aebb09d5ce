//! XML over the tables: written for the query protocols and rest-xml, read for
//! rest-xml only.

mod decode;
mod encode;

pub(super) use decode::decode;
pub(super) use encode::{PROLOG, Style, XmlEncoder};
