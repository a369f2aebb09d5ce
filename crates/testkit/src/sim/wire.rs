//! The wire between a host and a server: slow, cut, silent, or gone and not known to be.

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

/// Wires of a thousand of whose end the other side hears late, and how late at most.
const LATE: (u64, u64) = (300, 15_000);

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
        let ((mut near_in, mut near_out), (mut far_in, mut far_out)) =
            (tokio::io::split(near), tokio::io::split(far));
        let (one, other) = (Dice::new(dice.roll(), "up"), Dice::new(dice.roll(), "down"));
        let late = if dice.chance(LATE.0) { dice.ms(0, LATE.1) } else { Duration::ZERO };
        let carried = async {
            tokio::select! {
                () = pass(&faults, one, &mut near_in, &mut far_out) => {}
                () = pass(&faults, other, &mut far_in, &mut near_out) => {}
            }
            // The next wire of a host may be there before the end of this one is known.
            tokio::time::sleep(late).await;
        };
        tokio::select! {
            () = gone.cancelled() => {}
            () = carried => {}
        }
    });
    (host, server)
}

/// Passes on what comes until it ends.
async fn pass(
    faults: &Faults,
    mut dice: Dice,
    from: &mut ReadHalf<DuplexStream>,
    to: &mut WriteHalf<DuplexStream>,
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
