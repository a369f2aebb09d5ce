//! The intent: on the disk before the first program starts, flushed. Without it, after a power
//! cut, nobody would know that it ever did. Nothing before the first program waits for it.

use super::Cx;
use crate::agent::failure::Failure;

/// Writes the intent into the agent's journal.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    let kept = cx.host.journal.begin(cx.key()).await;
    kept.map_err(|e| Failure::resource(format!("the host can't note that it starts: {e}")))
}
