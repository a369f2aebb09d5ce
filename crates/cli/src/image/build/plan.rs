//! Which stages are needed, and what each stands on.

use std::collections::BTreeSet;

use ferrogate_build::dockerfile::Kind;
use ferrogate_build::stage::Globals;
use ferrogate_image::Platform;

use super::Said;
use crate::fault::{Fault, Kind as FaultKind};

/// What a stage begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Nothing: `scratch`.
    Nothing,
    /// A stage before, by its number.
    Stage(usize),
    /// An image, by its name.
    Image(String),
}

/// A stage that is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planned {
    /// Its number in the file, from 0.
    pub(super) number: usize,
    pub(super) ground: Ground,
}

/// The stages that the target needs, in order; the target is the last.
pub(super) fn stages(
    said: &Said,
    globals: &Globals,
    target: Option<&str>,
) -> Result<Vec<Planned>, Fault> {
    let stages = &said.file.stages;
    let mut grounds = Vec::with_capacity(stages.len());
    for number in 0..stages.len() {
        grounds.push(ground(said, globals, number)?);
    }
    let last = match target {
        None => stages.len() - 1,
        Some(word) => find(said, word, stages.len()).ok_or_else(|| {
            let what = format!("{} has no stage '{word}'", said.path.display());
            Fault::new(FaultKind::NotFound, what).fix("a stage has the name of FROM … AS NAME")
        })?,
    };
    let (mut needed, mut todo) = (BTreeSet::new(), vec![last]);
    while let Some(number) = todo.pop() {
        if !needed.insert(number) {
            continue;
        }
        if let Ground::Stage(other) = grounds[number] {
            todo.push(other);
        }
        todo.extend(stages[number].iter().filter_map(|instruction| match &instruction.kind {
            Kind::Copy(copy) => find(said, copy.from.as_deref()?, number),
            _ => None,
        }));
    }
    let planned = |number: usize| Planned { number, ground: grounds[number].clone() };
    Ok(needed.into_iter().map(planned).collect())
}

/// The stage that a word means, by name or number, among those before `end`.
pub(super) fn find(said: &Said, word: &str, end: usize) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    let named = |number: &usize| match &said.file.stages[*number][0].kind {
        Kind::From { name, .. } => name.as_deref() == Some(&lower),
        _ => false,
    };
    let number = word.parse::<usize>().ok().filter(|number| *number < end);
    (0..end).rev().find(named).or(number)
}

fn ground(said: &Said, globals: &Globals, number: usize) -> Result<Ground, Fault> {
    let from = &said.file.stages[number][0];
    let Kind::From { platform, image, .. } = &from.kind else {
        unreachable!("a stage begins with FROM");
    };
    let expand = |word: &str| globals.expand(from.line, word).map_err(|m| said.wrong(m));
    if let Some(platform) = platform {
        let platform = expand(platform)?;
        let host = Platform::host();
        let runs = platform.parse::<Platform>().is_ok_and(|platform| platform.runs_on(&host));
        if !runs {
            let what = format!("--platform={platform} can't be built here, only {host}");
            return Err(said.at(from.line, &what));
        }
    }
    let image = expand(image)?;
    if image.is_empty() {
        return Err(said.at(from.line, &"FROM is of no image: a variable in it is empty"));
    }
    // Numbers are of --from alone; here they are images.
    let stage = find(said, &image, number).filter(|_| image.parse::<usize>().is_err());
    Ok(match stage {
        Some(stage) => Ground::Stage(stage),
        None if image == "scratch" => Ground::Nothing,
        None => Ground::Image(image),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_build::dockerfile::parse;

    fn planned(text: &str, target: Option<&str>) -> Result<Vec<(usize, Ground)>, String> {
        let said = Said { path: "Dockerfile".into(), file: parse(text).unwrap() };
        let globals = Globals::new(&said.file, [].into(), "linux/amd64").unwrap();
        let stages = stages(&said, &globals, target).map_err(|fault| fault.what)?;
        Ok(stages.into_iter().map(|stage| (stage.number, stage.ground)).collect())
    }

    #[test]
    fn only_what_the_target_needs_is_built() {
        let text = "ARG T=one\nFROM a AS one\nFROM scratch AS two\nFROM $T AS three\nCOPY --from=1 x y\n\
                    FROM b AS Four\nCOPY --from=three x y\nCOPY --from=c x y\n";
        let image = |name: &str| Ground::Image(name.into());
        let all = planned(text, None).unwrap();
        assert_eq!(
            all,
            [(0, image("a")), (1, Ground::Nothing), (2, Ground::Stage(0)), (3, image("b"))]
        );
        let unused = "FROM a\nRUN x\nFROM b\n";
        assert_eq!(planned(unused, None).unwrap(), [(1, image("b"))]);
        assert_eq!(planned(text, Some("TWO")).unwrap(), [(1, Ground::Nothing)]);
        assert_eq!(planned(text, Some("0")).unwrap(), [(0, image("a"))]);
        assert_eq!(planned(text, Some("five")).unwrap_err(), "Dockerfile has no stage 'five'");
    }

    #[test]
    fn what_can_not_be_begun_with_is_told_with_its_line() {
        for (text, what) in [
            ("FROM --platform=linux/s390x a", "Dockerfile:1: --platform=linux/s390x can't"),
            ("FROM a\nFROM $X", "Dockerfile:2: FROM is of no image"),
        ] {
            assert!(planned(text, None).unwrap_err().starts_with(what));
        }
    }
}
