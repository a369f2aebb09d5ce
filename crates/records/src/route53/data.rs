//! What a resource record holds, by its type, read from Route 53's text of it and written back.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::name::{Bad, DnsName};

/// The types of records that a zone may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "they are DNS's own")]
pub enum Kind {
    A,
    Aaaa,
    Caa,
    Cname,
    Mx,
    Ns,
    Ptr,
    Soa,
    Spf,
    Srv,
    Txt,
}

impl Kind {
    const ALL: [(Self, &'static str); 11] = [
        (Self::A, "A"),
        (Self::Aaaa, "AAAA"),
        (Self::Caa, "CAA"),
        (Self::Cname, "CNAME"),
        (Self::Mx, "MX"),
        (Self::Ns, "NS"),
        (Self::Ptr, "PTR"),
        (Self::Soa, "SOA"),
        (Self::Spf, "SPF"),
        (Self::Srv, "SRV"),
        (Self::Txt, "TXT"),
    ];

    /// The type of this name, if a zone may have it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, of)| *of == name).map(|(kind, _)| kind)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// One value of a record set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Data {
    /// Of A.
    A(Ipv4Addr),
    /// Of AAAA.
    Aaaa(Ipv6Addr),
    /// Of CNAME, NS and PTR.
    Name(DnsName),
    /// Of MX.
    Mx {
        /// The lowest is asked first.
        preference: u16,
        /// The mail server.
        host: DnsName,
    },
    /// Of SRV.
    Srv {
        /// The lowest is asked first.
        priority: u16,
        /// Among those of one priority.
        weight: u16,
        /// Where it listens.
        port: u16,
        /// The server.
        target: DnsName,
    },
    /// Of TXT and SPF: strings of at most 255 characters, with quotes around each.
    Txt(Vec<String>),
    /// Of CAA.
    Caa {
        /// 0 or 128.
        flags: u8,
        /// Such as `issue`.
        tag: String,
        /// What is in quotes.
        value: String,
    },
    /// Of SOA.
    Soa {
        /// The first name server, and who is responsible.
        names: [DnsName; 2],
        /// Serial, refresh, retry, expire, minimum.
        numbers: [u32; 5],
    },
}

/// Why a value is none, in Route 53's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("FATAL problem: {problem} encountered with '{value}'")]
pub struct BadValue {
    problem: String,
    value: String,
}

impl Data {
    /// Reads a value of this type.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, BadValue> {
        let bad = |problem: &str| BadValue { problem: problem.into(), value: text.into() };
        let host = |text: &str| {
            let named = DnsName::parse(text);
            named.map_err(|why: Bad| BadValue { problem: why.to_string(), value: text.into() })
        };
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let number = |text: &str| text.parse::<u16>();
        Ok(match kind {
            Kind::A => Self::A(text.trim().parse().map_err(|_| {
                bad("ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)")
            })?),
            Kind::Aaaa => Self::Aaaa(text.trim().parse().map_err(|_| {
                bad("AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)")
            })?),
            Kind::Cname | Kind::Ns | Kind::Ptr => Self::Name(host(text.trim())?),
            Kind::Mx => match words[..] {
                [preference, name] if number(preference).is_ok() => {
                    let preference = number(preference).unwrap_or_default();
                    Self::Mx { preference, host: host(name)? }
                }
                _ => return Err(bad("MXRRDATANotTwoFields (MX record doesn't have 2 fields)")),
            },
            Kind::Srv => match words[..] {
                [priority, weight, port, name] => {
                    let number = |text| {
                        number(text).map_err(|_| {
                            bad("SRVRRDATAIllegalNumber (Value is not a number of 0 to 65535)")
                        })
                    };
                    Self::Srv {
                        priority: number(priority)?,
                        weight: number(weight)?,
                        port: number(port)?,
                        target: host(name)?,
                    }
                }
                _ => return Err(bad("SRVRRDATANotFourFields (SRV record doesn't have 4 fields)")),
            },
            Kind::Txt | Kind::Spf => Self::Txt(strings(text).map_err(bad)?),
            Kind::Caa => caa(text)
                .ok_or_else(|| bad("CAARRDATANotThreeFields (CAA record doesn't have 3 fields)"))?,
            Kind::Soa => match words[..] {
                [first, who, ref numbers @ ..] if numbers.len() == 5 => {
                    let read: Vec<u32> = numbers.iter().filter_map(|n| n.parse().ok()).collect();
                    let numbers = <[u32; 5]>::try_from(read)
                        .map_err(|_| bad("SOARRDATAIllegalNumber (Value is not a number)"))?;
                    Self::Soa { names: [host(first)?, host(who)?], numbers }
                }
                _ => return Err(bad("SOARRDATANotSevenFields (SOA record doesn't have 7 fields)")),
            },
        })
    }
}

