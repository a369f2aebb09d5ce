use bytes::BytesMut;
use ferrogate_base::{Epoch, TaskId, TimestampMs};
use proptest::prelude::*;
use tokio_util::codec::{Decoder, Encoder};

use super::version::SPOKEN;
use super::*;
use crate::observation::{Event, FailureKind, LogLine};

type Agent = Frames<ToServer, ToAgent>;
type Server = Frames<ToAgent, ToServer>;

#[test]
fn a_frame_arrives_as_it_was_sent_also_in_pieces() {
    let mut bytes = BytesMut::new();
    Agent::default().encode(&ToServer::Pong(7), &mut bytes).unwrap();
    let (mut server, mut arrived) = (Server::default(), BytesMut::new());
    let whole = bytes.len();
    for (at, byte) in bytes.iter().enumerate() {
        arrived.extend_from_slice(&[*byte]);
        let frame = server.decode(&mut arrived).unwrap();
        assert_eq!(frame.is_some(), at + 1 == whole);
    }
}

#[test]
fn a_frame_past_the_limit_is_refused() {
    let mut bytes = BytesMut::from(&u32::MAX.to_be_bytes()[..]);
    assert!(Server::default().decode(&mut bytes).is_err());
}

/// What an agent of version 1 says, as it says it.
#[test]
fn the_first_frame_of_version_1_is_read_and_speaks_nothing_newer() {
    let json = br#"{"hello":{"protocol":1,"host":"h","boot_id":"b","capacity":{"cpu_units":1,
        "memory_mib":1,"tasks_max":1},"architecture":"amd64",
        "known":[{"task":"0123456789abcdef0123456789abcdef","epoch":7}]}}"#;
    let ToServer::Hello(hello) = serde_json::from_slice(json).unwrap() else { panic!("a hello") };
    assert_eq!(hello.versions(), Versions { oldest: 1, newest: 1 });
    assert!(version::agree(hello.versions(), SPOKEN).is_err());
}

/// A server of version 1 finds what it reads, and reads a version that it does not have.
#[test]
fn a_server_of_version_1_can_read_who_it_refuses() {
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Old {
        Hello { protocol: u32, host: HostId, boot_id: String, known: Vec<TaskKey> },
    }
    let json = serde_json::to_vec(&ToServer::Hello(hello())).unwrap();
    let Old::Hello { protocol, host, boot_id, known } = serde_json::from_slice(&json).unwrap();
    assert_eq!((protocol, host, &*boot_id), (SPOKEN.newest, HostId("h".into()), "b"));
    assert_eq!(known.len(), 1);
}

#[test]
fn a_token_does_not_print() {
    let frame = ToAgent::Credentials { registry_token: Token::new("hush") };
    assert!(!format!("{frame:?}").contains("hush"));
    assert!(serde_json::to_string(&frame).unwrap().contains("hush"));
}

fn hello() -> Hello {
    let key = TaskKey { task: TaskId::random(), epoch: Epoch(3) };
    Hello {
        protocol: SPOKEN.newest,
        oldest_protocol: Some(SPOKEN.oldest),
        host: HostId("h".into()),
        boot_id: "b".into(),
        capacity: Capacity { cpu_units: 1, memory_mib: 1, storage_gib: None, tasks_max: 1 },
        architecture: "amd64".into(),
        holds: vec![(ObjectKey::Task(key.clone()), 4)],
        known: vec![key],
    }
}

prop_compose! {
    fn task_key()(task in "[0-9a-f]{32}", epoch in any::<u64>()) -> TaskKey {
        TaskKey { task: task.parse().unwrap(), epoch: Epoch(epoch) }
    }
}

prop_compose! {
    fn batch()(
        key in task_key(),
        container in any::<String>(),
        first_seq in any::<u64>(),
        lines in proptest::collection::vec((any::<u64>(), any::<String>()), 0..5),
    ) -> LogBatch {
        let line = |(at, text)| LogLine::new(TimestampMs(at), text);
        LogBatch { key, container, first_seq, lines: lines.into_iter().map(line).collect() }
    }
}

