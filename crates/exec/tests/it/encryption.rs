//! Channels that are to be encrypted.

use bytes::Bytes;
use ferrogate_channel::cipher::{Cipher, Side};
use ferrogate_channel::payload::SealedKey;

use super::*;

const KEY: [u8; 64] = [7; 64];

struct Client {
    socket: Socket,
    sent: i64,
    cipher: Cipher,
}

impl Client {
    async fn offered(denied: Option<&'static str>) -> Self {
        let role = Arc::<Role>::default();
        *role.denied.lock() = denied;
        let mut rig = Rig::with(Options::default(), role, None);
        rig.kms_key = Some("alias/x".into());
        let socket = rig.offered("s").await;
        let cipher = Cipher::new(&KEY, Side::User).unwrap().unwrap();
        Self { socket, sent: 0, cipher }
    }

    fn say(&mut self, payload_type: u32, payload: Bytes) {
        let message = Message::new(Kind::Input, TimestampMs(1), payload_type, payload);
        self.socket.send(&Message { sequence: self.sent, ..message });
        self.sent += 1;
    }

    fn answer(&mut self, key: &[u8]) {
        let key = SealedKey { ciphertext: key.to_vec(), challenged: true };
        let answer = payload::handshake_response("1", Some(&Ok(key)));
        self.say(payload::HANDSHAKE_RESPONSE, answer);
    }

    /// The challenge, opened.
    async fn challenge(&mut self) -> Bytes {
        loop {
            let message = next(&mut self.socket).await;
            if message.payload_type == payload::CHALLENGE_REQUEST {
                let sealed = payload::challenged(&message.payload).unwrap();
                return self.cipher.open(&sealed).unwrap();
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_program_begins_once_the_client_has_shown_the_key() {
    let mut client = Client::offered(None).await;
    client.answer(&KEY);
    let plain = client.challenge().await;
    assert_eq!(plain.len(), 64);
    let answer = payload::challenge(&client.cipher.seal(&plain));
    client.say(payload::CHALLENGE_RESPONSE, answer);
    // It is begun: there is no host here.
    let words = last_words(&mut client.socket).await;
    assert!(words.ends_with("the host of the task is not connected"), "{words}");
}

#[tokio::test(start_paused = true)]
async fn nothing_begins_for_who_has_not_the_key() {
    let failed = "\n----------ERROR-------\nEncountered error while initiating handshake. ";
    let mut denied = Client::offered(Some("kms:Decrypt")).await;
    denied.answer(&KEY);
    let words = last_words(&mut denied.socket).await;
    let wanted = "Fetching data key failed: Unable to retrieve data key, Error when decrypting data \
                  key AccessDenied: kms:Decrypt";
    assert_eq!(words, format!("{failed}{wanted}"));

    let mut short = Client::offered(None).await;
    short.answer(&KEY[..32]);
    assert!(last_words(&mut short.socket).await.ends_with("it has not 64 bytes"));

    let mut open = Client::offered(None).await;
    open.say(payload::HANDSHAKE_RESPONSE, payload::handshake_response("1", None));
    let words = last_words(&mut open.socket).await;
    assert!(words.contains("the client did not encrypt the session"), "{words}");

    let mut wrong = Client::offered(None).await;
    wrong.answer(&KEY);
    drop(wrong.challenge().await);
    let answer = payload::challenge(&wrong.cipher.seal(&[0; 64]));
    wrong.say(payload::CHALLENGE_RESPONSE, answer);
    let words = last_words(&mut wrong.socket).await;
    assert_eq!(words, format!("{failed}Encryption challenge does not match!"));

    let mut silent = Client::offered(None).await;
    silent.answer(&KEY);
    let begun = Instant::now();
    let words = last_words(&mut silent.socket).await;
    assert_eq!(words, format!("{failed}Timed out waiting for encryption challenge."));
    assert_eq!(begun.elapsed().as_secs(), 15);

    // Not even what comes before an answer is taken as it is.
    let mut early = Client::offered(None).await;
    early.answer(&KEY);
    drop(early.challenge().await);
    early.say(payload::OUTPUT, Bytes::from_static(b"openly"));
    let words = last_words(&mut early.socket).await;
    assert_eq!(words, "what the client sends is not right: it can't be decrypted");
}
