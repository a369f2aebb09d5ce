//! Clients with certificates, and a node that asks for them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use ferrogate_link::balancer::{ListenerProtocol, LogTo, Mutual, Node, Tls, Trust, TrustMaterial};
use http::Request;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertificateRevocationListParams, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevokedCertParams, SerialNumber, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use crate::rig::{App, Rig, body, status};
use crate::tls::{Made, answered, get, http2, made, nothing};

/// Who certifies others.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Certificate,
}

fn authority(name: &str, by: Option<&Authority>) -> Authority {
    authority_until(name, by, 2090)
}

fn authority_until(name: &str, by: Option<&Authority>, year: i32) -> Authority {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_after = date_time_ymd(year, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = match by {
        Some(by) => params.signed_by(&key, &by.issuer).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    Authority { issuer: Issuer::new(params, key), certificate }
}

impl Authority {
    fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// A client that this one certifies, with those between.
    fn client(
        &self,
        between: &[&Authority],
        change: impl FnOnce(&mut CertificateParams),
    ) -> Client {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::OrganizationName, "mTLS");
        params.distinguished_name.push(DnType::CommonName, "me");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.serial_number = Some(SerialNumber::from(vec![3, 0xa5, 0xb1]));
        params.not_before = date_time_ymd(2023, 9, 21);
        params.not_after = date_time_ymd(2090, 1, 1);
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let own = params.signed_by(&key, &self.issuer).unwrap();
        let mut chain = vec![own.der().clone()];
        chain.extend(between.iter().map(|one| one.certificate.der().clone()));
        Client { chain, key }
    }

    /// A list by which these are revoked.
    fn revokes(&self, serials: &[&[u8]]) -> String {
        let revoked = |serial: &&[u8]| RevokedCertParams {
            serial_number: SerialNumber::from(serial.to_vec()),
            revocation_time: date_time_ymd(2024, 1, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2024, 1, 1),
            next_update: date_time_ymd(2090, 1, 1),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: serials.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = list.signed_by(&self.issuer).unwrap();
        base64::engine::general_purpose::STANDARD.encode(list.der())
    }
}

struct Client {
    chain: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

/// Connects with a certificate, or with none.
fn connector(server: &Made, of: Option<&Client>, alpn: &[&str], tls12: bool) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(server.der.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions: &[_] =
        if tls12 { &[&rustls::version::TLS12] } else { &[&rustls::version::TLS13] };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots);
    let mut config = match of {
        Some(Client { chain, key }) => {
            let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
            builder.with_client_auth_cert(chain.clone(), key).unwrap()
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    TlsConnector::from(Arc::new(config))
}

fn trust(version: &str, authorities: &[&Authority], revocations: Vec<String>) -> Trust {
    let authorities = authorities.iter().map(|one| one.pem()).collect();
    Trust {
        store: "arn:store".into(),
        version: version.into(),
        ignore_expiry: false,
        advertise: false,
        material: Some(TrustMaterial { authorities, revocations }),
    }
}

fn asks(node: &mut Node, server: &Made, mutual: Mutual) {
    let policy = "ELBSecurityPolicy-TLS13-1-2-2021-06".into();
    let tls = Tls { policy, certificates: vec![server.told.clone()] };
    node.listeners[0].protocol = ListenerProtocol::Mutual(tls, mutual);
    let to = LogTo { bucket: "logs".into(), prefix: String::new() };
    node.attributes.connection_logs = Some(to);
}

/// What the target was told of the client: `x-amzn-mtls-…` by name.
fn told(answer: &str) -> Vec<(String, String)> {
    let line = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        let name = name.to_ascii_lowercase();
        let name = name.strip_prefix("x-amzn-mtls-clientcert")?;
        Some((name.to_owned(), value.to_owned()))
    };
    let mut all: Vec<_> = body(answer).lines().filter_map(line).collect();
    all.sort();
    all
}

/// The status in the connection log of what came last, and what is told of its certificate.
async fn logged(rig: &Rig) -> (String, String) {
    let until = std::time::Instant::now() + crate::rig::DEADLINE;
    loop {
        assert!(std::time::Instant::now() < until);
        let Some(report) = rig.running.next_lines() else {
            tokio::task::yield_now().await;
            continue;
        };
        let lines = report.lines.unwrap();
        rig.running.has_lines(lines.seq);
        let Some(line) = lines.connections.last() else { continue };
        let (before, rest) = line.split_once(" TID_").unwrap();
        assert!(rest.contains(" app/web/1 "), "{line}");
        let (rest, status) = before.rsplit_once(' ').unwrap();
        return (status.to_owned(), rest.splitn(8, ' ').nth(7).unwrap().to_owned());
    }
}

const TOLD: &str = "\"CN=me,O=mTLS\" NotBefore=2023-09-21T00:00:00Z;NotAfter=2090-01-01T00:00:00Z \
                    03A5B1";

#[tokio::test]
async fn who_is_verified_is_served_and_who_is_not_is_refused_with_the_reason() {
    let (app, server) = (App::named("one").await, made("arn:a", &["a.test"]));
    let (root, other) = (authority("root", None), authority("root", None));
    let middle = authority("middle", Some(&root));
    let (lower, lowest) = {
        let lower = authority("lower", Some(&middle));
        let lowest = authority("lowest", Some(&lower));
        (lower, lowest)
    };
    let ended = authority_until("ended", None, 2024);
    let rig = Rig::with(&[app.address], |node| {
        let of = trust("1", &[&root, &ended], vec![root.revokes(&[&[9, 9]])]);
        asks(node, &server, Mutual::Verify(of));
    })
    .await;
    let good = root.client(&[], |_| {});
    let by_middle = middle.client(&[&middle], |_| {});
    let longest = lower.client(&[&lower, &middle], |_| {});
    for (client, is_told) in [(&good, true), (&by_middle, false), (&longest, false)] {
        for tls12 in [false, true] {
            let connector = connector(&server, Some(client), &[], tls12);
            let answer = get(rig.node.address, &connector, "a.test").await.unwrap();
            assert_eq!(status(&answer), 200);
            let told = told(&answer);
            let names: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["-issuer", "-leaf", "-serial-number", "-subject", "-validity"]);
            if is_told {
                assert!(told[0].1.starts_with("CN=root"), "{told:?}");
                assert!(told[1].1.starts_with("-----BEGIN%20CERTIFICATE-----%0AMII"));
                assert_eq!((&*told[2].1, &*told[3].1), ("03A5B1", "CN=me,O=mTLS"));
                let validity = "NotBefore=2023-09-21T00:00:00Z;NotAfter=2090-01-01T00:00:00Z";
                assert_eq!(told[4].1, validity);
            }
            assert_eq!(logged(&rig).await, ("Success".into(), TOLD.into()));
        }
    }
    // Over HTTP/2 every request has them, and none that a client has made up.
    let connector_h2 = connector(&server, Some(&good), &["h2"], false);
    let mut ask = http2(rig.node.address, &connector_h2, "a.test").await;
    for _ in 0..2 {
        let request = Request::get("https://a.test/x")
            .header("X-Amzn-Mtls-Clientcert-Subject", "CN=evil")
            .header("x_amzn_mtls_clientcert_subject", "CN=evil")
            .header("X-Amzn-Mtls-Clientcert", "evil")
            .body(nothing())
            .unwrap();
        let (_, text) = answered(&mut ask, request).await;
        assert!(text.contains("CN=me,O=mTLS") && !text.contains("evil"), "{text}");
    }
    logged(&rig).await;
    let mut refused = 0;
    for (why, client, is_told) in [
        ("ClientCertUntrusted", Some(other.client(&[], |_| {})), true),
        ("ClientCertUntrusted", Some(middle.client(&[], |_| {})), true),
        // The store still has it, and its time is over.
        ("ClientCertUntrusted", Some(ended.client(&[], |_| {})), true),
        (
            "ClientCertExpired",
            Some(root.client(&[], |of| of.not_after = date_time_ymd(2024, 1, 1))),
            false,
        ),
        (
            "ClientCertNotYetValid",
            Some(root.client(&[], |of| of.not_before = date_time_ymd(2089, 1, 1))),
            false,
        ),
        (
            "ClientCertCrlHit",
            Some(root.client(&[], |of| of.serial_number = Some(vec![9, 9].into()))),
            false,
        ),
        (
            "ClientCertPurposeInvalid",
            Some(root.client(&[], |of| {
                of.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            })),
            true,
        ),
        (
            "ClientCertMaxChainDepthExceeded",
            Some(lowest.client(&[&lowest, &lower, &middle, &root], |_| {})),
            true,
        ),
    ] {
        for tls12 in [false, true] {
            let connector = connector(&server, client.as_ref(), &[], tls12);
            let answer = get(rig.node.address, &connector, "a.test").await;
            assert!(answer.is_err() || answer.is_ok_and(|all| all.is_empty()), "{why}");
            let (status, told) = logged(&rig).await;
            assert_eq!(status, format!("Failed:{why}"));
            if is_told {
                assert_eq!(told, TOLD, "{why}");
            }
            refused += 1;
        }
    }
    // Who has none.
    let answer = get(rig.node.address, &connector(&server, None, &[], false), "a.test").await;
    assert!(answer.is_err() || answer.is_ok_and(|all| all.is_empty()));
    let none = ("Failed:UnmappedConnectionError".to_owned(), "- - -".to_owned());
    assert_eq!(logged(&rig).await, none);
    let report = rig.running.report();
    assert_eq!(report.counters.tls_errors, refused + 1);
}

#[tokio::test]
async fn one_that_is_over_is_taken_where_that_is_wanted() {
    let (app, server) = (App::named("one").await, made("arn:a", &["a.test"]));
    let root = authority("root", None);
    let over = root.client(&[], |of| of.not_after = date_time_ymd(2024, 1, 1));
    let revoked = root.client(&[], |of| {
        of.not_after = date_time_ymd(2024, 1, 1);
        of.serial_number = Some(vec![9].into());
    });
    let rig = Rig::with(&[app.address], |node| {
        let of = trust("1", &[&root], vec![root.revokes(&[&[9]])]);
        asks(node, &server, Mutual::Verify(Trust { ignore_expiry: true, ..of }));
    })
    .await;
    let taken = get(rig.node.address, &connector(&server, Some(&over), &[], false), "a.test").await;
    assert_eq!(status(&taken.unwrap()), 200);
    logged(&rig).await;
    let connector = connector(&server, Some(&revoked), &[], false);
    drop(get(rig.node.address, &connector, "a.test").await);
    assert_eq!(logged(&rig).await.0, "Failed:ClientCertCrlHit");
}

#[tokio::test]
async fn what_is_passed_on_is_the_whole_chain_and_nobody_needs_one() {
    let (app, server) = (App::named("one").await, made("arn:a", &["a.test"]));
    let root = authority("root", None);
    let middle = authority("middle", Some(&root));
    let rig = Rig::with(&[app.address], |node| asks(node, &server, Mutual::Passthrough)).await;
    // Nobody vouches for it, and its time is over.
    let client = middle.client(&[&middle, &root], |of| of.not_after = date_time_ymd(2024, 1, 1));
    for tls12 in [false, true] {
        let connector = connector(&server, Some(&client), &[], tls12);
        let answer = get(rig.node.address, &connector, "a.test").await.unwrap();
        let told = told(&answer);
        let [(name, chain)] = &told[..] else { panic!("{told:?}") };
        assert_eq!((&**name, chain.matches("BEGIN%20CERTIFICATE").count()), ("", 3));
        assert_eq!(logged(&rig).await.0, "Success");
    }
    // Of more than there is room for on each connection, none is taken.
    let many: Vec<_> = std::iter::repeat_n(&root, 100).collect();
    let large = middle.client(&many, |_| {});
    drop(get(rig.node.address, &connector(&server, Some(&large), &[], false), "a.test").await);
    assert_eq!(logged(&rig).await.0, "Failed:ClientCertMaxSizeExceeded");
    let answer = get(rig.node.address, &connector(&server, None, &[], false), "a.test").await;
    assert_eq!(told(&answer.unwrap()), []);
    assert_eq!(logged(&rig).await, ("Success".into(), "- - -".into()));
}

#[tokio::test]
async fn a_store_that_changes_meets_new_connections_and_fails_no_request() {
    let (app, server) = (App::named("one").await, made("arn:a", &["a.test"]));
    let (old, new) = (authority("old", None), authority("new", None));
    let (of_old, of_new) = (old.client(&[], |_| {}), new.client(&[], |_| {}));
    let mut rig = Rig::with(&[app.address], |node| {
        asks(node, &server, Mutual::Verify(trust("1", &[&old], vec![])));
    })
    .await;
    let (by_old, by_new) = (
        connector(&server, Some(&of_old), &[], false),
        connector(&server, Some(&of_new), &[], false),
    );
    let address = rig.node.address;
    let is_served = |answer: io::Result<String>| answer.is_ok_and(|all| !all.is_empty());
    assert!(is_served(get(address, &by_old, "a.test").await));
    assert!(!is_served(get(address, &by_new, "a.test").await));
    // A connection that was there goes on.
    let kept = connector(&server, Some(&of_old), &["h2"], false);
    let mut ask = http2(address, &kept, "a.test").await;
    let over = Arc::new(AtomicBool::new(false));
    let load = {
        let (over, by_old) = (over.clone(), by_old.clone());
        tokio::spawn(async move {
            let (mut asked, mut failed) = (0, 0);
            while !over.load(Ordering::Relaxed) || asked < 20 {
                let answer = get(address, &by_old, "a.test").await;
                failed += u32::from(answer.is_ok_and(|all| all.is_empty()));
                asked += 1;
            }
            (asked, failed)
        })
    };
    for version in 2..20 {
        let of = trust(&version.to_string(), &[&old, &new], vec![]);
        rig.change(|node| asks(node, &server, Mutual::Verify(of)));
        assert!(is_served(get(address, &by_new, "a.test").await), "{version}");
    }
    over.store(true, Ordering::Relaxed);
    let (asked, failed) = load.await.unwrap();
    assert!(asked >= 20);
    assert_eq!(failed, 0);
    // Revoked, and then not trusted at all: no session is taken up again.
    let revoked = trust("x", &[&old, &new], vec![old.revokes(&[&[3, 0xa5, 0xb1]])]);
    rig.change(|node| asks(node, &server, Mutual::Verify(revoked)));
    assert!(!is_served(get(address, &by_old, "a.test").await));
    assert!(is_served(get(address, &by_new, "a.test").await));
    rig.change(|node| asks(node, &server, Mutual::Verify(trust("y", &[&old], vec![]))));
    assert!(!is_served(get(address, &by_new, "a.test").await));
    let request = Request::get("https://a.test/x").body(nothing()).unwrap();
    assert_eq!(answered(&mut ask, request).await.0, 200);
}

#[tokio::test]
async fn nobody_is_served_by_a_store_that_did_not_come_or_cannot_be_used() {
    let (app, server) = (App::named("one").await, made("arn:a", &["a.test"]));
    let root = authority("root", None);
    let mut rig = Rig::with(&[app.address], |node| {
        let of = trust("1", &[&root], vec![]);
        asks(node, &server, Mutual::Verify(Trust { material: None, ..of }));
    })
    .await;
    rig.until(|report| report.trouble.as_ref().is_some_and(|why| why.contains("arn:store"))).await;
    assert!(tokio::net::TcpStream::connect((rig.node.address, crate::rig::PORT)).await.is_err());
    let bad = vec![base64::engine::general_purpose::STANDARD.encode("no list")];
    rig.change(|node| asks(node, &server, Mutual::Verify(trust("2", &[&root], bad))));
    rig.until(|report| report.trouble.as_ref().is_some_and(|why| why.contains("arn:store"))).await;
    rig.change(|node| asks(node, &server, Mutual::Verify(trust("3", &[&root], vec![]))));
    rig.until(|report| report.trouble.is_none()).await;
    let client = root.client(&[], |_| {});
    let connector = connector(&server, Some(&client), &[], false);
    let answer = get(rig.node.address, &connector, "a.test").await.unwrap();
    assert_eq!(status(&answer), 200);
}
