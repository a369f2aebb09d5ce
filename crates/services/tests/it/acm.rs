//! Certificates: imported, issued, listed, and what is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::acm::operation as op;
use ferrogate_base::{Clock, TimestampMs};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig};

const DAY_MS: u64 = 24 * 3600 * 1000;

/// A certificate with its key.
pub(crate) struct Made {
    pub(crate) pem: String,
    pub(crate) key: String,
}

fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names.clone()).unwrap();
    params.distinguished_name.push(DnType::CommonName, names[0].clone());
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

/// A certificate for these names, by itself.
pub(crate) fn own(names: &[&str]) -> Made {
    let key = KeyPair::generate().unwrap();
    let pem = params(names).self_signed(&key).unwrap().pem();
    Made { pem, key: key.serialize_pem() }
}

fn authority(name: &str) -> (CertificateParams, KeyPair) {
    let mut params = params(&[name]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    (params, KeyPair::generate().unwrap())
}

/// One that an authority under a root certifies: itself, and both of them.
fn certified(names: &[&str]) -> (Made, String, String) {
    let (root, root_key) = authority("root.test");
    let root_pem = root.self_signed(&root_key).unwrap().pem();
    let root = Issuer::new(root, root_key);
    let (middle, middle_key) = authority("middle.test");
    let middle_pem = middle.signed_by(&middle_key, &root).unwrap().pem();
    let middle = Issuer::new(middle, middle_key);
    let key = KeyPair::generate().unwrap();
    let leaf: Certificate = params(names).signed_by(&key, &middle).unwrap();
    (Made { pem: leaf.pem(), key: key.serialize_pem() }, middle_pem, root_pem)
}

pub(crate) fn import(of: &Made) -> Value {
    json!({"Certificate": STANDARD.encode(&of.pem), "PrivateKey": STANDARD.encode(&of.key)})
}

/// Imports it: its ARN.
pub(crate) async fn imported(rig: &Rig, of: &Made) -> String {
    let made = rig.ok(&op::ImportCertificate, import(of)).await;
    made["CertificateArn"].as_str().unwrap().to_owned()
}

async fn describe(rig: &Rig, arn: &str) -> Value {
    rig.ok(&op::DescribeCertificate, json!({"CertificateArn": arn})).await["Certificate"].clone()
}

fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}

#[tokio::test]
async fn a_certificate_is_imported_shown_and_deleted() {
    let rig = Rig::new().await;
    let made = own(&["a.example.com", "*.b.example.com"]);
    let arn = imported(&rig, &made).await;
    assert!(arn.starts_with(&format!("arn:aws:acm:{REGION}:{ACCOUNT}:certificate/")), "{arn}");
    let of = describe(&rig, &arn).await;
    assert_eq!(of["DomainName"], "a.example.com");
    assert_eq!(of["SubjectAlternativeNames"], json!(["a.example.com", "*.b.example.com"]));
    assert_eq!((&of["Status"], &of["Type"]), (&json!("ISSUED"), &json!("IMPORTED")));
    assert_eq!(of["KeyAlgorithm"], "EC_prime256v1");
    assert_eq!(of["SignatureAlgorithm"], "SHA256WITHECDSA");
    assert_eq!(of["KeyUsages"], json!([{"Name": "DIGITAL_SIGNATURE"}]));
    let server = json!([{"Name": "TLS_WEB_SERVER_AUTHENTICATION", "OID": "1.3.6.1.5.5.7.3.1"}]);
    assert_eq!(of["ExtendedKeyUsages"], server);
    assert_eq!((&of["InUseBy"], &of["RenewalEligibility"]), (&json!([]), &json!("INELIGIBLE")));
    let ask = json!({"CertificateArn": arn});
    let got = rig.ok(&op::GetCertificate, ask.clone()).await;
    let whole = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(whole(got["Certificate"].as_str().unwrap()), whole(&made.pem));
    assert_eq!(got.get("CertificateChain"), None);
    // The key is in no answer, and in the store only sealed.
    let id = arn.rsplit('/').next().unwrap();
    let at = format!("/certificate/{ACCOUNT}/{REGION}/{id}");
    let stored = String::from_utf8_lossy(&rig.stored(&at).await.unwrap().val).into_owned();
    let key = made.key.lines().nth(1).unwrap();
    assert!(stored.contains("sealed") && !stored.contains(key));
    let rig = rig.restart().await;
    assert_eq!(describe(&rig, &arn).await, of);
    rig.ok(&op::DeleteCertificate, ask.clone()).await;
    let gone = rig.refused(&op::DescribeCertificate, ask).await;
    assert_eq!(gone.0, "ResourceNotFoundException");
    assert_eq!(gone.1, format!("Could not find certificate {arn}."));
    rig.end().await;
}

