//! Actions of listeners and rules, as requests give them and as they are shown.

use std::sync::Arc;

use ferrogate_api::elbv2::{
    Action as Shown, ActionTypeEnum, Error, FixedResponseActionConfig, ForwardActionConfig,
    RedirectActionConfig, RedirectActionStatusCodeEnum, TargetGroupStickinessConfig,
    TargetGroupTuple,
};
use ferrogate_records::Scope;
use ferrogate_records::balancer::{FixedResponse, Redirect};
use ferrogate_records::elb::action::{Action, Weighted, What};
use ferrogate_records::elb::{load_balancer, target_group};
use ferrogate_state::Entry;

use super::view::View;
use super::{Result, invalid, not_built};

/// Groups of one action (ALB quotas).
const GROUPS_MAX: usize = 5;
/// The longest time that a client stays with a group, in seconds (API model).
const STICKY_MAX_S: i32 = 604_800;
/// Types of answers that a listener gives itself (API model).
const CONTENT_TYPES: [&str; 5] =
    ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

/// An action that is asked for, with the groups that it forwards to as they are.
pub(super) struct Wanted {
    pub(super) action: Action,
    pub(super) groups: Vec<Arc<Entry<target_group::Record>>>,
}

/// What is done with a request, which several actions may say together.
///
/// # Errors
/// AWS's for what can't be; an error that names it for what is not built.
pub(super) fn read(view: &View, of: &load_balancer::Record, asked: &[Shown]) -> Result<Wanted> {
    let kind = |action: &Shown| action.r#type.clone().unwrap_or_default();
    for action in asked {
        let kind = kind(action);
        let authenticates = matches!(
            kind,
            ActionTypeEnum::AuthenticateOidc
                | ActionTypeEnum::AuthenticateCognito
                | ActionTypeEnum::JwtValidation
        );
        if authenticates {
            return not_built(format_args!("An action of type '{kind}'"));
        }
    }
    let [action] = asked else {
        let text = "An action list must contain exactly one of the following actions: forward, \
                    redirect, fixed-response";
        return Err(Error::invalid_load_balancer_action(text).into());
    };
    let order = action.order.and_then(|order| u32::try_from(order).ok());
    let kind = kind(action);
    let of_type = |config: &str| {
        let text = format!("An action of type '{kind}' must have '{config}'");
        Err(Error::invalid_load_balancer_action(text).into())
    };
    let forwards = action.forward_config.is_some() || action.target_group_arn.is_some();
    let (redirect, fixed) = (&action.redirect_config, &action.fixed_response_config);
    let (what, groups) = match kind {
        ActionTypeEnum::Forward if redirect.is_none() && fixed.is_none() => {
            forward(view, of, action)?
        }
        ActionTypeEnum::Redirect if !forwards && fixed.is_none() => match redirect {
            Some(config) => (What::Redirect(self::redirect(config)?), vec![]),
            None => return of_type("RedirectConfig"),
        },
        ActionTypeEnum::FixedResponse if !forwards && redirect.is_none() => match fixed {
            Some(config) => (What::Fixed(fixed_response(config)?), vec![]),
            None => return of_type("FixedResponseConfig"),
        },
        other => {
            let text =
                format!("An action of type '{other}' cannot have the config of another type");
            return Err(Error::invalid_load_balancer_action(text).into());
        }
    };
    Ok(Wanted { action: Action { order, what }, groups })
}

type Groups = Vec<Arc<Entry<target_group::Record>>>;

fn forward(view: &View, of: &load_balancer::Record, action: &Shown) -> Result<(What, Groups)> {
    let single =
        |arn: &String| TargetGroupTuple { target_group_arn: Some(arn.clone()), weight: None };
    let config = action.forward_config.as_ref();
    let listed = config.and_then(|config| config.target_groups.clone()).unwrap_or_default();
    let tuples = match (&action.target_group_arn, listed) {
        (Some(arn), listed) if listed.is_empty() => vec![single(arn)],
        (Some(arn), listed)
            if listed.len() != 1 || listed[0].target_group_arn.as_ref() != Some(arn) =>
        {
            return invalid(
                "You cannot specify both a target group ARN and a forward config with other \
                 target groups",
            );
        }
        (_, listed) => listed,
    };
    if tuples.is_empty() {
        let text = "A target group ARN must be specified";
        return Err(Error::invalid_load_balancer_action(text).into());
    }
    if tuples.len() > GROUPS_MAX {
        let text =
            format!("The maximum number of target groups of a forward action is {GROUPS_MAX}");
        return Err(Error::too_many_target_groups(text).into());
    }
    let (mut weighted, mut groups): (Vec<Weighted>, Groups) = (vec![], vec![]);
    for tuple in &tuples {
        let group =
            view.find_target_group(tuple.target_group_arn.as_deref().unwrap_or_default())?;
        if group.vpc != of.vpc {
            let text = format!(
                "The following target groups have different VPCs than load balancer '{}': {}",
                of.arn(),
                group.arn()
            );
            return Err(Error::invalid_configuration_request(text).into());
        }
        let weight = match tuple.weight {
            None if tuples.len() > 1 => {
                return invalid("You must specify a weight for each of several target groups");
            }
            None => 1,
            Some(weight) => match u32::try_from(weight) {
                Ok(weight) if weight <= 999 => weight,
                _ => {
                    return invalid(format!(
                        "Weight '{weight}' must be between '0' and '999' inclusive"
                    ));
                }
            },
        };
        if weighted.iter().any(|other| other.group == group.named) {
            return invalid(format!("Target group '{}' is specified more than once", group.arn()));
        }
        weighted.push(Weighted { group: group.named.clone(), weight });
        groups.push(group);
    }
    let sticky = config.and_then(|config| config.target_group_stickiness_config.as_ref());
    Ok((What::Forward { groups: weighted, sticky_s: sticky_s(sticky)? }, groups))
}

