//! Unpacked layers get a seal, by which `doctor --images` tells whether they are as they were.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_image::seal::Sealer;
use tokio::sync::oneshot;

use super::super::Host;

/// How often layers without a seal are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// The lowest priority there is: of the processor, and with it of the disk (ioprio_set(2)).
const NICE: i32 = 19;

/// Seals what was unpacked, until the agent's shutdown.
pub(in super::super) async fn keep_sealed(host: Arc<Host>) {
    let mut sealer = Sealer::new(host.images.puller.clone());
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        tokio::select! {
            () = host.shutdown.requested() => return,
            _ = look.tick() => {}
        }
        let sealed;
        (sealer, sealed) = match in_the_background(sealer, host.shutdown.clone()).await {
            Ok(done) => done,
            Err(error) => {
                tracing::warn!(%error, "layers are not sealed any more");
                return;
            }
        };
        match sealed {
            Ok(0) => {}
            Ok(layers) => tracing::debug!(layers, "layers were sealed"),
            Err(error) => tracing::warn!(%error, "the layers can't be listed"),
        }
    }
}

/// Runs the sealer on a thread of its own, which stands back behind all that tasks wait for.
async fn in_the_background(
    mut sealer: Sealer,
    shutdown: Shutdown,
) -> io::Result<(Sealer, io::Result<u64>)> {
    let (done, ended) = oneshot::channel();
    std::thread::Builder::new().name("layer-seals".into()).spawn(move || {
        // Of this thread alone: Linux has a priority for each (setpriority(2)).
        if let Err(error) = rustix::process::setpriority_process(None, NICE) {
            tracing::debug!(%error, "layers are sealed at the agent's own priority");
        }
        let sealed = sealer.run(&|| shutdown.is_requested());
        // Nobody listens when the agent's runtime is gone.
        drop(done.send((sealer, sealed)));
    })?;
    ended.await.map_err(io::Error::other)
}
