//! Listeners.

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    Action as Asked, Certificate, CreateListenerInput, CreateListenerOutput, DeleteListenerInput,
    DeleteListenerOutput, DescribeListenersInput, DescribeListenersOutput, Error, Listener,
    ModifyListenerInput, ModifyListenerOutput, ProtocolEnum,
};
use ferrogate_records::elb::listener::{Record, Tls};
use ferrogate_records::elb::load_balancer;

use super::view::View;
use super::{Elb, Result, action, association, invalid, new_id, paging, scope, tag, tls};

/// Listeners of a load balancer (ALB quotas).
const LISTENERS_MAX: usize = 50;

impl Elb {
    pub(super) async fn create_listener(
        &self,
        cx: &Cx,
        input: CreateListenerInput,
    ) -> Result<CreateListenerOutput> {
        if input.protocol.is_none() {
            return invalid("A protocol must be specified");
        }
        let certificates = input.certificates.as_deref().unwrap_or_default();
        let tls = tls::Asked {
            protocol: input.protocol.as_ref(),
            policy: input.ssl_policy.as_deref(),
            certificates,
            alpn: input.alpn_policy.as_ref().is_some_and(|all| !all.is_empty()),
            mutual: input.mutual_authentication.as_ref(),
        };
        let Some(port) = input.port.and_then(|port| u16::try_from(port).ok()) else {
            return invalid("A port must be specified");
        };
        let tags = tag::accepted(input.tags)?;
        let (id, default_rule) = (new_id(), new_id());
        let made = self
            .change(scope(cx), |view, change| {
                let of = view.find_load_balancer(&input.load_balancer_arn)?;
                let tls = tls.read(view, change, None)?;
                let wanted = action::read(view, &of, &input.default_actions)?;
                let others = view.listeners(&of.named)?;
                if let Some(same) = others.iter().find(|other| other.port == port) {
                    // The same request again makes nothing new.
                    let is_same = same.default_action == wanted.action
                        && same.tls == tls
                        && tag::same(&same.tags, &tags);
                    if is_same {
                        return Ok(show(same));
                    }
                    let text = "A listener already exists on this port for this load balancer";
                    return Err(Error::duplicate_listener(format!("{text} '{}'", of.arn())).into());
                }
                if others.len() >= LISTENERS_MAX {
                    let text = format!("The maximum number of listeners is {LISTENERS_MAX}");
                    return Err(Error::too_many_listeners(text).into());
                }
                association::allow(view, change, &of, &wanted.groups)?;
                change.touch(&of)?;
                let record = Record {
                    scope: view.scope.clone(),
                    load_balancer: of.named.clone(),
                    id: id.clone(),
                    port,
                    tls,
                    default_action: wanted.action,
                    default_rule: default_rule.clone(),
                    rules: vec![],
                    attributes: Default::default(),
                    created_at: view.now,
                    tags: tags.clone(),
                };
                tls::check_redirects(&record)?;
                tls::check_versions(view, &record)?;
                tls::check_verifying(&record, &others)?;
                change.create(record.key(), &record)?;
                Ok(show(&record))
            })
            .await?;
        Ok(CreateListenerOutput { listeners: Some(vec![made]) })
    }

    pub(super) async fn describe_listeners(
        &self,
        cx: &Cx,
        input: DescribeListenersInput,
    ) -> Result<DescribeListenersOutput> {
        let view = self.view(scope(cx));
        let arns = input.listener_arns.unwrap_or_default();
        let mut found = match (&input.load_balancer_arn, arns.is_empty()) {
            (Some(text), true) => {
                let of = view.find_load_balancer(text)?;
                view.listeners(&of.named)?
            }
            (None, false) => {
                arns.iter().map(|text| view.find_listener(text)).collect::<Result<Vec<_>>>()?
            }
            _ => {
                return invalid("You must specify either listener ARNs or a load balancer ARN");
            }
        };
        found.sort_by(|a, b| a.key.cmp(&b.key));
        found.dedup_by(|a, b| a.key == b.key);
        let list = format!("DescribeListeners {arns:?} {:?}", input.load_balancer_arn);
        let marker = input.marker.as_deref();
        let (page, next_marker) =
            paging::page(&list, marker, input.page_size, found, |one| one.key.to_string())?;
        let listeners = Some(page.iter().map(|one| show(one)).collect());
        Ok(DescribeListenersOutput { listeners, next_marker })
    }

