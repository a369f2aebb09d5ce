use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

/// Answers all with a document that no socket holds.
struct Long;

impl Answers for Long {
    async fn answer(&self, _: Ask<'_>, body: Option<&[u8]>) -> Answer {
        let length = if body.is_some() { 0 } else { 16 << 20 };
        Answer::json(StatusCode::OK, &"x".repeat(length))
    }
}

/// Serves until it is dropped.
struct Served {
    at: std::net::SocketAddr,
    shutdown: Shutdown,
}

impl Served {
    fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let (at, shutdown) = (listener.local_addr().unwrap(), Shutdown::new());
        let ended = shutdown.clone();
        shutdown.spawn(async move { serve(listener, Long, ended).await.unwrap() });
        Self { at, shutdown }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.at).await.unwrap()
    }

    /// What comes back for `asked` until the end, and how long that takes.
    async fn ask(&self, asked: &str) -> (String, Duration) {
        let mut stream = self.connect().await;
        stream.write_all(asked.as_bytes()).await.unwrap();
        read_to_end(&mut stream).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.shutdown.request();
    }
}

async fn read_to_end(stream: &mut TcpStream) -> (String, Duration) {
    let (begun, mut all) = (Instant::now(), Vec::new());
    // One that is cut off may end with a reset.
    drop(stream.read_to_end(&mut all).await);
    (String::from_utf8_lossy(&all).into_owned(), begun.elapsed())
}

fn get(path: &str, fields: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {METADATA}\r\n{fields}\r\n")
}

fn assert_about(took: Duration, wanted: Duration) {
    let range = wanted..wanted + Duration::from_secs(1);
    assert!(range.contains(&took), "{took:?} is not about {wanted:?}");
}

#[tokio::test(start_paused = true)]
async fn who_asks_and_never_reads_is_cut_off() {
    let served = Served::start();
    let mut stream = served.connect().await;
    stream.write_all(get("/v4/x", "").repeat(50).as_bytes()).await.unwrap();
    let begun = Instant::now();
    // The server has let go of it once it takes no more.
    while stream.write_all(get("/v4/x", "").repeat(1000).as_bytes()).await.is_ok() {}
    assert_about(begun.elapsed(), LIFE_MAX + LINGER_MAX);
}

#[tokio::test(start_paused = true)]
async fn a_head_has_its_time_and_so_has_the_rest_between_two() {
    let served = Served::start();
    let (said, took) = served.ask("GET /v4/x HTTP/1.1\r\nHost: ").await;
    assert_about(took, READ_MAX);
    assert!(!said.contains("200 OK"), "{said}");
    let (_, took) = served.ask("").await;
    assert_about(took, READ_MAX);
    let missing = get("/nothing", "");
    let (said, took) = served.ask(&missing.repeat(3)).await;
    assert_eq!(said.matches("404 page not found").count(), 3, "{said}");
    assert_about(took, READ_MAX);
}

#[tokio::test(start_paused = true)]
async fn a_body_has_its_time_and_its_size() {
    let served = Served::start();
    let put = |length: usize| {
        let path = "/api/x/task-protection/v1/state";
        let fields = format!("Content-Length: {length}\r\nConnection: close\r\n");
        get(path, &fields).replace("GET", "PUT")
    };
    let (said, took) = served.ask(&(put(10) + "{")).await;
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    assert_about(took, READ_MAX);
    let (said, _) = served.ask(&(put(BODY_MAX + 1) + &"x".repeat(BODY_MAX + 1))).await;
    assert!(said.starts_with("HTTP/1.1 413 "), "{said}");
    let (said, _) = served.ask(&(put(2) + "{}")).await;
    assert!(said.starts_with("HTTP/1.1 200 "), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_head_has_its_size_and_its_number_of_fields() {
    let served = Served::start();
    let long = format!("X: {}\r\n", "x".repeat(HEAD_MAX));
    for fields in [long, "X: y\r\n".repeat(FIELDS_MAX + 1)] {
        let (said, _) = served.ask(&get("/nothing", &fields)).await;
        assert!(said.starts_with("HTTP/1.1 431 "), "{said}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_more_than_there_may_be_waits_for_its_turn() {
    let served = Served::start();
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS_MAX {
        held.push(served.connect().await);
    }
    let (said, took) = served.ask(&get("/nothing", "Connection: close\r\n")).await;
    assert!(said.starts_with("HTTP/1.1 404 "), "{said}");
    assert_about(took, READ_MAX);
    let (said, took) = served.ask(&get("/nothing", "Connection: close\r\n")).await;
    assert!(said.starts_with("HTTP/1.1 404 ") && took < Duration::from_secs(1), "{took:?}");
}

#[tokio::test]
async fn an_answer_says_what_it_is_and_whoever_was_not_asked_is_refused() {
    let served = Served::start();
    let close = "Connection: close\r\n";
    let (said, _) = served.ask(&get("//v4//x", close)).await;
    assert!(said.starts_with("HTTP/1.1 301 ") && said.contains("location: /v4/x\r\n"), "{said}");
    let (said, _) = served.ask("GET /nothing HTTP/1.0\r\n\r\n").await;
    assert!(said.contains("content-type: text/plain; charset=utf-8\r\n"), "{said}");
    let without = get("/v4/x", close).replace(&format!("Host: {METADATA}\r\n"), "");
    assert!(served.ask(&without).await.0.starts_with("HTTP/1.1 400 "));
    for host in ["localhost", "169.254.170.2.evil.example", "169.254.170.2:81", ""] {
        let asked = get("/v4/x", close).replace(&METADATA.to_string(), host);
        assert!(served.ask(&asked).await.0.starts_with("HTTP/1.1 403 "), "{host}");
    }
    let with_port = get("/nothing", close).replace(&METADATA.to_string(), "169.254.170.2:80");
    assert!(served.ask(&with_port).await.0.starts_with("HTTP/1.1 404 "));
    for name in FORWARDED {
        let asked = get("/v4/x", &format!("{name}: 10.0.0.1\r\n{close}"));
        assert!(served.ask(&asked).await.0.starts_with("HTTP/1.1 403 "), "{name}");
    }
}
