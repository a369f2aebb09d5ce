//! A command line as programs take it: words, quoted as in a shell, and nothing else that a shell
//! does. This is what the agent of SSM makes of the command of a session.

/// A quote that has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the command has a quote without an end")]
pub struct Unfinished;

/// The words of a command line.
///
/// # Errors
/// [`Unfinished`].
pub fn split(line: &str) -> Result<Vec<String>, Unfinished> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => single(&mut signs, word.get_or_insert_default())?,
            '"' => double(&mut signs, word.get_or_insert_default())?,
            '\\' => word.get_or_insert_default().push(signs.next().ok_or(Unfinished)?),
            '#' if word.is_none() => skip_line(&mut signs),
            sign => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    Ok(words)
}

fn single(signs: &mut std::str::Chars<'_>, word: &mut String) -> Result<(), Unfinished> {
    loop {
        match signs.next().ok_or(Unfinished)? {
            '\'' => return Ok(()),
            sign => word.push(sign),
        }
    }
}

fn double(signs: &mut std::str::Chars<'_>, word: &mut String) -> Result<(), Unfinished> {
    loop {
        match signs.next().ok_or(Unfinished)? {
            '"' => return Ok(()),
            '\\' => word.push(signs.next().ok_or(Unfinished)?),
            sign => word.push(sign),
        }
    }
}

fn skip_line(signs: &mut std::str::Chars<'_>) {
    signs.find(|sign| *sign == '\n');
}

/// A command line of these words: [`split`] makes the same of it.
#[must_use]
pub fn join(words: &[String]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| quote(word)).collect();
    quoted.join(" ")
}

fn quote(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-./:=@%+,".contains(&b);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_quoted_as_in_a_shell() {
        for (line, words) in [
            ("/bin/bash", &["/bin/bash"][..]),
            ("  sh   -c\t'a b'  ", &["sh", "-c", "a b"]),
            (r#"sh -c "echo \"$HOME\"""#, &["sh", "-c", r#"echo "$HOME""#]),
            (r"a\ b c\\", &["a b", r"c\"]),
            ("a'b'\"c\"d", &["abcd"]),
            ("'' x", &["", "x"]),
            ("a#b # the rest", &["a#b"]),
            ("", &[]),
        ] {
            assert_eq!(split(line).unwrap(), words, "{line}");
        }
        for line in ["'a", "\"a", "a\\", "\"a\\"] {
            assert_eq!(split(line), Err(Unfinished), "{line}");
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_is_split_into_the_same_words(
            words in proptest::collection::vec(any::<String>(), 0..5),
        ) {
            prop_assert_eq!(split(&join(&words)), Ok(words));
        }
    }
}
