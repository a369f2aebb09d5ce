//! A query at work: events in, rows out.

use std::collections::{BTreeMap, HashSet};

use crate::aggregate::State;
use crate::eval::Around;
use crate::parse::LIMIT_MAX;
use crate::query::{Command, Expr, Named, Order, Parse, Query, Stats};
use crate::row::{Event, Row};
use crate::value::Value;

/// What a run may hold.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of rows and sums in memory, about.
    pub bytes: usize,
    /// Rows of the result. A `limit` in the query may be less.
    pub rows: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { bytes: 128 << 20, rows: LIMIT_MAX }
    }
}

/// A value of a row of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its column.
    pub name: String,
    /// As it is shown.
    pub value: String,
}

/// Why a run can't go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// It would hold more than its [`Bounds`].
    #[error("the query holds too much at a time: filter more, or group by fewer values")]
    TooMuch,
}

/// A query at work.
#[derive(Debug)]
pub struct Run {
    stages: Vec<Stage>,
    /// The columns that are asked for; none: those that there are by default.
    columns: Option<Vec<String>>,
    rows: Vec<Row>,
    bounds: Bounds,
    held: usize,
    now_s: i64,
    taken: u64,
    matched: u64,
}

#[derive(Debug)]
enum Stage {
    Fields(Vec<Named>),
    Filter(Expr),
    Parse(Parse),
    Stats { of: Stats, groups: BTreeMap<Vec<String>, Group> },
    Sort { by: Vec<Order>, rows: Vec<Row>, keep: Option<usize> },
    Limit { most: usize, taken: usize },
    Dedup { by: Vec<String>, seen: HashSet<Vec<Option<String>>> },
}

#[derive(Debug)]
struct Group {
    by: Vec<Value>,
    states: Vec<State>,
}

impl Run {
    /// Begins. `now_s` is the time that `now()` tells, in seconds.
    #[must_use]
    pub fn of(query: &Query, bounds: Bounds, now_s: i64) -> Self {
        let mut stages: Vec<Stage> = Vec::new();
        let mut columns: Option<Vec<String>> = None;
        let mut ordered = false;
        for (at, command) in query.commands.iter().enumerate() {
            // What nobody has sorted is told newest first, and cut so.
            if matches!(command, Command::Limit(_) | Command::Dedup(_)) && !ordered {
                stages.push(newest_first(&query.commands[at..], bounds.rows));
                ordered = true;
            }
            match command {
                Command::Fields(named) => {
                    let names = named.iter().map(|one| one.name.clone());
                    columns.get_or_insert_default().extend(names);
                    stages.push(Stage::Fields(named.clone()));
                }
                Command::Display(named) => {
                    columns = Some(named.iter().map(|one| one.name.clone()).collect());
                    stages.push(Stage::Fields(named.clone()));
                }
                Command::Filter(expr) => stages.push(Stage::Filter(expr.clone())),
                Command::Parse(parse) => {
                    let names = parse.names.iter().map(|(_, name)| name.clone());
                    if let Some(columns) = &mut columns {
                        columns.extend(names);
                    }
                    stages.push(Stage::Parse(parse.clone()));
                }
                Command::Stats(stats) => {
                    let names = stats.by.iter().chain(&stats.told).map(|one| one.name.clone());
                    columns = Some(names.collect());
                    ordered = true;
                    stages.push(Stage::Stats { of: stats.clone(), groups: BTreeMap::new() });
                }
                Command::Sort(by) => {
                    ordered = true;
                    let keep = kept(&query.commands[at + 1..], bounds.rows);
                    stages.push(Stage::Sort { by: by.clone(), rows: Vec::new(), keep });
                }
                Command::Limit(most) => stages.push(Stage::Limit { most: *most, taken: 0 }),
                Command::Dedup(by) => {
                    let (by, seen) = (by.clone(), HashSet::new());
                    stages.push(Stage::Dedup { by, seen });
                }
            }
        }
        if !ordered {
            stages.push(newest_first(&[], bounds.rows));
        }
        if let Some(columns) = &mut columns {
            let mut seen = HashSet::new();
            columns.retain(|name| seen.insert(name.clone()));
        }
        Self { stages, columns, rows: Vec::new(), bounds, held: 0, now_s, taken: 0, matched: 0 }
    }

