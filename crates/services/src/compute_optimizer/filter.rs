//! Which recommendations are meant.

use ferrogate_api::compute_optimizer::{
    ECSServiceRecommendationFilter, ECSServiceRecommendationFilterName,
};
use ferrogate_metrics::rightsize::{Advice, Finding, Reason};

use super::{Result, invalid};

/// Days that can be asked for.
const DAYS_MAX: u32 = 93;
/// Asks for services, too, of which less is known than AWS wants.
const PRELIMINARY: &str = "Preliminary";

/// What is asked for. Of the values of one filter any is meant, of several filters all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    findings: Vec<Vec<&'static [Finding]>>,
    reasons: Vec<Vec<Reason>>,
    /// Whether services are meant of which less is known.
    pub(super) preliminary: bool,
    /// Days of use that count, where that was said.
    pub(super) days: Option<u32>,
}

impl Filter {
    /// What filters ask. `Finding` takes, beside AWS's values, this engine's own `Preliminary`, or
    /// `Preliminary:DAYS`.
    pub(super) fn of(asked: &[ECSServiceRecommendationFilter]) -> Result<Self> {
        let mut filter = Self::default();
        for one in asked {
            let values = one.values.as_deref().unwrap_or_default();
            match &one.name {
                Some(ECSServiceRecommendationFilterName::Finding) => filter.findings(values)?,
                Some(ECSServiceRecommendationFilterName::FindingReasonCode) => {
                    let reasons: Result<Vec<_>> =
                        values.iter().map(|value| reason(value)).collect();
                    filter.reasons.push(reasons?);
                }
                Some(other) => return invalid(format!("There is no filter {other}.")),
                None => return invalid("A filter needs a name."),
            }
            if values.is_empty() {
                return invalid("A filter needs values.");
            }
        }
        Ok(filter)
    }

    fn findings(&mut self, values: &[String]) -> Result<()> {
        let mut found = Vec::new();
        for value in values {
            match self.preliminary(value)? {
                true => {}
                false => found.push(finding(value)?),
            }
        }
        // `Preliminary` alone leaves none out.
        if !found.is_empty() {
            self.findings.push(found);
        }
        Ok(())
    }

    fn preliminary(&mut self, value: &str) -> Result<bool> {
        let Some(rest) = value.strip_prefix(PRELIMINARY) else { return Ok(false) };
        if let Some(days) = rest.strip_prefix(':') {
            let days = days.parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
            let Some(days) = days else {
                return invalid(format!("{PRELIMINARY} takes 1 to {DAYS_MAX} days, not {value}."));
            };
            self.days = Some(days);
        } else if !rest.is_empty() {
            return Ok(false);
        }
        self.preliminary = true;
        Ok(true)
    }

    /// Whether a recommendation is meant.
    pub(super) fn meets(&self, advice: &Advice) -> bool {
        let finding = |any: &Vec<&[Finding]>| any.iter().any(|of| of.contains(&advice.finding));
        let reason = |any: &Vec<Reason>| any.iter().any(|of| advice.reasons.contains(of));
        self.findings.iter().all(finding) && self.reasons.iter().all(reason)
    }
}

fn finding(value: &str) -> Result<&'static [Finding]> {
    Ok(match value {
        "Optimized" => &[Finding::Optimized],
        "Underprovisioned" => &[Finding::Underprovisioned],
        "Overprovisioned" => &[Finding::Overprovisioned],
        "NotOptimized" => &[Finding::Underprovisioned, Finding::Overprovisioned],
        // Of those nothing is said, and so none is in the answer.
        "Unavailable" => &[],
        other => return invalid(format!("The value {other} is not valid for the filter Finding.")),
    })
}

fn reason(value: &str) -> Result<Reason> {
    Ok(match value {
        "CPUOverprovisioned" => Reason::CpuOver,
        "CPUUnderprovisioned" => Reason::CpuUnder,
        "MemoryOverprovisioned" => Reason::MemoryOver,
        "MemoryUnderprovisioned" => Reason::MemoryUnder,
        other => {
            return invalid(format!(
                "The value {other} is not valid for the filter FindingReasonCode."
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_metrics::rightsize::Risk;

    fn filter(name: &str, values: &[&str]) -> ECSServiceRecommendationFilter {
        ECSServiceRecommendationFilter {
            name: Some(ECSServiceRecommendationFilterName::from(name)),
            values: Some(values.iter().map(|value| (*value).to_owned()).collect()),
        }
    }

    #[test]
    fn of_several_filters_all_hold_and_of_their_values_any() {
        let advice = |finding, reasons: &[Reason]| Advice {
            finding,
            reasons: reasons.to_vec(),
            risk: Risk::Low,
            option: None,
        };
        let over = advice(Finding::Overprovisioned, &[Reason::CpuOver]);
        let right = advice(Finding::Optimized, &[]);
        let both = advice(Finding::Underprovisioned, &[Reason::CpuOver, Reason::MemoryUnder]);
        let all = [&over, &right, &both];
        let meant = |filters: &[ECSServiceRecommendationFilter]| {
            let filter = Filter::of(filters).unwrap();
            all.map(|advice| filter.meets(advice))
        };
        assert_eq!(meant(&[]), [true; 3]);
        assert_eq!(meant(&[filter("Finding", &["Optimized"])]), [false, true, false]);
        assert_eq!(meant(&[filter("Finding", &["NotOptimized"])]), [true, false, true]);
        assert_eq!(meant(&[filter("Finding", &["Unavailable"])]), [false; 3]);
        let cpu = filter("FindingReasonCode", &["CPUOverprovisioned", "CPUUnderprovisioned"]);
        assert_eq!(meant(std::slice::from_ref(&cpu)), [true, false, true]);
        let under = filter("Finding", &["Underprovisioned", "Preliminary:3"]);
        assert_eq!(meant(&[cpu, under]), [false, false, true]);
        assert_eq!(meant(&[filter("Finding", &["Preliminary"])]), [true; 3]);
    }

    #[test]
    fn preliminary_takes_days() {
        let of = |value| Filter::of(&[filter("Finding", &[value])]);
        let days = |value| of(value).map(|filter| (filter.preliminary, filter.days)).unwrap();
        assert_eq!(days("Preliminary"), (true, None));
        assert_eq!(days("Preliminary:93"), (true, Some(93)));
        assert_eq!(days("Optimized"), (false, None));
        for bad in
            ["Preliminary:0", "Preliminary:94", "Preliminary:", "Preliminary2", "optimized", ""]
        {
            assert!(of(bad).is_err(), "{bad}");
        }
        assert!(Filter::of(&[filter("Finding", &[])]).is_err());
        assert!(Filter::of(&[filter("Color", &["red"])]).is_err());
        assert!(Filter::of(&[ECSServiceRecommendationFilter::default()]).is_err());
    }
}
