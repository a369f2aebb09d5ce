//! The organization and its accounts.

use std::sync::Arc;

use ferrogate_api::organizations::{
    Account, AccountJoinedMethod, AccountState, AccountStatus, CloseAccountRequest,
    CreateAccountFailureReason, CreateAccountRequest, CreateAccountResponse, CreateAccountState,
    CreateAccountStatus, DescribeAccountRequest, DescribeAccountResponse,
    DescribeCreateAccountStatusRequest, DescribeCreateAccountStatusResponse,
    DescribeOrganizationResponse, Error, IAMUserAccessToBilling, ListAccountsRequest,
    ListAccountsResponse, ListRootsRequest, ListRootsResponse, Organization,
    OrganizationFeatureSet, PolicyType, PolicyTypeStatus, PolicyTypeSummary, Root,
};
use ferrogate_api::{Cx, Empty, Failure, Timestamp};
use ferrogate_base::{AccountId, TimestampMs};
use ferrogate_records::iam::account::{Member, Record, key};
use ferrogate_records::iam::id::{self, Prefix};
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{Owner, access_key, role};
use ferrogate_records::organizations::policy::{self as control, FULL_ACCESS};
use ferrogate_records::organizations::{ID_TAG, MANAGERS_ROLE, id as organization_id, root_id};
use ferrogate_state::Entry;

use super::held::held;
use super::{Organizations, Result, member, members, not_built, page_size};
use crate::change::Change;
use crate::own::View;
use crate::page;

/// Accounts of an organization: AWS's default is 10, and is raised for whoever asks.
const ACCOUNTS_MAX: usize = 1000;
/// An account's managed policy of AWS that the manager's role has.
const ADMINISTRATOR: &str = "policy/AdministratorAccess";

impl Organizations {
    pub(super) async fn describe_organization(
        &self,
        _: &Cx,
        _: Empty,
    ) -> Result<DescribeOrganizationResponse> {
        let (manager, id) = (&self.manager, organization_id(&self.manager));
        let organization = Organization {
            arn: Some(self.arn(&format!("organization/{id}"))),
            feature_set: Some(OrganizationFeatureSet::All),
            master_account_arn: Some(self.account_arn(manager)),
            master_account_id: Some(manager.to_string()),
            available_policy_types: Some(vec![policy_type()]),
            id: Some(id),
            ..Organization::default()
        };
        Ok(DescribeOrganizationResponse { organization: Some(organization) })
    }

    pub(super) async fn list_roots(
        &self,
        cx: &Cx,
        _: ListRootsRequest,
    ) -> Result<ListRootsResponse> {
        self.only_manager(cx)?;
        let id = root_id(&self.manager);
        let organization = organization_id(&self.manager);
        let root = Root {
            arn: Some(self.arn(&format!("root/{organization}/{id}"))),
            id: Some(id),
            name: Some("Root".into()),
            policy_types: Some(vec![policy_type()]),
        };
        Ok(ListRootsResponse { roots: Some(vec![root]), next_token: None })
    }

    /// Makes an account with a role for its manager. It is there with the answer: on AWS that
    /// takes minutes.
    pub(super) async fn create_account(
        &self,
        cx: &Cx,
        input: CreateAccountRequest,
    ) -> Result<CreateAccountResponse> {
        self.only_manager(cx)?;
        if input.iam_user_access_to_billing == Some(IAMUserAccessToBilling::Deny) {
            return not_built("IamUserAccessToBilling = DENY");
        }
        let asked = asked_id(&input)?;
        let request = format!("car-{}", uuid::Uuid::new_v4().simple());
        let role = input.role_name.as_deref().unwrap_or(MANAGERS_ROLE);
        let made = self
            .change(|view, to| {
                let all = members(view)?;
                let open = || all.iter().filter(|one| !one.is_closed());
                let now = self.state.now();
                let of = |one: &Record| one.member.as_ref().map(|member| member.email.clone());
                let failed = |reason| Ok(failed(&request, &input.account_name, now, reason));
                if open().any(|one| of(one).as_deref() == Some(&input.email)) {
                    return failed(CreateAccountFailureReason::EmailAlreadyExists);
                }
                if open().count() >= ACCOUNTS_MAX {
                    return Err(constraint(
                        "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
                        "You have exceeded the allowed number of AWS accounts.",
                    ));
                }
                let account = match &asked {
                    Some(id) if self.is_taken(view, id)? => {
                        return Err(invalid(format!(
                            "The account {id} is there already, or was: ids are not given twice."
                        )));
                    }
                    Some(id) => id.clone(),
                    None => self.free_id(view)?,
                };
                // Of two that ask for the same email or number, one sees the other.
                to.take_turn_for(view, "organization-account")?;
                let owner = Owner { account, partition: self.partition.to_owned() };
                let record = Record {
                    member: Some(Member {
                        name: input.account_name.clone(),
                        email: input.email.clone(),
                        request: request.clone(),
                        control: vec![FULL_ACCESS.to_owned()],
                        closed_at: None,
                    }),
                    ..Record::new(owner.clone(), now)
                };
                to.create(key(&owner.account), &record)?;
                let role = self.managers_role(&owner, role, now);
                to.create(role::key(&owner.account, &role.name), &role)?;
                Ok(status(&record))
            })
            .await?;
        Ok(CreateAccountResponse { create_account_status: Some(made) })
    }

