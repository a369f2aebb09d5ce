//! Campaigns, built on transactions, leases and watches: the same for every backend.

use futures_util::StreamExt;
use serde::{Deserialize, Serialize};

use crate::codec;
use crate::contract::Store;
use crate::error::{Error, Result};
use crate::key::Key;
use crate::model::{Event, Guard, Kv, LeaseId, Op, Term, TxnOut, Watched};

const SCHEMA: u32 = 1;

/// What a role's key holds, for people who look.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    who: String,
}

pub(crate) async fn campaign<S: Store + ?Sized>(
    store: &S,
    role: &Key,
    lease: LeaseId,
    who: &str,
) -> Result<Term> {
    let holder = codec::encode(SCHEMA, &Holder { who: who.to_owned() })
        .map_err(|e| Error::Invalid(format!("a candidate named {who:?}: {e}")))?;
    let take = [Op::put_leased(role.clone(), holder.clone(), lease)];
    loop {
        match store.txn(&[Guard::Absent(role.clone())], &take).await {
            Ok(TxnOut::Committed(fence)) => return Ok(Term { key: role.clone(), fence }),
            Ok(TxnOut::Conflict(found)) => match found.into_iter().next().flatten() {
                // Ours: an earlier try that we did not hear of, or a caller that asks again.
                Some(kv) if kv.lease == Some(lease) && kv.val == holder => {
                    return Ok(Term { key: role.clone(), fence: kv.modify });
                }
                Some(kv) => vacant(store, &kv).await?,
                None => {} // gone meanwhile
            },
            // Unknown: the next turn finds it absent, or taken by us.
            Err(e) if e.is_ambiguous() => {}
            Err(e) => return Err(e),
        }
    }
}

/// Returns once `held` was written or deleted.
async fn vacant<S: Store + ?Sized>(store: &S, held: &Kv) -> Result<()> {
    let mut watch = store.watch(&held.key.parent(), held.modify);
    while let Some(watched) = watch.next().await {
        match watched {
            Ok(Watched::Batch { events, .. }) if touches(&events, &held.key) => return Ok(()),
            Ok(_) => {}
            Err(Error::Compacted { oldest }) => {
                // Much has happened since the role was taken: look, then watch from there.
                let (now, _) = store
                    .get(std::slice::from_ref(&held.key), crate::Read::AtLeast(oldest))
                    .await?;
                if now.first().and_then(Option::as_ref).map(|kv| kv.modify) != Some(held.modify) {
                    return Ok(());
                }
                watch = store.watch(&held.key.parent(), oldest);
            }
            Err(e) => return Err(e),
        }
    }
    Err(Error::Closed)
}

fn touches(events: &[Event], key: &Key) -> bool {
    events.iter().any(|event| event.key() == key)
}
