//! Rules ready to be compared with requests.

use std::net::IpAddr;

use ferrogate_link::balancer::{Condition, Pattern, QueryPair, Rule};
use http::HeaderMap;
use ipnet::IpNet;

use super::pattern::{Matcher, Wild};
use super::transform::Transforms;

/// What conditions look at.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'r> {
    /// In lower case, without its port.
    pub host: &'r str,
    /// As it is written, without the query.
    pub path: &'r str,
    /// Without its `?`.
    pub query: Option<&'r str>,
    /// As it is written.
    pub method: &'r str,
    /// The headers.
    pub headers: &'r HeaderMap,
    /// Who has connected.
    pub peer: IpAddr,
}

/// The rules of a listener.
#[derive(Debug)]
pub struct Rules(Vec<Compiled>);

#[derive(Debug)]
struct Compiled {
    conditions: Vec<Is>,
    transforms: Transforms,
    rule: Rule,
}

#[derive(Debug)]
enum Is {
    Host(Vec<Matcher>),
    Path(Vec<Matcher>),
    Header(String, Vec<Matcher>),
    Method(Vec<String>),
    Query(Vec<(Option<Wild>, Wild)>),
    Source(Vec<IpNet>),
}

impl Rules {
    /// Makes them ready. A rule that can't be is left out, and said why.
    #[must_use]
    pub fn new(rules: &[Rule]) -> (Self, Vec<String>) {
        let (mut all, mut wrong) = (Vec::new(), Vec::new());
        for rule in rules {
            let conditions: Result<Vec<Is>, _> = rule.conditions.iter().map(is).collect();
            let made = conditions.and_then(|of| Ok((of, Transforms::new(&rule.transforms)?)));
            match made {
                Ok((conditions, transforms)) => {
                    all.push(Compiled { conditions, transforms, rule: rule.clone() });
                }
                Err(why) => wrong.push(format!("{}: {why}", rule.arn)),
            }
        }
        (Self(all), wrong)
    }

    /// The first rule whose conditions all hold.
    #[must_use]
    pub fn find(&self, asked: &Asked<'_>) -> Option<(&Rule, &Transforms)> {
        let holds = |of: &&Compiled| of.conditions.iter().all(|is| is.holds(asked));
        self.0.iter().find(holds).map(|of| (&of.rule, &of.transforms))
    }
}

fn is(condition: &Condition) -> Result<Is, String> {
    let all = |values: &[Pattern], fold| -> Result<Vec<Matcher>, String> {
        values.iter().map(|of| Matcher::new(of, fold)).collect()
    };
    Ok(match condition {
        Condition::Host(values) => Is::Host(all(values, true)?),
        Condition::Path(values) => Is::Path(all(values, false)?),
        Condition::Header { name, values } => Is::Header(name.clone(), all(values, true)?),
        Condition::Method(values) => Is::Method(values.clone()),
        Condition::Query(pairs) => Is::Query(pairs.iter().map(pair).collect()),
        Condition::SourceIp(ranges) => Is::Source(ranges.clone()),
    })
}

fn pair(pair: &QueryPair) -> (Option<Wild>, Wild) {
    let wild = |text: &String| Wild::new(text, true, true);
    (pair.key.as_ref().map(wild), wild(&pair.value))
}

