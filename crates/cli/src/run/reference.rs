//! Which image a name means: one of this engine's registry, or of a registry outside.

use ferrogate_api::ecr::{DescribeImagesRequest, ImageIdentifier, op};
use ferrogate_base::partition;
use ferrogate_image::reference::{DEFAULT_REGISTRY, Reference};

use crate::client::Api;
use crate::fault::{Fault, Kind};

/// The image as task definitions name it. A name without a registry is this engine's when
/// its registry has such a repository.
pub(crate) async fn resolve(api: &Api, text: &str) -> Result<String, Fault> {
    let reference: Reference = text.parse().map_err(|error| {
        Fault::new(Kind::Usage, format!("'{text}' is no name of an image"))
            .because(&error)
            .fix("write it like web:1, nginx:stable or ghcr.io/owner/name:tag")
    })?;
    let Some(path) = local_path(text, &reference) else { return Ok(text.to_owned()) };
    let id = ImageIdentifier {
        image_tag: reference.digest().map_or_else(|| reference.tag().map(str::to_owned), |_| None),
        image_digest: reference.digest().map(ToString::to_string),
    };
    let input = DescribeImagesRequest {
        repository_name: path.clone(),
        image_ids: Some(vec![id]),
        ..DescribeImagesRequest::default()
    };
    match api.call::<op::DescribeImages>(&input).await {
        Ok(_) => {
            let own = partition::registry(api.account().await?, api.region());
            let version = match reference.digest() {
                Some(digest) => format!("@{digest}"),
                None => format!(":{}", reference.locator()),
            };
            Ok(format!("{own}/{path}{version}"))
        }
        // Not one of ours: docker's rules say what it means.
        Err(fault) if fault.is("RepositoryNotFoundException") => Ok(text.to_owned()),
        Err(fault) if fault.is("ImageNotFoundException") => {
            let what = format!("repository {path} has no {}", reference.locator());
            Err(Fault::not_found(what)
                .why("a name without a registry means this engine's, and it has this repository")
                .fix(format!(
                    "see `ferrogate image ls {path}`; for Docker Hub's write \
                     {DEFAULT_REGISTRY}/{}",
                    reference.repository()
                )))
        }
        // No name that a repository here could have.
        Err(fault) if fault.kind == Kind::Invalid => Ok(text.to_owned()),
        Err(fault) => Err(fault),
    }
}

/// The repository that a name without a registry has here.
fn local_path(text: &str, reference: &Reference) -> Option<String> {
    if reference.registry() != DEFAULT_REGISTRY {
        return None;
    }
    let name = text.split('@').next().unwrap_or(text);
    let written_out = ["docker.io/", "index.docker.io/"].iter().any(|host| name.starts_with(host));
    if written_out {
        return None;
    }
    // Docker puts `library/` before names of one part; here they stay as written.
    let path = name.split(':').next().unwrap_or(name);
    Some(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_without_a_registry_may_be_local() {
        let local = |text: &str| local_path(text, &text.parse().unwrap());
        assert_eq!(local("web:1").as_deref(), Some("web"));
        assert_eq!(local("team/web").as_deref(), Some("team/web"));
        for text in ["docker.io/library/web", "ghcr.io/a/web:1", "localhost:5000/web"] {
            assert_eq!(local(text), None, "{text}");
        }
    }
}
