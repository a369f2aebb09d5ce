//! The signing vectors that AWS publishes inside the crate `aws-sigv4`, read where cargo
//! keeps that crate's source.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use ferrogate_auth::sigv4::{
    BodyHash, Credentials, Form, PathRules, RequestHead, canonical_request, parse, parse_basic,
    string_to_sign,
};
use ferrogate_auth::{Caller, Secret, Signer, StaticKeys, Verifier};
use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use serde_json::Value;

/// Folders of the suite that have a canonical request and nothing else.
const CANONICAL_ONLY: [&str; 2] = ["double-encode-path", "double-url-encode"];
/// The one folder whose session token is added after signing.
const TOKEN_AFTER: &str = "post-sts-header-after";

/// The folder of the suite: in cargo's store of sources, where the test's own build has put
/// it. Cargo itself is asked only when the sources are kept elsewhere, since it wants every
/// dependency of the workspace to be there, those of other platforms among them.
fn suite() -> PathBuf {
    let folder = in_store().unwrap_or_else(by_metadata);
    folder.join("aws-signing-test-suite").join("v4")
}

fn in_store() -> Option<PathBuf> {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = std::fs::read_to_string(lock).unwrap();
    let (_, after) = lock.split_once("name = \"aws-sigv4\"\nversion = \"")?;
    let version = after.split('"').next()?;
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")))?;
    let registries = std::fs::read_dir(home.join("registry/src")).ok()?;
    registries
        .map(|registry| registry.unwrap().path().join(format!("aws-sigv4-{version}")))
        .find(|folder| folder.is_dir())
}

fn by_metadata() -> PathBuf {
    let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
    let out = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let metadata: Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|p| p["name"] == "aws-sigv4").expect("a dev-dependency");
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    manifest.parent().unwrap().to_owned()
}

struct Vector {
    name: String,
    folder: PathBuf,
}

impl Vector {
    fn text(&self, file: &str) -> String {
        let path = self.folder.join(file);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    fn context(&self) -> Context {
        let json: Value = serde_json::from_str(&self.text("context.json")).unwrap();
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let credentials = &json["credentials"];
        Context {
            credentials: Credentials {
                access_key_id: text(&credentials["access_key_id"]),
                secret: Secret::new(text(&credentials["secret_access_key"])),
                token: credentials["token"].as_str().map(Secret::new),
            },
            region: text(&json["region"]),
            service: text(&json["service"]),
            normalize: json["normalize"].as_bool().unwrap(),
            time: text(&json["timestamp"]).replace(['-', ':'], ""),
        }
    }
}

struct Context {
    credentials: Credentials,
    region: String,
    service: String,
    normalize: bool,
    time: String,
}

fn vectors() -> Vec<Vector> {
    let mut all: Vec<Vector> = std::fs::read_dir(suite())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|folder| Vector {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            folder,
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(all.len(), 40, "the suite is whole");
    all
}

struct Request {
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: String,
}

impl Request {
    /// Reads a request as the suite writes them: blanks in paths, folded header lines.
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        let head = head.replace("\n ", " ");
        let mut lines = head.lines();
        let first = lines.next().unwrap();
        let (method, target) = first.split_once(' ').unwrap();
        let target = target.strip_suffix(" HTTP/1.1").unwrap_or(target);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers = HeaderMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_bytes(value.trim().as_bytes()).unwrap());
        }
        let body = body.trim_end_matches('\n').to_owned();
        let (path, query) = (path.to_owned(), query.to_owned());
        Self { method: method.to_owned(), path, query, headers, body }
    }

    fn head(&self) -> RequestHead<'_> {
        RequestHead {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
        }
    }

    fn without_query_token(mut self) -> Self {
        let kept: Vec<&str> =
            self.query.split('&').filter(|p| !p.starts_with("X-Amz-Security-Token=")).collect();
        self.query = kept.join("&");
        self
    }
}

fn check_texts(vector: &Vector, form: &str) {
    let context = vector.context();
    let mut request = Request::read(&vector.text(&format!("{form}-signed-request.txt")));
    if vector.name == TOKEN_AFTER {
        request = request.without_query_token();
    }
    let head = request.head();
    let claim = parse(&head).unwrap().expect("signed");
    let rules = PathRules { normalize: context.normalize, encode_twice: true };
    let body = BodyHash::of(request.body.as_bytes());
    let canonical = canonical_request(&head, claim.form, &claim.signed_headers, body, rules);
    let place = format!("{} in the {form}", vector.name);
    assert_eq!(
        String::from_utf8(canonical.clone()).unwrap(),
        vector.text(&format!("{form}-canonical-request.txt")),
        "{place}"
    );
    let text =
        string_to_sign(&claim.time_text, &claim.date, &claim.region, &claim.service, &canonical);
    assert_eq!(text, vector.text(&format!("{form}-string-to-sign.txt")), "{place}");
    let signature = hex::encode(claim.signature);
    assert_eq!(signature, vector.text(&format!("{form}-signature.txt")).trim(), "{place}");
}

