//! The lines of a bill: of each row of the ledger one for each thing that is paid for.

use ferrogate_api::ce::Dimension;
use ferrogate_records::ecs::usage::{Of, Record};

use super::prices::Prices;
use super::{Result, invalid};

/// What is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Vcpu,
    Memory,
    Storage,
}

/// What a line can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Account,
    Region,
    Service,
    ServiceCode,
    Operation,
    RecordType,
    PurchaseType,
    UsageType,
    Tag(String),
}

impl What {
    /// A dimension, if lines here have it.
    pub(super) fn dimension(dimension: &Dimension) -> Result<Self> {
        Ok(match dimension {
            Dimension::LinkedAccount | Dimension::PayerAccount => Self::Account,
            Dimension::Region => Self::Region,
            Dimension::Service => Self::Service,
            Dimension::ServiceCode => Self::ServiceCode,
            Dimension::Operation => Self::Operation,
            Dimension::RecordType => Self::RecordType,
            Dimension::PurchaseType => Self::PurchaseType,
            Dimension::UsageType => Self::UsageType,
            other => {
                return Err(invalid(format!("The dimension {other} is not built yet.")));
            }
        })
    }
}

const ARM: &str = "ARM64";
const MS_PER_HOUR: f64 = 3_600_000.0;
const CPU_UNITS_PER_VCPU: f64 = 1024.0;
const MIB_PER_GIB: f64 = 1024.0;

/// The tags that the bill has beside the tasks' own. The first two are AWS's; it has none for
/// families, by which people ask all the same.
const CLUSTER_TAG: &str = "aws:ecs:clusterName";
const SERVICE_TAG: &str = "aws:ecs:serviceName";
const FAMILY_TAG: &str = "aws:ecs:taskDefinitionFamily";

/// What usage types begin with: AWS's own short names of regions. Others have their whole one.
const REGIONS: &[(&str, &str)] = &[
    ("us-east-1", "USE1"),
    ("us-east-2", "USE2"),
    ("us-west-1", "USW1"),
    ("us-west-2", "USW2"),
    ("ca-central-1", "CAN1"),
    ("sa-east-1", "SAE1"),
    ("eu-west-1", "EU"),
    ("eu-west-2", "EUW2"),
    ("eu-west-3", "EUW3"),
    ("eu-central-1", "EUC1"),
    ("eu-north-1", "EUN1"),
    ("eu-south-1", "EUS1"),
    ("ap-northeast-1", "APN1"),
    ("ap-northeast-2", "APN2"),
    ("ap-northeast-3", "APN3"),
    ("ap-southeast-1", "APS1"),
    ("ap-southeast-2", "APS2"),
    ("ap-south-1", "APS3"),
    ("ap-east-1", "APE1"),
    ("me-south-1", "MES1"),
    ("af-south-1", "AFS1"),
];

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    row: &'a Record,
    resource: Resource,
    /// Hours of a vCPU or of a GiB.
    pub(super) hours: f64,
    /// Dollars.
    pub(super) cost: f64,
}

impl<'a> Line<'a> {
    /// The lines of a row of the ledger.
    pub(super) fn of(row: &'a Record, prices: &Prices) -> impl Iterator<Item = Line<'a>> {
        let used = &row.used;
        let price = |resource| prices.of(resource, row.of.architecture == ARM, row.of.spot);
        let line = |resource, times: u64, unit: f64| {
            let hours = times as f64 / MS_PER_HOUR / unit;
            Line { row, resource, hours, cost: hours * price(resource) }
        };
        [
            line(Resource::Vcpu, used.cpu_unit_ms, CPU_UNITS_PER_VCPU),
            line(Resource::Memory, used.memory_mib_ms, MIB_PER_GIB),
            line(Resource::Storage, used.storage_gib_ms, 1.0),
        ]
        .into_iter()
        .filter(|line| line.hours > 0.0)
    }

    /// The day, by the number of days since 1970-01-01.
    pub(super) fn day(&self) -> u32 {
        self.row.day
    }

    /// What its hours are hours of.
    pub(super) fn unit(&self) -> &'static str {
        match self.resource {
            Resource::Vcpu => "vCPU-Hours",
            Resource::Memory | Resource::Storage => "GB-Hours",
        }
    }

    /// What it says of that; `None` when it has no such tag.
    pub(super) fn says(&self, what: &What) -> Option<String> {
        let of = &self.row.of;
        Some(match what {
            What::Tag(key) => return self.tag(key).map(str::to_owned),
            What::Account => self.row.scope.account.to_string(),
            What::Region => self.row.scope.region.clone(),
            What::Service => "Amazon Elastic Container Service".into(),
            What::ServiceCode => "AmazonECS".into(),
            What::Operation => "FargateTask".into(),
            What::RecordType => "Usage".into(),
            What::PurchaseType if of.spot => "Spot Instances".into(),
            What::PurchaseType => "On Demand Instances".into(),
            What::UsageType => self.usage_type(),
        })
    }

    fn tag(&self, key: &str) -> Option<&str> {
        let Of { cluster, family, service, tags, .. } = &self.row.of;
        match key {
            CLUSTER_TAG => Some(cluster),
            SERVICE_TAG => service.as_deref(),
            FAMILY_TAG => Some(family),
            _ => tags.iter().find(|tag| tag.key == key).map(|tag| &*tag.value),
        }
    }

    fn usage_type(&self) -> String {
        let of = &self.row.of;
        let region = &*self.row.scope.region;
        let region = REGIONS.iter().find(|(name, _)| *name == region).map_or(region, |(_, at)| at);
        let spot = if of.spot { "SpotUsage-" } else { "" };
        let arm = if of.architecture == ARM { "ARM-" } else { "" };
        match self.resource {
            Resource::Vcpu => format!("{region}-{spot}Fargate-{arm}vCPU-Hours:perCPU"),
            Resource::Memory => format!("{region}-{spot}Fargate-{arm}GB-Hours"),
            Resource::Storage => format!("{region}-Fargate-EphemeralStorage-GB-Hours"),
        }
    }
}
