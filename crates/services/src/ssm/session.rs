//! Sessions of the stock clients: a connection that broke is taken up again, and a session is
//! ended. They are begun by ECS's ExecuteCommand alone.

use std::time::Instant;

use ferrogate_api::ssm::{
    Error, ResumeSessionRequest, ResumeSessionResponse, TerminateSessionRequest,
    TerminateSessionResponse,
};
use ferrogate_api::{Cx, Failure, OrFault};
use ferrogate_channel::ticket::{Channels, Grant};

use super::Result;

/// Gives out another token for a session that goes on.
pub(super) fn resume(
    channels: &Channels,
    cx: &Cx,
    input: ResumeSessionRequest,
) -> Result<ResumeSessionResponse> {
    let session = input.session_id;
    if !channels.tickets.is_open(&session, &cx.account) {
        return Err(unknown(&session));
    }
    let token = channels.tickets.give(&session, Grant::Resume, Instant::now()).or_fault()?;
    Ok(ResumeSessionResponse {
        stream_url: Some(channels.url_of(&session)),
        token_value: Some(token),
        session_id: Some(session),
    })
}

/// Ends a session. Of one that is over that is true already (AWS answers so, too).
pub(super) fn terminate(
    channels: &Channels,
    cx: &Cx,
    input: TerminateSessionRequest,
) -> Result<TerminateSessionResponse> {
    channels.tickets.end(&input.session_id, &cx.account);
    Ok(TerminateSessionResponse { session_id: Some(input.session_id) })
}

fn unknown(session: &str) -> Failure<Error> {
    Error::new("DoesNotExistException", format!("Session {session} does not exist.")).into()
}
