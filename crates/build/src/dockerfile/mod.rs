//! The language of Dockerfiles (docs.docker.com/reference/dockerfile), as far as it is built
//! here. What it has beside that is refused by name and with its line.
//!
//! Our own because the published parsers are either of an old grammar or drop the lines that
//! mistakes are told by. Two steps: [`parse`] finds instructions and their words and expands
//! nothing, for which the values of variables are needed: [`crate::stage`] does that.

mod expand;
mod instruction;
mod lines;
mod words;

pub use expand::expand;
pub use instruction::{Command, CopyWords, Health, Instruction, Kind};

/// Largest file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 1 << 20;

/// A mistake in a file, or something of the language that is not built here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Mistake {
    /// The line where the instruction begins; the first is 1.
    pub line: usize,
    /// What is wrong, and where it helps what to write.
    pub what: String,
}

/// A file that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dockerfile {
    /// What stands before an end of line or a character that is meant as it is: `\` or `` ` ``.
    pub escape: char,
    /// `ARG` before the first `FROM`: seen by `FROM` alone, and by stages that ask for it.
    pub globals: Vec<Instruction>,
    /// The stages, each beginning with its `FROM`. At least one.
    pub stages: Vec<Vec<Instruction>>,
}

/// Reads a file.
///
/// # Errors
/// The first mistake.
pub fn parse(text: &str) -> Result<Dockerfile, Mistake> {
    if text.len() > FILE_BYTES_MAX {
        return Err(Mistake { line: 1, what: "the file is larger than 1 MiB".into() });
    }
    let (escape, lines) = lines::logical(text)?;
    let (mut globals, mut stages) = (Vec::new(), Vec::<Vec<Instruction>>::new());
    for line in lines {
        let instruction = instruction::read(&line, escape)?;
        match (&instruction.kind, stages.last_mut()) {
            (Kind::From { .. }, _) => stages.push(vec![instruction]),
            (_, Some(stage)) => stage.push(instruction),
            (Kind::Arg(_), None) => globals.push(instruction),
            (_, None) => {
                let what = "only ARG may stand before the first FROM".into();
                return Err(Mistake { line: line.number, what });
            }
        }
    }
    if stages.is_empty() {
        return Err(Mistake { line: 1, what: "the file has no FROM".into() });
    }
    Ok(Dockerfile { escape, globals, stages })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_file_is_stages_of_instructions() {
        let file = parse(
            "# a comment\nARG V=1\nFROM a:$V AS one\n\nCOPY x \\\n  # between\n  y /z\nFROM scratch\n",
        )
        .unwrap();
        assert_eq!((file.escape, file.globals.len(), file.stages.len()), ('\\', 1, 2));
        assert_eq!((file.stages[0][1].line, &*file.stages[0][1].text), (5, "COPY x   y /z"));
    }

    #[test]
    fn mistakes_have_their_line() {
        assert_eq!(mistake("FROM a\n\nRUM x"), "line 3: there is no instruction RUM");
        assert_eq!(mistake("COPY a b"), "line 1: only ARG may stand before the first FROM");
        assert_eq!(mistake("# nothing"), "line 1: the file has no FROM");
        for (text, part) in [
            ("FROM a\nONBUILD COPY a b", "line 2: ONBUILD is not built"),
            ("FROM a\nCOPY <<EOF /x\nhi\nEOF", "line 2: heredocs"),
            ("FROM a\nRUN <<EOF\nhi\nEOF", "line 2: heredocs"),
            ("FROM a\nRUN --mount=type=cache,target=/x y", "line 2: RUN does not take --mount"),
            ("FROM a\nRUN --security=insecure y", "line 2: RUN does not take --security"),
            ("FROM a\nRUN --network=host y", "line 2: RUN does not take --network"),
            ("FROM a\nCOPY --link=1 a b", "line 2: --link=1 is neither true nor false"),
            ("FROM a\nCOPY --parents a b", "line 2: COPY does not take --parents"),
            ("FROM a\nCOPY a", "line 2: COPY wants"),
            ("FROM a b c", "line 1: FROM wants"),
            ("FROM a\nENV", "line 2: ENV wants"),
            ("FROM a\nENV A=\"x", "line 2: a quote is not closed"),
            ("FROM a\nHEALTHCHECK --retries=x CMD y", "line 2: --retries"),
            ("FROM a\nSHELL sh", "line 2: SHELL wants"),
            ("FROM a\nADD https://x.example/y /z", "line 2: ADD of URLs"),
            ("FROM a\nADD git@x.example:y.git /z", "line 2: ADD of URLs"),
        ] {
            assert!(mistake(text).starts_with(part), "{text}: {}", mistake(text));
        }
    }

    #[test]
    fn the_escape_may_be_chosen_in_the_first_lines() {
        let file = parse("# escape=`\nFROM a\nCOPY c:\\x `\n /y").unwrap();
        let Kind::Copy(copy) = &file.stages[0][1].kind else { panic!() };
        assert_eq!((&*copy.sources[0], &*copy.dest), ("c:\\x", "/y"));
        let late = parse("FROM a\n# escape=`\nUSER x").unwrap();
        assert_eq!(late.escape, '\\');
        assert_eq!(mistake("# escape=x\nFROM a"), "line 1: the escape is \\ or `, not 'x'");
    }
}
