//! `ferrogate-net`: what a DNS packet gets.

#[path = "../../../crates/net/src/resolver/answer.rs"]
mod answer;
#[path = "../../../crates/net/src/resolver/names.rs"]
mod names;
#[path = "../../../crates/net/src/resolver/zone.rs"]
pub(crate) mod zone;

use std::sync::Arc;

pub(crate) use names::Names;
use zone::Zone;

/// The bytes that answer `packet`; `None` for silence and for a question to others.
pub(crate) fn answer(
    names: &Names,
    zones: &[Arc<Zone>],
    packet: &[u8],
    turn: usize,
) -> Option<Vec<u8>> {
    let max = answer::udp_answer_max(packet);
    match answer::decide(names, zones, packet, turn, true) {
        answer::Decision::Ignore | answer::Decision::Ask(_) | answer::Decision::Wait => None,
        answer::Decision::Reply(message) => {
            let bytes = answer::write(&message, max).expect("an answer of ours is written");
            assert!(bytes.len() <= max, "longer than the client takes");
            Some(bytes)
        }
    }
}
