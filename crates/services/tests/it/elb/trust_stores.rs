//! Trust stores, and listeners that ask for clients' certificates.

use ferrogate_api::elbv2::operation as op;
use ferrogate_records::elb::trust_store::revocation;
use ferrogate_store::Prefix;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber, date_time_ymd,
};
use serde_json::{Value, json};

use super::tls::https;
use super::{make_balancer, refusal, text, with};
use crate::acm::{imported, own};
use crate::rig::Rig;

/// An authority in PEM, and a list by which it revokes so many.
fn authority(name: &str) -> (String, impl Fn(u64) -> String) {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, name);
    let key = KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, key);
    let revokes = move |count: u64| {
        let one = |serial: u64| RevokedCertParams {
            serial_number: SerialNumber::from(serial + 1),
            revocation_time: date_time_ymd(2024, 1, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2024, 1, 1),
            next_update: date_time_ymd(2090, 1, 1),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: (0..count).map(one).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        list.signed_by(&issuer).unwrap().pem().unwrap()
    };
    (pem, revokes)
}

fn create(name: &str, key: &str) -> Value {
    json!({
        "Name": name, "CaCertificatesBundleS3Bucket": "my-logs", "CaCertificatesBundleS3Key": key,
    })
}

/// Makes a trust store: its ARN.
async fn make(rig: &Rig, name: &str, key: &str) -> String {
    let made = rig.ok(&op::CreateTrustStore, create(name, key)).await;
    text(&made["TrustStores"][0]["TrustStoreArn"])
}

fn add(store: &str, keys: &[&str]) -> Value {
    let one = |key: &&str| json!({"S3Bucket": "my-logs", "S3Key": key, "RevocationType": "CRL"});
    json!({
        "TrustStoreArn": store, "RevocationContents": keys.iter().map(one).collect::<Vec<_>>(),
    })
}

#[tokio::test]
async fn a_trust_store_has_what_is_in_a_bucket() {
    let rig = Rig::new().await;
    let ((a, revokes), (b, _)) = (authority("a"), authority("b"));
    rig.object("ca/one.pem", &format!("# one\n{a}"));
    rig.object("two.pem", &format!("{a}{b}"));
    let made = rig.ok(&op::CreateTrustStore, create("mine", "two.pem")).await;
    let made = made["TrustStores"][0].clone();
    let arn = text(&made["TrustStoreArn"]);
    let own = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:truststore/mine/";
    assert_eq!(arn.strip_prefix(own).map(str::len), Some(16), "{arn}");
    let want = json!({
        "Name": "mine", "TrustStoreArn": arn, "Status": "ACTIVE", "NumberOfCaCertificates": 2,
        "TotalRevokedEntries": 0,
    });
    assert_eq!(made, want);
    let text = "A trust store with the name 'mine' already exists";
    let refused = refusal(&rig, &op::CreateTrustStore, create("mine", "two.pem")).await;
    assert_eq!(refused, ("DuplicateTrustStoreName".into(), text.into()));
    for ask in [json!({}), json!({"Names": ["mine"]}), json!({"TrustStoreArns": [arn]})] {
        let shown = rig.ok(&op::DescribeTrustStores, ask).await;
        assert_eq!(shown["TrustStores"], json!([want]));
    }
    for ask in [json!({"Names": ["other"]}), json!({"TrustStoreArns": [format!("{own}0123")]})] {
        assert_eq!(refusal(&rig, &op::DescribeTrustStores, ask).await.0, "TrustStoreNotFound");
    }
    let modify = with(create("mine", "ca/one.pem"), "TrustStoreArn", arn.clone());
    let changed = rig.ok(&op::ModifyTrustStore, modify).await;
    assert_eq!(changed["TrustStores"][0]["NumberOfCaCertificates"], 1);
    // Its lists.
    rig.object("three.crl", &revokes(3));
    rig.object("both.crl", &format!("{}{}", revokes(1), revokes(4)));
    let added = rig.ok(&op::AddTrustStoreRevocations, add(&arn, &["three.crl", "both.crl"])).await;
    let list = |id: i64, entries: i64| {
        json!({
            "TrustStoreArn": arn, "RevocationId": id, "RevocationType": "CRL",
            "NumberOfRevokedEntries": entries,
        })
    };
    assert_eq!(added["TrustStoreRevocations"], json!([list(1, 3), list(2, 5)]));
    let of = json!({"TrustStoreArn": arn});
    let shown = rig.ok(&op::DescribeTrustStoreRevocations, of.clone()).await;
    assert_eq!(shown["TrustStoreRevocations"], json!([list(1, 3), list(2, 5)]));
    let shown = rig.ok(&op::DescribeTrustStores, json!({})).await;
    assert_eq!(shown["TrustStores"][0]["TotalRevokedEntries"], 8);
    let remove = with(of.clone(), "RevocationIds", json!([1]));
    rig.ok(&op::RemoveTrustStoreRevocations, remove.clone()).await;
    let again = refusal(&rig, &op::RemoveTrustStoreRevocations, remove).await;
    assert_eq!(again, ("RevocationIdNotFound".into(), "Revocation ID '1' not found".into()));
    rig.object("more.crl", &revokes(1));
    let added = rig.ok(&op::AddTrustStoreRevocations, add(&arn, &["more.crl"])).await;
    assert_eq!(added["TrustStoreRevocations"][0]["RevocationId"], 3, "no number comes again");
    // Its tags.
    let tags = json!([{"Key": "a", "Value": "b"}]);
    rig.ok(&op::AddTags, json!({"ResourceArns": [arn], "Tags": tags})).await;
    let shown = rig.ok(&op::DescribeTags, json!({"ResourceArns": [arn]})).await;
    assert_eq!(shown["TagDescriptions"][0]["Tags"], tags);
    rig.ok(&op::DeleteTrustStore, of.clone()).await;
    assert_eq!(refusal(&rig, &op::DeleteTrustStore, of).await.0, "TrustStoreNotFound");
    // What was in it is gone with it.
    let below = Prefix::new("/trust-store-revocation/").unwrap();
    let left = rig.state.snapshot().table::<revocation::Record>().list(&below).unwrap();
    assert!(left.is_empty());
    rig.end().await;
}

