//! Pulling from registries that lie, stall, or send the host elsewhere.

use std::time::Duration;

use ferrogate_image::manifest::{Platform, media};
use ferrogate_image::pull::{Progress, PullError, PullKind};
use ferrogate_image::registry::Rule;
use ferrogate_image::{Credentials, Digest};
use serde_json::json;

use crate::archive::{Archive, gzip};
use crate::pull::{Host, two_layers};
use crate::registry::{Built, Registry, Reply, Then};

fn basic() -> Credentials {
    Credentials::Basic { user: "u".into(), password: "p".into() }
}

/// Pulls `a:v1` with the first layer answered by `reply`; nothing of it may stay.
async fn with_first_layer(
    registry: &Registry,
    built: &Built,
    reply: impl Fn() -> Reply + Send + Sync + 'static,
) -> PullError {
    let layer = built.layers[0].to_string();
    registry.hook(move |seen| seen.path.ends_with(&layer).then(&reply));
    let host = Host::with(|options| {
        options.timeouts.per_mib = Duration::from_millis(200);
        options.parallel_layers = 1;
    });
    let error = host.pull(&registry.reference("a:v1")).await.unwrap_err();
    assert!(host.without_leftovers().await.is_empty(), "a bad layer was kept");
    assert!(host.puller.images().is_empty());
    error
}

#[tokio::test]
async fn layers_that_are_not_what_was_promised_are_refused() {
    let registry = Registry::start().await;
    let archives = two_layers();
    let built = registry.image("v1", &archives);
    let honest = gzip(&archives[0]);
    let other: Vec<u8> = honest.iter().map(|b| b ^ 1).collect();
    let error = with_first_layer(&registry, &built, move || Reply::new(200, other.clone())).await;
    assert_eq!(error.kind(), PullKind::Refused, "{error:?}");

    let longer = [honest.as_slice(), b"more"].concat();
    let error = with_first_layer(&registry, &built, move || Reply::new(200, longer.clone())).await;
    assert!(error.reason().contains("announces"), "{}", error.reason());
    let short = honest[..honest.len() - 4].to_vec();
    let error = with_first_layer(&registry, &built, move || Reply::new(200, short.clone())).await;
    assert!(error.reason().contains("announces"), "{}", error.reason());
    let chunk = honest.clone();
    let error = with_first_layer(&registry, &built, move || {
        Reply::new(200, chunk.clone()).then(Then::Endless)
    })
    .await;
    assert_eq!(error.kind(), PullKind::Refused, "{error:?}");
    let (cut, whole) = (honest[..9].to_vec(), honest.len() as u64);
    let error = with_first_layer(&registry, &built, move || {
        Reply::new(200, cut.clone()).then(Then::Announce(whole))
    })
    .await;
    assert_eq!(error.kind(), PullKind::Network, "{error:?}");
}

#[tokio::test]
async fn a_drip_is_cut_off() {
    let registry = Registry::start().await;
    let archives = two_layers();
    let built = registry.image("v1", &archives);
    let packed = gzip(&archives[0]);
    let error = with_first_layer(&registry, &built, move || {
        Reply::new(200, &packed[..10]).then(Then::Stall(packed.len() as u64))
    })
    .await;
    assert_eq!(error.kind(), PullKind::Network);
    assert!(error.reason().contains("too slow"), "{}", error.reason());
}

#[tokio::test]
async fn a_layer_must_unpack_to_its_diff_id() {
    let registry = Registry::start().await;
    let archives = two_layers();
    let lie = [Digest::of(b"another layer"), Digest::of(&archives[1])];
    registry.image_with("v1", &archives, &lie, &Platform::host());
    let host = Host::new();
    let error = host.pull(&registry.reference("a:v1")).await.unwrap_err();
    assert!(error.reason().contains("it unpacks to"), "{}", error.reason());
    let lie = Digest::of(b"another layer");
    assert!(host.without_leftovers().await.iter().all(|name| name != lie.hex()));
    let few = [Digest::of(&archives[0])];
    registry.image_with("v2", &archives, &few, &Platform::host());
    let error = host.pull(&registry.reference("a:v2")).await.unwrap_err();
    assert!(error.reason().contains("names 1 layers, the manifest 2"), "{}", error.reason());
}

#[tokio::test]
async fn hostile_layers_are_refused_and_named() {
    let registry = Registry::start().await;
    let evil = Archive::default().file("../../../../etc/cron.d/evil", b"x").done();
    let built = registry.image("v1", &[evil]);
    let host = Host::new();
    let error = host.pull(&registry.reference("a:v1")).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Refused);
    assert!(error.reason().contains(".. in it"), "{}", error.reason());
    assert!(error.reason().contains(&built.layers[0].to_string()));
    assert!(host.without_leftovers().await.is_empty());
}

