//! The keys of OpenID Connect providers: asked for when a token needs them, and kept for a while.
//!
//! Whoever asks has proven nothing yet, so of each provider there is one question at a time, and
//! none soon after another; what comes of it is for all who wait.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;

use ferrogate_base::{Clock, TimestampMs};
use parking_lot::Mutex;
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::keys::{Keys, Unproven};
use super::token::Token;

/// How long keys are taken as those of their provider, in milliseconds: who withdraws one is heard
/// after that.
const FRESH_MS: u64 = 5 * 60_000;
/// How long they are, while the provider can't be asked.
const KEPT_MS: u64 = 60 * 60_000;
/// How long a provider has rest after it was asked.
const REST_MS: u64 = 10_000;
/// Requests that wait for providers at a time.
const WAITING_MAX: usize = 64;
/// Providers that are remembered.
const PROVIDERS_MAX: usize = 512;

/// The text of a page.
pub type Fetched = Pin<Box<dyn Future<Output = Result<Vec<u8>, Unfetched>> + Send>>;

/// Gets pages from providers. It has a deadline of its own, and a bound for what it reads.
pub trait Source: Send + Sync + 'static {
    /// Gets what is at `url`. The server is trusted for its certificate, or by these thumbprints:
    /// SHA-1 of a certificate of its chain, in hexadecimal digits.
    fn get(&self, url: String, thumbprints: Vec<String>) -> Fetched;
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfetched {
    /// Nobody vouches for the server's certificate.
    Certificate,
    /// The provider is where the engine sends nothing.
    Denied,
    /// It can't be reached, or does not answer in time: another time may be better.
    Unreachable,
    /// It answers, and not with what was asked for.
    Bad,
}

/// Reaches nobody.
#[derive(Clone, Copy, Debug)]
pub struct NoSource;

impl Source for NoSource {
    fn get(&self, _: String, _: Vec<String>) -> Fetched {
        Box::pin(async { Err(Unfetched::Denied) })
    }
}

/// Why a token is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no key for it.
    Keys(Unproven),
    /// The provider's keys are not known.
    Unknown(Unfetched),
    /// Too many wait for providers.
    Busy,
}

/// The keys of all providers that were needed lately. One per process, shared.
pub struct Providers {
    source: Arc<dyn Source>,
    clock: Arc<dyn Clock>,
    slots: Mutex<HashMap<Of, Arc<Slot>>>,
    waiting: Arc<Semaphore>,
}

/// A provider's address and its thumbprints: who has others is asked anew.
type Of = (String, Vec<String>);

#[derive(Default)]
struct Slot {
    turn: Arc<tokio::sync::Mutex<()>>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    keys: Option<(Arc<Keys>, TimestampMs)>,
    /// When it was asked last, whatever came of it.
    asked: Option<TimestampMs>,
    failed: Option<Unfetched>,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Providers {
    /// Gets keys from `source`.
    #[must_use]
    pub fn new(source: Arc<dyn Source>, clock: Arc<dyn Clock>) -> Self {
        let (slots, waiting) = (Mutex::default(), Arc::new(Semaphore::new(WAITING_MAX)));
        Self { source, clock, slots, waiting }
    }

    /// Whether the provider at `url`, which is without `https://`, has signed a token.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn verify(
        &self,
        url: &str,
        thumbprints: &[String],
        token: &Token,
    ) -> Result<(), Refused> {
        let of = (url.to_owned(), thumbprints.to_vec());
        let slot = self.slot(of.clone());
        if let Some(keys) = slot.keys(self.clock.now(), FRESH_MS)
            && let Some(said) = settled(&keys, token)
        {
            return said;
        }
        let place = self.waiting.clone().try_acquire_owned().map_err(|_| Refused::Busy)?;
        let turn = slot.turn.clone().lock_owned().await;
        if slot.may_be_asked(self.clock.now()) {
            let (source, clock, slot) = (self.source.clone(), self.clock.clone(), slot.clone());
            // It comes to its end though whoever asked goes away: others wait for it.
            let asked = tokio::spawn(async move {
                let found = ask(&*source, &of).await;
                slot.told(found, &of.0, clock.now());
                drop((turn, place));
            });
            // One that panics has told nothing, which is what is answered.
            let _ = asked.await;
        }
        match slot.keys(self.clock.now(), KEPT_MS) {
            Some(keys) => keys.verify(token).map_err(Refused::Keys),
            None => {
                let failed = slot.known.lock().failed.clone();
                Err(Refused::Unknown(failed.unwrap_or(Unfetched::Unreachable)))
            }
        }
    }

