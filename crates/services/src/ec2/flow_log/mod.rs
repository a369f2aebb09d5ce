//! Flow logs: what interfaces send and are sent, written into log groups.
//!
//! Hosts count the packets ([`ferrogate_records::ec2::flow_log::window`]); [`deliver`] says which
//! records that are in which logs, in the [`format`] of each.

mod deliver;
mod format;
mod show;

use ferrogate_api::ec2::{
    CreateFlowLogsRequest, CreateFlowLogsResult, DeleteFlowLogsRequest, DeleteFlowLogsResult,
    DescribeFlowLogsRequest, DescribeFlowLogsResult, FlowLogsResourceType, LogDestinationType,
    TrafficType, UnsuccessfulItem, UnsuccessfulItemError,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::ec2::flow_log::{self, OfVpc, Record, Resource, Traffic};
use ferrogate_records::ec2::{eni, subnet, vpc};
use ferrogate_records::{Scope, Tag};

use super::change::Change;
use super::select::Ask;
use super::token::Once;
use super::view::View;
use super::{Ec2, Result, missing, new_id, refuse, refuse_not_built, scope, tag, text};

pub use deliver::{Delivery, deliveries};
pub(super) use format::check as check_format;

/// Resources of one request (API reference of CreateFlowLogs).
const RESOURCES_MAX: usize = 1000;

impl Ec2 {
    pub(super) async fn create_flow_logs(
        &self,
        cx: &Cx,
        mut input: CreateFlowLogsRequest,
    ) -> Result<CreateFlowLogsResult> {
        let token = input.client_token.take();
        let once = Once::new(cx, "CreateFlowLogs", token.as_deref(), &input)?;
        let records = Asked::read(cx, input)?.records(cx);
        let plan = |view: &View, change: &mut Change| {
            records.iter().try_for_each(|record| create(view, change, record.clone()))
        };
        let ids = records.iter().map(|record| &*record.id).collect::<Vec<_>>().join(" ");
        let made = match once {
            Some(once) => self.make_once(scope(cx), &once, ids, plan).await?,
            None => {
                self.change(scope(cx), plan).await?;
                ids
            }
        };
        Ok(CreateFlowLogsResult {
            client_token: token,
            flow_log_ids: Some(made.split(' ').map(str::to_owned).collect()),
            unsuccessful: Some(vec![]),
        })
    }

    pub(super) async fn delete_flow_logs(
        &self,
        cx: &Cx,
        input: DeleteFlowLogsRequest,
    ) -> Result<DeleteFlowLogsResult> {
        let unsuccessful = self.change(scope(cx), |view, change| {
            let mut ids = input.flow_log_ids.clone();
            ids.sort_unstable();
            ids.dedup();
            let mut unsuccessful = vec![];
            for id in ids {
                match view.find::<Record>(&id) {
                    Ok(log) => change.delete(&log),
                    Err(Failure::Aws(error)) => {
                        use ferrogate_api::ServiceError;
                        let (code, message) = (text(error.code()), text(error.message()));
                        let error = Some(UnsuccessfulItemError { code, message });
                        unsuccessful.push(UnsuccessfulItem { error, resource_id: text(id) });
                    }
                    Err(fault) => return Err(fault),
                }
            }
            Ok(unsuccessful)
        });
        Ok(DeleteFlowLogsResult { unsuccessful: Some(unsuccessful.await?) })
    }

    pub(super) async fn describe_flow_logs(
        &self,
        cx: &Cx,
        input: DescribeFlowLogsRequest,
    ) -> Result<DescribeFlowLogsResult> {
        let ask = Ask {
            ids: input.flow_log_ids,
            filters: input.filter,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (logs, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeFlowLogsResult { flow_logs: Some(logs), next_token })
    }
}

/// Ends the flow logs of a resource that goes.
pub(super) fn end_of(view: &View, change: &mut Change, vpc: &str, resource: &str) -> Result<()> {
    let logs = view.of_vpc::<Record, OfVpc>(vpc)?.into_iter();
    logs.filter(|log| log.resource.id() == resource).for_each(|log| change.delete(log));
    Ok(())
}

fn create(view: &View, change: &mut Change, mut record: Record) -> Result<()> {
    record.vpc = match &record.resource {
        Resource::Vpc(id) => view.find::<vpc::Record>(id)?.id.clone(),
        Resource::Subnet(id) => view.find::<subnet::Record>(id)?.vpc.clone(),
        Resource::Interface(id) => view.find::<eni::Record>(id)?.vpc.clone(),
    };
    let same = |other: &Record| {
        (&other.resource, other.traffic, &other.group)
            == (&record.resource, record.traffic, &record.group)
    };
    if view.of_vpc::<Record, OfVpc>(&record.vpc)?.iter().any(|other| same(other)) {
        let text = "Error. There is an existing Flow Log with the same configuration and log \
                    destination.";
        return refuse("FlowLogAlreadyExists", text);
    }
    change.take_turn(view, &record.vpc)?;
    change.create(flow_log::key(&view.scope, &record.id), &record)
}

/// What a request asks for.
struct Asked {
    resources: Vec<Resource>,
    traffic: Traffic,
    group: String,
    by_arn: bool,
    role: String,
    format: String,
    interval_s: u16,
    tags: Vec<Tag>,
}

impl Asked {
    fn read(cx: &Cx, input: CreateFlowLogsRequest) -> Result<Self> {
        check_built(&input)?;
        if input.resource_ids.len() > RESOURCES_MAX {
            return invalid("A request can name at most 1000 resources.");
        }
        let (group, by_arn) = destination(&scope(cx), &input)?;
        let Some(role) = input.deliver_logs_permission_arn else {
            return invalid(
                "DeliverLogsPermissionArn can't be empty if LogDestinationType is \
                 cloud-watch-logs.",
            );
        };
        if !is_role(&role) {
            return invalid(format!("DeliverLogsPermissionArn '{role}' is not the ARN of a role."));
        }
        let interval_s = match input.max_aggregation_interval {
            None | Some(600) => 600,
            Some(60) => 60,
            Some(_) => return invalid("Invalid Flow Log Max Aggregation Interval"),
        };
        let format = input.log_format.unwrap_or_else(|| format::DEFAULT.to_owned());
        check_format(&format)?;
        let mut ids = input.resource_ids;
        ids.dedup();
        Ok(Self {
            resources: ids.into_iter().map(resource(&input.resource_type)?).collect(),
            traffic: traffic(input.traffic_type)?,
            group,
            by_arn,
            role,
            format,
            interval_s,
            tags: tag::accepted(input.tag_specifications, "vpc-flow-log")?,
        })
    }

    fn records(self, cx: &Cx) -> Vec<Record> {
        let record = |resource: &Resource| Record {
            scope: scope(cx),
            id: new_id("fl"),
            resource: resource.clone(),
            vpc: String::new(),
            traffic: self.traffic,
            group: self.group.clone(),
            by_arn: self.by_arn,
            role: self.role.clone(),
            format: self.format.clone(),
            interval_s: self.interval_s,
            created_at: cx.received,
            tags: self.tags.clone(),
        };
        self.resources.iter().map(record).collect()
    }
}

fn check_built(input: &CreateFlowLogsRequest) -> Result<()> {
    refuse_not_built(&[
        ("deliverCrossAccountRole", input.deliver_cross_account_role.is_some()),
        ("destinationOptions", input.destination_options.is_some()),
    ])?;
    match &input.log_destination_type {
        None | Some(LogDestinationType::CloudWatchLogs) => Ok(()),
        Some(other) => refuse_not_built(&[(&format!("logDestinationType {other}"), true)]),
    }
}

fn resource(kind: &FlowLogsResourceType) -> Result<fn(String) -> Resource> {
    Ok(match kind {
        FlowLogsResourceType::Vpc => Resource::Vpc,
        FlowLogsResourceType::Subnet => Resource::Subnet,
        FlowLogsResourceType::NetworkInterface => Resource::Interface,
        other => {
            refuse_not_built(&[(&format!("resourceType {other}"), true)])?;
            return invalid("ResourceType is invalid.");
        }
    })
}

fn traffic(asked: Option<TrafficType>) -> Result<Traffic> {
    match asked {
        Some(TrafficType::Accept) => Ok(Traffic::Accept),
        Some(TrafficType::Reject) => Ok(Traffic::Reject),
        Some(TrafficType::All) => Ok(Traffic::All),
        _ => missing("TrafficType"),
    }
}

/// The log group, and whether it is named by its ARN.
fn destination(scope: &Scope, input: &CreateFlowLogsRequest) -> Result<(String, bool)> {
    let of = |given: &Option<String>| given.clone().filter(|given| !given.is_empty());
    let (name, by_arn) = match (of(&input.log_group_name), of(&input.log_destination)) {
        (Some(name), None) => (name, false),
        (None, Some(arn)) => (group_of(scope, &arn)?, true),
        (Some(_), Some(_)) => {
            return invalid("Please only provide LogGroupName or only provide LogDestination.");
        }
        (None, None) => {
            return invalid("LogDestination can't be empty if LogGroupName is not provided.");
        }
    };
    // API_CreateLogGroup.
    let good = |c: char| c.is_ascii_alphanumeric() || "_-/.#".contains(c);
    if name.len() > 512 || !name.chars().all(good) || name.starts_with("aws/") {
        return invalid(format!("LogGroupName '{name}' is not the name of a log group."));
    }
    Ok((name, by_arn))
}

/// The group of an ARN, which must be of the same account and region.
fn group_of(scope: &Scope, arn: &str) -> Result<String> {
    let name = arn.strip_prefix(&scope.arn("logs", "log-group:"));
    match name.map(|name| name.strip_suffix(":*").unwrap_or(name)).filter(|name| !name.is_empty()) {
        Some(name) => Ok(name.to_owned()),
        None => invalid(format!("LogDestination: {arn} does not exist")),
    }
}

/// Whether it has the form of a role's ARN. Nobody asks the role for its rights yet.
fn is_role(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    matches!(parts[..], ["arn", _, "iam", "", account, role]
        if account.len() == 12 && role.len() > 5 && role.starts_with("role/"))
}

fn invalid<T>(text: impl Into<String>) -> Result<T> {
    refuse("InvalidParameter", text)
}
