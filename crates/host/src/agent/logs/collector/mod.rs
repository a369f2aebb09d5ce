//! The HTTP event collector of a container's lines, as the agent sees it: requests that leave
//! from the task's own network, until the collector has each line or refuses it for good.

mod connection;
mod tls;

use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ferrogate_base::TaskKey;
use ferrogate_base::backoff::Backoff;
use ferrogate_link::splunk::{CollectorUrl, Options, PATH};
use ferrogate_net::dial;
use ferrogate_net::resolver::Resolver;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, HOST, HeaderValue};
use http::{Method, Request, StatusCode};
use tokio::time::{sleep, timeout};

use self::connection::{Answer, Connection};
use super::forward::Destination;
use crate::shim::ShimHandle;
use crate::splunk::{Settings, Writer};
use crate::spool::Line;

/// How long one address may take to be connected to, TLS included.
const CONNECT_MAX: Duration = Duration::from_secs(10);

/// How long a request may take altogether.
const REQUEST_MAX: Duration = Duration::from_secs(30);

/// How long a collector may take to show that it is there.
const VERIFY_MAX: Duration = Duration::from_secs(15);

/// The first and the longest rest after a request that was not taken.
const REST: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// The longest rest that a collector may ask for.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(30);

/// How long the last lines of a task wait for a collector that takes none: their task's network
/// waits with them.
const LAST_LINES_MAX: Duration = Duration::from_secs(30);

/// Codes by which collectors refuse what is no line's fault: the index, the channel, how they
/// are set up (Splunk: "Possible error codes").
const CODES_OF_SENDER: [u64; 5] = [7, 10, 11, 14, 16];

/// The way out of a task.
#[derive(Clone)]
pub(in crate::agent) struct TaskNet {
    /// The task's network namespace.
    pub(in crate::agent) netns: Arc<OwnedFd>,
    /// The resolver of its VPC.
    pub(in crate::agent) resolver: Arc<Resolver>,
    /// What its resolver adds to a name without a dot.
    pub(in crate::agent) search: Vec<String>,
}

/// What the collector made of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Taken,
    /// What is in it will never be taken.
    Refused,
    /// It may be later.
    Later,
}

/// The collector of one container's lines.
pub(in crate::agent) struct Collector {
    key: TaskKey,
    container: String,
    net: TaskNet,
    shim: ShimHandle,
    open: Option<Open>,
}

/// A collector that is known.
struct Open {
    writer: Writer,
    client: Client,
}

/// Sends requests to one collector.
struct Client {
    options: Options,
    net: TaskNet,
    channel: String,
    connection: Option<Connection>,
}

impl Collector {
    /// The collector of a container whose `settings` are known, or are asked of its shim.
    pub(in crate::agent) fn new(
        (key, container): (TaskKey, String),
        net: TaskNet,
        shim: ShimHandle,
        settings: Option<&Settings>,
    ) -> Self {
        let mut collector = Self { key, container, net, shim, open: None };
        if let Some(settings) = settings {
            collector.open = Open::new(settings, &collector.net).ok();
        }
        collector
    }

    /// Asks the shim, which has what was told at the task's start, for as long as it takes.
    async fn opened(&mut self) -> &mut Open {
        let mut backoff = Backoff::new(REST.0, REST.1);
        let mut tries: u32 = 0;
        while self.open.is_none() {
            let asked = self.shim.collector(&self.container).await;
            let opened = asked.map_err(|error| error.to_string());
            match opened.and_then(|settings| Open::new(&settings, &self.net)) {
                Ok(open) => self.open = Some(open),
                Err(error) => {
                    tries = tries.saturating_add(1);
                    if tries.is_power_of_two() {
                        let (task, container) = (&self.key, &self.container);
                        tracing::warn!(%task, container, tries, error, "log lines wait");
                    }
                    sleep(backoff.next_delay()).await;
                }
            }
        }
        self.open.as_mut().expect("it was opened above")
    }

