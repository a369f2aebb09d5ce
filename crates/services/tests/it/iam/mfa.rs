//! Virtual MFA devices: enabled by two codes, shown by one, each of which is good once.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::iam::operation as op;
use ferrogate_api::sts::operation as sts;
use ferrogate_api::{Caller, Cx};
use ferrogate_auth::totp::{Seed, step};
use ferrogate_auth::{AccessKeys, Principal};
use ferrogate_base::{Clock, TimestampMs};
use ferrogate_records::iam::{Owner, mfa_device, role};
use ferrogate_state::create;
use ferrogate_store::Key;
use serde_json::{Value, json};

use super::{arn, paged, refused};
use crate::rig::{ACCOUNT, REGION, Rig, account, column};

const WRONG: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";
const NO_DEVICE: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  Please \
                         verify your MFA serial number is valid and associated with this user.";
const NOT_VALID: &str = "Authentication code for device is not valid.";

/// A device and what its app has.
struct App {
    serial: String,
    seed: Seed,
}

impl App {
    async fn new(rig: &Rig, name: &str) -> Self {
        let made = rig.ok(&op::CreateVirtualMFADevice, json!({"VirtualMFADeviceName": name})).await;
        let device = &made["VirtualMFADevice"];
        let text = STANDARD.decode(device["Base32StringSeed"].as_str().unwrap()).unwrap();
        let seed = Seed::of_base32(std::str::from_utf8(&text).unwrap()).unwrap();
        Self { serial: device["SerialNumber"].as_str().unwrap().to_owned(), seed }
    }

    /// The code that it shows so many steps from now.
    fn code(&self, rig: &Rig, from_now: i64) -> String {
        self.seed.code(step(rig.clock.now()).saturating_add_signed(from_now))
    }

    fn pair(&self, rig: &Rig, user: &str, first: i64, second: i64) -> Value {
        json!({"UserName": user, "SerialNumber": self.serial,
            "AuthenticationCode1": self.code(rig, first),
            "AuthenticationCode2": self.code(rig, second)})
    }

    async fn enabled(rig: &Rig, name: &str, user: &str) -> Self {
        let app = Self::new(rig, name).await;
        rig.ok(&op::EnableMFADevice, app.pair(rig, user, -2, -1)).await;
        app
    }

    fn of(&self, user: &str) -> Value {
        json!({"UserName": user, "SerialNumber": self.serial})
    }

    fn shown(&self, code: &str) -> Value {
        json!({"SerialNumber": self.serial, "TokenCode": code})
    }
}

async fn user(rig: &Rig, name: &str) -> Arc<Cx> {
    let made = rig.ok(&op::CreateUser, json!({"UserName": name})).await;
    caller(Caller::user(account(), name, made["User"]["UserId"].as_str().unwrap()))
}

fn caller(caller: Caller) -> Arc<Cx> {
    let mut cx = Cx::root("id", account(), REGION, TimestampMs(0));
    cx.caller = Arc::new(caller);
    Arc::new(cx)
}

fn found(rig: &Rig, answer: &Value) -> Arc<Caller> {
    let of = |name: &str| answer["Credentials"][name].as_str().unwrap();
    rig.identity.find(of("AccessKeyId"), Some(of("SessionToken"))).unwrap().caller
}