#[test]
fn canonical_requests_and_strings_to_sign_are_byte_for_byte_those_of_aws() {
    for vector in vectors().iter().filter(|v| !CANONICAL_ONLY.contains(&&*v.name)) {
        check_texts(vector, "header");
        check_texts(vector, "query");
    }
}

#[test]
fn paths_are_encoded_a_second_time_as_aws_does() {
    for name in CANONICAL_ONLY {
        let all = vectors();
        let vector = all.iter().find(|v| v.name == name).unwrap();
        let request = Request::read(&vector.text("request.txt"));
        let canonical = canonical_request(
            &request.head(),
            Form::Header,
            "host;x-amz-date",
            BodyHash::of(b""),
            PathRules { normalize: true, encode_twice: true },
        );
        let expected = vector.text("header-canonical-request.txt");
        let path = |text: &str| text.lines().nth(1).unwrap().to_owned();
        assert_eq!(path(&String::from_utf8(canonical).unwrap()), path(&expected), "{name}");
    }
}

/// The suite signs for a service called `service`; S3's path rules stand for the vectors
/// that leave paths as they are, and those are not about signatures.
fn whole(vector: &Vector) -> bool {
    !CANONICAL_ONLY.contains(&&*vector.name) && vector.context().normalize
}

fn keys_of(credentials: &Credentials, caller: Caller) -> StaticKeys {
    let (id, secret) = (&credentials.access_key_id, credentials.secret.clone());
    match credentials.token.clone() {
        Some(token) => {
            let session = (token, TimestampMs(u64::MAX));
            StaticKeys::new().with_session(id, secret, session, caller)
        }
        None => StaticKeys::new().with(id, secret, caller),
    }
}

#[test]
fn signed_requests_of_the_suite_are_let_in() {
    let mut checked = 0;
    for vector in vectors().iter().filter(|v| whole(v)) {
        let context = vector.context();
        let credentials = &context.credentials;
        let caller = Caller::root("123456789012".parse().unwrap());
        let keys = keys_of(credentials, caller.clone());
        let clock = ManualClock::new(parse_basic(&context.time).unwrap());
        let verifier = Verifier::new(Arc::new(keys), Arc::new(clock.clone()));
        for form in ["header", "query"] {
            if vector.name == TOKEN_AFTER && form == "query" {
                continue; // a token that the signature doesn't cover is refused in a query
            }
            let request = Request::read(&vector.text(&format!("{form}-signed-request.txt")));
            let verified = verifier.verify(&request.head(), request.body.as_bytes());
            let verified = verified.unwrap_or_else(|e| panic!("{} {form}: {e}", vector.name));
            assert_eq!(*verified.caller, caller);
            assert_eq!(
                (verified.region, verified.service),
                (context.region.clone(), context.service.clone())
            );
            checked += 1;
        }
    }
    assert!(checked >= 60, "{checked}");
}

#[test]
fn the_signer_makes_the_signatures_of_the_suite() {
    let mut checked = 0;
    for vector in vectors().iter().filter(|v| whole(v) && v.name != TOKEN_AFTER) {
        let context = vector.context();
        let signed = Request::read(&vector.text("header-signed-request.txt"));
        // Only what an HTTP client can send: no blanks in paths.
        let target = format!("https://example.amazonaws.com{}?{}", signed.path, signed.query);
        let Ok(uri) = target.trim_end_matches('?').parse() else { continue };
        if signed.headers.contains_key("x-amz-content-sha256") {
            continue; // the suite signs the hash as a header also outside S3
        }
        let mut headers = signed.headers.clone();
        headers.remove("authorization");
        let signer = Signer {
            credentials: &context.credentials,
            region: &context.region,
            service: &context.service,
            time: parse_basic(&context.time).unwrap(),
        };
        let method: Method = signed.method.parse().unwrap();
        signer.sign_request(&method, &uri, &mut headers, signed.body.as_bytes()).unwrap();
        assert_eq!(headers["authorization"], signed.headers["authorization"], "{}", vector.name);
        checked += 1;
    }
    assert!(checked >= 25, "{checked}");
}
