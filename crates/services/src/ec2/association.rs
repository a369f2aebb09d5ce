//! Which route table a subnet obeys: its own, or the main one of its VPC.

use std::sync::Arc;

use ferrogate_api::ec2::{
    AssociateRouteTableRequest, AssociateRouteTableResult, DisassociateRouteTableRequest, Error,
    ReplaceRouteTableAssociationRequest, ReplaceRouteTableAssociationResult,
    RouteTableAssociationState, RouteTableAssociationStateCode,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_records::ec2::route_table::{Association, Record, With};
use ferrogate_records::ec2::subnet;
use ferrogate_state::Entry;

use super::change::Change;
use super::view::View;
use super::{Ec2, Result, new_id, refusal, scope};

impl Ec2 {
    pub(super) async fn associate_route_table(
        &self,
        cx: &Cx,
        input: AssociateRouteTableRequest,
    ) -> Result<AssociateRouteTableResult> {
        let subnet = subnet_of(&input)?;
        let new = Association { id: new_id("rtbassoc"), with: With::Subnet(subnet.to_owned()) };
        let associated = self.change(scope(cx), |view, change| {
            let table = view.find::<Record>(&input.route_table_id)?;
            let subnet = view.find::<subnet::Record>(subnet)?;
            if subnet.vpc != table.vpc {
                return Err(apart(&table, &format!("subnet {}", subnet.id)));
            }
            match associated(view, &table.vpc, |one| one.with == new.with)? {
                None => {
                    change.take_turn(view, &table.vpc)?;
                    change.put(&table, with(&table, new.clone()))?;
                    Ok(new.id.clone())
                }
                Some((of, old)) if of.id == table.id => Ok(old.id),
                Some(_) => {
                    let text = format!(
                        "the specified association for route table {} conflicts with an existing \
                         association",
                        table.id
                    );
                    Err(refusal("Resource.AlreadyAssociated", text))
                }
            }
        });
        Ok(AssociateRouteTableResult {
            association_id: Some(associated.await?),
            association_state: Some(state()),
        })
    }

    pub(super) async fn disassociate_route_table(
        &self,
        cx: &Cx,
        input: DisassociateRouteTableRequest,
    ) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let (table, old) = find(view, &input.association_id)?;
            if old.with == With::Main {
                let id = old.id;
                let text = format!("cannot disassociate the main route table association {id}");
                return Err(refusal("InvalidParameterValue", text));
            }
            change.take_turn(view, &table.vpc)?;
            change.put(&table, without(&table, &old))?;
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn replace_route_table_association(
        &self,
        cx: &Cx,
        input: ReplaceRouteTableAssociationRequest,
    ) -> Result<ReplaceRouteTableAssociationResult> {
        let id = new_id("rtbassoc");
        let replaced = self.change(scope(cx), |view, change| {
            let (old, association) = find(view, &input.association_id)?;
            let new = view.find::<Record>(&input.route_table_id)?;
            if old.vpc != new.vpc {
                return Err(apart(&new, &format!("route table {}", old.id)));
            }
            if old.id == new.id {
                return Ok(association.id);
            }
            replace(view, change, (&old, &association), &new, &id)?;
            Ok(id.clone())
        });
        Ok(ReplaceRouteTableAssociationResult {
            new_association_id: Some(replaced.await?),
            association_state: Some(state()),
        })
    }
}

/// The subnet that a table is to be for.
fn subnet_of(input: &AssociateRouteTableRequest) -> Result<&str> {
    if input.gateway_id.is_some() || input.public_ipv4_pool.is_some() {
        let text = "A route table of a gateway or of a public IPv4 pool is not built yet.";
        return Err(Error::not_built(text).into());
    }
    input.subnet_id.as_deref().ok_or_else(|| {
        refusal("MissingParameter", "The request must contain the parameter subnetId")
    })
}

/// The association of the VPC's tables that fits, and its table.
fn associated(
    view: &View,
    vpc: &str,
    fits: impl Fn(&Association) -> bool,
) -> Result<Option<(Arc<Entry<Record>>, Association)>> {
    for table in view.route_tables(vpc)? {
        if let Some(one) = table.associations.iter().find(|one| fits(one)) {
            return Ok(Some((table.clone(), one.clone())));
        }
    }
    Ok(None)
}

fn find(view: &View, id: &str) -> Result<(Arc<Entry<Record>>, Association)> {
    for table in view.all::<Record>()? {
        if let Some(one) = table.associations.iter().find(|one| one.id == id) {
            return Ok((table.clone(), one.clone()));
        }
    }
    let text = format!("The association ID '{id}' does not exist");
    Err(refusal("InvalidAssociationID.NotFound", text))
}

/// Moves an association from one table to another, where it has the new `id`.
fn replace(
    view: &View,
    change: &mut Change,
    (old, association): (&Entry<Record>, &Association),
    new: &Entry<Record>,
    id: &str,
) -> Result<()> {
    change.take_turn(view, &old.vpc)?;
    change.put(old, without(old, association))?;
    let moved = Association { id: id.to_owned(), with: association.with.clone() };
    change.put(new, with(new, moved))
}

fn with(table: &Record, new: Association) -> Record {
    let mut table = table.clone();
    table.associations.push(new);
    table
}

fn without(table: &Record, old: &Association) -> Record {
    let mut table = table.clone();
    table.associations.retain(|one| one.id != old.id);
    table
}

/// That a table and something else are of two VPCs.
pub(super) fn apart(table: &Record, other: &str) -> Failure<Error> {
    let text = format!("route table {} and {other} belong to different networks", table.id);
    refusal("InvalidParameterValue", text)
}

/// An association holds from the moment when it is made.
pub(super) fn state() -> RouteTableAssociationState {
    RouteTableAssociationState {
        state: Some(RouteTableAssociationStateCode::Associated),
        status_message: None,
    }
}
