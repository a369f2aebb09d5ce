//! `ferrogate image rm`: takes images out of the engine's registry.

use ferrogate_api::ecr::{BatchDeleteImageRequest, ImageFailureCode, ImageIdentifier, op};

use super::name::Name;
use super::registry::own_name;
use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct RmArgs {
    /// Images: REPOSITORY[:TAG] or REPOSITORY@DIGEST
    #[arg(value_name = "IMAGE", required = true)]
    pub(crate) names: Vec<Name>,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(super) async fn run(args: RmArgs, api: &Api, ui: &Ui) -> Outcome {
    let mut first_fault = None;
    let own = own_name(api).await?;
    for name in &args.names {
        name.check(&own)?;
    }
    for name in &args.names {
        match remove(api, name).await {
            Ok(()) => ui.data(&name.to_string())?,
            Err(fault) => drop(first_fault.get_or_insert(fault)),
        }
    }
    first_fault.map_or(Ok(0), Err)
}

async fn remove(api: &Api, name: &Name) -> Result<(), Fault> {
    let by_digest = name.digest.is_some();
    let input = BatchDeleteImageRequest {
        registry_id: None,
        repository_name: name.repository.clone(),
        image_ids: vec![ImageIdentifier {
            image_digest: name.digest.clone(),
            image_tag: if by_digest { None } else { name.tag.clone() },
        }],
    };
    let answer = api.call::<op::BatchDeleteImage>(&input).await?;
    let Some(failure) = answer.failures.into_iter().flatten().next() else { return Ok(()) };
    let kind = match failure.failure_code {
        Some(ImageFailureCode::ImageNotFound) => Kind::NotFound,
        _ => Kind::Failed,
    };
    let why = failure.failure_reason.unwrap_or_else(|| "no reason given".into());
    Err(Fault::new(kind, format!("{name} was not removed"))
        .why(why)
        .fix("see `ferrogate image ls`"))
}
