//! Output on its way: order, acknowledgement, what happens when nobody takes it.

use std::fs;
use std::time::Duration;

use ferrogate_executor::{LogDriver, LogMode};
use ferrogate_host::shim::ShimEvent;
use ferrogate_host::spool::{self, Line, Policy, Reader, Stream, Writer};

use crate::rig::{Rig, log};

fn text(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| String::from_utf8_lossy(&line.bytes).into_owned()).collect()
}

#[tokio::test]
async fn lines_have_numbers_times_and_streams_across_segments() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path(), Policy::Blocking).unwrap();
    let mut expected = Vec::new();
    for number in 0..5_000 {
        let line = format!("line {number} {}", "x".repeat(200));
        writer.push(Stream::Stdout, format!("{line}\n").as_bytes()).unwrap();
        expected.push(line);
    }
    writer.push(Stream::Stderr, b"last").unwrap();
    writer.finish(Stream::Stderr).unwrap();
    let segments = fs::read_dir(dir.path()).unwrap().count() - 1;
    assert!(segments > 2, "{segments}");
    let mut reader = Reader::open(dir.path(), 1).unwrap();
    let mut lines = Vec::new();
    loop {
        let more = reader.read(333, 50_000).unwrap();
        if more.is_empty() {
            break;
        }
        assert!(more.len() <= 333);
        lines.extend(more);
    }
    assert_eq!(lines.iter().map(|l| l.seq).collect::<Vec<_>>(), (1..=5_001).collect::<Vec<_>>());
    assert_eq!(lines.last().unwrap().stream, Stream::Stderr);
    assert_eq!(text(&lines)[..5_000], expected);
    // From the middle.
    let mut reader = Reader::open(dir.path(), 4_000).unwrap();
    assert_eq!(reader.read(1, 1 << 20).unwrap()[0].seq, 4_000);
}

#[tokio::test]
async fn what_is_acknowledged_is_deleted_and_the_rest_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path(), Policy::Blocking).unwrap();
    for _ in 0..100 {
        writer.push(Stream::Stdout, format!("{}\n", "x".repeat(10_000)).as_bytes()).unwrap();
    }
    let count = || fs::read_dir(dir.path()).unwrap().count();
    let before = count();
    let reader = Reader::open(dir.path(), 1).unwrap();
    reader.ack(50).unwrap();
    let half = count();
    assert!(half < before, "{half} {before}");
    let mut again = Reader::open(dir.path(), 51).unwrap();
    assert_eq!(again.read(1, 1).unwrap()[0].seq, 51);
    reader.ack(100).unwrap();
    assert!(count() < half);
    writer.push(Stream::Stdout, b"more\n").unwrap();
    let mut again = Reader::open(dir.path(), 101).unwrap();
    assert_eq!(text(&again.read(9, 1 << 20).unwrap()), ["more"]);
}

#[tokio::test]
async fn a_reader_that_waits_is_woken_by_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path(), Policy::Blocking).unwrap();
    let mut reader = Reader::open(dir.path(), 1).unwrap();
    assert!(reader.read(1, 1).unwrap().is_empty());
    let read = tokio::spawn(async move {
        loop {
            let lines = reader.read(1, 1).unwrap();
            if !lines.is_empty() {
                return lines;
            }
            reader.wait().await.unwrap();
        }
    });
    writer.push(Stream::Stdout, b"wake\n").unwrap();
    let lines = tokio::time::timeout(Duration::from_secs(30), read).await.unwrap().unwrap();
    assert_eq!(text(&lines), ["wake"]);
}

#[tokio::test]
async fn a_record_that_was_cut_off_by_a_crash_is_not_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path(), Policy::Blocking).unwrap();
    writer.push(Stream::Stdout, b"whole\nhalf of it\n").unwrap();
    drop(writer);
    let segment = dir.path().join(format!("{:020}.seg", 1));
    let bytes = fs::read(&segment).unwrap();
    for cut in 26..bytes.len() {
        fs::write(&segment, &bytes[..cut]).unwrap();
        let mut reader = Reader::open(dir.path(), 1).unwrap();
        assert_eq!(text(&reader.read(9, 1 << 20).unwrap()), ["whole"], "{cut}");
    }
}

#[tokio::test]
async fn without_blocking_lines_past_the_buffer_are_dropped_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let policy = Policy::NonBlocking { buffer_bytes: 64 << 10 };
    let mut writer = Writer::create(dir.path(), policy).unwrap();
    let mut push = |count: usize| {
        for _ in 0..count {
            assert!(writer.ready());
            writer.push(Stream::Stdout, format!("{}\n", "x".repeat(1000)).as_bytes()).unwrap();
        }
    };
    push(100);
    let mut reader = Reader::open(dir.path(), 1).unwrap();
    let kept = reader.read(1000, 1 << 20).unwrap();
    assert!((40..=65).contains(&kept.len()), "{}", kept.len());
    reader.ack(kept.last().unwrap().seq).unwrap();
    push(1);
    let after = text(&reader.read(1000, 1 << 20).unwrap());
    assert_eq!(
        after[0],
        format!("[{} log lines were lost here: the log buffer was full]", 100 - kept.len())
    );
    assert_eq!(after.len(), 2);
}

#[tokio::test]
async fn a_container_that_nobody_reads_waits_and_goes_on_when_somebody_does() {
    let rig = Rig::new();
    // 24 MiB: more than may wait.
    let app = rig.sh(
        "app",
        "yes 0123456789012345678901234567890123456789012345678901234567890 | \
         head -c 25165824; echo; echo end",
    );
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_started("app").await;
    let dir = spool::dir_of(&rig.run_dir(), "app");
    let mut reader = Reader::open(&dir, 1).unwrap();
    let bytes_kept = || -> u64 {
        fs::read_dir(&dir).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum()
    };
    let (mut last, mut lines) = (String::new(), 0u64);
    let read_all = async {
        loop {
            let batch = reader.read(10_000, 1 << 20).unwrap();
            let Some(end) = batch.last() else {
                if last == "end" {
                    return lines;
                }
                reader.wait().await.unwrap();
                continue;
            };
            assert!(bytes_kept() < spool::BLOCKING_BYTES_MAX + (1 << 20));
            assert_eq!(batch[0].seq, lines + 1);
            lines = end.seq;
            last = String::from_utf8_lossy(&end.bytes).into_owned();
            reader.ack(end.seq).unwrap();
        }
    };
    let lines = tokio::time::timeout(Duration::from_secs(120), read_all).await.unwrap();
    assert!(lines > 24 * 1_048_576 / 62, "{lines}");
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

#[tokio::test]
async fn output_that_goes_nowhere_never_blocks_and_leaves_no_file() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "yes | head -c 40000000; exit 0");
    app.container.log = LogDriver::None;
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.code("app"), 0);
    assert!(!spool::dir_of(&rig.run_dir(), "app").exists());
}

#[tokio::test]
async fn a_container_in_non_blocking_mode_ends_though_nobody_reads() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "yes | head -c 4000000; exit 0");
    app.container.log = log(LogMode::NonBlocking { buffer_bytes: 100_000 });
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.code("app"), 0);
    assert!(outcome.output("app").contains("log lines were lost here"));
}
