//! A stage as its instructions go by: its configuration, its variables, and what is to be
//! done to its files. Pure: the files are somebody else's.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::config::Config;
use crate::dockerfile::{Command, Dockerfile, Health, Instruction, Kind, Mistake, expand};

/// The shell that commands are given to when nobody says which (Dockerfile reference).
const SHELL: [&str; 2] = ["/bin/sh", "-c"];
/// What all words of a stage may become together, in bytes: variables can double each other.
const EXPANDED_MAX: usize = 1 << 20;

/// What is known before the first stage.
#[derive(Debug)]
pub struct Globals {
    escape: char,
    /// `--build-arg`.
    given: BTreeMap<String, String>,
    /// `ARG` before the first `FROM`, and those of the platform.
    values: BTreeMap<String, String>,
    /// Names of those given that some instruction asked for.
    used: RefCell<BTreeSet<String>>,
}

impl Globals {
    /// From a file, what the command line gave, and the platform, `os/architecture`.
    ///
    /// # Errors
    /// A default that can't be expanded.
    pub fn new(
        file: &Dockerfile,
        given: BTreeMap<String, String>,
        platform: &str,
    ) -> Result<Self, Mistake> {
        let (os, architecture) = platform.split_once('/').unwrap_or((platform, ""));
        let mut values = BTreeMap::new();
        // Dockerfile reference, "Automatic platform ARGs in the global scope". What is built
        // for is what is built on.
        for side in ["TARGET", "BUILD"] {
            for (name, value) in [("PLATFORM", platform), ("OS", os), ("ARCH", architecture)] {
                values.insert(format!("{side}{name}"), value.to_owned());
            }
        }
        let used = RefCell::default();
        let mut globals = Self { escape: file.escape, given, values, used };
        for instruction in &file.globals {
            let Kind::Arg(pairs) = &instruction.kind else { continue };
            for (name, default) in pairs {
                let value = match (globals.given(name), default) {
                    (Some(given), _) => Some(given),
                    (None, Some(default)) => Some(globals.expand(instruction.line, default)?),
                    (None, None) => None,
                };
                if let Some(value) = value {
                    globals.values.insert(name.clone(), value);
                }
            }
        }
        Ok(globals)
    }

    /// A word of a `FROM`, which sees nothing else.
    ///
    /// # Errors
    /// What can't be expanded.
    pub fn expand(&self, line: usize, word: &str) -> Result<String, Mistake> {
        expand(word, self.escape, &|name| self.values.get(name).cloned())
            .map_err(|what| Mistake { line, what })
    }

    /// What the command line gave and no instruction asked for.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        self.given.keys().filter(|name| !used.contains(*name)).cloned().collect()
    }

    fn given(&self, name: &str) -> Option<String> {
        self.used.borrow_mut().insert(name.to_owned());
        self.given.get(name).cloned()
    }
}

/// What an instruction wants done to the files of its stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Files copied.
    Copy(Copied),
    /// A folder to be there.
    Folder(String),
    /// What a program makes of them.
    Run(Program),
}

/// The program of a `RUN`. It has the stage's configuration for all that is not said here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its words; never empty.
    pub words: Vec<String>,
    /// Variables of the build, which the image does not have: name and value.
    pub variables: Vec<(String, String)>,
}

/// The words of a `COPY` or `ADD` with their variables replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// It is `ADD`.
    pub add: bool,
    /// A stage or an image; the context otherwise.
    pub from: Option<String>,
    /// `user[:group]`.
    pub chown: Option<String>,
    /// Permission bits.
    pub chmod: Option<u32>,
    /// The same whatever it is copied onto.
    pub link: bool,
    /// Paths in what is copied from.
    pub sources: Vec<String>,
    /// An absolute path; a folder if it ends with a slash.
    pub dest: String,
}

/// A stage so far.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its configuration; what has an effect on files is recorded by whoever does it.
    pub config: Config,
    escape: char,
    args: BTreeMap<String, String>,
    /// `CMD` was set in this stage and not by its base.
    own_command: bool,
    /// Bytes that words may still become.
    left: Cell<usize>,
}

impl Stage {
    /// A stage on a base.
    #[must_use]
    pub fn new(config: Config, globals: &Globals) -> Self {
        Self {
            config,
            escape: globals.escape,
            args: BTreeMap::new(),
            own_command: false,
            left: Cell::new(EXPANDED_MAX),
        }
    }

