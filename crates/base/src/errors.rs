//! Errors as people read them.

use std::error::Error;

/// An error with its causes, on one line. What repeats a cause in its own words says it once.
#[must_use]
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let said = next.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = next.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{said}")]
    struct Said {
        said: &'static str,
        #[source]
        cause: Option<Box<Said>>,
    }

    fn said(words: &[&'static str]) -> Said {
        let (said, rest) = words.split_first().unwrap();
        let cause = (!rest.is_empty()).then(|| Box::new(self::said(rest)));
        Said { said, cause }
    }

    #[test]
    fn causes_follow_their_errors_and_none_is_said_twice() {
        let line = |words: &[&'static str]| chain(&said(words));
        assert_eq!(line(&["no room"]), "no room");
        assert_eq!(
            line(&["can't write", "can't flush", "no room"]),
            "can't write: can't flush: no room"
        );
        assert_eq!(line(&["can't write: no room", "no room"]), "can't write: no room");
        assert_eq!(line(&["no room (disk 1)", "no room", "disk"]), "no room (disk 1)");
    }
}
