//! One instruction: its name, its flags and its words, nothing of them expanded.

use super::lines::Logical;
use super::{Mistake, words};

/// An instruction and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// The line where it begins; the first is 1.
    pub line: usize,
    /// All of it in one line, as the image's history shows it.
    pub text: String,
    /// What it says.
    pub kind: Kind,
}

/// What an instruction says. Texts still have their variables, quotes and escapes, save
/// those of commands, which are the shell's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A new stage on an image, on another stage, or on nothing (`scratch`).
    From {
        /// `--platform`.
        platform: Option<String>,
        /// The image or the name of a stage.
        image: String,
        /// The stage's own name, in lower case.
        name: Option<String>,
    },
    /// Variables of the build, each with its default.
    Arg(Vec<(String, Option<String>)>),
    /// Variables of the container.
    Env(Vec<(String, String)>),
    /// Labels of the image.
    Label(Vec<(String, String)>),
    /// `COPY` and `ADD`.
    Copy(CopyWords),
    /// The folder that relative paths and the program start in.
    Workdir(String),
    /// User and group of the program.
    User(String),
    /// Ports, each with `/tcp` or `/udp` or neither.
    Expose(Vec<String>),
    /// Folders that want a volume.
    Volume(Vec<String>),
    /// The signal that asks the program to stop.
    StopSignal(String),
    /// The program's arguments, or the program.
    Cmd(Command),
    /// The program.
    Entrypoint(Command),
    /// What the shell form of commands is given to.
    Shell(Vec<String>),
    /// A command to be run for the image.
    Run(Command),
    /// How to see whether the program works; `None` takes the base's back.
    Healthcheck(Option<Health>),
    /// The author.
    Maintainer(String),
}

/// A command in one of its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Words for exec(2).
    Exec(Vec<String>),
    /// A text for the shell.
    Shell(String),
}

/// The words of `COPY` and `ADD`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyWords {
    /// It is `ADD`: local archives are unpacked.
    pub add: bool,
    /// A stage or an image to copy from; the context otherwise.
    pub from: Option<String>,
    /// `user[:group]`.
    pub chown: Option<String>,
    /// Octal digits.
    pub chmod: Option<String>,
    /// `--link`: the same whatever it is copied onto.
    pub link: bool,
    /// At least one.
    pub sources: Vec<String>,
    /// Where to; a folder if it ends with a slash.
    pub dest: String,
}

/// A check of health. Times are in nanoseconds, as the configuration has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// What to run.
    pub command: Command,
    /// `Interval`, `Timeout`, `StartPeriod` and `StartInterval`, those that are given.
    pub times: Vec<(&'static str, u64)>,
    /// Failures in a row that mean it does not work.
    pub retries: Option<u64>,
}

pub(super) fn read(line: &Logical, escape: char) -> Result<Instruction, Mistake> {
    let wrong = |what: String| Mistake { line: line.number, what };
    let (word, rest) = line.text.split_once(char::is_whitespace).unwrap_or((&line.text, ""));
    let (name, rest) = (word.to_ascii_uppercase(), rest.trim());
    let reader = Reader { name: &name, escape };
    let kind = reader.kind(rest).map_err(wrong)?;
    let text = format!("{name} {rest}").trim_end().to_owned();
    Ok(Instruction { line: line.number, text, kind })
}

struct Reader<'a> {
    name: &'a str,
    escape: char,
}

