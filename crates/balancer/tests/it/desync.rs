//! Requests that two servers may read in two ways: what each mode makes of them, and what is known
//! of it afterwards.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ferrogate_link::balancer::{DesyncMode, LogTo};
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::logs::lines;
use crate::rig::{App, DEADLINE, Rig, body, head, status};

/// One that answers with what it was sent: the head, and the body as it came.
async fn echo() -> App {
    App::doing(|head, mut stream| {
        Box::pin(async move {
            let lower = head.to_ascii_lowercase();
            let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
            let mut came = Vec::new();
            if lower.contains("\r\ntransfer-encoding: chunked\r\n") {
                while !came.ends_with(b"0\r\n\r\n") {
                    came.push(stream.read_u8().await.ok()?);
                }
            } else if let Some(length) = length {
                came = vec![0; length.parse().ok()?];
                stream.read_exact(&mut came).await.ok()?;
            }
            let text = format!("{head}{}", String::from_utf8_lossy(&came));
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len());
            stream.write_all(answer.as_bytes()).await.ok()?;
            Some(stream)
        })
    })
    .await
}

/// The head of an answer, and its body.
async fn answer(stream: &mut tokio::net::TcpStream) -> Option<(String, String)> {
    let came = async {
        let head = head(stream).await?;
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        stream.read_exact(&mut body).await.ok()?;
        Some((head, String::from_utf8_lossy(&body).into_owned()))
    };
    tokio::time::timeout(DEADLINE, came).await.expect("it answers or closes")
}

const CASES: [(&str, &str, &str); 10] = [
    (
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "Ambiguous",
        "UndefinedTransferEncodingSemantics",
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "-", "-"),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "Acceptable",
        "GetHeadZeroContentLength",
    ),
    ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "Acceptable", "SpaceInUri"),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n\
         3\r\nabc\r\n0\r\n\r\n",
        "Ambiguous",
        "BothTeClPresent",
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "Ambiguous",
        "DuplicateContentLength",
    ),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", "Ambiguous", "MultilineHeader"),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
        "Ambiguous",
        "UndefinedContentLengthSemantics",
    ),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", "Severe", "BadHeader"),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer_Encoding: chunked\r\n\r\nabc",
        "Severe",
        "SuspiciousTeClPresent",
    ),
];

#[tokio::test]
async fn each_mode_lets_through_what_it_is_to_and_says_why() {
    let app = echo().await;
    let mut rig = Rig::with(&[app.address], |node| {
        node.attributes.access_logs = Some(LogTo { bucket: "b".into(), prefix: String::new() });
    })
    .await;
    for mode in [DesyncMode::Monitor, DesyncMode::Defensive, DesyncMode::Strictest] {
        rig.change(|node| node.attributes.desync = mode);
        for (request, class, reason) in CASES {
            let before = rig.running.report().counters.desync_requests;
            let asked = app.requests.load(Ordering::Relaxed);
            let connections = app.connections.load(Ordering::Relaxed);
            let mut stream = rig.connect().await;
            stream.write_all(request.as_bytes()).await.unwrap();
            let (head, body) = answer(&mut stream).await.unwrap();
            let passes = match (mode, class) {
                (DesyncMode::Monitor, _) => true,
                (DesyncMode::Defensive, class) => class != "Severe",
                (DesyncMode::Strictest, class) => class == "-",
            };
            assert_eq!(
                status(&head),
                if passes { 200 } else { 400 },
                "{mode:?} {request:?} {head}"
            );
            let after = app.requests.load(Ordering::Relaxed);
            assert_eq!(after - asked, u64::from(passes), "{mode:?} {request:?}");
            let counted = rig.running.report().counters.desync_requests - before;
            assert_eq!(counted, u64::from(class != "-"), "{mode:?} {request:?}");
            if passes && request.contains("abc") {
                assert!(body.contains("abc"), "{mode:?} {request:?} {body}");
            }
            let dangerous = class == "Ambiguous" || class == "Severe";
            let ends = !passes || class == "Severe" || dangerous && mode != DesyncMode::Monitor;
            assert_eq!(head.contains("\r\nConnection: close\r\n"), ends, "{mode:?} {request:?}");
            // What follows on the same connection: read when it goes on, by nobody when not.
            let next = b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
            let sent = stream.write_all(next).await;
            let next = if sent.is_ok() { answer(&mut stream).await } else { None };
            assert_eq!(next.is_some(), !ends, "{mode:?} {request:?}");
            if passes && dangerous {
                // Its target's connection was its own.
                drop(rig.get("/other").await);
                let now = app.connections.load(Ordering::Relaxed);
                assert!(now > connections, "{mode:?} {request:?}");
            }
            let count = 1 + u64::from(next.is_some()) + u64::from(passes && dangerous);
            let lines = lines(&rig, count as usize).await;
            let line = lines
                .iter()
                .find(|line| !line[12].contains("/next") && !line[12].contains("/other"));
            let line = line.unwrap();
            assert_eq!((&*line[27], &*line[28]), (class, reason), "{line:?}");
            assert_eq!(line[8], if passes { "200" } else { "400" });
            assert_eq!(line[20], if passes { "0" } else { "-1" }, "{line:?}");
        }
    }
}

