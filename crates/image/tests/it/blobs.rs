//! The blob store on a real folder.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{Clock, SystemClock};
use ferrogate_image::blobs::{BlobError, BlobOptions, BlobStore};
use ferrogate_image::{Algorithm, Digest};
use futures_util::stream::{self, StreamExt as _};

fn open(root: &Path) -> BlobStore {
    BlobStore::open(root, BlobOptions::default(), Arc::new(SystemClock)).unwrap()
}

fn body(parts: &[&[u8]]) -> impl futures_util::Stream<Item = io::Result<Bytes>> + Send + use<> {
    let parts: Vec<_> = parts.iter().map(|p| Ok(Bytes::copy_from_slice(p))).collect();
    stream::iter(parts)
}

async fn content(
    store: &BlobStore,
    digest: &Digest,
    range: Option<std::ops::Range<u64>>,
) -> Vec<u8> {
    let reader = store.open_blob(digest, range).await.unwrap();
    let chunks: Vec<_> = reader.into_stream().map(Result::unwrap).collect().await;
    chunks.concat()
}

#[tokio::test]
async fn an_upload_in_chunks_becomes_a_blob() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let digest = Digest::of(b"hello world");
    let id = store.start_upload("me").await.unwrap();
    assert_eq!(store.append(id, 0, body(&[b"hel", b"lo"])).await.unwrap(), 5);
    assert_eq!(store.append(id, 5, body(&[b" world"])).await.unwrap(), 11);
    assert_eq!(store.stat(&digest).await.unwrap(), None, "not before it is finished");
    assert_eq!(store.finish(id, &digest).await.unwrap(), 11);
    assert_eq!(store.stat(&digest).await.unwrap(), Some(11));
    assert_eq!(content(&store, &digest, None).await, b"hello world");
    assert_eq!(content(&store, &digest, Some(6..9)).await, b"wor");
    assert!(matches!(store.open_blob(&digest, Some(6..12)).await, Err(BlobError::Range { .. })));
    assert!(matches!(store.finish(id, &digest).await, Err(BlobError::NoUpload(_))));
    assert_eq!(store.read(&digest, 11).await.unwrap(), "hello world");
    assert!(matches!(store.read(&digest, 10).await, Err(BlobError::TooLarge { .. })));
    assert!(store.delete(&digest).await.unwrap());
    assert!(!store.delete(&digest).await.unwrap());
}

#[tokio::test]
async fn chunks_out_of_order_are_refused_with_the_right_offset() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let id = store.start_upload("me").await.unwrap();
    store.append(id, 0, body(&[b"12345"])).await.unwrap();
    for given in [0, 4, 6] {
        let error = store.append(id, given, body(&[b"x"])).await.unwrap_err();
        assert!(matches!(error, BlobError::Offset { expected: 5, .. }), "{error}");
    }
    assert_eq!(store.append(id, 5, body(&[b"6"])).await.unwrap(), 6);
    store.finish(id, &Digest::of(b"123456")).await.unwrap();
}

#[tokio::test]
async fn a_wrong_digest_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let promised = Digest::of(b"good");
    let error = store.put(&promised, body(&[b"evil"])).await.unwrap_err();
    assert!(matches!(error, BlobError::DigestMismatch { .. }));
    assert_eq!(store.stat(&promised).await.unwrap(), None);
    assert!(store.list().await.unwrap().is_empty());
    assert_eq!(fs::read_dir(folder.path().join("uploads")).unwrap().count(), 0);
}

#[tokio::test]
async fn an_upload_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let id = {
        let store = open(folder.path());
        let id = store.start_upload("me").await.unwrap();
        store.append(id, 0, body(&[b"first "])).await.unwrap();
        id
    };
    let store = open(folder.path());
    let id = id.to_string().parse().unwrap();
    assert_eq!(store.upload_offset(id).await.unwrap(), 6);
    store.append(id, 6, body(&[b"second"])).await.unwrap();
    store.finish(id, &Digest::of(b"first second")).await.unwrap();
}

