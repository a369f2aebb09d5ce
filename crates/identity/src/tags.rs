//! The tags of resources, by their ARNs: what `aws:ResourceTag` is compared with.
//!
//! A kind that is not named here has tags that are not known: conditions on them allow nothing.

use ferrogate_records::acm::certificate;
use ferrogate_records::autoscaling::target as scalable_target;
use ferrogate_records::cloudwatch::{alarm, composite};
use ferrogate_records::ec2;
use ferrogate_records::ecr::repository;
use ferrogate_records::ecs;
use ferrogate_records::elb::{Named, listener, load_balancer, target_group, trust_store};
use ferrogate_records::events::rule;
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::{instance_profile, mfa_device, oidc_provider, policy, role, user};
use ferrogate_records::logs::group as log_group;
use ferrogate_records::route53::zone;
use ferrogate_records::scheduler::group as schedule_group;
use ferrogate_records::sns::topic;
use ferrogate_records::ssm::parameter;
use ferrogate_records::{Scope, Tag};
use ferrogate_state::Snapshot;

use crate::resource::found;
use crate::{Identity, account};

impl Identity {
    /// The tags of a resource; `None` if they are not known here.
    pub(crate) fn tags(&self, resource: &str) -> Option<Vec<Tag>> {
        let ["arn", _, service, region, owner, rest] =
            resource.splitn(6, ':').collect::<Vec<_>>()[..]
        else {
            return None;
        };
        let snapshot = self.state.snapshot();
        if service == "route53" {
            // A zone names no account; whose it is its operations look.
            let id = rest.strip_prefix("hostedzone/")?;
            return Some(found::<zone::Record>(&snapshot, &zone::key(id))?.tags.clone());
        }
        let scope = Scope::new(account(owner)?, region);
        match service {
            "iam" => of_iam(&snapshot, resource),
            "ec2" => of_ec2(&snapshot, &scope, rest),
            "ecs" => of_ecs(&snapshot, &scope, rest),
            "elasticloadbalancing" => of_elb(&snapshot, &scope, rest, resource),
            "kms" => match rest.strip_prefix("key/") {
                Some(_) => Some(self.kms_key(&scope, rest)?.tags.clone()),
                // Names have none.
                None => Some(vec![]),
            },
            // What is not there has none; only a record that can't be read is unknown.
            "secretsmanager" => Some(
                self.secret(&scope, resource).map_or_else(Vec::new, |secret| secret.tags.clone()),
            ),
            "ssm" => {
                let names = parameter::names_of(rest.strip_prefix("parameter/")?);
                let keys = names.iter().map(|name| parameter::key(&scope, name));
                let mut found = keys.filter_map(|key| found::<parameter::Record>(&snapshot, &key));
                Some(found.next()?.tags.clone())
            }
            "logs" => {
                // Its streams and its filters stand behind it, and have none of their own.
                let name = rest.strip_prefix("log-group:")?.split(':').next()?;
                let group = found::<log_group::Record>(&snapshot, &log_group::key(&scope, name))?;
                Some(group.tags.clone())
            }
            "cloudwatch" => {
                let name = rest.strip_prefix("alarm:")?;
                let of_one = found::<alarm::Record>(&snapshot, &alarm::key(&scope, name));
                let of_many =
                    || found::<composite::Record>(&snapshot, &composite::key(&scope, name));
                Some(match of_one {
                    Some(alarm) => alarm.tags.clone(),
                    None => of_many()?.tags.clone(),
                })
            }
            "ecr" => {
                let key = repository::key(&scope, rest.strip_prefix("repository/")?);
                Some(found::<repository::Record>(&snapshot, &key)?.tags.clone())
            }
            "events" => {
                let key = rule::key(&scope, rest.strip_prefix("rule/")?);
                Some(found::<rule::Record>(&snapshot, &key)?.tags.clone())
            }
            "scheduler" => {
                let key = schedule_group::key(&scope, rest.strip_prefix("schedule-group/")?);
                Some(found::<schedule_group::Record>(&snapshot, &key)?.tags.clone())
            }
            "sns" => {
                Some(found::<topic::Record>(&snapshot, &topic::key(&scope, rest))?.tags.clone())
            }
            "acm" => {
                let key = certificate::key(&scope, rest.strip_prefix("certificate/")?);
                Some(found::<certificate::Record>(&snapshot, &key)?.tags.clone())
            }
            "application-autoscaling" => {
                let targets = snapshot.table::<scalable_target::Record>();
                let mut targets = targets.all().ok()?;
                Some(targets.find(|target| target.arn() == resource)?.tags.clone())
            }
            _ => None,
        }
    }
}

