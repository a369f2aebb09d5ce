//! What the node does now, made from what it was told and from what it did before.

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ferrogate_link::balancer::{Attributes, Listener, ListenerProtocol, Node, TargetGroup};
use http::{HeaderName, HeaderValue};
use tokio::sync::Semaphore;

use super::group::{Group, Lasting};
use super::target::Target;
use super::tls::Tls;
use crate::plan::rule::Rules;

/// What a node does.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) generation: u64,
    /// The load balancer's ARN, which tells its cookies from others'.
    pub(crate) arn: String,
    /// `app/NAME/ID`.
    pub(crate) name: String,
    pub(crate) address: Ipv4Addr,
    pub(crate) dns_name: String,
    pub(crate) attributes: Attributes,
    pub(crate) listeners: HashMap<u16, Listening>,
    pub(crate) groups: BTreeMap<String, Arc<Group>>,
    /// How many more connections may be kept for later.
    pub(crate) kept: Arc<Semaphore>,
    /// What it was told and can't do, in words.
    pub(crate) trouble: Vec<String>,
}

/// What one port does.
#[derive(Debug)]
pub(crate) struct Listening {
    pub(crate) rules: Rules,
    /// How it speaks TLS, if it does.
    pub(crate) tls: Option<Arc<Tls>>,
    pub(crate) server_header: bool,
    pub(crate) response_headers: Vec<(HeaderName, HeaderValue)>,
}

/// What a change of the configuration asks for.
#[derive(Default)]
pub(crate) struct Steps {
    /// Targets that are new.
    pub(crate) begun: Vec<Arc<Target>>,
    /// Targets that began to drain, and how long what is open may go on.
    pub(crate) draining: Vec<(Arc<Target>, Duration)>,
    /// Targets that are none any more.
    pub(crate) ended: Vec<Arc<Target>>,
}

impl Config {
    /// Before anything was told. So many connections may be kept for later.
    pub(crate) fn nothing(kept_max: usize) -> Self {
        Self {
            generation: 0,
            arn: String::new(),
            name: String::new(),
            address: Ipv4Addr::UNSPECIFIED,
            dns_name: String::new(),
            attributes: Attributes::default(),
            listeners: HashMap::new(),
            groups: BTreeMap::new(),
            kept: Arc::new(Semaphore::new(kept_max)),
            trouble: Vec::new(),
        }
    }

    /// What `node` comes to after `before`. `now_ms` is the time since 1970.
    pub(crate) fn after(before: &Self, node: &Node, generation: u64, now_ms: u64) -> (Self, Steps) {
        let (mut trouble, mut steps) = (Vec::new(), Steps::default());
        let mut groups = BTreeMap::new();
        for spec in &node.groups {
            let old = before.groups.get(&spec.arn);
            let world = World { node, now_ms, kept: &before.kept };
            let group = after(old.map(Arc::as_ref), spec, &world, &mut steps);
            groups.insert(spec.arn.clone(), Arc::new(group));
        }
        for (arn, old) in &before.groups {
            if !groups.contains_key(arn) {
                steps.ended.extend(old.targets.iter().cloned());
            }
        }
        let mut listeners = HashMap::new();
        for told in &node.listeners {
            let old = before.listeners.get(&told.port);
            if let Some(listening) = listening(told, old, node.attributes.http2, &mut trouble) {
                listeners.insert(told.port, listening);
            }
        }
        let config = Self {
            generation,
            arn: node.arn.clone(),
            name: node.name.clone(),
            address: node.address,
            dns_name: node.dns_name.clone(),
            attributes: node.attributes.clone(),
            listeners,
            groups,
            kept: before.kept.clone(),
            trouble,
        };
        (config, steps)
    }

    /// How long a connection may be silent.
    pub(crate) fn idle(&self) -> Duration {
        Duration::from_secs(self.attributes.idle_timeout_s.max(1).into())
    }
}

