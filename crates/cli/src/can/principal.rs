//! Whom a question is about: a role or a user, by any name that people have for it.

use ferrogate_api::iam::{GetRoleRequest, GetUserRequest, Tag, op};
use ferrogate_api::sts::{self, GetCallerIdentityRequest};

use crate::client::Api;
use crate::fault::{Fault, Kind};

/// A role or a user.
#[derive(Clone, Debug)]
pub(crate) struct Principal {
    pub(crate) arn: String,
    pub(crate) id: Option<String>,
    pub(crate) tags: Vec<(String, String)>,
}

impl Principal {
    /// Finds it by its name, its ARN, the ARN of a session, or as `me`.
    pub(crate) async fn find(api: &Api, text: &str) -> Result<Self, Fault> {
        let asked = match text {
            "me" => {
                let own = api.form_of::<sts::op::GetCallerIdentity>(&GetCallerIdentityRequest {});
                own.await?.arn.unwrap_or_default()
            }
            text => text.to_owned(),
        };
        let resource = match asked.starts_with("arn:") {
            true => asked.splitn(6, ':').nth(5).unwrap_or_default(),
            false => &*asked,
        };
        let parts: Vec<&str> = resource.split('/').collect();
        match parts[..] {
            ["root"] if resource != asked => Err(Fault::usage("the root may do everything")
                .why("no policy of its account limits it, but for those of resources")),
            ["role", .., name] => Self::role(api, name).await,
            ["user", .., name] => Self::user(api, name).await,
            ["assumed-role", name, _] => Self::role(api, name).await,
            [name] if resource == asked => Self::named(api, name).await,
            _ => Err(Fault::usage(format!("'{text}' is no role and no user"))
                .fix("write a name, role/NAME, user/NAME, an ARN of one, or me")),
        }
    }

    /// The one of that name, if there is but one.
    async fn named(api: &Api, name: &str) -> Result<Self, Fault> {
        let there = |found: Result<Self, Fault>| match found {
            Ok(found) => Ok(Some(found)),
            Err(fault) if fault.is("NoSuchEntity") => Ok(None),
            Err(fault) => Err(fault),
        };
        let role = there(Self::role(api, name).await)?;
        match (role, there(Self::user(api, name).await)) {
            (Some(_), Ok(Some(_))) => {
                Err(Fault::usage(format!("a role and a user are named {name}"))
                    .fix(format!("say which: role/{name} or user/{name}")))
            }
            // Whoever may not read users has asked about the role.
            (Some(role), _) => Ok(role),
            (None, user) => user?.ok_or_else(|| {
                Fault::not_found(format!("there is no role and no user {name}"))
                    .fix("see `aws iam list-roles` and `aws iam list-users`")
            }),
        }
    }

    async fn role(api: &Api, name: &str) -> Result<Self, Fault> {
        let input = GetRoleRequest { role_name: name.to_owned() };
        let role = api.form_of::<op::GetRole>(&input).await?.role.unwrap_or_default();
        Self::of(role.arn, role.role_id, role.tags)
    }

    async fn user(api: &Api, name: &str) -> Result<Self, Fault> {
        let input = GetUserRequest { user_name: Some(name.to_owned()) };
        let user = api.form_of::<op::GetUser>(&input).await?.user.unwrap_or_default();
        Self::of(user.arn, user.user_id, user.tags)
    }

    fn of(arn: Option<String>, id: Option<String>, tags: Option<Vec<Tag>>) -> Result<Self, Fault> {
        let arn = arn.ok_or_else(|| Fault::new(Kind::Failed, "IAM's answer has no ARN"))?;
        let tags = tags.unwrap_or_default().into_iter();
        let tags = tags.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())));
        Ok(Self { arn, id, tags: tags.collect() })
    }

    /// Its own name.
    pub(crate) fn name(&self) -> &str {
        self.arn.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn is_role(&self) -> bool {
        self.arn.splitn(6, ':').nth(5).is_some_and(|of| of.starts_with("role/"))
    }

    /// The condition keys that its calls have.
    pub(super) fn keys(&self) -> impl Iterator<Item = (String, String)> {
        let account = self.arn.split(':').nth(4).unwrap_or_default().to_owned();
        let kind = if self.is_role() { "AssumedRole" } else { "User" };
        let own = [
            ("aws:PrincipalArn", Some(self.arn.clone())),
            ("aws:PrincipalAccount", Some(account)),
            ("aws:PrincipalType", Some(kind.to_owned())),
            // Of a role it has the session's name behind it.
            ("aws:userid", self.id.clone().filter(|_| !self.is_role())),
            ("aws:username", Some(self.name().to_owned()).filter(|_| !self.is_role())),
        ];
        let own = own.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let tags = self.tags.iter();
        own.chain(tags.map(|(key, value)| (format!("aws:PrincipalTag/{key}"), value.clone())))
    }
}
