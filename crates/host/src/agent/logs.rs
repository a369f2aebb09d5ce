//! Sends a container's lines from its spool to the server, and lets the spool forget what the
//! server has; those for a router of their task, or for a collector, go there ([`forward`]).

mod collector;
mod events;
mod forward;
mod limit;
mod log_router;
mod trouble;
mod under_way;

use std::io;
use std::path::{Path, PathBuf};

use ferrogate_base::{Clock, SystemClock, TaskKey, crash};
use ferrogate_link::{LogBatch, LogLine};
use tokio::sync::watch;

use super::link::{Room, Way};
use crate::spool::{self, Line, Reader};
pub(super) use collector::{Collector, TaskNet, verify};
pub(super) use events::Events;
use events::Whole;
pub(super) use forward::Forward;
use limit::Limit;
pub(super) use log_router::LogRouter;
use trouble::Trouble;
use under_way::UnderWay;

/// Lines of one batch (PutLogEvents takes 10,000).
const LINES_MAX: usize = 8000;
/// Bytes of one batch, but for its last line (PutLogEvents takes 1 MiB, 26 bytes an event
/// counted).
const BYTES_MAX: usize = 512 << 10;

/// One container's way from its spool to the server.
pub(super) struct Stream {
    pub(super) key: TaskKey,
    pub(super) container: String,
    pub(super) run_dir: PathBuf,
    /// To the server.
    pub(super) way: Way,
    /// The number of the last line that the server has.
    pub(super) acked: watch::Receiver<u64>,
    /// Turns true once the container has ended and nothing more will be written.
    pub(super) ended: watch::Receiver<bool>,
    /// What joins its lines, when several may be one event.
    pub(super) events: Option<Events>,
}

impl Stream {
    /// Sends until the container has ended and the server has every line. An error only delays:
    /// what can't be read at all is passed over, and a line in its place says so. When the log
    /// store takes nothing any more the rest is lost after a while: how many lines.
    pub(super) async fn run(mut self) -> u64 {
        let dir = spool::dir_of(&self.run_dir, &self.container);
        if !wait_for_dir(&dir, &mut self.ended).await {
            return 0;
        }
        let limit = Limit::of(&self);
        tokio::select! {
            () = self.send_all(&dir) => 0,
            () = limit.reached() => lost(&dir),
        }
    }

    async fn send_all(&mut self, dir: &Path) {
        let acked = spool::acked(dir);
        let mut reader = Reader::open(dir, acked + 1);
        let mut under_way = UnderWay::after(acked);
        if let Some(events) = &mut self.events {
            events.ends_after(spool::cut(dir));
        }
        let mut trouble = Trouble::default();
        loop {
            match self.step(&mut reader, &mut under_way, &mut trouble).await {
                Ok(Step::On) => trouble.is_over(),
                Ok(Step::End) => return,
                Err(error) => {
                    let rest = trouble.rest(&self.key, &self.container, &error);
                    tokio::select! {
                        () = tokio::time::sleep(rest) => {}
                        changed = self.ended.changed() => if changed.is_err() { return },
                    }
                }
            }
        }
    }

    async fn step(
        &mut self,
        reader: &mut Reader,
        under_way: &mut UnderWay,
        trouble: &mut Trouble,
    ) -> io::Result<Step> {
        self.let_go(reader, under_way)?;
        // Looked at first: what was written before it ended is then there.
        let ended = *self.ended.borrow_and_update();
        // What can't be looked at may be there.
        let more = reader.has_more().unwrap_or(true);
        if under_way.is_full() || (!more && !under_way.is_empty()) {
            return self.wait_for_server(reader, under_way, !more && !ended).await;
        }
        if !more {
            return if ended { self.end().await } else { self.wait(reader).await };
        }
        // Nothing is read before the server has room for it: what waits, waits in the spool.
        let Some(room) = self.room(reader, under_way).await? else { return Ok(Step::End) };
        if under_way.is_lost_before(&room) {
            self.go_back(reader, under_way);
        }
        // What waits for more lines may come on top.
        let bytes_max = if self.events.is_some() { BYTES_MAX / 2 } else { BYTES_MAX };
        let lines = match reader.read(LINES_MAX, bytes_max) {
            Err(error) if trouble.is_hopeless(&error) => {
                if !under_way.is_empty() {
                    // What is said instead of it comes after what is before it.
                    drop(room);
                    return self.wait_for_server(reader, under_way, false).await;
                }
                return self.pass_over(reader, error, ended, room).await;
            }
            lines => lines?,
        };
        trouble.reading_is_over();
        if lines.is_empty() {
            drop(room);
            // Something seemed to be there, such as the beginning of a line.
            return match under_way.is_empty() {
                true if ended => self.end().await,
                true => self.wait(reader).await,
                false => self.wait_for_server(reader, under_way, !ended).await,
            };
        }
        if let Some(events) = self.events.take() {
            return self.pass_on(events, lines, room).await;
        }
        let batch = self.batch(lines);
        let last = batch.last_seq();
        crash::point(format_args!("agent:before-lines"));
        under_way.sent(room.send(batch), last);
        crash::point(format_args!("agent:after-lines"));
        Ok(Step::On)
    }

