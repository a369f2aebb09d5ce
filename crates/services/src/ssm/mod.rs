//! AWS Systems Manager, as far as the stock clients of sessions ask for it: a connection that broke
//! is taken up again, and a session is ended. Sessions are begun by ECS's ExecuteCommand alone.

use std::sync::Arc;
use std::time::Instant;

use ferrogate_api::ssm::{
    Error, ResumeSessionRequest, ResumeSessionResponse, TerminateSessionRequest,
    TerminateSessionResponse, op,
};
use ferrogate_api::{Cx, Failure, Operations, OrFault};
use ferrogate_channel::ticket::{Channels, Grant};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// Puts every operation of Systems Manager that is built into the table.
pub fn register(table: &mut Operations, channels: Arc<Channels>) {
    let resumed = channels.clone();
    table.on::<op::ResumeSession, _, _>(move |cx, input| {
        let answer = resume(&resumed, &cx, input);
        async move { answer }
    });
    table.on::<op::TerminateSession, _, _>(move |cx, input| {
        let answer = terminate(&channels, &cx, input);
        async move { answer }
    });
}

/// Gives out another token for a session that goes on.
fn resume(
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
fn terminate(
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
