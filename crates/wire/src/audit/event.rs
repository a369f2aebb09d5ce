//! The shape of CloudTrail's events ("CloudTrail record contents", version 1.11).

use std::borrow::Cow;
use std::sync::Arc;

use ferrogate_api::{ErrorReply, Operation, Timestamp};
use ferrogate_auth::authorize::account_of;
use ferrogate_auth::sigv4::Claim;
use ferrogate_auth::{Caller, Principal, Verified};
use ferrogate_base::TimestampMs;
use http::header::USER_AGENT;
use http::request::Parts;
use serde_json::{Map, Value as Json, json};

use crate::context::Exchange;

/// Resources of one event.
const RESOURCES_MAX: usize = 16;
/// Bytes of a user agent and of an error's text (CloudTrail record contents).
const TEXT_BYTES_MAX: usize = 1024;

/// What is known of a call before it is done.
pub(super) struct Call {
    pub(super) id: String,
    pub(super) at: TimestampMs,
    pub(super) account: String,
    pub(super) region: String,
    /// What is asked for; null when it could not be read.
    pub(super) parameters: Json,
    request_id: String,
    caller: Arc<Caller>,
    key: String,
    service: &'static str,
    name: &'static str,
    reads: bool,
    source_ip: Json,
    user_agent: Json,
    endpoint: Json,
}

/// Why a call was refused, as far as the event tells it.
pub(super) struct Refusal {
    code: Cow<'static, str>,
    text: String,
}

impl From<&ErrorReply> for Refusal {
    fn from(reply: &ErrorReply) -> Self {
        Self { code: reply.code.clone(), text: cut(&reply.message.text).to_owned() }
    }
}

impl Call {
    pub(super) fn of(
        exchange: &Exchange,
        parts: &Parts,
        operation: &'static Operation,
        verified: &Verified,
        claim: &Claim<'_>,
    ) -> Self {
        let client = exchange.ends.client.map(|client| client.ip().to_canonical().to_string());
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        let via = exchange.ends.via.as_ref().map(|via| via.through.endpoint.clone());
        // What is in one place for all regions tells there.
        let everywhere = matches!(operation.service.id, "iam" | "route53");
        let region = if everywhere { "us-east-1" } else { &verified.region };
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            at: exchange.received,
            account: verified.caller.account.to_string(),
            region: region.to_owned(),
            parameters: Json::Null,
            request_id: exchange.request_id.clone(),
            caller: verified.caller.clone(),
            key: claim.access_key_id.to_string(),
            service: operation.service.signing_name,
            name: operation.name,
            reads: !super::changes(operation),
            source_ip: json!(client),
            user_agent: json!(agent.map(cut)),
            endpoint: json!(via),
        }
    }

    /// The whole event.
    pub(super) fn event(
        &self,
        allowed: &[(String, String)],
        answer: &Json,
        refusal: Option<&Refusal>,
    ) -> Json {
        let mut event = json!({
            "eventVersion": "1.11",
            "userIdentity": identity(&self.caller, &self.key),
            "eventTime": time(self.at),
            "eventSource": format!("{}.amazonaws.com", self.service),
            "eventName": self.name,
            "awsRegion": self.region,
            "sourceIPAddress": self.source_ip,
            "userAgent": self.user_agent,
            "requestParameters": self.parameters,
            "responseElements": answer,
            "requestID": self.request_id,
            "eventID": self.id,
            "readOnly": self.reads,
            "eventType": "AwsApiCall",
            "managementEvent": true,
            "recipientAccountId": self.account,
            "eventCategory": "Management",
        });
        if let Some(Refusal { code, text }) = refusal {
            event["errorCode"] = json!(code);
            event["errorMessage"] = json!(text);
        }
        if !self.endpoint.is_null() {
            event["vpcEndpointId"] = self.endpoint.clone();
        }
        let resources: Vec<Json> = resources(allowed).take(RESOURCES_MAX).collect();
        if !resources.is_empty() {
            event["resources"] = Json::Array(resources);
        }
        if !allowed.is_empty() {
            let one = |(action, resource): &(String, String)| json!({"action": action, "resource": resource});
            let allowed: Vec<Json> = allowed.iter().map(one).collect();
            event["additionalEventData"] = json!({"allowed": allowed});
        }
        event
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]
}

fn time(at: TimestampMs) -> String {
    let mut text = String::new();
    // CloudTrail's times have no fractions. Writing to a text can't fail.
    let seconds = i64::try_from(at.0 / 1000 * 1000).unwrap_or(i64::MAX);
    let _ = Timestamp(seconds).write_iso(false, &mut text);
    text
}

/// What was touched, by ARN, each once.
fn resources(allowed: &[(String, String)]) -> impl Iterator<Item = Json> {
    let mut seen = Vec::new();
    let mut all = Vec::new();
    for (_, arn) in allowed {
        if arn.starts_with("arn:") && !seen.contains(&arn) {
            seen.push(arn);
            let mut one = Map::new();
            one.insert("ARN".into(), json!(arn));
            if let Some(account) = account_of(arn) {
                one.insert("accountId".into(), json!(account));
            }
            if let Some(kind) = kind(arn) {
                one.insert("type".into(), json!(kind));
            }
            all.push(Json::Object(one));
        }
    }
    all.into_iter()
}

