//! `ferrogate image ls`: what the engine's registry has.

use ferrogate_api::ecr::{
    DescribeImagesRequest, DescribeImagesResponse, DescribeRepositoriesRequest, ImageDetail, op,
};
use ferrogate_api::{Timestamp, json};
use ferrogate_image::push::BUILDS;

use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::moment::{age, now, size};
use crate::table::{Look, Table};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct LsArgs {
    /// Only images of this repository
    #[arg(value_name = "REPOSITORY")]
    pub(crate) repository: Option<String>,
    /// Also what image builds keep: their steps, and the images these ran on
    #[arg(short, long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Print names only
    #[arg(short, long, conflicts_with_all = ["output", "query"])]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(super) async fn run(args: LsArgs, api: &Api, ui: &Ui) -> Outcome {
    let repositories = match args.repository {
        Some(repository) => vec![repository],
        None => repositories(api, args.all).await?,
    };
    let mut images = Vec::new();
    for repository in &repositories {
        images.extend(images_of(api, repository).await?);
    }
    if args.quiet {
        return names(&images).iter().try_for_each(|name| ui.data(name)).map(|()| 0);
    }
    let programs = || {
        let names = names(&images);
        let image_details = Some(images.clone());
        let answer = DescribeImagesResponse { image_details, next_token: None };
        Answer::of(json::to_value(&answer), "imageDetails", names)
    };
    let people = |wide: bool| {
        if images.is_empty() {
            ui.note("no images; bring one in: ferrogate image load FILE");
            return Ok(());
        }
        ui.text(&table(&images, wide, now()).render(&ui.terminal))
    };
    args.output.show(ui, programs, people).map(|()| 0)
}

/// The registry's repositories; with `all`, that of builds too.
async fn repositories(api: &Api, all: bool) -> Result<Vec<String>, Fault> {
    let (mut names, mut next_token) = (Vec::new(), None);
    loop {
        let input =
            DescribeRepositoriesRequest { next_token, ..DescribeRepositoriesRequest::default() };
        let page = api.call::<op::DescribeRepositories>(&input).await?;
        names.extend(page.repositories.into_iter().flatten().filter_map(|r| r.repository_name));
        next_token = page.next_token;
        if next_token.is_none() {
            names.retain(|name| all || name != BUILDS);
            names.sort();
            return Ok(names);
        }
    }
}

async fn images_of(api: &Api, repository: &str) -> Result<Vec<ImageDetail>, Fault> {
    let (mut images, mut next_token) = (Vec::new(), None);
    loop {
        let input = DescribeImagesRequest {
            repository_name: repository.to_owned(),
            next_token,
            ..DescribeImagesRequest::default()
        };
        let page = api.call::<op::DescribeImages>(&input).await?;
        images.extend(page.image_details.unwrap_or_default());
        next_token = page.next_token;
        if next_token.is_none() {
            images.sort_by_key(|image| std::cmp::Reverse(image.image_pushed_at));
            return Ok(images);
        }
    }
}

fn names(images: &[ImageDetail]) -> Vec<String> {
    let mut names = Vec::new();
    for image in images {
        let repository = image.repository_name.as_deref().unwrap_or_default();
        let tags = image.image_tags.as_deref().unwrap_or_default();
        names.extend(tags.iter().map(|tag| format!("{repository}:{tag}")));
        if tags.is_empty() {
            let digest = image.image_digest.as_deref().unwrap_or_default();
            names.push(format!("{repository}@{digest}"));
        }
    }
    names
}

fn table(images: &[ImageDetail], wide: bool, now: Timestamp) -> Table {
    let narrow = ["REPOSITORY", "TAG", "DIGEST", "SIZE", "AGE"];
    let more = ["PUSHED", "KIND"];
    let heads: Vec<_> = narrow.into_iter().chain(more.into_iter().filter(|_| wide)).collect();
    let mut table = Table::new(&heads, "DIGEST");
    for image in images {
        let digest = image.image_digest.clone().unwrap_or_default();
        let short: String = digest.chars().take("sha256:".len() + 12).collect();
        let bytes = image.image_size_in_bytes.and_then(|n| u64::try_from(n).ok());
        let tags = image.image_tags.as_deref().unwrap_or_default();
        let untagged = [String::from("-")];
        for tag in if tags.is_empty() { &untagged } else { tags } {
            let mut cells = vec![
                (image.repository_name.clone().unwrap_or_default(), Look::Plain),
                (tag.clone(), Look::Plain),
                (if wide { digest.clone() } else { short.clone() }, Look::Dim),
                (bytes.map(size).unwrap_or_default(), Look::Plain),
                (image.image_pushed_at.map(|at| age(at, now)).unwrap_or_default(), Look::Plain),
            ];
            if wide {
                let pushed = image.image_pushed_at.map(|at| at.to_string()).unwrap_or_default();
                let kind = image.image_manifest_media_type.clone().unwrap_or_default();
                cells.extend([(pushed, Look::Plain), (kind, Look::Dim)]);
            }
            table.row(cells);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn each_tag_is_a_line_and_an_untagged_image_one_too() {
        let image = |tags: &[&str]| ImageDetail {
            repository_name: Some("web".into()),
            image_digest: Some(format!("sha256:{}", "0af1".repeat(16))),
            image_tags: Some(tags.iter().map(|tag| (*tag).to_owned()).collect()),
            image_size_in_bytes: Some(61_000_000),
            image_pushed_at: Some(Timestamp(0)),
            ..ImageDetail::default()
        };
        let images = [image(&["1", "latest"]), image(&[])];
        assert_eq!(
            table(&images, false, Timestamp(90_000)).render(&Terminal::pipe()),
            "REPOSITORY  TAG     DIGEST               SIZE     AGE\n\
             web         1       sha256:0af10af10af1  61.0 MB  1m\n\
             web         latest  sha256:0af10af10af1  61.0 MB  1m\n\
             web         -       sha256:0af10af10af1  61.0 MB  1m\n"
        );
        let wide = table(&images, true, Timestamp(90_000)).render(&Terminal::pipe());
        assert!(wide.contains("1970-01-01T00:00:00"), "{wide}");
        assert_eq!(names(&images)[..2], ["web:1", "web:latest"]);
    }
}
