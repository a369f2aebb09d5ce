//! Reading expressions.

use super::token::{Token, tokens};
use super::{Result, wrong};

/// Brackets within brackets, and signs before signs.
const DEPTH_MAX: usize = 60;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A number.
    Number(f64),
    /// A text in quotation marks.
    Text(String),
    /// An id, or a word such as `REPEAT`.
    Name(String),
    /// `[a, b]`
    List(Vec<Expr>),
    /// The negative of one.
    Minus(Box<Expr>),
    /// Two and what is between them.
    Two(&'static str, Box<Expr>, Box<Expr>),
    /// A function.
    Call(String, Vec<Expr>),
}

/// From the loosest to the tightest.
const LEVELS: [&[&str]; 5] =
    [&["||", "OR"], &["&&", "AND"], &["==", "!=", "<=", ">=", "<", ">"], &["+", "-"], &["*", "/"]];

impl Expr {
    /// Reads an expression.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self> {
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
        let expr = parser.level(0)?;
        match parser.peek() {
            None => Ok(expr),
            Some(token) => wrong(format!("{} was not expected here", shown(token))),
        }
    }

    /// The names in it, which may be ids of other queries.
    pub fn names(&self) -> Vec<&str> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all
    }

    fn collect<'e>(&'e self, into: &mut Vec<&'e str>) {
        match self {
            Self::Number(_) | Self::Text(_) => {}
            Self::Name(name) => into.push(name),
            Self::List(all) | Self::Call(_, all) => all.iter().for_each(|one| one.collect(into)),
            Self::Minus(one) => one.collect(into),
            Self::Two(_, left, right) => {
                left.collect(into);
                right.collect(into);
            }
        }
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, sign: &str) -> Result<()> {
        if self.takes(sign) {
            return Ok(());
        }
        wrong(match self.peek() {
            Some(token) => format!("{sign} was expected before {}", shown(token)),
            None => format!("{sign} was expected at the end"),
        })
    }

    /// Two or more with an operator of this level between them.
    fn level(&mut self, level: usize) -> Result<Expr> {
        let Some(signs) = LEVELS.get(level) else { return self.signed() };
        let mut left = self.level(level + 1)?;
        while let Some(sign) = self.operator(signs) {
            let right = self.level(level + 1)?;
            left = Expr::Two(sign, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn operator(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        let found = match self.peek()? {
            Token::Sign(sign) => signs.iter().find(|one| *one == sign),
            Token::Name(name) => signs.iter().find(|one| *one == name),
            _ => None,
        };
        self.at += usize::from(found.is_some());
        found.copied()
    }

    fn signed(&mut self) -> Result<Expr> {
        self.deeper(|parser| {
            if parser.takes("-") {
                return Ok(Expr::Minus(Box::new(parser.signed()?)));
            }
            if parser.takes("+") {
                return parser.signed();
            }
            let base = parser.one()?;
            if parser.takes("^") {
                let power = parser.signed()?;
                return Ok(Expr::Two("^", Box::new(base), Box::new(power)));
            }
            Ok(base)
        })
    }

    fn one(&mut self) -> Result<Expr> {
        let Some(token) = self.peek() else { return wrong("something is missing at the end") };
        self.at += 1;
        match token {
            Token::Number(number) => Ok(Expr::Number(*number)),
            Token::Text(text) => Ok(Expr::Text(text.clone())),
            Token::Name(name) if self.takes("(") => Ok(Expr::Call(name.clone(), self.until(")")?)),
            Token::Name(name) => Ok(Expr::Name(name.clone())),
            Token::Sign("(") => {
                let inside = self.level(0)?;
                self.expect(")")?;
                Ok(inside)
            }
            Token::Sign("[") => Ok(Expr::List(self.until("]")?)),
            Token::Sign(_) => wrong(format!("{} was not expected here", shown(token))),
        }
    }

    fn until(&mut self, end: &str) -> Result<Vec<Expr>> {
        let mut all = Vec::new();
        if self.takes(end) {
            return Ok(all);
        }
        loop {
            all.push(self.level(0)?);
            if self.takes(end) {
                return Ok(all);
            }
            self.expect(",")?;
        }
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Result<Expr>) -> Result<Expr> {
        if self.depth == DEPTH_MAX {
            return wrong("it is nested too deeply");
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Number(number) => number.to_string(),
        Token::Text(text) => format!("{text:?}"),
        Token::Name(name) => name.clone(),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}
