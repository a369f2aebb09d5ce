//! Steps that the host may refuse for a moment.

use std::fmt::Display;
use std::future::Future;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;

/// How often a step is tried.
const TRIES_MAX: u32 = 5;
/// The first and the longest rest between two tries: together about a second.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(500));

/// Does a step until it goes well, some times at most and as long as `again` holds for what
/// went wrong: what it came to the last time. A step that is tried again must be one that may
/// be done twice.
pub(super) async fn patiently<T, E, F>(
    what: &'static str,
    again: impl Fn(&E) -> bool,
    mut step: impl FnMut() -> F,
) -> Result<T, E>
where
    E: Display,
    F: Future<Output = Result<T, E>>,
{
    let mut rest = Backoff::new(REST.0, REST.1);
    for _ in 1..TRIES_MAX {
        match step().await {
            Err(error) if again(&error) => {
                tracing::warn!(what, %error, "it is tried again");
            }
            done => return done,
        }
        tokio::time::sleep(rest.next_delay()).await;
    }
    step().await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a step that fails so many times, and how often it was done.
    async fn failing(times: u32, again: impl Fn(&String) -> bool) -> (Result<(), String>, u32) {
        let mut done = 0;
        let result = patiently("a step", again, || {
            done += 1;
            let result = if done > times { Ok(()) } else { Err(format!("no {done}")) };
            std::future::ready(result)
        });
        let result = result.await;
        (result, done)
    }

    #[tokio::test]
    async fn a_step_is_done_until_it_goes_well_or_was_done_often_enough() {
        assert_eq!(failing(0, |_| true).await, (Ok(()), 1));
        assert_eq!(failing(TRIES_MAX - 1, |_| true).await, (Ok(()), TRIES_MAX));
        let last = format!("no {TRIES_MAX}");
        assert_eq!(failing(100, |_| true).await, (Err(last), TRIES_MAX));
        assert_eq!(failing(3, |error| error == "no 1").await, (Err("no 2".into()), 2));
    }
}
