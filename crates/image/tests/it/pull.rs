//! Pulling from a registry that behaves.

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use ferrogate_image::inventory::{Keep, Swept};
use ferrogate_image::manifest::{Platform, media};
use ferrogate_image::pull::{Image, Progress, PullError, PullKind, Puller, PullerOptions};
use ferrogate_image::registry::Rule;
use ferrogate_image::{Credentials, Digest, Reference};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use tempfile::TempDir;

use crate::archive::Archive;
use crate::registry::{Built, Registry, Reply, Then};
use crate::scene::{helper, need_root};

pub(crate) struct Host {
    folder: TempDir,
    pub(crate) puller: Puller,
}

impl Host {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut PullerOptions)) -> Self {
        need_root();
        let folder = tempfile::tempdir().unwrap();
        let puller = open(&folder, change);
        Self { folder, puller }
    }

    /// The agent again, after a restart.
    pub(crate) fn reopened(self) -> Self {
        self.reopened_with(|_| {})
    }

    pub(crate) fn reopened_with(self, change: impl FnOnce(&mut PullerOptions)) -> Self {
        drop(self.puller);
        let puller = open(&self.folder, change);
        Self { folder: self.folder, puller }
    }

    pub(crate) async fn pull(&self, reference: &Reference) -> Result<Arc<Image>, PullError> {
        self.puller.ensure(reference, &Credentials::Anonymous, &Progress::default()).await
    }

    /// Names in the layer folder: digests and whatever else is there.
    pub(crate) fn layer_names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.puller.root().join("layers/sha256")).unwrap();
        let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
        names.filter(|name| !name.ends_with(".json")).collect()
    }

    /// Waits until partial layers are gone: they are removed in the background.
    pub(crate) async fn without_leftovers(&self) -> Vec<String> {
        let clean = async {
            while self.layer_names().iter().any(|name| name.contains(".tmp-")) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), clean).await.expect("removed in 30 s");
        self.layer_names()
    }
}

fn open(folder: &TempDir, change: impl FnOnce(&mut PullerOptions)) -> Puller {
    let mut options = PullerOptions::new(folder.path().join("images"));
    options.helper = helper();
    options.retry_delays = (Duration::from_millis(1), Duration::from_millis(2));
    options.tries_max = 3;
    change(&mut options);
    Puller::open(options).unwrap()
}

pub(crate) fn two_layers() -> Vec<Vec<u8>> {
    vec![
        Archive::default().file("etc/name", b"lower").file("etc/gone", b"x").done(),
        Archive::default().file("etc/name", b"upper").file("etc/.wh.gone", b"").done(),
    ]
}

#[tokio::test]
async fn an_image_is_pulled_once_and_kept() {
    let registry = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let host = Host::new();
    let progress = Progress::default();
    let by_tag = registry.reference("team/app:v1");
    let image = host.puller.ensure(&by_tag, &Credentials::Anonymous, &progress).await.unwrap();
    assert_eq!(image.digest, built.digest);
    assert_eq!(image.config.config.cmd, ["/run"]);
    let content: Vec<_> =
        image.layers.iter().map(|l| fs::read(l.join("etc/name")).unwrap()).collect();
    assert_eq!(content, [b"lower", b"upper"], "the lowest first");
    let now = progress.now();
    assert_eq!((now.layers, now.layers_done, now.bytes_done), (2, 2, now.bytes));
    assert!(image.compressed_bytes > now.bytes);
    assert_eq!(registry.take_seen().len(), 4, "manifest, configuration, two layers");

    host.pull(&by_tag).await.unwrap();
    assert_eq!(registry.take_seen().len(), 1, "a tag is asked for once");
    let pinned = by_tag.pinned(built.digest.clone());
    host.pull(&pinned).await.unwrap();
    assert_eq!(registry.take_seen().len(), 0, "a digest is not");

    let host = host.reopened();
    let again = host.pull(&pinned).await.unwrap();
    assert_eq!((again, registry.take_seen().len()), (image, 0), "nor after a restart");
}

#[tokio::test]
async fn the_hosts_image_of_an_index_is_taken() {
    let registry = Registry::start().await;
    let ours = registry.image("ours", &two_layers());
    let other = registry.image("other", &[Archive::default().file("x", b"").done()]);
    let host_platform = Platform::host().to_string();
    let index = registry.index("multi", &[(&other, "linux/riscv64"), (&ours, &host_platform)]);
    let host = Host::new();
    let image = host.pull(&registry.reference("a:multi")).await.unwrap();
    assert_eq!(image.digest, ours.digest);
    registry.take_seen();
    let pinned = registry.reference("a").pinned(index);
    assert_eq!(host.pull(&pinned).await.unwrap(), image);
    let host = host.reopened();
    assert_eq!(host.pull(&pinned).await.unwrap().digest, image.digest);
    assert_eq!(registry.take_seen().len(), 0, "the index's digest pins as well");
}

