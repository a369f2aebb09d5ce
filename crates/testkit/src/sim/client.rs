//! A client of the engine: what it asks for is from its dice, and it remembers what it was
//! told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ferrogate_api::Operation;
use ferrogate_api::ecs::operation as op;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ecs::task::{Desired, Status};
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::server::Answer;
use super::world::{World, scope};
use crate::dice::Dice;

/// What tasks are run from: a family, and its size in CPU units and MiB.
const FAMILIES: [(&str, &str, &str); 6] = [
    ("small", "256", "512"),
    ("logs", "256", "1024"),
    ("medium", "512", "1024"),
    ("large", "1024", "2048"),
    ("huge", "4096", "8192"),
    ("endless", "16384", "32768"),
];
/// Tasks that are there at once, at most.
const TASKS_MAX: usize = 120;

/// A call of RunTask, by its client token.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) count: usize,
    /// Whether it was done; `None` while nobody knows.
    pub(crate) done: Option<bool>,
}

/// What was asked for.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) runs: BTreeMap<String, Run>,
    /// Tasks that were told to stop, and it was answered that they do.
    pub(crate) stopped: BTreeSet<String>,
    /// The tasks that each service is to have, by its name.
    pub(crate) services: BTreeMap<&'static str, u32>,
    /// Tasks that were seen, in which cluster, and how far they were.
    seen: BTreeMap<String, (&'static str, usize)>,
}

/// A client.
pub(crate) struct Client {
    pub(crate) asked: Mutex<Asked>,
    pub(super) world: Arc<World>,
    pub(super) dice: Mutex<Dice>,
}

impl Client {
    pub(crate) fn new(world: &Arc<World>) -> Arc<Self> {
        let dice = Mutex::new(world.dice("client"));
        Arc::new(Self { asked: Mutex::default(), world: world.clone(), dice })
    }

    async fn call(&self, operation: &'static Operation, input: Value) -> Answer {
        let mut server = self.world.server.subscribe();
        let server = server.wait_for(Option::is_some).await.ok().and_then(|server| server.clone());
        let Some(server) = server else { return Answer::Unknown };
        let answer = server.call(operation, input.clone()).await;
        let short = match &answer {
            Answer::Done(_) => "done",
            Answer::Refused(why) => why,
            Answer::Unknown => "unknown",
        };
        self.world.tell(format!("client: {} {input}: {short}", operation.name));
        answer
    }

    /// Calls again until it is known what became of it.
    pub(super) async fn call_until_answered(
        &self,
        operation: &'static Operation,
        input: Value,
    ) -> Answer {
        loop {
            match self.call(operation, input.clone()).await {
                Answer::Unknown => {}
                answer => return answer,
            }
            let rest = self.dice.lock().ms(100, 3000);
            tokio::time::sleep(rest).await;
        }
    }

    /// Makes what all else needs.
    pub(crate) async fn prepare(&self) {
        for cluster in ["default", "other"] {
            self.must(&op::CreateCluster, json!({"clusterName": cluster})).await;
        }
        for (family, cpu, memory) in FAMILIES {
            self.register(family, cpu, memory).await;
        }
    }

    async fn register(&self, family: &str, cpu: &str, memory: &str) {
        let mut container = json!({
            "name": "main", "image": "web:1", "portMappings": [{"containerPort": 80}],
        });
        if family == "medium" {
            container["healthCheck"] = json!({"command": ["CMD", "true"]});
        }
        if family == "logs" {
            container["logConfiguration"] = json!({"logDriver": "awslogs", "options": {
                "awslogs-group": "g", "awslogs-stream-prefix": "p",
                "awslogs-region": "us-east-1", "awslogs-create-group": "true"}});
        }
        let definition = json!({
            "family": family, "networkMode": "awsvpc", "cpu": cpu, "memory": memory,
            "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [container],
            "executionRoleArn": "arn:aws:iam::111122223333:role/ecsTaskExecutionRole",
        });
        self.must(&op::RegisterTaskDefinition, definition).await;
    }

    pub(super) async fn must(&self, operation: &'static Operation, input: Value) {
        if let Answer::Refused(why) = self.call_until_answered(operation, input.clone()).await {
            self.world.broken(format!("{} {input} is refused: {why}", operation.name));
        }
    }

    /// Asks for this and that, for ever.
    pub(crate) async fn work(self: Arc<Self>) {
        loop {
            let (rest, what) = {
                let mut dice = self.dice.lock();
                (dice.ms(50, 4000), dice.below(24))
            };
            tokio::time::sleep(rest).await;
            match what {
                0..=6 => self.run().await,
                7..=10 => self.stop().await,
                11..=13 => self.tag().await,
                14 => self.untag().await,
                15 => self.register("small", "256", "512").await,
                20..=23 => self.change_a_service().await,
                _ => self.look().await,
            }
        }
    }

