//! Analyses of paths.

use ferrogate_api::ec2::{
    AnalysisStatus, DeleteNetworkInsightsAnalysisRequest, DeleteNetworkInsightsAnalysisResult,
    DescribeNetworkInsightsAnalysesRequest, DescribeNetworkInsightsAnalysesResult,
    NetworkInsightsAnalysis, StartNetworkInsightsAnalysisRequest,
    StartNetworkInsightsAnalysisResult,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::Tag;
use ferrogate_records::ec2::insights::analysis::{self, Code, Fault, Findings, Record};
use ferrogate_records::ec2::insights::path;

use super::super::change::Change;
use super::super::select::{self, Ask};
use super::super::token::Once;
use super::super::view::{Object, View};
use super::super::{Ec2, Result, new_id, refusal, scope, tag, text};
use super::question;

/// Analyses of an account in a region (Reachability Analyzer guide, "Quotas").
const ANALYSES_MAX: usize = 1000;

impl Ec2 {
    pub(in super::super) async fn start_network_insights_analysis(
        &self,
        cx: &Cx,
        mut input: StartNetworkInsightsAnalysisRequest,
    ) -> Result<StartNetworkInsightsAnalysisResult> {
        let token = std::mem::take(&mut input.client_token);
        let once = Once::new(cx, "StartNetworkInsightsAnalysis", Some(&token), &input)?;
        if input.additional_accounts.iter().flatten().next().is_some() {
            let text = "The parameter AdditionalAccount is not supported: an analysis is of one \
                        account's network.";
            return Err(refusal("UnsupportedOperation", text));
        }
        let asked = Asked {
            path: input.network_insights_path_id,
            id: new_id("nia"),
            filter_in: input.filter_in_arns.unwrap_or_default(),
            filter_out: input.filter_out_arns.unwrap_or_default(),
            tags: tag::accepted(input.tag_specifications, "network-insights-analysis")?,
        };
        let made = self.make::<Record>(scope(cx), once, asked.id.clone(), |view, change| {
            start(view, change, &asked, cx.received)
        });
        let begun = begun(made.await?);
        Ok(StartNetworkInsightsAnalysisResult { network_insights_analysis: Some(begun) })
    }

    pub(in super::super) async fn delete_network_insights_analysis(
        &self,
        cx: &Cx,
        input: DeleteNetworkInsightsAnalysisRequest,
    ) -> Result<DeleteNetworkInsightsAnalysisResult> {
        self.change(scope(cx), |view, change| {
            let analysis = view.find::<Record>(&input.network_insights_analysis_id)?;
            change.delete(&analysis);
            if let Some(path) = view.get::<path::Record>(&analysis.path)? {
                let analyses = path.analyses.saturating_sub(1);
                change.put(&path, path::Record { analyses, ..(**path).clone() })?;
            }
            let id = text(&*analysis.id);
            Ok(DeleteNetworkInsightsAnalysisResult { network_insights_analysis_id: id })
        })
        .await
    }

    pub(in super::super) async fn describe_network_insights_analyses(
        &self,
        cx: &Cx,
        input: DescribeNetworkInsightsAnalysesRequest,
    ) -> Result<DescribeNetworkInsightsAnalysesResult> {
        let view = self.view(scope(cx));
        if let Some(path) = &input.network_insights_path_id {
            view.find::<path::Record>(path)?;
        }
        let is_meant = |analysis: &Record| {
            let at = Timestamp::from(analysis.started_at);
            input.network_insights_path_id.as_ref().is_none_or(|path| *path == analysis.path)
                && input.analysis_start_time.is_none_or(|first| first <= at)
                && input.analysis_end_time.is_none_or(|last| at <= last)
        };
        let all = view.all::<Record>()?;
        let meant = all.into_iter().filter(|entry| is_meant(entry));
        let shown = meant.map(|entry| entry.show(&view)).collect::<Result<Vec<_>>>()?;
        let ask = Ask {
            ids: input.network_insights_analysis_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (analyses, next_token) = select::select(shown, ask)?;
        let network_insights_analyses = Some(analyses);
        Ok(DescribeNetworkInsightsAnalysesResult { network_insights_analyses, next_token })
    }
}

/// What a request asks for.
struct Asked {
    path: String,
    id: String,
    filter_in: Vec<String>,
    filter_out: Vec<String>,
    tags: Vec<Tag>,
}

fn start(view: &View, change: &mut Change, asked: &Asked, now: TimestampMs) -> Result<()> {
    let path = view.find::<path::Record>(&asked.path)?;
    if view.all::<Record>()?.len() >= ANALYSES_MAX {
        let text = format!("The maximum number of analyses ({ANALYSES_MAX}) has been reached.");
        return Err(refusal("NetworkInsightsAnalysis.LimitExceeded", text));
    }
    let mut found = question::answer(view, &path)?;
    restrict(&mut found, asked);
    let record = Record {
        scope: view.scope.clone(),
        id: asked.id.clone(),
        path: path.id.clone(),
        started_at: now,
        filter_in: asked.filter_in.clone(),
        filter_out: asked.filter_out.clone(),
        found,
        tags: asked.tags.clone(),
    };
    change.create(analysis::key(&view.scope, &asked.id), &record)?;
    change.put(&path, path::Record { analyses: path.analyses + 1, ..(**path).clone() })
}

/// There is one way at most from one interface to another: it passes what it was told to pass
/// and nothing that it was told to avoid, or there is none.
fn restrict(found: &mut Findings, asked: &Asked) {
    let Some(forward) = found.forward.as_ref().filter(|_| found.is_reachable()) else { return };
    let passes = |arn: &String| {
        let id = arn.rsplit('/').next().unwrap_or(arn);
        forward.steps.iter().any(|step| step.component == id || step.subnet.as_deref() == Some(id))
            || found.vpc.as_deref() == Some(id)
    };
    if !asked.filter_in.iter().all(passes) || asked.filter_out.iter().any(passes) {
        found.faults = vec![Fault::new(Code::ComponentFilterRestriction)];
    }
}

/// An analysis as it is shown to who starts it: AWS's takes a while.
fn begun(made: NetworkInsightsAnalysis) -> NetworkInsightsAnalysis {
    NetworkInsightsAnalysis {
        status: Some(AnalysisStatus::Running),
        network_path_found: None,
        forward_path_components: None,
        return_path_components: None,
        explanations: None,
        ..made
    }
}
