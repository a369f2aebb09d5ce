//! Percentiles of few values.

/// So many values a period needs for a percentile of it to mean something; `None` for what is no
/// percentile. CloudWatch: "Percentile-based CloudWatch alarms and low data samples": from the
/// median on ten over what is above it, below it ten over what is below.
#[must_use]
pub fn samples_needed(statistic: &str) -> Option<f64> {
    let percent: f64 = statistic.strip_prefix('p')?.parse().ok()?;
    let part = percent / 100.0;
    let rest = if part >= 0.5 { 1.0 - part } else { part };
    // Of the most extreme ones no number of values would be enough.
    Some(if rest > 0.0 { (10.0 / rest).ceil() } else { f64::INFINITY })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_needs_more_values_the_nearer_it_is_to_an_end() {
        for (statistic, needed) in
            [("p50", 20.0), ("p75", 40.0), ("p10", 100.0), ("p0", f64::INFINITY)]
        {
            assert_eq!(samples_needed(statistic), Some(needed), "{statistic}");
        }
        assert!(samples_needed("p99").is_some_and(|n| (1000.0..=1001.0).contains(&n)));
        assert_eq!(samples_needed("Average"), None);
    }
}
