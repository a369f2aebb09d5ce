use std::fs;

use ferrogate_base::clock::ManualClock;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;

const ACCOUNT: &str = "111122223333";
const DAY_MS: u64 = 24 * 3600 * 1000;

struct Rig {
    dir: TempDir,
    clock: ManualClock,
    options: Options,
}

impl Rig {
    fn new(options: Options) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let now = TimestampMs(u64::try_from(now.as_millis()).unwrap());
        Self { dir: tempfile::tempdir().unwrap(), clock: ManualClock::new(now), options }
    }

    fn open(&self) -> Trail {
        let clock = Arc::new(self.clock.clone());
        Trail::open(self.dir.path(), key(), self.options, clock).unwrap()
    }

    fn entry(&self, id: &str, other: bool) -> Entry {
        Entry {
            id: id.to_owned(),
            at: self.clock.now(),
            account: ACCOUNT.to_owned(),
            region: "eu-west-1".to_owned(),
            other,
            event: json!({"eventID": id, "eventName": id.split('-').next()}).to_string(),
        }
    }

    fn note(&self, id: &str) -> Note {
        let Entry { id, at, account, region, event, .. } = self.entry(id, true);
        Note { id, at, account, region, event: Box::new(move || event) }
    }

    fn verify(&self, known: &[Head]) -> Result<Vec<Report>, Tampered> {
        verify(self.dir.path(), &key(), known)
    }

    fn files(&self, lane: &str) -> Vec<PathBuf> {
        let folder = self.dir.path().join(lane);
        lane::files(&folder).unwrap().iter().map(|first| lane::path(&folder, *first)).collect()
    }
}

fn key() -> Key {
    Key::new(&[7; 32])
}

fn all() -> Ask {
    Ask {
        account: ACCOUNT.to_owned(),
        region: None,
        from: None,
        to: None,
        with: None,
        max: 50,
        after: None,
    }
}

fn ids(page: &Page) -> Vec<&str> {
    page.events.iter().map(|event| event["eventID"].as_str().unwrap()).collect()
}

async fn ended(trail: &Trail, entry: Entry) {
    trail.begin(entry.clone()).await.end(entry).await;
}

#[tokio::test]
async fn both_lanes_are_one_history_the_newest_first_in_pages() {
    let rig = Rig::new(Options::default());
    let trail = rig.open();
    for n in 0..6 {
        rig.clock.advance_ms(1);
        match n % 2 {
            0 => ended(&trail, rig.entry(&format!("Make-{n}"), false)).await,
            _ => trail.note(rig.note(&format!("List-{n}"))),
        }
    }
    let page = trail.look_up(all()).await.unwrap();
    assert_eq!(ids(&page), ["List-5", "Make-4", "List-3", "Make-2", "List-1", "Make-0"]);
    assert_eq!(page.next, None);
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = trail.look_up(Ask { max: 2, after, ..all() }).await.unwrap();
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        let Some(next) = page.next else { break };
        after = Some(next.to_string().parse().unwrap());
    }
    assert_eq!(seen, ids(&page));
    let of = |attribute, value: &str| Ask { with: Some((attribute, value.to_owned())), ..all() };
    let found = trail.look_up(of(Attribute::EventName, "Make")).await.unwrap();
    assert_eq!(ids(&found), ["Make-4", "Make-2", "Make-0"]);
    let one = trail.look_up(of(Attribute::EventId, "List-3")).await.unwrap();
    assert_eq!(ids(&one), ["List-3"]);
    let now = rig.clock.now().0;
    let times = Ask { from: Some(TimestampMs(now - 2)), to: Some(TimestampMs(now - 1)), ..all() };
    assert_eq!(ids(&trail.look_up(times).await.unwrap()), ["Make-4", "List-3"]);
    for none in [
        Ask { account: "999999999999".to_owned(), ..all() },
        Ask { region: Some("us-east-1".to_owned()), ..all() },
        of(Attribute::EventName, "make"),
    ] {
        assert!(trail.look_up(none).await.unwrap().events.is_empty());
    }
}

