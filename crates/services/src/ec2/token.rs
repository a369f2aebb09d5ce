//! Client tokens: a request that comes again with its token has its effect once.

use ferrogate_api::ec2::Error;
use ferrogate_api::json::{self, Typed};
use ferrogate_api::{Cx, OrFault};
use ferrogate_base::TimestampMs;
use ferrogate_records::{Scope, op};
use ferrogate_state::{Fault, Row};
use ferrogate_store::Key;
use sha2::{Digest, Sha256};

use super::change::{Change, TRIES_MAX};
use super::view::{Object, View};
use super::{Ec2, Result, fault, scope};

const TOKEN_MAX: usize = 64;

/// A request that has its effect once.
pub(super) struct Once {
    key: String,
    /// A hash of all its parameters but the token.
    request: String,
    at: TimestampMs,
}

impl Once {
    /// Of `input`, whose token was taken out; `None` without a token.
    pub(super) fn new(
        cx: &Cx,
        operation: &str,
        token: Option<&str>,
        input: &impl Typed,
    ) -> Result<Option<Self>> {
        let Some(token) = token.filter(|token| !token.is_empty()) else { return Ok(None) };
        if token.len() > TOKEN_MAX || !token.bytes().all(|b| b.is_ascii_graphic()) {
            let text = "Invalid value for ClientToken: it can have at most 64 ASCII characters.";
            return Err(Error::new("InvalidParameterValue", text).into());
        }
        Ok(Some(Self {
            key: op::key(&scope(cx), &format!("ec2:{operation}"), token),
            request: hex::encode(Sha256::digest(json::to_string(input))),
            at: cx.received,
        }))
    }

    /// Writes that the object `id` is what the request made.
    fn done(&self, change: &mut Change, id: &str) -> Result<()> {
        let (request, reply) = (self.request.clone(), id.into());
        change.create(self.key.clone(), &op::Record { request, reply, at: self.at })
    }
}

impl Ec2 {
    /// Makes the object `id` by what `plan` writes, and shows it; or shows what the same
    /// request made before.
    pub(super) async fn make<T: Object>(
        &self,
        scope: Scope,
        once: Option<Once>,
        id: String,
        plan: impl Fn(&View, &mut Change) -> Result<()>,
    ) -> Result<T::Shown> {
        let made = match once {
            Some(once) => self.make_once(scope.clone(), &once, id, plan).await?,
            None => {
                self.change(scope.clone(), plan).await?;
                id
            }
        };
        // What another call with the token has made may not be in memory yet.
        let view = self.view_of_now(scope).await?;
        view.find::<T>(&made)?.show(&view)
    }

    /// Writes what `plan` makes, which is called `id`, once: what it is called.
    pub(super) async fn make_once(
        &self,
        scope: Scope,
        once: &Once,
        id: String,
        plan: impl Fn(&View, &mut Change) -> Result<()>,
    ) -> Result<String> {
        for _ in 0..TRIES_MAX {
            if let Some(before) = self.made_before(once).await? {
                return Ok(before);
            }
            let view = self.view_of_now(scope.clone()).await?;
            let made = self.attempt(&view, |view, change| {
                plan(view, change)?;
                once.done(change, &id)
            });
            if made.await?.is_some() {
                return Ok(id);
            }
        }
        Err(fault(Fault::Contended(TRIES_MAX)))
    }

    /// What the same request made, if it did.
    async fn made_before(&self, once: &Once) -> Result<Option<String>> {
        let key = Key::new(once.key.clone()).map_err(fault)?;
        let row: Option<Row<op::Record>> = self.state.read(&key).await.map_err(fault)?;
        let Some(row) = row else { return Ok(None) };
        if row.record.request != once.request {
            let text = "Arguments on this idempotent request are inconsistent with arguments \
                        used in previous request(s).";
            return Err(Error::new("IdempotentParameterMismatch", text).into());
        }
        serde_json::from_value(row.record.reply.clone()).or_fault().map(Some)
    }
}
