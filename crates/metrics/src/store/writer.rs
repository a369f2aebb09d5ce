//! The thread that writes: what waits for it goes into one transaction, each request whole or not
//! at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_base::Clock;
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::{mpsc, oneshot};

use super::series::AllSeries;
use super::sweep::Sweep;
use super::tier::{self, TIERS, Tier, seconds};
use super::{Datum, PutError, read};
use crate::Bucket;

/// Requests of one transaction at most.
const TOGETHER: usize = 32;

/// The data of a request, and whether they count for the limit of series.
type Data = (Vec<Datum>, bool);
type Reply<T> = oneshot::Sender<Result<T, PutError>>;

/// What the thread is asked for.
pub(super) enum Command {
    /// `bounded`: as far as the account may have more series.
    Put {
        data: Vec<Datum>,
        bounded: bool,
        reply: Reply<()>,
    },
    Sweep {
        reply: Reply<bool>,
    },
    Clear {
        reply: Reply<()>,
    },
    Close {
        reply: oneshot::Sender<()>,
    },
}

pub(super) struct Writer {
    connection: Connection,
    series: AllSeries,
    sweep: Sweep,
    clock: Arc<dyn Clock>,
}

impl Writer {
    pub(super) fn new(connection: Connection, series: AllSeries, clock: Arc<dyn Clock>) -> Self {
        Self { connection, series, sweep: Sweep::default(), clock }
    }

    pub(super) fn run(mut self, mut queue: mpsc::Receiver<Command>) {
        let mut next = None;
        while let Some(command) = next.take().or_else(|| queue.blocking_recv()) {
            match command {
                Command::Put { data, bounded, reply } => {
                    let mut puts = vec![((data, bounded), reply)];
                    while puts.len() < TOGETHER && next.is_none() {
                        match queue.try_recv() {
                            Ok(Command::Put { data, bounded, reply }) => {
                                puts.push(((data, bounded), reply));
                            }
                            Ok(other) => next = Some(other),
                            Err(_) => break,
                        }
                    }
                    self.put_all(puts);
                }
                Command::Sweep { reply } => {
                    let now_s = seconds(self.clock.now());
                    let swept = self.sweep.some(&mut self.connection, now_s);
                    if swept.as_ref().is_ok_and(|swept| swept.series_gone) {
                        self.forget();
                    }
                    drop(reply.send(swept.map(|swept| swept.all_done).map_err(Into::into)));
                }
                Command::Clear { reply } => {
                    let cleared = clear(&mut self.connection);
                    self.forget();
                    drop(reply.send(cleared.map_err(Into::into)));
                }
                Command::Close { reply } => {
                    // The connection ends before it is said that it has.
                    drop(self);
                    reply.send(()).ok();
                    return;
                }
            }
        }
    }

    fn put_all(&mut self, puts: Vec<(Data, Reply<()>)>) {
        let (data, replies): (Vec<_>, Vec<_>) = puts.into_iter().unzip();
        let answers = match self.commit(&data) {
            Ok(answers) => answers,
            Err(error) => {
                self.forget();
                let error = Arc::new(error);
                data.iter().map(|_| Err(PutError::Sql(error.clone()))).collect()
            }
        };
        for (reply, answer) in replies.into_iter().zip(answers) {
            // Who has gone does not want to know.
            drop(reply.send(answer));
        }
    }

    fn commit(&mut self, puts: &[Data]) -> rusqlite::Result<Vec<Result<(), PutError>>> {
        let now_s = seconds(self.clock.now());
        let mut all = self.connection.transaction()?;
        let mut answers = Vec::with_capacity(puts.len());
        for (data, bounded) in puts {
            let one = all.savepoint()?;
            self.series.begin();
            match put(&one, &mut self.series, (data, *bounded), now_s) {
                Ok(()) => {
                    one.commit()?;
                    answers.push(Ok(()));
                }
                Err(refused @ PutError::TooManySeries(_)) => {
                    one.finish()?;
                    // The series that it made are undone.
                    self.series.undo();
                    answers.push(Err(refused));
                }
                Err(PutError::Sql(error)) => {
                    let error = Arc::into_inner(error).expect("nobody else has it yet");
                    return Err(error);
                }
                Err(PutError::Closed) => unreachable!("a put does not close the store"),
            }
        }
        all.commit()?;
        Ok(answers)
    }

    fn forget(&mut self) {
        if let Err(error) = self.series.forget(&self.connection) {
            tracing::error!(%error, "the series of metrics can't be counted");
        }
    }
}

/// Adds a request's values. Those of one period are put together first: a flood of values for one
/// costs one row.
fn put(
    connection: &Connection,
    series: &mut AllSeries,
    (data, bounded): (&[Datum], bool),
    now_s: i64,
) -> Result<(), PutError> {
    let mut periods: BTreeMap<(usize, i64, i64), Bucket> = BTreeMap::new();
    for datum in data {
        let number = series.number(connection, datum, bounded)?;
        let at_s = seconds(datum.at);
        let tier = tier::of(at_s, datum.by_second, now_s);
        let at = TIERS.iter().position(|one| *one == tier).expect("it is one of them");
        periods
            .entry((at, number, tier.begin(at_s)))
            .and_modify(|bucket| bucket.merge(&datum.values))
            .or_insert_with(|| datum.values.clone());
    }
    for ((tier, number, at_s), bucket) in periods {
        add(connection, TIERS[tier], number, at_s, bucket)?;
    }
    Ok(())
}

/// Adds values to those of a period.
pub(super) fn add(
    connection: &Connection,
    tier: Tier,
    series: i64,
    at_s: i64,
    mut bucket: Bucket,
) -> rusqlite::Result<()> {
    let table = tier.table;
    let mut find = connection.prepare_cached(&format!(
        "SELECT sum, count, min, max, spread FROM {table} WHERE series = ?1 AND at = ?2"
    ))?;
    let before = find.query_row(params![series, at_s], |row| read::bucket(row, 0)).optional()?;
    if let Some(before) = before {
        bucket.merge(&before);
    }
    let mut write = connection.prepare_cached(&format!(
        "INSERT OR REPLACE INTO {table} (series, at, sum, count, min, max, spread)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    ))?;
    let alone = bucket.count == 1.0 && bucket.min == bucket.sum && bucket.max == bucket.sum;
    let unless_alone = |value: f64| (!alone).then_some(value);
    write.execute(params![
        series,
        at_s,
        bucket.sum,
        unless_alone(bucket.count),
        unless_alone(bucket.min),
        unless_alone(bucket.max),
        bucket.spread_bytes(),
    ])?;
    Ok(())
}

fn clear(connection: &mut Connection) -> rusqlite::Result<()> {
    let all = connection.transaction()?;
    for tier in TIERS {
        all.execute(&format!("DELETE FROM {}", tier.table), [])?;
    }
    all.execute("DELETE FROM series", [])?;
    all.commit()
}
