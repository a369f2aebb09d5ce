//! Access keys of users, and of the root.

use std::sync::Arc;

use ferrogate_api::iam::{
    AccessKey, AccessKeyLastUsed, AccessKeyMetadata, CreateAccessKeyRequest,
    CreateAccessKeyResponse, DeleteAccessKeyRequest, Error, GetAccessKeyLastUsedRequest,
    GetAccessKeyLastUsedResponse, ListAccessKeysRequest, ListAccessKeysResponse, StatusType,
    UpdateAccessKeyRequest,
};
use ferrogate_api::{Cx, Empty, OrFault};
use ferrogate_auth::{Secret, admin::random_secret};
use ferrogate_records::iam::access_key::{self, Holder, Record, Status};
use ferrogate_records::iam::id::Prefix;
use ferrogate_records::iam::{account, last_used, user};
use ferrogate_state::Entry;

use super::page::Page;
use super::user::caller;
use super::view::View;
use super::{Iam, Result, access_denied, is_root, new_id, quota, time};
use crate::change::Change;

/// Whose keys are meant.
enum Of {
    User(Arc<Entry<user::Record>>),
    /// The root, and its account's record if there is one.
    Root(Option<Arc<Entry<account::Record>>>),
}

impl Of {
    /// The user of a name, or else the caller.
    fn named(view: &View, cx: &Cx, name: Option<&String>) -> Result<Self> {
        Ok(match name {
            Some(name) => Self::User(view.find::<user::Record>(name)?),
            None if is_root(cx) => Self::Root(view.get(&account::key(view.account()))?),
            None => Self::User(caller(view, cx)?),
        })
    }

    /// The ids of its keys.
    fn keys(&self) -> &[String] {
        match self {
            Self::User(user) => &user.access_keys,
            Self::Root(account) => account.as_ref().map_or(&[], |account| &account.root_keys),
        }
    }

    fn holder(&self) -> Holder {
        match self {
            Self::User(user) => Holder::User(user.id.clone()),
            Self::Root(_) => Holder::Root,
        }
    }

    /// The user's name; of the root there is none.
    fn name(&self) -> Option<String> {
        match self {
            Self::User(user) => Some(user.name.clone()),
            Self::Root(_) => None,
        }
    }

    /// Writes which keys it has from now on.
    fn set_keys(&self, view: &View, change: &mut Change, keys: Vec<String>) -> Result<()> {
        match self {
            Self::User(old) => {
                let new = user::Record { access_keys: keys, ..(***old).clone() };
                change.put(old, new)
            }
            Self::Root(Some(old)) => {
                let new = account::Record { root_keys: keys, ..(***old).clone() };
                change.put(old, new)
            }
            Self::Root(None) => {
                let record = account::Record {
                    root_keys: keys,
                    ..account::Record::new(view.owner.clone(), view.now)
                };
                change.create(account::key(view.account()), &record)
            }
        }
    }

    /// One of its keys. Another's is none.
    fn key(&self, view: &View, id: &str) -> Result<Arc<Entry<Record>>> {
        if !self.keys().iter().any(|known| known == id) {
            return Err(no_key(id).into());
        }
        view.get::<Record>(&access_key::key(id))?.ok_or_else(|| no_key(id).into())
    }
}

impl Iam {
    pub(super) async fn create_access_key(
        &self,
        cx: &Cx,
        input: CreateAccessKeyRequest,
    ) -> Result<CreateAccessKeyResponse> {
        let id = new_id(cx, Prefix::AccessKey);
        let secret = random_secret().or_fault()?;
        let sealed = self.vault.seal(&id, &secret).or_fault()?;
        let made = self.change(cx, |view, change| {
            let of = Of::named(view, cx, input.user_name.as_ref())?;
            quota::ACCESS_KEYS.one_more(of.keys().len())?;
            let record = Record {
                owner: view.owner.clone(),
                id: id.clone(),
                holder: of.holder(),
                secret: sealed.clone(),
                status: Status::Active,
                created_at: view.now,
            };
            change.create(access_key::key(&id), &record)?;
            let keys = of.keys().iter().cloned().chain([id.clone()]).collect();
            of.set_keys(view, change, keys)?;
            Ok((of.name(), record))
        });
        let (user_name, made) = made.await?;
        Ok(CreateAccessKeyResponse { access_key: Some(shown(user_name, &made, &secret)) })
    }

