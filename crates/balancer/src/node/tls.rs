//! TLS with clients: the certificates of a listener, which of them a client gets, and what is
//! spoken within.

use std::fmt;
use std::sync::{Arc, OnceLock};

use ferrogate_link::balancer::{Certificate, Material, Mutual, Tls as Told, policy};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{
    CipherSuite, HandshakeKind, NamedGroup, ProtocolVersion, ServerConfig, SignatureAlgorithm,
    SignatureScheme,
};

use super::mutual::{self, Presented, Verifier};
use crate::plan::certificate::{Candidate, choose};
use crate::plan::hello;

/// TLS of one listener: what was told, and what was made of it.
pub(crate) struct Tls {
    told: Told,
    told_mutual: Option<Mutual>,
    http2: bool,
    pub(crate) config: Arc<ServerConfig>,
    certificates: Arc<Certificates>,
    spoken: Spoken,
    /// What is asked of clients, if anything is.
    pub(crate) verifier: Option<Arc<Verifier>>,
    /// What of it can't be done.
    pub(crate) trouble: Vec<String>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("told", &self.told).finish_non_exhaustive()
    }
}

impl Tls {
    /// What `told` comes to. The same as before stays: clients take up their sessions again.
    ///
    /// # Errors
    /// In words, when nobody can be served.
    pub(crate) fn after(
        before: Option<&Arc<Self>>,
        told: &Told,
        mutual: Option<&Mutual>,
        http2: bool,
    ) -> Result<Arc<Self>, String> {
        let is_same = |old: &&Arc<Self>| {
            old.told == *told && old.told_mutual.as_ref() == mutual && old.http2 == http2
        };
        if let Some(same) = before.filter(is_same) {
            return Ok(same.clone());
        }
        let (mut all, mut trouble) = (Vec::new(), Vec::new());
        for (at, one) in told.certificates.iter().enumerate() {
            match Served::new(one) {
                Ok(served) => all.push(served),
                // Whoever is meant for it would get another one: none at all is better.
                Err(why) if at == 0 => return Err(why),
                Err(why) => trouble.push(why),
            }
        }
        if all.is_empty() {
            return Err("a listener with TLS has no certificate".into());
        }
        let certificates = Arc::new(Certificates(all));
        let spoken = Spoken::new(&told.policy, http2)?;
        let verifier = mutual.map(|mutual| Verifier::new(mutual, &spoken.provider)).transpose()?;
        let by = verifier.clone().map(|by| by as Arc<dyn ClientCertVerifier>);
        let config = Arc::new(spoken.config(certificates.clone(), by)?);
        Ok(Arc::new(Self {
            told: told.clone(),
            told_mutual: mutual.cloned(),
            http2,
            config,
            certificates,
            spoken,
            verifier,
            trouble,
        }))
    }

    /// The same for one handshake of which it is known afterwards which certificate was chosen.
    pub(crate) fn recording(&self) -> (Arc<ServerConfig>, Recorded) {
        let recorded = Recorded::default();
        let chosen = recorded.chosen.clone();
        let resolver = Arc::new(Recording { certificates: self.certificates.clone(), chosen });
        let by = self.verifier.clone().map(|of| {
            let presented = recorded.presented.clone();
            Arc::new(mutual::Recording { of, presented }) as Arc<dyn ClientCertVerifier>
        });
        let config = match by {
            // It was made of the same before.
            Some(by) => self.spoken.config(resolver, Some(by)).ok(),
            None => {
                let mut config = (*self.config).clone();
                config.cert_resolver = resolver;
                Some(config)
            }
        };
        (config.map_or_else(|| self.config.clone(), Arc::new), recorded)
    }
}

/// What is spoken: versions, ciphers, and what is spoken within.
struct Spoken {
    provider: Arc<CryptoProvider>,
    versions: Vec<&'static rustls::SupportedProtocolVersion>,
    /// The policy's name.
    policy: String,
    http2: bool,
}

