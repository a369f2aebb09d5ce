//! Queries over a small log, and what they come to.

use std::sync::Arc;

use proptest::prelude::*;

use crate::{Bounds, Event, Query, Run, Stop};

/// 2023-11-14 22:13:20.000
const START_MS: u64 = 1_700_000_000_000;

/// Events a second apart.
fn events(messages: &[&str]) -> Vec<Event> {
    let event = |(at, message): (u64, &&str)| Event {
        ts_ms: START_MS + at * 1000,
        ingest_ms: START_MS + at * 1000 + 7,
        message: Arc::from(*message),
        stream: Arc::from(if at % 2 == 0 { "even" } else { "odd" }),
        log: Arc::from("111122223333:/ecs/web"),
        ptr: format!("p{at}"),
    };
    (0..).zip(messages).map(event).collect()
}

fn run(text: &str, messages: &[&str]) -> Vec<String> {
    let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut run = Run::of(&query, Bounds::default(), 42);
    for event in events(messages) {
        run.take(event).unwrap();
    }
    let row = |row: Vec<crate::Field>| {
        let shown = row.iter().filter(|field| field.name != "@ptr");
        shown.map(|field| format!("{}={}", field.name, field.value)).collect::<Vec<_>>().join(" ")
    };
    run.end().unwrap().into_iter().map(row).collect()
}

/// A value of an expression, over one event.
fn value(expr: &str, message: &str) -> String {
    run(&format!("fields {expr} as x"), &[message]).join(";")
}

const LINES: [&str; 4] = [
    r#"{"level": "info", "took": 10, "user": {"name": "ann", "tags": ["a", "b"]}, "a.b": 1}"#,
    r#"{"level": "error", "took": 250.5, "user": {"name": "bob"}}"#,
    r#"{"level": "info", "took": 30, "user": {"name": "ann"}}"#,
    "plain text with ERROR in it",
];

#[test]
fn without_a_command_events_are_told_newest_first() {
    let found = run("", &["one", "two"]);
    assert_eq!(
        found,
        [
            "@timestamp=2023-11-14 22:13:21.000 @message=two",
            "@timestamp=2023-11-14 22:13:20.000 @message=one",
        ]
    );
    assert_eq!(run("limit 1", &["one", "two"]).len(), 1);
    // Those of one millisecond too, also where the list was cut on the way.
    for text in ["limit 2", "sort @timestamp desc | limit 2"] {
        let mut run = Run::of(&Query::parse(text).unwrap(), Bounds::default(), 0);
        for n in 0..500 {
            let message = Arc::from(n.to_string());
            let event = Event { message, ..events(&["x"]).remove(0) };
            run.take(event).unwrap();
        }
        let rows = run.end().unwrap();
        let told = rows.iter().flatten().filter(|field| field.name == "@message");
        assert_eq!(told.map(|field| field.value.as_str()).collect::<Vec<_>>(), ["499", "498"]);
    }
    assert!(run("| limit 1 |", &["one", "two"])[0].ends_with("two"));
}

