//! Load balancers: the process of a node, which the agent starts, and the way to it from the
//! engine's own port.

use std::ffi::OsString;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use ferrogate_balancer::process::{self, Sockets};
use ferrogate_host::balancer::relay::FOLDER;
use ferrogate_host::balancer::{Place, enter};
use ferrogate_wire::Relay;
use tokio::io::AsyncWriteExt;
use tokio::net::UnixStream;

use crate::logging;

/// Brings this process into its place, and runs the node. It has one thread until then.
pub(crate) fn main(words: impl Iterator<Item = OsString>) -> ExitCode {
    let Some(place) = Place::read(words) else {
        logging::say(format_args!("error: the agent starts this"));
        return ExitCode::FAILURE;
    };
    // Why not was told where somebody listens.
    let Ok(entered) = enter(&place) else { return ExitCode::FAILURE };
    let sockets = Sockets {
        control: entered.control,
        relay: Some(entered.relay),
        open_files: entered.open_files,
    };
    match process::run(&entered.id, sockets) {
        Ok(()) => ExitCode::SUCCESS,
        // The agent sees its end.
        Err(_) => ExitCode::FAILURE,
    }
}

/// What names of load balancers end with.
const DOMAIN: &str = ".elb.localhost";

/// Finds the nodes of load balancers by the sockets that the agent has put into the server's
/// folder.
pub(crate) struct Balancers {
    folder: PathBuf,
    turn: AtomicUsize,
}

impl Balancers {
    pub(crate) fn new(server: PathBuf) -> Self {
        Self { folder: server.join(FOLDER), turn: AtomicUsize::new(0) }
    }
}

impl Relay for Balancers {
    fn takes(&self, host: &str) -> bool {
        host.ends_with(DOMAIN)
    }

    fn connect(
        &self,
        host: String,
        client: SocketAddr,
    ) -> Pin<Box<dyn Future<Output = io::Result<UnixStream>> + Send>> {
        let (folder, turn) = (self.folder.clone(), self.turn.fetch_add(1, Ordering::Relaxed));
        Box::pin(async move {
            let label = host.split('.').next().unwrap_or_default();
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
            if label.is_empty() || !label.bytes().all(plain) {
                return Err(io::ErrorKind::NotFound.into());
            }
            let nodes = nodes(&folder.join(label)).await?;
            // Each zone in its turn; one that does not answer is passed over.
            let mut failed = io::Error::from(io::ErrorKind::NotFound);
            for at in 0..nodes.len() {
                match hand_over(&nodes[(turn + at) % nodes.len()], client).await {
                    Ok(stream) => return Ok(stream),
                    Err(error) => failed = error,
                }
            }
            Err(failed)
        })
    }
}

async fn nodes(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = tokio::fs::read_dir(folder).await?;
    let mut nodes = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        nodes.push(entry.path());
    }
    nodes.sort();
    Ok(nodes)
}

/// Connects, and says whose the connection is.
async fn hand_over(node: &Path, client: SocketAddr) -> io::Result<UnixStream> {
    let mut stream = UnixStream::connect(node).await?;
    let whose = client.to_string();
    let length = u8::try_from(whose.len()).map_err(io::Error::other)?;
    stream.write_u8(length).await?;
    stream.write_all(whose.as_bytes()).await?;
    Ok(stream)
}
