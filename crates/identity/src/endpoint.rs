//! What the policy of a VPC endpoint says of a request that has come by it: it must allow, beside
//! all others, and it gives nobody a right (AWS PrivateLink guide, "Endpoint policies").

use ferrogate_auth::{Ask, Caller, Denied, PolicyKind, Through, Why};
use ferrogate_policy::{self as policy, Context, Given, Kind, Outcome, Request, decide};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc_endpoint;
use ferrogate_store::Key;

use crate::Identity;

/// Whether an endpoint is asked about it: about what its service does, and not about the roles
/// that are passed to it, which are nothing that anybody asks the service for.
pub(crate) fn has_a_say(ask: &Ask) -> bool {
    ask.action != "iam:PassRole"
}

impl Identity {
    /// Whether the endpoint lets one action on one resource pass.
    pub(crate) fn admit_one(
        &self,
        through: &Through,
        caller: &Caller,
        ask: &Ask,
        circumstances: &Context,
    ) -> Result<(), Denied> {
        let resource = self.canonical(&ask.action, &ask.resource);
        let denied = |why| {
            Err(Denied {
                caller: caller.arn.clone(),
                action: ask.action.clone(),
                resource: resource.clone(),
                why,
                encoded: None,
            })
        };
        let nobody = Why::Nobody(PolicyKind::Endpoint);
        let scope = Scope::new(through.account.clone(), &*through.region);
        let key = Key::new(vpc_endpoint::key(&scope, &through.endpoint));
        let endpoint = key.ok().map(|key| self.state.table::<vpc_endpoint::Record>().get(&key));
        // One that has gone meanwhile lets nothing pass, nor one that can't be read.
        let Some(Ok(Some(endpoint))) = endpoint else { return denied(nobody) };
        let Some(document) = &endpoint.policy else { return Ok(()) };
        let Ok(policy) = self.compiled.get(document, Kind::Resource) else {
            tracing::error!(endpoint = endpoint.id, "nothing passes: its policy can't be read");
            return denied(nobody);
        };
        let bundle = self.bundle(caller).ok().flatten();
        let context = self.context(caller, ask, circumstances, bundle.as_deref(), &resource);
        let request = Request { action: &ask.action, resource: &resource, context: &context };
        let who = policy::Caller {
            account: caller.account.as_str(),
            arn: &caller.arn,
            issuer: caller.issuer(),
            service: None,
        };
        let given = Given { resource: Some(&*policy), resource_must: true, ..Given::default() };
        match decide(&given, &request, &who).outcome {
            Outcome::Allowed => Ok(()),
            Outcome::ImplicitDeny => denied(nobody),
            Outcome::ExplicitDeny => denied(Why::Denied(PolicyKind::Endpoint)),
        }
    }
}
