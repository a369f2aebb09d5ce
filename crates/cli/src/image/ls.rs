//! `ferrogate image ls`: what the engine's registry has.

use ferrogate_api::ecr::{
    DescribeImagesRequest, DescribeImagesResponse, DescribeRepositoriesRequest, ImageDetail, op,
};
use ferrogate_api::{Timestamp, json};

use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::format::{Format, OutputArgs};
use crate::moment::{age, now, size};
use crate::table::{Look, Table};
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct LsArgs {
    /// Only images of this repository
    #[arg(value_name = "REPOSITORY")]
    pub(crate) repository: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

pub(super) async fn run(args: LsArgs, api: &Api, ui: &Ui) -> Outcome {
    let repositories = match args.repository {
        Some(repository) => vec![repository],
        None => repositories(api).await?,
    };
    let mut images = Vec::new();
    for repository in &repositories {
        images.extend(images_of(api, repository).await?);
    }
    match args.output.output {
        Format::Json => {
            let image_details = Some(images);
            let answer = DescribeImagesResponse { image_details, next_token: None };
            ui.json(&json::to_value(&answer))?;
        }
        Format::Jsonl => images.iter().try_for_each(|image| ui.data(&json::to_string(image)))?,
        Format::Name => names(&images).iter().try_for_each(|name| ui.data(name))?,
        Format::Table | Format::Wide if images.is_empty() => {
            ui.note("no images; bring one in: ferrogate image load FILE");
        }
        Format::Table | Format::Wide => {
            let wide = args.output.output == Format::Wide;
            ui.text(&table(&images, wide, now()).render(&ui.terminal))?;
        }
    }
    Ok(0)
}

async fn repositories(api: &Api) -> Result<Vec<String>, Fault> {
    let (mut names, mut next_token) = (Vec::new(), None);
    loop {
        let input =
            DescribeRepositoriesRequest { next_token, ..DescribeRepositoriesRequest::default() };
        let page = api.call::<op::DescribeRepositories>(&input).await?;
        names.extend(page.repositories.into_iter().flatten().filter_map(|r| r.repository_name));
        next_token = page.next_token;
        if next_token.is_none() {
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
    let mut table = Table::new(&["REPOSITORY", "TAG", "DIGEST", "SIZE", "AGE"], "DIGEST");
    for image in images {
        let digest = image.image_digest.clone().unwrap_or_default();
        let short: String = digest.chars().take("sha256:".len() + 12).collect();
        let bytes = image.image_size_in_bytes.and_then(|n| u64::try_from(n).ok());
        let tags = image.image_tags.as_deref().unwrap_or_default();
        let untagged = [String::from("-")];
        for tag in if tags.is_empty() { &untagged } else { tags } {
            table.row(vec![
                (image.repository_name.clone().unwrap_or_default(), Look::Plain),
                (tag.clone(), Look::Plain),
                (if wide { digest.clone() } else { short.clone() }, Look::Dim),
                (bytes.map(size).unwrap_or_default(), Look::Plain),
                (image.image_pushed_at.map(|at| age(at, now)).unwrap_or_default(), Look::Plain),
            ]);
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
        assert_eq!(names(&images)[..2], ["web:1", "web:latest"]);
    }
}
