//! Small segments to larger ones, and deleted streams out of segments.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::sealer::{SealError, blocking, write_segment};
use super::shared::Shared;
use super::{Options, Step};
use crate::event::StoredEvent;
use crate::key::GroupKey;
use crate::manifest::{Change, State};
use crate::segment::{Segment, load, row_groups};

/// What is to become one segment.
struct Job {
    id: u64,
    level: u32,
    group: GroupKey,
    segments: Vec<Arc<Segment>>,
}

/// Merges the segments that need it most; tells whether there were any.
pub(super) async fn run(shared: &Arc<Shared>) -> Result<bool, SealError> {
    let Some(job) = pick(&shared.view.read().state, &shared.options) else { return Ok(false) };
    let remove = job.segments.iter().map(|s| {
        let group = job.group.clone();
        Change::RemoveSegment { group, id: s.meta.id }
    });
    let mut edit: Vec<Change> = remove.collect();
    let events = read(shared, &job).await?;
    if !events.is_empty() {
        let meta = write_segment(shared, job.id, job.level, job.group, events).await?;
        edit.push(Change::AddSegment(meta));
    }
    shared.options.probe.at(Step::MergeWritten);
    let commit = shared.clone();
    blocking(move || Ok(commit.commit(edit, |_| ())?)).await?;
    shared.options.probe.at(Step::MergeCommitted);
    Ok(true)
}

/// The first segments that are too many of their level, or hold deleted streams.
fn pick(state: &State, options: &Options) -> Option<Job> {
    let id = state.next_segment;
    for (group, segments) in &state.segments {
        let segments: Vec<_> = segments.values().collect();
        let dirty = segments.iter().find(|s| holds_deleted(state, s));
        let chosen = match dirty {
            Some(segment) => vec![Arc::clone(segment)],
            None => too_many(&segments, options),
        };
        let Some(level) = chosen.iter().map(|s| s.meta.level).max() else { continue };
        let level = if dirty.is_some() { level } else { level.saturating_add(1) };
        return Some(Job { id, level, group: group.clone(), segments: chosen });
    }
    None
}

fn holds_deleted(state: &State, segment: &Segment) -> bool {
    let meta = &segment.meta;
    let Some(deleted) = state.deleted_streams.get(&meta.group) else { return false };
    meta.streams.iter().any(|s| deleted.get(&*s.name).is_some_and(|b| s.first_seq < *b))
}

fn too_many(segments: &[&Arc<Segment>], options: &Options) -> Vec<Arc<Segment>> {
    let levels: BTreeSet<u32> = segments.iter().map(|s| s.meta.level).collect();
    for level in levels {
        let mut bytes = 0;
        let small = |s: &&&Arc<Segment>| {
            s.meta.level == level && s.meta.raw_bytes() < options.merge_bytes / 2
        };
        let chosen: Vec<_> = segments
            .iter()
            .filter(small)
            .take_while(|s| {
                bytes = s.meta.raw_bytes().saturating_add(bytes);
                bytes <= options.merge_bytes
            })
            .take(options.merge_count.max(2))
            .map(|s| Arc::clone(s))
            .collect();
        // Two halves of the largest size are worth it, even if few.
        let enough = chosen.len() >= options.merge_count.max(2)
            || (chosen.len() >= 2 && bytes > options.merge_bytes);
        if enough {
            return chosen;
        }
    }
    Vec::new()
}

/// The job's events that are neither deleted nor past their retention, sorted.
async fn read(shared: &Arc<Shared>, job: &Job) -> Result<Vec<StoredEvent>, SealError> {
    let mut events = Vec::new();
    for segment in &job.segments {
        for group in row_groups(&*shared.objects, segment).await? {
            let block = load(&*shared.objects, segment, group.index).await?;
            for (stream, rows) in block.runs() {
                events.extend(rows.map(|row| block.event(stream, row)));
            }
        }
    }
    {
        let now_ms = shared.now_ms();
        let view = shared.view.read();
        let expiry_ms = view.state.expiry_ms(&job.group, now_ms);
        events.retain(|e| {
            e.ts_ms() >= expiry_ms && e.id.seq >= view.state.first_seq(&job.group, &e.stream)
        });
    }
    blocking(move || {
        events.sort_unstable_by(|a, b| (&a.stream, a.id).cmp(&(&b.stream, b.id)));
        Ok(events)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::test_group;
    use crate::segment::Meta;

    fn options() -> Options {
        Options { merge_count: 3, merge_bytes: 8000, ..Options::default() }
    }

    /// Segments of the levels and thousands of bytes told.
    fn picked(segments: &[(u32, u64)], deleted: Option<u64>) -> Option<(u32, Vec<u64>)> {
        let mut state = State::default();
        for (id, &(level, kilobytes)) in segments.iter().enumerate() {
            let id = id as u64;
            let mut meta = Meta::for_test(id, &test_group("g"), 10 * id, 10 * id + 9);
            meta.level = level;
            meta.streams[0].bytes = kilobytes * 1000;
            state.apply(vec![Change::AddSegment(meta)]);
        }
        if let Some(before_seq) = deleted {
            let stream = test_group("g").stream("s");
            state.apply(vec![Change::DeleteStream { stream, before_seq }]);
        }
        let job = pick(&state, &options())?;
        Some((job.level, job.segments.iter().map(|s| s.meta.id).collect()))
    }

    #[test]
    fn levels_between_segments_cost_nothing() {
        let (top, all) = (u32::MAX, vec![1, 2, 3]);
        assert_eq!(picked(&[(0, 1), (top, 1), (top, 1), (top, 1)], None), Some((top, all)));
    }

    #[test]
    fn segments_of_one_level_merge_once_they_are_enough() {
        assert_eq!(picked(&[(0, 1), (0, 1)], None), None);
        assert_eq!(picked(&[(0, 1), (1, 1), (0, 1)], None), None);
        assert_eq!(
            picked(&[(0, 1), (1, 1), (0, 1), (0, 1), (0, 1)], None),
            Some((1, vec![0, 2, 3]))
        );
        assert_eq!(picked(&[(0, 1), (1, 1), (1, 1), (1, 1)], None), Some((2, vec![1, 2, 3])));
    }

    #[test]
    fn large_segments_are_left_alone_and_a_merge_is_bounded() {
        assert_eq!(picked(&[(0, 4), (0, 4), (0, 4)], None), None);
        assert_eq!(picked(&[(0, 3), (0, 3), (0, 3)], None), Some((1, vec![0, 1])));
    }

    #[test]
    fn a_segment_with_deleted_events_is_rewritten_on_its_level() {
        assert_eq!(picked(&[(2, 1), (2, 1)], Some(10)), Some((2, vec![0])));
        assert_eq!(picked(&[(2, 1)], Some(0)), None);
    }
}
