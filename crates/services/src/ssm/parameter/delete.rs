//! Deleting parameters with all their versions.

use ferrogate_api::ssm::{
    DeleteParameterRequest, DeleteParameterResult, DeleteParametersRequest, DeleteParametersResult,
    Error,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::ssm::parameter::value;
use ferrogate_store::Key;

use super::super::Result;
use super::name::Asked;
use super::{Parameters, fault};

impl Parameters {
    pub(in crate::ssm) async fn delete_parameter(
        &self,
        cx: &Cx,
        input: DeleteParameterRequest,
    ) -> Result<DeleteParameterResult> {
        self.delete(cx, &input.name).await?;
        Ok(DeleteParameterResult::default())
    }

    pub(in crate::ssm) async fn delete_parameters(
        &self,
        cx: &Cx,
        input: DeleteParametersRequest,
    ) -> Result<DeleteParametersResult> {
        let (mut deleted, mut unknown) = (Vec::new(), Vec::new());
        for name in input.names {
            match self.delete(cx, &name).await {
                Ok(()) => deleted.push(name),
                Err(Failure::Aws(Error::ParameterNotFound(_))) => unknown.push(name),
                Err(failure) => return Err(failure),
            }
        }
        Ok(DeleteParametersResult {
            deleted_parameters: Some(deleted),
            invalid_parameters: Some(unknown),
        })
    }

    async fn delete(&self, cx: &Cx, name: &str) -> Result<()> {
        self.change(cx, |view, change| {
            let record = view.get(&Asked::whole(&view.scope, name)?)?;
            for version in &record.versions {
                let key = value::key(&record.scope, &record.id, version.number);
                change.delete_under(Key::new(key).map_err(fault)?);
            }
            change.delete(&record);
            Ok(())
        })
        .await
    }
}