#[tokio::test]
async fn an_index_that_says_no_platforms_leads_to_the_hosts_image() {
    let registry = Registry::start().await;
    let archives = two_layers();
    let ids: Vec<_> = archives.iter().map(|a| Digest::of(a)).collect();
    let riscv: Platform = "linux/riscv64".parse().unwrap();
    let other = registry.image_with("other", &archives[..1], &ids[..1], &riscv);
    let ours = registry.image("ours", &archives);
    let entry = |image: &Built| json!({"mediaType": media::OCI_MANIFEST, "digest": image.digest, "size": image.manifest.len()});
    let index = |tag: &str, entries: &[serde_json::Value]| {
        let index = json!({"schemaVersion": 2, "manifests": entries});
        registry.manifest(tag, media::OCI_INDEX, index.to_string().as_bytes())
    };
    index("one", &[entry(&ours)]);
    index("two", &[entry(&other), entry(&ours)]);
    index("none", &[entry(&other)]);
    for tag in ["one", "two"] {
        let image = Host::new().pull(&registry.reference(&format!("a:{tag}"))).await.unwrap();
        assert_eq!(image.digest, ours.digest, "{tag}");
    }
    let error = Host::new().pull(&registry.reference("a:none")).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Platform, "{error}");
}

#[tokio::test]
async fn images_for_other_platforms_are_refused_with_what_there_is() {
    let registry = Registry::start().await;
    let riscv: Platform = "linux/riscv64".parse().unwrap();
    let archives = two_layers();
    let ids: Vec<_> = archives.iter().map(|a| ferrogate_image::Digest::of(a)).collect();
    let other = registry.image_with("other", &archives, &ids, &riscv);
    registry.index("multi", &[(&other, "linux/riscv64")]);
    let host = Host::new();
    let error = host.pull(&registry.reference("a:multi")).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Platform);
    assert!(error.reason().starts_with("CannotPullContainerError: "));
    assert!(error.reason().contains("it has linux/riscv64"), "{}", error.reason());
    let error = host.pull(&registry.reference("a:other")).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Platform);
    assert!(error.reason().contains("the image is for linux/riscv64"), "{}", error.reason());
    assert!(host.layer_names().is_empty());
}

#[tokio::test]
async fn pulls_at_the_same_time_share_the_work() {
    let registry = Registry::start().await;
    registry.image("one", &two_layers());
    registry.image("two", &two_layers()[..1]);
    let host = Host::new();
    let (one, two) = (registry.reference("a:one"), registry.reference("a:two"));
    let (a, b, c) = tokio::join!(host.pull(&one), host.pull(&two), host.pull(&one));
    assert_eq!(a.unwrap(), c.unwrap());
    b.unwrap();
    let mut blobs: Vec<_> = registry
        .take_seen()
        .into_iter()
        .map(|s| s.path)
        .filter(|p| p.contains("/blobs/"))
        .collect();
    let all = blobs.len();
    blobs.sort();
    blobs.dedup();
    assert_eq!(all, blobs.len(), "no blob is fetched twice");
}

#[tokio::test]
async fn what_breaks_off_is_continued_where_it_stopped() {
    let registry = Registry::start().await;
    // Content that does not compress, so that half of it is more than one read.
    let noise: Vec<u8> = (0..60_000u32)
        .flat_map(|n| ferrogate_image::Digest::of(&n.to_le_bytes()).hex().as_bytes()[..4].to_vec())
        .collect();
    let built = registry.image("v1", &[Archive::default().file("noise", &noise).done()]);
    let layer = built.layers[0].to_string();
    let packed = crate::archive::gzip(&Archive::default().file("noise", &noise).done());
    let (half, whole) = (packed.len() / 2, packed.len() as u64);
    for knows_ranges in [true, false] {
        let (layer, packed) = (layer.clone(), packed.clone());
        registry.hook(move |seen| {
            if !seen.path.ends_with(&layer) {
                return None;
            }
            match seen.header("range") {
                None => Some(Reply::new(200, &packed[..half]).then(Then::Announce(whole))),
                Some(_) if knows_ranges => None,
                Some(_) => Some(Reply::new(200, packed.clone())),
            }
        });
        let host = Host::new();
        registry.take_seen();
        let image = host.pull(&registry.reference("a:v1")).await.unwrap();
        assert_eq!(fs::read(image.layers[0].join("noise")).unwrap(), noise);
        let ranges = registry.take_seen().iter().filter(|s| s.header("range").is_some()).count();
        assert_eq!(ranges, 1);
    }
}

