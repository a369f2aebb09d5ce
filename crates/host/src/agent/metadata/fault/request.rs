//! What a task may ask of faults, and why the agent refuses it, in the agent's words: pure.

use std::time::Duration;

use ferrogate_base::Transport;
use ferrogate_net::IpNet;
use ferrogate_net::faults::{Delay, Direction, Port, Struck, addresses};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Longer than this nothing is kept back, in milliseconds: nobody waits for it.
const DELAY_MS_MAX: u64 = 600_000;

/// Ports that swallow what is sent to them. Names are in small letters here: the agent takes them
/// in any.
#[derive(Deserialize)]
struct Blackhole {
    port: Option<u16>,
    protocol: Option<String>,
    #[serde(rename = "traffictype")]
    traffic_type: Option<String>,
    #[serde(rename = "sourcestofilter")]
    sources_to_filter: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Latency {
    #[serde(rename = "delaymilliseconds")]
    delay_ms: Option<u64>,
    #[serde(rename = "jittermilliseconds")]
    jitter_ms: Option<u64>,
    #[serde(flatten)]
    whom: Whom,
}

#[derive(Deserialize)]
struct PacketLoss {
    #[serde(rename = "losspercent")]
    percent: Option<u64>,
    #[serde(flatten)]
    whom: Whom,
}

#[derive(Deserialize)]
struct Whom {
    sources: Option<Vec<String>>,
    #[serde(rename = "sourcestofilter")]
    sources_to_filter: Option<Vec<String>>,
    #[serde(rename = "flowspercent")]
    flows_percent: Option<i64>,
}

type Checked<T> = Result<T, String>;

/// A port, and the addresses that are spared.
pub(super) fn blackhole(body: &[u8]) -> Checked<(Port, Vec<IpNet>)> {
    let asked: Blackhole = decoded(body)?;
    let port = asked.port.ok_or_else(|| missing("Port"))?;
    let protocol = given(asked.protocol, "Protocol")?;
    let way = given(asked.traffic_type, "TrafficType")?;
    let transport = match &*protocol {
        "tcp" => Transport::Tcp,
        "udp" => Transport::Udp,
        _ => return Err(invalid(&protocol, "Protocol")),
    };
    let direction = match &*way {
        "ingress" => Direction::Ingress,
        "egress" => Direction::Egress,
        _ => return Err(invalid(&way, "TrafficType")),
    };
    let spared = ranges(asked.sources_to_filter, "SourcesToFilter")?;
    Ok((Port { direction, transport, port }, spared))
}

/// How late what comes.
pub(super) fn latency(body: &[u8]) -> Checked<(Delay, Struck)> {
    let asked: Latency = decoded(body)?;
    let by = asked.delay_ms.ok_or_else(|| missing("DelayMilliseconds"))?;
    let jitter = asked.jitter_ms.ok_or_else(|| missing("JitterMilliseconds"))?;
    if by == 0 && jitter == 0 {
        let said = "required either DelayMilliseconds or JitterMilliseconds to be non-zero";
        return Err(said.into());
    }
    for (value, name) in [(by, "DelayMilliseconds"), (jitter, "JitterMilliseconds")] {
        if value > DELAY_MS_MAX {
            return Err(invalid(&value.to_string(), name));
        }
    }
    let delay = Delay { by: Duration::from_millis(by), jitter: Duration::from_millis(jitter) };
    Ok((delay, struck(asked.whom)?))
}

/// How much is lost of what, in a hundred.
pub(super) fn packet_loss(body: &[u8]) -> Checked<(u8, Struck)> {
    let asked: PacketLoss = decoded(body)?;
    let percent = asked.percent.ok_or_else(|| missing("LossPercent"))?;
    let wrong = || invalid(&percent.to_string(), "LossPercent");
    let percent = in_a_hundred(percent).ok_or_else(wrong)?;
    Ok((percent, struck(asked.whom)?))
}

fn struck(whom: Whom) -> Checked<Struck> {
    let sources = whom.sources.filter(|sources| !sources.is_empty());
    let to = ranges(Some(sources.ok_or_else(|| missing("Sources"))?), "Sources")?;
    let spared = ranges(whom.sources_to_filter, "SourcesToFilter")?;
    let flows = whom.flows_percent.unwrap_or(100);
    let percent = u64::try_from(flows).ok().and_then(in_a_hundred);
    let flows_percent = percent.ok_or_else(|| invalid(&flows.to_string(), "flowsPercent"))?;
    Ok(Struck { to, spared, flows_percent })
}

fn in_a_hundred(percent: u64) -> Option<u8> {
    u8::try_from(percent).ok().filter(|percent| (1..=100).contains(percent))
}

fn decoded<T: DeserializeOwned>(body: &[u8]) -> Checked<T> {
    if body.trim_ascii().is_empty() {
        return Err("required request body is missing".into());
    }
    let read = || -> serde_json::Result<T> {
        let members: Map<String, Value> = serde_json::from_slice(body)?;
        let members = members.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value));
        serde_json::from_value(members.collect())
    };
    read().map_err(|error| error.to_string())
}

