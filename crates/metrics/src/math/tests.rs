use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use proptest::prelude::*;

use super::*;

const STEP: u64 = 60_000;

fn line(id: &str, values: &[Option<f64>]) -> Line {
    let at = |(at, value): (usize, &Option<f64>)| Some((TimestampMs(at as u64 * STEP), (*value)?));
    let points = values.iter().enumerate().filter_map(at).collect();
    Line { id: id.into(), label: id.into(), period_s: 60, points }
}

fn lines() -> Vec<Line> {
    let some = |values: &[f64]| values.iter().map(|value| Some(*value)).collect::<Vec<_>>();
    vec![
        line("m1", &some(&[1.0, 2.0, 3.0, 4.0, 5.0])),
        line("m2", &[Some(10.0), None, Some(30.0), None, Some(0.0)]),
        line("c", &[Some(1.0), Some(1.0), Some(0.0), Some(0.0), None]),
        line("a", &[Some(30.0), None, Some(0.0), Some(0.0), Some(30.0)]),
        line("b", &[Some(0.0), Some(0.0), Some(20.0), None, Some(20.0)]),
    ]
}

fn eval(text: &str) -> Result<Value> {
    let (lines, budget) = (lines(), Budget::new(100_000));
    let named = |name: &str| lines.iter().find(|line| line.id == name).cloned().map(Value::Line);
    let scope = Scope {
        named: &named,
        metrics: &lines[..2],
        period_s: 60,
        from: TimestampMs(0),
        to: TimestampMs(5 * STEP),
        budget: &budget,
    };
    Expr::parse(text)?.eval(&scope)
}

fn shown(line: &Line) -> String {
    let value = |at: u64| {
        let value = line.points.get(&TimestampMs(at * STEP));
        value.map_or_else(|| "-".to_owned(), |value| format!("{value}"))
    };
    (0..5).map(value).collect::<Vec<_>>().join(" ")
}

