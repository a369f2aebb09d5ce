//! Clients that stay with their target and their group, by cookies.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ferrogate_link::balancer::{Stickiness, Weighted};
use http::header::{self, HeaderMap, HeaderValue};

use super::config::Config;
use super::forward::To;
use super::group::Group;
use super::target::Target;
use crate::plan::cookie;

/// Seconds since 1970.
pub(crate) fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// What a client's cookies say.
pub(crate) struct Sticks {
    arn: String,
    target: Option<String>,
    app: Option<String>,
    group: Option<String>,
    /// Names of the client's cookies: an application's must be there.
    named: Vec<String>,
}

impl Sticks {
    pub(crate) fn read(config: &Config, headers: &HeaderMap) -> Self {
        let get = |name: &str| cookie::get(headers, name).map(str::to_owned);
        if !headers.contains_key(header::COOKIE) {
            let (target, app, group) = (None, None, None);
            return Self { arn: String::new(), target, app, group, named: vec![] };
        }
        let app_names =
            config.groups.values().filter_map(|group| match &group.spec.attributes.stickiness {
                Some(Stickiness::AppCookie { name, .. }) => Some(name),
                _ => None,
            });
        Self {
            arn: config.arn.clone(),
            // The one for other sites goes first.
            target: get(cookie::LB_CORS).or_else(|| get(cookie::LB)),
            app: get(cookie::APP),
            group: get(cookie::GROUP_CORS).or_else(|| get(cookie::GROUP)),
            named: app_names.filter(|name| get(name).is_some()).cloned().collect(),
        }
    }

    /// The group that the client stays with.
    pub(crate) fn group<'r>(&self, to: &To<'r>) -> Option<&'r Weighted> {
        to.stickiness_s?;
        let value = self.group.as_ref()?;
        let all = to.groups.iter().map(|of| (of, of.group.as_str()));
        cookie::read(&self.arn, value, now_s(), all)
    }

    /// The target that the client stays with, if it may be asked.
    pub(crate) fn target(&self, group: &Group) -> Option<Arc<Target>> {
        let value = match group.spec.attributes.stickiness.as_ref()? {
            Stickiness::LbCookie { .. } => self.target.as_ref()?,
            Stickiness::AppCookie { name, .. } => {
                self.app.as_ref().filter(|_| self.named.contains(name))?
            }
        };
        let open = group.open();
        let names: Vec<_> = open.iter().map(|target| of(group, target)).collect();
        let all = open.iter().zip(&names).map(|(target, name)| (*target, name.as_str()));
        cookie::read(&self.arn, value, now_s(), all).cloned()
    }
}

/// A target as cookies name it: of one group.
fn of(group: &Group, target: &Target) -> String {
    format!("{} {}", group.spec.arn, target.name)
}

/// Gives the client its cookies.
pub(crate) fn set(
    config: &Config,
    group: &Group,
    target: &Target,
    to: &To<'_>,
    now: u64,
    headers: &mut HeaderMap,
) {
    let mut add = |text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.append(header::SET_COOKIE, value);
        }
    };
    if let Some(seconds) = to.stickiness_s {
        let value = cookie::value(&config.arn, &group.spec.arn, now + u64::from(seconds));
        let names = (cookie::GROUP, cookie::GROUP_CORS);
        cookie::set(names, &value, now).iter().for_each(|text| add(text));
    }
    let value =
        |seconds: u32| cookie::value(&config.arn, &of(group, target), now + u64::from(seconds));
    match &group.spec.attributes.stickiness {
        None => {}
        Some(Stickiness::LbCookie { duration_s }) => {
            let names = (cookie::LB, cookie::LB_CORS);
            cookie::set(names, &value(*duration_s), now).iter().for_each(|text| add(text));
        }
        Some(Stickiness::AppCookie { name, duration_s }) => {
            let sets = headers
                .get_all(header::SET_COOKIE)
                .iter()
                .any(|value| value.to_str().is_ok_and(|value| cookie::sets(value, name)));
            if sets {
                let value = value(*duration_s);
                let own = cookie::set((cookie::APP, cookie::APP), &value, now);
                if let Ok(value) = HeaderValue::from_str(&own[0]) {
                    headers.append(header::SET_COOKIE, value);
                }
            }
        }
    }
}
