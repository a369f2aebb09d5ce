//! Service-linked roles: made for a service, and changed by it alone.

use ferrogate_api::Cx;
use ferrogate_api::iam::{
    CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse,
    DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse, DeletionTaskFailureReasonType,
    DeletionTaskStatusType, Error, GetServiceLinkedRoleDeletionStatusRequest,
    GetServiceLinkedRoleDeletionStatusResponse, RoleUsageType,
};
use ferrogate_records::ecs::cluster;
use ferrogate_records::iam::deletion;
use ferrogate_records::iam::id::Prefix;
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::role::{self, Record, SESSION_S, Trust};
use ferrogate_store::Prefix as KeyPrefix;
use std::collections::BTreeMap;

use super::principal::Principal;
use super::role::{brief, check_room};
use super::view::View;
use super::{Iam, Result, fault, new_id};

const ECS: &str = "ecs.amazonaws.com";

/// The services that have such a role, its name, its policy, and what AWS says of it.
const SERVICES: [(&str, &str, &str, &str); 5] = [
    (
        ECS,
        "AWSServiceRoleForECS",
        "AmazonECSServiceRolePolicy",
        "Role to enable Amazon ECS to manage your cluster.",
    ),
    (
        "elasticloadbalancing.amazonaws.com",
        "AWSServiceRoleForElasticLoadBalancing",
        "AWSElasticLoadBalancingServiceRolePolicy",
        "Allows ELB to call AWS services on your behalf.",
    ),
    (
        "ecs.application-autoscaling.amazonaws.com",
        "AWSServiceRoleForApplicationAutoScaling_ECSService",
        "AWSApplicationAutoscalingECSServicePolicy",
        "",
    ),
    (
        "replication.ecr.amazonaws.com",
        "AWSServiceRoleForECRReplication",
        "ECRReplicationServiceRolePolicy",
        "",
    ),
    (
        "pullthroughcache.ecr.amazonaws.com",
        "AWSServiceRoleForECRPullThroughCache",
        "AWSECRPullThroughCache_ServiceRolePolicy",
        "",
    ),
];

impl Iam {
    pub(super) async fn create_service_linked_role(
        &self,
        cx: &Cx,
        input: CreateServiceLinkedRoleRequest,
    ) -> Result<CreateServiceLinkedRoleResponse> {
        let service = &input.aws_service_name;
        let found = SERVICES.iter().find(|(known, ..)| known == service);
        let Some((_, name, policy, about)) = found else {
            let text = format!("A service-linked role of {service} is not built.");
            return Err(Error::not_built(text).into());
        };
        if input.custom_suffix.is_some() {
            let text = format!("Custom suffix is not allowed for {service}");
            return Err(Error::invalid_input(text).into());
        }
        let about = Some((*about).to_owned()).filter(|text| !text.is_empty());
        let id = new_id(cx, Prefix::Role);
        let made = self.change(cx, |view, change| {
            if view.is_taken::<Record>(name)? {
                return Err(Error::invalid_input(format!(
                    "Service role name {name} has been taken in this account, please try a \
                     different suffix."
                ))
                .into());
            }
            check_room(view)?;
            let partition = &view.owner.partition;
            let policy = format!("arn:{partition}:iam::aws:policy/aws-service-role/{policy}");
            let record = Record {
                owner: view.owner.clone(),
                name: (*name).to_owned(),
                path: format!("/aws-service-role/{service}/"),
                id: id.clone(),
                created_at: view.now,
                description: input.description.clone().or_else(|| about.clone()),
                session_max_s: SESSION_S,
                trust: trust(service),
                grants: Grants { inline: BTreeMap::new(), attached: vec![policy] },
                boundary: None,
                service: Some(service.clone()),
                profiles: 0,
                tags: vec![],
            };
            change.create(role::key(view.account(), name), &record)?;
            Ok(record)
        });
        let made = made.await?;
        Ok(CreateServiceLinkedRoleResponse { role: Some(brief(&self.view(cx), &made)?) })
    }

    /// The deletion is done, or has failed, before the answer; what came of it is asked for by
    /// its task.
    pub(super) async fn delete_service_linked_role(
        &self,
        cx: &Cx,
        input: DeleteServiceLinkedRoleRequest,
    ) -> Result<DeleteServiceLinkedRoleResponse> {
        let unique = uuid::Uuid::new_v4();
        self.change(cx, |view, change| {
            let old = view.find::<Record>(&input.role_name)?;
            let Some(service) = &old.service else {
                return Err(Record::missing(&input.role_name).into());
            };
            let used_by = users(view, service)?;
            let task = format!("task/aws-service-role/{service}/{}/{unique}", old.name);
            let record = deletion::Record { task: task.clone(), used_by };
            let at = deletion::key(view.account(), &old.name);
            match view.get::<deletion::Record>(&at)? {
                Some(before) => change.put(&before, record.clone())?,
                None => change.create(at, &record)?,
            }
            if record.used_by.is_empty() {
                change.delete(&old);
            }
            Ok(DeleteServiceLinkedRoleResponse { deletion_task_id: Some(task) })
        })
        .await
    }

    pub(super) async fn get_service_linked_role_deletion_status(
        &self,
        cx: &Cx,
        input: GetServiceLinkedRoleDeletionStatusRequest,
    ) -> Result<GetServiceLinkedRoleDeletionStatusResponse> {
        let view = self.view(cx);
        let task = &input.deletion_task_id;
        let name = task.rsplit('/').nth(1).unwrap_or_default();
        let found = view.get::<deletion::Record>(&deletion::key(view.account(), name))?;
        let Some(found) = found.filter(|found| found.task == *task) else {
            let text = format!("The deletion task {task} cannot be found.");
            return Err(Error::no_such_entity(text).into());
        };
        if found.used_by.is_empty() {
            let status = Some(DeletionTaskStatusType::Succeeded);
            return Ok(GetServiceLinkedRoleDeletionStatusResponse { status, reason: None });
        }
        let usage = found.used_by.iter().map(|(region, resources)| RoleUsageType {
            region: Some(region.clone()),
            resources: Some(resources.clone()),
        });
        let reason = DeletionTaskFailureReasonType {
            reason: Some("The role is in use by resources of its service.".into()),
            role_usage_list: Some(usage.collect()),
        };
        let status = Some(DeletionTaskStatusType::Failed);
        Ok(GetServiceLinkedRoleDeletionStatusResponse { status, reason: Some(reason) })
    }
}

fn trust(service: &str) -> Trust {
    let document = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
        }],
    });
    Trust { document: document.to_string(), principals: BTreeMap::new() }
}

/// What of a service is there and needs its role: of ECS the clusters, by their regions.
fn users(view: &View, service: &str) -> Result<Vec<(String, Vec<String>)>> {
    if service != ECS {
        return Ok(vec![]);
    }
    let all = KeyPrefix::new(format!("/{}/{}/", cluster::KIND, view.account())).map_err(fault)?;
    let mut by_region: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for cluster in view.snapshot.table::<cluster::Record>().list(&all).map_err(fault)? {
        if cluster.status == cluster::Status::Active {
            by_region.entry(cluster.scope.region.clone()).or_default().push(cluster.arn());
        }
    }
    Ok(by_region.into_iter().collect())
}
