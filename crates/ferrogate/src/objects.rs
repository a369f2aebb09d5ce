//! Objects of buckets, which the agent beside this server reads for it, and logs of sessions, which
//! it puts there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_exec::{Buckets, Found};
use ferrogate_host::balancer::objects::{self, Answer};
use ferrogate_host::balancer::session_logs;
use ferrogate_services::elbv2::bucket::{Objects, Reading, Unread};

/// How long the agent may take to say how a bucket is, and to put a log there.
const LOOK_MAX: Duration = Duration::from_secs(3);
const PUT_MAX: Duration = Duration::from_secs(60);

/// Asks the agent.
#[derive(Clone)]
pub(crate) struct ByAgent {
    /// The server's folder.
    pub(crate) server: PathBuf,
}

impl Objects for ByAgent {
    fn read<'o>(&'o self, bucket: &'o str, key: &'o str, max: u64) -> Reading<'o> {
        Box::pin(async move {
            match objects::read(&self.server, bucket, key, max).await {
                Ok(Answer::Found(bytes)) => Ok(bytes),
                Ok(Answer::Missing) => Err(Unread::Missing),
                Ok(Answer::TooLarge) => Err(Unread::TooLarge),
                Err(error) => Err(Unread::Failed(error)),
            }
        })
    }
}

impl ByAgent {
    async fn ask(
        &self,
        within: Duration,
        ask: impl FnOnce(&Path) -> std::io::Result<session_logs::Answer> + Send + 'static,
    ) -> Result<session_logs::Answer, String> {
        let server = self.server.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&server));
        let late = |_| "the host of the buckets does not answer".to_owned();
        let answer = tokio::time::timeout(within, asked).await.map_err(late)?;
        let answer = answer.map_err(|error| error.to_string())?;
        answer.map_err(|error| format!("the host of the buckets does not answer: {error}"))
    }
}

#[async_trait]
impl Buckets for ByAgent {
    async fn look(&self, bucket: &str) -> Result<Found, String> {
        let bucket = bucket.to_owned();
        let look = move |server: &Path| session_logs::look(server, &bucket);
        match self.ask(LOOK_MAX, look).await? {
            session_logs::Answer::There(encrypted) => Ok(Found::There { encrypted }),
            session_logs::Answer::Missing => Ok(Found::Missing),
            session_logs::Answer::Failed(why) => Err(why),
            session_logs::Answer::Put => Err("the host of the buckets makes no sense".to_owned()),
        }
    }

    async fn put(&self, bucket: &str, key: &str, file: &Path, from: u64) -> Result<(), String> {
        let (name, key, file) = (bucket.to_owned(), key.to_owned(), file.to_owned());
        let put = move |server: &Path| session_logs::put(server, &name, &key, &file, from);
        match self.ask(PUT_MAX, put).await? {
            session_logs::Answer::Put => Ok(()),
            session_logs::Answer::Missing => {
                Err(format!("NoSuchBucket: The specified bucket does not exist: {bucket}"))
            }
            session_logs::Answer::Failed(why) => Err(why),
            session_logs::Answer::There(_) => {
                Err("the host of the buckets makes no sense".to_owned())
            }
        }
    }
}
