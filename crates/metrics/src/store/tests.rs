use std::fs;
use std::path::Path;
use std::sync::Arc;

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use tempfile::TempDir;

use super::*;
use crate::{Spread, Statistic};

const NOW_MS: u64 = 1_700_000_000_000;
const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;

fn metric(name: &str) -> MetricId {
    let text = str::to_owned;
    MetricId {
        account: text("111122223333"),
        region: text("eu-central-1"),
        namespace: text("N"),
        name: text(name),
        dimensions: vec![("D".into(), "v".into())],
    }
}

fn datum(name: &str, at_ms: u64, value: f64) -> Datum {
    Datum {
        metric: metric(name),
        unit: "None".into(),
        at: TimestampMs(at_ms),
        by_second: false,
        values: Bucket::one(value),
    }
}

struct Rig {
    store: MetricStore,
    clock: ManualClock,
    dir: TempDir,
}

impl Rig {
    fn new() -> Self {
        Self::over(tempfile::tempdir().unwrap(), NOW_MS)
    }

    fn over(dir: TempDir, now_ms: u64) -> Self {
        let clock = ManualClock::new(TimestampMs(now_ms));
        let options = Options { account_series_max: 3 };
        let (store, _) = MetricStore::open(dir.path(), options, Arc::new(clock.clone())).unwrap();
        Self { store, clock, dir }
    }

    async fn put(&self, data: Vec<Datum>) {
        self.store.put("111122223333", data).await.unwrap();
    }

    fn sums(&self, name: &str, period_s: u32, from_ms: u64, to_ms: u64) -> Vec<(u64, f64)> {
        let ask = Ask {
            metric: metric(name),
            unit: None,
            statistic: Statistic::Sum,
            period_s,
            from: TimestampMs(from_ms),
            to: TimestampMs(to_ms),
        };
        self.store
            .points(&ask)
            .unwrap()
            .into_iter()
            .map(|point| (point.at.0, point.value))
            .collect()
    }

    /// Sweeps until everything is where it belongs.
    async fn sweep_all(&self) {
        for _ in 0..40 {
            self.store.sweep().await.unwrap();
        }
    }
}

#[tokio::test]
async fn peaks_are_the_greatest_of_each_minute_and_of_what_is_older_of_longer_times() {
    let rig = Rig::new();
    let minute = NOW_MS / 60_000 * 60_000;
    let old = NOW_MS / HOUR_MS * HOUR_MS - 20 * DAY_MS;
    rig.put(vec![datum("m", minute, 1.0), datum("m", minute + 20_000, 5.0)]).await;
    rig.put(vec![datum("m", old, 3.0), datum("m", old + 120_000, 2.0)]).await;
    rig.put(vec![datum("other", minute, 9.0)]).await;
    let found = |store: &MetricStore, from: u64| {
        let found = store.peaks(&metric("m"), TimestampMs(from), TimestampMs(NOW_MS + 1)).unwrap();
        let of = |peak: &crate::rightsize::Peak| {
            (peak.at.0, peak.length_s, peak.greatest, peak.sum, peak.count)
        };
        found.0.iter().map(of).collect::<Vec<_>>()
    };
    let both = [(old, 300, 3.0, 5.0, 2.0), (minute, 60, 5.0, 6.0, 2.0)];
    assert_eq!(found(&rig.store, 0), both);
    assert_eq!(found(&rig.store, old + 1), both[1..]);
    // As it is after a restart.
    rig.store.close().await;
    let again = Rig::over(rig.dir, NOW_MS);
    assert_eq!(found(&again.store, 0), both);
}

