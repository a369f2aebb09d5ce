//! A host that runs nothing, and says what a host says whose tasks run and end.

use ferrogate_base::{HostId, TaskKey, TimestampMs};
use ferrogate_link::session::version::SPOKEN;
use ferrogate_link::session::{Capacity, Hello, ToAgent, ToServer};
use ferrogate_link::{Assignment, Body, Event, ObjectKey, Observation};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use crate::engine::{DEADLINE, Engine};

pub(crate) struct Host(DuplexStream);

impl Host {
    /// A host of four vCPUs that has joined the engine.
    pub(crate) async fn join(engine: &Engine) -> Self {
        let mut host = Self(engine.dial());
        let capacity =
            Capacity { cpu_units: 4096, memory_mib: 8192, storage_gib: None, tasks_max: 100 };
        host.say(&ToServer::Hello(Hello {
            protocol: SPOKEN.newest,
            oldest_protocol: Some(SPOKEN.oldest),
            host: HostId("host".into()),
            boot_id: "boot".into(),
            capacity,
            architecture: "amd64".into(),
            known: vec![],
            holds: vec![],
        }))
        .await;
        assert!(matches!(host.hear().await, ToAgent::Welcome { .. }));
        while !matches!(host.hear().await, ToAgent::Sync(_)) {}
        host
    }

    /// The next task that the engine wants run here.
    pub(crate) async fn assigned(&mut self) -> Assignment {
        loop {
            if let ToAgent::Put(object) = self.hear().await {
                self.say(&ToServer::Has(vec![(object.key(), object.generation)])).await;
                if let Body::Task(assignment) = object.body {
                    return *assignment;
                }
            }
        }
    }

    /// Says that the task ran and ended, from `first` on, the last fact at `at`; returns once
    /// the engine has said to forget it.
    pub(crate) async fn whole_life(&mut self, task: &Assignment, at: TimestampMs) {
        let name = task.spec.containers[0].name.clone();
        let events = [
            Event::Connected,
            Event::PullStarted,
            Event::PullStopped,
            Event::Activating,
            Event::ContainerStarted { container: name.clone(), runtime_id: "r".into() },
            Event::Running,
            Event::ContainerExited { container: name, code: 3, reason: None },
            Event::Deactivating,
            Event::Stopping,
            Event::ExecutionStopped,
            Event::Released,
        ];
        let facts = events.into_iter().zip(task.observed + 1..);
        let facts = facts.map(|(event, seq)| Observation { key: task.key.clone(), seq, at, event });
        self.say(&ToServer::Observed(facts.collect())).await;
        while self.hear().await != ToAgent::Forget(ObjectKey::Task(task.key.clone())) {}
    }

    /// Says that the task's images are pulled since `at`; returns once that is stored.
    pub(crate) async fn pulling(&mut self, task: &Assignment, at: TimestampMs) {
        let facts = [Event::Connected, Event::PullStarted].into_iter().zip(task.observed + 1..);
        let facts = facts.map(|(event, seq)| Observation { key: task.key.clone(), seq, at, event });
        self.say(&ToServer::Observed(facts.collect())).await;
        let stored = ToAgent::Acked(vec![(task.key.clone(), task.observed + 2)]);
        while self.hear().await != stored {}
    }

    async fn say(&mut self, frame: &ToServer) {
        let json = serde_json::to_vec(frame).unwrap();
        let length = u32::try_from(json.len()).unwrap();
        self.0.write_all(&length.to_be_bytes()).await.unwrap();
        self.0.write_all(&json).await.unwrap();
    }

    async fn hear(&mut self) -> ToAgent {
        let read = async {
            let mut json = vec![0; self.0.read_u32().await.unwrap() as usize];
            self.0.read_exact(&mut json).await.unwrap();
            serde_json::from_slice(&json).unwrap()
        };
        tokio::time::timeout(DEADLINE, read).await.expect("the engine speaks within the deadline")
    }
}

/// The id of an assignment's task.
pub(crate) fn id(key: &TaskKey) -> &str {
    key.task.as_str()
}
