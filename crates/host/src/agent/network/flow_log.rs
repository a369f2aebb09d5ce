//! What logged interfaces send and are sent, on its way to the server: counted in the kernel,
//! read every few seconds, and told once a minute, or at once when an interface has gone.
//!
//! What waits for the server is bounded. An agent that ends loses the window that it was in, and
//! what the server has not acknowledged; nothing is told twice.

mod outbox;
mod window;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{Clock, Shutdown, SystemClock, TimestampMs};
use ferrogate_link::ec2::eni;
use ferrogate_net::VpcId;

pub(in crate::agent) use outbox::FlowOutbox;
use window::Window;

use super::Network;

/// How often the kernel's counters are read: an end that is quiet loses its counter after 20 s.
const READ_MS: u64 = 5000;
/// What one record is about at most. AWS: a minute, whatever was asked for, on the machines
/// that tasks run on.
const WINDOW_MS: u64 = 60_000;

impl Network {
    /// Reads what was counted, and tells it, until the shutdown.
    pub(in crate::agent) async fn count_flows(
        self: Arc<Self>,
        outbox: Arc<FlowOutbox>,
        shutdown: Shutdown,
    ) {
        let mut windows = HashMap::new();
        loop {
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(READ_MS)) => {}
                () = shutdown.requested() => break,
            }
            let gone = self.parts.lock().take_gone();
            for vpc in self.fabric.vpcs() {
                self.read_one(&vpc, &gone, &mut windows, &outbox).await;
            }
        }
    }

    async fn read_one(
        &self,
        vpc: &VpcId,
        gone: &[eni::Record],
        windows: &mut HashMap<VpcId, Window>,
        outbox: &FlowOutbox,
    ) {
        let mut logged = self.parts.lock().logged(vpc.as_str());
        let gone = gone.iter().filter(|eni| eni.vpc == vpc.as_str());
        logged.extend(gone.filter_map(|eni| Some((eni.id.parse().ok()?, eni.clone()))));
        if logged.is_empty() && !windows.contains_key(vpc) {
            return;
        }
        let counted = match self.fabric.counted(vpc).await {
            Ok(counted) => counted,
            Err(error) => {
                tracing::warn!(%vpc, error = %chain(&error), "flows can't be counted");
                return;
            }
        };
        let now = SystemClock.now();
        // What is read first may have come since the log was made.
        let begin = TimestampMs(now.0.saturating_sub(READ_MS));
        let window = windows.entry(vpc.clone()).or_insert_with(|| Window::new(begin));
        window.add(counted, logged, now);
        if now.0.saturating_sub(window.begin().0) >= WINDOW_MS {
            outbox.put(window.end(now));
        } else {
            outbox.put(window.end_of_those_gone(now));
        }
        if window.is_over() {
            windows.remove(vpc);
        }
    }
}
