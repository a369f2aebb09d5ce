//! AssumeRoleWithWebIdentity.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ferrogate_api::{iam, sts};
use ferrogate_auth::AccessKeys;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, Rig};

const NOW_S: u64 = NOW_MS / 1000;
const URL: &str = "oidc.example.com/id/1F";

/// A provider that a role trusts.
struct Provider {
    rig: Rig,
    key: EcdsaKeyPair,
    role: String,
}

fn provider_arn() -> String {
    format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{URL}")
}

fn key() -> EcdsaKeyPair {
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
    EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &SystemRandom::new()).unwrap()
}

fn trust(action: &Value, conditions: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Federated": provider_arn()}, "Action": action,
        "Condition": conditions,
    }})
    .to_string()
}

fn sign(key: &EcdsaKeyPair, more: &Value) -> String {
    let mut claims = json!({
        "iss": format!("https://{URL}"), "sub": "system:serviceaccount:web:app",
        "aud": ["sts.amazonaws.com"], "exp": NOW_S + 600, "iat": NOW_S,
    });
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&json!({"alg": "ES256", "kid": "k"})), part(&claims));
    let signature = key.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}

impl Provider {
    async fn new(action: Value, conditions: Value) -> Self {
        let (rig, key) = (Rig::new().await, key());
        let point = key.public_key().as_ref();
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let jwk = json!({
            "kty": "EC", "crv": "P-256", "kid": "k",
            "x": part(&point[1..33]), "y": part(&point[33..]),
        });
        let issuer = format!("https://{URL}");
        let found = json!({"issuer": issuer, "jwks_uri": format!("{issuer}/jwks")});
        rig.pages.put(&format!("{issuer}/.well-known/openid-configuration"), found);
        rig.pages.put(&format!("{issuer}/jwks"), json!({"keys": [jwk]}));
        let made = json!({"Url": issuer, "ClientIDList": ["sts.amazonaws.com", "app"]});
        rig.ok(&iam::operation::CreateOpenIDConnectProvider, made).await;
        let made = json!({
            "RoleName": "app", "AssumeRolePolicyDocument": trust(&action, &conditions),
        });
        let made = rig.ok(&iam::operation::CreateRole, made).await;
        let role = made["Role"]["Arn"].as_str().unwrap().to_owned();
        Self { rig, key, role }
    }

    fn ask(&self, token: &str, more: &Value) -> Value {
        let mut ask = json!({
            "RoleArn": self.role, "RoleSessionName": "work", "WebIdentityToken": token,
        });
        for (name, value) in more.as_object().unwrap() {
            ask[name] = value.clone();
        }
        ask
    }

    async fn assume(&self, claims: Value) -> Value {
        let ask = self.ask(&sign(&self.key, &claims), &json!({}));
        self.rig.ok(&sts::operation::AssumeRoleWithWebIdentity, ask).await
    }

    async fn refused(&self, token: &str, more: Value) -> (String, String) {
        let ask = self.ask(token, &more);
        self.rig.refused(&sts::operation::AssumeRoleWithWebIdentity, ask).await
    }
}

fn plain() -> (Value, Value) {
    let conditions = json!({"StringEquals": {
        format!("{URL}:aud"): "sts.amazonaws.com",
        format!("{URL}:sub"): "system:serviceaccount:web:app",
    }});
    (json!("sts:AssumeRoleWithWebIdentity"), conditions)
}

#[tokio::test]
async fn who_has_a_token_that_the_role_trusts_has_a_session_of_it() {
    let (action, conditions) = plain();
    let provider = Provider::new(action, conditions).await;
    let given = provider.assume(json!({})).await;
    assert_eq!(given["SubjectFromWebIdentityToken"], "system:serviceaccount:web:app");
    assert_eq!(given["Audience"], "sts.amazonaws.com");
    assert_eq!(given["Provider"], provider_arn());
    let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/app/work");
    assert_eq!(given["AssumedRoleUser"]["Arn"], arn);
    let text = |name: &str| given["Credentials"][name].as_str().unwrap().to_owned();
    let (id, token) = (text("AccessKeyId"), text("SessionToken"));
    let found = provider.rig.identity.find(&id, Some(&token)).unwrap();
    assert_eq!(found.caller.arn, arn);
    let web = found.caller.session.as_ref().unwrap().web.as_ref().unwrap();
    assert_eq!((&*web.provider, &*web.audience), (&*provider_arn(), "sts.amazonaws.com"));
    provider.rig.end().await;
}

