//! Logs Insights: queries that are started, asked for and stopped.
//!
//! Queries and their results are held in memory, within bounds, and end with the server: they are
//! made of events that are still there. A few run at a time; each looks at pages of events, where
//! no other work waits for it, so that it can be stopped between two.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_api::Cx;
use ferrogate_api::logs::{
    DescribeQueriesRequest, DescribeQueriesResponse, Error, GetQueryResultsRequest,
    GetQueryResultsResponse, QueryInfo, QueryLanguage, QueryStatistics, QueryStatus, ResultField,
    StartQueryRequest, StartQueryResponse, StopQueryRequest, StopQueryResponse,
};
use ferrogate_base::errors::chain;
use ferrogate_insights::{Bounds, Event, Field, Query, Run};
use ferrogate_records::Scope;
use ferrogate_telemetry::pattern::Pattern;
use ferrogate_telemetry::{FilterEvents, FilterPage, LogStore, StoredEvent};
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use super::group::bad_token;
use super::{Logs, Result, group_key, millis, names, scope};

/// Groups of one query (API_StartQuery).
const GROUPS_MAX: usize = 50;
/// Queries of an account that have not ended (CloudWatch Logs quotas).
const RUNNING_MAX: usize = 30;
/// Queries that work at a time, of all accounts; others wait. What one may hold, and how long it
/// may take, bound what all can cost.
const AT_WORK_MAX: usize = 4;
const HELD_BYTES_MAX: usize = 64 << 20;
const LASTS: Duration = Duration::from_secs(60 * 60);
/// What has ended is kept: so many of an account, with so many bytes of results.
const KEPT_MAX: usize = 100;
const KEPT_BYTES_MAX: usize = 64 << 20;
/// Rows of a result, and of a page of them.
const ROWS_MAX: usize = 10_000;
/// Queries of a page (API_DescribeQueries: at most 1,000).
const PAGE_MAX: usize = 1000;

/// The queries of each account and region, the newest last.
#[derive(Clone)]
pub(super) struct Queries {
    all: Arc<Mutex<HashMap<Scope, Vec<Arc<Started>>>>>,
    at_work: Arc<Semaphore>,
}

impl Default for Queries {
    fn default() -> Self {
        Self { all: Arc::default(), at_work: Arc::new(Semaphore::new(AT_WORK_MAX)) }
    }
}

/// A query that was started.
struct Started {
    id: String,
    text: String,
    groups: Vec<String>,
    created_ms: u64,
    progress: Mutex<Progress>,
}

struct Progress {
    status: QueryStatus,
    matched: u64,
    scanned: u64,
    bytes: u64,
    rows: Arc<Vec<Vec<Field>>>,
    ended_ms: Option<u64>,
}

impl Progress {
    fn is_over(&self) -> bool {
        self.ended_ms.is_some()
    }

    fn result_bytes(&self) -> usize {
        let fields = self.rows.iter().flatten();
        fields.map(|field| 64 + field.name.len() + field.value.len()).sum()
    }
}

/// What a query is to do.
struct Work {
    scope: Scope,
    query: Query,
    rows: usize,
    start_ms: u64,
    end_ms: u64,
}

impl Queries {
    /// Takes a query in, unless the account has as many as it may. What ended longest ago goes
    /// when there is too much.
    fn begin(&self, scope: &Scope, started: Arc<Started>) -> Result<()> {
        let mut all = self.all.lock();
        let of = all.entry(scope.clone()).or_default();
        let running = of.iter().filter(|one| !one.progress.lock().is_over()).count();
        if running >= RUNNING_MAX {
            let text =
                format!("Account maximum query concurrency limit of [{RUNNING_MAX}] reached.");
            return Err(Error::limit_exceeded(text).into());
        }
        of.push(started);
        let (mut kept, mut bytes) = (0, 0);
        let mut stay: Vec<_> = of
            .iter()
            .rev()
            .filter(|one| {
                let progress = one.progress.lock();
                kept += 1;
                bytes += progress.result_bytes();
                !progress.is_over() || (kept <= KEPT_MAX && bytes <= KEPT_BYTES_MAX)
            })
            .cloned()
            .collect();
        stay.reverse();
        *of = stay;
        Ok(())
    }

