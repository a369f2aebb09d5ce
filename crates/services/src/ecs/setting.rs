//! Account settings, and what they are when nobody has set them.

use ferrogate_api::Cx;
use ferrogate_api::ecs::{
    DeleteAccountSettingRequest, DeleteAccountSettingResponse, Error, ListAccountSettingsRequest,
    ListAccountSettingsResponse, PutAccountSettingDefaultRequest, PutAccountSettingDefaultResponse,
    PutAccountSettingRequest, PutAccountSettingResponse, Setting, SettingName, SettingType,
};
use ferrogate_records::ecs::setting::{self, ACCOUNT, DUAL_STACK, DUAL_STACK_DEFAULT, Record};
use ferrogate_state::{Row, as_read, next, put};
use ferrogate_store::Op;

use super::cluster::page_size;
use super::{Ecs, Result, fault, key, scope};
use crate::page::page;

/// Values that AWS takes for settings of every kind: what else is asked for is a mistake.
const VALUES: [&str; 12] = [
    "0",
    "7",
    "14",
    "blocking",
    "disabled",
    "enabled",
    "enhanced",
    "non-blocking",
    "off",
    "on",
    "true",
    "false",
];

/// Each setting, its value when nobody has set it, and the values that have their effect
/// here. What else AWS takes is refused: its effect is not built.
const SETTINGS: [(&str, &str, &[&str]); 12] = [
    ("awsvpcTrunking", "disabled", &["disabled"]),
    ("containerInsights", "disabled", &["disabled"]),
    ("containerInstanceLongArnFormat", "enabled", &["enabled"]),
    ("defaultLogDriverMode", "non-blocking", &["non-blocking", "blocking"]),
    (DUAL_STACK, DUAL_STACK_DEFAULT, &["enabled", "disabled", "on", "off", "true", "false"]),
    ("fargateEventWindows", "disabled", &["disabled"]),
    ("fargateFIPSMode", "disabled", &["disabled"]),
    ("fargateTaskRetirementWaitPeriod", "7", &["7"]),
    ("guardDutyActivate", "off", &["off"]),
    ("serviceLongArnFormat", "enabled", &["enabled"]),
    ("tagResourceAuthorization", "on", &["on"]),
    ("taskLongArnFormat", "enabled", &["enabled"]),
];

impl Ecs {
    pub(super) async fn put_account_setting(
        &self,
        cx: &Cx,
        input: PutAccountSettingRequest,
    ) -> Result<PutAccountSettingResponse> {
        let principal = input.principal_arn.unwrap_or_else(|| cx.caller.arn.clone());
        // What the root user sets is the account's default (API reference).
        let setting = self.put_setting(cx, &input.name, input.value, &principal).await?;
        Ok(PutAccountSettingResponse { setting: Some(setting) })
    }

    pub(super) async fn put_account_setting_default(
        &self,
        cx: &Cx,
        input: PutAccountSettingDefaultRequest,
    ) -> Result<PutAccountSettingDefaultResponse> {
        let principal = root(cx);
        let setting = self.put_setting(cx, &input.name, input.value, &principal).await?;
        Ok(PutAccountSettingDefaultResponse { setting: Some(setting) })
    }

