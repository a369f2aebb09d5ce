//! What an agent before this one left of its tasks. One damaged file is the loss of one task at
//! most, and never a reason to have no agent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::Path;

use ferrogate_base::TaskKey;

use super::on_disk::OnDisk;
use super::slots::Slot;
use crate::shim;

/// What is left of one binding.
#[derive(Debug, PartialEq)]
pub(super) enum Before {
    /// Its intent, and nothing that says that it had a slot; in which life of the kernel, if
    /// the journal has it.
    Begun(Option<String>),
    /// What its file says.
    Kept(Box<OnDisk>),
    /// Its file can't be read.
    Damaged {
        /// Why not.
        reason: String,
        /// Its slot, if the shim there has told of a container of it.
        slot: Option<Slot>,
    },
}

impl Before {
    /// The slot that the binding has.
    pub(super) fn slot(&self) -> Option<Slot> {
        match self {
            Self::Begun(_) => None,
            Self::Kept(on_disk) => on_disk.slot,
            Self::Damaged { slot, .. } => *slot,
        }
    }
}

/// What is left of the bindings of the agent whose folder is `data_dir`; `begun` are those of
/// its journal.
///
/// # Errors
/// When the folder of the tasks' folders can't be read.
pub(super) fn read(
    data_dir: &Path,
    begun: BTreeMap<TaskKey, String>,
) -> io::Result<HashMap<TaskKey, Before>> {
    let begun = begun.into_iter().map(|(key, boot_id)| (key, Before::Begun(Some(boot_id))));
    let mut before: HashMap<_, _> = begun.collect();
    for entry in std::fs::read_dir(data_dir.join("tasks"))? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(key) = name.to_str().and_then(|name| name.parse::<TaskKey>().ok()) else {
            continue;
        };
        match OnDisk::read(&entry.path()) {
            Ok(Some(on_disk)) if on_disk.assignment.key == key => {
                before.insert(key, Before::Kept(Box::new(on_disk)));
            }
            Ok(Some(_)) => drop(before.insert(key, damaged("it is of another task"))),
            Err(error) => drop(before.insert(key, damaged(error))),
            // The journal may have lost it; nothing of it can have run.
            Ok(None) => drop(before.entry(key).or_insert(Before::Begun(None))),
        }
    }
    find_slots(&data_dir.join("slots"), &mut before);
    Ok(before)
}

fn damaged(reason: impl std::fmt::Display) -> Before {
    Before::Damaged { reason: reason.to_string(), slot: None }
}

