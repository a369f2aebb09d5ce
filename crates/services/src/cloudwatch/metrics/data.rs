//! `GetMetricData`: many metrics, and what is computed of them.

use ferrogate_api::Cx;
use ferrogate_api::cloudwatch::{GetMetricDataInput, GetMetricDataOutput};

use super::{Metrics, Result, not_built};

impl Metrics {
    pub(super) async fn get_metric_data(
        &self,
        _: &Cx,
        _: GetMetricDataInput,
    ) -> Result<GetMetricDataOutput> {
        Err(not_built("GetMetricData"))
    }
}
