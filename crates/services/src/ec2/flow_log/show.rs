//! Flow logs as they are shown.

use ferrogate_api::Timestamp;
use ferrogate_api::ec2::{FlowLog, LogDestinationType, Tag, TrafficType};
use ferrogate_records::Scope;
use ferrogate_records::ec2::flow_log::{self, Record, Traffic};

use super::super::select::{Resource, one};
use super::super::view::{Object, View};
use super::super::{Result, tag, text};

impl Object for Record {
    type Shown = FlowLog;

    fn key(scope: &Scope, id: &str) -> String {
        flow_log::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<FlowLog> {
        let arn = || self.scope.arn("logs", &format!("log-group:{}", self.group));
        let traffic = match self.traffic {
            Traffic::Accept => TrafficType::Accept,
            Traffic::Reject => TrafficType::Reject,
            Traffic::All => TrafficType::All,
        };
        Ok(FlowLog {
            creation_time: Some(Timestamp::from(self.created_at)),
            deliver_logs_permission_arn: text(&*self.role),
            deliver_logs_status: text("SUCCESS"),
            flow_log_id: text(&*self.id),
            flow_log_status: text("ACTIVE"),
            log_group_name: text(&*self.group),
            resource_id: text(self.resource.id()),
            traffic_type: Some(traffic),
            log_destination_type: Some(LogDestinationType::CloudWatchLogs),
            log_destination: self.by_arn.then(arn),
            log_format: text(&*self.format),
            tags: Some(tag::shown(&self.tags)),
            max_aggregation_interval: Some(self.interval_s.into()),
            ..FlowLog::default()
        })
    }
}

impl Resource for FlowLog {
    const LIST: &'static str = "DescribeFlowLogs";
    const NOT_FOUND: &'static str = "InvalidFlowLogId.NotFound";
    const NOUN: &'static str = "flow log";
    const FILTERS: &'static [&'static str] = &[
        "deliver-log-status",
        "flow-log-id",
        "log-destination-type",
        "log-group-name",
        "resource-id",
        "traffic-type",
    ];

    fn id(&self) -> &str {
        self.flow_log_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "deliver-log-status" => one(&self.deliver_logs_status),
            "flow-log-id" => one(&self.flow_log_id),
            "log-destination-type" => {
                self.log_destination_type.iter().map(ToString::to_string).collect()
            }
            "log-group-name" => one(&self.log_group_name),
            "resource-id" => one(&self.resource_id),
            _ => self.traffic_type.iter().map(ToString::to_string).collect(),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
