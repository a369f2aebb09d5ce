//! Who may open a channel: whoever has the token that was given out for it, once and soon.
//!
//! Kept in memory alone, as are the sessions: both end with the server. A token is 256 bits by
//! chance; what is kept of it is its hash, so that nothing that is read here opens anything.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::{AccountId, HostId, TaskKey};
use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

/// What a token lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// A session that begins.
    Begin(Box<Begin>),
    /// The connection of one that goes on.
    Resume,
}

/// A session that is to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begin {
    /// Whose it is.
    pub account: AccountId,
    /// Where that is.
    pub region: String,
    /// What the session is with, as the service names it: `ecs:CLUSTER_TASK_RUNTIME`.
    pub target: String,
    /// The binding.
    pub key: TaskKey,
    /// Where the task is.
    pub host: HostId,
    /// The container.
    pub container: String,
    /// What is run, with its arguments.
    pub command: Vec<String>,
    /// The log group in which what it writes is kept, if it is.
    pub log_group: Option<String>,
    /// The object in which all of that is kept, once the session has ended, if it is.
    pub log_object: Option<LogObject>,
    /// The key of KMS that is to protect the channel, as the cluster names it, if one is.
    pub kms_key: Option<String>,
    /// The task's own role, which is asked for the key and for the object.
    pub role: Option<String>,
    /// Why the session ends before anything runs, if it is not to have a program: in words of AWS.
    pub refused: Option<String>,
}

/// An object that is to have what a session's program wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogObject {
    /// Its bucket.
    pub bucket: String,
    /// What its name begins with, without a slash at either end; may be empty.
    pub prefix: String,
    /// Whether there is no session unless the bucket is encrypted.
    pub encrypted: bool,
}

/// How long a token may be used.
pub const LIFE: Duration = Duration::from_secs(60);

/// Tickets that wait to be used; past them the oldest are worth nothing any more.
const WAITING_MAX: usize = 4096;

/// What was given out and is not used yet, by the session's id; and which sessions there are.
#[derive(Debug)]
pub struct Tickets<G = Grant> {
    waiting: Mutex<HashMap<String, Ticket<G>>>,
    open: Mutex<HashMap<String, Open>>,
}

/// A session that goes on.
#[derive(Debug)]
struct Open {
    account: AccountId,
    wanted_over: Arc<Notify>,
}

#[derive(Debug)]
struct Ticket<G> {
    token: [u8; 32],
    until: Instant,
    grant: G,
}

impl<G> Default for Tickets<G> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), open: Mutex::default() }
    }
}

impl<G> Tickets<G> {
    /// Gives out a token for `session`: what it lets in is `grant`. One that was given out before
    /// is worth nothing any more.
    ///
    /// # Errors
    /// When the system has no chance to offer.
    pub fn give(&self, session: &str, grant: G, now: Instant) -> Result<String, getrandom::Error> {
        let token = token()?;
        let mut waiting = self.waiting.lock();
        waiting.retain(|_, ticket| ticket.until > now);
        if waiting.len() >= WAITING_MAX {
            let oldest = waiting.iter().min_by_key(|(_, ticket)| ticket.until);
            if let Some(session) = oldest.map(|(session, _)| session.clone()) {
                waiting.remove(&session);
            }
        }
        let ticket = Ticket { token: hash(&token), until: now + LIFE, grant };
        waiting.insert(session.to_owned(), ticket);
        Ok(token)
    }

    /// Whether somebody may still come for `session`.
    #[must_use]
    pub fn waits(&self, session: &str, now: Instant) -> bool {
        self.waiting.lock().get(session).is_some_and(|ticket| ticket.until > now)
    }

    /// The session has begun, and is `account`'s. The answer is told when it is to end.
    #[must_use]
    pub fn opened(&self, session: &str, account: AccountId) -> Arc<Notify> {
        let wanted_over = Arc::<Notify>::default();
        let open = Open { account, wanted_over: wanted_over.clone() };
        self.open.lock().insert(session.to_owned(), open);
        wanted_over
    }

    /// Has the session end, if it goes on and is `account`'s.
    pub fn end(&self, session: &str, account: &AccountId) {
        if let Some(open) = self.open.lock().get(session).filter(|open| open.account == *account) {
            open.wanted_over.notify_one();
        }
    }

    /// The session is over.
    pub fn closed(&self, session: &str) {
        self.open.lock().remove(session);
    }

    /// Whether the session goes on, and is `account`'s.
    #[must_use]
    pub fn is_open(&self, session: &str, account: &AccountId) -> bool {
        self.open.lock().get(session).is_some_and(|open| open.account == *account)
    }

    /// What the token lets in. It does so once; a wrong one uses nothing up.
    pub fn take(&self, session: &str, token: &str, now: Instant) -> Option<G> {
        let mut waiting = self.waiting.lock();
        // Of hashes nothing is learnt by how long it takes to compare them.
        let right = |ticket: &Ticket<G>| ticket.until > now && ticket.token == hash(token);
        if !waiting.get(session).is_some_and(right) {
            return None;
        }
        waiting.remove(session).map(|ticket| ticket.grant)
    }
}

/// Where sessions are opened, and by whom: what the operations that give out tokens need.
#[derive(Debug, Default)]
pub struct Channels {
    /// What is given out.
    pub tickets: Arc<Tickets>,
    /// The beginning of a session's URL, as `ws://host:port/path`.
    pub url: String,
    /// Whether this engine has buckets, in which sessions may be kept.
    pub has_buckets: bool,
}

impl Channels {
    /// The URL of a session, as AWS writes them.
    #[must_use]
    pub fn url_of(&self, session: &str) -> String {
        format!("{}/{session}?role=publish_subscribe", self.url)
    }
}

/// 256 bits by chance, as text.
fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_own_session_once_and_soon() {
        let (tickets, now) = (Tickets::default(), Instant::now());
        let token = tickets.give("a", 1, now).unwrap();
        let other = tickets.give("b", 2, now).unwrap();
        assert_ne!(token, other);
        assert_eq!(tickets.take("a", &other, now), None);
        assert_eq!(tickets.take("a", "", now), None);
        assert_eq!(tickets.take("c", &token, now), None);
        assert_eq!(tickets.take("a", &token, now), Some(1));
        assert_eq!(tickets.take("a", &token, now), None);
        assert!(tickets.waits("b", now));
        let late = now + LIFE;
        assert!(!tickets.waits("b", late));
        assert_eq!(tickets.take("b", &other, late), None);
    }

    #[test]
    fn a_second_token_replaces_the_first() {
        let (tickets, now) = (Tickets::default(), Instant::now());
        let first = tickets.give("a", 1, now).unwrap();
        let second = tickets.give("a", 2, now).unwrap();
        assert_eq!(tickets.take("a", &first, now), None);
        assert_eq!(tickets.take("a", &second, now), Some(2));
    }

    #[test]
    fn tickets_that_nobody_uses_do_not_grow_without_end() {
        let (tickets, now) = (Tickets::default(), Instant::now());
        for number in 0..WAITING_MAX + 10 {
            let at = now + Duration::from_millis(number as u64);
            tickets.give(&number.to_string(), number, at).unwrap();
        }
        assert_eq!(tickets.waiting.lock().len(), WAITING_MAX);
        assert!(!tickets.waits("9", now));
        tickets.give("x", 0, now + 2 * LIFE).unwrap();
        assert_eq!(tickets.waiting.lock().len(), 1);
    }
}
