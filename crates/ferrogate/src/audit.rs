//! `ferrogate audit verify`: whether the audit trail is as it was written.

use std::process::ExitCode;

use anyhow::{Context, bail};
use ferrogate_auth::RootKey;
use ferrogate_trail::{Head, Key, verify};

use crate::args::AuditVerify;
use crate::settings::Settings;

/// What the trail's key is made for.
const PURPOSE: &str = "audit-trail";

/// The key of an engine's trail.
pub(crate) fn key(root: &RootKey) -> Key {
    Key::new(&root.subkey(PURPOSE))
}

pub(crate) fn run(settings: &Settings, asked: &AuditVerify) -> anyhow::Result<ExitCode> {
    let (folder, root) = (settings.layout.trail(), settings.layout.root_key());
    if !root.exists() || !folder.exists() {
        bail!("no engine has kept a trail in {}", settings.layout.root().display());
    }
    let known = asked.known.iter().map(|text| head(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let root = RootKey::load_or_create(&root).context("the root key is root's to read")?;
    for report in verify(&folder, &key(&root), &known).context("the audit trail was changed")? {
        let Head { lane, n, link } = &report.head;
        match report.lines {
            0 => println!("{lane}: no events"),
            lines => {
                println!(
                    "{lane}: {lines} events, from {} on, are whole: {lane}:{n}:{link}",
                    report.first
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads an end as an earlier run has printed it.
fn head(text: &str) -> anyhow::Result<Head> {
    let mut parts = text.split(':');
    let (lane, n, link) = (parts.next(), parts.next(), parts.next());
    match (lane, n.and_then(|n| n.parse().ok()), link, parts.next()) {
        (Some(lane @ ("changes" | "others")), Some(n), Some(link), None) => {
            Ok(Head { lane: lane.to_owned(), n, link: link.to_owned() })
        }
        _ => bail!("{text} is not what `ferrogate audit verify` has printed: LANE:NUMBER:LINK"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_read_as_it_was_printed() {
        let link = "0f".repeat(32);
        let read = head(&format!("changes:12:{link}")).unwrap();
        assert_eq!((&*read.lane, read.n, read.link), ("changes", 12, link));
        for bad in ["", "changes", "changes:x:0f", "lane:1:0f", "changes:1:0f:0"] {
            assert!(head(bad).is_err(), "{bad}");
        }
    }
}
