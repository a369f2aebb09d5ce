//! The volumes of a task's containers: folders on the task's disk, which go with it. Those of
//! the task definition have a name; an image's `VOLUME` has one of its own for each container.
//!
//! [`Volumes`] knows which of them a container has and where it asks for them, [`content`]
//! copies what an image has into one. What is mounted where is decided in `places`.
//!
//! The disk itself is [`crate::volume::Volume`].

pub(super) mod content;

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use crate::shim::ContainerBundle;

/// The folder, beside those of the volumes, in which a task's log router makes its socket.
pub(crate) const ROUTER: &str = "router";

/// Where the router has that (ECS agent).
const ROUTER_PATH: &str = "/var/run";

/// Permissions that a volume begins with, as its owner is the task's root (Docker, Fargate).
const MODE: u32 = 0o755;

/// Why the containers of a task can't have their volumes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VolumesError {
    /// A name that can't be a folder's.
    #[error("'{0}' can't be a volume's name")]
    BadName(String),
    /// `volumesFrom` names a container that the task has not.
    #[error("'{0}' has the volumes of '{1}', which is not in the task")]
    Unknown(String, String),
    /// `volumesFrom` leads back to where it began.
    #[error("containers have each other's volumes in a circle")]
    Circle,
}

/// Why a container has a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A mount point of its own.
    MountPoint,
    /// Another container has it.
    From,
    /// Its image has a `VOLUME`.
    Image,
}

/// A volume as one container has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mounted {
    /// Where, as it is asked for.
    pub(super) path: String,
    /// The volume's folder on the task's disk.
    pub(super) folder: PathBuf,
    pub(super) readonly: bool,
    pub(super) why: Why,
    /// Whether it is an image's `VOLUME`, be it another container's image.
    pub(super) of_image: bool,
}

/// Which volumes each container of a task has.
#[derive(Debug)]
pub struct Volumes {
    /// By container: what counts more first, of two at one place.
    mounted: Vec<Vec<Mounted>>,
    /// By container: whose volumes it has too.
    sources: Vec<Vec<usize>>,
    /// The folder of the log router's socket.
    router: PathBuf,
}

impl Volumes {
    /// Those of `containers`, on the task's disk in `dir`.
    ///
    /// # Errors
    /// [`VolumesError`].
    pub fn new(dir: &Path, containers: &[ContainerBundle]) -> Result<Self, VolumesError> {
        let sources = containers.iter().map(|c| sources(c, containers));
        let sources: Vec<_> = sources.collect::<Result<_, _>>()?;
        let order = sources_first(&sources).ok_or(VolumesError::Circle)?;
        let mut mounted = vec![Vec::new(); containers.len()];
        for index in order {
            mounted[index] = of(index, dir, containers, &mounted)?;
        }
        Ok(Self { mounted, sources, router: dir.join(ROUTER) })
    }

    /// The folder in which a log router makes its socket is its user's (ECS agent).
    ///
    /// # Errors
    /// The kernel's.
    pub(super) fn give_router(&self, (uid, gid): (u32, u32)) -> io::Result<()> {
        chown(&self.router, Some(uid), Some(gid))
    }

    /// Those of a container: of two at one place, the first counts.
    pub(super) fn of(&self, index: usize) -> &[Mounted] {
        &self.mounted[index]
    }

    /// The containers whose volumes a container has too. They are made before it: what their
    /// images have comes first.
    #[must_use]
    pub fn sources(&self, index: usize) -> &[usize] {
        &self.sources[index]
    }
}

fn sources(
    container: &ContainerBundle,
    all: &[ContainerBundle],
) -> Result<Vec<usize>, VolumesError> {
    let container = &container.container;
    let position = |name: &str| {
        all.iter()
            .position(|other| other.container.name == name)
            .ok_or_else(|| VolumesError::Unknown(container.name.clone(), name.to_owned()))
    };
    container.volumes_from.iter().map(|from| position(&from.container)).collect()
}

/// The containers, each after all whose volumes it has; `None` for a circle.
fn sources_first(sources: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut order = Vec::new();
    while order.len() < sources.len() {
        let ready = |index: &usize| {
            !order.contains(index) && sources[*index].iter().all(|source| order.contains(source))
        };
        order.push((0..sources.len()).find(ready)?);
    }
    Some(order)
}