    fn slot(&self, of: Of) -> Arc<Slot> {
        let mut slots = self.slots.lock();
        if slots.len() >= PROVIDERS_MAX && !slots.contains_key(&of) {
            let now = self.clock.now();
            slots
                .retain(|_, slot| Arc::strong_count(slot) > 1 || slot.keys(now, KEPT_MS).is_some());
            // All of them are in use: the keys of some are asked for anew.
            if slots.len() >= PROVIDERS_MAX {
                slots.retain(|_, slot| Arc::strong_count(slot) > 1);
            }
        }
        slots.entry(of).or_default().clone()
    }
}

/// Asks a provider for its keys (OpenID Connect Discovery 1.0, section 4).
async fn ask(source: &dyn Source, (url, thumbprints): &Of) -> Result<Keys, Unfetched> {
    let page = format!("https://{url}/.well-known/openid-configuration");
    let text = source.get(page, thumbprints.clone()).await?;
    let found: Discovery = serde_json::from_slice(&text).map_err(|_| Unfetched::Bad)?;
    let is_its_own = found.issuer.strip_prefix("https://").map(|of| of.trim_end_matches('/'));
    if is_its_own != Some(url) || !found.jwks_uri.starts_with("https://") {
        return Err(Unfetched::Bad);
    }
    let text = source.get(found.jwks_uri, thumbprints.clone()).await?;
    Keys::read(&text).ok_or(Unfetched::Bad)
}

/// What fresh keys say of a token; nothing if they lack its key, which may be a new one.
fn settled(keys: &Keys, token: &Token) -> Option<Result<(), Refused>> {
    match keys.verify(token) {
        Ok(()) => Some(Ok(())),
        Err(Unproven::NoKey) => None,
        Err(error @ Unproven::Mismatch) => Some(Err(Refused::Keys(error))),
    }
}

impl Slot {
    /// The keys, if they are not older.
    fn keys(&self, now: TimestampMs, age_ms: u64) -> Option<Arc<Keys>> {
        let known = self.known.lock();
        let (keys, at) = known.keys.as_ref()?;
        (now.0.abs_diff(at.0) < age_ms).then(|| keys.clone())
    }

    fn told(&self, found: Result<Keys, Unfetched>, url: &str, now: TimestampMs) {
        let mut known = self.known.lock();
        match found {
            Ok(keys) => (known.keys, known.failed) = (Some((Arc::new(keys), now)), None),
            Err(error) => {
                tracing::warn!(provider = url, ?error, "a provider's keys can't be got");
                known.failed = Some(error);
            }
        }
    }