fn of_iam(snapshot: &Snapshot, resource: &str) -> Option<Vec<Tag>> {
    let Arn { account: owner, kind, path, name, .. } = Arn::parse(resource)?;
    let owner = account(owner)?;
    Some(match kind {
        "user" => found::<user::Record>(snapshot, &user::key(&owner, name))?.tags.clone(),
        "role" => found::<role::Record>(snapshot, &role::key(&owner, name))?.tags.clone(),
        "policy" => found::<policy::Record>(snapshot, &policy::key(&owner, name))?.tags.clone(),
        "instance-profile" => {
            let key = instance_profile::key(&owner, name);
            found::<instance_profile::Record>(snapshot, &key)?.tags.clone()
        }
        "mfa" => {
            let key = mfa_device::key(&owner, path, name);
            let device = found::<mfa_device::Record>(snapshot, &key)?;
            (device.serial() == resource).then(|| device.tags.clone())?
        }
        "oidc-provider" => {
            let key = oidc_provider::key(&owner, &format!("{}{name}", &path[1..]));
            found::<oidc_provider::Record>(snapshot, &key)?.tags.clone()
        }
        _ => return None,
    })
}

fn of_ec2(snapshot: &Snapshot, scope: &Scope, rest: &str) -> Option<Vec<Tag>> {
    let (kind, id) = rest.split_once('/')?;
    macro_rules! by_kind {
        ($($name:literal => $($record:ident)::+),* $(,)?) => {
            match kind {
                $($name => {
                    let key = $($record)::+::key(scope, id);
                    Some(found::<$($record)::+::Record>(snapshot, &key)?.tags.clone())
                })*
                _ => None,
            }
        };
    }
    by_kind! {
        "dhcp-options" => ec2::dhcp_options,
        "egress-only-internet-gateway" => ec2::egress_gateway,
        "elastic-ip" => ec2::elastic_address,
        "internet-gateway" => ec2::internet_gateway,
        "natgateway" => ec2::nat_gateway,
        "network-acl" => ec2::acl,
        "network-insights-analysis" => ec2::insights::analysis,
        "network-insights-path" => ec2::insights::path,
        "network-interface" => ec2::eni,
        "prefix-list" => ec2::prefix_list,
        "route-table" => ec2::route_table,
        "security-group" => ec2::group,
        "subnet" => ec2::subnet,
        "vpc" => ec2::vpc,
        "vpc-endpoint" => ec2::vpc_endpoint,
        "vpc-flow-log" => ec2::flow_log,
    }
}

fn of_ecs(snapshot: &Snapshot, scope: &Scope, rest: &str) -> Option<Vec<Tag>> {
    let (kind, name) = rest.split_once('/')?;
    Some(match (kind, name.split_once('/')) {
        ("cluster", None) => {
            let key = ecs::cluster::key(scope, name);
            found::<ecs::cluster::Record>(snapshot, &key)?.tags.clone()
        }
        ("task", Some((cluster, id))) => {
            let key = ecs::task::key(scope, cluster, &id.parse().ok()?);
            found::<ecs::task::Record>(snapshot, &key)?.tags.clone()
        }
        ("service", Some((cluster, name))) => {
            let key = ecs::service::key(scope, cluster, name);
            found::<ecs::service::Record>(snapshot, &key)?.tags.clone()
        }
        ("task-definition", None) => {
            let (family, revision) = name.split_once(':')?;
            let key = ecs::task_definition::key(scope, family, revision.parse().ok()?);
            found::<ecs::task_definition::Record>(snapshot, &key)?.tags.clone()
        }
        _ => return None,
    })
}

/// Those of a load balancer's things, whose numbers are compared, too.
fn of_elb(snapshot: &Snapshot, scope: &Scope, rest: &str, arn: &str) -> Option<Vec<Tag>> {
    let parts: Vec<&str> = rest.split('/').collect();
    match parts[..] {
        ["loadbalancer", "app", name, _] => {
            let of = found::<load_balancer::Record>(snapshot, &load_balancer::key(scope, name))?;
            (of.arn() == arn).then(|| of.tags.clone())
        }
        ["targetgroup", name, _] => {
            let of = found::<target_group::Record>(snapshot, &target_group::key(scope, name))?;
            (of.arn() == arn).then(|| of.tags.clone())
        }
        ["truststore", name, _] => {
            let of = found::<trust_store::Record>(snapshot, &trust_store::key(scope, name))?;
            (of.arn() == arn).then(|| of.tags.clone())
        }
        ["listener", "app", name, id, listener] => {
            let of = Named { name: name.into(), id: id.into() };
            let key = listener::key(scope, &of, listener);
            Some(found::<listener::Record>(snapshot, &key)?.tags.clone())
        }
        ["listener-rule", "app", name, id, listener, rule] => {
            let of = Named { name: name.into(), id: id.into() };
            let listener =
                found::<listener::Record>(snapshot, &listener::key(scope, &of, listener))?;
            Some(listener.rules.iter().find(|of| of.id == rule)?.tags.clone())
        }
        _ => None,
    }
}
