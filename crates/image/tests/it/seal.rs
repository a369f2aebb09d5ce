//! Unpacked layers that change under the engine's feet are found by their seals.

use std::cell::Cell;
use std::fs::{self, File};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ferrogate_image::inventory::Keep;
use ferrogate_image::pull::Image;
use ferrogate_image::seal::{Condition, Sealer, inspect};

use crate::archive::Archive;
use crate::pull::Host;
use crate::registry::Registry;

const CONTENT: &[u8] = b"all is as it was";

/// A host with an image of one layer, and the layer's folder.
async fn host(registry: &Registry) -> (Host, Arc<Image>, PathBuf) {
    let layer = Archive::default()
        .file("bin/first", CONTENT)
        .file("etc/name", CONTENT)
        .file("usr/last", CONTENT)
        .done();
    registry.image("v1", &[layer]);
    let host = Host::new();
    let image = host.pull(&registry.reference("team/app:v1")).await.unwrap();
    let folder = image.layers[0].clone();
    symlink("/etc/passwd", folder.join("etc/link")).unwrap();
    (host, image, folder)
}

fn sealed(host: &Host) -> u64 {
    Sealer::new(host.puller.clone()).run(&|| false).unwrap()
}

fn conditions(host: &Host) -> Vec<Condition> {
    inspect(host.puller.root()).unwrap().into_iter().map(|layer| layer.condition).collect()
}

fn differs(path: &str) -> Vec<Condition> {
    vec![Condition::Differs(Some(path.into()))]
}

#[tokio::test]
async fn a_layer_is_called_good_once_it_is_sealed_and_untouched() {
    let registry = Registry::start().await;
    let (host, image, folder) = host(&registry).await;
    assert_eq!(conditions(&host), [Condition::Unsealed]);
    assert_eq!(sealed(&host), 1);
    let layers = inspect(host.puller.root()).unwrap();
    assert_eq!(layers.len(), 1);
    assert_eq!((&layers[0].condition, &layers[0].path), (&Condition::Intact, &folder));
    assert_eq!(layers[0].images, std::slice::from_ref(&image.digest));
    assert!(layers[0].unpacked_bytes > 0);
    drop(image);
    let host = host.reopened();
    assert_eq!((sealed(&host), conditions(&host)), (0, vec![Condition::Intact]));
}

/// The path that is named, what changes, and what makes it as it was.
type Change<'a> = (&'a str, &'a dyn Fn(), &'a dyn Fn());

#[tokio::test]
async fn whatever_changes_in_a_layer_is_found_and_named() {
    let registry = Registry::start().await;
    let (host, _image, folder) = host(&registry).await;
    sealed(&host);
    let name = folder.join("etc/name");
    let changes: &[Change<'_>] = &[
        ("/etc/name", &|| flip(&name, 3), &|| flip(&name, 3)),
        ("/etc/name", &|| mode(&name, 0o4755), &|| mode(&name, 0o644)),
        ("/etc/name", &|| chown(&name, Some(7), None).unwrap(), &|| {
            chown(&name, Some(0), None).unwrap();
        }),
        ("/etc", &|| mode(&folder.join("etc"), 0o777), &|| mode(&folder.join("etc"), 0o755)),
        ("/", &|| mode(&folder, 0o777), &|| mode(&folder, 0o755)),
        ("/etc/more", &|| fs::write(folder.join("etc/more"), "").unwrap(), &|| {
            fs::remove_file(folder.join("etc/more")).unwrap();
        }),
        // What comes after what is gone.
        ("/usr", &|| fs::rename(&name, folder.join("../aside")).unwrap(), &|| {
            fs::rename(folder.join("../aside"), &name).unwrap();
        }),
        ("/etc/link", &|| relink(&folder, "/etc/shadow"), &|| relink(&folder, "/etc/passwd")),
        ("/bin/first", &|| attribute(&folder, Some("x")), &|| attribute(&folder, None)),
    ];
    for (path, change, back) in changes {
        change();
        assert_eq!(conditions(&host), differs(path));
        back();
        assert_eq!(conditions(&host), [Condition::Intact], "{path} is as it was");
    }
    fs::remove_file(folder.join("usr/last")).unwrap();
    assert_eq!(conditions(&host), [Condition::Differs(None)], "the last is gone");
}

