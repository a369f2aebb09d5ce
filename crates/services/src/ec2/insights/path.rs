//! Paths: from which interface to which, or to which address.

use std::net::Ipv4Addr;

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    CreateNetworkInsightsPathRequest, CreateNetworkInsightsPathResult,
    DeleteNetworkInsightsPathRequest, DeleteNetworkInsightsPathResult,
    DescribeNetworkInsightsPathsRequest, DescribeNetworkInsightsPathsResult, PathRequestFilter,
    Protocol, RequestFilterPortRange,
};
use ferrogate_records::Tag;
use ferrogate_records::ec2::eni;
use ferrogate_records::ec2::insights::Ports;
use ferrogate_records::ec2::insights::path::{self, Filter, Record};

use super::super::change::Change;
use super::super::select::Ask;
use super::super::token::Once;
use super::super::view::View;
use super::super::{Ec2, Result, new_id, refusal, scope, tag, text};

/// Paths of an account in a region (Reachability Analyzer guide, "Quotas").
const PATHS_MAX: usize = 100;

impl Ec2 {
    pub(in super::super) async fn create_network_insights_path(
        &self,
        cx: &Cx,
        mut input: CreateNetworkInsightsPathRequest,
    ) -> Result<CreateNetworkInsightsPathResult> {
        let token = std::mem::take(&mut input.client_token);
        let once = Once::new(cx, "CreateNetworkInsightsPath", Some(&token), &input)?;
        let asked = Asked::read(&input)?;
        let tags = tag::accepted(input.tag_specifications, "network-insights-path")?;
        let record = asked.record(cx, tags);
        let made = self.make::<Record>(scope(cx), once, record.id.clone(), |view, change| {
            create(view, change, &record)
        });
        Ok(CreateNetworkInsightsPathResult { network_insights_path: Some(made.await?) })
    }

    pub(in super::super) async fn delete_network_insights_path(
        &self,
        cx: &Cx,
        input: DeleteNetworkInsightsPathRequest,
    ) -> Result<DeleteNetworkInsightsPathResult> {
        self.change(scope(cx), |view, change| {
            let path = view.find::<Record>(&input.network_insights_path_id)?;
            if path.analyses > 0 {
                let text = format!(
                    "The path {} has {} analyses. Delete them before the path.",
                    path.id, path.analyses
                );
                return Err(refusal("AnalysisExistsForNetworkInsightsPath", text));
            }
            change.delete(&path);
            Ok(DeleteNetworkInsightsPathResult { network_insights_path_id: text(&*path.id) })
        })
        .await
    }

    pub(in super::super) async fn describe_network_insights_paths(
        &self,
        cx: &Cx,
        input: DescribeNetworkInsightsPathsRequest,
    ) -> Result<DescribeNetworkInsightsPathsResult> {
        let ask = Ask {
            ids: input.network_insights_path_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (paths, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeNetworkInsightsPathsResult { network_insights_paths: Some(paths), next_token })
    }
}

fn create(view: &View, change: &mut Change, record: &Record) -> Result<()> {
    check_end(view, &record.source, "NetworkInsightsSource.NotFound")?;
    if let Some(destination) = &record.destination {
        check_end(view, destination, "NetworkInsightsDestination.NotFound")?;
    }
    if view.all::<Record>()?.len() >= PATHS_MAX {
        let text = format!("The maximum number of paths ({PATHS_MAX}) has been reached.");
        return Err(refusal("NetworkInsightsPath.LimitExceeded", text));
    }
    change.create(path::key(&view.scope, &record.id), record)
}

/// What a request asks for.
struct Asked {
    source: String,
    destination: Option<String>,
    source_ip: Option<Ipv4Addr>,
    destination_ip: Option<Ipv4Addr>,
    protocol: u8,
    port: Option<u16>,
    at_source: Option<Filter>,
    at_destination: Option<Filter>,
}

impl Asked {
    fn read(input: &CreateNetworkInsightsPathRequest) -> Result<Self> {
        let asked = Self {
            source: interface(&input.source)?,
            destination: input.destination.as_deref().map(interface).transpose()?,
            source_ip: address(input.source_ip.as_deref(), "SourceIp")?,
            destination_ip: address(input.destination_ip.as_deref(), "DestinationIp")?,
            protocol: protocol(&input.protocol)?,
            port: input.destination_port.map(|n| port(n, "DestinationPort")).transpose()?,
            at_source: input.filter_at_source.as_ref().map(filter).transpose()?,
            at_destination: input.filter_at_destination.as_ref().map(filter).transpose()?,
        };
        asked.check_together()?;
        Ok(asked)
    }