impl Reader<'_> {
    fn kind(&self, rest: &str) -> Result<Kind, String> {
        match self.name {
            "FROM" => self.from(rest),
            "ARG" => self.arg(rest),
            "ENV" => self.pairs(rest).map(Kind::Env),
            "LABEL" => self.pairs(rest).map(Kind::Label),
            "COPY" | "ADD" => self.copy(rest).map(Kind::Copy),
            "WORKDIR" => self.one(rest, "a path").map(Kind::Workdir),
            "USER" => self.one(rest, "USER[:GROUP]").map(Kind::User),
            "EXPOSE" => self.some(rest, "ports").map(Kind::Expose),
            "VOLUME" => match words::list(rest) {
                Some(paths) if !paths.is_empty() => Ok(Kind::Volume(paths)),
                _ => self.some(rest, "paths").map(Kind::Volume),
            },
            "STOPSIGNAL" => self.one(rest, "a signal").map(Kind::StopSignal),
            "MAINTAINER" => self.one(rest, "a name").map(Kind::Maintainer),
            "CMD" => Ok(Kind::Cmd(command(rest))),
            "ENTRYPOINT" => Ok(Kind::Entrypoint(command(rest))),
            "SHELL" => match words::list(rest) {
                Some(words) if !words.is_empty() => Ok(Kind::Shell(words)),
                _ => Err(r#"SHELL wants a list, such as ["/bin/sh", "-c"]"#.into()),
            },
            "RUN" => self.run(rest),
            "HEALTHCHECK" => self.healthcheck(rest),
            "ONBUILD" => Err("ONBUILD is not built: write the instruction into the files that \
                              build on this image"
                .into()),
            name => Err(format!("there is no instruction {name}")),
        }
    }

    fn wants(&self, what: &str) -> String {
        format!("{} wants {what}", self.name)
    }

    fn no_flags(&self, flags: &[(&str, Option<&str>)]) -> Result<(), String> {
        match flags.first() {
            Some((flag, _)) => Err(format!("{} does not take --{flag}", self.name)),
            None => Ok(()),
        }
    }

    fn one(&self, rest: &str, what: &str) -> Result<String, String> {
        if rest.is_empty() { Err(self.wants(what)) } else { Ok(rest.to_owned()) }
    }

    fn some(&self, rest: &str, what: &str) -> Result<Vec<String>, String> {
        let words = words::quoted(rest, self.escape)?;
        if words.is_empty() { Err(self.wants(what)) } else { Ok(words) }
    }

    fn from(&self, rest: &str) -> Result<Kind, String> {
        let (flags, rest) = words::flags(rest);
        let mut platform = None;
        for (flag, value) in flags {
            match (flag, value) {
                ("platform", Some(value)) => platform = Some(value.to_owned()),
                other => self.no_flags(&[other])?,
            }
        }
        let words: Vec<&str> = rest.split_whitespace().collect();
        let (image, name) = match words[..] {
            [image] => (image, None),
            [image, word, name] if word.eq_ignore_ascii_case("as") => {
                (image, Some(stage_name(name)?))
            }
            _ => return Err(self.wants("IMAGE [AS NAME]")),
        };
        Ok(Kind::From { platform, image: image.to_owned(), name })
    }

    fn arg(&self, rest: &str) -> Result<Kind, String> {
        let pairs = self.some(rest, "NAME[=DEFAULT]")?.into_iter().map(|word| {
            let (name, default) = match word.split_once('=') {
                Some((name, default)) => (name.to_owned(), Some(default.to_owned())),
                None => (word, None),
            };
            if name.is_empty() { Err(self.wants("NAME[=DEFAULT]")) } else { Ok((name, default)) }
        });
        pairs.collect::<Result<_, _>>().map(Kind::Arg)
    }

    /// `NAME=VALUE …`, or of one name all that follows it.
    fn pairs(&self, rest: &str) -> Result<Vec<(String, String)>, String> {
        const FORM: &str = "NAME=VALUE";
        let words = self.some(rest, FORM)?;
        if !words[0].contains('=') {
            let (name, value) =
                rest.split_once(char::is_whitespace).ok_or_else(|| self.wants(FORM))?;
            return Ok(vec![(name.to_owned(), value.trim_start().to_owned())]);
        }
        let pairs = words.iter().map(|word| match word.split_once('=') {
            Some(("", _)) | None => Err(self.wants(&format!("{FORM}, and '{word}' is none"))),
            Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        });
        pairs.collect()
    }

    fn copy(&self, rest: &str) -> Result<CopyWords, String> {
        let (flags, rest) = words::flags(rest);
        let mut copy = CopyWords { add: self.name == "ADD", ..CopyWords::default() };
        for (flag, value) in flags {
            match (flag, value.map(str::to_owned)) {
                ("from", from @ Some(_)) if !copy.add => copy.from = from,
                ("chown", chown @ Some(_)) => copy.chown = chown,
                ("chmod", chmod @ Some(_)) => copy.chmod = chmod,
                ("link", None) => copy.link = true,
                ("link", Some(value)) => {
                    let bad = |_| format!("--link={value} is neither true nor false");
                    copy.link = value.parse().map_err(bad)?;
                }
                _ => return Err(format!("{} does not take --{flag}", self.name)),
            }
        }
        let mut words = words::list(rest)
            .unwrap_or_else(|| rest.split_whitespace().map(str::to_owned).collect());
        if words.iter().any(|word| is_heredoc(word)) {
            return Err("heredocs are not built: put the text into a file and copy that".into());
        }
        if words.len() < 2 {
            return Err(self.wants("a source and a place to put it"));
        }
        copy.dest = words.pop().expect("it has two");
        let is_remote = |word: &String| word.contains("://") || word.starts_with("git@");
        if copy.add && words.iter().any(is_remote) {
            return Err("ADD of URLs is not built: fetch it first, check it, and COPY it".into());
        }
        copy.sources = words;
        Ok(copy)
    }

    fn run(&self, rest: &str) -> Result<Kind, String> {
        let (flags, rest) = words::flags(rest);
        self.no_flags(&flags)?;
        if rest.split_whitespace().any(is_heredoc) {
            return Err("heredocs are not built: write the commands in lines that end with the \
                        escape, or COPY a script"
                .into());
        }
        if rest.is_empty() {
            return Err(self.wants("a command"));
        }
        Ok(Kind::Run(command(rest)))
    }

    fn healthcheck(&self, rest: &str) -> Result<Kind, String> {
        let (flags, rest) = words::flags(rest);
        let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        match &*word.to_ascii_uppercase() {
            "NONE" if flags.is_empty() && rest.is_empty() => return Ok(Kind::Healthcheck(None)),
            "CMD" if !rest.trim().is_empty() => {}
            _ => return Err(self.wants("[--interval=30s …] CMD and a command, or NONE")),
        }
        let mut health = Health { command: command(rest.trim()), times: Vec::new(), retries: None };
        for (flag, value) in flags {
            let value = value.unwrap_or_default();
            let time = match flag {
                "interval" => "Interval",
                "timeout" => "Timeout",
                "start-period" => "StartPeriod",
                "start-interval" => "StartInterval",
                "retries" => {
                    let bad = |_| format!("--retries={value} is no number");
                    health.retries = Some(value.parse().map_err(bad)?);
                    continue;
                }
                _ => return Err(format!("{} does not take --{flag}", self.name)),
            };
            let bad = || format!("--{flag}={value} is no time, such as 30s or 1m30s");
            health.times.push((time, nanoseconds(value).ok_or_else(bad)?));
        }
        Ok(Kind::Healthcheck(Some(health)))
    }
}

