//! Ranges of addresses as requests write them.

use ferrogate_api::Failure;
use ferrogate_api::ec2::Error;
use ipnet::{IpNet, Ipv4Net};

use super::{Result, refusal};

/// The IPv4 range of a parameter; bits past its length are cleared (VPC user guide).
pub(super) fn v4(asked: Option<&str>, parameter: &str) -> Result<Ipv4Net> {
    let asked = required(asked, parameter)?;
    asked.parse::<Ipv4Net>().map(|range| range.trunc()).map_err(|_| invalid(asked, parameter))
}

/// The range of a parameter that is for one family; bits past its length are cleared.
pub(super) fn of_family(asked: &str, v6: bool, parameter: &str) -> Result<IpNet> {
    match asked.parse::<IpNet>() {
        Ok(range) if matches!(range, IpNet::V6(_)) == v6 => Ok(range.trunc()),
        _ => Err(invalid(asked, parameter)),
    }
}

fn required<'a>(asked: Option<&'a str>, parameter: &str) -> Result<&'a str> {
    asked.ok_or_else(|| {
        let text = format!("The request must contain the parameter {parameter}");
        refusal("MissingParameter", text)
    })
}

fn invalid(asked: &str, parameter: &str) -> Failure<Error> {
    let text = format!(
        "Value ({asked}) for parameter {parameter} is invalid. This is not a valid CIDR block."
    );
    refusal("InvalidParameterValue", text)
}
