//! Virtual MFA devices of users and of the root. What they are for, STS knows.

use std::sync::Arc;

use ferrogate_api::iam::{
    AssignmentStatusType, CreateVirtualMFADeviceRequest, CreateVirtualMFADeviceResponse,
    DeactivateMFADeviceRequest, DeleteVirtualMFADeviceRequest, EnableMFADeviceRequest, Error,
    GetMFADeviceRequest, GetMFADeviceResponse, ListMFADeviceTagsRequest, ListMFADeviceTagsResponse,
    ListMFADevicesRequest, ListMFADevicesResponse, ListVirtualMFADevicesRequest,
    ListVirtualMFADevicesResponse, MFADevice, ResyncMFADeviceRequest, TagMFADeviceRequest,
    UntagMFADeviceRequest, User, VirtualMFADevice,
};
use ferrogate_api::{Cx, Empty, OrFault};
use ferrogate_auth::totp::Seed;
use ferrogate_identity::mfa::{self, Untaken};
use ferrogate_records::iam::access_key::Holder;
use ferrogate_records::iam::mfa_device::{self, Codes, Enabled, Record};
use ferrogate_records::iam::{account, user};
use ferrogate_state::Entry;

use super::page::Page;
use super::tag::{self, Case};
use super::user::{caller, listed};
use super::view::View;
use super::{Iam, Result, check_path, fault, is_root, qr, quota, time};
use crate::change::Change;

/// The longest serial number that requests may name (API model, `serialNumberType`).
const SERIAL_CHARS_MAX: usize = 256;

/// What the root is called where a name must stand. A user may be called so, too, and comes first.
const ROOT: &str = "root";

/// Whose devices are meant.
enum Of {
    User(Arc<Entry<user::Record>>),
    /// The root, and its account's record if there is one.
    Root(Option<Arc<Entry<account::Record>>>),
}

impl Of {
    /// The user of a name, or else the caller. To itself the root is `root`, unless a user is.
    fn named(view: &View, cx: &Cx, name: Option<&String>) -> Result<Self> {
        let root = || Ok(Self::Root(view.get(&account::key(view.account()))?));
        match name {
            None if is_root(cx) => root(),
            None => Ok(Self::User(caller(view, cx)?)),
            Some(name) => match view.find::<user::Record>(name) {
                Err(_) if name == ROOT && is_root(cx) => root(),
                found => found.map(Self::User),
            },
        }
    }

    fn devices(&self) -> &[String] {
        match self {
            Self::User(user) => &user.mfa_devices,
            Self::Root(account) => account.as_ref().map_or(&[], |of| &of.root_mfa_devices),
        }
    }

    fn holder(&self) -> Holder {
        match self {
            Self::User(user) => Holder::User(user.id.clone()),
            Self::Root(_) => Holder::Root,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::User(user) => user.name.clone(),
            Self::Root(_) => ROOT.to_owned(),
        }
    }

    /// Writes which devices it has from now on.
    fn set_devices(&self, view: &View, change: &mut Change, serials: Vec<String>) -> Result<()> {
        match self {
            Self::User(old) => {
                change.put(old, user::Record { mfa_devices: serials, ..(***old).clone() })
            }
            Self::Root(Some(old)) => {
                let new = account::Record { root_mfa_devices: serials, ..(***old).clone() };
                change.put(old, new)
            }
            Self::Root(None) => {
                let record = account::Record {
                    root_mfa_devices: serials,
                    ..account::Record::new(view.owner.clone(), view.now)
                };
                change.create(account::key(view.account()), &record)
            }
        }
    }

    /// One of its devices. Another's is none.
    fn device(&self, view: &View, serial: &str) -> Result<Arc<Entry<Record>>> {
        let device = find(view, serial)?;
        match self.devices().iter().any(|known| known == serial) {
            true => Ok(device),
            false => Err(Error::no_such_entity("MFA Device invalid for user.").into()),
        }
    }
}