    /// Takes an instruction, any but `FROM`.
    ///
    /// # Errors
    /// A mistake in it.
    pub fn take(
        &mut self,
        instruction: &Instruction,
        globals: &Globals,
    ) -> Result<Effect, Mistake> {
        let wrong = |what| Mistake { line: instruction.line, what };
        self.apply(&instruction.kind, globals).map_err(wrong)
    }

    fn apply(&mut self, kind: &Kind, globals: &Globals) -> Result<Effect, String> {
        match kind {
            Kind::From { .. } => return Err("FROM begins another stage".into()),
            Kind::Arg(pairs) => self.declare(pairs, globals)?,
            Kind::Env(pairs) => {
                // All see the values from before the instruction.
                for (name, value) in self.expand_pairs(pairs)? {
                    self.config.set_variable(&name, &value);
                }
            }
            Kind::Label(pairs) => {
                for (name, value) in self.expand_pairs(pairs)? {
                    self.config.add("Labels", &name, json!(value));
                }
            }
            Kind::Workdir(path) => {
                let path = self.absolute(&self.expand(path)?);
                self.config.set("WorkingDir", json!(path));
                return Ok(Effect::Folder(path));
            }
            Kind::User(user) => self.config.set("User", json!(self.expand(user)?)),
            Kind::Expose(ports) => {
                for port in ports {
                    for port in exposed(&self.expand(port)?)? {
                        self.config.add("ExposedPorts", &port, json!({}));
                    }
                }
            }
            Kind::Volume(paths) => {
                for path in paths {
                    self.config.add("Volumes", &self.expand(path)?, json!({}));
                }
            }
            Kind::StopSignal(signal) => {
                let signal = self.expand(signal)?;
                if ferrogate_image::signal::number(&signal).is_none() {
                    return Err(format!("'{signal}' is no signal, such as SIGTERM or 15"));
                }
                self.config.set("StopSignal", json!(signal.to_ascii_uppercase()));
            }
            Kind::Shell(words) => self.config.set("Shell", json!(words)),
            Kind::Cmd(command) => {
                self.own_command = true;
                self.config.set("Cmd", json!(self.words(command)));
            }
            Kind::Entrypoint(command) => {
                self.config.set("Entrypoint", json!(self.words(command)));
                if !self.own_command {
                    // Arguments of the base's program are none of this one.
                    self.config.set("Cmd", Value::Null);
                }
            }
            Kind::Healthcheck(health) => {
                let check = health.as_ref().map_or(json!({"Test": ["NONE"]}), |h| self.health(h));
                self.config.set("Healthcheck", check);
            }
            Kind::Maintainer(name) => self.config.set_author(name),
            Kind::Copy(copy) => {
                let each = |words: &[String]| {
                    words.iter().map(|word| self.expand(word)).collect::<Result<Vec<_>, _>>()
                };
                let maybe =
                    |word: &Option<String>| word.as_ref().map(|word| self.expand(word)).transpose();
                let bad = |text: &String| format!("--chmod={text}: octal digits are built alone");
                let chmod = maybe(&copy.chmod)?.map(|text| {
                    let mode = u32::from_str_radix(&text, 8).ok().filter(|mode| *mode <= 0o7777);
                    mode.ok_or_else(|| bad(&text))
                });
                let dest = self.expand(&copy.dest)?;
                let slash =
                    dest.ends_with('/') || matches!(dest.rsplit('/').next(), Some("." | ".."));
                let mut path = self.absolute(&dest);
                if slash && !path.ends_with('/') {
                    path.push('/');
                }
                return Ok(Effect::Copy(Copied {
                    add: copy.add,
                    from: copy.from.clone(),
                    chown: maybe(&copy.chown)?,
                    chmod: chmod.transpose()?,
                    link: copy.link,
                    sources: each(&copy.sources)?,
                    dest: path,
                }));
            }
            Kind::Run(command) => {
                let words = self.words(command);
                if words.is_empty() {
                    return Err("RUN has no program".into());
                }
                // Dockerfile reference, ARG: what the image sets itself is not the build's.
                let own = |(name, _): &(&String, &String)| self.config.variable(name).is_none();
                let variables = self.args.iter().filter(own);
                let variables = variables.map(|(name, value)| (name.clone(), value.clone()));
                return Ok(Effect::Run(Program { words, variables: variables.collect() }));
            }
        }
        Ok(Effect::None)
    }

