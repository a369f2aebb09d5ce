//! What the agent and the shims read: sessions, frames, journals, spools, users, cgroups.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::BytesMut;
use ferrogate_host::cgroup::Cgroups;
use ferrogate_host::forward::Acks;
use ferrogate_host::runtime::{capabilities, users};
use ferrogate_host::shim::journal as journals;
use ferrogate_host::shim::protocol::{self, Entry, Reply, Request, ShimEvent, Stats};
use ferrogate_host::spool::{LINE_BYTES_MAX, Reader};
use ferrogate_link::observation::{LogBatch, LogLine};
use ferrogate_link::session::credit::{Grant, Purse};
use ferrogate_link::session::version::{SPOKEN, agree};
use ferrogate_link::session::{Capacity, Frames, Hello, Lane, ToAgent, ToServer, Token};
use ferrogate_link::stream::ends::Frame as _;
use ferrogate_link::{Arrival, Container, FACT_COST_MAX, LOG_BATCH_COST_MAX, Object, ObjectKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tempfile::TempDir;
use tokio_util::codec::{Decoder as _, Encoder as _};

use super::{rig, texts};
use crate::borrowed::spool::lines;
use crate::request::split;

pub(super) const WORDS: &[&str] = &[
    "\"hello\"",
    "\"observed\"",
    "\"logs\"",
    "\"has\"",
    "\"pong\"",
    "\"refused\"",
    "\"welcome\"",
    "\"credentials\"",
    "\"credit\"",
    "\"facts\"",
    "\"put\"",
    "\"generation\":",
    "\"body\":",
    "\"sync\"",
    "\"acked\"",
    "\"resend\"",
    "\"forget\"",
    "\"ping\"",
    "\"run\"",
    "\"stop\"",
    "\"signal\"",
    "\"stats\"",
    "\"subscribe\"",
    "\"bye\"",
    "\"done\"",
    "\"event\"",
    "\"seq\":",
    "\"at\":",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "0123456789abcdef0123456789abcdef",
    "\"key\":",
    "\"task\":",
    "\"epoch\":",
    "\u{0}\u{0}\u{0}\u{4}",
];
pub(super) const USERS: &[&str] = &[
    "root", "nobody", "0", "65535", "65536", ":", "\n", "x", "daemon", "/root", "+", "-1", "CAP_",
];
pub(super) const CGROUPS: &[&str] = &[
    "\n--\n",
    "max",
    "usage_usec ",
    "nr_throttled ",
    "inactive_file ",
    "oom_kill ",
    "8:0 rbytes=1 wbytes=2",
    "8:0 Read 1",
    "total_inactive_file ",
    "18446744073709551615",
    "\n",
    " ",
];

pub(super) const ACKS: &[&str] =
    &["\u{1}", "ack", "probe", "1-2/1-9", "\u{0}", "\u{0}\u{1}", "\u{0}\u{0}\u{0}\u{1}"];

/// What a task's router answers, in two pieces.
pub(super) fn acks(data: &[u8]) {
    let (first, second) = data.split_at(data.len() / 2);
    let mut acks = Acks::default();
    drop(acks.take(first).and_then(|_| acks.take(second)));
}

pub(super) fn ack_seeds() -> Vec<Vec<u8>> {
    vec![
        b"\x81\xa3ack\xa71-2/1-9\x81\xa3ack\xd9\x031-2".to_vec(),
        b"\x82\xa1x\x93\x01\xc0\x81\xa1y\xcb\0\0\0\0\0\0\0\0\xa3ack\xc4\x03abc".to_vec(),
        b"\xde\0\x01\xc4\x03ack\xda\0\x03abc".to_vec(),
    ]
}

/// What an agent says of a connection that has come by an endpoint: what is read is said alike.
pub(super) fn arrival(data: &[u8]) {
    let Ok(said) = std::str::from_utf8(data) else { return };
    let Some(read) = Arrival::read(said) else { return };
    if let Ok(again) = read.say() {
        let again = std::str::from_utf8(&again[2..]).expect("it is text");
        assert_eq!(Arrival::read(again), Some(read), "{said}");
    }
}

pub(super) const ARRIVALS: &[&str] = &["000000000000", " us-east-1 ", "vpce-", " 443 ", "[::1]:1"];

pub(super) fn arrival_seeds() -> Vec<Vec<u8>> {
    let said = ["000000000000 us-east-1 vpce-1 443 10.0.0.5:40000", "1 r e 80 [fe80::1%2]:1"];
    said.map(|said| said.as_bytes().to_vec()).to_vec()
}

/// Both ends of a session read the same bytes.
pub(super) fn session(data: &[u8]) {
    frames::<ToAgent, ToServer>(data, |frame| match frame {
        ToServer::Hello(hello) => {
            let _ = agree(hello.versions(), SPOKEN);
        }
        // Whoever counts what came must be able to.
        ToServer::Logs(batch) => assert!(batch.cost() <= LOG_BATCH_COST_MAX),
        ToServer::Observed(facts) => {
            assert!(facts.iter().all(|fact| fact.cost() <= FACT_COST_MAX));
        }
        ToServer::Stream(_, frame) => assert!(frame.cost() <= data.len() as u64),
        ToServer::Has(_)
        | ToServer::Flows(_)
        | ToServer::Pong(_)
        | ToServer::Balancer(_)
        | ToServer::Usage(_) => {}
    });
    let (mut purse, mut grant) = (Purse::default(), Grant::new(LOG_BATCH_COST_MAX));
    frames::<ToServer, ToAgent>(data, |frame| {
        if let ToAgent::Credit(_, total) = frame {
            let (before, more) = (purse.left(), purse.grant(*total));
            assert!(purse.left() <= before.saturating_add(more));
            purse.spend(*total / 2);
            let _ = grant.came(*total);
            grant.done(*total);
        }
    });
}

/// Reads frames that arrive in two pieces; what was read is written and read again.
fn frames<Out, In>(data: &[u8], mut look: impl FnMut(&In))
where
    Out: Serialize,
    In: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let (mut codec, mut arrived) = (Frames::<Out, In>::default(), BytesMut::new());
    for piece in [&data[..data.len() / 2], &data[data.len() / 2..]] {
        arrived.extend_from_slice(piece);
        while let Ok(Some(frame)) = codec.decode(&mut arrived) {
            let mut bytes = BytesMut::new();
            let mut back = Frames::<In, In>::default();
            back.encode(&frame, &mut bytes).expect("a frame that was read can be written");
            let again = back.decode(&mut bytes).expect("what was written can be read");
            look(&frame);
            assert_eq!(again, Some(frame), "a frame changes on its way");
        }
    }
}

