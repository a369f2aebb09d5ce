//! The rules of composite alarms: what the states of other alarms come to. Pure.

use std::collections::BTreeSet;
use std::fmt;

use super::Value;

/// Alarms that one rule may name, and its functions, constants and operators (CloudWatch quotas).
const ALARMS_MAX: usize = 100;
const ELEMENTS_MAX: usize = 500;
/// Brackets within brackets, and `NOT` before `NOT`.
const DEPTH_MAX: usize = 100;

/// A rule, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    expr: Expr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expr {
    Constant(bool),
    Is(Value, String),
    Not(Box<Expr>),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    /// So many of the alarms, or so many percent of them, are in the state, or are not.
    AtLeast {
        least: Least,
        value: Value,
        not: bool,
        alarms: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Least {
    Count(usize),
    Percent(usize),
}

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadRule {
    /// This is not what may stand here; counted in characters from 0.
    Token(String, usize),
    /// It ends too early.
    End,
    /// It names too many alarms.
    Alarms,
    /// It has too many parts.
    Elements,
    /// Its brackets are too deep.
    Depth,
}

impl fmt::Display for BadRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token, at) => write!(f, "Unsupported token '{token}' at char {at}"),
            Self::End => f.write_str("Unexpected end of the rule"),
            Self::Alarms => write!(f, "It must not have more than {ALARMS_MAX} alarms"),
            Self::Elements => write!(f, "It must not have more than {ELEMENTS_MAX} elements"),
            Self::Depth => write!(f, "It must not be nested deeper than {DEPTH_MAX}"),
        }
    }
}

impl std::error::Error for BadRule {}

impl Rule {
    /// Reads a rule: `ALARM(a) AND NOT (OK("b c") OR FALSE)`.
    ///
    /// # Errors
    /// When it is none, or larger than rules may be.
    pub fn parse(text: &str) -> Result<Self, BadRule> {
        let tokens = tokens(text);
        let mut parser = Parser { tokens: &tokens, at: 0, depth: 0, elements: 0 };
        let expr = parser.any()?;
        if let Some(token) = parser.peek() {
            return Err(token.bad());
        }
        let rule = Self { expr };
        if rule.alarms().len() > ALARMS_MAX {
            return Err(BadRule::Alarms);
        }
        Ok(rule)
    }

    /// The alarms that it names, each by its name or its ARN.
    #[must_use]
    pub fn alarms(&self) -> BTreeSet<&str> {
        let mut all = BTreeSet::new();
        self.expr.collect(&mut all);
        all
    }

    /// Whether it holds. An alarm that is not there is in no state.
    pub fn holds(&self, of: &dyn Fn(&str) -> Option<Value>) -> bool {
        self.expr.holds(of)
    }
}

