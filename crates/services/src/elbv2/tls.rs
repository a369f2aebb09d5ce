//! How listeners speak TLS: their security policies and certificates.

use std::collections::BTreeSet;
use std::sync::Arc;

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{
    AddListenerCertificatesInput, AddListenerCertificatesOutput, AdvertiseTrustStoreCaNamesEnum,
    Certificate, Cipher, DescribeListenerCertificatesInput, DescribeListenerCertificatesOutput,
    DescribeSSLPoliciesInput, DescribeSSLPoliciesOutput, Error, LoadBalancerTypeEnum,
    MutualAuthenticationAttributes, ProtocolEnum, RemoveListenerCertificatesInput,
    RemoveListenerCertificatesOutput, SslPolicy,
};
use ferrogate_records::acm::certificate;
use ferrogate_records::balancer::Version;
use ferrogate_records::balancer::policy::{self, Policy};
use ferrogate_records::elb::action::What;
use ferrogate_records::elb::listener::{Mutual, Record, Tls};
use ferrogate_state::Entry;

use super::change::Change;
use super::view::View;
use super::{Elb, Result, invalid, listener, not_built, paging, scope};

/// Certificates of a load balancer beside the default ones (ALB quotas).
const CERTIFICATES_MAX: usize = 25;
/// Listeners of a load balancer that verify their clients (ALB quotas).
const VERIFYING_MAX: usize = 2;

/// What a request says of TLS.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'r> {
    pub(super) protocol: Option<&'r ProtocolEnum>,
    pub(super) policy: Option<&'r str>,
    pub(super) certificates: &'r [Certificate],
    pub(super) alpn: bool,
    pub(super) mutual: Option<&'r MutualAuthenticationAttributes>,
}

impl Asked<'_> {
    /// How a listener speaks TLS that spoke as `old` before; `None` when it doesn't.
    ///
    /// # Errors
    /// AWS's, for what can't be; an error that names it for what is not built.
    pub(super) fn read(
        &self,
        view: &View,
        change: &mut Change,
        old: Option<&Tls>,
    ) -> Result<Option<Tls>> {
        let tls = match self.protocol {
            Some(ProtocolEnum::Http) => false,
            Some(ProtocolEnum::Https) => true,
            Some(other) => {
                let text = format!("Listener protocol '{other}' must be one of 'HTTPS, HTTP'");
                return invalid(text);
            }
            None => old.is_some(),
        };
        if self.alpn {
            return invalid("You cannot set ALPN policy on load balancers of type 'application'");
        }
        if !tls {
            self.check_plain()?;
            return Ok(None);
        }
        let mutual = match self.mutual {
            Some(asked) => mutual(view, change, asked)?,
            None => old.and_then(|old| old.mutual.clone()),
        };
        let policy = match (self.policy, old) {
            (Some(name), _) => find_policy(name)?.name.to_owned(),
            (None, Some(old)) => old.policy.clone(),
            (None, None) => policy::DEFAULT.to_owned(),
        };
        let default = match (self.certificates, old) {
            ([], Some(old)) => old.default.clone(),
            ([], None) => {
                return invalid("A certificate must be specified for HTTPS listeners");
            }
            ([one], _) => take(view, change, one)?,
            _ => {
                let text = "You can specify only one default certificate for a listener";
                return Err(Error::too_many_certificates(text).into());
            }
        };
        let others = old.map(|old| old.others.clone()).unwrap_or_default();
        Ok(Some(Tls { policy, default, others, mutual }))
    }

    /// Refuses what only listeners that speak TLS have.
    fn check_plain(&self) -> Result<()> {
        let only = |what: &str| {
            invalid(format!("{what} can only be specified for listeners with protocol 'HTTPS'"))
        };
        if self.policy.is_some() {
            return only("SSL policies");
        }
        if !self.certificates.is_empty() {
            return only("Certificates");
        }
        if self.mutual.is_some_and(|of| of.mode.as_deref().is_none_or(|mode| mode != "off")) {
            return only("Mutual authentication");
        }
        Ok(())
    }
}

