//! What metrics are called: namespace, name, dimensions.

use ferrogate_api::cloudwatch::Dimension;

use super::{Result, missing, value};

/// A text of printable ASCII (CloudWatch).
pub(super) fn text(text: &str, parameter: &str) -> Result<()> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.trim().is_empty() {
        return Ok(());
    }
    Err(value(format!(
        "The parameter {parameter} must contain only ASCII characters, none of them a control \
         character, and at least one that is not white space."
    )))
}

/// Dimensions by name, in the order of the names: each is there once.
pub(super) fn dimensions(
    asked: Option<Vec<Dimension>>,
    parameter: &str,
) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for (at, dimension) in asked.unwrap_or_default().into_iter().enumerate() {
        let of = format!("{parameter}.member.{}", at + 1);
        let name = dimension.name.ok_or_else(|| missing(&format!("{of}.Name")))?;
        let is = dimension.value.ok_or_else(|| missing(&format!("{of}.Value")))?;
        text(&name, &format!("{of}.Name"))?;
        text(&is, &format!("{of}.Value"))?;
        if name.starts_with(':') {
            return Err(value(format!("The value {name} for parameter {of}.Name is invalid.")));
        }
        all.push((name, is));
    }
    all.sort();
    if let Some(twice) = all.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let name = &twice[0].0;
        return Err(value(format!("The parameter {parameter} has the name {name} twice.")));
    }
    Ok(all)
}