    pub(super) async fn delete_account_setting(
        &self,
        cx: &Cx,
        input: DeleteAccountSettingRequest,
    ) -> Result<DeleteAccountSettingResponse> {
        let principal = input.principal_arn.unwrap_or_else(|| cx.caller.arn.clone());
        let name = known(&input.name)?.0;
        let at = key(setting::key(&scope(cx), stored(cx, &principal), name))?;
        self.write(&[], &[Op::Del(at)]).await?;
        let (name, value) = (Some(input.name), Some(String::new()));
        let setting = Setting { name, value, principal_arn: Some(principal), r#type: None };
        Ok(DeleteAccountSettingResponse { setting: Some(setting) })
    }

    pub(super) async fn list_account_settings(
        &self,
        cx: &Cx,
        input: ListAccountSettingsRequest,
    ) -> Result<ListAccountSettingsResponse> {
        let principal = input.principal_arn.unwrap_or_else(|| cx.caller.arn.clone());
        let effective = input.effective_settings.unwrap_or(false);
        input.name.as_ref().map(known).transpose()?;
        let mut found = Vec::new();
        for (name, default, _) in SETTINGS {
            let own = self.setting(cx, stored(cx, &principal), name)?;
            let value = match own {
                Some(value) => Some(value),
                None if effective => {
                    Some(self.setting(cx, ACCOUNT, name)?.unwrap_or_else(|| default.to_owned()))
                }
                None => None,
            };
            let asked = input.name.as_ref().is_none_or(|asked| asked.as_str() == name);
            let like = input.value.as_ref().is_none_or(|like| value.as_ref() == Some(like));
            if let Some(value) = value.filter(|_| asked && like) {
                found.push(shown(name, value, &principal));
            }
        }
        let size = page_size(input.max_results.map(|n| n.min(100)), 100)?;
        let list = format!("ListAccountSettings {principal} {effective}");
        let name = |s: &Setting| s.name.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default();
        let (settings, next_token) = page(&list, input.next_token.as_deref(), size, found, name)
            .map_err(|_| Error::invalid_parameter("Invalid token"))?;
        Ok(ListAccountSettingsResponse { settings: Some(settings), next_token })
    }

    /// What a setting of the account is now.
    pub(super) fn account_setting(&self, cx: &Cx, name: &str) -> Result<String> {
        let default = SETTINGS.iter().find(|(known, ..)| *known == name).map_or("", |s| s.1);
        Ok(self.setting(cx, ACCOUNT, name)?.unwrap_or_else(|| default.to_owned()))
    }

    fn setting(&self, cx: &Cx, principal: &str, name: &str) -> Result<Option<String>> {
        let at = key(setting::key(&scope(cx), principal, name))?;
        let found = self.state.table::<setting::Record>().get(&at).map_err(fault)?;
        Ok(found.map(|entry| entry.value.clone()))
    }

    async fn put_setting(
        &self,
        cx: &Cx,
        name: &SettingName,
        value: String,
        principal: &str,
    ) -> Result<Setting> {
        let (name, built) = known(name)?;
        if !VALUES.contains(&&*value) {
            let text = format!("Invalid value {value} for the setting {name}.");
            return Err(Error::invalid_parameter(text).into());
        }
        if !built.contains(&&*value) {
            let text = format!("The value {value} of the setting {name} is not built yet.");
            return Err(Error::not_built(text).into());
        }
        let stored = stored(cx, principal).to_owned();
        // Hosts and addresses are chosen for the account.
        if name == DUAL_STACK && stored != ACCOUNT {
            let text = format!(
                "The setting {name} of one principal is not built yet: set the account's default."
            );
            return Err(Error::not_built(text).into());
        }
        let at = key(setting::key(&scope(cx), &stored, name))?;
        let record = Record { name: name.to_owned(), value: value.clone(), principal: stored };
        loop {
            let row: Option<Row<Record>> = self.state.read(&at).await.map_err(fault)?;
            let guard = as_read(&at, row.as_ref());
            let op = put(at.clone(), &next(row.as_ref(), record.clone())).map_err(fault)?;
            if self.try_write(&[guard], &[op]).await? {
                break;
            }
        }
        Ok(shown(name, value, principal))
    }
}

/// The setting that a request names, and the values that have their effect here.
fn known(name: &SettingName) -> Result<(&'static str, &'static [&'static str])> {
    let found = SETTINGS.iter().find(|(known, ..)| *known == name.as_str());
    let Some((name, _, built)) = found else {
        let text = format!("Invalid setting name: {}.", name.as_str());
        return Err(Error::invalid_parameter(text).into());
    };
    Ok((name, built))
}

fn root(cx: &Cx) -> String {
    scope(cx).iam_arn("root")
}

/// The root user's settings are the account's.
fn stored<'a>(cx: &Cx, principal: &'a str) -> &'a str {
    if principal == root(cx) { ACCOUNT } else { principal }
}

fn shown(name: &str, value: String, principal: &str) -> Setting {
    Setting {
        name: Some(SettingName::from(name)),
        value: Some(value),
        principal_arn: Some(principal.to_owned()),
        r#type: Some(SettingType::User),
    }
}