/// What two codes came to, once it is written.
enum Shown {
    Good,
    Wrong,
}

impl Iam {
    pub(super) async fn create_virtual_mfa_device(
        &self,
        cx: &Cx,
        input: CreateVirtualMFADeviceRequest,
    ) -> Result<CreateVirtualMFADeviceResponse> {
        let tags = tag::accepted(input.tags.unwrap_or_default(), Case::Different)?;
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        let name = &input.virtual_mfa_device_name;
        let serial = super::owner(cx).arn(&format!("mfa{path}{name}"));
        if serial.chars().count() > SERIAL_CHARS_MAX {
            let text = format!(
                "Path and name are too long: the serial number of the device must have no more \
                 than {SERIAL_CHARS_MAX} characters, and {serial} has {}.",
                serial.chars().count()
            );
            return Err(Error::new("ValidationError", text).into());
        }
        let seed = Seed::random().or_fault()?.base32();
        let sealed = self.seeds.seal(&serial, &seed).or_fault()?;
        let made = self.change(cx, |view, change| {
            let at = mfa_device::key(view.account(), &path, name);
            if view.get::<Record>(&at)?.is_some() {
                return Err(Error::entity_already_exists("MFA device already exists.").into());
            }
            quota::DEVICES.one_more(view.count::<Record>()?)?;
            let record = Record {
                owner: view.owner.clone(),
                name: name.clone(),
                path: path.clone(),
                created_at: view.now,
                seed: sealed.clone(),
                enabled: None,
                codes: Codes::default(),
                tags: tags.clone(),
            };
            change.create(at, &record)?;
            let of = view.get::<account::Record>(&account::key(view.account()))?;
            let alias = of.and_then(|of| of.alias.clone());
            Ok((record, alias.unwrap_or_else(|| view.account().to_string())))
        });
        let (made, of) = made.await?;
        // As the API model tells it.
        let text = format!("otpauth://totp/{name}@{of}?secret={}", seed.expose());
        let png = qr::png(&text).ok_or(TooLong).or_fault()?;
        Ok(CreateVirtualMFADeviceResponse {
            virtual_mfa_device: Some(VirtualMFADevice {
                serial_number: Some(serial),
                base32_string_seed: Some(seed.expose().to_owned().into_bytes().into()),
                qr_code_png: Some(png.into()),
                tags: tag::shown_if_any(&made.tags),
                ..VirtualMFADevice::default()
            }),
        })
    }

