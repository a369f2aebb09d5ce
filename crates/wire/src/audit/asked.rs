//! What was asked of the authoriser about one call, by the door and by its handler.

use std::sync::Arc;

use ferrogate_auth::{Ask, Authorize, Caller, Denied, Through};
use ferrogate_policy::Context;
use parking_lot::Mutex;

/// Asks that are kept of one call.
const ASKS_MAX: usize = 32;

/// An authoriser that remembers what it was asked. Those that were allowed come first.
pub(crate) struct Asked {
    who: Arc<dyn Authorize>,
    allowed: Mutex<Vec<(String, String)>>,
}

impl Asked {
    pub(crate) fn new(who: Arc<dyn Authorize>) -> Arc<Self> {
        Arc::new(Self { who, allowed: Mutex::default() })
    }

    /// The actions that were allowed, each with its resource.
    pub(crate) fn all(&self) -> Vec<(String, String)> {
        self.allowed.lock().clone()
    }
}

impl Authorize for Asked {
    fn authorize(
        &self,
        caller: &Caller,
        asks: &[Ask],
        circumstances: &Context,
    ) -> Result<(), Denied> {
        self.who.authorize(caller, asks, circumstances)?;
        let mut allowed = self.allowed.lock();
        for ask in asks {
            let one = (ask.action.clone(), ask.resource.clone());
            if allowed.len() < ASKS_MAX && !allowed.contains(&one) {
                allowed.push(one);
            }
        }
        Ok(())
    }

    fn admit(
        &self,
        through: &Through,
        caller: &Caller,
        asks: &[Ask],
        circumstances: &Context,
    ) -> Result<(), Denied> {
        self.who.admit(through, caller, asks, circumstances)
    }
}
