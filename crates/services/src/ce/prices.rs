//! What tasks cost.

use super::line::Resource;

/// Dollars for an hour of each. The default is AWS's list for Linux in us-east-1 (AWS Fargate
/// pricing, 2026).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// A vCPU.
    pub vcpu: f64,
    /// A GiB of memory.
    pub memory: f64,
    /// A vCPU of the architecture ARM64.
    pub arm_vcpu: f64,
    /// A GiB of memory of a task of the architecture ARM64.
    pub arm_memory: f64,
    /// A GiB of a task's disk beyond the first 20.
    pub storage: f64,
    /// What is left of the price of a vCPU and of memory on Fargate Spot: 0 to 1.
    pub spot: f64,
}

impl Default for Prices {
    fn default() -> Self {
        Self {
            vcpu: 0.04048,
            memory: 0.004_445,
            arm_vcpu: 0.03238,
            arm_memory: 0.00356,
            storage: 0.000_111,
            // AWS moves it with demand and says "up to 70 % off".
            spot: 0.3,
        }
    }
}

impl Prices {
    /// Dollars for an hour of one unit.
    pub(super) fn of(&self, resource: Resource, arm: bool, spot: bool) -> f64 {
        let full = match (resource, arm) {
            (Resource::Vcpu, false) => self.vcpu,
            (Resource::Vcpu, true) => self.arm_vcpu,
            (Resource::Memory, false) => self.memory,
            (Resource::Memory, true) => self.arm_memory,
            (Resource::Storage, _) => return self.storage,
        };
        if spot { full * self.spot } else { full }
    }
}
