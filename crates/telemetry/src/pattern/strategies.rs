//! Patterns for property tests.

use proptest::prelude::*;

use super::cursor::Cursor;
use super::expr::Expr;
use super::fields::{Field, Fields};
use super::json::{Condition, Json, Selector, Step, Test};
use super::regex::Regex;
use super::terms::{Role, Term, Terms, What};
use super::value::{Comparison, Number, Operator, Value};
use super::{Kind, Pattern};

pub(super) fn pattern() -> impl Strategy<Value = Pattern> {
    prop_oneof![
        Just(Pattern(Kind::All)),
        terms().prop_map(|t| Pattern(Kind::Terms(t))),
        json().prop_map(|j| Pattern(Kind::Json(j))),
        fields().prop_map(|f| Pattern(Kind::Fields(f))),
    ]
}

fn regex() -> impl Strategy<Value = Regex> {
    prop::sample::select(vec!["%a%", r"%^[a-z]+\d{1,3}$%", r"%\[x\]|y\x41?%"])
        .prop_map(|text| Regex::parse(&mut Cursor::new(text), 1).unwrap())
}

fn terms() -> impl Strategy<Value = Terms> {
    let role = prop_oneof![Just(Role::Include), Just(Role::Exclude), Just(Role::Optional)];
    let what = prop_oneof![
        8 => "\\PC{0,8}".prop_map(What::Text),
        1 => regex().prop_map(What::Regex),
    ];
    let term = (role, what).prop_map(|(role, what)| Term { role, what });
    prop::collection::vec(term, 1..6).prop_map(Terms).prop_filter("regexes", |t| {
        regexes(t.0.iter().map(|t| matches!(t.what, What::Regex(_)))) < 6
    })
}

fn regexes(all: impl Iterator<Item = bool>) -> usize {
    all.filter(|is| *is).count()
}

fn comparison() -> impl Strategy<Value = Comparison> {
    let equal = prop_oneof![Just(Operator::Equal), Just(Operator::NotEqual)];
    let order = prop_oneof![
        Just(Operator::Equal),
        Just(Operator::Less),
        Just(Operator::LessOrEqual),
        Just(Operator::Greater),
        Just(Operator::GreaterOrEqual),
    ];
    let number = any::<f32>().prop_filter("finite", |n| n.is_finite());
    let number = number.prop_map(|n| Value::Number(Number::parse(&n.to_string()).unwrap()));
    prop_oneof![
        (equal, "\\PC{0,8}")
            .prop_map(|(operator, t)| Comparison { operator, value: Value::Text(t) }),
        (order, number).prop_map(|(operator, value)| Comparison { operator, value }),
    ]
}

fn expr<T: Clone + std::fmt::Debug + 'static>(
    leaf: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Expr<T>> {
    leaf.prop_map(Expr::Leaf).prop_recursive(4, 16, 3, |inner| {
        let many = prop::collection::vec(inner, 2..4);
        // The same joint again inside prints with parentheses, and stays.
        prop_oneof![many.clone().prop_map(Expr::Or), many.prop_map(Expr::And)]
    })
}

fn json() -> impl Strategy<Value = Json> {
    let step = prop_oneof![
        "[a-z]{1,5}".prop_map(Step::Key),
        "\\PC{0,5}".prop_map(Step::Key),
        (0..9_usize).prop_map(Step::Index),
    ];
    let test = prop_oneof![
        4 => comparison().prop_map(Test::Compare),
        1 => prop_oneof![
            Just(Test::IsNull), Just(Test::IsTrue), Just(Test::IsFalse),
            Just(Test::Exists), Just(Test::NotExists),
        ],
    ];
    let selector = prop::collection::vec(step, 1..4).prop_map(Selector);
    let condition = (selector, test).prop_map(|(selector, test)| Condition { selector, test });
    expr(condition).prop_map(Json).prop_filter("length", short)
}

fn fields() -> impl Strategy<Value = Fields> {
    let field = ("[a-z_]{1,6}", prop::option::of(expr(comparison())))
        .prop_map(|(name, condition)| Field { name, condition })
        .boxed();
    let some = |min| prop::collection::vec(field.clone(), min..4);
    prop_oneof![
        some(1).prop_map(|first| Fields { first, last: None }),
        (some(0), some(0)).prop_map(|(first, last)| Fields { first, last: Some(last) }),
    ]
    .prop_filter("length", short)
}

fn short(pattern: &impl ToString) -> bool {
    pattern.to_string().chars().count() <= super::PATTERN_CHARS_MAX
}