#[tokio::test]
async fn one_that_is_imported_again_keeps_its_arn() {
    let rig = Rig::new().await;
    let arn = imported(&rig, &own(&["a.example.com"])).await;
    let before = describe(&rig, &arn).await;
    let (leaf, middle, root) = certified(&["a.example.com"]);
    let again = with(import(&leaf), "CertificateArn", arn.clone());
    let again = with(again, "CertificateChain", STANDARD.encode(format!("{middle}{root}")));
    assert_eq!(rig.ok(&op::ImportCertificate, again.clone()).await["CertificateArn"], arn);
    let after = describe(&rig, &arn).await;
    assert_ne!(before["Serial"], after["Serial"]);
    assert_eq!(after["Issuer"], "middle.test");
    let got = rig.ok(&op::GetCertificate, json!({"CertificateArn": arn})).await;
    assert_eq!(got["CertificateChain"].as_str().unwrap().matches("BEGIN CERT").count(), 2);
    // What can't be has changed nothing.
    let bad = with(again.clone(), "PrivateKey", STANDARD.encode(own(&["x.example.com"]).key));
    rig.refused(&op::ImportCertificate, bad).await;
    assert_eq!(describe(&rig, &arn).await, after);
    let tagged = with(again, "Tags", json!([{"Key": "a", "Value": "b"}]));
    let (code, text) = rig.refused(&op::ImportCertificate, tagged).await;
    assert_eq!(code, "ValidationException");
    assert_eq!(text, "You cannot apply tags when reimporting a certificate.");
    rig.end().await;
}

#[tokio::test]
async fn what_no_server_can_use_is_refused_and_the_key_is_not_told() {
    let rig = Rig::new().await;
    let (a, b) = (own(&["a.example.com"]), own(&["b.example.com"]));
    let (leaf, middle, root) = certified(&["c.example.com"]);
    let blob = |text: &str| json!(STANDARD.encode(text));
    let chain = |text: &str| with(import(&leaf), "CertificateChain", blob(text));
    let index = "The index within the chain of the invalid certificate is: ";
    let small = include_str!("acm/rsa1024.pem");
    let (small_key, small) = small.split_at(small.find("-----BEGIN CERT").unwrap());
    let rows: [(Value, &str); 14] = [
        (with(import(&a), "PrivateKey", blob(&b.key)), "The private key does not match"),
        (with(import(&a), "PrivateKey", blob("hush")), "it is not in PEM format"),
        (
            with(import(&a), "PrivateKey", blob(&a.key.replace("PRIVATE", "ENCRYPTED PRIVATE"))),
            "it must not be encrypted",
        ),
        (with(import(&a), "Certificate", blob("nothing")), "Unable to parse certificate."),
        (
            with(import(&a), "Certificate", blob(&a.pem.replace("MI", "MA"))),
            "Unable to parse certificate.",
        ),
        (
            with(import(&a), "Certificate", blob(&format!("{}{}", a.pem, b.pem))),
            "The certificate field contains more than one certificate.",
        ),
        (import(&leaf), "Provided certificate is not a valid self signed."),
        (chain(&root), &format!("{index}0")),
        (chain(&format!("{root}{middle}")), &format!("{index}0")),
        (chain(&format!("{middle}{middle}")), &format!("{index}1")),
        (chain(&format!("{}{middle}", leaf.pem)), &format!("{index}0")),
        (chain("nothing"), "The certificate chain is not in a valid PEM format."),
        (
            json!({"Certificate": blob(small), "PrivateKey": blob(small_key)}),
            "The private key length 1024 is not supported for key algorithm RSA",
        ),
        (
            with(
                import(&a),
                "CertificateArn",
                "arn:aws:acm:eu-central-1:111122223333:certificate/x",
            ),
            "Could not find certificate",
        ),
    ];
    for (ask, want) in rows {
        let (code, text) = rig.refused(&op::ImportCertificate, ask).await;
        let codes = ["ValidationException", "ResourceNotFoundException"];
        assert!(codes.contains(&&*code) && text.contains(want), "{want}: {code} {text}");
        assert!(!text.contains("PRIVATE KEY") && !text.contains("hush"), "{text}");
    }
    rig.clock.set(TimestampMs(NOW_MS * 2_000));
    let (_, text) = rig.refused(&op::ImportCertificate, import(&a)).await;
    assert_eq!(text, "The certificate is expired or is not valid yet.");
    rig.end().await;
}

