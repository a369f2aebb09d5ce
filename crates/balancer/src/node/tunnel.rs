//! What becomes of two connections that speak another protocol from now on, a WebSocket's say.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;

use super::note::Noted;
use super::request::Client;
use super::target::Outstanding;

/// Both ends.
pub(crate) struct Ends {
    pub(crate) of_client: OnUpgrade,
    pub(crate) of_target: OnUpgrade,
}

/// Carries bytes both ways until one side ends, nothing has passed for so long, or the target is
/// none any more.
pub(crate) async fn join(
    ends: Ends,
    of: Arc<Client>,
    idle: Duration,
    outstanding: Outstanding,
    noted: Noted,
) {
    let Ends { of_client, of_target } = ends;
    let Ok((client, target)) = tokio::try_join!(of_client, of_target) else { return };
    let (mut client, mut target) = (TokioIo::new(client), TokioIo::new(target));
    let ended = outstanding.target().ended.clone();
    tokio::select! {
        // Whoever ends it, the other one sees it closed.
        copied = copy_bidirectional(&mut client, &mut target) => {
            if let (Some(note), Ok((received, sent))) = (&noted, copied) {
                note.received.fetch_add(received, Ordering::Relaxed);
                note.sent.fetch_add(sent, Ordering::Relaxed);
            }
        }
        () = of.activity.idle(idle) => {}
        () = ended.cancelled() => {}
    }
}
