//! What the engine is told: by flag, environment, its own folder, configuration file, default;
//! the first that says something wins.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ferrogate_base::{AccountId, fsio};
use ferrogate_records::ec2::public_pool;
use ferrogate_services::ce::Prices;
use ferrogate_services::ecs::is_function;
use ferrogate_wire::Throttling;
use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

use crate::args::SettingArgs;
use crate::internet::Internet;
use crate::layout::Layout;

const DATA_DIR: &str = "/var/lib/ferrogate";
const CONFIG: &str = "/etc/ferrogate/config.toml";

/// The settings of one engine, complete.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) layout: Layout,
    pub(crate) listen: SocketAddr,
    pub(crate) account: AccountId,
    pub(crate) region: String,
    pub(crate) dev: bool,
    /// Namespaces and shims kept ready.
    pub(crate) warm: usize,
    /// How many CPU units are promised for each one there is.
    pub(crate) cpu_overcommit: u32,
    /// How many MiB of memory are promised for each one there is.
    pub(crate) memory_overcommit: u32,
    /// How many GiB of disk are promised for each one there is.
    pub(crate) disk_overcommit: u32,
    /// Where internet gateways lead.
    pub(crate) internet: Internet,
    /// Whether private ranges are reached there.
    pub(crate) internet_private: bool,
    /// Networks that endpoints of subscriptions may be in, beside the public internet.
    pub(crate) webhooks: Vec<IpNet>,
    /// Where functions of lifecycle hooks are called, by their names or ARNs.
    pub(crate) functions: BTreeMap<String, String>,
    /// The folder of the buckets that logs go to, each a folder in it.
    pub(crate) buckets: Option<PathBuf>,
    /// Names beside loopback's by which clients may call the API.
    pub(crate) hosts: Vec<String>,
    /// Plain HTTP beyond loopback.
    pub(crate) insecure_http: bool,
    /// Requests a second of one caller of the API.
    pub(crate) rate_limit: Option<NonZeroU32>,
    /// Which of AWS's bounds on requests hold.
    pub(crate) throttles: Throttles,
    /// Where public addresses of tasks, and elastic ones, come from.
    pub(crate) public_range: Ipv4Net,
    /// What the bill counts with, where that is not AWS's list.
    pub(crate) prices: OwnPrices,
}

/// Which of AWS's bounds on how often an account may call hold: the setting `throttles`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Throttles {
    /// None of them.
    #[default]
    Off,
    /// Those that AWS publishes.
    Aws,
}

impl From<Throttles> for Throttling {
    fn from(setting: Throttles) -> Self {
        match setting {
            Throttles::Off => Self::Off,
            Throttles::Aws => Self::Aws,
        }
    }
}

/// Prices of one's own, in dollars for an hour; those that are not given are AWS's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct OwnPrices {
    vcpu: Option<f64>,
    memory: Option<f64>,
    arm_vcpu: Option<f64>,
    arm_memory: Option<f64>,
    storage: Option<f64>,
    spot: Option<f64>,
}

impl OwnPrices {
    /// All prices.
    ///
    /// # Errors
    /// When one is no price.
    pub(crate) fn over(self, list: Prices) -> anyhow::Result<Prices> {
        let prices = Prices {
            vcpu: self.vcpu.unwrap_or(list.vcpu),
            memory: self.memory.unwrap_or(list.memory),
            arm_vcpu: self.arm_vcpu.unwrap_or(list.arm_vcpu),
            arm_memory: self.arm_memory.unwrap_or(list.arm_memory),
            storage: self.storage.unwrap_or(list.storage),
            spot: self.spot.unwrap_or(list.spot),
        };
        let Prices { vcpu, memory, arm_vcpu, arm_memory, storage, spot } = prices;
        let of_hours = [vcpu, memory, arm_vcpu, arm_memory, storage];
        if of_hours.into_iter().any(|price| !price.is_finite() || price < 0.0) {
            bail!("in [prices]: a price is a number of dollars, 0 or more");
        }
        if !(0.0..=1.0).contains(&spot) {
            bail!("in [prices]: spot is what is left of a price, from 0 to 1");
        }
        Ok(prices)
    }
}

