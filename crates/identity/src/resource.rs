//! What is known of resources: their true ARNs, their own policies, their tags.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_auth::{Caller, Principal};
use ferrogate_base::AccountId;
use ferrogate_policy::{Context, Kind as PolicyKind, Policy, Value};
use ferrogate_records::ecr::policy::{self as repository_policy, Purpose};
use ferrogate_records::ecs::task_definition;
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::{group, instance_profile, policy, role, user};
use ferrogate_records::kms::{alias, key};
use ferrogate_records::secretsmanager::secret;
use ferrogate_records::{Kind, Scope, Tag};
use ferrogate_state::{Entry, Snapshot};
use ferrogate_store::Key;

use crate::{Identity, account};

/// What a resource says of who may do what with it.
pub(crate) struct Own {
    pub(crate) policy: Arc<Policy>,
    /// The unique ids of those whom it names, by their ARNs as they were.
    pub(crate) principals: BTreeMap<String, String>,
    /// It must allow, whatever the caller's policies do.
    pub(crate) must: bool,
}

/// The policy of a resource can't be read.
pub(crate) struct UnknownPolicy;

impl Own {
    /// Whether it names, by this caller's ARN, another one who had it before.
    pub(crate) fn means_another(&self, caller: &Caller) -> bool {
        let saved = self.principals.get(caller.principal_arn());
        let id = caller.user_id.split(':').next().unwrap_or_default();
        match caller.principal {
            Principal::User { .. } | Principal::Role { .. } => {
                saved.is_some_and(|saved| saved != id)
            }
            _ => false,
        }
    }
}

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
            // Names are about themselves where they are what is changed.
            ["arn", _, "kms", region, owner, rest]
                if !(action.ends_with("Alias") && rest.starts_with("alias/")) =>
            {
                account(owner).and_then(|owner| {
                    let key = self.kms_key(&Scope::new(owner, region), rest)?;
                    Some(key.arn())
                })
            }
            ["arn", _, "secretsmanager", region, owner, _] => account(owner).and_then(|owner| {
                let secret = self.secret(&Scope::new(owner, region), resource)?;
                Some(secret.arn())
            }),
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

    /// The key that is named by what stands last in an ARN: `key/ID`, `alias/NAME`, and
    /// `key/alias/NAME`, as requests name keys by aliases.
    pub(crate) fn kms_key(&self, scope: &Scope, rest: &str) -> Option<Arc<Entry<key::Record>>> {
        let snapshot = self.state.snapshot();
        let named = rest.strip_prefix("key/").unwrap_or(rest);
        let id = match named.starts_with("alias/") {
            true => found::<alias::Record>(&snapshot, &alias::key(scope, named))?.target.clone(),
            false => named.to_owned(),
        };
        found::<key::Record>(&snapshot, &key::key(scope, &id))
    }

    /// The one ARN of the key of KMS that is named beside a resource of this ARN.
    pub(crate) fn key_arn(&self, beside: &str, named: &str) -> String {
        let arn = match beside.splitn(6, ':').collect::<Vec<_>>()[..] {
            _ if named.starts_with("arn:") => named.to_owned(),
            [arn, partition, _, region, owner, _] => {
                format!("{arn}:{partition}:kms:{region}:{owner}:key/{named}")
            }
            _ => named.to_owned(),
        };
        self.canonical("kms:DescribeKey", &arn)
    }

    /// The secret of an ARN, with the six characters at its end or without, or with its bare name.
    pub(crate) fn secret(&self, scope: &Scope, arn: &str) -> Option<Arc<Entry<secret::Record>>> {
        let snapshot = self.state.snapshot();
        let (_, meant) = secret::named(scope, arn)?;
        meant.into_iter().find_map(|(name, suffix)| {
            let secret = found::<secret::Record>(&snapshot, &secret::key(scope, name))?;
            let is = secret.name == name && suffix.is_none_or(|suffix| secret.suffix == suffix);
            is.then_some(secret)
        })
    }

    /// What a resource itself says of who may do what with it; `None` if it says nothing.
    ///
    /// # Errors
    /// When that can't be known: nothing is allowed then.
    pub(crate) fn own_policy(&self, resource: &str) -> Result<Option<Own>, UnknownPolicy> {
        if let ["arn", _, "ecr", region, owner, rest] =
            resource.splitn(6, ':').collect::<Vec<_>>()[..]
        {
            let repository = rest.strip_prefix("repository/").zip(account(owner));
            let Some((name, owner)) = repository else { return Ok(None) };
            return self.repository_policy(&Scope::new(owner, region), name);
        }
        let ["arn", _, service @ ("kms" | "secretsmanager"), region, owner, rest] =
            resource.splitn(6, ':').collect::<Vec<_>>()[..]
        else {
            return Ok(None);
        };
        let Some(owner) = account(owner) else { return Ok(None) };
        let (scope, snapshot) = (Scope::new(owner, region), self.state.snapshot());
        let policy = match (service, rest.strip_prefix("key/")) {
            ("kms", Some(id)) => {
                let key = snapshot.table::<key::Record>().get(&key::key(&scope, id));
                key.map_err(|_| UnknownPolicy)?.map(|key| key.policy.clone())
            }
            ("kms", None) => None,
            _ => {
                let name = rest.strip_prefix("secret:").unwrap_or(rest);
                let name = name
                    .len()
                    .checked_sub(secret::SUFFIX_CHARS + 1)
                    .and_then(|at| name.get(..at))
                    .unwrap_or(name);
                let found = snapshot.table::<secret::Record>().get(&secret::key(&scope, name));
                let found = found.map_err(|_| UnknownPolicy)?;
                found
                    .filter(|secret| secret.arn() == resource)
                    .and_then(|secret| secret.policy.clone())
            }
        };
        let Some(policy) = policy else { return Ok(None) };
        let read = self.compiled.get(&policy.document, PolicyKind::Resource);
        Ok(Some(Own {
            policy: read.map_err(|_| UnknownPolicy)?,
            principals: policy.principals,
            // KMS developer guide, "Key policies": without it no other policy has an effect.
            must: service == "kms",
        }))
    }

    /// What a repository says of who may do what with it.
    fn repository_policy(&self, scope: &Scope, name: &str) -> Result<Option<Own>, UnknownPolicy> {
        let at = repository_policy::key(scope, name, Purpose::Access);
        let found = self.state.table::<repository_policy::Record>().get(&at);
        let Some(found) = found.map_err(|_| UnknownPolicy)? else { return Ok(None) };
        let read = self.compiled.get(&found.text, PolicyKind::Repository);
        Ok(Some(Own {
            policy: read.map_err(|_| UnknownPolicy)?,
            principals: found.principals.clone(),
            must: false,
        }))
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
        self.describe_secrets(context, service, resource);
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

    /// The condition keys of keys and of secrets.
    fn describe_secrets(&self, context: &mut Context, service: &str, resource: &str) {
        let ["arn", _, _, region, owner, rest] = resource.splitn(6, ':').collect::<Vec<_>>()[..]
        else {
            return;
        };
        let mut set = |key: &str, value: &str| context.set(key, Value::One(value.to_owned()));
        match service {
            "kms" => {
                let Some(id) = rest.strip_prefix("key/").filter(|id| *id != "*") else { return };
                // All keys are such ones.
                set("kms:KeySpec", "SYMMETRIC_DEFAULT");
                set("kms:KeyUsage", "ENCRYPT_DECRYPT");
                set("kms:KeyOrigin", "AWS_KMS");
                set("kms:MultiRegion", "false");
                let Some(owner) = account(owner) else { return };
                let snapshot = self.state.snapshot();
                let of = (Scope::new(owner, region), id.to_owned());
                match snapshot.table::<alias::Record>().by::<alias::OfKey>(&of) {
                    Ok(names) => {
                        let names: Vec<String> = names.map(|alias| alias.name.clone()).collect();
                        if !names.is_empty() {
                            context.set("kms:ResourceAliases", Value::Many(names));
                        }
                    }
                    Err(_) => context.set_unknown("kms:ResourceAliases"),
                }
            }
            "secretsmanager" => {
                set("secretsmanager:SecretId", resource);
                set("secretsmanager:SecretPrimaryRegion", region);
            }
            _ => {}
        }
    }
}

/// The record under a key, if there is one and it can be read.
pub(crate) fn found<T: Kind>(snapshot: &Snapshot, key: &str) -> Option<Arc<Entry<T>>> {
    snapshot.table::<T>().get(key).ok()?
}
