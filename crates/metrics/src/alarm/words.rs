//! What CloudWatch says of a state: the reason in words and as JSON.

use std::fmt::Write;

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::civil_from_days;
use serde_json::json;

use super::{Comparison, Missing, Rule, Value, Verdict};

/// Data that are named in words, and in the JSON: neither may be longer than the API lets it.
const NAMED_MAX: usize = 20;

/// What is told beside the rule and the verdict.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    /// When each period of the range begins, and its value; the oldest first.
    pub points: &'t [(TimestampMs, Option<f64>)],
    /// The length of a period in seconds.
    pub period_s: u32,
    /// The statistic, as CloudWatch writes it; empty for what is computed.
    pub statistic: &'t str,
    /// The unit, if values of one alone count.
    pub unit: Option<&'t str>,
    /// When it was looked at.
    pub now: TimestampMs,
}

/// The reason in words, and as JSON. `value` is what the verdict made of the alarm.
#[must_use]
pub fn told(rule: &Rule, verdict: &Verdict, value: Value, told: &Told<'_>) -> (String, String) {
    (reason(rule, verdict, value, told), data(rule, verdict, told).to_string())
}

fn reason(rule: &Rule, verdict: &Verdict, value: Value, told: &Told<'_>) -> String {
    if value == Value::InsufficientData {
        let count = rule.periods;
        let (s, were) = if count == 1 { ("", "was") } else { ("s", "were") };
        return format!("Insufficient Data: {count} datapoint{s} {were} unknown.");
    }
    let fills = match rule.missing {
        Missing::Breaching => "Breaching",
        _ => "NonBreaching",
    };
    let filled = verdict.filled;
    let missing = if filled == 1 { "datapoint was" } else { "datapoints were" };
    if verdict.counted.is_empty() {
        let periods = if filled == 1 { "period" } else { "periods" };
        return format!(
            "Threshold Crossed: no datapoints were received for {filled} {periods} and {filled} \
             missing {missing} treated as [{fills}]."
        );
    }
    let alarm = value == Value::Alarm;
    // Those that say what the state says.
    let speak: Vec<(TimestampMs, f64)> = verdict
        .counted
        .iter()
        .rev()
        .filter_map(|at| told.points.get(*at))
        .filter_map(|(at, value)| value.map(|value| (*at, value)))
        .filter(|(_, value)| rule.breaches(*value) == alarm)
        .collect();
    let count = speak.len();
    let whole = filled == 0 && count == rule.periods && rule.to_alarm == rule.periods;
    let mut text = String::from("Threshold Crossed: ");
    let (s, were) = if count == 1 { ("", "was") } else { ("s", "were") };
    let add = |text: &mut String, part: std::fmt::Arguments<'_>| {
        text.write_fmt(part).expect("a String takes every write");
    };
    match whole {
        true => add(&mut text, format_args!("{count} datapoint{s} ")),
        false => {
            let of = rule.periods;
            let s = if of == 1 { "" } else { "s" };
            add(&mut text, format_args!("{count} out of the last {of} datapoint{s} "));
        }
    }
    let named: Vec<String> = speak.iter().take(NAMED_MAX).map(|point| shown(*point)).collect();
    let not = if alarm { "" } else { "not " };
    let (than, threshold) = (than(rule.comparison), number(rule.threshold));
    add(
        &mut text,
        format_args!("[{}] {were} {not}{than} the threshold ({threshold})", named.join(", ")),
    );
    if filled > 0 {
        add(&mut text, format_args!(" and {filled} missing {missing} treated as [{fills}]"));
    }
    if !whole {
        let (least, from_to) = match alarm {
            true => (rule.to_alarm, "OK -> ALARM"),
            false => (rule.periods - rule.to_alarm + 1, "ALARM -> OK"),
        };
        let s = if least == 1 { "" } else { "s" };
        add(&mut text, format_args!(" (minimum {least} datapoint{s} for {from_to} transition)"));
    }
    text.push('.');
    text
}

fn than(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::GreaterOrEqual => "greater than or equal to",
        Comparison::Greater => "greater than",
        Comparison::Less => "less than",
        Comparison::LessOrEqual => "less than or equal to",
    }
}

