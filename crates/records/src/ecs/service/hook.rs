//! Lifecycle hooks: what a deployment waits for in its stages, and what an answer of a function
//! comes to.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, Course, LifecycleStage};

/// When a function that is at work is called again, if it does not say when, in seconds (ECS
/// developer guide: Lambda hooks).
const AGAIN_S: f64 = 30.0;
/// The soonest that it is, in milliseconds.
const AGAIN_MS_MIN: u64 = 1000;
/// How often in a row a function may not be reached before its hook has failed.
const MISSED_MAX: u32 = 5;
/// The longest that a function may have itself be told again, as JSON in bytes.
pub const CARRIED_MAX: usize = 32 << 10;

/// A lifecycle hook (API model, `DeploymentLifecycleHook`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// In which stages.
    pub stages: Vec<LifecycleStage>,
    /// For how many minutes it is waited.
    pub timeout_min: u32,
    /// Whether the deployment goes on when nobody has said anything until then, instead of back.
    pub goes_on: bool,
    /// What is called; without it, it is waited for somebody to say how it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<Function>,
}

/// A function that says how a deployment goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Its ARN, with a version or an alias or without.
    pub arn: String,
    /// The role that it is called with: an ARN.
    pub role: String,
    /// What it is told with each call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
}

/// What a call of a function came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The deployment goes on.
    Succeeded,
    /// It goes back, for this reason.
    Failed(String),
    /// It is not known yet: the function is called again.
    InProgress {
        /// After so many milliseconds.
        again_ms: u64,
        /// And told this then.
        details: Option<Value>,
    },
    /// The function could not be reached, for this reason.
    Missed(String),
}

impl Said {
    /// What a function's answer says.
    #[must_use]
    pub fn of(answer: &[u8]) -> Self {
        let Ok(Value::Object(mut answer)) = serde_json::from_slice(answer) else {
            return Self::Failed("its answer is no object of JSON".into());
        };
        match answer.get("hookStatus").and_then(Value::as_str) {
            Some("SUCCEEDED") => Self::Succeeded,
            Some("FAILED") => Self::Failed("it answered FAILED".into()),
            Some("IN_PROGRESS") => {
                let delay = answer.get("callBackDelay").and_then(Value::as_f64);
                let delay = delay.filter(|delay| delay.is_finite() && *delay >= 0.0);
                let again = std::time::Duration::try_from_secs_f64(delay.unwrap_or(AGAIN_S));
                let again = again
                    .map_or(u64::MAX, |again| u64::try_from(again.as_millis()).unwrap_or(u64::MAX));
                let details = answer.remove("hookDetails").filter(|details| !details.is_null());
                let long = details.as_ref().is_some_and(|of| of.to_string().len() > CARRIED_MAX);
                if long {
                    return Self::Failed(format!(
                        "the hookDetails of its answer have more than {CARRIED_MAX} bytes"
                    ));
                }
                Self::InProgress { again_ms: again.max(AGAIN_MS_MIN), details }
            }
            _ => Self::Failed("its answer has no valid hookStatus".into()),
        }
    }
}

impl Course {
    /// What it becomes by what the function of the hook that it waits at has said; as it is, when
    /// it waits at no hook with this id.
    #[must_use]
    pub fn said(&self, id: &str, said: Said, now: TimestampMs) -> Self {
        let mut next = self.clone();
        let awaited = self.awaited().filter(|(paused, hook)| {
            paused.id == id && paused.call_at.is_some() && hook.function.is_some()
        });
        let (Some(paused), Some(_)) = (&mut next.paused, awaited) else { return next };
        match said {
            Said::Succeeded => paused.answer = Answer::GoesOn,
            Said::Failed(why) => (paused.answer, paused.why) = (Answer::GoesBack, Some(why)),
            Said::InProgress { again_ms, details } => {
                // No later than it is waited for.
                let again_ms = again_ms.min(paused.until.since_ms(now));
                (paused.missed, paused.call_at) = (0, Some(now.plus_ms(again_ms)));
                if let Some(details) = details {
                    let before = next.carried.remove(&paused.hook);
                    next.carried.insert(paused.hook, merged(before, details));
                }
            }
            Said::Missed(why) if paused.missed + 1 >= MISSED_MAX => {
                (paused.answer, paused.why) = (Answer::GoesBack, Some(why));
            }
            Said::Missed(_) => {
                paused.missed += 1;
                paused.call_at = Some(now.plus_ms(1000 << paused.missed.min(MISSED_MAX)));
            }
        }
        next
    }

    /// What the function of a hook is told: what its hook says, and over that what it has said
    /// itself.
    #[must_use]
    pub fn details(&self, hook: usize) -> Option<Value> {
        let given = self.way.hooks.get(hook)?.function.as_ref()?.details.clone();
        match self.carried.get(&hook) {
            Some(carried) => Some(merged(given, carried.clone())),
            None => given,
        }
    }
}

