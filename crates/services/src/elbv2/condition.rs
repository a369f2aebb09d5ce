//! Conditions of rules, as requests give them and as they are shown (API model, `RuleCondition`;
//! ALB user guide, "Condition types for listener rules").

use ferrogate_api::elbv2::{
    HostHeaderConditionConfig, HttpHeaderConditionConfig, HttpRequestMethodConditionConfig,
    PathPatternConditionConfig, QueryStringConditionConfig, QueryStringKeyValuePair, RuleCondition,
    SourceIpConditionConfig,
};
use ferrogate_records::balancer::{Condition, Pattern, QueryPair};
use ipnet::{IpNet, Ipv4Net};
use regex::RegexBuilder;

use super::{Result, invalid};

/// Values of all conditions of a rule (ALB quotas).
const VALUES_MAX: usize = 5;
/// Values of one condition (ALB user guide: comparison strings of a condition).
const OF_CONDITION_MAX: usize = 5;
/// Wildcards of all conditions of a rule (ALB quotas).
const WILDCARDS_MAX: usize = 6;
/// What may be asked with a regular expression.
const REGEX_FIELDS: [&str; 3] = ["host-header", "path-pattern", "http-header"];
/// What a compiled expression may take of memory: no more than nodes let it take.
const REGEX_BYTES_MAX: usize = 1 << 20;
const VALUE_MAX: usize = 128;
const NAME_MAX: usize = 40;
const FIELDS: [&str; 6] = [
    "http-header",
    "http-request-method",
    "host-header",
    "query-string",
    "source-ip",
    "path-pattern",
];

/// The conditions of a rule.
///
/// # Errors
/// AWS's for what can't be; an error that names it for what is not built.
pub(super) fn read(asked: &[RuleCondition]) -> Result<Vec<Condition>> {
    if asked.is_empty() {
        return invalid("A condition must be specified");
    }
    let conditions = asked.iter().map(one).collect::<Result<Vec<_>>>()?;
    for condition in &conditions {
        let of = |other: &&Condition| field(other) == field(condition);
        let many = matches!(condition, Condition::Header { .. } | Condition::Query(_));
        if !many && conditions.iter().filter(of).count() > 1 {
            return invalid(format!("A rule can only have one '{}' condition", field(condition)));
        }
    }
    if conditions.iter().map(count).sum::<usize>() > VALUES_MAX {
        return invalid(format!("A rule can only have '{VALUES_MAX}' condition values"));
    }
    if conditions.iter().map(wildcards).sum::<usize>() > WILDCARDS_MAX {
        return invalid(format!("A rule can only have '{WILDCARDS_MAX}' condition wildcards"));
    }
    Ok(conditions)
}

fn one(asked: &RuleCondition) -> Result<Condition> {
    let field = asked.field.as_deref().unwrap_or_default();
    if !FIELDS.contains(&field) {
        return invalid(format!(
            "Condition field '{field}' must be one of '[{}]'",
            FIELDS.join(", ")
        ));
    }
    check_config(asked, field)?;
    let host = asked.host_header_config.as_ref();
    let path = asked.path_pattern_config.as_ref();
    let header = asked.http_header_config.as_ref();
    let regexes = match field {
        "host-header" => host.and_then(|of| of.regex_values.as_ref()),
        "path-pattern" => path.and_then(|of| of.regex_values.as_ref()),
        "http-header" => header.and_then(|of| of.regex_values.as_ref()),
        _ => None,
    };
    let regexes = regexes.or(asked.regex_values.as_ref()).filter(|values| !values.is_empty());
    if regexes.is_some() && !REGEX_FIELDS.contains(&field) {
        return invalid(format!(
            "'RegexValues' is not supported for a condition of type '{field}'"
        ));
    }
    let direct = asked.values.as_ref();
    Ok(match field {
        "host-header" => {
            let given = host.and_then(|of| of.values.as_ref()).or(direct);
            Condition::Host(patterns(field, given, regexes, is_host)?)
        }
        "path-pattern" => {
            let given = path.and_then(|of| of.values.as_ref()).or(direct);
            Condition::Path(patterns(field, given, regexes, is_path)?)
        }
        "http-header" => {
            let name = header.and_then(|of| of.http_header_name.clone()).unwrap_or_default();
            check_header_name(&name)?;
            let given = header.and_then(|of| of.values.as_ref());
            Condition::Header { name, values: patterns(field, given, regexes, |_| true)? }
        }
        "http-request-method" => {
            let config = asked.http_request_method_config.as_ref();
            let given = config.and_then(|of| of.values.as_ref()).or(direct);
            let values = values(field, given)?;
            for value in &values {
                let fits = value.bytes().all(|b| b.is_ascii_uppercase() || b == b'-' || b == b'_');
                if !fits || value.len() > NAME_MAX {
                    return wrong_character(value);
                }
            }
            Condition::Method(values)
        }
        "query-string" => {
            let config = asked.query_string_config.as_ref();
            let pairs = config.and_then(|of| of.values.clone()).unwrap_or_default();
            Condition::Query(query(pairs)?)
        }
        _ => {
            let config = asked.source_ip_config.as_ref();
            let given = config.and_then(|of| of.values.as_ref()).or(direct);
            let ranges = values(field, given)?;
            Condition::SourceIp(ranges.iter().map(|text| range(text)).collect::<Result<_>>()?)
        }
    })
}

