//! What happened last, for people; and a number that two equal runs have in common.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hasher};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

/// Lines that are kept.
const KEPT: usize = 300;

/// The story of a run.
pub(crate) struct Trace {
    began: Instant,
    told: Mutex<Told>,
    /// Whether each line is printed at once.
    aloud: bool,
}

#[derive(Default)]
struct Told {
    lines: VecDeque<(Duration, String)>,
    hash: DefaultHasher,
}

impl Trace {
    pub(crate) fn new(aloud: bool) -> Self {
        Self { began: Instant::now(), told: Mutex::default(), aloud }
    }

    pub(crate) fn tell(&self, line: String) {
        let (at, mut told) = (self.began.elapsed(), self.told.lock());
        told.hash.write_u128(at.as_millis());
        told.hash.write(line.as_bytes());
        if self.aloud {
            println!("{}", shown(at, &line));
        }
        if told.lines.len() == KEPT {
            told.lines.pop_front();
        }
        told.lines.push_back((at, line));
    }

    /// The last lines, the oldest first.
    pub(crate) fn last(&self) -> Vec<String> {
        self.told.lock().lines.iter().map(|(at, line)| shown(*at, line)).collect()
    }

    /// The same for two runs of which the same was told at the same times.
    pub(crate) fn hash(&self) -> u64 {
        self.told.lock().hash.finish()
    }
}

fn shown(at: Duration, line: &str) -> String {
    format!("{:>9.3}  {line}", at.as_secs_f64())
}
