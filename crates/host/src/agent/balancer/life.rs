//! One node, from what is wanted of it to its end: its process, its interface, and what passes
//! between the two.

use std::fs::File;
use std::os::fd::{AsFd, AsRawFd};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::backoff::Backoff;
use ferrogate_base::errors::chain;
use ferrogate_base::{Clock, SystemClock, crash, fsio};
use ferrogate_link::balancer::{Counters, LogLines, Node, NodeId, Report, ToNode};
use ferrogate_link::session::Frames;
use ferrogate_net::{Eni, EniId, Error};
use futures_util::{SinkExt, StreamExt};
use nix::sys::stat::Mode;
use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_util::codec::Framed;

use super::Wanted;
use crate::agent::Host;
use crate::agent::network::Place as NetworkPlace;
use crate::agent::patience::patiently;
use crate::balancer::{CONTROL, Place, READY, relay};
use crate::cgroup::Cgroups;

/// The first and the longest rest before a process that died is started again.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(10));
/// A life so long had begun well.
const LIVED_WELL: Duration = Duration::from_secs(10);
/// How long a process has to be in its place, to take a connection, and to take a frame.
const READY_MAX: Duration = Duration::from_secs(30);
const SAY_MAX: Duration = Duration::from_secs(20);

/// How long it may say nothing: it speaks every 15 seconds.
const SILENCE_MAX: Duration = Duration::from_secs(60);

type Control = Framed<UnixStream, Frames<ToNode, Report>>;

/// Keeps the node as it is wanted, until it is gone or the agent's shutdown.
pub(super) async fn keep(host: Arc<Host>, id: NodeId, mut told: watch::Receiver<Wanted>) {
    let mut rest = Backoff::new(REST.0, REST.1);
    loop {
        let wanted = told.borrow_and_update().clone();
        let begun = Instant::now();
        let done = tokio::select! {
            () = host.shutdown.requested() => return,
            done = turn(&host, &id, wanted, &mut told) => done,
        };
        match done {
            Ok(()) => {
                let mut nodes = host.balancers.nodes.lock();
                let is_gone = |of: &watch::Sender<Wanted>| matches!(*of.borrow(), Wanted::Gone);
                if nodes.get(&id).is_some_and(is_gone) {
                    nodes.remove(&id);
                    drop(nodes);
                    host.reports.forget(&id);
                    return;
                }
                // It is wanted otherwise meanwhile.
                continue;
            }
            Err(why) => {
                tracing::warn!(node = %id, why, "a load balancer's node is tried again");
                host.reports.put(trouble(&id, why));
            }
        }
        if begun.elapsed() > LIVED_WELL {
            rest.reset();
        }
        tokio::select! {
            () = host.shutdown.requested() => return,
            () = tokio::time::sleep(rest.next_delay()) => {}
            changed = told.changed() => if changed.is_err() { return },
        }
    }
}

/// Does what is wanted until something else is; an error is tried again.
async fn turn(
    host: &Arc<Host>,
    id: &NodeId,
    wanted: Wanted,
    told: &mut watch::Receiver<Wanted>,
) -> Result<(), String> {
    match wanted {
        Wanted::Node(node, generation) => live(host, id, node, generation, told).await,
        Wanted::Gone => end(host, id).await,
    }
}

async fn live(
    host: &Arc<Host>,
    id: &NodeId,
    node: Arc<Node>,
    generation: u64,
    told: &mut watch::Receiver<Wanted>,
) -> Result<(), String> {
    let place = host.network.place(&node.vpc, &id.0).ok_or("its interface is not told yet")?;
    let eni = eni(&place)?;
    host.fabric.ensure_vpc(&eni.vpc, place.vpc_cidr).await.map_err(|e| chain(&e).to_string())?;
    let dir = host.balancers_dir().join(&id.0);
    let stream = match connect(&dir).await {
        Ok(stream) => stream,
        Err(_) => {
            // Not one packet passes before its rules are in force. What runs already has those
            // of before the agent came.
            let enforced = host.network.enforced(&eni.vpc, &eni.id).await;
            enforced.map_err(|e| chain(&e).to_string())?;
            start(host, id, &node, &dir).await?;
            connect(&dir).await.map_err(|e| format!("it does not answer: {e}"))?
        }
    };
    attach(host, id, &eni).await?;
    let mut control: Control = Framed::new(stream, Frames::default());
    match speak(host, id, &mut control, node, generation, told).await {
        Ok(Said::Ended) => Ok(()),
        Ok(Said::Gone) => {
            // It ends by itself, or is killed with its cgroup.
            drop(say(&mut control, &ToNode::End).await);
            end(host, id).await
        }
        Err(why) => {
            // It has ended, or is frozen, or of an engine that speaks otherwise.
            clear(host, id).await?;
            Err(why)
        }
    }
}

