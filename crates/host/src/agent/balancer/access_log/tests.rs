use std::io::Read;

use flate2::read::GzDecoder;

use super::*;

fn to(bucket: &str) -> To {
    To {
        bucket: bucket.into(),
        prefix: "a/b".into(),
        account: "111122223333".into(),
        region: "us-east-1".into(),
        balancer: "app.web.1".into(),
        address: "10.0.0.9".into(),
    }
}

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

fn access_log(data: &Path, buckets: &Path) -> OneLog {
    let [kind, ..] = KINDS;
    OneLog::new(kind, data, Some(buckets.to_owned()))
}

fn node() -> NodeId {
    NodeId("eni-1".into())
}

/// The lines of every object below a folder, and the objects' paths.
fn objects(dir: &Path) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut dirs = vec![dir.to_owned()];
    while let Some(next) = dirs.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some() {
                let mut text = String::new();
                GzDecoder::new(File::open(&path).unwrap()).read_to_string(&mut text).unwrap();
                found.push((path.strip_prefix(dir).unwrap().display().to_string(), text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn an_object_is_named_as_awss() {
    // 2014-02-15, 23:40.
    let (folder, name) = to("logs").object(&KINDS[0], TimestampMs(1_392_507_600_000), "20sg8hgm");
    assert_eq!(
        folder.to_str().unwrap(),
        "a/b/AWSLogs/111122223333/elasticloadbalancing/us-east-1/2014/02/15"
    );
    assert_eq!(
        name,
        "111122223333_elasticloadbalancing_us-east-1_app.web.1_20140215T2340Z_10.0.0.9_20sg8hgm.log.gz"
    );
}

#[test]
fn lines_that_come_again_after_an_end_are_there_once() {
    let (data, buckets) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::create_dir(buckets.path().join("logs")).unwrap();
    let begin = || access_log(data.path(), buckets.path());
    let logs = begin();
    logs.take(&node(), to("logs"), "r1", 1, &lines(&["a", "b"])).unwrap();
    logs.take(&node(), to("logs"), "r1", 2, &lines(&["c"])).unwrap();
    // Its end in the middle of a write.
    let path = data.path().join("access-logs/eni-1/open");
    let half = b"#1700000000000 r1 3 400\nhalf a li";
    OpenOptions::new().append(true).open(&path).unwrap().write_all(half).unwrap();
    let logs = begin();
    logs.take(&node(), to("logs"), "r1", 2, &lines(&["c"])).unwrap();
    // Its time is over, and the agent that has them has not said so.
    logs.look(&[(node(), to("other"))].into());
    logs.take(&node(), to("logs"), "r1", 2, &lines(&["c"])).unwrap();
    logs.take(&node(), to("logs"), "r1", 3, &lines(&["d"])).unwrap();
    assert_eq!(objects(buckets.path()).len(), 1);
    logs.look(&[(node(), to("logs"))].into());
    assert_eq!(objects(buckets.path()).len(), 1, "its time is not over");
    // The node is no more.
    logs.look(&BTreeMap::new());
    let found = objects(buckets.path());
    let mut all: Vec<_> = found.iter().map(|(_, text)| text.as_str()).collect();
    all.sort_unstable();
    assert_eq!(all, ["a\nb\nc\n", "d\n"]);
    assert!(!data.path().join("access-logs/eni-1").exists());
}

#[test]
fn a_bucket_that_is_gone_keeps_its_lines_waiting_and_no_link_leads_out_of_one() {
    let (data, buckets) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    let logs = access_log(data.path(), buckets.path());
    logs.take(&node(), to("logs"), "r1", 1, &lines(&["a"])).unwrap();
    logs.look(&BTreeMap::new());
    assert_eq!(closed(&data.path().join("access-logs/eni-1")).unwrap().len(), 1);
    std::os::unix::fs::symlink(elsewhere.path(), buckets.path().join("logs")).unwrap();
    logs.look(&BTreeMap::new());
    std::fs::remove_file(buckets.path().join("logs")).unwrap();
    std::fs::create_dir(buckets.path().join("logs")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), buckets.path().join("logs/a")).unwrap();
    logs.look(&BTreeMap::new());
    assert!(objects(elsewhere.path()).is_empty());
    std::fs::remove_file(buckets.path().join("logs/a")).unwrap();
    logs.look(&BTreeMap::new());
    assert_eq!(objects(&buckets.path().join("logs"))[0].1, "a\n");
}

#[test]
fn what_goes_elsewhere_from_now_on_is_closed() {
    let (data, buckets) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for name in ["one", "two"] {
        std::fs::create_dir(buckets.path().join(name)).unwrap();
    }
    let logs = access_log(data.path(), buckets.path());
    logs.take(&node(), to("one"), "r1", 1, &lines(&["a"])).unwrap();
    logs.take(&node(), to("two"), "r1", 2, &lines(&["b"])).unwrap();
    logs.take(&node(), to("two"), "r1", 2, &lines(&["b"])).unwrap();
    logs.look(&BTreeMap::new());
    assert_eq!(objects(&buckets.path().join("one"))[0].1, "a\n");
    assert_eq!(objects(&buckets.path().join("two"))[0].1, "b\n");
}

#[test]
fn each_log_has_its_own_names_and_shows_that_it_can_be_written() {
    let (data, buckets) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let logs = Logs::new(data.path(), Some(buckets.path().to_owned()));
    let wanted: Wanted = Log::ALL.map(|log| ((log, node()), to("logs"))).into();
    // Before its bucket is there, and after.
    logs.look(&wanted);
    std::fs::create_dir(buckets.path().join("logs")).unwrap();
    logs.look(&wanted);
    let account = buckets.path().join("logs/a/b/AWSLogs/111122223333");
    let mut tests: Vec<_> = std::fs::read_dir(&account)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    tests.sort_unstable();
    let own = ["ELBAccessLogTestFile", "ELBConnectionLogTestFile", "ELBHealthCheckLogTestFile"];
    assert_eq!(tests, own);
    // Taken away by its owner, it is not put there again and again.
    std::fs::remove_file(account.join(own[0])).unwrap();
    logs.look(&wanted);
    assert!(!account.join(own[0]).exists());
    for (one, line) in logs.all.iter().zip(["a", "c", "h"]) {
        one.take(&node(), to("logs"), "r1", 1, &lines(&[line])).unwrap();
    }
    logs.look(&Wanted::new());
    let found = objects(buckets.path());
    let names: Vec<_> = found
        .iter()
        .map(|(name, text)| {
            let name = name.rsplit('/').next().unwrap();
            (name.split("111122223333").next().unwrap(), text.as_str())
        })
        .collect();
    assert_eq!(names, [("", "a\n"), ("conn_log_", "c\n"), ("health_check_log_", "h\n")]);
}
