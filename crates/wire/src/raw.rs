//! Paths that speak no AWS protocol: the binary's own, such as the image registry.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;

use crate::body::Body;
use crate::io::Activity;

/// A request under a raw prefix, as it came in. Its host and origin are checked, and
/// nothing else: signature, size and speed of the body are the handler's business.
#[derive(Debug)]
pub struct RawRequest {
    /// The request; its body comes in pieces.
    pub request: Request<Incoming>,
    /// The id that the answer carries and the log names.
    pub request_id: String,
    /// The client's address; none on a Unix socket.
    pub source_ip: Option<IpAddr>,
    pub(crate) connection: Activity,
}

/// A connection that speaks HTTP no more.
pub type TakenOver = TokioIo<Upgraded>;

impl RawRequest {
    /// Takes the connection over: it is there once 101 was answered. From now on nobody looks at
    /// its bytes or at how long it is silent; whatever else is answered must close it.
    pub fn take_over(&mut self) -> impl Future<Output = io::Result<TakenOver>> + Send + use<> {
        self.connection.take_over();
        let upgraded = hyper::upgrade::on(&mut self.request);
        async move { upgraded.await.map(TokioIo::new).map_err(io::Error::other) }
    }
}

/// Serves the requests under one prefix. Called on the connection's task: dropping the
/// future is how a client that went away is noticed.
pub trait RawHandler: Send + Sync + 'static {
    /// Answers one request. A panic becomes a plain 500.
    fn handle(&self, request: RawRequest) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>>;
}

impl<F, Fut> RawHandler for F
where
    F: Fn(RawRequest) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Response<Body>> + Send + 'static,
{
    fn handle(&self, request: RawRequest) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
        Box::pin(self(request))
    }
}

/// The prefixes and their handlers.
#[derive(Default)]
pub(crate) struct RawRoutes(Vec<Route>);

struct Route {
    prefix: &'static str,
    /// Signed requests are for it, too.
    signed: bool,
    handler: Box<dyn RawHandler>,
}

impl RawRoutes {
    /// Adds a prefix; it is taken for whole segments: `/v2` for `/v2` and `/v2/x`.
    pub(crate) fn add(&mut self, prefix: &'static str, signed: bool, handler: impl RawHandler) {
        let prefix = prefix.trim_end_matches('/');
        self.0.push(Route { prefix, signed, handler: Box::new(handler) });
        self.0.sort_by_key(|route| std::cmp::Reverse(route.prefix.len()));
    }

    /// The handler of the longest prefix of `path`, if it is for such a request.
    pub(crate) fn find(&self, path: &str, signed: bool) -> Option<&dyn RawHandler> {
        let under = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let route = self.0.iter().find(|route| under(route.prefix))?;
        (route.signed || !signed).then_some(&*route.handler)
    }
}

impl std::fmt::Debug for RawRoutes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|route| route.prefix)).finish()
    }
}
