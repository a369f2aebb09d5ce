//! Network ACLs.

mod entry;
mod show;

use ferrogate_api::ec2::{
    CreateNetworkAclEntryRequest, CreateNetworkAclRequest, CreateNetworkAclResult,
    DeleteNetworkAclEntryRequest, DeleteNetworkAclRequest, DescribeNetworkAclsRequest,
    DescribeNetworkAclsResult, Error, ReplaceNetworkAclAssociationRequest,
    ReplaceNetworkAclAssociationResult, ReplaceNetworkAclEntryRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::ec2::acl::{self, Association, Record};
use ferrogate_records::ec2::vpc;

use self::entry::Asked;
use super::select::Ask;
use super::token::Once;
use super::view::View;
use super::{Ec2, Result, new_id, scope, tag};

/// ACLs of a VPC (VPC user guide, "Amazon VPC quotas").
const ACLS_MAX: usize = 200;

/// The entry that a request names; two requests have the same parameters.
macro_rules! asked {
    ($input:ident) => {
        Asked {
            number: $input.rule_number,
            protocol: $input.protocol,
            action: $input.rule_action,
            egress: $input.egress,
            v4: $input.cidr_block,
            v6: $input.ipv6_cidr_block,
            icmp: $input.icmp_type_code,
            ports: $input.port_range,
        }
    };
}

impl Ec2 {
    pub(super) async fn create_network_acl(
        &self,
        cx: &Cx,
        mut input: CreateNetworkAclRequest,
    ) -> Result<CreateNetworkAclResult> {
        let client_token = input.client_token.take();
        let once = Once::new(cx, "CreateNetworkAcl", client_token.as_deref(), &input)?;
        let record = Record {
            scope: scope(cx),
            id: new_id("acl"),
            vpc: input.vpc_id.clone(),
            is_default: false,
            entries: vec![],
            associations: vec![],
            tags: tag::accepted(input.tag_specifications, "network-acl")?,
        };
        let made = self.make::<Record>(scope(cx), once, record.id.clone(), |view, change| {
            let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
            if view.acls(&vpc.id)?.len() >= ACLS_MAX {
                let text = "The maximum number of network acls has been reached.";
                return Err(Error::new("NetworkAclLimitExceeded", text).into());
            }
            change.take_turn(view, &vpc.id)?;
            change.create(acl::key(&view.scope, &record.id), &record)
        });
        Ok(CreateNetworkAclResult { network_acl: Some(made.await?), client_token })
    }

    pub(super) async fn delete_network_acl(
        &self,
        cx: &Cx,
        input: DeleteNetworkAclRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let acl = view.find::<Record>(&input.network_acl_id)?;
            if acl.is_default {
                let text = format!("cannot delete default network ACL {}", acl.id);
                return Err(Error::new("InvalidParameterValue", text).into());
            }
            if !acl.associations.is_empty() {
                let text =
                    format!("The networkAcl '{}' has dependencies and cannot be deleted.", acl.id);
                return Err(Error::new("DependencyViolation", text).into());
            }
            change.take_turn(view, &acl.vpc)?;
            change.delete(&acl);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn describe_network_acls(
        &self,
        cx: &Cx,
        input: DescribeNetworkAclsRequest,
    ) -> Result<DescribeNetworkAclsResult> {
        let ask = Ask {
            ids: input.network_acl_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (network_acls, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeNetworkAclsResult { network_acls: Some(network_acls), next_token })
    }

    pub(super) async fn create_network_acl_entry(
        &self,
        cx: &Cx,
        input: CreateNetworkAclEntryRequest,
    ) -> Result<Empty> {
        let new = entry::read(asked!(input))?;
        self.change_acl(cx, &input.network_acl_id, |acl| entry::add(&mut acl.entries, &new)).await
    }

    pub(super) async fn replace_network_acl_entry(
        &self,
        cx: &Cx,
        input: ReplaceNetworkAclEntryRequest,
    ) -> Result<Empty> {
        let new = entry::read(asked!(input))?;
        self.change_acl(cx, &input.network_acl_id, |acl| {
            entry::remove(&mut acl.entries, input.rule_number, input.egress)?;
            entry::add(&mut acl.entries, &new)
        })
        .await
    }

    pub(super) async fn delete_network_acl_entry(
        &self,
        cx: &Cx,
        input: DeleteNetworkAclEntryRequest,
    ) -> Result<Empty> {
        self.change_acl(cx, &input.network_acl_id, |acl| {
            entry::remove(&mut acl.entries, input.rule_number, input.egress)
        })
        .await
    }

    async fn change_acl(
        &self,
        cx: &Cx,
        id: &str,
        how: impl Fn(&mut Record) -> Result<()>,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let acl = view.find::<Record>(id)?;
            let mut next = (**acl).clone();
            how(&mut next)?;
            change.put(&acl, next)?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn replace_network_acl_association(
        &self,
        cx: &Cx,
        input: ReplaceNetworkAclAssociationRequest,
    ) -> Result<ReplaceNetworkAclAssociationResult> {
        let new_id = new_id("aclassoc");
        let id = self
            .change(scope(cx), |view, change| {
                let (old, association) = associated(view, &input.association_id)?;
                let new = view.find::<Record>(&input.network_acl_id)?;
                if new.vpc != old.vpc {
                    let text = format!(
                        "networkAcl {} and subnet {} belong to different networks",
                        new.id, association.subnet
                    );
                    return Err(Error::new("InvalidParameterValue", text).into());
                }
                if new.id == old.id {
                    return Ok(association.id);
                }
                let (mut without, mut with) = ((**old).clone(), (**new).clone());
                without.associations.retain(|one| one.id != association.id);
                with.associations.push(Association { id: new_id.clone(), ..association });
                change.take_turn(view, &old.vpc)?;
                change.put(&old, without)?;
                change.put(&new, with)?;
                Ok(new_id.clone())
            })
            .await?;
        Ok(ReplaceNetworkAclAssociationResult { new_association_id: Some(id) })
    }
}

type Found = std::sync::Arc<ferrogate_state::Entry<Record>>;

/// The association `id`, and the ACL that has it.
fn associated(view: &View, id: &str) -> Result<(Found, Association)> {
    for acl in view.all::<Record>()? {
        if let Some(association) = acl.associations.iter().find(|one| one.id == id) {
            return Ok((acl.clone(), association.clone()));
        }
    }
    let text = format!("The association ID '{id}' does not exist");
    Err(Error::new("InvalidAssociationID.NotFound", text).into())
}
