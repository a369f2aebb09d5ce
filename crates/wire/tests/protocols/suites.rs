//! Reads the recorded cases.

use std::fs;

use serde_json::Value as Json;
use xtask::model::{Model, Operation};

/// One recorded exchange with the model it belongs to.
pub(crate) struct Case {
    /// Its name, with the file's.
    pub id: String,
    pub model: Model,
    pub operation: Operation,
    /// Everything else it says.
    pub facts: Json,
}

/// All cases of `input` or `output`. Fails loudly when they have not been fetched.
pub(crate) fn cases(direction: &str) -> Vec<Case> {
    let folder = xtask::fetch::protocol_tests_cached().unwrap_or_else(|error| panic!("{error:#}"));
    let mut files: Vec<_> = fs::read_dir(folder.join(direction)).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().file_name());
    let mut cases = Vec::new();
    for file in files {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let suites: Vec<Json> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for suite in suites {
            let model: Model = serde_json::from_value(suite.clone()).unwrap();
            for facts in suite["cases"].as_array().unwrap() {
                cases.push(Case {
                    id: format!("{stem}/{}", facts["id"].as_str().unwrap()),
                    model: model.clone(),
                    operation: serde_json::from_value(facts["given"].clone()).unwrap(),
                    facts: facts.clone(),
                });
            }
        }
    }
    cases
}

/// Runs every case but the excused ones (a `*` stands for any ending), and reports all failures together. An excuse
/// that is no longer needed is a failure, too.
pub(crate) fn run(
    cases: &[Case],
    excused: &[(&str, &str)],
    check: impl Fn(&Case) -> Result<(), String>,
) {
    let mut failures = Vec::new();
    let mut needless: Vec<&str> = excused.iter().map(|(id, _)| *id).collect();
    let fits = |pattern: &str, id: &str| match pattern.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => pattern == id,
    };
    for case in cases {
        let outcome = check(case);
        let is_excused = excused.iter().any(|(pattern, _)| fits(pattern, &case.id));
        match outcome {
            Err(_) if is_excused => needless.retain(|pattern| !fits(pattern, &case.id)),
            Err(failure) => failures.push(format!("{}: {failure}", case.id)),
            Ok(()) => {}
        }
    }
    assert!(needless.is_empty(), "excused without need: {needless:?}");
    assert!(
        failures.is_empty(),
        "{} of {} failed:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}