impl Spoken {
    fn new(name: &str, http2: bool) -> Result<Self, String> {
        let policy = policy::find(name).ok_or_else(|| format!("there is no TLS policy {name}"))?;
        let provider = ring::default_provider();
        let wanted = policy.ciphers();
        let place = |suite: CipherSuite| wanted.iter().position(|one| *one == cipher(suite));
        let mut cipher_suites = provider.cipher_suites.clone();
        cipher_suites.retain(|suite| place(suite.suite()).is_some());
        cipher_suites.sort_by_key(|suite| place(suite.suite()));
        let provider = Arc::new(CryptoProvider { cipher_suites, ..provider });
        let mut versions = Vec::new();
        if policy.tls13 {
            versions.push(&rustls::version::TLS13);
        }
        if policy.tls12 {
            versions.push(&rustls::version::TLS12);
        }
        Ok(Self { provider, versions, policy: name.to_owned(), http2 })
    }

    fn config(
        &self,
        certificates: Arc<dyn ResolvesServerCert>,
        verifier: Option<Arc<dyn ClientCertVerifier>>,
    ) -> Result<ServerConfig, String> {
        let name = &self.policy;
        let failed = |error: rustls::Error| format!("TLS can't be spoken as {name} says: {error}");
        let builder = ServerConfig::builder_with_provider(self.provider.clone())
            .with_protocol_versions(&self.versions)
            .map_err(failed)?;
        let mut config = match verifier {
            None => {
                let mut config = builder.with_no_client_auth().with_cert_resolver(certificates);
                config.ticketer = ring::Ticketer::new().map_err(failed)?;
                config
            }
            Some(by) => {
                let mut config =
                    builder.with_client_cert_verifier(by).with_cert_resolver(certificates);
                // No session is taken up again (ALB guide, "Session resumption"): whoever is
                // revoked meanwhile does not come in.
                config.session_storage = Arc::new(NoServerSessionStorage {});
                config.send_tls13_tickets = 0;
                config
            }
        };
        // The policies have the order of the server.
        config.ignore_client_order = true;
        config.alpn_protocols = match self.http2 {
            true => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            false => vec![b"http/1.1".to_vec()],
        };
        Ok(config)
    }
}

/// The certificates of a listener, the default one first.
#[derive(Debug)]
struct Certificates(Vec<Served>);

#[derive(Debug)]
struct Served {
    arn: String,
    key: Arc<CertifiedKey>,
    /// In lower case.
    names: Vec<String>,
    bits: u32,
    not_before_ms: u64,
    not_after_ms: u64,
}

impl Served {
    fn new(of: &Certificate) -> Result<Self, String> {
        let arn = &of.arn;
        let Some(Material { chain, key, names, bits, not_before, not_after }) = &of.material else {
            return Err(format!("{arn} came without its key"));
        };
        let chain = CertificateDer::pem_slice_iter(chain.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| format!("{arn} can't be read"))?;
        // What is wrong with a key is not said: it would be part of it.
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes())
            .map_err(|_| format!("the key of {arn} can't be read"))?;
        let key = ring::sign::any_supported_type(&key)
            .map_err(|_| format!("the key of {arn} can't be used"))?;
        Ok(Self {
            arn: arn.clone(),
            key: Arc::new(CertifiedKey::new(chain, key)),
            names: names.iter().map(|name| name.to_ascii_lowercase()).collect(),
            bits: *bits,
            not_before_ms: not_before.0,
            not_after_ms: not_after.0,
        })
    }

    fn candidate(&self, offered: &[SignatureScheme], now_ms: u64) -> Candidate<'_> {
        Candidate {
            names: &self.names,
            usable: self.key.key.choose_scheme(offered).is_some(),
            ecdsa: self.key.key.algorithm() == SignatureAlgorithm::ECDSA,
            valid: (self.not_before_ms..=self.not_after_ms).contains(&now_ms),
            bits: self.bits,
            not_after_ms: self.not_after_ms,
        }
    }
}