    pub(super) async fn modify_listener(
        &self,
        cx: &Cx,
        input: ModifyListenerInput,
    ) -> Result<ModifyListenerOutput> {
        let certificates = input.certificates.as_deref().unwrap_or_default();
        let tls = tls::Asked {
            protocol: input.protocol.as_ref(),
            policy: input.ssl_policy.as_deref(),
            certificates,
            alpn: input.alpn_policy.as_ref().is_some_and(|all| !all.is_empty()),
            mutual: input.mutual_authentication.as_ref(),
        };
        let port = input.port.and_then(|port| u16::try_from(port).ok());
        let asked: &[Asked] = input.default_actions.as_deref().unwrap_or_default();
        let made = self
            .change(scope(cx), |view, change| {
                let old = view.find_listener(&input.listener_arn)?;
                let of = owner(view, &old)?;
                let mut next = (**old).clone();
                next.tls = tls.read(view, change, old.tls.as_ref())?;
                if let Some(port) = port {
                    let others = view.listeners(&of.named)?;
                    if others.iter().any(|other| other.port == port && other.id != old.id) {
                        let text = "A listener already exists on this port for this load balancer";
                        let text = format!("{text} '{}'", of.arn());
                        return Err(Error::duplicate_listener(text).into());
                    }
                    next.port = port;
                    change.touch(&of)?;
                }
                if !asked.is_empty() {
                    let wanted = action::read(view, &of, asked)?;
                    association::allow(view, change, &of, &wanted.groups)?;
                    next.default_action = wanted.action;
                }
                tls::check_redirects(&next)?;
                tls::check_versions(view, &next)?;
                if next.trust_store().is_some() && old.trust_store().is_none() {
                    tls::check_verifying(&next, &view.listeners(&of.named)?)?;
                    change.touch(&of)?;
                }
                change.put(&old, next.clone())?;
                Ok(show(&next))
            })
            .await?;
        Ok(ModifyListenerOutput { listeners: Some(vec![made]) })
    }

    pub(super) async fn delete_listener(
        &self,
        cx: &Cx,
        input: DeleteListenerInput,
    ) -> Result<DeleteListenerOutput> {
        self.change(scope(cx), |view, change| {
            let old = view.find_listener(&input.listener_arn)?;
            change.delete(&old);
            Ok(())
        })
        .await?;
        Ok(DeleteListenerOutput::default())
    }
}

/// The load balancer of a listener.
pub(super) fn owner(
    view: &View,
    listener: &Record,
) -> Result<std::sync::Arc<ferrogate_state::Entry<load_balancer::Record>>> {
    let found = view.load_balancer(&listener.load_balancer)?;
    let gone = || Error::listener_not_found("One or more listeners not found");
    found.ok_or_else(|| gone().into())
}

/// A listener as it is shown.
fn show(record: &Record) -> Listener {
    let of = &record.load_balancer;
    let tls = record.tls.as_ref();
    let certificate =
        |tls: &Tls| Certificate { certificate_arn: Some(tls.default.clone()), is_default: None };
    Listener {
        listener_arn: Some(record.arn()),
        load_balancer_arn: Some(of.load_balancer_arn(&record.scope)),
        port: Some(i32::from(record.port)),
        protocol: Some(if tls.is_some() { ProtocolEnum::Https } else { ProtocolEnum::Http }),
        certificates: tls.map(|tls| vec![certificate(tls)]),
        ssl_policy: tls.map(|tls| tls.policy.clone()),
        default_actions: Some(vec![action::show(&record.scope, &record.default_action)]),
        mutual_authentication: tls::show_mutual(record),
        ..Listener::default()
    }
}
