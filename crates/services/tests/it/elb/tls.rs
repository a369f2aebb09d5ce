//! Listeners with TLS: their policies and certificates.

use ferrogate_api::acm::operation as acm;
use ferrogate_api::elbv2::operation as op;
use serde_json::{Value, json};

use super::{fixed, listener, make_balancer, make_listener, refusal, text, with};
use crate::acm::{imported, own};
use crate::rig::Rig;

pub(super) fn https(balancer: &str, port: u16, certificate: &str) -> Value {
    let of = with(listener(balancer, port, fixed("200")), "Protocol", "HTTPS");
    with(of, "Certificates", json!([{"CertificateArn": certificate}]))
}

async fn make_https(rig: &Rig, balancer: &str, certificate: &str) -> String {
    let made = rig.ok(&op::CreateListener, https(balancer, 443, certificate)).await;
    text(&made["Listeners"][0]["ListenerArn"])
}

async fn certificates(rig: &Rig, listener: &str) -> Vec<(String, bool)> {
    let ask = json!({"ListenerArn": listener});
    let shown = rig.ok(&op::DescribeListenerCertificates, ask).await;
    let all = shown["Certificates"].as_array().unwrap();
    let one = |of: &Value| (text(&of["CertificateArn"]), of["IsDefault"].as_bool().unwrap());
    all.iter().map(one).collect()
}

#[tokio::test]
async fn a_listener_has_a_policy_and_certificates() {
    let rig = Rig::new().await;
    let balancer = make_balancer(&rig, "web").await;
    let (a, b, c) = (
        imported(&rig, &own(&["a.example.com"])).await,
        imported(&rig, &own(&["b.example.com"])).await,
        imported(&rig, &own(&["c.example.com"])).await,
    );
    let made = rig.ok(&op::CreateListener, https(&balancer, 443, &a)).await["Listeners"][0].clone();
    assert_eq!((&made["Protocol"], &made["Port"]), (&json!("HTTPS"), &json!(443)));
    assert_eq!(made["SslPolicy"], "ELBSecurityPolicy-2016-08");
    assert_eq!(made["Certificates"], json!([{"CertificateArn": a}]));
    assert_eq!(made["MutualAuthentication"], json!({"Mode": "off"}));
    let of = text(&made["ListenerArn"]);
    // The same request again makes nothing new.
    let again = rig.ok(&op::CreateListener, https(&balancer, 443, &a)).await;
    assert_eq!(again["Listeners"][0], made);
    let more =
        json!({"ListenerArn": of, "Certificates": [{"CertificateArn": b}, {"CertificateArn": c}]});
    let added = rig.ok(&op::AddListenerCertificates, more.clone()).await;
    assert_eq!(added["Certificates"][0], json!({"CertificateArn": b, "IsDefault": false}));
    rig.ok(&op::AddListenerCertificates, more).await;
    let mut want = vec![(b.clone(), false), (c.clone(), false)];
    want.sort();
    want.insert(0, (a.clone(), true));
    assert_eq!(certificates(&rig, &of).await, want);
    let shown = rig.ok(&acm::DescribeCertificate, json!({"CertificateArn": b})).await;
    assert_eq!(shown["Certificate"]["InUseBy"], json!([balancer]));
    for arn in [&a, &b] {
        let (code, why) =
            rig.refused(&acm::DeleteCertificate, json!({"CertificateArn": arn})).await;
        assert_eq!(code, "ResourceInUseException");
        assert_eq!(why, format!("Certificate {arn} in account 111122223333 is in use."));
    }
    // Another default one, and another policy; the others stay.
    let change = json!({
        "ListenerArn": of, "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "Certificates": [{"CertificateArn": c}],
    });
    let changed = rig.ok(&op::ModifyListener, change).await["Listeners"][0].clone();
    assert_eq!(changed["SslPolicy"], "ELBSecurityPolicy-TLS13-1-2-2021-06");
    assert_eq!(changed["Certificates"], json!([{"CertificateArn": c}]));
    rig.ok(&acm::DeleteCertificate, json!({"CertificateArn": a})).await;
    let gone = json!({"ListenerArn": of, "Certificates": [{"CertificateArn": c}]});
    rig.ok(&op::RemoveListenerCertificates, gone.clone()).await;
    let (code, _) = refusal(&rig, &op::RemoveListenerCertificates, gone).await;
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(certificates(&rig, &of).await, [(c.clone(), true), (b.clone(), false)]);
    // In the clear it has none.
    let change = json!({"ListenerArn": of, "Protocol": "HTTP", "Port": 80});
    let plain = rig.ok(&op::ModifyListener, change).await["Listeners"][0].clone();
    assert_eq!((plain.get("SslPolicy"), plain.get("Certificates")), (None, None));
    rig.ok(&acm::DeleteCertificate, json!({"CertificateArn": b})).await;
    rig.end().await;
}

