//! Who may use groups, and which groups name what is gone.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeSecurityGroupReferencesRequest, DescribeSecurityGroupReferencesResult,
    DescribeStaleSecurityGroupsRequest, DescribeStaleSecurityGroupsResult,
    GetSecurityGroupsForVpcRequest, GetSecurityGroupsForVpcResult, IpPermission,
    SecurityGroupReference, StaleIpPermission, StaleSecurityGroup, Tag,
};
use ferrogate_records::ec2::group::{Peer, Record, Rule};
use ferrogate_records::ec2::peering::Status;
use ferrogate_records::ec2::vpc;

use super::super::select::{Ask, Resource, select};
use super::super::view::View;
use super::super::{Ec2, Result, peering, scope, text};
use super::peered::Peers;
use super::show;

impl Ec2 {
    pub(in super::super) async fn describe_security_group_references(
        &self,
        cx: &Cx,
        input: DescribeSecurityGroupReferencesRequest,
    ) -> Result<DescribeSecurityGroupReferencesResult> {
        let view = self.view(scope(cx));
        let mut set = vec![];
        for id in &input.group_id {
            let group = view.find::<Record>(id)?;
            references(&view, &group, &mut set)?;
        }
        Ok(DescribeSecurityGroupReferencesResult { security_group_reference_set: Some(set) })
    }

    pub(in super::super) async fn describe_stale_security_groups(
        &self,
        cx: &Cx,
        input: DescribeStaleSecurityGroupsRequest,
    ) -> Result<DescribeStaleSecurityGroupsResult> {
        let view = self.view(scope(cx));
        let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
        let peers = Peers::of(&view, &vpc.id)?;
        let mut all = vec![];
        for group in view.groups(&vpc.id)? {
            all.extend(stale(&peers, group)?);
        }
        let ask = Ask {
            ids: None,
            filters: None,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (groups, next_token) = select(all, ask)?;
        Ok(DescribeStaleSecurityGroupsResult { next_token, stale_security_group_set: Some(groups) })
    }

    pub(in super::super) async fn get_security_groups_for_vpc(
        &self,
        cx: &Cx,
        input: GetSecurityGroupsForVpcRequest,
    ) -> Result<GetSecurityGroupsForVpcResult> {
        let view = self.view(scope(cx));
        let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
        let groups = view.groups(&vpc.id)?;
        let all = groups.iter().map(|group| show::for_vpc(group)).collect();
        let ask = Ask {
            ids: None,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (groups, next_token) = select(all, ask)?;
        Ok(GetSecurityGroupsForVpcResult { next_token, security_group_for_vpcs: Some(groups) })
    }
}

/// The peered VPCs that have a rule which names the group.
fn references(view: &View, group: &Record, into: &mut Vec<SecurityGroupReference>) -> Result<()> {
    for connection in peering::of_vpc(view, &group.vpc)? {
        let Some((_, other)) = connection.sides_from(&view.scope, &group.vpc) else { continue };
        let beside = view.beside(other.scope.clone());
        let groups = beside.groups(&other.vpc)?;
        let mut rules = groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
        let is_joined = connection.status == Status::Active;
        if is_joined && rules.any(|rule| rule.peer == Peer::Group(group.id.clone())) {
            into.push(SecurityGroupReference {
                group_id: text(&*group.id),
                referencing_vpc_id: text(&*other.vpc),
                vpc_peering_connection_id: text(&*connection.id),
                transit_gateway_id: None,
            });
        }
    }
    Ok(())
}

/// A group with its rules that name what is gone, if it has any.
fn stale(peers: &Peers<'_>, group: &Record) -> Result<Option<StaleSecurityGroup>> {
    let of = |rules: &[Rule]| -> Result<Vec<StaleIpPermission>> {
        let mut stale = vec![];
        for rule in rules {
            if let Peer::Group(id) = &rule.peer
                && peers.is_stale(id)?
            {
                stale.push(rule.clone());
            }
        }
        let permissions = show::permissions(peers, &stale)?.into_iter();
        Ok(permissions.map(stale_permission).collect())
    };
    let (ingress, egress) = (of(&group.ingress)?, of(&group.egress)?);
    let is_any = !ingress.is_empty() || !egress.is_empty();
    Ok(is_any.then(|| StaleSecurityGroup {
        description: text(&*group.description),
        group_id: text(&*group.id),
        group_name: text(&*group.name),
        stale_ip_permissions: Some(ingress),
        stale_ip_permissions_egress: Some(egress),
        vpc_id: text(&*group.vpc),
    }))
}

fn stale_permission(of: IpPermission) -> StaleIpPermission {
    StaleIpPermission {
        from_port: of.from_port,
        ip_protocol: of.ip_protocol,
        ip_ranges: Some(vec![]),
        prefix_list_ids: Some(vec![]),
        to_port: of.to_port,
        user_id_group_pairs: of.user_id_group_pairs,
    }
}

impl Resource for StaleSecurityGroup {
    const LIST: &'static str = "DescribeStaleSecurityGroups";
    const NOT_FOUND: &'static str = show::Shown::NOT_FOUND;
    const NOUN: &'static str = show::Shown::NOUN;
    const FILTERS: &'static [&'static str] = &[];

    fn id(&self) -> &str {
        self.group_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, _: &str) -> Vec<String> {
        vec![]
    }

    fn tags(&self) -> &[Tag] {
        &[]
    }
}
