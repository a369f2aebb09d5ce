//! The store in memory keeps the contract of all stores, and simulated runs hold.

mod contract;
mod seeds;
