//! Output on its way: order, acknowledgement, what happens when nobody takes it.

use std::fs;
use std::io::Write as _;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferrogate_host::shim::ShimEvent;
use ferrogate_host::spool::{self, Line, Policy, Reader, Stream, Writer};
use ferrogate_host::volume::Volume;
use ferrogate_link::{LogDriver, LogMode, LogTarget};

use crate::rig::{Rig, log};

fn text(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| String::from_utf8_lossy(&line.bytes).into_owned()).collect()
}

fn segments(spool: &Path) -> usize {
    let names = fs::read_dir(spool).unwrap().map(|entry| entry.unwrap().path());
    names.filter(|path| path.extension().is_some_and(|e| e == "seg")).count()
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
    assert!(segments(dir.path()) > 2);
    assert_eq!(spool::last_seq(dir.path()).unwrap(), 5_001);
    let mut reader = Reader::open(dir.path(), 1);
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
    let mut reader = Reader::open(dir.path(), 4_000);
    assert_eq!(reader.read(1, 1 << 20).unwrap()[0].seq, 4_000);
}

#[tokio::test]
async fn what_is_acknowledged_is_deleted_and_the_rest_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path(), Policy::Blocking).unwrap();
    for _ in 0..100 {
        writer.push(Stream::Stdout, format!("{}\n", "x".repeat(10_000)).as_bytes()).unwrap();
    }
    let count = || segments(dir.path());
    let before = count();
    let reader = Reader::open(dir.path(), 1);
    reader.ack(50).unwrap();
    let half = count();
    assert!(half < before, "{half} {before}");
    let mut again = Reader::open(dir.path(), 51);
    assert_eq!(again.read(1, 1).unwrap()[0].seq, 51);
    reader.ack(100).unwrap();
    assert!(count() < half);
    writer.push(Stream::Stdout, b"more\n").unwrap();
    let mut again = Reader::open(dir.path(), 101);
    assert_eq!(text(&again.read(9, 1 << 20).unwrap()), ["more"]);
}

#[tokio::test]
async fn a_reader_that_waits_is_woken_by_a_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(dir.path(), Policy::Blocking).unwrap();
    let mut reader = Reader::open(dir.path(), 1);
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
        let mut reader = Reader::open(dir.path(), 1);
        assert_eq!(text(&reader.read(9, 1 << 20).unwrap()), ["whole"], "{cut}");
    }
}

#[tokio::test]
async fn without_blocking_lines_past_the_buffer_are_dropped_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let policy = Policy::NonBlocking { buffer_bytes: 64 << 10, lines_max: u64::MAX };
    let mut writer = Writer::create(dir.path(), policy).unwrap();
    let mut push = |count: usize| {
        for _ in 0..count {
            assert!(writer.ready());
            writer.push(Stream::Stdout, format!("{}\n", "x".repeat(1000)).as_bytes()).unwrap();
        }
    };
    push(100);
    let mut reader = Reader::open(dir.path(), 1);
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
async fn a_buffer_may_be_counted_in_lines() {
    let dir = tempfile::tempdir().unwrap();
    let policy = Policy::NonBlocking { buffer_bytes: 1 << 20, lines_max: 3 };
    let mut writer = Writer::create(dir.path(), policy).unwrap();
    writer.push(Stream::Stdout, b"1\n2\n3\n4\n5\n").unwrap();
    let mut reader = Reader::open(dir.path(), 1);
    assert_eq!(text(&reader.read(9, 1 << 20).unwrap()), ["1", "2", "3"]);
    reader.ack(2).unwrap();
    writer.push(Stream::Stdout, b"6\n").unwrap();
    let lost = "[2 log lines were lost here: the log buffer was full]";
    assert_eq!(text(&reader.read(9, 1 << 20).unwrap()), [lost, "6"]);
}

#[test]
fn the_buffers_of_a_task_share_a_bound() {
    let buffer = |buffer_bytes, containers| match Policy::of(
        &log(LogMode::NonBlocking { buffer_bytes, lines_max: None }),
        containers,
    ) {
        Policy::NonBlocking { buffer_bytes, .. } => buffer_bytes,
        other => panic!("{other:?}"),
    };
    let max = spool::TASK_BYTES_MAX;
    assert_eq!(buffer(10 << 20, 10), 10 << 20, "ECS's default fits for each of ten");
    assert_eq!(buffer(u64::MAX, 1), max);
    assert_eq!(buffer(u64::MAX, 4) * 4, max);
}

fn several_lines(mode: LogMode) -> LogDriver {
    let LogDriver::Awslogs(to) = log(mode) else { panic!("it has a target") };
    LogDriver::Awslogs(LogTarget { multiline: Some("^x".into()), ..to })
}

