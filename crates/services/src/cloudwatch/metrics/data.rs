//! `GetMetricData`: many metrics, and what is computed of them.
//!
//! [`query`] checks what is asked, [`answer`] reads and computes it, and this file cuts the answer
//! into pages.

mod answer;
mod label;
mod query;

use ferrogate_api::Cx;
use ferrogate_api::cloudwatch::{
    Error, GetMetricDataInput, GetMetricDataOutput, MetricDataResult, ScanBy, StatusCode,
};

use super::{Metrics, Result, instant, value};
use crate::page;
use answer::Answered;

/// Points of one page at most.
const POINTS_MAX: usize = 100_800;

impl Metrics {
    pub(super) async fn get_metric_data(
        &self,
        cx: &Cx,
        input: GetMetricDataInput,
    ) -> Result<GetMetricDataOutput> {
        let (from, to) = (instant(input.start_time), instant(input.end_time));
        if input.start_time >= input.end_time {
            let text = "The parameter StartTime must be less than the parameter EndTime.";
            return Err(value(text));
        }
        let asked = format!("{:?} {from:?} {to:?} {:?}", input.metric_data_queries, input.scan_by);
        let list = format!("GetMetricData {} {} {asked}", cx.account, cx.region);
        let begin = begin(&list, input.next_token.as_deref())?;
        let points_max = points_max(input.max_datapoints)?;
        if input.label_options.is_some() {
            return Err(super::not_built("LabelOptions"));
        }
        let queries = query::all(cx, input.metric_data_queries)?;
        let has_math = queries.iter().any(query::Query::is_math);
        let now = self.clock.now();
        let answered =
            self.reading(move |store| answer::all(store, queries, (from, to), now)).await?;
        let ascending = input.scan_by == Some(ScanBy::TimestampAscending);
        let points: usize = answered.iter().map(|one| one.points.len()).sum();
        if has_math && points > points_max {
            let text = format!(
                "You have requested {points} datapoints, which exceeds the limit of {points_max} \
                 for a request with expressions. Ask for a longer Period or a shorter time."
            );
            return Err(value(text));
        }
        let (results, next) = cut(answered, begin, points_max, ascending);
        let next_token = next.map(|(at, done)| page::token(&list, &format!("{at} {done}")));
        Ok(GetMetricDataOutput {
            metric_data_results: Some(results),
            next_token,
            messages: Some(vec![]),
        })
    }
}

/// Where the page begins: the result, and how many of its points were told before.
fn begin(list: &str, token: Option<&str>) -> Result<(usize, usize)> {
    let bad = || Error::invalid_next_token("The token in NextToken is not one of this question.");
    let Some(last) = page::after(list, token).map_err(|_| bad())? else { return Ok((0, 0)) };
    let parts = last.split_once(' ').ok_or_else(bad)?;
    Ok((parts.0.parse().map_err(|_| bad())?, parts.1.parse().map_err(|_| bad())?))
}

fn points_max(asked: Option<i32>) -> Result<usize> {
    let Some(asked) = asked else { return Ok(POINTS_MAX) };
    match usize::try_from(asked) {
        Ok(most) if (1..=POINTS_MAX).contains(&most) => Ok(most),
        _ => Err(value(format!("The parameter MaxDatapoints must be between 1 and {POINTS_MAX}."))),
    }
}

/// One page from `begin` on, and where the next one begins.
fn cut(
    answered: Vec<Answered>,
    begin: (usize, usize),
    mut room: usize,
    ascending: bool,
) -> (Vec<MetricDataResult>, Option<(usize, usize)>) {
    let mut results = Vec::new();
    let mut next = None;
    for (at, mut one) in answered.into_iter().enumerate().skip(begin.0) {
        if !ascending {
            one.points.reverse();
        }
        let done = if at == begin.0 { begin.1 } else { 0 };
        let points = one.points.get(done..).unwrap_or_default();
        let told = &points[..points.len().min(room)];
        room -= told.len();
        if told.len() < points.len() && next.is_none() {
            next = Some((at, done + told.len()));
        }
        let partial = told.len() < points.len();
        results.push(MetricDataResult {
            id: Some(one.id),
            label: Some(one.label),
            timestamps: Some(told.iter().map(|(at, _)| (*at).into()).collect()),
            values: Some(told.iter().map(|(_, value)| *value).collect()),
            status_code: Some(match partial {
                true => StatusCode::PartialData,
                false => StatusCode::Complete,
            }),
            messages: one.messages,
        });
    }
    (results, next)
}