#[tokio::test]
async fn a_body_that_breaks_off_can_be_continued() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let id = store.start_upload("me").await.unwrap();
    let broken = stream::iter([Ok(Bytes::from("abc")), Err(io::Error::other("reset"))]);
    assert!(matches!(store.append(id, 0, broken).await, Err(BlobError::Body(_))));
    assert_eq!(store.upload_offset(id).await.unwrap(), 3);
    store.append(id, 3, body(&[b"def"])).await.unwrap();
    store.finish(id, &Digest::of(b"abcdef")).await.unwrap();
}

#[tokio::test]
async fn one_upload_serves_one_request_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let id = store.start_upload("me").await.unwrap();
    let (sender, receiver) = tokio::sync::mpsc::channel::<io::Result<Bytes>>(1);
    let slow = tokio::spawn({
        let store = store.clone();
        let receiver = stream::unfold(receiver, |mut r| async { r.recv().await.map(|c| (c, r)) });
        async move { store.append(id, 0, receiver).await }
    });
    sender.send(Ok(Bytes::from("1"))).await.unwrap();
    sender.send(Ok(Bytes::from("2"))).await.unwrap(); // the first was taken: it has its turn
    assert!(matches!(store.append(id, 0, body(&[b"x"])).await, Err(BlobError::Busy(_))));
    assert!(matches!(store.cancel(id).await, Err(BlobError::Busy(_))));
    drop(sender);
    assert_eq!(slow.await.unwrap().unwrap(), 2);
    assert!(store.cancel(id).await.unwrap());
    assert!(!store.cancel(id).await.unwrap());
}

#[tokio::test]
async fn limits_of_size_and_number_hold() {
    let folder = tempfile::tempdir().unwrap();
    let options = BlobOptions { blob_bytes_max: 4, uploads_max: 1, ..BlobOptions::default() };
    let store = BlobStore::open(folder.path(), options, Arc::new(SystemClock)).unwrap();
    let error = store.put(&Digest::of(b"12345"), body(&[b"123", b"45"])).await.unwrap_err();
    assert!(matches!(error, BlobError::TooLarge { max: 4 }));
    store.put(&Digest::of(b"1234"), body(&[b"1234"])).await.unwrap();
}

#[tokio::test]
async fn who_starts_uploads_and_leaves_them_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::new(SystemClock.now());
    let options = BlobOptions { uploads_max: 6, uploads_of_one_max: 4, ..BlobOptions::default() };
    let store = BlobStore::open(folder.path(), options, Arc::new(clock.clone())).unwrap();
    let start = async |owner: &str| {
        clock.advance_ms(1);
        store.start_upload(owner).await.unwrap()
    };
    let mine = start("me").await;
    let mut theirs = Vec::new();
    for _ in 0..20 {
        theirs.push(start("greedy").await);
    }
    let files = || fs::read_dir(folder.path().join("uploads")).unwrap().count();
    assert_eq!(files(), 5, "theirs are four, and mine is there");
    assert_eq!(store.append(mine, 0, body(&[b"1"])).await.unwrap(), 1);
    for id in &theirs[..16] {
        assert!(matches!(store.upload_offset(*id).await, Err(BlobError::NoUpload(_))));
    }
    // All there may be: then who has the most loses one.
    let (second, third) = (start("me").await, start("other").await);
    assert_eq!(files(), 6);
    for id in [mine, second, third] {
        store.upload_offset(id).await.unwrap();
    }
    assert!(store.upload_offset(theirs[16]).await.is_err());
    store.put(&Digest::of(b"1234"), body(&[b"1234"])).await.unwrap();
}

#[tokio::test]
async fn an_upload_that_is_written_to_goes_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let options = BlobOptions { uploads_of_one_max: 1, ..BlobOptions::default() };
    let store = BlobStore::open(folder.path(), options, Arc::new(SystemClock)).unwrap();
    let id = store.start_upload("me").await.unwrap();
    let (sender, receiver) = tokio::sync::mpsc::channel::<io::Result<Bytes>>(1);
    let writing = tokio::spawn({
        let store = store.clone();
        let body = stream::unfold(receiver, |mut r| async { r.recv().await.map(|c| (c, r)) });
        async move { store.append(id, 0, body).await }
    });
    sender.send(Ok(Bytes::from_static(b"1"))).await.unwrap();
    while store.upload_offset(id).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    let refused = store.start_upload("me").await;
    assert!(matches!(refused, Err(BlobError::TooManyUploads { max: 1 })), "{refused:?}");
    store.start_upload("other").await.unwrap();
    drop(sender);
    assert_eq!(writing.await.unwrap().unwrap(), 1);
    store.start_upload("me").await.unwrap();
}