#[test]
fn fields_of_json_are_found_by_their_path() {
    let found = run("fields level, user.name, user.tags.1, `a.b`, gone | sort took", &LINES);
    assert_eq!(
        found,
        [
            "",
            "level=info user.name=ann user.tags.1=b a.b=1",
            "level=info user.name=ann",
            "level=error user.name=bob",
        ]
    );
    assert_eq!(value("@logStream", "x"), "x=even");
    assert_eq!(value("@log", "x"), "x=111122223333:/ecs/web");
    assert_eq!(value("@ingestionTime", "x"), "x=2023-11-14 22:13:20.007");
    assert_eq!(value("@@own", r#"{"@own": 5}"#), "x=5");
    assert_eq!(value("id", r#"{"id": 9007199254740993}"#), "x=9007199254740993");
}

#[test]
fn filters_choose_events() {
    let count = |condition: &str| run(&format!("filter {condition}"), &LINES).len();
    assert_eq!(count("level = 'error'"), 1);
    assert_eq!(count("level != \"error\""), 3);
    assert_eq!(count("took > 25 and took <= 250.5"), 2);
    assert_eq!(count("took > 25 and not level = 'error'"), 1);
    assert_eq!(count("level = 'error' or took = 10"), 2);
    assert_eq!(count("@message like 'ERROR'"), 1);
    assert_eq!(count("@message not like /(?i)error/"), 2);
    assert_eq!(count("@message =~ /E[R]+OR/"), 1);
    assert_eq!(count("user.name in ['ann', 'eve']"), 2);
    assert_eq!(count("user.name not in ['ann']"), 2);
    assert_eq!(count("ispresent(took)"), 3);
    assert_eq!(count("not ispresent(took) and strcontains(@message, 'text')"), 1);
    assert_eq!(count("took / 10 = 1 or took * 2 > 500"), 2);
    // What is not there is neither equal nor less.
    assert_eq!(count("gone = 1 or gone < 1 or gone > 1"), 0);
    assert_eq!(run("filter took > 20 | filter level = 'info' # and so on", &LINES).len(), 1);
}

#[test]
fn parts_of_texts_become_fields() {
    let lines = ["user=ann, took=12 ms", "user=bob, took=7 ms", "other"];
    let found = run("parse @message 'user=*, took=* ms' as u, t | sort t | display u, t", &lines);
    assert_eq!(found, ["", "u=bob t=7", "u=ann t=12"]);
    let found =
        run(r"parse @message /user=(?<who>\w+)/ | filter who = 'ann' | display who", &lines);
    assert_eq!(found, ["who=ann"]);
    let text = r"parse @message /user=(?<@who>\w+), took=(?P<@t>\d+) (ms)/ as unit
        | filter @t > 7 | display @who, @t, unit";
    assert_eq!(run(text, &lines), ["@who=ann @t=12 unit=ms"]);
    let text = r"parse @message /(?<a>[(?<@b>]+).*\(?<@c>/ | display a";
    assert_eq!(run(text, &["<<@b> .<@c>"]), ["a=<<@b>"]);
    let found = run(r"parse @message /took=(\d+)/ as t | stats sum(t) as s", &lines);
    assert_eq!(found, ["s=19"]);
    // The last star has nothing behind it, and takes the rest.
    assert_eq!(
        run("parse 'user=*' as rest | display rest | limit 1 ", &lines[..1]),
        ["rest=ann, took=12 ms"]
    );
    assert_eq!(run("parse '*=*' as a, b | display b", &["k=v=w"]), ["b=v=w"]);
}

#[test]
fn statistics_are_told_by_group() {
    let found = run("stats count(*), avg(took), max(took) as top by level | sort level", &LINES);
    assert_eq!(
        found,
        [
            "count(*)=1",
            "level=error count(*)=1 avg(took)=250.5 top=250.5",
            "level=info count(*)=2 avg(took)=20 top=30",
        ]
    );
    let one = |expr: &str| run(&format!("stats {expr} as x"), &LINES).join(";");
    assert_eq!(one("count(took)"), "x=3");
    assert_eq!(one("count_distinct(user.name)"), "x=2");
    assert_eq!(one("sum(took) / count(took)"), "x=96.8333");
    assert_eq!(one("min(took)"), "x=10");
    assert_eq!(one("pct(took, 50)"), "x=30");
    assert_eq!(one("stddev(took)"), "x=108.9651");
    assert_eq!(one("earliest(took)"), "x=10");
    assert_eq!(one("latest(level)"), "x=info");
    assert_eq!(one("sortsFirst(user.name)"), "x=ann");
    assert_eq!(one("sortsLast(user.name)"), "x=bob");
    assert_eq!(one("max(gone)"), "");
    assert_eq!(one("ceil(avg(took))"), "x=97");
    // Of nothing there is no group, and so no row.
    assert_eq!(run("filter level = 'none' | stats count(*)", &LINES), Vec::<String>::new());
    // Twice: the most of what each got.
    let twice = "stats count(*) as n by level | stats max(n) as most";
    assert_eq!(run(twice, &LINES), ["most=2"]);
}

#[test]
fn times_are_put_into_bins() {
    let lines: Vec<String> = (0..130).map(|n| format!("line {n}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = run("stats count(*) as n by bin(1m) as t | sort t", &lines);
    assert_eq!(
        found,
        [
            "t=2023-11-14 22:13:00.000 n=40",
            "t=2023-11-14 22:14:00.000 n=60",
            "t=2023-11-14 22:15:00.000 n=30",
        ]
    );
    let unnamed = run("stats count(*) by bin(1h)", &lines);
    assert_eq!(unnamed, ["bin(1h)=2023-11-14 22:00:00.000 count(*)=130"]);
    assert_eq!(value("datefloor(@timestamp, 1d)", "x"), "x=2023-11-14 00:00:00.000");
    assert_eq!(value("dateceil(@timestamp, 1h)", "x"), "x=2023-11-14 23:00:00.000");
    assert_eq!(value("toMillis(@timestamp)", "x"), "x=1700000000000");
    assert_eq!(value("fromMillis(0)", "x"), "x=1970-01-01 00:00:00.000");
    assert_eq!(value("now()", "x"), "x=42");
}

#[test]
fn functions_of_texts_and_numbers() {
    for (expr, is) in [
        ("1 + 2 * 3 ^ 2", "19"),
        ("-(1 - 4) % 2", "1"),
        ("1 / 0", ""),
        ("7 / 2", "3.5"),
        ("abs(-2)", "2"),
        ("ceil(1.2) + floor(1.8) + sqrt(9)", "6"),
        ("greatest(1, 3, 2)", "3"),
        ("least(1, gone)", ""),
        ("coalesce(gone, 'z')", "z"),
        ("concat('a', 1, 'b')", "a1b"),
        ("trim('  x ')", "x"),
        ("ltrim('xxa', 'x')", "a"),
        ("rtrim('axx', 'x')", "a"),
        ("strlen('\u{e4}b')", "2"),
        ("toupper('a') ", "A"),
        ("tolower('A')", "a"),
        ("substr('hello', 1, 3)", "ell"),
        ("substr('hello', 3)", "lo"),
        ("replace('a-b-c', '-', '+')", "a+b+c"),
        ("isempty('')", "1"),
        ("isblank(' x ')", "0"),
        ("isValidIpv4('10.0.0.1')", "1"),
        ("isValidIp('10.0.0')", "0"),
        ("isIpInSubnet('10.1.2.3', '10.0.0.0/8')", "1"),
        ("isIpv4InSubnet('11.1.2.3', '10.0.0.0/8')", "0"),
        ("isIpv4InSubnet('192.0.2.1', '192.0.2.1/32')", "1"),
        ("isIpv4InSubnet('fd00::1', '0.0.0.0/0')", "0"),
        ("isIpv6InSubnet('fd00::1', 'fd00::/8')", "1"),
        ("isIpv6InSubnet('10.0.0.1', '::/0')", "0"),
        ("isIpInSubnet('10.1.2.3', '0.0.0.0/0')", "1"),
        ("isIpInSubnet('10.1.2.3', '10.0.0.0/33')", "0"),
        ("isIpInSubnet('no', '10.0.0.0')", "0"),
        ("1 = 1 and 2 > 1", "1"),
    ] {
        let wanted = if is.is_empty() { String::new() } else { format!("x={is}") };
        assert_eq!(value(expr, "line"), wanted, "{expr}");
    }
}

#[test]
fn the_first_of_each_kind_is_kept() {
    let found = run("fields took, user.name | dedup user.name", &LINES);
    // Newest first; one in which the field is not there stays.
    assert_eq!(found, ["", "took=30 user.name=ann", "took=250.5 user.name=bob"]);
    assert_eq!(run("sort took desc | dedup level | limit 1", &LINES).len(), 1);
}

#[test]
fn rows_have_their_columns_once_and_their_pointer() {
    let query = Query::parse("fields @message, @message | fields took").unwrap();
    let mut run = Run::of(&query, Bounds::default(), 0);
    events(&LINES[..1]).into_iter().for_each(|event| run.take(event).unwrap());
    let [row] = &run.end().unwrap()[..] else { panic!("one row") };
    let names: Vec<_> = row.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["@message", "took", "@ptr"]);
    assert_eq!(row[2].value, "p0");
}

#[test]
fn sorting_keeps_what_counts_whatever_came() {
    let lines: Vec<String> = (0..3000).map(|n| format!(r#"{{"n": {}}}"#, n * 7 % 3000)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(run("fields n | sort n desc | limit 2", &lines), ["n=2999", "n=2998"]);
    assert_eq!(run("fields n | limit 1", &lines), [format!("n={}", 2999 * 7 % 3000)]);
    let mixed = [r#"{"n": 10}"#, r#"{"n": "x"}"#, r#"{"n": 9}"#, "none"];
    assert_eq!(run("fields n | sort n", &mixed), ["", "n=x", "n=9", "n=10"]);
}

#[test]
fn what_a_query_holds_is_bounded() {
    let bounds = Bounds { bytes: 100_000, rows: 10_000 };
    let long = "x".repeat(1000);
    for text in [
        "sort gone | filter 1 = 1",
        "stats count(*) by @ptr",
        "stats pct(@timestamp, 9)",
        "stats count_distinct(@ptr)",
    ] {
        let mut run = Run::of(&Query::parse(text).unwrap(), bounds, 0);
        let mut all = (0u64..).map(|n| Event {
            ts_ms: n,
            ingest_ms: n,
            message: Arc::from(long.as_str()),
            stream: Arc::from("s"),
            log: Arc::from("l"),
            ptr: n.to_string(),
        });
        let stopped = all.by_ref().take(100_000).find_map(|event| run.take(event).err());
        assert_eq!(stopped, Some(Stop::TooMuch), "{text}");
    }
    // A list that is cut holds no more than is told.
    let mut run = Run::of(&Query::parse("sort @timestamp | limit 3").unwrap(), bounds, 0);
    for n in 0..10_000u64 {
        let mut event = events(&["a line"]).remove(0);
        event.ts_ms = n;
        run.take(event).unwrap();
    }
    assert_eq!(run.end().unwrap().len(), 3);
    assert_eq!(value("replace(concat(@message, @message), 'x', @message)", &long), "");
}

#[test]
fn what_is_no_query_is_refused_with_its_place() {
    for (text, word) in [
        ("filed x", "filed"),
        ("fields", "end of the query"),
        ("fields a b", "b"),
        ("filter (a = 1", "end of the query"),
        ("filter a = ", "end of the query"),
        ("filter a like", "end of the query"),
        ("stats a by b", "aggregation"),
        ("stats count(*) by", "end of the query"),
        ("filter avg(x) > 1", "unknown function avg"),
        ("stats avg(sum(x))", "unknown function sum"),
        ("fields nofunction(x)", "nofunction"),
        ("fields bin(x)", "bin"),
        ("fields bin(5y)", "5y"),
        ("limit 0", "limit"),
        ("limit 10001", "limit"),
        ("limit x", "limit"),
        ("parse @message 'a=*,b=*' as x", "2 values"),
        ("parse @message /x/", "name"),
        ("parse @message /(x/ as y", "regular expression"),
        ("filter a =~ /x", "closing /"),
        ("fields 'x", "closing '"),
        ("stats pct(x, 101)", "arguments"),
        ("stats count(*) | stats count(*) | stats count(*)", "2 stats"),
        ("dedup a | sort b", "dedup"),
        ("pattern @message", "pattern is not built"),
        ("fields a ; b", ";"),
        ("fields a | | fields b", "|"),
        ("fields abs(1, 2)", "arguments"),
    ] {
        let error = Query::parse(text).expect_err(text);
        assert!(error.to_string().contains(word), "{text}: {error}");
        assert!(error.at.start <= error.at.end && error.at.end <= text.len(), "{text}: {error:?}");
    }
    let deep = format!("filter {}1{}", "(".repeat(500), ")".repeat(500));
    assert!(Query::parse(&deep).unwrap_err().message.contains("deep"));
    let long = format!("filter 1{}", " and 1".repeat(3000));
    assert!(Query::parse(&long).unwrap_err().message.contains("row"));
}

#[test]
fn what_every_event_must_have_is_known() {
    let of = |text: &str| Query::parse(text).unwrap().must_have().map(str::to_owned);
    assert_eq!(of("filter @message like 'needle' | stats count(*)").as_deref(), Some("needle"));
    assert_eq!(of("fields a | filter a = 1 and @message like \"xyz\"").as_deref(), Some("xyz"));
    assert_eq!(of("filter @message like 'a' or a = 1"), None);
    assert_eq!(of("filter @message not like 'a'"), None);
    assert_eq!(of("parse 'x*' as y | filter @message like 'a'"), None);
    // A text of one's own that is called so.
    assert_eq!(of("fields concat('a', b) as @message | filter @message like 'a'"), None);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", message in "\\PC{0,40}") {
        if let Ok(query) = Query::parse(&text) {
            let mut run = Run::of(&query, Bounds::default(), 0);
            for event in events(&[&message, LINES[0]]) {
                run.take(event).unwrap();
            }
            run.end().unwrap();
        }
    }

    #[test]
    fn texts_of_the_languages_parts_are_read_or_refused(
        parts in prop::collection::vec(prop::sample::select(vec![
            "fields", "filter", "stats", "sort", "limit", "parse", "dedup", "display", "|", ",",
            "(", ")", "[", "]", "@message", "@timestamp", "a.b", "`x y`", "1", "5m", "'t'", "/x/",
            "=", "!=", "<", ">=", "=~", "like", "not", "in", "and", "or", "as", "by", "desc",
            "count(*)", "avg", "bin(1m)", "abs", "+", "-", "*", "/", "^", "%", "10", "#",
        ]), 0..20),
    ) {
        let text = parts.join(" ");
        match Query::parse(&text) {
            Ok(query) => {
                let mut run = Run::of(&query, Bounds::default(), 0);
                for event in events(&LINES) {
                    run.take(event).unwrap();
                }
                run.end().unwrap();
            }
            Err(error) => prop_assert!(error.at.end <= text.len()),
        }
    }
}
