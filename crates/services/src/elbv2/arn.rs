//! ARNs of load balancers and their parts, as requests name them.

use ferrogate_records::Scope;
use ferrogate_records::elb::{Named, SERVICE};

use super::{Result, invalid};

/// What an ARN names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Arn {
    LoadBalancer(Named),
    TargetGroup(Named),
    Listener { load_balancer: Named, listener: String },
    Rule { load_balancer: Named, listener: String, rule: String },
    TrustStore(Named),
}

/// An ARN, and whether it is of this account and region: if not, nothing has it.
pub(super) fn parse(scope: &Scope, text: &str) -> Option<(Arn, bool)> {
    let mut parts = text.splitn(6, ':');
    let (prefix, _, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    if prefix != "arn" || service != SERVICE {
        return None;
    }
    let named = |name: &str, id: &str| Named { name: name.to_owned(), id: id.to_owned() };
    let parts: Vec<&str> = resource.split('/').collect();
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let arn = match parts[..] {
        ["loadbalancer", "app" | "net" | "gwy", name, id] => Arn::LoadBalancer(named(name, id)),
        ["targetgroup", name, id] => Arn::TargetGroup(named(name, id)),
        ["truststore", name, id] => Arn::TrustStore(named(name, id)),
        ["listener", "app" | "net" | "gwy", name, id, listener] => {
            Arn::Listener { load_balancer: named(name, id), listener: listener.to_owned() }
        }
        ["listener-rule", "app" | "net" | "gwy", name, id, listener, rule] => Arn::Rule {
            load_balancer: named(name, id),
            listener: listener.to_owned(),
            rule: rule.to_owned(),
        },
        _ => return None,
    };
    // The whole of it: what names another partition or type names nothing here.
    let own = region == scope.region
        && account == scope.account.as_str()
        && text == scope.arn(SERVICE, resource)
        && !matches!(
            parts[..],
            [kind, "net" | "gwy", ..] if !["targetgroup", "truststore"].contains(&kind)
        );
    Some((arn, own))
}

macro_rules! kind_of_arn {
    ($name:ident, $noun:literal, $pattern:pat => $value:expr, $of:ty) => {
        /// What the ARN names; `None` when that is of somebody else.
        pub(super) fn $name(scope: &Scope, text: &str) -> Result<Option<$of>> {
            match parse(scope, text) {
                Some(($pattern, own)) => Ok(own.then_some($value)),
                _ => invalid(format!("'{text}' is not a valid {} ARN", $noun)),
            }
        }
    };
}

kind_of_arn!(load_balancer, "load balancer", Arn::LoadBalancer(named) => named, Named);
kind_of_arn!(target_group, "target group", Arn::TargetGroup(named) => named, Named);
kind_of_arn!(trust_store, "trust store", Arn::TrustStore(named) => named, Named);
kind_of_arn!(
    listener, "listener",
    Arn::Listener { load_balancer, listener } => (load_balancer, listener), (Named, String)
);
kind_of_arn!(
    rule, "listener rule",
    Arn::Rule { load_balancer, listener, rule } => (load_balancer, listener, rule),
    (Named, String, String)
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_from_the_others_and_from_those_of_others() {
        let scope = Scope::new("111122223333".parse().unwrap(), "us-east-1");
        let own = "arn:aws:elasticloadbalancing:us-east-1:111122223333:";
        let named = Named { name: "web".into(), id: "50dc6c495c0c9188".into() };
        let is = |arn: &str| load_balancer(&scope, arn).map_err(drop);
        let at = format!("{own}loadbalancer/app/web/50dc6c495c0c9188");
        assert_eq!(is(&at), Ok(Some(named.clone())));
        assert_eq!(is(&at.replace("us-east-1", "us-east-2")), Ok(None));
        assert_eq!(is(&at.replace("111122223333", "111122223334")), Ok(None));
        assert_eq!(is(&at.replace("/app/", "/net/")), Ok(None));
        for wrong in ["", "web", "arn:aws:ecs:us-east-1:111122223333:loadbalancer/app/web/5", own] {
            assert_eq!(is(wrong), Err(()), "{wrong}");
        }
        for resource in ["listener/app/web/5/6", "targetgroup/web/5", "loadbalancer/app/web/"] {
            assert_eq!(is(&format!("{own}{resource}")), Err(()), "{resource}");
        }
        let at = format!("{own}listener-rule/app/web/50dc6c495c0c9188/l/r");
        let found = rule(&scope, &at).map_err(drop);
        assert_eq!(found, Ok(Some((named, "l".into(), "r".into()))));
    }
}