/// Two of these, of which the later one wins: field by field, if both have fields. What would
/// become too long is the later one alone.
fn merged(before: Option<Value>, later: Value) -> Value {
    match (before, later) {
        (Some(Value::Object(mut all)), Value::Object(later)) => {
            all.extend(later.clone());
            let all = Value::Object(all);
            if all.to_string().len() > 2 * CARRIED_MAX { Value::Object(later) } else { all }
        }
        (_, later) => later,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Shifting, Strategy};
    use super::*;

    const NOW: TimestampMs = TimestampMs(1_000_000);

    fn waiting() -> Course {
        let function = Function {
            arn: "arn:aws:lambda:r:000000000000:function:f".into(),
            role: "arn:aws:iam::000000000000:role/r".into(),
            details: Some(json!({"a": 1, "b": 1})),
        };
        let hook = Hook {
            stages: vec![LifecycleStage::ReconcileService],
            timeout_min: 1,
            goes_on: false,
            function: Some(function),
        };
        let strategy = Strategy::BlueGreen;
        let way = Shifting { strategy, hooks: vec![hook], ..Shifting::default() };
        let mut of = Course::begin(&way, Some("1".into()), NOW).unwrap();
        of.paused = of.next_hook(&[of.stage], NOW);
        of
    }

    fn id(of: &Course) -> String {
        of.paused.as_ref().unwrap().id.clone()
    }

    #[test]
    fn an_answer_is_taken_as_aws_documents_it_and_what_is_none_has_failed() {
        for (answer, again_ms) in [
            (json!({"hookStatus": "IN_PROGRESS"}), 30_000),
            (json!({"hookStatus": "IN_PROGRESS", "callBackDelay": 60}), 60_000),
            (json!({"hookStatus": "IN_PROGRESS", "callBackDelay": 2.5}), 2500),
            (json!({"hookStatus": "IN_PROGRESS", "callBackDelay": 0}), 1000),
            (json!({"hookStatus": "IN_PROGRESS", "callBackDelay": -4}), 30_000),
            (json!({"hookStatus": "IN_PROGRESS", "callBackDelay": "soon"}), 30_000),
            (json!({"hookStatus": "IN_PROGRESS", "callBackDelay": null}), 30_000),
            (json!({"hookStatus": "IN_PROGRESS", "callBackDelay": 1e300}), u64::MAX),
        ] {
            let said = Said::of(answer.to_string().as_bytes());
            assert_eq!(said, Said::InProgress { again_ms, details: None }, "{answer}");
        }
        let succeeded = json!({"hookStatus": "SUCCEEDED", "more": [1]}).to_string();
        assert_eq!(Said::of(succeeded.as_bytes()), Said::Succeeded);
        let long = json!({"hookStatus": "IN_PROGRESS", "hookDetails": "x".repeat(CARRIED_MAX)});
        for answer in [
            long.to_string(),
            json!({"hookStatus": "FAILED"}).to_string(),
            json!({"hookStatus": "succeeded"}).to_string(),
            json!({"hookStatus": "SUCCESS"}).to_string(),
            json!({"hookStatus": true}).to_string(),
            json!({"statusCode": 200, "body": "{\"hookStatus\": \"SUCCEEDED\"}"}).to_string(),
            json!({"errorMessage": "boom", "errorType": "Exception"}).to_string(),
            "\"SUCCEEDED\"".into(),
            "null".into(),
            String::new(),
        ] {
            assert!(matches!(Said::of(answer.as_bytes()), Said::Failed(_)), "{answer}");
        }
    }

    #[test]
    fn one_execution_is_called_until_it_is_decided_with_what_it_has_said_itself() {
        let of = waiting();
        assert_eq!(of.details(0), Some(json!({"a": 1, "b": 1})));
        let details = Some(json!({"b": 2, "c": 2}));
        let again = of.said(&id(&of), Said::InProgress { again_ms: 5000, details }, NOW);
        let paused = again.paused.as_ref().unwrap();
        assert_eq!((paused.answer, paused.call_at), (Answer::Awaited, Some(NOW.plus_ms(5000))));
        assert_eq!(id(&again), id(&of));
        assert_eq!(again.details(0), Some(json!({"a": 1, "b": 2, "c": 2})));
        // Never later than its end, when it is looked at anyway.
        let late = Said::InProgress { again_ms: u64::MAX, details: None };
        let late = of.said(&id(&of), late, NOW);
        assert_eq!(late.paused.as_ref().unwrap().call_at, Some(NOW.plus_ms(60_000)));
        let done = again.said(&id(&again), Said::Succeeded, NOW);
        assert_eq!(done.paused.as_ref().unwrap().answer, Answer::GoesOn);
        // An answer that comes late, or to another call, changes nothing.
        assert_eq!(done.said(&id(&done), Said::Failed("late".into()), NOW), done);
        assert_eq!(of.said("another", Said::Succeeded, NOW), of);
        let next = of.enter(LifecycleStage::PreScaleUp, NOW);
        assert_eq!(next.said(&id(&next), Said::Succeeded, NOW), next);
    }

    #[test]
    fn who_is_not_reached_is_tried_again_some_times_with_longer_rests() {
        let mut of = waiting();
        let mut rests = vec![];
        while of.awaited().is_some() {
            of = of.said(&id(&of), Said::Missed("nobody is there".into()), NOW);
            rests.push(of.paused.as_ref().unwrap().call_at.unwrap().since_ms(NOW));
        }
        assert_eq!(rests, [2000, 4000, 8000, 16_000, 16_000]);
        let paused = of.paused.as_ref().unwrap();
        assert_eq!(paused.why.as_deref(), Some("nobody is there"));
        // Once it answers, that is forgotten.
        let of = waiting();
        let of = of.said(&id(&of), Said::Missed("x".into()), NOW);
        let of = of.said(&id(&of), Said::InProgress { again_ms: 1000, details: None }, NOW);
        assert_eq!(of.paused.unwrap().missed, 0);
    }

    #[test]
    fn a_pause_is_answered_by_no_function() {
        let mut of = waiting();
        of.way.hooks[0].function = None;
        of.paused = None;
        of.paused = of.next_hook(&[of.stage], NOW);
        assert_eq!(of.said(&id(&of), Said::Succeeded, NOW), of);
    }
}