/// Flips a bit and leaves the file's time as it was, as a disk does.
fn flip(path: &Path, at: u64) {
    let file = File::options().read(true).write(true).open(path).unwrap();
    let time = file.metadata().unwrap().modified().unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 1], at).unwrap();
    file.set_modified(time).unwrap();
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn relink(folder: &Path, target: &str) {
    let link = folder.join("etc/link");
    fs::remove_file(&link).unwrap();
    symlink(target, link).unwrap();
}

fn attribute(folder: &Path, value: Option<&str>) {
    let (path, name) = (folder.join("bin/first"), "user.note");
    match value {
        Some(value) => {
            let flags = rustix::fs::XattrFlags::empty();
            rustix::fs::setxattr(path, name, value.as_bytes(), flags).unwrap();
        }
        None => rustix::fs::removexattr(path, name).unwrap(),
    }
}

#[tokio::test]
async fn a_damaged_seal_is_not_taken_for_a_damaged_layer() {
    let registry = Registry::start().await;
    let (host, _image, folder) = host(&registry).await;
    sealed(&host);
    let seal = folder.with_extension("seal");
    let bytes = fs::read(&seal).unwrap();
    let last = bytes.len() as u64 - 1;
    let damaged = [Condition::Unreadable("its seal is damaged".into())];
    flip(&seal, last);
    assert_eq!(conditions(&host), damaged);
    flip(&seal, last);
    flip(&seal, 0);
    assert_eq!(conditions(&host), damaged);
    flip(&seal, 0);
    flip(&seal, 20);
    assert_eq!(conditions(&host), [Condition::Intact], "a mark only shows the way");
    for length in [0, 7, 39, bytes.len() - 1] {
        fs::write(&seal, &bytes[..length]).unwrap();
        assert_eq!(conditions(&host), damaged, "{length} bytes");
    }
}

#[tokio::test]
async fn a_layer_that_goes_takes_its_seal_along() {
    let registry = Registry::start().await;
    let (host, image, folder) = host(&registry).await;
    sealed(&host);
    drop(image);
    let nothing = Keep { images: [].into(), idle_ms_max: 0, bytes_max: 0 };
    assert_eq!(host.puller.sweep(nothing).await.unwrap().layers, 1);
    assert!(!folder.with_extension("seal").exists());
    assert_eq!(conditions(&host), []);
    // By hand it does not, and what comes anew is not judged by what was.
    let image = host.pull(&registry.reference("team/app:v1")).await.unwrap();
    sealed(&host);
    drop(image);
    fs::remove_dir_all(&folder).unwrap();
    let host = host.reopened();
    host.pull(&registry.reference("team/app:v1")).await.unwrap();
    assert_eq!(conditions(&host), [Condition::Unsealed]);
}

#[tokio::test]
async fn a_layer_that_is_removed_while_it_is_read_gets_no_seal() {
    let registry = Registry::start().await;
    let (host, _image, folder) = host(&registry).await;
    let aside = folder.with_extension("aside");
    let gone = Cell::new(false);
    let remove = || {
        if !gone.replace(true) {
            fs::rename(&folder, &aside).unwrap();
            fs::create_dir(&folder).unwrap();
        }
        false
    };
    assert_eq!(Sealer::new(host.puller.clone()).run(&remove).unwrap(), 0);
    assert!(gone.get() && host.layer_names().iter().all(|name| !name.ends_with(".seal")));
    assert_eq!(host.without_leftovers().await.len(), 2, "the new one, and that aside");
}

#[tokio::test]
async fn sealing_leaves_off_when_it_is_told_to() {
    let registry = Registry::start().await;
    let (host, _image, _folder) = host(&registry).await;
    assert_eq!(Sealer::new(host.puller.clone()).run(&|| true).unwrap(), 0);
    assert_eq!(host.layer_names().len(), 1, "and nothing of it stays");
    assert_eq!(conditions(&host), [Condition::Unsealed]);
    assert_eq!(inspect(&host.puller.root().join("none")).unwrap().len(), 0);
}
