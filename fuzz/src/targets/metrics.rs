//! Metric math, and the files of the metric store: a crash or a disk changed them.

use std::fs;
use std::sync::{Arc, LazyLock};

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use ferrogate_metrics::alarm::Value as State;
use ferrogate_metrics::alarm::composite::Rule;
use ferrogate_metrics::math::{Budget, Expr, Line, Scope, Value};
use ferrogate_metrics::store::{Filter, Options, Read};
use ferrogate_metrics::{Bucket, Datum, MetricId, MetricStore, Spread, Statistic};
use tokio::runtime::Runtime;

use super::texts;

pub(super) const WORDS: &[&str] = &[
    "METRICS()",
    "SUM(",
    "AVG([",
    "IF(",
    "FILL(m, REPEAT)",
    "LINEAR",
    "SORT(",
    "DESC",
    "SLICE(",
    "RATE(",
    "TIME_SERIES(",
    " AND ",
    "||",
    ">=",
    "^",
    "m",
    "-",
    "1e308",
    "\"",
    "REMOVE_EMPTY(",
];

/// Whatever can be read comes to something within its budget, or says why not; so do names of
/// statistics and spreads.
pub(super) fn math(data: &[u8]) {
    if let Some(spread) = Spread::decode(data) {
        assert_eq!(Spread::decode(&spread.encode()), Some(spread), "it reads otherwise");
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(statistic) = text.parse::<Statistic>() {
        let mut bucket = Bucket::one(1.0);
        (2..100).for_each(|value| bucket.merge(&Bucket::one(value.into())));
        assert!(statistic.of(&bucket).is_none_or(f64::is_finite), "{statistic}");
    }
    let Ok(expr) = Expr::parse(text) else { return };
    let points = (0..10).map(|at| (TimestampMs(at * 60_000), at as f64 - 3.0)).collect();
    let line = Line { id: "m".into(), label: "m".into(), period_s: 60, points };
    let named = |name: &str| (name == "m").then(|| Value::Line(line.clone()));
    let scope = Scope {
        named: &named,
        metrics: std::slice::from_ref(&line),
        period_s: 60,
        from: TimestampMs(0),
        to: TimestampMs(600_000),
        budget: &Budget::new(100_000),
    };
    let lines = match expr.eval(&scope) {
        Ok(Value::Line(line)) => vec![line],
        Ok(Value::Lines(lines)) => lines,
        Ok(Value::Number(_)) | Err(_) => return,
    };
    for line in lines {
        assert!(line.points.values().all(|value| value.is_finite()), "{text}");
    }
}

pub(super) fn math_seeds() -> Vec<Vec<u8>> {
    let mut seeds = texts(&[
        "IF(m > 2 AND m < 5, m, FILL(m, 0)) / SUM(METRICS(\"m\")) * 100",
        "SORT(SLICE(METRICS(), 0, 1), AVG, DESC, 3)",
        "-2 ^ RATE(m) + PERIOD(m) * TIME_SERIES(1.5e3)",
        "TM(10%:90%)",
        "p99.9",
    ]);
    let mut spread = Spread::of(0.0, 1.0);
    seeds.push(spread.encode());
    (0..100).for_each(|value| spread.merge(&Spread::of(value.into(), 2.5)));
    seeds.push(spread.encode());
    seeds
}

pub(super) const RULES: &[&str] = &[
    "ALARM(",
    "OK(a)",
    "INSUFFICIENT_DATA(\"",
    " AND ",
    " OR ",
    "NOT ",
    "AT_LEAST(",
    "50%",
    ", ALARM, (",
    "TRUE",
    "(",
    ")",
    "\\\"",
];

/// Whatever is a rule names no more alarms than it may, holds or does not, and its opposite does
/// the other.
pub(super) fn rule(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(rule) = Rule::parse(text) else { return };
    assert!(rule.alarms().len() <= 100, "{text}");
    let of = |name: &str| match name.len() % 4 {
        0 => None,
        1 => Some(State::Ok),
        2 => Some(State::Alarm),
        _ => Some(State::InsufficientData),
    };
    let holds = rule.holds(&of);
    if let Ok(not) = Rule::parse(&format!("NOT ({text})")) {
        assert_ne!(not.holds(&of), holds, "{text}");
    }
}

pub(super) fn rule_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "ALARM(a) AND NOT (OK(\"b \\\"c\\\"\") OR FALSE)",
        "AT_LEAST(2, NOT OK, (a, bb, ccc)) OR AT_LEAST(50%, ALARM, (a, bb))",
        "INSUFFICIENT_DATA(arn:aws:cloudwatch:r:1:alarm:a)",
    ])
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime needs no rights")
});

const NOW: TimestampMs = TimestampMs(1_700_000_000_000);

fn metric() -> MetricId {
    let text = str::to_owned;
    MetricId {
        account: text("111122223333"),
        region: text("us-east-1"),
        namespace: text("N"),
        name: text("m"),
        dimensions: vec![],
    }
}

/// Opens a folder with these files, and asks what is in it: it opens whatever they hold.
fn open(database: &[u8], log: &[u8]) {
    let dir = tempfile::tempdir().expect("a folder can be made");
    fs::write(dir.path().join("metrics.db"), database).expect("it can be written");
    fs::write(dir.path().join("metrics.db-wal"), log).expect("it can be written");
    let clock = Arc::new(ManualClock::new(NOW));
    let Ok((store, _)) = MetricStore::open(dir.path(), Options::default(), clock) else {
        panic!("the store does not open");
    };
    let metric = metric();
    let (from, to) = (TimestampMs(0), TimestampMs(u64::MAX / 2));
    let read = Read { metric: &metric, unit: None, period_s: 3600, origin: from, from, to };
    // What is damaged deeper down is an error of who asks for it.
    drop(store.read(&read));
    drop(store.list(&Filter { account: "111122223333", limit: 10, ..Filter::default() }));
    RUNTIME.block_on(async {
        let values = Bucket::one(1.0);
        let datum = Datum { metric, unit: "None".into(), at: NOW, by_second: false, values };
        drop(store.put("111122223333", vec![datum]).await);
        drop(store.sweep().await);
        store.close().await;
    });
}

/// The files of a store with something in it.
static FILES: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let clock = Arc::new(ManualClock::new(NOW));
    let (store, _) = MetricStore::open(dir.path(), Options::default(), clock).expect("it is empty");
    RUNTIME.block_on(async {
        let values = Bucket::one(1.0);
        let metric = metric();
        let datum = Datum { metric, unit: "None".into(), at: NOW, by_second: true, values };
        store.put("111122223333", vec![datum]).await.expect("the disk takes it");
    });
    let file = |name| fs::read(dir.path().join(name)).expect("it is there");
    (file("metrics.db"), file("metrics.db-wal"))
});

pub(super) fn database(data: &[u8]) {
    open(data, &[]);
}

pub(super) fn log(data: &[u8]) {
    open(&FILES.0, data);
}

pub(super) fn database_seeds() -> Vec<Vec<u8>> {
    vec![FILES.0.clone()]
}

pub(super) fn log_seeds() -> Vec<Vec<u8>> {
    vec![FILES.1.clone()]
}