    /// Waits for room at the server, and tells the spool meanwhile what the server has. Who waits
    /// keeps its place.
    async fn room(
        &mut self,
        reader: &Reader,
        under_way: &mut UnderWay,
    ) -> io::Result<Option<Room>> {
        let mut way = self.way.clone();
        let mut room = std::pin::pin!(way.room());
        loop {
            tokio::select! {
                room = &mut room => return Ok(room),
                changed = self.acked.changed() => {
                    if changed.is_err() {
                        return Ok(None);
                    }
                    self.let_go(reader, under_way)?;
                }
            }
        }
    }

    /// Waits until the server has a batch that is on its way, or its session is over; when there
    /// may be `more` to read, until there is.
    async fn wait_for_server(
        &mut self,
        reader: &mut Reader,
        under_way: &mut UnderWay,
        more: bool,
    ) -> io::Result<Step> {
        tokio::select! {
            changed = self.acked.changed() => Ok(changed.map_or(Step::End, |()| Step::On)),
            lost = under_way.lost(&mut self.way) => match lost {
                Some(()) => {
                    self.go_back(reader, under_way);
                    Ok(Step::On)
                }
                None => Ok(Step::End),
            },
            woken = reader.wait(), if more => woken.map(|()| Step::On),
            changed = self.ended.changed(), if more => {
                Ok(changed.map_or(Step::End, |()| Step::On))
            }
        }
    }

    /// The spool forgets what the server has.
    fn let_go(&mut self, reader: &Reader, under_way: &mut UnderWay) -> io::Result<()> {
        let acked = *self.acked.borrow_and_update();
        if acked > under_way.acked() {
            // When the spool can't be told, it is told more with the next one.
            under_way.arrived(acked);
            crash::point(format_args!("agent:before-ack"));
            reader.ack(acked)?;
            crash::point(format_args!("agent:after-ack"));
        }
        Ok(())
    }

    /// What was on its way in a session that is over is read again, but for what the server has.
    fn go_back(&self, reader: &mut Reader, under_way: &mut UnderWay) {
        let acked = under_way.acked().max(*self.acked.borrow());
        *under_way = UnderWay::after(under_way.acked());
        reader.go_back(acked + 1);
    }

