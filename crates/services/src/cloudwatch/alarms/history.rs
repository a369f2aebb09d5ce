//! DescribeAlarmHistory.

use ferrogate_api::cloudwatch::{
    AlarmHistoryItem, AlarmType, DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput,
    HistoryItemType, ScanBy,
};
use ferrogate_api::{Cx, Timestamp};
use ferrogate_records::cloudwatch::history::{self, Record};

use super::list::{PAGE, bad_token};
use super::{Alarms, Result, fault, not_built};
use crate::page;

impl Alarms {
    pub(super) async fn describe_alarm_history(
        &self,
        cx: &Cx,
        input: DescribeAlarmHistoryInput,
    ) -> Result<DescribeAlarmHistoryOutput> {
        if input.alarm_contributor_id.is_some() {
            return not_built("A contributor of an alarm");
        }
        let view = self.view(cx);
        let table = view.snapshot.table::<history::Record>();
        let all: Vec<_> = match &input.alarm_name {
            Some(name) => {
                let of = (view.scope.clone(), name.clone());
                table.by::<history::OfAlarm>(&of).map_err(fault)?.collect()
            }
            None => {
                let all = table.all().map_err(fault)?;
                all.filter(|item| item.scope == view.scope).collect()
            }
        };
        let types = input.alarm_types.as_deref().unwrap_or_default();
        // Nothing said is about metric alarms alone (API: DescribeAlarmHistory).
        let metric = types.is_empty() || types.contains(&AlarmType::MetricAlarm);
        let composite = types.contains(&AlarmType::CompositeAlarm);
        let is = |item: &&&std::sync::Arc<ferrogate_state::Entry<Record>>| {
            let at = Timestamp::from(item.at).0;
            let kind = input.history_item_type.as_ref();
            (if item.composite { composite } else { metric })
                && kind.is_none_or(|kind| kind.as_str() == item.what.as_str())
                && input.start_date.is_none_or(|start| start.0 <= at)
                && input.end_date.is_none_or(|end| at <= end.0)
        };
        let newest_first = input.scan_by != Some(ScanBy::TimestampAscending);
        // One order for the page's token: the newest first has the smaller text.
        let place = |item: &Record| {
            let (at, number) = match newest_first {
                true => (u64::MAX - item.at.0, u64::MAX - item.number),
                false => (item.at.0, item.number),
            };
            format!("{at:020} {number:020} {}", item.alarm)
        };
        let mut found: Vec<_> =
            all.iter().filter(is).map(|item| (place(item), shown(item))).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let size =
            usize::try_from(input.max_records.unwrap_or(PAGE.0).clamp(1, PAGE.0)).unwrap_or(1);
        let list = format!(
            "{} {:?} {types:?} {:?} {:?} {:?} {newest_first}",
            view.scope.prefix("history"),
            input.alarm_name,
            input.history_item_type,
            input.start_date,
            input.end_date,
        );
        let (page, next_token) =
            page::page(&list, input.next_token.as_deref(), size, found, |item| item.0.clone())
                .map_err(bad_token)?;
        let items = page.into_iter().map(|(_, item)| item).collect();
        Ok(DescribeAlarmHistoryOutput { alarm_history_items: Some(items), next_token })
    }
}

fn shown(item: &Record) -> AlarmHistoryItem {
    AlarmHistoryItem {
        alarm_name: Some(item.alarm.clone()),
        alarm_type: Some(match item.composite {
            true => AlarmType::CompositeAlarm,
            false => AlarmType::MetricAlarm,
        }),
        timestamp: Some(Timestamp::from(item.at)),
        history_item_type: Some(HistoryItemType::from(item.what.as_str())),
        history_summary: Some(item.summary.clone()),
        history_data: Some(item.data.clone()),
        ..AlarmHistoryItem::default()
    }
}
