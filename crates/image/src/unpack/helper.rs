//! The helper process itself.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use super::jail;
use super::layer::{self, Fault};
use super::{Limits, Outcome};

/// What the helper writes when its namespaces are made and it waits for its id map.
pub(super) const READY: &[u8] = b"ready\n";
/// What the agent answers when the map is written.
pub(super) const GO: u8 = b'+';

/// Runs the unpack helper: `args` is what follows the subcommand, a folder and the limits as
/// JSON. The layer is read from standard input, the outcome written to standard output.
///
/// Must be called while the process has one thread, before any runtime is started: it gives
/// up, for the whole process and for good, every right but writing below that folder.
/// Meant to be started by [`super::UnpackCommand`] and by nothing else.
pub fn helper_main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = run(args).unwrap_or_else(Outcome::from);
    let mut text = serde_json::to_vec(&outcome).expect("an outcome is plain data");
    text.push(b'\n');
    let mut out = io::stdout().lock();
    match out.write_all(&text).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(args: impl IntoIterator<Item = OsString>) -> Result<Outcome, Fault> {
    let failed = |text: String| Fault::Failed(text);
    let mut args = args.into_iter();
    let (Some(folder), Some(limits), None) = (args.next(), args.next(), args.next()) else {
        return Err(failed("the helper takes a folder and its limits".to_owned()));
    };
    let limits: Limits = serde_json::from_slice(limits.as_encoded_bytes())
        .map_err(|e| failed(format!("the helper's limits can't be read: {e}")))?;
    jail::leave_namespaces(&limits).map_err(|e| failed(e.to_string()))?;
    wait_for_map().map_err(|e| failed(format!("waiting for the id map: {e}")))?;
    let root = jail::close(folder.as_ref()).map_err(|e| failed(e.to_string()))?;
    layer::unpack(Stdin, root, limits).map(Outcome::Done)
}

fn wait_for_map() -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(READY)?;
    out.flush()?;
    let mut go = [0];
    Stdin.read_exact(&mut go)?;
    if go[0] == GO { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// Standard input without the standard library's buffer: the decoder has its own, larger.
struct Stdin;

impl Read for Stdin {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match rustix::io::read(io::stdin(), &mut *out) {
                Err(rustix::io::Errno::INTR) => {}
                other => return Ok(other?),
            }
        }
    }
}