/// What a file may say; an unknown key is an error.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    data_dir: Option<PathBuf>,
    listen: Option<SocketAddr>,
    account: Option<String>,
    region: Option<String>,
    dev: Option<bool>,
    warm: Option<usize>,
    cpu_overcommit: Option<u32>,
    memory_overcommit: Option<u32>,
    disk_overcommit: Option<u32>,
    internet: Option<Internet>,
    internet_private: Option<bool>,
    webhooks: Option<Vec<IpNet>>,
    buckets: Option<PathBuf>,
    hosts: Option<Vec<String>>,
    insecure_http: Option<bool>,
    rate_limit: Option<NonZeroU32>,
    throttles: Option<Throttles>,
    public_range: Option<Ipv4Net>,
    prices: Option<OwnPrices>,
    functions: Option<BTreeMap<String, String>>,
}

/// Puts together what the command line, the files and the defaults say.
pub(crate) fn resolve(args: &SettingArgs) -> anyhow::Result<Settings> {
    let config = match &args.config {
        Some(path) => read(path)?.with_context(|| format!("there is no {}", path.display()))?,
        None => read(Path::new(CONFIG))?.unwrap_or_default(),
    };
    let data_dir = args.data_dir.clone().or(config.data_dir.clone());
    let data_dir = data_dir.unwrap_or_else(|| DATA_DIR.into());
    let data_dir = std::path::absolute(&data_dir)
        .with_context(|| format!("bad folder {}", data_dir.display()))?;
    let layout = Layout::new(&data_dir);
    let own = read(&layout.settings())?.unwrap_or_default();
    let account = args.account.clone().or(own.account).or(config.account);
    let account = account.unwrap_or_else(|| "000000000000".into());
    let default_listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 4566));
    Ok(Settings {
        layout,
        listen: args.listen.or(own.listen).or(config.listen).unwrap_or(default_listen),
        account: account.parse().context("--account")?,
        region: checked_region(
            args.region.clone().or(own.region).or(config.region).unwrap_or("us-east-1".into()),
        )?,
        dev: own.dev.or(config.dev).unwrap_or(false),
        warm: own.warm.or(config.warm).unwrap_or(4),
        cpu_overcommit: own.cpu_overcommit.or(config.cpu_overcommit).unwrap_or(8),
        memory_overcommit: own.memory_overcommit.or(config.memory_overcommit).unwrap_or(1),
        disk_overcommit: own.disk_overcommit.or(config.disk_overcommit).unwrap_or(1000),
        internet: args.internet.clone().or(own.internet).or(config.internet).unwrap_or_default(),
        internet_private: own.internet_private.or(config.internet_private).unwrap_or(false),
        webhooks: own.webhooks.or(config.webhooks).unwrap_or_default(),
        functions: checked_functions(own.functions.or(config.functions).unwrap_or_default())?,
        buckets: checked_buckets(own.buckets.or(config.buckets))?,
        hosts: own.hosts.or(config.hosts).unwrap_or_default(),
        insecure_http: own.insecure_http.or(config.insecure_http).unwrap_or(false),
        rate_limit: own.rate_limit.or(config.rate_limit),
        throttles: own.throttles.or(config.throttles).unwrap_or_default(),
        public_range: checked_public_range(
            own.public_range.or(config.public_range).unwrap_or_else(public_pool::default_range),
        )?,
        prices: own.prices.or(config.prices).unwrap_or_default(),
    })
}

fn checked_buckets(buckets: Option<PathBuf>) -> anyhow::Result<Option<PathBuf>> {
    if let Some(folder) = buckets.as_ref().filter(|folder| !folder.is_absolute()) {
        bail!("buckets: {} is no absolute path of a folder", folder.display());
    }
    Ok(buckets)
}

fn checked_functions(
    functions: BTreeMap<String, String>,
) -> anyhow::Result<BTreeMap<String, String>> {
    for (key, url) in &functions {
        if !is_function(key) {
            bail!("in [functions]: '{key}' is no name or ARN of a function");
        }
        let host = ["http://", "https://"].into_iter().find_map(|scheme| url.strip_prefix(scheme));
        if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
            bail!("in [functions]: {key} is to be called at an URL of http or https");
        }
    }
    Ok(functions)
}

