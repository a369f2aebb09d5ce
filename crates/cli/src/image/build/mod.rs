//! `ferrogate image build`: an image from a Dockerfile, into the engine's registry.

mod base;
mod bring;
mod make;
mod plan;
mod ran;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueHint;
use ferrogate_build::dockerfile::{self, Dockerfile, FILE_BYTES_MAX, Mistake};
use ferrogate_build::ignore::Ignore;
use ferrogate_build::stage::Globals;
use ferrogate_image::Platform;

use super::name::{self, Name};
use super::push;
use super::registry::Registry;
use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::run::parse_env;
use crate::ui::Ui;
use make::{Given, Maker};

#[derive(Clone, Debug, clap::Args)]
pub struct BuildArgs {
    /// Folder that files are copied from
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) context: PathBuf,
    /// Name of the image; may be given several times [default: the folder's name]
    #[arg(short, long = "tag", value_name = "NAME[:TAG]")]
    pub(crate) tags: Vec<Name>,
    /// The Dockerfile [default: CONTEXT/Dockerfile]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,
    /// Value of an ARG; without a value it is that of this shell's variable
    #[arg(long = "build-arg", value_name = "NAME[=VALUE]", value_parser = parse_env)]
    pub(crate) build_args: Vec<(String, String)>,
    /// Build only this stage and those it needs [default: the last]
    #[arg(long, value_name = "STAGE")]
    pub(crate) target: Option<String>,
    /// Run each RUN again, also what an earlier build has run already
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// No public address for what RUN runs: it does not reach the internet then
    #[arg(long)]
    pub(crate) no_public_ip: bool,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// The variable that bounds times in an image (reproducible-builds.org, SOURCE_DATE_EPOCH).
const NEWEST: &str = "SOURCE_DATE_EPOCH";

pub(super) async fn run(args: BuildArgs, api: &Api, ui: &Ui) -> Outcome {
    if !args.context.is_dir() {
        let what = format!("{} is no folder to build from", args.context.display());
        return Err(Fault::not_found(what).fix("name the folder that has the Dockerfile's files"));
    }
    let names = names(&args)?;
    let path = args.file.clone().unwrap_or_else(|| args.context.join("Dockerfile"));
    let said = Said { path: path.clone(), file: read(&path)? };
    let given: BTreeMap<_, _> = args.build_args.iter().cloned().collect();
    let newest = newest(&given)?;
    let platform = Platform::host().to_string();
    let globals =
        Globals::new(&said.file, given, &platform).map_err(|mistake| said.wrong(mistake))?;
    let registry = Registry::open(api).await?;
    names.iter().try_for_each(|name| name.check(&registry.name))?;
    let ignore = ignore(&path, &args.context)?;
    let plan = plan::stages(&said, &globals, args.target.as_deref())?;
    let mut maker = Maker::new(Given {
        registry: &registry,
        ui,
        said: &said,
        globals: &globals,
        folder: &args.context,
        ignore,
        newest,
        how: ran::How { cached: !args.no_cache, public: !args.no_public_ip },
    });
    let image = maker.make(&plan).await?;
    drop(maker);
    for name in globals.unused() {
        ui.note(&format!("note: no ARG asked for --build-arg {name}"));
    }
    for name in &names {
        registry.ensure(&name.repository).await?;
        push::push(&registry, ui, &image, image.loaded(), name, "built").await?;
        ui.data(&name.to_string())?;
    }
    Ok(0)
}

/// A Dockerfile and its own name, for faults.
struct Said {
    path: PathBuf,
    file: Dockerfile,
}

impl Said {
    /// A fault at a line of the file.
    fn at(&self, line: usize, what: &dyn std::fmt::Display) -> Fault {
        Fault::new(Kind::Invalid, format!("{}:{line}: {what}", self.path.display()))
    }

    fn wrong(&self, mistake: Mistake) -> Fault {
        self.at(mistake.line, &mistake.what)
    }
}

fn names(args: &BuildArgs) -> Result<Vec<Name>, Fault> {
    if args.tags.iter().any(|name| name.digest.is_some()) {
        return Err(Fault::usage("a digest is no name").fix("write -t NAME:TAG"));
    }
    if !args.tags.is_empty() {
        return Ok(args.tags.clone());
    }
    let folder = args.context.canonicalize().unwrap_or_else(|_| args.context.clone());
    name::of_file(&[], &folder).map(|name| vec![name]).ok_or_else(|| {
        Fault::usage("the folder's name is no name of an image").fix("say it: -t NAME:TAG")
    })
}

fn read(path: &Path) -> Result<Dockerfile, Fault> {
    let text = text(path)?.ok_or_else(|| {
        Fault::not_found(format!("there is no {}", path.display()))
            .fix("write one, or name another: -f FILE")
    })?;
    dockerfile::parse(&text).map_err(|mistake| {
        let Mistake { line, what } = mistake;
        Fault::new(Kind::Invalid, format!("{}:{line}: {what}", path.display()))
    })
}

/// What a file holds; `None` when it is not there.
fn text(path: &Path) -> Result<Option<String>, Fault> {
    let failed = || Fault::failed(format!("{} can't be read", path.display()));
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // A pipe would be waited for until somebody writes into it.
        Ok(facts) if !facts.is_file() => return Err(failed().why("it is no regular file")),
        Ok(facts) if facts.len() > FILE_BYTES_MAX as u64 => {
            return Err(failed().why("it is larger than 1 MiB"));
        }
        _ => {}
    }
    std::fs::read_to_string(path).map(Some).map_err(|error| failed().because(&error))
}

/// The rules of the Dockerfile's own file, else of the context's.
fn ignore(dockerfile: &Path, context: &Path) -> Result<Ignore, Fault> {
    let mut own = dockerfile.as_os_str().to_owned();
    own.push(".dockerignore");
    let found = match text(Path::new(&own))? {
        Some(text) => Some(text),
        None => text(&context.join(".dockerignore"))?,
    };
    Ok(found.map(|text| Ignore::parse(&text)).unwrap_or_default())
}

/// The latest time that files in the image may have.
fn newest(given: &BTreeMap<String, String>) -> Result<Option<i64>, Fault> {
    let text = given.get(NEWEST).cloned().or_else(|| std::env::var(NEWEST).ok());
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let seconds = text
        .parse()
        .map_err(|_| Fault::usage(format!("{NEWEST}={text} is no number of seconds since 1970")))?;
    Ok(Some(seconds))
}