    async fn run(&self) {
        let there = self
            .world
            .commits
            .lock()
            .tasks
            .values()
            .filter(|task| task.status < Status::Stopped)
            .count();
        if there > TASKS_MAX {
            return;
        }
        let (family, cluster, count, token) = {
            let mut dice = self.dice.lock();
            let family = dice.pick(&FAMILIES).map_or("small", |family| family.0);
            let cluster = *dice.pick(&["default", "other"]).unwrap_or(&"default");
            (family, cluster, 1 + dice.below(5), format!("{:016x}", dice.roll()))
        };
        let subnets: Vec<_> =
            DefaultNetwork::of(&scope()).subnets.into_iter().map(|one| one.id).collect();
        let input = json!({
            "taskDefinition": family, "launchType": "FARGATE", "cluster": cluster, "count": count,
            "clientToken": token, "startedBy": token,
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": subnets}},
        });
        let run = Run { count: usize::try_from(count).unwrap_or_default(), done: None };
        self.asked.lock().runs.insert(token.clone(), run);
        let answer = self.call_until_answered(&op::RunTask, input).await;
        let mut asked = self.asked.lock();
        if let Answer::Done(output) = &answer {
            for task in output["tasks"].as_array().into_iter().flatten() {
                if let Some(id) = id_of(task) {
                    asked.seen.entry(id).or_insert((cluster, 0));
                }
            }
        }
        if let Some(run) = asked.runs.get_mut(&token) {
            run.done = Some(matches!(answer, Answer::Done(_)));
        }
    }

    fn some_task(&self) -> Option<(String, &'static str)> {
        let asked = self.asked.lock();
        let seen: Vec<_> =
            asked.seen.iter().map(|(id, (cluster, _))| (id.clone(), *cluster)).collect();
        self.dice.lock().pick(&seen).cloned()
    }

    async fn stop(&self) {
        let Some((task, cluster)) = self.some_task() else { return };
        let input = json!({"task": task, "cluster": cluster});
        if let Answer::Done(_) = self.call(&op::StopTask, input).await {
            self.asked.lock().stopped.insert(task);
        }
    }

    async fn tag(&self) {
        let Some((task, cluster)) = self.some_task() else { return };
        let value = {
            let mut dice = self.dice.lock();
            *dice.pick(&["0:80", "0:81", "0:80 0:81", "8080:80"]).unwrap_or(&"0:80")
        };
        let tags = json!([{"key": "ferrogate:publish", "value": value}]);
        self.call(&op::TagResource, json!({"resourceArn": arn(cluster, &task), "tags": tags}))
            .await;
    }

    /// Asks for another port of each task that runs: its host is told of nothing else by then.
    pub(crate) async fn tag_all(&self) {
        for (task, cluster) in self.running() {
            let tags = json!([{"key": "ferrogate:publish", "value": "0:82"}]);
            self.must(&op::TagResource, json!({"resourceArn": arn(cluster, &task), "tags": tags}))
                .await;
        }
    }

    fn running(&self) -> Vec<(String, &'static str)> {
        let commits = self.world.commits.lock();
        let runs = |id: &String| {
            commits.tasks.values().any(|task| {
                task.id.as_str() == id
                    && task.status == Status::Running
                    && task.desired == Desired::Running
            })
        };
        let asked = self.asked.lock();
        let of = asked.seen.iter().filter(|(id, _)| runs(id));
        of.map(|(id, (cluster, _))| (id.clone(), *cluster)).collect()
    }

    async fn untag(&self) {
        let Some((task, cluster)) = self.some_task() else { return };
        let input = json!({"resourceArn": arn(cluster, &task), "tagKeys": ["ferrogate:publish"]});
        self.call(&op::UntagResource, input).await;
    }

    /// Looks at tasks: none may be seen as it was before.
    async fn look(&self) {
        let cluster = *self.dice.lock().pick(&["default", "other"]).unwrap_or(&"default");
        let of = |(id, (of, _)): (&String, &(&str, usize))| (*of == cluster).then(|| id.clone());
        let mut ids: Vec<_> = self.asked.lock().seen.iter().filter_map(of).collect();
        let some = self.dice.lock().below(ids.len() as u64 + 1);
        ids.rotate_left(usize::try_from(some).unwrap_or_default());
        ids.truncate(100);
        if ids.is_empty() {
            return;
        }
        self.call(&op::ListTasks, json!({"cluster": cluster})).await;
        let input = json!({"cluster": cluster, "tasks": ids});
        let Answer::Done(output) = self.call(&op::DescribeTasks, input).await else { return };
        let mut asked = self.asked.lock();
        for task in output["tasks"].as_array().into_iter().flatten() {
            let Some(id) = id_of(task) else { continue };
            let status = task["lastStatus"].as_str().unwrap_or_default();
            let now = Status::ALL.iter().position(|of| of.as_str() == status).unwrap_or_default();
            if let Some((_, before)) = asked.seen.get_mut(&id) {
                if now < *before {
                    self.world.broken(format!("a client sees task {id} go back to {status}"));
                }
                *before = now;
            }
        }
    }

    /// Stops all that runs.
    pub(crate) async fn stop_all(&self) {
        let tasks: Vec<_> = {
            let commits = self.world.commits.lock();
            let left = commits.tasks.values().filter(|task| task.status < Status::Stopped);
            left.map(|task| (task.id.to_string(), task.cluster.clone())).collect()
        };
        for (task, cluster) in tasks {
            self.must(&op::StopTask, json!({"task": task, "cluster": cluster})).await;
        }
    }
}

fn id_of(task: &Value) -> Option<String> {
    task["taskArn"].as_str()?.rsplit('/').next().map(str::to_owned)
}

fn arn(cluster: &str, task: &str) -> String {
    scope().arn("ecs", &format!("task/{cluster}/{task}"))
}