#[tokio::test]
async fn what_tls_can_t_be_is_refused() {
    let rig = Rig::new().await;
    let balancer = make_balancer(&rig, "web").await;
    let plain = make_listener(&rig, &balancer, fixed("200")).await;
    let a = imported(&rig, &own(&["a.example.com"])).await;
    let base = || https(&balancer, 443, &a);
    let none = a.replace(&a[a.len() - 4..], "0000");
    let two = json!([{"CertificateArn": a}, {"CertificateArn": a}]);
    let out = json!([{"Type": "redirect", "RedirectConfig": {
        "Protocol": "HTTP", "Port": "80", "StatusCode": "HTTP_301"}}]);
    let default = json!([{"CertificateArn": a, "IsDefault": true}]);
    let other = json!([{"CertificateArn": a.replace("eu-central-1", "us-east-1")}]);
    let server = json!([{"CertificateArn": "arn:aws:iam::111122223333:server-certificate/x"}]);
    for (ask, code) in [
        (with(base(), "Certificates", json!([])), "ValidationError"),
        (with(base(), "Certificates", two), "TooManyCertificates"),
        (with(base(), "Certificates", default), "ValidationError"),
        (with(base(), "Certificates", json!([{"CertificateArn": none}])), "CertificateNotFound"),
        (with(base(), "Certificates", other), "CertificateNotFound"),
        (with(base(), "Certificates", server), "CertificateNotFound"),
        (with(base(), "SslPolicy", "ELBSecurityPolicy-1999"), "SSLPolicyNotFound"),
        (
            with(base(), "SslPolicy", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"),
            "UnsupportedOperation",
        ),
        (with(base(), "MutualAuthentication", json!({"Mode": "verify"})), "ValidationError"),
        (with(base(), "DefaultActions", out.clone()), "InvalidLoadBalancerAction"),
        (with(base(), "AlpnPolicy", json!(["HTTP2Only"])), "ValidationError"),
        (with(base(), "Protocol", "HTTP"), "ValidationError"),
    ] {
        let (found, text) = refusal(&rig, &op::CreateListener, ask.clone()).await;
        assert_eq!(found, code, "{ask}: {text}");
    }
    let more = json!({"ListenerArn": plain, "Certificates": [{"CertificateArn": a}]});
    for operation in [&op::AddListenerCertificates, &op::RemoveListenerCertificates] {
        assert_eq!(refusal(&rig, operation, more.clone()).await.0, "ValidationError");
    }
    // A rule may lead to TLS, and a listener that has one that leads out of it gets none.
    let of = make_https(&rig, &balancer, &a).await;
    let conditions = json!([{"Field": "path-pattern", "Values": ["/x"]}]);
    let rule = |listener: &str| json!({"ListenerArn": listener, "Priority": 1, "Conditions": conditions, "Actions": out});
    assert_eq!(refusal(&rig, &op::CreateRule, rule(&of)).await.0, "InvalidLoadBalancerAction");
    let other = with(
        rule(&plain),
        "Actions",
        json!([{"Type": "redirect", "RedirectConfig": {
        "Protocol": "HTTP", "Port": "81", "StatusCode": "HTTP_301"}}]),
    );
    rig.ok(&op::CreateRule, other).await;
    let change = json!({"ListenerArn": plain, "Protocol": "HTTPS", "Port": 444,
        "Certificates": [{"CertificateArn": a}]});
    let (code, _) = refusal(&rig, &op::ModifyListener, change).await;
    assert_eq!(code, "InvalidLoadBalancerAction");
    rig.end().await;
}

#[tokio::test]
async fn a_load_balancer_has_so_many_certificates() {
    let rig = Rig::new().await;
    let balancer = make_balancer(&rig, "web").await;
    let made = own(&["a.example.com"]);
    let default = imported(&rig, &made).await;
    let of = make_https(&rig, &balancer, &default).await;
    let mut all = vec![];
    for _ in 0..26 {
        all.push(json!({"CertificateArn": imported(&rig, &made).await}));
    }
    let add = |some: &[Value]| json!({"ListenerArn": of, "Certificates": some});
    rig.ok(&op::AddListenerCertificates, add(&all[..25])).await;
    let (code, _) = refusal(&rig, &op::AddListenerCertificates, add(&all[25..])).await;
    assert_eq!(code, "TooManyCertificates");
    rig.end().await;
}

#[tokio::test]
async fn policies_are_shown_with_what_is_spoken_of_them() {
    let rig = Rig::new().await;
    let all = rig.ok(&op::DescribeSSLPolicies, json!({})).await;
    assert_eq!(all["SslPolicies"].as_array().unwrap().len(), 18);
    let ask = json!({"Names": ["ELBSecurityPolicy-TLS13-1-3-2021-06"]});
    let one = rig.ok(&op::DescribeSSLPolicies, ask).await["SslPolicies"][0].clone();
    assert_eq!(one["SslProtocols"], json!(["TLSv1.3"]));
    assert_eq!(one["Ciphers"][0], json!({"Name": "TLS_AES_128_GCM_SHA256", "Priority": 1}));
    let ask = json!({"Names": ["none"]});
    let (code, text) = refusal(&rig, &op::DescribeSSLPolicies, ask).await;
    assert_eq!((&*code, &*text), ("SSLPolicyNotFound", "SSL policy 'none' not found"));
    rig.end().await;
}
