//! What the manifest need not say any more.

use std::sync::Arc;

use super::sealer::{SealError, blocking};
use super::shared::Shared;
use crate::manifest::{Change, Edit, State};
use crate::segment::Segment;

/// Removes what is expired, deleted or forgotten.
pub(super) async fn run(shared: &Arc<Shared>) -> Result<(), SealError> {
    let ttl_ms = shared.options.source_ttl_ms;
    let edit = plan(&shared.view.read().state, shared.now_ms(), ttl_ms);
    if edit.is_empty() {
        return Ok(());
    }
    let shared = shared.clone();
    blocking(move || Ok(shared.commit(edit, |_| ())?)).await
}

/// The changes that take what is expired, deleted or forgotten out of `state`.
fn plan(state: &State, now_ms: u64, source_ttl_ms: u64) -> Edit {
    let mut edit = Edit::new();
    for (group, segments) in &state.segments {
        let expiry_ms = state.expiry_ms(group, now_ms);
        let deleted = state.deleted_groups.get(group).copied().unwrap_or(0);
        let over = |s: &Segment| s.meta.last_ts_ms() < expiry_ms || s.meta.last_seq < deleted;
        edit.extend(
            segments
                .values()
                .filter(|s| over(s))
                .map(|s| Change::RemoveSegment { group: group.clone(), id: s.meta.id }),
        );
    }
    edit.extend(forgotten_deletions(state));
    let silent = |at_ms: u64| now_ms.saturating_sub(at_ms) > source_ttl_ms;
    let sources = state.sources.iter().filter(|(_, mark)| silent(mark.at_ms));
    edit.extend(
        sources.map(|(id, mark)| Change::ForgetSource { id: id.clone(), at_ms: mark.at_ms }),
    );
    edit
}

/// Deletions that hide nothing: all that came before is sealed, and no segment has it.
fn forgotten_deletions(state: &State) -> Edit {
    let mut edit = Edit::new();
    for (group, &before_seq) in &state.deleted_groups {
        let hides = before_seq > state.next_seq
            || segments(state, group).any(|s| s.meta.first_seq < before_seq);
        if !hides {
            edit.push(Change::ForgetGroupDeletion { group: group.clone(), before_seq });
        }
    }
    for (group, streams) in &state.deleted_streams {
        for (name, &before_seq) in streams {
            let has = |s: &Segment| {
                s.meta.streams.iter().any(|m| *m.name == **name && m.first_seq < before_seq)
            };
            if before_seq <= state.next_seq && !segments(state, group).any(|s| has(s)) {
                let stream = group.stream(name.as_str());
                edit.push(Change::ForgetStreamDeletion { stream, before_seq });
            }
        }
    }
    edit
}

fn segments<'a>(
    state: &'a State,
    group: &crate::key::GroupKey,
) -> impl Iterator<Item = &'a Arc<Segment>> {
    state.segments.get(group).into_iter().flat_map(|s| s.values())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::test_group;
    use crate::limits::DAY_MS;
    use crate::segment::Meta;

    fn state(changes: Edit) -> State {
        let mut state = State::default();
        state.apply(changes);
        state
    }

    fn segment(id: u64, first_seq: u64, last_seq: u64) -> Change {
        Change::AddSegment(Meta::for_test(id, &test_group("g"), first_seq, last_seq))
    }

    fn planned(state: &State, now_ms: u64) -> Vec<String> {
        plan(state, now_ms, DAY_MS).iter().map(|c| format!("{c:?}")).collect()
    }

    #[test]
    fn a_segment_goes_once_its_last_event_is_past_retention() {
        let group = test_group("g");
        let state = state(vec![segment(1, 1, 5), Change::Retention { group, days: Some(1) }]);
        assert!(planned(&state, DAY_MS + 5).is_empty());
        let plan = planned(&state, DAY_MS + 6);
        assert!(plan.len() == 1 && plan[0].starts_with("RemoveSegment"), "{plan:?}");
    }

    #[test]
    fn a_deletion_is_kept_while_the_log_or_a_segment_holds_what_it_hides() {
        let stream = test_group("g").stream("s");
        let mut state = state(vec![
            segment(1, 3, 5),
            Change::DeleteStream { stream: stream.clone(), before_seq: 6 },
        ]);
        assert!(planned(&state, 0).is_empty(), "not sealed");
        state.apply(vec![Change::Counters { wal_from: 1, next_seq: 6, next_segment: 2 }]);
        assert!(planned(&state, 0).is_empty(), "in a segment");
        state.apply(vec![Change::RemoveSegment { group: stream.group.clone(), id: 1 }]);
        assert!(planned(&state, 0)[0].starts_with("ForgetStreamDeletion"));
    }

    #[test]
    fn a_deleted_group_takes_its_segments_and_then_itself_away() {
        let group = test_group("g");
        let mut state = state(vec![
            segment(1, 3, 5),
            Change::DeleteGroup { group, before_seq: 6 },
            Change::Counters { wal_from: 1, next_seq: 9, next_segment: 2 },
        ]);
        let plan = plan(&state, 0, DAY_MS);
        assert!(matches!(plan[..], [Change::RemoveSegment { id: 1, .. }]), "{plan:?}");
        state.apply(plan);
        assert!(planned(&state, 0)[0].starts_with("ForgetGroupDeletion"));
    }

    #[test]
    fn a_silent_source_is_forgotten() {
        let source = Change::Source { id: "a".into(), last_seq: 1, at_ms: 10 };
        let state = state(vec![source]);
        assert!(planned(&state, DAY_MS + 10).is_empty());
        assert!(planned(&state, DAY_MS + 11)[0].starts_with("ForgetSource"));
    }
}