#[tokio::test]
async fn equal_points_add_up_and_periods_are_as_long_as_asked() {
    let rig = Rig::new();
    let minute = NOW_MS / 60_000 * 60_000;
    rig.put(vec![datum("m", minute, 1.0), datum("m", minute + 59_000, 2.0)]).await;
    rig.put(vec![datum("m", minute, 1.0), datum("m", minute + 60_000, 8.0)]).await;
    let hour = minute / HOUR_MS * HOUR_MS;
    assert_eq!(
        rig.sums("m", 60, minute, minute + 120_000),
        [(minute, 4.0), (minute + 60_000, 8.0)]
    );
    assert_eq!(rig.sums("m", 3600, hour, hour + 1), [(hour, 12.0)]);
    assert_eq!(rig.sums("m", 60, minute + 1, minute + 60_000), []);
    // Kept by the minute, so nothing finer is there.
    assert_eq!(rig.sums("m", 1, minute, minute + 120_000), []);
    assert_eq!(rig.sums("other", 60, minute, minute + 120_000), []);
}

#[tokio::test]
async fn periods_may_begin_anywhere() {
    let rig = Rig::new();
    let hour = NOW_MS / HOUR_MS * HOUR_MS;
    rig.put(vec![datum("m", hour + 60_000, 1.0), datum("m", hour + 180_000, 2.0)]).await;
    let from = TimestampMs(hour + 120_000);
    let metric = metric("m");
    let read = Read {
        metric: &metric,
        unit: None,
        period_s: 300,
        origin: from,
        from,
        to: TimestampMs(hour + HOUR_MS),
    };
    let found = rig.store.read(&read).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].1[0].0, found[0].1[0].1.sum, found[0].1.len()), (from, 2.0, 1));
}

#[tokio::test]
async fn seconds_are_kept_for_three_hours_and_then_by_the_minute() {
    let rig = Rig::new();
    let minute = NOW_MS / 60_000 * 60_000;
    let by_second = |at_ms, value| Datum { by_second: true, ..datum("m", at_ms, value) };
    rig.put(vec![by_second(minute, 1.0), by_second(minute + 1000, 2.0)]).await;
    assert_eq!(rig.sums("m", 1, minute, minute + 2000), [(minute, 1.0), (minute + 1000, 2.0)]);
    assert_eq!(rig.sums("m", 60, minute, minute + 60_000), [(minute, 3.0)]);
    rig.clock.set(TimestampMs(minute + 3 * HOUR_MS + 60_000));
    for swept in [false, true] {
        assert_eq!(rig.sums("m", 1, minute, minute + 2000), [], "{swept}");
        assert_eq!(rig.sums("m", 60, minute, minute + 60_000), [(minute, 3.0)], "{swept}");
        rig.sweep_all().await;
    }
}

#[tokio::test]
async fn what_ages_keeps_its_sum_and_its_spread_until_it_goes() {
    let rig = Rig::new();
    let begin = NOW_MS / HOUR_MS * HOUR_MS - 10 * HOUR_MS;
    let values: Vec<f64> = (1..=300).map(f64::from).collect();
    for (at, value) in values.iter().enumerate() {
        rig.put(vec![datum("m", begin + at as u64 * 60_000, *value)]).await;
    }
    let hours = |rig: &Rig| rig.sums("m", 3600, begin, begin + 5 * HOUR_MS);
    let fresh = hours(&rig);
    assert_eq!(fresh.iter().map(|(_, sum)| sum).sum::<f64>(), values.iter().sum::<f64>());
    let whole = |rig: &Rig| {
        let metric = metric("m");
        let (from, to) = (TimestampMs(begin), TimestampMs(begin + 5 * HOUR_MS));
        let read = Read { metric: &metric, unit: None, period_s: 18_000, origin: from, from, to };
        rig.store.read(&read).unwrap()[0].1[0].1.clone()
    };
    let before = whole(&rig);
    assert!(matches!(before.spread, Spread::Bins(_)));
    for (age, finest) in [(14, 60), (16, 300), (64, 3600)] {
        rig.clock.set(TimestampMs(begin + age * DAY_MS));
        rig.sweep_all().await;
        assert_eq!(hours(&rig), fresh, "after {age} days");
        assert_eq!(whole(&rig), before, "after {age} days");
        for period in [60, 300] {
            let there = !rig.sums("m", period, begin, begin + 5 * HOUR_MS).is_empty();
            assert_eq!(there, period >= finest, "{period} s after {age} days");
        }
    }
    rig.clock.set(TimestampMs(begin + 456 * DAY_MS));
    assert_eq!(hours(&rig), []);
    rig.sweep_all().await;
    // Another may take its place: it is no more.
    for name in ["a", "b", "c"] {
        rig.put(vec![datum(name, begin + 456 * DAY_MS, 1.0)]).await;
    }
}

