//! The few operations of services that speak forms and XML.

use std::fmt::Write as _;

use http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::ec2::put_text;
use super::{Api, answer};
use crate::fault::Fault;

impl Api {
    /// The subnets that tasks go to when nobody says where: the default ones.
    pub(crate) async fn default_subnets(&self) -> Result<Vec<String>, Fault> {
        let form = "Action=DescribeSubnets&Version=2016-11-15\
                    &Filter.1.Name=default-for-az&Filter.1.Value.1=true";
        let flags = " --filters Name=default-for-az,Values=true";
        let xml = self.form(("ec2", "ec2"), "DescribeSubnets", true, form, flags).await?;
        let mut subnets = texts(&xml, b"subnetId");
        subnets.sort();
        if subnets.is_empty() {
            return Err(Fault::not_found("there is no default subnet to run tasks in")
                .fix("see `aws ec2 describe-subnets`"));
        }
        Ok(subnets)
    }

    pub(super) async fn caller_account(&self) -> Result<String, Fault> {
        let form = "Action=GetCallerIdentity&Version=2011-06-15";
        let xml = self.form(("sts", "sts"), "GetCallerIdentity", true, form, "").await?;
        texts(&xml, b"Account").pop().ok_or_else(|| {
            Fault::failed("the answer to GetCallerIdentity makes no sense").why("it has no account")
        })
    }

    /// The load balancer that forwards to a target group: its ARN.
    pub(crate) async fn balancer_of(&self, group: &str) -> Result<Option<String>, Fault> {
        let pairs = [("TargetGroupArns.member.1", group)];
        let flags = format!(" --target-group-arns {group}");
        let xml = self.elb("DescribeTargetGroups", true, &pairs, &flags).await?;
        Ok(texts(&xml, b"member").into_iter().find(|arn| arn.contains(":loadbalancer/")))
    }

    /// The DNS name of a load balancer.
    pub(crate) async fn balancer_name(&self, arn: &str) -> Result<Option<String>, Fault> {
        let pairs = [("LoadBalancerArns.member.1", arn)];
        let flags = format!(" --load-balancer-arns {arn}");
        let xml = self.elb("DescribeLoadBalancers", true, &pairs, &flags).await?;
        Ok(texts(&xml, b"DNSName").into_iter().next())
    }

    /// Makes a load balancer that forwards what comes to port 80 to a new target group: the ARN
    /// of the group. What was made already by the same call is taken, not made again.
    pub(crate) async fn make_balancer(&self, new: &NewBalancer) -> Result<String, Fault> {
        let subnet = new.subnets.first().map_or("", String::as_str);
        let vpc = self.vpc_of(subnet).await?;
        let port = new.port.to_string();
        let pairs = [
            ("Name", &*new.name),
            ("Protocol", "HTTP"),
            ("Port", &port),
            ("VpcId", &vpc),
            ("TargetType", "ip"),
            ("HealthCheckPath", &new.health),
            ("HealthCheckIntervalSeconds", "5"),
            ("HealthCheckTimeoutSeconds", "2"),
            ("HealthyThresholdCount", "2"),
            ("Matcher.HttpCode", "200-399"),
        ];
        let xml = self.elb("CreateTargetGroup", false, &pairs, &flags(&pairs)).await?;
        let group = first(&xml, "CreateTargetGroup", b"TargetGroupArn")?;
        let names: Vec<_> =
            (1..=new.subnets.len()).map(|n| format!("Subnets.member.{n}")).collect();
        let mut pairs = vec![("Name", &*new.name)];
        pairs.extend(names.iter().zip(&new.subnets).map(|(name, id)| (&**name, &**id)));
        let said = format!(" --name {} --subnets {}", new.name, new.subnets.join(" "));
        let xml = self.elb("CreateLoadBalancer", false, &pairs, &said).await?;
        let balancer = first(&xml, "CreateLoadBalancer", b"LoadBalancerArn")?;
        let pairs = [
            ("LoadBalancerArn", &*balancer),
            ("Protocol", "HTTP"),
            ("Port", "80"),
            ("DefaultActions.member.1.Type", "forward"),
            ("DefaultActions.member.1.TargetGroupArn", &group),
        ];
        let said = format!(
            " --load-balancer-arn {balancer} --protocol HTTP --port 80 \
             --default-actions Type=forward,TargetGroupArn={group}"
        );
        self.elb("CreateListener", false, &pairs, &said).await?;
        Ok(group)
    }

