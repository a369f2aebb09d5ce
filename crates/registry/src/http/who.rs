//! Who asks.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ferrogate_auth::{Caller, Secret};
use ferrogate_base::AccountId;
use http::header::AUTHORIZATION;
use http::request::Parts;

use super::Inner;
use super::query::Query;
use super::route::{Place, Target};
use crate::token::{DOWNLOAD_PARAM, Download, Login};

/// The user of ECR's logins.
const LOGIN_USER: &str = "AWS";

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// A host's agent.
    Agent,
    /// Somebody of an account.
    Caller(Caller),
}

impl Who {
    pub(super) fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Agent => None,
            Self::Caller(caller) => Some(&caller.account),
        }
    }

    /// A name that nobody else has.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Agent => "agent".to_owned(),
            Self::Caller(caller) => caller.arn.clone(),
        }
    }
}

impl Inner {
    /// Who asks; `None` for nobody we know.
    pub(super) fn who(&self, parts: &Parts) -> Option<Who> {
        let mut values = parts.headers.get_all(AUTHORIZATION).iter();
        let (value, more) = (values.next(), values.next());
        let known = match (value.map(|value| value.to_str()), more) {
            (None, _) => None,
            (Some(Ok(value)), None) => {
                let (scheme, shown) = value.split_once(' ')?;
                match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => self.agent(shown.trim()),
                    "basic" => match self.basic(shown.trim()) {
                        Basic::Known(who) => Some(who),
                        Basic::Unknown => None,
                        Basic::Wrong => return None,
                    },
                    _ => None,
                }
            }
            _ => return None,
        };
        let scope = &self.options.scope;
        let root = || {
            let root = Caller::root(scope.account.clone());
            Who::Caller(Caller { arn: scope.iam_arn("root"), ..root })
        };
        known.or_else(|| self.options.dev.then(root))
    }

    /// The layer that a request may fetch by its token, which says no other than its path.
    pub(super) fn download(
        &self,
        parts: &Parts,
        query: &Query,
        place: Option<&Place>,
    ) -> Option<Download> {
        let token = query.get(DOWNLOAD_PARAM)?;
        let place = place.filter(|place| {
            matches!(parts.method, http::Method::GET | http::Method::HEAD)
                && matches!(place.target, Target::Blob(_))
        })?;
        let download = self.token_key.read_download(token, self.catalog.now())?;
        let Target::Blob(digest) = &place.target else { return None };
        let same = *digest == download.digest.to_string()
            && place.repository.as_ref() == Some(&download.repository);
        same.then_some(download)
    }

    fn agent(&self, shown: &str) -> Option<Who> {
        let token = self.options.agent_token.as_ref();
        token.is_some_and(|token: &Secret| token.is(shown)).then_some(Who::Agent)
    }

    fn basic(&self, shown: &str) -> Basic {
        let decoded = STANDARD.decode(shown).or_else(|_| STANDARD_NO_PAD.decode(shown));
        let text = decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some((user, password)) = text.as_deref().and_then(|text| text.split_once(':')) else {
            return Basic::Unknown;
        };
        if let Some(agent) = self.agent(password) {
            return Basic::Known(agent);
        }
        if user == LOGIN_USER {
            let login = self.token_key.read_login(password, self.catalog.now());
            return login
                .map_or(Basic::Unknown, |Login { caller }| Basic::Known(Who::Caller(caller)));
        }
        match self.keys.find(user, None) {
            // A session's token can't be shown here, and without it its key is not found.
            None => Basic::Unknown,
            Some(key) if key.secret.as_ref().is_none_or(|secret| secret.is(password)) => {
                Basic::Known(Who::Caller((*key.caller).clone()))
            }
            Some(_) => Basic::Wrong,
        }
    }
}

/// What a name and a password prove.
enum Basic {
    Known(Who),
    /// Nothing; development mode lets them in all the same.
    Unknown,
    /// That somebody tries the name of a known key.
    Wrong,
}
