//! Attributes of an account.

use super::{Ec2, Result, scope};
use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AccountAttribute, AccountAttributeName, AccountAttributeValue,
    DescribeAccountAttributesRequest, DescribeAccountAttributesResult,
};

impl Ec2 {
    pub(super) async fn describe_account_attributes(
        &self,
        cx: &Cx,
        input: DescribeAccountAttributesRequest,
    ) -> Result<DescribeAccountAttributesResult> {
        let default_vpc = self.view(scope(cx)).default_vpc()?;
        // What AWS says of an account without one.
        let default_vpc = default_vpc.map_or_else(|| "none".to_owned(), |vpc| vpc.id.clone());
        let all = [
            (AccountAttributeName::from("vpc-max-security-groups-per-interface"), "5"),
            (AccountAttributeName::from("max-instances"), "20"),
            (AccountAttributeName::SupportedPlatforms, "VPC"),
            (AccountAttributeName::DefaultVpc, &default_vpc),
            (AccountAttributeName::from("max-elastic-ips"), "5"),
            (AccountAttributeName::from("vpc-max-elastic-ips"), "5"),
        ];
        let asked = input.attribute_names.filter(|names| !names.is_empty());
        let shown = |(name, value): (AccountAttributeName, &str)| AccountAttribute {
            attribute_name: Some(name.to_string()),
            attribute_values: Some(vec![AccountAttributeValue {
                attribute_value: Some(value.to_owned()),
            }]),
        };
        let wanted = |(name, _): &(AccountAttributeName, &str)| {
            asked.as_ref().is_none_or(|names| names.contains(name))
        };
        let attributes = all.into_iter().filter(wanted).map(shown).collect();
        Ok(DescribeAccountAttributesResult { account_attributes: Some(attributes) })
    }
}
