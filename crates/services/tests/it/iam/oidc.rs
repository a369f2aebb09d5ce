//! OpenID Connect providers.

use ferrogate_api::iam::operation as op;
use serde_json::json;

use super::{arn, paged, refused};
use crate::rig::{Rig, column};

#[tokio::test]
async fn a_provider_is_made_shown_changed_and_deleted() {
    let rig = Rig::new().await;
    let print = "a".repeat(40);
    let input = json!({
        "Url": "https://oidc.example.com/id/1F", "ClientIDList": ["sts.amazonaws.com", "sts.amazonaws.com"],
        "ThumbprintList": [print], "Tags": [{"Key": "b", "Value": ""}, {"Key": "a", "Value": "1"}],
    });
    let made = rig.ok(&op::CreateOpenIDConnectProvider, input.clone()).await;
    let id = arn("oidc-provider/oidc.example.com/id/1F");
    assert_eq!(made["OpenIDConnectProviderArn"], id);
    let text = "Provider with url https://oidc.example.com/id/1F already exists.";
    let code = "EntityAlreadyExistsException";
    refused(&rig, &op::CreateOpenIDConnectProvider, input, code, text).await;
    // Case counts in the path of an issuer.
    rig.ok(&op::CreateOpenIDConnectProvider, json!({"Url": "https://oidc.example.com/id/1f/"}))
        .await;
    let of = json!({"OpenIDConnectProviderArn": id});
    let client = |name: &str| json!({"OpenIDConnectProviderArn": id, "ClientID": name});
    rig.ok(&op::AddClientIDToOpenIDConnectProvider, client("two")).await;
    rig.ok(&op::AddClientIDToOpenIDConnectProvider, client("two")).await;
    rig.ok(&op::RemoveClientIDFromOpenIDConnectProvider, client("sts.amazonaws.com")).await;
    rig.ok(&op::RemoveClientIDFromOpenIDConnectProvider, client("none")).await;
    let got = rig.ok(&op::GetOpenIDConnectProvider, of.clone()).await;
    assert_eq!(
        (&got["Url"], &got["ClientIDList"]),
        (&json!("oidc.example.com/id/1F"), &json!(["two"]))
    );
    assert_eq!(
        (column(&got, "Tags", "Key"), &got["ThumbprintList"]),
        (vec!["a", "b"], &json!([print]))
    );
    let tags = paged(&rig, &op::ListOpenIDConnectProviderTags, of.clone(), "Tags", 1).await;
    assert_eq!(tags.len(), 2);
    let six = json!({"OpenIDConnectProviderArn": id, "ThumbprintList": vec![&print; 6]});
    let text = "Thumbprint list must contain fewer than 5 entries.";
    let code = "InvalidInputException";
    refused(&rig, &op::UpdateOpenIDConnectProviderThumbprint, six, code, text).await;
    let listed = rig.ok(&op::ListOpenIDConnectProviders, json!({})).await;
    assert_eq!(listed["OpenIDConnectProviderList"].as_array().unwrap().len(), 2);
    rig.ok(&op::DeleteOpenIDConnectProvider, of.clone()).await;
    let text = format!("OpenId connect Provider {id} cannot be found.");
    refused(&rig, &op::DeleteOpenIDConnectProvider, of.clone(), "NoSuchEntityException", &text)
        .await;
    let text = format!("OpenIDConnect Provider not found for arn {id}");
    refused(&rig, &op::GetOpenIDConnectProvider, of, "NoSuchEntityException", &text).await;
    rig.end().await;
}

#[tokio::test]
async fn what_is_no_address_of_a_provider_is_refused() {
    let rig = Rig::new().await;
    for url in [
        "http://a.example",
        "a.example",
        "https://",
        "https:///x",
        "https://a?b=c",
        "https://a#b",
        "https://u@a",
        "https://\u{e9}.example",
    ] {
        let text = "Invalid Open ID Connect Provider URL";
        refused(
            &rig,
            &op::CreateOpenIDConnectProvider,
            json!({"Url": url}),
            "ValidationError",
            text,
        )
        .await;
    }
    let clients: Vec<_> = (0..101).map(|at| at.to_string()).collect();
    let input = json!({"Url": "https://a.example", "ClientIDList": clients});
    let text = "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100";
    refused(&rig, &op::CreateOpenIDConnectProvider, input, "LimitExceededException", text).await;
    rig.end().await;
}