fn given(value: Option<String>, name: &str) -> Checked<String> {
    value.filter(|value| !value.is_empty()).ok_or_else(|| missing(name))
}

fn ranges(texts: Option<Vec<String>>, name: &str) -> Checked<Vec<IpNet>> {
    let texts = texts.unwrap_or_default();
    texts.iter().map(|text| addresses(text).ok_or_else(|| invalid(text, name))).collect()
}

fn missing(name: &str) -> String {
    format!("required parameter {name} is missing")
}

fn invalid(value: &str, name: &str) -> String {
    format!("invalid value {value} for parameter {name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(of: Value) -> Vec<u8> {
        of.to_string().into_bytes()
    }

    #[test]
    fn what_is_asked_for_is_read() {
        let asked = json!({"Port": 80, "Protocol": "udp", "TrafficType": "ingress",
            "SourcesToFilter": ["10.0.0.1"], "Other": 1});
        let (port, spared) = blackhole(&body(asked)).unwrap();
        let wanted = Port { direction: Direction::Ingress, transport: Transport::Udp, port: 80 };
        assert_eq!((port, spared.len()), (wanted, 1));
        let asked = json!({"DelayMilliseconds": 100, "JitterMilliseconds": 0, "FlowsPercent": null,
            "Sources": ["0.0.0.0/0", "fe80::1"]});
        let (delay, struck) = latency(&body(asked)).unwrap();
        assert_eq!((delay.by, delay.jitter), (Duration::from_millis(100), Duration::ZERO));
        assert_eq!((struck.to.len(), struck.flows_percent), (2, 100));
        let asked = json!({"LossPercent": 6, "Sources": ["10.0.0.0/8"], "FlowsPercent": 25});
        let (percent, struck) = packet_loss(&body(asked)).unwrap();
        assert_eq!((percent, struck.flows_percent), (6, 25));
        // People write them so, and the agent takes it.
        let asked = json!({"lossPercent": 50, "sources": ["10.0.0.1"], "flowspercent": 1});
        let (percent, struck) = packet_loss(&body(asked)).unwrap();
        assert_eq!((percent, struck.flows_percent), (50, 1));
    }

    #[test]
    fn what_is_wrong_is_told_in_the_agent_s_words() {
        let port = |more: Value| {
            let mut asked = json!({"Port": 80, "Protocol": "tcp", "TrafficType": "egress"});
            asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            blackhole(&body(asked)).map(drop).unwrap_err()
        };
        for (more, said) in [
            (json!({"Port": null}), "required parameter Port is missing"),
            (json!({"Protocol": ""}), "required parameter Protocol is missing"),
            (json!({"TrafficType": null}), "required parameter TrafficType is missing"),
            (json!({"Protocol": "icmp"}), "invalid value icmp for parameter Protocol"),
            (json!({"TrafficType": "both"}), "invalid value both for parameter TrafficType"),
            (json!({"SourcesToFilter": ["x"]}), "invalid value x for parameter SourcesToFilter"),
        ] {
            assert_eq!(port(more), said);
        }
        let late = |by: Value, jitter: Value, sources: Value| {
            let asked = json!({"DelayMilliseconds": by, "JitterMilliseconds": jitter,
                "Sources": sources});
            latency(&body(asked)).map(drop).unwrap_err()
        };
        let all = || json!(["0.0.0.0/0"]);
        for (said, wrong) in [
            ("required parameter DelayMilliseconds is missing", late(json!(null), json!(1), all())),
            (
                "required parameter JitterMilliseconds is missing",
                late(json!(1), json!(null), all()),
            ),
            (
                "required either DelayMilliseconds or JitterMilliseconds to be non-zero",
                late(json!(0), json!(0), all()),
            ),
            ("required parameter Sources is missing", late(json!(1), json!(1), json!([]))),
            ("invalid value a.b for parameter Sources", late(json!(1), json!(1), json!(["a.b"]))),
            (
                "invalid value 600001 for parameter DelayMilliseconds",
                late(json!(600_001), json!(1), all()),
            ),
        ] {
            assert_eq!(wrong, said);
        }
        for (percent, flows, said) in [
            (json!(null), json!(1), "required parameter LossPercent is missing"),
            (json!(0), json!(1), "invalid value 0 for parameter LossPercent"),
            (json!(101), json!(1), "invalid value 101 for parameter LossPercent"),
            (json!(5), json!(-3), "invalid value -3 for parameter flowsPercent"),
        ] {
            let asked = json!({"LossPercent": percent, "Sources": all(), "FlowsPercent": flows});
            assert_eq!(packet_loss(&body(asked)).map(drop).unwrap_err(), said);
        }
        assert_eq!(packet_loss(b" ").map(drop).unwrap_err(), "required request body is missing");
        for nonsense in ["{", "[]", "{\"Port\": 70000}", "{\"Port\": \"80\"}", "7"] {
            assert!(blackhole(nonsense.as_bytes()).is_err(), "{nonsense}");
        }
    }
}
