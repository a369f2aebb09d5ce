//! Short texts that become paths, keys and addresses.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use ferrogate_api::Timestamp;
use ferrogate_api::access::ciphertext::Header;
use ferrogate_base::{AccountId, TaskId, TaskKey, TimestampMs};
use ferrogate_image::blobs::UploadId;
use ferrogate_image::{Digest, Platform, Reference, reference as references};
use ferrogate_net::{EniId, Mac, VpcId};
use ferrogate_records::autoscaling::schedule::Schedule;
use ferrogate_records::ecr::repository;
use ferrogate_store::{Key, Prefix};
use ferrogate_telemetry::EventId;

use super::texts;
use crate::request::split_once;

pub(super) const REFERENCES: &[&str] = &[
    "docker.io/",
    "library/",
    "localhost:5000/",
    "[::1]:5000/",
    ":latest",
    "@sha256:",
    "sha512:",
    "/",
    ":",
    "@",
    "..",
    "__",
    "--",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
];
pub(super) const IDS: &[&str] = &[
    "task",
    "key",
    "account",
    "mac",
    "eni",
    "vpc",
    "upload",
    "event",
    "platform",
    "time",
    "host",
    "eni-",
    "vpc-",
    "10.0.0.0/8",
    "02:00:00:00:00:01",
    "linux/arm64/v8",
    "2026-01-02T03:04:05.678Z",
    "Fri, 02 Jan 2026 03:04:05 GMT",
    ".dkr.ecr.us-east-1.amazonaws.com",
    "/task/000000000000/",
    "/",
];

/// What is read prints itself so that it reads the same.
fn same<T: FromStr + Display + PartialEq + Debug>(text: &str) -> Option<T> {
    let read: T = text.parse().ok()?;
    let printed = read.to_string();
    let again = printed.parse::<T>().ok();
    assert_eq!(again.as_ref(), Some(&read), "{text:?} prints as {printed:?}");
    Some(read)
}

pub(super) fn reference(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(reference) = same::<Reference>(text) {
        references::check_path(reference.repository()).expect("the path was checked");
        assert!(!reference.locator().is_empty() && !reference.registry().is_empty());
        let pinned = reference.pinned(Digest::of(data));
        assert_eq!(pinned.digest(), Some(&Digest::of(data)));
        same::<Reference>(&pinned.to_string()).expect("a pinned reference is one");
    }
    let _ = references::check_path(text);
}

pub(super) fn reference_seeds() -> Vec<Vec<u8>> {
    let digest = Digest::of(b"abc");
    texts(&[
        "nginx",
        "nginx:1.27-alpine",
        "localhost:5000/a/b_c.d--e:v1",
        "[::1]:5000/a",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app:latest",
        &format!("ghcr.io/a/b:c@{digest}"),
        &format!("a@{digest}"),
    ])
}

pub(super) fn digest(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(digest) = same::<Digest>(text) {
        assert!(digest.hex().starts_with(digest.short()));
        assert!(!digest.matches(data), "nothing has the digest that it names");
    }
}

pub(super) fn digest_seeds() -> Vec<Vec<u8>> {
    let sha512 = format!("sha512:{}", "0a".repeat(64));
    texts(&[&Digest::of(b"abc").to_string(), &sha512, "sha256:", "sha256:BA78"])
}

/// A schedule and its time zone.
pub(super) fn schedule(data: &[u8]) {
    let (zone, text) = split_once(data, b" ").unwrap_or((b"", data));
    let (Ok(zone), Ok(text)) = (std::str::from_utf8(zone), std::str::from_utf8(text)) else {
        return;
    };
    let Ok(schedule) = Schedule::parse(text, (!zone.is_empty()).then_some(zone)) else { return };
    let (anchor, mut after) = (TimestampMs(1_700_000_000_000), TimestampMs(1_700_000_000_000));
    for _ in 0..3 {
        let Some(next) = schedule.next(after, anchor) else { return };
        assert!(next > after, "it is due later");
        after = next;
    }
}

