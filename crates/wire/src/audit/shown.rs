//! Requests and answers as the audit trail has them: JSON in CloudTrail's way, without what the
//! models call sensitive or what is a secret by its name, and no longer than it may be.

use ferrogate_api::{Encoder, Kind, Shape, Timestamp, Value, Wire};
use serde_json::{Map, Value as Json};

/// What stands in place of a secret.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";
/// What stands in place of what had no room.
const CUT: &str = "OMITTED_DUE_TO_SIZE";
/// Bytes of a text; more of it is cut.
const TEXT_BYTES_MAX: usize = 2048;
/// Bytes of all texts and names of a request, or of an answer.
const BYTES_MAX: usize = 16 * 1024;

/// Members that are secrets, or may have some, and are not sensitive by the models.
const SECRETS: [&str; 15] = [
    "environment",
    "sessiontoken",
    "authorizationtoken",
    "tokenvalue",
    "secretaccesskey",
    "password",
    "webidentitytoken",
    "samlassertion",
    "secretstring",
    "secretbinary",
    "plaintext",
    "privatekey",
    // Good for a minute, and an attempt tells what a device shows.
    "tokencode",
    "authenticationcode1",
    "authenticationcode2",
];

fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

/// What is left of the room.
struct Room(usize);

impl Room {
    /// Takes the room of so many bytes, if there is some.
    fn take(&mut self, bytes: usize) -> bool {
        let fits = bytes <= self.0;
        self.0 = self.0.saturating_sub(bytes);
        fits
    }

    fn text(&mut self, text: &str) -> Json {
        let end = text.floor_char_boundary(TEXT_BYTES_MAX);
        match self.take(end + 2) {
            true if end < text.len() => Json::String(format!("{}…", &text[..end])),
            true => Json::String(text.to_owned()),
            false => Json::String(CUT.to_owned()),
        }
    }
}

/// CloudTrail begins names with a small letter.
fn small(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// A request's input.
pub(super) fn input(value: &Value, shape: &'static Shape) -> Json {
    of_value(value, shape, &mut Room(BYTES_MAX))
}

fn of_value(value: &Value, shape: &'static Shape, room: &mut Room) -> Json {
    if shape.sensitive {
        return Json::String(HIDDEN.to_owned());
    }
    if !room.take(4) {
        return Json::String(CUT.to_owned());
    }
    match (value, &shape.kind) {
        (Value::Absent, _) => Json::Null,
        (Value::Bool(value), _) => Json::Bool(*value),
        (Value::Int(value), _) => Json::from(*value),
        (Value::Float(value), _) => Json::from(*value),
        (Value::Str(text), _) => room.text(text),
        (Value::Blob(bytes), _) => Json::String(format!("{} bytes", bytes.len())),
        (Value::Time(at), _) => time(*at),
        (Value::List(items), Kind::List(element)) => {
            let mut all = Vec::new();
            for item in items {
                if room.0 == 0 {
                    all.push(Json::String(CUT.to_owned()));
                    break;
                }
                all.push(of_value(item, element.shape, room));
            }
            Json::Array(all)
        }
        (Value::Map(entries), Kind::Map(_, element)) => {
            let mut all = Map::new();
            for (key, value) in entries {
                if !room.take(key.len()) {
                    break;
                }
                all.insert(key.clone(), named(key, || of_value(value, element.shape, room)));
            }
            Json::Object(all)
        }
        (Value::Struct(fields), _) => {
            let mut all = Map::new();
            for (member, field) in shape.members().iter().zip(fields) {
                if !field.is_absent() && room.take(member.name.len()) {
                    let shown = named(member.name, || of_value(field, member.shape, room));
                    all.insert(small(member.name), shown);
                }
            }
            Json::Object(all)
        }
        (Value::Document(_) | Value::List(_) | Value::Map(_), _) => Json::String(CUT.to_owned()),
    }
}

fn named(name: &str, value: impl FnOnce() -> Json) -> Json {
    if is_secret(name) { Json::String(HIDDEN.to_owned()) } else { value() }
}

fn time(at: Timestamp) -> Json {
    let mut text = String::new();
    // Writing to a text can't fail.
    let _ = at.write_iso(false, &mut text);
    Json::String(text)
}

/// An operation's answer.
pub(super) fn output(value: &dyn Wire, shape: &'static Shape) -> Json {
    let mut shower = Shower { room: Room(BYTES_MAX), shown: Json::Null };
    value.write(shape, &mut shower);
    shower.shown
}

struct Shower {
    room: Room,
    /// What was written last.
    shown: Json,
}

impl Shower {
    fn of(&mut self, value: &dyn Wire, shape: &'static Shape) -> Json {
        if shape.sensitive {
            return Json::String(HIDDEN.to_owned());
        }
        if !self.room.take(4) {
            return Json::String(CUT.to_owned());
        }
        value.write(shape, self);
        std::mem::take(&mut self.shown)
    }
}

impl Encoder for Shower {
    fn boolean(&mut self, value: bool) {
        self.shown = Json::Bool(value);
    }

    fn integer(&mut self, value: i64) {
        self.shown = Json::from(value);
    }

    fn float(&mut self, value: f64) {
        self.shown = Json::from(value);
    }

    fn string(&mut self, value: &str) {
        self.shown = self.room.text(value);
    }

    fn blob(&mut self, value: &[u8]) {
        self.shown = Json::String(format!("{} bytes", value.len()));
    }

    fn timestamp(&mut self, _: &'static Shape, value: Timestamp) {
        self.shown = time(value);
    }

    fn document(&mut self, _: &Json) {
        self.shown = Json::String(CUT.to_owned());
    }

    fn null(&mut self) {
        self.shown = Json::Null;
    }

    fn structure(&mut self, shape: &'static Shape, fields: &[&dyn Wire]) {
        let mut all = Map::new();
        for (member, field) in shape.members().iter().zip(fields) {
            if !field.is_set() || !self.room.take(member.name.len()) {
                continue;
            }
            let shown = named(member.name, || self.of(*field, member.shape));
            all.insert(small(member.name), shown);
        }
        self.shown = Json::Object(all);
    }

    fn list(&mut self, shape: &'static Shape, items: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {
        let mut all = Vec::new();
        for item in items {
            if self.room.0 == 0 {
                all.push(Json::String(CUT.to_owned()));
                break;
            }
            let element = match &shape.kind {
                Kind::List(element) => element.shape,
                _ => shape,
            };
            all.push(self.of(item, element));
        }
        self.shown = Json::Array(all);
    }

    fn map<'a>(
        &mut self,
        shape: &'static Shape,
        entries: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
        let mut all = Map::new();
        for (key, value) in entries {
            if !self.room.take(key.len()) {
                break;
            }
            let element = match &shape.kind {
                Kind::Map(_, element) => element.shape,
                _ => shape,
            };
            let shown = named(key, || self.of(value, element));
            all.insert(key.to_owned(), shown);
        }
        self.shown = Json::Object(all);
    }
}

