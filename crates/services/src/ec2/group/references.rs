//! Who may use groups, and which groups name what is gone.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeSecurityGroupReferencesRequest, DescribeSecurityGroupReferencesResult,
    DescribeStaleSecurityGroupsRequest, DescribeStaleSecurityGroupsResult,
    GetSecurityGroupsForVpcRequest, GetSecurityGroupsForVpcResult,
};
use ferrogate_records::ec2::group::Record;
use ferrogate_records::ec2::vpc;

use super::super::select::{Ask, select};
use super::super::{Ec2, Result, scope};
use super::show;

impl Ec2 {
    pub(in super::super) async fn describe_security_group_references(
        &self,
        cx: &Cx,
        input: DescribeSecurityGroupReferencesRequest,
    ) -> Result<DescribeSecurityGroupReferencesResult> {
        let view = self.view(scope(cx));
        for id in &input.group_id {
            view.find::<Record>(id)?;
        }
        // Only groups of peered VPCs are told, and no VPC is peered.
        Ok(DescribeSecurityGroupReferencesResult { security_group_reference_set: Some(vec![]) })
    }

    pub(in super::super) async fn describe_stale_security_groups(
        &self,
        cx: &Cx,
        input: DescribeStaleSecurityGroupsRequest,
    ) -> Result<DescribeStaleSecurityGroupsResult> {
        self.view(scope(cx)).find::<vpc::Record>(&input.vpc_id)?;
        // A group that a rule of its VPC names can't be deleted, and no VPC is peered.
        Ok(DescribeStaleSecurityGroupsResult {
            next_token: None,
            stale_security_group_set: Some(vec![]),
        })
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