fn command(text: &str) -> Command {
    words::list(text).map_or_else(|| Command::Shell(text.to_owned()), Command::Exec)
}

/// `<<EOF` and the like, which begin a text on the lines that follow.
fn is_heredoc(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.strip_prefix("<<").is_some_and(|rest| {
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '"' | '\''))
    })
}

fn stage_name(name: &str) -> Result<String, String> {
    let name = name.to_ascii_lowercase();
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(inner) {
        Ok(name)
    } else {
        Err(format!("'{name}' is no name of a stage: letters first, then digits, - _ and ."))
    }
}

/// A time as Go writes it, with the units from `ms` to `h`.
fn nanoseconds(text: &str) -> Option<u64> {
    let (mut total, mut rest) = (0u64, text);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at(end);
        let (unit, after) = ["ms", "us", "ns", "h", "m", "s"]
            .iter()
            .find_map(|unit| Some((*unit, after.strip_prefix(unit)?)))?;
        let unit = match unit {
            "h" => 3_600_000_000_000,
            "m" => 60_000_000_000,
            "s" => 1_000_000_000,
            "ms" => 1_000_000,
            "us" => 1000,
            _ => 1,
        };
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
        rest = after;
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Kind {
        read(&Logical { number: 1, text: text.into() }, '\\').unwrap().kind
    }

    #[test]
    fn commands_have_two_forms() {
        let exec = Command::Exec(vec!["a".into(), "b".into()]);
        assert_eq!(kind(r#"CMD ["a", "b"]"#), Kind::Cmd(exec));
        assert_eq!(kind("cmd [ -f x ]"), Kind::Cmd(Command::Shell("[ -f x ]".into())));
        assert_eq!(kind("RUN echo $A"), Kind::Run(Command::Shell("echo $A".into())));
    }

    #[test]
    fn variables_are_pairs_or_one_and_the_rest() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            kind("ENV A=1 B=\"x y\""),
            Kind::Env(vec![pair("A", "1"), pair("B", "\"x y\"")])
        );
        assert_eq!(kind("ENV A  b=c d"), Kind::Env(vec![pair("A", "b=c d")]));
        assert_eq!(
            kind("ARG A B=2"),
            Kind::Arg(vec![("A".into(), None), ("B".into(), Some("2".into()))])
        );
    }

    #[test]
    fn copies_have_flags_sources_and_a_place() {
        let Kind::Copy(copy) = kind(r#"COPY --from=build --chown=1:2 ["a b", "c", "/d/"]"#) else {
            panic!()
        };
        assert_eq!(copy.sources, ["a b", "c"]);
        assert_eq!((&*copy.dest, copy.from.as_deref()), ("/d/", Some("build")));
    }

    #[test]
    fn a_check_of_health_has_times_in_nanoseconds() {
        let Kind::Healthcheck(Some(health)) =
            kind("HEALTHCHECK --interval=1m30s --timeout=500ms --retries=2 CMD curl x")
        else {
            panic!()
        };
        assert_eq!(health.times, [("Interval", 90_000_000_000), ("Timeout", 500_000_000)]);
        assert_eq!((health.retries, health.command), (Some(2), Command::Shell("curl x".into())));
        assert_eq!(kind("HEALTHCHECK NONE"), Kind::Healthcheck(None));
        assert_eq!(nanoseconds("5"), None);
    }
}
