//! Lines of a container into events of several lines, as docker's awslogs driver joins them.
//!
//! Where an event ends follows from the lines alone, and from what was written down when one
//! ended for its age: lines that are read again are the same events again.

use std::time::Duration;

use ferrogate_base::TimestampMs;
use ferrogate_link::LogLine;
use ferrogate_link::multiline::Start;

use crate::spool::{LINE_BYTES_MAX, Line};

/// How long an event waits for more lines, from its first one on: docker's driver looks every
/// five seconds whether one is as old as that.
pub(super) const AGE_MAX: Duration = Duration::from_secs(5);

/// Joins one container's lines.
pub(in crate::agent) struct Events {
    start: Start,
    open: Option<Whole>,
    /// The number after the last line's.
    next_seq: Option<u64>,
    /// An event ends with the line of this number.
    cut: u64,
}

/// An event, and the number of its first line. Its line's span covers all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) first_seq: u64,
    pub(super) line: LogLine,
}

impl Events {
    pub(in crate::agent) fn new(start: Start) -> Self {
        Self { start, open: None, next_seq: None, cut: 0 }
    }

    /// An event was ended with the line `seq`, by whoever read these lines before.
    pub(super) fn ends_after(&mut self, seq: u64) {
        self.cut = seq;
    }

    /// Takes the next line: the event that it ends, if it begins another.
    pub(super) fn push(&mut self, line: Line) -> Option<Whole> {
        let seq = line.seq;
        let line = LogLine::from(line);
        // Where lines are missing, the next one takes their numbers.
        let first_seq = self.next_seq.replace(seq + 1).unwrap_or(seq);
        match &mut self.open {
            Some(open) if !ends(open, &line, self.cut) && !self.start.is(&line.text) => {
                open.add(seq, &line.text);
                None
            }
            _ => self.open.replace(Whole::begin(first_seq, seq, line)),
        }
    }

    /// Ends the event that waits for more lines.
    pub(super) fn close(&mut self) -> Option<Whole> {
        self.open.take()
    }

    /// Whether none waits for more lines.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_none()
    }

    /// How long the one that waits may still wait. A clock that was set back adds nothing.
    pub(super) fn time_left(&self, now: TimestampMs) -> Option<Duration> {
        let age = |open: &Whole| Duration::from_millis(now.0.saturating_sub(open.line.at.0));
        self.open.as_ref().map(|open| AGE_MAX.saturating_sub(age(open)))
    }
}

/// Whether the event is whole before this line, whatever that one says.
fn ends(open: &Whole, next: &LogLine, cut: u64) -> bool {
    let age = Duration::from_millis(next.at.0.saturating_sub(open.line.at.0));
    let bytes = open.line.text.len() + next.text.len() + 1;
    bytes > LINE_BYTES_MAX || age >= AGE_MAX || open.last_seq() == cut
}

impl Whole {
    fn begin(first_seq: u64, seq: u64, mut line: LogLine) -> Self {
        end_line(&mut line.text);
        line.span = seq - first_seq + 1;
        Self { first_seq, line }
    }

    fn add(&mut self, seq: u64, text: &str) {
        self.line.text.push_str(text);
        end_line(&mut self.line.text);
        self.line.span = seq - self.first_seq + 1;
    }

    fn last_seq(&self) -> u64 {
        self.first_seq + self.line.span - 1
    }
}