#[tokio::test]
async fn a_registry_that_recovers_is_asked_again() {
    let registry = Registry::start().await;
    registry.image("v1", &two_layers());
    let left = std::sync::atomic::AtomicU32::new(2);
    registry.hook(move |_| {
        use std::sync::atomic::Ordering::SeqCst;
        let fails = left.fetch_update(SeqCst, SeqCst, |n| n.checked_sub(1)).is_ok();
        fails.then(|| Reply::new(503, "busy"))
    });
    Host::new().pull(&registry.reference("a:v1")).await.unwrap();
    registry.hook(|_| Some(Reply::new(503, "busy")));
    let error = Host::new().pull(&registry.reference("a:v1")).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::Network);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pull_may_run_as_a_task_of_its_own() {
    let registry = Registry::start().await;
    registry.image("v1", &two_layers());
    let host = Host::new();
    let (puller, reference) = (host.puller.clone(), registry.reference("a:v1"));
    let pull = tokio::spawn(async move {
        let progress = Progress::default();
        puller.ensure(&reference, &Credentials::Anonymous, &progress).await.map(|i| i.layers.len())
    });
    assert_eq!(pull.await.unwrap().unwrap(), 2);
}

#[tokio::test]
async fn what_is_missing_is_told() {
    let registry = Registry::start().await;
    let error = Host::new().pull(&registry.reference("team/app:nope")).await.unwrap_err();
    assert_eq!(error.kind(), PullKind::NotFound);
    let named = registry.reference("team/app:nope");
    let told = format!(
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to \
         resolve ref {named}: {named}: not found"
    );
    assert_eq!(error.reason(), told);
}

#[tokio::test]
async fn a_dropped_pull_leaves_nothing_and_can_be_repeated() {
    let registry = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let layer = built.layers[0].to_string();
    let (asked, wait) = tokio::sync::mpsc::unbounded_channel();
    let size = crate::archive::gzip(&two_layers()[0]).len() as u64;
    registry.hook(move |seen| {
        seen.path.ends_with(&layer).then(|| {
            asked.send(()).unwrap();
            Reply::new(200, [0x1f, 0x8b]).then(Then::Stall(size))
        })
    });
    let mut wait = wait;
    let host = Host::with(|o| o.parallel_layers = 1);
    let reference = registry.reference("a:v1");
    {
        let mut pull = std::pin::pin!(host.pull(&reference));
        tokio::select! {
            done = &mut pull => panic!("ended: {done:?}"),
            asked = wait.recv() => asked.unwrap(),
        }
    }
    assert!(host.without_leftovers().await.is_empty());
    registry.honest();
    host.pull(&reference).await.unwrap();
}

/// The helper at work on a layer in `folder`: our child, whose one mount is in there.
fn helper_in(folder: &std::path::Path) -> Option<Pid> {
    let threads = fs::read_dir("/proc/self/task").unwrap();
    let children = threads
        .filter_map(|thread| fs::read_to_string(thread.unwrap().path().join("children")).ok());
    let children = children.collect::<String>();
    children.split_whitespace().find_map(|pid| {
        let mounts = fs::read_to_string(format!("/proc/{pid}/mountinfo")).ok()?;
        let here = mounts.lines().count() == 1 && mounts.contains(folder.to_str().unwrap());
        here.then(|| Pid::from_raw(pid.parse().unwrap()))
    })
}

#[tokio::test]
async fn a_killed_helper_fails_its_pull_leaves_nothing_and_the_next_one_succeeds() {
    let registry = Registry::start().await;
    let layers = two_layers();
    let built = registry.image("v1", &layers);
    let layer = built.layers[0].to_string();
    let packed = crate::archive::gzip(&layers[0]);
    let (half, whole) = (packed[..packed.len() / 2].to_vec(), packed.len() as u64);
    let host = Host::with(|o| o.parallel_layers = 1);
    let folder = host.puller.root().to_owned();
    registry.hook(move |seen| {
        if !seen.path.ends_with(&layer) {
            return None;
        }
        if seen.header("range").is_none() {
            return Some(Reply::new(200, half.clone()).then(Then::Announce(whole)));
        }
        // The helper has the first half and waits; from here on there is nobody to take more.
        let pid = loop {
            match helper_in(&folder) {
                Some(pid) => break pid,
                None => std::thread::yield_now(),
            }
        };
        kill(pid, Signal::SIGKILL).unwrap();
        None
    });
    let reference = registry.reference("a:v1");
    let error = host.pull(&reference).await.unwrap_err();
    let reason = error.reason();
    assert!(reason.contains("helper died") && reason.contains("signal 9"), "{reason}");
    assert!(host.without_leftovers().await.is_empty());
    registry.honest();
    host.pull(&reference).await.unwrap();
}