    /// Sends events until the collector takes or refuses them, however often that takes.
    async fn judged(&mut self, events: &[Vec<u8>]) -> Verdict {
        let mut backoff = Backoff::new(REST.0, REST.1);
        let mut tries: u32 = 0;
        let body = events.concat();
        loop {
            let client = &mut self.opened().await.client;
            let answer = client.post(&body).await;
            let (why, wish) = match answer {
                Ok(answer) => match verdict(&answer) {
                    Verdict::Later => (answer.told(), answer.retry_after),
                    verdict => return verdict,
                },
                Err(error) => (error.to_string(), None),
            };
            tries = tries.saturating_add(1);
            if tries.is_power_of_two() {
                let (task, container) = (&self.key, &self.container);
                tracing::warn!(%task, container, tries, why, "the collector takes no lines yet");
            }
            let rest = backoff.next_delay();
            sleep(wish.map_or(rest, |wish| wish.clamp(rest, RETRY_AFTER_MAX))).await;
        }
    }
}

impl Destination for Collector {
    const LAST_WAIT: Duration = LAST_LINES_MAX;

    /// Sends events in order. Those that are refused together are sent in halves, until the one
    /// that is refused is alone: it is lost, and stops no other.
    async fn deliver(&mut self, lines: &[Line]) -> u64 {
        let writer = &self.opened().await.writer;
        let events: Vec<_> = lines.iter().filter_map(|line| writer.event(line)).collect();
        let mut refused = 0;
        let mut rest = vec![&events[..]];
        while let Some(part) = rest.pop() {
            if part.is_empty() || self.judged(part).await != Verdict::Refused {
                continue;
            }
            if let [_] = part {
                refused += 1;
                let (task, container) = (&self.key, &self.container);
                tracing::error!(%task, container, "the collector refuses a log line: it is lost");
                continue;
            }
            let (first, second) = part.split_at(part.len() / 2);
            rest.extend([second, first]);
        }
        refused
    }
}

/// Whether the collector of these settings is there, if that is to be known.
///
/// # Errors
/// Why it can't be told, as docker's driver says it.
pub(in crate::agent) async fn verify(settings: &Settings, net: &TaskNet) -> Result<(), String> {
    let open = Open::new(settings, net)?;
    let mut client = open.client;
    if !client.options.verify {
        return Ok(());
    }
    let url = client.options.url.to_string();
    let failed =
        |why: String| format!("splunk: failed to verify connection - Options \"{url}\": {why}");
    match timeout(VERIFY_MAX, client.ask(Method::OPTIONS, &[])).await {
        Ok(Ok(answer)) if answer.status == StatusCode::OK => Ok(()),
        Ok(Ok(answer)) => Err(failed(answer.told())),
        Ok(Err(error)) => Err(failed(error.to_string())),
        Err(_) => Err(failed(format!("no answer within {} seconds", VERIFY_MAX.as_secs()))),
    }
}

fn verdict(answer: &Answer) -> Verdict {
    match answer.status {
        status if status.is_success() => Verdict::Taken,
        StatusCode::BAD_REQUEST if answer.code.is_some_and(|c| CODES_OF_SENDER.contains(&c)) => {
            Verdict::Later
        }
        StatusCode::BAD_REQUEST
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::UNPROCESSABLE_ENTITY => Verdict::Refused,
        // Neither a token that is not known nor a place where no collector is says anything of
        // the lines: both may be put right.
        _ => Verdict::Later,
    }
}

impl Open {
    fn new(settings: &Settings, net: &TaskNet) -> Result<Self, String> {
        let options = settings.read()?;
        let writer = Writer::new(settings, &options);
        let channel = match options.channel {
            true => channel().map_err(|error| error.to_string())?,
            false => String::new(),
        };
        let net = net.clone();
        Ok(Self { writer, client: Client { options, net, channel, connection: None } })
    }
}