#[tokio::test]
async fn a_device_is_enabled_by_two_codes_in_a_row_and_tells_its_seed_once() {
    let rig = Rig::new().await;
    user(&rig, "bob").await;
    let input = json!({"VirtualMFADeviceName": "phone", "Path": "/team/",
        "Tags": [{"Key": "a", "Value": "b"}]});
    let made = rig.ok(&op::CreateVirtualMFADevice, input.clone()).await;
    let device = &made["VirtualMFADevice"];
    assert_eq!(device["SerialNumber"], arn("mfa/team/phone"));
    let seed = STANDARD.decode(device["Base32StringSeed"].as_str().unwrap()).unwrap();
    let png = STANDARD.decode(device["QRCodePNG"].as_str().unwrap()).unwrap();
    assert_eq!((seed.len(), &png[1..4]), (64, &b"PNG"[..]));
    let seed = String::from_utf8(seed).unwrap();
    let kept = rig.stored(&mfa_device::key(&account(), "/team/", "phone")).await.unwrap();
    assert!(!String::from_utf8(kept.val.to_vec()).unwrap().contains(&seed), "it lies open");
    let code = "EntityAlreadyExistsException";
    refused(&rig, &op::CreateVirtualMFADevice, input, code, "MFA device already exists.").await;
    let long = json!({"VirtualMFADeviceName": "n".repeat(240)});
    assert_eq!(rig.refused(&op::CreateVirtualMFADevice, long).await.0, "ValidationError");

    let serial = arn("mfa/team/phone");
    let app = App { serial: serial.clone(), seed: Seed::of_base32(&seed).unwrap() };
    let code = "InvalidAuthenticationCodeException";
    for (first, second) in [(0, 0), (-1, -2), (-3, -1), (100, 101)] {
        let pair = app.pair(&rig, "bob", first, second);
        refused(&rig, &op::EnableMFADevice, pair, code, NOT_VALID).await;
    }
    let text = "The user with name eve cannot be found.";
    let pair = app.pair(&rig, "eve", -1, 0);
    refused(&rig, &op::EnableMFADevice, pair, "NoSuchEntityException", text).await;
    rig.ok(&op::EnableMFADevice, app.pair(&rig, "bob", -1, 0)).await;
    let pair = app.pair(&rig, "bob", 1, 2);
    let text = "MFA Device is already in use.";
    refused(&rig, &op::EnableMFADevice, pair, "EntityAlreadyExistsException", text).await;

    let listed = rig.ok(&op::ListMFADevices, json!({"UserName": "bob"})).await;
    let device = &listed["MFADevices"][0];
    assert_eq!((&device["UserName"], &device["SerialNumber"]), (&json!("bob"), &json!(serial)));
    assert!(device["EnableDate"].is_number() || device["EnableDate"].is_string());
    let got = rig.ok(&op::GetMFADevice, app.of("bob")).await;
    assert_eq!(got["UserName"], "bob");
    let all = rig.ok(&op::ListVirtualMFADevices, json!({"AssignmentStatus": "Assigned"})).await;
    let one = &all["VirtualMFADevices"][0];
    assert_eq!(one["User"]["Arn"], arn("user/bob"));
    assert!(one.get("Base32StringSeed").is_none() && one.get("QRCodePNG").is_none(), "{one}");

    let summary = rig.ok(&op::GetAccountSummary, json!({})).await["SummaryMap"].clone();
    assert_eq!((&summary["MFADevices"], &summary["MFADevicesInUse"]), (&json!(1), &json!(1)));
    assert_eq!(summary["AccountMFAEnabled"], 0);
    rig.ok(&op::GenerateCredentialReport, json!({})).await;
    let report = rig.ok(&op::GetCredentialReport, json!({})).await;
    let report = STANDARD.decode(report["Content"].as_str().unwrap()).unwrap();
    let report = String::from_utf8(report).unwrap();
    let bob: Vec<_> =
        report.lines().find(|line| line.starts_with("bob,")).unwrap().split(',').collect();
    assert_eq!(bob[7], "true", "mfa_active");

    let text = "Cannot delete entity, must delete MFA device first.";
    let bob = json!({"UserName": "bob"});
    refused(&rig, &op::DeleteUser, bob.clone(), "DeleteConflictException", text).await;
    let device = json!({"SerialNumber": serial});
    let text = "MFA VirtualDevice in use. Must deactivate first.";
    refused(&rig, &op::DeleteVirtualMFADevice, device.clone(), "DeleteConflictException", text)
        .await;
    user(&rig, "eve").await;
    let text = "MFA Device invalid for user.";
    refused(&rig, &op::DeactivateMFADevice, app.of("eve"), "NoSuchEntityException", text).await;
    rig.ok(&op::DeactivateMFADevice, app.of("bob")).await;
    let none = rig.ok(&op::ListMFADevices, bob.clone()).await;
    assert_eq!(none["MFADevices"], json!([]));
    let free = rig.ok(&op::ListVirtualMFADevices, json!({"AssignmentStatus": "Unassigned"})).await;
    assert_eq!(free["VirtualMFADevices"], json!([{"SerialNumber": serial}]));
    // What was shown once is not good to enable it for another.
    let pair = app.pair(&rig, "eve", -1, 0);
    refused(&rig, &op::EnableMFADevice, pair, code, NOT_VALID).await;
    rig.ok(&op::DeleteVirtualMFADevice, device.clone()).await;
    let text = format!("MFA Device with serial number {serial} does not exist.");
    refused(&rig, &op::DeleteVirtualMFADevice, device, "NoSuchEntityException", &text).await;
    rig.ok(&op::DeleteUser, bob).await;
    rig.end().await;
}