#[test]
fn expressions_come_to_what_cloudwatch_says() {
    for (text, comes_to) in [
        // CloudWatch's own example.
        ("IF(c, a, b)", "30 0 20 - -"),
        ("IF(c, a)", "30 0 - - -"),
        ("IF(m1 > 2, m1, 0)", "0 0 3 4 5"),
        // Of two of which one has no point at all there is to be no sum.
        ("IF(DATAPOINT_COUNT(m1) * DATAPOINT_COUNT(m1 / 0) > 0, m1 + m1 / 0)", "- - - - -"),
        ("FILL(m1 / 0, 3)", "3 3 3 3 3"),
        ("FILL(m1 / 0, REPEAT)", "- - - - -"),
        ("IF(1 == 1, m1, m2)", "1 2 3 4 5"),
        ("m1 + m2", "11 2 33 4 5"),
        ("m1 - m2", "-9 2 -27 4 5"),
        ("m1 * 2 + 1", "3 5 7 9 11"),
        ("2 + m1 * 2", "4 6 8 10 12"),
        ("(2 + m1) * 2", "6 8 10 12 14"),
        ("-m1 ^ 2", "-1 -4 -9 -16 -25"),
        ("2 ^ m1 ^ 1", "2 4 8 16 32"),
        ("m2 / m1", "10 0 10 0 0"),
        ("m1 / m2", "0.1 - 0.1 - -"),
        ("100 * (m1 / (m1 + m1))", "50 50 50 50 50"),
        ("m1 > 2", "0 0 1 1 1"),
        ("m1 > 2 AND m1 < 5", "0 0 1 1 0"),
        ("m1 == 1 || m1 >= 5", "1 0 0 0 1"),
        ("m1 != m2", "1 1 1 1 1"),
        ("SUM(METRICS())", "11 2 33 4 5"),
        ("AVG(METRICS())", "5.5 1 16.5 2 2.5"),
        ("MAX([m1, m2])", "10 2 30 4 5"),
        ("MIN([m1, m2])", "1 2 3 4 0"),
        ("MAX([m1, 3])", "3 3 3 4 5"),
        ("SUM(METRICS(\"2\"))", "10 - 30 - 0"),
        ("DATAPOINT_COUNT(METRICS())", "2 1 2 1 2"),
        ("STDDEV([m1, m1])", "0 0 0 0 0"),
        ("m1 / MAX(m1)", "0.2 0.4 0.6 0.8 1"),
        ("m1 * 0 + METRIC_COUNT(METRICS())", "2 2 2 2 2"),
        ("m1 * 0 + SUM(m2)", "40 40 40 40 40"),
        ("m1 / PERIOD(m1) * 60", "1 2 3 4 5"),
        ("FILL(m2, 0)", "10 0 30 0 0"),
        ("FILL(m2, m1)", "10 2 30 4 0"),
        ("FILL(m2, REPEAT)", "10 10 30 30 0"),
        ("FILL(m2, LINEAR)", "10 20 30 15 0"),
        ("RATE(m1) * 60", "- 1 1 1 1"),
        ("RATE(m2) * 60", "- - 10 - -15"),
        ("DIFF(m2)", "- - 20 - -30"),
        ("DIFF_TIME(m2)", "- - 120 - 120"),
        ("RUNNING_SUM(m1)", "1 3 6 10 15"),
        ("TIME_SERIES(7)", "7 7 7 7 7"),
        ("CEIL(m1 / 2)", "1 1 2 2 3"),
        ("FLOOR(m1 / 2) + ABS(0 - m1)", "1 3 4 6 7"),
        ("LOG10(m2)", "1 - 1.4771212547196624 - -"),
        ("MINUTE(m1)", "0 1 2 3 4"),
        ("DAY(m1) + HOUR(m1) * 100 + YEAR(m1) * 1000", "1970004 1970004 1970004 1970004 1970004"),
        ("EPOCH(m1)", "0 60 120 180 240"),
        ("FIRST(METRICS())", "1 2 3 4 5"),
        ("m1 * 0 + FIRST(m2) + LAST(m1)", "15 15 15 15 15"),
    ] {
        match eval(text) {
            Ok(Value::Line(line)) => assert_eq!(shown(&line), comes_to, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn lists_are_sorted_sliced_and_computed_one_by_one() {
    for (text, comes_to) in [
        ("METRICS()", vec!["1 2 3 4 5", "10 - 30 - 0"]),
        ("METRICS() * 2", vec!["2 4 6 8 10", "20 - 60 - 0"]),
        ("METRICS() + m1", vec!["2 4 6 8 10", "11 2 33 4 5"]),
        ("SORT(METRICS(), MAX, DESC)", vec!["10 - 30 - 0", "1 2 3 4 5"]),
        ("SORT(METRICS(), SUM, ASC, 1)", vec!["1 2 3 4 5"]),
        ("SLICE(METRICS(), 1)", vec!["10 - 30 - 0"]),
        ("SLICE(METRICS(), 0, 1)", vec!["1 2 3 4 5"]),
        ("REMOVE_EMPTY([m1, m1 / 0])", vec!["1 2 3 4 5"]),
    ] {
        match eval(text) {
            Ok(Value::Lines(lines)) => {
                assert_eq!(lines.iter().map(shown).collect::<Vec<_>>(), comes_to, "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn what_has_no_meaning_is_said() {
    for (text, word) in [
        ("", "missing"),
        ("m1 +", "missing"),
        ("m1 m2", "not expected"),
        ("m9", "m9"),
        ("NOTHING(m1)", "NOTHING"),
        ("SUM(m1, m2)", "one argument"),
        ("m1 $ 2", "'$'"),
        ("(m1", ")"),
        ("METRICS() + METRICS()", "two lists"),
        ("IF(METRICS(), 1, 0)", "condition"),
        ("1..2", "no number"),
        ("'m1", "quotation"),
        ("PERIOD(1)", "a series"),
        ("SORT(METRICS(), p99, ASC)", "SORT"),
        ("\"text\"", "text"),
    ] {
        let error = eval(text).unwrap_err().to_string();
        assert!(error.contains(word), "{text}: {error}");
    }
    assert_eq!(eval("SEARCH('a', 'Sum')"), Err(MathError::NotBuilt("SEARCH".into())));
}

#[test]
fn however_deep_or_long_it_is_it_ends() {
    for text in ["(".repeat(2000), "-".repeat(2000), "[".repeat(2000), "2^".repeat(1000)] {
        assert!(Expr::parse(&text).is_err());
    }
    let all = vec!["METRICS()"; 200].join(",");
    let many = format!("SUM([{}])", vec![format!("SUM([{all}])"); 80].join(","));
    assert!(eval(&many).unwrap_err().to_string().contains("too much"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[a-zA-Z0-9_+*/^()\\[\\],<>=!&|\"' .-]{0,60}") {
        if let Ok(expr) = Expr::parse(&text) {
            let (budget, none) = (Budget::new(1000), |_: &str| None);
            let scope = Scope {
                named: &none,
                metrics: &[],
                period_s: 60,
                from: TimestampMs(0),
                to: TimestampMs(STEP),
                budget: &budget,
            };
            drop(expr.eval(&scope));
        }
    }

    #[test]
    fn sums_of_series_do_not_hang_on_their_order(values in prop::collection::vec((0_u64..20, 0_i32..1000), 0..30)) {
        let mut lines = lines();
        for (at, value) in values {
            let at = TimestampMs(at * STEP);
            lines.push(Line { points: BTreeMap::from([(at, value.into())]), ..line("x", &[]) });
        }
        let budget = Budget::new(1_000_000);
        let sum = |metrics: &[Line]| {
            let (from, to) = (TimestampMs(0), TimestampMs(STEP));
            let named = |_: &str| None;
            let scope = Scope { named: &named, metrics, period_s: 60, from, to, budget: &budget };
            Expr::parse("SUM(METRICS())").unwrap().eval(&scope).unwrap()
        };
        let forward = sum(&lines);
        lines.reverse();
        prop_assert_eq!(forward, sum(&lines));
    }
}