fn data(rule: &Rule, verdict: &Verdict, told: &Told<'_>) -> serde_json::Value {
    let looked_at = told.points.len().saturating_sub(rule.periods);
    let first = verdict.counted.first().copied().unwrap_or(looked_at).min(looked_at);
    let counted = told.points.iter().filter_map(|(_, value)| *value);
    let mut recent: Vec<f64> = counted.collect();
    recent.drain(..recent.len().saturating_sub(rule.periods.min(NAMED_MAX)));
    let evaluated = told.points[first..].iter().rev().take(NAMED_MAX).map(|(at, value)| {
        let mut shown = json!({"timestamp": iso(*at)});
        if let Some(value) = value {
            shown["value"] = (*value).into();
        }
        shown
    });
    let mut data = json!({
        "version": "1.0",
        "queryDate": iso(told.now),
        "period": told.period_s,
        "recentDatapoints": recent,
        "threshold": rule.threshold,
        "evaluatedDatapoints": evaluated.collect::<Vec<_>>(),
    });
    if let Some((at, _)) = told.points.get(first) {
        data["startDate"] = iso(*at).into();
    }
    let statistic = if told.statistic.starts_with(char::is_uppercase) {
        "statistic"
    } else {
        "extendedStatistic"
    };
    // What is computed has none.
    if !told.statistic.is_empty() {
        data[statistic] = told.statistic.into();
    }
    if let Some(unit) = told.unit {
        data["unit"] = unit.into();
    }
    data
}

/// `21.5 (02/06/21 12:34:00)`.
fn shown((at, value): (TimestampMs, f64)) -> String {
    let [year, month, day, hour, minute, second, _] = parts(at);
    let year = year % 100;
    let value = number(value);
    format!("{value} ({day:02}/{month:02}/{year:02} {hour:02}:{minute:02}:{second:02})")
}

/// `Friday 22 July, 2022 15:57:45 UTC`, as the reasons of composite alarms have it.
#[must_use]
pub fn long_date(at: TimestampMs) -> String {
    const DAYS: [&str; 7] =
        ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let [year, month, day, hour, minute, second, _] = parts(at);
    let name = |names: &[&'static str], at: u64| {
        usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
    };
    let weekday = name(&DAYS, at.0 / 86_400_000 % 7);
    let month = name(&MONTHS, month.saturating_sub(1));
    format!("{weekday} {day:02} {month}, {year} {hour:02}:{minute:02}:{second:02} UTC")
}

/// `2022-11-08T11:26:05.399+0000`.
#[must_use]
pub fn iso(at: TimestampMs) -> String {
    let [year, month, day, hour, minute, second, ms] = parts(at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}+0000")
}

fn parts(at: TimestampMs) -> [u64; 7] {
    let (seconds, ms) = (at.0 / 1000, at.0 % 1000);
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_from_days(i64::try_from(days).unwrap_or(i64::MAX / 2));
    let [year, month, day] = [year, month, day].map(i64::unsigned_abs);
    [year, month, day, second / 3600, second / 60 % 60, second % 60, ms]
}