#[tokio::test]
async fn an_account_has_so_many_series_and_the_others_theirs() {
    let rig = Rig::new();
    rig.put(vec![datum("a", NOW_MS, 1.0), datum("b", NOW_MS, 1.0)]).await;
    let more = vec![datum("a", NOW_MS, 1.0), datum("c", NOW_MS, 1.0), datum("d", NOW_MS, 1.0)];
    let refused = rig.store.put("111122223333", more).await.unwrap_err();
    assert!(matches!(refused, PutError::TooManySeries(3)), "{refused:?}");
    // Nothing of it was taken, and what it would have made is still free.
    let again = vec![datum("d", NOW_MS, 1.0), datum("e", NOW_MS, 1.0)];
    let refused = rig.store.put("111122223333", again).await.unwrap_err();
    assert!(matches!(refused, PutError::TooManySeries(3)), "{refused:?}");
    let minute = NOW_MS / 60_000 * 60_000;
    assert_eq!(rig.sums("a", 60, minute, minute + 1), [(minute, 1.0)]);
    rig.put(vec![datum("c", NOW_MS, 1.0)]).await;
    let mut other = datum("x", NOW_MS, 1.0);
    other.metric.account = "444455556666".into();
    rig.store.put("444455556666", vec![other]).await.unwrap();
}

#[tokio::test]
async fn one_that_is_known_by_another_unit_is_another_series() {
    let rig = Rig::new();
    let seconds = Datum { unit: "Seconds".into(), ..datum("m", NOW_MS, 5.0) };
    rig.put(vec![datum("m", NOW_MS, 1.0), seconds]).await;
    let metric = metric("m");
    let from = TimestampMs(NOW_MS / 60_000 * 60_000);
    let to = TimestampMs(NOW_MS + 60_000);
    let read = Read { metric: &metric, unit: None, period_s: 60, origin: from, from, to };
    let units: Vec<_> = rig.store.read(&read).unwrap().into_iter().map(|(unit, _)| unit).collect();
    assert_eq!(units, ["None", "Seconds"]);
}

/// A copy of the store's files as they are now, which is what a killed machine leaves.
fn copy(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_name() != "metrics.db-shm" {
            fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
        }
    }
    to
}

