//! What of calls is taken down in the audit trail: each call of somebody who is known, in the
//! shape of CloudTrail's events, with what was asked of the authoriser and what came of it.

mod asked;
mod event;
mod shown;

use std::sync::Arc;

use ferrogate_api::{ErrorReply, Operation, Value, Wire};
use ferrogate_auth::sigv4::Claim;
use ferrogate_auth::{Authorize, Verified};
use ferrogate_trail::{Begun, Entry, Note, Trail};
use http::request::Parts;
use serde_json::Value as Json;

use crate::context::Exchange;
use asked::Asked;
use event::{Call, Refusal};

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
    what: What,
}

enum What {
    /// It changed something, or may have.
    Changed(Begun, Entry),
    /// It changed nothing.
    Noted(Note),
    /// It is not told.
    Nothing,
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
            let entry = entry(&self.call, &self.asked, &Json::Null, None);
            self.begun = Some(self.trail.begin(entry).await);
        }
    }

    /// It was refused.
    pub(crate) fn refused(self, reply: &ErrorReply) -> Ended<'t> {
        let refusal = Refusal::from(reply);
        let Self { trail, call, asked, begun, .. } = self;
        let what = match begun {
            Some(begun) => {
                let entry = entry(&call, &asked, &Json::Null, Some(&refusal));
                What::Changed(begun, entry)
            }
            None => What::Noted(note(call, &asked, Some(refusal))),
        };
        Ended { trail, what }
    }

    /// It was done. The answers of what changes nothing are not kept, as CloudTrail does.
    pub(crate) fn done(self, output: Option<&dyn Wire>) -> Ended<'t> {
        let Self { trail, call, operation, asked, begun } = self;
        let what = match begun {
            Some(begun) => {
                let answer = output.map(|output| shown::output(output, operation.output));
                let entry = entry(&call, &asked, &answer.unwrap_or_default(), None);
                What::Changed(begun, entry)
            }
            None if is_data(operation) => What::Nothing,
            None => What::Noted(note(call, &asked, None)),
        };
        Ended { trail, what }
    }
}

fn entry(call: &Call, asked: &Asked, answer: &Json, refusal: Option<&Refusal>) -> Entry {
    let Call { id, at, account, region, .. } = call;
    Entry {
        id: id.clone(),
        at: *at,
        account: account.clone(),
        region: region.clone(),
        other: false,
        event: call.event(&asked.all(), answer, refusal).to_string(),
    }
}

fn note(call: Call, asked: &Asked, refusal: Option<Refusal>) -> Note {
    let Call { id, at, account, region, .. } = &call;
    let (id, at, account, region) = (id.clone(), *at, account.clone(), region.clone());
    let allowed = asked.all();
    let event = move || call.event(&allowed, &Json::Null, refusal.as_ref()).to_string();
    Note { id, at, account, region, event: Box::new(event) }
}

impl Ended<'_> {
    /// Takes it down: soon, or of what changes something before this returns.
    pub(crate) async fn take_down(self) {
        match self.what {
            What::Changed(begun, entry) => begun.end(entry).await,
            What::Noted(note) => self.trail.note(note),
            What::Nothing => {}
        }
    }
}
