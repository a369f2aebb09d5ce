//! The configuration file.

use std::fs;

use super::texts;
use crate::borrowed::settings::args::SettingArgs;
use crate::borrowed::settings::resolve;

pub(super) const WORDS: &[&str] = &[
    "data-dir = ",
    "listen = ",
    "account = ",
    "region = ",
    "dev = ",
    "warm = ",
    "cpu-overcommit = ",
    "memory-overcommit = ",
    "disk-overcommit = ",
    "hosts = ",
    "insecure-http = ",
    "\"",
    "'''",
    "[",
    "]",
    "{",
    "}",
    "=",
    "\n",
    "#",
    "true",
    "[::]:1",
];

pub(super) fn read(data: &[u8]) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let config = folder.path().join("config.toml");
    fs::write(&config, data).expect("there is room for it");
    let data_dir = Some(folder.path().to_owned());
    let args = SettingArgs { config: Some(config), data_dir, ..SettingArgs::default() };
    let Ok(settings) = resolve(&args) else { return };
    settings.save().expect("settings that were read can be kept");
    let again = resolve(&args).expect("what was kept can be read");
    assert_eq!(format!("{settings:?}"), format!("{again:?}"), "settings change by being kept");
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        "listen = \"0.0.0.0:4566\"\naccount = \"111122223333\"\nregion = \"eu-west-1\"\n",
        "dev = true\nwarm = 4\ncpu-overcommit = 8\nmemory-overcommit = 1\nhosts = [\"a.example\", 'b']\ninsecure-http = false\n",
    ])
}
