//! Clusters.

use ferrogate_api::ecs::{
    CapacityProviderStrategyItem, Cluster, ClusterField, ClusterSetting, ClusterSettingName,
    CreateClusterRequest, CreateClusterResponse, DeleteClusterRequest, DeleteClusterResponse,
    DescribeClustersRequest, DescribeClustersResponse, Error, Failure as ApiFailure, KeyValuePair,
    ListClustersRequest, ListClustersResponse, PutClusterCapacityProvidersRequest,
    PutClusterCapacityProvidersResponse, UpdateClusterRequest, UpdateClusterResponse,
    UpdateClusterSettingsRequest, UpdateClusterSettingsResponse,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::ecs::cluster::{self, DEFAULT, Record, Status, StrategyItem};
use ferrogate_records::ecs::task::{self, InStatus, Wanted};
use ferrogate_state::{create, put};
use ferrogate_store::{Guard, Prefix};

use super::exec::{configuration, shown_configuration};
use super::mode::Mode;
use super::{Ecs, Result, fault, key, names, scope, tag};
use crate::execution::check_tags;
use crate::page::page;

/// Clusters of one DescribeClusters call (API reference).
const DESCRIBE_MAX: usize = 100;
/// Clusters of one page when no size is asked for.
const PAGE: i32 = 100;
/// The capacity providers that Fargate clusters have.
pub(super) const PROVIDERS: [&str; 2] = ["FARGATE", "FARGATE_SPOT"];

impl Ecs {
    pub(super) async fn create_cluster(
        &self,
        cx: &Cx,
        input: CreateClusterRequest,
    ) -> Result<CreateClusterResponse> {
        let name = input.cluster_name.as_deref().unwrap_or(DEFAULT);
        if !names::is_plain(name) {
            let text = r"ClusterName must match ^[a-zA-Z0-9\-_]{1,255}$";
            return Err(Error::invalid_parameter(text).into());
        }
        let exec = configuration(input.configuration, self.channels.has_buckets)?;
        if input.service_connect_defaults.is_some() {
            return Err(Error::not_built("serviceConnectDefaults is not built yet.").into());
        }
        let capacity_providers = providers(input.capacity_providers.unwrap_or_default())?;
        let tags = tag::accepted(input.tags)?;
        Mode::check(&tags)?;
        check_tags(&tags).map_err(Error::invalid_parameter)?;
        let record = Record {
            scope: scope(cx),
            name: name.to_owned(),
            status: Status::Active,
            created_at: self.state.now(),
            tags,
            settings: settings(input.settings.unwrap_or_default())?,
            exec_logging: exec.as_ref().map(|exec| exec.logging.clone()),
            exec_kms_key: exec.and_then(|exec| exec.kms_key),
            default_strategy: strategy(
                input.default_capacity_provider_strategy.unwrap_or_default(),
                &capacity_providers,
            )?,
            capacity_providers,
        };
        let at = key(cluster::key(&record.scope, name))?;
        let existing = self.state.read::<Record>(&at).await.map_err(fault)?;
        let guard = match &existing {
            // Creating a cluster that exists answers with it, as it is (AWS).
            Some(row) if row.record.status == Status::Active => {
                return Ok(CreateClusterResponse {
                    cluster: Some(self.described(&row.record, &SHOWN)?),
                });
            }
            Some(row) => row.unchanged(),
            None => Guard::Absent(at.clone()),
        };
        let op = create(at, &record).map_err(fault)?;
        self.write(&[guard], &[op]).await?;
        Ok(CreateClusterResponse { cluster: Some(self.described(&record, &SHOWN)?) })
    }

    pub(super) async fn describe_clusters(
        &self,
        cx: &Cx,
        input: DescribeClustersRequest,
    ) -> Result<DescribeClustersResponse> {
        let asked = input.clusters.filter(|c| !c.is_empty()).unwrap_or(vec![DEFAULT.into()]);
        if asked.len() > DESCRIBE_MAX {
            return Err(Error::invalid_parameter("clusters can have at most 100 items.").into());
        }
        let include = input.include.unwrap_or_default();
        let scope = scope(cx);
        let (mut clusters, mut failures) = (Vec::new(), Vec::new());
        for text in asked {
            let name = names::cluster(&scope, Some(&text))?;
            match self
                .state
                .table::<Record>()
                .get(&key(cluster::key(&scope, name))?)
                .map_err(fault)?
            {
                Some(entry) => clusters.push(self.described(&entry, &include)?),
                None => failures.push(ApiFailure {
                    arn: Some(cluster::arn(&scope, name)),
                    reason: Some("MISSING".into()),
                    detail: None,
                }),
            }
        }
        Ok(DescribeClustersResponse { clusters: Some(clusters), failures: Some(failures) })
    }

    pub(super) async fn list_clusters(
        &self,
        cx: &Cx,
        input: ListClustersRequest,
    ) -> Result<ListClustersResponse> {
        let size = page_size(input.max_results, PAGE)?;
        let prefix = scope(cx).prefix(cluster::KIND);
        let prefix = Prefix::new(&prefix).map_err(fault)?;
        let clusters = self.state.table::<Record>();
        let active =
            clusters.under(&prefix).map_err(fault)?.filter(|entry| entry.status == Status::Active);
        let list = format!("ListClusters {}", cx.account);
        let (page, next_token) =
            page(&list, input.next_token.as_deref(), size, active, |entry| entry.name.clone())
                .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        let cluster_arns = page.iter().map(|entry| entry.arn()).collect();
        Ok(ListClustersResponse { cluster_arns: Some(cluster_arns), next_token })
    }

    pub(super) async fn delete_cluster(
        &self,
        cx: &Cx,
        input: DeleteClusterRequest,
    ) -> Result<DeleteClusterResponse> {
        loop {
            let entry = self.cluster(cx, Some(&input.cluster))?;
            if self.services_of(&entry)? != (0, 0) {
                let text = "The Cluster cannot be deleted while Services are active.";
                return Err(Error::cluster_contains_services(text).into());
            }
            // A task that is on its way to its end does not hold the cluster.
            let (tasks, prefix) = (self.state.table(), task::prefix(&entry.scope, &entry.name));
            let wanted = (prefix.clone(), task::Desired::Running);
            let running = (prefix, task::Status::Running);
            let active = tasks.count::<Wanted>(&wanted).map_err(fault)?
                + tasks.count::<InStatus>(&running).map_err(fault)?;
            if active > 0 {
                let text = "The Cluster cannot be deleted while Tasks are active.";
                return Err(Error::cluster_contains_tasks(text).into());
            }
            let mut record = entry.doc.clone();
            record.status = Status::Inactive;
            let op = put(entry.key.clone(), &record).map_err(fault)?;
            if self.try_write(&[entry.unchanged()], &[op]).await? {
                return Ok(DeleteClusterResponse { cluster: Some(self.described(&record, &[])?) });
            }
        }
    }

    pub(super) async fn update_cluster(
        &self,
        cx: &Cx,
        input: UpdateClusterRequest,
    ) -> Result<UpdateClusterResponse> {
        if input.service_connect_defaults.is_some() {
            return Err(Error::not_built("serviceConnectDefaults is not built yet.").into());
        }
        let exec = configuration(input.configuration, self.channels.has_buckets)?;
        let new = input.settings.map(settings).transpose()?;
        let change = |record: &mut Record| {
            if let Some(new) = &new {
                record.settings.clone_from(new);
            }
            if let Some(exec) = &exec {
                record.exec_logging = Some(exec.logging.clone());
                record.exec_kms_key.clone_from(&exec.kms_key);
            }
        };
        let cluster = self.change_cluster(cx, &input.cluster, change).await?;
        Ok(UpdateClusterResponse { cluster: Some(cluster) })
    }

    pub(super) async fn update_cluster_settings(
        &self,
        cx: &Cx,
        input: UpdateClusterSettingsRequest,
    ) -> Result<UpdateClusterSettingsResponse> {
        let new = settings(input.settings)?;
        let cluster = self.change_cluster(cx, &input.cluster, |r| r.settings = new.clone()).await?;
        Ok(UpdateClusterSettingsResponse { cluster: Some(cluster) })
    }

    pub(super) async fn put_cluster_capacity_providers(
        &self,
        cx: &Cx,
        input: PutClusterCapacityProvidersRequest,
    ) -> Result<PutClusterCapacityProvidersResponse> {
        let names = providers(input.capacity_providers)?;
        let items = strategy(input.default_capacity_provider_strategy, &names)?;
        let change = |record: &mut Record| {
            record.capacity_providers.clone_from(&names);
            record.default_strategy.clone_from(&items);
        };
        let cluster = self.change_cluster(cx, &input.cluster, change).await?;
        Ok(PutClusterCapacityProvidersResponse { cluster: Some(cluster) })
    }

    async fn change_cluster(
        &self,
        cx: &Cx,
        name: &str,
        change: impl Fn(&mut Record),
    ) -> Result<Cluster> {
        loop {
            let entry = self.cluster(cx, Some(name))?;
            let mut record = entry.doc.clone();
            change(&mut record);
            let op = put(entry.key.clone(), &record).map_err(fault)?;
            if self.try_write(&[entry.unchanged()], &[op]).await? {
                return self.described(&record, &SHOWN);
            }
        }
    }

    fn described(&self, record: &Record, include: &[ClusterField]) -> Result<Cluster> {
        let (tasks, prefix) = (self.state.table(), task::prefix(&record.scope, &record.name));
        let count = |statuses: &[task::Status]| {
            let counts = statuses.iter().map(|s| tasks.count::<InStatus>(&(prefix.clone(), *s)));
            let all: usize = counts.sum::<std::result::Result<_, _>>().map_err(fault)?;
            Result::Ok(i32::try_from(all).unwrap_or(i32::MAX))
        };
        let running = count(&[task::Status::Running])?;
        let pending = count(&task::Status::PENDING)?;
        let has = |field: ClusterField| include.contains(&field);
        let (active, draining) = self.services_of(record)?;
        let counts = [running, pending, active, draining];
        let statistics = has(ClusterField::Statistics).then(|| statistics(counts));
        Ok(Cluster {
            cluster_arn: Some(record.arn()),
            cluster_name: Some(record.name.clone()),
            status: Some(match record.status {
                Status::Active => "ACTIVE".into(),
                Status::Inactive => "INACTIVE".into(),
            }),
            registered_container_instances_count: Some(0),
            running_tasks_count: Some(running),
            pending_tasks_count: Some(pending),
            active_services_count: Some(active),
            statistics: Some(statistics.unwrap_or_default()),
            tags: Some(if has(ClusterField::Tags) { tag::shown(&record.tags) } else { vec![] }),
            settings: Some(if has(ClusterField::Settings) { shown(record) } else { vec![] }),
            configuration: record
                .exec_logging
                .as_ref()
                .filter(|_| has(ClusterField::Configurations))
                .map(|logging| shown_configuration(logging, record.exec_kms_key.as_deref())),
            capacity_providers: Some(record.capacity_providers.clone()),
            default_capacity_provider_strategy: Some(
                record
                    .default_strategy
                    .iter()
                    .map(|item| CapacityProviderStrategyItem {
                        capacity_provider: Some(item.provider.clone()),
                        weight: Some(item.weight),
                        base: Some(item.base),
                    })
                    .collect(),
            ),
            ..Cluster::default()
        })
    }
}

/// What an answer to a change shows of a cluster beside its own fields.
const SHOWN: [ClusterField; 3] =
    [ClusterField::Configurations, ClusterField::Settings, ClusterField::Tags];

/// The counts of API_Cluster. There are no container instances here.
fn statistics([running, pending, active, draining]: [i32; 4]) -> Vec<KeyValuePair> {
    [
        ("runningEC2TasksCount", 0),
        ("runningFargateTasksCount", running),
        ("pendingEC2TasksCount", 0),
        ("pendingFargateTasksCount", pending),
        ("activeEC2ServiceCount", 0),
        ("activeFargateServiceCount", active),
        ("drainingEC2ServiceCount", 0),
        ("drainingFargateServiceCount", draining),
    ]
    .map(|(name, count)| KeyValuePair { name: Some(name.into()), value: Some(count.to_string()) })
    .into()
}

fn shown(record: &Record) -> Vec<ClusterSetting> {
    let insights = record.settings.iter().find(|(name, _)| name == "containerInsights");
    vec![ClusterSetting {
        name: Some(ClusterSettingName::ContainerInsights),
        value: Some(insights.map_or("disabled", |(_, value)| value).to_owned()),
    }]
}

fn settings(asked: Vec<ClusterSetting>) -> Result<Vec<(String, String)>> {
    let mut settings = Vec::new();
    for setting in asked {
        let name = setting.name.map(|n| n.as_str().to_owned()).unwrap_or_default();
        let value = setting.value.unwrap_or_default();
        match (name.as_str(), value.as_str()) {
            ("containerInsights", "disabled" | "enabled") => settings.push((name, value)),
            ("containerInsights", "enhanced") => {
                let text = format!("containerInsights {value} is not built yet.");
                return Err(Error::not_built(text).into());
            }
            _ => {
                let text = format!("Invalid setting: {name}={value}.");
                return Err(Error::invalid_parameter(text).into());
            }
        }
    }
    Ok(settings)
}

fn providers(names: Vec<String>) -> Result<Vec<String>> {
    match names.iter().find(|name| !PROVIDERS.contains(&&***name)) {
        None => Ok(names),
        Some(other) => {
            let text = format!("The specified capacity provider {other} was not found.");
            Err(Error::invalid_parameter(text).into())
        }
    }
}

/// A capacity provider strategy, checked by the rules of the API model.
pub(super) fn strategy(
    items: Vec<CapacityProviderStrategyItem>,
    of_cluster: &[String],
) -> Result<Vec<StrategyItem>> {
    let bad = |text: &str| -> Failure<Error> { Error::invalid_parameter(text).into() };
    if items.len() > 20 {
        return Err(bad("A capacity provider strategy can have at most 20 items."));
    }
    let items: Vec<_> = items
        .into_iter()
        .map(|item| StrategyItem {
            provider: item.capacity_provider.unwrap_or_default(),
            weight: item.weight.unwrap_or(0),
            base: item.base.unwrap_or(0),
        })
        .collect();
    for item in &items {
        if !of_cluster.contains(&item.provider) {
            return Err(bad(
                "The specified capacity provider strategy cannot contain a capacity provider \
                 that is not associated with the cluster. Associate the capacity provider with \
                 the cluster or specify a valid capacity provider and try again.",
            ));
        }
        if !(0..=1000).contains(&item.weight) || !(0..=100_000).contains(&item.base) {
            return Err(bad("weight must be 0 to 1000, and base 0 to 100000."));
        }
    }
    if items.iter().filter(|item| item.base > 0).count() > 1 {
        return Err(bad(
            "The specified capacity provider strategy contains multiple capacity providers with \
             a base value defined. Only one capacity provider per strategy can have a base value \
             defined.",
        ));
    }
    if !items.is_empty() && items.iter().all(|item| item.weight == 0) {
        return Err(bad(
            "There are no capacity providers in the capacity provider strategy with a weight \
             value greater than zero. Specify a weight value greater than zero for at least one \
             capacity provider and try again.",
        ));
    }
    Ok(items)
}

/// The size of a page that was asked for: 1 to 100.
pub(super) fn page_size(asked: Option<i32>, default: i32) -> Result<usize> {
    match asked.unwrap_or(default) {
        size @ 1..=100 => Ok(size.unsigned_abs() as usize),
        _ => Err(Error::invalid_parameter("maxResults must be between 1 and 100").into()),
    }
}
