//! What the agent keeps of a task beside its facts, for the agent after it.

use std::io;
use std::path::Path;

use ferrogate_image::Digest;
use ferrogate_link::Assignment;
use serde::{Deserialize, Serialize};

use super::slots::Slot;

/// The file in a task's folder that says what it is and which slot it has.
const FILE: &str = "task.json";

/// What the file begins with: a digest of the rest, for a byte that has changed may leave it
/// one that can be read, and says of another slot that it is this task's.
const CHECK: &str = r#"{"check":""#;
/// Digits of the digest.
const CHECK_DIGITS: usize = 16;

/// What a task's folder says.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct OnDisk {
    pub(super) assignment: Assignment,
    pub(super) slot: Option<Slot>,
    /// The kernel's life in which it was begun.
    pub(super) boot_id: String,
}

impl OnDisk {
    /// Reads a task's folder; `None` when its file was never written.
    ///
    /// # Errors
    /// When it can't be read, or is not as it was written.
    pub(super) fn read(dir: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(dir.join(FILE)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Ok(bytes) => Self::decode(&bytes).map(Some),
            Err(e) => Err(e),
        }
    }

    /// What the file says.
    pub(super) fn encode(&self) -> Vec<u8> {
        let rest = serde_json::to_vec(self).expect("an assignment is numbers and texts");
        let mut whole = format!("{CHECK}{}\",", check(&rest)).into_bytes();
        whole.extend_from_slice(&rest[1..]);
        whole
    }

    fn decode(bytes: &[u8]) -> io::Result<Self> {
        let Some((found, rest)) = checked(bytes) else {
            // Of an agent that wrote none.
            return Ok(serde_json::from_slice(bytes)?);
        };
        if found != check(&rest).as_bytes() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not as it was written"));
        }
        Ok(serde_json::from_slice(&rest)?)
    }

    /// Replaces the file, in a folder that is made if it is missing. Not flushed: the journal's
    /// line is what must outlast a power cut.
    pub(super) fn write(dir: &Path, encoded: &[u8]) -> io::Result<()> {
        std::fs::create_dir_all(dir)?;
        let new = dir.join(".task.json.new");
        std::fs::write(&new, encoded)?;
        std::fs::rename(new, dir.join(FILE))
    }
}

fn check(rest: &[u8]) -> String {
    Digest::of(rest).hex()[..CHECK_DIGITS].to_owned()
}

/// The digest at the file's beginning, and what it is of.
fn checked(bytes: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let (found, rest) = bytes.strip_prefix(CHECK.as_bytes())?.split_at_checked(CHECK_DIGITS)?;
    let rest = rest.strip_prefix(b"\",")?;
    Some((found, [b"{", rest].concat()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId, TaskKey, TimestampMs};
    use ferrogate_link::{Container, Desired, Eni, Limits, STORAGE_GIB, Spec};

    /// What an agent keeps of a task of one container.
    pub(in crate::agent) fn kept(key: &TaskKey, slot: Slot) -> OnDisk {
        let assignment = Assignment {
            key: key.clone(),
            desired: Desired::Running,
            observed: 0,
            account: "000000000000".parse().unwrap(),
            region: "us-east-1".into(),
            zone: "us-east-1a".into(),
            task_arn: "arn:aws:ecs:us-east-1:000000000000:task/default/1".into(),
            cluster_arn: "arn:aws:ecs:us-east-1:000000000000:cluster/default".into(),
            family: "web".into(),
            revision: 1,
            created_at: TimestampMs(1),
            container_ids: vec!["1b2a6b3a-0000-4000-8000-000000000000".into()],
            tags: [("team".into(), "a".into())].into(),
            eni: Eni {
                id: "eni-0123456789abcdef0".into(),
                vpc: "vpc-1".into(),
                vpc_cidr: "172.31.0.0/16".into(),
                subnet_cidr: "172.31.16.0/20".into(),
                address: "172.31.16.5".parse().unwrap(),
                gateway: "172.31.16.1".parse().unwrap(),
                mac: "02:00:00:00:00:01".into(),
                private_dns_name: "ip-172-31-16-5.ec2.internal".into(),
                dns: None,
                ipv6: None,
            },
            spec: Spec {
                limits: Limits { cpu_units: 256, memory_mib: 512, pids_max: 4096 },
                storage_gib: STORAGE_GIB,
                pid_shared: false,
                fault_injection: false,
                task_role: None,
                execution_role: None,
                containers: vec![Container::plain("web", "busybox")],
            },
            publish: vec![],
            commit: None,
        };
        OnDisk { assignment, slot: Some(slot), boot_id: "boot".into() }
    }

    fn key() -> TaskKey {
        TaskKey { task: TaskId::random(), epoch: Epoch(1) }
    }

    #[test]
    fn a_byte_that_has_changed_is_found_and_never_says_something_else() {
        let kept = kept(&key(), 3);
        let whole = kept.encode();
        assert_eq!(OnDisk::decode(&whole).unwrap(), kept);
        let mut found = 0;
        for at in 0..whole.len() {
            for bit in [0, 1, 5] {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                match OnDisk::decode(&flipped) {
                    Err(_) => found += 1,
                    Ok(read) => assert_eq!(read, kept, "byte {at}, bit {bit}"),
                }
            }
            assert!(OnDisk::decode(&whole[..at]).is_err(), "{at} bytes of it");
        }
        assert!(found > whole.len() * 2, "{found} of {}", whole.len() * 3);
    }

    #[test]
    fn a_file_without_a_digest_is_of_an_earlier_agent() {
        let kept = kept(&key(), 3);
        assert_eq!(OnDisk::decode(&serde_json::to_vec(&kept).unwrap()).unwrap(), kept);
    }
}