#[tokio::test]
async fn what_can_t_be_read_is_a_line_too() {
    let app = echo().await;
    let rig = Rig::with(&[app.address], |node| {
        node.attributes.access_logs = Some(LogTo { bucket: "b".into(), prefix: String::new() });
        node.attributes.idle_timeout_s = 1;
    })
    .await;
    let place = "http://web-1.us-east-1.elb.localhost:8080";
    for (request, wanted, line, class) in [
        ("GARBAGE\r\n\r\n", 505, format!("GARBAGE {place}- -"), "Ambiguous"),
        ("POST /x HTTP/9.9\r\n\r\n", 505, format!("POST {place}/x HTTP/9.9"), "Severe"),
        ("P(ST /x?\"y HTTP/1.1\r\n\r\n", 400, format!("P(ST {place}/x?\\x22y HTTP/1.1"), "Severe"),
        ("GET /half HTTP/1.1\r\nHos", 408, format!("- {place}- -"), "-"),
    ] {
        let answer = rig.raw(request).await;
        assert_eq!(status(&answer), wanted, "{request:?}: {answer}");
        assert!(answer.contains("\r\nServer: awselb/2.0\r\n"), "{answer}");
        let found = &lines(&rig, 1).await[0];
        assert_eq!((&*found[12], &*found[27]), (&*line, class), "{found:?}");
        assert_eq!((found[8].parse().ok(), &*found[20]), (Some(wanted), "-1"));
        assert_eq!(found[10].parse::<usize>().unwrap(), request.len(), "{found:?}");
    }
    // An answer to HEAD has no body, whatever it says.
    let answer = rig.raw("HEAD /\0 HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!((status(&answer), body(&answer)), (400, ""));
    // One that has not begun to ask is told nothing.
    assert_eq!(rig.raw("").await, "");
    assert_eq!(rig.raw("\r\n").await, "");
}

#[tokio::test]
async fn a_head_that_takes_its_time_is_answered_with_408() {
    let app = echo().await;
    let rig = Rig::with(&[app.address], |node| node.attributes.idle_timeout_s = 1).await;
    let mut stream = rig.connect().await;
    // One that was served before, and waited before it asked again.
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    assert_eq!(status(&answer(&mut stream).await.unwrap().0), 200);
    let (mut reader, mut writer) = stream.into_split();
    let drips = async {
        writer.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if writer.write_all(b"y").await.is_err() {
                return;
            }
        }
    };
    let mut came = vec![];
    let read = tokio::time::timeout(DEADLINE, reader.read_to_end(&mut came));
    tokio::select! {
        read = read => drop(read.expect("it is closed")),
        () = drips => {}
    }
    assert_eq!(status(&String::from_utf8_lossy(&came)), 408);
    // So is one whose body does not come, and the next client is served.
    let slow = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc";
    assert_eq!(status(&rig.raw(slow).await), 408);
    assert_eq!(status(&rig.get("/").await), 200);
}