#[tokio::test]
async fn what_had_begun_when_the_engine_died_is_there_and_what_had_ended_is_there_once() {
    let rig = Rig::new(Options::default());
    let trail = rig.open();
    ended(&trail, rig.entry("Ended-1", false)).await;
    let begun = trail.begin(rig.entry("Begun-1", false)).await;
    // As after a kill: nothing of it is ended or closed.
    std::mem::forget(begun);
    let again = rig.open();
    let page = again.look_up(all()).await.unwrap();
    assert_eq!(ids(&page), ["Begun-1", "Ended-1"]);
    again.close().await;
    let third = rig.open();
    assert_eq!(third.look_up(all()).await.unwrap().events.len(), 2, "none comes twice");
    // One whose caller has gone is told at once.
    drop(third.begin(rig.entry("Gone-1", false)).await);
    assert_eq!(ids(&third.look_up(all()).await.unwrap())[0], "Gone-1");
    third.close().await;
    assert_eq!(rig.verify(&[]).unwrap()[0].lines, 3);
}

#[tokio::test]
async fn whatever_is_changed_in_a_chain_shows() {
    let rig = Rig::new(Options { segment_bytes: 400, ..Options::default() });
    let trail = rig.open();
    for n in 0..12 {
        ended(&trail, rig.entry(&format!("Make-{n}"), false)).await;
    }
    trail.close().await;
    let reports = rig.verify(&[]).unwrap();
    assert_eq!((reports[0].lines, reports[0].first, reports[0].head.n), (12, 1, 12));
    assert_eq!(reports[1].lines, 0);
    let known = [reports[0].head.clone()];
    rig.verify(&known).unwrap();
    let files = rig.files("changes");
    assert!(files.len() > 2, "{files:?}");
    let whole: Vec<_> = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let lines = |at: usize| whole[at].lines().map(str::to_owned).collect::<Vec<_>>();
    let shows = |at: usize, changed: &[String], known: &[Head]| {
        fs::write(&files[at], changed.join("\n") + "\n").unwrap();
        let found = rig.verify(known).map(|_| ()).map_err(|tampered| tampered.to_string());
        fs::write(&files[at], &whole[at]).unwrap();
        found
    };
    let mut edited = lines(1);
    edited[1] = edited[1].replace("Make", "List");
    assert!(shows(1, &edited, &[]).unwrap_err().contains("line 2: it was changed"));
    let mut cut = lines(1);
    cut.remove(1);
    assert!(shows(1, &cut, &[]).is_err());
    let mut swapped = lines(1);
    swapped.swap(1, 2);
    assert!(shows(1, &swapped, &[]).is_err());
    let mut shorter = lines(1);
    shorter.pop();
    assert!(shows(1, &shorter, &[]).unwrap_err().contains("does not follow"));
    // The end of all can be cut so that nothing shows; but not before whoever has kept the head.
    let at = files.len() - 1;
    let mut end = lines(at);
    end.pop();
    assert!(shows(at, &end, &[]).is_ok());
    assert!(shows(at, &end, &known).unwrap_err().contains("no line 12"));
    // Another key makes other links.
    assert!(verify(rig.dir.path(), &Key::new(&[8; 32]), &[]).is_err());
    // A file in between.
    fs::remove_file(&files[1]).unwrap();
    assert!(rig.verify(&[]).is_err());
    fs::write(&files[1], &whole[1]).unwrap();
    // The oldest go as time goes.
    fs::remove_file(&files[0]).unwrap();
    assert!(rig.verify(&known).unwrap()[0].first > 1);
}

#[tokio::test]
async fn what_the_machine_half_wrote_is_no_change() {
    let rig = Rig::new(Options::default());
    let trail = rig.open();
    ended(&trail, rig.entry("Make-1", false)).await;
    trail.close().await;
    let file = rig.files("changes").remove(0);
    let mut bytes = fs::read(&file).unwrap();
    bytes.extend_from_slice(b"0011 half a li");
    fs::write(&file, bytes).unwrap();
    fs::write(rig.dir.path().join("changes/000000000002.trail"), "aft").unwrap();
    let again = rig.open();
    ended(&again, rig.entry("Make-2", false)).await;
    again.close().await;
    assert_eq!(rig.verify(&[]).unwrap()[0].lines, 2);
}

