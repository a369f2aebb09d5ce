//! A service model as botocore writes it, and the facts our tables take from it.
//!
//! The attributes of a reference lie over those of the shape it refers to; only the
//! XML name and namespace of a structure are for the root element alone. See
//! [`Model::member`].

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::marker::PhantomData;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};

/// One `service-2.json`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Model {
    /// About the service.
    pub metadata: Metadata,
    /// Its operations by name.
    pub operations: BTreeMap<String, Operation>,
    /// Its shapes by name.
    pub shapes: BTreeMap<String, Shape>,
}

/// About the service.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Metadata {
    pub api_version: String,
    pub endpoint_prefix: String,
    pub json_version: Option<String>,
    pub protocol: String,
    pub protocols: Vec<String>,
    pub service_id: String,
    pub signing_name: Option<String>,
    pub target_prefix: Option<String>,
    pub xml_namespace: Option<String>,
    pub aws_query_compatible: Option<serde_json::Value>,
}

/// An operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Operation {
    pub name: String,
    pub http: Http,
    pub input: Option<Ref>,
    pub output: Option<Ref>,
    pub errors: Vec<Ref>,
    pub endpoint: Option<Endpoint>,
    pub authtype: Option<String>,
    pub readonly: bool,
}

impl Operation {
    /// Whether it is called without a signature.
    #[must_use]
    pub fn is_unsigned(&self) -> bool {
        self.authtype.as_deref() == Some("none")
    }
}

/// Its HTTP binding.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Http {
    pub method: String,
    pub request_uri: String,
    pub response_code: Option<u16>,
}

/// What SDKs do to the host name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Endpoint {
    pub host_prefix: Option<String>,
}

/// A shape.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Shape {
    #[serde(rename = "type")]
    pub kind: String,
    pub members: Ordered<Ref>,
    pub required: Vec<String>,
    pub member: Option<Ref>,
    pub key: Option<Ref>,
    pub value: Option<Ref>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub pattern: Option<String>,
    #[serde(rename = "enum")]
    pub values: Vec<String>,
    pub sensitive: bool,
    pub payload: Option<String>,
    pub union: bool,
    pub document: bool,
    pub eventstream: bool,
    pub fault: bool,
    pub error: Option<ErrorTrait>,
    #[serde(flatten)]
    pub traits: Traits,
}

/// Codes of an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ErrorTrait {
    pub code: Option<String>,
    pub http_status_code: Option<u16>,
    pub sender_fault: Option<bool>,
}

/// A reference to a shape.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Ref {
    pub shape: String,
    pub query_name: Option<String>,
    pub location: Option<String>,
    pub xml_attribute: bool,
    pub idempotency_token: bool,
    pub jsonvalue: bool,
    pub result_wrapper: Option<String>,
    #[serde(flatten)]
    pub traits: Traits,
}

/// What both a shape and a reference to it may say; the reference wins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Traits {
    pub location_name: Option<String>,
    pub flattened: bool,
    pub streaming: bool,
    pub timestamp_format: Option<String>,
    pub xml_namespace: Option<Namespace>,
}

impl Traits {
    const NONE: Self = Self {
        location_name: None,
        flattened: false,
        streaming: false,
        timestamp_format: None,
        xml_namespace: None,
    };
}

/// A namespace: a text, or an object with a prefix.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Namespace {
    Uri(String),
    Full { prefix: Option<String>, uri: String },
}

impl Namespace {
    /// Prefix and namespace.
    #[must_use]
    pub fn parts(&self) -> (Option<&str>, &str) {
        match self {
            Self::Uri(uri) => (None, uri),
            Self::Full { prefix, uri } => (prefix.as_deref(), uri),
        }
    }
}

/// A JSON object whose order is kept.
#[derive(Clone, Debug)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// A reference with the attributes of its shape laid below: what a table row holds.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Facts<'m> {
    pub name: &'m str,
    pub target: Target<'m>,
    pub location_name: Option<&'m str>,
    pub query_name: Option<&'m str>,
    pub location: Option<&'m str>,
    pub required: bool,
    pub flattened: bool,
    pub xml_attribute: bool,
    pub idempotency_token: bool,
    pub streaming: bool,
    pub json_value: bool,
    pub xmlns: Option<(Option<&'m str>, &'m str)>,
}

/// A shape as it is referred to: a reference may give a timestamp another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target<'m> {
    /// The shape's name.
    pub shape: &'m str,
    /// The format, when the reference or the shape names one.
    pub format: Option<&'m str>,
}

impl Model {
    /// Reads a model, compressed or not.
    pub fn read(path: &Path) -> Result<Self> {
        let mut text = String::new();
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        if path.extension().is_some_and(|extension| extension == "gz") {
            flate2::read::GzDecoder::new(file).read_to_string(&mut text)
        } else {
            (&file).read_to_string(&mut text)
        }
        .with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
    }

    /// The shape of this name.
    pub fn shape(&self, name: &str) -> Result<&Shape> {
        self.shapes.get(name).with_context(|| format!("the model has no shape {name}"))
    }

    /// Lays a reference over its shape.
    pub fn member<'m>(&'m self, name: &'m str, of: &'m Ref, required: bool) -> Result<Facts<'m>> {
        let shape = self.shape(&of.shape)?;
        let (over, under) = (&of.traits, &shape.traits);
        let none = &Traits::NONE;
        let named = if shape.kind == "structure" { none } else { under };
        Ok(Facts {
            name,
            target: self.target(of)?,
            location_name: over.location_name.as_deref().or(named.location_name.as_deref()),
            query_name: of.query_name.as_deref(),
            location: of.location.as_deref(),
            required,
            flattened: over.flattened || under.flattened,
            xml_attribute: of.xml_attribute,
            idempotency_token: of.idempotency_token,
            streaming: over.streaming || under.streaming,
            json_value: of.jsonvalue,
            xmlns: over
                .xml_namespace
                .as_ref()
                .or(named.xml_namespace.as_ref())
                .map(Namespace::parts),
        })
    }

    /// The members of a structure in the model's order.
    pub fn members<'m>(&'m self, shape: &'m Shape) -> Result<Vec<Facts<'m>>> {
        let fact = |(name, of): &'m (String, Ref)| {
            self.member(name, of, shape.required.iter().any(|required| required == name))
        };
        shape.members.0.iter().map(fact).collect()
    }

    /// What a reference refers to.
    pub fn target<'m>(&'m self, of: &'m Ref) -> Result<Target<'m>> {
        let shape = self.shape(&of.shape)?;
        let format = match shape.kind.as_str() {
            "timestamp" => {
                of.traits.timestamp_format.as_deref().or(shape.traits.timestamp_format.as_deref())
            }
            _ => None,
        };
        Ok(Target { shape: &of.shape, format })
    }

    /// The shapes a shape refers to, in the model's order.
    pub fn children<'m>(&'m self, name: &str) -> Result<Vec<Target<'m>>> {
        let shape = self.shape(name)?;
        let members = shape.members.0.iter().map(|(_, of)| of);
        members
            .chain(&shape.key)
            .chain(&shape.value)
            .chain(&shape.member)
            .map(|of| self.target(of))
            .collect()
    }

    /// Code, status and whether the server is to blame, of the error of this name.
    pub fn error(&self, name: &str) -> Result<(String, u16, bool)> {
        let shape = self.shape(name)?;
        let error = shape.error.clone().unwrap_or_default();
        let server = shape.fault || error.sender_fault == Some(false);
        let status = error.http_status_code.unwrap_or(if server { 500 } else { 400 });
        Ok((error.code.unwrap_or_else(|| name.to_owned()), status, server || status >= 500))
    }
}