impl Settings {
    /// Keeps the settings in the engine's folder.
    pub(crate) fn save(&self) -> anyhow::Result<()> {
        let file = File {
            data_dir: None,
            listen: Some(self.listen),
            account: Some(self.account.to_string()),
            region: Some(self.region.clone()),
            dev: Some(self.dev),
            warm: Some(self.warm),
            cpu_overcommit: Some(self.cpu_overcommit),
            memory_overcommit: Some(self.memory_overcommit),
            disk_overcommit: Some(self.disk_overcommit),
            internet: Some(self.internet.clone()),
            internet_private: Some(self.internet_private),
            webhooks: Some(self.webhooks.clone()),
            buckets: self.buckets.clone(),
            hosts: Some(self.hosts.clone()),
            insecure_http: Some(self.insecure_http),
            rate_limit: self.rate_limit,
            throttles: Some(self.throttles),
            public_range: Some(self.public_range),
            prices: (self.prices != OwnPrices::default()).then_some(self.prices),
            functions: Some(self.functions.clone()).filter(|functions| !functions.is_empty()),
        };
        let path = self.layout.settings();
        fsio::write_atomic(&path, toml::to_string(&file)?.as_bytes(), 0o644)
            .with_context(|| format!("can't write {}", path.display()))
    }

    /// Where clients on this machine call the API.
    pub(crate) fn endpoint(&self) -> String {
        let ip = match self.listen.ip() {
            ip if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            ip => ip,
        };
        let scheme = if ip.is_loopback() || self.insecure_http { "http" } else { "https" };
        format!("{scheme}://{}", SocketAddr::new(ip, self.listen.port()))
    }
}

fn read(path: &Path) -> anyhow::Result<Option<File>> {
    // A pipe would be waited for until somebody writes into it.
    if std::fs::metadata(path).is_ok_and(|facts| !facts.is_file()) {
        bail!("can't read {}: it is no regular file", path.display());
    }
    match std::fs::read_to_string(path) {
        Ok(text) => {
            toml::from_str(&text).map(Some).with_context(|| format!("in {}", path.display()))
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| format!("can't read {}", path.display())),
    }
}

fn checked_region(region: String) -> anyhow::Result<String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !(1..=32).contains(&region.len()) || !region.bytes().all(plain) {
        bail!("'{region}' is not the name of a region, such as us-east-1");
    }
    Ok(region)
}

/// Ranges whose addresses nothing can have as its own: this network, link-local, multicast and
/// above (RFC 6890), and the part of loopback that the machine's own programs are in.
const NO_PUBLIC: [&str; 4] = ["0.0.0.0/8", "127.0.0.0/16", "169.254.0.0/16", "224.0.0.0/3"];

