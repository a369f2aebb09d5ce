//! Who gets in, and as whom.

use std::io::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_auth::{Caller, Secret};
use ferrogate_base::TimestampMs;
use ferrogate_image::Digest;
use ferrogate_image::push::{BUILDS, Layer, Pusher};
use ferrogate_records::Scope;
use ferrogate_records::ecr::repository::{self, Mutability};
use ferrogate_registry::token::{Download, Login};
use http::Method;

use crate::rig::{
    ACCOUNT, KEY, ask, expect, expect_error, get, header, json_of, options, rig, scope, start,
};

fn login() -> Login {
    Login { caller: Caller::root(ACCOUNT.parse().unwrap()) }
}

#[tokio::test]
async fn a_stranger_is_asked_for_a_login_as_by_ecr() {
    let (rig, _folder) = rig().await;
    let stranger = || get("/v2/").header("authorization", "");
    for ask in [
        stranger(),
        stranger().header("authorization", "Bearer nonsense"),
        stranger().header("authorization", "Basic %%%"),
        stranger().header("authorization", "Negotiate abc"),
        stranger().basic("AWS", "nonsense"),
        stranger().basic("AKIANOBODY", "x"),
        stranger().basic(KEY.0, "wrong"),
        stranger().basic("", ""),
    ] {
        let answer = rig.send(ask).await;
        expect_error(&answer, 401, "UNAUTHORIZED");
        assert_eq!(
            header(&answer, "www-authenticate"),
            "Basic realm=\"https://123456789012.dkr.ecr.us-east-1.amazonaws.com/\",\
             service=\"ecr.amazonaws.com\""
        );
    }
}

#[tokio::test]
async fn a_login_token_or_an_access_key_lets_in() {
    let (rig, _folder) = rig().await;
    let until = rig.catalog.now().plus_ms(60_000);
    let password = rig.token_key.login(&login(), until);
    let token = STANDARD.encode(format!("AWS:{password}"));
    expect(&rig.send(get("/v2/").header("authorization", format!("Basic {token}"))).await, 200);
    expect(&rig.send(get("/v2").basic(KEY.0, KEY.1)).await, 200);
    let late = rig.token_key.login(&login(), TimestampMs(rig.catalog.now().0));
    expect_error(&rig.send(get("/v2/").basic("AWS", &late)).await, 401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_user_without_permissions_is_denied_in_the_words_of_aws() {
    let (rig, _folder) = rig().await;
    expect(&rig.send(get("/v2/").basic("AKIABOB", "bob")).await, 200);
    let answer = rig.send(get("/v2/app/tags/list").basic("AKIABOB", "bob")).await;
    let said = expect_error(&answer, 403, "DENIED");
    assert!(said.contains("is not authorized to perform: ecr:ListImages on resource: arn:aws:ecr:us-east-1:123456789012:repository/app"), "{said}");
}

#[tokio::test]
async fn an_agent_reads_everything_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options();
    options.agent_token = Some(Secret::new("agent-token"));
    let rig = start(folder.path(), options).await;
    rig.make("app").await;
    rig.push_image("app", "1", b"layer").await;
    let blob = format!("/v2/app/blobs/{}", Digest::of(b"layer"));
    let agent = |method: Method, path: &str| {
        ask(method, path).header("authorization", "Bearer agent-token")
    };
    for path in ["/v2/", "/v2/app/manifests/1", "/v2/app/tags/list", &blob] {
        expect(&rig.send(agent(Method::GET, path)).await, 200);
        expect(&rig.send(get(path).basic("AWS", "agent-token")).await, 200);
    }
    for (method, path) in [
        (Method::POST, "/v2/app/blobs/uploads/"),
        (Method::PUT, "/v2/app/manifests/2"),
        (Method::DELETE, "/v2/app/manifests/1"),
        (Method::DELETE, &blob),
    ] {
        expect_error(&rig.send(agent(method, path)).await, 403, "DENIED");
    }
    let wrong = get("/v2/").header("authorization", "Bearer agent-token2");
    expect_error(&rig.send(wrong).await, 401, "UNAUTHORIZED");
}

#[tokio::test]
async fn an_agent_writes_to_the_repository_of_builds_and_removes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options();
    options.agent_token = Some(Secret::new("agent-token"));
    let rig = start(folder.path(), options).await;
    rig.make(BUILDS).await;
    // More than one piece of what is sent at a time.
    let content: Vec<u8> = (0..2_500_000u32).flat_map(|n| n.to_le_bytes()).collect();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&content).unwrap();
    let layer =
        Layer { file: Arc::new(file), digest: Digest::of(&content), size: content.len() as u64 };
    let pusher =
        Pusher::new(&format!("http://{}", rig.address), &repository::host(&scope())).unwrap();
    let push = async |token: &str, repository: &str, layer: &Layer| {
        pusher.push(token, repository, "step-1", "application/x", layer).await
    };
    push("agent-token", BUILDS, &layer).await.unwrap();
    push("agent-token", BUILDS, &layer).await.unwrap();
    let agent = |method: Method, path: &str| {
        ask(method, path).header("authorization", "Bearer agent-token")
    };
    let at = format!("/v2/{BUILDS}/manifests/step-1");
    let manifest = json_of(&rig.send(agent(Method::GET, &at)).await);
    assert_eq!(manifest["layers"][0]["digest"], layer.digest.to_string());
    assert_eq!(manifest["artifactType"], "application/x");
    let blob = rig.send(agent(Method::GET, &format!("/v2/{BUILDS}/blobs/{}", layer.digest))).await;
    assert_eq!(header(&blob, "content-length"), content.len().to_string());
    expect_error(&rig.send(agent(Method::DELETE, &at)).await, 403, "DENIED");
    let other = Layer { digest: Digest::of(b"other"), ..layer.clone() };
    let wrong = push("agent-token", BUILDS, &other).await.unwrap_err();
    assert!(!wrong.is_transient() && wrong.to_string().contains("400"), "{wrong}");
    rig.make("app").await;
    for (token, repository) in [("agent-token", "app"), ("guessed", BUILDS)] {
        let refused = push(token, repository, &layer).await.unwrap_err();
        assert!(!refused.is_transient(), "{refused}");
    }
}