    pub(super) async fn describe_create_account_status(
        &self,
        cx: &Cx,
        input: DescribeCreateAccountStatusRequest,
    ) -> Result<DescribeCreateAccountStatusResponse> {
        self.only_manager(cx)?;
        let asked = &input.create_account_request_id;
        let all = members(&self.view())?;
        let is = |one: &&Arc<Entry<Record>>| {
            one.member.as_ref().is_some_and(|member| member.request == *asked)
        };
        let Some(found) = all.iter().find(is) else {
            let text = "You specified a create account request that doesn't exist.";
            return Err(Error::create_account_status_not_found(text).into());
        };
        Ok(DescribeCreateAccountStatusResponse { create_account_status: Some(status(found)) })
    }

    pub(super) async fn list_accounts(
        &self,
        cx: &Cx,
        input: ListAccountsRequest,
    ) -> Result<ListAccountsResponse> {
        self.only_manager(cx)?;
        let view = self.view();
        let mut all: Vec<Account> =
            members(&view)?.iter().filter_map(|one| self.shown(one)).collect();
        all.push(self.managers_own());
        all.sort_by(|a, b| a.id.cmp(&b.id));
        let (size, token) = (page_size(input.max_results), input.next_token.as_deref());
        let (page, next_token) =
            page::page("ListAccounts", token, size, all, |one| one.id.clone().unwrap_or_default())
                .map_err(bad_token)?;
        Ok(ListAccountsResponse { accounts: Some(page), next_token })
    }

    pub(super) async fn describe_account(
        &self,
        cx: &Cx,
        input: DescribeAccountRequest,
    ) -> Result<DescribeAccountResponse> {
        self.only_manager(cx)?;
        let account = match input.account_id == self.manager.as_str() {
            true => Some(self.managers_own()),
            false => member(&self.view(), &input.account_id)?.and_then(|one| self.shown(&one)),
        };
        let account = Some(account.ok_or_else(no_account)?);
        Ok(DescribeAccountResponse { account })
    }

    /// Closes an account that holds nothing. It stays in lists; its id is given to nobody else.
    pub(super) async fn close_account(&self, cx: &Cx, input: CloseAccountRequest) -> Result<Empty> {
        self.only_manager(cx)?;
        if input.account_id == self.manager.as_str() {
            return Err(constraint(
                "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
                "You cannot close the management account.",
            ));
        }
        self.change(|view, to| {
            let old = member(view, &input.account_id)?.ok_or_else(no_account)?;
            if old.is_closed() {
                let text = "You attempted to close an account that is already closed.";
                return Err(Error::account_already_closed(text).into());
            }
            let account = &old.owner.account;
            let held = held(&view.snapshot, account)?;
            if !held.is_empty() {
                let text = format!(
                    "The account {account} still holds {held}. Remove them first, as somebody of \
                     that account."
                );
                return Err(Error::conflict(text).into());
            }
            let mut record = (**old).clone();
            for id in std::mem::take(&mut record.root_keys) {
                if let Some(key) = view.get::<access_key::Record, _>(access_key::key(&id))? {
                    to.delete(&key);
                }
            }
            if let Some(member) = &mut record.member {
                for id in std::mem::replace(&mut member.control, vec![FULL_ACCESS.to_owned()]) {
                    release(view, to, &id, account)?;
                }
                member.closed_at = Some(self.state.now());
            }
            to.put(&old, record)?;
            Ok(Empty::default())
        })
        .await
    }

    fn is_taken(&self, view: &View, id: &AccountId) -> Result<bool> {
        let taken = view.get::<Record, _>(key(id))?.is_some();
        Ok(taken || *id == self.manager)
    }

    /// An id that no account has or had. Those of AWS begin with any digit; these with none of
    /// zero, so that no tool that takes them for numbers shortens them.
    fn free_id(&self, view: &View) -> Result<AccountId> {
        loop {
            let random = uuid::Uuid::new_v4().as_u128() % 900_000_000_000;
            let text = (100_000_000_000 + random).to_string();
            let id: AccountId = text.parse().expect("twelve digits are an account's id");
            if !self.is_taken(view, &id)? {
                return Ok(id);
            }
        }
    }

