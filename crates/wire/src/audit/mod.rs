//! What of calls is taken down in the audit trail: each call of somebody who is known, in the
//! shape of CloudTrail's events, with what was asked of the authoriser and what came of it.

mod asked;
mod event;
mod shown;

use std::sync::Arc;

use ferrogate_api::{ErrorReply, Operation, Value, Wire};
use ferrogate_auth::sigv4::Claim;
use ferrogate_auth::{Authorize, Verified};
use ferrogate_trail::{Begun, Entry, Trail};
use http::request::Parts;
use serde_json::Value as Json;

use crate::context::Exchange;
use asked::Asked;
use event::Call;

/// Operations that carry data, as AWS tells them from those that manage: what is called thousands of
/// times a second would push all else out of the trail. Their refusals are taken down.
const DATA: [(&str, &[&str]); 3] = [
    ("logs", &["PutLogEvents"]),
    ("cloudwatch", &["PutMetricData", "GetMetricData", "GetMetricStatistics"]),
    ("sns", &["Publish", "PublishBatch"]),
];

fn is_data(operation: &Operation) -> bool {
    is_one_of(&DATA, operation)
}

fn is_one_of(list: &[(&str, &[&str])], operation: &Operation) -> bool {
    let of = |(service, names): &(&str, &[&str])| {
        *service == operation.service.id && names.contains(&operation.name)
    };
    list.iter().any(of)
}

/// Operations that change nothing, which neither the models nor their names say: CloudTrail has them
/// as read-only.
const CALCULATES: [(&str, &[&str]); 4] = [
    (
        "kms",
        &[
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateRandom",
            "ReEncrypt",
        ],
    ),
    ("sts", &["AssumeRole", "DecodeAuthorizationMessage"]),
    ("logs", &["StartLiveTail", "StartQuery", "StopQuery", "TestMetricFilter"]),
    ("iam", &["SimulateCustomPolicy", "SimulatePrincipalPolicy"]),
];

/// Whether a call changes something that is there afterwards.
pub(super) fn changes(operation: &Operation) -> bool {
    !operation.reads() && !is_one_of(&CALCULATES, operation)
}

/// What is taken down of one call.
pub(crate) struct Record<'t> {
    trail: &'t Trail,
    call: Call,
    operation: &'static Operation,
    asked: Arc<Asked>,
    /// It changes something, and has begun.
    begun: Option<Begun>,
}

/// What is to be taken down of a call that is over.
pub(crate) struct Ended<'t> {
    trail: &'t Trail,
    begun: Option<Begun>,
    entry: Option<Entry>,
}

impl<'t> Record<'t> {
    /// Of a call by somebody who is known.
    pub(crate) fn of(
        trail: &'t Trail,
        exchange: &Exchange,
        parts: &Parts,
        operation: &'static Operation,
        (verified, claim): (&Verified, &Claim<'_>),
        authorizer: &Arc<dyn Authorize>,
    ) -> Self {
        let call = Call::of(exchange, parts, operation, verified, claim);
        Self { trail, call, operation, asked: Asked::new(authorizer.clone()), begun: None }
    }

    /// Who is asked about the call, so that what is allowed is taken down.
    pub(crate) fn authorizer(&self) -> Arc<dyn Authorize> {
        self.asked.clone()
    }

    /// With what is asked for.
    pub(crate) fn asks_for(&mut self, input: &Value) {
        self.call.parameters = shown::input(input, self.operation.input);
    }

    /// Before its effect: returns once it is in the trail, if it changes something.
    pub(crate) async fn begin(&mut self) {
        if changes(self.operation) && !is_data(self.operation) {
            let entry = self.entry(&Json::Null, None, false);
            self.begun = Some(self.trail.begin(entry).await);
        }
    }

    /// It was refused.
    pub(crate) fn refused(self, reply: &ErrorReply) -> Ended<'t> {
        let entry = self.entry(&Json::Null, Some(reply), self.begun.is_none());
        Ended { trail: self.trail, begun: self.begun, entry: Some(entry) }
    }

    /// It was done. The answers of what changes nothing are not kept, as CloudTrail does.
    pub(crate) fn done(self, output: Option<&dyn Wire>) -> Ended<'t> {
        let answer = match (&self.begun, output) {
            (Some(_), Some(output)) => shown::output(output, self.operation.output),
            _ => Json::Null,
        };
        let entry =
            (!is_data(self.operation)).then(|| self.entry(&answer, None, self.begun.is_none()));
        Ended { trail: self.trail, begun: self.begun, entry }
    }

    fn entry(&self, answer: &Json, reply: Option<&ErrorReply>, other: bool) -> Entry {
        let Call { id, at, account, region, .. } = &self.call;
        Entry {
            id: id.clone(),
            at: *at,
            account: account.clone(),
            region: region.clone(),
            other,
            event: self.call.event(&self.asked.all(), answer, reply).to_string(),
        }
    }
}

impl Ended<'_> {
    /// Takes it down: soon, or of what changes something before this returns.
    pub(crate) async fn take_down(self) {
        match (self.begun, self.entry) {
            (Some(begun), Some(entry)) => begun.end(entry).await,
            (None, Some(entry)) => self.trail.note(entry),
            (_, None) => {}
        }
    }
}