    async fn wait(&mut self, reader: &mut Reader) -> io::Result<Step> {
        let age = self.events.as_ref().and_then(|events| events.time_left(SystemClock.now()));
        let aged = async {
            match age {
                Some(left) => tokio::time::sleep(left).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            woken = reader.wait() => woken.map(|()| Step::On),
            changed = self.ended.changed() => Ok(changed.map_or(Step::End, |()| Step::On)),
            () = aged => self.close_event(reader).await,
        }
    }

    /// Nothing more will come: the event that waits for more lines is whole.
    async fn end(&mut self) -> io::Result<Step> {
        if self.events.as_ref().is_none_or(Events::is_empty) {
            return Ok(Step::End);
        }
        self.pass_last_event().await
    }

    /// The event has waited for as long as one may. What comes after it can't say so when the
    /// lines are read again, so it is written down first.
    async fn close_event(&mut self, reader: &Reader) -> io::Result<Step> {
        spool::set_cut(&spool::dir_of(&self.run_dir, &self.container), reader.next_seq() - 1)?;
        self.pass_last_event().await
    }

    async fn pass_last_event(&mut self) -> io::Result<Step> {
        let Some(room) = self.way.room().await else { return Ok(Step::End) };
        let last = self.events.as_mut().and_then(Events::close);
        let batch = self.batch_of(last.into_iter().collect());
        self.pass(batch, room).await
    }

    /// Sends what the lines join to. One batch at a time: what ends an event for its age is known
    /// of the last one only.
    async fn pass_on(&mut self, events: Events, lines: Vec<Line>, room: Room) -> io::Result<Step> {
        let Some((events, whole)) = joined(events, lines).await else { return Ok(Step::End) };
        self.events = Some(events);
        let batch = self.batch_of(whole);
        self.pass(batch, room).await
    }

    /// Sends a batch until the server has it. One without lines is none: they wait.
    async fn pass(&mut self, batch: LogBatch, room: Room) -> io::Result<Step> {
        if batch.lines.is_empty() {
            return Ok(Step::On);
        }
        Ok(self.deliver(batch, room).await.map_or(Step::End, |_| Step::On))
    }

    /// What can't be read is lost: goes on with what comes after it, when there is something.
    async fn pass_over(
        &mut self,
        reader: &mut Reader,
        error: io::Error,
        ended: bool,
        room: Room,
    ) -> io::Result<Step> {
        let (task, container) = (&self.key, &self.container);
        if reader.skip()? {
            tracing::error!(%task, container, %error, "log lines are lost");
            return Ok(Step::On);
        }
        if !ended {
            return Err(error);
        }
        tracing::error!(%task, container, %error, "the last log lines are lost");
        let text = format!("[the last log lines were lost: {error}]");
        let last = self.events.as_mut().and_then(Events::close);
        let mut batch = self.batch_of(last.into_iter().collect());
        if batch.lines.is_empty() {
            batch.first_seq = reader.next_seq();
        }
        batch.lines.push(LogLine::new(SystemClock.now(), text));
        self.deliver(batch, room).await;
        Ok(Step::End)
    }

    fn batch_of(&self, whole: Vec<Whole>) -> LogBatch {
        let first_seq = whole.first().map_or(0, |event| event.first_seq);
        let lines = whole.into_iter().map(|event| event.line).collect();
        LogBatch { first_seq, lines, ..self.batch(vec![]) }
    }

    fn batch(&self, lines: Vec<Line>) -> LogBatch {
        LogBatch {
            key: self.key.clone(),
            container: self.container.clone(),
            first_seq: lines.first().map_or(0, |line| line.seq),
            lines: lines.into_iter().map(LogLine::from).collect(),
        }
    }

    /// Sends the batch until the server has all of it; `None` when the agent ends first.
    async fn deliver(&mut self, batch: LogBatch, mut room: Room) -> Option<u64> {
        let (last, cost) = (batch.last_seq(), batch.cost());
        loop {
            crash::point(format_args!("agent:before-lines"));
            let sent = room.send(batch.clone());
            crash::point(format_args!("agent:after-lines"));
            tokio::select! {
                acked = self.acked.wait_for(|seq| *seq >= last) => return acked.ok().map(|seq| *seq),
                over = self.way.is_over(&sent) => over?,
            }
            room = self.way.room_for(cost).await?;
        }
    }
}

/// The events that the lines end; `None` when the agent ends. A pattern is its user's, and a
/// dear one may take seconds for many lines: no runtime thread waits for it.
async fn joined(mut events: Events, lines: Vec<Line>) -> Option<(Events, Vec<Whole>)> {
    let join = move || {
        let whole = lines.into_iter().filter_map(|line| events.push(line)).collect();
        (events, whole)
    };
    tokio::task::spawn_blocking(join).await.ok()
}

/// What becomes of the stream.
enum Step {
    On,
    End,
}

/// How many lines in the folder the server has not taken, as far as they can be read.
pub(super) fn lost(dir: &Path) -> u64 {
    let last = spool::last_seq(dir).unwrap_or_else(|error| {
        tracing::warn!(dir = %dir.display(), %error, "lost log lines can't be counted");
        0
    });
    last.saturating_sub(spool::acked(dir))
}

/// Waits until the shim has made the folder; false when the container ended without one.
async fn wait_for_dir(dir: &Path, ended: &mut watch::Receiver<bool>) -> bool {
    if dir.exists() {
        return true;
    }
    // The sender is gone only when the agent ends.
    if ended.wait_for(|ended| *ended).await.is_err() {
        return false;
    }
    dir.exists()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::agent::link::{Lines, Open};
    use crate::spool::{LINE_BYTES_MAX, Policy, Stream as Of, Writer};
    use ferrogate_base::{Epoch, TaskId, TimestampMs};
    use ferrogate_link::LOG_BATCH_COST_MAX;
    use ferrogate_link::multiline::Start;
    use ferrogate_link::session::version::LINES_IN_ORDER;
    use ferrogate_link::session::{Frames, ToAgent, ToServer};
    use futures_util::FutureExt;
    use tokio_util::bytes::BytesMut;
    use tokio_util::codec::Encoder;

    const DEADLINE: Duration = Duration::from_secs(60);

    /// The server's end of one stream, and its container's.
    pub(super) struct Rig {
        dir: tempfile::TempDir,
        lines: Lines,
        session: Option<Open>,
        pub(super) protocol: u32,
        granted: u64,
        pub(super) acked: watch::Sender<u64>,
        pub(super) ended: watch::Sender<bool>,
        stream: Option<Stream>,
    }

    impl Rig {
        pub(super) fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let lines = Lines::new();
            let (acked, ended) = (watch::Sender::new(0), watch::Sender::new(false));
            let (session, stream) = (None, None);
            let (protocol, granted) = (LINES_IN_ORDER, 0);
            let mut rig = Self { dir, lines, session, protocol, granted, acked, ended, stream };
            rig.begin_agent(None);
            rig.begin_session(LOG_BATCH_COST_MAX);
            rig
        }

        /// An agent begins, which joins lines up to one that matches.
        fn begin_agent(&mut self, pattern: Option<&str>) {
            self.stream = Some(Stream {
                key: TaskKey { task: TaskId::random(), epoch: Epoch(1) },
                container: "app".into(),
                run_dir: self.dir.path().to_owned(),
                way: self.lines.way(),
                acked: self.acked.subscribe(),
                ended: self.ended.subscribe(),
                events: pattern.map(|pattern| Events::new(Start::new(pattern).unwrap())),
            });
        }

        /// A session begins in which the server takes so many bytes.
        pub(super) fn begin_session(&mut self, granted: u64) {
            let session = self.lines.open(self.protocol);
            session.grant(granted);
            (self.session, self.granted) = (Some(session), granted);
        }

        pub(super) fn end_session(&mut self) {
            self.session = None;
        }

        pub(super) fn session(&self) -> &Open {
            self.session.as_ref().expect("there is a session")
        }

        pub(super) fn spool(&self) -> PathBuf {
            spool::dir_of(self.dir.path(), "app")
        }

        pub(super) fn writer(&self) -> Writer {
            Writer::create(&self.spool(), Policy::Blocking).unwrap()
        }

        pub(super) fn run(&mut self) -> tokio::task::JoinHandle<u64> {
            tokio::spawn(self.stream.take().unwrap().run())
        }

        /// The next batch that the server gets.
        async fn batch(&self) -> LogBatch {
            let next = async {
                loop {
                    match self.session().next() {
                        Some(batch) => return batch,
                        None => self.session().more().await,
                    }
                }
            };
            tokio::time::timeout(DEADLINE, next).await.expect("it comes within the deadline")
        }

        /// The next lines that the server gets and acknowledges, with their numbers.
        pub(super) async fn lines(&mut self) -> Vec<(u64, String)> {
            let batch = self.batch().await;
            self.granted += batch.cost();
            self.session().grant(self.granted);
            self.acked.send_replace(batch.last_seq());
            let mut seq = batch.first_seq;
            let numbered = batch.lines.into_iter().map(|line| {
                seq += line.span;
                (seq - line.span, line.text)
            });
            numbered.collect()
        }

        /// All lines up to the stream's end.
        async fn rest(mut self) -> Vec<(u64, String)> {
            let mut task = self.run();
            self.ended.send_replace(true);
            let mut all = Vec::new();
            loop {
                tokio::select! {
                    lines = self.lines() => all.extend(lines),
                    ended = &mut task => {
                        assert_eq!(ended.unwrap(), 0);
                        return all;
                    }
                }
            }
        }
    }