/// Refuses the config of another field.
fn check_config(asked: &RuleCondition, field: &str) -> Result<()> {
    let configs = [
        ("host-header", "HostHeaderConfig", asked.host_header_config.is_some()),
        ("path-pattern", "PathPatternConfig", asked.path_pattern_config.is_some()),
        ("http-header", "HttpHeaderConfig", asked.http_header_config.is_some()),
        ("query-string", "QueryStringConfig", asked.query_string_config.is_some()),
        (
            "http-request-method",
            "HttpRequestMethodConfig",
            asked.http_request_method_config.is_some(),
        ),
        ("source-ip", "SourceIpConfig", asked.source_ip_config.is_some()),
    ];
    let given = |values: &Option<Vec<String>>| values.as_ref().is_some_and(|v| !v.is_empty());
    let direct = given(&asked.values) || given(&asked.regex_values);
    let own = configs.iter().find(|(of, ..)| *of == field);
    let has_own = own.is_some_and(|(.., given)| *given);
    if let Some((_, other, _)) = configs.iter().find(|(of, _, given)| *given && *of != field) {
        return invalid(format!("'{other}' cannot be specified for conditions of type '{field}'"));
    }
    if direct && has_own {
        return invalid("You cannot specify both condition values and a condition config");
    }
    let by_config_alone = matches!(field, "http-header" | "query-string");
    if !has_own && (by_config_alone || !direct) {
        let config = own.map(|(_, config, _)| *config).unwrap_or_default();
        return invalid(format!(
            "For conditions of type '{field}', you must specify the following fields: 'Values or \
             RegexValues or {config}'"
        ));
    }
    Ok(())
}

fn values(field: &str, given: Option<&Vec<String>>) -> Result<Vec<String>> {
    let values = given.cloned().unwrap_or_default();
    if values.is_empty() {
        return neither_or_both(field);
    }
    if values.len() > OF_CONDITION_MAX {
        return invalid(format!(
            "Condition '{field}' cannot have more than '{OF_CONDITION_MAX}' values"
        ));
    }
    for value in &values {
        check_length(field, value)?;
    }
    Ok(values)
}

fn neither_or_both<T>(field: &str) -> Result<T> {
    invalid(format!(
        "You must provide exactly one of the following: ['Values' 'RegexValues'] for config of \
         type '{field}'"
    ))
}

fn check_length(field: &str, value: &str) -> Result<()> {
    if value.is_empty() {
        return invalid(format!("Condition value for '{field}' cannot be empty"));
    }
    if value.chars().count() > VALUE_MAX {
        return invalid(format!(
            "Condition value for '{field}' cannot contain more than {VALUE_MAX} characters"
        ));
    }
    if value.chars().any(char::is_control) {
        return wrong_character(value);
    }
    Ok(())
}

fn patterns(
    field: &str,
    given: Option<&Vec<String>>,
    regexes: Option<&Vec<String>>,
    fits: fn(&str) -> bool,
) -> Result<Vec<Pattern>> {
    let given = given.filter(|values| !values.is_empty());
    if given.is_some() == regexes.is_some() {
        return neither_or_both(field);
    }
    if regexes.is_some() {
        let values = values(field, regexes)?;
        // Neither look-around nor back-references: as AWS.
        let is_one = |value: &String| {
            let mut builder = RegexBuilder::new(value);
            builder.case_insensitive(true).size_limit(REGEX_BYTES_MAX).build().is_ok()
        };
        if let Some(wrong) = values.iter().find(|value| !is_one(value)) {
            return invalid(format!("The regex value '{wrong}' is not valid"));
        }
        return Ok(values.into_iter().map(Pattern::Regex).collect());
    }
    let values = values(field, given)?;
    if let Some(wrong) = values.iter().find(|value| !fits(value)) {
        return wrong_character(wrong);
    }
    Ok(values.into_iter().map(Pattern::Wildcard).collect())
}

fn is_host(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.*?_".contains(&b))
}

fn is_path(value: &str) -> bool {
    // ALB user guide: `_ - . $ / ~ " ' @ : + &` beside letters, digits and wildcards.
    value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.$/~\"'@:+&*?%=;,!()#".contains(&b))
}

fn wrong_character<T>(value: &str) -> Result<T> {
    invalid(format!("Condition value '{value}' contains a character that is not valid"))
}