/// What a request says of clients' certificates. A trust store that is taken into use is written,
/// so it can't be deleted at the same moment.
fn mutual(
    view: &View,
    change: &mut Change,
    asked: &MutualAuthenticationAttributes,
) -> Result<Option<Mutual>> {
    let mode = asked.mode.as_deref().unwrap_or("off");
    if mode != "verify" {
        let lacks = |what: &str| {
            invalid(format!("Mutual Authentication mode {mode} does not support {what}"))
        };
        if asked.trust_store_arn.is_some() {
            return lacks("a trust store");
        }
        if asked.ignore_client_certificate_expiry.is_some() {
            return lacks("ignoring certificate expiry");
        }
        if asked.advertise_trust_store_ca_names == Some(AdvertiseTrustStoreCaNamesEnum::On) {
            return lacks("advertising the names of a trust store");
        }
    }
    match mode {
        "off" => Ok(None),
        "passthrough" => Ok(Some(Mutual::Passthrough)),
        "verify" => {
            let Some(arn) = &asked.trust_store_arn else {
                return invalid(
                    "A trust store must be specified for the mutual authentication mode 'verify'",
                );
            };
            let store = view.find_trust_store(arn)?;
            change.touch(&store)?;
            let advertise = &asked.advertise_trust_store_ca_names;
            Ok(Some(Mutual::Verify {
                store: store.named.clone(),
                ignore_expiry: asked.ignore_client_certificate_expiry.unwrap_or(false),
                advertise: *advertise == Some(AdvertiseTrustStoreCaNamesEnum::On),
            }))
        }
        other => invalid(format!(
            "Mutual authentication mode '{other}' must be one of 'off, passthrough, verify'"
        )),
    }
}

/// What is asked of clients' certificates, as it is shown.
pub(super) fn show_mutual(of: &Record) -> Option<MutualAuthenticationAttributes> {
    let mode = |mode: &str| MutualAuthenticationAttributes {
        mode: Some(mode.to_owned()),
        ..MutualAuthenticationAttributes::default()
    };
    Some(match &of.tls.as_ref()?.mutual {
        None => mode("off"),
        Some(Mutual::Passthrough) => mode("passthrough"),
        Some(Mutual::Verify { store, ignore_expiry, advertise }) => {
            MutualAuthenticationAttributes {
                trust_store_arn: Some(store.trust_store_arn(&of.scope)),
                ignore_client_certificate_expiry: Some(*ignore_expiry),
                advertise_trust_store_ca_names: Some(if *advertise {
                    AdvertiseTrustStoreCaNamesEnum::On
                } else {
                    AdvertiseTrustStoreCaNamesEnum::Off
                }),
                ..mode("verify")
            }
        }
    })
}

/// Refuses one more listener that verifies its clients than a load balancer may have.
pub(super) fn check_verifying(of: &Record, others: &[Arc<Entry<Record>>]) -> Result<()> {
    let verifies = |one: &Record| one.trust_store().is_some();
    let others = others.iter().filter(|one| one.id != of.id && verifies(one)).count();
    if verifies(of) && others >= VERIFYING_MAX {
        let text = format!(
            "The maximum number of listeners with the mutual authentication mode 'verify' is \
             {VERIFYING_MAX}"
        );
        return Err(Error::too_many_listeners(text).into());
    }
    Ok(())
}

/// The policy that is called so.
fn find_policy(name: &str) -> Result<&'static Policy> {
    match policy::find(name) {
        Some(policy) => Ok(policy),
        None if policy::is_not_offered(name) => not_built(format_args!("SSL policy '{name}'")),
        None => Err(Error::ssl_policy_not_found(format!("SSL policy '{name}' not found")).into()),
    }
}

