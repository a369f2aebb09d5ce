//! The images of the task's containers.

use ferrogate_link::Event;

use super::super::life::Found;
use super::Cx;
use crate::agent::failure::Failure;
use crate::agent::images::{self, used};

/// Fetches them. A pull may take long: it is given up when the task is to stop, which leaves
/// nothing behind but whole layers.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    let logins = std::mem::take(&mut *cx.logins.lock());
    let pulled = tokio::select! {
        pulled = images::pull(&cx.host, &cx.assignment, &cx.decided, &logins) => pulled,
        () = cx.halt.cancelled() => return Ok(()),
    };
    let pulled = match (pulled, &cx.found) {
        // Its containers run, whatever can be had of their images.
        (Err(failure), Found::Started) => {
            tracing::warn!(task = %cx.key(), reason = failure.reason, "images are not kept");
            return Ok(());
        }
        (pulled, _) => pulled?,
    };
    let ready = pulled.iter().map(|image| Event::ImageReady {
        container: image.container.clone(),
        digest: image.digest.clone(),
    });
    cx.report(ready.chain([Event::PullStopped]).collect());
    let digests: Vec<_> = pulled.iter().map(|pulled| pulled.image.digest.clone()).collect();
    // Also those that an earlier agent wrote: its file may be damaged.
    let write = move |dir: &_| used::write(dir, &digests);
    cx.write("a task's images", write).await.map_err(Failure::resource)?;
    cx.pulled.get_or_init(|| pulled);
    Ok(())
}
