//! Filter patterns, and the files of the log store: a crash or a disk changed them.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use ferrogate_base::Clock;
use ferrogate_base::clock::ManualClock;
use ferrogate_insights::{Bounds, Event as AskedEvent, Query, Run};
use ferrogate_telemetry::pattern::Pattern;
use ferrogate_telemetry::{Batch, Event, FilterEvents, GroupKey, LogStore, Options};
use serde_json::Value;

use super::{rig, texts};
use crate::borrowed::telemetry::frame::Framer;
use crate::request::{split, split_once};

pub(super) const PATTERNS: &[&str] = &[
    "{ ",
    " }",
    "[",
    "]",
    "$.a",
    "$.a[0].b",
    "=",
    "!=",
    ">=",
    "<",
    "&&",
    "||",
    "IS NULL",
    "NOT EXISTS",
    "IS TRUE",
    "\"",
    "\\",
    "%",
    "%err.r%",
    "?",
    "-",
    "...",
    ", ",
    "*",
    "ip",
    "status=4*",
    "1.5e3",
    "(",
    ")",
    "\\w+",
    "[a-z]{2,3}",
    "^",
    "|",
    "&",
];
pub(super) const FRAMES: &[&str] = &[
    "\n--\n",
    "{\"counters\":{\"wal_from\":0,\"next_seq\":1,\"next_segment\":1}}",
    "\"wal_from\":",
    "\"add_segment\":",
    "\"remove_segment\":",
    "\"source\":",
    "\"retention\":",
    "\"delete_group\":",
    "\"delete_stream\":",
    "\"group\":",
    "\"account\":\"000000000000\"",
    "\"id\":",
    "\"days\":",
    "null",
    "000000000000",
    "us-east-1",
    "\u{1}",
    "\u{2}",
];

const WAL_MAGIC: [u8; 8] = *b"FGLWAL01";
const MANIFEST_MAGIC: [u8; 8] = *b"FGLMAN01";
/// API_FilterLogEvents: filterPattern
const PATTERN_CHARS_MAX: usize = 1024;
/// Frames of one input.
const FRAMES_MAX: usize = 16;

/// A pattern, and behind a line's end the message.
/// What is asked of log events, over an event of any text.
pub(super) fn query(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (query, message) = text.split_once('\0').unwrap_or((&text, "{\"a\": {\"b\": [1, \"x\"]}}"));
    let parsed = match Query::parse(query) {
        Ok(parsed) => parsed,
        Err(error) => {
            assert!(error.at.start <= error.at.end && error.at.end <= query.len(), "{error:?}");
            return;
        }
    };
    let bounds = Bounds { bytes: 1 << 20, rows: 100 };
    let mut run = Run::of(&parsed, bounds, 1_700_000_000);
    for at in 0..3 {
        let event = AskedEvent {
            ts_ms: 1_700_000_000_000 + at,
            ingest_ms: 1_700_000_000_000 + at,
            message: message.into(),
            stream: "s".into(),
            log: "111122223333:g".into(),
            ptr: at.to_string(),
        };
        if let Some(wanted) = parsed.must_have() {
            // What the store leaves out would not have been chosen.
            let mut alone = Run::of(&parsed, bounds, 0);
            if !message.contains(wanted) && alone.take(event.clone()).is_ok() {
                assert_eq!(alone.matched(), 0, "{query:?}");
            }
        }
        if run.take(event).is_err() {
            return;
        }
    }
    if let Ok(rows) = run.end() {
        assert!(rows.len() <= bounds.rows);
    }
}

pub(super) fn query_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "fields @timestamp, a.b.0 as x | filter x > 0 and @message like \"b\" | sort x desc | limit 5",
        "parse @message 'user=*, took=* ms' as u, t | stats avg(t), count(*) by u, bin(5m)\0user=a, took=3 ms",
        "filter @message =~ /(?<n>\\d+)/ or a not in [1, 'x'] | dedup a | limit 1\0{\"a\": 2}",
        "stats pct(a, 95) / max(a) as r, count_distinct(b) by datefloor(@timestamp, 1h)\0{\"a\": \"7\"}",
        "display concat(substr(@message, 1, 2), toupper(`x y`), -3 ^ 2 % 5) # end",
    ])
}

