use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use ferrogate_base::{Epoch, Shutdown, TaskId, TaskKey};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::agent::before::tests::Folder;
use crate::agent::metadata::{Metadata, Timeline};
use crate::agent::on_disk::tests::kept;
use crate::agent::task::story::Story;

/// An agent that comes after a kill finds what is in a slot by the task's file alone.
#[tokio::test]
async fn nothing_is_put_into_a_slot_that_is_not_noted() {
    let folder = Folder::new(&format!("n{}", std::process::id()));
    let host = folder.open().await;
    let key = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
    let dir = host.task_dir(&key);
    std::fs::write(&dir, "in the way of the task's folder").unwrap();
    let assignment = Arc::new(kept(&key, 1).assignment);
    let cx = Cx {
        metadata: Arc::new(Metadata::new(assignment.clone(), Timeline::default())),
        dir,
        found: Found::Nothing,
        decided: vec![],
        slot: OnceLock::from(1),
        shim: Arc::default(),
        pulled: OnceLock::new(),
        secrets: Default::default(),
        logins: Default::default(),
        log_options: Default::default(),
        collectors: Default::default(),
        ports: Ports::new(&[], &Story::default()),
        lines: Default::default(),
        acked: HashMap::new(),
        local: Shutdown::new(),
        halt: CancellationToken::new(),
        closed: CancellationToken::new(),
        reports: mpsc::unbounded_channel().0,
        host,
        assignment,
    };
    let unready = fill(&cx).await.unwrap_err();
    let Unready::Failed(failure) = &unready else { panic!("{unready:?}") };
    assert!(failure.reason.contains("the task's file can't be written"), "{unready:?}");
    let pins = folder.options.run_dir.join("netns");
    let joined = std::fs::read_dir(&pins).map(Iterator::count).unwrap_or_default();
    assert_eq!(joined, 0, "no network was made for it");
    drop(cx);
    folder.end_network().await;
}
