//! Removes keys of KMS and secrets whose time is over, with all that is theirs. Nobody finds them
//! by then: services look at the time, too.

use std::time::Duration;

use async_trait::async_trait;
use ferrogate_records::kms::{alias, grant, key};
use ferrogate_records::secretsmanager::{secret, value};
use ferrogate_state::{Changes, Entry, Fault, State, put};
use ferrogate_store::{Key, Op};

use crate::engine::{Cx, Next, Reconciler};

/// So many values, or grants, go in one transaction, which has a limit.
const VALUES_AT_ONCE: usize = 60;
/// A long wait is cut into pieces: a clock may be set meanwhile.
const WAIT_MAX: Duration = Duration::from_secs(3600);

/// Removes what is over.
#[derive(Clone, Copy, Debug)]
pub struct Expired;

#[async_trait]
impl Reconciler for Expired {
    const NAME: &'static str = "expired-secrets";
    /// By the key of the record.
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<key::Record>(changes);
        state.tell::<secret::Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn reconcile(&self, cx: &Cx, at: &Key) -> Result<Next, Fault> {
        match at.as_str().split('/').nth(1) {
            Some(key::KIND) => of_key(cx, at).await,
            Some(secret::KIND) => of_secret(cx, at).await,
            _ => Ok(Next::WhenChanged),
        }
    }
}

async fn of_key(cx: &Cx, at: &Key) -> Result<Next, Fault> {
    let all = cx.state.snapshot();
    let Some(key) = all.table::<key::Record>().get(at)? else { return Ok(Next::WhenChanged) };
    let key::State::PendingDeletion { at, .. } = key.state else { return Ok(Next::WhenChanged) };
    if !key.is_gone(cx.state.now()) {
        return Ok(until(cx, at));
    }
    let of = (key.scope.clone(), key.id.clone());
    // Who makes another one now has written the key, too.
    let grants = all.table::<grant::Record>();
    let grants: Vec<_> = grants.by::<grant::OfKey>(&of)?.take(VALUES_AT_ONCE).collect();
    if !grants.is_empty() {
        let ops: Vec<Op> = grants.iter().map(|grant| Op::Del(grant.key.clone())).collect();
        return Ok(match cx.commit_from_reserve(&[key.unchanged()], &ops).await? {
            Some(_) => Next::Now,
            None => Next::AfterConflict,
        });
    }
    // Who names it by another alias now has written the key, too.
    let names: Vec<_> = all.table::<alias::Record>().by::<alias::OfKey>(&of)?.collect();
    let mut guards = vec![key.unchanged()];
    guards.extend(names.iter().map(|alias| alias.unchanged()));
    let mut ops = vec![Op::Del(key.key.clone())];
    ops.extend(names.iter().map(|alias| Op::Del(alias.key.clone())));
    Ok(match cx.commit_from_reserve(&guards, &ops).await? {
        Some(_) => Next::WhenChanged,
        None => Next::AfterConflict,
    })
}

async fn of_secret(cx: &Cx, at: &Key) -> Result<Next, Fault> {
    let found = cx.state.snapshot().table::<secret::Record>().get(at)?;
    let Some(secret) = found else { return Ok(Next::WhenChanged) };
    let Some(deletion) = secret.deletion else { return Ok(Next::WhenChanged) };
    if !secret.is_gone(cx.state.now()) {
        return Ok(until(cx, deletion.at));
    }
    let (ops, rest) = removal(&secret)?;
    Ok(match cx.commit_from_reserve(&[secret.unchanged()], &ops).await? {
        Some(_) if rest => Next::Now,
        Some(_) => Next::WhenChanged,
        None => Next::AfterConflict,
    })
}

/// What removes a secret, or as many of its values as one transaction takes; whether there is more.
fn removal(secret: &Entry<secret::Record>) -> Result<(Vec<Op>, bool), Fault> {
    let (now, later) = secret.versions.split_at(secret.versions.len().min(VALUES_AT_ONCE));
    let mut ops = Vec::new();
    for version in now {
        ops.push(Op::Del(Key::new(value::key(secret, &version.id))?));
    }
    if later.is_empty() {
        ops.push(Op::Del(secret.key.clone()));
        return Ok((ops, false));
    }
    let next = secret::Record { versions: later.to_vec(), ..(**secret).clone() };
    ops.push(put(secret.key.clone(), &secret.doc.with(next))?);
    Ok((ops, true))
}

fn until(cx: &Cx, at: ferrogate_base::TimestampMs) -> Next {
    let rest = Duration::from_millis(at.since_ms(cx.state.now()).max(1));
    Next::After(rest.min(WAIT_MAX))
}
