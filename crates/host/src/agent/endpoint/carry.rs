//! Connections of an interface: bounded, and carried on to the server with word of whence they
//! come. Nothing of what they say is read here.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_link::Arrival;
use parking_lot::Mutex;
use tokio::io::{AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use super::{Host, Spot};

/// How long the server may not be there until a client is told.
const CONNECT_MAX: Duration = Duration::from_secs(30);
const CONNECT_REST: Duration = Duration::from_millis(100);
/// How long a client may still speak when the server has said all.
const LINGER: Duration = Duration::from_secs(5);
/// The rest after nothing could be accepted: mostly no file is left to open.
const ACCEPT_REST: Duration = Duration::from_millis(100);

/// A port that is listened on.
pub(super) struct Door {
    pub(super) port: u16,
    pub(super) listener: TcpListener,
}

/// Connections that are open, by the client's address.
#[derive(Clone, Default)]
struct Open(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of them, until it is dropped.
struct Taken {
    open: Open,
    of: IpAddr,
    _room: OwnedSemaphorePermit,
}

impl Open {
    /// Takes one more, unless there are too many.
    fn take(&self, host: &Host, of: IpAddr) -> Option<Taken> {
        let mut open = self.0.lock();
        let own = open.get(&of).copied().unwrap_or(0);
        let all: usize = open.values().sum();
        let (of_interface, of_source) = host.endpoints.bounds;
        if own >= of_source || all >= of_interface {
            return None;
        }
        let room = host.endpoints.room.clone().try_acquire_owned().ok()?;
        *open.entry(of).or_default() += 1;
        Some(Taken { open: self.clone(), of, _room: room })
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut open = self.open.0.lock();
        if let Some(own) = open.get_mut(&self.of) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.of);
            }
        }
    }
}

/// Takes connections, for ever. Those that are open end when it is dropped.
pub(super) async fn serve(host: &Arc<Host>, spot: &Spot, doors: Vec<Door>) {
    let (open, mut connections) = (Open::default(), JoinSet::new());
    let accept = async |door: &Door| (door.port, door.listener.accept().await);
    loop {
        let [tls, plain] = &doors[..] else { return };
        let accepted = tokio::select! {
            accepted = accept(tls) => accepted,
            accepted = accept(plain) => accepted,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
        };
        match accepted {
            (port, Ok((stream, client))) => {
                // One beyond the bounds is closed at once: who waits would wait for others.
                let Some(taken) = open.take(host, client.ip()) else { continue };
                let arrival = Arrival {
                    account: spot.scope.account.clone(),
                    region: spot.scope.region.clone(),
                    endpoint: spot.endpoint.clone(),
                    port,
                    client,
                };
                let socket = host.options.arrivals_socket.clone();
                connections.spawn(async move {
                    if let Err(error) = carry(stream, &arrival, &socket).await {
                        tracing::debug!(%error, "a connection of an endpoint broke");
                    }
                    drop(taken);
                });
            }
            (_, Err(error)) => {
                tracing::warn!(%error, "an endpoint can't accept");
                sleep(ACCEPT_REST).await;
            }
        }
    }
}

/// Carries a connection on until both ends have said all, or one has gone.
async fn carry(mut client: TcpStream, arrival: &Arrival, socket: &Path) -> io::Result<()> {
    let mut server = connect(socket).await?;
    server.write_all(&arrival.say()?).await?;
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let up = async {
        copy(&mut from_client, &mut to_server).await?;
        to_server.shutdown().await
    };
    let down = async {
        copy(&mut from_server, &mut to_client).await?;
        to_client.shutdown().await
    };
    tokio::pin!(up, down);
    tokio::select! {
        // The server gives up on clients that have said all and take nothing.
        said = &mut up => {
            said?;
            down.await
        }
        answered = &mut down => {
            answered?;
            tokio::time::timeout(LINGER, up).await.unwrap_or(Ok(()))
        }
    }
}

/// Connects to the server. While it is started anew its socket is there all the same.
async fn connect(socket: &Path) -> io::Result<UnixStream> {
    let until = Instant::now() + CONNECT_MAX;
    loop {
        let connected = timeout_at(until, UnixStream::connect(socket)).await;
        match connected.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))? {
            Ok(stream) => return Ok(stream),
            // Those who wait for it are as many as the kernel lets wait.
            Err(e) if e.kind() == io::ErrorKind::WouldBlock && Instant::now() < until => {
                sleep(CONNECT_REST).await;
            }
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;
    use tokio::net::UnixListener;

    #[tokio::test]
    async fn the_server_hears_whence_a_connection_comes_and_then_what_it_says() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("arrivals.sock");
        let server = UnixListener::bind(&path).unwrap();
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(door.local_addr().unwrap()).await.unwrap();
        let (stream, whence) = door.accept().await.unwrap();
        let arrival = Arrival {
            account: "000000000000".parse().unwrap(),
            region: "us-east-1".into(),
            endpoint: "vpce-1".into(),
            port: 443,
            client: whence,
        };
        let serve = async {
            let (mut stream, _) = server.accept().await.unwrap();
            let heard = Arrival::hear(&mut stream).await.unwrap();
            let mut said = [0; 4];
            stream.read_exact(&mut said).await.unwrap();
            stream.write_all(b"pong").await.unwrap();
            (heard, said)
        };
        let ask = async {
            client.write_all(b"ping").await.unwrap();
            let mut answer = Vec::new();
            client.read_to_end(&mut answer).await.unwrap();
            drop(client);
            answer
        };
        let (carried, (heard, said), answer) =
            tokio::join!(carry(stream, &arrival, &path), serve, ask);
        carried.unwrap();
        assert_eq!((heard, &said), (arrival, b"ping"));
        assert_eq!(answer, b"pong");
    }
}