pub(super) fn session_seeds() -> Vec<Vec<u8>> {
    let key = "0123456789abcdef0123456789abcdef-7".parse().ok();
    let hello = Hello {
        protocol: SPOKEN.newest,
        oldest_protocol: Some(SPOKEN.oldest),
        host: ferrogate_base::HostId("h".into()),
        boot_id: "b".into(),
        capacity: Capacity {
            cpu_units: 2048,
            memory_mib: 4096,
            storage_gib: Some(100),
            tasks_max: 100,
        },
        architecture: "amd64".into(),
        known: key.clone().into_iter().collect(),
        holds: key.clone().into_iter().map(|key| (ObjectKey::Task(key), 3)).collect(),
    };
    let key: ferrogate_base::TaskKey = key.expect("a good key");
    let object = || ObjectKey::Task(key.clone());
    let line = LogLine::new(rig::NOW, "line".into());
    let logs = serde_json::from_value::<LogBatch>(json!({
        "key": key, "container": "app", "first_seq": 1, "lines": [line],
    }));
    let fact = serde_json::from_value(json!({
        "key": key, "seq": 1, "at": rig::NOW,
        "event": {"failed": {"kind": "pull", "container": "app", "reason": "no"}},
    }));
    let mut to_server =
        vec![ToServer::Hello(hello), ToServer::Has(vec![(object(), 3)]), ToServer::Pong(7)];
    to_server.extend(fact.ok().map(|fact| ToServer::Observed(vec![fact])));
    to_server.extend(logs.ok().map(ToServer::Logs));
    let mut to_agent = vec![
        ToAgent::Refused(SPOKEN),
        ToAgent::Welcome { protocol: SPOKEN.newest },
        ToAgent::Credentials { registry_token: Token::new("t") },
        ToAgent::Credit(Lane::Facts, 1 << 20),
        ToAgent::Credit(Lane::Logs, 1 << 24),
        ToAgent::Sync(vec![object()]),
        ToAgent::Acked(vec![(key.clone(), 3)]),
        ToAgent::Resend(vec![key.clone()]),
        ToAgent::LogsAcked(vec![(key.clone(), "app".into(), 9)]),
        ToAgent::Forget(object()),
        ToAgent::Ping(7),
    ];
    to_agent.extend(assignment(&key).map(ToAgent::Put));
    vec![all_frames(&to_server), all_frames(&to_agent)]
}

