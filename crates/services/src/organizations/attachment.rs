//! Which accounts service control policies are attached to.

use std::sync::Arc;

use ferrogate_api::organizations::{
    AttachPolicyRequest, DetachPolicyRequest, Error, ListPoliciesForTargetRequest,
    ListPoliciesForTargetResponse, ListTargetsForPolicyRequest, ListTargetsForPolicyResponse,
    PolicyTargetSummary, TargetType,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_records::iam::account::Record as Account;
use ferrogate_records::organizations::policy::{FULL_ACCESS, Record, key};
use ferrogate_records::organizations::{id as organization_id, root_id};
use ferrogate_state::Entry;

use super::account::{bad_token, constraint, release};
use super::policy::{full_access, no_policy, only_control, summaries};
use super::{Organizations, Result, member, members, not_built, page_size};
use crate::own::View;
use crate::page;

/// Policies that are attached to an account at most (AWS Organizations user guide, "Quotas").
const ATTACHED_MAX: usize = 5;

impl Organizations {
    pub(super) async fn attach_policy(&self, cx: &Cx, input: AttachPolicyRequest) -> Result<Empty> {
        self.only_manager(cx)?;
        self.change(|view, to| {
            let policy = found(view, &input.policy_id)?;
            let account = self.target(view, &input.target_id)?;
            let mut record = (**account).clone();
            let attached = record.member.iter_mut().map(|member| &mut member.control);
            for attached in attached {
                if attached.contains(&input.policy_id) {
                    let text = "The selected policy is already attached to the specified target.";
                    return Err(Error::duplicate_policy_attachment(text).into());
                }
                if attached.len() >= ATTACHED_MAX {
                    return Err(constraint(
                        "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                        "You have attached the maximum number of policies to the specified target.",
                    ));
                }
                attached.push(input.policy_id.clone());
            }
            if let Some(policy) = policy {
                let mut policy_record = (**policy).clone();
                policy_record.targets.insert(record.owner.account.clone());
                to.put(&policy, policy_record)?;
            }
            to.put(&account, record)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn detach_policy(&self, cx: &Cx, input: DetachPolicyRequest) -> Result<Empty> {
        self.only_manager(cx)?;
        self.change(|view, to| {
            found(view, &input.policy_id)?;
            let account = self.target(view, &input.target_id)?;
            let mut record = (**account).clone();
            for attached in record.member.iter_mut().map(|member| &mut member.control) {
                if !attached.contains(&input.policy_id) {
                    let text = "The policy isn't attached to the specified target.";
                    return Err(Error::policy_not_attached(text).into());
                }
                if attached.len() == 1 {
                    return Err(constraint(
                        "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                        "You cannot remove the last policy attached to the specified target. You \
                         must have at least one attached at all times.",
                    ));
                }
                attached.retain(|id| *id != input.policy_id);
            }
            release(view, to, &input.policy_id, &record.owner.account)?;
            to.put(&account, record)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_policies_for_target(
        &self,
        cx: &Cx,
        input: ListPoliciesForTargetRequest,
    ) -> Result<ListPoliciesForTargetResponse> {
        self.only_manager(cx)?;
        only_control(&input.filter)?;
        let (view, target) = (self.view(), &input.target_id);
        let ids = if *target == root_id(&self.manager) || *target == self.manager.as_str() {
            vec![FULL_ACCESS.to_owned()]
        } else {
            let account = self.target(&view, target)?;
            account.member.as_ref().map(|member| member.control.clone()).unwrap_or_default()
        };
        let mut all = vec![];
        for id in ids {
            all.push(match found(&view, &id)? {
                Some(policy) => self.summary(&policy),
                None => full_access(self.partition),
            });
        }
        let list = format!("ListPoliciesForTarget {target}");
        let (policies, next_token) =
            summaries(&list, all, input.max_results, input.next_token.as_deref())?;
        Ok(ListPoliciesForTargetResponse { policies: Some(policies), next_token })
    }

    pub(super) async fn list_targets_for_policy(
        &self,
        cx: &Cx,
        input: ListTargetsForPolicyRequest,
    ) -> Result<ListTargetsForPolicyResponse> {
        self.only_manager(cx)?;
        let (view, id) = (self.view(), &input.policy_id);
        found(&view, id)?;
        let has = |one: &&Arc<Entry<Account>>| {
            let member = one.member.as_ref().filter(|member| member.closed_at.is_none());
            member.is_some_and(|member| member.control.contains(id))
        };
        let all = members(&view)?;
        let mut all: Vec<_> = all
            .iter()
            .filter(has)
            .map(|one| PolicyTargetSummary {
                target_id: Some(one.owner.account.to_string()),
                arn: Some(self.account_arn(&one.owner.account)),
                name: one.member.as_ref().map(|member| member.name.clone()),
                r#type: Some(TargetType::Account),
            })
            .collect();
        if id == FULL_ACCESS {
            all.push(PolicyTargetSummary {
                target_id: Some(self.manager.to_string()),
                arn: Some(self.account_arn(&self.manager)),
                name: Some("management".into()),
                r#type: Some(TargetType::Account),
            });
            let (root, organization) = (root_id(&self.manager), organization_id(&self.manager));
            all.push(PolicyTargetSummary {
                arn: Some(self.arn(&format!("root/{organization}/{root}"))),
                target_id: Some(root),
                name: Some("Root".into()),
                r#type: Some(TargetType::Root),
            });
        }
        all.sort_by(|a, b| a.target_id.cmp(&b.target_id));
        let (size, token) = (page_size(input.max_results), input.next_token.as_deref());
        let of = |one: &PolicyTargetSummary| one.target_id.clone().unwrap_or_default();
        let list = format!("ListTargetsForPolicy {id}");
        let (targets, next_token) = page::page(&list, token, size, all, of).map_err(bad_token)?;
        Ok(ListTargetsForPolicyResponse { targets: Some(targets), next_token })
    }

    /// The member that a policy is to be attached to, or detached from.
    fn target(&self, view: &View, id: &str) -> Result<Arc<Entry<Account>>> {
        if id == root_id(&self.manager) {
            return not_built("Attaching other policies to the root");
        }
        if id == self.manager.as_str() {
            return not_built(
                "Attaching other policies to the management account, which they don't bind,",
            );
        }
        let found = member(view, id)?.filter(|found| !found.is_closed());
        found.ok_or_else(|| -> Failure<Error> {
            Error::target_not_found("You specified a target that doesn't exist.").into()
        })
    }
}

/// The policy with this id; `None` of AWS's own.
fn found(view: &View, id: &str) -> Result<Option<Arc<Entry<Record>>>> {
    if id == FULL_ACCESS {
        return Ok(None);
    }
    view.get::<Record, _>(key(id))?.ok_or_else(no_policy).map(Some)
}