    fn of(&self, scope: &Scope) -> Vec<Arc<Started>> {
        self.all.lock().get(scope).cloned().unwrap_or_default()
    }

    fn find(&self, scope: &Scope, id: &str) -> Result<Arc<Started>> {
        let found = self.of(scope).into_iter().find(|one| one.id == id);
        found.ok_or_else(|| {
            Error::resource_not_found(format!("Query with id {id} does not exist.")).into()
        })
    }
}

impl Logs {
    pub(super) async fn start_query(
        &self,
        cx: &Cx,
        input: StartQueryRequest,
    ) -> Result<StartQueryResponse> {
        let scope = scope(cx);
        if let Some(language) =
            input.query_language.as_ref().filter(|language| **language != QueryLanguage::Cwli)
        {
            let text = format!("queryLanguage {} is not built yet.", language.as_str());
            return Err(Error::not_built(text).into());
        }
        let query = Query::parse(&input.query_string).map_err(|bad| malformed(&bad))?;
        let groups = groups(&scope, &input)?;
        for group in &groups {
            if self.group(&scope, group).is_err() {
                let account = &scope.account;
                return Err(Error::resource_not_found(format!(
                    "Log group '{group}' does not exist for account ID '{account}'"
                ))
                .into());
            }
        }
        let (start_ms, end_ms) = (start_of(input.start_time)?, end_of(input.end_time)?);
        if start_ms > end_ms {
            let text = "The start time of a query must not be after its end time.";
            return Err(Error::invalid_parameter(text).into());
        }
        let started = Arc::new(Started {
            id: uuid::Uuid::new_v4().to_string(),
            text: input.query_string,
            groups,
            created_ms: self.state.now().0,
            progress: Mutex::new(Progress {
                status: QueryStatus::Scheduled,
                matched: 0,
                scanned: 0,
                bytes: 0,
                rows: Arc::default(),
                ended_ms: None,
            }),
        });
        self.queries.begin(&scope, started.clone())?;
        let rows = input.limit.and_then(|limit| usize::try_from(limit).ok());
        let rows = rows.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
        let work = Work { scope, query, rows, start_ms, end_ms };
        let (id, state) = (started.id.clone(), self.state.clone());
        let (store, at_work) = (self.store.clone(), self.queries.at_work.clone());
        tokio::spawn(async move {
            let ended = {
                // Nobody closes it.
                let _turn = at_work.acquire().await;
                run(&started, work, &store, state.now().0).await
            };
            let mut progress = started.progress.lock();
            // Stopped meanwhile: what it came to is nobody's any more.
            if progress.is_over() {
                return;
            }
            let (status, rows) = ended;
            (progress.status, progress.rows) = (status, Arc::new(rows));
            progress.ended_ms = Some(state.now().0);
        });
        Ok(StartQueryResponse { query_id: Some(id) })
    }

    pub(super) async fn stop_query(
        &self,
        cx: &Cx,
        input: StopQueryRequest,
    ) -> Result<StopQueryResponse> {
        let found = self.queries.find(&scope(cx), &input.query_id)?;
        let mut progress = found.progress.lock();
        let is_running = !progress.is_over();
        if is_running {
            progress.status = QueryStatus::Cancelled;
            progress.ended_ms = Some(self.state.now().0);
        }
        Ok(StopQueryResponse { success: Some(is_running) })
    }

    pub(super) async fn get_query_results(
        &self,
        cx: &Cx,
        input: GetQueryResultsRequest,
    ) -> Result<GetQueryResultsResponse> {
        let found = self.queries.find(&scope(cx), &input.query_id)?;
        let most = input.max_items.and_then(|most| usize::try_from(most).ok());
        let most = most.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
        let first = match &input.next_token {
            None => 0,
            Some(token) => place(&found.id, token).ok_or_else(bad_token)?,
        };
        let (status, statistics, rows) = {
            let progress = found.progress.lock();
            let rows = progress.rows.clone();
            (progress.status.clone(), statistics(&found, &progress), rows)
        };
        let page = rows.get(first..).unwrap_or_default();
        let more = page.len() > most;
        let shown = |field: &Field| ResultField {
            field: Some(field.name.clone()),
            value: Some(field.value.clone()),
        };
        let row = |row: &Vec<Field>| row.iter().map(shown).collect();
        Ok(GetQueryResultsResponse {
            query_language: Some(QueryLanguage::Cwli),
            results: Some(page.iter().take(most).map(row).collect()),
            statistics: Some(statistics),
            status: Some(status),
            next_token: more.then(|| format!("{}-{}", found.id, first + most)),
            ..GetQueryResultsResponse::default()
        })
    }