#[tokio::test]
async fn what_clients_cannot_be_verified_by_is_refused() {
    let rig = Rig::new().await;
    let ((a, revokes), (_, revokes_b)) = (authority("a"), authority("a"));
    rig.object("a.pem", &a);
    rig.object("empty.pem", "");
    rig.object("words.pem", "no certificates here");
    rig.object("half.pem", &a[..a.len() / 2]);
    rig.object("leaf.pem", &own(&["leaf.example.com"]).pem);
    rig.object("many.pem", &a.repeat(26));
    rig.object("huge.pem", &a.repeat(3000));
    let invalid = "InvalidCaCertificatesBundle";
    for (key, code, part) in [
        ("none.pem", "CaCertificatesBundleNotFound", "s3://my-logs/none.pem does not exist"),
        ("empty.pem", invalid, "there is no certificate in it"),
        ("words.pem", invalid, "there is no certificate in it"),
        ("half.pem", invalid, "not in PEM format"),
        ("leaf.pem", invalid, "is no CA certificate"),
        ("many.pem", invalid, "more than 25 CA certificates"),
        ("huge.pem", invalid, "more than 196608 bytes"),
    ] {
        let refused = refusal(&rig, &op::CreateTrustStore, create("mine", key)).await;
        assert_eq!(refused.0, code, "{key}: {refused:?}");
        assert!(refused.1.contains(part), "{key}: {refused:?}");
    }
    for (name, value) in [
        ("CaCertificatesBundleS3Bucket", "no-such"),
        ("CaCertificatesBundleS3Bucket", "../buckets/my-logs"),
    ] {
        let ask = with(create("mine", "a.pem"), name, value);
        let refused = refusal(&rig, &op::CreateTrustStore, ask).await;
        assert_eq!(refused.0, "CaCertificatesBundleNotFound");
    }
    let ask = with(create("mine", "a.pem"), "CaCertificatesBundleS3ObjectVersion", "v1");
    assert_eq!(refusal(&rig, &op::CreateTrustStore, ask).await.0, "UnsupportedOperation");
    // What the door asked about was not this key.
    rig.object("arn:aws:s3:::theirs/a.pem", &a);
    let ask = create("mine", "arn:aws:s3:::theirs/a.pem");
    assert_eq!(refusal(&rig, &op::CreateTrustStore, ask).await.0, "UnsupportedOperation");
    let store = make(&rig, "mine", "a.pem").await;
    rig.object("other.crl", &revokes_b(1));
    rig.object("large.crl", &revokes(3000));
    rig.object("huge.crl", &revokes(9000));
    let bad = "InvalidRevocationContent";
    for (key, code, part) in [
        ("none.crl", "RevocationContentNotFound", "s3://my-logs/none.crl does not exist"),
        ("empty.pem", bad, "no X.509 revocation list"),
        ("a.pem", bad, "there is no revocation list in it"),
        // Of another authority that has the same name.
        ("other.crl", bad, "its signature is not its issuer's"),
        ("huge.crl", "TooManyTrustStoreRevocationEntries", "at most 131072 bytes"),
    ] {
        let refused = refusal(&rig, &op::AddTrustStoreRevocations, add(&store, &[key])).await;
        assert_eq!(refused.0, code, "{key}: {refused:?}");
        assert!(refused.1.contains(part), "{key}: {refused:?}");
    }
    // Bounded as a whole too, and nothing is half there.
    let mut taken = 0;
    loop {
        match rig.call(&op::AddTrustStoreRevocations, add(&store, &["large.crl"])).await {
            Ok(_) => taken += 1,
            Err((code, _)) => {
                assert_eq!(code, "TooManyTrustStoreRevocationEntriesException");
                break;
            }
        }
        assert!(taken < 30);
    }
    let shown = rig.ok(&op::DescribeTrustStores, json!({})).await;
    assert_eq!(shown["TrustStores"][0]["TotalRevokedEntries"], 3000 * taken);
    rig.end().await;
}