/// The ARN of a certificate that a listener takes into use, which writes its record: it can't be
/// deleted at the same moment.
fn take(view: &View, change: &mut Change, of: &Certificate) -> Result<String> {
    if of.is_default.is_some() {
        return invalid("You cannot set 'IsDefault' when specifying a certificate as an input");
    }
    let arn = of.certificate_arn.clone().unwrap_or_default();
    let found = match certificate::id_of(&view.scope, &arn) {
        Some(id) => view.asked::<certificate::Record>(certificate::key(&view.scope, id))?,
        None => None,
    };
    let Some(found) = found else {
        return Err(Error::certificate_not_found(format!("Certificate '{arn}' not found")).into());
    };
    change.touch(&found)?;
    Ok(arn)
}

/// Refuses a listener with TLS that sends clients to where there is none (ALB guide, "Redirect
/// actions").
pub(super) fn check_redirects(of: &Record) -> Result<()> {
    let actions = of.rules.iter().map(|rule| &rule.action).chain([&of.default_action]);
    let leads_out = |what: &What| matches!(what, What::Redirect(to) if to.protocol == "HTTP");
    if of.tls.is_some() && actions.into_iter().any(|action| leads_out(&action.what)) {
        let text = "The redirect configuration is not valid because it redirects HTTPS to HTTP.";
        return Err(Error::invalid_load_balancer_action(text).into());
    }
    Ok(())
}

/// Refuses a listener in the clear that forwards to targets of HTTP/2 or gRPC: AWS has neither
/// without TLS.
pub(super) fn check_versions(view: &View, of: &Record) -> Result<()> {
    if of.tls.is_some() {
        return Ok(());
    }
    for named in of.groups() {
        let version = match view.target_group(named)?.map(|group| group.version) {
            None | Some(Version::Http1) => continue,
            Some(Version::Http2) => "HTTP2",
            Some(Version::Grpc) => "GRPC",
        };
        let text = format!(
            "Listener protocol 'HTTP' is not supported with a target group with the \
             protocol-version '{version}'"
        );
        return Err(Error::invalid_load_balancer_action(text).into());
    }
    Ok(())
}

impl Elb {
    pub(super) async fn add_listener_certificates(
        &self,
        cx: &Cx,
        input: AddListenerCertificatesInput,
    ) -> Result<AddListenerCertificatesOutput> {
        if input.certificates.is_empty() {
            return invalid("A certificate must be specified");
        }
        let shown = self
            .change(scope(cx), |view, change| {
                let old = view.find_listener(&input.listener_arn)?;
                let of = listener::owner(view, &old)?;
                let mut next = (**old).clone();
                let tls = with_tls(&mut next)?;
                let mut added: Vec<String> = vec![];
                for one in &input.certificates {
                    let arn = take(view, change, one)?;
                    if !tls.others.contains(&arn) {
                        tls.others.push(arn.clone());
                    }
                    added.push(arn);
                }
                let mut all: BTreeSet<String> = tls.others.iter().cloned().collect();
                for other in view.listeners(&of.named)?.iter().filter(|one| one.id != old.id) {
                    all.extend(other.tls.iter().flat_map(|tls| tls.others.iter().cloned()));
                }
                if all.len() > CERTIFICATES_MAX {
                    let text = "The maximum number of certificates has been reached";
                    return Err(Error::too_many_certificates(text).into());
                }
                change.touch(&of)?;
                change.put(&old, next)?;
                Ok(added.iter().map(|arn| show_one(arn, false)).collect())
            })
            .await?;
        Ok(AddListenerCertificatesOutput { certificates: Some(shown) })
    }

