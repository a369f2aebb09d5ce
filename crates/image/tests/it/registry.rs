//! A registry for tests, on loopback: honest by default, and as bad as a test needs. Written
//! on bare sockets, because no HTTP library lets a server lie about lengths.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use ferrogate_image::Digest;
use ferrogate_image::manifest::{Platform, media};
use parking_lot::Mutex;
use serde_json::json;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::archive::gzip;

/// A request as it came in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What to answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) then: Then,
}

/// What happens after the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// The body's length was announced, and the connection closes.
    Close,
    /// This length was announced instead.
    Announce(u64),
    /// The body comes in chunks, again and again.
    Endless,
    /// The announced rest never comes; the connection stays open.
    Stall(u64),
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), then: Then::Close }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }

    pub(crate) fn redirect(to: impl Into<String>) -> Self {
        Self::new(307, "").with("location", to)
    }
}

type Hook = Box<dyn Fn(&Seen) -> Option<Reply> + Send + Sync>;

#[derive(Default)]
struct State {
    manifests: Mutex<HashMap<String, (String, Vec<u8>)>>,
    blobs: Mutex<HashMap<String, Vec<u8>>>,
    seen: Mutex<Vec<Seen>>,
    hook: Mutex<Option<Hook>>,
}

pub(crate) struct Registry {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
    _server: JoinSet<()>,
}

/// An image put into a registry.
#[derive(Clone, Debug)]
pub(crate) struct Built {
    pub(crate) digest: Digest,
    pub(crate) config: Digest,
    pub(crate) layers: Vec<Digest>,
    pub(crate) manifest: Vec<u8>,
}

impl Registry {
    pub(crate) async fn start() -> Self {
        Self::start_tls(None).await
    }

    pub(crate) async fn start_tls(tls: Option<tokio_rustls::TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let mut server = JoinSet::new();
        let shared = Arc::clone(&state);
        server.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let (state, tls) = (Arc::clone(&shared), tls.clone());
                connections.spawn(async move {
                    match tls {
                        None => serve(socket, &state).await,
                        Some(tls) => {
                            if let Ok(socket) = tls.accept(socket).await {
                                serve(socket, &state).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, state, _server: server }
    }

    pub(crate) fn reference(&self, rest: &str) -> ferrogate_image::Reference {
        format!("{}/{rest}", self.address).parse().unwrap()
    }

    /// Answers some requests in another way.
    pub(crate) fn hook(&self, hook: impl Fn(&Seen) -> Option<Reply> + Send + Sync + 'static) {
        *self.state.hook.lock() = Some(Box::new(hook));
    }

    pub(crate) fn honest(&self) {
        *self.state.hook.lock() = None;
    }

    /// Requests since the last call.
    pub(crate) fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut self.state.seen.lock())
    }

    pub(crate) fn blob(&self, bytes: &[u8]) -> Digest {
        let digest = Digest::of(bytes);
        self.state.blobs.lock().insert(digest.to_string(), bytes.to_vec());
        digest
    }

    pub(crate) fn manifest(&self, tag: &str, kind: &str, bytes: &[u8]) -> Digest {
        let digest = Digest::of(bytes);
        for name in [tag.to_owned(), digest.to_string()] {
            self.state.manifests.lock().insert(name, (kind.to_owned(), bytes.to_vec()));
        }
        digest
    }

    /// An image of these layer archives, under a tag.
    pub(crate) fn image(&self, tag: &str, archives: &[Vec<u8>]) -> Built {
        let diff_ids: Vec<Digest> = archives.iter().map(|a| Digest::of(a)).collect();
        self.image_with(tag, archives, &diff_ids, &Platform::host())
    }

    pub(crate) fn image_with(
        &self,
        tag: &str,
        archives: &[Vec<u8>],
        diff_ids: &[Digest],
        platform: &Platform,
    ) -> Built {
        let config = json!({
            "os": platform.os, "architecture": platform.architecture,
            "config": {"Cmd": ["/run"], "Env": ["A=b"]},
            "rootfs": {"type": "layers", "diff_ids": diff_ids},
        })
        .to_string();
        let config_digest = self.blob(config.as_bytes());
        let packed: Vec<Vec<u8>> = archives.iter().map(|a| gzip(a)).collect();
        let layers: Vec<_> = packed
            .iter()
            .map(|p| json!({"mediaType": media::OCI_LAYER_GZIP, "digest": self.blob(p), "size": p.len()}))
            .collect();
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": media::OCI_MANIFEST,
            "config": {"mediaType": media::OCI_CONFIG, "digest": config_digest, "size": config.len()},
            "layers": layers,
        })
        .to_string()
        .into_bytes();
        let digest = self.manifest(tag, media::OCI_MANIFEST, &manifest);
        let layers = packed.iter().map(|p| Digest::of(p)).collect();
        Built { digest, config: config_digest, layers, manifest }
    }