#[tokio::test]
async fn development_mode_lets_anybody_in_but_not_under_a_known_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options();
    options.dev = true;
    let rig = start(folder.path(), options).await;
    rig.make("app").await;
    let path = "/v2/app/tags/list";
    expect(&rig.send(get(path).header("authorization", "")).await, 200);
    expect(&rig.send(get(path).basic("test", "test")).await, 200);
    expect(&rig.send(get(path).basic("AWS", "whatever")).await, 200);
    expect_error(&rig.send(get(path).basic(KEY.0, "wrong")).await, 401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_push_makes_a_missing_repository_only_where_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options();
    options.create_on_push = true;
    let rig = start(folder.path(), options).await;
    expect_error(&rig.send(get("/v2/new/app/tags/list")).await, 404, "NAME_UNKNOWN");
    rig.push_image("new/app", "1", b"layer").await;
    let tags = json_of(&rig.send(get("/v2/new/app/tags/list")).await);
    assert_eq!(tags["tags"][0], "1");
    let answer = rig.send(ask(Method::POST, "/v2/NEW/blobs/uploads/")).await;
    expect_error(&answer, 400, "NAME_INVALID");
}

#[tokio::test]
async fn the_host_name_says_the_account_and_the_region() {
    let (rig, _folder) = rig().await;
    let west = Scope::new(ACCOUNT.parse().unwrap(), "eu-west-1");
    rig.catalog.create_repository(&west, "west", Mutability::Mutable, vec![]).await.unwrap();
    let host = format!("{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com");
    let path = "/v2/west/tags/list";
    expect_error(&rig.send(get(path)).await, 404, "NAME_UNKNOWN");
    expect(&rig.send(get(path).header("host", &host)).await, 200);
    expect(&rig.send(get(format!("{path}?ns={host}"))).await, 200);
    // Another account's caller has a registry of its own, and no way into this one.
    let other = |ask: crate::rig::Ask| ask.basic("AKIAOTHER", "s");
    let said = expect_error(&rig.send(other(get(path))).await, 404, "NAME_UNKNOWN");
    assert!(said.contains("444455556666"), "{said}");
    expect_error(&rig.send(other(get(path)).header("host", &host)).await, 403, "DENIED");
}

#[tokio::test]
async fn a_download_url_gives_its_layer_and_nothing_else() {
    let (rig, _folder) = rig().await;
    let layer = rig.push_blob("app", b"layer").await;
    let other = rig.push_blob("app", b"other").await;
    let download = Download { scope: scope(), repository: "app".into(), digest: layer.clone() };
    let path = rig.token_key.download_path(&download, rig.catalog.now().plus_ms(60_000));
    let stranger = |path: &str| get(path).header("authorization", "");
    let answer = rig.send(stranger(&path)).await;
    expect(&answer, 200);
    assert_eq!(answer.body(), "layer");
    let elsewhere = path.replace(&layer.to_string(), &other.to_string());
    expect_error(&rig.send(stranger(&elsewhere)).await, 401, "UNAUTHORIZED");
    let delete = ask(Method::DELETE, &path).header("authorization", "");
    expect_error(&rig.send(delete).await, 401, "UNAUTHORIZED");
    let late = rig.token_key.download_path(&download, rig.catalog.now());
    expect_error(&rig.send(stranger(&late)).await, 401, "UNAUTHORIZED");
}
