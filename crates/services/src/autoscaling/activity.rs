//! DescribeScalingActivities.

use ferrogate_api::application_autoscaling::{
    DescribeScalingActivitiesRequest, DescribeScalingActivitiesResponse, NotScaledReason,
    ScalableDimension, ScalingActivity, ScalingActivityStatusCode, ServiceNamespace,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_records::autoscaling::activity::Record;

use super::names::{bad_token, is_of, kind, page_size};
use super::{Autoscaling, Result, fault};
use crate::page;

impl Autoscaling {
    pub(super) async fn describe_scaling_activities(
        &self,
        cx: &Cx,
        input: DescribeScalingActivitiesRequest,
    ) -> Result<DescribeScalingActivitiesResponse> {
        kind(&input.service_namespace, input.scalable_dimension.as_ref())?;
        let view = self.view(cx);
        let resource = input.resource_id.as_deref();
        let with_others = input.include_not_scaled_activities == Some(true);
        let all = view.snapshot.table::<Record>().all().map_err(fault)?;
        // The newest first.
        let place = |activity: &Record| {
            let (at, number) = (u64::MAX - activity.started_at.0, u64::MAX - activity.number);
            format!("{at:020} {number:020} {}", activity.of.resource())
        };
        let mut found: Vec<_> = all
            .filter(|activity| is_of(&view.scope, &activity.of, resource))
            .filter(|activity| with_others || activity.not_scaled.is_none())
            .map(|activity| (place(activity), activity))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let list = format!("activities {} {resource:?} {with_others}", view.scope.prefix("a"));
        let size = page_size(input.max_results)?;
        let token = input.next_token.as_deref();
        let (page, next_token) =
            page::page(&list, token, size, found, |item| item.0.clone()).map_err(bad_token)?;
        let scaling_activities =
            Some(page.into_iter().map(|(_, activity)| shown(activity)).collect());
        Ok(DescribeScalingActivitiesResponse { scaling_activities, next_token })
    }
}

fn shown(activity: &Record) -> ScalingActivity {
    let count = |count: Option<u32>| count.and_then(|count| i32::try_from(count).ok());
    let reason = activity.not_scaled.as_ref().map(|reason| NotScaledReason {
        code: Some(reason.code.clone()),
        max_capacity: count(reason.max),
        min_capacity: count(reason.min),
        current_capacity: count(reason.current),
    });
    ScalingActivity {
        activity_id: Some(activity.id.clone()),
        service_namespace: Some(ServiceNamespace::Ecs),
        resource_id: Some(activity.of.resource()),
        scalable_dimension: Some(ScalableDimension::EcsServiceDesiredCount),
        description: Some(activity.description.clone()),
        cause: Some(activity.cause.clone()),
        start_time: Some(Timestamp::from(activity.started_at)),
        end_time: activity.ended_at.map(Timestamp::from),
        status_code: Some(ScalingActivityStatusCode::from(activity.status.as_str())),
        status_message: activity.message.clone(),
        not_scaled_reasons: reason.map(|reason| vec![reason]),
        ..ScalingActivity::default()
    }
}
