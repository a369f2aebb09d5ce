//! The faults of its network that a task asks the agent for, answered as the agent of AWS does.

mod request;

use std::collections::HashMap;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_net::Faults as Net;
use ferrogate_net::endpoints::METADATA;
use ferrogate_net::faults::{Delay, Direction, Port, Struck, addresses};
use ferrogate_net::{Error, IpNet};
use http::StatusCode;
use parking_lot::Mutex;
use serde_json::json;
use tokio::time::{Instant, timeout};

use super::answer::Answer;
use super::route::{Fault, Operation};

/// Where the agent answers the task.
const METADATA_PORT: u16 = 80;

/// Each of its nine paths a container may call so often (ECS: fault injection endpoints).
const CALLS_EVERY: Duration = Duration::from_secs(5);
/// How long a fault may take to begin or to end.
const WORK_MAX: Duration = Duration::from_secs(5);

/// The faults of one task.
pub(super) struct Faults {
    net: Arc<Net>,
    /// One at a time begins, ends or is looked at.
    turn: tokio::sync::Mutex<()>,
    /// When each container called what last.
    calls: Mutex<HashMap<Call, Instant>>,
}

/// What is called by which of the task's containers; `None` for a path without one.
type Call = (Option<usize>, Fault, Operation);

/// What is to be done, after all checks.
enum Work {
    Swallow(Port, Vec<IpNet>),
    StopSwallowing(Port),
    LookAtPort(Port),
    Delay(Delay, Struck),
    StopDelaying,
    LookAtDelay,
    Lose(u8, Struck),
    StopLosing,
    LookAtLoss,
}

/// What became of it.
enum Done {
    Running,
    Stopped,
    NotRunning,
    /// Another fault of a kind of which there is one at a time.
    Conflict(&'static str),
}

impl Faults {
    /// Of the task that has this network namespace.
    pub(super) fn new(netns: OwnedFd) -> Self {
        Self { net: Arc::new(Net::new(netns)), turn: Default::default(), calls: Mutex::default() }
    }

    /// Whether the task's `at`th container, or a path without one, calls too often.
    pub(super) fn is_too_often(
        &self,
        at: Option<usize>,
        fault: Fault,
        operation: Operation,
    ) -> bool {
        let now = Instant::now();
        let mut calls = self.calls.lock();
        let of = (at, fault, operation);
        if calls.get(&of).is_some_and(|last| now.duration_since(*last) < CALLS_EVERY) {
            return true;
        }
        calls.insert(of, now);
        false
    }

    /// Does what was asked for and checked, in its turn.
    pub(super) async fn does(&self, asked: Asked) -> Answer {
        let request = asked.request;
        let turn = self.turn.lock().await;
        let net = self.net.clone();
        let work = tokio::task::spawn_blocking(move || work(&net, asked.work));
        let done = timeout(WORK_MAX, work).await;
        drop(turn);
        match done {
            Ok(Ok(Ok(done))) => answer(&done),
            Ok(Ok(Err(error))) => {
                tracing::warn!(request, error = %chain(&error), "a fault that a task asks for");
                failed(&match error {
                    Error::NoQueue(_) => error.to_string(),
                    _ => "internal error".into(),
                })
            }
            Ok(Err(_)) => failed("internal error"),
            Err(_) => failed(&format!("{request}: request timed out")),
        }
    }
}

/// A request that makes sense, whoever sends it.
pub(super) struct Asked {
    /// As the agent names it.
    request: String,
    work: Work,
}

impl Asked {
    /// What is asked for; or the answer that says what is wrong with it.
    pub(super) fn of(fault: Fault, operation: Operation, body: &[u8]) -> Result<Self, Answer> {
        let work = read(fault, operation, body);
        let work = work.map_err(|said| refused(StatusCode::BAD_REQUEST, &said))?;
        let doing = match operation {
            Operation::Start => "start",
            Operation::Stop => "stop",
            Operation::Status => "check status",
        };
        Ok(Self { request: format!("{doing} {}", fault.name()), work })
    }
}

fn read(fault: Fault, operation: Operation, body: &[u8]) -> Result<Work, String> {
    Ok(match (fault, operation) {
        (Fault::BlackholePort, operation) => {
            let (port, mut spared) = request::blackhole(body)?;
            match operation {
                Operation::Start => {
                    spare_metadata(port, &mut spared);
                    Work::Swallow(port, spared)
                }
                Operation::Stop => Work::StopSwallowing(port),
                Operation::Status => Work::LookAtPort(port),
            }
        }
        (Fault::Latency, Operation::Start) => {
            let (delay, struck) = request::latency(body)?;
            Work::Delay(delay, struck)
        }
        (Fault::Latency, Operation::Stop) => Work::StopDelaying,
        (Fault::Latency, Operation::Status) => Work::LookAtDelay,
        (Fault::PacketLoss, Operation::Start) => {
            let (percent, struck) = request::packet_loss(body)?;
            Work::Lose(percent, struck)
        }
        (Fault::PacketLoss, Operation::Stop) => Work::StopLosing,
        (Fault::PacketLoss, Operation::Status) => Work::LookAtLoss,
    })
}

/// Else nobody could end the fault.
fn spare_metadata(port: Port, spared: &mut Vec<IpNet>) {
    if port.direction == Direction::Egress && port.port == METADATA_PORT {
        spared.extend(addresses(&METADATA.to_string()));
    }
}

fn work(net: &Net, work: Work) -> Result<Done, Error> {
    let shown = |runs: bool| if runs { Done::Running } else { Done::NotRunning };
    Ok(match work {
        Work::Swallow(port, spared) => {
            net.swallow(port, &spared)?;
            Done::Running
        }
        Work::StopSwallowing(port) => {
            net.stop_swallowing(port)?;
            Done::Stopped
        }
        Work::LookAtPort(port) => shown(net.swallows(port)?),
        Work::Delay(..) | Work::Lose(..) if net.delays() => {
            Done::Conflict("There is already one network latency fault running")
        }
        Work::Delay(..) | Work::Lose(..) if net.loses()? => {
            Done::Conflict("There is already one network packet loss fault running")
        }
        Work::Delay(delay, struck) => {
            net.delay(delay, &struck)?;
            Done::Running
        }
        Work::StopDelaying => {
            net.stop_delaying();
            Done::Stopped
        }
        Work::LookAtDelay => shown(net.delays()),
        Work::Lose(percent, struck) => {
            net.lose(percent, &struck)?;
            Done::Running
        }
        Work::StopLosing => {
            net.stop_losing()?;
            Done::Stopped
        }
        Work::LookAtLoss => shown(net.loses()?),
    })
}

fn answer(done: &Done) -> Answer {
    let status = match done {
        Done::Running => "running",
        Done::Stopped => "stopped",
        Done::NotRunning => "not-running",
        Done::Conflict(said) => return refused(StatusCode::CONFLICT, said),
    };
    Answer::json(StatusCode::OK, &json!({"Status": status}))
}

fn failed(said: &str) -> Answer {
    refused(StatusCode::INTERNAL_SERVER_ERROR, said)
}

/// What the agent answers when it does not do it.
pub(super) fn refused(status: StatusCode, said: &str) -> Answer {
    Answer::json(status, &json!({"Error": said}))
}
