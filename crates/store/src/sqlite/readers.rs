//! The threads that read. Each has its own connection, and a snapshot for each read.

use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};
use tokio_util::task::TaskTracker;

use super::{fault, schema};
use crate::error::{Error, Result};

/// So many reads wait or run at a time; each may hold a page in memory.
const READS_MAX: usize = 64;

type Task = Box<dyn FnOnce(&Connection) + Send>;

/// Hands reads to the reading threads.
#[derive(Debug)]
pub(super) struct Readers {
    tasks: Mutex<Option<mpsc::Sender<Task>>>,
    turns: Arc<Semaphore>,
    turn_within: Option<Duration>,
    threads: TaskTracker,
}

impl Readers {
    /// Starts `count` threads.
    pub(super) fn start(dir: &Path, count: usize, turn_within: Option<Duration>) -> Result<Self> {
        let threads = TaskTracker::new();
        let (sender, receiver) = mpsc::channel::<Task>();
        let receiver = Arc::new(Mutex::new(receiver));
        for number in 0..count.max(1) {
            let (conn, receiver) = (schema::open_reader(dir)?, receiver.clone());
            let token = threads.token();
            std::thread::Builder::new()
                .name(format!("store-read-{number}"))
                .spawn(move || {
                    run(&conn, &receiver);
                    drop(conn);
                    drop(token);
                })
                .map_err(|e| fault::io("start a reading thread", e))?;
        }
        let turns = Arc::new(Semaphore::new(READS_MAX));
        Ok(Self { tasks: Mutex::new(Some(sender)), turns, turn_within, threads })
    }

    /// Runs `read` on a reading thread. Dropping the future does not stop it.
    pub(super) async fn run<R, F>(&self, read: F) -> Result<R>
    where
        R: Send + 'static,
        F: FnOnce(&Connection) -> Result<R> + Send + 'static,
    {
        let turn = super::store::turn(&self.turns, 1, self.turn_within).await?;
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move |conn| {
            let result = read(conn);
            drop(turn);
            // Nobody waits any more: fine.
            drop(answer.send(result));
        });
        let sent = self.tasks.lock().as_ref().map(|tasks| tasks.send(task));
        if !matches!(sent, Some(Ok(()))) {
            return Err(Error::Closed);
        }
        answered.await.unwrap_or(Err(Error::Closed))
    }

    /// Lets the threads do what waits, and waits for their end.
    pub(super) async fn close(&self) {
        self.tasks.lock().take();
        self.threads.close();
        self.threads.wait().await;
    }
}

fn run(conn: &Connection, tasks: &Mutex<mpsc::Receiver<Task>>) {
    loop {
        // One idle thread waits for the next read, the others for the lock.
        let task = tasks.lock().recv();
        match task {
            Ok(task) => task(conn),
            Err(mpsc::RecvError) => return,
        }
    }
}