/// Why the agent speaks with a process no more.
enum Said {
    /// The agent ends.
    Ended,
    /// The node is no more.
    Gone,
}

/// Tells the process what to do, and hears how it is.
async fn speak(
    host: &Arc<Host>,
    id: &NodeId,
    control: &mut Control,
    mut node: Arc<Node>,
    mut generation: u64,
    told: &mut watch::Receiver<Wanted>,
) -> Result<Said, String> {
    loop {
        say(control, &ToNode::Obey { node: Box::new((*node).clone()), generation }).await?;
        loop {
            tokio::select! {
                said = timeout(SILENCE_MAX, control.next()) => match said {
                    // It speaks for itself alone.
                    Ok(Some(Ok(Report { lines: Some(lines), run, .. }))) => {
                        let seq = lines.seq;
                        keep_lines(host, id, &node, run, lines).await;
                        say(control, &ToNode::Has { seq }).await?;
                    }
                    Ok(Some(Ok(report))) => host.reports.put(Report { node: id.clone(), ..report }),
                    Ok(Some(Err(error))) => return Err(chain(&error).to_string()),
                    Ok(None) => return Err("its process has ended".into()),
                    Err(_) => return Err("its process says nothing".into()),
                },
                changed = told.changed() => {
                    if changed.is_err() {
                        return Ok(Said::Ended);
                    }
                    break;
                }
            }
        }
        let wanted = told.borrow_and_update().clone();
        match wanted {
            Wanted::Node(other, number) => (node, generation) = (other, number),
            Wanted::Gone => return Ok(Said::Gone),
        }
    }
}

/// Keeps lines of logs; what can't be kept is lost, and said to be.
async fn keep_lines(host: &Arc<Host>, id: &NodeId, node: &Arc<Node>, run: String, lines: LogLines) {
    if lines.dropped > 0 {
        let lost = lines.dropped;
        tracing::warn!(node = %id, lost, "lines of logs are lost: too many waited");
    }
    let (logs, of, node) = (host.balancer_logs.clone(), id.clone(), node.clone());
    let kept = spawn_blocking(move || logs.take(&node, &of, &run, &lines)).await;
    match kept {
        Ok(failed) => {
            for (lost, error) in failed {
                tracing::warn!(node = %id, lost, %error, "lines of a log are lost");
            }
        }
        Err(error) => tracing::warn!(node = %id, %error, "lines of logs are lost"),
    }
}

async fn say(control: &mut Control, word: &ToNode) -> Result<(), String> {
    let said = timeout(SAY_MAX, control.send(word)).await;
    said.map_err(|_| "its process takes nothing".to_owned())?.map_err(|e| chain(&e).to_string())
}

fn eni(place: &NetworkPlace) -> Result<Eni, String> {
    let id: EniId = place.eni.id.parse().map_err(|e| format!("{e}"))?;
    Ok(Eni {
        host_if: id.host_if(),
        id,
        vpc: place.eni.vpc.parse().map_err(|e| format!("{e}"))?,
        address: place.eni.address,
        subnet: place.subnet_cidr,
        gateway: place.subnet_cidr.hosts().next().ok_or("its subnet has no addresses")?,
        address6: None,
        mac: place.eni.mac.parse().map_err(|e| format!("{e}"))?,
    })
}

/// Connects to the process in that folder, by a name that is short enough for a socket's.
async fn connect(dir: &Path) -> std::io::Result<UnixStream> {
    let folder = File::open(dir)?;
    let path = format!("/proc/self/fd/{}/{CONTROL}", folder.as_raw_fd());
    timeout(SAY_MAX, UnixStream::connect(path)).await?
}