    /// An index of `(image, platform)`, under a tag.
    pub(crate) fn index(&self, tag: &str, images: &[(&Built, &str)]) -> Digest {
        let entries: Vec<_> = images
            .iter()
            .map(|(image, platform)| {
                let platform: Platform = platform.parse().unwrap();
                json!({"mediaType": media::OCI_MANIFEST, "digest": image.digest,
                    "size": image.manifest.len(), "platform": platform})
            })
            .collect();
        let index =
            json!({"schemaVersion": 2, "mediaType": media::OCI_INDEX, "manifests": entries});
        self.manifest(tag, media::OCI_INDEX, index.to_string().as_bytes())
    }
}

impl State {
    fn answer(&self, seen: &Seen) -> Reply {
        if let Some(reply) = self.hook.lock().as_ref().and_then(|hook| hook(seen)) {
            return reply;
        }
        let path = seen.path.split('?').next().unwrap();
        let name = path.rsplit('/').next().unwrap();
        if seen.path.contains("/manifests/") {
            return match self.manifests.lock().get(name) {
                Some((kind, bytes)) => Reply::new(200, bytes.clone()).with("content-type", kind),
                None => Reply::new(404, ""),
            };
        }
        match self.blobs.lock().get(name) {
            Some(bytes) => {
                match seen.header("range").map(|r| r["bytes=".len()..].trim_end_matches('-')) {
                    Some(from) => Reply::new(206, &bytes[from.parse::<usize>().unwrap()..]),
                    None => Reply::new(200, bytes.clone()),
                }
            }
            None => Reply::new(404, ""),
        }
    }
}

async fn serve(mut socket: impl AsyncRead + AsyncWrite + Unpin, state: &State) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match socket.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let text = String::from_utf8(head).unwrap();
    let mut lines = text.lines();
    let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    let headers = lines.filter_map(|l| l.split_once(": "));
    let headers = headers.map(|(k, v)| (k.to_lowercase(), v.to_owned())).collect();
    let seen = Seen { path, headers };
    state.seen.lock().push(seen.clone());
    let reply = state.answer(&seen);
    // The client may hang up at any point: that is what many tests want.
    let _ = send(&mut socket, reply).await;
}

async fn send(
    socket: &mut (impl AsyncWrite + AsyncRead + Unpin),
    reply: Reply,
) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {} x\r\nconnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    match reply.then {
        Then::Close => head += &format!("content-length: {}\r\n\r\n", reply.body.len()),
        Then::Announce(n) | Then::Stall(n) => head += &format!("content-length: {n}\r\n\r\n"),
        Then::Endless => head += "transfer-encoding: chunked\r\n\r\n",
    }
    socket.write_all(head.as_bytes()).await?;
    if reply.then == Then::Endless {
        let chunk =
            [format!("{:x}\r\n", reply.body.len()).as_bytes(), &reply.body, b"\r\n"].concat();
        loop {
            socket.write_all(&chunk).await?;
        }
    }
    socket.write_all(&reply.body).await?;
    socket.flush().await?;
    if matches!(reply.then, Then::Stall(_)) {
        // Until the client gives up.
        socket.read_u8().await?;
    }
    socket.shutdown().await
}