impl Is {
    fn holds(&self, asked: &Asked<'_>) -> bool {
        let any = |all: &[Matcher], text: &str| all.iter().any(|of| of.matches(text));
        match self {
            Self::Host(all) => any(all, asked.host),
            Self::Path(all) => any(all, asked.path),
            Self::Header(name, all) => {
                // A value that is no text has none of these values.
                let values = asked.headers.get_all(name.as_str()).iter();
                values.filter_map(|value| value.to_str().ok()).any(|value| any(all, value))
            }
            Self::Method(all) => all.iter().any(|method| method == asked.method),
            Self::Query(all) => asked.query.is_some_and(|query| {
                query.split('&').any(|part| {
                    let (key, value) = part.split_once('=').unwrap_or((part, ""));
                    all.iter().any(|(want, is)| {
                        want.as_ref().is_none_or(|want| want.matches(key)) && is.matches(value)
                    })
                })
            }),
            Self::Source(all) => all.iter().any(|range| range.contains(&asked.peer)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::balancer::{Action, FixedResponse};

    fn rule(name: &str, conditions: Vec<Condition>) -> Rule {
        let body = name.to_owned();
        Rule {
            arn: name.into(),
            priority: None,
            conditions,
            transforms: vec![],
            action: Action::FixedResponse(FixedResponse { status: 200, content_type: None, body }),
        }
    }

    fn wild(text: &str) -> Vec<Pattern> {
        vec![Pattern::Wildcard(text.into())]
    }

    fn found(conditions: Vec<Condition>, asked: &Asked<'_>) -> bool {
        let (rules, wrong) = Rules::new(&[rule("it", conditions), rule("default", vec![])]);
        assert!(wrong.is_empty(), "{wrong:?}");
        rules.find(asked).unwrap().0.arn == "it"
    }

    #[test]
    fn each_condition_looks_at_its_part() {
        let mut headers = HeaderMap::new();
        headers.append("user-agent", "curl/8".parse().unwrap());
        headers.append("user-agent", "Second".parse().unwrap());
        let asked = Asked {
            host: "a.example.com",
            path: "/Img/x",
            query: Some("v=1&Mode=A*b&empty"),
            method: "GET",
            headers: &headers,
            peer: "10.0.0.9".parse().unwrap(),
        };
        let header =
            |name: &str, value: &str| Condition::Header { name: name.into(), values: wild(value) };
        let query = |key: Option<&str>, value: &str| {
            Condition::Query(vec![QueryPair { key: key.map(str::to_owned), value: value.into() }])
        };
        let regex = |text: &str| vec![Pattern::Regex(text.into())];
        for (condition, holds) in [
            (Condition::Host(wild("*.EXAMPLE.com")), true),
            (Condition::Host(wild("example.com")), false),
            (Condition::Host(regex("^A\\.")), true),
            (Condition::Path(wild("/Img/*")), true),
            (Condition::Path(wild("/img/*")), false),
            (Condition::Path(regex("^/img")), false),
            (header("User-Agent", "CURL*"), true),
            (header("User-Agent", "second"), true),
            (header("X-None", "*"), false),
            (Condition::Method(vec!["POST".into(), "GET".into()]), true),
            (Condition::Method(vec!["get".into()]), false),
            (query(Some("V"), "1"), true),
            (query(None, "1"), true),
            (query(Some("mode"), r"a\*B"), true),
            (query(Some("mode"), r"a\?b"), false),
            (query(Some("empty"), ""), true),
            (query(Some("other"), "*"), false),
            (Condition::SourceIp(vec!["10.0.0.0/29".parse().unwrap()]), false),
            (Condition::SourceIp(vec!["10.0.0.8/29".parse().unwrap()]), true),
        ] {
            assert_eq!(found(vec![condition.clone()], &asked), holds, "{condition:?}");
        }
        let both = |method: &str| {
            vec![Condition::Path(wild("/Img/*")), Condition::Method(vec![method.into()])]
        };
        assert!(found(both("GET"), &asked) && !found(both("PUT"), &asked));
    }

    #[test]
    fn a_rule_that_makes_no_sense_concerns_itself_alone() {
        let bad = Condition::Path(vec![Pattern::Regex("(".into())]);
        let (rules, wrong) = Rules::new(&[rule("bad", vec![bad]), rule("default", vec![])]);
        assert_eq!((rules.0.len(), wrong.len()), (1, 1));
        assert!(wrong[0].starts_with("bad: '('"), "{wrong:?}");
    }
}
