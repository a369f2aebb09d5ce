//! Tasks of an engine that kept no specs.

use ferrogate_api::ecs::{TaskDefinition, TaskOverride};
use ferrogate_api::json;
use ferrogate_base::errors::chain;
use ferrogate_records::ecs::task::{Record, Status};
use ferrogate_records::ecs::task_definition;
use ferrogate_records::spec::Spec;
use ferrogate_state::{Entry, Fault, State, create, put};
use ferrogate_store::Key;

use super::super::definition::Size;
use super::{Decided, digest, spec};

/// Gives every task that has not stopped its spec, if it has none: an engine before this one
/// had the task definition read each time instead. To be called before anything reads specs.
///
/// # Errors
/// When the store fails. A task whose definition can't be read is passed over: no host can be
/// told of it, which the engine's log says.
pub async fn give_specs(state: &State) -> Result<(), Fault> {
    let tasks = state.table::<Record>();
    let without =
        tasks.readable().0.filter(|task| task.spec.is_none() && task.status < Status::Stopped);
    for task in without {
        match build(state, task) {
            Ok(spec) => give(state, task, &spec).await?,
            Err(error) => {
                tracing::error!(task = %task.id, error = %chain(&*error), "a task has no spec");
            }
        }
    }
    Ok(())
}

async fn give(state: &State, task: &Entry<Record>, spec: &Spec) -> Result<(), Fault> {
    let mut record = task.doc.clone();
    record.spec = Some(task.id.clone());
    let Some(at) = record.spec_key() else { return Ok(()) };
    let ops = [create(Key::new(at)?, spec)?, put(task.key.clone(), &record)?];
    // It is the room that ends a task on a full disk, and there is no end without a spec.
    if let Some(rev) = state.commit_from_reserve(&[task.unchanged()], &ops).await? {
        state.at(rev).await?;
    }
    Ok(())
}

fn build(state: &State, task: &Record) -> Result<Spec, Box<dyn std::error::Error + Send + Sync>> {
    let at = task_definition::key(&task.scope, &task.family, task.revision);
    let definition = state.table::<task_definition::Record>().get(&Key::new(at)?)?;
    let definition = definition.ok_or("its task definition is gone")?;
    let definition: TaskDefinition = json::from_value(&definition.definition)?;
    let overrides: TaskOverride = json::from_value(&task.overrides)?;
    let decided = Decided {
        size: Size { cpu: task.cpu_units, memory: task.memory_mib },
        storage_gib: task.storage_gib,
        // It was begun without credentials, and its programs look for none.
        task_role: None,
        // It has no secrets: an engine before this one refused them.
        execution_role: None,
    };
    let digests = |of: &_, repository: &str, tag: &str| digest(state, of, repository, tag);
    Ok(spec(&task.scope, &definition, &overrides, &decided, &digests))
}
