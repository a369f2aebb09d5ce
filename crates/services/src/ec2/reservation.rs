//! Parts of a subnet's range that are set aside.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    CreateSubnetCidrReservationRequest, CreateSubnetCidrReservationResult,
    DeleteSubnetCidrReservationRequest, DeleteSubnetCidrReservationResult, Error,
    GetSubnetCidrReservationsRequest, GetSubnetCidrReservationsResult, SubnetCidrReservation,
    SubnetCidrReservationType, Tag,
};
use ferrogate_records::ec2::subnet::{Purpose, Record, Reservation};
use ipnet::{IpNet, Ipv4Net};

use super::select::{self, Ask, Resource, one};
use super::{Ec2, Result, cidr, new_id, refusal, scope, tag, text};

impl Ec2 {
    pub(super) async fn create_subnet_cidr_reservation(
        &self,
        cx: &Cx,
        input: CreateSubnetCidrReservationRequest,
    ) -> Result<CreateSubnetCidrReservationResult> {
        let reservation = Reservation {
            id: new_id("scr"),
            range: range(&input.cidr)?,
            purpose: purpose(&input.reservation_type)?,
            description: input.description,
            tags: tag::accepted(input.tag_specifications, "subnet-cidr-reservation")?,
        };
        let made = self.change(scope(cx), |view, change| {
            let subnet = view.find::<Record>(&input.subnet_id)?;
            check(&subnet, reservation.range)?;
            let mut new = (**subnet).clone();
            new.reservations.push(reservation.clone());
            change.put(&subnet, new)?;
            Ok(shown(&subnet, &reservation))
        });
        Ok(CreateSubnetCidrReservationResult { subnet_cidr_reservation: Some(made.await?) })
    }

    pub(super) async fn delete_subnet_cidr_reservation(
        &self,
        cx: &Cx,
        input: DeleteSubnetCidrReservationRequest,
    ) -> Result<DeleteSubnetCidrReservationResult> {
        let id = &input.subnet_cidr_reservation_id;
        let deleted = self.change(scope(cx), |view, change| {
            for subnet in view.all::<Record>()? {
                if let Some(at) = subnet.reservations.iter().position(|one| one.id == *id) {
                    let mut new = (***subnet).clone();
                    let old = new.reservations.remove(at);
                    change.put(subnet, new)?;
                    return Ok(shown(subnet, &old));
                }
            }
            Err(select::not_found::<SubnetCidrReservation>(&[id]).into())
        });
        let deleted_subnet_cidr_reservation = Some(deleted.await?);
        Ok(DeleteSubnetCidrReservationResult { deleted_subnet_cidr_reservation })
    }

    pub(super) async fn get_subnet_cidr_reservations(
        &self,
        cx: &Cx,
        input: GetSubnetCidrReservationsRequest,
    ) -> Result<GetSubnetCidrReservationsResult> {
        let subnet = self.view(scope(cx)).find::<Record>(&input.subnet_id)?;
        let all = subnet.reservations.iter().map(|one| shown(&subnet, one)).collect();
        let ask = Ask {
            ids: None,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (found, next_token) = select::select::<SubnetCidrReservation>(all, ask)?;
        Ok(GetSubnetCidrReservationsResult {
            subnet_ipv4_cidr_reservations: Some(found),
            subnet_ipv6_cidr_reservations: Some(vec![]),
            next_token,
        })
    }
}

fn range(asked: &str) -> Result<Ipv4Net> {
    if matches!(asked.parse(), Ok(IpNet::V6(_))) {
        return Err(Error::not_built("A reservation of IPv6 addresses is not built yet.").into());
    }
    cidr::v4(Some(asked), "cidr")
}

fn purpose(asked: &SubnetCidrReservationType) -> Result<Purpose> {
    match asked {
        SubnetCidrReservationType::Prefix => Ok(Purpose::Prefix),
        SubnetCidrReservationType::Explicit => Ok(Purpose::Explicit),
        SubnetCidrReservationType::Unknown(other) => {
            let text = format!("Value ({other}) for parameter reservationType is invalid.");
            Err(refusal("InvalidParameterValue", text))
        }
    }
}

/// Whether the range can be set aside in the subnet.
fn check(subnet: &Record, range: Ipv4Net) -> Result<()> {
    if !subnet.cidr.contains(&range) {
        let text = format!("The CIDR '{range}' is not within the CIDR of subnet '{}'.", subnet.id);
        return Err(refusal("InvalidParameterValue", text));
    }
    let overlaps = |other: Ipv4Net| other.contains(&range) || range.contains(&other);
    if let Some(other) = subnet.reservations.iter().find(|one| overlaps(one.range)) {
        let text =
            format!("The CIDR '{range}' overlaps the subnet CIDR reservation '{}'.", other.id);
        return Err(refusal("InvalidParameterValue", text));
    }
    Ok(())
}

fn shown(of: &Record, one: &Reservation) -> SubnetCidrReservation {
    SubnetCidrReservation {
        subnet_cidr_reservation_id: text(&*one.id),
        subnet_id: text(&*of.id),
        cidr: text(one.range.to_string()),
        reservation_type: Some(match one.purpose {
            Purpose::Prefix => SubnetCidrReservationType::Prefix,
            Purpose::Explicit => SubnetCidrReservationType::Explicit,
        }),
        owner_id: text(of.scope.account.as_str()),
        description: one.description.clone(),
        tags: Some(tag::shown(&one.tags)),
    }
}

impl Resource for SubnetCidrReservation {
    const LIST: &'static str = "GetSubnetCidrReservations";
    const NOT_FOUND: &'static str = "InvalidSubnetCidrReservationID.NotFound";
    const NOUN: &'static str = "subnet CIDR reservation ID";
    const FILTERS: &'static [&'static str] = &["reservationType", "subnet-id"];

    fn id(&self) -> &str {
        self.subnet_cidr_reservation_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "reservationType" => self.reservation_type.iter().map(ToString::to_string).collect(),
            _ => one(&self.subnet_id),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
