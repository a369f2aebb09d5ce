//! DeleteService.

use ferrogate_api::Cx;
use ferrogate_api::ecs::{DeleteServiceRequest, DeleteServiceResponse};
use ferrogate_records::ecs::service::Status;
use ferrogate_state::put;

use super::super::{Ecs, Result, fault};
use super::{invalid, not_found};

impl Ecs {
    pub(in crate::ecs) async fn delete_service(
        &self,
        cx: &Cx,
        input: DeleteServiceRequest,
    ) -> Result<DeleteServiceResponse> {
        loop {
            let cluster = self.cluster(cx, input.cluster.as_deref())?;
            let entry = self.find_service(&cluster, &input.service)?;
            if entry.status == Status::Inactive {
                return Err(not_found());
            }
            let mut record = entry.doc.clone();
            if record.status == Status::Draining {
                return Ok(DeleteServiceResponse { service: Some(self.shown(&record, true)?) });
            }
            if record.desired > 0 && input.force != Some(true) {
                return Err(invalid("The service cannot be stopped while it is scaled above 0."));
            }
            record.status = Status::Draining;
            record.desired = 0;
            record.asleep_since = None;
            record.steady = false;
            let op = put(entry.key.clone(), &record).map_err(fault)?;
            if self.try_end(&[entry.unchanged()], &[op]).await? {
                return Ok(DeleteServiceResponse { service: Some(self.shown(&record, true)?) });
            }
        }
    }
}