/// Docker's order: a mount point of one's own hides what comes from others, the later of those
/// hide the earlier, and an image's volume is made where there is nothing else.
fn of(
    index: usize,
    dir: &Path,
    containers: &[ContainerBundle],
    mounted: &[Vec<Mounted>],
) -> Result<Vec<Mounted>, VolumesError> {
    let ContainerBundle { container, image, .. } = &containers[index];
    let mut all = Vec::new();
    for point in &container.mount_points {
        all.push(Mounted {
            path: point.path.clone(),
            folder: dir.join("named").join(checked(&point.volume)?),
            readonly: point.readonly,
            why: Why::MountPoint,
            of_image: false,
        });
    }
    if containers[index].log_router.is_some() {
        all.push(Mounted {
            path: ROUTER_PATH.into(),
            folder: dir.join(ROUTER),
            readonly: false,
            why: Why::MountPoint,
            of_image: false,
        });
    }
    for from in container.volumes_from.iter().rev() {
        let source = containers.iter().position(|c| c.container.name == from.container);
        for theirs in source.into_iter().flat_map(|source| &mounted[source]) {
            let readonly = theirs.readonly || from.readonly;
            all.push(Mounted { readonly, why: Why::From, ..theirs.clone() });
        }
    }
    let own = dir.join("own").join(&container.name);
    all.extend(image.volumes.iter().zip(0..).map(|(path, number)| Mounted {
        path: path.clone(),
        folder: own.join(format!("{number}")),
        readonly: false,
        why: Why::Image,
        of_image: true,
    }));
    Ok(all)
}

/// Up to 255 letters, digits, underscores and hyphens (API_Volume): it names a folder.
fn checked(name: &str) -> Result<&str, VolumesError> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    match (1..=255).contains(&name.len()) && name.bytes().all(plain) {
        true => Ok(name),
        false => Err(VolumesError::BadName(name.to_owned())),
    }
}

/// Makes a volume's folder, `owner`'s on the host, where it is missing.
///
/// # Errors
/// The kernel's.
pub(super) fn ensure(folder: &Path, owner: u32) -> io::Result<()> {
    let parent = folder.parent().unwrap_or(folder);
    DirBuilder::new().recursive(true).mode(MODE).create(parent)?;
    match DirBuilder::new().mode(MODE).create(folder) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        other => other?,
    }
    fs::set_permissions(folder, Permissions::from_mode(MODE))?;
    chown(folder, Some(owner), Some(owner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shim::ImageConfig;
    use crate::shim::test_support::container;
    use ferrogate_link::{MountPoint, VolumesFrom};

    fn point(volume: &str, path: &str, readonly: bool) -> MountPoint {
        MountPoint { volume: volume.into(), path: path.into(), readonly }
    }

    fn with(name: &str, points: &[MountPoint], from: &[(&str, bool)]) -> ContainerBundle {
        let mut container = container(name);
        container.mount_points = points.to_vec();
        let from = from.iter();
        let from =
            from.map(|(of, readonly)| VolumesFrom { container: (*of).into(), readonly: *readonly });
        container.volumes_from = from.collect();
        let image = ImageConfig { volumes: vec!["/image".into()], ..ImageConfig::default() };
        let (layers, writable) = (Vec::new(), PathBuf::new());
        ContainerBundle {
            container,
            secrets: vec![],
            image,
            layers,
            writable,
            log_router: None,
            collector: None,
        }
    }

    fn seen(volumes: &Volumes, index: usize) -> Vec<(&str, &str, bool, Why)> {
        let all = volumes.of(index).iter();
        let folders = all.map(|m| (m, m.folder.strip_prefix("/v").unwrap().to_str().unwrap()));
        folders.map(|(m, folder)| (&*m.path, folder, m.readonly, m.why)).collect()
    }

    #[test]
    fn a_container_has_its_own_then_those_of_others_then_its_image_s() {
        let containers = [
            with("app", &[point("a", "/a", false)], &[("one", false), ("two", true)]),
            with("one", &[point("b", "/b", true)], &[]),
            with("two", &[point("c", "/c", false)], &[("one", false)]),
        ];
        let volumes = Volumes::new(Path::new("/v"), &containers).unwrap();
        use Why::{From, Image, MountPoint};
        assert_eq!(
            seen(&volumes, 0),
            [
                ("/a", "named/a", false, MountPoint),
                ("/c", "named/c", true, From),
                ("/b", "named/b", true, From),
                ("/image", "own/one/0", true, From),
                ("/image", "own/two/0", true, From),
                ("/b", "named/b", true, From),
                ("/image", "own/one/0", false, From),
                ("/image", "own/app/0", false, Image),
            ]
        );
        assert_eq!((volumes.sources(0), volumes.sources(1)), (&[1, 2][..], &[][..]));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let refused =
            |containers: &[ContainerBundle]| Volumes::new(Path::new("/v"), containers).unwrap_err();
        for bad in ["", "..", "a/b", "a b", "é", &"x".repeat(256)] {
            let error = refused(&[with("app", &[point(bad, "/a", false)], &[])]);
            assert_eq!(error, VolumesError::BadName(bad.into()));
        }
        let unknown = refused(&[with("app", &[], &[("nobody", false)])]);
        assert_eq!(unknown, VolumesError::Unknown("app".into(), "nobody".into()));
        let one = with("one", &[], &[("two", false)]);
        let two = with("two", &[], &[("one", false)]);
        assert_eq!(refused(&[one, two]), VolumesError::Circle);
        assert_eq!(refused(&[with("one", &[], &[("one", true)])]), VolumesError::Circle);
    }
}
