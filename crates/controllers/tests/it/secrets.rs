//! Secrets of tasks: told to the host that begins a task, and to no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ferrogate_base::{HostId, TaskKey, TimestampMs};
use ferrogate_controllers::host::{Lookup, NotNow, SecretSource};
use ferrogate_link::session::version::{REGISTRY_LOGINS, SECRETS};
use ferrogate_link::session::{Hello, Secrets, ToAgent, ToServer, Token};
use ferrogate_link::{Desired, Event, Observation};
use ferrogate_records::acm::certificate;
use ferrogate_records::ecs::task;
use ferrogate_records::spec::Spec;
use futures_util::{FutureExt, SinkExt};
use serde_json::{Value, json};

use crate::bed::{Bed, DEADLINE, Wire, assigned, frame, hello, id, spec, task};

/// A family whose tasks have a secret.
fn secret_spec(family: &str) -> (String, Value) {
    let (key, mut record) = spec(family);
    record["containers"][0]["secrets"] = json!([{"name": "A", "from": "/a"}]);
    (key, record)
}

/// Knows the number of times that it was asked, and fails the first so many times.
#[derive(Default)]
pub(crate) struct Counted {
    asked: AtomicU32,
    failures: u32,
}

impl SecretSource for Counted {
    fn look_up(&self, task: &task::Record, _: &Spec) -> Lookup {
        let n = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let found = match n > self.failures {
            true => Ok(values(&format!("{} {n}", task.family))),
            false => Err("the store is away".into()),
        };
        Box::pin(std::future::ready(found))
    }

    fn private_key(&self, of: &certificate::Record) -> Result<Token, NotNow> {
        Ok(Token::new(format!("key {}", of.version)))
    }
}

fn values(value: &str) -> Secrets {
    Secrets::Values([("main".to_owned(), vec![("A".to_owned(), Token::new(value))])].into())
}

async fn told(wire: &mut Wire) -> (TaskKey, Secrets) {
    let secrets = |frame| match frame {
        ToAgent::Secrets(key, secrets) => Some((key, *secrets)),
        _ => None,
    };
    frame(wire, secrets).await
}

#[tokio::test]
async fn a_host_is_told_the_secrets_of_what_it_begins() {
    let records = [spec("web"), secret_spec("hush"), task(1, 256, "web"), task(2, 256, "hush")];
    let bed = Bed::with_secrets(&records, Arc::new(Counted::default())).await;
    let mut wire = bed.host().await;
    // The one that has none is told none.
    let (key, secrets) = told(&mut wire).await;
    assert_eq!((key.task, secrets), (id(2), values("hush 1")));
    bed.end().await;
}

#[tokio::test]
async fn what_can_t_be_looked_up_is_tried_again() {
    let source = Counted { failures: 1, ..Counted::default() };
    let records = [secret_spec("hush"), task(1, 256, "hush")];
    let bed = Bed::with_secrets(&records, Arc::new(source)).await;
    let mut wire = bed.host().await;
    assert_eq!(told(&mut wire).await.1, values("hush 2"));
    bed.end().await;
}

#[tokio::test]
async fn an_agent_that_comes_again_is_told_again_until_the_task_runs() {
    let records = [secret_spec("hush"), task(1, 256, "hush")];
    let bed = Bed::with_secrets(&records, Arc::new(Counted::default())).await;
    let mut wire = bed.host().await;
    let (key, _) = told(&mut wire).await;
    drop(wire);
    let again = Hello { known: vec![key.clone()], ..hello() };
    let mut wire = bed.dial(DEADLINE, &again).await;
    assert_eq!(told(&mut wire).await, (key.clone(), values("hush 2")));
    let facts = [Event::PullStarted, Event::Activating];
    let facts = facts.into_iter().zip(1..).map(|(event, seq)| Observation {
        key: key.clone(),
        seq,
        at: TimestampMs(7000),
        event,
    });
    wire.send(&ToServer::Observed(facts.collect())).await.unwrap();
    bed.task(1, |task| task.status == task::Status::Activating).await;
    drop(wire);
    // It has begun: nobody looks its secrets up any more.
    let mut wire = bed.dial(DEADLINE, &again).await;
    bed.put(&[task(2, 256, "hush")]).await;
    let (second, secrets) = told(&mut wire).await;
    assert_eq!((second.task, secrets), (id(2), values("hush 3")));
    bed.end().await;
}

#[tokio::test]
async fn another_host_is_told_nothing() {
    let records = [secret_spec("hush"), task(1, 256, "hush")];
    let bed = Bed::with_secrets(&records, Arc::new(Counted::default())).await;
    let mut wire = bed.host().await;
    told(&mut wire).await;
    let stranger = Hello { host: HostId("other".into()), ..hello() };
    let mut other = bed.dial(DEADLINE, &stranger).await;
    // All that there is for it was told before this.
    let secrets = frame(&mut other, |frame| match frame {
        ToAgent::Secrets(..) => Some(true),
        ToAgent::Sync(_) => Some(false),
        _ => None,
    });
    assert!(!secrets.await);
    let quiet = frame(&mut other, |frame| matches!(frame, ToAgent::Secrets(..)).then_some(()));
    assert!(quiet.now_or_never().is_none());
    bed.end().await;
}

/// It would run the task without them, or pull as nobody.
#[tokio::test]
async fn a_host_that_reads_no_secrets_is_not_let_begin_what_has_some() {
    let mut private = spec("private");
    private.1["containers"][0]["registry_login"] = json!("hub");
    let records = [
        spec("web"),
        secret_spec("hush"),
        private,
        task(1, 256, "web"),
        task(2, 256, "hush"),
        task(3, 256, "private"),
    ];
    let stopped = (Desired::Running, Desired::Stopped, Desired::Stopped);
    let half = (Desired::Running, Desired::Running, Desired::Stopped);
    for (protocol, wanted) in [(SECRETS - 1, stopped), (REGISTRY_LOGINS - 1, half)] {
        let bed = Bed::with_secrets(&records, Arc::new(Counted::default())).await;
        let old = Hello { protocol, ..hello() };
        let mut wire = bed.dial(DEADLINE, &old).await;
        let mut desired = Vec::new();
        for _ in 0..3 {
            let (_, assignment) = assigned(&mut wire).await;
            desired.push((assignment.key.task, assignment.desired));
        }
        desired.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(desired, [(id(1), wanted.0), (id(2), wanted.1), (id(3), wanted.2)]);
        // What it can't read it is not told.
        if protocol >= SECRETS {
            assert_eq!(told(&mut wire).await.0.task, id(2));
        }
        let quiet = frame(&mut wire, |frame| matches!(frame, ToAgent::Secrets(..)).then_some(()));
        assert!(quiet.now_or_never().is_none());
        bed.end().await;
    }
}
