//! How a query is read.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::lex::{Token, Word, words};
use crate::query::{
    Aggregate, Arithmetic, Command, Comparison, Expr, Function, Named, Order, Parse, Query, Stats,
    What, function,
};

/// How deep expressions may nest.
const DEPTH_MAX: usize = 64;
/// Compiled size of a regular expression, in bytes.
const REGEX_BYTES_MAX: usize = 256 * 1024;
/// Regular expressions of a query.
const REGEXES_MAX: usize = 20;
/// `stats` commands of a query (CloudWatch Logs User Guide).
const STATS_MAX: usize = 2;
/// The largest `limit` (CloudWatch Logs User Guide: 10,000).
pub(crate) const LIMIT_MAX: usize = 10_000;
/// Commands that are known and not offered.
const UNBUILT: [&str; 9] =
    ["anomaly", "diff", "filterindex", "lookup", "pattern", "source", "unmask", "unnest", "join"];

/// Why a text is no query, and where: bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at position {}", at.start + 1)]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: Range<usize>,
}

impl ParseError {
    pub(crate) fn new(message: String, at: Range<usize>) -> Self {
        Self { message, at }
    }
}

type Result<T> = std::result::Result<T, ParseError>;

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// When it is none, asks for what is not built, or for more than a query may.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parser =
            Parser { text, words: words(text)?, at: 0, depth: 0, regexes: 0, aggregates: None };
        let mut commands = Vec::new();
        while parser.eat("|") {}
        while !parser.is_at_end() {
            commands.push(parser.command()?);
            if parser.is_at_end() {
                break;
            }
            if !parser.eat("|") {
                return Err(parser.unexpected());
            }
        }
        check(&commands, text)?;
        Ok(Self { commands })
    }

    /// A text that is in every event that the query can choose, when one is known: what comes
    /// first are filters, and one of them asks for it.
    #[must_use]
    pub fn must_have(&self) -> Option<&str> {
        fn of(expr: &Expr) -> Option<&str> {
            match expr {
                Expr::Both(a, b) => of(a).or_else(|| of(b)),
                Expr::Contains(field, text) => match (&**field, &**text) {
                    (Expr::Field(name), Expr::Text(text)) if name == "@message" => Some(text),
                    _ => None,
                },
                _ => None,
            }
        }
        let filters = self.commands.iter().map_while(|command| match command {
            Command::Filter(expr) => Some(Some(expr)),
            // Neither changes which events there are, nor what their texts are.
            Command::Fields(named) | Command::Display(named) => {
                let renamed = named.iter().any(|one| one.name == "@message" && !one.is_itself());
                (!renamed).then_some(None)
            }
            _ => None,
        });
        filters.flatten().filter_map(of).max_by_key(|text| text.len())
    }
}

/// Rules between commands.
fn check(commands: &[Command], text: &str) -> Result<()> {
    let all = 0..text.len();
    let stats = commands.iter().filter(|command| matches!(command, Command::Stats(_))).count();
    if stats > STATS_MAX {
        return Err(ParseError::new(
            format!("a query has at most {STATS_MAX} stats commands"),
            all,
        ));
    }
    let dedup = commands.iter().position(|command| matches!(command, Command::Dedup(_)));
    let behind = dedup.map_or(&[][..], |at| &commands[at + 1..]);
    if behind.iter().any(|command| !matches!(command, Command::Limit(_))) {
        let message = "only limit may follow dedup".to_owned();
        return Err(ParseError::new(message, all));
    }
    Ok(())
}

struct Parser<'t> {
    text: &'t str,
    words: Vec<Word>,
    at: usize,
    depth: usize,
    regexes: usize,
    /// Those of the `stats` that is read.
    aggregates: Option<Vec<Aggregate>>,
}