#[tokio::test]
async fn a_token_that_is_not_good_is_refused_in_the_words_of_aws() {
    let (action, conditions) = plain();
    let provider = Provider::new(action, conditions).await;
    let bad = |text: &str| ("InvalidIdentityTokenException".to_owned(), text.to_owned());
    let signed = |claims: Value| sign(&provider.key, &claims);
    let good = signed(json!({}));
    for (claims, text) in [
        (
            json!({"iss": "https://other.example.com"}),
            "No OpenIDConnect provider found in your account for https://other.example.com",
        ),
        (json!({"aud": "other"}), "Incorrect token audience"),
        (json!({"azp": "other"}), "Incorrect token audience"),
        (json!({"aud": []}), "Missing a required claim: aud"),
        (json!({"sub": null}), "Missing a required claim: sub"),
    ] {
        assert_eq!(provider.refused(&signed(claims), json!({})).await, bad(text));
    }
    let over = provider.refused(&signed(json!({"exp": NOW_S})), json!({})).await;
    let text = format!(
        "Token expired: current date/time {NOW_S} must be before the expiration date/time{NOW_S}"
    );
    assert_eq!(over, ("ExpiredTokenException".to_owned(), text));
    let early = provider.refused(&signed(json!({"nbf": NOW_S + 1})), json!({})).await;
    assert_eq!(early.0, "InvalidIdentityTokenException");
    let text = "The ID Token provided is not a valid JWT. (You may see this error if you sent an \
                Access Token)";
    assert_eq!(provider.refused("ya29.access", json!({})).await, bad(text));
    // Signed by another key under the same name.
    let forged = provider.refused(&sign(&key(), &json!({})), json!({})).await;
    assert_eq!(forged.0, "InvalidIdentityTokenException");
    assert!(forged.1.contains("signature"), "{forged:?}");
    let arn = provider.refused(&good, json!({"RoleArn": format!("{}x:", "arn:aws:iam::")})).await;
    assert_eq!(arn.0, "ValidationError");
    let long = provider.refused(&good, json!({"DurationSeconds": 7200})).await;
    let text = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    assert_eq!(long, ("ValidationError".to_owned(), text.to_owned()));
    let oauth = provider.refused(&good, json!({"ProviderId": "www.amazon.com"})).await;
    assert!(oauth.1.contains("ProviderId"), "{oauth:?}");
    // A role that is not there is one that may not be assumed.
    let role = format!("arn:aws:iam::{ACCOUNT}:role/none");
    let denied = "Not authorized to perform sts:AssumeRoleWithWebIdentity".to_owned();
    let denied = ("AccessDenied".to_owned(), denied);
    assert_eq!(provider.refused(&good, json!({"RoleArn": role})).await, denied);
    let other = signed(json!({"sub": "system:serviceaccount:web:other"}));
    assert_eq!(provider.refused(&other, json!({})).await, denied);
    // Tags and a source identity need rights of their own.
    let tags = json!({"principal_tags": {"Team": ["a"]}});
    let tagged = signed(json!({"https://aws.amazon.com/tags": tags}));
    assert_eq!(provider.refused(&tagged, json!({})).await, denied);
    let named = signed(json!({"https://aws.amazon.com/source_identity": "ann"}));
    assert_eq!(provider.refused(&named, json!({})).await, denied);
    // A provider that is gone vouches for nobody, also while its keys are remembered.
    assert!(provider.refused(&good, json!({"DurationSeconds": 7200})).await.0 == "ValidationError");
    let gone = json!({"OpenIDConnectProviderArn": provider_arn()});
    provider.rig.ok(&iam::operation::DeleteOpenIDConnectProvider, gone).await;
    assert_eq!(provider.refused(&good, json!({})).await.0, "InvalidIdentityTokenException");
    provider.rig.end().await;
}

#[tokio::test]
async fn tags_and_a_source_identity_come_from_the_token_where_the_trust_lets_them() {
    let action =
        json!(["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"]);
    let conditions = json!({
        "StringLike": {format!("{URL}:sub"): "system:serviceaccount:web:*"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["Team"]},
        "ForAnyValue:StringEquals": {format!("{URL}:amr"): "authenticated"},
        "StringEqualsIfExists": {"aws:RequestTag/Team": "a", "sts:SourceIdentity": "ann"},
    });
    let provider = Provider::new(action, conditions).await;
    let claims = |team: &str, who: &str| {
        json!({
            "amr": ["authenticated", "pwd"],
            "https://aws.amazon.com/tags":
                {"principal_tags": {"Team": [team]}, "transitive_tag_keys": ["Team"]},
            "https://aws.amazon.com/source_identity": who,
        })
    };
    let given = provider.assume(claims("a", "ann")).await;
    assert_eq!(given["SourceIdentity"], "ann");
    let text = |name: &str| given["Credentials"][name].as_str().unwrap().to_owned();
    let found =
        provider.rig.identity.find(&text("AccessKeyId"), Some(&text("SessionToken"))).unwrap();
    let session = found.caller.session.as_ref().unwrap();
    assert_eq!((&*session.tags["Team"], &*session.transitive), ("a", &["Team".to_owned()][..]));
    assert_eq!(session.source_identity.as_deref(), Some("ann"));
    for claims in [claims("b", "ann"), claims("a", "eve"), json!({"amr": ["pwd"]}), json!({})] {
        let refused = provider.refused(&sign(&provider.key, &claims), json!({})).await;
        assert_eq!(refused.0, "AccessDenied", "{claims}");
    }
    provider.rig.end().await;
}

#[tokio::test]
async fn only_a_statement_that_names_the_provider_trusts_it() {
    let (action, _) = plain();
    let provider = Provider::new(action, json!({})).await;
    provider.assume(json!({})).await;
    let good = sign(&provider.key, &json!({}));
    for principal in [json!({"AWS": "*"}), json!({"AWS": ACCOUNT}), json!({"AWS": [ACCOUNT, "*"]})]
    {
        let document = json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": principal, "Action": "sts:*",
        }});
        let trust = json!({"RoleName": "app", "PolicyDocument": document.to_string()});
        provider.rig.ok(&iam::operation::UpdateAssumeRolePolicy, trust).await;
        let refused = provider.refused(&good, json!({})).await;
        assert_eq!(refused.0, "AccessDenied", "{principal}");
    }
    provider.rig.end().await;
}
