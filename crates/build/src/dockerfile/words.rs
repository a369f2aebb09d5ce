//! Words of an instruction.

/// Words between white space, which counts for nothing inside quotes or behind the escape.
/// Quotes and escapes stay: they are taken away when variables are expanded.
pub(super) fn quoted(text: &str, escape: char) -> Result<Vec<String>, String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match quote {
            None if c.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            None if c == '\'' || c == '"' => quote = Some(c),
            Some(open) if c == open => quote = None,
            // Between single quotes nothing is an escape.
            _ if c == escape && quote != Some('\'') => {
                word.push(c);
                word.extend(letters.next());
                continue;
            }
            _ => {}
        }
        word.push(c);
    }
    if quote.is_some() {
        return Err("a quote is not closed".into());
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

/// A JSON list of texts, in which Dockerfiles write words exactly; `None` when it is none,
/// and then the text means itself (Dockerfile reference, "Exec form").
pub(super) fn list(text: &str) -> Option<Vec<String>> {
    if !text.starts_with('[') {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// The flags before the words of an instruction, and what follows them.
pub(super) fn flags(text: &str) -> (Vec<(&str, Option<&str>)>, &str) {
    let (mut flags, mut rest) = (Vec::new(), text.trim_start());
    while rest.starts_with("--") {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after.trim_start();
        if word == "--" {
            break;
        }
        let word = &word[2..];
        flags.push(match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        });
    }
    (flags, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_white_space_outside_quotes() {
        let words = |text: &str| quoted(text, '\\').unwrap();
        assert_eq!(words(r#" a  "b c" d\ e 'f\' "#), ["a", r#""b c""#, r"d\ e", r"'f\'"]);
        assert_eq!(words(r#"A="x \" y" B='"'"#), [r#"A="x \" y""#, r#"B='"'"#]);
        assert!(quoted("'a", '\\').is_err());
    }

    #[test]
    fn a_list_is_json_of_texts_only() {
        assert_eq!(list(r#"["a", "b c"]"#), Some(vec!["a".into(), "b c".into()]));
        assert_eq!(list("[ -f x ]"), None);
        assert_eq!(list("[1]"), None);
    }

    #[test]
    fn flags_stand_first() {
        let (found, rest) = flags("--from=a --link  x --y");
        assert_eq!((found, rest), (vec![("from", Some("a")), ("link", None)], "x --y"));
    }
}