/// Keys in all forms that tools write: PKCS#1, PKCS#8, SEC1 with its parameters before it.
#[tokio::test]
async fn keys_are_read_in_every_form_that_tools_write() {
    let rig = Rig::new().await;
    // When the files were made.
    rig.clock.set(TimestampMs(1_900_000_000_000));
    for (form, all, algorithm) in [
        ("pkcs1", include_str!("acm/rsa2048.pem"), "RSA_2048"),
        ("sec1", include_str!("acm/sec1.pem"), "EC_secp384r1"),
    ] {
        let (key, pem) = all.split_at(all.find("-----BEGIN CERT").unwrap());
        // As an editor of another system leaves it.
        let said = "Bag Attributes\r\n    friendlyName: x\r\nsubject=CN = x\r\n";
        let of = Made {
            pem: format!("{said}{}", pem.replace('\n', "\r\n").trim_end()),
            key: format!("\n{key}\n\n"),
        };
        let arn = imported(&rig, &of).await;
        assert_eq!(describe(&rig, &arn).await["KeyAlgorithm"], algorithm, "{form}");
    }
    rig.end().await;
}

#[tokio::test]
async fn certificates_are_issued_at_once_by_the_engines_own_authority() {
    let rig = Rig::new().await;
    let ask = json!({
        "DomainName": "Shop.example.com", "SubjectAlternativeNames": ["*.shop.example.com"],
        "ValidationMethod": "DNS", "IdempotencyToken": "t1", "Tags": [{"Key": "k", "Value": "v"}],
    });
    let made = rig.ok(&op::RequestCertificate, ask.clone()).await;
    let arn = made["CertificateArn"].as_str().unwrap();
    assert_eq!(rig.ok(&op::RequestCertificate, ask.clone()).await, made);
    let of = describe(&rig, arn).await;
    assert_eq!((&of["Status"], &of["Type"]), (&json!("ISSUED"), &json!("AMAZON_ISSUED")));
    assert_eq!(of["SubjectAlternativeNames"], json!(["shop.example.com", "*.shop.example.com"]));
    let options = of["DomainValidationOptions"].as_array().unwrap();
    assert_eq!(options[0]["ValidationStatus"], "SUCCESS");
    assert_eq!(options[0]["ResourceRecord"], options[1]["ResourceRecord"]);
    // What is issued is a certificate that the authority certifies: it can be imported with it.
    let got = rig.ok(&op::GetCertificate, json!({"CertificateArn": arn})).await;
    assert!(got["CertificateChain"].as_str().unwrap().starts_with("-----BEGIN CERTIFICATE"));
    let tags = rig.ok(&op::ListTagsForCertificate, json!({"CertificateArn": arn})).await;
    assert_eq!(tags["Tags"], json!([{"Key": "k", "Value": "v"}]));
    // Renewed it is another one, under the same ARN.
    rig.clock.set(TimestampMs(rig.clock.now().0 + DAY_MS));
    rig.ok(&op::RenewCertificate, json!({"CertificateArn": arn})).await;
    let renewed = describe(&rig, arn).await;
    assert_ne!(renewed["Serial"], of["Serial"]);
    assert_eq!(renewed["SubjectAlternativeNames"], of["SubjectAlternativeNames"]);
    assert_eq!(renewed["CreatedAt"], of["CreatedAt"]);
    assert_eq!(of.get("RenewalSummary"), None);
    let summary = &renewed["RenewalSummary"];
    assert_eq!(summary["RenewalStatus"], "SUCCESS");
    assert_eq!(summary["UpdatedAt"], renewed["IssuedAt"]);
    assert_eq!(summary["DomainValidationOptions"], renewed["DomainValidationOptions"]);
    // The token was for an hour.
    assert_ne!(rig.ok(&op::RequestCertificate, ask.clone()).await, made);
    for (name, value) in [
        ("KeyAlgorithm", json!("RSA_2048")),
        ("ValidationMethod", json!("EMAIL")),
        ("CertificateAuthorityArn", json!("arn:aws:acm-pca:eu-central-1:111122223333:x/y")),
        ("Options", json!({"Export": "ENABLED"})),
    ] {
        let (code, text) =
            rig.refused(&op::RequestCertificate, with(ask.clone(), name, value)).await;
        assert_eq!(code, "UnsupportedOperationException");
        assert!(text.contains("is not built yet"), "{text}");
    }
    let long = format!("{}.example.com", "a".repeat(60));
    for domain in ["localhost", "-a.example.com", "a..example.com", "a.*.example.com", &long] {
        let ask = json!({"DomainName": domain});
        let (code, _) = rig.refused(&op::RequestCertificate, ask).await;
        assert_eq!(code, "ValidationException", "{domain}");
    }
    rig.clock.set(TimestampMs(rig.clock.now().0 + 400 * DAY_MS));
    assert_eq!(describe(&rig, arn).await["Status"], "EXPIRED");
    rig.end().await;
}

