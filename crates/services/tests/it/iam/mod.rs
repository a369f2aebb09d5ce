//! IAM: who there is in an account, and what they have.

mod groups;
mod keys;
mod limits;
mod mfa;
mod oidc;
mod policies;
mod roles;
mod simulated;
mod users;

use ferrogate_api::Operation;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, Rig};

/// A policy that allows one action.
fn allow(action: &str) -> String {
    let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// A trust policy that names one principal.
fn trust(principal: &Value) -> String {
    let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// What ECS's tasks are trusted by.
fn tasks() -> String {
    trust(&json!({"Service": "ecs-tasks.amazonaws.com"}))
}

fn arn(resource: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{resource}")
}

/// A document as an answer has it, decoded.
fn decoded(value: &Value) -> String {
    let text = value.as_str().expect("a document is text");
    assert!(!text.contains(['{', ' ', '"', '/']), "not encoded: {text}");
    let mut bytes = vec![];
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next().unwrap(), rest.next().unwrap()];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
    }
    String::from_utf8(bytes).unwrap()
}

/// Calls an operation that must be refused with this code and text.
async fn refused(rig: &Rig, operation: &Operation, input: Value, code: &str, text: &str) {
    let refusal = rig.refused(operation, input).await;
    assert_eq!(refusal, (code.to_owned(), text.to_owned()), "{}", operation.name);
}

/// All items of a list that is asked for in pages of `size`; each page but the last is full.
async fn paged(
    rig: &Rig,
    operation: &Operation,
    mut input: Value,
    list: &str,
    size: usize,
) -> Vec<Value> {
    input["MaxItems"] = json!(size);
    let mut all = vec![];
    loop {
        let page = rig.ok(operation, input.clone()).await;
        let items = page[list].as_array().unwrap_or_else(|| panic!("no {list}: {page}")).clone();
        let more = page["IsTruncated"] == true;
        assert_eq!(more, page["Marker"].is_string(), "{page}");
        assert!(items.len() <= size && (!more || items.len() == size), "{page}");
        all.extend(items);
        if !more {
            return all;
        }
        input["Marker"] = page["Marker"].clone();
    }
}
