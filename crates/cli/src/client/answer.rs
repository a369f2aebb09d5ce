//! What the engine refuses, as faults.

use http::StatusCode;
use serde_json::Value;

use crate::denied::Denied;
use crate::fault::{Fault, Kind};
use crate::hints;

/// A refusal in the JSON protocols.
pub(super) fn json_error(name: &str, status: StatusCode, body: &[u8], endpoint: &str) -> Fault {
    let Ok(document) = serde_json::from_slice::<Value>(body) else {
        return stranger(status, endpoint);
    };
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| document.get(name)?.as_str());
        found.unwrap_or_default().to_owned()
    };
    let code = text(&["__type", "code"]);
    if code.is_empty() {
        return stranger(status, endpoint);
    }
    // Some services write the namespace of the model before the code.
    let code = code.rsplit('#').next().unwrap_or(&code);
    refused(name, code, &text(&["message", "Message"]))
}

/// A refusal with a code of AWS.
pub(super) fn refused(name: &str, code: &str, message: &str) -> Fault {
    let said = message.trim().trim_end_matches('.');
    let what = if said.is_empty() { format!("{name} was refused") } else { said.to_owned() };
    let mut fault = Fault::new(kind_of(code, message), what);
    fault.code = Some(code.into());
    fault.why = Some(format!("the engine answered {code} to {name}").into());
    let denied = (fault.kind == Kind::Denied).then(|| Denied::read(message)).flatten();
    fault.fix = match denied {
        Some(denied) => Some(denied.fix().into()),
        None => hints::refusal(code, message).map(Into::into),
    };
    fault
}

/// Something answers that is no engine.
pub(super) fn stranger(status: StatusCode, endpoint: &str) -> Fault {
    let status = status.as_u16();
    Fault::new(Kind::Unreachable, format!("what answers at {endpoint} is no engine of ours"))
        .why(format!("it answered with status {status} and without an error that AWS has"))
        .fix("name the engine with FERROGATE_ENDPOINT, --data-dir or --listen")
}

fn kind_of(code: &str, message: &str) -> Kind {
    let code = code.trim_end_matches("Exception");
    let missing = message.to_ascii_lowercase();
    let missing = missing.contains("not found") || missing.contains("does not exist");
    match code {
        "AccessDenied"
        | "UnrecognizedClient"
        | "InvalidSignature"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "ExpiredToken"
        | "InvalidClientTokenId"
        | "AuthFailure"
        | "SignatureDoesNotMatch"
        | "UnauthorizedOperation" => Kind::Denied,
        _ if code.ends_with("NotFound") => Kind::NotFound,
        "InvalidParameter" | "Client" if missing => Kind::NotFound,
        "Validation"
        | "ValidationError"
        | "InvalidParameter"
        | "InvalidParameterValue"
        | "Client"
        | "Serialization"
        | "PlatformUnknown"
        | "UnsupportedFeature" => Kind::Invalid,
        _ => Kind::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_aws_become_exit_codes() {
        for (code, message, kind) in [
            ("ClusterNotFoundException", "Cluster not found.", Kind::NotFound),
            ("InvalidParameterException", "The referenced task was not found.", Kind::NotFound),
            ("InvalidSubnetID.NotFound", "", Kind::NotFound),
            ("InvalidParameterException", "Tasks cannot be empty.", Kind::Invalid),
            ("ClientException", "No Fargate configuration exists", Kind::Invalid),
            ("UnrecognizedClientException", "The security token is invalid", Kind::Denied),
            ("ServerException", "", Kind::Failed),
        ] {
            assert_eq!(refused("X", code, message).kind, kind, "{code} {message}");
        }
    }

    #[test]
    fn who_may_not_is_told_the_statement_to_add() {
        let message = "User: arn:aws:iam::1:user/bob is not authorized to perform: ecs:RunTask on \
                       resource: * because no identity-based policy allows the ecs:RunTask action";
        let fault = refused("RunTask", "AccessDeniedException", message);
        let statement = r#"{"Action":"ecs:RunTask","Effect":"Allow","Resource":"*"}"#;
        assert_eq!(fault.fix.unwrap(), format!("add to a policy of user bob: {statement}").into());
        let other = refused("RunTask", "AccessDeniedException", "no");
        assert_eq!(other.fix.as_deref(), Some("use a key that may do this"));
    }

    #[test]
    fn an_answer_without_a_code_is_of_a_stranger() {
        for body in ["<html>", "{}", "[]", "{\"message\":\"no\"}"] {
            let fault = json_error("X", StatusCode::NOT_FOUND, body.as_bytes(), "http://x");
            assert_eq!(fault.kind, Kind::Unreachable, "{body}");
        }
        let modelled = json_error(
            "X",
            StatusCode::BAD_REQUEST,
            br#"{"__type":"a.b#ClientException","message":"m."}"#,
            "",
        );
        assert!(modelled.is("ClientException"));
        assert_eq!(modelled.what, "m");
    }
}
