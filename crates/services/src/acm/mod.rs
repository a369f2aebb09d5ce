//! AWS Certificate Manager: certificates that somebody has imported, and those that the engine's
//! own authority issues.
//!
//! A certificate is one record with its key, which is sealed under the engine's root key and opened
//! for nobody but the hosts that carry a load balancer with it. What can be read of one that
//! somebody brings is in [`pem`]. Who uses a certificate the listeners say.

mod import;
mod pem;
mod read;
mod request;
mod tags;

use std::sync::Arc;

use ferrogate_api::acm::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_auth::{Authority, RootKey, Secret, Vault};
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::acm::VAULT;
use ferrogate_records::acm::certificate::{self, Record};
use ferrogate_records::elb::listener;
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Prefix;

use crate::change::{self, Change};

type Result<T> = std::result::Result<T, Failure<Error>>;
type Certificate = Arc<Entry<Record>>;

/// Certificates of an account in a region (ACM quotas: 2500 of each kind).
const CERTIFICATES_MAX: usize = 2500;

/// The operations of ACM over the engine's state, and the keys of its certificates.
pub struct Acm {
    state: Arc<State>,
    vault: Vault,
    authority: Arc<Authority>,
}

/// Puts every operation of ACM that is built into the table.
pub fn register(table: &mut Operations, acm: Arc<Acm>) {
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let acm = acm.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let acm = acm.clone();
                async move { acm.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        AddTagsToCertificate => add_tags_to_certificate,
        DeleteCertificate => delete_certificate,
        DescribeCertificate => describe_certificate,
        GetCertificate => get_certificate,
        ImportCertificate => import_certificate,
        ListCertificates => list_certificates,
        ListTagsForCertificate => list_tags_for_certificate,
        RemoveTagsFromCertificate => remove_tags_from_certificate,
        RenewCertificate => renew_certificate,
        RequestCertificate => request_certificate,
    }
}

/// What an operation sees.
struct View {
    here: Scope,
    snapshot: Snapshot,
    now: TimestampMs,
}

impl Acm {
    /// The certificates of `state`, whose keys are sealed under `root`; `authority` issues.
    #[must_use]
    pub fn new(state: Arc<State>, root: &RootKey, authority: Arc<Authority>) -> Arc<Self> {
        Arc::new(Self { state, vault: Vault::new(root, VAULT), authority })
    }

    /// The key of a certificate in PEM. For whoever serves with it, and nobody else.
    ///
    /// # Errors
    /// When it was sealed under another root key, or altered.
    pub fn key(&self, of: &Record) -> std::result::Result<Secret, Fault> {
        let opened = self.vault.open(&of.arn(), &of.sealed);
        opened.map_err(|e| Fault::Part("the key of a certificate can't be opened", Box::new(e)))
    }

    fn seal(&self, arn: &str, key: &Secret) -> Result<String> {
        self.vault.seal(arn, key).map_err(|e| fault(Fault::Part("no random bytes", Box::new(e))))
    }

    fn view(&self, cx: &Cx) -> View {
        self.view_of(cx, self.state.snapshot())
    }

    fn view_of(&self, cx: &Cx, snapshot: Snapshot) -> View {
        let here = Scope::new(cx.account.clone(), &*cx.region);
        View { here, snapshot, now: self.state.now() }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View, &mut Change) -> Result<R>,
    ) -> Result<R> {
        change::apply(&self.state, |snapshot| self.view_of(cx, snapshot), plan).await
    }
}

impl View {
    /// The certificate with this ARN.
    fn certificate(&self, arn: &str) -> Result<Certificate> {
        let found = match certificate::id_of(&self.here, arn) {
            Some(id) => {
                let key = ferrogate_store::Key::new(certificate::key(&self.here, id));
                let table = self.snapshot.table::<Record>();
                key.ok().map(|key| table.get(&key)).transpose().map_err(fault)?.flatten()
            }
            None => None,
        };
        let missing = || Error::resource_not_found(format!("Could not find certificate {arn}."));
        found.ok_or_else(|| missing().into())
    }

    fn certificates(&self) -> Result<Vec<Certificate>> {
        let prefix = Prefix::new(self.here.prefix(certificate::KIND)).map_err(fault)?;
        self.snapshot.table::<Record>().list(&prefix).map_err(fault)
    }

    /// The ARNs of the load balancers that use a certificate.
    fn in_use_by(&self, arn: &str) -> Result<Vec<String>> {
        let prefix = Prefix::new(self.here.prefix(listener::KIND)).map_err(fault)?;
        let listeners = self.snapshot.table::<listener::Record>().list(&prefix).map_err(fault)?;
        let uses = |one: &&Arc<Entry<listener::Record>>| one.certificates().any(|of| of == arn);
        let mut all: Vec<_> = listeners
            .iter()
            .filter(uses)
            .map(|one| one.load_balancer.load_balancer_arn(&one.scope))
            .collect();
        all.sort();
        all.dedup();
        Ok(all)
    }

    /// Refuses one more certificate than there may be.
    fn has_room(&self) -> Result<()> {
        if self.certificates()?.len() < CERTIFICATES_MAX {
            return Ok(());
        }
        let text = format!("Error: the maximum number of certificates is {CERTIFICATES_MAX}.");
        Err(Error::limit_exceeded(text).into())
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn validation(text: impl Into<String>) -> Failure<Error> {
    Error::new("ValidationException", text.into()).into()
}

fn not_built(what: &str) -> Failure<Error> {
    Error::not_built(format!("{what} is not built yet.")).into()
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
