//! `ferrogate scale`: how many tasks services have.

use std::time::Duration;

use ferrogate_api::ecs::{UpdateServiceRequest, op};

use super::follow::Follow;
use super::{answer, find, name};
use crate::answer::{CallArgs, ClusterArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Outcome};
use crate::moment::parse_duration;
use crate::steps::Steps;
use crate::ui::Ui;

#[derive(Clone, Debug, clap::Args)]
pub struct ScaleArgs {
    /// Services, each with the number of its tasks
    #[arg(value_name = "SERVICE=COUNT", required = true, value_parser = parse)]
    pub(crate) services: Vec<(String, i32)>,
    /// Return when that many run
    #[arg(short, long)]
    pub(crate) wait: bool,
    /// How long --wait waits
    #[arg(long, default_value = "10m", value_name = "TIME", value_parser = parse_duration)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
}

fn parse(text: &str) -> Result<(String, i32), String> {
    let (service, count) = text.split_once('=').ok_or("write SERVICE=COUNT")?;
    let count = count.parse().ok().filter(|count| *count >= 0);
    match count {
        Some(count) if !service.is_empty() => Ok((service.to_owned(), count)),
        _ => Err("write SERVICE=COUNT, where COUNT is a number from 0 on".into()),
    }
}

pub(crate) async fn run(args: ScaleArgs, api: &Api, ui: &Ui) -> Outcome {
    let cluster = &args.cluster.cluster;
    let mut steps = Steps::new(ui);
    let (mut scaled, mut first_fault) = (Vec::new(), None);
    for (service, count) in &args.services {
        // One that is not there keeps none of the others as they are.
        match scale(api, cluster, service, *count).await {
            Ok(one) => scaled.push(one),
            Err(fault) => drop(first_fault.get_or_insert(fault)),
        }
    }
    if args.wait {
        let mut there = Vec::with_capacity(scaled.len());
        for (before, service) in scaled {
            let mut follow = Follow::new(&service, cluster);
            // One that is late hides none of the others.
            match follow.until_counted(api, ui, &mut steps, args.timeout).await {
                Ok(service) => there.push((before, service)),
                Err(fault) => drop(first_fault.get_or_insert(fault)),
            }
        }
        scaled = there;
    }
    drop(steps);
    let programs = || answer(scaled.iter().map(|(_, service)| service.clone()).collect());
    let people = |_| {
        scaled.iter().try_for_each(|(before, service)| {
            let count = service.desired_count.unwrap_or(0);
            ui.text(&format!("{} {before} → {count}\n", name(service)))
        })
    };
    if !scaled.is_empty() {
        args.output.show(ui, programs, people)?;
    }
    first_fault.map_or(Ok(0), Err)
}

/// Asks for the count; the one before, and the service.
async fn scale(
    api: &Api,
    cluster: &str,
    service: &str,
    count: i32,
) -> Result<(i32, ferrogate_api::ecs::Service), Fault> {
    let before = find::one(api, cluster, service).await?;
    let input = UpdateServiceRequest {
        cluster: Some(cluster.to_owned()),
        service: service.to_owned(),
        desired_count: Some(count),
        ..UpdateServiceRequest::default()
    };
    let answer = api.call::<op::UpdateService>(&input).await?;
    let now = answer.service.unwrap_or_else(|| before.clone());
    Ok((before.desired_count.unwrap_or(0), now))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_service_has_a_count() {
        assert_eq!(parse("web=3"), Ok(("web".into(), 3)));
        assert_eq!(parse("web=0"), Ok(("web".into(), 0)));
        for text in ["web", "web=", "web=-1", "=3", "web=x"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
