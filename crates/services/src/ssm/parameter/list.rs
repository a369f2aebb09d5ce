//! Lists of parameters: all that match, or those below a path.

use std::sync::Arc;

use ferrogate_api::ssm::{
    DescribeParametersRequest, DescribeParametersResult, Error, GetParametersByPathRequest,
    GetParametersByPathResult, ParameterMetadata,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_records::ssm::parameter::{Record, Type};
use ferrogate_state::Entry;

use super::super::{Result, not_built};
use super::filter::{Filter, Place};
use super::name::path;
use super::read::{is_gone, newest};
use super::{Parameters, number};
use crate::page::{BadToken, page};

/// Parameters on a page of those below a path (API_GetParametersByPath).
const VALUES_MAX: i32 = 10;
/// Parameters on a page of descriptions, unless more are asked for (API_DescribeParameters).
const DESCRIBED: i32 = 10;
const DESCRIBED_MAX: i32 = 50;

impl Parameters {
    pub(in crate::ssm) async fn get_parameters_by_path(
        &self,
        cx: &Cx,
        input: GetParametersByPathRequest,
    ) -> Result<GetParametersByPathResult> {
        let path = path(&input.path)?;
        let recursive = input.recursive == Some(true);
        let filters = input.parameter_filters.unwrap_or_default();
        let filters = Filter::parse_all(&filters, Place::Path)?;
        let list = format!("path {path} {recursive} {filters:?}");
        let mut matching = self.view(cx).all()?;
        matching.retain(|one| {
            is_below(&path, &one.name, recursive) && filters.iter().all(|filter| filter.takes(one))
        });
        let size = size(input.max_results, VALUES_MAX, VALUES_MAX);
        let (found, next_token) =
            page(&list, input.next_token.as_deref(), size, matching, |one| one.name.clone())
                .map_err(bad_token)?;
        let label = filters.iter().find_map(Filter::label);
        let mut shown = Vec::new();
        for record in found {
            let mut asked = newest(&record);
            // The label says which version is meant.
            asked.selector = label
                .and_then(|labels| labels.iter().find(|one| record.labelled(one).is_some()))
                .cloned();
            match self.read(self.view(cx), &asked).await {
                Ok((record, read)) => {
                    let open = input.with_decryption == Some(true);
                    shown.push(self.shown(&record, &read, &asked, open)?);
                }
                Err(failure) if is_gone(&failure) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(GetParametersByPathResult { parameters: Some(shown), next_token })
    }

    pub(in crate::ssm) async fn describe_parameters(
        &self,
        cx: &Cx,
        input: DescribeParametersRequest,
    ) -> Result<DescribeParametersResult> {
        if input.shared == Some(true) {
            return Err(not_built("Sharing of parameters"));
        }
        let old = input.filters.unwrap_or_default();
        let new = input.parameter_filters.unwrap_or_default();
        if !old.is_empty() && !new.is_empty() {
            return Err(super::invalid(
                "You can use either Filters or ParameterFilters in a single request.",
            ));
        }
        let mut filters = Filter::parse_all(&new, Place::Describe)?;
        filters.extend(Filter::parse_old(&old)?);
        let list = format!("describe {filters:?}");
        let mut matching = self.view(cx).all()?;
        matching.retain(|one| filters.iter().all(|filter| filter.takes(one)));
        let size = size(input.max_results, DESCRIBED, DESCRIBED_MAX);
        let (found, next_token) =
            page(&list, input.next_token.as_deref(), size, matching, |one| one.name.clone())
                .map_err(bad_token)?;
        let parameters = found.iter().map(described).collect();
        Ok(DescribeParametersResult { parameters: Some(parameters), next_token })
    }
}

/// Whether a name is below a path, at its next level or any. Names without a hierarchy are at the
/// root's next level.
fn is_below(path: &str, name: &str, recursive: bool) -> bool {
    let below = match name.strip_prefix('/') {
        Some(bare) => path.strip_prefix('/').and_then(|path| bare.strip_prefix(path)),
        None => Some(name).filter(|_| path == "/"),
    };
    below.is_some_and(|rest| recursive || !rest.contains('/'))
}

fn size(asked: Option<i32>, usual: i32, most: i32) -> usize {
    usize::try_from(asked.unwrap_or(usual).clamp(1, most)).unwrap_or(1)
}

fn bad_token(_: BadToken) -> Error {
    Error::invalid_next_token("The specified token isn't valid.")
}

fn described(record: &Arc<Entry<Record>>) -> ParameterMetadata {
    let said = &record.newest;
    ParameterMetadata {
        name: Some(record.name.clone()),
        arn: Some(record.arn()),
        r#type: Some(said.kind.as_str().into()),
        key_id: (said.kind == Type::SecureString).then(|| "alias/aws/ssm".to_owned()),
        last_modified_date: Some(Timestamp::from(said.modified_at)),
        last_modified_user: Some(said.modified_by.clone()),
        description: said.description.clone(),
        allowed_pattern: said.allowed_pattern.clone(),
        version: Some(number(record.version())),
        tier: Some(said.tier.as_str().into()),
        policies: Some(vec![]),
        data_type: Some("text".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_path_begins_with_it_and_a_slash() {
        for (path, name, one_level, any) in [
            ("/", "a", true, true),
            ("/", "/a", true, true),
            ("/", "/a/b", false, true),
            ("/a/", "/a/b", true, true),
            ("/a/", "/a/b/c", false, true),
            ("/a/", "/ab", false, false),
            ("/a/", "/a", false, false),
            ("/a/", "a", false, false),
        ] {
            assert_eq!(is_below(path, name, false), one_level, "{path} {name}");
            assert_eq!(is_below(path, name, true), any, "{path} {name}");
        }
    }
}
