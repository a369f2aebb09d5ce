//! Amazon Route 53, as far as it names things inside VPCs: private hosted zones.
//!
//! A zone and each of its record sets is a record; hosts are told of both, and the resolvers of
//! the VPCs that a zone is associated with answer by it. A change is committed with its effect,
//! so it is in sync when it is answered. What an operation does is one guarded transaction.

mod associate;
mod batch;
mod list;
mod sets;
mod show;
mod tags;
mod zones;

use std::sync::Arc;

use ferrogate_api::route53::{ChangeInfo, ChangeStatus, Error, op};
use ferrogate_api::{Cx, Failure, Operations, Timestamp};
use ferrogate_records::route53::{change as change_record, zone};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::Key;

use crate::change::{self, Change};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations of Route 53 over the engine's state.
pub struct Route53 {
    state: Arc<State>,
}

/// Puts every operation of Route 53 that is built into the table.
pub fn register(table: &mut Operations, state: Arc<State>) {
    let route53 = Arc::new(Route53 { state });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let route53 = route53.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let route53 = route53.clone();
                async move { route53.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        AssociateVPCWithHostedZone => associate_vpc_with_hosted_zone,
        ChangeResourceRecordSets => change_resource_record_sets,
        ChangeTagsForResource => change_tags_for_resource,
        CreateHostedZone => create_hosted_zone,
        CreateVPCAssociationAuthorization => create_vpc_association_authorization,
        DeleteHostedZone => delete_hosted_zone,
        DeleteVPCAssociationAuthorization => delete_vpc_association_authorization,
        DisassociateVPCFromHostedZone => disassociate_vpc_from_hosted_zone,
        GetChange => get_change,
        GetHostedZone => get_hosted_zone,
        GetHostedZoneCount => get_hosted_zone_count,
        ListHostedZones => list_hosted_zones,
        ListHostedZonesByName => list_hosted_zones_by_name,
        ListHostedZonesByVPC => list_hosted_zones_by_vpc,
        ListResourceRecordSets => list_resource_record_sets,
        ListTagsForResource => list_tags_for_resource,
        ListTagsForResources => list_tags_for_resources,
        ListVPCAssociationAuthorizations => list_vpc_association_authorizations,
        UpdateHostedZoneComment => update_hosted_zone_comment,
    }
}

/// What an operation sees.
struct View<'c> {
    cx: &'c Cx,
    snapshot: Snapshot,
    state: &'c State,
}

impl View<'_> {
    /// The zone that a request names, if the caller owns it.
    fn zone(&self, id: &str) -> Result<Arc<Entry<zone::Record>>> {
        let own = self.any_zone(id)?.filter(|zone| zone.account == self.cx.account);
        own.ok_or_else(|| no_zone(id))
    }

    /// The zone that a request names, whosever it is.
    fn any_zone(&self, id: &str) -> Result<Option<Arc<Entry<zone::Record>>>> {
        let id = bare(id, "/hostedzone/");
        // What can't be a key is the id of nothing.
        let Ok(key) = Key::new(zone::key(id)) else { return Ok(None) };
        self.snapshot.table::<zone::Record>().get(&key).map_err(fault)
    }

    /// The caller's zones.
    fn zones(&self) -> Result<Vec<&Arc<Entry<zone::Record>>>> {
        let all = self.snapshot.table::<zone::Record>().all().map_err(fault)?;
        Ok(all.filter(|zone| zone.account == self.cx.account).collect())
    }

    /// Remembers a change that the transaction makes.
    fn submit(&self, to: &mut Change, comment: Option<&str>) -> Result<ChangeInfo> {
        let record = change_record::Record {
            account: self.cx.account.clone(),
            id: new_id('C'),
            submitted_at: self.state.now(),
            comment: comment.map(str::to_owned),
        };
        to.create(change_record::key(&record.id), &record)?;
        Ok(shown_change(&record))
    }
}

impl Route53 {
    fn view<'c>(&'c self, cx: &'c Cx) -> View<'c> {
        View { cx, snapshot: self.state.snapshot(), state: &self.state }
    }

    /// Commits what `plan` makes of what it sees, and answers with what else it makes; from the
    /// start when something of it was changed meanwhile. Every read afterwards sees it.
    async fn change<R>(
        &self,
        cx: &Cx,
        plan: impl Fn(&View<'_>, &mut Change) -> Result<R>,
    ) -> Result<R> {
        let see = |snapshot| View { cx, snapshot, state: &self.state };
        change::apply(&self.state, see, plan).await
    }
}

fn shown_change(record: &change_record::Record) -> ChangeInfo {
    ChangeInfo {
        id: Some(format!("/change/{}", record.id)),
        // It is committed with its effect, or not at all.
        status: Some(ChangeStatus::Insync),
        submitted_at: Some(Timestamp::from(record.submitted_at)),
        comment: record.comment.clone(),
    }
}

/// An id without what Route 53 shows before it.
fn bare<'i>(id: &'i str, prefix: &str) -> &'i str {
    id.strip_prefix(prefix).unwrap_or(id)
}

/// A new id, as long as AWS's: a letter, then capital letters and digits.
fn new_id(first: char) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKLMNPQRSTUVWX";
    let random = uuid::Uuid::new_v4().as_u128();
    // 20 times five bits; the version's bits, which are the same in all, are passed over.
    let letters = (0..20).map(|n| {
        let at = if n < 12 { 5 * n } else { 5 * n + 20 };
        char::from(ALPHABET[((random >> at) & 31) as usize])
    });
    std::iter::once(first).chain(letters).collect()
}

/// How many a page has: `MaxItems`, which is text here, 100 at most (300 for record sets).
fn page_size(asked: Option<&str>, most: usize) -> Result<usize> {
    let Some(asked) = asked else { return Ok(most) };
    match asked.parse::<usize>() {
        Ok(count) if count > 0 => Ok(count.min(most)),
        _ => Err(Error::invalid_input("MaxItems must be a number of at least 1.").into()),
    }
}

fn no_zone(id: &str) -> Failure<Error> {
    let id = bare(id, "/hostedzone/");
    Error::no_such_hosted_zone(format!("No hosted zone found with ID: {id}")).into()
}

fn not_built(what: &str) -> Failure<Error> {
    Error::not_built(format!("{what} is not built yet.")).into()
}

fn fault(cause: impl Into<Fault>) -> Failure<Error> {
    Failure::fault(cause.into())
}
