//! Which interface has an elastic address. The interface and the address say so both, written in
//! one transaction; the turn of the VPC is taken, so that its internet gateway stays meanwhile.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ferrogate_api::ec2::{
    AssociateAddressRequest, AssociateAddressResult, DisassociateAddressRequest,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::ec2::elastic_address::{Association, Record};
use ferrogate_records::ec2::eni::{self, PublicAddress};
use ferrogate_state::Entry;

use super::super::change::Change;
use super::super::interface::own;
use super::super::view::View;
use super::super::{Ec2, Result, new_id, refuse, scope, wrong};
use super::{NEITHER, give_back};

impl Ec2 {
    pub(in super::super) async fn associate_address(
        &self,
        cx: &Cx,
        input: AssociateAddressRequest,
    ) -> Result<AssociateAddressResult> {
        let asked = Asked::read(&input)?;
        let new = new_id("eipassoc");
        let association_id =
            self.change(scope(cx), |view, change| associate(view, change, &asked, &new)).await?;
        Ok(AssociateAddressResult { association_id: Some(association_id) })
    }

    pub(in super::super) async fn disassociate_address(
        &self,
        cx: &Cx,
        input: DisassociateAddressRequest,
    ) -> Result<Empty> {
        let Some(id) = input.association_id else {
            return match input.public_ip {
                None => refuse(
                    "MissingParameter",
                    "Either public IP or association id must be specified",
                ),
                Some(_) => wrong(
                    "You must specify an association id when unmapping an address from a VPC \
                     instance",
                ),
            };
        };
        self.change(scope(cx), |view, change| {
            let has = |one: &Record| one.association.as_ref().is_some_and(|with| with.id == id);
            let all = view.all::<Record>()?;
            let found = all.into_iter().find(|one| has(one));
            let Some((elastic, with)) =
                found.and_then(|one| Some((one, one.association.as_ref()?)))
            else {
                let text = format!("The association ID '{id}' does not exist");
                return refuse("InvalidAssociationID.NotFound", text);
            };
            let eni = own(view, &with.eni)?;
            let mut without = (**eni).clone();
            without.public.retain(|one| one.allocation.as_ref() != Some(&elastic.id));
            change.take_turn(view, &eni.vpc)?;
            change.put(&eni, without)?;
            change.put(elastic, Record { association: None, ..(***elastic).clone() })?;
            Ok(Empty::default())
        })
        .await
    }
}

/// What a request wants to be associated.
struct Asked<'a> {
    allocation: &'a str,
    eni: &'a str,
    private: Option<Ipv4Addr>,
    may_move: bool,
}

impl<'a> Asked<'a> {
    fn read(input: &'a AssociateAddressRequest) -> Result<Self> {
        if let Some(instance) = &input.instance_id {
            let text = format!("The instance ID '{instance}' does not exist");
            return refuse("InvalidInstanceID.NotFound", text);
        }
        let Some(allocation) = input.allocation_id.as_deref() else {
            return match input.public_ip {
                None => refuse("MissingParameter", NEITHER),
                Some(_) => wrong(
                    "You must specify an allocation id when mapping an address to a VPC instance",
                ),
            };
        };
        let Some(eni) = input.network_interface_id.as_deref() else {
            let text = "Either 'instanceId' or 'networkInterfaceId' must be specified";
            return refuse("MissingParameter", text);
        };
        let private = match input.private_ip_address.as_deref().map(str::parse) {
            None => None,
            Some(Ok(address)) => Some(address),
            Some(Err(_)) => {
                return wrong(
                    "Value for parameter privateIpAddress is invalid. Invalid IPv4 address.",
                );
            }
        };
        // It is moved unless the request says no (API reference of AssociateAddress).
        Ok(Self { allocation, eni, private, may_move: input.allow_reassociation != Some(false) })
    }
}

