//! What results are called: a text with parts that are filled in (CloudWatch: dynamic labels).

use ferrogate_base::TimestampMs;

/// Parts that are filled in, in the order of their names.
const PARTS: [&str; 8] = ["AVG", "DATAPOINT_COUNT", "FIRST", "LABEL", "LAST", "MAX", "MIN", "SUM"];

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// What the query says of itself.
    Default,
    /// A text with parts, such as `${MAX}`, that are known.
    Text(String),
}

impl Label {
    /// Reads a label; the error is a part that is not built.
    pub(super) fn parse(asked: Option<String>) -> Result<Self, String> {
        let Some(text) = asked.filter(|text| !text.is_empty()) else { return Ok(Self::Default) };
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("${") {
            let Some((part, after)) = after.split_once('}') else { break };
            if !PARTS.contains(&part) {
                return Err(format!("${{{part}}}"));
            }
            rest = after;
        }
        Ok(Self::Text(text))
    }

    /// The label of a result with these points.
    pub(super) fn of(&self, default: &str, points: &[(TimestampMs, f64)]) -> String {
        let Self::Text(text) = self else { return default.to_owned() };
        let (mut filled, mut rest) = (String::new(), text.as_str());
        while let Some((before, after)) = rest.split_once("${") {
            let Some((part, after)) = after.split_once('}') else { break };
            filled.push_str(before);
            filled.push_str(&fill(part, default, points));
            rest = after;
        }
        filled + rest
    }
}

fn fill(part: &str, default: &str, points: &[(TimestampMs, f64)]) -> String {
    let values = points.iter().map(|(_, value)| *value);
    let found = match part {
        "LABEL" => return default.to_owned(),
        "DATAPOINT_COUNT" => return points.len().to_string(),
        "AVG" => (!points.is_empty()).then(|| values.sum::<f64>() / points.len() as f64),
        "SUM" => (!points.is_empty()).then(|| values.sum()),
        "FIRST" => points.first().map(|(_, value)| *value),
        "LAST" => points.last().map(|(_, value)| *value),
        "MAX" => values.reduce(f64::max),
        _ => values.reduce(f64::min),
    };
    found.map_or_else(|| "--".to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_labels_are_filled_in() {
        let points: Vec<_> = [1.0, 4.0, 1.0].map(|value| (TimestampMs(0), value)).into();
        for (label, shown) in [
            ("plain", "plain"),
            ("${LABEL}: ${MAX}", "m: 4"),
            ("${AVG} of ${DATAPOINT_COUNT}", "2 of 3"),
            ("${FIRST}..${LAST} ${SUM} ${MIN}$", "1..1 6 1$"),
            ("${unclosed", "${unclosed"),
        ] {
            let label = Label::parse(Some(label.into())).unwrap();
            assert_eq!(label.of("m", &points), shown);
        }
        assert_eq!(Label::parse(None).unwrap().of("m", &[]), "m");
        assert_eq!(Label::parse(Some("${MAX}".into())).unwrap().of("m", &[]), "--");
        assert_eq!(Label::parse(Some("a ${PROP('Stat')}".into())), Err("${PROP('Stat')}".into()));
    }
}