/// Looks for the slots of those whose files are damaged, among those that nobody else has.
fn find_slots(slots: &Path, before: &mut HashMap<TaskKey, Before>) {
    let used: BTreeSet<_> = before.values().filter_map(Before::slot).collect();
    for (key, before) in before {
        let Before::Damaged { reason, slot } = before else { continue };
        tracing::error!(task = %key, reason, "what is kept of a task is damaged: it is ended");
        let Ok(entries) = std::fs::read_dir(slots) else { continue };
        *slot = entries.flatten().find_map(|entry| {
            let number = entry.file_name().to_str()?.parse().ok()?;
            let its = !used.contains(&number) && shim::has_run(&entry.path(), key);
            its.then_some(number)
        });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::on_disk::tests::kept;
    use super::super::{Host, Options, Overcommit, cgroup_root, ids, open};
    use super::*;
    use crate::shim::{ShimEvent, runtime_id};
    use ferrogate_base::{Epoch, Shutdown, TaskId};
    use ferrogate_net::{Fabric, FabricOptions};
    use nix::mount::{MntFlags, MsFlags, mount, umount2};
    use std::path::PathBuf;
    use std::sync::Arc;

    fn key() -> TaskKey {
        TaskKey { task: TaskId::random(), epoch: Epoch(1) }
    }

    /// The folder of an agent that is gone, on a small disk.
    pub(in crate::agent) struct Folder {
        dir: tempfile::TempDir,
        pub(in crate::agent) options: Options,
    }

    impl Folder {
        pub(in crate::agent) fn new(instance: &str) -> Self {
            let dir = tempfile::tempdir().unwrap();
            let small = Some("size=64m");
            mount(Some("tmpfs"), dir.path(), Some("tmpfs"), MsFlags::empty(), small).unwrap();
            let options = Options {
                data_dir: dir.path().join("agent"),
                run_dir: dir.path().join("run"),
                server_dir: dir.path().join("server"),
                session_socket: dir.path().join("session.sock"),
                arrivals_socket: dir.path().join("arrivals.sock"),
                registry: "http://127.0.0.1:1".into(),
                instance: instance.into(),
                exe: "/bin/false".into(),
                warm: 0,
                overcommit: Overcommit { cpu: 1, memory: 1, disk: 1 },
                tasks_max: 10,
                outside: None,
                buckets: None,
            };
            Self { dir, options }
        }

        /// An agent on it.
        pub(in crate::agent) async fn open(&self) -> Arc<Host> {
            let host = open(self.options.clone(), Shutdown::new()).await;
            host.unwrap_or_else(|error| panic!("{error:?}"))
        }

        /// What an agent finds of tasks when it starts.
        async fn start(&self) -> HashMap<TaskKey, Before> {
            std::mem::take(&mut *self.open().await.before.lock())
        }

        /// Takes the network away that agents on it had.
        pub(in crate::agent) async fn end_network(&self) {
            let Options { run_dir, instance, .. } = self.options.clone();
            let fabric = Fabric::open(FabricOptions { run_dir, instance, outside: None }).await;
            fabric.unwrap().destroy().await.unwrap();
        }

        /// A task that was begun, with what an agent and a shim write of one.
        pub(in crate::agent) fn add(&self, slot: Slot) -> TaskKey {
            let (key, data) = (key(), &self.options.data_dir);
            let dir = data.join("tasks").join(key.to_string());
            OnDisk::write(&dir, &kept(&key, slot).encode()).unwrap();
            std::fs::write(dir.join("facts"), "{}\n").unwrap();
            std::fs::write(dir.join("images.json"), "[]").unwrap();
            let begin = serde_json::json!({"begin": {"key": key, "boot_id": "boot"}});
            let journal = data.join("journal");
            let mut lines = std::fs::read_to_string(&journal).unwrap_or_default();
            lines += &format!("{begin}\n");
            std::fs::write(journal, lines).unwrap();
            self.tell(slot, &key);
            key
        }

        /// Writes that the shim in a slot has started the task's container.
        fn tell(&self, slot: Slot, key: &TaskKey) {
            let run_dir = self.options.data_dir.join("slots").join(slot.to_string());
            std::fs::create_dir_all(&run_dir).unwrap();
            let (name, runtime_id) = ("web".to_owned(), runtime_id(key, "web"));
            let event = ShimEvent::ContainerStarted { name, runtime_id, pid: 1 };
            let entry = serde_json::json!({"seq": 1, "at": 1, "event": event});
            std::fs::write(run_dir.join("events"), format!("{entry}\n")).unwrap();
        }

        /// All files of it, but for what is only there to be given up.
        fn files(&self) -> Vec<PathBuf> {
            let (mut files, mut folders) = (vec![], vec![self.options.data_dir.clone()]);
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                    match entry.file_type().unwrap().is_dir() {
                        true => folders.push(entry.path()),
                        false if entry.file_name() == "reserve" => {}
                        false => files.push(entry.path()),
                    }
                }
            }
            files.sort();
            files
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            // Another test's agent may have it mounted in a copy of this one's namespace.
            umount2(self.dir.path(), MntFlags::MNT_DETACH).unwrap();
            shim::reap_cgroup(&cgroup_root(&self.options.instance)).unwrap();
            ids::release(ids::REGISTRY.as_ref(), &self.options.instance).unwrap();
        }
    }

    fn damages(whole: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let mut flipped = whole.to_vec();
        if let Some(byte) = flipped.get_mut(whole.len() / 2) {
            *byte ^= 0x80;
        }
        vec![
            ("flipped", flipped),
            ("empty", vec![]),
            ("cut short", whole[..whole.len() / 2].to_vec()),
            ("other bytes", vec![0xff; whole.len()]),
        ]
    }

    fn name_of(path: &Path, key: &TaskKey) -> Option<String> {
        let folder = path.parent()?.file_name()?.to_str()?;
        (folder == key.to_string()).then(|| path.file_name().unwrap().to_string_lossy().into())
    }

    #[tokio::test]
    async fn one_damaged_file_keeps_no_agent_from_starting_and_costs_one_task_at_most() {
        let folder = Folder::new(&format!("d{}", std::process::id()));
        folder.start().await;
        let keys = [folder.add(1), folder.add(2)];
        let files = folder.files();
        let names: BTreeSet<_> =
            files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
        let wanted =
            ["events", "facts", "host-id", "host-id.copy", "images.json", "journal", "task.json"];
        assert!(wanted.iter().all(|name| names.contains(name)), "{names:?}");
        for file in files {
            let whole = std::fs::read(&file).unwrap();
            for (how, bytes) in damages(&whole) {
                std::fs::write(&file, bytes).unwrap();
                let before = folder.start().await;
                for (key, slot) in keys.iter().zip([1, 2]) {
                    let what = format!("{} {how}: {before:?}", file.display());
                    match (name_of(&file, key).as_deref(), &before[key]) {
                        (Some("task.json"), Before::Damaged { slot: found, .. }) => {
                            assert_eq!(*found, Some(slot), "{what}");
                        }
                        (Some("task.json"), _) => panic!("{what}"),
                        (_, Before::Kept(read)) => assert_eq!(**read, kept(key, slot), "{what}"),
                        (_, _) => panic!("{what}"),
                    }
                }
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(&file, &whole).unwrap();
                // Their shims are none, so that they were removed as what nobody needs.
                for (key, slot) in keys.iter().zip([1, 2]) {
                    folder.tell(slot, key);
                }
            }
            std::fs::remove_file(&file).unwrap();
            std::fs::create_dir_all(file.join("a-folder")).unwrap();
            folder.start().await;
            std::fs::remove_dir_all(&file).unwrap_or_default();
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::remove_file(&file).unwrap_or_default();
            std::fs::write(&file, &whole).unwrap();
        }
        folder.end_network().await;
    }

    #[test]
    fn a_task_whose_file_is_another_s_is_damaged_and_the_other_is_not() {
        let data = tempfile::tempdir().unwrap();
        let (one, other) = (key(), key());
        for key in [&one, &other] {
            let dir = data.path().join("tasks").join(key.to_string());
            OnDisk::write(&dir, &kept(&one, 1).encode()).unwrap();
        }
        let before = read(data.path(), BTreeMap::new()).unwrap();
        assert_eq!(before[&one].slot(), Some(1));
        assert!(matches!(before[&other], Before::Damaged { slot: None, .. }), "{before:?}");
    }

    #[test]
    fn what_has_no_file_was_begun_and_had_no_slot() {
        let data = tempfile::tempdir().unwrap();
        let (journalled, folder) = (key(), key());
        std::fs::create_dir_all(data.path().join("tasks").join(folder.to_string())).unwrap();
        std::fs::create_dir_all(data.path().join("tasks").join("nobody")).unwrap();
        let begun = BTreeMap::from([(journalled.clone(), "boot".to_owned())]);
        let before = read(data.path(), begun).unwrap();
        assert_eq!(before.len(), 2);
        assert_eq!(before[&journalled], Before::Begun(Some("boot".into())));
        assert_eq!(before[&folder], Before::Begun(None));
    }
}
