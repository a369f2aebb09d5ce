//! Which certificate a client gets.

/// A certificate that a client may get.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'c> {
    /// The names that it is for, in lower case.
    pub names: &'c [String],
    /// Whether the client takes signatures of its key.
    pub usable: bool,
    /// Whether its key is one of ECDSA.
    pub ecdsa: bool,
    /// Whether its time has come and is not over.
    pub valid: bool,
    /// The length of its key.
    pub bits: u32,
    /// Until when it holds, in milliseconds since 1970.
    pub not_after_ms: u64,
}

/// The place of the one that a client gets who asks for `name`: the best of those that are for that
/// name and that it takes, else the first, which is the default one (ALB guide, "Certificate
/// selection logic").
#[must_use]
pub fn choose(all: &[Candidate<'_>], name: Option<&str>) -> usize {
    // A full stop at its end is no part of a name (RFC 6066, 3), but clients send it.
    let name = name.map(|name| name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase());
    let Some(name) = name else { return 0 };
    let is_for =
        |of: &Candidate<'_>| of.usable && of.names.iter().any(|pattern| covers(pattern, &name));
    let worth = |of: &Candidate<'_>| (of.ecdsa, of.valid, of.bits, of.not_after_ms);
    let fitting = all.iter().enumerate().filter(|(_, of)| is_for(of));
    // Of equal ones the first.
    fitting.rev().max_by_key(|(_, of)| worth(of)).map_or(0, |(at, _)| at)
}

/// Whether a name in a certificate covers a host: a star stands for its first label alone.
fn covers(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(rest) => {
            host.split_once('.').is_some_and(|(first, of)| !first.is_empty() && of == rest)
        }
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cover_hosts() {
        for (pattern, host, does) in [
            ("a.example.com", "a.example.com", true),
            ("a.example.com", "b.example.com", false),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "a.b.example.com", false),
            ("*.example.com", "example.com", false),
            ("*.example.com", ".example.com", false),
            ("example.com", "a.example.com", false),
        ] {
            assert_eq!(covers(pattern, host), does, "{pattern} {host}");
        }
    }

    #[test]
    fn a_client_gets_the_best_that_is_for_its_name_else_the_default() {
        let (a, b) = (["a.example.com".to_owned()], ["*.example.com".to_owned()]);
        let of = |names| Candidate {
            names,
            usable: true,
            ecdsa: false,
            valid: true,
            bits: 2048,
            not_after_ms: 1,
        };
        let default = of(&a);
        let ecdsa = Candidate { ecdsa: true, bits: 256, ..of(&b) };
        let longer = Candidate { bits: 4096, ..of(&b) };
        let over = Candidate { valid: false, bits: 4096, ..of(&b) };
        let later = Candidate { not_after_ms: 2, ..of(&b) };
        let table: [(&[Candidate<'_>], Option<&str>, usize); 9] = [
            (&[default, of(&b)], None, 0),
            (&[default, of(&b)], Some("other.org"), 0),
            (&[default, of(&b)], Some("B.Example.com."), 1),
            (&[default, of(&b), ecdsa], Some("b.example.com"), 2),
            (&[default, of(&b), Candidate { usable: false, ..ecdsa }], Some("b.example.com"), 1),
            (&[default, of(&b), longer], Some("b.example.com"), 2),
            (&[default, over, of(&b)], Some("b.example.com"), 2),
            (&[default, of(&b), later], Some("b.example.com"), 2),
            (&[default, of(&b), of(&b)], Some("b.example.com"), 1),
        ];
        for (at, (all, name, want)) in table.into_iter().enumerate() {
            assert_eq!(choose(all, name), want, "row {at}");
        }
    }
}