/// However requests are cut into pieces, and however many come at once, each is read as itself.
#[tokio::test]
async fn requests_are_the_same_in_one_piece_and_in_many() {
    let app = echo().await;
    let rig = Rig::of(&[app.address]).await;
    let all = "\r\nGET /1 HTTP/1.1\r\nHost: a\r\n\r\n\
         POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /\r\n\
         POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
         3;x=y\r\nabc\r\n2\r\n\r\n\r\n0\r\nT: x\r\n\r\n\
         GET /4 b HTTP/1.1\nHost: a\n\n\
         POST /5 HTTP/1.1\r\nHost: a\r\nX: \x01\r\nContent-Length: 2\r\n\r\nxyGET /6 HTTP/1.1\r\n\
         Host: a\r\nUpgrade: h2c\r\n\r\nGET /7 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    for size in [1, 2, 7, 64, all.len()] {
        let mut stream = rig.connect().await;
        let (mut reader, mut writer) = stream.split();
        let send = async {
            for piece in all.as_bytes().chunks(size) {
                writer.write_all(piece).await.unwrap();
                writer.flush().await.unwrap();
                tokio::task::yield_now().await;
            }
        };
        let mut came = vec![];
        let read = tokio::time::timeout(DEADLINE, reader.read_to_end(&mut came));
        let (read, ()) = tokio::join!(read, send);
        read.expect("it answers").unwrap();
        let came = String::from_utf8_lossy(&came).into_owned();
        let paths: Vec<_> = came
            .lines()
            .filter(|line| line.ends_with(" HTTP/1.1"))
            .map(|line| line.split(' ').nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(paths, ["/1", "/2", "/3", "/4%20b", "/5", "/6", "/7"], "{size}: {came}");
        assert!(came.contains("\r\n\r\nGET /HTTP/1.1 200"), "{size}: {came}");
        assert!(came.contains("3\r\nabc\r\n"), "{size}: {came}");
    }
}

#[tokio::test]
async fn a_body_without_an_end_fails_its_request_and_no_other() {
    let bodies = Arc::<Mutex<Vec<String>>>::default();
    let of = bodies.clone();
    let app = App::doing(move |_, mut stream| {
        let of = of.clone();
        Box::pin(async move {
            let mut came = Vec::new();
            while !came.ends_with(b"0\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => came.push(byte),
                    Err(_) => {
                        of.lock().push(String::from_utf8_lossy(&came).into_owned());
                        return None;
                    }
                }
            }
            Some(stream)
        })
    })
    .await;
    let rig = Rig::of(&[app.address]).await;
    for broken in [
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\nabc\n0\n\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\n\n",
    ] {
        let request = format!(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{broken}\
             GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        );
        let answer = rig.raw(&request).await;
        assert_eq!(status(&answer), 400, "{broken:?}: {answer}");
        assert!(answer.contains("\r\nServer: awselb/2.0\r\n"), "{answer}");
    }
    assert!(bodies.lock().iter().all(|body| !body.contains("smuggled")), "{:?}", bodies.lock());
}

/// A body of HTTP/1.0 in chunks is one (RFC 9112 6.1), and its client knows of none in answers.
#[tokio::test]
async fn a_client_of_http_1_0_may_send_chunks() {
    let app = App::doing(|head, mut stream| {
        Box::pin(async move {
            assert!(head.starts_with("POST / HTTP/1.1\r\n"), "{head}");
            while stream.read_u8().await.ok()? != b'0' {}
            stream.read_exact(&mut [0; 4]).await.ok()?;
            let answer =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
            stream.write_all(answer.as_bytes()).await.ok()?;
            Some(stream)
        })
    })
    .await;
    let rig = Rig::of(&[app.address]).await;
    let request = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let answer = rig.raw(request).await;
    assert!(answer.starts_with("HTTP/1.0 200 "), "{answer}");
    assert!(!answer.to_ascii_lowercase().contains("chunked"), "{answer}");
    assert_eq!(body(&answer), "abc");
}

/// What a client says before it is told that it may is the target's, as soon as it may; and a
/// request of its own when it may not.
#[tokio::test]
async fn bytes_that_come_before_the_protocol_has_changed_are_not_lost() {
    let app = App::doing(|head, mut stream| {
        Box::pin(async move {
            if head.starts_with("GET /no ") || head.starts_with("GET /after ") {
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno";
                stream.write_all(answer).await.ok()?;
                return Some(stream);
            }
            let answer = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";
            stream.write_all(answer.as_bytes()).await.ok()?;
            let mut early = [0; 9];
            stream.read_exact(&mut early).await.ok()?;
            stream.write_all(&early).await.ok()?;
            None
        })
    })
    .await;
    let rig = Rig::of(&[app.address]).await;
    let asks = |path: &str, then: &str| {
        format!(
            "GET {path} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n{then}"
        )
    };
    let answer = rig.raw(&asks("/", "\u{0}\n\n\u{1}early")).await;
    assert_eq!(status(&answer), 101);
    assert_eq!(body(&answer), "\u{0}\n\n\u{1}early");
    let then = "GET /after HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = rig.raw(&asks("/no", then)).await;
    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 2, "{answer}");
}
