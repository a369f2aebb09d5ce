//! How long the lines of a container that has ended wait for a log store that takes none: its
//! task would be on its way to its end for ever.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::Stream;
use crate::agent::link::Way;

/// How long they wait for one of them to be taken.
pub(super) const WAIT_MAX: Duration = Duration::from_secs(300);

/// The limit of one stream.
pub(super) struct Limit {
    ended: watch::Receiver<bool>,
    acked: watch::Receiver<u64>,
    way: Way,
}

impl Limit {
    pub(super) fn of(stream: &Stream) -> Self {
        let Stream { ended, acked, way, .. } = stream;
        Self { ended: ended.clone(), acked: acked.clone(), way: way.clone() }
    }

    /// Resolves when the container has ended, and the server was there for [`WAIT_MAX`] since
    /// and took nothing. Without a server nobody waits for the task's end either, and time does
    /// not count: one that comes back gets every line.
    pub(super) async fn reached(mut self) {
        if self.count().await.is_none() {
            // The agent ends, and the next one counts anew.
            std::future::pending().await
        }
    }

    async fn count(&mut self) -> Option<()> {
        self.ended.wait_for(|ended| *ended).await.ok()?;
        let mut left = WAIT_MAX;
        loop {
            let session = self.way.session().await?;
            let begun = Instant::now();
            tokio::select! {
                () = tokio::time::sleep(left) => return Some(()),
                taken = self.acked.changed() => {
                    taken.ok()?;
                    left = WAIT_MAX;
                }
                over = self.way.is_over(&session) => {
                    over?;
                    left = left.saturating_sub(begun.elapsed());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::logs::tests::Rig;
    use crate::spool::Stream as Of;
    use ferrogate_link::LOG_BATCH_COST_MAX;

    /// A moment: short beside the limit, and long enough for all that is ready.
    const MOMENT: Duration = Duration::from_secs(1);

    /// A rig whose container has written these lines and ended.
    fn ended(lines: usize) -> Rig {
        let rig = Rig::new();
        rig.writer().push(Of::Stdout, "line\n".repeat(lines).as_bytes()).unwrap();
        rig.ended.send_replace(true);
        rig
    }

    #[tokio::test(start_paused = true)]
    async fn a_log_store_that_takes_nothing_holds_no_task_up_for_ever() {
        let mut rig = ended(3);
        let mut task = rig.run();
        tokio::time::sleep(WAIT_MAX - MOMENT).await;
        assert!(!task.is_finished());
        let given_up = tokio::time::timeout(2 * MOMENT, &mut task).await;
        assert_eq!(given_up.expect("it is given up").unwrap(), 3, "all of them are lost");
    }

    #[tokio::test(start_paused = true)]
    async fn the_lines_of_a_container_that_runs_wait_for_as_long_as_it_does() {
        let mut rig = Rig::new();
        let mut writer = rig.writer();
        writer.push(Of::Stdout, b"one\n").unwrap();
        let task = rig.run();
        tokio::time::sleep(10 * WAIT_MAX).await;
        assert!(!task.is_finished());
        assert_eq!(rig.lines().await, [(1, "one".into())]);
        drop(writer);
        rig.ended.send_replace(true);
        assert_eq!(task.await.unwrap(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_log_store_that_takes_lines_slowly_gets_all_of_them() {
        let mut rig = ended(5000);
        let mut task = rig.run();
        let mut taken = 0;
        while taken < 5000 {
            tokio::time::sleep(WAIT_MAX - MOMENT).await;
            assert!(!task.is_finished(), "after {taken}");
            taken += rig.lines().await.len();
        }
        let ended = tokio::time::timeout(MOMENT, &mut task).await;
        assert_eq!(ended.expect("it ends").unwrap(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn time_without_a_server_does_not_count_and_time_with_one_adds_up() {
        let mut rig = ended(1);
        let mut task = rig.run();
        tokio::time::sleep(WAIT_MAX - 3 * MOMENT).await;
        rig.end_session();
        tokio::time::sleep(10 * WAIT_MAX).await;
        assert!(!task.is_finished());
        rig.begin_session(LOG_BATCH_COST_MAX);
        tokio::time::sleep(MOMENT).await;
        assert!(!task.is_finished());
        let given_up = tokio::time::timeout(3 * MOMENT, &mut task).await;
        assert_eq!(given_up.expect("it is given up").unwrap(), 1);
    }
}
