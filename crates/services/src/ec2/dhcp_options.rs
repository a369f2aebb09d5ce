//! Sets of DHCP options: what tasks of a VPC are told of names.

use std::net::IpAddr;

use ferrogate_api::ec2::{
    AssociateDhcpOptionsRequest, AttributeValue, CreateDhcpOptionsRequest, CreateDhcpOptionsResult,
    DeleteDhcpOptionsRequest, DescribeDhcpOptionsRequest, DescribeDhcpOptionsResult,
    DhcpConfiguration, DhcpOptions, Error, NewDhcpConfiguration, Tag,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_records::Scope;
use ferrogate_records::ec2::dhcp_options::{self, NONE, PROVIDED, Record, Setting};
use ferrogate_records::ec2::vpc;

use super::change::Change;
use super::select::{Ask, Resource, one};
use super::view::{Object, View};
use super::{Ec2, Result, new_id, refusal, scope, tag, text};

/// Servers of one kind, for IPv4 and IPv6 apart.
const SERVERS_MAX: usize = 4;

impl Ec2 {
    pub(super) async fn create_dhcp_options(
        &self,
        cx: &Cx,
        input: CreateDhcpOptionsRequest,
    ) -> Result<CreateDhcpOptionsResult> {
        let record = Record {
            scope: scope(cx),
            id: new_id("dopt"),
            options: options(input.dhcp_configurations)?,
            tags: tag::accepted(input.tag_specifications, "dhcp-options")?,
        };
        let made = self.change(scope(cx), |view, change| {
            change.create(dhcp_options::key(&view.scope, &record.id), &record)?;
            record.show(view)
        });
        Ok(CreateDhcpOptionsResult { dhcp_options: Some(made.await?) })
    }

    pub(super) async fn delete_dhcp_options(
        &self,
        cx: &Cx,
        input: DeleteDhcpOptionsRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let set = view.find::<Record>(&input.dhcp_options_id)?;
            if view.all::<vpc::Record>()?.iter().any(|vpc| vpc.dhcp_options == set.id) {
                let text =
                    format!("The dhcpOptions '{}' has dependencies and cannot be deleted.", set.id);
                return Err(refusal("DependencyViolation", text));
            }
            change.delete(&set);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn describe_dhcp_options(
        &self,
        cx: &Cx,
        input: DescribeDhcpOptionsRequest,
    ) -> Result<DescribeDhcpOptionsResult> {
        let ask = Ask {
            ids: input.dhcp_options_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (dhcp_options, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeDhcpOptionsResult { next_token, dhcp_options: Some(dhcp_options) })
    }

    pub(super) async fn associate_dhcp_options(
        &self,
        cx: &Cx,
        input: AssociateDhcpOptionsRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let id = &input.dhcp_options_id;
            let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
            if id != NONE {
                let set = view.find::<Record>(id)?;
                change.touch(&set)?;
            }
            let new = vpc::Record { dhcp_options: id.clone(), ..(**vpc).clone() };
            change.put(&vpc, new)?;
            Ok(Empty::default())
        })
        .await
    }
}

/// Has the set that a new VPC uses be there: a user may have deleted it.
pub(super) fn use_default(view: &View, change: &mut Change) -> Result<()> {
    let set = Record::default_of(&view.scope);
    match view.get::<Record>(&set.id)? {
        Some(set) => change.touch(&set),
        None => change.create(dhcp_options::key(&view.scope, &set.id), &set),
    }
}

/// The options of a new set, checked. Of them the name servers and the domain have an effect
/// on tasks; the others are for hosts with clocks and names of their own.
fn options(given: Vec<NewDhcpConfiguration>) -> Result<Vec<Setting>> {
    let mut options: Vec<Setting> = vec![];
    for one in given {
        let key = one.key.unwrap_or_default();
        let values = one.values.unwrap_or_default();
        // A value may be several with commas between them.
        let values: Vec<String> = match &*key {
            "domain-name" => values,
            _ => values.iter().flat_map(|value| value.split(',')).map(trimmed).collect(),
        };
        check(&key, &values)?;
        if options.iter().any(|other| other.key == key) {
            return Err(invalid(format!("The option '{key}' is given more than once.")));
        }
        options.push(Setting { key, values });
    }
    Ok(options)
}

fn trimmed(value: &str) -> String {
    value.trim().to_owned()
}

fn check(key: &str, values: &[String]) -> Result<()> {
    if values.iter().all(String::is_empty) {
        return Err(invalid(format!("Value () for parameter {key} is invalid.")));
    }
    let bad = match key {
        "domain-name" => values.iter().find(|value| !is_domain(value)),
        "domain-name-servers" => return check_servers(values),
        "ntp-servers" | "netbios-name-servers" => {
            too_many(key, values)?;
            values.iter().find(|value| value.parse::<IpAddr>().is_err())
        }
        "netbios-node-type" => values.iter().find(|v| !matches!(v.as_str(), "1" | "2" | "4" | "8")),
        "ipv6-address-preferred-lease-time" => values.iter().find(|value| {
            value.parse().map_or(true, |seconds| !(140..=2_147_483_647_u32).contains(&seconds))
        }),
        _ => {
            let text = format!("Value ({key}) for parameter key is invalid.");
            return Err(invalid(text));
        }
    };
    match bad {
        Some(value) => Err(invalid(format!("Value ({value}) for parameter {key} is invalid."))),
        None => Ok(()),
    }
}

/// Name servers: the VPC's own, or others. The resolver of a task asks IPv4 addresses only.
fn check_servers(values: &[String]) -> Result<()> {
    too_many("domain-name-servers", values)?;
    for value in values {
        match value.parse::<IpAddr>() {
            _ if value == PROVIDED => {}
            Ok(IpAddr::V4(_)) => {}
            Ok(IpAddr::V6(_)) => {
                let text = "An IPv6 address in domain-name-servers is not built yet.";
                return Err(Error::not_built(text).into());
            }
            Err(_) => {
                let text = format!("Value ({value}) for parameter domain-name-servers is invalid.");
                return Err(invalid(text));
            }
        }
    }
    Ok(())
}

fn too_many(key: &str, values: &[String]) -> Result<()> {
    let v6 = values.iter().filter(|value| value.contains(':')).count();
    if v6 > SERVERS_MAX || values.len() - v6 > SERVERS_MAX {
        return Err(invalid(format!("At most {SERVERS_MAX} addresses can be given for {key}.")));
    }
    Ok(())
}

/// Domains with blanks between them, as a resolver reads them.
fn is_domain(value: &str) -> bool {
    let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    value.len() <= 255 && !value.trim().is_empty() && value.chars().all(|c| c == ' ' || of_name(c))
}

fn invalid(text: String) -> Failure<Error> {
    refusal("InvalidParameterValue", text)
}

impl Object for Record {
    type Shown = DhcpOptions;

    fn key(scope: &Scope, id: &str) -> String {
        dhcp_options::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<DhcpOptions> {
        let value = |value: &String| AttributeValue { value: text(&**value) };
        let setting = |one: &Setting| DhcpConfiguration {
            key: text(&*one.key),
            values: Some(one.values.iter().map(value).collect()),
        };
        Ok(DhcpOptions {
            owner_id: text(self.scope.account.as_str()),
            tags: Some(tag::shown(&self.tags)),
            dhcp_options_id: text(&*self.id),
            dhcp_configurations: Some(self.options.iter().map(setting).collect()),
        })
    }
}

impl Resource for DhcpOptions {
    const LIST: &'static str = "DescribeDhcpOptions";
    const NOT_FOUND: &'static str = "InvalidDhcpOptionID.NotFound";
    const NOUN: &'static str = "dhcpOption ID";
    const FILTERS: &'static [&'static str] = &["dhcp-options-id", "key", "owner-id", "value"];

    fn id(&self) -> &str {
        self.dhcp_options_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let settings = self.dhcp_configurations.iter().flatten();
        match filter {
            "dhcp-options-id" => one(&self.dhcp_options_id),
            "key" => settings.filter_map(|setting| setting.key.clone()).collect(),
            "owner-id" => one(&self.owner_id),
            _ => {
                let values = settings.flat_map(|setting| setting.values.iter().flatten());
                values.filter_map(|value| value.value.clone()).collect()
            }
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
