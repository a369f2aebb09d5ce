//! What AWS refuses of volumes and of their use in containers.

use std::collections::HashSet;

use ferrogate_api::ecs::{
    ContainerDefinition, EFSAuthorizationConfigIAM, EFSTransitEncryption, EFSVolumeConfiguration,
    RegisterTaskDefinitionRequest, Volume,
};

use super::dependency::{Edges, has_cycle};
use super::{Result, client, names};

pub(super) fn check(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let volumes = input.volumes.as_deref().unwrap_or_default();
    let containers = &input.container_definitions;
    let mounted = || containers.iter().flat_map(|c| c.mount_points.iter().flatten());
    named(volumes)?;
    for container in containers {
        mount_points(container, volumes)?;
    }
    sources(containers)?;
    for volume in volumes {
        let used = mounted().any(|point| point.source_volume == volume.name);
        if volume.configured_at_launch == Some(true) && !used {
            let name = volume.name.as_deref().unwrap_or_default();
            return Err(client(format!(
                "Volumes [{name}] are not referenced by any of the containers"
            )));
        }
        volume.efs_volume_configuration.as_ref().map_or(Ok(()), efs)?;
    }
    Ok(())
}

/// Each volume has a name of its own, of letters, digits, hyphens and underscores (API_Volume).
fn named(volumes: &[Volume]) -> Result<()> {
    let mut seen = HashSet::new();
    for volume in volumes {
        let name = volume.name.as_deref().unwrap_or_default();
        if name.is_empty() {
            return Err(client("Volume.name should not be null or empty."));
        }
        if !names::is_plain(name) {
            return Err(client("Volume.name contains invalid characters."));
        }
        if !seen.insert(name) {
            return Err(client("Volume names must be unique within a task definition."));
        }
    }
    Ok(())
}

fn mount_points(c: &ContainerDefinition, volumes: &[Volume]) -> Result<()> {
    let mut paths = HashSet::new();
    for point in c.mount_points.iter().flatten() {
        let of = point.source_volume.as_deref();
        if !volumes.iter().any(|volume| of.is_some() && volume.name.as_deref() == of) {
            return Err(client(format!("Unknown volume '{}'.", of.unwrap_or("null"))));
        }
        let name = c.name.as_deref().unwrap_or_default();
        let no = |what: &str| client(format!("Invalid setting for container '{name}'. {what}"));
        let path = point.container_path.as_deref().unwrap_or_default();
        if path.is_empty() {
            return Err(no("A mount point has no containerPath."));
        }
        let plain = path.trim_end_matches('/');
        if !paths.insert(plain) {
            return Err(no(&format!("Several mount points have the path '{plain}'.")));
        }
    }
    Ok(())
}

/// Whose volumes a container has too: one of the task, which has not its volumes in turn.
fn sources(containers: &[ContainerDefinition]) -> Result<()> {
    let mut edges = Edges::new();
    for c in containers {
        for from in c.volumes_from.iter().flatten() {
            let of = from.source_container.as_deref().unwrap_or("null");
            if !containers.iter().any(|other| other.name.as_deref() == Some(of)) {
                let text = format!("Invalid 'volumesFrom' setting. Unknown container: '{of}'.");
                return Err(client(text));
            }
            edges.entry(c.name.as_deref().unwrap_or_default()).or_default().push(of);
        }
    }
    match has_cycle(&edges) {
        true => Err(client("The containers' volumesFrom have a cycle.")),
        false => Ok(()),
    }
}

/// The rules of API_EFSVolumeConfiguration.
fn efs(of: &EFSVolumeConfiguration) -> Result<()> {
    let encrypted = of.transit_encryption == Some(EFSTransitEncryption::Enabled);
    let access = of.authorization_config.as_ref();
    let point = access.is_some_and(|access| access.access_point_id.is_some());
    if point && of.root_directory.as_deref().is_some_and(|root| root != "/") {
        return Err(client(
            "When using an EFS access point, the root directory must either be set to \"/\" or be \
             omitted",
        ));
    }
    let iam = access.and_then(|access| access.iam.as_ref());
    if iam == Some(&EFSAuthorizationConfigIAM::Enabled) && !encrypted {
        return Err(client("EFS IAM authorization requires TransitEncryption to be enabled"));
    }
    if of.transit_encryption_port.is_some() && !encrypted {
        return Err(client("TransitEncryptionPort requires that TransitEncryption is enabled"));
    }
    Ok(())
}
