//! What an input costs, and who notices.
//!
//! A busy machine makes the clock run while the process waits, so too much work means that
//! both the clock and the process's own processor time passed the limit.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

use super::{RSS_MIB_MAX, STUCK_AFTER, WORK_MAX};

/// What this process has used so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used {
    at: Instant,
    processor: Duration,
    rss_mib_peak: u64,
}

impl Used {
    pub(super) fn now() -> Self {
        let usage = getrusage(UsageWho::RUSAGE_SELF).expect("a process may ask about itself");
        let micros = |time: nix::sys::time::TimeVal| {
            let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
            Duration::from_micros(u64::try_from(micros).unwrap_or(0))
        };
        Self {
            at: Instant::now(),
            processor: micros(usage.user_time()) + micros(usage.system_time()),
            rss_mib_peak: u64::try_from(usage.max_rss()).unwrap_or(0) >> 10,
        }
    }

    /// What is wrong with having used so much since `start`.
    pub(super) fn verdict(&self, start: &Self) -> Option<String> {
        let (clock, work) = (self.at - start.at, self.processor.saturating_sub(start.processor));
        if self.rss_mib_peak > RSS_MIB_MAX {
            return Some(format!("memory: {} MiB", self.rss_mib_peak));
        }
        if clock > WORK_MAX && work > WORK_MAX {
            return Some(format!("slow: {work:.1?} of processor time so far"));
        }
        (clock > STUCK_AFTER).then(|| format!("stuck: nothing came for {clock:.0?}"))
    }
}

/// Looks at the input under way from beside it, since one that hangs never comes back.
#[derive(Clone)]
pub(super) struct Watch(Arc<Inner>);

struct Inner {
    /// The input's number and what had been used when it began; none between inputs.
    now: Mutex<Option<(u64, Used)>>,
    panics: AtomicU64,
}

impl Watch {
    /// Starts to watch; `found` is called for an input that went too far, and must not return
    /// to the target.
    pub(super) fn start(found: impl Fn(u64, &str) + Send + 'static) -> io::Result<Self> {
        let watch = Self(Arc::new(Inner { now: Mutex::new(None), panics: AtomicU64::new(0) }));
        let own = watch.clone();
        let look = move || loop {
            std::thread::park_timeout(Duration::from_millis(100));
            let now = *own.0.now.lock().expect("nobody panics while holding it");
            if let Some((n, start)) = now
                && let Some(verdict) = Used::now().verdict(&start)
            {
                found(n, &verdict);
            }
        };
        std::thread::Builder::new().name("watch".into()).spawn(look)?;
        Ok(watch)
    }

    /// Counts panics of every thread: a server that catches them is still wrong.
    pub(super) fn count_panics(&self) {
        let own = self.clone();
        std::panic::set_hook(Box::new(move |panic| {
            own.0.panics.fetch_add(1, Ordering::SeqCst);
            // The first of an input is the cause; a target in a loop would print for ever.
            if own.0.panics.load(Ordering::SeqCst) < 4 {
                eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
            }
        }));
    }

    pub(super) fn panics(&self) -> u64 {
        self.0.panics.load(Ordering::SeqCst)
    }

    /// Input `n` begins, or none is under way.
    pub(super) fn set(&self, now: Option<(u64, Used)>) {
        *self.0.now.lock().expect("nobody panics while holding it") = now;
    }
}