    /// Gives the load balancer of a target group a second group like it, to which a deployment can
    /// shift the traffic of the only rule there is. What is there already is taken.
    ///
    /// # Errors
    /// When the load balancer has several listeners or rules: which of them is meant can't be told.
    pub(crate) async fn make_shifting(&self, group: &str) -> Result<Shifting, Fault> {
        let several = || {
            Fault::usage("its load balancer has several listeners or rules").fix(
                "say which is meant by advancedConfiguration: `aws ecs update-service \
                 --load-balancers`",
            )
        };
        let balancer = self.balancer_of(group).await?.ok_or_else(|| {
            Fault::failed("no load balancer forwards to its target group").why(group.to_owned())
        })?;
        let pairs = [("LoadBalancerArn", &*balancer)];
        let xml = self.elb("DescribeListeners", true, &pairs, &flags(&pairs)).await?;
        let [listener] = &texts(&xml, b"ListenerArn")[..] else { return Err(several()) };
        let pairs = [("ListenerArn", &**listener)];
        let xml = self.elb("DescribeRules", true, &pairs, &flags(&pairs)).await?;
        let [rule] = &texts(&xml, b"RuleArn")[..] else { return Err(several()) };
        let alternate = self.make_alike(group).await?;
        // All of its traffic stays where it is.
        let forward = "DefaultActions.member.1.ForwardConfig.TargetGroups.member";
        let names: Vec<_> = ["1.TargetGroupArn", "1.Weight", "2.TargetGroupArn", "2.Weight"]
            .map(|name| format!("{forward}.{name}"))
            .into();
        let values = [group, "1", &alternate, "0"];
        let mut pairs =
            vec![("ListenerArn", &**listener), ("DefaultActions.member.1.Type", "forward")];
        pairs.extend(names.iter().map(String::as_str).zip(values));
        let said = format!(
            " --listener-arn {listener} --default-actions '[{{\"Type\":\"forward\",\"ForwardConfig\":\
             {{\"TargetGroups\":[{{\"TargetGroupArn\":\"{group}\",\"Weight\":1}},\
             {{\"TargetGroupArn\":\"{alternate}\",\"Weight\":0}}]}}}}]'"
        );
        self.elb("ModifyListener", false, &pairs, &said).await?;
        Ok(Shifting { alternate, rule: rule.clone() })
    }

    /// A target group like another: its ARN. Its health is looked at in the same way.
    async fn make_alike(&self, group: &str) -> Result<String, Fault> {
        let pairs = [("TargetGroupArns.member.1", group)];
        let said = format!(" --target-group-arns {group}");
        let xml = self.elb("DescribeTargetGroups", true, &pairs, &said).await?;
        let of = |element: &str| first(&xml, "DescribeTargetGroups", element.as_bytes());
        let own = of("TargetGroupName")?;
        let name = format!("{}-2", own.chars().take(NAME_MAX - 2).collect::<String>());
        let mut alike = vec![("Name", name)];
        for element in ALIKE {
            // What the group's protocol has not, it has not.
            alike.extend(of(element).ok().map(|value| (element, value)));
        }
        alike.extend(of("HttpCode").ok().map(|codes| ("Matcher.HttpCode", codes)));
        let pairs: Vec<_> = alike.iter().map(|(name, value)| (*name, &**value)).collect();
        let xml = self.elb("CreateTargetGroup", false, &pairs, &flags(&pairs)).await?;
        first(&xml, "CreateTargetGroup", b"TargetGroupArn")
    }

    /// The role by which ECS moves traffic, made when it is not there: its ARN.
    pub(crate) async fn infrastructure_role(&self) -> Result<String, Fault> {
        let name = [("RoleName", INFRASTRUCTURE_ROLE)];
        let arn = match self.iam("GetRole", true, &name).await {
            Ok(xml) => return first(&xml, "GetRole", b"Arn"),
            Err(fault) if fault.is("NoSuchEntity") => {
                let pairs = [name[0], ("AssumeRolePolicyDocument", ECS_TRUST)];
                first(&self.iam("CreateRole", false, &pairs).await?, "CreateRole", b"Arn")?
            }
            Err(fault) => return Err(fault),
        };
        self.iam("AttachRolePolicy", false, &[name[0], ("PolicyArn", INFRASTRUCTURE_POLICY)])
            .await?;
        Ok(arn)
    }

    async fn iam(&self, name: &str, reads: bool, pairs: &[(&str, &str)]) -> Result<String, Fault> {
        let mut form = format!("Action={name}&Version=2010-05-08");
        for (name, value) in pairs {
            put_text(&mut form, name, value);
        }
        self.form(("iam", "iam"), name, reads, &form, &flags(pairs)).await
    }

    async fn vpc_of(&self, subnet: &str) -> Result<String, Fault> {
        let mut form = "Action=DescribeSubnets&Version=2016-11-15".to_owned();
        put_text(&mut form, "SubnetId.1", subnet);
        let flags = format!(" --subnet-ids {subnet}");
        let xml = self.form(("ec2", "ec2"), "DescribeSubnets", true, &form, &flags).await?;
        first(&xml, "DescribeSubnets", b"vpcId")
    }

    async fn elb(
        &self,
        name: &str,
        reads: bool,
        pairs: &[(&str, &str)],
        flags: &str,
    ) -> Result<String, Fault> {
        let mut form = format!("Action={name}&Version=2015-12-01");
        for (name, value) in pairs {
            put_text(&mut form, name, value);
        }
        self.form(("elasticloadbalancing", "elbv2"), name, reads, &form, flags).await
    }

