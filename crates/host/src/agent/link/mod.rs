//! The agent's end of the session with the server: dials, and dials again when the session is
//! over. Tasks go on meanwhile.
//!
//! Read [`session`] first, then [`told`] for what the server says, [`lines`] for how much may be
//! said.

mod lines;
mod session;
mod told;

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ferrogate_link::session::SessionError;
use tokio::net::UnixStream;

#[cfg(test)]
pub(super) use lines::Open;
pub(super) use lines::{Lines, Room, Session, Way};
pub(super) use told::Numbers;

use super::Host;

/// The first and the longest rest between two tries to dial.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));
/// The same, while somebody has to upgrade something first.
const REST_REFUSED: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));
/// How long the server may say nothing. It asks every few seconds whether the agent is there.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// Keeps a session with the server until the agent's shutdown.
pub(super) async fn run(host: Arc<Host>) {
    let mut redial = Redial::default();
    loop {
        let rest = tokio::select! {
            () = host.shutdown.requested() => return,
            rest = once(&host, &mut redial) => rest,
        };
        tokio::select! {
            () = host.shutdown.requested() => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// One session, and how long to rest after it.
async fn once(host: &Arc<Host>, redial: &mut Redial) -> Duration {
    let ended = match UnixStream::connect(&host.options.session_socket).await {
        Ok(connection) => session::serve(host, connection, SILENCE_MAX, || redial.let_in()).await,
        Err(error) => Err(error.into()),
    };
    redial.ended(ended)
}

/// How often the agent dials, and what it says when it is not let in.
struct Redial {
    rest: Backoff,
    rest_refused: Backoff,
    /// What was said last of not being let in, since it was.
    said: Option<String>,
}

impl Default for Redial {
    fn default() -> Self {
        Self {
            rest: Backoff::new(REST.0, REST.1),
            rest_refused: Backoff::new(REST_REFUSED.0, REST_REFUSED.1),
            said: None,
        }
    }
}

impl Redial {
    /// Not before: a server whose disk is full ends each session at once.
    fn let_in(&mut self) {
        *self = Self::default();
    }

    /// Says why the session ended, each reason for not being let in once, and how long to rest.
    fn ended(&mut self, ended: Result<(), SessionError>) -> Duration {
        match ended {
            Ok(()) => tracing::info!("the session ended"),
            Err(error @ (SessionError::Refused(_) | SessionError::NotLetIn)) => {
                let why = error.to_string();
                if self.said.as_ref() != Some(&why) {
                    tracing::error!("not let in; tasks go on, and it is tried again: {why}");
                    self.said = Some(why);
                }
                if let SessionError::Refused(_) = error {
                    return self.rest_refused.next_delay();
                }
            }
            Err(error) => tracing::debug!(%error, "the session broke"),
        }
        self.rest.next_delay()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::session::Versions;
    use ferrogate_link::session::version::Mismatch;

    #[test]
    fn who_is_refused_rests_for_seconds_until_it_is_let_in() {
        let versions = |newest| Versions { oldest: newest, newest };
        let refused = || Mismatch { agent: versions(2), server: versions(3) }.into();
        let mut redial = Redial::default();
        for _ in 0..10 {
            assert!(redial.ended(Err(refused())) >= REST_REFUSED.0 / 2);
        }
        assert!(redial.ended(Err(refused())) >= REST_REFUSED.1 / 2);
        assert!(redial.ended(Err(SessionError::NotLetIn)) <= REST.0);
        for _ in 0..10 {
            redial.ended(Err(SessionError::NotLetIn));
        }
        assert!(redial.ended(Err(SessionError::NotLetIn)) >= REST.1 / 2);
        redial.let_in();
        assert!(redial.ended(Ok(())) <= REST.0);
    }
}
