//! Paths that speak no AWS protocol: the binary's own, such as the image registry.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use http::{Request, Response};
use hyper::body::Incoming;

use crate::body::Body;

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
pub(crate) struct RawRoutes(Vec<(&'static str, Box<dyn RawHandler>)>);

impl RawRoutes {
    /// Adds a prefix; it is taken for whole segments: `/v2` for `/v2` and `/v2/x`.
    pub(crate) fn add(&mut self, prefix: &'static str, handler: impl RawHandler) {
        self.0.push((prefix.trim_end_matches('/'), Box::new(handler)));
        self.0.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    }

    /// The handler of the longest prefix of `path`.
    pub(crate) fn find(&self, path: &str) -> Option<&dyn RawHandler> {
        let under = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.0.iter().find(|(prefix, _)| under(prefix)).map(|(_, handler)| &**handler)
    }
}

impl std::fmt::Debug for RawRoutes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(prefix, _)| prefix)).finish()
    }
}