    /// Five segments of two lines each.
    fn write_five_segments(rig: &Rig) -> Vec<PathBuf> {
        let mut writer = rig.writer();
        for number in 1..=10 {
            let line = format!("{number} {}\n", "x".repeat(200 << 10));
            for piece in line.as_bytes().chunks(8 << 10) {
                writer.push(Of::Stdout, piece).unwrap();
            }
        }
        drop(writer);
        let files = std::fs::read_dir(rig.spool()).unwrap().map(|entry| entry.unwrap().path());
        let mut segments: Vec<_> =
            files.filter(|path| path.extension().is_some_and(|e| e == "seg")).collect();
        segments.sort();
        segments
    }

    fn number_of_first(segment: &Path) -> u64 {
        segment.file_stem().unwrap().to_str().unwrap().parse().unwrap()
    }

    #[tokio::test]
    async fn lines_in_a_damaged_segment_are_told_as_lost_and_those_around_it_come() {
        let rig = Rig::new();
        let segments = write_five_segments(&rig);
        let (first, next) = (number_of_first(&segments[1]), number_of_first(&segments[2]));
        std::fs::write(&segments[1], [0xff; 64]).unwrap();
        let lines = rig.rest().await;
        let lost = format!("[{} log lines were lost here: their file can't be read]", next - first);
        let at = lines.iter().position(|(_, text)| *text == lost).expect("the loss is told");
        assert_eq!(lines[at].0, next - 1);
        assert_eq!(
            lines[..at].iter().map(|line| line.0).collect::<Vec<_>>(),
            (1..first).collect::<Vec<_>>()
        );
        assert_eq!(lines[at + 1].0, next);
        assert!(lines.last().unwrap().1.ends_with('x'), "the last line comes");
    }

