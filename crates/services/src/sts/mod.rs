//! AWS STS: who a caller is. Temporary credentials come with identities; until then the
//! operations that hand them out are not in the table, and so are refused by name.

use std::sync::Arc;

use ferrogate_api::sts::{
    Error, GetAccessKeyInfoRequest, GetAccessKeyInfoResponse, GetCallerIdentityRequest,
    GetCallerIdentityResponse, op,
};
use ferrogate_api::{Cx, Failure, Operations};
use ferrogate_auth::AccessKeys;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// Puts every operation of STS that is built into the table. `keys` are those that
/// signatures are checked by.
pub fn register(table: &mut Operations, keys: Arc<dyn AccessKeys>) {
    table.on::<op::GetCallerIdentity, _, _>(|cx, input| async move { caller(&cx, input) });
    table.on::<op::GetAccessKeyInfo, _, _>(move |_, input| {
        let info = key_info(&*keys, &input);
        async move { info }
    });
}

fn caller(cx: &Cx, _: GetCallerIdentityRequest) -> Result<GetCallerIdentityResponse> {
    Ok(GetCallerIdentityResponse {
        user_id: Some(cx.caller.user_id.clone()),
        account: Some(cx.account.to_string()),
        arn: Some(cx.caller.arn.clone()),
    })
}

fn key_info(
    keys: &dyn AccessKeys,
    input: &GetAccessKeyInfoRequest,
) -> Result<GetAccessKeyInfoResponse> {
    match keys.find(&input.access_key_id) {
        Some(key) => Ok(GetAccessKeyInfoResponse { account: Some(key.caller.account.to_string()) }),
        None => {
            let text = format!("Invalid value for parameter: AccessKeyId, {}", input.access_key_id);
            Err(Error::new("ValidationError", text).into())
        }
    }
}
