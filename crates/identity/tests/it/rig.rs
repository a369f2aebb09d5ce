//! An engine's records with nothing around them.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_auth::{
    Ask, Authorize, Caller, Denied, Principal, RootKey, Secret, StaticKeys, Vault,
};
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{AccountId, Shutdown, TimestampMs};
use ferrogate_identity::Identity;
use ferrogate_policy::Context;
use ferrogate_records::iam::access_key::{self, Holder, Status};
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{Owner, account as iam_account, group, policy, role, user};
use ferrogate_records::organizations::policy::FULL_ACCESS;
use ferrogate_state::State;
use ferrogate_store::{Key, Op, SqliteOptions, SqliteStore, Store};
use serde::Serialize;

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const OTHER: &str = "444455556666";
pub(crate) const NOW: TimestampMs = TimestampMs(1_796_000_000_000);

pub(crate) struct Rig {
    pub(crate) identity: Arc<Identity>,
    state: Arc<State>,
    vault: Vault,
    shutdown: Shutdown,
    _dir: tempfile::TempDir,
}

pub(crate) fn account(text: &str) -> AccountId {
    text.parse().unwrap()
}

pub(crate) fn owner(of: &str) -> Owner {
    Owner { account: account(of), partition: "aws".into() }
}

/// Inline policies by their names.
pub(crate) fn grants(documents: &[&str]) -> Grants {
    let named = documents.iter().enumerate();
    let inline: BTreeMap<String, String> =
        named.map(|(at, text)| (format!("p{at}"), (*text).to_owned())).collect();
    Grants { inline, attached: vec![] }
}

/// A policy of one statement.
pub(crate) fn statement(effect: &str, action: &str, resource: &str) -> String {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": effect, "Action": action, "Resource": resource}],
    })
    .to_string()
}

impl Rig {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(NOW);
        let store = SqliteStore::open(dir.path(), SqliteOptions::for_tests()).unwrap();
        let shutdown = Shutdown::new();
        let store: Arc<dyn Store> = Arc::new(store);
        let state = State::open(store, Arc::new(clock.clone()), &shutdown).await.unwrap();
        let root = RootKey::random().unwrap();
        let fixed = StaticKeys::new().with(
            "AKIAADMIN",
            Secret::new("admin"),
            Caller::root(account(ACCOUNT)),
        );
        let identity =
            Arc::new(Identity::new(state.clone(), account(ACCOUNT), Arc::new(fixed), &root));
        let vault = Vault::new(&root, access_key::VAULT);
        let rig = Self { identity, state, vault, shutdown, _dir: dir };
        rig.member(OTHER, &[FULL_ACCESS], None).await;
        rig
    }

    pub(crate) async fn end(self) {
        self.shutdown.request();
        self.shutdown.finish().await;
    }

    /// An account that the engine's own manages, with these service control policies.
    pub(crate) async fn member(&self, of: &str, control: &[&str], closed_at: Option<TimestampMs>) {
        let record = iam_account::Record {
            member: Some(iam_account::Member {
                name: "other".into(),
                email: "other@accounts.invalid".into(),
                request: "car-1".into(),
                control: control.iter().map(|id| (*id).to_owned()).collect(),
                closed_at,
            }),
            ..iam_account::Record::new(owner(of), NOW)
        };
        self.put(iam_account::key(&account(of)), &record).await;
    }

    pub(crate) async fn put<T: Serialize>(&self, key: String, record: &T) {
        let op = ferrogate_state::create(Key::new(key).unwrap(), record).unwrap();
        self.write(op).await;
    }

    pub(crate) async fn delete(&self, key: String) {
        self.write(Op::Del(Key::new(key).unwrap())).await;
    }

    async fn write(&self, op: Op) {
        let rev = self.state.commit(&[], &[op]).await.unwrap().unwrap();
        self.state.at(rev).await.unwrap();
    }

    /// A user with these inline policies; who calls as it.
    pub(crate) async fn user(&self, name: &str, documents: &[&str]) -> Caller {
        self.user_with(name, grants(documents), None, vec![]).await
    }

    pub(crate) async fn user_with(
        &self,
        name: &str,
        grants: Grants,
        boundary: Option<&str>,
        groups: Vec<String>,
    ) -> Caller {
        let record = user::Record {
            owner: owner(ACCOUNT),
            name: name.into(),
            path: "/".into(),
            id: format!("AIDA{name}"),
            created_at: NOW,
            grants,
            boundary: boundary.map(str::to_owned),
            groups,
            access_keys: vec![],
            mfa_devices: vec![],
            tags: vec![],
        };
        self.put(user::key(&account(ACCOUNT), name), &record).await;
        Caller::user(account(ACCOUNT), name, &record.id)
    }

    pub(crate) async fn group(&self, name: &str, documents: &[&str]) -> String {
        let id = format!("AGPA{name}");
        let record = group::Record {
            owner: owner(ACCOUNT),
            name: name.into(),
            path: "/".into(),
            id: id.clone(),
            created_at: NOW,
            grants: grants(documents),
            members: 0,
        };
        self.put(group::key(&account(ACCOUNT), name), &record).await;
        id
    }

    /// A managed policy; its ARN.
    pub(crate) async fn managed(&self, name: &str, document: &str) -> String {
        let record = policy::Record {
            owner: owner(ACCOUNT),
            name: name.into(),
            path: "/".into(),
            id: format!("ANPA{name}"),
            created_at: NOW,
            updated_at: NOW,
            description: None,
            default: 1,
            versions: vec![1],
            next: 2,
            attachments: 0,
            boundaries: 0,
            tags: vec![],
        };
        let version =
            policy::version::Record { number: 1, created_at: NOW, document: document.to_owned() };
        self.put(policy::version::key(&account(ACCOUNT), &record.id, 1), &version).await;
        self.put(policy::key(&account(ACCOUNT), name), &record).await;
        record.arn()
    }

    pub(crate) async fn role(
        &self,
        of: &str,
        name: &str,
        trust: &str,
        documents: &[&str],
    ) -> role::Record {
        let record = role::Record {
            owner: owner(of),
            name: name.into(),
            path: "/".into(),
            id: format!("AROA{name}"),
            created_at: NOW,
            description: None,
            session_max_s: 3600,
            trust: role::Trust { document: trust.to_owned(), principals: BTreeMap::new() },
            grants: grants(documents),
            boundary: None,
            service: None,
            profiles: 0,
            tags: vec![],
        };
        self.put(role::key(&account(of), name), &record).await;
        record
    }

    /// A key of a user.
    pub(crate) async fn key(&self, id: &str, user: &Caller, status: Status) {
        let record = access_key::Record {
            owner: owner(ACCOUNT),
            id: id.into(),
            holder: Holder::User(user.user_id.clone()),
            secret: self.vault.seal(id, &Secret::new("hush")).unwrap(),
            status,
            created_at: NOW,
        };
        self.put(access_key::key(id), &record).await;
    }

    pub(crate) fn may(&self, caller: &Caller, action: &str, resource: &str) -> Result<(), Denied> {
        self.identity.authorize(caller, &[Ask::new(action, resource)], &Context::default())
    }
}

/// A session of a role.
pub(crate) fn session_of(role: &role::Record, name: &str) -> Caller {
    Caller {
        account: role.owner.account.clone(),
        arn: format!("arn:aws:sts::{}:assumed-role/{}/{name}", role.owner.account, role.name),
        user_id: format!("{}:{name}", role.id),
        principal: Principal::Role { name: role.name.clone(), arn: role.arn() },
        session: None,
    }
}