/// Each line keeps its end, the last one too, unless the event is full.
fn end_line(text: &mut String) {
    if text.len() < LINE_BYTES_MAX {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spool::Stream;
    use proptest::prelude::*;

    const NOW: u64 = 1_700_000_000_000;

    fn events() -> Events {
        Events::new(Start::new("^[A-Z]").unwrap())
    }

    fn line(seq: u64, after_ms: u64, text: &str) -> Line {
        let at = TimestampMs(NOW + after_ms);
        Line { seq, at, stream: Stream::Stdout, bytes: text.as_bytes().to_vec() }
    }

    fn all(mut events: Events, lines: &[Line]) -> Vec<Whole> {
        let mut whole: Vec<_> = lines.iter().cloned().filter_map(|l| events.push(l)).collect();
        whole.extend(events.close());
        whole
    }

    fn texts(lines: &[(u64, &str)]) -> Vec<String> {
        let numbered = lines.iter().zip(1..);
        let lines: Vec<_> = numbered.map(|((at, text), seq)| line(seq, *at, text)).collect();
        all(events(), &lines).into_iter().map(|whole| whole.line.text).collect()
    }

    #[test]
    fn an_event_is_a_line_that_begins_one_and_those_up_to_the_next() {
        let trace = [(0, "ERROR x"), (1, "  at a"), (2, ""), (3, "  at b"), (4, "INFO y")];
        assert_eq!(texts(&trace), ["ERROR x\n  at a\n\n  at b\n", "INFO y\n"]);
        assert_eq!(texts(&[(0, "a"), (0, "b"), (0, "C")]), ["a\nb\n", "C\n"], "before the first");
        assert_eq!(texts(&[(0, "A"), (0, "B")]), ["A\n", "B\n"]);
    }

    #[test]
    fn an_event_has_the_time_of_its_first_line_and_the_numbers_of_all() {
        let lines = [line(7, 10, "A"), line(8, 20, "b"), line(9, 30, "C")];
        let [one, two] = &all(events(), &lines)[..] else { panic!("there are two") };
        assert_eq!((one.first_seq, one.line.span, one.line.at.0), (7, 2, NOW + 10));
        assert_eq!((two.first_seq, two.line.span, two.line.at.0), (9, 1, NOW + 30));
    }

    #[test]
    fn the_numbers_of_missing_lines_are_those_of_the_event_after_them() {
        let lines = [line(1, 0, "A"), line(2, 0, "b"), line(6, 0, "C"), line(9, 0, "d")];
        let [one, two] = &all(events(), &lines)[..] else { panic!("there are two") };
        assert_eq!((one.first_seq, one.line.span), (1, 2));
        assert_eq!((two.first_seq, two.line.span), (3, 7));
    }

    #[test]
    fn an_event_of_five_seconds_takes_no_more_lines() {
        let lines = [(0, "A"), (4_999, "b"), (5_000, "c"), (9_999, "d"), (10_000, "e")];
        assert_eq!(texts(&lines), ["A\nb\n", "c\nd\n", "e\n"]);
    }

    #[test]
    fn a_clock_that_is_set_back_ends_no_event() {
        let lines = [line(1, 60_000, "A"), line(2, 0, "b")];
        assert_eq!(all(events(), &lines).len(), 1);
        let mut events = events();
        events.push(lines[0].clone());
        assert_eq!(events.time_left(TimestampMs(NOW)), Some(AGE_MAX));
    }

    #[test]
    fn an_event_is_no_larger_than_the_largest_line() {
        let half = "x".repeat(LINE_BYTES_MAX / 2 - 1);
        let full = "y".repeat(LINE_BYTES_MAX);
        let lines = [(0, &*half), (0, &*half), (0, "z"), (0, &*full), (0, "z")];
        let lengths: Vec<_> = texts(&lines).iter().map(String::len).collect();
        assert_eq!(lengths, [LINE_BYTES_MAX, 2, LINE_BYTES_MAX, 2]);
    }

    fn any_lines() -> impl Strategy<Value = Vec<Line>> {
        let text = prop_oneof!["[A-Z][a-z]{0,3}", "[a-z]{0,4}", Just("q".repeat(90_000))];
        proptest::collection::vec((text, 0_u64..3_000, 1_u64..3), 1..40).prop_map(|all| {
            let (mut at, mut seq) = (0, 0);
            let numbered = all.into_iter().map(|(text, later, more)| {
                (at, seq) = (at + later, seq + more);
                line(seq, at, &text)
            });
            numbered.collect()
        })
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_doubled(lines in any_lines()) {
            let whole = all(events(), &lines);
            let joined: String = whole.iter().map(|whole| &*whole.line.text).collect();
            let text = |l: &Line| String::from_utf8(l.bytes.clone()).unwrap() + "\n";
            let written: String = lines.iter().map(text).collect();
            prop_assert_eq!(joined, written);
            for pair in whole.windows(2) {
                prop_assert_eq!(pair[0].last_seq() + 1, pair[1].first_seq);
            }
        }

        /// Whatever was acknowledged, and wherever an event was ended for its age, lines that are
        /// read again are the same events.
        #[test]
        fn lines_that_are_read_again_are_the_same_events(lines in any_lines(), aged in 0_usize..40) {
            let aged = aged.min(lines.len() - 1);
            let mut first = events();
            let mut whole = Vec::new();
            for (index, line) in lines.iter().enumerate() {
                whole.extend(first.push(line.clone()));
                if index == aged {
                    whole.extend(first.close());
                }
            }
            whole.extend(first.close());
            for acked in std::iter::once(0).chain(whole.iter().map(Whole::last_seq)) {
                let mut again = events();
                again.ends_after(lines[aged].seq);
                let rest: Vec<_> = lines.iter().filter(|line| line.seq > acked).cloned().collect();
                let ends: Vec<_> = all(again, &rest).iter().map(Whole::last_seq).collect();
                let wanted: Vec<_> = whole.iter().map(Whole::last_seq).filter(|seq| *seq > acked).collect();
                prop_assert_eq!(ends, wanted);
            }
        }
    }
}