    pub(super) async fn delete_virtual_mfa_device(
        &self,
        cx: &Cx,
        input: DeleteVirtualMFADeviceRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = find(view, &input.serial_number)?;
            if old.enabled.is_some() {
                let text = "MFA VirtualDevice in use. Must deactivate first.";
                return Err(Error::delete_conflict(text).into());
            }
            change.delete(&old);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn enable_mfa_device(
        &self,
        cx: &Cx,
        input: EnableMFADeviceRequest,
    ) -> Result<Empty> {
        let shown = [&*input.authentication_code1, &*input.authentication_code2];
        let done = self.change(cx, |view, change| {
            let of = Of::named(view, cx, Some(&input.user_name))?;
            let old = find(view, &input.serial_number)?;
            if old.enabled.is_some() {
                let text = "MFA Device is already in use.";
                return Err(Error::entity_already_exists(text).into());
            }
            quota::DEVICES_OF_USER.one_more(of.devices().len())?;
            let (codes, done) = self.two(&old, shown, view)?;
            let mut new = Record { codes, ..(**old).clone() };
            if matches!(done, Shown::Good) {
                new.enabled = Some(Enabled { holder: of.holder(), at: view.now });
                let mut serials = of.devices().to_vec();
                serials.push(old.serial());
                of.set_devices(view, change, serials)?;
            }
            change.put(&old, new)?;
            Ok(done)
        });
        answer(&done.await?)
    }

    pub(super) async fn resync_mfa_device(
        &self,
        cx: &Cx,
        input: ResyncMFADeviceRequest,
    ) -> Result<Empty> {
        let shown = [&*input.authentication_code1, &*input.authentication_code2];
        let done = self.change(cx, |view, change| {
            let of = Of::named(view, cx, Some(&input.user_name))?;
            let old = of.device(view, &input.serial_number)?;
            let (codes, done) = self.two(&old, shown, view)?;
            change.put(&old, Record { codes, ..(**old).clone() })?;
            Ok(done)
        });
        answer(&done.await?)
    }

    pub(super) async fn deactivate_mfa_device(
        &self,
        cx: &Cx,
        input: DeactivateMFADeviceRequest,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let of = Of::named(view, cx, input.user_name.as_ref())?;
            let old = of.device(view, &input.serial_number)?;
            let serials = of.devices().iter().filter(|known| **known != input.serial_number);
            of.set_devices(view, change, serials.cloned().collect())?;
            change.put(&old, Record { enabled: None, ..(**old).clone() })?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn list_mfa_devices(
        &self,
        cx: &Cx,
        input: ListMFADevicesRequest,
    ) -> Result<ListMFADevicesResponse> {
        let view = self.view(cx);
        let of = Of::named(&view, cx, input.user_name.as_ref())?;
        let mut devices = vec![];
        for serial in of.devices() {
            let device = of.device(&view, serial)?;
            devices.push(MFADevice {
                user_name: Some(of.name()),
                serial_number: Some(serial.clone()),
                enable_date: device.enabled.as_ref().map(|enabled| time(enabled.at)),
            });
        }
        let list = format!("ListMFADevices {} {:?}", cx.account, of.name());
        let page = Page::new(list, input.marker.as_ref(), input.max_items).of_order(devices)?;
        Ok(ListMFADevicesResponse {
            mfa_devices: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    pub(super) async fn list_virtual_mfa_devices(
        &self,
        cx: &Cx,
        input: ListVirtualMFADevicesRequest,
    ) -> Result<ListVirtualMFADevicesResponse> {
        let view = self.view(cx);
        let wanted = |device: &Record| match input.assignment_status {
            Some(AssignmentStatusType::Assigned) => device.enabled.is_some(),
            Some(AssignmentStatusType::Unassigned) => device.enabled.is_none(),
            _ => true,
        };
        let all = view.all::<Record>()?.into_iter().filter(|device| wanted(device));
        let list = format!("ListVirtualMFADevices {} {:?}", cx.account, input.assignment_status);
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of(all, |device| device.serial().to_ascii_lowercase())?;
        let mut devices = vec![];
        for device in &page.items {
            devices.push(VirtualMFADevice {
                serial_number: Some(device.serial()),
                user: holder(&view, device)?,
                enable_date: device.enabled.as_ref().map(|enabled| time(enabled.at)),
                ..VirtualMFADevice::default()
            });
        }
        Ok(ListVirtualMFADevicesResponse {
            virtual_mfa_devices: Some(devices),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    /// Of a device that nobody has there is the serial number alone.
    pub(super) async fn get_mfa_device(
        &self,
        cx: &Cx,
        input: GetMFADeviceRequest,
    ) -> Result<GetMFADeviceResponse> {
        let view = self.view(cx);
        let device = match &input.user_name {
            Some(name) => Of::named(&view, cx, Some(name))?.device(&view, &input.serial_number)?,
            None => find(&view, &input.serial_number)?,
        };
        let user = holder(&view, &device)?;
        Ok(GetMFADeviceResponse {
            user_name: user.map(|user| user.user_name.unwrap_or_else(|| ROOT.to_owned())),
            serial_number: Some(device.serial()),
            enable_date: device.enabled.as_ref().map(|enabled| time(enabled.at)),
            certifications: None,
        })
    }

    pub(super) async fn tag_mfa_device(
        &self,
        cx: &Cx,
        input: TagMFADeviceRequest,
    ) -> Result<Empty> {
        let tags = tag::accepted(input.tags, Case::Different)?;
        self.alter_device(cx, &input.serial_number, |device| {
            tag::add(&mut device.tags, tags.clone(), Case::Different)
        })
        .await
    }

    pub(super) async fn untag_mfa_device(
        &self,
        cx: &Cx,
        input: UntagMFADeviceRequest,
    ) -> Result<Empty> {
        self.alter_device(cx, &input.serial_number, |device| {
            tag::remove(&mut device.tags, &input.tag_keys, Case::Different);
            Ok(())
        })
        .await
    }

    pub(super) async fn list_mfa_device_tags(
        &self,
        cx: &Cx,
        input: ListMFADeviceTagsRequest,
    ) -> Result<ListMFADeviceTagsResponse> {
        let found = find(&self.view(cx), &input.serial_number)?;
        let list = format!("ListMFADeviceTags {}", found.serial());
        let page = Page::new(list, input.marker.as_ref(), input.max_items);
        let page = page.of_order(tag::shown(&found.tags))?;
        Ok(ListMFADeviceTagsResponse {
            tags: Some(page.items),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    async fn alter_device(
        &self,
        cx: &Cx,
        serial: &str,
        alter: impl Fn(&mut Record) -> Result<()>,
    ) -> Result<Empty> {
        self.change(cx, |view, change| {
            let old = find(view, serial)?;
            let mut new = (**old).clone();
            alter(&mut new)?;
            change.put(&old, new)?;
            Ok(Empty::default())
        })
        .await
    }

    /// What two codes of a device come to. Wrong ones are no error yet: they are counted first.
    fn two(&self, device: &Record, shown: [&str; 2], view: &View) -> Result<(Codes, Shown)> {
        let seed = self.seeds.open(&device.serial(), &device.seed).or_fault()?;
        let seed = Seed::of_base32(seed.expose()).or_fault()?;
        match mfa::two(&device.codes, &seed, shown, view.now) {
            Ok(codes) => Ok((codes, Shown::Good)),
            Err(Untaken::Wrong(codes)) => Ok((codes, Shown::Wrong)),
            Err(Untaken::Again) => Err(not_valid().into()),
            Err(Untaken::Paused(seconds)) => {
                let text = format!(
                    "Too many authentication codes for device were not valid. Try again in \
                     {seconds} seconds."
                );
                Err(Error::invalid_authentication_code(text).into())
            }
        }
    }
}

fn answer(done: &Shown) -> Result<Empty> {
    match done {
        Shown::Good => Ok(Empty::default()),
        Shown::Wrong => Err(not_valid().into()),
    }
}

fn not_valid() -> Error {
    Error::invalid_authentication_code("Authentication code for device is not valid.")
}

/// The device of this account with a serial number.
fn find(view: &View, serial: &str) -> Result<Arc<Entry<Record>>> {
    let found = mfa::device(&view.snapshot, serial).map_err(fault)?;
    found.filter(|device| device.owner.account == *view.account()).ok_or_else(|| {
        let text = format!("MFA Device with serial number {serial} does not exist.");
        Error::no_such_entity(text).into()
    })
}

/// Who has a device, as lists show it. The root has no name.
fn holder(view: &View, device: &Record) -> Result<Option<User>> {
    let Some(enabled) = &device.enabled else { return Ok(None) };
    Ok(match &enabled.holder {
        Holder::User(id) => view.by_id::<user::ById>(id)?.map(|user| listed(&user)),
        Holder::Root => Some(User {
            user_id: Some(view.account().to_string()),
            arn: Some(view.owner.arn("root")),
            ..User::default()
        }),
    })
}

/// A serial number of at most 256 characters makes a text that a QR code has room for.
#[derive(Debug, thiserror::Error)]
#[error("a device's name is too long for a QR code")]
struct TooLong;
