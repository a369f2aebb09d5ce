//! Tables of what matches and what does not, and of what is no pattern.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn matches(pattern: Value, event: Value) -> bool {
    Pattern::parse(&pattern.to_string())
        .unwrap_or_else(|e| panic!("{pattern}: {e}"))
        .matches(&event)
}

#[test]
fn a_value_is_what_one_of_the_tests_says() {
    for (test, yes, no) in [
        (
            json!(["a", "b"]),
            vec![json!("a"), json!("b"), json!(["x", "b"])],
            vec![json!("A"), json!([])],
        ),
        (json!([5]), vec![json!(5), json!(5.0), json!(50e-1)], vec![json!("5"), json!(6)]),
        (json!([true]), vec![json!(true)], vec![json!("true"), json!(false)]),
        (json!([null]), vec![json!(null)], vec![json!(""), json!("null")]),
        (json!([""]), vec![json!("")], vec![json!("a"), json!(null)]),
        (
            json!([{"prefix": "a"}]),
            vec![json!("a"), json!("ab")],
            vec![json!("ba"), json!("A"), json!(1)],
        ),
        (
            json!([{"prefix": {"equals-ignore-case": "AB"}}]),
            vec![json!("abc"), json!("ABc")],
            vec![json!("a")],
        ),
        (json!([{"suffix": ".png"}]), vec![json!("a.png")], vec![json!("a.PNG")]),
        (
            json!([{"suffix": {"equals-ignore-case": ".png"}}]),
            vec![json!("a.PNG")],
            vec![json!("apng")],
        ),
        (json!([{"equals-ignore-case": "Alice"}]), vec![json!("aLICE")], vec![json!("alic")]),
        (
            json!([{"anything-but": "a"}]),
            vec![json!("b"), json!(1), json!(null), json!(["a", "b"])],
            vec![json!("a"), json!(["a"])],
        ),
        (json!([{"anything-but": 5}]), vec![json!(6), json!("5")], vec![json!(5)]),
        (json!([{"anything-but": ["a", "b"]}]), vec![json!("c")], vec![json!("a"), json!("b")]),
        (json!([{"anything-but": {"prefix": "a"}}]), vec![json!("b")], vec![json!("ab")]),
        (json!([{"anything-but": {"prefix": ["a", "b"]}}]), vec![json!("c")], vec![json!("bc")]),
        (json!([{"anything-but": {"suffix": ".txt"}}]), vec![json!("a")], vec![json!("a.txt")]),
        (
            json!([{"anything-but": {"wildcard": "*/lib/*"}}]),
            vec![json!("lib")],
            vec![json!("a/lib/b")],
        ),
        (
            json!([{"anything-but": {"equals-ignore-case": ["x", "Y"]}}]),
            vec![json!("z")],
            vec![json!("X"), json!("y")],
        ),
        (json!([{"numeric": ["=", 301.5]}]), vec![json!(301.5), json!(3.015e2)], vec![json!(301)]),
        (
            json!([{"numeric": [">", 0, "<=", 5]}]),
            vec![json!(5), json!(0.1)],
            vec![json!(0), json!(5.1), json!("1")],
        ),
        (json!([{"numeric": ["<", 10]}]), vec![json!(-1)], vec![json!(10)]),
        (
            json!([{"exists": true}]),
            vec![json!(null), json!("a"), json!([1])],
            vec![json!({}), json!([]), json!({"b": 1})],
        ),
        (
            json!([{"exists": false}]),
            vec![json!({"b": 1}), json!([])],
            vec![json!(null), json!("a")],
        ),
        (json!([{"exists": false}, "a"]), vec![json!("a")], vec![json!("b")]),
        (
            json!([{"cidr": "10.0.0.0/24"}]),
            vec![json!("10.0.0.255")],
            vec![json!("10.0.1.0"), json!("x"), json!("::1")],
        ),
        (
            json!([{"cidr": "2001:db8::/32"}]),
            vec![json!("2001:db8::1")],
            vec![json!("2001:db9::1")],
        ),
        (json!([{"wildcard": "*.ecs.*"}]), vec![json!("aws.ecs.x")], vec![json!("awsecs")]),
    ] {
        for event in yes {
            assert!(matches(json!({"a": test}), json!({"a": event})), "{test} {event}");
        }
        for event in no {
            assert!(!matches(json!({"a": test}), json!({"a": event})), "{test} {event}");
        }
    }
    assert!(!matches(json!({"a": ["x"]}), json!({})), "a field must be there");
    assert!(matches(json!({"a": [{"exists": false}]}), json!({})));
    assert!(matches(json!({"a": {"b": [{"exists": false}]}}), json!({"c": 1})));
    assert!(matches(json!({"a": [{"exists": false}, "x"]}), json!({})));
}

#[test]
fn one_element_of_an_array_must_do_for_all_below_it() {
    let event = json!({"employees": [
        {"name": "anna", "dept": "a"}, {"name": "bert", "dept": "b"},
    ]});
    let both = |name, dept| json!({"employees": {"name": [name], "dept": [dept]}});
    assert!(matches(both("anna", "a"), event.clone()));
    assert!(!matches(both("anna", "b"), event.clone()));
    // That a field is nowhere is said of all elements.
    assert!(!matches(
        json!({"employees": {"dept": [{"exists": false}]}}),
        json!({"employees": [{"name": "x"}, {"dept": "b"}]})
    ));
    assert!(matches(json!({"a": {"b": [1]}}), json!({"a": [[{"b": 1}], {"b": 2}]})));
}

