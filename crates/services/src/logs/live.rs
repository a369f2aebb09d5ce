//! StartLiveTail: events as they come in, told once a second.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_api::logs::{
    Error, LiveTailSessionLogEvent, LiveTailSessionMetadata, LiveTailSessionStart,
    LiveTailSessionUpdate, SessionStreamingException, SessionTimeoutException,
    StartLiveTailRequest,
};
use ferrogate_api::{Cx, Events, StreamEvent, Wire};
use ferrogate_base::AccountId;
use ferrogate_records::Scope;
use ferrogate_telemetry::pattern::Pattern;
use ferrogate_telemetry::{GroupKey, StoredEvent, Streams, Tail, TailEvents, TailFilter};
use parking_lot::Mutex;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::{Logs, Result, group_key, millis, names, scope};

/// How often a session tells what came in, and how many events of it (API_StartLiveTail).
const EVERY: Duration = Duration::from_secs(1);
const EVENTS_MAX: usize = 500;

/// How long a session lasts (API_StartLiveTail).
const LASTS: Duration = Duration::from_secs(3 * 3600);

/// Sessions of an account at a time (CloudWatch Logs quotas).
const SESSIONS_MAX: usize = 15;

/// Bytes of text that a session gathers in a second; what comes above that waits, and is then
/// missed.
const BYTES_MAX: usize = 4 << 20;

/// The sessions of each account.
#[derive(Clone, Debug, Default)]
pub(super) struct Sessions(Arc<Mutex<HashMap<AccountId, usize>>>);

impl Sessions {
    /// A place for one more, unless the account has as many as it may.
    fn take(&self, account: &AccountId) -> Result<Place> {
        let mut counts = self.0.lock();
        let count = counts.entry(account.clone()).or_default();
        if *count >= SESSIONS_MAX {
            return Err(Error::limit_exceeded(format!(
                "An account can have {SESSIONS_MAX} Live Tail sessions at a time."
            ))
            .into());
        }
        *count += 1;
        Ok(Place { sessions: self.clone(), account: account.clone() })
    }
}

/// The place of a session, until it is dropped.
#[derive(Debug)]
struct Place {
    sessions: Sessions,
    account: AccountId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.sessions.0.lock();
        let left = counts.get(&self.account).map_or(0, |count| count.saturating_sub(1));
        match left {
            0 => drop(counts.remove(&self.account)),
            left => drop(counts.insert(self.account.clone(), left)),
        }
    }
}

impl Logs {
    pub(super) async fn start_live_tail(
        &self,
        cx: &Cx,
        input: StartLiveTailRequest,
    ) -> Result<Session> {
        let scope = scope(cx);
        let groups = self.groups(&scope, &input.log_group_identifiers)?;
        let streams = streams(&input)?;
        let pattern = input.log_event_filter_pattern.clone();
        let pattern = pattern.filter(|text| !text.trim().is_empty());
        let pattern = pattern.map(|text| Pattern::parse(&text)).transpose();
        let pattern = pattern.map_err(|bad| Error::invalid_parameter(bad.to_string()))?;
        let place = self.sessions.take(&cx.account)?;
        let start = LiveTailSessionStart {
            request_id: Some(cx.request_id.clone()),
            session_id: Some(uuid::Uuid::new_v4().to_string()),
            log_group_identifiers: Some(input.log_group_identifiers),
            log_stream_names: Some(input.log_stream_names.unwrap_or_default()),
            log_stream_name_prefixes: Some(
                input.log_stream_name_prefixes.clone().unwrap_or_default(),
            ),
            log_event_filter_pattern: Some(input.log_event_filter_pattern.unwrap_or_default()),
        };
        let filter = TailFilter { groups, streams, pattern: pattern.map(Arc::new) };
        let prefixes = input.log_stream_name_prefixes.unwrap_or_default();
        Ok(Session::new(start, self.store.follow(filter), prefixes, place))
    }