#[tokio::test]
async fn leftovers_of_a_crash_are_removed_at_the_start() {
    let registry = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let host = Host::new();
    let image = host.pull(&registry.reference("a:v1")).await.unwrap();
    let layers = host.puller.root().join("layers/sha256");
    fs::create_dir_all(layers.join("0123.tmp-9/half/a/layer")).unwrap();
    // A record whose layer is gone must not be believed.
    fs::remove_dir_all(&image.layers[0]).unwrap();
    let host = host.reopened();
    assert_eq!(host.layer_names().len(), 1);
    assert!(host.puller.images().is_empty());
    let again = host.pull(&registry.reference("a").pinned(built.digest)).await.unwrap();
    assert!(again.layers[0].join("etc/name").is_file());
}

/// Everything that is not kept, held or pinned.
fn all_but(images: impl IntoIterator<Item = Digest>) -> Keep {
    Keep { images: images.into_iter().collect(), idle_ms_max: 0, bytes_max: 0 }
}

#[tokio::test]
async fn sweeping_spares_what_is_kept_held_or_shared() {
    let registry = Registry::start().await;
    let archives = two_layers();
    registry.image("both", &archives);
    registry.image("lower", &archives[..1]);
    let third = registry.image("third", &[Archive::default().file("three", b"3").done()]);
    let host = Host::new();
    let held = host.pull(&registry.reference("a:lower")).await.unwrap();
    drop(host.pull(&registry.reference("a:both")).await.unwrap());
    drop(host.pull(&registry.reference("a:third")).await.unwrap());
    assert_eq!(host.layer_names().len(), 3);
    let swept = host.puller.sweep(all_but([third.digest])).await.unwrap();
    assert_eq!((swept.images, swept.layers), (1, 1), "the image of both layers, and its upper one");
    assert_eq!(swept.unpacked_bytes, 2 * 4096, "a folder and a file");
    assert!(held.layers[0].is_dir());
    assert_eq!(host.puller.images().len(), 2);
    drop(held);
    assert_eq!(host.puller.sweep(all_but([])).await.unwrap().layers, 2);
    assert!(host.layer_names().is_empty());
    host.pull(&registry.reference("a:both")).await.unwrap();
}

#[tokio::test]
async fn the_longest_unused_go_first_also_after_a_restart() {
    let registry = Registry::start().await;
    for name in ["one", "two", "three"] {
        registry.image(name, &[Archive::default().file(name, name.as_bytes()).done()]);
    }
    let clock = ManualClock::new(TimestampMs(1_800_000_000_000));
    let (pulling, reopening) = (Arc::new(clock.clone()), Arc::new(clock.clone()));
    let host = Host::with(|options| options.clock = pulling);
    let mut digests = Vec::new();
    for name in ["one", "two", "three", "one"] {
        let image = host.pull(&registry.reference(&format!("a:{name}"))).await.unwrap();
        digests.push(image.digest.clone());
        clock.advance_ms(1000);
    }
    let keep = |idle_ms_max, bytes_max| Keep { images: HashSet::new(), idle_ms_max, bytes_max };
    let none = host.puller.sweep(keep(60_000, u64::MAX)).await.unwrap();
    assert_eq!(none, Swept::default());
    let host = host.reopened_with(|options| options.clock = reopening);
    // "two" is the longest unused, of 3 s; each layer is one file.
    let swept = host.puller.sweep(keep(60_000, 2 * 4096)).await.unwrap();
    assert_eq!((swept.images, swept.layers, swept.unpacked_bytes), (1, 1, 4096));
    assert!(host.puller.cached(&digests[1]).is_none());
    assert!(host.puller.cached(&digests[2]).is_some());
    clock.advance_ms(60_000);
    drop(host.pull(&registry.reference("a:one")).await.unwrap());
    let swept = host.puller.sweep(keep(59_000, u64::MAX)).await.unwrap();
    assert_eq!((swept.images, swept.layers), (1, 1), "what nobody asked for in a minute");
    assert!(host.puller.cached(&digests[0]).is_some());
}