    /// Takes an event.
    ///
    /// # Errors
    /// When the run would hold too much.
    pub fn take(&mut self, event: Event) -> Result<(), Stop> {
        self.taken += 1;
        self.push(0, Row::of(event, self.taken))?;
        if self.held > self.bounds.bytes { Err(Stop::TooMuch) } else { Ok(()) }
    }

    /// Events so far that the filters before anything else let through.
    #[must_use]
    pub fn matched(&self) -> u64 {
        self.matched
    }

    /// Ends: the rows of the result, each with its columns in order, and with `@ptr` when it is
    /// an event's.
    ///
    /// # Errors
    /// When the run would hold too much.
    pub fn end(mut self) -> Result<Vec<Vec<Field>>, Stop> {
        for at in 0..self.stages.len() {
            let rows = match &mut self.stages[at] {
                Stage::Stats { of, groups } => {
                    let groups = std::mem::take(groups);
                    let of = of.clone();
                    groups.into_values().map(|group| group.row(&of, self.now_s)).collect()
                }
                Stage::Sort { by, rows, keep } => {
                    let rows = sorted(std::mem::take(rows), by, self.now_s);
                    rows.into_iter().take(keep.unwrap_or(usize::MAX)).collect::<Vec<_>>()
                }
                _ => continue,
            };
            for row in rows {
                self.push(at + 1, row)?;
            }
        }
        let columns = self.columns;
        let default = ["@timestamp".to_owned(), "@message".to_owned()];
        let columns = columns.as_deref().unwrap_or(&default);
        let shown = |row: Row| {
            let of = |name: &String| Some((name.clone(), row.field(name).text()?));
            let mut fields: Vec<_> =
                columns.iter().filter_map(of).map(|(name, value)| Field { name, value }).collect();
            if let Some(ptr) = row.ptr() {
                fields.push(Field { name: "@ptr".into(), value: ptr.to_owned() });
            }
            fields
        };
        Ok(self.rows.into_iter().take(self.bounds.rows).map(shown).collect())
    }

    /// Hands a row to the stages from `from` on.
    fn push(&mut self, from: usize, mut row: Row) -> Result<(), Stop> {
        let now_s = self.now_s;
        let around = |row: &Row, expr: &Expr| Around { row, aggregates: &[], now_s }.value(expr);
        let mut counted = from > 0;
        for at in from..self.stages.len() {
            let is_before = matches!(self.stages[at], Stage::Filter(_) | Stage::Fields(_));
            if !counted && !is_before {
                (self.matched, counted) = (self.matched + 1, true);
            }
            match &mut self.stages[at] {
                Stage::Fields(named) => {
                    for one in named.iter().filter(|one| !one.is_itself()) {
                        let value = around(&row, &one.expr);
                        row.add(one.name.clone(), value);
                    }
                }
                Stage::Filter(expr) => {
                    if !around(&row, expr).holds() {
                        return Ok(());
                    }
                }
                Stage::Parse(parse) => {
                    let text = around(&row, &parse.of).text().unwrap_or_default();
                    let found = parse.regex.captures(&text);
                    for (group, name) in &parse.names {
                        let value = found.as_ref().and_then(|found| found.get(*group));
                        let value = value.map(|part| Value::Text(part.as_str().to_owned()));
                        row.add(name.clone(), value.unwrap_or(Value::Null));
                    }
                }
                Stage::Stats { of, groups } => {
                    let by: Vec<_> = of.by.iter().map(|one| around(&row, &one.expr)).collect();
                    let key: Vec<_> = by.iter().map(key).collect();
                    let bytes: usize = key.iter().map(|part| 2 * part.len() + 128).sum();
                    let group = groups.entry(key).or_insert_with(|| {
                        self.held += bytes + 128 * of.aggregates.len();
                        let states = of.aggregates.iter().map(|one| State::new(one.what));
                        Group { by, states: states.collect() }
                    });
                    let time = row.time().unwrap_or_default();
                    for (one, state) in of.aggregates.iter().zip(&mut group.states) {
                        let value = match &one.of {
                            Some(expr) => around(&row, expr),
                            None => Value::Bool(true),
                        };
                        self.held += state.take(one.what, value, time);
                    }
                    return Ok(());
                }
                Stage::Sort { by, rows, keep } => {
                    row.slim();
                    self.held += row.bytes();
                    rows.push(row);
                    if let Some(keep) = keep
                        && rows.len() >= 2 * *keep + 64
                    {
                        let mut all = sorted(std::mem::take(rows), by, now_s);
                        let gone: usize = all.drain(*keep..).map(|row| row.bytes()).sum();
                        self.held = self.held.saturating_sub(gone);
                        *rows = all;
                    }
                    return if self.held > self.bounds.bytes { Err(Stop::TooMuch) } else { Ok(()) };
                }
                Stage::Limit { most, taken } => {
                    if *taken == *most {
                        return Ok(());
                    }
                    *taken += 1;
                }
                Stage::Dedup { by, seen } => {
                    let values: Vec<_> = by.iter().map(|name| row.field(name).text()).collect();
                    // Rows in which one of them is not there are kept, all of them.
                    if values.iter().all(Option::is_some) {
                        let bytes: usize = values.iter().flatten().map(|v| v.len() + 64).sum();
                        if !seen.insert(values) {
                            return Ok(());
                        }
                        self.held += bytes;
                    }
                }
            }
        }
        if !counted {
            self.matched += 1;
        }
        // No more of them are told, whatever comes.
        if self.rows.len() < self.bounds.rows {
            self.rows.push(row);
        }
        Ok(())
    }
}

