//! `ferrogate why-not`: whether packets get from one task to another, and what stops them.
//!
//! The engine's Reachability Analyzer is asked, as anybody can ask it: a path is made, looked
//! into, and deleted again.

mod advice;
mod end;
mod told;

use ferrogate_api::ec2::{
    CreateNetworkInsightsPathRequest, DeleteNetworkInsightsAnalysisRequest,
    DeleteNetworkInsightsPathRequest, DescribeNetworkInsightsAnalysesRequest,
    NetworkInsightsAnalysis, Protocol, StartNetworkInsightsAnalysisRequest, op,
};

use crate::answer::{Answer, CallArgs, ClusterArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::{Api, document};
use crate::fault::{Fault, Outcome};
use crate::ui::Ui;
use end::End;
use told::Asked;

/// The exit code when packets don't get there.
const NOT_REACHED: u8 = 1;

#[derive(Clone, Debug, clap::Args)]
pub struct WhyNotArgs {
    /// Who sends: a task (id, its beginning, ARN or family), a network interface, or its address
    #[arg(value_name = "SRC")]
    pub(crate) source: String,
    /// Who is to receive: the same, or any address
    #[arg(value_name = "DST")]
    pub(crate) destination: String,
    /// Port that is to be reached [default: any]
    #[arg(value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// Protocol of the packets
    #[arg(short = 'P', long, value_enum, default_value_t, value_name = "PROTOCOL")]
    pub(crate) protocol: Transport,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// The protocols that the analyzer knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Transport {
    /// TCP
    #[default]
    Tcp,
    /// UDP
    Udp,
}

impl Transport {
    fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

pub(crate) async fn run(args: WhyNotArgs, api: &Api, ui: &Ui) -> Outcome {
    let cluster = &args.cluster.cluster;
    let source = end::source(api, cluster, &args.source).await?;
    let destination = end::destination(api, cluster, &args.destination).await?;
    let found = analyse(api, &args, &source, &destination).await?;
    let asked = Asked { source, destination, protocol: args.protocol, port: args.port };
    let programs = || {
        let name = found.network_path_found.unwrap_or_default().to_string();
        Answer::one(document(&found), vec![name])
    };
    args.output.show(ui, programs, |_| show(ui, &told::lines(&asked, &found)))?;
    Ok(if found.network_path_found == Some(true) { 0 } else { NOT_REACHED })
}

fn show(ui: &Ui, lines: &[(String, String)]) -> Result<(), Fault> {
    let terminal = &ui.terminal;
    lines.iter().try_for_each(|(name, text)| {
        ui.data(&format!("{} {}", terminal.dim(&format!("{name:<9}")), terminal.foreign(text)))
    })
}

/// Asks the analyzer, and leaves nothing behind.
async fn analyse(
    api: &Api,
    args: &WhyNotArgs,
    source: &End,
    destination: &End,
) -> Result<NetworkInsightsAnalysis, Fault> {
    let create = CreateNetworkInsightsPathRequest {
        source: source.interface.clone().unwrap_or_default(),
        destination: destination.interface.clone(),
        source_ip: source.address.map(|address| address.to_string()),
        destination_ip: destination.address.map(|address| address.to_string()),
        protocol: Protocol::from(args.protocol.name()),
        destination_port: args.port.map(i32::from),
        client_token: token(),
        ..CreateNetworkInsightsPathRequest::default()
    };
    let path = api.form_of::<op::CreateNetworkInsightsPath>(&create).await?.network_insights_path;
    let path = path.and_then(|path| path.network_insights_path_id);
    let path = path.ok_or_else(|| nameless("path"))?;
    let found = look(api, &path).await;
    let delete = DeleteNetworkInsightsPathRequest {
        network_insights_path_id: path,
        ..DeleteNetworkInsightsPathRequest::default()
    };
    let deleted = api.form_of::<op::DeleteNetworkInsightsPath>(&delete).await;
    let found = found?;
    deleted.map(|_| found)
}

/// Starts an analysis of a path, reads it and deletes it.
async fn look(api: &Api, path: &str) -> Result<NetworkInsightsAnalysis, Fault> {
    let start = StartNetworkInsightsAnalysisRequest {
        network_insights_path_id: path.to_owned(),
        client_token: token(),
        ..StartNetworkInsightsAnalysisRequest::default()
    };
    let begun = api.form_of::<op::StartNetworkInsightsAnalysis>(&start).await?;
    let begun = begun.network_insights_analysis;
    let id = begun.and_then(|analysis| analysis.network_insights_analysis_id);
    let id = id.ok_or_else(|| nameless("analysis"))?;
    let describe = DescribeNetworkInsightsAnalysesRequest {
        network_insights_analysis_ids: Some(vec![id.clone()]),
        ..DescribeNetworkInsightsAnalysesRequest::default()
    };
    let found = api.form_of::<op::DescribeNetworkInsightsAnalyses>(&describe).await;
    let delete = DeleteNetworkInsightsAnalysisRequest {
        network_insights_analysis_id: id,
        ..DeleteNetworkInsightsAnalysisRequest::default()
    };
    let deleted = api.form_of::<op::DeleteNetworkInsightsAnalysis>(&delete).await;
    let found = found?.network_insights_analyses.and_then(|mut all| all.pop());
    deleted?;
    found.ok_or_else(|| nameless("analysis"))
}

/// Tells apart two requests that ask the same.
fn token() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn nameless(what: &str) -> Fault {
    Fault::failed("the analyzer's answer makes no sense").why(format!("it has no {what}"))
}