    fn record(self, cx: &Cx, tags: Vec<Tag>) -> Record {
        Record {
            scope: scope(cx),
            id: new_id("nip"),
            source: self.source,
            destination: self.destination,
            source_ip: self.source_ip,
            destination_ip: self.destination_ip,
            protocol: self.protocol,
            port: self.port,
            at_source: self.at_source,
            at_destination: self.at_destination,
            created_at: cx.received,
            analyses: 0,
            tags,
        }
    }

    /// Addresses and ports are said by parameters of their own or by filters, not by both.
    fn check_together(&self) -> Result<()> {
        let by_filter = self.at_source.is_some() || self.at_destination.is_some();
        let own = self.source_ip.is_some() || self.destination_ip.is_some() || self.port.is_some();
        if by_filter && own {
            let text = "SourceIp, DestinationIp and DestinationPort can't be combined with \
                        FilterAtSource and FilterAtDestination.";
            return Err(refusal("InvalidParameterCombination", text));
        }
        let filters = [&self.at_source, &self.at_destination];
        let by_address = self.destination_ip.is_some()
            || filters.into_iter().flatten().any(|filter| filter.destination.is_some());
        if self.destination.is_none() && !by_address {
            let text = "The request must contain the parameter Destination, or the address of \
                        a destination.";
            return Err(refusal("MissingParameter", text));
        }
        Ok(())
    }
}

/// The interface that an id or an ARN names.
fn interface(named: &str) -> Result<String> {
    let id = match named.starts_with("arn:") {
        true => named.rsplit('/').next().unwrap_or(named),
        false => named,
    };
    if id.starts_with("eni-") {
        return Ok(id.to_owned());
    }
    let text = format!(
        "'{named}' can't be the end of a path here: only network interfaces can, and addresses \
         as destinations."
    );
    Err(refusal("UnsupportedOperation", text))
}

fn check_end(view: &View, id: &str, code: &'static str) -> Result<()> {
    match view.get::<eni::Record>(id)? {
        Some(_) => Ok(()),
        None => Err(refusal(code, format!("The network interface '{id}' does not exist"))),
    }
}

/// The number of a protocol, in whichever case it is written.
fn protocol(asked: &Protocol) -> Result<u8> {
    match asked.as_str().to_ascii_lowercase().as_str() {
        "tcp" => Ok(6),
        "udp" => Ok(17),
        _ => wrong(asked, "Protocol", "It must be tcp or udp."),
    }
}

fn address(asked: Option<&str>, parameter: &str) -> Result<Option<Ipv4Addr>> {
    let Some(asked) = asked else { return Ok(None) };
    match asked.parse() {
        Ok(address) => Ok(Some(address)),
        Err(_) => wrong(asked, parameter, "This is not an IPv4 address."),
    }
}

fn port(asked: i32, parameter: &str) -> Result<u16> {
    match u16::try_from(asked) {
        Ok(port) => Ok(port),
        Err(_) => wrong(asked, parameter, "A port is a number from 0 to 65535."),
    }
}

fn filter(asked: &PathRequestFilter) -> Result<Filter> {
    let ports = |range: &Option<RequestFilterPortRange>, parameter| {
        range.as_ref().map(|range| ports(range, parameter)).transpose()
    };
    Ok(Filter {
        source: address(asked.source_address.as_deref(), "SourceAddress")?,
        source_ports: ports(&asked.source_port_range, "SourcePortRange")?,
        destination: address(asked.destination_address.as_deref(), "DestinationAddress")?,
        ports: ports(&asked.destination_port_range, "DestinationPortRange")?,
    })
}

/// A range of which one end is left out is that port alone.
fn ports(asked: &RequestFilterPortRange, parameter: &str) -> Result<Ports> {
    let (from, to) = match (asked.from_port, asked.to_port) {
        (Some(from), to) => (from, to.unwrap_or(from)),
        (None, Some(to)) => (to, to),
        (None, None) => return wrong("", parameter, "It has no port."),
    };
    let ports = Ports { from: port(from, parameter)?, to: port(to, parameter)? };
    if ports.from > ports.to {
        return wrong(format!("{from}-{to}"), parameter, "It ends before it begins.");
    }
    Ok(ports)
}

fn wrong<T>(asked: impl std::fmt::Display, parameter: &str, why: &str) -> Result<T> {
    let text = format!("Value ({asked}) for parameter {parameter} is invalid. {why}");
    Err(refusal("InvalidParameterValue", text))
}