    /// The role by which the manager's people get into a new account (API_CreateAccount).
    fn managers_role(&self, owner: &Owner, name: &str, now: TimestampMs) -> role::Record {
        let manager = format!("arn:{}:iam::{}:root", self.partition, self.manager);
        let trust = serde_json::json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "AWS": manager },
                "Action": "sts:AssumeRole",
            }],
        });
        let random = uuid::Uuid::new_v4().into_bytes();
        role::Record {
            owner: owner.clone(),
            name: name.to_owned(),
            path: "/".into(),
            id: id::form(Prefix::Role, &owner.account, random),
            created_at: now,
            description: None,
            session_max_s: role::SESSION_S,
            // It names an account: there is no id to keep.
            trust: role::Trust { document: trust.to_string(), ..role::Trust::default() },
            grants: Grants {
                attached: vec![format!("arn:{}:iam::aws:{ADMINISTRATOR}", self.partition)],
                ..Grants::default()
            },
            boundary: None,
            service: None,
            profiles: 0,
            tags: vec![],
        }
    }

    pub(super) fn account_arn(&self, account: &AccountId) -> String {
        self.arn(&format!("account/{}/{account}", organization_id(&self.manager)))
    }

    fn shown(&self, of: &Record) -> Option<Account> {
        let member = of.member.as_ref()?;
        let closed = member.closed_at.is_some();
        Some(Account {
            id: Some(of.owner.account.to_string()),
            arn: Some(self.account_arn(&of.owner.account)),
            email: Some(member.email.clone()),
            name: Some(member.name.clone()),
            status: Some(if closed { AccountStatus::Suspended } else { AccountStatus::Active }),
            state: Some(if closed { AccountState::Closed } else { AccountState::Active }),
            joined_method: Some(AccountJoinedMethod::Created),
            joined_timestamp: Some(Timestamp::from(of.created_at)),
            ..Account::default()
        })
    }

    /// The account that manages the others, which nobody has given a name.
    fn managers_own(&self) -> Account {
        Account {
            id: Some(self.manager.to_string()),
            arn: Some(self.account_arn(&self.manager)),
            name: Some("management".into()),
            status: Some(AccountStatus::Active),
            state: Some(AccountState::Active),
            joined_method: Some(AccountJoinedMethod::Invited),
            ..Account::default()
        }
    }
}

/// Takes an account out of what a policy says of whom it is attached to.
pub(super) fn release(view: &View, to: &mut Change, id: &str, account: &AccountId) -> Result<()> {
    let Some(policy) = view.get::<control::Record, _>(control::key(id))? else { return Ok(()) };
    let mut record = (**policy).clone();
    record.targets.remove(account);
    to.put(&policy, record)
}

/// The id that a request asks for, by the one tag that means anything here.
fn asked_id(input: &CreateAccountRequest) -> Result<Option<AccountId>> {
    let mut asked = None;
    for tag in input.tags.iter().flatten() {
        if tag.key != ID_TAG {
            return not_built(format!("A tag of accounts other than {ID_TAG}"));
        }
        let id = tag.value.parse();
        asked = Some(id.map_err(|_| invalid("An account's id has 12 digits.".to_owned()))?);
    }
    Ok(asked)
}

fn status(of: &Record) -> CreateAccountStatus {
    let at = Some(Timestamp::from(of.created_at));
    CreateAccountStatus {
        id: of.member.as_ref().map(|member| member.request.clone()),
        account_name: of.member.as_ref().map(|member| member.name.clone()),
        state: Some(CreateAccountState::Succeeded),
        requested_timestamp: at,
        completed_timestamp: at,
        account_id: Some(of.owner.account.to_string()),
        ..CreateAccountStatus::default()
    }
}

fn failed(
    request: &str,
    name: &str,
    now: TimestampMs,
    reason: CreateAccountFailureReason,
) -> CreateAccountStatus {
    CreateAccountStatus {
        id: Some(request.to_owned()),
        account_name: Some(name.to_owned()),
        state: Some(CreateAccountState::Failed),
        requested_timestamp: Some(Timestamp::from(now)),
        completed_timestamp: Some(Timestamp::from(now)),
        failure_reason: Some(reason),
        ..CreateAccountStatus::default()
    }
}

fn policy_type() -> PolicyTypeSummary {
    PolicyTypeSummary {
        r#type: Some(PolicyType::ServiceControlPolicy),
        status: Some(PolicyTypeStatus::Enabled),
    }
}

pub(super) fn constraint(reason: &'static str, text: &str) -> Failure<Error> {
    let message = ferrogate_api::Message::from(text.to_owned()).with("Reason", reason);
    Error::constraint_violation(message).into()
}

pub(super) fn invalid(text: String) -> Failure<Error> {
    Error::invalid_input(text).into()
}

pub(super) fn bad_token(_: page::BadToken) -> Failure<Error> {
    let text = "You provided an invalid value for NextToken.";
    Error::invalid_input(
        ferrogate_api::Message::from(text.to_owned()).with("Reason", "INVALID_NEXT_TOKEN"),
    )
    .into()
}

fn no_account() -> Failure<Error> {
    Error::account_not_found("You specified an account that doesn't exist.").into()
}
