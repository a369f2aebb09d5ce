//! Path templates of the REST protocols: `/clusters/{name}`, `/{Bucket}/{Key+}?acl`.

/// A template, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    segments: Vec<Segment>,
    /// Query keys, or pairs, that must be there.
    query: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Text(&'static str),
    Label,
    Rest,
}

impl Template {
    pub(crate) fn new(text: &'static str) -> Self {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let segment = |part: &'static str| match part.strip_prefix('{') {
            Some(label) if label.ends_with("+}") => Segment::Rest,
            Some(_) => Segment::Label,
            None => Segment::Text(part),
        };
        Self {
            segments: parts(path).map(segment).collect(),
            query: query.split('&').filter(|q| !q.is_empty()).collect(),
        }
    }

    /// How much of the template is fixed: of two that match, the greater is meant.
    pub(crate) fn weight(&self) -> (usize, usize) {
        let fixed = self.segments.iter().filter(|s| matches!(s, Segment::Text(_))).count();
        (fixed, self.query.len())
    }

    /// Whether a request's path and query, as sent, are of this form. A slash at the end
    /// doesn't matter; a label is never empty.
    pub(crate) fn matches(&self, path: &str, query: &str) -> bool {
        let mut sent = parts(path);
        for segment in &self.segments {
            let Some(part) = sent.next() else { return false };
            match segment {
                Segment::Text(text) if *text != part => return false,
                Segment::Rest => return self.query_matches(query),
                Segment::Text(_) | Segment::Label => {}
            }
        }
        sent.next().is_none() && self.query_matches(query)
    }

    fn query_matches(&self, query: &str) -> bool {
        let sent = |want: &&str| {
            query.split('&').any(|pair| {
                pair == *want || pair.split_once('=').is_some_and(|(key, _)| key == *want)
            })
        };
        self.query.iter().all(sent)
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_match_what_they_describe_and_nothing_else() {
        let cluster = Template::new("/clusters/{name}");
        assert!(cluster.matches("/clusters/a", ""));
        assert!(cluster.matches("/clusters/a%2Fb/", "x=1"));
        assert!(!cluster.matches("/clusters", ""));
        assert!(!cluster.matches("/clusters/a/b", ""));
        let object = Template::new("/{Bucket}/{Key+}?acl");
        assert!(object.matches("/b/k/k/k", "x&acl"));
        assert!(!object.matches("/b/k", "aclx"));
        assert!(!object.matches("/b", "acl"));
    }

    #[test]
    fn the_more_fixed_template_weighs_more() {
        let weight = |text| Template::new(text).weight();
        assert!(weight("/a/{b}/c") > weight("/a/{b}/{c}"));
        assert!(weight("/{b}?acl") > weight("/{b}"));
    }
}