#[cfg(test)]
mod tests {
    use ferrogate_api::{ecs, json, secretsmanager, ssm, sts};
    use serde_json::json;

    use super::*;

    fn read(operation: &'static ferrogate_api::Operation, input: &Json) -> Value {
        json::decode(input.to_string().as_bytes(), operation.input).unwrap()
    }

    fn shown(operation: &'static ferrogate_api::Operation, request: &Json) -> Json {
        input(&read(operation, request), operation.input)
    }

    #[test]
    fn a_request_is_as_cloudtrail_writes_it() {
        let request = json!({"cluster": "shop", "taskDefinition": "web:1", "count": 2,
            "tags": [{"key": "team", "value": "a"}]});
        assert_eq!(shown(&ecs::operation::RunTask, &request), request);
        let request =
            json!({"RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "s"});
        assert_eq!(
            shown(&sts::operation::AssumeRole, &request),
            json!({"roleArn": "arn:aws:iam::111122223333:role/r", "roleSessionName": "s"})
        );
    }

    #[test]
    fn secrets_are_hidden_in_requests_and_answers() {
        let secret = json!({"Name": "db", "SecretString": "canary"});
        let secret = shown(&secretsmanager::operation::CreateSecret, &secret);
        assert_eq!(secret, json!({"name": "db", "secretString": HIDDEN}));
        let parameter = json!({"Name": "db", "Value": "canary", "Type": "SecureString"});
        let parameter = shown(&ssm::operation::PutParameter, &parameter).to_string();
        assert!(parameter.contains("SecureString") && !parameter.contains("canary"), "{parameter}");
        let environment = json!([{"name": "PASSWORD", "value": "canary"}]);
        let run = json!({"taskDefinition": "web", "overrides": {
            "containerOverrides": [{"name": "app", "environment": environment}]}});
        let run = shown(&ecs::operation::RunTask, &run).to_string();
        assert!(run.contains("app") && !run.contains("canary"), "{run}");
        let answer = sts::AssumeRoleResponse {
            credentials: Some(sts::Credentials {
                access_key_id: Some("ASIA".to_owned()),
                secret_access_key: Some("canary".to_owned()),
                session_token: Some("canary".to_owned()),
                expiration: Some(Timestamp(0)),
            }),
            ..sts::AssumeRoleResponse::default()
        };
        let answer = output(&answer, sts::operation::AssumeRole.output).to_string();
        assert!(answer.contains("ASIA") && answer.contains("1970-01-01T00:00:00Z"), "{answer}");
        assert!(!answer.contains("canary"), "{answer}");
    }

    #[test]
    fn what_is_long_is_cut() {
        let long = json!({"taskDefinition": "é".repeat(5000),
            "tags": vec![json!({"key": "k".repeat(100), "value": "v".repeat(200)}); 5000]});
        let shown = shown(&ecs::operation::RunTask, &long).to_string();
        assert!(shown.len() < 2 * BYTES_MAX, "{}", shown.len());
        assert!(shown.contains(CUT), "{shown}");
        let text = json!({"taskDefinition": "é".repeat(5000)});
        let text =
            super::input(&read(&ecs::operation::RunTask, &text), ecs::operation::RunTask.input);
        let text = text["taskDefinition"].as_str().unwrap();
        assert_eq!(text, format!("{}…", "é".repeat(TEXT_BYTES_MAX / 2)));
    }
}
