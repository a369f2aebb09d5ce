//! Path templates such as `/clusters/{name}` and `/{Bucket}/{Key+}?acl`.

/// The labels of `path` by the names of `template`, still percent-encoded; none when
/// the path does not fit. Constants in the template's query string are not looked at.
pub(super) fn labels<'t, 'p>(template: &'t str, path: &'p str) -> Option<Vec<(&'t str, &'p str)>> {
    let template = template.split_once('?').map_or(template, |(path, _)| path);
    let mut found = Vec::new();
    let mut rest = path.strip_prefix('/')?;
    let mut steps = template.strip_prefix('/')?.split('/').peekable();
    while let Some(step) = steps.next() {
        let label = step.strip_prefix('{').and_then(|step| step.strip_suffix('}'));
        if let Some(name) = label.and_then(|label| label.strip_suffix('+')) {
            let tail: Vec<&str> = steps.collect();
            return greedy(found, name, rest, &tail.join("/"));
        }
        let (segment, after) = match rest.split_once('/') {
            Some((segment, after)) => (segment, Some(after)),
            None => (rest, None),
        };
        match label {
            Some(_) if segment.is_empty() => return None,
            Some(name) => found.push((name, segment)),
            None if step == segment => {}
            None => return None,
        }
        match (after, steps.peek()) {
            (Some(after), Some(_)) => rest = after,
            (None, None) => return Some(found),
            // One slash at the end is forgiven, as clients differ in it.
            (Some(""), None) => return Some(found),
            _ => return None,
        }
    }
    None
}

/// A greedy label takes all that the constants after it leave.
fn greedy<'t, 'p>(
    mut found: Vec<(&'t str, &'p str)>,
    name: &'t str,
    rest: &'p str,
    tail: &str,
) -> Option<Vec<(&'t str, &'p str)>> {
    let value = match tail {
        "" => rest,
        tail => rest.strip_suffix(tail)?.strip_suffix('/')?,
    };
    if value.is_empty() {
        return None;
    }
    found.push((name, value));
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn labels_are_found_by_name() {
        assert_eq!(labels("/", "/"), Some(vec![]));
        assert_eq!(labels("/clusters/{name}", "/clusters/a%2Fb"), Some(vec![("name", "a%2Fb")]));
        assert_eq!(labels("/{b}/{k+}?acl", "/x/y/z"), Some(vec![("b", "x"), ("k", "y/z")]));
        assert_eq!(labels("/a/{k+}/end", "/a/b/c/end"), Some(vec![("k", "b/c")]));
        assert_eq!(labels("/clusters", "/clusters/"), Some(vec![]));
    }

    #[test]
    fn a_path_that_does_not_fit_has_no_labels() {
        for path in ["", "clusters/a", "/clusters", "/clusters/", "/clusters/a/b", "/other/a"] {
            assert_eq!(labels("/clusters/{name}", path), None, "{path}");
        }
        assert_eq!(labels("/a/{k+}/end", "/a/end"), None);
    }
}
