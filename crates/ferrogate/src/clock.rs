//! The engine's clock. In development mode it can be set ahead, and is as far ahead after the next
//! start: time that went back would have deadlines come twice.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use ferrogate_base::clock::AheadClock;
use ferrogate_base::{Clock, SystemClock, fsio};
use ferrogate_wire::{AdvanceHook, Ahead};

use crate::layout::Layout;

/// How far ahead it may be: ten years.
const AHEAD_MAX: Duration = Duration::from_secs(10 * 365 * 86_400);

/// A clock that can be set ahead, and where it is kept by how much.
#[derive(Clone)]
pub(crate) struct DevClock {
    clock: AheadClock,
    file: Arc<Mutex<PathBuf>>,
}

impl DevClock {
    /// As far ahead as it was when the engine ended.
    pub(crate) fn open(layout: &Layout) -> anyhow::Result<Self> {
        let file = layout.clock();
        let ahead_ms = match std::fs::read_to_string(&file) {
            Ok(text) => {
                text.trim().parse().with_context(|| format!("{} has no number", file.display()))?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => {
                return Err(error).with_context(|| format!("can't read {}", file.display()));
            }
        };
        Ok(Self { clock: AheadClock::new(ahead_ms), file: Arc::new(Mutex::new(file)) })
    }

    /// The clock itself.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(self.clock.clone())
    }

    /// Sets it ahead by more: where it is then; `None` when that is too far. It is kept before it
    /// has any effect. Blocks while the disk works.
    pub(crate) fn advance(&self, by: Duration) -> io::Result<Option<Ahead>> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead = Duration::from_millis(self.clock.ahead_ms()).saturating_add(by);
        let Some(ahead_ms) = u64::try_from(ahead.as_millis()).ok().filter(|_| ahead <= AHEAD_MAX)
        else {
            return Ok(None);
        };
        if !by.is_zero() {
            fsio::write_atomic(&file, ahead_ms.to_string().as_bytes(), 0o600)?;
            self.clock.set_ahead_ms(ahead_ms);
        }
        Ok(Some(Ahead { now: self.clock.now(), by_ms: ahead_ms }))
    }

    /// The host's time again.
    pub(crate) fn reset(&self) -> io::Result<()> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        fsio::write_atomic(&file, b"0", 0o600)?;
        self.clock.set_ahead_ms(0);
        Ok(())
    }
}

/// The clock of an engine, and what sets it in development mode.
pub(crate) fn of(layout: &Layout, dev: bool) -> anyhow::Result<(Arc<dyn Clock>, Option<DevClock>)> {
    let kept = DevClock::open(layout);
    if dev {
        let kept = kept?;
        return Ok((kept.clock(), Some(kept)));
    }
    match kept {
        Ok(kept) if kept.clock.ahead_ms() > 0 => tracing::warn!(
            ahead_ms = kept.clock.ahead_ms(),
            "this engine's clock was set ahead in development mode: what it wrote then is of a \
             time that is still to come"
        ),
        // Who has the machine's time does not need it.
        Err(error) => tracing::warn!(?error, "whether this engine's clock was ahead is not known"),
        Ok(_) => {}
    }
    Ok((Arc::new(SystemClock), None))
}

/// What sets the clock when that is asked for.
pub(crate) fn hook(clock: Option<DevClock>) -> Box<AdvanceHook> {
    Box::new(move |by| {
        let clock = clock.clone();
        Box::pin(async move {
            let clock = clock.ok_or("the clock is the machine's")?;
            // Done to its end, also when who asked has left.
            Ok(tokio::task::spawn_blocking(move || clock.advance(by)).await??)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_as_far_ahead_after_a_start_and_never_too_far() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::new(dir.path());
        std::fs::create_dir_all(layout.clock().parent().unwrap()).unwrap();
        let hour = Duration::from_secs(3600);
        let clock = DevClock::open(&layout).unwrap();
        assert_eq!(clock.advance(Duration::ZERO).unwrap().unwrap().by_ms, 0);
        assert!(!layout.clock().exists(), "who only looks writes nothing");
        assert_eq!(clock.advance(hour).unwrap().unwrap().by_ms, 3_600_000);
        assert_eq!(clock.advance(AHEAD_MAX).unwrap(), None);
        assert_eq!(clock.advance(Duration::MAX).unwrap(), None);
        let again = DevClock::open(&layout).unwrap();
        assert_eq!(again.advance(hour).unwrap().unwrap().by_ms, 7_200_000);
        let (real, none) = of(&layout, false).unwrap();
        assert!(none.is_none() && real.moves().is_none());
        std::fs::write(layout.clock(), "soon").unwrap();
        assert!(of(&layout, false).is_ok());
        let refused = of(&layout, true).err().unwrap().to_string();
        assert!(refused.contains("clock-ahead"), "{refused}");
        again.reset().unwrap();
        assert_eq!(DevClock::open(&layout).unwrap().clock.ahead_ms(), 0);
    }
}
