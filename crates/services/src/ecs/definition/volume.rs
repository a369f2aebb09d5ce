//! What AWS refuses of volumes and of their use in containers.

use ferrogate_api::ecs::{
    EFSAuthorizationConfigIAM, EFSTransitEncryption, EFSVolumeConfiguration,
    RegisterTaskDefinitionRequest,
};

use super::{Result, client};

pub(super) fn check(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let volumes = input.volumes.as_deref().unwrap_or_default();
    let containers = &input.container_definitions;
    let mounted = || containers.iter().flat_map(|c| c.mount_points.iter().flatten());
    for point in mounted() {
        let of = point.source_volume.as_deref().unwrap_or_default();
        if !volumes.iter().any(|volume| volume.name.as_deref() == Some(of)) {
            return Err(client(format!("Unknown volume '{of}'.")));
        }
    }
    for from in containers.iter().flat_map(|c| c.volumes_from.iter().flatten()) {
        let of = from.source_container.as_deref().unwrap_or_default();
        if !containers.iter().any(|c| c.name.as_deref() == Some(of)) {
            return Err(client(format!(
                "Invalid 'volumesFrom' setting. Unknown container: '{of}'."
            )));
        }
    }
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
