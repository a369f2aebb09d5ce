//! What is known of resources: their true ARNs, their own policies, their tags.

use std::sync::Arc;

use ferrogate_base::AccountId;
use ferrogate_policy::{Context, Value};
use ferrogate_records::ecs::{self, task_definition};
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::{group, instance_profile, policy, role, user};
use ferrogate_records::ssm::parameter;
use ferrogate_records::{Kind, Scope, Tag};
use ferrogate_state::{Entry, Snapshot};
use ferrogate_store::Key;

use crate::{Identity, account};

impl Identity {
    /// The one ARN of a resource, however a request spells it: names of IAM differ in more than
    /// their case, have paths that requests don't say, and revisions may have zeros before them.
    /// Statements are about this one.
    pub(crate) fn canonical(&self, action: &str, resource: &str) -> String {
        let parts: Vec<&str> = resource.splitn(6, ':').collect();
        let found = match parts[..] {
            ["arn", _, "iam", "", owner, _] => {
                account(owner).and_then(|owner| self.named(&owner, resource))
            }
            // A new revision has no number yet.
            ["arn", partition, "ecs", region, owner, rest]
                if !action.eq_ignore_ascii_case("ecs:RegisterTaskDefinition") =>
            {
                let definition = rest.strip_prefix("task-definition/");
                definition.and_then(|text| {
                    let scope = Scope::new(account(owner)?, region);
                    let name = self.definition(&scope, text)?;
                    Some(format!("arn:{partition}:ecs:{region}:{owner}:task-definition/{name}"))
                })
            }
            _ => None,
        };
        found.unwrap_or_else(|| resource.to_owned())
    }

    fn named(&self, owner: &AccountId, resource: &str) -> Option<String> {
        let named = Arn::parse(resource)?;
        let name = named.name;
        let snapshot = self.state.snapshot();
        let arn = match named.kind {
            "user" => found::<user::Record>(&snapshot, &user::key(owner, name))?.arn(),
            "role" => found::<role::Record>(&snapshot, &role::key(owner, name))?.arn(),
            "group" => found::<group::Record>(&snapshot, &group::key(owner, name))?.arn(),
            "policy" => found::<policy::Record>(&snapshot, &policy::key(owner, name))?.arn(),
            "instance-profile" => {
                let key = instance_profile::key(owner, name);
                found::<instance_profile::Record>(&snapshot, &key)?.arn()
            }
            _ => return None,
        };
        Some(arn)
    }

    /// `family:revision`, with the newest active one where a text has none.
    fn definition(&self, scope: &Scope, text: &str) -> Option<String> {
        match text.split_once(':') {
            Some((family, revision)) => {
                let revision: u32 = revision.parse().ok()?;
                Some(format!("{family}:{revision}"))
            }
            None => {
                let prefix = task_definition::prefix(scope, text);
                let prefix = Key::new(prefix.trim_end_matches('/')).ok()?.children();
                let revisions = self.state.table::<task_definition::Record>();
                let mut revisions = revisions.under(&prefix).ok()?.rev();
                let newest = revisions.find(|one| one.status == task_definition::Status::Active)?;
                Some(format!("{text}:{}", newest.revision))
            }
        }
    }

    /// Adds what policies may ask of a resource.
    pub(crate) fn describe(&self, context: &mut Context, resource: &str) {
        if let Some(owner) = ferrogate_auth::authorize::account_of(resource) {
            context.set("aws:ResourceAccount", Value::One(owner.to_owned()));
        }
        let service = resource.split(':').nth(2).unwrap_or_default();
        let mut keys = vec!["aws:ResourceTag/".to_owned()];
        if !service.is_empty() && service != "*" {
            keys.push(format!("{service}:ResourceTag/"));
        }
        match self.tags(resource) {
            Some(tags) => {
                for Tag { key, value } in tags {
                    for beginning in &keys {
                        context.set(&format!("{beginning}{key}"), Value::One(value.clone()));
                    }
                }
            }
            // What is not there has no tags; of what is, but is not known here, the worse is
            // taken.
            None if resource == "*" || resource.ends_with("/*") => {}
            None => keys.iter().for_each(|beginning| context.set_unknown(beginning)),
        }
    }

    /// The tags of a resource; `None` if they are not known here.
    fn tags(&self, resource: &str) -> Option<Vec<Tag>> {
        let ["arn", _, service, region, owner, rest] =
            resource.splitn(6, ':').collect::<Vec<_>>()[..]
        else {
            return None;
        };
        let owner = account(owner)?;
        let snapshot = self.state.snapshot();
        if service == "iam" {
            let name = Arn::parse(resource)?.name;
            return Some(match Arn::parse(resource)?.kind {
                "user" => found::<user::Record>(&snapshot, &user::key(&owner, name))?.tags.clone(),
                "role" => found::<role::Record>(&snapshot, &role::key(&owner, name))?.tags.clone(),
                "policy" => {
                    found::<policy::Record>(&snapshot, &policy::key(&owner, name))?.tags.clone()
                }
                _ => return None,
            });
        }
        let scope = Scope::new(owner, region);
        if service == "ssm" {
            let names = parameter::names_of(rest.strip_prefix("parameter/")?);
            let keys = names.iter().map(|name| parameter::key(&scope, name));
            let mut found = keys.filter_map(|key| found::<parameter::Record>(&snapshot, &key));
            return Some(found.next()?.tags.clone());
        }
        if service != "ecs" {
            return None;
        }
        let (kind, name) = rest.split_once('/')?;
        Some(match (kind, name.split_once('/')) {
            ("cluster", None) => {
                let key = ecs::cluster::key(&scope, name);
                found::<ecs::cluster::Record>(&snapshot, &key)?.tags.clone()
            }
            ("task", Some((cluster, id))) => {
                let key = ecs::task::key(&scope, cluster, &id.parse().ok()?);
                found::<ecs::task::Record>(&snapshot, &key)?.tags.clone()
            }
            ("service", Some((cluster, name))) => {
                let key = ecs::service::key(&scope, cluster, name);
                found::<ecs::service::Record>(&snapshot, &key)?.tags.clone()
            }
            _ => return None,
        })
    }
}

fn found<T: Kind>(snapshot: &Snapshot, key: &str) -> Option<Arc<Entry<T>>> {
    snapshot.table::<T>().get(key).ok()?
}
