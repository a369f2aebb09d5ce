//! The engine's address, the clock, and where other AWS tools of this shell would go.

use std::net::{SocketAddr, SocketAddrV4};
use std::time::Duration;

use ferrogate_base::{Clock as _, SystemClock};
use ferrogate_net::forward::Holder;
use tokio::net::TcpListener;

use super::check::Check;
use crate::client::Api;
use crate::health::Health;
use crate::target::Target;

/// No clock of a running host shows less: 2026-01-01.
const EARLIEST_MS: u64 = 1_767_225_600_000;
const HEALTH_MAX: Duration = Duration::from_secs(3);

pub(super) async fn checks(target: &Target) -> Vec<Check> {
    let health = health(target).await;
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let mut checks = vec![engine(target, health).await, clock(SystemClock.now().0)];
    checks.push(tools(&target.endpoint, &variable));
    checks
}

async fn health(target: &Target) -> Option<Health> {
    let api = Api::new(target).ok()?;
    tokio::time::timeout(HEALTH_MAX, Health::of(&api)).await.ok()?.ok()
}

/// It runs, or its port is free.
async fn engine(target: &Target, health: Option<Health>) -> Check {
    const NAME: &str = "engine";
    match health {
        Some(health) if health.is_down() => {
            let parts = health.troubles().join("; ");
            let found = format!("answers at {}, and can't run tasks: {parts}", target.endpoint);
            return Check::missing(NAME, found).fix("the engine's log says more");
        }
        Some(_) => return Check::good(NAME, format!("answers at {}", target.endpoint)),
        None => {}
    }
    let authority = target.endpoint.split("://").nth(1).unwrap_or_default();
    let Ok(address) = authority.parse::<SocketAddr>() else {
        return Check::advise(NAME, format!("does not answer at {}", target.endpoint))
            .fix("start it there, or name another with FERROGATE_ENDPOINT");
    };
    match TcpListener::bind(address).await {
        Ok(_) => Check::advise(NAME, format!("not started; {address} is free"))
            .fix("sudo ferrogate up --detach"),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            let by = holder(address).map(|holder| format!(" by {holder}")).unwrap_or_default();
            Check::missing(NAME, format!("{address} is taken{by}, which is no engine"))
                .fix("stop that, or choose another address: ferrogate up --listen 127.0.0.1:4567")
        }
        Err(error) => Check::advise(NAME, format!("{address} is not of this host: {error}"))
            .fix("start it there, or name another with FERROGATE_ENDPOINT"),
    }
}

fn holder(address: SocketAddr) -> Option<String> {
    let SocketAddr::V4(address) = address else { return None };
    Holder::find(SocketAddrV4::new(*address.ip(), address.port())).map(|h| h.to_string())
}

fn clock(now_ms: u64) -> Check {
    let found = ferrogate_api::Timestamp::from(ferrogate_base::TimestampMs(now_ms)).to_string();
    let fix = "set the clock (timedatectl set-ntp true): signatures are good for 15 minutes";
    Check::need("clock", now_ms >= EARLIEST_MS, found, fix)
}

/// Where `aws` and the SDKs would go from this shell.
fn tools(endpoint: &str, variable: &dyn Fn(&str) -> Option<String>) -> Check {
    const NAME: &str = "AWS tools";
    const FIX: &str = "eval \"$(sudo ferrogate env)\"";
    if variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").as_deref() == Some("true") {
        return Check::advise(NAME, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS sends them to real AWS")
            .fix("unset AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
    }
    let own = |url: &str| url.trim_end_matches('/') == endpoint.trim_end_matches('/');
    for service in ["ECS", "ECR", "CLOUDWATCH_LOGS", "STS", "EC2", "IAM"] {
        let name = format!("AWS_ENDPOINT_URL_{service}");
        if let Some(url) = variable(&name).filter(|url| !own(url)) {
            return Check::advise(NAME, format!("{name} sends them to {url}"))
                .fix(format!("unset {name}"));
        }
    }
    match variable("AWS_ENDPOINT_URL") {
        Some(url) if own(&url) => Check::good(NAME, format!("go to {url}")),
        Some(url) => Check::advise(NAME, format!("AWS_ENDPOINT_URL sends them to {url}")).fix(FIX),
        None => Check::advise(NAME, "no endpoint is set: they talk to real AWS").fix(FIX),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    fn target(endpoint: String) -> Target {
        Target {
            endpoint,
            region: "us-east-1".into(),
            account: None,
            credentials: None,
            key_source: crate::KeySource::default(),
            data_dir: None,
        }
    }

    #[tokio::test]
    async fn a_port_that_a_stranger_holds_is_a_clash() {
        let stranger = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", stranger.local_addr().unwrap());
        let clash = engine(&target(endpoint.clone()), None).await;
        assert_eq!(clash.state, State::Missing, "{clash:?}");
        drop(stranger);
        assert_eq!(engine(&target(endpoint), None).await.state, State::Advised);
    }

    #[test]
    fn tools_without_an_endpoint_talk_to_real_aws() {
        let of = |set: &[(&str, &str)]| {
            let set: Vec<(String, String)> =
                set.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            tools("http://127.0.0.1:4566", &move |name| {
                set.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            })
        };
        assert!(of(&[]).found.contains("real AWS"));
        assert_eq!(of(&[("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/")]).state, State::Good);
        assert!(of(&[("AWS_ENDPOINT_URL", "http://other")]).found.contains("http://other"));
        let one = of(&[
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
            ("AWS_ENDPOINT_URL_ECS", "https://ecs.example"),
        ]);
        assert_eq!(one.fix.as_deref(), Some("unset AWS_ENDPOINT_URL_ECS"));
    }

    #[test]
    fn a_clock_in_the_past_is_wrong() {
        assert_eq!(clock(0).state, State::Missing);
        assert_eq!(clock(EARLIEST_MS + 1).state, State::Good);
    }
}