#[tokio::test]
async fn manifests_and_configurations_are_verified() {
    let registry = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let host = Host::new();
    let pinned = registry.reference("a").pinned(built.digest.clone());
    registry.hook(|seen| {
        seen.path.contains("/manifests/").then(|| Reply::new(200, r#"{"schemaVersion":2}"#))
    });
    let error = host.pull(&pinned).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Refused, "{error:?}");
    assert!(error.reason().contains("the manifest is not what was promised"), "{error:?}");
    registry.hook(|seen| {
        seen.path
            .contains("/manifests/")
            .then(|| Reply::new(200, vec![b' '; 1 << 20]).then(Then::Endless))
    });
    let error = host.pull(&registry.reference("a:v1")).await.unwrap_err();
    assert!(error.reason().contains("more than 4194304 bytes"), "{}", error.reason());
    let (config, len) = (built.config.to_string(), std::sync::atomic::AtomicUsize::new(0));
    let manifest: serde_json::Value = serde_json::from_slice(&built.manifest).unwrap();
    len.store(
        manifest["config"]["size"].as_u64().unwrap() as usize,
        std::sync::atomic::Ordering::SeqCst,
    );
    registry.hook(move |seen| {
        let size = len.load(std::sync::atomic::Ordering::SeqCst);
        seen.path.ends_with(&config).then(|| Reply::new(200, vec![b'{'; size]))
    });
    let error = host.pull(&registry.reference("a:v1")).await.unwrap_err();
    assert!(
        error.reason().contains("configuration is not what was promised"),
        "{}",
        error.reason()
    );
}

#[tokio::test]
async fn indexes_that_go_in_circles_end() {
    let registry = Registry::start().await;
    // No honest digest can point at itself; an index by tag may still nest without end.
    let mut below = registry.image("v0", &two_layers());
    for depth in 1..6 {
        let entry = json!({"mediaType": media::OCI_INDEX, "digest": below.digest, "size": 1,
            "platform": Platform::host()});
        let index =
            json!({"schemaVersion": 2, "mediaType": media::OCI_INDEX, "manifests": [entry]});
        let tag = format!("v{depth}");
        below.digest = registry.manifest(&tag, media::OCI_INDEX, index.to_string().as_bytes());
    }
    let host = Host::new();
    host.pull(&registry.reference("a:v2")).await.unwrap();
    let error = host.pull(&registry.reference("a:v5")).await.unwrap_err();
    assert!(error.reason().contains("index names an index"), "{}", error.reason());
}

#[tokio::test]
async fn redirects_lead_nowhere_near_the_host() {
    let registry = Registry::start().await;
    let neighbour = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let port = neighbour.address.port();
    for to in [
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "https://169.254.170.2/v2/credentials".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
        "https://[fd00:ec2::254]/".to_owned(),
        "https://0.0.0.0/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "gopher://127.0.0.1/".to_owned(),
        String::new(),
    ] {
        let error = with_first_layer(&registry, &built, move || Reply::redirect(to.clone())).await;
        assert_eq!(error.kind(), PullKind::Refused, "{error:?}");
    }
    let error = with_first_layer(&registry, &built, || Reply::redirect("/v2/again")).await;
    assert_eq!(error.kind(), PullKind::NotFound, "on the same host it is followed");
    registry.hook(|_| Some(Reply::redirect("/round")));
    let error = Host::new().pull(&registry.reference("a:v1")).await.unwrap_err();
    assert!(error.reason().contains("redirects"), "{}", error.reason());
    assert_eq!(neighbour.take_seen().len(), 0);
}

#[tokio::test]
async fn credentials_stay_with_their_registry() {
    let (registry, store) = (Registry::start().await, Registry::start().await);
    let archives = two_layers();
    registry.image("v1", &archives);
    store.image("v1", &archives);
    let at = store.address;
    registry.hook(move |seen| match seen.header("authorization") {
        None => Some(Reply::new(401, "").with("www-authenticate", "Basic realm=x")),
        Some(_) if seen.path.contains("/blobs/") => {
            Some(Reply::redirect(format!("http://{at}{}", seen.path)))
        }
        Some(_) => None,
    });
    let host = Host::with(|options| {
        options.registries.rules.push(Rule {
            pattern: registry.address.to_string(),
            endpoint: Some(format!("http://{}", registry.address)),
            companions: vec![at.to_string()],
        });
    });
    let reference = registry.reference("a:v1");
    host.puller.ensure(&reference, &basic(), &Progress::default()).await.unwrap();
    let here = registry.take_seen();
    assert_eq!(
        here.iter().filter(|s| s.header("authorization").is_none()).count(),
        1,
        "one challenge"
    );
    assert!(here.iter().any(|s| s.header("authorization") == Some("Basic dTpw")));
    let there = store.take_seen();
    assert_eq!(there.len(), 3);
    assert!(there.iter().all(|s| s.header("authorization").is_none()), "{there:?}");
}

#[tokio::test]
async fn a_registry_that_stalls_is_given_up_in_time() {
    let registry = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let layer = gzip(&two_layers()[0]).len() as u64;
    for (stalls, size) in [("/manifests/v1".into(), 1000), (built.layers[0].to_string(), layer)] {
        registry.hook(move |seen| {
            let reply = || Reply::new(200, "").then(Then::Stall(size));
            seen.path.contains(&stalls).then(reply)
        });
        let host = Host::with(|options| {
            options.patience = Duration::from_secs(1);
            options.tries_max = 1_000_000;
            options.timeouts.headers = Duration::from_millis(100);
            options.timeouts.per_mib = Duration::from_millis(100);
        });
        let reference = registry.reference("a:v1");
        let pulled = tokio::time::timeout(Duration::from_secs(30), host.pull(&reference)).await;
        let error = pulled.expect("given up").unwrap_err();
        assert_eq!(error.kind(), PullKind::Network, "{error:?}");
        let told = error.reason();
        assert!(told.ends_with("sent nothing new for 1 s: i/o timeout"), "{told}");
        // Whole layers may stay, and nothing else.
        host.without_leftovers().await;
    }
}

#[tokio::test]
async fn a_token_is_fetched_used_and_remembered() {
    let registry = Registry::start().await;
    registry.image("v1", &two_layers());
    let at = registry.address;
    registry.hook(move |seen| {
        if seen.path.starts_with("/token") {
            let good = seen.header("authorization") == Some("Basic dTpw");
            let token = json!({"token": "T0", "expires_in": 300}).to_string();
            return Some(if good { Reply::new(200, token) } else { Reply::new(401, "") });
        }
        if seen.header("authorization") == Some("Bearer T0") {
            return None;
        }
        let challenge = format!(
            r#"Bearer realm="http://{at}/token?x=1",service="s&s",scope="registry:catalog:*""#
        );
        Some(Reply::new(401, "").with("www-authenticate", challenge))
    });
    let host = Host::new();
    let reference = registry.reference("team/a:v1");
    host.puller.ensure(&reference, &basic(), &Progress::default()).await.unwrap();
    let seen = registry.take_seen();
    let tokens: Vec<_> = seen.iter().filter(|s| s.path.starts_with("/token")).collect();
    assert_eq!(tokens.len(), 1);
    assert_eq!(tokens[0].path, "/token?x=1&service=s%26s&scope=repository%3Ateam%2Fa%3Apull");
    host.puller.ensure(&reference, &basic(), &Progress::default()).await.unwrap();
    assert_eq!(registry.take_seen().len(), 1, "the token is remembered");

    let wrong = Credentials::Basic { user: "u".into(), password: "no".into() };
    let error = host.puller.ensure(&reference, &wrong, &Progress::default()).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Auth, "{error:?}");
    assert!(!error.reason().contains("no\""), "{}", error.reason());
    let error = host.pull(&reference).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Auth, "another user's token is not used");
}

