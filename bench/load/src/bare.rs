//! The yardstick of the front door: hyper, the same check of the signature, a fixed answer.
//! It routes nothing, decodes nothing and limits nothing.

use std::convert::Infallible;
use std::io::Read;
use std::sync::Arc;

use anyhow::Context;
use bytes::Bytes;
use ferrogate_auth::sigv4::RequestHead;
use ferrogate_auth::{Caller, Secret, StaticKeys, Verifier};
use ferrogate_base::SystemClock;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;

/// The account in the answer.
const ACCOUNT: &str = "123456789012";

/// Serves on a free port of loopback, which it prints, to whoever signs with the keys of the
/// environment; until standard input ends.
pub(crate) fn serve() -> anyhow::Result<()> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let verifier = Arc::new(verifier()?);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", json!({"endpoint": format!("http://{}", listener.local_addr()?)}));
        tokio::spawn(accept(listener, verifier));
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
        Ok(())
    })
}

fn verifier() -> anyhow::Result<Verifier> {
    let var = |name: &str| std::env::var(name).with_context(|| format!("{name} is not set"));
    let caller = Caller::root(ACCOUNT.parse()?);
    let secret = Secret::new(var("AWS_SECRET_ACCESS_KEY")?);
    let keys = StaticKeys::new().with(var("AWS_ACCESS_KEY_ID")?, secret, caller);
    Ok(Verifier::new(Arc::new(keys), Arc::new(SystemClock)))
}

async fn accept(listener: TcpListener, verifier: Arc<Verifier>) {
    while let Ok((stream, _)) = listener.accept().await {
        let verifier = verifier.clone();
        drop(stream.set_nodelay(true));
        let service = service_fn(move |request| answer(request, verifier.clone()));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(
    request: Request<Incoming>,
    verifier: Arc<Verifier>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else { return Ok(status(StatusCode::BAD_REQUEST)) };
    let head = RequestHead {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: "",
        headers: &parts.headers,
    };
    if verifier.verify(&head, &body.to_bytes()).is_err() {
        return Ok(status(StatusCode::FORBIDDEN));
    }
    let arn = format!("arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/default");
    Ok(Response::new(Full::new(format!(r#"{{"clusterArns":["{arn}"]}}"#).into())))
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}
