//! Every operation that is served, with a request of it. The tests of `services` have this file,
//! too.

use ferrogate_api::schema::{Kind, Shape};
use ferrogate_api::{Operation, SERVICES, Value};
use ferrogate_auth::Ask;

use crate::rig::ACCOUNT;

/// What a member of this shape may be: something everywhere, or nothing anywhere.
pub(crate) fn sample(name: &str, shape: &Shape, full: bool, depth: usize) -> Value {
    if depth > 5 {
        return Value::Absent;
    }
    match &shape.kind {
        Kind::Structure(structure) => {
            let member =
                |member: &ferrogate_api::Member| match full || depth == 0 && member.required {
                    true => sample(member.name, member.shape, full, depth + 1),
                    false => Value::Absent,
                };
            Value::Struct(structure.members.iter().map(member).collect())
        }
        Kind::List(of) => Value::List(vec![sample(name, of.shape, full, depth + 1)]),
        Kind::Map(_, of) => {
            Value::Map([("team".to_owned(), sample(name, of.shape, full, depth + 1))].into())
        }
        Kind::String if ["Arn", "Arns", "ARN"].iter().any(|end| name.ends_with(end)) => {
            Value::Str("arn:aws:iam::111122223333:role/x".into())
        }
        Kind::String
            if ["GatewayId", "Resources", "ResourceIds", "Source", "Destination"]
                .contains(&name) =>
        {
            Value::Str("igw-1".into())
        }
        Kind::String if name == "SerialNumber" => {
            Value::Str("arn:aws:iam::111122223333:mfa/x".into())
        }
        Kind::String if name == "Path" => Value::Str("/p/".into()),
        Kind::String if name == "registryId" => Value::Str(ACCOUNT.into()),
        Kind::String => Value::Str(shape.values.first().map_or("x", |first| first).to_owned()),
        Kind::Boolean => Value::Bool(true),
        Kind::Integer | Kind::Long => Value::Int(1),
        _ => Value::Absent,
    }
}

/// The policy that allows just these.
pub(crate) fn policy(asks: &[Ask]) -> String {
    let one = |ask: &Ask| serde_json::json!({"Effect": "Allow", "Action": ask.action, "Resource": ask.resource});
    let all: Vec<_> = asks.iter().map(one).collect();
    serde_json::json!({"Version": "2012-10-17", "Statement": all}).to_string()
}

/// Every operation that is served.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    SERVICES.iter().flat_map(|service| service.operations.iter().copied())
}
