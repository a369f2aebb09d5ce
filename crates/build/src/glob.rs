//! Patterns of names, by the rules of Go's `filepath.Match`, which Dockerfiles and
//! `.dockerignore` go by.

/// Whether a part of a path has the form of a pattern: `*` is any letters, `?` any one,
/// `[a-z]` and `[^a-z]` one of a set, and a backslash takes the next letter as it is. A
/// pattern that is malformed matches nothing.
#[must_use]
pub fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    // Where to go on after the last star, when what follows it does not fit here.
    let mut star = None;
    loop {
        if p < pattern.len() && pattern[p] == b'*' {
            star = Some((p + 1, n));
            p += 1;
            continue;
        }
        if n == name.len() && p == pattern.len() {
            return true;
        }
        match one(&pattern[p..], &name[n..]) {
            Some(len) => (p, n) = (p + len, n + 1),
            None => match star {
                Some((after, from)) if from < name.len() => {
                    star = Some((after, from + 1));
                    (p, n) = (after, from + 1);
                }
                _ => return false,
            },
        }
    }
}

/// How much of the pattern the first letter of the name takes.
fn one(pattern: &[u8], name: &[u8]) -> Option<usize> {
    let letter = *name.first()?;
    match *pattern.first()? {
        b'?' => Some(1),
        b'\\' => (*pattern.get(1)? == letter).then_some(2),
        b'[' => set(pattern, letter),
        other => (other == letter).then_some(1),
    }
}

fn set(pattern: &[u8], letter: u8) -> Option<usize> {
    let mut at = 1;
    let negated = pattern.get(at) == Some(&b'^');
    at += usize::from(negated);
    let mut found = false;
    let mut first = true;
    while first || *pattern.get(at)? != b']' {
        first = false;
        let from = member(pattern, &mut at)?;
        let mut to = from;
        if pattern.get(at) == Some(&b'-') {
            at += 1;
            to = member(pattern, &mut at)?;
        }
        found |= (from..=to).contains(&letter);
    }
    (found != negated).then_some(at + 1)
}

fn member(pattern: &[u8], at: &mut usize) -> Option<u8> {
    if pattern.get(*at) == Some(&b'\\') {
        *at += 1;
    }
    let letter = *pattern.get(*at)?;
    *at += 1;
    Some(letter)
}

/// Whether a text is more than a name.
#[must_use]
pub fn is_pattern(text: &[u8]) -> bool {
    text.iter().any(|b| matches!(b, b'*' | b'?' | b'['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_go() {
        for (pattern, name, expected) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "a.txt.bak", false),
            ("a*b*c", "axxbyybc", true),
            ("a*b*c", "axxbyyb", false),
            ("?x", "ax", true),
            ("?", "", false),
            ("[a-c]z", "bz", true),
            ("[^a-c]z", "bz", false),
            ("[^a-c]z", "dz", true),
            (r"[\]]", "]", true),
            (r"\*", "*", true),
            (r"\*", "a", false),
            ("[", "[", false),
            ("[a", "a", false),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("**", "ab", true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn many_stars_cost_little() {
        let (pattern, name) = ("*a".repeat(2000) + "b", "a".repeat(4000));
        assert!(!matches(pattern.as_bytes(), name.as_bytes()));
    }
}
