//! Policies that were read once. A document is its own key, so a changed one is another.

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_policy::{Kind, Malformed, Policy};
use parking_lot::RwLock;

/// So many documents are kept at most: what is beyond them is read again.
const DOCUMENTS_MAX: usize = 20_000;
/// And so many bytes of their texts.
const BYTES_MAX: usize = 64 << 20;

type Read = Result<Arc<Policy>, Malformed>;

/// The documents that were read lately.
#[derive(Default)]
pub(crate) struct Compiled(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    identity: HashMap<Box<str>, Read>,
    trust: HashMap<Box<str>, Read>,
    resource: HashMap<Box<str>, Read>,
    repository: HashMap<Box<str>, Read>,
    bytes: usize,
}

impl Kept {
    fn of(&self, kind: Kind) -> &HashMap<Box<str>, Read> {
        match kind {
            Kind::Identity => &self.identity,
            Kind::Trust => &self.trust,
            Kind::Resource => &self.resource,
            Kind::Repository => &self.repository,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut HashMap<Box<str>, Read> {
        match kind {
            Kind::Identity => &mut self.identity,
            Kind::Trust => &mut self.trust,
            Kind::Resource => &mut self.resource,
            Kind::Repository => &mut self.repository,
        }
    }

    fn len(&self) -> usize {
        self.identity.len() + self.trust.len() + self.resource.len() + self.repository.len()
    }
}

impl Compiled {
    /// The policy that a document is.
    pub(crate) fn get(&self, document: &str, kind: Kind) -> Read {
        if let Some(found) = self.0.read().of(kind).get(document) {
            return found.clone();
        }
        // Outside of the lock: a long document holds up nobody else.
        let read = Policy::parse(document, kind).map(Arc::new);
        let mut kept = self.0.write();
        if kept.len() >= DOCUMENTS_MAX || kept.bytes + document.len() > BYTES_MAX {
            *kept = Kept::default();
        }
        kept.bytes += document.len();
        kept.of_mut(kind).insert(document.into(), read.clone());
        read
    }
}
