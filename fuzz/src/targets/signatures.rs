//! Signatures of requests, in the header and in the query.

use std::sync::{Arc, LazyLock};

use ferrogate_auth::sigv4::{Credentials, RequestHead};
use ferrogate_auth::{Caller, Secret, Signer, StaticKeys, Verifier};
use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use http::{HeaderMap, HeaderValue, Method, Uri};

use crate::request::Request;

pub(super) const WORDS: &[&str] = &[
    "AWS4-HMAC-SHA256",
    "AWS4-ECDSA-P256-SHA256",
    "AWS ",
    "Authorization: ",
    "Credential=",
    "SignedHeaders=",
    "Signature=",
    "aws4_request",
    "AKIDEXAMPLE",
    "host;x-amz-date",
    "X-Amz-Algorithm=",
    "X-Amz-Credential=",
    "X-Amz-Date=",
    "X-Amz-Expires=604800",
    "X-Amz-SignedHeaders=",
    "X-Amz-Signature=",
    "X-Amz-Security-Token=",
    "x-amz-content-sha256: UNSIGNED-PAYLOAD",
    "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "20260102T030405Z",
    "date: Fri, 02 Jan 2026 03:04:05 GMT",
    "/us-east-1/s3/",
];

const NOW: TimestampMs = TimestampMs(1_767_323_045_000);
const BODY: &[u8] = b"{\"a\": 1}";

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let account = "111122223333".parse().expect("twelve digits");
    let keys = StaticKeys::new().with("AKIDEXAMPLE", Secret::new("secret"), Caller::root(account));
    Verifier::new(Arc::new(keys), Arc::new(ManualClock::new(NOW)))
});

pub(super) fn verify(data: &[u8]) {
    let request = Request::parse(data);
    let head = RequestHead {
        method: &request.method,
        path: &request.path,
        query: &request.query,
        headers: &request.headers,
    };
    let verified = VERIFIER.verify(&head, &request.body).is_ok();
    // `good` marks seeds as they were signed.
    assert!(verified || request.word != "good" || !is_seed(data), "a good signature is refused");
}

fn is_seed(data: &[u8]) -> bool {
    static SEEDS: LazyLock<Vec<Vec<u8>>> =
        LazyLock::new(|| [header_seeds(), query_seeds()].concat());
    SEEDS.iter().any(|seed| seed == data)
}

fn credentials() -> Credentials {
    let secret = Secret::new("secret");
    Credentials { access_key_id: "AKIDEXAMPLE".into(), secret, token: None }
}

pub(super) fn header_seeds() -> Vec<Vec<u8>> {
    let uris = ["/", "/a%20b/../c//d?b=2&a=1&a=0&c=%2F", "/bucket/key+x"];
    let services = ["ecs", "execute-api", "s3"];
    let signed = uris.into_iter().zip(services).map(|(uri, service)| {
        let uri: Uri = uri.parse().expect("an address of ours");
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("localhost:4566"));
        headers.insert("x-amz-meta", HeaderValue::from_static("a  b   c"));
        let credentials = credentials();
        let signer = Signer { credentials: &credentials, region: "us-east-1", service, time: NOW };
        signer
            .sign_request(&Method::POST, &uri, &mut headers, BODY)
            .expect("a good request is signed");
        text(&uri, &headers, BODY)
    });
    let date = "good POST /\nhost: x\ndate: Fri, 02 Jan 2026 03:04:05 GMT\nauthorization: \
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/ecs/aws4_request, \
                SignedHeaders=date;host, Signature=";
    let date = format!("bad{}{}\n\n", &date[4..], "0".repeat(64));
    signed.chain([date.into_bytes()]).collect()
}

/// What an SDK presigns with the key that is known, at the time that it is.
pub(super) fn query_seeds() -> Vec<Vec<u8>> {
    const PRESIGNED: &str = "/x?Action=GetCallerIdentity&Version=2011-06-15\
        &X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Fus-east-1%2Fsts%2Faws4_request\
        &X-Amz-Date=20260102T030405Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=73fdc3f84f953113e018285821c29c77b7491281f1f2096d29cd34c9888f915c";
    vec![format!("good POST {PRESIGNED}\nhost: localhost\n\n").into_bytes()]
}

fn text(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let mut text = format!("good POST {uri}\n").into_bytes();
    for (name, value) in headers {
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
        text.push(b'\n');
    }
    text.push(b'\n');
    text.extend_from_slice(body);
    text
}
