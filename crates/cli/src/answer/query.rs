//! `--query`: a JMESPath (jmespath.org/specification.html) over an answer.

use std::str::FromStr;

use jmespath::{Expression, Variable};
use serde_json::Value;

use crate::fault::Fault;

/// An expression that was understood.
#[derive(Clone, Debug)]
pub(crate) struct Query(Expression<'static>);

impl FromStr for Query {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        jmespath::compile(text).map(Self).map_err(|error| {
            format!("it is no JMESPath, from column {}: {}", error.column + 1, error.reason)
        })
    }
}

impl Query {
    /// What it finds in a document; `null` when nothing.
    ///
    /// # Errors
    /// Of usage, when a function is given values that it does not take.
    pub(crate) fn of(&self, document: &Value) -> Result<Value, Fault> {
        let found = self.0.search(document).map(|found: std::sync::Arc<Variable>| {
            // Its own form of JSON is that of the document.
            serde_json::from_str(&found.to_string()).unwrap_or(Value::Null)
        });
        found.map_err(|error| {
            Fault::usage(format!("the query '{}' does not fit the answer", self.0.as_str()))
                .why(error.reason.to_string())
                .fix("look at the whole answer first: -o json")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_query_finds_parts_and_nothing() {
        let document = json!({"tasks": [{"id": "a", "n": 1}, {"id": "b", "n": 2.5}]});
        let find = |text: &str| text.parse::<Query>().unwrap().of(&document);
        assert_eq!(find("tasks[].id").unwrap(), json!(["a", "b"]));
        assert_eq!(find("tasks[?n > `1`].{x: n}").unwrap(), json!([{"x": 2.5}]));
        assert_eq!(find("services").unwrap(), Value::Null);
        assert_eq!(find("length(tasks)").unwrap(), json!(2));
        assert_eq!(find("length(tasks[0].n)").unwrap_err().kind.code(), 2);
    }

    #[test]
    fn what_is_no_expression_says_where() {
        let error = "tasks[".parse::<Query>().unwrap_err();
        assert!(error.contains("column 7"), "{error}");
    }
}
