//! What an account may have.

use ferrogate_api::Cx;
use ferrogate_api::elbv2::{DescribeAccountLimitsInput, DescribeAccountLimitsOutput, Limit};

use super::{Elb, Result, paging};

/// The quotas of application load balancers, in AWS's words (ALB user guide, "Quotas").
const LIMITS: &[(&str, u32)] = &[
    ("application-load-balancers", 50),
    ("condition-values-per-alb-rule", 5),
    ("condition-wildcards-per-alb-rule", 6),
    ("listeners-per-application-load-balancer", 50),
    ("rules-per-application-load-balancer", 100),
    ("target-groups", 3000),
    ("target-groups-per-action-on-application-load-balancer", 5),
    ("target-groups-per-application-load-balancer", 100),
    ("targets-per-application-load-balancer", 1000),
];

impl Elb {
    pub(super) async fn describe_account_limits(
        &self,
        _: &Cx,
        input: DescribeAccountLimitsInput,
    ) -> Result<DescribeAccountLimitsOutput> {
        let all: Vec<_> = LIMITS.to_vec();
        let key = |(name, _): &(&str, u32)| (*name).to_owned();
        let marker = input.marker.as_deref();
        let (page, next_marker) =
            paging::page("DescribeAccountLimits", marker, input.page_size, all, key)?;
        let show = |(name, max): (&str, u32)| Limit {
            name: Some(name.to_owned()),
            max: Some(max.to_string()),
        };
        Ok(DescribeAccountLimitsOutput {
            limits: Some(page.into_iter().map(show).collect()),
            next_marker,
        })
    }
}