prop_compose! {
    fn fact()(key in task_key(), seq in any::<u64>(), at in any::<u64>(), event in event())
        -> Observation {
        Observation { key, seq, at: TimestampMs(at), event }
    }
}

fn event() -> impl Strategy<Value = Event> {
    let code = (any::<String>(), any::<i32>(), any::<Option<String>>());
    prop_oneof![
        Just(Event::Connected),
        Just(Event::Released),
        code.prop_map(|(container, code, reason)| Event::ContainerExited {
            container,
            code,
            reason
        }),
        any::<String>().prop_map(|reason| Event::Failed {
            kind: FailureKind::Pull,
            container: None,
            reason
        }),
    ]
}

fn to_server() -> impl Strategy<Value = ToServer> {
    let number = (task_key().prop_map(ObjectKey::Task), any::<u64>());
    let numbers = proptest::collection::vec(number, 0..5);
    prop_oneof![
        Just(ToServer::Hello(hello())),
        numbers.prop_map(ToServer::Has),
        proptest::collection::vec(fact(), 0..5).prop_map(ToServer::Observed),
        batch().prop_map(ToServer::Logs),
        any::<u64>().prop_map(ToServer::Pong),
    ]
}

fn to_agent() -> impl Strategy<Value = ToAgent> {
    let keys = || proptest::collection::vec(task_key(), 0..5);
    let objects = |keys: Vec<_>| keys.into_iter().map(ObjectKey::Task).collect();
    let lane = prop_oneof![Just(Lane::Facts), Just(Lane::Logs)];
    let lines = proptest::collection::vec((task_key(), any::<String>(), any::<u64>()), 0..5);
    prop_oneof![
        (any::<u32>(), any::<u32>())
            .prop_map(|(oldest, newest)| ToAgent::Refused(Versions { oldest, newest })),
        any::<u32>().prop_map(|protocol| ToAgent::Welcome { protocol }),
        any::<String>().prop_map(|text| ToAgent::Credentials { registry_token: Token::new(text) }),
        any::<String>().prop_map(ToAgent::Authority),
        (lane, any::<u64>()).prop_map(|(lane, total)| ToAgent::Credit(lane, total)),
        keys().prop_map(move |keys| ToAgent::Sync(objects(keys))),
        task_key().prop_map(|key| ToAgent::Forget(ObjectKey::Task(key))),
        proptest::collection::vec((task_key(), any::<u64>()), 0..5).prop_map(ToAgent::Acked),
        keys().prop_map(ToAgent::Resend),
        lines.prop_map(ToAgent::LogsAcked),
        any::<u64>().prop_map(ToAgent::Ping),
    ]
}

proptest! {
    #[test]
    fn what_an_agent_sends_arrives_as_it_was(
        sent in proptest::collection::vec(to_server(), 1..5),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = BytesMut::new();
        for frame in &sent {
            Agent::default().encode(frame, &mut bytes).unwrap();
        }
        prop_assert_eq!(all::<ToAgent, ToServer>(&bytes, cut.index(bytes.len())), sent);
    }

    #[test]
    fn what_a_server_sends_arrives_as_it_was(
        sent in proptest::collection::vec(to_agent(), 1..5),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = BytesMut::new();
        for frame in &sent {
            Server::default().encode(frame, &mut bytes).unwrap();
        }
        prop_assert_eq!(all::<ToServer, ToAgent>(&bytes, cut.index(bytes.len())), sent);
    }

    #[test]
    fn no_bytes_make_the_decoder_panic(raw in proptest::collection::vec(any::<u8>(), 0..256)) {
        let mut bytes = BytesMut::from(&raw[..]);
        while let Ok(Some(_)) = Server::default().decode(&mut bytes) {}
    }
}

/// The frames in bytes that arrive in two pieces.
fn all<Out, In: serde::de::DeserializeOwned>(bytes: &[u8], cut: usize) -> Vec<In> {
    let (mut codec, mut arrived) = (Frames::<Out, In>::default(), BytesMut::new());
    let mut frames = Vec::new();
    for piece in [&bytes[..cut], &bytes[cut..]] {
        arrived.extend_from_slice(piece);
        while let Some(frame) = codec.decode(&mut arrived).unwrap() {
            frames.push(frame);
        }
    }
    frames
}
