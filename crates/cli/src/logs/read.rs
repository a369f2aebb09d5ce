//! Events of log groups: all of them, or those that came since the last look.

use std::collections::HashSet;

use ferrogate_api::logs::{FilterLogEventsRequest, FilteredLogEvent, op};

use super::source::Group;
use crate::client::Api;
use crate::fault::Fault;

/// What comes this much later than its own time is still seen when a log is followed.
const LATE_MS: i64 = 2_000;

/// Which events are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// The first millisecond.
    pub(crate) start: Option<i64>,
    /// The last millisecond.
    pub(crate) end: Option<i64>,
    /// A filter pattern of CloudWatch.
    pub(crate) pattern: Option<String>,
}

/// Reads groups, and remembers what was read.
pub(crate) struct Follower {
    groups: Vec<Group>,
    query: Query,
    newest: i64,
    /// Ids of events that may come again, with their times.
    seen: HashSet<(i64, String)>,
}

impl Follower {
    pub(crate) fn new(groups: Vec<Group>, query: Query) -> Self {
        let newest = query.start.unwrap_or(0);
        Self { groups, query, newest, seen: HashSet::new() }
    }

    /// Whether its events come in order by themselves.
    pub(crate) fn is_one_group(&self) -> bool {
        self.groups.len() == 1
    }

    /// Reads these groups too, or further streams of those it reads.
    pub(crate) fn also(&mut self, groups: Vec<Group>) {
        for group in groups {
            match self.groups.iter_mut().find(|known| known.name == group.name) {
                Some(known) => known.streams.extend(group.streams),
                None => self.groups.push(group),
            }
        }
    }

    /// Hands over each event that is there, group by group, each group's in order.
    pub(crate) async fn each(
        &mut self,
        api: &Api,
        take: &mut (dyn FnMut(FilteredLogEvent) -> Result<(), Fault> + Send),
    ) -> Result<(), Fault> {
        let query = self.query.clone();
        self.read(api, &query, true, take).await
    }

    /// The events that came since the last look, in order.
    pub(crate) async fn poll(&mut self, api: &Api) -> Result<Vec<FilteredLogEvent>, Fault> {
        let from = (self.newest - LATE_MS).max(self.query.start.unwrap_or(0));
        let query = Query { start: Some(from), ..self.query.clone() };
        let mut new = Vec::new();
        let mut take = |event: FilteredLogEvent| {
            new.push(event);
            Ok(())
        };
        self.read(api, &query, false, &mut take).await?;
        new.sort_by_key(|event| event.timestamp);
        Ok(new)
    }

    async fn read(
        &mut self,
        api: &Api,
        query: &Query,
        first: bool,
        take: &mut (dyn FnMut(FilteredLogEvent) -> Result<(), Fault> + Send),
    ) -> Result<(), Fault> {
        for at in 0..self.groups.len() {
            let mut next_token = None;
            loop {
                let input = FilterLogEventsRequest {
                    log_group_name: Some(self.groups[at].name.clone()),
                    log_stream_name_prefix: Some(self.groups[at].prefix()),
                    start_time: query.start,
                    end_time: query.end,
                    filter_pattern: query.pattern.clone(),
                    next_token,
                    ..FilterLogEventsRequest::default()
                };
                let page = match api.call::<op::FilterLogEvents>(&input).await {
                    Ok(page) => page,
                    // Made with the first line: nothing is printed yet.
                    Err(fault) if fault.is("ResourceNotFoundException") => break,
                    Err(fault) => return Err(fault),
                };
                for event in page.events.unwrap_or_default() {
                    let stream = event.log_stream_name.as_deref().unwrap_or_default();
                    if self.groups[at].has(stream) && self.is_new(&event) {
                        take(event)?;
                    }
                }
                if first {
                    // Nothing was seen before, so nothing comes twice: a long log must not be
                    // held in memory.
                    self.forget();
                }
                next_token = page.next_token;
                if next_token.is_none() {
                    break;
                }
            }
        }
        self.forget();
        Ok(())
    }

    fn is_new(&mut self, event: &FilteredLogEvent) -> bool {
        let time = event.timestamp.unwrap_or(0);
        self.newest = self.newest.max(time);
        self.seen.insert((time, event.event_id.clone().unwrap_or_default()))
    }

    /// Forgets what is older than anything that the next look asks for.
    fn forget(&mut self) {
        let oldest = self.newest - LATE_MS;
        self.seen.retain(|(time, _)| *time >= oldest);
    }
}