#[tokio::test]
async fn a_sweep_that_was_cut_off_is_ended_by_the_next() {
    let registry = Registry::start().await;
    let built = registry.image("both", &two_layers());
    let host = Host::new();
    drop(host.pull(&registry.reference("a:both")).await.unwrap());
    // As a sweep that was killed leaves it: the image is forgotten, one layer has no name.
    let root = host.puller.root().to_owned();
    fs::remove_file(root.join(format!("images/sha256/{}.json", built.digest.hex()))).unwrap();
    let layers = root.join("layers/sha256");
    let first = &host.layer_names()[0];
    fs::rename(layers.join(first), layers.join("trash.tmp-1")).unwrap();
    let host = host.reopened();
    assert!(host.puller.images().is_empty());
    assert_eq!(host.puller.sweep(all_but([])).await.unwrap().layers, 1);
    assert_eq!(
        fs::read_dir(&layers).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count(),
        0
    );
    host.pull(&registry.reference("a:both")).await.unwrap();
}

#[tokio::test]
async fn a_rule_sends_a_name_to_another_address() {
    let registry = Registry::start().await;
    registry.image("v1", &two_layers());
    let host = Host::with(|options| {
        options.registries.rules.push(Rule {
            pattern: "*.dkr.ecr.*.amazonaws.com".into(),
            endpoint: Some(format!("http://{}", registry.address)),
            companions: Vec::new(),
        });
        options.registries.allow_loopback = false;
    });
    let name = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:v1".parse().unwrap();
    host.pull(&name).await.unwrap();
    let seen = registry.take_seen();
    let asked = "/v2/a/manifests/v1?ns=123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    assert_eq!(seen[0].path, asked, "the address has several registries");
    let gone = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:no".parse().unwrap();
    let told = host.pull(&gone).await.unwrap_err().reason();
    assert!(
        told.ends_with("amazonaws.com/a:no: not found") && !told.contains("127.0.0.1"),
        "{told}"
    );
    registry.take_seen();
    let direct = host.pull(&registry.reference("a:v1")).await.unwrap_err();
    assert_eq!(direct.kind(), PullKind::Refused, "loopback by reference was switched off");
    let told = direct.reason();
    assert!(told.contains("is the machine that runs the task"), "{told}");
    assert_eq!(registry.take_seen().len(), 0);
}

#[tokio::test]
async fn https_is_verified_with_the_configured_authority() {
    let names = vec!["localhost.test".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let registry = Registry::start_tls(Some(acceptor)).await;
    registry.image("v1", &two_layers());
    let rule = || Rule {
        pattern: "secure.test".into(),
        endpoint: Some(format!("https://{}", registry.address)),
        companions: Vec::new(),
    };
    let name = "secure.test/a:v1".parse().unwrap();
    let trusting = Host::with(|options| {
        options.registries.rules.push(rule());
        options.registries.extra_roots_pem = made.cert.pem().into_bytes();
    });
    trusting.pull(&name).await.unwrap();
    let strict = Host::with(|options| options.registries.rules.push(rule()));
    let error = strict.pull(&name).await.unwrap_err();
    assert!(
        error.reason().contains("UnknownIssuer") || error.reason().contains("certificate"),
        "{}",
        error.reason()
    );
}

#[tokio::test]
async fn an_image_is_copied_byte_for_byte_and_lies_are_told() {
    let registry = Registry::start().await;
    let built = registry.image("v1", &two_layers());
    let host = Host::new();
    let reference = registry.reference("team/app:v1");
    let looked = host.puller.look(&reference, &Credentials::Anonymous).await.unwrap();
    assert_eq!((&looked.digest, &looked.manifest.config.digest), (&built.digest, &built.config));
    assert!(built.digest.matches(&looked.document) && built.config.matches(&looked.config));
    let mut copy = Vec::new();
    let layer = &looked.manifest.layers[1];
    let mut take = |bytes: bytes::Bytes| {
        copy.extend_from_slice(&bytes);
        Ok::<_, PullError>(())
    };
    looked.copy(layer, &mut take).await.unwrap();
    assert!(built.layers[1].matches(&copy) && layer.size == copy.len() as u64);
    assert!(host.layer_names().is_empty(), "nothing is kept");
    let size = copy.len();
    registry
        .hook(move |seen| seen.path.contains("/blobs/").then(|| Reply::new(200, vec![b'x'; size])));
    let lie = looked.copy(layer, &mut |_| Ok::<_, PullError>(())).await.unwrap_err();
    assert!(matches!(lie, PullError::Mismatch { .. }), "{lie}");
}