fn checked_public_range(range: Ipv4Net) -> anyhow::Result<Ipv4Net> {
    if range.prefix_len() < 8 {
        bail!("public-range {range} is too large: at most a /8");
    }
    let range = range.trunc();
    let meets = |other: &str| {
        other.parse().is_ok_and(|other: Ipv4Net| other.contains(&range) || range.contains(&other))
    };
    match NO_PUBLIC.into_iter().find(|other| meets(other)) {
        Some(other) => {
            bail!("public-range {range} can't be: nothing can have addresses of {other}")
        }
        None => Ok(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_folder_and_the_folder_over_defaults() {
        let dir = tempfile::tempdir().unwrap();
        let mut args = SettingArgs { data_dir: Some(dir.path().into()), ..SettingArgs::default() };
        let settings = resolve(&args).unwrap();
        assert_eq!(settings.listen.port(), 4566);
        Settings { region: "eu-west-1".into(), ..settings }.save().unwrap();
        assert_eq!(resolve(&args).unwrap().region, "eu-west-1");
        args.region = Some("us-west-2".into());
        assert_eq!(resolve(&args).unwrap().region, "us-west-2");
    }

    #[test]
    fn a_public_range_is_one_whose_addresses_something_can_have() {
        let checked = |range: &str| checked_public_range(range.parse().unwrap());
        for good in ["127.96.0.0/16", "198.51.100.7/32", "10.0.0.0/8", "203.0.113.64/26"] {
            assert_eq!(checked(good).unwrap().to_string(), good);
        }
        assert_eq!(checked("198.51.100.7/24").unwrap().to_string(), "198.51.100.0/24");
        for bad in ["0.0.0.0/0", "96.0.0.0/3", "127.0.0.0/8", "127.0.0.0/24", "224.1.0.0/16"] {
            let refused = checked(bad).unwrap_err().to_string();
            assert!(refused.contains("public-range") && refused.contains(bad), "{refused}");
        }
    }

    #[test]
    fn an_unknown_key_of_a_file_is_named_and_so_is_what_no_setting_can_be() {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("c.toml");
        std::fs::write(&config, "lisen = \"127.0.0.1:1\"\n").unwrap();
        let args = SettingArgs {
            data_dir: Some(dir.path().into()),
            config: Some(config),
            ..SettingArgs::default()
        };
        assert!(format!("{:#}", resolve(&args).unwrap_err()).contains("lisen"));
        std::fs::write(dir.path().join("c.toml"), "internet = \"nat\"\n").unwrap();
        let refused = format!("{:#}", resolve(&args).unwrap_err());
        assert!(refused.contains("internet is 'host'") && refused.contains("'nat'"), "{refused}");
    }

    #[test]
    fn the_packages_file_names_every_setting_with_its_default() {
        let text = include_str!("../../../packaging/config.toml");
        let uncommented: String = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(setting) if !setting.starts_with([' ', '#']) => format!("{setting}\n"),
                _ => String::new(),
            })
            .collect();
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("c.toml");
        std::fs::write(&config, &uncommented).unwrap();
        let file = read(&config).unwrap().unwrap();
        let named = serde_json::to_value(&file).unwrap();
        let missing: Vec<_> =
            named.as_object().unwrap().iter().filter(|(_, value)| value.is_null()).collect();
        assert!(missing.is_empty(), "not in the file: {missing:?}");
        let args = SettingArgs { data_dir: Some(dir.path().into()), ..SettingArgs::default() };
        let with = SettingArgs { config: Some(config), ..args.clone() };
        let (with, without) = (resolve(&with).unwrap(), resolve(&args).unwrap());
        // What holds without these is nothing.
        let (rate_limit, buckets) = (without.rate_limit, without.buckets.clone());
        let functions = without.functions.clone();
        assert_eq!(with.functions.len(), 1);
        let prices = without.prices;
        let same = Settings { rate_limit, buckets, prices, functions, ..with.clone() };
        assert_eq!(format!("{same:?}"), format!("{without:?}"));
        let list = Prices::default();
        assert_eq!(with.prices.over(list).unwrap(), list);
    }

    #[test]
    fn a_function_has_a_name_and_an_url() {
        let checked = |key: &str, url: &str| {
            checked_functions(BTreeMap::from([(key.to_owned(), url.to_owned())]))
        };
        assert!(checked("check", "http://127.0.0.1:9000/f").is_ok());
        for (key, url) in
            [("", "http://a"), ("a b", "http://a"), ("a", "ftp://a"), ("a", "http:///")]
        {
            let refused = checked(key, url).unwrap_err().to_string();
            assert!(refused.contains("functions"), "{refused}");
        }
    }

    #[test]
    fn what_is_no_price_is_refused() {
        let none = OwnPrices::default();
        for bad in [
            OwnPrices { vcpu: Some(-1.0), ..none },
            OwnPrices { memory: Some(f64::NAN), ..none },
            OwnPrices { storage: Some(f64::INFINITY), ..none },
            OwnPrices { spot: Some(1.5), ..none },
        ] {
            assert!(bad.over(Prices::default()).is_err(), "{bad:?}");
        }
        let own = OwnPrices { vcpu: Some(0.0), ..none }.over(Prices::default()).unwrap();
        assert_eq!((own.vcpu, own.memory), (0.0, Prices::default().memory));
    }
}
