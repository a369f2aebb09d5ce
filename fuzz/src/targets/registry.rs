//! The registry's HTTP face, with paths, queries, ranges and manifests; and its tokens.

use std::sync::LazyLock;

use bytes::Bytes;
use ferrogate_auth::Caller;
use ferrogate_base::TimestampMs;
use ferrogate_registry::TokenKey;
use ferrogate_registry::token::Login;
use http_body_util::{BodyExt as _, Full};

use super::{rig, texts};
use crate::request::{Request, split};

pub(super) const WORDS: &[&str] = &[
    "\n--\n",
    "GET ",
    "HEAD ",
    "PUT ",
    "POST ",
    "PATCH ",
    "DELETE ",
    "/v2/",
    "/v2/_catalog",
    "/tags/list",
    "/manifests/",
    "/blobs/",
    "/blobs/uploads/",
    "/referrers/",
    "sha256:",
    "?n=",
    "&last=",
    "?digest=",
    "&mount=",
    "&from=",
    "&ns=",
    "artifactType=",
    "content-range: ",
    "0-2",
    "range: bytes=0-",
    "content-length: ",
    "authorization: Basic ",
    "authorization: Bearer ",
    "host: ",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com",
    "application/vnd.oci.image.manifest.v1+json",
    "content-type: ",
    "accept: ",
    "\"subject\": ",
    "\"layers\": ",
    "%2e%2e",
    "latest",
    "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
];
pub(super) const TOKEN_WORDS: &[&str] = &[".", "-", "_", "=", "eyJ", "login ", "download "];

/// Requests of one input.
const REQUESTS_MAX: usize = 3;

pub(super) fn serve(data: &[u8]) {
    for data in split(data, b"\n--\n", REQUESTS_MAX) {
        let parsed = Request::parse(data);
        let target = if parsed.query.is_empty() {
            parsed.path.clone()
        } else {
            format!("{}?{}", parsed.path, parsed.query)
        };
        let request = http::Request::builder().method(&*parsed.method).uri(target);
        // What is no address never comes this far.
        let Ok(mut request) = request.body(Full::new(Bytes::from(parsed.body))) else { continue };
        *request.headers_mut() = parsed.headers;
        rig::with(false, |rig| {
            rig.runtime.block_on(async {
                let answer = rig.registry.serve("id", request).await;
                let status = answer.status();
                let body = answer.into_body().collect().await.map(|body| body.to_bytes());
                assert!(status.as_u16() != 500, "an internal error: {body:?}");
                body.expect("what is promised is sent");
            });
        });
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    const ABC: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const EMPTY: &str = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let push = format!(
        "r POST /v2/a/b/blobs/uploads/?digest={EMPTY}\ncontent-length: 2\n\n{{}}\n--\n\
         r PUT /v2/a/b/manifests/latest\ncontent-type: application/vnd.oci.image.manifest.v1+json\n\n\
         {{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", \
         \"config\": {{\"mediaType\": \"application/vnd.oci.empty.v1+json\", \"digest\": \"{EMPTY}\", \
         \"size\": 2}}, \"layers\": [], \"annotations\": {{\"a\": \"b\"}}}}\n--\n\
         r GET /v2/a/b/manifests/latest\naccept: */*\n\n"
    );
    let blob = format!(
        "r POST /v2/a/blobs/uploads/?digest={ABC}\n\nabc\n--\nr GET /v2/a/blobs/{ABC}\n\
         range: bytes=1-2\n\n\n--\nr POST /v2/b/blobs/uploads/?mount={ABC}&from=a\n\n"
    );
    let referrers = format!("r GET /v2/a/b/referrers/{EMPTY}?artifactType=x&n=1\n\n");
    texts(&[
        &push,
        &blob,
        &referrers,
        "r POST /v2/a/blobs/uploads/\n\n\n--\nr PATCH /v2/a/blobs/uploads/\
         0190a0a0-0000-4000-8000-000000000000\ncontent-range: 0-2\ncontent-length: 3\n\nabc\n--\n\
         r PUT /v2/a/blobs/uploads/0190a0a0-0000-4000-8000-000000000000?digest=sha256:00\n\n",
        "r GET /v2/_catalog?n=1&last=a%2Fb\nhost: 000000000000.dkr.ecr.us-east-1.amazonaws.com\n\n",
        "r GET /v2/a/b/tags/list?n=5&ns=000000000000.dkr.ecr.eu-west-1.amazonaws.com\n\
         authorization: Basic QVdTOnBhc3M=\n\n\n--\nr DELETE /v2/a/b/manifests/latest\n\n",
        "r GET /v2/\nauthorization: Bearer x\n\n",
    ])
}

static KEY: LazyLock<TokenKey> = LazyLock::new(|| TokenKey::random().expect("random bytes"));
const NOW: TimestampMs = TimestampMs(1);

pub(super) fn token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(login) = KEY.read_login(text, NOW) {
        assert_eq!(login, login_of_seed(), "a login that nobody was given");
    }
    assert_eq!(KEY.read_download(text, NOW), None, "a download that nobody was given");
}

fn login_of_seed() -> Login {
    Login { caller: Caller::root(rig::account()) }
}

pub(super) fn token_seeds() -> Vec<Vec<u8>> {
    let other = Login { caller: Caller::user(rig::account(), "bob", "AIDABOB") };
    let until = NOW.plus_ms(1000);
    // The second has run out.
    let all = [KEY.login(&login_of_seed(), until), KEY.login(&other, TimestampMs(0)), "a.b".into()];
    all.map(String::into_bytes).to_vec()
}