#[test]
fn an_event_that_waits_for_lines_takes_nothing_of_the_buffer() {
    let of = |driver: LogDriver| Policy::of(&driver, 1);
    let mode = LogMode::NonBlocking { buffer_bytes: 1000, lines_max: None };
    assert_eq!(of(log(mode)), Policy::NonBlocking { buffer_bytes: 1000, lines_max: u64::MAX });
    assert_eq!(
        of(several_lines(mode)),
        Policy::NonBlocking { buffer_bytes: 1000 + (512 << 10), lines_max: u64::MAX }
    );
}

#[test]
fn an_empty_line_is_kept_where_docker_s_driver_keeps_it() {
    for (driver, lines) in [
        (log(LogMode::Blocking), vec!["a", "b"]),
        (several_lines(LogMode::Blocking), vec!["a", "", "b"]),
        (LogDriver::Awsfirelens(LogMode::Blocking), vec!["a", "", "b"]),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::create(dir.path(), Policy::Blocking).unwrap();
        writer.keeping_blank_lines(&driver).push(Stream::Stdout, b"a\n\nb\n").unwrap();
        let mut reader = Reader::open(dir.path(), 1);
        assert_eq!(text(&reader.read(10, 1 << 20).unwrap()), lines);
    }
}

#[tokio::test]
async fn a_line_of_256_kib_is_one_and_empty_ones_are_none() {
    // The largest event of docker's driver, and one byte more than a line may have.
    let script = "head -c 262118 /dev/zero | busybox tr '\\0' a; echo; echo; echo; \
                  head -c 262119 /dev/zero | busybox tr '\\0' b; echo; echo end";
    for mode in
        [LogMode::Blocking, LogMode::NonBlocking { buffer_bytes: 10 << 20, lines_max: None }]
    {
        let rig = Rig::new();
        let mut app = rig.sh("app", script);
        app.container.log = log(mode);
        let outcome = rig.run(rig.bundle(vec![app])).await;
        let lines = outcome.output("app");
        let lengths: Vec<_> = lines.lines().map(str::len).collect();
        assert_eq!(lengths, [262_118, 262_118, 1, 3]);
    }
}

#[tokio::test]
async fn a_line_longer_than_its_buffer_is_kept_when_nothing_else_waits() {
    let dir = tempfile::tempdir().unwrap();
    let policy = Policy::NonBlocking { buffer_bytes: 1 << 10, lines_max: u64::MAX };
    let mut writer = Writer::create(dir.path(), policy).unwrap();
    for _ in 0..3 {
        writer.push(Stream::Stdout, format!("{}\n", "x".repeat(20_000)).as_bytes()).unwrap();
    }
    let lines = Reader::open(dir.path(), 1).read(9, 1 << 20).unwrap();
    assert_eq!(lines.iter().map(|line| line.bytes.len()).collect::<Vec<_>>(), [20_000]);
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
    let mut reader = Reader::open(&dir, 1);
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

/// All that root runs on a host may have 128 of them, and the tasks' programs count too.
#[tokio::test]
async fn no_inotify_instance_is_taken_by_a_task_whose_output_waits() {
    let rig = Rig::new();
    let app = rig.sh("app", "yes 0123456789012345678901234567890123456789 | head -c 20971520");
    let mut task = rig.start(rig.bundle(vec![app])).await;
    task.until_started("app").await;
    let dir = spool::dir_of(&rig.run_dir(), "app");
    let mut reader = Reader::open(&dir, 1);
    while reader.next_seq() < 1000 {
        reader.wait().await.unwrap();
        reader.read(10_000, 1 << 20).unwrap();
    }
    for process in [task.handle.pid().to_string(), "self".into()] {
        let open = fs::read_dir(format!("/proc/{process}/fd")).unwrap();
        let open = open.filter_map(|fd| fs::read_link(fd.unwrap().path()).ok());
        let scarce: Vec<_> = open.filter(|fd| fd.to_string_lossy().contains("inotify")).collect();
        assert!(scarce.is_empty(), "{process}: {scarce:?}");
    }
    task.handle.stop().await.unwrap();
    task.until(|event| *event == ShimEvent::Finished).await;
    task.end().await;
}

#[tokio::test]
async fn output_that_goes_nowhere_never_blocks_and_leaves_no_file() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "yes a line that nobody reads | head -c 10000000; exit 0");
    app.container.log = LogDriver::None;
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.code("app"), 0);
    assert!(!spool::dir_of(&rig.run_dir(), "app").exists());
}

#[tokio::test]
async fn a_container_in_non_blocking_mode_ends_though_nobody_reads() {
    let rig = Rig::new();
    let mut app = rig.sh("app", "yes a line that nobody reads | head -c 1000000; exit 0");
    app.container.log = log(LogMode::NonBlocking { buffer_bytes: 100_000, lines_max: None });
    let outcome = rig.run(rig.bundle(vec![app])).await;
    assert_eq!(outcome.code("app"), 0);
    assert!(outcome.output("app").contains("log lines were lost here"));
}