impl Parser<'_> {
    fn is_at_end(&self) -> bool {
        self.at == self.words.len()
    }

    fn peek(&self) -> Option<&Token> {
        self.words.get(self.at).map(|word| &word.token)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn here(&self) -> Range<usize> {
        self.words.get(self.at).map_or(self.text.len()..self.text.len(), |word| word.at.clone())
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError::new(message.into(), self.here())
    }

    fn unexpected(&self) -> ParseError {
        match self.words.get(self.at) {
            Some(word) => {
                self.error(format!("unexpected symbol found {}", &self.text[word.at.clone()]))
            }
            None => self.error("unexpected end of the query"),
        }
    }

    /// Of a word that was taken and is none that can be here.
    fn unexpected_at(&mut self, before: usize) -> ParseError {
        self.at = before;
        self.unexpected()
    }

    fn eat(&mut self, mark: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Mark(is)) if *is == mark);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: &str) -> Result<()> {
        if self.eat(mark) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Name(name)) if name.eq_ignore_ascii_case(word))
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn command(&mut self) -> Result<Command> {
        let (at, before) = (self.here(), self.at);
        let Some(Token::Name(name)) = self.next() else {
            return Err(self.unexpected_at(before));
        };
        match name.to_ascii_lowercase().as_str() {
            "fields" => Ok(Command::Fields(self.named()?)),
            "display" => Ok(Command::Display(self.named()?)),
            "filter" | "where" => Ok(Command::Filter(self.expr()?)),
            "parse" => self.parse_command(),
            "stats" => self.stats(),
            "sort" => self.sort(),
            "limit" | "head" => self.limit(),
            "dedup" => self.dedup(),
            word if UNBUILT.contains(&word) => {
                Err(ParseError::new(format!("the command {word} is not built yet"), at))
            }
            _ => Err(ParseError::new(format!("unexpected symbol found {name}"), at)),
        }
    }

    /// Expressions between commas, each with its name.
    fn named(&mut self) -> Result<Vec<Named>> {
        let mut all = Vec::new();
        loop {
            all.push(self.one_named()?);
            if !self.eat(",") {
                return Ok(all);
            }
        }
    }

    fn one_named(&mut self) -> Result<Named> {
        let from = self.here().start;
        let expr = self.expr()?;
        let to = self.words[self.at - 1].at.end;
        let name = if self.eat_word("as") {
            self.name()?
        } else {
            match &expr {
                Expr::Field(name) => name.clone(),
                _ => self.text[from..to].to_owned(),
            }
        };
        Ok(Named { expr, name })
    }

    fn name(&mut self) -> Result<String> {
        let before = self.at;
        match self.next() {
            Some(Token::Name(name) | Token::Quoted(name)) => Ok(name),
            _ => Err(self.unexpected_at(before)),
        }
    }

    fn names(&mut self) -> Result<Vec<String>> {
        let mut all = vec![self.name()?];
        while self.eat(",") {
            all.push(self.name()?);
        }
        Ok(all)
    }

    fn parse_command(&mut self) -> Result<Command> {
        let of = match self.peek() {
            Some(Token::Text(_) | Token::Regex(_)) => Expr::Field("@message".into()),
            _ => self.primary()?,
        };
        let (at, before) = (self.here(), self.at);
        let mut ours = Vec::new();
        let (regex, is_glob) = match self.next() {
            Some(Token::Text(glob)) => (self.regex(&glob_pattern(&glob), &at)?, true),
            Some(Token::Regex(pattern)) => {
                let (pattern, renamed) = with_plain_names(&pattern);
                ours = renamed;
                (self.regex(&pattern, &at)?, false)
            }
            _ => {
                return Err(self.unexpected_at(before));
            }
        };
        let groups: Vec<_> = regex.capture_names().enumerate().skip(1).collect();
        let asked = |name: &str| {
            let renamed = ours.iter().find(|(plain, _)| plain == name);
            renamed.map_or(name, |(_, asked)| asked).to_owned()
        };
        let named = groups.iter().filter_map(|(group, name)| Some((*group, asked((*name)?))));
        let mut names: Vec<_> = named.collect();
        if is_glob || self.is_word("as") {
            if !self.eat_word("as") {
                return Err(self.unexpected());
            }
            let given = self.names()?;
            let free = groups.iter().filter(|(_, name)| name.is_none());
            let free: Vec<_> = free.map(|(group, _)| *group).collect();
            if given.len() != free.len() {
                let (are, given) = (free.len(), given.len());
                let message = format!("{are} values are parsed, and {given} names are given");
                return Err(ParseError::new(message, at));
            }
            names.extend(free.into_iter().zip(given));
        }
        if names.is_empty() {
            return Err(ParseError::new("nothing of it has a name".into(), at));
        }
        Ok(Command::Parse(Parse { of, regex, names }))
    }

    fn stats(&mut self) -> Result<Command> {
        self.aggregates = Some(Vec::new());
        let told = self.named();
        let aggregates = self.aggregates.take().unwrap_or_default();
        let told = told?;
        if aggregates.is_empty() {
            return Err(self.error("stats has no aggregation function"));
        }
        let by = if self.eat_word("by") { self.named()? } else { Vec::new() };
        Ok(Command::Stats(Stats { told, aggregates, by }))
    }

    fn sort(&mut self) -> Result<Command> {
        let mut all = Vec::new();
        loop {
            let by = self.expr()?;
            let descending = self.eat_word("desc");
            if !descending {
                self.eat_word("asc");
            }
            all.push(Order { by, descending });
            if !self.eat(",") {
                return Ok(Command::Sort(all));
            }
        }
    }

    fn limit(&mut self) -> Result<Command> {
        let at = self.here();
        match self.next() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
            Some(Token::Number(n)) if n.fract() == 0.0 && (1.0..=LIMIT_MAX as f64).contains(&n) => {
                Ok(Command::Limit(n as usize))
            }
            _ => Err(ParseError::new(format!("a limit is a number from 1 to {LIMIT_MAX}"), at)),
        }
    }

    fn dedup(&mut self) -> Result<Command> {
        Ok(Command::Dedup(self.names()?))
    }

    fn regex(&mut self, pattern: &str, at: &Range<usize>) -> Result<Regex> {
        self.regexes += 1;
        if self.regexes > REGEXES_MAX {
            let message = format!("a query has at most {REGEXES_MAX} regular expressions");
            return Err(ParseError::new(message, at.clone()));
        }
        let mut builder = RegexBuilder::new(pattern);
        let built = builder.size_limit(REGEX_BYTES_MAX).dfa_size_limit(REGEX_BYTES_MAX).build();
        built.map_err(|_| {
            let message = "the regular expression can't be read, or is too large".to_owned();
            ParseError::new(message, at.clone())
        })
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == DEPTH_MAX {
            return Err(self.error("nested too deeply"));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn expr(&mut self) -> Result<Expr> {
        self.deeper(Self::either)
    }

    fn either(&mut self) -> Result<Expr> {
        let mut left = self.both()?;
        let mut chain = 0;
        while self.eat_word("or") {
            chain = self.longer(chain)?;
            left = Expr::Either(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Expr> {
        let mut left = self.negation()?;
        let mut chain = 0;
        while self.eat_word("and") {
            chain = self.longer(chain)?;
            left = Expr::Both(Box::new(left), Box::new(self.negation()?));
        }
        Ok(left)
    }

    /// A chain of operators is a tree as deep as it is long, and is walked and dropped so.
    fn longer(&self, chain: usize) -> Result<usize> {
        if chain == 8 * DEPTH_MAX {
            return Err(self.error("too many operators in a row"));
        }
        Ok(chain + 1)
    }

    fn negation(&mut self) -> Result<Expr> {
        if self.eat_word("not") {
            return Ok(Expr::Not(Box::new(self.deeper(Self::negation)?)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expr> {
        let left = self.sum()?;
        let marks = [
            ("==", Comparison::Equal),
            ("=", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            ("<", Comparison::Less),
            (">=", Comparison::GreaterOrEqual),
            (">", Comparison::Greater),
        ];
        for (mark, comparison) in marks {
            if self.eat(mark) {
                let right = self.sum()?;
                return Ok(Expr::Compare(comparison, Box::new(left), Box::new(right)));
            }
        }
        if self.eat("=~") {
            return self.likeness(left);
        }
        let negated = self.is_word("not");
        let before = self.at;
        if negated {
            self.at += 1;
        }
        let found = if self.eat_word("like") {
            self.likeness(left)?
        } else if self.eat_word("in") {
            self.list(left)?
        } else {
            self.at = before;
            return Ok(left);
        };
        Ok(if negated { Expr::Not(Box::new(found)) } else { found })
    }

    fn likeness(&mut self, left: Expr) -> Result<Expr> {
        let at = self.here();
        if let Some(Token::Regex(pattern)) = self.peek().cloned() {
            self.at += 1;
            return Ok(Expr::Matches(Box::new(left), self.regex(&pattern, &at)?));
        }
        let text = self.sum()?;
        Ok(Expr::Contains(Box::new(left), Box::new(text)))
    }

    fn list(&mut self, left: Expr) -> Result<Expr> {
        self.expect("[")?;
        let mut all = vec![self.sum()?];
        while self.eat(",") {
            all.push(self.sum()?);
        }
        self.expect("]")?;
        Ok(Expr::In(Box::new(left), all))
    }

    fn sum(&mut self) -> Result<Expr> {
        let mut left = self.product()?;
        let mut chain = 0;
        loop {
            let operator = if self.eat("+") {
                Arithmetic::Add
            } else if self.eat("-") {
                Arithmetic::Subtract
            } else {
                return Ok(left);
            };
            chain = self.longer(chain)?;
            left = Expr::Arithmetic(operator, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expr> {
        let mut left = self.power()?;
        let mut chain = 0;
        loop {
            let operator = if self.eat("*") {
                Arithmetic::Multiply
            } else if self.eat("/") {
                Arithmetic::Divide
            } else if self.eat("%") {
                Arithmetic::Rest
            } else {
                return Ok(left);
            };
            chain = self.longer(chain)?;
            left = Expr::Arithmetic(operator, Box::new(left), Box::new(self.power()?));
        }
    }

    fn power(&mut self) -> Result<Expr> {
        let left = self.sign()?;
        if !self.eat("^") {
            return Ok(left);
        }
        let right = self.deeper(Self::power)?;
        Ok(Expr::Arithmetic(Arithmetic::Power, Box::new(left), Box::new(right)))
    }

    fn sign(&mut self) -> Result<Expr> {
        if self.eat("-") {
            return Ok(Expr::Negated(Box::new(self.deeper(Self::sign)?)));
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Expr> {
        if self.eat("(") {
            let inner = self.expr()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let (at, before) = (self.here(), self.at);
        match self.next() {
            Some(Token::Number(number)) => Ok(Expr::Number(number)),
            Some(Token::Text(text)) => Ok(Expr::Text(text)),
            Some(Token::Quoted(name)) => Ok(Expr::Field(name)),
            Some(Token::Span(count, unit)) => match span(count, &unit) {
                Some(ms) => Ok(Expr::Span(ms)),
                None => {
                    let text = &self.text[at.clone()];
                    Err(ParseError::new(format!("unexpected symbol found {text}"), at))
                }
            },
            Some(Token::Name(name)) => {
                if matches!(self.peek(), Some(Token::Mark("("))) {
                    self.at += 1;
                    return self.deeper(|this| this.call(&name, at));
                }
                match name.as_str() {
                    "true" => Ok(Expr::Bool(true)),
                    "false" => Ok(Expr::Bool(false)),
                    _ => Ok(Expr::Field(name)),
                }
            }
            _ => Err(self.unexpected_at(before)),
        }
    }

    fn call(&mut self, name: &str, at: Range<usize>) -> Result<Expr> {
        let lower = name.to_ascii_lowercase();
        if self.aggregates.is_some()
            && let Some(found) = self.aggregate(&lower, &at)?
        {
            return Ok(found);
        }
        let Some((function, least, most)) = function(&lower) else {
            return Err(ParseError::new(format!("unknown function {name}"), at));
        };
        let mut arguments = Vec::new();
        if !self.eat(")") {
            loop {
                arguments.push(self.expr()?);
                if self.eat(")") {
                    break;
                }
                self.expect(",")?;
            }
        }
        let counted = (least..=most).contains(&arguments.len());
        let spanned = match function {
            Function::Bin => matches!(arguments[..], [Expr::Span(_)]),
            Function::DateFloor | Function::DateCeil => matches!(arguments[..], [_, Expr::Span(_)]),
            _ => !arguments.iter().any(|argument| matches!(argument, Expr::Span(_))),
        };
        if !counted || !spanned {
            return Err(ParseError::new(format!("invalid arguments for function {name}"), at));
        }
        Ok(Expr::Call(function, arguments))
    }

    /// An aggregation function; nothing when the name is of none.
    fn aggregate(&mut self, name: &str, at: &Range<usize>) -> Result<Option<Expr>> {
        let what = match name {
            "avg" => What::Avg,
            "count" => What::Count,
            "count_distinct" => What::CountDistinct,
            "max" => What::Max,
            "min" => What::Min,
            "pct" | "percentile" => What::Pct(0.0),
            "stddev" => What::Stddev,
            "sum" => What::Sum,
            "earliest" => What::Earliest,
            "latest" => What::Latest,
            "sortsfirst" => What::SortsFirst,
            "sortslast" => What::SortsLast,
            _ => return Ok(None),
        };
        // What is inside is asked of each event.
        let outer = self.aggregates.take();
        let inside = self.inside(what, at);
        self.aggregates = outer;
        let (what, of) = inside?;
        let all = self.aggregates.get_or_insert_default();
        all.push(Aggregate { what, of });
        Ok(Some(Expr::Aggregate(all.len() - 1)))
    }

    fn inside(&mut self, what: What, at: &Range<usize>) -> Result<(What, Option<Expr>)> {
        let bad =
            || ParseError::new("invalid arguments of an aggregation function".into(), at.clone());
        if what == What::Count && (self.eat("*") || matches!(self.peek(), Some(Token::Mark(")")))) {
            self.expect(")")?;
            return Ok((what, None));
        }
        let of = self.expr()?;
        let what = match what {
            What::Pct(_) => {
                self.expect(",")?;
                match self.next() {
                    Some(Token::Number(n)) if (0.0..=100.0).contains(&n) => What::Pct(n),
                    _ => return Err(bad()),
                }
            }
            other => other,
        };
        self.expect(")")?;
        Ok((what, Some(of)))
    }
}

/// The pattern with names of groups that the crate takes, and of each that was another before what
/// it was: CloudWatch's own examples call groups `@user`.
fn with_plain_names(pattern: &str) -> (String, Vec<(String, String)>) {
    let (mut plain, mut renamed) = (String::with_capacity(pattern.len()), Vec::new());
    let (mut rest, mut in_class) = (pattern, false);
    while let Some(c) = rest.chars().next() {
        let group = ["(?<@", "(?P<@"].iter().find(|start| !in_class && rest.starts_with(**start));
        let named = group.and_then(|start| Some((start, rest[start.len()..].split_once('>')?)));
        if let Some((start, (name, behind))) = named {
            let ours = format!("_at{}_", renamed.len());
            plain.extend([start.trim_end_matches('@'), &ours, ">"]);
            renamed.push((ours, format!("@{name}")));
            rest = behind;
            continue;
        }
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        // What is behind a backslash stands for itself.
        let taken = match c {
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            _ => c.len_utf8(),
        };
        plain.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    (plain, renamed)
}

/// A glob as a regular expression: `*` is a value, as short as it can be.
fn glob_pattern(glob: &str) -> String {
    let parts: Vec<_> = glob.split('*').map(regex::escape).collect();
    let mut pattern = "(?s)".to_owned();
    for (at, part) in parts.iter().enumerate() {
        pattern.push_str(part);
        let is_last = at + 2 == parts.len() && parts[at + 1].is_empty();
        if at + 1 < parts.len() {
            // The last one has nothing behind it that would end it.
            pattern.push_str(if is_last { "(.*)" } else { "(.*?)" });
        }
    }
    pattern
}

/// A span in milliseconds; its count is capped as Insights does it.
fn span(count: f64, unit: &str) -> Option<u64> {
    let (ms, most) = match unit {
        "ms" | "msec" => (1, 1000.0),
        "s" | "sec" => (1000, 60.0),
        "m" | "min" => (60_000, 60.0),
        "h" | "hr" => (3_600_000, 24.0),
        "d" => (86_400_000, 366.0),
        "w" => (7 * 86_400_000, 52.0),
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
    let count = (count >= 1.0).then_some(count.min(most) as u64)?;
    Some(count * ms)
}
