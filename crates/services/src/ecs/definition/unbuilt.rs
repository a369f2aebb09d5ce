//! What AWS's Fargate would run and this engine does not: refused by name.

use ferrogate_api::ecs::{
    ContainerDefinition, Error, OSFamily, RegisterTaskDefinitionRequest, Volume,
};

use ferrogate_records::ecs::text::own_repository;

use super::{Result, logging, router, some, tmpfs};

pub(super) fn check(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    refuse(&[("proxyConfiguration", input.proxy_configuration.is_some())], "a task definition")?;
    input.volumes.iter().flatten().try_for_each(volume)?;
    let platform = input.runtime_platform.as_ref();
    match platform.and_then(|platform| platform.operating_system_family.as_ref()) {
        None | Some(OSFamily::Linux) => {}
        Some(other) => {
            let text = format!("operatingSystemFamily {other} is not built yet.");
            return Err(Error::not_built(text).into());
        }
    }
    input.container_definitions.iter().try_for_each(one)
}

fn volume(volume: &Volume) -> Result<()> {
    let name = volume.name.as_deref().unwrap_or_default();
    refuse(
        &[
            ("efsVolumeConfiguration", volume.efs_volume_configuration.is_some()),
            (
                "fsxWindowsFileServerVolumeConfiguration",
                volume.fsx_windows_file_server_volume_configuration.is_some(),
            ),
            ("s3filesVolumeConfiguration", volume.s3files_volume_configuration.is_some()),
            ("configuredAtLaunch", volume.configured_at_launch == Some(true)),
        ],
        &format!("volume '{name}'"),
    )
}

fn one(c: &ContainerDefinition) -> Result<()> {
    let name = c.name.as_deref().unwrap_or_default();
    let own = c.image.as_deref().and_then(own_repository).is_some();
    refuse(
        &[
            (
                "repositoryCredentials with an image of ECR",
                c.repository_credentials.is_some() && own,
            ),
            ("environmentFiles", some(c.environment_files.as_ref())),
            ("credentialSpecs", some(c.credential_specs.as_ref())),
        ],
        &format!("container '{name}'"),
    )?;
    tmpfs::check_built(name, c)?;
    c.firelens_configuration.as_ref().map_or(Ok(()), |of| router::check_built(name, of))?;
    c.log_configuration.as_ref().map_or(Ok(()), |log| logging::check_built(name, log))
}

fn refuse(fields: &[(&str, bool)], of: &str) -> Result<()> {
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            Err(Error::not_built(format!("{field} of {of} is not built yet.")).into())
        }
        None => Ok(()),
    }
}