#[tokio::test]
async fn a_log_that_is_cut_anywhere_holds_whole_requests_in_their_order() {
    let rig = Rig::new();
    for value in 1..=6 {
        rig.put(vec![datum("a", NOW_MS, f64::from(value)), datum("b", NOW_MS, 1.0)]).await;
    }
    let whole = copy(rig.dir.path());
    let length = fs::metadata(whole.path().join("metrics.db-wal")).unwrap().len();
    let mut seen = std::collections::BTreeSet::new();
    // Every byte would be a hundred thousand openings: each page's edges and steps between.
    let edges = (0..=length).filter(|at| at % 4120 < 34 && at % 3 == 0 || at % 1021 == 0);
    for at in edges {
        let cut = copy(whole.path());
        let log = fs::OpenOptions::new().write(true).open(cut.path().join("metrics.db-wal"));
        log.unwrap().set_len(at).unwrap();
        let rig = Rig::over(cut, NOW_MS);
        let minute = NOW_MS / 60_000 * 60_000;
        let sum =
            |name| rig.sums(name, 60, minute, minute + 1).first().map_or(0.0, |(_, sum)| *sum);
        let (a, b) = (sum("a"), sum("b"));
        assert_eq!(a, (1..=b as u32).map(f64::from).sum::<f64>(), "cut at {at}");
        seen.insert(b as u32);
        rig.put(vec![datum("a", NOW_MS, 1.0)]).await;
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_set_aside_and_kept() {
    let rig = Rig::new();
    rig.put(vec![datum("m", NOW_MS, 1.0)]).await;
    rig.store.close().await;
    for damage in ["cut", "nonsense", "tables"] {
        let dir = copy(rig.dir.path());
        let path = dir.path().join("metrics.db");
        let mut bytes = fs::read(&path).unwrap();
        match damage {
            "cut" => bytes.truncate(5000),
            "nonsense" => bytes.fill(b'x'),
            _ => {
                let other = dir.path().join("other");
                let other_tables = rusqlite::Connection::open(&other).unwrap();
                other_tables.execute("CREATE TABLE series (a)", []).unwrap();
                bytes = fs::read(&other).unwrap();
            }
        }
        fs::write(&path, &bytes).unwrap();
        let clock = ManualClock::new(TimestampMs(NOW_MS));
        let (store, recovery) =
            MetricStore::open(dir.path(), Options::default(), Arc::new(clock)).unwrap();
        let aside = recovery.set_aside.expect(damage);
        let kept = fs::read(aside.join("metrics.db")).unwrap();
        // Tables may be made before those that are there are found to be others.
        assert!(kept == bytes || damage == "tables", "{damage}");
        store.put("111122223333", vec![datum("m", NOW_MS, 1.0)]).await.unwrap();
    }
}

#[tokio::test]
async fn what_does_not_open_refuses_answers_no_emptiness_and_is_there_once_it_can_be() {
    let dir = tempfile::tempdir().unwrap();
    // As a disk without room: it is not the file's fault, and nothing is set aside.
    fs::create_dir(dir.path().join("metrics.db")).unwrap();
    let clock = || Arc::new(ManualClock::new(TimestampMs(NOW_MS)));
    assert!(MetricStore::open(dir.path(), Options::default(), clock()).is_err());
    assert!(dir.path().join("metrics.db").is_dir());
    let store = MetricStore::absent(dir.path(), Options::default(), clock());
    let put = store.put("111122223333", vec![datum("m", NOW_MS, 1.0)]).await;
    assert!(matches!(put, Err(PutError::Closed)));
    let ask = Ask {
        metric: datum("m", NOW_MS, 1.0).metric,
        unit: None,
        statistic: Statistic::Sum,
        period_s: 60,
        from: TimestampMs(0),
        to: TimestampMs(NOW_MS),
    };
    assert!(store.points(&ask).is_err(), "that nothing was measured is not known");
    // It is there once it can be, without another start of the engine.
    assert!(store.reopen().is_err() && !store.is_open());
    fs::remove_dir(dir.path().join("metrics.db")).unwrap();
    assert!(store.reopen().unwrap() && store.is_open());
    let put = async || store.put("111122223333", vec![datum("m", NOW_MS, 1.0)]).await;
    put().await.unwrap();
    assert_eq!(store.points(&ask).unwrap().len(), 1);
    // Nor is a thread that has ended its end, whyever it has.
    *store.0.commands.lock() = mpsc::channel(1).0;
    assert!(matches!(put().await, Err(PutError::Closed)));
    assert!(store.reopen().unwrap());
    put().await.unwrap();
    assert!(!store.reopen().unwrap(), "it is open");
    store.close().await;
    assert!(!store.reopen().unwrap(), "somebody has closed it");
    assert!(matches!(put().await, Err(PutError::Closed)));
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_kill() {
    let rig = Rig::new();
    rig.put(vec![datum("m", NOW_MS, 1.0)]).await;
    let after = Rig::over(copy(rig.dir.path()), NOW_MS);
    let minute = NOW_MS / 60_000 * 60_000;
    assert_eq!(after.sums("m", 60, minute, minute + 1), [(minute, 1.0)]);
}