    fn declare(
        &mut self,
        pairs: &[(String, Option<String>)],
        globals: &Globals,
    ) -> Result<(), String> {
        for (name, default) in pairs {
            let value = match (globals.given(name), default) {
                (Some(given), _) => Some(given),
                (None, Some(default)) => Some(self.expand(default)?),
                (None, None) => globals.values.get(name).cloned(),
            };
            if let Some(value) = value {
                self.args.insert(name.clone(), value);
            }
        }
        Ok(())
    }

    fn expand(&self, word: &str) -> Result<String, String> {
        // Variables of the container beat those of the build.
        let lookup =
            |name: &str| self.config.variable(name).or_else(|| self.args.get(name).cloned());
        let text = expand(word, self.escape, &lookup)?;
        let left = self.left.get().checked_sub(text.len());
        self.left.set(left.ok_or("with its variables the stage is longer than 1 MiB")?);
        Ok(text)
    }

    fn expand_pairs(&self, pairs: &[(String, String)]) -> Result<Vec<(String, String)>, String> {
        let expanded = |(name, value): &(String, String)| {
            let name = self.expand(name)?;
            if name.is_empty() || name.contains('=') {
                return Err(format!("'{name}' is no name"));
            }
            Ok((name, self.expand(value)?))
        };
        pairs.iter().map(expanded).collect()
    }

    /// A path from the root on, without `.` and `..`.
    fn absolute(&self, path: &str) -> String {
        let from = if path.starts_with('/') { "" } else { self.config.text("WorkingDir") };
        let mut parts: Vec<&str> = Vec::new();
        for part in from.split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        format!("/{}", parts.join("/"))
    }

    fn words(&self, command: &Command) -> Vec<String> {
        match command {
            Command::Exec(words) => words.clone(),
            Command::Shell(text) => {
                let mut words = self.config.list("Shell");
                if words.is_empty() {
                    words = SHELL.map(str::to_owned).into();
                }
                words.push(text.clone());
                words
            }
        }
    }

    fn health(&self, health: &Health) -> Value {
        let test: Vec<String> = match &health.command {
            Command::Exec(words) => ["CMD".to_owned()].into_iter().chain(words.clone()).collect(),
            Command::Shell(text) => vec!["CMD-SHELL".into(), text.clone()],
        };
        let mut check = json!({ "Test": test });
        for (name, nanoseconds) in &health.times {
            check[*name] = json!(nanoseconds);
        }
        if let Some(retries) = health.retries {
            check["Retries"] = json!(retries);
        }
        check
    }
}

