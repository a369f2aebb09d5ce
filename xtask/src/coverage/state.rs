//! What becomes of a field or an operation.

use std::str::FromStr;

use anyhow::{Result, bail};

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// It has its effect.
    Real,
    /// It is kept and returned; what it would have effect on is not there yet.
    Kept,
    /// It is refused with the error that AWS gives.
    Refused,
    /// It is refused by name: its effect is not built.
    NotBuilt,
    /// It is accepted and has no effect: a bug.
    Gap,
}

impl Kind {
    /// As the page says it.
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Kept => "kept",
            Self::Refused => "refused as AWS refuses",
            Self::NotBuilt => "not built",
            Self::Gap => "**no effect**",
        }
    }

    /// Whether what is inside of it is read at all.
    pub(super) fn is_entered(self) -> bool {
        match self {
            Self::Real | Self::Kept => true,
            Self::Refused | Self::NotBuilt | Self::Gap => false,
        }
    }
}

/// A kind, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) kind: Kind,
    pub(super) note: String,
}

impl FromStr for State {
    type Err = anyhow::Error;

    /// Reads `kind` or `kind: note`.
    fn from_str(text: &str) -> Result<Self> {
        let (kind, note) = text.split_once(": ").unwrap_or((text, ""));
        let kind = match kind {
            "real" => Kind::Real,
            "kept" => Kind::Kept,
            "refused" => Kind::Refused,
            "not built" => Kind::NotBuilt,
            "gap" => Kind::Gap,
            _ => bail!(
                "'{kind}' is none of: real, kept, refused, not built, gap (each may be followed \
                 by a colon and a note)"
            ),
        };
        if kind == Kind::Gap && note.is_empty() {
            bail!("a gap needs a note");
        }
        Ok(Self { kind, note: note.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_a_kind_and_perhaps_a_note() {
        let state: State = "not built: needs: volumes".parse().unwrap();
        assert_eq!(state, State { kind: Kind::NotBuilt, note: "needs: volumes".into() });
        assert_eq!("real".parse::<State>().unwrap().note, "");
        for bad in ["", "done", "real:x", "gap"] {
            assert!(bad.parse::<State>().is_err(), "{bad}");
        }
    }
}