#[tokio::test]
async fn certificates_are_listed_in_pages_and_by_what_they_are() {
    let rig = Rig::new().await;
    let mut arns = vec![];
    for n in 0..5 {
        rig.clock.set(TimestampMs(rig.clock.now().0 + 1000));
        arns.insert(0, imported(&rig, &own(&[&format!("n{n}.example.com")])).await);
    }
    let shown = |page: &Value| {
        let all = page["CertificateSummaryList"].as_array().unwrap();
        all.iter().map(|of| of["CertificateArn"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Of other keys than RSA of 2048 bits at most none is shown to who does not ask for them.
    assert_eq!(shown(&rig.ok(&op::ListCertificates, json!({})).await), [""; 0]);
    let of = json!({"keyTypes": ["EC_prime256v1"]});
    let first = rig.ok(&op::ListCertificates, json!({"MaxItems": 3, "Includes": of})).await;
    let next = json!({"MaxItems": 3, "Includes": of, "NextToken": first["NextToken"]});
    let second = rig.ok(&op::ListCertificates, next).await;
    assert_eq!([shown(&first), shown(&second)].concat(), arns);
    assert_eq!(second.get("NextToken"), None);
    let count = async |ask: Value| shown(&rig.ok(&op::ListCertificates, ask).await).len();
    assert_eq!(count(json!({"Includes": {"keyTypes": ["RSA_2048"]}})).await, 0);
    assert_eq!(count(json!({"Includes": {"keyTypes": ["EC_prime256v1"]}})).await, 5);
    assert_eq!(count(json!({"CertificateStatuses": ["EXPIRED"]})).await, 0);
    let usage = json!({"Includes": {
        "keyTypes": ["EC_prime256v1"], "extendedKeyUsage": ["TLS_WEB_SERVER_AUTHENTICATION"],
    }});
    assert_eq!(count(usage).await, 5);
    // What is issued stands for the RSA that ACM would issue.
    let issued = json!({"DomainName": "shop.example.com"});
    let issued = rig.ok(&op::RequestCertificate, issued).await;
    let listed = shown(&rig.ok(&op::ListCertificates, json!({})).await);
    assert_eq!(listed, [issued["CertificateArn"].as_str().unwrap()]);
    let sorted = json!({"SortBy": "CREATED_AT", "SortOrder": "ASCENDING", "Includes": of});
    let oldest = shown(&rig.ok(&op::ListCertificates, sorted).await);
    assert_eq!(oldest.first(), arns.last());
    rig.end().await;
}