#[tokio::test]
async fn a_listener_asks_for_certificates() {
    let rig = Rig::new().await;
    let balancer = make_balancer(&rig, "web").await;
    let certificate = imported(&rig, &own(&["a.example.com"])).await;
    rig.object("a.pem", &authority("a").0);
    let store = make(&rig, "mine", "a.pem").await;
    let verify = json!({"Mode": "verify", "TrustStoreArn": store});
    let ask = |port, mutual: Value| {
        with(https(&balancer, port, &certificate), "MutualAuthentication", mutual)
    };
    let made = rig.ok(&op::CreateListener, ask(443, verify.clone())).await["Listeners"][0].clone();
    let of = text(&made["ListenerArn"]);
    let shown = |expiry: bool, advertise: &str| {
        json!({
            "Mode": "verify", "TrustStoreArn": store, "IgnoreClientCertificateExpiry": expiry,
            "AdvertiseTrustStoreCaNames": advertise,
        })
    };
    assert_eq!(made["MutualAuthentication"], shown(false, "off"));
    // The same request again makes nothing new; another mode is another listener.
    let again = rig.ok(&op::CreateListener, ask(443, verify.clone())).await;
    assert_eq!(again["Listeners"][0], made);
    let other = refusal(&rig, &op::CreateListener, ask(443, json!({"Mode": "off"}))).await;
    assert_eq!(other.0, "DuplicateListener");
    let modify = |mutual: Value| json!({"ListenerArn": of, "MutualAuthentication": mutual});
    let mut more = verify.clone();
    more["IgnoreClientCertificateExpiry"] = json!(true);
    more["AdvertiseTrustStoreCaNames"] = json!("on");
    let changed = rig.ok(&op::ModifyListener, modify(more)).await;
    assert_eq!(changed["Listeners"][0]["MutualAuthentication"], shown(true, "on"));
    // Nothing said of it leaves it as it is.
    let changed = rig.ok(&op::ModifyListener, json!({"ListenerArn": of, "Port": 444})).await;
    assert_eq!(changed["Listeners"][0]["MutualAuthentication"], shown(true, "on"));
    for (mutual, code, part) in [
        (json!({"Mode": "verify"}), "ValidationError", "A trust store must be specified"),
        (json!({"Mode": "strict"}), "ValidationError", "'off, passthrough, verify'"),
        (
            json!({"Mode": "passthrough", "TrustStoreArn": store}),
            "ValidationError",
            "Mutual Authentication mode passthrough does not support a trust store",
        ),
        (
            json!({"Mode": "off", "IgnoreClientCertificateExpiry": true}),
            "ValidationError",
            "Mutual Authentication mode off does not support ignoring certificate expiry",
        ),
        (
            json!({"Mode": "verify", "TrustStoreArn": format!("{store}0")}),
            "TrustStoreNotFound",
            "not found",
        ),
        (
            json!({"Mode": "verify", "TrustStoreArn": "mine"}),
            "ValidationError",
            "'mine' is not a valid trust store ARN",
        ),
    ] {
        let refused = refusal(&rig, &op::ModifyListener, modify(mutual)).await;
        assert_eq!(refused.0, code, "{refused:?}");
        assert!(refused.1.contains(part), "{refused:?}");
    }
    // Two of a load balancer verify, not three.
    rig.ok(&op::CreateListener, ask(8443, verify.clone())).await;
    let third = refusal(&rig, &op::CreateListener, ask(9443, verify.clone())).await;
    assert_eq!(third.0, "TooManyListeners");
    rig.ok(&op::CreateListener, ask(9443, json!({"Mode": "passthrough"}))).await;
    // Whoever is used is not deleted, and says by whom.
    let store_of = json!({"TrustStoreArn": store});
    let users = rig.ok(&op::DescribeTrustStoreAssociations, store_of.clone()).await;
    assert_eq!(users["TrustStoreAssociations"], json!([{"ResourceArn": balancer}]));
    let used = refusal(&rig, &op::DeleteTrustStore, store_of.clone()).await;
    assert_eq!(
        used,
        ("TrustStoreInUse".into(), format!("Trust store '{store}' is currently in use"))
    );
    let shared = |arn: &str| json!({"TrustStoreArn": store, "ResourceArn": arn});
    let delete = &op::DeleteSharedTrustStoreAssociation;
    assert_eq!(refusal(&rig, delete, shared(&balancer)).await.0, "DeleteAssociationSameAccount");
    // Clients see `AssociationNotFound`: of this one the model names another code than its shape.
    let other = refusal(&rig, delete, shared("arn:other")).await;
    assert_eq!(other.0, "TrustStoreAssociationNotFound");
    rig.ok(&op::DeleteLoadBalancer, json!({"LoadBalancerArn": balancer})).await;
    rig.ok(&op::DeleteTrustStore, store_of).await;
    rig.end().await;
}
