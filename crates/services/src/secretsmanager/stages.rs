//! Stages: labels that versions of a secret have, each of them one at most.

use ferrogate_api::Cx;
use ferrogate_api::secretsmanager::{
    Error, UpdateSecretVersionStageRequest, UpdateSecretVersionStageResponse,
};
use ferrogate_base::TimestampMs;
use ferrogate_records::secretsmanager::secret::{CURRENT, PREVIOUS, Record, Version};

use super::{Result, SecretsManager};
use crate::keyring::DAY_MS;

/// Stages of all versions of a secret (Secrets Manager user guide, "Quotas").
const STAGES_MAX: usize = 20;
/// Versions of one secret from which on those without a stage go (Secrets Manager user guide,
/// "Secret versions").
const KEPT_MAX: usize = 100;
/// So many go with one change: a transaction has a limit.
const GONE_MAX: usize = 50;
/// Versions of one secret at most, whatever their age: a record must hold them.
const VERSIONS_MAX: usize = 500;

impl SecretsManager {
    pub(super) async fn update_secret_version_stage(
        &self,
        cx: &Cx,
        input: UpdateSecretVersionStageRequest,
    ) -> Result<UpdateSecretVersionStageResponse> {
        self.change(cx, |view, change| {
            let secret = view.lasting(&input.secret_id)?;
            let from = input.remove_from_version_id.as_deref();
            let to = input.move_to_version_id.as_deref();
            let mut next = (**secret).clone();
            moved(&mut next, &input.version_stage, from, to)?;
            next.changed_at = view.now;
            change.put(&secret, next)?;
            Ok(UpdateSecretVersionStageResponse {
                arn: Some(secret.arn()),
                name: Some(secret.name.clone()),
            })
        })
        .await
    }
}

/// Moves a stage from one version to another, or to none.
fn moved(secret: &mut Record, stage: &str, from: Option<&str>, to: Option<&str>) -> Result<()> {
    for id in [from, to].into_iter().flatten() {
        if secret.version(id).is_none() {
            let text = format!(
                "Secrets Manager can't find the specified secret value for VersionId: {id}"
            );
            return Err(Error::resource_not_found(text).into());
        }
    }
    let has = secret.staged(stage).map(|version| version.id.clone());
    match (from, &has) {
        _ if has.as_deref() == to && to.is_some() => return Ok(()),
        (None, Some(has)) if to.is_some() => {
            let text = format!(
                "The parameter RemoveFromVersionId can't be empty. Staging label {stage} is \
                 currently attached to version {has}, so you must explicitly reference that \
                 version in RemoveFromVersionId."
            );
            return Err(Error::invalid_parameter(text).into());
        }
        (Some(from), has) if has.as_deref() != Some(from) => {
            let text = format!(
                "The parameter RemoveFromVersionId has version {from}, to which staging label \
                 {stage} is not attached."
            );
            return Err(Error::invalid_parameter(text).into());
        }
        _ => {}
    }
    match to {
        Some(to) => {
            let to = to.to_owned();
            attach(secret, &to, &[stage.to_owned()])
        }
        None if from.is_none() => {
            let text = "You must provide RemoveFromVersionId, MoveToVersionId, or both.";
            Err(Error::invalid_parameter(text).into())
        }
        None if stage == CURRENT => {
            let text = "You can only move staging label AWSCURRENT to a different secret version. \
                        It can't be completely removed.";
            Err(Error::invalid_parameter(text).into())
        }
        None => {
            detach(secret, stage);
            Ok(())
        }
    }
}

/// Gives stages to a version, which others lose; the one that was in force becomes the previous
/// one.
pub(super) fn attach(secret: &mut Record, to: &str, stages: &[String]) -> Result<()> {
    let before = secret.staged(CURRENT).map(|version| version.id.clone());
    for stage in stages {
        detach(secret, stage);
        give(secret, to, stage);
    }
    let after = secret.staged(CURRENT).map(|version| version.id.clone());
    if let Some(before) = before.filter(|_| stages.iter().any(|stage| stage == CURRENT))
        && after.as_deref() != Some(&*before)
    {
        detach(secret, PREVIOUS);
        give(secret, &before, PREVIOUS);
    }
    let count: usize = secret.versions.iter().map(|version| version.stages.len()).sum();
    match count > STAGES_MAX {
        true => {
            let text = format!("A secret has at most {STAGES_MAX} staging labels.");
            Err(Error::limit_exceeded(text).into())
        }
        false => Ok(()),
    }
}

fn give(secret: &mut Record, to: &str, stage: &str) {
    if let Some(version) = secret.versions.iter_mut().find(|version| version.id == to) {
        version.stages.push(stage.to_owned());
    }
}

fn detach(secret: &mut Record, stage: &str) {
    for version in &mut secret.versions {
        version.stages.retain(|of| of != stage);
    }
}

