//! A query, read.

use regex::Regex;

/// A query that was read. It can be run any number of times.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) commands: Vec<Command>,
}

#[derive(Clone, Debug)]
pub(crate) enum Command {
    Fields(Vec<Named>),
    Display(Vec<Named>),
    Filter(Expr),
    Parse(Parse),
    Stats(Stats),
    Sort(Vec<Order>),
    Limit(usize),
    Dedup(Vec<String>),
}

/// An expression and what it is called.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) expr: Expr,
    pub(crate) name: String,
}

impl Named {
    /// Whether the name stands for the field itself.
    pub(crate) fn is_itself(&self) -> bool {
        matches!(&self.expr, Expr::Field(name) if *name == self.name)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Parse {
    pub(crate) of: Expr,
    pub(crate) regex: Regex,
    /// The group of each name.
    pub(crate) names: Vec<(usize, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Stats {
    /// What is told; their [`Expr::Aggregate`] are places in `aggregates`.
    pub(crate) told: Vec<Named>,
    pub(crate) aggregates: Vec<Aggregate>,
    pub(crate) by: Vec<Named>,
}

#[derive(Clone, Debug)]
pub(crate) struct Aggregate {
    pub(crate) what: What,
    /// `*` is none.
    pub(crate) of: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    Avg,
    Count,
    CountDistinct,
    Max,
    Min,
    Pct(f64),
    Stddev,
    Sum,
    Earliest,
    Latest,
    SortsFirst,
    SortsLast,
}

#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) by: Expr,
    pub(crate) descending: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Expr {
    Field(String),
    Text(String),
    Number(f64),
    Bool(bool),
    /// Milliseconds, as in `bin(5m)`.
    Span(u64),
    Not(Box<Expr>),
    Negated(Box<Expr>),
    Both(Box<Expr>, Box<Expr>),
    Either(Box<Expr>, Box<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    Matches(Box<Expr>, Regex),
    Contains(Box<Expr>, Box<Expr>),
    In(Box<Expr>, Vec<Expr>),
    Call(Function, Vec<Expr>),
    /// A place in the aggregates of the `stats` around it.
    Aggregate(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Rest,
}

macro_rules! functions {
    ($($name:literal $variant:ident $least:literal $most:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) enum Function { $($variant,)* }

        /// A function by its name, in lower case, and how many arguments it takes.
        pub(crate) fn function(name: &str) -> Option<(Function, usize, usize)> {
            Some(match name {
                $($name => (Function::$variant, $least, $most),)*
                _ => return None,
            })
        }
    };
}

functions! {
    "abs" Abs 1 1; "ceil" Ceil 1 1; "floor" Floor 1 1; "log" Log 1 1; "sqrt" Sqrt 1 1;
    "greatest" Greatest 1 64; "least" Least 1 64;
    "bin" Bin 1 1; "datefloor" DateFloor 2 2; "dateceil" DateCeil 2 2;
    "frommillis" FromMillis 1 1; "tomillis" ToMillis 1 1; "now" Now 0 0;
    "ispresent" IsPresent 1 1; "coalesce" Coalesce 1 64; "isempty" IsEmpty 1 1;
    "isblank" IsBlank 1 1; "concat" Concat 1 64; "ltrim" Ltrim 1 2; "rtrim" Rtrim 1 2;
    "trim" Trim 1 2; "strlen" Strlen 1 1; "toupper" ToUpper 1 1; "tolower" ToLower 1 1;
    "substr" Substr 2 3; "replace" Replace 3 3; "strcontains" StrContains 2 2;
    "isvalidip" IsValidIp 1 1; "isvalidipv4" IsValidIpv4 1 1; "isvalidipv6" IsValidIpv6 1 1;
    "isipinsubnet" IsIpInSubnet 2 2; "isipv4insubnet" IsIpv4InSubnet 2 2;
    "isipv6insubnet" IsIpv6InSubnet 2 2;
}
