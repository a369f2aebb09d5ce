//! DeleteAlarms.

use std::collections::BTreeSet;

use ferrogate_api::cloudwatch::DeleteAlarmsInput;
use ferrogate_api::{Cx, Empty};
use ferrogate_records::cloudwatch::history;

use super::put::{AT_ONCE, tell};
use super::{Alarms, Result, View, invalid};
use crate::change::Change;

impl Alarms {
    pub(super) async fn delete_alarms(&self, cx: &Cx, input: DeleteAlarmsInput) -> Result<Empty> {
        let names: BTreeSet<&String> = input.alarm_names.iter().collect();
        check(&self.view(cx), &names)?;
        let all: Vec<&String> = names.iter().copied().collect();
        for some in all.chunks(AT_ONCE) {
            self.change(cx, |view, to| {
                check(view, &names)?;
                self.delete_some(view, to, some)
            })
            .await?;
        }
        Ok(Empty {})
    }

    /// Deletes alarms. One that is not there is gone already (API: DeleteAlarms).
    fn delete_some(&self, view: &View, to: &mut Change, names: &[&String]) -> Result<()> {
        let now = self.state.now();
        for name in names {
            let Some(old) = view.found(name)? else { continue };
            let state = view.state_of(old.of())?;
            let shown = view.known(old.of())?;
            tell(
                view,
                to,
                name,
                &[&|number| {
                    let change = history::Change::Delete;
                    history::Record::of_configuration(number, old.of(), &shown, change, now)
                }],
            )?;
            old.delete(to);
            if let Some(state) = &state {
                to.delete(state);
            }
        }
        Ok(())
    }
}

/// Refuses to delete any of them when another alarm hangs on one, or when they are two composite
/// alarms (API: DeleteAlarms).
fn check(view: &View, names: &BTreeSet<&String>) -> Result<()> {
    let composites = view.composites()?;
    let (gone, stay): (Vec<_>, Vec<_>) =
        composites.iter().partition(|composite| names.contains(&composite.name));
    if gone.len() > 1 {
        return invalid("Only one composite alarm can be deleted in one operation.");
    }
    // Itself it may hang on, and those that go with it.
    let is_needed = |name: &&&String| {
        stay.iter().any(|composite| composite.depends_on(name)) && is_there(view, name)
    };
    let needed: Vec<&str> = names.iter().filter(is_needed).map(|name| name.as_str()).collect();
    let them = if needed.len() == 1 { "it" } else { "them" };
    match needed.is_empty() {
        true => Ok(()),
        false => invalid(format!(
            "Cannot delete {} as there are composite alarm(s) depending on {them}.",
            needed.join(",")
        )),
    }
}

fn is_there(view: &View, name: &str) -> bool {
    // One that can't be read is not deleted, whoever hangs on it.
    view.found(name).is_ok_and(|found| found.is_some())
}