/// Adds a version with these stages, or those that it has if nobody says: it is in force. Answers
/// with the versions that go for it, the oldest of those without a stage.
pub(super) fn add(
    secret: &mut Record,
    version: Version,
    stages: Option<&[String]>,
    now: TimestampMs,
) -> Result<Vec<Version>> {
    let id = version.id.clone();
    secret.versions.push(Version { stages: vec![], ..version });
    let mut all: Vec<String> = stages.map_or_else(|| vec![CURRENT.to_owned()], <[String]>::to_vec);
    let mut seen = Vec::new();
    all.retain(|stage| {
        !seen.contains(stage) && {
            seen.push(stage.clone());
            true
        }
    });
    // The first is in force in any case.
    if secret.staged(CURRENT).is_none() && !all.iter().any(|stage| stage == CURRENT) {
        all.push(CURRENT.to_owned());
    }
    attach(secret, &id, &all)?;
    let mut gone = Vec::new();
    while secret.versions.len() > KEPT_MAX && gone.len() < GONE_MAX {
        let is_old = |version: &Version| now.0.saturating_sub(version.created_at.0) >= DAY_MS;
        let at = secret.versions.iter().position(|one| one.stages.is_empty() && is_old(one));
        let Some(at) = at else { break };
        gone.push(secret.versions.remove(at));
    }
    if secret.versions.len() > VERSIONS_MAX {
        let text = "You've exceeded the number of versions that a secret can have.";
        return Err(Error::limit_exceeded(text).into());
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_records::Scope;

    fn secret() -> Record {
        Record {
            scope: Scope::new("111122223333".parse().unwrap(), "eu-west-1"),
            name: "s".into(),
            suffix: "AbCdEf".into(),
            description: None,
            of_type: None,
            kms_key: None,
            versions: vec![],
            policy: None,
            deletion: None,
            created_at: TimestampMs(0),
            changed_at: TimestampMs(0),
            accessed_at: None,
            tags: vec![],
        }
    }

    fn version(id: &str, at: u64) -> Version {
        let id = id.to_owned();
        Version { id, stages: vec![], created_at: TimestampMs(at), kms_key: None }
    }

    /// Each version with its stages.
    fn shown(secret: &Record) -> String {
        let one = |version: &Version| format!("{}:{}", version.id, version.stages.join("+"));
        secret.versions.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn put(secret: &mut Record, id: &str, stages: Option<&[&str]>) {
        let stages: Option<Vec<String>> =
            stages.map(|all| all.iter().map(|stage| (*stage).to_owned()).collect());
        let gone = add(secret, version(id, 0), stages.as_deref(), TimestampMs(0)).unwrap();
        assert!(gone.is_empty());
    }

    #[test]
    fn a_new_version_is_in_force_and_the_one_before_is_the_previous_one() {
        let mut secret = secret();
        put(&mut secret, "a", None);
        assert_eq!(shown(&secret), "a:AWSCURRENT");
        put(&mut secret, "b", None);
        assert_eq!(shown(&secret), "a:AWSPREVIOUS b:AWSCURRENT");
        put(&mut secret, "c", Some(&["AWSPENDING", "x"]));
        assert_eq!(shown(&secret), "a:AWSPREVIOUS b:AWSCURRENT c:AWSPENDING+x");
        moved(&mut secret, CURRENT, Some("b"), Some("c")).unwrap();
        assert_eq!(shown(&secret), "a: b:AWSPREVIOUS c:AWSPENDING+x+AWSCURRENT");
        moved(&mut secret, "x", Some("c"), None).unwrap();
        moved(&mut secret, CURRENT, Some("c"), Some("b")).unwrap();
        assert_eq!(shown(&secret), "a: b:AWSCURRENT c:AWSPENDING+AWSPREVIOUS");
    }

    #[test]
    fn the_first_version_is_in_force_whatever_stages_it_has() {
        let mut secret = secret();
        put(&mut secret, "a", Some(&["x"]));
        assert_eq!(shown(&secret), "a:x+AWSCURRENT");
    }

    #[test]
    fn a_stage_is_moved_from_where_it_is_alone() {
        let mut secret = secret();
        put(&mut secret, "a", None);
        put(&mut secret, "b", None);
        let before = secret.clone();
        for (stage, from, to) in [
            (CURRENT, None, Some("a")),
            (CURRENT, Some("a"), Some("a")),
            (CURRENT, Some("b"), None),
            (CURRENT, Some("b"), Some("z")),
            ("x", Some("b"), None),
            ("x", None, None),
        ] {
            assert!(moved(&mut secret, stage, from, to).is_err(), "{stage} {from:?} {to:?}");
            assert_eq!(secret, before);
        }
        moved(&mut secret, "x", None, Some("a")).unwrap();
        assert_eq!(shown(&secret), "a:AWSPREVIOUS+x b:AWSCURRENT");
    }

    #[test]
    fn a_secret_has_twenty_stages_at_most() {
        let mut secret = secret();
        for n in 0..STAGES_MAX - 1 {
            put(&mut secret, &format!("v{n}"), Some(&[&*format!("s{n}")]));
        }
        let more = add(&mut secret, version("x", 0), Some(&["more".into()]), TimestampMs(0));
        assert!(more.is_err());
    }

    #[test]
    fn old_versions_without_a_stage_go_first() {
        let mut secret = secret();
        for at in 0..KEPT_MAX as u64 {
            add(&mut secret, version(&format!("v{at}"), at), None, TimestampMs(at)).unwrap();
        }
        let young = add(&mut secret, version("y", 200), None, TimestampMs(200)).unwrap();
        assert!(young.is_empty() && secret.versions.len() == KEPT_MAX + 1);
        let now = TimestampMs(DAY_MS + 1000);
        let gone = add(&mut secret, version("z", now.0), None, now).unwrap();
        assert_eq!(gone.iter().map(|one| &*one.id).collect::<Vec<_>>(), ["v0", "v1"]);
        assert!(secret.staged(PREVIOUS).is_some_and(|version| version.id == "y"));
    }
}
