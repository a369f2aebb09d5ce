//! `ferrogate account policy`: the one service control policy that an account has.

use std::path::{Path, PathBuf};

use clap::ValueHint;
use ferrogate_api::organizations::{
    AttachPolicyRequest, CreatePolicyRequest, DeletePolicyRequest, DescribePolicyRequest,
    DetachPolicyRequest, ListPoliciesForTargetRequest, ListPoliciesRequest, PolicySummary,
    PolicyType, UpdatePolicyRequest, op,
};
use serde_json::Value;

use super::find;
use crate::answer::{CallArgs, LimitArgs, LookArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::ui::Ui;

/// AWS's own policy, which allows everything.
const FULL_ACCESS: &str = "p-FullAWSAccess";
/// The longest file that is read: more than a policy may have.
const BYTES_MAX: u64 = 64 << 10;

#[derive(Clone, Debug, clap::Args)]
pub struct PolicyArgs {
    /// The account's name or id
    #[arg(value_name = "ACCOUNT", value_hint = ValueHint::Other)]
    pub(crate) which: String,
    /// File with the policy that it has from now on, and no other
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "remove")]
    pub(crate) set: Option<PathBuf>,
    /// Let it do everything again
    #[arg(long)]
    pub(crate) remove: bool,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

pub(crate) async fn run(args: PolicyArgs, api: &Api, ui: &Ui) -> Outcome {
    // Before anything is asked, so that a wrong file changes nothing.
    let document = args.set.as_deref().map(read).transpose()?;
    let id = find(api, &args.which).await?;
    let attached = attached(api, &id).await?;
    match (document, args.remove) {
        (None, false) => show(api, ui, &attached).await,
        (Some(document), _) => {
            let own = own(api, &id, &document).await?;
            only(api, &id, &attached, &own).await?;
            ui.data(&own).map(|()| 0)
        }
        (None, true) => {
            only(api, &id, &attached, FULL_ACCESS).await?;
            if let Some(own) = find_own(api, &name(&id)).await? {
                api.call::<op::DeletePolicy>(&DeletePolicyRequest { policy_id: own }).await?;
            }
            Ok(0)
        }
    }
}

/// The document, if there is a policy in the file that lets anybody do anything.
fn read(path: &Path) -> Result<String, Fault> {
    use std::io::Read as _;
    let mut text = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(BYTES_MAX).read_to_string(&mut text))
        .map_err(|error| {
            Fault::failed(format!("{} can't be read", path.display())).because(&error)
        })?;
    let document: Value = serde_json::from_str(&text).map_err(|error| {
        Fault::new(Kind::Invalid, format!("{} is no JSON", path.display())).because(&error)
    })?;
    let statements = &document["Statement"];
    let all = statements.as_array().map_or(std::slice::from_ref(statements), Vec::as_slice);
    if !all.iter().any(|statement| statement["Effect"] == "Allow") {
        return Err(Fault::new(Kind::Invalid, "nothing in this policy is allowed")
            .why("what a service control policy does not allow, nobody in the account may do")
            .fix(
                "to deny some things and allow all others, add: \
                 {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}",
            ));
    }
    Ok(text)
}

/// How the policy of an account is called.
fn name(id: &str) -> String {
    format!("ferrogate-account-{id}")
}

/// The account's own policy with this document; made when it is not there. Its id.
async fn own(api: &Api, id: &str, document: &str) -> Result<String, Fault> {
    let name = name(id);
    if let Some(own) = find_own(api, &name).await? {
        let input = UpdatePolicyRequest {
            policy_id: own.clone(),
            content: Some(document.to_owned()),
            ..UpdatePolicyRequest::default()
        };
        api.call::<op::UpdatePolicy>(&input).await?;
        return Ok(own);
    }
    let input = CreatePolicyRequest {
        content: document.to_owned(),
        description: format!("What account {id} may do"),
        name,
        r#type: PolicyType::ServiceControlPolicy,
        tags: None,
    };
    let made = api.call::<op::CreatePolicy>(&input).await?.policy.unwrap_or_default();
    made.policy_summary
        .and_then(|summary| summary.id)
        .ok_or_else(|| Fault::failed("the answer to CreatePolicy has no id"))
}

async fn find_own(api: &Api, name: &str) -> Result<Option<String>, Fault> {
    let mut next_token = None;
    loop {
        let filter = PolicyType::ServiceControlPolicy;
        let input = ListPoliciesRequest { filter, next_token, max_results: None };
        let page = api.call::<op::ListPolicies>(&input).await?;
        let mut all = page.policies.into_iter().flatten();
        if let Some(found) = all.find(|one| one.name.as_deref() == Some(name)) {
            return Ok(found.id);
        }
        next_token = page.next_token;
        if next_token.is_none() {
            return Ok(None);
        }
    }
}

async fn attached(api: &Api, id: &str) -> Result<Vec<PolicySummary>, Fault> {
    let input = ListPoliciesForTargetRequest {
        target_id: id.to_owned(),
        filter: PolicyType::ServiceControlPolicy,
        // Five at most are attached: one page has them all.
        next_token: None,
        max_results: None,
    };
    Ok(api.call::<op::ListPoliciesForTarget>(&input).await?.policies.unwrap_or_default())
}

/// Leaves one policy attached. That one comes before the others go, so that the account is never
/// without any.
async fn only(api: &Api, id: &str, attached: &[PolicySummary], one: &str) -> Result<(), Fault> {
    let is = |of: &PolicySummary| of.id.as_deref() == Some(one);
    if !attached.iter().any(is) {
        let input = AttachPolicyRequest { policy_id: one.to_owned(), target_id: id.to_owned() };
        api.call::<op::AttachPolicy>(&input).await?;
    }
    for other in attached.iter().filter(|other| !is(other)) {
        let policy_id = other.id.clone().unwrap_or_default();
        let input = DetachPolicyRequest { policy_id, target_id: id.to_owned() };
        api.call::<op::DetachPolicy>(&input).await?;
    }
    Ok(())
}

async fn show(api: &Api, ui: &Ui, attached: &[PolicySummary]) -> Outcome {
    for one in attached {
        let policy_id = one.id.clone().unwrap_or_default();
        let input = DescribePolicyRequest { policy_id };
        let policy = api.call::<op::DescribePolicy>(&input).await?.policy.unwrap_or_default();
        ui.note(&format!("{}:", one.name.as_deref().unwrap_or_default()));
        ui.data(policy.content.as_deref().unwrap_or_default().trim_end())?;
    }
    Ok(0)
}