fn listening(
    told: &Listener,
    before: Option<&Listening>,
    http2: bool,
    trouble: &mut Vec<String>,
) -> Option<Listening> {
    let mutual = match &told.protocol {
        ListenerProtocol::Mutual(_, mutual) => Some(mutual),
        ListenerProtocol::Http | ListenerProtocol::Https(_) => None,
    };
    let tls = match told.protocol.tls() {
        None => None,
        Some(tls) => {
            let before = before.and_then(|old| old.tls.as_ref());
            match Tls::after(before, tls, mutual, http2) {
                Ok(tls) => {
                    trouble.extend(tls.trouble.iter().cloned());
                    Some(tls)
                }
                // Nobody is served in the clear who asked for TLS.
                Err(why) => {
                    trouble.push(format!("{}: {why}", told.arn));
                    return None;
                }
            }
        }
    };
    let (rules, wrong) = Rules::new(&told.rules);
    trouble.extend(wrong);
    let header = |(name, value): &(String, String)| {
        Some((name.parse().ok()?, HeaderValue::from_str(value).ok()?))
    };
    let response_headers = told.response_headers.iter().filter_map(header).collect();
    Some(Listening { rules, tls, server_header: told.server_header, response_headers })
}

/// What all groups are in.
struct World<'w> {
    node: &'w Node,
    now_ms: u64,
    kept: &'w Arc<Semaphore>,
}

/// A group as it is told now: targets that stay keep what is known of them.
fn after(
    before: Option<&Group>,
    spec: &TargetGroup,
    world: &World<'_>,
    steps: &mut Steps,
) -> Group {
    let World { node, now_ms, kept } = *world;
    let mut old: HashMap<SocketAddr, &Arc<Target>> = before
        .iter()
        .flat_map(|group| &group.targets)
        .map(|target| (target.address, target))
        .collect();
    let mut targets = Vec::with_capacity(spec.targets.len());
    for told in &spec.targets {
        let address = SocketAddr::new(told.address, told.port);
        let here = told.zone.as_ref().is_none_or(|zone| *zone == node.zone);
        let usable = here || spec.attributes.cross_zone;
        let check = told.draining_since.is_none().then(|| spec.health.clone());
        // One that was registered again is as new as one that never was.
        let same = old
            .get(&address)
            .filter(|target| target.usable == usable && !(target.drains() && check.is_some()));
        let target = match same.copied().cloned() {
            Some(target) => {
                old.remove(&address);
                if let Some(since) = told.draining_since.filter(|_| !target.drains()) {
                    steps.draining.push((target.clone(), left(spec, since.0, now_ms)));
                }
                target.eager.store(spec.hold.is_some(), Ordering::Relaxed);
                target.check.send_if_modified(|now| {
                    let other = *now != check;
                    *now = check;
                    other
                });
                target
            }
            None => {
                // What is open with one that is replaced may end.
                if let Some(replaced) = old.remove(&address) {
                    let delay = spec.attributes.deregistration_delay_s;
                    replaced.check.send_replace(None);
                    steps.draining.push((replaced.clone(), Duration::from_secs(delay.into())));
                }
                let target = Target::new(address, spec, usable, check, kept.clone());
                match told.draining_since {
                    Some(since) => {
                        steps.draining.push((target.clone(), left(spec, since.0, now_ms)));
                    }
                    None => steps.begun.push(target.clone()),
                }
                target
            }
        };
        targets.push(target);
    }
    steps.ended.extend(old.into_values().cloned());
    let lasting: Arc<Lasting> = before.map_or_else(Arc::default, |group| group.lasting.clone());
    Group { spec: TargetGroup { targets: Vec::new(), ..spec.clone() }, targets, lasting }
}

/// What is left of a delay.
fn left(spec: &TargetGroup, since_ms: u64, now_ms: u64) -> Duration {
    let delay = u64::from(spec.attributes.deregistration_delay_s) * 1000;
    // The server's clock may be ahead.
    Duration::from_millis(since_ms.saturating_add(delay).saturating_sub(now_ms).min(delay))
}
