//! Amazon ECS.
//!
//! A file per noun. [`names`] reads the short and long forms of names, [`definition`] holds
//! the rules of task definitions.

mod capacity_provider;
mod cluster;
mod definition;
mod descriptions;
mod exec;
mod functions;
mod mode;
mod names;
mod reply;
mod run;
mod service;
mod setting;
mod tag;
mod task;
mod task_definition;

use std::sync::Arc;

use ferrogate_api::ecs::{Error, op};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_channel::ticket::Channels;
use ferrogate_records::Scope;
use ferrogate_records::ecs::cluster as cluster_record;
use ferrogate_state::{Entry, Fault, State};
use ferrogate_store::{Guard, Key, Op, Rev};

use descriptions::Descriptions;
pub use functions::{Functions, is_function};
pub use run::give_specs;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of ECS over the engine's state.
pub struct Ecs {
    state: Arc<State>,
    descriptions: Descriptions,
    channels: Arc<Channels>,
    functions: Functions,
}

/// Puts every operation of ECS that is built into the table. Lifecycle hooks can call `functions`.
pub fn register(
    table: &mut Operations,
    state: Arc<State>,
    channels: Arc<Channels>,
    functions: Functions,
) {
    let descriptions = Descriptions::default();
    let ecs = Arc::new(Ecs { state, descriptions, channels, functions });
    // One row an operation: its type, and the method that serves it.
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let ecs = ecs.clone();
            table.on_written::<op::$op, _, _, _>(move |cx, input| {
                let ecs = ecs.clone();
                async move { ecs.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        CreateCluster => create_cluster,
        DescribeClusters => describe_clusters,
        ListClusters => list_clusters,
        DeleteCluster => delete_cluster,
        UpdateCluster => update_cluster,
        UpdateClusterSettings => update_cluster_settings,
        PutClusterCapacityProviders => put_cluster_capacity_providers,
        DescribeCapacityProviders => describe_capacity_providers,
        RegisterTaskDefinition => register_task_definition,
        DescribeTaskDefinition => describe_task_definition,
        DeregisterTaskDefinition => deregister_task_definition,
        DeleteTaskDefinitions => delete_task_definitions,
        ListTaskDefinitions => list_task_definitions,
        ListTaskDefinitionFamilies => list_task_definition_families,
        RunTask => run_task,
        StartTask => start_task,
        StopTask => stop_task,
        DescribeTasks => describe_tasks,
        ExecuteCommand => execute_command,
        ListTasks => list_tasks,
        CreateService => create_service,
        DescribeServices => describe_services,
        UpdateService => update_service,
        DeleteService => delete_service,
        ListServices => list_services,
        ListServicesByNamespace => list_services_by_namespace,
        ListServiceDeployments => list_service_deployments,
        DescribeServiceDeployments => describe_service_deployments,
        DescribeServiceRevisions => describe_service_revisions,
        StopServiceDeployment => stop_service_deployment,
        ContinueServiceDeployment => continue_service_deployment,
        UpdateTaskProtection => update_task_protection,
        GetTaskProtection => get_task_protection,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        ListTagsForResource => list_tags_for_resource,
        PutAccountSetting => put_account_setting,
        PutAccountSettingDefault => put_account_setting_default,
        DeleteAccountSetting => delete_account_setting,
        ListAccountSettings => list_account_settings,
    }
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// A failure that is nobody's mistake outside.
fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}

/// A key made of names that were checked; what can't be a key is a wrong parameter.
fn key(text: String) -> Result<Key> {
    Key::new(text).map_err(|bad| Error::invalid_parameter(bad.to_string()).into())
}

impl Ecs {
    /// Commits; whether the guards held. What was written, also by whoever was faster, is seen by
    /// every read after it.
    async fn try_write(&self, guards: &[Guard], ops: &[Op]) -> Result<bool> {
        let committed = self.state.commit(guards, ops).await.map_err(fault)?;
        self.seen(committed).await
    }

    /// As [`Ecs::try_write`], for what ends something and must be possible on a full disk.
    async fn try_end(&self, guards: &[Guard], ops: &[Op]) -> Result<bool> {
        let committed = self.state.commit_from_reserve(guards, ops).await.map_err(fault)?;
        self.seen(committed).await
    }

    async fn seen(&self, committed: Option<Rev>) -> Result<bool> {
        match committed {
            Some(rev) => self.state.at(rev).await.map_err(fault)?,
            // Who was faster is in the store, and may not be in memory yet: who looks again at
            // once would see what it saw, as often as it looks.
            None => self.state.synced().await.map_err(fault)?,
        };
        Ok(committed.is_some())
    }

    /// Commits what nobody else is expected to write at the same time.
    async fn write(&self, guards: &[Guard], ops: &[Op]) -> Result<()> {
        match self.try_write(guards, ops).await? {
            true => Ok(()),
            false => {
                let text = "The resource was changed by another request at the same time.";
                Err(Error::conflict(text).into())
            }
        }
    }

    /// The cluster that `name` means: a name, an ARN, or none for `default`. A deleted one is
    /// not found.
    fn cluster(&self, cx: &Cx, name: Option<&str>) -> Result<Arc<Entry<cluster_record::Record>>> {
        let scope = scope(cx);
        let name = names::cluster(&scope, name)?;
        let found = self
            .state
            .table::<cluster_record::Record>()
            .get(&key(cluster_record::key(&scope, name))?);
        found
            .map_err(fault)?
            .filter(|entry| entry.status == cluster_record::Status::Active)
            .ok_or_else(|| Error::cluster_not_found("Cluster not found.").into())
    }
}
