//! What images are built from: Dockerfiles, contexts, and the layers of their bases.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

use ferrogate_build::config::Config;
use ferrogate_build::copy::{self, Copying};
use ferrogate_build::dockerfile;
use ferrogate_build::ignore::Ignore;
use ferrogate_build::layer;
use ferrogate_build::stage::{Effect, Globals, Stage};
use ferrogate_build::tree::Tree;
use ferrogate_image::manifest::CONFIG_BYTES_MAX;
use ferrogate_image::{ImageConfig, Platform};

pub(super) const WORDS: &[&str] = &[
    "FROM ",
    "scratch",
    " AS ",
    "ARG ",
    "ENV ",
    "COPY ",
    "ADD ",
    "--from=",
    "--chown=",
    "--chmod=",
    "WORKDIR ",
    "USER ",
    "EXPOSE ",
    "80-90/udp",
    "VOLUME ",
    "CMD ",
    "ENTRYPOINT ",
    "SHELL ",
    "RUN ",
    "HEALTHCHECK ",
    "--interval=",
    "LABEL ",
    "STOPSIGNAL ",
    "[\"",
    "\", \"",
    "\"]",
    "${",
    "}",
    ":-",
    ":+",
    ":?",
    "$A",
    "\\\n",
    "# escape=`\n",
    "'",
    "\"",
    "<<EOF",
    "\n",
];
pub(super) const PATTERNS: &[&str] =
    &["**", "*", "?", "[a-z]", "[^", "!", "/", "..", "\\", "#", "\n"];

/// Reads a file, and takes its instructions as far as they go.
pub(super) fn dockerfile(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(file) = dockerfile::parse(&text) else { return };
    let given = [("A".to_owned(), "$B ${A:-x}".to_owned())].into();
    let Ok(globals) = Globals::new(&file, given, "linux/amd64") else { return };
    for instructions in &file.stages {
        let mut stage = Stage::new(Config::scratch(&Platform::host()), &globals);
        for instruction in &instructions[1..] {
            match stage.take(instruction, &globals) {
                Ok(Effect::Copy(copied)) => assert!(copied.dest.starts_with('/')),
                Ok(Effect::Folder(path)) => assert!(path.starts_with('/')),
                Ok(Effect::Run(program)) => assert!(!program.words.is_empty()),
                Ok(Effect::None) => {}
                Err(_) => break,
            }
        }
        let config = stage.config.bytes();
        if config.len() <= CONFIG_BYTES_MAX {
            ImageConfig::parse(&config).expect("what is built can be run");
        }
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    [
        "ARG V=1\nFROM a:${V:-2} AS x\nENV A=\"b c\" D='e' F=$A\nCOPY --chown=1:2 a* \\\n # c\n b/ /c/\nCMD [\"x\"]\n",
        "# escape=`\nFROM scratch\nADD [\"a b\", \"/c\"]\nHEALTHCHECK --interval=1m5s CMD x\nEXPOSE 80-82/udp\n",
        "FROM a\nLABEL a=b c=\"$d\"\nWORKDIR /a/../b\nUSER ${U:+x}\nSHELL [\"sh\"]\nENTRYPOINT y\nONBUILD RUN z\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// Reads patterns up to the first NUL, and asks for the path behind it.
pub(super) fn ignore(bytes: &[u8]) {
    let (rules, path) = match bytes.iter().position(|b| *b == 0) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &b"a/b/c"[..]),
    };
    let ignore = Ignore::parse(&String::from_utf8_lossy(rules));
    // Paths of a context are at most that long.
    let path = &path[..path.len().min(4096)];
    if ignore.ignores(path) {
        assert!(!rules.is_empty());
    }
}

pub(super) fn ignore_seeds() -> Vec<Vec<u8>> {
    ["*.md\n!README*\n**/temp?\n/a/**/z\0a/b/z", "# x\n[a-c]*\n!b\n..\\x\0b"]
        .map(|text| text.as_bytes().to_vec())
        .into()
}

/// Puts an archive onto a tree as a layer, twice, and copies all of it elsewhere.
pub(super) fn layer(bytes: &[u8]) {
    let mut file: File = tempfile::tempfile().expect("there is room for a file");
    file.write_all(bytes).expect("it has room");
    let file = Arc::new(file);
    let mut tree = Tree::default();
    if layer::apply(&mut tree, &file).is_err() || layer::apply(&mut tree, &file).is_err() {
        return;
    }
    let sources = ["/".to_owned(), "*".to_owned()];
    for unpack in [false, true] {
        let copying = Copying {
            from: &tree,
            onto: &tree,
            sources: &sources,
            dest: "/other/",
            owner: None,
            mode: None,
            unpack,
            newest: Some(0),
            alone: false,
        };
        drop(copy::plan(&copying, &mut tempfile::tempfile));
    }
}