impl Expr {
    fn collect<'e>(&'e self, into: &mut BTreeSet<&'e str>) {
        match self {
            Self::Constant(_) => {}
            Self::Is(_, alarm) => drop(into.insert(alarm)),
            Self::Not(one) => one.collect(into),
            Self::All(all) | Self::Any(all) => all.iter().for_each(|one| one.collect(into)),
            Self::AtLeast { alarms, .. } => into.extend(alarms.iter().map(String::as_str)),
        }
    }

    fn holds(&self, of: &dyn Fn(&str) -> Option<Value>) -> bool {
        match self {
            Self::Constant(holds) => *holds,
            Self::Is(value, alarm) => of(alarm) == Some(*value),
            Self::Not(one) => !one.holds(of),
            Self::All(all) => all.iter().all(|one| one.holds(of)),
            Self::Any(all) => all.iter().any(|one| one.holds(of)),
            Self::AtLeast { least, value, not, alarms } => {
                let is = |alarm: &&String| of(alarm).is_some_and(|is| (is == *value) != *not);
                let count = alarms.iter().filter(is).count();
                match least {
                    Least::Count(least) => count >= *least,
                    Least::Percent(percent) => count * 100 >= percent * alarms.len(),
                }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    text: String,
    quoted: bool,
    at: usize,
}

impl Token {
    fn is(&self, text: &str) -> bool {
        !self.quoted && self.text == text
    }

    fn bad(&self) -> BadRule {
        BadRule::Token(self.text.chars().take(100).collect(), self.at)
    }
}

/// Brackets, commas, texts in quotation marks (`\"` is one within), and words.
fn tokens(text: &str) -> Vec<Token> {
    let mut all = vec![];
    let mut chars = text.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut token = Token { text: c.to_string(), quoted: false, at };
        match c {
            '(' | ')' | ',' => {}
            '"' => {
                token.text.clear();
                while let Some((_, c)) = chars.next() {
                    match c {
                        '\\' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                            token.text.extend(chars.next().map(|(_, c)| c));
                        }
                        '"' => {
                            token.quoted = true;
                            break;
                        }
                        c => token.text.push(c),
                    }
                }
                if !token.quoted {
                    token.text.insert(0, '"');
                }
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || ['(', ')', ',', '"'].contains(&c);
                while let Some((_, c)) = chars.next_if(|(_, c)| !ends(*c)) {
                    token.text.push(c);
                }
            }
        }
        all.push(token);
    }
    all
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
    elements: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Result<&'t Token, BadRule> {
        let token = self.peek().ok_or(BadRule::End)?;
        self.at += 1;
        Ok(token)
    }

    fn skip(&mut self, text: &str) -> bool {
        let is = self.peek().is_some_and(|token| token.is(text));
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, text: &str) -> Result<(), BadRule> {
        let token = self.next()?;
        if token.is(text) { Ok(()) } else { Err(token.bad()) }
    }

    fn element(&mut self) -> Result<(), BadRule> {
        self.elements += 1;
        if self.elements > ELEMENTS_MAX { Err(BadRule::Elements) } else { Ok(()) }
    }

    fn any(&mut self) -> Result<Expr, BadRule> {
        let mut all = vec![self.all()?];
        while self.skip("OR") {
            self.element()?;
            all.push(self.all()?);
        }
        Ok(one_or(all, Expr::Any))
    }

    fn all(&mut self) -> Result<Expr, BadRule> {
        let mut all = vec![self.one()?];
        while self.skip("AND") {
            self.element()?;
            all.push(self.one()?);
        }
        Ok(one_or(all, Expr::All))
    }

    fn one(&mut self) -> Result<Expr, BadRule> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(BadRule::Depth);
        }
        let token = self.next()?;
        let one = match &*token.text {
            _ if token.quoted => return Err(token.bad()),
            "(" => {
                let inner = self.any()?;
                self.expect(")")?;
                inner
            }
            "NOT" => {
                self.element()?;
                Expr::Not(Box::new(self.one()?))
            }
            text if text.eq_ignore_ascii_case("TRUE") => self.constant(true)?,
            text if text.eq_ignore_ascii_case("FALSE") => self.constant(false)?,
            "AT_LEAST" => self.at_least()?,
            text => match state(text) {
                None => return Err(token.bad()),
                Some(value) => {
                    self.element()?;
                    self.expect("(")?;
                    let alarm = self.alarm()?;
                    self.expect(")")?;
                    Expr::Is(value, alarm)
                }
            },
        };
        self.depth -= 1;
        Ok(one)
    }

    fn constant(&mut self, holds: bool) -> Result<Expr, BadRule> {
        self.element()?;
        Ok(Expr::Constant(holds))
    }

    fn alarm(&mut self) -> Result<String, BadRule> {
        let token = self.next()?;
        let is_name = token.quoted && !token.text.is_empty()
            || !token.quoted
                && !["(", ")", ","].contains(&&*token.text)
                && !token.text.starts_with('"');
        if is_name { Ok(token.text.clone()) } else { Err(token.bad()) }
    }

    /// `AT_LEAST(2, ALARM, (a, b, c))`, `AT_LEAST(50%, NOT OK, (a, b))`; its name was read.
    fn at_least(&mut self) -> Result<Expr, BadRule> {
        self.element()?;
        self.expect("(")?;
        let token = self.next()?;
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
        let least = match token.text.strip_suffix('%') {
            Some(text) => number(text).filter(|percent| *percent <= 100).map(Least::Percent),
            None => number(&token.text).map(Least::Count),
        };
        let least = least.filter(|_| !token.quoted).ok_or_else(|| token.bad())?;
        let count_at = token;
        self.expect(",")?;
        let not = self.skip("NOT");
        let token = self.next()?;
        let value = state(&token.text).filter(|_| !token.quoted).ok_or_else(|| token.bad())?;
        self.expect(",")?;
        self.expect("(")?;
        let mut alarms = vec![];
        loop {
            self.element()?;
            alarms.push(self.alarm()?);
            let token = self.next()?;
            match () {
                () if token.is(",") => {}
                () if token.is(")") => break,
                () => return Err(token.bad()),
            }
        }
        self.expect(")")?;
        match least {
            Least::Count(least) if least > alarms.len() => Err(count_at.bad()),
            _ => Ok(Expr::AtLeast { least, value, not, alarms }),
        }
    }
}

fn one_or(mut all: Vec<Expr>, several: impl Fn(Vec<Expr>) -> Expr) -> Expr {
    match all.pop() {
        Some(one) if all.is_empty() => one,
        last => {
            all.extend(last);
            several(all)
        }
    }
}