/// A number as CloudWatch writes it in words, which is as Java does: `20000.0`, `1.0E7`.
#[must_use]
pub fn number(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-3..1e7).contains(&size) || !size.is_finite() {
        return format!("{value:?}");
    }
    let text = format!("{value:E}");
    match text.split_once('E') {
        Some((digits, power)) if !digits.contains('.') => format!("{digits}.0E{power}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alarm::evaluate;

    /// 2021-06-02 12:34:00.
    const AT: u64 = 1_622_637_240_000;

    fn said(rule: &Rule, values: &[Option<f64>]) -> (String, serde_json::Value) {
        let verdict = evaluate(rule, values);
        let first = AT - 60_000 * (values.len() as u64 - 1);
        let points: Vec<_> =
            (0..).map(|n| TimestampMs(first + 60_000 * n)).zip(values.iter().copied()).collect();
        let of = Told {
            points: &points,
            period_s: 60,
            statistic: "Average",
            unit: None,
            now: TimestampMs(AT + 60_399),
        };
        let (reason, data) = told(rule, &verdict, verdict.value.unwrap(), &of);
        assert!(reason.len() <= 1023 && data.len() <= 4000);
        (reason, serde_json::from_str(&data).unwrap())
    }

    fn rule(to_alarm: usize, periods: usize, threshold: f64, missing: Missing) -> Rule {
        Rule { comparison: Comparison::Greater, threshold, periods, to_alarm, missing }
    }

    #[test]
    fn a_reason_is_worded_as_cloudwatch_does() {
        let plain = Missing::Missing;
        for (rule, values, words) in [
            (
                rule(1, 1, 21.0, plain),
                vec![Some(21.5)],
                "Threshold Crossed: 1 datapoint [21.5 (02/06/21 12:34:00)] was greater than the \
                 threshold (21.0).",
            ),
            (
                rule(2, 2, 31.0, plain),
                vec![Some(40.0), Some(4e7)],
                "Threshold Crossed: 2 datapoints [4.0E7 (02/06/21 12:34:00), 40.0 (02/06/21 \
                 12:33:00)] were greater than the threshold (31.0).",
            ),
            (
                rule(1, 1, 50.0, plain),
                vec![Some(0.06)],
                "Threshold Crossed: 1 datapoint [0.06 (02/06/21 12:34:00)] was not greater than \
                 the threshold (50.0).",
            ),
            (
                rule(2, 3, 0.0, plain),
                vec![Some(2e4), Some(0.0), Some(2e4)],
                "Threshold Crossed: 2 out of the last 3 datapoints [20000.0 (02/06/21 12:34:00), \
                 20000.0 (02/06/21 12:32:00)] were greater than the threshold (0.0) (minimum 2 \
                 datapoints for OK -> ALARM transition).",
            ),
            (
                rule(2, 2, 1.0, Missing::Breaching),
                vec![None, None],
                "Threshold Crossed: no datapoints were received for 2 periods and 2 missing \
                 datapoints were treated as [Breaching].",
            ),
            (
                rule(1, 3, 1.0, Missing::NotBreaching),
                vec![None, None, Some(2.0)],
                "Threshold Crossed: 1 out of the last 3 datapoints [2.0 (02/06/21 12:34:00)] was \
                 greater than the threshold (1.0) and 2 missing datapoints were treated as \
                 [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).",
            ),
            (
                rule(5, 5, 1.0, plain),
                vec![None; 5],
                "Insufficient Data: 5 datapoints were unknown.",
            ),
        ] {
            assert_eq!(said(&rule, &values).0, words);
        }
    }

    #[test]
    fn the_same_stands_in_the_json_and_stays_short() {
        let (_, data) = said(&rule(2, 2, 31.0, Missing::Missing), &[Some(40.0), Some(50.0)]);
        assert_eq!(
            data,
            json!({
                "version": "1.0", "queryDate": "2021-06-02T12:35:00.399+0000",
                "startDate": "2021-06-02T12:33:00.000+0000", "statistic": "Average", "period": 60,
                "recentDatapoints": [40.0, 50.0], "threshold": 31.0,
                "evaluatedDatapoints": [
                    {"timestamp": "2021-06-02T12:34:00.000+0000", "value": 50.0},
                    {"timestamp": "2021-06-02T12:33:00.000+0000", "value": 40.0},
                ],
            })
        );
        said(&rule(900, 900, 31.0, Missing::Missing), &[Some(40.000_000_000_1); 900]);
        said(&rule(900, 900, 31.0, Missing::Breaching), &[None; 900]);
    }

    #[test]
    fn a_date_is_written_out_as_reasons_do() {
        let at = TimestampMs(1_658_505_465_000);
        assert_eq!(long_date(at), "Friday 22 July, 2022 15:57:45 UTC");
        assert_eq!(long_date(TimestampMs(0)), "Thursday 01 January, 1970 00:00:00 UTC");
    }

    #[test]
    fn numbers_are_written_as_java_writes_them() {
        for (value, text) in [
            (0.0, "0.0"),
            (-1.5, "-1.5"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (0.001, "0.001"),
            (0.000_1, "1.0E-4"),
            (1.25e-9, "1.25E-9"),
            (-3e300, "-3.0E300"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
