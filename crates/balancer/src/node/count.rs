//! What is counted. Numbers alone, without locks.

use std::sync::atomic::{AtomicU64, Ordering};

use ferrogate_link::balancer::{Counters, GroupCounters};

macro_rules! counts {
    ($(#[$doc:meta])* $name:ident => $told:ident { $($field:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $name { $(pub(crate) $field: AtomicU64,)* }

        impl $name {
            pub(crate) fn told(&self) -> $told {
                $told { $($field: self.$field.load(Ordering::Relaxed),)* }
            }
        }
    };
}

counts! {
    /// Of the node.
    Counts => Counters {
        active_connections, new_connections, rejected_connections, requests, processed_bytes,
        fixed_responses, redirects, redirects_too_long, elb_3xx, elb_4xx, elb_500, elb_502,
        elb_503, elb_504, elb_5xx, tls_errors, invalid_headers_dropped, invalid_headers_forwarded,
        desync_requests,
    }
}

counts! {
    /// Of one target group.
    GroupCounts => GroupCounters {
        requests, target_2xx, target_3xx, target_4xx, target_5xx, connection_errors, response_ms,
        unhealthy_routing,
    }
}

/// One more.
pub(crate) fn one(of: &AtomicU64) {
    more(of, 1);
}

/// So many more.
pub(crate) fn more(of: &AtomicU64, n: u64) {
    of.fetch_add(n, Ordering::Relaxed);
}

impl Counts {
    /// An answer of the load balancer's own.
    pub(crate) fn answered(&self, status: u16) {
        match status {
            300..=399 => one(&self.elb_3xx),
            400..=499 => one(&self.elb_4xx),
            500..=599 => {
                one(&self.elb_5xx);
                match status {
                    500 => one(&self.elb_500),
                    502 => one(&self.elb_502),
                    503 => one(&self.elb_503),
                    504 => one(&self.elb_504),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

impl GroupCounts {
    /// A target's answer.
    pub(crate) fn answered(&self, status: u16) {
        match status {
            200..=299 => one(&self.target_2xx),
            300..=399 => one(&self.target_3xx),
            400..=499 => one(&self.target_4xx),
            500..=599 => one(&self.target_5xx),
            _ => {}
        }
    }
}
