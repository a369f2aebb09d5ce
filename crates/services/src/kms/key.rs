//! Keys: made, described, switched on and off, deleted.

use ferrogate_api::kms::{
    CancelKeyDeletionRequest, CancelKeyDeletionResponse, CreateKeyRequest, CreateKeyResponse,
    CustomerMasterKeySpec, DescribeKeyRequest, DescribeKeyResponse, DisableKeyRequest,
    EnableKeyRequest, EncryptionAlgorithmSpec, KeyManagerType, KeyMetadata, KeySpec,
    KeyState as ShownState, KeyUsageType, OriginType, ScheduleKeyDeletionRequest,
    ScheduleKeyDeletionResponse, UpdateKeyDescriptionRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_base::TimestampMs;
use ferrogate_records::kms::alias;
use ferrogate_records::kms::key::{self, Record, State};
use ferrogate_records::secretsmanager;

use super::grant::check_tokens;
use super::{Key, Kms, Result, not_built, policy, tags, time, validation};
use crate::keyring::{DAY_MS, service_alias};

/// The services whose keys there are from the first time somebody asks for them.
const SERVICES: [&str; 2] = [secretsmanager::SERVICE, "ssm"];
/// Days that a key waits for its deletion: at least, at most, and unless somebody says otherwise.
const WINDOW_D: (i32, i32, u16) = (7, 30, 30);

impl Kms {
    pub(super) async fn create_key(
        &self,
        cx: &Cx,
        input: CreateKeyRequest,
    ) -> Result<CreateKeyResponse> {
        symmetric(&input)?;
        let given = tags::given(input.tags.unwrap_or_default())?;
        tags::check_count(given.len())?;
        let view = self.view(cx);
        let bypass = input.bypass_policy_lockout_safety_check.unwrap_or_default();
        let policy = match &input.policy {
            Some(document) => policy::checked(&view, document, bypass)?,
            None => policy::default(&view.scope),
        };
        let new = self.keys.new_key(&view.scope, policy).map_err(super::fault)?;
        let new = Record { description: input.description.unwrap_or_default(), tags: given, ..new };
        self.change(cx, |view, change| {
            change.create(key::key(&view.scope, &new.id), &new)?;
            Ok(CreateKeyResponse { key_metadata: Some(shown(&new)) })
        })
        .await
    }

    pub(super) async fn describe_key(
        &self,
        cx: &Cx,
        input: DescribeKeyRequest,
    ) -> Result<DescribeKeyResponse> {
        check_tokens(input.grant_tokens.as_deref())?;
        let view = self.view(cx);
        let service = SERVICES.iter().find(|service| input.key_id == service_alias(service));
        let key = match service {
            Some(service) => {
                self.keys.of_service(&view.scope, service).await.map_err(super::fault)?
            }
            None => view.key(&input.key_id)?,
        };
        Ok(DescribeKeyResponse { key_metadata: Some(shown(&key)) })
    }

    pub(super) async fn enable_key(&self, cx: &Cx, input: EnableKeyRequest) -> Result<Empty> {
        self.switch(cx, &input.key_id, State::Enabled).await
    }

    pub(super) async fn disable_key(&self, cx: &Cx, input: DisableKeyRequest) -> Result<Empty> {
        self.switch(cx, &input.key_id, State::Disabled).await
    }

    async fn switch(&self, cx: &Cx, id: &str, state: State) -> Result<Empty> {
        full_name(id)?;
        self.change(cx, |view, change| {
            let key = view.lasting(id)?;
            if key.state != state {
                change.put(&key, Record { state, ..(**key).clone() })?;
            }
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn schedule_key_deletion(
        &self,
        cx: &Cx,
        input: ScheduleKeyDeletionRequest,
    ) -> Result<ScheduleKeyDeletionResponse> {
        full_name(&input.key_id)?;
        let (least, most, otherwise) = WINDOW_D;
        let window_d = match input.pending_window_in_days {
            None => otherwise,
            Some(days) if (least..=most).contains(&days) => {
                u16::try_from(days).unwrap_or(otherwise)
            }
            Some(days) => {
                return Err(validation(format!(
                    "1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed \
                     to satisfy constraint: Member must be between {least} and {most} days"
                )));
            }
        };
        let at = TimestampMs(self.state.now().0 + u64::from(window_d) * DAY_MS);
        self.change(cx, |view, change| {
            let key = view.lasting(&input.key_id)?;
            let state = State::PendingDeletion { at, window_d };
            change.put(&key, Record { state, ..(**key).clone() })?;
            Ok(ScheduleKeyDeletionResponse {
                key_id: Some(key.arn()),
                deletion_date: Some(time(at)),
                key_state: Some(ShownState::PendingDeletion),
                pending_window_in_days: Some(i32::from(window_d)),
            })
        })
        .await
    }

    pub(super) async fn cancel_key_deletion(
        &self,
        cx: &Cx,
        input: CancelKeyDeletionRequest,
    ) -> Result<CancelKeyDeletionResponse> {
        full_name(&input.key_id)?;
        self.change(cx, |view, change| {
            let key = view.key(&input.key_id)?;
            if !matches!(key.state, State::PendingDeletion { .. }) {
                let text = format!("{} is not pending deletion.", key.arn());
                return Err(ferrogate_api::kms::Error::kms_invalid_state(text).into());
            }
            // It is to be enabled by hand again.
            change.put(&key, Record { state: State::Disabled, ..(**key).clone() })?;
            Ok(CancelKeyDeletionResponse { key_id: Some(key.arn()) })
        })
        .await
    }

    pub(super) async fn update_key_description(
        &self,
        cx: &Cx,
        input: UpdateKeyDescriptionRequest,
    ) -> Result<Empty> {
        full_name(&input.key_id)?;
        self.change(cx, |view, change| {
            let key = view.lasting(&input.key_id)?;
            let description = input.description.clone();
            change.put(&key, Record { description, ..(**key).clone() })?;
            Ok(Empty::default())
        })
        .await
    }
}

/// Other keys than symmetric ones for encryption, made here, are not built.
fn symmetric(input: &CreateKeyRequest) -> Result<()> {
    let old = input.customer_master_key_spec.as_ref();
    let is_other = match (&input.key_spec, old) {
        (Some(_), Some(_)) => {
            return Err(validation(
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. \
                 CustomerMasterKeySpec is deprecated.",
            ));
        }
        (Some(spec), None) => *spec != KeySpec::SymmetricDefault,
        (None, Some(spec)) => *spec != CustomerMasterKeySpec::SymmetricDefault,
        (None, None) => false,
    };
    if is_other {
        let name = input.key_spec.as_ref().map(KeySpec::as_str);
        let name = name.or(old.map(CustomerMasterKeySpec::as_str)).unwrap_or_default();
        return Err(not_built(&format!("The key spec {name}")));
    }
    match &input.key_usage {
        None | Some(KeyUsageType::EncryptDecrypt) => {}
        Some(usage) => {
            return Err(validation(format!(
                "KeyUsage {} is not compatible with KeySpec SYMMETRIC_DEFAULT",
                usage.as_str()
            )));
        }
    }
    match &input.origin {
        None | Some(OriginType::AwsKms) => {}
        Some(origin) => return Err(not_built(&format!("The origin {}", origin.as_str()))),
    }
    if input.custom_key_store_id.is_some() || input.xks_key_id.is_some() {
        return Err(not_built("A custom key store"));
    }
    if input.multi_region.unwrap_or_default() {
        return Err(not_built("A multi-Region key"));
    }
    Ok(())
}

/// Operations that change a key take no alias for it.
pub(super) fn full_name(id: &str) -> Result<()> {
    if id.starts_with("alias/") || id.contains(":alias/") {
        let text = format!("{id} is an alias: this operation takes a key ID or a key ARN.");
        return Err(ferrogate_api::kms::Error::invalid_arn(text).into());
    }
    Ok(())
}

/// A key as descriptions have it.
pub(super) fn shown(key: &Record) -> KeyMetadata {
    let (state, deletion) = match key.state {
        State::Enabled => (ShownState::Enabled, None),
        State::Disabled => (ShownState::Disabled, None),
        State::PendingDeletion { at, .. } => (ShownState::PendingDeletion, Some(at)),
    };
    KeyMetadata {
        aws_account_id: Some(key.scope.account.to_string()),
        key_id: Some(key.id.clone()),
        arn: Some(key.arn()),
        creation_date: Some(time(key.created_at)),
        enabled: Some(key.state == State::Enabled),
        description: Some(key.description.clone()),
        key_usage: Some(KeyUsageType::EncryptDecrypt),
        key_state: Some(state),
        deletion_date: deletion.map(time),
        origin: Some(OriginType::AwsKms),
        key_manager: Some(match key.service {
            Some(_) => KeyManagerType::Aws,
            None => KeyManagerType::Customer,
        }),
        customer_master_key_spec: Some(CustomerMasterKeySpec::SymmetricDefault),
        key_spec: Some(KeySpec::SymmetricDefault),
        encryption_algorithms: Some(vec![EncryptionAlgorithmSpec::SymmetricDefault]),
        multi_region: Some(false),
        current_key_material_id: key.materials.last().map(|material| material.id.clone()),
        ..KeyMetadata::default()
    }
}

/// The names that a key has.
pub(super) fn names(view: &super::View<'_>, key: &Key) -> Result<Vec<String>> {
    let of = (key.scope.clone(), key.id.clone());
    let found = view.snapshot.table::<alias::Record>().by::<alias::OfKey>(&of);
    Ok(found.map_err(super::fault)?.map(|alias| alias.name.clone()).collect())
}