    pub(super) async fn describe_queries(
        &self,
        cx: &Cx,
        input: DescribeQueriesRequest,
    ) -> Result<DescribeQueriesResponse> {
        let language = input.query_language.unwrap_or(QueryLanguage::Cwli);
        let group = input.log_group_name.as_ref();
        let mut found = self.queries.of(&scope(cx));
        found.reverse();
        found.retain(|one| {
            language == QueryLanguage::Cwli
                && group.is_none_or(|group| one.groups.contains(group))
                && input.status.as_ref().is_none_or(|status| *status == one.progress.lock().status)
        });
        let first = match input.next_token.as_deref() {
            None => 0,
            // The last one of the page before, which may be gone.
            Some(last) => {
                let place = found.iter().position(|one| one.id == last);
                place.ok_or_else(bad_token)? + 1
            }
        };
        let most = input.max_results.and_then(|most| usize::try_from(most).ok());
        let most = most.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
        let page: Vec<_> = found.iter().skip(first).take(most).collect();
        let more = found.len() > first + page.len();
        let next_token = page.last().filter(|_| more).map(|last| last.id.clone());
        let now_ms = self.state.now().0;
        let queries = page.into_iter().map(|one| info(one, now_ms)).collect();
        Ok(DescribeQueriesResponse { queries: Some(queries), next_token })
    }
}

fn malformed(bad: &ferrogate_insights::ParseError) -> ferrogate_api::Failure<Error> {
    Error::malformed_query(bad.to_string()).into()
}

/// The groups that a query is of, each once.
fn groups(scope: &Scope, input: &StartQueryRequest) -> Result<Vec<String>> {
    let one = input.log_group_name.clone().map(|name| vec![name]);
    let given = [&one, &input.log_group_names, &input.log_group_identifiers];
    let mut given = given.into_iter().flatten();
    let (Some(texts), None) = (given.next(), given.next()) else {
        let text = "A query is of one of logGroupName, logGroupNames and logGroupIdentifiers.";
        return Err(Error::invalid_parameter(text).into());
    };
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        let name = names::from_identifier(scope, text)?;
        if !found.iter().any(|seen| seen == name) {
            found.push(name.to_owned());
        }
    }
    if found.is_empty() || found.len() > GROUPS_MAX {
        let text = format!("A query is of 1 to {GROUPS_MAX} log groups.");
        return Err(Error::invalid_parameter(text).into());
    }
    Ok(found)
}

/// Seconds, from the first millisecond of it on.
fn start_of(seconds: i64) -> Result<u64> {
    let ms = u64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1000));
    let bad = || Error::invalid_parameter("A time is in seconds since 1970.");
    ms.ok_or_else(|| bad().into())
}

/// Seconds, to the last millisecond of it.
fn end_of(seconds: i64) -> Result<u64> {
    start_of(seconds).map(|ms| ms.saturating_add(999))
}

/// Runs a query to its end. What it came to, and how it ended.
async fn run(
    started: &Arc<Started>,
    work: Work,
    store: &LogStore,
    now_ms: u64,
) -> (QueryStatus, Vec<Vec<Field>>) {
    {
        let mut progress = started.progress.lock();
        if progress.is_over() {
            return (QueryStatus::Cancelled, vec![]);
        }
        progress.status = QueryStatus::Running;
    }
    let query = query(started, work, store, now_ms);
    match tokio::time::timeout(LASTS, query).await {
        Ok(Ok(rows)) => (QueryStatus::Complete, rows),
        Ok(Err(Ended::Stopped)) => (QueryStatus::Cancelled, vec![]),
        Ok(Err(Ended::Failed(why))) => {
            tracing::warn!(query = started.id, why, "a query of log events failed");
            (QueryStatus::Failed, vec![])
        }
        Err(_) => (QueryStatus::Timeout, vec![]),
    }
}

