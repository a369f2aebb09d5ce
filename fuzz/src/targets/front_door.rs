//! A whole connection: HTTP/1.1, limits, routing, signature, protocol, handler, answer.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;

use super::{rig, texts};

pub(super) const WORDS: &[&str] = &[
    "GET ",
    "POST ",
    "PUT ",
    "HEAD ",
    "OPTIONS ",
    "PATCH ",
    " HTTP/1.1\r\n",
    " HTTP/1.0\r\n",
    "\r\n",
    "\r\n\r\n",
    "Host: localhost\r\n",
    "Content-Length: ",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Content-Type: application/x-amz-json-1.1\r\n",
    "Origin: http://evil.example\r\n",
    "Content-Type: application/x-www-form-urlencoded\r\n",
    "Content-Encoding: aws-chunked\r\n",
    "smithy-protocol: rpc-v2-cbor\r\n",
    "/service/ecs/operation/ListClusters",
    "X-Amz-Target: AmazonEC2ContainerServiceV20141113.",
    "ListClusters",
    "RunTask",
    "X-Amz-Target: Logs_20140328.",
    "AmazonEC2ContainerRegistry_V20150921.",
    "Authorization: AWS4-HMAC-SHA256 ",
    "/_ferrogate/health",
    "/v2/",
    "/v2/a/blobs/uploads/",
    "0\r\n\r\n",
    "5\r\nhello\r\n",
    "ffffffffffffffff\r\n",
];

/// Answers to a client are far smaller.
const ANSWER_BYTES_MAX: u64 = 4 << 20;

pub(super) fn converse(data: &[u8]) {
    rig::with(true, |rig| {
        rig.runtime.block_on(async {
            let mut stream = UnixStream::connect(rig.socket()).await.expect("the door is open");
            // The server may have closed before all was written: that is its right.
            drop(stream.write_all(data).await);
            drop(stream.shutdown().await);
            let mut answer = Vec::new();
            let mut stream = stream.take(ANSWER_BYTES_MAX);
            let read = stream.read_to_end(&mut answer);
            let ended = tokio::time::timeout(Duration::from_secs(20), read).await;
            assert!(ended.is_ok(), "the server neither answers nor closes");
            let internal = answer.windows(12).any(|w| w == b"HTTP/1.1 500");
            assert!(!internal, "an internal error: {}", String::from_utf8_lossy(&answer));
        });
    });
}

const AUTHORIZATION: &str = "Authorization: AWS4-HMAC-SHA256 Credential=test/20260102/us-east-1/\
                             ecs/aws4_request, SignedHeaders=host;x-amz-date, Signature=0000000000\
                             000000000000000000000000000000000000000000000000000000\r\n\
                             X-Amz-Date: 20260102T030405Z\r\n";

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let json = |operation: &str, body: &str| {
        format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\n\
             X-Amz-Target: AmazonEC2ContainerServiceV20141113.{operation}\r\n{AUTHORIZATION}\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let list = json("ListClusters", "{}");
    let run = json("RunTask", "{\"taskDefinition\": \"web\"}");
    let form = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         {}Content-Length: 43\r\n\r\nAction=GetCallerIdentity&Version=2011-06-15",
        AUTHORIZATION.replace("/ecs/", "/sts/")
    );
    let cbor = format!(
        "POST /service/AmazonEC2ContainerServiceV20141113/operation/ListClusters HTTP/1.1\r\n\
         Host: localhost\r\nsmithy-protocol: rpc-v2-cbor\r\nContent-Type: application/cbor\r\n\
         {AUTHORIZATION}Content-Length: 1\r\n\r\n\u{0}"
    );
    let chunked = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: \
         application/x-amz-json-1.1\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113.\
         ListTasks\r\n{AUTHORIZATION}\r\n1\r\n{{\r\n1;a=b\r\n}}\r\n0\r\n\r\n"
    );
    texts(&[
        &list,
        &run,
        &form,
        &cbor,
        &chunked,
        &format!("{list}{list}"),
        "GET /_ferrogate/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\nGET /v2/a/tags/list HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?Action=DescribeRegions&Version=2016-11-15&X-Amz-Algorithm=AWS4-HMAC-SHA256 \
         HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ])
}