/// Has the interface have the address, and answers with the association's id.
fn associate(view: &View, change: &mut Change, asked: &Asked<'_>, new: &str) -> Result<String> {
    let elastic = view.find::<Record>(asked.allocation)?;
    let eni = own(view, asked.eni)?;
    let private = asked.private.unwrap_or(eni.address);
    if !eni.addresses().any(|own| own == private) {
        return wrong(format!(
            "Value ({private}) for parameter privateIpAddress is invalid. It is not assigned to \
             interface {}.",
            eni.id
        ));
    }
    if view.internet_gateways(&eni.vpc)?.is_empty() {
        let text = format!("Network {} is not attached to any internet gateway", eni.vpc);
        return refuse("Gateway.NotAttached", text);
    }
    let mut next = (**eni).clone();
    if let Some(old) = &elastic.association {
        if old.eni == eni.id && old.private == private {
            return Ok(old.id.clone());
        }
        if !asked.may_move {
            let text = format!(
                "resource {} is already associated with associate-id {}",
                elastic.id, old.id
            );
            return refuse("Resource.AlreadyAssociated", text);
        }
        leave(view, change, &elastic, old, &mut next)?;
    }
    if let Some(other) = next.public_of(private).cloned() {
        if !asked.may_move {
            let text = format!(
                "resource {} and {private} is already associated with public address {}",
                eni.id, other.public
            );
            return refuse("Resource.AlreadyAssociated", text);
        }
        part(view, change, [&other])?;
        next.public.retain(|one| one.private != private);
    }
    change.take_turn(view, &eni.vpc)?;
    next.public.push(give(change, &elastic, &eni.id, private, new)?);
    change.put(&eni, next)?;
    Ok(new.to_owned())
}

/// Takes the elastic address from what has it, which may be `next` itself.
fn leave(
    view: &View,
    change: &mut Change,
    elastic: &Record,
    old: &Association,
    next: &mut eni::Record,
) -> Result<()> {
    let is = |one: &PublicAddress| one.allocation.as_ref() == Some(&elastic.id);
    if old.eni == next.id {
        next.public.retain(|one| !is(one));
        return Ok(());
    }
    let holder = own(view, &old.eni)?;
    let mut without = (**holder).clone();
    without.public.retain(|one| !is(one));
    change.take_turn(view, &holder.vpc)?;
    change.put(&holder, without)
}

/// Writes that the interface has the elastic address; what the interface is to say of it.
pub(in super::super) fn give(
    change: &mut Change,
    elastic: &Arc<Entry<Record>>,
    eni: &str,
    private: Ipv4Addr,
    association: &str,
) -> Result<PublicAddress> {
    let with = Association { id: association.to_owned(), eni: eni.to_owned(), private };
    change.put(elastic, Record { association: Some(with), ..(***elastic).clone() })?;
    Ok(PublicAddress {
        private,
        public: elastic.address,
        allocation: Some(elastic.id.clone()),
        association: Some(association.to_owned()),
    })
}

/// Writes that an interface, which no longer says so, has these public addresses no more: an
/// elastic one is its owner's still, another one is given back.
pub(in super::super) fn part<'a>(
    view: &View,
    change: &mut Change,
    publics: impl IntoIterator<Item = &'a PublicAddress>,
) -> Result<()> {
    for public in publics {
        match &public.allocation {
            None => give_back(view, change, public.public)?,
            Some(id) => {
                if let Some(elastic) = view.get::<Record>(id)? {
                    change.put(&elastic, Record { association: None, ..(**elastic).clone() })?;
                }
            }
        }
    }
    Ok(())
}

/// Writes that the interface `eni` has a public address that another one had: it goes with the
/// private one that it stands for.
pub(in super::super) fn moved(
    view: &View,
    change: &mut Change,
    public: &PublicAddress,
    eni: &str,
) -> Result<()> {
    let Some(id) = &public.allocation else { return Ok(()) };
    let Some(elastic) = view.get::<Record>(id)? else { return Ok(()) };
    let mut next = (**elastic).clone();
    if let Some(with) = &mut next.association {
        eni.clone_into(&mut with.eni);
    }
    change.put(&elastic, next)
}