/// Starts the process anew, once whatever is left of the one before has ended.
async fn start(host: &Arc<Host>, id: &NodeId, node: &Node, dir: &Path) -> Result<(), String> {
    clear(host, id).await?;
    let making = || {
        std::fs::create_dir_all(dir)?;
        nix::sys::stat::fchmodat(
            nix::fcntl::AT_FDCWD,
            dir,
            Mode::S_IRWXU,
            nix::sys::stat::FchmodatFlags::FollowSymlink,
        )?;
        std::io::Result::Ok(())
    };
    making().map_err(|e| format!("its folder can't be made: {e}"))?;
    let label = node.dns_name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let place = Place {
        id: id.0.clone(),
        dir: dir.to_owned(),
        cgroup: host.balancer_cgroup(id),
        relay: host.options.server_dir.clone(),
        label,
    };
    crash::point(format_args!("agent:before-balancer"));
    let mut command = tokio::process::Command::new(&host.options.exe);
    command
        .arg("balancer")
        .args(place.words())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // It outlives whoever reads the agent's.
        .stderr(Stdio::null())
        .env_clear()
        .kill_on_drop(false);
    let mut child = command.spawn().map_err(|e| format!("it can't be started: {e}"))?;
    let mut output = child.stdout.take().ok_or("it has no output")?;
    // tokio reaps it when it ends, whoever has the handle.
    drop(child);
    let mut said = String::new();
    let heard = timeout(READY_MAX, output.read_to_string(&mut said)).await;
    crash::point(format_args!("agent:after-balancer"));
    match (heard, said.trim_end()) {
        (Err(_), _) => Err("it is not in its place in time".into()),
        (Ok(Err(e)), _) => Err(e.to_string()),
        (Ok(Ok(_)), READY) => Ok(()),
        (Ok(Ok(_)), "") => Err("it ended without a word".into()),
        (Ok(Ok(_)), why) => Err(why.to_owned()),
    }
}

/// Joins the process's network to the VPC.
async fn attach(host: &Arc<Host>, id: &NodeId, eni: &Eni) -> Result<(), String> {
    let cgroup = host.balancer_cgroup(id);
    let found = spawn_blocking(move || {
        let cgroups = Cgroups::detect().map_err(|e| e.to_string())?;
        let pid = *cgroups.pids(&cgroup).first().ok_or("its process has ended")?;
        File::open(format!("/proc/{pid}/ns/net")).map_err(|e| format!("its network: {e}"))
    });
    let netns = found.await.map_err(|e| e.to_string())??;
    let attach = || host.fabric.attach(eni, netns.as_fd());
    let attached = patiently("an interface", Error::is_transient, attach).await;
    let attached = match attached {
        // Its process before has died, and took the other end along.
        Err(Error::AttachedDifferently(_)) => {
            let detached = patiently("an interface", |_| true, || host.fabric.detach(&eni.id));
            detached.await.map_err(|e| chain(&e).to_string())?;
            patiently("an interface", Error::is_transient, attach).await
        }
        attached => attached,
    };
    crash::point(format_args!("agent:attached-balancer"));
    attached.map_err(|e| chain(&e).to_string())
}

/// Ends a node, and takes away all that there is of it.
async fn end(host: &Arc<Host>, id: &NodeId) -> Result<(), String> {
    clear(host, id).await?;
    crash::point(format_args!("agent:ending-balancer"));
    let (dir, server) = (host.balancers_dir().join(&id.0), host.options.server_dir.clone());
    let node = id.0.clone();
    let removed = spawn_blocking(move || {
        relay::remove(&server, &node)?;
        fsio::remove_all(&dir)
    });
    removed.await.map_err(|e| e.to_string())?.map_err(|e| format!("its files: {e}"))
}

/// Ends the process, and takes its interface away.
async fn clear(host: &Arc<Host>, id: &NodeId) -> Result<(), String> {
    let cgroup = host.balancer_cgroup(id);
    let killed = spawn_blocking(move || {
        let cgroups = Cgroups::detect()?;
        cgroups.kill(&cgroup)?;
        cgroups.remove(&cgroup)
    });
    killed.await.map_err(|e| e.to_string())?.map_err(|e| format!("it can't be ended: {e}"))?;
    let eni: EniId = id.0.parse().map_err(|e| format!("{e}"))?;
    let detached = patiently("an interface", |_| true, || host.fabric.detach(&eni)).await;
    detached.map_err(|e| chain(&e).to_string())
}

/// What is told of a node whose process does not speak.
fn trouble(id: &NodeId, why: String) -> Report {
    Report {
        node: id.clone(),
        run: format!("agent-{}", SystemClock.now().0),
        seq: 0,
        generation: 0,
        trouble: Some(why),
        targets: vec![],
        counters: Counters::default(),
        groups: [].into(),
        asked: [].into(),
        lines: None,
    }
}