    #[tokio::test]
    async fn lines_at_the_end_that_cant_be_read_are_told_as_lost() {
        let rig = Rig::new();
        let segments = write_five_segments(&rig);
        let last = segments.last().unwrap();
        std::fs::write(last, [0xff; 64]).unwrap();
        let first = number_of_first(last);
        let lines = rig.rest().await;
        let (number, text) = lines.last().unwrap();
        assert_eq!(*number, first);
        assert!(text.starts_with("[the last log lines were lost: "), "{text}");
    }

    #[tokio::test]
    async fn a_stream_that_cant_be_read_now_goes_on_when_it_can() {
        let mut rig = Rig::new();
        let mut writer = rig.writer();
        writer.push(Of::Stdout, b"one\n").unwrap();
        let segment = rig.spool().join(format!("{:020}.seg", 1));
        let away = rig.dir.path().join("away");
        std::fs::rename(&segment, &away).unwrap();
        // Opening it fails for as long as it leads to itself.
        std::os::unix::fs::symlink(&segment, &segment).unwrap();
        let task = rig.run();
        // It runs up to where it rests.
        tokio::task::yield_now().await;
        assert!(!task.is_finished());
        std::fs::rename(&away, &segment).unwrap();
        assert_eq!(rig.lines().await, [(1, "one".into())]);
        writer.push(Of::Stdout, b"two\n").unwrap();
        assert_eq!(rig.lines().await, [(2, "two".into())]);
        rig.ended.send_replace(true);
        tokio::time::timeout(DEADLINE, task).await.unwrap().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn an_event_waits_for_five_seconds_for_more_lines() {
        let mut rig = Rig::new();
        rig.begin_agent(Some("^[A-Z]"));
        rig.writer().push(Of::Stdout, b"One\n at a\n").unwrap();
        let begun = tokio::time::Instant::now();
        let task = rig.run();
        assert_eq!(rig.lines().await, [(1, "One\n at a\n".into())]);
        assert!(begun.elapsed() > events::AGE_MAX / 2, "{:?}", begun.elapsed());
        rig.ended.send_replace(true);
        assert_eq!(task.await.unwrap(), 0);
        assert_eq!(spool::acked(&rig.spool()), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn an_event_that_was_ended_for_its_age_is_the_same_when_it_is_sent_again() {
        let mut rig = Rig::new();
        rig.begin_agent(Some("^[A-Z]"));
        let mut writer = rig.writer();
        writer.push(Of::Stdout, b"One\n at a\n").unwrap();
        let task = rig.run();
        let sent = rig.batch().await;
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        writer.push(Of::Stdout, b" at b\nTwo\n").unwrap();
        rig.begin_agent(Some("^[A-Z]"));
        rig.begin_session(LOG_BATCH_COST_MAX);
        let all = rig.rest().await;
        assert_eq!(all[0], (1, sent.lines[0].text.clone()));
        assert_eq!(all[1..], [(3, " at b\n".into()), (4, "Two\n".into())]);
    }

    #[tokio::test]
    async fn an_agent_that_dies_within_an_event_leaves_all_of_it_to_the_next() {
        let mut rig = Rig::new();
        rig.begin_agent(Some("^[A-Z]"));
        let mut writer = rig.writer();
        writer.push(Of::Stdout, b"One\n at a\nTwo\n at b\n").unwrap();
        let task = rig.run();
        assert_eq!(rig.lines().await, [(1, "One\n at a\n".into())]);
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        assert!(spool::acked(&rig.spool()) <= 2);
        writer.push(Of::Stdout, b" at c\nThree\n").unwrap();
        drop(writer);
        rig.begin_agent(Some("^[A-Z]"));
        rig.begin_session(LOG_BATCH_COST_MAX);
        let all = rig.rest().await;
        // The first one may come again, as it was.
        let new: Vec<_> = all.into_iter().filter(|(seq, _)| *seq > 2).collect();
        assert_eq!(new, [(3, "Two\n at b\n at c\n".into()), (6, "Three\n".into())]);
    }

    #[tokio::test]
    async fn a_shim_that_cant_be_heard_delays_its_lines_and_loses_none() {
        let mut rig = Rig::new();
        let mut writer = rig.writer();
        for bell in std::fs::read_dir(rig.spool()).unwrap().map(|entry| entry.unwrap().path()) {
            if bell.extension().is_some_and(|e| e == "bell") {
                std::fs::remove_file(bell).unwrap();
            }
        }
        let task = rig.run();
        for number in 1..=3 {
            writer.push(Of::Stdout, b"line\n").unwrap();
            assert_eq!(rig.lines().await, [(number, "line".into())]);
        }
        drop(writer);
        rig.ended.send_replace(true);
        tokio::time::timeout(DEADLINE, task).await.unwrap().unwrap();
    }
    #[tokio::test]
    async fn what_the_last_session_left_unacknowledged_is_sent_again_in_the_next() {
        let mut rig = Rig::new();
        let mut writer = rig.writer();
        writer.push(Of::Stdout, b"one\n").unwrap();
        let task = rig.run();
        let sent = rig.batch().await;
        // Not before there is room for it.
        rig.begin_session(sent.cost() - 1);
        tokio::task::yield_now().await;
        assert_eq!(rig.session().next(), None);
        rig.granted = LOG_BATCH_COST_MAX;
        rig.session().grant(rig.granted);
        assert_eq!(rig.batch().await, sent);
        rig.acked.send_replace(1);
        writer.push(Of::Stdout, b"two\n").unwrap();
        rig.session().grant(rig.granted + sent.cost());
        assert_eq!(rig.lines().await, [(2, "two".into())]);
        rig.ended.send_replace(true);
        tokio::time::timeout(DEADLINE, task).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn without_room_at_the_server_nothing_is_read() {
        let mut rig = Rig::new();
        rig.begin_session(0);
        let mut writer = rig.writer();
        writer.push(Of::Stdout, b"one\n").unwrap();
        let mut reader = Reader::open(&rig.spool(), 1);
        let mut stream = rig.stream.take().unwrap();
        let (mut trouble, mut under_way) = (Trouble::default(), UnderWay::default());
        let mut step = || stream.step(&mut reader, &mut under_way, &mut trouble).now_or_never();
        assert!(step().is_none());
        rig.session().grant(LOG_BATCH_COST_MAX);
        assert!(step().is_some(), "it is sent");
        assert_eq!(reader.next_seq(), 2);
    }

    /// The worst batch that a reader can give: many short lines and one of the longest.
    fn worst(byte: u8) -> LogBatch {
        let line = |seq, length| {
            let bytes = vec![byte; length];
            LogLine::from(Line { seq, at: TimestampMs(1), stream: Of::Stdout, bytes })
        };
        let short = (1..LINES_MAX as u64).map(|seq| line(seq, BYTES_MAX / (LINES_MAX - 1)));
        LogBatch {
            key: TaskKey { task: TaskId::random(), epoch: Epoch(1) },
            container: "c".repeat(255),
            first_seq: 1,
            lines: short.chain([line(LINES_MAX as u64, LINE_BYTES_MAX)]).collect(),
        }
    }

    #[test]
    fn the_worst_lines_fit_a_batch_and_a_frame() {
        // A byte that is none of UTF-8 is three of text, and a NUL six of JSON.
        for byte in [0xff, 0] {
            let batch = worst(byte);
            assert!(batch.cost() < LOG_BATCH_COST_MAX, "{}", batch.cost());
            let mut frames = Frames::<ToServer, ToAgent>::default();
            frames.encode(&ToServer::Logs(batch), &mut BytesMut::new()).unwrap();
        }
    }
}
