//! The targets, a file per neighbourhood of parsers.

mod balancers;
mod builds;
mod channels;
mod events;
mod front_door;
mod host;
mod identities;
mod images;
mod logs;
mod metrics;
mod names;
mod net;
mod operations;
mod policies;
mod protocols;
mod records;
mod registry;
mod rig;
mod settings;
mod signatures;
mod traps;

/// Something that reads bytes of strangers.
#[derive(Debug)]
pub struct Target {
    /// Its name: lower case, underscores.
    pub name: &'static str,
    /// Reads the bytes. Returns for all of them; what panics, hangs or grows is a finding.
    pub run: fn(&[u8]),
    /// Inputs that get far: the start of all mutations.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that mean something to the parser.
    pub words: &'static [&'static str],
}

/// A row of the table: what is in the target's module, by the target's name.
macro_rules! target {
    ($name:literal, $run:path, $seeds:path, $words:expr) => {
        Target { name: $name, run: $run, seeds: $seeds, words: $words }
    };
}

static TARGETS: &[Target] = &[
    target!("sigv4_header", signatures::verify, signatures::header_seeds, signatures::WORDS),
    target!("sigv4_query", signatures::verify, signatures::query_seeds, signatures::WORDS),
    target!("http_front_door", front_door::converse, front_door::seeds, front_door::WORDS),
    target!("aws_json", protocols::aws_json, protocols::json_seeds, protocols::JSON_WORDS),
    target!("rest_json", protocols::rest_json, protocols::rest_json_seeds, protocols::JSON_WORDS),
    target!("aws_query", protocols::aws_query, protocols::query_seeds, protocols::FORM_WORDS),
    target!("ec2_query", protocols::ec2_query, protocols::ec2_seeds, protocols::FORM_WORDS),
    target!("rest_xml", protocols::rest_xml, protocols::xml_seeds, protocols::XML_WORDS),
    target!("rpc_cbor", protocols::rpc_cbor, protocols::cbor_seeds, protocols::JSON_WORDS),
    target!("ecs_operations", operations::ecs, operations::ecs_seeds, operations::WORDS),
    target!("ec2_operations", operations::ec2, operations::ec2_seeds, operations::WORDS),
    target!("ecr_operations", operations::ecr, operations::ecr_seeds, operations::WORDS),
    target!("logs_operations", operations::logs, operations::logs_seeds, operations::WORDS),
    target!("ce_operations", operations::ce, operations::ce_seeds, operations::WORDS),
    target!("iam_operations", operations::iam, operations::iam_seeds, operations::WORDS),
    target!("records", records::read, records::seeds, records::WORDS),
    target!("registry_http", registry::serve, registry::seeds, registry::WORDS),
    target!("registry_token", registry::token, registry::token_seeds, registry::TOKEN_WORDS),
    target!("registry_challenge", images::challenge, images::challenge_seeds, images::CHALLENGES),
    target!("registry_url", images::url, images::url_seeds, images::URLS),
    target!("image_reference", names::reference, names::reference_seeds, names::REFERENCES),
    target!("image_digest", names::digest, names::digest_seeds, names::REFERENCES),
    target!("kms_ciphertext", names::ciphertext, names::ciphertext_seeds, names::CIPHERTEXTS),
    target!("ids", names::ids, names::id_seeds, names::IDS),
    target!("event_pattern", events::pattern, events::pattern_seeds, events::WORDS),
    target!("event_input", events::input, events::input_seeds, events::WORDS),
    target!("schedule", names::schedule, names::schedule_seeds, names::SCHEDULES),
    target!("oci_document", images::document, images::document_seeds, images::DOCUMENTS),
    target!("oci_config", images::config, images::config_seeds, images::DOCUMENTS),
    target!("image_archive", images::archive, images::archive_seeds, images::DOCUMENTS),
    target!("layer_tar", images::tar, images::tar_seeds, images::TARS),
    target!("layer_compression", images::compression, images::compression_seeds, &[]),
    target!("layer_unpack", images::unpack, images::tar_seeds, images::TARS),
    target!("build_layer", builds::layer, images::tar_seeds, images::TARS),
    target!("dockerfile", builds::dockerfile, builds::seeds, builds::WORDS),
    target!("dockerignore", builds::ignore, builds::ignore_seeds, builds::PATTERNS),
    target!("log_pattern", logs::pattern, logs::pattern_seeds, logs::PATTERNS),
    target!("log_query", logs::query, logs::query_seeds, logs::QUERIES),
    target!("log_wal_file", logs::wal_file, logs::wal_file_seeds, &[]),
    target!("log_wal_record", logs::wal_record, logs::wal_record_seeds, logs::FRAMES),
    target!("log_manifest", logs::manifest, logs::manifest_seeds, logs::FRAMES),
    target!("log_segment", logs::segment, logs::segment_seeds, &["PAR1"]),
    target!("metric_math", metrics::math, metrics::math_seeds, metrics::WORDS),
    target!("alarm_rule", metrics::rule, metrics::rule_seeds, metrics::RULES),
    target!("metric_database", metrics::database, metrics::database_seeds, &[]),
    target!("metric_log", metrics::log, metrics::log_seeds, &[]),
    target!("router_acks", host::acks, host::ack_seeds, host::ACKS),
    target!("arrivals", host::arrival, host::arrival_seeds, host::ARRIVALS),
    target!("session_frames", host::session, host::session_seeds, host::WORDS),
    target!("channel_message", channels::message, channels::seeds, channels::WORDS),
    target!("channel_command", channels::line, channels::line_seeds, channels::LINES),
    target!("channel_files", channels::file_heads, channels::file_seeds, channels::FILES),
    target!("shim_frames", host::shim, host::shim_seeds, host::WORDS),
    target!("shim_journal", host::journal, host::journal_seeds, host::WORDS),
    target!("spool_records", host::spool_records, host::spool_seeds, &[]),
    target!("spool_folder", host::spool_folder, host::spool_seeds, &["\n--\n"]),
    target!("image_user", host::user, host::user_seeds, host::USERS),
    target!("cgroup_files", host::cgroup, host::cgroup_seeds, host::CGROUPS),
    target!("dns_message", net::dns, net::dns_seeds, &[]),
    target!("resolv_conf", net::resolv_conf, net::resolv_conf_seeds, net::WORDS),
    target!("balancer_request", balancers::read, balancers::seeds, balancers::WORDS),
    target!("balancer_head", balancers::head, balancers::head_seeds, balancers::HEADS),
    target!("record_value", net::record_value, net::record_value_seeds, net::VALUES),
    target!("web_token", identities::token, identities::token_seeds, identities::WORDS),
    target!("web_keys", identities::keys, identities::key_seeds, identities::WORDS),
    target!("policy_document", policies::read, policies::seeds, policies::WORDS),
    target!("settings_toml", settings::read, settings::seeds, settings::WORDS),
];

/// Every target.
#[must_use]
pub fn all() -> &'static [Target] {
    TARGETS
}

/// The target of this name, the traps among them: those prove that the driver sees what it
/// is there to see.
#[must_use]
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().chain(traps::TRAPS).find(|target| target.name == name)
}

/// Seeds that are text.
fn texts(all: &[&str]) -> Vec<Vec<u8>> {
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}