    pub(super) async fn remove_listener_certificates(
        &self,
        cx: &Cx,
        input: RemoveListenerCertificatesInput,
    ) -> Result<RemoveListenerCertificatesOutput> {
        self.change(scope(cx), |view, change| {
            let old = view.find_listener(&input.listener_arn)?;
            let mut next = (**old).clone();
            let tls = with_tls(&mut next)?;
            for one in &input.certificates {
                let arn = one.certificate_arn.as_deref().unwrap_or_default();
                let before = tls.others.len();
                tls.others.retain(|other| other != arn);
                if tls.others.len() == before && tls.default == arn {
                    let text = "The default certificate of a listener cannot be removed";
                    return Err(Error::operation_not_permitted(text).into());
                }
            }
            change.put(&old, next)
        })
        .await?;
        Ok(RemoveListenerCertificatesOutput::default())
    }

    pub(super) async fn describe_listener_certificates(
        &self,
        cx: &Cx,
        input: DescribeListenerCertificatesInput,
    ) -> Result<DescribeListenerCertificatesOutput> {
        let of = self.view(scope(cx)).find_listener(&input.listener_arn)?;
        let Some(tls) = &of.tls else { return plain() };
        let default = (0, show_one(&tls.default, true));
        let others = tls.others.iter().map(|arn| (1, show_one(arn, false)));
        let key = |(place, one): &(u8, Certificate)| {
            format!("{place} {}", one.certificate_arn.as_deref().unwrap_or_default())
        };
        let mut all: Vec<_> = std::iter::once(default).chain(others).collect();
        all.sort_by_key(key);
        let list = format!("DescribeListenerCertificates {}", input.listener_arn);
        let (page, next_marker) =
            paging::page(&list, input.marker.as_deref(), input.page_size, all, key)?;
        let certificates = Some(page.into_iter().map(|(_, one)| one).collect());
        Ok(DescribeListenerCertificatesOutput { certificates, next_marker })
    }

    pub(super) async fn describe_ssl_policies(
        &self,
        _: &Cx,
        input: DescribeSSLPoliciesInput,
    ) -> Result<DescribeSSLPoliciesOutput> {
        let names = input.names.unwrap_or_default();
        let named = names.iter().map(|name| find_policy(name)).collect::<Result<Vec<_>>>()?;
        let mut all: Vec<&Policy> =
            if named.is_empty() { policy::ALL.iter().collect() } else { named };
        // Gateway load balancers speak no TLS; the others have the same policies.
        if input.load_balancer_type == Some(LoadBalancerTypeEnum::Gateway) {
            all.clear();
        }
        all.sort_by_key(|policy| policy.name);
        all.dedup();
        let list = format!("DescribeSSLPolicies {names:?} {:?}", input.load_balancer_type);
        let marker = input.marker.as_deref();
        let (page, next_marker) =
            paging::page(&list, marker, input.page_size, all, |one| one.name.to_owned())?;
        let ssl_policies = Some(page.into_iter().map(show_policy).collect());
        Ok(DescribeSSLPoliciesOutput { ssl_policies, next_marker })
    }
}

/// How a listener speaks TLS.
fn with_tls(of: &mut Record) -> Result<&mut Tls> {
    match &mut of.tls {
        Some(tls) => Ok(tls),
        None => plain(),
    }
}

fn plain<T>() -> Result<T> {
    invalid("Certificates can only be specified for listeners with protocol 'HTTPS'")
}

fn show_one(arn: &str, is_default: bool) -> Certificate {
    Certificate { certificate_arn: Some(arn.to_owned()), is_default: Some(is_default) }
}

fn show_policy(of: &Policy) -> SslPolicy {
    let cipher = |(at, name): (usize, &str)| Cipher {
        name: Some(name.to_owned()),
        priority: i32::try_from(at + 1).ok(),
    };
    SslPolicy {
        name: Some(of.name.to_owned()),
        ssl_protocols: Some(of.protocols().into_iter().map(str::to_owned).collect()),
        ciphers: Some(of.ciphers().into_iter().enumerate().map(cipher).collect()),
        supported_load_balancer_types: Some(vec!["application".to_owned()]),
    }
}
