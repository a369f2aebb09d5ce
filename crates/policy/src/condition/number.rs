//! Numbers in policies: whole or decimal ones of any length, compared exactly.

use std::cmp::Ordering;

/// A number by its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    /// Without zeros before it.
    whole: String,
    /// What follows the point, without zeros behind it.
    part: String,
}

impl Number {
    /// "Integer or decimal values": no exponents, no words. `.5` and `5.` are numbers.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(part) || whole.len() + part.len() == 0 {
            return None;
        }
        let whole = whole.trim_start_matches('0').to_owned();
        let part = part.trim_end_matches('0').to_owned();
        // There is one zero.
        let negative = text.starts_with('-') && !(whole.is_empty() && part.is_empty());
        Some(Self { negative, whole, part })
    }

    fn size(&self) -> (usize, &str, &str) {
        (self.whole.len(), &self.whole, &self.part)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.size().cmp(&other.size()),
            (true, true) => other.size().cmp(&self.size()),
            (negative, _) => {
                if negative {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_what_they_are() {
        let rising = [
            "-1024",
            "-512.5",
            "-512",
            "-0.5",
            "0",
            "0.05",
            "0.1",
            "0.5",
            "9",
            "10",
            "10.01",
            "9007199254740992",
            "9007199254740993",
            "123456789012345678901234567890",
        ];
        let all: Vec<_> = rising.iter().map(|text| Number::parse(text).unwrap()).collect();
        assert!(all.is_sorted() && all.windows(2).all(|two| two[0] != two[1]));
        for (one, other) in [
            ("512", "512.0"),
            ("007", "7"),
            ("-0", "0.00"),
            (".5", "0.50"),
            ("5.", "+5"),
            (" 1 ", "1"),
        ] {
            assert_eq!(Number::parse(one), Number::parse(other), "{one} {other}");
        }
        for text in ["", "-", ".", "1e3", "inf", "NaN", "1,5", "0x10", "--1", "1.2.3", "many"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
