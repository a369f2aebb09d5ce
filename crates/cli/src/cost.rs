//! `ferrogate cost`: what tasks cost, by what one wants to know it of.

use std::collections::BTreeMap;

use ferrogate_api::ce::{
    DateInterval, GetCostAndUsageRequest, GetCostAndUsageResponse, Granularity, GroupDefinition,
    GroupDefinitionType, op,
};
use ferrogate_api::{Timestamp, json};

use crate::answer::{Answer, CallArgs, LimitArgs, LookArgs, OutputArgs};
use crate::client::Api;
use crate::fault::{Fault, Kind, Outcome};
use crate::moment::{now, parse_moment};
use crate::table::{Look, Table};
use crate::ui::Ui;

const COST: &str = "UnblendedCost";
const DAY_MS: i64 = 24 * 3600 * 1000;
/// The API takes so many groupings.
const GROUPINGS_MAX: usize = 2;

#[derive(Clone, Debug, clap::Args)]
pub struct CostArgs {
    /// cluster, service, family, region, usage-type, tag:KEY, and day or month; at most two
    /// beside the time
    #[arg(long, value_name = "WHAT", default_value = "cluster", value_parser = parse_by)]
    pub(crate) by: Vec<By>,
    /// From the day of this moment: so long ago, such as 30d, or a date
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = parse_day)]
    pub(crate) since: Timestamp,
    /// Until the day before that of this moment [default: until now]
    #[arg(long, value_name = "TIME", value_parser = parse_day)]
    pub(crate) until: Option<Timestamp>,
    /// Print comma-separated values
    #[arg(long, conflicts_with_all = ["output", "query"])]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) calls: CallArgs,
    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// What costs are told by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Day,
    Month,
    /// A tag or a dimension of Cost Explorer, under the word that people wrote.
    Group {
        word: String,
        kind: GroupDefinitionType,
        key: String,
    },
}

fn parse_by(text: &str) -> Result<By, String> {
    let (kind, key) = match text {
        "day" => return Ok(By::Day),
        "month" => return Ok(By::Month),
        "cluster" => (GroupDefinitionType::Tag, "aws:ecs:clusterName"),
        "service" => (GroupDefinitionType::Tag, "aws:ecs:serviceName"),
        "family" => (GroupDefinitionType::Tag, "aws:ecs:taskDefinitionFamily"),
        "region" => (GroupDefinitionType::Dimension, "REGION"),
        "usage-type" => (GroupDefinitionType::Dimension, "USAGE_TYPE"),
        _ => match text.strip_prefix("tag:").filter(|key| !key.is_empty()) {
            Some(key) => (GroupDefinitionType::Tag, key),
            None => {
                return Err(format!(
                    "'{text}' is none of cluster, service, family, region, usage-type, tag:KEY, \
                     day and month"
                ));
            }
        },
    };
    Ok(By::Group { word: text.into(), kind, key: key.into() })
}

/// A date, or whatever else is a moment.
fn parse_day(text: &str) -> Result<Timestamp, String> {
    match Timestamp::parse(&format!("{text}T00:00:00Z")) {
        Ok(day) if text.len() == 10 => Ok(day),
        _ => parse_moment(text),
    }
}

pub(crate) async fn run(args: CostArgs, api: &Api, ui: &Ui) -> Outcome {
    let answer = api.call::<op::GetCostAndUsage>(&request(&args)?).await?;
    let rows = rows(&args.by, &answer);
    if args.csv {
        ui.text(&csv(&args.by, &rows))?;
        return Ok(0);
    }
    let programs = || {
        let names = rows.iter().map(|row| row.words.join(" ")).collect();
        Answer::of(json::to_value(&answer), "ResultsByTime", names)
    };
    args.output.show(ui, programs, |_| {
        if rows.is_empty() {
            ui.note("no task ran in that time");
            return Ok(());
        }
        ui.text(&table(&args.by, &rows).render(&ui.terminal))
    })?;
    Ok(0)
}

fn request(args: &CostArgs) -> Result<GetCostAndUsageRequest, Fault> {
    let groups: Vec<_> = args.by.iter().filter_map(By::group).collect();
    let times = args.by.len() - groups.len();
    if groups.len() > GROUPINGS_MAX || times > 1 {
        return Err(Fault::new(Kind::Invalid, "these are too many --by at once")
            .why(format!("one of day and month, and {GROUPINGS_MAX} others, can be told together"))
            .fix("ask twice"));
    }
    // The end is the first day that is not meant.
    let end = args.until.unwrap_or_else(|| Timestamp(now().0 + DAY_MS));
    let daily = args.by.contains(&By::Day);
    Ok(GetCostAndUsageRequest {
        time_period: DateInterval { start: Some(args.since.date()), end: Some(end.date()) },
        granularity: if daily { Granularity::Daily } else { Granularity::Monthly },
        metrics: vec![COST.into()],
        group_by: Some(groups).filter(|groups| !groups.is_empty()),
        ..GetCostAndUsageRequest::default()
    })
}

