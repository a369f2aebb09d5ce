//! Why a verb did not do what was asked: what, why, what to do, and the exit code.

use ferrogate_base::errors::chain;
use serde_json::{Value, json};

use crate::terminal::Terminal;

/// What a verb ends with: an exit code, or a fault that has one.
pub(crate) type Outcome = Result<u8, Fault>;

/// The kinds of faults, each with its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It was tried and failed.
    Failed,
    /// The command line makes no sense.
    Usage,
    /// What was named is not there.
    NotFound,
    /// The engine takes no such values.
    Invalid,
    /// The keys are unknown, or may not.
    Denied,
    /// No engine answers.
    Unreachable,
    /// The engine's answer broke off: nobody knows whether it did what was asked.
    Broken,
    /// It did not happen in time.
    TimedOut,
    /// The user pressed Ctrl-C.
    Interrupted,
    /// Whoever read stdout has had enough; nothing is said.
    Closed,
}

impl Kind {
    /// The exit code of the process.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Invalid => 4,
            Self::Denied => 5,
            Self::Unreachable | Self::Broken => 6,
            Self::TimedOut => 124,
            Self::Interrupted => 130,
        }
    }
}

/// A fault, for people and for programs.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    /// The code of AWS, where the engine answered one.
    pub(crate) code: Option<Box<str>>,
    pub(crate) what: String,
    pub(crate) why: Option<Box<str>>,
    /// What to do about it.
    pub(crate) fix: Option<Box<str>>,
    /// The last lines of the log.
    pub(crate) log: Vec<String>,
}

impl Fault {
    pub(crate) fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, code: None, what: what.into(), why: None, fix: None, log: Vec::new() }
    }

    pub(crate) fn failed(what: impl Into<String>) -> Self {
        Self::new(Kind::Failed, what)
    }

    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, what)
    }

    pub(crate) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into().into());
        self
    }

    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into().into());
        self
    }

    /// Why, told by a whole chain of causes.
    pub(crate) fn because(self, cause: &(dyn std::error::Error + 'static)) -> Self {
        self.why(chain(cause))
    }

    /// Whether the engine answered this code of AWS.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    /// For people, without the newline at its end.
    pub(crate) fn text(&self, terminal: &Terminal) -> String {
        let line = |head: String, said: &str| format!("{head} {}", terminal.foreign(said));
        let mut lines = vec![line(terminal.red("error:"), &self.what)];
        let more = |name: &str, said: &str| format!("  {}", line(terminal.dim(name), said));
        lines.extend(self.why.iter().map(|why| more("why:", why)));
        lines.extend(self.log.iter().map(|log| more("log:", log)));
        lines.extend(self.fix.iter().map(|fix| more("fix:", fix)));
        lines.join("\n")
    }

    /// For programs.
    pub(crate) fn json(&self) -> Value {
        let mut error = json!({"message": self.what, "exitCode": self.kind.code()});
        let optional = [("code", &self.code), ("why", &self.why), ("fix", &self.fix)];
        for (name, value) in optional {
            if let Some(value) = value {
                error[name] = json!(value);
            }
        }
        if !self.log.is_empty() {
            error["log"] = json!(self.log);
        }
        json!({ "error": error })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_what_why_and_what_to_do() {
        let fault = Fault::not_found("there is no task 3f2a").why("nothing matches").fix("look");
        assert_eq!(
            fault.text(&Terminal::pipe()),
            "error: there is no task 3f2a\n  why: nothing matches\n  fix: look"
        );
        let colour = Terminal { colour: true, ..Terminal::pipe() };
        assert!(fault.text(&colour).starts_with("\x1b[31merror:\x1b[0m "));
    }

    #[test]
    fn a_fault_is_json_for_programs() {
        let mut fault = Fault::new(Kind::Invalid, "no");
        fault.code = Some("ClientException".into());
        let expected =
            json!({"error": {"message": "no", "exitCode": 4, "code": "ClientException"}});
        assert_eq!(fault.json(), expected);
    }
}
