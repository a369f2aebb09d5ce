//! Fields that a type does not know: found where they stand, and put back there.
//!
//! A place is a way through objects and lists. Elements of a list move when others come and
//! go, so a step into a list remembers who the element was, by the first of its fields
//! [`NAMES`], or else how long the list was. A field whose place is gone goes with it.

use serde_json::{Map, Value};

use super::tree::Part;

/// The fields by which an element of a list is known again.
const NAMES: [&str; 4] = ["name", "id", "key", "arn"];

/// A field that a type does not know, and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    parents: Vec<Step>,
    name: String,
    value: Value,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// The field of this name.
    Into(String),
    /// An element of a list.
    Element(Element),
}

#[derive(Clone, Debug, PartialEq)]
enum Element {
    /// Whose field of this name has this value.
    Called(&'static str, Value),
    /// Nothing tells it from the others: its place, as long as the list has this length.
    At(usize, usize),
}

impl Field {
    /// The field at `parts` of `whole`; `None` when no field stands there.
    pub(super) fn at(whole: &Value, parts: &[Part]) -> Option<Self> {
        let (Part::Key(name), parents) = parts.split_last()? else { return None };
        let (mut here, mut steps) = (whole, Vec::new());
        for part in parents {
            match part {
                Part::Key(key) => {
                    here = here.get(key)?;
                    steps.push(Step::Into(key.clone()));
                }
                Part::Index(index) => {
                    let list = here.as_array()?;
                    here = list.get(*index)?;
                    steps.push(Step::Element(Element::of(here, *index, list.len())));
                }
            }
        }
        let value = here.get(name)?.clone();
        Some(Self { parents: steps, name: name.clone(), value })
    }

    /// Puts the field back; what a record says itself under that name stays.
    pub(super) fn put_back(&self, whole: &mut Map<String, Value>) {
        let mut parents = self.parents.iter();
        let mut here = match parents.next() {
            None => return put(whole, &self.name, &self.value),
            Some(Step::Into(name)) => whole.get_mut(name),
            Some(Step::Element(_)) => None,
        };
        for step in parents {
            here = here.and_then(|value| step.follow(value));
        }
        if let Some(Value::Object(fields)) = here {
            put(fields, &self.name, &self.value);
        }
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, value: &Value) {
    if !fields.contains_key(name) {
        fields.insert(name.to_owned(), value.clone());
    }
}

impl Element {
    fn of(value: &Value, index: usize, length: usize) -> Self {
        let named =
            NAMES.iter().find_map(|name| Some(Self::Called(name, value.get(name)?.clone())));
        named.unwrap_or(Self::At(index, length))
    }
}

impl Step {
    fn follow<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        match self {
            Self::Into(name) => value.get_mut(name),
            Self::Element(Element::Called(name, who)) => {
                value.as_array_mut()?.iter_mut().find(|item| item.get(name) == Some(who))
            }
            Self::Element(Element::At(index, length)) => {
                let list = value.as_array_mut()?;
                if list.len() == *length { list.get_mut(*index) } else { None }
            }
        }
    }
}