    /// Calls an operation by its form, which may be asked again when it `reads` only; `flags` say
    /// the same to the aws CLI, which knows the service by the second of its names.
    async fn form(
        &self,
        (service, command): (&str, &str),
        name: &str,
        reads: bool,
        form: &str,
        flags: &str,
    ) -> Result<String, Fault> {
        if let Some(explain) = &self.explain {
            explain.form(command, name, flags);
        }
        let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        let (status, body) = self.ask((service, name), reads, &headers, form.into()).await?;
        let xml = String::from_utf8_lossy(&body).into_owned();
        if status == StatusCode::OK { Ok(xml) } else { Err(refusal(name, status, &xml, self)) }
    }
}

/// Names of load balancers and groups (API reference).
pub(crate) const NAME_MAX: usize = 32;
/// The role that AWS's guides have for deployments that shift traffic, and what it may.
const INFRASTRUCTURE_ROLE: &str = "ecsInfrastructureRoleForLoadBalancers";
const INFRASTRUCTURE_POLICY: &str =
    "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers";
const ECS_TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
/// What groups that take each other's places have in common.
const ALIKE: [&str; 11] = [
    "Protocol",
    "ProtocolVersion",
    "Port",
    "VpcId",
    "TargetType",
    "HealthCheckProtocol",
    "HealthCheckPath",
    "HealthCheckIntervalSeconds",
    "HealthCheckTimeoutSeconds",
    "HealthyThresholdCount",
    "UnhealthyThresholdCount",
];

/// Where a deployment may shift traffic: the other target group, and the rule that chooses.
pub(crate) struct Shifting {
    pub(crate) alternate: String,
    pub(crate) rule: String,
}

/// A load balancer to be made.
pub(crate) struct NewBalancer {
    /// Its name, and its target group's.
    pub(crate) name: String,
    pub(crate) subnets: Vec<String>,
    /// The port of its targets.
    pub(crate) port: u16,
    /// The path of their health checks.
    pub(crate) health: String,
}

/// What says the same to the aws CLI.
fn flags(pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(String::new(), |mut all, (name, value)| {
        all.push_str(" --");
        match *name {
            // The only structure: as the aws CLI takes one.
            "Matcher.HttpCode" => {
                let _ = write!(all, "matcher HttpCode={value}");
                return all;
            }
            name => {
                for (at, c) in name.char_indices() {
                    if c.is_ascii_uppercase() && at > 0 {
                        all.push('-');
                    }
                    all.push(c.to_ascii_lowercase());
                }
            }
        }
        let _ = match value.contains('{') {
            true => write!(all, " '{value}'"),
            false => write!(all, " {value}"),
        };
        all
    })
}

/// The text of the first element of that name, which an answer must have.
fn first(xml: &str, operation: &str, element: &[u8]) -> Result<String, Fault> {
    texts(xml, element).into_iter().next().ok_or_else(|| {
        let element = String::from_utf8_lossy(element);
        Fault::failed(format!("the answer to {operation} makes no sense"))
            .why(format!("it has no {element}"))
    })
}

pub(super) fn refusal(name: &str, status: StatusCode, xml: &str, api: &Api) -> Fault {
    let first = |element: &[u8]| texts(xml, element).into_iter().next();
    match first(b"Code") {
        Some(code) => {
            answer::refused(name, &code, first(b"Message").as_deref().unwrap_or_default())
        }
        None => answer::stranger(status, api.endpoint()),
    }
}

/// The text of each element of that name, at any depth.
fn texts(xml: &str, name: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.name().as_ref() == name => {
                inside = Some(String::new());
            }
            Ok(Event::Text(text)) => {
                if let (Some(inside), Ok(text)) = (&mut inside, text.decode()) {
                    inside.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(entity)) => {
                if let (Some(inside), Ok(entity)) = (&mut inside, entity.decode()) {
                    let known = quick_xml::escape::resolve_predefined_entity(&entity);
                    inside.push_str(known.unwrap_or("?"));
                }
            }
            Ok(Event::End(end)) if end.name().as_ref() == name => found.extend(inside.take()),
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_elements_are_found_at_any_depth() {
        let xml = "<?xml version=\"1.0\"?><R><set><item><subnetId>subnet-1</subnetId><x>n</x></item>\
                   <item><subnetId>subnet-2</subnetId></item></set></R>";
        assert_eq!(texts(xml, b"subnetId"), ["subnet-1", "subnet-2"]);
        assert_eq!(texts("<M>a &lt; b</M>", b"M"), ["a < b"]);
        assert!(texts("<broken", b"x").is_empty());
    }

    #[test]
    fn the_aws_cli_is_told_the_same() {
        let pairs = [("VpcId", "vpc-1"), ("HealthCheckPath", "/"), ("Matcher.HttpCode", "200")];
        assert_eq!(flags(&pairs), " --vpc-id vpc-1 --health-check-path / --matcher HttpCode=200");
    }
}
