//! Calls the functions of lifecycle hooks where the setting `functions` says, each with the rights
//! of its hook's role.

use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_api::{Authority, Cx};
use ferrogate_auth::{Ask, Authorize};
use ferrogate_controllers::ecs::hooks::{CALL_MAX, Call, Functions};
use ferrogate_identity::{Identity, ServiceCall};
use ferrogate_outgoing::{Client, Unsent};
use ferrogate_records::ecs::service::Said;
use ferrogate_services::ecs::Functions as Urls;
use ferrogate_state::State;

/// Who acts with the role of a hook.
const ECS: &str = "ecs.amazonaws.com";
/// The longest answer: no function of Lambda has a longer one.
const ANSWER_MAX: usize = 6 << 20;

/// Calls them.
pub(crate) struct FunctionCaller {
    state: Arc<State>,
    identity: Arc<Identity>,
    client: Client,
    urls: Urls,
}

impl FunctionCaller {
    pub(crate) fn new(
        state: Arc<State>,
        identity: Arc<Identity>,
        client: Client,
        urls: Urls,
    ) -> Arc<Self> {
        Arc::new(Self { state, identity, client, urls })
    }

    /// Whether the role may be assumed and may call the function, now.
    fn may(&self, call: &Call) -> Result<(), String> {
        let (role, arn) = (&call.function.role, &call.function.arn);
        let of = ServiceCall {
            service: ECS,
            source_arn: &call.service_arn,
            source_account: &call.scope.account,
        };
        let acting = self.identity.acting_for(role, &of, &call.id);
        let caller =
            acting.map_err(|error| format!("the role {role} can't be assumed: {error}"))?;
        let (caller, context) = self.identity.within(caller, &call.scope.region);
        let who: Arc<dyn Authorize> = self.identity.clone();
        let (account, region) = (call.scope.account.clone(), call.scope.region.as_str());
        let cx = Cx {
            caller: Arc::new(caller),
            authority: Authority::new(who, Arc::new(context)),
            user_agent: ECS.to_owned(),
            ..Cx::root(&call.id, account, region, self.state.now())
        };
        let ask = Ask::new("lambda:InvokeFunction", arn.clone());
        cx.may(&[ask]).map_err(|denied| denied.to_string())
    }
}

#[async_trait]
impl Functions for FunctionCaller {
    async fn call(&self, call: &Call) -> Said {
        let arn = &call.function.arn;
        if let Err(why) = self.may(call) {
            return Said::Failed(why);
        }
        let Some(url) = self.urls.url(&call.scope, arn) else {
            return Said::Failed("the setting functions does not say where it is called".into());
        };
        let headers = [("content-type", "application/json".to_owned())];
        let answer =
            self.client.call(url, &headers, call.event.to_string(), (ANSWER_MAX, CALL_MAX)).await;
        match answer {
            Ok((200..300, answer)) => Said::of(&answer),
            // Whoever stands before the function can't reach it, or lets nobody through now.
            Ok((status @ (429 | 502..=504), _)) => {
                Said::Missed(format!("it was answered with status {status}"))
            }
            Ok((status, _)) => Said::Failed(format!("it answered with status {status}")),
            Err(error) => {
                let cause = ferrogate_base::errors::chain(&error);
                tracing::info!(function = arn, error = %cause, "a function can't be called");
                match error {
                    Unsent::Late | Unsent::NoPage(_) => Said::Failed(error.to_string()),
                    error if error.may_pass() => Said::Missed(error.to_string()),
                    error => Said::Failed(error.to_string()),
                }
            }
        }
    }
}