/// One that a task is run by.
fn assignment(key: &ferrogate_base::TaskKey) -> Option<Object> {
    let eni = json!({
        "id": "eni-0", "vpc": "vpc-0", "vpc_cidr": "172.31.0.0/16",
        "subnet_cidr": "172.31.0.0/20", "address": "172.31.0.4", "gateway": "172.31.0.1",
        "mac": "02:00:00:00:00:01", "private_dns_name": "ip",
    });
    let publish = json!([{"host_address": "127.0.0.1", "host_port": 0, "task_port": 80}]);
    let task = json!({
        "key": key, "desired": "running", "observed": 0, "account": "000000000000",
        "region": "r", "zone": "z", "task_arn": "t", "cluster_arn": "c", "family": "f",
        "revision": 1, "created_at": rig::NOW, "eni": eni,
        "limits": {"cpu_units": 256, "memory_mib": 512, "pids_max": 10}, "storage_gib": 20,
        "containers": [Container::plain("app", "busybox")], "publish": publish,
    });
    serde_json::from_value(json!({"generation": 2, "body": {"task": task}})).ok()
}

fn all_frames<T: Serialize>(frames: &[T]) -> Vec<u8> {
    let frame = |frame| protocol::encode(frame).expect("a small frame");
    frames.iter().flat_map(frame).collect()
}

pub(super) fn shim(data: &[u8]) {
    read_all::<Request>(data);
    read_all::<Reply>(data);
}

fn read_all<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(mut data: &[u8]) {
    while let Ok(Some(frame)) = protocol::read_frame::<T>(&mut data) {
        let bytes = protocol::encode(&frame).expect("a frame that was read can be written");
        let again = protocol::read_frame(&mut bytes.as_slice()).expect("it can be read");
        assert_eq!(again, Some(frame), "a frame changes on its way");
    }
}

pub(super) fn shim_seeds() -> Vec<Vec<u8>> {
    let entry = Entry { seq: 1, at: rig::NOW, event: ShimEvent::Ready { pid: 7 } };
    vec![
        all_frames(&[
            Request::Subscribe { after_seq: 0 },
            Request::Stop,
            Request::Signal { container: "app".into(), signal: 15 },
            Request::Stats,
            Request::Bye,
        ]),
        all_frames(&[
            Reply::Done,
            Reply::Refused("no".into()),
            Reply::Event(entry),
            Reply::Stats(Stats::default()),
        ]),
    ]
}

thread_local! {
    /// One folder for all inputs: making one costs more than reading it.
    static FOLDER: RefCell<Option<TempDir>> = const { RefCell::new(None) };
}

fn folder() -> PathBuf {
    FOLDER.with_borrow_mut(|slot| {
        let make = || tempfile::tempdir().expect("there is room for a folder");
        slot.get_or_insert_with(make).path().to_owned()
    })
}

fn put(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("there is room for a file");
}

pub(super) fn journal(data: &[u8]) {
    let folder = folder();
    put(&folder.join(journals::FILE), data);
    let _ = journals::read(&folder);
}

pub(super) fn journal_seeds() -> Vec<Vec<u8>> {
    let exited = ShimEvent::ContainerExited {
        name: "app".into(),
        code: 137,
        oom: true,
        reason: Some("killed".into()),
    };
    let events = [ShimEvent::Ready { pid: 7 }, ShimEvent::Running, exited, ShimEvent::Finished];
    let lines = events.into_iter().zip(1..).map(|(event, seq)| {
        serde_json::to_string(&Entry { seq, at: rig::NOW, event }).expect("plain data") + "\n"
    });
    vec![lines.collect::<String>().into_bytes()]
}

/// The lines of one segment.
pub(super) fn spool_records(data: &[u8]) {
    for line in lines(data) {
        assert!(line.bytes.len() <= LINE_BYTES_MAX, "no shim writes such a line");
        let _ = LogLine::from(line);
    }
}

/// Two segments in a folder, read to their ends from some line on.
pub(super) fn spool_folder(data: &[u8]) {
    let folder = folder();
    let parts = split(data, b"\n--\n", 2);
    put(&folder.join(format!("{:020}.seg", 1)), parts[0]);
    put(&folder.join(format!("{:020}.seg", 3)), parts.get(1).copied().unwrap_or_default());
    let runtime = rig::runtime();
    let _context = runtime.enter();
    for from in [1, 3] {
        let mut reader = Reader::open(&folder, from);
        while let Ok(lines) = reader.read(100, 1 << 20) {
            let Some(last) = lines.last() else { break };
            let rising = lines.windows(2).all(|pair| pair[0].seq < pair[1].seq);
            assert!(rising && lines[0].seq >= from, "lines come in order, and once");
            assert_eq!(reader.next_seq(), last.seq + 1);
        }
    }
}

