//! New material for keys: now and then, and when somebody asks for it.

use ferrogate_api::kms::{
    DisableKeyRotationRequest, EnableKeyRotationRequest, Error, GetKeyRotationStatusRequest,
    GetKeyRotationStatusResponse, IncludeKeyMaterial, KeyMaterialState, ListKeyRotationsRequest,
    ListKeyRotationsResponse, RotateKeyOnDemandRequest, RotateKeyOnDemandResponse, RotationType,
    RotationsListEntry,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::kms::key::Record;

use super::key::full_name;
use super::list::Page;
use super::{Kms, Result, View, fault, refused, time};
use crate::keyring::{self, ROTATION_D};

/// So often somebody may ask for new material of one key (KMS developer guide, "Quotas").
const ON_DEMAND_MAX: usize = 25;

impl Kms {
    pub(super) async fn enable_key_rotation(
        &self,
        cx: &Cx,
        input: EnableKeyRotationRequest,
    ) -> Result<Empty> {
        full_name(&input.key_id)?;
        let period = input.rotation_period_in_days.and_then(|days| u16::try_from(days).ok());
        self.change(cx, |view, change| {
            let key = usable(view, &input.key_id)?;
            // Without another period what there is goes on.
            let period = period.or(key.rotation.map(|rotation| rotation.period_d));
            let rotation = keyring::rotation(period.unwrap_or(ROTATION_D), self.state.now());
            if key.rotation.map(|rotation| rotation.period_d) != Some(rotation.period_d) {
                change.put(&key, Record { rotation: Some(rotation), ..(**key).clone() })?;
            }
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn disable_key_rotation(
        &self,
        cx: &Cx,
        input: DisableKeyRotationRequest,
    ) -> Result<Empty> {
        full_name(&input.key_id)?;
        self.change(cx, |view, change| {
            let key = usable(view, &input.key_id)?;
            if key.rotation.is_some() {
                change.put(&key, Record { rotation: None, ..(**key).clone() })?;
            }
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn get_key_rotation_status(
        &self,
        cx: &Cx,
        input: GetKeyRotationStatusRequest,
    ) -> Result<GetKeyRotationStatusResponse> {
        full_name(&input.key_id)?;
        let key = self.view(cx).key(&input.key_id)?;
        let key = self.keys.rotated(&key).await.map_err(fault)?;
        Ok(GetKeyRotationStatusResponse {
            key_rotation_enabled: Some(key.rotation.is_some()),
            key_id: Some(key.arn()),
            rotation_period_in_days: key.rotation.map(|rotation| i32::from(rotation.period_d)),
            next_rotation_date: key.rotation.map(|rotation| time(rotation.next_at)),
            ..GetKeyRotationStatusResponse::default()
        })
    }

    pub(super) async fn rotate_key_on_demand(
        &self,
        cx: &Cx,
        input: RotateKeyOnDemandRequest,
    ) -> Result<RotateKeyOnDemandResponse> {
        full_name(&input.key_id)?;
        self.change(cx, |view, change| {
            let key = usable(view, &input.key_id)?;
            if key.materials.iter().filter(|one| one.on_demand).count() >= ON_DEMAND_MAX {
                let text = format!(
                    "The key {} has been rotated on demand {ON_DEMAND_MAX} times, which is the most.",
                    key.arn()
                );
                return Err(Error::limit_exceeded(text).into());
            }
            let mut next = (**key).clone();
            next.materials.push(self.keys.new_material(&key.arn(), true).map_err(fault)?);
            change.put(&key, next)?;
            Ok(RotateKeyOnDemandResponse { key_id: Some(key.arn()) })
        })
        .await
    }

    pub(super) async fn list_key_rotations(
        &self,
        cx: &Cx,
        input: ListKeyRotationsRequest,
    ) -> Result<ListKeyRotationsResponse> {
        full_name(&input.key_id)?;
        let view = self.view(cx);
        let key = self.keys.rotated(&view.key(&input.key_id)?).await.map_err(fault)?;
        // The first is no rotation: the key was made with it.
        let first = match input.include_key_material {
            Some(IncludeKeyMaterial::AllKeyMaterial) => 0,
            _ => 1,
        };
        let last = key.materials.len() - 1;
        let all: Vec<usize> = (first..key.materials.len()).collect();
        let list = format!("ListKeyRotations {} {first}", key.id);
        let page = Page { list: &list, limit: input.limit, marker: input.marker, otherwise: 100 };
        let (rotations, next_marker) = page.of(&view, all, |at| format!("{at:010}"))?;
        let entry = |at: usize| {
            let material = &key.materials[at];
            RotationsListEntry {
                key_id: Some(key.arn()),
                key_material_id: Some(material.id.clone()),
                key_material_state: Some(match at == last {
                    true => KeyMaterialState::Current,
                    false => KeyMaterialState::NonCurrent,
                }),
                rotation_date: (at > 0).then(|| time(material.since)),
                rotation_type: (at > 0).then_some(match material.on_demand {
                    true => RotationType::OnDemand,
                    false => RotationType::Automatic,
                }),
                ..RotationsListEntry::default()
            }
        };
        Ok(ListKeyRotationsResponse {
            rotations: Some(rotations.into_iter().map(entry).collect()),
            truncated: Some(next_marker.is_some()),
            next_marker,
        })
    }
}

fn usable(view: &View<'_>, text: &str) -> Result<super::Key> {
    let key = view.key(text)?;
    keyring::check(&key).map_err(|error| refused(&view.scope, text, error))?;
    Ok(key)
}