/// Why a query came to nothing.
enum Ended {
    Stopped,
    Failed(String),
}

async fn query(
    started: &Arc<Started>,
    work: Work,
    store: &LogStore,
    now_ms: u64,
) -> std::result::Result<Vec<Vec<Field>>, Ended> {
    let bounds = Bounds { bytes: HELD_BYTES_MAX, rows: work.rows };
    let now_s = i64::try_from(now_ms / 1000).unwrap_or(i64::MAX);
    let mut run = Run::of(&work.query, bounds, now_s);
    let pattern = work.query.must_have().and_then(term).map(Arc::new);
    for group in &started.groups {
        let log: Arc<str> = format!("{}:{group}", work.scope.account).into();
        let mut token = None;
        loop {
            if started.progress.lock().is_over() {
                return Err(Ended::Stopped);
            }
            let ask = FilterEvents {
                start_ms: Some(work.start_ms),
                end_ms: Some(work.end_ms),
                pattern: pattern.clone(),
                token,
                ..FilterEvents::of(group_key(&work.scope, group))
            };
            let page = store.filter_events(ask).await;
            let page = page.map_err(|error| Ended::Failed(chain(&error)))?;
            let (events, bytes) = (page.events.len(), texts(&page));
            token = page.next_token.clone();
            // Evaluating is the processor's work, and has threads of its own.
            let log = log.clone();
            let looked = tokio::task::spawn_blocking(move || {
                let taken = page.events.iter().try_for_each(|found| run.take(event(found, &log)));
                taken.map(|()| run)
            });
            let looked = looked.await.map_err(|error| Ended::Failed(chain(&error)))?;
            run = looked.map_err(|stop| Ended::Failed(stop.to_string()))?;
            let mut progress = started.progress.lock();
            progress.scanned += events as u64;
            progress.bytes += bytes as u64;
            progress.matched = run.matched();
            if token.is_none() {
                break;
            }
        }
    }
    let rows = tokio::task::spawn_blocking(move || run.end()).await;
    let rows = rows.map_err(|error| Ended::Failed(chain(&error)))?;
    rows.map_err(|stop| Ended::Failed(stop.to_string()))
}

/// A pattern that finds what has a text, where one can be written.
fn term(text: &str) -> Option<Pattern> {
    let plain = !text.is_empty() && !text.contains(['"', '\\']) && !text.contains(char::is_control);
    plain.then(|| Pattern::parse(&format!("\"{text}\"")).ok()).flatten()
}

fn texts(page: &FilterPage) -> usize {
    page.events.iter().map(|event| event.message.len()).sum()
}

fn event(found: &StoredEvent, log: &Arc<str>) -> Event {
    Event {
        ts_ms: found.ts_ms(),
        ingest_ms: found.ingest_ms,
        message: found.message.to_string().into(),
        stream: found.stream.to_string().into(),
        log: log.clone(),
        ptr: found.id.to_string(),
    }
}

fn statistics(query: &Started, progress: &Progress) -> QueryStatistics {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let of = |count: u64| Some(count as f64);
    QueryStatistics {
        records_matched: of(progress.matched),
        records_scanned: of(progress.scanned),
        bytes_scanned: of(progress.bytes),
        log_groups_scanned: of(query.groups.len() as u64),
        estimated_records_skipped: of(0),
        estimated_bytes_skipped: of(0),
    }
}

/// Where a page begins.
fn place(id: &str, token: &str) -> Option<usize> {
    token.strip_prefix(id)?.strip_prefix('-')?.parse().ok()
}

fn info(query: &Started, now_ms: u64) -> QueryInfo {
    let progress = query.progress.lock();
    let until = progress.ended_ms.unwrap_or(now_ms);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let bytes = progress.bytes as f64;
    QueryInfo {
        query_language: Some(QueryLanguage::Cwli),
        query_id: Some(query.id.clone()),
        query_string: Some(query.text.clone()),
        status: Some(progress.status.clone()),
        create_time: Some(millis(query.created_ms)),
        log_group_name: query.groups.first().cloned(),
        query_duration: Some(millis(until.saturating_sub(query.created_ms))),
        bytes_scanned: Some(bytes),
        ..QueryInfo::default()
    }
}
