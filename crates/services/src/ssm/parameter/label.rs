//! Labels of versions: each is one version's at a time.

use ferrogate_api::Cx;
use ferrogate_api::ssm::{
    Error, LabelParameterVersionRequest, LabelParameterVersionResult,
    UnlabelParameterVersionRequest, UnlabelParameterVersionResult,
};
use ferrogate_records::ssm::parameter::{Record, Version};

use super::super::Result;
use super::name::Asked;
use super::{Parameters, no_version, number};

/// Labels of one version (API_LabelParameterVersion).
const LABELS_MAX: usize = 10;

impl Parameters {
    pub(in crate::ssm) async fn label_parameter_version(
        &self,
        cx: &Cx,
        input: LabelParameterVersionRequest,
    ) -> Result<LabelParameterVersionResult> {
        let (good, bad): (Vec<String>, Vec<String>) =
            input.labels.iter().cloned().partition(|label| is_label(label));
        let labelled = self
            .change(cx, |view, change| {
                let old = view.get(&Asked::whole(&view.scope, &input.name)?)?;
                let mut record: Record = (**old).clone();
                let wanted = match input.parameter_version {
                    Some(asked) => u64::try_from(asked).unwrap_or_default(),
                    None => old.version(),
                };
                let at = at(&record, wanted)?;
                for version in &mut record.versions {
                    version.labels.retain(|label| !good.contains(label));
                }
                let version = &mut record.versions[at];
                version.labels.extend(good.iter().cloned());
                version.labels.sort_unstable();
                version.labels.dedup();
                if version.labels.len() > LABELS_MAX {
                    let text = "A parameter version can have maximum 10 labels. Move one or more \
                                labels to another version and try again.";
                    return Err(Error::parameter_version_label_limit_exceeded(text).into());
                }
                if record != **old {
                    change.put(&old, record)?;
                }
                Ok(wanted)
            })
            .await?;
        Ok(LabelParameterVersionResult {
            invalid_labels: Some(bad),
            parameter_version: Some(number(labelled)),
        })
    }

    pub(in crate::ssm) async fn unlabel_parameter_version(
        &self,
        cx: &Cx,
        input: UnlabelParameterVersionRequest,
    ) -> Result<UnlabelParameterVersionResult> {
        let (removed, unknown) = self
            .change(cx, |view, change| {
                let old = view.get(&Asked::whole(&view.scope, &input.name)?)?;
                let mut record: Record = (**old).clone();
                let wanted = u64::try_from(input.parameter_version).unwrap_or_default();
                let at = at(&record, wanted)?;
                let Version { labels, .. } = &mut record.versions[at];
                let (removed, unknown): (Vec<String>, Vec<String>) =
                    input.labels.iter().cloned().partition(|label| labels.contains(label));
                labels.retain(|label| !removed.contains(label));
                if !removed.is_empty() {
                    change.put(&old, record)?;
                }
                Ok((removed, unknown))
            })
            .await?;
        Ok(UnlabelParameterVersionResult {
            removed_labels: Some(removed),
            invalid_labels: Some(unknown),
        })
    }
}

/// Where the version of this number is.
fn at(record: &Record, wanted: u64) -> Result<usize> {
    let found = record.versions.iter().position(|version| version.number == wanted);
    found.ok_or_else(|| no_version(&record.name, wanted))
}

/// A label is no number, and not AWS's (API_LabelParameterVersion).
fn is_label(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
    let lower = text.to_ascii_lowercase();
    text.bytes().all(plain)
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && !lower.starts_with("aws")
        && !lower.starts_with("ssm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_no_number_and_not_aws_s() {
        for good in ["live", "v1.2-b_c", "Production"] {
            assert!(is_label(good), "{good}");
        }
        for bad in ["1", "2nd", "aws", "AWSx", "ssm-x", "a b", "a:b", "é"] {
            assert!(!is_label(bad), "{bad}");
        }
    }
}
