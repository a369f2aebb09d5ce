//! A real server on a loopback port, and clients that behave well or badly.

mod arrivals;
mod browsers;
mod calls;
mod framing;
mod limits;
mod open;
mod packed;
mod paths;
mod rate;
mod refusals;
mod relay;
mod replay;
mod streams;
mod support;
mod tls;