#[test]
fn one_of_several_is_enough() {
    let pattern = json!({"source": ["s"], "$or": [{"a": [1]}, {"b": {"c": [2]}}]});
    assert!(matches(pattern.clone(), json!({"source": "s", "a": 1})));
    assert!(matches(pattern.clone(), json!({"source": "s", "b": {"c": 2}})));
    assert!(!matches(pattern.clone(), json!({"source": "s", "a": 2})));
    assert!(!matches(pattern, json!({"source": "t", "a": 1})));
    let nested = json!({"detail": {"$or": [{"a": [1]}, {"$or": [{"b": [1]}, {"c": [1]}]}]}});
    assert!(matches(nested.clone(), json!({"detail": {"c": 1}})));
    assert!(!matches(nested, json!({"detail": {"d": 1}})));
    // Of anything else it is a field's name.
    assert!(matches(json!({"$or": ["x"]}), json!({"$or": "x"})));
}

#[test]
fn of_two_fields_of_a_name_the_last_counts() {
    let pattern = Pattern::parse(r#"{"a": ["x"], "a": ["y"]}"#).unwrap();
    assert!(pattern.matches(&json!({"a": "y"})) && !pattern.matches(&json!({"a": "x"})));
}

#[test]
fn the_task_that_stopped_is_found() {
    let pattern = json!({
        "source": ["aws.ecs"], "detail-type": ["ECS Task State Change"],
        "detail": {"lastStatus": ["STOPPED"], "containers": {"exitCode": [{"anything-but": 0}]}},
    });
    let event = |code| {
        json!({
            "source": "aws.ecs", "detail-type": "ECS Task State Change",
            "detail": {"lastStatus": "STOPPED", "containers": [{"exitCode": 0}, {"exitCode": code}]},
        })
    };
    assert!(matches(pattern.clone(), event(1)) && !matches(pattern, event(0)));
}

#[test]
fn what_is_no_pattern_is_told_in_the_words_of_aws() {
    for (text, told) in [
        (r#"{"a": "x"}"#, "\"a\" must be an object or an array"),
        (r#"{"a": 1}"#, "\"a\" must be an object or an array"),
        (r#"{"a": []}"#, "Empty arrays are not allowed"),
        (r#"{"a": {}}"#, "Empty objects are not allowed"),
        ("{}", "Empty objects are not allowed"),
        ("[1]", "Filter is not an object"),
        ("{", "Filter is not valid JSON"),
        (r#"{"a": [{"like": "x"}]}"#, "Unrecognized match type like"),
        (r#"{"a": [{"numeric": ["!", 1]}]}"#, "Bad numeric range operator: !"),
        (r#"{"a": [{"numeric": [">", 1, ">", 2]}]}"#, "Bad numeric range operator: >"),
        (r#"{"a": [{"numeric": ["<", "1"]}]}"#, "Value of < must be numeric"),
        (r#"{"a": [{"numeric": ["<"]}]}"#, "Value of < must be numeric"),
        (r#"{"a": [{"numeric": "<"}]}"#, "Value of numeric must be an array."),
        (r#"{"a": [{"numeric": [">", 5, "<", 4]}]}"#, "Bottom must be less than top"),
        (r#"{"a": [{"wildcard": "ab**"}]}"#, "Consecutive wildcard characters at pos 3"),
        (r#"{"a": [{"prefix": 1}]}"#, "prefix match pattern must be a string"),
        (r#"{"a": [{"wildcard": 1}]}"#, "wildcard match pattern must be a string"),
        (
            r#"{"a": [{"equals-ignore-case": ["x"]}]}"#,
            "equals-ignore-case match pattern must be a string",
        ),
        (r#"{"a": [{"prefix": ""}]}"#, "Null prefix/suffix not allowed"),
        (r#"{"a": [{"cidr": "10.0.0.0"}]}"#, "Malformed CIDR, one '/' required"),
        (r#"{"a": [{"cidr": "x/8"}]}"#, "Nonstandard IP address: x"),
        (
            r#"{"a": [{"anything-but": true}]}"#,
            "Value of anything-but must be an array or single string/number value.",
        ),
        (
            r#"{"a": [{"anything-but": [null]}]}"#,
            "Inside anything but list, start|null|boolean is not supported.",
        ),
        (r#"{"a": [{"prefix": "a", "suffix": "b"}]}"#, "Only one key allowed in match expression"),
        (r#"{"a": [["x"]]}"#, "Match value must be String, number, true, false, or null"),
        (r#"{"a": [{"exists": "no"}]}"#, "exists match pattern must be either true or false."),
    ] {
        assert_eq!(Pattern::parse(text).unwrap_err().to_string(), told, "{text}");
    }
    assert!(Pattern::parse(&format!("{{\"a\": [\"{}\"]}}", "x".repeat(TEXT_MAX))).is_err());
}

#[test]
fn a_large_event_is_looked_at_once_for_each_field() {
    let many: Vec<_> = (0..20_000).map(|n| json!({"x": n, "y": "z"})).collect();
    let pattern =
        json!({"a": {"x": [-1], "y": [{"wildcard": "*a*b*c*"}], "z": [{"exists": false}]}});
    assert!(!matches(pattern, json!({"a": many})));
}

proptest! {
    #[test]
    fn whatever_is_a_pattern_can_be_asked(text in "\\PC{0,80}", event in "\\PC{0,40}") {
        if let Ok(pattern) = Pattern::parse(&text) {
            let event = serde_json::from_str(&event).unwrap_or(Value::Null);
            let _ = pattern.matches(&event);
        }
    }

    #[test]
    fn what_is_not_but_is(value in "[ab]{0,3}", other in "[ab]{0,3}") {
        let is = matches(json!({"a": [value]}), json!({"a": other}));
        let but = matches(json!({"a": [{"anything-but": value}]}), json!({"a": other}));
        prop_assert_eq!(is, !but);
    }
}