#[tokio::test]
async fn abandoned_uploads_expire_and_others_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::new(SystemClock.now());
    let store =
        BlobStore::open(folder.path(), BlobOptions::default(), Arc::new(clock.clone())).unwrap();
    let id = store.start_upload("me").await.unwrap();
    store.append(id, 0, body(&[b"123"])).await.unwrap();
    assert_eq!(store.expire().await.unwrap().count, 0);
    clock.advance_ms(25 * 3600 * 1000);
    let expired = store.expire().await.unwrap();
    assert_eq!((expired.count, expired.bytes), (1, 3));
    assert!(matches!(store.upload_offset(id).await, Err(BlobError::NoUpload(_))));
}

#[tokio::test]
async fn collection_spares_the_live_and_the_young() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::new(SystemClock.now());
    let store =
        BlobStore::open(folder.path(), BlobOptions::default(), Arc::new(clock.clone())).unwrap();
    let live = store.put_bytes(Algorithm::Sha256, Bytes::from("live")).await.unwrap();
    let dead = store.put_bytes(Algorithm::Sha256, Bytes::from("dead!")).await.unwrap();
    let hour = 3600 * 1000;
    let keep = HashSet::from([live.clone()]);
    assert_eq!(store.gc(keep.clone(), hour).await.unwrap().count, 0, "young");
    clock.advance_ms(2 * hour);
    let gone = store.gc(keep, hour).await.unwrap();
    assert_eq!((gone.count, gone.bytes), (1, 5));
    assert_eq!(store.stat(&dead).await.unwrap(), None);
    assert_eq!(store.list().await.unwrap(), [(live, 4)]);
}

#[tokio::test]
async fn a_full_disk_is_a_clean_error() {
    crate::scene::need_root();
    let folder = tempfile::tempdir().unwrap();
    let flags = rustix::mount::MountFlags::empty();
    rustix::mount::mount("none", folder.path(), "tmpfs", flags, c"size=1m").unwrap();
    let store = open(folder.path());
    let large = vec![7; 2 << 20];
    let failed = store.put(&Digest::of(&large), body(&[&large])).await;
    let small = store.put(&Digest::of(b"small"), body(&[b"small"])).await;
    drop(store);
    rustix::mount::unmount(folder.path(), rustix::mount::UnmountFlags::empty()).unwrap();
    assert!(matches!(failed, Err(BlobError::NoSpace(_))), "{failed:?}");
    assert_eq!(small.unwrap(), 5, "the space of the failed upload is free again");
}

#[tokio::test]
async fn content_is_kept_under_the_digest_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let wide = Algorithm::Sha512.digest(b"content");
    // The upload was hashed as it came, but not by the algorithm that its end names.
    let id = store.start_upload("me").await.unwrap();
    store.append(id, 0, body(&[b"con", b"tent"])).await.unwrap();
    store.finish(id, &wide).await.unwrap();
    assert_eq!(store.read(&wide, 99).await.unwrap(), "content");
    assert_eq!(store.stat(&Digest::of(b"content")).await.unwrap(), None);
    let wrong = store.put(&wide, body(&[b"contents"])).await.unwrap_err();
    assert!(matches!(wrong, BlobError::DigestMismatch { actual, .. }
        if actual == Algorithm::Sha512.digest(b"contents")));
    let both = store.put_bytes(Algorithm::Sha256, Bytes::from("content")).await.unwrap();
    assert_eq!(both, Digest::of(b"content"));
    assert!(store.delete(&wide).await.unwrap());
    assert_eq!(store.read(&both, 99).await.unwrap(), "content");
}