/// Strings in quotes, one behind the other; `\"` is a quote, `\ooo` a byte.
fn strings(text: &str) -> Result<Vec<String>, &'static str> {
    const QUOTES: &str = "InvalidCharacterString (Value should be enclosed in quotation marks)";
    const LONG: &str = "CharacterStringTooLong (Value is too long)";
    const CHARACTER: &str = "UnsupportedCharacter (Value contains unsupported characters)";
    let (mut all, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let within = rest.strip_prefix('"').ok_or(QUOTES)?;
        let mut string = String::new();
        let mut at = within.char_indices();
        let end = loop {
            match at.next().ok_or(QUOTES)? {
                (end, '"') => break end,
                (_, '\\') => match at.next().ok_or(QUOTES)?.1 {
                    digit @ '0'..='3' => {
                        let more = [at.next(), at.next()].map(|c| c.and_then(|c| c.1.to_digit(8)));
                        let [Some(b), Some(c)] = more else { return Err(QUOTES) };
                        let code = digit.to_digit(8).unwrap_or_default() * 64 + b * 8 + c;
                        string.extend(char::from_u32(code).filter(|_| code < 256));
                    }
                    other if u32::from(other) < 256 => string.push(other),
                    _ => return Err(CHARACTER),
                },
                (_, c) if u32::from(c) < 256 => string.push(c),
                _ => return Err(CHARACTER),
            }
        };
        if string.chars().count() > 255 {
            return Err(LONG);
        }
        all.push(string);
        rest = within[end + 1..].trim_start();
    }
    if all.is_empty() { Err(QUOTES) } else { Ok(all) }
}

fn caa(text: &str) -> Option<Data> {
    let (flags, rest) = text.trim().split_once(' ')?;
    let (tag, value) = rest.trim_start().split_once(' ')?;
    let [value] = <[String; 1]>::try_from(strings(value).ok()?).ok()?;
    let is_tag = !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric());
    is_tag.then_some(())?;
    Some(Data::Caa { flags: flags.parse().ok()?, tag: tag.to_owned(), value })
}

/// As it is shown.
impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(address) => address.fmt(f),
            Self::Aaaa(address) => address.fmt(f),
            Self::Name(name) => name.fmt(f),
            Self::Mx { preference, host } => write!(f, "{preference} {host}"),
            Self::Srv { priority, weight, port, target } => {
                write!(f, "{priority} {weight} {port} {target}")
            }
            Self::Txt(strings) => {
                for (n, string) in strings.iter().enumerate() {
                    f.write_str(if n == 0 { "\"" } else { " \"" })?;
                    quoted(f, string)?;
                    f.write_str("\"")?;
                }
                Ok(())
            }
            Self::Caa { flags, tag, value } => {
                write!(f, "{flags} {tag} \"")?;
                quoted(f, value)?;
                f.write_str("\"")
            }
            Self::Soa { names: [first, who], numbers } => {
                write!(f, "{first} {who}")?;
                numbers.iter().try_for_each(|number| write!(f, " {number}"))
            }
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            ' '..='~' => write!(f, "{c}")?,
            // None is above 255.
            _ => write!(f, "\\{:03o}", u32::from(c))?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_they_were_given() {
        for (kind, text, shown) in [
            (Kind::A, "10.0.0.5", "10.0.0.5"),
            (Kind::Aaaa, "fd00:0::5", "fd00::5"),
            (Kind::Cname, "Web.example", "web.example."),
            (Kind::Mx, "10  mail.example.", "10 mail.example."),
            (Kind::Srv, "1 2 443 a.example", "1 2 443 a.example."),
            (Kind::Txt, r#""a \"b\"" "c""#, r#""a \"b\"" "c""#),
            (Kind::Txt, r#""\303\244 \\""#, r#""\303\244 \\""#),
            (Kind::Caa, r#"0 issue "ca.example""#, r#"0 issue "ca.example""#),
            (Kind::Soa, "a. b. 1 7200 900 1209600 86400", "a. b. 1 7200 900 1209600 86400"),
        ] {
            assert_eq!(Data::parse(kind, text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_told_in_route_53_s_words() {
        for (kind, text) in [
            (Kind::A, "10.0.0"),
            (Kind::A, "10.0.0.5."),
            (Kind::Aaaa, "10.0.0.5"),
            (Kind::Cname, "a b"),
            (Kind::Mx, "mail.example"),
            (Kind::Mx, "70000 mail.example"),
            (Kind::Srv, "1 2 a.example"),
            (Kind::Txt, "plain"),
            (Kind::Txt, "\"open"),
            (Kind::Txt, ""),
            (Kind::Txt, "\"\u{130}\""),
            (Kind::Txt, "\"\\\u{130}\""),
            (Kind::Caa, "0 issue ca.example"),
            (Kind::Soa, "a. b. 1 2 3 4"),
        ] {
            assert!(Data::parse(kind, text).is_err(), "{kind:?} {text}");
        }
        let refused = Data::parse(Kind::A, "x").unwrap_err().to_string();
        assert_eq!(
            refused,
            "FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) \
             encountered with 'x'"
        );
        let long = format!("\"{}\"", "a".repeat(256));
        assert!(Data::parse(Kind::Txt, &long).is_err());
    }

    #[test]
    fn every_type_has_its_name() {
        for (kind, name) in Kind::ALL {
            assert_eq!((Kind::named(name), kind.name()), (Some(kind), name));
        }
        assert_eq!(Kind::named("a"), None);
    }
}