impl Group {
    fn row(self, of: &Stats, now_s: i64) -> Row {
        let told = of.aggregates.iter().zip(self.states);
        let aggregates: Vec<_> = told.map(|(one, state)| state.value(one.what)).collect();
        let names = of.by.iter().map(|one| one.name.clone());
        let by = Row::made(names.zip(self.by).collect());
        let around = Around { row: &by, aggregates: &aggregates, now_s };
        let told: Vec<_> =
            of.told.iter().map(|one| (one.name.clone(), around.value(&one.expr))).collect();
        let mut row = by;
        told.into_iter().for_each(|(name, value)| row.add(name, value));
        row
    }
}

/// What tells values apart in a group: a text and a number of the same look are the same.
fn key(value: &Value) -> String {
    value.text().map_or_else(String::new, |text| format!("={text}"))
}

fn newest_first(rest: &[Command], rows: usize) -> Stage {
    let by = vec![Order { by: Expr::Field("@timestamp".into()), descending: true }];
    Stage::Sort { by, rows: Vec::new(), keep: kept(rest, rows) }
}

/// How many rows of a sorted list matter to the commands behind it; none is known when one of
/// them drops rows.
fn kept(rest: &[Command], rows: usize) -> Option<usize> {
    for command in rest {
        match command {
            Command::Limit(most) => return Some(*most),
            Command::Fields(_) | Command::Display(_) | Command::Parse(_) => {}
            Command::Filter(_) | Command::Stats(_) | Command::Sort(_) | Command::Dedup(_) => {
                return None;
            }
        }
    }
    Some(rows)
}

/// Rows in their order. Those that are alike keep the order they came in, the newer ones first
/// where that is how times are asked for.
fn sorted(rows: Vec<Row>, by: &[Order], now_s: i64) -> Vec<Row> {
    let keyed = rows.into_iter().map(|row| {
        let around = Around { row: &row, aggregates: &[], now_s };
        let keys: Vec<_> = by.iter().map(|order| around.value(&order.by)).collect();
        (keys, row)
    });
    let mut keyed: Vec<_> = keyed.collect();
    let newest = matches!(by, [Order { by: Expr::Field(name), descending: true }]
        if name == "@timestamp");
    keyed.sort_by(|(a, first), (b, second)| {
        let alike = match newest {
            true => second.place.cmp(&first.place),
            false => first.place.cmp(&second.place),
        };
        let each = a.iter().zip(b).zip(by).map(|((a, b), order)| {
            let is = a.order(b);
            if order.descending { is.reverse() } else { is }
        });
        each.into_iter().find(|order| order.is_ne()).unwrap_or(alike)
    });
    keyed
        .into_iter()
        .map(|(_, mut row)| {
            row.slim();
            row
        })
        .collect()
}
