//! Secrets deleted, at once or later, and taken back.

use ferrogate_api::Cx;
use ferrogate_api::secretsmanager::{
    DeleteSecretRequest, DeleteSecretResponse, Error, RestoreSecretRequest, RestoreSecretResponse,
};
use ferrogate_base::TimestampMs;
use ferrogate_records::secretsmanager::secret::{Deletion, Record};
use ferrogate_state::Snapshot;
use ferrogate_store::Key;

use super::lookup::marked;
use super::put::delete_values;
use super::{Result, SecretsManager, time};
use crate::change;
use crate::keyring::DAY_MS;

/// So many values go in one transaction, which has a limit.
const VALUES_AT_ONCE: usize = 60;
/// Days that a secret can be taken back: at least, at most, and unless somebody says otherwise.
const WINDOW_D: (i64, i64, u64) = (7, 30, 30);

impl SecretsManager {
    pub(super) async fn delete_secret(
        &self,
        cx: &Cx,
        input: DeleteSecretRequest,
    ) -> Result<DeleteSecretResponse> {
        let force = input.force_delete_without_recovery.unwrap_or_default();
        let window_d = window(force, input.recovery_window_in_days)?;
        if force && let Ok(secret) = self.view(cx).secret(&input.secret_id) {
            self.thin(&secret.key).await?;
        }
        self.change(cx, |view, change| {
            let secret = match view.secret(&input.secret_id) {
                Ok(secret) => secret,
                // What should be gone is gone, as AWS has it.
                Err(_) if force && is_missing(view, &input.secret_id)? => {
                    return Ok(DeleteSecretResponse {
                        arn: Some(missing_arn(view, &input.secret_id)),
                        name: Some(input.secret_id.clone()),
                        deletion_date: Some(time(view.now)),
                    });
                }
                Err(failure) => return Err(failure),
            };
            if secret.deletion.is_some() && !force {
                return Err(marked().into());
            }
            let at = match force {
                true => view.now,
                false => TimestampMs(view.now.0 + window_d * DAY_MS),
            };
            if force {
                delete_values(change, &secret, &secret.versions)?;
                change.delete(&secret);
            } else {
                let deletion = Some(Deletion { asked_at: view.now, at });
                change.put(&secret, Record { deletion, ..(**secret).clone() })?;
            }
            Ok(DeleteSecretResponse {
                arn: Some(secret.arn()),
                name: Some(secret.name.clone()),
                deletion_date: Some(time(at)),
            })
        })
        .await
    }

    /// Removes versions of a secret that goes, until the rest go with it in one transaction.
    pub(super) async fn thin(&self, at: &Key) -> Result<()> {
        loop {
            let see = |snapshot: Snapshot| snapshot;
            let more = change::apply(&self.state, see, |snapshot, change| {
                let found = snapshot.table::<Record>().get(at).map_err(super::fault)?;
                let Some(secret) = found else { return Ok(false) };
                if secret.versions.len() <= VALUES_AT_ONCE {
                    return Ok(false);
                }
                let (now, later) = secret.versions.split_at(VALUES_AT_ONCE);
                delete_values(change, &secret, now)?;
                change.put(&secret, Record { versions: later.to_vec(), ..(**secret).clone() })?;
                Ok(true)
            });
            if !more.await? {
                return Ok(());
            }
        }
    }

    pub(super) async fn restore_secret(
        &self,
        cx: &Cx,
        input: RestoreSecretRequest,
    ) -> Result<RestoreSecretResponse> {
        self.change(cx, |view, change| {
            let secret = view.secret(&input.secret_id)?;
            if secret.deletion.is_some() {
                change.put(&secret, Record { deletion: None, ..(**secret).clone() })?;
            }
            Ok(RestoreSecretResponse { arn: Some(secret.arn()), name: Some(secret.name.clone()) })
        })
        .await
    }
}

fn window(force: bool, asked: Option<i64>) -> Result<u64> {
    let (least, most, otherwise) = WINDOW_D;
    match asked {
        Some(_) if force => {
            let text = "You can't use ForceDeleteWithoutRecovery in conjunction with \
                        RecoveryWindowInDays.";
            Err(Error::invalid_parameter(text).into())
        }
        None => Ok(otherwise),
        Some(days) if (least..=most).contains(&days) => Ok(days.unsigned_abs()),
        Some(_) => {
            let text = format!(
                "The RecoveryWindowInDays value must be between {least} and {most} days \
                 (inclusive)."
            );
            Err(Error::invalid_parameter(text).into())
        }
    }
}

fn is_missing(view: &super::View, text: &str) -> Result<bool> {
    let found = super::lookup::find(&view.snapshot, &view.here, text, view.now);
    Ok(found.map_err(super::fault)?.is_none())
}

fn missing_arn(view: &super::View, text: &str) -> String {
    match text.starts_with("arn:") {
        true => text.to_owned(),
        false => view.here.arn("secretsmanager", &format!("secret:{text}")),
    }
}