pub(super) fn spool_seeds() -> Vec<Vec<u8>> {
    let line = |seq: u64, flags: u8, text: &[u8]| {
        let length = u32::try_from(17 + text.len()).expect("a short line");
        let (seq, at) = (seq.to_le_bytes(), rig::NOW.0.to_le_bytes());
        [&length.to_le_bytes()[..], &seq, &at, &[flags], text].concat()
    };
    let first = [line(1, 0, b"hello"), line(2, 3, b"part")].concat();
    vec![[first.as_slice(), b"\n--\n", &line(3, 1, b"of it")].concat(), first]
}

/// What an image says of its user: the wish, its passwd file, its group file.
pub(super) fn user(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(3, "\n--\n");
    let mut part = || parts.next().unwrap_or_default();
    let (wish, passwd, group) = (part(), part(), part());
    if let Ok(identity) = users::resolve(wish, passwd, group) {
        let ids = [identity.uid, identity.gid].into_iter().chain(identity.groups);
        assert!(ids.into_iter().all(|id| id < u32::MAX), "the id that stands for none");
    }
    let names: Vec<String> = wish.split(' ').map(str::to_owned).collect();
    let _ = capabilities::resolve(&names, &names);
}

pub(super) fn user_seeds() -> Vec<Vec<u8>> {
    let files = "\n--\nroot:x:0:0:root:/root:/bin/sh\nweb:x:1000:1000::/home/web:/bin/sh\n\
                 --\nroot:x:0:\nweb:x:1000:web\nextra:x:7:web,root\n";
    ["", "web", "1000:extra", "web:1000", "0:0", "NET_ADMIN CAP_CHOWN ALL"]
        .map(|wish| format!("{wish}{files}").into_bytes())
        .to_vec()
}

/// The files of a cgroup in both versions, all with texts of the input.
pub(super) fn cgroup(data: &[u8]) {
    const V2: &[&str] = &[
        "memory.current",
        "memory.stat",
        "memory.max",
        "memory.peak",
        "memory.events",
        "cpu.stat",
        "pids.current",
        "io.stat",
    ];
    const V1: &[(&str, &str)] = &[
        ("memory", "memory.usage_in_bytes"),
        ("memory", "memory.stat"),
        ("memory", "memory.limit_in_bytes"),
        ("memory", "memory.oom_control"),
        ("cpu,cpuacct", "cpuacct.usage"),
        ("cpu,cpuacct", "cpu.stat"),
        ("pids", "pids.current"),
        ("blkio", "blkio.throttle.io_service_bytes_recursive"),
    ];
    let parts = split(data, b"\n--\n", V2.len());
    let part = |at: usize| parts[at % parts.len()];
    let (v1, v2) = (folder().join("v1"), folder().join("v2"));
    for (at, (controller, file)) in V1.iter().enumerate() {
        let dir = v1.join(controller);
        fs::create_dir_all(dir.join("t")).expect("there is room for a folder");
        put(&dir.join("cgroup.procs"), b"");
        put(&dir.join("t").join(file), part(at));
        put(&dir.join("t/cgroup.procs"), part(at));
    }
    // Nothing is read of it, but a host without it is none.
    fs::create_dir_all(v1.join("devices/t")).expect("there is room for a folder");
    put(&v1.join("devices/cgroup.procs"), b"");
    fs::create_dir_all(v2.join("t")).expect("there is room for a folder");
    put(&v2.join("cgroup.controllers"), b"cpu io memory pids");
    put(&v2.join("t/cgroup.procs"), part(0));
    for (at, file) in V2.iter().enumerate() {
        put(&v2.join("t").join(file), part(at));
    }
    for mount in [v1, v2] {
        let cgroups = Cgroups::detect_at(&mount).expect("it looks mounted");
        let _ =
            (cgroups.usage("t"), cgroups.oom_kills("t"), cgroups.pids("t"), cgroups.is_gone("t"));
    }
}

pub(super) fn cgroup_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "1048576\n--\ninactive_file 4096\ntotal_inactive_file 4096\n--\nmax\n--\n2097152\n--\noom 1\n\
         oom_kill 1\n--\nusage_usec 100\nnr_throttled 3\n--\n5\n--\n8:0 rbytes=11 wbytes=22 rios=1\n\
         8:0 Read 1\n8:0 Write 2\nTotal 3\n",
        "9223372036854771712\n",
    ])
}
