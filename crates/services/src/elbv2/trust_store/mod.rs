//! Trust stores: authorities and revocation lists out of buckets, and who uses them.

mod read;

use std::collections::BTreeSet;

use ferrogate_api::elbv2::{
    AddTrustStoreRevocationsInput, AddTrustStoreRevocationsOutput, CreateTrustStoreInput,
    CreateTrustStoreOutput, DeleteSharedTrustStoreAssociationInput,
    DeleteSharedTrustStoreAssociationOutput, DeleteTrustStoreInput, DeleteTrustStoreOutput,
    DescribeTrustStoreAssociationsInput, DescribeTrustStoreAssociationsOutput,
    DescribeTrustStoreRevocation, DescribeTrustStoreRevocationsInput,
    DescribeTrustStoreRevocationsOutput, DescribeTrustStoresInput, DescribeTrustStoresOutput,
    Error, ModifyTrustStoreInput, ModifyTrustStoreOutput, RemoveTrustStoreRevocationsInput,
    RemoveTrustStoreRevocationsOutput, RevocationContent, RevocationType, TrustStore,
    TrustStoreAssociation, TrustStoreRevocation, TrustStoreStatus,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_records::elb::trust_store::{Record, Revocation, revocation};
use ferrogate_records::elb::{Named, listener, trust_store};
use ferrogate_state::Fault;
use ferrogate_store::Key;

use self::read::Bundle;
use super::bucket::{self, Unread};
use super::view::View;
use super::{Elb, Result, fault, invalid, new_id, not_built, paging, scope, tag};

/// Trust stores of an account (ALB quotas).
const STORES_MAX: usize = 20;
/// Revocation lists of a trust store (ALB quotas).
const LISTS_MAX: usize = 30;
/// Revoked certificates of a trust store (ALB quotas).
const ENTRIES_MAX: u64 = 500_000;
/// Bytes of one revocation list, and of all of a trust store. On AWS 50 MB and no limit: here one
/// record holds a list, and nodes are told of all with each change.
const LIST_BYTES_MAX: u64 = 128 << 10;
const LISTS_BYTES_MAX: u64 = 1 << 20;

impl Elb {
    pub(super) async fn create_trust_store(
        &self,
        cx: &Cx,
        input: CreateTrustStoreInput,
    ) -> Result<CreateTrustStoreOutput> {
        super::check_name("Trust store", &input.name)?;
        let tags = tag::accepted(input.tags)?;
        let key = trust_store::key(&scope(cx), &input.name);
        let taken = |view: &View| -> Result<()> {
            if view.asked::<Record>(key.clone())?.is_some() {
                let text = format!("A trust store with the name '{}' already exists", input.name);
                return Err(Error::duplicate_trust_store_name(text).into());
            }
            Ok(())
        };
        taken(&self.view(scope(cx)))?;
        let (bucket, object) =
            (&input.ca_certificates_bundle_s3_bucket, &input.ca_certificates_bundle_s3_key);
        let version = input.ca_certificates_bundle_s3_object_version.as_deref();
        let Bundle { pem, count } = self.bundle(bucket, object, version).await?;
        let id = new_id();
        let made = self
            .change(scope(cx), |view, change| {
                taken(view)?;
                if view.all::<Record>()?.len() >= STORES_MAX {
                    let text = format!("The maximum number of trust stores is {STORES_MAX}");
                    return Err(Error::too_many_trust_stores(text).into());
                }
                change.take_turn_for(view, trust_store::KIND)?;
                let record = Record {
                    scope: view.scope.clone(),
                    named: Named { name: input.name.clone(), id: id.clone() },
                    version: new_id(),
                    authorities: pem.clone(),
                    count,
                    revocations: vec![],
                    next_revocation: 1,
                    created_at: view.now,
                    tags: tags.clone(),
                };
                change.create(record.key(), &record)?;
                Ok(show(&record))
            })
            .await?;
        Ok(CreateTrustStoreOutput { trust_stores: Some(vec![made]) })
    }

    pub(super) async fn modify_trust_store(
        &self,
        cx: &Cx,
        input: ModifyTrustStoreInput,
    ) -> Result<ModifyTrustStoreOutput> {
        self.view(scope(cx)).find_trust_store(&input.trust_store_arn)?;
        let (bucket, object) =
            (&input.ca_certificates_bundle_s3_bucket, &input.ca_certificates_bundle_s3_key);
        let version = input.ca_certificates_bundle_s3_object_version.as_deref();
        let Bundle { pem, count } = self.bundle(bucket, object, version).await?;
        let made = self
            .change(scope(cx), |view, change| {
                let old = view.find_trust_store(&input.trust_store_arn)?;
                let mut next = (**old).clone();
                (next.authorities, next.count) = (pem.clone(), count);
                next.version = new_id();
                change.put(&old, next.clone())?;
                Ok(show(&next))
            })
            .await?;
        Ok(ModifyTrustStoreOutput { trust_stores: Some(vec![made]) })
    }

    pub(super) async fn delete_trust_store(
        &self,
        cx: &Cx,
        input: DeleteTrustStoreInput,
    ) -> Result<DeleteTrustStoreOutput> {
        self.change(scope(cx), |view, change| {
            let old = view.find_trust_store(&input.trust_store_arn)?;
            if !users(view, &old.named)?.is_empty() {
                let text = format!("Trust store '{}' is currently in use", old.arn());
                return Err(Error::trust_store_in_use(text).into());
            }
            for one in &old.revocations {
                let at = revocation::key(&view.scope, &old.named, one.id);
                change.delete_under(Key::new(at).map_err(fault)?);
            }
            change.delete(&old);
            Ok(())
        })
        .await?;
        Ok(DeleteTrustStoreOutput::default())
    }

    pub(super) async fn describe_trust_stores(
        &self,
        cx: &Cx,
        input: DescribeTrustStoresInput,
    ) -> Result<DescribeTrustStoresOutput> {
        let view = self.view(scope(cx));
        let arns = input.trust_store_arns.unwrap_or_default();
        let names = input.names.unwrap_or_default();
        if !arns.is_empty() && !names.is_empty() {
            return invalid("Trust store names and trust store ARNs cannot be specified together");
        }
        let mut found = vec![];
        for arn in &arns {
            found.push(view.find_trust_store(arn)?);
        }
        for name in &names {
            let one = view.asked::<Record>(trust_store::key(&view.scope, name))?;
            let missing =
                || Error::trust_store_not_found(format!("Trust store '{name}' not found"));
            found.push(one.ok_or_else(missing)?);
        }
        if arns.is_empty() && names.is_empty() {
            found = view.all::<Record>()?;
        }
        found.sort_by(|a, b| a.key.cmp(&b.key));
        found.dedup_by(|a, b| a.key == b.key);
        let list = format!("DescribeTrustStores {arns:?} {names:?}");
        let marker = input.marker.as_deref();
        let (page, next_marker) =
            paging::page(&list, marker, input.page_size, found, |one| one.key.to_string())?;
        let trust_stores = Some(page.iter().map(|one| show(one)).collect());
        Ok(DescribeTrustStoresOutput { trust_stores, next_marker })
    }

    pub(super) async fn add_trust_store_revocations(
        &self,
        cx: &Cx,
        input: AddTrustStoreRevocationsInput,
    ) -> Result<AddTrustStoreRevocationsOutput> {
        let store = self.view(scope(cx)).find_trust_store(&input.trust_store_arn)?;
        let contents = input.revocation_contents.unwrap_or_default();
        if contents.is_empty() {
            return invalid("At least one revocation file must be specified");
        }
        if store.revocations.len() + contents.len() > LISTS_MAX {
            return too_many(format!("at most {LISTS_MAX} revocation files"));
        }
        let mut lists = vec![];
        for content in &contents {
            let bytes = self.revocation(content).await?;
            lists.push(read::revoked(&bytes, &store.authorities)?);
        }
        let added = self
            .change(scope(cx), |view, change| {
                let old = view.find_trust_store(&input.trust_store_arn)?;
                let mut next = (**old).clone();
                let mut added = vec![];
                for list in &lists {
                    let id = next.next_revocation;
                    next.next_revocation += 1;
                    let one = Revocation { id, entries: list.entries, bytes: list.bytes };
                    added.push(one.clone());
                    next.revocations.push(one);
                    let content = revocation::Record { lists: list.lists.clone() };
                    change.create(revocation::key(&view.scope, &old.named, id), &content)?;
                }
                check_room(&next)?;
                next.version = new_id();
                change.put(&old, next)?;
                Ok(added)
            })
            .await?;
        let shown = |one: &Revocation| TrustStoreRevocation {
            trust_store_arn: Some(input.trust_store_arn.clone()),
            revocation_id: Some(one.id),
            revocation_type: Some(RevocationType::Crl),
            number_of_revoked_entries: i64::try_from(one.entries).ok(),
        };
        let trust_store_revocations = Some(added.iter().map(shown).collect());
        Ok(AddTrustStoreRevocationsOutput { trust_store_revocations })
    }

    pub(super) async fn remove_trust_store_revocations(
        &self,
        cx: &Cx,
        input: RemoveTrustStoreRevocationsInput,
    ) -> Result<RemoveTrustStoreRevocationsOutput> {
        let ids: BTreeSet<i64> = input.revocation_ids.iter().copied().collect();
        self.change(scope(cx), |view, change| {
            let old = view.find_trust_store(&input.trust_store_arn)?;
            let mut next = (**old).clone();
            for id in &ids {
                find_revocation(&old, *id)?;
                let at = revocation::key(&view.scope, &old.named, *id);
                change.delete_under(Key::new(at).map_err(fault)?);
            }
            next.revocations.retain(|one| !ids.contains(&one.id));
            next.version = new_id();
            change.put(&old, next)
        })
        .await?;
        Ok(RemoveTrustStoreRevocationsOutput::default())
    }

    pub(super) async fn describe_trust_store_revocations(
        &self,
        cx: &Cx,
        input: DescribeTrustStoreRevocationsInput,
    ) -> Result<DescribeTrustStoreRevocationsOutput> {
        let store = self.view(scope(cx)).find_trust_store(&input.trust_store_arn)?;
        let ids = input.revocation_ids.unwrap_or_default();
        let mut found = vec![];
        for id in &ids {
            found.push(find_revocation(&store, *id)?.clone());
        }
        if ids.is_empty() {
            found = store.revocations.clone();
        }
        found.sort_by_key(|one| one.id);
        found.dedup();
        let list = format!("DescribeTrustStoreRevocations {} {ids:?}", input.trust_store_arn);
        let marker = input.marker.as_deref();
        let (page, next_marker) =
            paging::page(&list, marker, input.page_size, found, |one| format!("{:020}", one.id))?;
        let shown = |one: Revocation| DescribeTrustStoreRevocation {
            trust_store_arn: Some(input.trust_store_arn.clone()),
            revocation_id: Some(one.id),
            revocation_type: Some(RevocationType::Crl),
            number_of_revoked_entries: i64::try_from(one.entries).ok(),
        };
        let trust_store_revocations = Some(page.into_iter().map(shown).collect());
        Ok(DescribeTrustStoreRevocationsOutput { trust_store_revocations, next_marker })
    }

    pub(super) async fn describe_trust_store_associations(
        &self,
        cx: &Cx,
        input: DescribeTrustStoreAssociationsInput,
    ) -> Result<DescribeTrustStoreAssociationsOutput> {
        let view = self.view(scope(cx));
        let store = view.find_trust_store(&input.trust_store_arn)?;
        let found = users(&view, &store.named)?.into_iter().collect();
        let list = format!("DescribeTrustStoreAssociations {}", input.trust_store_arn);
        let marker = input.marker.as_deref();
        let (page, next_marker) =
            paging::page(&list, marker, input.page_size, found, String::clone)?;
        let shown = |arn| TrustStoreAssociation { resource_arn: Some(arn) };
        let trust_store_associations = Some(page.into_iter().map(shown).collect());
        Ok(DescribeTrustStoreAssociationsOutput { trust_store_associations, next_marker })
    }

    /// No trust store is shared with another account, so every association is of its own.
    pub(super) async fn delete_shared_trust_store_association(
        &self,
        cx: &Cx,
        input: DeleteSharedTrustStoreAssociationInput,
    ) -> Result<DeleteSharedTrustStoreAssociationOutput> {
        let view = self.view(scope(cx));
        let store = view.find_trust_store(&input.trust_store_arn)?;
        if users(&view, &store.named)?.contains(&input.resource_arn) {
            let text = "The specified association can't be within the same account.";
            return Err(Error::delete_association_same_account(text).into());
        }
        let text = "The specified association does not exist.";
        Err(Error::trust_store_association_not_found(text).into())
    }

    /// The bundle in a bucket.
    async fn bundle(&self, bucket: &str, key: &str, version: Option<&str>) -> Result<Bundle> {
        let bytes = self.object(bucket, key, version, read::BUNDLE_BYTES_MAX).await?;
        match bytes {
            Ok(bytes) => read::bundle(&bytes),
            Err(Unread::TooLarge) => {
                read::bad_bundle(&format!("it has more than {} bytes", read::BUNDLE_BYTES_MAX))
            }
            Err(Unread::Missing) => {
                let text = format!("The ca certificate bundle s3://{bucket}/{key} does not exist");
                Err(Error::ca_certificates_bundle_not_found(text).into())
            }
            Err(Unread::Failed(error)) => Err(unread(error)),
        }
    }

    /// The revocation list in a bucket.
    async fn revocation(&self, of: &RevocationContent) -> Result<Vec<u8>> {
        if of.revocation_type.as_ref().is_some_and(|kind| *kind != RevocationType::Crl) {
            return invalid("The revocation type must be 'CRL'");
        }
        let (Some(bucket), Some(key)) = (&of.s3_bucket, &of.s3_key) else {
            return invalid("An S3 bucket and key must be specified for a revocation file");
        };
        let version = of.s3_object_version.as_deref();
        match self.object(bucket, key, version, 2 * LIST_BYTES_MAX).await? {
            Ok(bytes) => Ok(bytes),
            Err(Unread::TooLarge) => read::bad_list(&format!(
                "it has more than {} bytes, which this engine does not take",
                2 * LIST_BYTES_MAX
            )),
            Err(Unread::Missing) => {
                let text = format!("The revocation file s3://{bucket}/{key} does not exist");
                Err(Error::revocation_content_not_found(text).into())
            }
            Err(Unread::Failed(error)) => Err(unread(error)),
        }
    }

    /// An object in a bucket, or why there is none.
    async fn object(
        &self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
        max: u64,
    ) -> Result<std::result::Result<Vec<u8>, Unread>> {
        let Some(buckets) = &self.buckets else {
            return not_built("A trust store, where the engine has no setting 'buckets',");
        };
        if version.is_some() {
            return not_built("The version of an object in a bucket");
        }
        // Whether the caller may read it was asked of the ARN that the bucket and the key make. A
        // key that is an ARN itself would be asked about as that, which may be one of a bucket
        // that the caller may read.
        if key.starts_with("arn:") {
            return not_built("A key of a bucket that begins with 'arn:'");
        }
        if !bucket::is_there(&buckets.names, bucket) {
            return Ok(Err(Unread::Missing));
        }
        Ok(buckets.objects.read(bucket, key, max).await)
    }
}

/// Refuses more than a trust store may have.
fn check_room(of: &Record) -> Result<()> {
    if of.revocations.len() > LISTS_MAX {
        return too_many(format!("at most {LISTS_MAX} revocation files"));
    }
    if of.revocations.iter().map(|one| one.entries).sum::<u64>() > ENTRIES_MAX {
        return too_many(format!("at most {ENTRIES_MAX} revoked certificates"));
    }
    if of.revocations.iter().any(|one| one.bytes > LIST_BYTES_MAX) {
        return too_many(format!("at most {LIST_BYTES_MAX} bytes in a revocation file"));
    }
    if of.revocations.iter().map(|one| one.bytes).sum::<u64>() > LISTS_BYTES_MAX {
        return too_many(format!("at most {LISTS_BYTES_MAX} bytes of revocation files"));
    }
    Ok(())
}

/// A failure that is nobody's mistake outside.
fn unread(error: std::io::Error) -> Failure<Error> {
    fault(Fault::Part("an object of a bucket", Box::new(error)))
}

fn too_many<T>(what: String) -> Result<T> {
    let text = format!("The trust store has too many revocation entries: it can have {what}");
    Err(Error::too_many_trust_store_revocation_entries(text).into())
}

fn find_revocation(of: &Record, id: i64) -> Result<&Revocation> {
    let found = of.revocations.iter().find(|one| one.id == id);
    found.ok_or_else(|| {
        Error::revocation_id_not_found(format!("Revocation ID '{id}' not found")).into()
    })
}

/// The ARNs of the load balancers that have a listener with a trust store.
fn users(view: &View, of: &Named) -> Result<BTreeSet<String>> {
    let listeners = view.all::<listener::Record>()?;
    let uses = listeners.iter().filter(|one| one.trust_store() == Some(of));
    Ok(uses.map(|one| one.load_balancer.load_balancer_arn(&view.scope)).collect())
}

fn show(of: &Record) -> TrustStore {
    let revoked: u64 = of.revocations.iter().map(|one| one.entries).sum();
    TrustStore {
        name: Some(of.named.name.clone()),
        trust_store_arn: Some(of.arn()),
        status: Some(TrustStoreStatus::Active),
        number_of_ca_certificates: i32::try_from(of.count).ok(),
        total_revoked_entries: i64::try_from(revoked).ok(),
    }
}
