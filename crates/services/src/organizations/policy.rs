//! Service control policies.

use std::collections::BTreeSet;
use std::sync::Arc;

use ferrogate_api::organizations::{
    CreatePolicyRequest, CreatePolicyResponse, DeletePolicyRequest, DescribePolicyRequest,
    DescribePolicyResponse, Error, ListPoliciesRequest, ListPoliciesResponse, Policy,
    PolicySummary, PolicyType, UpdatePolicyRequest, UpdatePolicyResponse,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_policy::{Kind, Policy as Document};
use ferrogate_records::organizations::id as organization_id;
use ferrogate_records::organizations::policy::{FULL_ACCESS, FULL_ACCESS_DOCUMENT, Record, key};
use ferrogate_state::Entry;

use super::account::{bad_token, constraint};
use super::{Organizations, Result, not_built, page_size};
use crate::own::{View, fault};
use crate::page;

/// Characters of a policy, white space included (AWS Organizations user guide, "Quotas").
const CONTENT_MAX: usize = 5120;
/// How AWS's own is called.
const FULL_ACCESS_NAME: &str = "FullAWSAccess";
/// Policies of an organization (the same).
const POLICIES_MAX: usize = 10_000;

impl Organizations {
    pub(super) async fn create_policy(
        &self,
        cx: &Cx,
        input: CreatePolicyRequest,
    ) -> Result<CreatePolicyResponse> {
        self.only_manager(cx)?;
        only_control(&input.r#type)?;
        if input.tags.is_some_and(|tags| !tags.is_empty()) {
            return not_built("Tags of policies");
        }
        check(&input.content)?;
        let id = new_id();
        let made = self
            .change(|view, to| {
                let all = all(view)?;
                check_name(&all, &input.name, None)?;
                if all.len() >= POLICIES_MAX {
                    return Err(constraint(
                        "POLICY_NUMBER_LIMIT_EXCEEDED",
                        "You have exceeded the number of policies that you can have.",
                    ));
                }
                // Of two that ask for the same name, one sees the other.
                to.take_turn_for(view, "control-policy")?;
                let record = Record {
                    id: id.clone(),
                    name: input.name.clone(),
                    description: input.description.clone(),
                    content: input.content.clone(),
                    created_at: self.state.now(),
                    targets: BTreeSet::new(),
                };
                to.create(key(&id), &record)?;
                Ok(record)
            })
            .await?;
        Ok(CreatePolicyResponse { policy: Some(self.policy(&made)) })
    }

    pub(super) async fn update_policy(
        &self,
        cx: &Cx,
        input: UpdatePolicyRequest,
    ) -> Result<UpdatePolicyResponse> {
        self.only_manager(cx)?;
        only_own(&input.policy_id)?;
        if let Some(content) = &input.content {
            check(content)?;
        }
        let made = self
            .change(|view, to| {
                let old = view.get::<Record, _>(key(&input.policy_id))?.ok_or_else(no_policy)?;
                let mut record = (**old).clone();
                if let Some(name) = &input.name {
                    check_name(&all(view)?, name, Some(&record.id))?;
                    to.take_turn_for(view, "control-policy")?;
                    record.name.clone_from(name);
                }
                if let Some(description) = &input.description {
                    record.description.clone_from(description);
                }
                if let Some(content) = &input.content {
                    record.content.clone_from(content);
                }
                to.put(&old, record.clone())?;
                Ok(record)
            })
            .await?;
        Ok(UpdatePolicyResponse { policy: Some(self.policy(&made)) })
    }

    pub(super) async fn delete_policy(&self, cx: &Cx, input: DeletePolicyRequest) -> Result<Empty> {
        self.only_manager(cx)?;
        only_own(&input.policy_id)?;
        self.change(|view, to| {
            let old = view.get::<Record, _>(key(&input.policy_id))?.ok_or_else(no_policy)?;
            if !old.targets.is_empty() {
                let text = "The policy is attached to one or more entities. You must detach it \
                            from all roots, OUs, and accounts before performing this operation.";
                return Err(Error::policy_in_use(text).into());
            }
            to.delete(&old);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn describe_policy(
        &self,
        cx: &Cx,
        input: DescribePolicyRequest,
    ) -> Result<DescribePolicyResponse> {
        self.only_manager(cx)?;
        let policy = match input.policy_id == FULL_ACCESS {
            true => Policy {
                policy_summary: Some(full_access(self.partition)),
                content: Some(FULL_ACCESS_DOCUMENT.to_owned()),
            },
            false => {
                let found = self.view().get::<Record, _>(key(&input.policy_id))?;
                self.policy(&*found.ok_or_else(no_policy)?)
            }
        };
        Ok(DescribePolicyResponse { policy: Some(policy) })
    }

    pub(super) async fn list_policies(
        &self,
        cx: &Cx,
        input: ListPoliciesRequest,
    ) -> Result<ListPoliciesResponse> {
        self.only_manager(cx)?;
        only_control(&input.filter)?;
        let own = all(&self.view())?;
        let mut all: Vec<_> = own.iter().map(|policy| self.summary(policy)).collect();
        all.push(full_access(self.partition));
        let (policies, next_token) =
            summaries("ListPolicies", all, input.max_results, input.next_token.as_deref())?;
        Ok(ListPoliciesResponse { policies: Some(policies), next_token })
    }

    fn policy(&self, of: &Record) -> Policy {
        Policy { policy_summary: Some(self.summary(of)), content: Some(of.content.clone()) }
    }

    pub(super) fn summary(&self, of: &Record) -> PolicySummary {
        let organization = organization_id(&self.manager);
        let arn = self.arn(&format!("policy/{organization}/service_control_policy/{}", of.id));
        PolicySummary {
            id: Some(of.id.clone()),
            arn: Some(arn),
            name: Some(of.name.clone()),
            description: Some(of.description.clone()),
            r#type: Some(PolicyType::ServiceControlPolicy),
            aws_managed: Some(false),
        }
    }
}

/// A page of policies, by their ids.
pub(super) fn summaries(
    list: &str,
    mut all: Vec<PolicySummary>,
    size: Option<i32>,
    token: Option<&str>,
) -> Result<(Vec<PolicySummary>, Option<String>)> {
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let id = |one: &PolicySummary| one.id.clone().unwrap_or_default();
    page::page(list, token, page_size(size), all, id).map_err(bad_token)
}

/// AWS's own policy.
pub(super) fn full_access(partition: &str) -> PolicySummary {
    let arn = format!("arn:{partition}:organizations::aws:policy/service_control_policy");
    PolicySummary {
        id: Some(FULL_ACCESS.to_owned()),
        arn: Some(format!("{arn}/{FULL_ACCESS}")),
        name: Some(FULL_ACCESS_NAME.into()),
        description: Some("Allows access to every operation".into()),
        r#type: Some(PolicyType::ServiceControlPolicy),
        aws_managed: Some(true),
    }
}

/// Refuses the other types, which would have no effect.
pub(super) fn only_control(asked: &PolicyType) -> Result<()> {
    match asked {
        PolicyType::ServiceControlPolicy => Ok(()),
        other => not_built(format!("The policy type {other}")),
    }
}

/// Refuses to change what is AWS's.
fn only_own(id: &str) -> Result<()> {
    if id != FULL_ACCESS {
        return Ok(());
    }
    let text = "You can't modify or delete a policy that is managed by AWS.";
    let message = ferrogate_api::Message::from(text).with("Reason", "IMMUTABLE_POLICY");
    Err(Error::invalid_input(message).into())
}

fn check(content: &str) -> Result<()> {
    if content.chars().count() > CONTENT_MAX {
        return Err(constraint(
            "POLICY_CONTENT_LIMIT_EXCEEDED",
            "You attempted to create a policy that is larger than the maximum size.",
        ));
    }
    // They have the language of policies of identities.
    let read = Document::parse(content, Kind::Identity);
    read.map(drop).map_err(|malformed| {
        Error::malformed_policy_document(format!(
            "The provided policy document does not meet the requirements of the specified policy \
             type. {malformed}"
        ))
        .into()
    })
}

fn check_name(all: &[Arc<Entry<Record>>], name: &str, own: Option<&str>) -> Result<()> {
    let taken = all.iter().any(|one| one.name == name && own != Some(&one.id));
    match taken || name == FULL_ACCESS_NAME {
        true => Err(Error::duplicate_policy("A policy with the same name already exists.").into()),
        false => Ok(()),
    }
}

fn all(view: &View) -> Result<Vec<Arc<Entry<Record>>>> {
    Ok(view.snapshot.table::<Record>().all().map_err(fault)?.cloned().collect())
}

pub(super) fn no_policy() -> Failure<Error> {
    Error::policy_not_found("You specified a policy that doesn't exist.").into()
}

/// `p-` and eight letters or digits.
fn new_id() -> String {
    format!("p-{}", &uuid::Uuid::new_v4().simple().to_string()[..8])
}