/// A random UUID.
fn channel() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = bytes.map(|byte| format!("{byte:02x}")).concat();
    Ok([&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-"))
}

impl Client {
    async fn post(&mut self, body: &[u8]) -> io::Result<Answer> {
        match timeout(REQUEST_MAX, self.ask(Method::POST, body)).await {
            Ok(answer) => answer,
            Err(_) => {
                self.connection = None;
                Err(io::ErrorKind::TimedOut.into())
            }
        }
    }

    async fn ask(&mut self, method: Method, body: &[u8]) -> io::Result<Answer> {
        let request = self.request(method, body)?;
        let mut connection = match self.connection.take().filter(Connection::is_open) {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let answer = connection.ask(request).await?;
        self.connection = Some(connection);
        Ok(answer)
    }

    fn request(&self, method: Method, body: &[u8]) -> io::Result<Request<Bytes>> {
        let mut request =
            Request::builder().method(&method).uri(PATH).header(HOST, &self.options.url.authority);
        let mut sent = Bytes::new();
        // As in docker's driver, who only asks whether it is there shows no token.
        if method == Method::POST {
            let token = HeaderValue::try_from(format!("Splunk {}", self.options.token));
            let mut token = token.map_err(io::Error::other)?;
            token.set_sensitive(true);
            request = request.header(AUTHORIZATION, token);
            if !self.channel.is_empty() {
                request = request.header("x-splunk-request-channel", &self.channel);
            }
            sent = match self.options.gzip {
                Some(level) => {
                    request = request.header(CONTENT_ENCODING, "gzip");
                    zipped(body, level)?
                }
                None => Bytes::copy_from_slice(body),
            };
        }
        request.body(sent).map_err(io::Error::other)
    }

    async fn connect(&self) -> io::Result<Connection> {
        let url = &self.options.url;
        let mut failed = io::Error::other(format!("lookup {}: no such host", url.host));
        for address in self.net.addresses(url).await? {
            match timeout(CONNECT_MAX, self.connect_to(address)).await {
                Ok(Ok(connection)) => return Ok(connection),
                Ok(Err(error)) => failed = io::Error::other(format!("dial tcp {address}: {error}")),
                Err(_) => failed = io::Error::other(format!("dial tcp {address}: i/o timeout")),
            }
        }
        Err(failed)
    }

    async fn connect_to(&self, address: SocketAddr) -> io::Result<Connection> {
        let stream = dial::connect(&self.net.netns, address).await?;
        // A hint: it works without.
        drop(stream.set_nodelay(true));
        if !self.options.url.secure {
            return Connection::new(stream).await;
        }
        let name = self.options.server_name.as_ref().unwrap_or(&self.options.url.host);
        Connection::new(tls::connect(stream, name, self.options.insecure).await?).await
    }
}

impl TaskNet {
    async fn addresses(&self, url: &CollectorUrl) -> io::Result<Vec<SocketAddr>> {
        if let Ok(address) = url.host.parse() {
            return Ok(vec![SocketAddr::new(address, url.port)]);
        }
        if url.host == "localhost" {
            return Ok(vec![SocketAddr::from(([127, 0, 0, 1], url.port))]);
        }
        let whole = (!url.host.contains('.')).then_some(&self.search).into_iter().flatten();
        let names = whole.map(|domain| format!("{}.{domain}", url.host));
        for name in names.chain([url.host.clone()]) {
            let found = self.resolver.addresses(&name).await?;
            if !found.is_empty() {
                return Ok(found.into_iter().map(|ip| SocketAddr::new(ip, url.port)).collect());
            }
        }
        Ok(vec![])
    }
}

fn zipped(body: &[u8], level: u32) -> io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    io::Write::write_all(&mut encoder, body)?;
    Ok(encoder.finish()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_line_s_fault_costs_no_line() {
        let of = |status: u16, code| {
            let status = StatusCode::from_u16(status).unwrap();
            verdict(&Answer { status, code, retry_after: None })
        };
        assert_eq!(of(200, Some(0)), Verdict::Taken);
        for (status, code) in [(400, Some(6)), (400, Some(13)), (400, None), (413, None)] {
            assert_eq!(of(status, code), Verdict::Refused, "{status} {code:?}");
        }
        for (status, code) in [
            (400, Some(7)),
            (401, Some(2)),
            (403, Some(4)),
            (404, None),
            (408, None),
            (429, None),
            (302, None),
            (500, Some(8)),
            (503, Some(9)),
        ] {
            assert_eq!(of(status, code), Verdict::Later, "{status} {code:?}");
        }
    }

    #[test]
    fn a_channel_is_a_uuid() {
        let one = channel().unwrap();
        assert_eq!(one.len(), 36);
        assert_eq!(&one[14..15], "4");
        assert_ne!(one, channel().unwrap());
    }
}