    /// The groups of these ARNs. A name is none here (API_StartLiveTail).
    fn groups(&self, scope: &Scope, identifiers: &[String]) -> Result<Vec<GroupKey>> {
        let each = identifiers.iter().map(|identifier| {
            if identifier.ends_with('*') {
                return Err(Error::invalid_parameter(format!(
                    "The log group ARN '{identifier}' can't end with an asterisk."
                ))
                .into());
            }
            let name = names::from_arn(scope, identifier)?;
            self.group(scope, name)?;
            Ok(group_key(scope, name))
        });
        each.collect()
    }
}

/// Which streams a session is for; of several prefixes it looks at each event itself.
fn streams(input: &StartLiveTailRequest) -> Result<Streams> {
    let given = |list: &Option<Vec<String>>| list.clone().filter(|list| !list.is_empty());
    let (named, prefixes) =
        (given(&input.log_stream_names), given(&input.log_stream_name_prefixes));
    if named.is_some() && prefixes.is_some() {
        return Err(Error::invalid_parameter(
            "logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.",
        )
        .into());
    }
    if (named.is_some() || prefixes.is_some()) && input.log_group_identifiers.len() > 1 {
        return Err(Error::invalid_parameter(
            "Only one log group can be specified with logStreamNames or logStreamNamePrefixes.",
        )
        .into());
    }
    Ok(named.map_or(Streams::All, Streams::Named))
}

/// One session. Dropping it ends it.
pub(super) struct Session {
    start: Option<LiveTailSessionStart>,
    tail: Tail,
    /// What names of streams begin with; empty for any.
    prefixes: Vec<String>,
    ticks: Interval,
    until: Instant,
    gathered: Gathered,
    over: bool,
    _place: Place,
}

impl Session {
    fn new(start: LiveTailSessionStart, tail: Tail, prefixes: Vec<String>, place: Place) -> Self {
        let now = Instant::now();
        let mut ticks = interval_at(now + EVERY, EVERY);
        // A client that was slow gets the next one when it is due.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            start: Some(start),
            tail,
            prefixes,
            ticks,
            until: now + LASTS,
            gathered: Gathered::default(),
            over: false,
            _place: place,
        }
    }

    async fn event(&mut self) -> Option<StreamEvent> {
        if let Some(start) = self.start.take() {
            return Some(said("sessionStart", start));
        }
        if self.over {
            return None;
        }
        loop {
            tokio::select! {
                biased;
                () = tokio::time::sleep_until(self.until) => {
                    return Some(self.end("SessionTimeoutException", SessionTimeoutException {
                        message: Some("The Live Tail session has timed out.".into()),
                    }));
                }
                _ = self.ticks.tick() => return Some(said("sessionUpdate", self.gathered.take())),
                taken = self.tail.next(), if self.gathered.bytes < BYTES_MAX => match taken {
                    Some(taken) => self.gather(taken),
                    None => {
                        return Some(self.end("SessionStreamingException", SessionStreamingException {
                            message: Some("The Live Tail session has ended.".into()),
                        }));
                    }
                },
            }
        }
    }

    fn gather(&mut self, taken: TailEvents) {
        self.gathered.missed |= taken.dropped > 0;
        let prefixes = &self.prefixes;
        let wanted = |stream: &str| {
            prefixes.is_empty() || prefixes.iter().any(|prefix| stream.starts_with(prefix))
        };
        for (group, event) in taken.events {
            if wanted(&event.stream) {
                self.gathered.add(group, event);
            }
        }
    }

    fn end(&mut self, name: &'static str, why: impl Wire + Send + 'static) -> StreamEvent {
        self.over = true;
        StreamEvent { name, is_exception: true, value: Box::new(why) }
    }
}

impl Events for Session {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Option<StreamEvent>> + Send + '_>> {
        Box::pin(self.event())
    }
}

fn said(name: &'static str, value: impl Wire + Send + 'static) -> StreamEvent {
    StreamEvent { name, is_exception: false, value: Box::new(value) }
}

