//! Reading values, for callers and for the engine itself.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::ssm::{
    Error, GetParameterHistoryRequest, GetParameterHistoryResult, GetParameterRequest,
    GetParameterResult, GetParametersRequest, GetParametersResult, Parameter, ParameterHistory,
};
use ferrogate_api::{Cx, Failure, OrFault, Timestamp};
use ferrogate_auth::Secret;
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_records::ssm::parameter::{Record, Type, value};
use ferrogate_state::{Entry, Fault};
use ferrogate_store::Key;

use super::super::Result;
use super::name::Asked;
use super::{Parameters, View, fault, invalid, no_version, number};
use crate::change::TRIES_MAX;
use crate::page::page;

/// Versions on a page of a history (API_GetParameterHistory).
const HISTORY_MAX: i32 = 50;

/// Why a value can't be had within the engine.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is no such parameter, or no such version of it.
    #[error("there is no such parameter")]
    Missing,
    /// The engine's own failure: it may be another time.
    #[error("a parameter can't be read")]
    Fault(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A version that was read.
pub(super) struct Read {
    number: u64,
    written: value::Record,
}

impl Parameters {
    pub(in crate::ssm) async fn get_parameter(
        &self,
        cx: &Cx,
        input: GetParameterRequest,
    ) -> Result<GetParameterResult> {
        let view = self.view(cx);
        let asked = Asked::parse(&view.scope, &input.name)?;
        let (record, read) = self.read(view, &asked).await?;
        let shown = self.shown(&record, &read, &asked, input.with_decryption == Some(true))?;
        Ok(GetParameterResult { parameter: Some(shown) })
    }

    pub(in crate::ssm) async fn get_parameters(
        &self,
        cx: &Cx,
        input: GetParametersRequest,
    ) -> Result<GetParametersResult> {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for (at, name) in input.names.iter().enumerate() {
            if input.names[..at].contains(name) {
                return Err(invalid(format!("Duplicate parameter name: {name}")));
            }
            let view = self.view(cx);
            let asked = Asked::parse(&view.scope, name)?;
            match self.read(view, &asked).await {
                Ok((record, read)) => {
                    let open = input.with_decryption == Some(true);
                    found.push(self.shown(&record, &read, &asked, open)?);
                }
                Err(Failure::Aws(
                    Error::ParameterNotFound(_) | Error::ParameterVersionNotFound(_),
                )) => unknown.push(name.clone()),
                Err(failure) => return Err(failure),
            }
        }
        Ok(GetParametersResult { parameters: Some(found), invalid_parameters: Some(unknown) })
    }

    pub(in crate::ssm) async fn get_parameter_history(
        &self,
        cx: &Cx,
        input: GetParameterHistoryRequest,
    ) -> Result<GetParameterHistoryResult> {
        let view = self.view(cx);
        let asked = Asked::whole(&view.scope, &input.name)?;
        let record = view.get(&asked)?;
        let list = format!("history {}", record.id);
        let size = input.max_results.unwrap_or(HISTORY_MAX).clamp(1, HISTORY_MAX);
        let versions = record.versions.iter().map(|version| (version.number, &version.labels));
        let (versions, next_token) = page(
            &list,
            input.next_token.as_deref(),
            usize::try_from(size).unwrap_or(1),
            versions,
            |(number, _)| format!("{number:020}"),
        )
        .map_err(|_| Error::invalid_next_token("The specified token isn't valid."))?;
        let keys = versions
            .iter()
            .map(|(number, _)| value_key(&record, *number))
            .collect::<Result<Vec<_>>>()?;
        let rows = self.state.read_all::<value::Record>(&keys).await.map_err(fault)?;
        let mut shown = Vec::new();
        for ((number, labels), row) in versions.into_iter().zip(rows) {
            // One that is gone by now is no part of the history any more.
            let Some(row) = row else { continue };
            let read = Read { number, written: (*row.record).clone() };
            let open = input.with_decryption == Some(true);
            shown.push(self.of_history(&record, &read, labels, open)?);
        }
        Ok(GetParameterHistoryResult { parameters: Some(shown), next_token })
    }

    /// The value of a parameter for the engine itself: `asked` is a name or an ARN, with or without
    /// a version. Who may have it is for the caller of this to know.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub async fn value(
        &self,
        scope: &Scope,
        asked: &str,
    ) -> std::result::Result<Secret, Unreadable> {
        let told = |failure| match failure {
            Failure::Aws(_) => Unreadable::Missing,
            Failure::Fault(cause) => Unreadable::Fault(cause),
        };
        let asked = Asked::parse(scope, asked).map_err(told)?;
        let view = View {
            scope: scope.clone(),
            caller: String::new(),
            now: TimestampMs(0),
            snapshot: self.state.snapshot(),
        };
        let (record, read) = self.read(view, &asked).await.map_err(told)?;
        self.open(&record, &read).map_err(told)
    }

    /// The version that is asked for, as it is now.
    pub(super) async fn read(
        &self,
        mut view: View,
        asked: &Asked,
    ) -> Result<(Arc<Entry<Record>>, Read)> {
        for _ in 0..TRIES_MAX {
            let record = view.get(asked)?;
            let number = selected(&record, asked)?;
            let key = value_key(&record, number)?;
            if let Some(row) = self.state.read::<value::Record>(&key).await.map_err(fault)? {
                return Ok((record, Read { number, written: (*row.record).clone() }));
            }
            // It was removed since: what there is by now may be a moment away.
            view.snapshot = self.state.synced().await.map_err(fault)?;
        }
        Err(fault(Fault::Contended(TRIES_MAX)))
    }

    fn open(&self, record: &Record, read: &Read) -> Result<Secret> {
        let of = value::belongs_to(&record.scope, &record.id, read.number);
        self.vault.open(&of, &read.written.sealed).or_fault()
    }

    /// A value as callers see it.
    fn text(&self, record: &Record, read: &Read, open: bool) -> Result<String> {
        match read.written.description.kind {
            Type::SecureString if !open => Ok(STANDARD.encode(&read.written.sealed)),
            _ => Ok(self.open(record, read)?.expose().to_owned()),
        }
    }

    pub(super) fn shown(
        &self,
        record: &Record,
        read: &Read,
        asked: &Asked,
        open: bool,
    ) -> Result<Parameter> {
        let said = &read.written.description;
        Ok(Parameter {
            name: Some(record.name.clone()),
            r#type: Some(said.kind.as_str().into()),
            value: Some(self.text(record, read, open)?),
            version: Some(number(read.number)),
            selector: asked.selector.as_ref().map(|selector| format!(":{selector}")),
            last_modified_date: Some(Timestamp::from(said.modified_at)),
            arn: Some(record.arn()),
            data_type: Some("text".to_owned()),
            ..Parameter::default()
        })
    }

    fn of_history(
        &self,
        record: &Record,
        read: &Read,
        labels: &[String],
        open: bool,
    ) -> Result<ParameterHistory> {
        let said = &read.written.description;
        Ok(ParameterHistory {
            name: Some(record.name.clone()),
            r#type: Some(said.kind.as_str().into()),
            key_id: (said.kind == Type::SecureString).then(|| "alias/aws/ssm".to_owned()),
            last_modified_date: Some(Timestamp::from(said.modified_at)),
            last_modified_user: Some(said.modified_by.clone()),
            description: said.description.clone(),
            value: Some(self.text(record, read, open)?),
            allowed_pattern: said.allowed_pattern.clone(),
            version: Some(number(read.number)),
            labels: Some(labels.to_vec()),
            tier: Some(said.tier.as_str().into()),
            policies: Some(vec![]),
            data_type: Some("text".to_owned()),
        })
    }
}

/// The number of the version that is asked for.
fn selected(record: &Record, asked: &Asked) -> Result<u64> {
    let Some(selector) = &asked.selector else { return Ok(record.version()) };
    if let Ok(number) = selector.parse::<u64>() {
        let is_there = record.versions.iter().any(|version| version.number == number);
        return if is_there { Ok(number) } else { Err(no_version(&record.name, number)) };
    }
    record.labelled(selector).ok_or_else(|| {
        let text = format!(
            "Systems Manager could not find label {selector} for parameter {}. Verify the label \
             and try again.",
            record.name
        );
        Error::parameter_version_not_found(text).into()
    })
}

fn value_key(record: &Record, number: u64) -> Result<Key> {
    Key::new(value::key(&record.scope, &record.id, number)).map_err(fault)
}

/// A parameter that is listed: its newest version, whatever became of it since.
pub(super) fn newest(record: &Record) -> Asked {
    Asked { written: record.name.clone(), names: vec![record.name.clone()], selector: None }
}

/// Whether somebody has removed it meanwhile.
pub(super) fn is_gone(failure: &Failure<Error>) -> bool {
    matches!(failure, Failure::Aws(Error::ParameterNotFound(_)))
}
