//! The server's process: no root, no capability; it parses the network and holds the truth.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use ferrogate_api::{Operations, SERVICES};
use ferrogate_auth::{
    AccessKeys, AdminKey, Authority, Caller, DevKeys, RootKey, Secret, StaticKeys, Verifier,
};
use ferrogate_base::health::{Condition, Health, Need};
use ferrogate_base::{Clock, Shutdown, SystemClock, TimestampMs, crash, fsio, inherited};
use ferrogate_channel::ticket::{Channels, Tickets};
use ferrogate_controllers::certificates::{self, Issuer};
use ferrogate_controllers::ecs::hooks;
use ferrogate_controllers::engine::{self, Cx};
use ferrogate_controllers::events as controller_events;
use ferrogate_controllers::host::{
    Lender, LogSink, Lookup, NotNow, SecretSource, SessionOptions, Sessions, session,
};
use ferrogate_controllers::samples;
use ferrogate_exec as exec;
use ferrogate_identity::Identity;
use ferrogate_identity::web::Providers;
use ferrogate_image::blobs::{BlobOptions, BlobStore};
use ferrogate_link::session::{RegistryLogin, RoleCredentials, Secrets, SessionError, Token};
use ferrogate_metrics::{MetricStore, rightsize};
use ferrogate_outgoing::Client;
use ferrogate_records::Scope;
use ferrogate_records::acm::certificate;
use ferrogate_records::ecs::task;
use ferrogate_records::sns::message;
use ferrogate_records::spec::Spec;
use ferrogate_registry::{Catalog, Options as RegistryOptions, Registry, TokenKey};
use ferrogate_services::acm::Acm;
use ferrogate_services::elbv2::bucket::Buckets;
use ferrogate_services::logs::{AwslogsSink, Logs};
use ferrogate_services::session_rights::SessionRights;
use ferrogate_services::task_secrets::{Login, NoValues, TaskSecrets};
use ferrogate_services::{self as services};
use ferrogate_state::{Fault, State};
use ferrogate_store::{SqliteOptions, SqliteStore, Store, compaction};
use ferrogate_telemetry::LogStore;
use ferrogate_trail::Trail;
use ferrogate_wire::{
    Body, Config, EndpointTls, Engine, Limits, Listener, RawRequest, Security, Server, Tls,
};

use crate::arriving::Arriving;
use crate::balancer::Balancers;
use crate::events::{self, Messenger};
use crate::functions::FunctionCaller;
use crate::layout::{Layout, SERVER_ID};
use crate::lines::{Lines, SessionLines};
use crate::objects::ByAgent;
use crate::providers::Pages;
use crate::reset::reset;
use crate::session_rights::OfTasks;
use crate::settings::Settings;
use crate::starter::{Starter, Told};
use crate::{logging, supervisor, upkeep};

