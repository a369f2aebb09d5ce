//! `ferrogate status`: how the engine is.

use std::path::Path;

use ferrogate_api::ecs::{DescribeClustersRequest, ListClustersRequest, op};
use serde_json::json;

use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::health::Health;
use crate::moment::size;
use crate::target::Target;
use crate::tasks::{self, Which};
use crate::ui::Ui;

/// Clusters of one DescribeClusters call (API reference).
const DESCRIBE_MAX: usize = 100;
/// Files that are measured at most, so that a status stays quick.
const FILES_MAX: usize = 200_000;

#[derive(Clone, Debug, clap::Args)]
pub struct StatusArgs {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

struct Cluster {
    name: String,
    arn: String,
    running: i32,
    pending: i32,
    stopped: usize,
}

pub(crate) async fn run(args: StatusArgs, api: &Api, target: &Target, ui: &Ui) -> Outcome {
    let health = Health::of(api).await?;
    let account = api.account().await?.to_owned();
    let clusters = clusters(api).await?;
    let folder = target.data_dir.as_deref();
    let used =
        folder.and_then(|folder| std::fs::read_dir(folder).is_ok().then(|| used_bytes(folder)));
    let free = folder.and_then(free_bytes);
    let status = Status { health, account, clusters, folder, used, free };
    let programs = || status.answer(api);
    args.output.show(ui, programs, |wide| status.show(api, ui, wide))?;
    // As systemctl(1) has it: the answer is shown, and the code says that it is not well.
    Ok(if status.health.is_down() { Kind::Failed.code() } else { 0 })
}

struct Status<'a> {
    health: Health,
    account: String,
    clusters: Vec<Cluster>,
    folder: Option<&'a Path>,
    /// Bytes; `None` where the folder can't be read.
    used: Option<u64>,
    free: Option<u64>,
}

impl Status<'_> {
    fn answer(&self, api: &Api) -> Answer {
        let cluster = |c: &Cluster| {
            json!({"clusterName": c.name, "clusterArn": c.arn, "runningTasksCount": c.running,
                   "pendingTasksCount": c.pending, "stoppedTasksCount": c.stopped})
        };
        let clusters: Vec<_> = self.clusters.iter().map(cluster).collect();
        let status = json!({
            "status": self.health.status, "version": self.health.version,
            "parts": self.health.parts, "endpoint": api.endpoint(),
            "account": self.account, "region": api.region(), "clusters": clusters,
            "dataDir": self.folder, "usedBytes": self.used, "freeBytes": self.free,
        });
        Answer::one(status, self.clusters.iter().map(|c| c.arn.clone()).collect())
    }

    fn show(&self, api: &Api, ui: &Ui, wide: bool) -> Result<(), Fault> {
        let line = |name: &str, text: &str| {
            ui.data(&format!("{} {text}", ui.terminal.dim(&format!("{name:<9}"))))
        };
        let colour = |status: &str, text: &str| match status {
            "ok" => ui.terminal.green(text),
            _ => ui.terminal.red(text),
        };
        let Health { status, version, .. } = &self.health;
        line("engine", &format!("{} {version}", colour(status, status)))?;
        for trouble in self.health.troubles() {
            line("", &trouble)?;
        }
        line("endpoint", api.endpoint())?;
        line("account", &self.account)?;
        line("region", api.region())?;
        if self.clusters.is_empty() {
            line("tasks", "none; no cluster yet")?;
        }
        for Cluster { name, running, pending, stopped, arn } in &self.clusters {
            let name = if wide { arn } else { name };
            line(
                "tasks",
                &format!("{running} running, {pending} pending, {stopped} stopped ({name})"),
            )?;
        }
        if let (Some(folder), Some(used)) = (self.folder, self.used) {
            let free = self.free.map(|free| format!(", {} free", size(free))).unwrap_or_default();
            line("disk", &format!("{} used{free} ({})", size(used), folder.display()))?;
        }
        Ok(())
    }
}

async fn clusters(api: &Api) -> Result<Vec<Cluster>, Fault> {
    let (mut arns, mut next_token) = (Vec::new(), None);
    loop {
        let input = ListClustersRequest { next_token, ..ListClustersRequest::default() };
        let page = api.call::<op::ListClusters>(&input).await?;
        arns.extend(page.cluster_arns.unwrap_or_default());
        next_token = page.next_token;
        if next_token.is_none() {
            break;
        }
    }
    let mut clusters = Vec::new();
    for some in arns.chunks(DESCRIBE_MAX) {
        let input = DescribeClustersRequest { clusters: Some(some.to_vec()), include: None };
        let answer = api.call::<op::DescribeClusters>(&input).await?;
        for cluster in answer.clusters.unwrap_or_default() {
            let name = cluster.cluster_name.unwrap_or_default();
            let all = tasks::list(api, &name, Which::All).await?;
            clusters.push(Cluster {
                stopped: all.iter().filter(|task| tasks::is_stopped(task)).count(),
                running: cluster.running_tasks_count.unwrap_or(0),
                pending: cluster.pending_tasks_count.unwrap_or(0),
                arn: cluster.cluster_arn.unwrap_or_default(),
                name,
            });
        }
    }
    clusters.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(clusters)
}

/// What the files below a folder take on the disk, without following links or mounts.
fn used_bytes(folder: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(root) = folder.symlink_metadata() else { return 0 };
    let (mut bytes, mut left) = (0, FILES_MAX);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let Ok(facts) = entry.metadata() else { continue };
            if facts.dev() != root.dev() || left == 0 {
                continue;
            }
            left -= 1;
            // `st_blocks` counts 512 bytes, whatever the file system's blocks are (stat(2)).
            bytes += facts.blocks() * 512;
            if facts.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    bytes
}

pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    let facts = rustix::fs::statvfs(folder).ok()?;
    Some(facts.f_bavail.saturating_mul(facts.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_all_folders_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let before = used_bytes(dir.path());
        std::fs::create_dir(dir.path().join("a")).unwrap();
        std::fs::write(dir.path().join("a/b"), vec![1; 100_000]).unwrap();
        assert!(used_bytes(dir.path()) >= before + 100_000);
        assert!(free_bytes(dir.path()).unwrap() > 0);
    }
}
