//! Room on the host's disk for what the task may write.

use super::Cx;
use crate::agent::failure::Failure;
use crate::agent::images;

/// Looks whether there is room for another task; one that has its disk already needs none.
pub(super) async fn ensure(cx: &Cx) -> Result<(), Failure> {
    if cx.slot().is_some() {
        return Ok(());
    }
    images::check_room(&cx.host).await.map_err(Failure::resource)
}
