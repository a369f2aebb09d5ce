//! Objects of buckets, which the agent beside this server reads for it.

use std::path::PathBuf;

use ferrogate_host::balancer::objects::{self, Answer};
use ferrogate_services::elbv2::bucket::{Objects, Reading, Unread};

/// Asks the agent.
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
