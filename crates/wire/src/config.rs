//! What the front door allows, and what it calls itself.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::AccountId;

/// Headers of a request, unless another number is set: hyper's own.
pub(crate) const HEADERS_MAX: usize = 100;

/// The bounds on what one client may take. The defaults are those of the documentation.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Open connections; beyond them clients wait in the kernel's backlog.
    pub connections_max: usize,
    /// Bytes of one line of a request's head.
    pub head_line_bytes_max: usize,
    /// Headers of a request.
    pub headers_max: usize,
    /// From the first byte of a head to its last; for a TLS handshake the same.
    pub head_time: Duration,
    /// How long a connection may rest between requests.
    pub idle_time: Duration,
    /// Bytes of a body.
    pub body_bytes_max: usize,
    /// Bytes of a body sent to ECS.
    pub ecs_body_bytes_max: usize,
    /// The time a body may take whatever its size; beyond it `body_bytes_per_s` holds.
    pub body_time: Duration,
    /// The slowest a body may come, averaged after `body_time`.
    pub body_bytes_per_s: usize,
    /// Bytes of bodies in memory at a time, of all requests whose body is larger than
    /// 64 KiB; beyond them such requests are turned away.
    pub bodies_bytes_max: usize,
    /// Requests a second of one caller, by the ARN that its signature proves; `None` bounds
    /// nobody.
    pub caller_per_s: Option<NonZeroU32>,
    /// Which bounds of AWS hold for each account beside that.
    pub throttling: Throttling,
    /// Requests a second of one address, beyond the loopback, whose signature does not prove
    /// anybody. An address that comes more often is turned away unread.
    pub stranger_per_s: NonZeroU32,
    /// How long requests in flight may go on once a shutdown is asked for.
    pub drain_time: Duration,
}

/// Which of AWS's bounds on how often an account may call hold here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Throttling {
    /// None of them.
    #[default]
    Off,
    /// Those that AWS publishes: of ECS, EC2 and STS.
    Aws,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 16_384,
            head_line_bytes_max: 8 * 1024,
            headers_max: HEADERS_MAX,
            head_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(120),
            body_bytes_max: 16 * 1024 * 1024,
            ecs_body_bytes_max: 1024 * 1024,
            body_time: Duration::from_secs(10),
            body_bytes_per_s: 64 * 1024,
            bodies_bytes_max: 512 * 1024 * 1024,
            caller_per_s: None,
            throttling: Throttling::Off,
            stranger_per_s: const { NonZeroU32::new(20).unwrap() },
            drain_time: Duration::from_secs(10),
        }
    }
}

/// What the binary tells the front door.
#[derive(Clone, Debug)]
pub struct Config {
    /// The version that `/_ferrogate/health` shows.
    pub version: &'static str,
    /// The region of requests that name none: those without a signature.
    pub default_region: Arc<str>,
    /// The account of requests without a signature.
    pub default_account: AccountId,
    /// Names beside those of the loopback by which clients may call us: values of `Host`,
    /// without port. A name covers the names below it as well.
    pub hosts: Vec<String>,
    /// Development mode: offers the reset paths of moto and LocalStack.
    pub dev: bool,
    /// The bounds.
    pub limits: Limits,
}
