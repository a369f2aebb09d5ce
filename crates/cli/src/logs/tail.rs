//! The last lines of a task's containers.

use std::collections::BTreeMap;

use ferrogate_api::ecs::Task;
use ferrogate_api::logs::{GetLogEventsRequest, op};

use super::source::{Source, of_task};
use crate::client::Api;
use crate::fault::Fault;

/// The last lines of each container of a task that has a log, or why they can't be read: that
/// is no reason to tell nothing else.
pub(crate) async fn last_lines(
    api: &Api,
    task: &Task,
    count: u16,
) -> BTreeMap<String, Result<Vec<String>, String>> {
    let said = |fault: Fault| fault.why.map_or(fault.what.clone(), String::from);
    let sources = match of_task(api, task).await {
        Ok(sources) => sources,
        Err(fault) => {
            let names = task.containers.iter().flatten().filter_map(|c| c.name.clone());
            let why = said(fault);
            return names.map(|name| (name, Err(why.clone()))).collect();
        }
    };
    let mut lines = BTreeMap::new();
    for source in sources {
        lines.insert(source.container().to_owned(), tail(api, &source, count).await.map_err(said));
    }
    lines
}

async fn tail(api: &Api, source: &Source, count: u16) -> Result<Vec<String>, Fault> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let input = GetLogEventsRequest {
        log_group_name: Some(source.group.clone()),
        log_stream_name: source.stream.clone(),
        limit: Some(count.into()),
        start_from_head: Some(false),
        ..GetLogEventsRequest::default()
    };
    match api.call::<op::GetLogEvents>(&input).await {
        Ok(page) => {
            let events = page.events.into_iter().flatten();
            Ok(events.map(|event| event.message.unwrap_or_default()).collect())
        }
        // Made before the task gets a host, or never.
        Err(fault) if fault.is("ResourceNotFoundException") => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}