#[tokio::test]
async fn a_flood_of_reads_takes_no_room_from_what_was_changed() {
    let options = Options { segment_bytes: 1000, lane_bytes: [10_000, 4000], ..Options::default() };
    let rig = Rig::new(options);
    let trail = rig.open();
    ended(&trail, rig.entry("Make-1", false)).await;
    for n in 0..500 {
        trail.note(rig.note(&format!("List-{n}")));
        if n % 100 == 0 {
            trail.settled().await;
        }
    }
    trail.settled().await;
    let bytes = |lane| rig.files(lane).iter().map(|f| fs::metadata(f).unwrap().len()).sum::<u64>();
    assert!(bytes("others") <= 5000, "{}", bytes("others"));
    let with = Some((Attribute::EventName, "Make".to_owned()));
    let found = trail.look_up(Ask { with, ..all() }).await.unwrap();
    assert_eq!(ids(&found), ["Make-1"]);
    // What is older than ninety days goes when there is a new file.
    for n in 2..40 {
        if n == 20 {
            rig.clock.advance_ms(91 * DAY_MS);
        }
        ended(&trail, rig.entry(&format!("Make-{n}"), false)).await;
    }
    let found = trail.look_up(all()).await.unwrap();
    assert!(!ids(&found).contains(&"Make-1"));
    trail.close().await;
    rig.verify(&[]).unwrap();
}

#[tokio::test]
async fn what_is_missing_is_counted_in_the_chain() {
    let rig = Rig::new(Options::default());
    let trail = rig.open();
    trail.0.shared.missed.store(3, Ordering::Relaxed);
    ended(&trail, rig.entry("Make-1", false)).await;
    trail.close().await;
    let text = fs::read_to_string(rig.files("changes").remove(0)).unwrap();
    let told: Vec<Value> = text
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str(&line[line.find('{').unwrap()..]).unwrap())
        .collect();
    assert_eq!(told[0]["serviceEventDetails"]["missing"], 3);
    assert_eq!(told[1]["eventID"], "Make-1");
    assert_eq!(trail.missed(), 0);
}

#[tokio::test]
async fn a_long_file_of_what_has_begun_is_written_anew() {
    let rig = Rig::new(Options::default());
    let trail = rig.open();
    let open = trail.begin(rig.entry("Open-1", false)).await;
    for n in 0..20 {
        let mut big = rig.entry(&format!("Big-{n}"), false);
        big.event = json!({"eventID": big.id, "text": "x".repeat(300_000)}).to_string();
        ended(&trail, big).await;
    }
    trail.settled().await;
    let bytes = fs::metadata(rig.dir.path().join("begun")).unwrap().len();
    assert!(bytes < 5 << 20, "{bytes}");
    std::mem::forget(open);
    let again = rig.open();
    let found = again.look_up(all()).await.unwrap();
    assert_eq!(ids(&found).iter().filter(|id| **id == "Open-1").count(), 1);
    assert_eq!(found.events.len(), 21);
}

#[tokio::test]
async fn a_trail_that_can_not_be_opened_at_first_is_tried_again() {
    let rig = Rig::new(Options::default());
    let before = rig.open();
    std::mem::forget(before.begin(rig.entry("Before-1", false)).await);
    before.settled().await;
    // In its place is what can't be a folder: as unreadable to root as a broken disk.
    let (place, aside) = (rig.dir.path().join("changes"), rig.dir.path().join("aside"));
    fs::rename(&place, &aside).unwrap();
    fs::write(&place, "").unwrap();
    let trail = rig.open();
    assert!(!trail.is_open());
    // Nobody waits for it, whoever changes something or only reads.
    ended(&trail, rig.entry("Make-1", false)).await;
    trail.note(rig.note("List-1"));
    let later = trail.begin(rig.entry("Make-2", false)).await;
    assert!(trail.look_up(all()).await.is_err());
    assert_eq!(trail.missed(), 2);
    fs::remove_file(&place).unwrap();
    fs::rename(&aside, &place).unwrap();
    assert_eq!(ids(&trail.look_up(all()).await.unwrap()), ["Before-1"]);
    assert!(trail.is_open());
    // What had begun before it was open, and ended after, is there.
    later.end(rig.entry("Make-2", false)).await;
    rig.clock.advance_ms(1);
    trail.note(rig.note("List-2"));
    let page = trail.look_up(all()).await.unwrap();
    assert_eq!(ids(&page)[..2], ["List-2", "Make-2"]);
    assert_eq!(trail.missed(), 0);
    let text = fs::read_to_string(rig.files("changes").pop().unwrap()).unwrap();
    assert!(text.contains(r#""missing":2"#), "{text}");
    trail.close().await;
    rig.verify(&[]).unwrap();
}