/// A folder on a file system of its own of 16 MiB, and a way to fill and free it.
struct SmallDisk {
    _home: tempfile::TempDir,
    _volume: Volume,
    root: PathBuf,
}

impl SmallDisk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let volume = Volume::make(home.path(), 16 << 20).unwrap();
        let root = format!("/proc/self/fd/{}", volume.root().as_raw_fd()).into();
        Self { _home: home, _volume: volume, root }
    }

    /// Leaves room for less than two blocks.
    fn fill(&self) {
        let mut file = fs::File::create(self.root.join("filler")).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
        file.sync_all().unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
        file.set_len(file.metadata().unwrap().len() - 8192).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.root.join("filler")).unwrap();
    }
}

fn all(reader: &mut Reader) -> Vec<Line> {
    let mut lines = Vec::new();
    loop {
        let more = reader.read(1_000, 1 << 20).expect("it is a spool");
        if more.is_empty() {
            return lines;
        }
        lines.extend(more);
    }
}

/// Writes numbered lines of 1,000 bytes in batches of five, until the disk is full and a few
/// times more.
fn write_past_the_end(writer: &mut Writer, number: &mut u32, batches: u32) {
    let mut full = 0;
    while full < batches {
        let mut batch = String::new();
        for _ in 0..5 {
            batch += &format!("{number:01000}\n");
            *number += 1;
        }
        full += u32::from(writer.push(Stream::Stdout, batch.as_bytes()).is_err());
    }
}

#[tokio::test]
async fn blocking_output_waits_for_room_on_a_full_disk_and_loses_nothing() {
    let disk = SmallDisk::new();
    let dir = disk.root.join("spool");
    let mut writer = Writer::create(&dir, Policy::Blocking).unwrap();
    let mut reader = Reader::open(&dir, 1);
    writer.push(Stream::Stdout, format!("{:01000}\n", 0).as_bytes()).unwrap();
    let (mut number, mut lines) = (1, all(&mut reader));
    disk.fill();
    write_past_the_end(&mut writer, &mut number, 1);
    assert!(!writer.ready() && writer.waits_for_room());
    lines.extend(all(&mut reader));
    disk.free();
    assert!(writer.ready() && !writer.waits_for_room());
    writer.push(Stream::Stdout, b"after\n").unwrap();
    lines.extend(all(&mut reader));
    let expected: Vec<_> =
        (0..number).map(|n| format!("{n:01000}")).chain(["after".into()]).collect();
    assert_eq!(text(&lines), expected);
    assert!(lines.iter().zip(1..).all(|(line, seq)| line.seq == seq));
}

#[tokio::test]
async fn other_output_past_its_buffer_on_a_full_disk_is_dropped_and_counted() {
    let kept = kept_on_a_full_disk(64 << 10).await;
    assert!((40..=64).contains(&kept), "{kept}");
}

#[tokio::test]
async fn what_waits_for_a_full_disk_is_bounded_whatever_the_buffer() {
    let kept = kept_on_a_full_disk(1 << 30).await;
    assert!((1000..=1100).contains(&kept), "{kept}");
}

/// How many lines of 1,000 bytes are there in the end; the others are counted.
async fn kept_on_a_full_disk(buffer_bytes: u64) -> usize {
    let disk = SmallDisk::new();
    let dir = disk.root.join("spool");
    let policy = Policy::NonBlocking { buffer_bytes, lines_max: u64::MAX };
    let mut writer = Writer::create(&dir, policy).unwrap();
    let mut reader = Reader::open(&dir, 1);
    let mut number = 0;
    disk.fill();
    write_past_the_end(&mut writer, &mut number, 400);
    assert!(writer.ready(), "the container goes on");
    let mut lines = all(&mut reader);
    disk.free();
    assert!(writer.ready() && !writer.waits_for_room());
    lines.extend(all(&mut reader));
    reader.ack(reader.next_seq() - 1).unwrap();
    writer.push(Stream::Stdout, b"after\n").unwrap();
    lines.extend(all(&mut reader));
    assert!(lines.iter().zip(1..).all(|(line, seq)| line.seq == seq));
    let told = text(&lines);
    let [kept @ .., note, after] = &told[..] else { panic!("{told:?}") };
    assert_eq!(after, "after");
    let lost: u32 = note.trim_start_matches('[').split(' ').next().unwrap().parse().unwrap();
    assert!(kept.iter().zip(0..).all(|(line, n)| *line == format!("{n:01000}")));
    assert_eq!(u32::try_from(kept.len()).unwrap() + lost, number);
    kept.len()
}
