//! AWS's own bounds on how often an account may call, where the setting asks for them: buckets of
//! tokens, as far as AWS publishes their sizes.

use std::time::Instant;

use ferrogate_api::Operation;
use ferrogate_base::AccountId;

use crate::rate::{Bucket, Spread};

/// Operations that take their tokens from one bucket.
struct Category {
    name: &'static str,
    operations: &'static [&'static str],
    bucket: Bucket,
}

const fn category(
    name: &'static str,
    operations: &'static [&'static str],
    burst: u32,
    per_s: u32,
) -> Category {
    Category { name, operations, bucket: Bucket { burst, per_s } }
}

/// Amazon ECS API reference, "Request throttling for the Amazon ECS API". Of operations that are
/// not in it AWS says nothing.
const ECS: &[Category] = &[
    category(
        "cluster modify",
        &[
            "CreateCluster",
            "DeleteCluster",
            "PutClusterCapacityProviders",
            "UpdateCluster",
            "UpdateClusterSettings",
        ],
        20,
        1,
    ),
    category("cluster read", &["DescribeClusters", "ListClusters"], 50, 20),
    category(
        "task definition modify",
        &["DeregisterTaskDefinition", "RegisterTaskDefinition"],
        20,
        1,
    ),
    category(
        "task definition read",
        &["DescribeTaskDefinition", "ListTaskDefinitionFamilies", "ListTaskDefinitions"],
        50,
        20,
    ),
    category("task definition deletion", &["DeleteTaskDefinitions"], 5, 1),
    category(
        "capacity provider modify",
        &["CreateCapacityProvider", "DeleteCapacityProvider", "UpdateCapacityProvider"],
        10,
        1,
    ),
    category("capacity provider read", &["DescribeCapacityProviders"], 50, 20),
    category("tag modify", &["TagResource", "UntagResource"], 20, 10),
    category("tag read", &["ListTagsForResource"], 50, 20),
    category(
        "setting modify",
        &["DeleteAccountSetting", "PutAccountSetting", "PutAccountSettingDefault"],
        10,
        1,
    ),
    category("setting read", &["ListAccountSettings"], 50, 20),
    category(
        "cluster resource modify",
        &[
            "DeleteAttributes",
            "DeregisterContainerInstance",
            "ExecuteCommand",
            "PutAttributes",
            "RunTask",
            "StartTask",
            "StopTask",
            "UpdateContainerAgent",
            "UpdateContainerInstancesState",
        ],
        100,
        40,
    ),
    category(
        "cluster resource read",
        &[
            "DescribeContainerInstances",
            "DescribeTasks",
            "ListAttributes",
            "ListContainerInstances",
            "ListTasks",
        ],
        100,
        20,
    ),
    category("service modify", &["CreateService", "DeleteService", "UpdateService"], 50, 5),
    category("service read", &["DescribeServices", "ListServices"], 100, 20),
    category(
        "service deployment",
        &["DescribeServiceDeployments", "ListServiceDeployments"],
        50,
        20,
    ),
    category("service revision", &["DescribeServiceRevisions"], 50, 20),
    category("task protection", &["GetTaskProtection", "UpdateTaskProtection"], 200, 80),
    category("cluster service resource read", &["ListServicesByNamespace"], 10, 1),
];

/// Amazon EC2 API reference, "Request throttling": each operation has a bucket of its own, of what
/// reads and of what changes.
const EC2_READS: Bucket = Bucket { burst: 100, per_s: 20 };
const EC2_CHANGES: Bucket = Bucket { burst: 50, per_s: 5 };
const EC2_READ: [&str; 4] = ["Describe", "Get", "List", "Search"];

/// IAM user guide, "IAM and AWS STS quotas".
const STS: Bucket = Bucket { burst: 600, per_s: 600 };

/// The buckets of all accounts.
#[derive(Debug, Default)]
pub(crate) struct Throttles(Spread<(AccountId, String, &'static str)>);

impl Throttles {
    /// Takes a token of an account in a region for one call; false when there is none left.
    pub(crate) fn take(
        &self,
        account: &AccountId,
        region: &str,
        operation: &Operation,
        now: Instant,
    ) -> bool {
        let Some((name, bucket)) = bucket_of(operation.service.id, operation.name) else {
            return true;
        };
        self.0.take((account.clone(), region.to_owned(), name), bucket, now)
    }
}

/// From which bucket an operation takes its tokens, by its name among all; none is known of most
/// services.
fn bucket_of(service: &str, operation: &'static str) -> Option<(&'static str, Bucket)> {
    match service {
        "ecs" => {
            let of = ECS.iter().find(|category| category.operations.contains(&operation))?;
            Some((of.name, of.bucket))
        }
        "ec2" => {
            let reads = EC2_READ.iter().any(|start| operation.starts_with(start));
            Some((operation, if reads { EC2_READS } else { EC2_CHANGES }))
        }
        "sts" => Some(("sts", STS)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use ferrogate_api::{ec2, ecs, sts};

    use super::*;

    fn account(last: u8) -> AccountId {
        format!("11112222333{last}").parse().unwrap()
    }

    #[test]
    fn each_operation_of_ecs_is_one_of_aws_and_in_one_category() {
        let mut seen = BTreeSet::new();
        for category in ECS {
            for operation in category.operations {
                assert!(seen.insert(operation), "{operation} is in two categories");
                let known = ecs::SERVICE.operation_names.contains(operation);
                assert!(known, "{operation} of {} is none", category.name);
            }
        }
        // What a stack calls all the time.
        for name in ["RunTask", "DescribeTasks", "ListTasks", "UpdateService", "DescribeServices"] {
            assert!(seen.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_category_has_one_bucket_in_each_account_and_region() {
        let (throttles, start) = (Throttles::default(), Instant::now());
        let taken = |of: u8, region: &str, operation, at: u64| {
            let at = start + Duration::from_millis(at);
            (0..999).take_while(|_| throttles.take(&account(of), region, operation, at)).count()
        };
        let (describe, list) = (&ecs::operation::DescribeClusters, &ecs::operation::ListClusters);
        assert_eq!(taken(0, "eu-west-1", describe, 0), 50);
        assert_eq!(taken(0, "eu-west-1", list, 0), 0, "they share it");
        assert_eq!(taken(0, "us-east-1", list, 0), 50);
        assert_eq!(taken(1, "eu-west-1", list, 0), 50);
        assert_eq!(taken(0, "eu-west-1", &ecs::operation::RunTask, 0), 100);
        // Twenty a second come back, and never more than there is room for.
        assert_eq!(taken(0, "eu-west-1", describe, 1000), 20);
        assert_eq!(taken(0, "eu-west-1", describe, 60_000), 50);
    }

    #[test]
    fn each_operation_of_ec2_has_a_bucket_of_its_own_and_most_services_have_none() {
        let (throttles, start) = (Throttles::default(), Instant::now());
        let taken = |operation| {
            let take = || throttles.take(&account(0), "eu-west-1", operation, start);
            (0..999).take_while(|_| take()).count()
        };
        assert_eq!(taken(&ec2::operation::DescribeVpcs), 100);
        assert_eq!(taken(&ec2::operation::DescribeSubnets), 100);
        assert_eq!(taken(&ec2::operation::CreateVpc), 50);
        assert_eq!(taken(&sts::operation::GetCallerIdentity), 600);
        assert_eq!(taken(&sts::operation::AssumeRole), 0);
        assert_eq!(taken(&ferrogate_api::iam::operation::GetUser), 999);
    }
}
