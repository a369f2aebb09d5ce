//! Whether an account gets advice.

use ferrogate_api::compute_optimizer::{
    GetEnrollmentStatusRequest, GetEnrollmentStatusResponse, Status, UpdateEnrollmentStatusRequest,
    UpdateEnrollmentStatusResponse,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_records::compute_optimizer::settings::{self, Preferences, Record};

use super::{Optimizer, Result, invalid, not_built};

impl Optimizer {
    pub(super) async fn get_enrollment_status(
        &self,
        cx: &Cx,
        _: GetEnrollmentStatusRequest,
    ) -> Result<GetEnrollmentStatusResponse> {
        let settings = self.view(cx).get::<Record, _>(settings::key(&cx.account))?;
        let enrolled = settings.as_ref().is_none_or(|settings| settings.enrolled);
        Ok(GetEnrollmentStatusResponse {
            status: Some(if enrolled { Status::Active } else { Status::Inactive }),
            // What this engine measures stays here: nobody has to agree to it first.
            status_reason: settings.is_none().then(|| "Accounts are enrolled at first.".into()),
            member_accounts_enrolled: Some(false),
            last_updated_timestamp: settings.map(|of| Timestamp::from(of.enrolled_at)),
            number_of_member_accounts_opted_in: None,
        })
    }

    pub(super) async fn update_enrollment_status(
        &self,
        cx: &Cx,
        input: UpdateEnrollmentStatusRequest,
    ) -> Result<UpdateEnrollmentStatusResponse> {
        let enrolled = match &input.status {
            Status::Active => true,
            Status::Inactive => false,
            other => {
                return invalid(format!(
                    "The status {other} can't be asked for: Active or Inactive."
                ));
            }
        };
        if input.include_member_accounts == Some(true) {
            return not_built("includeMemberAccounts");
        }
        let now = self.state.now();
        self.change(cx, |view, to| {
            let key = settings::key(&cx.account);
            match view.get::<Record, _>(key.clone())? {
                Some(old) if old.enrolled == enrolled => {}
                Some(old) => {
                    let record = old.doc.record.clone();
                    to.put(&old, Record { enrolled, enrolled_at: now, ..record })?;
                }
                None => {
                    let (account, services) = (cx.account.clone(), Preferences::default());
                    to.create(key, &Record { account, enrolled, enrolled_at: now, services })?;
                }
            }
            Ok(())
        })
        .await?;
        Ok(UpdateEnrollmentStatusResponse { status: Some(input.status), status_reason: None })
    }
}
