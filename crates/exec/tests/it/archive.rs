//! Sessions that are kept as objects, with buckets that do as they are told.

use std::collections::BTreeMap;
use std::path::Path;

use ferrogate_exec::{Buckets, Found};
use parking_lot::Mutex;

use super::*;

#[derive(Default)]
struct Folders {
    missing: Mutex<bool>,
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
}

#[async_trait]
impl Buckets for Folders {
    async fn look(&self, bucket: &str) -> Result<Found, String> {
        Ok(match (*self.missing.lock(), bucket) {
            (true, _) => Found::Missing,
            (false, bucket) => Found::There { encrypted: bucket == "vault" },
        })
    }

    async fn put(&self, bucket: &str, key: &str, file: &Path, from: u64) -> Result<(), String> {
        if *self.missing.lock() {
            return Err("No space left on device".into());
        }
        let bytes = std::fs::read(file).unwrap()[usize::try_from(from).unwrap()..].to_vec();
        self.objects.lock().insert(format!("{bucket}/{key}"), bytes);
        Ok(())
    }
}

struct Kept {
    dir: tempfile::TempDir,
    buckets: Arc<Folders>,
    role: Arc<Role>,
}

impl Kept {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { dir, buckets: Arc::default(), role: Arc::default() }
    }

    fn open(&self) -> Archive {
        let dir = self.dir.path().join("logs");
        Archive::open(dir, self.buckets.clone(), self.role.clone()).unwrap()
    }

    fn rig(&self, bucket: &str, encrypted: bool) -> Rig {
        let mut rig = Rig::with(Options::default(), self.role.clone(), Some(self.open()));
        rig.log_object = Some(LogObject { bucket: bucket.into(), prefix: "a/b".into(), encrypted });
        rig
    }

    /// A session whose host is gone: what its client hears last.
    async fn session(&self, rig: &Rig, name: &str) -> String {
        let mut socket = rig.offered(name).await;
        let answer = payload::handshake_response("1", None);
        socket.send(&Message::new(
            Kind::Input,
            TimestampMs(1),
            payload::HANDSHAKE_RESPONSE,
            answer,
        ));
        last_words(&mut socket).await
    }

    fn files(&self) -> Vec<String> {
        let all = std::fs::read_dir(self.dir.path().join("logs")).unwrap();
        all.map(|of| of.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[tokio::test]
async fn a_session_is_put_into_its_bucket_when_it_ends() {
    let kept = Kept::new();
    let words = kept.session(&kept.rig("audit", false), "s").await;
    assert!(words.ends_with("the host of the task is not connected"), "{words}");
    assert_eq!(kept.buckets.objects.lock().get("audit/a/b/s.log"), Some(&Vec::new()));
    assert_eq!(kept.files(), Vec::<String>::new());
}

#[tokio::test]
async fn a_bucket_that_can_not_be_written_is_told_of_and_gets_it_later() {
    let kept = Kept::new();
    *kept.buckets.missing.lock() = true;
    let rig = kept.rig("audit", false);
    let words = kept.session(&rig, "s").await;
    assert!(words.contains("is not at s3://audit/a/b/s.log yet"), "{words}");
    assert!(words.ends_with("No space left on device"), "{words}");
    assert_eq!(kept.files(), ["s.log"]);
    *kept.buckets.missing.lock() = false;
    let shutdown = Shutdown::new();
    // Another life of the server finds it.
    let archive = kept.open();
    let running = tokio::spawn(archive.run(shutdown.clone()));
    while !kept.files().is_empty() {
        tokio::task::yield_now().await;
    }
    shutdown.request();
    running.await.unwrap();
    assert!(kept.buckets.objects.lock().contains_key("audit/a/b/s.log"));
}

#[tokio::test]
async fn what_a_server_has_left_is_of_sessions_that_have_ended() {
    let kept = Kept::new();
    drop(kept.open());
    let dir = kept.dir.path().join("logs");
    let to = serde_json::json!({
        "whose": {"account": "000000000000", "region": "r", "task": TaskId::random(), "role": null},
        "bucket": "audit", "key": "s.log",
    });
    std::fs::write(dir.join("s.open"), format!("{to}\nwritten\nhal")).unwrap();
    std::fs::write(dir.join(".t.open.1-0.new"), "half a head").unwrap();
    std::fs::write(dir.join("u.open"), "no head").unwrap();
    let shutdown = Shutdown::new();
    let running = tokio::spawn(kept.open().run(shutdown.clone()));
    while !kept.files().is_empty() {
        tokio::task::yield_now().await;
    }
    shutdown.request();
    running.await.unwrap();
    let objects = kept.buckets.objects.lock();
    assert_eq!(objects.get("audit/s.log").map(Vec::as_slice), Some(&b"written\nhal"[..]));
    assert_eq!(objects.len(), 1);
}

#[tokio::test]
async fn a_role_that_may_not_put_its_log_holds_up_no_other() {
    let kept = Kept::new();
    drop(kept.open());
    let dir = kept.dir.path().join("logs");
    for (name, key) in [("a.log", "denied.log"), ("b.log", "b.log"), ("c.log", "c.log")] {
        let whose = serde_json::json!(
            {"account": "000000000000", "region": "r", "task": TaskId::random(), "role": null});
        let to = serde_json::json!({"whose": whose, "bucket": "audit", "key": key});
        std::fs::write(dir.join(name), format!("{to}\nwritten")).unwrap();
    }
    let shutdown = Shutdown::new();
    let archive = kept.open();
    let running = tokio::spawn(archive.clone().run(shutdown.clone()));
    while kept.files() != ["a.log"] {
        tokio::task::yield_now().await;
    }
    // It is told of for as long as it waits.
    while archive.trouble().is_none() {
        tokio::task::yield_now().await;
    }
    shutdown.request();
    running.await.unwrap();
    let objects = kept.buckets.objects.lock();
    assert_eq!(objects.keys().collect::<Vec<_>>(), ["audit/b.log", "audit/c.log"]);
}

#[tokio::test]
async fn a_bucket_is_to_be_encrypted_where_that_is_wanted() {
    let kept = Kept::new();
    let refused = kept.session(&kept.rig("audit", true), "s").await;
    assert!(refused.contains("encryption is not set up on the selected Amazon S3 bucket"));
    let words = kept.session(&kept.rig("vault", true), "t").await;
    assert!(words.ends_with("the host of the task is not connected"), "{words}");
    *kept.role.denied.lock() = Some("s3:GetEncryptionConfiguration");
    let refused = kept.session(&kept.rig("vault", true), "u").await;
    assert!(refused.contains("unable to validate encryption on Amazon S3 bucket"), "{refused}");
    assert!(refused.ends_with("AccessDenied: s3:GetEncryptionConfiguration"), "{refused}");
    assert_eq!(kept.buckets.objects.lock().len(), 1);
}