/// The rest after a session could not be accepted.
const ACCEPT_REST: Duration = Duration::from_millis(100);
pub(crate) fn run(settings: &Settings, starter: &Starter) -> anyhow::Result<ExitCode> {
    logging::start();
    let sockets = Sockets::inherited()?;
    // By its name outside: in here it has another.
    let state_dir = settings.layout.state();
    // None of these files is within the server's folder.
    let (authorities, resolver) = (ferrogate_outgoing::authorities(), std::fs::read(RESOLVER));
    confine(&settings.layout)?;
    if let Err(error) = resolver.and_then(|text| keep_resolver(&text)) {
        tracing::warn!(%error, "names of endpoints of subscriptions can't be looked up");
    }
    let settings = Settings { layout: Layout::confined(), ..settings.clone() };
    crash::arm(&settings.layout.server());
    // After the change of user, which would undo it.
    supervisor::die_with_parent()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(32)
        .enable_all()
        .build()?;
    runtime.block_on(serve(&settings, &state_dir, sockets, starter, authorities))?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the server's folder all that this process can see, and its user all that it is. Its
/// folder may lie in one that only root may enter.
fn confine(layout: &Layout) -> anyhow::Result<()> {
    use nix::unistd::{Gid, Uid, chdir, chroot, setgroups, setresgid, setresuid};
    let (root, user, group) = (layout.server(), Uid::from_raw(SERVER_ID), Gid::from_raw(SERVER_ID));
    let failed = || format!("can't confine the server to {}", root.display());
    chroot(&root).with_context(failed)?;
    chdir("/").with_context(failed)?;
    setgroups(&[]).with_context(failed)?;
    setresgid(group, group, group).with_context(failed)?;
    setresuid(user, user, user).with_context(failed)?;
    nix::sys::prctl::set_no_new_privs().with_context(failed)
}

/// Where the system says who knows names (resolv.conf(5)).
const RESOLVER: &str = "/etc/resolv.conf";

/// Writes where names are looked up into the server's folder, where the C library looks for it:
/// as the server's own user, so that whatever lies there is no way to any other file.
fn keep_resolver(text: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all("/etc")?;
    std::fs::write(RESOLVER, text)
}

/// The sockets that the supervisor opened.
struct Sockets {
    api: TcpListener,
    session: UnixListener,
    arrivals: UnixListener,
}

impl Sockets {
    fn inherited() -> anyhow::Result<Self> {
        let mut files = inherited::take();
        let mut take = |name: &str| {
            let at = files.iter().position(|(of, _)| of == name);
            let at = at.with_context(|| format!("started without the {name} socket: use `up`"))?;
            anyhow::Ok(files.swap_remove(at).1)
        };
        let api = TcpListener::from(take("api")?);
        let session = UnixListener::from(take("session")?);
        let arrivals = UnixListener::from(take("arrivals")?);
        api.set_nonblocking(true)?;
        session.set_nonblocking(true)?;
        arrivals.set_nonblocking(true)?;
        Ok(Self { api, session, arrivals })
    }
}

async fn serve(
    settings: &Settings,
    state_dir: &Path,
    sockets: Sockets,
    starter: &Starter,
    authorities: ferrogate_outgoing::Authorities,
) -> anyhow::Result<()> {
    let shutdown = Shutdown::new();
    supervisor::request_on_signal(&shutdown)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let layout = &settings.layout;
    let database = SqliteStore::open(&layout.state(), SqliteOptions::default())
        .with_context(|| format!("can't open the store in {}", state_dir.display()))?;
    let store: Arc<dyn Store> = Arc::new(database.clone());
    // What is recorded, decided and measured has the engine's time; what the world outside dates
    // has the machine's: signatures, certificates, log lines, the audit trail.
    let (engine_clock, dev_clock) = crate::clock::of(layout, settings.dev)?;
    let state = State::open(store.clone(), engine_clock.clone(), &shutdown)
        .await
        .context("can't read the store")?;
    let root_key = RootKey::load_or_create(&layout.root_key())?;
    let authority = authority(layout, &*clock)?;
    let (identity, keys) = keys(settings, &state, &root_key)?;
    let health = Health::default();
    let (logs, recovery) = LogStore::open(layout.logs(), Default::default(), clock.clone())
        .await
        .context("can't open the log store")?;
    tracing::debug!(?recovery, "log store");
    let metrics =
        match MetricStore::open(&layout.metrics(), Default::default(), engine_clock.clone()) {
            Ok((metrics, recovery)) => {
                tracing::debug!(?recovery, "metrics");
                metrics
            }
            // A full disk must not forbid the calls that free it.
            Err(error) => {
                let error = ferrogate_base::errors::chain(&error);
                tracing::error!(%error, "there are no metrics until they can be opened");
                MetricStore::absent(&layout.metrics(), Default::default(), engine_clock.clone())
            }
        };
    let trail = trail(layout, &root_key, &clock, &health);
    let log_service = Logs::new(state.clone(), logs.clone());
    log_service.recover().await.context("can't recover the log groups")?;
    let sink: Arc<dyn LogSink> = Arc::new(Lines::new(
        state.clone(),
        AwslogsSink::new(log_service.clone()),
        identity.clone(),
    ));

    let sessions = Arc::new(Sessions::default());
    sessions.show_in(&health);
    let who = format!("process {}", std::process::id());
    let cx = Cx::lead(state.clone(), &who, &shutdown)
        .await
        .context("can't take the lead of the engine")?;
    services::ecs::give_specs(&state).await.context("can't bring the tasks' records up to date")?;
    services::network::give_interfaces(&state)
        .await
        .context("can't bring the interfaces' records up to date")?;
    services::network::set_public_range(&state, settings.public_range)
        .await
        .context("can't write where public addresses come from")?;
    ferrogate_controllers::start(&cx, sessions.clone(), sink.clone(), &health, &shutdown);
    ferrogate_controllers::start_measured(
        &cx,
        sessions.clone(),
        Arc::new(metrics.clone()),
        &health,
        &shutdown,
    );
    engine::keep_running("compaction", Need::Useful, &health, &shutdown, {
        let shutdown = shutdown.clone();
        move || compaction::run(store.clone(), compaction::Keep::default(), shutdown.clone())
    });

    engine::keep_running("samples", Need::Useful, &health, &shutdown, {
        let (cx, sessions) = (cx.clone(), sessions.clone());
        let (metrics, shutdown) = (metrics.clone(), shutdown.clone());
        move || samples::run(cx.clone(), sessions.clone(), metrics.clone(), shutdown.clone())
    });
    engine::keep_running("log-metrics", Need::Useful, &health, &shutdown, {
        let (logs, metrics, shutdown) = (log_service.clone(), metrics.clone(), shutdown.clone());
        move || upkeep::log_metrics(logs.clone(), metrics.clone(), shutdown.clone())
    });
    let of_health = metrics.clone();
    health.add("metrics", Need::Useful, move || match of_health.is_open() {
        true => Condition::OK,
        false => Condition::down("they can't be opened; it is tried again"),
    });
    engine::keep_running("metric-retention", Need::Useful, &health, &shutdown, {
        let (metrics, shutdown) = (metrics.clone(), shutdown.clone());
        move || upkeep::age(metrics.clone(), shutdown.clone())
    });

    shutdown.spawn(upkeep::give_memory_back(shutdown.clone()));

    let blobs = BlobStore::open(&layout.registry(), BlobOptions::default(), clock.clone())
        .context("can't open the registry")?;
    let catalog = Catalog::new(state.clone(), blobs);
    engine::keep_running("registry-sweep", Need::Useful, &health, &shutdown, {
        let (catalog, cx, shutdown) = (catalog.clone(), cx.clone(), shutdown.clone());
        move || upkeep::sweep(catalog.clone(), cx.clone(), shutdown.clone())
    });
    let token_key = Arc::new(TokenKey::load_or_create(&layout.token_key())?);
    let agent_token = token_key.agent_token();
    let registry = Registry::new(
        catalog.clone(),
        keys.clone(),
        token_key.clone(),
        identity.clone(),
        RegistryOptions {
            dev: settings.dev,
            agent_token: Some(agent_token.clone()),
            ..RegistryOptions::new(Scope::new(settings.account.clone(), &*settings.region))
        },
    );

    let mut operations = Operations::new();
    let tickets = Arc::<Tickets>::default();
    let url = format!("{}{}", settings.endpoint().replacen("http", "ws", 1), exec::PATH);
    let has_buckets = settings.buckets.is_some();
    let channels = Arc::new(Channels { tickets: tickets.clone(), url, has_buckets });
    let (channels_of_events, logs_of_events) = (channels.clone(), log_service.clone());
    let log_of_sessions = log_service.clone();
    let functions = services::ecs::Functions::new(settings.functions.clone());
    let ours = channels.clone();
    services::ecs::register(&mut operations, state.clone(), ours, functions.clone());
    let parameters = services::ssm::Parameters::new(state.clone(), &root_key);
    services::ssm::register(&mut operations, channels, parameters.clone());
    services::ecr::register(
        &mut operations,
        services::ecr::Parts { catalog, token_key, endpoint: settings.endpoint() },
    );
    let measured = log_service.clone();
    services::logs::register(&mut operations, log_service);
    services::route53::register(&mut operations, state.clone());
    let pages = Pages::new(settings, authorities.clone(), &authority);
    let providers = Arc::new(Providers::new(Arc::new(pages), clock.clone()));
    services::sts::register(&mut operations, identity.clone(), keys.clone(), providers);
    services::iam::register(&mut operations, services::iam::Iam::new(state.clone(), &root_key));
    let manager = Scope::new(settings.account.clone(), &*settings.region);
    services::organizations::register(&mut operations, state.clone(), &manager);
    let keyring = services::keyring::Keyring::new(state.clone(), &root_key);
    let asked = SessionRights::new(state.clone(), identity.clone(), keyring.clone());
    let rights: Arc<dyn exec::Rights> = Arc::new(OfTasks(asked));
    // In its own folder, where the agent says which there are.
    let names = layout.server().join(ferrogate_host::balancer::buckets::FOLDER);
    let objects = Arc::new(ByAgent { server: layout.server() });
    let archive = match has_buckets {
        true => session_archive(layout, objects.clone(), rights.clone(), &health, &shutdown),
        false => None,
    };
    let log = Arc::new(SessionLines::new(AwslogsSink::new(log_of_sessions)));
    let door = exec::Door::new(
        tickets,
        sessions.clone(),
        exec::Stores { log, archive, rights },
        (clock.clone(), shutdown.clone()),
        exec::Options::default(),
    );
    services::kms::register(&mut operations, state.clone(), keyring.clone());
    services::secretsmanager::register(&mut operations, state.clone(), keyring.clone());
    let acm = Acm::new(state.clone(), &root_key, authority.clone());
    services::acm::register(&mut operations, acm.clone());
    let issuer = Arc::new(Issues(acm.clone()));
    services::ec2::register(&mut operations, state.clone());
    let buckets = settings.buckets.is_some().then_some(Buckets { names, objects });
    services::elbv2::register(&mut operations, state.clone(), buckets);
    services::cloudwatch::metrics::register(&mut operations, metrics.clone(), engine_clock);
    services::cloudwatch::alarms::register(&mut operations, state.clone());
    services::autoscaling::register(&mut operations, state.clone());
    let bridge = services::events::EventBridge::new(state.clone(), &root_key);
    services::events::register(&mut operations, bridge.clone());
    services::scheduler::register(&mut operations, state.clone());
    let topics = services::sns::Topics::new(state.clone(), settings.endpoint());
    services::sns::register(&mut operations, topics.clone());
    let mut told = Operations::new();
    services::ecs::register(&mut told, state.clone(), channels_of_events, functions.clone());
    services::logs::register(&mut told, logs_of_events);
    services::events::register(&mut told, bridge);
    services::sns::register(&mut told, topics.clone());
    let client = Client::new(events::rules(settings), authorities);
    let caller = FunctionCaller::new(state.clone(), identity.clone(), client.clone(), functions);
    hooks::start(&cx, caller, &health, &shutdown);
    let messenger = Messenger::new(state.clone(), told, identity.clone(), client, &root_key);
    let (endpoint, counted) = (settings.endpoint(), metrics.clone());
    certificates::start(&cx, issuer, &health, &shutdown);
    controller_events::start(&cx, messenger, counted, endpoint, &health, &shutdown);
    if let Some(trail) = &trail {
        services::cloudtrail::register(&mut operations, trail.clone());
    }
    let prices = settings.prices.over(services::ce::Prices::default())?;
    services::ce::register(&mut operations, state.clone(), prices);
    let sizes = services::compute_optimizer::Prices {
        x86: rightsize::Prices { vcpu: prices.vcpu, memory: prices.memory },
        arm: rightsize::Prices { vcpu: prices.arm_vcpu, memory: prices.arm_memory },
        spot: prices.spot,
    };
    services::compute_optimizer::register(&mut operations, state.clone(), metrics.clone(), sizes);
    let server = Server::new(Engine {
        config: Config {
            version: env!("CARGO_PKG_VERSION"),
            default_region: settings.region.as_str().into(),
            default_account: settings.account.clone(),
            hosts: settings.hosts.clone(),
            dev: settings.dev,
            limits: Limits {
                caller_per_s: settings.rate_limit,
                throttling: settings.throttles.into(),
                ..Limits::default()
            },
        },
        services: SERVICES,
        operations,
        verifier: Verifier::new(keys, clock.clone()),
        authorizer: identity.clone(),
        clock: clock.clone(),
    })
    .of_health(health.clone());
    let server = match &trail {
        Some(trail) => server.of_trail(trail.clone()),
        None => server,
    }
    .on_reset({
        let (state, logs, metrics) = (state.clone(), logs.clone(), metrics.clone());
        let (service, of_dev) = (measured.clone(), dev_clock.clone());
        Box::new(move || {
            let (state, logs, metrics) = (state.clone(), logs.clone(), metrics.clone());
            let (service, of_dev) = (service.clone(), of_dev.clone());
            Box::pin(async move {
                service.forget_metrics();
                reset(state, logs, metrics).await?;
                of_dev.map_or(Ok(()), |clock| clock.reset()).map_err(Into::into)
            })
        })
    })
    .on_advance(crate::clock::hook(dev_clock))
    .raw("/v2", move |request: RawRequest| {
        let registry = registry.clone();
        async move {
            let response = registry.serve(&request.request_id, request.request).await;
            response.map(Body::stream)
        }
    })
    .raw_of_aws(exec::PATH, move |mut request: RawRequest| {
        let answer = match door.admit(&request.request) {
            Ok(admitted) => admitted.enter(request.take_over()),
            Err(answer) => answer,
        };
        async move { answer.map(|()| Body::whole("")) }
    })
    .raw(message::DOOR, move |request: RawRequest| events::door(topics.clone(), request))
    .relay(Balancers::new(layout.server()));
    let registry_token = Token::new(agent_token.expose());
    let lender = Arc::new(Lends(identity.clone()));
    let silence_max = SessionOptions::SILENCE_MAX;
    let secrets = TaskSecrets::new(state.clone(), identity.clone(), parameters, keyring.clone());
    let secrets = Arc::new(Looks(secrets, acm));
    let of_endpoints = Arc::new(Authority::of_endpoints(&layout.tls(), clock.now())?);
    let told = Some(of_endpoints.pem().into());
    let options = SessionOptions { registry_token, silence_max, lender, secrets, authority: told };
    let socket = Arc::new(tokio::net::UnixListener::from_std(sockets.session)?);
    engine::keep_running("sessions", Need::Vital, &health, &shutdown, {
        let (connected, end, shutdown) = (sessions.clone(), shutdown.clone(), shutdown.clone());
        let session = move |connection| {
            let (cx, sessions, sink) = (cx.clone(), connected.clone(), sink.clone());
            session::serve(cx, sessions, sink, options.clone(), connection, end.clone())
        };
        move || accept(socket.clone(), session.clone(), shutdown.clone())
    });
    let arrivals = tokio::net::UnixListener::from_std(sockets.arrivals)?;
    let of_endpoints = EndpointTls::new(of_endpoints, clock.clone());
    let arrivals = Listener::arrivals(arrivals, of_endpoints, Arriving::new(state.clone()));
    server.serve(vec![listener(settings, sockets.api, authority, clock)?, arrivals], &shutdown);
    tracing::info!(listen = %settings.listen, "the API answers");
    tokio::select! {
        () = shutdown.requested() => {}
        () = sessions.any() => starter.tell(&Told::Ready),
    }
    shutdown.requested().await;
    shutdown.finish().await;
    if let Some(trail) = &trail {
        trail.close().await;
    }
    logs.close().await;
    measured.write_metrics(&metrics).await;
    metrics.close().await;
    database.close().await;
    Ok(())
}

/// The audit trail; one whose files can't be opened takes nothing down until they can, so that a full
/// disk does not forbid the calls that free it.
fn trail(
    layout: &Layout,
    root_key: &RootKey,
    clock: &Arc<dyn Clock>,
    health: &Health,
) -> Option<Trail> {
    let opened = Trail::open(
        &layout.trail(),
        crate::audit::key(root_key),
        Default::default(),
        clock.clone(),
    );
    let trail = opened
        .inspect_err(|error| {
            let error = ferrogate_base::errors::chain(error);
            tracing::error!(error, "there is no audit trail until the next start");
        })
        .ok();
    let of_health = trail.clone();
    health.add("audit-trail", Need::Useful, move || match &of_health {
        None => Condition::down("the system had no thread for it at the start"),
        Some(trail) if !trail.is_open() => {
            Condition::down("its files can't be opened, and are tried again: events are missing")
        }
        Some(trail) if trail.missed() > 0 => Condition::down("events can't be taken down"),
        Some(_) => Condition::OK,
    });
    trail
}

/// Keeps sessions as objects of buckets; none while there is no room for it.
fn session_archive(
    layout: &Layout,
    objects: Arc<ByAgent>,
    rights: Arc<dyn exec::Rights>,
    health: &Health,
    shutdown: &Shutdown,
) -> Option<exec::Archive> {
    let opened = exec::Archive::open(layout.server().join("session-logs"), objects, rights);
    let archive = opened
        .inspect_err(|error| {
            tracing::error!(%error, "no session is kept in a bucket until the next start");
        })
        .ok();
    let of_health = archive.clone();
    health.add("session-logs", Need::Useful, move || match &of_health {
        None => Condition::down("their folder can't be used: no session is kept in a bucket"),
        Some(archive) => archive.trouble().map_or(Condition::OK, Condition::down),
    });
    if let Some(archive) = archive.clone() {
        shutdown.spawn(archive.run(shutdown.clone()));
    }
    archive
}

/// Lends tasks the credentials of their roles.
struct Lends(Arc<Identity>);

impl Lender for Lends {
    fn lend(&self, task: &task::Record, role: &str) -> Option<RoleCredentials> {
        let lent = self.0.lend(task, role)?;
        Some(RoleCredentials {
            role_arn: role.to_owned(),
            access_key_id: lent.access_key_id,
            secret: Token::new(lent.secret.expose()),
            token: Token::new(lent.token.expose()),
            expires: lent.expires,
        })
    }
}

/// Looks the secrets of tasks up.
struct Looks(Arc<TaskSecrets>, Arc<Acm>);

/// Issues certificates again.
struct Issues(Arc<Acm>);

impl Issuer for Issues {
    fn renewed(
        &self,
        old: &certificate::Record,
        now: TimestampMs,
    ) -> Result<certificate::Record, Fault> {
        self.0.renewed(old, now)
    }
}

impl SecretSource for Looks {
    fn look_up(&self, task: &task::Record, spec: &Spec) -> Lookup {
        let (secrets, task, spec) = (self.0.clone(), task.clone(), spec.clone());
        Box::pin(async move {
            match secrets.look_up(&task, &spec).await {
                Ok(found) => {
                    let values = found.values.into_iter().map(told).collect();
                    let logins =
                        found.logins.into_iter().map(told_login).collect::<BTreeMap<_, _>>();
                    let log_options =
                        found.log_options.into_iter().map(told).collect::<BTreeMap<_, _>>();
                    // What hosts of every version know.
                    Ok(match logins.is_empty() && log_options.is_empty() {
                        true => Secrets::Values(values),
                        false => Secrets::All { values, logins, log_options },
                    })
                }
                Err(NoValues::Refused(reason)) => Ok(Secrets::Refused(reason)),
                Err(fault @ NoValues::Fault(_)) => Err(fault.into()),
            }
        })
    }

    fn private_key(&self, of: &certificate::Record) -> Result<Token, NotNow> {
        Ok(Token::new(self.1.key(of)?.expose()))
    }
}

/// A login to a registry as a host is told it.
fn told_login((container, login): (String, Login)) -> (String, RegistryLogin) {
    let told = |secret: &Secret| Token::new(secret.expose());
    let login = RegistryLogin { user: told(&login.user), password: told(&login.password) };
    (container, login)
}

/// A container's secrets as its host is told them.
fn told((container, values): (String, Vec<(String, Secret)>)) -> (String, Vec<(String, Token)>) {
    let values = values.into_iter().map(|(name, value)| (name, Token::new(value.expose())));
    (container, values.collect())
}

/// Whom the engine knows, and the keys that are let in: the admin's, those of IAM, and in
/// development mode any.
fn keys(
    settings: &Settings,
    state: &Arc<State>,
    root_key: &RootKey,
) -> anyhow::Result<(Arc<Identity>, Arc<dyn AccessKeys>)> {
    let admin = AdminKey::load_or_create(&settings.layout.admin_key())?;
    write_registry_auth(settings, &admin)?;
    let scope = Scope::new(settings.account.clone(), &*settings.region);
    let root = Caller { arn: scope.iam_arn("root"), ..Caller::root(settings.account.clone()) };
    let fixed = StaticKeys::new().with(admin.access_key_id, admin.secret, root.clone());
    let identity =
        Arc::new(Identity::new(state.clone(), settings.account.clone(), Arc::new(fixed), root_key));
    let keys: Arc<dyn AccessKeys> = match settings.dev {
        true => Arc::new(DevKeys::new(identity.clone(), root)),
        false => identity.clone(),
    };
    Ok((identity, keys))
}

/// Keeps the admin's key in the form in which skopeo, podman and buildah read logins
/// (containers-auth.json(5)), for `ferrogate env` to point at.
fn write_registry_auth(settings: &Settings, admin: &AdminKey) -> anyhow::Result<()> {
    use base64::Engine as _;
    let pair = format!("{}:{}", admin.access_key_id, admin.secret.expose());
    let auth = base64::engine::general_purpose::STANDARD.encode(pair);
    let port = settings.listen.port();
    let names =
        [format!("127.0.0.1:{port}"), format!("localhost:{port}"), settings.listen.to_string()];
    let auths: serde_json::Map<_, _> =
        names.into_iter().map(|name| (name, serde_json::json!({ "auth": auth }))).collect();
    let text = serde_json::json!({ "auths": auths }).to_string();
    let path = settings.layout.registry_auth();
    fsio::write_atomic(&path, text.as_bytes(), 0o600)
        .with_context(|| format!("can't write {}", path.display()))
}

/// The engine's own certificate authority.
fn authority(layout: &Layout, clock: &dyn Clock) -> anyhow::Result<Arc<Authority>> {
    let dir = layout.tls();
    std::fs::create_dir_all(&dir).with_context(|| format!("can't make {}", dir.display()))?;
    Ok(Arc::new(Authority::load_or_create(&dir, clock.now())?))
}

fn listener(
    settings: &Settings,
    api: TcpListener,
    authority: Arc<Authority>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Listener> {
    let mut names = settings.hosts.clone();
    names.push(settings.listen.ip().to_string());
    let tls = Tls::new(authority, &names, clock)?;
    let security = if settings.listen.ip().is_loopback() {
        Security::LoopbackEither(tls)
    } else if settings.insecure_http {
        Security::InsecureHttp
    } else {
        Security::Tls(tls)
    };
    Ok(Listener::tcp(tokio::net::TcpListener::from_std(api)?, security)?)
}

/// Takes sessions of agents until the shutdown. The socket's mode lets root connect and nobody
/// else.
async fn accept<F>(
    socket: Arc<tokio::net::UnixListener>,
    session: impl Fn(tokio::net::UnixStream) -> F,
    shutdown: Shutdown,
) where
    F: Future<Output = Result<(), SessionError>> + Send + 'static,
{
    loop {
        let connection = tokio::select! {
            () = shutdown.requested() => return,
            accepted = socket.accept() => accepted,
        };
        match connection {
            Ok((connection, _)) => {
                let session = session(connection);
                shutdown.spawn(async {
                    if let Err(error) = session.await {
                        tracing::info!(%error, "a session broke");
                    }
                });
            }
            Err(error) => {
                // Mostly no file is left to open: asking on at once would help nobody.
                tracing::warn!(%error, "a session could not be accepted");
                tokio::time::sleep(ACCEPT_REST).await;
            }
        }
    }
}
