//! AWS IAM, as far as it is true without identities: an account has its root user and
//! nothing else, no users, groups, roles, policies or aliases. What policies mean can be asked.

mod simulate;

use ferrogate_api::iam::{
    Error, GetAccountSummaryResponse, GetRoleRequest, GetRoleResponse, GetUserRequest,
    GetUserResponse, ListAccountAliasesRequest, ListAccountAliasesResponse, ListRolesRequest,
    ListRolesResponse, User, op,
};
use ferrogate_api::{Cx, Failure, Operations};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// What an account can have and has none of.
const NONE_OF: [&str; 11] = [
    "AccountMFAEnabled",
    "AccountPasswordPresent",
    "AccountSigningCertificatesPresent",
    "Groups",
    "InstanceProfiles",
    "MFADevices",
    "MFADevicesInUse",
    "Policies",
    "Providers",
    "Roles",
    "Users",
];

/// Puts every operation of IAM that is built into the table.
pub fn register(table: &mut Operations) {
    table.on::<op::GetUser, _, _>(|cx, input| async move { user(&cx, input) });
    table.on::<op::GetRole, _, _>(|_, input| async move { role(input) });
    table.on::<op::ListRoles, _, _>(|_, input| async move { roles(input) });
    table.on::<op::ListAccountAliases, _, _>(|_, input| async move { aliases(input) });
    table.on::<op::GetAccountSummary, _, _>(|cx, _| async move { summary(&cx) });
    table.on::<op::SimulateCustomPolicy, _, _>(
        |cx, input| async move { simulate::custom(&cx, &input) },
    );
    table.on::<op::GetContextKeysForCustomPolicy, _, _>(|_, input| async move {
        simulate::keys(&input)
    });
}

/// The root user has no name and no path (API_GetUser without a name, as the root).
fn user(cx: &Cx, input: GetUserRequest) -> Result<GetUserResponse> {
    if let Some(name) = input.user_name {
        let text = format!("The user with name {name} cannot be found.");
        return Err(Error::no_such_entity(text).into());
    }
    if !cx.caller.root {
        let text = "GetUser without UserName is built for the root user only.";
        return Err(Error::not_built(text).into());
    }
    let user = User {
        user_id: Some(cx.account.to_string()),
        arn: Some(cx.caller.arn.clone()),
        ..User::default()
    };
    Ok(GetUserResponse { user: Some(user) })
}

fn role(input: GetRoleRequest) -> Result<GetRoleResponse> {
    let text = format!("The role with name {} cannot be found.", input.role_name);
    Err(Error::no_such_entity(text).into())
}

fn roles(input: ListRolesRequest) -> Result<ListRolesResponse> {
    no_marker(input.marker)?;
    Ok(ListRolesResponse { roles: Some(vec![]), is_truncated: Some(false), marker: None })
}

fn aliases(input: ListAccountAliasesRequest) -> Result<ListAccountAliasesResponse> {
    no_marker(input.marker)?;
    let account_aliases = Some(vec![]);
    Ok(ListAccountAliasesResponse { account_aliases, is_truncated: Some(false), marker: None })
}

/// No list here has a second page, so no marker was given out.
fn no_marker(marker: Option<String>) -> Result<()> {
    match marker {
        None => Ok(()),
        Some(marker) => {
            Err(Error::new("ValidationError", format!("Invalid Marker: {marker}")).into())
        }
    }
}

fn summary(cx: &Cx) -> Result<GetAccountSummaryResponse> {
    let mut map: ferrogate_api::Map<i32> =
        NONE_OF.into_iter().map(|name| (name.to_owned(), 0)).collect();
    // Whoever asks as the root did so with a key of the root.
    map.insert("AccountAccessKeysPresent".into(), i32::from(cx.caller.root));
    Ok(GetAccountSummaryResponse { summary_map: Some(map) })
}