#[tokio::test]
async fn a_code_is_good_for_its_own_user_and_once() {
    let rig = Rig::new().await;
    let (bob, eve) = (user(&rig, "bob").await, user(&rig, "eve").await);
    let app = App::enabled(&rig, "bob", "bob").await;
    let session =
        |cx: &Arc<Cx>, input: Value| rig.call_as(cx.clone(), &sts::GetSessionToken, input);
    let denied = |text: &str| ("AccessDenied".to_owned(), text.to_owned());
    let code = app.code(&rig, 0);
    // Another's, also one that does not exist, is answered alike.
    assert_eq!(session(&eve, app.shown(&code)).await.unwrap_err(), denied(NO_DEVICE));
    let none = json!({"SerialNumber": arn("mfa/none"), "TokenCode": code});
    assert_eq!(session(&bob, none).await.unwrap_err(), denied(NO_DEVICE));
    let user = json!({"SerialNumber": arn("user/bob"), "TokenCode": code});
    assert_eq!(session(&bob, user).await.unwrap_err(), denied(NO_DEVICE));
    let half = "MultiFactorAuthentication failed, must provide both MFA serial number and one time \
                pass code.";
    for half_of in [json!({"SerialNumber": app.serial}), json!({"TokenCode": code})] {
        assert_eq!(session(&bob, half_of).await.unwrap_err(), denied(half));
    }
    // Of many at once one has it.
    let (good, bad): (Vec<_>, Vec<_>) = {
        let try_it = || session(&bob, app.shown(&code));
        let (a, b, c, d) = tokio::join!(try_it(), try_it(), try_it(), try_it());
        [a, b, c, d].into_iter().partition(Result::is_ok)
    };
    assert_eq!((good.len(), bad.len()), (1, 3));
    assert!(bad.iter().all(|answer| answer.as_ref().unwrap_err() == &denied(WRONG)));
    let who = found(&rig, good[0].as_ref().unwrap());
    let session_of = who.session.as_ref().unwrap();
    assert_eq!((session_of.mfa_at, session_of.of_user), (Some(rig.clock.now()), true));
    let plain = session(&bob, json!({})).await.unwrap();
    assert_eq!(found(&rig, &plain).session.as_ref().unwrap().mfa_at, None);
    // The next one is, and an older one is not any more.
    assert_eq!(session(&bob, app.shown(&app.code(&rig, -1))).await.unwrap_err(), denied(WRONG));
    rig.clock.advance_ms(30_000);
    session(&bob, app.shown(&app.code(&rig, 0))).await.unwrap();
    // Five wrong ones, and even a good one waits.
    for _ in 0..5 {
        assert_eq!(session(&bob, app.shown("000000")).await.unwrap_err(), denied(WRONG));
    }
    let paused = "MultiFactorAuthentication failed after too many invalid MFA one time pass codes. \
                  Try again in 30 seconds.";
    let good = app.code(&rig, 1);
    assert_eq!(session(&bob, app.shown(&good)).await.unwrap_err(), denied(paused));
    rig.clock.advance_ms(30_000);
    session(&bob, app.shown(&good)).await.unwrap();
    // Deactivated, it shows nothing.
    rig.ok(&op::DeactivateMFADevice, app.of("bob")).await;
    rig.clock.advance_ms(30_000);
    let late = session(&bob, app.shown(&app.code(&rig, 0))).await;
    assert_eq!(late.unwrap_err(), denied(NO_DEVICE));
    rig.end().await;
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_known_after_two_codes() {
    let rig = Rig::new().await;
    let bob = user(&rig, "bob").await;
    let app = App::enabled(&rig, "bob", "bob").await;
    rig.clock.advance_ms(600_000);
    let session = |code: String| rig.call_as(bob.clone(), &sts::GetSessionToken, app.shown(&code));
    assert!(session(app.code(&rig, -8)).await.is_err());
    let code = "InvalidAuthenticationCodeException";
    let pair = app.pair(&rig, "bob", -8, -8);
    refused(&rig, &op::ResyncMFADevice, pair, code, NOT_VALID).await;
    rig.ok(&op::ResyncMFADevice, app.pair(&rig, "bob", -9, -8)).await;
    session(app.code(&rig, -7)).await.unwrap();
    assert!(session(app.code(&rig, 0)).await.is_err());
    rig.ok(&op::ResyncMFADevice, app.pair(&rig, "bob", -1, 0)).await;
    session(app.code(&rig, 1)).await.unwrap();
    rig.end().await;
}

#[tokio::test]
async fn what_was_shown_goes_to_a_role_and_no_further() {
    let rig = Rig::new().await;
    let bob = user(&rig, "bob").await;
    let app = App::enabled(&rig, "bob", "bob").await;
    let trust = super::trust(&json!({"AWS": ACCOUNT}));
    let record = role::Record {
        owner: Owner { account: account(), partition: "aws".into() },
        name: "app".into(),
        path: "/".into(),
        id: "AROAAPP".into(),
        created_at: TimestampMs(0),
        description: None,
        session_max_s: 3600,
        trust: role::Trust { document: trust, principals: Default::default() },
        grants: Default::default(),
        boundary: None,
        service: None,
        profiles: 0,
        tags: vec![],
    };
    let key = Key::new(role::key(&account(), "app")).unwrap();
    let rev = rig.state.commit(&[], &[create(key, &record).unwrap()]).await;
    rig.state.at(rev.unwrap().unwrap()).await.unwrap();
    let assume = |cx: &Arc<Cx>, more: Value| {
        let mut ask = json!({"RoleArn": record.arn(), "RoleSessionName": "work"});
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rig.call_as(cx.clone(), &sts::AssumeRole, ask)
    };
    let code = app.code(&rig, 0);
    // What is wrong besides is told first, and the code stays good.
    let mut long = app.shown(&code);
    long["DurationSeconds"] = json!(7200);
    assert_eq!(assume(&bob, long).await.unwrap_err().0, "ValidationError");
    let direct = assume(&bob, app.shown(&code)).await.unwrap();
    let direct = found(&rig, &direct);
    let mfa_at = |caller: &Caller| caller.session.as_ref().unwrap().mfa_at;
    assert_eq!(mfa_at(&direct), Some(rig.clock.now()));
    assert!(matches!(direct.principal, Principal::Role { .. }));
    assert_eq!(assume(&bob, app.shown(&code)).await.unwrap_err().1, WRONG);
    rig.clock.advance_ms(30_000);
    let at = rig.clock.now();
    let shown = app.shown(&app.code(&rig, 0));
    let session = rig.call_as(bob.clone(), &sts::GetSessionToken, shown).await.unwrap();
    let session = caller((*found(&rig, &session)).clone());
    rig.clock.advance_ms(60_000);
    let one = found(&rig, &assume(&session, json!({})).await.unwrap());
    assert_eq!(mfa_at(&one), Some(at), "when it was shown, not when the role was assumed");
    let next = found(&rig, &assume(&caller((*one).clone()), json!({})).await.unwrap());
    assert_eq!(mfa_at(&next), None);
    // A role's session has no device, though its user has.
    let shown = app.shown(&app.code(&rig, 0));
    assert_eq!(assume(&caller((*one).clone()), shown).await.unwrap_err().1, NO_DEVICE);
    rig.end().await;
}

#[tokio::test]
async fn the_root_has_devices_too_and_nobody_more_than_eight() {
    let rig = Rig::new().await;
    let root = caller(Caller::root(account()));
    let app = App::enabled(&rig, "root-account-mfa-device", "root").await;
    let listed = rig.ok(&op::ListMFADevices, json!({})).await;
    assert_eq!(column(&listed, "MFADevices", "SerialNumber"), [app.serial.as_str()]);
    assert_eq!(listed["MFADevices"][0]["UserName"], "root");
    let summary = rig.ok(&op::GetAccountSummary, json!({})).await;
    assert_eq!(summary["SummaryMap"]["AccountMFAEnabled"], 1);
    let shown = app.shown(&app.code(&rig, 0));
    let session = rig.call_as(root, &sts::GetSessionToken, shown).await.unwrap();
    assert!(found(&rig, &session).session.as_ref().unwrap().mfa_at.is_some());
    // Only the root calls itself so.
    let bob = user(&rig, "bob").await;
    let other = rig.call_as(bob, &op::ListMFADevices, json!({"UserName": "root"})).await;
    assert_eq!(other.unwrap_err().0, "NoSuchEntityException");
    rig.ok(&op::DeactivateMFADevice, json!({"SerialNumber": app.serial})).await;
    assert_eq!(rig.ok(&op::ListMFADevices, json!({})).await["MFADevices"], json!([]));

    for at in 0..8 {
        App::enabled(&rig, &format!("d{at}"), "bob").await;
    }
    let ninth = App::new(&rig, "d8").await;
    let text = "Cannot exceed quota for MFADevicesPerUser: 8";
    let pair = ninth.pair(&rig, "bob", -1, 0);
    refused(&rig, &op::EnableMFADevice, pair, "LimitExceededException", text).await;
    let all = paged(&rig, &op::ListMFADevices, json!({"UserName": "bob"}), "MFADevices", 3).await;
    assert_eq!(all.len(), 8);
    let all = paged(&rig, &op::ListVirtualMFADevices, json!({}), "VirtualMFADevices", 4).await;
    assert_eq!(all.len(), 10);

    let serial = json!({"SerialNumber": ninth.serial});
    let tag = json!({"SerialNumber": ninth.serial, "Tags": [{"Key": "k", "Value": "v"}]});
    rig.ok(&op::TagMFADevice, tag).await;
    let tags = rig.ok(&op::ListMFADeviceTags, serial.clone()).await;
    assert_eq!(tags["Tags"], json!([{"Key": "k", "Value": "v"}]));
    rig.ok(&op::UntagMFADevice, json!({"SerialNumber": ninth.serial, "TagKeys": ["k"]})).await;
    assert_eq!(rig.ok(&op::ListMFADeviceTags, serial).await["Tags"], json!([]));
    rig.end().await;
}