fn sticky_s(asked: Option<&TargetGroupStickinessConfig>) -> Result<Option<u32>> {
    let Some(asked) = asked.filter(|asked| asked.enabled == Some(true)) else { return Ok(None) };
    match asked.duration_seconds {
        Some(s) if (1..=STICKY_MAX_S).contains(&s) => Ok(u32::try_from(s).ok()),
        Some(s) => invalid(format!(
            "Stickiness duration '{s}' must be between '1' and '{STICKY_MAX_S}' inclusive"
        )),
        None => invalid("You must specify a duration to enable target group stickiness"),
    }
}

fn redirect(config: &RedirectActionConfig) -> Result<Redirect> {
    let part =
        |given: &Option<String>, default: &str| given.clone().unwrap_or_else(|| default.to_owned());
    let redirect = Redirect {
        protocol: part(&config.protocol, "#{protocol}"),
        host: part(&config.host, "#{host}"),
        port: part(&config.port, "#{port}"),
        path: part(&config.path, "/#{path}"),
        query: part(&config.query, "#{query}"),
        permanent: config.status_code == Some(RedirectActionStatusCodeEnum::Http301),
    };
    let port = redirect.port.as_str();
    if port != "#{port}" && port.parse::<u16>().ok().is_none_or(|port| port == 0) {
        return invalid(format!(
            "Redirect port '{port}' must be a number between '1' and '65535' or '#{{port}}'"
        ));
    }
    if !redirect.path.starts_with('/') {
        return invalid(format!("Redirect path '{}' must begin with '/'", redirect.path));
    }
    let same = redirect.protocol == "#{protocol}"
        && redirect.host == "#{host}"
        && redirect.port == "#{port}"
        && redirect.path == "/#{path}";
    if same {
        let text = "The redirect configuration is not valid because it creates a loop.";
        return Err(Error::invalid_load_balancer_action(text).into());
    }
    Ok(redirect)
}

fn fixed_response(config: &FixedResponseActionConfig) -> Result<FixedResponse> {
    if let Some(kind) = config.content_type.as_deref()
        && !CONTENT_TYPES.contains(&kind)
    {
        return invalid(format!(
            "Content type '{kind}' must be one of '{}'",
            CONTENT_TYPES.join(",")
        ));
    }
    Ok(FixedResponse {
        status: config.status_code.as_deref().and_then(|code| code.parse().ok()).unwrap_or(500),
        content_type: config.content_type.clone(),
        body: config.message_body.clone().unwrap_or_default(),
    })
}

/// An action as it is shown.
pub(super) fn show(scope: &Scope, action: &Action) -> Shown {
    let order = action.order.and_then(|order| i32::try_from(order).ok());
    let shown = Shown { order, ..Shown::default() };
    match &action.what {
        What::Forward { groups, sticky_s } => {
            let arn = |one: &Weighted| one.group.target_group_arn(scope);
            let tuple = |one: &Weighted| TargetGroupTuple {
                target_group_arn: Some(arn(one)),
                weight: i32::try_from(one.weight).ok(),
            };
            let sticky = TargetGroupStickinessConfig {
                enabled: Some(sticky_s.is_some()),
                duration_seconds: sticky_s.and_then(|s| i32::try_from(s).ok()),
            };
            Shown {
                r#type: Some(ActionTypeEnum::Forward),
                target_group_arn: if groups.len() == 1 { groups.first().map(arn) } else { None },
                forward_config: Some(ForwardActionConfig {
                    target_groups: Some(groups.iter().map(tuple).collect()),
                    target_group_stickiness_config: Some(sticky),
                }),
                ..shown
            }
        }
        What::Redirect(to) => Shown {
            r#type: Some(ActionTypeEnum::Redirect),
            redirect_config: Some(RedirectActionConfig {
                protocol: Some(to.protocol.clone()),
                port: Some(to.port.clone()),
                host: Some(to.host.clone()),
                path: Some(to.path.clone()),
                query: Some(to.query.clone()),
                status_code: Some(match to.permanent {
                    true => RedirectActionStatusCodeEnum::Http301,
                    false => RedirectActionStatusCodeEnum::Http302,
                }),
            }),
            ..shown
        },
        What::Fixed(answer) => Shown {
            r#type: Some(ActionTypeEnum::FixedResponse),
            fixed_response_config: Some(FixedResponseActionConfig {
                message_body: Some(answer.body.clone()).filter(|body| !body.is_empty()),
                status_code: Some(answer.status.to_string()),
                content_type: answer.content_type.clone(),
            }),
            ..shown
        },
    }
}
