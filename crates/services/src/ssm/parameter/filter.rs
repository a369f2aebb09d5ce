//! Filters of lists of parameters.

use ferrogate_api::ssm::{Error, ParameterStringFilter, ParametersFilter, ParametersFilterKey};
use ferrogate_records::ssm::parameter::{Record, Type};

use super::super::Result;
use super::name::path;

/// The lists that filters are of: each takes other ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Describe,
}

/// One filter: any of its values is enough.
#[derive(Debug)]
pub(super) struct Filter {
    key: Key,
    option: How,
    values: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Name,
    Type,
    SealedUnder,
    Path,
    Label,
    Tier,
    DataType,
    Tag(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Equals,
    BeginsWith,
    Contains,
    Recursive,
    OneLevel,
}

impl Filter {
    /// The filters of a request; all of them must hold.
    pub(super) fn parse_all(asked: &[ParameterStringFilter], place: Place) -> Result<Vec<Self>> {
        let mut filters: Vec<Self> = Vec::new();
        for one in asked {
            let filter = Self::parse(one, place)?;
            if filters.iter().any(|known| known.key == filter.key) {
                return Err(Error::invalid_filter_key(format!(
                    "The following filter is duplicated in the request: {}. A request can contain \
                     only one occurrence of a specific filter.",
                    one.key
                ))
                .into());
            }
            filters.push(filter);
        }
        Ok(filters)
    }

    fn parse(asked: &ParameterStringFilter, place: Place) -> Result<Self> {
        let (key, valid) = match (asked.key.as_str(), place) {
            ("Type", _) => (Key::Type, true),
            ("KeyId", _) => (Key::SealedUnder, true),
            ("Label", place) => (Key::Label, place == Place::Path),
            ("Name", place) => (Key::Name, place == Place::Describe),
            ("Path", place) => (Key::Path, place == Place::Describe),
            ("Tier", place) => (Key::Tier, place == Place::Describe),
            ("DataType", place) => (Key::DataType, place == Place::Describe),
            (other, place) => match other.strip_prefix("tag:") {
                Some(tag) => (Key::Tag(tag.to_owned()), place == Place::Describe),
                None => (Key::Name, false),
            },
        };
        if !valid {
            let keys = match place {
                Place::Path => "Type, KeyId, Label",
                Place::Describe => "Path, Name, Type, KeyId, Tier, DataType, tag:",
            };
            return Err(Error::invalid_filter_key(format!(
                "The following filter key is not valid: {}. Valid filter keys include: [{keys}].",
                asked.key
            ))
            .into());
        }
        let option = option(&key, asked.option.as_deref())?;
        let mut values = asked.values.clone().unwrap_or_default();
        // A tag without values is one that is there at all.
        if values.is_empty() && !matches!(key, Key::Tag(_)) {
            let text = "The following filter values are missing : null for filter key ".to_owned();
            return Err(Error::invalid_filter_value(text + &asked.key).into());
        }
        if key == Key::Path {
            values = values.iter().map(|value| path(value)).collect::<Result<_>>()?;
        }
        Ok(Self { key, option, values })
    }

    /// The filters of clients that know the older form only.
    pub(super) fn parse_old(asked: &[ParametersFilter]) -> Result<Vec<Self>> {
        let each = asked.iter().map(|one| {
            let (key, option) = match one.key {
                ParametersFilterKey::Name => (Key::Name, How::BeginsWith),
                ParametersFilterKey::Type => (Key::Type, How::Equals),
                ParametersFilterKey::KeyId => (Key::SealedUnder, How::Equals),
                ParametersFilterKey::Unknown(ref other) => {
                    let text = format!("The following filter key is not valid: {other}.");
                    return Err(Error::invalid_filter_key(text).into());
                }
            };
            Ok(Self { key, option, values: one.values.clone() })
        });
        each.collect()
    }

    /// The labels of which a version must have one.
    pub(super) fn label(&self) -> Option<&[String]> {
        (self.key == Key::Label).then_some(&self.values)
    }

    /// Whether a parameter is one of those that are meant.
    pub(super) fn takes(&self, record: &Record) -> bool {
        let said = &record.newest;
        match &self.key {
            Key::Name => self.any(&record.name) || self.any(bare(&record.name)),
            Key::Type => self.any(said.kind.as_str()),
            Key::SealedUnder => said.kind == Type::SecureString && self.any("alias/aws/ssm"),
            Key::Path => {
                let name = format!("/{}", bare(&record.name));
                self.values.iter().any(|path| {
                    let rest = name.strip_prefix(path.as_str());
                    rest.is_some_and(|rest| self.option == How::Recursive || !rest.contains('/'))
                })
            }
            Key::Label => self.values.iter().any(|label| record.labelled(label).is_some()),
            Key::Tier => self.any(said.tier.as_str()),
            Key::DataType => self.any("text"),
            Key::Tag(key) => {
                let tag = record.tags.iter().find(|tag| tag.key == *key);
                tag.is_some_and(|tag| self.values.is_empty() || self.any(&tag.value))
            }
        }
    }

    fn any(&self, text: &str) -> bool {
        self.values.iter().any(|value| match self.option {
            How::Equals | How::Recursive | How::OneLevel => text == value,
            How::BeginsWith => text.starts_with(value.as_str()),
            How::Contains => text.contains(value.as_str()),
        })
    }
}

fn bare(name: &str) -> &str {
    name.strip_prefix('/').unwrap_or(name)
}

fn option(key: &Key, asked: Option<&str>) -> Result<How> {
    let found = match (key, asked) {
        (Key::Path, None | Some("OneLevel")) => Some(How::OneLevel),
        (Key::Path, Some("Recursive")) => Some(How::Recursive),
        (Key::Path, Some(_)) => None,
        (_, None | Some("Equals")) => Some(How::Equals),
        (Key::Label | Key::Tag(_), Some(_)) => None,
        (_, Some("BeginsWith")) => Some(How::BeginsWith),
        (Key::Name, Some("Contains")) => Some(How::Contains),
        (_, Some(_)) => None,
    };
    found.ok_or_else(|| {
        let text = format!(
            "The following filter option is not valid: {}. Valid options include: [{}].",
            asked.unwrap_or_default(),
            if *key == Key::Path { "Recursive, OneLevel" } else { "BeginsWith, Equals" }
        );
        Error::invalid_filter_option(text).into()
    })
}
