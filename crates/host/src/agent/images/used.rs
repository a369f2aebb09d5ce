//! Which images a task's containers were made of, in the task's folder: for the agent after
//! this one, which must neither take others nor remove these.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use ferrogate_image::Digest;

/// The file in a task's folder: digests in the order of its containers.
const FILE: &str = "images.json";

/// What a task's folder says; `None` when its images are not decided.
pub(in crate::agent) fn read(dir: &Path) -> io::Result<Option<Vec<Digest>>> {
    match std::fs::read(dir.join(FILE)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(e) => Err(e),
    }
}

/// Writes it down. Not flushed: no container outlives a power cut.
pub(in crate::agent) fn write(dir: &Path, digests: &[Digest]) -> io::Result<()> {
    std::fs::create_dir_all(dir)?;
    let new = dir.join(".images.json.new");
    std::fs::write(&new, serde_json::to_vec(digests)?)?;
    std::fs::rename(new, dir.join(FILE))
}

/// The images of all tasks whose folders are in `tasks`.
pub(in crate::agent) fn of_all(tasks: &Path) -> io::Result<HashSet<Digest>> {
    let mut all = HashSet::new();
    for entry in std::fs::read_dir(tasks)? {
        all.extend(read(&entry?.path())?.into_iter().flatten());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tasks_use_is_found_in_their_folders() {
        let tasks = tempfile::tempdir().unwrap();
        let (one, two) = (Digest::of(b"1"), Digest::of(b"2"));
        for (task, digests) in
            [("a", &[one.clone(), two.clone()][..]), ("b", std::slice::from_ref(&one))]
        {
            std::fs::create_dir(tasks.path().join(task)).unwrap();
            write(&tasks.path().join(task), digests).unwrap();
        }
        std::fs::create_dir(tasks.path().join("undecided")).unwrap();
        assert_eq!(read(&tasks.path().join("a")).unwrap().unwrap(), [one.clone(), two.clone()]);
        assert_eq!(of_all(tasks.path()).unwrap(), [one, two].into());
        std::fs::write(tasks.path().join("undecided").join(FILE), "torn").unwrap();
        assert!(of_all(tasks.path()).is_err(), "what can't be read may be anything");
    }
}