pub(super) const QUERIES: &[&str] = &[
    "fields ",
    "display ",
    "filter ",
    "parse ",
    "stats ",
    "sort ",
    "limit 3",
    "dedup ",
    " | ",
    "@message",
    "@timestamp",
    "a.b.0",
    "`",
    "\"",
    "'",
    "/",
    "(",
    ")",
    "[",
    "]",
    ",",
    " as ",
    " by ",
    " like ",
    " not ",
    " in ",
    " and ",
    " or ",
    "=~",
    "!=",
    "<=",
    "count(*)",
    "avg(",
    "pct(",
    "latest(",
    "bin(5m)",
    "5m",
    "coalesce(",
    "substr(",
    "replace(",
    "-",
    "+",
    "*",
    "^",
    "%",
    "#",
    "\0",
    " desc",
    "{\"a\": 1}",
    "\\",
];

pub(super) fn pattern(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (pattern, message) = text.split_once('\n').unwrap_or((&text, "GET /a 404 12 \"x y\" [z]"));
    match Pattern::parse(pattern) {
        Ok(parsed) => {
            let (printed, matches) = (parsed.to_string(), parsed.matches(message));
            let _ = parsed.extract(message);
            // Marks that printing adds may make it longer than a pattern may be.
            if printed.chars().count() <= PATTERN_CHARS_MAX {
                let again = Pattern::parse(&printed).unwrap_or_else(|e| panic!("{printed:?}: {e}"));
                assert_eq!(again.matches(message), matches, "{printed:?}");
            }
        }
        Err(error) => assert!(error.at >= 1 && error.at <= pattern.chars().count() + 1),
    }
}

pub(super) fn pattern_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "ERROR -debug ?warn ?\"two words\"\nERROR two words",
        "{ $.a.b[0] = \"x*\" && ($.n >= 1.5 || $.c IS NULL) }\n{\"a\": {\"b\": [\"xy\"]}, \"n\": 2}",
        "{ $.latency > 100 && $.ok IS TRUE && $.z NOT EXISTS }\n{\"latency\": 1e3, \"ok\": true}",
        "[ip, user, time, request = *GET*, status = 4*, bytes > 10]\n1 - [t x] \"GET /\" 404 20",
        "[..., status != 200 && status != 3*, size]\na b 404 7",
        "%[a-f]+\\d{2}%\nx abc12",
        "\"quoted \\\" mark\"\nquoted \" mark",
    ])
}

fn key() -> GroupKey {
    GroupKey { account: rig::account(), region: rig::REGION.into(), group: "g".into() }
}

async fn open(dir: &Path) -> Option<LogStore> {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(rig::NOW));
    let options = Options { group_ms: 0, ..Options::default() };
    LogStore::open(dir, options, clock).await.ok().map(|(store, _)| store)
}

async fn append(store: &LogStore) -> bool {
    let event = |n: u64| Event { ts_ms: rig::NOW.0 + n, message: format!("message {n}") };
    let events = (0..20).map(event).collect();
    let batch = Batch { stream: key().stream("s"), source: None, events };
    store.append(batch).await.is_ok()
}

/// Opens a store whose files `change` has changed, reads all of it, and appends.
fn reopen(change: impl FnOnce(&Path)) {
    let dir = tempfile::tempdir().expect("there is room for a folder");
    copy(TEMPLATE.path(), dir.path());
    change(dir.path());
    rig::runtime().block_on(async {
        let Some(store) = open(dir.path()).await else { return };
        let ask = FilterEvents::of(key());
        let _ = store.filter_events(ask).await;
        let _ = store.group_stats(&key());
        append(&store).await;
        let _ = store.seal().await;
        store.close().await;
    });
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the template is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("there is room");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("there is room");
        }
    }
}

/// A store with one segment and something in its log.
static TEMPLATE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("there is room for a folder");
    rig::runtime().block_on(async {
        let store = open(dir.path()).await.expect("a new store opens");
        assert!(append(&store).await, "events are stored");
        store.seal().await.expect("they are sealed");
        assert!(append(&store).await, "events are stored");
        store.close().await;
    });
    dir
});

/// The last file of the template's log.
fn wal() -> std::path::PathBuf {
    let files = fs::read_dir(TEMPLATE.path().join("wal")).expect("it has a log").flatten();
    let last = files.map(|entry| entry.path()).max().expect("a log has a file");
    last.strip_prefix(TEMPLATE.path()).expect("it is below").to_owned()
}

/// The log's file as it is on disk.
pub(super) fn wal_file(data: &[u8]) {
    reopen(|dir| fs::write(dir.join(wal()), data).expect("there is room"));
}

pub(super) fn wal_file_seeds() -> Vec<Vec<u8>> {
    vec![fs::read(TEMPLATE.path().join(wal())).expect("it is there")]
}

/// Frames that are good, of records that may not be.
pub(super) fn wal_record(data: &[u8]) {
    let bytes = framed(WAL_MAGIC, data);
    reopen(|dir| fs::write(dir.join(wal()), bytes).expect("there is room"));
}

