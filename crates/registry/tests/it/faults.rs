//! Concurrency, broken connections, restarts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ferrogate_image::Digest;
use ferrogate_registry::Error;
use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::rig::{
    Rig, ask, expect, expect_error, get, header, image, json_of, options, rig, scope, soon, start,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_blob_pushed_by_many_at_once_is_whole() {
    let (rig, _folder) = rig().await;
    let rig = Arc::new(rig);
    let content: Vec<u8> = (0..300_000_u32).map(|n| (n % 253) as u8).collect();
    let mut pushes = JoinSet::new();
    for _ in 0..8 {
        let (rig, content) = (rig.clone(), content.clone());
        pushes.spawn(async move { rig.push_blob("app", &content).await });
    }
    while let Some(pushed) = soon(pushes.join_next()).await {
        assert_eq!(pushed.unwrap(), Digest::of(&content));
    }
    let answer = rig.send(get(format!("/v2/app/blobs/{}", Digest::of(&content)))).await;
    assert_eq!(*answer.body(), content);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tags_moved_by_many_at_once_end_on_one_image_each() {
    let (rig, _folder) = rig().await;
    let rig = Arc::new(rig);
    for n in 0..6_u8 {
        rig.push_blob("app", &[n]).await;
    }
    rig.push_blob("app", b"{}").await;
    let mut pushes = JoinSet::new();
    for n in 0..6_u8 {
        let rig = rig.clone();
        pushes.spawn(async move {
            let answer = rig.put_manifest("app/manifests/latest", &image(&[n])).await;
            expect(&answer, 201);
            header(&answer, "docker-content-digest").to_owned()
        });
    }
    let mut digests = Vec::new();
    while let Some(pushed) = soon(pushes.join_next()).await {
        digests.push(pushed.unwrap());
    }
    let latest = rig.catalog.resolve(&scope(), "app", "latest").unwrap().to_string();
    assert!(digests.contains(&latest));
    let repository = rig.catalog.repository(&scope(), "app").unwrap();
    let images = rig.catalog.images_of(&repository).unwrap();
    assert_eq!(images.len(), 6);
    for found in images {
        let tags: &[String] = if found.digest == latest { &["latest".to_owned()] } else { &[] };
        assert_eq!(found.tags, tags, "{}", found.digest);
    }
}

/// A task that does `again` without a rest until it is told to stop.
fn hammer<F>(mut again: impl FnMut() -> F + Send + 'static) -> (Arc<AtomicBool>, JoinSet<()>)
where
    F: Future<Output = ()> + Send,
{
    let stop = Arc::new(AtomicBool::new(false));
    let (mut tasks, stopped) = (JoinSet::new(), stop.clone());
    tasks.spawn(async move {
        while !stopped.load(Ordering::SeqCst) {
            again().await;
        }
    });
    (stop, tasks)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_moved_and_removed_at_once_is_nowhere_or_on_one_image() {
    let (rig, _folder) = rig().await;
    rig.push_image("app", "a", b"a").await;
    rig.push_image("app", "b", b"b").await;
    let (catalog, scope) = (rig.catalog.clone(), scope());
    // Held while a removal is under way, and while all is looked at.
    let quiet = Arc::new(tokio::sync::Mutex::new(()));
    let (stop, mut tasks) = hammer({
        let (catalog, quiet) = (catalog.clone(), quiet.clone());
        move || {
            let (catalog, quiet, scope) = (catalog.clone(), quiet.clone(), crate::rig::scope());
            async move {
                let _turn = quiet.lock().await;
                match catalog.delete_tag(&scope, "app", "moving", false).await {
                    Ok(_) | Err(Error::NoImage { .. }) => {}
                    Err(e) => panic!("{e}"),
                }
            }
        }
    });
    for n in 0..100 {
        let manifest = image(if n % 2 == 0 { b"a" } else { b"b" }).to_string().into();
        let put = catalog.put_image(&scope, "app", manifest, None, None, Some("moving"));
        soon(put).await.unwrap();
        let _nobody = quiet.lock().await;
        let on = catalog.resolve(&scope, "app", "moving").ok().map(|digest| digest.to_string());
        let images = catalog.images_of(&catalog.repository(&scope, "app").unwrap()).unwrap();
        let has = |tags: &[String]| tags.iter().any(|tag| tag == "moving");
        let holders: Vec<_> = images.iter().filter(|i| has(&i.tags)).map(|i| &i.digest).collect();
        assert_eq!(holders, on.iter().collect::<Vec<_>>());
    }
    stop.store(true, Ordering::SeqCst);
    soon(tasks.join_next()).await.unwrap().unwrap();
}

/// Whatever wins, an image that is there has its layer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_and_a_deletion_of_its_layer_never_both_win() {
    let (rig, _folder) = rig().await;
    rig.make("other").await;
    rig.push_blob("app", b"{}").await;
    let layer = rig.push_blob("other", b"layer").await;
    let (catalog, scope) = (rig.catalog.clone(), scope());
    let (stop, mut tasks) = hammer({
        let (catalog, layer) = (catalog.clone(), layer.clone());
        move || {
            let (catalog, layer, scope) = (catalog.clone(), layer.clone(), crate::rig::scope());
            async move {
                assert!(catalog.mount(&scope, "app", "other", &layer).await.unwrap());
                match catalog.delete_layer(&scope, "app", &layer).await {
                    Ok(()) | Err(Error::LayerNeeded { .. }) => {}
                    Err(e) => panic!("{e}"),
                }
            }
        }
    });
    let mut pushed = 0;
    let until_some = async {
        while pushed < 25 {
            let manifest = image(b"layer").to_string().into();
            match catalog.put_image(&scope, "app", manifest, None, None, Some("t")).await {
                Ok(image) => {
                    pushed += 1;
                    let found = catalog.layer(&scope, "app", &layer).await;
                    assert!(found.is_ok(), "the image was recorded, and {found:?}");
                    let digest = image.image.digest.parse().unwrap();
                    catalog.delete_image(&scope, "app", &digest).await.unwrap();
                }
                Err(Error::LayersMissing { .. }) => {}
                Err(e) => panic!("{e}"),
            }
        }
    };
    soon(until_some).await;
    stop.store(true, Ordering::SeqCst);
    soon(tasks.join_next()).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_into_a_repository_that_is_deleted_leaves_nothing() {
    let (rig, _folder) = rig().await;
    for _ in 0..20 {
        rig.catalog.delete_repository(&scope(), "app", true).await.unwrap();
        rig.make("app").await;
        rig.push_blob("app", b"{}").await;
        rig.push_blob("app", b"layer").await;
        let (catalog, scope) = (&rig.catalog, scope());
        let manifest = image(b"layer").to_string();
        let push = catalog.put_image(&scope, "app", manifest.into(), None, None, Some("t"));
        let delete = catalog.delete_repository(&scope, "app", false);
        match tokio::join!(push, delete) {
            (Ok(_), Err(Error::RepositoryNotEmpty { .. })) => {
                assert_eq!(catalog.tags(&scope, "app").unwrap(), ["t"]);
            }
            (Err(Error::NoRepository { .. }), Ok(_)) => {
                rig.make("app").await;
                assert!(catalog.tags(&scope, "app").unwrap().is_empty());
            }
            (pushed, deleted) => panic!("{pushed:?} and {deleted:?}"),
        }
    }
}

#[tokio::test]
async fn an_upload_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let rig = start(folder.path(), options()).await;
    rig.make("app").await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    expect(&rig.send(ask(Method::PATCH, &place).body("con")).await, 202);
    let tagged = rig.push_image("app", "1", b"layer").await;
    rig.stop().await;
    let rig = start(folder.path(), options()).await;
    assert_eq!(header(&rig.send(get(&place)).await, "range"), "0-2");
    let chunk = ask(Method::PATCH, &place).header("content-range", "3-6").body("tent");
    expect(&rig.send(chunk).await, 202);
    let digest = Digest::of(b"content");
    expect(&rig.send(ask(Method::PUT, format!("{place}?digest={digest}"))).await, 201);
    assert_eq!(rig.send(get(format!("/v2/app/blobs/{digest}"))).await.body(), "content");
    let answer = rig.send(get("/v2/app/manifests/1")).await;
    assert_eq!(header(&answer, "docker-content-digest"), tagged);
}

/// Sends the head of a `PATCH` that promises ten bytes, and four of them.
async fn half_a_chunk(rig: &Rig, place: &str) -> TcpStream {
    let mut stream = TcpStream::connect(rig.address).await.unwrap();
    let login = "QUtJQVJPT1Q6cm9vdCBzZWNyZXQ="; // AKIAROOT:root secret
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nhost: {}\r\nauthorization: Basic {login}\r\n\
         content-length: 10\r\n\r\nhalf",
        rig.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn what_arrived_before_a_connection_broke_stays() {
    let (rig, _folder) = rig().await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    let stream = half_a_chunk(&rig, &place).await;
    let arrived = async {
        while header(&rig.send(get(&place)).await, "range") != "0-3" {
            tokio::task::yield_now().await;
        }
    };
    soon(arrived).await;
    drop(stream);
    let free = async {
        // In use until the server has noticed that the connection is gone.
        loop {
            let again = ask(Method::PATCH, &place).header("content-range", "4-4").body("X");
            if rig.send(again).await.status() == 202 {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    soon(free).await;
    let digest = Digest::of(b"halfX");
    expect(&rig.send(ask(Method::PUT, format!("{place}?digest={digest}"))).await, 201);
}

#[tokio::test]
async fn a_body_that_stops_coming_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options();
    options.pause = Duration::from_millis(50);
    let rig = start(folder.path(), options).await;
    rig.make("app").await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    let mut stream = half_a_chunk(&rig, &place).await;
    let mut said = vec![0; 12];
    soon(stream.read_exact(&mut said)).await.unwrap();
    assert_eq!(said, b"HTTP/1.1 408");
    drop(stream);
    assert_eq!(header(&rig.send(get(&place)).await, "range"), "0-3");
}

#[tokio::test]
async fn lost_content_is_an_error_and_no_empty_layer() {
    let (rig, _folder) = rig().await;
    rig.push_image("app", "1", b"layer").await;
    let digest = Digest::of(b"layer");
    rig.catalog.blobs().delete(&digest).await.unwrap();
    let path = format!("/v2/app/blobs/{digest}");
    expect_error(&rig.send(get(&path)).await, 404, "BLOB_UNKNOWN");
    assert_eq!(rig.send(ask(Method::HEAD, &path)).await.status(), 404);
    let tags = json_of(&rig.send(get("/v2/app/tags/list")).await);
    assert_eq!(tags["tags"][0], "1");
}
