//! `ferrogate image load`: the images of a file into the engine's registry.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueHint;
use ferrogate_image::layout::{Archive, LayoutError};
use ferrogate_image::manifest::Platform;

use super::name::{self, Name};
use super::push;
use super::registry::Registry;
use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct LoadArgs {
    /// The file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Name it gets here [default: the name it was saved under, else the file's]
    #[arg(long, value_name = "NAME[:TAG]")]
    pub(crate) name: Option<Name>,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(super) async fn run(args: LoadArgs, api: &Api, ui: &Ui) -> Outcome {
    let file = args.file.clone();
    let opened = tokio::task::spawn_blocking(move || Archive::open(&file, &Platform::host())).await;
    let opened = opened.map_err(|e| Fault::failed("the file could not be read").because(&e))?;
    let archive = opened.map_err(|error| unreadable(&args.file, error))?;
    let images = archive.images();
    if args.name.is_some() && images.len() > 1 {
        return Err(Fault::usage(format!("{} has {} images", args.file.display(), images.len()))
            .why("--name can be given to one only")
            .fix("leave --name out: they keep the names they were saved under"));
    }
    if args.name.as_ref().is_some_and(|name| name.digest.is_some()) {
        return Err(Fault::usage("a digest is no name").fix("write --name NAME:TAG"));
    }
    let registry = Registry::open(api).await?;
    args.name.iter().try_for_each(|name| name.check(&registry.name))?;
    for image in images {
        let name = match &args.name {
            Some(name) => name.clone(),
            None => name::of_file(&image.names, &args.file).ok_or_else(|| {
                Fault::usage("the file does not say how its image is called")
                    .fix("say it: --name NAME:TAG")
            })?,
        };
        registry.ensure(&name.repository).await?;
        push::push(&registry, ui, &archive, image, &name, "loaded").await?;
        ui.data(&name.to_string())?;
    }
    Ok(0)
}

fn unreadable(file: &Path, error: LayoutError) -> Fault {
    let what = format!("{} can't be loaded", file.display());
    let (kind, fix) = match &error {
        LayoutError::Io(e) if e.kind() == io::ErrorKind::NotFound => {
            (Kind::NotFound, "check the path")
        }
        LayoutError::Io(_) => (Kind::Failed, "check that the file can be read"),
        LayoutError::Compressed("gzip") => (Kind::Invalid, "unpack it first: gunzip FILE"),
        LayoutError::Compressed(_) => (Kind::Invalid, "unpack it first"),
        _ => (
            Kind::Invalid,
            "make it with `docker save -o FILE IMAGE` or `skopeo copy … oci-archive:FILE`",
        ),
    };
    Fault::new(kind, what).because(&error).fix(fix)
}