fn check_header_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return invalid("An HTTP header name must be specified");
    }
    if name.len() > NAME_MAX {
        return invalid(format!(
            "Condition value for 'http-header' cannot contain more than {NAME_MAX} characters"
        ));
    }
    if name.eq_ignore_ascii_case("host") {
        return invalid("You cannot specify 'host' as an HTTP header name");
    }
    // RFC 9110, 5.6.2: a token.
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.bytes().all(fits) { Ok(()) } else { wrong_character(name) }
}

fn query(pairs: Vec<QueryStringKeyValuePair>) -> Result<Vec<QueryPair>> {
    if pairs.is_empty() {
        return neither_or_both("query-string");
    }
    let mut read = vec![];
    for pair in pairs {
        let key = pair.key.filter(|key| !key.is_empty());
        let value = pair.value.unwrap_or_default();
        key.iter().chain([&value]).try_for_each(|text| check_length("query-string", text))?;
        read.push(QueryPair { key, value });
    }
    Ok(read)
}

fn range(text: &str) -> Result<IpNet> {
    let range = text.parse::<IpNet>().ok();
    let nobody = Ipv4Net::new_assert(std::net::Ipv4Addr::BROADCAST, 32);
    match range {
        Some(range) if range != IpNet::V4(nobody) => Ok(range.trunc()),
        _ => invalid(format!("The specified value '{text}' is not a valid CIDR block")),
    }
}

fn field(condition: &Condition) -> &'static str {
    match condition {
        Condition::Host(_) => "host-header",
        Condition::Path(_) => "path-pattern",
        Condition::Header { .. } => "http-header",
        Condition::Method(_) => "http-request-method",
        Condition::Query(_) => "query-string",
        Condition::SourceIp(_) => "source-ip",
    }
}

fn count(condition: &Condition) -> usize {
    match condition {
        Condition::Host(values) | Condition::Path(values) | Condition::Header { values, .. } => {
            values.len()
        }
        Condition::Method(values) => values.len(),
        Condition::Query(pairs) => pairs.len(),
        Condition::SourceIp(ranges) => ranges.len(),
    }
}

fn wildcards(condition: &Condition) -> usize {
    let of = |text: &str| text.bytes().filter(|b| b"*?".contains(b)).count();
    match condition {
        Condition::Host(values) | Condition::Path(values) | Condition::Header { values, .. } => {
            values.iter().map(|value| if is_regex(value) { 0 } else { of(text(value)) }).sum()
        }
        Condition::Query(pairs) => {
            pairs.iter().map(|pair| pair.key.as_deref().map_or(0, of) + of(&pair.value)).sum()
        }
        Condition::Method(_) | Condition::SourceIp(_) => 0,
    }
}

fn is_regex(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::Regex(_))
}

fn text(pattern: &Pattern) -> &str {
    match pattern {
        Pattern::Wildcard(text) | Pattern::Regex(text) => text,
    }
}

/// A condition as it is shown.
pub(super) fn show(condition: &Condition) -> RuleCondition {
    let shown = RuleCondition { field: Some(field(condition).to_owned()), ..Default::default() };
    let those = |values: &[Pattern], regex: bool| {
        let some = values.iter().filter(|value| is_regex(value) == regex);
        let some: Vec<_> = some.map(|value| text(value).to_owned()).collect();
        (!some.is_empty()).then_some(some)
    };
    let texts = |values: &[Pattern]| those(values, false);
    let regexes = |values: &[Pattern]| those(values, true);
    match condition {
        Condition::Host(values) => RuleCondition {
            values: texts(values),
            regex_values: regexes(values),
            host_header_config: Some(HostHeaderConditionConfig {
                values: texts(values),
                regex_values: regexes(values),
            }),
            ..shown
        },
        Condition::Path(values) => RuleCondition {
            values: texts(values),
            regex_values: regexes(values),
            path_pattern_config: Some(PathPatternConditionConfig {
                values: texts(values),
                regex_values: regexes(values),
            }),
            ..shown
        },
        Condition::Header { name, values } => RuleCondition {
            http_header_config: Some(HttpHeaderConditionConfig {
                http_header_name: Some(name.clone()),
                values: texts(values),
                regex_values: regexes(values),
            }),
            ..shown
        },
        Condition::Method(values) => RuleCondition {
            http_request_method_config: Some(HttpRequestMethodConditionConfig {
                values: Some(values.clone()),
            }),
            ..shown
        },
        Condition::Query(pairs) => {
            let pair = |pair: &QueryPair| QueryStringKeyValuePair {
                key: pair.key.clone(),
                value: Some(pair.value.clone()),
            };
            RuleCondition {
                query_string_config: Some(QueryStringConditionConfig {
                    values: Some(pairs.iter().map(pair).collect()),
                }),
                ..shown
            }
        }
        Condition::SourceIp(ranges) => RuleCondition {
            source_ip_config: Some(SourceIpConditionConfig {
                values: Some(ranges.iter().map(ToString::to_string).collect()),
            }),
            ..shown
        },
    }
}