/// The type of a resource as CloudFormation names it, where it is one that callers look for.
fn kind(arn: &str) -> Option<&'static str> {
    let mut parts = arn.splitn(6, ':').skip(2);
    let service = parts.next()?;
    let resource = parts.nth(2)?;
    let kind = resource.split(['/', ':']).next()?;
    Some(match (service, kind) {
        ("ecs", "cluster") => "AWS::ECS::Cluster",
        ("ecs", "service") => "AWS::ECS::Service",
        ("ecs", "task-definition") => "AWS::ECS::TaskDefinition",
        ("ecs", "task") => "AWS::ECS::Task",
        ("ecr", "repository") => "AWS::ECR::Repository",
        ("iam", "role") => "AWS::IAM::Role",
        ("iam", "user") => "AWS::IAM::User",
        ("iam", "group") => "AWS::IAM::Group",
        ("iam", "policy") => "AWS::IAM::Policy",
        ("kms", "key") => "AWS::KMS::Key",
        ("kms", "alias") => "AWS::KMS::Alias",
        ("secretsmanager", "secret") => "AWS::SecretsManager::Secret",
        ("ssm", "parameter") => "AWS::SSM::Parameter",
        ("logs", "log-group") => "AWS::Logs::LogGroup",
        ("sns", _) => "AWS::SNS::Topic",
        ("elasticloadbalancing", "loadbalancer") => "AWS::ElasticLoadBalancingV2::LoadBalancer",
        ("elasticloadbalancing", "targetgroup") => "AWS::ElasticLoadBalancingV2::TargetGroup",
        ("elasticloadbalancing", "listener") => "AWS::ElasticLoadBalancingV2::Listener",
        ("ec2", "vpc") => "AWS::EC2::VPC",
        ("ec2", "subnet") => "AWS::EC2::Subnet",
        ("ec2", "security-group") => "AWS::EC2::SecurityGroup",
        _ => return None,
    })
}

/// Who called ("CloudTrail userIdentity element").
fn identity(caller: &Caller, key: &str) -> Json {
    let account = caller.account.as_str();
    let mut who = json!({
        "principalId": caller.user_id,
        "arn": caller.arn,
        "accountId": account,
        "accessKeyId": key,
    });
    let kind = match &caller.principal {
        Principal::Root => "Root",
        Principal::User { name } => {
            who["userName"] = json!(name);
            "IAMUser"
        }
        Principal::Role { .. } => "AssumedRole",
        Principal::Federated { .. } => "FederatedUser",
        Principal::Anonymous => "Unknown",
    };
    who["type"] = json!(kind);
    if let Some(session) = &caller.session {
        let mfa = if session.mfa_at.is_some() { "true" } else { "false" };
        let attributes = json!({"creationDate": time(session.issued), "mfaAuthenticated": mfa});
        let mut context = json!({"attributes": attributes});
        if let Some(source) = &session.source_identity {
            context["sourceIdentity"] = json!(source);
        }
        if let Some(issuer) = caller.issuer() {
            let (id, name) = (caller.user_id.split(':').next(), issuer.rsplit('/').next());
            let kind =
                if matches!(caller.principal, Principal::Role { .. }) { "Role" } else { "IAMUser" };
            context["sessionIssuer"] = json!({"type": kind, "principalId": id, "arn": issuer,
                "accountId": account, "userName": name});
        }
        who["sessionContext"] = context;
    }
    who
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> ferrogate_base::AccountId {
        "111122223333".parse().unwrap()
    }

    #[test]
    fn callers_are_told_apart() {
        let root = identity(&Caller::root(account()), "AKIA1");
        assert_eq!(
            root,
            json!({"type": "Root", "principalId": "111122223333", "accountId":
            "111122223333", "arn": "arn:aws:iam::111122223333:root", "accessKeyId": "AKIA1"})
        );
        let user = identity(&Caller::user(account(), "bob", "AIDA1"), "AKIA2");
        assert_eq!((&user["type"], &user["userName"]), (&json!("IAMUser"), &json!("bob")));
        let role = "arn:aws:iam::111122223333:role/path/deploy";
        let session = identity(
            &Caller {
                account: account(),
                arn: "arn:aws:sts::111122223333:assumed-role/deploy/ci".into(),
                user_id: "AROA1:ci".into(),
                principal: Principal::Role { name: "deploy".into(), arn: role.into() },
                session: Some(Box::default()),
            },
            "ASIA1",
        );
        assert_eq!(session["type"], "AssumedRole");
        assert_eq!(
            session["sessionContext"]["sessionIssuer"],
            json!({"type": "Role", "principalId": "AROA1", "arn": role,
                "accountId": "111122223333", "userName": "deploy"})
        );
    }

    #[test]
    fn resources_are_told_once_with_their_types() {
        let cluster = "arn:aws:ecs:eu-west-1:111122223333:cluster/a";
        let asks = [("ecs:RunTask", cluster), ("ecs:TagResource", cluster), ("ecs:List", "*")];
        let asks = asks.map(|(action, resource)| (action.to_owned(), resource.to_owned()));
        let all: Vec<_> = resources(&asks).collect();
        let one = json!({"ARN": cluster, "accountId": "111122223333", "type": "AWS::ECS::Cluster"});
        assert_eq!(all, [one]);
    }

    #[test]
    fn times_have_no_fractions() {
        assert_eq!(time(TimestampMs(1_700_000_000_999)), "2023-11-14T22:13:20Z");
    }
}
