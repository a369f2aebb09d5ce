//! The credentials of a task's role, for the task that has it and no other: who asks is known by the
//! interface, so an id of another task's is not found here.

use std::collections::HashMap;
use std::fmt::Write as _;

use ferrogate_base::clock::civil_from_days;
use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_link::session::RoleCredentials;
use http::StatusCode;
use parking_lot::Mutex;
use serde_json::json;

use super::answer::Answer;

/// What this host was lent, in memory alone.
#[derive(Default)]
pub(in crate::agent) struct Lent(Mutex<HashMap<TaskKey, RoleCredentials>>);

impl Lent {
    /// The newest take the place of those before.
    pub(in crate::agent) fn take(&self, key: TaskKey, credentials: RoleCredentials) {
        self.0.lock().insert(key, credentials);
    }

    /// The task is over.
    pub(in crate::agent) fn forget(&self, key: &TaskKey) {
        self.0.lock().remove(key);
    }

    /// What a task's own.
    fn of(&self, key: &TaskKey) -> Option<RoleCredentials> {
        self.0.lock().get(key).cloned()
    }
}

/// The id of a task's credentials: its own 128 random bits, as a UUID is written. The same for
/// every agent that takes the task up.
pub(super) fn id(key: &TaskKey) -> String {
    let id = key.task.to_string();
    let part = |from: usize, to: usize| id.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// The path that `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` has.
pub(super) fn path(key: &TaskKey) -> String {
    format!("/v2/credentials/{}", id(key))
}

/// The answer to a task that asks for the credentials with this id.
pub(super) fn answer(
    key: &TaskKey,
    has_role: bool,
    lent: &Lent,
    (version, asked): (u8, &str),
) -> Answer {
    let refused = |status: StatusCode, code: &str, said: &str| {
        let said = format!("CredentialsV{version}Request: {said}");
        let document = json!({"code": code, "message": said, "HTTPErrorCode": status.as_u16()});
        Answer::json(status, &document)
    };
    if asked.is_empty() {
        return refused(
            StatusCode::BAD_REQUEST,
            "NoIdInRequest",
            "No Credential ID in the request",
        );
    }
    if !has_role || asked != id(key) {
        return refused(StatusCode::BAD_REQUEST, "InvalidIdInRequest", "Credentials not found");
    }
    let Some(lent) = lent.of(key) else {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return refused(status, "CredentialsUninitialized", "Credentials uninitialized for ID");
    };
    Answer::json(
        StatusCode::OK,
        &json!({
            "RoleArn": lent.role_arn,
            "AccessKeyId": lent.access_key_id,
            "SecretAccessKey": lent.secret.expose(),
            "Token": lent.token.expose(),
            "Expiration": moment(lent.expires),
        }),
    )
}

/// `2026-11-30T09:00:00Z`.
fn moment(at: TimestampMs) -> String {
    let seconds = at.0 / 1000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_from_days(i64::try_from(days).unwrap_or_default());
    let mut text = String::new();
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    // Writing to a text can't fail.
    let _ = write!(text, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId};
    use ferrogate_link::session::Token;

    use super::super::answer::Content;

    fn said(answer: &Answer) -> (u16, serde_json::Value) {
        let Content::Json(document) = &answer.content else { panic!("{answer:?}") };
        (answer.status.as_u16(), serde_json::from_slice(document).unwrap())
    }

    #[test]
    fn a_task_gets_its_own_credentials_and_no_others() {
        let keys = [1, 2].map(|epoch| TaskKey { task: TaskId::random(), epoch: Epoch(epoch) });
        let lent = Lent::default();
        let ask = |key: &TaskKey, role: bool, id: &str| said(&answer(key, role, &lent, (2, id)));
        assert_eq!(ask(&keys[0], true, "").1["code"], "NoIdInRequest");
        assert_eq!(ask(&keys[0], true, "x").1["code"], "InvalidIdInRequest");
        assert_eq!(ask(&keys[0], false, &id(&keys[0])).1["code"], "InvalidIdInRequest");
        assert_eq!(ask(&keys[0], true, &id(&keys[0])).0, 503);
        for key in &keys {
            let credentials = RoleCredentials {
                role_arn: "arn:aws:iam::111122223333:role/app".into(),
                access_key_id: format!("ASIA{}", key.epoch),
                secret: Token::new("hush"),
                token: Token::new("sealed"),
                expires: TimestampMs(1_796_000_000_000),
            };
            lent.take(key.clone(), credentials);
        }
        let (status, told) = ask(&keys[0], true, &id(&keys[0]));
        assert_eq!((status, &told["AccessKeyId"]), (200, &json!("ASIA1")));
        assert_eq!(told["Expiration"], "2026-11-30T00:53:20Z");
        assert_eq!(told.as_object().unwrap().len(), 5);
        assert_eq!(ask(&keys[0], true, &id(&keys[1])).1["code"], "InvalidIdInRequest");
        lent.forget(&keys[0]);
        assert_eq!(ask(&keys[0], true, &id(&keys[0])).0, 503);
    }
}