impl By {
    fn group(&self) -> Option<GroupDefinition> {
        match self {
            Self::Day | Self::Month => None,
            Self::Group { kind, key, .. } => {
                Some(GroupDefinition { r#type: Some(kind.clone()), key: Some(key.clone()) })
            }
        }
    }

    fn head(&self) -> String {
        match self {
            Self::Day => "day".into(),
            Self::Month => "month".into(),
            Self::Group { word, .. } => word.clone(),
        }
    }

    /// The value in a key of the API, which has a tag's name before it.
    fn value(&self, key: &str) -> String {
        match self {
            Self::Group { kind: GroupDefinitionType::Tag, key: tag, .. } => {
                let value = key.strip_prefix(&**tag).and_then(|rest| rest.strip_prefix('$'));
                value.unwrap_or(key).into()
            }
            _ => key.into(),
        }
    }
}

/// What costs something.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    /// A word for each `--by`.
    words: Vec<String>,
    /// Dollars.
    cost: f64,
}

/// What the answer says, the times that were not asked for summed up.
fn rows(by: &[By], answer: &GetCostAndUsageResponse) -> Vec<Row> {
    let mut sums: BTreeMap<Vec<String>, f64> = BTreeMap::new();
    for part in answer.results_by_time.iter().flatten() {
        let start = part.time_period.as_ref().and_then(|period| period.start.as_deref());
        let start = start.unwrap_or_default();
        let groups =
            part.groups.iter().flatten().map(|group| (group.keys.as_deref(), &group.metrics));
        for (keys, metrics) in groups.chain([(None, &part.total)]) {
            let amount = metrics.as_ref().and_then(|metrics| metrics.get(COST)?.amount.as_deref());
            let amount: f64 = amount.and_then(|text| text.parse().ok()).unwrap_or_default();
            if amount == 0.0 {
                continue;
            }
            let mut keys = keys.unwrap_or_default().iter();
            let words = by.iter().map(|by| match by {
                By::Day => start.into(),
                By::Month => start.chars().take("2026-01".len()).collect(),
                By::Group { .. } => keys.next().map(|key| by.value(key)).unwrap_or_default(),
            });
            *sums.entry(words.collect()).or_default() += amount;
        }
    }
    sums.into_iter().map(|(words, cost)| Row { words, cost }).collect()
}

fn table(by: &[By], rows: &[Row]) -> Table {
    let heads: Vec<_> = by.iter().map(|by| by.head().to_uppercase()).collect();
    let mut heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    heads.push("COST");
    let mut table = Table::new(&heads, heads[heads.len() - 2]);
    let dollars = |cost: f64| (format!("${cost:.4}"), Look::Plain);
    for row in rows {
        let words = row.words.iter().map(|word| match &**word {
            "" => ("-".to_owned(), Look::Dim),
            word => (word.to_owned(), Look::Plain),
        });
        table.row(words.chain([dollars(row.cost)]).collect());
    }
    let total = rows.iter().map(|row| row.cost).sum();
    let mut words = vec![(String::new(), Look::Plain); by.len()];
    words[0] = ("total".into(), Look::Dim);
    table.row(words.into_iter().chain([dollars(total)]).collect());
    table
}

fn csv(by: &[By], rows: &[Row]) -> String {
    let line =
        |words: Vec<String>| words.iter().map(|word| field(word)).collect::<Vec<_>>().join(",");
    let heads = by.iter().map(By::head).chain(["usd".into()]).collect();
    let mut text = line(heads) + "\n";
    for row in rows {
        let words = row.words.iter().cloned().chain([format!("{:.10}", row.cost)]).collect();
        text.push_str(&(line(words) + "\n"));
    }
    text
}

/// RFC 4180. What a spreadsheet would take for a formula is a text there.
fn field(word: &str) -> String {
    let formula = word.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let word = if formula { format!("'{word}") } else { word.to_owned() };
    if word.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", word.replace('"', "\"\""))
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::ce::{Group, MetricValue, ResultByTime};

    fn by(words: &[&str]) -> Vec<By> {
        words.iter().map(|word| parse_by(word).unwrap()).collect()
    }

    fn part(start: &str, groups: &[(&[&str], &str)]) -> ResultByTime {
        let metrics = |amount: &str| {
            let value = MetricValue { amount: Some(amount.into()), unit: Some("USD".into()) };
            Some([(COST.to_owned(), value)].into())
        };
        ResultByTime {
            time_period: Some(DateInterval { start: Some(start.into()), end: None }),
            groups: Some(
                groups
                    .iter()
                    .map(|(keys, amount)| Group {
                        keys: Some(keys.iter().map(|key| (*key).to_owned()).collect()),
                        metrics: metrics(amount),
                    })
                    .collect(),
            ),
            ..ResultByTime::default()
        }
    }

    #[test]
    fn what_was_not_asked_for_is_summed_up() {
        let answer = GetCostAndUsageResponse {
            results_by_time: Some(vec![
                part("2026-01-30", &[(&["team$a,b"], "0.25"), (&["team$"], "1")]),
                part("2026-02-01", &[(&["team$a,b"], "0.5")]),
            ]),
            ..GetCostAndUsageResponse::default()
        };
        let asked = by(&["tag:team"]);
        let told = rows(&asked, &answer);
        assert_eq!(csv(&asked, &told), "tag:team,usd\n,1.0000000000\n\"a,b\",0.7500000000\n");
        let asked = by(&["month", "tag:team"]);
        let months: Vec<_> = rows(&asked, &answer).into_iter().map(|row| row.words).collect();
        assert_eq!(months, [["2026-01", ""], ["2026-01", "a,b"], ["2026-02", "a,b"]]);
    }

    #[test]
    fn a_value_is_no_formula() {
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("say \"a\""), "\"say \"\"a\"\"\"");
    }

    #[test]
    fn what_it_can_be_told_by_is_known() {
        assert!(parse_by("tag:").is_err() && parse_by("hour").is_err());
        assert_eq!(parse_day("2026-01-02").unwrap(), Timestamp(1_767_312_000_000));
    }
}
