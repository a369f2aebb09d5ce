//! The wire between a host and a server: slow, cut, or silent.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::world::World;
use crate::dice::Dice;
use crate::store::handle::Handle;

/// Bytes on the way in each direction.
const ROOM: usize = 64 << 10;

/// What can go wrong with a wire.
pub(crate) struct Faults {
    pub(crate) world: Arc<World>,
    /// Whether nothing passes.
    pub(crate) partitioned: watch::Receiver<bool>,
    /// The server at its end: one that hangs says and hears nothing.
    pub(crate) server: Arc<Handle>,
    /// Cancelled once the server is dead.
    pub(crate) gone: CancellationToken,
}

/// A wire's two ends, the host's first.
pub(crate) fn wire(faults: Faults, mut dice: Dice) -> (DuplexStream, DuplexStream) {
    let (host, near) = tokio::io::duplex(ROOM);
    let (server, far) = tokio::io::duplex(ROOM);
    tokio::spawn(async move {
        let gone = faults.gone.clone();
        let ((near_in, near_out), (far_in, far_out)) =
            (tokio::io::split(near), tokio::io::split(far));
        let (one, other) = (Dice::new(dice.roll(), "up"), Dice::new(dice.roll(), "down"));
        tokio::select! {
            () = gone.cancelled() => {}
            () = pass(&faults, one, near_in, far_out) => {}
            () = pass(&faults, other, far_in, near_out) => {}
        }
    });
    (host, server)
}

/// Passes on what comes until it ends.
async fn pass(
    faults: &Faults,
    mut dice: Dice,
    mut from: ReadHalf<DuplexStream>,
    mut to: WriteHalf<DuplexStream>,
) {
    let (mut some, mut partitioned) = (vec![0; 8 << 10], faults.partitioned.clone());
    loop {
        let Ok(count) = from.read(&mut some).await else { return };
        let slow = *faults.world.wires_slow_ms.lock();
        let wait = dice.ms(0, slow);
        if wait > Duration::ZERO {
            tokio::time::sleep(wait).await;
        }
        faults.server.alive().await;
        // Fails when the host is gone.
        if partitioned.wait_for(|yes| !yes).await.is_err() {
            return;
        }
        if count == 0 || to.write_all(&some[..count]).await.is_err() {
            return;
        }
    }
}
