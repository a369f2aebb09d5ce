//! A stock client: skopeo copies an image in and out, lists its tags, deletes it.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use ferrogate_auth::Caller;
use ferrogate_registry::token::{LOGIN_MS, Login};
use serde_json::Value;
use tokio::process::Command;

use crate::rig::{ACCOUNT, Rig, rig, soon};

/// Runs a program, and gives what it printed.
async fn run(program: &str, args: &[&str]) -> Result<String, String> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).kill_on_drop(true);
    let done = soon(command.output()).await.unwrap_or_else(|e| panic!("{program}: {e}"));
    if done.status.success() {
        Ok(String::from_utf8(done.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&done.stderr).into_owned())
    }
}

async fn skopeo(args: &[&str]) -> String {
    run("skopeo", args).await.unwrap_or_else(|e| panic!("skopeo {args:?}: {e}"))
}

/// Busybox as an archive, made from Debian's package.
async fn archive(folder: &Path) -> PathBuf {
    let build = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/images/build");
    let out = folder.to_str().unwrap();
    run(build.to_str().unwrap(), &["busybox", "--out", out]).await.expect("busybox is built");
    folder.join("busybox.tar")
}

async fn digest_of(image: &str, options: &[&str]) -> String {
    let args = [&["inspect"], options, &[image]].concat();
    let described: Value = serde_json::from_str(&skopeo(&args).await).unwrap();
    described["Digest"].as_str().unwrap().to_owned()
}

fn credentials(rig: &Rig) -> String {
    let login = Login { caller: Caller::root(ACCOUNT.parse().unwrap()) };
    let password = rig.token_key.login(&login, rig.catalog.now().plus_ms(LOGIN_MS));
    format!("AWS:{password}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn skopeo_copies_in_and_out_lists_and_deletes() {
    let (rig, folder) = rig().await;
    let from = format!("oci-archive:{}", archive(folder.path()).await.display());
    let image = format!("docker://{}/app:1", rig.address);
    let secret = credentials(&rig);
    let (plain, user) = ("--tls-verify=false", ["--creds", &secret]);
    let known = [plain, user[0], user[1]];

    let push = |to: &str| {
        let args = ["copy", "--quiet", "--dest-tls-verify=false", "--dest-creds", &secret, &from];
        [args.map(str::to_owned).to_vec(), vec![to.to_owned()]].concat()
    };
    for to in [image.clone(), format!("docker://{}/app:again", rig.address)] {
        let args = push(&to);
        skopeo(&args.iter().map(String::as_str).collect::<Vec<_>>()).await;
    }
    assert_eq!(digest_of(&image, &known).await, digest_of(&from, &[]).await);

    let back = format!("oci-archive:{}:1", folder.path().join("back.tar").display());
    let args = ["copy", "--quiet", "--src-tls-verify=false", "--src-creds", &secret, &image, &back];
    skopeo(&args).await;
    assert_eq!(digest_of(&back, &[]).await, digest_of(&from, &[]).await);

    let listed = format!("docker://{}/app", rig.address);
    let tags = skopeo(&["list-tags", plain, user[0], user[1], &listed]).await;
    let tags: Value = serde_json::from_str(&tags).unwrap();
    assert_eq!(tags["Tags"], serde_json::json!(["1", "again"]));

    skopeo(&["delete", plain, user[0], user[1], &image]).await;
    let gone = run("skopeo", &["inspect", plain, user[0], user[1], &image]).await.unwrap_err();
    assert!(gone.contains("manifest unknown"), "{gone}");

    let stranger = run("skopeo", &["inspect", plain, "--no-creds", &image]).await.unwrap_err();
    assert!(stranger.contains("unauthorized"), "{stranger}");
}