    pub(super) async fn list_access_keys(
        &self,
        cx: &Cx,
        input: ListAccessKeysRequest,
    ) -> Result<ListAccessKeysResponse> {
        let view = self.view(cx);
        let of = Of::named(&view, cx, input.user_name.as_ref())?;
        let list = format!("ListAccessKeys {} {:?}", cx.account, of.name());
        let mut keys = vec![];
        for id in of.keys() {
            let key = of.key(&view, id)?;
            keys.push(AccessKeyMetadata {
                user_name: of.name(),
                access_key_id: Some(id.clone()),
                status: Some(shown_status(key.status)),
                create_date: Some(time(key.created_at)),
            });
        }
        let page = Page::new(list, input.marker.as_ref(), input.max_items).of_order(keys)?;
        Ok(ListAccessKeysResponse {
            access_key_metadata: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn update_access_key(
        &self,
        cx: &Cx,
        input: UpdateAccessKeyRequest,
    ) -> Result<Empty> {
        let status = match input.status {
            StatusType::Active => Status::Active,
            StatusType::Inactive => Status::Inactive,
            StatusType::Expired | StatusType::Unknown(_) => {
                let text = "Status must be Active or Inactive.";
                return Err(Error::new("ValidationError", text).into());
            }
        };
        self.change(cx, |view, change| {
            let of = Of::named(view, cx, input.user_name.as_ref())?;
            let old = of.key(view, &input.access_key_id)?;
            let new = Record { status, ..(**old).clone() };
            change.put(&old, new)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn delete_access_key(
        &self,
        cx: &Cx,
        input: DeleteAccessKeyRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let of = Of::named(view, cx, input.user_name.as_ref())?;
            let old = of.key(view, &input.access_key_id)?;
            let keys = of.keys().iter().filter(|id| **id != old.id).cloned().collect();
            change.delete(&old);
            of.set_keys(view, change, keys)?;
            Ok(Empty::default())
        })
        .await
    }

    /// A key of another account and one that there is not are refused alike, as AWS does it.
    pub(super) async fn get_access_key_last_used(
        &self,
        cx: &Cx,
        input: GetAccessKeyLastUsedRequest,
    ) -> Result<GetAccessKeyLastUsedResponse> {
        let view = self.view(cx);
        let found = view.get::<Record>(&access_key::key(&input.access_key_id))?;
        let found = found.filter(|key| key.owner.account == *view.account());
        let Some(key) = found else {
            let text = format!(
                "User: {} is not authorized to perform iam:GetAccessKeyLastUsed on resource: \
                 access key {}",
                cx.caller.arn, input.access_key_id
            );
            return Err(access_denied(text));
        };
        let user_name = match &key.holder {
            Holder::Root => None,
            Holder::User(id) => view.by_id::<user::ById>(id)?.map(|user| user.name.clone()),
        };
        let used = view.get::<last_used::Record>(&last_used::key(view.account(), &key.id))?;
        let none = || "N/A".to_owned();
        let access_key_last_used = AccessKeyLastUsed {
            last_used_date: used.as_ref().map(|used| time(used.at)),
            service_name: Some(
                used.as_ref().and_then(|used| used.service.clone()).unwrap_or_else(none),
            ),
            region: Some(used.as_ref().map_or_else(none, |used| used.region.clone())),
        };
        Ok(GetAccessKeyLastUsedResponse {
            user_name,
            access_key_last_used: Some(access_key_last_used),
        })
    }
}

fn shown(user_name: Option<String>, key: &Record, secret: &Secret) -> AccessKey {
    AccessKey {
        // The field is required; of the root's keys AWS has it empty.
        user_name: Some(user_name.unwrap_or_default()),
        access_key_id: Some(key.id.clone()),
        status: Some(shown_status(key.status)),
        secret_access_key: Some(secret.expose().to_owned()),
        create_date: Some(time(key.created_at)),
    }
}

fn shown_status(status: Status) -> StatusType {
    match status {
        Status::Active => StatusType::Active,
        Status::Inactive => StatusType::Inactive,
    }
}

fn no_key(id: &str) -> Error {
    Error::no_such_entity(format!("The Access Key with id {id} cannot be found."))
}
