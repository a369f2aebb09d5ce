//! How a channel comes to be encrypted: the client has KMS make a data key, the task's role has it
//! decrypted here, and the client then shows that both have the same.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use ferrogate_channel::cipher::{Cipher, Side};
use ferrogate_channel::payload::{self, KmsOffer, Refusal};

use crate::rights::{KeyWanted, Rights, Whose};

/// Bytes that a client is to decrypt and to encrypt again (amazon-ssm-agent,
/// `sendEncryptionChallenge`).
const CHALLENGE_BYTES: usize = 64;
/// Bytes that a client may have in the encryption context of its data key.
const CONTEXT_BYTES: usize = 16;

/// Nothing of a channel is encrypted that way, and what is, is not by chance.
pub(crate) const NO_CHANCE: &str = "the system gives no random bytes";

/// The encryption that is offered to a client.
pub(crate) fn offer(key: &str) -> Result<KmsOffer, String> {
    let challenge = STANDARD.encode(random::<CONTEXT_BYTES>()?);
    Ok(KmsOffer { key: key.to_owned(), challenge })
}

/// The words that a client is turned away with which can't have what it was offered.
pub(crate) fn refused(Refusal { of_encryption, status, why }: Refusal) -> String {
    match of_encryption {
        true => {
            failed(&format!("KMSEncryption failed on client with status {status} error: {why}"))
        }
        false => format!("the client can't have the session: {why}"),
    }
}

/// How the agent of SSM says that a handshake came to nothing.
pub(crate) fn failed(why: &str) -> String {
    format!("\n----------ERROR-------\nEncountered error while initiating handshake. {why}")
}

/// The keys that a client's answer leads to.
///
/// # Errors
/// Why there are none, in words for the user.
pub(crate) fn agreed(
    rights: &dyn Rights,
    whose: &Whose,
    offer: &KmsOffer,
    (session, target): (&str, &str),
    response: &[u8],
) -> Result<Cipher, String> {
    // A client that says nothing of it would be sent everything openly.
    let sealed = payload::data_key(response)
        .ok_or("the client did not encrypt the session, as its cluster's kmsKeyId wants it")?;
    let fetching =
        |why: &str| format!("Fetching data key failed: Unable to retrieve data key, {why}");
    let challenge = &offer.challenge;
    let wanted = KeyWanted { key: &offer.key, session, target, challenge, sealed: &sealed };
    let opened = rights
        .data_key(whose, &wanted)
        .map_err(|why| fetching(&format!("Error when decrypting data key {why}")))?;
    Cipher::new(&opened, Side::Program)
        .map_err(|_| NO_CHANCE.to_owned())?
        .ok_or_else(|| fetching("it has not 64 bytes"))
}

/// What the client is to show that it has the same keys by: what is sent, and what is to come back.
pub(crate) fn challenge(cipher: &mut Cipher) -> Result<(Bytes, Vec<u8>), String> {
    let plain = random::<CHALLENGE_BYTES>()?;
    Ok((payload::challenge(&cipher.seal(&plain)), plain.to_vec()))
}

/// Whether what a client answers is what it was to show.
pub(crate) fn is_shown(cipher: &Cipher, wanted: &[u8], said: &[u8]) -> bool {
    let shown = payload::challenged(said).and_then(|sealed| cipher.open(&sealed).ok());
    shown.is_some_and(|shown| shown == wanted)
}

fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NO_CHANCE.to_owned())?;
    Ok(bytes)
}