/// The events of a second, each of so many once there are too many.
#[derive(Debug)]
struct Gathered {
    events: Vec<(GroupKey, StoredEvent)>,
    bytes: usize,
    /// How many there were.
    seen: usize,
    /// One of so many is kept.
    stride: usize,
    /// Some were missed before they could be seen.
    missed: bool,
}

impl Default for Gathered {
    fn default() -> Self {
        Self { events: Vec::new(), bytes: 0, seen: 0, stride: 1, missed: false }
    }
}

impl Gathered {
    fn add(&mut self, group: GroupKey, event: StoredEvent) {
        let kept = self.seen.is_multiple_of(self.stride);
        self.seen += 1;
        if !kept {
            return;
        }
        self.bytes += event.message.len();
        self.events.push((group, event));
        if self.events.len() > EVENTS_MAX {
            self.stride *= 2;
            let mut index = 0;
            self.events.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.bytes = self.events.iter().map(|(_, event)| event.message.len()).sum();
        }
    }

    /// What is told of them.
    fn take(&mut self) -> LiveTailSessionUpdate {
        let Self { events, stride, missed, .. } = std::mem::take(self);
        LiveTailSessionUpdate {
            session_metadata: Some(LiveTailSessionMetadata { sampled: Some(stride > 1 || missed) }),
            session_results: Some(events.into_iter().map(result).collect()),
        }
    }
}

fn result((group, event): (GroupKey, StoredEvent)) -> LiveTailSessionLogEvent {
    LiveTailSessionLogEvent {
        log_stream_name: Some(event.stream.to_string()),
        log_group_identifier: Some(format!("{}:{}", group.account, group.group)),
        message: Some(event.message.to_string()),
        timestamp: Some(millis(event.ts_ms())),
        ingestion_time: Some(millis(event.ingest_ms)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_telemetry::EventId;

    fn event(seq: u64) -> (GroupKey, StoredEvent) {
        let account: AccountId = "111122223333".parse().unwrap();
        let group = GroupKey { account, region: "eu-west-1".into(), group: "/g".into() };
        let id = EventId { ts_ms: 5, seq };
        let message = format!("{seq}").into();
        (group, StoredEvent { id, stream: "s".into(), ingest_ms: 6, message })
    }

    fn told(count: u64) -> LiveTailSessionUpdate {
        let mut gathered = Gathered::default();
        for seq in 0..count {
            let (group, event) = event(seq);
            gathered.add(group, event);
        }
        gathered.take()
    }

    #[test]
    fn up_to_500_events_are_told_whole() {
        let update = told(500);
        let results = update.session_results.unwrap();
        assert_eq!(results.len(), 500);
        assert_eq!(update.session_metadata.unwrap().sampled, Some(false));
        let first = &results[0];
        assert_eq!(first.log_group_identifier.as_deref(), Some("111122223333:/g"));
        assert_eq!((first.timestamp, first.ingestion_time), (Some(5), Some(6)));
    }

    #[test]
    fn of_more_each_second_or_fourth_is_told_and_so_on() {
        for (count, stride) in [(501, 2), (1001, 4), (100_000, 256)] {
            let update = told(count);
            assert_eq!(update.session_metadata.unwrap().sampled, Some(true));
            let results = update.session_results.unwrap();
            assert!((250..=500).contains(&results.len()), "{count}: {}", results.len());
            let messages: Vec<u64> =
                results.iter().map(|of| of.message.as_deref().unwrap().parse().unwrap()).collect();
            assert!(messages.windows(2).all(|two| two[1] - two[0] == stride), "{count}");
        }
    }

    #[test]
    fn an_account_has_a_place_again_when_a_session_ends() {
        let sessions = Sessions::default();
        let account: AccountId = "111122223333".parse().unwrap();
        let mut places: Vec<_> =
            (0..SESSIONS_MAX).map(|_| sessions.take(&account).unwrap()).collect();
        assert!(sessions.take(&account).is_err());
        assert!(sessions.take(&"000000000000".parse().unwrap()).is_ok());
        places.pop();
        assert!(sessions.take(&account).is_ok());
        drop(places);
        assert!(sessions.0.lock().is_empty());
    }
}
