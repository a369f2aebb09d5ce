//! Services that are scaled to zero, which a tag asks for.

use ferrogate_records::Tag;
use ferrogate_records::ecs::service::zero::{Invalid, TAG, idle_s};

use super::super::Result;
use super::invalid;

/// Refuses tags that ask for what can't be: a time out of bounds, or that a service sleeps which no
/// request can wake.
pub(in crate::ecs) fn check_zero(tags: &[Tag], is_balanced: bool) -> Result<()> {
    match idle_s(tags) {
        Ok(Some(_)) if !is_balanced => Err(invalid(format!(
            "A service with the tag {TAG} needs a load balancer: it is kept for as long as \
             requests come, and a request wakes it. Without one, scale it by scheduled actions or \
             alarms."
        ))),
        Ok(_) => Ok(()),
        Err(Invalid(why)) => Err(invalid(why)),
    }
}
