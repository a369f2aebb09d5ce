//! What `docker login` needs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::Cx;
use ferrogate_api::ecr::{
    AuthorizationData, GetAuthorizationTokenRequest, GetAuthorizationTokenResponse,
};
use ferrogate_registry::token::{LOGIN_MS, Login};

use super::{Ecr, Result, timestamp};

impl Ecr {
    /// The token stands for the caller, in every region, for 12 hours.
    pub(super) async fn get_authorization_token(
        &self,
        cx: &Cx,
        input: GetAuthorizationTokenRequest,
    ) -> Result<GetAuthorizationTokenResponse> {
        let login = Login { caller: (*cx.caller).clone() };
        let mut until = self.catalog.now().plus_ms(LOGIN_MS);
        // What a session asks for ends with it.
        if let Some(session) = &cx.caller.session {
            until = until.min(session.expires);
        }
        let password = self.token_key.login(&login, until);
        let data = AuthorizationData {
            authorization_token: Some(STANDARD.encode(format!("AWS:{password}"))),
            expires_at: Some(timestamp(until)),
            proxy_endpoint: Some(self.endpoint.clone()),
        };
        // One for each registry asked for; all are the same, as AWS has it since 2019.
        let times = input.registry_ids.map_or(1, |ids| ids.len().max(1));
        Ok(GetAuthorizationTokenResponse { authorization_data: Some(vec![data; times]) })
    }
}