/// `80`, `80/udp`, `80-82/tcp`: each with its protocol.
fn exposed(text: &str) -> Result<Vec<String>, String> {
    let bad = || format!("'{text}' is no port, such as 80, 53/udp or 8000-8010");
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let protocol = protocol.to_ascii_lowercase();
    let (from, to) = ports.split_once('-').unwrap_or((ports, ports));
    let number = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    match (number(from), number(to), &*protocol) {
        (Some(from), Some(to), "tcp" | "udp" | "sctp") if from <= to => {
            Ok((from..=to).map(|port| format!("{port}/{protocol}")).collect())
        }
        _ => Err(bad()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::parse;

    fn built(
        text: &str,
        given: &[(&str, &str)],
    ) -> Result<(Value, Vec<Effect>, Vec<String>), Mistake> {
        let file = parse(text)?;
        let given = given.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let globals = Globals::new(&file, given, "linux/amd64")?;
        let base = json!({"os": "linux", "architecture": "amd64", "rootfs": {"type": "layers"},
                          "config": {"Cmd": ["base"], "Env": ["PATH=/bin"]}});
        let config = Config::of_base(base.to_string().as_bytes()).unwrap();
        let mut stage = Stage::new(config, &globals);
        let mut effects = Vec::new();
        for instruction in &file.stages[0][1..] {
            effects.push(stage.take(instruction, &globals)?);
        }
        effects.retain(|effect| *effect != Effect::None);
        let document: Value = serde_json::from_slice(&stage.config.bytes()).unwrap();
        Ok((document["config"].clone(), effects, globals.unused()))
    }

    #[test]
    fn instructions_fill_the_configuration() {
        let (config, ..) = built(
            "FROM a\nENV A=1 B=\"x y\"\nENV A=2 C=$A\nLABEL a.b=\"$C\"\nUSER 5:6\nWORKDIR /a\nWORKDIR b/../c\n\
             EXPOSE 80 53/udp 90-91\nVOLUME /data\nSTOPSIGNAL SIGINT\nSHELL [\"/bin/bash\",\"-lc\"]\n\
             HEALTHCHECK --interval=5s --retries=3 CMD true\nCMD echo $A\n",
            &[],
        )
        .unwrap();
        assert_eq!(
            config,
            json!({
                "Cmd": ["/bin/bash", "-lc", "echo $A"],
                "Env": ["PATH=/bin", "A=2", "B=x y", "C=1"],
                "ExposedPorts": {"80/tcp": {}, "53/udp": {}, "90/tcp": {}, "91/tcp": {}},
                "Healthcheck": {"Test": ["CMD-SHELL", "true"], "Interval": 5_000_000_000u64, "Retries": 3},
                "Labels": {"a.b": "1"}, "Shell": ["/bin/bash", "-lc"], "StopSignal": "SIGINT",
                "User": "5:6", "Volumes": {"/data": {}}, "WorkingDir": "/a/c",
            })
        );
    }

    #[test]
    fn a_new_program_forgets_the_bases_arguments_and_keeps_its_own() {
        let (config, ..) = built("FROM a\nENTRYPOINT [\"x\"]", &[]).unwrap();
        assert_eq!((&config["Entrypoint"], config.get("Cmd")), (&json!(["x"]), None));
        let (config, ..) = built("FROM a\nCMD [\"y\"]\nENTRYPOINT [\"x\"]", &[]).unwrap();
        assert_eq!(config["Cmd"], json!(["y"]));
    }

    #[test]
    fn variables_of_the_build_come_from_outside_from_before_and_from_defaults() {
        let text = "ARG V=1\nARG W=$V\nFROM a:$W\nARG V\nARG X=x$V\nARG Y=y\nARG TARGETARCH\nENV Y=z\n\
                    LABEL v=$V x=$X y=$Y w=$W arch=$TARGETARCH\n";
        let labels = |given| built(text, given).unwrap().0["Labels"].clone();
        let expected = json!({"v": "1", "x": "x1", "y": "z", "w": "", "arch": "amd64"});
        assert_eq!(labels(&[]), expected);
        let expected = json!({"v": "2", "x": "x2", "y": "z", "w": "", "arch": "amd64"});
        assert_eq!(labels(&[("V", "2"), ("Y", "q")]), expected);
        let (.., unused) = built(text, &[("V", "2"), ("Z", "q")]).unwrap();
        assert_eq!(unused, ["Z"]);
    }

    #[test]
    fn copies_are_told_with_absolute_paths() {
        let (_, effects, _) = built(
            "FROM a\nARG D=sub\nWORKDIR /w\nCOPY --chmod=0644 --chown=$D $D/x y ./\nADD [\"a b\", \"/z\"]\n",
            &[],
        )
        .unwrap();
        let Effect::Copy(copy) = &effects[1] else { panic!() };
        assert_eq!(
            (&*copy.dest, copy.chmod, copy.chown.as_deref()),
            ("/w/", Some(0o644), Some("sub"))
        );
        assert_eq!(copy.sources, ["sub/x", "y"]);
        let Effect::Copy(add) = &effects[2] else { panic!() };
        assert_eq!((add.add, &*add.sources[0], &*add.dest), (true, "a b", "/z"));
    }

    #[test]
    fn variables_that_double_each_other_come_to_an_end() {
        let text = "FROM a\nENV A=0123456789\n".to_owned() + &"ENV A=$A$A\n".repeat(40);
        let told = built(&text, &[]).unwrap_err().to_string();
        assert!(told.contains("longer than"), "{told}");
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        for (text, part) in [
            ("FROM a\nEXPOSE 0", "line 2: '0' is no port"),
            ("FROM a\nEXPOSE 9-8", "line 2: '9-8' is no port"),
            ("FROM a\nSTOPSIGNAL quickly", "line 2: 'quickly' is no signal"),
            ("FROM a\nSTOPSIGNAL SIGNOPE", "line 2: 'SIGNOPE' is no signal"),
            ("FROM a\nCOPY --chmod=u+x a b", "line 2: --chmod=u+x"),
            ("FROM a\nUSER ${U:?say who}", "line 2: U: say who"),
            ("FROM a\nENV $X=1", "line 2: '' is no name"),
        ] {
            let told = built(text, &[]).unwrap_err().to_string();
            assert!(told.starts_with(part), "{text}: {told}");
        }
    }
}