    /// Whether it has rested; it is asked now, then.
    fn may_be_asked(&self, now: TimestampMs) -> bool {
        let mut known = self.known.lock();
        if known.asked.is_some_and(|asked| now.0.abs_diff(asked.0) < REST_MS) {
            return false;
        }
        known.asked = Some(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use ferrogate_base::clock::ManualClock;
    use serde_json::{Value, json};

    use super::*;

    const URL: &str = "oidc.example.com/id/1F";
    const NOW: TimestampMs = TimestampMs(1_700_000_000_000);

    /// A provider that answers with what it is set to.
    struct Provider {
        asked: AtomicUsize,
        issuer: &'static str,
        keys: Mutex<Result<Value, Unfetched>>,
    }

    impl Source for Arc<Provider> {
        fn get(&self, url: String, _: Vec<String>) -> Fetched {
            let text = match &*url {
                "https://oidc.example.com/id/1F/.well-known/openid-configuration" => {
                    self.asked.fetch_add(1, Ordering::SeqCst);
                    let jwks = "https://keys.example.com/1F";
                    Ok(json!({"issuer": self.issuer, "jwks_uri": jwks}))
                }
                "https://keys.example.com/1F" => self.keys.lock().clone(),
                _ => Err(Unfetched::Bad),
            };
            Box::pin(async move { text.map(|text| text.to_string().into_bytes()) })
        }
    }

    struct Rig {
        provider: Arc<Provider>,
        providers: Providers,
        clock: ManualClock,
        token: Token,
        keys: Value,
    }

    fn rig(issuer: &'static str) -> Rig {
        let vectors: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
        let (keys, clock) = (vectors["keys"].clone(), ManualClock::new(NOW));
        let set = Mutex::new(Ok(keys.clone()));
        let provider = Arc::new(Provider { asked: AtomicUsize::new(0), issuer, keys: set });
        let source: Arc<dyn Source> = Arc::new(provider.clone());
        let providers = Providers::new(source, Arc::new(clock.clone()));
        let token = Token::read(vectors["tokens"]["RS256"].as_str().unwrap()).unwrap();
        Rig { provider, providers, clock, token, keys }
    }

    impl Rig {
        async fn verify(&self) -> Result<(), Refused> {
            self.providers.verify(URL, &[], &self.token).await
        }

        fn asked(&self) -> usize {
            self.provider.asked.load(Ordering::SeqCst)
        }

        fn set(&self, keys: Result<Value, Unfetched>) {
            *self.provider.keys.lock() = keys;
        }
    }

    #[tokio::test]
    async fn a_provider_is_asked_once_for_many_tokens_and_again_after_a_while() {
        let rig = rig("https://oidc.example.com/id/1F");
        let all = (rig.verify(), rig.verify(), rig.verify());
        assert_eq!(tokio::join!(all.0, all.1, all.2), (Ok(()), Ok(()), Ok(())));
        assert_eq!(rig.asked(), 1);
        // A key that was withdrawn is taken until then, and no longer.
        rig.set(Ok(json!({"keys": []})));
        assert_eq!(rig.verify().await, Ok(()));
        rig.clock.advance_ms(FRESH_MS);
        assert_eq!(rig.verify().await, Err(Refused::Keys(Unproven::NoKey)));
        assert_eq!(rig.asked(), 2);
    }

    #[tokio::test]
    async fn tokens_that_name_no_key_of_it_don_t_drive_a_provider() {
        let rig = rig("https://oidc.example.com/id/1F");
        rig.set(Ok(json!({"keys": []})));
        for _ in 0..9 {
            assert_eq!(rig.verify().await, Err(Refused::Keys(Unproven::NoKey)));
        }
        assert_eq!(rig.asked(), 1);
        // A new key is found once the provider has rested.
        rig.set(Ok(rig.keys.clone()));
        rig.clock.advance_ms(REST_MS);
        assert_eq!(rig.verify().await, Ok(()));
        assert_eq!(rig.asked(), 2);
    }

    #[tokio::test]
    async fn keys_outlive_a_provider_that_is_down_by_an_hour() {
        let rig = rig("https://oidc.example.com/id/1F");
        let down = || Err(Unfetched::Unreachable);
        rig.set(down());
        for _ in 0..3 {
            assert_eq!(rig.verify().await, Err(Refused::Unknown(Unfetched::Unreachable)));
        }
        assert_eq!(rig.asked(), 1);
        rig.set(Ok(rig.keys.clone()));
        rig.clock.advance_ms(REST_MS);
        assert_eq!(rig.verify().await, Ok(()));
        rig.set(down());
        rig.clock.advance_ms(KEPT_MS - 1);
        assert_eq!(rig.verify().await, Ok(()));
        rig.clock.advance_ms(REST_MS);
        assert_eq!(rig.verify().await, Err(Refused::Unknown(Unfetched::Unreachable)));
    }

    #[tokio::test]
    async fn who_speaks_for_another_issuer_is_not_believed() {
        let rig = rig("https://oidc.example.com/id/2");
        assert_eq!(rig.verify().await, Err(Refused::Unknown(Unfetched::Bad)));
    }

    #[tokio::test]
    async fn no_more_providers_are_remembered_than_there_may_be() {
        let rig = rig("https://oidc.example.com/id/1F");
        for at in 0..=PROVIDERS_MAX * 2 {
            let of = rig.providers.verify(&format!("{at}.example.com"), &[], &rig.token).await;
            assert_eq!(of, Err(Refused::Unknown(Unfetched::Bad)));
        }
        assert!(rig.providers.slots.lock().len() <= PROVIDERS_MAX);
    }
}