impl Certificates {
    fn choose(&self, hello: &ClientHello<'_>) -> Option<&Served> {
        use ferrogate_base::{Clock, SystemClock};
        let (offered, now_ms) = (hello.signature_schemes(), SystemClock.now().0);
        let all: Vec<_> = self.0.iter().map(|one| one.candidate(offered, now_ms)).collect();
        let at = choose(&all, hello.server_name());
        self.0.get(at)
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.choose(&hello).map(|one| one.key.clone())
    }
}

/// What is known of a handshake while it goes on.
#[derive(Default)]
pub(crate) struct Recorded {
    chosen: Chosen,
    /// What the client has presented.
    pub(crate) presented: Presented,
}

/// The ARN of the certificate that was chosen in a handshake, once one was.
type Chosen = Arc<OnceLock<String>>;

/// Chooses for one handshake, and says what.
#[derive(Debug)]
struct Recording {
    certificates: Arc<Certificates>,
    chosen: Chosen,
}

impl ResolvesServerCert for Recording {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let one = self.certificates.choose(&hello)?;
        // A handshake that begins anew chooses the same.
        let _ = self.chosen.set(one.arn.clone());
        Some(one.key.clone())
    }
}

/// What was said in a handshake, as the access log tells of it.
#[derive(Debug)]
pub(crate) struct Shaken {
    /// The name that the client asked for.
    pub(crate) domain: Option<String>,
    /// The ARN of its certificate, or that its session was taken up again.
    pub(crate) certificate: Option<String>,
}

impl Shaken {
    pub(crate) fn of(connection: &rustls::ServerConnection, recorded: &Recorded) -> Self {
        let resumed = connection.handshake_kind() == Some(HandshakeKind::Resumed);
        let certificate =
            if resumed { Some("session-reused".into()) } else { recorded.chosen.get().cloned() };
        Self { domain: connection.server_name().map(str::to_owned), certificate }
    }
}

/// What was agreed on, as `x-amzn-tls-version` and `x-amzn-tls-cipher-suite` name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Agreed {
    pub(crate) version: &'static str,
    pub(crate) cipher: &'static str,
}

impl Agreed {
    pub(crate) fn of(connection: &rustls::ServerConnection) -> Self {
        let version = match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_3) => "TLSv1.3",
            _ => "TLSv1.2",
        };
        let cipher = connection.negotiated_cipher_suite().map_or("-", |of| cipher(of.suite()));
        Self { version, cipher }
    }
}

/// What a handshake that failed had agreed on, as far as it came.
pub(crate) fn half(sent: &[u8]) -> Option<(&'static str, &'static str, Option<&'static str>)> {
    let hello = hello::read(sent)?;
    let version = if hello.tls13 { "TLSv1.3" } else { "TLSv1.2" };
    let group = hello.group.and_then(|group| group_name(NamedGroup::from(group)));
    Some((version, cipher(CipherSuite::from(hello.cipher)), group))
}

/// How keys were exchanged, as the registry of TLS names it.
pub(crate) fn exchange(connection: &rustls::ServerConnection) -> Option<&'static str> {
    connection.negotiated_key_exchange_group().and_then(|group| group_name(group.name()))
}

fn group_name(of: NamedGroup) -> Option<&'static str> {
    Some(match of {
        NamedGroup::X25519 => "x25519",
        NamedGroup::secp256r1 => "secp256r1",
        NamedGroup::secp384r1 => "secp384r1",
        _ => return None,
    })
}

/// A cipher as policies name it; `-` for one that is in none.
fn cipher(of: CipherSuite) -> &'static str {
    match of {
        CipherSuite::TLS13_AES_128_GCM_SHA256 => "TLS_AES_128_GCM_SHA256",
        CipherSuite::TLS13_AES_256_GCM_SHA384 => "TLS_AES_256_GCM_SHA384",
        CipherSuite::TLS13_CHACHA20_POLY1305_SHA256 => "TLS_CHACHA20_POLY1305_SHA256",
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 => "ECDHE-ECDSA-AES128-GCM-SHA256",
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 => "ECDHE-ECDSA-AES256-GCM-SHA384",
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 => "ECDHE-RSA-AES128-GCM-SHA256",
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 => "ECDHE-RSA-AES256-GCM-SHA384",
        _ => "-",
    }
}
