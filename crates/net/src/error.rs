//! What can go wrong between the engine and the kernel's network.

use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::id::{EniId, Invalid, VpcId};

/// A failure of the fabric. Every operation may be tried again as it is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An argument that can't be right.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// Another process works on the same run folder.
    #[error("another process holds {0}")]
    Held(PathBuf),
    /// A namespace pinned in the run folder belongs to another instance.
    #[error("namespace {pin} belongs to instance '{instance}'")]
    Foreign {
        /// Where it is pinned.
        pin: PathBuf,
        /// Whose it is.
        instance: String,
    },
    /// The VPC was never made here, or is gone.
    #[error("no VPC {0} on this host")]
    NoVpc(VpcId),
    /// The VPC exists with another address range.
    #[error("VPC {vpc} has the range {has}, not {asked}")]
    OtherRange {
        /// The VPC.
        vpc: VpcId,
        /// What it has.
        has: ipnet::Ipv4Net,
        /// What was asked.
        asked: ipnet::Ipv4Net,
    },
    /// The ENI was never attached here, or is gone.
    #[error("no ENI {0} on this host")]
    NoEni(EniId),
    /// A public address leads elsewhere on this machine.
    #[error("the public address {0} is used by something else on this machine")]
    AddressInUse(Ipv4Addr),
    /// The ENI is attached with other addresses, or to another namespace.
    #[error("ENI {0} is attached already, differently or elsewhere")]
    AttachedDifferently(EniId),
    /// Another ENI of the VPC has the address or the interface name.
    #[error("ENI {holder} of this VPC already has {what}")]
    Taken {
        /// Who has it.
        holder: EniId,
        /// The address or the name.
        what: String,
    },
    /// The address is not of the VPC, or one the VPC itself answers.
    #[error("{address} is not an address for an ENI of VPC {vpc}")]
    NotOfVpc {
        /// The VPC.
        vpc: VpcId,
        /// The address.
        address: Ipv4Addr,
    },
    /// The kernel refused a step.
    #[error("the kernel refused to {what}")]
    Kernel {
        /// What was tried.
        what: String,
        /// Its answer.
        #[source]
        source: io::Error,
    },
    /// nft refused the rules of a VPC.
    #[error("nft refused the rules: {0}")]
    Rules(String),
    /// The kernel can't hand packets over, which to delay them takes.
    #[error(
        "the kernel has no queues for packets: CONFIG_NETFILTER_NETLINK_QUEUE, CONFIG_NFT_COMPAT \
         and CONFIG_NETFILTER_XT_TARGET_NFQUEUE are needed"
    )]
    NoQueue(#[source] io::Error),
    /// The making of a VPC failed, as often as it was tried: why, the last time.
    #[error(transparent)]
    NotMade(Arc<Error>),
    /// The thread that works in the VPC's namespace has ended.
    #[error("the worker of VPC {0} has ended")]
    WorkerGone(VpcId),
}

impl Error {
    /// Whether the same may go well a moment later: the host refused it, not its arguments.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Kernel { .. } | Self::Rules(_))
    }

    /// Whether the kernel has no such thing.
    pub(crate) fn is_missing(&self) -> bool {
        let code = match self {
            Self::Kernel { source, .. } => source.raw_os_error(),
            _ => None,
        };
        code == Some(libc::ENOENT)
    }

    /// Whether the kernel has it already.
    pub(crate) fn exists(&self) -> bool {
        matches!(self, Self::Kernel { source, .. } if source.raw_os_error() == Some(libc::EEXIST))
    }

    pub(crate) fn kernel(what: impl Into<String>, source: impl Into<io::Error>) -> Self {
        Self::Kernel { what: what.into(), source: source.into() }
    }
}

/// Names the step that an operating system's answer belongs to.
pub(crate) trait Step<T> {
    fn step(self, what: impl Into<String>) -> Result<T, Error>;
}

impl<T, E: Into<io::Error>> Step<T> for Result<T, E> {
    fn step(self, what: impl Into<String>) -> Result<T, Error> {
        self.map_err(|source| Error::kernel(what, source))
    }
}
