//! Documents as YAML 1.2 in block style.
//!
//! Texts are plain only where no reader could take them for anything else; all others are in
//! double quotes, where YAML's escapes are those of JSON and some more (yaml.org/spec/1.2.2,
//! 5.7 and 7.3.1). So readers of YAML 1.1, to which `no` and `12:30` are no texts, agree.

use std::fmt::Write as _;

use serde_json::Value;

/// The document, with a newline after each line.
pub(crate) fn text(document: &Value) -> String {
    let mut out = String::new();
    block(&mut out, document, 0);
    out
}

/// A value on lines of its own.
fn block(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (at, (name, value)) in members.iter().enumerate() {
                indent(out, if at == 0 { 0 } else { depth });
                scalar(out, name);
                out.push(':');
                inside(out, value, depth);
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            for (at, element) in elements.iter().enumerate() {
                indent(out, if at == 0 { 0 } else { depth });
                out.push_str("- ");
                block(out, element, depth + 1);
            }
        }
        other => {
            flow(out, other);
            out.push('\n');
        }
    }
}

/// The value of a member: on its line, or below it.
fn inside(out: &mut String, value: &Value, depth: usize) {
    let below = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        _ => false,
    };
    if below {
        out.push('\n');
        indent(out, depth + 1);
        block(out, value, depth + 1);
    } else {
        out.push(' ');
        block(out, value, depth);
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn flow(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => scalar(out, text),
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        other => write!(out, "{other}").expect("writing to a string cannot fail"),
    }
}

fn scalar(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            // Not printable, or a line break to some reader (5.1, 5.4).
            '\0'..='\u{9f}' => write!(out, "\\x{:02x}", c as u32).expect("to a string"),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                write!(out, "\\u{:04x}", c as u32).expect("to a string");
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A word, a name or an ARN; no number, no truth value, no date.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b'.' | b':');
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(inner)
        && !text.ends_with(':')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn documents_are_blocks() {
        let document = json!({
            "failures": [], "none": null, "tags": {},
            "tasks": [{"arn": "arn:aws:ecs:r:1:task/a", "containers": [{"name": "web"}, {}], "cpu": "256"}],
            "words": [["a", 1], [], true],
        });
        let expected = "failures: []\n\
                        none: null\n\
                        tags: {}\n\
                        tasks:\n\
                        \x20 - arn: arn:aws:ecs:r:1:task/a\n\
                        \x20   containers:\n\
                        \x20     - name: web\n\
                        \x20     - {}\n\
                        \x20   cpu: \"256\"\n\
                        words:\n\
                        \x20 - - a\n\
                        \x20   - 1\n\
                        \x20 - []\n\
                        \x20 - true\n";
        assert_eq!(text(&document), expected);
        assert_eq!(text(&json!("x")), "x\n");
    }

    #[test]
    fn texts_that_could_be_something_else_are_quoted() {
        for (plain, shown) in [
            ("no", "\"no\""),
            ("NULL", "\"NULL\""),
            ("", "\"\""),
            ("12:30", "\"12:30\""),
            ("a: b", "\"a: b\""),
            ("a:", "\"a:\""),
            ("- x", "\"- x\""),
            ("a #b", "\"a #b\""),
            ("a\n\"b\"\\\u{7f}\u{85}\u{2028}", "\"a\\n\\\"b\\\"\\\\\\x7f\\x85\\u2028\""),
            ("ü", "\"ü\""),
            ("web:1", "web:1"),
        ] {
            assert_eq!(text(&json!(plain)), format!("{shown}\n"), "{plain:?}");
        }
    }
}