pub(super) fn wal_record_seeds() -> Vec<Vec<u8>> {
    wal_file_seeds().iter().map(|file| unframed(WAL_MAGIC, file)).collect()
}

/// Frames that are good, of edits that may not be.
pub(super) fn manifest(data: &[u8]) {
    let bytes = framed(MANIFEST_MAGIC, data);
    reopen(|dir| fs::write(dir.join("manifest"), bytes).expect("there is room"));
}

pub(super) fn manifest_seeds() -> Vec<Vec<u8>> {
    let file = fs::read(TEMPLATE.path().join("manifest")).expect("it is there");
    vec![unframed(MANIFEST_MAGIC, &file)]
}

fn framed(magic: [u8; 8], data: &[u8]) -> Vec<u8> {
    let (framer, header) = Framer::new(magic);
    let mut bytes = header.to_vec();
    for payload in split(data, b"\n--\n", FRAMES_MAX) {
        framer.frame(payload, &mut bytes);
    }
    bytes
}

fn unframed(magic: [u8; 8], file: &[u8]) -> Vec<u8> {
    let framer = Framer::read(magic, file).expect("a file of ours");
    let frames = framer.scan(file).frames;
    let payloads: Vec<&[u8]> = frames.into_iter().map(|range| &file[range]).collect();
    payloads.join(&b"\n--\n"[..])
}

/// A segment's description and rows, with the manifest's checksums of them put right.
pub(super) fn segment(data: &[u8]) {
    let (rows, footer) = split_once(data, b"\n--\n").unwrap_or((data, b""));
    let (old, path) = template_segment();
    let file = [rows, footer].concat();
    let manifest_file = fs::read(TEMPLATE.path().join("manifest")).expect("it is there");
    let mut edits = unframed(MANIFEST_MAGIC, &manifest_file);
    let mut meta = old.clone();
    meta["bytes"] = file.len().into();
    meta["footer_bytes"] = footer.len().into();
    meta["footer_crc"] = crc32fast::hash(footer).into();
    // The magic number stands before the only row group.
    meta["row_group_crcs"] = vec![crc32fast::hash(rows.get(4..).unwrap_or_default())].into();
    let text = String::from_utf8(edits).expect("edits are JSON");
    edits = replace_meta(&text, &old, &meta).into_bytes();
    reopen(|dir| {
        fs::write(dir.join(&path), &file).expect("there is room");
        fs::write(dir.join("manifest"), framed(MANIFEST_MAGIC, &edits)).expect("there is room");
    });
}

/// Every edit that adds the segment adds it with `new`.
fn replace_meta(edits: &str, old: &Value, new: &Value) -> String {
    let edit = |text: &str| {
        let mut edit: Value = serde_json::from_str(text).expect("an edit is JSON");
        for change in edit.as_array_mut().into_iter().flatten() {
            if let Some(meta) = change.get_mut("add_segment").filter(|meta| *meta == old) {
                *meta = new.clone();
            }
        }
        edit.to_string()
    };
    edits.split("\n--\n").map(edit).collect::<Vec<_>>().join("\n--\n")
}

/// What the template's manifest says of its segment, and where that is in its folder.
fn template_segment() -> (Value, std::path::PathBuf) {
    let file = fs::read(TEMPLATE.path().join("manifest")).expect("it is there");
    let edits = String::from_utf8(unframed(MANIFEST_MAGIC, &file)).expect("edits are JSON");
    let all = edits.split("\n--\n").filter_map(|text| serde_json::from_str::<Value>(text).ok());
    let changes = all.flat_map(|edit| edit.as_array().cloned().unwrap_or_default());
    let meta = changes.filter_map(|change| change.get("add_segment").cloned()).next();
    let meta = meta.expect("it has a segment");
    let name = meta["path"].as_str().expect("a segment has a path").to_owned();
    let below = ["", "objects", "segments", "data"].map(|dir| Path::new(dir).join(&name));
    let path = below.into_iter().find(|path| TEMPLATE.path().join(path).exists());
    (meta, path.expect("the segment is in the folder"))
}

pub(super) fn segment_seeds() -> Vec<Vec<u8>> {
    let (meta, path) = template_segment();
    let file = fs::read(TEMPLATE.path().join(path)).expect("it is there");
    let footer = usize::try_from(meta["footer_bytes"].as_u64().expect("a number")).expect("small");
    let (rows, footer) = file.split_at(file.len() - footer);
    vec![[rows, b"\n--\n", footer].concat()]
}