fn state(text: &str) -> Option<Value> {
    match text {
        "ALARM" => Some(Value::Alarm),
        "OK" => Some(Value::Ok),
        "INSUFFICIENT_DATA" => Some(Value::InsufficientData),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `a` is in ALARM, `o` is OK, of `i` nothing is known, and others are not there.
    fn of(name: &str) -> Option<Value> {
        match name.chars().next() {
            Some('a') => Some(Value::Alarm),
            Some('o') => Some(Value::Ok),
            Some('i') => Some(Value::InsufficientData),
            _ => None,
        }
    }

    #[test]
    fn a_rule_holds_as_its_words_say() {
        for (text, holds) in [
            ("TRUE", true),
            ("FALSE", false),
            ("false", false),
            ("ALARM(a)", true),
            ("ALARM(o)", false),
            ("OK(\"o with, (all)\")", true),
            ("OK(\"o \\\"said\\\"\")", true),
            ("INSUFFICIENT_DATA(i)", true),
            ("NOT ALARM(a)", false),
            ("NOT NOT ALARM(a)", true),
            ("ALARM(none) OR OK(none) OR INSUFFICIENT_DATA(none)", false),
            ("NOT ALARM(none)", true),
            // AND binds tighter than OR, and NOT tighter than both.
            ("TRUE OR FALSE AND FALSE", true),
            ("(TRUE OR FALSE) AND FALSE", false),
            ("NOT FALSE AND FALSE", false),
            ("NOT (FALSE AND FALSE)", true),
            ("(ALARM(a1)OR ALARM(o1))AND OK( o2 )", true),
            ("ALARM(a:b/c-d.e_f)", true),
            ("AT_LEAST(2, ALARM, (a1, a2, o1))", true),
            ("AT_LEAST(3, ALARM, (a1, a2, o1))", false),
            ("AT_LEAST(60%, ALARM, (a1, a2, o1))", true),
            ("AT_LEAST(67%, ALARM, (a1, a2, o1))", false),
            ("AT_LEAST(1, NOT OK, (a1, o2)) AND TRUE", true),
            ("AT_LEAST(2, NOT OK, (a1, none))", false),
        ] {
            let rule = Rule::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(rule.holds(&of), holds, "{text}");
        }
    }

    #[test]
    fn what_is_no_rule_is_refused_where_it_goes_wrong() {
        let token = |text: &str, at| BadRule::Token(text.into(), at);
        for (text, bad) in [
            ("()", token(")", 1)),
            ("", BadRule::End),
            ("  ", BadRule::End),
            ("ALARM(a) AND", BadRule::End),
            ("ALARM(a", BadRule::End),
            ("ALARM a", token("a", 6)),
            ("ALARM(a b)", token("b", 8)),
            ("ALARM(a, b)", token(",", 7)),
            ("ALARM()", token(")", 6)),
            ("ALARM(\"\")", token("", 6)),
            ("ALARM(\"a)", token("\"a)", 6)),
            ("alarm(a)", token("alarm", 0)),
            ("\"TRUE\"", token("TRUE", 0)),
            ("TRUE FALSE", token("FALSE", 5)),
            ("TRUE and FALSE", token("and", 5)),
            ("AND TRUE", token("AND", 0)),
            ("NOT", BadRule::End),
            ("ö AND TRUE", token("ö", 0)),
            ("AT_LEAST(0, ALARM, (a))", token("0", 9)),
            ("AT_LEAST(2, ALARM, (a))", token("2", 9)),
            ("AT_LEAST(101%, ALARM, (a))", token("101%", 9)),
            ("AT_LEAST(1, UP, (a))", token("UP", 12)),
            ("AT_LEAST(1, ALARM, ())", token(")", 20)),
        ] {
            assert_eq!(Rule::parse(text), Err(bad), "{text}");
        }
        let alarms = |count: usize| {
            (0..count).map(|n| format!("ALARM(a{n})")).collect::<Vec<_>>().join(" OR ")
        };
        assert_eq!(Rule::parse(&alarms(100)).unwrap().alarms().len(), 100);
        assert_eq!(Rule::parse(&alarms(101)), Err(BadRule::Alarms));
        let many = |count: usize| vec!["TRUE"; count].join(" OR ");
        assert!(Rule::parse(&many(250)).is_ok());
        assert_eq!(Rule::parse(&many(251)), Err(BadRule::Elements));
        let deep = |depth: usize| "(".repeat(depth) + "TRUE" + &")".repeat(depth);
        assert!(Rule::parse(&deep(99)).is_ok());
        assert_eq!(Rule::parse(&deep(5000)), Err(BadRule::Depth));
        // Beside one another brackets are not deep.
        assert!(Rule::parse(&vec!["(TRUE)"; 200].join(" AND ")).is_ok());
    }

    fn any_expr() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("TRUE".to_owned()),
            Just("FALSE".to_owned()),
            "(ALARM|OK|INSUFFICIENT_DATA)\\([aoin][0-9]\\)",
        ];
        leaf.prop_recursive(4, 24, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(|one| format!("NOT ({one})")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) AND ({b})")),
                (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) OR ({b})")),
            ]
        })
    }

    proptest! {
        #[test]
        fn de_morgan_holds(a in any_expr(), b in any_expr()) {
            let both = Rule::parse(&format!("NOT (({a}) AND ({b}))")).unwrap();
            let one = Rule::parse(&format!("NOT ({a}) OR NOT ({b})")).unwrap();
            prop_assert_eq!(both.holds(&of), one.holds(&of));
            prop_assert_eq!(both.alarms(), one.alarms());
        }

        #[test]
        fn no_text_is_too_much(text in "[ANDORTLM_ES()\", %0-9a\\\\]{0,60}") {
            let _ = Rule::parse(&text);
        }
    }
}
