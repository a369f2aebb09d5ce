//! `ferrogate forward`: a task's port on this host, as long as it runs.

use std::time::Duration;

use ferrogate_api::ecs::{Tag, TagResourceRequest, Task, UntagResourceRequest, op};

use crate::answer::{CallArgs, ClusterArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::publish::{self, Bound, Publish};
use crate::steps::Steps;
use crate::tasks::{self, Which};
use crate::ui::Ui;
use crate::wait::Pace;

/// How long the host may take to listen.
const OPEN_MAX: Duration = Duration::from_secs(10);
/// How often is looked whether the task still runs.
const LOOK_EVERY: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, clap::Args)]
pub struct ForwardArgs {
    /// Task id or its beginning, ARN, or family
    #[arg(value_name = "TASK")]
    pub(crate) what: String,
    /// The task's port and where it answers; host port 0 or none means a free one
    #[arg(value_name = "[[ADDRESS:]HOST:]PORT[/udp]")]
    pub(crate) port: Publish,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

pub(crate) async fn run(args: ForwardArgs, api: &Api, ui: &Ui) -> Outcome {
    let task = tasks::find_one(api, &args.cluster.cluster, &args.what, Which::Running).await?;
    if publish::tagged(&task).contains(&args.port) {
        let what =
            format!("port {} of {} is published already", args.port.task, tasks::short(&task));
        return Err(Fault::failed(what).fix("see its URL in `ferrogate ps`"));
    }
    let work = async {
        add(api, &task, args.port).await?;
        hold(api, ui, &task, args.port).await
    };
    // Listened for before anything is added, so that Ctrl-C always takes it back.
    let done = tokio::select! {
        biased;
        () = ui.interrupted() => Ok(()),
        done = work => done,
    };
    let removed = remove(api, &task, args.port).await;
    done?;
    match removed {
        // With the task its ports are gone too.
        Err(fault) if fault.kind == Kind::NotFound => {}
        other => other?,
    }
    Ok(0)
}

/// Prints the URL once it answers, and returns when the task has ended.
async fn hold(api: &Api, ui: &Ui, task: &Task, port: Publish) -> Result<(), Fault> {
    let bound = opened(api, ui, task, port).await?;
    ui.data(&bound.url())?;
    ui.note("until Ctrl-C");
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = tasks::refresh(api, task).await?;
        if tasks::is_stopped(&now) {
            return Err(Fault::failed(format!("task {} has stopped", tasks::short(task)))
                .why(tasks::why_stopped(&now)));
        }
    }
}

async fn opened(api: &Api, ui: &Ui, task: &Task, port: Publish) -> Result<Bound, Fault> {
    let mut steps = Steps::new(ui);
    steps.doing("opening the port");
    let mut pace = Pace::new(Some(OPEN_MAX));
    loop {
        let now = tasks::refresh(api, task).await?;
        if let Some(bound) = publish::bound_as(&now, &port) {
            return Ok(bound);
        }
        if tasks::is_stopped(&now) {
            return Err(Fault::failed(format!("task {} has stopped", tasks::short(task)))
                .why(tasks::why_stopped(&now)));
        }
        // The host goes on trying; who waits here had rather know.
        let place = format!("{}:{}", port.address, port.host);
        if let Some(why) = tasks::why_not_published(&now).filter(|why| why.contains(&place)) {
            return Err(Fault::failed(format!("the host can't open {port}"))
                .why(why)
                .fix("choose another host port, or 0 for a free one"));
        }
        let waited = pace.next(&format!("the host did not open {port}")).await;
        waited.map_err(|fault| {
            fault.fix("the host port may be taken: choose another, or 0 for a free one")
        })?;
    }
}

async fn add(api: &Api, task: &Task, port: Publish) -> Result<(), Fault> {
    let mut ports = publish::tagged(task);
    ports.push(port);
    set(api, task, &ports).await
}

/// Takes the port back, and leaves what others added meanwhile.
async fn remove(api: &Api, task: &Task, port: Publish) -> Result<(), Fault> {
    let now = tasks::refresh(api, task).await?;
    let mut ports = publish::tagged(&now);
    ports.retain(|other| *other != port);
    set(api, task, &ports).await
}

async fn set(api: &Api, task: &Task, ports: &[Publish]) -> Result<(), Fault> {
    let resource_arn = tasks::arn(task).to_owned();
    if ports.is_empty() {
        let tag_keys = vec![publish::TAG.to_owned()];
        let input = UntagResourceRequest { resource_arn, tag_keys };
        api.call::<op::UntagResource>(&input).await?;
    } else {
        let tags: Vec<Tag> = vec![publish::tag(ports)];
        api.call::<op::TagResource>(&TagResourceRequest { resource_arn, tags }).await?;
    }
    Ok(())
}