pub(super) fn schedule_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "UTC at(2024-05-01T08:30:00)",
        "Europe/Berlin rate(5 minutes)",
        "America/New_York cron(0/10 8-17 ? 1,6 MON-FRI *)",
        " cron(30 1 LW * ? 2030-2040/3)",
        " cron(0 9 ? * 2#1 *)",
        " cron(0 9 L-3,15W * ? *)",
    ])
}

pub(super) const SCHEDULES: &[&str] = &[
    "at(",
    "rate(",
    "cron(",
    ")",
    "UTC ",
    "Asia/Kolkata ",
    "?",
    "*",
    "L",
    "W",
    "#",
    "/",
    "-",
    ",",
    "minutes",
    "hours",
    "days",
    "MON",
    "JAN",
    "2024-05-01T08:30:00",
];

pub(super) fn ids(data: &[u8]) {
    let (kind, text) = split_once(data, b" ").unwrap_or((b"", data));
    let Ok(text) = std::str::from_utf8(text) else { return };
    match kind {
        b"task" => drop(same::<TaskId>(text)),
        b"key" => drop(same::<TaskKey>(text)),
        b"account" => drop(same::<AccountId>(text)),
        b"mac" => drop(same::<Mac>(text)),
        b"eni" => {
            if let Some(eni) = same::<EniId>(text) {
                assert!(eni.host_if().len() < 16, "the kernel takes 15 bytes"); // IFNAMSIZ
            }
        }
        b"vpc" => drop(same::<VpcId>(text)),
        b"upload" => drop(same::<UploadId>(text)),
        b"event" => drop(same::<EventId>(text)),
        b"platform" => drop(same::<Platform>(text)),
        b"time" => time(text),
        b"host" => drop(repository::scope_of_host(text)),
        _ => key(text),
    }
}

fn time(text: &str) {
    let Ok(time) = Timestamp::parse(text) else { return };
    let mut printed = String::new();
    time.write_iso(true, &mut printed).expect("a string takes all");
    assert_eq!(Timestamp::parse(&printed).ok(), Some(time), "{text:?} prints as {printed:?}");
}

fn key(text: &str) {
    let _ = Prefix::new(text);
    let Ok(key) = Key::new(text) else { return };
    let segments: Vec<&str> = key.segments().collect();
    assert_eq!(Key::of(&segments).ok().as_ref(), Some(&key), "its segments make the key");
    assert!(key.parent().contains(&key));
}

pub(super) fn id_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "task 0123456789abcdef0123456789abcdef",
        "key 0123456789abcdef0123456789abcdef-42",
        "account 000000000000",
        "mac 02:00:00:00:00:01",
        "eni eni-0123456789abcdef0",
        "vpc vpc-0123456789abcdef0",
        "upload 0190a0a0-0000-4000-8000-000000000000",
        "event 0000000000000000000000000000000000000000000000000000000f",
        "platform linux/arm64/v8",
        "time 2026-01-02T03:04:05.678Z",
        "time Fri, 02 Jan 2026 03:04:05 GMT",
        "time 1767323045.678",
        "host 000000000000.dkr.ecr.us-east-1.amazonaws.com:443",
        "store /task/000000000000/us-east-1/x",
    ])
}

pub(super) const CIPHERTEXTS: &[&str] = &["\u{1}", ":", "eu-west-1:111122223333:k", "*", "-"];

/// A ciphertext of KMS: the key that it names is one that can be written, and nothing wider.
pub(super) fn ciphertext(data: &[u8]) {
    let Some((header, rest)) = Header::read(data) else { return };
    let written = header.write();
    assert_eq!(written, data[..data.len() - rest.len()], "another header is read than was written");
    let arn = header.arn();
    assert!(!arn.contains(['*', '?', '$']) && arn.matches('/').count() == 1, "{arn}");
}

pub(super) fn ciphertext_seeds() -> Vec<Vec<u8>> {
    let header = Header {
        region: "eu-west-1".into(),
        account: "111122223333".into(),
        key: "1234abcd-12ab-34cd-56ef-1234567890ab".into(),
        material: 1,
    };
    let mut whole = header.write();
    whole.extend_from_slice(&[7; 44]);
    vec![whole, header.write(), vec![1, 0]]
}