#[tokio::test]
async fn a_token_is_not_fetched_elsewhere() {
    let (registry, elsewhere) = (Registry::start().await, Registry::start().await);
    registry.image("v1", &two_layers());
    let host = Host::new();
    for realm in [
        format!("http://{}/token", elsewhere.address),
        "http://169.254.169.254/token".to_owned(),
        "https://auth.docker.io/token".to_owned(),
    ] {
        let told = realm.clone();
        registry.hook(move |_| {
            let challenge = format!(r#"Bearer realm="{told}",service="s""#);
            Some(Reply::new(401, "").with("www-authenticate", challenge))
        });
        let reference = registry.reference("a:v1");
        let error =
            host.puller.ensure(&reference, &basic(), &Progress::default()).await.unwrap_err();
        assert_eq!(error.kind(), PullKind::Auth, "{error:?}");
        assert!(error.reason().contains("which is not its own"), "{}", error.reason());
    }
    assert_eq!(elsewhere.take_seen().len(), 0);
    let companion = elsewhere.address.to_string();
    elsewhere.hook(|_| Some(Reply::new(200, r#"{"access_token":"T1"}"#)));
    let at = elsewhere.address;
    registry.hook(move |seen| {
        let challenge = format!(r#"Bearer realm="http://{at}/token""#);
        (seen.header("authorization") != Some("Bearer T1"))
            .then(|| Reply::new(401, "").with("www-authenticate", challenge))
    });
    let host = Host::with(|options| {
        let pattern = registry.address.to_string();
        options.registries.rules.push(Rule {
            pattern,
            endpoint: None,
            companions: vec![companion],
        });
    });
    host.pull(&registry.reference("a:v1")).await.unwrap();
}

#[tokio::test]
async fn plain_http_is_not_spoken_to_the_world() {
    let error = Host::with(|options| {
        options.registries.rules.push(Rule {
            pattern: "x.test".into(),
            endpoint: Some("http://user:secret@x.test".into()),
            companions: Vec::new(),
        });
    })
    .pull(&"x.test/a".parse().unwrap())
    .await
    .unwrap_err();
    assert_eq!(error.kind(), PullKind::Refused);
    let registry = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let error =
        with_first_layer(&registry, &built, || Reply::redirect("http://example.com/x")).await;
    assert!(error.reason().contains("plain http"), "{}", error.reason());
}
