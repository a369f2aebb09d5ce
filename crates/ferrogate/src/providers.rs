//! Pages of OpenID Connect providers, with which STS checks tokens.

use ferrogate_auth::Authority;
use ferrogate_identity::web::{Fetched, Source, Unfetched};
use ferrogate_outgoing::{Authorities, Client, Unsent};

use crate::events;
use crate::settings::Settings;

/// The longest page: two hundred keys of RSA take a third of it.
const PAGE_BYTES_MAX: usize = 512 << 10;

/// Gets them where the settings let it. The engine's own authority vouches for providers, too:
/// they may be tasks.
pub(crate) struct Pages(Client);

impl Pages {
    pub(crate) fn new(settings: &Settings, mut known: Authorities, own: &Authority) -> Self {
        known.extend(ferrogate_outgoing::authority(own.pem()));
        Self(Client::new(events::rules(settings), known))
    }
}

impl Source for Pages {
    fn get(&self, url: String, thumbprints: Vec<String>) -> Fetched {
        let client = self.0.clone();
        Box::pin(async move {
            let page = client.page(&url, &thumbprints, PAGE_BYTES_MAX).await;
            page.map_err(|error| {
                let cause = ferrogate_base::errors::chain(&error);
                tracing::info!(url, error = %cause, "a provider's page can't be got");
                match error {
                    Unsent::Certificate => Unfetched::Certificate,
                    Unsent::Denied(_) => Unfetched::Denied,
                    Unsent::Bad | Unsent::NoPage(..500) => Unfetched::Bad,
                    Unsent::NoPage(_)
                    | Unsent::NoAddress
                    | Unsent::Late
                    | Unsent::Unreached
                    | Unsent::Broken(_) => Unfetched::Unreachable,
                }
            })
        })
    }
}
